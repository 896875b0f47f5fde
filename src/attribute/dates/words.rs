//! Words of a line outside of its dates, by which headlines, paragraphs and lines that stand for their dates' sake are told apart.

use super::moment::Moment;
use crate::text::is_alphanumeric;

/// What a byte does to the word that it stands in.
#[derive(Clone, Copy)]
enum Byte {
    /// Makes it a word.
    Counts,
    /// May stand in it, and makes none.
    Joins,
    Parts,
    /// One of a character beyond ASCII.
    Beyond,
}

/// What each byte does.
const OF_BYTE: [Byte; 256] = {
    let mut bytes = [Byte::Parts; 256];
    let mut byte = 0;
    while byte < 256 {
        bytes[byte] = match byte as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Byte::Counts,
            b'\'' | b'.' | b'/' | b'@' | b'_' | b'-' => Byte::Joins,
            0x80.. => Byte::Beyond,
            _ => Byte::Parts,
        };
        byte += 1;
    }
    bytes
};

/// What a character does.
fn of(c: char) -> Byte {
    match OF_BYTE.get(c as usize) {
        Some(byte) if c.is_ascii() => *byte,
        _ if is_alphanumeric(c) => Byte::Counts,
        _ if c == '’' => Byte::Joins,
        _ => Byte::Parts,
    }
}

/// Words of `line` outside its dates, counted no further than `most`: a line may be a whole text.
pub(super) fn word_count(line: &str, moments: &[Moment], most: usize) -> usize {
    parts(line, moments).fold(0, |words, part| words + words_of(part, most - words))
}

/// Words of a part of a line, counted no further than `most`.
fn words_of(part: &str, most: usize) -> usize {
    if begin_so_many(part.as_bytes(), most) {
        return most;
    }
    let (mut words, mut at, mut is_counted) = (0, 0, false);
    while at < part.len() && words < most {
        let (mut byte, mut len) = (OF_BYTE[usize::from(part.as_bytes()[at])], 1);
        if let (Byte::Beyond, Some(c)) = (byte, part[at..].chars().next()) {
            (byte, len) = (of(c), c.len_utf8());
        }
        match byte {
            Byte::Counts => {
                words += usize::from(!is_counted);
                is_counted = true;
            }
            Byte::Joins | Byte::Beyond => {}
            Byte::Parts => is_counted = false,
        }
        at += len;
    }
    words
}

/// Bytes of a line that are counted side by side.
const BLOCK: usize = 64;
const _: () = assert!(BLOCK <= u8::MAX as usize, "a byte counts those of a block");

/// Whether so many words begin with a letter or digit of ASCII behind a byte of ASCII that parts words, or at the beginning: most lines that have so many
/// show it in a few blocks.
fn begin_so_many(part: &[u8], words: usize) -> bool {
    let counts = |byte: u8| byte.is_ascii_alphanumeric();
    let parts = |byte: u8| !(counts(byte) | !byte.is_ascii() | matches!(byte, b'\'' | b'.' | b'/' | b'@' | b'_' | b'-'));
    let in_block = |(before, block): (&[u8], &[u8])| {
        before.iter().zip(block).fold(0u8, |begin, (before, byte)| begin + u8::from(parts(*before) & counts(*byte)))
    };
    let mut begin = usize::from(part.first().is_some_and(|first| counts(*first)));
    begin >= words
        || part.chunks(BLOCK).zip(part.get(1..).unwrap_or_default().chunks(BLOCK)).any(|blocks| {
            begin += usize::from(in_block(blocks));
            begin >= words
        })
}

/// Whether a line longer than two bytes a word can have so many words outside its dates: between two of them there is a date, or a byte that is neither a
/// letter nor a digit of ASCII. A line may be a whole text, so no more of it is looked at than it takes.
pub(super) fn may_have_words(line: &str, moments: &[Moment], words: usize) -> bool {
    let in_block = |block: &[u8]| block.iter().fold(0u8, |parting, byte| parting + u8::from(!byte.is_ascii_alphanumeric()));
    let mut between = moments.len() + 1;
    line.len() > 2 * words
        && line.as_bytes().chunks(BLOCK).any(|block| {
            between += usize::from(in_block(block));
            between >= words
        })
}

/// Words of `line` outside its dates: runs of letters, digits, apostrophes, dots and slashes inside.
pub(super) fn words_outside<'a>(line: &'a str, moments: &'a [Moment]) -> impl Iterator<Item = &'a str> {
    let words = |part: &'a str| part.split(|c: char| matches!(of(c), Byte::Parts));
    parts(line, moments).flat_map(words).filter(|word| word.chars().any(is_alphanumeric))
}

/// What lies between the dates of a line.
pub(super) fn parts<'a>(line: &'a str, moments: &'a [Moment]) -> impl Iterator<Item = &'a str> {
    let ends = moments.iter().map(|moment| moment.range.end);
    let starts = moments.iter().map(|moment| moment.range.start).chain([line.len()]);
    [0].into_iter().chain(ends).zip(starts).map(|(from, to)| &line[from..to])
}

#[cfg(test)]
mod tests {
    use super::super::moment::moments;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_counted_as_they_are_told_and_a_line_that_has_so_many_may_have_them(
            parts in prop::collection::vec(prop::sample::select(vec!["wall", "7", " ", ", ", "'", "’", "-", "é", "¿", "\u{a0}", "May 3, 2016", "3May2016", "2016-12-03"]), 0..60),
            most in 0..30_usize,
        ) {
            let line = parts.concat();
            let moments = moments(&line);
            let words = words_outside(&line, &moments).count();
            prop_assert_eq!(word_count(&line, &moments, most), words.min(most), "{:?}", line);
            prop_assert!(may_have_words(&line, &moments, words) || line.len() <= 2 * words, "{:?}", line);
        }
    }
}
