//! What reading gives: documents with their text and everything the input said about them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::observer::{Funnel, Warning};
use crate::room::Text;
use crate::span::{Chars, Span};

/// One text with what the input said about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// The input's own id, else the path below the input folder, else `file#line`. Unique in a corpus.
    pub id: String,
    /// Decoded text: byte order mark removed, line ends as read. All offsets count in it.
    pub text: Text,
    /// Who published it. `None`: the document counts as an outlet of its own.
    pub outlet: Option<String>,
    /// The headline, where the input names it apart from the text.
    pub title: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// BCP 47 language tag, as the input says.
    pub language: Option<String>,
    /// Date of publication as the input writes it, unparsed: (name of the field, value).
    pub date: Option<(String, String)>,
    /// Name of the encoding the bytes were read as, e.g. `UTF-8`, `UTF-16LE`, `windows-1251`.
    pub encoding: Arc<str>,
    /// Every field of the input that has no meaning here, by its own name.
    pub meta: BTreeMap<String, String>,
    /// What a web page's mark-up says. `None` for other formats.
    pub page: Option<Box<Page>>,
    /// Where it was read. `None` for documents made in memory.
    pub place: Option<DocumentPlace>,
}

/// Where a document was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentPlace {
    /// The file, as named on the command line or that and the path below it.
    pub path: Arc<Path>,
    /// Where its record begins, counted from 1. `None` where it is the file, and where the format has no lines.
    pub line: Option<u64>,
}

/// Facts from a web page's mark-up that dates and credits are judged by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Dates that the page states, in the order of the page: (what says so, value), e.g.
    /// `("json-ld datePublished", "2016-12-03T04:21:00Z")`, `("meta article:published_time", ...)`.
    pub dates: Vec<(String, String)>,
    /// The canonical address, where one is named.
    pub canonical: Option<String>,
    /// Links inside the article: where their words stand in `text`, and where they lead.
    pub links: Vec<(Span<Chars>, String)>,
    /// The author, where one is named.
    pub author: Option<String>,
}

/// A file that was read, and what it held.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InputFile {
    /// As named on the command line, or that and the path below it.
    pub path: PathBuf,
    /// Size on disk in bytes.
    pub bytes: u64,
    /// Seeded xxh3 of the bytes as they stand on disk, 16 hexadecimal digits; empty where a limit on the
    /// number of documents stopped reading before the end.
    pub digest: String,
    /// Documents taken from it.
    pub documents: u64,
}

/// All documents of a run, sorted by id, and what happened while they were read.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// Sorted by id; ids are unique.
    pub documents: Vec<Document>,
    /// Sorted by path.
    pub inputs: Vec<InputFile>,
    /// Records left out or doubted, sorted.
    pub warnings: Vec<Warning>,
    /// The stage's line of counts; `None` for documents made in memory.
    pub funnel: Option<Funnel>,
}

impl Corpus {
    /// A corpus of documents made in memory. Sorts them by id.
    ///
    /// # Errors
    /// [`ErrorKind::DuplicateId`] where two have one id, [`ErrorKind::TooLarge`] for a text of 4 GiB and more.
    pub fn from_documents(mut documents: Vec<Document>) -> Result<Self> {
        documents.sort_by(|a, b| a.id.cmp(&b.id));
        let corpus = Self { documents, ..Self::default() };
        corpus.check()?;
        Ok(corpus)
    }

    /// That documents are such as a run can be made of and read back. Reading and [`from_documents`](Self::from_documents) see to it;
    /// [`scan`](crate::pipeline::scan) asks again, since anybody can put documents together otherwise.
    ///
    /// # Errors
    /// As [`from_documents`](Self::from_documents), and [`ErrorKind::Malformed`] where documents are not sorted by id.
    pub fn check(&self) -> Result<()> {
        for pair in self.documents.windows(2) {
            let [first, second] = [&pair[0].id, &pair[1].id];
            match first.cmp(second) {
                Ordering::Less => {}
                Ordering::Equal => {
                    return Err(Error::new(ErrorKind::DuplicateId, format!("the id `{first}` is taken already, by another document"))
                        .remedy("give each document an id of its own"));
                }
                Ordering::Greater => {
                    let message = format!("documents are not sorted by id: `{second}` comes behind `{first}`");
                    return Err(Error::new(ErrorKind::Malformed, message).remedy("make the corpus with `Corpus::from_documents`"));
                }
            }
        }
        self.documents.iter().try_for_each(|document| check_size(&document.id, document.text.len()))
    }
}

/// That offsets reach to the end of a text of so many bytes.
fn check_size(id: &str, bytes: usize) -> Result<()> {
    if u32::try_from(bytes).is_ok() {
        return Ok(());
    }
    let message = format!("the text of `{id}` has {bytes} bytes and is too large: offsets reach up to 4 GiB");
    Err(Error::new(ErrorKind::TooLarge, message).remedy("split it, or leave it out"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(id: &str) -> Document {
        Document { id: id.to_owned(), ..Document::default() }
    }

    #[test]
    fn documents_made_in_memory_are_sorted_by_id() {
        let corpus = Corpus::from_documents(["z", "b", "m", ""].map(document).into()).unwrap();
        assert_eq!(corpus.documents.iter().map(|d| &*d.id).collect::<Vec<_>>(), ["", "b", "m", "z"]);
        assert!(Corpus::from_documents(Vec::new()).is_ok_and(|corpus| corpus.documents.is_empty()));
    }

    #[test]
    fn two_documents_of_one_id_are_an_error_as_they_are_where_files_are_read() {
        let error = Corpus::from_documents(["x", "y", "x"].map(document).into()).unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string()),
            (ErrorKind::DuplicateId, "the id `x` is taken already, by another document".to_owned())
        );
    }

    #[test]
    fn documents_that_were_put_together_otherwise_are_checked() {
        let of = |ids: &[&str]| Corpus { documents: ids.iter().copied().map(document).collect(), ..Corpus::default() }.check();
        assert!(of(&["a", "b", "c"]).is_ok());
        assert_eq!(of(&["a", "a"]).unwrap_err().kind(), ErrorKind::DuplicateId);
        let error = of(&["z", "b"]).unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string()),
            (ErrorKind::Malformed, "documents are not sorted by id: `b` comes behind `z`".to_owned())
        );
    }

    #[test]
    fn a_text_is_shorter_than_offsets_reach() {
        assert!(check_size("a", u32::MAX as usize).is_ok());
        assert!(usize::try_from(1u64 << 32).map_or(true, |bytes| check_size("a", bytes).is_err_and(|e| e.kind() == ErrorKind::TooLarge)));
    }
}
