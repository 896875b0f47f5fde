//! Which places of seeds pair all their documents, and the anchors of those that do not.

use std::sync::atomic::{AtomicU64, Ordering};

use super::buckets::{Placed, by_seed};
use super::crossing::repeats_much;
use super::group::{Group, count, is_in_more_than};
use super::near::Near;
use super::pairing::{Candidates, Pairing, Pairs};
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
        let is_everywhere =
            pairing.is_repeated_everywhere(places.len()) && pairing.is_repeated_everywhere(count(places, config.occurrences));
        let is_frequent = is_everywhere || is_in_more_than(config.document_bound.min(config.complete), places);
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
        let all = places.len();
        let may_be_standing = !config.same_outlet && pairing.may_be_standing(places, &mut outlets);
        let may_be_repeated = all > config.complete && repeats_much(places, config.crossings);
        let mut is_repeated = false;
        if may_be_standing || may_be_repeated {
            postings.clear();
            postings.extend(places.iter().map(Placed::posting));
            let group = Group::new(&postings, config.occurrences).0;
            let pairs = Pairs::of(pairing, &group);
            is_repeated = may_be_repeated && group.places() > config.complete;
            if is_repeated {
                // How many places are compared depends on how often each document has the seed.
                pairs.count(|document, found| _ = counts[document as usize].fetch_add(found, Ordering::Relaxed), &mut others.capped);
            }
            if may_be_standing {
                pairing.pair_standing(&pairs, &mut others.anchors, &mut others.capped);
            }
        }
        let (mut document, mut times) = (None, 0);
        for (n, place) in places.iter_mut().enumerate() {
            let own = place.posting.document;
            times = if document == Some(own) { times + 1 } else { 0 };
            document = Some(own);
            if times >= config.occurrences {
                others.capped.occurrences += 1;
                continue;
            }
            place.around.mark(Mark::Pairs);
            if is_repeated {
                place.around.mark(Mark::Repeated);
            } else {
                counts[own as usize].fetch_add((all - 1 - n) as u64, Ordering::Relaxed);
            }
        }
    }
    others
}
