//! The anchors of each document with those after it, and which of them are kept.
//!
//! Most seeds stand in few documents and pair all of these. So they are never listed as pairs: each document goes through the places of its own seeds, measures
//! the run of equal words at each other place, and sorts what it found by document. Only anchors that can lead to a pair ([`promise`](super::promise)) are stored, and
//! they come in order. What the rarer rules of [`pairing`](super::pairing) bring together is listed first, and joins what its document found.

use std::ops::Range;

use rayon::prelude::*;

use super::group::{Group, is_in_more_than, split_at_groups};
use super::near::Near;
use super::pairing::{Anchor, Candidates, Capped, Pairing, anchor};
use super::postings::Posting;
use super::promise::{Promising, ShortRun, Standing, Surroundings, may_be_chained};

/// What is known before documents look for anchors.
pub(super) struct Gathering<'a> {
    pairing: &'a Pairing<'a>,
    promising: Promising<'a>,
    /// Sorted, and for each place what stands around it.
    postings: &'a [Posting],
    surroundings: Vec<Surroundings>,
    /// Numbers of the postings that pair with all others of their seed, document after document, and where each begins.
    own: Vec<usize>,
    first: Vec<usize>,
    /// Anchors that other rules make, sorted.
    others: Vec<Anchor>,
    capped: Capped,
}

/// An anchor of a document with another, and the run through it.
struct Found {
    anchor: Anchor,
    standing: Standing,
}

impl<'a> Gathering<'a> {
    pub(super) fn of(pairing: &'a Pairing<'a>, postings: &'a [Posting], promising: Promising<'a>) -> Self {
        let near = pairing.near(postings);
        let mut surroundings = vec![Surroundings::default(); postings.len()];
        let mut rest = &mut surroundings[..];
        let mut tasks = Vec::new();
        for task in split_at_groups(postings) {
            let (own, others) = rest.split_at_mut(task.len());
            rest = others;
            tasks.push((task, own));
        }
        let parts: Vec<Candidates> =
            tasks.into_par_iter().map(|(task, around)| look_around(pairing, near.as_ref(), task, around)).collect();
        let Candidates { anchors: mut others, capped, .. } = Candidates::joined(parts);
        others.par_sort_unstable_by_key(Anchor::key);
        others.dedup();
        let (own, first) = by_document(postings, &surroundings, pairing.documents.len());
        Self { pairing, promising, postings, surroundings, own, first, others, capped }
    }

    /// What was cut off.
    pub(super) fn capped(&self) -> Capped {
        self.capped
    }

    /// The anchors that are kept, of these documents with themselves and those after them.
    pub(super) fn anchors_of(&self, documents: Range<usize>) -> Candidates {
        let of_document = |found: &mut Vec<Found>, document: usize| {
            found.clear();
            self.find(document, found);
            found.sort_unstable_by_key(|f| f.anchor.key());
            self.kept(found)
        };
        let parts: Vec<Candidates> = documents.into_par_iter().map_init(Vec::new, of_document).collect();
        Candidates::joined(parts)
    }

    /// Appends the anchors of a document with itself and those after it.
    fn find(&self, document: usize, found: &mut Vec<Found>) {
        let (places, config) = (self.pairing.places, self.pairing.config);
        for &n in &self.own[self.first[document]..self.first[document + 1]] {
            let (left, around) = (&self.postings[n], &self.surroundings[n]);
            for (right, around_right) in self.postings[n + 1..].iter().zip(&self.surroundings[n + 1..]) {
                if right.hash != left.hash {
                    break;
                }
                let of_one_outlet = || places[document].outlet == places[right.document as usize].outlet;
                if around_right.pairs && (config.same_outlet || right.document == left.document || !of_one_outlet()) {
                    found.push(self.measured(anchor(left, right), around, around_right));
                }
            }
        }
        let document = place(document);
        let from = self.others.partition_point(|a| a.left < document);
        found.extend(self.others[from..].iter().take_while(|a| a.left == document).map(|anchor| {
            let of = |document: u32, position| Surroundings::of(&self.pairing.documents[document as usize], position, config.words);
            self.measured(*anchor, &of(anchor.left, anchor.left_position), &of(anchor.right, anchor.right_position))
        }));
    }

    fn measured(&self, anchor: Anchor, left: &Surroundings, right: &Surroundings) -> Found {
        let goes_on = |back: usize, ahead: usize| {
            let (back, ahead) = (place(back), place(self.pairing.config.words + ahead));
            let at = |words: fn(u32, u32) -> u32, by: u32| (words(anchor.left_position, by), words(anchor.right_position, by));
            (self.promising.goes_on)((anchor.left, anchor.right), at(|p, n| p - n, back), at(|p, n| p + n, ahead))
        };
        Found { anchor, standing: left.standing(right, self.pairing.config.words, self.promising.least.run, goes_on) }
    }

    /// Those of the sorted anchors of a document that can lead to a pair.
    fn kept(&self, found: &[Found]) -> Candidates {
        let mut kept = Candidates::default();
        let mut runs: Vec<ShortRun> = Vec::new();
        for pair in found.chunk_by(|a, b| a.anchor.right == b.anchor.right) {
            if self.is_promising(pair, &mut runs) {
                kept.anchors.extend(pair.iter().map(|f| f.anchor));
            } else {
                kept.hopeless += pair.len() as u64;
            }
        }
        kept
    }

    /// Whether two documents with these anchors can become a pair.
    fn is_promising(&self, pair: &[Found], runs: &mut Vec<ShortRun>) -> bool {
        runs.clear();
        for Found { anchor, standing } in pair {
            match *standing {
                Standing::Promising => return true,
                Standing::Short { back, words } => {
                    runs.push((anchor.left_position - u32::from(back), anchor.right_position - u32::from(back), u32::from(words)));
                }
            }
        }
        may_be_chained(runs, self.promising.least)
    }
}

/// Looks at the places around the seeds of a task, and lists the anchors that are made otherwise than by pairing all documents of a seed.
fn look_around(pairing: &Pairing<'_>, near: Option<&Near>, task: &[Posting], around: &mut [Surroundings]) -> Candidates {
    let mut others = Candidates::default();
    let mut from = 0;
    for places in task.chunk_by(|a, b| a.hash == b.hash) {
        let around = &mut around[from..from + places.len()];
        from += places.len();
        if places.len() < 2 {
            continue;
        }
        let config = pairing.config;
        if is_in_more_than(config.document_bound.min(config.complete), places) || pairing.is_form(places) {
            pairing.pair_places(places, near, &mut others.anchors, &mut others.capped);
            continue;
        }
        let (mut document, mut times) = (None, 0);
        for (posting, around) in places.iter().zip(around) {
            times = if document == Some(posting.document) { times + 1 } else { 0 };
            document = Some(posting.document);
            if times < config.occurrences {
                *around = Surroundings::of(&pairing.documents[posting.document as usize], posting.position, config.words);
                around.pairs = true;
            } else {
                others.capped.occurrences += 1;
            }
        }
        if !config.same_outlet && places.len() > 2 {
            pairing.pair_standing(&Group::new(places, config.occurrences).0, &mut others.anchors);
        }
    }
    others
}

/// The numbers of postings that pair with all others, by document, in order, and where each document's begin.
fn by_document(postings: &[Posting], surroundings: &[Surroundings], documents: usize) -> (Vec<usize>, Vec<usize>) {
    let pairing =
        || postings.iter().zip(surroundings).enumerate().filter(|(_, (_, around))| around.pairs).map(|(n, (posting, _))| (n, posting));
    let mut first = vec![0; documents + 1];
    for (_, posting) in pairing() {
        first[posting.document as usize + 1] += 1;
    }
    for document in 0..documents {
        first[document + 1] += first[document];
    }
    let mut next = first.clone();
    let mut own = vec![0; first[documents]];
    for (n, posting) in pairing() {
        let at = &mut next[posting.document as usize];
        own[*at] = n;
        *at += 1;
    }
    (own, first)
}

fn place(n: usize) -> u32 {
    u32::try_from(n).expect("a place in a text of less than 4 GiB, one of fewer documents than 2^32")
}

#[cfg(test)]
mod tests {
    use super::super::promise::Least;
    use super::super::{Place, SeedConfig, candidates, postings, promising_candidates};
    use super::*;
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn documents_find_the_anchors_that_seeds_make(
            texts in prop::collection::vec(prop::collection::vec(prop::sample::select(vec!["the", "of", "river", "low", "boats", "7", "said"]), 4..60), 2..12),
            outlets in prop::collection::vec(0u32..4, 12),
            bound in 2usize..8, complete in 2usize..8, occurrences in 1usize..4, same_outlet: bool,
        ) {
            let config = SeedConfig { document_bound: bound, complete, partners: 4, occurrences, same_outlet, ..SeedConfig::default() };
            let tokens: Vec<Tokens> = texts.iter().map(|words| tokenize(&words.join(" "), Compounds::Joined)).collect();
            let places: Vec<Place> = (0..).zip(&outlets).take(tokens.len()).map(|(rank, outlet)| Place { outlet: *outlet, rank }).collect();
            let postings = postings(&tokens, &config);
            let goes_on = |_: (u32, u32), _: (u32, u32), _: (u32, u32)| false;
            let all = Promising { least: Least { run: 0, runs: 0, shift: 0 }, goes_on: &goes_on };
            let found = promising_candidates(&postings, &tokens, &places, &config, all);
            prop_assert_eq!(found, candidates(&postings, &tokens, &places, &config));
        }
    }
}
