//! Files to [`Document`]s: one file of this folder for each format.
//!
//! [`read`] finds the files (`discover`), joins what sidecars say of them (`sidecar`), and takes
//! documents from each (`intake`): whole files by `text_file`, records by `json_lines`
//! and `delimited`, through `decompress`, `encoding` and `line_ends`. `meaning` knows what a field's name can mean, `fields`
//! chooses among a record's fields, and `reading` gathers what all files told. The
//! result depends on the files alone, not on threads or the order in which they were named.

mod again;
mod blocks;
mod decompress;
mod delimited;
mod discover;
mod document;
mod encoding;
mod fields;
mod fields_of_line;
mod foreign;
mod format;
mod globs;
#[cfg(feature = "html")]
mod html;
mod inputs;
mod intake;
mod json;
mod json_lines;
mod line_ends;
mod file_name;
pub(crate) mod list;
mod meaning;
#[cfg(feature = "parquet")]
mod parquet;
mod reading;
mod record;
mod sidecar;
mod stream;
mod text_file;
mod told;
mod transcode;
mod trouble;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::error::Result;
use crate::observer::Observer;
use crate::room::Room;

pub use decompress::DIGEST_SEED;
pub use document::{Corpus, Document, DocumentPlace, InputFile, Page};
pub use meaning::{FieldNames, Meaning};
#[cfg(feature = "parquet")]
pub use parquet::caught::is_panic_caught;

pub(crate) use again::{Again, is_copy_of};
pub(crate) use blocks::LineText;
use discover::Found;
pub use file_name::name_of;
pub(crate) use globs::Unmatched;
use intake::{Taken, Terms, take};
pub(crate) use line_ends::with_line_feeds;
use reading::{AllRead, Reading, begin};
pub(crate) use stream::{Collector, Packing, Passing, Shape, StreamedFile, Taker, stream};
use told::Facts;
pub(crate) use told::duplicate;

/// What to read, and how.
#[derive(Debug, Clone, Default)]
pub struct ReadConfig {
    /// Folders and files; `-` is JSON lines on standard input.
    pub inputs: Vec<PathBuf>,
    /// Which fields the person named.
    pub fields: FieldNames,
    /// Where a document's outlet is taken from.
    pub outlet_from: OutletFrom,
    /// Read only files that one of these patterns matches. Empty: all.
    pub include: Vec<String>,
    /// Leave out files and folders that one of these patterns matches.
    pub exclude: Vec<String>,
    /// Stop after so many documents, in the order of the files' names.
    pub limit: Option<u64>,
    /// Make every record that cannot be read an error.
    pub strict: bool,
    /// The memory there is. Texts that take more than an eighth of it go to disk.
    pub room: Room,
}

impl ReadConfig {
    /// Reads `inputs` with everything else as it is by default.
    pub fn of<P: Into<PathBuf> + Clone>(inputs: &[P]) -> Self {
        Self { inputs: inputs.iter().cloned().map(Into::into).collect(), ..Self::default() }
    }
}

/// Whether a file of this name holds records, whose fields have names, or may hold some: one that ends as no known format does.
#[must_use]
pub fn holds_records(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format::format_of(&name).is_none_or(|(format, _)| format.holds_records())
}

/// Where a document's outlet is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutletFrom {
    /// A field of the record or of a sidecar, else the host of the document's address.
    #[default]
    Field,
    /// The name of the folder in which the file lies.
    Folder,
    /// The name of the file without its endings.
    File,
    /// Nowhere: every document counts as an outlet of its own.
    None,
}

/// Reads every document of the inputs.
///
/// Documents come out sorted by id. Records that cannot be read become warnings, told to the
/// observer in the order of [`Corpus::warnings`] once all files are read.
///
/// # Errors
/// By [`ErrorKind`](crate::ErrorKind):
/// - `NoDocuments`, `NoTextField`: nothing came out, and what was seen instead;
/// - `DuplicateId`: naming both places;
/// - `TooLarge`: a text of 4 GiB and more;
/// - `UnknownFormat`: a file named as input (inside a folder it is left alone, and told);
/// - `BadOption`: a pattern that cannot be read, a field that no record has, an input
///   inside another, two sidecars in one folder;
/// - `Malformed`: a sidecar without a column of file names, and with `strict` every record that cannot be read;
/// - `Io`, `Interrupted`.
pub fn read(config: &ReadConfig, observer: &dyn Observer) -> Result<Corpus> {
    let (found, terms) = begin(config, observer)?;
    read_found(config, &found, &terms)
}

fn read_found(config: &ReadConfig, found: &Found, terms: &Terms<'_>) -> Result<Corpus> {
    let (sidecars, mut reading) = Reading::begin(config, found, terms)?;
    let wanted = sidecars.wanted(found);
    let taken = take_all(&wanted, config.limit, |at, limit| take(&found.places[at], sidecars.rows.get(&at), limit, terms))?;

    let unread = wanted.len() - taken.len();
    let mut placed: Vec<Placed> = Vec::new();
    for (file, taken) in taken.into_iter().enumerate() {
        placed.extend(reading.absorb(taken).into_iter().map(|(document, line)| Placed { document, file, line }));
    }
    reading.tell_warnings();
    reading.check(placed.len() as u64, &sidecars)?;
    let mut documents = sorted_by_id(placed, |file| &found.places[wanted[file]].path)?;
    terms.shelf.rest_of_texts(documents.iter_mut().map(|document| &mut document.text))?;
    let AllRead { inputs, warnings, funnel, unmatched } = reading.end(&Facts::of(&documents), &sidecars, unread);
    unmatched.iter().for_each(|unmatched| terms.observer.note(&unmatched.told()));
    Ok(Corpus { documents, inputs, warnings, funnel: Some(funnel) })
}

/// A document and where it was found: the file's number, and the line where the file has lines.
struct Placed {
    document: Document,
    file: usize,
    line: Option<u64>,
}

/// The documents in the order of their ids, which are unique.
fn sorted_by_id<'p>(mut placed: Vec<Placed>, path: impl Fn(usize) -> &'p PathBuf) -> Result<Vec<Document>> {
    placed.sort_by(|a, b| a.document.id.cmp(&b.document.id).then((a.file, a.line).cmp(&(b.file, b.line))));
    if let Some(pair) = placed.windows(2).find(|pair| pair[0].document.id == pair[1].document.id) {
        let place = |placed: &Placed| (path(placed.file).clone(), placed.line);
        return Err(duplicate(&pair[0].document.id, &place(&pair[0]), &place(&pair[1])));
    }
    Ok(placed.into_iter().map(|placed| placed.document).collect())
}

/// Takes documents from every file. Of several errors the first file's is told, whatever the threads do.
fn take_all<'a>(
    wanted: &[usize],
    limit: Option<u64>,
    take: impl Fn(usize, Option<u64>) -> Result<Taken<'a>> + Sync,
) -> Result<Vec<Taken<'a>>> {
    let Some(mut left) = limit else {
        let taken: Vec<Result<Taken<'a>>> = wanted.par_iter().map(|&at| take(at, None)).collect();
        return taken.into_iter().collect();
    };
    let mut all = Vec::new();
    for &at in wanted {
        if left == 0 {
            break;
        }
        let taken = take(at, Some(left))?;
        left -= taken.input.documents;
        all.push(taken);
    }
    Ok(all)
}

#[cfg(test)]
mod tests;
