//! Reads dates as people and machines write them, out of a line of text or a field's value.
//!
//! In: a line. Out: the [`Moment`]s in it, with their places in bytes. A moment is what the words
//! say and nothing more: a day without a year stays without one, 03/04/2016 stays two days, and a
//! clock time without a zone has [`Zone::Unknown`]. [`Moment::interval`] says what that means.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::calendar;
use super::clock::{Clock, clock_at, clock_of, zone_at};
use super::interval::{self, Interval, Precision, Zone};
use super::lexeme::{Lexeme, symbol, word};

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
        let midnight = self
            .clock
            .is_some_and(|c| c.time == Time::midnight() && c.precision == Precision::Second);
        let zone = if midnight && self.zone == Zone::Offset(0) {
            Zone::Unknown
        } else {
            self.zone
        };
        match self.day {
            Day::Full(day) => match self.clock {
                Some(clock) if !midnight => Some((
                    interval::clock(day.to_datetime(clock.time), clock.precision, zone)?,
                    clock.precision,
                )),
                _ => Some((interval::days(day, day, zone)?, Precision::Day)),
            },
            Day::Either(first, second) => {
                Some((interval::days(first, second, zone)?, Precision::EitherDay))
            }
            Day::Month(first) => Some((
                interval::days(first, first.last_of_month(), zone)?,
                Precision::Month,
            )),
            Day::Year(first) => Some((
                interval::days(first, first.last_of_year(), zone)?,
                Precision::Year,
            )),
            Day::NoYear { .. } => None,
        }
    }
}

/// Reads a value that is a date and nothing else, as metadata fields and mark-up hold it: ISO 8601,
/// RFC 3339, RFC 2822, seconds or milliseconds since 1970, `26-FEB-1987 15:01:01.79`, or any form of
/// [`moments`].
///
/// # Errors
/// Why it cannot be read, as the end of a sentence that begins with the value.
pub fn value(text: &str) -> Result<(Interval, Precision, Zone), &'static str> {
    let text = text.trim().trim_matches('"').trim();
    if text.is_empty() {
        return Err("is empty");
    }
    if let Some(seconds) = epoch(text) {
        let interval =
            Interval::from_seconds(seconds, seconds).ok_or("lies outside the calendar")?;
        return Ok((interval, Precision::Second, Zone::Offset(0)));
    }
    let lexemes = Lexeme::all(text);
    let moment = compact(&lexemes)
        .or_else(|| year_or_month(&lexemes))
        .or_else(|| {
            moment_at(&lexemes, 0)
                .filter(|(moment, next)| rest_is_noise(&lexemes[*next..], moment.clock.is_some()))
                .map(|(moment, _)| moment)
        })
        .ok_or("is no date that is known here")?;
    if let Day::NoYear { .. } = moment.day {
        return Err("names no year");
    }
    let (interval, precision) = moment.interval().ok_or("lies outside the calendar")?;
    // What programs write for "not known".
    if interval.from <= Timestamp::UNIX_EPOCH
        && Timestamp::UNIX_EPOCH <= interval.to
        && precision <= Precision::Day
    {
        return Err("is the zero of a clock, not a date");
    }
    Ok((interval, precision, moment.zone))
}

/// All dates in `line`, in order. Costs one pass over the line; a line without a digit costs nothing more.
#[must_use]
pub fn moments(line: &str) -> Vec<Moment> {
    if !line.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let lexemes = Lexeme::all(line);
    let mut found = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        match moment_at(&lexemes, at) {
            Some((moment, next)) => {
                found.push(moment);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// Seconds since 1970 from a number of 9 to 10 digits (seconds) or 12 to 13 (milliseconds), with or
/// without a fraction.
fn epoch(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if !whole
        .bytes()
        .chain(fraction.bytes())
        .all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    match whole.len() {
        9 | 10 => Some(number),
        12 | 13 => Some(number / 1000),
        _ => None,
    }
}

/// `20161203`, `20161203T042100Z`, `20161203042100`.
fn compact(lexemes: &[Lexeme<'_>]) -> Option<Moment> {
    let (number, digits) = lexemes.first()?.number()?;
    let (day, mut clock) = match digits {
        8 => (number, None),
        14 => (number / 1_000_000, Some(clock_of(number % 1_000_000)?)),
        _ => return None,
    };
    let date = ymd(day / 10_000, day / 100 % 100, day % 100)?;
    let mut next = 1;
    if let [mark, time, ..] = &lexemes[1..]
        && digits == 8
        && matches!(mark.text, "T" | "t")
        && matches!(time.number(), Some((_, 6)))
    {
        clock = Some(clock_of(time.number()?.0)?);
        next = 3;
    }
    let (zone, end) = zone_at(lexemes, next).unwrap_or((Zone::Unknown, next));
    (end == lexemes.len()).then(|| Moment {
        range: 0..lexemes[end - 1].end(),
        day: Day::Full(date),
        clock,
        zone,
        clock_first: false,
    })
}

/// `2016`, `2016-12`, `2016/12`.
fn year_or_month(lexemes: &[Lexeme<'_>]) -> Option<Moment> {
    let year = |lexeme: &Lexeme<'_>| {
        lexeme
            .number()
            .filter(|&(_, digits)| digits == 4)
            .map(|(number, _)| number)
    };
    let day = match lexemes {
        [one] => Day::Year(ymd(year(one)?, 1, 1)?),
        [one, separator, month] if matches!(separator.text, "-" | "/" | ".") => {
            Day::Month(ymd(year(one)?, month.number()?.0, 1)?)
        }
        _ => return None,
    };
    let end = lexemes.last()?.end();
    Some(Moment {
        range: 0..end,
        day,
        clock: None,
        zone: Zone::Unknown,
        clock_first: false,
    })
}

/// What may follow a date in a field: brackets with the zone's name again, dots, `г.` of Russian years,
/// and behind a clock at most four short words in capitals (a zone that is not known here, an agency's
/// desks): a clock without a known zone is wide enough for all of them.
fn rest_is_noise(rest: &[Lexeme<'_>], clock: bool) -> bool {
    const WORDS: [&str; 7] = ["г", "года", "Uhr", "h", "hrs", "time", "Time"];
    let mut capitals = 0;
    rest.iter().all(|lexeme| {
        let word = !lexeme.text.bytes().any(|b| b.is_ascii_digit());
        let code =
            clock && lexeme.text.len() <= 5 && lexeme.text.bytes().all(|b| b.is_ascii_uppercase());
        capitals += usize::from(code);
        word && capitals <= 4
            && (code
                || lexeme.is_symbol()
                || WORDS.contains(&lexeme.text)
                || calendar::zone(lexeme.text).is_some())
    })
}

/// Words and symbols between a day and a clock time.
fn skip_joint(lexemes: &[Lexeme<'_>], from: usize) -> usize {
    const JOINTS: [&str; 15] = [
        "at", "um", "à", "las", "a", "la", "в", "kl", "on", "T", "t", "the", "den", "le", "г",
    ];
    let mut at = from;
    while at < from + 3 && (symbol(lexemes, at, ",-–—|•·/@.") || word(lexemes, at, &JOINTS))
    {
        at += 1;
    }
    at
}

/// The moment that begins at lexeme `from`, and the lexeme behind it.
fn moment_at(lexemes: &[Lexeme<'_>], from: usize) -> Option<(Moment, usize)> {
    let span = |end: usize| lexemes[from].start..lexemes[end - 1].end();
    if let Some((clock, after_clock)) = clock_at(lexemes, from) {
        let (zone, after_zone) =
            zone_at(lexemes, after_clock).unwrap_or((Zone::Unknown, after_clock));
        let (day, next) = day_at(lexemes, skip_joint(lexemes, after_zone))?;
        return Some((
            Moment {
                range: span(next),
                day,
                clock: Some(clock),
                zone,
                clock_first: true,
            },
            next,
        ));
    }
    let (mut day, after_day) = day_at(lexemes, from)?;
    let mut moment = Moment {
        range: span(after_day),
        day,
        clock: None,
        zone: Zone::Unknown,
        clock_first: false,
    };
    let mut next = after_day;
    if let Some((clock, after_clock)) = clock_at(lexemes, skip_joint(lexemes, after_day)) {
        let (zone, after_zone) =
            zone_at(lexemes, after_clock).unwrap_or((Zone::Unknown, after_clock));
        next = after_zone;
        // "Sat Dec 3 04:21:00 UTC 2016"
        if let (Day::NoYear { month, day: number }, Some(year)) =
            (day, year_at(lexemes, after_zone))
            && let Some(full) = ymd(year, unsigned(month), unsigned(number))
        {
            day = Day::Full(full);
            next += 1;
        }
        moment = Moment {
            range: span(next),
            day,
            clock: Some(clock),
            zone,
            clock_first: false,
        };
    } else if let Some((zone, after_zone)) =
        zone_at(lexemes, next).filter(|_| matches!(day, Day::Full(_)))
    {
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
        while symbol(lexemes, at, ".,-–") || word(lexemes, at, &["the", "den", "le", "der", "el"])
        {
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
    let same = separator.text == again.text && matches!(separator.text, "-" | "/" | ".");
    let east = separator.text == "年" && again.text == "月";
    if !(same || east) || day.text.len() > 2 || month.text.len() > 2 {
        return None;
    }
    let date = ymd(year.number()?.0, month.number()?.0, day.number()?.0)?;
    let end = if east
        && lexemes
            .get(at + 5)
            .is_some_and(|l| l.text.starts_with('日'))
    {
        at + 6
    } else {
        at + 5
    };
    Some((Day::Full(date), end))
}

/// `03.12.2016` (the day first, as everywhere where dots are used), `12/30/2016`, `03/04/2016`.
/// A day of the week decides between two readings when it fits one of them only.
fn numeric(lexemes: &[Lexeme<'_>], at: usize, weekday: Option<i8>) -> Option<(Day, usize)> {
    let [first, separator, second, again, year, ..] = &lexemes[at..] else {
        return None;
    };
    if separator.text != again.text
        || !matches!(separator.text, "." | "/" | "-")
        || year.text.len() != 4
    {
        return None;
    }
    let (first, second, year) = (first.number()?.0, second.number()?.0, year.number()?.0);
    let day_first = ymd(year, second, first);
    let month_first = if separator.text == "." {
        None
    } else {
        ymd(year, first, second)
    };
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

/// `3 December 2016`, `3. Dezember 2016`, `3rd of December, 2016`, `26-FEB-1987`, `1er décembre 2016`, `3 December`.
fn day_first(lexemes: &[Lexeme<'_>], from: usize, day: u64) -> Option<(Day, usize)> {
    let mut at = from + 1;
    while at < from + 4
        && (symbol(lexemes, at, ".-/º°ª")
            || word(
                lexemes,
                at,
                &[
                    "st", "nd", "rd", "th", "er", "º", "ª", "of", "de", "di", "го",
                ],
            ))
    {
        at += 1;
    }
    let month = lexemes.get(at)?.month()?;
    let after_month = at + 1;
    let mut at = after_month;
    while at < after_month + 2
        && (symbol(lexemes, at, ".,-/") || word(lexemes, at, &["de", "del", "of"]))
    {
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
    while at < from + 2 && symbol(lexemes, at, ".-/,") {
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
        && lexemes
            .get(after_day + 1)
            .is_some_and(|l| l.number().is_some() && l.start == lexemes[after_day].end())
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

fn ymd(year: u64, month: u64, day: u64) -> Option<Date> {
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

fn no_year(month: i8, day: u64) -> Option<Day> {
    // 2024 has all 366 days.
    ymd(2024, unsigned(month), day)?;
    Some(Day::NoYear {
        month,
        day: i8::try_from(day).ok()?,
    })
}

fn unsigned(number: i8) -> u64 {
    u64::from(number.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match value(text) {
            Ok((interval, precision, zone)) => {
                format!("{interval} | {} | {zone}", precision.name())
            }
            Err(why) => why.to_owned(),
        }
    }

    #[test]
    fn every_way_of_writing_an_instant_with_a_zone_gives_that_instant() {
        let instant = "2016-12-03T04:21:00Z | second | UTC";
        for text in [
            "2016-12-03T04:21:00Z",
            "2016-12-03 04:21:00 UTC",
            "2016-12-03T04:21:00.000+00:00",
            "20161203T042100Z",
            "1480738860",
            "1480738860000",
            "1480738860.25",
            "Sat, 03 Dec 2016 04:21:00 GMT",
            "Sat, 3 Dec 2016 04:21:00 +0000",
            "Sat Dec  3 04:21:00 UTC 2016",
        ] {
            assert_eq!(read(text), instant, "{text}");
        }
        let elsewhere = "2016-12-03T04:21:00Z | second | UTC+3";
        for text in [
            "2016-12-03T07:21:00+03:00",
            "Sat, 03 Dec 2016 07:21:00 +0300 (MSK)",
            "2016-12-03 07:21:00 GMT+3",
        ] {
            assert_eq!(read(text), elsewhere, "{text}");
        }
    }

    #[test]
    fn every_way_of_writing_a_day_gives_fifty_hours() {
        for text in [
            "2016-12-03",
            "2016/12/03",
            "20161203",
            "03.12.2016",
            "3.12.2016",
            "Dec 3, 2016",
            "December 3rd, 2016",
            "Saturday, December 3, 2016",
            "3. Dezember 2016",
            "Samstag, den 3. Dezember 2016",
            "3 décembre 2016",
            "3 de diciembre de 2016",
            "3 декабря 2016 г.",
            "03-DEC-2016",
            "2016年12月3日",
            // Midnight sharp is a program's way of writing a day.
            "2016-12-03T00:00:00Z",
            "2016-12-03 00:00:00",
        ] {
            let (interval, precision, _) = value(text).unwrap_or_else(|why| panic!("{text} {why}"));
            assert_eq!(
                interval.to_string(),
                "2016-12-02T10:00:00Z to 2016-12-04T11:59:59Z",
                "{text}"
            );
            assert_eq!(precision, Precision::Day, "{text}");
        }
    }

    #[test]
    fn a_clock_without_zone_is_told_as_finely_as_it_was_written() {
        assert_eq!(
            read("26-FEB-1987 15:01:01.79"),
            "1987-02-26T01:01:01Z to 1987-02-27T03:01:01Z | second | no zone"
        );
        // Letters that are no zone known here leave the zone open.
        assert_eq!(
            read("27-MAR-1987 00:02:59.13V RM Y"),
            read("27-MAR-1987 00:02:59")
        );
        assert_eq!(
            read("November 30, 2016, 7:13 am"),
            "2016-11-29T17:13:00Z to 2016-11-30T19:13:59Z | minute | no zone"
        );
        assert_eq!(
            read("Saturday 3 December 2016 - 04:21"),
            "2016-12-02T14:21:00Z to 2016-12-03T16:21:59Z | minute | no zone"
        );
        assert_eq!(
            read("3.12.2016, 15.30 Uhr"),
            "2016-12-03T01:30:00Z to 2016-12-04T03:30:59Z | minute | no zone"
        );
        assert_eq!(
            read("12:05 a.m. ET July 16, 2018"),
            "2018-07-16T04:05:00Z to 2018-07-16T05:05:59Z | minute | UTC-5 to UTC-4"
        );
    }

    #[test]
    fn a_date_that_can_be_read_twice_is_both_days_or_the_one_its_weekday_fits() {
        assert_eq!(
            read("03/04/2016"),
            "2016-03-03T10:00:00Z to 2016-04-04T11:59:59Z | one of two days | no zone"
        );
        assert_eq!(
            read("Sunday 03/04/2016"),
            "2016-04-02T10:00:00Z to 2016-04-04T11:59:59Z | day | no zone"
        );
        assert_eq!(
            read("07/16/2018 05:37 AM EDT"),
            "2018-07-16T09:37:00Z to 2018-07-16T09:37:59Z | minute | UTC-4"
        );
        assert_eq!(read("04/04/2016"), read("4 April 2016"));
    }

    #[test]
    fn a_month_or_a_year_alone_is_that_wide() {
        assert_eq!(
            read("2016-12"),
            "2016-11-30T10:00:00Z to 2017-01-01T11:59:59Z | month | no zone"
        );
        assert_eq!(read("December 2016"), read("2016-12"));
        assert_eq!(
            read("1836"),
            "1835-12-31T10:00:00Z to 1837-01-01T11:59:59Z | year | no zone"
        );
    }

    #[test]
    fn what_is_no_date_says_why() {
        assert_eq!(read(""), "is empty");
        assert_eq!(read("Dec 3"), "names no year");
        assert_eq!(
            read("1970-01-01T00:00:00Z"),
            "is the zero of a clock, not a date"
        );
        for text in [
            "yesterday",
            "2016-13-45",
            "31.02.2016",
            "3 Dec 2016 and 4 Dec 2016",
            "5 minutes ago",
            "12/3/16",
            "0000-00-00",
        ] {
            assert_eq!(read(text), "is no date that is known here", "{text}");
        }
    }

    #[test]
    fn dates_are_found_where_they_stand_in_a_line() {
        let line = "Rome, Italy on Dec 2, 2016 (Gregorio Borgia, Reuters), May 5 and 7 June 2017";
        let found: Vec<&str> = moments(line).into_iter().map(|m| &line[m.range]).collect();
        assert_eq!(found, ["Dec 2, 2016", "May 5", "7 June 2017"]);
        let line = "07:58 GMT +330 March 2017";
        let clock = &moments(line)[0];
        assert_eq!(
            clock.interval().unwrap().0.to_string(),
            "2017-03-30T04:58:00Z to 2017-03-30T04:58:59Z"
        );
        assert!(
            clock.clock_first && clock.zone == Zone::Offset(180) && clock.range == (0..line.len()),
            "{clock:?}"
        );
    }

    #[test]
    fn words_that_look_like_months_are_not_dates() {
        for line in [
            "they may 3 times",
            "2 days ago 2016",
            "a march 12 miles long",
            "Dec 3:45",
            "no digits in May",
        ] {
            assert_eq!(moments(line), [], "{line}");
        }
    }
}
