//! The seeds that documents choose, of which those that stand in one place are dropped.

use super::SeedConfig;
use super::buckets::{GROUPS, Make, Parted, Placed, bucket_of};
use super::edges::Edges;
use super::joined::Joined;
use super::postings::Posting;
use super::winnow::winnow;
use crate::keyed::{Counted, KeyedMap, SeenTwice};
use crate::text::Tokens;

/// Seeds of a document from which on those that stand in too many of its places are left out at once: a text that says one sentence again and again
/// would take as much memory as its words do.
pub(super) const LONG: usize = 1 << 12;

/// The seeds of some documents, one document behind the other.
pub(super) struct Chosen {
    pub hashes: Vec<u64>,
    positions: Vec<u32>,
    /// How many each document has.
    counts: Vec<usize>,
    /// How many were left out beyond those that count.
    pub cut: u64,
    /// How many were left out [at the edges](super::edges) of what their document repeats.
    pub edges: u64,
}

/// The places of seeds, and those of frequent ones, in groups of buckets; and the latter in order.
pub(super) type InGroups<P> = (([Parted<P>; GROUPS], [Parted<Posting>; GROUPS]), Vec<Posting>);

/// The seeds of some documents, and those that hold what these write with a hyphen as one word.
pub(super) fn choose(documents: &[Tokens], joined: &Joined, config: &SeedConfig, occurrences: usize, again: &SeenTwice) -> Chosen {
    let mut chosen = Chosen { hashes: Vec::new(), positions: Vec::new(), counts: Vec::with_capacity(documents.len()), cut: 0, edges: 0 };
    let (mut seeds, mut cut, mut at_edges, mut edges) = (Vec::new(), 0, 0, Edges::default());
    for (n, tokens) in documents.iter().enumerate() {
        // A document of the same words as the one before has the same seeds.
        if n == 0 || !is_same(&documents[n - 1], tokens) {
            winnow(&tokens.hashes, &tokens.traits, config, &mut seeds);
            joined.add(tokens, config, &mut seeds);
            at_edges = edges.leave_out(tokens, config, &mut seeds);
            cut = if seeds.len() > LONG { keep_counted(&mut seeds, occurrences) } else { 0 };
        }
        chosen.cut += cut;
        chosen.edges += at_edges;
        again.see_all(seeds.iter().map(|(hash, _)| *hash));
        chosen.hashes.extend(seeds.iter().map(|(hash, _)| *hash));
        chosen.positions.extend(seeds.iter().map(|(_, position)| *position));
        chosen.counts.push(seeds.len());
    }
    chosen
}

/// Whether two documents have the same words, and the same ones of them with hyphens.
fn is_same(one: &Tokens, other: &Tokens) -> bool {
    one.hashes == other.hashes && one.hyphened == other.hyphened && one.traits == other.traits
}

/// Leaves out places of a seed beyond those that count, the first ones of the document, and says how many.
fn keep_counted(seeds: &mut Vec<(u64, u32)>, occurrences: usize) -> u64 {
    // Those of compounds stand behind all others.
    if !seeds.is_sorted_by_key(|(_, position)| *position) {
        seeds.sort_by_key(|(_, position)| *position);
    }
    let mut times: KeyedMap<usize> = KeyedMap::default();
    let before = seeds.len();
    seeds.retain(|(hash, _)| {
        let times = times.entry(*hash).or_default();
        *times += 1;
        *times <= occurrences
    });
    (before - seeds.len()) as u64
}

impl Chosen {
    /// Those that come again, or share their bit with another one, and counts them.
    pub fn seen_twice(self, again: &SeenTwice, often: &Counted) -> Self {
        // All are asked first: who waits for one answer before the next question waits for memory each time.
        let stays: Vec<bool> = self.hashes.iter().map(|hash| again.was_seen_twice(*hash)).collect();
        let mut kept = Self {
            hashes: Vec::with_capacity(stays.iter().filter(|stays| **stays).count()),
            positions: Vec::new(),
            counts: Vec::with_capacity(self.counts.len()),
            cut: self.cut,
            edges: self.edges,
        };
        kept.positions.reserve_exact(kept.hashes.capacity());
        let mut from = 0;
        for count in self.counts {
            let before = kept.hashes.len();
            for n in (from..from + count).filter(|n| stays[*n]) {
                kept.hashes.push(self.hashes[n]);
                kept.positions.push(self.positions[n]);
            }
            kept.counts.push(kept.hashes.len() - before);
            from += count;
        }
        kept.hashes.iter().for_each(|hash| often.see(*hash));
        kept
    }

    /// What is kept of each place, in groups of buckets. `document` is the number of the first one.
    pub fn places<P: Placed>(&self, document: usize, bits: u32, is_frequent: &impl Fn(u64) -> bool, of: &impl Make<P>) -> InGroups<P> {
        let bucket_of = |hash: u64| bucket_of(hash, bits);
        let in_group = (1 << bits) / GROUPS;
        let mut found: [Vec<P>; GROUPS] = [const { Vec::new() }; GROUPS];
        found.iter_mut().for_each(|found| found.reserve(self.hashes.len() / GROUPS));
        let mut frequent: Vec<Posting> = Vec::new();
        let mut of_group: [Vec<Posting>; GROUPS] = [const { Vec::new() }; GROUPS];
        let (mut own, mut from) = (Vec::new(), 0);
        for (document, count) in (document..).zip(&self.counts) {
            let document = u32::try_from(document).expect("fewer documents than 2^32");
            let seeds = self.hashes[from..from + count].iter().zip(&self.positions[from..from + count]);
            own.clear();
            for posting in seeds.map(|(&hash, &position)| Posting { hash, document, position }) {
                if is_frequent(posting.hash) {
                    // Most have none, and where one text stands everywhere nearly all are.
                    if frequent.is_empty() {
                        frequent.reserve(self.hashes.len());
                        of_group.iter_mut().for_each(|own| own.reserve(self.hashes.len() / GROUPS));
                    }
                    frequent.push(posting);
                    of_group[bucket_of(posting.hash) / in_group].push(posting);
                } else {
                    own.push(posting);
                }
            }
            of(&own, &mut |place: P| found[bucket_of(place.posting().hash) / in_group].push(place));
            from += count;
        }
        let part = |place: &Posting| bucket_of(place.hash) % in_group;
        let groups = of_group.map(|own| Parted::of(&own, in_group, part));
        ((found.map(|found| Parted::of(&found, in_group, |place| part(&place.posting()))), groups), frequent)
    }

    /// Tells what is kept of each place of a seed that is not frequent. `document` is the number of the first one.
    pub fn each_place<P>(&self, document: usize, is_frequent: &impl Fn(u64) -> bool, of: &impl Make<P>, tell: &mut dyn FnMut(P)) {
        let (mut own, mut from) = (Vec::new(), 0);
        for (document, count) in (document..).zip(&self.counts) {
            let document = u32::try_from(document).expect("fewer documents than 2^32");
            let seeds = self.hashes[from..from + count].iter().zip(&self.positions[from..from + count]);
            own.clear();
            own.extend(seeds.filter(|(hash, _)| !is_frequent(**hash)).map(|(&hash, &position)| Posting { hash, document, position }));
            of(&own, tell);
            from += count;
        }
    }
}
