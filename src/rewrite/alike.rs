//! Pairs of sentences that are alike.
//!
//! Words weigh by the logarithm of how rare they are among the sentences of the two documents, not of the corpus: so two documents get the
//! same answer in any corpus. Weights are whole numbers, and so are their sums.

use std::cell::OnceCell;
use std::cmp::Reverse;

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
    weights: OnceCell<Weights>,
}

/// Squares of the weights of words, by their numbers in both documents, and of the lengths of sentences.
pub(super) struct Weights {
    pub of_word: Vec<u64>,
    left_norms: Vec<u64>,
    right_norms: Vec<u64>,
}

impl<'a> Weighed<'a> {
    /// Looks for the words of one document in another.
    pub fn new(left: &'a Bags, right: &'a Indexed<'a>) -> Self {
        let own = count(right.bags.words.len())..;
        let joint = own.zip(&left.words).map(|(own, word)| right.number_or(*word, own)).collect();
        Self { left, right: right.bags, indexed: right, joint, weights: OnceCell::new() }
    }

    /// The number in the right document of a left word.
    #[inline]
    pub fn twin(&self, word: usize) -> Option<u32> {
        Some(self.joint[word]).filter(|joint| (*joint as usize) < self.right.words.len())
    }

    /// The weights. Most documents have no two sentences for which they are needed.
    pub fn weights(&self) -> &Weights {
        self.weights.get_or_init(|| Weights::new(self))
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
        let mut gains = Gains::default();
        for left in (0..self.left.sentences.len()).filter(|left| !self.left.is_common[*left]) {
            self.count(left, starts.as_deref(), &mut counts);
            let from = found.len();
            if is_any_above(&counts, &self.indexed.different, self.left.different(left), dice) {
                let gains = gains.of(self, left);
                for (right, &common) in (0u32..).zip(&counts.as_flattened()[..self.right.sentences.len()]) {
                    let different = count(self.left.different(left)) + u32::from(self.indexed.different.as_flattened()[right as usize]);
                    if 200 * u32::from(common) > dice * different {
                        let value = gains.cosine(right as usize);
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

impl Weights {
    fn new(weighed: &Weighed<'_>) -> Self {
        let (left, right) = (weighed.left, weighed.right);
        let all = left.sentences.len() + right.sentences.len();
        let mut of_word = right.spread.clone();
        of_word.resize(right.words.len() + left.words.len(), 0);
        left.spread.iter().zip(&weighed.joint).for_each(|(spread, joint)| of_word[*joint as usize] += spread);
        // Most words stand in few sentences.
        let mut known = vec![None; all.min(256) + 1];
        let mut weigh = |sentences: u32| -> u64 {
            let fresh = || ((UNIT * (all as f64 / f64::from(sentences)).ln()).round() as u64).pow(2);
            known.get_mut(sentences as usize).map_or_else(fresh, |known| *known.get_or_insert_with(fresh))
        };
        let of_word: Vec<u64> = of_word.into_iter().map(|spread| if spread == 0 { 0 } else { weigh(spread) }).collect();
        let joined = |(word, times): (usize, u64)| times * times * of_word[weighed.joint[word] as usize];
        let left_norms = (0..left.sentences.len()).map(|s| left.counts_of(s).map(joined).sum()).collect();
        let right_norms =
            (0..right.sentences.len()).map(|s| right.counts_of(s).map(|(word, times)| times * times * of_word[word]).sum()).collect();
        Self { of_word, left_norms, right_norms }
    }
}

/// What each word of the right document adds to the product with a sentence of the left one.
#[derive(Default)]
struct Gains {
    of_word: Vec<u64>,
    set: Vec<u32>,
}

impl Gains {
    fn of<'a>(&'a mut self, weighed: &'a Weighed<'_>, left: usize) -> Row<'a> {
        let weights = weighed.weights();
        self.of_word.resize(weights.of_word.len(), 0);
        self.set.drain(..).for_each(|word| self.of_word[word as usize] = 0);
        for (word, times) in weighed.left.counts_of(left) {
            let joint = weighed.joint[word];
            self.of_word[joint as usize] = times * weights.of_word[joint as usize];
            self.set.push(joint);
        }
        Row { gains: &self.of_word, right: weighed.right, norm: weights.left_norms[left], right_norms: &weights.right_norms }
    }
}

/// A sentence of the left document, to be held against those of the right one.
struct Row<'a> {
    gains: &'a [u64],
    right: &'a Bags,
    norm: u64,
    right_norms: &'a [u64],
}

impl Row<'_> {
    fn cosine(&self, right: usize) -> u32 {
        let dot = self.right.counts_of(right).map(|(word, times)| times * self.gains[word]).sum();
        cosine_of(dot, self.norm, self.right_norms[right])
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
