//! The words of two texts as an alignment compares them: by hash, by their ends, and by what two of them make together.

use crate::span::{Bytes, Span};
use crate::text::NormalForm;

use super::Side;
use super::joint::is_compound;
use super::score::{Quarters, weight};
use super::spelling::nearly_alike;

/// The words of one side in the order of an extension, looked at no further than asked for.
pub(super) struct Words<'a, 'r> {
    side: Side<'a>,
    places: Places,
    pub(super) words: &'r mut Vec<Word>,
}

/// Where the words of an extension stand.
#[derive(Clone, Copy)]
pub(super) enum Places {
    /// From the first to before the second.
    Ahead(u32, u32),
    /// From before the second to the first.
    Back(u32, u32),
}

impl Places {
    /// The place of the word that stands so many words from the first one that is looked at.
    pub(super) fn place(self, n: usize) -> u32 {
        let n = u32::try_from(n).expect("a place in a text of less than 4 GiB");
        match self {
            Self::Ahead(from, _) => from + n,
            Self::Back(_, to) => to - 1 - n,
        }
    }

    /// How many they are.
    pub(super) fn len(self) -> usize {
        let (Self::Ahead(from, to) | Self::Back(from, to)) = self;
        (to - from) as usize
    }
}

/// A word as the table reads it.
#[derive(Clone, Copy)]
pub(super) struct Word {
    pub(super) place: u32,
    pub(super) hash: u64,
    pub(super) weight: Quarters,
    /// Bytes of its span.
    pub(super) len: u32,
    /// Whether it is made of nothing but ASCII letters: its normal form is itself in small ones.
    is_plain: bool,
    /// What words that are spelt nearly alike have in common.
    pub(super) ends: Ends,
    /// What a compound and its parts have in common: of the word, and of it with the one looked at before.
    pub(super) whole: Outline,
    pub(super) two: Outline,
}

/// The first three and the last three bytes of a word's normal form, the outermost ones lowest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) first: u32,
    pub(super) last: u32,
    /// All bits for a word of four bytes.
    pub(super) is_short: u32,
}

impl Ends {
    const BITS: [u32; 3] = [0x0000_00FF, 0x0000_FFFF, 0x00FF_FFFF];
    /// For words that are like no other one: numbers, grams and those of less than four bytes.
    const NONE: Self = Self { first: 0xFF00_0000, last: 0xFF00_0000, is_short: 0 };

    /// Of a word's normal form, or of a plain word: its letters need not be made small first.
    fn of(form: &[u8]) -> Self {
        let three = |a: u8, b: u8, c: u8| [c, b, a].iter().fold(0, |ends, byte| ends << 8 | u32::from(byte.to_ascii_lowercase()));
        match form {
            [a, b, c, d] => Self { first: three(*a, *b, *c), last: three(*d, *c, *b), is_short: u32::MAX },
            [a, b, c, .., x, y, z] => Self { first: three(*a, *b, *c), last: three(*z, *y, *x), is_short: 0 },
            [a, b, c, y, z] => Self { first: three(*a, *b, *c), last: three(*z, *y, *c), is_short: 0 },
            _ => Self::NONE,
        }
    }

    /// Whether words with these ends may be nearly alike: of the shorter one half of the bytes are equal at its ends, two of four, three of
    /// five and more. All bits or none, so that a row of words is gone through at once.
    #[inline(always)]
    pub(super) fn may_be_alike(self, other: Self) -> bool {
        let (first, last) = (self.first ^ other.first, self.last ^ other.last);
        // A word that is like no other one is told by its highest byte, on either side.
        let is_none = (self.first | other.first) >> 24 != 0;
        let [first_1, first_2, first_3] = Self::BITS.map(|bits| first & bits == 0);
        let [last_1, last_2, last_3] = Self::BITS.map(|bits| last & bits == 0);
        let is_short = self.is_short | other.is_short != 0;
        !is_none & (first_3 | last_3 | first_2 & last_1 | first_1 & last_2 | is_short & (first_2 | last_2 | first_1 & last_1))
    }
}

/// Of one word or of two that may be written together: how long, with which first and last letter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Outline {
    /// The lower half of the length in bytes; above it both letters.
    pub(super) bits: u32,
    /// Which of these bits are to be compared: letters that are no ASCII may be others in normal form.
    pub(super) known: u32,
}

impl Outline {
    const LENGTH: u32 = 0xFFFF;
    /// Of no words. It may be taken for those of others.
    const NONE: Self = Self { bits: u32::MAX, known: u32::MAX };

    fn of(word: &[u8], len: u32) -> Self {
        let (Some(first), Some(last)) = (word.first(), word.last()) else { return Self { bits: len, known: Self::LENGTH } };
        let letter = |byte: &u8, place: u32| match byte.is_ascii() {
            true => (u32::from(byte.to_ascii_lowercase()) << place, 0xFF << place),
            false => (0, 0),
        };
        let (first, last) = (letter(first, 16), letter(last, 24));
        Self { bits: len & Self::LENGTH | first.0 | last.0, known: Self::LENGTH | first.1 | last.1 }
    }

    /// Of this word and the next one, which are so long together.
    fn with(self, next: Self, len: u32) -> Self {
        let (first, last) = (0x00FF_0000, 0xFF00_0000);
        Self {
            bits: len & Self::LENGTH | self.bits & first | next.bits & last,
            known: Self::LENGTH | self.known & first | next.known & last,
        }
    }

    /// Whether the one may be two words and the other one the same written together.
    #[inline(always)]
    pub(super) fn may_be(self, other: Self) -> bool {
        (self.bits ^ other.bits) & self.known & other.known == 0
    }
}

impl<'a, 'r> Words<'a, 'r> {
    pub(super) fn new(side: Side<'a>, places: Places, words: &'r mut Vec<Word>) -> Self {
        words.clear();
        Self { side, places, words }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Looks at the first `count` words, or all.
    pub(super) fn look_at(&mut self, count: usize) {
        for k in self.words.len()..count.min(self.len()) {
            let place = self.places.place(k);
            let at = place as usize;
            let (hash, traits) = (self.side.tokens.hashes[at], self.side.tokens.traits[at]);
            let (weight, len) = (weight(traits), self.side.tokens.spans[at].len());
            let (is_plain, ends, whole) = match Plain::of(self.side.text, self.side.tokens.spans[at]) {
                Some(plain) => (true, if traits.is_number() { Ends::NONE } else { plain.ends() }, plain.outline()),
                None => self.at_length(at),
            };
            let two = self.words.last().map_or(Outline::NONE, |before| match self.places {
                Places::Ahead(..) => before.whole.with(whole, before.len + len),
                Places::Back(..) => whole.with(before.whole, before.len + len),
            });
            self.words.push(Word { place, hash, weight, len, is_plain, ends, whole, two });
        }
    }

    /// What is known of a word, letter by letter: whether it is plain, its ends, its outline.
    fn at_length(&self, at: usize) -> (bool, Ends, Outline) {
        let span = self.side.tokens.spans[at];
        let word = &self.side.text[span.range()];
        let is_plain = word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let traits = self.side.tokens.traits[at];
        // A gram has two characters, but for two ligatures of Japanese, and words that are nearly alike at least four.
        let ends = if traits.is_number() || traits.is_gram() {
            Ends::NONE
        } else if is_plain {
            Ends::of(word.as_bytes())
        } else {
            Ends::of(NormalForm::of(word).as_bytes())
        };
        (is_plain, ends, Outline::of(word.as_bytes(), span.len()))
    }

    fn text(&self, i: usize) -> &str {
        &self.side.text[self.side.tokens.spans[self.words[i].place as usize].range()]
    }
}

/// A word of one to sixteen ASCII letters, by the eight bytes from its first one on and the eight up to its last one, in small letters. Hardly a
/// branch depends on its length: words of all lengths come one behind the other.
struct Plain {
    first: u64,
    last: u64,
    len: u32,
}

impl Plain {
    /// `None` where the text ends within these bytes, too.
    #[inline]
    fn of(text: &str, span: Span<Bytes>) -> Option<Self> {
        const SMALL: u64 = 0x2020_2020_2020_2020;
        let (len, text) = (span.len(), text.as_bytes());
        if !(1..=16).contains(&len) {
            return None;
        }
        let start = span.start as usize;
        let first = u64::from_le_bytes(*text.get(start..)?.first_chunk()?) | SMALL;
        let last = u64::from_le_bytes(*text.get(..span.end as usize)?.last_chunk()?) | SMALL;
        // Bytes of each that are the word's.
        let others = 64 - 8 * len.min(8);
        let are_letters = (not_letters(first) << others | not_letters(last) >> others) == 0;
        are_letters.then_some(Self { first, last, len })
    }

    #[inline]
    fn ends(&self) -> Ends {
        if self.len < 4 {
            return Ends::NONE;
        }
        let three = |bytes: u64| bytes as u32 & 0x00FF_FFFF;
        Ends { first: three(self.first), last: three(self.last.swap_bytes()), is_short: if self.len == 4 { u32::MAX } else { 0 } }
    }

    #[inline]
    fn outline(&self) -> Outline {
        Outline { bits: self.len | (self.first as u32 & 0xFF) << 16 | ((self.last >> 56) as u32) << 24, known: u32::MAX }
    }
}

/// The highest bit of each byte that is no letter, of bytes in small letters.
#[inline]
fn not_letters(bytes: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let low = bytes & !HIGH;
    // No byte carries into the next one.
    let from_a = low + (0x80 - u64::from(b'a')) * ONES;
    let behind_z = low + (0x7F - u64::from(b'z')) * ONES;
    (bytes | !from_a | behind_z) & HIGH
}

/// What matching these two words gives: (weight, nearly alike only), if they match at all.
#[inline(always)]
pub(super) fn matching(left: &Words<'_, '_>, i: usize, right: &Words<'_, '_>, j: usize) -> Option<(Quarters, bool)> {
    let (a, b) = (&left.words[i], &right.words[j]);
    if a.hash == b.hash {
        return Some((a.weight, false));
    }
    (a.ends.may_be_alike(b.ends) && is_nearly_alike(left, i, right, j)).then_some((a.weight / 2, true))
}

/// Whether two words are nearly alike in their normal forms.
fn is_nearly_alike(left: &Words<'_, '_>, i: usize, right: &Words<'_, '_>, j: usize) -> bool {
    let small = |words: &Words<'_, '_>, n: usize| if words.words[n].is_plain { Small::of(words.text(n)) } else { None };
    match (small(left, i), small(right, j)) {
        (Some(l), Some(r)) => nearly_alike(l.as_str(), r.as_str()),
        _ => nearly_alike(NormalForm::of(left.text(i)).as_str(), NormalForm::of(right.text(j)).as_str()),
    }
}

/// A word of ASCII letters in small ones.
struct Small {
    letters: [u8; Small::MOST],
    len: usize,
}

impl Small {
    /// Longer words are rare.
    const MOST: usize = 24;

    fn of(word: &str) -> Option<Self> {
        let mut letters = [0; Self::MOST];
        let own = letters.get_mut(..word.len())?;
        own.copy_from_slice(word.as_bytes());
        own.make_ascii_lowercase();
        Some(Self { letters, len: word.len() })
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.len]).unwrap_or_default()
    }
}

/// Lengths and letters rule out nearly every joint.
#[inline(always)]
pub(super) fn may_be_joint(parts: &Words<'_, '_>, i: usize, together: &Words<'_, '_>, j: usize) -> bool {
    parts.words[i].two.may_be(together.words[j].whole)
}

/// Whether words `i - 1` and `i` of the one side, in whichever order they are looked at, are word `j` of the other.
#[inline(always)]
pub(super) fn is_joint(parts: &Words<'_, '_>, i: usize, together: &Words<'_, '_>, j: usize) -> bool {
    let (a, b, whole) = (&parts.words[i - 1], &parts.words[i], &together.words[j]);
    may_be_joint(parts, i, together, j)
        && a.place.abs_diff(b.place) == 1
        && is_compound(parts.side, a.place.min(b.place), together.side, whole.place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_known_of_a_plain_word_is_what_is_known_of_it_letter_by_letter(
            before in "[ a-z]{0,9}", behind in "[ a-z]{0,9}", word in "[a-zA-Z]{0,24}", other in prop::option::of((any::<char>(), any::<prop::sample::Index>()))) {
            let mut word = word;
            if let Some((c, at)) = other {
                word.insert(at.index(word.len() + 1), c);
            }
            let text = format!("{before}{word}{behind}");
            let (start, len) = (before.len() as u32, word.len() as u32);
            let plain = Plain::of(&text, Span::new(start, start + len));
            let has_room = text.len() >= before.len() + 8 && before.len() + word.len() >= 8;
            prop_assert_eq!(plain.is_some(), has_room && (1..=16).contains(&len) && word.bytes().all(|b| b.is_ascii_alphabetic()));
            if let Some(plain) = plain {
                prop_assert!(plain.ends() == Ends::of(word.as_bytes()));
                prop_assert!(plain.outline() == Outline::of(word.as_bytes(), len));
            }
        }

        #[test]
        fn ends_rule_out_no_words_that_are_nearly_alike(left in "[abé]{1,12}", changes in prop::collection::vec((0usize..13, "[abé]{0,2}", 0usize..3), 1..3)) {
            let mut right: Vec<char> = left.chars().collect();
            for (at, new, gone) in changes {
                let at = at.min(right.len());
                let end = right.len().min(at + gone);
                right.splice(at..end, new.chars());
            }
            let right: String = right.into_iter().collect();
            let may = Ends::of(left.as_bytes()).may_be_alike(Ends::of(right.as_bytes()));
            prop_assert!(left == right || may || !nearly_alike(&left, &right), "{left} {right}");
        }
    }
}
