//! Whether a label beside a date is a note of the page about its own text, or a word of a sentence that tells of something else.
//!
//! In: a line with a date, and the label beside it. "Last updated: 3 May 2018" is a note, as are "This article was updated on May 3, 2018
//! to add a name." and "The Herald | Updated May 3, 2018"; "The council updated its plan on May 3, 2018." is none. A note that is not known
//! as one bounds no date; a sentence taken for a note bounds it wrongly, and makes a text the first that may be the last. So what is in
//! doubt is none.

use std::ops::Range;

use super::calendar::zone;
use super::head::{Sense, is_of_byline};
use super::label::{Label, label_in};
use super::moment::Moment;
use super::words::{parts, words_outside};

/// Words by which a page speaks of itself and of what was done to it, in lower case.
const OWN_WORDS: &[&str] = &[
    "this",
    "article",
    "story",
    "page",
    "post",
    "piece",
    "report",
    "version",
    "column",
    "blog",
    "text",
    "content",
    "information",
    "site",
    "website",
    "web",
    "was",
    "is",
    "has",
    "been",
    "last",
    "first",
    "originally",
    "latest",
    "most",
    "recently",
    "current",
    "and",
    "also",
    "published",
    "posted",
    "created",
    "updated",
    "modified",
    "corrected",
    "reviewed",
    "editor's",
    "editor’s",
    "note",
    "correction",
    "clarification",
    "time",
    "date",
    "dieser",
    "diese",
    "artikel",
    "beitrag",
    "seite",
    "meldung",
    "wurde",
    "zuletzt",
    "letzte",
    "und",
    "erschienen",
    "veröffentlicht",
    "erstellt",
    "cet",
    "cette",
    "a",
    "été",
    "et",
    "publié",
    "dernière",
    "este",
    "esta",
    "artículo",
    "noticia",
    "página",
    "fue",
    "ha",
    "sido",
    "y",
    "publicado",
    "publicada",
    "última",
    "статья",
    "материал",
    "дата",
    "и",
    "опубликовано",
];

/// Those that begin what a page says of its mistakes.
const CORRECTION: &[&str] = &["correction", "clarification"];

/// Those that point at the page that they stand on.
const THIS: &[&str] = &["this", "dieser", "diese", "cet", "cette", "este", "esta"];

/// Words between a label, a clock and a day, in lower case.
const JOINTS: &[&str] = &[
    "on", "at", "as", "of", "am", "pm", "a.m", "p.m", "a.m.", "p.m.", "time", "date", "since", "less", "than", "ago", "min", "mins",
    "minute", "minutes", "hour", "hours", "h", "h.", "hrs", "uhr", "um", "den", "dem", "vom", "von", "le", "la", "à", "el", "a", "las",
    "los", "del", "de", "в", "от", "г",
];

/// What pages have beside their notes for readers to press, in lower case.
const BUTTONS: &[&str] = &["share", "tweet", "print", "email", "save", "comment", "comments"];

/// Words behind a "this" that points at no page, in lower case.
const VERBS: &[&str] = &["was", "is", "has", "wurde", "fue", "ha", "a"];

/// Bytes that a line has at least of which the next one takes up the sentence.
const SET_LINE: usize = 40;

/// Where a line is cut out of a sentence, as texts are that were set in lines of one width.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cut {
    /// The line before it goes on in it.
    before: bool,
    /// It goes on in the next line.
    behind: bool,
}

impl Cut {
    /// Of the line at `range`, which begins and ends with no white space.
    pub(super) fn of(text: &str, range: Range<usize>) -> Self {
        let is_blank = |c: char| c != '\n' && c.is_whitespace();
        let line = &text[range.clone()];
        let before = text[..range.start].trim_end_matches(is_blank).strip_suffix('\n').map(|before| before.trim_end_matches(is_blank));
        let behind = text[range.end..].trim_start_matches(is_blank).strip_prefix('\n').map(|behind| behind.trim_start_matches(is_blank));
        let is_open = |before: &str| {
            let above = before.rsplit('\n').next().unwrap_or(before).trim();
            above.len() >= SET_LINE && !above.ends_with(['.', '!', '?', ':'])
        };
        Self {
            before: line.starts_with(char::is_lowercase) && before.is_some_and(is_open),
            behind: behind.is_some_and(|behind| behind.starts_with(char::is_lowercase)),
        }
    }
}

/// A date with what stands beside it, of which a label may make a note.
#[derive(Debug, Clone, Copy)]
pub(super) struct Note<'a> {
    pub(super) line: &'a str,
    pub(super) moments: &'a [Moment],
    /// Which of the moments it is.
    pub(super) at: usize,
    /// What stands before it, up to the date before.
    pub(super) before: &'a str,
    /// What stands behind it, up to the next date.
    pub(super) after: &'a str,
    pub(super) cut: Cut,
}

impl Note<'_> {
    /// Whether the label before the date, and all that stands beside them, make a note.
    pub(super) fn is_behind(self, label: &Label) -> bool {
        let joint = &self.before[label.range.end..];
        let start = self.moments[self.at].range.start - self.before.len() + label.range.start;
        let lead = Lead::of(&self.line[..start], &self.moments[..self.at], &self.before[..label.range.start]);
        let word = &self.before[label.range.clone()];
        if is_weak(word) {
            let begins = word.starts_with(char::is_uppercase) || lead.is_bracket() || !lead.is_empty();
            let is_note = lead.is_own() || lead.is_this() || lead.is_parted();
            return !self.cut.before && is_joint(joint) && begins && is_note && self.is_weak_end();
        }
        let lead = lead.anew(word).unwrap_or(lead);
        if self.cut.before || !(is_joint(joint) || label.sense == Sense::Update && lead.is_empty() && is_by(joint)) {
            return false;
        }
        if lead.is_this() {
            return true;
        }
        let has_clock = self.moments[self.at].clock.is_some() && word.starts_with(char::is_uppercase);
        (lead.is_own() || lead.is_parted() || lead.is_byline(has_clock)) && self.is_end(label.sense, lead.is_empty())
    }

    /// Whether the date begins the line, and names alone stand behind it: "Sunday, Jul 15th 2018 5-Day Forecast".
    pub(super) fn is_before_label(self) -> bool {
        let is_beginning = self.at == 0 && !self.before.contains(char::is_alphanumeric) && !self.cut.before;
        let is_sentence = self.after.trim_start().starts_with(',') || self.after.ends_with(['.', ',', '!', '?']);
        let is_name = |word: &str| is_of_byline(word) || label_in(word).is_some();
        is_beginning && !is_sentence && words_outside(self.after, &[]).all(is_name)
    }

    /// Whether the date's line has nothing else, so that a label above it is the date's.
    pub(super) fn is_below_label(self, sense: Sense) -> bool {
        self.is_end(sense, false)
    }

    /// Whether nothing stands behind the date but its zone and a closing mark, or names behind a mark that no sentence has: "Stand: 1. März
    /// 2020, 12:30 Uhr | Lesezeit: 3 Minuten".
    fn is_weak_end(self) -> bool {
        let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        let (clock, rest) = self.after.split_once(PARTING).unwrap_or((self.after, ""));
        // "10 Uhr" is a clock, "412" the subject of a sentence, or a cell of a table.
        let ends_in_number = words_outside(clock, &[]).last().is_some_and(is_number);
        let is_edge_number =
            words_outside(rest, &[]).next().is_some_and(is_number) || words_outside(rest, &[]).last().is_some_and(is_number);
        let is_rest = !is_edge_number && words_outside(rest, &[]).all(is_of_byline);
        self.is_closed() && !self.cut.behind && !ends_in_number && words_outside(clock, &[]).all(is_clock_word) && is_rest
    }

    /// Whether what stands behind the date is of the note: a zone, another note, a byline, an address, the text of an update.
    fn is_end(self, sense: Sense, is_beginning: bool) -> bool {
        let tail = self.after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ')' | ']'));
        let is_by = || {
            let begins = tail.starts_with(['|', '•', '·', '-', '–', '—', '/', '(', '[']) || BY.contains(&first_word(tail));
            begins && words_outside(tail, &[]).all(|word| is_of_byline(word) || is_own(word) || label_in(word).is_some())
        };
        // "Update, May 3, 2018: The hospital says that", and "Updated 10:15 a.m. May 3, 2018 with comments".
        let is_with = || self.moments[self.at].clock.is_some() && tail.starts_with("with ") && !tail.contains(',');
        let is_more = || is_beginning && sense == Sense::Update && (is_text(tail) || is_with());
        let is_address = || {
            let address = ["from ", "at ", "via "].into_iter().find_map(|from| tail.strip_prefix(from)).unwrap_or_default();
            sense == Sense::Retrieval && is_beginning && first_word(address).contains('.')
        };
        let is_nothing = |word: &str| is_clock_word(word) || is_own(word) || is_one_of(BUTTONS, word);
        self.is_closed() && words_outside(tail, &[]).all(is_nothing) || is_by() || is_more() || is_address()
    }

    /// Whether no comma ends the line, behind which a sentence goes on.
    fn is_closed(self) -> bool {
        !self.after.trim_end().ends_with(',')
    }
}

/// What stands before a label.
struct Lead<'a> {
    /// Words of the line before it: those before each of its dates, and those behind the last one.
    parts: Vec<Vec<&'a str>>,
    /// Up to the date before.
    before: &'a str,
}

impl<'a> Lead<'a> {
    fn of(line: &'a str, moments: &'a [Moment], before: &'a str) -> Self {
        Self { parts: parts(line, moments).map(|part| words_outside(part, &[]).collect()).collect(), before }
    }

    /// What stands behind the last full stop, where `label` belongs to a sentence that begins there.
    fn anew(&self, label: &str) -> Option<Self> {
        let (_, before) = self.before.rsplit_once(". ")?;
        let mut words = words_outside(before, &[]);
        let first = words.next().unwrap_or(label);
        // "The town has a plan. This was updated on" is about the plan.
        let is_of_before = is_one_of(THIS, first) && words.next().is_none_or(|word| is_one_of(VERBS, word));
        (first.starts_with(char::is_uppercase) && !is_of_before).then(|| Self::of(before, &[], before))
    }

    fn words(&self) -> impl Iterator<Item = &'a str> {
        self.parts.iter().flatten().copied()
    }

    fn is_empty(&self) -> bool {
        self.words().next().is_none()
    }

    /// Whether the page speaks of itself: "Published on 3 May 2018 at 10:15, last". "A report" is another one's.
    fn is_own(&self) -> bool {
        let is_part = |at: usize| {
            let mut part = self.parts[at].as_slice();
            while let [first, rest @ ..] = part
                && at > 0
                && is_clock_word(first)
            {
                part = rest;
            }
            while let [rest @ .., last] = part
                && at + 1 < self.parts.len()
                && is_clock_word(last)
            {
                part = rest;
            }
            part.iter().all(|word| is_own(word))
        };
        self.words().next() != Some("A") && (0..self.parts.len()).all(is_part)
    }

    /// Whether the label belongs to a sentence about this very page: "The information on this page was last".
    fn is_this(&self) -> bool {
        let is_small = |(at, word): (usize, &str)| is_own(word) || is_clock_word(word) || at == 0 && word == "The";
        self.words().next() != Some("A") && self.words().enumerate().all(is_small) && self.words().any(|word| is_one_of(THIS, word))
    }

    /// Whether a mark stands between the label and the rest of the line that no sentence has.
    fn is_parted(&self) -> bool {
        self.before.trim_end().ends_with(PARTING)
    }

    fn is_bracket(&self) -> bool {
        self.before.trim_end().ends_with(['(', '['])
    }

    /// Whether names stand there, set off by a mark; or beside a clock and a capital letter, which sentences have not.
    fn is_byline(&self, has_clock: bool) -> bool {
        let is_set_off = self.before.trim_end().ends_with(['-', '–', '—', ',', '(', '[', '/', ':', '.', ')']);
        (is_set_off || has_clock) && self.words().all(|word| is_of_byline(word) || is_own(word))
    }
}

/// Whether a line that is a label and hardly more has no word that makes it a title: "Last updated", not "Plan updated".
pub(super) fn is_own_label(line: &str, label: &Label) -> bool {
    let words = [&line[..label.range.start], &line[label.range.end..]].map(|part| words_outside(part, &[]));
    words.into_iter().flatten().all(|word| is_own(word) || is_clock_word(word))
}

/// Marks between things that stand side by side on a page, and in no sentence.
const PARTING: [char; 3] = ['|', '•', '·'];

const DASHES: [char; 3] = ['-', '–', '—'];

/// Words behind which names stand.
const BY: [&str; 5] = ["by", "By", "von", "par", "por"];

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// Whether a label is an ordinary word of sentences too: only alone does it say that the page is of that day.
fn is_weak(label: &str) -> bool {
    let label = label.to_lowercase();
    matches!(label.as_str(), "as of" | "stand")
}

fn is_own(word: &str) -> bool {
    is_one_of(OWN_WORDS, word)
}

/// Whether a word in any case is one of those.
fn is_one_of(words: &[&str], word: &str) -> bool {
    words.contains(&word.to_lowercase().as_str())
}

/// Whether a day is one of a change or a retrieval by the words before it, so that no dispatch begins with it: "UPDATE: ", but not "UPDATE
/// 3-LONDON, ".
pub(super) fn is_of_change(before: &str) -> bool {
    let is_label = |label: Label| label.sense.is_bound() && is_joint(&before[label.range.end..]);
    label_in(before).is_some_and(is_label) || words_outside(before, &[]).last().is_some_and(|word| is_one_of(CORRECTION, word))
}

/// Whether the text of an update begins, behind a mark or an agency and a dash: ": The hospital says that", "(Reuters) - The".
fn is_text(tail: &str) -> bool {
    let tail = tail.trim_start_matches(['.', ' ']);
    let dash = tail.strip_prefix('(').and_then(|agency| agency.split_once(')')).map_or(tail, |(_, behind)| behind.trim_start());
    let text = dash.trim_start_matches(DASHES);
    let is_capital = || text.trim_start().starts_with(|c: char| !c.is_lowercase());
    tail.starts_with(':') || text.len() < dash.len() && is_capital()
}

/// Whether nothing stands between label and day but small words and a clock: "Updated 0420 GMT (1220 HKT) ".
fn is_joint(joint: &str) -> bool {
    let has_clock = joint.contains(|c: char| c.is_ascii_digit());
    // "UPDATE 1 - LIMA" is a place.
    let is_zone =
        |word: &str| has_clock && !joint.contains(DASHES) && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    words_outside(joint, &[]).all(|word| is_clock_word(word) || is_zone(word))
}

/// " by Jane Doe on "
fn is_by(joint: &str) -> bool {
    BY.contains(&first_word(joint)) && words_outside(joint, &[]).all(|word| is_of_byline(word) || is_clock_word(word))
}

/// Whether a word is of a clock, or one of those between it and a day.
fn is_clock_word(word: &str) -> bool {
    let behind = word.trim_start_matches(|c: char| c.is_ascii_digit());
    // "3-PARIS" is the third version of a dispatch.
    let is_number = || word.len() <= 7 && behind.len() < word.len() && !behind.starts_with('-');
    is_number() || zone(word).is_some() || is_one_of(JOINTS, word)
}
