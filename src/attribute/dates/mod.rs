//! When a document was published: an interval, where it was taken from, and everything that was
//! not taken, with the reason.
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

pub mod calendar;
mod candidate;
pub mod clock;
mod count;
mod dateline;
pub mod head;
mod hint;
mod late;
mod lead;
pub mod interval;
mod label;
mod lexeme;
pub mod moment;
mod names;
mod note;
mod stray;
mod stretch;
pub(super) mod unused;
mod url;
pub mod value;
mod words;
mod written;

use jiff::Timestamp;

pub use self::candidate::{Candidate, DateSource, Reason, Verdict};
use self::head::Sense;
pub(crate) use self::hint::Hint;
pub use self::hint::hint;
pub use self::interval::{Interval, Precision, Zone};
pub use self::late::late;
use self::moment::Day;
use self::names::{is_time_name, sense_of_name};
pub use self::stray::stray;
use self::url::{UrlDate, url_date};
use self::value::Value;
use super::place::Cursor;
use crate::read::Document;
use crate::span::Span;

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

    /// When it was published: the chosen candidate's interval, its end bounded by the first time at
    /// which the text was there that falls inside. A bound before the interval begins contradicts
    /// it, and is left out of account; the others stand.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        let interval = self.chosen()?.interval?;
        let to = bounds(&self.candidates).filter(|bound| *bound >= interval.from).fold(interval.to, Timestamp::min);
        Some(Interval { from: interval.from, to })
    }

    /// The metadata field that holds a date of which nobody can read anything, or the day only: value and why.
    #[must_use]
    pub fn unreadable(&self) -> Option<(&Candidate, &'static str)> {
        let mut of_fields = self.candidates.iter().filter(|candidate| matches!(candidate.source, DateSource::Metadata(_)));
        let unread = |candidate: &Candidate| match candidate.verdict {
            Verdict::Rejected(Reason::Unreadable(why)) => Some(why),
            Verdict::Chosen => candidate.unread,
            _ => None,
        };
        of_fields.find_map(|candidate| Some((candidate, unread(candidate)?)))
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

/// When `document` was published.
#[must_use]
pub fn publication(document: &Document) -> Publication {
    let mut candidates = Vec::new();
    if let Some((field, value)) = &document.date {
        candidates.push(stated(DateSource::Metadata(field.clone()), field, value, rank::METADATA));
    }
    // Other fields can only bound: the reader has chosen the one that tells the date.
    for (field, value) in &document.meta {
        if sense_of_name(field) != Sense::Labelled && is_time_name(field) {
            candidates.push(stated(DateSource::Metadata(field.clone()), field, value, rank::NEVER));
        }
    }
    for (name, value) in document.page.iter().flat_map(|page| &page.dates) {
        candidates.push(stated(DateSource::Markup(name.clone()), name, value, markup_rank(name)));
    }
    let url_date = document.url.as_deref().and_then(url_date);
    from_head(document, url_date, &mut candidates);
    candidates.extend(url_date.and_then(url_candidate));
    choose(candidates)
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
        unread: None,
        rank,
    };
    match value::value(value) {
        Ok(Value { interval, precision, zone, unread }) => {
            (candidate.interval, candidate.precision, candidate.zone, candidate.unread) = (Some(interval), precision, zone, unread);
        }
        Err(why) => {
            (candidate.rank, candidate.verdict) = (rank::NEVER, Verdict::Rejected(Reason::Unreadable(why)));
        }
    }
    let sense = sense_of_name(name);
    if sense != Sense::Labelled {
        candidate.rank = rank::NEVER;
        let bounds = candidate.interval.is_some() && candidate.precision <= Precision::EitherDay;
        candidate.verdict = if bounds { Verdict::Bound(Reason::Sense(sense)) } else { Verdict::Rejected(Reason::Sense(sense)) };
    }
    candidate
}

/// Adds the dates of the text's head. A day without a year takes the address's year when the
/// address names no other month.
fn from_head(document: &Document, url_date: Option<UrlDate<'_>>, candidates: &mut Vec<Candidate>) {
    let found = head::dates(&document.text, document.title.as_deref(), document.outlet.as_deref());
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
        let read = moment.as_ref().and_then(moment::Moment::interval);
        let (rank, verdict) = match (date.sense, read) {
            (sense, Some(_)) if sense.is_publication() => (rank, Verdict::Rejected(Reason::Outranked)),
            (sense, Some((_, precision))) if sense.is_bound() && precision <= Precision::EitherDay => {
                (rank::NEVER, Verdict::Bound(Reason::Sense(sense)))
            }
            (sense, None) if sense.is_publication() => (rank::NEVER, Verdict::Rejected(Reason::NoYear)),
            (sense, _) => (rank::NEVER, Verdict::Rejected(Reason::Sense(sense))),
        };
        candidates.push(Candidate {
            source,
            value: document.text[date.range.clone()].to_owned(),
            span: Some(Span::new(cursor.char_at(date.range.start), cursor.char_at(date.range.end))),
            interval: read.map(|(interval, _)| interval),
            precision: read.map_or(Precision::Day, |(_, precision)| precision),
            zone: moment.map_or(Zone::Unknown, |moment| moment.zone),
            verdict,
            unread: None,
            rank,
        });
    }
}

/// The candidate of an address's date, unless it names a year alone.
fn url_candidate(date: UrlDate<'_>) -> Option<Candidate> {
    let (interval, precision) = date.interval()?;
    Some(Candidate {
        source: DateSource::Url,
        value: date.value.to_owned(),
        span: None,
        interval: Some(interval),
        precision,
        zone: Zone::Unknown,
        verdict: Verdict::Rejected(Reason::Outranked),
        unread: None,
        rank: rank::URL,
    })
}

/// The times at which the text was there.
fn bounds(candidates: &[Candidate]) -> impl Iterator<Item = Timestamp> + '_ {
    let bounding = candidates.iter().filter(|candidate| matches!(candidate.verdict, Verdict::Bound(_)));
    bounding.filter_map(|candidate| Some(candidate.interval?.to))
}

/// Takes the best candidate and bounds its end.
fn choose(mut candidates: Vec<Candidate>) -> Publication {
    let not_after = bounds(&candidates).min();
    let chosen = (0..candidates.len())
        .filter(|&at| candidates[at].rank != rank::NEVER && candidates[at].interval.is_some())
        .min_by_key(|&at| (candidates[at].rank, at));
    if let Some(at) = chosen {
        candidates[at].verdict = Verdict::Chosen;
    }
    // Of very many documents each has one or two, and a list grows by fours.
    candidates.shrink_to_fit();
    Publication { candidates, not_after, chosen }
}

#[cfg(test)]
mod tests;
