//! Seeds over what one paper writes with a hyphen and another one together: `cease-fire`, `ceasefire`.
//!
//! To the one text such a compound is two words, to the other one, so that no seed that holds it is equal, and a sentence around it is left with two short
//! rows. So the words around each compound are winnowed once more with both parts as one word, as far as a row of equal words reaches
//! that must share a seed. What is chosen there is a seed too.

use super::SeedConfig;
use super::winnow::winnow;
use crate::text::{Tokens, WordTraits};

/// Adds to the seeds of a text, which are in order of place, those of its compounds as one word, each at its first word.
pub(super) fn add_joined(tokens: &Tokens, config: &SeedConfig, seeds: &mut Vec<(u64, u32)>) {
    if tokens.hyphened.is_empty() {
        return;
    }
    // A row of this many words besides the compound must share a seed.
    let reach = config.words + config.window - 2;
    let (mut hashes, mut traits, mut chosen, mut found) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for &(first, hash) in &tokens.hyphened {
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
