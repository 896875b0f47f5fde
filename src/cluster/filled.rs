//! Forms that are filled anew: texts that stand in several documents with other numbers each time, and when such a text is a copy all the same.
//!
//! A brief is printed again with another toll, and a page with another time above its text: what stands between the numbers is copied whatever they
//! are, as it would be without them. So a row of equal words that says enough by itself makes a copy of all of it between two outlets. Inside one, a
//! house's forms have such rows.

use std::collections::BTreeSet;

use super::formula::Judge;
use super::{Cluster, Passage, sides};
use crate::align::{Alignment, Match, Pair, Side, own_points, points};
use crate::sketch::shingles;
use crate::span::{Span, Words};

/// Points that a word brings at most.
const MOST_POINTS: i32 = 2;
/// Rows of a pair that are looked at: texts that say one line again and again have thousands.
const MOST_ROWS: usize = 64;

impl Judge<'_> {
    /// Whether the text is a form: it holds numbers, stands in several documents with other numbers each time, and says too little between them.
    pub(super) fn is_form(&self, cluster: &Cluster) -> bool {
        if cluster.passages.len() < self.config.formula_fillings {
            return false;
        }
        let numbers = |p: &Passage| self.numbers(p);
        let root = numbers(&cluster.root);
        if (root.len() as f64) < self.config.formula_numbers * f64::from(cluster.root.words.len()) {
            return false;
        }
        let fillings: BTreeSet<Vec<u64>> = cluster.passages.iter().map(numbers).collect();
        let of_root: BTreeSet<u64> = root.into_iter().collect();
        let others: Vec<u64> = cluster.passages.iter().filter(|p| **p != cluster.root).flat_map(numbers).collect();
        let shared = others.iter().filter(|n| of_root.contains(n)).count();
        let is_filled = fillings.len() >= self.config.formula_fillings && shared * 2 < others.len();
        is_filled && (self.is_filled_by_one(cluster) || self.points_between_numbers(&cluster.root) < self.config.row_points)
    }

    /// Whether one outlet has a text in two documents with other numbers each: that is a form of its house, such as a daily bulletin, whoever prints it.
    pub(super) fn is_filled_by_one(&self, cluster: &Cluster) -> bool {
        let outlet = |p: &Passage| self.input.places[p.document as usize].outlet;
        let filled: BTreeSet<(u32, Vec<u64>)> = cluster.passages.iter().map(|p| (outlet(p), self.numbers(p))).collect();
        let outlets: BTreeSet<u32> = filled.iter().map(|(outlet, _)| *outlet).collect();
        outlets.len() < filled.len()
    }

    /// The numbers among the words of a passage.
    pub(super) fn numbers(&self, passage: &Passage) -> Vec<u64> {
        let tokens = &self.input.tokens[passage.document as usize];
        passage.words.range().filter(|w| tokens.traits[*w].is_number()).map(|w| tokens.hashes[w]).collect()
    }

    /// Points of the words of a passage that say most by themselves, within a paragraph and without a number between them.
    pub(super) fn points_between_numbers(&self, passage: &Passage) -> i32 {
        let side = self.side(passage.document);
        let most = between_numbers(side, passage.words).map(|words| own_points(side, words).sum()).max().unwrap_or(0);
        if most > 0 && self.holds_notice(passage) { 0 } else { most }
    }

    /// Points of the row of equal words in a pair that says most by itself, within a paragraph and without a number in it; 0 where none can have
    /// `row_points`, and where a notice stands among the words: the head of a page has many above its date.
    pub(super) fn points_of_row(&self, pair: &Pair) -> i32 {
        let least = usize::try_from(self.config.row_points.max(MOST_POINTS) / MOST_POINTS).unwrap_or(1);
        let (left, right) = (self.side(pair.left), self.side(pair.right));
        let (own, other) = (&left.tokens.hashes[pair.left_words.range()], &right.tokens.hashes[pair.right_words.range()]);
        // The longest row counts the letters of `U.S.`, so it is no shorter in words.
        if own.len().min(other.len()).min(pair.run as usize) < least {
            return 0;
        }
        let (mut rows, mut others) = (Vec::new(), Vec::new());
        shingles(own, least, &mut rows);
        shingles(other, least, &mut others);
        let mut places: Vec<(u64, usize)> = rows.into_iter().zip(0..).collect();
        places.sort_unstable();
        let of_row = |(hash, at): (u64, usize)| {
            let from = places.partition_point(|(known, _)| *known < hash);
            places[from..].iter().take_while(move |(known, _)| *known == hash).map(move |(_, place)| (*place, at))
        };
        // Each row once, where it begins.
        let begins = |(place, at): &(usize, usize)| *place == 0 || *at == 0 || own[place - 1] != other[at - 1];
        let told = |(place, at): (usize, usize)| {
            let len = count(own[place..].iter().zip(&other[at..]).take_while(|(word, other)| word == other).count());
            let (from, of_right) = (pair.left_words.start + count(place), pair.right_words.start + count(at));
            let points = |words: Span<Words>| {
                let matches = (words.start..words.end).map(|word| Match::equal(word, of_right + (word - from))).collect();
                points(left, right, &Alignment { matches, score: 0 }, 100).sum()
            };
            between_numbers(left, Span::new(from, from + len)).map(points).max().unwrap_or(0)
        };
        let most = others.into_iter().zip(0..).flat_map(of_row).filter(begins).take(MOST_ROWS).map(told).max().unwrap_or(0);
        if most > 0 && self.holds_notice(&sides(pair)[0]) { 0 } else { most }
    }

    /// A document's text and words.
    pub(super) fn side(&self, document: u32) -> Side<'_> {
        Side { text: self.input.texts[document as usize], tokens: &self.input.tokens[document as usize] }
    }
}

/// The longest stretches of some words that hold no number and lie in one paragraph.
fn between_numbers(side: Side<'_>, words: Span<Words>) -> impl Iterator<Item = Span<Words>> {
    let is_number = move |word: u32| side.tokens.traits[word as usize].is_number();
    let begins = move |word: u32| side.tokens.paragraphs.binary_search_by_key(&word, |paragraph| paragraph.start).is_ok();
    let words: Vec<u32> = (words.start..words.end).collect();
    let stretches = words.chunk_by(|word, next| !is_number(*word) && !is_number(*next) && !begins(*next));
    let spans: Vec<Span<Words>> =
        stretches.filter(|words| !is_number(words[0])).map(|words| Span::new(words[0], words[0] + count(words.len()))).collect();
    spans.into_iter()
}

fn count(words: usize) -> u32 {
    u32::try_from(words).expect("a text has fewer words than 2^32")
}
