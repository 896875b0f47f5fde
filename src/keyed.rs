//! Maps whose keys are strong hashes already, of words, shingles or bands, or numbers that are turned into one.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};

use rayon::prelude::*;

/// A map by hash. Never iterated where the order could be seen: it depends on nothing but the keys, but on all of them.
pub(crate) type KeyedMap<V> = NumberedMap<u64, V>;

/// A map by numbers, such as places in tables, or a few of them.
pub(crate) type NumberedMap<K, V> = HashMap<K, V, BuildHasherDefault<KeyHasher>>;

/// Spreads a 64-bit key over all bits by one multiplication (Fibonacci hashing; Knuth, volume 3, 6.4).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, key: u32) {
        self.write_u64(u64::from(key));
    }

    fn write_u64(&mut self, key: u64) {
        let product = u128::from(self.0.rotate_left(32) ^ key) * u128::from(0x9E37_79B9_7F4A_7C15_u64);
        self.0 = product as u64 ^ (product >> 64) as u64;
    }

    fn write_usize(&mut self, key: usize) {
        self.write_u64(key as u64);
    }
}

/// Which hashes may be among some: of others few, so that most need not be looked up in a table that no core's cache holds.
pub(crate) struct Among {
    bits: Vec<u64>,
}

impl Among {
    /// These.
    pub fn of<'h>(hashes: impl ExactSizeIterator<Item = &'h u64>) -> Self {
        // A place in eight is taken at most.
        let mut bits = vec![0; hashes.len().next_power_of_two().div_ceil(8)];
        let mask = bits.len() * 64 - 1;
        hashes.for_each(|hash| bits[(*hash as usize & mask) / 64] |= 1 << (*hash % 64));
        Self { bits }
    }

    /// Whether a hash may be one of them; where it is none, mostly not.
    pub fn may_hold(&self, hash: u64) -> bool {
        self.bits[(hash as usize & (self.bits.len() * 64 - 1)) / 64] & 1 << (hash % 64) != 0
    }
}

/// So many zeros. Each is written here, by all threads: where memory that is new to the program is first read and later written, the system looks for a page of it
/// twice, and stops the other cores for that.
fn zeros<T: Default + Send>(places: usize) -> Vec<T> {
    (0..places).into_par_iter().map(|_| T::default()).collect()
}

/// Tells which hashes come more than once, in a few bits each, without keeping any.
///
/// A hash that came twice is always known. One that came once is taken for such now and then, where it shares its place with another.
/// What it answers when all were seen depends on neither their order nor the threads.
pub(crate) struct SeenTwice {
    once: Vec<AtomicU64>,
    twice: Vec<AtomicU64>,
}

impl SeenTwice {
    /// Room for so many hashes, at least eight places for each.
    pub fn with_room(hashes: usize) -> Self {
        let words = (hashes / 8).next_power_of_two().max(16);
        Self { once: zeros(words), twice: zeros(words) }
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        // Neither the lowest nor the highest bits: maps and sorting use those.
        let at = (hash >> 8) as usize & (self.once.len() * 64 - 1);
        (at / 64, 1 << (at % 64))
    }

    /// Sees a hash.
    pub fn see(&self, hash: u64) {
        let (word, bit) = self.place(hash);
        let before = self.once[word].load(Ordering::Relaxed);
        if before & bit != 0 || self.once[word].fetch_or(bit, Ordering::Relaxed) & bit != 0 {
            // Frequent hashes would make threads wait for one another.
            if self.twice[word].load(Ordering::Relaxed) & bit == 0 {
                self.twice[word].fetch_or(bit, Ordering::Relaxed);
            }
        }
    }

    /// Sees some hashes, few enough that their places fit into a core's cache.
    pub fn see_all(&self, hashes: impl Iterator<Item = u64> + Clone) {
        // All places are looked at first: who waits for one before the next one waits for memory each time.
        let looked = hashes.clone().fold(0, |looked, hash| looked | self.once[self.place(hash).0].load(Ordering::Relaxed));
        std::hint::black_box(looked);
        hashes.for_each(|hash| self.see(hash));
    }

    /// Whether this hash, or another one of its place, was seen before it was seen again.
    pub fn was_seen_twice(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.twice[word].load(Ordering::Relaxed) & bit != 0
    }
}

/// Counts hashes, about: a hash is never taken for a rarer one, and now and then for a more frequent one, with which it shares its place.
/// What it answers when all were seen depends on neither their order nor the threads.
pub(crate) struct Counted {
    counts: Vec<AtomicU16>,
}

impl Counted {
    /// Hashes for each place of the table, on the average: it is to stay in a core's cache.
    const SHARED: usize = 8;
    /// What is counted to.
    const MOST: u16 = 512;

    /// Room for so many hashes.
    pub fn with_room(hashes: usize) -> Self {
        Self { counts: zeros((hashes / Self::SHARED).next_power_of_two().max(64)) }
    }

    fn place(&self, hash: u64) -> &AtomicU16 {
        // As `SeenTwice` has it.
        &self.counts[(hash >> 8) as usize & (self.counts.len() - 1)]
    }

    /// Sees a hash.
    pub fn see(&self, hash: u64) {
        let count = self.place(hash);
        // Frequent hashes would make threads wait for one another.
        if count.load(Ordering::Relaxed) <= Self::MOST {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether this hash was seen more than so many times, or more than 512, with others of its place; always so, where it was.
    pub fn may_be_in_more_than(&self, times: usize, hash: u64) -> bool {
        usize::from(self.place(hash).load(Ordering::Relaxed)) > times.min(usize::from(Self::MOST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_seen_twice_is_known(hashes in prop::collection::vec(any::<u64>(), 1..300), again in prop::collection::vec(any::<prop::sample::Index>(), 0..60)) {
            let table = SeenTwice::with_room(hashes.len());
            hashes.iter().for_each(|h| table.see(*h));
            again.iter().for_each(|i| table.see(hashes[i.index(hashes.len())]));
            prop_assert!(again.iter().all(|i| table.was_seen_twice(hashes[i.index(hashes.len())])));
            let wrong = hashes.iter().filter(|h| table.was_seen_twice(**h)).count();
            prop_assert!(wrong <= again.len() + hashes.len() / 2 + 20);
        }
    }

    #[test]
    fn what_was_seen_often_is_known_and_most_of_the_rest_is_not_taken_for_it() {
        let hash = |n: u64| (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let table = Counted::with_room(10_000);
        (0..4000).for_each(|n| table.see(hash(n)));
        (0..100_000).for_each(|_| table.see(hash(7)));
        (0..300).for_each(|_| table.see(hash(8)));
        assert!(table.may_be_in_more_than(512, hash(7)) && table.may_be_in_more_than(usize::MAX, hash(7)));
        assert!(table.may_be_in_more_than(299, hash(8)) && !table.may_be_in_more_than(400, hash(8)));
        assert!((100..4000).filter(|n| table.may_be_in_more_than(256, hash(*n))).count() < 40);
    }

    #[test]
    fn keys_that_differ_in_few_bits_are_spread() {
        let hash = |key: u64| {
            let mut hasher = KeyHasher::default();
            hasher.write_u64(key);
            hasher.finish()
        };
        // The map takes a slot from the lowest bits and a tag from the highest seven.
        for shift in [0, 20, 40, 56] {
            let mut low: Vec<u64> = (0..256u64).map(|n| hash(n << shift) & 0xFFFF).collect();
            low.sort_unstable();
            low.dedup();
            assert!(low.len() > 200, "{} of 256 at {shift}", low.len());
        }
    }
}
