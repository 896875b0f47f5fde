//! Where in a line dates can stand, by what stands around its numbers alone.
//!
//! In: a line. Out: stretches of it, in bytes, outside of which no moment begins or ends. Every moment tells a day, and a day is a number with
//! a month beside it or three numbers with separators. Most numbers of a text are neither, so most of a text is never cut into words here.

use std::ops::Range;

use super::calendar::{self, begins_no_month, ends_no_month};
use super::lexeme::{LONG_WORD, Lexeme, before, next};
use super::moment::{BEHIND_WEEKDAY, begins_what_parts_day_and_month, part_numbers, parts_day_and_month, parts_month_and_number};

/// Words, numbers and symbols to either side of a day that a moment can hold or look at, more than there can be: before the day a clock (12), a
/// zone (7), a joint (3), a weekday, a month and a symbol; behind its number the rest of it (7), a joint (3), a clock (12), a zone (7), a year.
/// Those of [`BEHIND_WEEKDAY`], of which any number may follow one another, are not counted.
const REACH: usize = 36;

/// Bytes that are looked at together for a digit.
const TOGETHER: usize = 32;

/// Words and symbols behind a number among which a month's name is looked for.
const BEHIND_NUMBER: usize = 4;

/// The stretches of `line` that hold all its moments, in order. None ends inside a word, and they do not overlap.
pub(super) fn stretches(line: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(number) = next_number(line, at) {
        at = number.end();
        if may_be_of_day(line, &number) {
            let (start, end) = (reached_before(line, number.start), reached_behind(line, number.end()));
            match found.last_mut() {
                Some(last) if start <= last.end => last.end = end,
                _ => found.push(start..end),
            }
        }
    }
    found
}

/// The first number that begins at byte `from` or later.
fn next_number(line: &str, mut from: usize) -> Option<Lexeme<'_>> {
    let bytes = line.as_bytes();
    while let Some(some) = bytes[from..].first_chunk::<TOGETHER>()
        && !some.iter().fold(false, |any, byte| any | byte.is_ascii_digit())
    {
        from += TOGETHER;
    }
    while let Some(eight) = bytes[from..].first_chunk()
        && digits(*eight) == 0
    {
        from += eight.len();
    }
    let start = from + bytes[from..].iter().position(u8::is_ascii_digit)?;
    let len = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    Some(Lexeme { text: &line[start..start + len], start })
}

/// The highest bit of each byte that is a digit; all bytes side by side.
fn digits(eight: [u8; 8]) -> u64 {
    const ALL: u64 = u64::from_ne_bytes([1; 8]);
    // Digits become 0 to 9, to which 118 more do not reach the highest bit; nothing is carried from one byte to the next.
    let from_zero = u64::from_ne_bytes(eight) ^ (ALL * 0x30);
    !(((from_zero & (ALL * 0x7F)) + ALL * 118) | from_zero) & (ALL * 0x80)
}

/// Whether `number` can be what [`day_at`](super::moment) reads first of a date in numbers, or beside a month.
fn may_be_of_day(line: &str, number: &Lexeme<'_>) -> bool {
    is_day_or_year(line, number) && is_around_date(line, number)
}

/// Whether a number has as many digits as a day or a year; or is one of three behind a sign, of which a zone may take the first.
fn is_day_or_year(line: &str, number: &Lexeme<'_>) -> bool {
    match number.text.len() {
        1 | 2 | 4 => true,
        3 => match byte_before(line, number.start) {
            None => false,
            Some(at) if line.as_bytes()[at].is_ascii() => matches!(line.as_bytes()[at], b'+' | b'-'),
            Some(at) => line[..=at].trim_end().ends_with(['+', '-']),
        },
        _ => false,
    }
}

fn is_around_date(line: &str, number: &Lexeme<'_>) -> bool {
    let is_behind = || next(line, number.end()).is_some_and(|behind| is_dated(line, &behind) || has_month_behind(line, behind));
    may_be_behind(line, number.end()) && !has_fraction_behind(line, number.end()) && is_behind()
        || may_have_month_before(line, number.start) && has_month_before(line, number)
}

/// Whether a point, digits and no other point follow a number that ends at byte `at`: `12.9 mln` is no date, and stands all over tables.
fn has_fraction_behind(line: &str, at: usize) -> bool {
    let Some((b'.', behind)) = line.as_bytes()[at..].split_first() else { return false };
    let digits = behind.iter().take_while(|byte| byte.is_ascii_digit()).count();
    // What lies beyond ASCII may be white space before a point.
    digits > 0 && behind[digits..].iter().find(|byte| !is_space(**byte)).is_none_or(|byte| byte.is_ascii() && *byte != b'.')
}

/// Where the last byte before `at` is that is no white space of ASCII.
fn byte_before(line: &str, at: usize) -> Option<usize> {
    line.as_bytes()[..at].iter().rposition(|byte| !is_space(*byte))
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Whether a month or other numbers may stand behind a number that ends at byte `at`, by one letter or two of each word: in a table most numbers have a
/// unit behind them.
fn may_be_behind(line: &str, mut at: usize) -> bool {
    let bytes = line.as_bytes();
    for symbols in 0..BEHIND_NUMBER {
        at += bytes[at..].iter().take_while(|byte| is_space(**byte)).count();
        match bytes[at..] {
            [b'.' | b'-' | b'/', ..] => at += 1,
            // One separator stands between two numbers of a date.
            [b'0'..=b'9', ..] => return symbols == 1,
            [0x80..=u8::MAX, ..] => return true,
            [first, ref rest @ ..] if first.is_ascii_alphabetic() => {
                let Some(second) = rest.first() else { return false };
                let is_letter = second.is_ascii_alphabetic();
                return !second.is_ascii()
                    || is_letter && (!begins_no_month(first, *second) || begins_what_parts_day_and_month(&bytes[at..]));
            }
            _ => return false,
        }
    }
    false
}

/// Whether a month may stand before byte `at`, by what its name ends with: digits behind a comma have other digits before it, and most words are none.
fn may_have_month_before(line: &str, at: usize) -> bool {
    let bytes = line.as_bytes();
    let may_end = |at: usize| !bytes[at].is_ascii() || bytes[at].is_ascii_alphabetic() && !ends_no_month(&bytes[..=at]);
    let Some(nearest) = byte_before(line, at) else { return false };
    may_end(nearest) || matches!(bytes[nearest], b'.' | b'-' | b'/' | b',') && byte_before(line, nearest).is_some_and(may_end)
}

/// `2016-12-03`, `03/04/2016`: three numbers with separators, of which `separator` is the first one.
fn is_dated(line: &str, separator: &Lexeme<'_>) -> bool {
    let number_behind = |lexeme: &Lexeme<'_>| next(line, lexeme.end()).filter(Lexeme::is_number);
    let dated = || {
        let again = next(line, number_behind(separator)?.end())?;
        (part_numbers(separator, &again) && number_behind(&again).is_some()).then_some(())
    };
    !separator.text.as_bytes()[0].is_ascii_alphanumeric() && dated().is_some()
}

/// `3 December`, `3. Dezember`, `3rd of December`, by what stands directly behind the number.
fn has_month_behind(line: &str, behind: Lexeme<'_>) -> bool {
    let mut lexeme = behind;
    for _ in 0..BEHIND_NUMBER {
        if lexeme.month().is_some() {
            return true;
        }
        if lexeme.is_number() || !parts_day_and_month(&lexeme) {
            break;
        }
        match next(line, lexeme.end()) {
            Some(further) => lexeme = further,
            None => break,
        }
    }
    false
}

/// `December 3`, `Dec. 3`, `December 2016`.
fn has_month_before(line: &str, number: &Lexeme<'_>) -> bool {
    let Some(nearest) = before(line, number.start) else { return false };
    let behind_symbol = || before(line, nearest.start).is_some_and(|lexeme| lexeme.month().is_some());
    nearest.month().is_some() || (parts_month_and_number(&nearest) && behind_symbol())
}

/// Whether it is none of [`BEHIND_WEEKDAY`], of which the longest has three bytes.
fn counts(lexeme: &Lexeme<'_>) -> bool {
    lexeme.text.len() > 3 || !BEHIND_WEEKDAY.contains(&lexeme.text)
}

/// Whether it is a longer word in ASCII that no moment holds: neither a month nor a day of the week nor a zone. All others that moments hold, or look
/// at, are shorter.
fn is_foreign(lexeme: &Lexeme<'_>) -> bool {
    let text = lexeme.text;
    let is_word = text.len() >= LONG_WORD && text.is_ascii() && text.as_bytes()[0].is_ascii_alphabetic();
    // Zones are written in capitals.
    let may_be_zone = || text.as_bytes()[1].is_ascii_uppercase() && calendar::zone(text).is_some();
    is_word && calendar::month(text).is_none() && calendar::weekday(text).is_none() && !may_be_zone()
}

/// As far before byte `at` as a moment can begin that holds what stands there.
fn reached_before(line: &str, mut at: usize) -> usize {
    let mut left = REACH;
    while left > 0
        && let Some(lexeme) = before(line, at).filter(|lexeme| !is_foreign(lexeme))
    {
        at = lexeme.start;
        left -= usize::from(counts(&lexeme));
    }
    at
}

/// As far behind byte `at` as a moment can end, or look, that holds what stands there.
fn reached_behind(line: &str, mut at: usize) -> usize {
    let mut left = REACH;
    while left > 0
        && let Some(lexeme) = next(line, at).filter(|lexeme| !is_foreign(lexeme))
    {
        at = lexeme.end();
        left -= usize::from(counts(&lexeme));
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_few_bytes_around_a_number_rule_out_no_date(
            parts in prop::collection::vec(prop::sample::select(vec!["3", "12", "435", "2016", ".", "-", "/", ",", "+", " ", "\t", "\u{a0}", "mln", "vs", "m", "May", "dec", "Sept", "sep", "juin", "in", "th", "the", "of", "off", "décembre", "março", "März", "é", "年", "月"]), 1..14),
        ) {
            let line = parts.concat();
            let mut at = 0;
            while let Some(number) = next_number(&line, at) {
                let behind = next(&line, number.end());
                let is_around = behind.is_some_and(|behind| is_dated(&line, &behind) || has_month_behind(&line, behind)) || has_month_before(&line, &number);
                prop_assert_eq!(is_around_date(&line, &number), is_around, "{:?} {:?}", line, number);
                let is_signed = line[..number.start].trim_end().ends_with(['+', '-']);
                prop_assert!(number.text.len() != 3 || is_day_or_year(&line, &number) == is_signed, "{:?} {:?}", line, number);
                at = number.end();
            }
        }
    }

    #[test]
    fn digits_are_found_among_eight_bytes() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                let mut eight = [b'/', b':', 0, 0x7F, 0x80, 0xB0, 0xB9, 0xFF];
                eight[at] = byte;
                let expected = if byte.is_ascii_digit() { 0x80 } else { 0 };
                assert_eq!(digits(eight).to_ne_bytes()[at], expected, "{byte}");
                assert_eq!(digits(eight).count_ones(), expected.count_ones(), "{byte}");
            }
        }
    }

    fn looked_at(line: &str) -> Vec<&str> {
        stretches(line).into_iter().map(|stretch| &line[stretch]).collect()
    }

    #[test]
    fn numbers_without_a_month_or_other_numbers_are_passed_over() {
        for line in [
            "",
            "12,000 people, 3.5 million",
            "at 7 p.m. in 2016",
            "he may 3 times",
            "1. 2. Name",
            "10 9 8",
            "June 330",
            "330 June",
            "12016-12-03",
        ] {
            assert_eq!(looked_at(line), [""; 0], "{line}");
        }
        for line in [
            "3rd of May",
            "May, 2016",
            "Dec. 3",
            "2016-12-03",
            "03 . 04 . 2016",
            "2016年12月3日",
            "7:30 on 1er mars",
            "3 º de mayo",
            "GMT +330 March",
        ] {
            assert_eq!(looked_at(line), [line], "{line}");
        }
    }

    #[test]
    fn stretches_reach_over_what_a_date_can_hold_and_no_further() {
        let far = "at ".repeat(2 * REACH + 1);
        let line = format!("{far}May 3 {far}4 June {far}");
        assert_eq!(looked_at(&line).len(), 2);
        assert!(looked_at(&line).iter().all(|stretch| stretch.len() < 11 * REACH), "{:?}", looked_at(&line));
        let close = format!("{far}May 3 {}4 June {far}", "at ".repeat(REACH));
        assert_eq!(looked_at(&close).len(), 1);
        assert_eq!(looked_at("The word May 3, GMT Sunday words 4 Juni"), ["May 3, GMT Sunday", "4 Juni"]);
    }
}
