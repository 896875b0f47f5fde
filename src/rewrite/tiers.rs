//! Where copies and rewritten passages meet: which of them stands.

use super::{RewriteConfig, Rewritten, Tiers};
use crate::align::Pair;

/// What stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Settled {
    pub pairs: Vec<Rewritten>,
    /// Whether each copy stands; empty where all do.
    pub stands: Vec<bool>,
    /// Passages that give way to copies.
    pub covered: usize,
}

/// Whether any passage of two documents of so many words can stand beside their copies.
///
/// A copy that holds all but fewer than `min_words` words of both meets every passage on both sides, since either side of a passage has as many words.
/// Of the words of a passage, twice `min_words` and more, it holds all but those: so many that the passage gives way.
pub(super) fn leaves_room(copies: &[Pair], words: (usize, usize), config: &RewriteConfig) -> bool {
    if config.tiers == Tiers::One {
        return !copies.iter().any(|copy| is_deciding(copy, config));
    }
    let (min_words, free) = (u64::from(config.min_words), 100u64.saturating_sub(u64::from(config.covered)));
    let beside = |copy: &Pair| (words.0 + words.1) as u64 - u64::from(copy.left_words.len() + copy.right_words.len());
    !copies.iter().map(beside).any(|beside| beside < min_words && 100 * beside < 2 * min_words * free)
}

/// Whether a copy decides for its two documents, where one tier stands.
fn is_deciding(copy: &Pair, config: &RewriteConfig) -> bool {
    copy.run >= config.copy_run
}

/// Settles what stands. Copies and passages are sorted by their documents.
pub(super) fn settle(found: Vec<Rewritten>, copies: &[Pair], config: &RewriteConfig) -> Settled {
    let all = found.len();
    let of = |left: u32, right: u32| {
        let from = copies.partition_point(|c| (c.left, c.right) < (left, right));
        let end = from + copies[from..].partition_point(|c| (c.left, c.right) == (left, right));
        &copies[from..end]
    };
    let pairs: Vec<Rewritten> = found
        .into_iter()
        .filter(|passage| {
            let own = of(passage.left, passage.right);
            match config.tiers {
                Tiers::One => !own.iter().any(|copy| is_deciding(copy, config)),
                Tiers::Both | Tiers::Copies => !is_covered(passage, own, config.covered),
            }
        })
        .collect();
    let stands = if config.tiers == Tiers::One { copies.iter().map(|copy| is_deciding(copy, config)).collect() } else { Vec::new() };
    Settled { covered: all - pairs.len(), pairs, stands }
}

/// Whether copies that lie in both sides of a passage hold more than `share` hundredths of its words.
fn is_covered(passage: &Rewritten, copies: &[Pair], share: u32) -> bool {
    let inside = copies.iter().filter(|c| c.left_words.overlap(&passage.left_words) > 0 && c.right_words.overlap(&passage.right_words) > 0);
    let (mut lefts, mut rights): (Vec<_>, Vec<_>) =
        inside.map(|c| ((c.left_words.start, c.left_words.end), (c.right_words.start, c.right_words.end))).unzip();
    let held = |spans: &mut Vec<(u32, u32)>, from: u32, to: u32| {
        spans.sort_unstable();
        let (mut total, mut edge) = (0, from);
        for &(start, end) in spans.iter() {
            let (start, end) = (start.max(edge), end.min(to));
            total += end.saturating_sub(start);
            edge = edge.max(end);
        }
        total
    };
    let left = held(&mut lefts, passage.left_words.start, passage.left_words.end);
    let right = held(&mut rights, passage.right_words.start, passage.right_words.end);
    let all = passage.left_words.len() + passage.right_words.len();
    u64::from(left + right) * 100 > u64::from(all) * u64::from(share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::Told;
    use crate::span::Span;
    use proptest::prelude::*;

    fn copy(right: u32, words: (u32, u32), run: u32) -> Pair {
        let words = Span::new(words.0, words.1);
        Pair { left: 0, right, left_words: words, right_words: words, matched: words.len(), near: 0, run, score: 40, told: Told::default() }
    }

    fn passage(right: u32, words: (u32, u32)) -> Rewritten {
        let words = Span::new(words.0, words.1);
        Rewritten { left: 0, right, left_words: words, right_words: words, shared: 10, content: 8, cosine: 6000 }
    }

    #[test]
    fn a_passage_that_is_mostly_copies_gives_way_and_no_copy_ever_does() {
        let copies = [copy(1, (0, 30), 30), copy(1, (25, 60), 20), copy(2, (0, 20), 20)];
        let settled = settle(vec![passage(1, (0, 100)), passage(2, (0, 100))], &copies, &RewriteConfig::default());
        assert_eq!((settled.pairs, settled.covered, settled.stands), (vec![passage(2, (0, 100))], 1, Vec::new()));
    }

    proptest! {
        #[test]
        fn where_copies_leave_no_room_every_passage_gives_way(
            words in (1u32..90, 1u32..90),
            copies in prop::collection::vec([(0u32..9, 0u32..90), (0u32..9, 0u32..90)], 1..3),
            passages in prop::collection::vec([(0u32..90, 0u32..90), (0u32..90, 0u32..90)], 1..9),
            min_words in 0u32..40, covered in 0u32..120, one in any::<bool>(), copy_run in 0u32..90,
        ) {
            let tiers = if one { Tiers::One } else { Tiers::Both };
            let config = RewriteConfig { tiers, min_words, covered, copy_run, ..RewriteConfig::default() };
            let within = |(one, other): (u32, u32), all: u32| {
                let (one, other) = (one.min(all), other.min(all));
                Span::new(one.min(other), one.max(other))
            };
            // Most of a copy's document lies in it, so that rules are met.
            let copies: Vec<Pair> = copies
                .into_iter()
                .map(|[(l, l_short), (r, r_short)]| {
                    let side = |from: u32, short: u32, all: u32| within((from, all.saturating_sub(short % 12)), all);
                    Pair { left_words: side(l, l_short, words.0), right_words: side(r, r_short, words.1), ..copy(1, (0, 9), l_short) }
                })
                .filter(|copy| !copy.left_words.is_empty() && !copy.right_words.is_empty())
                .collect();
            let all: Vec<Rewritten> = passages
                .into_iter()
                .map(|[l, r]| Rewritten { left_words: within(l, words.0), right_words: within(r, words.1), ..passage(1, (0, 9)) })
                .filter(|p| p.left_words.len().min(p.right_words.len()) >= min_words)
                .collect();
            if !leaves_room(&copies, (words.0 as usize, words.1 as usize), &config) {
                prop_assert_eq!(settle(all, &copies, &config).pairs, Vec::new());
            }
        }
    }

    #[test]
    fn a_copy_of_nearly_all_words_leaves_no_room_and_one_of_fewer_does() {
        let config = RewriteConfig::default();
        let copies = [copy(1, (3, 90), 20)];
        assert!(!leaves_room(&copies, (99, 99), &config));
        assert!(leaves_room(&copies, (99, 100), &config));
        assert!(leaves_room(&[], (0, 0), &config));
    }

    #[test]
    fn under_one_tier_a_long_run_decides_for_its_two_documents() {
        let copies = [copy(1, (0, 60), 41), copy(1, (70, 90), 12), copy(2, (0, 20), 20)];
        let config = RewriteConfig { tiers: Tiers::One, ..RewriteConfig::default() };
        let settled = settle(vec![passage(1, (100, 200)), passage(2, (0, 100))], &copies, &config);
        assert_eq!((settled.pairs, settled.covered), (vec![passage(2, (0, 100))], 1));
        assert_eq!(settled.stands, [true, false, false]);
    }
}
