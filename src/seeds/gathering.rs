//! The anchors of each document with those after it, and which of them are kept.
//!
//! Most seeds stand in few documents and pair all of these. Some thousand documents at a time find their anchors: the places of all seeds are gone through in order,
//! the run of equal words is measured at each two places, and what was found is parted by the left document, so that each part is sorted in a core's own
//! cache. Only anchors that can lead to a pair ([`promise`](super::promise)) are stored, and they come in order, with [`others`](super::others).

use std::cell::RefCell;
use std::ops::Range;
use std::sync::atomic::AtomicU64;

use rayon::prelude::*;

use super::anchors::by_documents;
use super::buckets::{Bounds, Buckets, Parted, by_seed, in_buckets};
use super::forms;
use super::marking::{mark_places, take_rare};
use super::others::Others;
use super::pairing::{Anchor, Candidates, Capped, Pairing};
use super::postings::Posting;
use super::promise::{Promising, ShortRun, may_be_chained};
use super::surroundings::{Brief, Mark, NEIGHBOURS, Seeded, Standing, Surroundings, is_long};

/// Anchors that are found at once, at least: half a megabyte a core would do, fewer and larger blocks are gone through the places less often.
const BLOCK: u64 = 1 << 21;
/// Bytes that each of them takes while they are sorted and kept.
const FOUND: u64 = 48;
/// Anchors of one part of them, about.
const PART: u64 = 1 << 15;

thread_local! {
    /// The words of one document after another.
    static BRIEFS: RefCell<Vec<Brief>> = RefCell::default();
}

/// What is known before documents look for anchors.
pub(super) struct Gathering<'a> {
    pairing: &'a Pairing<'a>,
    promising: Promising<'a>,
    /// The places of all seeds, those of one in one bucket.
    buckets: Vec<Vec<Seeded>>,
    /// Anchors that a document has with itself and those after it, at most.
    counts: Vec<u64>,
    /// Anchors that other rules make.
    others: Others,
    capped: Capped,
}

/// What documents found.
#[derive(Default)]
pub(super) struct Gathered {
    pub candidates: Candidates,
    /// Pairs of documents between which the anchors lie.
    pub document_pairs: u64,
}

/// An anchor and the run through it, as one number that sorts as anchors do: the number of the left document among those of its block, the right document, both
/// places, and three bits for the run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Found(u128);

impl Found {
    const SHORT: u8 = 4;

    fn new(left: u32, anchor: &Anchor, standing: Standing) -> Self {
        let run = match standing {
            Standing::Promising => 0,
            Standing::Short { back, ahead } => Self::SHORT | back << 1 | ahead,
        };
        Self(u128::from(left) << 99 | anchor.key() << 32 >> 29 | u128::from(run))
    }

    fn left(self) -> u32 {
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

/// Documents that find their anchors at once, in parts.
struct Block {
    first: usize,
    /// The part of each document.
    part: Vec<u32>,
    /// The first document of each part, and behind the last one.
    starts: Vec<usize>,
}

impl Block {
    fn of(documents: Range<usize>, counts: &[u64]) -> Self {
        let mut block = Self { first: documents.start, part: Vec::with_capacity(documents.len()), starts: vec![documents.start] };
        let mut count = 0;
        for document in documents.clone() {
            if count >= PART {
                block.starts.push(document);
                count = 0;
            }
            count += counts[document];
            block.part.push(u32::try_from(block.starts.len() - 1).expect("fewer parts than documents"));
        }
        block.starts.push(documents.end);
        block
    }

    fn documents(&self) -> Range<usize> {
        self.first..self.first + self.part.len()
    }

    fn parts(&self) -> usize {
        self.starts.len() - 1
    }
}

impl<'a> Gathering<'a> {
    pub(super) fn of(pairing: &'a Pairing<'a>, promising: Promising<'a>) -> Self {
        let seeded = |own: &[Posting], tell: &mut dyn FnMut(Seeded)| {
            let Some(document) = own.first().map(|posting| posting.document as usize) else { return };
            let (text, tokens) = (promising.texts[document], &pairing.documents[document]);
            BRIEFS.with_borrow_mut(|briefs| {
                Brief::all(text, tokens, briefs);
                for &posting in own {
                    let mut around = Surroundings::of(briefs, posting.position, pairing.config.words);
                    if pairing.forms.holds(tokens, posting.position) {
                        around.mark_form(forms::around(tokens, posting.position, pairing.config.words));
                    }
                    tell(Seeded { posting, around });
                }
            });
        };
        let config = pairing.config;
        let bounds = Bounds { occurrences: config.occurrences, documents: config.document_bound.min(config.complete) };
        let Buckets { places: mut buckets, mut frequent, in_order, cut } = in_buckets(pairing.documents, config, Some(bounds), seeded);
        buckets.par_iter_mut().zip(&mut frequent).for_each(|(places, frequent)| take_rare(pairing, &promising, frequent, places));
        let near = pairing.near(&slices(&buckets), &slices(&frequent), &in_order);
        drop(in_order);
        let counts: Vec<AtomicU64> = pairing.documents.iter().map(|_| AtomicU64::new(0)).collect();
        let mut parts: Vec<Candidates> =
            buckets.par_iter_mut().map(|places| mark_places(pairing, near.as_ref(), places, &counts)).collect();
        parts.par_extend(frequent.into_par_iter().map(|places| {
            let mut found = Candidates::default();
            by_seed(&places).for_each(|places| pairing.pair_places(places, near.as_ref(), &mut found.anchors, &mut found.capped));
            found
        }));
        let others = Others::of(parts.iter_mut().map(|part| std::mem::take(&mut part.anchors)).collect(), pairing.documents.len());
        let capped = Candidates::joined(parts).capped.plus(Capped { occurrences: cut, ..Capped::default() });
        let mut counts: Vec<u64> = counts.into_iter().map(AtomicU64::into_inner).collect();
        others.all().for_each(|anchor| counts[anchor.left as usize] += 1);
        Self { pairing, promising, buckets, counts, others, capped }
    }

    /// What was cut off.
    pub(super) fn capped(&self) -> Capped {
        self.capped
    }

    /// All documents, so many at a time that what they find takes no more than a part of what the places of seeds take, and of `memory` bytes.
    pub(super) fn blocks(&self, memory: u64) -> Vec<Range<usize>> {
        let places: usize = self.buckets.iter().map(Vec::len).sum();
        let most = BLOCK.max((places as u64 / 4).min(memory / FOUND));
        let (mut blocks, mut first, mut count) = (Vec::new(), 0, 0);
        for (document, own) in self.counts.iter().enumerate() {
            if count > 0 && count + own > most {
                blocks.push(first..document);
                (first, count) = (document, 0);
            }
            count += own;
        }
        blocks.push(first..self.counts.len());
        blocks
    }

    /// The anchors that are kept, of these documents with themselves and those after them that are wanted.
    pub(super) fn anchors_of(&self, documents: Range<usize>, wanted: &(dyn Fn(u32, u32) -> bool + Sync)) -> Gathered {
        let block = Block::of(documents, &self.counts);
        let found: Vec<Parted<Found>> = self.buckets.par_iter().map(|places| self.find(places, &block)).collect();
        let parts: Vec<Gathered> = (0..block.parts())
            .into_par_iter()
            .map(|part| {
                let mut own = Parted::joined(&found, part);
                let of_seeds = own.len();
                self.find_others(block.starts[part]..block.starts[part + 1], block.first, &mut own);
                // The others come in order: where most do, sorting goes by what is in order already.
                if own.len() > 2 * of_seeds {
                    own.sort();
                } else {
                    own.sort_unstable();
                }
                self.kept(block.first, &own, wanted)
            })
            .collect();
        let document_pairs = parts.iter().map(|part| part.document_pairs).sum();
        Gathered { candidates: Candidates::joined(parts.into_iter().map(|part| part.candidates).collect()), document_pairs }
    }

    /// The anchors of a block by the seeds of a bucket, in parts.
    fn find(&self, seeded: &[Seeded], block: &Block) -> Parted<Found> {
        let (places, config) = (self.pairing.places, self.pairing.config);
        let documents = block.documents();
        let mut found = Vec::new();
        // The first place of a seed pairs with others where any does.
        for same in by_seed(seeded).filter(|same| same[0].around.is_marked(Mark::Pairs)) {
            for (n, left) in same.iter().enumerate() {
                let document = left.posting.document as usize;
                if document >= documents.end {
                    break;
                }
                if document < documents.start || !left.around.is_marked(Mark::Pairs) {
                    continue;
                }
                let outlet = places[document].outlet;
                for right in &same[n + 1..] {
                    let other = right.posting.document as usize;
                    let is_compared = || config.same_outlet || other == document || places[other].outlet != outlet;
                    if right.around.is_marked(Mark::Pairs) && is_compared() {
                        found.push(self.measured(left, right, block.first));
                    }
                }
            }
        }
        Parted::of(&found, block.parts(), |found| block.part[found.left() as usize] as usize)
    }

    /// Adds the anchors of some documents that other rules make. `first` is the first document of the block.
    fn find_others(&self, documents: Range<usize>, first: usize, found: &mut Vec<Found>) {
        let of = |document: u32, position: u32| {
            let (text, tokens) = (self.promising.texts[document as usize], &self.pairing.documents[document as usize]);
            let around = Surroundings::of_one(text, tokens, position, self.pairing.config.words);
            Seeded { posting: Posting { hash: 0, document, position }, around }
        };
        for pair in self.others.of_left(documents).flat_map(by_documents) {
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
    fn measured(&self, left: &Seeded, right: &Seeded, first: usize) -> Found {
        let (l, r) = (&left.posting, &right.posting);
        let goes_on = |back: usize, ahead: usize| {
            let (back, ahead) = (place(back), place(self.pairing.config.words + ahead));
            let at = |words: fn(u32, u32) -> u32, by: u32| (words(l.position, by), words(r.position, by));
            (self.promising.goes_on)((l.document, r.document), at(|p, n| p - n, back), at(|p, n| p + n, ahead))
        };
        let anchor = Anchor { left: l.document, right: r.document, left_position: l.position, right_position: r.position };
        let standing = left.around.standing(&right.around, self.pairing.config.words, self.promising.least.run, goes_on);
        Found::new(l.document - place(first), &anchor, standing)
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

fn slices<T>(buckets: &[Vec<T>]) -> Vec<&[T]> {
    buckets.iter().map(Vec::as_slice).collect()
}

fn place(n: usize) -> u32 {
    u32::try_from(n).expect("a place in a text of less than 4 GiB, one of fewer documents than 2^32")
}

#[cfg(test)]
mod tests {
    use super::super::promise::Least;
    use super::super::{Place, SeedConfig, candidates, postings, promising_candidates};
    use super::*;
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn documents_find_the_anchors_that_seeds_make(
            texts in prop::collection::vec(prop::collection::vec(prop::sample::select(vec!["the", "of", "river", "low", "boats", "7", "said"]), 4..60), 2..12),
            outlets in prop::collection::vec(0u32..4, 12),
            bound in 2usize..8, complete in 2usize..8, occurrences in 1usize..4, same_outlet: bool,
        ) {
            let config = SeedConfig { document_bound: bound, complete, partners: 4, occurrences, same_outlet, ..SeedConfig::default() };
            let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
            let places: Vec<Place> = (0..).zip(&outlets).take(tokens.len()).map(|(rank, outlet)| Place { outlet: *outlet, rank }).collect();
            let goes_on = |_: (u32, u32), _: (u32, u32), _: (u32, u32)| false;
            let all = Promising { least: Least { run: 0, runs: 0, shift: 0 }, texts: &texts, goes_on: &goes_on };
            let found = promising_candidates(&tokens, &places, &config, all);
            prop_assert_eq!(found, candidates(&postings(&tokens, &config), &tokens, &places, &config));
        }
    }
}
