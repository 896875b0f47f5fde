//! Bylines whose agency lost the blank before it: "Jill Colvin and Vladimir IsachenkovAssociated Press".

use super::{Found, HEAD_BYTES, Own, Scope};
use crate::attribute::outlets::Outlets;

/// Bytes of a line with a byline at most.
const LINE_BYTES: usize = 160;

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// Takes an agency at the end of a line of names above the story, where no blank parts it from the last name.
pub(super) fn from_glued(text: &str, outlets: &Outlets, own: &Own<'_>, found: &mut Vec<Found>) {
    // A line that begins in the head, and is no longer than one with a byline, ends before that.
    let head = &text.as_bytes()[..text.len().min(HEAD_BYTES + LINE_BYTES)];
    let mut next = 0;
    while let Some(small) = small_before_capital(head, next) {
        let begin = memchr::memrchr(b'\n', &head[..small]).map_or(0, |newline| newline + 1);
        next = memchr::memchr(b'\n', &text.as_bytes()[small..]).map_or(text.len(), |len| small + len);
        if begin >= HEAD_BYTES {
            break;
        }
        let line = text[begin..next].trim_end();
        if line.len() > LINE_BYTES {
            continue;
        }
        let (names, agency) = line.split_at(small + 1 - begin);
        let words = || names.split_whitespace();
        let is_names = words().all(|word| word.starts_with(char::is_uppercase) || matches!(word, "and" | "&" | "by"));
        let Some(id) = outlets.find(agency).filter(|id| outlets.get(*id).kind == "agency" && !own.is(*id)) else {
            continue;
        };
        if is_names && words().count() > 1 {
            let source = outlets.get(id).name.clone();
            found.push(Found { start: begin, end: begin + line.len(), source, scope: Scope::Document, rule: "byline-glued" });
        }
    }
}

/// The first small letter directly before a capital one, from byte `from` on: most texts have none, which many bytes tell at a time.
fn small_before_capital(bytes: &[u8], from: usize) -> Option<usize> {
    let is_one = |(first, second): (&u8, &u8)| first.is_ascii_lowercase() & second.is_ascii_uppercase();
    let (first, second) = (bytes.get(from..)?, bytes.get(from + 1..)?);
    let mut blocks = first.chunks(BLOCK).zip(second.chunks(BLOCK)).enumerate();
    let (n, (first, second)) = blocks.find(|(_, (first, second))| first.iter().zip(*second).fold(false, |any, pair| any | is_one(pair)))?;
    first.iter().zip(second).position(is_one).map(|at| from + n * BLOCK + at)
}

#[cfg(test)]
mod tests {
    use super::super::credits;
    use super::*;
    use crate::read::Document;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn small_letters_before_capital_ones_are_found_in_their_order(text in "([A-Z]|[a-z]{0,40}|[ \né0-9]){0,12}", from in 0..90_usize) {
            let slow = (from..text.len().max(1) - 1).find(|at| text.as_bytes()[*at].is_ascii_lowercase() && text.as_bytes()[at + 1].is_ascii_uppercase());
            prop_assert_eq!(small_before_capital(text.as_bytes(), from), slow);
        }
    }

    fn sources(text: &str) -> Vec<(&'static str, String)> {
        let document = Document { id: "a".into(), text: text.into(), ..Document::default() };
        credits(&document, &Outlets::builtin()).into_iter().map(|credit| (credit.rule, credit.source)).collect()
    }

    #[test]
    fn an_agency_without_a_blank_before_it_is_a_byline_behind_names_alone() {
        let text = "A headline\n\nJonathan Lemire, Jill Colvin and Vladimir IsachenkovAssociated Press\n\nText.";
        assert_eq!(sources(text), [("byline-glued", "Associated Press".to_owned())]);
        for text in
            ["A headline\n\nMcReuters\n\nText.", "He met a man of theAssociated Press\n\nText.", "Ann Lee and Bo LiHarbour Post\n\nText."]
        {
            assert_eq!(sources(text), [], "{text}");
        }
    }
}
