//! Names that share the words of one credit: "according to Reuters, AFP and the BBC".

use super::compiled::RULES;
use super::rules::NamedRule;
use super::surroundings::Surroundings;
use super::{Found, Own, Scope, is_vetoed};
use crate::attribute::marks::with_marks;
use crate::attribute::outlets::{Mention, Outlets};

/// What joins two names of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Comma,
    And,
    /// ", and": a row of three or more, else two clauses.
    CommaAnd,
}

/// The credits of names without one of their own that a name with one is joined to; `credited` is parallel to `mentions`.
pub(super) fn from_joined(
    text: &str,
    mentions: &[Mention],
    credited: &[Option<(Found, &NamedRule)>],
    outlets: &Outlets,
    own: &Own<'_>,
) -> Vec<Found> {
    let mut joined = Vec::new();
    let is_free = |n: &usize| credited[*n].is_none() && !own.is(mentions[*n].outlet);
    for (n, credit) in credited.iter().enumerate() {
        let Some((credit, rule)) = credit.as_ref().filter(|(credit, _)| credit.scope != Scope::Document) else { continue };
        let with = |mention: &Mention, start: usize, end: usize| {
            let source = outlets.get(mention.outlet).name.clone();
            Found { start, end, source, scope: credit.scope, rule: credit.rule }
        };
        // What must not stand behind a name asks for nothing there.
        if rule.after.is_empty() || rule.after.starts_with('!') {
            let row = row_behind(text, mentions, n).into_iter().flatten().filter(is_free);
            joined.extend(row.map(|n| &mentions[n]).map(|mention| with(mention, credit.start, mention.end)));
        } else if rule.before.is_empty() {
            let row = row_before(text, mentions, n).into_iter().flatten().filter(is_free);
            joined.extend(row.map(|n| &mentions[n]).map(|mention| with(mention, mention.start, credit.end)));
        }
    }
    joined
}

/// The names behind the one at `first` that its row goes on with, up to the one behind "and"; nothing where these may be the subject of what follows.
fn row_behind(text: &str, mentions: &[Mention], first: usize) -> Option<std::ops::RangeInclusive<usize>> {
    let joint = |n: usize| joint(text, mentions.get(n)?, mentions.get(n + 1)?);
    let commas = (first..).take_while(|n| joint(*n) == Some(Joint::Comma)).count();
    let last = first + commas + 1;
    is_row(joint(last - 1)?, commas).then_some(())?;
    let around = Surroundings::of(text, mentions[last].start, mentions[last].end);
    (around.after(&RULES.behind_row).is_some() && !is_vetoed(&around)).then_some(first + 1..=last)
}

/// The names before the one at `last`, the one behind "and", that its row begins with; nothing where these may be the object of what goes before.
fn row_before(text: &str, mentions: &[Mention], last: usize) -> Option<std::ops::RangeInclusive<usize>> {
    let joint = |n: usize| joint(text, &mentions[n - 1], &mentions[n]);
    let commas = (1..last).rev().take_while(|n| joint(*n) == Some(Joint::Comma)).count();
    is_row((last > 0).then(|| joint(last))??, commas).then_some(())?;
    let first = last - 1 - commas;
    let around = Surroundings::of(text, mentions[first].start, mentions[first].end);
    (around.before(&RULES.before_row).is_some() && !is_vetoed(&around)).then_some(first..=last - 1)
}

/// Whether names of which so many are joined by commas, and the last by this, are a row.
fn is_row(last: Joint, commas: usize) -> bool {
    last == Joint::And || (last == Joint::CommaAnd && commas > 0)
}

/// What stands between two names besides an article and their marks, where it joins them.
fn joint(text: &str, first: &Mention, second: &Mention) -> Option<Joint> {
    let between = text.get(with_marks(text, first.start, first.end).1..with_marks(text, second.start, second.end).0)?;
    if between.matches('\n').count() > 1 {
        return None;
    }
    let (comma, words) = match between.trim_start().strip_prefix(',') {
        Some(words) => (true, words),
        None => (false, between),
    };
    let mut words = words.split_whitespace();
    let first = words.next();
    let is_and = matches!(first, Some("and" | "&" | "und" | "et" | "y"));
    let article = if is_and { words.next() } else { first };
    let is_article = article.is_none_or(|word| matches!(word, "the" | "The" | "die" | "der" | "den" | "dem" | "la" | "el" | "le"));
    match (comma, is_and) {
        _ if !is_article || words.next().is_some() => None,
        (true, true) => Some(Joint::CommaAnd),
        (true, false) => Some(Joint::Comma),
        (false, true) => Some(Joint::And),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::credits;
    use super::*;
    use crate::read::Document;

    /// Each credit as "source: words".
    fn told(text: &str) -> Vec<String> {
        let document = Document { id: "a".into(), text: text.into(), ..Document::default() };
        let found = credits(&document, &Outlets::builtin());
        let words = |credit: &super::super::Credit| -> String {
            text.chars().skip(credit.span.start as usize).take(credit.span.len() as usize).collect()
        };
        found.iter().map(|credit| format!("{}: {}", credit.source, words(credit))).collect()
    }

    fn sources(text: &str) -> Vec<String> {
        told(text).into_iter().map(|told| told.split(':').next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn names_in_one_row_share_its_credit() {
        assert_eq!(
            told("Text.\n\n(With inputs from PTI and Reuters)"),
            ["Press Trust of India: With inputs from PTI", "Reuters: With inputs from PTI and Reuters"]
        );
        for (text, expected) in [
            ("According to Reuters, AFP and the BBC, he left.", &["Reuters", "Agence France-Presse", "BBC"][..]),
            ("According to Reuters, AFP, and the BBC he left.", &["Reuters", "Agence France-Presse", "BBC"]),
            ("He told “Reuters” & “The Guardian” that he left.", &["Reuters", "The Guardian"]),
            ("Reuters and AFP reported on Friday that he left.", &["Reuters", "Agence France-Presse"]),
            ("He left, as Reuters, AFP and the BBC reported.", &["Reuters", "Agence France-Presse", "BBC"]),
            ("Reuters and AP contributed to this report.", &["Reuters", "Associated Press"]),
            ("Laut Reuters und AFP.", &["Reuters", "Agence France-Presse"]),
        ] {
            let mut found = sources(text);
            found.sort_by_key(|source| expected.iter().position(|expected| expected == source));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn who_begins_another_clause_is_in_no_row() {
        for text in [
            "He told Reuters and CNN is wrong.",
            "He told Reuters, and CNN, of course, is wrong.",
            "According to Reuters, CNN is wrong.",
            "According to Reuters, CNN, BBC.",
            "He attacked CNN and Reuters reported that he did.",
            "After a row with CNN, Fox and Reuters reported that he left.",
            "He told Reuters and\n\nCNN.",
        ] {
            assert_eq!(sources(text), ["Reuters"], "{text}");
        }
    }
}
