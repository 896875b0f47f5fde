//! The clusters of one connected component of passages.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::{Cluster, ClusterConfig, ClusterInput, Passage};
use crate::align::{Pair, Side, alignments};
use crate::keyed::{KeyedMap, NumberedMap};
use crate::seeds::winnow;
use crate::span::{Span, Words};

/// The clusters of one component, numbered within it.
pub(super) struct Part {
    pub clusters: Vec<Cluster>,
    /// Which clusters each passage stands in, the one it joined first in front.
    pub home: Vec<(usize, Vec<usize>)>,
    pub capped_roots: u64,
}

/// What the grouping of every component reads.
#[derive(Clone, Copy)]
pub(super) struct Grouping<'a> {
    pub input: ClusterInput<'a>,
    pub config: &'a ClusterConfig,
    /// All passages, sorted.
    pub all: &'a [Passage],
    /// For each pair the numbers of its two passages.
    pub sides: &'a [(usize, usize)],
    /// (passage, pair), sorted.
    pub links: &'a [(usize, usize)],
}

/// A cluster that is being built.
struct Open {
    root: usize,
    passages: Vec<Passage>,
    /// The shortest earlier root that holds this one.
    part_of: Option<usize>,
}

/// The clusters so far, and how they are looked up.
#[derive(Default)]
struct Roots {
    open: Vec<Open>,
    /// Passage to the cluster that it is the root of.
    of_passage: NumberedMap<usize, usize>,
    /// Seed to the clusters whose root holds it, and where.
    by_seed: KeyedMap<Vec<(usize, u32)>>,
    capped: u64,
}

/// How a passage stands to a root.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Unlike,
    /// Its text lies inside the root.
    Inside,
    /// Both are the same text.
    Same,
}

impl Grouping<'_> {
    /// Groups the passages with these numbers, which are a whole component.
    pub(super) fn run(&self, members: &[usize]) -> Part {
        let mut order = members.to_vec();
        order.sort_unstable_by_key(|p| {
            let passage = &self.all[*p];
            (Reverse(passage.words.len()), self.input.places[passage.document as usize].rank, passage.words)
        });
        let mut roots = Roots::default();
        let mut home = Vec::with_capacity(order.len());
        for p in order {
            let seeds = self.seeds(self.all[p]);
            let (mut joined, mut part_of) = (Vec::new(), None::<usize>);
            let candidates = self.candidates(p, &seeds, &mut roots);
            // One component often holds most passages, and its passages are taken one after another.
            let likenesses: Vec<Likeness> = candidates
                .par_iter()
                .with_min_len(2)
                .map(|&cluster| self.likeness(p, roots.open[cluster].root, cluster, &seeds, &roots))
                .collect();
            for (cluster, likeness) in candidates.into_iter().zip(likenesses) {
                match likeness {
                    Likeness::Same => joined.push(cluster),
                    // Roots come longest first, so a later one is not longer.
                    Likeness::Inside => part_of = part_of.max(Some(cluster)),
                    Likeness::Unlike => {}
                }
            }
            if joined.is_empty() {
                joined.push(roots.open.len());
                roots.add(Open { root: p, passages: vec![self.all[p]], part_of }, &seeds);
            } else {
                for &cluster in &joined {
                    roots.open[cluster].passages.push(self.all[p]);
                }
            }
            home.push((p, joined));
        }
        self.close(roots, home)
    }

    /// Gives lonely roots the spans that their own pairs found, and leaves out those that stay alone.
    fn close(&self, mut roots: Roots, home: Vec<(usize, Vec<usize>)>) -> Part {
        let mut number = Vec::with_capacity(roots.open.len());
        let mut kept = 0;
        for cluster in &mut roots.open {
            if cluster.passages.len() == 1 {
                cluster.passages.extend(self.partners(cluster.root));
            }
            cluster.passages = without_overlaps(std::mem::take(&mut cluster.passages), self.all[cluster.root]);
            let stays = cluster.passages.len() > 1;
            number.push(stays.then_some(kept));
            kept += usize::from(stays);
        }
        let holder = |mut part_of: Option<usize>| {
            while let Some(cluster) = part_of {
                if number[cluster].is_some() {
                    return number[cluster];
                }
                part_of = roots.open[cluster].part_of;
            }
            None
        };
        let clusters = roots
            .open
            .iter()
            .zip(&number)
            .filter(|(_, number)| number.is_some())
            .map(|(c, _)| Cluster { root: self.all[c.root], passages: c.passages.clone(), part_of: holder(c.part_of) })
            .collect();
        let home = home.into_iter().map(|(p, of)| (p, of.into_iter().filter_map(|c| number[c]).collect())).collect();
        Part { clusters, home, capped_roots: roots.capped }
    }

    /// The spans on the other side of a root's pairs, where the pair is about all of the root.
    fn partners(&self, root: usize) -> Vec<Passage> {
        self.links_of(root)
            .iter()
            .filter_map(|&(_, n)| {
                let pair = &self.input.pairs[n];
                let (own, other) = self.turned(n, pair, root);
                (self.is_identical(pair.identity()) && self.share(own, self.all[root].words) == Likeness::Same).then_some(other)
            })
            .collect()
    }

    /// A pair as seen from one of its passages: the span on this side, and the passage's counterpart.
    fn turned(&self, n: usize, pair: &Pair, passage: usize) -> (Span<Words>, Passage) {
        let (left, right) =
            (Passage { document: pair.left, words: pair.left_words }, Passage { document: pair.right, words: pair.right_words });
        if self.sides[n].0 == passage { (left.words, right) } else { (right.words, left) }
    }

    fn links_of(&self, passage: usize) -> &[(usize, usize)] {
        let from = self.links.partition_point(|l| l.0 < passage);
        &self.links[from..from + self.links[from..].partition_point(|l| l.0 == passage)]
    }

    /// Clusters whose root may be this passage's text: those that a pair ties it to, and those with the most seeds in common.
    fn candidates(&self, p: usize, seeds: &[(u64, u32)], roots: &mut Roots) -> Vec<usize> {
        let mut found: Vec<usize> = self
            .links_of(p)
            .iter()
            .filter_map(|&(_, pair)| {
                let (l, r) = self.sides[pair];
                roots.of_passage.get(if l == p { &r } else { &l }).copied()
            })
            .collect();
        let mut shared: NumberedMap<usize, u32> = NumberedMap::default();
        for (hash, _) in seeds {
            let mut last = usize::MAX;
            for &(cluster, _) in roots.by_seed.get(hash).map_or(&[][..], Vec::as_slice) {
                if cluster != last {
                    *shared.entry(cluster).or_default() += 1;
                }
                last = cluster;
            }
        }
        let mut by_count: Vec<(Reverse<u32>, usize)> = shared.into_iter().map(|(c, n)| (Reverse(n), c)).collect();
        by_count.sort_unstable();
        roots.capped += by_count.len().saturating_sub(self.config.roots_tried) as u64;
        found.extend(by_count.iter().take(self.config.roots_tried).map(|(_, c)| *c));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether passage `p` is the text of `root`, or lies inside it: by their own pairs, else by an alignment made now.
    fn likeness(&self, p: usize, root: usize, cluster: usize, seeds: &[(u64, u32)], roots: &Roots) -> Likeness {
        let (passage, root_passage) = (self.all[p], self.all[root]);
        if passage.document == root_passage.document && passage.words.overlap(&root_passage.words) > 0 {
            return if root_passage.words.contains(&passage.words) { Likeness::Inside } else { Likeness::Unlike };
        }
        let judge = |identity: f64, own: Span<Words>, other: Span<Words>| {
            if !self.is_identical(identity) || !self.most_of(own, passage.words) {
                Likeness::Unlike
            } else if self.most_of(other, root_passage.words) {
                Likeness::Same
            } else {
                Likeness::Inside
            }
        };
        let by_pairs = self
            .links_of(p)
            .iter()
            .filter(|(_, n)| self.sides[*n].0 == root || self.sides[*n].1 == root)
            .map(|&(_, n)| {
                let pair = &self.input.pairs[n];
                let (own, other) = self.turned(n, pair, p);
                judge(pair.identity(), own, other.words)
            })
            .max();
        if by_pairs == Some(Likeness::Same) {
            return Likeness::Same;
        }
        let mut anchors: Vec<(u32, u32)> = Vec::new();
        for (hash, position) in seeds {
            let places = roots.by_seed.get(hash).map_or(&[][..], Vec::as_slice);
            anchors.extend(places.iter().filter(|(c, _)| *c == cluster).map(|(_, place)| (*position, *place)));
        }
        anchors.sort_unstable();
        let side = |document: u32| Side { text: self.input.texts[document as usize], tokens: &self.input.tokens[document as usize] };
        alignments(side(passage.document), side(root_passage.document), &anchors, self.input.seeds.words, self.input.align)
            .into_iter()
            .map(|a| a.pair(passage.document, root_passage.document, &self.input.tokens[passage.document as usize]))
            .map(|pair| judge(pair.identity(), pair.left_words, pair.right_words))
            .chain(by_pairs)
            .max()
            .unwrap_or(Likeness::Unlike)
    }

    /// Whether `aligned` covers enough of `whole`.
    fn most_of(&self, aligned: Span<Words>, whole: Span<Words>) -> bool {
        u64::from(aligned.overlap(&whole)) * 100 >= u64::from(whole.len()) * u64::from(self.config.coverage)
    }

    /// `Same` where two spans of one document cover enough of one another.
    fn share(&self, a: Span<Words>, b: Span<Words>) -> Likeness {
        if self.most_of(a, b) && self.most_of(b, a) { Likeness::Same } else { Likeness::Unlike }
    }

    fn is_identical(&self, identity: f64) -> bool {
        identity * 100.0 >= f64::from(self.config.identity)
    }

    /// The seeds of a passage, at their places in its document; as many places of each as count in a document.
    fn seeds(&self, passage: Passage) -> Vec<(u64, u32)> {
        let tokens = &self.input.tokens[passage.document as usize];
        let mut seeds = Vec::new();
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

impl Roots {
    fn add(&mut self, cluster: Open, seeds: &[(u64, u32)]) {
        let number = self.open.len();
        for &(hash, position) in seeds {
            self.by_seed.entry(hash).or_default().push((number, position));
        }
        self.of_passage.insert(cluster.root, number);
        self.open.push(cluster);
    }
}

/// The passages sorted, without those that overlap a longer one of the same document; the root stays in any case.
fn without_overlaps(mut passages: Vec<Passage>, root: Passage) -> Vec<Passage> {
    passages.sort_unstable_by_key(|p| (*p != root, Reverse(p.words.len()), *p));
    let mut kept: Vec<Passage> = Vec::with_capacity(passages.len());
    let mut in_document: NumberedMap<u32, Vec<Span<Words>>> = NumberedMap::default();
    for passage in passages {
        let own = in_document.entry(passage.document).or_default();
        if own.iter().all(|words| words.overlap(&passage.words) == 0) {
            own.push(passage.words);
            kept.push(passage);
        }
    }
    kept.sort_unstable();
    kept
}
