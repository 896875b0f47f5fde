//! Alignments of all pairs of documents that share seeds.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::{Source, reach};
use crate::align::{Between, InCommon, Pair, all_in_common, answered, asked_again, equal_texts};
use crate::error::Result;
use crate::observer::Observer;
use crate::room::{Column, List, Shelf};
use crate::seeds::{Anchor, Anchors, by_documents};
use crate::text::Tokens;

/// Pairs of spans in two documents, and of two in one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Aligned {
    pub(super) pairs: Column<Pair>,
    pub(super) repeats: Vec<Pair>,
    /// Runs with too little around them to be aligned.
    pub(super) given_up: u64,
    /// Chains of runs in texts that repeat themselves, not aligned since they lie in alignments found before.
    pub(super) within: u64,
}

/// The same of some documents.
struct Part {
    pairs: Vec<Pair>,
    repeats: Vec<Pair>,
    given_up: u64,
    within: u64,
}

/// What two documents have in common that was not aligned: runs that were given up, and chains within alignments found before.
#[derive(Debug, Default)]
struct LeftOut([AtomicU32; 2]);

impl LeftOut {
    fn keep(&self, found: &InCommon) {
        for (kept, count) in self.0.iter().zip([found.given_up, found.within]) {
            kept.store(u32::try_from(count).unwrap_or(u32::MAX), Ordering::Relaxed);
        }
    }

    fn told(&self) -> [u64; 2] {
        self.0.each_ref().map(|count| count.load(Ordering::Relaxed).into())
    }
}

/// Pairs of documents that are aligned together, at most.
const AT_ONCE: usize = 16;

/// Words of right documents, about, that all left ones are held against before the next ones come from disk: some 100 MB with their texts.
const AROUND: usize = if cfg!(test) { 64 } else { 1 << 22 };

impl Source<'_> {
    /// Aligns what the seeds bring together, the anchors of some documents at a time. Nothing needs them any more.
    /// Of anchors on disk `memory` bytes come back together. `shelf`: where pairs go that memory has no room for.
    pub(super) fn align(&self, anchors: Anchors<'_>, memory: u64, shelf: Option<&Shelf>, observer: &dyn Observer) -> Result<Aligned> {
        let equal = equal_texts(self.texts);
        let in_block = self.is_tight.then(|| documents_in_block(self.tokens));
        let mut pairs = List::new(shelf)?;
        let mut all = Aligned::default();
        anchors.each(memory, &mut |some| {
            let part = self.align_some(&equal, in_block, some, observer);
            all.repeats.extend(part.repeats);
            all.given_up += part.given_up;
            all.within += part.within;
            pairs.add(part.pairs)?;
            observer.check()
        })?;
        all.pairs = pairs.finish()?;
        Ok(all)
    }

    /// The same for some of the anchors. `in_block`: how many right documents are taken together, where words are on disk.
    fn align_some(&self, equal: &[u32], in_block: Option<u32>, anchors: &[Anchor], observer: &dyn Observer) -> Part {
        let Self { places, config, .. } = *self;
        let reach = |left: u32, right: u32| reach(places, left, right, config);
        let pairs: Vec<&[Anchor]> = by_documents(anchors).collect();
        let again = asked_again(&pairs, equal, reach);
        let left_out: Vec<LeftOut> = pairs.iter().map(|_| LeftOut::default()).collect();
        let is_again = |n: usize| again.binary_search_by_key(&n, |(n, _)| *n).is_ok();
        let between = |n: usize| {
            let anchors = pairs[n];
            let (left, right) = (anchors[0].left, anchors[0].right);
            Between { left: self.side(left), right: self.side(right), anchors, reach: reach(left, right) }
        };
        // Of these anchors no word of the right documents is brought from disk twice, and those of the left one serve for several pairs.
        let by_right = in_block.map(|in_block| {
            let mut order: Vec<usize> = (0..pairs.len()).collect();
            order.par_sort_unstable_by_key(|n| (pairs[*n][0].right / in_block, *n));
            order
        });
        let in_turn = |turn: usize| by_right.as_ref().map_or(turn, |order| order[turn]);
        // Of few pairs each thread has some: they may be two long texts that repeat themselves.
        let at_once = AT_ONCE.min(pairs.len().div_ceil(4 * rayon::current_num_threads())).max(1);
        let mut all: Vec<Pair> = (0..pairs.len().div_ceil(at_once))
            .into_par_iter()
            .flat_map_iter(|task| {
                let turns = task * at_once..pairs.len().min((task + 1) * at_once);
                observer.advance(turns.len() as u64);
                let numbers: Vec<usize> = turns.map(in_turn).filter(|n| !observer.interrupted() && !is_again(*n)).collect();
                let asked: Vec<Between<'_>> = numbers.iter().map(|n| between(*n)).collect();
                // Who is stopped tells nothing: the caller asks again.
                let found = all_in_common(&asked, config.seeds.words, &config.align, observer).unwrap_or_default();
                numbers.iter().zip(&found).for_each(|(n, found)| left_out[*n].keep(found));
                found.into_iter().flat_map(|found| found.pairs)
            })
            .collect();
        if by_right.is_some() {
            all.par_sort_unstable();
        }
        let answers: Vec<Pair> =
            again.par_iter().flat_map_iter(|&(n, earlier)| answered(&all, &pairs[earlier][0], &pairs[n][0]).collect::<Vec<_>>()).collect();
        if !answers.is_empty() {
            all.extend(answers);
            all.par_sort_unstable();
        }
        let repeats = all.iter().filter(|p| p.left == p.right).cloned().collect();
        all.retain(|p| p.left != p.right);
        all.shrink_to_fit();
        // Who asks again has the same left out.
        let of_others = again.iter().map(|(_, earlier)| left_out[*earlier].told());
        let [given_up, within] = left_out.iter().map(LeftOut::told).chain(of_others).fold([0, 0], |[a, b], [c, d]| [a + c, b + d]);
        Part { pairs: all, repeats, given_up, within }
    }
}

/// Documents that have about [`AROUND`] words, one at least.
fn documents_in_block(tokens: &[Tokens]) -> u32 {
    let words: u64 = tokens.iter().map(|own| own.len() as u64).sum();
    let documents = tokens.len() as u64 * AROUND as u64 / words.max(1);
    u32::try_from(documents).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::observer::Silent;
    use crate::pipeline::ScanConfig;
    use crate::room::Room;
    use crate::seeds::Place;
    use crate::text::{Compounds, tokenize};

    proptest! {
        #[test]
        fn pairs_are_the_same_in_blocks_of_right_documents_and_on_disk(
            texts in prop::collection::vec(prop::collection::vec(0..6usize, 1..5), 2..40)
        ) {
            let told = [
                "The ferry to the northern islands was cancelled on Monday because of a storm.",
                "Nobody in the harbour office would say when boats might sail again.",
                "Bridges over the river Tarn stay closed until engineers have looked at every pillar.",
                "Prices of grain rose by seven percent within a week, traders in the capital said.",
                "Rain.",
                "The mayor, who had promised a new school for years, opened a car park instead.",
            ];
            let texts: Vec<String> = texts.iter().map(|own| own.iter().map(|n| told[*n]).collect::<Vec<_>>().join(" ")).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
            let places: Vec<Place> = (0..).take(texts.len()).map(|rank| Place { outlet: rank, rank }).collect();
            let published = vec![None; texts.len()];
            let (config, room) = (ScanConfig::default(), Room::default());
            let aligned = |is_tight: bool| {
                let source = Source { texts: &texts, tokens: &tokens, places: &places, published: &published, config: &config, is_tight };
                let shelf = is_tight.then(|| room.shelf(0));
                source.align(source.seed(&room, if is_tight { 0 } else { u64::MAX }, &Silent).unwrap(), 100, shelf.as_ref(), &Silent).unwrap()
            };
            prop_assert_eq!(aligned(true), aligned(false));
        }

        #[test]
        fn a_block_has_a_document_at_least_and_all_of_few_words(words in prop::collection::vec(0..9usize, 0..20)) {
            let tokens: Vec<Tokens> = words.iter().map(|words| tokenize(&"boats ".repeat(*words), Compounds::Joined)).collect();
            let documents = documents_in_block(&tokens) as usize;
            prop_assert!(documents > 0);
            prop_assert!(words.iter().sum::<usize>() > AROUND || documents >= tokens.len());
        }
    }
}
