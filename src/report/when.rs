//! When a document was published, as far as a day.

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, civil};

/// The first zone to see a day: an interval without a zone begins so long before its own UTC time.
const EASTERNMOST: SignedDuration = SignedDuration::from_hours(14);
/// Lengths of intervals that have no zone: a clock time is 26 hours wide, a day 50.
const WITHOUT_ZONE: std::ops::Range<SignedDuration> = SignedDuration::from_hours(26)..SignedDuration::from_hours(51);

/// When a document was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    /// The day that the source names, in its own zone.
    stated: Option<civil::Date>,
}

impl When {
    /// The interval `from` to `to` of a document that states `published`. `None` when there is no interval,
    /// or none that is written as RFC 3339.
    pub(super) fn new(from: Option<&str>, to: Option<&str>, published: Option<&str>) -> Option<Self> {
        let from: Timestamp = from?.parse().ok()?;
        let to: Timestamp = to?.parse().ok()?;
        let (first, last) = (Offset::UTC.to_datetime(from).date(), Offset::UTC.to_datetime(to).date());
        let stated = published.and_then(|text| text.get(..10)).and_then(|day| day.parse::<civil::Date>().ok());
        // Zones move a day by one; a day further away was not what the interval was taken from.
        let near = |day: &civil::Date| first.yesterday().is_ok_and(|first| first <= *day) && last.tomorrow().is_ok_and(|last| *day <= last);
        let stated = stated.filter(near);
        Some(Self { from, to, stated })
    }

    /// The day: as the source states it, else the day that an interval without a zone was made from, else
    /// that of the interval's middle.
    pub(super) fn day(&self) -> civil::Date {
        self.stated.unwrap_or_else(|| {
            let length = self.from.duration_until(self.to);
            let ahead = if WITHOUT_ZONE.contains(&length) { EASTERNMOST } else { length / 2 };
            Offset::UTC.to_datetime(self.from + ahead).date()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_a_zone_is_the_day_that_was_written() {
        for (from, to, published, day) in [
            ("2016-12-02T10:00:00Z", "2016-12-04T11:59:59Z", "Saturday 3 December 2016", "2016-12-03"),
            ("2016-12-02T10:30:00Z", "2016-12-03T12:30:59Z", "3 Dec 2016 - 00:30", "2016-12-03"),
            ("2016-12-02T23:30:00Z", "2016-12-02T23:30:00Z", "2016-12-03T01:30:00+02:00", "2016-12-03"),
            ("2016-12-02T23:30:00Z", "2016-12-02T23:30:00Z", "2014-01-01", "2016-12-02"),
            ("2016-12-01T00:00:00Z", "2016-12-31T23:59:59Z", "December 2016", "2016-12-16"),
        ] {
            let when = When::new(Some(from), Some(to), Some(published)).unwrap();
            assert_eq!(when.day().to_string(), day, "{published}");
        }
    }
}
