//! What is kept of a word in two bytes: how long it is, and a number for its letters. That of a compound is the sum of those of its two parts, so that two words
//! which another text writes together are told, nearly always, without a look at either text.

use crate::span::{Bytes, Span};

/// Bits of the number for a word's letters.
const BITS: u32 = 11;
/// Sums are kept without so much as often as it goes into them.
const MODULUS: u32 = (1 << BITS) - 1;
/// The number of a word whose letters in normal form are not known here.
const ANY: u16 = (1 << BITS) - 1;
/// A length that may be a greater one.
const LONG: u16 = 31;
/// Bytes of the parts of a compound, at least.
const LEAST_PART: u16 = 2;

/// What a byte adds that may be another letter in normal form, or none: one beyond ASCII, and what begins an entity. More than all others of a word together.
const OTHER: u32 = 1 << 16;
const _: () = assert!(MODULUS * (LONG as u32) < OTHER, "no sum of letters is as much");

/// What each byte adds: equal letters the same, whatever their case, and what falls out of a normal form nothing.
const WEIGHTS: [u32; 256] = {
    let mut weights = [0; 256];
    let mut byte = 0;
    while byte < weights.len() {
        let letter = (byte as u8).to_ascii_lowercase();
        weights[byte] = if letter.is_ascii_alphanumeric() {
            // The golden ratio, of which multiples lie far from one another.
            (letter as u32).wrapping_mul(0x9E37_79B9) >> (u32::BITS - BITS)
        } else if letter.is_ascii() && letter != b'&' {
            0
        } else {
            OTHER
        };
        byte += 1;
    }
    weights
};

/// The length of a word in bytes, on top, and the number for its letters. Nothing has none of either.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Outline(u16);

impl Outline {
    pub fn of(text: &str, span: Span<Bytes>) -> Self {
        let len = u16::try_from(span.len()).map_or(LONG, |len| len.min(LONG));
        Self(len << BITS | if len < LONG { number(text.as_bytes(), span).unwrap_or(ANY) } else { ANY })
    }

    /// Its upper byte and its lower one.
    pub fn bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }

    pub fn of_bytes(bytes: [u8; 2]) -> Self {
        Self(u16::from_be_bytes(bytes))
    }

    /// Whether two words may be the word `whole` of another text: they are, or have its letters by chance or in another
    /// order, or one of the three has other characters.
    #[inline]
    pub fn may_be_compound(first: Self, second: Self, whole: Self) -> bool {
        let [a, b, both] = [first, second, whole].map(|word| word.0 >> BITS);
        if a.min(b) < LEAST_PART {
            return false;
        }
        if [a, b, both].contains(&LONG) {
            return true;
        }
        let numbers = [first, second, whole].map(|word| word.0 & ANY);
        let [first, second, whole] = numbers.map(u32::from);
        a + b == both && (numbers.contains(&ANY) || (first + second) % MODULUS == whole)
    }
}

/// The number for the letters of a word of less than [`LONG`] bytes, where they are known.
#[inline]
fn number(text: &[u8], span: Span<Bytes>) -> Option<u16> {
    let weight = |byte: &u8| WEIGHTS[*byte as usize];
    let sum: u32 = if let len @ 1..=8 = span.len()
        && let Some(eight) = text.get(span.start as usize..).and_then(<[u8]>::first_chunk)
    {
        // Most words, without a branch on their length: what stands behind them is taken for nothing.
        let own = u64::from_le_bytes(*eight) & u64::MAX >> (u64::BITS - u8::BITS * len);
        own.to_le_bytes().iter().map(weight).sum()
    } else {
        text.get(span.range())?.iter().map(weight).sum()
    };
    (sum < OTHER).then_some((sum % MODULUS) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::NormalForm;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn outline(word: &str, behind: &str) -> Outline {
        Outline::of(&format!("{word}{behind}"), Span::new(0, u32::try_from(word.len()).unwrap()))
    }

    fn may_be(first: &str, second: &str, whole: &str) -> bool {
        let [first, second, whole] = [first, second, whole].map(|word| outline(word, " and boats"));
        Outline::may_be_compound(first, second, whole)
    }

    #[test]
    fn two_words_are_told_from_others_of_their_length() {
        assert!(may_be("cease", "fire", "ceasefire") && may_be("Cease", "FIRE", "ceaseFire") && may_be("mid", "1984", "MID1984"));
        assert!(!may_be("cease", "fire", "ceasehire") && !may_be("cease", "fire", "ceasefires") && !may_be("mid", "1983", "mid1984"));
        assert!(!may_be("a", "lot", "alot"), "a part of one letter makes none");
        assert!(may_be("cafés", "fire", "cafes-fire") && may_be("it&s", "on", "it'son"), "other characters may be anything");
        assert!(!may_be("", "", ""), "nothing is no word");
    }

    #[test]
    fn of_long_words_nothing_is_known_but_that_they_are_long() {
        let of = |len: usize| "abcdefghij".repeat(4)[..len].to_owned();
        for (first, second) in [(2, 28), (28, 2), (15, 15), (2, 29), (16, 16), (30, 2), (31, 2), (2, 38)] {
            let (whole, other) = (of(first + second), of(first + second).replace('j', "k"));
            let (first, second) = whole.split_at(first);
            assert!(may_be(first, second, &whole), "{first} {second}");
            assert_eq!(may_be(first, second, &other), whole.len() >= usize::from(LONG) && whole != other, "{first} {second}");
        }
        assert!(may_be("ab", &of(31), &of(40)), "how long is not known");
    }

    #[test]
    fn hardly_two_letters_weigh_the_same() {
        let weights: BTreeSet<u32> = (b'a'..=b'z').chain(b'0'..=b'9').map(|byte| WEIGHTS[byte as usize]).collect();
        assert_eq!(weights.len(), 36);
    }

    proptest! {
        #[test]
        fn words_that_make_another_one_in_normal_form_may_be_it(
            first in "[a-zA-Z0-9é'.&;,-]{1,12}", second in "[a-zA-Z0-9é'.-]{1,12}", behind in "[ a-z]{0,9}", at in 0usize..30, joiner in "['.,-]?", upper: bool,
        ) {
            // As long as both parts, with what falls out of its normal form somewhere else.
            let mut whole: String = format!("{first}{second}").chars().filter(|c| !matches!(c, '\'' | ',' | '-')).collect();
            let room = first.len() + second.len() - whole.len();
            (0..room).for_each(|_| whole.insert_str(whole.char_indices().map(|(at, _)| at).nth(at).unwrap_or(0), if joiner.is_empty() { "'" } else { &joiner }));
            if upper {
                whole.make_ascii_uppercase();
            }
            let form = |word: &str| NormalForm::of(word).as_str().to_owned();
            let is_compound = form(&whole) == form(&first) + &form(&second) && first.len().min(second.len()) >= LEAST_PART as usize;
            let may_be = Outline::may_be_compound(outline(&first, &behind), outline(&second, ""), outline(&whole, &behind));
            prop_assert!(may_be || !is_compound, "{} {} {}", first, second, whole);
        }

        #[test]
        fn a_word_has_the_outline_that_it_has_letter_by_letter(word in "[a-zA-Z0-9.é&]{1,40}", behind in "[ a-z]{0,9}") {
            let own = outline(&word, &behind);
            let is_known = word.bytes().all(|byte| byte.is_ascii() && byte != b'&') && word.len() < LONG as usize;
            let sum: u32 = word.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| WEIGHTS[byte.to_ascii_lowercase() as usize]).sum();
            let number = if is_known { (sum % MODULUS) as u16 } else { ANY };
            prop_assert_eq!((own.0 >> BITS, own.0 & ANY), ((word.len() as u16).min(LONG), number));
            prop_assert_eq!(Outline::of_bytes(own.bytes()), own);
        }
    }
}
