//! Rows of `pairs`: copies, and what was rewritten.

use std::cmp::Ordering;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Builder, count};
use crate::align::Pair;
use crate::attribute::InText;
use crate::cluster::OfPair;
use crate::kernel::memory::ask_for;
use crate::report::model::{Kind, PairRow};
use crate::report::tables::rounded;
use crate::rewrite::Rewritten;
use crate::span::{Span, Words};

/// Pairs whose places are looked up together: their right sides are spread over all documents.
const TOGETHER: usize = 32;

/// What bare pairs are called where they are counted.
pub(super) const BARE: &str = "pairs of forms and notices without a row of equal words, not listed";

/// Words of the longest row of equal words that is asked for, however many a copy needs.
const ROW: u32 = 8;
/// Identity from which on two texts are one that was edited: with one word of nine changed.
const EDITED: f64 = 0.88;

/// Whether a pair has no row of as many equal words as a copy needs, and is no sentence with one word changed: two forms, two notices, a turn of phrase put
/// in two ways. If it is no copy, nobody could be shown anything by it.
pub(crate) fn is_bare(pair: &Pair, min_words: u32) -> bool {
    let is_edited = pair.told.numbers == 0 && pair.identity() >= EDITED;
    pair.run < min_words.min(ROW) && !is_edited
}

impl Builder<'_> {
    /// Each row is made where it will stay: a million of them are not held twice, and none is moved to be sorted save among those of its two documents.
    pub(super) fn pairs(&self) -> Vec<PairRow> {
        let InText { input, clustering, .. } = self.findings.in_text;
        let (copies, rewritten) = (input.pairs, &self.findings.rewriting.pairs);
        let kinds = &self.findings.kinds.pairs;
        let is_row = |n: &u32| {
            let n = *n as usize;
            copies.get(n).is_none_or(|pair| self.is_row(pair) && !self.is_bare(pair, kinds[n]))
        };
        let mut order: Vec<u32> = (0..count(copies.len() + rewritten.len())).filter(is_row).collect();
        // Both stand in order already. That of documents is the order of their ids.
        order.sort_by_key(|n| {
            copies.get(*n as usize).map_or_else(|| of_rewritten(&rewritten[*n as usize - copies.len()]), |pair| (pair.left, pair.right))
        });
        let row = |(at, n): (usize, &u32)| {
            if at.is_multiple_of(TOGETHER) {
                let some = || order[at..].iter().take(TOGETHER).filter_map(|n| copies.get(*n as usize));
                some().for_each(|pair| self.ask_for_words(pair));
                some().for_each(|pair| self.ask_for_texts(pair));
            }
            let n = *n as usize;
            match copies.get(n) {
                Some(pair) => self.copy(pair, clustering.of_pairs[n], kinds[n]),
                None => self.rewritten(&rewritten[n - copies.len()]),
            }
        };
        let mut rows: Vec<PairRow> = order.par_iter().enumerate().map(row).collect();
        rows.par_chunk_by_mut(|a, b| is_same(&a.left_doc, &b.left_doc) && is_same(&a.right_doc, &b.right_doc))
            .for_each(|own| own.sort_by(in_order));
        debug_assert!(rows.is_sorted_by(|a, b| in_order(a, b).is_le()), "documents are sorted by id");
        rows
    }

    /// A pair inside one outlet is a row only when that was asked for.
    pub(super) fn is_row(&self, pair: &Pair) -> bool {
        let input = &self.findings.in_text.input;
        input.seeds.same_outlet || input.places[pair.left as usize].outlet != input.places[pair.right as usize].outlet
    }

    /// Whether a pair is no copy, and bare besides.
    fn is_bare(&self, pair: &Pair, kind: Kind) -> bool {
        !kind.is_copy() && is_bare(pair, self.findings.in_text.input.align.min_words)
    }

    /// Pairs that are left out since they are bare.
    pub(super) fn bare(&self) -> u64 {
        let pairs = self.findings.in_text.input.pairs.iter().zip(&self.findings.kinds.pairs);
        pairs.filter(|(pair, kind)| self.is_row(pair) && self.is_bare(pair, **kind)).count() as u64
    }

    /// Asks memory for where the words of both sides stand.
    fn ask_for_words(&self, pair: &Pair) {
        for (document, words) in [(pair.left, pair.left_words), (pair.right, pair.right_words)] {
            let spans = &self.findings.in_text.input.tokens[document as usize].spans;
            ask_for(&spans[words.start as usize]);
            ask_for(&spans[words.end as usize - 1]);
            ask_for(&self.findings.in_text.chars[document as usize]);
            ask_for(&self.ids[document as usize]);
        }
    }

    /// Asks memory for what is read of both sides' texts.
    fn ask_for_texts(&self, pair: &Pair) {
        let InText { input, chars, .. } = self.findings.in_text;
        for (document, words) in [(pair.left, pair.left_words), (pair.right, pair.right_words)] {
            let document = document as usize;
            let bytes = input.tokens[document].bytes(words);
            input.texts[document].as_bytes().get(bytes.end as usize).into_iter().for_each(ask_for);
            chars[document].ask_for(bytes.start);
            chars[document].ask_for(bytes.end);
        }
    }

    fn copy(&self, p: &Pair, of: OfPair, kind: Kind) -> PairRow {
        let id = |c: Option<usize>| c.and_then(|c| self.cluster_ids[c].clone());
        PairRow {
            words: p.matched,
            identity: rounded(p.identity()),
            score: f64::from(p.score) / 4.0,
            kind,
            left_cluster: id(of.left()),
            right_cluster: id(of.right()),
            ..self.row((p.left, p.right), (p.left_words, p.right_words))
        }
    }

    /// A pair of its own tier: in no cluster, and ranked by its similarity.
    fn rewritten(&self, pair: &Rewritten) -> PairRow {
        PairRow {
            words: pair.shared,
            identity: rounded(pair.identity()),
            kind: Kind::Rewritten,
            similarity: Some(pair.similarity()),
            ..self.row((pair.left, pair.right), (pair.left_words, pair.right_words))
        }
    }

    /// Where two spans stand. What they have in common is for others to say.
    fn row(&self, documents: (u32, u32), words: (Span<Words>, Span<Words>)) -> PairRow {
        let [(left_bytes, left), (right_bytes, right)] = self.both_places(documents, words);
        PairRow {
            left_doc: Arc::clone(&self.ids[documents.0 as usize]),
            left_start: left.start,
            left_end: left.end,
            left_byte_start: left_bytes.start,
            left_byte_end: left_bytes.end,
            right_doc: Arc::clone(&self.ids[documents.1 as usize]),
            right_start: right.start,
            right_end: right.end,
            right_byte_start: right_bytes.start,
            right_byte_end: right_bytes.end,
            words: 0,
            identity: 0.0,
            left_coverage: self.coverage(documents.0, words.0),
            right_coverage: self.coverage(documents.1, words.1),
            score: 0.0,
            kind: Kind::Passage,
            left_cluster: None,
            right_cluster: None,
            similarity: None,
        }
    }
}

/// Both documents of a pair.
fn of_rewritten(pair: &Rewritten) -> (u32, u32) {
    (pair.left, pair.right)
}

/// Whether two rows of one run share an id.
fn is_same(a: &Arc<str>, b: &Arc<str>) -> bool {
    Arc::ptr_eq(a, b)
}

/// By both documents and places. Most rows stand beside one of the same documents, whose ids need not be compared.
fn in_order(a: &PairRow, b: &PairRow) -> Ordering {
    let by_id = |a: &Arc<str>, b: &Arc<str>| if is_same(a, b) { Ordering::Equal } else { a.cmp(b) };
    let places = |row: &PairRow| (row.left_start, row.right_start, row.left_end, row.right_end);
    by_id(&a.left_doc, &b.left_doc).then_with(|| by_id(&a.right_doc, &b.right_doc)).then_with(|| places(a).cmp(&places(b)))
}
