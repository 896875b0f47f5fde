//! Near-duplicate families, for a run that looked for nothing else, or found nothing else.

use std::collections::{BTreeMap, HashMap};

use super::TerminalConfig;
use super::cluster::{BETWEEN, INDENT, NAME};
use super::page::{Page, counted, joined};
use super::text::{clean, fit, pad, shorten_middle, wrap};
use crate::report::count::{grouped, percent};
use crate::report::model::{DocumentRow, FamilyRow, Run};

/// Columns of a similarity.
const SIMILARITY: usize = 6;
/// Columns of the first member's text that are shown.
const TEXT: usize = 160;

/// Writes the largest families. Nothing where there are none.
pub(super) fn write(run: &Run, config: &TerminalConfig, page: &mut Page) {
    let mut families: BTreeMap<&str, Vec<&FamilyRow>> = BTreeMap::new();
    for row in &run.families {
        families.entry(&row.family).or_default().push(row);
    }
    if families.is_empty() {
        return;
    }
    for (unit, one, many) in [("document", "document", "documents"), ("paragraph", "paragraph", "paragraphs")] {
        let of_unit = || families.values().filter(|rows| &*rows[0].unit == unit);
        let members: usize = of_unit().map(Vec::len).sum();
        if members > 0 {
            let count = of_unit().count();
            page.strong_paragraph(&format!(
                "{} nearly alike, in {}: {} could go.",
                if members == 1 { format!("1 {one} is") } else { format!("{} {many} are", grouped(members as u64)) },
                counted(count as u64, "family", "families"),
                grouped((members - count) as u64),
            ));
        }
    }
    let documents: HashMap<&str, &DocumentRow> = run.documents.iter().map(|row| (&*row.doc, row)).collect();
    let texts: HashMap<&str, &str> = run.texts.iter().map(|row| (&*row.doc, &*row.text)).collect();
    let mut ranked: Vec<_> = families.into_iter().collect();
    // Documents before paragraphs: who has both wants to know of documents first.
    ranked.sort_by_key(|(name, rows)| (&*rows[0].unit != "document", std::cmp::Reverse(rows.len()), *name));
    let more = ranked.len().saturating_sub(config.top);
    ranked.truncate(config.top);
    for ((_, mut rows), number) in ranked.into_iter().zip(1..) {
        rows.sort_by(|a, b| (!a.kept).cmp(&!b.kept).then(b.similarity.total_cmp(&a.similarity)).then(a.doc.cmp(&b.doc)));
        let unit = if &*rows[0].unit == "document" { ("document", "documents") } else { ("paragraph", "paragraphs") };
        page.blank();
        let title = page.strong(&format!("{number}. {}", counted(rows.len() as u64, unit.0, unit.1)));
        page.line(&title);
        if let Some(text) = texts.get(&*rows[0].doc) {
            // No more of it than can be shown: the text may be long.
            let length = rows[0].end.saturating_sub(rows[0].start) as usize;
            let text: String = text.chars().skip(rows[0].start as usize).take(length.min(8 * TEXT)).collect();
            for line in wrap(&shorten_middle(&clean(&text), TEXT), page.width().saturating_sub(INDENT + 2)) {
                page.line(&format!("{}{} {line}", " ".repeat(INDENT), page.dim("│")));
            }
        }
        for row in rows.iter().take(config.places) {
            member(row, documents.get(&*row.doc).copied(), page);
        }
        if rows.len() > config.places {
            let more = counted((rows.len() - config.places) as u64, "more", "more");
            let line = page.dim(&format!("and {more} in the table `families`"));
            page.line(&format!("{}{line}", " ".repeat(INDENT)));
        }
    }
    if more > 0 {
        page.blank();
        page.paragraph(&format!("And {}.", counted(more as u64, "more family", "more families")));
    }
}

fn member(row: &FamilyRow, document: Option<&DocumentRow>, page: &mut Page) {
    // As the page has it: only what is equal is called 100%.
    let similarity = if row.kept { "kept".to_owned() } else { percent(row.similarity) };
    let outlet = document.filter(|document| document.outlet != document.doc).map(|document| clean(&document.outlet));
    let title = document.and_then(|document| document.title.as_deref()).map(clean);
    let facts = [outlet, title, Some(clean(&row.doc))].map(|fact| fit(&fact.unwrap_or_default(), NAME));
    let indent = INDENT + SIMILARITY;
    for (n, line) in joined(&facts, BETWEEN, page.width().saturating_sub(indent)).iter().enumerate() {
        let mark = pad(if n == 0 { &similarity } else { "" }, SIMILARITY);
        let mark = if row.kept { page.first(&mark) } else { mark };
        page.line(&format!("{}{mark}{line}", " ".repeat(INDENT)));
    }
}
