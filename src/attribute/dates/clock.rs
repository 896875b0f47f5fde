//! Reads clock times and zones out of the lexemes of a line.

use jiff::civil::Time;

use super::calendar;
use super::interval::{Precision, Zone};
use super::lexeme::{Lexeme, symbol, word};

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// As shown.
    pub time: Time,
    /// Second, minute or hour.
    pub precision: Precision,
}

/// A time of day from two, four or six digits.
pub(super) fn clock_of(number: u64, digits: usize) -> Option<Clock> {
    let (time, precision) = match digits {
        2 => (time(number, 0, 0)?, Precision::Hour),
        4 => (time(number / 100, number % 100, 0)?, Precision::Minute),
        6 => (time(number / 10_000, number / 100 % 100, number % 100)?, Precision::Second),
        _ => return None,
    };
    Some(Clock { time, precision })
}

/// `04:21`, `7:13 am`, `15:01:01.79`, `7.13 p.m.`, `15.30 Uhr`, `15h30`, `7 a.m.`
pub(super) fn clock_at(lexemes: &[Lexeme<'_>], from: usize) -> Option<(Clock, usize)> {
    let (hour, digits) = lexemes.get(from)?.number()?;
    if digits > 2 {
        return None;
    }
    let two = |at: usize| lexemes.get(at)?.number().filter(|&(_, digits)| digits == 2).map(|(number, _)| number);
    let mut at = from + 1;
    let (mut minute, mut second, mut precision) = (0, 0, Precision::Hour);
    let separator = lexemes.get(at).map_or("", |lexeme| lexeme.text);
    let spelled = matches!(separator, ":" | "." | "h" | "H" | "ч");
    if spelled && let Some(minutes) = two(at + 1) {
        (minute, precision) = (minutes, Precision::Minute);
        at += 2;
        if separator == ":"
            && symbol(lexemes, at, ":")
            && let Some(seconds) = two(at + 1)
        {
            (second, precision) = (seconds, Precision::Second);
            at += 2;
            if symbol(lexemes, at, ".,") && fraction_follows(lexemes, at) {
                at += 2;
            }
        }
    }
    let (half, after) = meridiem_at(lexemes, at);
    let hour = match half {
        Some(_) if hour > 12 => return None,
        Some(Half::Afternoon) if hour < 12 => hour + 12,
        Some(Half::Morning) if hour == 12 => 0,
        _ => hour,
    };
    at = after;
    let german = word(lexemes, at, &["Uhr"]);
    if german {
        at += 1;
    }
    // A dot between hour and minute needs a word that says so; a bare number needs one in any case.
    let sure = half.is_some() || german || (precision != Precision::Hour && separator != ".");
    sure.then(|| Some((Clock { time: time(hour, minute, second)?, precision }, at)))?
}

/// Whether the dot or comma at `at` begins a fraction of a second: digits touch it on its right.
pub(super) fn fraction_follows(lexemes: &[Lexeme<'_>], at: usize) -> bool {
    lexemes.get(at + 1).is_some_and(|next| next.start == lexemes[at].end() && next.text.bytes().all(|b| b.is_ascii_digit()))
}

/// Which half of the day.
#[derive(Clone, Copy)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

/// `am`, `p.m.`, `PM` at lexeme `at`, and the lexeme behind it.
pub(super) fn meridiem_at(lexemes: &[Lexeme<'_>], at: usize) -> (Option<Half>, usize) {
    let Some(first) = lexemes.get(at) else {
        return (None, at);
    };
    let half = match first.text {
        "am" | "AM" | "Am" | "a" | "A" => Half::Morning,
        "pm" | "PM" | "Pm" | "p" | "P" => Half::Afternoon,
        _ => return (None, at),
    };
    if first.text.len() == 2 {
        return (Some(half), at + 1);
    }
    if symbol(lexemes, at + 1, ".") && word(lexemes, at + 2, &["m", "M"]) {
        let end = if symbol(lexemes, at + 3, ".") { at + 4 } else { at + 3 };
        return (Some(half), end);
    }
    (None, at)
}

/// `Z`, `EST`, `GMT+3`, `UTC +03:00`, `+0300`, `(MSK)`, `Moscow time` (which is no zone that is known here).
pub(super) fn zone_at(lexemes: &[Lexeme<'_>], from: usize) -> Option<(Zone, usize)> {
    let bracket = symbol(lexemes, from, "([");
    let at = if bracket { from + 1 } else { from };
    let close = |end: usize| {
        if bracket && symbol(lexemes, end, ")]") { end + 1 } else { end }
    };
    if let Some(zone) = lexemes.get(at).and_then(|lexeme| calendar::zone(lexeme.text)) {
        return Some(match offset_at(lexemes, at + 1) {
            Some((minutes, end)) if zone == Zone::Offset(0) => (Zone::Offset(minutes), close(end)),
            _ => (zone, close(at + 1)),
        });
    }
    let (minutes, end) = offset_at(lexemes, at)?;
    // A bare number behind a dash is an offset only when it touches the clock time.
    let touches = at > 0 && lexemes[at].start == lexemes[at - 1].end();
    (touches || lexemes[at + 1].text.len() == 4).then_some((Zone::Offset(minutes), close(end)))
}

/// `+3`, `-0500`, `+05:30`.
fn offset_at(lexemes: &[Lexeme<'_>], at: usize) -> Option<(i16, usize)> {
    let sign = match lexemes.get(at)?.text {
        "+" => 1,
        "-" | "−" => -1,
        _ => return None,
    };
    let number = lexemes.get(at + 1)?;
    let (value, digits) = number.number()?;
    if number.start != lexemes[at].end() {
        return None;
    }
    let (hours, minutes, end) = match digits {
        1 | 2 if symbol(lexemes, at + 2, ":") => (value, lexemes.get(at + 3)?.number()?.0, at + 4),
        1 | 2 => (value, 0, at + 2),
        4 => (value / 100, value % 100, at + 2),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then(|| Some((sign * i16::try_from(hours * 60 + minutes).ok()?, end)))?
}

fn time(hour: u64, minute: u64, second: u64) -> Option<Time> {
    // A leap second is shown as :60 and falls into the second before it.
    let second = if second == 60 { 59 } else { second };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()
}
