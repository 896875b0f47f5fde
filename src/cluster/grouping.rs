//! The clusters of one connected component of passages.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::likeness::{Known, Likeness};
use super::open::{ByCount, Met, Open, ROOTS_OF_SEED, RootNumbers, Roots, Seeds, anchors};
use super::passages::without_overlaps;
use super::recent::Recent;
use super::{Cluster, ClusterConfig, ClusterInput, Grouped, Passage, SHARED_OUT, sides};
use crate::keyed::{KeyedMap, NumberedMap};
use crate::observer::Observer;
use crate::seeds::winnow;
use crate::span::{Span, Words};

/// Passages, at most, that are held against roots before it is their turn.
const AHEAD: usize = 64;
/// The same while no root is opened.
const FAR_AHEAD: usize = 1024;

/// Passages whose turn comes next from which on they are shared out among threads.
const LOOKED_AT: usize = 4;

/// Passages of a component from which on other components are grouped while its own passages find their places one after another.
pub(super) const LARGE: usize = 4096;

/// The clusters of one component, numbered within it.
#[derive(Default)]
pub(super) struct Part {
    pub clusters: Vec<Cluster>,
    /// (passage, a cluster it stands in); of each passage the one it joined first comes first.
    pub home: Vec<(u32, u32)>,
    /// Places inside longer passages that carry the text of a cluster.
    pub carried: Vec<(usize, Passage)>,
    pub capped_roots: u64,
}

/// What the grouping of every component reads.
#[derive(Clone, Copy)]
pub(super) struct Grouping<'a> {
    pub input: ClusterInput<'a>,
    pub config: &'a ClusterConfig,
    pub observer: &'a dyn Observer,
    /// All passages, sorted.
    pub all: &'a [Passage],
    /// For each pair the numbers of its two passages.
    pub sides: &'a [(u32, u32)],
    /// The pairs of each passage, in order.
    pub links: &'a Grouped<Link>,
    /// Which passages are roots by now.
    pub roots: &'a RootNumbers,
}

/// A pair as one of its passages has it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Link {
    /// Its number.
    pub pair: u32,
    /// The passage on the other side.
    pub other: u32,
}

/// What was found out about a passage, by number of the cluster whose root it was held against.
type Found = NumberedMap<usize, Likeness>;

/// Clusters that a passage is held against, in any order.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Candidates {
    /// Those with a root of about its length.
    near: Vec<usize>,
    /// Those with a longer one.
    far: Vec<usize>,
    /// Of each, those beyond the ones that are tried.
    capped: (u64, u64),
}

/// What was found out about a passage ahead of its turn.
struct Looked {
    /// Where they were asked for.
    seeds: OnceCell<Seeds>,
    /// Roots that share them, where no passage of the same words had told.
    candidates: Option<Candidates>,
    known: Found,
    decision: Decision,
}

/// Where a passage belongs.
struct Decision {
    /// Clusters whose root is the same text, sorted.
    joined: Vec<usize>,
    /// The cluster with the shortest root that holds it, where it joins none.
    part_of: Option<usize>,
    /// Roots that it was not held against.
    capped: u64,
}

impl Grouping<'_> {
    /// Groups the passages with these numbers, which are a whole component, or none of them once it is asked to stop. Of a large one `beside` is called again and again, to use another thread until it
    /// is told that this one is done.
    pub(super) fn run(&self, members: &[u32], beside: &(dyn Fn(&AtomicBool) + Sync)) -> Part {
        let mut order: Vec<usize> = members.iter().map(|p| *p as usize).collect();
        order.sort_unstable_by_key(|p| {
            let passage = &self.all[*p];
            (Reverse(passage.words.len()), self.input.places[passage.document as usize].rank, passage.words)
        });
        let (mut roots, mut recent) = (Roots::default(), Recent::among(members.len()));
        let mut home = Vec::with_capacity(order.len());
        let joining = self.join_longest(&order);
        if joining > 0 {
            let seeds = if joining == order.len() { Seeds::new() } else { self.seeds(self.all[order[0]]) };
            let passages = order[..joining].iter().map(|p| self.all[*p]).collect();
            self.open(&mut roots, Open { root: order[0], passages, part_of: None }, &seeds);
            home.extend(order[..joining].iter().map(|p| (number(*p), 0)));
        }
        let mut rest = &order[joining..];
        let mut count = 1;
        // Each pair has two passages.
        let mut sides = self.tell_of(&order[..joining], 0);
        while !rest.is_empty() {
            if self.observer.interrupted() {
                return Part::default();
            }
            let (next, later) = rest.split_at(count.min(rest.len()));
            rest = later;
            // One component often holds most passages. Those whose turn comes next are held against the roots of now on all
            // threads; what is found out is kept for their turn, when there may be more roots.
            let before = roots.open.len();
            let look = |&p: &usize| {
                let of_same_words = recent.of(self.input, self.all[p]);
                let (seeds, met) = (OnceCell::new(), OnceCell::new());
                let seeds_of =
                    || seeds.get_or_init(|| of_same_words.map_or_else(|| self.seeds(self.all[p]), |known| known.seeds_of(self.all[p])));
                let met_of = || met.get_or_init(|| roots.met(seeds_of()));
                let before = of_same_words.and_then(|known| known.candidates(roots.open.len()));
                let is_known = |known: &Candidates| *known == self.candidates(p, met_of(), &roots);
                debug_assert!(before.is_none_or(is_known), "passages of the same words meet the same roots");
                let own = OnceCell::new();
                let by_seeds = before.unwrap_or_else(|| own.get_or_init(|| self.candidates(p, met_of(), &roots)));
                let mut known = Found::default();
                let decision = self.decide(p, by_seeds, &met_of, &roots, &mut known);
                Looked { seeds, candidates: own.into_inner(), known, decision }
            };
            let ahead: Vec<Looked> =
                if next.len() < LOOKED_AT { next.iter().map(look).collect() } else { next.par_iter().map(look).collect() };
            let settle = || {
                for (&p, Looked { seeds, candidates, mut known, decision }) in next.iter().zip(ahead) {
                    let seeds_of = || seeds.get_or_init(|| self.seeds(self.all[p]));
                    let stands = roots.open.len() == before || !self.meets_later(p, seeds_of(), &roots, before);
                    let Decision { mut joined, part_of, capped } = if stands {
                        decision
                    } else {
                        let met = roots.met(seeds_of());
                        self.decide(p, &self.candidates(p, &met, &roots), &|| &met, &roots, &mut known)
                    };
                    roots.capped += capped;
                    if joined.is_empty() {
                        joined.push(roots.open.len());
                        self.open(&mut roots, Open { root: p, passages: vec![self.all[p]], part_of }, seeds_of());
                    } else {
                        for &cluster in &joined {
                            roots.open[cluster].passages.push(self.all[p]);
                        }
                    }
                    home.extend(joined.into_iter().map(|cluster| (number(p), number(cluster))));
                    if let (Some(seeds), Some(candidates)) = (seeds.into_inner(), candidates) {
                        recent.keep(self.input, self.all[p], seeds, (candidates, before));
                    }
                }
            };
            if members.len() < LARGE {
                settle();
            } else {
                let is_done = AtomicBool::new(false);
                let settle_and_tell = || {
                    settle();
                    is_done.store(true, Ordering::Relaxed);
                };
                rayon::join(settle_and_tell, || beside(&is_done));
            }
            sides = self.tell_of(next, sides);
            // Where no root was opened, all that was found out ahead stands.
            count = if roots.open.len() == before { (2 * count).min(FAR_AHEAD) } else { roots.open.len().min(AHEAD) };
        }
        self.close(roots, home, members)
    }

    /// Tells that these passages have their clusters, by their pairs, with so many sides of pairs that were not told of, and how many are not now.
    fn tell_of(&self, passages: &[usize], sides: usize) -> usize {
        let sides = sides + passages.iter().map(|p| self.links_of(*p).len()).sum::<usize>();
        self.observer.advance(sides as u64 / 2);
        sides % 2
    }

    /// Opens a cluster.
    fn open(&self, roots: &mut Roots, cluster: Open, seeds: &Seeds) {
        self.roots.set(cluster.root, roots.open.len());
        let words = self.all[cluster.root].words.len();
        roots.add(cluster, words, seeds);
    }

    /// How many passages, the longest in front, are one text with the longest by their words or their pairs with it, one after another. No other root
    /// can hold these, and no seed is needed to know it. 0 where seeds could say more.
    fn join_longest(&self, order: &[usize]) -> usize {
        if self.input.seeds.occurrences > ROOTS_OF_SEED || self.config.roots_tried == 0 {
            return 0;
        }
        let root = order[0];
        let joins = |p: &&usize| {
            let is_tied = self.links_of(**p).iter().any(|link| link.other as usize == root);
            is_tied && self.may_be_same(self.all[**p], self.all[root]) && self.known_likeness(**p, root) == Known::All(Likeness::Same)
        };
        1 + order[1..].iter().take_while(joins).count()
    }

    /// Whether a pair or a seed leads from a passage to a root among those from number `later` on.
    fn meets_later(&self, p: usize, seeds: &Seeds, roots: &Roots, later: usize) -> bool {
        let is_later = |cluster: usize| cluster >= later;
        seeds.iter().any(|(hash, _)| {
            roots.by_seed.get(hash).and_then(|places| places.as_slice().last()).is_some_and(|place| is_later(place.cluster()))
        }) || self.links_of(p).iter().any(|link| self.roots.get(link.other).is_some_and(is_later))
    }

    /// Where a passage belongs among the roots so far. `known` is what was found out about it before.
    fn decide<'m, 'r: 'm>(
        &self,
        p: usize,
        by_seeds: &Candidates,
        met: &impl Fn() -> &'m Met<'r>,
        roots: &Roots,
        known: &mut Found,
    ) -> Decision {
        let first_near = roots.first_up_to(self.longest_same(self.all[p]));
        let tied = self.links_of(p).iter().filter_map(|link| self.roots.get(link.other));
        let (mut near, mut far): (Vec<usize>, Vec<usize>) = tied.partition(|cluster| *cluster >= first_near);
        for (tied, sharing) in [(&mut near, &by_seeds.near), (&mut far, &by_seeds.far)] {
            tied.extend(sharing);
            tied.sort_unstable();
            tied.dedup();
        }
        let capped = by_seeds.capped;
        let mut likeness = |cluster: usize| {
            *known.entry(cluster).or_insert_with(|| self.likeness(p, roots.open[cluster].root, || anchors(cluster, met())))
        };
        let joined: Vec<usize> = near.iter().copied().filter(|c| likeness(*c) == Likeness::Same).collect();
        if !joined.is_empty() {
            return Decision { joined, part_of: None, capped: capped.0 };
        }
        // Roots come longest first, so the last that holds it is the shortest.
        let part_of = [near, far].into_iter().find_map(|held| held.into_iter().rev().find(|c| likeness(*c) == Likeness::Inside));
        Decision { joined, part_of, capped: capped.0 + if part_of.is_none() { capped.1 } else { 0 } }
    }

    /// Gives lonely roots the spans that their own pairs found, and leaves out those that stay alone; finds where the texts of the others lie inside longer
    /// passages.
    fn close(&self, mut roots: Roots, mut home: Vec<(u32, u32)>, members: &[u32]) -> Part {
        let finish = |cluster: &mut Open| {
            if is_in_one_document(&cluster.passages) {
                cluster.passages.extend(self.partners(cluster.root));
            }
            cluster.passages = without_overlaps(std::mem::take(&mut cluster.passages), self.all[cluster.root]);
            // What one document says twice is a repeat.
            !is_in_one_document(&cluster.passages)
        };
        let many = roots.open.len() >= SHARED_OUT;
        let staying: Vec<bool> =
            if many { roots.open.par_iter_mut().map(finish).collect() } else { roots.open.iter_mut().map(finish).collect() };
        let mut kept = 0;
        let number_of = |stays: bool| {
            kept += usize::from(stays);
            stays.then(|| kept - 1)
        };
        let numbers: Vec<Option<usize>> = staying.into_iter().map(number_of).collect();
        let holder = |mut part_of: Option<usize>| {
            while let Some(cluster) = part_of {
                if numbers[cluster].is_some() {
                    return numbers[cluster];
                }
                part_of = roots.open[cluster].part_of;
            }
            None
        };
        let part_of: Vec<Option<usize>> = roots.open.iter().map(|cluster| holder(cluster.part_of)).collect();
        let root_of: Vec<usize> = roots.open.iter().zip(&numbers).filter(|(_, number)| number.is_some()).map(|(c, _)| c.root).collect();
        let stay = roots.open.into_iter().zip(part_of).zip(&numbers).filter(|(_, number)| number.is_some());
        let of = |(Open { root, mut passages, .. }, part_of)| {
            passages.shrink_to_fit();
            Cluster { root: self.all[root], passages, part_of }
        };
        let mut clusters: Vec<Cluster> = stay.map(|(open, _)| of(open)).collect();
        // Of most components there is one, and a list grows by fours.
        clusters.shrink_to_fit();
        home.retain_mut(|(_, cluster)| {
            let kept = numbers[*cluster as usize];
            *cluster = kept.map_or(0, number);
            kept.is_some()
        });
        home.shrink_to_fit();
        // Where every passage stands in every cluster, there is nothing to be found.
        let carried = if home.len() == members.len() * clusters.len() { Vec::new() } else { self.carried(&clusters, &root_of, members) };
        Part { clusters, home, carried, capped_roots: roots.capped }
    }

    /// The spans on the other side of a root's pairs, where the pair is about all of the root.
    pub(super) fn partners(&self, root: usize) -> Vec<Passage> {
        self.links_of(root)
            .iter()
            .filter_map(|link| {
                let (own, other) = self.turned(*link, root);
                (self.is_identical(self.input.pairs[link.pair as usize].identity())
                    && self.share(own, self.all[root].words) == Likeness::Same)
                    .then_some(other)
            })
            .collect()
    }

    /// A pair as seen from one of its passages: the span on this side, and the passage's counterpart.
    pub(super) fn turned(&self, link: Link, passage: usize) -> (Span<Words>, Passage) {
        let pair = &self.input.pairs[link.pair as usize];
        let [left, right] = sides(pair);
        if self.sides_of(link.pair).0 == passage { (left.words, right) } else { (right.words, left) }
    }

    /// The passages of a pair.
    pub(super) fn sides_of(&self, pair: u32) -> (usize, usize) {
        let (left, right) = self.sides[pair as usize];
        (left as usize, right as usize)
    }

    /// The pairs of a passage, in order.
    pub(super) fn links_of(&self, passage: usize) -> &[Link] {
        self.links.get(passage)
    }

    /// Clusters whose root may be this passage's text, or hold it, by the seeds that they share: those with the most in common.
    fn candidates(&self, p: usize, met: &Met<'_>, roots: &Roots) -> Candidates {
        let first_near = roots.first_up_to(self.longest_same(self.all[p]));
        // The first of equals are the shortest.
        let (mut by_count_near, mut by_count_far) = (ByCount::new(), ByCount::new());
        let beyond_bound = roots.each_sharing(met, |cluster, shared| {
            let by_count = if cluster >= first_near { &mut by_count_near } else { &mut by_count_far };
            by_count.push((Reverse(shared), Reverse(cluster)));
        });
        let tried = self.config.roots_tried;
        let take = |mut by_count: ByCount| {
            if by_count.len() > tried {
                by_count.select_nth_unstable(tried);
            }
            let found: Vec<usize> = by_count.iter().take(tried).map(|(_, cluster)| cluster.0).collect();
            (found, by_count.len().saturating_sub(tried) as u64)
        };
        let ((near, capped_near), (far, capped_far)) = (take(by_count_near), take(by_count_far));
        Candidates { near, far, capped: (capped_near + beyond_bound, capped_far) }
    }

    /// The seeds of a passage, at their places in its document; as many places of each as count in a document.
    fn seeds(&self, passage: Passage) -> Seeds {
        let tokens = &self.input.tokens[passage.document as usize];
        // By default two of five shingles of prose are chosen.
        let mut seeds = Vec::with_capacity(passage.words.len() as usize / 2 + 1);
        winnow(&tokens.hashes[passage.words.range()], &tokens.traits[passage.words.range()], self.input.seeds, &mut seeds);
        for (_, position) in &mut seeds {
            *position += passage.words.start;
        }
        // A line that stands a thousand times in a text would meet itself a million times.
        let mut met: KeyedMap<usize> = KeyedMap::default();
        if seeds.len() > self.input.seeds.occurrences {
            seeds.retain(|(hash, _)| {
                let times = met.entry(*hash).or_default();
                *times += 1;
                *times <= self.input.seeds.occurrences
            });
        }
        seeds
    }
}

/// In four bytes each: there are two passages to a pair at most, and no more clusters than passages.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).expect("fewer passages than 2^32")
}

/// Whether all passages stand in the first one's document.
fn is_in_one_document(passages: &[Passage]) -> bool {
    passages.iter().all(|passage| passage.document == passages[0].document)
}
