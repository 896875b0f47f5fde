//! Pairs of documents that ask what another pair asked already: both texts are equal to those, and so are the places of all anchors.
//!
//! A text that stands unchanged in 20,000 documents is aligned with itself once, not 100,000 times. The answers are the same but for the numbers
//! of the documents.

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

use super::{Pair, Reach};
use crate::keyed::KeyedMap;
use crate::seeds::Anchor;

/// Seed of the hashes of texts and questions.
const SEED: u64 = 0x6167_6169_6e3f;

/// For each document the number of the first one with the same text.
#[must_use]
pub fn equal_texts(texts: &[&str]) -> Vec<u32> {
    let mut hashes: Vec<(u64, u32)> = (0u32..).zip(texts).map(|(n, _)| (0, n)).collect();
    hashes.par_iter_mut().for_each(|(hash, n)| *hash = xxh3_64_with_seed(texts[*n as usize].as_bytes(), SEED));
    hashes.par_sort_unstable();
    let mut first: Vec<u32> = (0u32..).zip(texts).map(|(n, _)| n).collect();
    for same in hashes.chunk_by(|a, b| a.0 == b.0) {
        for &(_, n) in &same[1..] {
            // A text whose hash another one has by chance stays by itself.
            if texts[n as usize] == texts[same[0].1 as usize] {
                first[n as usize] = same[0].1;
            }
        }
    }
    first
}

/// Of the pairs of documents, each by its anchors, those that ask again: (the pair, the earlier one that asks the same), by number, sorted.
///
/// `first` is what [`equal_texts`] says.
pub fn asked_again(pairs: &[&[Anchor]], first: &[u32], reach: impl Fn(u32, u32) -> Reach + Sync) -> Vec<(usize, usize)> {
    let mut is_shared = vec![false; first.len()];
    for (n, &of) in (0u32..).zip(first).filter(|(n, of)| n != *of) {
        is_shared[n as usize] = true;
        is_shared[of as usize] = true;
    }
    let documents = |n: usize| (pairs[n][0].left, pairs[n][0].right);
    let question = |n: usize| {
        let (left, right) = documents(n);
        (first[left as usize], first[right as usize], left == right, reach(left, right))
    };
    let places = |n: usize| pairs[n].iter().map(|anchor| (anchor.left_position, anchor.right_position));
    let digest = |n: usize| {
        let (left, right) = documents(n);
        if !is_shared[left as usize] || !is_shared[right as usize] {
            return None;
        }
        let (left, right, is_repeat, reach) = question(n);
        let mut hash = Xxh3::with_seed(SEED);
        for number in [left, right, u32::from(is_repeat), u32::from(reach == Reach::Paragraph)] {
            hash.update(&number.to_le_bytes());
        }
        for (left, right) in places(n) {
            hash.update(&left.to_le_bytes());
            hash.update(&right.to_le_bytes());
        }
        Some((n, hash.digest()))
    };
    let digests: Vec<(usize, u64)> = (0..pairs.len()).into_par_iter().filter_map(digest).collect();
    let mut asked: KeyedMap<usize> = KeyedMap::default();
    let mut again = Vec::new();
    for (n, digest) in digests {
        let earlier = *asked.entry(digest).or_insert(n);
        if earlier != n && question(earlier) == question(n) && places(earlier).eq(places(n)) {
            again.push((n, earlier));
        }
    }
    again
}

/// The pairs that were found for the documents of an anchor among sorted ones, as those of two other documents that ask the same.
pub fn answered<'a>(found: &'a [Pair], earlier: &Anchor, again: &'a Anchor) -> impl Iterator<Item = Pair> + 'a {
    let documents = (earlier.left, earlier.right);
    let from = found.partition_point(|pair| (pair.left, pair.right) < documents);
    let own = found[from..].iter().take_while(move |pair| (pair.left, pair.right) == documents);
    own.map(|pair| Pair { left: again.left, right: again.right, ..*pair })
}

#[cfg(test)]
mod tests {
    use super::super::{AlignConfig, Side, align};
    use super::*;
    use crate::seeds::{Place, SeedConfig, candidates, postings};
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn who_asks_again_has_the_answer_of_the_first(
            parts in prop::collection::vec(prop::collection::vec(0usize..4, 1..4), 2..9), outlets in prop::collection::vec(0u32..4, 9),
        ) {
            let sentences = [
                "The harbour council voted on Tuesday to close the old ferry landing before winter.",
                "Engineers had warned for years that the timber piles were rotten and could give way.",
                "Passengers will be taken across by bus until a new landing is built upstream.",
                "Nothing else was said.",
            ];
            let texts: Vec<String> = parts.iter().map(|own| own.iter().map(|n| sentences[*n]).collect::<Vec<_>>().join(" ")).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
            let places: Vec<Place> = (0..).zip(&outlets).take(texts.len()).map(|(rank, outlet)| Place { outlet: *outlet, rank }).collect();
            let (seeds, config) = (SeedConfig { same_outlet: true, ..SeedConfig::default() }, AlignConfig::default());
            let found = candidates(&postings(&tokens, &seeds), &tokens, &places, &seeds);
            let pairs = found.pairs();
            let side = |n: u32| Side { text: texts[n as usize], tokens: &tokens[n as usize] };
            let reach = |l: u32, r: u32| if l % 2 == r % 2 { Reach::Document } else { Reach::Paragraph };
            let of = |n: usize| {
                let (left, right) = (pairs[n][0].left, pairs[n][0].right);
                align(side(left), side(right), pairs[n], seeds.words, reach(left, right), &config)
            };
            for (n, earlier) in asked_again(&pairs, &equal_texts(&texts), reach) {
                prop_assert!(earlier < n);
                prop_assert_eq!(answered(&of(earlier), &pairs[earlier][0], &pairs[n][0]).collect::<Vec<_>>(), of(n));
            }
        }
    }

    #[test]
    fn equal_documents_ask_once() {
        let texts = ["one text of some words"; 4];
        assert_eq!(equal_texts(&texts), [0; 4]);
        let anchor = |left, right, left_position| [Anchor { left, right, left_position, right_position: 0 }];
        let all = [anchor(0, 1, 0), anchor(0, 2, 0), anchor(0, 3, 1), anchor(1, 1, 0), anchor(1, 2, 0)];
        let pairs: Vec<&[Anchor]> = all.iter().map(|a| &a[..]).collect();
        assert_eq!(asked_again(&pairs, &[0; 4], |_, _| Reach::Document), [(1, 0), (4, 0)]);
        assert!(asked_again(&pairs, &[0, 1, 2, 3], |_, _| Reach::Document).is_empty());
    }
}
