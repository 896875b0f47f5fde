//! Which documents are compared.
//!
//! A rewritten passage keeps few words in their order, but many near one another. So every content word makes a key with each of the next few,
//! whatever their order. Two documents that share keys are weighed by them, the rarer a key the more; each is compared with those that weigh most.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::RewriteConfig;
use super::bag::count;
use crate::text::{Tokens, WordTraits};

/// What a key weighs that stands in two documents; one in twice as many weighs half.
const WEIGHT: u32 = 64;
/// Two documents that share fewer keys are not compared. Chance brings most of those together, and few of them hold a passage.
const LEAST_SHARED: usize = 6;

/// The pairs of documents to be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Partners {
    /// Numbers of the two, the lesser one first; sorted.
    pub pairs: Vec<(u32, u32)>,
    /// Documents that share keys with more others than they are compared with.
    pub capped_documents: u64,
    /// Keys in too many documents to bring any together.
    pub frequent: u64,
    /// Keys in at least two documents and at most `rare_bound`, sorted.
    pub rare: Vec<u64>,
}

/// Pairs each document with the `config.partners` that it shares most with. `terms[i]` are the stems of document `i`, word by word.
#[must_use]
pub fn partners(terms: &[Vec<u64>], tokens: &[Tokens], comparable: &(dyn Fn(u32, u32) -> bool + Sync), config: &RewriteConfig) -> Partners {
    let mut of_documents: Vec<(u64, u32)> = (0..terms.len())
        .into_par_iter()
        .flat_map_iter(|n| keys(&terms[n], &tokens[n].traits, config.reach).into_iter().map(move |key| (key, count(n))))
        .collect();
    of_documents.par_sort_unstable();
    let groups: Vec<&[(u64, u32)]> = of_documents.par_chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1).collect();
    let frequent = groups.iter().filter(|group| group.len() > config.document_bound).count() as u64;
    let mut shared: Vec<(u32, u32, u32)> = groups
        .par_iter()
        .filter(|group| group.len() <= config.document_bound)
        .flat_map_iter(|group| {
            let weight = 2 * WEIGHT / count(group.len());
            group.iter().enumerate().flat_map(move |(i, l)| group[i + 1..].iter().map(move |r| (l.1, r.1, weight)))
        })
        .filter(|&(l, r, _)| comparable(l, r))
        .collect();
    shared.par_sort_unstable();
    let weighed: Vec<(u32, u32, u32)> = shared
        .par_chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
        .filter(|same| same.len() >= LEAST_SHARED)
        .map(|same| (same[0].0, same[0].1, same.iter().map(|s| s.2).sum()))
        .collect();
    let rare = groups.iter().filter(|group| group.len() <= config.rare_bound).map(|group| group[0].0).collect();
    Partners { frequent, rare, ..choose(&weighed, terms.len(), config.partners) }
}

/// The weightiest partners of each, of equals the first; a pair stands when either chooses the other.
fn choose(weighed: &[(u32, u32, u32)], documents: usize, most: usize) -> Partners {
    let mut of: Vec<Vec<(Reverse<u32>, u32)>> = vec![Vec::new(); documents];
    for &(left, right, weight) in weighed {
        of[left as usize].push((Reverse(weight), right));
        of[right as usize].push((Reverse(weight), left));
    }
    let capped_documents = of.iter().filter(|own| own.len() > most).count() as u64;
    let mut pairs: Vec<(u32, u32)> = of
        .into_par_iter()
        .enumerate()
        .flat_map_iter(|(n, mut own)| {
            own.sort_unstable();
            own.truncate(most);
            own.into_iter().map(move |(_, other)| (count(n).min(other), count(n).max(other)))
        })
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    Partners { pairs, capped_documents, ..Partners::default() }
}

/// The keys of a row of words, each once, sorted.
pub(super) fn keys(terms: &[u64], traits: &[WordTraits], reach: usize) -> Vec<u64> {
    let content: Vec<u64> = terms.iter().zip(traits).filter(|(_, t)| !t.is_stop_word()).map(|(term, _)| *term).collect();
    let mut keys = Vec::with_capacity(content.len() * reach);
    for (i, one) in content.iter().enumerate() {
        keys.extend(content[i + 1..].iter().take(reach).filter(|other| *other != one).map(|other| key(*one, *other)));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The same for two words in either order.
fn key(one: u64, other: u64) -> u64 {
    let (low, high) = (one.min(other), one.max(other));
    (low ^ high.rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ high
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    fn found(texts: &[&str], same_outlet: bool, config: &RewriteConfig) -> Partners {
        let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
        let terms: Vec<Vec<u64>> = tokens.iter().map(|t| t.hashes.clone()).collect();
        let comparable = |left: u32, right: u32| same_outlet || left / 2 != right / 2;
        partners(&terms, &tokens, &comparable, config)
    }

    #[test]
    fn words_in_another_order_bring_documents_together_unless_both_are_of_one_outlet() {
        let texts = [
            "river ferry council vote timber bridge",
            "bridge timber vote council ferry river",
            "ferry river vote council bridge timber",
            "nothing like that was ever said",
        ];
        let config = RewriteConfig::default();
        assert_eq!(found(&texts, false, &config).pairs, [(0, 2), (1, 2)]);
        assert_eq!(found(&texts, true, &config).pairs.len(), 3);
    }

    #[test]
    fn a_bound_on_partners_keeps_the_weightiest_and_is_told() {
        let texts = ["a1 b1 c1 d1 e1 f1 g1 h1", "x", "a1 b1 c1 d1 e1", "y", "e1 f1 d1 g1 h1", "z", "a1 b1 c1 d1 e1 f1"];
        let told = found(&texts, true, &RewriteConfig { partners: 1, ..RewriteConfig::default() });
        assert!(told.pairs.contains(&(0, 6)) && !told.pairs.contains(&(2, 6)), "{told:?}");
        assert!(found(&texts, true, &RewriteConfig::default()).pairs.contains(&(2, 6)));
        assert!(told.capped_documents > 0);
    }

    proptest! {
        #[test]
        fn no_document_chooses_more_than_its_partners(texts in prop::collection::vec("([a-c]{2} ){6,24}", 2..12), partners in 1usize..4) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let told = found(&texts, true, &RewriteConfig { partners, ..RewriteConfig::default() });
            prop_assert!(told.pairs.len() <= texts.len() * partners);
            prop_assert!(told.pairs.iter().all(|(l, r)| l < r));
        }
    }
}
