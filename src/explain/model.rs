//! What an explanation holds; `explain --json` prints it as it is.
//!
//! Offsets are code points of the document's text, ends exclusive. Shares are 0 to 1. Left and right are as the
//! documents were named, not as they stand in the tables.

use serde::Serialize;

use crate::align::Evidence;
use crate::attribute::{Grade, Role};
use crate::cluster::Kind;
use crate::seeds::Fate;

/// Why two documents match, or why not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The one that was named first.
    pub left: Subject,
    /// The other one.
    pub right: Subject,
    /// Documents of the corpus that they stand in.
    pub corpus: usize,
    /// Whether the two match: a common passage that is reported and counts as a copy, a cluster of copies that has both, near-duplicates, or rewritten
    /// copy that is reported.
    pub matches: bool,
    /// Whether a common passage, or a cluster, makes them match.
    #[serde(skip)]
    pub is_word_for_word: bool,
    /// The answer in sentences.
    pub answer: Vec<String>,
    /// What brought them together.
    pub seeds: Seeds,
    /// Rows of equal words in the same order on both sides.
    pub chains: Vec<Chain>,
    /// Every alignment, in the order of the left text, and what became of it.
    pub alignments: Vec<Aligned>,
    /// The longest row of equal words, where no passage was found.
    pub longest_row: Option<Row>,
    /// The least change that brings a passage, as it was tried in the whole corpus; only where none was found.
    pub what_if: Vec<WhatIf>,
    /// What was looked for in other words.
    pub rewritten: RewrittenFound,
    /// The documents as a whole.
    pub near_duplicates: NearDuplicates,
    /// Clusters that hold passages of both.
    pub clusters: Vec<SharedCluster>,
    /// Who was first, in sentences, best founded first.
    pub first: Vec<String>,
}

impl Explanation {
    /// Whether they match, and only in other words.
    #[must_use]
    pub fn is_rewritten_only(&self) -> bool {
        self.matches && !self.is_word_for_word && !self.near_duplicates.reached
    }
}

/// What the two have in common in other words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RewrittenFound {
    /// Pairs of sentences that are alike.
    pub alike_sentences: usize,
    /// Rewritten passages between the two in the tables of the run.
    pub reported: usize,
    /// Similarity of the passages that are most alike, of those reported where any is, 0 to 1; none where no two sentences are alike.
    pub similarity: Option<f64>,
    /// Words that both of them have, as the table of pairs counts them.
    pub words: Option<u32>,
    /// Similarity that is asked for.
    pub threshold: f64,
    /// The answer in a sentence.
    pub why: String,
}

/// One of the two documents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Subject {
    /// Its id, or its path.
    pub doc: String,
    /// Who published it, where that is known.
    pub outlet: Option<String>,
    /// The headline, where the input names it.
    pub title: Option<String>,
    /// Its words.
    pub words: u32,
    /// Those that lie in a common passage.
    pub common_words: u32,
    /// When it was published.
    pub published: Published,
    /// Whom it credits.
    pub credits: Vec<Credited>,
}

/// When a document was published, and why that is thought.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Published {
    /// First possible instant, UTC.
    pub from: Option<String>,
    /// Last possible instant.
    pub to: Option<String>,
    /// What it was taken from.
    pub source: Option<String>,
    /// As the source writes it.
    pub value: Option<String>,
    /// The text was there then, so that it cannot have been published later.
    pub not_after: Option<String>,
    /// Every date that was found, taken or not.
    pub candidates: Vec<DateFound>,
    /// What else there is to know, in sentences.
    pub notes: Vec<String>,
}

/// A date that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DateFound {
    /// Where.
    pub source: String,
    /// As it is written there.
    pub value: String,
    /// Its place, where it stands in the text.
    pub start: Option<u32>,
    /// The end of it.
    pub end: Option<u32>,
    /// What it means: first possible instant.
    pub from: Option<String>,
    /// Last possible instant.
    pub to: Option<String>,
    /// How finely it is told.
    pub precision: String,
    /// The zone that is told with it.
    pub zone: String,
    /// `chosen`, `bound` (of the end) or `rejected`.
    pub verdict: String,
    /// Why.
    pub why: String,
}

/// Words that name a source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Credited {
    /// Canonical name.
    pub source: String,
    /// `document`, `part` or `passage`.
    pub scope: String,
    /// The rule that found it.
    pub rule: String,
    /// Its place.
    pub start: u32,
    /// The end of it.
    pub end: u32,
    /// The words.
    pub text: String,
    /// Whether the source is the outlet of the other document.
    pub names_the_other: bool,
}

/// The seeds of the two documents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Seeds {
    /// Words of a seed.
    pub words: usize,
    /// Consecutive shingles of which one is a seed.
    pub window: usize,
    /// Seeds of the left document.
    pub left: usize,
    /// Seeds of the right one.
    pub right: usize,
    /// Of those of the left one, those that start nothing: they stand at the edges of what it says in more places than `repeats`.
    pub left_at_edges: u64,
    /// The same of the right one.
    pub right_at_edges: u64,
    /// Pairs of places that started a comparison.
    pub anchors: usize,
    /// Those that both hold, in the order of the left text.
    pub shared: Vec<Seed>,
    /// Those that both would hold, as the left text writes them, and that start nothing: they stand at the edges of what one of the two
    /// says in more places than `repeats`.
    pub at_edges: Vec<String>,
    /// Places of one document from which on it repeats what it says there.
    #[serde(skip)]
    pub repeats: usize,
    /// Whether the two were published further apart than was asked for, so that seeds started nothing.
    #[serde(skip)]
    pub is_apart: bool,
}

/// A seed that both hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Seed {
    /// As the left text writes it.
    pub text: String,
    /// Places in the left text.
    pub left: Vec<u32>,
    /// Places in the right text.
    pub right: Vec<u32>,
    /// Documents of the corpus that hold it.
    pub documents: usize,
    /// What became of it.
    pub fate: Fate,
    /// Places beyond the number that counts in one document.
    pub uncounted: usize,
}

/// Rows of equal words in the same order on both sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chain {
    /// How many rows.
    pub rows: usize,
    /// Words in them.
    pub words: u32,
    /// Where they stand on the left.
    pub left: (u32, u32),
    /// Where they stand on the right.
    pub right: (u32, u32),
}

/// A row of equal words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// How many.
    pub words: u32,
    /// As the left text writes them.
    pub text: String,
    /// Place in the left text.
    pub left: (u32, u32),
    /// Place in the right text.
    pub right: (u32, u32),
}

/// What became of an alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A common passage.
    Kept,
    /// None.
    Rejected,
    /// Cut in two, which are judged by themselves.
    Parted,
    /// A part of a longer one.
    Inside,
}

/// An alignment and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Aligned {
    /// Numbers of the kept ones, from 1 on.
    pub number: Option<usize>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, in words.
    pub why: String,
    /// Matched words, as the table of pairs counts them.
    pub words: u32,
    /// What it has to show: words as `--min-words` counts them (each part of a joined word, two pairs of characters as one), content words in lower case,
    /// the longest run in the same words and its content words, identity in hundredths.
    pub evidence: Evidence,
    /// 1.5 a content word, .5 a stop word, less edits.
    pub score: f64,
    /// Place in the left text.
    pub left: (u32, u32),
    /// Place in the right text.
    pub right: (u32, u32),
    /// The left text.
    pub left_text: String,
    /// The right text.
    pub right_text: String,
    /// What it is: as the run has it; else, of a kept one, by the two texts alone, as `compare` tells it. None where that is a copy and the run has it as none.
    pub kind: Option<Kind>,
    /// Whether the run has it, and its kind.
    pub in_run: bool,
    /// Why it is a formula or boilerplate, in sentences; empty for copies, whose clusters say it.
    pub because: Vec<String>,
    /// The clusters of its sides in the run, left and right.
    pub clusters: (Option<String>, Option<String>),
    /// Whether the run reports it.
    pub reported: bool,
    /// Why it does not, though it was kept; empty where it does.
    pub apart: &'static str,
    /// Ways in which it would have been kept; all changes of a way together.
    pub ways: Vec<Vec<ParameterChange>>,
}

impl Aligned {
    /// Whether this makes the two documents match.
    #[must_use]
    pub fn is_copy(&self) -> bool {
        self.outcome == Outcome::Kept && self.reported && self.kind.is_some_and(Kind::is_copy)
    }
}

/// A parameter and what it would have to be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParameterChange {
    /// Its name in `run.json`.
    pub parameter: String,
    /// The option that sets it, where there is one.
    pub option: Option<String>,
    /// What it is.
    pub from: u32,
    /// What it would have to be at most.
    pub to: u32,
}

/// A change that was tried, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhatIf {
    /// As it is typed, or the name of the parameter with its value.
    pub change: String,
    /// Common passages then.
    pub passages: usize,
    /// Words of the longest of them.
    pub longest: u32,
}

/// The two documents as a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NearDuplicates {
    /// Words of a shingle.
    pub shingle: usize,
    /// Exact Jaccard similarity.
    pub similarity: f64,
    /// Share of the left one's shingles that stand in the right one.
    pub left_containment: f64,
    /// Share of the right one's shingles that stand in the left one.
    pub right_containment: f64,
    /// Least similarity of near-duplicates.
    pub threshold: f64,
    /// Whether they reach it.
    pub reached: bool,
    /// Probability that sketches of this similarity become candidates.
    pub candidate_probability: f64,
    /// Whether the run has both in one family.
    pub one_family: bool,
    /// What the run says, in sentences.
    pub notes: Vec<String>,
}

/// A cluster that holds passages of both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SharedCluster {
    /// Its id.
    pub cluster: String,
    /// What it is.
    pub kind: Kind,
    /// Why it is of this kind.
    pub because: Option<String>,
    /// The cluster that it is a part of.
    pub part_of: Option<String>,
    /// Words of its root.
    pub words: u32,
    /// Documents in it.
    pub documents: u32,
    /// Outlets in it.
    pub outlets: u32,
    /// The document that was first, where dates tell.
    pub first_doc: Option<String>,
    /// Who said it.
    pub speaker: Option<String>,
    /// The root's text.
    pub text: String,
    /// The left document's passages.
    pub left: Vec<Standing>,
    /// The right document's passages.
    pub right: Vec<Standing>,
}

/// A passage's place in the order of publication.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Place in the text.
    pub start: u32,
    /// The end of it.
    pub end: u32,
    /// Its place in the order.
    pub role: Role,
    /// The document that it was most likely taken from.
    pub source_doc: Option<String>,
    /// How well that is founded.
    pub grade: Grade,
    /// What it rests on.
    pub evidence: String,
}
