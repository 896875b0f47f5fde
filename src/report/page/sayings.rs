//! Quotations that are one saying: papers take more of it or less, so it lies in clusters of many lengths.
//!
//! The heaviest quotation leads a saying. Another one belongs to it when, in at least half of its documents, at least half of the shorter of both
//! stands over the other: it stands where the leading one does, or where a part of that one does. Only the leading one and its parts bring others in, so that
//! a long extract from an interview, which holds two sayings, does not make them one.

use super::index::{Index, NONE, at, position};
use crate::keyed::NumberedMap;
use crate::report::model::{Kind, Spread};

/// One saying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Saying {
    /// Its clusters, the leading one in front, the others by how far they went.
    pub clusters: Vec<u32>,
    /// Outlets that carry any of them; documents, where there is one outlet.
    pub reach: u32,
}

/// Where a quotation stands in a document.
struct Place {
    start: u32,
    end: u32,
    /// The saying.
    saying: u32,
    /// Whether it is the leading quotation or a part of it.
    leads: bool,
}

/// All sayings; the one that went furthest comes first, of equals the heavier.
pub(super) fn sayings(index: &Index<'_>) -> Vec<Saying> {
    let mut places: NumberedMap<u32, Vec<Place>> = NumberedMap::default();
    let mut sayings: Vec<Saying> = Vec::new();
    for cluster in index.shown().filter(|&c| index.cluster(c).kind == Kind::Quote) {
        let (saying, is_part) = belongs(index, cluster, &places);
        let number = saying.unwrap_or(position(sayings.len()));
        match saying {
            Some(saying) => sayings[at(saying)].clusters.push(cluster),
            None => sayings.push(Saying { clusters: vec![cluster], reach: 0 }),
        }
        let leads = saying.is_none() || is_part;
        for p in index.passages[at(cluster)].clone() {
            let passage = index.run.passages.told(p);
            let (start, end) = (passage.start, passage.end);
            places.entry(index.passage_doc[p]).or_default().push(Place { start, end, saying: number, leads });
        }
    }
    for saying in &mut sayings {
        saying.clusters[1..].sort_by_key(|&c| std::cmp::Reverse(index.spread.count(index.cluster(c))));
        let mut docs: Vec<u32> = saying.clusters.iter().flat_map(|&c| index.docs_of(c)).collect();
        docs.sort_unstable();
        docs.dedup();
        saying.reach = if index.spread == Spread::Outlets { index.count_outlets(&docs) } else { position(docs.len()) };
    }
    sayings.sort_by_key(|saying| std::cmp::Reverse(saying.reach));
    sayings
}

/// The saying that a quotation belongs to, and whether it is a part of what leads there.
fn belongs(index: &Index<'_>, cluster: u32, places: &NumberedMap<u32, Vec<Place>>) -> (Option<u32>, bool) {
    // For each saying how many documents have it here, and in how many this lies inside.
    let mut met: NumberedMap<u32, (u32, u32)> = NumberedMap::default();
    let (mut documents, mut last) = (0, NONE);
    for p in index.passages[at(cluster)].clone() {
        let (doc, row) = (index.passage_doc[p], index.run.passages.told(p));
        if std::mem::replace(&mut last, doc) == doc {
            // A document counts once, by its first place.
            continue;
        }
        documents += 1;
        let mut here: Vec<(u32, bool)> = Vec::new();
        for place in places.get(&doc).into_iter().flatten().filter(|place| place.leads) {
            let shared = row.end.min(place.end).saturating_sub(row.start.max(place.start));
            let (own, other) = (row.end - row.start, place.end - place.start);
            if shared * 2 >= own.min(other) {
                match here.iter_mut().find(|(saying, _)| *saying == place.saying) {
                    Some((_, is_inside)) => *is_inside |= shared * 2 >= own,
                    None => here.push((place.saying, shared * 2 >= own)),
                }
            }
        }
        for (saying, is_inside) in here {
            let (have, inside) = met.entry(saying).or_default();
            *have += 1;
            *inside += u32::from(is_inside);
        }
    }
    let best = met.into_iter().filter(|(_, (have, _))| have * 2 >= documents);
    let best = best.max_by_key(|&(saying, (have, _))| (have, std::cmp::Reverse(saying)));
    (best.map(|(saying, _)| saying), best.is_some_and(|(_, (_, inside))| inside * 2 >= documents))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    #[test]
    fn every_quotation_stands_in_one_saying_and_the_outlets_of_all_are_counted_once() {
        let run = fixtures::synthetic(2_000, 7);
        let index = Index::new(&run).unwrap();
        let sayings = sayings(&index);
        let mut all: Vec<u32> = sayings.iter().flat_map(|saying| saying.clusters.clone()).collect();
        all.sort_unstable();
        let mut quotes: Vec<u32> = index.shown().filter(|&c| index.cluster(c).kind == Kind::Quote).collect();
        quotes.sort_unstable();
        assert!(!quotes.is_empty());
        assert_eq!(all, quotes);
        for saying in &sayings {
            let most = saying.clusters.iter().map(|&c| index.cluster(c).outlets).max().unwrap();
            assert!(saying.reach >= most, "{saying:?}");
        }
        assert!(sayings.windows(2).all(|w| w[0].reach >= w[1].reach));
    }
}
