//! Rows of `pairs`: copies, and what was rewritten.

use std::sync::Arc;

use rayon::prelude::*;

use super::Builder;
use crate::report::model::{Kind, PairRow};
use crate::report::tables::rounded;
use crate::rewrite::Rewritten;

impl Builder<'_> {
    pub(super) fn pairs(&self) -> Vec<PairRow> {
        let input = &self.findings.input;
        let cluster_ids: Vec<Option<Arc<str>>> = (0..self.reported.len()).map(|c| self.reported[c].then(|| self.cluster_id(c))).collect();
        let mut rows: Vec<PairRow> = input
            .pairs
            .par_iter()
            .zip(&self.findings.clustering.of_pairs)
            .zip(&self.findings.kinds.pairs)
            .filter(|((p, _), _)| {
                self.findings.input.seeds.same_outlet || input.places[p.left as usize].outlet != input.places[p.right as usize].outlet
            })
            .map(|((p, (left_cluster, right_cluster)), kind)| {
                let [(left_bytes, left), (right_bytes, right)] = self.both_places((p.left, p.right), (p.left_words, p.right_words));
                let id = |c: &Option<usize>| c.and_then(|c| cluster_ids[c].clone());
                PairRow {
                    left_doc: Arc::clone(&self.ids[p.left as usize]),
                    left_start: left.start,
                    left_end: left.end,
                    left_byte_start: left_bytes.start,
                    left_byte_end: left_bytes.end,
                    right_doc: Arc::clone(&self.ids[p.right as usize]),
                    right_start: right.start,
                    right_end: right.end,
                    right_byte_start: right_bytes.start,
                    right_byte_end: right_bytes.end,
                    words: p.matched,
                    identity: rounded(p.identity()),
                    left_coverage: self.coverage(p.left, p.left_words),
                    right_coverage: self.coverage(p.right, p.right_words),
                    score: f64::from(p.score) / 4.0,
                    kind: *kind,
                    left_cluster: id(left_cluster),
                    right_cluster: id(right_cluster),
                    similarity: None,
                }
            })
            .collect();
        rows.extend(self.findings.rewriting.pairs.iter().map(|p| self.rewritten(p)));
        rows.par_sort_by(|a, b| key(a).cmp(&key(b)));
        rows
    }

    /// A pair of its own tier: in no cluster, and ranked by its similarity.
    fn rewritten(&self, pair: &Rewritten) -> PairRow {
        let [(left_bytes, left), (right_bytes, right)] = self.both_places((pair.left, pair.right), (pair.left_words, pair.right_words));
        PairRow {
            left_doc: Arc::clone(&self.ids[pair.left as usize]),
            left_start: left.start,
            left_end: left.end,
            left_byte_start: left_bytes.start,
            left_byte_end: left_bytes.end,
            right_doc: Arc::clone(&self.ids[pair.right as usize]),
            right_start: right.start,
            right_end: right.end,
            right_byte_start: right_bytes.start,
            right_byte_end: right_bytes.end,
            words: pair.shared,
            identity: rounded(pair.identity()),
            left_coverage: self.coverage(pair.left, pair.left_words),
            right_coverage: self.coverage(pair.right, pair.right_words),
            score: 0.0,
            kind: Kind::Rewritten,
            left_cluster: None,
            right_cluster: None,
            similarity: Some(pair.similarity()),
        }
    }
}

fn key(row: &PairRow) -> (&str, &str, u32, u32, u32, u32) {
    (&row.left_doc, &row.right_doc, row.left_start, row.right_start, row.left_end, row.right_end)
}
