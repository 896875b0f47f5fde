//! What stands before a label beside a date: words of a page about itself, names of a byline, or a sentence about something else.

use super::calendar::zone;
use super::head::is_of_byline;
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

/// Those that point at the page that they stand on.
const THIS: &[&str] = &["this", "dieser", "diese", "cet", "cette", "este", "esta"];

/// What a page calls its text with an article before it: a report, a page or a post may be another one's.
const PIECES: &[&str] = &["article", "story", "artikel", "beitrag", "artículo", "noticia"];

/// The same where the article is a part of the word.
const PIECES_WITH_ARTICLE: &[&str] = &["l'article", "l’article"];

/// Articles before [`PIECES`].
const ARTICLES: &[&str] = &["the", "der", "el", "la"];

/// What goes before a sentence of the page about itself: "Editor's note: The story was updated on".
const NOTES: &[&str] = &["editor's", "editor’s", "note", "correction", "clarification"];

/// What a note of the page begins with that has its verb behind the date: "Zuletzt am 3. Mai 2018 aktualisiert".
const BEGIN_CHANGED: &[&str] = &["am", "zuletzt", "wurde", "artikel", "beitrag", "veröffentlicht", "erschienen", "erstellt"];

/// Words between a label, a clock and a day, in lower case.
const JOINTS: &[&str] = &[
    "on", "at", "as", "of", "am", "pm", "a.m", "p.m", "a.m.", "p.m.", "time", "date", "since", "less", "than", "ago", "min", "mins",
    "minute", "minutes", "hour", "hours", "h", "h.", "hrs", "uhr", "um", "den", "dem", "vom", "von", "le", "la", "à", "el", "a", "las",
    "los", "del", "de", "в", "от", "г",
];

/// Words behind a "this" that points at no page, in lower case.
const VERBS: &[&str] = &["was", "is", "has", "wurde", "fue", "ha", "a"];

/// Marks between things that stand side by side on a page, and in no sentence.
pub(super) const PARTING: [char; 3] = ['|', '•', '·'];

/// What stands before a label.
pub(super) struct Lead<'a> {
    /// Words of the line before it: those before each of its dates, and those behind the last one.
    parts: Vec<Vec<&'a str>>,
    /// Up to the date before.
    before: &'a str,
}

impl<'a> Lead<'a> {
    pub(super) fn of(line: &'a str, moments: &'a [Moment], before: &'a str) -> Self {
        Self { parts: parts(line, moments).map(|part| words_outside(part, &[]).collect()).collect(), before }
    }

    /// What stands behind the last full stop, where `label` belongs to a sentence that begins there.
    pub(super) fn anew(&self, label: &str) -> Option<Self> {
        let (_, before) = self.before.rsplit_once(". ")?;
        let first = words_outside(before, &[]).next().unwrap_or(label);
        let lead = Self::of(before, &[], before);
        // "The town has a plan. This was updated on" is about the plan.
        (first.starts_with(char::is_uppercase) && !lead.is_pronoun()).then_some(lead)
    }

    fn words(&self) -> impl Iterator<Item = &'a str> {
        self.parts.iter().flatten().copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words().next().is_none()
    }

    /// Whether the page speaks of itself: "Published on 3 May 2018 at 10:15, last". "A report" is another one's.
    pub(super) fn is_own(&self) -> bool {
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
    pub(super) fn is_this(&self) -> bool {
        let is_small = |(at, word): (usize, &str)| is_own(word) || is_clock_word(word) || at == 0 && word == "The";
        self.words().next() != Some("A") && self.words().enumerate().all(is_small) && self.words().any(|word| is_one_of(THIS, word))
    }

    /// Whether a "this" stands there that points at no page but at what was told before.
    pub(super) fn is_pronoun(&self) -> bool {
        let mut words = self.words();
        words.next().is_some_and(|first| is_one_of(THIS, first)) && words.next().is_none_or(|word| is_one_of(VERBS, word))
    }

    /// Whether a sentence begins there about the article, which is the page's own where none is told of: "The story was last".
    pub(super) fn is_piece(&self) -> bool {
        let words: Vec<&str> = self.words().collect();
        let rest = match &words[self.notes()..] {
            [article, piece, rest @ ..] if is_one_of(ARTICLES, article) && is_one_of(PIECES, piece) => rest,
            [piece, rest @ ..] if is_one_of(PIECES_WITH_ARTICLE, piece) => rest,
            _ => return false,
        };
        let is_written = self.parts.iter().flatten().next().is_some_and(|word| word.starts_with(char::is_uppercase));
        let is_numbered = rest.first().is_some_and(|word| is_number(word));
        is_written && !is_numbered && rest.iter().all(|word| is_own(word) || is_clock_word(word))
    }

    /// Words before it that say that a note of the page follows.
    pub(super) fn notes(&self) -> usize {
        self.words().take_while(|word| is_one_of(NOTES, word)).count()
    }

    /// Whether a note begins there that has its verb behind the date.
    pub(super) fn is_changed(&self) -> bool {
        let mut words = self.words();
        let Some(first) = words.next() else { return false };
        let begins = first.starts_with(char::is_uppercase) && is_one_of(BEGIN_CHANGED, first);
        let is_numbered = is_one_of(PIECES, first) && self.words().nth(1).is_some_and(is_number);
        begins && !is_numbered && words.all(|word| is_own(word) || is_clock_word(word))
    }

    /// Whether a mark stands between the label and the rest of the line that no sentence has.
    pub(super) fn is_parted(&self) -> bool {
        self.before.trim_end().ends_with(PARTING)
    }

    pub(super) fn is_bracket(&self) -> bool {
        self.before.trim_end().ends_with(['(', '['])
    }

    /// Whether names stand there, set off by a mark; or beside a clock and a capital letter, which sentences have not.
    pub(super) fn is_byline(&self, has_clock: bool) -> bool {
        let is_set_off = self.before.trim_end().ends_with(['-', '–', '—', ',', '(', '[', '/', ':', '.', ')']);
        (is_set_off || has_clock) && self.words().all(|word| is_of_byline(word) || is_own(word))
    }
}

/// Whether a word behind "Artikel" makes it one of a law: "Artikel 5".
fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

pub(super) fn is_own(word: &str) -> bool {
    is_one_of(OWN_WORDS, word)
}

/// Whether a word in any case is one of those.
pub(super) fn is_one_of(words: &[&str], word: &str) -> bool {
    words.contains(&word.to_lowercase().as_str())
}

/// Whether a word is of a clock, or one of those between it and a day.
pub(super) fn is_clock_word(word: &str) -> bool {
    let behind = word.trim_start_matches(|c: char| c.is_ascii_digit());
    // "3-PARIS" is the third version of a dispatch.
    let is_number = || word.len() <= 7 && behind.len() < word.len() && !behind.starts_with('-');
    is_number() || zone(word).is_some() || is_one_of(JOINTS, word)
}
