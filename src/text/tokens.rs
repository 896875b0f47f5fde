//! The words of a document as columns: hash, span and traits of each.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::plain::{self, Hashed, MANY};
use super::stop_words::StopWords;
use crate::kernel::text::Set;
use crate::span::{Bytes, Span, Words};

/// Seed of the words' hashes. Changing it changes every persisted sketch.
const SEED: u64 = 0x7769_7265_636f_7079;

/// No stop word is longer, in bytes.
const LONGEST_STOP_WORD: usize = 16;

/// What is known of a word besides its hash: a set of flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WordTraits(u8);

impl WordTraits {
    const STOP: u8 = 1;
    const LOWER: u8 = 2;
    const NUMBER: u8 = 4;
    const CASELESS: u8 = 8;
    const GRAM: u8 = 16;
    /// The upper three bits hold the number of parts less one.
    const PARTS: u32 = 5;
    const MOST_PARTS: u32 = 8;

    /// A function word of the frozen list.
    #[must_use]
    pub fn is_stop_word(self) -> bool {
        self.0 & Self::STOP != 0
    }

    /// Written with a small first letter.
    #[must_use]
    pub fn is_lower_case(self) -> bool {
        self.0 & Self::LOWER != 0
    }

    /// Holds a digit.
    #[must_use]
    pub fn is_number(self) -> bool {
        self.0 & Self::NUMBER != 0
    }

    /// Written in a script that knows no case.
    #[must_use]
    pub fn is_caseless(self) -> bool {
        self.0 & Self::CASELESS != 0
    }

    /// Words that it stands for, 1 to 8: 2 for `U.S.`, 1 for `Putin’s` and `1,250`.
    #[must_use]
    pub fn parts(self) -> u32 {
        u32::from(self.0 >> Self::PARTS) + 1
    }

    /// No word but overlapping characters of a script without spaces.
    #[must_use]
    pub fn is_gram(self) -> bool {
        self.0 & Self::GRAM != 0
    }
}

/// The words of one document. The vectors are parallel.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tokens {
    /// Seeded xxh3 of each word's normal form.
    pub hashes: Vec<u64>,
    /// Where each word stands in the text. In scripts without spaces neighbours overlap.
    pub spans: Vec<Span<Bytes>>,
    /// Flags of each word.
    pub traits: Vec<WordTraits>,
    /// Paragraphs that hold words, as ranges of words, in order; together they hold every word.
    pub paragraphs: Vec<Span<Words>>,
    /// Words with a hyphen between them, in order: the place of the first one, and the hash of both written together.
    pub hyphened: Vec<(u32, u64)>,
}

impl Tokens {
    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Bytes of memory that they take.
    #[must_use]
    pub fn bytes_held(&self) -> usize {
        let word = size_of::<u64>() + size_of::<Span<Bytes>>() + size_of::<WordTraits>();
        self.hashes.capacity() * word + self.paragraphs.capacity() * size_of::<Span<Words>>()
    }

    /// Leaves of the words of all documents where they stand, and nothing else.
    pub(crate) fn keep_spans(all: &mut [Self]) {
        /// Documents that are copied before what they had goes: the copies of the next ones take its place, and what becomes free is in large pieces.
        const TOGETHER: usize = 1024;
        for some in all.chunks_mut(TOGETHER) {
            let spans: Vec<Vec<Span<Bytes>>> = some.par_iter().map(|tokens| tokens.spans.clone()).collect();
            some.iter_mut().zip(spans).for_each(|(own, spans)| *own = Self { spans, ..Self::default() });
        }
    }

    /// From the first byte of the span's first word to the last byte of its last one.
    ///
    /// # Panics
    /// When the span is empty or reaches behind the last word.
    #[must_use]
    pub fn bytes(&self, words: Span<Words>) -> Span<Bytes> {
        let inside = &self.spans[words.range()];
        Span::new(inside[0].start, inside[inside.len() - 1].end)
    }

    pub(super) fn with_capacity(words: usize) -> Self {
        Self {
            hashes: Vec::with_capacity(words),
            spans: Vec::with_capacity(words),
            traits: Vec::with_capacity(words),
            paragraphs: Vec::new(),
            hyphened: Vec::new(),
        }
    }

    /// Words of ASCII letters and digits, by first byte and byte behind the last one.
    #[inline(always)]
    pub(super) fn push_plain<S: Set>(&mut self, set: S, text: &[u8], runs: &[[u32; 2]]) {
        let stop_words = StopWords::get();
        for some in runs.chunks(MANY) {
            let Hashed { hashes, digits, first } = plain::hashes::<SEED, S>(set, text, some);
            let mut traits = [WordTraits(0); MANY];
            let count = if S::WIDE { MANY } else { some.len() };
            for n in 0..count {
                let stop = if stop_words.holds(hashes[n]) { WordTraits::STOP } else { 0 };
                // Of letters and digits only small ones have both bits.
                let lower = if first[n] & 0x60 == 0x60 { WordTraits::LOWER } else { 0 };
                let number = if digits[n] != 0 { WordTraits::NUMBER } else { 0 };
                traits[n] = WordTraits(stop | lower | number);
            }
            self.hashes.extend_from_slice(&hashes[..some.len()]);
            self.traits.extend_from_slice(&traits[..some.len()]);
        }
        self.spans.extend(runs.iter().map(|&[start, end]| Span::new(start, end)));
    }

    pub(super) fn push(&mut self, form: &str, span: Span<Bytes>, first: char, parts: u32, gram: bool) {
        let hash = word_hash(form.as_bytes());
        let mut flags = 0;
        if form.len() <= LONGEST_STOP_WORD && StopWords::get().holds(hash) {
            flags |= WordTraits::STOP;
        }
        if first.is_lowercase() {
            flags |= WordTraits::LOWER;
        } else if first.is_alphabetic() && !first.is_uppercase() {
            flags |= WordTraits::CASELESS;
        }
        if form.bytes().any(|b| b.is_ascii_digit()) {
            flags |= WordTraits::NUMBER;
        }
        if gram {
            flags |= WordTraits::GRAM;
        }
        let parts = if gram { 1 } else { parts.clamp(1, WordTraits::MOST_PARTS) };
        flags |= u8::try_from((parts - 1) << WordTraits::PARTS).expect("three bits");
        self.hashes.push(hash);
        self.spans.push(span);
        self.traits.push(WordTraits(flags));
    }
}

/// The hash of a word in normal form.
pub(super) fn word_hash(form: &[u8]) -> u64 {
    xxh3_64_with_seed(form, SEED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn words_of_which_spans_alone_are_kept_stand_where_they_stood() {
        let texts = ["The cease-fire holds.\n\nNobody said so.", "", "Мир и мост ждут"];
        let whole: Vec<Tokens> = (0..2000).map(|n| tokenize(texts[n % 3], Compounds::Joined)).collect();
        let mut kept = whole.clone();
        Tokens::keep_spans(&mut kept);
        for (whole, kept) in whole.iter().zip(&kept) {
            assert_eq!((whole.len(), whole.is_empty(), &whole.spans), (kept.len(), kept.is_empty(), &kept.spans));
            assert!(kept.hashes.is_empty() && kept.traits.is_empty());
        }
    }
}
