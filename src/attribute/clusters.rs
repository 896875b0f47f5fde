//! Clusters as [`order`] sees them: members with their places, and how much alike they are.

use rayon::prelude::*;

use super::order::{self, Likeness, Member, Order};
use super::{Attributed, InText};
use crate::cluster::Kind;
use crate::read::Document;
use crate::span::{Span, Words};

/// The order of publication in every cluster, in their order. `kinds` is parallel to the clusters.
#[must_use]
pub fn orders(documents: &[Document], in_text: &InText<'_, '_>, kinds: &[Kind], attributed: &Attributed) -> Vec<Order> {
    let InText { input, clustering, .. } = in_text;
    let likenesses = likenesses(in_text);
    let named = order::outlets_of(documents, &attributed.outlets);
    let evidence = attributed.evidence(documents, &named);
    clustering
        .clusters
        .par_iter()
        .enumerate()
        .zip(&likenesses)
        .zip(kinds)
        .map(|(((number, cluster), likenesses), kind)| {
            let member = |(p, (_, span)): (&crate::cluster::Passage, &(_, Span<_>))| Member {
                document: p.document as usize,
                span: *span,
                coverage: f64::from(p.words.len()) / input.tokens[p.document as usize].len() as f64,
            };
            let members: Vec<Member> = cluster.passages.iter().zip(in_text.of_cluster(number)).map(member).collect();
            order::order(&order::Cluster { kind: *kind, members: &members, likenesses }, &evidence)
        })
        .collect()
}

/// The pairs inside each cluster, by the numbers of their members.
fn likenesses(in_text: &InText<'_, '_>) -> Vec<Vec<Likeness>> {
    let InText { input, clustering, .. } = in_text;
    let all: Vec<(usize, Likeness)> = input
        .pairs
        .par_iter()
        .zip(&clustering.of_pairs)
        .filter_map(|(pair, of)| {
            let cluster = of.left().filter(|_| of.left() == of.right())?;
            let passages = &clustering.clusters[cluster].passages;
            let member = |document: u32, words: &Span<Words>| {
                let from = passages.partition_point(|p| p.document < document);
                let own = passages[from..].iter().take_while(|p| p.document == document);
                own.enumerate()
                    .filter(|(_, p)| p.words.overlap(words) > 0)
                    .max_by_key(|(n, p)| (p.words.overlap(words), std::cmp::Reverse(*n)))
                    .map(|(n, _)| from + n)
            };
            let (left, right) = (member(pair.left, &pair.left_words)?, member(pair.right, &pair.right_words)?);
            Some((cluster, Likeness { left, right, identity: pair.identity() }))
        })
        .collect();
    let mut found: Vec<Vec<Likeness>> = vec![Vec::new(); clustering.clusters.len()];
    all.into_iter().for_each(|(cluster, likeness)| found[cluster].push(likeness));
    found
}
