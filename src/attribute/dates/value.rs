//! Dates as programs write them: a field's value that is a date and nothing else.

use jiff::civil::Date;

use super::calendar;
use super::clock::{Clock, clock_of, fraction_follows, meridiem_at, zone_at};
use super::count::epoch;
use super::interval::{self, Interval, Precision, Zone};
use super::lexeme::{Lexeme, symbol};
use super::moment::{Day, Moment, moment_at, ymd};
use super::written::{Written, has_short_year};

/// What a field's value tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    /// When that can have been.
    pub interval: Interval,
    /// How finely it is told.
    pub precision: Precision,
    /// The zone that is told with it.
    pub zone: Zone,
    /// What of it could not be read, where the day could: the end of a sentence that begins with the value.
    pub unread: Option<&'static str>,
}

/// Reads a value that is a date and nothing else, as metadata fields and mark-up hold it: ISO 8601,
/// RFC 3339, RFC 2822, seconds or milliseconds since 1970, `26-FEB-1987 15:01:01.79`, or any form of
/// [`moments`](super::moment::moments). Where no clock shows such a time, the day counts. A year of two digits is not read: `1/2/20` can
/// stand for days of three centuries and three orders.
///
/// # Errors
/// Why it cannot be read, as the end of a sentence that begins with the value.
pub fn value(text: &str) -> Result<Value, &'static str> {
    let text = text.trim().trim_matches('"').trim();
    if text.is_empty() {
        return Err("is empty");
    }
    let written = Written::of(text);
    let lexemes = Lexeme::all(&written.text);
    let compact = compact(&lexemes);
    // A number that is a day and a time is no count since 1970: as one it would lie in 1976, or after 2029.
    if let Some(count) = epoch(text).filter(|_| compact.is_none()) {
        return count.value().ok_or("lies outside the calendar").and_then(no_zero);
    }
    let mut unread = written.unread;
    let moment = compact
        .or_else(|| year_or_month(&lexemes))
        .or_else(|| {
            moment_at(&lexemes, 0)
                .filter(|(moment, next)| rest_is_noise(&lexemes[*next..], moment.clock.is_some()))
                .map(|(moment, _)| moment)
        })
        .or_else(|| {
            unread = Some("has a time that no clock shows");
            day_of_bad_time(&lexemes)
        })
        .ok_or_else(|| if has_short_year(&lexemes) { SHORT_YEAR } else { "is no date that is known here" })?;
    if let Day::NoYear { .. } = moment.day {
        return Err("names no year");
    }
    let read = if written.ends_day { end_of_day(&moment) } else { moment.interval() };
    let (interval, precision) = read.ok_or("lies outside the calendar")?;
    no_zero(Value { interval, precision, zone: moment.zone, unread })
}

/// The first second of the year 1, from which .NET and Go count, in seconds since 1970.
const YEAR_ONE: i64 = -62_135_596_800;

/// Passes on what is no zero of a clock, which programs write for "not known" and "never".
fn no_zero(value: Value) -> Result<Value, &'static str> {
    let Interval { from, to } = value.interval;
    let holds = |zero: i64| from.as_second() <= zero && zero <= to.as_second();
    let is_zero = value.precision <= Precision::Day && (holds(0) || holds(YEAR_ONE));
    if is_zero { Err("is the zero of a clock, not a date") } else { Ok(value) }
}

const SHORT_YEAR: &str = "has a year of two digits, of which nobody can tell the century; write all four";

/// The day of a value whose time cannot be: `2020-01-02 25:61:00`. Behind the time stands what may stand behind one.
fn day_of_bad_time(lexemes: &[Lexeme<'_>]) -> Option<Moment> {
    let (moment, next) = moment_at(lexemes, 0)?;
    let joint = |lexeme: &Lexeme<'_>| matches!(lexeme.text, "T" | "t" | ",");
    let hour = next + lexemes[next..].iter().take_while(|lexeme| joint(lexeme)).count();
    let number = |at: usize| lexemes.get(at).is_some_and(|lexeme| lexeme.is_number() && lexeme.text.len() <= 2);
    let is_time = number(hour) && symbol(lexemes, hour + 1, ":") && number(hour + 2);
    let mut end = hour + 3;
    if symbol(lexemes, end, ":") && number(end + 1) {
        end += 2;
        end += if symbol(lexemes, end, ".,") && fraction_follows(lexemes, end) { 2 } else { 0 };
    }
    let (_, end) = meridiem_at(lexemes, end);
    let end = zone_at(lexemes, end).map_or(end, |(_, end)| end);
    let ends = || rest_is_noise(lexemes.get(end..).unwrap_or_default(), true);
    (is_time && moment.clock.is_none() && matches!(moment.day, Day::Full(_) | Day::Either(..)) && ends()).then_some(moment)
}

/// The instant at which a day is over, which a clock shows as 24:00. No program writes that where it knows the day only.
fn end_of_day(moment: &Moment) -> Option<(Interval, Precision)> {
    let over = |day: Date, clock: Clock| interval::clock(day.tomorrow().ok()?.to_datetime(clock.time), clock.precision, moment.zone);
    match (moment.day, moment.clock) {
        (Day::Full(day), Some(clock)) => Some((over(day, clock)?, clock.precision)),
        (Day::Either(first, second), Some(clock)) => {
            Some((Interval { from: over(first, clock)?.from, to: over(second, clock)?.to }, Precision::EitherDay))
        }
        _ => moment.interval(),
    }
}

/// `20161203`, `20161203T042100Z`, `20161203T0421Z`, `20161203042100`, `201612030421`, `2016120304`.
fn compact(lexemes: &[Lexeme<'_>]) -> Option<Moment> {
    let (number, digits) = lexemes.first()?.number()?;
    let (day, mut clock) = match digits {
        8 => (number, None),
        10 => (number / 100, Some(clock_of(number % 100, 2)?)),
        12 => (number / 10_000, Some(clock_of(number % 10_000, 4)?)),
        14 => (number / 1_000_000, Some(clock_of(number % 1_000_000, 6)?)),
        _ => return None,
    };
    let date = ymd(day / 10_000, day / 100 % 100, day % 100)?;
    let mut next = 1;
    if let [mark, time, ..] = &lexemes[1..]
        && digits == 8
        && matches!(mark.text, "T" | "t")
        && let Some((time, digits @ (4 | 6))) = time.number()
    {
        clock = Some(clock_of(time, digits)?);
        next = 3;
    }
    let (zone, end) = zone_at(lexemes, next).unwrap_or((Zone::Unknown, next));
    (end == lexemes.len()).then(|| Moment { range: 0..lexemes[end - 1].end(), day: Day::Full(date), clock, zone, clock_first: false })
}

/// `2016`, `2016-12`, `2016/12`; `2016-338`, the day of the year.
fn year_or_month(lexemes: &[Lexeme<'_>]) -> Option<Moment> {
    let year = |lexeme: &Lexeme<'_>| lexeme.number().filter(|&(_, digits)| digits == 4).map(|(number, _)| number);
    let day = match lexemes {
        [one] => Day::Year(ymd(year(one)?, 1, 1)?),
        [one, separator, other] if matches!(separator.text, "-" | "/" | ".") => match (other.number()?, separator.text) {
            ((month, 1 | 2), _) => Day::Month(ymd(year(one)?, month, 1)?),
            ((day @ 1.., 3), "-") => {
                let first = ymd(year(one)?, 1, 1)?;
                let date = first.checked_add(jiff::Span::new().days(i64::try_from(day - 1).ok()?)).ok()?;
                Day::Full((date.year() == first.year()).then_some(date)?)
            }
            _ => return None,
        },
        _ => return None,
    };
    let end = lexemes.last()?.end();
    Some(Moment { range: 0..end, day, clock: None, zone: Zone::Unknown, clock_first: false })
}

/// What may follow a date in a field: brackets with the zone's name again, dots, `г.` of Russian years,
/// and behind a clock at most four short words in capitals (a zone that is not known here, an agency's
/// desks): a clock without a known zone is wide enough for all of them.
fn rest_is_noise(rest: &[Lexeme<'_>], clock: bool) -> bool {
    const WORDS: [&str; 7] = ["г", "года", "Uhr", "h", "hrs", "time", "Time"];
    let mut capitals = 0;
    rest.iter().all(|lexeme| {
        let word = !lexeme.text.bytes().any(|b| b.is_ascii_digit());
        let code = clock && lexeme.text.len() <= 5 && lexeme.text.bytes().all(|b| b.is_ascii_uppercase());
        capitals += usize::from(code);
        word && capitals <= 4 && (code || lexeme.is_symbol() || WORDS.contains(&lexeme.text) || calendar::zone(lexeme.text).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::super::written::DAY_OR_TIME;
    use super::*;

    fn read(text: &str) -> String {
        match value(text) {
            Ok(Value { interval, precision, zone, unread }) => {
                let unread = unread.map_or_else(String::new, |why| format!(" | {why}"));
                format!("{interval} | {} | {zone}{unread}", precision.name())
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
            "20161203042100Z",
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
            "2016-12-03 07:21:00 +03:00",
            "2016-12-03T07:21:00+03:00[Europe/Moscow]",
            "2016-12-03T07:21:00+03:00[Europe/Moscow][u-ca=gregory]",
            "2016-12-03T07:21:00+03:00",
            "Sat, 03 Dec 2016 07:21:00 +0300 (MSK)",
            "2016-12-03 07:21:00 GMT+3",
        ] {
            assert_eq!(read(text), elsewhere, "{text}");
        }
    }

    #[test]
    fn a_day_and_a_time_without_signs_between_them_are_no_count_since_1970() {
        assert_eq!(read("201612030421"), read("2016-12-03 04:21"));
        assert_eq!(read("2016120304"), "2016-12-02T14:00:00Z to 2016-12-03T16:59:59Z | hour | no zone");
        assert_eq!(read("20161203T0421Z"), read("2016-12-03T04:21Z"));
        // What is no day of a calendar, or no time of a day, is a count.
        assert_eq!(read("1480738860"), "2016-12-03T04:21:00Z | second | UTC");
        assert_eq!(read("201613030421"), "1976-05-22T11:37:10Z | second | UTC");
        assert_eq!(read("2016120399"), "2033-11-20T17:26:39Z | second | UTC");
    }

    #[test]
    fn the_end_of_a_day_is_the_beginning_of_the_next() {
        assert_eq!(read("2020-01-02T24:00:00Z"), "2020-01-03T00:00:00Z | second | UTC");
        assert_eq!(read("2020-01-02 24:00 GMT"), "2020-01-03T00:00:00Z to 2020-01-03T00:00:59Z | minute | UTC");
        assert_eq!(
            read("03/04/2020 24:00 GMT"),
            "2020-03-05T00:00:00Z to 2020-04-04T00:00:59Z | one of two days | UTC",
            "both days may be over"
        );
        assert_eq!(read("2020-12-31T24:00:00"), "2020-12-31T10:00:00Z to 2021-01-01T12:00:00Z | second | no zone");
    }

    #[test]
    fn a_dot_parts_hour_and_minute_behind_a_day() {
        for (dot, colon) in [
            ("Thu 2 Jan 2020 10.15 GMT", "Thu 2 Jan 2020 10:15 GMT"),
            ("2 Jan 2020 10.15", "2 Jan 2020 10:15"),
            ("2020-01-02, 9.05 CET", "2020-01-02, 9:05 CET"),
        ] {
            assert_eq!(read(dot), read(colon), "{dot}");
            assert!(read(dot).contains("minute"), "{dot}");
        }
        // What may be a day and a month is a time where words behind it say so.
        assert_eq!(read("2 Jan 2020 3.01 GMT"), read("2 Jan 2020 3:01 GMT"));
        for text in ["2 Jan 2020 3.01", "2 Jan 2020, 10.12", "2020-01-02 03.01"] {
            assert_eq!(read(text), format!("{} | {DAY_OR_TIME}", read("2 Jan 2020")), "{text}");
        }
        assert_eq!(read("2 Jan 2020 0.01"), read("2 Jan 2020 0:01"));
        // Day and month are no time.
        for text in ["2 Jan 2020 31.12", "10.15"] {
            assert_eq!(read(text), "is no date that is known here", "{text}");
        }
    }

    #[test]
    fn a_time_that_cannot_be_costs_the_time_only() {
        let day = read("2020-01-02");
        for text in [
            "2020-01-02T25:61:00Z",
            "2020-01-02 10:75",
            "2 Jan 2020, 24:30:00",
            "2020-01-02T24:00:01Z",
            "2020-01-02T25:61:00.123+01:00",
            "2020-01-02 15:30 p.m. EST",
        ] {
            assert_eq!(read(text), format!("{day} | has a time that no clock shows"), "{text}");
        }
        for text in [
            "2020-01-02 and 10:75",
            "Dec 3 25:61",
            "2020-13-02 25:61",
            "2020-01-02 25:61 or 2020-03-04",
            "2020-01-02 10:75 to 11:30",
            "2020-01-02 25:61:00:07",
        ] {
            assert!(value(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_of_two_digits_is_not_read_and_the_reason_is_told() {
        for text in ["1/2/20", "12/3/16", "03.12.16", "16-12-03", "2 Jan 20", "2-Jan-20", "Jan 2, '20", "Thu, 2 Jan 20 10:15"] {
            assert_eq!(read(text), SHORT_YEAR, "{text}");
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
            "1480723200",
            "1480723200.0",
            "1480723200000",
        ] {
            let Value { interval, precision, .. } = value(text).unwrap_or_else(|why| panic!("{text} {why}"));
            assert_eq!(interval.to_string(), "2016-12-02T10:00:00Z to 2016-12-04T11:59:59Z", "{text}");
            assert_eq!(precision, Precision::Day, "{text}");
        }
    }

    #[test]
    fn a_count_beside_midnight_is_an_instant() {
        for (text, instant) in
            [("1480723201", "2016-12-03T00:00:01Z"), ("1480723200.25", "2016-12-03T00:00:00Z"), ("1480723200001", "2016-12-03T00:00:00Z")]
        {
            assert_eq!(read(text), format!("{instant} | second | UTC"), "{text}");
        }
    }

    #[test]
    fn a_clock_without_zone_is_told_as_finely_as_it_was_written() {
        assert_eq!(read("26-FEB-1987 15:01:01.79"), "1987-02-26T01:01:01Z to 1987-02-27T03:01:01Z | second | no zone");
        // Letters that are no zone known here leave the zone open.
        assert_eq!(read("27-MAR-1987 00:02:59.13V RM Y"), read("27-MAR-1987 00:02:59"));
        assert_eq!(read("November 30, 2016, 7:13 am"), "2016-11-29T17:13:00Z to 2016-11-30T19:13:59Z | minute | no zone");
        assert_eq!(read("Saturday 3 December 2016 - 04:21"), "2016-12-02T14:21:00Z to 2016-12-03T16:21:59Z | minute | no zone");
        assert_eq!(read("3.12.2016, 15.30 Uhr"), "2016-12-03T01:30:00Z to 2016-12-04T03:30:59Z | minute | no zone");
        assert_eq!(read("12:05 a.m. ET July 16, 2018"), "2018-07-16T04:05:00Z to 2018-07-16T05:05:59Z | minute | UTC-5 to UTC-4");
    }

    #[test]
    fn a_date_that_can_be_read_twice_is_both_days_or_the_one_its_weekday_fits() {
        assert_eq!(read("03/04/2016"), "2016-03-03T10:00:00Z to 2016-04-04T11:59:59Z | one of two days | no zone");
        assert_eq!(read("Sunday 03/04/2016"), "2016-04-02T10:00:00Z to 2016-04-04T11:59:59Z | day | no zone");
        assert_eq!(read("07/16/2018 05:37 AM EDT"), "2018-07-16T09:37:00Z to 2018-07-16T09:37:59Z | minute | UTC-4");
        assert_eq!(read("04/04/2016"), read("4 April 2016"));
    }

    #[test]
    fn three_digits_behind_a_year_are_the_day_of_the_year() {
        assert_eq!(read("2020-005"), read("5 January 2020"));
        assert_eq!(read("2020-366"), read("31 December 2020"));
        for text in ["2021-366", "2020-000", "2020-367", "2020/005", "2020-0005"] {
            assert_eq!(read(text), "is no date that is known here", "{text}");
        }
    }

    #[test]
    fn a_month_or_a_year_alone_is_that_wide() {
        assert_eq!(read("2016-12"), "2016-11-30T10:00:00Z to 2017-01-01T11:59:59Z | month | no zone");
        assert_eq!(read("December 2016"), read("2016-12"));
        assert_eq!(read("1836"), "1835-12-31T10:00:00Z to 1837-01-01T11:59:59Z | year | no zone");
    }

    #[test]
    fn what_is_no_date_says_why() {
        assert_eq!(read(""), "is empty");
        assert_eq!(read("Dec 3"), "names no year");
        for text in ["1970-01-01T00:00:00Z", "000000000", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00", "0001-01-01 00:00:00 +0000 UTC"] {
            assert_eq!(read(text), "is the zero of a clock, not a date", "{text}");
        }
        for text in ["yesterday", "2016-13-45", "31.02.2016", "3 Dec 2016 and 4 Dec 2016", "5 minutes ago", "0000-00-00"] {
            assert_eq!(read(text), "is no date that is known here", "{text}");
        }
    }
}
