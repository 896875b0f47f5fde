//! The report page: one HTML file that explains a run to people.
//!
//! In: a [`Run`] and a [`PageConfig`]. Out: a file that opens from disk, loads nothing from
//! anywhere, and is the same bytes for the same run and configuration.
//!
//! Everything that can be reckoned is reckoned here: totals, stories and their order, who supplied
//! whom, layouts, differences between words. The script of the page selects and draws. Without a
//! script the page still shows the summary and the first hundred of every list.

mod html;
mod index;
mod method;
mod outlets;
mod plain;
mod stories;
mod summary;
mod tell;
mod words;

#[cfg(test)]
mod fixtures;

use std::io::Write;
use std::path::Path;

use crate::error::{Error, Result};
use crate::report::Run;
use index::Index;

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
        Self {
            budget: 25_000_000,
            redact: Redact::None,
            title: "What was published twice".into(),
            command: None,
        }
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
}

const CSS: &str = include_str!("assets/page.css");

/// Writes the page of `run` as one file.
///
/// # Errors
/// [`ErrorKind::Malformed`](crate::ErrorKind) where the tables contradict one another;
/// [`ErrorKind::Io`](crate::ErrorKind) where `out` does not take the bytes.
pub fn render(run: &Run, config: &PageConfig, out: &mut dyn Write) -> Result<PageStats> {
    let page = page(run, config)?;
    out.write_all(page.as_bytes())
        .map_err(|e| Error::io("report.html", e))?;
    out.flush().map_err(|e| Error::io("report.html", e))?;
    Ok(PageStats {
        bytes: page.len() as u64,
        ..PageStats::default()
    })
}

/// Writes the page of `run` as a folder without a budget.
///
/// # Errors
/// As [`render`].
pub fn render_dir(run: &Run, config: &PageConfig, dir: &Path) -> Result<PageStats> {
    std::fs::create_dir_all(dir).map_err(|e| Error::io(dir, e))?;
    let path = dir.join("index.html");
    let mut file = std::fs::File::create(&path).map_err(|e| Error::io(&path, e))?;
    render(run, config, &mut file)
}

fn page(run: &Run, config: &PageConfig) -> Result<String> {
    let index = Index::new(run)?;
    let (stories, _) = stories::gather(&index);
    let totals = summary::totals(&index, &stories);
    let outlets = outlets::rows(&index);
    let shown: Vec<u32> = index.shown().collect();
    let apart: Vec<u32> = index
        .ranked
        .iter()
        .copied()
        .filter(|&c| index::is_set_apart(index.cluster(c).kind))
        .collect();
    let title = html::escape(&html::cut(&config.title, 200));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title><style>{CSS}</style></head><body>\
         <a class=\"skip\" href=\"#main\">Skip to the report</a><header><p class=\"brand\">wirecopy</p><h1><bdi>{title}</bdi></h1><p class=\"lede\">{}</p></header>",
        summary::lede(&totals)
    );
    let sections = [
        (
            "summary",
            "Summary",
            summary::section(&index, &stories, &totals, &outlets),
        ),
        ("stories", "Stories", plain::stories(&index, &stories)),
        (
            "passages",
            "Passages and quotes",
            plain::clusters(&index, &shown, "passages and quotes"),
        ),
        ("pairs", "Pairs", plain::pairs(&index)),
        ("documents", "Documents", plain::documents(&index)),
        (
            "left-out",
            "What was left out",
            method::left_out(&index, &totals, &[]) + &plain::clusters(&index, &apart, "clusters"),
        ),
        ("method", "Method", method::method(&index, config)),
    ];
    out.push_str("<nav aria-label=\"Sections\"><ul>");
    for (id, name, _) in &sections {
        out.push_str(&format!("<li><a href=\"#{id}\">{name}</a></li>"));
    }
    out.push_str("</ul></nav><main id=\"main\">");
    for (id, name, body) in &sections {
        out.push_str(&format!("<section id=\"{id}\" aria-labelledby=\"h-{id}\"><h2 id=\"h-{id}\">{name}</h2>{body}</section>"));
    }
    out.push_str("</main></body></html>\n");
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(run: &Run) -> String {
        let mut out = Vec::new();
        render(run, &PageConfig::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_same_run_gives_the_same_bytes() {
        assert_eq!(
            rendered(&fixtures::synthetic(500, 1)),
            rendered(&fixtures::synthetic(500, 1))
        );
    }

    #[test]
    fn a_hostile_run_renders_as_text() {
        let page = rendered(&fixtures::hostile());
        for bad in [
            "<img",
            "<b>capped",
            "window.broken=1</script>",
            "href=\"javascript",
            "href=\"data",
            "<!--",
        ] {
            assert!(!page.contains(bad), "{bad}");
        }
        assert!(!page.contains('\0'));
        assert!(page.len() < 2_000_000);
    }
}
