//! Bylines whose agency lost the blank before it: "Jill Colvin and Vladimir IsachenkovAssociated Press".

use super::{Found, HEAD_BYTES, Own, Scope};
use crate::attribute::outlets::Outlets;

/// Bytes of a line with a byline at most.
const LINE_BYTES: usize = 160;

/// Takes an agency at the end of a line of names above the story, where no blank parts it from the last name.
pub(super) fn from_glued(text: &str, outlets: &Outlets, own: &Own<'_>, found: &mut Vec<Found>) {
    let mut next = 0;
    for line in text.split_inclusive('\n') {
        let begin = next;
        next += line.len();
        if begin >= HEAD_BYTES {
            break;
        }
        let line = line.trim_end();
        if line.len() > LINE_BYTES {
            continue;
        }
        // A small letter directly before a capital one, in a line of names alone.
        let Some(at) = line.as_bytes().windows(2).position(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()) else {
            continue;
        };
        let (names, agency) = line.split_at(at + 1);
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
