//! The pairs as columns: what the largest part of a large page is made of.
//!
//! Shares are not stored where they follow from whole numbers: a side's words are the matched words
//! and a few more; identity is matched words over the longer side's, coverage a side's words over
//! its document's. Clusters are told as places among the passages of the pair's own document.

use rayon::prelude::*;

use super::columns::{Blocks, Column, MakeColumn};
use super::index::{Index, NONE, at, position};
use super::tables::{kind_code, millionths};
use crate::report::Pairs;
use crate::report::model::{Kind, PairRow};

/// Largest difference between a share and its millionths.
const ROUNDING: f64 = 1.1e-6;

/// Passages of each document: positions in the order of the page, one range a document.
pub(super) struct PassagesOf {
    starts: Vec<usize>,
    /// Cluster (row of the table) of each passage.
    clusters: Vec<u32>,
}

impl PassagesOf {
    /// Sorts the passages by document; those of one document keep the order of the page.
    pub fn new(index: &Index<'_>) -> Self {
        let mut starts = vec![0; index.run.documents.len() + 1];
        index.passage_doc.iter().for_each(|&d| starts[at(d) + 1] += 1);
        for d in 1..starts.len() {
            starts[d] += starts[d - 1];
        }
        let mut next = starts.clone();
        let mut clusters = vec![0; index.passage_doc.len()];
        for &c in &index.ranked {
            for p in index.passages[at(c)].clone() {
                let slot = &mut next[at(index.passage_doc[p])];
                clusters[*slot] = c;
                *slot += 1;
            }
        }
        Self { starts, clusters }
    }

    /// Which of the document's passages, counted from 0, is the first one of this cluster.
    fn find(&self, doc: u32, cluster: u32) -> Option<u32> {
        let range = self.starts[at(doc)]..self.starts[at(doc) + 1];
        self.clusters[range].iter().position(|&c| c == cluster).map(position)
    }
}

/// Rows that have the highest scores, in the order of the table, where not all fit. Rewritten pairs, which have no score and are few,
/// come before all others.
pub(super) fn best(pairs: &Pairs, limit: usize) -> Vec<u32> {
    let all = 0..position(pairs.len());
    if limit >= pairs.len() {
        return all.collect();
    }
    let mut rows: Vec<u32> = all.collect();
    let of = |row: u32| {
        let pair = pairs.numbered(at(row));
        (pair.kind != Kind::Rewritten, pair.score)
    };
    rows.select_nth_unstable_by(limit, |a, b| {
        let (one, other) = (of(*a), of(*b));
        one.0.cmp(&other.0).then(other.1.total_cmp(&one.1)).then(a.cmp(b))
    });
    rows.truncate(limit);
    rows.sort_unstable();
    rows
}

/// By how much a score must be multiplied to be a whole number.
fn scale(pairs: &Pairs) -> u32 {
    const SCALES: [u32; 8] = [1, 2, 4, 8, 10, 20, 100, 1_000];
    let whole = |scale: u32| {
        let fits = |row: usize| {
            let scaled = pairs.numbered(row).score * f64::from(scale);
            (scaled - scaled.round()).abs() < 1e-6
        };
        (0..pairs.len()).all(fits)
    };
    SCALES.into_iter().find(|&s| whole(s)).unwrap_or(1_000)
}

/// Words of the two sides, where identity and coverages follow from them.
fn side_words(index: &Index<'_>, row: u32) -> Option<(u32, u32)> {
    let (pair, (left, right)) = (index.run.pairs.numbered(at(row)), index.pair(row));
    let words = |doc: u32| f64::from(index.run.documents[at(doc)].words);
    let side = |coverage: f64, doc: u32| {
        let exact = coverage * words(doc);
        // Below 500,000 words a share's six decimals tell which whole number it came from.
        let whole = exact.round() as u32;
        ((f64::from(whole) / words(doc).max(1.0) - coverage).abs() < ROUNDING && words(doc) < 5e5).then_some(whole)
    };
    let (l, r) = (side(pair.left_coverage, left)?, side(pair.right_coverage, right)?);
    let identity = f64::from(pair.words) / f64::from(l.max(r).max(1));
    ((identity - pair.identity).abs() < ROUNDING).then_some((l, r))
}

/// What a column holds for a row.
type Number<'a> = &'a dyn Fn(u32) -> u32;

/// Columns of these rows; and by how much scores are multiplied.
pub(super) fn blocks(index: &Index<'_>, rows: &[u32], passages: &PassagesOf) -> (Blocks, u32) {
    let pairs = &index.run.pairs;
    let plain = |f: Number<'_>| Column::Plain(rows.iter().map(|&i| f(i)).collect());
    let scale = scale(pairs);
    let length = |start: u32, end: u32| end.saturating_sub(start);
    let left_length = |i: u32| length(pairs.numbered(at(i)).left_start, pairs.numbered(at(i)).left_end);
    let right_length = |i: u32| length(pairs.numbered(at(i)).right_start, pairs.numbered(at(i)).right_end);
    let cluster = |doc: u32, cluster: u32| {
        if cluster == NONE { 0 } else { passages.find(doc, cluster).map_or(0, |n| n + 1) }
    };
    let left = |i: u32| index.pair(i).0;
    let moved = moved(index, rows);
    let kinds = || {
        Column::Plain(rows.iter().zip(&moved).map(|(&i, &moved)| kind_code(pairs.numbered(at(i)).kind) | u32::from(moved) << 3).collect())
    };
    let sides: Option<Vec<(u32, u32)>> = rows.par_iter().map(|&i| side_words(index, i)).collect();
    let mut columns: Vec<(&str, MakeColumn<'_>)> = vec![
        ("left", Box::new(|| Column::Ascending(rows.iter().map(|&i| left(i)).collect()))),
        // Ids ascend, so that the right document always stands behind the left one.
        ("right", Box::new(|| plain(&|i| index.pair(i).1.wrapping_sub(left(i))))),
        ("left_start", Box::new(|| plain(&|i| pairs.numbered(at(i)).left_start))),
        ("left_length", Box::new(|| plain(&left_length))),
        ("right_start", Box::new(|| plain(&|i| pairs.numbered(at(i)).right_start))),
        ("right_length", Box::new(|| plain(&|i| zigzag(right_length(i), left_length(i))))),
        ("words", Box::new(|| plain(&|i| pairs.numbered(at(i)).words))),
        ("score", Box::new(|| plain(&|i| (pairs.numbered(at(i)).score.max(0.0) * f64::from(scale)).round() as u32))),
        ("left_cluster", Box::new(|| plain(&|i| cluster(left(i), index.pair_clusters(i).0)))),
        ("right_cluster", Box::new(|| plain(&|i| cluster(index.pair(i).1, index.pair_clusters(i).1)))),
        ("kind", Box::new(kinds)),
    ];
    // Of rewritten pairs alone, one behind the other.
    let rewritten = || rows.iter().map(|&i| pairs.numbered(at(i))).filter(|pair| pair.kind == Kind::Rewritten);
    if rewritten().next().is_some() {
        let similarity = move || Column::Plain(rewritten().map(|pair| millionths(pair.similarity.unwrap_or(0.0))).collect());
        columns.push(("similarity", Box::new(similarity)));
    }
    if let Some(sides) = &sides {
        let more = move |side: fn(&(u32, u32)) -> u32| {
            Column::Plain(rows.iter().zip(sides).map(|(&i, words)| zigzag(side(words), pairs.numbered(at(i)).words)).collect())
        };
        columns.push(("left_words", Box::new(move || more(|sides| sides.0))));
        columns.push(("right_words", Box::new(move || more(|sides| sides.1))));
    } else {
        columns.push(("identity", Box::new(|| plain(&|i| millionths(pairs.numbered(at(i)).identity)))));
        columns.push(("left_coverage", Box::new(|| plain(&|i| millionths(pairs.numbered(at(i)).left_coverage)))));
        columns.push(("right_coverage", Box::new(|| plain(&|i| millionths(pairs.numbered(at(i)).right_coverage)))));
    }
    (Blocks::of_made("pairs", columns), scale)
}

/// `n` as a small number where it lies near `base`.
fn zigzag(n: u32, base: u32) -> u32 {
    let step = n.wrapping_sub(base).cast_signed();
    ((step << 1) ^ (step >> 31)).cast_unsigned()
}

/// Which pairs stand in another order in the right document than in the left one: all that are not
/// in the heaviest ascending run, by words, of their two documents' pairs.
fn moved(index: &Index<'_>, rows: &[u32]) -> Vec<bool> {
    let mut moved = vec![false; rows.len()];
    let mut from = 0;
    for group in rows.chunk_by(|&a, &b| index.pair(a) == index.pair(b)) {
        if group.len() > 1 {
            let spans: Vec<PairRow<u32>> = group.iter().map(|&i| index.run.pairs.numbered(at(i))).collect();
            let kept = heaviest_run(&spans);
            kept.iter().enumerate().for_each(|(i, kept)| moved[from + i] = !kept);
        }
        from += group.len();
    }
    moved
}

fn heaviest_run(spans: &[PairRow<u32>]) -> Vec<bool> {
    // Groups are small: quadratic is fine, and cut at a size where it would not be.
    let n = spans.len().min(2_000);
    let mut best: Vec<(u64, usize)> = Vec::with_capacity(n);
    for i in 0..n {
        let before = (0..i)
            .filter(|&j| spans[j].right_start <= spans[i].right_start)
            .map(|j| (best[j].0, j))
            .max_by_key(|&(weight, j)| (weight, std::cmp::Reverse(j)));
        let words = u64::from(spans[i].words);
        best.push(before.map_or((words, i), |(weight, j)| (weight + words, j)));
    }
    let mut kept = vec![false; spans.len()];
    kept[n..].fill(true);
    let mut at = (0..n).max_by_key(|&i| (best[i].0, std::cmp::Reverse(i)));
    while let Some(i) = at {
        kept[i] = true;
        at = (best[i].1 != i).then_some(best[i].1);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    #[test]
    fn shares_follow_from_whole_numbers_of_words() {
        let run = fixtures::synthetic(2_000, 9);
        let index = Index::new(&run).unwrap();
        for i in 0..2_000 {
            let (left, right) = side_words(&index, i).unwrap();
            assert!(left.max(right) >= run.pairs.row(at(i)).words);
        }
        let rows: Vec<u32> = (0..2_000).collect();
        let (blocks, scale) = blocks(&index, &rows, &PassagesOf::new(&index));
        assert_eq!(scale, 4);
        assert!(blocks.directory.contains_key("pairs.left_words"));
    }

    #[test]
    fn shares_that_do_not_follow_are_kept_as_they_are() {
        let mut run = fixtures::synthetic(50, 9);
        let mut pairs = run.pairs.to_rows();
        pairs[7].identity = 0.123_456;
        run.pairs = pairs.into();
        let index = Index::new(&run).unwrap();
        let rows: Vec<u32> = (0..50).collect();
        let (blocks, _) = blocks(&index, &rows, &PassagesOf::new(&index));
        assert!(blocks.directory.contains_key("pairs.identity"));
        assert!(!blocks.directory.contains_key("pairs.left_words"));
    }

    #[test]
    fn rewritten_pairs_alone_have_a_likeness() {
        let run = fixtures::small();
        let index = Index::new(&run).unwrap();
        let rows: Vec<u32> = (0..position(run.pairs.len())).collect();
        let (blocks, _) = blocks(&index, &rows, &PassagesOf::new(&index));
        assert_eq!((blocks.directory["pairs.similarity"].0, blocks.directory["pairs.score"].0 as usize), (1, run.pairs.len()));
    }

    #[test]
    fn a_block_that_changed_places_is_moved_and_the_heavier_ones_stay() {
        let run = fixtures::synthetic(10, 1);
        let span = |left: u32, right: u32, words: u32| PairRow { left_start: left, right_start: right, words, ..run.pairs.numbered(0) };
        let spans = [span(0, 500, 10), span(100, 0, 40), span(200, 100, 40)];
        assert_eq!(heaviest_run(&spans), [false, true, true]);
    }

    #[test]
    fn where_not_all_pairs_fit_the_highest_scores_stay_in_the_order_of_the_table() {
        let run = fixtures::synthetic(300, 2);
        let rows = best(&run.pairs, 50);
        assert!(rows.len() == 50 && rows.windows(2).all(|w| w[0] < w[1]));
        let rewritten = |&i: &u32| run.pairs.row(at(i)).kind == Kind::Rewritten;
        let least = rows.iter().filter(|i| !rewritten(i)).map(|&i| run.pairs.row(at(i)).score).fold(f64::MAX, f64::min);
        let left_out: Vec<u32> = (0..300).filter(|i| !rows.contains(i)).collect();
        assert!(left_out.iter().map(|&i| run.pairs.row(at(i)).score).fold(0.0, f64::max) <= least);
        assert!((0..300).any(|i| rewritten(&i)) && !left_out.iter().any(rewritten), "rewritten pairs, which have no score, stay");
    }
}
