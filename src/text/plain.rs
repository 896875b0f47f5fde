//! The hash of a word in plain ASCII, without a look at every character.
//!
//! In: the bytes of a text, and where a word of letters and digits stands in it. Out: what the character-by-character way of
//! [`tokenize`](super::tokenize()) gives for the same word, bit for bit (a property test says so).

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::normal::Compounds;
use super::plain_lanes;
use super::runs::{Runs, with_room};
use super::tokens::WordTraits;
use crate::kernel::text::lengths::{Lengths, MANY, OfEight, OfThree};
use crate::kernel::text::{Kernel, Set, run};

/// Tells every stretch of a text in which nothing parts words: (first byte, byte behind the last one, hash of the stretch in lower
/// case). The hash of one that is not ASCII is nothing.
pub(crate) fn each_run<const SEED: u64>(text: &str, tell: impl FnMut(usize, usize, u64)) {
    struct Each<'a, F, const SEED: u64>(&'a [u8], &'a mut Runs, F);
    impl<F: FnMut(usize, usize, u64), const SEED: u64> Kernel for Each<'_, F, SEED> {
        type Output = ();

        #[inline(always)]
        fn run<S: Set>(self, set: S) {
            let Self(text, runs, mut tell) = self;
            runs.read(set, text, Compounds::Cut);
            let (mut hashes, mut columns) = ([0; MANY], Columns::default());
            for some in runs.spans().chunks(MANY) {
                each_word::<SEED, _, _>(set, text, &mut columns, some, |run| run, |place, word| hashes[usize::from(place)] = word.hash);
                for (&[start, end], hash) in some.iter().zip(&hashes) {
                    tell(start as usize, end as usize, *hash);
                }
            }
        }
    }
    with_room(|runs, _| run(Each::<_, SEED>(text.as_bytes(), runs, tell)));
}

/// What is known of a word of letters and digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Seeded xxh3 of it in lower case.
    pub hash: u64,
    /// All but whether it is a stop word.
    pub traits: WordTraits,
    /// Whether it has eight bytes or fewer.
    pub is_short: bool,
}

/// Working space for [`MANY`] words.
#[derive(Debug)]
pub(super) struct Columns {
    lengths: Lengths,
    of_three: OfThree,
    of_eight: OfEight,
    hashes: [u64; MANY],
    traits: [WordTraits; MANY],
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            lengths: Lengths::default(),
            of_three: OfThree::default(),
            of_eight: OfEight::default(),
            hashes: [0; MANY],
            traits: [WordTraits::default(); MANY],
        }
    }
}

/// Tells what is known of up to [`MANY`] words of letters and digits, given by first byte and byte behind the last one, each with its place among
/// them, in any order.
#[inline(always)]
pub(super) fn each_word<const SEED: u64, S: Set, W: Copy>(
    set: S,
    text: &[u8],
    columns: &mut Columns,
    words: &[W],
    ends: impl Fn(W) -> [u32; 2],
    tell: impl FnMut(u8, Word),
) {
    if S::WIDE {
        plain_lanes::each_word::<SEED, W>(text, words, ends, tell);
    } else {
        each_word_by_length::<SEED, S, W>(set, text, columns, words, ends, tell);
    }
}

/// Words that are hashed side by side.
const BESIDE: usize = 16;

/// The same where few words can be hashed side by side: the hash knows words of 1 to 3 bytes, of 4 to 8, of 9 to 16 and of more.
#[inline(always)]
fn each_word_by_length<const SEED: u64, S: Set, W: Copy>(
    set: S,
    text: &[u8],
    columns: &mut Columns,
    words: &[W],
    ends: impl Fn(W) -> [u32; 2],
    mut tell: impl FnMut(u8, Word),
) {
    let Columns { lengths, of_three, of_eight, hashes, traits } = columns;
    let parted = lengths.part(set, text, words, ends);

    let places = parted.of_three(of_three);
    for at in (0..places.len().min(MANY)).step_by(BESIDE) {
        let [first, middle, last, len] =
            [&of_three.first, &of_three.middle, &of_three.last, &of_three.len].map(|column| beside(column, at));
        let (hashes, traits) = (beside_mut(hashes, at), beside_mut(traits, at));
        for n in 0..BESIDE {
            hashes[n] = hash_of_three::<SEED>([first[n], middle[n], last[n]], len[n].into());
        }
        for n in 0..BESIDE {
            traits[n] = WordTraits::of_plain(first[n].into(), (!(first[n] & middle[n] & last[n]) & LETTER as u8).into());
        }
    }
    for ((&place, &hash), &traits) in places.iter().zip(&*hashes).zip(&*traits) {
        tell(place, Word { hash, traits, is_short: true });
    }

    let places = parted.of_eight(of_eight);
    for at in (0..places.len().min(MANY)).step_by(BESIDE) {
        let [first, last, len] = [&of_eight.first, &of_eight.last, &of_eight.len].map(|column| beside(column, at));
        let (hashes, traits) = (beside_mut(hashes, at), beside_mut(traits, at));
        for n in 0..BESIDE {
            hashes[n] = hash_of_eight::<SEED>(first[n], last[n], len[n]);
        }
        for n in 0..BESIDE {
            traits[n] = WordTraits::of_plain(first[n], !(first[n] & last[n]) & LETTER as u32);
        }
    }
    for ((&place, &hash), &traits) in places.iter().zip(&*hashes).zip(&*traits) {
        tell(place, Word { hash, traits, is_short: true });
    }

    parted.each_longer(|place, [first, last], word| {
        let (hash, digits) = match word {
            _ if word.len() <= 16 => hash_of_sixteen::<SEED>(first, last, word.len() as u32),
            // The words of other scripts are long in bytes, and hashed by their normal form elsewhere.
            _ if first & 0x80 != 0 => (0, 0),
            _ => hash_of_any::<SEED>(word),
        };
        tell(place, Word { hash, traits: WordTraits::of_plain(first as u32, (digits | digits >> 32) as u32), is_short: false });
    });
}

/// A part of a column that begins at a multiple of its length.
#[inline(always)]
fn beside<T>(column: &[T; MANY], at: usize) -> &[T; BESIDE] {
    &column.as_chunks().0[at / BESIDE]
}

#[inline(always)]
fn beside_mut<T>(column: &mut [T; MANY], at: usize) -> &mut [T; BESIDE] {
    &mut column.as_chunks_mut().0[at / BESIDE]
}

/// Letters in lower case: digits have this bit already.
pub(super) const LOWER: u64 = 0x2020_2020_2020_2020;
/// Letters have this bit, digits do not.
pub(super) const LETTER: u64 = 0x4040_4040_4040_4040;

/// The hash of a word of any length, and the bit of letters where a digit is in it.
#[cold]
#[inline(never)]
pub(super) fn hash_of_any<const SEED: u64>(word: &[u8]) -> (u64, u64) {
    let lower = word.to_ascii_lowercase();
    (xxh3_64_with_seed(&lower, SEED), u64::from(word.iter().any(u8::is_ascii_digit)) << 6)
}

/// The hash of a normal form in ASCII, of a word's usual length without a call.
#[inline]
pub(super) fn hash_of_form<const SEED: u64>(form: &[u8]) -> u64 {
    let len = form.len() as u32;
    match *form {
        [a] => hash_of_three::<SEED>([a; 3], len),
        [a, b] => hash_of_three::<SEED>([a, b, b], len),
        [a, b, c] => hash_of_three::<SEED>([a, b, c], len),
        _ => match (form.first_chunk(), form.last_chunk()) {
            (Some(first), Some(last)) if len <= 8 => hash_of_eight::<SEED>(u32::from_le_bytes(*first), u32::from_le_bytes(*last), len),
            _ => xxh3_64_with_seed(form, SEED),
        },
    }
}

/// Of 1 to 3 bytes: the first, the one in the middle, and the last. This and the next two are xxh3 with a seed, as its specification has it for
/// such inputs, without a copy of the word.
#[inline(always)]
fn hash_of_three<const SEED: u64>(bytes: [u8; 3], len: u32) -> u64 {
    let [first, middle, last] = bytes.map(u64::from);
    let bytes = (first << 16 | middle << 24 | last) | LOWER & 0xFFFF_00FF | u64::from(len) << 8;
    xxh64_avalanche(bytes ^ const { (secret32(0) ^ secret32(4)).wrapping_add(SEED) })
}

/// Of 4 to 8 bytes: the first and the last four.
#[inline(always)]
fn hash_of_eight<const SEED: u64>(first: u32, last: u32, len: u32) -> u64 {
    let flip = const {
        let seed = SEED ^ ((SEED as u32).swap_bytes() as u64) << 32;
        (secret64(8) ^ secret64(16)).wrapping_sub(seed)
    };
    let mut hash = (u64::from(last) | u64::from(first) << 32 | LOWER) ^ flip;
    hash ^= hash.rotate_left(49) ^ hash.rotate_left(24);
    hash = hash.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    hash ^= (hash >> 35).wrapping_add(u64::from(len));
    hash = hash.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    hash ^ hash >> 28
}

/// Of 9 to 16 bytes: the first and the last eight.
#[inline(always)]
fn hash_of_sixteen<const SEED: u64>(first: u64, last: u64, len: u32) -> (u64, u64) {
    let digits = !(first & last) & LETTER;
    let low = (first | LOWER) ^ const { (secret64(24) ^ secret64(32)).wrapping_add(SEED) };
    let high = (last | LOWER) ^ const { (secret64(40) ^ secret64(48)).wrapping_sub(SEED) };
    let product = u128::from(low) * u128::from(high);
    let folded = product as u64 ^ (product >> 64) as u64;
    let mut hash = u64::from(len).wrapping_add(low.swap_bytes()).wrapping_add(high).wrapping_add(folded);
    hash = (hash ^ hash >> 37).wrapping_mul(0x1656_6791_9E37_79F9);
    (hash ^ hash >> 32, digits)
}

#[inline(always)]
pub(super) fn xxh64_avalanche(mut h: u64) -> u64 {
    h = (h ^ h >> 33).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    h = (h ^ h >> 29).wrapping_mul(0x1656_67B1_9E37_79F9);
    h ^ h >> 32
}

/// The beginning of xxh3's secret.
const SECRET: [u8; 56] = [
    0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c, 0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90,
    0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f, 0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d,
    0xcc, 0xff, 0x72, 0x21, 0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e,
];

pub(super) const fn secret64(at: usize) -> u64 {
    secret32(at) | secret32(at + 4) << 32
}

pub(super) const fn secret32(at: usize) -> u64 {
    u32::from_le_bytes([SECRET[at], SECRET[at + 1], SECRET[at + 2], SECRET[at + 3]]) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::text::Baseline;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_hash_is_xxh3_of_the_word_in_lower_case(before in "[ -~]{0,9}", word in "[a-zA-Z0-9]{1,24}", behind in "[ -~]{0,9}") {
            const SEED: u64 = 0x7769_7265_636f_7079;
            let expected = (xxh3_64_with_seed(word.to_ascii_lowercase().as_bytes(), SEED), WordTraits::of_plain(word.as_bytes()[0].into(), u32::from(word.bytes().any(|b| b.is_ascii_digit())) << 6), word.len() <= 8);
            prop_assert_eq!(hash_of_form::<SEED>(word.to_ascii_lowercase().as_bytes()), expected.0);
            let text = format!("{before}{word}{behind}");
            let [start, end] = [before.len(), before.len() + word.len()].map(|n| n as u32);
            for words in [vec![[start, end]], vec![[start, end]; MANY]] {
                let mut found = [vec![None; words.len()], vec![None; words.len()]];
                let [by_length, in_lanes] = &mut found;
                let told = |word: Word| Some((word.hash, word.traits, word.is_short));
                let (text, mut columns) = (text.as_bytes(), Columns::default());
                each_word_by_length::<SEED, _, _>(Baseline, text, &mut columns, &words, |word| word, |place, word| by_length[usize::from(place)] = told(word));
                plain_lanes::each_word::<SEED, _>(text, &words, |word| word, |place, word| in_lanes[usize::from(place)] = told(word));
                for found in found {
                    prop_assert_eq!(found, vec![Some(expected); words.len()]);
                }
            }
        }
    }
}
