//! Labels in, figures out: how much of what is known to be copied did a run find, and how much of what it found is right.
//!
//! In: a [`Run`] and a [`Gold`] standard. Out: an [`Evaluation`]. Three sorts of gold are known: spans (plagdet,
//! Potthast et al. 2010), pairs of near-duplicate documents, and families of them (precision, recall, F1; adjusted Rand index, Hubert
//! and Arabie 1985). Figures come for everything and per class, kind, outlet and length, and the worst misses and false alarms with their
//! text.

mod documents;
mod gold;
mod mistakes;
mod names;
mod plagdet;
mod relation;
mod spans;
mod table;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::error::Result;
use crate::observer::Observer;
use crate::report::Run;

pub use documents::{DocumentFigures, DocumentRow};
pub use gold::{CasePlace, DocumentGold, DocumentPair, Gold, GoldKind, Listed, SpanCase, SpanGold, read_gold, read_only};
pub use mistakes::{Mistake, Place};
pub use plagdet::{Coverage, Score, SpanPair, coverage, score};
pub use spans::{SpanFigures, SpanRow};
pub use table::render;

/// Which of the run's findings are held against the gold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Among {
    /// Those in pairs of documents (for families: of documents) that the gold names.
    Listed,
    /// Those between a document that the gold has on the left and one that it has on the right, listed or not.
    Sides,
    /// All.
    All,
}

/// How a run is judged.
#[derive(Debug, Clone, PartialEq)]
pub struct EvalConfig {
    /// Which findings count. `None`: as the gold has it. PAN folders and labelled pairs list what was looked at, other gold
    /// names all there is.
    pub among: Option<Among>,
    /// Pairs of documents that count, instead of `among`.
    pub only: Option<Vec<(String, String)>>,
    /// Least similarity of a pair in the gold that makes it a near-duplicate, 0 to 1. `None`: the threshold that the run was made with.
    pub threshold: Option<f64>,
    /// Misses, and false alarms, that are shown.
    pub errors: usize,
    /// Characters of each text that are shown.
    pub text: usize,
}

impl Default for EvalConfig {
    fn default() -> Self {
        Self { among: None, only: None, threshold: None, errors: 0, text: 400 }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// The figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// What was not held against one another, and why: (reason, how many).
    pub left_out: Vec<(String, u64)>,
    /// What the gold has and the run has least of; of equals the longest first.
    pub misses: Vec<Mistake>,
    /// What the run has and the gold has least of; of equals the longest first.
    pub false_alarms: Vec<Mistake>,
}

/// The figures of one sort of gold.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "gold", rename_all = "lowercase")]
pub enum Figures {
    /// Of spans.
    Spans(SpanFigures),
    /// Of pairs of near-duplicate documents.
    Pairs(DocumentFigures),
    /// Of families of near-duplicate documents.
    Families(DocumentFigures),
}

/// Holds a run against the gold. The observer is asked for each finding whether to stop.
///
/// # Errors
/// [`ErrorKind::BadOption`](crate::ErrorKind::BadOption) when a document of the gold could be either of two in the run, or an option does
/// not fit the sort of gold; [`ErrorKind::Malformed`](crate::ErrorKind::Malformed) when the gold contradicts itself as soon as it is known which
/// of its names are one document, or has a span that ends behind its text; [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted) when the
/// observer says so.
pub fn evaluate(run: &Run, gold: &Gold, config: &EvalConfig, observer: &dyn Observer) -> Result<Evaluation> {
    match gold {
        Gold::Spans(gold) => spans::evaluate(run, gold, config, observer),
        Gold::Documents(gold) => documents::evaluate(run, gold, config, observer),
    }
}

/// A count, for people.
pub(crate) fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// The mean of numbers; 0 of none.
pub(crate) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for value in values {
        sum += value;
        n += 1.0;
    }
    if n > 0.0 { sum / n } else { 0.0 }
}

/// A count as a real number, exact below 2^53.
pub(crate) fn real(n: u64) -> f64 {
    let [high, low] = [n >> 32, n & u64::from(u32::MAX)].map(|half| u32::try_from(half).expect("half of 64 bits"));
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}
