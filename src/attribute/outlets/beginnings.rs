//! The beginnings of some names, in tables by which nearly every word of a text is known to begin none of them.
//!
//! A name is known by its first word, and by what stands behind that: `the` stands before hundreds of words, and begins one alias.

use crate::text::is_alphanumeric;

/// 64-bit words of a table: a bit for each of 65,536 hashes.
const CELLS: usize = 1024;

/// Stands for whatever is behind a word.
const ANYTHING: u64 = 0;

/// The words that some names begin with.
#[derive(Debug, Clone)]
pub(in crate::attribute) struct Beginnings {
    /// One bit for each [`beginning`] of a name.
    words: Box<[u64; CELLS]>,
    /// One bit for each with the byte that stands behind it and a blank; or with [`ANYTHING`], where the name may end there.
    behind: Box<[u64; CELLS]>,
}

/// A word of letters and digits of ASCII, and where it ends in its text. Bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain {
    beginning: u64,
    end: usize,
}

impl Default for Beginnings {
    /// Of no names.
    fn default() -> Self {
        Self { words: Box::new([0; CELLS]), behind: Box::new([0; CELLS]) }
    }
}

impl Beginnings {
    /// Adds a name, in which one blank stands for any white space.
    pub fn add(&mut self, name: &str) {
        let word = first_word(name);
        let known = beginning(word.as_bytes());
        set(&mut self.words, known);
        match name.as_bytes()[word.len()..] {
            [] | [b' '] => set(&mut self.behind, with(known, ANYTHING)),
            [b' ', next, ..] => set(&mut self.behind, with(known, u64::from(next))),
            // Another sign must stand directly behind the word.
            _ => {}
        }
    }

    /// Whether a name can begin with the word at the beginning of `word`.
    pub(super) fn may_be(&self, word: &[u8]) -> bool {
        has(&self.words, beginning(word))
    }

    /// Whether no name begins with a word of `text`, as with nearly every word.
    #[inline(always)]
    pub(super) fn are_not(&self, word: Plain, text: &[u8]) -> bool {
        !has(&self.words, word.beginning) || self.go_on_otherwise(word, text)
    }

    /// Whether a blank stands behind a word, and a sign behind that with which no name goes on.
    fn go_on_otherwise(&self, word: Plain, text: &[u8]) -> bool {
        let Some([b' ', next @ b'!'..=b'~', ..]) = text.get(word.end..) else { return false };
        !has(&self.behind, with(word.beginning, ANYTHING)) && !has(&self.behind, with(word.beginning, u64::from(*next)))
    }
}

impl Plain {
    /// Of a stretch of a text, where it is in ASCII; what stands at the very beginning or end of a text is not known here. Lengths of words are as good as
    /// chance to a processor, so none is asked for.
    #[inline(always)]
    pub(super) fn of(text: &[u8], start: usize, end: usize) -> Option<Self> {
        let eight = |at: usize| text.get(at..).and_then(<[u8]>::first_chunk).map(|eight| u64::from_be_bytes(*eight));
        let (first, last) = (eight(start)?, eight(end.checked_sub(8)?)?);
        // The first eight bytes or fewer; of the last eight those of the word. One of up to 16 bytes is whole in both.
        let beyond = 64 - 8 * (end - start).min(8);
        let beginning = first >> beyond;
        let is_ascii = (beginning | last) & (0x8080_8080_8080_8080 >> beyond) == 0 && (end - start <= 16 || text[start..end].is_ascii());
        is_ascii.then_some(Self { beginning, end })
    }
}

/// The bytes that a word is known by: its letters and digits in ASCII, the first eight; or the first two bytes of a character beyond ASCII.
fn beginning(word: &[u8]) -> u64 {
    let letters = word.iter().take(8).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let known = if letters > 0 { letters } else { word.len().min(2) };
    word[..known].iter().fold(0, |bytes, &byte| bytes << 8 | u64::from(byte))
}

/// A beginning together with what stands behind it.
fn with(beginning: u64, behind: u64) -> u64 {
    beginning.rotate_left(23) ^ (behind + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

/// Where a key stands in a table.
#[inline(always)]
fn place(key: u64) -> (usize, u64) {
    let at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize;
    (at / 64, 1 << (at % 64))
}

fn set(table: &mut [u64; CELLS], key: u64) {
    let (cell, bit) = place(key);
    table[cell] |= bit;
}

#[inline(always)]
fn has(table: &[u64; CELLS], key: u64) -> bool {
    let (cell, bit) = place(key);
    table[cell] & bit != 0
}

/// The letters and digits that `text` begins with.
pub(super) fn first_word(text: &str) -> &str {
    let plain = text.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(text.len());
    if text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return &text[..plain];
    }
    let end = text[plain..].find(|c: char| !is_alphanumeric(c)).map_or(text.len(), |end| plain + end);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether the tables know that no name begins with the word at the beginning of a text.
    fn are_not(names: &[&str], text: &str) -> bool {
        let mut beginnings = Beginnings::default();
        names.iter().for_each(|name| beginnings.add(name));
        let text = format!("It said: {text}, and so on");
        let start = "It said: ".len();
        let word = first_word(&text[start..]);
        Plain::of(text.as_bytes(), start, start + word.len()).is_some_and(|word| beginnings.are_not(word, text.as_bytes()))
    }

    #[test]
    fn words_that_begin_no_name_are_known_and_so_are_those_that_go_on_otherwise() {
        let names = ["the Beeb", "Sun", "A.P.", "first "];
        for text in ["harbour", "the mayor", "A mayor"] {
            assert!(are_not(&names, text), "{text}");
        }
        for text in ["the Beeb", "the\nBeeb", "the  Beeb", "the\u{a0}Beeb", "Sun", "Sun rose", "A.P.", "first of all", "über"] {
            assert!(!are_not(&names, text), "{text}");
        }
    }

    #[test]
    fn words_in_ascii_are_known_by_their_first_letters_and_others_are_not() {
        for (word, expected) in [
            ("a", Some("a")),
            ("seven77", Some("seven77")),
            ("eight888", Some("eight888")),
            ("nine99999", Some("nine9999")),
            ("seventeen17171717", Some("seventee")),
            ("é", None),
            ("naïve", None),
            ("eight888é", None),
            ("seventeen17é71717", None),
        ] {
            for before in ["beside it ", "beside “"] {
                let text = format!("{before}{word}, and so on");
                let plain = Plain::of(text.as_bytes(), before.len(), before.len() + word.len());
                assert_eq!(plain.map(|plain| plain.beginning), expected.map(|known| beginning(known.as_bytes())), "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_name_is_ever_passed_over(names in prop::collection::vec("[a-zé]{1,10}( [A-Z][a-z]{0,3}|[.-][a-z]|)", 1..6), spaces in "[ \n\t\u{a0}]{1,2}") {
            let all: Vec<&str> = names.iter().map(String::as_str).collect();
            for name in &all {
                prop_assert!(!are_not(&all, name) && !are_not(&all, &name.replace(' ', &spaces)), "{}", name);
            }
        }
    }
}
