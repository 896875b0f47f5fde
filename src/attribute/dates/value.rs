//! Dates as programs write them: a field's value that is a date and nothing else.

use jiff::Timestamp;

use super::calendar;
use super::clock::{clock_of, zone_at};
use super::interval::{Interval, Precision, Zone};
use super::lexeme::Lexeme;
use super::moment::{Day, Moment, moment_at, ymd};

/// Reads a value that is a date and nothing else, as metadata fields and mark-up hold it: ISO 8601,
/// RFC 3339, RFC 2822, seconds or milliseconds since 1970, `26-FEB-1987 15:01:01.79`, or any form of
/// [`moments`](super::moment::moments).
///
/// # Errors
/// Why it cannot be read, as the end of a sentence that begins with the value.
pub fn value(text: &str) -> Result<(Interval, Precision, Zone), &'static str> {
    let text = text.trim().trim_matches('"').trim();
    if text.is_empty() {
        return Err("is empty");
    }
    if let Some(seconds) = epoch(text) {
        let interval = Interval::from_seconds(seconds, seconds).ok_or("lies outside the calendar")?;
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
    if interval.from <= Timestamp::UNIX_EPOCH && Timestamp::UNIX_EPOCH <= interval.to && precision <= Precision::Day {
        return Err("is the zero of a clock, not a date");
    }
    Ok((interval, precision, moment.zone))
}

/// Seconds since 1970 from a number of 9 to 10 digits (seconds) or 12 to 13 (milliseconds), with or
/// without a fraction.
fn epoch(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
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
        for text in ["2016-12-03T07:21:00+03:00", "Sat, 03 Dec 2016 07:21:00 +0300 (MSK)", "2016-12-03 07:21:00 GMT+3"] {
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
            assert_eq!(interval.to_string(), "2016-12-02T10:00:00Z to 2016-12-04T11:59:59Z", "{text}");
            assert_eq!(precision, Precision::Day, "{text}");
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
        assert_eq!(read("1970-01-01T00:00:00Z"), "is the zero of a clock, not a date");
        for text in ["yesterday", "2016-13-45", "31.02.2016", "3 Dec 2016 and 4 Dec 2016", "5 minutes ago", "12/3/16", "0000-00-00"] {
            assert_eq!(read(text), "is no date that is known here", "{text}");
        }
    }
}
