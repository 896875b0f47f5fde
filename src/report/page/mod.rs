//! The report page: one HTML file that explains a run to people.
//!
//! In: a [`Run`] and a [`PageConfig`]. Out: a file that opens from disk, loads nothing from
//! anywhere, and is the same bytes for the same run and configuration.
//!
//! Everything that can be reckoned is reckoned here: totals, stories and their order, who supplied
//! whom, layouts, differences between words. The script of the page selects and draws. Without a
//! script the page still shows the summary and the first hundred of every list, or fewer on a small page.

mod assemble;
mod carry;
mod charts;
mod columns;
mod diff;
mod digest;
mod folder;
mod frame;
mod html;
mod index;
mod method;
mod network;
mod outlets;
mod pairs;
mod plain;
mod positions;
mod quoted;
mod reasons;
mod redact;
mod sayings;
mod script;
mod shelf;
mod shorten;
mod squeeze;
mod stories;
mod summary;
mod tables;
mod tell;
mod texts;
mod timeline;
mod words;

#[cfg(test)]
mod fixtures;

use std::io::Write;

pub use folder::PageFolder;

use crate::error::{Error, Result};
use crate::observer::{Observer, Silent};
use crate::report::Run;

/// What every page begins with: by this it is known again, and not read as an article.
pub(crate) const MARK: &str =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"generator\" content=\"wirecopy\">";

/// How a page is made.
#[derive(Debug, Clone)]
pub struct PageConfig {
    /// Bytes that the file may have. Aggregates always fit; then come stories, pairs, titles and texts.
    pub budget: u64,
    /// What is taken out, for sharing.
    pub redact: Redact,
    /// Heading of the page.
    pub title: String,
    /// The command that made the run, where it is known.
    pub command: Option<String>,
}

impl Default for PageConfig {
    fn default() -> Self {
        Self { budget: 25_000_000, redact: Redact::None, title: "What was published twice".into(), command: None }
    }
}

/// What is taken out of a page, so that it can be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Redact {
    /// Nothing.
    #[default]
    None,
    /// Texts, passages, titles and addresses.
    Text,
    /// Those, and the names of outlets and documents, which become numbers.
    Outlets,
}

/// What a page holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageStats {
    /// Bytes written.
    pub bytes: u64,
    /// Pairs on the page, of those in the run.
    pub pairs: (u64, u64),
    /// Documents whose text is on the page, of those in the run.
    pub texts: (u64, u64),
    /// Whether anything had to stay out for the size.
    pub is_cut: bool,
    /// Whether it is larger than asked for all the same, since even the least of it takes more.
    pub is_too_large: bool,
}

/// Writes the page of `run` as one file.
///
/// # Errors
/// [`ErrorKind::Malformed`](crate::ErrorKind) where the tables contradict one another;
/// [`ErrorKind::Io`](crate::ErrorKind) where `out` does not take the bytes.
pub fn render(run: &Run, config: &PageConfig, out: &mut dyn Write) -> Result<PageStats> {
    render_unless_stopped(run, config, &Silent, out)
}

/// The same; the observer is asked between the steps, and for each block, whether to stop. What was written until then is no page.
///
/// # Errors
/// As [`render`]; [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted) when the observer says so.
pub fn render_unless_stopped(run: &Run, config: &PageConfig, observer: &dyn Observer, out: &mut dyn Write) -> Result<PageStats> {
    let page = assemble::assemble(run, config, false, observer)?;
    let mut bytes = 0;
    let mut put = |text: &str| {
        bytes += text.len() as u64;
        out.write_all(text.as_bytes()).map_err(|e| Error::io("report.html", e))
    };
    put(&page.opening)?;
    for block in &page.blocks {
        observer.check()?;
        put(&format!("<script type=\"text/plain\" id=\"b-{}\">", block.name))?;
        put(&block.body)?;
        put("</script>\n")?;
    }
    observer.check()?;
    put(&page.closing)?;
    out.flush().map_err(|e| Error::io("report.html", e))?;
    Ok(PageStats { bytes, is_too_large: bytes > config.budget, ..page.stats })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::observer::Patient;

    fn rendered(run: &Run) -> String {
        let mut out = Vec::new();
        render(run, &PageConfig::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_same_run_gives_the_same_bytes() {
        assert_eq!(rendered(&fixtures::synthetic(500, 1)), rendered(&fixtures::synthetic(500, 1)));
    }

    #[test]
    fn a_small_page_keeps_to_its_budget_and_says_what_is_missing() {
        let run = fixtures::synthetic(2_000, 5);
        for budget in [300_000, 400_000] {
            let mut out = Vec::new();
            let stats = render(&run, &PageConfig { budget, ..PageConfig::default() }, &mut out).unwrap();
            assert!(stats.bytes <= budget && !stats.is_too_large && stats.is_cut, "{budget}: {stats:?}");
        }
        let stats = render(&run, &PageConfig { budget: 1_000, ..PageConfig::default() }, &mut Vec::new()).unwrap();
        assert!(stats.is_too_large);
        let stats = render(&fixtures::small(), &PageConfig::default(), &mut Vec::new()).unwrap();
        assert!(!stats.is_cut && !stats.is_too_large);
    }

    #[test]
    fn a_page_stops_whenever_it_is_asked_to() {
        let run = fixtures::small();
        let told = |patient: &Patient| render_unless_stopped(&run, &PageConfig::default(), patient, &mut Vec::new());
        let patient = Patient::new(usize::MAX);
        told(&patient).unwrap();
        assert!(patient.asked() > 6, "{}", patient.asked());
        for times in 0..patient.asked() {
            assert_eq!(told(&Patient::new(times)).unwrap_err().kind(), ErrorKind::Interrupted, "{times}");
        }
    }

    #[test]
    fn a_hostile_run_renders_as_text() {
        let page = rendered(&fixtures::hostile());
        for bad in ["<img", "<b>capped", "window.broken=1</script>", "href=\"javascript", "href=\"data", "<!--"] {
            assert!(!page.contains(bad), "{bad}");
        }
        assert!(!page.contains('\0'));
        assert!(page.len() < 2_000_000);
    }
}
