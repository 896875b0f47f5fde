//! Credits: words in a document that name its source.
//!
//! In: a [`Document`] and the known [`Outlets`]. Out: [`Credit`]s in the order of the text. Names are
//! found in one pass; the words around each are held against the tables of [`rules`]. A name
//! that is the document's own outlet is no credit; one of the same owner is: a paper that reprints its sister's column
//! says whose it is.

pub(super) mod class;
mod compiled;
mod formula;
mod glued;
mod joined;
mod links;
mod lower;
mod nearest;
mod openings;
pub mod pattern;
mod rows;
pub mod rules;
mod surroundings;
pub mod token;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use self::compiled::{Named, RULES};
use self::formula::from_formula;
use self::glued::from_glued;
use self::joined::from_joined;
use self::links::{from_links, from_mark_up};
use self::lower::from_lines;
use self::nearest::bits;
use self::rows::from_rows;
use self::rules::{NamedRule, Where};
use self::surroundings::Surroundings;
use super::dates::moment;
use super::outlets::{Mention, OutletId, Outlets};
use super::place::Cursor;
use crate::read::Document;
use crate::span::{Chars, Span};

/// How far a credit reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The whole document is its source's.
    Document,
    /// Some of the document is, and it does not say what: "The Associated Press contributed to this report".
    Part,
    /// The passage beside it is.
    Passage,
}

impl Scope {
    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Part => "part",
            Self::Passage => "passage",
        }
    }
}

/// Words that name a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// The words; empty at the beginning for a credit that stands in the mark-up alone.
    pub span: Span<Chars>,
    /// The outlet's canonical name; as it stands in the text where no such outlet is known.
    pub source: String,
    /// How far it reaches.
    pub scope: Scope,
    /// The rule that found it.
    pub rule: &'static str,
}

/// Bytes that are a document's head for rules that hold there only.
const HEAD_BYTES: usize = 3000;

/// Bytes at the end of a document for rules that hold there only; some pages have a few lines of their own below.
const END_BYTES: usize = 600;

/// So many sources of whole documents in as many places make a document a collection: each holds for its own part only.
const COLLECTION_SOURCES: usize = 3;

/// A credit with its place in bytes.
struct Found {
    start: usize,
    end: usize,
    source: String,
    scope: Scope,
    rule: &'static str,
}

/// All credits of `document`, sorted by place.
#[must_use]
pub fn credits(document: &Document, outlets: &Outlets) -> Vec<Credit> {
    let own = Own::of(document, outlets);
    let mut found = Vec::new();
    let (text, openings) = (&document.text, &RULES.openings);
    let mut opened: Vec<(usize, usize)> = Vec::new();
    let mentions = outlets.mentions_beside(text, &own.ids, &openings.words, |start, end| {
        openings.each(text, start, end, |rule, at| opened.push((rule, at)));
    });
    from_mark_up(document, outlets, &own, &mut found);
    opened.sort_unstable();
    found.extend(opened.into_iter().flat_map(|(rule, at)| from_formula(text, (&RULES.open[rule], at), outlets, &mentions, &own)));
    let credited = mentions.iter().map(|mention| if own.is(mention.outlet) { None } else { from_mention(text, mention, outlets) });
    let credited: Vec<Option<(Found, &NamedRule)>> = credited.collect();
    let joined = from_joined(text, &mentions, &credited, outlets, &own);
    found.extend(credited.into_iter().flatten().map(|(credit, _)| credit));
    from_glued(&document.text, outlets, &own, &mut found);
    from_links(&document.text, outlets, &own, &mut found);
    found.extend(joined);
    from_lines(text, outlets, &own, &mut found);
    from_rows(text, outlets, &own, &mut found);
    into_credits(&document.text, found)
}

/// The outlets that a document belongs to.
struct Own<'a> {
    ids: Vec<OutletId>,
    name: Option<&'a str>,
}

impl<'a> Own<'a> {
    fn of(document: &'a Document, outlets: &Outlets) -> Self {
        let names = [document.outlet.as_deref(), document.url.as_deref()];
        Self { ids: names.into_iter().flatten().filter_map(|name| outlets.find(name)).collect(), name: document.outlet.as_deref() }
    }

    /// Whether `outlet` is the document's own.
    fn is(&self, outlet: OutletId) -> bool {
        self.ids.contains(&outlet)
    }

    /// Whether a name that no list knows is the document's own.
    fn is_name(&self, name: &str) -> bool {
        self.name.is_some_and(|own| own.to_lowercase().contains(&name.to_lowercase()))
    }
}

/// Holds the words around a known name against the rules; with a credit goes its rule.
fn from_mention(text: &str, mention: &Mention, outlets: &Outlets) -> Option<(Found, &'static NamedRule)> {
    let may_fit = RULES.may_fit(text, mention.start, mention.end);
    if may_fit == 0 {
        return None;
    }
    let around = Surroundings::of(text, mention.start, mention.end);
    let first_of = |rules: &'static [Named], before: usize| {
        let may_fit = bits(may_fit >> before).take_while(|n| *n < rules.len());
        may_fit.map(|n| &rules[n]).find_map(|named| Some((by_rule(text, mention, outlets, &around, named)?, named.rule)))
    };
    let (shared, datelines) = (RULES.shared_datelines.len(), RULES.datelines.len());
    if let Some(credit) = first_of(&RULES.shared_datelines, 0) {
        return Some(credit);
    }
    // "Getty/AFP" is one name of two.
    let letter_before = text[..mention.start].strip_suffix('/').is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
    let letter_behind = text[mention.end..].strip_prefix('/').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if letter_before || letter_behind {
        return None;
    }
    if let Some(credit) = first_of(&RULES.datelines, shared) {
        return Some(credit);
    }
    let (credit, rule) = first_of(&RULES.named, shared + datelines)?;
    let is_denied = || {
        let before = || RULES.denials.iter().any(|denial| around.before_word(credit.start, denial));
        credit.scope == Scope::Passage && (before() || RULES.denials_with.iter().any(|denial| around.ends_with_word(credit.start, denial)))
    };
    let is_titles = || RULES.works.iter().any(|works| around.is_in_title(text, (credit.start, credit.end), works, &RULES.speakers));
    (!is_vetoed(&around) && !is_denied() && !is_titles()).then_some((credit, rule))
}

/// Whether the words around a name make it no source, whatever rule fits.
fn is_vetoed(around: &Surroundings<'_>) -> bool {
    let before = || RULES.veto_before.iter().any(|veto| around.before(veto).is_some());
    before() || RULES.veto_after.iter().any(|veto| around.after(veto).is_some())
}

/// The credit of a rule, where the words around a name fit it.
fn by_rule(text: &str, mention: &Mention, outlets: &Outlets, around: &Surroundings<'_>, named: &Named) -> Option<Found> {
    let Named { rule, before, after } = named;
    // A quoted word on a line of its own is a heading, in bold type too.
    let is_quoted = || text[around.start..mention.start].contains(['"', '“', '„', '«', '»', '\'', '‘', '‚', '‹']);
    let is_title =
        || rule.before.is_empty() && around.start < mention.start && RULES.works.iter().any(|works| around.before(works).is_some());
    let holds = match rule.place {
        Where::Anywhere => true,
        Where::Head => mention.start < HEAD_BYTES,
        Where::Byline => mention.start < HEAD_BYTES && !is_quoted() && is_byline_place(text, around.start, mention.end),
        Where::BelowHeadline => {
            let above = text[..mention.start].trim_start();
            mention.start < HEAD_BYTES && above.contains('\n') && is_byline_place(text, around.start, mention.end)
        }
        Where::AboveDate => mention.start < HEAD_BYTES && is_above_date(text, mention.end),
        Where::SecondHalf => mention.start > text.len() / 2,
        Where::End => mention.start > text.len() / 2 && text.len() - mention.end < END_BYTES,
        Where::LastLine => !is_quoted() && !text[around.end..].contains(char::is_alphanumeric),
    };
    let taken_before = holds.then(|| around.before(before))??;
    let taken_after = around.after(after)?;
    if is_title() {
        return None;
    }
    Some(Found {
        start: taken_before.checked_sub(1).map_or(mention.start, |last| around.before[last].start),
        end: taken_after.checked_sub(1).map_or(mention.end, |last| around.after[last].end()),
        source: outlets.get(mention.outlet).name.clone(),
        scope: rule.scope,
        rule: rule.name,
    })
}

/// Whether a line of its own from byte `start` to `end` is a byline and not the credit of a picture above it.
fn is_byline_place(text: &str, start: usize, end: usize) -> bool {
    let mut above = text[..start].lines().rev().map(str::trim).filter(|line| !line.is_empty());
    // What the name's own line holds before it is an article at most.
    let above = above.find(|line| !(text[..start].ends_with(line) && line.len() < 4));
    let sentence = above.is_some_and(|line| line.ends_with(['.', ')', '”', '"']));
    !sentence || is_above_date(text, end)
}

/// Whether the next line behind byte `end` is a short one with a date; a line that says no more than that it is one, "Updated", does not count.
fn is_above_date(text: &str, end: usize) -> bool {
    let mut behind = text[end..].lines().skip(1).map(str::trim).filter(|line| !line.is_empty());
    let label = |line: &&str| line.len() < 16 && ["Updated", "Published", "Posted"].iter().any(|word| line.starts_with(word));
    behind.find(|line| !label(line)).is_some_and(|line| line.len() < 60 && !moment::moments(line).is_empty())
}

/// Sorts, and leaves out what tells the same source again about the same words; the credit that reaches
/// further, then the one found first, stays.
fn into_credits(text: &str, mut found: Vec<Found>) -> Vec<Credit> {
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    // Agencies that sign one text together stand in one place.
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for credit in found.iter().filter(|credit| credit.scope == Scope::Document) {
        let place = owners.entry(&credit.source).or_insert(credit.start);
        *place = credit.start.min(*place);
    }
    let places: BTreeSet<usize> = owners.into_values().collect();
    if places.len() >= COLLECTION_SOURCES {
        found.iter_mut().for_each(|credit| credit.scope = Scope::Passage);
    }
    found.sort_by_key(|credit| credit.scope);
    // What is kept of one source does not overlap, so the last that begins before the end of another is the one that can meet it.
    let mut spans: HashMap<String, BTreeMap<usize, usize>> = HashMap::new();
    for credit in found {
        let of_source = spans.entry(credit.source.clone()).or_default();
        if of_source.range(..credit.end).next_back().is_none_or(|(_, end)| *end <= credit.start) {
            of_source.insert(credit.start, credit.end);
            kept.push(credit);
        }
    }
    kept.sort_by(|a, b| (a.start, a.end, &a.source).cmp(&(b.start, b.end, &b.source)));
    let mut cursor = Cursor::new(text);
    kept.into_iter()
        .map(|credit| {
            let start = cursor.char_at(credit.start);
            let end = start + Cursor::new(&text[credit.start..]).char_at(credit.end - credit.start);
            Credit { span: Span::new(start, end), source: credit.source, scope: credit.scope, rule: credit.rule }
        })
        .collect()
}

#[cfg(test)]
mod tests;
