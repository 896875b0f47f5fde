//! To which passage a credit belongs.
//!
//! In: a credit, a passage of the same document, and the document's text. Out: whether the credit tells whose the passage is. A credit of a
//! whole document always does; one in passing where it introduces or closes the passage. One of a part does not tell of which.

use super::credits::Scope;
use super::place::Cursor;
use crate::cluster::Kind;
use crate::span::{Chars, Span};

/// Code points before and behind a passage within which a credit of passage scope belongs to it.
const CREDIT_REACH: u32 = 250;

/// Rules about where somebody spoke, which name no source of a report.
pub(super) const APPEARANCES: [&str; 12] = [
    "told",
    "interview",
    "said-on",
    "appearing-on",
    "spoke-to",
    "de-told",
    "de-interview",
    "fr-told",
    "fr-interview",
    "es-told",
    "es-interview",
    "ru-told",
];

/// The rule about whose journalist wrote a report that is told of: the next paragraph may tell of others (`the report, by Post columnist ...`).
const WRITER: &str = "journalist-by";

/// What closes a quotation, in the marks of several languages.
const CLOSING: [char; 7] = ['"', '”', '“', '»', '«', '’', '\''];

/// Verbs that end the clause of a credit before another one: "Beta News reported, citing Alpha Post".
const REPORTS: [&str; 6] = ["reported", "reports", "said", "says", "wrote", "writes"];

/// Words that go on from a credit to the credit of its own source.
const CITING: [&str; 3] = ["citing", "quoting", "crediting"];

/// Words of such a clause at most: a longer one tells something itself.
const CLAUSE: usize = 6;

/// A credit, as far as its reach asks for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beside<'a> {
    /// The words.
    pub(crate) span: Span<Chars>,
    /// How far it is meant.
    pub(crate) scope: Scope,
    /// The rule that found it.
    pub(crate) rule: &'a str,
}

impl Beside<'_> {
    /// Whether the credit holds for the `passage` of `text` in a cluster of this kind. Where the text is not at hand, near is enough.
    pub(crate) fn holds(&self, passage: Span<Chars>, kind: Kind, text: Option<&str>) -> bool {
        self.scope == Scope::Document
            || self.scope == Scope::Passage
                && distance(self.span, passage) <= CREDIT_REACH
                && !self.is_in_passing(passage, kind)
                && text.is_none_or(|text| self.is_about(text, passage))
    }

    /// Whether a credit inside a dispatch is about one sentence of it: "he told CBS News" in the middle of an agency's text. At its
    /// beginning one that tells whose report this is may hold for all of it; where somebody spoke is told of his words alone.
    fn is_in_passing(&self, passage: Span<Chars>, kind: Kind) -> bool {
        let inside = self.span.start >= passage.start && self.span.end <= passage.end;
        kind == Kind::Wire && inside && (self.span.start - passage.start > CREDIT_REACH || APPEARANCES.contains(&self.rule))
    }

    /// Whether a credit beside a passage is about it: before it with words of few lines between, or behind it in the same sentence.
    /// "According to the Post" at the beginning of the next sentence is about what follows, unless that says no more.
    fn is_about(&self, text: &str, passage: Span<Chars>) -> bool {
        let credit = self.span;
        let before = credit.end <= passage.start;
        let (from, to) = if before { (credit.end, passage.start) } else { (passage.end, credit.start) };
        if to <= from {
            return true;
        }
        let mut cursor = Cursor::new(text);
        let (Some(from), Some(to)) = (cursor.byte_at(from), cursor.byte_at(to)) else {
            return false;
        };
        let lines: Vec<&str> = text[from..to].split('\n').collect();
        if before {
            let most_lines = if self.rule == WRITER { 1 } else { 2 };
            return lines.iter().filter(|line| !line.trim().is_empty()).count() <= most_lines;
        }
        // Where lines were broken to a width a sentence runs over their ends, but never over a blank line.
        let inside = lines.get(1..lines.len() - 1).unwrap_or_default();
        let is_parted = inside.iter().any(|line| line.trim().is_empty());
        let is_same_sentence = !lines.iter().any(|line| line.contains(['.', '!', '?']));
        let mut behind = || cursor.byte_at(credit.end).map_or("", |end| &text[end..]);
        !is_parted && (is_same_sentence || self.is_all_of_next_sentence(&text[from..to], behind()))
    }

    /// Whether the sentence right behind a quotation that ends within its marks says whose that is and nothing else: `“… autumn.” Beta News
    /// reported, citing Alpha Post.` Between the quotation and the credit stands `gap`, behind the credit `behind`.
    fn is_all_of_next_sentence(&self, gap: &str, behind: &str) -> bool {
        let closed = gap.trim_start_matches(['.', '!', '?', '…']);
        let before = closed.trim_start_matches(CLOSING);
        if closed.len() == gap.len() || before.len() == closed.len() || before.contains(['.', '!', '?', ':', ';']) || has_mark(before) {
            return false;
        }
        let words = |clause: &str| clause.split_whitespace().count();
        let is_clause = |clause: &str| {
            let last = clause.split_whitespace().next_back().unwrap_or_default();
            words(clause) <= CLAUSE && REPORTS.contains(&last) && !clause.contains(',')
        };
        let begins = match before.trim().strip_suffix(',') {
            _ if before.trim().is_empty() => true,
            Some(clause) => is_clause(clause),
            // "Greta Olsen told Alpha Post."
            None => self.rule == "told" && words(before) <= CLAUSE && !before.contains(','),
        };
        let behind = behind.trim_start_matches(CLOSING);
        let ends = match behind.strip_prefix(',') {
            Some(more) => {
                // What a line break of a width cut off belongs to the clause.
                let sentence = more.trim_start().split(['.', '!', '?', ';']).next().unwrap_or_default();
                let clause: String = sentence.lines().take_while(|line| !line.trim().is_empty()).flat_map(|line| [line, " "]).collect();
                let first = clause.split_whitespace().next().unwrap_or_default();
                words(&clause) <= CLAUSE && CITING.contains(&first) && !clause.contains(',')
            }
            None => behind.starts_with(['.', '!']) || is_end_of_paragraph(behind),
        };
        begins && ends
    }
}

/// Whether a mark of quotation stands in words; an apostrophe inside a name (`O’Brien`) is none.
fn has_mark(words: &str) -> bool {
    let is_inside =
        |at: usize, mark: &str| words[..at].ends_with(char::is_alphanumeric) && words[at + mark.len()..].starts_with(char::is_alphanumeric);
    words.match_indices(CLOSING).any(|(at, mark)| !is_inside(at, mark))
}

/// Whether a paragraph ends before what stands here: where lines were broken to a width, a sentence goes on behind one.
fn is_end_of_paragraph(behind: &str) -> bool {
    let mut lines = behind.split('\n').map(|line| line.trim().is_empty());
    lines.next().unwrap_or(true) && lines.next().unwrap_or(true)
}

/// Code points between two spans; 0 where they overlap.
pub(super) fn distance(left: Span<Chars>, right: Span<Chars>) -> u32 {
    left.start.saturating_sub(right.end).max(right.start.saturating_sub(left.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the credit of the words in brackets holds for the passage between the bars.
    fn holds(text: &str, rule: &str, kind: Kind) -> bool {
        let place = |mark: char| {
            u32::try_from(text.chars().filter(|c| !"[]|".contains(*c) || *c == mark).position(|c| c == mark).unwrap()).unwrap()
        };
        let bars: Vec<u32> = {
            let plain: Vec<char> = text.chars().filter(|c| !"[]".contains(*c)).collect();
            plain.iter().enumerate().filter(|(_, c)| **c == '|').map(|(at, _)| u32::try_from(at).unwrap()).collect()
        };
        let beside = Beside { span: Span::new(place('['), place(']')), scope: Scope::Passage, rule };
        beside.holds(Span::new(bars[0], bars[1] - 1), kind, Some(&text.replace(['[', ']', '|'], "")))
    }

    #[test]
    fn a_credit_in_passing_inside_a_dispatch_is_not_the_dispatchs() {
        let text = "|HELSINKI - He went there on Sunday, he said in an [interview with CBS News] before he left.|";
        assert!(!holds(text, "interview", Kind::Wire));
        assert!(holds(text, "interview", Kind::Quote));
        let text = "|HELSINKI - Er bleibe dabei, [sagte er dem „Spiegel“], und fuhr am Sonntag dorthin.|";
        assert!(!holds(text, "de-told", Kind::Wire));
        assert!(holds(text, "de-told", Kind::Quote));
        let text = "|The talks failed, the [Post reported] on Sunday, after many hours.|";
        assert!(holds(text, "said", Kind::Wire));
        let deep = format!("|{}{}", "Word of a dispatch. ".repeat(20), &text[1..]);
        assert!(!holds(&deep, "said", Kind::Wire));
    }

    #[test]
    fn whose_columnist_wrote_a_report_is_said_of_its_own_paragraph() {
        let text = |gap: &str| format!("The report, [by Post columnist] Nell Ashby, is eager.{gap}“|An aide confirmed the many calls.|”");
        assert!(holds(&text(" "), "journalist-by", Kind::Quote));
        assert!(!holds(&text("\n\n"), "journalist-by", Kind::Quote));
        assert!(holds(&text("\n\n"), "according-to", Kind::Quote));
    }

    #[test]
    fn what_introduces_the_next_passage_is_not_this_ones() {
        assert!(!holds("|The card has left his hand.| The\n\n[According to Orlan Six] they met.", "according-to", Kind::Quote));
        assert!(holds("[According to Orlan Six] they met: “|The card has left his hand.|”", "according-to", Kind::Quote));
    }
    #[test]
    fn a_sentence_behind_a_quotation_that_says_no_more_than_whose_it_is_holds_for_it() {
        for text in [
            "“|They pay for a roof that leaks every autumn|.” [Beta News reported], citing Alpha Post.",
            "“|They pay for a roof that leaks every autumn|.” Beta News reported, [citing Alpha Post].\n\nNobody cares.",
            "\"|They pay for a roof that leaks every autumn|.\" [Beta News reported]. Nobody cares.",
            "\"|They pay for a roof that leaks every autumn|!\" [Beta News reported]",
            "\"|They pay for a roof that leaks every autumn|.\" [According to Beta News].",
            "“|They pay for a roof that leaks every autumn|?!” [Beta News reported].",
            "“|They pay for a roof that leaks every autumn|...” [Beta News reported].",
            "“|They pay for a roof that leaks every autumn|.”\n[Beta News reported] \n\nNobody cares.",
            "“|They pay for a roof that leaks every autumn|.” [Beta News reported], citing\nAlpha Post.\nNobody cares.",
        ] {
            assert!(holds(text, "said", Kind::Quote), "{text}");
        }
        assert!(holds("“|They pay for a roof that leaks|,” [Beta News reported], citing Alpha Post.", "said", Kind::Quote));
        assert!(holds("“|They pay for a roof that leaks|.” Greta Olsen [told Alpha Post].", "told", Kind::Quote));
        assert!(holds("“|They pay for a roof that leaks|.” Greta O’Brien [told Alpha Post].", "told", Kind::Quote));
    }

    #[test]
    fn a_sentence_behind_a_quotation_that_tells_something_else_does_not() {
        for text in [
            "“|They pay for a roof that leaks|.” [Beta News reported] on Monday that prices had risen.",
            "“|They pay for a roof that leaks|.” [Beta News reported] higher prices.",
            "“|They pay for a roof that leaks|.” [Beta News reported]\nthat prices had risen.",
            "“|They pay for a roof that leaks|.” [Beta News reported], citing Alpha Post\nand two houses that sell roofs.",
            "“|They pay for a roof that leaks|.” [Beta News reported], and prices rose.",
            "“|They pay for a roof that leaks|.” Beta News reported higher prices, [citing Alpha Post].",
            "“|They pay for a roof that leaks|.” [According to Beta News], prices rose.",
            "“|They pay for a roof that leaks|.” Prices rose. [Beta News reported].",
            "“|They pay for a roof that leaks|.” “Prices rose,” [Beta News reported].",
            "|They pay for a roof that leaks|. [Beta News reported].",
            "“|They pay for a roof that leaks|.” Prices rose, [Beta News reported].",
            "“|They pay for a roof that leaks|.”\n\n[Beta News reported].",
        ] {
            assert!(!holds(text, "said", Kind::Quote), "{text}");
        }
        let text = "“|They pay for a roof that leaks|.” Greta Olsen [told Alpha Post] that prices had risen.";
        assert!(!holds(text, "told", Kind::Quote));
    }
}
