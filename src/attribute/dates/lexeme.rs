//! Words, numbers and signs of a line, which dates are read from.

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

impl<'a> Lexeme<'a> {
    /// Runs of letters, runs of ASCII digits and single symbols; white space falls out.
    pub(super) fn all(line: &'a str) -> Vec<Self> {
        let bytes = line.as_bytes();
        let mut lexemes = Vec::with_capacity(line.len() / 4);
        let mut at = 0;
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
                Self::push(&mut lexemes, &line[start..at], start);
            }
        }
        lexemes
    }

    /// Adds a lexeme; cuts "330" of "GMT +330 March 2017", where a page's clock sets the day directly
    /// behind the zone, into 3 and 30.
    fn push(lexemes: &mut Vec<Self>, text: &'a str, start: usize) {
        let behind_zone =
            |lexemes: &[Self]| matches!(lexemes, [.., zone, sign] if matches!(zone.text, "GMT" | "UTC") && matches!(sign.text, "+" | "-"));
        if text.len() == 3 && text.as_bytes()[0].is_ascii_digit() && behind_zone(lexemes) {
            let (hours, day) = text.split_at(1);
            lexemes.push(Self { text: hours, start });
            lexemes.push(Self { text: day, start: start + 1 });
        } else {
            lexemes.push(Self { text, start });
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
    lexemes.get(at).is_some_and(|lexeme| of.contains(lexeme.text) && lexeme.is_symbol())
}

pub(super) fn word(lexemes: &[Lexeme<'_>], at: usize, of: &[&str]) -> bool {
    lexemes.get(at).is_some_and(|lexeme| of.contains(&lexeme.text))
}

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
        }
    }
}
