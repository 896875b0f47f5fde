//! Byte offsets to code points.

use crate::kernel::memory::ask_for;
use crate::span::{Bytes, Chars, Span};

/// Distance of the check points in bytes.
const STEP: usize = 128;

/// Answers how many code points stand before a byte of one text.
///
/// One `u32` for every 128 bytes; nothing at all for a text in ASCII.
#[derive(Debug, Clone)]
pub struct CharIndex<'a> {
    text: &'a str,
    /// Code points before byte `STEP * i`; empty when bytes and code points are the same.
    before: Vec<u32>,
}

impl<'a> CharIndex<'a> {
    /// Reads the text once.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.as_bytes().chunks(STEP) {
                before.push(count);
                count += starts(block);
            }
        }
        Self { text, before }
    }

    /// Code points before byte `offset`, which stands between two of them.
    #[must_use]
    pub fn chars_before(&self, offset: u32) -> u32 {
        let at = offset as usize;
        match self.before.get(at / STEP) {
            Some(&count) => count + starts(&self.text.as_bytes()[at / STEP * STEP..at]),
            // Either ASCII throughout, or `offset` is the end of a text of whole blocks.
            None if self.before.is_empty() => offset,
            None => self.before[self.before.len() - 1] + starts(&self.text.as_bytes()[(self.before.len() - 1) * STEP..at]),
        }
    }

    /// Asks memory for what [`chars_before`](Self::chars_before) will read, and does not wait for it.
    pub(crate) fn ask_for(&self, offset: u32) {
        if let Some(count) = self.before.get(offset as usize / STEP) {
            ask_for(count);
            ask_for(&self.text.as_bytes()[offset as usize / STEP * STEP]);
        }
    }

    /// The byte at which code point `count` begins; the text's length for the number of its code points.
    ///
    /// # Panics
    /// When the text has fewer code points.
    #[must_use]
    pub fn byte_of(&self, count: u32) -> u32 {
        if self.before.is_empty() {
            assert!(count as usize <= self.text.len(), "the text has so many code points");
            return count;
        }
        let block = self.before.partition_point(|before| *before <= count) - 1;
        let rest = (count - self.before[block]) as usize;
        let bytes = self.text.as_bytes();
        let begins = |at: &usize| bytes.get(*at).is_none_or(|b| b & 0xC0 != 0x80);
        let at = (block * STEP..=bytes.len()).filter(begins).nth(rest).expect("the text has so many code points");
        u32::try_from(at).expect("a text is shorter than 4 GiB")
    }

    /// The text between two code points.
    ///
    /// # Panics
    /// When the text has fewer code points.
    #[must_use]
    pub fn text_of(&self, span: Span<Chars>) -> &'a str {
        &self.text[self.byte_of(span.start) as usize..self.byte_of(span.end) as usize]
    }

    /// The same interval, counted in code points.
    #[must_use]
    pub fn chars(&self, span: Span<Bytes>) -> Span<Chars> {
        Span::new(self.chars_before(span.start), self.chars_before(span.end))
    }
}

/// Bytes that begin a code point.
fn starts(bytes: &[u8]) -> u32 {
    // Never more than STEP of them, so that their number fits into a byte and is added up sixteen, thirty-two or sixty-four at a time.
    let n = bytes.iter().fold(0u8, |n, b| n + u8::from(b & 0xC0 != 0x80));
    u32::from(n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_boundary_counts_as_the_iterator_does(text in "(\\PC|[a-z \n]){0,1500}") {
            let index = CharIndex::new(&text);
            for (count, (offset, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.chars_before(offset as u32) as usize, count);
                prop_assert_eq!(index.byte_of(count as u32) as usize, offset);
            }
            prop_assert_eq!(index.chars_before(text.len() as u32) as usize, text.chars().count());
        }
    }

    #[test]
    fn a_code_point_behind_the_end_is_none_of_any_text() {
        for text in ["", "boats", "bo\u{e4}ts", "\u{e9}"] {
            let index = CharIndex::new(text);
            let all = u32::try_from(text.chars().count()).unwrap();
            assert_eq!(index.byte_of(all) as usize, text.len(), "{text}");
            for behind in [all + 1, u32::MAX] {
                assert!(std::panic::catch_unwind(|| index.byte_of(behind)).is_err(), "{text} {behind}");
            }
        }
    }

    #[test]
    fn the_end_of_a_text_of_whole_blocks_is_counted() {
        let text = "é".repeat(STEP);
        assert_eq!(CharIndex::new(&text).chars_before(text.len() as u32) as usize, STEP);
    }
}
