//! Pairs of sentences that are alike, and how alike larger parts are.
//!
//! Words weigh by the logarithm of how rare they are among the sentences of the two documents, not of the corpus: so two documents get the
//! same answer in any corpus. Weights are whole numbers, and so are their sums.

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
        for left in 0..self.left.sentences.len() {
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
                if value > cosine * 100 && 200 * common[r] > dice * different {
                    found.push(Alike { left: count(left), right, cosine: value });
                }
                (dots[r], common[r]) = (0, 0);
            }
        }
        found
    }

    /// Cosine of two rows of sentences as wholes, in ten-thousandths.
    pub fn cosine(&self, left: std::ops::Range<usize>, right: std::ops::Range<usize>) -> u32 {
        let sum = |bags: &Bags, sentences: std::ops::Range<usize>| -> Vec<(u32, u64)> {
            let mut all = bags.of_sentence[bags.sentence_from[sentences.start]..bags.sentence_from[sentences.end]].to_vec();
            all.sort_unstable();
            all.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, same.iter().map(|(_, n)| u64::from(*n)).sum())).collect()
        };
        let (lefts, rights) = (sum(self.left, left), sum(self.right, right));
        let norm = |all: &[(u32, u64)], weights: &[u64]| all.iter().map(|&(w, n)| (n * weights[w as usize]).pow(2)).sum::<u64>();
        let dot = lefts
            .iter()
            .filter_map(|&(word, times)| {
                let twin = self.twins[word as usize]?;
                let at = rights.binary_search_by_key(&twin, |r| r.0).ok()?;
                Some(times * rights[at].1 * self.left_weights[word as usize].pow(2))
            })
            .sum();
        cosine_of(dot, norm(&lefts, &self.left_weights), norm(&rights, &self.right_weights))
    }
}

fn cosine_of(dot: u64, left: u64, right: u64) -> u32 {
    if dot == 0 {
        return 0;
    }
    (1e4 * dot as f64 / (left as f64 * right as f64).sqrt()) as u32
}
