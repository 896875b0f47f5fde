//! The frequency policy: which documents that share a seed are compared.
//!
//! - A seed in at most `complete` documents pairs all of them.
//! - A seed in more pairs each with `partners` others: the earliest, the longest, and the ones before it in order
//!   of date and id. Clusters bring the rest together.
//! - A seed in more than `document_bound` documents starts a pair only at places with no other seed nearby.
//! - A seed in more than four times as many is crowded: of 8 of those in a row the least one starts pairs, as winnowing has it, and with a
//!   eighth of the partners.
//! - A seed in a form that the corpus fills with other numbers starts a pair only where several numbers agree ([`forms`](super::forms)).
//! - Two documents of one outlet are compared only when asked for; but a seed that stands in several documents of one outlet
//!   pairs each with the earliest of them, so that the outlet's standing text is known as such.
//! - At most `occurrences` places of a seed in one document count.
//!
//! Every bound applies to a complete group in a total order, so results do not depend on threads or on the order of input.

use std::collections::VecDeque;

use rayon::prelude::*;

use super::forms::{Forms, agrees};
use super::postings::Posting;
use super::promise::{Promise, Promising};
use super::{Place, SeedConfig};
use crate::text::Tokens;

/// Documents of one outlet in which a seed makes its text a suspect of being standing text.
const STANDING: usize = 3;
/// How many times `document_bound` documents make a seed a crowded one. Of those, one in each row of neighbours starts pairs, with a
/// eighth of the partners: a story in 20,000 papers has a hundred such seeds, and each brings the same papers together.
const CROWDED: usize = 4;
/// Crowded seeds in a row of which the least starts pairs.
const CROWDED_ROW: usize = 8;
/// Postings that one task works through.
const TASK: usize = 1 << 14;

/// A seed shared by two documents, or by two places of one. Sorted by all fields in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// Number of the one document; not greater than `right`.
    pub left: u32,
    /// Number of the other.
    pub right: u32,
    /// First word of the seed in the left one.
    pub left_position: u32,
    /// First word of the seed in the right one; behind `left_position` when both are one document.
    pub right_position: u32,
}

impl Anchor {
    /// All fields as one number, which sorts as they do.
    fn key(&self) -> u128 {
        [self.left, self.right, self.left_position, self.right_position].into_iter().fold(0, |key, n| key << 32 | u128::from(n))
    }
}

/// How often each bound cut something off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Capped {
    /// Places of a seed in one document beyond `occurrences`.
    pub occurrences: u64,
    /// Seeds in more than `complete` documents, paired with `partners` each.
    pub partners: u64,
    /// Places of seeds in more than `document_bound` documents that started nothing.
    pub frequent: u64,
    /// Anchors on forms filled with other numbers that started nothing.
    pub forms: u64,
    /// Pairs of documents that share seeds and were [left out](Candidates::keep).
    pub left_out: u64,
}

impl Capped {
    fn plus(self, other: Self) -> Self {
        Self {
            occurrences: self.occurrences + other.occurrences,
            partners: self.partners + other.partners,
            frequent: self.frequent + other.frequent,
            forms: self.forms + other.forms,
            left_out: self.left_out + other.left_out,
        }
    }
}

/// What the seeds bring together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidates {
    /// Sorted; anchors of one pair of documents stand together.
    pub anchors: Vec<Anchor>,
    /// What was cut off.
    pub capped: Capped,
    /// Anchors left out because they can lead to no pair.
    pub hopeless: u64,
}

impl Candidates {
    /// The anchors of each pair of documents.
    pub fn pairs(&self) -> Vec<&[Anchor]> {
        self.anchors.chunk_by(|a, b| (a.left, a.right) == (b.left, b.right)).collect()
    }

    /// Leaves out pairs of documents that are not wanted, and counts them. Repeats in one document stay.
    pub fn keep(&mut self, wanted: impl Fn(u32, u32) -> bool) {
        let is_out = |pair: &[Anchor]| pair[0].left != pair[0].right && !wanted(pair[0].left, pair[0].right);
        let left_out = self.pairs().into_iter().filter(|pair| is_out(pair)).count();
        self.anchors.retain(|a| a.left == a.right || wanted(a.left, a.right));
        self.capped.left_out += left_out as u64;
    }
}

/// Pairs the documents that share seeds. `places[i]` and `documents[i]` belong to document `i`.
#[must_use]
pub fn candidates(postings: &[Posting], documents: &[Tokens], places: &[Place], config: &SeedConfig) -> Candidates {
    let pairing = Pairing { documents, places, config, forms: Forms::of(documents, config) };
    pairing.candidates(postings, None)
}

/// The same without anchors that can lead to no pair: those of documents that have too few equal words in a row in common.
#[must_use]
pub fn promising_candidates(
    postings: &[Posting],
    documents: &[Tokens],
    places: &[Place],
    config: &SeedConfig,
    promising: Promising<'_>,
) -> Candidates {
    let pairing = Pairing { documents, places, config, forms: Forms::of(documents, config) };
    pairing.candidates(postings, Some(promising))
}

/// Whether an anchor is kept.
type Keep<'a> = &'a (dyn Fn(&Anchor) -> bool + Sync);

impl Pairing<'_> {
    fn candidates(&self, postings: &[Posting], promising: Option<Promising<'_>>) -> Candidates {
        let (bound, occurrences) = (self.config.document_bound, self.config.occurrences);
        let tasks = split_at_groups(postings);
        let is_frequent = |g: &[Posting]| g.len() > bound && Group::new(g, occurrences).0.documents() > bound;
        let frequent = tasks.par_iter().any(|task| task.chunk_by(|a, b| a.hash == b.hash).any(is_frequent));
        let near = frequent.then(|| Near::mark(postings, self.documents, &self.forms, self.config));
        let gather = |keep: Keep<'_>| -> Candidates {
            let parts: Vec<Candidates> = tasks.par_iter().map(|task| self.task(task, near.as_ref(), keep)).collect();
            let mut all = Candidates { anchors: Vec::with_capacity(parts.iter().map(|p| p.anchors.len()).sum()), ..Candidates::default() };
            for mut part in parts {
                all.anchors.append(&mut part.anchors);
                all.capped = all.capped.plus(part.capped);
                all.hopeless += part.hopeless;
            }
            all
        };
        let mut found = match promising {
            None => gather(&|_| true),
            Some(promising) => {
                let pairs_of = |g: &[Posting]| if g.len() <= bound { g.len() * (g.len() - 1) / 2 } else { g.len() * self.config.partners };
                let expected = tasks.par_iter().map(|task| task.chunk_by(|a, b| a.hash == b.hash).map(pairs_of).sum::<usize>()).sum();
                let promise = Promise::new(self.documents, self.config.words, promising, expected);
                // Seen first, kept then: anchors are made twice, and those that come to nothing are never stored.
                gather(&|anchor| {
                    promise.see(anchor);
                    false
                });
                gather(&|anchor| promise.keeps(anchor))
            }
        };
        found.anchors.par_sort_unstable_by_key(Anchor::key);
        found.anchors.dedup();
        found
    }
}

/// Cuts the postings into tasks that end where a group ends.
fn split_at_groups(postings: &[Posting]) -> Vec<&[Posting]> {
    let mut tasks = Vec::new();
    let mut rest = postings;
    while !rest.is_empty() {
        let mut end = TASK.min(rest.len());
        let hash = rest[end - 1].hash;
        end += rest[end..].partition_point(|p| p.hash == hash);
        let (task, others) = rest.split_at(end);
        tasks.push(task);
        rest = others;
    }
    tasks
}

/// The places of one seed: one entry a document, with its range in `postings`.
pub(super) struct Group<'a> {
    pub(super) postings: &'a [Posting],
    /// (document, first posting, behind the last posting that counts).
    entries: Vec<(u32, usize, usize)>,
}

impl<'a> Group<'a> {
    /// The group, and how many places were cut off.
    pub(super) fn new(postings: &'a [Posting], occurrences: usize) -> (Self, u64) {
        let (mut entries, mut cut, mut at) = (Vec::new(), 0, 0);
        for places in postings.chunk_by(|a, b| a.document == b.document) {
            let kept = places.len().min(occurrences);
            cut += (places.len() - kept) as u64;
            entries.push((places[0].document, at, at + kept));
            at += places.len();
        }
        (Self { postings, entries }, cut)
    }

    pub(super) fn documents(&self) -> usize {
        self.entries.len()
    }
}

/// Words at which no frequent seed starts pairs, one bit a word: they lie near a seed that starts pairs by itself, or hold a crowded
/// seed that a neighbour stands for.
pub(super) struct Near {
    first_word: Vec<usize>,
    bits: Vec<u64>,
}

impl Near {
    pub(super) fn mark(postings: &[Posting], documents: &[Tokens], forms: &Forms, config: &SeedConfig) -> Self {
        let mut first_word = Vec::with_capacity(documents.len() + 1);
        let mut total = 0;
        for tokens in documents {
            first_word.push(total);
            total += tokens.len();
        }
        let mut near = Self { first_word, bits: vec![0; total / 64 + 1] };
        for group in postings.chunk_by(|a, b| a.hash == b.hash) {
            let (group, _) = Group::new(group, config.occurrences);
            if group.documents() < 2 || group.documents() > config.document_bound {
                continue;
            }
            for posting in group.postings {
                near.mark_around(posting.document as usize, posting.position as usize, documents, config);
            }
        }
        let places: Vec<Vec<usize>> = documents.par_iter().map(|tokens| forms.places(tokens).collect()).collect();
        for (document, places) in places.into_iter().enumerate() {
            places.into_iter().for_each(|place| near.mark_around(document, place, documents, config));
        }
        near.mark_crowded(postings, config);
        near
    }

    fn mark_around(&mut self, document: usize, position: usize, documents: &[Tokens], config: &SeedConfig) {
        let isolation = config.isolation as usize;
        for word in position.saturating_sub(isolation)..(position + isolation + 1).min(documents[document].len()) {
            let at = self.first_word[document] + word;
            self.bits[at / 64] |= 1 << (at % 64);
        }
    }

    pub(super) fn holds(&self, posting: &Posting) -> bool {
        let at = self.first_word[posting.document as usize] + posting.position as usize;
        self.bits[at / 64] >> (at % 64) & 1 == 1
    }

    /// Marks crowded seeds that a neighbour stands for. A row ends where `isolation` words hold none, so that a text which stands
    /// alone chooses the same ones everywhere, and texts that adjoin others share one with each copy of so many seeds.
    fn mark_crowded(&mut self, postings: &[Posting], config: &SeedConfig) {
        let mut crowded: Vec<Posting> = Vec::new();
        for places in postings.chunk_by(|a, b| a.hash == b.hash) {
            // Fewer places than documents there are not.
            let bound = CROWDED * config.document_bound;
            if places.len() > bound && Group::new(places, config.occurrences).0.documents() > bound {
                crowded.extend(places.iter().filter(|p| !self.holds(p)));
            }
        }
        crowded.par_sort_unstable_by_key(|p| (p.document, p.position));
        let near = |a: &Posting, b: &Posting| a.document == b.document && b.position - a.position <= config.isolation;
        for row in crowded.chunk_by(near) {
            let mut stands = vec![false; row.len()];
            for first in 0..(row.len() + 1).saturating_sub(CROWDED_ROW).max(1) {
                let end = row.len().min(first + CROWDED_ROW);
                let least = (first..end).min_by_key(|n| (row[*n].hash, *n)).expect("a row holds a seed");
                stands[least] = true;
            }
            for posting in row.iter().zip(stands).filter(|(_, stands)| !stands).map(|(posting, _)| posting) {
                let at = self.first_word[posting.document as usize] + posting.position as usize;
                self.bits[at / 64] |= 1 << (at % 64);
            }
        }
    }
}

pub(super) struct Pairing<'a> {
    pub(super) documents: &'a [Tokens],
    pub(super) places: &'a [Place],
    pub(super) config: &'a SeedConfig,
    pub(super) forms: Forms,
}

impl Pairing<'_> {
    fn task(&self, postings: &[Posting], near: Option<&Near>, keep: Keep<'_>) -> Candidates {
        let mut found = Candidates::default();
        for places in postings.chunk_by(|a, b| a.hash == b.hash) {
            if places.len() < 2 {
                continue;
            }
            let (group, cut) = Group::new(places, self.config.occurrences);
            found.capped.occurrences += cut;
            let from = found.anchors.len();
            match near.filter(|_| group.documents() > self.config.document_bound) {
                None => self.pair(&group, &mut found.anchors, &mut found.capped),
                Some(near) => {
                    let alone: Vec<Posting> = places.iter().filter(|p| !near.holds(p)).copied().collect();
                    found.capped.frequent += (places.len() - alone.len()) as u64;
                    self.pair(&Group::new(&alone, self.config.occurrences).0, &mut found.anchors, &mut found.capped);
                }
            }
            let mut kept = from;
            for at in from..found.anchors.len() {
                let anchor = found.anchors[at];
                if keep(&anchor) {
                    found.anchors[kept] = anchor;
                    kept += 1;
                }
            }
            found.hopeless += (found.anchors.len() - kept) as u64;
            found.anchors.truncate(kept);
        }
        found
    }

    pub(super) fn pair(&self, group: &Group<'_>, anchors: &mut Vec<Anchor>, capped: &mut Capped) {
        let from = anchors.len();
        self.pair_all(group, anchors, capped);
        if self.is_form(group.postings) {
            let all = anchors.len();
            let agreeing: Vec<Anchor> = anchors.drain(from..).filter(|anchor| agrees(self.documents, anchor)).collect();
            anchors.extend(agreeing);
            capped.forms += (all - anchors.len()) as u64;
        }
    }

    /// Whether a seed, by its places, is a form that is filled with other numbers.
    pub(super) fn is_form(&self, postings: &[Posting]) -> bool {
        postings.first().is_some_and(|first| self.forms.holds(&self.documents[first.document as usize], first.position))
    }

    fn pair_all(&self, group: &Group<'_>, anchors: &mut Vec<Anchor>, capped: &mut Capped) {
        for &(_, from, to) in &group.entries {
            // Two places in one document: a repeat.
            for (i, left) in group.postings[from..to].iter().enumerate() {
                for right in &group.postings[from + i + 1..to] {
                    anchors.push(anchor(left, right));
                }
            }
        }
        let all: Vec<usize> = (0..group.documents()).collect();
        if group.documents() <= self.config.complete {
            for (i, &left) in all.iter().enumerate() {
                for &right in &all[i + 1..] {
                    if self.comparable(group, left, right) {
                        cross(group, left, right, anchors);
                    }
                }
            }
        } else {
            capped.partners += 1;
            self.pair_with_partners(group, anchors);
        }
        if !self.config.same_outlet {
            self.pair_standing(group, anchors);
        }
    }

    fn place(&self, group: &Group<'_>, entry: usize) -> Place {
        self.places[group.entries[entry].0 as usize]
    }

    fn comparable(&self, group: &Group<'_>, left: usize, right: usize) -> bool {
        self.config.same_outlet || self.place(group, left).outlet != self.place(group, right).outlet
    }

    /// Pairs each entry with the earliest, the longest, and the ones before it.
    fn pair_with_partners(&self, group: &Group<'_>, anchors: &mut Vec<Anchor>) {
        let crowded = group.documents() > CROWDED * self.config.document_bound;
        let most = if crowded { self.config.partners / 8 } else { self.config.partners };
        let quarter = (most / 4).max(1);
        // Entries of one house are not partners: those of one outlet, unless that is asked for.
        let houses: Vec<u32> = (0..group.documents())
            .map(|entry| if self.config.same_outlet { group.entries[entry].0 } else { self.place(group, entry).outlet })
            .collect();
        let mut by_rank: Vec<usize> = (0..group.documents()).collect();
        by_rank.sort_unstable_by_key(|entry| self.place(group, *entry).rank);
        let mut by_length = by_rank.clone();
        by_length.sort_by_key(|entry| std::cmp::Reverse(self.documents[group.entries[*entry].0 as usize].len()));
        let first = |order: &[usize]| {
            let mut first = Nearest::new(quarter);
            order.iter().rev().for_each(|entry| first.push(*entry, &houses));
            first
        };
        let (earliest, longest) = (first(&by_rank), first(&by_length));
        let mut before = Nearest::new(most.saturating_sub(2 * quarter));
        for entry in by_rank {
            let mut partners: Vec<usize> =
                [&earliest, &longest, &before].into_iter().flat_map(|nearest| nearest.of_other_houses(entry, &houses)).collect();
            partners.sort_unstable();
            partners.dedup();
            for partner in partners {
                cross(group, entry, partner, anchors);
            }
            before.push(entry, &houses);
        }
    }

    /// Pairs the documents of one outlet that share the seed with the earliest of them.
    fn pair_standing(&self, group: &Group<'_>, anchors: &mut Vec<Anchor>) {
        let mut by_outlet: Vec<(Place, usize)> = (0..group.documents()).map(|e| (self.place(group, e), e)).collect();
        by_outlet.sort_unstable_by_key(|(place, _)| (place.outlet, place.rank));
        for own in by_outlet.chunk_by(|a, b| a.0.outlet == b.0.outlet).filter(|own| own.len() >= STANDING) {
            for (_, later) in &own[1..] {
                cross(group, own[0].1, *later, anchors);
            }
        }
    }
}

/// Of entries that come one after another the last ones, enough of them that the last `count` outside any one house are there:
/// twice as many, and no more than `count` of one house.
struct Nearest {
    count: usize,
    /// The last one in front.
    entries: VecDeque<usize>,
}

impl Nearest {
    fn new(count: usize) -> Self {
        Self { count, entries: VecDeque::with_capacity(2 * count + 1) }
    }

    fn push(&mut self, entry: usize, houses: &[u32]) {
        self.entries.push_front(entry);
        let own = |(n, other): (usize, &usize)| (houses[*other] == houses[entry]).then_some(n);
        if let Some(oldest) = self.entries.iter().enumerate().filter_map(own).nth(self.count) {
            self.entries.remove(oldest);
        }
        self.entries.truncate(2 * self.count);
    }

    fn of_other_houses<'a>(&'a self, entry: usize, houses: &'a [u32]) -> impl Iterator<Item = usize> + 'a {
        self.entries.iter().copied().filter(move |other| houses[*other] != houses[entry]).take(self.count)
    }
}

/// All places of the one entry with all of the other.
fn cross(group: &Group<'_>, one: usize, other: usize, anchors: &mut Vec<Anchor>) {
    let (left, right) = if group.entries[one].0 < group.entries[other].0 { (one, other) } else { (other, one) };
    let of = |entry: usize| &group.postings[group.entries[entry].1..group.entries[entry].2];
    for l in of(left) {
        for r in of(right) {
            anchors.push(anchor(l, r));
        }
    }
}

fn anchor(left: &Posting, right: &Posting) -> Anchor {
    Anchor { left: left.document, right: right.document, left_position: left.position, right_position: right.position }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_nearest_of_other_houses_are_those_found_by_going_back(houses in prop::collection::vec(0u32..4, 1..80), count in 0usize..6) {
            let mut nearest = Nearest::new(count);
            for entry in 0..houses.len() {
                let slow: Vec<usize> = (0..entry).rev().filter(|other| houses[*other] != houses[entry]).take(count).collect();
                prop_assert_eq!(nearest.of_other_houses(entry, &houses).collect::<Vec<_>>(), slow);
                nearest.push(entry, &houses);
            }
        }
    }
}
