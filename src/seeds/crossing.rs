//! Which places of a seed are held against which: all of two documents, unless both repeat it so often that they would grow with the square of their length.
//!
//! Sixty comments under one line of furniture each are 3,600 pairs of places in two pages, and tell no more than sixty do: which line it is, and all places at
//! which it stands. A text that was copied along with such a line is found by its other seeds.

use std::collections::BTreeSet;

use super::anchor::Anchor;
use super::buckets::Placed;

/// Places of one seed, by how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Crossing {
    /// In two documents.
    Two(usize, usize),
    /// In one.
    One(usize),
}

impl Crossing {
    /// How many pairs of places there are.
    fn all(self) -> usize {
        match self {
            Self::Two(left, right) => left.saturating_mul(right),
            Self::One(places) => places.saturating_mul(places.saturating_sub(1)) / 2,
        }
    }

    /// Pairs of places that are compared, where up to `most` all are. Of more it is the first with the first, the second with the second, and so on, and those
    /// that are left over with the last; of one document those of the first half with those of the second. So two texts of one line, or such a text with itself,
    /// are compared from end to end once: runs through the last one go back as far.
    pub fn pairs(self, most: usize) -> impl Iterator<Item = (usize, usize)> {
        let is_all = self.all() <= most;
        let lefts = match self {
            Self::Two(left, _) if is_all => left,
            Self::Two(left, right) => left.max(right),
            Self::One(places) if is_all => places,
            Self::One(places) => places.div_ceil(2),
        };
        (0..lefts).flat_map(move |n| {
            let (left, rights) = match self {
                Self::Two(_, right) if is_all => (n, 0..right),
                Self::One(places) if is_all => (n, n + 1..places),
                Self::Two(left, right) => (n.min(left - 1), n.min(right - 1)..n.min(right - 1) + 1),
                // The last one of an odd number has the first.
                Self::One(places) => (n % (places / 2), n + places / 2..n + places / 2 + 1),
            };
            rights.map(move |right| (left, right))
        })
    }

    /// How many are compared.
    pub fn count(self, most: usize) -> usize {
        match self {
            _ if self.all() <= most => self.all(),
            Self::Two(left, right) => left.max(right),
            Self::One(places) => places.div_ceil(2),
        }
    }

    /// How many are not.
    pub fn left_out(self, most: usize) -> u64 {
        (self.all() - self.count(most)) as u64
    }
}

/// Whether a document holds so many of the places of a seed, which are sorted, that some pairs of them may be left out.
pub(super) fn repeats_much<P: Placed>(places: &[P], most: usize) -> bool {
    // So many places in each of two documents are `most` pairs at most.
    let few = most.isqrt();
    places.len() > few && places.windows(few + 1).any(|some| some[0].posting().document == some[few].posting().document)
}

/// The same for anchors of two documents, or of one, of which some were left out before: beyond `most` each place comes once, as far as there is another one
/// for it, and otherwise with the first one that it has. The anchors are sorted from `from` on. Tells how many go.
pub(super) fn thin(anchors: &mut Vec<Anchor>, from: usize, most: usize) -> u64 {
    if anchors.len() - from <= most {
        return 0;
    }
    let all = anchors.split_off(from);
    let (mut lefts, mut rights) = (BTreeSet::new(), BTreeSet::new());
    for is_left_over in [false, true] {
        for anchor in &all {
            let known = [lefts.contains(&anchor.left_position), rights.contains(&anchor.right_position)];
            if known == [false, false] || is_left_over && known != [true, true] {
                lefts.insert(anchor.left_position);
                rights.insert(anchor.right_position);
                anchors.push(*anchor);
            }
        }
    }
    (all.len() - (anchors.len() - from)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn crossing() -> impl Strategy<Value = Crossing> {
        prop_oneof![(0usize..20, 0usize..20).prop_map(|(left, right)| Crossing::Two(left, right)), (0usize..20).prop_map(Crossing::One)]
    }

    proptest! {
        #[test]
        fn all_pairs_are_compared_or_each_place_is(crossing in crossing(), most in 0usize..200) {
            let mut pairs: Vec<(usize, usize)> = crossing.pairs(most).collect();
            let all: Vec<(usize, usize)> = match crossing {
                Crossing::Two(left, right) => (0..left).flat_map(|l| (0..right).map(move |r| (l, r))).collect(),
                Crossing::One(places) => (0..places).flat_map(|l| (l + 1..places).map(move |r| (l, r))).collect(),
            };
            prop_assert_eq!(crossing.count(most), pairs.len());
            prop_assert_eq!(crossing.left_out(most), (all.len() - pairs.len()) as u64);
            pairs.sort_unstable();
            pairs.dedup();
            prop_assert_eq!(crossing.count(most), pairs.len(), "no pair comes twice");
            prop_assert!(pairs.iter().all(|pair| all.contains(pair)));
            prop_assert!(all.len() > most || pairs == all);
            // Each place is compared with another one, if there is one.
            let is_there = |place: usize, of: fn(&(usize, usize)) -> usize| pairs.iter().any(|pair| of(pair) == place);
            match crossing {
                Crossing::Two(left, right) => {
                    prop_assert!(right == 0 || (0..left).all(|place| is_there(place, |pair| pair.0)));
                    prop_assert!(left == 0 || (0..right).all(|place| is_there(place, |pair| pair.1)));
                }
                Crossing::One(1) => prop_assert!(pairs.is_empty()),
                Crossing::One(places) => prop_assert!((0..places).all(|place| is_there(place, |pair| pair.0) || is_there(place, |pair| pair.1))),
            }
        }
    }

    proptest! {
        #[test]
        fn of_anchors_that_are_too_many_each_place_keeps_one(all in prop::collection::btree_set((0u32..12, 0u32..12), 0..144), most in 0usize..150) {
            let anchor = |(left_position, right_position): (u32, u32)| Anchor { left: 0, right: 1, left_position, right_position };
            let all: Vec<Anchor> = all.into_iter().map(anchor).collect();
            let before = anchor((7, 7));
            let mut anchors = [&[before], &all[..]].concat();
            let gone = thin(&mut anchors, 1, most);
            prop_assert_eq!(anchors.remove(0), before);
            prop_assert_eq!(gone, (all.len() - anchors.len()) as u64);
            prop_assert!(all.len() > most || gone == 0);
            prop_assert!(anchors.iter().all(|anchor| all.contains(anchor)));
            for of in [|anchor: &Anchor| anchor.left_position, |anchor: &Anchor| anchor.right_position] {
                prop_assert!(all.iter().all(|anchor| anchors.iter().any(|kept| of(kept) == of(anchor))));
            }
            let distinct = |of: fn(&Anchor) -> u32| all.iter().map(of).collect::<BTreeSet<u32>>().len();
            prop_assert!(gone == 0 || anchors.len() <= distinct(|a| a.left_position) + distinct(|a| a.right_position));
        }
    }
}
