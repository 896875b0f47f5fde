//! The anchors of each document with those after it, and which of them are kept.
//!
//! Most seeds stand in few documents and pair all of these. Some thousand documents at a time find their anchors: the places of all seeds are gone through in order,
//! the run of equal words is measured at each two places, and what was found is parted by the left document, so that each part is sorted in a core's own
//! cache. Only anchors that can lead to a pair ([`promise`](super::promise)) are stored, and they come in order, with [`others`](super::others).
//!
//! Where memory does not hold the places of all seeds, [`dealing`](super::dealing) finds the same anchors.

use std::convert::Infallible;
use std::ops::Range;
use std::sync::atomic::AtomicU64;

use rayon::prelude::*;

use super::block::Block;
use super::buckets::{Buckets, Parted, Seeds, by_seed};
use super::marking::{mark_places, take_rare};
use super::measuring::{Gathered, Measuring};
use super::others::Others;
use super::pairing::{Candidates, Capped};
use super::postings::Posting;
use super::surroundings::{Kept, Seeded};
use crate::room::give_back;

/// Anchors that are found at once, at least: half a megabyte a core would do, fewer and larger blocks are gone through the places less often. Small
/// texts of tests need more than one block as well.
const BLOCK: u64 = if cfg!(test) { 8 } else { 1 << 21 };
/// Bytes that each of them takes while they are sorted and kept, with what is brought together of as many before them.
const FOUND: u64 = 64;

/// Places go when they are those of one in so many of the documents whose places are held, so that each is moved a few times at most.
const PART_DROPPED: usize = 4;

/// What is known before documents look for anchors.
pub(super) struct Gathering<'a> {
    measuring: Measuring<'a>,
    /// The places of seeds that pair all their documents, those of one in one bucket.
    buckets: Vec<Vec<Kept>>,
    /// The first document whose places are held.
    first: usize,
    /// Anchors that a document has with itself and those after it, at most.
    counts: Vec<u64>,
    /// Anchors that other rules make.
    others: Others,
    capped: Capped,
}

impl<'a> Gathering<'a> {
    pub(super) fn of(measuring: Measuring<'a>, seeds: Seeds) -> Self {
        let Measuring { pairing, promising, observer } = measuring;
        let Buckets { places: mut buckets, mut frequent, in_order, cut, edges } =
            seeds.in_buckets(|own: &[Posting], tell: &mut dyn FnMut(Seeded)| measuring.seeded(own, tell));
        buckets.par_iter_mut().zip(&mut frequent).for_each(|(places, frequent)| take_rare(pairing, &promising, frequent, places));
        let near = pairing.near(&slices(&buckets), &slices(&frequent), &in_order);
        drop(in_order);
        let counts: Vec<AtomicU64> = pairing.documents.iter().map(|_| AtomicU64::new(0)).collect();
        let mark = |mut places: Vec<Seeded>| {
            if observer.interrupted() {
                places.clear();
            }
            (mark_places(pairing, near.as_ref(), &mut places, &counts), Kept::all(&places))
        };
        let (mut parts, buckets): (Vec<Candidates>, Vec<Vec<Kept>>) = buckets.into_par_iter().map(mark).unzip();
        parts.par_extend(frequent.into_par_iter().map(|places| {
            let mut found = Candidates::default();
            let go_on = |_: &&[Posting]| !observer.interrupted();
            by_seed(&places)
                .take_while(go_on)
                .for_each(|places| pairing.pair_places(places, near.as_ref(), &mut found.anchors, &mut found.capped));
            found
        }));
        let (others, capped) = other_anchors(parts, pairing.documents.len(), Capped { occurrences: cut, edges, ..Capped::default() });
        Self { measuring, buckets, first: 0, counts: counts_with(counts, &others), others, capped }
    }

    /// What was cut off.
    pub(super) fn capped(&self) -> Capped {
        self.capped
    }

    /// All documents, so many at a time that what they find takes no more than a part of what the places of seeds take, and of `memory` bytes.
    pub(super) fn blocks(&self, memory: u64) -> Vec<Range<usize>> {
        let places: usize = self.buckets.iter().map(Vec::len).sum();
        blocks(0..self.counts.len(), &self.counts, (places as u64 / 8).min(memory / FOUND))
    }

    /// Lets the places of documents before this one go, where they are many: these have found their anchors, and nobody behind looks for one with them.
    /// So places become fewer while anchors become more.
    pub(super) fn drop_before(&mut self, document: usize) {
        if (document - self.first) * PART_DROPPED < self.counts.len() - self.first {
            return;
        }
        self.first = document;
        self.buckets.par_iter_mut().for_each(|places| Kept::drop_before(places, document));
        give_back();
    }

    /// The anchors that are kept, of these documents with themselves and those after them that are wanted, in parts. Places of all of them must be held.
    pub(super) fn anchors_of(&self, documents: Range<usize>, wanted: &(dyn Fn(u32, u32) -> bool + Sync)) -> Vec<Gathered> {
        let block = Block::of(documents, &self.counts);
        let first = block.documents().start;
        let find = |places: &Vec<Kept>| {
            let mut found = Vec::new();
            let places: &[Kept] = if self.measuring.observer.interrupted() { &[] } else { places };
            let Ok(()) = self.measuring.find(
                places,
                block.documents(),
                |_| first,
                |anchor, _| {
                    found.push(anchor);
                    Ok::<(), Infallible>(())
                },
            );
            Parted::of(&found, block.parts(), |found| block.part(first + found.left() as usize))
        };
        let found: Vec<_> = self.buckets.par_iter().map(find).collect();
        self.measuring.gathered(&block, first, &found, &self.others, wanted)
    }
}

/// Cuts documents in blocks that find so many anchors, by what each finds at most; more where less would cost more than it saves.
pub(super) fn blocks(documents: Range<usize>, counts: &[u64], most: u64) -> Vec<Range<usize>> {
    let most = BLOCK.max(most);
    let (mut blocks, mut first, mut count) = (Vec::new(), documents.start, 0);
    for document in documents.clone() {
        let own = counts[document];
        if count > 0 && count + own > most {
            blocks.push(first..document);
            (first, count) = (document, 0);
        }
        count += own;
    }
    blocks.push(first..documents.end);
    blocks
}

/// The anchors that other rules make, and what all of them cut off. `before` is what was cut off before.
fn other_anchors(mut parts: Vec<Candidates>, documents: usize, before: Capped) -> (Others, Capped) {
    let others = Others::of(parts.iter_mut().map(|part| std::mem::take(&mut part.anchors)).collect(), 0..documents);
    (others, Candidates::joined(parts).capped.plus(before))
}

/// Anchors that each document has at most, the others among them.
fn counts_with(counts: Vec<AtomicU64>, others: &Others) -> Vec<u64> {
    let mut counts: Vec<u64> = counts.into_iter().map(AtomicU64::into_inner).collect();
    others.all().for_each(|anchor| counts[anchor.left as usize] += 1);
    counts
}

pub(super) fn slices<T>(buckets: &[Vec<T>]) -> Vec<&[T]> {
    buckets.iter().map(Vec::as_slice).collect()
}

#[cfg(test)]
mod tests {
    use super::super::promise::{Least, Promising};
    use super::super::{Place, SeedConfig, candidates, postings, promising_candidates};
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn documents_find_the_anchors_that_seeds_make(
            texts in prop::collection::vec(prop::collection::vec(prop::sample::select(vec!["the", "of", "river", "low", "boats", "7", "31", "405", "said"]), 4..60), 2..12),
            outlets in prop::collection::vec(0u32..4, 12),
            bound in 2usize..8, complete in 2usize..8, occurrences in 1usize..9, crossings in 0usize..30, repeats in 1usize..9, partners in prop_oneof![Just(4usize), Just(32)], same_outlet: bool,
        ) {
            let config = SeedConfig { document_bound: bound, complete, partners, occurrences, crossings, repeats, same_outlet, ..SeedConfig::default() };
            let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
            let places: Vec<Place> = (0..).zip(&outlets).take(tokens.len()).map(|(rank, outlet)| Place { outlet: *outlet, rank }).collect();
            let goes_on = |_: (u32, u32), _: (u32, u32), _: (u32, u32)| false;
            let all = Promising { least: Least { run: 0, runs: 0, shift: 0 }, texts: &texts, goes_on: &goes_on };
            let mut found = promising_candidates(&tokens, &places, &config, all);
            // Postings are without them.
            found.capped.edges = 0;
            prop_assert_eq!(found, candidates(&postings(&tokens, &config), &tokens, &places, &config));
        }
    }
}
