//! What role and source of a passage rest on, told to readers.
//!
//! The column `evidence` is made for tables: it names documents by id and times as the tables write them. Here it is read
//! clause by clause and told again, one sentence a line, in which names stand between [`STRONG`] and [`PLAIN`], a document is its
//! position between [`DOCUMENT`] and [`PLAIN`], and [`OWN_TIME`] and [`PLAIN`] stand for when the passage's own document was published:
//! outlets, headlines and dates are filled in where the sentence is shown. What has another form is told as it is.

use jiff::Timestamp;

use super::html::{cut, escape, escape_into};
use super::index::{Index, at};
use super::plain;
use super::tell::{PLAIN, STRONG, strong};
use super::words::Interval;

/// Begins a document, told by its position.
const DOCUMENT: char = '\u{3}';
/// Stands for the time of the passage's own document.
const OWN_TIME: char = '\u{4}';
/// Code points of a credit's words that are shown, and of evidence of an unknown form.
const WORDS: usize = 160;
const UNKNOWN: usize = 400;

/// The evidence of a passage, a sentence a line.
pub(super) fn reasons(index: &Index<'_>, passage: usize) -> String {
    of_evidence(index, index.run.passages.told(passage).evidence)
}

/// The same of these words of the column.
pub(super) fn of_evidence<'a>(index: &'a Index<'a>, evidence: &'a str) -> String {
    let mut reader = Reader { index, rest: evidence, sentences: Vec::new(), named: None };
    match reader.read() {
        Some(()) if reader.rest.is_empty() => reader.sentences.join("\n"),
        _ => cut(&evidence.replace(char::is_control, " "), UNKNOWN),
    }
}

/// Reads clauses off the front of an evidence.
struct Reader<'a> {
    index: &'a Index<'a>,
    rest: &'a str,
    sentences: Vec<String>,
    /// The document that was named last.
    named: Option<u32>,
}

impl<'a> Reader<'a> {
    fn read(&mut self) -> Option<()> {
        if self.rest.is_empty() {
            return Some(());
        }
        if self.skip("credits ") {
            self.credit()?;
            self.skip("; ").then_some(())?;
        }
        self.standing()?;
        while self.skip("; ") {
            self.addition()?;
        }
        Some(())
    }

    /// Whether the rest began so; that is then behind.
    fn skip(&mut self, start: &str) -> bool {
        let behind = self.rest.strip_prefix(start);
        self.rest = behind.unwrap_or(self.rest);
        behind.is_some()
    }

    /// What stands before a word; that is then behind, too.
    fn until(&mut self, word: &str) -> Option<&'a str> {
        let (before, behind) = self.rest.split_once(word)?;
        self.rest = behind;
        Some(before)
    }

    fn tell(&mut self, sentence: String) {
        self.sentences.push(sentence);
    }

    /// `ID (TIME)`: ids may hold anything, so that each bracket is tried.
    fn document(&mut self) -> Option<u32> {
        let (open, document) = self.rest.match_indices(" (").find_map(|(i, _)| Some((i, self.index.doc(&self.rest[..i])?)))?;
        let close = self.rest[open..].find(')')?;
        self.rest = &self.rest[open + close + 1..];
        Some(document)
    }

    /// A document by its mark; one that was named just before is not named again.
    fn mark(&mut self, document: u32) -> String {
        if self.named.replace(document) == Some(document) { "that copy".to_owned() } else { format!("{DOCUMENT}{document}{PLAIN}") }
    }

    fn marked(&mut self) -> Option<String> {
        self.document().map(|document| self.mark(document))
    }

    /// `NAME (“WORDS”, characters N to N, rule NAME), OUTCOME`
    fn credit(&mut self) -> Option<()> {
        let quoted = self.rest.find(" (“").filter(|&i| self.rest.find(" (in the mark-up").is_none_or(|j| i < j)).is_some();
        let name = self.until(if quoted { " (“" } else { " (in the mark-up" })?;
        let (name, house) = name.strip_suffix(", of the same owner").map_or((name, ""), |name| (name, ", of the same owner"));
        let words = if quoted { format!("“{}”", cut(self.until("”, characters ")?, WORDS)) } else { "in the mark-up".to_owned() };
        self.until("rule ")?;
        let place = match self.until("), ")?.split('-').next() {
            Some("dateline") => ", in its dateline",
            Some("byline" | "reporter" | "journalist" | "report") => ", in its byline",
            Some("copyright") => ", in its copyright line",
            _ => "",
        };
        self.tell(format!("Credits {}{house}: {words}{place}.", strong(name)));
        let outcome = if self.skip("which has no copy here") {
            "It has no copy here.".to_owned()
        } else if self.skip("whose copy here was published later: an earlier one is meant") {
            "Its copy here was published later: an earlier one is meant.".to_owned()
        } else if self.skip("whose copy is ") {
            format!("Its copy is {}.", self.marked()?)
        } else {
            self.skip("whose copy ").then_some(())?;
            let copy = self.marked()?;
            self.skip(" goes back to this one: neither can be put first").then_some(())?;
            format!("Its copy {copy} goes back to this one: neither can be put first.")
        };
        self.tell(outcome);
        Some(())
    }

    /// Where the passage stands in time.
    fn standing(&mut self) -> Option<()> {
        if self.skip("no date is known") {
            self.tell("No date is known.".into());
        } else if self.skip("no later than ") {
            let bound = time(self.until(" is known")?)?;
            self.tell(format!("Undated; published no later than {bound}."));
        } else {
            self.skip("published ").then_some(())?;
            let end = self.rest.find([',', ';'])?;
            let (when, rest) = self.rest.split_at(end);
            self.rest = rest;
            let when = match when.strip_prefix("no later than ") {
                Some(bound) => format!("no later than {}", time(bound)?),
                None => {
                    when.split(" to ").try_for_each(|instant| time(instant).map(|_| ()))?;
                    format!("{OWN_TIME}{PLAIN}")
                }
            };
            let rest = self.published()?;
            self.tell(format!("Published {when}{rest}."));
        }
        Some(())
    }

    /// What is said behind the time.
    fn published(&mut self) -> Option<String> {
        if self.skip(", before every dated copy of another outlet; the next is ") {
            Some(format!(", before every dated copy of another outlet; the next is {}", self.marked()?))
        } else if self.skip(", before every dated copy; the next is ") {
            Some(format!(", before every other dated copy; the next is {}", self.marked()?))
        } else if self.skip(", before the other dated copies, which does not make it the first") {
            Some(", before the other dated copies, which does not make it the first".into())
        } else if self.skip(", later than ") {
            Some(format!(", later than {}", self.marked()?))
        } else if self.skip("; no other copy has a date, and what is known to be later credits it") {
            Some("; no other copy has a date, and what is known to be later credits this one".into())
        } else if self.skip("; no other copy has a date to compare with") {
            Some("; no other copy has a date to compare with".into())
        } else {
            self.skip("; may be the first, as may ").then_some(())?;
            let mut names = vec![self.marked()?];
            while self.skip(", ") {
                match self.rest.split_once(" more").filter(|(n, _)| n.bytes().all(|b| b.is_ascii_digit())) {
                    Some((n, rest)) => {
                        names.push(format!("{n} more"));
                        self.rest = rest;
                    }
                    None => names.push(self.marked()?),
                }
            }
            let last = names.pop()?;
            let names = if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) };
            Some(format!("; may be the first, as may {names}"))
        }
    }

    /// What is said after that.
    fn addition(&mut self) -> Option<()> {
        if self.skip("one copy has no date and may be earlier") {
            self.tell("One copy has no date and may be earlier.".into());
        } else if self.skip("both have the quotation from ") {
            let who = self.until(", so that neither need be the other's source")?;
            self.tell(format!("Both have the quotation from {}, so that neither need be the other’s source.", strong(who)));
        } else if self.skip("of the earlier copies ") {
            let named = self.named;
            let source = self.document()?;
            let copy = self.mark(source);
            let own = if self.skip(", the same outlet") { ", of the same outlet," } else { "" };
            self.skip(" is named as source: certainly earlier").then_some(())?;
            let alike = if self.skip(" and most like it (") {
                format!(" and most alike, {} of the words", self.until(" of the words)")?)
            } else {
                String::new()
            };
            let copy = if named == Some(source) { "That copy".to_owned() } else { format!("Of the earlier copies {copy}") };
            self.tell(format!("{copy}{own} is taken for the source: certainly earlier{alike}."));
        } else if self.rest.split_once(" copies have no date and may be earlier").is_some_and(|(n, _)| n.parse::<u64>().is_ok()) {
            let n = self.until(" copies have no date and may be earlier")?;
            self.tell(format!("{n} copies have no date and may be earlier."));
        } else {
            let document = self.document()?;
            self.named = None;
            let copy = self.mark(document);
            self.skip(" consists of this text (").then_some(())?;
            let whole = self.until(" of its words), here it is ")?;
            let here = std::mem::take(&mut self.rest);
            self.tell(format!("{copy} consists of this text ({whole} of its words); of this document it is {here}."));
        }
        Some(())
    }
}

/// An instant of the tables as the page writes it.
fn time(text: &str) -> Option<String> {
    let second = text.parse::<Timestamp>().ok()?.as_second();
    Some(Interval { from: second, to: second }.short())
}

/// Sentences of [`reasons`] about a passage of this document, as HTML.
pub(super) fn html(index: &Index<'_>, document: u32, sentences: &str) -> String {
    let when = |doc: u32| index.when[at(doc)].map_or_else(|| "undated".to_owned(), Interval::short);
    let mut out = String::new();
    let mut rest = sentences;
    while let Some((before, marked)) = rest.find([STRONG, DOCUMENT, OWN_TIME]).map(|start| rest.split_at(start)) {
        let Some((mark, behind)) = marked.split_once(PLAIN) else { break };
        escape_into(&mut out, &before.replace('\n', " "));
        let inside = mark.trim_start_matches([STRONG, DOCUMENT, OWN_TIME]);
        match (mark.chars().next(), inside.parse::<u32>()) {
            (Some(OWN_TIME), _) => escape_into(&mut out, &when(document)),
            (Some(DOCUMENT), Ok(doc)) if at(doc) < index.when.len() => {
                out.push_str(&plain::document(index, doc));
                escape_into(&mut out, &format!(" ({})", when(doc)));
            }
            _ => out.push_str(&format!("<b>{}</b>", escape(inside))),
        }
        rest = behind;
    }
    escape_into(&mut out, &rest.replace('\n', " "));
    out
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    /// The sentences that an evidence of the first passage becomes.
    fn told(evidence: &str) -> String {
        let mut run = fixtures::small();
        run.passages.change(|row| row.evidence = evidence.into());
        reasons(&Index::new(&run).unwrap(), 0).replace([STRONG, PLAIN], "*")
    }

    #[test]
    fn a_credit_names_its_words_and_its_copy_once() {
        let evidence = "credits Nordwire (“(Nordwire)”, characters 5 to 15, rule dateline), whose copy is nordwire/0304-17.txt \
            (2024-03-04T12:42:00Z to 2024-03-04T12:42:59Z); published 2024-03-04T14:10:00Z, later than nordwire/0304-17.txt \
            (2024-03-04T12:42:00Z to 2024-03-04T12:42:59Z)";
        let expected = "Credits *Nordwire*: “(Nordwire)”, in its dateline.\nIts copy is \u{3}4*.\nPublished \u{4}*, later than that copy.";
        assert_eq!(told(evidence), expected);
        let evidence = "credits A, of the same owner (in the mark-up, rule canonical-link), which has no copy here; \
            no later than 2024-03-05T10:00:00Z is known";
        let expected = "Credits *A*, of the same owner: in the mark-up.\nIt has no copy here.\nUndated; published no later than 5 Mar 2024, 10:00 UTC.";
        assert_eq!(told(evidence), expected);
    }

    #[test]
    fn ties_and_caveats_are_sentences_of_their_own() {
        let evidence = "published 2024-03-04T10:00:00Z to 2024-03-06T11:59:59Z; may be the first, as may courier/ferry.html (no date), \
            gazette/bridge.html (2024-03-04T14:10:00Z), 12 more; 3 copies have no date and may be earlier";
        let expected =
            "Published \u{4}*; may be the first, as may \u{3}1*, \u{3}2* and 12 more.\n3 copies have no date and may be earlier.";
        assert_eq!(told(evidence), expected);
    }

    #[test]
    fn copies_of_one_outlet_and_who_names_an_undated_source_are_told_so() {
        let evidence = "published 2024-03-05T05:30:00Z, before every dated copy; the next is nordwire/0304-17.txt (2024-03-04T12:42:00Z)";
        assert_eq!(told(evidence), "Published \u{4}*, before every other dated copy; the next is \u{3}4*.");
        let evidence = "published 2024-03-05T05:30:00Z, before the other dated copies, which does not make it the first; one copy has no date and may be earlier";
        assert_eq!(
            told(evidence),
            "Published \u{4}*, before the other dated copies, which does not make it the first.\nOne copy has no date and may be earlier."
        );
    }

    #[test]
    fn the_source_that_is_named_by_its_date_is_told_with_its_grounds() {
        let evidence = "published 2024-03-05T05:30:00Z, later than nordwire/0304-17.txt (2024-03-04T12:42:00Z); of the earlier copies \
            nordwire/0304-17.txt (2024-03-04T12:42:00Z), the same outlet is named as source: certainly earlier and most like it (94% of the words)";
        let expected = "Published \u{4}*, later than \u{3}4*.\nThat copy, of the same outlet, is taken for the source: certainly earlier and most alike, 94% of the words.";
        assert_eq!(told(evidence), expected);
        let evidence = "no date is known; ledger/brief.txt (no date) consists of this text (91% of its words), here it is 12%";
        assert_eq!(told(evidence), "No date is known.\n\u{3}3* consists of this text (91% of its words); of this document it is 12%.");
    }

    #[test]
    fn what_has_another_form_is_told_as_it_is_and_nothing_hostile_is_read_as_a_mark() {
        assert_eq!(told("published long ago; \u{3}9\u{2}"), "published long ago;  9 ");
        let run = fixtures::small();
        let index = Index::new(&run).unwrap();
        assert_eq!(html(&index, 4, "a \u{4}\u{2} <b> \u{1}x&\u{2}\ny"), "a 4 Mar 2024, 12:42 UTC &lt;b&gt; <b>x&amp;</b> y");
        assert!(html(&index, 4, "\u{3}99\u{2}").contains("99"));
    }
}
