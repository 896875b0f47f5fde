//! Rows of `pairs`: copies, and what was rewritten.

use rayon::prelude::*;

use super::{Findings, Names, both_places, count};
use crate::align::Pair;
use crate::attribute::InText;
use crate::cluster::ClusterInput;
use crate::error::Result;
use crate::kernel::memory::ask_for;
use crate::report::Pairs;
use crate::report::model::{Kind, PairRow};
use crate::report::pairs::Row;
use crate::rewrite::Rewritten;
use crate::room::{Column, List, Shelf};
use crate::span::{Span, Words};

/// Pairs whose places are looked up together: their right sides are spread over all documents.
const TOGETHER: usize = 32;

/// Rows that are made before the copies that they were made of go.
const AT_ONCE: usize = 1 << 17;

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

/// A pair inside one outlet is a row only when that was asked for.
pub(super) fn is_row(input: &ClusterInput<'_>, pair: &Pair) -> bool {
    input.seeds.same_outlet || input.places[pair.left as usize].outlet != input.places[pair.right as usize].outlet
}

/// Whether a pair is no copy, and bare besides.
fn is_left_out(input: &ClusterInput<'_>, pair: &Pair, kind: Kind) -> bool {
    !kind.is_copy() && is_bare(pair, input.align.min_words)
}

/// Pairs that are left out since they are bare.
pub(super) fn bare(findings: &Findings<'_>) -> u64 {
    let input = &findings.in_text.input;
    let pairs = input.pairs.par_iter().zip(&findings.kinds.pairs);
    pairs.filter(|(pair, kind)| is_row(input, pair) && is_left_out(input, pair, **kind)).count() as u64
}

/// What the rows of pairs are made of, without the copies themselves.
#[derive(Debug, Clone, Copy)]
pub struct PairFindings<'a> {
    /// Words, places and the clusters of copies.
    pub in_text: &'a InText<'a, 'a>,
    /// The kind of each copy.
    pub kinds: &'a [Kind],
    /// What was rewritten.
    pub rewritten: &'a [Rewritten],
}

/// Copies, of which those in memory go when they are needed no more.
enum Copies {
    /// The last one first: from the end they can go.
    Memory {
        left: Vec<Pair>,
        count: usize,
    },
    File(Column<Pair>),
}

impl Copies {
    fn new(copies: Column<Pair>) -> Self {
        match copies.into_list() {
            Ok(mut left) => {
                left.reverse();
                Self::Memory { count: left.len(), left }
            }
            Err(copies) => Self::File(copies),
        }
    }

    /// How many there were.
    fn count(&self) -> usize {
        match self {
            Self::Memory { count, .. } => *count,
            Self::File(copies) => copies.len(),
        }
    }

    /// The one with a number, which has not gone.
    fn get(&self, n: usize) -> Option<&Pair> {
        match self {
            Self::Memory { left, count } => (n < *count).then(|| &left[count - 1 - n]),
            Self::File(copies) => copies.get(n),
        }
    }

    /// Those with lower numbers go.
    fn go_before(&mut self, n: usize) {
        if let Self::Memory { left, count } = self {
            left.truncate(*count - n);
            left.shrink_to_fit();
        }
    }
}

impl PairFindings<'_> {
    /// The rows of pairs, on a shelf where there is one. Copies go as rows come: there are millions of both.
    ///
    /// # Errors
    /// When the disk of the shelf is full.
    pub fn rows(&self, names: Names, copies: Column<Pair>, shelf: Option<&Shelf>) -> Result<Pairs> {
        let Names { documents, clusters } = names;
        let mut numbers = Vec::with_capacity(clusters.len());
        let mut reported = Vec::new();
        for id in clusters {
            numbers.push(id.is_some().then(|| count(reported.len())));
            reported.extend(id);
        }
        Ok(Pairs::new(documents, reported, self.drain(&numbers, Copies::new(copies), shelf)?))
    }

    /// `numbers` has for each cluster its place among those that are reported. Each row is made where it will stay, unless that is on disk: none is moved to be
    /// sorted save among those of its two documents.
    fn drain(&self, numbers: &[Option<u32>], mut copies: Copies, shelf: Option<&Shelf>) -> Result<Column<Row>> {
        let of_copies = copies.count();
        let is_row = |n: &u32| {
            let n = *n as usize;
            copies.get(n).is_none_or(|pair| is_row(&self.in_text.input, pair) && !is_left_out(&self.in_text.input, pair, self.kinds[n]))
        };
        let documents = |copies: &Copies, n: u32| {
            copies.get(n as usize).map_or_else(|| of_rewritten(&self.rewritten[n as usize - of_copies]), |pair| (pair.left, pair.right))
        };
        let mut order: Vec<u32> = (0..count(of_copies + self.rewritten.len())).filter(is_row).collect();
        // Both stand in order already. That of documents is the order of their ids.
        order.sort_by_key(|n| documents(&copies, *n));
        let shelf = shelf.filter(|_| cfg!(unix));
        let mut on_shelf = shelf.map(|shelf| List::new(Some(shelf))).transpose()?;
        let mut rows: Vec<Row> = Vec::with_capacity(if shelf.is_some() { 0 } else { order.len() });
        let mut done = 0;
        while done < order.len() {
            let mut end = order.len().min(done + AT_ONCE);
            while end < order.len() && documents(&copies, order[end]) == documents(&copies, order[end - 1]) {
                end += 1;
            }
            let some = &order[done..end];
            let row = |(at, n): (usize, &u32)| {
                if at.is_multiple_of(TOGETHER) {
                    let some = || some[at..].iter().take(TOGETHER).filter_map(|n| copies.get(*n as usize));
                    some().for_each(|pair| self.ask_for_words(pair));
                    some().for_each(|pair| self.ask_for_texts(pair));
                }
                match copies.get(*n as usize) {
                    Some(pair) => self.copy(pair, numbers, *n as usize),
                    None => self.rewritten(&self.rewritten[*n as usize - of_copies]),
                }
            };
            let from = rows.len();
            rows.par_extend(some.par_iter().enumerate().map(row));
            rows[from..].par_chunk_by_mut(|a, b| a.documents() == b.documents()).for_each(|own| own.sort_by_key(Row::place));
            if let Some(list) = &mut on_shelf {
                list.add(std::mem::take(&mut rows))?;
            }
            copies.go_before(order[end..].iter().map(|n| *n as usize).find(|n| *n < of_copies).unwrap_or(of_copies));
            done = end;
        }
        let rows = on_shelf.map_or_else(|| Ok(rows.into()), List::finish)?;
        debug_assert!(rows.is_sorted_by_key(|row| (row.documents(), row.place())), "documents are sorted by id");
        Ok(rows)
    }

    /// Asks memory for where the words of both sides stand.
    fn ask_for_words(&self, pair: &Pair) {
        for (document, words) in [(pair.left, pair.left_words), (pair.right, pair.right_words)] {
            let spans = &self.in_text.input.tokens[document as usize].spans;
            ask_for(&spans[words.start as usize]);
            ask_for(&spans[words.end as usize - 1]);
            ask_for(&self.in_text.chars[document as usize]);
        }
    }

    /// Asks memory for what is read of both sides' texts.
    fn ask_for_texts(&self, pair: &Pair) {
        let InText { input, chars, .. } = self.in_text;
        for (document, words) in [(pair.left, pair.left_words), (pair.right, pair.right_words)] {
            let document = document as usize;
            let bytes = input.tokens[document].bytes(words);
            input.texts[document].as_bytes().get(bytes.end as usize).into_iter().for_each(ask_for);
            chars[document].ask_for(bytes.start);
            chars[document].ask_for(bytes.end);
        }
    }

    fn copy(&self, p: &Pair, numbers: &[Option<u32>], n: usize) -> Row {
        let of = self.in_text.clustering.of_pairs[n];
        let number = |cluster: Option<usize>| cluster.and_then(|cluster| numbers[cluster]);
        Row::new(&PairRow {
            words: p.matched,
            identity: p.identity(),
            score: f64::from(p.score) / 4.0,
            kind: self.kinds[n],
            left_cluster: number(of.left()),
            right_cluster: number(of.right()),
            ..self.row((p.left, p.right), (p.left_words, p.right_words))
        })
    }

    /// A pair of its own tier: in no cluster, and ranked by its similarity.
    fn rewritten(&self, pair: &Rewritten) -> Row {
        Row::new(&PairRow {
            words: pair.shared,
            identity: pair.identity(),
            kind: Kind::Rewritten,
            similarity: Some(pair.similarity()),
            ..self.row((pair.left, pair.right), (pair.left_words, pair.right_words))
        })
    }

    fn coverage(&self, document: u32, words: Span<Words>) -> f64 {
        f64::from(words.len()) / self.in_text.input.tokens[document as usize].len() as f64
    }

    /// Where two spans stand. What they have in common is for others to say.
    fn row(&self, documents: (u32, u32), words: (Span<Words>, Span<Words>)) -> PairRow<u32> {
        let [(left_bytes, left), (right_bytes, right)] = both_places(self.in_text, documents, words);
        PairRow {
            left_doc: documents.0,
            left_start: left.start,
            left_end: left.end,
            left_byte_start: left_bytes.start,
            left_byte_end: left_bytes.end,
            right_doc: documents.1,
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
