//! Compounds that one text writes together and another one in two words: `ceasefire`, `cease-fire`, `cease fire`.
//!
//! Words keep no more than a hash, so the letters are looked up in the text; lengths are compared first, which
//! rules out nearly everything.

use super::Side;
use super::score::Joint;
use crate::text::NormalForm;

/// Letters that the shorter part of a compound has at least: "a lot" and "alot" are one word misspelt, not a compound.
const LEAST_PART: u32 = 2;

/// The compound that ends directly before word `left` on the one side and word `right` on the other.
pub(super) fn before(left: Side<'_>, right: Side<'_>, left_word: u32, right_word: u32) -> Joint {
    match (left_word, right_word) {
        (2.., 1..) if is_compound(left, left_word - 2, right, right_word - 1) => Joint::Left,
        (1.., 2..) if is_compound(right, right_word - 2, left, left_word - 1) => Joint::Right,
        _ => Joint::None,
    }
}

/// The compound that begins with these words.
pub(super) fn behind(left: Side<'_>, right: Side<'_>, left_word: u32, right_word: u32) -> Joint {
    let has = |side: Side<'_>, word: u32| (word as usize) < side.tokens.len();
    if has(left, left_word + 1) && has(right, right_word) && is_compound(left, left_word, right, right_word) {
        Joint::Left
    } else if has(left, left_word) && has(right, right_word + 1) && is_compound(right, right_word, left, left_word) {
        Joint::Right
    } else {
        Joint::None
    }
}

/// Whether word `first` and the next one, with a hyphen or a space between them, are word `whole` of the other side.
pub(super) fn is_compound(parts: Side<'_>, first: u32, together: Side<'_>, whole: u32) -> bool {
    let (a, b) = (parts.tokens.spans[first as usize], parts.tokens.spans[first as usize + 1]);
    let word = together.tokens.spans[whole as usize];
    if a.len() + b.len() != word.len() || a.len().min(b.len()) < LEAST_PART {
        return false;
    }
    let texts = [(parts, a), (parts, b), (together, word)].map(|(side, span)| &side.text[span.range()]);
    // Words begin and end with a letter or digit, which the normal form keeps.
    let differs = |one: Option<&u8>, other: Option<&u8>| {
        one.zip(other).is_some_and(|(one, other)| one.is_ascii() && other.is_ascii() && !one.eq_ignore_ascii_case(other))
    };
    let [first, second, whole] = texts.map(str::as_bytes);
    if differs(first.first(), whole.first()) || differs(second.last(), whole.last()) {
        return false;
    }
    let Some(between) = parts.text.get(a.end as usize..b.start as usize) else { return false };
    if between.is_empty() || !between.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '-' | '\u{2010}' | '\u{2011}')) {
        return false;
    }
    let [first, second, whole] = texts.map(NormalForm::of);
    whole.as_bytes().strip_prefix(first.as_bytes()) == Some(second.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    fn joint(left: &str, right: &str) -> (Joint, Joint) {
        let tokens = [left, right].map(|text| tokenize(text, Compounds::Joined));
        let (l, r) = (Side { text: left, tokens: &tokens[0] }, Side { text: right, tokens: &tokens[1] });
        let ends = tokens.each_ref().map(|t| u32::try_from(t.len()).unwrap());
        (behind(l, r, 0, 0), before(l, r, ends[0], ends[1]))
    }

    #[test]
    fn parts_and_the_word_they_make_are_a_compound_on_either_side() {
        for (left, right, expected) in [
            ("cease-fire", "ceasefire", Joint::Left),
            ("Cease fire", "CEASEFIRE", Joint::Left),
            ("air strike", "airstrike", Joint::Left),
            ("ceasefire", "cease‑fire", Joint::Right),
            ("вице-премьер", "вицепремьер", Joint::Left),
            ("ceasefire", "ceasefire", Joint::None),
            ("cease, fire", "ceasefire", Joint::None),
            ("cease\nfire", "ceasefire", Joint::None),
            ("cease hire", "ceasefire", Joint::None),
            ("a lot", "alot", Joint::None),
            ("cease", "ceasefire", Joint::None),
        ] {
            assert_eq!(joint(left, right), (expected, expected), "{left:?} {right:?}");
            assert_eq!(joint(right, left).0, expected.turned(), "{right:?} {left:?}");
        }
    }
}
