//! Dates as people write them.

use jiff::tz::Offset;
use jiff::{SignedDuration, civil};

use crate::report::when::When;

/// An interval up to this long is told by its day: a day without a zone is 50 hours wide.
const A_DAY: SignedDuration = SignedDuration::from_hours(50);
/// An interval up to this long is told by its minute.
const A_MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// As short as the interval allows: `30 Nov 2016 09:15 UTC`, `30 Nov 2016`, `28 Nov - 3 Dec 2016`.
pub(super) fn shown(when: &When) -> String {
    let from = Offset::UTC.to_datetime(when.from);
    let length = when.from.duration_until(when.to);
    if length <= A_MINUTE {
        format!("{} {:02}:{:02} UTC", day(from.date()), from.hour(), from.minute())
    } else {
        let [first, last] = days(when);
        range(first, last)
    }
}

/// The first and the last day that an interval is told by.
pub(super) fn days(when: &When) -> [civil::Date; 2] {
    if when.from.duration_until(when.to) <= A_DAY {
        [when.day(); 2]
    } else {
        [when.from, when.to].map(|instant| Offset::UTC.to_datetime(instant).date())
    }
}

/// `30 Nov 2016`.
pub(super) fn day(date: civil::Date) -> String {
    format!("{} {}", day_and_month(date), date.year())
}

/// `30 Nov - 3 Dec 2016`.
pub(super) fn range(from: civil::Date, to: civil::Date) -> String {
    if from == to {
        day(from)
    } else if from.year() == to.year() {
        format!("{} – {}", day_and_month(from), day(to))
    } else {
        format!("{} – {}", day(from), day(to))
    }
}

fn day_and_month(date: civil::Date) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::try_from(date.month() - 1).expect("months are counted from 1");
    format!("{} {}", date.day(), MONTHS[month])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(from: &str, to: &str, published: &str) -> String {
        super::shown(&When::new(Some(from), Some(to), Some(published)).unwrap())
    }

    #[test]
    fn a_date_is_told_as_finely_as_it_is_known() {
        // `01/02/2020`: no day between the two is meant.
        assert_eq!(shown("2019-12-31T10:00:00Z", "2020-02-02T12:00:00Z", "01/02/2020"), "31 Dec 2019 – 2 Feb 2020");
        assert_eq!(shown("2016-11-30T09:15:00Z", "2016-11-30T09:15:00Z", "2016-11-30T12:15:00+03:00"), "30 Nov 2016 09:15 UTC");
        assert_eq!(shown("2016-11-29T10:00:00Z", "2016-12-01T12:00:00Z", "2016-11-30"), "30 Nov 2016");
        assert_eq!(shown("2016-11-29T10:00:00Z", "2016-12-01T12:00:00Z", "Nov. 30, 2016"), "30 Nov 2016");
        assert_eq!(shown("2016-11-30T10:00:00Z", "2017-01-01T12:00:00Z", "2016-12"), "30 Nov 2016 – 1 Jan 2017");
        assert_eq!(shown("2016-11-28T00:00:00Z", "2016-12-03T00:00:00Z", ""), "28 Nov – 3 Dec 2016");
        assert_eq!(When::new(Some("yesterday"), Some("today"), None), None);
    }
}
