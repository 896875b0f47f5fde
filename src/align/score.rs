//! Fixed weights, and the cut of a chain of matches into alignments.
//!
//! A match of content words weighs 1.5, of stop words .5, of grams of scripts without spaces .75; words
//! spelt nearly alike half of that. Between two matches, each word replaced costs 1, and words that stand on one side only cost 1 and .2
//! each. The weights do not depend on the corpus: with inverse document frequencies an alignment of the same two texts would end elsewhere in another corpus.

use std::ops::Range;

use crate::span::Span;
use crate::text::{Tokens, WordTraits};

use super::{AlignConfig, Pair, Told};

/// A score in quarters of a point.
pub type Quarters = i32;

const CONTENT: Quarters = 6;
const STOP: Quarters = 2;
const GRAM: Quarters = 3;
const REPLACED: Quarters = 4;
const GAP_OPEN: Quarters = 3;
const GAP_WORD: Quarters = 2;

/// One word of the left text matched to one of the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// Place of the word in the left text.
    pub left: u32,
    /// Place of the word in the right text.
    pub right: u32,
    /// Spelt nearly alike or in another order, not equal.
    pub near: bool,
    /// Which side writes it in two words.
    pub joint: Joint,
}

/// Which side of a match writes as two words what the other one writes as one, as `cease-fire` and `ceasefire`; or that both have two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Joint {
    /// Neither: one word matches one.
    #[default]
    None,
    /// The left one.
    Left,
    /// The right one.
    Right,
    /// Both have the same two words, each in its own order.
    Swapped,
}

impl Joint {
    /// Words on the left and on the right.
    #[must_use]
    pub fn words(self) -> (u32, u32) {
        match self {
            Self::None => (1, 1),
            Self::Left => (2, 1),
            Self::Right => (1, 2),
            Self::Swapped => (2, 2),
        }
    }

    /// Seen from the other side.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::None | Self::Swapped => self,
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

impl Match {
    /// An equal word on both sides.
    #[must_use]
    pub fn equal(left: u32, right: u32) -> Self {
        Self { left, right, near: false, joint: Joint::None }
    }

    /// Behind its last word on the left.
    #[must_use]
    pub fn left_end(&self) -> u32 {
        self.left + self.joint.words().0
    }

    /// Behind its last word on the right.
    #[must_use]
    pub fn right_end(&self) -> u32 {
        self.right + self.joint.words().1
    }
}

/// Matches in order, trimmed to matches at both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// At least one, ascending on both sides.
    pub matches: Vec<Match>,
    /// Sum of weights less costs.
    pub score: Quarters,
}

impl Alignment {
    /// The spans and counts, between the documents with these numbers, without what it tells; `tokens` are the left one's.
    #[must_use]
    pub fn pair(&self, left: u32, right: u32, tokens: &Tokens) -> Pair {
        let (first, last) = (self.matches[0], self.matches[self.matches.len() - 1]);
        let words = |m: &Match| m.joint.words().0.min(m.joint.words().1);
        let (matched, near, run) = match self.only_row() {
            Some((own, _)) => (super::count(self.matches.len()), 0, tokens.traits[own].iter().map(|traits| traits.parts()).sum()),
            None => {
                let near = self.matches.iter().filter(|m| m.near).map(words).sum();
                (self.matches.iter().map(words).sum(), near, self.longest_run(tokens))
            }
        };
        Pair {
            left,
            right,
            left_words: Span::new(first.left, last.left_end()),
            right_words: Span::new(first.right, last.right_end()),
            matched,
            near,
            run,
            score: self.score,
            told: Told::default(),
        }
    }

    /// Its words on both sides, where it is one row of equal words, neighbours on both sides: most alignments of a text that stands unchanged are.
    pub(super) fn only_row(&self) -> Option<(Range<usize>, Range<usize>)> {
        let (first, last) = (self.matches[0], self.matches[self.matches.len() - 1]);
        let (left, right) = (first.left as usize..last.left_end() as usize, first.right as usize..last.right_end() as usize);
        // Matches ascend on both sides: where there are as many as words, each has one.
        let is_row = left.len() == self.matches.len()
            && right.len() == self.matches.len()
            && !self.matches.iter().fold(false, |any, m| any | m.near);
        is_row.then_some((left, right))
    }

    /// The rows of equal words, neighbours on both sides, one behind the other.
    pub(super) fn runs(&self) -> impl Iterator<Item = &[Match]> {
        let row = |a: &Match, b: &Match| !a.near && !b.near && b.left == a.left_end() && b.right == a.right_end();
        self.matches.chunk_by(row).filter(|run| !run[0].near)
    }

    /// Words in the longest row of equal words, each counted once.
    pub(crate) fn longest_row(&self) -> u32 {
        self.runs().map(|run| super::count(run.len())).max().unwrap_or(0)
    }

    /// Words in the longest row of equal words, letter runs such as `U.S.` counted by their letters.
    pub(super) fn longest_run(&self, left: &Tokens) -> u32 {
        self.runs().map(|run| run.iter().map(|m| left.traits[m.left as usize].parts()).sum()).max().unwrap_or(0)
    }
}

impl Alignment {
    /// Two alignments: what lies before the costliest gap, and what behind it. `None` without a gap.
    pub(super) fn cut_at_costliest_gap(&self, left: &Tokens) -> Option<[Alignment; 2]> {
        let cost = |n: &usize| between(self.matches[n - 1], self.matches[*n]);
        // The first one of equals.
        let at = (1..self.matches.len()).rev().max_by_key(cost).filter(|n| cost(n) > 0)?;
        Some([Self::of(left, &self.matches[..at]), Self::of(left, &self.matches[at..])])
    }

    /// What lies in one paragraph on both sides each.
    pub(super) fn cut_at_paragraphs(&self, left: &Tokens, right: &Tokens) -> Vec<Alignment> {
        let paragraph = |tokens: &Tokens, word: u32| tokens.paragraphs.partition_point(|p| p.end <= word);
        let of = |m: &Match| (paragraph(left, m.left), paragraph(right, m.right));
        let (mut found, mut rest) = (Vec::new(), &self.matches[..]);
        while let Some(first) = rest.first() {
            // Matches ascend, so those in the paragraphs of the first one come before all others.
            let own = of(first);
            let (part, others) = rest.split_at(rest.partition_point(|m| of(m) == own));
            found.push(Self::of(left, part));
            rest = others;
        }
        found
    }

    /// The alignment of these matches.
    pub(super) fn of(left: &Tokens, matches: &[Match]) -> Self {
        let gained: Quarters = matches.iter().map(|m| match_weight(left, *m)).sum();
        let lost: Quarters = matches.windows(2).map(|w| between(w[0], w[1])).sum();
        Self { matches: matches.to_vec(), score: gained - lost }
    }
}

/// What an equal word weighs.
pub(super) fn weight(traits: WordTraits) -> Quarters {
    if traits.is_gram() {
        GRAM
    } else if traits.is_stop_word() {
        STOP
    } else {
        CONTENT
    }
}

/// What a match weighs.
pub(super) fn match_weight(left: &Tokens, m: Match) -> Quarters {
    let full = weight(left.traits[m.left as usize]);
    if m.near { full / 2 } else { full }
}

/// What `left` unmatched words against `right` ones cost, between two matches.
pub(super) fn gap_cost(left: u32, right: u32) -> Quarters {
    cost(left, right, REPLACED)
}

/// What such a gap costs at least: as much as if every word in it that has a counterpart matched it.
pub(super) fn least_gap_cost(left: u32, right: u32) -> Quarters {
    cost(left, right, 0)
}

/// What such a gap may be hoped to cost, with most of the words in it that have a counterpart matching it.
pub(super) fn hoped_gap_cost(left: u32, right: u32) -> Quarters {
    cost(left, right, REPLACED / 4)
}

fn cost(left: u32, right: u32, replaced: Quarters) -> Quarters {
    let count = |n: u32| Quarters::try_from(n).unwrap_or(Quarters::MAX / 8).min(Quarters::MAX / 8);
    let one_sided = count(left.abs_diff(right));
    count(left.min(right)) * replaced + if one_sided > 0 { GAP_OPEN + one_sided * GAP_WORD } else { 0 }
}

/// The locally best stretches of a chain: a stretch ends where its score has fallen `drop_off` behind
/// its best or below nothing, and is cut back to where it was best (Smith and Waterman 1981; the drop-off as in BLAST, Altschul et al. 1997).
pub(super) fn segments(left: &Tokens, matches: &[Match], config: &AlignConfig) -> Vec<Alignment> {
    let mut found = Vec::new();
    let (mut start, mut best_end, mut score, mut best) = (0, 0, 0, 0);
    let mut close = |start: usize, end: usize, best: Quarters| {
        if end > start {
            found.push((start, end, best));
        }
    };
    for (n, m) in matches.iter().enumerate() {
        // Between two matches side by side nothing is lost.
        if n > start && (matches[n - 1].left_end(), matches[n - 1].right_end()) != (m.left, m.right) {
            score -= between(matches[n - 1], *m);
            if score <= 0 || best - score > config.drop_off {
                close(start, best_end, best);
                (start, best_end, score, best) = (n, n, 0, 0);
            }
        }
        score += match_weight(left, *m);
        if score > best {
            (best, best_end) = (score, n + 1);
        }
    }
    close(start, best_end, best);
    found.into_iter().map(|(start, end, score)| Alignment { matches: matches[start..end].to_vec(), score }).collect()
}

/// The alignment of one run of equal words, which are its matches: nothing is lost between them.
pub(super) fn of_run(left: &Tokens, matches: Vec<Match>) -> Alignment {
    let from = matches.first().map_or(0, |first| first.left as usize);
    let score = left.traits[from..from + matches.len()].iter().map(|traits| weight(*traits)).sum();
    Alignment { matches, score }
}

/// What lies between two neighbouring matches.
pub(super) fn between(before: Match, after: Match) -> Quarters {
    gap_cost(after.left - before.left_end(), after.right - before.right_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    #[test]
    fn a_costly_gap_parts_two_alignments_and_a_cheap_one_does_not() {
        let tokens = tokenize(&"word ".repeat(60), Compounds::Joined);
        let matches = |gap: u32| -> Vec<Match> {
            (0..10).map(|i| Match::equal(i, i)).chain((0..10).map(|i| Match::equal(10 + gap + i, 10 + gap + i))).collect()
        };
        assert_eq!(segments(&tokens, &matches(4), &AlignConfig::default()).len(), 1);
        assert_eq!(segments(&tokens, &matches(12), &AlignConfig::default()).len(), 2);
    }

    proptest! {
        #[test]
        fn a_row_of_equal_words_is_known_and_counted_as_other_alignments_are(
            steps in prop::collection::vec((0u32..8, 0u32..8, any::<bool>(), 0usize..12), 1..12),
        ) {
            let tokens = tokenize(&"The U.S. boats of 7 ports 東京 sailed ".repeat(20), Compounds::Joined);
            let (mut matches, mut at): (Vec<Match>, (u32, u32)) = (Vec::new(), (2, 5));
            for (left, right, near, joint) in steps {
                // Mostly side by side, and equal.
                let joint = [Joint::Left, Joint::Right, Joint::Swapped].get(joint).copied().unwrap_or_default();
                let next = Match { left: at.0 + left / 7, right: at.1 + right / 7, near: near && left > 5 || joint == Joint::Swapped, joint };
                at = (next.left_end(), next.right_end());
                matches.push(next);
            }
            let alignment = Alignment { matches, score: 0 };
            let (first, matches) = (alignment.matches[0], &alignment.matches);
            let in_row = (0..).zip(matches).all(|(n, m)| *m == Match::equal(first.left + n, first.right + n));
            prop_assert_eq!(alignment.only_row().is_some(), in_row);
            let pair = alignment.pair(0, 1, &tokens);
            let words = |m: &Match| m.joint.words().0.min(m.joint.words().1);
            prop_assert_eq!(pair.matched, matches.iter().map(words).sum::<u32>());
            prop_assert_eq!(pair.near, matches.iter().filter(|m| m.near).map(words).sum::<u32>());
            prop_assert_eq!(pair.run, alignment.longest_run(&tokens));
        }
    }

    #[test]
    fn a_run_is_one_alignment_of_all_its_words() {
        let tokens = tokenize("The ferry landing of the old harbour closes on Monday 7, 東京の港", Compounds::Joined);
        let matches: Vec<Match> = (0..u32::try_from(tokens.len()).unwrap()).map(|n| Match::equal(n, n + 3)).collect();
        assert_eq!(segments(&tokens, &matches, &AlignConfig::default()), [of_run(&tokens, matches)]);
    }

    #[test]
    fn an_interruption_on_one_side_costs_little() {
        assert_eq!((gap_cost(0, 0), gap_cost(1, 1), gap_cost(0, 1), gap_cost(10, 0), gap_cost(2, 7)), (0, 4, 5, 23, 21));
    }
}
