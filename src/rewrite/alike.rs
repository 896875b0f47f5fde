//! Pairs of sentences that are alike, and how alike larger parts are.
//!
//! Words weigh by the logarithm of how rare they are among the sentences of the two documents, not of the corpus: so two documents get the
//! same answer in any corpus. Weights are whole numbers, and so are their sums.

use std::cmp::Reverse;
use std::ops::Range;

use super::bag::{Bags, count};

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

/// How alike two parts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Likeness {
    /// Cosine, in ten-thousandths.
    pub cosine: u32,
    /// Words that both hold; one that stands several times counts as often as it stands in both.
    pub shared: u32,
    /// Different content words in small letters, in one of the documents at least, that both hold.
    pub content: u32,
}

/// Two documents with the weights of their words.
pub(super) struct Weighed<'a> {
    pub left: &'a Bags,
    pub right: &'a Bags,
    /// By number of the word in the left document.
    left_weights: Vec<u64>,
    right_weights: Vec<u64>,
    /// Number of each left word in the right document.
    twins: Vec<Option<u32>>,
    left_norms: Vec<u64>,
    right_norms: Vec<u64>,
}

impl<'a> Weighed<'a> {
    /// Weighs the words of two documents.
    pub fn new(left: &'a Bags, right: &'a Bags) -> Self {
        let all = (left.sentences.len() + right.sentences.len()) as f64;
        let weigh = |sentences: usize| -> u64 { (UNIT * (all / sentences as f64).ln()).round() as u64 };
        let mut right_weights: Vec<u64> = (0..right.words.len()).map(|w| weigh(right.sentences_of(w).len())).collect();
        let (mut left_weights, mut twins) = (Vec::with_capacity(left.words.len()), Vec::with_capacity(left.words.len()));
        let mut at = 0;
        for (word, hash) in left.words.iter().enumerate() {
            while right.words.get(at).is_some_and(|other| other < hash) {
                at += 1;
            }
            let own = left.sentences_of(word).len();
            if right.words.get(at) == Some(hash) {
                let weight = weigh(own + right.sentences_of(at).len());
                right_weights[at] = weight;
                left_weights.push(weight);
                twins.push(Some(count(at)));
            } else {
                left_weights.push(weigh(own));
                twins.push(None);
            }
        }
        let norms = |bags: &Bags, weights: &[u64]| -> Vec<u64> {
            (0..bags.sentences.len())
                .map(|s| bags.words_of(s).iter().map(|&(word, times)| (u64::from(times) * weights[word as usize]).pow(2)).sum())
                .collect()
        };
        let (left_norms, right_norms) = (norms(left, &left_weights), norms(right, &right_weights));
        Self { left, right, left_weights, right_weights, twins, left_norms, right_norms }
    }

    /// Pairs of sentences of which the cosine and the Dice coefficient of their different words are both above these, in hundredths. Sorted. And whether
    /// there was more to it than [`COUNTERPARTS`] and [`STEPS`] let through.
    pub fn alike(&self, cosine: u32, dice: u32) -> (Vec<Alike>, bool) {
        self.alike_within((cosine, dice), STEPS, COUNTERPARTS)
    }

    fn alike_within(&self, (cosine, dice): (u32, u32), steps: u64, counterparts: usize) -> (Vec<Alike>, bool) {
        let (starts, mut is_capped) = self.starting_words(steps);
        let mut found: Vec<Alike> = Vec::new();
        let mut dots = vec![0u64; self.right.sentences.len()];
        let mut common = vec![0u32; self.right.sentences.len()];
        let mut touched: Vec<u32> = Vec::new();
        for left in (0..self.left.sentences.len()).filter(|left| !self.left.is_common[*left]) {
            let words = self.left.words_of(left);
            let twins = words.iter().filter_map(|&(word, times)| Some((word as usize, times, self.twins[word as usize]? as usize)));
            let gain = |word: usize, times: u32| u64::from(times) * self.left_weights[word] * self.left_weights[word];
            for (word, times, twin) in twins.clone().filter(|(word, ..)| starts.as_ref().is_none_or(|starts| starts[*word])) {
                let gain = gain(word, times);
                for &(right, times) in self.right.starting_of(twin) {
                    if common[right as usize] == 0 {
                        touched.push(right);
                    }
                    dots[right as usize] += gain * u64::from(times);
                    common[right as usize] += 1;
                }
            }
            if let Some(starts) = &starts {
                for (word, times, twin) in twins.filter(|(word, ..)| !starts[*word]) {
                    for &right in &touched {
                        let others = self.right.words_of(right as usize);
                        if let Ok(at) = others.binary_search_by_key(&twin, |(word, _)| *word as usize) {
                            dots[right as usize] += gain(word, times) * u64::from(others[at].1);
                            common[right as usize] += 1;
                        }
                    }
                }
            }
            touched.sort_unstable();
            let from = found.len();
            for right in touched.drain(..) {
                let r = right as usize;
                let different = count(words.len() + self.right.words_of(r).len());
                let value = cosine_of(dots[r], self.left_norms[left], self.right_norms[r]);
                if value > cosine * 100 && 200 * common[r] > dice * different {
                    found.push(Alike { left: count(left), right, cosine: value });
                }
                (dots[r], common[r]) = (0, 0);
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

    /// The words that bring sentences together, where all of them would take more than so many steps: those that take the fewest. The others only
    /// count in what these brought together. And whether any was left out.
    fn starting_words(&self, most: u64) -> (Option<Vec<bool>>, bool) {
        let steps = |word: usize| {
            self.twins[word].map_or(0, |twin| self.left.starting_of(word).len() as u64 * self.right.starting_of(twin as usize).len() as u64)
        };
        if (0..self.twins.len()).map(steps).sum::<u64>() <= most {
            return (None, false);
        }
        let mut order: Vec<usize> = (0..self.twins.len()).collect();
        order.sort_by_key(|word| steps(*word));
        let mut left = most;
        let mut starts = vec![false; self.twins.len()];
        for word in order {
            match left.checked_sub(steps(word)) {
                Some(rest) => (left, starts[word]) = (rest, true),
                None => break,
            }
        }
        (Some(starts), true)
    }

    /// How alike two rows of sentences are as wholes.
    pub fn compare(&self, left: Range<usize>, right: Range<usize>) -> Likeness {
        let (lefts, rights) = (sum(self.left, left), sum(self.right, right));
        let norm = |all: &[(u32, u64)], weights: &[u64]| all.iter().map(|&(w, n)| (n * weights[w as usize]).pow(2)).sum::<u64>();
        let (mut dot, mut shared, mut content) = (0, 0, 0);
        for &(word, times) in &lefts {
            let Some(twin) = self.twins[word as usize] else { continue };
            let Ok(at) = rights.binary_search_by_key(&twin, |r| r.0) else { continue };
            dot += times * rights[at].1 * self.left_weights[word as usize].pow(2);
            shared += times.min(rights[at].1);
            content += u32::from(self.left.is_plain[word as usize] || self.right.is_plain[twin as usize]);
        }
        let cosine = cosine_of(dot, norm(&lefts, &self.left_weights), norm(&rights, &self.right_weights));
        Likeness { cosine, shared: u32::try_from(shared).expect("a text is shorter than 4 GiB"), content }
    }
}

/// How often each word stands in a row of sentences, by number.
fn sum(bags: &Bags, sentences: Range<usize>) -> Vec<(u32, u64)> {
    let mut all = bags.of_sentence[bags.sentence_from[sentences.start]..bags.sentence_from[sentences.end]].to_vec();
    all.sort_unstable();
    all.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, same.iter().map(|(_, n)| u64::from(*n)).sum())).collect()
}

fn cosine_of(dot: u64, left: u64, right: u64) -> u32 {
    if dot == 0 {
        return 0;
    }
    (1e4 * dot as f64 / (left as f64 * right as f64).sqrt()) as u32
}

#[cfg(test)]
mod tests {
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
        prop::collection::vec(prop::sample::select(words), 4..80).prop_map(|words| words.join(" "))
    }

    /// Counts, by word, of some sentences.
    fn counts(bags: &Bags, sentences: Range<usize>) -> BTreeMap<u64, f64> {
        let mut all = BTreeMap::new();
        for sentence in sentences {
            for &(word, times) in bags.words_of(sentence) {
                *all.entry(bags.words[word as usize]).or_insert(0.0) += f64::from(times);
            }
        }
        all
    }

    proptest! {
        #[test]
        fn the_index_finds_the_pairs_that_comparing_all_sentences_finds(left in text(), right in text()) {
            let (l, r) = (bags(&left), bags(&right));
            let weighed = Weighed::new(&l, &r);
            let all = (l.sentences.len() + r.sentences.len()) as f64;
            let weight = |word: &u64| {
                let of = |bags: &Bags| bags.words.binary_search(word).map_or(0, |w| bags.sentences_of(w).len());
                (1024.0 * (all / (of(&l) + of(&r)) as f64).ln()).round()
            };
            let mut slow = Vec::new();
            for i in 0..l.sentences.len() {
                for j in 0..r.sentences.len() {
                    let (a, b) = (counts(&l, i..i + 1), counts(&r, j..j + 1));
                    let norm = |side: &BTreeMap<u64, f64>| side.iter().map(|(w, n)| (n * weight(w)).powi(2)).sum::<f64>();
                    let dot: f64 = a.iter().filter_map(|(w, n)| Some(n * b.get(w)? * weight(w).powi(2))).sum();
                    let common = a.keys().filter(|w| b.contains_key(w)).count();
                    let cosine = if dot > 0.0 { (1e4 * dot / (norm(&a) * norm(&b)).sqrt()) as u32 } else { 0 };
                    prop_assert_eq!(weighed.compare(i..i + 1, j..j + 1).cosine, cosine);
                    if cosine > 3300 && 200 * common > 33 * (a.len() + b.len()) {
                        slow.push(Alike { left: count(i), right: count(j), cosine });
                    }
                }
            }
            prop_assert_eq!(weighed.alike(33, 33), (slow, false));
        }

        #[test]
        fn bounds_keep_the_most_alike_and_change_no_cosine(
            left in text(), right in text(), steps in 0u64..60, counterparts in 1usize..4, common in prop::collection::vec(any::<bool>(), 80),
        ) {
            let (mut l, mut r) = (bags(&left), bags(&right));
            for own in [&mut l, &mut r] {
                own.is_common.iter_mut().zip(&common).for_each(|(own, common)| *own = *common);
            }
            let stands = |found: &Alike| !l.is_common[found.left as usize] && !r.is_common[found.right as usize];
            let (all, _) = Weighed::new(&bags(&left), &bags(&right)).alike(33, 33);
            let all: Vec<Alike> = all.into_iter().filter(stands).collect();
            l.part();
            r.part();
            let weighed = Weighed::new(&l, &r);
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
