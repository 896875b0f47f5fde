//! Which places of seeds pair all their documents, and the anchors of those that do not.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use super::buckets::{Placed, by_seed, sort};
use super::forms;
use super::group::{Group, is_in_more_than};
use super::near::Near;
use super::pairing::{Anchor, Candidates, Pairing, Seed};
use super::postings::Posting;
use super::promise::Promising;
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

/// The numbers around the place of a form in a document. `last` is the one that was asked for last: most are asked for again, or the next one is.
fn numbers(places: &[Seeded], last: &Cell<usize>, place: (u32, u32)) -> u64 {
    let key = |place: &Seeded| (place.posting.document, place.posting.position);
    let near = last.get()..places.len().min(last.get() + 2);
    let found = near.into_iter().find(|n| key(&places[*n]) == place).or_else(|| places.binary_search_by_key(&place, key).ok());
    found.map_or(0, |n| {
        last.set(n);
        places[n].around.numbers()
    })
}

/// Marks the places of a bucket whose seeds pair all of their documents, counts what they will find, and lists the anchors that are made otherwise.
pub(super) fn mark_places(pairing: &Pairing<'_>, near: Option<&Near>, bucket: &mut [Seeded], counts: &[AtomicU64]) -> Candidates {
    let config = pairing.config;
    let mut others = Candidates::default();
    let (mut outlets, mut postings): (Vec<u32>, Vec<Posting>) = (Vec::new(), Vec::new());
    for places in bucket.chunk_by_mut(|a, b| a.posting.hash == b.posting.hash) {
        let is_form = places[0].around.is_marked(Mark::Form);
        if is_in_more_than(config.document_bound.min(config.complete), places) || is_form {
            postings.clear();
            postings.extend(places.iter().map(Placed::posting));
            // Of tables filled with other numbers hardly two places of a form agree in more of them than it holds.
            let (left, right) = (Cell::new(0), Cell::new(0));
            let may_agree = |anchor: &Anchor| {
                let one = numbers(places, &left, (anchor.left, anchor.left_position));
                forms::may_agree(one, numbers(places, &right, (anchor.right, anchor.right_position)))
            };
            let seed = if is_form { Seed::Form(&may_agree) } else { Seed::Any };
            pairing.pair_places_of(seed, &postings, near, &mut others.anchors, &mut others.capped);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_around_a_form_are_found_in_any_order() {
        let seeded = |n: u32| {
            let mut around = Surroundings::default();
            around.mark_form(u64::from(n) + 1);
            Seeded { posting: Posting { hash: 7, document: n / 3, position: 5 * (n % 3) }, around }
        };
        let places: Vec<Seeded> = (0..30).map(seeded).collect();
        let last = Cell::new(0);
        for n in [0, 1, 2, 2, 29, 3, 28, 28, 0, 17] {
            let Posting { document, position, .. } = places[n].posting;
            assert_eq!(numbers(&places, &last, (document, position)), n as u64 + 1);
            assert_eq!(numbers(&places, &last, (document, position + 1)), 0);
        }
    }
}
