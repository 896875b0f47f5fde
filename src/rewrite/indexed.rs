//! A document whose sentences are found by their words; others are held against it one after another.

use std::cell::OnceCell;

use super::bag::{Bags, count};

/// Sentences that are counted at once: what one instruction takes.
const LANES: usize = 16;
/// In documents of so many lanes at most every word has a row. In others its sentences are counted one by one, or rows would not stay in a core's cache.
const MOST_LANES: usize = 8;

/// A count for each of some sentences, which have fewer than 256 words each.
pub(super) type Counts = [u8; LANES];

/// A document, its words numbered in the order in which they come first, and its sentences by word.
pub(super) struct Indexed<'a> {
    pub bags: &'a Bags,
    tables: Tables<'a>,
    /// Lanes of a row.
    width: usize,
    /// Different words of each sentence, filled up with more than there can be.
    pub different: Vec<[u16; LANES]>,
    holders: OnceCell<Holders>,
}

/// The larger tables of a document that was indexed, as room for the next one: given back and taken again, their memory would cost more than filling it.
pub(super) struct Tables<'a> {
    /// The hash of each word of the lexicon.
    hashes: &'a [u64],
    /// For each word of the lexicon its number in the document, or [`NONE`].
    numbers: Vec<u32>,
    /// For each word of the document the first of its places.
    first: Vec<u32>,
    /// How many sentences hold it, and a zero for all words that are not there.
    spread: Vec<u32>,
    /// The number of the word at each place.
    of_place: Vec<u32>,
    /// For each word a one for every sentence that holds it and starts something, and a row of zeros for all words that are not there; empty in long documents.
    rows: Vec<Counts>,
}

/// The number of a word that is not there: greater than any other.
const NONE: u32 = u32::MAX;

/// The sentences of each word that start something, in order.
struct Holders {
    /// For each word where its sentences stand; one more entry than words.
    from: Vec<u32>,
    sentences: Vec<u32>,
}

impl<'a> Tables<'a> {
    /// Of no document yet.
    pub fn new(hashes: &'a [u64]) -> Self {
        Self { hashes, numbers: vec![NONE; hashes.len()], first: Vec::new(), spread: Vec::new(), of_place: Vec::new(), rows: Vec::new() }
    }
}

impl<'a> Indexed<'a> {
    pub fn new(bags: &'a Bags, mut tables: Tables<'a>) -> Self {
        let Tables { numbers, first, spread, of_place, rows, .. } = &mut tables;
        spread.clear();
        spread.resize(bags.words.len() + 1, 0);
        first.resize(bags.words.len(), 0);
        of_place.clear();
        let mut next = 0;
        for (place, word) in (0..).zip(&bags.words) {
            // Written in any case, and written over if the word was met before: nobody can predict that.
            first[next as usize] = place;
            let number = &mut numbers[*word as usize];
            let is_new = *number == NONE;
            *number = if is_new { next } else { *number };
            next += u32::from(is_new);
            spread[*number as usize] += 1;
            of_place.push(*number);
        }
        first.truncate(next as usize);
        spread.truncate(next as usize + 1);
        let sentences = &bags.sentences;
        let width = sentences.len().div_ceil(LANES);
        let mut different = vec![[u16::from(u8::MAX); LANES]; width];
        for (sentence, different) in sentences.iter().zip(different.as_flattened_mut()) {
            *different = u16::from(sentence.different());
        }
        rows.clear();
        if width <= MOST_LANES {
            rows.resize((first.len() + 1) * width, [0; LANES]);
            for (n, sentence) in sentences.iter().enumerate().filter(|(_, sentence)| !sentence.is_common) {
                for number in &of_place[sentence.places()] {
                    rows[*number as usize * width + n / LANES][n % LANES] = 1;
                }
            }
        }
        Self { bags, tables, width, different, holders: OnceCell::new() }
    }

    /// Its tables, when all is found.
    pub fn into_tables(mut self) -> Tables<'a> {
        let Tables { numbers, first, .. } = &mut self.tables;
        first.iter().for_each(|place| numbers[self.bags.words[*place as usize] as usize] = NONE);
        self.tables
    }

    /// How many different words it has.
    #[inline]
    pub fn words(&self) -> usize {
        self.tables.first.len()
    }

    /// The numbers of words of the lexicon in this document, in place of others; of those that are not there, how many words it has.
    #[inline]
    pub fn numbers_of(&self, words: &[u32], told: &mut Vec<u32>) {
        let all = count(self.words());
        told.clear();
        told.extend(words.iter().map(|word| self.tables.numbers[*word as usize].min(all)));
    }

    /// The number of the word at each place.
    #[inline]
    pub fn of_places(&self) -> &[u32] {
        &self.tables.of_place
    }

    /// How many sentences hold each word, and a zero behind them for all words that are not there.
    #[inline]
    pub fn spread(&self) -> &[u32] {
        &self.tables.spread
    }

    /// For each word the first of its places.
    #[inline]
    pub fn first_places(&self) -> &[u32] {
        &self.tables.first
    }

    /// The hash of a word of the lexicon.
    pub fn hash_of(&self, word: u32) -> u64 {
        self.tables.hashes[word as usize]
    }

    /// The sentences that hold a word, by its number here, and start something, in order.
    pub fn starting_of(&self, number: usize) -> &[u32] {
        let Holders { from, sentences } = self.holders.get_or_init(|| self.holders());
        &sentences[from[number] as usize..from[number + 1] as usize]
    }

    fn holders(&self) -> Holders {
        let starting = || (0u32..).zip(&self.bags.sentences).filter(|(_, sentence)| !sentence.is_common);
        let numbers = self.of_places();
        let mut from = vec![0; self.words() + 1];
        for (_, sentence) in starting() {
            numbers[sentence.places()].iter().for_each(|number| from[*number as usize + 1] += 1);
        }
        for word in 0..self.words() {
            from[word + 1] += from[word];
        }
        let (mut next, mut sentences) = (from.clone(), vec![0; from[self.words()] as usize]);
        for (n, sentence) in starting() {
            for number in &numbers[sentence.places()] {
                let next = &mut next[*number as usize];
                sentences[*next as usize] = n;
                *next += 1;
            }
        }
        Holders { from, sentences }
    }

    /// Makes room for a count of each sentence.
    pub fn make_room(&self, counts: &mut Vec<Counts>) {
        counts.clear();
        counts.resize(self.width, [0; LANES]);
    }

    /// Counts words, by their numbers here, in the sentences that hold them. How many words there are stands for one that is not there.
    #[inline]
    pub fn count(&self, numbers: impl Iterator<Item = u32>, counts: &mut [Counts]) {
        // Most documents: the counts never leave registers.
        match counts {
            _ if self.tables.rows.is_empty() => {
                counts.fill([0; LANES]);
                for number in numbers.map(|number| number as usize).filter(|number| *number < self.words()) {
                    self.starting_of(number).iter().for_each(|sentence| counts.as_flattened_mut()[*sentence as usize] += 1);
                }
            }
            [_] => self.sum::<1>(numbers, counts),
            [_, _] => self.sum::<2>(numbers, counts),
            [_, _, _] => self.sum::<3>(numbers, counts),
            [_, _, _, _] => self.sum::<4>(numbers, counts),
            _ => {
                counts.fill([0; LANES]);
                for number in numbers {
                    let from = number as usize * self.width;
                    counts.iter_mut().zip(&self.tables.rows[from..from + self.width]).for_each(|(counts, row)| add(counts, row));
                }
            }
        }
    }

    #[inline]
    fn sum<const WIDTH: usize>(&self, numbers: impl Iterator<Item = u32>, counts: &mut [Counts]) {
        let (rows, _) = self.tables.rows.as_chunks::<WIDTH>();
        let mut sums = [[0; LANES]; WIDTH];
        for number in numbers {
            let row = &rows[number as usize];
            sums.iter_mut().zip(row).for_each(|(sums, row)| add(sums, row));
        }
        counts.copy_from_slice(&sums);
    }
}

/// In place: an array made anew by a closure is not always made in a register.
#[inline(always)]
fn add(counts: &mut Counts, others: &Counts) {
    counts.iter_mut().zip(others).for_each(|(count, other)| *count = count.wrapping_add(*other));
}

#[cfg(test)]
mod tests {
    use super::super::bag::tests::bags_of;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_counted_in_the_sentences_that_hold_them(
            texts in prop::array::uniform3("([a-dA-D]{1,2}[ .\n]{1,2}){0,400}"), common in prop::collection::vec(any::<bool>(), 300),
        ) {
            let ([mut one, mut two, other], hashes) = bags_of(texts.each_ref().map(String::as_str));
            for bags in [&mut one, &mut two] {
                bags.sentences.iter_mut().zip(&common).for_each(|(sentence, common)| sentence.is_common = *common);
            }
            // One after the other in the same tables.
            let mut tables = Tables::new(&hashes);
            for bags in [&one, &two] {
                let indexed = Indexed::new(bags, tables);
                for asked in (0..other.sentences.len()).map(|sentence| other.words_of(sentence)) {
                    let mut counts = vec![[7; LANES]; 3];
                    indexed.make_room(&mut counts);
                    let mut numbers = Vec::new();
                    indexed.numbers_of(asked, &mut numbers);
                    indexed.count(numbers.iter().copied(), &mut counts);
                    for (n, sentence) in bags.sentences.iter().enumerate() {
                        let shared = asked.iter().filter(|word| !sentence.is_common && bags.words_of(n).contains(word)).count();
                        prop_assert_eq!(usize::from(counts.as_flattened()[n]), shared);
                    }
                    for (&word, number) in asked.iter().zip(numbers) {
                        let slow: Vec<u32> = (0..).take(bags.sentences.len()).filter(|n| !bags.sentences[*n as usize].is_common && bags.words_of(*n as usize).contains(&word)).collect();
                        let number = number as usize;
                        prop_assert_eq!(number < indexed.words(), bags.words.contains(&word));
                        if number < indexed.words() {
                            prop_assert_eq!(indexed.starting_of(number), slow);
                        }
                    }
                }
                tables = indexed.into_tables();
            }
        }
    }
}
