//! Of pairs that lie inside one another the longest.

use crate::keyed::NumberedMap;
use crate::span::{Span, Words};

use super::Pair;

/// Kept pairs from which on they are looked up by place: documents that are thousands of lines of one form have thousands.
const MANY: usize = 32;
/// Words that are looked up together.
const STRETCH: u32 = 64;
/// Hundredths of a pair's words; more than half, so that the word in the middle is among them.
const MOSTLY: u64 = 80;

/// Drops a pair that lies, on either side, inside one with more matched words, unless it lies outside on the other side and is
/// verbatim: a text that stands twice in one document was copied from both places, but a sentence that only resembles
/// a copied one was not. Nor does one stay that lies for its greater part, on both sides, in one that is at least as much alike: it is the same
/// text, aligned less well. Sorts the rest. Returns what was dropped, each with the pair that it lies in.
pub(super) fn keep_longest(pairs: &mut Vec<Pair>, min_words: u32) -> Vec<(Pair, Pair)> {
    if pairs.len() < 2 {
        return Vec::new();
    }
    pairs.sort_unstable_by(|a, b| (b.matched, b.score).cmp(&(a.matched, a.score)).then_with(|| a.cmp(b)));
    let mut kept: Vec<Pair> = Vec::with_capacity(pairs.len());
    let mut by_place = ByPlace::default();
    let is_many = pairs.len() > MANY;
    let mut dropped = Vec::new();
    for pair in pairs.drain(..) {
        let holds = |k: &Pair| {
            let (left, right) = (k.left_words.contains(&pair.left_words), k.right_words.contains(&pair.right_words));
            (left && right) || (left || right) && k.matched > pair.matched && pair.run < min_words || is_same_place(k, &pair)
        };
        let longer = if is_many {
            by_place.reaching(&pair).filter_map(|mut own| own.find(|n| holds(&kept[*n]))).min().map(|n| &kept[n])
        } else {
            kept.iter().find(|k| holds(k))
        };
        match longer.cloned() {
            Some(longer) => dropped.push((pair, longer)),
            None => {
                if is_many {
                    by_place.add(kept.len(), &pair);
                }
                kept.push(pair);
            }
        }
    }
    kept.sort_unstable();
    *pairs = kept;
    dropped
}

/// Whether a pair lies for [`MOSTLY`] of its words on both sides in one that is at least as much alike.
fn is_same_place(kept: &Pair, pair: &Pair) -> bool {
    let alike = |p: &Pair| u64::from(2 * p.matched - p.near);
    let words = |p: &Pair| u64::from(p.left_words.len().max(p.right_words.len()));
    if alike(kept) * words(pair) < alike(pair) * words(kept) {
        return false;
    }
    let mostly = |kept: &Span<Words>, own: &Span<Words>| u64::from(kept.overlap(own)) * 100 >= u64::from(own.len()) * MOSTLY;
    mostly(&kept.left_words, &pair.left_words) && mostly(&kept.right_words, &pair.right_words)
}

/// Drops those of the repeats at next places that are told by one of `pairs`: it lies in the same place, and is less than twice as long.
pub(super) fn drop_told(next_places: &mut Vec<Pair>, pairs: &[Pair]) {
    let mut by_place = ByPlace::default();
    pairs.iter().enumerate().for_each(|(n, pair)| by_place.add(n, pair));
    // What has most of its words has the one in its middle.
    next_places.retain(|next| !by_place.reaching(next).flatten().any(|n| tells(&pairs[n], next)));
}

fn tells(kept: &Pair, next: &Pair) -> bool {
    kept.matched < 2 * next.matched && is_same_place(kept, next)
}

/// Numbers of kept pairs, in order, by the stretches of either side that they reach into.
#[derive(Default)]
struct ByPlace {
    left: NumberedMap<u32, Vec<usize>>,
    right: NumberedMap<u32, Vec<usize>>,
}

impl ByPlace {
    fn add(&mut self, number: usize, pair: &Pair) {
        let stretches = |words: Span<Words>| words.start / STRETCH..=words.end.saturating_sub(1).max(words.start) / STRETCH;
        stretches(pair.left_words).for_each(|stretch| self.left.entry(stretch).or_default().push(number));
        stretches(pair.right_words).for_each(|stretch| self.right.entry(stretch).or_default().push(number));
    }

    /// Pairs that reach the stretch in which this one's middle lies, on the left and on the right: what holds it on a side is among them.
    fn reaching<'a>(&'a self, pair: &Pair) -> impl Iterator<Item = impl Iterator<Item = usize> + 'a> + 'a {
        let of = |side: &'a NumberedMap<u32, Vec<usize>>, words: Span<Words>| {
            side.get(&(middle(words) / STRETCH)).map_or(&[][..], Vec::as_slice).iter().copied()
        };
        [of(&self.left, pair.left_words), of(&self.right, pair.right_words)].into_iter()
    }
}

fn middle(words: Span<Words>) -> u32 {
    words.start + words.len() / 2
}

#[cfg(test)]
mod tests {
    use super::super::Told;
    use super::*;
    use proptest::prelude::*;

    fn pair() -> impl Strategy<Value = Pair> {
        (0u32..200, 0u32..200, 1u32..90, 1u32..90, 0u32..30, 0u32..12).prop_map(|(left, right, l, r, matched, run)| Pair {
            left: 0,
            right: 1,
            left_words: Span::new(left, left + l),
            right_words: Span::new(right, right + r),
            matched,
            near: 0,
            run,
            score: 0,
            told: Told::default(),
        })
    }

    proptest! {
        #[test]
        fn next_places_are_told_as_by_looking_at_all(pairs in prop::collection::vec(pair(), 0..60), next in prop::collection::vec(pair(), 0..60)) {
            let expected: Vec<Pair> = next.iter().filter(|next| !pairs.iter().any(|kept| tells(kept, next))).cloned().collect();
            let mut found = next;
            drop_told(&mut found, &pairs);
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn many_pairs_are_kept_and_dropped_as_by_looking_at_all(pairs in prop::collection::vec(pair(), MANY + 1..120)) {
            let mut sorted = pairs.clone();
            sorted.sort_by(|a, b| (b.matched, b.score).cmp(&(a.matched, a.score)).then_with(|| a.cmp(b)));
            let (mut slow, mut dropped_slow): (Vec<Pair>, Vec<(Pair, Pair)>) = (Vec::new(), Vec::new());
            for pair in sorted {
                let longer = slow.iter().find(|k| {
                    let (left, right) = (k.left_words.contains(&pair.left_words), k.right_words.contains(&pair.right_words));
                    let most = |k: Span<Words>, own: Span<Words>| own.range().filter(|w| k.range().contains(w)).count() * 5 >= own.range().len() * 4;
                    left && right
                        || (left || right) && k.matched > pair.matched && pair.run < 8
                        || k.identity() >= pair.identity() && most(k.left_words, pair.left_words) && most(k.right_words, pair.right_words)
                });
                match longer.cloned() {
                    Some(longer) => dropped_slow.push((pair, longer)),
                    None => slow.push(pair),
                }
            }
            slow.sort();
            let mut kept = pairs;
            prop_assert_eq!(keep_longest(&mut kept, 8), dropped_slow);
            prop_assert_eq!(kept, slow);
        }
    }
}
