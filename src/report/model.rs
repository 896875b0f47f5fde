//! The tables of a run, one struct a row. Everything that people see — the files on disk, the
//! terminal summary, the page — is made from a [`Run`], so that they cannot disagree.
//!
//! Offsets named `start`, `end` are Unicode code points of the document's text, those named
//! `byte_start`, `byte_end` count the same text as UTF-8; ends are exclusive. Rows are sorted by
//! the key named at each struct. Field names are column names (schema version [`SCHEMA`]).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::observer::{Funnel, Warning};
use crate::read::InputFile;
use crate::report::{Pairs, Part, Passages};
use crate::room::Text;

pub use crate::attribute::{Grade, Role};
pub use crate::cluster::Kind;

/// Version of the tables' columns, written into every table's neighbour `run.json`.
pub const SCHEMA: u32 = 1;

/// A row of `documents`. Key: doc.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the columns are explained in GUIDE.md, and by their names")]
pub struct DocumentRow {
    pub doc: Arc<str>,
    /// The outlet, or the document's id where the input names none.
    pub outlet: Arc<str>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    /// As the source wrote it.
    pub published: Option<String>,
    /// First instant that it can have been published at, UTC, RFC 3339.
    pub published_from: Option<String>,
    /// Last such instant.
    pub published_to: Option<String>,
    /// What the interval was taken from, e.g. `metadata date`, `dateline`, `url`.
    pub date_source: Option<String>,
    pub encoding: Arc<str>,
    pub words: u32,
    /// Words that lie in copies: in passages and pairs of kind quote, wire, passage.
    pub reused_words: u32,
    pub near_duplicate_of: Option<Arc<str>>,
    /// Every metadata field of the input; a column `meta.NAME` each.
    pub meta: BTreeMap<String, String>,
}

/// A row of `texts`. Key: doc.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextRow {
    /// The document's id.
    pub doc: Arc<str>,
    /// What all offsets count in.
    pub text: Text,
}

/// A row of `pairs`: two aligned spans. Key: left_doc, right_doc, left_start, right_start, ends.
/// Ids are `N`: texts of their own, or borrowed from [`Pairs`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the columns are explained in GUIDE.md, and by their names")]
pub struct PairRow<N = Arc<str>> {
    pub left_doc: N,
    pub left_start: u32,
    pub left_end: u32,
    pub left_byte_start: u32,
    pub left_byte_end: u32,
    pub right_doc: N,
    pub right_start: u32,
    pub right_end: u32,
    pub right_byte_start: u32,
    pub right_byte_end: u32,
    /// Matched words.
    pub words: u32,
    /// Matched words over the longer side's words, 0 to 1, six decimals.
    pub identity: f64,
    /// Share of the left document's words that the span holds, 0 to 1.
    pub left_coverage: f64,
    /// Share of the right document's words that the span holds, 0 to 1.
    pub right_coverage: f64,
    /// Score of the alignment: 1.5 a content word, .5 a stop word, less edits.
    pub score: f64,
    pub kind: Kind,
    pub left_cluster: Option<N>,
    pub right_cluster: Option<N>,
    /// Of rewritten pairs: cosine of the two spans' words, 0 to 1.
    pub similarity: Option<f64>,
}

/// A row of `passages`: one place of a cluster. Key: cluster, doc, start, end.
/// Names are `N` and its words are `T`: texts of their own, or borrowed from [`Passages`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the columns are explained in GUIDE.md, and by their names")]
pub struct PassageRow<N = Arc<str>, T = Part> {
    pub cluster: N,
    pub doc: N,
    pub outlet: N,
    pub start: u32,
    pub end: u32,
    pub byte_start: u32,
    pub byte_end: u32,
    pub words: u32,
    pub published_from: Option<N>,
    pub published_to: Option<N>,
    pub role: Role,
    /// The document that this one most likely took it from, where evidence says so.
    pub source_doc: Option<N>,
    pub grade: Grade,
    /// What role and source rest on, in words.
    pub evidence: N,
    pub text: T,
}

/// A row of `clusters`: passages that are the same text. Key: cluster.
/// Order of rows: by `cluster`. Order for people: [`Spread::weight`], largest first, then `cluster`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the columns are explained in GUIDE.md, and by their names")]
pub struct ClusterRow {
    /// `c` and 16 hexadecimal digits, from the root's document id and span.
    pub cluster: Arc<str>,
    pub kind: Kind,
    /// The cluster whose root contains this one's root.
    pub part_of: Option<Arc<str>>,
    pub passages: u32,
    pub documents: u32,
    pub outlets: u32,
    /// Words of the root.
    pub words: u32,
    /// Null on ties and where no date is known.
    pub first_doc: Option<Arc<str>>,
    pub first_from: Option<String>,
    pub first_to: Option<String>,
    pub speaker: Option<String>,
    /// The root's text.
    pub text: Part,
}

/// What says how far a text went: outlets, or, where all documents are of one, documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// Outlets that have it.
    Outlets,
    /// Documents that have it.
    Documents,
}

impl Spread {
    /// What it is in a run.
    #[must_use]
    pub fn of(run: &Run) -> Self {
        let is_one = run.documents.windows(2).all(|two| two[0].outlet == two[1].outlet);
        if is_one { Self::Documents } else { Self::Outlets }
    }

    /// How far a cluster went.
    #[must_use]
    pub fn count(self, row: &ClusterRow) -> u32 {
        match self {
            Self::Outlets => row.outlets,
            Self::Documents => row.documents,
        }
    }

    /// How much a reader of the report wants to see a cluster: outlets (or documents) beyond the first times the root's words.
    #[must_use]
    pub fn weight(self, row: &ClusterRow) -> u64 {
        u64::from(self.count(row).saturating_sub(1)) * u64::from(row.words)
    }

    /// What is counted: one of it, and many.
    #[must_use]
    pub fn noun(self) -> (&'static str, &'static str) {
        match self {
            Self::Outlets => ("outlet", "outlets"),
            Self::Documents => ("document", "documents"),
        }
    }
}

/// A row of `repeats`: a text that stands twice in one document. Key: doc, start, again_start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the columns are explained in GUIDE.md, and by their names")]
pub struct RepeatRow {
    pub doc: Arc<str>,
    pub start: u32,
    pub end: u32,
    pub again_start: u32,
    pub again_end: u32,
    pub words: u32,
}

/// A row of `credits`: words that name a source. Key: doc, start, end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the columns are explained in GUIDE.md, and by their names")]
pub struct CreditRow {
    pub doc: Arc<str>,
    pub start: u32,
    pub end: u32,
    /// Canonical name.
    pub source: String,
    /// `document`, `part` or `passage`.
    pub scope: String,
    /// Name of the rule that found it.
    pub rule: String,
    pub text: String,
}

/// A row of `families`: a member of a near-duplicate family. Key: family, doc, start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the columns are explained in GUIDE.md, and by their names")]
pub struct FamilyRow {
    /// `f` and 16 hexadecimal digits, from the first member.
    pub family: Arc<str>,
    /// `document` or `paragraph`.
    pub unit: Arc<str>,
    pub doc: Arc<str>,
    pub start: u32,
    pub end: u32,
    /// Exact Jaccard similarity of the shingle sets to the first member, 0 to 1, six decimals.
    pub similarity: f64,
    /// Share of this member's shingles that stand in the first one, 0 to 1, six decimals.
    pub containment: f64,
    /// Whether this is the first member.
    pub kept: bool,
}

/// `run.json`: nothing in it differs between two runs of the same input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the keys are explained in GUIDE.md, and by their names")]
pub struct RunRecord {
    pub schema: u32,
    pub program: String,
    pub version: String,
    /// All parameters as resolved, by the name of their option.
    pub parameters: serde_json::Value,
    #[serde(serialize_with = "inputs_as_text")]
    pub inputs: Vec<InputFile>,
    /// One line of counts a stage, in the order of the data.
    pub stages: Vec<Funnel>,
    /// Records left out or doubted.
    #[serde(serialize_with = "warnings_as_text")]
    pub warnings: Vec<Warning>,
    /// What a bound cut off, by the bound's name: how many times.
    pub capped: BTreeMap<String, u64>,
    /// SHA-free digest of the corpus: seeded xxh3 over all ids and texts, 16 hexadecimal digits.
    pub corpus: String,
}

// A path need not be UTF-8, and JSON is: U+FFFD stands for what is none, as in a document's id.

fn inputs_as_text<S: Serializer>(inputs: &[InputFile], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(inputs.iter().map(|input| InputFile { path: as_text(&input.path), ..input.clone() }))
}

fn warnings_as_text<S: Serializer>(warnings: &[Warning], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(warnings.iter().map(|warning| Warning { path: as_text(&warning.path), ..warning.clone() }))
}

fn as_text(path: &Path) -> PathBuf {
    path.to_string_lossy().into_owned().into()
}

/// `timings.json`: what may differ from run to run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    /// The command line.
    pub command: String,
    /// Processors that the machine has, and its name for them.
    pub machine: String,
    /// Worker threads.
    pub threads: usize,
    /// (stage, seconds), in the order of the data.
    pub stages: Vec<(String, f64)>,
    /// (stage, most bytes that the process held from its beginning to the end of the stage), where the system tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub peaks: Vec<(String, u64)>,
    /// Peak resident memory of the process in bytes, where the system tells.
    pub peak_memory: Option<u64>,
}

impl Timings {
    /// With one stage more, and the most memory until its end.
    #[must_use]
    pub fn with_stage(mut self, name: &str, seconds: f64, peak: Option<u64>) -> Self {
        self.stages.push((name.to_owned(), seconds));
        self.peaks.extend(peak.map(|bytes| (name.to_owned(), bytes)));
        self.peak_memory = peak.or(self.peak_memory);
        self
    }
}

/// All tables of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// `run.json`.
    pub record: RunRecord,
    /// One a document.
    pub documents: Vec<DocumentRow>,
    /// One a document; parallel to `documents`. Empty where a run was written without its texts.
    pub texts: Vec<TextRow>,
    /// One a pair of aligned spans.
    pub pairs: Pairs,
    /// One a place of a cluster.
    pub passages: Passages,
    /// One a cluster.
    pub clusters: Vec<ClusterRow>,
    /// One a text that stands twice in one document.
    pub repeats: Vec<RepeatRow>,
    /// One a credit.
    pub credits: Vec<CreditRow>,
    /// One a member of a family.
    pub families: Vec<FamilyRow>,
}

impl Run {
    /// Whether documents were compared; a run that never was looked for near-duplicates alone.
    pub(crate) fn has_aligned(&self) -> bool {
        /// The stage without which no run holds copies.
        const ALIGN: &str = "align";
        self.record.stages.iter().any(|funnel| funnel.stage == ALIGN)
    }
}
