//! All seeds of a corpus, sorted, so that equal ones stand together.

use rayon::prelude::*;

use super::SeedConfig;
use super::joined::Joined;
use super::winnow::winnow;
use crate::keyed::SeenTwice;
use crate::text::Tokens;

/// One seed at one place. Sorted by (hash, document, position).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// The shingle's hash.
    pub hash: u64,
    /// Number of the document.
    pub document: u32,
    /// Its first word there.
    pub position: u32,
}

/// Documents whose seeds are chosen by one task.
const TASK: usize = 64;

/// The seeds that stand in more than one place, of all documents, sorted by hash, document and position.
///
/// Two of three seeds stand in one place only, and start nothing. So all are chosen twice: first a table of bits learns which
/// hashes come again, then only those are kept. What shares its bit with another hash is dropped after sorting.
///
/// # Panics
/// When there are 2^32 documents or more.
#[must_use]
pub fn postings(documents: &[Tokens], config: &SeedConfig) -> Vec<Posting> {
    // About one seed for every two words.
    let words: usize = documents.iter().map(Tokens::len).sum();
    let joined = Joined::of(documents);
    let again = SeenTwice::with_room(words / 2);
    documents.par_iter().for_each_init(Vec::new, |seeds, tokens| {
        choose(tokens, &joined, config, seeds);
        seeds.iter().for_each(|(hash, _)| again.see(*hash));
    });
    let of_task = |(task, tokens): (usize, &[Tokens])| {
        let (mut seeds, mut own) = (Vec::new(), Vec::new());
        for (document, tokens) in (task * TASK..).zip(tokens) {
            choose(tokens, &joined, config, &mut seeds);
            let document = u32::try_from(document).expect("fewer documents than 2^32");
            let twice = seeds.iter().filter(|(hash, _)| again.was_seen_twice(*hash));
            own.extend(twice.map(|&(hash, position)| Posting { hash, document, position }));
        }
        own
    };
    let parts: Vec<Vec<Posting>> = documents.par_chunks(TASK).enumerate().map(of_task).collect();
    drop(again);
    // Made at its full size, and the parts go as they come: a list that grows is in memory twice.
    let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    parts.into_iter().for_each(|part| all.extend(part));
    all.par_sort_unstable_by_key(|p| (p.hash, u64::from(p.document) << 32 | u64::from(p.position)));
    drop_lonely(&mut all);
    all
}

/// Drops seeds that stand in one place.
fn drop_lonely(all: &mut Vec<Posting>) {
    let mut alone = true;
    let mut kept = 0;
    for n in 0..all.len() {
        let follows = all.get(n + 1).is_some_and(|next| next.hash == all[n].hash);
        if follows || !alone {
            all[kept] = all[n];
            kept += 1;
        }
        alone = !follows;
    }
    all.truncate(kept);
}

/// The seeds of a text, and those that hold what it writes with a hyphen as one word.
fn choose(tokens: &Tokens, joined: &Joined, config: &SeedConfig, seeds: &mut Vec<(u64, u32)>) {
    winnow(&tokens.hashes, &tokens.traits, config, seeds);
    joined.add(tokens, config, seeds);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn equal_seeds_of_two_documents_stand_together() {
        let texts = [
            "Officials acknowledge that a frustrated Kerry has no authority",
            "He wrote: officials acknowledge that a frustrated Kerry has nothing",
        ];
        let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
        let all = postings(&tokens, &SeedConfig::default());
        assert!(all.is_sorted() && all.windows(2).any(|w| w[0].hash == w[1].hash && w[0].document != w[1].document));
    }
}
