//! Pairs of sentences that are alike, and how alike larger parts are.
//!
//! Words weigh by the logarithm of how rare they are among the sentences of the two documents, not of the corpus: so two documents get the
//! same answer in any corpus. Weights are whole numbers, and so are their sums.

use std::ops::Range;

use super::bag::{Bags, count};

/// Parts of one in a weight.
const UNIT: f64 = 1024.0;

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

    /// Pairs of sentences of which the cosine and the Dice coefficient of their different words are both above these, in hundredths. Sorted.
    pub fn alike(&self, cosine: u32, dice: u32) -> Vec<Alike> {
        let mut found = Vec::new();
        let mut dots = vec![0u64; self.right.sentences.len()];
        let mut common = vec![0u32; self.right.sentences.len()];
        let mut touched: Vec<u32> = Vec::new();
        for left in (0..self.left.sentences.len()).filter(|left| !self.left.is_common[*left]) {
            let words = self.left.words_of(left);
            for &(word, times) in words {
                let Some(twin) = self.twins[word as usize] else { continue };
                let weight = self.left_weights[word as usize];
                let gain = u64::from(times) * weight * weight;
                for &(right, times) in self.right.sentences_of(twin as usize) {
                    if common[right as usize] == 0 {
                        touched.push(right);
                    }
                    dots[right as usize] += gain * u64::from(times);
                    common[right as usize] += 1;
                }
            }
            touched.sort_unstable();
            for right in touched.drain(..) {
                let r = right as usize;
                let different = count(words.len() + self.right.words_of(r).len());
                let value = cosine_of(dots[r], self.left_norms[left], self.right_norms[r]);
                if !self.right.is_common[r] && value > cosine * 100 && 200 * common[r] > dice * different {
                    found.push(Alike { left: count(left), right, cosine: value });
                }
                (dots[r], common[r]) = (0, 0);
            }
        }
        found
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
            prop_assert_eq!(weighed.alike(33, 33), slow);
        }
    }
}
