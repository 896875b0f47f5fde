//! The places of one bucket in order, so small that a core's own cache holds them.

use super::buckets::{Parted, Placed, SEEDS};
use super::postings::Posting;

/// Places of a bucket that are put in order together, about.
const A_PART: usize = 16;
/// Seeds of a bucket that are looked for one by one.
const FEW: usize = 8;

/// The places of one bucket, sorted, without seeds that stand in one place.
pub(super) fn in_order<P: Placed>(mut all: Vec<P>) -> Vec<P> {
    // Of a text that stands in most documents a bucket holds few seeds, and the places of each come in order already.
    if all.len() > SEEDS / 4
        && let Some(by_seed) = dealt_by_seed(&all)
    {
        all = by_seed;
    } else {
        all = dealt_by_hash(&all);
    }
    drop_lonely(&mut all);
    all.shrink_to_fit();
    all
}

/// The same places sorted, where they are those of a few seeds.
fn dealt_by_seed<P: Placed>(all: &[P]) -> Option<Vec<P>> {
    let mut hashes: Vec<u64> = Vec::with_capacity(FEW);
    for place in all {
        let hash = place.posting().hash;
        if !hashes.contains(&hash) {
            if hashes.len() == FEW {
                return None;
            }
            hashes.push(hash);
        }
    }
    hashes.sort_unstable();
    let number = |hash: u64| hashes.iter().position(|own| *own == hash).unwrap_or_default();
    let Parted { mut items, ends } = Parted::of(all, hashes.len(), |place| number(place.posting().hash));
    let mut from = 0;
    for end in ends {
        // Those of compounds stand behind all others of their document.
        let key = |place: &P| (place.posting().document, place.posting().position);
        let own = &mut items[from..end];
        if !own.is_sorted_by_key(key) {
            own.sort_unstable_by_key(key);
        }
        from = end;
    }
    Some(items)
}

/// Sorts places by hash, document and position.
pub(super) fn sort<P: Placed>(places: &mut [P]) {
    places.sort_unstable_by_key(key);
}

/// What places are sorted by.
fn key<P: Placed>(place: &P) -> (u64, u64) {
    let Posting { hash, document, position } = place.posting();
    (hash, u64::from(document) << 32 | u64::from(position))
}

/// The same places sorted. Those of each seed mostly come in order, so that they are dealt out by the first bits in which their hashes differ, and the few seeds that
/// have these in common are put right.
fn dealt_by_hash<P: Placed>(all: &[P]) -> Vec<P> {
    let (mut any, mut each) = (0, u64::MAX);
    for place in all {
        let hash = place.posting().hash;
        (any, each) = (any | hash, each & hash);
    }
    let parts = (all.len() / A_PART).next_power_of_two();
    let equal = (any ^ each).leading_zeros().min(u64::BITS - parts.ilog2().max(1));
    let part = |place: &P| (place.posting().hash << equal).checked_shr(u64::BITS - parts.ilog2()).unwrap_or(0) as usize;
    let Parted { mut items, ends } = Parted::of(all, parts, part);
    let mut from = 0;
    for end in ends {
        let own = &mut items[from..end];
        if !own.is_sorted_by_key(key) {
            own.sort_unstable_by_key(key);
        }
        from = end;
    }
    items
}

/// Drops seeds that stand in one place.
fn drop_lonely<P: Placed>(all: &mut Vec<P>) {
    let mut alone = true;
    let mut kept = 0;
    for n in 0..all.len() {
        let follows = all.get(n + 1).is_some_and(|next| next.posting().hash == all[n].posting().hash);
        if follows || !alone {
            all[kept] = all[n];
            kept += 1;
        }
        alone = !follows;
    }
    all.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::super::buckets::by_seed;
    use super::*;

    #[test]
    fn the_places_of_a_few_seeds_are_dealt_out_as_they_are_sorted() {
        let place = |n: u32| Posting { hash: u64::from(n * n % 8 * 7), document: n / 9, position: (n * 5) % 9 };
        let mut all: Vec<Posting> = (0..900).map(place).collect();
        let dealt = dealt_by_seed(&all);
        sort(&mut all);
        assert_eq!(dealt, Some(all.clone()));
        let many = (0..=FEW as u64).map(|hash| Posting { hash, document: 0, position: 0 });
        all.extend(many);
        assert_eq!(dealt_by_seed(&all).is_some(), by_seed(&all).count() <= FEW);
    }
}
