//! Anchors to maximal runs of equal words.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::Side;
use super::beginnings::Beginnings;
use super::joint::{before, behind};
use super::score::Joint;

/// How many times the words of both texts runs have together when the texts are like themselves.
const TIMES_THE_TEXT: usize = 4;
/// Runs that others are looked for in.
const LONGEST: usize = 64;

/// A run of equal words: `len` words from `left` on are those from `right` on. Maximal to both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Run {
    pub left: u32,
    pub right: u32,
    pub len: u32,
    /// What stands directly before it: a compound that one side writes together, or anything else.
    pub joint: Joint,
}

impl Run {
    /// Whether nothing but the compound before this run lies between it and an earlier one.
    pub(super) fn joins(&self, earlier: &Self) -> bool {
        let (left, right) = self.joint.words();
        self.joint != Joint::None && (earlier.left + earlier.len + left, earlier.right + earlier.len + right) == (self.left, self.right)
    }

    /// Whether no compound stands directly before or behind this run, over which it could go on.
    pub(super) fn is_alone(&self, left: Side<'_>, right: Side<'_>) -> bool {
        self.joint == Joint::None && behind(left, right, self.left + self.len, self.right + self.len) == Joint::None
    }
}

/// The maximal runs that hold the anchors, and those that follow them over one compound or more, sorted by left, then right place.
///
/// A hash can collide: an anchor whose words are not equal after all gives no run.
pub(super) fn equal_runs(left: Side<'_>, right: Side<'_>, anchors: &[(u32, u32)], seed_words: usize) -> Vec<Run> {
    // By diagonal, so that anchors inside a run already found are passed over.
    let mut sorted: Vec<(i64, u32, u32)> = anchors.iter().map(|&(l, r)| (i64::from(l) - i64::from(r), l, r)).collect();
    sorted.sort_unstable();
    let mut runs: Vec<Run> = Vec::new();
    let mut done: Option<(i64, u32)> = None;
    let (mut words, mut beginnings) = (0, Beginnings::default());
    for (diagonal, l, r) in sorted {
        if done.is_some_and(|(d, end)| d == diagonal && l < end) {
            continue;
        }
        // Where the texts are like themselves the runs are measured together.
        let known = (words > TIMES_THE_TEXT * (left.tokens.len() + right.tokens.len()))
            .then(|| beginnings.ahead(&left.tokens.hashes, &right.tokens.hashes, (l, r)))
            .flatten()
            .filter(|ahead| *ahead >= seed_words);
        let found = match known {
            Some(ahead) => Some(maximal_with(left, right, (l, r), ahead)),
            None => run_at(left, right, (l, r), seed_words),
        };
        if let Some(run) = found {
            words += run.len as usize;
            // What begins with a compound has its run on another diagonal.
            if i64::from(run.left) - i64::from(run.right) == diagonal {
                done = Some((diagonal, run.left + run.len));
            }
            runs.push(run);
        }
    }
    runs.sort_unstable();
    runs.dedup();
    let mut known: HashSet<(u32, u32)> = HashSet::new();
    for n in 0..runs.len() {
        if runs[n].is_alone(left, right) {
            continue;
        }
        if known.is_empty() {
            known.extend(runs.iter().map(|run| (run.left, run.right)));
        }
        over_compounds(left, right, runs[n], &mut known, &mut runs);
    }
    without_self_likeness(left, right, &mut runs);
    runs.sort_unstable();
    runs
}

/// The run that holds all anchors, which are sorted, when no compound stands beside it over which others follow: then it is the only one.
pub(super) fn only_run(left: Side<'_>, right: Side<'_>, mut anchors: impl Iterator<Item = (u32, u32)>, seed_words: usize) -> Option<Run> {
    let first = anchors.next()?;
    let diagonal = |l: u32, r: u32| i64::from(l) - i64::from(r);
    let own = diagonal(first.0, first.1);
    let mut last = first.0;
    for (l, r) in anchors {
        if diagonal(l, r) != own {
            return None;
        }
        last = l;
    }
    let run = run_at(left, right, first, seed_words)?;
    let is_only = diagonal(run.left, run.right) == own && last < run.left + run.len;
    (is_only && run.is_alone(left, right)).then_some(run)
}

/// Leaves out runs that a text owes to its likeness to itself, where these would be many times as long as the texts.
///
/// A line that stands 10,000 times in two documents makes a run for each step by which one can be moved against the other, each nearly as long as both.
/// What lies inside a longer run on both sides comes to no pair of its own. Between two places of one text, a run that overlaps itself does not.
fn without_self_likeness(left: Side<'_>, right: Side<'_>, runs: &mut Vec<Run>) {
    let words = left.tokens.len() + right.tokens.len();
    if runs.iter().map(|run| run.len as usize).sum::<usize>() <= TIMES_THE_TEXT * words {
        return;
    }
    if std::ptr::eq(left.tokens, right.tokens) {
        runs.retain(|run| run.left.abs_diff(run.right) >= run.len);
        return;
    }
    runs.sort_unstable_by_key(|run| (Reverse(run.len), *run));
    let mut longest: Vec<Run> = Vec::new();
    runs.retain(|run| {
        let inside = |start: u32, longer: u32, len: u32| start >= longer && start + run.len <= longer + len;
        let stands = !longest.iter().any(|l| inside(run.left, l.left, l.len) && inside(run.right, l.right, l.len));
        if stands && longest.len() < LONGEST {
            longest.push(*run);
        }
        stands
    });
}

/// The maximal run that holds one anchor, or its first words where it holds a compound that one side writes together; none where its words
/// are not equal after all.
pub(super) fn run_at(left: Side<'_>, right: Side<'_>, (l, r): (u32, u32), seed_words: usize) -> Option<Run> {
    let (of_left, of_right) = (&left.tokens.hashes[l as usize..], &right.tokens.hashes[r as usize..]);
    let equal = of_left.iter().zip(of_right).take(seed_words).take_while(|(a, b)| a == b).count();
    if equal == seed_words.min(of_left.len()).min(of_right.len()) {
        return Some(maximal(left, right, l, r));
    }
    let compound = (l + number(equal), r + number(equal));
    let joint = behind(left, right, compound.0, compound.1);
    let (l, r) = match (joint, equal) {
        (Joint::None, _) => return None,
        // It stands in front.
        (_, 0) => (l + joint.words().0, r + joint.words().1),
        _ => (l, r),
    };
    let is_equal = left.tokens.hashes.get(l as usize).is_some_and(|word| right.tokens.hashes.get(r as usize) == Some(word));
    is_equal.then(|| maximal(left, right, l, r))
}

/// The run through two equal words, or an empty one where they are not equal.
fn maximal(left: Side<'_>, right: Side<'_>, l: u32, r: u32) -> Run {
    let (of_left, of_right) = (&left.tokens.hashes[l as usize..], &right.tokens.hashes[r as usize..]);
    let ahead = equal_words(of_left, of_right);
    maximal_with(left, right, (l, r), ahead)
}

/// Words that two rows begin with alike.
fn equal_words(one: &[u64], other: &[u64]) -> usize {
    /// Compared at once: a text that stands unchanged in two documents has hundreds of words in a row.
    const AT_ONCE: usize = 8;
    let (some, others) = (one.as_chunks::<AT_ONCE>().0, other.as_chunks::<AT_ONCE>().0);
    let known = AT_ONCE * some.iter().zip(others).take_while(|(a, b)| a == b).count();
    known + one[known..].iter().zip(&other[known..]).take_while(|(a, b)| a == b).count()
}

/// The run through two places, from which on so many words are equal.
fn maximal_with(left: Side<'_>, right: Side<'_>, (l, r): (u32, u32), ahead: usize) -> Run {
    let (before_left, before_right) = (&left.tokens.hashes[..l as usize], &right.tokens.hashes[..r as usize]);
    let back = before_left.iter().rev().zip(before_right.iter().rev()).take_while(|(a, b)| a == b).count();
    let (left_start, right_start) = (l - number(back), r - number(back));
    Run { left: left_start, right: right_start, len: number(back + ahead), joint: before(left, right, left_start, right_start) }
}

/// Adds the runs that go on where a compound ends a run, on both sides of it, up to one that is known.
fn over_compounds(left: Side<'_>, right: Side<'_>, run: Run, known: &mut HashSet<(u32, u32)>, runs: &mut Vec<Run>) {
    let mut is_new = |run: &Run| known.insert((run.left, run.right));
    let mut at = run;
    while at.joint != Joint::None {
        let (l, r) = at.joint.words();
        let (l, r) = (at.left - l, at.right - r);
        if l == 0 || r == 0 || left.tokens.hashes[l as usize - 1] != right.tokens.hashes[r as usize - 1] {
            break;
        }
        at = maximal(left, right, l - 1, r - 1);
        if !is_new(&at) {
            break;
        }
        runs.push(at);
    }
    let mut at = run;
    loop {
        let joint = behind(left, right, at.left + at.len, at.right + at.len);
        let (l, r) = joint.words();
        let (l, r) = (at.left + at.len + l, at.right + at.len + r);
        let more = (l as usize) < left.tokens.len() && (r as usize) < right.tokens.len();
        if joint == Joint::None || !more || left.tokens.hashes[l as usize] != right.tokens.hashes[r as usize] {
            break;
        }
        at = maximal(left, right, l, r);
        if !is_new(&at) {
            break;
        }
        runs.push(at);
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("a place in a text of less than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    fn runs_of(left: &str, right: &str, anchors: &[(u32, u32)]) -> Vec<Run> {
        let tokens = [left, right].map(|text| tokenize(text, Compounds::Joined));
        let side = |text, n: usize| Side { text, tokens: &tokens[n] };
        equal_runs(side(left, 0), side(right, 1), anchors, 4)
    }

    #[test]
    fn anchors_of_one_run_give_one_maximal_run() {
        let found = runs_of("x a b c d e f y", "a b c d e f z", &[(1, 0), (2, 1), (3, 2)]);
        assert_eq!(found, [Run { left: 1, right: 0, len: 6, joint: Joint::None }]);
    }

    #[test]
    fn a_line_again_and_again_in_two_texts_makes_the_longest_run_alone() {
        let lines = "the ferry to Marrow Point leaves at noon ".repeat(40);
        let anchors: Vec<(u32, u32)> = (0..40).flat_map(|l| (0..40).map(move |r| (8 * l + 2, 8 * r))).collect();
        let found = runs_of(&format!("before all {lines}"), &lines, &anchors);
        assert_eq!(found, [Run { left: 2, right: 0, len: 320, joint: Joint::None }]);
    }

    #[test]
    fn within_one_text_runs_that_do_not_overlap_themselves_stay() {
        let text = "the ferry to Marrow Point leaves at noon ".repeat(40);
        let tokens = tokenize(&text, Compounds::Joined);
        let side = Side { text: &text, tokens: &tokens };
        let anchors: Vec<(u32, u32)> = (0..40).flat_map(|l| (l + 1..40).map(move |r| (8 * l, 8 * r))).collect();
        let found = equal_runs(side, side, &anchors, 4);
        assert_eq!(
            found,
            (20..40).rev().map(|step| Run { left: 0, right: 8 * step, len: 320 - 8 * step, joint: Joint::None }).rev().collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_false_anchor_gives_no_run() {
        assert!(runs_of("a b c d", "a b c x", &[(0, 0)]).is_empty());
    }

    #[test]
    fn a_run_goes_on_behind_what_one_side_writes_together() {
        let left = "Nobody inherits a cease-fire, you inherit the bill for one healthcare plan";
        let right = "Nobody inherits a ceasefire, you inherit the bill for one health care plan";
        let expected = [
            Run { left: 0, right: 0, len: 3, joint: Joint::None },
            Run { left: 5, right: 4, len: 6, joint: Joint::Left },
            Run { left: 12, right: 12, len: 1, joint: Joint::Right },
        ];
        for anchor in [(5, 4), (6, 5)] {
            let found = runs_of(left, right, &[anchor]);
            assert_eq!(found, expected);
            assert!(found[1].joins(&found[0]) && found[2].joins(&found[1]) && !found[1].joins(&found[2]));
        }
    }

    proptest! {
        #[test]
        fn equal_words_are_those_before_the_first_that_differs(
            words in prop::collection::vec(0u64..3, 0..40), changed in prop::option::of(any::<prop::sample::Index>()), cut in 0usize..40,
        ) {
            let mut other = words.clone();
            other.truncate(cut);
            if let Some(at) = changed.filter(|_| !other.is_empty()) {
                let at = at.index(other.len());
                other[at] += 1;
            }
            let slow = words.iter().zip(&other).take_while(|(a, b)| a == b).count();
            prop_assert_eq!((equal_words(&words, &other), equal_words(&other, &words)), (slow, slow));
        }
    }
}
