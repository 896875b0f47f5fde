//! Credits: words in a document that name its source.
//!
//! In: a [`Document`] and the known [`Outlets`]. Out: [`Credit`]s in the order of the text. Names are
//! found in one pass; the words around each are held against the tables of [`super::rules`]. A name
//! that is the document's own outlet, or one of the same owner, is no credit.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::outlets::{Mention, OutletId, Outlets};
use super::parse;
use super::pattern::{self, Pattern, Token};
use super::place::Cursor;
use super::rules::{self, Where};
use crate::read::Document;
use crate::span::{Chars, Span};

/// How far a credit reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The whole document is its source's.
    Document,
    /// The passage beside it is.
    Passage,
}

impl Scope {
    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
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

/// Bytes before and behind a name that rules can see.
const WINDOW: usize = 240;
/// Bytes that are a document's head for rules that hold there only.
const HEAD_BYTES: usize = 3000;

/// So many sources of whole documents make a document a collection: each holds for its own part only.
const COLLECTION_SOURCES: usize = 3;

/// A rule about a known name, compiled.
struct Named {
    rule: &'static rules::NamedRule,
    before: Pattern,
    after: Pattern,
}

impl Named {
    fn new(rule: &'static rules::NamedRule) -> Self {
        Self {
            rule,
            before: Pattern::before(rule.before),
            after: Pattern::after(rule.after),
        }
    }
}

/// A formula, compiled.
struct Open {
    rule: &'static rules::OpenRule,
    finder: Finder<'static>,
    before: Pattern,
    formula: Pattern,
}

struct Compiled {
    veto_before: Vec<Pattern>,
    veto_after: Vec<Pattern>,
    datelines: Vec<Named>,
    named: Vec<Named>,
    open: Vec<Open>,
}

static RULES: LazyLock<Compiled> = LazyLock::new(|| Compiled {
    veto_before: rules::VETO_BEFORE
        .iter()
        .map(|pattern| Pattern::before(pattern))
        .collect(),
    veto_after: rules::VETO_AFTER
        .iter()
        .map(|pattern| Pattern::after(pattern))
        .collect(),
    datelines: rules::DATELINES.iter().map(Named::new).collect(),
    named: rules::NAMED.iter().map(Named::new).collect(),
    open: rules::OPEN
        .iter()
        .map(|rule| Open {
            rule,
            finder: Finder::new(rule.needle),
            before: Pattern::before(rule.before),
            formula: Pattern::after(rule.formula),
        })
        .collect(),
});

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
    let mentions = outlets.mentions(&document.text, &own.ids);
    from_mark_up(document, outlets, &own, &mut found);
    for rule in &RULES.open {
        from_formula(&document.text, rule, outlets, &mentions, &own, &mut found);
    }
    for mention in &mentions {
        if !own.is(outlets, mention.outlet) {
            from_mention(&document.text, mention, outlets, &mut found);
        }
    }
    from_links(&document.text, outlets, &own, &mut found);
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
        Self {
            ids: names
                .into_iter()
                .flatten()
                .filter_map(|name| outlets.find(name))
                .collect(),
            name: document.outlet.as_deref(),
        }
    }

    /// Whether `outlet` is the document's own, or of the same owner.
    fn is(&self, outlets: &Outlets, outlet: OutletId) -> bool {
        self.ids.iter().any(|&own| outlets.same_house(own, outlet))
    }

    /// Whether a name that no list knows is the document's own.
    fn is_name(&self, name: &str) -> bool {
        self.name
            .is_some_and(|own| own.to_lowercase().contains(&name.to_lowercase()))
    }
}

/// The words around a place in a text, and whether the window ended before the paragraph did.
struct Surroundings<'a> {
    /// Nearest first.
    before: Vec<Token<'a>>,
    before_cut: bool,
    after: Vec<Token<'a>>,
    after_cut: bool,
}

impl<'a> Surroundings<'a> {
    fn of(text: &'a str, start: usize, end: usize) -> Self {
        let (from, before_cut) = paragraph_start(text, start);
        let (to, after_cut) = paragraph_end(text, end);
        let mut before = pattern::tokens(text, from, start);
        before.reverse();
        Self {
            before,
            before_cut,
            after: pattern::tokens(text, end, to),
            after_cut,
        }
    }

    fn before(&self, pattern: &Pattern) -> Option<usize> {
        pattern.matches(&self.before, self.before_cut)
    }

    fn after(&self, pattern: &Pattern) -> Option<usize> {
        pattern.matches(&self.after, self.after_cut)
    }
}

/// Where the paragraph of byte `at` begins, at most [`WINDOW`] bytes before it, and whether it was cut.
fn paragraph_start(text: &str, at: usize) -> (usize, bool) {
    let floor = at.saturating_sub(WINDOW);
    let mut line = at;
    while let Some(newline) =
        memchr::memrchr(b'\n', &text.as_bytes()[floor..line]).map(|n| floor + n)
    {
        // An empty line before this one ends the paragraph above; so does an indented beginning.
        let indented = text[newline + 1..].starts_with([' ', '\t', '\r', '\n', '\u{a0}']);
        if indented
            || text[..newline]
                .trim_end_matches([' ', '\t', '\r'])
                .ends_with('\n')
        {
            return (newline + 1, false);
        }
        line = newline;
    }
    if floor == 0 {
        return (0, false);
    }
    // From the next white space, so that no word is cut in two.
    let mut from = floor;
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let from = text[from..at]
        .find(char::is_whitespace)
        .map_or(at, |space| from + space);
    (from, true)
}

/// Where the paragraph of byte `at` ends, at most [`WINDOW`] bytes behind it, and whether it was cut.
fn paragraph_end(text: &str, at: usize) -> (usize, bool) {
    let mut ceiling = text.len().min(at + WINDOW);
    while !text.is_char_boundary(ceiling) {
        ceiling -= 1;
    }
    let mut line = at;
    while let Some(newline) =
        memchr::memchr(b'\n', &text.as_bytes()[line..ceiling]).map(|n| line + n)
    {
        if text[newline + 1..].starts_with([' ', '\t', '\r', '\n', '\u{a0}']) {
            return (newline, false);
        }
        line = newline + 1;
    }
    (ceiling, ceiling < text.len())
}

/// Holds the words around a known name against the rules.
fn from_mention(text: &str, mention: &Mention, outlets: &Outlets, found: &mut Vec<Found>) {
    let around = Surroundings::of(text, mention.start, mention.end);
    if let Some(credit) = first_rule(text, mention, outlets, &around, &RULES.datelines) {
        found.push(credit);
        return;
    }
    // "Getty/AFP" is one name of two.
    let joined = text[..mention.start]
        .strip_suffix('/')
        .is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
    if joined {
        return;
    }
    let vetoed = RULES
        .veto_before
        .iter()
        .any(|veto| around.before(veto).is_some())
        || RULES
            .veto_after
            .iter()
            .any(|veto| around.after(veto).is_some());
    if vetoed {
        return;
    }
    found.extend(first_rule(text, mention, outlets, &around, &RULES.named));
}

/// The credit of the first of `rules` that the words around a name fit.
fn first_rule(
    text: &str,
    mention: &Mention,
    outlets: &Outlets,
    around: &Surroundings<'_>,
    rules: &[Named],
) -> Option<Found> {
    rules.iter().find_map(
        |Named {
             rule,
             before,
             after,
         }| {
            let holds = match rule.place {
                Where::Anywhere => true,
                Where::Head => mention.start < HEAD_BYTES,
                Where::Byline => {
                    mention.start < HEAD_BYTES && is_byline_place(text, mention.start, mention.end)
                }
                Where::SecondHalf => mention.start > text.len() / 2,
            };
            let taken_before = holds.then(|| around.before(before))??;
            let taken_after = around.after(after)?;
            Some(Found {
                start: taken_before
                    .checked_sub(1)
                    .map_or(mention.start, |last| around.before[last].start),
                end: taken_after
                    .checked_sub(1)
                    .map_or(mention.end, |last| around.after[last].end()),
                source: outlets.get(mention.outlet).name.clone(),
                scope: rule.scope,
                rule: rule.name,
            })
        },
    )
}

/// Whether a line of its own from byte `start` to `end` is a byline and not the credit of a picture above it.
fn is_byline_place(text: &str, start: usize, end: usize) -> bool {
    let mut above = text[..start]
        .lines()
        .rev()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    // What the name's own line holds before it is an article at most.
    let above = above.find(|line| !(text[..start].ends_with(line) && line.len() < 4));
    let behind = text[end..]
        .lines()
        .skip(1)
        .map(str::trim)
        .find(|line| !line.is_empty());
    let sentence = above.is_some_and(|line| line.ends_with(['.', ')', '”', '"']));
    let dated = behind.is_some_and(|line| line.len() < 60 && !parse::moments(line).is_empty());
    !sentence || dated
}

/// Finds a formula and takes the words behind it as the source.
fn from_formula(
    text: &str,
    open: &Open,
    outlets: &Outlets,
    mentions: &[Mention],
    own: &Own<'_>,
    found: &mut Vec<Found>,
) {
    for at in open.finder.find_iter(text.as_bytes()) {
        let start = text[..at]
            .rfind(|c: char| !c.is_alphanumeric() && c != '-')
            .map_or(0, |edge| {
                edge + text[edge..].chars().next().map_or(1, char::len_utf8)
            });
        let around = Surroundings::of(text, start, start);
        let Some(taken) = around.after(&open.formula).filter(|&taken| taken > 0) else {
            continue;
        };
        let Some(taken_before) = around.before(&open.before) else {
            continue;
        };
        let Some(name) = name_at(text, around.after[taken - 1].end()) else {
            continue;
        };
        let known = mentions
            .iter()
            .find(|mention| name.start <= mention.start && mention.end <= name.end + 1);
        let vetoed = |end: usize| {
            let behind = Surroundings::of(text, end, end);
            RULES
                .veto_after
                .iter()
                .any(|veto| behind.after(veto).is_some())
        };
        if known.is_some_and(|mention| vetoed(mention.end)) {
            continue;
        }
        let id = known
            .map(|mention| mention.outlet)
            .or_else(|| outlets.find(&text[name.clone()]));
        let source = match id {
            Some(id) if own.is(outlets, id) => continue,
            Some(id) => outlets.get(id).name.clone(),
            None if own.is_name(&text[name.clone()]) => continue,
            None => text[name.clone()].to_owned(),
        };
        found.push(Found {
            start: taken_before
                .checked_sub(1)
                .map_or(start, |last| around.before[last].start),
            end: name.end,
            source,
            scope: Scope::Document,
            rule: open.rule.name,
        });
    }
}

/// The capitalised words at byte `from`, behind white space, quotation marks and the brackets of a link.
fn name_at(text: &str, from: usize) -> Option<std::ops::Range<usize>> {
    const JOINTS: [&str; 12] = [
        "of", "and", "for", "the", "de", "la", "du", "des", "der", "in", "on", "del",
    ];
    const MOST_WORDS: usize = 8;
    let rest = &text[from..];
    let opened =
        rest.trim_start_matches([' ', '\u{a0}', '[', '*', '_', '"', '“', '«', '‘', '\'', '(']);
    let start = from + rest.len() - opened.len();
    let mut end = start;
    let mut at = start;
    for _ in 0..MOST_WORDS {
        let word_end = text[at..]
            .char_indices()
            .find(|&(place, c)| {
                let inside = matches!(c, '.' | '-' | '\'' | '’' | '&')
                    && text[at + place + c.len_utf8()..]
                        .starts_with(|next: char| next.is_alphanumeric());
                !c.is_alphanumeric() && !inside
            })
            .map_or(text.len(), |(place, _)| at + place);
        let word = &text[at..word_end];
        let name = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || (end == start && word.contains('.'));
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
    let day = super::calendar::weekday(first).is_some_and(|_| first.len() > 3)
        || super::calendar::month(first).is_some();
    let number = first.chars().all(|c| c.is_ascii_digit());
    (end > start
        && !day
        && !number
        && !matches!(&text[start..end], "The" | "A" | "I" | "He" | "She" | "It"))
    .then_some(start..end)
}

/// Credits in a page's mark-up: a canonical address on another host, and links inside the article.
fn from_mark_up(document: &Document, outlets: &Outlets, own: &Own<'_>, found: &mut Vec<Found>) {
    let Some(page) = &document.page else { return };
    if let (Some(canonical), Some(url)) = (&page.canonical, &document.url) {
        let (there, here) = (site(canonical), site(url));
        let id = outlets.find(canonical);
        if there.is_some()
            && here.is_some()
            && there != here
            && !id.is_some_and(|id| own.is(outlets, id))
        {
            let source = id.map_or_else(
                || there.unwrap_or_default().to_owned(),
                |id| outlets.get(id).name.clone(),
            );
            found.push(Found {
                start: 0,
                end: 0,
                source,
                scope: Scope::Document,
                rule: "canonical-link",
            });
        }
    }
    let mut cursor = Cursor::new(&document.text);
    let mut links: Vec<_> = page.links.iter().collect();
    links.sort();
    for (span, address) in links {
        let Some(id) = outlets.find(address).filter(|&id| !own.is(outlets, id)) else {
            continue;
        };
        let (Some(start), Some(end)) = (cursor.byte_at(span.start), cursor.byte_at(span.end))
        else {
            continue;
        };
        found.push(Found {
            start,
            end,
            source: outlets.get(id).name.clone(),
            scope: Scope::Passage,
            rule: "link",
        });
    }
}

/// Links that are written out in the text: `[words](https://host/...)`.
fn from_links(text: &str, outlets: &Outlets, own: &Own<'_>, found: &mut Vec<Found>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), "](http") {
        let address = &text[at + 2..];
        let address = &address[..address.find([')', ' ', '\n']).unwrap_or(address.len())];
        let Some(start) = text[..at]
            .rfind(['[', '\n'])
            .filter(|&open| text[open..].starts_with('['))
        else {
            continue;
        };
        let Some(id) = outlets.find(address).filter(|&id| !own.is(outlets, id)) else {
            continue;
        };
        found.push(Found {
            start: start + 1,
            end: at,
            source: outlets.get(id).name.clone(),
            scope: Scope::Passage,
            rule: "link",
        });
    }
}

/// The last two labels of an address's host, by which two addresses are of one site.
fn site(address: &str) -> Option<&str> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let dots: Vec<usize> = host.match_indices('.').map(|(at, _)| at).collect();
    match dots.len() {
        0 => None,
        1 => Some(host),
        count => Some(&host[dots[count - 2] + 1..]),
    }
}

/// Sorts, and leaves out what tells the same source again about the same words; the credit that reaches
/// further, then the one found first, stays.
fn into_credits(text: &str, mut found: Vec<Found>) -> Vec<Credit> {
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    let mut owners: Vec<&str> = found
        .iter()
        .filter(|credit| credit.scope == Scope::Document)
        .map(|credit| credit.source.as_str())
        .collect();
    owners.sort_unstable();
    owners.dedup();
    if owners.len() >= COLLECTION_SOURCES {
        found
            .iter_mut()
            .for_each(|credit| credit.scope = Scope::Passage);
    }
    found.sort_by_key(|credit| credit.scope);
    for credit in found {
        let again = |other: &Found| {
            other.source == credit.source && other.start < credit.end && credit.start < other.end
        };
        if !kept.iter().any(again) {
            kept.push(credit);
        }
    }
    kept.sort_by(|a, b| (a.start, a.end, &a.source).cmp(&(b.start, b.end, &b.source)));
    let mut cursor = Cursor::new(text);
    kept.into_iter()
        .map(|credit| {
            let start = cursor.char_at(credit.start);
            let end = start + Cursor::new(&text[credit.start..]).char_at(credit.end - credit.start);
            Credit {
                span: Span::new(start, end),
                source: credit.source,
                scope: credit.scope,
                rule: credit.rule,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Page;

    fn document(text: &str) -> Document {
        Document {
            id: "a".into(),
            text: text.into(),
            ..Document::default()
        }
    }

    /// Rules and sources of the credits of a text.
    fn told(text: &str) -> Vec<(&'static str, String)> {
        credits(&document(text), &Outlets::builtin())
            .into_iter()
            .map(|credit| (credit.rule, credit.source))
            .collect()
    }

    #[test]
    fn every_rule_takes_its_own_example_and_leaves_the_near_miss() {
        let examples = rules::DATELINES
            .iter()
            .chain(rules::NAMED)
            .map(|rule| (rule.name, rule.hit, rule.miss))
            .chain(
                rules::OPEN
                    .iter()
                    .map(|rule| (rule.name, rule.hit, rule.miss)),
            );
        let mut wrong = Vec::new();
        for (name, hit, miss) in examples {
            if told(hit).first().map(|(rule, _)| *rule) != Some(name) {
                wrong.push(format!("{name}: {hit:?} gives {:?}", told(hit)));
            }
            if !told(miss).is_empty() {
                wrong.push(format!("{name}: {miss:?} gives {:?}", told(miss)));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn the_documents_own_outlet_and_its_owners_others_are_no_credits() {
        let text = "By Reuters\n\nAccording to RIA Novosti, the talks go on.";
        let outlets = Outlets::builtin();
        let of = |outlet: Option<&str>, url: Option<&str>| -> Vec<String> {
            let document = Document {
                outlet: outlet.map(str::to_owned),
                url: url.map(str::to_owned),
                ..document(text)
            };
            credits(&document, &outlets)
                .into_iter()
                .map(|credit| credit.source)
                .collect()
        };
        assert_eq!(of(Some("Islam Times"), None), ["Reuters", "RIA Novosti"]);
        assert_eq!(of(Some("Sputnik"), None), ["Reuters"]);
        assert_eq!(of(None, Some("https://www.reuters.com/a")), ["RIA Novosti"]);
    }

    #[test]
    fn mark_up_credits_by_its_canonical_address_and_its_links() {
        let text = "Привет: the Post piece and ours.";
        let span = |from, to| Span::<Chars>::new(from, to);
        let document = Document {
            url: Some("https://a.example/x".into()),
            page: Some(Page {
                canonical: Some("https://theduran.com/x".into()),
                links: vec![
                    (span(27, 31), "https://a.example/y".into()),
                    (span(8, 22), "https://www.washingtonpost.com/z".into()),
                ],
                ..Page::default()
            }),
            ..document(text)
        };
        let found = credits(&document, &Outlets::builtin());
        assert_eq!(
            (found[0].rule, found[0].source.as_str(), found[0].scope),
            ("canonical-link", "The Duran", Scope::Document)
        );
        assert_eq!(
            (found[1].rule, found[1].source.as_str(), found[1].span),
            ("link", "Washington Post", span(8, 22))
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn links_written_out_in_the_text_credit_known_outlets_only() {
        assert_eq!(
            told("See [the talks](https://www.rt.com/a) and [more](https://nobody.example/b)."),
            [("link", "RT".to_owned())]
        );
    }

    #[test]
    fn the_credit_of_a_picture_on_its_own_line_is_no_byline() {
        assert_eq!(
            told("A headline of words\n\nA train burns in Kemerovo.\n\nAP\n\nEmail\n\nText."),
            []
        );
        assert_eq!(
            told(
                "A headline of words\n\nA train burns in Kemerovo.\n\nAP\n\nJuly 16, 2018\n\nText."
            )
            .len(),
            1
        );
    }

    #[test]
    fn a_collection_of_many_sources_has_none_for_the_whole() {
        let item = |agency: &str| format!("MOSCOW ({agency}) - The ministry said so.\n\n");
        let scopes = |text: &str| -> Vec<Scope> {
            credits(&document(text), &Outlets::builtin())
                .iter()
                .map(|c| c.scope)
                .collect()
        };
        assert_eq!(
            scopes(&[item("AP"), item("AFP")].concat()),
            [Scope::Document; 2]
        );
        assert_eq!(
            scopes(&[item("AP"), item("AFP"), item("TASS")].concat()),
            [Scope::Passage; 3]
        );
    }

    #[test]
    fn names_in_pictures_polls_and_crowds_are_no_credits() {
        for text in [
            "(AP Photo/Pablo Martinez)",
            "REUTERS/Leonhard Foeger",
            "A Reuters/Ipsos poll found it.",
            "Mikhail Klimentyev | TASS | Getty Images",
            "He told reporters that he was well.",
            "Comment via Sputnik",
            "Russian Foreign Minister Sergey Lavrov in Rome (Gregorio Borgia, Reuters)",
            "© Sputnik/ Mikhael Alaeddin",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }
}
