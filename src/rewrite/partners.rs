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
    let before = before(&groups, terms.len(), comparable);
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

/// Ranges of documents, at most, whose places are put in order together: those of one are to fit a core's cache.
const RANGES: usize = 256;
/// Groups that are dealt out together.
const GROUPS: usize = 1 << 16;

/// For each document the ones before it that share enough keys with it.
fn before(groups: &Groups, documents: usize, comparable: &(dyn Fn(u32, u32) -> bool + Sync)) -> Vec<Vec<Candidate>> {
    let span = documents.div_ceil(RANGES).next_power_of_two();
    let ranges = documents.div_ceil(span);
    let all = groups.ends.len();
    let dealt: Vec<Dealt> = (0..all.div_ceil(GROUPS))
        .into_par_iter()
        .map(|n| Dealt::of(groups, n * GROUPS..all.min((n + 1) * GROUPS), (span.trailing_zeros(), ranges)))
        .collect();
    (0..ranges)
        .into_par_iter()
        .map_init(
            || (Ordered::default(), Tally::new(documents)),
            |(ordered, tally), range| {
                let own = range * span..documents.min((range + 1) * span);
                ordered.take(&dealt, range, own.clone());
                own.map(|document| tally.candidates(ordered.of_document(document), &groups.members, count(document), comparable))
                    .collect::<Vec<_>>()
            },
        )
        .flatten_iter()
        .collect()
}

/// The place of a document in a group, behind others.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    document: u32,
    posting: Posting,
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

/// The places in some groups, by range of documents.
struct Dealt {
    places: Vec<Place>,
    /// Where those of each range end.
    ends: Vec<usize>,
}

impl Dealt {
    fn of(groups: &Groups, some: Range<usize>, (bits, ranges): (u32, usize)) -> Self {
        let mut next = vec![0; ranges + 1];
        // The first of a group has none before it.
        for (_, group) in groups.some(some.clone()) {
            group[1..].iter().for_each(|document| next[(*document >> bits) as usize + 1] += 1);
        }
        for range in 0..ranges {
            next[range + 1] += next[range];
        }
        let mut places = vec![Place::default(); next[ranges]];
        for (from, group) in groups.some(some) {
            let from = u32::try_from(from).expect("memory holds the keys of fewer than 2^32 places");
            let weight = u16::try_from(2 * WEIGHT as usize / group.len()).expect("a key weighs 64 at most");
            for (rank, &document) in (1u16..).zip(&group[1..]) {
                let next = &mut next[(document >> bits) as usize];
                places[*next] = Place { document, posting: Posting { from, rank, weight } };
                *next += 1;
            }
        }
        next.truncate(ranges);
        Self { places, ends: next }
    }

    fn range(&self, range: usize) -> &[Place] {
        &self.places[range.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[range]]
    }
}

/// The places of a range of documents, document by document.
#[derive(Default)]
struct Ordered {
    first: usize,
    postings: Vec<Posting>,
    /// Where those of each document end.
    ends: Vec<usize>,
}

impl Ordered {
    /// Takes those of another range.
    fn take(&mut self, dealt: &[Dealt], range: usize, documents: Range<usize>) {
        let places = || dealt.iter().flat_map(|dealt| dealt.range(range));
        let place = |document: u32| document as usize - documents.start;
        self.first = documents.start;
        self.ends.clear();
        self.ends.resize(documents.len() + 1, 0);
        places().for_each(|own| self.ends[place(own.document) + 1] += 1);
        for document in 0..documents.len() {
            self.ends[document + 1] += self.ends[document];
        }
        self.postings.clear();
        self.postings.resize(self.ends[documents.len()], Posting::default());
        for own in places() {
            let next = &mut self.ends[place(own.document)];
            self.postings[*next] = own.posting;
            *next += 1;
        }
    }

    fn of_document(&self, document: usize) -> &[Posting] {
        let place = document - self.first;
        &self.postings[place.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[place]]
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
        postings: &[Posting],
        members: &[u32],
        document: u32,
        comparable: &(dyn Fn(u32, u32) -> bool + Sync),
    ) -> Vec<Candidate> {
        let mut touched = 0;
        for postings in postings.chunks(FETCHED) {
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
