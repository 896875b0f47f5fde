//! What is kept, written as it was read: byte for byte but for byte order marks, in the order of reading, in the input's format and packing.
//!
//! Records of JSON lines and of CSV are copied line by line into one file (`records`), those of old Macintoshes with the line ends of all others; files
//! that are documents themselves are copied into a folder (`folder`). What would keep them from being written is told as soon as it is known: before
//! anything is read, as each file begins, and when all were read.

mod folder;
mod lines;
mod records;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

pub(super) use lines::Wide;

use super::items::Items;
use super::{Dedup, Unit};
use crate::aside::behind_links;
use crate::error::{Error, ErrorKind, Result};
use crate::observer::{Funnel, Observer};
use crate::read::{InputFile, Shape, StreamedFile};

const BUFFER: usize = 1 << 18;

/// Where the kept records go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    path: PathBuf,
    /// What stands there now, without links.
    existing: Option<PathBuf>,
    /// Whether that is a folder.
    is_folder: bool,
    may_replace: bool,
}

impl KeptFile {
    /// Checks that the file can be written, before any work is done.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] for paragraphs, which are no records, and for devices and pipes; [`ErrorKind::OutputExists`]; [`ErrorKind::Io`].
    pub fn new(path: &Path, unit: Unit, force: bool) -> Result<Self> {
        if unit == Unit::Paragraph {
            return Err(Error::new(
                ErrorKind::BadOption,
                "kept records cannot be written where paragraphs are compared: a record holds many",
            )
            .at(path)
            .remedy("leave --write-kept or --unit paragraph away; the table `families` says where each paragraph stands"));
        }
        if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            return Err(Error::new(ErrorKind::BadOption, "this is a device or a pipe, and kept records are written into a file")
                .at(path)
                .remedy("name a file with --write-kept, and read it when it is complete"));
        }
        if path.symlink_metadata().is_ok() && !force {
            return Err(exists(path));
        }
        let target = behind_links(path);
        // Folders that are missing are made, as those of --out are.
        let standing = standing(folder_of(&target));
        let elsewhere = "name a file in a folder that can be written to with --write-kept";
        if !standing.is_dir() {
            let message = format!("{} is no folder, so that nothing can be written into it", standing.display());
            return Err(Error::new(ErrorKind::Io, message).at(path).remedy(elsewhere));
        }
        NamedTempFile::new_in(standing).map_err(|e| Error::io(path, e.kind().into()).remedy(elsewhere))?;
        let existing = fs::canonicalize(path).ok();
        let is_folder = existing.as_deref().is_some_and(Path::is_dir);
        Ok(Self { path: path.to_owned(), existing, is_folder, may_replace: force })
    }

    /// That nothing which is read would be replaced by what is kept: neither `input` nor, where a folder is replaced, what holds it.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`], whether replacing was asked for or not.
    pub(super) fn spares(&self, input: &Path) -> Result<()> {
        let Some(existing) = &self.existing else { return Ok(()) };
        if fs::canonicalize(input).is_ok_and(|input| input.starts_with(existing)) {
            let message = format!("the kept records would replace {}, which is read; an input is never written over", input.display());
            return Err(Error::new(ErrorKind::BadOption, message)
                .at(&self.path)
                .remedy("name another file with --write-kept, and move it over the input when it is what you want"));
        }
        Ok(())
    }

    /// Whether records of `file` can be written here.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`], saying how it must be called.
    pub(super) fn takes(&self, file: &StreamedFile) -> Result<()> {
        let refused = |message: String, remedy: String| Err(Error::new(ErrorKind::BadOption, message).at(&file.path).remedy(remedy));
        if !file.path.is_file() {
            let message = "kept records are read again to be written, and standard input and pipes cannot be".to_owned();
            return refused(message, "save it as a file first, or leave --write-kept away".to_owned());
        }
        // What must be replaced has to be of its kind.
        if self.existing.is_some() && (file.shape == Shape::Whole) != self.is_folder {
            let (message, remedy) = if file.shape == Shape::Whole {
                ("kept files are copied into a folder, and what stands here is none", "name a folder with --write-kept")
            } else {
                ("kept records are written into a file, and a folder stands here", "name a file with --write-kept")
            };
            return Err(Error::new(ErrorKind::BadOption, message).at(&self.path).remedy(remedy));
        }
        match file.shape {
            Shape::Whole => Ok(()),
            Shape::Other => refused(
                "of this format single records cannot be copied unchanged".to_owned(),
                "write it as JSON lines or CSV first, or leave --write-kept away and join on the table `families`".to_owned(),
            ),
            Shape::Lines | Shape::Table => {
                let [wanted, given] = [&file.path, &self.path].map(|path| endings(path));
                if wanted == given {
                    return Ok(());
                }
                let message =
                    format!("kept records are written as they were read, and {} does not end in `.{wanted}`", self.path.display());
                refused(message, format!("name a file that ends in .{wanted} with --write-kept"))
            }
        }
    }

    /// Whether a file of the corpus can be written into one place with those before.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`].
    pub(super) fn takes_with(&self, file: &StreamedFile, first: &StreamedFile) -> Result<()> {
        if (file.shape == Shape::Whole) == (first.shape == Shape::Whole) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::BadOption, "some inputs hold records and others are documents: no one form holds them all")
            .at(&self.path)
            .remedy("dedup them apart, the second --against the first"))
    }

    /// Whether records of this encoding can be told apart by their line ends.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`].
    pub(super) fn takes_encoding(file: &StreamedFile, encoding: &str) -> Result<()> {
        if file.shape == Shape::Whole || !encoding.starts_with("UTF-32") {
            return Ok(());
        }
        Err(Self::unlike_lines(file, encoding))
    }

    /// That the records of a file cannot be told apart by their line ends.
    fn unlike_lines(file: &StreamedFile, encoding: &str) -> Error {
        Error::new(ErrorKind::BadOption, format!("it is {encoding}, so its records cannot be told apart byte for byte"))
            .at(&file.path)
            .remedy("convert it to UTF-8, as `iconv` does, or leave --write-kept away")
    }

    /// Whether everything that was read can be written here.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`]; [`ErrorKind::OutputExists`] for a folder that holds something else, too; [`ErrorKind::Io`].
    pub(super) fn takes_all(&self, items: &Items) -> Result<()> {
        let mut first = None;
        for file in of_corpus(items) {
            let of_file = &items.files[file];
            self.takes(&of_file.streamed)?;
            self.takes_with(&of_file.streamed, first.get_or_insert(&of_file.streamed))?;
            Self::takes_encoding(&of_file.streamed, of_file.encoding())?;
        }
        match first.map(|file| file.shape) {
            Some(Shape::Whole) => folder::holds_nothing_else(&self.path, items),
            _ => records::are_alike(items),
        }
    }
}

/// The numbers of the corpus's files: of a reference nothing is written.
fn of_corpus(items: &Items) -> impl Iterator<Item = usize> {
    (0..items.files.len()).filter(|n| !items.files[*n].is_reference)
}

/// `jsonl.gz` of `a.b.jsonl.gz`, in small letters, one word for each format.
fn endings(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let (name, packed) = match name.rsplit_once('.') {
        Some((name, "gz" | "gzip")) => (name, ".gz"),
        Some((name, "zst" | "zstd")) => (name, ".zst"),
        _ => (&*name, ""),
    };
    let format = match name.rsplit_once('.').map_or("", |(_, format)| format) {
        "ndjson" => "jsonl",
        "tab" => "tsv",
        other => other,
    };
    format!("{format}{packed}")
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// The nearest folder that stands, or what stands in its place.
fn standing(folder: &Path) -> &Path {
    folder.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or_else(|| Path::new("."))
}

/// Writes the kept records of a corpus. Its own name the file gets when it is complete.
///
/// # Errors
/// [`ErrorKind::Io`]; [`ErrorKind::BadOption`] for tables of different columns, for files of different encodings and for texts of UTF-32;
/// [`ErrorKind::Malformed`] when a file has changed since it was read; [`ErrorKind::OutputExists`] when somebody has written there meanwhile;
/// [`ErrorKind::Interrupted`].
pub fn write_kept(dedup: &Dedup, file: &KeptFile, observer: &dyn Observer) -> Result<u64> {
    let items = &dedup.items;
    file.takes_all(items)?;
    observer.begin("write", "documents", None);
    let target = behind_links(&file.path);
    let made: Vec<&Path> = folder_of(&target).ancestors().take_while(|above| !above.as_os_str().is_empty() && !above.exists()).collect();
    fs::create_dir_all(folder_of(&target)).map_err(|e| failed(&file.path, e))?;
    let all_whole = of_corpus(items).all(|n| items.files[n].streamed.shape == Shape::Whole);
    let written = if all_whole { folder::copy_files(dedup, &file.path, observer) } else { records::copy_records(dedup, file, observer) };
    if written.is_err() {
        // Folders that hold nothing go again.
        made.iter().for_each(|made| drop(fs::remove_dir(made)));
    }
    let written = written?;
    observer.end(&Funnel::new("write").with("kept", usize::try_from(written).unwrap_or(usize::MAX)));
    Ok(written)
}

/// What was told of a file when it was read.
fn known(dedup: &Dedup, file: usize) -> Option<&InputFile> {
    let path = &dedup.items.files[file].streamed.path;
    let inputs = &dedup.record.inputs;
    inputs.binary_search_by(|input| input.path.cmp(path)).ok().map(|known| &inputs[known])
}

/// The error that a file has other bytes than those that were read, if only as many.
fn rewritten(path: &Path) -> Error {
    Error::new(ErrorKind::Malformed, "it has changed while it was read: its bytes are no longer those that were compared")
        .at(path)
        .remedy("let nobody write to the corpus meanwhile, and run again")
}

/// What is kept could not be written.
fn failed(path: &Path, error: io::Error) -> Error {
    Error::io(path, error)
        .remedy("name a place that can be written to with --write-kept")
        .remedy_if_full("name a place on another disk with --write-kept")
}

/// Which records of a file that a limit has ended are kept, is not known.
pub(super) fn after_a_limit() -> Error {
    Error::new(ErrorKind::BadOption, "a limit stops reading within a file, and what stands behind it is neither kept nor dropped")
        .remedy("leave --limit or --write-kept away")
}

fn exists(path: &Path) -> Error {
    let remedy = "replace it with --force, or name another with --write-kept";
    Error::new(ErrorKind::OutputExists, "it exists already").at(path).remedy(remedy)
}

/// Temporary files are the owner's alone.
#[cfg(unix)]
fn readable(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn readable(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
