//! Aligned spans of one document that cover much of one another are one passage.

use rayon::prelude::*;

use super::Passage;
use crate::align::Pair;
use crate::keyed::NumberedMap;
use crate::span::{Span, Words};

/// The passages of all documents, sorted, and for each pair the numbers of the passages its sides belong to.
pub(super) fn passages(pairs: &[Pair], same_passage: u32) -> (Vec<Passage>, Vec<(usize, usize)>) {
    let mut spans: Vec<Passage> = pairs
        .iter()
        .flat_map(|p| [Passage { document: p.left, words: p.left_words }, Passage { document: p.right, words: p.right_words }])
        .collect();
    spans.par_sort_unstable();
    spans.dedup();
    let merged: Vec<(Passage, Passage)> =
        spans.par_chunk_by(|a, b| a.document == b.document).flat_map_iter(|own| merge(own, same_passage)).collect();
    let mut all: Vec<Passage> = merged.iter().map(|(_, passage)| *passage).collect();
    all.par_sort_unstable();
    all.dedup();
    let number: NumberedMap<Passage, usize> = all.iter().enumerate().map(|(n, p)| (*p, n)).collect();
    let of: NumberedMap<Passage, usize> = merged.into_iter().map(|(span, passage)| (span, number[&passage])).collect();
    let sides = pairs
        .par_iter()
        .map(|p| (of[&Passage { document: p.left, words: p.left_words }], of[&Passage { document: p.right, words: p.right_words }]))
        .collect();
    (all, sides)
}

/// For each span of one document, the passage it belongs to. The longest spans come first, and a later one
/// belongs to the passage that it overlaps most, when both cover `same_passage` hundredths of one another.
fn merge(spans: &[Passage], same_passage: u32) -> Vec<(Passage, Passage)> {
    let mut order: Vec<Passage> = spans.to_vec();
    order.sort_unstable_by_key(|p| (std::cmp::Reverse(p.words.len()), p.words));
    let mut kept: Vec<Passage> = Vec::new();
    let mut found = Vec::with_capacity(spans.len());
    for span in order {
        let best = kept
            .iter()
            .filter(|k| covers(&k.words, &span.words, same_passage))
            .max_by_key(|k| (k.words.overlap(&span.words), std::cmp::Reverse(k.words)));
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
