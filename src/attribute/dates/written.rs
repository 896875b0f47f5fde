//! How programs and people write a value that is a date and nothing else, where running text writes otherwise or means something else.
//!
//! In: the value. Out: the same value as the readers of [`moment`](super::moment) take it. What they must not take for a date in a text
//! (`10.15`, a day and a month or a sum; `+05:30` apart from its clock) is sure in a field that holds a date.

use std::borrow::Cow;

use super::calendar;
use super::lexeme::{Lexeme, symbol};
use super::moment::{Day, moment_at};

/// A value, rewritten.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written<'a> {
    pub(super) text: Cow<'a, str>,
    /// Whether its clock showed 24:00, the end of the day that it names; 00:00 stands there now.
    pub(super) ends_day: bool,
    /// What of it stands in the value and is left out of the text.
    pub(super) unread: Option<&'static str>,
}

/// Why [`Written::text`] lacks what stands behind the day.
pub(super) const DAY_OR_TIME: &str = "has a number behind the day that may be a time, or a day and a month";

impl<'a> Written<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut text = Cow::Borrowed(without_zone_name(text));
        if let Some(blanks) = blanks_before_offset(&text) {
            text.to_mut().replace_range(blanks, "");
        }
        let mut unread = None;
        match dot_of_clock(&text) {
            Some(Dotted::Clock(dot)) => text.to_mut().replace_range(dot..=dot, ":"),
            Some(Dotted::Unclear(word)) => {
                text.to_mut().truncate(word);
                unread = Some(DAY_OR_TIME);
            }
            None => {}
        }
        let end = end_of_day(&text);
        if let Some(hour) = end {
            text.to_mut().replace_range(hour..hour + 2, "00");
        }
        Self { text, ends_day: end.is_some(), unread }
    }
}

/// Without `[Europe/Berlin]` and `[u-ca=gregory]` at the end (RFC 9557): of the zone the offset before them says all that is needed.
fn without_zone_name(text: &str) -> &str {
    match text.strip_suffix(']').and_then(|text| text.rsplit_once('[')) {
        Some((rest, name)) if name.contains(['/', '=']) => without_zone_name(rest),
        _ => text,
    }
}

/// Where the blanks stand in `10:15:00 +01:00`. Behind a minute `-11:30` may be the end of a range of hours, behind a second it is none.
fn blanks_before_offset(text: &str) -> Option<std::ops::Range<usize>> {
    let sign = text.len().checked_sub("+01:00".len())?;
    let offset = text.as_bytes().get(sign..)?;
    let is_offset = matches!(offset[0], b'+' | b'-') && offset[3] == b':' && [1, 2, 4, 5].iter().all(|at| offset[*at].is_ascii_digit());
    if !is_offset {
        return None;
    }
    let clock = text[..sign].trim_end();
    let sure = offset[0] == b'+' || clock.matches(':').count() == 2 || is_no_range(clock, &text[sign + 1..]);
    (sure && clock.ends_with(|c: char| c.is_ascii_digit())).then_some(clock.len()..sign)
}

/// Whether what stands behind a minute and a dash is an offset that clocks have, and no later time: behind a day as programs write it
/// any such offset, since no program writes a range so.
fn is_no_range(clock: &str, offset: &str) -> bool {
    let minutes = |time: &str| {
        let (hours, minutes) = time.split_once(':')?;
        Some(hours.parse::<u16>().ok()? * 60 + minutes.parse::<u16>().ok()?)
    };
    let is_known = offset.ends_with(":00") && offset <= "12:00" || ["02:30", "03:30", "04:30", "09:30"].contains(&offset);
    let day = clock.as_bytes().get(.."2016-12-03".len());
    let is_day_of_a_program = day.is_some_and(|day| {
        day.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    });
    let shown = clock.rsplit(|c: char| c == 'T' || c.is_whitespace()).next().and_then(minutes);
    is_known && shown.is_some_and(|shown| is_day_of_a_program || minutes(offset).is_some_and(|offset| offset <= shown))
}

/// Two numbers with a dot between them, behind a day.
enum Dotted {
    /// Hour and minute; where the dot stands.
    Clock(usize),
    /// These, or a day and a month; where they begin.
    Unclear(usize),
}

/// The `10.15` of `2 Jan 2020 10.15`: behind a year, so that day and month are told already. `3.01` is a time where anything stands behind
/// it, a zone or `Uhr`: nothing else is read there.
fn dot_of_clock(text: &str) -> Option<Dotted> {
    let mut behind_year = false;
    let mut words = text.split(' ');
    while let Some(word) = words.next() {
        let word = word.trim_end_matches(',');
        if behind_year
            && let Some((hours, minutes)) = word.split_once('.')
            && matches!((hours.len(), minutes.len()), (1 | 2, 2))
            && let (Ok(hour), Ok(minute)) = (hours.parse::<u8>(), minutes.parse::<u8>())
            && (hour < 24 && minute < 60)
        {
            let begin = word.as_ptr().addr() - text.as_ptr().addr();
            let is_clock = hour == 0 || !(1..=12).contains(&minute) || words.next().is_some();
            return Some(if is_clock { Dotted::Clock(begin + hours.len()) } else { Dotted::Unclear(begin) });
        }
        behind_year |= word.split(|c: char| !c.is_ascii_digit()).any(|number| number.len() == 4);
    }
    None
}

/// Where the hour stands in `24:00` and `24:00:00`.
fn end_of_day(text: &str) -> Option<usize> {
    let at = text.find("24:00")?;
    let (before, behind) = (&text[..at], &text[at + "24:00".len()..]);
    let begins = before.ends_with(|c: char| c == 'T' || c.is_whitespace());
    let rest = behind.strip_prefix(":00").unwrap_or(behind);
    let fraction = rest.strip_prefix(['.', ',']).map_or(rest, |digits| digits.trim_start_matches('0'));
    (begins && !fraction.starts_with(|c: char| c.is_ascii_digit() || c == ':')).then_some(at)
}

/// Whether a value that is no date would be one with a year of two digits: `1/2/20`, `2-Jan-20`, `Thu, 2 Jan 20 10:15`.
pub(super) fn has_short_year(lexemes: &[Lexeme<'_>]) -> bool {
    let number = |at: usize| lexemes.get(at)?.number().filter(|(_, digits)| *digits <= 2);
    if let Some((moment, next)) = moment_at(lexemes, 0) {
        let marks = lexemes[next..].iter().take_while(|lexeme| lexeme.is_one_of(".,-/'’")).count();
        let is_year = matches!(number(next + marks), Some((_, 2))) && !symbol(lexemes, next + marks + 1, ":.");
        return matches!(moment.day, Day::NoYear { .. }) && is_year;
    }
    let begin = lexemes.iter().take_while(|lexeme| calendar::weekday(lexeme.text).is_some() || lexeme.is_one_of(".,")).count();
    let [Some((first, _)), Some((second, _)), Some((third, third_digits))] = [0, 2, 4].map(|at| number(begin + at)) else {
        return false;
    };
    let parted = symbol(lexemes, begin + 1, "-/.") && lexemes[begin + 1].text == lexemes[begin + 3].text;
    let numbers = [first, second, third];
    let could_be = |most: u64| numbers.iter().filter(|number| (1..=most).contains(*number)).count();
    parted && third_digits == 2 && could_be(12) >= 1 && could_be(31) >= 2
}

#[cfg(test)]
mod tests {
    use super::super::value::value;
    use super::*;

    #[test]
    fn a_zone_behind_a_blank_is_the_zone_that_touches_the_clock() {
        let with_colon = (-12..=14_i32).map(|hours| (hours, 0)).chain([(-9, 30), (-4, 30), (-3, 30), (-2, 30), (5, 30), (5, 45), (12, 45)]);
        let offsets = with_colon.flat_map(|(hours, minutes)| {
            let (sign, hours) = (if hours < 0 { '-' } else { '+' }, hours.abs());
            [format!("{sign}{hours:02}:{minutes:02}"), format!("{sign}{hours:02}{minutes:02}")]
        });
        let zones: Vec<String> = offsets.chain(["Z", "UTC", "GMT", "EST"].map(str::to_owned)).collect();
        for clock in ["04:21", "04:21:00", "04:21:00.5", "23:59"] {
            for zone in &zones {
                let read = value(&format!("2016-12-03T{clock}{zone}")).unwrap();
                for text in
                    [format!("2016-12-03 {clock} {zone}"), format!("2016-12-03T{clock} {zone}"), format!("2016-12-03 {clock}  {zone}")]
                {
                    assert_eq!(value(&text), Ok(read), "{text}");
                }
            }
        }
        // Behind another day what may be a later hour is left alone, and what can be none is the offset.
        assert_eq!(value("3 Dec 2016 10:15 -05:00"), value("2016-12-03T10:15-05:00"));
        assert_ne!(value("3 Dec 2016 04:21 -05:00"), value("2016-12-03T04:21-05:00"));
        assert_ne!(value("2016-12-03 10:15 -11:15"), value("2016-12-03T10:15-11:15"));
    }

    #[test]
    fn what_is_written_as_moments_read_it_stays_as_it_is() {
        for text in
            ["2020-01-02T10:15:00+01:00", "2 Jan 2020 10:15 -11:30", "10.15 Uhr, 2. Januar 2020", "2020-01-02 10:15 [MSK]", "124:00"]
        {
            assert_eq!(Written::of(text), Written { text: Cow::Borrowed(text), ends_day: false, unread: None }, "{text}");
        }
    }

    #[test]
    fn only_what_could_be_a_date_has_a_short_year() {
        for text in ["12.34.56", "1/2/3", "2 Jan 10:15", "2020-01-02", "nothing", "5.6", "2 Jan 2020 and 20"] {
            assert!(!has_short_year(&Lexeme::all(text)), "{text}");
        }
    }
}
