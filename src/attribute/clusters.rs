//! Clusters as [`order`] sees them: members with their places, and how much alike they are.

use rayon::prelude::*;

use super::order::{self, Evidence, Likeness, Member, Order};
use super::{Attributed, InText};
use crate::cluster::{Cluster, Grouped, Kind, Passage};
use crate::kernel::memory::ask_for;
use crate::read::Document;
use crate::span::{Span, Words};

/// Clusters that are looked at together: what is known of their documents lies all over memory.
const TOGETHER: usize = 16;

/// The order of publication in every cluster, in their order. `kinds` is parallel to the clusters.
#[must_use]
pub fn orders(documents: &[Document], in_text: &InText<'_, '_>, kinds: &[Kind], attributed: &Attributed) -> Vec<Order> {
    let InText { input, clustering, .. } = in_text;
    // Where both sides stand in one cluster.
    let inside = (0..).zip(&clustering.of_pairs).filter(|(_, of)| of.left() == of.right());
    let pairs = Grouped::of(clustering.clusters.len(), inside.filter_map(|(pair, of)| Some((of.left()?, pair))));
    let named = order::outlets_of(documents, &attributed.outlets);
    let evidence = attributed.evidence(documents, &named);
    let parts = clustering.clusters.par_chunks(TOGETHER).zip(kinds.par_chunks(TOGETHER)).enumerate();
    let of_part = |(part, (clusters, kinds)): (usize, (&[Cluster], &[Kind]))| -> Vec<Order> {
        ask_for_members(clusters, &evidence);
        (part * TOGETHER..)
            .zip(clusters)
            .zip(kinds)
            .map(|((number, cluster), kind)| {
                let member = |(p, (_, span)): (&Passage, &(_, Span<_>))| Member {
                    document: p.document as usize,
                    span: *span,
                    coverage: f64::from(p.words.len()) / input.tokens[p.document as usize].len() as f64,
                };
                let members: Vec<Member> = cluster.passages.iter().zip(in_text.of_cluster(number)).map(member).collect();
                let asked = order::asks_for_likeness(&members, &evidence);
                let likenesses = if asked { likenesses(in_text, number, pairs.get(number)) } else { Vec::new() };
                order::order(&order::Cluster { kind: *kind, members: &members, likenesses: &likenesses }, &evidence)
            })
            .collect()
    };
    parts.flat_map_iter(of_part).collect()
}

/// Asks memory for what says when the documents of some clusters appeared and in which order they stand.
fn ask_for_members(clusters: &[Cluster], evidence: &Evidence<'_>) {
    let documents = || clusters.iter().flat_map(|cluster| &cluster.passages).map(|passage| passage.document as usize);
    documents().for_each(|document| {
        ask_for(&evidence.documents[document].id);
        ask_for(&evidence.publications[document]);
        ask_for(&evidence.credits[document]);
    });
    documents().filter_map(|document| evidence.documents[document].id.as_bytes().first()).for_each(ask_for);
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
