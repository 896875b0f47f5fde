//! What is kept, written as it was read: byte for byte, in the order of reading, in the input's format and packing.
//!
//! Records of JSON lines and of CSV are copied line by line into one file, those of old Macintoshes with the line ends of all others; files that are documents themselves are copied into a folder.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use tempfile::NamedTempFile;

use super::{Dedup, Unit};
use crate::aside::{behind_links, put_in_place};
use crate::error::{Error, ErrorKind, Result};
use crate::observer::{Funnel, Observer};
use crate::read::{Packing, Shape, StreamedFile, with_line_feeds};

const BUFFER: usize = 1 << 18;

/// Where the kept records go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    path: PathBuf,
    /// What stands there now, without links.
    existing: Option<PathBuf>,
    may_replace: bool,
}

impl KeptFile {
    /// Checks that the file can be written, before any work is done.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] for paragraphs, which are no records; [`ErrorKind::OutputExists`]; [`ErrorKind::Io`].
    pub fn new(path: &Path, unit: Unit, force: bool) -> Result<Self> {
        if unit == Unit::Paragraph {
            return Err(Error::new(
                ErrorKind::BadOption,
                "kept records cannot be written where paragraphs are compared: a record holds many",
            )
            .at(path)
            .remedy("leave --write-kept or --unit paragraph away; the table `families` says where each paragraph stands"));
        }
        if path.symlink_metadata().is_ok() && !force {
            return Err(exists(path));
        }
        NamedTempFile::new_in(folder_of(&behind_links(path)))
            .map_err(|e| Error::io(path, e.kind().into()).remedy("name a file in a folder that can be written to with --write-kept"))?;
        Ok(Self { path: path.to_owned(), existing: fs::canonicalize(path).ok(), may_replace: force })
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
        if file.path == Path::new("-") {
            let message = "kept records are read again to be written, and standard input cannot be".to_owned();
            return refused(message, "save it as a file first, or leave --write-kept away".to_owned());
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

/// Writes the kept records of a corpus. Its own name the file gets when it is complete.
///
/// # Errors
/// [`ErrorKind::Io`]; [`ErrorKind::BadOption`] for tables of different columns and for texts of UTF-16; [`ErrorKind::Interrupted`].
pub fn write_kept(dedup: &Dedup, file: &KeptFile, observer: &dyn Observer) -> Result<u64> {
    let items = &dedup.items;
    let files: Vec<usize> = (0..items.files.len()).filter(|n| !items.files[*n].is_reference).collect();
    observer.begin("write", "documents", None);
    let is_whole = |n: &usize| items.files[*n].streamed.shape == Shape::Whole;
    let written = match (files.iter().all(is_whole), files.iter().any(is_whole)) {
        (true, _) => copy_files(dedup, &files, &file.path, observer)?,
        (false, true) => {
            return Err(Error::new(ErrorKind::BadOption, "some inputs hold records and others are documents: no one form holds them all")
                .at(&file.path)
                .remedy("dedup them apart, the second --against the first"));
        }
        (false, false) => copy_records(dedup, &files, file, observer)?,
    };
    observer.end(&Funnel::new("write").with("kept", usize::try_from(written).unwrap_or(usize::MAX)));
    Ok(written)
}

fn copy_files(dedup: &Dedup, files: &[usize], folder: &Path, observer: &dyn Observer) -> Result<u64> {
    let names: BTreeSet<PathBuf> = files.iter().map(|&file| PathBuf::from(&dedup.items.files[file].streamed.name)).collect();
    if let Some(other) = other_file(folder, folder, &names).map_err(|e| failed(folder, e))? {
        let message = format!("the folder holds {}, which is no document of this corpus: it is not replaced", other.display());
        return Err(Error::new(ErrorKind::OutputExists, message).at(folder).remedy("name a folder of its own with --write-kept"));
    }
    let aside = tempfile::tempdir_in(folder_of(folder)).map_err(|e| failed(folder, e.kind().into()))?;
    let mut written = 0;
    for &file in files {
        observer.check()?;
        if dedup.items.documents_of(file).all(|document| dedup.dropped[document]) {
            continue;
        }
        let of_file = &dedup.items.files[file].streamed;
        let target = aside.path().join(&of_file.name);
        fs::create_dir_all(folder_of(&target)).map_err(|e| failed(folder, e))?;
        // A copy fails on either side.
        let readable = || fs::File::open(&of_file.path).map_err(|e| Error::io(&of_file.path, e)).err();
        fs::copy(&of_file.path, &target).map_err(|e| readable().unwrap_or_else(|| failed(folder, e)))?;
        written += 1;
    }
    readable(aside.path(), 0o755).and_then(|()| replace(folder, aside.path())).map_err(|e| failed(folder, e))?;
    Ok(written)
}

/// Puts a folder in the place of another one, which goes only when the new one stands there.
fn replace(folder: &Path, with: &Path) -> io::Result<()> {
    if !folder.is_dir() {
        return fs::rename(with, folder);
    }
    let old = tempfile::tempdir_in(folder_of(folder))?;
    let before = old.path().join("before");
    fs::rename(folder, &before)?;
    fs::rename(with, folder).or_else(|e| fs::rename(&before, folder).and(Err(e)))
}

/// A file somewhere in a folder whose name, from `top` on, is none of these.
fn other_file(top: &Path, folder: &Path, names: &BTreeSet<PathBuf>) -> io::Result<Option<PathBuf>> {
    if !folder.is_dir() {
        return Ok(None);
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if let Some(other) = other_file(top, &path, names)? {
                return Ok(Some(other));
            }
        } else if !path.strip_prefix(top).is_ok_and(|name| names.contains(name)) {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// What is kept could not be written.
fn failed(path: &Path, error: io::Error) -> Error {
    Error::io(path, error).remedy("free some space, or name a place on another disk with --write-kept")
}

fn exists(path: &Path) -> Error {
    let remedy = "replace it with --force, or name another with --write-kept";
    Error::new(ErrorKind::OutputExists, "it exists already").at(path).remedy(remedy)
}

fn copy_records(dedup: &Dedup, files: &[usize], file: &KeptFile, observer: &dyn Observer) -> Result<u64> {
    let path = &*file.path;
    let failed = |e: io::Error| failed(path, e);
    // What a link leads to is replaced or made, and the link stays.
    let target = behind_links(path);
    let aside = NamedTempFile::new_in(folder_of(&target)).map_err(|e| failed(e.kind().into()))?;
    let plain = BufWriter::with_capacity(BUFFER, aside.as_file());
    let packing = files.first().map_or(Packing::None, |n| dedup.items.files[*n].streamed.compression);
    let written = match packing {
        Packing::None => {
            let mut out = plain;
            let written = records(dedup, files, path, &mut out, observer)?;
            out.flush().map_err(failed)?;
            written
        }
        Packing::Gzip => {
            let mut out = GzEncoder::new(plain, flate2::Compression::default());
            let written = records(dedup, files, path, &mut out, observer)?;
            out.finish().and_then(|mut out| out.flush()).map_err(failed)?;
            written
        }
        Packing::Zstd => {
            let mut out = zstd::stream::write::Encoder::new(plain, 0).map_err(failed)?;
            let written = records(dedup, files, path, &mut out, observer)?;
            out.finish().and_then(|mut out| out.flush()).map_err(failed)?;
            written
        }
    };
    readable(aside.path(), 0o644).map_err(failed)?;
    put_in_place(aside, &target, file.may_replace)
        .map_err(|e| if e.kind() == io::ErrorKind::AlreadyExists { exists(path) } else { failed(e) })?;
    Ok(written)
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

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Before the first record: the names of a table's columns.
    Head,
    Kept,
    Other,
}

fn records(dedup: &Dedup, files: &[usize], path: &Path, out: &mut dyn Write, observer: &dyn Observer) -> Result<u64> {
    let mut written = 0;
    // The names of columns: as they were written, and of the first table, which has them to give when no row is kept.
    let (mut head, mut first_head): (Option<Vec<u8>>, Option<Vec<u8>>) = (None, None);
    let mut ended = true;
    for &file in files {
        let of_file = &dedup.items.files[file];
        let is_table = of_file.streamed.shape == Shape::Table;
        let mut documents = dedup.items.documents_of(file).peekable();
        let mut left_out = of_file.left_out.clone();
        left_out.sort_unstable();
        let mut left_out = left_out.into_iter().peekable();
        let mut own_head = Vec::new();
        let mut state = Line::Head;
        let mut bytes = with_line_feeds(Box::new(BufReader::with_capacity(BUFFER, of_file.streamed.unpacked()?)));
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            // What is broken was told when it was read first.
            if bytes.read_until(b'\n', &mut line).unwrap_or(0) == 0 {
                break;
            }
            if number % 1024 == 0 {
                observer.check()?;
            }
            if number == 1 && line.contains(&0) {
                return Err(Error::new(ErrorKind::BadOption, "it is no UTF-8, so its records cannot be told apart byte for byte")
                    .at(&of_file.streamed.path)
                    .remedy("convert it to UTF-8, or leave --write-kept away"));
            }
            let begins = |n: u64| n == number;
            if documents.peek().is_some_and(|document| begins(dedup.items.documents[*document].number)) {
                let document = documents.next().expect("it was seen");
                state = if dedup.dropped[document] { Line::Other } else { Line::Kept };
                written += u64::from(state == Line::Kept);
            } else if !is_table || left_out.next_if(|n| begins(*n)).is_some() {
                state = Line::Other;
            }
            match state {
                Line::Head => own_head.extend_from_slice(&line),
                Line::Other => {}
                Line::Kept => {
                    if is_table && head.is_none() {
                        out.write_all(&own_head).map_err(|e| failed(path, e))?;
                        head = Some(own_head.clone());
                    }
                    // The last line of a file need not have an end of its own.
                    if !ended {
                        out.write_all(b"\n").map_err(|e| failed(path, e))?;
                    }
                    let line = if number == 1 { without_mark(&line) } else { &line };
                    out.write_all(line).map_err(|e| failed(path, e))?;
                    ended = line.ends_with(b"\n");
                }
            }
        }
        let names = |head: &[u8]| without_mark(head).trim_ascii().to_vec();
        if let Some(head) = head.as_ref().filter(|head| is_table && names(head) != names(&own_head) && !own_head.is_empty()) {
            let first = String::from_utf8_lossy(without_mark(head)).trim().to_owned();
            return Err(Error::new(
                ErrorKind::BadOption,
                format!("its columns are not those of the first table (`{first}`), so one file cannot hold both"),
            )
            .at(&of_file.streamed.path)
            .remedy("dedup the tables apart, the second --against the first"));
        }
        if is_table && first_head.is_none() {
            first_head = Some(own_head);
        }
    }
    if let (None, Some(head)) = (head, first_head) {
        out.write_all(&head).map_err(|e| failed(path, e))?;
    }
    Ok(written)
}

/// A file's first line without the byte order mark that it may begin with.
fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_for_kept_records_ends_as_the_input_does() {
        for (name, expected) in [("a.b.JSONL.GZ", "jsonl.gz"), ("x.ndjson", "jsonl"), ("x.tab.zstd", "tsv.zst"), ("x", "")] {
            assert_eq!(endings(Path::new(name)), expected);
        }
    }
}
