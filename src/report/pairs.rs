//! The table of pairs as a run holds it: there are ten times as many pairs as documents.
//!
//! In a row the ids of documents and clusters are numbers, and shares are whole millionths, which is all that a file tells of them. A row that somebody asks for
//! is put together then.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::keyed::NumberedMap;
use crate::report::model::{Kind, PairRow};
use crate::room::Column;

/// Millionths in a whole.
const MICRO: f64 = 1e6;
/// Stands for nothing.
const NONE: u32 = u32::MAX;

/// The rows of `pairs`, in the order of [`PairRow`]'s key where a scan has made them.
#[derive(Clone, Default)]
pub struct Pairs {
    documents: Vec<Arc<str>>,
    clusters: Vec<Arc<str>>,
    rows: Column<Row>,
}

/// A row, in 80 bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    score: f64,
    documents: [u32; 2],
    clusters: [u32; 2],
    /// Start, end, and both in bytes.
    left: [u32; 4],
    right: [u32; 4],
    words: u32,
    identity: u32,
    coverages: [u32; 2],
    similarity: u32,
    kind: Kind,
    /// No byte is padding, so that rows can go to disk as they are.
    unused: [u8; 3],
}

impl Row {
    /// From a row that names documents and clusters by their numbers.
    pub fn new(row: &PairRow<u32>) -> Self {
        Self {
            score: row.score,
            documents: [row.left_doc, row.right_doc],
            clusters: [row.left_cluster, row.right_cluster].map(|cluster| cluster.unwrap_or(NONE)),
            left: [row.left_start, row.left_end, row.left_byte_start, row.left_byte_end],
            right: [row.right_start, row.right_end, row.right_byte_start, row.right_byte_end],
            words: row.words,
            identity: micros(row.identity),
            coverages: [row.left_coverage, row.right_coverage].map(micros),
            similarity: row.similarity.map_or(NONE, micros),
            kind: row.kind,
            unused: [0; 3],
        }
    }

    #[inline]
    fn get(&self) -> PairRow<u32> {
        let [left_start, left_end, left_byte_start, left_byte_end] = self.left;
        let [right_start, right_end, right_byte_start, right_byte_end] = self.right;
        let [left_cluster, right_cluster] = self.clusters.map(some);
        PairRow {
            left_doc: self.documents[0],
            left_start,
            left_end,
            left_byte_start,
            left_byte_end,
            right_doc: self.documents[1],
            right_start,
            right_end,
            right_byte_start,
            right_byte_end,
            words: self.words,
            identity: share(self.identity),
            left_coverage: share(self.coverages[0]),
            right_coverage: share(self.coverages[1]),
            score: self.score,
            kind: self.kind,
            left_cluster,
            right_cluster,
            similarity: some(self.similarity).map(share),
        }
    }

    /// What the rows of two documents are sorted by.
    pub fn place(&self) -> [u32; 4] {
        [self.left[0], self.right[0], self.left[1], self.right[1]]
    }

    /// The numbers of both documents.
    pub fn documents(&self) -> [u32; 2] {
        self.documents
    }
}

/// A share in millionths. What is beyond both ends of the scale is at its end.
fn micros(share: f64) -> u32 {
    // A share lies between 0 and 1, so that its millionths fit.
    (share.clamp(0.0, 1.0) * MICRO).round() as u32
}

fn share(micros: u32) -> f64 {
    f64::from(micros) / MICRO
}

fn some(number: u32) -> Option<u32> {
    (number != NONE).then_some(number)
}

impl Pairs {
    /// From rows that name documents and clusters by their places in these lists.
    pub(crate) fn new(documents: Vec<Arc<str>>, clusters: Vec<Arc<str>>, rows: Column<Row>) -> Self {
        Self { documents, clusters, rows }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at a place.
    ///
    /// # Panics
    /// When there are no more rows than that.
    #[inline]
    #[must_use]
    pub fn row(&self, place: usize) -> PairRow<&str> {
        self.rows[place].get().named(|document| &*self.documents[document as usize], |cluster| &*self.clusters[cluster as usize])
    }

    /// The row at a place, with the places of its documents and clusters among the names: whoever asks for neither need not look them up.
    #[inline]
    pub(crate) fn numbered(&self, place: usize) -> PairRow<u32> {
        self.rows[place].get()
    }

    /// All rows.
    pub fn iter(&self) -> Iter<'_> {
        Iter { pairs: self, places: 0..self.len() }
    }

    /// The rows of two documents, where rows are sorted.
    pub fn of<'p>(&'p self, left: &'p str, right: &'p str) -> impl Iterator<Item = PairRow<&'p str>> {
        let ids = move |row: &Row| row.documents.map(|document| &*self.documents[document as usize]);
        let from = self.rows.partition_point(|row| ids(row) < [left, right]);
        let count = self.rows[from..].iter().take_while(|row| ids(row) == [left, right]).count();
        Iter { pairs: self, places: from..from + count }
    }

    /// Rows that own their ids.
    #[must_use]
    pub fn to_rows(&self) -> Vec<PairRow> {
        let named = |row: &Row| {
            row.get()
                .named(|document| Arc::clone(&self.documents[document as usize]), |cluster| Arc::clone(&self.clusters[cluster as usize]))
        };
        self.rows.iter().map(named).collect()
    }

    /// Ids of documents, and of clusters. Each row names some of them by their places.
    pub(crate) fn names(&self) -> (&[Arc<str>], &[Arc<str>]) {
        (&self.documents, &self.clusters)
    }

    /// The same rows, in which the documents have other ids.
    pub(crate) fn rename_documents(&mut self, rename: impl FnMut(&mut Arc<str>)) {
        self.documents.iter_mut().for_each(rename);
    }

    /// The places of a row's documents among the names.
    #[inline]
    pub(crate) fn documents_of(&self, place: usize) -> [u32; 2] {
        self.rows[place].documents
    }

    /// The places of a row's clusters among the names.
    #[inline]
    pub(crate) fn clusters_of(&self, place: usize) -> [Option<u32>; 2] {
        self.rows[place].clusters.map(some)
    }
}

impl<N> PairRow<N> {
    /// With the names that these tell of documents and of clusters.
    #[inline]
    fn named<M>(self, mut document: impl FnMut(N) -> M, mut cluster: impl FnMut(N) -> M) -> PairRow<M> {
        PairRow {
            left_doc: document(self.left_doc),
            left_start: self.left_start,
            left_end: self.left_end,
            left_byte_start: self.left_byte_start,
            left_byte_end: self.left_byte_end,
            right_doc: document(self.right_doc),
            right_start: self.right_start,
            right_end: self.right_end,
            right_byte_start: self.right_byte_start,
            right_byte_end: self.right_byte_end,
            words: self.words,
            identity: self.identity,
            left_coverage: self.left_coverage,
            right_coverage: self.right_coverage,
            score: self.score,
            kind: self.kind,
            left_cluster: self.left_cluster.map(&mut cluster),
            right_cluster: self.right_cluster.map(&mut cluster),
            similarity: self.similarity,
        }
    }
}

/// The rows of a table, one after another.
#[derive(Debug, Clone)]
pub struct Iter<'p> {
    pairs: &'p Pairs,
    places: Range<usize>,
}

impl<'p> Iterator for Iter<'p> {
    type Item = PairRow<&'p str>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.places.next().map(|place| self.pairs.row(place))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl<'p> IntoIterator for &'p Pairs {
    type Item = PairRow<&'p str>;
    type IntoIter = Iter<'p>;

    fn into_iter(self) -> Iter<'p> {
        self.iter()
    }
}

impl PartialEq for Pairs {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl fmt::Debug for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// Rows that come one by one. Ids are known by their addresses: whoever reads a table keeps each once.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    ids: Vec<Arc<str>>,
    cluster_ids: Vec<Arc<str>>,
    rows: Vec<Row>,
    documents: NumberedMap<usize, u32>,
    clusters: NumberedMap<usize, u32>,
}

impl Gathered {
    /// One row more.
    ///
    /// # Panics
    /// When there are 2^32 names or more.
    pub fn push(&mut self, row: PairRow) {
        let number = |numbers: &mut NumberedMap<usize, u32>, names: &mut Vec<Arc<str>>, name: Arc<str>| {
            let next = u32::try_from(names.len()).ok().filter(|next| *next != NONE).expect("fewer names than 2^32 - 1");
            // The list keeps the name, so that no other one can come to stand at its address.
            *numbers.entry(Arc::as_ptr(&name).cast::<u8>() as usize).or_insert_with(|| {
                names.push(name);
                next
            })
        };
        let Self { ids, cluster_ids, rows, documents, clusters } = self;
        rows.push(Row::new(&row.named(|name| number(documents, ids, name), |name| number(clusters, cluster_ids, name))));
    }

    /// All of them.
    pub fn finish(self) -> Pairs {
        Pairs { documents: self.ids, clusters: self.cluster_ids, rows: self.rows.into() }
    }
}

impl FromIterator<PairRow> for Pairs {
    /// Shares are kept in whole millionths from 0 to 1.
    fn from_iter<I: IntoIterator<Item = PairRow>>(rows: I) -> Self {
        let mut gathered = Gathered::default();
        rows.into_iter().for_each(|row| gathered.push(row));
        gathered.finish()
    }
}

impl From<Vec<PairRow>> for Pairs {
    fn from(rows: Vec<PairRow>) -> Self {
        rows.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    prop_compose! {
        fn any_row()(
            names in [0..5_usize, 0..5, 0..5, 0..5], n in any::<[u32; 9]>(), micros in any::<[u32; 4]>(), score in 0..1_000_000_u32, has in any::<[bool; 3]>(),
        ) -> PairRow {
            let [left_doc, right_doc, left_cluster, right_cluster] = names.map(|n| Arc::<str>::from(["", "a", "b", "a/é", "c0"][n]));
            let share = |n: usize| f64::from(micros[n] % 1_000_001) / 1e6;
            PairRow {
                left_doc, left_start: n[0], left_end: n[1], left_byte_start: n[2], left_byte_end: n[3], right_doc, right_start: n[4], right_end: n[5],
                right_byte_start: n[6], right_byte_end: n[7], words: n[8], identity: share(0), left_coverage: share(1), right_coverage: share(2),
                score: f64::from(score) / 4.0, kind: if has[2] { Kind::Rewritten } else { Kind::Quote }, left_cluster: has[0].then_some(left_cluster),
                right_cluster: has[1].then_some(right_cluster), similarity: has[2].then(|| share(3)),
            }
        }
    }

    proptest! {
        #[test]
        fn a_row_comes_back_as_it_was(rows in prop::collection::vec(any_row(), 0..20)) {
            let pairs = Pairs::from(rows.clone());
            prop_assert_eq!(pairs.to_rows(), rows.clone());
            prop_assert_eq!(pairs.len(), rows.len());
            for (place, row) in rows.iter().enumerate() {
                let same = pairs.row(place);
                prop_assert_eq!((same.left_doc, same.right_cluster, same.left_byte_end), (&*row.left_doc, row.right_cluster.as_deref(), row.left_byte_end));
            }
            prop_assert_eq!(&pairs, &Pairs::from(pairs.to_rows()));
        }

        #[test]
        fn the_rows_of_two_documents_are_those_that_name_them(rows in prop::collection::vec(any_row(), 0..40)) {
            let mut rows = rows;
            rows.sort_by(|a, b| (&a.left_doc, &a.right_doc).cmp(&(&b.left_doc, &b.right_doc)));
            let pairs = Pairs::from(rows.clone());
            for (left, right) in [("a", "b"), ("", ""), ("b", "a/é"), ("x", "a")] {
                let own: Vec<u32> = pairs.of(left, right).map(|row| row.words).collect();
                let slow: Vec<u32> = rows.iter().filter(|row| (&*row.left_doc, &*row.right_doc) == (left, right)).map(|row| row.words).collect();
                prop_assert_eq!(own, slow);
            }
        }
    }

    #[test]
    fn a_row_takes_no_more_than_its_numbers() {
        assert_eq!(size_of::<Row>(), 80);
    }
}
