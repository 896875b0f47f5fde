//! The seeds that two documents share, told.

use super::Case;
use super::model::{Seed, Seeds};
use crate::error::Result;
use crate::observer::Observer;
use crate::seeds::{self, SeedConfig, Shared, SharedSeed, postings_unless_stopped, shared_unless_stopped};
use crate::text::CharIndex;

/// The seeds that both hold, in the order of the corpus.
pub(super) fn shared(case: &Case, observer: &dyn Observer) -> Result<Shared> {
    with(case, &case.config.seeds, observer)
}

/// The same with other options.
pub(super) fn with(case: &Case, config: &SeedConfig, observer: &dyn Observer) -> Result<Shared> {
    let (first, second) = case.ordered();
    let number = |at: usize| u32::try_from(at).expect("fewer documents than 2^32");
    let postings = postings_unless_stopped(&case.tokens, config, observer)?;
    shared_unless_stopped(&postings, &case.tokens, &case.places, config, [first, second].map(number), observer)
}

/// The same as the documents were named.
pub(super) fn told(case: &Case, shared: &Shared) -> Seeds {
    let config = &case.config.seeds;
    let chars = case.at.map(|at| CharIndex::new(&case.documents[at].text));
    let place = |side: usize, word: u32| chars[side].chars_before(case.tokens[case.at[side]].spans[word as usize].start);
    let text = |from: u32| {
        let tokens = &case.tokens[case.at[0]];
        let from = from as usize;
        let to = tokens.spans[(from + config.words).min(tokens.len()) - 1].end;
        case.documents[case.at[0]].text[tokens.spans[from].start as usize..to as usize].to_owned()
    };
    let seed = |seed: &SharedSeed| {
        let (left, right) = if case.is_turned() { (&seed.right, &seed.left) } else { (&seed.left, &seed.right) };
        Seed {
            text: text(left[0]),
            left: left.iter().map(|word| place(0, *word)).collect(),
            right: right.iter().map(|word| place(1, *word)).collect(),
            documents: seed.documents,
            fate: seed.fate,
            uncounted: seed.uncounted,
        }
    };
    let own = |side: usize| seeds::own_seeds(&case.tokens[case.at[side]], config);
    let [(left, left_at_edges), (right, right_at_edges)] = [0, 1].map(own);
    let mut told: Vec<Seed> = shared.seeds.iter().map(seed).collect();
    told.sort_by(|a, b| (&a.left, &a.right).cmp(&(&b.left, &b.right)));
    let at_edges = seeds::at_edges(&case.tokens[case.at[0]], &case.tokens[case.at[1]], config);
    Seeds {
        words: config.words,
        window: config.window,
        left,
        right,
        left_at_edges,
        right_at_edges,
        anchors: shared.anchors.len(),
        shared: told,
        at_edges: at_edges.into_iter().map(|[left, _]| text(left)).collect(),
        repeats: config.repeats,
        is_apart: case.is_apart(),
    }
}
