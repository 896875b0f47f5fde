//! One place where a copied text stands: who, when, where in the document, and whom it credits.

use std::collections::{HashMap, HashSet};

use super::cluster::{BETWEEN, INDENT};
use super::date;
use super::page::{Page, joined};
use super::text::{clean, fit, fit_middle, pad, width};
use crate::attribute::Scope;
use crate::attribute::reach::Beside;
use crate::report::PassageView;
use crate::report::count::{grouped, percent, share};
use crate::report::model::{CreditRow, DocumentRow, Grade, Kind, Role, Run};
use crate::report::when::When;
use crate::span::Span;

/// Columns of a role.
const ROLE: usize = 8;
/// From this width on a place takes one line.
const WIDE: usize = 120;
/// Below this width each place begins with nothing but its outlet.
const NARROW: usize = 60;
/// Columns of a headline at least, where others are beside it.
const HEADLINE: usize = 24;
/// From this share of a document on a place is told by its share.
const MOST: f64 = 0.4;

/// What is looked up for the documents that are shown.
pub(super) struct Shown<'a> {
    documents: HashMap<&'a str, &'a DocumentRow>,
    texts: HashMap<&'a str, &'a str>,
    credits: HashMap<&'a str, Vec<&'a CreditRow>>,
    kinds: HashMap<&'a str, Kind>,
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
            texts: run.texts.iter().filter(|row| names.contains(&*row.doc)).map(|row| (&*row.doc, &*row.text)).collect(),
            credits,
            kinds: run.clusters.iter().map(|row| (&*row.cluster, row.kind)).collect(),
        }
    }
}

/// A place, in words.
pub(super) struct Place {
    /// First, then those that may be, then the later and the undated ones; each by date and name.
    pub(super) order: (u8, Option<String>, String, String, u32),
    pub(super) outlet: String,
    role: Role,
    /// Headline, else the document's id; empty when that is the outlet already.
    title: String,
    is_headline: bool,
    /// Whether the outlet is the document's id, since the input names none.
    is_id: bool,
    date: String,
    /// The paragraph, or the share of the document.
    part: String,
    characters: String,
    credit: String,
}

impl Place {
    pub(super) fn new(shown: &Shown<'_>, row: &PassageView<'_>) -> Self {
        let document = shown.documents.get(row.doc).copied();
        let (outlet, id) = (clean(row.outlet), clean(row.doc));
        let headline = document.and_then(|document| document.title.as_deref()).map(clean).filter(|title| !title.is_empty());
        let (is_headline, is_id) = (headline.is_some(), outlet == id);
        // A document without an outlet goes by its id, as in the tables; that finds it.
        let (outlet, title) = match headline {
            Some(headline) => (outlet, headline),
            None if outlet == id => (outlet, String::new()),
            // A bare number would be taken for a fact.
            None if id.chars().all(|c| c.is_ascii_digit()) => (outlet, format!("document {id}")),
            None => (outlet, id),
        };
        let published = document.and_then(|document| document.published.as_deref());
        let when = When::new(row.published_from, row.published_to, published);
        let rank = match row.role {
            Role::First => 0,
            Role::Tied => 1,
            Role::Later => 2,
            Role::Undated => 3,
        };
        Self {
            order: (rank, row.published_from.map(str::to_owned), outlet.clone(), row.doc.to_string(), row.start),
            outlet,
            role: row.role,
            title,
            is_headline,
            is_id,
            date: when.map(|when| date::shown(&when)).or_else(|| bound(row.evidence)).unwrap_or_default(),
            part: part(row, document, shown.texts.get(row.doc).copied()),
            characters: format!("characters {}–{}", row.start, row.end),
            credit: credit(shown, row),
        }
    }
}

/// The last moment at which an undated text can have been published, as its evidence tells it: where that alone puts it before others,
/// the reader sees by what.
fn bound(evidence: &str) -> Option<String> {
    const WORDS: &str = "no later than ";
    // Bounds of other copies stand in brackets.
    let at = evidence.match_indices(WORDS).map(|(at, _)| at).find(|&at| !evidence[..at].ends_with('('))?;
    let moment = evidence[at + WORDS.len()..].split([',', ';', ' ']).next()?;
    When::new(Some(moment), Some(moment), None).map(|when| format!("{WORDS}{}", date::shown(&when)))
}

/// Columns that the places of one text share.
pub(super) struct Layout {
    roles: bool,
    outlets: usize,
    dates: usize,
    width: usize,
    /// Outlets that would read as another one if they were cut at their ends.
    alike: HashSet<String>,
}

impl Layout {
    /// For `places` on lines of `width` columns; `roles` tells whether they differ in their roles.
    pub(super) fn of(places: &[Place], roles: bool, width_of_page: usize) -> Self {
        let widest = |of: fn(&Place) -> &str| places.iter().map(|place| width(of(place))).max().unwrap_or(0);
        let mut layout = Self {
            roles,
            outlets: widest(|place| &place.outlet).min(width_of_page / 3),
            dates: widest(|place| &place.date),
            width: width_of_page,
            alike: HashSet::new(),
        };
        // An id stands below its place as a whole where it is cut.
        let mut cut: HashMap<String, HashSet<&str>> = HashMap::new();
        for place in places.iter().filter(|place| !place.is_id) {
            cut.entry(fit(&place.outlet, layout.columns_of_outlet())).or_default().insert(&place.outlet);
        }
        layout.alike = cut.into_values().filter(|outlets| outlets.len() > 1).flatten().map(str::to_owned).collect();
        layout
    }

    fn columns_of_outlet(&self) -> usize {
        if self.width < NARROW { self.width.saturating_sub(self.indent()) } else { self.outlets }
    }

    fn outlet_cut(&self, place: &Place) -> String {
        let fit = if self.alike.contains(&place.outlet) { fit_middle } else { fit };
        fit(&place.outlet, self.columns_of_outlet())
    }

    /// Columns before the outlet.
    pub(super) fn indent(&self) -> usize {
        INDENT + if self.roles { ROLE } else { 2 }
    }

    /// Writes the lines of a place.
    pub(super) fn write(&self, place: &Place, page: &mut Page) {
        let mark = if self.roles { pad(place.role.name(), ROLE) } else { "– ".to_owned() };
        let mark = if place.role == Role::First { page.first(&mark) } else { mark };
        let start = format!("{}{mark}", " ".repeat(INDENT));
        if self.width < NARROW {
            self.write_narrow(&start, place, page);
        } else if self.width < WIDE && self.dates > 0 {
            self.write_in_two_lines(&start, place, page);
        } else {
            self.write_in_one_line(&start, place, page);
        }
    }

    fn write_narrow(&self, start: &str, place: &Place, page: &mut Page) {
        let outlet = page.name(&self.outlet_cut(place));
        page.line(&format!("{start}{outlet}"));
        let facts = [&place.date, &place.credit, &place.title, &place.part, &place.characters];
        self.write_facts(&facts.map(String::clone), page);
    }

    fn write_in_two_lines(&self, start: &str, place: &Place, page: &mut Page) {
        let room = self.width.saturating_sub(self.indent() + self.outlets + 2);
        let mut head = joined(&[place.date.clone(), place.credit.clone()], BETWEEN, room).into_iter();
        page.line(&format!("{start}{}  {}", self.outlet(place, page), head.next().unwrap_or_default()));
        let position = [place.part.clone(), place.characters.clone()];
        let mut facts = vec![self.title(place, &position, self.width.saturating_sub(self.indent()))];
        facts.extend(position);
        facts.extend(head);
        self.write_facts(&facts, page);
    }

    fn write_in_one_line(&self, start: &str, place: &Place, page: &mut Page) {
        let date = if self.dates > 0 { format!("{}  ", pad(&place.date, self.dates)) } else { String::new() };
        let left = self.indent() + self.outlets + 2 + width(&date);
        let room = self.width.saturating_sub(left);
        let rest = [place.part.clone(), place.characters.clone(), place.credit.clone()];
        let mut facts = vec![self.title(place, &rest, room)];
        facts.extend(rest);
        let mut lines = joined(&facts, BETWEEN, room).into_iter();
        page.line(&format!("{start}{}  {date}{}", self.outlet(place, page), lines.next().unwrap_or_default()));
        for line in lines {
            page.line(&format!("{}{line}", " ".repeat(left)));
        }
    }

    fn outlet(&self, place: &Place, page: &Page) -> String {
        page.name(&pad(&self.outlet_cut(place), self.outlets))
    }

    /// The headline, shortened so that `others` go beside it where a fair part of it can be read then; else
    /// the id, which is never cut for that: the document is found by it.
    fn title(&self, place: &Place, others: &[String], room: usize) -> String {
        let taken: usize = others.iter().filter(|text| !text.is_empty()).map(|text| width(text) + width(BETWEEN)).sum();
        let beside = room.saturating_sub(taken);
        if place.is_id && width(&place.outlet) > self.outlets {
            // The id was cut where the outlet stands.
            let beside = beside.saturating_sub(width(&place.outlet) + width(BETWEEN));
            let headline = place.is_headline && beside >= HEADLINE;
            if headline { format!("{}{BETWEEN}{}", place.outlet, fit(&place.title, beside)) } else { place.outlet.clone() }
        } else if place.is_headline && (beside >= HEADLINE || place.is_id) {
            fit(&place.title, beside.max(HEADLINE))
        } else {
            place.title.clone()
        }
    }

    fn write_facts(&self, facts: &[String], page: &mut Page) {
        for line in joined(facts, BETWEEN, self.width.saturating_sub(self.indent())) {
            let line = page.dim(&line);
            page.line(&format!("{}{line}", " ".repeat(self.indent())));
        }
    }
}

/// In which part of its document a passage stands: the paragraph, or how much of the document it is.
fn part(row: &PassageView<'_>, document: Option<&DocumentRow>, text: Option<&str>) -> String {
    match document.map_or(0.0, |document| share(row.words.into(), document.words.into())) {
        share if share >= 1.0 => "the whole article".to_owned(),
        share if share >= MOST => format!("{} of the article", percent(share)),
        _ => {
            let before = text.and_then(|text| text.get(..row.byte_start as usize).map(|before| (text, before)));
            before.map_or_else(String::new, |(text, before)| format!("paragraph {}", grouped(paragraph(text, before))))
        }
    }
}

/// The number of the paragraph that begins or goes on where `before` ends. Paragraphs are parted by
/// blank lines, in a text without any by line ends.
fn paragraph(text: &str, before: &str) -> u64 {
    let lines = |text: &str| text.lines().map(|line| !line.trim().is_empty()).collect::<Vec<_>>();
    let by_blank_lines = lines(text.trim()).contains(&false);
    // The passage's own first line counts, whatever of it lies before the passage.
    let mut filled = lines(before);
    if before.is_empty() || before.ends_with('\n') {
        filled.push(true);
    } else if let Some(last) = filled.last_mut() {
        *last = true;
    }
    let starts = filled.iter().enumerate().filter(|&(i, &line)| line && (!by_blank_lines || i == 0 || !filled[i - 1]));
    starts.count() as u64
}

/// Whom the document credits for the passage, or where it most likely has it from.
fn credit(shown: &Shown<'_>, row: &PassageView<'_>) -> String {
    let outlet = row.outlet.to_lowercase();
    let (passage, kind) = (Span::new(row.start, row.end), shown.kinds.get(row.cluster).copied().unwrap_or(Kind::Passage));
    let text = shown.texts.get(row.doc).copied();
    let near = |credit: &&&CreditRow| {
        let scopes = [Scope::Document, Scope::Part];
        let scope = scopes.into_iter().find(|scope| scope.name() == credit.scope).unwrap_or(Scope::Passage);
        Beside { span: Span::new(credit.start, credit.end), scope, rule: &credit.rule }.holds(passage, kind, text)
    };
    let mut sources: Vec<String> = Vec::new();
    for credit in shown.credits.get(row.doc).into_iter().flatten().filter(near) {
        let source = clean(&credit.source);
        if source.to_lowercase() != outlet && !sources.contains(&source) {
            sources.push(source);
        }
    }
    let source = row.source_doc.filter(|_| matches!(row.grade, Grade::Credited | Grade::Inferred));
    let source = source.map(|doc| shown.documents.get(doc).map_or_else(|| clean(doc), |document| clean(&document.outlet)));
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
    fn the_bound_of_an_undated_copy_is_its_own() {
        let of = |evidence: &str| bound(evidence);
        let told = "published no later than 2018-07-16T04:00:00Z, before every dated copy of another outlet; the next is b (2018-07-17)";
        assert_eq!(of(told).as_deref(), Some("no later than 16 Jul 2018 04:00 UTC"));
        assert_eq!(of("no later than 2018-07-16T04:00:00Z is known").as_deref(), Some("no later than 16 Jul 2018 04:00 UTC"));
        assert_eq!(of("published 2018-07-17, later than a (no later than 2018-07-16T04:00:00Z)"), None);
    }

    #[test]
    fn paragraphs_are_counted_by_blank_lines_else_by_lines() {
        let text = "Title\n\nFirst line\nsecond line\n\n\nThird block.";
        let number = |at: &str| paragraph(text, &text[..text.find(at).unwrap()]);
        assert_eq!(["Title", "First", "line", "second", "Third", "block"].map(number), [1, 2, 2, 2, 3, 3]);
        let lines = "one\ntwo\r\nthree";
        assert_eq!(paragraph(lines, "one\ntwo\r\n"), 3);
        assert_eq!(paragraph("\n\nLate start", "\n\n"), 1);
    }
}
