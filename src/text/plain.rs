//! The hash of a word in plain ASCII, without a look at every character.
//!
//! In: the bytes of a text, and where a word of letters and digits stands in it. Out: what the character-by-character way of
//! [`tokenize`](super::tokenize()) gives for the same word, bit for bit (a property test says so).

use super::plain_lanes;
use super::runs::{Runs, with_room};
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
            runs.read(set, text);
            let mut hashes = [0; MANY];
            for some in runs.spans().chunks(MANY) {
                each_word::<SEED, _, _>(set, text, some, |run| run, |place, word| hashes[usize::from(place)] = word.hash);
                for (&[start, end], hash) in some.iter().zip(&hashes) {
                    tell(start as usize, end as usize, *hash);
                }
            }
        }
    }
    with_room(|runs| run(Each::<_, SEED>(text.as_bytes(), runs, tell)));
}

/// Words that are hashed at a time: their places fit into a byte.
pub(super) const MANY: usize = 256;

/// What is known of a word of letters and digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Seeded xxh3 of it in lower case.
    pub hash: u64,
    /// Its first byte.
    pub first: u8,
    /// Not zero where a digit is in it.
    pub digits: u64,
}

/// Tells what is known of up to [`MANY`] words of letters and digits, given by first byte and byte behind the last one, each with its place among
/// them, in any order.
#[inline(always)]
pub(super) fn each_word<const SEED: u64, S: Set, W: Copy>(
    _: S,
    text: &[u8],
    words: &[W],
    ends: impl Fn(W) -> [u32; 2],
    tell: impl FnMut(u8, Word),
) {
    if S::WIDE {
        plain_lanes::each_word::<SEED, W>(text, words, ends, tell);
    } else {
        each_word_by_length::<SEED, W>(text, words, ends, tell);
    }
}

/// The same where few words can be hashed side by side.
///
/// The hash knows words of 1 to 3 bytes, of 4 to 8 and of more. Those of one kind come one after the other: in a text one cannot tell how long the
/// next word is, and neither can the processor.
#[inline(always)]
fn each_word_by_length<const SEED: u64, W: Copy>(text: &[u8], words: &[W], ends: impl Fn(W) -> [u32; 2], mut tell: impl FnMut(u8, Word)) {
    let words = &words[..words.len().min(MANY)];
    let (mut of_three, mut of_eight, mut of_more) = ([0; MANY], [0; MANY], [0; MANY]);
    let (mut three, mut more) = (0, 0);
    for (n, &word) in (0u8..=u8::MAX).zip(words) {
        let [start, end] = ends(word);
        let len = end.wrapping_sub(start);
        // Behind the last one of its length each place is written anew until it holds.
        of_three[three % MANY] = n;
        of_eight[(usize::from(n) - three - more) % MANY] = n;
        of_more[more % MANY] = n;
        three += usize::from(len <= 3);
        more += usize::from(len > 8);
    }
    let spans = Spans { text, words, ends };
    spans.each(&of_three[..three], hash_of_three::<SEED>, &mut tell);
    spans.each(&of_eight[..words.len() - three - more], hash_of_eight::<SEED>, &mut tell);
    spans.each(&of_more[..more], hash_of_more::<SEED>, &mut tell);
}

struct Spans<'a, W, F> {
    text: &'a [u8],
    words: &'a [W],
    ends: F,
}

impl<W: Copy, F: Fn(W) -> [u32; 2]> Spans<'_, W, F> {
    /// Tells the words at these places.
    #[inline(always)]
    fn each(&self, places: &[u8], hash: impl Fn(&[u8]) -> (u64, u64), tell: &mut impl FnMut(u8, Word)) {
        for &place in places {
            let [start, end] = (self.ends)(self.words[usize::from(place)]);
            let word = &self.text[start as usize..end as usize];
            let (hash, digits) = hash(word);
            tell(place, Word { hash, first: word[0], digits });
        }
    }
}

/// Letters in lower case: digits have this bit already.
pub(super) const LOWER: u64 = 0x2020_2020_2020_2020;
/// Letters have this bit, digits do not.
pub(super) const LETTER: u64 = 0x4040_4040_4040_4040;

/// The hash of a word of more than eight bytes, and whether a digit is in it.
#[inline(always)]
fn hash_of_more<const SEED: u64>(word: &[u8]) -> (u64, u64) {
    match word {
        _ if word.len() <= 16 => hash_of_sixteen::<SEED>(word),
        // The words of other scripts are long in bytes, and hashed by their normal form elsewhere.
        [first, ..] if !first.is_ascii() => (0, 0),
        _ => hash_of_any::<SEED>(word),
    }
}

/// The same for a word of any length.
#[cold]
#[inline(never)]
pub(super) fn hash_of_any<const SEED: u64>(word: &[u8]) -> (u64, u64) {
    let lower = word.to_ascii_lowercase();
    (xxhash_rust::xxh3::xxh3_64_with_seed(&lower, SEED), word.iter().any(u8::is_ascii_digit).into())
}

/// Of 1 to 3 bytes. This and the next two are xxh3 with a seed, as its specification has it for such inputs, without a copy of the word.
#[inline(always)]
fn hash_of_three<const SEED: u64>(word: &[u8]) -> (u64, u64) {
    let [first, middle, last] = [word[0], word[word.len() / 2], word[word.len() - 1]].map(u64::from);
    let digits = !(first & middle & last) & LETTER & 0xFF;
    let bytes = (first << 16 | middle << 24 | last) | LOWER & 0xFFFF_00FF | (word.len() as u64) << 8;
    (xxh64_avalanche(bytes ^ const { (secret32(0) ^ secret32(4)).wrapping_add(SEED) }), digits)
}

/// Of 4 to 8 bytes.
#[inline(always)]
fn hash_of_eight<const SEED: u64>(word: &[u8]) -> (u64, u64) {
    let (first, last) = ends::<4>(word);
    let [first, last] = [first, last].map(|bytes| u64::from(u32::from_le_bytes(bytes)));
    let digits = !(first & last) & LETTER & 0xFFFF_FFFF;
    let flip = const {
        let seed = SEED ^ ((SEED as u32).swap_bytes() as u64) << 32;
        (secret64(8) ^ secret64(16)).wrapping_sub(seed)
    };
    let mut hash = (last | first << 32 | LOWER) ^ flip;
    hash ^= hash.rotate_left(49) ^ hash.rotate_left(24);
    hash = hash.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    hash ^= (hash >> 35).wrapping_add(word.len() as u64);
    hash = hash.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    (hash ^ hash >> 28, digits)
}

/// Of 9 to 16 bytes.
#[inline(always)]
fn hash_of_sixteen<const SEED: u64>(word: &[u8]) -> (u64, u64) {
    let (first, last) = ends::<8>(word);
    let [first, last] = [first, last].map(u64::from_le_bytes);
    let digits = !(first & last) & LETTER;
    let low = (first | LOWER) ^ const { (secret64(24) ^ secret64(32)).wrapping_add(SEED) };
    let high = (last | LOWER) ^ const { (secret64(40) ^ secret64(48)).wrapping_sub(SEED) };
    let product = u128::from(low) * u128::from(high);
    let folded = product as u64 ^ (product >> 64) as u64;
    let mut hash = (word.len() as u64).wrapping_add(low.swap_bytes()).wrapping_add(high).wrapping_add(folded);
    hash = (hash ^ hash >> 37).wrapping_mul(0x1656_6791_9E37_79F9);
    (hash ^ hash >> 32, digits)
}

/// The first and the last bytes of a word that has as many.
#[inline(always)]
fn ends<const N: usize>(word: &[u8]) -> ([u8; N], [u8; N]) {
    let none = [0; N];
    (*word.first_chunk().unwrap_or(&none), *word.last_chunk().unwrap_or(&none))
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
    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_64_with_seed;

    proptest! {
        #[test]
        fn the_hash_is_xxh3_of_the_word_in_lower_case(before in "[ -~]{0,9}", word in "[a-zA-Z0-9]{1,24}", behind in "[ -~]{0,9}") {
            const SEED: u64 = 0x7769_7265_636f_7079;
            let expected = (xxh3_64_with_seed(word.to_ascii_lowercase().as_bytes(), SEED), word.bytes().any(|b| b.is_ascii_digit()), word.as_bytes()[0]);
            let text = format!("{before}{word}{behind}");
            let [start, end] = [before.len(), before.len() + word.len()].map(|n| n as u32);
            for words in [vec![[start, end]], vec![[start, end]; MANY]] {
                let mut found = [vec![None; words.len()], vec![None; words.len()]];
                let [by_length, in_lanes] = &mut found;
                let told = |word: Word| Some((word.hash, word.digits != 0, word.first));
                each_word_by_length::<SEED, _>(text.as_bytes(), &words, |word| word, |place, word| by_length[usize::from(place)] = told(word));
                plain_lanes::each_word::<SEED, _>(text.as_bytes(), &words, |word| word, |place, word| in_lanes[usize::from(place)] = told(word));
                for found in found {
                    prop_assert_eq!(found, vec![Some(expected); words.len()]);
                }
            }
        }
    }
}
