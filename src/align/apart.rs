//! Repeats of a text that stands in one document more than twice.
//!
//! Three places of one text, with little between them, are one alignment: the first and the second against the second and the third. A text is no
//! repeat of itself, so such a one is cut into what stands apart: the first against the second, the second against the third.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::score::{Alignment, Match};
use crate::text::Tokens;

/// Matches of alignments that are held until some are dropped, at least: some megabytes.
const HELD: usize = if cfg!(test) { 64 } else { 1 << 18 };

/// Alignments of a document with itself whose sides have words in common.
#[derive(Debug, Default)]
pub(super) struct OverThemselves {
    /// Of some that were dropped others tell the same.
    alignments: Vec<Alignment>,
    /// Matches of them all.
    matches: usize,
    /// Matches that were left the last time that some were dropped.
    left: usize,
}

impl OverThemselves {
    /// Takes an alignment in.
    pub(super) fn add(&mut self, alignment: &Alignment) {
        if shift(alignment) == 0 {
            return;
        }
        self.matches += alignment.matches.len();
        self.alignments.push(alignment.clone());
        // A table of thousands of rows has as many that each go through all of it.
        if self.matches > 2 * self.left.max(HELD) {
            self.drop_inner();
        }
    }

    /// Drops what lies within another one, as the first and third place of four against the second and fourth do: it tells nothing more than the next places
    /// of that.
    fn drop_inner(&mut self) {
        let places: Vec<Place> = self.alignments.iter().filter_map(Place::of).collect();
        let mut is_outermost = outermost(&places).into_iter();
        self.alignments.retain(|_| is_outermost.next().unwrap_or(false));
        self.matches = self.alignments.iter().map(|alignment| alignment.matches.len()).sum();
        self.left = self.matches;
    }

    /// What stands apart in them.
    pub(super) fn parts(mut self, tokens: &Tokens) -> impl Iterator<Item = Alignment> {
        self.drop_inner();
        self.alignments
            .into_iter()
            .flat_map(move |alignment| parts(&alignment.matches).map(|part| Alignment::of(tokens, part)).collect::<Vec<_>>())
    }
}

/// Where an alignment lies, and how closely its places follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    start: u32,
    end: u32,
    shift: u32,
}

impl Place {
    fn of(alignment: &Alignment) -> Option<Self> {
        Some(Self { start: alignment.matches.first()?.left, end: alignment.matches.last()?.right, shift: shift(alignment) })
    }
}

/// Which have not all their words in those of another one whose places follow one another at least as closely; of equal ones the first has not.
fn outermost(places: &[Place]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|n| (places[*n].start, Reverse(places[*n].end), places[*n].shift));
    // The least shift by end of those that do not begin later: documents have tens of thousands. It grows with the end, since what ends earlier and
    // follows less closely is not asked for.
    let mut least: BTreeMap<u32, u32> = BTreeMap::new();
    let mut are = vec![false; places.len()];
    for n in order {
        let Place { end, shift, .. } = places[n];
        if least.range(end..).next().is_some_and(|(_, known)| *known <= shift) {
            continue;
        }
        while let Some((&earlier, _)) = least.range(..=end).next_back().filter(|(_, known)| **known >= shift) {
            least.remove(&earlier);
        }
        least.insert(end, shift);
        are[n] = true;
    }
    are
}

/// Words between the first one and the one it is aligned with; 0 where that does not lie behind it.
fn shift(alignment: &Alignment) -> u32 {
    alignment.matches.first().map_or(0, |first| first.right.saturating_sub(first.left))
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
        fn the_outermost_are_those_that_none_of_all_others_holds(all in prop::collection::vec((0u32..9, 0u32..9, 1u32..5), 0..40)) {
            let places: Vec<Place> = all.iter().map(|(start, words, shift)| Place { start: *start, end: start + words, shift: *shift }).collect();
            let is_within = |inner: &Place, outer: &Place| outer.start <= inner.start && inner.end <= outer.end && outer.shift <= inner.shift;
            let mut kept: Vec<usize> = Vec::new();
            for (n, place) in places.iter().enumerate() {
                if !kept.iter().any(|known| is_within(place, &places[*known])) {
                    kept.retain(|known| !is_within(&places[*known], place));
                    kept.push(n);
                }
            }
            let found = outermost(&places);
            prop_assert_eq!((0..places.len()).filter(|n| found[*n]).collect::<Vec<_>>(), kept);
        }

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
