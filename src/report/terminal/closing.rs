//! The last lines of the summary: what else was found, what was left out, and where everything is.

use std::collections::{BTreeMap, BTreeSet};

use super::page::{Page, counted};
use super::text::clean;
use crate::observer::Warning;
use crate::report::count::grouped;
use crate::report::folder::{PAGE_FILE, RUN_FILE, TABLES, TIMINGS_FILE};
use crate::report::model::{Kind, Run};
use crate::report::page::PageStats;
use crate::report::{Written, WrittenPage};

/// Everything that was found and is no copy in the full sense.
pub(super) fn others(run: &Run, page: &mut Page) {
    let mut lines = Vec::new();
    let kinds = [
        (Kind::Boilerplate, "boilerplate", "an outlet's own standing text, not counted above"),
        (Kind::Formula, "formulas", "forms, stock phrases and names, not counted above"),
        (Kind::Paraphrase, "paraphrased", "the same said in other words"),
    ];
    for (kind, name, meaning) in kinds {
        let rows: Vec<_> = run.clusters.iter().filter(|row| row.kind == kind).collect();
        let Some(largest) = rows.iter().max_by_key(|row| (row.documents, row.words, std::cmp::Reverse(&row.cluster))) else {
            continue;
        };
        let texts = counted(rows.len() as u64, "text", "texts");
        lines.push((name, format!("{texts}: {meaning}"), Some(clean(&largest.text))));
    }
    let alone = super::empty::alone(run);
    if alone > 0 && run.clusters.iter().any(|row| row.kind.is_copy()) {
        lines.push((
            "copies",
            format!("{} of passages too unlike to be one text: in the table `pairs`", counted(alone, "pair", "pairs")),
            None,
        ));
    }
    let rewritten: Vec<_> = run.pairs.iter().filter(|row| row.kind == Kind::Rewritten).collect();
    if !rewritten.is_empty() {
        let documents: BTreeSet<&str> = rewritten.iter().flat_map(|row| [row.left_doc, row.right_doc]).collect();
        let text = format!(
            "{} of passages in {}: the same in other words, not counted above",
            counted(rewritten.len() as u64, "pair", "pairs"),
            counted(documents.len() as u64, "document", "documents")
        );
        lines.push(("rewritten", text, None));
    }
    if !run.repeats.is_empty() {
        let documents: BTreeSet<&str> = run.repeats.iter().map(|row| &*row.doc).collect();
        let text = format!(
            "{} {} twice within {}",
            counted(run.repeats.len() as u64, "text", "texts"),
            if run.repeats.len() == 1 { "stands" } else { "stand" },
            counted(documents.len() as u64, "document", "documents")
        );
        lines.push(("repeats", text, None));
    }
    // Both units stand under one name.
    let mut name = "near-duplicates";
    for (unit, one, many) in [("document", "document", "documents"), ("paragraph", "paragraph", "paragraphs")] {
        let rows: Vec<_> = run.families.iter().filter(|row| &*row.unit == unit).collect();
        let families: BTreeSet<&str> = rows.iter().map(|row| &*row.family).collect();
        if rows.is_empty() {
            continue;
        }
        let text = format!("{} in {}", counted(rows.len() as u64, one, many), counted(families.len() as u64, "family", "families"));
        lines.push((name, text, None));
        name = "";
    }
    if lines.is_empty() {
        return;
    }
    page.heading("Also found");
    for (name, text, example) in lines {
        page.entry(name, &text);
        if let Some(example) = example {
            page.entry_example(&example);
        }
    }
}

/// What was skipped, doubted or bounded.
pub(super) fn left_out(run: &Run, page: &mut Page) {
    const EXAMPLES: usize = 2;
    let record = &run.record;
    if record.capped.values().all(|&n| n == 0) && record.warnings.is_empty() {
        return;
    }
    page.heading("Left out, doubted or cut short");
    let mut causes: BTreeMap<&str, Vec<&Warning>> = BTreeMap::new();
    for warning in &record.warnings {
        causes.entry(&warning.cause).or_default().push(warning);
    }
    for (cause, warnings) in causes {
        // A cause is named in the singular.
        let times = if warnings.len() == 1 { String::new() } else { format!("{} × ", grouped(warnings.len() as u64)) };
        page.item(&format!("{times}{}", clean(cause)));
        for warning in warnings.iter().take(EXAMPLES) {
            let place = warning.place().map(|place| format!(" {}", clean(&place))).unwrap_or_default();
            page.item_detail(&format!("{}{place}: {}", clean(&warning.path.to_string_lossy()), clean(&warning.message)));
        }
        if warnings.len() > EXAMPLES {
            page.item_detail(&format!("and {} more in run.json", grouped((warnings.len() - EXAMPLES) as u64)));
        }
    }
    for (bound, &n) in record.capped.iter().filter(|(_, n)| **n > 0) {
        let bound = clean(bound);
        // What is bounded is named in the plural, by its first word.
        let one = bound.split_once(' ').and_then(|(noun, rest)| Some(format!("{} {rest}", noun.strip_suffix('s')?)));
        page.item(&format!("{} {}", grouped(n), one.filter(|_| n == 1).unwrap_or(bound)));
    }
}

const WHOLE: &str = "the whole result, for a browser";

/// What a page holds.
fn told_of_page(stats: &PageStats) -> String {
    if stats.is_too_large {
        format!("for a browser; even the least of it takes {} bytes, more than its budget", grouped(stats.bytes))
    } else if stats.is_cut {
        "for a browser: what its budget has room for; it says what is missing".to_owned()
    } else {
        WHOLE.to_owned()
    }
}

/// Pages outside the folder of the run.
pub(super) fn pages(pages: &[WrittenPage], page: &mut Page) {
    if pages.is_empty() {
        return;
    }
    page.heading("Pages");
    for written in pages {
        page.item(&clean(&written.path.display().to_string()));
        page.item_detail(&told_of_page(&written.stats));
    }
}

/// Where everything is.
pub(super) fn files(written: &Written, page: &mut Page) {
    let folder = clean(&written.folder.display().to_string());
    page.heading(&format!("Written to {folder}"));
    let has = |name: &str| written.files.iter().any(|(file, _)| file == name);
    if has(PAGE_FILE) {
        page.entry(PAGE_FILE, &written.page.as_ref().map_or_else(|| WHOLE.to_owned(), told_of_page));
    }
    let mut formats: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut exports = Vec::new();
    for (file, _) in &written.files {
        if [PAGE_FILE, RUN_FILE, TIMINGS_FILE].contains(&file.as_str()) {
            continue;
        }
        match file.split_once('.') {
            Some((table, format)) if TABLES.contains(&table) => {
                formats.entry(format).or_default().push(table);
            }
            _ => exports.push(file.as_str()),
        }
    }
    for (format, tables) in formats {
        page.entry(&format!("*.{format}"), &tables.join(", "));
    }
    if !exports.is_empty() {
        page.entry("exports", &exports.join(", "));
    }
    page.entry(RUN_FILE, "parameters, inputs, counts");
}
