//! The outlets of a run as two graphs: who has text from whom, and who shares text while nobody can say
//! who has it from whom. Only copies count (quote, wire, passage).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use crate::report::model::{ClusterRow, DocumentRow, Grade, PassageRow, Run};
use crate::report::when::When;

/// An outlet.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Its documents.
    pub(super) documents: u64,
    /// Their words.
    pub(super) words: u64,
    /// Those of them that stand in copies.
    pub(super) reused_words: u64,
    /// Copied texts that it published.
    pub(super) copies: u64,
    /// Those of them that it is known to have published first.
    pub(super) first: u64,
}

/// What one outlet has from another, or shares with it.
#[derive(Debug, Default)]
pub(super) struct Edge {
    /// Copied texts.
    pub(super) clusters: u64,
    /// Their words.
    pub(super) words: u64,
    /// Texts whose source is named by the document itself.
    pub(super) credited: u64,
    /// Day of the first document that took a text, and of the last one.
    pub(super) days: Option<(Date, Date)>,
}

impl Edge {
    fn add(&mut self, words: u32, days: impl IntoIterator<Item = Date>) {
        self.clusters += 1;
        self.words += u64::from(words);
        for day in days {
            let (first, last) = self.days.unwrap_or((day, day));
            self.days = Some((first.min(day), last.max(day)));
        }
    }
}

/// Outlets by name, and edges by the names of their ends. Keys are sorted, so that files are the same
/// for the same run.
#[derive(Debug, Default)]
pub(super) struct Graph<'a> {
    pub(super) directed: bool,
    pub(super) nodes: BTreeMap<&'a str, Node>,
    pub(super) edges: BTreeMap<(&'a str, &'a str), Edge>,
}

/// An edge from the source to the one that has text from it, for each passage whose source is known.
pub(super) fn sources(run: &Run) -> Graph<'_> {
    let copies = Copies::of(run);
    let mut edges: BTreeMap<_, Edge> = BTreeMap::new();
    for (_, passages) in &copies.clusters {
        for (ends, passage) in copies.sources(passages) {
            let edge = edges.entry(ends).or_default();
            edge.add(passage.words, copies.day(&passage));
            edge.credited += u64::from(passage.grade == Grade::Credited);
        }
    }
    Graph { directed: true, nodes: copies.nodes(), edges }
}

/// An edge between each two outlets that published the same text and are not source of one another in it.
pub(super) fn ties(run: &Run) -> Graph<'_> {
    let copies = Copies::of(run);
    let mut edges: BTreeMap<_, Edge> = BTreeMap::new();
    for (cluster, passages) in &copies.clusters {
        let directed: BTreeSet<_> = copies.sources(passages).into_keys().collect();
        let mut days: BTreeMap<&str, Vec<Date>> = BTreeMap::new();
        for passage in copies.told(passages) {
            days.entry(passage.outlet).or_default().extend(copies.day(&passage));
        }
        for (left, left_days) in &days {
            for (right, right_days) in days.range::<str, _>((std::ops::Bound::Excluded(*left), std::ops::Bound::Unbounded)) {
                if !directed.contains(&(*left, *right)) && !directed.contains(&(*right, *left)) {
                    let days = left_days.iter().chain(right_days).copied();
                    edges.entry((*left, *right)).or_default().add(cluster.words, days);
                }
            }
        }
    }
    Graph { directed: false, nodes: copies.nodes(), edges }
}

/// The clusters that count, each with its passages.
struct Copies<'a> {
    run: &'a Run,
    documents: HashMap<&'a str, &'a DocumentRow>,
    /// Passages by their places.
    clusters: Vec<(&'a ClusterRow, Vec<usize>)>,
}

/// A passage without its words.
type Told<'a> = PassageRow<&'a str, ()>;

impl<'a> Copies<'a> {
    fn of(run: &'a Run) -> Self {
        let mut passages: HashMap<&str, Vec<usize>> = HashMap::new();
        for place in 0..run.passages.len() {
            passages.entry(run.passages.cluster(place)).or_default().push(place);
        }
        let clusters = run.clusters.iter().filter(|row| row.kind.is_copy());
        Self {
            run,
            documents: run.documents.iter().map(|row| (&*row.doc, row)).collect(),
            clusters: clusters.map(|row| (row, passages.remove(&*row.cluster).unwrap_or_default())).collect(),
        }
    }

    fn told(&self, passages: &[usize]) -> impl Iterator<Item = Told<'a>> {
        passages.iter().map(|place| self.run.passages.told(*place))
    }

    fn nodes(&self) -> BTreeMap<&'a str, Node> {
        let mut nodes: BTreeMap<&str, Node> = BTreeMap::new();
        for document in &self.run.documents {
            let node = nodes.entry(&document.outlet).or_default();
            node.documents += 1;
            node.words += u64::from(document.words);
            node.reused_words += u64::from(document.reused_words);
        }
        for (cluster, passages) in &self.clusters {
            for outlet in self.told(passages).map(|row| row.outlet).collect::<BTreeSet<_>>() {
                nodes.entry(outlet).or_default().copies += 1;
            }
            if let Some(first) = cluster.first_doc.as_deref().and_then(|doc| self.documents.get(doc)) {
                nodes.entry(&first.outlet).or_default().first += 1;
            }
        }
        nodes
    }

    /// From which outlet to which a cluster went, with the first passage that says so.
    fn sources(&self, passages: &[usize]) -> BTreeMap<(&'a str, &'a str), Told<'a>> {
        let mut sources = BTreeMap::new();
        for passage in self.told(passages).filter(|row| row.grade != Grade::Undetermined) {
            let source = passage.source_doc.and_then(|doc| self.documents.get(doc));
            if let Some(source) = source.filter(|source| *source.outlet != *passage.outlet) {
                sources.entry((&*source.outlet, passage.outlet)).or_insert(passage);
            }
        }
        sources
    }

    fn day(&self, passage: &Told<'_>) -> Option<Date> {
        let published = self.documents.get(passage.doc).and_then(|document| document.published.as_deref());
        When::new(passage.published_from, passage.published_to, published).map(|when| when.day())
    }
}
