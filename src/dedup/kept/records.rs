//! Kept records of JSON lines and of CSV, copied line by line into one file; and what of them can be told beforehand, when all were read.

use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use flate2::write::GzEncoder;
use tempfile::NamedTempFile;

use super::lines::{Lines, damage, ends, line_feed, without_mark};
use super::{BUFFER, KeptFile, after_a_limit, exists, failed, folder_of, known, of_corpus, readable};
use crate::aside::{behind_links, put_in_place};
use crate::dedup::Dedup;
use crate::dedup::items::Items;
use crate::error::{Error, ErrorKind, Result};
use crate::observer::Observer;
use crate::read::{Packing, Shape, StreamedFile};
use crate::shown::shown;

/// Characters of a table's names that a message shows.
const MOST: usize = 200;

/// Files of which something can be kept.
fn with_documents(items: &Items) -> impl Iterator<Item = usize> {
    of_corpus(items).filter(|file| !items.documents_of(*file).is_empty())
}

/// That one file can hold the records of all files: they have one encoding, and tables the same columns.
///
/// # Errors
/// [`ErrorKind::BadOption`], naming the first file that is unlike those before; [`ErrorKind::Io`].
pub(super) fn are_alike(items: &Items) -> Result<()> {
    one_encoding(items)?;
    with_documents(items).try_for_each(|file| has_line_feeds(items, file))?;
    let is_table = |file: &usize| items.files[*file].streamed.shape == Shape::Table;
    let mut first: Option<Vec<u8>> = None;
    for file in with_documents(items).filter(is_table) {
        let head = head(items, file)?;
        let wide = items.files[file].wide();
        let head = without_mark(wide, &head);
        let names = wide.map_or_else(|| head.trim_ascii().to_vec(), |wide| wide.text(head).trim().as_bytes().to_vec());
        match &first {
            Some(first) if *first != names => {
                // A line `sep=;` above the names is none of them.
                let names = first.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
                let first = String::from_utf8_lossy(names);
                let first = shown(&first, MOST);
                return Err(Error::new(
                    ErrorKind::BadOption,
                    format!("its columns are not those of the first table (`{first}`), so one file cannot hold both"),
                )
                .at(&items.files[file].streamed.path)
                .remedy("dedup the tables apart, the second --against the first"));
            }
            Some(_) => {}
            None => first = Some(names),
        }
    }
    Ok(())
}

/// Files of ASCII alone are of any encoding that can be copied.
fn one_encoding(items: &Items) -> Result<()> {
    let mut first: Option<usize> = None;
    let has_wide = with_documents(items).any(|file| items.files[file].wide().is_some());
    let mixed = {
        let mut encodings = with_documents(items).map(|file| items.files[file].encoding());
        let one = encodings.next();
        encodings.any(|encoding| Some(encoding) != one)
    };
    if !mixed {
        return Ok(());
    }
    for file in with_documents(items) {
        let of_file = &items.files[file];
        if !has_wide && of_file.encoding() == "UTF-8" && is_ascii(&of_file.streamed)? {
            continue;
        }
        let of_first = &items.files[*first.get_or_insert(file)];
        if of_file.encoding() != of_first.encoding() {
            let message = format!(
                "it is {}, and {} is {}: one file cannot hold both as they stand",
                of_file.encoding(),
                of_first.streamed.path.display(),
                of_first.encoding()
            );
            return Err(Error::new(ErrorKind::BadOption, message)
                .at(&of_file.streamed.path)
                .remedy("convert both to UTF-8, or dedup them apart, the second --against the first"));
        }
    }
    Ok(())
}

fn is_ascii(file: &StreamedFile) -> Result<bool> {
    let mut bytes = Vec::with_capacity(BUFFER);
    let mut unpacked = file.unpacked()?;
    let mut at_start = true;
    loop {
        bytes.clear();
        // Of a packed file that is damaged there is nothing behind the break.
        let read = unpacked.by_ref().take(BUFFER as u64).read_to_end(&mut bytes);
        let broke = read.err().map(|e| damage(file, e)).transpose()?.is_some();
        let text = if std::mem::take(&mut at_start) { without_mark(None, &bytes) } else { &bytes };
        if !text.is_ascii() {
            return Ok(false);
        }
        if broke || bytes.is_empty() {
            return Ok(true);
        }
    }
}

/// That a file of two bytes a letter has lines by line feeds, and not by returns, as old Macintoshes wrote them.
fn has_line_feeds(items: &Items, file: usize) -> Result<()> {
    let of_file = &items.files[file];
    let Some(wide) = of_file.wide() else { return Ok(()) };
    let mut lines = Lines::open(&of_file.streamed, Some(wide), None)?;
    if lines.next()? && !ends(Some(wide), &lines.line) && wide.text(&lines.line).trim_end().contains('\r') {
        return Err(KeptFile::unlike_lines(&of_file.streamed, of_file.encoding()));
    }
    Ok(())
}

/// What stands before a table's first record.
fn head(items: &Items, file: usize) -> Result<Vec<u8>> {
    let of_file = &items.files[file];
    let first = items.documents_of(file).next().map(|document| items.documents[document].number);
    let first = first.into_iter().chain(of_file.left_out.iter().copied()).min().unwrap_or(1);
    let mut lines = Lines::open(&of_file.streamed, of_file.wide(), None)?;
    let mut head = Vec::new();
    for _ in 1..first {
        if !lines.next()? {
            break;
        }
        head.extend_from_slice(&lines.line);
    }
    Ok(head)
}

pub(super) fn copy_records(dedup: &Dedup, file: &KeptFile, observer: &dyn Observer) -> Result<u64> {
    let path = &*file.path;
    let failed = |e: io::Error| failed(path, e);
    // What a link leads to is replaced or made, and the link stays.
    let target = behind_links(path);
    let aside = NamedTempFile::new_in(folder_of(&target)).map_err(|e| failed(e.kind().into()))?;
    let plain = BufWriter::with_capacity(BUFFER, aside.as_file());
    let packing = of_corpus(&dedup.items).next().map_or(Packing::None, |n| dedup.items.files[n].streamed.compression);
    let written = match packing {
        Packing::None => {
            let mut out = plain;
            let written = records(dedup, path, &mut out, observer)?;
            out.flush().map_err(failed)?;
            written
        }
        Packing::Gzip => {
            let mut out = GzEncoder::new(plain, flate2::Compression::default());
            let written = records(dedup, path, &mut out, observer)?;
            out.finish().and_then(|mut out| out.flush()).map_err(failed)?;
            written
        }
        Packing::Zstd => {
            let mut out = zstd::stream::write::Encoder::new(plain, 0).map_err(failed)?;
            let written = records(dedup, path, &mut out, observer)?;
            out.finish().and_then(|mut out| out.flush()).map_err(failed)?;
            written
        }
    };
    readable(aside.path(), 0o644).map_err(failed)?;
    put_in_place(aside, &target, file.may_replace)
        .map_err(|e| if e.kind() == io::ErrorKind::AlreadyExists { exists(path) } else { failed(e) })?;
    Ok(written)
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Before the first record: the names of a table's columns.
    Head,
    Kept,
    Other,
}

fn records(dedup: &Dedup, path: &Path, out: &mut dyn Write, observer: &dyn Observer) -> Result<u64> {
    let items = &dedup.items;
    let mut written = 0;
    // The names of columns: whether they were written, and those of the first table, which has them to give when no row is kept.
    let (mut has_head, mut first_head): (bool, Option<Vec<u8>>) = (false, None);
    let mut ended = true;
    if let Some(wide) = with_documents(items).find_map(|file| items.files[file].wide()) {
        out.write_all(wide.mark()).map_err(|e| failed(path, e))?;
    }
    for file in with_documents(items) {
        let of_file = &items.files[file];
        let is_table = of_file.streamed.shape == Shape::Table;
        let mut documents = items.documents_of(file).peekable();
        if is_table {
            is_as_long(dedup, file)?;
        }
        let mut left_out = of_file.left_out.clone();
        left_out.sort_unstable();
        let mut left_out = left_out.into_iter().peekable();
        let mut own_head = Vec::new();
        let mut state = Line::Head;
        let wide = of_file.wide();
        let mut lines = Lines::open(&of_file.streamed, wide, known(dedup, file))?;
        let mut number = 0;
        while lines.next()? {
            number += 1;
            if number % 1024 == 0 {
                observer.check()?;
            }
            let line = if number == 1 { without_mark(wide, &lines.line) } else { &lines.line };
            let begins = |n: u64| n == number;
            if documents.peek().is_some_and(|document| begins(items.documents[*document].number)) {
                let document = documents.next().expect("it was seen");
                let row = &items.documents[document];
                let at = lines.at + (lines.line.len() - line.len()) as u64;
                // Of most JSON lines it is known where each one stood.
                if row.length > 0 && (row.record_at, row.length) != (at, line.len() as u64) {
                    return Err(another(items, document, lines.broke));
                }
                state = if dedup.dropped[document] { Line::Other } else { Line::Kept };
                written += u64::from(state == Line::Kept);
            } else if !is_table || left_out.next_if(|n| begins(*n)).is_some() {
                state = Line::Other;
            }
            match state {
                Line::Head => own_head.extend_from_slice(line),
                Line::Other => {}
                Line::Kept => {
                    if is_table && !has_head {
                        out.write_all(&own_head).map_err(|e| failed(path, e))?;
                        has_head = true;
                    }
                    // The last line of a file need not have an end of its own.
                    if !ended {
                        out.write_all(line_feed(wide)).map_err(|e| failed(path, e))?;
                    }
                    out.write_all(line).map_err(|e| failed(path, e))?;
                    ended = ends(wide, line);
                }
            }
        }
        if let Some(document) = documents.next() {
            return Err(another(items, document, lines.broke));
        }
        lines.end()?;
        if is_table && first_head.is_none() {
            first_head = Some(own_head);
        }
    }
    if let (false, Some(head)) = (has_head, first_head) {
        out.write_all(&head).map_err(|e| failed(path, e))?;
    }
    Ok(written)
}

/// That a table has the size that it had: which rows end it is known by its end alone.
fn is_as_long(dedup: &Dedup, file: usize) -> Result<()> {
    let path = &dedup.items.files[file].streamed.path;
    let Some(known) = known(dedup, file) else { return Ok(()) };
    if known.digest.is_empty() {
        return Err(after_a_limit().at(path));
    }
    let now = path.metadata().map_err(|e| Error::io(path, e))?.len();
    match dedup.items.documents_of(file).next_back() {
        Some(last) if now != known.bytes => Err(dedup.items.changed(last)),
        _ => Ok(()),
    }
}

/// A document does not stand where it stood. A damaged packing may give more of a file once than another time.
fn another(items: &Items, document: usize, broke: bool) -> Error {
    if !broke {
        return items.changed(document);
    }
    let (path, line) = items.place(document);
    let message = format!("its packing is damaged, and `{}` cannot be read a second time as it was read first", items.id(document));
    let error = Error::new(ErrorKind::Malformed, message).at(path).remedy("unpack it as far as that goes, and dedup what comes out");
    line.into_iter().fold(error, Error::on_line)
}
