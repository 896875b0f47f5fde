//! Rows of names that a slash parts, by which papers sign with whose words a text was made: "(dpa/afp)", "AFP/Reuters/mhe".
//!
//! Each known outlet of a row is a source. Two or three small letters are who put the text together ("mhe"), and nobody's name. Any other word makes the
//! row a poll ("Reuters/Ipsos"), a picture ("AFP/Jane Doe"), or an address.

use std::ops::Range;

use super::class::Class;
use super::lower::{is_listed, source_in_line};
use super::surroundings::Surroundings;
use super::token::{Token, tokens};
use super::{Found, Own, Scope, is_vetoed};
use crate::attribute::outlets::{OutletId, Outlets};

/// Bytes of a row, or of the names between a pair of brackets, at most.
const MOST_BYTES: usize = 40;
/// Words and signs of a dateline's place and date at most.
const PLACE_TOKENS: usize = 12;

/// Outlets with their places.
pub(super) type Names = Vec<(Range<usize>, OutletId)>;

/// The agencies of a row that reaches from byte `start` on, among editors' initials; nothing where anything else is part of it.
pub(super) fn agencies(row: &str, start: usize, outlets: &Outlets) -> Option<Names> {
    names(row, start, &['/'], outlets, |name| agency(name, outlets))
}

/// The outlets of such a row, at least one of them an agency; a comma may part them too. Of outlets that are no agencies only such count as are called by
/// letters, since "Bild" and "Stern" beside an agency may be a picture.
fn sources(row: &str, start: usize, outlets: &Outlets) -> Option<Names> {
    let has_letters_alone =
        |name: &str| name.chars().all(char::is_alphabetic) && !(name.contains(char::is_lowercase) && name.contains(char::is_uppercase));
    let outlet = |name: &str| outlets.find(name).filter(|id| has_letters_alone(name) && is_listed(name, *id, outlets));
    let found = names(row, start, &['/', ','], outlets, |name| agency(name, outlets).or_else(|| outlet(name)))?;
    found.iter().any(|(_, id)| outlets.get(*id).kind == "agency").then_some(found)
}

fn agency(name: &str, outlets: &Outlets) -> Option<OutletId> {
    source_in_line(name, outlets).filter(|id| outlets.get(*id).kind == "agency")
}

fn names(row: &str, start: usize, signs: &[char], outlets: &Outlets, known: impl Fn(&str) -> Option<OutletId>) -> Option<Names> {
    let mut found = Vec::new();
    let mut at = start;
    for part in row.split(signs) {
        let (name, begin) = (part.trim(), at + part.len() - part.trim_start().len());
        at += part.len() + 1;
        match known(name) {
            Some(id) => found.push((begin..begin + name.len(), id)),
            None if is_desk_or_initials(name, outlets) => {}
            None => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a name beside an agency's is that of a desk or an editor's initials: "dpa/lby", "AFP/cf". "Reuters/pic" has a picture.
fn is_desk_or_initials(name: &str, outlets: &Outlets) -> bool {
    const OF_PICTURES: [&str; 6] = ["img", "jpg", "pa", "pic", "pix", "epa"];
    let letters = name.chars().count();
    (2..=3).contains(&letters) && name.chars().all(char::is_lowercase) && !OF_PICTURES.contains(&name) && outlets.find(name).is_none()
}

/// Takes the rows of a text: behind its dateline's place, in brackets at the end of a paragraph of the second half, and alone on its last line.
pub(super) fn from_rows(text: &str, outlets: &Outlets, own: &Own<'_>, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let mut next = 0;
    while let Some(at) = memchr::memchr2(b'/', b')', bytes.get(next..).unwrap_or_default()).map(|at| next + at) {
        next = at + 1;
        let row = if bytes[at] == b')' { between_brackets(text, at) } else { in_one_word(text, at) };
        let Some(row) = row else { continue };
        let Some(names) = sources(&text[row.clone()], row.start, outlets) else { continue };
        next = next.max(row.end);
        let around = Surroundings::of(text, row.start, row.end);
        let Some((place, scope, rule)) = signs(text, &row).filter(|_| !is_vetoed(&around)) else { continue };
        let others = names.into_iter().filter(|(_, id)| !own.is(*id));
        found.extend(others.map(|(_, id)| Found { start: place.start, end: place.end, source: outlets.get(id).name.clone(), scope, rule }));
    }
}

/// The names between the bracket that closes at byte `close` and the one that opened it.
fn between_brackets(text: &str, close: usize) -> Option<Range<usize>> {
    let from = close.saturating_sub(MOST_BYTES);
    let open = from + memchr::memrchr(b'(', &text.as_bytes()[from..close])? + 1;
    let words = &text[open..close];
    let is_between = |c: char| c.is_alphabetic() || matches!(c, '/' | ',' | ' ' | '-');
    (words.contains(['/', ',']) && words.chars().all(is_between)).then_some(open..close)
}

/// The names around the slash at byte `at`, without blanks between or a sign beside them.
fn in_one_word(text: &str, at: usize) -> Option<Range<usize>> {
    let is_joined = |c: char| c.is_alphabetic() || c == '/';
    let from = (at.saturating_sub(MOST_BYTES)..=at).find(|&from| text.is_char_boundary(from))?;
    let to = (at..=text.len().min(at + MOST_BYTES)).rev().find(|&to| text.is_char_boundary(to))?;
    let begin = from + text[from..at].trim_end_matches(is_joined).len();
    let end = to - text[at..to].trim_start_matches(is_joined).len();
    let is_apart = |c: Option<char>| c.is_none_or(char::is_whitespace);
    (is_apart(text[..begin].chars().next_back()) && is_apart(text[end..].chars().next())).then_some(begin..end)
}

/// Where the words reach by which the row at `row` signs a text, if it does, and how much of that.
fn signs(text: &str, row: &Range<usize>) -> Option<(Range<usize>, Scope, &'static str)> {
    let line = text[..row.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[row.end..].find('\n').map_or(text.len(), |len| row.end + len);
    let (before, behind) = (&text[line..row.start], &text[row.end..line_end]);
    let is_last = || !text[line_end..].contains(char::is_alphanumeric);
    let Some(behind) = behind.strip_prefix(')') else {
        if is_dateline_before(text, line, row.start, Class::Capitals) && behind.trim_start().starts_with('|') {
            return Some((line..row.end, Scope::Document, "dateline-shared"));
        }
        let is_alone = before.trim().is_empty() && behind.trim().is_empty() && line > 0;
        return (is_alone && is_last()).then(|| (row.clone(), Scope::Document, "closing-line"));
    };
    let (open, close) = (row.start - 1, row.end + 1);
    let before = text[line..open].trim();
    let first = behind.trim_start().chars().next();
    if first.is_some_and(|c| c.is_uppercase() || matches!(c, '-' | '–' | '—')) && is_dateline_before(text, line, open, Class::Place) {
        return Some((line..close, Scope::Document, "dateline-shared"));
    }
    if first.is_some() || row.start < text.len() / 2 {
        return None;
    }
    if before.is_empty() {
        return Some((open..close, Scope::Document, "closing-line"));
    }
    let is_behind_sentence = before.ends_with(['.', '!', '?', '"', '”', '“', '»', '«', '…']);
    is_behind_sentence.then(|| (open..close, if is_last() { Scope::Document } else { Scope::Passage }, "sign-off"))
}

/// Whether nothing but words of a class, as of a place and a date, stand between bytes `line` and `at`; nothing at all will do for a place.
fn is_dateline_before(text: &str, line: usize, at: usize, class: Class) -> bool {
    let tokens: Vec<Token<'_>> = tokens(text, line, at);
    let is_empty_right = class == Class::Place || !tokens.is_empty();
    is_empty_right && tokens.len() <= PLACE_TOKENS && tokens.iter().all(|token| class.holds(token))
}

#[cfg(test)]
mod tests {
    use super::super::credits;
    use super::*;
    use crate::read::Document;

    fn told(text: &str) -> Vec<(String, Scope)> {
        let document = Document { id: "a".into(), text: text.into(), ..Document::default() };
        let mut found: Vec<(String, Scope)> =
            credits(&document, &Outlets::builtin()).into_iter().map(|credit| (credit.source, credit.scope)).collect();
        found.sort();
        found
    }

    #[test]
    fn each_known_outlet_of_a_row_is_credited_and_initials_are_nobody() {
        let (afp, dpa, reuters) = ("Agence France-Presse", "Deutsche Presse-Agentur", "Reuters");
        let (kna, apa, sda) = ("Katholische Nachrichten-Agentur", "APA", "Keystone-SDA");
        let body = "Die Fähre ist alt. Der Steg ist es auch, sagen die Leute am Ufer.";
        for (text, expected) in [
            (format!("{body}\n\n(APA/dpa)"), &[apa, dpa][..]),
            (format!("{body} (dpa/afp)"), &[afp, dpa]),
            (format!("{body} (dpa, AFP)"), &[afp, dpa]),
            (format!("{body}\n\n(Reuters/dpa/kna)"), &[dpa, kna, reuters]),
            (format!("{body}\n\nAFP/Reuters/mhe"), &[afp, reuters]),
            (format!("{body}\n\nsda/mei"), &[sda]),
            (format!("{body}\n\nmba/dpa\n"), &[dpa]),
            (format!("TARN taz/dpa | {body}"), &[dpa, "taz"]),
            (format!("Oslo (AFP/dpa) {body}"), &[afp, dpa]),
            (format!("Oslo/Tarn, 3. Mai (AFP/dpa/mhe) - {body}"), &[afp, dpa]),
            (format!("(sda/dpa) {body}"), &[dpa, sda]),
            (format!("{body}\n\n(kna)"), &[kna]),
        ] {
            let expected: Vec<(String, Scope)> = expected.iter().map(|source| ((*source).to_owned(), Scope::Document)).collect();
            assert_eq!(told(&text), expected, "{text}");
        }
        let text = format!("{body} (dpa/afp)\n\nMehr Meldungen");
        assert_eq!(told(&text), [(afp.to_owned(), Scope::Passage), (dpa.to_owned(), Scope::Passage)]);
    }

    #[test]
    fn rows_of_pictures_polls_addresses_and_readers_words_are_none() {
        let body = "Die Fähre ist alt. Der Steg ist es auch, sagen die Leute am Ufer.";
        for text in [
            format!("{body}\n\nAFP/Jane Doe"),
            format!("{body}\n\n(Reuters/Ipsos)"),
            format!("{body}\n\n(Foto: dpa/AFP)"),
            format!("{body}\n\nFoto: (dpa/AFP)"),
            format!("{body}\n\n(dpa/epa)"),
            format!("{body}\n\nund/oder"),
            format!("Er sah (dpa/AFP) Nebel. {body}"),
            format!("{body} Er sah (dpa/AFP)"),
            format!("Ein Bild\n\nAFP/dpa\n\n{body}"),
            format!("{body}\n\nhttps://tarn.example/dpa/afp"),
            format!("{body}\n\n(mhe/cf)"),
            format!("{body}\n\n(Bild, Stern)"),
        ] {
            assert_eq!(told(&text), [], "{text}");
        }
    }
}
