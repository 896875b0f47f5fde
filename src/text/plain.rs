//! The hash of a word in plain ASCII, without a look at every character.
//!
//! In: the bytes of a text, and where a word of letters and digits stands in it. Out: what the character-by-character way of
//! [`tokenize`](super::tokenize()) gives for the same word, bit for bit (a property test says so). Nothing here branches on
//! a word's length up to 16 bytes: in a text one cannot tell how long the next word is, and neither can the processor.

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
            for some in runs.spans().chunks(MANY) {
                let hashed = hashes::<SEED, S>(set, text, some);
                for (&[start, end], hash) in some.iter().zip(hashed.hashes) {
                    tell(start as usize, end as usize, hash);
                }
            }
        }
    }
    with_room(|runs| run(Each::<_, SEED>(text.as_bytes(), runs, tell)));
}

/// Words that are hashed at a time.
pub(super) const MANY: usize = 32;

/// What is known of some words.
pub(super) struct Hashed {
    /// Seeded xxh3 of each word in lower case.
    pub hashes: [u64; MANY],
    /// Not zero where a digit is in the word.
    pub digits: [u64; MANY],
    /// The word's first byte, and others above it.
    pub first: [u64; MANY],
}

/// The hashes of up to [`MANY`] words of letters and digits, given by first byte and byte behind the last one.
#[inline(always)]
pub(super) fn hashes<const SEED: u64, S: Set>(_: S, text: &[u8], words: &[[u32; 2]]) -> Hashed {
    let mut hashed = Hashed { hashes: [0; MANY], digits: [0; MANY], first: [0; MANY] };
    let (mut last, mut lens, mut others) = ([0; MANY], [1; MANY], 0u32);
    for (n, &[start, end]) in words.iter().take(MANY).enumerate() {
        let (start, end) = (start as usize, end as usize);
        match (text[start..].first_chunk(), text[..end].last_chunk()) {
            (Some(first_bytes), Some(last_bytes)) if end - start <= LONGEST => {
                hashed.first[n] = u64::from_le_bytes(*first_bytes);
                last[n] = u64::from_le_bytes(*last_bytes);
                lens[n] = (end - start) as u64;
            }
            _ => others |= 1 << n,
        }
    }
    let count = if S::WIDE { MANY } else { words.len().min(MANY) };
    for n in 0..count {
        (hashed.hashes[n], hashed.digits[n]) = short_hash::<SEED, S>(hashed.first[n], last[n], lens[n]);
    }
    while others != 0 {
        let n = others.trailing_zeros() as usize;
        let word = &text[words[n][0] as usize..words[n][1] as usize];
        hashed.first[n] = u64::from(word[0]);
        (hashed.hashes[n], hashed.digits[n]) = any_hash::<SEED>(word);
        others &= others - 1;
    }
    hashed
}

/// The longest word that [`short_hash`] takes, in bytes.
const LONGEST: usize = 16;

/// Letters in lower case: digits have this bit already.
const LOWER: u64 = 0x2020_2020_2020_2020;
/// Letters have this bit, digits do not.
const LETTER: u64 = 0x4040_4040_4040_4040;

/// The hash of any word, and whether a digit is in it.
#[inline(never)]
fn any_hash<const SEED: u64>(word: &[u8]) -> (u64, u64) {
    let lower = word.to_ascii_lowercase();
    (xxhash_rust::xxh3::xxh3_64_with_seed(&lower, SEED), word.iter().any(u8::is_ascii_digit).into())
}

/// The same for a word of 1 to 16 bytes, by the eight bytes from its first one on, and the eight up to its last one.
///
/// This is xxh3 with a seed, as its specification has it for such inputs, without a copy of the word.
#[inline(always)]
fn short_hash<const SEED: u64, S: Set>(first: u64, last: u64, len: u64) -> (u64, u64) {
    // What of the eight bytes belongs to the word, where it is shorter.
    let shift = 64 - 8 * len.min(8);
    let digits = (!first & LETTER) << shift | (!last & LETTER) >> shift;
    let (first, last) = (first | LOWER, last | LOWER);

    let of_three = first << 16 & 0xFF_0000 | (first >> ((8 * (len / 2)) & 63) & 0xFF) << 24 | last >> 56 | len << 8;
    let of_three = xxh64_avalanche(of_three ^ const { (secret32(0) ^ secret32(4)).wrapping_add(SEED) });

    let flip = const {
        let seed = SEED ^ ((SEED as u32).swap_bytes() as u64) << 32;
        (secret64(8) ^ secret64(16)).wrapping_sub(seed)
    };
    let mut of_eight = (last >> 32 | first << 32) ^ flip;
    of_eight ^= of_eight.rotate_left(49) ^ of_eight.rotate_left(24);
    of_eight = of_eight.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    of_eight ^= (of_eight >> 35).wrapping_add(len);
    of_eight = of_eight.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    of_eight ^= of_eight >> 28;

    let low = first ^ const { (secret64(24) ^ secret64(32)).wrapping_add(SEED) };
    let high = last ^ const { (secret64(40) ^ secret64(48)).wrapping_sub(SEED) };
    let mut of_sixteen = len.wrapping_add(low.swap_bytes()).wrapping_add(high).wrapping_add(folded_product::<S>(low, high));
    of_sixteen = (of_sixteen ^ of_sixteen >> 37).wrapping_mul(0x1656_6791_9E37_79F9);
    of_sixteen ^= of_sixteen >> 32;

    let of_few = if len <= 3 { of_three } else { of_eight };
    (if len <= 8 { of_few } else { of_sixteen }, digits)
}

/// Both halves of a product of 128 bits, one upon the other.
#[inline(always)]
fn folded_product<S: Set>(a: u64, b: u64) -> u64 {
    if !S::WIDE {
        let product = u128::from(a) * u128::from(b);
        return product as u64 ^ (product >> 64) as u64;
    }
    // By halves, which many can be multiplied of at once.
    const HALF: u64 = 0xFFFF_FFFF;
    let (low, high) = ((a & HALF) * (b & HALF), (a >> 32) * (b >> 32));
    let (one, other) = ((a >> 32) * (b & HALF), (a & HALF) * (b >> 32));
    let middle = (low >> 32) + (one & HALF) + (other & HALF);
    (middle << 32 | low & HALF) ^ high.wrapping_add(one >> 32).wrapping_add(other >> 32).wrapping_add(middle >> 32)
}

#[inline(always)]
fn xxh64_avalanche(mut h: u64) -> u64 {
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

const fn secret64(at: usize) -> u64 {
    secret32(at) | secret32(at + 4) << 32
}

const fn secret32(at: usize) -> u64 {
    u32::from_le_bytes([SECRET[at], SECRET[at + 1], SECRET[at + 2], SECRET[at + 3]]) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::text::Baseline;
    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_64_with_seed;

    proptest! {
        #[test]
        fn the_hash_is_xxh3_of_the_word_in_lower_case(before in "[ -~]{0,9}", word in "[a-zA-Z0-9]{1,24}", behind in "[ -~]{0,9}") {
            const SEED: u64 = 0x7769_7265_636f_7079;
            let expected = (xxh3_64_with_seed(word.to_ascii_lowercase().as_bytes(), SEED), word.bytes().any(|b| b.is_ascii_digit()));
            let text = format!("{before}{word}{behind}");
            let [start, end] = [before.len(), before.len() + word.len()].map(|n| n as u32);
            struct Hash<'a>(&'a [u8], &'a [[u32; 2]]);
            impl Kernel for Hash<'_> {
                type Output = (u64, bool);
                #[inline(always)]
                fn run<S: Set>(self, set: S) -> (u64, bool) {
                    let hashed = hashes::<SEED, S>(set, self.0, self.1);
                    (hashed.hashes[self.1.len() - 1], hashed.digits[self.1.len() - 1] != 0)
                }
            }
            for words in [vec![[start, end]], vec![[start, end]; MANY]] {
                prop_assert_eq!(run(Hash(text.as_bytes(), &words)), expected);
                prop_assert_eq!(Hash(text.as_bytes(), &words).run(Baseline), expected);
            }
        }
    }
}
