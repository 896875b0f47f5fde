//! What a story is, said in a headline and a few sentences.
//!
//! Sentences are text in which names stand between [`STRONG`] and [`PLAIN`]; `html::sentence` and the
//! script turn those into emphasis.

use std::fmt::Write as _;

use super::html::{cut, one_line};
use super::index::{Index, at};
use super::stories::{First, Source, Story};
use super::words::{duration, number, plural};
use crate::report::model::{Kind, Spread};

/// Begins a name that stands out.
pub(super) const STRONG: char = '\u{1}';
/// Ends it.
pub(super) const PLAIN: char = '\u{2}';
/// Code points of a headline that are shown.
const HEADLINE: usize = 120;

/// The document that stands for a story: the first, else the earliest that carries its heaviest cluster.
pub(super) fn lead_doc(index: &Index<'_>, story: &Story) -> u32 {
    if let First::Known(doc) = story.first {
        return doc;
    }
    let inside = story.clusters.first().map(|&c| index.docs_of(c));
    let carries = |doc: &u32| inside.as_ref().is_none_or(|docs| docs.binary_search(doc).is_ok());
    story.docs.iter().copied().find(carries).unwrap_or(story.docs[0])
}

/// A headline: the words of a quote, else the title of the lead document, else how the text begins.
pub(super) fn headline(index: &Index<'_>, story: &Story) -> String {
    let text = story.clusters.first().map(|&c| one_line(&index.cluster(c).text));
    if story.kind == Kind::Quote
        && let Some(text) = text.as_deref().filter(|t| !t.is_empty())
    {
        return in_quotes(text, HEADLINE);
    }
    let doc = &index.run.documents[at(lead_doc(index, story))];
    let title = doc.title.as_deref().map(|t| one_line(&cut(t, 4 * HEADLINE)));
    let lead = lead_doc(index, story);
    // How a text begins names it, where most of it belongs to the story.
    let whole = || {
        let held = |&c: &u32| {
            index.passages[at(c)].clone().filter(|&p| index.passage_doc[p] == lead).map(|p| index.run.passages.told(p).words).max()
        };
        let words = story.clusters.first().and_then(held).unwrap_or(0);
        (words.saturating_mul(2) >= doc.words).then(|| super::tables::begins(index, at(lead))).flatten()
    };
    match title.filter(|t| t.chars().any(|c| !c.is_control())).or_else(whole) {
        Some(title) => cut_at_word(&title, HEADLINE),
        None => match text.filter(|t| !t.is_empty()) {
            Some(text) => cut_at_word(&text, HEADLINE),
            None => cut(&one_line(&doc.doc), HEADLINE),
        },
    }
}

/// A quotation as it is printed: typewriter's marks turned, opened and closed where its first and last words stand inside the marks.
pub(super) fn in_quotes(text: &str, limit: usize) -> String {
    const OPENING: [char; 3] = ['“', '„', '«'];
    const CLOSING: [char; 2] = ['”', '»'];
    let text = text.replace("‘‘", "“").replace("’’", "”").replace("``", "“").replace("''", "”");
    let text = cut_at_word(text.trim_matches(|c| c == '"' || OPENING.contains(&c) || CLOSING.contains(&c)), limit);
    let (mut out, mut before, mut first, mut inside) = (String::from("“"), ' ', None, true);
    for c in text.chars() {
        // In German “ closes what „ has opened.
        let opens = if matches!(c, '"' | '“') { before.is_whitespace() } else { OPENING.contains(&c) };
        if c == '"' || OPENING.contains(&c) || CLOSING.contains(&c) {
            first.get_or_insert(opens);
            inside = opens;
        }
        out.push(match (c, opens) {
            ('"', true) => '“',
            ('"', false) => '”',
            _ => c,
        });
        before = c;
    }
    if inside {
        out.push('”');
    }
    // What begins outside of the marks has none before it.
    if first == Some(true) { out.split_off('“'.len_utf8()) } else { out }
}

/// As [`cut`], but back to the end of a word where one is near.
fn cut_at_word(text: &str, limit: usize) -> String {
    let short = cut(text, limit);
    if short == text {
        return short;
    }
    let near = short.rfind(' ').filter(|&space| short.len() - space < limit / 2);
    near.map_or(short.clone(), |space| format!("{}…", short[..space].trim_end_matches([',', ' '])))
}

/// Who was first, in a sentence.
pub(super) fn first(index: &Index<'_>, first: &First) -> String {
    match first {
        First::Known(doc) => {
            let when = index.when[at(*doc)].map(|w| format!(", {}", w.short())).unwrap_or_default();
            format!("First, as far as dates tell: {}{when}.", who(index, *doc))
        }
        First::Tied(docs) => {
            let names = names(index, docs);
            let one_outlet = index.spread == Spread::Outlets && index.count_outlets(docs) == 1;
            match docs.len() {
                1 => format!("Earliest known: {names}; the dates do not decide."),
                n if one_outlet => format!("Earliest known: {names}; which of its {} was first the dates do not decide.", number(n as u64)),
                _ => format!("Tied for first: {names}; the dates do not decide."),
            }
        }
        First::Undated => "Undated: who was first cannot be said.".to_owned(),
    }
}

/// The name of a document's outlet; where there is one outlet alone, the document's id.
fn who(index: &Index<'_>, doc: u32) -> String {
    match index.spread {
        Spread::Outlets => name(index, index.outlet_of[at(doc)]),
        Spread::Documents => strong(&index.run.documents[at(doc)].doc),
    }
}

fn names(index: &Index<'_>, docs: &[u32]) -> String {
    let mut docs = docs.to_vec();
    if index.spread == Spread::Outlets {
        docs.sort_unstable_by_key(|&d| index.outlet_of[at(d)]);
        docs.dedup_by_key(|d| index.outlet_of[at(*d)]);
    }
    let shown: Vec<String> = docs.iter().take(3).map(|&d| who(index, d)).collect();
    let (one, many) = index.spread.noun();
    match (docs.len() - shown.len(), &shown[..]) {
        (0, [init @ .., last]) if !init.is_empty() => format!("{} and {last}", init.join(", ")),
        (0, _) => shown.join(", "),
        (more, _) => format!("{} and {}", shown.join(", "), plural(more as u64, &format!("other {one}"), &format!("other {many}"))),
    }
}

/// Name of an outlet, to stand out.
fn name(index: &Index<'_>, outlet: u32) -> String {
    strong(index.outlets[at(outlet)])
}

/// A name, cut, to stand out; without controls, which could feign the end of it.
pub(super) fn strong(name: &str) -> String {
    format!("{STRONG}{}{PLAIN}", cut(name, 60).replace(char::is_control, "\u{fffd}"))
}

/// From whom the others took it, whom they credit, and what that rests on, in a sentence or two.
pub(super) fn source(index: &Index<'_>, story: &Story) -> String {
    let credited = story.credited.map(|(source, n)| (index.sources[at(source)], u64::from(n)));
    // Where they are more than those that the text was carried by, the sentence before this one speaks of fewer.
    let parts = if story.docs.len() > carriers(index, story) { " that have this text or a shorter one of it" } else { "" };
    let of_them = |n: u64| format!("in {} of {}{parts}", number(n), plural(story.docs.len() as u64, "document", "documents"));
    let Some(source) = story.source.as_ref() else {
        return match credited {
            Some((name, n)) if story.is_inside() => format!("{} is credited {}.", strong(name), of_them(n)),
            None if story.is_inside() => "No other outlet has it.".to_owned(),
            Some((name, n)) => {
                format!("{} is credited {}; from which of them the others took it, nothing decides.", strong(name), of_them(n))
            }
            None => "From whom the others took it: nothing decides.".to_owned(),
        };
    };
    let mut out = likeliest(index, source);
    if let Some((name, n)) = credited.filter(|(name, _)| *name != index.outlets[at(source.outlet)]) {
        write!(out, " {} is credited {}.", strong(name), of_them(n)).expect("a string takes every write");
    }
    out
}

fn likeliest(index: &Index<'_>, source: &Source) -> String {
    let [credited, dated, inferred] = source.grades;
    let grounds: Vec<String> = [(credited, "by credit"), (dated, "by date"), (inferred, "inferred from the text")]
        .into_iter()
        .filter(|&(n, _)| n > 0)
        .map(|(n, how)| format!("{} {how}", number(n.into())))
        .collect();
    let one = || "An earlier document".to_owned();
    format!(
        "{} is the likeliest source of {}: {}.",
        if index.spread == Spread::Outlets { name(index, source.outlet) } else { one() },
        plural(source.documents().into(), "copy", "copies"),
        grounds.join(", ")
    )
}

/// Documents that carry a story's longest text; without one, all of them.
fn carriers(index: &Index<'_>, story: &Story) -> usize {
    story.clusters.first().map_or(story.docs.len(), |&c| index.docs_of(c).len())
}

/// How widely a story's longest text was carried, and in how many more outlets its shorter ones stand.
pub(super) fn reach(index: &Index<'_>, story: &Story) -> String {
    let documents = plural(carriers(index, story) as u64, "document", "documents");
    let carried = match index.spread {
        _ if story.is_inside() => format!("Nearly alike in {documents} of one outlet"),
        Spread::Outlets => format!("Carried by {} in {documents}", plural(story.outlets.into(), "outlet", "outlets")),
        Spread::Documents => format!("In {documents}"),
    };
    let mut out = format!("{carried}; {}", plural(story.words.into(), "word", "words"));
    match story.span {
        Some((_, most)) if most < 60 => out.push_str(", all within a minute"),
        Some((least, most)) if most - least <= 120 => {
            write!(out, ", within {}", duration(most)).expect("a string takes every write");
        }
        Some((_, most)) => {
            write!(out, ", within {} at most", duration(most)).expect("a string takes every write");
        }
        None => {}
    }
    let undated = story.clusters.first().map_or(0, |&c| index.docs_of(c).iter().filter(|&&d| index.when[at(d)].is_none()).count());
    if undated > 0 && story.span.is_some() {
        write!(out, " ({undated} undated)").expect("a string takes every write");
    }
    out.push('.');
    if story.others > 0 {
        write!(out, " Shorter texts of it stand in {}.", plural(story.others.into(), "more outlet", "more outlets"))
            .expect("a string takes every write");
    }
    out
}

/// The story's anchor on the page: its heaviest cluster's id, else its first document's position.
pub(super) fn anchor(index: &Index<'_>, story: &Story) -> String {
    match story.clusters.first() {
        Some(&c) => index.cluster(c).cluster.to_string(),
        None => format!("d{}", story.docs[0]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::super::stories::gather;
    use super::*;

    #[test]
    fn a_story_is_told_with_who_was_first_and_how_sure() {
        let run = fixtures::small();
        let index = Index::new(&run).unwrap();
        let (stories, _) = gather(&index);
        let story = &stories[0];
        assert_eq!(headline(&index, story), "Lindholm closes harbour bridge over cracked cables");
        assert_eq!(first(&index, &story.first), "First, as far as dates tell: \u{1}Nordwire\u{2}, 4 Mar 2024, 12:42 UTC.");
        assert!(source(&index, story).contains("1 by credit"));
        let told = source(&index, &Story { source: None, ..story.clone() });
        assert!(
            told.starts_with("\u{1}Nordwire\u{2} is credited in 1 of 5 documents that have this text or a shorter one of it;"),
            "{told}"
        );
        let carried = reach(&index, story);
        assert!(carried.starts_with("Carried by 2 outlets in 2 documents; "), "{carried}");
        assert!(carried.ends_with(". Shorter texts of it stand in 3 more outlets."), "{carried}");
    }

    #[test]
    fn a_story_whose_documents_all_carry_its_longest_text_is_credited_in_some_of_these() {
        let run = fixtures::small();
        let index = Index::new(&run).unwrap();
        let (stories, _) = gather(&index);
        let docs = index.docs_of(stories[0].clusters[0]);
        let told = source(&index, &Story { source: None, docs, ..stories[0].clone() });
        assert!(told.starts_with("\u{1}Nordwire\u{2} is credited in 1 of 2 documents;"), "{told}");
    }

    #[test]
    fn near_duplicates_of_one_outlet_are_told_as_such_and_nobody_is_tied_with_itself() {
        let mut run = fixtures::small();
        run.clusters.clear();
        run.passages = crate::report::Passages::default();
        run.pairs = crate::report::Pairs::default();
        run.credits.clear();
        let alike: Vec<_> = run.families.iter().filter(|row| &*row.unit == "document").map(|row| row.doc.clone()).collect();
        run.documents.iter_mut().filter(|row| alike.contains(&row.doc)).for_each(|row| row.outlet = "Only".into());
        let index = Index::new(&run).unwrap();
        let (stories, _) = gather(&index);
        let story = &stories[0];
        assert!(story.is_inside());
        assert!(reach(&index, story).starts_with("Nearly alike in 2 documents of one outlet; "), "{}", reach(&index, story));
        assert_eq!(source(&index, story), "No other outlet has it.");
        let tied = first(&index, &First::Tied(story.docs.clone()));
        assert_eq!(tied, "Earliest known: \u{1}Only\u{2}; which of its 2 was first the dates do not decide.");
    }

    #[test]
    fn a_headline_is_cut_between_words() {
        assert_eq!(in_quotes("“One two three four five six”", 22), "“One two three four…”");
        assert_eq!(in_quotes("Donaudampfschifffahrt", 9), "“Donaudamp…”");
        assert_eq!(in_quotes("One two", 7), "“One two”");
    }

    #[test]
    fn a_quotation_has_its_marks_where_they_belong() {
        assert_eq!(in_quotes("A map,\" he said", 99), "“A map,” he said");
        assert_eq!(in_quotes("A map,\" he said. \"And a bus", 99), "“A map,” he said. “And a bus”");
        assert_eq!(in_quotes("He said: \"A map\"", 99), "He said: “A map”");
        assert_eq!(in_quotes("Obama ‘‘thought,’’ so", 99), "Obama “thought,” so");
        assert_eq!(in_quotes("«Karte»", 99), "“Karte”");
        assert_eq!(in_quotes("Wer wartet“, sagte er", 99), "“Wer wartet“, sagte er");
    }

    #[test]
    fn a_hostile_headline_is_cut_and_cannot_be_empty() {
        let run = fixtures::hostile();
        let index = Index::new(&run).unwrap();
        let (stories, _) = gather(&index);
        for story in &stories {
            let line = headline(&index, story);
            assert!(!line.is_empty() && line.chars().count() <= HEADLINE + 3, "{line}");
        }
    }
}
