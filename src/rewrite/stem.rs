//! The stem of a word, so that `threatened`, `threatens` and `threatening` count as one.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::lexicon::Lexicon;
use crate::kernel::memory::ask_for;
use crate::span::{Bytes, Span};
use crate::text::Tokens;

/// Seed of the stems' hashes.
const SEED: u64 = 0x7374_656d_7320_6f66;
/// Longer words are their own stems.
const LONGEST: usize = 32;

/// Lines for words whose stems are remembered, four each; a word has one by its hash.
const LINES: usize = 1 << 15;
/// Words between the one whose line is asked for and the one that is looked up.
const AHEAD: usize = 16;

/// Finds the stem of each word, and its number. Only English endings are cut, and only from words in ASCII; any other word is its own stem. Remembers those of the
/// latest words: a text is made of few.
pub(super) struct Stems<'a> {
    lexicon: &'a Lexicon,
    latest: Vec<Line>,
}

/// Two places of words that are remembered, two each, the latest in front: what memory gives at once.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line([[Latest; 2]; 2]);

/// A word, and the number of its stem.
#[derive(Debug, Clone, Copy)]
struct Latest {
    hash: u64,
    number: u32,
    /// Whether it is written in ASCII letters: another one may have the same normal form.
    is_letters: bool,
}

impl<'a> Stems<'a> {
    /// Numbers stems by this lexicon.
    pub fn new(lexicon: &'a Lexicon) -> Self {
        // Each line begins with the hash of a word that belongs to another one.
        let nothing = |line: u64| Line([[Latest { hash: !(line << 1), number: 0, is_letters: false }; 2]; 2]);
        Self { lexicon, latest: (0..).take(LINES).map(nothing).collect() }
    }

    /// The numbers of the stems of all words, in place of others.
    pub fn terms(&mut self, text: &str, tokens: &Tokens, terms: &mut Vec<u32>) {
        terms.clear();
        let words = tokens.spans.iter().zip(&tokens.hashes).enumerate();
        terms.extend(words.map(|(n, (span, hash))| {
            // Words that nobody used lately lie far away.
            tokens.hashes.get(n + AHEAD).inspect(|soon| ask_for(&self.latest[line(**soon)]));
            self.term(text.as_bytes(), span.range(), *hash)
        }));
    }

    #[inline]
    fn term(&mut self, text: &[u8], word: Range<usize>, hash: u64) -> u32 {
        let is_letters = is_cut(text, word.clone());
        let both = &mut self.latest[line(hash)].0[(hash as usize ^ usize::from(is_letters)) & 1];
        let is_own = |latest: &Latest| latest.hash == hash && latest.is_letters == is_letters;
        if !is_own(&both[0]) {
            both.swap(0, 1);
            if !is_own(&both[0]) {
                // Words of letters have one hash when they have the same letters, small or not.
                both[0] = Latest { hash, number: self.lexicon.number(hash_of(text, word, hash)), is_letters };
            }
        }
        both[0].number
    }
}

/// The line of a word.
#[inline]
fn line(hash: u64) -> usize {
    (hash >> 1) as usize & (LINES - 1)
}

/// The numbers of the stems of some words.
pub(super) fn terms(text: &str, tokens: &Tokens, words: Range<usize>, lexicon: &Lexicon) -> Vec<u32> {
    let of = |(span, hash): (&Span<Bytes>, &u64)| lexicon.number(hash_of(text.as_bytes(), span.range(), *hash));
    tokens.spans[words.clone()].iter().zip(&tokens.hashes[words]).map(of).collect()
}

/// The hash of the stem of a word, which has a hash itself.
pub(super) fn hash_of(text: &[u8], word: Range<usize>, hash: u64) -> u64 {
    if is_cut(text, word.clone()) { of_letters(&text[word]) } else { hash }
}

/// Whether a word may have a stem other than itself.
#[inline]
fn is_cut(text: &[u8], word: Range<usize>) -> bool {
    word.len() <= LONGEST && are_letters(text, word)
}

/// Whether some bytes of a text are ASCII letters.
#[inline]
fn are_letters(text: &[u8], word: Range<usize>) -> bool {
    const BLOCK: usize = 16;
    const fn each(byte: u8) -> u128 {
        u128::from_ne_bytes([byte; BLOCK])
    }
    match text.get(word.start..word.start + BLOCK).and_then(|block| <[u8; BLOCK]>::try_from(block).ok()) {
        // All bytes at once, and as many for every word: how long the next one is nobody can predict.
        Some(block) if word.len() <= BLOCK => {
            let small = u128::from_le_bytes(block) | each(b' ');
            let low = small & each(0x7F);
            // The highest bit of each byte says it: no byte carries into the next one.
            let is_letter = (low + each(0x80 - b'a')) & !(low + each(0x7F - b'z')) & !small;
            let behind = 8 * (BLOCK - word.len()) as u32;
            let own = each(0x80) & u128::MAX.checked_shr(behind).unwrap_or(0);
            is_letter & own == own
        }
        _ => text[word].iter().all(u8::is_ascii_alphabetic),
    }
}

/// The hash of the stem of a word of ASCII letters, [`LONGEST`] at most. By the same hash, cut or not: `ride` is the stem of `rides`, and `rid` that of both.
fn of_letters(word: &[u8]) -> u64 {
    let mut form = [0; LONGEST];
    let form = &mut form[..word.len()];
    form.copy_from_slice(word);
    form.make_ascii_lowercase();
    xxh3_64_with_seed(stem(form), SEED)
}

/// Endings, the longest of those that end alike first, each with the letters that must be left.
const ENDINGS: [(&[u8], usize); 10] =
    [(b"ings", 3), (b"ing", 3), (b"edly", 3), (b"ies", 2), (b"ed", 3), (b"es", 3), (b"ly", 3), (b"s", 3), (b"e", 3), (b"y", 3)];

fn stem(word: &[u8]) -> &[u8] {
    if word.ends_with(b"ss") {
        return word;
    }
    let cut =
        |(ending, left): &(&[u8], usize)| word.strip_suffix(*ending).filter(|rest| rest.len() >= *left).map(|rest| (rest, ending.len()));
    match ENDINGS.iter().find_map(cut) {
        // `stopped`, `stopping`: the doubled letter goes too.
        Some(([rest @ .., a, b], ending)) if a == b && ending > 1 && rest.len() > 1 => &word[..rest.len() + 1],
        Some((rest, _)) => rest,
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn letters_are_known_wherever_a_word_stands(before in "[a-z@\\[`{é ]{0,5}", word in "[a-zA-Z]{0,20}[@\\[`{é]?[a-zA-Z]{0,12}", behind in "[a-z ]{0,20}") {
            let text = format!("{before}{word}{behind}");
            let range = before.len()..before.len() + word.len();
            prop_assert_eq!(are_letters(text.as_bytes(), range), word.bytes().all(|byte| byte.is_ascii_alphabetic()));
        }
    }

    #[test]
    fn forms_of_one_word_have_one_stem_and_short_words_are_left_alone() {
        for (word, expected) in [
            ("threatened", "threaten"),
            ("threatens", "threaten"),
            ("threatening", "threaten"),
            ("stopping", "stop"),
            ("stopped", "stop"),
            ("agencies", "agenc"),
            ("agency", "agenc"),
            ("press", "press"),
            ("his", "his"),
            ("red", "red"),
        ] {
            assert_eq!(stem(word.as_bytes()), expected.as_bytes(), "{word}");
        }
    }

    #[test]
    fn stems_do_not_depend_on_capitals_and_other_words_keep_their_hash() {
        let text = "Boats boat BOATS 1,250 договор";
        let tokens = tokenize(text, Compounds::Joined);
        let lexicon = Lexicon::default();
        let terms = terms(text, &tokens, 0..tokens.len(), &lexicon);
        assert!(terms[0] == terms[1] && terms[1] == terms[2]);
        assert_eq!(terms[3..].iter().map(|number| lexicon.hashes()[*number as usize]).collect::<Vec<_>>(), tokens.hashes[3..]);
    }

    #[test]
    fn what_is_remembered_changes_no_stem() {
        let texts: Vec<String> = (0..40)
            .map(|n| (0..900).map(|m| format!("w{}s Boated boat’s boats ", ["a", "b", "ing"][m % 3].repeat(1 + (n * m) % 11))).collect())
            .collect();
        let lexicon = Lexicon::default();
        let mut stems = Stems::new(&lexicon);
        for text in &texts {
            let tokens = tokenize(text, Compounds::Joined);
            let mut told = vec![7];
            stems.terms(text, &tokens, &mut told);
            assert_eq!(told, terms(text, &tokens, 0..tokens.len(), &lexicon));
        }
    }
}
