//! Pages outside the folder of a run, and what the one inside it is made like.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use anyhow::Result;
use wirecopy::aside::{behind_links, put_in_place};
use wirecopy::observer::Observer;
use wirecopy::report::page::{self, PageConfig, PageFolder, PageStats, Redact};
use wirecopy::report::{Run, WrittenPage};
use wirecopy::{Error, ErrorKind};

use super::places::Place;
use crate::cli::args::report::{PageArguments, RedactWhat};

/// What the page is made like.
pub(super) fn page_config(arguments: &PageArguments) -> PageConfig {
    let redact = match arguments.html_redact {
        None => Redact::None,
        Some(RedactWhat::Text) => Redact::Text,
        Some(RedactWhat::Outlets) => Redact::Outlets,
    };
    PageConfig { budget: arguments.html_budget, redact, ..PageConfig::default() }
}

/// Where pages go.
pub(super) struct Pages {
    file: Option<PageFile>,
    folder: Option<PageFolder>,
    config: PageConfig,
}

/// A file for a page.
struct PageFile {
    path: PathBuf,
    may_replace: bool,
}

const FILE_REMEDY: &str = "name a file in a folder that can be written to";

impl Pages {
    /// Whether pages can be written to the places that are asked for: found out before any work is done. `run` is the folder of the run, whose own page may be
    /// replaced; with `force` any other file may.
    ///
    /// # Errors
    /// [`ErrorKind::OutputExists`] without `force`, [`ErrorKind::BadOption`] for the tables of the run, [`ErrorKind::Io`].
    pub fn new(arguments: &PageArguments, run: &Path, force: bool) -> Result<Self> {
        let mut file = None;
        if let Some(path) = &arguments.html {
            check_named(path, "--html")?;
            Place::page(path).spares_run(run)?;
            let may_replace = force || Place::page(path).is_page_of(run);
            check_file(path, may_replace)?;
            file = Some(PageFile { path: path.clone(), may_replace });
        }
        if let (Some(file), Some(folder)) = (&arguments.html, &arguments.html_dir) {
            Place::page(file).spares(&Place::page_folder(folder))?;
        }
        let folder = match &arguments.html_dir {
            None => None,
            Some(folder) => {
                check_named(folder, "--html-dir")?;
                Some(PageFolder::open(folder, force)?)
            }
        };
        Ok(Self { file, folder, config: page_config(arguments) })
    }

    /// Writes the page to all of these places, each aside first, and says what was written. The observer is asked whether to stop: then no page is half there.
    pub fn write(mut self, run: &Run, observer: &dyn Observer) -> Result<Vec<WrittenPage>> {
        let mut written = Vec::new();
        if let Some(file) = self.file.take() {
            let stats = write_page(run, &self.config, &file, observer)?;
            written.push(WrittenPage { path: file.path, stats });
        }
        if let Some(folder) = self.folder.take() {
            let path = folder.index();
            let stats = folder.render(run, &self.config, observer).map_err(|e| match &written[..] {
                [page, ..] if e.kind() == ErrorKind::Interrupted => {
                    Error::new(ErrorKind::Interrupted, format!("stopped; only {} was written", page.path.display()))
                }
                _ => e,
            })?;
            written.push(WrittenPage { path, stats });
        }
        Ok(written)
    }
}

/// That the place has a name: `-` is standard input elsewhere, and nobody means a file that is called so.
fn check_named(path: &Path, option: &str) -> Result<()> {
    if path.as_os_str() == "-" {
        let remedy = match option {
            "--html" => "name a file; on Linux and macOS --html /dev/stdout writes to standard output",
            _ => "name a folder",
        };
        return Err(Error::new(ErrorKind::BadOption, format!("{option} - names no place for a page")).remedy(remedy).into());
    }
    Ok(())
}

/// Whether a page can be written to this file.
fn check_file(file: &Path, may_replace: bool) -> Result<()> {
    if file.is_dir() {
        return Err(Error::new(ErrorKind::Io, "the page is a file, and this is a folder").at(file).remedy(FILE_REMEDY).into());
    }
    if is_no_file(file) {
        return Ok(());
    }
    if !may_replace && file.symlink_metadata().is_ok() {
        return Err(exists(file).into());
    }
    aside(file, &behind_links(file)).map(drop)
}

fn exists(file: &Path) -> Error {
    let remedy = "replace it with --force, or name another file with --html";
    Error::new(ErrorKind::OutputExists, "it exists already").at(file).remedy(remedy)
}

/// A device or a pipe: it is written through, since a file must not stand in its place.
fn is_no_file(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|known| !known.is_file() && !known.is_dir())
}

/// A file under a temporary name beside `target`, which `file` leads to.
fn aside(file: &Path, target: &Path) -> Result<tempfile::NamedTempFile> {
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if !folder.exists() {
        let message = format!("there is no folder {} to write the page into", folder.display());
        return Err(Error::new(ErrorKind::Io, message).at(file).remedy(FILE_REMEDY).into());
    }
    // Not the error's own text, which would tell the temporary name.
    tempfile::NamedTempFile::new_in(folder).map_err(|e| Error::io(file, e.kind().into()).remedy(FILE_REMEDY).into())
}

fn write_page(run: &Run, config: &PageConfig, to: &PageFile, observer: &dyn Observer) -> Result<PageStats> {
    let PageFile { path: file, may_replace } = to;
    let located =
        |e: Error| if e.kind() == ErrorKind::Io { e.at(file).remedy_if_full("name a file on another disk with --html") } else { e };
    if is_no_file(file) {
        let out = fs::OpenOptions::new().write(true).open(file).map_err(|e| Error::io(file, e))?;
        // What went through a pipe cannot be taken back.
        let told = |e: Error| match e.kind() {
            ErrorKind::Interrupted => Error::new(ErrorKind::Interrupted, "stopped; what was written so far is no page").at(file),
            _ => located(e),
        };
        return Ok(page::render_unless_stopped(run, config, observer, &mut BufWriter::new(out)).map_err(told)?);
    }
    // What a link leads to is replaced or made, and the link stays.
    let target = behind_links(file);
    let aside = aside(file, &target)?;
    let stats = page::render_unless_stopped(run, config, observer, &mut BufWriter::new(aside.as_file())).map_err(located)?;
    readable(aside.as_file()).map_err(|e| Error::io(file, e))?;
    // Somebody may have made it since it was looked for.
    put_in_place(aside, &target, *may_replace)
        .map_err(|e| if e.kind() == io::ErrorKind::AlreadyExists { exists(file) } else { Error::io(file, e) })?;
    Ok(stats)
}

/// Temporary files are the owner's alone; a page is for others too.
#[cfg(unix)]
fn readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use wirecopy::observer::{Recorder, Silent};
    use wirecopy::report::model::RunRecord;
    use wirecopy::report::{Pairs, Passages};

    use super::*;

    fn arguments(html: Option<PathBuf>, html_dir: Option<PathBuf>) -> PageArguments {
        PageArguments { html, html_dir, html_budget: 25_000_000, html_redact: None }
    }

    /// A run that found nothing in nothing.
    fn empty() -> Run {
        let record = RunRecord {
            schema: 1,
            program: "wirecopy".into(),
            version: "0".into(),
            parameters: serde_json::Value::Null,
            inputs: Vec::new(),
            stages: Vec::new(),
            warnings: Vec::new(),
            capped: BTreeMap::new(),
            corpus: "0".into(),
        };
        Run {
            record,
            documents: Vec::new(),
            texts: Vec::new(),
            pairs: Pairs::default(),
            passages: Passages::default(),
            clusters: Vec::new(),
            repeats: Vec::new(),
            credits: Vec::new(),
            families: Vec::new(),
        }
    }

    #[test]
    fn a_page_that_somebody_made_after_the_check_stays_without_force() {
        let dir = tempfile::tempdir().unwrap();
        let (file, run) = (dir.path().join("page.html"), dir.path().join("run"));
        let pages = |force| Pages::new(&arguments(Some(file.clone()), None), &run, force).unwrap();
        let unforced = pages(false);
        fs::write(&file, "somebody's").unwrap();
        let error = unforced.write(&empty(), &Silent).err().unwrap();
        assert!(error.to_string().contains("it exists already"), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "somebody's");
        assert_eq!(pages(true).write(&empty(), &Silent).unwrap()[0].path, file);
        assert!(fs::read_to_string(&file).unwrap().starts_with("<!doctype html>"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn whoever_asks_to_stop_finds_the_page_that_stood_there_and_nothing_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let (file, folder) = (dir.path().join("page.html"), dir.path().join("page"));
        fs::write(&file, "an earlier page").unwrap();
        let stopped = Recorder::default();
        stopped.stop.store(true, std::sync::atomic::Ordering::Relaxed);
        for (html, html_dir) in [(Some(file.clone()), None), (None, Some(folder))] {
            let pages = Pages::new(&arguments(html, html_dir), &dir.path().join("run"), true).unwrap();
            let error = pages.write(&empty(), &stopped).err().unwrap();
            assert_eq!(error.downcast::<Error>().unwrap().kind(), ErrorKind::Interrupted);
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), "an earlier page");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn places_are_checked_before_anything_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| Some(dir.path().join(name));
        let told = |arguments| Pages::new(&arguments, &dir.path().join("run"), false).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(told(arguments(at("none/page.html"), None)).contains("there is no folder"));
        assert!(told(arguments(at("run/pairs.jsonl"), None)).contains("the tables of the run"));
        assert!(told(arguments(at("page/index.html"), at("page"))).contains("there is no folder"));
        fs::create_dir(dir.path().join("page")).unwrap();
        assert!(told(arguments(at("page"), None)).contains("this is a folder"));
        assert!(told(arguments(at("page/index.html"), at("page"))).contains("a part of the one"));
        assert_eq!(told(arguments(at("page.html"), at("page"))), "");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "only the folder that was made before");
    }

    #[test]
    fn what_is_taken_out_is_what_was_asked_for() {
        let asked = |html_redact| page_config(&PageArguments { html_redact, ..arguments(None, None) }).redact;
        assert_eq!(asked(None), Redact::None);
        assert_eq!(asked(Some(RedactWhat::Text)), Redact::Text);
        assert_eq!(asked(Some(RedactWhat::Outlets)), Redact::Outlets);
    }
}
