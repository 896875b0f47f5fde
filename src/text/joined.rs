//! Words that signs join, where all of it is known by masks: `Putin's`, `Putin’s`, `U.S.A`, `1,250.5`.
//!
//! In: such a word, of ASCII letters and digits with signs between them. Out: what its normal form is, hashed.

use super::normal::normal_form;
use super::plain::hash_of_form;
use super::tokens::{SEED, word_hash};

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
    /// Reads a word; `form` is working space.
    #[inline(always)]
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_short_word_is_read_as_a_long_one(
            word in "([A-Za-z]\\.){1,5}[A-Za-z](['’][a-z]{1,3})?|[0-9]{1,3}(,[0-9]{3}){0,3}(\\.[0-9]{1,3}){0,2}|[A-Za-z0-9]{1,9}(['`’][A-Za-z0-9]{1,9}){1,2}",
        ) {
            prop_assert_eq!(Joined::of(&word, &mut String::new()), Joined::of_long(&word, &mut String::new()));
        }
    }
}
