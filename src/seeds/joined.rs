//! Seeds over what one paper writes with a hyphen and another one together: `cease-fire`, `ceasefire`.
//!
//! To the one text such a compound is two words, to the other one, so that no seed that holds it is equal, and a sentence around it is left with two short
//! rows. So the words around each compound are winnowed once more with both parts as one word, as far as a row of equal words reaches
//! that must share a seed. What is chosen there is a seed too.

use rayon::prelude::*;

use super::SeedConfig;
use super::winnow::winnow;
use crate::keyed::KeyedMap;
use crate::text::{Tokens, WordTraits};

/// Bits of the filter for each different compound.
const BITS: usize = 16;

/// The compounds of a corpus that stand in it as one word too. Others have nothing to share.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// By hash of both parts together.
    standing: KeyedMap<()>,
}

impl Joined {
    pub(super) fn of(documents: &[Tokens]) -> Self {
        let mut compounds: Vec<u64> = documents.iter().flat_map(|tokens| tokens.hyphened.iter().map(|(_, hash)| *hash)).collect();
        compounds.sort_unstable();
        compounds.dedup();
        if compounds.is_empty() {
            return Self::default();
        }
        // Most words meet an empty bit.
        let bits = (compounds.len() * BITS).next_power_of_two().max(64);
        let place = |hash: u64| (hash >> 1) as usize & (bits - 1);
        let mut filter = vec![0u64; bits / 64];
        compounds.iter().for_each(|hash| filter[place(*hash) / 64] |= 1 << (place(*hash) % 64));
        let known: KeyedMap<()> = compounds.into_iter().map(|hash| (hash, ())).collect();
        let is_known = |hash: &u64| filter[place(*hash) / 64] >> (place(*hash) % 64) & 1 == 1 && known.contains_key(hash);
        let mut standing: Vec<u64> = documents
            .par_iter()
            .flat_map_iter(|tokens| {
                let mut own: Vec<u64> = tokens.hashes.iter().filter(|hash| is_known(hash)).copied().collect();
                own.sort_unstable();
                own.dedup();
                own
            })
            .collect();
        standing.sort_unstable();
        standing.dedup();
        Self { standing: standing.into_iter().map(|hash| (hash, ())).collect() }
    }

    /// Adds to the seeds of a text, which are in order of place, those of its compounds as one word, each at its first word.
    pub(super) fn add(&self, tokens: &Tokens, config: &SeedConfig, seeds: &mut Vec<(u64, u32)>) {
        if tokens.hyphened.iter().any(|(_, hash)| self.standing.contains_key(hash)) {
            self.add_around(tokens, config, seeds);
        }
    }

    fn add_around(&self, tokens: &Tokens, config: &SeedConfig, seeds: &mut Vec<(u64, u32)>) {
        // A row of this many words besides the compound must share a seed.
        let reach = config.words + config.window - 2;
        let (mut hashes, mut traits, mut chosen, mut found) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for &(first, hash) in tokens.hyphened.iter().filter(|(_, hash)| self.standing.contains_key(hash)) {
            let at = first as usize;
            let (from, to) = (at.saturating_sub(reach), tokens.len().min(at + 2 + reach));
            hashes.clear();
            hashes.extend(tokens.hashes[from..at].iter().chain([&hash]).chain(&tokens.hashes[at + 2..to]));
            if hashes.len() < config.words {
                continue;
            }
            traits.clear();
            traits.extend(tokens.traits[from..at].iter().chain([&WordTraits::default()]).chain(&tokens.traits[at + 2..to]));
            winnow(&hashes, &traits, config, &mut chosen);
            let from = u32::try_from(from).expect("a text is shorter than 4 GiB");
            found.extend(chosen.iter().map(|(hash, at)| (*hash, from + at + u32::from(from + at > first))));
        }
        found.sort_unstable();
        found.dedup();
        // Far from its compound a row chooses what the text itself chose.
        let own = |hash: u64, at: u32| seeds.binary_search_by_key(&at, |(_, place)| *place).is_ok_and(|n| seeds[n].0 == hash);
        found.retain(|(hash, at)| !own(*hash, *at));
        seeds.append(&mut found);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Place, SeedConfig, candidates, postings};
    use crate::text::{Compounds, Tokens, tokenize};

    #[test]
    fn a_row_of_seven_words_around_a_compound_shares_a_seed_wherever_the_compound_stands() {
        let config = SeedConfig::default();
        let words = ["mayor", "inherits", "this", "bill", "before", "winter"];
        for at in 0..=words.len() {
            let text = |compound: &str, own: &str| {
                let mut row = words.map(str::to_owned).to_vec();
                row.insert(at, compound.to_owned());
                format!("{own} one two three {} {own} four five six", row.join(" "))
            };
            let tokens: Vec<Tokens> =
                [text("cease-fire", "left"), text("ceasefire", "right")].iter().map(|t| tokenize(t, Compounds::Joined)).collect();
            let places: Vec<Place> = (0..2).map(|rank| Place { outlet: rank, rank }).collect();
            let found = candidates(&postings(&tokens, &config), &tokens, &places, &config);
            let row = 4..=4 + words.len() as u32 + 1;
            assert!(
                found.anchors.iter().any(|a| row.contains(&a.left_position) && row.contains(&a.right_position)),
                "{at}: {:?}",
                found.anchors
            );
        }
    }
}
