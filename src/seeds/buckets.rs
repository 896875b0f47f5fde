//! The places of seeds, sorted a bucket at a time.
//!
//! To sort them all at once, or to look one after another up, waits for memory at every step. So each task parts what it found by the first bits of the
//! hash, and each bucket is small enough to be sorted in a core's own cache.

use rayon::prelude::*;

use super::SeedConfig;
use super::chosen::{Chosen, choose};
use super::joined::Joined;
use super::postings::Posting;
use super::sorting::in_order;
use crate::error::Result;
use crate::keyed::{Counted, SeenTwice};
use crate::room::give_back;
use crate::text::Tokens;

/// Documents whose seeds are chosen by one task.
const TASK: usize = if cfg!(test) { 2 } else { 128 };
/// Tasks whose places are told of by one thread.
const TOGETHER: usize = if cfg!(test) { 2 } else { 16 };
/// Places that are told of at once.
const AT_ONCE: usize = if cfg!(test) { 8 } else { 1 << 17 };
/// Seeds that a bucket has, about, before those that stand in one place are left out.
pub(super) const SEEDS: usize = 1 << 15;
/// Bits of the hash that tell buckets apart, at most.
const BITS: u32 = 11;
/// Groups of buckets: what tasks found goes group by group when their buckets are made, so that hardly any of it is in memory twice.
pub(super) const GROUPS: usize = 8;

/// Something that stands at a place of a seed.
pub(super) trait Placed: Copy + Send + Sync {
    /// The seed and its place.
    fn posting(&self) -> Posting;
}

/// Makes what is kept of the places of one document's seeds, and tells of each.
pub(super) trait Make<P>: Fn(&[Posting], &mut dyn FnMut(P)) + Sync {}

impl<P, F: Fn(&[Posting], &mut dyn FnMut(P)) + Sync> Make<P> for F {}

/// The places of seeds, in buckets.
pub(super) struct Buckets<P> {
    /// Each sorted by hash, document and position.
    pub places: Vec<Vec<P>>,
    /// Those of seeds that stand in more documents than was asked for, all of them, and in so many places some others.
    pub frequent: Vec<Vec<Posting>>,
    /// The latter once more, as documents have them, those of some documents together.
    pub in_order: Vec<Vec<Posting>>,
    /// Places that were left out of documents in which their seed stands more often than counts.
    pub cut: u64,
    /// Places that were left out at the edges of what their document repeats.
    pub edges: u64,
}

/// What is left out while seeds are chosen, and what is kept less of.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Places of a seed in one document that count. Only long documents are asked.
    pub occurrences: usize,
    /// Documents of a seed from which on nothing is made of its places.
    pub documents: usize,
}

/// What a task found, parted, and where each part ends.
pub(super) struct Parted<T> {
    pub(super) items: Vec<T>,
    pub(super) ends: Vec<usize>,
}

impl<T> Default for Parted<T> {
    fn default() -> Self {
        Self { items: Vec::new(), ends: Vec::new() }
    }
}

impl<T: Copy> Parted<T> {
    /// So many parts, each in the order in which its items come. There are fewer items than 2^32: what one task found.
    pub(super) fn of(found: &[T], parts: usize, part_of: impl Fn(&T) -> usize) -> Self {
        let mut ends = vec![0; parts];
        found.iter().for_each(|item| ends[part_of(item)] += 1);
        let mut next = Vec::with_capacity(parts);
        let mut sum = 0;
        for end in &mut ends {
            next.push(sum);
            sum += *end;
            *end = sum;
        }
        let mut order = vec![0; found.len()];
        for (n, item) in (0u32..).zip(found) {
            let next = &mut next[part_of(item)];
            order[*next] = n;
            *next += 1;
        }
        let items = order.into_iter().map(|n| found[n as usize]).collect();
        Self { items, ends }
    }

    pub(super) fn part(&self, n: usize) -> &[T] {
        &self.items[n.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[n]]
    }

    /// The same part of all of these, one behind the other.
    pub(super) fn joined(all: &[Self], n: usize) -> Vec<T> {
        let mut joined = Vec::with_capacity(all.iter().map(|parted| parted.part(n).len()).sum());
        all.iter().for_each(|parted| joined.extend_from_slice(parted.part(n)));
        joined
    }
}

/// The seeds that stand in more than one place, of all documents: each bucket is sorted by hash, document and position, and so are the buckets. `of` makes
/// what is kept of the places of one document.
///
/// # Panics
/// When there are 2^32 documents or more.
#[cfg(test)]
fn in_buckets<P: Placed>(documents: &[Tokens], config: &SeedConfig, bounds: Option<Bounds>, of: impl Make<P>) -> Buckets<P> {
    Seeds::of(documents, config, bounds).in_buckets(of)
}

/// The seeds of all documents that may stand in more than one place.
pub(super) struct Seeds {
    /// Those of so many documents each.
    chosen: Vec<Chosen>,
    often: Counted,
    /// Documents of a seed from which on nothing is made of its places.
    bound: usize,
    /// Bits of the hash that tell buckets apart.
    bits: u32,
    /// Places that were left out beyond those that count.
    pub cut: u64,
    /// Places that were left out at the edges of what their document repeats.
    pub edges: u64,
}

impl Seeds {
    /// Two of three seeds stand in one place only, and start nothing: a table of bits learns which hashes come again, and only those are kept. What shares
    /// its bit with another hash is dropped after sorting.
    pub fn of(documents: &[Tokens], config: &SeedConfig, bounds: Option<Bounds>) -> Self {
        let Bounds { occurrences, documents: bound } = bounds.unwrap_or(Bounds { occurrences: usize::MAX, documents: usize::MAX });
        // About one seed for every two words.
        let seeds = documents.iter().map(Tokens::len).sum::<usize>() / 2;
        let again = SeenTwice::with_room(seeds);
        let joined = Joined::of(documents);
        let chosen: Vec<Chosen> =
            documents.par_chunks(TASK).map(|documents| choose(documents, &joined, config, occurrences, &again)).collect();
        let often = Counted::with_room(seeds / 2);
        let chosen: Vec<Chosen> = chosen.into_par_iter().map(|chosen| chosen.seen_twice(&again, &often)).collect();
        drop(again);
        // What was chosen, and is dropped, lies in small pieces between what stays.
        give_back();
        let [cut, edges] = [|chosen: &Chosen| chosen.cut, |chosen: &Chosen| chosen.edges].map(|of| chosen.iter().map(of).sum());
        let bits = (seeds / SEEDS).next_power_of_two().ilog2().clamp(GROUPS.ilog2(), BITS);
        Self { chosen, often, bound, bits, cut, edges }
    }

    /// Bytes that their places take in memory, of so many each, while they are parted and sorted.
    pub fn bytes_of_places<P>(&self) -> u64 {
        let places = self.chosen.iter().map(|chosen| chosen.hashes.len() as u64).sum::<u64>();
        places * size_of::<P>() as u64 / GROUPS as u64 * (GROUPS as u64 + 1)
    }

    /// Places of frequent seeds, about: where there are many, as many as one of sixteen tasks has.
    pub fn frequent_places(&self) -> u64 {
        let step = if self.chosen.len() < 256 { 1 } else { 16 };
        let is_frequent = |hash: &&u64| is_frequent(&self.often, self.bound, **hash);
        self.chosen.par_iter().step_by(step).map(|chosen| chosen.hashes.iter().filter(is_frequent).count() as u64).sum::<u64>()
            * step as u64
    }

    /// All places at once.
    pub fn in_buckets<P: Placed>(self, of: impl Make<P>) -> Buckets<P> {
        let Self { chosen, often, bound, bits, cut, edges } = self;
        let is_frequent = |hash: u64| is_frequent(&often, bound, hash);
        let places = |(task, chosen): (usize, Chosen)| chosen.places(task * TASK, bits, &is_frequent, &of);
        let ((places, frequent), in_order): ((Vec<_>, Vec<_>), Vec<Vec<Posting>>) = chosen.into_par_iter().enumerate().map(places).unzip();
        Buckets { places: sorted(places, bits), frequent: sorted(frequent, bits), in_order, cut, edges }
    }

    /// The places of frequent seeds alone, in buckets, and once more as documents have them.
    pub fn frequent(&self) -> (Vec<Vec<Posting>>, Vec<Vec<Posting>>) {
        let is_frequent = |hash: u64| is_frequent(&self.often, self.bound, hash);
        let none = |_: &[Posting], _: &mut dyn FnMut(Posting)| {};
        let places = |(task, chosen): (usize, &Chosen)| {
            let ((_, frequent), in_order) = chosen.places(task * TASK, self.bits, &is_frequent, &none);
            (frequent, in_order)
        };
        let (frequent, in_order): (Vec<_>, Vec<_>) = self.chosen.par_iter().enumerate().map(places).unzip();
        (sorted(frequent, self.bits), in_order)
    }

    /// Tells of the places of the others, some at a time, parted by bucket. Seeds go as their places are made.
    pub fn each<P: Placed>(self, of: impl Make<P>, tell: impl Fn(&Parted<P>) -> Result<()> + Sync) -> Result<()> {
        let Self { chosen, often, bound, bits, .. } = self;
        let is_frequent = |hash: u64| is_frequent(&often, bound, hash);
        let tell_all = |found: &mut Vec<P>| {
            let parted = Parted::of(found, 1 << bits, |place| bucket_of(place.posting().hash, bits));
            found.clear();
            tell(&parted)
        };
        let some = |(part, chosen): (usize, Vec<Chosen>)| {
            let (mut found, mut failed) = (Vec::new(), None);
            for (task, chosen) in (part * TOGETHER..).zip(chosen) {
                chosen.each_place(task * TASK, &is_frequent, &of, &mut |place| {
                    found.push(place);
                    if found.len() >= AT_ONCE {
                        failed = failed.take().or(tell_all(&mut found).err());
                    }
                });
            }
            failed.map_or_else(|| tell_all(&mut found), Err)
        };
        chosen.into_par_iter().chunks(TOGETHER).enumerate().try_for_each(some)
    }
}

fn is_frequent(often: &Counted, bound: usize, hash: u64) -> bool {
    bound < usize::MAX && often.may_be_in_more_than(bound, hash)
}

/// The buckets of what all tasks found.
fn sorted<P: Placed>(mut parts: Vec<[Parted<P>; GROUPS]>, bits: u32) -> Vec<Vec<P>> {
    let mut buckets = Vec::with_capacity(1 << bits);
    for group in 0..GROUPS {
        let own: Vec<Parted<P>> = parts.iter_mut().map(|parts| std::mem::take(&mut parts[group])).collect();
        buckets.par_extend((0..(1 << bits) / GROUPS).into_par_iter().map(|n| in_order(Parted::joined(&own, n))));
        // Pieces of many tasks are too small for the buckets of the next group.
        drop(own);
        give_back();
    }
    buckets
}

/// The bucket of a seed, by the first bits of its hash.
pub(super) fn bucket_of(hash: u64, bits: u32) -> usize {
    (hash >> (u64::BITS - bits)) as usize
}

/// The places of one seed after another.
pub(super) fn by_seed<P: Placed>(places: &[P]) -> impl Iterator<Item = &[P]> + Clone {
    places.chunk_by(|a, b| a.posting().hash == b.posting().hash)
}

#[cfg(test)]
mod tests {
    use super::super::chosen::LONG;
    use super::super::postings;
    use super::super::winnow::winnow;
    use super::*;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn many_buckets_hold_what_all_places_sorted_at_once_are() {
        // Ten thousand words of which every row of four comes twice or more, and some that come once.
        let word = |n: usize| format!("w{} ", (n * n / 7 + n) % 97);
        let texts: Vec<String> = (0..400)
            .map(|n| {
                (0..6000).map(|k| word(k + 13 * (n % 20))).collect::<String>() + &format!("own{n} word{n} of{n} this{n} text{n} alone{n}")
            })
            .collect();
        let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
        // Each text says what it says nine times, of which nothing is left out.
        let config = SeedConfig { repeats: 9, ..SeedConfig::default() };
        let each = |own: &[Posting], tell: &mut dyn FnMut(Posting)| own.iter().copied().for_each(tell);
        let buckets = in_buckets(&tokens, &config, None, each).places;
        assert!(buckets.iter().filter(|bucket| !bucket.is_empty()).count() > 16);
        let mut slow: Vec<Posting> = Vec::new();
        let mut seeds = Vec::new();
        for (document, tokens) in (0..).zip(&tokens) {
            winnow(&tokens.hashes, &tokens.traits, &config, &mut seeds);
            slow.extend(seeds.iter().map(|&(hash, position)| Posting { hash, document, position }));
        }
        slow.sort();
        let slow: Vec<Posting> = by_seed(&slow).filter(|places| places.len() > 1).flatten().copied().collect();
        assert_eq!(buckets.concat(), slow);
        assert_eq!(postings(&tokens, &config), slow);
        // Twenty documents begin at the same word: their seeds stand in twenty at least.
        for bound in [10, 30] {
            let parted = in_buckets(&tokens, &config, Some(Bounds { occurrences: usize::MAX, documents: bound }), each);
            assert!(parted.places.iter().all(|bucket| by_seed(bucket).all(|places| places.len() <= bound)));
            assert!(parted.frequent.iter().any(|bucket| !bucket.is_empty()));
            let mut all = [parted.places.concat(), parted.frequent.concat()].concat();
            all.sort();
            assert_eq!(all, slow);
        }
    }

    #[test]
    fn of_a_sentence_that_a_long_text_says_again_and_again_the_first_places_count() {
        let text = "The harbour council closed the old ferry landing. ".repeat(20 * LONG / 3);
        let tokens = [tokenize(&text, Compounds::Joined)];
        let config = SeedConfig::default();
        let each = |own: &[Posting], tell: &mut dyn FnMut(Posting)| own.iter().copied().for_each(tell);
        let bounds = Bounds { occurrences: 5, documents: usize::MAX };
        let Buckets { places, cut, .. } = in_buckets(&tokens, &config, Some(bounds), each);
        let (all, kept) = (postings(&tokens, &config), places.concat());
        let first: Vec<Posting> = by_seed(&all).flat_map(|places| &places[..places.len().min(5)]).copied().collect();
        assert_eq!(kept, first);
        assert_eq!(cut, (all.len() - kept.len()) as u64);
        assert!(cut > 1000);
    }
}
