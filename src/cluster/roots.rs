//! Clusters around roots.

use std::cmp::Reverse;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::grouping::{Grouping, LARGE, Link, Part, number};
use super::misread;
use super::open::RootNumbers;
use super::passages::passages;
use super::{Cluster, ClusterConfig, ClusterInput, Clustering, Grouped, OfPair, Passage};
use crate::error::Result;
use crate::keyed::KeyedMap;
use crate::observer::Observer;
use crate::sketch::BASE;

/// Groups the passages of all pairs.
///
/// # Errors
/// [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted) when the observer was asked to stop.
pub fn cluster(input: ClusterInput<'_>, config: &ClusterConfig, observer: &dyn Observer) -> Result<Clustering> {
    let (all, sides) = passages(input.pairs, config.same_passage);
    assert!(u32::try_from(sides.len()).is_ok(), "fewer pairs than 2^32");
    let (links, components) = rayon::join(
        || {
            let both = |(pair, &(l, r))| [(l as usize, Link { pair, other: r }), (r as usize, Link { pair, other: l })];
            Grouped::of(all.len(), (0..).zip(&sides).flat_map(both))
        },
        || components(input, &all, &sides, config.coverage),
    );
    let roots = RootNumbers::of(all.len());
    let grouping = Grouping { input, config, observer, all: &all, sides: &sides, links: &links, roots: &roots };
    let parts = parts(&grouping, &components);
    // Of components that were given up nothing more is known than that.
    observer.check()?;
    drop((links, components, roots));

    let Part { mut clusters, home, carried, capped_roots } = joined(parts);
    misread::mend(input, &mut clusters);
    let home = Grouped::of(all.len(), home.iter().map(|&(passage, cluster)| (passage as usize, cluster)));
    // A pair belongs to a cluster that holds both its passages, else each side to the first cluster of its own. A passage that gave way to another one of
    // its document may have left its cluster: only what has words of a span holds it.
    let (found, of_passage) = (&clusters, &home);
    let of_pairs: Vec<OfPair> = sides
        .par_iter()
        .zip(input.pairs)
        .map(|(&(l, r), pair)| {
            let spans = [(l, pair.left, pair.left_words), (r, pair.right, pair.right_words)];
            let [mut l, mut r] = spans.map(|(passage, document, words)| {
                let span = Passage { document, words };
                of_passage.get(passage as usize).iter().map(|cluster| *cluster as usize).filter(move |cluster| found[*cluster].meets(span))
            });
            let both = l.clone().find(|cluster| r.clone().any(|other| other == *cluster));
            OfPair::new(both.or_else(|| l.next()), both.or_else(|| r.next()))
        })
        .collect();
    drop((home, sides, all));
    Ok(sort(Clustering { clusters, of_pairs, carried, capped_roots }))
}

/// The clusters of all components, of which the largest come first.
fn parts(grouping: &Grouping<'_>, components: &Components) -> Vec<Part> {
    /// Passages of a component that is soon done.
    const SMALL: usize = 64;
    let parts: Vec<OnceLock<Part>> = components.order.iter().map(|_| OnceLock::new()).collect();
    let part = |n: usize, beside: &(dyn Fn(&AtomicBool) + Sync)| {
        parts[n].get_or_init(|| grouping.run(components.get(n), beside));
    };
    let next = AtomicUsize::new(components.count_while(|members| members.len() > SMALL));
    let beside = |is_done: &AtomicBool| {
        while !is_done.load(Ordering::Relaxed) {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= parts.len() {
                break;
            }
            part(n, &|_| {});
        }
    };
    let large = components.count_while(|members| members.len() >= LARGE);
    (0..large).into_par_iter().for_each(|n| part(n, &beside));
    (large..parts.len()).into_par_iter().for_each(|n| part(n, &|_| {}));
    parts.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// All parts as one, its clusters numbered one part after another. Some parts at a time on each thread: their lists are many and short, and to give these back takes
/// longer than to copy them.
fn joined(mut parts: Vec<Part>) -> Part {
    /// Parts that are joined at once.
    const AT_ONCE: usize = if cfg!(test) { 2 } else { 1024 };
    let mut first = 0;
    let firsts: Vec<usize> = parts
        .chunks(AT_ONCE)
        .map(|some| {
            let own = first;
            first += some.iter().map(|part| part.clusters.len()).sum::<usize>();
            own
        })
        .collect();
    let some = |(own, first): (&mut [Part], usize)| {
        let mut all = Part::with_room_for(own);
        own.iter_mut().for_each(|part| all.add(std::mem::take(part), first));
        all
    };
    let joined: Vec<Part> = parts.par_chunks_mut(AT_ONCE).zip(firsts).map(some).collect();
    let mut all = Part::with_room_for(&joined);
    // Their clusters are numbered as they are to be.
    for part in joined {
        all.clusters.extend(part.clusters);
        all.home.extend(part.home);
        all.carried.extend(part.carried);
        all.capped_roots += part.capped_roots;
    }
    all
}

impl Part {
    /// Of nothing yet.
    fn with_room_for(parts: &[Self]) -> Self {
        let sum = |of: fn(&Self) -> usize| parts.iter().map(of).sum();
        Self {
            clusters: Vec::with_capacity(sum(|part| part.clusters.len())),
            home: Vec::with_capacity(sum(|part| part.home.len())),
            carried: Vec::with_capacity(sum(|part| part.carried.len())),
            capped_roots: 0,
        }
    }

    /// Adds another part behind those that are here, the first of which has the number `first` among all.
    fn add(&mut self, part: Self, first: usize) {
        let offset = first + self.clusters.len();
        self.clusters.extend(part.clusters.into_iter().map(|c| Cluster { part_of: c.part_of.map(|p| p + offset), ..c }));
        self.home.extend(part.home.into_iter().map(|(passage, cluster)| (passage, cluster + number(offset))));
        self.carried.extend(part.carried.into_iter().map(|(c, place)| (c + offset, place)));
        self.capped_roots += part.capped_roots;
    }
}

/// Numbers the clusters by root.
fn sort(clustering: Clustering) -> Clustering {
    let Clustering { clusters, mut of_pairs, mut carried, capped_roots } = clustering;
    let mut order: Vec<(usize, Cluster)> = clusters.into_iter().enumerate().collect();
    order.par_sort_unstable_by_key(|(_, cluster)| cluster.root);
    let mut place = vec![0; order.len()];
    for (new, (old, _)) in order.iter().enumerate() {
        place[*old] = new;
    }
    let mut clusters: Vec<Cluster> = order.into_iter().map(|(_, cluster)| cluster).collect();
    for cluster in &mut clusters {
        cluster.part_of = cluster.part_of.map(|p| place[p]);
    }
    of_pairs.par_iter_mut().for_each(|of| *of = OfPair::new(of.left().map(|c| place[c]), of.right().map(|c| place[c])));
    carried.iter_mut().for_each(|(cluster, _)| *cluster = place[*cluster]);
    carried.par_sort_unstable();
    Clustering { clusters, of_pairs, carried, capped_roots }
}

/// Of a row of words.
fn hash(words: &[u64]) -> u64 {
    words.iter().fold(0, |all: u64, word| all.wrapping_mul(BASE).wrapping_add(*word))
}

/// The connected components of passages, the largest first, so that threads end together.
struct Components {
    /// Passages of each, sorted.
    members: Grouped,
    order: Vec<u32>,
}

impl Components {
    /// The passages of the n-th.
    fn get(&self, n: usize) -> &[u32] {
        self.members.get(self.order[n] as usize)
    }

    /// How many of the first ones are so large.
    fn count_while(&self, is_large: impl Fn(&[u32]) -> bool) -> usize {
        self.order.partition_point(|n| is_large(self.members.get(*n as usize)))
    }
}

/// Components only divide the work. Two passages are connected by a pair, because most of the one lies inside the other in their document, or as a line
/// that their document says again and again: pages hold the first place of it against the first, the second against the second, and no pair need
/// lead from one to the other.
fn components(input: ClusterInput<'_>, all: &[Passage], sides: &[(u32, u32)], coverage: u32) -> Components {
    let mut parent: Vec<u32> = (0..number(all.len())).collect();
    fn find(parent: &mut [u32], mut x: u32) -> u32 {
        while parent[x as usize] != x {
            parent[x as usize] = parent[parent[x as usize] as usize];
            x = parent[x as usize];
        }
        x
    }
    fn join(parent: &mut [u32], l: u32, r: u32) {
        let (l, r) = (find(parent, l), find(parent, r));
        parent[l.max(r) as usize] = l.min(r);
    }
    for (n, passage) in (0..).zip(all) {
        let later = all[n as usize + 1..].iter().take_while(|p| p.document == passage.document && p.words.start < passage.words.end);
        for (m, other) in (n + 1..).zip(later) {
            let shorter = passage.words.len().min(other.words.len());
            if u64::from(passage.words.overlap(&other.words)) * 100 >= u64::from(shorter) * u64::from(coverage) {
                join(&mut parent, n, m);
            }
        }
    }
    let words = |passage: &Passage| &input.tokens[passage.document as usize].hashes[passage.words.range()];
    let (mut first, mut of_words) = (0, KeyedMap::default());
    for own in all.chunk_by(|a, b| a.document == b.document) {
        if own.len() > input.seeds.repeats {
            of_words.clear();
            for (n, passage) in (first..).zip(own) {
                let earlier = *of_words.entry(hash(words(passage))).or_insert(n);
                if words(&all[earlier as usize]) == words(passage) {
                    join(&mut parent, earlier, n);
                }
            }
        }
        first += number(own.len());
    }
    for &(l, r) in sides {
        join(&mut parent, l, r);
    }
    // The least of each component leads to all of it.
    let mut component: Vec<u32> = vec![0; all.len()];
    let mut found = 0;
    for p in 0..number(all.len()) {
        let least = find(&mut parent, p);
        if least == p {
            component[p as usize] = found;
            found += 1;
        }
        component[p as usize] = component[least as usize];
    }
    drop(parent);
    let members = Grouped::of(found as usize, (0..).zip(&component).map(|(p, component)| (*component as usize, p)));
    let mut order: Vec<u32> = (0..found).collect();
    // Of equals the one with the first passage has the least number.
    order.sort_by_key(|n| Reverse(members.get(*n as usize).len()));
    Components { members, order }
}

#[cfg(test)]
mod tests {
    use super::super::tests::pairs_among;
    use super::*;
    use crate::align::AlignConfig;
    use crate::error::ErrorKind;
    use crate::observer::{Patient, Silent};
    use crate::seeds::{Place, SeedConfig};
    use crate::span::Span;
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    const SENTENCES: [&str; 6] = [
        "the ferry landing below the bridge closes before the first storms of winter come",
        "nobody in the harbour council had asked what the old timber piles would carry",
        "a boat full of passengers waited while the engineers looked under the planks",
        "buses will take people across until another landing has been built upstream",
        "she said that the river had never been so low in all the years of her life",
        "later that evening the band played on the quay for whoever had stayed behind",
    ];

    proptest! {
        #[test]
        fn joined_parts_have_their_clusters_one_part_after_another(parts in prop::collection::vec(prop::collection::vec(prop::option::of(0usize..5), 0..5), 0..9)) {
            let passage = |part: usize, n: usize| Passage { document: part as u32, words: Span::new(n as u32, n as u32 + 8) };
            let part = |(at, own): (usize, &Vec<Option<usize>>)| Part {
                clusters: own.iter().enumerate().map(|(n, part_of)| Cluster { root: passage(at, n), passages: Vec::new(), part_of: part_of.filter(|p| *p < n) }).collect(),
                home: (0..own.len() as u32).map(|n| (at as u32 * 9 + n, n)).collect(),
                carried: (0..own.len()).map(|n| (n, passage(at, n))).collect(),
                capped_roots: 1,
            };
            let all = joined(parts.iter().enumerate().map(part).collect());
            let clusters: Vec<(usize, usize)> = parts.iter().enumerate().flat_map(|(at, own)| (0..own.len()).map(move |n| (at, n))).collect();
            prop_assert_eq!(all.clusters.iter().map(|c| c.root).collect::<Vec<_>>(), clusters.iter().map(|(at, n)| passage(*at, *n)).collect::<Vec<_>>());
            for (cluster, (at, n)) in all.clusters.iter().zip(&clusters) {
                prop_assert_eq!(cluster.part_of.map(|p| clusters[p]), parts[*at][*n].filter(|p| p < n).map(|p| (*at, p)));
            }
            let homes: Vec<(u32, (usize, usize))> = all.home.iter().map(|(passage, cluster)| (*passage, clusters[*cluster as usize])).collect();
            prop_assert_eq!(homes, clusters.iter().map(|(at, n)| (*at as u32 * 9 + *n as u32, (*at, *n))).collect::<Vec<_>>());
            let carried: Vec<(Passage, (usize, usize))> = all.carried.iter().map(|(cluster, place)| (*place, clusters[*cluster])).collect();
            prop_assert_eq!(carried, clusters.iter().map(|(at, n)| (passage(*at, *n), (*at, *n))).collect::<Vec<_>>());
            prop_assert_eq!(all.capped_roots, parts.len() as u64);
        }

        #[test]
        fn passages_that_join_the_longest_without_seeds_are_those_that_join_it_by_them(
            documents in prop::collection::vec(prop::collection::vec((0usize..6, 0usize..30), 1..6), 2..8),
        ) {
            // Sentences, some with a word replaced, in any order.
            let sentence = |&(n, replaced): &(usize, usize)| {
                SENTENCES[n].split(' ').enumerate().map(|(at, word)| if at == replaced { "otherwise" } else { word }).collect::<Vec<_>>().join(" ")
            };
            let texts: Vec<String> = documents.iter().map(|own| own.iter().map(sentence).collect::<Vec<_>>().join(". ")).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
            let places: Vec<Place> = (0..).take(texts.len()).map(|rank| Place { outlet: rank, rank }).collect();
            let (seeds, config) = (SeedConfig::default(), AlignConfig::default());
            let mut pairs = pairs_among(&texts, &tokens, &places, &seeds);
            pairs.retain(|pair| pair.left != pair.right);
            // No text repeats a seed so often that these differ, but for many places of a seed each passage is looked up by its seeds.
            let many = SeedConfig { occurrences: 10_000, ..seeds };
            let input = ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &pairs, seeds: &seeds, align: &config };
            let slow = cluster(ClusterInput { seeds: &many, ..input }, &ClusterConfig::default(), &Silent).unwrap();
            let found = cluster(input, &ClusterConfig::default(), &Silent).unwrap();
            prop_assert_eq!(&found, &slow);
            let patient = Patient::new(usize::MAX);
            prop_assert_eq!(&cluster(input, &ClusterConfig::default(), &patient).unwrap(), &found);
            prop_assert_eq!(patient.told(), pairs.len() as u64);
            for times in [0, patient.asked() / 2, patient.asked() - 1] {
                let stopped = cluster(input, &ClusterConfig::default(), &Patient::new(times));
                prop_assert_eq!(stopped.unwrap_err().kind(), ErrorKind::Interrupted);
            }
            for cluster in &found.clusters {
                prop_assert!(cluster.passages.iter().any(|passage| passage.document != cluster.root.document), "a repeat is no cluster");
            }
            for (pair, of) in pairs.iter().zip(&found.of_pairs) {
                for (cluster, document, words) in [(of.left(), pair.left, pair.left_words), (of.right(), pair.right, pair.right_words)] {
                    let meets = |p: &Passage| p.document == document && p.words.overlap(&words) > 0;
                    prop_assert!(cluster.is_none_or(|cluster| found.clusters[cluster].passages.iter().any(meets)));
                }
            }
        }
    }
}
