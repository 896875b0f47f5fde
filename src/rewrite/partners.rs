//! Which documents are compared.
//!
//! A rewritten passage keeps few words in their order, but many near one another. So every content word makes a key with each of the next few,
//! whatever their order. Two documents that share keys are weighed by them, the rarer a key the more; each is compared with those that weigh most.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::RewriteConfig;
use super::bag::count;
use crate::keyed::SeenTwice;
use crate::text::{Tokens, WordTraits};

/// What a key weighs that stands in two documents; one in twice as many weighs half.
const WEIGHT: u32 = 64;
/// Two documents that share fewer keys are not compared. Chance brings most of those together, and few of them hold a passage.
const LEAST_SHARED: u32 = 6;

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
    let of_documents = shared_keys(terms, tokens, config.reach);
    let groups: Vec<&[(u64, u32)]> = of_documents.par_chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1).collect();
    let rare = groups.iter().filter(|group| group.len() <= config.rare_bound).map(|group| group[0].0).collect();
    let frequent = groups.iter().filter(|group| group.len() > config.document_bound).count() as u64;
    let groups = Groups::of(groups.into_iter().filter(|group| group.len() <= config.document_bound), terms.len());
    let chosen: Vec<Chosen> = (0..terms.len())
        .into_par_iter()
        .with_min_len(32)
        .map_init(|| Tally::new(terms.len()), |tally, document| tally.choose(&groups, count(document), comparable, config.partners))
        .collect();
    let capped_documents = chosen.iter().filter(|own| own.is_capped).count() as u64;
    let mut pairs: Vec<(u32, u32)> =
        (0u32..).zip(&chosen).flat_map(|(n, own)| own.partners.iter().map(move |other| (n.min(*other), n.max(*other)))).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    Partners { pairs, capped_documents, frequent, rare }
}

/// The keys of all documents, each with the number of its document, sorted. Most keys stand in one document and bring none together: of these
/// few are among them.
fn shared_keys(terms: &[Vec<u64>], tokens: &[Tokens], reach: usize) -> Vec<(u64, u32)> {
    let own: Vec<Vec<u64>> = terms.par_iter().zip(tokens).map(|(terms, tokens)| keys(terms, &tokens.traits, reach)).collect();
    let again = SeenTwice::with_room(own.iter().map(Vec::len).sum());
    own.par_iter().flatten_iter().for_each(|key| again.see(*key));
    let mut shared: Vec<(u64, u32)> = own
        .into_par_iter()
        .enumerate()
        .flat_map_iter(|(n, keys)| keys.into_iter().map(move |key| (key, count(n))))
        .filter(|(key, _)| again.was_seen_twice(*key))
        .collect();
    shared.par_sort_unstable();
    shared
}

/// The documents of each key, and the keys of each document.
struct Groups {
    members: Vec<u32>,
    /// Where each group ends in `members`.
    ends: Vec<usize>,
    /// Numbers of groups, document by document.
    of_documents: Vec<u32>,
    /// Where those of a document begin; one more entry than documents.
    from: Vec<usize>,
}

impl Groups {
    fn of<'a>(groups: impl Iterator<Item = &'a [(u64, u32)]>, documents: usize) -> Self {
        let (mut members, mut ends, mut from) = (Vec::new(), Vec::new(), vec![0; documents + 1]);
        for group in groups {
            members.extend(group.iter().map(|(_, document)| *document));
            ends.push(members.len());
        }
        members.iter().for_each(|document| from[*document as usize + 1] += 1);
        for document in 0..documents {
            from[document + 1] += from[document];
        }
        let (mut next, mut of_documents, mut start) = (from.clone(), vec![0; members.len()], 0);
        for (number, end) in (0u32..).zip(&ends) {
            for document in &members[start..*end] {
                of_documents[next[*document as usize]] = number;
                next[*document as usize] += 1;
            }
            start = *end;
        }
        Self { members, ends, of_documents, from }
    }

    /// The documents of each key that a document has.
    fn of_document(&self, document: u32) -> impl Iterator<Item = &[u32]> {
        let document = document as usize;
        self.of_documents[self.from[document]..self.from[document + 1]].iter().map(|group| {
            let group = *group as usize;
            &self.members[group.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[group]]
        })
    }
}

/// The partners that a document chooses.
struct Chosen {
    partners: Vec<u32>,
    is_capped: bool,
}

/// What one document after another shares with the others.
struct Tally {
    /// (keys, weight) by number of the other document.
    shared: Vec<(u32, u32)>,
    touched: Vec<u32>,
}

impl Tally {
    fn new(documents: usize) -> Self {
        Self { shared: vec![(0, 0); documents], touched: Vec::new() }
    }

    /// The weightiest partners of a document, of equals the first.
    fn choose(&mut self, groups: &Groups, document: u32, comparable: &(dyn Fn(u32, u32) -> bool + Sync), most: usize) -> Chosen {
        for group in groups.of_document(document) {
            let weight = 2 * WEIGHT / count(group.len());
            for other in group.iter().filter(|other| **other != document) {
                let (keys, sum) = &mut self.shared[*other as usize];
                if *keys == 0 {
                    self.touched.push(*other);
                }
                *keys += 1;
                *sum += weight;
            }
        }
        let mut candidates: Vec<(Reverse<u32>, u32)> = Vec::new();
        for other in self.touched.drain(..) {
            let (keys, weight) = std::mem::take(&mut self.shared[other as usize]);
            if keys >= LEAST_SHARED && comparable(document.min(other), document.max(other)) {
                candidates.push((Reverse(weight), other));
            }
        }
        let is_capped = candidates.len() > most;
        candidates.sort_unstable();
        candidates.truncate(most);
        Chosen { partners: candidates.into_iter().map(|(_, other)| other).collect(), is_capped }
    }
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

    /// The pairs of all documents, each pair held key against key.
    fn slowly(texts: &[&str], most: usize) -> Vec<(u32, u32)> {
        let of: Vec<Vec<u64>> = texts
            .iter()
            .map(|text| tokenize(text, Compounds::Joined))
            .map(|tokens| keys(&tokens.hashes, &tokens.traits, RewriteConfig::default().reach))
            .collect();
        let weight = |key: &u64| 2 * WEIGHT / count(of.iter().filter(|own| own.contains(key)).count());
        let mut pairs = Vec::new();
        for left in 0..of.len() {
            let mut others: Vec<(Reverse<u32>, u32)> = (0..of.len())
                .filter(|right| *right != left)
                .map(|right| (right, of[left].iter().filter(|key| of[right].contains(key)).collect::<Vec<_>>()))
                .filter(|(_, shared)| count(shared.len()) >= LEAST_SHARED)
                .map(|(right, shared)| (Reverse(shared.into_iter().map(weight).sum()), count(right)))
                .collect();
            others.sort_unstable();
            pairs.extend(others.iter().take(most).map(|(_, right)| (count(left).min(*right), count(left).max(*right))));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    proptest! {
        #[test]
        fn no_document_chooses_more_than_its_partners(texts in prop::collection::vec("([a-c]{2} ){6,24}", 2..12), partners in 1usize..4) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let told = found(&texts, true, &RewriteConfig { partners, ..RewriteConfig::default() });
            prop_assert!(told.pairs.len() <= texts.len() * partners);
            prop_assert_eq!(&told.pairs, &slowly(&texts, partners));
            prop_assert!(told.pairs.iter().all(|(l, r)| l < r));
        }
    }
}
