//! Anchors to maximal runs of equal words.

use crate::text::Tokens;

/// A run of equal words: `len` words from `left` on are those from `right` on. Maximal to both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Run {
    pub left: u32,
    pub right: u32,
    pub len: u32,
}

/// The maximal runs that hold the anchors, sorted by left, then right place.
///
/// A hash can collide: an anchor whose words are not equal after all gives no run.
pub(super) fn equal_runs(left: &Tokens, right: &Tokens, anchors: &[(u32, u32)], seed_words: usize) -> Vec<Run> {
    // By diagonal, so that anchors inside a run already found are passed over.
    let mut sorted: Vec<(i64, u32, u32)> = anchors.iter().map(|&(l, r)| (i64::from(l) - i64::from(r), l, r)).collect();
    sorted.sort_unstable();
    let mut runs: Vec<Run> = Vec::new();
    let mut done: Option<(i64, u32)> = None;
    for (diagonal, l, r) in sorted {
        if done.is_some_and(|(d, end)| d == diagonal && l < end) {
            continue;
        }
        let (l, r) = (l as usize, r as usize);
        let equal = |i: usize, j: usize| left.hashes[i] == right.hashes[j];
        if !(0..seed_words.min(left.len() - l).min(right.len() - r)).all(|k| equal(l + k, r + k)) {
            continue;
        }
        let back = (1..=l.min(r)).take_while(|k| equal(l - k, r - k)).count();
        let ahead = (0..(left.len() - l).min(right.len() - r)).take_while(|k| equal(l + k, r + k)).count();
        let run = Run { left: number(l - back), right: number(r - back), len: number(back + ahead) };
        done = Some((diagonal, run.left + run.len));
        runs.push(run);
    }
    runs.sort_unstable();
    runs
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("a place in a text of less than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn anchors_of_one_run_give_one_maximal_run() {
        let left = tokenize("x a b c d e f y", Compounds::Joined);
        let right = tokenize("a b c d e f z", Compounds::Joined);
        assert_eq!(equal_runs(&left, &right, &[(1, 0), (2, 1), (3, 2)], 4), [Run { left: 1, right: 0, len: 6 }]);
    }

    #[test]
    fn a_false_anchor_gives_no_run() {
        let left = tokenize("a b c d", Compounds::Joined);
        let right = tokenize("a b c x", Compounds::Joined);
        assert!(equal_runs(&left, &right, &[(0, 0)], 4).is_empty());
    }
}
