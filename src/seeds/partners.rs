//! Which documents are paired where not all are: those of a frequent seed with a few others, those of one outlet with the earliest.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::Place;
use super::anchor::Anchor;
use super::buckets::Placed;
use super::group::Group;
use super::near::CROWDED;
use super::pairing::{Capped, Pairing, Pairs};

/// Documents of one outlet in which a seed makes its text a suspect of being standing text.
const STANDING: usize = 3;

/// Who is paired with whom, of the seed of which that was last asked: a text that stands in most documents has dozens of seeds in the same ones.
#[derive(Default)]
pub(super) struct Partners(Mutex<Option<Arc<Paired>>>);

struct Paired {
    documents: Vec<u32>,
    /// Partners of each.
    partners: usize,
    /// Entries, the earlier document's first; sorted.
    entries: Vec<(usize, usize)>,
}

impl Partners {
    /// Those of a group that has the documents of the last one, and as many partners for each, or what `find` finds.
    fn of(&self, group: &Group<'_>, partners: usize, find: impl FnOnce() -> Vec<(usize, usize)>) -> Arc<Paired> {
        let last = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let documents = || group.entries.iter().map(|(document, ..)| *document);
        let known = last().clone().filter(|known| known.partners == partners && known.documents.iter().copied().eq(documents()));
        known.unwrap_or_else(|| {
            let paired = Arc::new(Paired { documents: documents().collect(), partners, entries: find() });
            *last() = Some(Arc::clone(&paired));
            paired
        })
    }
}

impl Pairing<'_> {
    /// Pairs each entry with the earliest, the longest, and the ones before it. The anchors come sorted.
    pub(super) fn pair_with_partners(&self, pairs: &Pairs<'_>, anchors: &mut Vec<Anchor>, capped: &mut Capped) {
        let group = pairs.group;
        let is_crowded =
            group.documents() > self.config.document_bound.saturating_mul(CROWDED) || self.is_repeated_everywhere(group.places() / CROWDED);
        // What its documents repeat is told at all of its places by one partner.
        let is_repeated = group.places() > self.config.repeats.saturating_mul(group.documents());
        let most = match (is_crowded, is_repeated) {
            (true, true) => self.config.partners / 16,
            (true, false) => self.config.partners / 8,
            (false, _) => self.config.partners,
        };
        let paired = self.partners.of(group, most, || self.partners_of(group, most));
        anchors.reserve(paired.entries.len());
        paired.entries.iter().for_each(|&(left, right)| pairs.cross(left, right, anchors, capped));
    }

    fn partners_of(&self, group: &Group<'_>, most: usize) -> Vec<(usize, usize)> {
        // More than all there are is all of them.
        let quarter = (most / 4).clamp(1, group.documents().max(1));
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
        let mut before = Nearest::new(most.saturating_sub(2 * quarter).min(group.documents()));
        let (mut partners, mut found): (Vec<usize>, Vec<(usize, usize)>) = (Vec::new(), Vec::new());
        for entry in by_rank {
            partners.clear();
            for nearest in [&earliest, &longest, &before] {
                partners.extend(nearest.of_other_houses(entry, &houses));
            }
            partners.sort_unstable();
            partners.dedup();
            found.extend(partners.iter().map(|&partner| (entry.min(partner), entry.max(partner))));
            before.push(entry, &houses);
        }
        found.sort_unstable();
        // Two that are near each other are partners of each other.
        found.dedup();
        found
    }

    /// Whether so many places of a seed are in documents of one outlet that it can be standing text there. `outlets` is where they are listed.
    pub(super) fn may_be_standing<P: Placed>(&self, places: &[P], outlets: &mut Vec<u32>) -> bool {
        if !may_hold_standing(places.iter().map(|place| self.places[place.posting().document as usize].outlet)) {
            return false;
        }
        outlets.clear();
        outlets.extend(places.iter().map(|place| self.places[place.posting().document as usize].outlet));
        outlets.sort_unstable();
        outlets.windows(STANDING).any(|some| some[0] == some[STANDING - 1])
    }

    /// Pairs the documents of one outlet that share the seed with the earliest of them.
    pub(super) fn pair_standing(&self, pairs: &Pairs<'_>, anchors: &mut Vec<Anchor>, capped: &mut Capped) {
        let group = pairs.group;
        if !may_hold_standing((0..group.documents()).map(|entry| self.place(group, entry).outlet)) {
            return;
        }
        let mut by_outlet: Vec<(Place, usize)> = (0..group.documents()).map(|e| (self.place(group, e), e)).collect();
        by_outlet.sort_unstable_by_key(|(place, _)| (place.outlet, place.rank));
        for own in by_outlet.chunk_by(|a, b| a.0.outlet == b.0.outlet).filter(|own| own.len() >= STANDING) {
            for (_, later) in &own[1..] {
                pairs.cross(own[0].1, *later, anchors, capped);
            }
        }
    }
}

/// Whether some outlet may come [`STANDING`] times and more: those that share a place are taken for one. Of a few, hardly one does, and none need be sorted.
fn may_hold_standing(mut outlets: impl ExactSizeIterator<Item = u32>) -> bool {
    const PLACES: usize = 256;
    if outlets.len() < STANDING || outlets.len() > PLACES {
        return outlets.len() >= STANDING;
    }
    let mut times = [0u8; PLACES];
    outlets.any(|outlet| {
        let times = &mut times[outlet as usize % PLACES];
        *times = times.saturating_add(1);
        usize::from(*times) >= STANDING
    })
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

#[cfg(test)]
mod tests {
    use super::super::SeedConfig;
    use super::super::postings::Posting;
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    #[test]
    fn a_seed_in_other_documents_than_the_one_before_or_with_more_partners_has_its_own() {
        let posting = |document| Posting { hash: 1, document, position: 0 };
        let groups = [(vec![0, 2, 3], 4), (vec![0, 2, 3], 4), (vec![0, 2, 4], 4), (vec![0, 2], 4), (vec![0, 2, 4], 4), (vec![0, 2, 4], 32)];
        let partners = Partners::default();
        let mut asked = Vec::new();
        for (n, (documents, most)) in groups.iter().enumerate() {
            let postings: Vec<Posting> = documents.iter().copied().map(posting).collect();
            let paired = partners.of(&Group::new(&postings, 1).0, *most, || {
                asked.push(n);
                vec![(0, n)]
            });
            assert_eq!((&paired.documents, paired.partners), (documents, *most));
        }
        assert_eq!(asked, [0, 2, 3, 4, 5]);
    }

    #[test]
    fn a_crowded_seed_has_four_partners_in_each_document_and_one_that_documents_repeat_has_two() {
        let documents = vec![tokenize("the ferry landing below the bridge closes before winter", Compounds::Joined); 40];
        let places: Vec<Place> = (0..40).map(|rank| Place { outlet: rank, rank }).collect();
        let config = SeedConfig { document_bound: 2, complete: 2, repeats: 2, ..SeedConfig::default() };
        let pairing = Pairing::new(&documents, &places, &config);
        let pairs_of = |times: u32| {
            let postings: Vec<Posting> =
                (0..40).flat_map(|document| (0..times).map(move |position| Posting { hash: 1, document, position })).collect();
            let mut anchors = Vec::new();
            pairing.pair(&Group::new(&postings, usize::MAX).0, &mut anchors, &mut Capped::default());
            let mut pairs: Vec<(u32, u32)> = anchors.iter().map(|a| (a.left, a.right)).filter(|(left, right)| left != right).collect();
            pairs.dedup();
            pairs.len()
        };
        // The earliest one is the longest one as well. Each has that and the two before it, or that alone.
        assert_eq!([1, 2, 3].map(pairs_of), [1 + 2 + 37 * 3, 1 + 2 + 37 * 3, 39]);
    }

    proptest! {
        #[test]
        fn an_outlet_that_comes_often_enough_is_never_passed_over(outlets in prop::collection::vec(0u32..700, 0..300)) {
            let mut sorted = outlets.clone();
            sorted.sort_unstable();
            let holds = sorted.windows(STANDING).any(|some| some[0] == some[STANDING - 1]);
            prop_assert!(may_hold_standing(outlets.iter().copied()) || !holds);
            prop_assert!(!may_hold_standing(outlets.iter().copied().take(STANDING - 1)));
        }
    }

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
