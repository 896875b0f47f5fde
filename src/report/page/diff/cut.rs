//! The words of a text, as differences know them, each with its place in bytes and in code points.
//!
//! Runs of letters and digits in ASCII are words as they stand; others are gone through character by character. A document that stands in many pairs is read
//! once ([`WordCache`]): the words of a span are those of the document that lie in it, wherever none goes on beyond its ends.

use std::collections::hash_map::Entry;
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use crate::keyed::NumberedMap;
use crate::report::page::index::{at, position};
use crate::text::{NormalForm, each_of_dictionary, each_run, is_alphanumeric, is_cut_by_dictionary, push_lower_case};

/// A word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    /// Its first byte in the text.
    pub byte: u32,
    /// Its first code point in the text, and the one behind its last.
    pub start: u32,
    pub end: u32,
    /// Hash of the word in lower case. That two words of one hash differ is a matter of 1 in 10^19.
    pub normal: u64,
}

/// Appends the words of a text.
fn words(text: &str, words: &mut Vec<Word>) {
    // The byte and the code point up to which the text was counted.
    let (mut counted, mut chars) = (0, 0);
    each_run::<0>(text, |start, end, normal| {
        chars += code_points(&text[counted..start]);
        let run = &text[start..end];
        counted = end;
        if run.is_ascii() {
            let len = position(run.len());
            words.push(Word { byte: position(start), start: chars, end: chars + len, normal });
            chars += len;
        } else {
            chars = words_by_characters(text, start..end, chars, words);
        }
    });
}

/// How many there are.
fn code_points(text: &str) -> u32 {
    position(text.bytes().filter(|b| *b & 0xC0 != 0x80).count())
}

/// Appends the words of a part of a text that begins at code point `first`, character by character, and returns where it ends.
fn words_by_characters(text: &str, part: Range<usize>, first: u32, words: &mut Vec<Word>) -> u32 {
    let mut form = String::new();
    // Where the open word begins, in bytes and in code points.
    let mut open = None;
    // The byte that is read next, and its code point.
    let (mut byte, mut at) = (part.start, first);
    let text = &text[..part.end];
    while let Some(c) = text[byte..].chars().next() {
        let alone = matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff);
        let by_dictionary = !alone && is_cut_by_dictionary(c);
        let is_of_word = is_alphanumeric(c);
        if alone || by_dictionary || !is_of_word {
            // An apostrophe or hyphen between letters would only cut one word into two equal halves.
            close(&mut open, at, &mut form, words);
        }
        if by_dictionary {
            (byte, at) = words_of_dictionary(text, byte, at, words);
            continue;
        }
        if is_of_word {
            push_lower_case(c, &mut form);
            open.get_or_insert((byte, at));
        }
        (byte, at) = (byte + c.len_utf8(), at + 1);
        if alone {
            close(&mut open, at, &mut form, words);
        }
    }
    close(&mut open, at, &mut form, words);
    at
}

/// Ends the open word, where there is one.
fn close(open: &mut Option<(usize, u32)>, end: u32, form: &mut String, words: &mut Vec<Word>) {
    if let Some((byte, start)) = open.take() {
        words.push(Word { byte: position(byte), start, end, normal: xxh3_64(form.as_bytes()) });
        form.clear();
    }
}

/// Appends the words of the run of Thai, or the like, that begins at a byte and its code point, and says where it ends, as both.
fn words_of_dictionary(text: &str, byte: usize, mut at: u32, words: &mut Vec<Word>) -> (usize, u32) {
    let mut counted = byte;
    let mut count_to = |to: usize| {
        at += code_points(&text[counted..to]);
        counted = to;
        at
    };
    let end = each_of_dictionary(text, byte, |word| {
        let (byte, start, end) = (position(word.start), count_to(word.start), count_to(word.end));
        words.push(Word { byte, start, end, normal: xxh3_64(NormalForm::of(&text[word]).as_bytes()) });
    });
    (end, count_to(end))
}

/// A part of a document: its number, and the part's bytes.
#[derive(Debug, Clone)]
pub(in crate::report::page) struct Side {
    pub doc: u32,
    pub bytes: Range<usize>,
}

/// Texts by document, and the words of those that were read as a whole. Each block of the page has its own, so that every thread has one at a time.
pub(in crate::report::page) struct WordCache<'a> {
    texts: &'a [&'a str],
    words: NumberedMap<u32, Vec<Word>>,
    /// How many words all of them have room for.
    count: usize,
}

impl<'a> WordCache<'a> {
    /// Words that there is room for, 12 MB on each thread. A block of the page has some 20,000, and meets those of the documents that these share text with.
    /// A text is read as a whole only where a word in three bytes of it would fit. One of shorter words, or one whose room was doubled, may go beyond this: to
    /// three times as much at worst.
    const MOST: usize = if cfg!(test) { 16 } else { 1 << 19 };
    /// What is shorter than one part in so many of its document is read by itself.
    const SHORT: usize = 4;

    /// Of these texts.
    pub fn new(texts: &'a [&'a str]) -> Self {
        Self { texts, words: NumberedMap::default(), count: 0 }
    }

    /// The text of a part; `None` where it does not lie in its document, between characters.
    pub fn text(&self, side: &Side) -> Option<&'a str> {
        self.texts[at(side.doc)].get(side.bytes.clone())
    }

    /// Finds the words of a part in place of others, told from its beginning: those of its text, `part`.
    pub(super) fn words_of(&mut self, side: &Side, part: &str, found: &mut Vec<Word>) {
        found.clear();
        let text = self.texts[at(side.doc)];
        let Range { start, end } = side.bytes;
        if part.len() * Self::SHORT < text.len() || !parts_words(text, start) || !parts_words(text, end) {
            return words(part, found);
        }
        let all = match self.words.entry(side.doc) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(_) if self.count + text.len() / 3 > Self::MOST => return words(part, found),
            Entry::Vacant(new) => {
                // A word in five bytes is more than most texts have.
                let mut all = Vec::with_capacity(text.len() / 5);
                words(text, &mut all);
                self.count += all.capacity();
                new.insert(all)
            }
        };
        let (start, end) = (position(start), position(end));
        let inside = &all[all.partition_point(|word| word.byte < start)..all.partition_point(|word| word.byte < end)];
        let Some(first) = inside.first() else { return };
        let before = first.start - code_points(&text[side.bytes.start..at(first.byte)]);
        found.extend(inside.iter().map(|word| Word {
            byte: word.byte - start,
            start: word.start - before,
            end: word.end - before,
            ..*word
        }));
    }
}

/// Whether no word can go on from before a byte to behind it: a sign of ASCII stands beside it, or nothing.
fn parts_words(text: &str, byte: usize) -> bool {
    let parts = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
    let bytes = text.as_bytes();
    parts(bytes[..byte].last()) || parts(bytes.get(byte))
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(in super::super) fn words_of(text: &str) -> Vec<Word> {
        let mut found = Vec::new();
        words(text, &mut found);
        found
    }

    #[test]
    fn a_full_cache_keeps_what_it_has_and_takes_no_more() {
        let (short, long) = ("one two three. ".repeat(2), "a ".repeat(3 * WordCache::MOST));
        let texts = [&short[..], &long, &short, &short, &short];
        let mut cache = WordCache::new(&texts);
        let mut found = Vec::new();
        for doc in (0..texts.len()).chain(0..texts.len()) {
            cache.words_of(&Side { doc: position(doc), bytes: 0..texts[doc].len() }, texts[doc], &mut found);
            assert_eq!(found, words_of(texts[doc]));
        }
        let mut kept: Vec<u32> = cache.words.keys().copied().collect();
        kept.sort_unstable();
        assert_eq!(kept, [0, 2]);
        assert_eq!(cache.count, cache.words.values().map(Vec::capacity).sum::<usize>());
    }

    proptest! {
        #[test]
        fn words_of_stretches_are_those_of_single_characters(text in "([a-zA-Z0-9]{1,20}|[ .,'\"-]|[é年ж\u{301}½’“”—]|[กาที่\u{200B}]{1,9}|\\PC){0,40}") {
            let mut slow = Vec::new();
            words_by_characters(&text, 0..text.len(), 0, &mut slow);
            prop_assert_eq!(words_of(&text), slow);
        }

        #[test]
        fn words_of_a_part_are_those_of_its_text(
            texts in prop::collection::vec("([a-zA-Z0-9]{1,5}|[ .,'\"-]|[é年ж\u{301}½’“”—]|[กาที่\u{200B}]{1,9}|\\PC){0,20}", 1..3),
            places in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..8),
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let mut cache = WordCache::new(&texts);
            let mut found = Vec::new();
            for (doc, one, other) in places {
                let doc = doc.index(texts.len());
                let ends: Vec<usize> = (0..=texts[doc].len()).filter(|&byte| texts[doc].is_char_boundary(byte)).collect();
                let (one, other) = (*one.get(&ends), *other.get(&ends));
                let side = Side { doc: position(doc), bytes: one.min(other)..one.max(other) };
                let part = cache.text(&side).unwrap();
                cache.words_of(&side, part, &mut found);
                prop_assert_eq!(&found, &words_of(part));
            }
        }
    }
}
