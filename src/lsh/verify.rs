//! Exact similarity of two shingle sets.

/// How like two sets are. All shares are exact, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similarity {
    /// Shared over all: |A ∩ B| / |A ∪ B| (Jaccard).
    pub jaccard: f64,
    /// Share of the left set that stands in the right one.
    pub left_in_right: f64,
    /// Share of the right set that stands in the left one.
    pub right_in_left: f64,
}

/// Compares two sorted sets without repetitions. Two empty sets are unlike.
#[must_use]
pub fn similarity(left: &[u64], right: &[u64]) -> Similarity {
    of_shared(left, right, shared(left, right, 0).unwrap_or_default())
}

/// The similarity of two such sets where their Jaccard similarity is `least` and more. Sets that fall short are given up as soon as that is certain.
#[must_use]
pub fn similarity_of(left: &[u64], right: &[u64], least: f64) -> Option<Similarity> {
    // One less than the least number that will do, so that rounding gives nothing up.
    let needed = (least * (left.len() + right.len()) as f64 / (1.0 + least)).floor() as usize;
    let similarity = of_shared(left, right, shared(left, right, needed.saturating_sub(1))?);
    (similarity.jaccard >= least).then_some(similarity)
}

/// How many both hold; none as soon as that is certain to be fewer than `least`.
fn shared(left: &[u64], right: &[u64], least: usize) -> Option<u32> {
    // What either side may hold alone.
    let (spare_left, spare_right) = (left.len().checked_sub(least)?, right.len().checked_sub(least)?);
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < left.len() && j < right.len() {
        // Which of the two comes next is anybody's guess, so nothing branches on it.
        let (one, other) = (left[i], right[j]);
        shared += usize::from(one == other);
        i += usize::from(one <= other);
        j += usize::from(other <= one);
        if i - shared > spare_left || j - shared > spare_right {
            return None;
        }
    }
    (shared >= least).then(|| u32::try_from(shared).expect("a set of a text's shingles"))
}

fn of_shared(left: &[u64], right: &[u64], shared: u32) -> Similarity {
    let of = |n: usize| if n == 0 { 0.0 } else { f64::from(shared) / f64::from(u32::try_from(n).expect("a set of a text's shingles")) };
    Similarity { jaccard: of(left.len() + right.len() - shared as usize), left_in_right: of(left.len()), right_in_left: of(right.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn similarities_equal_those_of_plain_sets(left in prop::collection::btree_set(0u64..60, 0..40), right in prop::collection::btree_set(0u64..60, 0..40)) {
            let got = similarity(&left.iter().copied().collect::<Vec<_>>(), &right.iter().copied().collect::<Vec<_>>());
            let shared = left.intersection(&right).count() as f64;
            let share = |whole: usize| if whole == 0 { 0.0 } else { shared / whole as f64 };
            prop_assert_eq!(got.jaccard, share(left.union(&right).collect::<BTreeSet<_>>().len()));
            prop_assert_eq!(got.left_in_right, share(left.len()));
            prop_assert_eq!(got.right_in_left, share(right.len()));
        }

        #[test]
        fn what_is_given_up_falls_short(left in prop::collection::btree_set(0u64..60, 0..40), right in prop::collection::btree_set(0u64..60, 0..40), least in 0.01f64..1.0) {
            let (left, right): (Vec<u64>, Vec<u64>) = (left.into_iter().collect(), right.into_iter().collect());
            let whole = similarity(&left, &right);
            prop_assert_eq!(similarity_of(&left, &right, least), (whole.jaccard >= least).then_some(whole));
            prop_assert_eq!(similarity_of(&left, &right, whole.jaccard), Some(whole));
        }
    }
}
