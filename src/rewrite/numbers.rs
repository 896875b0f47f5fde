//! The different words of a document, each with a number.

use super::bag::count;

/// Numbers words, known by their hashes, in the order in which they come first.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    /// A word, and its number plus one, at or behind the place that its hash names. 0 where there is none.
    slots: Vec<(u64, u32)>,
}

/// Places for each word. Of words that are looked for many are not there: one in so many meets another.
const ROOM: usize = 4;

impl Numbers {
    /// Forgets all, and makes room for so many words.
    pub fn clear(&mut self, words: usize) {
        self.slots.clear();
        self.slots.resize((ROOM * words).next_power_of_two().max(16), (0, 0));
    }

    /// Takes the numbers of words that stand in order, each once, in place of all others.
    pub fn fill(&mut self, words: &[u64]) {
        self.clear(words.len());
        for (number, word) in (1..).zip(words) {
            let slot = self.slot(*word);
            self.slots[slot] = (*word, number);
        }
    }

    /// The number of a word; a new one is put behind the others.
    #[inline]
    pub fn number(&mut self, word: u64, words: &mut Vec<u64>) -> u32 {
        let slot = self.slot(word);
        if self.slots[slot].1 == 0 {
            words.push(word);
            self.slots[slot] = (word, count(words.len()));
        }
        self.slots[slot].1 - 1
    }

    /// The number of a word, or the other one where it is not among these, which is greater than theirs. Without a branch: which words two
    /// documents share nobody can predict.
    #[inline]
    pub fn number_or(&self, word: u64, other: u32) -> u32 {
        self.slots[self.slot(word)].1.wrapping_sub(1).min(other)
    }

    /// Where a word stands, or would.
    #[inline]
    fn slot(&self, word: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = (word >> 32) as usize & last;
        while (self.slots[slot].1 != 0) & (self.slots[slot].0 != word) {
            slot = (slot + 1) & last;
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_numbered_in_the_order_in_which_they_come_and_found_again(hashes in prop::collection::vec(0u64..40, 0..200), all_alike in any::<bool>()) {
            let hashes: Vec<u64> = hashes.into_iter().map(|hash| if all_alike { hash } else { hash << 32 }).collect();
            let (mut words, mut numbers) = (Vec::new(), Numbers::default());
            numbers.clear(hashes.len());
            let told: Vec<u32> = hashes.iter().map(|hash| numbers.number(*hash, &mut words)).collect();
            let mut first: Vec<u64> = Vec::new();
            hashes.iter().for_each(|hash| if !first.contains(hash) { first.push(*hash) });
            prop_assert_eq!(&words, &first);
            prop_assert!(told.iter().zip(&hashes).all(|(number, hash)| words[*number as usize] == *hash));
            let mut again = numbers;
            again.fill(&words);
            prop_assert!(told.iter().zip(&hashes).all(|(number, hash)| again.number_or(*hash, 500) == *number));
            prop_assert_eq!(again.number_or(40 << 32 | 40, 500), 500);
        }
    }
}
