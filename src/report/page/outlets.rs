//! What each outlet supplied and took, and the matrix outlet by outlet.

use super::index::{Index, NONE, at, is_set_apart, position};
use crate::report::model::Grade;

/// Outlets that get a row and a column of their own in the matrix; the others share one.
pub(super) const MATRIX: usize = 60;

/// Counts of one outlet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OutletRow<'a> {
    /// Position in [`Index::outlets`].
    pub outlet: u32,
    pub name: &'a str,
    pub documents: u64,
    pub words: u64,
    pub reused_words: u64,
    /// Passages of other outlets whose source is a document of this one.
    pub supplied: u64,
    /// Its passages whose source is a document of another outlet.
    pub took: u64,
    /// Its passages in shown clusters that stand in more than one outlet.
    pub shared: u64,
    /// Its passages that are the first of their cluster, as far as dates tell.
    pub first: u64,
    /// Least lag in seconds of its later passages behind the first known, at the median.
    pub lag: Option<i64>,
}

/// One row an outlet, in the order of the index.
pub(super) fn rows<'a>(index: &Index<'a>) -> Vec<OutletRow<'a>> {
    let mut rows: Vec<OutletRow<'a>> = index
        .outlets
        .iter()
        .enumerate()
        .map(|(o, &name)| OutletRow {
            outlet: position(o),
            name,
            documents: 0,
            words: 0,
            reused_words: 0,
            supplied: 0,
            took: 0,
            shared: 0,
            first: 0,
            lag: None,
        })
        .collect();
    for (d, document) in index.run.documents.iter().enumerate() {
        let row = &mut rows[at(index.outlet_of[d])];
        row.documents += 1;
        row.words += u64::from(document.words);
        row.reused_words += u64::from(document.reused_words);
    }
    let mut lags: Vec<Vec<i64>> = vec![Vec::new(); rows.len()];
    for (c, cluster) in index.run.clusters.iter().enumerate().filter(|(_, c)| !is_set_apart(c.kind)) {
        let first = cluster.first_doc.as_deref().and_then(|id| index.doc(id));
        for p in index.passages[c].clone() {
            let doc = index.passage_doc[p];
            let outlet = index.outlet_of[at(doc)];
            if cluster.outlets > 1 {
                rows[at(outlet)].shared += 1;
            }
            if let Some(source) = source_outlet(index, p) {
                rows[at(outlet)].took += 1;
                rows[at(source)].supplied += 1;
            }
            match first {
                Some(first) if first == doc => rows[at(outlet)].first += 1,
                Some(first) => {
                    let when = index.when[at(first)].zip(index.when[at(doc)]);
                    lags[at(outlet)].extend(when.map(|(a, b)| (b.from - a.to).max(0)));
                }
                None => {}
            }
        }
    }
    for (row, lags) in rows.iter_mut().zip(&mut lags) {
        lags.sort_unstable();
        row.lag = lags.get(lags.len() / 2).copied();
    }
    rows
}

/// The other outlet that a passage was taken from, where evidence says so.
pub(super) fn source_outlet(index: &Index<'_>, passage: usize) -> Option<u32> {
    let source = index.passage_source[passage];
    if source == NONE || index.run.passages.told(passage).grade == Grade::Undetermined {
        return None;
    }
    let from = index.outlet_of[at(source)];
    (from != index.outlet_of[at(index.passage_doc[passage])]).then_some(from)
}

/// Who took from whom, by rank of outlet.
pub(super) struct Matrix {
    /// Outlets with a row of their own, those that share most first.
    pub outlets: Vec<u32>,
    /// Rank of each outlet; `outlets.len()` for the rest.
    pub rank: Vec<usize>,
    /// `taken[to * size + from]`: passages that `to` took from `from`.
    pub taken: Vec<u64>,
    /// `shared[a * size + b]`: shown clusters that stand in both (symmetric; the diagonal is 0 but for the rest).
    pub shared: Vec<u64>,
    /// Rows and columns: the outlets, and one for the rest where there is a rest.
    pub size: usize,
}

/// The matrix of the `limit` outlets that share most.
pub(super) fn matrix(index: &Index<'_>, rows: &[OutletRow<'_>], limit: usize) -> Matrix {
    let mut outlets: Vec<u32> = (0..position(rows.len())).filter(|&o| rows[at(o)].shared > 0).collect();
    outlets.sort_by_key(|&o| {
        let row = &rows[at(o)];
        (std::cmp::Reverse((row.supplied + row.took, row.shared)), o)
    });
    outlets.truncate(limit);
    let mut rank = vec![outlets.len(); rows.len()];
    outlets.iter().enumerate().for_each(|(r, &o)| rank[at(o)] = r);
    let rest = (0..rows.len()).any(|o| rank[o] == outlets.len() && rows[o].shared > 0);
    let size = outlets.len() + usize::from(rest);
    let (mut taken, mut shared) = (vec![0; size * size], vec![0; size * size]);
    let mut inside: Vec<u32> = Vec::new();
    let mut ranks: Vec<usize> = Vec::new();
    for c in (0..index.run.clusters.len()).filter(|&c| !is_set_apart(index.run.clusters[c].kind)) {
        inside.clear();
        for p in index.passages[c].clone() {
            let to = index.outlet_of[at(index.passage_doc[p])];
            inside.push(to);
            if let Some(from) = source_outlet(index, p) {
                taken[rank[at(to)] * size + rank[at(from)]] += 1;
            }
        }
        inside.sort_unstable();
        inside.dedup();
        if inside.len() < 2 {
            continue;
        }
        // Each two ranks are counted once a cluster; two outlets of the rest count for the rest's diagonal.
        ranks.clear();
        ranks.extend(inside.iter().map(|&o| rank[at(o)]));
        ranks.sort_unstable();
        let twice = ranks.iter().filter(|&&r| r == outlets.len()).count() > 1;
        ranks.dedup();
        for (i, &a) in ranks.iter().enumerate() {
            for &b in &ranks[i + 1..] {
                shared[a * size + b] += 1;
                shared[b * size + a] += 1;
            }
        }
        if twice {
            shared[size * size - 1] += 1;
        }
    }
    Matrix { outlets, rank, taken, shared, size }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    #[test]
    fn what_was_taken_was_supplied() {
        let run = fixtures::synthetic(3_000, 6);
        let index = Index::new(&run).unwrap();
        let rows = rows(&index);
        let (took, supplied) = rows.iter().fold((0, 0), |(t, s), r| (t + r.took, s + r.supplied));
        assert!(took > 0);
        assert_eq!(took, supplied);
        for limit in [3, MATRIX] {
            let matrix = matrix(&index, &rows, limit);
            assert_eq!(matrix.taken.iter().sum::<u64>(), took, "the rest is counted too");
            assert!(matrix.outlets.len() <= limit);
        }
    }

    #[test]
    fn the_matrix_counts_the_clusters_that_two_outlets_share() {
        let run = fixtures::small();
        let index = Index::new(&run).unwrap();
        let rows = rows(&index);
        let matrix = matrix(&index, &rows, MATRIX);
        let of = |name: &str| matrix.rank[index.outlets.iter().position(|&o| o == name).unwrap()];
        let (wire, gazette, ledger) = (of("Nordwire"), of("Harbour Gazette"), of("Evening Ledger"));
        assert_eq!(matrix.shared[wire * matrix.size + gazette], 6);
        assert_eq!(matrix.shared[gazette * matrix.size + ledger], 1, "boilerplate does not count");
        assert_eq!(matrix.taken[gazette * matrix.size + wire], 4, "in two clusters the dates of a third are too wide");
        assert_eq!(matrix.taken[wire * matrix.size + gazette], 0);
    }
}
