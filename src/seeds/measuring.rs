//! The anchors of some documents: the run of equal words through each, and which of them can lead to a pair.

use std::cell::RefCell;
use std::ops::Range;

use rayon::prelude::*;

use super::anchor::{Anchor, by_documents};
use super::block::Block;
use super::buckets::{Bounds, Parted};
use super::crossing::Crossing;
use super::forms;
use super::others::Others;
use super::pairing::{Candidates, Pairing};
use super::postings::Posting;
use super::promise::{Promising, ShortRun, may_be_chained};
use super::surroundings::{Brief, Kept, Mark, NEIGHBOURS, Seeded, Standing, Surroundings, is_long};
use crate::observer::Observer;
use crate::room::Record;

thread_local! {
    /// The words of one document after another.
    static BRIEFS: RefCell<Vec<Brief>> = RefCell::default();
}

/// What documents found.
#[derive(Default)]
pub(super) struct Gathered {
    pub candidates: Candidates,
    /// Pairs of documents between which the anchors lie.
    pub document_pairs: u64,
}

impl Gathered {
    /// What all of these parts found, one behind the other.
    pub fn joined(parts: Vec<Self>) -> Self {
        let document_pairs = parts.iter().map(|part| part.document_pairs).sum();
        Self { candidates: Candidates::joined(parts.into_iter().map(|part| part.candidates).collect()), document_pairs }
    }
}

/// An anchor and the run through it, as one number that sorts as anchors do: the number of the left document among those of its block, the right document, both
/// places, and three bits for the run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found(u128);

impl Found {
    const SHORT: u8 = 4;

    fn new(left: u32, anchor: &Anchor, standing: Standing) -> Self {
        let run = match standing {
            Standing::Promising => 0,
            Standing::Short { back, ahead } => Self::SHORT | back << 1 | ahead,
        };
        Self(u128::from(left) << 99 | anchor.key() << 32 >> 29 | u128::from(run))
    }

    pub fn left(self) -> u32 {
        (self.0 >> 99) as u32
    }

    /// The document on the left and that on the right.
    fn documents(self) -> u64 {
        (self.0 >> 67) as u64
    }

    fn right(self) -> u32 {
        (self.0 >> 67) as u32
    }

    fn left_position(self) -> u32 {
        (self.0 >> 35) as u32
    }

    fn right_position(self) -> u32 {
        (self.0 >> 3) as u32
    }

    fn standing(self) -> Standing {
        let run = self.0 as u8 & 7;
        if run & Self::SHORT == 0 { Standing::Promising } else { Standing::Short { back: run >> 1 & 1, ahead: run & 1 } }
    }
}

impl Record for Found {
    type Bytes = [u8; 16];

    fn bytes(&self) -> [u8; 16] {
        self.0.to_le_bytes()
    }

    fn of(bytes: [u8; 16]) -> Self {
        Self(u128::from_le_bytes(bytes))
    }
}

/// What anchors are measured by.
#[derive(Clone, Copy)]
pub(super) struct Measuring<'a> {
    pub pairing: &'a Pairing<'a>,
    pub promising: Promising<'a>,
    /// Asked for whether all is to stop: what is found from then on goes nowhere.
    pub observer: &'a dyn Observer,
}

impl Measuring<'_> {
    /// What is kept of less places.
    pub fn bounds(&self) -> Bounds {
        let config = self.pairing.config;
        Bounds { occurrences: config.occurrences, documents: config.document_bound.min(config.complete) }
    }

    /// Tells of the places of one document's seeds, with what stands around them.
    pub fn seeded(&self, own: &[Posting], tell: &mut dyn FnMut(Seeded)) {
        let Some(document) = own.first().map(|posting| posting.document as usize) else { return };
        let Self { pairing, promising, .. } = *self;
        let (text, tokens) = (promising.texts[document], &pairing.documents[document]);
        BRIEFS.with_borrow_mut(|briefs| {
            briefs.clear();
            let mut of = |position: u32| {
                if briefs.is_empty() {
                    Brief::all(text, tokens, briefs);
                }
                Surroundings::of(briefs, position, pairing.config.words)
            };
            for &posting in own {
                let is_form = pairing.forms.holds(tokens, posting.position);
                // A form is told by its numbers, and in a table nearly all seeds are forms. Only over a compound can another seed be equal to one.
                let is_told = is_form && tokens.hyphened.is_empty();
                let mut around = if is_told { Surroundings::default() } else { of(posting.position) };
                if is_form {
                    around.mark_form(forms::around(tokens, posting.position, pairing.config.words));
                }
                tell(Seeded { posting, around });
            }
        });
    }

    /// Tells of the anchors of some documents by the seeds of a bucket, each with its left document, until somebody has an error. `first_of` says by which
    /// one that is numbered.
    #[inline]
    pub fn find<E>(
        &self,
        kept: &[Kept],
        documents: Range<usize>,
        first_of: impl Fn(usize) -> usize,
        mut tell: impl FnMut(Found, usize) -> Result<(), E>,
    ) -> Result<(), E> {
        let (places, config) = (self.pairing.places, self.pairing.config);
        for same in Kept::by_seed(kept) {
            if same.first().is_some_and(|place| place.around.is_marked(Mark::Repeated)) {
                self.find_repeated(same, &documents, &first_of, &mut tell)?;
                continue;
            }
            for (n, left) in same.iter().enumerate() {
                let document = left.document as usize;
                if document >= documents.end {
                    break;
                }
                if document < documents.start {
                    continue;
                }
                let (outlet, first) = (places[document].outlet, first_of(document));
                for right in &same[n + 1..] {
                    let other = right.document as usize;
                    if config.same_outlet || other == document || places[other].outlet != outlet {
                        tell(self.measured(left, right, first), document)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The same of the places of one seed that documents repeat.
    fn find_repeated<E>(
        &self,
        same: &[Kept],
        documents: &Range<usize>,
        first_of: impl Fn(usize) -> usize,
        mut tell: impl FnMut(Found, usize) -> Result<(), E>,
    ) -> Result<(), E> {
        let (places, config) = (self.pairing.places, self.pairing.config);
        let entries: Vec<&[Kept]> = same.chunk_by(|a, b| a.document == b.document).collect();
        for (n, own) in entries.iter().enumerate() {
            let document = own[0].document as usize;
            if !documents.contains(&document) {
                continue;
            }
            let (outlet, first) = (places[document].outlet, first_of(document));
            for (left, right) in Crossing::One(own.len()).pairs(config.crossings) {
                tell(self.measured(&own[left], &own[right], first), document)?;
            }
            for others in
                entries[n + 1..].iter().filter(|others| config.same_outlet || places[others[0].document as usize].outlet != outlet)
            {
                for (left, right) in Crossing::Two(own.len(), others.len()).pairs(config.crossings) {
                    tell(self.measured(&own[left], &others[right], first), document)?;
                }
            }
        }
        Ok(())
    }

    /// The anchors that are kept of those of a block, which are numbered by document `first`, with those that other rules make; by the parts of the block.
    pub fn gathered(
        &self,
        block: &Block,
        first: usize,
        found: &[Parted<Found>],
        others: &Others,
        wanted: &(dyn Fn(u32, u32) -> bool + Sync),
    ) -> Vec<Gathered> {
        (0..block.parts())
            .into_par_iter()
            .map(|part| {
                let mut own = Parted::joined(found, part);
                let of_seeds = own.len();
                self.find_others(others, block.documents_of(part), first, &mut own);
                // The others come in order: where most do, sorting goes by what is in order already.
                if own.len() > 2 * of_seeds {
                    own.sort();
                } else {
                    own.sort_unstable();
                }
                self.kept(first, &own, wanted)
            })
            .collect()
    }

    /// Adds the anchors of some documents that other rules make. `first` is the first document of the block.
    fn find_others(&self, others: &Others, documents: Range<usize>, first: usize, found: &mut Vec<Found>) {
        let of = |document: u32, position: u32| {
            let (text, tokens) = (self.promising.texts[document as usize], &self.pairing.documents[document as usize]);
            let around = Surroundings::of_one(text, tokens, position, self.pairing.config.words);
            Kept { document, position, around }
        };
        for pair in others.of_left(documents).flat_map(by_documents) {
            // One promising anchor is enough for all of two documents.
            let mut is_promising = false;
            for anchor in pair {
                let own = if is_promising || self.is_long(anchor) {
                    Found::new(anchor.left - place(first), anchor, Standing::Promising)
                } else {
                    self.measured(&of(anchor.left, anchor.left_position), &of(anchor.right, anchor.right_position), first)
                };
                is_promising = own.standing() == Standing::Promising;
                found.push(own);
            }
        }
    }

    /// Whether the run through an anchor is long by the words beside the seed: where it is, no more need be known of them.
    fn is_long(&self, anchor: &Anchor) -> bool {
        let [left, right] = [anchor.left, anchor.right].map(|document| &self.pairing.documents[document as usize].hashes);
        let (l, r, words) = (anchor.left_position as usize, anchor.right_position as usize, self.pairing.config.words);
        let back = left[..l].iter().rev().zip(right[..r].iter().rev()).take(NEIGHBOURS).take_while(|(a, b)| a == b).count();
        let ahead = left.iter().skip(l + words).zip(right.iter().skip(r + words)).take(NEIGHBOURS).take_while(|(a, b)| a == b).count();
        is_long(back, words, ahead, self.promising.least.run)
    }

    /// The anchor of two places. `first` is the first document of the block.
    #[inline]
    fn measured(&self, left: &Kept, right: &Kept, first: usize) -> Found {
        let goes_on = |back: usize, ahead: usize| {
            let (back, ahead) = (place(back), place(self.pairing.config.words + ahead));
            let at = |words: fn(u32, u32) -> u32, by: u32| (words(left.position, by), words(right.position, by));
            (self.promising.goes_on)((left.document, right.document), at(|p, n| p - n, back), at(|p, n| p + n, ahead))
        };
        let anchor = Anchor { left: left.document, right: right.document, left_position: left.position, right_position: right.position };
        let standing = left.around.standing(&right.around, self.pairing.config.words, self.promising.least.run, goes_on);
        Found::new(left.document - place(first), &anchor, standing)
    }

    /// Those of the sorted anchors of a part that can lead to a pair. `first` is the first document of the block.
    fn kept(&self, first: usize, found: &[Found], wanted: &(dyn Fn(u32, u32) -> bool + Sync)) -> Gathered {
        let Gathered { mut candidates, mut document_pairs } = Gathered::default();
        let mut runs = Vec::new();
        for pair in found.chunk_by(|a, b| a.documents() == b.documents()) {
            let (left, right) = (place(first) + pair[0].left(), pair[0].right());
            if !self.is_promising(pair, &mut runs) {
                candidates.hopeless += pair.len() as u64;
            } else if left == right || wanted(left, right) {
                let anchor = |f: &Found| Anchor { left, right, left_position: f.left_position(), right_position: f.right_position() };
                candidates.anchors.extend(pair.iter().map(anchor));
                document_pairs += 1;
            } else {
                candidates.capped.left_out += 1;
            }
        }
        Gathered { candidates, document_pairs }
    }

    /// Whether two documents with these anchors can become a pair.
    fn is_promising(&self, pair: &[Found], runs: &mut Vec<ShortRun>) -> bool {
        if pair.iter().any(|found| found.standing() == Standing::Promising) {
            return true;
        }
        runs.clear();
        runs.extend(pair.iter().filter_map(|found| match found.standing() {
            Standing::Promising => None,
            Standing::Short { back, ahead } => {
                let (back, ahead) = (u32::from(back), u32::from(ahead));
                let words = back + place(self.pairing.config.words) + ahead;
                Some((found.left_position() - back, found.right_position() - back, words))
            }
        }));
        may_be_chained(runs, self.promising.least)
    }
}

pub(super) fn place(n: usize) -> u32 {
    u32::try_from(n).expect("a place in a text of less than 4 GiB, one of fewer documents than 2^32")
}
