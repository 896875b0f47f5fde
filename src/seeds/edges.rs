//! Seeds at the edges of what one document says again and again: left out.
//!
//! Where sixty comments of a page stand under one line each, the last words of that line make a seed with the first ones of each comment. Few pages hold each
//! of them, so that they would pair all of these, for two or three words besides the line. A comment that was copied is found by its own seeds: a row of
//! k + w - 1 words beside the line shares one of these ([`winnow`](super::winnow)).
//!
//! Near its ends the line has seeds besides that are chosen for the words beside it, in some of its places and not in others. Each of them would hold the
//! places of two pages against one another out of step, the second comment against the fifth, as often as there are such seeds: a line of ten words above
//! comments of three to six made eight pairs of most two pages that have one. Those that the line has by itself stand in all of its places.

use super::SeedConfig;
use super::winnow::winnow;
use crate::keyed::KeyedMap;
use crate::sketch::each_shingle;
use crate::text::Tokens;

/// Words of a row, at least: names and titles, which news repeat as well, are shorter.
pub(crate) const ROW: usize = 8;

/// Working space.
#[derive(Default)]
pub(super) struct Edges {
    counts: Counts,
    /// How often each row stands in the document, of those that may be repeated.
    times: KeyedMap<usize>,
    /// Whether each word stands in a row that is repeated.
    is_repeated: Vec<bool>,
    /// The seeds of one stretch of such words, and those of all of them at their places in the document.
    of_stretch: Vec<(u64, u32)>,
    of_themselves: Vec<(u64, u32)>,
}

impl Edges {
    /// Leaves out of a document's seeds those that hold words both of a row that stands in more than `config.repeats` of its places and of none, and those
    /// that such rows have not by themselves. A row has k + w words, and eight at least. Tells how many.
    pub fn leave_out(&mut self, tokens: &Tokens, config: &SeedConfig, seeds: &mut Vec<(u64, u32)>) -> u64 {
        let row = (config.words + config.window).max(ROW);
        // In all places of a row the same seed is chosen.
        if tokens.len() < row || !self.counts.is_any_above(config.repeats, seeds) {
            return 0;
        }
        let Self { counts, times, is_repeated, of_stretch, of_themselves } = self;
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
        of_themselves.clear();
        let mut from = 0;
        for stretch in is_repeated.chunk_by(|a, b| a == b) {
            let words = from..from + stretch.len();
            if stretch[0] {
                winnow(&tokens.hashes[words.clone()], &tokens.traits[words.clone()], config, of_stretch);
                of_themselves.extend(of_stretch.iter().map(|(hash, at)| (*hash, at + count(from))));
            }
            from = words.end;
        }
        let is_of_itself = |seed: &(u64, u32)| {
            of_themselves.binary_search_by_key(&seed.1, |own| own.1).is_ok() || !is_of_words(tokens, config.words, seed)
        };
        let before = seeds.len();
        seeds.retain(|seed| {
            let from = seed.1 as usize;
            let words = &is_repeated[from..tokens.len().min(from + config.words)];
            words.iter().all(|word| *word == words[0]) && (!words[0] || is_of_itself(seed))
        });
        (before - seeds.len()) as u64
    }
}

/// Whether a seed holds the words that stand at its place. One of words with a hyphen, which holds these joined, was chosen for itself.
fn is_of_words(tokens: &Tokens, words: usize, (hash, at): &(u64, u32)) -> bool {
    let mut is_same = false;
    each_shingle(&tokens.hashes[*at as usize..tokens.len().min(*at as usize + words)], words, |own| is_same = own == *hash);
    is_same
}

fn count(words: usize) -> u32 {
    u32::try_from(words).expect("a text is shorter than 4 GiB")
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
        fn what_is_left_out_holds_words_of_a_repeated_row_and_of_none_or_is_chosen_for_words_beside_such_rows(
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
            // A seed of a repeated stretch is one of some window that lies in it.
            let is_of_window = |at: usize| {
                (at.saturating_sub(3)..=at).filter(|from| words.get(*from..from + 7).is_some_and(|window| window.iter().all(|word| *word))).any(|from| {
                    let mut of_window = Vec::new();
                    winnow(&tokens.hashes[from..from + 7], &tokens.traits[from..from + 7], &config, &mut of_window);
                    of_window.iter().any(|(_, own)| from + *own as usize == at)
                })
            };
            let stays = |at: usize| words[at..at + 4].iter().all(|word| *word) && is_of_window(at) || !words[at..at + 4].iter().any(|word| *word);
            let expected: Vec<(u64, u32)> = all.iter().filter(|(_, at)| stays(*at as usize)).copied().collect();
            prop_assert_eq!(left_out as usize, all.len() - kept.len());
            prop_assert_eq!(kept, expected);
        }
    }

    #[test]
    fn what_is_left_of_a_repeated_line_stands_in_all_of_its_places() {
        let words = ["answer", "every", "comment", "below", "report", "others", "moderators", "read", "these", "pages", "daily"];
        let comment = |n: usize| (0..3 + n % 4).map(|k| format!("own{}word{k} ", n * 7)).collect::<String>();
        let times = |seeds: &[(u64, u32)]| {
            let mut times: KeyedMap<usize> = KeyedMap::default();
            seeds.iter().for_each(|(hash, _)| *times.entry(*hash).or_default() += 1);
            times.into_values().filter(|times| *times > 1).collect::<Vec<_>>()
        };
        let config = SeedConfig::default();
        let mut are_chosen_for_others = false;
        for first in 0..words.len() {
            let line = [&words[first..], &words[..first]].concat().join(" ");
            let text: String = (0..40).map(|n| comment(n) + &line + " ").collect();
            let tokens = tokenize(&text, Compounds::Joined);
            let mut kept = seeds(&tokens, &config);
            are_chosen_for_others |= times(&kept).iter().any(|times| *times < 40);
            assert!(Edges::default().leave_out(&tokens, &config, &mut kept) > 0);
            let left = times(&kept);
            assert!(!left.is_empty() && left.iter().all(|times| *times == 40), "{line}: {left:?}");
        }
        assert!(are_chosen_for_others, "some are chosen for the words beside the line");
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
