//! Where roots stand inside longer passages.
//!
//! Spans of one document that cover half of one another are one passage, the longest of them. So a sentence that one paper has in common with forty others lies
//! inside a longer passage where its neighbour is shared as well, and that passage is too long to join the sentence's cluster. A text that stands
//! there word for word is the cluster's text all the same: its document carries it.
//!
//! In: the clusters of a component, its passages. Out: for each cluster the places of its root's words inside passages, in documents that it did not have.
//! Roots are looked up by their first words; among those that begin alike, sorted by their words, the longest that a text begins with leads to the
//! shorter ones. So each word of the passages is looked at once, however many roots there are.

use std::ops::Range;

use rayon::prelude::*;

use super::grouping::Grouping;
use super::passages::without_overlaps;
use super::{Cluster, ClusterConfig, ClusterInput, Clustering, OfPair, Passage, SHARED_OUT};
use crate::keyed::{Among, KeyedMap};
use crate::sketch::each_shingle;
use crate::span::{Span, Words};

/// First words that roots are looked up by, at most.
const FIRST: usize = 8;

/// The roots of some clusters, to be found in texts.
struct RootsByWords<'a> {
    input: ClusterInput<'a>,
    /// How many words they are looked up by.
    first: usize,
    /// Clusters in the order of their roots' words.
    sorted: Vec<usize>,
    roots: Vec<Passage>,
    /// For each of these the place of the longest one before it that it begins with.
    shorter: Vec<Option<usize>>,
    /// Hash of the first words to those that begin so.
    by_first: KeyedMap<Range<usize>>,
    among: Among,
}

impl<'a> RootsByWords<'a> {
    fn of(input: ClusterInput<'a>, clusters: &[Cluster]) -> Self {
        let words = |root: Passage| &input.tokens[root.document as usize].hashes[root.words.range()];
        let first = clusters.iter().map(|c| c.root.words.len() as usize).min().unwrap_or(FIRST).min(FIRST);
        let mut sorted: Vec<usize> = (0..clusters.len()).collect();
        sorted.par_sort_unstable_by(|a, b| words(clusters[*a].root).cmp(words(clusters[*b].root)).then(a.cmp(b)));
        let roots: Vec<Passage> = sorted.iter().map(|c| clusters[*c].root).collect();
        let mut shorter: Vec<Option<usize>> = Vec::with_capacity(roots.len());
        for at in 0..roots.len() {
            let mut before = at.checked_sub(1);
            while let Some(place) = before.filter(|place| !words(roots[at]).starts_with(words(roots[*place]))) {
                before = shorter[place];
            }
            shorter.push(before);
        }
        let mut by_first: KeyedMap<Range<usize>> = KeyedMap::default();
        for (at, root) in roots.iter().enumerate() {
            each_shingle(&words(*root)[..first], first, |hash| by_first.entry(hash).or_insert(at..at).end = at + 1);
        }
        let among = Among::of(by_first.keys());
        Self { input, first, sorted, roots, shorter, by_first, among }
    }

    fn words(&self, passage: Passage) -> &'a [u64] {
        &self.input.tokens[passage.document as usize].hashes[passage.words.range()]
    }

    /// Tells each place of a root's words in a stretch of a document, with its cluster.
    fn each_in(&self, stretch: Passage, mut tell: impl FnMut(usize, Passage)) {
        let words = self.words(stretch);
        if words.len() < self.first {
            return;
        }
        let mut at = 0;
        each_shingle(words, self.first, |hash| {
            let start = at;
            at += 1;
            if !self.among.may_hold(hash) {
                return;
            }
            let Some(alike) = self.by_first.get(&hash) else { return };
            let text = &words[start..];
            // What the text begins with stands before it in order, and whatever lies between the two begins with it too.
            let before = alike.start + self.roots[alike.clone()].partition_point(|root| self.words(*root) <= text);
            let mut longest = before.checked_sub(1).filter(|place| *place >= alike.start);
            while let Some(place) = longest {
                let root = self.words(self.roots[place]);
                if text.starts_with(root) {
                    let from = stretch.words.start + count(start);
                    tell(self.sorted[place], Passage { words: Span::new(from, from + self.roots[place].words.len()), ..stretch });
                }
                longest = self.shorter[place];
            }
        });
    }
}

impl Grouping<'_> {
    /// The places inside longer passages that carry the text of a cluster, with its number: word for word, or by a pair with the root. None overlaps
    /// what its cluster holds. `root_of` has the number of each root, `members` are the passages of the component, sorted.
    pub(super) fn carried(&self, clusters: &[Cluster], root_of: &[usize], members: &[u32]) -> Vec<(usize, Passage)> {
        let mut carried = inside(self.input, members.iter().map(|p| self.all[*p as usize]), clusters);
        carried.par_sort_unstable();
        // A text that ends as it begins may stand twice over one place.
        carried
            .dedup_by(|later, kept| later.0 == kept.0 && later.1.document == kept.1.document && later.1.words.overlap(&kept.1.words) > 0);
        let by_words = &carried[..];
        let by_pairs_of = |number: usize| {
            let cluster = &clusters[number];
            let mut partners = self.partners(root_of[number]);
            partners.retain(|place| {
                let from = by_words.partition_point(|(c, other)| (*c, other.document) < (number, place.document));
                let mut found = by_words[from..].iter().take_while(|(c, other)| (*c, other.document) == (number, place.document));
                is_apart(&cluster.passages, *place) && found.all(|(_, other)| other.words.overlap(&place.words) == 0)
            });
            let places = if partners.is_empty() { partners } else { without_overlaps(partners, cluster.root) };
            places.into_iter().map(move |place| (number, place))
        };
        let numbers = 0..clusters.len();
        let by_pairs: Vec<(usize, Passage)> = if clusters.len() < SHARED_OUT {
            numbers.flat_map(by_pairs_of).collect()
        } else {
            numbers.into_par_iter().flat_map_iter(by_pairs_of).collect()
        };
        carried.extend(by_pairs);
        carried
    }
}

impl Clustering {
    /// Makes passages of the places that carry the text of a cluster, in the clusters that `counts` tells. A pair whose sides stood in two clusters, and both
    /// of whose spans stand in one now, belongs to that one.
    ///
    /// In: what [`cluster`](super::cluster) found for this input. What kind a cluster is should be known before: how many carry a form says nothing
    /// of what it is.
    pub fn carry(&mut self, input: ClusterInput<'_>, config: &ClusterConfig, counts: impl Fn(usize) -> bool) {
        let mut carried: Vec<(usize, Passage)> = std::mem::take(&mut self.carried);
        carried.retain(|(cluster, _)| counts(*cluster));
        for own in carried.chunk_by(|a, b| a.0 == b.0) {
            let passages = &mut self.clusters[own[0].0].passages;
            passages.extend(own.iter().map(|(_, place)| *place));
            passages.sort_unstable();
        }
        let mut by_place: Vec<(Passage, usize)> = carried.into_iter().map(|(cluster, place)| (place, cluster)).collect();
        by_place.par_sort_unstable();
        self.of_pairs.par_iter_mut().zip(input.pairs).filter(|(of, _)| of.left() != of.right()).for_each(|(of, pair)| {
            let all = |own: Option<usize>, document: u32, words: Span<Words>| {
                own.into_iter().chain(carriers(&by_place, Passage { document, words }, config.coverage))
            };
            let (left, right) = (of.left(), of.right());
            let both = all(left, pair.left, pair.left_words).find(|c| all(right, pair.right, pair.right_words).any(|other| other == *c));
            if both.is_some() {
                *of = OfPair::new(both, both);
            }
        });
    }
}

/// The clusters whose text a span carries. `by_place` is sorted.
fn carriers(by_place: &[(Passage, usize)], span: Passage, coverage: u32) -> impl Iterator<Item = usize> {
    let from = by_place.partition_point(|(place, _)| place.document < span.document);
    let own = by_place[from..].iter().take_while(move |(place, _)| place.document == span.document && place.words.start < span.words.end);
    let is_same = move |place: &Passage| {
        let longer = place.words.len().max(span.words.len());
        u64::from(place.words.overlap(&span.words)) * 100 >= u64::from(longer) * u64::from(coverage)
    };
    own.filter(move |(place, _)| is_same(place)).map(|(_, cluster)| *cluster)
}

/// The places of roots in these passages that lie apart from what their clusters hold of the document: (cluster, place).
fn inside(input: ClusterInput<'_>, passages: impl Iterator<Item = Passage>, clusters: &[Cluster]) -> Vec<(usize, Passage)> {
    let roots = RootsByWords::of(input, clusters);
    let stretches = stretches(passages);
    let of = |stretch: &Passage| {
        let mut found = Vec::new();
        roots.each_in(*stretch, |cluster, place| {
            if is_apart(&clusters[cluster].passages, place) {
                found.push((cluster, place));
            }
        });
        found
    };
    if stretches.len() < SHARED_OUT { stretches.iter().flat_map(of).collect() } else { stretches.par_iter().flat_map_iter(of).collect() }
}

/// What sorted passages cover, in order: those that overlap or meet are one stretch.
fn stretches(passages: impl Iterator<Item = Passage>) -> Vec<Passage> {
    let mut found: Vec<Passage> = Vec::new();
    for passage in passages {
        match found.last_mut().filter(|last| last.document == passage.document && passage.words.start <= last.words.end) {
            Some(last) => last.words = last.words.union(&passage.words),
            None => found.push(passage),
        }
    }
    found
}

/// Whether none of these sorted passages overlaps a place.
fn is_apart(passages: &[Passage], place: Passage) -> bool {
    let from = passages.partition_point(|p| p.document < place.document);
    passages[from..].iter().take_while(|p| p.document == place.document).all(|p| p.words.overlap(&place.words) == 0)
}

fn count(words: usize) -> u32 {
    u32::try_from(words).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::AlignConfig;
    use crate::seeds::SeedConfig;
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    #[test]
    fn passages_of_one_document_that_meet_are_one_stretch() {
        let at = |document: u32, start: u32, end: u32| Passage { document, words: Span::new(start, end) };
        let passages = [at(0, 2, 8), at(0, 3, 5), at(0, 8, 12), at(0, 13, 20), at(1, 14, 15)];
        assert_eq!(stretches(passages.into_iter()), [at(0, 2, 12), at(0, 13, 20), at(1, 14, 15)]);
    }

    proptest! {
        #[test]
        fn every_place_of_a_root_in_a_passage_is_found_and_none_that_its_cluster_overlaps(
            documents in prop::collection::vec(prop::collection::vec(0usize..3, 12..40), 2..5),
            spans in prop::collection::vec((0usize..5, 0usize..30, 1usize..25), 1..8),
            roots in prop::collection::vec((0usize..5, 0usize..30, 1usize..12), 1..6),
        ) {
            // Few words, so that roots stand in many places, and inside one another.
            let texts: Vec<String> =
                documents.iter().map(|own| own.iter().map(|word| ["ferry", "bridge", "river"][*word]).collect::<Vec<_>>().join(" ")).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
            let passage = |&(document, start, words): &(usize, usize, usize)| {
                let document = document % documents.len();
                let start = start % documents[document].len();
                let end = (start + words).min(documents[document].len());
                Passage { document: count(document), words: Span::new(count(start), count(end)) }
            };
            let mut passages: Vec<Passage> = spans.iter().map(passage).collect();
            passages.sort_unstable();
            let clusters: Vec<Cluster> =
                roots.iter().map(passage).map(|root| Cluster { root, passages: vec![root], part_of: None }).collect();
            let (seeds, align) = (SeedConfig::default(), AlignConfig::default());
            let input = ClusterInput { texts: &texts, tokens: &tokens, places: &[], pairs: &[], seeds: &seeds, align: &align };
            let mut found = inside(input, passages.iter().copied(), &clusters);
            found.sort_unstable();
            let mut slow = Vec::new();
            for stretch in stretches(passages.iter().copied()) {
                for (number, cluster) in clusters.iter().enumerate() {
                    let root = &tokens[cluster.root.document as usize].hashes[cluster.root.words.range()];
                    for start in stretch.words.range() {
                        let words = Span::new(count(start), count(start + root.len()));
                        let is_inside = stretch.words.contains(&words) && tokens[stretch.document as usize].hashes[words.range()] == *root;
                        let place = Passage { document: stretch.document, words };
                        let overlaps = cluster.root.document == place.document && cluster.root.words.overlap(&words) > 0;
                        if is_inside && !overlaps {
                            slow.push((number, place));
                        }
                    }
                }
            }
            slow.sort_unstable();
            prop_assert_eq!(found, slow);
        }
    }
}
