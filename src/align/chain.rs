//! Runs in the same order on both sides become chains.

use crate::text::Tokens;

use super::AlignConfig;
use super::runs::Run;
use super::score::{Joint, Quarters, hoped_gap_cost, least_gap_cost, weight};

/// Runs before one that are tried as its predecessor, nearest first (as minimap2's `--max-chain-iter`, kept small: a
/// run has few neighbours within the greatest gap, save in tables).
const PREDECESSORS: usize = 64;

/// Chains runs so that each chain has the same order on both sides and no gap above `config.max_gap`, best chain
/// first. A gap that costs more than the drop-off whatever matches in it parts two chains, as it would part them later; what else lies between
/// two runs is for the alignment to decide. Every run belongs to one chain. Runs of a chain do not overlap: where two do, the later one is cut at its front.
pub(super) fn chains(left: &Tokens, runs: &[Run], config: &AlignConfig) -> Vec<Vec<Run>> {
    if let [only] = runs {
        return vec![vec![*only]];
    }
    let weights = Weights::of(left, runs);
    let weigh = |from: u32, len: u32| weights.of_words(from, len);
    let weights: Vec<Quarters> = runs.iter().map(|r| weigh(r.left, r.len)).collect();
    let mut scores = weights.clone();
    let mut before: Vec<Option<usize>> = vec![None; runs.len()];
    for i in 1..runs.len() {
        for j in (i.saturating_sub(PREDECESSORS)..i).rev() {
            let Some((gap, cut)) = follows(&runs[j], &runs[i], config) else { continue };
            let gain = weights[i] - weigh(runs[i].left, cut) - gap;
            // Strictly better: the nearest of equal predecessors stays.
            if gain > 0 && scores[j] - gap > 0 && scores[j] + gain > scores[i] {
                scores[i] = scores[j] + gain;
                before[i] = Some(j);
            }
        }
    }
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(scores[*i]), *i));
    let mut used = vec![false; runs.len()];
    let mut found = Vec::new();
    for last in order {
        if used[last] {
            continue;
        }
        let mut chain = Vec::new();
        let mut next = Some(last);
        while let Some(i) = next.filter(|i| !used[*i]) {
            used[i] = true;
            chain.push(runs[i]);
            next = before[i];
        }
        chain.reverse();
        // All cuts first: a run that was cut at its front no longer lies before one that began inside the part cut off.
        let cuts: Vec<u32> = chain.windows(2).map(|w| follows(&w[0], &w[1], config).expect("chained runs follow one another").1).collect();
        for (run, cut) in chain.iter_mut().skip(1).zip(cuts) {
            let joint = if cut > 0 { Joint::None } else { run.joint };
            *run = Run { left: run.left + cut, right: run.right + cut, len: run.len - cut, joint };
        }
        found.push(chain);
    }
    found
}

/// What lies between two runs, and how many words of the later one overlap the earlier, when it can follow.
fn follows(earlier: &Run, later: &Run, config: &AlignConfig) -> Option<(Quarters, u32)> {
    if later.joins(earlier) {
        return Some((0, 0));
    }
    if later.left <= earlier.left || later.right <= earlier.right {
        return None;
    }
    let (left_end, right_end) = (earlier.left + earlier.len, earlier.right + earlier.len);
    let cut = left_end.saturating_sub(later.left).max(right_end.saturating_sub(later.right));
    if cut >= later.len {
        return None;
    }
    let (left_gap, right_gap) = (later.left + cut - left_end, later.right + cut - right_end);
    let bridged = left_gap.max(right_gap) <= config.max_gap && least_gap_cost(left_gap, right_gap) <= config.drop_off;
    bridged.then(|| (hoped_gap_cost(left_gap, right_gap), cut))
}

/// What stretches of one document's words weigh.
struct Weights<'a> {
    left: &'a Tokens,
    /// First word of all runs, and what the words from there on to before each weigh together. Empty for a few runs, whose words are counted anew.
    first: u32,
    sums: Vec<Quarters>,
}

impl<'a> Weights<'a> {
    /// Runs from which on sums are kept: many that overlap would be counted again and again.
    const MANY: usize = 16;

    fn of(left: &'a Tokens, runs: &[Run]) -> Self {
        let (first, mut sums) = (runs.iter().map(|r| r.left).min().unwrap_or(0), Vec::new());
        if runs.len() >= Self::MANY {
            let end = runs.iter().map(|r| r.left + r.len).max().unwrap_or(0);
            let mut sum = 0;
            sums.push(0);
            sums.extend(left.traits[first as usize..end as usize].iter().map(|t| {
                sum += weight(*t);
                sum
            }));
        }
        Self { left, first, sums }
    }

    fn of_words(&self, from: u32, len: u32) -> Quarters {
        if self.sums.is_empty() {
            return self.left.traits[from as usize..(from + len) as usize].iter().map(|t| weight(*t)).sum();
        }
        let from = (from - self.first) as usize;
        self.sums[from + len as usize] - self.sums[from]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    fn run(left: u32, right: u32, len: u32) -> Run {
        Run { left, right, len, joint: Joint::None }
    }

    #[test]
    fn runs_in_order_are_one_chain_and_crossing_ones_are_two() {
        let tokens = tokenize(&"word ".repeat(100), Compounds::Joined);
        let config = AlignConfig::default();
        assert_eq!(chains(&tokens, &[run(0, 0, 8), run(10, 12, 8)], &config), [[run(0, 0, 8), run(10, 12, 8)]]);
        assert_eq!(chains(&tokens, &[run(0, 20, 8), run(10, 0, 8)], &config).len(), 2);
        assert_eq!(chains(&tokens, &[run(0, 0, 8), run(60, 60, 8)], &config).len(), 2);
    }

    #[test]
    fn a_gap_that_may_hold_matches_is_bridged_and_one_that_cannot_is_not() {
        let tokens = tokenize(&"word ".repeat(100), Compounds::Joined);
        let config = AlignConfig::default();
        assert_eq!(chains(&tokens, &[run(0, 0, 8), run(36, 36, 8)], &config).len(), 1, "28 words on both sides");
        assert_eq!(chains(&tokens, &[run(0, 0, 8), run(8, 36, 8)], &config).len(), 2, "28 words on one side");
    }

    #[test]
    fn a_run_that_begins_in_the_cut_off_front_of_another_can_follow_it() {
        let tokens = tokenize(&"word ".repeat(200), Compounds::Joined);
        let found = chains(&tokens, &[run(0, 0, 20), run(5, 4, 60), run(10, 9, 90)], &AlignConfig::default());
        for chain in &found {
            assert!(chain.windows(2).all(|w| w[0].left + w[0].len <= w[1].left && w[0].right + w[0].len <= w[1].right), "{chain:?}");
        }
        assert_eq!(found[0].len(), 3);
    }

    #[test]
    fn overlapping_runs_are_cut() {
        let tokens = tokenize(&"word ".repeat(100), Compounds::Joined);
        assert_eq!(chains(&tokens, &[run(0, 0, 8), run(6, 7, 8)], &AlignConfig::default()), [[run(0, 0, 8), run(8, 9, 6)]]);
    }
}
