//! The clusters of a component so far, and how they are looked up by the seeds of their roots.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::sync::atomic::{AtomicU32, Ordering};

use super::Passage;
use super::grouping::number;
use crate::keyed::KeyedMap;

/// Places of a seed in roots that count, the latest ones: roots come longest first, so they are nearest to a passage in length. Of thousands of
/// tables filled with other numbers each is a root, and all have the same seeds.
pub(super) const ROOTS_OF_SEED: usize = 256;

/// A cluster that is being built.
pub(super) struct Open {
    pub root: usize,
    pub passages: Vec<Passage>,
    /// The shortest earlier root that holds this one.
    pub part_of: Option<usize>,
}

/// The clusters so far, and how they are looked up.
#[derive(Default)]
pub(super) struct Roots {
    pub open: Vec<Open>,
    /// The first cluster with a root of so many words, for each length that a root has: the longest come first.
    first_of_length: Vec<(u32, usize)>,
    /// Seed to the clusters whose root holds it.
    pub by_seed: KeyedMap<PlacesOfSeed>,
    pub capped: u64,
}

/// Which cluster of its component each passage is the root of, if it is one. Components share it, since no passage is in two of them.
pub(super) struct RootNumbers(Vec<AtomicU32>);

impl RootNumbers {
    const NONE: u32 = u32::MAX;

    /// Of so many passages, none of which is a root.
    pub fn of(passages: usize) -> Self {
        Self(std::iter::repeat_with(|| AtomicU32::new(Self::NONE)).take(passages).collect())
    }

    /// The cluster that a passage is the root of.
    pub fn get(&self, passage: u32) -> Option<usize> {
        let number = self.0[passage as usize].load(Ordering::Relaxed);
        (number != Self::NONE).then_some(number as usize)
    }

    /// Makes a passage the root of a cluster: the threads that hold passages of this component against roots are waited for before, and begin anew behind.
    pub fn set(&self, passage: usize, cluster: usize) {
        self.0[passage].store(number(cluster), Ordering::Relaxed);
    }
}

/// Where roots hold a seed, in order. Most seeds stand in one root, once, and need no list of their own.
pub(super) enum PlacesOfSeed {
    One(PlaceInRoot),
    Several(Vec<PlaceInRoot>),
}

/// A place of a seed in a root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlaceInRoot {
    cluster: u32,
    /// In its root's document.
    position: u32,
}

impl PlaceInRoot {
    pub fn cluster(self) -> usize {
        self.cluster as usize
    }
}

impl PlacesOfSeed {
    pub fn as_slice(&self) -> &[PlaceInRoot] {
        match self {
            Self::One(place) => std::slice::from_ref(place),
            Self::Several(places) => places,
        }
    }

    fn push(&mut self, place: PlaceInRoot) {
        match self {
            Self::One(first) => *self = Self::Several(vec![*first, place]),
            Self::Several(places) => places.push(place),
        }
    }
}

/// (hash, place in the document) of the seeds of a passage.
pub(super) type Seeds = Vec<(u64, u32)>;

/// Numbers of seeds in common, and the cluster whose root has them: in order, the one with most comes first.
pub(super) type ByCount = Vec<(Reverse<u32>, Reverse<usize>)>;

/// The seeds of a passage that roots hold: their place in its document, and their places in roots, in order.
pub(super) type Met<'r> = Vec<(u32, &'r [PlaceInRoot])>;

/// Seeds of a passage that roots hold.
struct Shared {
    /// How many each cluster's root holds; zeros, between two passages.
    counts: Vec<u32>,
    /// Clusters whose count is not zero.
    met: Vec<usize>,
}

thread_local! {
    /// Each thread counts in one place.
    static SHARED: RefCell<Shared> = const { RefCell::new(Shared { counts: Vec::new(), met: Vec::new() }) };
}

impl Roots {
    /// Opens a cluster. Its root, of so many words, is no longer than those before.
    pub fn add(&mut self, open: Open, words: u32, seeds: &[(u64, u32)]) {
        let first = self.open.len();
        debug_assert!(self.first_of_length.last().is_none_or(|(shortest, _)| words <= *shortest), "the longest come first");
        if self.first_of_length.last().is_none_or(|(shortest, _)| words < *shortest) {
            self.first_of_length.push((words, first));
        }
        let cluster = number(first);
        self.by_seed.reserve(seeds.len());
        for &(hash, position) in seeds {
            let place = PlaceInRoot { cluster, position };
            self.by_seed.entry(hash).and_modify(|places| places.push(place)).or_insert(PlacesOfSeed::One(place));
        }
        self.open.push(open);
    }

    /// The first cluster with a root of no more words.
    pub fn first_up_to(&self, words: u32) -> usize {
        let of_longer = self.first_of_length.partition_point(|(length, _)| *length > words);
        self.first_of_length.get(of_longer).map_or(self.open.len(), |(_, first)| *first)
    }

    /// Those of these seeds that roots hold.
    pub fn met(&self, seeds: &Seeds) -> Met<'_> {
        seeds.iter().filter_map(|(hash, position)| Some((*position, self.by_seed.get(hash)?.as_slice()))).collect()
    }

    /// Tells each cluster whose root shares seeds with a passage, in any order, with how many, and says how many places of these seeds did not count. `tell` may not ask
    /// the same again.
    pub fn each_sharing(&self, seeds: &Met<'_>, mut tell: impl FnMut(usize, u32)) -> u64 {
        SHARED.with_borrow_mut(|Shared { counts, met }| {
            counts.resize(counts.len().max(self.open.len()), 0);
            let mut beyond_bound = 0;
            for (_, places) in seeds {
                let beyond = places.len().saturating_sub(ROOTS_OF_SEED);
                beyond_bound += beyond as u64;
                for same in places[beyond..].chunk_by(|a, b| a.cluster == b.cluster) {
                    let cluster = same[0].cluster();
                    if counts[cluster] == 0 {
                        met.push(cluster);
                    }
                    counts[cluster] += 1;
                }
            }
            while let Some(cluster) = met.pop() {
                tell(cluster, std::mem::take(&mut counts[cluster]));
            }
            beyond_bound
        })
    }
}

/// Where a passage with these seeds and the root of a cluster have seeds in common, sorted.
pub(super) fn anchors(cluster: usize, seeds: &Met<'_>) -> Vec<(u32, u32)> {
    let mut anchors = Vec::new();
    for (position, places) in seeds {
        // Clusters come in the order of their numbers.
        let from = places.partition_point(|place| place.cluster() < cluster);
        anchors.extend(places[from..].iter().take_while(|place| place.cluster() == cluster).map(|place| (*position, place.position)));
    }
    anchors.sort_unstable();
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn the_first_root_of_no_more_words_is_the_first_one_so_short(mut lengths in prop::collection::vec(1u32..9, 0..12), words in 0u32..10) {
            lengths.sort_unstable_by_key(|length| Reverse(*length));
            let mut roots = Roots::default();
            for (root, length) in lengths.iter().enumerate() {
                roots.add(Open { root, passages: Vec::new(), part_of: None }, *length, &[]);
            }
            prop_assert_eq!(roots.first_up_to(words), lengths.iter().take_while(|length| **length > words).count());
        }

        #[test]
        fn roots_are_met_by_the_seeds_that_they_hold(
            held in prop::collection::vec(prop::collection::vec(0u64..12, 0..9), 0..9), of_passage in prop::collection::vec(0u64..14, 0..9), many in 0usize..2,
        ) {
            // Some have more places than count.
            let held: Vec<Vec<u64>> = held.into_iter().chain((0..many * (ROOTS_OF_SEED + 5)).map(|_| vec![3, 5])).collect();
            let mut roots = Roots::default();
            for (root, own) in held.iter().enumerate() {
                let seeds: Seeds = own.iter().copied().zip(7..).collect();
                let passage = Passage { document: root as u32, words: Span::new(7, 30) };
                roots.add(Open { root, passages: vec![passage], part_of: None }, passage.words.len(), &seeds);
            }
            let seeds: Seeds = of_passage.iter().copied().zip(100..).collect();
            let places_of = |seed: u64| {
                let own = |(root, own): (usize, &Vec<u64>)| own.iter().zip(7..).filter(|(held, _)| **held == seed).map(|(_, at)| (root, at)).collect::<Vec<_>>();
                held.iter().enumerate().flat_map(own).collect::<Vec<(usize, u32)>>()
            };
            let met = roots.met(&seeds);
            let slow: Vec<(u32, Vec<(usize, u32)>)> = seeds.iter().map(|(hash, at)| (*at, places_of(*hash))).filter(|(_, places)| !places.is_empty()).collect();
            let told = |places: &[PlaceInRoot]| places.iter().map(|place| (place.cluster(), place.position)).collect::<Vec<_>>();
            prop_assert_eq!(met.iter().map(|(at, places)| (*at, told(places))).collect::<Vec<_>>(), slow.clone());
            let (mut counts, mut found, mut beyond) = (BTreeMap::new(), BTreeMap::new(), 0);
            for (_, places) in &slow {
                let from = places.len().saturating_sub(ROOTS_OF_SEED);
                beyond += from as u64;
                let mut clusters: Vec<usize> = places[from..].iter().map(|(cluster, _)| *cluster).collect();
                clusters.dedup();
                clusters.into_iter().for_each(|cluster| *counts.entry(cluster).or_insert(0) += 1);
            }
            prop_assert_eq!(roots.each_sharing(&met, |cluster, shared| { found.insert(cluster, shared); }), beyond);
            prop_assert_eq!(found, counts);
            for cluster in 0..held.len() {
                let mut slow: Vec<(u32, u32)> = slow.iter().flat_map(|(at, places)| places.iter().filter(|p| p.0 == cluster).map(|p| (*at, p.1))).collect();
                slow.sort();
                prop_assert_eq!(anchors(cluster, &met), slow);
            }
        }
    }
}
