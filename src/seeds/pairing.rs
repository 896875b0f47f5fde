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

use super::forms::{Forms, agrees};
use super::group::{Group, split_at_groups};
use super::near::Near;
use super::postings::Posting;
use super::promise::{Promise, Promising};
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
