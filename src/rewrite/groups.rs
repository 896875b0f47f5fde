//! Which documents share each pair of words.
//!
//! Keys are dealt out by their highest bits to parts, each so small that a core's cache holds it; there a table counts the documents of each key. So
//! nothing is sorted, and the many keys of one document alone are dropped on the way. Of a large corpus a part of the keys is held at a time. What
//! [some documents](super::frequent) tell to be in too many is not dealt out.

use std::ops::Range;

use rayon::prelude::*;

use super::RewriteConfig;
use super::bag::count;
use super::content::{Content, TOGETHER, both, key_of};
use super::frequent::Frequent;
use super::tally::AT_ONCE;
use crate::kernel::memory::ask_for_all;

/// Content words for each round, which has some of the pairs of words; a corpus of fewer is grouped in one.
///
/// A round takes 16 bytes for each of its content words.
const A_ROUND: usize = 1 << 23;
/// Rounds, at most: in each all words are gone through.
const ROUNDS: usize = 16;
/// Parts of a round.
const PARTS: usize = 1 << 10;
/// Bits for each key of a part, at least.
const BITS: usize = 8;
/// Places of a part's table for each key that may come again, as far as bits tell these apart.
const PLACES: usize = 4;
/// Documents that are dealt out together, in [`TOGETHER`].
const DEALT: usize = 8;
const _: () = assert!(DEALT * TOGETHER <= PARTS, "what tells no keys of a part apart makes room for the number of a document");

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

    /// In so many rounds, a power of two.
    fn in_rounds(contents: &[Content], config: &RewriteConfig, rounds: u32) -> Self {
        // Neither brought together nor rare.
        let frequent = Frequent::of(contents, config.reach, config.most_documents().max(config.rare_bound));
        let mut groups = Self { frequent: frequent.count(), ..Self::default() };
        for round in 0..rounds {
            let dealt: Vec<Dealt> = contents
                .par_chunks(DEALT)
                .enumerate()
                .map_init(Vec::new, |made, (n, some)| {
                    let first = count(n * DEALT * TOGETHER);
                    Dealt::of(first, some, (config.reach, &frequent), (round, rounds), made)
                })
                .collect();
            let counted = |counting: &mut Counting, part| counting.groups(&dealt, part, config);
            let parts: Vec<Self> = (0..PARTS).into_par_iter().map_init(Counting::default, counted).collect();
            for part in parts {
                let before = count(groups.members.len());
                groups.members.extend(part.members);
                groups.ends.extend(part.ends.into_iter().map(|end| before + end));
                groups.frequent += part.frequent;
                groups.rare.extend(part.rare);
            }
        }
        // One sorted row for each round.
        groups.rare.par_sort_unstable();
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

/// The round of two words in either order. Words that were met one after another have numbers beside one another, and fall into all rounds alike.
#[inline]
fn round_of(one: u32, other: u32, rounds: u32) -> u32 {
    (one.wrapping_add(other) >> 1) & (rounds - 1)
}

/// Bits of a key that tell it from others of its part. Those above them tell the part.
const REST: u32 = u64::BITS - PARTS.trailing_zeros();

/// The part of a key.
#[inline]
fn part_of(key: u64) -> usize {
    (key >> REST) as usize
}

/// A key in its part, with the number of a document among those that are dealt out together.
#[inline]
fn entry(key: u64, document: u64) -> u64 {
    rest_of(key) | document << REST
}

/// What tells a key, or that of an entry, from others of its part.
#[inline]
fn rest_of(entry: u64) -> u64 {
    entry & ((1 << REST) - 1)
}

/// The number of the document of an entry.
#[inline]
fn document_of(entry: u64) -> u32 {
    (entry >> REST) as u32
}

/// The keys of some documents in a round, part by part; in each those of a document lie behind those of the ones before it.
struct Dealt {
    /// The number of the first of the documents.
    first: u32,
    /// As [`entry`] has them: a part is read and written in one row.
    entries: Vec<u64>,
    /// Where each part ends.
    ends: Vec<u32>,
}

impl Dealt {
    /// `made`: room for what comes before entries.
    fn of(
        first: u32,
        contents: &[Content],
        (reach, frequent): (usize, &Frequent),
        (round, rounds): (u32, u32),
        made: &mut Vec<u64>,
    ) -> Self {
        let (mut end, mut next) = (0, vec![0; PARTS + 1]);
        let mut ends_of_documents = Vec::with_capacity(DEALT * TOGETHER);
        for content in contents.iter().flat_map(Content::documents) {
            let from = end;
            if made.len() < from + content.len() * reach {
                made.resize(from + content.len() * reach, 0);
            }
            for (i, one) in content.iter().enumerate() {
                for other in &content[i + 1..content.len().min(i + 1 + reach)] {
                    // Written in any case, and written over if it is of another round: nobody can predict that.
                    made[end] = both(*one, *other);
                    end += usize::from((one != other) & (round_of(*one, *other, rounds) == round));
                }
            }
            let all = std::mem::replace(&mut end, from);
            for at in from..all {
                let key = key_of(made[at]);
                made[end] = key;
                let is_dealt = !frequent.holds(key);
                next[part_of(key) + 1] += u32::from(is_dealt);
                end += usize::from(is_dealt);
            }
            ends_of_documents.push(end);
        }
        for part in 0..PARTS {
            next[part + 1] += next[part];
        }
        let (mut entries, mut from) = (vec![0; end], 0);
        for (document, end) in (0..).zip(ends_of_documents) {
            for &key in &made[from..end] {
                let at = &mut next[part_of(key)];
                entries[*at as usize] = entry(key, document);
                *at += 1;
            }
            from = end;
        }
        next.truncate(PARTS);
        Self { first, entries, ends: next }
    }

    fn part(&self, part: usize) -> &[u64] {
        &self.entries[part.checked_sub(1).map_or(0, |before| self.ends[before] as usize)..self.ends[part] as usize]
    }
}

/// A key in the table of a part.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// As [`rest_of`] tells it.
    rest: u64,
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
    /// (rest of the key, document) of keys that may come again.
    again: Vec<(u64, u32)>,
    slots: Vec<Slot>,
    /// (place of the key, document), once for each document that holds it, as long as these are not too many.
    seen: Vec<(u32, u32)>,
}

impl Counting {
    fn groups(&mut self, dealt: &[Dealt], part: usize, config: &RewriteConfig) -> Groups {
        self.find_again(dealt, part);
        let most = config.most_documents();
        let different: usize = self.twice.iter().map(|bits| bits.count_ones() as usize).sum();
        let mut places = (PLACES * different).next_power_of_two();
        // Keys that share a bit are more than bits tell.
        while !self.see_all(places, most) {
            places *= 2;
        }
        let mut told = Groups::default();
        let is_wanted = |slot: &Slot| slot.documents > 1 && slot.documents as usize <= most;
        for slot in self.slots.iter_mut().filter(|slot| slot.documents > 1) {
            if slot.documents as usize <= config.rare_bound {
                told.rare.push(slot.rest | (part as u64) << REST);
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

    /// Most keys of prose come once. A table of bits, a few for each key, tells those that may come again.
    fn find_again(&mut self, dealt: &[Dealt], part: usize) {
        let all: usize = dealt.iter().map(|dealt| dealt.part(part).len()).sum();
        let words = (all * BITS).div_ceil(64).next_power_of_two();
        self.once.clear();
        self.once.resize(words, 0);
        self.twice.clear();
        self.twice.resize(words, 0);
        // Neither the bits of the document nor those that choose the slot.
        let place = |entry: u64| ((entry >> 32) as usize & (words - 1), 1u64 << (entry >> 26 & 63));
        // Those of a part lie all over memory; asked for before they are needed, they are there.
        const AHEAD: usize = 4;
        for (n, own) in dealt.iter().enumerate() {
            dealt.get(n + AHEAD).inspect(|next| ask_for_all(next.part(part)));
            for entry in own.part(part) {
                let (word, bit) = place(rest_of(*entry));
                self.twice[word] |= self.once[word] & bit;
                self.once[word] |= bit;
            }
        }
        if self.again.len() < all {
            self.again.resize(all, (0, 0));
        }
        let mut end = 0;
        for (n, own) in dealt.iter().enumerate() {
            dealt.get(n + AHEAD).inspect(|next| ask_for_all(next.part(part)));
            for &entry in own.part(part) {
                // Written in any case, and written over if it came once.
                let rest = rest_of(entry);
                self.again[end] = (rest, own.first + document_of(entry));
                let (word, bit) = place(rest);
                end += usize::from(self.twice[word] & bit != 0);
            }
        }
        self.again.truncate(end);
    }

    /// Counts the documents of each key in a table of so many places; `false` where these are too few.
    fn see_all(&mut self, places: usize, most: usize) -> bool {
        let Self { again, slots, seen, .. } = self;
        slots.clear();
        slots.resize(places, Slot::default());
        seen.clear();
        let mut free = places / 2;
        for &(rest, document) in &*again {
            // The highest bits have chosen the part.
            let mut at = rest as usize & (places - 1);
            while (slots[at].documents != 0) & (slots[at].rest != rest) {
                at = (at + 1) & (places - 1);
            }
            let slot = &mut slots[at];
            if slot.documents == 0 {
                if free == 0 {
                    return false;
                }
                free -= 1;
            }
            if slot.documents == 0 || slot.latest != document {
                // Those of a key in more documents are not all listed: none of them is wanted.
                let is_listed = (slot.documents as usize) < most;
                *slot = Slot { rest, documents: slot.documents + 1, latest: document };
                if is_listed {
                    seen.push((count(at), document));
                }
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::bag::tests::numbers;
    use super::super::content::keys;
    use super::super::content::tests::contents_of;
    use super::super::lexicon::Lexicon;
    use super::*;
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn a_corpus_is_grouped_in_as_many_rounds_as_its_words_need() {
        let all = [0, 1, A_ROUND, A_ROUND + 1, 2 * A_ROUND, 2 * A_ROUND + 1, 5 * A_ROUND, 100 * A_ROUND].map(rounds);
        assert_eq!(all, [1, 1, 1, 2, 2, 4, 8, 16]);
    }

    #[test]
    fn words_that_are_met_one_after_another_fall_into_all_rounds_alike() {
        for apart in [1, 2] {
            let mut rounds = [0; 16];
            (0..1600).for_each(|word| rounds[round_of(word, word + apart, 16) as usize] += 1);
            assert!(rounds.iter().all(|words| (90..=110).contains(words)), "{apart}: {rounds:?}");
        }
        assert_eq!(round_of(u32::MAX, 7, 16), round_of(7, u32::MAX, 16));
    }

    proptest! {
        #[test]
        fn an_entry_tells_its_key_and_its_document(key: u64, document in 0..(DEALT * TOGETHER) as u64) {
            let entry = entry(key, document);
            prop_assert_eq!((u64::from(document_of(entry)), rest_of(entry)), (document, rest_of(key)));
            prop_assert_eq!(rest_of(entry) | (part_of(key) as u64) << REST, key);
        }

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
