//! Dates as people write them in a line of text.
//!
//! In: a line. Out: the [`Moment`]s in it, with their places in bytes. A moment is what the words
//! say and nothing more: a day without a year stays without one, 03/04/2016 stays two days, and a
//! clock time without a zone has [`Zone::Unknown`]. [`Moment::interval`] says what that means.

use std::ops::Range;

use jiff::civil::{Date, Time};

use super::calendar;
use super::clock::{Clock, clock_at, zone_at};
use super::interval::{self, Interval, Precision, Zone};
use super::lexeme::{Lexeme, symbol, word};
use super::stretch::stretches;

/// What is told of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// A day.
    Full(Date),
    /// One of two days: the order of day and month is not known. The earlier one first.
    Either(Date, Date),
    /// A month and a day (1 to 31) of an unnamed year.
    NoYear {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// A month; its first day.
    Month(Date),
    /// A year; its first day.
    Year(Date),
}

/// A date found in a line, with the clock time and zone that stand by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Bytes of the line that tell it, the day of the week included.
    pub range: Range<usize>,
    /// The day.
    pub day: Day,
    /// The time of day, where one is told.
    pub clock: Option<Clock>,
    /// The zone, where one is told.
    pub zone: Zone,
    /// Whether the clock stands before the day.
    pub clock_first: bool,
}

impl Moment {
    /// When that can have been. `None` without a year, or at the end of the calendar.
    ///
    /// Midnight sharp counts as a date without a clock: programs write it when they know the day only,
    /// and then their `Z` is no zone either.
    #[must_use]
    pub fn interval(&self) -> Option<(Interval, Precision)> {
        let midnight = self.clock.is_some_and(|c| c.time == Time::midnight() && c.precision == Precision::Second);
        let zone = if midnight && self.zone == Zone::Offset(0) { Zone::Unknown } else { self.zone };
        match self.day {
            Day::Full(day) => match self.clock {
                Some(clock) if !midnight => Some((interval::clock(day.to_datetime(clock.time), clock.precision, zone)?, clock.precision)),
                _ => Some((interval::days(day, day, zone)?, Precision::Day)),
            },
            Day::Either(first, second) => Some((interval::days(first, second, zone)?, Precision::EitherDay)),
            Day::Month(first) => Some((interval::days(first, first.last_of_month(), zone)?, Precision::Month)),
            Day::Year(first) => Some((interval::days(first, first.last_of_year(), zone)?, Precision::Year)),
            Day::NoYear { .. } => None,
        }
    }
}

/// All dates in `line`, in order. Costs one pass over the line; where no number stands beside a month or other numbers it costs nothing more.
#[must_use]
pub fn moments(line: &str) -> Vec<Moment> {
    stretches(line).into_iter().flat_map(|stretch| moments_of(&Lexeme::within(line, stretch))).collect()
}

fn moments_of(lexemes: &[Lexeme<'_>]) -> Vec<Moment> {
    let mut found = Vec::new();
    let (mut at, mut number) = (0, 0);
    while at < lexemes.len() {
        number = number.max(at);
        while number < lexemes.len() && !lexemes[number].is_number() {
            number += 1;
        }
        match Some(at).filter(|at| can_begin(lexemes, *at, number)).and_then(|at| moment_at(lexemes, at)) {
            Some((moment, next)) => {
                found.push(moment);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a moment can begin at lexeme `at`, by what stands around alone: nearly every word of a text ends here. The next number is
/// lexeme `number`.
///
/// A moment begins with a number; or with a month, and a number stands behind it or behind one symbol; or with a day of the week,
/// before one of those two or before what [`day_at`] passes over.
fn can_begin(lexemes: &[Lexeme<'_>], at: usize, number: usize) -> bool {
    let is_behind = |next: &Lexeme<'_>| next.text.len() <= 3 && BEHIND_WEEKDAY.contains(&next.text);
    let passed_over = || lexemes.get(at + 1).is_some_and(is_behind) && calendar::weekday(lexemes[at].text).is_some();
    number < lexemes.len().min(at + 4) || passed_over()
}

/// What may stand between a day of the week and the rest of a date.
pub(super) const BEHIND_WEEKDAY: [&str; 9] = [".", ",", "-", "–", "the", "den", "le", "der", "el"];

/// Words and symbols between a day and a clock time.
fn skip_joint(lexemes: &[Lexeme<'_>], from: usize) -> usize {
    const JOINTS: [&str; 15] = ["at", "um", "à", "las", "a", "la", "в", "kl", "on", "T", "t", "the", "den", "le", "г"];
    let mut at = from;
    while at < from + 3 && (symbol(lexemes, at, ",-–—|•·/@.") || word(lexemes, at, &JOINTS)) {
        at += 1;
    }
    at
}

/// The moment that begins at lexeme `from`, and the lexeme behind it.
pub(super) fn moment_at(lexemes: &[Lexeme<'_>], from: usize) -> Option<(Moment, usize)> {
    let span = |end: usize| lexemes[from].start..lexemes[end - 1].end();
    if let Some((clock, after_clock)) = clock_at(lexemes, from) {
        let (zone, after_zone) = zone_at(lexemes, after_clock).unwrap_or((Zone::Unknown, after_clock));
        let (day, next) = day_at(lexemes, skip_joint(lexemes, after_zone))?;
        return Some((Moment { range: span(next), day, clock: Some(clock), zone, clock_first: true }, next));
    }
    let (mut day, after_day) = day_at(lexemes, from)?;
    let mut moment = Moment { range: span(after_day), day, clock: None, zone: Zone::Unknown, clock_first: false };
    let mut next = after_day;
    if let Some((clock, after_clock)) = clock_at(lexemes, skip_joint(lexemes, after_day)) {
        let (zone, after_zone) = zone_at(lexemes, after_clock).unwrap_or((Zone::Unknown, after_clock));
        next = after_zone;
        // "Sat Dec 3 04:21:00 UTC 2016"
        if let (Day::NoYear { month, day: number }, Some(year)) = (day, year_at(lexemes, after_zone))
            && let Some(full) = ymd(year, unsigned(month), unsigned(number))
        {
            day = Day::Full(full);
            next += 1;
        }
        moment = Moment { range: span(next), day, clock: Some(clock), zone, clock_first: false };
    } else if let Some((zone, after_zone)) = zone_at(lexemes, next).filter(|_| matches!(day, Day::Full(_))) {
        // "2016-12-03Z", "2016-12-03+03:00"
        moment.zone = zone;
        next = after_zone;
        moment.range = span(next);
    }
    Some((moment, next))
}

/// A day at lexeme `from`, its day of the week before it included, and the lexeme behind it.
fn day_at(lexemes: &[Lexeme<'_>], from: usize) -> Option<(Day, usize)> {
    let mut at = from;
    let weekday = calendar::weekday(lexemes.get(at)?.text);
    if weekday.is_some() {
        at += 1;
        while word(lexemes, at, &BEHIND_WEEKDAY) {
            at += 1;
        }
    }
    let first = lexemes.get(at)?;
    if let Some((number, digits)) = first.number() {
        return match digits {
            4 => year_first(lexemes, at),
            1 | 2 => numeric(lexemes, at, weekday).or_else(|| day_first(lexemes, at, number)),
            _ => None,
        };
    }
    month_first(lexemes, at, first.month()?)
}

/// `2016-12-03`, `2016/12/03`, `2016.12.3`, `2016年12月3日`.
fn year_first(lexemes: &[Lexeme<'_>], at: usize) -> Option<(Day, usize)> {
    let [year, separator, month, again, day, ..] = &lexemes[at..] else {
        return None;
    };
    let east = separator.text == "年";
    if !part_numbers(separator, again) || day.text.len() > 2 || month.text.len() > 2 {
        return None;
    }
    let date = ymd(year.number()?.0, month.number()?.0, day.number()?.0)?;
    let end = if east && lexemes.get(at + 5).is_some_and(|l| l.text.starts_with('日')) { at + 6 } else { at + 5 };
    Some((Day::Full(date), end))
}

/// `03.12.2016` (the day first, as everywhere where dots are used), `12/30/2016`, `03/04/2016`.
/// A day of the week decides between two readings when it fits one of them only.
fn numeric(lexemes: &[Lexeme<'_>], at: usize, weekday: Option<i8>) -> Option<(Day, usize)> {
    let [first, separator, second, again, year, ..] = &lexemes[at..] else {
        return None;
    };
    if !part_numbers(separator, again) || separator.text == "年" || year.text.len() != 4 {
        return None;
    }
    let (first, second, year) = (first.number()?.0, second.number()?.0, year.number()?.0);
    let day_first = ymd(year, second, first);
    let month_first = if separator.text == "." { None } else { ymd(year, first, second) };
    let fits = |date: Date| weekday.is_none_or(|w| date.weekday().to_monday_one_offset() == w);
    let day = match (day_first, month_first) {
        (Some(a), Some(b)) if a == b => Day::Full(a),
        (Some(a), Some(b)) => match (fits(a), fits(b)) {
            (true, false) => Day::Full(a),
            (false, true) => Day::Full(b),
            _ => Day::Either(a.min(b), a.max(b)),
        },
        (Some(only), None) | (None, Some(only)) => Day::Full(only),
        (None, None) => return None,
    };
    Some((day, at + 5))
}

/// Words in ASCII that may stand between a day and the month behind it.
const PART_DAY_AND_MONTH: [[u8; 2]; 8] = [*b"st", *b"nd", *b"rd", *b"th", *b"er", *b"of", *b"de", *b"di"];

/// Whether these bytes begin with such a word, of which a character beyond ASCII behind it may be a part.
pub(super) fn begins_what_parts_day_and_month(bytes: &[u8]) -> bool {
    let is_one = bytes.first_chunk().is_some_and(|word| PART_DAY_AND_MONTH.contains(word));
    is_one && bytes.get(2).is_none_or(|behind| !behind.is_ascii_alphabetic())
}

/// Whether a word or symbol may stand between a day and the month behind it.
pub(super) fn parts_day_and_month(lexeme: &Lexeme<'_>) -> bool {
    // None is longer, and most words behind a number are.
    lexeme.text.len() <= 4
        && (<[u8; 2]>::try_from(lexeme.text.as_bytes()).is_ok_and(|word| PART_DAY_AND_MONTH.contains(&word))
            || ["º", "ª", "го"].contains(&lexeme.text)
            || lexeme.is_one_of(".-/º°ª"))
}

/// Whether a symbol may stand between a month and the number behind it.
pub(super) fn parts_month_and_number(lexeme: &Lexeme<'_>) -> bool {
    lexeme.is_one_of(".-/,")
}

/// Whether two separators may stand between the three numbers of a date.
pub(super) fn part_numbers(first: &Lexeme<'_>, second: &Lexeme<'_>) -> bool {
    let same = first.text == second.text && matches!(first.text, "-" | "/" | ".");
    same || (first.text == "年" && second.text == "月")
}

/// `3 December 2016`, `3. Dezember 2016`, `3rd of December, 2016`, `26-FEB-1987`, `1er décembre 2016`, `3 December`.
fn day_first(lexemes: &[Lexeme<'_>], from: usize, day: u64) -> Option<(Day, usize)> {
    let mut at = from + 1;
    while at < from + 4 && lexemes.get(at).is_some_and(parts_day_and_month) {
        at += 1;
    }
    let month = lexemes.get(at)?.month()?;
    let after_month = at + 1;
    let mut at = after_month;
    while at < after_month + 2 && (symbol(lexemes, at, ".,-/") || word(lexemes, at, &["de", "del", "of"])) {
        at += 1;
    }
    if let Some(year) = year_at(lexemes, at) {
        return Some((Day::Full(ymd(year, unsigned(month), day)?), at + 1));
    }
    Some((no_year(month, day)?, after_month))
}

/// `December 3, 2016`, `Dec. 3rd 2016`, `December 3`, `December 2016`.
fn month_first(lexemes: &[Lexeme<'_>], from: usize, month: i8) -> Option<(Day, usize)> {
    let mut at = from + 1;
    while at < from + 2 && lexemes.get(at).is_some_and(parts_month_and_number) {
        at += 1;
    }
    if let Some(year) = year_at(lexemes, at) {
        return Some((Day::Month(ymd(year, unsigned(month), 1)?), at + 1));
    }
    let (day, digits) = lexemes.get(at)?.number()?;
    if digits > 2 {
        return None;
    }
    at += 1;
    if word(lexemes, at, &["st", "nd", "rd", "th"]) {
        at += 1;
    }
    let after_day = at;
    while at < after_day + 2 && symbol(lexemes, at, ".,-/") {
        at += 1;
    }
    if let Some(year) = year_at(lexemes, at) {
        return Some((Day::Full(ymd(year, unsigned(month), day)?), at + 1));
    }
    // "June 10.5" and "Dec 3:00" are no days.
    if symbol(lexemes, after_day, ".:,%")
        && lexemes.get(after_day + 1).is_some_and(|l| l.number().is_some() && l.start == lexemes[after_day].end())
    {
        return None;
    }
    Some((no_year(month, day)?, after_day))
}

/// A year of four digits between 1400 and 2199 that no further number follows directly.
fn year_at(lexemes: &[Lexeme<'_>], at: usize) -> Option<u64> {
    let (year, digits) = lexemes.get(at)?.number()?;
    (digits == 4 && (1400..2200).contains(&year)).then_some(year)
}

pub(super) fn ymd(year: u64, month: u64, day: u64) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn no_year(month: i8, day: u64) -> Option<Day> {
    // 2024 has all 366 days.
    ymd(2024, unsigned(month), day)?;
    Some(Day::NoYear { month, day: i8::try_from(day).ok()? })
}

fn unsigned(number: i8) -> u64 {
    u64::from(number.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn dates_stand_only_where_they_are_looked_for(
            line in "([0-9]{1,4}|[-.,:/ ()+–|\n]|  *|[a-z]{1,7} |Dec\\.? |März|mai|Sunday, |le |de |a\\.m\\.|PM|Uhr|GMT|UTC|Z|EST|[+-]330|th|of|年|月|日|T|at|\\PC|2016-12-03|3 May 2018|[.]{1,9}|([a-z]{1,8} ){40,60}){0,60}",
        ) {
            prop_assert_eq!(moments(&line), moments_of(&Lexeme::all(&line)), "{:?}", line);
        }
    }

    #[test]
    fn dates_are_found_where_they_stand_in_a_line() {
        let line = "Rome, Italy on Dec 2, 2016 (Gregorio Borgia, Reuters), May 5 and 7 June 2017";
        let found: Vec<&str> = moments(line).into_iter().map(|m| &line[m.range]).collect();
        assert_eq!(found, ["Dec 2, 2016", "May 5", "7 June 2017"]);
        let line = "07:58 GMT +330 March 2017";
        let clock = &moments(line)[0];
        assert_eq!(clock.interval().unwrap().0.to_string(), "2017-03-30T04:58:00Z to 2017-03-30T04:58:59Z");
        assert!(clock.clock_first && clock.zone == Zone::Offset(180) && clock.range == (0..line.len()), "{clock:?}");
    }

    #[test]
    fn words_that_look_like_months_are_not_dates() {
        for line in ["they may 3 times", "2 days ago 2016", "a march 12 miles long", "Dec 3:45", "no digits in May"] {
            assert_eq!(moments(line), [], "{line}");
        }
    }
}
