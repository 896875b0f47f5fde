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

/// Settles what stands. Copies and passages are sorted by their documents.
pub(super) fn settle(found: Vec<Rewritten>, copies: &[Pair], config: &RewriteConfig) -> Settled {
    let all = found.len();
    let of = |left: u32, right: u32| {
        let from = copies.partition_point(|c| (c.left, c.right) < (left, right));
        let end = from + copies[from..].partition_point(|c| (c.left, c.right) == (left, right));
        &copies[from..end]
    };
    let is_deciding = |copy: &Pair| copy.run >= config.copy_run;
    let pairs: Vec<Rewritten> = found
        .into_iter()
        .filter(|passage| {
            let own = of(passage.left, passage.right);
            match config.tiers {
                Tiers::One => !own.iter().any(is_deciding),
                Tiers::Both | Tiers::Copies => !is_covered(passage, own, config.covered),
            }
        })
        .collect();
    let stands = if config.tiers == Tiers::One { copies.iter().map(is_deciding).collect() } else { Vec::new() };
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

    #[test]
    fn under_one_tier_a_long_run_decides_for_its_two_documents() {
        let copies = [copy(1, (0, 60), 41), copy(1, (70, 90), 12), copy(2, (0, 20), 20)];
        let config = RewriteConfig { tiers: Tiers::One, ..RewriteConfig::default() };
        let settled = settle(vec![passage(1, (100, 200)), passage(2, (0, 100))], &copies, &config);
        assert_eq!((settled.pairs, settled.covered), (vec![passage(2, (0, 100))], 1));
        assert_eq!(settled.stands, [true, false, false]);
    }
}
