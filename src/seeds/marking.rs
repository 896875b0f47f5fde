//! Which places of seeds pair all their documents, and the anchors of those that do not.

use std::sync::atomic::{AtomicU64, Ordering};

use super::buckets::{Placed, by_seed};
use super::group::{Group, is_in_more_than};
use super::near::Near;
use super::pairing::{Candidates, Pairing};
use super::postings::Posting;
use super::promise::Promising;
use super::sorting::sort;
use super::surroundings::{Mark, Seeded, Surroundings};

/// Takes seeds that were taken for frequent ones, and pair all of their documents, to the others of their bucket.
pub(super) fn take_rare(pairing: &Pairing<'_>, promising: &Promising<'_>, frequent: &mut Vec<Posting>, places: &mut Vec<Seeded>) {
    let bound = pairing.config.document_bound.min(pairing.config.complete);
    let is_frequent = |places: &[Posting]| is_in_more_than(bound, places) || pairing.is_form(places);
    if by_seed(frequent).all(is_frequent) {
        return;
    }
    let (kept, rare): (Vec<&[Posting]>, Vec<&[Posting]>) = by_seed(frequent).partition(|places| is_frequent(places));
    places.extend(rare.into_iter().flatten().map(|posting| {
        let document = posting.document as usize;
        let (text, tokens) = (promising.texts[document], &pairing.documents[document]);
        Seeded { posting: *posting, around: Surroundings::of_one(text, tokens, posting.position, pairing.config.words) }
    }));
    sort(places);
    *frequent = kept.concat();
}

/// Marks the places of a bucket whose seeds pair all of their documents, counts what they will find, and lists the anchors that are made otherwise.
pub(super) fn mark_places(pairing: &Pairing<'_>, near: Option<&Near>, bucket: &mut [Seeded], counts: &[AtomicU64]) -> Candidates {
    let config = pairing.config;
    let mut others = Candidates::default();
    let (mut outlets, mut postings, mut numbers): (Vec<u32>, Vec<Posting>, Vec<u64>) = (Vec::new(), Vec::new(), Vec::new());
    for places in bucket.chunk_by_mut(|a, b| a.posting.hash == b.posting.hash) {
        let is_form = places[0].around.is_marked(Mark::Form);
        let is_frequent = is_in_more_than(config.document_bound.min(config.complete), places);
        if is_frequent || is_form {
            postings.clear();
            postings.extend(places.iter().map(Placed::posting));
            if is_frequent {
                pairing.pair_places(&postings, near, &mut others.anchors, &mut others.capped);
            } else {
                numbers.clear();
                numbers.extend(places.iter().map(|place| place.around.numbers()));
                pairing.pair_form(&postings, &numbers, &mut others.anchors, &mut others.capped);
            }
            continue;
        }
        let count = places.len();
        let (mut document, mut times) = (None, 0);
        for (n, place) in places.iter_mut().enumerate() {
            let own = place.posting.document;
            times = if document == Some(own) { times + 1 } else { 0 };
            document = Some(own);
            if times < config.occurrences {
                place.around.mark(Mark::Pairs);
                counts[own as usize].fetch_add((count - 1 - n) as u64, Ordering::Relaxed);
            } else {
                others.capped.occurrences += 1;
            }
        }
        if !config.same_outlet && pairing.may_be_standing(places, &mut outlets) {
            postings.clear();
            postings.extend(places.iter().map(Placed::posting));
            pairing.pair_standing(&Group::new(&postings, config.occurrences).0, &mut others.anchors);
        }
    }
    others
}
