//! The different words of a document, each with a number.

use super::bag::count;

/// Finds the number of a word by its hash, among words that somebody else keeps.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    /// Number of a word, plus one, at or behind the place that its hash names. 0 where there is none.
    slots: Vec<u32>,
}

impl Numbers {
    /// Forgets all, and makes room for so many words.
    pub fn clear(&mut self, words: usize) {
        self.slots.clear();
        self.slots.resize((2 * words).next_power_of_two().max(16), 0);
    }

    /// Numbers of words that stand in order, each once.
    pub fn of(words: &[u64]) -> Self {
        let mut numbers = Self::default();
        numbers.clear(words.len());
        for (number, word) in words.iter().enumerate() {
            let slot = numbers.slot(*word, |_| false);
            numbers.slots[slot] = count(number) + 1;
        }
        numbers
    }

    /// The number of a word; a new one is put behind the others.
    #[inline]
    pub fn number(&mut self, word: u64, words: &mut Vec<u64>) -> u32 {
        let slot = self.slot(word, |number| words[number] == word);
        if let Some(number) = self.slots[slot].checked_sub(1) {
            return number;
        }
        words.push(word);
        self.slots[slot] = count(words.len());
        count(words.len()) - 1
    }

    /// The number of a word, if it is among these.
    #[inline]
    pub fn find(&self, word: u64, words: &[u64]) -> Option<u32> {
        self.slots[self.slot(word, |number| words[number] == word)].checked_sub(1)
    }

    /// Where a word stands, or would.
    #[inline]
    fn slot(&self, word: u64, is_it: impl Fn(usize) -> bool) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = (word >> 32) as usize & last;
        while self.slots[slot].checked_sub(1).is_some_and(|number| !is_it(number as usize)) {
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
            let again = Numbers::of(&words);
            prop_assert!(told.iter().zip(&hashes).all(|(number, hash)| again.find(*hash, &words) == Some(*number)));
            prop_assert_eq!(again.find(40 << 32 | 40, &words), None);
        }
    }
}
