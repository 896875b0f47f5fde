//! The words around a place in a text.

use super::pattern::Pattern;
use super::token::{Token, first_tokens, tokens};
use crate::attribute::marks::with_marks;

/// Bytes before and behind a name that rules can see.
const WINDOW: usize = 240;

/// Words and signs behind a name in a title at most.
const TITLE_TOKENS: usize = 16;

/// The words around a place in a text, and whether the window ended before the paragraph did.
pub(super) struct Surroundings<'a> {
    /// From where to where the place reaches, with the marks around it: words beside `“Reuters”` stand beside Reuters.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Nearest first.
    pub(super) before: Vec<Token<'a>>,
    before_cut: bool,
    pub(super) after: Vec<Token<'a>>,
    after_cut: bool,
}

impl<'a> Surroundings<'a> {
    pub(super) fn of(text: &'a str, start: usize, end: usize) -> Self {
        let (start, end) = with_marks(text, start, end);
        let (from, before_cut) = paragraph_start(text, start);
        let (to, after_cut) = paragraph_end(text, end);
        let mut before = tokens(text, from, start);
        before.reverse();
        Self { start, end, before, before_cut, after: tokens(text, end, to), after_cut }
    }

    /// The words nearest to a place, as they are the first ones of [`before`](Self::before) and [`after`](Self::after); of the one behind not whether a line
    /// ends behind it. No word reaches over white space.
    pub(super) fn nearest(text: &'a str, start: usize, end: usize) -> (Option<Token<'a>>, Option<Token<'a>>) {
        let (start, end) = with_marks(text, start, end);
        let (from, _) = paragraph_start(text, start);
        let before = text[from..start].trim_end();
        // With the white space before it: at the very beginning "'s" would be taken for a name's.
        let begin = before.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(from, |(at, _)| from + at);
        (tokens(text, begin, start).pop(), Self::next(text, end, 1).pop())
    }

    /// The first words behind byte `at`, as they are the first ones of [`after`](Self::after).
    pub(super) fn next(text: &'a str, at: usize, most: usize) -> Vec<Token<'a>> {
        first_tokens(text, at, paragraph_end(text, at).0, most)
    }

    pub(super) fn before(&self, pattern: &Pattern) -> Option<usize> {
        pattern.matches(&self.before, self.before_cut)
    }

    /// Whether `pattern` fits the words before those that begin at byte `start`, which are a word of [`before`](Self::before) and those behind it.
    pub(super) fn before_word(&self, start: usize, pattern: &Pattern) -> bool {
        let Some(first) = self.before.iter().position(|token| token.start == start && token.is_word()) else { return false };
        pattern.matches(&self.before[first + 1..], self.before_cut).is_some()
    }

    /// Whether `pattern` fits the words that end with the one at byte `start`, which is a word of [`before`](Self::before).
    pub(super) fn ends_with_word(&self, start: usize, pattern: &Pattern) -> bool {
        let Some(first) = self.before.iter().position(|token| token.start == start && token.is_word()) else { return false };
        pattern.matches(&self.before[first..], self.before_cut).is_some()
    }

    /// Whether `start..end` stands in a title: within quotation marks of which the first one stands directly behind words that `works` fits, unless what they
    /// hold is somebody's words, by `speakers` behind them.
    pub(super) fn is_in_title(&self, text: &str, (start, end): (usize, usize), works: &Pattern, speakers: &[Pattern]) -> bool {
        let Some(opens) = self.before.iter().position(|token| token.start < start && is_mark(token)) else { return false };
        let open = &self.before[opens];
        // A title does not begin with a small letter.
        let is_quotation = text[open.end()..].trim_start().starts_with(char::is_lowercase);
        if is_quotation || !is_opening(text, open) || works.matches(&self.before[opens + 1..], self.before_cut).is_none() {
            return false;
        }
        let behind = || self.after.iter().take(TITLE_TOKENS).enumerate().filter(|(_, token)| token.start >= end);
        let Some((closes, close)) = behind().find(|(_, token)| is_mark(token)) else { return false };
        let says = |speaker: &Pattern| speaker.matches(&self.after[closes + 1..], self.after_cut).is_some();
        let is_spoken = || text[..close.start].ends_with([',', '!', '?']) && speakers.iter().any(says);
        is_closing(text, close) && !is_spoken()
    }

    pub(super) fn after(&self, pattern: &Pattern) -> Option<usize> {
        pattern.matches(&self.after, self.after_cut)
    }
}

/// Whether a word or sign is a quotation mark.
fn is_mark(token: &Token<'_>) -> bool {
    matches!(token.text, "\"" | "“" | "”" | "„" | "«" | "»")
}

/// Whether a quotation mark opens. Several open in one language and close in another, so what stands beside them tells.
fn is_opening(text: &str, mark: &Token<'_>) -> bool {
    let before = text[..mark.start].chars().next_back();
    match mark.text {
        "„" => true,
        "”" => false,
        "«" => before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '\'' | '’')),
        _ => !before.is_some_and(char::is_alphanumeric) && text[mark.end()..].starts_with(char::is_alphanumeric),
    }
}

/// Whether a quotation mark closes. French ones stand apart from the words by a blank.
fn is_closing(text: &str, mark: &Token<'_>) -> bool {
    let is_apart = || mark.text != "»" && text[..mark.start].ends_with(char::is_whitespace);
    mark.text == "”" || !is_opening(text, mark) && !is_apart()
}

/// Where the paragraph of byte `at` begins, at most [`WINDOW`] bytes before it, and whether it was cut.
fn paragraph_start(text: &str, at: usize) -> (usize, bool) {
    let floor = window_start(text, at);
    let mut line = at;
    while let Some(newline) = memchr::memrchr(b'\n', &text.as_bytes()[floor..line]).map(|n| floor + n) {
        // An empty line before this one ends the paragraph above; so does an indented beginning.
        let indented = text[newline + 1..].starts_with([' ', '\t', '\r', '\n', '\u{a0}']);
        if indented || text[..newline].trim_end_matches([' ', '\t', '\r']).ends_with('\n') {
            return (newline + 1, false);
        }
        line = newline;
    }
    if floor == 0 {
        return (0, false);
    }
    // From the next white space, so that no word is cut in two.
    let mut from = floor;
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let from = text[from..at].find(char::is_whitespace).map_or(at, |space| from + space);
    (from, true)
}

/// The first byte of the window before byte `at`. Blanks behind a blank do not count: some bylines are set in columns of hundreds.
fn window_start(text: &str, at: usize) -> usize {
    const MOST_BYTES: usize = 4096;
    let bytes = text.as_bytes();
    let (mut from, mut left) = (at, WINDOW);
    while from > at.saturating_sub(MOST_BYTES) && left > 0 {
        from -= 1;
        let again = bytes[from] == b' ' && bytes.get(from + 1) == Some(&b' ');
        left -= usize::from(!again);
    }
    from
}

/// Where the paragraph of byte `at` ends, at most [`WINDOW`] bytes behind it, and whether it was cut.
fn paragraph_end(text: &str, at: usize) -> (usize, bool) {
    let mut ceiling = text.len().min(at + WINDOW);
    while !text.is_char_boundary(ceiling) {
        ceiling -= 1;
    }
    let mut line = at;
    while let Some(newline) = memchr::memchr(b'\n', &text.as_bytes()[line..ceiling]).map(|n| line + n) {
        if text[newline + 1..].starts_with([' ', '\t', '\r', '\n', '\u{a0}']) {
            return (newline, false);
        }
        line = newline + 1;
    }
    (ceiling, ceiling < text.len())
}
