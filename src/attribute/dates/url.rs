//! Dates in addresses.

use jiff::civil::Date;

use super::calendar;
use super::interval::{self, Interval, Precision, Zone};

/// A date in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UrlDate<'a> {
    pub(super) value: &'a str,
    pub(super) year: i16,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
}

impl UrlDate<'_> {
    /// All instants of the day, or of the month where it names no day.
    pub(super) fn interval(&self) -> Option<(Interval, Precision)> {
        let first = Date::new(self.year, self.month?, self.day.unwrap_or(1)).ok()?;
        Some(match self.day {
            Some(_) => (interval::days(first, first, Zone::Unknown)?, Precision::Day),
            None => (interval::days(first, first.last_of_month(), Zone::Unknown)?, Precision::Month),
        })
    }

    /// The day `month`/`day` in the address's year, when the address does not name another month.
    pub(super) fn with_day(&self, month: i8, day: i8) -> Option<Date> {
        self.month.is_none_or(|own| own == month).then(|| Date::new(self.year, month, day).ok())?
    }
}

/// The date in an address: `/2016/12/03/`, `/2016-12-03`, `/20161203/`, `/2016/dec/03/`, `/2016/12/`.
pub(super) fn url_date(url: &str) -> Option<UrlDate<'_>> {
    let path = url.find("://").map_or(0, |scheme| scheme + 3);
    let path = path + url[path..].find('/')?;
    let parts = alphanumeric_runs(url, path);
    let number = |text: &str, digits: usize| (text.len() == digits).then(|| text.parse::<i16>().ok())?;
    let plausible = |year: &i16| (1800..2200).contains(year);
    let small = |text: &str, most: i16| {
        let value = number(text, 2).or_else(|| number(text, 1)).filter(|n| (1..=most).contains(n))?;
        i8::try_from(value).ok()
    };
    for (at, &(start, part)) in parts.iter().enumerate() {
        if let Some(whole) = (part.len() == 8).then(|| part.parse::<u32>().ok()).flatten() {
            let year = i16::try_from(whole / 10_000).ok().filter(plausible);
            let date = year.and_then(|y| Date::new(y, i8::try_from(whole / 100 % 100).ok()?, i8::try_from(whole % 100).ok()?).ok());
            if let Some(date) = date {
                let value = &url[start..start + 8];
                return Some(UrlDate { value, year: date.year(), month: Some(date.month()), day: Some(date.day()) });
            }
        }
        let Some(year) = number(part, 4).filter(plausible) else {
            continue;
        };
        let Some(&(month_start, month_text)) = parts.get(at + 1) else {
            continue;
        };
        let named = (month_text.len() >= 3).then(|| calendar::month(month_text)).flatten();
        let Some(month) = small(month_text, 12).or(named) else {
            continue;
        };
        let month_end = month_start + month_text.len();
        if let Some(&(day_start, day_text)) = parts.get(at + 2)
            && let Some(day) = small(day_text, 31).filter(|&day| Date::new(year, month, day).is_ok())
        {
            let value = &url[start..day_start + day_text.len()];
            return Some(UrlDate { value, year, month: Some(month), day: Some(day) });
        }
        // "/2016/12/title": but "/2018-7-things" is no month.
        if url.as_bytes().get(month_end) == Some(&b'/') && url.as_bytes()[month_start - 1] == b'/' {
            return Some(UrlDate { value: &url[start..month_end], year, month: Some(month), day: None });
        }
    }
    None
}

/// The runs of ASCII letters and digits behind byte `from` of an address, with their places.
fn alphanumeric_runs(url: &str, from: usize) -> Vec<(usize, &str)> {
    let mut at = from;
    let runs = url[from..].split_inclusive(|c: char| !c.is_ascii_alphanumeric()).map(|run| {
        let start = at;
        at += run.len();
        (start, run.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()))
    });
    runs.filter(|(_, run)| !run.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_dates_in_several_ways() {
        for (url, expected) in [
            ("https://a.example/2016/12/03/title", Some("2016/12/03")),
            ("https://a.example/news/2016-12-03-title", Some("2016-12-03")),
            ("https://a.example/20161203/1048.html", Some("20161203")),
            ("https://a.example/world/2016/dec/03/title", Some("2016/dec/03")),
            ("https://a.example/2016/12/title", Some("2016/12")),
            ("https://a.example/title-2018-7-things", None),
            ("https://a.example/story/20169999", None),
            ("https://2016.example", None),
        ] {
            assert_eq!(url_date(url).map(|date| date.value), expected, "{url}");
        }
    }
}
