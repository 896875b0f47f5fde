//! Clusters as [`order`] sees them: members with their places, and how much alike they are.

use rayon::prelude::*;

use super::order::{self, Likeness, Member, Order};
use super::{Attributed, InText};
use crate::cluster::{Grouped, Kind};
use crate::read::Document;
use crate::span::{Span, Words};

/// The order of publication in every cluster, in their order. `kinds` is parallel to the clusters.
#[must_use]
pub fn orders(documents: &[Document], in_text: &InText<'_, '_>, kinds: &[Kind], attributed: &Attributed) -> Vec<Order> {
    let InText { input, clustering, .. } = in_text;
    // Where both sides stand in one cluster.
    let inside = (0..).zip(&clustering.of_pairs).filter(|(_, of)| of.left() == of.right());
    let pairs = Grouped::of(clustering.clusters.len(), inside.filter_map(|(pair, of)| Some((of.left()?, pair))));
    let named = order::outlets_of(documents, &attributed.outlets);
    let evidence = attributed.evidence(documents, &named);
    clustering
        .clusters
        .par_iter()
        .zip(kinds)
        .enumerate()
        .map(|(number, (cluster, kind))| {
            let member = |(p, (_, span)): (&crate::cluster::Passage, &(_, Span<_>))| Member {
                document: p.document as usize,
                span: *span,
                coverage: f64::from(p.words.len()) / input.tokens[p.document as usize].len() as f64,
            };
            let members: Vec<Member> = cluster.passages.iter().zip(in_text.of_cluster(number)).map(member).collect();
            let likenesses = likenesses(in_text, number, pairs.get(number));
            order::order(&order::Cluster { kind: *kind, members: &members, likenesses: &likenesses }, &evidence)
        })
        .collect()
}

/// The pairs inside a cluster, by the numbers of its members. `pairs` are numbers of pairs.
fn likenesses(in_text: &InText<'_, '_>, cluster: usize, pairs: &[u32]) -> Vec<Likeness> {
    let passages = &in_text.clustering.clusters[cluster].passages;
    let member = |document: u32, words: &Span<Words>| {
        let from = passages.partition_point(|p| p.document < document);
        let own = passages[from..].iter().take_while(|p| p.document == document);
        own.enumerate()
            .filter(|(_, p)| p.words.overlap(words) > 0)
            .max_by_key(|(n, p)| (p.words.overlap(words), std::cmp::Reverse(*n)))
            .map(|(n, _)| from + n)
    };
    let likeness = |pair: &u32| {
        let pair = &in_text.input.pairs[*pair as usize];
        let (left, right) = (member(pair.left, &pair.left_words)?, member(pair.right, &pair.right_words)?);
        Some(Likeness { left, right, identity: pair.identity() })
    };
    pairs.iter().filter_map(likeness).collect()
}
