//! Sentences that stand word for word in many documents: buttons, footers, notices, a tweet that everybody quotes.
//!
//! Two documents that share them share a template or a copy, which the other tier tells; what was rewritten begins elsewhere.

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::bag::{Bags, count};
use crate::text::Tokens;

/// Seed of the sentences' hashes.
const SEED: u64 = 0x7365_6e74_656e_6365;

/// Marks the sentences of all documents that stand in more than `bound` of them. Says how many different ones there are.
pub(super) fn mark(bags: &mut [Bags], tokens: &[Tokens], bound: usize) -> u64 {
    let mut all: Vec<(u64, u32, u32)> = bags
        .par_iter()
        .enumerate()
        .flat_map_iter(|(n, own)| {
            own.sentences.iter().enumerate().map(move |(sentence, span)| {
                let mut hash = Xxh3::with_seed(SEED);
                for word in &tokens[n].hashes[span.range()] {
                    hash.update(&word.to_le_bytes());
                }
                (hash.digest(), count(n), count(sentence))
            })
        })
        .collect();
    all.par_sort_unstable();
    let mut marked = 0;
    for same in all.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > bound) {
        if same.chunk_by(|a, b| a.1 == b.1).count() > bound {
            marked += 1;
            for &(_, document, sentence) in same {
                bags[document as usize].is_common[sentence as usize] = true;
            }
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn a_sentence_in_more_documents_than_the_bound_is_marked_in_all_of_them() {
        let texts: Vec<String> = (0..4).map(|n| format!("Join the conversation today. Article {n} says nothing new at all.")).collect();
        let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
        let mut bags: Vec<Bags> = texts.iter().zip(&tokens).map(|(text, t)| Bags::new(text, t, &t.hashes)).collect();
        assert_eq!(mark(&mut bags, &tokens, 4), 0);
        assert_eq!(mark(&mut bags, &tokens, 3), 1);
        assert!(bags.iter().all(|b| b.is_common == [true, false]));
    }
}
