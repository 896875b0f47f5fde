//! Names in small letters where a text says whose it is, and nowhere else: "Quelle: dpa", "(afp)" below a text.
//!
//! Many outlets have names that are words, and a word in small letters is none: "(mehr)" leads to more, "Source: time" is no magazine.

use std::ops::Range;

use super::rows::{Names, agencies};
use super::rules::{SIGNED_SMALL, SOURCES_OF_THEIR_OWN, Where};
use super::surroundings::Surroundings;
use super::{Found, Own, RULES, by_rule, is_vetoed};
use crate::attribute::outlets::{Mention, OutletId, Outlets};

/// Letters of an agency in brackets at least: two are a journalist's initials.
const LEAST_LETTERS: usize = 3;
/// Bytes between brackets that hold an agency at most.
const MOST_BYTES: usize = 40;

/// Signs that may stand before the name in a line behind "Source:".
const OPEN: [char; 12] = [' ', '\u{a0}', '[', '*', '_', '"', '“', '„', '«', '‘', '\'', '('];
/// Signs that end a name in such a line, but for the slash between two.
const ENDS: [char; 13] = [',', ';', '.', ')', ']', '*', '|', '"', '“', '”', '»', '—', '–'];

/// What stands behind "Source:" in the line of byte `from`, without the signs before it, and where it begins.
fn rest_of_line(text: &str, from: usize) -> (&str, usize) {
    let line = &text[from..];
    let line = line[..line.find('\n').unwrap_or(line.len())].trim_end();
    let opened = line.trim_start_matches(OPEN);
    (opened, from + line.len() - opened.len())
}

/// The name of a known outlet behind "Source:", at byte `from`: an agency's before a sign, any that is alone in its line; in small letters only those that
/// [`source_in_line`] takes.
pub(super) fn name_in_line(text: &str, from: usize, outlets: &Outlets) -> Option<Range<usize>> {
    let (opened, start) = rest_of_line(text, from);
    let whole = opened.trim_end_matches([' ', '\u{a0}', ']', '*', '_', '"', '“', '”', '»', '’', '\'', ')', '.']);
    let first = opened.split(ENDS).next().unwrap_or_default().split('/').next().unwrap_or_default().trim_end();
    let is_agency = |name: &str| source_in_line(name, outlets).is_some_and(|id| outlets.get(id).kind == "agency");
    let has_article = || text[..start].trim_end_matches([' ', '\u{a0}']).to_lowercase().ends_with(" the");
    let is_known = || source_in_line(whole, outlets).is_some() || (has_article() && is_with_article(whole, outlets));
    let known = if is_agency(first) { Some(first) } else { is_known().then_some(whole) };
    known.map(|name| start..start + name.len())
}

/// Agencies that share a source line.
pub(super) struct Row {
    /// Each with its place.
    pub(super) agencies: Names,
    /// The first byte behind all of it.
    pub(super) end: usize,
}

/// The agencies that a slash parts behind "Source:", at byte `from`, among the initials of who wrote the text from theirs ("dpa/afp/red"). No other name is
/// among them, which would make it a poll ("Reuters/Ipsos") or a picture.
pub(super) fn agencies_in_line(text: &str, from: usize, outlets: &Outlets) -> Option<Row> {
    let (opened, start) = rest_of_line(text, from);
    let row = opened.split(ENDS).next().filter(|row| row.contains('/'))?;
    let agencies = agencies(row.strip_suffix('/').unwrap_or(row), start, outlets)?;
    Some(Row { agencies, end: start + row.trim_end().len() })
}

/// The agencies behind the comma behind the name of a source line, which ends at byte `end`: "Quelle: ntv.de, mba/dpa". They are all that follows.
pub(super) fn agencies_behind(text: &str, end: usize, outlets: &Outlets) -> Option<Row> {
    let (rest, start) = rest_of_line(text, end + text[end..].strip_prefix(',').map(|_| 1)?);
    let row = rest.trim_end_matches([')', '.', ' ']);
    Some(Row { agencies: agencies(row, start, outlets)?, end: start + row.len() })
}

/// The outlet of a name behind "Source:" and an article. In small letters that is an agency that papers sign so, a name of several words, an address, and
/// what the list of outlets itself writes so.
pub(super) fn source_in_line(name: &str, outlets: &Outlets) -> Option<OutletId> {
    let id = outlets.find(name)?;
    let is_sure = !is_small(name) || is_signed_small(name) || name.contains([' ', '.']) || is_listed(name, id, outlets);
    is_sure.then_some(id)
}

/// Whether the article before a name in small letters is a part of it, as of "the guardian"; not where it may stand for something else.
fn is_with_article(name: &str, outlets: &Outlets) -> bool {
    let is_listed_so = |id| {
        let full = format!("the {name}");
        let names = |listed: &String| listed.to_lowercase() == full;
        outlets.get(id).aliases.iter().chain([&outlets.get(id).name]).any(names)
    };
    is_small(name) && !SOURCES_OF_THEIR_OWN.contains(&name) && outlets.find(name).is_some_and(is_listed_so)
}

/// Whether the list of outlets writes a name so.
pub(super) fn is_listed(name: &str, id: OutletId, outlets: &Outlets) -> bool {
    outlets.get(id).aliases.iter().chain([&outlets.get(id).name]).any(|listed| listed == name)
}

/// Whether nothing in a name is a capital letter.
fn is_small(name: &str) -> bool {
    !name.contains(char::is_uppercase)
}

/// Whether papers sign with this name of an agency in small letters.
fn is_signed_small(name: &str) -> bool {
    SIGNED_SMALL.contains(&name)
}

/// Takes an agency in small letters that stands alone in brackets at the end of a line in the second half, as the rules for such lines take one in capitals.
pub(super) fn from_lines(text: &str, outlets: &Outlets, own: &Own<'_>, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let half = bytes.len() / 2;
    for close in memchr::memchr_iter(b')', &bytes[half..]).map(|at| half + at) {
        let is_edge = text[close + 1..].trim_start_matches([' ', '\t', '\r']).chars().next().is_none_or(|c| c == '\n');
        if !is_edge {
            continue;
        }
        let before = &bytes[close.saturating_sub(MOST_BYTES)..close];
        let Some(open) = memchr::memrchr(b'(', before).map(|at| close - before.len() + at) else { continue };
        let name = &text[open + 1..close];
        let is_signed = is_signed_small(name) && name.chars().count() >= LEAST_LETTERS;
        let id = is_signed.then(|| outlets.find(name)).flatten();
        let Some(outlet) = id.filter(|id| outlets.get(*id).kind == "agency" && !own.is(*id)) else { continue };
        let mention = Mention { start: open + 1, end: close, outlet };
        let around = Surroundings::of(text, mention.start, mention.end);
        if is_vetoed(&around) {
            continue;
        }
        let mut of_lines = RULES.named.iter().filter(|named| matches!(named.rule.place, Where::SecondHalf | Where::LastLine));
        found.extend(of_lines.find_map(|named| by_rule(text, &mention, outlets, &around, named)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::credits;
    use super::*;
    use crate::read::Document;

    fn sources(text: &str) -> Vec<(&'static str, String)> {
        let document = Document { id: "a".into(), text: text.into(), ..Document::default() };
        credits(&document, &Outlets::builtin()).into_iter().map(|credit| (credit.rule, credit.source)).collect()
    }

    #[test]
    fn lines_that_say_whose_a_text_is_may_have_the_name_in_small_letters() {
        for (text, rule, source) in [
            ("Text.\n\nQuelle: dpa", "source-line", "Deutsche Presse-Agentur"),
            ("Text.\n\nQuelle: dpa, zuletzt geprüft am 3. Mai\n", "source-line", "Deutsche Presse-Agentur"),
            ("Text.\n\nSource: *reuters*\n\nMore", "source-line", "Reuters"),
            ("Text.\n\n(Source: the washington post)", "source-line", "Washington Post"),
            ("Text.\n\nSource: associated press", "source-line", "Associated Press"),
            ("Text.\n\nSource: associated press, 3 May", "source-line", "Associated Press"),
            ("Text.\n\nSource: ap", "source-line", "Associated Press"),
            ("Text.\n\nSource: theguardian.com", "source-line", "The Guardian"),
            ("Text.\n\nSource: euronews", "source-line", "Euronews"),
            ("Text.\n\nSource: the guardian", "source-line", "The Guardian"),
            ("Text.\n\n(source: the guardian)\n\nMore", "source-line", "The Guardian"),
            ("Text.\n\nSource: the telegraph", "source-line", "The Daily Telegraph"),
            ("Text.\n\nSource: teleSUR", "source-line", "TeleSUR"),
            ("Text.\n\nQuelle: Bild", "source-line", "Bild"),
            ("Текст.\n\nИсточник: тасс", "source-line", "TASS"),
            ("Text.\n\nFuente: “efe”.", "source-line", "EFE"),
            ("Text of some words.\n\nMore words of it.\n\n(afp)", "closing-line", "Agence France-Presse"),
            ("Text of some words.\n\nMore words of it. (afp)\n\nRelated", "sign-off", "Agence France-Presse"),
        ] {
            assert_eq!(sources(text), [(rule, source.to_owned())], "{text}");
        }
    }

    #[test]
    fn agencies_that_a_slash_parts_have_the_source_line_together() {
        let (dpa, afp) = ("Deutsche Presse-Agentur", "Agence France-Presse");
        for (text, expected) in [
            ("Text.\n\nQuelle: dpa/afp", &[dpa, afp][..]),
            ("Text.\n\nQuelle: dpa / AFP, 3. Mai\n", &[dpa, afp]),
            ("Text.\n\nSource: Reuters/AP", &["Reuters", "Associated Press"]),
            ("Text.\n\n(Source: Reuters/AP/AFP)", &["Reuters", "Associated Press", afp]),
            ("Текст.\n\nИсточник: тасс/интерфакс", &["TASS", "Interfax"]),
            ("Text.\n\nQuelle: dpa/red", &[dpa]),
            ("Text.\n\nQuelle: dpa/lby", &[dpa]),
            ("Text.\n\nQuelle: dpa/afp/red", &[dpa, afp]),
            ("Text.\n\nQuelle: AFP/dpa/cf", &[dpa, afp]),
            ("Text.\n\nQuelle: dpa/mau/cf, 3. Mai", &[dpa]),
            ("Text.\n\nQuelle: dpa/lby. Foto: Getty", &[dpa]),
            ("Text.\n\nSource: Reuters/AP. Image: Getty", &["Reuters", "Associated Press"]),
            ("Text.\n\nSource: Reuters/AP, photo: Getty", &["Reuters", "Associated Press"]),
            ("Text.\n\nSource: Reuters, photo: Getty", &["Reuters"]),
            ("Text.\n\nSource: Reuters/AP, photo", &[]),
            ("Text.\n\nSource: Reuters/AP – Photos\n\nMore", &[]),
            ("Text.\n\nSource: Reuters, photo", &[]),
            ("Text.\n\nQuelle: dpa/lby; Foto", &[]),
            ("Text.\n\nSource: Reuters/AP | Getty", &[]),
            ("Text.\n\nSource: Reuters/pic", &[]),
            ("Text.\n\nQuelle: dpa/epa", &[]),
            ("Text.\n\nQuelle: dpa/redaktion", &[]),
            ("Text.\n\nQuelle: red/lby", &[]),
            ("Text.\n\nQuelle: red/dpa", &[dpa]),
            ("Text.\n\nQuelle: dpa/red/afp", &[dpa, afp]),
            ("Text.\n\nQuelle: tarn.example, mba/dpa", &["tarn.example", dpa]),
            ("Text.\n\nQuelle: tarn.example, dpa", &["tarn.example", dpa]),
            ("Text.\n\nQuelle: tarn.example, Foto/dpa", &["tarn.example"]),
            ("Text.\n\nQuelle: dpa/Bild", &[]),
            ("Text.\n\nQuelle: dpa/CF", &[]),
            ("Text.\n\nQuelle: dpa/", &[dpa]),
            ("Text.\n\nSource: Reuters/Ipsos", &[]),
            ("Text.\n\nSource: Reuters/AP poll", &[]),
            ("The source: Reuters/AP did not name it.", &[]),
        ] {
            let mut found: Vec<String> = sources(text).into_iter().map(|(_, source)| source).collect();
            found.sort_by_key(|source| expected.iter().position(|expected| expected == source));
            assert_eq!(found, expected, "{text}");
        }
        // The document's own agency is no source of it.
        let document =
            Document { id: "a".into(), text: "Text.\n\nQuelle: dpa/afp".into(), outlet: Some("dpa".into()), ..Document::default() };
        let found = credits(&document, &Outlets::builtin());
        assert_eq!(found.iter().map(|credit| credit.source.as_str()).collect::<Vec<_>>(), [afp]);
    }

    #[test]
    fn words_in_small_letters_elsewhere_are_nobodys_name() {
        for text in [
            "The source: reuters did not name it.",
            "Source: time and money.\n\nText.",
            "Quelle: welt weit weg.",
            "He read it (afp) and left.\n\nHe slept at home (afp)",
            "The sun rose. He told the guardian that time is up.",
            "Text of some words.\n\nMore words of it. (ap)",
            "The sun rose for a long time.\n\nNobody spoke. (time)",
            "Der Fahrer floh am frühen Morgen.\n\nVerletzt wurde niemand, teilte die Polizei mit. (mehr)",
            "Text.\n\nSource: time",
            "Text.\n\nSource: the sun",
            "Text.\n\nSource: the hill",
            "Text.\n\nSource: the guardian of the town",
            "Text.\n\nSource: guardian",
            "Text.\n\nQuelle: bild",
            "Text.\n\nQuelle: die welt",
            "Text.\n\nQuelle: mehr, auch Bilder",
            "Text.\n\nQuelle: tt",
        ] {
            assert_eq!(sources(text), [], "{text}");
        }
        for word in ["mehr", "spa", "sana", "petra", "mena", "fars", "wam", "pap", "ria", "ani", "aap", "sputnik", "mcclatchy"] {
            for text in
                [format!("The sun rose.\n\nNobody spoke. ({word})"), format!("Text.\n\nSource: {word}"), format!("Text.\n\n({word})")]
            {
                assert_eq!(sources(&text), [], "{text}");
            }
        }
    }

    #[test]
    fn every_name_that_papers_sign_with_in_small_letters_is_a_known_agencys() {
        let outlets = Outlets::builtin();
        for name in SIGNED_SMALL {
            assert!(outlets.find(name).is_some_and(|id| outlets.get(id).kind == "agency") && is_small(name), "{name}");
        }
    }
}
