//! Pages outside the folder of a run, and what the one inside it is made like.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use anyhow::Result;
use wirecopy::report::page::{self, PageConfig, PageStats, Redact};
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
    file: Option<PathBuf>,
    folder: Option<PageFolder>,
    config: PageConfig,
}

/// A folder for a page; when it was made for it and stays empty it goes again.
struct PageFolder {
    path: PathBuf,
    is_new: bool,
}

impl Drop for PageFolder {
    fn drop(&mut self) {
        if self.is_new {
            // One that holds something by now is not empty, and stays.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

const FILE_REMEDY: &str = "name a file in a folder that can be written to";

impl Pages {
    /// Whether pages can be written to the places that are asked for: found out before any work is done. `run` is the folder of the run, whose own page may be
    /// replaced; with `force` any other file may.
    ///
    /// # Errors
    /// [`ErrorKind::OutputExists`] without `force`, [`ErrorKind::BadOption`] for the tables of the run, [`ErrorKind::Io`].
    pub fn new(arguments: &PageArguments, run: &Path, force: bool) -> Result<Self> {
        if let Some(file) = &arguments.html {
            Place::page(file).spares_run(run)?;
            check_file(file, force || Place::page(file).is_page_of(run))?;
        }
        if let (Some(file), Some(folder)) = (&arguments.html, &arguments.html_dir) {
            Place::page(file).spares(&Place::page_folder(folder))?;
        }
        let folder = match &arguments.html_dir {
            None => None,
            Some(folder) => Some(checked_folder(folder, force)?),
        };
        Ok(Self { file: arguments.html.clone(), folder, config: page_config(arguments) })
    }

    /// Writes the page to all of these places, the file aside first, and says what was written.
    pub fn write(mut self, run: &Run) -> Result<Vec<WrittenPage>> {
        let mut written = Vec::new();
        if let Some(file) = self.file.take() {
            let stats = write_page(run, &self.config, &file)?;
            written.push(WrittenPage { path: file, stats });
        }
        if let Some(folder) = self.folder.take() {
            let stats = page::render_dir(run, &self.config, &folder.path)?;
            written.push(WrittenPage { path: folder.path.join("index.html"), stats });
        }
        Ok(written)
    }
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
        let remedy = "replace it with --force, or name another file with --html";
        return Err(Error::new(ErrorKind::OutputExists, "it exists already").at(file).remedy(remedy).into());
    }
    aside(file).map(drop)
}

/// A device or a pipe: it is written through, since a file must not stand in its place.
fn is_no_file(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|known| !known.is_file() && !known.is_dir())
}

fn checked_folder(folder: &Path, force: bool) -> Result<PageFolder> {
    let unwritable = |e| Error::io(folder, e).remedy("name a folder that can be written to with --html-dir");
    let is_new = !folder.exists();
    fs::create_dir_all(folder).and_then(|()| tempfile::NamedTempFile::new_in(folder)).map_err(unwritable)?;
    let checked = PageFolder { path: folder.to_owned(), is_new };
    if let (false, Some(found)) = (force, page::file_of_page(folder).map_err(unwritable)?) {
        let message = format!("the folder holds `{found}`, which the page would replace");
        let remedy = "replace it with --force, or name another folder with --html-dir";
        return Err(Error::new(ErrorKind::OutputExists, message).at(folder).remedy(remedy).into());
    }
    Ok(checked)
}

/// A file under a temporary name beside `file`.
fn aside(file: &Path) -> Result<tempfile::NamedTempFile> {
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if !folder.exists() {
        let message = format!("there is no folder {} to write the page into", folder.display());
        return Err(Error::new(ErrorKind::Io, message).at(file).remedy(FILE_REMEDY).into());
    }
    // Not the error's own text, which would tell the temporary name.
    tempfile::NamedTempFile::new_in(folder).map_err(|e| Error::io(file, e.kind().into()).remedy(FILE_REMEDY).into())
}

fn write_page(run: &Run, config: &PageConfig, file: &Path) -> Result<PageStats> {
    let located =
        |e: Error| if e.kind() == ErrorKind::Io { e.at(file).remedy_if_full("name a file on another disk with --html") } else { e };
    if is_no_file(file) {
        let out = fs::OpenOptions::new().write(true).open(file).map_err(|e| Error::io(file, e))?;
        return Ok(page::render(run, config, &mut BufWriter::new(out)).map_err(located)?);
    }
    // What a link leads to is replaced, not the link.
    let target = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let aside = aside(&target)?;
    let stats = page::render(run, config, &mut BufWriter::new(aside.as_file())).map_err(located)?;
    readable(aside.as_file()).map_err(|e| Error::io(file, e))?;
    aside.persist(&target).map_err(|e| Error::io(file, e.error))?;
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
