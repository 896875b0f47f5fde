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
    let (mut i, mut j, mut shared) = (0, 0, 0u32);
    while i < left.len() && j < right.len() {
        match left[i].cmp(&right[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
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
    }
}
