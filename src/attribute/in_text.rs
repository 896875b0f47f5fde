//! Where the passages of clusters stand in their texts, in bytes and in code points.

use rayon::prelude::*;

use crate::cluster::{ClusterInput, Clustering, Passage};
use crate::kernel::memory::ask_for;
use crate::span::{Bytes, Chars, Span};
use crate::text::CharIndex;

/// Clusters whose passages are looked up together: their places are spread over all documents.
const TOGETHER: usize = 16;

/// The passages of all clusters with their places, found once for who was first and for the tables.
#[derive(Debug, Clone)]
pub struct InText<'a, 't> {
    /// What the clusters were made from.
    pub input: ClusterInput<'a>,
    /// The clusters.
    pub clustering: &'a Clustering,
    /// Code points of each document.
    pub chars: Vec<CharIndex<'t>>,
    /// The places of all passages, cluster by cluster.
    places: Vec<(Span<Bytes>, Span<Chars>)>,
    /// Where those of each cluster begin; one more entry than clusters.
    from: Vec<usize>,
}

/// What was found of them, without the words by which it was.
#[derive(Debug, Clone)]
pub struct LookedUp<'t> {
    chars: Vec<CharIndex<'t>>,
    places: Vec<(Span<Bytes>, Span<Chars>)>,
    from: Vec<usize>,
}

impl<'t> LookedUp<'t> {
    /// The same for other words of the same documents, which stand at the same places.
    #[must_use]
    pub fn with<'a>(self, input: ClusterInput<'a>, clustering: &'a Clustering) -> InText<'a, 't> {
        let Self { chars, places, from } = self;
        InText { input, clustering, chars, places, from }
    }
}

impl<'a, 't> InText<'a, 't> {
    /// Looks all of them up. `texts` are those of the input.
    #[must_use]
    pub fn of(input: ClusterInput<'a>, texts: &[&'t str], clustering: &'a Clustering) -> Self {
        let chars: Vec<CharIndex<'t>> = texts.par_iter().map(|text| CharIndex::new(text)).collect();
        let place = |passage: &Passage| {
            let bytes = input.tokens[passage.document as usize].bytes(passage.words);
            (bytes, chars[passage.document as usize].chars(bytes))
        };
        let places = clustering.clusters.par_chunks(TOGETHER).flat_map_iter(|some| {
            let passages = || some.iter().flat_map(|cluster| &cluster.passages);
            // One after another each would wait four times for memory.
            passages().for_each(|passage| {
                let tokens = &input.tokens[passage.document as usize];
                ask_for(&tokens.spans[passage.words.start as usize]);
                ask_for(&tokens.spans[passage.words.end as usize - 1]);
                ask_for(&chars[passage.document as usize]);
            });
            passages().for_each(|passage| {
                let bytes = input.tokens[passage.document as usize].bytes(passage.words);
                chars[passage.document as usize].ask_for(bytes.start);
                chars[passage.document as usize].ask_for(bytes.end);
            });
            passages().map(place)
        });
        let places = places.collect();
        let mut from = Vec::with_capacity(clustering.clusters.len() + 1);
        from.push(0);
        for cluster in &clustering.clusters {
            from.push(from[from.len() - 1] + cluster.passages.len());
        }
        Self { input, clustering, chars, places, from }
    }

    /// Without the words.
    #[must_use]
    pub fn looked_up(self) -> LookedUp<'t> {
        let Self { chars, places, from, .. } = self;
        LookedUp { chars, places, from }
    }

    /// The places of the passages of a cluster, in their order.
    #[must_use]
    pub fn of_cluster(&self, cluster: usize) -> &[(Span<Bytes>, Span<Chars>)] {
        &self.places[self.from[cluster]..self.from[cluster + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::AlignConfig;
    use crate::cluster::Cluster;
    use crate::seeds::SeedConfig;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn every_passage_has_its_own_place_in_bytes_and_in_code_points() {
        let texts = ["Мир и мост ждут у реки. ", "🕊 waits «at the bridge» é", "plain words of one more text"];
        let tokens: Vec<_> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
        // More clusters than are looked up together, of one to three passages that begin with every word.
        let clusters: Vec<Cluster> = (0..3 * TOGETHER)
            .map(|n| {
                let passage = |document: usize| {
                    let last = u32::try_from(tokens[document].len()).unwrap() - 1;
                    let start = u32::try_from(n).unwrap() % (last + 1);
                    Passage { document: u32::try_from(document).unwrap(), words: Span::new(start, last + 1) }
                };
                let passages: Vec<Passage> = (0..=n % 3).map(passage).collect();
                Cluster { root: passages[0], passages, part_of: None }
            })
            .collect();
        let clustering = Clustering { clusters, ..Clustering::default() };
        let (seeds, align) = (SeedConfig::default(), AlignConfig::default());
        let input = ClusterInput { texts: &texts, tokens: &tokens, places: &[], pairs: &[], seeds: &seeds, align: &align };
        let found = InText::of(input, &texts, &clustering);
        for (n, cluster) in clustering.clusters.iter().enumerate() {
            let places = found.of_cluster(n);
            assert_eq!(places.len(), cluster.passages.len());
            for (passage, (bytes, chars)) in cluster.passages.iter().zip(places) {
                let text = texts[passage.document as usize];
                let first = tokens[passage.document as usize].spans[passage.words.start as usize];
                let last = tokens[passage.document as usize].spans[passage.words.end as usize - 1];
                assert_eq!((bytes.start, bytes.end), (first.start, last.end));
                let cut: String = text.chars().skip(chars.start as usize).take((chars.end - chars.start) as usize).collect();
                assert_eq!(cut, text[bytes.range()]);
            }
        }
    }
}
