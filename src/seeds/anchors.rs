//! The anchors of a corpus that can lead to a pair, in memory or on disk.

use super::anchor::Anchor;
use super::buckets::Seeds;
use super::dealing::Dealing;
use super::gathering::Gathering;
use super::measuring::{Gathered, Measuring};
use super::pairing::{Capped, Pairing};
use super::promise::Promising;
use super::surroundings::Seeded;
use super::{Place, SeedConfig};
use crate::error::Result;
use crate::observer::Observer;
use crate::room::{Room, Store, give_back};
use crate::text::Tokens;

/// What anchors are looked for in, and how. `documents[i]` and `places[i]` belong to document `i`.
#[derive(Clone, Copy)]
pub struct Seeding<'a> {
    /// The words.
    pub documents: &'a [Tokens],
    /// Where each document stands among the others.
    pub places: &'a [Place],
    /// The policy.
    pub config: &'a SeedConfig,
    /// What two documents must have in common.
    pub promising: Promising<'a>,
    /// Whether two documents, by number, are compared; repeats in one document are looked for in any case.
    pub wanted: &'a (dyn Fn(u32, u32) -> bool + Sync),
    /// Hears of documents that have found their anchors, and whether it is to stop.
    pub observer: &'a dyn Observer,
}

/// Anchors without those that can lead to no pair.
pub struct Anchors<'a> {
    store: Store<'a, Anchor>,
    /// Pairs of documents between which they lie.
    pub document_pairs: u64,
    /// What was cut off.
    pub capped: Capped,
    /// Anchors left out because they can lead to no pair.
    pub hopeless: u64,
}

impl Anchors<'_> {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.store.count()
    }

    /// Goes through the anchors in their order, those of some left documents at a time, which go when they were taken. Of those on disk about so many bytes come
    /// together.
    ///
    /// # Errors
    /// What `take` says; [`ErrorKind::Io`](crate::ErrorKind::Io) when they cannot be read again from disk.
    pub fn each(self, together: u64, take: &mut dyn FnMut(&[Anchor]) -> Result<()>) -> Result<()> {
        self.store.each(together, take)
    }
}

impl Seeding<'_> {
    /// The anchors; of them `memory` bytes are held, and as many of the places of seeds while they are looked for. More goes to the folder of the room.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) when that folder cannot be written to, [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted) when the
    /// observer was asked to stop.
    pub fn anchors<'r>(&self, room: &'r Room, memory: u64) -> Result<Anchors<'r>> {
        let Self { documents, places, config, observer, .. } = *self;
        let pairing = Pairing::new(documents, places, config);
        let measuring = Measuring { pairing: &pairing, promising: self.promising, observer };
        let seeds = Seeds::of(documents, config, Some(measuring.bounds()));
        let mut all = Anchors { store: Store::new(room, memory), document_pairs: 0, capped: Capped::default(), hopeless: 0 };
        let mut take = |own: Gathered| {
            all.document_pairs += own.document_pairs;
            all.capped = all.capped.plus(own.candidates.capped);
            all.hopeless += own.candidates.hopeless;
            all.store.add(own.candidates.anchors)
        };
        // What frequent seeds find is held as well: about so much, less where they are crowded, and more where documents repeat them.
        let of_frequent = seeds.frequent_places().saturating_mul(config.partners as u64).saturating_mul(size_of::<Anchor>() as u64);
        let capped = if seeds.bytes_of_places::<Seeded>().saturating_add(of_frequent) > memory {
            let dealing = Dealing::of(measuring, seeds, room)?;
            give_back();
            dealing.each(self.wanted, &mut take)?;
            dealing.capped()
        } else {
            let mut gathering = Gathering::of(measuring, seeds);
            observer.check()?;
            give_back();
            let mut found = Vec::new();
            for documents in gathering.blocks(memory) {
                gathering.drop_before(documents.start);
                let count = documents.len() as u64;
                // What one block found is brought together by one thread, mostly waiting for memory, while all others look for the next one.
                let (taken, next) = rayon::join(|| take(Gathered::joined(found)), || gathering.anchors_of(documents, self.wanted));
                taken?;
                // What was given up is no part of anything.
                observer.check()?;
                observer.advance(count);
                found = next;
            }
            take(Gathered::joined(found))?;
            gathering.capped()
        };
        all.capped = all.capped.plus(capped);
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Least, candidates, postings};
    use super::*;
    use crate::error::{Error, ErrorKind};
    use crate::observer::{Patient, Silent};
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    #[test]
    fn what_cannot_be_taken_ends_the_search_and_nothing_else_is_handed_over() {
        let texts = ["the ferry landing below the bridge closes before the first storms of winter come"; 9];
        let documents: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
        let places: Vec<Place> = (0..9).map(|rank| Place { outlet: rank, rank }).collect();
        let (config, room) = (SeedConfig::default(), Room::default());
        let pairing = Pairing::new(&documents, &places, &config);
        let promising = Promising { least: Least { run: 1, runs: 1, shift: 1 }, texts: &texts, goes_on: &|_, _, _| true };
        let measuring = Measuring { pairing: &pairing, promising, observer: &Silent };
        let dealing = Dealing::of(measuring, Seeds::of(&documents, &config, Some(measuring.bounds())), &room).unwrap();
        let taken = |most: usize| {
            let mut calls = 0;
            let told = dealing.each(&|_, _| true, &mut |_| {
                calls += 1;
                if calls < most { Ok(()) } else { Err(Error::new(ErrorKind::Io, "no room")) }
            });
            (calls, told.is_ok())
        };
        let (all, _) = taken(usize::MAX);
        assert!(all > 3, "{all} calls");
        for most in 1..=all {
            assert_eq!(taken(most), (most, false));
        }
    }

    #[test]
    fn whoever_asks_to_stop_at_any_time_is_heard_and_gets_no_part() {
        let text = "the ferry landing below the bridge closes before the first storms of winter come ".repeat(3);
        let texts = [text.as_str(); 9];
        let documents: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
        let places: Vec<Place> = (0..9).map(|rank| Place { outlet: rank, rank }).collect();
        let config = SeedConfig { document_bound: 4, complete: 4, ..SeedConfig::default() };
        let promising = Promising { least: Least { run: 1, runs: 1, shift: 1 }, texts: &texts, goes_on: &|_, _, _| true };
        let room = Room::default();
        for memory in [0, u64::MAX] {
            let anchors = |observer: &Patient| {
                let seeding =
                    Seeding { documents: &documents, places: &places, config: &config, promising, wanted: &|_, _| true, observer };
                seeding.anchors(&room, memory).map(|anchors| anchors.count())
            };
            let patient = Patient::new(usize::MAX);
            assert!(anchors(&patient).unwrap() > 0);
            assert_eq!(patient.told(), 9, "of all documents");
            assert!(patient.asked() > 3, "{} times", patient.asked());
            for times in 0..patient.asked() {
                assert_eq!(anchors(&Patient::new(times)).unwrap_err().kind(), ErrorKind::Interrupted, "{times} of {}", patient.asked());
            }
        }
    }

    proptest! {
        #[test]
        fn anchors_are_the_same_in_memory_and_on_disk(
            texts in prop::collection::vec("((river|low|boats|ferry|said|mayor|7|of) ){4,30}", 2..12), outlets in prop::collection::vec(0u32..4, 12),
            memory in prop_oneof![0u64..400, Just(u64::MAX)], bound in prop_oneof![2usize..8, Just(256)], complete in prop_oneof![2usize..8, Just(256)],
            occurrences in 1usize..9, crossings in 0usize..30, repeats in 1usize..9, partners in prop_oneof![Just(4usize), Just(32)], same_outlet: bool,
        ) {
            let config = SeedConfig { document_bound: bound, complete, partners, occurrences, crossings, repeats, same_outlet, ..SeedConfig::default() };
            let documents: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
            let places: Vec<Place> = (0u32..).zip(&outlets).take(documents.len()).map(|(rank, outlet)| Place { outlet: *outlet, rank }).collect();
            // Everything is promising.
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let promising = Promising { least: Least { run: 1, runs: 1, shift: 1 }, texts: &texts, goes_on: &|_, _, _| true };
            let wanted = |left: u32, right: u32| !(left + right).is_multiple_of(5);
            let mut all = candidates(&postings(&documents, &config), &documents, &places, &config);
            all.keep(wanted);
            let seeding = Seeding { documents: &documents, places: &places, config: &config, promising, wanted: &wanted, observer: &Silent };
            let room = Room { memory, ..Room::default() };
            let found = seeding.anchors(&room, memory).unwrap();
            let mut anchors: Vec<Anchor> = Vec::new();
            // Postings are without places at edges.
            let (count, document_pairs, capped) = (found.count(), found.document_pairs, Capped { edges: 0, ..found.capped });
            found.each(memory, &mut |some| { anchors.extend_from_slice(some); Ok(()) }).unwrap();
            prop_assert_eq!(&anchors, &all.anchors);
            prop_assert_eq!((count, document_pairs), (anchors.len() as u64, all.pairs().len() as u64));
            prop_assert_eq!(capped, all.capped);
        }
    }
}
