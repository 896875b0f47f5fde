//! What each stage tells of itself: the line of counts that goes to the person and into `run.json`.

use super::aligning::Aligned;
use crate::attribute::Attributed;
use crate::cluster::Clustering;
use crate::error::Result;
use crate::lsh::{Families, Member};
use crate::observer::Funnel;
use crate::rewrite::Rewriting;
use crate::seeds::Anchors;
use crate::text::Tokens;

pub(super) fn attributed_told(attributed: &Result<Attributed>) -> Funnel {
    attributed.as_ref().map_or_else(|_| Funnel::new("attribute"), Attributed::funnel)
}

pub(super) fn words_told(tokens: &[Tokens]) -> Funnel {
    let words = tokens.iter().map(Tokens::len).sum();
    Funnel::new("tokenize")
        .with("documents", tokens.len())
        .with("words", words)
        .with("paragraphs", tokens.iter().map(|t| t.paragraphs.len()).sum())
}

pub(super) fn families_told(families: &Families) -> Funnel {
    let kept = |members: &[Member]| members.iter().enumerate().filter(|(n, m)| m.kept == *n).count();
    Funnel::new("group")
        .with("document families", kept(&families.documents))
        .with("documents in them", families.documents.len())
        .with("paragraph families", kept(&families.paragraphs))
        .with("paragraphs in them", families.paragraphs.len())
}

/// What a stage tells that can fail.
pub(super) fn told<T>(result: &Result<T>, stage: &str, told: impl Fn(&T) -> Funnel) -> Funnel {
    result.as_ref().map_or_else(|_| Funnel::new(stage), told)
}

pub(super) fn anchors_told(anchors: &Anchors<'_>) -> Funnel {
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    Funnel::new("seed")
        .with("anchors", count(anchors.count()))
        .with("document pairs", count(anchors.document_pairs))
        .with("anchors that can lead to no pair, left out", count(anchors.hopeless))
}

pub(super) fn pairs_told(aligned: &Aligned) -> Funnel {
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    Funnel::new("align")
        .with("pairs", aligned.pairs.len())
        .with("repeats", aligned.repeats.len())
        .with("runs that say too little, with too little around them, not aligned", count(aligned.given_up))
        .with("chains of runs in texts that repeat themselves, within alignments found before, not aligned", count(aligned.within))
}

pub(super) fn rewriting_told(rewriting: &Rewriting) -> Funnel {
    Funnel::new("rewrite")
        .with("document pairs", rewriting.partners)
        .with("document pairs whose copies leave no room for a passage, not compared", rewriting.without_room)
        .with("pairs", rewriting.pairs.len())
        .with("forms left out", rewriting.forms)
        .with("rows of names left out", rewriting.names)
        .with("captions of other pictures left out", rewriting.captions)
        .with("rows of equal words with nothing beside them, left out", rewriting.rows)
        .with("scripts and mark-up, left out", rewriting.scripts)
        .with("passages that gave way to copies", rewriting.covered)
        .with("copies that gave way", rewriting.stands.iter().filter(|stands| !**stands).count())
}

pub(super) fn clusters_told(clustering: &Clustering) -> Funnel {
    Funnel::new("cluster")
        .with("clusters", clustering.clusters.len())
        .with("passages", clustering.clusters.iter().map(|c| c.passages.len()).sum())
}

/// What a person is told where texts and words would take more than half of `--memory`, both in bytes.
pub(super) fn on_disk(would_hold: u64, memory: u64) -> String {
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    format!(
        "texts and words would take some {} MB, more than half of the {} MB of --memory: they go to a file in --temp-dir, and so do the pairs that are found, which takes longer; what else is found stays in memory",
        megabytes(would_hold),
        megabytes(memory)
    )
}
