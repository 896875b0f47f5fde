//! Eight words at a time: the hash of short ones, and which of them stand in a table.
//!
//! In: first byte of each word, and byte behind its last one. Out: [`Known`], and seeded xxh3 of each word of 1 to 8 bytes in lower case. Nothing branches
//! on a word's length: what the hash makes of its bytes at first is looked up by it, and both forms of what follows are made of every word.

use crate::span::Span;

use super::lengths::EIGHT;

/// The longest word that is hashed here, in bytes.
pub(crate) const SHORT: u32 = 8;

/// Letters in lower case: digits have this bit already.
pub(crate) const LOWER: u64 = 0x2020_2020_2020_2020;
/// Letters have this bit, digits do not.
pub(crate) const LETTER: u64 = 0x4040_4040_4040_4040;

/// Multipliers of xxh3 for inputs of 1 to 3 bytes (two of XXH64's primes), and of 4 to 8, as its specification names them.
pub(crate) const PRIMES: [u64; 2] = [0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9];
pub(crate) const RRMXMX: u64 = 0x9FB2_1C65_1E98_DF25;

/// Which eight bits of a word of so many bytes (8 stand at 0) make each byte of what is hashed, by the lowest of them. Of 1 to 3 bytes: the last one, their
/// number, the first and the one in the middle. Of 4 to 8: the last four, and the first four above them.
pub(super) const PICKS: [u64; EIGHT] = {
    let mut picks = [0; EIGHT];
    let mut len = 1;
    while len <= EIGHT as u64 {
        picks[len as usize % EIGHT] =
            if len <= 3 { (8 * (len - 1)) | ((8 * (len / 2)) << 24) } else { 0x1810_0800_1810_0800 + 0x0808_0808 * (len - 4) };
        len += 1;
    }
    picks
};

/// What stays of the bytes that were picked.
pub(super) const KEEPS: [u64; EIGHT] = {
    let mut keeps = [u64::MAX; EIGHT];
    (keeps[1], keeps[2], keeps[3]) = (0xFFFF_00FF, 0xFFFF_00FF, 0xFFFF_00FF);
    keeps
};

/// What words of each length (8 stands at 0) are flipped by: what the seed makes of the secret for 1 to 3 bytes and for 4 to 8, and the length of the former.
pub(crate) const fn flips(few: u64, halves: u64) -> [u64; EIGHT] {
    let mut flips = [halves; EIGHT];
    let mut len = 1;
    while len <= 3 {
        flips[len] = few ^ (len as u64) << 8;
        len += 1;
    }
    flips
}

/// What is known of eight words besides their hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    /// A byte each, 1 where the first letter is a small one.
    pub lower: u64,
    /// A byte each, 1 where a digit is in it.
    pub digit: u64,
    /// A bit each, where it is longer than [`SHORT`]; its hash and the bytes above are anything.
    pub longer: u8,
}

/// The words one by one; each has a byte.
#[inline(always)]
pub(super) fn one_by_one(text: &[u8], words: &[[u32; 2]; EIGHT], flips: &[u64; EIGHT], hashes: &mut [u64; EIGHT]) -> Known {
    let mut known = Known { lower: 0, digit: 0, longer: 0 };
    for (n, (&[start, end], hash)) in words.iter().zip(hashes).enumerate() {
        let len = end.wrapping_sub(start);
        let first = first_eight(text, start);
        let kind = len as usize % EIGHT;
        let small = first | LOWER;
        let picked = PICKS[kind].to_le_bytes().map(|bit| small.rotate_right(bit.into()) as u8);
        let mixed = u64::from_le_bytes(picked) & KEEPS[kind] ^ flips[kind];
        *hash = if (1..4).contains(&kind) { of_few(mixed) } else { of_halves(mixed, len.into()) };
        let beyond = 64u32.wrapping_sub(len.wrapping_mul(8)) % 64;
        known.lower |= u64::from(first & 0x60 == 0x60) << (8 * n);
        known.digit |= u64::from(!first & LETTER >> beyond != 0) << (8 * n);
        known.longer |= u8::from(len > SHORT) << n;
    }
    known
}

/// The eight bytes of a text from `start` on, as a number. Those behind the text's end are nothing.
#[inline(always)]
pub(super) fn first_eight(text: &[u8], start: u32) -> u64 {
    let behind = text.get(start as usize..).unwrap_or_default();
    match behind.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => behind.iter().rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte)),
    }
}

/// What xxh3 makes of 1 to 3 bytes at last.
#[inline(always)]
pub(crate) fn of_few(mut hash: u64) -> u64 {
    hash = (hash ^ hash >> 33).wrapping_mul(PRIMES[0]);
    hash = (hash ^ hash >> 29).wrapping_mul(PRIMES[1]);
    hash ^ hash >> 32
}

/// What xxh3 makes of 4 to 8 bytes at last.
#[inline(always)]
pub(crate) fn of_halves(mut hash: u64, len: u64) -> u64 {
    hash ^= hash.rotate_left(49) ^ hash.rotate_left(24);
    hash = hash.wrapping_mul(RRMXMX);
    hash ^= (hash >> 35).wrapping_add(len);
    hash = hash.wrapping_mul(RRMXMX);
    hash ^ hash >> 28
}

/// A set of hashes, each in a place of its own, so that one look tells, without a branch. Zero marks an empty place, and is no word's hash.
#[derive(Debug)]
pub(crate) struct Table {
    pub slots: [u64; Table::SLOTS],
    /// What is added to find the place of the hashes of a group.
    pub shifts: [u8; Table::GROUPS],
}

impl Table {
    /// A quarter of what the nearest cache holds, since other things want to stay there too.
    pub const SLOTS: usize = 1024;
    /// As many bytes as a look-up in two registers knows.
    pub const GROUPS: usize = 128;
    /// The bits of a hash from here on tell its place among others of its group. Chosen so that no two stop words of a group have the same ones.
    pub(super) const BITS: u32 = 49;

    /// Which group a hash belongs to: its lowest bits tell.
    #[inline(always)]
    pub fn group(hash: u64) -> usize {
        hash as usize % Self::GROUPS
    }

    #[inline(always)]
    pub fn place(&self, hash: u64) -> usize {
        ((hash >> Self::BITS) as usize).wrapping_add(usize::from(self.shifts[Self::group(hash)])) % Self::SLOTS
    }

    /// Whether a hash is in the set.
    #[inline(always)]
    pub fn holds(&self, hash: u64) -> bool {
        self.slots[self.place(hash)] == hash
    }
}

/// First position and position behind the last one of each span.
pub(crate) fn ends<U>(spans: &[Span<U>]) -> &[[u32; 2]] {
    const { assert!(size_of::<Span<U>>() == size_of::<[u32; 2]>() && align_of::<Span<U>>() == align_of::<[u32; 2]>()) };
    // SAFETY: a span is laid out as C would: start and end, both numbers of 32 bits, and, by the sizes just asked for, nothing else.
    #[allow(unsafe_code, reason = "spans are pairs of numbers")]
    unsafe {
        std::slice::from_raw_parts(spans.as_ptr().cast(), spans.len())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Kernel, Set, instruction_sets, run_with};
    use super::*;
    use crate::span::Bytes;
    use proptest::prelude::*;

    struct Asked<'a>(&'a [u8], &'a [[u32; 2]; EIGHT], &'a Table, &'a [u64; EIGHT]);

    impl Kernel for Asked<'_> {
        type Output = (Known, [u64; EIGHT], u64);

        #[inline(always)]
        fn run<S: Set>(self, set: S) -> Self::Output {
            let mut hashes = [0; EIGHT];
            let known = set.short_words(self.0, self.1, &flips(3, 5), &mut hashes);
            (known, hashes, set.held(self.2, self.3))
        }
    }

    proptest! {
        #[test]
        fn every_set_tells_the_same_of_eight_words(
            text in prop::collection::vec(any::<u8>(), 1..99),
            words in prop::array::uniform8((any::<prop::sample::Index>(), 1u32..9)),
            hashes in prop::array::uniform8(any::<u64>()),
            shifts in prop::collection::vec(any::<u8>(), Table::GROUPS),
            held in any::<u8>(),
        ) {
            let words = words.map(|(start, len)| {
                let start = start.index(text.len());
                [start as u32, (start as u32 + len).min(text.len() as u32)]
            });
            let mut table = Table { slots: [0; Table::SLOTS], shifts: shifts.try_into().expect("so many were drawn") };
            for (n, hash) in hashes.iter().enumerate() {
                let place = table.place(*hash);
                table.slots[place] = hash ^ u64::from(held >> n & 1);
            }
            let mut expected = [0; EIGHT];
            let known = one_by_one(&text, &words, &flips(3, 5), &mut expected);
            let stands = hashes.map(|hash| u8::from(table.holds(hash)));
            for set in instruction_sets() {
                let found = run_with(set, Asked(&text, &words, &table, &hashes));
                prop_assert_eq!(found, (known, expected, u64::from_le_bytes(stands)));
            }
        }
    }

    #[test]
    fn the_ends_of_spans_are_what_they_were_made_of() {
        assert_eq!(ends(&[Span::<Bytes>::new(1, 4), Span::new(4, 9)]), [[1, 4], [4, 9]]);
    }
}
