//! Clusters around roots.

use std::cmp::Reverse;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::grouping::{Grouping, LARGE, Links, Part};
use super::passages::passages;
use super::{Cluster, ClusterConfig, ClusterInput, Clustering, OfPair, Passage};

/// Groups the passages of all pairs.
#[must_use]
pub fn cluster(input: ClusterInput<'_>, config: &ClusterConfig) -> Clustering {
    let (all, sides) = passages(input.pairs, config.same_passage);
    let links = Links::of(all.len(), &sides);
    let components = components(&all, &sides, config.coverage);
    let grouping = Grouping { input, config, all: &all, sides: &sides, links: &links };
    let parts = parts(&grouping, &components);

    let mut home: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    let mut clusters = Vec::new();
    let mut carried = Vec::new();
    let mut capped_roots = 0;
    for part in parts {
        let offset = clusters.len();
        capped_roots += part.capped_roots;
        carried.extend(part.carried.into_iter().map(|(c, place)| (c + offset, place)));
        for (passage, of) in part.home {
            home[passage].extend(of.into_iter().map(|c| c + offset));
        }
        clusters.extend(part.clusters.into_iter().map(|c| Cluster { part_of: c.part_of.map(|p| p + offset), ..c }));
    }
    // A pair belongs to a cluster that holds both its passages, else each side to the first cluster of its own.
    let of_pairs: Vec<OfPair> = sides
        .par_iter()
        .map(|&(l, r)| {
            let (l, r) = (&home[l as usize], &home[r as usize]);
            match l.iter().find(|c| r.contains(c)) {
                Some(&both) => OfPair::new(Some(both), Some(both)),
                None => OfPair::new(l.first().copied(), r.first().copied()),
            }
        })
        .collect();
    drop((home, sides, all, links));
    sort(Clustering { clusters, of_pairs, carried, capped_roots })
}

/// The clusters of all components, of which the largest come first.
fn parts(grouping: &Grouping<'_>, components: &[Vec<usize>]) -> Vec<Part> {
    /// Passages of a component that is soon done.
    const SMALL: usize = 64;
    let parts: Vec<OnceLock<Part>> = components.iter().map(|_| OnceLock::new()).collect();
    let part = |n: usize, beside: &(dyn Fn(&AtomicBool) + Sync)| {
        parts[n].get_or_init(|| grouping.run(&components[n], beside));
    };
    let next = AtomicUsize::new(components.partition_point(|members| members.len() > SMALL));
    let beside = |is_done: &AtomicBool| {
        while !is_done.load(Ordering::Relaxed) {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= components.len() {
                break;
            }
            part(n, &|_| {});
        }
    };
    let large = components.partition_point(|members| members.len() >= LARGE);
    (0..large).into_par_iter().for_each(|n| part(n, &beside));
    (large..components.len()).into_par_iter().for_each(|n| part(n, &|_| {}));
    parts.into_iter().filter_map(OnceLock::into_inner).collect()
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

/// The connected components of passages, each sorted; they only divide the work. Two passages are connected by a pair,
/// or because most of the one lies inside the other in their document.
fn components(all: &[Passage], sides: &[(u32, u32)], coverage: u32) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..all.len()).collect();
    fn find(parent: &mut [usize], mut x: usize) -> usize {
        while parent[x] != x {
            parent[x] = parent[parent[x]];
            x = parent[x];
        }
        x
    }
    for (n, passage) in all.iter().enumerate() {
        let later = all[n + 1..].iter().take_while(|p| p.document == passage.document && p.words.start < passage.words.end);
        for (m, other) in later.enumerate() {
            let shorter = passage.words.len().min(other.words.len());
            if u64::from(passage.words.overlap(&other.words)) * 100 >= u64::from(shorter) * u64::from(coverage) {
                let (l, r) = (find(&mut parent, n), find(&mut parent, n + 1 + m));
                parent[l.max(r)] = l.min(r);
            }
        }
    }
    for &(l, r) in sides {
        let (l, r) = (find(&mut parent, l as usize), find(&mut parent, r as usize));
        parent[l.max(r)] = l.min(r);
    }
    // The least of each component leads to all of it.
    let mut number = vec![0; all.len()];
    let mut found: Vec<Vec<usize>> = Vec::new();
    for p in 0..all.len() {
        let least = find(&mut parent, p);
        if least == p {
            number[p] = found.len();
            found.push(Vec::new());
        }
        found[number[least]].push(p);
    }
    // The largest first, so that threads end together.
    found.sort_unstable_by_key(|c| (Reverse(c.len()), c[0]));
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::pairs_among;
    use super::*;
    use crate::align::AlignConfig;
    use crate::seeds::{Place, SeedConfig};
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
            let slow = cluster(ClusterInput { seeds: &many, ..input }, &ClusterConfig::default());
            prop_assert_eq!(cluster(input, &ClusterConfig::default()), slow);
        }
    }
}
