//! The summary of a run for the terminal.
//!
//! In: a run and how wide the terminal is. Out: text, with colours only where they are asked for. Texts,
//! names and paths from the corpus are cleaned of everything that a terminal would obey.

mod closing;
mod cluster;
mod date;
mod empty;
mod families;
mod page;
mod place;
pub(crate) mod text;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::PassageView;
use super::count::{grouped, percent, share};
use super::model::{ClusterRow, Kind, Run, Spread};
use super::{Written, WrittenPage};
use crate::report::when::When;
use cluster::Parts;
use page::{Page, counted};
use place::Shown;
use text::{clean, fit, fit_middle};

/// How the summary is laid out.
#[derive(Debug, Clone)]
pub struct TerminalConfig {
    /// Columns of the terminal. Less than 24 is taken as 24.
    pub width: usize,
    /// Whether to colour.
    pub colour: bool,
    /// Copied texts that are shown.
    pub top: usize,
    /// Places that are shown of each.
    pub places: usize,
    /// Columns of text that are shown of each; longer texts lose their middle.
    pub text: usize,
    /// What was written where, for the last lines.
    pub written: Option<Written>,
    /// Pages that were written elsewhere.
    pub pages: Vec<WrittenPage>,
}

impl Default for TerminalConfig {
    /// Ten texts with six places each, 80 columns wide, without colour.
    fn default() -> Self {
        Self { width: 80, colour: false, top: 10, places: 6, text: 480, written: None, pages: Vec::new() }
    }
}

/// The summary of `run`.
#[must_use]
pub fn render(run: &Run, config: &TerminalConfig) -> String {
    let mut page = Page::new(config.width.max(24), config.colour);
    let outlets = Outlets::of(run);
    corpus(run, &outlets, &mut page);
    let ranked = ranked(run);
    if ranked.is_empty() {
        page.blank();
        // A run that never aligned looked for families alone.
        let looked = run.has_aligned();
        if looked || run.families.is_empty() {
            empty::nothing(run, &outlets, &mut page);
        }
        if looked && !run.families.is_empty() {
            page.blank();
        }
        families::write(run, config, &mut page);
    } else {
        headline(run, &ranked, &mut page);
        top(run, &ranked, config, &mut page);
    }
    closing::others(run, &mut page);
    closing::left_out(run, &mut page);
    if let Some(written) = &config.written {
        closing::files(written, &mut page);
    }
    closing::pages(&config.pages, &mut page);
    page.finish()
}

/// Who published what.
struct Outlets {
    /// Outlets of all documents.
    count: usize,
    /// Whether the input names any: else each document is its own.
    named: bool,
}

impl Outlets {
    fn of(run: &Run) -> Self {
        let all: BTreeSet<&str> = run.documents.iter().map(|row| &*row.outlet).collect();
        Self { count: all.len(), named: run.documents.iter().any(|row| row.outlet != row.doc) }
    }
}

/// What was read.
fn corpus(run: &Run, outlets: &Outlets, page: &mut Page) {
    let words: u64 = run.documents.iter().map(|row| u64::from(row.words)).sum();
    let mut line = counted(run.documents.len() as u64, "document", "documents");
    if outlets.named {
        line.push_str(&format!(" from {}", counted(outlets.count as u64, "outlet", "outlets")));
    }
    line.push_str(&format!(", {}", counted(words, "word", "words")));
    let whens: Vec<When> = run
        .documents
        .iter()
        .filter_map(|row| When::new(row.published_from.as_deref(), row.published_to.as_deref(), row.published.as_deref()))
        .collect();
    let days = || whens.iter().flat_map(date::days);
    if let (Some(first), Some(last)) = (days().min(), days().max()) {
        line.push_str(&format!(", published {}", date::range(first, last)));
        if whens.len() < run.documents.len() {
            line.push_str(&format!(" ({} without a date)", grouped((run.documents.len() - whens.len()) as u64)));
        }
    } else if !run.documents.is_empty() {
        line.push_str(", none with a date of publication");
    }
    page.paragraph(&line);
}

/// The copies, what a reader wants to see first before all: [`Spread::weight`], then words in all copies.
fn ranked(run: &Run) -> Vec<&ClusterRow> {
    let spread = Spread::of(run);
    let mut ranked: Vec<_> = run.clusters.iter().filter(|row| row.kind.is_copy()).collect();
    let copied = |row: &ClusterRow| u64::from(row.words) * u64::from(row.passages);
    ranked.sort_by(|a, b| (spread.weight(b), copied(b)).cmp(&(spread.weight(a), copied(a))).then_with(|| a.cluster.cmp(&b.cluster)));
    ranked
}

/// How much was copied.
fn headline(run: &Run, ranked: &[&ClusterRow], page: &mut Page) {
    let of = |kind| ranked.iter().filter(|row| row.kind == kind).count() as u64;
    let kinds = [
        (of(Kind::Quote), "quotation", "quotations"),
        (of(Kind::Wire), "wire copy", "wire copies"),
        (of(Kind::Passage), "other passage", "other passages"),
    ];
    let kinds: Vec<_> = kinds.iter().filter(|kind| kind.0 > 0).map(|&(n, one, many)| counted(n, one, many)).collect();
    let total = ranked.len() as u64;
    let words: u64 = run.documents.iter().map(|row| u64::from(row.words)).sum();
    let reused: u64 = run.documents.iter().map(|row| u64::from(row.reused_words)).sum();
    let sharing = run.documents.iter().filter(|row| row.reused_words > 0).count() as u64;
    page.blank();
    let copies = counted(total, "text was", "texts were");
    page.strong_paragraph(&format!("{copies} published more than once: {}.", kinds.join(", ")));
    page.paragraph(&format!(
        "{} of {} share text with another; {} of all words stand in copies.",
        grouped(sharing),
        counted(run.documents.len() as u64, "document", "documents"),
        percent(share(reused, words))
    ));
    // Of one outlet it says nothing.
    if Spread::of(run) == Spread::Outlets
        && let Some(first) = first_with(run, ranked)
    {
        page.paragraph(&first);
    }
}

/// Which outlets were first, how often, and how often nobody can tell.
fn first_with(run: &Run, ranked: &[&ClusterRow]) -> Option<String> {
    const NAMED: usize = 3;
    let outlets: HashMap<&str, &str> = run.documents.iter().map(|row| (&*row.doc, &*row.outlet)).collect();
    let mut first: BTreeMap<&str, u64> = BTreeMap::new();
    for doc in ranked.iter().filter_map(|row| row.first_doc.as_deref()) {
        *first.entry(outlets.get(doc).copied().unwrap_or(doc)).or_default() += 1;
    }
    let known: u64 = first.values().sum();
    let mut order: Vec<_> = first.into_iter().collect();
    order.sort_by_key(|&(outlet, count)| (std::cmp::Reverse(count), outlet));
    let named: Vec<(String, u64)> = order.iter().take(NAMED).map(|(outlet, n)| (clean(outlet), *n)).collect();
    let cut = |outlet: &str| {
        let short = fit(outlet, cluster::NAME);
        let is_alike = named.iter().any(|(other, _)| other != outlet && fit(other, cluster::NAME) == short);
        if is_alike { fit_middle(outlet, cluster::NAME) } else { short }
    };
    let mut names: Vec<String> = named.iter().map(|(outlet, n)| format!("{} ({})", cut(outlet), grouped(*n))).collect();
    if order.len() > NAMED {
        let rest = order[NAMED..].iter().map(|(_, n)| n).sum();
        names.push(format!("{} ({})", counted((order.len() - NAMED) as u64, "other", "others"), grouped(rest)));
    }
    let undecided = ranked.len() as u64 - known;
    match (known, undecided) {
        (0, _) => None,
        (_, 0) => Some(format!("First to publish: {}.", names.join(", "))),
        _ => {
            let texts = counted(undecided, "text", "texts");
            Some(format!("First to publish: {}. For {texts} the dates do not tell.", names.join(", ")))
        }
    }
}

/// The texts with the most outlets and words. A part of a text that is shown stands wherever that one does, so it is shown itself only
/// when it went to half as many outlets again (documents, where there is one outlet).
fn top(run: &Run, ranked: &[&ClusterRow], config: &TerminalConfig, page: &mut Page) {
    let spread = Spread::of(run);
    let mut chosen: Vec<(&ClusterRow, Parts)> = Vec::new();
    let mut inside: HashMap<&str, usize> = HashMap::new();
    let mut skipped = 0;
    for row in ranked {
        if chosen.len() == config.top {
            break;
        }
        let whole = row.part_of.as_deref().and_then(|whole| inside.get(whole).copied());
        match whole {
            Some(at) if 2 * spread.count(row) < 3 * spread.count(chosen[at].0) => {
                let parts = &mut chosen[at].1;
                *parts = Parts { count: parts.count + 1, reach: parts.reach.max(spread.count(row)) };
                skipped += 1;
                inside.insert(&row.cluster, at);
            }
            _ => {
                inside.insert(&row.cluster, chosen.len());
                chosen.push((row, Parts::default()));
            }
        }
    }
    let names: HashSet<&str> = chosen.iter().map(|(row, _)| &*row.cluster).collect();
    let mut places: HashMap<&str, Vec<PassageView<'_>>> = HashMap::new();
    for n in (0..run.passages.len()).filter(|n| names.contains(run.passages.cluster(*n))) {
        let passage = run.passages.row(n);
        places.entry(passage.cluster).or_default().push(passage);
    }
    let shown = Shown::new(run, &places.values().flatten().map(|row| row.doc).collect());
    let numbers: HashMap<&str, usize> = chosen.iter().zip(1..).map(|((row, _), n)| (&*row.cluster, n)).collect();
    let dated = run.documents.iter().any(|row| row.published_from.is_some());
    let digits = chosen.len().to_string().len();
    for (row, parts) in chosen {
        let entry = cluster::Entry {
            number: format!("{:>digits$}", numbers[&*row.cluster]),
            row,
            part_of: row.part_of.as_deref().and_then(|whole| numbers.get(whole).copied()),
            dated,
            parts,
            spread,
            places: places.remove(&*row.cluster).unwrap_or_default(),
        };
        cluster::write(&shown, &entry, config, page);
    }
    let more = ranked.len() - numbers.len() - skipped;
    if more > 0 {
        page.blank();
        page.paragraph(&format!("And {} like these: all are in the table `clusters`.", counted(more as u64, "more text", "more texts")));
    }
}

#[cfg(test)]
mod tests;
