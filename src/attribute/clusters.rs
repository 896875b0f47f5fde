//! Clusters as [`order`] sees them: members with their places, and how much alike they are.

use rayon::prelude::*;

use super::Attributed;
use super::order::{self, Likeness, Member, Order};
use crate::cluster::{ClusterInput, Clustering, Kind};
use crate::read::Document;
use crate::text::CharIndex;

/// The order of publication in every cluster, in their order. `kinds` is parallel to the clusters.
#[must_use]
pub fn orders(
    documents: &[Document],
    input: ClusterInput<'_>,
    clustering: &Clustering,
    kinds: &[Kind],
    attributed: &Attributed,
) -> Vec<Order> {
    let chars: Vec<CharIndex<'_>> = documents.par_iter().map(|d| CharIndex::new(&d.text)).collect();
    let members: Vec<Vec<Member>> = clustering
        .clusters
        .par_iter()
        .map(|cluster| {
            let member = |p: &crate::cluster::Passage| {
                let tokens = &input.tokens[p.document as usize];
                Member {
                    document: p.document as usize,
                    span: chars[p.document as usize].chars(tokens.bytes(p.words)),
                    coverage: f64::from(p.words.len()) / tokens.len() as f64,
                }
            };
            cluster.passages.iter().map(member).collect()
        })
        .collect();
    let likenesses = likenesses(input, clustering);
    let evidence = attributed.evidence(documents);
    members
        .par_iter()
        .zip(&likenesses)
        .zip(kinds)
        .map(|((members, likenesses), kind)| order::order(&order::Cluster { kind: *kind, members, likenesses }, &evidence))
        .collect()
}

/// The pairs inside each cluster, by the numbers of their members.
fn likenesses(input: ClusterInput<'_>, clustering: &Clustering) -> Vec<Vec<Likeness>> {
    let mut found: Vec<Vec<Likeness>> = vec![Vec::new(); clustering.clusters.len()];
    for (pair, of) in input.pairs.iter().zip(&clustering.of_pairs) {
        let (Some(cluster), true) = (of.0, of.0 == of.1) else { continue };
        let passages = &clustering.clusters[cluster].passages;
        let member = |document: u32, words: &crate::span::Span<crate::span::Words>| {
            let from = passages.partition_point(|p| p.document < document);
            let own = passages[from..].iter().take_while(|p| p.document == document);
            own.enumerate()
                .filter(|(_, p)| p.words.overlap(words) > 0)
                .max_by_key(|(n, p)| (p.words.overlap(words), std::cmp::Reverse(*n)))
                .map(|(n, _)| from + n)
        };
        if let (Some(left), Some(right)) = (member(pair.left, &pair.left_words), member(pair.right, &pair.right_words)) {
            found[cluster].push(Likeness { left, right, identity: pair.identity() });
        }
    }
    found
}
