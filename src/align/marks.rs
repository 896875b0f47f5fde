//! The punctuation right beside the words of two spans, where both sides write the same.
//!
//! Words have no punctuation, so a span of words ends before its full stop. Where both texts have that full stop too, it is copied as the
//! words are: a pair's span in characters takes it in.

use super::Side;
use crate::span::{Bytes, Span, Words};

/// The bytes of two spans of words, with the marks that touch them on both sides alike.
///
/// A row of marks is taken in as far as both sides have the same ones, and only where no letter, digit or mark of another kind follows at
/// once on either side: the hyphen of `cease-fire` belongs to its word, and of `”.` against `”,` nothing is taken in.
#[must_use]
pub fn with_marks(left: Side<'_>, right: Side<'_>, left_words: Span<Words>, right_words: Span<Words>) -> (Span<Bytes>, Span<Bytes>) {
    let (l, r) = (left.tokens.bytes(left_words), right.tokens.bytes(right_words));
    let behind = marks(left.text[l.end as usize..].chars(), right.text[r.end as usize..].chars());
    let before = marks(left.text[..l.start as usize].chars().rev(), right.text[..r.start as usize].chars().rev());
    (Span::new(l.start - before, l.end + behind), Span::new(r.start - before, r.end + behind))
}

/// Bytes of the marks with which both begin, where they end there on both sides.
fn marks(left: impl Iterator<Item = char>, right: impl Iterator<Item = char>) -> u32 {
    let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let (mut left, mut right) = (left.fuse(), right.fuse());
    let mut bytes = 0;
    loop {
        match (left.next(), right.next()) {
            (Some(l), Some(r)) if l == r && is_mark(l) => bytes += u32::try_from(l.len_utf8()).expect("at most four"),
            (l, r) => {
                let ends = |c: Option<char>| c.is_none_or(char::is_whitespace);
                return if ends(l) && ends(r) { bytes } else { 0 };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    /// What two texts have in common from the first word on, as far as `words` go.
    fn taken(left: &str, right: &str, first: u32, end: u32) -> (String, String) {
        let (l, r) = (tokenize(left, Compounds::Joined), tokenize(right, Compounds::Joined));
        let words = Span::new(first, end);
        let (a, b) = with_marks(Side { text: left, tokens: &l }, Side { text: right, tokens: &r }, words, words);
        (left[a.range()].to_owned(), right[b.range()].to_owned())
    }

    #[test]
    fn a_full_stop_and_closing_marks_that_both_have_are_taken_in() {
        let (left, right) = taken("He said: “The boats wait.” Then he left.", "She wrote: “The boats wait.” And went.", 2, 5);
        assert_eq!((left.as_str(), right.as_str()), ("“The boats wait.”", "“The boats wait.”"));
        assert_eq!(taken("The boats wait!", "The boats wait!", 0, 3).0, "The boats wait!");
    }

    #[test]
    fn marks_that_differ_or_join_another_word_are_not() {
        assert_eq!(taken("The boats wait.", "The boats wait,", 0, 3).0, "The boats wait");
        assert_eq!(taken("The boats wait.”", "The boats wait. ", 0, 3).0, "The boats wait");
        assert_eq!(taken("the old cease-fire", "the old cease-fire", 0, 3).0, "the old cease");
        assert_eq!(taken("(the boats)", "(the boats)", 0, 2).0, "(the boats)");
        assert_eq!(taken("x(the boats", "so (the boats", 1, 3).0, "the boats", "one side has a word right there");
    }
}
