//! Where frequent seeds start nothing: near a seed that starts pairs by itself, and beside a crowded one that stands for them.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::SeedConfig;
use super::buckets::{Placed, by_seed};
use super::forms::Forms;
use super::group::{counted, is_in_more_than};
use super::postings::Posting;
use crate::keyed::KeyedMap;
use crate::text::Tokens;

/// How many times `document_bound` documents make a seed a crowded one. Of those, one in each row of neighbours starts pairs, with a
/// eighth of the partners: a story in 20,000 papers has a hundred such seeds, and each brings the same papers together.
pub(super) const CROWDED: usize = 4;
/// Crowded seeds in a row of which the least starts pairs.
const CROWDED_ROW: usize = 8;

/// The places of all seeds, those of frequent ones, and the latter as documents have them.
pub(super) type Parts<'a, P> = (&'a [&'a [P]], &'a [&'a [Posting]], &'a [Vec<Posting>]);

/// Words at which no frequent seed starts pairs, one bit a word: they lie near a seed that starts pairs by itself, or hold a crowded
/// seed that a neighbour stands for.
pub(super) struct Near {
    first_word: Vec<usize>,
    bits: Vec<AtomicU64>,
    /// Documents with a frequent seed: nothing is asked of others.
    is_asked: Vec<AtomicBool>,
}

impl Near {
    /// By the places of all seeds.
    pub(super) fn of(postings: &[Posting], documents: &[Tokens], forms: &Forms, config: &SeedConfig) -> Self {
        let mut in_order: Vec<Posting> = by_seed(postings)
            .filter(|places| is_in_more_than(config.document_bound.saturating_mul(CROWDED), places))
            .flatten()
            .copied()
            .collect();
        in_order.par_sort_unstable_by_key(|posting| (posting.document, posting.position, posting.hash));
        Self::mark((&[postings], &[], &[in_order]), documents, forms, config)
    }

    /// `parts` and `frequent` hold the places of all seeds, those of one in one part; `in_order` those of the frequent ones again as documents have them,
    /// those of one document in one part.
    pub(super) fn mark<P: Placed>(
        (parts, frequent, in_order): Parts<'_, P>,
        documents: &[Tokens],
        forms: &Forms,
        config: &SeedConfig,
    ) -> Self {
        let near = Self::asked(parts, frequent, documents, config);
        near.mark_rare(parts, documents, config);
        near.finish((parts, frequent, in_order), documents, forms, config);
        near
    }

    /// What nothing is marked in yet. `parts` and `frequent` hold the places of all seeds in more than `document_bound` documents.
    pub(super) fn asked<P: Placed>(parts: &[&[P]], frequent: &[&[Posting]], documents: &[Tokens], config: &SeedConfig) -> Self {
        let mut first_word = Vec::with_capacity(documents.len() + 1);
        let mut total = 0;
        for tokens in documents {
            first_word.push(total);
            total += tokens.len();
        }
        let bits = (0..=total / 64).map(|_| AtomicU64::new(0)).collect();
        let near = Self { first_word, bits, is_asked: documents.iter().map(|_| AtomicBool::new(false)).collect() };
        near.ask(parts, config);
        near.ask(frequent, config);
        near
    }

    /// The rest, when what stands around the rare seeds of all other parts [is marked](Self::mark_rare).
    pub(super) fn finish<P: Placed>(
        &self,
        (parts, frequent, in_order): Parts<'_, P>,
        documents: &[Tokens],
        forms: &Forms,
        config: &SeedConfig,
    ) {
        self.mark_rare(frequent, documents, config);
        documents.par_iter().enumerate().filter(|(document, _)| self.is_asked(*document)).for_each(|(document, tokens)| {
            forms.each_around(tokens, config.isolation as usize, |place| self.mark_around(document, place, documents, config));
        });
        let mut crowded = crowded_seeds(parts, config);
        crowded.extend(crowded_seeds(frequent, config));
        self.mark_crowded(&crowded, in_order, config);
    }

    fn is_asked(&self, document: usize) -> bool {
        self.is_asked[document].load(Ordering::Relaxed)
    }

    /// Asks the documents of frequent seeds.
    fn ask<P: Placed>(&self, parts: &[&[P]], config: &SeedConfig) {
        let frequent = parts.par_iter().flat_map_iter(|part| by_seed(part)).filter(|places| is_in_more_than(config.document_bound, places));
        frequent.for_each(|places| places.iter().for_each(|place| self.is_asked[document(place)].store(true, Ordering::Relaxed)));
    }

    /// Marks what stands around seeds that pair all of their documents.
    pub(super) fn mark_rare<P: Placed>(&self, parts: &[&[P]], documents: &[Tokens], config: &SeedConfig) {
        parts.par_iter().flat_map_iter(|part| by_seed(part)).for_each(|places| {
            let is_of_one = document(&places[0]) == document(&places[places.len() - 1]);
            if !is_of_one && !is_in_more_than(config.document_bound, places) {
                for place in counted(places, config.occurrences).filter(|place| self.is_asked(document(*place))) {
                    self.mark_around(document(place), place.posting().position as usize, documents, config);
                }
            }
        });
    }

    fn mark_around(&self, document: usize, position: usize, documents: &[Tokens], config: &SeedConfig) {
        let isolation = config.isolation as usize;
        let first = self.first_word[document];
        self.mark_words(
            first + position.saturating_sub(isolation)
                ..first + position.saturating_add(isolation).saturating_add(1).min(documents[document].len()),
        );
    }

    /// Marks words, those of one entry together.
    fn mark_words(&self, words: Range<usize>) {
        let mut at = words.start;
        while at < words.end {
            let end = words.end.min((at / 64 + 1) * 64);
            let mask = (u64::MAX >> (64 - (end - at))) << (at % 64);
            // What is marked already is not written again: threads would wait for one another.
            if self.bits[at / 64].load(Ordering::Relaxed) & mask != mask {
                self.bits[at / 64].fetch_or(mask, Ordering::Relaxed);
            }
            at = end;
        }
    }

    pub(super) fn holds(&self, posting: &Posting) -> bool {
        let at = self.first_word[posting.document as usize] + posting.position as usize;
        self.bits[at / 64].load(Ordering::Relaxed) >> (at % 64) & 1 == 1
    }

    /// Marks crowded seeds that a neighbour stands for. A row ends where `isolation` words hold none, so that a text which stands
    /// alone chooses the same ones everywhere, and texts that adjoin others share one with each copy of so many seeds. Two seeds can begin with one
    /// word, one of them over a compound: nothing is marked where either stands.
    ///
    /// A text that stands in most documents has a hundred such seeds in each: they are taken as documents have them, which need not be sorted.
    fn mark_crowded(&self, crowded: &KeyedMap<()>, in_order: &[Vec<Posting>], config: &SeedConfig) {
        if crowded.is_empty() {
            return;
        }
        in_order.par_iter().for_each(|part| {
            let (mut own, mut stands) = (Vec::new(), Vec::new());
            for places in part.chunk_by(|a, b| a.document == b.document) {
                own.clear();
                own.extend(places.iter().filter(|place| crowded.contains_key(&place.hash)));
                self.mark_crowded_of(&mut own, &mut stands, config);
            }
        });
    }

    /// The same of one document, by all places of its crowded seeds; `stands` is room.
    fn mark_crowded_of(&self, own: &mut Vec<Posting>, stands: &mut Vec<bool>, config: &SeedConfig) {
        let key = |posting: &Posting| (posting.position, posting.hash);
        // Those of compounds stand behind all others.
        if !own.is_sorted_by_key(key) {
            own.sort_unstable_by_key(key);
        }
        if may_hold_one_more_than(config.occurrences, own) {
            let mut times: KeyedMap<usize> = KeyedMap::default();
            own.retain(|posting| {
                let times = times.entry(posting.hash).or_default();
                *times += 1;
                *times <= config.occurrences
            });
        }
        own.retain(|posting| !self.holds(posting));
        for row in own.chunk_by(|a, b| b.position - a.position <= config.isolation) {
            stands.clear();
            stands.resize(row.len(), false);
            // Of equals the first one.
            let lesser = |n: usize, other: usize| if row[other].hash < row[n].hash { other } else { n };
            let mut least: Option<usize> = None;
            for first in 0..(row.len() + 1).saturating_sub(CROWDED_ROW).max(1) {
                let end = row.len().min(first + CROWDED_ROW);
                // While the least one of the eight before is among these too, only the last one of them is new.
                let least_now = match least.filter(|n| *n >= first) {
                    Some(known) => lesser(known, end - 1),
                    None => (first + 1..end).fold(first, lesser),
                };
                stands[least_now] = true;
                least = Some(least_now);
            }
            let mut stands = stands.iter();
            for place in row.chunk_by(|a, b| a.position == b.position) {
                if stands.by_ref().take(place.len()).filter(|stands| **stands).count() == 0 {
                    let at = self.first_word[place[0].document as usize] + place[0].position as usize;
                    self.mark_words(at..at + 1);
                }
            }
        }
    }
}

/// Whether one of the seeds may stand in more than so many of these places: with hundreds of seeds, hardly one does.
fn may_hold_one_more_than(times: usize, places: &[Posting]) -> bool {
    if places.len() <= times {
        return false;
    }
    let mut met = [0u64; 16];
    places.iter().for_each(|place| met[(place.hash >> 60) as usize] |= 1 << (place.hash >> 54 & 63));
    let seeds: u32 = met.iter().map(|bits| bits.count_ones()).sum();
    // Each of the others has one place at least.
    places.len() - (seeds as usize - 1) > times
}

/// The seeds in more than so many documents that one of a row starts pairs for the others.
fn crowded_seeds<P: Placed>(parts: &[&[P]], config: &SeedConfig) -> KeyedMap<()> {
    let seeds = parts.par_iter().flat_map_iter(|part| by_seed(part));
    let crowded = seeds.filter(|places| is_in_more_than(config.document_bound.saturating_mul(CROWDED), places));
    crowded.map(|places| (places[0].posting().hash, ())).collect::<Vec<_>>().into_iter().collect()
}

fn document<P: Placed>(place: &P) -> usize {
    place.posting().document as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_marked_from_the_first_to_the_one_before_the_last(ranges in prop::collection::vec((0usize..300, 0usize..150), 0..6)) {
            let near = Near { first_word: vec![0], bits: (0..8).map(|_| AtomicU64::new(0)).collect(), is_asked: Vec::new() };
            ranges.iter().for_each(|&(start, words)| near.mark_words(start..start + words));
            for at in 0..450u32 {
                let is_marked = ranges.iter().any(|&(start, words)| (start..start + words).contains(&(at as usize)));
                prop_assert_eq!(near.holds(&Posting { hash: 0, document: 0, position: at }), is_marked);
            }
        }
    }

    proptest! {
        #[test]
        fn of_eight_crowded_seeds_in_a_row_the_least_stands(seeds in prop::collection::vec((0u64..12, 1u32..11), 1..60)) {
            let near = Near { first_word: vec![0], bits: (0..12).map(|_| AtomicU64::new(0)).collect(), is_asked: Vec::new() };
            let mut position = 0;
            let postings: Vec<Posting> = seeds
                .iter()
                .map(|&(hash, gap)| {
                    position += gap;
                    Posting { hash, document: 0, position }
                })
                .collect();
            let config = SeedConfig::default();
            near.mark_crowded_of(&mut postings.clone(), &mut Vec::new(), &config);
            for row in postings.chunk_by(|a, b| b.position - a.position <= config.isolation) {
                for (n, posting) in row.iter().enumerate() {
                    let of_eight = |first: usize| &row[first..row.len().min(first + CROWDED_ROW)];
                    let mut around = (0..=n).filter(|first| first + CROWDED_ROW > n && (*first == 0 || first + CROWDED_ROW <= row.len()));
                    let stands = around.any(|first| of_eight(first).iter().min_by_key(|p| (p.hash, p.position)) == Some(posting));
                    prop_assert_eq!(near.holds(posting), !stands, "{:?}", posting);
                }
            }
        }
    }

    #[test]
    fn of_a_crowded_seed_no_more_places_count_than_may() {
        // Ninety seeds that stand once, and one that stands ten times among them.
        let hash = |n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let places =
            (0..100u32).map(|n| Posting { hash: hash(if n % 10 == 0 { 1 } else { 2 + u64::from(n) }), document: 0, position: 2 * n });
        let mut places: Vec<Posting> = places.collect();
        assert!(may_hold_one_more_than(9, &places) && !may_hold_one_more_than(99, &places) && !may_hold_one_more_than(30, &places));
        let near = Near { first_word: vec![0], bits: (0..8).map(|_| AtomicU64::new(0)).collect(), is_asked: Vec::new() };
        near.mark_crowded_of(&mut places, &mut Vec::new(), &SeedConfig { occurrences: 4, ..SeedConfig::default() });
        assert_eq!(places.iter().filter(|place| place.hash == hash(1)).map(|place| place.position).collect::<Vec<_>>(), [0, 20, 40, 60]);
    }

    #[test]
    fn of_two_crowded_seeds_at_one_word_the_one_that_does_not_stand_does_not_hide_the_other() {
        let posting = |(hash, position)| Posting { hash, document: 0, position };
        let marked = |seeds: &[(u64, u32)]| -> Vec<u32> {
            let near = Near { first_word: vec![0], bits: (0..2).map(|_| AtomicU64::new(0)).collect(), is_asked: Vec::new() };
            near.mark_crowded_of(&mut seeds.iter().copied().map(posting).collect(), &mut Vec::new(), &SeedConfig::default());
            (0..100).filter(|position| near.holds(&posting((0, *position)))).collect()
        };
        assert_eq!(marked(&[(7, 3), (2, 5), (9, 8)]), [3, 8]);
        assert_eq!(marked(&[(7, 3), (2, 5), (8, 5), (9, 8)]), [3, 8]);
        assert_eq!(marked(&[(7, 3), (8, 5), (2, 5), (9, 8)]), [3, 8]);
    }
}
