//! Words and signs around a name.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::class::lists_of;

/// A word or sign beside a name.
#[derive(Debug, Clone)]
pub struct Token<'a> {
    /// As written.
    pub text: &'a str,
    /// In lower case.
    pub lower: Cow<'a, str>,
    /// First byte in the text.
    pub start: usize,
    /// Whether a line ends behind it (to the right).
    pub ends_line: bool,
    /// Whether a line begins with it.
    pub begins_line: bool,
    /// The lists of words that it stands in, a bit each, once a rule has asked: dozens ask of one word.
    lists: OnceCell<u32>,
}

impl Token<'_> {
    /// First byte behind it.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(in crate::attribute) fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphanumeric)
    }

    /// The lists of words that it stands in, a bit each.
    pub(super) fn lists(&self) -> u32 {
        *self.lists.get_or_init(|| lists_of(&self.lower))
    }

    pub(super) fn is_capitalised(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// Words and signs of `text[start..end]`, a stretch without empty lines. A word holds apostrophes, hyphens
/// and dots between letters; "'s" behind a name is a token of its own.
pub fn tokens<'a>(text: &'a str, start: usize, end: usize) -> Vec<Token<'a>> {
    first_tokens(text, start, end, usize::MAX)
}

/// The first of [`tokens`], as many as are asked for. Of the last one only the whole row would say whether a line ends behind it.
pub(super) fn first_tokens<'a>(text: &'a str, start: usize, end: usize, most: usize) -> Vec<Token<'a>> {
    let mut tokens: Vec<Token<'a>> = Vec::with_capacity(most.min((end - start) / 5));
    let mut new_line = start == 0 || text[..start].trim_end_matches([' ', '\t', '\r', '\u{a0}']).ends_with('\n');
    let mut at = start;
    while at < end && tokens.len() < most {
        let c = text[at..].chars().next().expect("at lies inside the text, on a boundary");
        if c.is_whitespace() {
            if c == '\n' {
                new_line = true;
                if let Some(last) = tokens.last_mut() {
                    last.ends_line = true;
                }
            }
            at += c.len_utf8();
            continue;
        }
        let length = token_length(&text[at..end], at == start);
        let word = &text[at..at + length];
        let lower = if word.chars().any(char::is_uppercase) { Cow::Owned(word.to_lowercase()) } else { Cow::Borrowed(word) };
        tokens.push(Token { text: word, lower, start: at, ends_line: false, begins_line: new_line, lists: OnceCell::new() });
        new_line = false;
        at += length;
    }
    let rest = text[at..].trim_start_matches([' ', '\t', '\r', '\u{a0}']);
    if (rest.is_empty() || rest.starts_with('\n'))
        && let Some(last) = tokens.last_mut()
    {
        last.ends_line = true;
    }
    tokens
}

/// Length in bytes of the token that `text` begins with.
fn token_length(text: &str, behind_name: bool) -> usize {
    let mut chars = text.char_indices().peekable();
    let (_, first) = chars.next().expect("text is not empty");
    if behind_name && matches!(first, '\'' | '’') {
        let mut rest = text[first.len_utf8()..].chars();
        if rest.next() == Some('s') && rest.next().is_none_or(|c| !c.is_alphanumeric()) {
            return first.len_utf8() + 1;
        }
    }
    if matches!(first, '-' | '.') {
        // "--" and ".-" are dashes.
        let run = text.len() - text.trim_start_matches(first).len();
        if first == '-' && run > 1 {
            return run;
        }
        if first == '.' && text[1..].starts_with(['-', '–', '—']) && run == 1 {
            return 1;
        }
    }
    if !first.is_alphanumeric() {
        return first.len_utf8();
    }
    let mut end = first.len_utf8();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '\'' | '’' | '-' | '&') && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !c.is_alphanumeric() && !joins {
            return at;
        }
        end = at + c.len_utf8();
    }
    end
}
