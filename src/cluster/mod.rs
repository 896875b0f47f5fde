//! Pairs become passages, passages become clusters around a root.
//!
//! In: the pairs of all documents. Out: [`Clustering`]: clusters of passages that are the same text as their root.
//!
//! A passage joins a cluster only when it aligns with the cluster's *root* over at least 80% of both at an identity of
//! .75, so no chain of likenesses ties unlike texts together, and the result does not depend on any order but that of
//! (length, date, id). A shorter text that lies inside a root is a cluster of its own, `part_of` that one.
//! Where the text of a cluster lies inside a longer passage of some document, that place is kept beside the clusters, and becomes one of its passages
//! when it is known what is a copy.

mod causes;
mod filled;
mod formula;
mod grouped;
mod grouping;
mod house;
mod inside;
mod kind;
mod kind_config;
mod likeness;
mod misread;
mod notice;
mod open;
mod own;
mod passages;
mod quotation;
mod quoted;
mod recent;
mod roots;
mod standing;
mod turns;

use crate::align::{AlignConfig, Pair};
use crate::allowed::within;
use crate::error::Result;
use crate::seeds::{Place, SeedConfig};
use crate::span::{Span, Words};
use crate::text::Tokens;
use serde::{Deserialize, Serialize};

pub use causes::{Cause, Causes};
pub use formula::Telling;
pub(crate) use grouped::Grouped;
pub use kind::{Kind, Kinds, kinds};
pub use kind_config::KindConfig;
pub use quotation::{Quotations, quotations, quoted_share};
pub use roots::cluster;
pub use standing::StandingTexts;

/// Clusters of a component, or stretches of words, from which on they are shared out among threads.
const SHARED_OUT: usize = if cfg!(test) { 3 } else { 64 };

/// A span of one document that takes part in pairs. Sorted by document, then place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Passage {
    /// Number of the document.
    pub document: u32,
    /// The words it holds.
    pub words: Span<Words>,
}

/// Both sides of a pair.
fn sides(pair: &Pair) -> [Passage; 2] {
    [(pair.left, pair.left_words), (pair.right, pair.right_words)].map(|(document, words)| Passage { document, words })
}

/// Passages that are the same text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// The passage that all others align with; or, where a machine has misread that one, a copy of it whose words others have.
    pub root: Passage,
    /// All passages, the root among them, sorted; at least two.
    pub passages: Vec<Passage>,
    /// Number of the cluster whose root holds this one's root.
    pub part_of: Option<usize>,
}

impl Cluster {
    /// Whether one of its passages has words of this one.
    fn meets(&self, span: Passage) -> bool {
        let from = self.passages.partition_point(|passage| passage.document < span.document);
        let mut of_document = self.passages[from..].iter().take_while(|passage| passage.document == span.document);
        of_document.any(|passage| passage.words.overlap(&span.words) > 0)
    }
}

/// The clusters that hold the spans of a pair: four bytes each, since there are ten times as many pairs as documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfPair([u32; 2]);

impl OfPair {
    const NONE: u32 = u32::MAX;

    /// By the numbers of the clusters.
    ///
    /// # Panics
    /// When a number is 2^32 - 1 or more.
    #[must_use]
    pub fn new(left: Option<usize>, right: Option<usize>) -> Self {
        let number = |n: usize| u32::try_from(n).ok().filter(|n| *n != Self::NONE).expect("fewer clusters than 2^32 - 1");
        Self([left, right].map(|cluster| cluster.map_or(Self::NONE, number)))
    }

    /// The cluster that holds the left span.
    #[must_use]
    pub fn left(self) -> Option<usize> {
        Self::cluster(self.0[0])
    }

    /// The cluster that holds the right span.
    #[must_use]
    pub fn right(self) -> Option<usize> {
        Self::cluster(self.0[1])
    }

    fn cluster(number: u32) -> Option<usize> {
        (number != Self::NONE).then_some(number as usize)
    }
}

/// All clusters, and where each pair belongs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Clustering {
    /// Sorted by root.
    pub clusters: Vec<Cluster>,
    /// For each pair, in its order: number of the cluster that holds its left span, and of that of its right span.
    pub of_pairs: Vec<OfPair>,
    /// Places inside longer passages that carry the text of a cluster, with its number; sorted. [`Clustering::carry`] makes passages of them.
    pub carried: Vec<(usize, Passage)>,
    /// Roots beyond `roots_tried` that a passage was not held against.
    pub capped_roots: u64,
}

/// Options of the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterConfig {
    /// Least share that two aligned spans of one document must cover of one another to be one passage, in hundredths, 1 to 100.
    pub same_passage: u32,
    /// Least share of a passage and of the root that must be aligned for it to join, in hundredths, 1 to 100.
    pub coverage: u32,
    /// Least identity of that alignment, in hundredths, 0 to 100.
    pub identity: u32,
    /// Roots with the most seeds in common that a passage is held against.
    pub roots_tried: usize,
}

impl ClusterConfig {
    /// That every option is in its range.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`](crate::ErrorKind::BadOption) with the option, its value and the range.
    pub fn check(&self) -> Result<()> {
        within("cluster.same_passage", self.same_passage, 1..=100)?;
        within("cluster.coverage", self.coverage, 1..=100)?;
        within("cluster.identity", self.identity, 0..=100)
    }
}

impl Default for ClusterConfig {
    fn default() -> Self {
        Self { same_passage: 50, coverage: 80, identity: 75, roots_tried: 16 }
    }
}

/// What the stage reads, all of it by number of document.
#[derive(Debug, Clone, Copy)]
pub struct ClusterInput<'a> {
    /// The texts.
    pub texts: &'a [&'a str],
    /// Their words.
    pub tokens: &'a [Tokens],
    /// Where each stands among the others.
    pub places: &'a [Place],
    /// Sorted.
    pub pairs: &'a [Pair],
    /// How seeds were chosen; roots are looked up by them.
    pub seeds: &'a SeedConfig,
    /// How pairs were aligned.
    pub align: &'a AlignConfig,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::{Reach, Side, align};
    use crate::seeds::{Anchor, candidates, postings};

    /// The pairs that some texts have in common, aligned as they are in a scan.
    pub(super) fn pairs_among(texts: &[&str], tokens: &[Tokens], places: &[Place], seeds: &SeedConfig) -> Vec<Pair> {
        let anchors = candidates(&postings(tokens, seeds), tokens, places, seeds);
        let side = |document: u32| Side { text: texts[document as usize], tokens: &tokens[document as usize] };
        let config = AlignConfig::default();
        let of = |anchors: &[Anchor]| align(side(anchors[0].left), side(anchors[0].right), anchors, seeds.words, Reach::Document, &config);
        anchors.pairs().into_iter().flat_map(of).collect()
    }
}
