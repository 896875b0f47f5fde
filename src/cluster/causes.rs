//! Why a pair or a cluster is a formula, for people who ask.

use serde::Serialize;

use super::formula::{Judge, Telling};
use super::{ClusterInput, Clustering, Kind, KindConfig};
use crate::align::Pair;

/// Why a cluster is a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormulaCause {
    /// Its passages fill in other numbers each time.
    Filled,
    /// Its root says less than a copy does whose pairs are in no company.
    Root(Telling),
    /// Its root says enough: most of the pairs that it is judged by do not.
    Pairs,
}

/// What kinds rest on.
pub struct Causes<'a> {
    judge: Judge<'a>,
    clustering: &'a Clustering,
}

impl std::fmt::Debug for Causes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Causes").field("clustering", self.clustering).finish_non_exhaustive()
    }
}

impl<'a> Causes<'a> {
    /// Judges as [`kinds`](super::kinds) does. `input.pairs` may be those of two documents alone, and `clustering` those clusters that are asked for.
    #[must_use]
    pub fn new(input: ClusterInput<'a>, clustering: &'a Clustering, days: &'a [Option<i64>], config: &'a KindConfig) -> Self {
        Self { judge: Judge::new(input, clustering, days, config), clustering }
    }

    /// What a pair says by itself. Whether its documents share another copy is known of documents all of whose pairs were given.
    #[must_use]
    pub fn pair(&self, pair: &Pair) -> Telling {
        self.judge.telling(pair, self.judge.has_company(pair))
    }

    /// Why a cluster is a formula, given that it is one. In what company its pairs are is not asked.
    #[must_use]
    pub fn cluster(&self, number: usize) -> FormulaCause {
        if self.judge.standing[number] == Some(Kind::Formula) {
            return FormulaCause::Filled;
        }
        let root = self.judge.root_telling(&self.clustering.clusters[number], false);
        if root.is_copy() { FormulaCause::Pairs } else { FormulaCause::Root(root) }
    }
}
