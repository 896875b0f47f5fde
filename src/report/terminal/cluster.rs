//! One copied text in the summary: what it says, and each place where it stands.

use std::collections::BTreeSet;

use super::TerminalConfig;
use super::page::{Page, counted, joined};
use super::place::{Layout, Place, Shown};
use super::text::{clean, fit, shorten_middle, wrap};
use crate::report::PassageView;
use crate::report::model::{ClusterRow, Kind, Role, Spread};

/// Columns before the text and the places.
pub(super) const INDENT: usize = 4;
/// Columns of a name at most.
pub(super) const NAME: usize = 60;
/// Lines that name the outlets whose places are not shown.
const LINES_OF_OTHERS: usize = 2;
/// Lines of text that are longer than this are hard to read.
const READABLE: usize = 100;
/// Stands between facts on one line.
pub(super) const BETWEEN: &str = " · ";

/// A copied text and what is known of it.
pub(super) struct Entry<'a> {
    pub(super) number: String,
    pub(super) row: &'a ClusterRow,
    /// The entry whose text holds this one's.
    pub(super) part_of: Option<usize>,
    /// Whether any document of the run has a date.
    pub(super) dated: bool,
    /// Shorter texts inside it that went hardly further.
    pub(super) parts: Parts,
    /// What says how far it went.
    pub(super) spread: Spread,
    pub(super) places: Vec<PassageView<'a>>,
}

/// Shorter texts inside another one that are not shown.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Parts {
    /// How many.
    pub(super) count: usize,
    /// How far the one went that went furthest: outlets, or documents where there is one outlet.
    pub(super) reach: u32,
}

/// Writes the entry.
pub(super) fn write(shown: &Shown<'_>, entry: &Entry<'_>, config: &TerminalConfig, page: &mut Page) {
    let row = entry.row;
    page.blank();
    let undated = !entry.places.is_empty() && entry.places.iter().all(|place| place.role == Role::Undated);
    let mut facts = vec![match (&row.speaker, row.kind) {
        (Some(speaker), _) => format!("Quotation of {}", fit(&clean(speaker), NAME)),
        (None, Kind::Quote) => "Quotation".to_owned(),
        (None, Kind::Wire) => "Wire copy".to_owned(),
        (None, _) => "Passage".to_owned(),
    }];
    facts.push(counted(u64::from(row.words), "word", "words"));
    if entry.spread == Spread::Outlets {
        facts.push(counted(u64::from(row.outlets), "outlet", "outlets"));
    }
    if row.documents != row.outlets || entry.spread == Spread::Documents {
        facts.push(counted(u64::from(row.documents), "document", "documents"));
    }
    if let Some(whole) = entry.part_of {
        facts.push(format!("part of {whole}"));
    }
    if !entry.dated {
        // Said once for all, at the top.
    } else if undated {
        facts.push("no dates known".to_owned());
    } else if !entry.places.iter().any(|place| place.role == Role::First) {
        facts.push("order not known".to_owned());
    }
    let indent = entry.number.len() + 2;
    for (n, line) in joined(&facts, BETWEEN, page.width().saturating_sub(indent)).iter().enumerate() {
        let number = if n == 0 { format!("{}. ", entry.number) } else { " ".repeat(indent) };
        let line = page.strong(&format!("{number}{line}"));
        page.line(&line);
    }
    for line in wrap(&shorten_middle(&clean(&row.text), config.text), (page.width().saturating_sub(INDENT + 2)).min(READABLE)) {
        let line = format!("{}{} {line}", " ".repeat(INDENT), page.dim("│"));
        page.line(&line);
    }
    if entry.parts.count > 0 {
        let parts = counted(entry.parts.count as u64, "shorter text", "shorter texts");
        let (one, many) = entry.spread.noun();
        let parts = match entry.parts.reach > entry.spread.count(row) {
            true => format!("{parts} inside it went to up to {}", counted(u64::from(entry.parts.reach), one, many)),
            false => format!("{parts} inside it went to the same {many}"),
        };
        let parts = page.dim(&fit(&parts, page.width().saturating_sub(INDENT)));
        page.line(&format!("{}{parts}", " ".repeat(INDENT)));
    }
    places(shown, entry, config, !undated, page);
}

fn places(shown: &Shown<'_>, entry: &Entry<'_>, config: &TerminalConfig, roles: bool, page: &mut Page) {
    let mut places: Vec<Place> = entry.places.iter().map(|row| Place::new(shown, row)).collect();
    places.sort_by(|a, b| a.order.cmp(&b.order));
    let hidden = places.split_off(places.len().min(config.places));
    let layout = Layout::of(&places, roles, page.width());
    for place in &places {
        layout.write(place, page);
    }
    if hidden.is_empty() {
        return;
    }
    let seen: BTreeSet<&str> = places.iter().map(|place| place.outlet.as_str()).collect();
    let others: BTreeSet<&str> = hidden.iter().map(|place| place.outlet.as_str()).filter(|o| !seen.contains(o)).collect();
    let mut more = format!("and {}", counted(hidden.len() as u64, "more place", "more places"));
    if !others.is_empty() {
        let names = others.iter().copied().collect::<Vec<_>>().join(", ");
        more.push_str(&format!(" in {}: {names}", counted(others.len() as u64, "more outlet", "more outlets")));
    }
    let room = page.width().saturating_sub(layout.indent());
    let mut lines = wrap(&more, room);
    if lines.len() > LINES_OF_OTHERS {
        let rest = lines.split_off(LINES_OF_OTHERS - 1).join(" ");
        lines.push(fit(&rest, room));
    }
    for line in lines {
        let line = page.dim(&line);
        page.line(&format!("{}{line}", " ".repeat(layout.indent())));
    }
}
