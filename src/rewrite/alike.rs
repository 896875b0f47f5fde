//! Pairs of sentences that are alike.
//!
//! Words weigh by the logarithm of how rare they are among the sentences of the two documents, not of the corpus: so two documents get the
//! same answer in any corpus. Weights are whole numbers, and so are their sums.

use std::cell::{Cell, OnceCell};
use std::cmp::Reverse;
use std::sync::LazyLock;

use super::bag::{Bags, count};
use super::indexed::{Counts, Indexed};

/// Parts of one in a weight.
const UNIT: f64 = 1024.0;

/// Sentences that one is held against at most, of those that are most alike to it.
const COUNTERPARTS: usize = 64;
/// Steps from a word in one sentence to the same word in another that two documents may take. Two of a thousand sentences of prose take five million.
const STEPS: u64 = 1 << 25;

/// Two sentences that are alike, one in each document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alike {
    pub left: u32,
    pub right: u32,
    /// Cosine, in ten-thousandths.
    pub cosine: u32,
}

/// Two documents with the weights of their words.
pub(super) struct Weighed<'a> {
    pub left: &'a Bags,
    pub right: &'a Bags,
    indexed: &'a Indexed<'a>,
    /// Number of each left word in both: that of the right document, if the word stands there, else one behind its words.
    pub joint: Vec<u32>,
    weights: OnceCell<Vec<u64>>,
    /// Room for the weights and for what sentences gain by them.
    room: Cell<(Vec<u64>, Gains)>,
}

/// The larger lists of two documents, as room for those of the next two.
#[derive(Default)]
pub(super) struct Lists {
    joint: Vec<u32>,
    weights: Vec<u64>,
    gains: Gains,
}

/// Squares of weights, by the sentences of both documents and by those of them that hold the word, for documents of which most are.
static SQUARES: LazyLock<Vec<Vec<u64>>> =
    LazyLock::new(|| (0..256).map(|all| (0..=all).map(|holding| square(all, holding)).collect()).collect());

/// The square of the weight of a word that so many of all sentences hold.
fn square(all: usize, holding: usize) -> u64 {
    if holding == 0 { 0 } else { ((UNIT * (all as f64 / holding as f64).ln()).round() as u64).pow(2) }
}

impl<'a> Weighed<'a> {
    /// Looks for the words of one document in another.
    pub fn new(left: &'a Bags, right: &'a Indexed<'a>) -> Self {
        Self::in_room(left, right, Lists::default())
    }

    /// The same, in the room of the two before.
    pub fn in_room(left: &'a Bags, right: &'a Indexed<'a>, Lists { mut joint, weights, gains }: Lists) -> Self {
        let own = count(right.bags.words.len())..;
        joint.clear();
        joint.extend(own.zip(&left.words).map(|(own, word)| right.number_or(*word, own)));
        Self { left, right: right.bags, indexed: right, joint, weights: OnceCell::new(), room: Cell::new((weights, gains)) }
    }

    /// Its lists, when all is found.
    pub fn into_lists(self) -> Lists {
        let (spare, gains) = self.room.into_inner();
        Lists { joint: self.joint, weights: self.weights.into_inner().unwrap_or(spare), gains }
    }

    /// The number in the right document of a left word.
    #[inline]
    pub fn twin(&self, word: usize) -> Option<u32> {
        Some(self.joint[word]).filter(|joint| (*joint as usize) < self.right.words.len())
    }

    /// Squares of the weights of words, by their numbers in both. Most documents have no two sentences for which they are needed.
    pub fn weights(&self) -> &[u64] {
        self.weights.get_or_init(|| {
            let (mut weights, gains) = self.room.take();
            self.room.set((Vec::new(), gains));
            let all = self.left.sentences.len() + self.right.sentences.len();
            weights.clear();
            weights.extend(self.right.spread.iter().map(|spread| u64::from(*spread)));
            weights.resize(self.right.words.len() + self.left.words.len(), 0);
            self.left.spread.iter().zip(&self.joint).for_each(|(spread, joint)| weights[*joint as usize] += u64::from(*spread));
            match SQUARES.get(all) {
                Some(squares) => weights.iter_mut().for_each(|weight| *weight = squares[*weight as usize]),
                None => weights.iter_mut().for_each(|weight| *weight = square(all, *weight as usize)),
            }
            weights
        })
    }

    /// Pairs of sentences of which the cosine and the Dice coefficient of their different words are both above these, in hundredths. Sorted. And whether
    /// there was more to it than [`COUNTERPARTS`] and [`STEPS`] let through.
    pub fn alike(&self, cosine: u32, dice: u32) -> (Vec<Alike>, bool) {
        self.alike_within((cosine, dice), STEPS, COUNTERPARTS)
    }

    fn alike_within(&self, (cosine, dice): (u32, u32), steps: u64, counterparts: usize) -> (Vec<Alike>, bool) {
        let (starts, mut is_capped) = self.starting_words(steps);
        let mut found: Vec<Alike> = Vec::new();
        let mut counts = self.indexed.counts();
        let (spare, mut gains) = self.room.take();
        self.room.set((spare, Gains::default()));
        gains.clear();
        for left in (0..self.left.sentences.len()).filter(|left| !self.left.is_common[*left]) {
            self.count(left, starts.as_deref(), &mut counts);
            let from = found.len();
            if is_any_above(&counts, &self.indexed.different, self.left.different(left), dice) {
                let mut row = gains.of(self, left);
                for (right, &common) in (0u32..).zip(&counts.as_flattened()[..self.right.sentences.len()]) {
                    let different = count(self.left.different(left)) + u32::from(self.indexed.different.as_flattened()[right as usize]);
                    if 200 * u32::from(common) > dice * different {
                        let value = row.cosine(right as usize);
                        if value > cosine * 100 {
                            found.push(Alike { left: count(left), right, cosine: value });
                        }
                    }
                }
            }
            if found.len() - from > counterparts {
                is_capped = true;
                found[from..].sort_unstable_by_key(|a| (Reverse(a.cosine), a.right));
                found.truncate(from + counterparts);
                found[from..].sort_unstable();
            }
        }
        let (spare, _) = self.room.take();
        self.room.set((spare, gains));
        (found, is_capped)
    }

    /// Counts, for each sentence of the right document, the different words that a left one shares with it.
    fn count(&self, left: usize, starts: Option<&[bool]>, counts: &mut [Counts]) {
        let words = self.left.words_of(left).iter().map(|word| *word as usize);
        let Some(starts) = starts else { return self.indexed.count(words.map(|word| self.joint[word]), counts) };
        self.indexed.count(words.clone().filter(|word| starts[*word]).map(|word| self.joint[word]), counts);
        let counts = counts.as_flattened_mut();
        let touched: Vec<u32> = (0u32..).zip(&*counts).filter(|(_, count)| **count > 0).map(|(right, _)| right).collect();
        for twin in words.filter(|word| !starts[*word]).filter_map(|word| self.twin(word)) {
            let holders = self.indexed.starting_of(twin);
            touched.iter().filter(|right| holders.binary_search(right).is_ok()).for_each(|right| counts[*right as usize] += 1);
        }
    }

    /// The words that bring sentences together, where all of them would take more than so many steps: those that take the fewest. The others only
    /// count in what these brought together. And whether any was left out.
    fn starting_words(&self, most: u64) -> (Option<Vec<bool>>, bool) {
        if self.left.sentences.len() as u64 * self.indexed.places() as u64 <= most {
            return (None, false);
        }
        let mut spread = vec![0u64; self.joint.len()];
        for left in (0..self.left.sentences.len()).filter(|left| !self.left.is_common[*left]) {
            self.left.words_of(left).iter().for_each(|word| spread[*word as usize] += 1);
        }
        let steps = |word: usize| self.twin(word).map_or(0, |twin| spread[word] * self.indexed.starting_of(twin).len() as u64);
        if (0..self.joint.len()).map(steps).sum::<u64>() <= most {
            return (None, false);
        }
        let mut order: Vec<usize> = (0..self.joint.len()).collect();
        order.sort_unstable_by_key(|word| (steps(*word), self.left.words[*word]));
        let mut left = most;
        let mut starts = vec![false; self.joint.len()];
        for word in order {
            match left.checked_sub(steps(word)) {
                Some(rest) => (left, starts[word]) = (rest, true),
                None => break,
            }
        }
        (Some(starts), true)
    }
}

/// Whether any sentence shares so many words with one of `different` words that the Dice coefficient is above `dice` hundredths. Short numbers, so that
/// one instruction takes eight of them.
fn is_any_above(counts: &[Counts], others: &[[u16; 16]], different: usize, dice: u32) -> bool {
    // Above 200 there is none in any case.
    let (different, dice) = (different as u16, dice.min(200) as u16);
    counts.iter().zip(others).any(|(counts, others)| {
        let above = |(common, other): (&u8, &u16)| 200 * u16::from(*common) > dice * (different + other);
        counts.iter().zip(others).fold(false, |any, both| any | above(both))
    })
}

/// What each word of the right document adds to the product with a sentence of the left one.
#[derive(Default)]
struct Gains {
    of_word: Vec<u64>,
    set: Vec<u32>,
    /// Squares of the lengths of sentences of the right document, where one was asked for.
    norms: Vec<Option<u64>>,
}

impl Gains {
    /// Forgets two documents.
    fn clear(&mut self) {
        self.set.drain(..).for_each(|word| self.of_word[word as usize] = 0);
        self.norms.clear();
    }

    fn of<'a>(&'a mut self, weighed: &'a Weighed<'_>, left: usize) -> Row<'a> {
        let weights = weighed.weights();
        if self.of_word.len() < weights.len() {
            self.of_word.resize(weights.len(), 0);
        }
        self.norms.resize(weighed.right.sentences.len(), None);
        self.set.drain(..).for_each(|word| self.of_word[word as usize] = 0);
        let mut norm = 0;
        for (word, times) in weighed.left.counts_of(left) {
            let joint = weighed.joint[word];
            let gain = times * weights[joint as usize];
            self.of_word[joint as usize] = gain;
            self.set.push(joint);
            norm += times * gain;
        }
        Row { gains: &self.of_word, norms: &mut self.norms, weights, right: weighed.right, norm }
    }
}

/// A sentence of the left document, to be held against those of the right one.
struct Row<'a> {
    gains: &'a [u64],
    norms: &'a mut [Option<u64>],
    weights: &'a [u64],
    right: &'a Bags,
    norm: u64,
}

impl Row<'_> {
    fn cosine(&mut self, right: usize) -> u32 {
        let dot = self.right.counts_of(right).map(|(word, times)| times * self.gains[word]).sum();
        let norm = || self.right.counts_of(right).map(|(word, times)| times * times * self.weights[word]).sum();
        cosine_of(dot, self.norm, *self.norms[right].get_or_insert_with(norm))
    }
}

/// Cosine in ten-thousandths, of a product and two squares of lengths.
pub(super) fn cosine_of(dot: u64, left: u64, right: u64) -> u32 {
    if dot == 0 {
        return 0;
    }
    (1e4 * dot as f64 / (left as f64 * right as f64).sqrt()) as u32
}

#[cfg(test)]
mod tests {
    use super::super::wholes::Wholes;
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn bags(text: &str) -> Bags {
        let tokens = tokenize(text, Compounds::Joined);
        Bags::new(text, &tokens, &tokens.hashes)
    }

    fn text() -> impl Strategy<Value = String> {
        let words = vec!["the", "of", "river", "low", "boats", "Marrow", "ferry", "said", "council", "vote.", "too.", "was"];
        prop::collection::vec(prop::sample::select(words), 4..120).prop_map(|words| words.join(" "))
    }

    /// Counts, by word, of a sentence.
    fn counts(bags: &Bags, sentence: usize) -> BTreeMap<u64, f64> {
        bags.counts_of(sentence).map(|(word, times)| (bags.words[word], times as f64)).collect()
    }

    proptest! {
        #[test]
        fn the_index_finds_the_pairs_that_comparing_all_sentences_finds(left in text(), right in text()) {
            let (l, r) = (bags(&left), bags(&right));
            let indexed = Indexed::new(&r);
            let weighed = Weighed::new(&l, &indexed);
            let all = (l.sentences.len() + r.sentences.len()) as f64;
            let holders = |bags: &Bags, word: &u64| (0..bags.sentences.len()).filter(|s| counts(bags, *s).contains_key(word)).count();
            let weight = |word: &u64| (1024.0 * (all / (holders(&l, word) + holders(&r, word)) as f64).ln()).round();
            let mut slow = Vec::new();
            for i in 0..l.sentences.len() {
                for j in 0..r.sentences.len() {
                    let (a, b) = (counts(&l, i), counts(&r, j));
                    let norm = |side: &BTreeMap<u64, f64>| side.iter().map(|(w, n)| (n * weight(w)).powi(2)).sum::<f64>();
                    let dot: f64 = a.iter().filter_map(|(w, n)| Some(n * b.get(w)? * weight(w).powi(2))).sum();
                    let common = a.keys().filter(|w| b.contains_key(w)).count();
                    let cosine = if dot > 0.0 { (1e4 * dot / (norm(&a) * norm(&b)).sqrt()) as u32 } else { 0 };
                    prop_assert_eq!(Wholes::new(&weighed).cosine(i..i + 1, j..j + 1), cosine);
                    if cosine > 3300 && 200 * common > 33 * (a.len() + b.len()) {
                        slow.push(Alike { left: count(i), right: count(j), cosine });
                    }
                }
            }
            prop_assert_eq!(weighed.alike(33, 33), (slow, false));
        }

        #[test]
        fn bounds_keep_the_most_alike_and_change_no_cosine(
            left in text(), right in text(), steps in 0u64..60, counterparts in 1usize..4, common in prop::collection::vec(any::<bool>(), 120),
        ) {
            let (mut l, mut r) = (bags(&left), bags(&right));
            let plain = r.clone();
            let (all, _) = Weighed::new(&l, &Indexed::new(&plain)).alike(33, 33);
            for own in [&mut l, &mut r] {
                own.is_common.iter_mut().zip(&common).for_each(|(own, common)| *own = *common);
            }
            let stands = |found: &Alike| !l.is_common[found.left as usize] && !r.is_common[found.right as usize];
            let all: Vec<Alike> = all.into_iter().filter(stands).collect();
            let indexed = Indexed::new(&r);
            let weighed = Weighed::new(&l, &indexed);
            prop_assert_eq!(&weighed.alike(33, 33).0, &all);
            let (some, is_capped) = weighed.alike_within((33, 33), steps, usize::MAX);
            prop_assert!(some.iter().all(|found| all.contains(found)) && (is_capped || some == all));
            let (few, is_capped) = weighed.alike_within((33, 33), u64::MAX, counterparts);
            let mut best = all.clone();
            best.sort_by_key(|found| (found.left, Reverse(found.cosine), found.right));
            let mut best: Vec<Alike> = best.chunk_by(|a, b| a.left == b.left).flat_map(|own| own.iter().take(counterparts).copied()).collect();
            best.sort();
            prop_assert_eq!(&few, &best);
            prop_assert_eq!(is_capped, few.len() < all.len());
        }
    }
}
