//! The anchors of a corpus whose places of seeds memory does not hold.
//!
//! The places of seeds are made in the order of the documents, and dealt out by hash to parts on disk. Each part is read, sorted and marked, and finds all of
//! its anchors. What was found is dealt out by the left document to other parts, and each of these is sorted when it is read again. So each place and each
//! anchor is written and read once, and the words of documents are gone through once, in the order of the file in which they may be.

use std::ops::Range;
use std::sync::atomic::AtomicU64;

use rayon::prelude::*;

use super::anchor::Anchor;
use super::block::Block;
use super::buckets::{Parted, Seeds, by_seed};
use super::gathering::{blocks, slices};
use super::marking::{mark_places, take_rare};
use super::measuring::{Found, Gathered, Measuring, place};
use super::near::Near;
use super::others::OthersOnDisk;
use super::pairing::{Candidates, Capped};
use super::postings::Posting;
use super::sorting;
use super::surroundings::{Kept, Seeded};
use crate::error::Result;
use crate::room::{Dealt, Room, give_back, read_in_order};
use crate::text::Tokens;

/// Words of the documents of a part on disk, about, and how many parts there are: some, so that little is read at once, and few enough that what is
/// gathered of each before it is written takes little.
const WORDS: usize = 1 << 18;
const PARTS: usize = 512;
/// Anchors of a part that are read and sorted at once, about, while as many before them are written.
const SORTED: u64 = if cfg!(test) { 8 } else { 3 << 20 };
/// Anchors of a bucket that are dealt out at once.
const AT_ONCE: usize = 1 << 18;

/// What was found, on disk.
pub(super) struct Dealing<'a> {
    measuring: Measuring<'a>,
    /// The parts.
    block: Block,
    dealt: Dealt<Found>,
    /// Anchors that a document has with itself and those after it, at most.
    counts: Vec<u64>,
    /// Anchors that other rules make, in the same parts.
    others: OthersOnDisk,
    capped: Capped,
}

impl<'a> Dealing<'a> {
    /// With the files in the folder of the room.
    pub(super) fn of(measuring: Measuring<'a>, seeds: Seeds, room: &Room) -> Result<Self> {
        let Measuring { pairing, promising, observer } = measuring;
        let (documents, config) = (pairing.documents, pairing.config);
        let before = Capped { occurrences: seeds.cut, edges: seeds.edges, ..Capped::default() };
        let block = in_parts(documents);
        let dealt = Dealt::new(room, block.parts())?;
        let (mut frequent, in_order) = seeds.frequent();
        // The seeds of all other places stand in too few documents to be asked for.
        let is_any = pairing.is_any_frequent(&slices(&frequent));
        let near = is_any.then(|| Near::asked::<Seeded>(&[], &slices(&frequent), documents, config));
        let counts: Vec<AtomicU64> = documents.iter().map(|_| AtomicU64::new(0)).collect();
        let places = places_on_disk(&measuring, seeds, frequent.len(), room)?;
        // From here on words are looked at here and there.
        read_in_order(false);
        let others = OthersOnDisk::new(room, block.parts())?;
        let add = |anchors: &[Anchor]| others.add(anchors, &block, &counts);
        let of_bucket = |(n, frequent): (usize, &mut Vec<Posting>)| -> Result<Capped> {
            observer.check()?;
            let mut places = sorting::in_order(places.part(n, |_| true)?);
            take_rare(pairing, &promising, frequent, &mut places);
            near.iter().for_each(|near| near.mark_rare(&[&places[..]], documents, config));
            // None of them stands in so many documents that it has to be known where those start nothing.
            let found = mark_places(pairing, None, &mut places, &counts);
            add(&found.anchors)?;
            deal(&measuring, &Kept::all(&places), &block, &dealt)?;
            Ok(found.capped)
        };
        let of_rare: Vec<Capped> = frequent.par_iter_mut().enumerate().map(of_bucket).collect::<Result<_>>()?;
        drop(places);
        near.iter().for_each(|near| near.finish::<Seeded>((&[], &slices(&frequent), &in_order), documents, &pairing.forms, config));
        drop(in_order);
        let of_frequent = |places: Vec<Posting>| -> Result<Capped> {
            let mut found = Candidates::default();
            for places in by_seed(&places) {
                observer.check()?;
                pairing.pair_places(places, near.as_ref(), &mut found.anchors, &mut found.capped);
                if found.anchors.len() >= AT_ONCE {
                    add(&std::mem::take(&mut found.anchors))?;
                }
            }
            add(&found.anchors)?;
            Ok(found.capped)
        };
        let of_frequent: Vec<Capped> = frequent.into_par_iter().map(of_frequent).collect::<Result<_>>()?;
        let capped = of_rare.into_iter().chain(of_frequent).fold(before, Capped::plus);
        Ok(Self { measuring, block, dealt, counts: counts.into_iter().map(AtomicU64::into_inner).collect(), others, capped })
    }

    /// What was cut off.
    pub(super) fn capped(&self) -> Capped {
        self.capped
    }

    /// Hands over the anchors that are kept, of all documents in order, those of some at a time.
    pub(super) fn each(
        &self,
        wanted: &(dyn Fn(u32, u32) -> bool + Sync),
        take: &mut (dyn FnMut(Gathered) -> Result<()> + Send),
    ) -> Result<()> {
        let mut kept = Vec::new();
        for part in 0..self.block.parts() {
            let own = self.block.documents_of(part);
            let first = own.start;
            // Of a part in which documents have many anchors some are sorted at a time.
            for documents in blocks(own, &self.counts, SORTED) {
                self.measuring.observer.check()?;
                self.measuring.observer.advance(documents.len() as u64);
                // One thread brings together what the documents before found, and writes it, while all others read and sort.
                let (taken, next) = rayon::join(|| take(Gathered::joined(kept)), || self.kept(part, first, documents, wanted));
                taken?;
                kept = next?;
            }
        }
        take(Gathered::joined(kept))
    }

    /// The anchors that are kept, of some documents of a part that begins with document `first`.
    fn kept(
        &self,
        part: usize,
        first: usize,
        documents: Range<usize>,
        wanted: &(dyn Fn(u32, u32) -> bool + Sync),
    ) -> Result<Vec<Gathered>> {
        let is_own = |anchor: &Found| documents.contains(&(first + anchor.left() as usize));
        let found: Vec<Found> = self.dealt.part(part, is_own)?;
        let block = Block::of(documents.clone(), &self.counts);
        let pieces = found.len().div_ceil(rayon::current_num_threads()).max(1);
        let parted = |some: &[Found]| Parted::of(some, block.parts(), |anchor| block.part(first + anchor.left() as usize));
        let parted: Vec<Parted<Found>> = found.par_chunks(pieces).map(parted).collect();
        drop(found);
        let others = self.others.of_left(part, documents)?;
        Ok(self.measuring.gathered(&block, first, &parted, &others, wanted))
    }
}

/// All documents, in parts.
fn in_parts(documents: &[Tokens]) -> Block {
    let words = documents.iter().map(Tokens::len).sum::<usize>();
    // Those in front have more documents behind them. Two at least: what few documents do is what many do.
    let parts = (words / WORDS).clamp(2, PARTS);
    Block::parted(0..documents.len(), words.div_ceil(parts).max(1) as u64, |document| documents[document].len() as u64)
}

/// The places of seeds that are not frequent, each in the part of its bucket.
fn places_on_disk(measuring: &Measuring<'_>, seeds: Seeds, buckets: usize, room: &Room) -> Result<Dealt<Seeded>> {
    let places = Dealt::new(room, buckets)?;
    let parts = |parted: &Parted<Seeded>| {
        measuring.observer.check()?;
        places.add((0..buckets).map(|n| (n, parted.part(n))).filter(|(_, some)| !some.is_empty()))
    };
    seeds.each(|own: &[Posting], tell: &mut dyn FnMut(Seeded)| measuring.seeded(own, tell), parts)?;
    give_back();
    Ok(places)
}

/// Deals out the anchors that the seeds of a bucket make.
fn deal(measuring: &Measuring<'_>, places: &[Kept], block: &Block, dealt: &Dealt<Found>) -> Result<()> {
    let mut found: Vec<(Found, u32)> = Vec::new();
    let deal_out = |found: &mut Vec<(Found, u32)>| {
        let parted = Parted::of(found, block.parts(), |(_, part)| *part as usize);
        found.clear();
        let parts: Vec<Vec<Found>> = (0..block.parts()).map(|part| parted.part(part).iter().map(|(anchor, _)| *anchor).collect()).collect();
        dealt.add(parts.iter().enumerate().filter(|(_, anchors)| !anchors.is_empty()).map(|(part, anchors)| (part, &anchors[..])))
    };
    let first_of = |document: usize| block.documents_of(block.part(document)).start;
    measuring.find(places, block.documents(), first_of, |anchor, document| {
        found.push((anchor, place(block.part(document))));
        if found.len() < AT_ONCE { Ok(()) } else { deal_out(&mut found) }
    })?;
    deal_out(&mut found)
}
