//! The tables of a run, joined: ids become positions, rows of one cluster one range.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3DefaultBuilder, xxh3_64, xxh3_64_with_seed};

use super::html::shared_line;
use super::words::Interval;
use crate::error::{Error, ErrorKind, Result};
use crate::keyed::NumberedMap;
use crate::report::model::{ClusterRow, Kind, Run, Spread};

/// Positions by id. A million pairs ask for several million of them, and most rows share the very text of an id with the row that they name: that is
/// known by its address, and no id need be read.
struct Positions<'a> {
    by_address: NumberedMap<usize, u32>,
    by_id: HashMap<&'a str, u32, Xxh3DefaultBuilder>,
}

impl<'a> Positions<'a> {
    fn of(ids: impl Iterator<Item = &'a Arc<str>> + Clone) -> Self {
        let numbered = ids.enumerate().map(|(i, id)| (id, position(i)));
        Self { by_address: numbered.clone().map(|(id, i)| (address(id), i)).collect(), by_id: numbered.map(|(id, i)| (&**id, i)).collect() }
    }

    /// `id`: a whole one, as a row has it.
    fn get(&self, id: &str) -> Option<u32> {
        self.by_address.get(&address(id)).or_else(|| self.by_id.get(id)).copied()
    }
}

/// Where a text stands in memory.
fn address(id: &str) -> usize {
    id.as_ptr() as usize
}

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
        let passage = |place: &u32| {
            let passage = run.passages.told(at(*place));
            let source = passage.source_doc.map_or(Ok(NONE), |id| doc("passages", id));
            Ok((doc("passages", passage.doc)?, source?, cluster("passages", passage.cluster)?))
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
        let mut ranked: Vec<u32> = (0..position(run.clusters.len())).collect();
        ranked.par_sort_by(|&a, &b| {
            let (a, b) = (&run.clusters[at(a)], &run.clusters[at(b)]);
            spread.weight(b).cmp(&spread.weight(a)).then_with(|| a.cluster.cmp(&b.cluster))
        });

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
            ranked,
            docs,
        })
    }

    /// The position of a document.
    pub fn doc(&self, id: &str) -> Option<u32> {
        self.docs.by_id.get(id).copied()
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

fn furniture(run: &Run, texts: &[&str]) -> BTreeSet<String> {
    const DOCUMENTS: u32 = 3;
    const LINES: usize = 6;
    // Far enough for any line that may stand as a title.
    const BYTES: usize = 400;
    fn lines<'t>((_, text): &(&str, &'t str)) -> Vec<Cow<'t, str>> {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
        let lines = ends.scan(0, |from, end| Some(&text[std::mem::replace(from, end + 1)..end]));
        let head = lines.map(|line| line.strip_suffix('\r').unwrap_or(line)).filter(|line| !line.trim().is_empty()).take(LINES);
        let mut lines: Vec<Cow<'t, str>> = head.filter(|line| line.len() < BYTES).map(shared_line).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }
    let untitled: Vec<(&str, &str)> =
        run.documents.iter().zip(texts).filter(|(row, _)| row.title.is_none()).map(|(row, text)| (&*row.outlet, *text)).collect();
    // Nearly all lines stand in one document: those that do not are known by their hash first.
    let hash = |outlet: &str, line: &str| xxh3_64_with_seed(line.as_bytes(), xxh3_64(outlet.as_bytes()));
    let of_document = |own: &(&str, &str)| lines(own).iter().map(|line| hash(own.0, line)).collect::<Vec<u64>>();
    let mut hashes: Vec<u64> = untitled.par_iter().flat_map_iter(of_document).collect();
    hashes.par_sort_unstable();
    let frequent: Vec<u64> = hashes.chunk_by(|a, b| a == b).filter(|same| same.len() >= at(DOCUMENTS)).map(|same| same[0]).collect();
    if frequent.is_empty() {
        return BTreeSet::new();
    }
    let is_frequent = |outlet: &str, line: &str| frequent.binary_search(&hash(outlet, line)).is_ok();
    let mut documents: BTreeMap<(&str, Cow<'_, str>), u32> = BTreeMap::new();
    let heads: Vec<Vec<Cow<'_, str>>> =
        untitled.par_iter().map(|own| lines(own).into_iter().filter(|line| is_frequent(own.0, line)).collect()).collect();
    for ((outlet, _), lines) in untitled.into_iter().zip(heads) {
        lines.into_iter().for_each(|line| *documents.entry((outlet, line)).or_default() += 1);
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

fn find(ids: &Positions<'_>, table: &str, what: &str, id: &str) -> Result<u32> {
    ids.get(id).ok_or_else(|| {
        Error::new(ErrorKind::Malformed, format!("table {table} names the {what} {id:?}, which has no row of its own"))
            .remedy("the tables of this run do not belong together; scan the corpus again")
    })
}

fn unsorted(cluster: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("the passages of cluster {cluster} do not stand together: the table is not sorted"))
        .remedy("sort the table passages by cluster, doc, start, end; or scan the corpus again")
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

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

    #[test]
    fn the_heaviest_cluster_comes_first() {
        let run = fixtures::synthetic(200, 3);
        let index = Index::new(&run).unwrap();
        let weights: Vec<u64> = index.ranked.iter().map(|&c| index.spread.weight(index.cluster(c))).collect();
        assert!(weights.windows(2).all(|w| w[0] >= w[1]) && weights[0] > 0);
    }
}
