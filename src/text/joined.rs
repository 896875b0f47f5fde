//! Words that signs join, where all of it is known by masks: `Putin's`, `Putin’s`, `U.S.A`, `1,250.5`.
//!
//! In: such a word, of ASCII letters and digits with signs between them. Out: what its normal form is, hashed.

use super::normal::normal_form;
use super::plain::{hash_of_form, hash_of_sixteen};
use super::plain_short::short;
use super::tokens::{SEED, word_hash};
use crate::kernel::text::words::{LETTER, LOWER};
use crate::span::{Bytes, Span};

/// The longest word, in bytes, whose form is made without memory of its own.
const LONGEST: usize = 32;

/// What a byte is, a bit each: a letter or digit, a digit, a point.
const STAYS: u8 = 1;
const DIGIT: u8 = 1;
const POINT: u8 = 2;
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        kinds[byte as usize] =
            byte.is_ascii_alphanumeric() as u8 | (byte.is_ascii_digit() as u8) << DIGIT | ((byte == b'.') as u8) << POINT;
        byte += 1;
    }
    kinds
};

/// A byte of one each, and their highest bits.
const EACH: u64 = u64::from_le_bytes([1; 8]);
const HIGHEST: u64 = 0x80 * EACH;

/// What is known of a joined word.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Joined {
    /// Seeded xxh3 of the normal form.
    pub hash: u64,
    /// Bytes of the normal form.
    pub len: usize,
    /// Words that it stands for.
    pub parts: u32,
    /// Whether a digit is in it.
    pub digits: bool,
}

impl Joined {
    /// Reads the word of a text that stands at a span; `form` is working space.
    #[inline(always)]
    pub fn at(text: &str, span: [u32; 2], form: &mut String) -> Self {
        let [start, end] = span.map(|at| at as usize);
        match text.as_bytes().get(start..start + 8).and_then(<[u8]>::first_chunk) {
            Some(eight) if end - start <= 8 => Self::of_eight(u64::from_le_bytes(*eight), end - start),
            _ => Self::of(&text[start..end], form),
        }
    }

    /// Reads a word of up to eight bytes, which stands in the lowest ones.
    #[inline(always)]
    fn of_eight(word: u64, len: usize) -> Self {
        let inside = HIGHEST >> (64 - 8 * len);
        // Digits and points have the bit that parts small letters from capitals. No byte carries into the next one.
        let small = (word | LOWER) & !HIGHEST;
        let is_from = |byte: u8| (small + (0x80 - u64::from(byte)) * EACH) & HIGHEST;
        let ascii = !word & inside;
        let digit = is_from(b'0') & !is_from(b'9' + 1) & ascii;
        let point = is_from(b'.') & !is_from(b'.' + 1) & ascii;
        // A point behind a digit is a decimal one; others part letters that stand for words.
        let decimal = point & digit << 8;
        let stays = digit | is_from(b'a') & ascii | decimal;
        let (mut form, mut goes) = (word, inside & !stays);
        while goes != 0 {
            let below = (1 << (goes.trailing_zeros() & !7)) - 1;
            form = form & below | form >> 8 & !below;
            goes = (goes & (goes - 1)) >> 8;
        }
        let len = stays.count_ones();
        let (hash, _) = short::<SEED>(form, len.into());
        Self { hash, len: len as usize, parts: 1 + (point & !decimal).count_ones(), digits: digit != 0 }
    }

    /// Reads a word; `form` is working space.
    pub fn of(word: &str, form: &mut String) -> Self {
        let bytes = word.as_bytes();
        if bytes.len() > LONGEST {
            return Self::of_long(word, form);
        }
        let (mut form, mut len, mut parts, mut all, mut before) = ([0; LONGEST], 0, 1, 0, 0);
        for byte in bytes {
            let kind = KINDS[usize::from(*byte)];
            // Digits and points have the bit that parts small letters from capitals.
            form[len % LONGEST] = byte | 0x20;
            // A point behind a digit is a decimal one; others part letters that stand for words.
            let [is_point, digit_before] = [kind >> POINT & 1, before >> DIGIT & 1];
            len += usize::from(kind & STAYS | is_point & digit_before);
            parts += u32::from(is_point & !digit_before);
            (all, before) = (all | kind, kind);
        }
        let digits = all >> DIGIT & 1 == 1;
        Self { hash: hash_of_form::<SEED>(&form[..len]), len, parts, digits }
    }

    #[cold]
    fn of_long(word: &str, form: &mut String) -> Self {
        let bytes = word.as_bytes();
        let is_part = |two: &&[u8]| two[1] == b'.' && !two[0].is_ascii_digit();
        form.clear();
        normal_form(word, form);
        let parts = u32::try_from(bytes.windows(2).filter(is_part).count()).expect("a text is shorter than 4 GiB") + 1;
        Self { hash: word_hash(form.as_bytes()), len: form.len(), parts, digits: bytes.iter().any(u8::is_ascii_digit) }
    }
}

/// The hash of two words of a text written together, where both are letters of ASCII and few.
#[inline]
pub(super) fn hash_of_both(text: &str, words: [Span<Bytes>; 2]) -> Option<u64> {
    let letters = words.map(|word| letters(text, word));
    let [len, more] = words.map(|word| word.len());
    let len_of_both = len + more;
    if len_of_both > 16 {
        return None;
    }
    let both = letters[0]? | letters[1]? << (8 * len);
    let first = both as u64;
    Some(match len_of_both {
        ..=8 => short::<SEED>(first, len_of_both.into()).0,
        _ => hash_of_sixteen::<SEED>(first, (both >> (8 * (len_of_both - 8))) as u64, len_of_both).0,
    })
}

/// The letters of a word of 1 to 15 bytes from the lowest byte on. None where it is longer, ends near the text's end or has other characters.
#[inline(always)]
fn letters(text: &str, word: Span<Bytes>) -> Option<u128> {
    const LETTERS: u128 = (LETTER as u128) << 64 | LETTER as u128;
    let start = word.start as usize;
    let some = u128::from_le_bytes(*text.as_bytes().get(start..start + 16)?.first_chunk()?);
    if !(1..16).contains(&word.len()) {
        return None;
    }
    let inside = u128::MAX >> (128 - 8 * word.len());
    // Letters have one of the two highest bits and, unlike a quotation mark and what else has that one, one of the lowest five.
    let are_high = (some ^ LETTERS) & (LETTERS | LETTERS << 1) & inside == 0;
    let are_low = !((some & (LETTERS / 0x40 * 0x1F)) + LETTERS / 0x40 * 0x1F) & LETTERS >> 1 & inside == 0;
    (are_high && are_low).then_some(some & inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_short_word_is_read_as_a_long_one(
            word in "([A-Za-z]\\.){1,5}[A-Za-z](['’][a-z]{1,3})?|[0-9]{1,3}(,[0-9]{3}){0,3}(\\.[0-9]{1,3}){0,2}|[A-Za-z0-9]{1,9}(['`’][A-Za-z0-9]{1,9}){1,2}",
        ) {
            let long = Joined::of_long(&word, &mut String::new());
            prop_assert_eq!(&Joined::of(&word, &mut String::new()), &long);
            let behind = format!("{word} and more");
            prop_assert_eq!(&Joined::at(&behind, [0, word.len() as u32], &mut String::new()), &long);
        }

        #[test]
        fn two_words_are_hashed_as_one(words in prop::array::uniform2("[A-Za-z]{1,12}|[a-z]{1,5}['`.,][a-z]{1,3}|[a-z]é?"), behind in " {0,20}") {
            let text = format!("{}-{}{behind}", words[0], words[1]);
            let [first, second] = words.each_ref().map(|word| word.len() as u32);
            let spans = [Span::new(0, first), Span::new(first + 1, first + 1 + second)];
            let expected = word_hash(words.concat().to_ascii_lowercase().as_bytes());
            let are_letters = words.concat().bytes().all(|byte| byte.is_ascii_alphabetic());
            let found = hash_of_both(&text, spans);
            prop_assert!(found.is_none_or(|found| found == expected));
            prop_assert_eq!(found.is_some(), are_letters && first + second <= 16 && behind.len() as u32 + second >= 16);
        }
    }
}
