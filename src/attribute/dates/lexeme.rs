//! Words, numbers and signs of a line, which dates are read from.

use super::calendar;

/// A word, a number or a symbol of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lexeme<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
}

impl<'a> Lexeme<'a> {
    /// Runs of letters, runs of ASCII digits and single symbols; white space falls out.
    pub(super) fn all(line: &'a str) -> Vec<Self> {
        #[derive(PartialEq, Clone, Copy)]
        enum Class {
            Letter,
            Digit,
            Symbol,
            Space,
        }
        let class = |c: char| match c {
            'a'..='z' | 'A'..='Z' => Class::Letter,
            ' ' => Class::Space,
            '0'..='9' => Class::Digit,
            c if c.is_alphabetic() => Class::Letter,
            c if c.is_whitespace() => Class::Space,
            _ => Class::Symbol,
        };
        let mut lexemes = Vec::with_capacity(line.len() / 4);
        let (mut start, mut last) = (0, Class::Space);
        for (at, c) in line.char_indices() {
            let this = class(c);
            if this != last || this == Class::Symbol {
                if last != Class::Space {
                    Self::push(&mut lexemes, &line[start..at], start);
                }
                (start, last) = (at, this);
            }
        }
        if last != Class::Space {
            Self::push(&mut lexemes, &line[start..], start);
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
