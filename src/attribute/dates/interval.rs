//! When something can have happened: closed intervals of whole seconds in UTC.
//!
//! A date without a zone may be a day anywhere on earth: it begins at midnight in UTC+14 and ends
//! at midnight in UTC-12, 50 hours later. A clock time without a zone is 26 hours wide.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A closed interval of instants: both ends are possible. Whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// First possible second.
    pub from: Timestamp,
    /// Last possible second; never before `from`.
    pub to: Timestamp,
}

impl Interval {
    /// From second `from` to second `to` of the Unix epoch, both possible.
    /// `None` when `to` lies before `from`, or one of them outside the years -9999 to 9999.
    #[must_use]
    pub fn from_seconds(from: i64, to: i64) -> Option<Self> {
        (from <= to).then(|| Some(Self { from: Timestamp::from_second(from).ok()?, to: Timestamp::from_second(to).ok()? }))?
    }

    /// Whether this interval ends before `other` begins.
    #[must_use]
    pub fn before(&self, other: &Self) -> bool {
        self.to < other.from
    }

    /// Whether the two have an instant in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        !self.before(other) && !other.before(self)
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }

    /// Width in seconds: the last possible second less the first one, plus one.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.to.as_second() - self.from.as_second() + 1
    }
}

/// `2016-11-30T00:00:00Z to 2016-12-02T11:59:59Z`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to { write!(f, "{}", self.from) } else { write!(f, "{} to {}", self.from, self.to) }
    }
}

/// How finely a date is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
    /// To the hour ("7 a.m.").
    Hour,
    /// A day.
    Day,
    /// Two days, because day and month may be read either way (03/04/2016).
    EitherDay,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Precision {
    /// The name in sentences.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::EitherDay => "one of two days",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// What is known of the zone that a date is told in. Offsets are minutes east of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Zone {
    /// Nothing: anything from UTC-12 to UTC+14.
    #[default]
    Unknown,
    /// One offset.
    Offset(i16),
    /// A name that means several offsets (ET in summer and winter): the least and the greatest.
    Between(i16, i16),
}

impl Zone {
    /// The least and the greatest offset it may mean, in minutes east of UTC.
    #[must_use]
    pub fn range(self) -> (i16, i16) {
        match self {
            Self::Unknown => (-12 * 60, 14 * 60),
            Self::Offset(offset) => (offset, offset),
            Self::Between(least, greatest) => (least, greatest),
        }
    }

    /// Whether anything is known.
    #[must_use]
    pub fn is_known(self) -> bool {
        self != Self::Unknown
    }
}

/// `no zone`, `UTC+3`, `UTC-5 to UTC-4`.
impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn offset(f: &mut fmt::Formatter<'_>, minutes: i16) -> fmt::Result {
            let sign = if minutes < 0 { '-' } else { '+' };
            let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
            match (hours, rest) {
                (0, 0) => f.write_str("UTC"),
                (_, 0) => write!(f, "UTC{sign}{hours}"),
                _ => write!(f, "UTC{sign}{hours}:{rest:02}"),
            }
        }
        match *self {
            Self::Unknown => f.write_str("no zone"),
            Self::Offset(minutes) => offset(f, minutes),
            Self::Between(least, greatest) => {
                offset(f, least)?;
                f.write_str(" to ")?;
                offset(f, greatest)
            }
        }
    }
}

/// All instants of the days `first` to `last` (both inside) in a zone of `zone`.
/// `None` only at the end of the calendar.
#[must_use]
pub fn days(first: Date, last: Date, zone: Zone) -> Option<Interval> {
    let (least, greatest) = zone.range();
    let from = second(first.to_datetime(Time::midnight()))? - i64::from(greatest) * MINUTE;
    let to = second(last.to_datetime(Time::midnight()))? + DAY - 1 - i64::from(least) * MINUTE;
    Interval::from_seconds(from, to)
}

/// All instants that a clock in a zone of `zone` may have shown `at`, told as finely as
/// `precision` (second, minute or hour; a coarser one counts as the hour).
#[must_use]
pub fn clock(at: DateTime, precision: Precision, zone: Zone) -> Option<Interval> {
    let width = match precision {
        Precision::Second => 1,
        Precision::Minute => MINUTE,
        _ => HOUR,
    };
    let (least, greatest) = zone.range();
    let shown = second(at)?;
    Interval::from_seconds(shown - i64::from(greatest) * MINUTE, shown + width - 1 - i64::from(least) * MINUTE)
}

/// `at` read as UTC, in whole seconds.
fn second(at: DateTime) -> Option<i64> {
    Some(Offset::UTC.to_timestamp(at).ok()?.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_without_zone_is_fifty_hours_wide() {
        let day = date(2016, 11, 30);
        let interval = days(day, day, Zone::Unknown).unwrap();
        assert_eq!(interval.to_string(), "2016-11-29T10:00:00Z to 2016-12-01T11:59:59Z");
        assert_eq!(interval.seconds(), 50 * HOUR);
        assert_eq!(days(day, day, Zone::Offset(180)).unwrap().seconds(), DAY);
    }

    #[test]
    fn a_clock_without_zone_is_twenty_six_hours_wide() {
        let at = date(2016, 12, 3).at(4, 21, 0, 0);
        assert_eq!(clock(at, Precision::Second, Zone::Unknown).unwrap().seconds(), 26 * HOUR + 1);
        assert_eq!(clock(at, Precision::Minute, Zone::Unknown).unwrap().seconds(), 26 * HOUR + MINUTE);
        let stated = clock(at, Precision::Second, Zone::Offset(-300)).unwrap();
        assert_eq!(stated.to_string(), "2016-12-03T09:21:00Z");
    }

    #[test]
    fn a_zone_with_two_meanings_gives_both() {
        let at = date(2018, 7, 16).at(7, 50, 0, 0);
        let eastern = clock(at, Precision::Minute, Zone::Between(-300, -240)).unwrap();
        assert_eq!(eastern.to_string(), "2018-07-16T11:50:00Z to 2018-07-16T12:50:59Z");
    }

    #[test]
    fn intervals_that_touch_in_one_second_are_not_in_order() {
        let interval = |from, to| Interval::from_seconds(from, to).unwrap();
        assert!(interval(0, 9).before(&interval(10, 12)));
        assert!(!interval(0, 10).before(&interval(10, 12)) && interval(0, 10).overlaps(&interval(10, 12)));
        assert_eq!(Interval::from_seconds(1, 0), None);
    }

    #[test]
    fn the_end_of_the_calendar_gives_none() {
        assert_eq!(days(Date::MAX, Date::MAX, Zone::Unknown), None);
    }
}
