//! What extensions came to between two texts that repeat themselves, so that none is made twice.
//!
//! Of two tables, or of one that is held against itself, each row starts a chain, and each alignment goes on beyond its chain as far as the texts agree,
//! through what others went through before. An extension is made of steps, and what a step comes to depends on nothing but the places from which it is
//! made: so what came of a step is kept, and looked up where another extension comes to the same places.

use crate::keyed::NumberedMap;

use super::score::Match;

/// Steps that are kept of two texts, at most: some megabytes.
const KEPT: usize = 1 << 16;

/// From which end of a chain an extension goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum End {
    First,
    Last,
}

/// The steps of extensions between two texts.
#[derive(Debug, Default)]
pub(super) struct Steps {
    are_kept: bool,
    /// End and places on the left and on the right, to what came of it.
    known: NumberedMap<(u32, u32, u32), Step>,
    matches: Vec<Match>,
}

/// What came of one step.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// Its matches, by their places among those of all steps.
    from: usize,
    to: usize,
    moved: Option<(u32, u32)>,
}

impl Steps {
    /// Keeps what steps come to from now on.
    pub(super) fn keep(&mut self) {
        self.are_kept = true;
    }

    /// Adds the matches of a step from these places, and tells how far it moved the end where there may be more: what is known of it, else what `step` finds.
    pub(super) fn step(
        &mut self,
        end: End,
        places: (u32, u32),
        matches: &mut Vec<Match>,
        step: impl FnOnce(&mut Vec<Match>) -> Option<(u32, u32)>,
    ) -> Option<(u32, u32)> {
        if !self.are_kept {
            return step(matches);
        }
        let key = (end as u32, places.0, places.1);
        if let Some(known) = self.known.get(&key) {
            matches.extend_from_slice(&self.matches[known.from..known.to]);
            return known.moved;
        }
        let before = matches.len();
        let moved = step(matches);
        if self.known.len() < KEPT {
            let from = self.matches.len();
            self.matches.extend_from_slice(&matches[before..]);
            self.known.insert(key, Step { from, to: self.matches.len(), moved });
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::super::runs::Run;
    use super::super::score::Joint;
    use super::super::{AlignConfig, Side, count, fill::fill};
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_chain_has_the_matches_with_the_steps_of_others_that_it_has_by_itself(
            left in prop::collection::vec(0usize..5, 20..60), right in prop::collection::vec(0usize..5, 20..60), against_itself: bool,
        ) {
            // Rows of few words, so that extensions meet; some are spelt nearly alike, some written together.
            let text = |words: &[usize]| words.iter().map(|n| ["ferries", "ferry", "cease-fire", "ceasefire", "the"][*n]).collect::<Vec<_>>().join(" ");
            let (left, right) = (text(&left), text(if against_itself { &left } else { &right }));
            let tokens = [&left, &right].map(|text| tokenize(text, Compounds::Joined));
            let [l, r] = [(&left, &tokens[0]), (&right, &tokens[1])].map(|(text, tokens)| Side { text, tokens });
            let config = AlignConfig::default();
            let mut steps = Steps::default();
            steps.keep();
            for (at_left, at_right) in (0..l.tokens.len()).flat_map(|l| (0..r.tokens.len()).step_by(17).map(move |r| (l, r))) {
                if l.tokens.hashes[at_left] == r.tokens.hashes[at_right] {
                    let chain = [Run { left: count(at_left), right: count(at_right), len: 1, joint: Joint::None }];
                    prop_assert_eq!(fill(l, r, &chain, &mut steps, &config), fill(l, r, &chain, &mut Steps::default(), &config));
                }
            }
        }
    }
}
