//! Bands: r rows of a sketch hashed to one key. Two sketches with an equal key in some band are candidates.

use serde::{Deserialize, Serialize};

use crate::allowed::within;
use crate::error::Result;
use crate::sketch::{BASE, Sketch, mix};

/// How a sketch is cut into bands (Indyk and Motwani 1998; Leskovec et al., Mining of Massive Datasets, 3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banding {
    /// How many bands, 1 to 1024.
    pub bands: usize,
    /// Rows of a band, 1 to 64.
    pub rows: usize,
}

impl Banding {
    /// 16 bands of 4 rows: candidates with probability .64 at J = .5 and .99 at .7.
    pub const DEFAULT: Self = Self { bands: 16, rows: 4 };
    /// 32 bands of 4 rows: .87 at J = .5, .996 at .63, from which documents are near-duplicates.
    pub const SENSITIVE: Self = Self { bands: 32, rows: 4 };

    /// Bands for a whole-document dedup: two sets of similarity `threshold` and more are candidates with probability
    /// [`RECALL`](Self::RECALL) at least.
    ///
    /// The more rows a band has, the fewer unlike sets are compared, and the more bands it takes to miss none. Taken are as many rows as
    /// 128 permutations allow; where that is less than 4, as many up to 4 as 512 allow, since candidates cost more than permutations then. Slots
    /// are filled up to a multiple of 32, which the sketch's kernel computes anyway.
    #[must_use]
    pub fn for_threshold(threshold: f64) -> Self {
        let bands = |rows: usize| {
            let of_band = threshold.powi(i32::try_from(rows).expect("a few rows"));
            // As a float first: for small thresholds there is no number of bands that would be enough.
            let least = if of_band >= 1.0 { 1.0 } else { ((1.0 - Self::RECALL).ln() / (-of_band).ln_1p()).ceil() };
            (1..=512).find(|b| f64::from(*b) >= least).map(|b: u16| Self { bands: usize::from(b), rows })
        };
        let fitting = |rows: usize, slots: usize| bands(rows).filter(|banding| banding.slots() <= slots);
        let best = (4..=16).rev().find_map(|rows| fitting(rows, 128)).or_else(|| (1..=4).rev().find_map(|rows| fitting(rows, 512)));
        let Self { bands, rows } = best.unwrap_or(Self { bands: 512, rows: 1 });
        Self { bands: (bands * rows).next_multiple_of(32) / rows, rows }
    }

    /// Least threshold at which [`for_threshold`](Self::for_threshold) reaches [`RECALL`](Self::RECALL): `1 - .001^(1/512)` is .0134.
    pub const LEAST_THRESHOLD: f64 = 0.014;

    /// Least probability that two sets exactly at the threshold of [`for_threshold`](Self::for_threshold) become candidates.
    pub const RECALL: f64 = 0.999;

    /// That bands are some, and have some rows. `name`: what the option is called.
    pub(crate) fn check(&self, name: &str) -> Result<()> {
        within(&format!("{name}.bands"), self.bands, 1..=1024)?;
        within(&format!("{name}.rows"), self.rows, 1..=64)
    }

    /// Rows of the sketches that this takes.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.bands * self.rows
    }

    /// One key a band. Keys of different bands differ, so all may stand in one table.
    ///
    /// # Panics
    /// When bands have no rows, or the sketch has another number of rows than [`slots`](Self::slots).
    pub fn keys<'a>(&self, sketch: &'a Sketch) -> impl Iterator<Item = u64> + 'a {
        assert!(self.rows > 0, "bands of some rows");
        assert_eq!(sketch.rows().len(), self.slots(), "a sketch of {} bands of {} rows", self.bands, self.rows);
        sketch.rows().chunks_exact(self.rows).zip(0u64..).map(|(rows, band)| band_key(rows, band))
    }
}

/// The key of the rows of a band: a polynomial of them modulo 2^64, mixed as a shingle is. Keys of different bands differ.
#[must_use]
#[inline]
pub fn band_key(rows: &[u32], band: u64) -> u64 {
    mix(rows.iter().fold(band + 1, |key, row| key.wrapping_mul(BASE).wrapping_add(u64::from(*row))))
}

/// The S-curve: probability that two sets of Jaccard similarity `jaccard` share a key, `1 - (1 - J^r)^b`.
///
/// # Panics
/// When there are 2^31 bands or rows and more.
#[must_use]
pub fn candidate_probability(banding: Banding, jaccard: f64) -> f64 {
    let of_band = jaccard.powi(i32::try_from(banding.rows).expect("a band has few rows"));
    1.0 - (1.0 - of_band).powi(i32::try_from(banding.bands).expect("there are few bands"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::MinHasher;
    use proptest::prelude::Rng;
    use proptest::test_runner::{RngAlgorithm, TestRng};

    #[test]
    fn from_the_least_threshold_on_bands_reach_the_recall() {
        for threshold in [Banding::LEAST_THRESHOLD, 0.02, 0.1, 0.5, 0.8, 1.0] {
            assert!(candidate_probability(Banding::for_threshold(threshold), threshold) >= Banding::RECALL, "{threshold}");
        }
        assert!(candidate_probability(Banding::for_threshold(0.013), 0.013) < Banding::RECALL);
    }

    #[test]
    fn recall_on_random_sets_follows_the_s_curve() {
        const TRIALS: u32 = 3000;
        let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        for banding in [Banding::DEFAULT, Banding::SENSITIVE, Banding { bands: 8, rows: 8 }] {
            let hasher = MinHasher::new(banding.slots());
            for (shared, own) in [(20usize, 40usize), (40, 20), (40, 10), (50, 3)] {
                let mut hits = 0u32;
                for _ in 0..TRIALS {
                    let mut draw = |n: usize| -> Vec<u64> { (0..n).map(|_| rng.next_u64()).collect() };
                    let (common, a, b) = (draw(shared), draw(own), draw(own));
                    let keys = |own: &[u64]| -> Vec<u64> { banding.keys(&hasher.sketch(&[&common[..], own].concat())).collect() };
                    hits += u32::from(keys(&a).iter().zip(keys(&b)).any(|(x, y)| *x == y));
                }
                let jaccard = shared as f64 / (shared + 2 * own) as f64;
                let expected = candidate_probability(banding, jaccard);
                let found = f64::from(hits) / f64::from(TRIALS);
                // Four standard errors of a share, and what a band of few values adds.
                let margin = 4.0 * (expected * (1.0 - expected) / f64::from(TRIALS)).sqrt() + 0.01;
                assert!((found - expected).abs() <= margin, "{banding:?} J {jaccard:.2}: {found:.3} instead of {expected:.3}");
            }
        }
    }

    #[test]
    fn bands_for_a_threshold_miss_one_pair_in_a_thousand_at_most() {
        assert_eq!(Banding::for_threshold(0.8), Banding { bands: 19, rows: 5 });
        for percent in 2..=100u32 {
            let threshold = f64::from(percent) / 100.0;
            let banding = Banding::for_threshold(threshold);
            let recall = candidate_probability(banding, threshold);
            assert!(recall >= Banding::RECALL, "{threshold}: {banding:?} finds {recall}");
            assert!(banding.slots() <= 512, "{threshold}: {banding:?}");
        }
    }

    #[test]
    fn the_curve_has_the_documented_values() {
        for (banding, jaccard, expected) in [
            (Banding::DEFAULT, 0.5, 0.64),
            (Banding::DEFAULT, 0.7, 0.99),
            (Banding::SENSITIVE, 0.5, 0.87),
            (Banding::SENSITIVE, 0.63, 0.996),
        ] {
            assert!((candidate_probability(banding, jaccard) - expected).abs() < 0.005);
        }
    }
}
