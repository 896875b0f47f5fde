//! Words of a house about itself and its pages, the same in many houses: reserved rights, contributors, pleas to subscribe, scripts that were taken for text.

/// Formulas of such notices, in small letters with single spaces. English only.
const FORMULAS: [&str; 9] = [
    "all rights reserved",
    "may not be published",
    "contributed to this report",
    "facebook commenting",
    "has been posted to your",
    "follow us on",
    "on twitter at http",
    "sign up for our",
    "subscribe to our",
];

/// Whether a short passage is such a notice: it holds one of the formulas.
pub(super) fn is_notice(text: &str) -> bool {
    let mut plain = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c.is_ascii() && !c.is_whitespace() {
            plain.push(c.to_ascii_lowercase());
        } else if !c.is_whitespace() {
            plain.extend(c.to_lowercase());
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    FORMULAS.iter().any(|formula| memchr::memmem::find(plain.as_bytes(), formula.as_bytes()).is_some())
}

/// Ends of statements without which no script is looked for.
const STATEMENT_ENDS: [&str; 4] = ["});", "];", "};", "();"];

/// Whether a text may hold a script of its page: one of its statements ends here.
pub(super) fn has_statements(text: &str) -> bool {
    text.as_bytes().contains(&b';') && STATEMENT_ENDS.iter().any(|end| text.contains(end))
}

/// Whether a passage is the script of a page: a third of what stands between its blanks has a mark that prose has not.
pub(super) fn is_script(text: &str) -> bool {
    let is_code = |word: &&str| word.contains(['{', '}', '[', ']', '=', '_', '|']) || word.ends_with(';') || word.starts_with('\'');
    let (code, all) = (text.split_whitespace().filter(is_code).count(), text.split_whitespace().count());
    has_statements(text) && code * 3 >= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_known_by_their_formulas() {
        assert!(is_notice("Copyright 2016 Harbour Gazette. All rights\nreserved."));
        assert!(is_notice("Ada Quill and Nils Orre contributed to this report"));
        assert!(!is_notice("She said that all their rights were gone"));
    }

    #[test]
    fn scripts_are_known_by_their_marks_and_prose_that_names_one_is_none() {
        let script = "window._board = window._board || []; _board.push({ mode: 'small-b', place: 'Below 5', kind: 'mix' }); _board.push({flush: true});";
        assert!(is_script(script) && is_script(&format!("Sunday, July 15 {script}")));
        assert!(!is_script(&format!("{script} {}", "The ferry was late again and nobody in Tarn was surprised by it. ".repeat(4))));
        assert!(!is_script("He wrote [sic]; she said (twice): 'It isn't so'; the file report_2.pdf was empty"));
    }
}
