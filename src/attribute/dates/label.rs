//! Words that say what the date beside them is.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::head::Sense;

/// Words that say what the date beside them is, in lower case; the last one before a date counts.
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
            "as of",
            "aktualisiert",
            "stand",
            "mis à jour",
            "modifié",
            "actualizado",
            "actualizada",
            "обновлено",
            "изменено",
        ],
    ),
    (
        Sense::Retrieval,
        &[
            "retrieved",
            "accessed",
            "printed",
            "print date",
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
            "consulté",
            "consultado",
            "дата обращения",
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

/// The meaning of the last label in `text`, as whole words.
pub(super) fn label_in(text: &str) -> Option<Sense> {
    let is_edge = |c: char| !c.is_alphanumeric() && c != '©';
    let lower = text.to_lowercase();
    let mut end = lower.len();
    loop {
        let rest = lower[..end].trim_end_matches(is_edge);
        let start = rest.rfind(is_edge).map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
        let word = &rest[start..];
        if word.is_empty() {
            return None;
        }
        let whole = |label: &str| lower[start..].strip_prefix(label).is_some_and(|behind| behind.chars().next().is_none_or(is_edge));
        let labels = BY_FIRST_WORD.get(word).map_or(&[][..], Vec::as_slice);
        if let Some((_, sense)) = labels.iter().find(|(label, _)| whole(label)) {
            return Some(*sense);
        }
        end = start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_label_counts_as_whole_words() {
        assert_eq!(label_in("Published 3 May, updated"), Some(Sense::Update));
        assert_eq!(label_in("Publication date:"), Some(Sense::Labelled));
        assert_eq!(label_in("Mis à jour le"), Some(Sense::Update));
        assert_eq!(label_in("© "), Some(Sense::Copyright));
        assert_eq!(label_in("unpublished, outdated"), None);
        assert_eq!(label_in(" — "), None);
    }
}
