//! What a page has room for: blocks are offered one after another, those first that a reader misses most.

use super::columns::Blocks;
use super::index::Index;
use super::pairs::{self, PassagesOf};
use super::stories::Story;
use super::words::{number, plural};
use super::{Redact, tables};

/// The blocks taken so far, and the bytes that are left.
pub(super) struct Shelf {
    pub blocks: Blocks,
    pub left: u64,
    pub missing: Vec<String>,
}

impl Shelf {
    /// Takes blocks without which the page cannot be.
    pub fn take(&mut self, blocks: Blocks) {
        self.left = self.left.saturating_sub(blocks.size());
        self.blocks.extend(blocks);
    }

    /// Takes blocks if they fit; else says what is missing.
    pub fn offer(&mut self, blocks: Blocks, missing: &str) {
        if blocks.size() <= self.left {
            self.take(blocks);
        } else {
            self.missing.push(missing.to_owned());
        }
    }
}

/// Names and sentences.
pub(super) struct Words {
    ids: Blocks,
    urls: Blocks,
    pub titles: Vec<String>,
    told: Blocks,
    evidence: Blocks,
}

impl Words {
    pub fn new(index: &Index<'_>, stories: &[Story]) -> Self {
        let ((evidence, titles), ((ids, urls), told)) = rayon::join(
            || rayon::join(|| tables::evidence(index), || tables::titles(index)),
            || rayon::join(|| tables::names(index), || tables::told(index, stories)),
        );
        Self { ids, urls, titles, told, evidence }
    }
}

/// Offers names and sentences, those first that a reader misses most.
pub(super) fn shelve_words(index: &Index<'_>, words: Words, whole_titles: Blocks, redact: Redact, shelf: &mut Shelf) {
    let gone = |what: &str, table: &str| format!("{what}, for the size of the page: see the table <code>{table}</code>.");
    let Words { ids, urls, titles, told, evidence } = words;
    shelf.offer(ids, &gone("The documents’ ids", "documents"));
    let room = shelf.left;
    shelf.offer(tables::fitting_titles(&titles, whole_titles, room), &gone("The documents’ titles", "documents"));
    shelf.offer(tables::credits(index), &gone("Whom the documents credit", "credits"));
    shelf.offer(told, "The sentences about each story, for the size of the page: its list of copies says the same.");
    if redact == Redact::None {
        shelf.offer(evidence, &gone("The evidence of each passage", "passages"));
    }
    shelf.offer(urls, &gone("The documents’ addresses", "documents"));
}

/// The pairs, before it is known how many of them fit.
pub(super) struct AllPairs {
    passages: PassagesOf,
    rows: Vec<u32>,
    blocks: Blocks,
    scale: u32,
}

impl AllPairs {
    pub fn new(index: &Index<'_>) -> Self {
        let passages = PassagesOf::new(index);
        let rows = pairs::best(&index.run.pairs, index.run.pairs.len());
        let (blocks, scale) = pairs::blocks(index, &rows, &passages);
        Self { passages, rows, blocks, scale }
    }
}

/// Takes all pairs, or as many with the highest scores as fit.
pub(super) fn shelve_pairs(index: &Index<'_>, pairs: AllPairs, shelf: &mut Shelf) -> (Vec<u32>, u32) {
    let all = index.run.pairs.len();
    let AllPairs { passages, mut rows, mut blocks, mut scale } = pairs;
    while blocks.size() > shelf.left && !rows.is_empty() {
        // Rows compress unequally, so that a share of the bytes is only nearly that share of the rows.
        let share = shelf.left as f64 / blocks.size() as f64 * 0.95;
        let fewer = ((rows.len() as f64 * share) as usize).min(rows.len() - 1);
        rows = pairs::best(&index.run.pairs, if fewer < 100 { 0 } else { fewer });
        (blocks, scale) = pairs::blocks(index, &rows, &passages);
    }
    shelf.take(blocks);
    if rows.len() < all {
        shelf.missing.push(format!(
            "{} of {}: those with the lowest scores, for the size of the page. They stand in the table <code>pairs</code>.",
            plural((all - rows.len()) as u64, "pair", "pairs"),
            number(all as u64)
        ));
    }
    (rows, scale)
}
