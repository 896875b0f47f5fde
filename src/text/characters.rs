//! What single characters are, and where the word ends that begins at one: the exact way for everything.

use super::leftovers;
use super::letters::Letter;
use super::normal::{Compounds, is_mark};

/// What a character is to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Word,
    /// Of a script without spaces.
    Spaceless(Cut),
    Other,
}

/// How a script without spaces is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// Into overlapping pairs of characters.
    Pairs,
    /// Into the words of a dictionary.
    Words,
}

#[inline]
pub(super) fn class(c: char) -> Class {
    if c.is_ascii() { if c.is_ascii_alphanumeric() { Class::Word } else { Class::Other } } else { Letter::class(c) }
}

/// The same by the tables of Unicode.
pub(super) fn class_of(c: char) -> Class {
    match c {
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' if c.is_alphabetic() || is_mark(c) => {
            Class::Spaceless(Cut::Words)
        }
        '\u{3041}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3134F}'
        | '々'
        | '〆'
            if c.is_alphabetic() =>
        {
            Class::Spaceless(Cut::Pairs)
        }
        _ if c.is_alphanumeric() || is_mark(c) => Class::Word,
        _ => Class::Other,
    }
}

/// May join what stands around it.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '′' | '＇' | '-' | '‐' | '‑')
}

pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// Invisible inside a word: soft hyphen, zero-width characters.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// A place in a text.
pub(super) struct Cursor<'a> {
    pub text: &'a str,
    pub at: usize,
}

impl Cursor<'_> {
    /// The character that stands here.
    pub fn peek(&self) -> Option<char> {
        self.char_at(self.at)
    }

    /// The character that begins at byte `at`.
    pub fn char_at(&self, at: usize) -> Option<char> {
        match self.text.as_bytes().get(at) {
            Some(b) if b.is_ascii() => Some(char::from(*b)),
            Some(_) => self.text[at..].chars().next(),
            None => None,
        }
    }

    fn is_word_at(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(|c| class(c) == Class::Word)
    }

    /// Moves behind the word that begins here, and says how many parts it has.
    pub fn skip_word(&mut self, compounds: Compounds) -> u32 {
        // Where the part behind the last point of single letters begins; all before it are such letters.
        let mut part = self.at;
        let mut parts = 1;
        let bytes = self.text.as_bytes();
        loop {
            while self.at < bytes.len() && bytes[self.at].is_ascii_alphanumeric() {
                self.at += 1;
            }
            let Some(c) = self.peek() else { return parts };
            if class(c) == Class::Word {
                self.at += c.len_utf8();
                continue;
            }
            if compounds == Compounds::Cut && !is_invisible(c) {
                return parts;
            }
            let Some(next) = self.next_part(part, c) else { return parts };
            if c == '.' && self.is_letter_since(part) {
                parts += 1;
                part = next;
            }
            self.at = next;
        }
    }

    /// Where the word goes on behind `c`, which is no letter or digit.
    fn next_part(&self, part: usize, c: char) -> Option<usize> {
        let next = self.at + c.len_utf8();
        let bytes = self.text.as_bytes();
        let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
        if is_invisible(c) {
            return self.is_word_at(next).then_some(next);
        }
        if is_joiner(c) {
            return if is_hyphen(c) { self.behind_line_end(next) } else { self.is_word_at(next).then_some(next) };
        }
        match c {
            '&' => leftovers::apostrophe(bytes, self.at).filter(|next| self.is_word_at(*next)),
            '.' if digit(self.at - 1) && digit(next) => Some(next),
            '.' if self.is_letter_since(part) && self.is_single_letter(next) => Some(next),
            ',' if digit(self.at - 1) && (next..next + 3).all(digit) && !digit(next + 3) => Some(next),
            _ => None,
        }
    }

    /// Behind a hyphen at a line's end: the next line's first letter, when it is a small one.
    fn behind_line_end(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let line = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
        let word = line.trim_start_matches([' ', '\t']);
        let next = self.text.len() - word.len();
        (word.starts_with(char::is_lowercase) && self.text[..at].chars().nth_back(1).is_some_and(char::is_alphabetic)).then_some(next)
    }

    /// Whether what was read since byte `part` is a single letter.
    fn is_letter_since(&self, part: usize) -> bool {
        let mut letters = self.text[part..self.at].chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    }

    fn is_single_letter(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(|c| c.is_alphabetic() && class(c) == Class::Word && !self.is_word_at(at + c.len_utf8()))
    }
}
