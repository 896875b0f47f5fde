//! Clusters around roots.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::grouping::{Grouping, Part};
use super::passages::passages;
use super::{Cluster, ClusterConfig, ClusterInput, Clustering, Passage};
use crate::keyed::NumberedMap;

/// Groups the passages of all pairs.
#[must_use]
pub fn cluster(input: ClusterInput<'_>, config: &ClusterConfig) -> Clustering {
    let (all, sides) = passages(input.pairs, config.same_passage);
    let mut links: Vec<(usize, usize)> = sides.iter().enumerate().flat_map(|(pair, &(l, r))| [(l, pair), (r, pair)]).collect();
    links.par_sort_unstable();
    let components = components(&all, &sides, config.coverage);
    let grouping = Grouping { input, config, all: &all, sides: &sides, links: &links };
    let parts: Vec<Part> = components.par_iter().map(|members| grouping.run(members)).collect();

    let mut home: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    let mut clusters = Vec::new();
    let mut capped_roots = 0;
    for part in parts {
        let offset = clusters.len();
        capped_roots += part.capped_roots;
        for (passage, of) in part.home {
            home[passage].extend(of.into_iter().map(|c| c + offset));
        }
        clusters.extend(part.clusters.into_iter().map(|c| Cluster { part_of: c.part_of.map(|p| p + offset), ..c }));
    }
    // A pair belongs to a cluster that holds both its passages, else each side to the first cluster of its own.
    let of_pairs: Vec<(Option<usize>, Option<usize>)> = sides
        .iter()
        .map(|&(l, r)| match home[l].iter().find(|c| home[r].contains(c)) {
            Some(&both) => (Some(both), Some(both)),
            None => (home[l].first().copied(), home[r].first().copied()),
        })
        .collect();
    sort(&clusters, of_pairs, capped_roots)
}

/// Numbers the clusters by root.
fn sort(clusters: &[Cluster], mut of_pairs: Vec<(Option<usize>, Option<usize>)>, capped_roots: u64) -> Clustering {
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    order.sort_unstable_by_key(|c| clusters[*c].root);
    let mut place = vec![0; clusters.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new;
    }
    let mut sorted: Vec<Cluster> = order.iter().map(|c| clusters[*c].clone()).collect();
    for cluster in &mut sorted {
        cluster.part_of = cluster.part_of.map(|p| place[p]);
    }
    for (left, right) in &mut of_pairs {
        *left = left.map(|c| place[c]);
        *right = right.map(|c| place[c]);
    }
    Clustering { clusters: sorted, of_pairs, capped_roots }
}

/// The connected components of passages, each sorted; they only divide the work. Two passages are connected by a pair,
/// or because most of the one lies inside the other in their document.
fn components(all: &[Passage], sides: &[(usize, usize)], coverage: u32) -> Vec<Vec<usize>> {
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
        let (l, r) = (find(&mut parent, l), find(&mut parent, r));
        parent[l.max(r)] = l.min(r);
    }
    let mut by_root: NumberedMap<usize, Vec<usize>> = NumberedMap::default();
    for p in 0..all.len() {
        by_root.entry(find(&mut parent, p)).or_default().push(p);
    }
    let mut found: Vec<Vec<usize>> = by_root.into_values().collect();
    // The largest first, so that threads end together.
    found.sort_unstable_by_key(|c| (Reverse(c.len()), c[0]));
    found
}
