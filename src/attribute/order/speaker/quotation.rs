//! The quotation that a passage lies in, by its marks.

use crate::attribute::credits::token::Token;

/// A quotation: the tokens that are its marks, where they stand near the passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quotation {
    pub(super) open: Option<usize>,
    pub(super) close: Option<usize>,
}

pub(super) fn is_quote(token: &Token<'_>) -> bool {
    matches!(token.text, "\"" | "“" | "”" | "„" | "«" | "»" | "''" | "``")
}

/// The quotation that has most of the bytes `start..end` of `text`, of which `tokens` are a stretch; the last one of several that have as many.
pub(super) fn holding(text: &str, tokens: &[Token<'_>], start: usize, end: usize) -> Option<Quotation> {
    let held = |quotation: &Quotation| {
        let from = quotation.open.map_or(0, |at| tokens[at].end());
        let to = quotation.close.map_or(text.len(), |at| tokens[at].start);
        to.min(end).saturating_sub(from.max(start))
    };
    quotations(text, tokens).into_iter().filter(|quotation| held(quotation) > 0).max_by_key(held)
}

/// All quotations among `tokens`. One that goes on in the next paragraph is opened there again.
fn quotations(text: &str, tokens: &[Token<'_>]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let (mut open, mut is_open, mut is_first) = (None, false, true);
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| is_quote(token)) {
        if opens(text, token).unwrap_or(!is_open) {
            if !is_open {
                (open, is_open) = (Some(at), true);
            }
        } else if is_open || is_first {
            found.push(Quotation { open, close: Some(at) });
            (open, is_open) = (None, false);
        }
        is_first = false;
    }
    if is_open {
        found.push(Quotation { open, close: None });
    }
    found
}

/// Whether a mark opens a quotation, by the blanks around it, else by its form. Nothing where neither tells.
fn opens(text: &str, mark: &Token<'_>) -> Option<bool> {
    let before = text[..mark.start].chars().next_back();
    let behind = text[mark.end()..].chars().next();
    let is_free_before = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | ':'));
    let is_free_behind = behind.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '—' | '–'));
    if is_free_before != is_free_behind {
        return Some(is_free_before);
    }
    match mark.text {
        "“" | "„" | "«" | "``" => Some(true),
        "”" | "»" | "''" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::credits::token::tokens;

    /// The words of the quotations of `text`.
    fn of(text: &str) -> Vec<&str> {
        let tokens = tokens(text, 0, text.len());
        let words = |quotation: Quotation| {
            let from = quotation.open.map_or(0, |at| tokens[at].end());
            text[from..quotation.close.map_or(text.len(), |at| tokens[at].start)].trim()
        };
        quotations(text, &tokens).into_iter().map(words).collect()
    }

    #[test]
    fn marks_of_all_kinds_are_paired() {
        for text in [
            "“No,” he said. “Well.”",
            "\"No,\" he said. \"Well.\"",
            "„No,“ he said. „Well.“",
            "«No,» he said. «Well.»",
            "« No, » he said. « Well. »",
            "»No,« he said. »Well.«",
        ] {
            assert_eq!(of(text), ["No,", "Well."], "{text}");
        }
        assert_eq!(of("No,” he said. “Well"), ["No,", "Well"]);
        assert_eq!(of("“One.\n\n“Two,” he said."), ["One.\n\n“Two,"]);
        assert_eq!(of("Nothing was said."), [""; 0]);
    }
}
