//! Words that say what the date beside them is.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::head::Sense;

/// Words that say what the date beside them is, in lower case; the last one before a date counts, and not one that is the end of another.
const LABELS: &[(Sense, &[&str])] = &[
    (
        Sense::Labelled,
        &[
            "published",
            "posted",
            "publication date",
            "pubdate",
            "date",
            "issued",
            "released",
            "filed",
            "опубликовано",
            "опубликована",
            "дата публикации",
            "veröffentlicht",
            "erschienen",
            "publié",
            "mis en ligne",
            "paru",
            "publicado",
            "publicada",
            "fecha",
            "datum",
        ],
    ),
    (
        Sense::Update,
        &[
            "updated",
            "update",
            "modified",
            "edited",
            "corrected",
            "amended",
            "updated date",
            "update date",
            "modified date",
            "modification date",
            "revision date",
            "revised",
            "last reviewed",
            "last modification",
            "änderungsdatum",
            "letzte änderung",
            "zuletzt geändert",
            "zuletzt bearbeitet",
            "as of",
            "aktualisiert",
            "aktualisierung",
            "stand",
            "mis à jour",
            "mise à jour",
            "modifié",
            "date de modification",
            "dernière modification",
            "actualizado",
            "actualizada",
            "actualización",
            "fecha de modificación",
            "última modificación",
            "обновлено",
            "изменено",
            "дата изменения",
            "дата обновления",
        ],
    ),
    (
        Sense::Retrieval,
        &[
            "retrieved",
            "accessed",
            "printed",
            "print date",
            "printed date",
            "printing date",
            "access date",
            "accessed date",
            "retrieval date",
            "download date",
            "crawled",
            "scraped",
            "cached",
            "archived",
            "captured",
            "downloaded",
            "fetched",
            "viewed",
            "saved",
            "today is",
            "forecast",
            "weather",
            "abgerufen",
            "abrufdatum",
            "gedruckt",
            "ausgedruckt",
            "druckdatum",
            "consulté",
            "imprimé",
            "date d'impression",
            "date d’impression",
            "date de consultation",
            "consultado",
            "impreso",
            "fecha de impresión",
            "fecha de consulta",
            "дата обращения",
            "дата печати",
        ],
    ),
    (Sense::Copyright, &["copyright", "©", "all rights reserved"]),
    (Sense::Caption, &["photo", "image", "caption", "file", "picture", "taken", "foto", "фото", "bild"]),
];

/// All labels by their first words, longer ones first.
static BY_FIRST_WORD: LazyLock<HashMap<&'static str, Vec<(&'static str, Sense)>>> = LazyLock::new(|| {
    let mut index: HashMap<&str, Vec<(&str, Sense)>> = HashMap::new();
    for &(sense, labels) in LABELS {
        for label in labels {
            index.entry(label.split(' ').next().unwrap_or(label)).or_default().push((label, sense));
        }
    }
    index.values_mut().for_each(|labels| labels.sort_by_key(|(label, _)| Reverse(label.len())));
    index
});

/// A label where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// What it says that the date beside it is.
    pub(super) sense: Sense,
    /// Its place, in bytes.
    pub(super) range: Range<usize>,
}

/// Words of a label at most.
const LABEL_WORDS: usize = 3;

/// Those of the labels of publication that are what other days are called too, where another word stands beside them: "Court date", "Date of birth",
/// "Film released".
const OF_ANYTHING: &[&str] = &["date", "datum", "fecha", "filed", "issued", "released"];

/// What stands before these where they tell of the text, in lower case: "Posting date", "Press release issued".
const OF_TEXT: &[&str] = &[
    "and",
    "article",
    "content",
    "create",
    "created",
    "creation",
    "entry",
    "first",
    "issue",
    "news",
    "on",
    "original",
    "page",
    "post",
    "posted",
    "posting",
    "press",
    "print",
    "publish",
    "published",
    "publishing",
    "pub",
    "release",
    "report",
    "statement",
    "story",
    "submission",
    "submitted",
    "upload",
    "uploaded",
    "web",
    "de",
    "del",
    "la",
];

impl Label {
    /// Whether it is a word that stands for days of all kinds, and the words beside it in `text`, up to the date, make it another day's: "Release date" is
    /// a film's as often as a statement's.
    pub(super) fn is_of_other(&self, text: &str) -> bool {
        let word = text[self.range.clone()].to_lowercase();
        if self.sense != Sense::Labelled || !OF_ANYTHING.contains(&word.as_str()) {
            return false;
        }
        let (before, behind) = (&text[..self.range.start], &text[self.range.end..]);
        // A mark parts what the page says of other things.
        let beside = before.rsplit(|c: char| !(c.is_alphanumeric() || c == ' ' || c == '-')).next().unwrap_or_default();
        let is_release = || beside.to_lowercase().trim() == "release";
        let of_other = |words: &str| words.split(' ').any(|word| !word.is_empty() && !OF_TEXT.contains(&word.to_lowercase().as_str()));
        let is_named = || beside.split_whitespace().next_back().is_some_and(|word| word.chars().any(char::is_alphanumeric));
        let has_end = || behind.split_whitespace().any(|word| OTHER_DAYS.contains(&word.to_lowercase().trim_matches(':')));
        is_named() && (of_other(beside) || is_release()) || has_end()
    }
}

/// What follows "Date of" where it is no text's.
const OTHER_DAYS: &[&str] = &[
    "appearance",
    "arrest",
    "birth",
    "death",
    "event",
    "hearing",
    "incident",
    "loss",
    "offence",
    "offense",
    "purchase",
    "sale",
    "trial",
    "début",
    "décès",
    "fin",
    "limite",
    "naissance",
    "sortie",
    "inicio",
    "límite",
    "muerte",
    "nacimiento",
    "vencimiento",
];

/// The last label in `text`, as whole words: of "Print date" not the "date".
pub(super) fn label_in(text: &str) -> Option<Label> {
    let mut last = last_label(text)?;
    let mut start = last.range.start;
    for _ in 1..LABEL_WORDS {
        let Some(before) = last_word(&text[..start]) else { break };
        start = before.start;
        if let Some((end, sense)) = label_at(text, before).filter(|(end, _)| *end >= last.range.end) {
            last = Label { sense, range: start..end };
        }
    }
    Some(last)
}

/// The label that begins last in `text`.
fn last_label(text: &str) -> Option<Label> {
    let mut end = text.len();
    loop {
        let word = last_word(&text[..end])?;
        end = word.start;
        if let Some((behind, sense)) = label_at(text, word) {
            return Some(Label { sense, range: end..behind });
        }
    }
}

/// Where the last word of `text` stands.
fn last_word(text: &str) -> Option<Range<usize>> {
    let rest = text.trim_end_matches(is_edge);
    let start = rest.rfind(is_edge).map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
    (start < rest.len()).then_some(start..rest.len())
}

/// Where the longest label ends that begins with the word at `word`, and what it says.
fn label_at(text: &str, word: Range<usize>) -> Option<(usize, Sense)> {
    let start = word.start;
    let labels = BY_FIRST_WORD.get(text[word].to_lowercase().as_str())?;
    labels.iter().find_map(|(label, sense)| Some((text.len() - behind_label(&text[start..], label)?.len(), *sense)))
}

fn is_edge(c: char) -> bool {
    !c.is_alphanumeric() && c != '©'
}

/// What stands behind `label`, in any case, where `text` begins with it as whole words.
fn behind_label<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    let is_same = label.chars().all(|expected| rest.next().is_some_and(|c| c.to_lowercase().eq([expected])));
    let behind = rest.as_str();
    (is_same && behind.chars().next().is_none_or(is_edge)).then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The place of the last label of all that stand in a text as whole words, the longest of those that end there.
    fn slowly(text: &str) -> Option<(Sense, usize, usize)> {
        let lower = text.to_lowercase();
        let labels = LABELS.iter().flat_map(|(sense, labels)| labels.iter().map(|label| (*sense, *label)));
        let found = labels.flat_map(|(sense, label)| lower.match_indices(label).map(move |(at, label)| (sense, at, at + label.len())));
        let is_whole = |&(_, start, end): &(Sense, usize, usize)| {
            lower[..start].chars().next_back().is_none_or(is_edge) && lower[end..].chars().next().is_none_or(is_edge)
        };
        found.filter(is_whole).max_by_key(|(_, start, end)| (*end, Reverse(*start)))
    }

    proptest! {
        #[test]
        fn the_last_label_is_the_last_of_all_that_stand_in_a_text(
            parts in prop::collection::vec(prop::sample::select(vec!["Updated", "as", "of", "As Of", "print", "Print Date", "date", "dates", "date d'impression", "mis à jour", "MIS", "дата", "обращения", "Photo", "x", " ", " ", ":", "—", "©"]), 0..14),
        ) {
            let text = parts.concat();
            prop_assert_eq!(label_in(&text).map(|label| (label.sense, label.range.start, label.range.end)), slowly(&text), "{:?}", text);
        }
    }

    #[test]
    fn the_last_label_counts_as_whole_words() {
        for (text, expected) in [
            ("Published 3 May, updated", Some((Sense::Update, "updated"))),
            ("Publication date:", Some((Sense::Labelled, "Publication date"))),
            ("Print Date:", Some((Sense::Retrieval, "Print Date"))),
            ("Print | Date:", Some((Sense::Labelled, "Date"))),
            ("Last Updated Date:", Some((Sense::Update, "Updated Date"))),
            ("Updated; date of print", Some((Sense::Labelled, "date"))),
            ("Fecha de impresión:", Some((Sense::Retrieval, "Fecha de impresión"))),
            ("Date d’impression :", Some((Sense::Retrieval, "Date d’impression"))),
            ("Cet article, Mis À Jour le", Some((Sense::Update, "Mis À Jour"))),
            ("© ", Some((Sense::Copyright, "©"))),
            ("ДАТА ОБРАЩЕНИЯ —", Some((Sense::Retrieval, "ДАТА ОБРАЩЕНИЯ"))),
            ("unpublished, outdated", None),
            ("as often", None),
            (" — ", None),
        ] {
            let found = label_in(text);
            assert_eq!(found.map(|label| (label.sense, &text[label.range])), expected, "{text}");
        }
    }
}
