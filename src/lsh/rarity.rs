//! Which shingles of a set are rare: what sets that are alike must share some of.
//!
//! Thousands of tables filled with other numbers share keys of bands, and are unlike: each would be held against thousands. Of two sets with a similarity of t both
//! hold t of either in common, so of each set's shingles in some order, the same for all, they share one of the first 1 - t (prefix filtering; Chaudhuri, Ganti and
//! Kaushik 2006; Bayardo, Ma and Srikant 2007), and k of the first 1 - t and k more. With the rarest in front few other sets hold several of those, and what no other set
//! holds need not be asked for.

use std::sync::atomic::{AtomicU8, Ordering};

use rayon::prelude::*;

use super::families::{Items, Sets};
use crate::error::{Error, Result};
use crate::observer::Observer;

/// How often shingles stand in some sets, about. What shares its place with others is taken for less rare, which changes the order and no result.
pub(super) struct Rarity {
    counts: Vec<AtomicU8>,
    threshold: f64,
}

impl Rarity {
    /// Greatest number of counts: 64 MB.
    const MOST: usize = 1 << 26;

    /// Shingles that alike sets share among their rarest, where they are large enough.
    const SHARED: usize = 4;

    /// Counts the shingles of these items, which may be alike from `threshold` on; an error when the observer was asked to stop.
    pub fn of(sets: &Sets<'_, impl Items>, some: &[usize], threshold: f64, observer: &dyn Observer) -> Result<Self> {
        let shingles: usize = some.par_iter().map(|&item| observer.check().map(|()| sets.of(item).len())).sum::<Result<usize>>()?;
        let places = (2 * shingles).next_power_of_two().clamp(1 << 10, Self::MOST);
        let rarity = Self { counts: (0..places).map(|_| AtomicU8::new(0)).collect(), threshold };
        some.par_iter().try_for_each(|&item| {
            observer.check()?;
            for shingle in sets.of(item).iter() {
                let _ = rarity.count(*shingle).fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| count.checked_add(1));
            }
            Ok::<(), Error>(())
        })?;
        Ok(rarity)
    }

    fn count(&self, shingle: u64) -> &AtomicU8 {
        &self.counts[shingle as usize & (self.counts.len() - 1)]
    }

    /// The rarest of a set that others may hold: of two sets as alike as the threshold asks for, as many as [`shared`](Self::shared) says are among these of both.
    pub fn rarest(&self, set: &[u64]) -> Vec<u64> {
        let least = self.least(set.len());
        let count = (set.len() + least.min(Self::SHARED)).saturating_sub(least);
        let mut rarest: Vec<(u8, u64)> = set.iter().map(|s| (self.count(*s).load(Ordering::Relaxed), *s)).collect();
        if (1..rarest.len()).contains(&count) {
            rarest.select_nth_unstable(count - 1);
        }
        rarest.truncate(count);
        rarest.into_iter().filter(|(count, _)| *count > 1).map(|(_, shingle)| shingle).collect()
    }

    /// How many shingles a set of so many and any one that is as alike as the threshold asks for share among the rarest of both, at least.
    pub fn shared(&self, shingles: usize) -> usize {
        // The other set has so many at least.
        self.least((self.threshold * shingles as f64).floor() as usize).min(Self::SHARED)
    }

    /// What a set of so many shingles shares with any that is as alike as the threshold asks for: one less, so that rounding leaves nothing out.
    fn least(&self, shingles: usize) -> usize {
        ((self.threshold * shingles as f64).floor() as usize).saturating_sub(1).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::verify::similarity;
    use super::*;
    use crate::observer::Silent;
    use crate::sketch::Sketch;
    use proptest::prelude::*;

    struct Given(Vec<Vec<u64>>);

    impl Items for Given {
        fn count(&self) -> usize {
            self.0.len()
        }
        fn sketch(&self, _: usize) -> Sketch {
            unreachable!("nobody asks")
        }
        fn set(&self, item: usize) -> Vec<u64> {
            self.0[item].clone()
        }
    }

    proptest! {
        #[test]
        fn sets_that_are_alike_share_some_of_their_rarest(
            sets in prop::collection::vec(prop::collection::btree_set(0u64..40, 1..30), 2..12), threshold in 0.05f64..1.0,
        ) {
            let given = Given(sets.into_iter().map(|set| set.into_iter().collect()).collect());
            let all: Vec<usize> = (0..given.count()).collect();
            let rarity = Rarity::of(&Sets::new(&given), &all, threshold, &Silent).unwrap();
            for (n, left) in given.0.iter().enumerate() {
                for right in &given.0[..n] {
                    let (of_left, of_right) = (rarity.rarest(left), rarity.rarest(right));
                    let shared = of_left.iter().filter(|shingle| of_right.contains(shingle)).count();
                    let least = rarity.shared(left.len()).max(rarity.shared(right.len()));
                    prop_assert!(shared >= least || similarity(left, right).jaccard < threshold);
                }
            }
        }
    }
}
