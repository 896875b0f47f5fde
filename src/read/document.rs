//! What reading gives: documents with their text and everything the input said about them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

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
    #[must_use]
    pub fn from_documents(mut documents: Vec<Document>) -> Self {
        documents.sort_by(|a, b| a.id.cmp(&b.id));
        Self { documents, ..Self::default() }
    }
}
