//! Where frequent seeds start nothing: near a seed that starts pairs by itself, and beside a crowded one that stands for them.

use rayon::prelude::*;

use super::SeedConfig;
use super::forms::Forms;
use super::group::is_in_more_than;
use super::postings::Posting;
use crate::text::Tokens;

/// How many times `document_bound` documents make a seed a crowded one. Of those, one in each row of neighbours starts pairs, with a
/// eighth of the partners: a story in 20,000 papers has a hundred such seeds, and each brings the same papers together.
pub(super) const CROWDED: usize = 4;
/// Crowded seeds in a row of which the least starts pairs.
const CROWDED_ROW: usize = 8;

/// Words at which no frequent seed starts pairs, one bit a word: they lie near a seed that starts pairs by itself, or hold a crowded
/// seed that a neighbour stands for.
pub(super) struct Near {
    first_word: Vec<usize>,
    bits: Vec<u64>,
}

impl Near {
    pub(super) fn mark(postings: &[Posting], documents: &[Tokens], forms: &Forms, config: &SeedConfig) -> Self {
        let mut first_word = Vec::with_capacity(documents.len() + 1);
        let mut total = 0;
        for tokens in documents {
            first_word.push(total);
            total += tokens.len();
        }
        let mut near = Self { first_word, bits: vec![0; total / 64 + 1] };
        // Nothing is asked of documents without a frequent seed.
        let mut is_asked = vec![false; documents.len()];
        for places in postings.chunk_by(|a, b| a.hash == b.hash).filter(|places| is_in_more_than(config.document_bound, places)) {
            places.iter().for_each(|place| is_asked[place.document as usize] = true);
        }
        for places in postings.chunk_by(|a, b| a.hash == b.hash) {
            if places[0].document == places[places.len() - 1].document || is_in_more_than(config.document_bound, places) {
                continue;
            }
            for posting in places.iter().filter(|posting| is_asked[posting.document as usize]) {
                near.mark_around(posting.document as usize, posting.position as usize, documents, config);
            }
        }
        let places: Vec<Vec<usize>> = documents
            .par_iter()
            .zip(&is_asked)
            .map(|(tokens, asked)| if *asked { forms.places(tokens).collect() } else { Vec::new() })
            .collect();
        for (document, places) in places.into_iter().enumerate() {
            places.into_iter().for_each(|place| near.mark_around(document, place, documents, config));
        }
        near.mark_crowded(postings, config);
        near
    }

    fn mark_around(&mut self, document: usize, position: usize, documents: &[Tokens], config: &SeedConfig) {
        let isolation = config.isolation as usize;
        for word in position.saturating_sub(isolation)..(position + isolation + 1).min(documents[document].len()) {
            let at = self.first_word[document] + word;
            self.bits[at / 64] |= 1 << (at % 64);
        }
    }

    pub(super) fn holds(&self, posting: &Posting) -> bool {
        let at = self.first_word[posting.document as usize] + posting.position as usize;
        self.bits[at / 64] >> (at % 64) & 1 == 1
    }

    /// Marks crowded seeds that a neighbour stands for. A row ends where `isolation` words hold none, so that a text which stands
    /// alone chooses the same ones everywhere, and texts that adjoin others share one with each copy of so many seeds.
    fn mark_crowded(&mut self, postings: &[Posting], config: &SeedConfig) {
        let mut crowded: Vec<Posting> = Vec::new();
        for places in postings.chunk_by(|a, b| a.hash == b.hash) {
            if is_in_more_than(CROWDED * config.document_bound, places) {
                crowded.extend(places.iter().filter(|p| !self.holds(p)));
            }
        }
        crowded.par_sort_unstable_by_key(|p| (p.document, p.position));
        let near = |a: &Posting, b: &Posting| a.document == b.document && b.position - a.position <= config.isolation;
        for row in crowded.chunk_by(near) {
            let mut stands = vec![false; row.len()];
            for first in 0..(row.len() + 1).saturating_sub(CROWDED_ROW).max(1) {
                let end = row.len().min(first + CROWDED_ROW);
                let least = (first..end).min_by_key(|n| (row[*n].hash, *n)).expect("a row holds a seed");
                stands[least] = true;
            }
            for posting in row.iter().zip(stands).filter(|(_, stands)| !stands).map(|(posting, _)| posting) {
                let at = self.first_word[posting.document as usize] + posting.position as usize;
                self.bits[at / 64] |= 1 << (at % 64);
            }
        }
    }
}
