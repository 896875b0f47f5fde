//! Aligned spans of one document that cover much of one another are one passage.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::{Grouped, Passage, sides};
use crate::align::Pair;
use crate::keyed::NumberedMap;
use crate::span::{Span, Words};

/// The passages of all documents, sorted, and for each pair the numbers of the passages its sides belong to.
///
/// # Panics
/// When there are 2^32 of them or more.
pub(super) fn passages(pairs: &[Pair], same_passage: u32) -> (Vec<Passage>, Vec<(u32, u32)>) {
    let documents = pairs.iter().map(|pair| pair.left.max(pair.right) as usize + 1).max().unwrap_or(0);
    // Dealt out by document, each document's own are sorted in a core's cache.
    let mut dealt = Grouped::of(documents, pairs.iter().flat_map(|pair| sides(pair).map(|side| (side.document as usize, side))));
    dealt.each_mut().collect::<Vec<_>>().into_par_iter().for_each(<[Passage]>::sort_unstable);
    let mut spans = dealt.into_numbers();
    spans.dedup();
    spans.shrink_to_fit();
    let places = Places::of(&spans);
    let of_document = |document: usize| {
        let from = places.from[document];
        let own = &spans[from..places.from[document + 1]];
        let mut of = vec![0; own.len()];
        for (span, passage) in merge(own, same_passage) {
            let [span, passage] = [span, passage].map(|span| own.partition_point(|own| *own < span));
            of[span] = number(from + passage);
        }
        of
    };
    // Of each span the one that is its passage. One that is a passage of its own belongs to itself.
    let mut of: Vec<u32> = (0..places.from.len() - 1).into_par_iter().flat_map_iter(of_document).collect();
    let mut all: Vec<Passage> = Vec::new();
    // Which passage each span is. A passage may stand behind what belongs to it.
    let mut numbers: Vec<u32> = vec![0; spans.len()];
    for (n, span) in spans.iter().enumerate().filter(|(n, _)| of[*n] as usize == *n) {
        numbers[n] = number(all.len());
        all.push(*span);
    }
    of.par_iter_mut().for_each(|of| *of = numbers[*of as usize]);
    drop(numbers);
    let of_side = |side: &Passage| of[places.find(side)];
    let sides = pairs.par_iter().map(sides).map(|[left, right]| (of_side(&left), of_side(&right))).collect();
    (all, sides)
}

/// In four bytes each: there are two to a pair at most.
fn number(n: usize) -> u32 {
    u32::try_from(n).expect("fewer spans than 2^32")
}

/// Finds spans among those of their documents, which are few.
struct Places<'a> {
    spans: &'a [Passage],
    /// Where those of each document begin; one more entry than documents.
    from: Vec<usize>,
}

impl<'a> Places<'a> {
    /// Of sorted spans.
    fn of(spans: &'a [Passage]) -> Self {
        let documents = spans.last().map_or(0, |last| last.document as usize + 1);
        let mut from = vec![0; documents + 1];
        spans.iter().for_each(|span| from[span.document as usize + 1] += 1);
        for document in 0..documents {
            from[document + 1] += from[document];
        }
        Self { spans, from }
    }

    /// The number of a span that is one of them.
    fn find(&self, span: &Passage) -> usize {
        let (from, end) = (self.from[span.document as usize], self.from[span.document as usize + 1]);
        from + self.spans[from..end].partition_point(|own| own < span)
    }
}

/// For each span of one document, the passage it belongs to. The longest spans come first, and a later one
/// belongs to the passage that it overlaps most, when both cover `same_passage` hundredths of one another.
fn merge(spans: &[Passage], same_passage: u32) -> Vec<(Passage, Passage)> {
    let mut order: Vec<Passage> = spans.to_vec();
    order.sort_unstable_by_key(|p| (Reverse(p.words.len()), p.words));
    let mut kept: Vec<Passage> = Vec::new();
    let mut found = Vec::with_capacity(spans.len());
    for span in order {
        let best = kept
            .iter()
            .filter(|k| covers(&k.words, &span.words, same_passage))
            .max_by_key(|k| (k.words.overlap(&span.words), Reverse(k.words)));
        let passage = best.copied().unwrap_or(span);
        if passage == span {
            kept.push(span);
        }
        found.push((span, passage));
    }
    found
}

/// Whether two spans cover at least `share` hundredths of one another.
fn covers(a: &Span<Words>, b: &Span<Words>, share: u32) -> bool {
    u64::from(a.overlap(b)) * 100 >= u64::from(a.len().max(b.len())) * u64::from(share)
}

/// The passages sorted, without those that overlap a longer one of the same document; the root stays in any case.
pub(super) fn without_overlaps(mut passages: Vec<Passage>, root: Passage) -> Vec<Passage> {
    passages.sort_unstable();
    // Most texts stand once in each of their documents.
    if passages.windows(2).all(|two| two[0].document != two[1].document) {
        return passages;
    }
    passages.sort_unstable_by_key(|p| (*p != root, Reverse(p.words.len()), *p));
    let mut kept: Vec<Passage> = Vec::with_capacity(passages.len());
    let mut in_document: NumberedMap<u32, Vec<Span<Words>>> = NumberedMap::default();
    for passage in passages {
        let own = in_document.entry(passage.document).or_default();
        if own.iter().all(|words| words.overlap(&passage.words) == 0) {
            own.push(passage.words);
            kept.push(passage);
        }
    }
    kept.sort_unstable();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::Told;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn span(start: u32, end: u32) -> Passage {
        Passage { document: 0, words: Span::new(start, end) }
    }

    #[test]
    fn spans_that_cover_half_of_one_another_are_one_passage() {
        let merged = merge(&[span(0, 20), span(4, 22), span(0, 9), span(30, 40)], 50);
        assert_eq!(
            merged,
            [(span(0, 20), span(0, 20)), (span(4, 22), span(0, 20)), (span(30, 40), span(30, 40)), (span(0, 9), span(0, 9))]
        );
    }

    proptest! {
        #[test]
        fn every_side_of_a_pair_has_the_passage_that_its_document_says(
            pairs in prop::collection::vec([(0u32..6, 0u32..20, 1u32..20), (0u32..6, 0u32..20, 1u32..20)], 0..30), share in 1u32..100,
        ) {
            let words = |(_, start, words): (u32, u32, u32)| Span::new(start, start + words);
            let pairs: Vec<Pair> = pairs
                .into_iter()
                .map(|[l, r]| Pair {
                    left: l.0, right: r.0, left_words: words(l), right_words: words(r), matched: 8, near: 0, run: 8, score: 40, told: Told::default(),
                })
                .collect();
            let mut by_document: BTreeMap<u32, Vec<Passage>> = BTreeMap::new();
            for pair in &pairs {
                by_document.entry(pair.left).or_default().push(Passage { document: pair.left, words: pair.left_words });
                by_document.entry(pair.right).or_default().push(Passage { document: pair.right, words: pair.right_words });
            }
            let mut of: BTreeMap<Passage, Passage> = BTreeMap::new();
            for spans in by_document.values_mut() {
                spans.sort();
                spans.dedup();
                of.extend(merge(spans, share));
            }
            let mut slow: Vec<Passage> = of.values().copied().collect();
            slow.sort();
            slow.dedup();
            let (all, sides) = passages(&pairs, share);
            prop_assert_eq!(&all, &slow);
            for (pair, (l, r)) in pairs.iter().zip(sides) {
                prop_assert_eq!(all[l as usize], of[&Passage { document: pair.left, words: pair.left_words }]);
                prop_assert_eq!(all[r as usize], of[&Passage { document: pair.right, words: pair.right_words }]);
            }
        }

        #[test]
        fn of_passages_that_overlap_the_longest_is_kept_and_the_root_in_any_case(
            places in prop::collection::vec((0u32..5, 0u32..12, 1u32..8), 1..8), root: prop::sample::Index,
        ) {
            let passages: Vec<Passage> =
                places.iter().map(|(document, start, words)| Passage { document: *document, words: Span::new(*start, start + words) }).collect();
            let root = passages[root.index(passages.len())];
            let mut rest = passages.clone();
            rest.sort_by_key(|p| (*p != root, Reverse(p.words.len()), *p));
            let mut slow: Vec<Passage> = Vec::new();
            while !rest.is_empty() {
                let kept = rest.remove(0);
                rest.retain(|p| p.document != kept.document || p.words.overlap(&kept.words) == 0);
                slow.push(kept);
            }
            slow.sort();
            prop_assert_eq!(without_overlaps(passages, root), slow);
        }
    }
}
