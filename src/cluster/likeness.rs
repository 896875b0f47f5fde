//! How a passage stands to the root of a cluster.

use super::grouping::Grouping;
use super::{ClusterConfig, Passage};
use crate::align::{Alignment, Side, alignments, may_be_pair};
use crate::span::{Span, Words};

/// How a passage stands to a root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    Unlike,
    /// Its text lies inside the root.
    Inside,
    /// Both are the same text.
    Same,
}

/// What place, words and pairs say of a passage and a root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// All there is to it.
    All(Likeness),
    /// An alignment may say more.
    Least(Option<Likeness>),
}

impl Grouping<'_> {
    /// Whether passage `p` is the text of passage `root`, or lies inside it: by their own pairs, else by an alignment around
    /// `anchors`, which are only looked up then.
    pub(super) fn likeness(&self, p: usize, root: usize, anchors: impl FnOnce() -> Vec<(u32, u32)>) -> Likeness {
        let by_pairs = match self.known_likeness(p, root) {
            Known::All(likeness) => return likeness,
            Known::Least(by_pairs) => by_pairs,
        };
        let (passage, root_passage) = (self.all[p], self.all[root]);
        let side = |document: u32| Side { text: self.input.texts[document as usize], tokens: &self.input.tokens[document as usize] };
        let (own, other) = (side(passage.document), side(root_passage.document));
        let judged = |a: &Alignment| {
            let pair = a.pair(passage.document, root_passage.document, own.tokens);
            self.judge(pair.identity(), (pair.left_words, passage.words), (pair.right_words, root_passage.words))
        };
        // What would be no pair ties no passages: a name that both have, with `said` before it in one and behind it in the other. Most cover too little to tie
        // them in any case.
        alignments(own, other, &anchors(), self.input.seeds.words, self.input.align)
            .into_iter()
            .map(|a| (judged(&a), a))
            .filter(|(likeness, a)| *likeness > Likeness::Unlike && may_be_pair(own, other, a, self.input.align))
            .map(|(likeness, _)| likeness)
            .chain(by_pairs)
            .max()
            .unwrap_or(Likeness::Unlike)
    }

    /// The same by place, words and pairs alone.
    pub(super) fn known_likeness(&self, p: usize, root: usize) -> Known {
        let (passage, root_passage) = (self.all[p], self.all[root]);
        if passage.document == root_passage.document && passage.words.overlap(&root_passage.words) > 0 {
            let is_inside = root_passage.words.contains(&passage.words);
            return Known::All(if is_inside { Likeness::Inside } else { Likeness::Unlike });
        }
        if self.words_of(passage) == self.words_of(root_passage) {
            return Known::All(Likeness::Same);
        }
        let by_pairs = self
            .links_of(p)
            .iter()
            .filter(|link| link.other as usize == root)
            .map(|link| {
                let (own, other) = self.turned(*link, p);
                self.judge(self.input.pairs[link.pair as usize].identity(), (own, passage.words), (other.words, root_passage.words))
            })
            .max();
        if by_pairs == Some(Likeness::Same) { Known::All(Likeness::Same) } else { Known::Least(by_pairs) }
    }

    /// Whether two passages are near enough in length to be the same text: `coverage` of the root is aligned, and `identity` of that
    /// are words of the passage. A shorter one can be aligned to all of a root only as part of something longer, which is a passage of its own.
    pub(super) fn may_be_same(&self, passage: Passage, root: Passage) -> bool {
        root.words.len() <= self.longest_same(passage)
    }

    /// How many words a root has at most that may be the same text as a passage.
    pub(super) fn longest_same(&self, passage: Passage) -> u32 {
        longest_same(passage.words.len(), self.config)
    }

    /// By how much of each side is aligned: (aligned, all of it).
    fn judge(&self, identity: f64, own: (Span<Words>, Span<Words>), other: (Span<Words>, Span<Words>)) -> Likeness {
        if !self.is_identical(identity) || !self.most_of(own.0, own.1) {
            Likeness::Unlike
        } else if self.most_of(other.0, other.1) {
            Likeness::Same
        } else {
            Likeness::Inside
        }
    }

    fn words_of(&self, passage: Passage) -> &[u64] {
        &self.input.tokens[passage.document as usize].hashes[passage.words.range()]
    }

    /// Whether `aligned` covers enough of `whole`.
    fn most_of(&self, aligned: Span<Words>, whole: Span<Words>) -> bool {
        u64::from(aligned.overlap(&whole)) * 100 >= u64::from(whole.len()) * u64::from(self.config.coverage)
    }

    /// `Same` where two spans of one document cover enough of one another.
    pub(super) fn share(&self, a: Span<Words>, b: Span<Words>) -> Likeness {
        if self.most_of(a, b) && self.most_of(b, a) { Likeness::Same } else { Likeness::Unlike }
    }

    pub(super) fn is_identical(&self, identity: f64) -> bool {
        identity * 100.0 >= f64::from(self.config.identity)
    }
}

/// The same by the number of the passage's words.
fn longest_same(words: u32, config: &ClusterConfig) -> u32 {
    let least = u64::from(config.coverage) * u64::from(config.identity);
    let longest = (u64::from(words) * 10_000).checked_div(least);
    longest.and_then(|words| u32::try_from(words).ok()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_root_may_be_the_same_text_as_long_as_enough_of_it_can_be_words_of_the_passage(
            words in 0u32..200, root in 0u32..200, coverage in 0u32..130, identity in 0u32..130, many: bool,
        ) {
            let [words, root] = [words, root].map(|words| if many { u32::MAX - words } else { words });
            let config = ClusterConfig { coverage, identity, ..ClusterConfig::default() };
            let enough = u128::from(words) * 10_000 >= u128::from(root) * u128::from(coverage) * u128::from(identity);
            prop_assert_eq!(root <= longest_same(words, &config), enough);
        }
    }
}
