//! Whether a label beside a date is a note of the page about its own text, or a word of a sentence that tells of something else.
//!
//! In: a line with a date, and the label beside it. "Last updated: 3 May 2018" is a note, as are "This article was updated on May 3, 2018
//! to add a name." and "The Herald | Updated May 3, 2018"; "The council updated its plan on May 3, 2018." is none. A note that is not known
//! as one bounds no date; a sentence taken for a note bounds it wrongly, and makes a text the first that may be the last. So what is in
//! doubt is none.

use std::ops::Range;

use super::head::{Sense, is_of_byline};
use super::label::{Label, label_in};
use super::lead::{Lead, PARTING, is_clock_word, is_one_of, is_own};
use super::moment::Moment;
use super::words::words_outside;

/// Those that begin what a page says of its mistakes.
const CORRECTION: &[&str] = &["correction", "clarification"];

/// What pages have beside their notes for readers to press, in lower case.
const BUTTONS: &[&str] = &["share", "tweet", "print", "email", "save", "comment", "comments"];

/// Bytes that a line has at least of which the next one takes up the sentence.
const SET_LINE: usize = 40;

/// Where a line is cut out of a sentence, as texts are that were set in lines of one width.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cut {
    /// The line before it goes on in it.
    before: bool,
    /// It goes on in the next line.
    behind: bool,
    /// The line before it may go on in it, whatever it begins with.
    open: bool,
    /// Nothing stands behind it.
    last: bool,
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
        let open = before.is_some_and(is_open);
        Self {
            before: line.starts_with(char::is_lowercase) && open,
            open,
            last: text[range.end..].trim().is_empty(),
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
    /// No sentence stands above the line.
    pub(super) is_head: bool,
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
        if self.is_of_piece(&lead)
            && label.sense == Sense::Update
            && is_joint(joint)
            && (self.is_end(label.sense, false) || self.is_reason())
        {
            return true;
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

    /// Whether the verb of the note stands behind the date: "Dieser Artikel wurde am 3. Mai 2018 aktualisiert."
    pub(super) fn is_before_change(self) -> bool {
        let Some(tail) = behind_change(self.after).filter(|_| !self.cut.before) else { return false };
        let lead = Lead::of(&self.line[..self.moments[self.at].range.start], &self.moments[..self.at], self.before);
        let lead = lead.anew("").unwrap_or(lead);
        if lead.is_this() {
            return !lead.is_pronoun();
        }
        // "Am 3. Mai 2018 aktualisiert der Rat seinen Plan."
        let is_end = self.at + 1 == self.moments.len() && !self.cut.behind && matches!(tail.trim(), "" | "." | ")" | "]" | ".)" | ").");
        is_end && (lead.is_changed() || self.is_of_piece(&lead))
    }

    /// Whether "The article was" is about this one: behind "Editor's note", at the head of the text, where no other was told of, or at its foot.
    fn is_of_piece(self, lead: &Lead<'_>) -> bool {
        let is_edge = self.is_head || self.cut.last && !self.cut.open;
        lead.is_piece() && (is_edge || lead.notes() > 0) && !self.cut.before
    }

    /// Whether what follows says what was changed in the text: "to add a name."
    fn is_reason(self) -> bool {
        self.is_closed() && !self.cut.behind && first_word(self.after.trim_start_matches([',', ' '])) == "to"
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

/// Whether a line that is a label and hardly more has no word that makes it a title: "Last updated", not "Plan updated".
pub(super) fn is_own_label(line: &str, label: &Label) -> bool {
    let words = [&line[..label.range.start], &line[label.range.end..]].map(|part| words_outside(part, &[]));
    words.into_iter().flatten().all(|word| is_own(word) || is_clock_word(word))
}

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

/// Verbs that stand behind the day on which a page was changed.
const CHANGED: &[&str] = &["aktualisiert", "überarbeitet", "ergänzt", "korrigiert", "geändert"];

/// What stands behind such a verb that nothing but a clock and an adverb part from the day.
fn behind_change(after: &str) -> Option<&str> {
    let verb = words_outside(after, &[]).find(|word| !is_clock_word(word) && !matches!(*word, "zuletzt" | "nachträglich"))?;
    let (clock, behind) = after.split_once(verb)?;
    (CHANGED.contains(&verb.trim_end_matches('.')) && !clock.contains(PARTING)).then_some(behind)
}
