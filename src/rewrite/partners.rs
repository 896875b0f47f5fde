//! Which documents are compared.
//!
//! A rewritten passage keeps few words in their order, but many near one another. So every content word makes a key with each of the next few,
//! whatever their order. Two documents that share keys are weighed by them, the rarer a key the more; each is compared with those that weigh most.

use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;

use super::RewriteConfig;
use super::bag::count;
use super::content::Content;
use super::groups::Groups;
use super::tally::Tally;

/// What a key weighs that stands in two documents; one in twice as many weighs half.
const WEIGHT: u32 = 64;

/// The pairs of documents to be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Partners {
    /// Numbers of the two, the lesser one first; sorted.
    pub pairs: Vec<(u32, u32)>,
    /// Documents that share keys with more others than they are compared with.
    pub capped_documents: u64,
    /// Keys in too many documents to bring any together.
    pub frequent: u64,
    /// Keys in at least two documents and at most `rare_bound`, sorted.
    pub rare: Vec<u64>,
}

/// Pairs each of so many documents with the `config.partners` that it shares most with.
#[must_use]
pub(super) fn partners(
    contents: Vec<Content>,
    documents: usize,
    comparable: &(dyn Fn(u32, u32) -> bool + Sync),
    config: &RewriteConfig,
) -> Partners {
    let groups = Groups::of(&contents, config);
    drop(contents);
    let before = before(&groups, documents, comparable);
    let mut candidates = both_ways(&before);
    drop(before);
    let capped_documents = candidates.of_each().filter(|own| own.len() > config.partners).count() as u64;
    let chosen = |(document, own): (u32, &mut [Candidate])| {
        own.sort_unstable();
        own.iter().take(config.partners).map(|(_, other)| (document.min(*other), document.max(*other))).collect::<Vec<_>>()
    };
    let mut pairs: Vec<(u32, u32)> = (0..).zip(candidates.of_each()).collect::<Vec<_>>().into_par_iter().flat_map_iter(chosen).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    Partners { pairs, capped_documents, frequent: groups.frequent, rare: groups.rare }
}

/// A document that shares enough keys with another: their weight, and its number. The weightiest comes first, of equals the first document.
pub(super) type Candidate = (Reverse<u32>, u32);

/// The candidates of all documents, one document after another.
struct Candidates {
    all: Vec<Candidate>,
    /// Where those of each document end.
    ends: Vec<usize>,
}

impl Candidates {
    fn of_each(&mut self) -> impl Iterator<Item = &mut [Candidate]> {
        let (mut rest, mut from) = (&mut self.all[..], 0);
        self.ends.iter().map(move |end| {
            let (own, later) = std::mem::take(&mut rest).split_at_mut(end - from);
            (rest, from) = (later, *end);
            own
        })
    }
}

/// Each was found by the later of two documents; both are candidates of one another.
fn both_ways(before: &[Vec<Candidate>]) -> Candidates {
    let found = || (0u32..).zip(before).flat_map(|(document, own)| own.iter().map(move |(weight, other)| (document, *other, *weight)));
    let mut ends = vec![0; before.len() + 1];
    found().flat_map(|(document, other, _)| [document, other]).for_each(|document| ends[document as usize + 1] += 1);
    for document in 0..before.len() {
        ends[document + 1] += ends[document];
    }
    let mut all = vec![(Reverse(0), 0); ends[before.len()]];
    for (document, other, weight) in found() {
        for (own, candidate) in [(document, other), (other, document)] {
            let next = &mut ends[own as usize];
            all[*next] = (weight, candidate);
            *next += 1;
        }
    }
    ends.truncate(before.len());
    Candidates { all, ends }
}

/// Ranges of documents, at most, whose places are put in order together: those of one are to fit a core's cache.
const RANGES: usize = 256;
/// Groups that are dealt out together.
const GROUPS: usize = 1 << 16;
/// Members of groups for each time that these are gone through, for so many of the ranges.
const AT_A_TIME: usize = 1 << 23;
/// How often they are gone through, at most.
const TIMES: usize = 8;

/// For each document the ones before it that share enough keys with it.
fn before(groups: &Groups, documents: usize, comparable: &(dyn Fn(u32, u32) -> bool + Sync)) -> Vec<Vec<Candidate>> {
    let times = groups.members.len().div_ceil(AT_A_TIME).clamp(1, TIMES);
    before_in(times, groups, documents, comparable)
}

/// The same, with the places of as many ranges in memory as go into one of so many times.
fn before_in(times: usize, groups: &Groups, documents: usize, comparable: &(dyn Fn(u32, u32) -> bool + Sync)) -> Vec<Vec<Candidate>> {
    let span = documents.div_ceil(RANGES).next_power_of_two();
    let ranges = documents.div_ceil(span);
    let all = groups.ends.len();
    let each = ranges.div_ceil(times).max(1);
    let mut candidates = Vec::with_capacity(documents);
    for first in (0..ranges).step_by(each) {
        let some = first..ranges.min(first + each);
        let dealt: Vec<Dealt> = (0..all.div_ceil(GROUPS))
            .into_par_iter()
            .map(|n| Dealt::of(groups, n * GROUPS..all.min((n + 1) * GROUPS), (span.trailing_zeros(), some.clone())))
            .collect();
        candidates.par_extend(
            (0..some.len())
                .into_par_iter()
                .map_init(
                    || (Ordered::default(), Tally::new(documents)),
                    |(ordered, tally), n| {
                        let own = (some.start + n) * span..documents.min((some.start + n + 1) * span);
                        ordered.take(&dealt, n, own.clone());
                        own.map(|document| tally.candidates(ordered.of_document(document), &groups.members, count(document), comparable))
                            .collect::<Vec<_>>()
                    },
                )
                .flatten_iter(),
        );
    }
    candidates
}

/// The place of a document in a group, behind others.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    document: u32,
    posting: Posting,
}

/// A place in a group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Posting {
    /// Where the group begins among the members of all.
    pub(super) from: u32,
    /// Documents that stand before this one in it.
    pub(super) rank: u16,
    /// What its key weighs.
    pub(super) weight: u16,
}

/// The places in some groups, by range of documents.
struct Dealt {
    places: Vec<Place>,
    /// Where those of each range end.
    ends: Vec<usize>,
}

impl Dealt {
    /// The places of documents in some ranges, each of 2 to the power of `bits` documents.
    fn of(groups: &Groups, some: Range<usize>, (bits, ranges): (u32, Range<usize>)) -> Self {
        let mut next = vec![0; ranges.len() + 1];
        // One of another range counts behind all of them.
        let range = |document: u32| ((document >> bits) as usize).wrapping_sub(ranges.start).min(ranges.len());
        let mut elsewhere = 0;
        // The first of a group has none before it.
        for (_, group) in groups.some(some.clone()) {
            for document in &group[1..] {
                let range = range(*document);
                *next.get_mut(range + 1).unwrap_or(&mut elsewhere) += 1;
            }
        }
        for range in 0..ranges.len() {
            next[range + 1] += next[range];
        }
        let mut places = vec![Place::default(); next[ranges.len()]];
        for (from, group) in groups.some(some) {
            let from = u32::try_from(from).expect("memory holds the keys of fewer than 2^32 places");
            let weight = u16::try_from(2 * WEIGHT as usize / group.len()).expect("a key weighs 64 at most");
            // One look for each key: a check of each rank would cost a tenth of the stage.
            assert!(group.len() <= 1 << u16::BITS, "a key stands in as many documents as ranks are counted for, at most");
            for (n, &document) in group[1..].iter().enumerate() {
                let rank = (n + 1) as u16;
                let next = &mut next[range(document)];
                if let Some(place) = places.get_mut(*next) {
                    *place = Place { document, posting: Posting { from, rank, weight } };
                    *next += 1;
                }
            }
        }
        next.truncate(ranges.len());
        Self { places, ends: next }
    }

    fn range(&self, range: usize) -> &[Place] {
        &self.places[range.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[range]]
    }
}

/// The places of a range of documents, document by document.
#[derive(Default)]
struct Ordered {
    first: usize,
    postings: Vec<Posting>,
    /// Where those of each document end.
    ends: Vec<usize>,
}

impl Ordered {
    /// Takes those of another range.
    fn take(&mut self, dealt: &[Dealt], range: usize, documents: Range<usize>) {
        let places = || dealt.iter().flat_map(|dealt| dealt.range(range));
        let place = |document: u32| document as usize - documents.start;
        self.first = documents.start;
        self.ends.clear();
        self.ends.resize(documents.len() + 1, 0);
        places().for_each(|own| self.ends[place(own.document) + 1] += 1);
        for document in 0..documents.len() {
            self.ends[document + 1] += self.ends[document];
        }
        self.postings.clear();
        self.postings.resize(self.ends[documents.len()], Posting::default());
        for own in places() {
            let next = &mut self.ends[place(own.document)];
            self.postings[*next] = own.posting;
            *next += 1;
        }
    }

    fn of_document(&self, document: usize) -> &[Posting] {
        let place = document - self.first;
        &self.postings[place.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[place]]
    }
}

#[cfg(test)]
mod tests {
    use super::super::bag::tests::numbers;
    use super::super::content::keys;
    use super::super::content::tests::contents_of;
    use super::super::lexicon::Lexicon;
    use super::super::tally::{COUNTS, LEAST_SHARED};
    use super::*;
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    fn found(texts: &[&str], same_outlet: bool, config: &RewriteConfig) -> Partners {
        let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
        let lexicon = Lexicon::default();
        let contents = contents_of(&tokens, &lexicon);
        let comparable = |left: u32, right: u32| same_outlet || left / 2 != right / 2;
        partners(contents, texts.len(), &comparable, config)
    }

    #[test]
    fn a_key_may_stand_in_as_many_documents_as_ranks_are_counted_for() {
        // In a build that looks for overflow, counting on from the last rank would stop it.
        let most = u32::from(u16::MAX);
        let groups = Groups { members: (0..most).collect(), ends: vec![u32::from(u16::MAX)], ..Groups::default() };
        let dealt = Dealt::of(&groups, 0..1, (16, 0..1));
        let last = dealt.range(0)[dealt.places.len() - 1];
        assert_eq!((dealt.places.len(), last.document, last.posting.rank), (65_534, most - 1, u16::MAX - 1));
    }

    proptest! {
        #[test]
        fn documents_find_the_same_ones_before_them_however_often_groups_are_gone_through(
            texts in prop::collection::vec("([a-f] ){0,25}", 1..40), times in 2usize..9,
        ) {
            let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
            let groups = Groups::of(&contents_of(&tokens, &Lexicon::default()), &RewriteConfig::default());
            let comparable = |left: u32, right: u32| !(left + right).is_multiple_of(5);
            let sorted = |mut found: Vec<Vec<Candidate>>| { found.iter_mut().for_each(|own| own.sort_unstable()); found };
            let once = sorted(before_in(1, &groups, tokens.len(), &comparable));
            prop_assert_eq!(&sorted(before_in(times, &groups, tokens.len(), &comparable)), &once);
            prop_assert_eq!(once.len(), tokens.len());
        }
    }

    #[test]
    fn words_in_another_order_bring_documents_together_unless_both_are_of_one_outlet() {
        let texts = [
            "river ferry council vote timber bridge",
            "bridge timber vote council ferry river",
            "ferry river vote council bridge timber",
            "nothing like that was ever said",
        ];
        let config = RewriteConfig::default();
        assert_eq!(found(&texts, false, &config).pairs, [(0, 2), (1, 2)]);
        assert_eq!(found(&texts, true, &config).pairs.len(), 3);
    }

    #[test]
    fn a_bound_on_partners_keeps_the_weightiest_and_is_told() {
        let texts = ["a1 b1 c1 d1 e1 f1 g1 h1", "x", "a1 b1 c1 d1 e1", "y", "e1 f1 d1 g1 h1", "z", "a1 b1 c1 d1 e1 f1"];
        let told = found(&texts, true, &RewriteConfig { partners: 1, ..RewriteConfig::default() });
        assert!(told.pairs.contains(&(0, 6)) && !told.pairs.contains(&(2, 6)), "{told:?}");
        assert!(found(&texts, true, &RewriteConfig::default()).pairs.contains(&(2, 6)));
        assert!(told.capped_documents > 0);
    }

    /// The pairs of all documents, each pair held key against key.
    fn slowly(texts: &[&str], most: usize) -> Vec<(u32, u32)> {
        let lexicon = Lexicon::default();
        let of: Vec<Vec<u64>> = texts
            .iter()
            .map(|text| tokenize(text, Compounds::Joined))
            .map(|tokens| keys(&numbers(&lexicon, &tokens), &tokens.traits, RewriteConfig::default().reach))
            .collect();
        let weight = |key: &u64| 2 * WEIGHT / count(of.iter().filter(|own| own.contains(key)).count());
        let mut pairs = Vec::new();
        for left in 0..of.len() {
            let mut others: Vec<(Reverse<u32>, u32)> = (0..of.len())
                .filter(|right| *right != left)
                .map(|right| (right, of[left].iter().filter(|key| of[right].contains(key)).collect::<Vec<_>>()))
                .filter(|(_, shared)| count(shared.len()) >= LEAST_SHARED)
                .map(|(right, shared)| (Reverse(shared.into_iter().map(weight).sum()), count(right)))
                .collect();
            others.sort_unstable();
            pairs.extend(others.iter().take(most).map(|(_, right)| (count(left).min(*right), count(left).max(*right))));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    #[test]
    fn documents_that_share_a_place_of_the_tally_and_keys_of_many_documents_are_weighed_as_one_by_one() {
        // Three times as many documents as there are places; one of four shares a text of its own with another, and all of some hundred share one.
        let texts: Vec<String> = (0..3 * COUNTS)
            .map(|n| match n % 4 {
                0 => (0..9).map(|word| format!("w{}x{word} ", n / 4 % (COUNTS / 2))).collect(),
                1 if n < 320 => "ferry landing timber council harbour bridge piles boat".to_owned(),
                _ => format!("n{n} m{n} o{n}"),
            })
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let most = |partners| RewriteConfig { partners, document_bound: 90, ..RewriteConfig::default() };
        let told = found(&texts, true, &most(1000));
        let (mut slow, all) = (Vec::new(), count(texts.len()));
        for left in 0..all {
            let period = 4 * count(COUNTS / 2);
            slow.extend(
                (left % 4 == 0).then(|| (left + period..all).step_by(period as usize)).into_iter().flatten().map(|right| (left, right)),
            );
            slow.extend((left % 4 == 1 && left < 320).then(|| (left + 4..320).step_by(4)).into_iter().flatten().map(|right| (left, right)));
        }
        assert_eq!(told.pairs, slow);
    }

    proptest! {
        #[test]
        fn no_document_chooses_more_than_its_partners(texts in prop::collection::vec("([a-c]{2} ){6,24}", 2..12), partners in 1usize..4) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let told = found(&texts, true, &RewriteConfig { partners, ..RewriteConfig::default() });
            prop_assert!(told.pairs.len() <= texts.len() * partners);
            prop_assert_eq!(&told.pairs, &slowly(&texts, partners));
            prop_assert!(told.pairs.iter().all(|(l, r)| l < r));
        }
    }
}
