//! Where in a line dates can stand, by what stands around its numbers alone.
//!
//! In: a line. Out: stretches of it, in bytes, outside of which no moment begins or ends. Every moment tells a day, and a day is a number with
//! a month beside it or three numbers with separators. Most numbers of a text are neither, so most of a text is never cut into words here.

use std::ops::Range;

use super::lexeme::{Lexeme, before, next};
use super::moment::{BEHIND_WEEKDAY, part_numbers, parts_day_and_month, parts_month_and_number};

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
        3 => line[..number.start].trim_end().ends_with(['+', '-']),
        _ => false,
    }
}

fn is_around_date(line: &str, number: &Lexeme<'_>) -> bool {
    let behind = next(line, number.end());
    behind.is_some_and(|behind| is_dated(line, &behind) || has_month_behind(line, behind)) || has_month_before(line, number)
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
