//! Repeats of a text that stands in one document more than twice.
//!
//! Three places of one text, with little between them, are one alignment: the first and the second against the second and the third. A text is no
//! repeat of itself, so such a one is cut into what stands apart: the first against the second, the second against the third.

use super::score::{Alignment, Match};
use crate::text::Tokens;

/// Alignments of a document with itself whose sides have words in common.
#[derive(Debug, Default)]
pub(super) struct OverThemselves(Vec<Alignment>);

impl OverThemselves {
    /// Takes an alignment in. One that lies within another, as the first and third place of four against the second and fourth do, tells nothing
    /// more than the next places of that.
    pub(super) fn add(&mut self, alignment: &Alignment) {
        if shift(alignment) == 0 || self.0.iter().any(|known| is_within(alignment, known)) {
            return;
        }
        self.0.retain(|known| !is_within(known, alignment));
        self.0.push(alignment.clone());
    }

    /// What stands apart in them.
    pub(super) fn parts(self, tokens: &Tokens) -> impl Iterator<Item = Alignment> {
        self.0.into_iter().flat_map(move |alignment| parts(&alignment.matches).map(|part| Alignment::of(tokens, part)).collect::<Vec<_>>())
    }
}

/// Words between the first one and the one it is aligned with; 0 where that does not lie behind it.
fn shift(alignment: &Alignment) -> u32 {
    alignment.matches.first().map_or(0, |first| first.right.saturating_sub(first.left))
}

/// Whether an alignment has all its words in those of one whose places follow one another at least as closely.
fn is_within(inner: &Alignment, outer: &Alignment) -> bool {
    let words = |alignment: &Alignment| Some((alignment.matches.first()?.left, alignment.matches.last()?.right));
    let lies_in = words(inner).zip(words(outer)).is_some_and(|(inner, outer)| outer.0 <= inner.0 && inner.1 <= outer.1);
    lies_in && shift(outer) <= shift(inner)
}

/// Consecutive matches each, of which those on the left all lie before those on the right.
fn parts(matches: &[Match]) -> impl Iterator<Item = &[Match]> {
    let mut rest = matches;
    std::iter::from_fn(move || {
        let right = rest.first()?.right;
        // The first one is taken in any case, so that there is an end.
        let (part, more) = rest.split_at(rest.partition_point(|m| m.left < right).max(1));
        rest = more;
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{AlignConfig, Pair, Reach, Side, align};
    use super::*;
    use crate::seeds::Anchor;
    use crate::text::{Compounds, tokenize};

    const TOLD: &str = "The harbour council voted on Tuesday to close the old ferry landing before winter. ";

    /// The places that a text has in common with itself, by the numbers of their first words.
    fn repeats(text: &str) -> Vec<(u32, u32)> {
        let tokens = tokenize(text, Compounds::Joined);
        let last = u32::try_from(tokens.len()).unwrap().saturating_sub(3);
        let anchors: Vec<Anchor> = (0..last)
            .flat_map(|l| (l + 1..last).map(move |r| (l, r)))
            .filter(|(l, r)| tokens.hashes[*l as usize..][..4] == tokens.hashes[*r as usize..][..4])
            .map(|(left_position, right_position)| Anchor { left: 0, right: 0, left_position, right_position })
            .collect();
        let side = Side { text, tokens: &tokens };
        let pairs: Vec<Pair> = align(side, side, &anchors, 4, Reach::Document, &AlignConfig::default());
        pairs.iter().map(|pair| (pair.left_words.start, pair.right_words.start)).collect()
    }

    #[test]
    fn a_text_in_three_places_has_a_repeat_for_each_next_place() {
        let (short, other) = ("Nothing else came up. ", "Then all the lights went out in the hall. ");
        assert_eq!(repeats(&[TOLD, short, TOLD].concat()), [(0, 18)]);
        assert_eq!(repeats(&[TOLD, short, TOLD, other, TOLD].concat()), [(0, 18), (0, 41), (18, 41)]);
        let side_by_side = repeats(&TOLD.repeat(4));
        assert!([(0, 14), (14, 28), (28, 42)].iter().all(|next| side_by_side.contains(next)), "{side_by_side:?}");
    }

    #[test]
    fn a_spoilt_copy_before_two_clean_ones_hides_neither() {
        let told = [TOLD, "Engineers had warned for years that the timber piles were rotten and could give way. "].concat();
        let spoilt = told.replace("voted", "v0ted");
        assert_eq!(repeats(&[&spoilt, &*told, "That is what we print here: ", &told].concat()), [(0, 29), (0, 64), (29, 64)]);
    }

    proptest! {
        #[test]
        fn parts_hold_every_match_once_and_lie_over_themselves_nowhere(
            steps in prop::collection::vec((1u32..4, 1u32..4), 1..60), shift in 1u32..20
        ) {
            let mut at = (0, shift);
            let matches: Vec<Match> = steps
                .iter()
                .map(|step| {
                    at = (at.0 + step.0, (at.1 + step.1).max(at.0 + step.0 + 1));
                    Match::equal(at.0, at.1)
                })
                .collect();
            let cut: Vec<&[Match]> = parts(&matches).collect();
            prop_assert_eq!(cut.concat(), matches.clone());
            prop_assert!(cut.iter().all(|part| part.iter().all(|l| part.iter().all(|r| l.left < r.right))));
        }
    }
}
