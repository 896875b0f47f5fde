//! The worst misses and false alarms, with their text.

use std::cmp::Ordering;

use serde::Serialize;

use crate::report::Run;
use crate::span::{Chars, Span};
use crate::text::CharIndex;

/// Something that the gold and the run do not agree on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mistake {
    /// Its class, kind or similarity, in words.
    pub about: String,
    /// Share of it that the other side has, 0 to 1.
    pub share: f64,
    /// One side.
    pub left: Place,
    /// The other.
    pub right: Place,
}

/// A span of a document, or a whole one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// The document's id.
    pub doc: String,
    /// Who published it, where the run knows the document.
    pub outlet: Option<String>,
    /// First code point.
    pub start: u32,
    /// Behind the last.
    pub end: u32,
    /// The text, its middle left out where it is long. `None` where the run has no text, or a shorter one.
    pub text: Option<String>,
}

/// Makes places of one run.
pub(super) struct Places<'a> {
    pub(super) run: &'a Run,
    /// Characters of text that are shown.
    pub(super) most: usize,
}

impl Places<'_> {
    /// A span of the document called `doc`, which is number `document` of the run; `None` stands for the whole text.
    pub(super) fn place(&self, doc: &str, document: u32, span: Option<Span<Chars>>) -> Place {
        let row = self.run.documents.get(document as usize);
        let text = row.and_then(|row| {
            // Both tables are sorted by id.
            let at = self.run.texts.binary_search_by(|text| text.doc.cmp(&row.doc)).ok()?;
            Some(&*self.run.texts[at].text)
        });
        let length = |text: &str| u32::try_from(text.chars().count()).expect("a text is shorter than 4 GiB");
        let whole = text.map_or(0, length);
        let span = span.unwrap_or_else(|| Span::new(0, whole));
        Place {
            doc: row.map_or_else(|| doc.to_owned(), |row| row.doc.to_string()),
            outlet: row.map(|row| row.outlet.to_string()),
            start: span.start,
            end: span.end,
            text: text.filter(|_| span.end <= whole).map(|text| excerpt(CharIndex::new(text).text_of(span), self.most)),
        }
    }
}

/// The first `most` in this order, in which no two are equal. There may be very many, and few are shown: the others are not put in order.
pub(super) fn first<T>(mut all: Vec<T>, most: usize, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    if most < all.len() {
        all.select_nth_unstable_by(most, &order);
        all.truncate(most);
    }
    all.sort_by(order);
    all
}

/// At most `most` characters: the first and the last, with `[…]` between them; white space becomes one blank.
fn excerpt(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let count = text.chars().count();
    if count <= most {
        return text;
    }
    let head: String = text.chars().take(most / 2).collect();
    let tail: String = text.chars().skip(count - most / 2).collect();
    format!("{head} […] {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_are_those_of_all_in_order(all in prop::collection::btree_set(0u32..99, 0..30), most in 0usize..40) {
            // Backwards, and turned in the middle.
            let mut given: Vec<u32> = all.iter().rev().copied().collect();
            given.rotate_left(all.len() / 2);
            let expected: Vec<u32> = all.into_iter().take(most).collect();
            prop_assert_eq!(first(given, most, u32::cmp), expected);
        }
    }

    #[test]
    fn a_long_text_loses_its_middle() {
        assert_eq!(excerpt("one\n two  three", 40), "one two three");
        assert_eq!(excerpt("abcdefghij", 4), "ab […] ij");
    }
}
