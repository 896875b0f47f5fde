//! Which documents share each pair of words.
//!
//! Keys are dealt out by their highest bits to parts, each so small that a core's cache holds it; there a table counts the documents of each key. So
//! nothing is sorted, and the many keys of one document alone are dropped on the way. Of a large corpus a part of the keys is held at a time. What
//! [some documents](super::frequent) tell to be in too many is not dealt out.

use std::ops::Range;

use rayon::prelude::*;

use super::RewriteConfig;
use super::bag::count;
use super::content::{Content, TOGETHER};
use super::frequent::Frequent;
use super::partners::key;
use super::tally::AT_ONCE;
use crate::kernel::memory::ask_for_all;

/// Content words for each round, which has a range of keys; a corpus of fewer is grouped in one.
const A_ROUND: usize = 1 << 23;
/// Rounds, at most: in each the keys of all words are made.
const ROUNDS: usize = 16;
/// Parts of a round.
const PARTS: usize = 1 << 10;
/// Bits for each key of a part, at least.
const BITS: usize = 8;
/// Documents that are dealt out together, in [`TOGETHER`].
const DEALT: usize = 8;

/// The documents of each key that brings some together.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// The documents of one key after another, each group in order. Behind the last group there are [`AT_ONCE`] zeros.
    pub members: Vec<u32>,
    /// Where each group ends in `members`.
    pub ends: Vec<u32>,
    /// Keys in more documents than the bound.
    pub frequent: u64,
    /// Keys in at least two documents and at most `rare_bound`, sorted.
    pub rare: Vec<u64>,
}

impl Groups {
    /// Groups the keys of all documents.
    pub fn of(contents: &[Content], config: &RewriteConfig) -> Self {
        let words: usize = contents.iter().map(Content::len).sum();
        Self::in_rounds(contents, config, rounds(words))
    }

    fn in_rounds(contents: &[Content], config: &RewriteConfig, rounds: u32) -> Self {
        // Neither brought together nor rare.
        let frequent = Frequent::of(contents, config.reach, config.most_documents().max(config.rare_bound));
        let mut groups = Self { frequent: frequent.count(), ..Self::default() };
        for round in 0..rounds {
            let dealt: Vec<Dealt> = contents
                .par_chunks(DEALT)
                .enumerate()
                .map(|(n, contents)| Dealt::of(count(n * DEALT * TOGETHER), contents, config.reach, &frequent, (round, rounds)))
                .collect();
            let parts: Vec<Self> =
                (0..PARTS).into_par_iter().map_init(Counting::default, |counting, part| counting.groups(&dealt, part, config)).collect();
            for part in parts {
                let before = count(groups.members.len());
                groups.members.extend(part.members);
                groups.ends.extend(part.ends.into_iter().map(|end| before + end));
                groups.frequent += part.frequent;
                groups.rare.extend(part.rare);
            }
        }
        groups.members.resize(groups.members.len() + AT_ONCE, 0);
        groups
    }

    /// Some groups: where each begins, and its documents in order.
    pub fn some(&self, groups: Range<usize>) -> impl Iterator<Item = (usize, &[u32])> {
        let mut from = groups.start.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.ends[groups].iter().map(move |end| {
            let group = (from, &self.members[from..*end as usize]);
            from = *end as usize;
            group
        })
    }
}

/// In how many rounds so many content words are grouped: a power of two.
fn rounds(words: usize) -> u32 {
    count(words.div_ceil(A_ROUND).clamp(1, ROUNDS).next_power_of_two())
}

/// The keys of some documents in a round, part by part; in each those of a document lie behind those of the ones before it.
struct Dealt {
    keys: Vec<u64>,
    documents: Vec<u32>,
    /// Where each part ends.
    ends: Vec<u32>,
}

impl Dealt {
    fn of(first: u32, contents: &[Content], reach: usize, frequent: &Frequent, (round, rounds): (u32, u32)) -> Self {
        let bits = rounds.trailing_zeros();
        let mut own: Vec<(u64, u32)> = Vec::new();
        for (content, document) in contents.iter().flat_map(Content::documents).zip(first..) {
            let mut end = own.len();
            own.resize(end + content.len() * reach, (0, 0));
            for (i, one) in content.iter().enumerate() {
                for other in &content[i + 1..content.len().min(i + 1 + reach)] {
                    // Written in any case, and written over if it is of another round: nobody can predict that.
                    let key = key(*one, *other);
                    own[end] = (key, document);
                    let is_of_round = key.rotate_left(bits) & u64::from(rounds - 1) == u64::from(round);
                    end += usize::from((one != other) & is_of_round & !frequent.holds(key));
                }
            }
            own.truncate(end);
        }
        let part = |key: u64| (key << bits >> (u64::BITS - PARTS.trailing_zeros())) as usize;
        let mut next = vec![0; PARTS + 1];
        own.iter().for_each(|(key, _)| next[part(*key) + 1] += 1);
        for part in 0..PARTS {
            next[part + 1] += next[part];
        }
        let (mut keys, mut documents) = (vec![0; own.len()], vec![0; own.len()]);
        for &(key, document) in &own {
            let at = &mut next[part(key)];
            (keys[*at as usize], documents[*at as usize]) = (key, document);
            *at += 1;
        }
        next.truncate(PARTS);
        Self { keys, documents, ends: next }
    }

    fn range(&self, part: usize) -> Range<usize> {
        part.checked_sub(1).map_or(0, |before| self.ends[before] as usize)..self.ends[part] as usize
    }

    fn keys(&self, part: usize) -> &[u64] {
        &self.keys[self.range(part)]
    }

    fn documents(&self, part: usize) -> &[u32] {
        &self.documents[self.range(part)]
    }

    fn size(&self, part: usize) -> usize {
        self.range(part).len()
    }
}

/// A key in the table of a part.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    key: u64,
    /// Documents that hold it; 0 where the place is free.
    documents: u32,
    /// The latest of them; when all are counted, where the next one goes.
    latest: u32,
}

/// The table of one part after another.
#[derive(Default)]
struct Counting {
    /// Bits of keys that came, and of those that came again.
    once: Vec<u64>,
    twice: Vec<u64>,
    /// (key, document) of keys that may come again.
    again: Vec<(u64, u32)>,
    slots: Vec<Slot>,
    /// (place of the key, document), once for each document that holds it, as long as these are not too many.
    seen: Vec<(u32, u32)>,
}

impl Counting {
    fn groups(&mut self, dealt: &[Dealt], part: usize, config: &RewriteConfig) -> Groups {
        let all: usize = dealt.iter().map(|dealt| dealt.size(part)).sum();
        self.find_again(dealt, part, all);
        self.slots.clear();
        self.slots.resize((2 * self.again.len()).next_power_of_two(), Slot::default());
        self.seen.clear();
        let again = std::mem::take(&mut self.again);
        let most = config.most_documents();
        again.iter().for_each(|(key, document)| self.see(*key, *document, most));
        self.again = again;
        let mut told = Groups::default();
        let is_wanted = |slot: &Slot| slot.documents > 1 && slot.documents as usize <= most;
        for slot in self.slots.iter_mut().filter(|slot| slot.documents > 1) {
            if slot.documents as usize <= config.rare_bound {
                told.rare.push(slot.key);
            }
            if is_wanted(slot) {
                let from = told.ends.last().copied().unwrap_or_default();
                slot.latest = from;
                told.ends.push(from.checked_add(slot.documents).expect("fewer members of groups than 2^32"));
            } else {
                told.frequent += 1;
            }
        }
        told.rare.sort_unstable();
        told.members.resize(told.ends.last().copied().unwrap_or_default() as usize, 0);
        for &(slot, document) in &self.seen {
            let slot = &mut self.slots[slot as usize];
            if is_wanted(slot) {
                told.members[slot.latest as usize] = document;
                slot.latest += 1;
            }
        }
        told
    }

    /// Most keys come once. A table of bits, a few for each key, tells those that may come again.
    fn find_again(&mut self, dealt: &[Dealt], part: usize, all: usize) {
        let words = (all * BITS).div_ceil(64).next_power_of_two();
        self.once.clear();
        self.once.resize(words, 0);
        self.twice.clear();
        self.twice.resize(words, 0);
        // Neither the bits that have chosen the part nor those that choose the slot.
        let place = |key: u64| ((key >> 32) as usize & (words - 1), 1u64 << (key >> 26 & 63));
        // Those of a part lie all over memory; asked for before they are needed, they are there.
        const AHEAD: usize = 4;
        for (n, own) in dealt.iter().enumerate() {
            dealt.get(n + AHEAD).inspect(|next| ask_for_all(next.keys(part)));
            for key in own.keys(part) {
                let (word, bit) = place(*key);
                self.twice[word] |= self.once[word] & bit;
                self.once[word] |= bit;
            }
        }
        self.again.resize(all, (0, 0));
        let mut end = 0;
        for (n, own) in dealt.iter().enumerate() {
            dealt.get(n + AHEAD).inspect(|next| {
                ask_for_all(next.keys(part));
                ask_for_all(next.documents(part));
            });
            for (&key, &document) in own.keys(part).iter().zip(own.documents(part)) {
                // Written in any case, and written over if it came once.
                self.again[end] = (key, document);
                let (word, bit) = place(key);
                end += usize::from(self.twice[word] & bit != 0);
            }
        }
        self.again.truncate(end);
    }

    /// Counts a document of a key. Those of a key in more than `most` documents are not all listed: none of them is wanted.
    fn see(&mut self, key: u64, document: u32, most: usize) {
        let last = self.slots.len() - 1;
        // The highest bits have chosen the part.
        let mut at = key as usize & last;
        while (self.slots[at].documents != 0) & (self.slots[at].key != key) {
            at = (at + 1) & last;
        }
        let slot = &mut self.slots[at];
        if slot.documents == 0 || slot.latest != document {
            let is_listed = (slot.documents as usize) < most;
            *slot = Slot { key, documents: slot.documents + 1, latest: document };
            if is_listed {
                self.seen.push((count(at), document));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bag::tests::numbers;
    use super::super::content::tests::contents_of;
    use super::super::lexicon::Lexicon;
    use super::super::partners::keys;
    use super::*;
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn a_corpus_is_grouped_in_as_many_rounds_as_its_words_need() {
        let all = [0, 1, A_ROUND, A_ROUND + 1, 2 * A_ROUND, 2 * A_ROUND + 1, 5 * A_ROUND, 100 * A_ROUND].map(rounds);
        assert_eq!(all, [1, 1, 1, 2, 2, 4, 8, 16]);
    }

    proptest! {
        #[test]
        fn a_group_holds_the_documents_of_a_key_in_any_number_of_rounds(
            texts in prop::collection::vec("([a-d]{1,2} ){0,20}", 1..12), document_bound in 2usize..6, rare_bound in 2usize..6,
        ) {
            let config = RewriteConfig { document_bound, rare_bound, ..RewriteConfig::default() };
            let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
            let lexicon = Lexicon::default();
            let contents = contents_of(&tokens, &lexicon);
            let mut slow: BTreeMap<u64, BTreeSet<u32>> = BTreeMap::new();
            for (n, own) in (0..).zip(&tokens) {
                keys(&numbers(&lexicon, own), &own.traits, config.reach).into_iter().for_each(|key| { slow.entry(key).or_default().insert(n); });
            }
            slow.retain(|_, documents| documents.len() > 1);
            let rare: Vec<u64> = slow.iter().filter(|(_, documents)| documents.len() <= rare_bound).map(|(key, _)| *key).collect();
            let frequent = slow.values().filter(|documents| documents.len() > document_bound).count();
            let mut wanted: Vec<Vec<u32>> =
                slow.into_values().filter(|documents| documents.len() <= document_bound).map(|documents| documents.into_iter().collect()).collect();
            wanted.sort();
            for rounds in [1, 2, 4] {
                let groups = Groups::in_rounds(&contents, &config, rounds);
                let mut told: Vec<Vec<u32>> = groups.some(0..groups.ends.len()).map(|(_, group)| group.to_vec()).collect();
                told.sort();
                prop_assert_eq!(&told, &wanted);
                prop_assert_eq!((&groups.rare, groups.frequent as usize), (&rare, frequent));
            }
        }
    }
}
