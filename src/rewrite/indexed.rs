//! A document whose sentences are found by their words; others are held against it one after another.

use super::bag::{Bags, count};
use super::numbers::Numbers;

/// Sentences that are counted at once: what one instruction takes.
const LANES: usize = 16;
/// In documents of so many lanes at most every word has a row. In others its sentences are counted one by one, or rows would not stay in a core's cache.
const MOST_LANES: usize = 8;

/// A count for each of some sentences, which have fewer than 256 words each.
pub(super) type Counts = [u8; LANES];

/// A document, its words found by hash and its sentences by word.
pub(super) struct Indexed<'a> {
    pub bags: &'a Bags,
    numbers: Numbers,
    /// For each word where its sentences stand in `of_word`; one more entry than words.
    word_from: Vec<u32>,
    /// The sentences of each word that start something, in order.
    of_word: Vec<u32>,
    /// For each word a one for every sentence that holds it, and a row of zeros for all words that are not there; empty in long documents.
    rows: Vec<Counts>,
    /// Lanes of a row.
    width: usize,
    /// Different words of each sentence, filled up with more than there can be.
    pub different: Vec<[u16; LANES]>,
}

/// The larger tables of a document that was indexed, as room for the next one: given back and taken again, their memory would cost more than filling it.
#[derive(Default)]
pub(super) struct Tables {
    numbers: Numbers,
    rows: Vec<Counts>,
}

impl<'a> Indexed<'a> {
    pub fn new(bags: &'a Bags) -> Self {
        Self::in_room(bags, Tables::default())
    }

    /// The same, in the room of the one before.
    pub fn in_room(bags: &'a Bags, Tables { mut numbers, mut rows }: Tables) -> Self {
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
        let width = sentences.div_ceil(LANES);
        let mut different = vec![[u16::from(u8::MAX); LANES]; width];
        for (sentence, different) in different.as_flattened_mut()[..sentences].iter_mut().enumerate() {
            *different = u16::try_from(bags.different(sentence)).expect("a sentence has some forty words at most");
        }
        rows.clear();
        if width <= MOST_LANES {
            rows.resize((bags.words.len() + 1) * width, [0; LANES]);
            for (word, row) in rows[..bags.words.len() * width].chunks_exact_mut(width.max(1)).enumerate() {
                let own = &of_word[word_from[word] as usize..word_from[word + 1] as usize];
                own.iter().for_each(|sentence| row.as_flattened_mut()[*sentence as usize] = 1);
            }
        }
        numbers.fill(&bags.words);
        Self { bags, numbers, word_from, of_word, rows, width, different }
    }

    /// Its tables, when all is found.
    pub fn into_tables(self) -> Tables {
        Tables { numbers: self.numbers, rows: self.rows }
    }

    /// The number of a word of another document in this one, or the other number, which is greater than those in this one.
    #[inline]
    pub fn number_or(&self, word: u64, other: u32) -> u32 {
        self.numbers.number_or(word, other)
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
    pub fn counts(&self) -> Vec<Counts> {
        vec![[0; LANES]; self.width]
    }

    /// Counts words, by their numbers here, in the sentences that hold them. Numbers beyond those of this document stand for other words.
    pub fn count(&self, words: impl Iterator<Item = u32>, counts: &mut [Counts]) {
        let known = self.bags.words.len();
        match counts {
            _ if self.rows.is_empty() => {
                counts.fill([0; LANES]);
                for word in words.filter(|word| (*word as usize) < known) {
                    self.starting_of(word).iter().for_each(|sentence| counts.as_flattened_mut()[*sentence as usize] += 1);
                }
            }
            // Most documents: the counts never leave a register.
            [counts] => {
                *counts = words.fold([0; LANES], |sum, word| add(sum, self.rows[known.min(word as usize)]));
            }
            _ => {
                counts.fill([0; LANES]);
                for word in words {
                    let from = known.min(word as usize) * self.width;
                    counts.iter_mut().zip(&self.rows[from..from + self.width]).for_each(|(counts, row)| *counts = add(*counts, *row));
                }
            }
        }
    }
}

#[inline]
fn add(counts: Counts, others: Counts) -> Counts {
    std::array::from_fn(|lane| counts[lane].wrapping_add(others[lane]))
}
