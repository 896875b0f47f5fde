//! Dates as a count of seconds or milliseconds since 1970.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::interval::{self, Interval, Precision, Zone};
use super::value::Value;

/// A count since 1970.
pub(super) struct Count {
    seconds: i64,
    /// Whether nothing is left beside the seconds.
    is_whole: bool,
}

impl Count {
    /// Its second; where that is midnight sharp, the day, as in [`Moment::interval`](super::moment::Moment::interval).
    pub(super) fn value(&self) -> Option<Value> {
        const DAY: i64 = 86_400;
        if self.is_whole && self.seconds % DAY == 0 {
            let day = Offset::UTC.to_datetime(Timestamp::from_second(self.seconds).ok()?).date();
            let interval = interval::days(day, day, Zone::Unknown)?;
            return Some(Value { interval, precision: Precision::Day, zone: Zone::Unknown, unread: None });
        }
        let interval = Interval::from_seconds(self.seconds, self.seconds)?;
        Some(Value { interval, precision: Precision::Second, zone: Zone::Offset(0), unread: None })
    }
}

/// A count since 1970 from a number of 9 to 10 digits (seconds) or 12 to 13 (milliseconds), with or
/// without a fraction.
pub(super) fn epoch(text: &str) -> Option<Count> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let is_whole = fraction.bytes().all(|b| b == b'0');
    match whole.len() {
        9 | 10 => Some(Count { seconds: number, is_whole }),
        12 | 13 => Some(Count { seconds: number / 1000, is_whole: is_whole && number % 1000 == 0 }),
        _ => None,
    }
}
