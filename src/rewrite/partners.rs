//! Which documents are compared.
//!
//! A rewritten passage keeps few words in their order, but many near one another. So every content word makes a key with each of the next few,
//! whatever their order. Two documents that share keys are weighed by them, the rarer a key the more; each is compared with those that weigh most.

use std::cmp::Reverse;
use std::hint::black_box;
use std::ops::Range;

use rayon::prelude::*;

use super::RewriteConfig;
use super::bag::count;
use super::groups::{Groups, content_of};
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
    let groups = Groups::of(terms, tokens, config);
    let postings = Postings::of(&groups, terms.len());
    let before: Vec<Vec<Candidate>> = (0..terms.len())
        .into_par_iter()
        .with_min_len(32)
        .map_init(|| Tally::new(terms.len()), |tally, document| tally.candidates(&postings, &groups.members, count(document), comparable))
        .collect();
    // Each was found by the later of the two.
    let mut candidates: Vec<Vec<Candidate>> = vec![Vec::new(); terms.len()];
    for (document, own) in (0u32..).zip(before) {
        for (weight, other) in own {
            candidates[other as usize].push((weight, document));
            candidates[document as usize].push((weight, other));
        }
    }
    let capped_documents = candidates.iter().filter(|own| own.len() > config.partners).count() as u64;
    let chosen = |(document, mut own): (usize, Vec<Candidate>)| {
        let document = count(document);
        own.sort_unstable();
        own.truncate(config.partners);
        own.into_iter().map(move |(_, other)| (document.min(other), document.max(other)))
    };
    let mut pairs: Vec<(u32, u32)> = candidates.into_par_iter().enumerate().flat_map_iter(chosen).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    Partners { pairs, capped_documents, frequent: groups.frequent, rare: groups.rare }
}

/// A document that shares enough keys with another: their weight, and its number. The weightiest comes first, of equals the first document.
type Candidate = (Reverse<u32>, u32);

/// Parts of the documents whose postings are made at the same time.
const RANGES: usize = 4;

/// The groups that a document stands in behind others.
struct Postings {
    /// By range of documents.
    ranges: Vec<OfRange>,
    /// Documents of a range.
    span: usize,
}

/// The postings of a range of documents.
struct OfRange {
    own: Vec<Posting>,
    /// Where those of a document begin; one more entry than documents.
    from: Vec<usize>,
}

/// A place in a group.
#[derive(Debug, Clone, Copy, Default)]
struct Posting {
    /// Where the group begins among the members of all.
    from: u32,
    /// Documents that stand before this one in it.
    rank: u16,
    /// What its key weighs.
    weight: u16,
}

impl Postings {
    fn of(groups: &Groups, documents: usize) -> Self {
        let span = documents.div_ceil(RANGES).max(1);
        let ranges = (0..RANGES).into_par_iter().map(|n| OfRange::of(groups, n * span..documents.min((n + 1) * span))).collect();
        Self { ranges, span }
    }

    fn of_document(&self, document: usize) -> &[Posting] {
        let OfRange { own, from } = &self.ranges[document / self.span];
        let at = document % self.span;
        &own[from[at]..from[at + 1]]
    }
}

impl OfRange {
    fn of(groups: &Groups, documents: Range<usize>) -> Self {
        // Those of a group that lie in the range: they stand side by side. The first of a group has none before it.
        let within = |group: &[u32]| {
            let below = |bound: usize| group.iter().filter(|document| (**document as usize) < bound).count();
            below(documents.start).max(1)..below(documents.end).max(1)
        };
        let mut from = vec![0; documents.len() + 1];
        for (_, group) in groups.iter() {
            group[within(group)].iter().for_each(|document| from[*document as usize - documents.start + 1] += 1);
        }
        for place in 0..documents.len() {
            from[place + 1] += from[place];
        }
        let (mut next, mut own) = (from.clone(), vec![Posting::default(); from[documents.len()]]);
        for (start, group) in groups.iter() {
            let from = u32::try_from(start).expect("memory holds the keys of fewer than 2^32 places");
            let weight = u16::try_from(2 * WEIGHT as usize / group.len()).expect("a key weighs 64 at most");
            for rank in within(group) {
                let next = &mut next[group[rank] as usize - documents.start];
                own[*next] = Posting { from, rank: u16::try_from(rank).expect("a group holds fewer than 2^16 documents"), weight };
                *next += 1;
            }
        }
        Self { own, from }
    }
}

/// Postings whose groups are fetched together.
const FETCHED: usize = 32;
/// Bits of a sum that hold the number of keys, as far as it matters.
const KEY_BITS: u32 = 3;

/// What one document after another shares with those before it.
struct Tally {
    /// Weight of the shared keys, above `KEY_BITS` for how many there are, by number of the other document. A weight of 2^29 is the greatest there is.
    shared: Vec<u32>,
    /// Documents that share a key, and room for one more.
    touched: Vec<u32>,
}

impl Tally {
    fn new(documents: usize) -> Self {
        Self { shared: vec![0; documents], touched: vec![0; documents + 1] }
    }

    /// The documents before this one that share enough keys with it.
    fn candidates(
        &mut self,
        postings: &Postings,
        members: &[u32],
        document: u32,
        comparable: &(dyn Fn(u32, u32) -> bool + Sync),
    ) -> Vec<Candidate> {
        let mut touched = 0;
        for postings in postings.of_document(document as usize).chunks(FETCHED) {
            // Groups lie all over memory. Asked for at once, they come at once.
            postings.iter().for_each(|posting| {
                black_box(members[posting.from as usize]);
            });
            for posting in postings {
                let from = posting.from as usize;
                for &other in &members[from..from + usize::from(posting.rank)] {
                    let shared = &mut self.shared[other as usize];
                    self.touched[touched] = other;
                    touched += usize::from(*shared == 0);
                    let keys = u32::from(*shared & ((1 << KEY_BITS) - 1) < LEAST_SHARED);
                    *shared = (*shared + keys).saturating_add(u32::from(posting.weight) << KEY_BITS);
                }
            }
        }
        let mut candidates = Vec::new();
        for &other in &self.touched[..touched] {
            let shared = std::mem::take(&mut self.shared[other as usize]);
            if shared & ((1 << KEY_BITS) - 1) >= LEAST_SHARED && comparable(other, document) {
                candidates.push((Reverse(shared >> KEY_BITS), other));
            }
        }
        candidates
    }
}

/// The keys of a row of words, each once, sorted.
pub(super) fn keys(terms: &[u64], traits: &[WordTraits], reach: usize) -> Vec<u64> {
    let mut content = Vec::new();
    content_of(&mut content, terms, traits);
    let mut keys = Vec::with_capacity(content.len() * reach);
    for (i, one) in content.iter().enumerate() {
        keys.extend(content[i + 1..].iter().take(reach).filter(|other| *other != one).map(|other| key(*one, *other)));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The same for two words in either order.
#[inline]
pub(super) fn key(one: u64, other: u64) -> u64 {
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
