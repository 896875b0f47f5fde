//! What a set looks like from afar: how many of its shingles lie in each of 256 parts.
//!
//! Thousands of tables filled with other numbers share keys of bands, and are unlike. Where the parts of two sets differ, so do the sets, by as many shingles at
//! least: a bound on their similarity that costs a few instructions, and is no estimate. (As the bitmaps of Sandes, Teodoro and Melo 2020, with counts.)
//! Two counts share a byte and the profiles of all items lie side by side, so that those of thousands stay in a core's cache. Most unlike sets are told apart
//! sooner, by one bit for each of 512 parts: whether the set has a shingle there.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::families::Items;
use crate::kernel::lanes::{self, Lanes};
use crate::kernel::memory::ask_for_begin;

/// Parts that shingles are counted in.
const PARTS: usize = 256;
/// Places that shingles are dealt out to before they are counted. Those that share one count once, so that none counts twice which a text repeats.
const PLACES: usize = 1 << 12;

/// Parts that have a bit.
const BITS: usize = 512;

/// Greatest count: half a byte. A part that holds more seems to differ less than it does, which gives nothing up.
const MOST: u8 = 15;

/// The profile of a set.
#[derive(Clone)]
#[repr(C)]
pub struct Profile {
    /// Shingles of the set, at least.
    shingles: u32,
    /// Which parts have a shingle: what is looked at first lies side by side.
    bits: [u64; BITS / 64],
    /// Places of each part that the set takes, two parts in a byte.
    counts: [u8; PARTS / 2],
}

impl Profile {
    /// The profile of a set, from the upper halves of its shingles' hashes, in any order; some may come again and again.
    pub fn of(values: impl Iterator<Item = u32>) -> Self {
        let mut counts = [0u8; PARTS];
        let mut shingles = 0;
        let mut taken = [0u64; PLACES / 64];
        let mut bits = [0; BITS / 64];
        for value in values {
            let place = (value >> (u32::BITS - PLACES.ilog2())) as usize;
            let (word, bit) = (place / 64, 1 << (place % 64));
            counts[place / (PLACES / PARTS)] += u8::from(taken[word] & bit == 0);
            taken[word] |= bit;
            let part = place / (PLACES / BITS);
            bits[part / 64] |= 1 << (part % 64);
            shingles += 1;
        }
        let (first, second) = counts.split_at(PARTS / 2);
        let mut profile = Self { shingles, bits, counts: [0; PARTS / 2] };
        for (both, (one, other)) in profile.counts.iter_mut().zip(first.iter().zip(second)) {
            *both = (*one).min(MOST) | (*other).min(MOST) << 4;
        }
        profile
    }

    /// Whether two sets can have a Jaccard similarity of `least` and more. Where they have, they can.
    #[inline(always)]
    pub fn may_be_alike(&self, other: &Self, least: f64) -> bool {
        // Of s shingles on both sides together, d of them on one side only, (s - d) / 2 are shared and (s + d) / 2 are there: (s - d) / (s + d) is less for a
        // greater d and more for a greater s. Rounding gives nothing up. The greatest d is known before the parts are: nothing waits for it.
        let least = least * (1.0 - 1e-9);
        let most = ((f64::from(self.shingles) + f64::from(other.shingles)) * ((1.0 - least) / (1.0 + least))) as u32;
        // A part that only one of them has a shingle in.
        if self.bits.iter().zip(&other.bits).map(|(one, other)| (one ^ other).count_ones()).sum::<u32>() > most {
            return false;
        }
        // Each half of the counts by itself: compilers know an instruction for the sum of differences of bytes.
        let both = || self.counts.iter().zip(&other.counts);
        let first: u32 = both().map(|(one, other)| u32::from((one & MOST).abs_diff(other & MOST))).sum();
        let second: u32 = both().map(|(one, other)| u32::from((one >> 4).abs_diff(other >> 4))).sum();
        first + second <= most
    }
}

/// The profiles of items, each made once as long as there is room.
pub(super) struct Profiles<'a, I> {
    items: &'a I,
    made: OnceLock<Box<[OnceLock<Profile>]>>,
}

impl<'a, I: Items> Profiles<'a, I> {
    /// Profiles that are held at once, those of the first items: 109 MB.
    const HELD: usize = 1 << 19;

    pub fn new(items: &'a I) -> Self {
        Self { items, made: OnceLock::new() }
    }

    /// The profile of an item.
    fn of(&self, item: usize) -> Cow<'_, Profile> {
        // Most corpora ask for none.
        let made = self.made.get_or_init(|| (0..self.items.count().min(Self::HELD)).map(|_| OnceLock::new()).collect());
        match made.get(item) {
            Some(place) => Cow::Borrowed(place.get_or_init(|| self.items.profile(item))),
            None => Cow::Owned(self.items.profile(item)),
        }
    }

    /// The profile of an item, if it was made.
    #[inline(always)]
    fn known(&self, item: usize) -> Option<&Profile> {
        self.made.get()?.get(item)?.get()
    }

    /// Asks memory for what is looked at first of the profile of an item, and behind it for whether it was made.
    #[inline(always)]
    fn ask(&self, item: usize) {
        if let Some(place) = self.made.get().and_then(|made| made.get(item)) {
            ask_for_begin::<_, { BITS / 8 + 2 * size_of::<u64>() }>(place);
            ask_for_begin::<_, { size_of::<OnceLock<Profile>>() }>(place);
        }
    }

    /// Whether there is room for the profile of an item.
    fn has_room(item: usize) -> bool {
        item < Self::HELD
    }

    /// Leaves those of some items that may be as alike to this one; and, of a few, those whose profile would have to be made again for each look.
    pub fn keep_alike(&self, item: usize, others: &mut Vec<usize>, least: f64) {
        if !Self::has_room(item) && others.len() <= FEW {
            return;
        }
        lanes::run(KeepAlike { own: &self.of(item), profiles: self, others, least });
    }
}

/// So many items are compared sooner than profiled, where there is no room for profiles.
const FEW: usize = 64;
/// Profiles that are asked of memory before their turn.
const AHEAD: usize = 8;

struct KeepAlike<'a, 'b, I> {
    own: &'a Profile,
    profiles: &'a Profiles<'b, I>,
    others: &'a mut Vec<usize>,
    least: f64,
}

impl<I: Items> Lanes for KeepAlike<'_, '_, I> {
    #[inline(always)]
    fn run(self) {
        let Self { own, profiles, others, least } = self;
        // A call for each one, as `retain` makes it, would be compiled for the target alone.
        let (mut kept, few) = (0, others.len() <= FEW);
        for n in 0..others.len() {
            let other = others[n];
            others.get(n + AHEAD).inspect(|ahead| profiles.ask(**ahead));
            let may_be_alike = match profiles.known(other) {
                Some(profile) => own.may_be_alike(profile, least),
                None if few && !Profiles::<I>::has_room(other) => true,
                None => own.may_be_alike(&profiles.of(other), least),
            };
            others[kept] = other;
            kept += usize::from(may_be_alike);
        }
        others.truncate(kept);
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
