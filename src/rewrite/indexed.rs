//! A document whose sentences are found by their words; others are held against it one after another.

use super::bag::{Bags, count};
use super::numbers::Numbers;

/// Sentences are counted so many at a time: what one instruction of any processor of today takes.
const LANES: usize = 16;
/// Documents with more sentences have no rows: they would not stay in a core's cache.
const MOST_IN_ROWS: usize = 4096;

/// A document, its words found by hash and its sentences by word.
pub(super) struct Indexed<'a> {
    pub bags: &'a Bags,
    numbers: Numbers,
    /// For each word where its sentences stand in `of_word`; one more entry than words.
    word_from: Vec<u32>,
    /// The sentences of each word that start something, in order.
    of_word: Vec<u32>,
    /// For each word where its row stands in `rows`, if it has one.
    row_of: Vec<Option<u32>>,
    /// Of words in several sentences: a one for each sentence that holds it, filled up with zeros to a multiple of the lanes.
    rows: Vec<u8>,
    width: usize,
    /// Different words of each sentence, filled up with the most that there can be.
    pub different: Vec<u16>,
}

impl<'a> Indexed<'a> {
    pub fn new(bags: &'a Bags) -> Self {
        let sentences = bags.sentences.len();
        let starting = || (0..sentences).filter(|sentence| !bags.is_common[*sentence]);
        let mut word_from = vec![0; bags.words.len() + 1];
        for sentence in starting() {
            bags.words_of(sentence).iter().for_each(|word| word_from[*word as usize + 1] += 1);
        }
        for word in 0..bags.words.len() {
            word_from[word + 1] += word_from[word];
        }
        let (mut next, mut of_word) = (word_from.clone(), vec![0; word_from[bags.words.len()] as usize]);
        for sentence in starting() {
            for &word in bags.words_of(sentence) {
                of_word[next[word as usize] as usize] = count(sentence);
                next[word as usize] += 1;
            }
        }
        let width = sentences.next_multiple_of(LANES);
        let mut different = vec![u16::from(u8::MAX); width];
        for (sentence, different) in different[..sentences].iter_mut().enumerate() {
            *different = u16::try_from(bags.different(sentence)).expect("a sentence has some forty words at most");
        }
        let mut indexed = Self {
            bags,
            numbers: Numbers::of(&bags.words),
            word_from,
            of_word,
            row_of: vec![None; bags.words.len()],
            rows: Vec::new(),
            width,
            different,
        };
        indexed.make_rows();
        indexed
    }

    /// Rows for the words that are cheaper to count in a row than sentence by sentence.
    fn make_rows(&mut self) {
        if self.width > MOST_IN_ROWS {
            return;
        }
        for word in 0..self.row_of.len() {
            let own = self.word_from[word] as usize..self.word_from[word + 1] as usize;
            if own.len() > self.width / LANES {
                let from = self.rows.len();
                self.row_of[word] = Some(count(from));
                self.rows.resize(from + self.width, 0);
                self.of_word[own].iter().for_each(|sentence| self.rows[from + *sentence as usize] = 1);
            }
        }
    }

    /// The number of a word of another document in this one.
    #[inline]
    pub fn find(&self, word: u64) -> Option<u32> {
        self.numbers.find(word, &self.bags.words)
    }

    /// The sentences that hold a word and start something, in order.
    #[inline]
    pub fn starting_of(&self, word: u32) -> &[u32] {
        &self.of_word[self.word_from[word as usize] as usize..self.word_from[word as usize + 1] as usize]
    }

    /// Places of all words in sentences that start something.
    pub fn places(&self) -> usize {
        self.of_word.len()
    }

    /// Room for a count of each sentence.
    pub fn counts(&self) -> Vec<u8> {
        vec![0; self.width]
    }

    /// Counts a word in the sentences that hold it.
    #[inline]
    pub fn count(&self, word: u32, counts: &mut [u8]) {
        if let Some(from) = self.row_of[word as usize] {
            let row = &self.rows[from as usize..from as usize + self.width];
            counts.iter_mut().zip(row).for_each(|(count, one)| *count = count.wrapping_add(*one));
        } else {
            self.starting_of(word).iter().for_each(|sentence| counts[*sentence as usize] += 1);
        }
    }
}
