//! The seeds that two documents of a corpus share, and what became of each: the same policy as
//! [`candidates`](super::candidates), told for one pair.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use serde::Serialize;

use super::anchor::Anchor;
use super::edges::Edges;
use super::group::{Group, counted};
use super::near::Near;
use super::pairing::Pairing;
use super::postings::{Posting, postings};
use super::winnow::winnow;
use super::{Place, SeedConfig};
use crate::error::Result;
use crate::observer::{Observer, Silent};
use crate::text::Tokens;

/// Seeds that are gone through before it is asked again whether to stop.
const ASKED: usize = if cfg!(test) { 2 } else { 1 << 14 };

/// Why a seed that two documents share did or did not bring them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It started a comparison of the two.
    Started,
    /// Both are of one outlet, and reuse inside an outlet was not asked for.
    SameOutlet,
    /// It stands in more documents than are paired completely, and these two were not chosen as partners.
    NotPartners,
    /// It stands in so many documents that it starts a comparison only where no rarer seed is near, and one is.
    TooFrequent,
    /// It is a form that the corpus fills with other numbers, and too few of those agree around it.
    Form,
}

/// A seed that both documents hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedSeed {
    /// First words of its places in the left document, all of them.
    pub left: Vec<u32>,
    /// First words of its places in the right one.
    pub right: Vec<u32>,
    /// Documents of the corpus that hold it.
    pub documents: usize,
    /// What became of it.
    pub fate: Fate,
    /// Places, on both sides, beyond the number that counts in one document.
    pub uncounted: usize,
}

/// What the seeds say of two documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    /// Sorted by place in the left document.
    pub seeds: Vec<SharedSeed>,
    /// The anchors between the two, sorted: those that [`candidates`](super::candidates) gives.
    pub anchors: Vec<Anchor>,
}

/// The seeds that documents `left` and `right` share, `left` being the lesser number, and the anchors they give.
/// `postings` are those of the whole corpus.
#[must_use]
pub fn shared(postings: &[Posting], documents: &[Tokens], places: &[Place], config: &SeedConfig, left: u32, right: u32) -> Shared {
    shared_unless_stopped(postings, documents, places, config, [left, right], &Silent).expect("nobody asks it to stop")
}

/// The same; the observer is asked now and then whether to stop.
///
/// # Errors
/// [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted) when the observer says so.
pub fn shared_unless_stopped(
    postings: &[Posting],
    documents: &[Tokens],
    places: &[Place],
    config: &SeedConfig,
    [left, right]: [u32; 2],
    observer: &dyn Observer,
) -> Result<Shared> {
    let pairing = Pairing::new(documents, places, config);
    let near = OnceCell::new();
    let mut found = Shared::default();
    for (number, places_of_seed) in postings.chunk_by(|a, b| a.hash == b.hash).enumerate() {
        if number.is_multiple_of(ASKED) {
            observer.check()?;
        }
        let of = |document: u32| -> Vec<u32> {
            let from = places_of_seed.partition_point(|p| p.document < document);
            places_of_seed[from..].iter().take_while(|p| p.document == document).map(|p| p.position).collect()
        };
        let (lefts, rights) = (of(left), of(right));
        if lefts.is_empty() || rights.is_empty() {
            continue;
        }
        let (group, _) = Group::new(places_of_seed, config.occurrences);
        let documents_of_seed = group.documents();
        let frequent = documents_of_seed > config.document_bound;
        let mut anchors = Vec::new();
        let mut alone = None;
        if frequent {
            let near = near.get_or_init(|| Near::of(postings, documents, &pairing.forms, config));
            let kept: Vec<Posting> = counted(places_of_seed, config.occurrences).filter(|p| !near.holds(p)).copied().collect();
            pairing.pair_two(&Group::new(&kept, config.occurrences).0, [left, right], &mut anchors);
            alone = Some(kept);
        } else {
            pairing.pair_two(&group, [left, right], &mut anchors);
        }
        anchors.retain(|a| (a.left, a.right) == (left, right));
        let masked = alone.is_some_and(|kept| [left, right].iter().any(|d| kept.iter().all(|p| p.document != *d)));
        let one_outlet = places[left as usize].outlet == places[right as usize].outlet;
        let fate = if !anchors.is_empty() {
            Fate::Started
        } else if one_outlet && !config.same_outlet {
            Fate::SameOutlet
        } else if masked {
            Fate::TooFrequent
        } else if pairing.is_form(places_of_seed) {
            Fate::Form
        } else {
            Fate::NotPartners
        };
        let beyond = |places: &[u32]| places.len().saturating_sub(config.occurrences);
        let uncounted = beyond(&lefts) + beyond(&rights);
        found.anchors.extend(anchors);
        found.seeds.push(SharedSeed { left: lefts, right: rights, documents: documents_of_seed, fate, uncounted });
    }
    found.anchors.sort_unstable();
    found.anchors.dedup();
    found.seeds.sort_by(|a, b| (&a.left, &a.right).cmp(&(&b.left, &b.right)));
    Ok(found)
}

/// The seeds that both documents would hold, each with its first place in both, if none were left out [at the edges](super::edges) of what one of them
/// repeats; in the order of the left one.
#[must_use]
pub fn at_edges(left: &Tokens, right: &Tokens, config: &SeedConfig) -> Vec<[u32; 2]> {
    let documents = [left.clone(), right.clone()];
    let held = of_both(&postings(&documents, config));
    let all = of_both(&postings(&documents, &SeedConfig { repeats: usize::MAX, ..*config }));
    let mut left_out: Vec<[u32; 2]> = all.into_iter().filter(|(hash, _)| !held.contains_key(hash)).map(|(_, places)| places).collect();
    left_out.sort_unstable();
    left_out
}

/// How many seeds a document has, and how many of these are left out [at the edges](super::edges) of what it repeats.
#[must_use]
pub fn own_seeds(tokens: &Tokens, config: &SeedConfig) -> (usize, u64) {
    let mut seeds = Vec::new();
    winnow(&tokens.hashes, &tokens.traits, config, &mut seeds);
    let all = seeds.len();
    (all, Edges::default().leave_out(tokens, config, &mut seeds))
}

/// First places of the seeds that two documents hold.
fn of_both(postings: &[Posting]) -> BTreeMap<u64, [u32; 2]> {
    let first = |own: &[Posting], document: u32| own.iter().find(|p| p.document == document).map(|p| p.position);
    let of_seeds = postings.chunk_by(|a, b| a.hash == b.hash);
    of_seeds.filter_map(|own| Some((own[0].hash, [first(own, 0)?, first(own, 1)?]))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeds::candidates;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = String> {
        let words = vec!["the", "of", "river", "low", "boats", "ferry", "low boats leave the ferry below the river"];
        prop::collection::vec(prop::sample::select(words), 4..40).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn the_anchors_are_those_of_the_whole_corpus(
            texts in prop::collection::vec(text(), 2..9), outlets in prop::collection::vec(0u32..4, 9),
            bound in 2usize..6, complete in 2usize..6, occurrences in 1usize..9, crossings in 0usize..30, repeats in 1usize..5,
            partners in prop_oneof![Just(4usize), Just(32)], same_outlet: bool,
        ) {
            let config = SeedConfig { document_bound: bound, complete, partners, occurrences, crossings, repeats, same_outlet, ..SeedConfig::default() };
            let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
            let places: Vec<Place> = (0u32..).zip(&outlets).take(tokens.len()).map(|(rank, outlet)| Place { outlet: *outlet, rank }).collect();
            let postings = postings(&tokens, &config);
            let all = candidates(&postings, &tokens, &places, &config).anchors;
            for right in 1..tokens.len() as u32 {
                for left in 0..right {
                    let shared = shared(&postings, &tokens, &places, &config, left, right);
                    let own: Vec<Anchor> = all.iter().filter(|a| (a.left, a.right) == (left, right)).copied().collect();
                    prop_assert_eq!(&shared.anchors, &own);
                    prop_assert_eq!(shared.seeds.iter().any(|s| s.fate == Fate::Started), !own.is_empty());
                }
            }
        }
    }

    proptest! {
        #[test]
        fn what_both_hold_and_what_was_left_out_at_edges_is_all_that_both_choose(
            texts in prop::collection::vec(prop::collection::vec(prop::sample::select(vec![
                "the", "of", "low", "ferry", "said", "low boats leave the ferry below the river",
            ]), 4..40), 2), repeats in 1usize..4,
        ) {
            let config = SeedConfig { repeats, ..SeedConfig::default() };
            let tokens: Vec<Tokens> = texts.iter().map(|words| tokenize(&words.join(" "), Compounds::Joined)).collect();
            let chosen = |tokens: &Tokens| {
                let mut seeds = Vec::new();
                winnow(&tokens.hashes, &tokens.traits, &config, &mut seeds);
                seeds.into_iter().map(|(hash, _)| hash).collect::<std::collections::BTreeSet<u64>>()
            };
            let expected = chosen(&tokens[0]).intersection(&chosen(&tokens[1])).count();
            let places: Vec<Place> = (0..2).map(|n| Place { outlet: n, rank: n }).collect();
            let held = shared(&postings(&tokens, &config), &tokens, &places, &config, 0, 1).seeds.len();
            let edges = at_edges(&tokens[0], &tokens[1], &config);
            prop_assert_eq!(held + edges.len(), expected);
            for [left, right] in edges {
                let row = |tokens: &Tokens, at: u32| tokens.hashes[at as usize..at as usize + config.words].to_vec();
                prop_assert_eq!(row(&tokens[0], left), row(&tokens[1], right));
            }
        }
    }

    #[test]
    fn a_seed_that_starts_nothing_says_why() {
        let text = "the river was too low for boats";
        let tokens: Vec<Tokens> = (0..3).map(|_| tokenize(text, Compounds::Joined)).collect();
        let fates = |outlets: [u32; 3], config: SeedConfig| {
            let places = [0, 1, 2].map(|n| Place { outlet: outlets[n as usize], rank: n });
            let shared = shared(&postings(&tokens, &config), &tokens, &places, &config, 0, 1);
            shared.seeds.iter().map(|s| (s.fate, s.documents)).collect::<Vec<_>>()
        };
        let config = SeedConfig { window: 64, ..SeedConfig::default() };
        assert_eq!(fates([0, 1, 2], config), [(Fate::Started, 3)]);
        assert_eq!(fates([0, 0, 2], config), [(Fate::SameOutlet, 3)]);
        let dense = SeedConfig { window: 1, document_bound: 2, ..SeedConfig::default() };
        assert!(fates([0, 1, 2], dense).iter().all(|(fate, _)| *fate == Fate::Started), "no rarer seed is near");
    }
}
