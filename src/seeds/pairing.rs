//! The frequency policy: which documents that share a seed are compared.
//!
//! - A seed in at most `complete` documents pairs all of them.
//! - A seed in more, or in four times as many places, pairs each with `partners` others: the earliest, the longest, and the ones before it in order
//!   of date and id. Clusters bring the rest together.
//! - A seed in more than `document_bound` documents starts a pair only at places with no other seed nearby.
//! - A seed in more than four times as many is crowded: of 8 of those in a row the least one starts pairs, as winnowing has it, and with a
//!   eighth of the partners; one that its documents hold more than `repeats` times each has a sixteenth, the earliest and the longest.
//! - A seed in a form that the corpus fills with other numbers starts a pair only where several numbers agree ([`forms`](super::forms)).
//! - Two documents of one outlet are compared only when asked for; but a seed that stands in several documents of one outlet
//!   pairs each with the earliest of them, so that the outlet's standing text is known as such.
//! - What one document says more than `repeats` times starts nothing together with the words beside it ([`edges`](super::edges)).
//! - At most `occurrences` places of a seed in one document count; and of a seed in more than `complete` places, each place in a
//!   document is compared with one in the other, where both repeat it so often that there are more than `crossings` pairs ([`crossing`](super::crossing)).
//!
//! Every bound applies to a complete group in a total order, so results do not depend on threads or on the order of input.

use rayon::prelude::*;

use super::anchor::{Anchor, by_documents};
use super::buckets::{Placed, Seeds, by_seed};
use super::crossing::{Crossing, thin};
use super::forms::{Forms, agrees, may_agree};
use super::gathering::Gathering;
use super::group::{Group, counted, is_in_more_than, split_at_groups};
use super::measuring::{Gathered, Measuring};
use super::near::Near;
use super::partners::Partners;
use super::postings::Posting;
use super::promise::Promising;
use super::{Place, SeedConfig};
use crate::observer::Silent;
use crate::text::Tokens;

/// How many times `complete` places make a seed one that has partners, in however few documents.
const REPEATED: usize = 4;

/// How often each bound cut something off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Capped {
    /// Places of a seed in one document beyond `occurrences`.
    pub occurrences: u64,
    /// Places of seeds at the edges of what one document says more than `repeats` times.
    pub edges: u64,
    /// Pairs of places of a seed in two documents that both repeat it, beyond one for each place.
    pub crossings: u64,
    /// Seeds in more than `complete` documents, or four times as many places, paired with `partners` each.
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
            edges: self.edges + other.edges,
            crossings: self.crossings + other.crossings,
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
    let measuring = Measuring { pairing: &pairing, promising, observer: &Silent };
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
        let pairs = Pairs { is_form: self.is_form(group.postings), ..Pairs::of(self, group) };
        if self.pairs_all(group) {
            pairs.all(anchors, capped);
        } else {
            (0..group.documents()).for_each(|entry| pairs.cross(entry, entry, anchors, capped));
            capped.partners += 1;
            self.pair_with_partners(&pairs, anchors, capped);
        }
        if !self.config.same_outlet {
            self.pair_standing(&pairs, anchors, capped);
        }
    }

    /// The anchors of two documents, and those of others where they cannot be found without them.
    pub(super) fn pair_two(&self, group: &Group<'_>, documents: [u32; 2], anchors: &mut Vec<Anchor>) {
        if !self.pairs_all(group) {
            return self.pair(group, anchors, &mut Capped::default());
        }
        let pairs = Pairs { is_form: self.is_form(group.postings), ..Pairs::of(self, group) };
        let mut capped = Capped::default();
        let entry = |document: u32| group.entries.binary_search_by_key(&document, |(own, ..)| *own).ok();
        if let (Some(one), Some(other)) = (entry(documents[0]), entry(documents[1]))
            && self.comparable(group, one, other)
        {
            pairs.cross(one, other, anchors, &mut capped);
        }
        if !self.config.same_outlet {
            self.pair_standing(&pairs, anchors, &mut capped);
        }
    }

    /// Pairs all documents of a form that is filled with other numbers, by all of its places and the numbers [around](super::forms::around) each: of tables
    /// hardly two places agree in more numbers than the form holds, so that most are told apart by these before an anchor is made.
    pub(super) fn pair_form(&self, places: &[Posting], numbers: &[u64], anchors: &mut Vec<Anchor>, capped: &mut Capped) {
        let (group, cut) = Group::new(places, self.config.occurrences);
        capped.occurrences += cut;
        let pairs = Pairs { numbers: Some(numbers), is_form: true, ..Pairs::of(self, &group) };
        pairs.all(anchors, capped);
        if !self.config.same_outlet {
            self.pair_standing(&pairs, anchors, capped);
        }
    }

    /// Whether a seed, by its places, is a form that is filled with other numbers.
    pub(super) fn is_form(&self, postings: &[Posting]) -> bool {
        postings.first().is_some_and(|first| self.forms.holds(&self.documents[first.document as usize], first.position))
    }

    /// Whether a seed pairs all of its documents.
    fn pairs_all(&self, group: &Group<'_>) -> bool {
        group.documents() <= self.config.complete && !self.is_repeated_everywhere(group.places())
    }

    /// Whether a seed with so many places that count has partners in spite of its few documents, as one in too many has: each of these repeats it.
    pub(super) fn is_repeated_everywhere(&self, places: usize) -> bool {
        places > REPEATED.saturating_mul(self.config.complete)
    }

    /// Pairs of places in two documents, or in one, up to which all are compared.
    pub(super) fn crossings(&self, group: &Group<'_>) -> usize {
        if group.places() <= self.config.complete { usize::MAX } else { self.config.crossings }
    }

    pub(super) fn place(&self, group: &Group<'_>, entry: usize) -> Place {
        self.places[group.entries[entry].0 as usize]
    }

    fn comparable(&self, group: &Group<'_>, left: usize, right: usize) -> bool {
        self.config.same_outlet || self.place(group, left).outlet != self.place(group, right).outlet
    }
}

/// The places of one seed, which are paired.
pub(super) struct Pairs<'a> {
    pairing: &'a Pairing<'a>,
    pub(super) group: &'a Group<'a>,
    /// The numbers around each place of a form, where they are known.
    numbers: Option<&'a [u64]>,
    is_form: bool,
    /// Pairs of places in two documents up to which all are compared.
    most: usize,
}

impl<'a> Pairs<'a> {
    /// Of a seed that is no form.
    pub(super) fn of(pairing: &'a Pairing<'a>, group: &'a Group<'a>) -> Self {
        Self { pairing, group, numbers: None, is_form: false, most: pairing.crossings(group) }
    }

    /// Tells how many places each document has that are compared with others of its own and of those behind it, and counts those that are not.
    pub(super) fn count(&self, mut tell: impl FnMut(u32, u64), capped: &mut Capped) {
        let (entries, most) = (&self.group.entries, self.most);
        for (one, &(document, from, to)) in entries.iter().enumerate() {
            let behind = (one + 1..entries.len()).filter(|other| self.pairing.comparable(self.group, one, *other));
            let two = behind.map(|other| Crossing::Two(to - from, entries[other].2 - entries[other].1));
            let mut found = 0;
            for crossing in std::iter::once(Crossing::One(to - from)).chain(two) {
                found += crossing.count(most) as u64;
                capped.crossings += crossing.left_out(most);
            }
            tell(document, found);
        }
    }

    /// All documents, each with itself as well: repeats.
    fn all(&self, anchors: &mut Vec<Anchor>, capped: &mut Capped) {
        for one in 0..self.group.documents() {
            self.cross(one, one, anchors, capped);
            for other in one + 1..self.group.documents() {
                if self.pairing.comparable(self.group, one, other) {
                    self.cross(one, other, anchors, capped);
                }
            }
        }
    }

    /// The places of the one entry with those of the other.
    pub(super) fn cross(&self, one: usize, other: usize, anchors: &mut Vec<Anchor>, capped: &mut Capped) {
        let entries = &self.group.entries;
        let (left, right) = if entries[one].0 < entries[other].0 { (one, other) } else { (other, one) };
        let [(_, left, left_end), (_, right, right_end)] = [entries[left], entries[right]];
        let crossing = if one == other { Crossing::One(left_end - left) } else { Crossing::Two(left_end - left, right_end - right) };
        if !self.is_form {
            let places = self.group.postings;
            anchors.extend(crossing.pairs(self.most).map(|(l, r)| anchor(&places[left + l], &places[right + r])));
            capped.crossings += crossing.left_out(self.most);
            return;
        }
        let from = anchors.len();
        for (l, r) in crossing.pairs(usize::MAX) {
            match self.agreeing(left + l, right + r) {
                Some(anchor) => anchors.push(anchor),
                None => capped.forms += 1,
            }
        }
        capped.crossings += thin(anchors, from, self.most);
    }

    /// The anchor of two places of a form, if enough numbers agree there.
    fn agreeing(&self, left: usize, right: usize) -> Option<Anchor> {
        if self.numbers.is_some_and(|numbers| !may_agree(numbers[left], numbers[right])) {
            return None;
        }
        let anchor = anchor(&self.group.postings[left], &self.group.postings[right]);
        agrees(self.pairing.documents, &anchor).then_some(anchor)
    }
}

fn anchor(left: &Posting, right: &Posting) -> Anchor {
    Anchor { left: left.document, right: right.document, left_position: left.position, right_position: right.position }
}
