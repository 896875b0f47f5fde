//! Words, numbers and signs of a line, which dates are read from.

use std::ops::Range;

use super::calendar;

/// A word, a number or a symbol of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lexeme<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Symbol,
    Space,
    /// Of a byte: one of a character beyond ASCII.
    Beyond,
}

/// What each byte is.
const OF_ASCII: [Class; 256] = {
    let mut classes = [Class::Symbol; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b' ' | b'\t'..=b'\r' => Class::Space,
            0x80.. => Class::Beyond,
            _ => Class::Symbol,
        };
        byte += 1;
    }
    classes
};

/// What the character at byte `at` is, and its bytes.
fn class_at(line: &str, at: usize) -> (Class, usize) {
    match OF_ASCII[usize::from(line.as_bytes()[at])] {
        Class::Beyond => {
            let c = line[at..].chars().next().expect("a character begins here");
            let class = if c.is_alphabetic() {
                Class::Letter
            } else if c.is_whitespace() {
                Class::Space
            } else {
                Class::Symbol
            };
            (class, c.len_utf8())
        }
        class => (class, 1),
    }
}

/// What the character before byte `at` is, and its bytes.
fn class_before(line: &str, at: usize) -> (Class, usize) {
    match OF_ASCII[usize::from(line.as_bytes()[at - 1])] {
        Class::Beyond => class_at(line, at - line[..at].chars().next_back().map_or(1, char::len_utf8)),
        class => (class, 1),
    }
}

/// The word, number or symbol that begins at byte `at` or, behind white space, later.
pub(super) fn next(line: &str, mut at: usize) -> Option<Lexeme<'_>> {
    let bytes = line.as_bytes();
    while at < bytes.len() {
        let start = at;
        let (class, len) = class_at(line, at);
        at += len;
        if matches!(class, Class::Letter | Class::Digit) {
            loop {
                while at < bytes.len() && OF_ASCII[usize::from(bytes[at])] == class {
                    at += 1;
                }
                if at == bytes.len() || bytes[at].is_ascii() || class_at(line, at).0 != class {
                    break;
                }
                at += class_at(line, at).1;
            }
        }
        if class != Class::Space {
            return Some(Lexeme { text: &line[start..at], start });
        }
    }
    None
}

/// The word, number or symbol that ends at byte `end` or, before white space, earlier; `end` is inside none.
pub(super) fn before(line: &str, mut end: usize) -> Option<Lexeme<'_>> {
    while end > 0 {
        let (class, len) = class_before(line, end);
        let mut start = end - len;
        if class == Class::Space {
            end = start;
            continue;
        }
        while class != Class::Symbol && start > 0 && class_before(line, start).0 == class {
            start -= class_before(line, start).1;
        }
        return Some(Lexeme { text: &line[start..end], start });
    }
    None
}

impl<'a> Lexeme<'a> {
    /// Runs of letters, runs of ASCII digits and single symbols; white space falls out.
    pub(super) fn all(line: &'a str) -> Vec<Self> {
        Self::within(line, 0..line.len())
    }

    /// Those between two bytes of a line, of which neither is inside one.
    pub(super) fn within(line: &'a str, range: Range<usize>) -> Vec<Self> {
        let mut lexemes = Vec::with_capacity(range.len() / 4);
        let (line, mut at) = (&line[..range.end], range.start);
        while let Some(lexeme) = next(line, at) {
            at = lexeme.end();
            Self::push(&mut lexemes, lexeme);
        }
        lexemes
    }

    /// Adds a lexeme; cuts "330" of "GMT +330 March 2017", where a page's clock sets the day directly
    /// behind the zone, into 3 and 30.
    fn push(lexemes: &mut Vec<Self>, lexeme: Self) {
        let behind_zone =
            |lexemes: &[Self]| matches!(lexemes, [.., zone, sign] if matches!(zone.text, "GMT" | "UTC") && matches!(sign.text, "+" | "-"));
        let Self { text, start } = lexeme;
        if text.len() == 3 && text.as_bytes()[0].is_ascii_digit() && behind_zone(lexemes) {
            let (hours, day) = text.split_at(1);
            lexemes.push(Self { text: hours, start });
            lexemes.push(Self { text: day, start: start + 1 });
        } else {
            lexemes.push(lexeme);
        }
    }

    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The number and how many digits it is written with.
    pub(super) fn number(&self) -> Option<(u64, usize)> {
        let digits = self.text.len();
        (digits <= 14 && self.text.as_bytes()[0].is_ascii_digit()).then(|| Some((self.text.parse().ok()?, digits)))?
    }

    pub(super) fn is_number(&self) -> bool {
        self.text.as_bytes()[0].is_ascii_digit()
    }

    /// Whether it is one of these symbols.
    pub(super) fn is_one_of(&self, symbols: &str) -> bool {
        self.is_symbol() && symbols.contains(self.text)
    }

    pub(super) fn is_symbol(&self) -> bool {
        self.text.chars().all(|c| !c.is_alphanumeric())
    }

    /// The month, in capitals or with a capital letter where the language writes one: "may" and "mar" are words.
    pub(super) fn month(&self) -> Option<i8> {
        let month = calendar::month(self.text)?;
        (!matches!(self.text, "may" | "march" | "mar" | "ago" | "do" | "august")).then_some(month)
    }
}

pub(super) fn symbol(lexemes: &[Lexeme<'_>], at: usize, of: &str) -> bool {
    lexemes.get(at).is_some_and(|lexeme| lexeme.is_one_of(of))
}

pub(super) fn word(lexemes: &[Lexeme<'_>], at: usize, of: &[&str]) -> bool {
    debug_assert!(of.iter().all(|word| word.len() < LONG_WORD), "dates are sought as far as longer words, which stretches do not hold");
    lexemes.get(at).is_some_and(|lexeme| of.contains(&lexeme.text))
}

/// Bytes from which on a word is a month, a day of the week, a zone, or none that a moment holds.
pub(super) const LONG_WORD: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The lexemes of a line, each character looked at by itself.
    fn slowly(line: &str) -> Vec<(usize, &str)> {
        let class = |c: char| match c {
            '0'..='9' => Class::Digit,
            c if c.is_alphabetic() => Class::Letter,
            c if c.is_whitespace() => Class::Space,
            _ => Class::Symbol,
        };
        let mut found: Vec<(usize, &str)> = Vec::new();
        let mut before = Class::Space;
        for (at, c) in line.char_indices() {
            let this = class(c);
            match found.last_mut() {
                Some((start, text)) if this == before && this != Class::Symbol && this != Class::Space => {
                    *text = &line[*start..at + c.len_utf8()];
                }
                _ if this == Class::Space => {}
                _ => found.push((at, &line[at..at + c.len_utf8()])),
            }
            before = this;
        }
        found
    }

    proptest! {
        #[test]
        fn lexemes_are_runs_of_one_class(line in "([a-zA-Z]{1,5}|[0-9]{1,4}|[ \t,.:/-]|[éж年三٣\u{A0}½—“]|\\PC){0,30}") {
            let found = Lexeme::all(&line);
            prop_assert_eq!(found.iter().map(|l| (l.start, l.text)).collect::<Vec<_>>(), slowly(&line));
            let mut end = line.len();
            for lexeme in found.iter().rev() {
                let before = before(&line, end).expect("there is one more");
                prop_assert_eq!((before.start, before.text), (lexeme.start, lexeme.text));
                end = before.start;
            }
            prop_assert!(before(&line, end).is_none());
        }
    }
}
