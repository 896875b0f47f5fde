//! Reuse over time: passages of shown clusters by hour, day or longer, and by kind.

use serde::Serialize;

use super::index::{Index, at, is_set_apart};
use super::summary::KINDS;
use super::tables::kind_code;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// Steps of time, and what one is called; the smallest is taken that needs at most [`MOST_BINS`] bars.
const STEPS: [(i64, &str); 7] = [
    (HOUR, "hour"),
    (3 * HOUR, "3 hours"),
    (DAY, "day"),
    (7 * DAY, "week"),
    (30 * DAY, "30 days"),
    (365 * DAY, "365 days"),
    (3_650 * DAY, "3650 days"),
];
const MOST_BINS: i64 = 120;

/// Counts of passages by time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Timeline {
    /// Second at which the first bar begins: midnight, UTC.
    pub start: i64,
    /// Seconds of a bar.
    pub step: i64,
    /// What a step is called.
    pub unit: &'static str,
    /// By kind in the order of [`KINDS`], by bar.
    pub counts: Vec<Vec<u64>>,
    /// Passages in documents without a date.
    pub undated: u64,
    /// Passages before the first bar, and after the last: stray dates that would press all others into one.
    pub outside: [u64; 2],
}

/// One passage in this many, at either end, may stay outside of what is drawn.
const STRAY: usize = 100;

/// First and last instant to draw: all, unless nearly all lie in a quarter of the time.
fn ends(mut times: Vec<i64>) -> (i64, i64) {
    times.sort_unstable();
    let (Some(&first), Some(&last)) = (times.first(), times.last()) else { return (0, 0) };
    let stray = times.len().div_ceil(STRAY);
    let inner = (times[stray.min(times.len() - 1)], times[times.len().saturating_sub(stray + 1)]);
    let few = inner.0 > inner.1 || last - first <= 4 * (inner.1 - inner.0).max(7 * DAY);
    if few { (first, last) } else { inner }
}

/// Counts each passage at the middle of its document's interval.
pub(super) fn timeline(index: &Index<'_>) -> Timeline {
    let shown: Vec<usize> = (0..index.run.clusters.len()).filter(|&c| !is_set_apart(index.run.clusters[c].kind)).collect();
    let middle = |p: usize| index.when[at(index.passage_doc[p])].map(super::words::Interval::middle);
    let all = || shown.iter().flat_map(|&c| index.passages[c].clone());
    let (from, to) = ends(all().filter_map(middle).collect());
    let start = from.div_euclid(DAY) * DAY;
    let span = to - start;
    let (step, unit) = STEPS.into_iter().find(|(step, _)| span / step < MOST_BINS).unwrap_or(STEPS[STEPS.len() - 1]);
    let bins = usize::try_from(span / step + 1).expect("few bars");
    let mut counts = vec![vec![0; bins]; KINDS.len()];
    let (mut undated, mut outside) = (0, [0, 0]);
    for &c in &shown {
        let kind = at(kind_code(index.run.clusters[c].kind));
        for p in index.passages[c].clone() {
            match middle(p) {
                Some(second) => match usize::try_from((second - start).div_euclid(step)) {
                    Ok(bin) if bin < bins => counts[kind][bin] += 1,
                    Ok(_) => outside[1] += 1,
                    Err(_) => outside[0] += 1,
                },
                None => undated += 1,
            }
        }
    }
    Timeline { start, step, unit, counts, undated, outside }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    #[test]
    fn every_passage_of_a_shown_cluster_is_counted_once() {
        let run = fixtures::synthetic(1_000, 3);
        let index = Index::new(&run).unwrap();
        let told = timeline(&index);
        let shown: usize = index.shown().map(|c| index.passages[at(c)].len()).sum();
        let dated: u64 = told.counts.iter().flatten().sum();
        assert_eq!(dated + told.undated + told.outside.iter().sum::<u64>(), shown as u64);
        assert!(told.undated > 0 && told.unit == "3 hours");
        assert_eq!(told.start % DAY, 0);
    }

    #[test]
    fn a_stray_date_does_not_press_all_others_into_one_bar() {
        let mut times: Vec<i64> = (0..500).map(|i| 1_000 * DAY + i * HOUR).collect();
        let all = ends(times.clone());
        times.push(0);
        assert_eq!(all, (1_000 * DAY, 1_000 * DAY + 499 * HOUR));
        let (from, to) = ends(times);
        assert!(from >= all.0 && to <= all.1 && to - from > 450 * HOUR);
        assert_eq!(ends(vec![0, 1_000 * DAY]), (0, 1_000 * DAY), "few dates are all drawn");
        assert_eq!(ends(Vec::new()), (0, 0));
    }

    #[test]
    fn a_run_without_dates_has_one_empty_bar() {
        let mut run = fixtures::small();
        for document in &mut run.documents {
            (document.published_from, document.published_to) = (None, None);
        }
        let told = timeline(&Index::new(&run).unwrap());
        assert_eq!(told.counts[0].len(), 1);
        assert_eq!(told.counts.iter().flatten().sum::<u64>(), 0);
    }
}
