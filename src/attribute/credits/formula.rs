//! Formulas whose next words are the source: "The original source of this article is ...".

use std::ops::Range;

use super::compiled::{Open, RULES};
use super::lower::{Row, agencies_behind, agencies_in_line, name_in_line};
use super::rules::SOURCE_LINE;
use super::surroundings::Surroundings;
use super::{Found, Own, Scope};
use crate::attribute::dates::calendar;
use crate::attribute::outlets::{Mention, Outlets};

/// Takes the words behind a formula as the source, or as the agencies that share a source line. `at`: where its letters stand.
pub(super) fn from_formula(text: &str, (open, at): (&Open, usize), outlets: &Outlets, mentions: &[Mention], own: &Own<'_>) -> Vec<Found> {
    let Some((start, from)) = opened(text, open, at) else { return Vec::new() };
    let found = |end: usize, source: String| Found { start, end, source, scope: Scope::Document, rule: open.rule.name };
    let is_line = open.rule.name == SOURCE_LINE;
    if let Some(Row { agencies, end }) = is_line.then(|| agencies_in_line(text, from, outlets)).flatten() {
        let others = agencies.into_iter().filter(|(_, id)| !own.is(*id) && !is_vetoed_behind(text, end) && !is_of_picture(text, end));
        return others.map(|(name, id)| found(name.end, outlets.get(id).name.clone())).collect();
    }
    let in_line = || is_line.then(|| name_in_line(text, from, outlets)).flatten();
    let name = name_at(text, from).or_else(in_line).filter(|name| !is_line || !is_of_picture(text, name.end));
    let beside = name.as_ref().filter(|_| is_line).and_then(|name| agencies_behind(text, name.end, outlets));
    let source = name.and_then(|name| Some((name.end, source_of(text, name, outlets, mentions, own)?)));
    let beside = beside.into_iter().flat_map(|row| row.agencies).filter(|(_, id)| !own.is(*id));
    let beside = beside.map(|(name, id)| found(name.end, outlets.get(id).name.clone()));
    source.map(|(end, source)| found(end, source)).into_iter().chain(beside).collect()
}

/// Where the words of a formula begin whose letters stand at byte `at`, and where they end.
fn opened(text: &str, open: &Open, at: usize) -> Option<(usize, usize)> {
    let start = text[..at]
        .rfind(|c: char| !c.is_alphanumeric() && c != '-')
        .map_or(0, |edge| edge + text[edge..].chars().next().map_or(1, char::len_utf8));
    // "The first time": no more of the text around is looked at.
    if !open.formula.may_begin(&Surroundings::next(text, start, 2)) {
        return None;
    }
    let around = Surroundings::of(text, start, start);
    let taken = around.after(&open.formula).filter(|&taken| taken > 0)?;
    let taken_before = around.before(&open.before)?;
    let from = around.after[taken - 1].end();
    Some((taken_before.checked_sub(1).map_or(start, |last| around.before[last].start), from))
}

/// The outlet of the name behind a formula, or the name itself where none is known.
fn source_of(text: &str, name: Range<usize>, outlets: &Outlets, mentions: &[Mention], own: &Own<'_>) -> Option<String> {
    let known = mentions.iter().find(|mention| name.start <= mention.start && mention.end <= name.end + 1);
    if known.is_some_and(|mention| is_vetoed_behind(text, mention.end)) {
        return None;
    }
    let id = known.map(|mention| mention.outlet).or_else(|| outlets.find(&text[name.clone()]));
    match id {
        Some(id) if own.is(id) => None,
        Some(id) => Some(outlets.get(id).name.clone()),
        None if own.is_name(&text[name.clone()]) => None,
        None => Some(text[name].to_owned()),
    }
}

/// Whether the words behind a name that ends at byte `end` make it no source.
fn is_vetoed_behind(text: &str, end: usize) -> bool {
    let behind = Surroundings::of(text, end, end);
    RULES.veto_after.iter().any(|veto| behind.after(veto).is_some())
}

/// Whether the words behind the names of a source line make it a picture's.
fn is_of_picture(text: &str, end: usize) -> bool {
    Surroundings::of(text, end, end).after(&RULES.of_picture).is_some()
}

/// The capitalised words at byte `from`, behind white space, quotation marks and the brackets of a link.
fn name_at(text: &str, from: usize) -> Option<Range<usize>> {
    const JOINTS: [&str; 12] = ["of", "and", "for", "the", "de", "la", "du", "des", "der", "in", "on", "del"];
    const MOST_WORDS: usize = 8;
    let rest = &text[from..];
    let opened = rest.trim_start_matches([' ', '\u{a0}', '[', '*', '_', '"', '“', '„', '«', '‘', '\'', '(']);
    let start = from + rest.len() - opened.len();
    let mut end = start;
    let mut at = start;
    for _ in 0..MOST_WORDS {
        let word_end = text[at..]
            .char_indices()
            .find(|&(place, c)| {
                let inside = matches!(c, '.' | '-' | '\'' | '’' | '&')
                    && text[at + place + c.len_utf8()..].starts_with(|next: char| next.is_alphanumeric());
                !c.is_alphanumeric() && !inside
            })
            .map_or(text.len(), |(place, _)| at + place);
        let word = &text[at..word_end];
        let name = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || (end == start && word.contains('.'));
        if name {
            end = word_end;
        } else if word.is_empty() || !JOINTS.contains(&word) {
            break;
        }
        if !text[word_end..].starts_with(' ') {
            break;
        }
        at = word_end + 1;
    }
    let first = text[start..end].split([' ', '.']).next()?;
    let day = calendar::weekday(first).is_some_and(|_| first.len() > 3) || calendar::month(first).is_some();
    let number = first.chars().all(|c| c.is_ascii_digit());
    (end > start && !day && !number && !matches!(&text[start..end], "The" | "A" | "I" | "He" | "She" | "It")).then_some(start..end)
}
