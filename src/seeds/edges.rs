//! Seeds at the edges of what one document says again and again: left out.
//!
//! Where sixty comments of a page stand under one line each, the last words of that line make a seed with the first ones of each comment. Few pages hold each
//! of them, so that they would pair all of these, for two or three words besides the line. A comment that was copied is found by its own seeds: a row of
//! k + w - 1 words beside the line shares one of these ([`winnow`](super::winnow)).

use super::SeedConfig;
use crate::keyed::KeyedMap;
use crate::sketch::each_shingle;
use crate::text::Tokens;

/// Words of a row, at least: names and titles, which news repeat as well, are shorter.
const ROW: usize = 8;

/// Working space.
#[derive(Default)]
pub(super) struct Edges {
    counts: Counts,
    /// How often each row stands in the document, of those that may be repeated.
    times: KeyedMap<usize>,
    /// Whether each word stands in a row that is repeated.
    is_repeated: Vec<bool>,
}

impl Edges {
    /// Leaves out of a document's seeds those that hold words both of a row that stands in more than `config.repeats` of its places and of none. A row has
    /// k + w words, and eight at least. Tells how many.
    pub fn leave_out(&mut self, tokens: &Tokens, config: &SeedConfig, seeds: &mut Vec<(u64, u32)>) -> u64 {
        let row = (config.words + config.window).max(ROW);
        // In all places of a row the same seed is chosen.
        if tokens.len() < row || !self.counts.is_any_above(config.repeats, seeds) {
            return 0;
        }
        let Self { counts, times, is_repeated } = self;
        counts.make_room(tokens.len());
        each_shingle(&tokens.hashes, row, |hash| counts.see(hash));
        times.clear();
        each_shingle(&tokens.hashes, row, |hash| {
            if counts.of(hash) > config.repeats {
                *times.entry(hash).or_default() += 1;
            }
        });
        is_repeated.clear();
        is_repeated.resize(tokens.len(), false);
        let (mut at, mut known) = (0, 0);
        each_shingle(&tokens.hashes, row, |hash| {
            if times.get(&hash).is_some_and(|times| *times > config.repeats) {
                is_repeated[known.max(at)..at + row].fill(true);
                known = at + row;
            }
            at += 1;
        });
        let before = seeds.len();
        seeds.retain(|(_, at)| {
            let from = *at as usize;
            let words = &is_repeated[from..tokens.len().min(from + config.words)];
            words.iter().all(|word| *word == words[0])
        });
        (before - seeds.len()) as u64
    }
}

/// How many hashes share some bits: no less than how often each of them stands.
#[derive(Default)]
struct Counts(Vec<u32>);

impl Counts {
    /// Room for so many hashes, of which none was seen.
    fn make_room(&mut self, hashes: usize) {
        self.0.clear();
        self.0.resize(hashes.next_power_of_two().max(64), 0);
    }

    fn place(&self, hash: u64) -> usize {
        hash as usize & (self.0.len() - 1)
    }

    fn see(&mut self, hash: u64) {
        let place = self.place(hash);
        self.0[place] += 1;
    }

    fn of(&self, hash: u64) -> usize {
        self.0[self.place(hash)] as usize
    }

    /// Whether one of these seeds may come more often than `most` times: most documents have none.
    fn is_any_above(&mut self, most: usize, seeds: &[(u64, u32)]) -> bool {
        if seeds.len() <= most {
            return false;
        }
        self.make_room(seeds.len() / 2);
        seeds.iter().for_each(|(hash, _)| self.see(*hash));
        self.0.iter().any(|count| *count as usize > most)
    }
}

#[cfg(test)]
mod tests {
    use super::super::winnow::winnow;
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    fn seeds(tokens: &Tokens, config: &SeedConfig) -> Vec<(u64, u32)> {
        let mut seeds = Vec::new();
        winnow(&tokens.hashes, &tokens.traits, config, &mut seeds);
        seeds
    }

    proptest! {
        #[test]
        fn what_is_left_out_holds_words_of_a_repeated_row_and_of_none(
            text in prop::collection::vec(prop::sample::select(vec!["the", "of", "low", "low boats leave the ferry below the river"]), 0..60), repeats in 1usize..9,
        ) {
            let tokens = tokenize(&text.join(" "), Compounds::Joined);
            let config = SeedConfig { repeats, ..SeedConfig::default() };
            let all = seeds(&tokens, &config);
            let mut kept = all.clone();
            let left_out = Edges::default().leave_out(&tokens, &config, &mut kept);
            let rows: Vec<&[u64]> = tokens.hashes.windows(8).collect();
            let is_repeated = |at: usize| rows.iter().filter(|row| **row == rows[at]).count() > repeats;
            let words: Vec<bool> = (0..tokens.len()).map(|word| (word.saturating_sub(7)..rows.len().min(word + 1)).any(is_repeated)).collect();
            let stays = |at: usize| words[at..at + 4].iter().all(|word| *word) || !words[at..at + 4].iter().any(|word| *word);
            let expected: Vec<(u64, u32)> = all.iter().filter(|(_, at)| stays(*at as usize)).copied().collect();
            prop_assert_eq!(left_out as usize, all.len() - kept.len());
            prop_assert_eq!(kept, expected);
        }
    }

    #[test]
    fn a_row_of_seven_words_between_repeated_lines_keeps_a_seed_of_its_own() {
        let comment = |n: usize| (0..7).map(|k| format!("own{}word{k} ", n * 7)).collect::<String>();
        let text: String = (0..20).map(|n| comment(n) + "answer this comment or report it to the moderators ").collect();
        let tokens = tokenize(&text, Compounds::Joined);
        let config = SeedConfig::default();
        let mut kept = seeds(&tokens, &config);
        let before = kept.len();
        assert_eq!(Edges::default().leave_out(&tokens, &config, &mut kept), (before - kept.len()) as u64);
        assert!(kept.len() < before, "those that hold words of both");
        for n in 0..20u32 {
            let own = n * 16..n * 16 + 4;
            assert!(kept.iter().any(|(_, at)| own.contains(at)), "comment {n}");
        }
    }
}
