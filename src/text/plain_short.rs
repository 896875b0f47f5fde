//! The hashes of plain words, four side by side: for processors that take four of them into a register, and shift each by a number of its own.
//!
//! In and out: as [`plain`](super::plain). In a text one cannot tell how long the next word is, and neither can the processor, so nothing here branches
//! on a length up to eight bytes: both forms that the hash has for such words are made of every word. Longer ones are put on a list.

use super::plain::{hash_of_any, hash_of_few, hash_of_halves, hash_of_sixteen};
use super::tokens::WordTraits;
use crate::kernel::text::Set;
use crate::kernel::text::lengths::{LONG, MANY, Places, first_eights};
use crate::kernel::text::words::{LETTER, LOWER, SHORT};

/// Words are taken by so many, of which the last ones may be none.
const BESIDE: usize = 16;

/// Working space for [`MANY`] words.
#[derive(Debug)]
pub(super) struct Short {
    /// The eight bytes of the text from a word's first one on, and how many the word has.
    first: [u64; MANY],
    lens: [u32; MANY],
    /// Places of words of more than [`SHORT`] bytes.
    longer: Places,
}

impl Default for Short {
    fn default() -> Self {
        Self { first: [0; MANY], lens: [1; MANY], longer: Places::NONE }
    }
}

impl Short {
    /// Room for places of longer words.
    pub fn longer(&mut self) -> &mut Places {
        &mut self.longer
    }

    /// Says hash and traits of up to [`MANY`] words, in order.
    #[inline(always)]
    pub fn read<const SEED: u64, S: Set>(
        &mut self,
        set: S,
        text: &[u8],
        words: &[[u32; 2]],
        hashes: &mut [u64; MANY],
        traits: &mut [WordTraits; MANY],
    ) {
        let Self { first, lens, longer } = self;
        first_eights(text, words, first);
        for (&[start, end], len) in words.iter().zip(&mut *lens) {
            *len = end.wrapping_sub(start).min(LONG);
        }
        let beside = words.len().next_multiple_of(BESIDE).min(MANY);
        lens[words.len()..beside].fill(1);
        longer.not_below(set, &lens[..beside], SHORT + 1);
        let columns = first[..beside].iter().zip(&lens[..beside]).zip(&mut hashes[..beside]).zip(&mut traits[..beside]);
        for (((&first, &len), hash), traits) in columns {
            (*hash, *traits) = short::<SEED>(first, len.into());
        }
        for place in longer.all().iter().map(|place| usize::from(*place)) {
            (hashes[place], traits[place]) = long::<SEED>(text, words[place], first[place]);
        }
    }
}

/// Hash and traits of a word of more than 8 bytes, of which the first eight are given too.
#[inline(always)]
pub(super) fn long<const SEED: u64>(text: &[u8], word: [u32; 2], first: u64) -> (u64, WordTraits) {
    let [start, end] = word.map(|at| at as usize);
    let (hash, digits) = match text[..end].last_chunk() {
        Some(last) if end - start <= 16 => hash_of_sixteen::<SEED>(first, u64::from_le_bytes(*last), (end - start) as u32),
        // The words of other scripts are long in bytes, and hashed by their normal form elsewhere.
        _ if first & 0x80 != 0 => (0, 0),
        _ => hash_of_any::<SEED>(&text[start..end]),
    };
    (hash, WordTraits::of_plain(first as u32, (digits | digits >> 32) as u32))
}

/// Hash and traits of a word of 1 to 8 bytes, of which the lowest byte of `first` is the first one. A longer one's are anything.
#[inline(always)]
pub(super) fn short<const SEED: u64>(first: u64, len: u64) -> (u64, WordTraits) {
    // So that the word's last byte is the highest one.
    let beyond = 64u64.wrapping_sub(8 * len) & 63;
    let digits = (!first & LETTER) << beyond;
    let traits = WordTraits::of_eight(first, digits);
    let first = first | LOWER;
    let last = first << beyond;
    // Of one byte, that one twice; of two, the second one is the one in the middle too.
    let two = if len == 1 { first << 16 & 0xFF_0000 | first << 24 } else { first << 16 };
    let of_three = hash_of_few::<SEED>(two & 0xFFFF_0000 | last >> 56 | (len & 0xFF) << 8);
    let of_eight = hash_of_halves::<SEED>(first << 32 | last >> 32, len);
    (if len <= 3 { of_three } else { of_eight }, traits)
}
