//! The words of a document as columns: hash, span and traits of each.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::joined::Joined;
use super::letters::traits_of_first;
use super::plain::{Columns, hash_of_form};
use super::stop_words::stop_words;
use crate::error::Result;
use crate::kernel::text::Set;
use crate::kernel::text::lengths::{EIGHT, MANY};
use crate::kernel::text::words::{Known, ends};
use crate::room::{Column, Shelf};
use crate::span::{Bytes, Span, Words};

/// Seed of the words' hashes. Changing it changes every persisted sketch.
pub(super) const SEED: u64 = 0x7769_7265_636f_7079;

/// No stop word is longer, in bytes.
pub(super) const LONGEST_STOP_WORD: usize = 16;

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

    /// Those of a word of ASCII letters and digits, by the lowest of `first`'s bytes, which is its own first one, and by the bytes of `digits`, which have the
    /// bit of letters where a digit is in it. Whether it is a stop word is not said.
    #[inline(always)]
    pub(super) fn of_plain(first: u32, digits: u32) -> Self {
        // Without a comparison, so that it is made of many words at once. Of letters and digits small ones come last: from 0x80 on with this added.
        let lower = ((first & 0x7F) + 0x80 - u32::from(b'a')) >> 6;
        let digits = digits | digits >> 16;
        let number = (digits | digits >> 8) >> 4;
        Self((lower as u8 & Self::LOWER) | (number as u8 & Self::NUMBER))
    }

    /// The same for eight bytes of a word each.
    #[inline(always)]
    pub(super) fn of_eight(first: u64, digits: u64) -> Self {
        let lower = ((first & 0x7F) + 0x80 - u64::from(b'a')) >> 6;
        let number = if digits == 0 { 0 } else { u64::from(Self::NUMBER) };
        Self((lower & u64::from(Self::LOWER) | number) as u8)
    }

    /// Those of eight words of ASCII letters and digits, but for whether they are stop words.
    #[inline(always)]
    pub(super) fn of_known(known: Known) -> [Self; EIGHT] {
        ((known.lower * u64::from(Self::LOWER)) | (known.digit * u64::from(Self::NUMBER))).to_le_bytes().map(Self)
    }

    /// Says of eight words which ones are stop words: a byte each, 1 where one is.
    #[inline(always)]
    fn add_stop(eight: &mut [Self; EIGHT], stop: u64) {
        let flags = u64::from_le_bytes(eight.map(|flags| flags.0)) | (stop * u64::from(Self::STOP));
        *eight = flags.to_le_bytes().map(Self);
    }

    /// What the first character of a word tells.
    pub(super) fn of_first(c: char) -> Self {
        if c.is_lowercase() {
            Self(Self::LOWER)
        } else if c.is_alphabetic() && !c.is_uppercase() {
            Self(Self::CASELESS)
        } else {
            Self(0)
        }
    }

    /// These, of a word whose normal form may hold a digit.
    pub(super) fn with_number_in(self, form: &[u8]) -> Self {
        if form.iter().any(u8::is_ascii_digit) { Self(self.0 | Self::NUMBER) } else { self }
    }

    /// These, of a word that goes on with one of those: a number, if there is a digit in either.
    #[inline]
    pub(super) fn with_number_of(self, other: Self) -> Self {
        Self(self.0 | other.0 & Self::NUMBER)
    }

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
    pub hashes: Column<u64>,
    /// Where each word stands in the text. Neighbouring grams overlap.
    pub spans: Column<Span<Bytes>>,
    /// Flags of each word.
    pub traits: Column<WordTraits>,
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
        self.hashes.bytes_held()
            + self.spans.bytes_held()
            + self.traits.bytes_held()
            + self.paragraphs.capacity() * size_of::<Span<Words>>()
    }

    /// Puts the words of some documents on a shelf.
    pub(crate) fn put_on(shelf: &Shelf, some: &mut [Self]) -> Result<()> {
        shelf.columns(some.iter_mut().map(|tokens| &mut tokens.hashes))?;
        shelf.columns(some.iter_mut().map(|tokens| &mut tokens.spans))?;
        shelf.columns(some.iter_mut().map(|tokens| &mut tokens.traits))
    }

    /// Leaves of the words of all documents where they stand, and nothing else.
    pub(crate) fn keep_spans(all: &mut [Self]) {
        /// Documents that are copied before what they had goes: the copies of the next ones take its place, and what becomes free is in large pieces.
        const TOGETHER: usize = 1024;
        for some in all.chunks_mut(TOGETHER) {
            let spans: Vec<Column<Span<Bytes>>> = some.par_iter().map(|tokens| tokens.spans.clone()).collect();
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

    /// Hashes words that were found. Paragraphs and hyphens stay unknown.
    #[inline(always)]
    pub(super) fn of<S: Set>(set: S, text: &[u8], words: &mut Found) -> Self {
        let spans = std::mem::take(&mut words.spans);
        let stop_words = stop_words();
        let (mut hashes, mut traits) = (Vec::with_capacity(spans.len()), Vec::with_capacity(spans.len()));
        for some in ends(&spans).chunks(MANY) {
            let Columns { hashes: of_some, traits: flags, .. } = words.columns.read::<SEED, _>(set, text, some);
            for (hashes, flags) in of_some.as_chunks().0.iter().zip(flags.as_chunks_mut().0).take(some.len().div_ceil(EIGHT)) {
                WordTraits::add_stop(flags, set.held(stop_words, hashes));
            }
            hashes.extend_from_slice(&of_some[..some.len()]);
            traits.extend_from_slice(&flags[..some.len()]);
        }
        for (at, hash, flags) in words.special.drain(..) {
            hashes[at] = hash;
            traits[at] = flags;
        }
        Self { hashes: hashes.into(), spans: spans.into(), traits: traits.into(), paragraphs: Vec::new(), hyphened: Vec::new() }
    }
}

/// What is kept from one text to the next, for its memory alone.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub words: Found,
    pub form: String,
    pub paragraphs: Vec<Span<Words>>,
}

/// Words of a text before they are hashed.
#[derive(Debug, Default)]
pub(super) struct Found {
    spans: Vec<Span<Bytes>>,
    /// The words that are not their own normal form but for case: place, hash and traits.
    special: Vec<(usize, u64, WordTraits)>,
    columns: Columns,
}

impl Found {
    /// Makes room for so many words of another text.
    pub fn reserve(&mut self, words: usize) {
        self.special.clear();
        self.spans = Vec::with_capacity(words);
    }

    /// A word of ASCII letters and digits.
    #[inline]
    pub fn push_plain(&mut self, span: Span<Bytes>) {
        self.spans.push(span);
    }

    /// Takes the runs from one on up to another, each a word, and says which one comes next. Those that stand in `joined` go from it, and are words of
    /// ASCII and quotation marks; the others are letters and digits alone.
    #[inline(always)]
    pub fn push_until(
        &mut self,
        text: &str,
        runs: &[[u32; 2]],
        joined: &mut &[u32],
        next: usize,
        until: usize,
        form: &mut String,
    ) -> usize {
        let plain = runs.get(next..until).unwrap_or_default();
        while let Some((&run, others)) = joined.split_first()
            && (run as usize) < until
        {
            if let Some(&[start, end]) = (run as usize).checked_sub(next).and_then(|at| plain.get(at)) {
                self.special_of(self.spans.len() + run as usize - next, text, [start, end], form);
            }
            *joined = others;
        }
        // The end never lies before the start; said so that no check stands between.
        self.spans.extend(plain.iter().map(|&[start, end]| Span::new(start, end.max(start))));
        next.max(until)
    }

    /// Keeps what is known of a joined word that will stand at a place.
    fn special_of(&mut self, place: usize, text: &str, span: [u32; 2], form: &mut String) {
        let joined = Joined::at(text, span, form);
        let stop = joined.len <= LONGEST_STOP_WORD && stop_words().holds(joined.hash);
        let flag = |is: bool, flag: u8| u8::from(is) * flag;
        let flags = flag(stop, WordTraits::STOP)
            | flag(text.as_bytes()[span[0] as usize] >= b'a', WordTraits::LOWER)
            | flag(joined.digits, WordTraits::NUMBER);
        let parts = joined.parts.min(WordTraits::MOST_PARTS) as u8 - 1;
        self.special.push((place, joined.hash, WordTraits(flags | parts << WordTraits::PARTS)));
    }

    /// A word by its normal form and first character.
    pub fn push(&mut self, form: &[u8], span: Span<Bytes>, first: char, parts: u32, gram: bool) {
        let mut flags = traits_of_first(first).with_number_in(form).0;
        if gram {
            flags |= WordTraits::GRAM;
        }
        let parts = if gram { 1 } else { parts.clamp(1, WordTraits::MOST_PARTS) };
        flags |= u8::try_from((parts - 1) << WordTraits::PARTS).expect("three bits");
        self.push_form(form, span, WordTraits(flags));
    }

    /// A word by its normal form and its traits but for whether it is a stop word.
    pub fn push_form(&mut self, form: &[u8], span: Span<Bytes>, traits: WordTraits) {
        let hash = hash_of_form::<SEED>(form);
        let mut flags = traits.0;
        if form.len() <= LONGEST_STOP_WORD && stop_words().holds(hash) {
            flags |= WordTraits::STOP;
        }
        self.special.push((self.spans.len(), hash, WordTraits(flags)));
        self.spans.push(span);
    }
}

/// The hash of a word in normal form.
pub(crate) fn word_hash(form: &[u8]) -> u64 {
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
