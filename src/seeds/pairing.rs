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

use rayon::prelude::*;

use super::anchors::by_documents;
use super::buckets::{Placed, Seeds, by_seed};
use super::forms::{Forms, agrees, may_agree};
use super::gathering::Gathering;
use super::group::{Group, counted, is_in_more_than, split_at_groups};
use super::measuring::{Gathered, Measuring};
use super::near::Near;
use super::partners::Partners;
use super::postings::Posting;
use super::promise::Promising;
use super::{Place, SeedConfig};
use crate::text::Tokens;

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
    pub(super) fn key(&self) -> u128 {
        [self.left, self.right, self.left_position, self.right_position].into_iter().fold(0, |key, n| key << 32 | u128::from(n))
    }

    /// The anchor with this number.
    pub(super) fn of_key(key: u128) -> Self {
        let [left, right, left_position, right_position] = [96, 64, 32, 0].map(|shift| (key >> shift) as u32);
        Self { left, right, left_position, right_position }
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
    pub(super) fn plus(self, other: Self) -> Self {
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
    /// All of these parts, one behind the other.
    pub(super) fn joined(parts: Vec<Self>) -> Self {
        let mut all = Self { anchors: Vec::with_capacity(parts.iter().map(|p| p.anchors.len()).sum()), ..Self::default() };
        for mut part in parts {
            all.anchors.append(&mut part.anchors);
            all.capped = all.capped.plus(part.capped);
            all.hopeless += part.hopeless;
        }
        all
    }

    /// The anchors of each pair of documents.
    pub fn pairs(&self) -> Vec<&[Anchor]> {
        by_documents(&self.anchors).collect()
    }

    /// Leaves out pairs of documents that are not wanted, and counts them. Repeats in one document stay.
    pub fn keep(&mut self, wanted: impl Fn(u32, u32) -> bool) {
        let is_out = |pair: &[Anchor]| pair[0].left != pair[0].right && !wanted(pair[0].left, pair[0].right);
        let left_out = by_documents(&self.anchors).filter(|pair| is_out(pair)).count();
        self.anchors.retain(|a| a.left == a.right || wanted(a.left, a.right));
        self.capped.left_out += left_out as u64;
    }
}

/// Pairs the documents that share seeds. `places[i]` and `documents[i]` belong to document `i`.
#[must_use]
pub fn candidates(postings: &[Posting], documents: &[Tokens], places: &[Place], config: &SeedConfig) -> Candidates {
    Pairing::new(documents, places, config).candidates(postings)
}

/// The same without anchors that can lead to no pair: those of documents that have too few equal words in a row in common.
#[must_use]
pub fn promising_candidates(documents: &[Tokens], places: &[Place], config: &SeedConfig, promising: Promising<'_>) -> Candidates {
    let pairing = Pairing::new(documents, places, config);
    let measuring = Measuring { pairing: &pairing, promising };
    let gathering = Gathering::of(measuring, Seeds::of(documents, config, Some(measuring.bounds())));
    Candidates { capped: gathering.capped(), ..Gathered::joined(gathering.anchors_of(0..documents.len(), &|_, _| true)).candidates }
}

pub(super) struct Pairing<'a> {
    pub(super) documents: &'a [Tokens],
    pub(super) places: &'a [Place],
    pub(super) config: &'a SeedConfig,
    pub(super) forms: Forms,
    pub(super) partners: Partners,
}

impl<'a> Pairing<'a> {
    pub(super) fn new(documents: &'a [Tokens], places: &'a [Place], config: &'a SeedConfig) -> Self {
        Self { documents, places, config, forms: Forms::of(documents, config), partners: Partners::default() }
    }

    fn candidates(&self, postings: &[Posting]) -> Candidates {
        let is_any = by_seed(postings).any(|places| is_in_more_than(self.config.document_bound, places));
        let near = is_any.then(|| Near::of(postings, self.documents, &self.forms, self.config));
        let of_task = |task: &&[Posting]| {
            let mut found = Candidates::default();
            for places in task.chunk_by(|a, b| a.hash == b.hash).filter(|places| places.len() > 1) {
                self.pair_places(places, near.as_ref(), &mut found.anchors, &mut found.capped);
            }
            found
        };
        let parts: Vec<Candidates> = split_at_groups(postings).par_iter().map(of_task).collect();
        let mut found = Candidates::joined(parts);
        found.anchors.par_sort_unstable_by_key(Anchor::key);
        found.anchors.dedup();
        found
    }

    /// Where frequent seeds start nothing, when there are any.
    pub(super) fn near<P: Placed>(&self, parts: &[&[P]], frequent: &[&[Posting]], in_order: &[Vec<Posting>]) -> Option<Near> {
        let is_any = self.is_any_frequent(parts) || self.is_any_frequent(frequent);
        is_any.then(|| Near::mark((parts, frequent, in_order), self.documents, &self.forms, self.config))
    }

    /// Whether a seed stands in so many documents that it starts pairs at some of its places only.
    pub(super) fn is_any_frequent<P: Placed>(&self, parts: &[&[P]]) -> bool {
        parts.par_iter().any(|part| by_seed(part).any(|places| is_in_more_than(self.config.document_bound, places)))
    }

    /// Pairs the documents of one seed, by all of its places.
    pub(super) fn pair_places(&self, places: &[Posting], near: Option<&Near>, anchors: &mut Vec<Anchor>, capped: &mut Capped) {
        let (group, cut) = Group::new(places, self.config.occurrences);
        capped.occurrences += cut;
        match near.filter(|_| group.documents() > self.config.document_bound) {
            None => self.pair(&group, anchors, capped),
            Some(near) => {
                let alone: Vec<Posting> = counted(places, self.config.occurrences).filter(|p| !near.holds(p)).copied().collect();
                capped.frequent += places.len() as u64 - cut - alone.len() as u64;
                self.pair(&Group::new(&alone, self.config.occurrences).0, anchors, capped);
            }
        }
    }

    pub(super) fn pair(&self, group: &Group<'_>, anchors: &mut Vec<Anchor>, capped: &mut Capped) {
        let from = anchors.len();
        self.pair_all(group, anchors, capped);
        if self.is_form(group.postings) {
            self.keep_agreeing(from, anchors, capped);
        }
    }

    /// Leaves out the anchors from `from` on of a form that start nothing, and counts them.
    fn keep_agreeing(&self, from: usize, anchors: &mut Vec<Anchor>, capped: &mut Capped) {
        let mut kept = from;
        for n in from..anchors.len() {
            if agrees(self.documents, &anchors[n]) {
                anchors[kept] = anchors[n];
                kept += 1;
            }
        }
        capped.forms += (anchors.len() - kept) as u64;
        anchors.truncate(kept);
    }

    /// Pairs all documents of a form that is filled with other numbers, by all of its places and the numbers [around](super::forms::around) each: of tables
    /// hardly two places agree in more numbers than the form holds, so that most are told apart by these before an anchor is made.
    pub(super) fn pair_form(&self, places: &[Posting], numbers: &[u64], anchors: &mut Vec<Anchor>, capped: &mut Capped) {
        let (group, cut) = Group::new(places, self.config.occurrences);
        capped.occurrences += cut;
        let mut apart = 0;
        let mut pair = |left: usize, right: usize| {
            let found = may_agree(numbers[left], numbers[right]).then(|| anchor(&places[left], &places[right]));
            match found.filter(|anchor| agrees(self.documents, anchor)) {
                Some(anchor) => anchors.push(anchor),
                None => apart += 1,
            }
        };
        for (one, &(_, from, to)) in group.entries.iter().enumerate() {
            for left in from..to {
                (left + 1..to).for_each(|right| pair(left, right));
            }
            for (other, &(_, first, end)) in group.entries.iter().enumerate().skip(one + 1) {
                if self.comparable(&group, one, other) {
                    (from..to).for_each(|left| (first..end).for_each(|right| pair(left, right)));
                }
            }
        }
        capped.forms += apart;
        if !self.config.same_outlet {
            let from = anchors.len();
            self.pair_standing(&group, anchors);
            self.keep_agreeing(from, anchors, capped);
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

    pub(super) fn place(&self, group: &Group<'_>, entry: usize) -> Place {
        self.places[group.entries[entry].0 as usize]
    }

    fn comparable(&self, group: &Group<'_>, left: usize, right: usize) -> bool {
        self.config.same_outlet || self.place(group, left).outlet != self.place(group, right).outlet
    }
}

/// All places of the one entry with all of the other.
pub(super) fn cross(group: &Group<'_>, one: usize, other: usize, anchors: &mut Vec<Anchor>) {
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
