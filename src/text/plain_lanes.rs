//! The hashes of plain words, many side by side: for processors that take eight of them into a register.
//!
//! In and out: as [`plain`](super::plain). Nothing here branches on a word's length up to 16 bytes, and all three forms of the hash are made
//! of every word, so that a compiler makes vector instructions of it.

use super::plain::{LETTER, LOWER, hash_of_any, hash_of_few, hash_of_halves, secret64};
use super::tokens::WordTraits;

/// Words that are hashed at a time.
const MANY: usize = 32;

/// The longest word that [`hash_of_short`] takes, in bytes.
const LONGEST: usize = 16;

/// Tells what is known of each word: its place among them, its hash, and all traits but whether it is a stop word.
#[inline(always)]
pub(super) fn each_word<const SEED: u64, W: Copy>(
    text: &[u8],
    words: &[W],
    ends: impl Fn(W) -> [u32; 2],
    mut tell: impl FnMut(u8, u64, WordTraits),
) {
    let mut places = 0u8..=u8::MAX;
    for some in words.chunks(MANY) {
        let (mut first, mut last, mut lens, mut others) = ([0; MANY], [0; MANY], [1; MANY], 0u32);
        for (n, &word) in some.iter().enumerate() {
            let [start, end] = ends(word).map(|at| at as usize);
            match (text[start..].first_chunk(), text[..end].last_chunk()) {
                (Some(first_bytes), Some(last_bytes)) if end - start <= LONGEST => {
                    first[n] = u64::from_le_bytes(*first_bytes);
                    last[n] = u64::from_le_bytes(*last_bytes);
                    lens[n] = (end - start) as u64;
                }
                _ => others |= 1 << n,
            }
        }
        let (mut hashes, mut digits) = ([0; MANY], [0; MANY]);
        // To the end of the arrays, whose length is known.
        for n in 0..MANY {
            (hashes[n], digits[n]) = hash_of_short::<SEED>(first[n], last[n], lens[n]);
        }
        while others != 0 {
            let n = others.trailing_zeros() as usize;
            let [start, end] = ends(some[n]).map(|at| at as usize);
            // What is not ASCII is hashed by its normal form elsewhere.
            (hashes[n], digits[n]) = if text[start].is_ascii() { hash_of_any::<SEED>(&text[start..end]) } else { (0, 0) };
            first[n] = u64::from(text[start]);
            others &= others - 1;
        }
        for (n, place) in (0..some.len()).zip(&mut places) {
            tell(place, hashes[n], WordTraits::of_plain(first[n] as u32, (digits[n] | digits[n] >> 32) as u32));
        }
    }
}

/// The hash of a word of 1 to 16 bytes, and whether a digit is in it, by the eight bytes from its first one on, and the eight up to its last one.
///
/// This is xxh3 with a seed, as its specification has it for such inputs, without a copy of the word.
#[inline(always)]
fn hash_of_short<const SEED: u64>(first: u64, last: u64, len: u64) -> (u64, u64) {
    // What of the eight bytes belongs to the word, where it is shorter.
    let shift = 64 - 8 * len.min(8);
    let digits = (!first & LETTER) << shift | (!last & LETTER) >> shift;
    let (first, last) = (first | LOWER, last | LOWER);

    let of_three = first << 16 & 0xFF_0000 | (first >> ((8 * (len / 2)) & 63) & 0xFF) << 24 | last >> 56 | len << 8;
    let of_three = hash_of_few::<SEED>(of_three);
    let of_eight = hash_of_halves::<SEED>(last >> 32 | first << 32, len);

    let low = first ^ const { (secret64(24) ^ secret64(32)).wrapping_add(SEED) };
    let high = last ^ const { (secret64(40) ^ secret64(48)).wrapping_sub(SEED) };
    let mut of_sixteen = len.wrapping_add(low.swap_bytes()).wrapping_add(high).wrapping_add(folded_product(low, high));
    of_sixteen = (of_sixteen ^ of_sixteen >> 37).wrapping_mul(0x1656_6791_9E37_79F9);
    of_sixteen ^= of_sixteen >> 32;

    let of_few = if len <= 3 { of_three } else { of_eight };
    (if len <= 8 { of_few } else { of_sixteen }, digits)
}

/// Both halves of a product of 128 bits, one upon the other, by halves, which many can be multiplied of at once.
#[inline(always)]
fn folded_product(a: u64, b: u64) -> u64 {
    const HALF: u64 = 0xFFFF_FFFF;
    let (low, high) = ((a & HALF) * (b & HALF), (a >> 32) * (b >> 32));
    let (one, other) = ((a >> 32) * (b & HALF), (a & HALF) * (b >> 32));
    let middle = (low >> 32) + (one & HALF) + (other & HALF);
    (middle << 32 | low & HALF) ^ high.wrapping_add(one >> 32).wrapping_add(other >> 32).wrapping_add(middle >> 32)
}
