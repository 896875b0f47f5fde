//! One copied text in the summary: what it says, and each place where it stands.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::page::{Page, counted, grouped, joined};
use super::text::{clean, fit, pad, shorten_middle, width, wrap};
use super::{TerminalConfig, percent};
use crate::report::model::{
    ClusterRow, CreditRow, DocumentRow, Grade, Kind, PassageRow, Role, Run,
};
use crate::report::when::When;

/// Columns before a place.
const INDENT: usize = 4;
/// Columns of a role.
const ROLE: usize = 8;
/// From this width on a place takes one line.
const WIDE: usize = 120;
/// Below this width each place begins with nothing but its outlet.
const NARROW: usize = 60;
/// Columns of a title at least, where others are beside it.
const TITLE: usize = 24;
/// Lines of text that are longer than this are hard to read.
const READABLE: usize = 100;
/// Stands between facts on one line.
const BETWEEN: &str = " · ";
/// A credit within so many characters of a passage belongs to it.
const NEAR: u32 = 250;
/// From this share of a document on a place is told by its share.
const MOST: u64 = 40;

/// What is looked up for the documents that are shown.
pub(super) struct Shown<'a> {
    documents: HashMap<&'a str, &'a DocumentRow>,
    texts: HashMap<&'a str, &'a str>,
    credits: HashMap<&'a str, Vec<&'a CreditRow>>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(run: &'a Run, names: &HashSet<&str>) -> Self {
        let mut credits: HashMap<&str, Vec<_>> = HashMap::new();
        for credit in run.credits.iter().filter(|row| names.contains(&*row.doc)) {
            credits.entry(&credit.doc).or_default().push(credit);
        }
        Self {
            // Sources of passages are documents too, wherever they are shown.
            documents: run.documents.iter().map(|row| (&*row.doc, row)).collect(),
            texts: run
                .texts
                .iter()
                .filter(|row| names.contains(&*row.doc))
                .map(|row| (&*row.doc, &*row.text))
                .collect(),
            credits,
        }
    }
}

/// A copied text and what is known of it.
pub(super) struct Entry<'a> {
    pub(super) number: String,
    pub(super) row: &'a ClusterRow,
    /// Shorter texts inside it that went no further.
    pub(super) parts: usize,
    pub(super) places: Vec<&'a PassageRow>,
}

/// Writes the entry.
pub(super) fn write(
    shown: &Shown<'_>,
    entry: &Entry<'_>,
    config: &TerminalConfig,
    page: &mut Page,
) {
    let row = entry.row;
    page.blank();
    let undated =
        !entry.places.is_empty() && entry.places.iter().all(|place| place.role == Role::Undated);
    let mut facts = vec![match (&row.speaker, row.kind) {
        (Some(speaker), _) => format!("Quotation of {}", clean(speaker)),
        (None, Kind::Quote) => "Quotation".to_owned(),
        (None, Kind::Wire) => "Wire copy".to_owned(),
        (None, _) => "Passage".to_owned(),
    }];
    facts.push(counted(u64::from(row.words), "word", "words"));
    facts.push(counted(u64::from(row.outlets), "outlet", "outlets"));
    if row.documents != row.outlets {
        facts.push(counted(u64::from(row.documents), "document", "documents"));
    }
    if undated {
        facts.push("no dates known".to_owned());
    } else if !entry.places.iter().any(|place| place.role == Role::First) {
        facts.push("order not known".to_owned());
    }
    let indent = entry.number.len() + 2;
    for (n, line) in joined(&facts, BETWEEN, page.width().saturating_sub(indent))
        .iter()
        .enumerate()
    {
        let number = if n == 0 {
            format!("{}. ", entry.number)
        } else {
            " ".repeat(indent)
        };
        let line = page.strong(&format!("{number}{line}"));
        page.line(&line);
    }
    for line in wrap(
        &shorten_middle(&clean(&row.text), config.text),
        (page.width().saturating_sub(INDENT + 2)).min(READABLE),
    ) {
        let line = format!("{}{} {line}", " ".repeat(INDENT), page.dim("│"));
        page.line(&line);
    }
    if entry.parts > 0 {
        let parts = format!(
            "{} inside it went to the same outlets",
            counted(entry.parts as u64, "shorter text", "shorter texts")
        );
        let parts = page.dim(&fit(&parts, page.width().saturating_sub(INDENT)));
        page.line(&format!("{}{parts}", " ".repeat(INDENT)));
    }
    places(shown, entry, config, !undated, page);
}

fn places(
    shown: &Shown<'_>,
    entry: &Entry<'_>,
    config: &TerminalConfig,
    roles: bool,
    page: &mut Page,
) {
    let mut places: Vec<Place> = entry
        .places
        .iter()
        .map(|row| Place::new(shown, row))
        .collect();
    places.sort_by(|a, b| a.order.cmp(&b.order));
    let hidden = places.split_off(places.len().min(config.places));
    let outlets = places
        .iter()
        .map(|place| width(&place.outlet))
        .max()
        .unwrap_or(0)
        .min(page.width() / 3);
    let dates = places
        .iter()
        .map(|place| width(&place.date))
        .max()
        .unwrap_or(0);
    let role = if roles { ROLE } else { 2 };
    let below = INDENT + role;
    for place in &places {
        let mark = pad(if roles { place.role.name() } else { "–" }, role);
        let mark = if place.role == Role::First {
            page.first(&mark)
        } else {
            mark
        };
        let start = format!("{}{mark}", " ".repeat(INDENT));
        let outlet = page.name(&pad(&fit(&place.outlet, outlets), outlets));
        if page.width() < NARROW {
            let room = page.width().saturating_sub(below);
            let outlet = page.name(&fit(&place.outlet, room));
            page.line(&format!("{start}{outlet}"));
            let facts = [
                &place.date,
                &place.credit,
                &place.title,
                &place.part,
                &place.characters,
            ];
            dim_lines(&facts.map(String::clone), below, page);
        } else if page.width() < WIDE {
            let left = below + outlets + 2;
            let head = [place.date.clone(), place.credit.clone()];
            let mut head = joined(&head, BETWEEN, page.width().saturating_sub(left)).into_iter();
            page.line(&format!(
                "{start}{outlet}  {}",
                head.next().unwrap_or_default()
            ));
            // A headline keeps the position beside it where a fair part of it can be read there. An id is
            // what the document is found by: it is not cut for that.
            let position = joined(
                &[place.part.clone(), place.characters.clone()],
                BETWEEN,
                page.width(),
            )
            .concat();
            let beside = page
                .width()
                .saturating_sub(below + width(BETWEEN) + width(&position));
            let cut = place.is_headline && beside >= TITLE;
            let title = if cut {
                fit(&place.title, beside)
            } else {
                place.title.clone()
            };
            let mut facts = vec![title, place.part.clone(), place.characters.clone()];
            facts.extend(head);
            dim_lines(&facts, below, page);
        } else {
            let date = pad(&place.date, dates);
            let left = below + outlets + 2 + if dates > 0 { dates + 2 } else { 0 };
            let room = page.width().saturating_sub(left);
            let mut facts = vec![
                place.part.clone(),
                place.characters.clone(),
                place.credit.clone(),
            ];
            let taken: usize = facts
                .iter()
                .filter(|fact| !fact.is_empty())
                .map(|fact| width(fact) + width(BETWEEN))
                .sum();
            facts.insert(0, fit(&place.title, room.saturating_sub(taken).max(TITLE)));
            let mut lines = joined(&facts, BETWEEN, room).into_iter();
            let head = format!(
                "{start}{outlet}  {date}{}",
                if dates > 0 { "  " } else { "" }
            );
            page.line(&format!("{head}{}", lines.next().unwrap_or_default()));
            for line in lines {
                page.line(&format!("{}{line}", " ".repeat(left)));
            }
        }
    }
    if !hidden.is_empty() {
        let shown: BTreeSet<&str> = places.iter().map(|place| place.outlet.as_str()).collect();
        let outlets: BTreeSet<&str> = hidden
            .iter()
            .map(|place| place.outlet.as_str())
            .filter(|o| !shown.contains(o))
            .collect();
        let mut more = format!(
            "and {}",
            counted(hidden.len() as u64, "more place", "more places")
        );
        if !outlets.is_empty() {
            more.push_str(&format!(
                " in {}",
                counted(outlets.len() as u64, "more outlet", "more outlets")
            ));
        }
        let names = outlets.into_iter().collect::<Vec<_>>().join(", ");
        if !names.is_empty() {
            more.push_str(&format!(": {names}"));
        }
        let more = page.dim(&fit(&more, page.width().saturating_sub(INDENT + role)));
        page.line(&format!("{}{more}", " ".repeat(INDENT + role)));
    }
}

/// Facts on lines of their own.
fn dim_lines(facts: &[String], indent: usize, page: &mut Page) {
    for line in joined(facts, BETWEEN, page.width().saturating_sub(indent)) {
        let line = page.dim(&line);
        page.line(&format!("{}{line}", " ".repeat(indent)));
    }
}

/// A place, in words.
struct Place {
    order: (Role, Option<String>, String, String, u32),
    role: Role,
    outlet: String,
    /// Headline, else the document's id; empty when that is the outlet already.
    title: String,
    is_headline: bool,
    date: String,
    /// The paragraph, or the share of the document.
    part: String,
    characters: String,
    credit: String,
}

impl Place {
    fn new(shown: &Shown<'_>, row: &PassageRow) -> Self {
        let document = shown.documents.get(&*row.doc).copied();
        let outlet = clean(&row.outlet);
        let id = clean(&row.doc);
        let title = document
            .and_then(|document| document.title.as_deref())
            .map(clean)
            .filter(|title| !title.is_empty());
        let published = document.and_then(|document| document.published.as_deref());
        let when = When::new(
            row.published_from.as_deref(),
            row.published_to.as_deref(),
            published,
        );
        Self {
            order: (
                row.role,
                row.published_from.clone(),
                outlet.clone(),
                id.clone(),
                row.start,
            ),
            role: row.role,
            is_headline: title.is_some(),
            title: title.unwrap_or(if outlet == id { String::new() } else { id }),
            outlet,
            date: when.map(|when| when.shown()).unwrap_or_default(),
            part: part(row, document, shown.texts.get(&*row.doc).copied()),
            characters: format!("characters {}–{}", row.start, row.end),
            credit: credit(shown, row),
        }
    }
}

/// In which part of its document a passage stands: the paragraph, or how much of the document it is.
fn part(row: &PassageRow, document: Option<&DocumentRow>, text: Option<&str>) -> String {
    match document.map_or(0, |document| {
        percent(u64::from(row.words), u64::from(document.words))
    }) {
        share if share >= 100 => "the whole article".to_owned(),
        share if share >= MOST => format!("{share}% of the article"),
        _ => {
            let before = text.and_then(|text| {
                text.get(..row.byte_start as usize)
                    .map(|before| (text, before))
            });
            before.map_or_else(String::new, |(text, before)| {
                format!("paragraph {}", grouped(paragraph(text, before)))
            })
        }
    }
}

/// The number of the paragraph that begins or goes on where `before` ends. Paragraphs are parted by
/// blank lines, in a text without any by line ends.
fn paragraph(text: &str, before: &str) -> u64 {
    let lines = |text: &str| {
        text.lines()
            .map(|line| !line.trim().is_empty())
            .collect::<Vec<_>>()
    };
    let by_blank_lines = lines(text.trim()).contains(&false);
    // The passage's own first line counts, whatever of it lies before the passage.
    let mut filled = lines(before);
    if before.is_empty() || before.ends_with('\n') {
        filled.push(true);
    } else if let Some(last) = filled.last_mut() {
        *last = true;
    }
    let starts = filled
        .iter()
        .enumerate()
        .filter(|&(i, &line)| line && (!by_blank_lines || i == 0 || !filled[i - 1]));
    starts.count() as u64
}

/// Whom the document credits for the passage, or where it most likely has it from.
fn credit(shown: &Shown<'_>, row: &PassageRow) -> String {
    let outlet = row.outlet.to_lowercase();
    let near = |credit: &&&CreditRow| {
        credit.scope == "document"
            || (credit.end + NEAR >= row.start && credit.start <= row.end.saturating_add(NEAR))
    };
    let mut sources: Vec<String> = Vec::new();
    for credit in shown
        .credits
        .get(&*row.doc)
        .into_iter()
        .flatten()
        .filter(near)
    {
        let source = clean(&credit.source);
        if source.to_lowercase() != outlet && !sources.contains(&source) {
            sources.push(source);
        }
    }
    let source = row
        .source_doc
        .as_deref()
        .filter(|_| matches!(row.grade, Grade::Credited | Grade::Inferred));
    let source = source.map(|doc| {
        shown
            .documents
            .get(doc)
            .map_or_else(|| clean(doc), |document| clean(&document.outlet))
    });
    match (sources.is_empty(), source) {
        (false, _) => format!("credits {}", sources.join(", ")),
        (true, Some(source)) if row.grade == Grade::Credited => format!("credits {source}"),
        (true, Some(source)) => format!("probably from {source}"),
        (true, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_counted_by_blank_lines_else_by_lines() {
        let text = "Title\n\nFirst line\nsecond line\n\n\nThird block.";
        let number = |at: &str| paragraph(text, &text[..text.find(at).unwrap()]);
        assert_eq!(
            ["Title", "First", "line", "second", "Third", "block"].map(number),
            [1, 2, 2, 2, 3, 3]
        );
        let lines = "one\ntwo\r\nthree";
        assert_eq!(paragraph(lines, "one\ntwo\r\n"), 3);
        assert_eq!(paragraph("\n\nLate start", "\n\n"), 1);
    }
}
