//! Rewritten copy between two documents, as the table `pairs` of a run tells it: two texts alone are not compared for that.

use serde::Serialize;

use crate::cluster::Kind;
use crate::report::Run;

/// Two passages of which one is the other in other words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rewritten {
    /// Words that both have, in any order.
    pub words: u32,
    /// Cosine of the words of both, the rarer ones weighing more; 0 to 1.
    pub similarity: f64,
    /// Where it stands in the left document.
    pub left: Stretch,
    /// Where it stands in the right one.
    pub right: Stretch,
}

/// Where a rewritten passage stands. Offsets are code points unless they say bytes; ends are exclusive.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "named as the columns of the table `pairs`")]
pub struct Stretch {
    pub start: u32,
    pub end: u32,
    pub byte_start: u32,
    pub byte_end: u32,
    /// Share of the document's words, 0 to 1.
    pub coverage: f64,
}

/// The rewritten pairs of two documents of a run, in the order of the left one.
#[must_use]
pub fn rewritten_in(run: &Run, left: &str, right: &str) -> Vec<Rewritten> {
    let turned = left > right;
    let (first, second) = if turned { (right, left) } else { (left, right) };
    let rows = run.pairs.of(first, second).filter(|row| row.kind == Kind::Rewritten);
    let mut found: Vec<Rewritten> = rows
        .map(|row| {
            let first = Stretch {
                start: row.left_start,
                end: row.left_end,
                byte_start: row.left_byte_start,
                byte_end: row.left_byte_end,
                coverage: row.left_coverage,
            };
            let second = Stretch {
                start: row.right_start,
                end: row.right_end,
                byte_start: row.right_byte_start,
                byte_end: row.right_byte_end,
                coverage: row.right_coverage,
            };
            let (left, right) = if turned { (second, first) } else { (first, second) };
            Rewritten { words: row.words, similarity: row.similarity.unwrap_or_default(), left, right }
        })
        .collect();
    found.sort_by_key(|rewritten| (rewritten.left.start, rewritten.right.start));
    found
}
