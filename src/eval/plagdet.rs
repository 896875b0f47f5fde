//! The measure of Potthast, Stein, Barrón-Cedeño and Rosso, “An Evaluation Framework for Plagiarism Detection”, COLING 2010,
//! averaged over passages (macro).
//!
//! A passage is a pair of spans, one in each of two documents. Its share is how much of both its spans those of the other side
//! cover that overlap it in both documents. Recall is the mean share of the gold, precision that of what was found; granularity is
//! how many found ones overlap a gold one, where any does; plagdet is F1 / log2(1 + granularity).

use std::collections::HashMap;

use serde::Serialize;

use super::{mean, real};
use crate::span::{Chars, Span};

/// Two spans, one in each of two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpanPair {
    /// Numbers of the documents, the lesser one first.
    pub documents: (u32, u32),
    /// In the first document.
    pub left: Span<Chars>,
    /// In the second one.
    pub right: Span<Chars>,
}

impl SpanPair {
    /// The pair with its documents in order.
    #[must_use]
    pub fn new(one: (u32, Span<Chars>), other: (u32, Span<Chars>)) -> Self {
        let ((l, left), (r, right)) = if one.0 <= other.0 { (one, other) } else { (other, one) };
        Self { documents: (l, r), left, right }
    }

    /// Characters of both spans.
    #[must_use]
    pub fn size(&self) -> u64 {
        u64::from(self.left.len()) + u64::from(self.right.len())
    }

    /// Whether the two share a character in each of their documents, which must be the same.
    fn overlaps(&self, other: &Self) -> bool {
        meet(self.left, other.left) && meet(self.right, other.right)
    }

    /// Characters that both have, in both documents; 0 where they do not overlap in each.
    pub(super) fn shared(&self, other: &Self) -> u64 {
        if self.documents != other.documents || !self.overlaps(other) {
            return 0;
        }
        u64::from(self.left.overlap(&other.left)) + u64::from(self.right.overlap(&other.right))
    }
}

/// An empty span meets one that it stands inside of: the definition compares ends, not lengths.
fn meet(a: Span<Chars>, b: Span<Chars>) -> bool {
    a.start < b.end && b.start < a.end
}

/// How much of a passage the other side has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coverage {
    /// Share of its characters, 0 to 1.
    pub share: f64,
    /// How many of the other side overlap it.
    pub hits: usize,
}

/// How much of each of `passages` is covered by `others`, in their order.
#[must_use]
pub fn coverage(passages: &[SpanPair], others: &[SpanPair]) -> Vec<Coverage> {
    coverages(passages, others).collect()
}

/// The same, one by one.
pub(super) fn coverages(passages: &[SpanPair], others: &[SpanPair]) -> impl Iterator<Item = Coverage> {
    let mut by_documents: HashMap<(u32, u32), Vec<SpanPair>> = HashMap::new();
    for other in others {
        by_documents.entry(other.documents).or_default().push(*other);
    }
    let of = move |passage: &SpanPair| {
        let others = by_documents.get(&passage.documents).map_or(&[][..], Vec::as_slice);
        let hits: Vec<&SpanPair> = others.iter().filter(|other| passage.overlaps(other)).collect();
        let left = covered(hits.iter().map(|hit| hit.left).collect(), passage.left);
        let right = covered(hits.iter().map(|hit| hit.right).collect(), passage.right);
        let size = real(passage.size());
        Coverage { share: if size > 0.0 { real(left + right) / size } else { 0.0 }, hits: hits.len() }
    };
    passages.iter().map(of)
}

/// Characters of `inside` that any of `spans` holds.
fn covered(mut spans: Vec<Span<Chars>>, inside: Span<Chars>) -> u64 {
    spans.sort_unstable();
    let (mut total, mut edge) = (0, inside.start);
    for span in spans {
        let (start, end) = (span.start.max(edge), span.end.min(inside.end));
        if end > start {
            total += u64::from(end - start);
            edge = end;
        }
    }
    total
}

/// The four figures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// Mean share of the gold passages that was found, 0 to 1; 0 without gold.
    pub recall: f64,
    /// Mean share of the found passages that is gold, 0 to 1; 0 where nothing was found.
    pub precision: f64,
    /// Found passages that overlap a gold one, on average over the gold that any overlaps, 1 or more.
    pub granularity: f64,
    /// F1 of the first two over log2(1 + granularity), 0 to 1.
    pub plagdet: f64,
}

/// The figures from the coverage of each gold and of each found passage.
#[must_use]
pub fn score(gold: &[Coverage], found: &[Coverage]) -> Score {
    let recall = mean(gold.iter().map(|c| c.share));
    let precision = mean(found.iter().map(|c| c.share));
    let detected = || gold.iter().filter(|c| c.hits > 0);
    let hits = |c: &Coverage| f64::from(u32::try_from(c.hits).unwrap_or(u32::MAX));
    let granularity = if detected().next().is_some() { mean(detected().map(hits)) } else { 1.0 };
    let f1 = if recall + precision > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    Score { recall, precision, granularity, plagdet: f1 / (1.0 + granularity).log2() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(left: (u32, u32), right: (u32, u32)) -> SpanPair {
        SpanPair::new((0, Span::new(left.0, left.1)), (1, Span::new(right.0, right.1)))
    }

    fn of(gold: &[SpanPair], found: &[SpanPair]) -> Score {
        score(&coverage(gold, found), &coverage(found, gold))
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn what_is_found_exactly_scores_one() {
        let gold = [pair((0, 100), (50, 150)), pair((200, 300), (200, 310))];
        assert_eq!(of(&gold, &gold), Score { recall: 1.0, precision: 1.0, granularity: 1.0, plagdet: 1.0 });
    }

    #[test]
    fn half_a_passage_found_and_a_false_one_score_as_worked_out_by_hand() {
        // Of the first, 50 + 50 of 200 characters; the second not at all. Of what was found, one right and one wrong.
        let gold = [pair((0, 100), (0, 100)), pair((500, 600), (500, 600))];
        let found = [pair((50, 100), (0, 50)), pair((300, 340), (300, 340))];
        let s = of(&gold, &found);
        assert!(near(s.recall, 0.25) && near(s.precision, 0.5) && near(s.granularity, 1.0));
        assert!(near(s.plagdet, 1.0 / 3.0), "F1 of a quarter and a half, over log2(2)");
    }

    #[test]
    fn a_passage_found_in_three_pieces_is_divided_by_two() {
        let gold = [pair((0, 90), (0, 90))];
        let found = [pair((0, 30), (0, 30)), pair((30, 60), (30, 60)), pair((60, 90), (60, 90))];
        assert_eq!(of(&gold, &found), Score { recall: 1.0, precision: 1.0, granularity: 3.0, plagdet: 0.5 });
    }

    #[test]
    fn overlapping_pieces_count_their_characters_once() {
        let gold = [pair((0, 100), (0, 100))];
        let found = [pair((0, 60), (0, 60)), pair((40, 80), (40, 80))];
        let s = of(&gold, &found);
        assert!(near(s.recall, 0.8) && near(s.granularity, 2.0));
    }

    #[test]
    fn a_pair_that_is_right_on_one_side_only_is_wrong() {
        let s = of(&[pair((0, 100), (0, 100))], &[pair((0, 100), (100, 200))]);
        assert_eq!(s, Score { recall: 0.0, precision: 0.0, granularity: 1.0, plagdet: 0.0 });
    }

    #[test]
    fn nothing_against_nothing_scores_nothing() {
        assert_eq!(of(&[], &[]), Score { recall: 0.0, precision: 0.0, granularity: 1.0, plagdet: 0.0 });
    }

    /// Character by character, as the definition is written.
    fn slow(gold: &[SpanPair], found: &[SpanPair]) -> Score {
        let holds = |p: &SpanPair, side: usize, at: u32| {
            let span = if side == 0 { p.left } else { p.right };
            span.start <= at && at < span.end
        };
        let meet = |x: &SpanPair, y: &SpanPair| {
            x.documents == y.documents && (0..2).all(|side| (0..60).any(|at| holds(x, side, at) && holds(y, side, at)))
        };
        let share = |x: &SpanPair, others: &[SpanPair]| {
            let (mut size, mut got) = (0.0, 0.0);
            for side in 0..2 {
                for at in (0..60).filter(|at| holds(x, side, *at)) {
                    size += 1.0;
                    if others.iter().any(|y| meet(x, y) && holds(y, side, at)) {
                        got += 1.0;
                    }
                }
            }
            got / size
        };
        let average = |values: Vec<f64>| if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / f64::from(values.len() as u32) };
        let recall = average(gold.iter().map(|g| share(g, found)).collect());
        let precision = average(found.iter().map(|f| share(f, gold)).collect());
        let detections: Vec<f64> = gold.iter().map(|g| f64::from(found.iter().filter(|f| meet(g, f)).count() as u32)).collect();
        let detections: Vec<f64> = detections.into_iter().filter(|n| *n > 0.0).collect();
        let granularity = if detections.is_empty() { 1.0 } else { average(detections) };
        let f1 = if recall + precision > 0.0 { 2.0 * recall * precision / (recall + precision) } else { 0.0 };
        Score { recall, precision, granularity, plagdet: f1 / (1.0 + granularity).log2() }
    }

    fn any_pairs() -> impl Strategy<Value = Vec<SpanPair>> {
        let span = || (0u32..50, 1u32..10).prop_map(|(start, length)| Span::new(start, start + length));
        let one = (0u32..2, span(), 2u32..4, span()).prop_map(|(l, left, r, right)| SpanPair::new((r, right), (l, left)));
        prop::collection::vec(one, 0..12)
    }

    proptest! {
        #[test]
        fn the_figures_equal_those_counted_character_by_character(gold in any_pairs(), found in any_pairs()) {
            let (fast, slow) = (of(&gold, &found), slow(&gold, &found));
            prop_assert!(near(fast.recall, slow.recall) && near(fast.precision, slow.precision), "{fast:?} {slow:?}");
            prop_assert!(near(fast.granularity, slow.granularity) && near(fast.plagdet, slow.plagdet), "{fast:?} {slow:?}");
        }
    }
}
