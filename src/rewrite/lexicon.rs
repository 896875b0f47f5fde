//! Numbers for the stems of a corpus.
//!
//! A number takes half the room of a hash, and what is known of a word for the moment stands in a table by its number, where it is found without a search.
//! Which number a stem gets depends on which thread meets it first: nothing but equality may be asked of numbers.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::keyed::KeyedMap;

/// Parts of the table, each with a lock of its own.
const PARTS: usize = 256;

/// Gives each stem, known by its hash, a number. Numbers begin at 0, and none is left out.
pub(super) struct Lexicon {
    parts: Vec<Mutex<KeyedMap<u32>>>,
    next: AtomicU32,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self { parts: (0..PARTS).map(|_| Mutex::default()).collect(), next: AtomicU32::new(0) }
    }
}

impl Lexicon {
    /// The number of a stem.
    pub fn number(&self, hash: u64) -> u32 {
        let mut part = self.parts[hash as usize % PARTS].lock().expect("nobody panics while it is locked");
        // Memory holds fewer than 2^32 different words.
        *part.entry(hash).or_insert_with(|| self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// The hashes of all stems, by their numbers.
    pub fn hashes(&self) -> Vec<u64> {
        let mut hashes = vec![0; self.next.load(Ordering::Relaxed) as usize];
        for part in &self.parts {
            part.lock().expect("nobody panics while it is locked").iter().for_each(|(hash, number)| hashes[*number as usize] = *hash);
        }
        hashes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rayon::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn every_stem_has_one_number_and_no_two_have_the_same(stems in prop::collection::vec(0u64..500, 0..300)) {
            let lexicon = Lexicon::default();
            let numbers: Vec<u32> = stems.par_iter().map(|stem| lexicon.number(*stem)).collect();
            let hashes = lexicon.hashes();
            prop_assert_eq!(hashes.len(), stems.iter().collect::<BTreeSet<_>>().len());
            prop_assert!(stems.iter().zip(numbers).all(|(stem, number)| hashes[number as usize] == *stem));
        }
    }
}
