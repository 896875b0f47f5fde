//! From a text to what is kept of it: a digest, its number of words, and the keys of its sketch's bands.

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use super::dates::Dates;
use super::{DedupConfig, Keep, Unit};
use crate::attribute::Publication;
use crate::attribute::dates::publication;
use crate::lsh::{Banding, band_key};
use crate::read::{Document, Passing, Taker};
use crate::sketch::{InstructionSet, MinHasher, shingle_values};
use crate::span::{Bytes, Span};
use crate::text::{paragraphs, plain_words};

/// A document or a paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Item {
    /// Digest of its text: equal ones are copies.
    pub text: u128,
    /// Lowest first among near-duplicates, before their ids.
    pub preference: u64,
    /// Number of its document: in the batch, then in the corpus.
    pub document: u32,
    pub words: u32,
    /// From its first word to behind its last one, in code points of the document's text.
    pub chars: Span<crate::span::Chars>,
    /// The text that its words are cut from, in bytes of the document's text.
    pub bytes: Span<Bytes>,
}

/// What a batch knows of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BatchDocument {
    /// End of its id in `Batch::ids`; ids that a document does not have are empty.
    pub id_end: u64,
    pub number: u64,
    pub record: (u64, u64),
    /// Place of its text in `Batch::texts`, where it cannot be read again.
    pub text: (u64, u64),
}

/// Some consecutive documents.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub ids: Vec<u8>,
    pub documents: Vec<BatchDocument>,
    pub items: Vec<Item>,
    /// One key a band, item by item.
    pub keys: Vec<u64>,
    pub texts: Vec<u8>,
    /// What the first document was decoded from, where that is told.
    pub encoding: Option<Arc<str>>,
    /// What their dates have told, where those matter.
    pub dates: Dates,
}

/// Working space of a thread.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    words: Vec<u64>,
    values: Vec<u32>,
    rows: Vec<u32>,
}

/// Makes items of documents.
pub(super) struct Sketching {
    unit: Unit,
    keep: Keep,
    shingle: usize,
    min_words: u32,
    banding: Banding,
    hasher: MinHasher,
}

impl Sketching {
    pub fn new(config: &DedupConfig, banding: Banding) -> Self {
        Self::with_instruction_set(config, banding, InstructionSet::best())
    }

    pub fn with_instruction_set(config: &DedupConfig, banding: Banding, set: InstructionSet) -> Self {
        Self {
            unit: config.unit,
            keep: config.keep,
            shingle: config.shingle,
            min_words: config.min_words,
            banding,
            // Permutations that fill the kernel's registers and belong to no band cost nothing.
            hasher: MinHasher::with_instruction_set(banding.slots().next_multiple_of(32), set),
        }
    }

    /// Adds an item and its keys. `behind` is a place of the text before the item, in bytes and in code points; it is moved to the item's end, so that no
    /// text is counted twice.
    fn item(&self, scratch: &mut Scratch, batch: &mut Batch, text: &str, bytes: Span<Bytes>, of_document: u64, behind: &mut (u32, u32)) {
        let inside = &text[bytes.range()];
        scratch.words.clear();
        let of_words = plain_words(inside, &mut scratch.words);
        let words = count(scratch.words.len());
        let between = &text.as_bytes()[behind.0 as usize..(bytes.start + of_words.start) as usize];
        let start = behind.1 + chars(between);
        let end = start + chars(&inside.as_bytes()[of_words.range()]);
        *behind = (bytes.start + of_words.end, end);
        let preference = match self.keep {
            Keep::First | Keep::Earliest => of_document,
            Keep::Longest => u64::from(u32::MAX - words),
            Keep::Richest => of_document << 32 | u64::from(u32::MAX - words),
        };
        let document = count(batch.documents.len());
        batch.items.push(Item { text: xxh3_128(inside.as_bytes()), preference, document, words, chars: Span::new(start, end), bytes });
        if words == 0 || words < self.min_words {
            batch.keys.resize(batch.keys.len() + self.banding.bands, 0);
            return;
        }
        shingle_values(&scratch.words, self.shingle, &mut scratch.values);
        scratch.rows.clear();
        scratch.rows.resize(self.hasher.slots(), u32::MAX);
        self.hasher.lower(&scratch.values, &mut scratch.rows);
        let bands = scratch.rows.chunks_exact(self.banding.rows).take(self.banding.bands);
        batch.keys.extend(bands.zip(0u64..).map(|(rows, band)| band_key(rows, band)));
    }
}

impl Taker for Sketching {
    type Scratch = Scratch;
    type Batch = Batch;

    fn wants_documents(&self) -> bool {
        matches!(self.keep, Keep::Earliest | Keep::Richest)
    }

    fn take(&self, scratch: &mut Scratch, batch: &mut Batch, passing: &Passing<'_>) {
        let text = passing.text;
        if batch.encoding.is_none() {
            batch.encoding = passing.document.map(|document| Arc::clone(&document.encoding));
        }
        let of_document = match (self.keep, passing.document) {
            (Keep::Earliest, Some(document)) => {
                let publication = publication(document);
                batch.dates.see(count(batch.documents.len()), document, &publication);
                earliness(&publication)
            }
            (Keep::Richest, Some(document)) => u64::from(u32::MAX) - filled(document),
            _ => 0,
        };
        let mut behind = (0, 0);
        match self.unit {
            Unit::Document => self.item(scratch, batch, text, Span::new(0, count(text.len())), of_document, &mut behind),
            Unit::Paragraph => {
                for paragraph in paragraphs(text) {
                    self.item(scratch, batch, text, paragraph, of_document, &mut behind);
                }
            }
        }
        batch.ids.extend_from_slice(passing.id.unwrap_or_default().as_bytes());
        let at = batch.texts.len() as u64;
        if !passing.can_seek {
            batch.texts.extend_from_slice(text.as_bytes());
        }
        batch.documents.push(BatchDocument {
            id_end: batch.ids.len() as u64,
            number: passing.number,
            record: passing.record,
            text: (at, batch.texts.len() as u64 - at),
        });
    }
}

/// The first instant that a document can have been published at, as an order; what is undated comes last.
fn earliness(publication: &Publication) -> u64 {
    publication.interval().map_or(u64::MAX, |interval| interval.from.as_second().cast_unsigned() ^ (1 << 63))
}

/// How many fields the input fills.
fn filled(document: &Document) -> u64 {
    let named = [&document.outlet, &document.title, &document.url, &document.language].into_iter().flatten();
    let date = document.date.iter().map(|(_, value)| value);
    named.chain(date).chain(document.meta.values()).filter(|value| is_filled(value)).count() as u64
}

/// Whether a value says anything: an empty text, null, and a list or an object that holds nothing else do not.
fn is_filled(value: &str) -> bool {
    let value = value.trim();
    if value.starts_with(['[', '{']) {
        // Of a text that only begins like a list it is enough that it is one.
        return serde_json::from_str(value).map_or(true, |value| says_something(&value));
    }
    !value.is_empty() && value != "null"
}

fn says_something(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(all) => all.iter().any(says_something),
        Value::Object(fields) => fields.values().any(says_something),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// Code points in a piece of a text.
fn chars(text: &[u8]) -> u32 {
    // Not `chars().count()`: sums that fit a byte are made of many bytes at a time.
    let few = |some: &[u8]| usize::from(some.iter().map(|byte| u8::from(byte & 0xC0 != 0x80)).sum::<u8>());
    count(text.chunks(usize::from(u8::MAX)).map(few).sum())
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_filled_that_says_something() {
        for value in ["x", "0", "false", "[1]", "{\"a\": {\"b\": [\"x\"]}}", "[sic] a note", "{"] {
            assert!(is_filled(value), "{value}");
        }
        for value in ["", " \t", "null", "[]", "{ }", "[ [], {} ]", "[\"\", null]", "{\"a\": {\"b\": [\" \"]}}"] {
            assert!(!is_filled(value), "{value}");
        }
    }
}
