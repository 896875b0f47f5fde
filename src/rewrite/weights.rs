//! What words weigh: the square of the logarithm of how rare they are among the sentences of two documents, in whole numbers.

use std::sync::LazyLock;

use super::bag::Bags;
use super::indexed::Indexed;

/// Parts of one in a weight.
const UNIT: f64 = 1024.0;
/// Sentences of two documents, below which squares are made once for all.
const FEW: usize = 256;

/// Squares of weights, by the sentences of both documents and by those of them that hold the word, for documents of which most are.
static SQUARES: LazyLock<Vec<Vec<u64>>> = LazyLock::new(|| (0..FEW).map(|all| squares(all).collect()).collect());

/// The square of the weight of a word by how many of all sentences hold it.
fn squares(all: usize) -> impl Iterator<Item = u64> {
    let weight = move |holding: usize| (UNIT * (all as f64 / holding as f64).ln()).round() as u64;
    (0..=all).map(move |holding| if holding == 0 { 0 } else { weight(holding).pow(2) })
}

/// Squares of the weights of the words of two documents.
pub(super) struct Weights {
    /// Sentences of both.
    all: usize,
    /// Squares by how many of them hold a word, where they are few.
    few: &'static [u64],
    /// The same where they are many; empty where they are few.
    many: Vec<u64>,
    /// Sentences of both that hold each word of the right document, by its number there, and one more entry; empty until they are counted.
    spread: Vec<u32>,
}

impl Default for Weights {
    fn default() -> Self {
        Self { all: 0, few: &SQUARES[0], many: Vec::new(), spread: Vec::new() }
    }
}

impl Weights {
    /// Takes two documents in place of those before.
    pub fn take(&mut self, left: &Bags, right: &Indexed<'_>) {
        let all = left.sentences.len() + right.bags.sentences.len();
        if all != self.all {
            self.all = all;
            self.many.clear();
            match SQUARES.get(all) {
                Some(few) => self.few = few,
                None => self.many.extend(squares(all)),
            }
        }
        self.spread.clear();
    }

    /// Counts the sentences of both that hold each word of the right document, if that was not done. `numbers` are those of the left places on the right.
    pub fn count(&mut self, right: &Indexed<'_>, numbers: &[u32]) {
        if !self.spread.is_empty() {
            return;
        }
        self.spread.extend_from_slice(right.spread());
        numbers.iter().for_each(|number| self.spread[*number as usize] += 1);
    }

    /// Of a word of the right document, by its number there.
    #[inline]
    pub fn of_right(&self, number: usize) -> u64 {
        self.square(self.spread[number])
    }

    /// How many sentences of both hold each word of the right document, by its number there.
    pub fn spread(&self) -> &[u32] {
        &self.spread[..self.spread.len() - 1]
    }

    /// Of a word that so many sentences of both hold.
    #[inline]
    pub fn square(&self, holding: u32) -> u64 {
        let squares = if self.many.is_empty() { self.few } else { &self.many };
        squares[holding as usize]
    }
}
