//! What stands right beside the words of two spans and is no word, where both sides write the same.
//!
//! Words have no punctuation, so a span of words ends before its full stop. Where both texts have that full stop too, it is copied as the
//! words are: a pair's span in characters takes it in. So it does a dash that stands by itself, and a tag of HTML that was left in a text.

use super::Side;
use crate::span::{Bytes, Span, Words};

/// The bytes of two spans of words, with what follows and precedes them on both sides alike and holds no word.
///
/// It is taken in by the piece between two spaces, as far as both sides have the same pieces on that line. A piece that touches another word is
/// that word's: the hyphen of `cease-fire`; and of `”.` against `”,` nothing is taken in.
#[must_use]
pub fn with_marks(left: Side<'_>, right: Side<'_>, left_words: Span<Words>, right_words: Span<Words>) -> (Span<Bytes>, Span<Bytes>) {
    let behind = alike(Gap::behind(left, left_words), Gap::behind(right, right_words));
    let before = alike(Gap::before(left, left_words), Gap::before(right, right_words));
    let (l, r) = (left.tokens.bytes(left_words), right.tokens.bytes(right_words));
    // Of two places in one text, what lies between them is not both.
    let is_shared = std::ptr::eq(left.tokens, right.tokens) && l.end + behind.0 > r.start - before.1;
    let before = if is_shared { (0, 0) } else { before };
    (Span::new(l.start - before.0, l.end + behind.0), Span::new(r.start - before.1, r.end + behind.1))
}

/// Bytes of the pieces with which both begin, on the left and on the right.
fn alike(mut left: Gap<'_>, mut right: Gap<'_>) -> (u32, u32) {
    let mut taken = (0, 0);
    while let (Some(l), Some(r)) = (left.next(), right.next())
        && l == r
    {
        taken = (left.taken(), right.taken());
    }
    taken
}

/// What stands between a span of words and the next word on one side, or the end of the text.
struct Gap<'a> {
    /// What is left of it.
    rest: &'a str,
    bytes: usize,
    /// Whether a word stands at its other end.
    is_open: bool,
    /// Whether it is read from its end, since the words are behind it.
    is_back: bool,
}

impl<'a> Gap<'a> {
    fn behind(side: Side<'a>, words: Span<Words>) -> Self {
        let from = side.tokens.bytes(words).end as usize;
        let next = side.tokens.spans.get(words.end as usize).map(|span| (span.start as usize).max(from));
        let rest = &side.text[from..next.unwrap_or(side.text.len())];
        Self { rest, bytes: rest.len(), is_open: next.is_some(), is_back: false }
    }

    fn before(side: Side<'a>, words: Span<Words>) -> Self {
        let to = side.tokens.bytes(words).start as usize;
        let last = (words.start as usize).checked_sub(1).map(|last| (side.tokens.spans[last].end as usize).min(to));
        let rest = &side.text[last.unwrap_or(0)..to];
        Self { rest, bytes: rest.len(), is_open: last.is_some(), is_back: true }
    }

    /// The next piece on this line, and whether it touches what stands before it.
    fn next(&mut self) -> Option<(bool, &'a str)> {
        let trimmed = if self.is_back { self.rest.trim_end() } else { self.rest.trim_start() };
        let space = self.rest.len() - trimmed.len();
        let spaces = if self.is_back { &self.rest[trimmed.len()..] } else { &self.rest[..space] };
        let piece = if self.is_back { trimmed.rsplit(char::is_whitespace).next() } else { trimmed.split(char::is_whitespace).next() }?;
        let is_word_s = self.is_open && piece.len() == trimmed.len();
        if piece.is_empty() || is_word_s || spaces.contains(['\n', '\r']) {
            return None;
        }
        self.rest = if self.is_back { &trimmed[..trimmed.len() - piece.len()] } else { &trimmed[piece.len()..] };
        Some((space == 0, piece))
    }

    fn taken(&self) -> u32 {
        u32::try_from(self.bytes - self.rest.len()).expect("a text is shorter than 4 GiB")
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
    fn marks_by_themselves_and_tags_that_were_left_are_taken_in_as_far_as_the_line_goes() {
        assert_eq!(
            taken("- The boats wait -- ; So", "- The boats wait  -- , But", 0, 3),
            ("- The boats wait --".into(), "- The boats wait  --".into())
        );
        assert_eq!(taken("The boats wait</b> <br /> So", "The boats wait</b> <br /> But", 0, 3).0, "The boats wait</b> <br />");
        assert_eq!(taken("The boats wait.\n***\nSo", "The boats wait.\n***\nBut", 0, 3).0, "The boats wait.");
        assert_eq!(taken("The boats wait -So", "The boats wait -But", 0, 3).0, "The boats wait", "it is the next word's");
        assert_eq!(taken("The boats wait . So", "The boats wait. But", 0, 3).0, "The boats wait");
    }

    #[test]
    fn marks_between_two_places_of_one_text_belong_to_the_first() {
        let text = "-- The boats wait -- The boats wait --";
        let tokens = tokenize(text, Compounds::Joined);
        let side = Side { text, tokens: &tokens };
        let (l, r) = with_marks(side, side, Span::new(0, 3), Span::new(3, 6));
        assert_eq!((&text[l.range()], &text[r.range()]), ("The boats wait --", "The boats wait --"));
        assert!(l.end <= r.start);
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
