//! Dates in the head of a text, and what each of them is the date of.
//!
//! In: a text. Out: every date in its first lines with a [`Sense`]: said to be the publication's,
//! alone on a line, in a dateline, or something that is no date of publication (an update, the clock
//! of the page, the caption of a picture, a day that the story tells of). Nothing is chosen here.

use std::ops::Range;

use super::dateline::{is_dateline, is_headline_end};
use super::label::label_in;
use super::moment::{self, Day, Moment};
use super::note::{Cut, Note, is_of_change, is_own_label};
use super::words::{may_have_words, word_count, words_outside};

/// Lines that count as a text's head, empty ones left out.
pub const HEAD_LINES: usize = 30;
/// Bytes that count as a text's head.
pub const HEAD_BYTES: usize = 3000;

/// Words that make the first such line the headline.
const TITLE_WORDS: usize = 4;
/// Words that make a line a paragraph of the story.
const PARAGRAPH_WORDS: usize = 25;
/// Words of a line that may be a label and a date.
const SHORT_WORDS: usize = 14;
/// Words of a line that may stand there for its date's sake; a byline of several names has more.
const LINE_WORDS: usize = 8;
/// Paragraphs (one may be a caption) below which a date line without a label belongs to something else.
const PARAGRAPHS_ABOVE: usize = 2;
/// Dated lines without labels that make a list of entries.
const LIST_LINES: usize = 3;

/// What a date in the head is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// Words beside it say that it is the publication's.
    Labelled,
    /// Alone on a line with the document's own outlet.
    OwnLine,
    /// Alone on a line, or with a byline, below the headline.
    Line,
    /// The same, above the headline: some pages show today's date there.
    LineAboveTitle,
    /// Behind the place that begins a dispatch: "GENEVA, Dec. 2 (Reuters)".
    Dateline,
    /// At the end of the headline, set off by a comma or dash.
    Headline,
    /// Of a change to the text.
    Update,
    /// Of the moment when the page was fetched, printed or archived.
    Retrieval,
    /// A clock with a zone above the headline.
    PageClock,
    /// Of a picture.
    Caption,
    /// Of a post, a film or something else that is embedded in the page.
    Embed,
    /// One of several entries of a list, each with its own date.
    List,
    /// Of the right to the text.
    Copyright,
    /// Told by the story.
    Prose,
    /// Counted back from the moment when the page was fetched: "23 mins ago".
    Relative,
}

impl Sense {
    /// Whether it can be a date of publication.
    #[must_use]
    pub fn is_publication(self) -> bool {
        self <= Self::Headline
    }

    /// Whether the text existed at that time.
    #[must_use]
    pub fn is_bound(self) -> bool {
        matches!(self, Self::Update | Self::Retrieval | Self::PageClock)
    }
}

/// A date in the head of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadDate {
    /// Its place in the text, in bytes.
    pub range: Range<usize>,
    /// What it is the date of.
    pub sense: Sense,
    /// Paragraphs of the story above it.
    pub paragraphs: usize,
    /// The date. `None`: told as so long ago, which no one can resolve.
    pub moment: Option<Moment>,
}

/// Small words that may stand beside a date and a name on a line that is no sentence.
const BYLINE_WORDS: &[&str] = &[
    "by", "at", "and", "of", "the", "for", "email", "author", "follow", "min", "mins", "read", "share", "comment", "comments", "print",
    "von", "und", "par", "et", "por", "y", "de", "la", "le", "день",
];

/// All dates in the head of `text`. `title`: the headline where it is known apart from the text;
/// `outlet`: who published the document.
#[must_use]
pub fn dates(text: &str, title: Option<&str>, outlet: Option<&str>) -> Vec<HeadDate> {
    let mut found = Vec::new();
    let mut paragraphs = Vec::new();
    let mut place =
        Place { below_title: false, paragraphs: 0, above: None, is_head: true, embed: false, cut: Cut::default(), is_title: false, outlet };
    for (start, line) in lines(text).take(HEAD_LINES) {
        let moments = moment::moments(line);
        place.is_title = title.is_some_and(|title| title.trim() == line)
            || (!place.below_title && word_count(line, &moments, TITLE_WORDS) >= TITLE_WORDS);
        if moments.is_empty()
            && let Some(date) = relative(line, start)
        {
            found.push(date);
        }
        place.cut = if moments.is_empty() { Cut::default() } else { Cut::of(text, start..start + line.len()) };
        let mut behind = 0;
        for (at, moment) in moments.iter().enumerate() {
            let ahead = moments.get(at + 1).map_or(line.len(), |next| next.range.start);
            let around =
                Around { line, before: &line[behind..moment.range.start], after: &line[moment.range.end..ahead], moments: &moments };
            if let Some(sense) = sense(moment, at, &around, &place) {
                let range = start + moment.range.start..start + moment.range.end;
                found.push(HeadDate { range, sense, paragraphs: place.paragraphs, moment: Some(moment.clone()) });
            }
            behind = moment.range.end;
        }
        place.below_title |= place.is_title;
        // A caption is often set twice.
        let open = paragraphs.len() < PARAGRAPHS_ABOVE && may_have_words(line, &moments, PARAGRAPH_WORDS);
        if open && word_count(line, &moments, PARAGRAPH_WORDS) >= PARAGRAPH_WORDS && !paragraphs.contains(&line) {
            paragraphs.push(line);
        }
        place.paragraphs = paragraphs.len();
        place.above = Some(line).filter(|_| moments.is_empty());
        place.is_head = place.is_head && !is_of_text(line, &moments, place.is_title);
        place.embed = line.contains("(@") || line.starts_with("A post shared");
    }
    mark_list(&mut found);
    found
}

/// Lines above the story with different dates and no labels, three and more, announce other articles;
/// which of them is the document's own nobody can tell.
fn mark_list(found: &mut [HeadDate]) {
    let is_line = |date: &HeadDate| date.paragraphs == 0 && matches!(date.sense, Sense::Line | Sense::LineAboveTitle);
    let day = |date: &HeadDate| date.moment.as_ref().map(|moment| (moment.day, moment.clock));
    let lines: Vec<_> = found.iter().filter(|date| is_line(date)).map(day).collect();
    if lines.len() >= LIST_LINES && lines.iter().any(|line| *line != lines[0]) {
        found.iter_mut().filter(|date| is_line(date)).for_each(|date| date.sense = Sense::List);
    }
}

/// The trimmed lines of the head that are not empty, with their places in the text.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = text.len().min(HEAD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    // The line that the bound falls into is read to its end: half a date would be a wrong one.
    let end = memchr::memchr(b'\n', &text.as_bytes()[end..]).map_or(text.len(), |more| end + more);
    let mut start = 0;
    memchr::memchr_iter(b'\n', &text.as_bytes()[..end]).chain([end]).filter_map(move |end| {
        let line = &text[start..end];
        let trimmed = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len() + 1;
        (!trimmed.is_empty()).then_some((at, trimmed))
    })
}

/// Whether a line may be of the story, in which another article may be told of: a sentence, or longer than a byline and not the headline.
fn is_of_text(line: &str, moments: &[Moment], is_title: bool) -> bool {
    let end = line.trim_end_matches(['"', '”', '“', '»', '’', '\'', ')', ']']);
    end.ends_with('.') || !is_title && word_count(line, moments, LINE_WORDS + 1) > LINE_WORDS
}

/// What is known when a line is read.
pub(super) struct Place<'a> {
    below_title: bool,
    /// Lines so far that are long enough to be paragraphs of the story.
    paragraphs: usize,
    pub(super) is_title: bool,
    /// The line before, where it has no date: it may be a label and nothing else.
    above: Option<&'a str>,
    /// No line before is of the story, so that "The article" is the page's own.
    is_head: bool,
    /// The line before belongs to an embedded post.
    embed: bool,
    /// Where the line is cut out of a sentence that was set in lines.
    cut: Cut,
    outlet: Option<&'a str>,
}

/// A date's line.
pub(super) struct Around<'a> {
    pub(super) line: &'a str,
    /// Up to the date before.
    pub(super) before: &'a str,
    /// Up to the next date.
    pub(super) after: &'a str,
    pub(super) moments: &'a [Moment],
}

/// What `moment` is the date of. `None`: a month or year in passing, which is not worth telling.
fn sense(moment: &Moment, at: usize, around: &Around<'_>, place: &Place<'_>) -> Option<Sense> {
    let full = matches!(moment.day, Day::Full(_) | Day::Either(..));
    let words = word_count(around.line, around.moments, SHORT_WORDS + 1);
    let short = words <= SHORT_WORDS && around.line.len() <= 240;
    if around.line.contains("(@") || place.embed {
        return Some(Sense::Embed);
    }
    // A longer line is prose, whatever its words.
    let label = if short { label_of(at, around, place) } else { None };
    // What else was changed or fetched on a day is no date of the text's.
    let is_told = label == Some(Sense::Prose);
    match label {
        Some(Sense::Labelled) if is_sentence(around) => {}
        Some(sense) if !is_told => return Some(sense),
        _ => {}
    }
    if let Day::Month(_) | Day::Year(_) = moment.day {
        return None;
    }
    if is_dateline(around, at) && !is_of_change(around.before) {
        return Some(Sense::Dateline);
    }
    let bare = !around.before.chars().chain(around.after.chars()).any(char::is_alphanumeric);
    if full && bare && moment.clock_first && moment.zone.is_known() && !place.below_title {
        return Some(Sense::PageClock);
    }
    if full && is_headline_end(around, at, place) {
        return Some(Sense::Headline);
    }
    if short && !is_told && (words <= LINE_WORDS || is_byline(around)) && stands_alone(around) {
        if place.paragraphs >= PARAGRAPHS_ABOVE || is_film(around) {
            return Some(Sense::Embed);
        }
        let own = place.outlet.is_some_and(|outlet| around.line.to_lowercase().contains(&outlet.to_lowercase()));
        if !own && is_of_other_label(around.before) {
            return Some(Sense::Prose);
        }
        return Some(match (own, place.below_title) {
            (true, _) => Sense::OwnLine,
            (false, true) => Sense::Line,
            (false, false) => Sense::LineAboveTitle,
        });
    }
    Some(Sense::Prose)
}

/// What the words beside the date, or a line before that is nothing else, say that it is; [`Sense::Prose`] where they tell of a change or
/// a retrieval of something else than the text.
fn label_of(at: usize, around: &Around<'_>, place: &Place<'_>) -> Option<Sense> {
    let note = Note {
        line: around.line,
        moments: around.moments,
        at,
        before: around.before,
        after: around.after,
        cut: place.cut,
        is_head: place.is_head,
    };
    if note.is_before_change() {
        return Some(Sense::Update);
    }
    if let Some(label) = label_in(around.before) {
        if label.is_of_other(around.before) {
            return Some(Sense::Prose);
        }
        let is_note = !label.sense.is_bound() || note.is_behind(&label);
        return Some(if is_note { label.sense } else { Sense::Prose });
    }
    let behind = || match label_in(around.after)?.sense {
        Sense::Retrieval => Some(if note.is_before_label() { Sense::Retrieval } else { Sense::Prose }),
        sense => (sense == Sense::Caption).then_some(sense),
    };
    let is_below = |sense: Sense| !sense.is_bound() || note.is_below_label(sense);
    let above = || {
        let above = place.above.filter(|_| at == 0 && !around.before.contains(char::is_alphanumeric));
        above.and_then(lone_label).filter(|sense| is_below(*sense))
    };
    behind().or_else(above)
}

/// Whether a line begins as bylines do.
fn is_byline(around: &Around<'_>) -> bool {
    around.line.split_once(' ').is_some_and(|(by, _)| matches!(by, "By" | "BY" | "by"))
}

/// The meaning of a line that is a label and hardly more: "Originally posted on", "; Posted". One in brackets belongs to what stands above it: "(Getty Images)".
fn lone_label(line: &str) -> Option<Sense> {
    let bracketed = line.starts_with('(') && line.ends_with(')');
    if bracketed || line.len() > 40 || line.split_whitespace().nth(4).is_some() {
        return None;
    }
    let label = label_in(line)?;
    if label.is_of_other(line) {
        return Some(Sense::Prose);
    }
    (!label.sense.is_bound() || is_own_label(line, &label)).then_some(label.sense)
}

/// "Published: 13 mins ago".
fn relative(line: &str, start: usize) -> Option<HeadDate> {
    const AGO: &[u8] = b" ago";
    let is_ago = || line.as_bytes().last_chunk().is_some_and(|end: &[u8; AGO.len()]| end.eq_ignore_ascii_case(AGO));
    if line.len() > 60 || !is_ago() || label_in(line).is_none_or(|label| label.sense != Sense::Labelled) {
        return None;
    }
    Some(HeadDate { range: start..start + line.len(), sense: Sense::Relative, paragraphs: 0, moment: None })
}

/// Whether the line tells of a publication in a sentence: "The report was published on 3 July 2018."
fn is_sentence(around: &Around<'_>) -> bool {
    const VERBS: [&str; 14] = ["was", "were", "is", "are", "been", "had", "has", "have", "that", "which", "wurde", "wurden", "fue", "été"];
    around.line.split(|c: char| !c.is_alphanumeric()).any(|word| VERBS.contains(&word))
}

/// Whether a running time stands behind the date: "Fri, 13 July 2018 | 01:42".
fn is_film(around: &Around<'_>) -> bool {
    let behind = around.after.trim_start_matches([' ', '|', '\u{a0}']);
    around.after.trim_start().starts_with('|')
        && behind.len() <= 7
        && behind.contains(':')
        && behind.bytes().all(|b| b.is_ascii_digit() || b == b':')
}

/// Labels of publication that other sentences have as well, so that they count with a colon alone, in lower case.
const OWN_LABELS: &[&str] = &[
    "added",
    "created",
    "créé",
    "dated",
    "erscheinungsdatum",
    "erstellt",
    "online",
    "publikationsdatum",
    "submitted",
    "uploaded",
    "veröffentlichungsdatum",
];

/// Whether a word with a colon says of what the date behind it is, and no byline: "Deadline: ", "Born: ", "Gerichtstermin: ".
fn is_of_other_label(before: &str) -> bool {
    let Some(label) = before.trim_end().strip_suffix(':') else { return false };
    let label = label.rsplit([',', '|', '•', '·', '/', ')', ']', '.']).next().unwrap_or(label).trim().to_lowercase();
    let is_own = label.split_whitespace().any(|word| OWN_LABELS.contains(&word));
    (1..=3).contains(&label.split_whitespace().count()) && !is_own && !label.contains(|c: char| c.is_ascii_digit())
}

/// Whether all words beside the dates of the line are names or belong to a byline.
fn stands_alone(around: &Around<'_>) -> bool {
    if around.line.ends_with(['!', '?', '…', ':']) {
        return false;
    }
    // "on July 15, 2018" tells when something happened; behind a byline it would have a label.
    words_outside(around.line, around.moments).all(is_of_byline)
}

/// Whether a word is a name, an address, or one of those that bylines have beside them.
pub(super) fn is_of_byline(word: &str) -> bool {
    let is_name = word.contains('@') || word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    is_name || BYLINE_WORDS.contains(&word) || word.starts_with("http") || word.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_of_a_head_are_those_of_its_text(text in "[a \n\u{e9}]{0,40}") {
            let slow: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
            let found: Vec<(usize, &str)> = lines(&text).collect();
            prop_assert!(found.iter().all(|(at, line)| text[*at..].starts_with(line)));
            prop_assert_eq!(found.into_iter().map(|(_, line)| line).collect::<Vec<_>>(), slow);
        }
    }
}
