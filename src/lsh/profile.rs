//! What a set looks like from afar: how many of its shingles lie in each of 256 parts.
//!
//! Thousands of tables filled with other numbers share keys of bands, and are unlike. Where the parts of two sets differ, so do the sets, by as many shingles at
//! least: a bound on their similarity that costs a few instructions, and is no estimate. (As the bitmaps of Sandes, Teodoro and Melo 2020, with counts.)

use std::borrow::Cow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::families::Items;

/// Parts that shingles are counted in.
const PARTS: usize = 256;
/// Places that shingles are dealt out to before they are counted. Those that share one count once, so that none counts twice which a text repeats.
const PLACES: usize = 1 << 12;

/// The profile of a set.
#[derive(Clone)]
pub struct Profile {
    /// Places of each part that the set takes, sixteen at most.
    counts: [u8; PARTS],
    /// Shingles of the set, at least.
    shingles: u32,
}

impl Profile {
    /// The profile of a set, from the upper halves of its shingles' hashes, in any order; some may come again and again.
    pub fn of(values: impl Iterator<Item = u32>) -> Self {
        let mut profile = Self { counts: [0; PARTS], shingles: 0 };
        let mut taken = [0u64; PLACES / 64];
        for value in values {
            let place = (value >> (u32::BITS - PLACES.ilog2())) as usize;
            let (word, bit) = (place / 64, 1 << (place % 64));
            profile.counts[place / (PLACES / PARTS)] += u8::from(taken[word] & bit == 0);
            taken[word] |= bit;
            profile.shingles += 1;
        }
        profile
    }

    /// Whether two sets can have a Jaccard similarity of `least` and more. Where they have, they can.
    pub fn may_be_alike(&self, other: &Self, least: f64) -> bool {
        let apart: u32 = self.counts.iter().zip(&other.counts).map(|(one, other)| u32::from(one.abs_diff(*other))).sum();
        // Of s shingles on both sides together, d of them on one side only, (s - d) / 2 are shared and (s + d) / 2 are there: (s - d) / (s + d) is less for a
        // greater d and more for a greater s. Rounding gives nothing up.
        let (all, apart) = (f64::from(self.shingles) + f64::from(other.shingles), f64::from(apart));
        all - apart >= least * (all + apart) * (1.0 - 1e-9)
    }
}

/// The profiles of items, each made once as long as there is room.
pub(super) struct Profiles<'a, I> {
    items: &'a I,
    made: Vec<OnceLock<Box<Profile>>>,
    room: AtomicUsize,
}

impl<'a, I: Items> Profiles<'a, I> {
    /// Profiles that are held at once: 65 MB.
    const HELD: usize = 1 << 18;

    pub fn new(items: &'a I) -> Self {
        Self { items, made: (0..items.count()).map(|_| OnceLock::new()).collect(), room: AtomicUsize::new(Self::HELD) }
    }

    /// The profile of an item.
    pub fn of(&self, item: usize) -> Cow<'_, Profile> {
        if let Some(profile) = self.made[item].get() {
            return Cow::Borrowed(profile);
        }
        let profile = self.items.profile(item);
        match self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |room| room.checked_sub(1)) {
            Ok(_) => Cow::Borrowed(self.made[item].get_or_init(|| Box::new(profile))),
            Err(_) => Cow::Owned(profile),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::verify::similarity;
    use super::*;
    use crate::sketch::mix;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn profile(shingles: &[u64]) -> Profile {
        Profile::of(shingles.iter().map(|shingle| (shingle >> 32) as u32))
    }

    proptest! {
        #[test]
        fn sets_that_are_alike_may_be(left in prop::collection::vec(0u64..90, 1..120), right in prop::collection::vec(0u64..90, 1..120), least in 0.05f64..1.0) {
            let [left, right] = [left, right].map(|shingles| shingles.into_iter().map(mix).collect::<Vec<u64>>());
            let set = |shingles: &[u64]| shingles.iter().copied().collect::<BTreeSet<u64>>().into_iter().collect::<Vec<u64>>();
            let jaccard = similarity(&set(&left), &set(&right)).jaccard;
            // What repeats on one side changes nothing that matters.
            for (one, other) in [(left.clone(), right.clone()), (set(&left), set(&right)), (set(&left), right.clone())] {
                let may_be = |least: f64| profile(&one).may_be_alike(&profile(&other), least);
                prop_assert!(may_be(jaccard));
                prop_assert!(jaccard < least || may_be(least));
            }
        }
    }

    #[test]
    fn tables_filled_with_other_numbers_are_unlike_from_afar() {
        let table = |numbers: u64| -> Vec<u64> { (0..72).chain(numbers..numbers + 144).map(mix).collect() };
        assert!(!profile(&table(1000)).may_be_alike(&profile(&table(2000)), 0.5));
        assert!(profile(&table(1000)).may_be_alike(&profile(&table(1030)), 0.7));
    }
}
