//! What was found between two texts so far, which chains lie within it, and what came of those.
//!
//! Of two tables, or of one that is held against itself, each row starts a chain, and each alignment goes on beyond its chain as far as the texts agree, through
//! all rows that lie on its way. The chains of those come to the same once more.

use std::collections::BTreeMap;

use super::runs::Run;
use super::score::{Alignment, Match};
use super::{AlignConfig, Side, of_chain};

/// How many times the words of both texts alignments have together, from which on chains are passed over that lie within what was found.
const TIMES_THE_TEXTS: usize = 4;

/// The alignments of chains between two texts, one chain after another.
#[derive(Default)]
pub(super) struct Found {
    /// Of the alignments found since the texts are known to repeat themselves.
    stretches: Stretches,
    /// Words of all alignments.
    matched: usize,
}

impl Found {
    /// Whether an alignment was found in which a chain lies whole, or several. Of texts that do not repeat themselves none is known.
    pub(super) fn holds(&self, chain: &[Run]) -> bool {
        chain.iter().all(|run| self.stretches.hold(run))
    }

    /// The alignments of the next chain.
    pub(super) fn next(&mut self, left: Side<'_>, right: Side<'_>, chain: &[Run], config: &AlignConfig) -> Vec<Alignment> {
        let own = of_chain(left, right, chain, config);
        self.matched += own.iter().map(|alignment| alignment.matches.len()).sum::<usize>();
        if self.matched > TIMES_THE_TEXTS * (left.tokens.len() + right.tokens.len()) {
            own.iter().for_each(|alignment| self.stretches.add(&alignment.matches));
        }
        own
    }
}

/// Rows of matches between which both texts have as many words: where each begins, by its diagonal, and where it ends on the left. Those of one diagonal have
/// no word in common, and do not adjoin.
#[derive(Debug, Default)]
struct Stretches(BTreeMap<(i64, u32), u32>);

/// By how much further on the left a word lies than its match on the right.
fn diagonal(left: u32, right: u32) -> i64 {
    i64::from(left) - i64::from(right)
}

impl Stretches {
    /// Whether a run lies whole in one of them.
    fn hold(&self, run: &Run) -> bool {
        let diagonal = diagonal(run.left, run.right);
        let nearest = self.0.range((diagonal, 0)..=(diagonal, run.left)).next_back();
        nearest.is_some_and(|(_, end)| *end >= run.left + run.len)
    }

    /// Takes in the matches of an alignment.
    fn add(&mut self, matches: &[Match]) {
        let of = |m: &Match| diagonal(m.left, m.right);
        for row in matches.chunk_by(|a, b| of(a) == of(b)) {
            let diagonal = of(&row[0]);
            let (mut from, mut to) = (row[0].left, row[row.len() - 1].left + 1);
            // Those that it meets become one with it.
            while let Some((&key, &end)) = self.0.range((diagonal, 0)..=(diagonal, to)).next_back().filter(|(_, end)| **end >= from) {
                self.0.remove(&key);
                (from, to) = (from.min(key.1), to.max(end));
            }
            self.0.insert((diagonal, from), to);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::ahead::Between;
    use super::super::score::Joint;
    use super::super::{InCommon, Pair, Reach, all_in_common};
    use super::*;
    use crate::error::{ErrorKind, Result};
    use crate::observer::{Observer, Patient, Silent};
    use crate::seeds::Anchor;
    use crate::span::Span;
    use crate::text::{Compounds, tokenize};

    /// What a table of so many rows of one form has in common with itself.
    fn of_table(rows: usize, observer: &dyn Observer) -> Result<InCommon> {
        let row = |n: usize| format!("In ward{n} candidate{n} won {n}41 votes of the ballots that were cast at polling stations there. ");
        let text: String = (0..rows).map(row).collect();
        let tokens = tokenize(&text, Compounds::Joined);
        let side = Side { text: &text, tokens: &tokens };
        let words = u32::try_from(tokens.len()).unwrap();
        let anchors: Vec<Anchor> = (0..words - 3)
            .flat_map(|l| (l + 1..words - 3).map(move |r| (l, r)))
            .filter(|(l, r)| tokens.hashes[*l as usize..][..4] == tokens.hashes[*r as usize..][..4])
            .map(|(left_position, right_position)| Anchor { left: 0, right: 0, left_position, right_position })
            .collect();
        let between = Between { left: side, right: side, anchors: &anchors, reach: Reach::Document };
        Ok(all_in_common(&[between], 4, &AlignConfig::default(), observer)?.remove(0))
    }

    #[test]
    fn of_a_table_each_row_is_told_with_the_next_one_and_most_chains_lie_within_alignments_found() {
        let InCommon { pairs, within, .. } = of_table(120, &Silent).unwrap();
        assert!(pairs.len() < 2 * 120, "{}", pairs.len());
        for row in 0..119 {
            let is_told =
                |pair: &Pair| pair.left_words.start <= 16 * row + 5 && pair.right_words.contains(&Span::new(16 * row + 21, 16 * row + 32));
            assert!(pairs.iter().any(is_told), "{row} {pairs:?}");
        }
        // Of 7,140 pairs of rows nearly each has a chain of its own, since too many lie between it and the next one on its way.
        assert!(within > 3_000, "{within}");
    }

    #[test]
    fn an_alignment_of_a_table_stops_whenever_it_is_asked_to() {
        let patient = Patient::new(usize::MAX);
        assert_eq!(of_table(9, &patient).unwrap(), of_table(9, &Silent).unwrap());
        assert!(patient.asked() > 5, "{}", patient.asked());
        for times in 0..patient.asked() {
            assert_eq!(of_table(9, &Patient::new(times)).unwrap_err().kind(), ErrorKind::Interrupted, "{times}");
        }
    }

    #[test]
    fn a_run_lies_within_matches_on_its_own_diagonal_alone_and_a_changed_word_between_two_parts_none() {
        let mut stretches = Stretches::default();
        stretches.add(&[(3, 13), (4, 14), (6, 16), (8, 17)].map(|(l, r)| Match::equal(l, r)));
        let holds = |left, right, len| stretches.hold(&Run { left, right, len, joint: Joint::None });
        assert!(holds(3, 13, 2) && holds(3, 13, 4) && holds(6, 16, 1) && holds(8, 17, 1));
        assert!(!holds(3, 13, 5) && !holds(2, 12, 2) && !holds(3, 14, 1) && !holds(8, 18, 1) && !holds(8, 17, 2));
    }

    proptest! {
        #[test]
        fn a_run_lies_in_one_of_many_stretches_where_all_its_words_do(
            all in prop::collection::vec((0u32..3, 0u32..30, 1u32..6), 0..20), asked in (0u32..3, 0u32..30, 1u32..9),
        ) {
            let mut stretches = Stretches::default();
            let mut words: BTreeSet<(u32, u32)> = BTreeSet::new();
            for (shift, from, len) in all {
                let matches: Vec<Match> = (from..from + len).map(|n| Match::equal(n, n + shift)).collect();
                stretches.add(&matches);
                words.extend((from..from + len).map(|n| (shift, n)));
            }
            let (shift, left, len) = asked;
            let run = Run { left, right: left + shift, len, joint: Joint::None };
            prop_assert_eq!(stretches.hold(&run), (left..left + len).all(|n| words.contains(&(shift, n))));
        }
    }
}
