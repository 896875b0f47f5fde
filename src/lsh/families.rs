//! Families of near-duplicates, each around one kept member.
//!
//! Items are taken in the caller's order. One that verifies against a kept item joins the most similar
//! of them; any other is kept. So no member is unlike its kept one, and no chain of likenesses ties
//! unlike texts together. Of two kept items none verifies against the other, as far as bands bring them
//! together. Only kept items stand in the table of keys: a text that stands in 20,000 documents costs
//! one comparison each, not 20,000.

use std::collections::HashMap;

use super::bands::Banding;
use super::verify::{Similarity, similarity};
use crate::sketch::Sketch;

/// What became of one item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Membership {
    /// The kept item of its family: itself, when it is kept.
    pub kept: usize,
    /// Exact similarity to the kept item; left is this item. All ones for a kept item.
    pub similarity: Similarity,
}

/// Groups items around kept ones.
///
/// `sketches[i]` belongs to the item at place `i` of the order in which items are taken; `set(i)` gives its sorted
/// shingle set. An item joins at an exact Jaccard similarity of `threshold` and more. An item whose set is empty stays alone.
pub fn families(sketches: &[Sketch], banding: Banding, threshold: f64, set: impl Fn(usize) -> Vec<u64>) -> Vec<Membership> {
    const ITSELF: Similarity = Similarity { jaccard: 1.0, left_in_right: 1.0, right_in_left: 1.0 };
    let mut kept_by_key: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut members = Vec::with_capacity(sketches.len());
    let mut candidates = Vec::new();
    for (item, sketch) in sketches.iter().enumerate() {
        let keys: Vec<u64> = banding.keys(sketch).collect();
        candidates.clear();
        candidates.extend(keys.iter().filter_map(|key| kept_by_key.get(key)).flatten().copied());
        candidates.sort_unstable();
        candidates.dedup();
        let own = if candidates.is_empty() { Vec::new() } else { set(item) };
        let mut best: Option<Membership> = None;
        for &kept in &candidates {
            let similarity = similarity(&own, &set(kept));
            // The earlier one wins a tie, as candidates come in order.
            if similarity.jaccard >= threshold && best.is_none_or(|b| similarity.jaccard > b.similarity.jaccard) {
                best = Some(Membership { kept, similarity });
            }
        }
        let member = best.unwrap_or(Membership { kept: item, similarity: ITSELF });
        if member.kept == item && sketch.rows().first().is_some_and(|r| *r != u32::MAX) {
            for key in keys {
                kept_by_key.entry(key).or_default().push(item);
            }
        }
        members.push(member);
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::{MinHasher, shingle_set};
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn run(texts: &[Vec<u64>], threshold: f64) -> Vec<Membership> {
        let hasher = MinHasher::new(Banding::SENSITIVE.slots());
        let sets: Vec<Vec<u64>> = texts.iter().map(|t| shingle_set(t, 3)).collect();
        let sketches: Vec<Sketch> = sets.iter().map(|s| hasher.sketch(s)).collect();
        families(&sketches, Banding::SENSITIVE, threshold, |i| sets[i].clone())
    }

    /// A text, and copies of it with words replaced.
    fn texts() -> impl Strategy<Value = Vec<Vec<u64>>> {
        let base = prop::collection::vec(0u64..1000, 5..40);
        prop::collection::vec(
            (base, prop::collection::vec(prop::collection::vec((any::<prop::sample::Index>(), 0u64..1000), 0..6), 1..4)),
            1..6,
        )
        .prop_map(|bases| {
            bases
                .into_iter()
                .flat_map(|(base, edits)| {
                    edits.into_iter().map(move |edit| {
                        let mut copy = base.clone();
                        for (at, word) in edit {
                            let at = at.index(copy.len());
                            copy[at] = word;
                        }
                        copy
                    })
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn every_reported_similarity_is_the_exact_jaccard_to_a_kept_item(texts in texts(), threshold in 0.2f64..0.9) {
            let members = run(&texts, threshold);
            for (item, member) in members.iter().enumerate() {
                prop_assert_eq!(members[member.kept].kept, member.kept);
                let sets: Vec<HashSet<&[u64]>> = [item, member.kept].iter().map(|i| if texts[*i].len() < 3 { [&texts[*i][..]].into() } else { texts[*i].windows(3).collect() }).collect();
                let exact = sets[0].intersection(&sets[1]).count() as f64 / sets[0].union(&sets[1]).count() as f64;
                prop_assert_eq!(member.similarity.jaccard, exact);
                prop_assert!(exact >= threshold && member.kept <= item);
            }
        }
    }

    #[test]
    fn equal_texts_are_one_family_around_the_first() {
        let texts = vec![(0..30).collect::<Vec<u64>>(); 50];
        assert!(run(&texts, 0.9).iter().all(|m| m.kept == 0 && m.similarity.jaccard == 1.0));
    }

    #[test]
    fn empty_texts_are_no_family() {
        assert_eq!(run(&[vec![], vec![]], 0.5).iter().map(|m| m.kept).collect::<Vec<_>>(), [0, 1]);
    }
}
