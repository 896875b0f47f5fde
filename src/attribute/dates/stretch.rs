//! Where in a line dates can stand, by what stands around its numbers alone.
//!
//! In: a line. Out: stretches of it, in bytes, outside of which no moment begins or ends. Every moment tells a day, and a day is a number with
//! a month beside it or three numbers with separators. Most numbers of a text are neither, so most of a text is never cut into words here.

use std::ops::Range;

use super::calendar::begins_no_month;
use super::lexeme::{Lexeme, before, next};
use super::moment::{BEHIND_WEEKDAY, may_part_day_and_month, part_numbers, parts_day_and_month, parts_month_and_number};

/// Words, numbers and symbols to either side of a day that a moment can hold or look at, more than there can be: before the day a clock (12), a
/// zone (7), a joint (3), a weekday, a month and a symbol; behind its number the rest of it (7), a joint (3), a clock (12), a zone (7), a year.
/// Those of [`BEHIND_WEEKDAY`], of which any number may follow one another, are not counted.
const REACH: usize = 36;

/// Bytes that are looked at together for a digit.
const TOGETHER: usize = 32;

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
    let digit = bytes[from..].iter().position(u8::is_ascii_digit)?;
    next(line, from + digit)
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

/// Whether a month or a separator may stand behind a number that ends at byte `at`, by two letters: in a table most numbers have a unit behind them.
fn may_be_behind(line: &str, at: usize) -> bool {
    let mut behind = line.as_bytes()[at..].iter().skip_while(|byte| is_space(**byte));
    let (first, second) = (behind.next(), behind.next());
    first.is_some_and(|first| may_part_day_and_month(*first) || !second.is_some_and(|second| begins_no_month(*first, *second)))
}

/// Whether a month may stand before byte `at`, by one or two bytes: digits behind a comma have other digits before it.
fn may_have_month_before(line: &str, at: usize) -> bool {
    let is_letter = |at: usize| line.as_bytes()[at].is_ascii_alphabetic() || !line.as_bytes()[at].is_ascii();
    let Some(nearest) = byte_before(line, at) else { return false };
    is_letter(nearest) || !line.as_bytes()[nearest].is_ascii_digit() && byte_before(line, nearest).is_some_and(is_letter)
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
    for _ in 0..4 {
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

/// As far before byte `at` as a moment can begin that holds what stands there.
fn reached_before(line: &str, mut at: usize) -> usize {
    let mut left = REACH;
    while left > 0
        && let Some(lexeme) = before(line, at)
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
        && let Some(lexeme) = next(line, at)
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
            parts in prop::collection::vec(prop::sample::select(vec!["3", "12", "435", "2016", ".", "-", "/", ",", "+", " ", "\t", "\u{a0}", "mln", "vs", "May", "dec", "th", "März", "é", "年", "月"]), 1..14),
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
        let far = "word ".repeat(2 * REACH + 1);
        let line = format!("{far}May 3 {far}4 June {far}");
        assert_eq!(looked_at(&line).len(), 2);
        assert!(looked_at(&line).iter().all(|stretch| stretch.len() < 11 * REACH), "{:?}", looked_at(&line));
        let close = format!("{far}May 3 {}4 June {far}", "word ".repeat(REACH));
        assert_eq!(looked_at(&close).len(), 1);
    }
}
