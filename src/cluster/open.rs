//! The clusters of a component so far, and how they are looked up by the seeds of their roots.

use std::cell::RefCell;
use std::cmp::Reverse;

use super::Passage;
use crate::keyed::{KeyedMap, NumberedMap};

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
    /// Passage to the cluster that it is the root of.
    pub of_passage: NumberedMap<usize, usize>,
    /// Seed to the clusters whose root holds it, and where.
    pub by_seed: KeyedMap<Vec<(usize, u32)>>,
    pub capped: u64,
}

/// (hash, place in the document) of the seeds of a passage.
pub(super) type Seeds = Vec<(u64, u32)>;

/// Numbers of seeds in common, and the cluster whose root has them: in order, the one with most comes first.
pub(super) type ByCount = Vec<(Reverse<u32>, Reverse<usize>)>;

/// The seeds of a passage that roots hold: their place in its document, and (cluster, place in its root's document), in order.
pub(super) type Met<'r> = Vec<(u32, &'r [(usize, u32)])>;

thread_local! {
    /// Of each cluster how many seeds of a passage its root holds, while they are counted; zeros else.
    static SHARED: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

impl Roots {
    pub fn add(&mut self, cluster: Open, seeds: &[(u64, u32)]) {
        let number = self.open.len();
        for &(hash, position) in seeds {
            self.by_seed.entry(hash).or_default().push((number, position));
        }
        self.of_passage.insert(cluster.root, number);
        self.open.push(cluster);
    }

    /// Those of these seeds that roots hold.
    pub fn met(&self, seeds: &Seeds) -> Met<'_> {
        seeds.iter().filter_map(|(hash, position)| Some((*position, self.by_seed.get(hash)?.as_slice()))).collect()
    }

    /// The clusters whose roots share seeds with a passage and how many, in any order, and how many places of these seeds did not count.
    pub fn sharing(&self, seeds: &Met<'_>) -> (ByCount, u64) {
        SHARED.with_borrow_mut(|counts| {
            counts.resize(counts.len().max(self.open.len()), 0);
            let (mut met, mut beyond_bound) = (Vec::new(), 0);
            for (_, places) in seeds {
                let beyond = places.len().saturating_sub(ROOTS_OF_SEED);
                beyond_bound += beyond as u64;
                for same in places[beyond..].chunk_by(|a, b| a.0 == b.0) {
                    let cluster = same[0].0;
                    if counts[cluster] == 0 {
                        met.push(cluster);
                    }
                    counts[cluster] += 1;
                }
            }
            let shared = met.into_iter().map(|cluster| (Reverse(std::mem::take(&mut counts[cluster])), Reverse(cluster)));
            (shared.collect(), beyond_bound)
        })
    }
}

/// Where a passage with these seeds and the root of a cluster have seeds in common, sorted.
pub(super) fn anchors(cluster: usize, seeds: &Met<'_>) -> Vec<(u32, u32)> {
    let mut anchors = Vec::new();
    for (position, places) in seeds {
        // Clusters come in the order of their numbers.
        let from = places.partition_point(|(c, _)| *c < cluster);
        anchors.extend(places[from..].iter().take_while(|(c, _)| *c == cluster).map(|(_, place)| (*position, *place)));
    }
    anchors.sort_unstable();
    anchors
}
