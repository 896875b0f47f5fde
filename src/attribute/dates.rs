//! When a document was published: an interval, where it was taken from, and everything that was
//! not taken, with the reason.
//!
//! In: a [`Document`]. Out: a [`Publication`]. A pure function; nothing is read from a clock.
//!
//! Precedence, best first; within a rank the first one in the text or page:
//! 1. the input's metadata field,
//! 2. JSON-LD `datePublished`,
//! 3. `article:published_time` and other meta tags of publication,
//! 4. other mark-up: `<time>`, dates of creation,
//! 5. words in the text's head that say so: "Published: November 30, 2016, 7:13 am",
//! 6. a line of its own in the head: with the outlet's name, below the headline, above it,
//! 7. a dateline, a date that ends the headline,
//! 8. the address: `/2016/12/03/`.
//!
//! A time of retrieval, of a change or of the page's own clock is never a date of publication. The
//! text existed then, so it bounds the end of the interval. A day that the story tells of is neither.

use std::fmt;

use jiff::Timestamp;

use super::head::{self, Sense};
use super::interval::{self, Interval, Precision, Zone};
use super::parse::{self, Day};
use super::place::Cursor;
use crate::read::Document;
use crate::span::{Chars, Span};

/// Where a date was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateSource {
    /// A field of the input, by its name.
    Metadata(String),
    /// A statement in a page's mark-up, by its name.
    Markup(String),
    /// Beside words that say what it is, in the text's head.
    Label,
    /// A line of its own in the text's head.
    DateLine,
    /// Behind the place that begins a dispatch.
    Dateline,
    /// At the end of the headline.
    Headline,
    /// Elsewhere in the text's head.
    Text,
    /// The address.
    Url,
}

impl fmt::Display for DateSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metadata(field) => write!(f, "metadata {field}"),
            Self::Markup(name) => f.write_str(name),
            Self::Label => f.write_str("labelled date line"),
            Self::DateLine => f.write_str("date line"),
            Self::Dateline => f.write_str("dateline"),
            Self::Headline => f.write_str("headline"),
            Self::Text => f.write_str("text"),
            Self::Url => f.write_str("url"),
        }
    }
}

/// Why a date is not the publication's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// Another one stands before it in the order of precedence.
    Outranked,
    /// It cannot be read; the end of a sentence that begins with the value.
    Unreadable(&'static str),
    /// It names no year, and the address names none either.
    NoYear,
    /// It is no date of publication.
    Sense(Sense),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Outranked => "a better source tells the date",
            Self::Unreadable(why) => why,
            Self::NoYear => "names no year",
            Self::Sense(sense) => match sense {
                Sense::Update => "the time of a change, not of publication",
                Sense::Retrieval => "the time of retrieval, not of publication",
                Sense::PageClock => "the page's own clock",
                Sense::Caption => "the date of a picture",
                Sense::Embed => "the date of something embedded in the page",
                Sense::List => "the date of one entry of a list",
                Sense::Copyright => "the year of a copyright",
                Sense::Prose => "a day that the text tells of",
                Sense::Relative => "counted back from an unknown moment",
                _ => "a date of publication",
            },
        })
    }
}

/// `chosen`, `bounds the end: the time of retrieval, not of publication`, `rejected: names no year`.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chosen => f.write_str("chosen"),
            Self::Bound(reason) => write!(f, "bounds the end: {reason}"),
            Self::Rejected(reason) => write!(f, "rejected: {reason}"),
        }
    }
}

/// What became of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// This is the date of publication.
    Chosen,
    /// No date of publication, but the text existed then: it bounds the end.
    Bound(Reason),
    /// Of no use, and why.
    Rejected(Reason),
}

/// A date that was found, taken or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Where it was found.
    pub source: DateSource,
    /// As it is written there.
    pub value: String,
    /// Its place in the text, where it stands in the text.
    pub span: Option<Span<Chars>>,
    /// What it means; `None` where it cannot be read.
    pub interval: Option<Interval>,
    /// How finely it is told.
    pub precision: Precision,
    /// The zone that is told with it.
    pub zone: Zone,
    /// What became of it.
    pub verdict: Verdict,
    rank: u8,
}

/// `date line “December 04, 2016”, 2016-12-03T10:00:00Z to 2016-12-05T11:59:59Z (day, no zone): chosen`.
impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} “{}”", self.source, self.value)?;
        if let Some(interval) = self.interval {
            write!(f, ", {interval} ({}, {})", self.precision.name(), self.zone)?;
        }
        write!(f, ": {}", self.verdict)
    }
}

/// When a document was published, and how that is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Publication {
    /// All dates that were found: first those of the metadata and mark-up, then those of the text in
    /// its order, then the address.
    pub candidates: Vec<Candidate>,
    /// The last instant at which it can have been published because the text was already there.
    pub not_after: Option<Timestamp>,
    chosen: Option<usize>,
}

impl Publication {
    /// The candidate that was taken.
    #[must_use]
    pub fn chosen(&self) -> Option<&Candidate> {
        self.chosen.map(|at| &self.candidates[at])
    }

    /// When it was published: the chosen candidate's interval, its end bounded by
    /// [`not_after`](Self::not_after) where that falls inside. A bound before the interval begins
    /// contradicts it, and is left out of account.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        let interval = self.chosen()?.interval?;
        let to = self
            .not_after
            .filter(|bound| *bound >= interval.from)
            .map_or(interval.to, |bound| bound.min(interval.to));
        Some(Interval {
            from: interval.from,
            to,
        })
    }

    /// The metadata field that holds a date nobody can read: value and why.
    #[must_use]
    pub fn unreadable(&self) -> Option<(&Candidate, &'static str)> {
        self.candidates
            .iter()
            .find_map(|candidate| match (candidate.verdict, &candidate.source) {
                (Verdict::Rejected(Reason::Unreadable(why)), DateSource::Metadata(_)) => {
                    Some((candidate, why))
                }
                _ => None,
            })
    }
}

/// Ranks, best first. Only candidates with one of them can be chosen.
mod rank {
    pub const METADATA: u8 = 0;
    pub const JSON_LD: u8 = 1;
    pub const META: u8 = 2;
    pub const MARKUP: u8 = 3;
    pub const LABEL: u8 = 4;
    pub const OWN_LINE: u8 = 5;
    pub const LINE: u8 = 6;
    pub const LINE_ABOVE: u8 = 7;
    pub const DATELINE: u8 = 8;
    pub const HEADLINE: u8 = 9;
    pub const URL: u8 = 10;
    pub const NEVER: u8 = u8::MAX;
}

/// Names of fields and mark-up that tell when a page was fetched, in lower case letters only.
const RETRIEVAL: &[&str] = &[
    "scrap",
    "crawl",
    "retriev",
    "access",
    "download",
    "fetch",
    "index",
    "captur",
    "archiv",
    "cached",
    "collected",
    "harvest",
    "firstseen",
];
/// The same for times of a change.
const UPDATE: &[&str] = &["modif", "updat", "edited", "lastmod", "revis"];

/// What the name of a field or of a statement in mark-up says about its date.
fn sense_of_name(name: &str) -> Sense {
    let letters: String = name
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    let has = |words: &[&str]| words.iter().any(|word| letters.contains(word));
    if has(RETRIEVAL) {
        Sense::Retrieval
    } else if has(UPDATE) {
        Sense::Update
    } else {
        Sense::Labelled
    }
}

/// When `document` was published.
#[must_use]
pub fn publication(document: &Document) -> Publication {
    let mut candidates = Vec::new();
    if let Some((field, value)) = &document.date {
        candidates.push(stated(
            DateSource::Metadata(field.clone()),
            field,
            value,
            rank::METADATA,
        ));
    }
    // Other fields can only bound: the reader has chosen the one that tells the date.
    for (field, value) in &document.meta {
        if sense_of_name(field) != Sense::Labelled && is_time_name(field) {
            candidates.push(stated(
                DateSource::Metadata(field.clone()),
                field,
                value,
                rank::NEVER,
            ));
        }
    }
    for (name, value) in document.page.iter().flat_map(|page| &page.dates) {
        candidates.push(stated(
            DateSource::Markup(name.clone()),
            name,
            value,
            markup_rank(name),
        ));
    }
    let url_date = document.url.as_deref().and_then(url_date);
    from_head(document, url_date, &mut candidates);
    candidates.extend(url_date.and_then(url_candidate));
    choose(candidates)
}

/// Whether a metadata field of this name holds a time at all: `updated_by` does not.
fn is_time_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["date", "time", "_at", "_on"]
        .iter()
        .any(|word| lower.contains(word))
        || matches!(
            lower.as_str(),
            "updated" | "modified" | "lastmod" | "crawled" | "scraped" | "retrieved" | "accessed"
        )
}

fn markup_rank(name: &str) -> u8 {
    let lower = name.to_lowercase();
    if lower.contains("created") || lower.starts_with("time") {
        rank::MARKUP
    } else if lower.contains("json-ld") {
        rank::JSON_LD
    } else {
        rank::META
    }
}

/// A candidate whose value is a date and nothing else, under a name that says what it is.
fn stated(source: DateSource, name: &str, value: &str, rank: u8) -> Candidate {
    let mut candidate = Candidate {
        source,
        value: value.to_owned(),
        span: None,
        interval: None,
        precision: Precision::Day,
        zone: Zone::Unknown,
        verdict: Verdict::Rejected(Reason::Outranked),
        rank,
    };
    match parse::value(value) {
        Ok((interval, precision, zone)) => {
            (candidate.interval, candidate.precision, candidate.zone) =
                (Some(interval), precision, zone);
        }
        Err(why) => {
            (candidate.rank, candidate.verdict) =
                (rank::NEVER, Verdict::Rejected(Reason::Unreadable(why)));
        }
    }
    let sense = sense_of_name(name);
    if sense != Sense::Labelled {
        candidate.rank = rank::NEVER;
        let bounds = candidate.interval.is_some() && candidate.precision <= Precision::EitherDay;
        candidate.verdict = if bounds {
            Verdict::Bound(Reason::Sense(sense))
        } else {
            Verdict::Rejected(Reason::Sense(sense))
        };
    }
    candidate
}

/// Adds the dates of the text's head. A day without a year takes the address's year when the
/// address names no other month.
fn from_head(document: &Document, url_date: Option<UrlDate<'_>>, candidates: &mut Vec<Candidate>) {
    let found = head::dates(
        &document.text,
        document.title.as_deref(),
        document.outlet.as_deref(),
    );
    let mut cursor = Cursor::new(&document.text);
    for date in found {
        let (source, rank) = match date.sense {
            Sense::Labelled => (DateSource::Label, rank::LABEL),
            Sense::OwnLine => (DateSource::DateLine, rank::OWN_LINE),
            Sense::Line => (DateSource::DateLine, rank::LINE),
            Sense::LineAboveTitle => (DateSource::DateLine, rank::LINE_ABOVE),
            Sense::Dateline => (DateSource::Dateline, rank::DATELINE),
            Sense::Headline => (DateSource::Headline, rank::HEADLINE),
            _ => (DateSource::Text, rank::NEVER),
        };
        let mut moment = date.moment;
        if let (Some(moment), Some(url)) = (&mut moment, url_date)
            && let Day::NoYear { month, day } = moment.day
            && let Some(full) = url.with_day(month, day)
        {
            moment.day = Day::Full(full);
        }
        let read = moment.as_ref().and_then(parse::Moment::interval);
        let (rank, verdict) = match (date.sense, read) {
            (sense, Some(_)) if sense.is_publication() => {
                (rank, Verdict::Rejected(Reason::Outranked))
            }
            (sense, Some((_, precision)))
                if sense.is_bound() && precision <= Precision::EitherDay =>
            {
                (rank::NEVER, Verdict::Bound(Reason::Sense(sense)))
            }
            (sense, None) if sense.is_publication() => {
                (rank::NEVER, Verdict::Rejected(Reason::NoYear))
            }
            (sense, _) => (rank::NEVER, Verdict::Rejected(Reason::Sense(sense))),
        };
        candidates.push(Candidate {
            source,
            value: document.text[date.range.clone()].to_owned(),
            span: Some(Span::new(
                cursor.char_at(date.range.start),
                cursor.char_at(date.range.end),
            )),
            interval: read.map(|(interval, _)| interval),
            precision: read.map_or(Precision::Day, |(_, precision)| precision),
            zone: moment.map_or(Zone::Unknown, |moment| moment.zone),
            verdict,
            rank,
        });
    }
}

/// Takes the best candidate and bounds its end.
fn choose(mut candidates: Vec<Candidate>) -> Publication {
    let not_after = candidates
        .iter()
        .filter(|candidate| matches!(candidate.verdict, Verdict::Bound(_)))
        .filter_map(|candidate| Some(candidate.interval?.to))
        .min();
    let chosen = (0..candidates.len())
        .filter(|&at| candidates[at].rank != rank::NEVER && candidates[at].interval.is_some())
        .min_by_key(|&at| (candidates[at].rank, at));
    if let Some(at) = chosen {
        candidates[at].verdict = Verdict::Chosen;
    }
    Publication {
        candidates,
        not_after,
        chosen,
    }
}

/// A date in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct UrlDate<'a> {
    value: &'a str,
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl UrlDate<'_> {
    /// The day `month`/`day` in the address's year, when the address does not name another month.
    fn with_day(&self, month: i8, day: i8) -> Option<jiff::civil::Date> {
        self.month
            .is_none_or(|own| own == month)
            .then(|| jiff::civil::Date::new(self.year, month, day).ok())?
    }
}

/// The date in an address: `/2016/12/03/`, `/2016-12-03`, `/20161203/`, `/2016/dec/03/`, `/2016/12/`.
fn url_date(url: &str) -> Option<UrlDate<'_>> {
    let path = url.find("://").map_or(0, |scheme| scheme + 3);
    let path = path + url[path..].find('/')?;
    let parts = alphanumeric_runs(url, path);
    let number =
        |text: &str, digits: usize| (text.len() == digits).then(|| text.parse::<i16>().ok())?;
    let plausible = |year: &i16| (1800..2200).contains(year);
    let small = |text: &str, most: i16| {
        let value = number(text, 2)
            .or_else(|| number(text, 1))
            .filter(|n| (1..=most).contains(n))?;
        i8::try_from(value).ok()
    };
    for (at, &(start, part)) in parts.iter().enumerate() {
        if let Some(whole) = (part.len() == 8)
            .then(|| part.parse::<u32>().ok())
            .flatten()
        {
            let year = i16::try_from(whole / 10_000).ok().filter(plausible);
            let date = year.and_then(|y| {
                jiff::civil::Date::new(
                    y,
                    i8::try_from(whole / 100 % 100).ok()?,
                    i8::try_from(whole % 100).ok()?,
                )
                .ok()
            });
            if let Some(date) = date {
                let value = &url[start..start + 8];
                return Some(UrlDate {
                    value,
                    year: date.year(),
                    month: Some(date.month()),
                    day: Some(date.day()),
                });
            }
        }
        let Some(year) = number(part, 4).filter(plausible) else {
            continue;
        };
        let Some(&(month_start, month_text)) = parts.get(at + 1) else {
            continue;
        };
        let named = (month_text.len() >= 3)
            .then(|| super::calendar::month(month_text))
            .flatten();
        let Some(month) = small(month_text, 12).or(named) else {
            continue;
        };
        let month_end = month_start + month_text.len();
        if let Some(&(day_start, day_text)) = parts.get(at + 2)
            && let Some(day) =
                small(day_text, 31).filter(|&day| jiff::civil::Date::new(year, month, day).is_ok())
        {
            let value = &url[start..day_start + day_text.len()];
            return Some(UrlDate {
                value,
                year,
                month: Some(month),
                day: Some(day),
            });
        }
        // "/2016/12/title": but "/2018-7-things" is no month.
        if url.as_bytes().get(month_end) == Some(&b'/') && url.as_bytes()[month_start - 1] == b'/' {
            return Some(UrlDate {
                value: &url[start..month_end],
                year,
                month: Some(month),
                day: None,
            });
        }
    }
    None
}

/// The runs of ASCII letters and digits behind byte `from` of an address, with their places.
fn alphanumeric_runs(url: &str, from: usize) -> Vec<(usize, &str)> {
    let mut at = from;
    let runs = url[from..]
        .split_inclusive(|c: char| !c.is_ascii_alphanumeric())
        .map(|run| {
            let start = at;
            at += run.len();
            (
                start,
                run.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()),
            )
        });
    runs.filter(|(_, run)| !run.is_empty()).collect()
}

fn url_candidate(date: UrlDate<'_>) -> Option<Candidate> {
    let first = jiff::civil::Date::new(date.year, date.month?, date.day.unwrap_or(1)).ok()?;
    let (last, precision) = match date.day {
        Some(_) => (first, Precision::Day),
        None => (first.last_of_month(), Precision::Month),
    };
    Some(Candidate {
        source: DateSource::Url,
        value: date.value.to_owned(),
        span: None,
        interval: interval::days(first, last, Zone::Unknown),
        precision,
        zone: Zone::Unknown,
        verdict: Verdict::Rejected(Reason::Outranked),
        rank: rank::URL,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Page;

    fn document(text: &str) -> Document {
        Document {
            id: "a".into(),
            text: text.into(),
            ..Document::default()
        }
    }

    /// Source and interval of the date that is chosen for a document of this text.
    fn chosen(text: &str) -> String {
        let publication = publication(&document(text));
        publication
            .chosen()
            .map_or("none".into(), |c| format!("{}: {}", c.source, c.value))
    }

    /// The verdict on the candidate whose value is `value`.
    fn verdict(publication: &Publication, value: &str) -> Verdict {
        publication
            .candidates
            .iter()
            .find(|c| c.value == value)
            .expect("a candidate of this value")
            .verdict
    }

    #[test]
    fn the_field_outranks_mark_up_text_and_address_and_all_are_kept() {
        let mut article =
            document("A headline of five words\n\nPublished: 4 December 2016\n\nText.");
        article.date = Some(("published".into(), "2016-12-03T04:21:00Z".into()));
        article.url = Some("https://news.example/2016/12/05/a".into());
        article.page = Some(Page {
            dates: vec![("json-ld datePublished".into(), "2016-12-02".into())],
            ..Page::default()
        });
        let dates = publication(&article);
        let sources: Vec<String> = dates
            .candidates
            .iter()
            .map(|c| format!("{} {:?}", c.source, c.verdict))
            .collect();
        assert_eq!(
            sources,
            [
                "metadata published Chosen",
                "json-ld datePublished Rejected(Outranked)",
                "labelled date line Rejected(Outranked)",
                "url Rejected(Outranked)"
            ]
        );
        assert_eq!(
            dates.interval().unwrap().to_string(),
            "2016-12-03T04:21:00Z"
        );
    }

    #[test]
    fn lines_of_the_head_that_are_dates_of_publication() {
        for (text, expected) in [
            (
                "A headline of five words\n\nPublished: November 30, 2016, 7:13 am\n\nText",
                "labelled date line: November 30, 2016, 7:13 am",
            ),
            (
                "0\nSaturday 3 December 2016 - 04:21\n\nA headline of five words",
                "date line: Saturday 3 December 2016 - 04:21",
            ),
            (
                "Lavrov: Kerry has presented proposals, Dec 3, 2016\n\nText",
                "headline: Dec 3, 2016",
            ),
            (
                "A headline of five words\n\nThe Duran, December 04, 2016\n",
                "date line: December 04, 2016",
            ),
            (
                "A headline of five words\nOriginally posted on\nJuly 16, 2018, 11:14 GMT\n",
                "labelled date line: July 16, 2018, 11:14 GMT",
            ),
            (
                "A headline of five words\nby Tyler Durden - Jul 15, 2018 2:39 pm\n",
                "date line: Jul 15, 2018 2:39 pm",
            ),
            (
                "A headline of five words\nThe Associated Press | Monday, July 16, 2018, 7:24 a.m.\n",
                "date line: Monday, July 16, 2018, 7:24 a.m.",
            ),
            (
                "Eine Schlagzeile aus fünf Wörtern\nVeröffentlicht am 3. Dezember 2016\n",
                "labelled date line: 3. Dezember 2016",
            ),
            (
                "Un titre qui a six mots\nPublié le 3 décembre 2016 à 15h30\n",
                "labelled date line: 3 décembre 2016 à 15h30",
            ),
            (
                "Titular de seis palabras o más\nPublicado: 3 de diciembre de 2016\n",
                "labelled date line: 3 de diciembre de 2016",
            ),
            (
                "Заголовок из пяти русских слов\nОпубликовано 3 декабря 2016\n",
                "labelled date line: 3 декабря 2016",
            ),
            (
                "GENEVA, Dec. 2, 2016 (Reuters) - Talks went on in the city.",
                "dateline: Dec. 2, 2016",
            ),
            (
                "МОСКВА, 3 дек 2016 — РИА Новости. Переговоры продолжаются.",
                "dateline: 3 дек 2016",
            ),
        ] {
            assert_eq!(chosen(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_of_the_head_that_are_not() {
        for (text, reason) in [
            (
                "A headline of five words\nUpdated: July 16, 2018\n",
                Sense::Update,
            ),
            (
                "A headline of five words\nRetrieved 16 July 2018\n",
                Sense::Retrieval,
            ),
            (
                "Sunday, Jul 15th 2018 5-Day Forecast\nA headline\n",
                Sense::Retrieval,
            ),
            (
                "07:58 GMT +330 March 2017\n    Fighters drive their pick-up in the village\n",
                Sense::PageClock,
            ),
            (
                "A headline of five words\nCopyright July 16, 2018 The Example\n",
                Sense::Copyright,
            ),
            (
                "A headline of five words\nKerry and Lavrov meet in Rome on Dec 2, 2016 (Borgia, Reuters)\n",
                Sense::Prose,
            ),
            (
                "A headline of five words\n(AP Photo/Jane Doe, July 15, 2018)\n",
                Sense::Caption,
            ),
            (
                "A headline of five words\n— CNN (@CNN) July 16, 2018\n",
                Sense::Embed,
            ),
            (
                "A headline of five words\nThe report was published on July 3, 2018.\n",
                Sense::Prose,
            ),
            (
                "A headline of five words\n4:38 PM ET Fri, 13 July 2018 | 01:42\n",
                Sense::Embed,
            ),
            (
                "A headline of five words\nPublished: 13 mins ago\n",
                Sense::Relative,
            ),
        ] {
            let dates = publication(&document(text));
            assert_eq!(dates.chosen(), None, "{text}");
            let reasons: Vec<Verdict> = dates.candidates.iter().map(|c| c.verdict).collect();
            let expected = Reason::Sense(reason);
            assert!(
                matches!(reasons[..], [Verdict::Rejected(r) | Verdict::Bound(r)] if r == expected),
                "{text}: {reasons:?}"
            );
        }
    }

    #[test]
    fn a_list_of_dated_entries_tells_no_date_of_publication() {
        let entry = |hour: u8| {
            format!(
                "by Tyler - Jul 15, 2018 {hour}:37 pm\nThe good thing about fake news is that it is hard.\n"
            )
        };
        assert_eq!(
            chosen(&[entry(2), entry(3)].concat()),
            "date line: Jul 15, 2018 3:37 pm"
        );
        assert_eq!(chosen(&[entry(2), entry(3), entry(4)].concat()), "none");
    }

    #[test]
    fn a_time_of_retrieval_bounds_the_end_and_is_never_the_date() {
        let mut article = document("A headline of five words\nJuly 15, 2018\n");
        article
            .meta
            .insert("scrape_time".into(), "2018-07-15T07:54:28-04:00".into());
        let dates = publication(&article);
        assert_eq!(
            verdict(&dates, "2018-07-15T07:54:28-04:00"),
            Verdict::Bound(Reason::Sense(Sense::Retrieval))
        );
        assert_eq!(
            dates.interval().unwrap().to_string(),
            "2018-07-14T10:00:00Z to 2018-07-15T11:54:28Z"
        );
        // What is no finer than a month is no time of retrieval.
        article.meta = [("fetch_time_ms".to_owned(), "1200".to_owned())].into();
        assert_eq!(publication(&article).not_after, None);
        article.text = "No date here".into();
        article.date = Some(("scrape_time".into(), "2018-07-15T07:54:28-04:00".into()));
        assert_eq!(publication(&article).interval(), None);
    }

    #[test]
    fn a_bound_that_contradicts_the_date_is_left_out() {
        let mut article = document("Text");
        article.date = Some(("date".into(), "2018-07-15".into()));
        article
            .meta
            .insert("crawl_date".into(), "2017-01-01".into());
        assert_eq!(
            publication(&article).interval().unwrap().seconds(),
            50 * 3600
        );
    }

    #[test]
    fn a_day_without_year_takes_the_year_of_an_address_that_does_not_contradict_it() {
        let mut article = document("MOSCOW, March 3 (TASS) - The ministry said so.");
        assert_eq!(
            verdict(&publication(&article), "March 3"),
            Verdict::Rejected(Reason::NoYear)
        );
        article.url = Some("https://tass.example/2017/03/a".into());
        assert_eq!(
            publication(&article).interval().unwrap().to_string(),
            "2017-03-02T10:00:00Z to 2017-03-04T11:59:59Z"
        );
        article.url = Some("https://tass.example/2017/04/a".into());
        assert_eq!(
            publication(&article).chosen().unwrap().source,
            DateSource::Url
        );
    }

    #[test]
    fn addresses_tell_dates_in_several_ways() {
        for (url, expected) in [
            ("https://a.example/2016/12/03/title", Some("2016/12/03")),
            (
                "https://a.example/news/2016-12-03-title",
                Some("2016-12-03"),
            ),
            ("https://a.example/20161203/1048.html", Some("20161203")),
            (
                "https://a.example/world/2016/dec/03/title",
                Some("2016/dec/03"),
            ),
            ("https://a.example/2016/12/title", Some("2016/12")),
            ("https://a.example/title-2018-7-things", None),
            ("https://a.example/story/20169999", None),
            ("https://2016.example", None),
        ] {
            assert_eq!(url_date(url).map(|date| date.value), expected, "{url}");
        }
    }

    #[test]
    fn a_field_nobody_can_read_says_why_and_the_next_source_is_taken() {
        let mut article = document("A headline of five words\nJuly 15, 2018\n");
        article.date = Some(("date".into(), "last Tuesday".into()));
        let dates = publication(&article);
        assert_eq!(
            dates.unreadable().map(|(_, why)| why),
            Some("is no date that is known here")
        );
        assert_eq!(dates.chosen().unwrap().source, DateSource::DateLine);
    }

    #[test]
    fn a_candidate_says_in_one_line_what_became_of_it() {
        let mut article = document("A headline of five words\nJuly 15, 2018\n");
        article
            .meta
            .insert("scrape_time".into(), "2018-07-20T07:54:28-04:00".into());
        let lines: Vec<String> = publication(&article)
            .candidates
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            lines,
            [
                "metadata scrape_time “2018-07-20T07:54:28-04:00”, 2018-07-20T11:54:28Z (second, UTC-4): bounds the end: the time of \
                 retrieval, not of publication",
                "date line “July 15, 2018”, 2018-07-14T10:00:00Z to 2018-07-16T11:59:59Z (day, no zone): chosen"
            ]
        );
    }

    #[test]
    fn spans_count_code_points() {
        let text = "Ein Bär läuft über die Straße\r\n\r\nVeröffentlicht: 3.12.2016\r\n";
        let dates = publication(&document(text));
        let span = dates.chosen().unwrap().span.unwrap();
        let cut: String = text
            .chars()
            .skip(span.start as usize)
            .take(span.len() as usize)
            .collect();
        assert_eq!(cut, "3.12.2016");
    }
}
