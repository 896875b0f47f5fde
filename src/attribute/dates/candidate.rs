//! A date that was found: where, what it means, and what became of it.

use std::fmt;

use super::head::Sense;
use super::interval::{Interval, Precision, Zone};
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
    /// What of it could not be read, where the day could: the end of a sentence that begins with the value.
    pub unread: Option<&'static str>,
    /// Its place in the order of precedence, the best first.
    pub(super) rank: u8,
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
