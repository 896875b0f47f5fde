//! Alike sentences become fragments: two rows of sentences, one in each document, that say the same.

use std::cmp::Reverse;
use std::ops::Range;

use super::RewriteConfig;
use super::alike::{Alike, Weighed};

/// Two rows of sentences that are alike as wholes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fragment {
    pub left: Range<usize>,
    pub right: Range<usize>,
    /// Cosine of the wholes, in ten-thousandths.
    pub cosine: u32,
    /// Different sentences with a counterpart, on the side that has fewer.
    pub sentences: usize,
    /// Sum of the cosines of its sentences with their best counterparts.
    pub weight: u64,
}

/// The fragments of two documents that do not overlap on either side, sorted.
pub(super) fn fragments(weighed: &Weighed<'_>, alike: &[Alike], gap: u32, config: &RewriteConfig) -> Vec<Fragment> {
    let mut found = Vec::new();
    grow(weighed, alike.to_vec(), gap, config, &mut found);
    if gap == config.gap && config.rounds > 0 {
        found = best(found);
        for f in &mut found { refine(weighed, f, config); }
    }
    best(found)
}

/// Parts the pairs where more than `gap` sentences lie between two on either side, and each part that is not alike as a whole with a smaller gap.
fn grow(weighed: &Weighed<'_>, alike: Vec<Alike>, gap: u32, config: &RewriteConfig, found: &mut Vec<Fragment>) {
    for part in part(alike, gap) {
        let fragment = whole(weighed, &part);
        if fragment.cosine > config.whole * 100 {
            found.push(fragment);
        } else if gap > config.least_gap {
            grow(weighed, part, gap - 1, config, found);
        }
    }
}

/// Parts until no gap is left on either side.
fn part(alike: Vec<Alike>, gap: u32) -> Vec<Vec<Alike>> {
    let mut open = vec![alike];
    let mut done = Vec::new();
    while let Some(mut own) = open.pop() {
        let mut parts: Vec<Vec<Alike>> = Vec::new();
        for side in [|a: &Alike| a.left, |a: &Alike| a.right] {
            own.sort_unstable_by_key(|a| (side(a), *a));
            parts = own.chunk_by(|a, b| side(b) - side(a) <= gap + 1).map(<[Alike]>::to_vec).collect();
            if parts.len() > 1 {
                break;
            }
        }
        if parts.len() > 1 { open.append(&mut parts) } else { done.append(&mut parts) }
    }
    done
}

fn whole(weighed: &Weighed<'_>, part: &[Alike]) -> Fragment {
    let range = |side: fn(&Alike) -> u32| {
        let (low, high) = part.iter().map(side).fold((u32::MAX, 0), |(low, high), s| (low.min(s), high.max(s)));
        low as usize..high as usize + 1
    };
    let (left, right) = (range(|a| a.left), range(|a| a.right));
    let best_of = |side: fn(&Alike) -> u32| {
        let mut sorted: Vec<(u32, u32)> = part.iter().map(|a| (side(a), a.cosine)).collect();
        sorted.sort_unstable_by_key(|(s, cosine)| (*s, Reverse(*cosine)));
        sorted.dedup_by_key(|(s, _)| *s);
        (sorted.iter().map(|(_, cosine)| u64::from(*cosine)).sum::<u64>(), sorted.len())
    };
    let (a, b) = (best_of(|a| a.left), best_of(|a| a.right));
    let (weight, sentences) = (a.0.min(b.0), a.1.min(b.1));
    Fragment { cosine: weighed.cosine(left.clone(), right.clone()), left, right, sentences, weight }
}

/// The weightiest first; what overlaps a weightier one on either side is dropped.
fn best(mut found: Vec<Fragment>) -> Vec<Fragment> {
    found.sort_unstable_by_key(|f| (Reverse(f.weight), f.left.start, f.right.start, f.left.end, f.right.end));
    let mut kept: Vec<Fragment> = Vec::new();
    let meets = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    for fragment in found {
        if !kept.iter().any(|k| meets(&k.left, &fragment.left) || meets(&k.right, &fragment.right)) {
            kept.push(fragment);
        }
    }
    kept.sort_unstable_by_key(|f| (f.left.start, f.right.start));
    kept
}

fn refine(weighed: &Weighed<'_>, f: &mut Fragment, config: &RewriteConfig) {
    for _ in 0..config.rounds {
        let mut best: Option<(u32, Range<usize>, Range<usize>)> = None;
        let (l, r) = (f.left.clone(), f.right.clone());
        let mut tried: Vec<(Range<usize>, Range<usize>, bool)> = Vec::new();
        if l.len() > 1 { tried.push((l.start + 1..l.end, r.clone(), false)); tried.push((l.start..l.end - 1, r.clone(), false)); }
        if r.len() > 1 { tried.push((l.clone(), r.start + 1..r.end, false)); tried.push((l.clone(), r.start..r.end - 1, false)); }
        if l.start > 0 { tried.push((l.start - 1..l.end, r.clone(), true)); }
        if r.start > 0 { tried.push((l.clone(), r.start - 1..r.end, true)); }
        if l.end < weighed.left.sentences.len() { tried.push((l.start..l.end + 1, r.clone(), true)); }
        if r.end < weighed.right.sentences.len() { tried.push((l.clone(), r.start..r.end + 1, true)); }
        if l.start > 0 && r.start > 0 { tried.push((l.start - 1..l.end, r.start - 1..r.end, true)); }
        if l.end < weighed.left.sentences.len() && r.end < weighed.right.sentences.len() { tried.push((l.start..l.end + 1, r.start..r.end + 1, true)); }
        for (l, r, more) in tried {
            let c = weighed.cosine(l.clone(), r.clone());
            let adjusted = if more { c + config.add_bonus } else { c.saturating_sub(config.drop_malus) };
            if adjusted > f.cosine && best.as_ref().is_none_or(|b| adjusted > b.0) { best = Some((adjusted, l, r)); }
        }
        let Some((_, l, r)) = best else { break };
        f.cosine = weighed.cosine(l.clone(), r.clone());
        (f.left, f.right) = (l, r);
    }
}
