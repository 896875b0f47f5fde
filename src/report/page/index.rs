//! The tables of a run, joined: ids become positions, rows of one cluster one range.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::html::shared_line;
use super::positions::{OfNames, Positions, find};
use super::words::Interval;
use crate::error::{Error, ErrorKind, Result};
use crate::report::model::{ClusterRow, Kind, Run, Spread};
use crate::report::passages::Numbers;

/// Stands for "no row".
pub(super) const NONE: u32 = u32::MAX;

/// A position as 32 bits.
pub(super) fn position(n: usize) -> u32 {
    u32::try_from(n).expect("a table of a run has fewer than 2^32 rows")
}

/// A position as an index.
pub(super) fn at(n: u32) -> usize {
    usize::try_from(n).expect("this program runs where addresses have 32 bits or more")
}

/// A run whose rows know one another by position.
pub(super) struct Index<'a> {
    pub run: &'a Run,
    /// Names of the outlets, sorted.
    pub outlets: Vec<&'a str>,
    /// What says how far a text went.
    pub spread: Spread,
    /// Outlet of each document.
    pub outlet_of: Vec<u32>,
    /// Text of each document; empty where the run kept none.
    pub texts: Vec<&'a str>,
    /// When each document can have been published.
    pub when: Vec<Option<Interval>>,
    /// Document of each that pairs name.
    pair_docs: Vec<u32>,
    /// Cluster of each that pairs name.
    pair_clusters: Vec<u32>,
    /// Document of each passage.
    pub passage_doc: Vec<u32>,
    /// Source document of each passage, or [`NONE`].
    pub passage_source: Vec<u32>,
    /// The passages of each cluster.
    pub passages: Vec<Range<usize>>,
    /// The cluster that contains each cluster, or [`NONE`].
    pub parent: Vec<u32>,
    /// Clusters in the order for people: heaviest first, then by id.
    pub ranked: Vec<u32>,
    /// Names that documents credit, sorted; agencies outside the corpus among them.
    pub sources: Vec<&'a str>,
    /// What each document credits: positions in `sources`, ascending, and whether for the document as a whole.
    pub credits: Vec<Vec<(u32, bool)>>,
    /// Lines at the head of three and more documents of one outlet without titles: no headlines.
    pub furniture: BTreeSet<String>,
    docs: Positions<'a>,
}

impl<'a> Index<'a> {
    /// Joins the tables.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] where a row names a document or cluster that has no row.
    pub fn new(run: &'a Run) -> Result<Self> {
        let names: BTreeMap<&str, ()> = run.documents.iter().map(|d| (&*d.outlet, ())).collect();
        let outlets: Vec<&str> = names.into_keys().collect();
        let (docs, clusters) =
            rayon::join(|| Positions::of(run.documents.iter().map(|d| &d.doc)), || Positions::of(run.clusters.iter().map(|c| &c.cluster)));
        let doc = |table: &str, id: &str| find(&docs, table, "document", id);
        let cluster = |table: &str, id: &str| find(&clusters, table, "cluster", id);

        let mut texts = vec![""; run.documents.len()];
        for row in &run.texts {
            texts[at(doc("texts", &row.doc)?)] = &*row.text;
        }
        let (of_pairs, clusters_of_pairs) = run.pairs.names();
        let pairs = || (join_all(of_pairs, |id| doc("pairs", id)), join_all(clusters_of_pairs, |id| cluster("pairs", id)));
        let names = run.passages.names();
        let (doc_names, cluster_names) = (OfNames::new(&docs, names), OfNames::new(&clusters, names));
        let passage = |place: &u32| {
            let Numbers { cluster, doc: own, source, .. } = run.passages.numbers(at(*place));
            let doc = |name: u32| doc_names.get(name, "passages", "document");
            let source = source.map_or(Ok(NONE), doc);
            Ok((doc(own)?, source?, cluster_names.get(cluster, "passages", "cluster")?))
        };
        let places: Vec<u32> = (0..position(run.passages.len())).collect();
        let (((pair_docs, pair_clusters), joined), (when, furniture)) =
            rayon::join(|| rayon::join(pairs, || join_all(&places, passage)), || rayon::join(|| when(run), || furniture(run, &texts)));
        let mut passages = vec![0..0; run.clusters.len()];
        let mut passage_doc = Vec::with_capacity(run.passages.len());
        let mut passage_source = Vec::with_capacity(run.passages.len());
        for (i, (doc, source, cluster)) in joined?.into_iter().enumerate() {
            passage_doc.push(doc);
            passage_source.push(source);
            let range = &mut passages[at(cluster)];
            if range.end == 0 {
                range.start = i;
            } else if range.end != i {
                return Err(unsorted(run.passages.cluster(i)));
            }
            range.end = i + 1;
        }

        let mut parent = Vec::with_capacity(run.clusters.len());
        for row in &run.clusters {
            parent.push(match &row.part_of {
                Some(id) => cluster("clusters", id)?,
                None => NONE,
            });
        }
        let spread = Spread::of(run);

        let names: BTreeMap<&str, ()> = run.credits.iter().filter(|c| !c.source.is_empty()).map(|c| (c.source.as_str(), ())).collect();
        let sources: Vec<&str> = names.into_keys().collect();
        let mut credited: Vec<BTreeMap<u32, bool>> = vec![BTreeMap::new(); run.documents.len()];
        for credit in run.credits.iter().filter(|c| !c.source.is_empty()) {
            let source = position(sources.partition_point(|&name| name < credit.source.as_str()));
            *credited[at(doc("credits", &credit.doc)?)].entry(source).or_default() |= credit.scope == "document";
        }

        Ok(Self {
            run,
            sources,
            credits: credited.into_iter().map(|sources| sources.into_iter().collect()).collect(),
            furniture,
            outlet_of: run.documents.par_iter().map(|d| position(outlets.partition_point(|outlet| **outlet < *d.outlet))).collect(),
            when,
            outlets,
            spread,
            texts,
            pair_docs: pair_docs?,
            pair_clusters: pair_clusters?,
            passage_doc,
            passage_source,
            passages,
            parent,
            ranked: ranked(run, spread),
            docs,
        })
    }

    /// The position of a document.
    pub fn doc(&self, id: &str) -> Option<u32> {
        self.docs.get(id)
    }

    /// The (left, right) document of a pair.
    pub fn pair(&self, row: u32) -> (u32, u32) {
        let [left, right] = self.run.pairs.documents_of(at(row)).map(|document| self.pair_docs[at(document)]);
        (left, right)
    }

    /// Its (left, right) cluster, [`NONE`] where it stands in none.
    pub fn pair_clusters(&self, row: u32) -> (u32, u32) {
        let [left, right] =
            self.run.pairs.clusters_of(at(row)).map(|cluster| cluster.map_or(NONE, |cluster| self.pair_clusters[at(cluster)]));
        (left, right)
    }

    /// The row of a cluster.
    pub fn cluster(&self, cluster: u32) -> &'a ClusterRow {
        &self.run.clusters[at(cluster)]
    }

    /// A passage of the document that the table of clusters calls the first one.
    pub fn first_passage(&self, cluster: usize) -> Option<usize> {
        let first = self.doc(self.run.clusters[cluster].first_doc.as_deref()?)?;
        self.passages[cluster].clone().find(|&p| self.passage_doc[p] == first)
    }

    /// Name of a document's outlet.
    pub fn outlet_name(&self, doc: u32) -> &'a str {
        self.outlets[at(self.outlet_of[at(doc)])]
    }

    /// Clusters in the order for people that are shown as stories: everything but standing text and formulas.
    pub fn shown(&self) -> impl Iterator<Item = u32> + '_ {
        self.ranked.iter().copied().filter(|&c| !is_set_apart(self.cluster(c).kind))
    }

    /// The distinct documents of a cluster, sorted.
    pub fn docs_of(&self, cluster: u32) -> Vec<u32> {
        let mut docs = self.passage_doc[self.passages[at(cluster)].clone()].to_vec();
        docs.sort_unstable();
        docs.dedup();
        docs
    }

    /// How many distinct outlets published these documents.
    pub fn count_outlets(&self, docs: &[u32]) -> u32 {
        let mut outlets: Vec<u32> = docs.iter().map(|&d| self.outlet_of[at(d)]).collect();
        outlets.sort_unstable();
        outlets.dedup();
        position(outlets.len())
    }
}

/// Whether clusters of this kind are listed apart and never counted as copies or near-copies.
pub(super) fn is_set_apart(kind: Kind) -> bool {
    matches!(kind, Kind::Boilerplate | Kind::Formula)
}

/// Clusters from the heaviest on, those of one weight by id.
fn ranked(run: &Run, spread: Spread) -> Vec<u32> {
    let mut ranked: Vec<(Reverse<u64>, u32)> =
        run.clusters.par_iter().enumerate().map(|(place, row)| (Reverse(spread.weight(row)), position(place))).collect();
    // A scan writes them by id, so that their places say which is less, and no id need be read.
    if run.clusters.is_sorted_by(|a, b| a.cluster < b.cluster) {
        ranked.par_sort_unstable();
    } else {
        ranked.par_sort_by(|a, b| a.0.cmp(&b.0).then_with(|| run.clusters[at(a.1)].cluster.cmp(&run.clusters[at(b.1)].cluster)));
    }
    ranked.into_iter().map(|(_, place)| place).collect()
}

fn furniture(run: &Run, texts: &[&str]) -> BTreeSet<String> {
    const DOCUMENTS: u32 = 3;
    const LINES: usize = 6;
    // Far enough for any line that may stand as a title.
    const BYTES: usize = 400;
    fn lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
        let lines = ends.scan(0, |from, end| Some(&text[std::mem::replace(from, end + 1)..end]));
        let head = lines.map(|line| line.strip_suffix('\r').unwrap_or(line)).filter(|line| !line.trim().is_empty()).take(LINES);
        head.filter(|line| line.len() < BYTES).map(shared_line)
    }
    // Nearly all lines stand in one document: those that do not are known by their hash first.
    let seed = |document: u32| xxh3_64(run.documents[at(document)].outlet.as_bytes());
    let hash = |seed: u64, line: &str| xxh3_64_with_seed(line.as_bytes(), seed);
    let of_document = |document: &u32| {
        let (document, seed) = (*document, seed(*document));
        lines(texts[at(document)]).map(move |line| (hash(seed, &line), document))
    };
    let untitled: Vec<u32> = (0..).zip(&run.documents).filter(|(_, row)| row.title.is_none()).map(|(document, _)| document).collect();
    let mut hashes: Vec<(u64, u32)> = untitled.par_iter().flat_map_iter(of_document).collect();
    hashes.par_sort_unstable();
    hashes.dedup();
    let frequent: Vec<&[(u64, u32)]> = hashes.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() >= at(DOCUMENTS)).collect();
    let is_frequent = |hash: u64| frequent.binary_search_by_key(&hash, |same| same[0].0).is_ok();
    let mut holding: Vec<u32> = frequent.iter().flat_map(|same| *same).map(|(_, document)| *document).collect();
    holding.sort_unstable();
    holding.dedup();
    let mut documents: BTreeMap<(&str, Cow<'_, str>), u32> = BTreeMap::new();
    let own_lines = |document: &u32| {
        let (document, seed) = (*document, seed(*document));
        let own: BTreeSet<Cow<'_, str>> = lines(texts[at(document)]).filter(|line| is_frequent(hash(seed, line))).collect();
        (&*run.documents[at(document)].outlet, own)
    };
    let own: Vec<(&str, BTreeSet<Cow<'_, str>>)> = holding.par_iter().map(own_lines).collect();
    for (outlet, own) in own {
        own.into_iter().for_each(|line| *documents.entry((outlet, line)).or_default() += 1);
    }
    documents.into_iter().filter(|(_, n)| *n >= DOCUMENTS).map(|((_, line), _)| line.into_owned()).collect()
}

/// When each document can have been published.
fn when(run: &Run) -> Vec<Option<Interval>> {
    run.documents.par_iter().map(|d| Interval::parse(d.published_from.as_deref(), d.published_to.as_deref())).collect()
}

/// What becomes of every row, worked out on all threads. An error is that of the first row that has one.
fn join_all<R: Sync, T: Send>(rows: &[R], join: impl Fn(&R) -> Result<T> + Sync) -> Result<Vec<T>> {
    let all: Result<Vec<T>> = rows.par_iter().map(&join).collect();
    all.map_err(|any| rows.iter().find_map(|row| join(row).err()).unwrap_or(any))
}

fn unsorted(cluster: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("the passages of cluster {cluster} do not stand together: the table is not sorted"))
        .remedy("sort the table passages by cluster, doc, start, end; or scan the corpus again")
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_row_that_names_an_unknown_document_is_an_error_with_a_remedy() {
        let mut run = fixtures::synthetic(20, 1);
        let mut pairs = run.pairs.to_rows();
        pairs[0].left_doc = "nowhere".into();
        run.pairs = pairs.into();
        let error = Index::new(&run).map(|_| ()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed);
        assert!(error.to_string().contains("nowhere") && error.help().is_some());
    }

    #[test]
    fn the_first_copy_of_a_cluster_is_the_one_of_its_row() {
        let mut run = fixtures::synthetic(500, 8);
        run.clusters[0].first_doc = Some("p-elsewhere".into());
        let index = Index::new(&run).unwrap();
        let told = |c| index.first_passage(c).map(|p| &*run.documents[at(index.passage_doc[p])].doc);
        assert_eq!(told(0), None);
        assert!((1..run.clusters.len()).all(|c| told(c) == run.clusters[c].first_doc.as_deref()));
        assert!((1..run.clusters.len()).any(|c| told(c).is_some()));
    }

    #[test]
    fn a_run_that_kept_no_texts_has_empty_ones() {
        let mut run = fixtures::synthetic(20, 1);
        run.texts.remove(3);
        let index = Index::new(&run).unwrap();
        assert_eq!(index.texts.len(), run.documents.len());
        assert!(index.texts[3].is_empty() && !index.texts[4].is_empty());
    }

    #[test]
    fn every_passage_stands_in_the_range_of_its_cluster() {
        let run = fixtures::synthetic(200, 2);
        let index = Index::new(&run).unwrap();
        for (c, range) in index.passages.iter().enumerate() {
            assert!(run.passages.some(range.clone()).all(|p| *p.cluster == *run.clusters[c].cluster));
        }
        assert_eq!(index.passages.iter().map(Range::len).sum::<usize>(), run.passages.len());
    }

    proptest! {
        #[test]
        fn clusters_are_ranked_by_weight_and_id_in_whatever_order_they_stand(seed in 0..50_u64, turns in 0..7_usize) {
            let mut run = fixtures::synthetic(40, seed);
            let middle = turns.min(run.clusters.len());
            run.clusters.rotate_left(middle);
            run.clusters.iter_mut().for_each(|row| row.words %= 3);
            let spread = Spread::of(&run);
            let mut slowly: Vec<u32> = (0..position(run.clusters.len())).collect();
            slowly.sort_by_key(|&c| (Reverse(spread.weight(&run.clusters[at(c)])), run.clusters[at(c)].cluster.clone()));
            prop_assert_eq!(ranked(&run, spread), slowly);
        }

        #[test]
        fn furniture_is_what_three_documents_of_one_outlet_begin_with(texts in prop::collection::vec("([abc]{1,2}[ \n]{1,2}){0,9}", 3..12)) {
            let mut run = fixtures::synthetic(20, 1);
            run.documents.truncate(texts.len());
            run.documents.iter_mut().for_each(|row| row.title = None);
            let mut slowly: BTreeMap<(&str, String), u32> = BTreeMap::new();
            for (row, text) in run.documents.iter().zip(&texts) {
                let lines = text.split('\n').filter(|line| !line.trim().is_empty()).take(6).map(super::super::html::one_line);
                lines.collect::<BTreeSet<String>>().into_iter().for_each(|line| *slowly.entry((&row.outlet, line)).or_default() += 1);
            }
            let slowly: BTreeSet<String> = slowly.into_iter().filter(|(_, n)| *n >= 3).map(|((_, line), _)| line).collect();
            prop_assert_eq!(furniture(&run, &texts.iter().map(String::as_str).collect::<Vec<_>>()), slowly);
        }
    }

    #[test]
    fn the_heaviest_cluster_comes_first() {
        let run = fixtures::synthetic(200, 3);
        let index = Index::new(&run).unwrap();
        let weights: Vec<u64> = index.ranked.iter().map(|&c| index.spread.weight(index.cluster(c))).collect();
        assert!(weights.windows(2).all(|w| w[0] >= w[1]) && weights[0] > 0);
    }
}
