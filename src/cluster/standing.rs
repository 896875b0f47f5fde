//! Texts that a person knows to be standing text: notices, appeals, footers, and whatever else is to be left aside.

use rayon::prelude::*;

use super::kind::Kinds;
use super::{Cluster, ClusterInput, Kind};
use crate::sketch::{shingle_set, shingles};
use crate::span::{Span, Words};
use crate::text::{Compounds, Tokens, tokenize};

/// Words of the rows that texts are compared by.
const ROW: usize = 4;

/// Share of a root's rows that stand in known texts, in hundredths, for its cluster to be one of them: the share of a root that a
/// passage has to hold to be one text with it.
const SHARE: usize = 80;

/// Texts that are known to be standing text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StandingTexts {
    /// Every row of words of every text, sorted.
    rows: Vec<u64>,
}

impl StandingTexts {
    /// Takes the words of these texts.
    #[must_use]
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let of_text = |text: &str| shingle_set(&tokenize(text, Compounds::Joined).hashes, ROW);
        let mut rows: Vec<u64> = texts.into_iter().flat_map(of_text).collect();
        rows.sort_unstable();
        rows.dedup();
        Self { rows }
    }

    /// Makes boilerplate of the clusters whose root is one of these texts, or lies inside one, and of the pairs whose left side does.
    /// `kinds` are those of `clusters` and of the input's pairs.
    pub fn mark(&self, input: ClusterInput<'_>, clusters: &[Cluster], kinds: &mut Kinds) {
        if self.rows.is_empty() {
            return;
        }
        let judge = |kind: &mut Kind, document: u32, words: Span<Words>| {
            if self.holds(&input.tokens[document as usize], words.range()) {
                *kind = Kind::Boilerplate;
            }
        };
        kinds.clusters.par_iter_mut().zip(clusters).for_each(|(kind, cluster)| judge(kind, cluster.root.document, cluster.root.words));
        kinds.pairs.par_iter_mut().zip(input.pairs).for_each(|(kind, pair)| judge(kind, pair.left, pair.left_words));
    }

    fn holds(&self, tokens: &Tokens, words: std::ops::Range<usize>) -> bool {
        let mut rows = Vec::new();
        shingles(&tokens.hashes[words], ROW, &mut rows);
        let known = rows.iter().filter(|row| self.rows.binary_search(row).is_ok()).count();
        !rows.is_empty() && known * 100 >= rows.len() * SHARE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTICE: &str = "Subscribe to our newsletter and never miss a story from the harbour again. It is free of charge for members.";

    fn holds(known: &[&str], text: &str) -> bool {
        let tokens = tokenize(text, Compounds::Joined);
        StandingTexts::of(known.iter().copied()).holds(&tokens, 0..tokens.len())
    }

    #[test]
    fn a_known_text_or_a_part_of_it_is_one_however_it_is_set_and_a_text_around_it_is_none() {
        for (text, expected) in [
            (NOTICE.to_owned(), true),
            (NOTICE.to_uppercase(), true),
            (NOTICE[..74].to_owned(), true),
            (NOTICE.replace("harbour", "quay"), false),
            (format!("{NOTICE} {NOTICE}"), true),
            (format!("{NOTICE} The mayor spoke of three new ferries and a bridge to the island."), false),
            ("The mayor spoke of three new ferries and a bridge to the island.".to_owned(), false),
        ] {
            assert_eq!(holds(&[NOTICE], &text), expected, "{text}");
        }
        assert!(!holds(&[], NOTICE));
    }
}
