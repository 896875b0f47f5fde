//! Which documents belong together: as families, or as a list of pairs.

use std::collections::{HashMap, HashSet};

use crate::error::Result;

/// Documents that belong together, of `0..documents`.
pub(super) struct Relation {
    /// Families of two and more, each sorted.
    families: Vec<Vec<u32>>,
    /// The family of each document: its number, or `families.len()` + the document's own for one alone.
    of: Vec<usize>,
    /// Where only some pairs of a family belong together: these.
    listed: Option<HashSet<(u32, u32)>>,
}

impl Relation {
    /// Documents of one family belong together. `member[i]` is the family of document `i`; `None` is alone.
    pub(super) fn families<K: std::hash::Hash + Eq + Ord + Clone>(member: &[Option<K>]) -> Self {
        let mut by_key: HashMap<&K, Vec<u32>> = HashMap::new();
        for (document, key) in (0u32..).zip(member) {
            if let Some(key) = key {
                by_key.entry(key).or_default().push(document);
            }
        }
        let mut families: Vec<Vec<u32>> = by_key.into_values().filter(|family| family.len() > 1).collect();
        families.sort();
        let mut of: Vec<usize> = (families.len()..families.len() + member.len()).collect();
        for (n, family) in families.iter().enumerate() {
            family.iter().for_each(|document| of[*document as usize] = n);
        }
        Self { families, of, listed: None }
    }

    /// The listed pairs belong together; their connected components are the families.
    pub(super) fn pairs(documents: u32, pairs: &[(u32, u32)]) -> Self {
        let mut parent: Vec<u32> = (0..documents).collect();
        for (left, right) in pairs {
            let (left, right) = (root(&mut parent, *left), root(&mut parent, *right));
            parent[left.max(right) as usize] = left.min(right);
        }
        let member: Vec<Option<u32>> = (0..documents).map(|document| Some(root(&mut parent, document))).collect();
        Self { listed: Some(pairs.iter().map(|(l, r)| (*l.min(r), *l.max(r))).collect()), ..Self::families(&member) }
    }

    /// Whether the two belong together; the lesser one comes first.
    pub(super) fn holds(&self, pair: (u32, u32)) -> bool {
        match &self.listed {
            Some(listed) => listed.contains(&pair),
            None => self.of[pair.0 as usize] == self.of[pair.1 as usize],
        }
    }

    /// Calls `f` for each two that belong together, in order within a family, until it fails.
    pub(super) fn each_pair(&self, mut f: impl FnMut((u32, u32)) -> Result<()>) -> Result<()> {
        for family in &self.families {
            for (n, left) in family.iter().enumerate() {
                for right in &family[n + 1..] {
                    if self.listed.is_none() || self.holds((*left, *right)) {
                        f((*left, *right))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The adjusted Rand index of two partitions of `documents` into families (Hubert and Arabie 1985, formula 5): 1 for equal ones, 0
    /// on average for random ones of the same sizes. Two that have no room to differ (all alone, or all in one) count as equal.
    pub(super) fn adjusted_rand_index(&self, other: &Self, documents: &[u32]) -> f64 {
        let mut cells: HashMap<(usize, usize), u64> = HashMap::new();
        let (mut rows, mut columns): (HashMap<usize, u64>, HashMap<usize, u64>) = Default::default();
        for document in documents {
            let (row, column) = (self.of[*document as usize], other.of[*document as usize]);
            *cells.entry((row, column)).or_default() += 1;
            *rows.entry(row).or_default() += 1;
            *columns.entry(column).or_default() += 1;
        }
        let (cells, rows, columns) = (two_of_each(cells.values()), two_of_each(rows.values()), two_of_each(columns.values()));
        let all = two_of(super::count(documents.len()));
        let expected = if all > 0.0 { rows * columns / all } else { 0.0 };
        let most = f64::midpoint(rows, columns);
        if most - expected == 0.0 { 1.0 } else { (cells - expected) / (most - expected) }
    }
}

fn root(parent: &mut [u32], mut document: u32) -> u32 {
    while parent[document as usize] != document {
        parent[document as usize] = parent[parent[document as usize] as usize];
        document = parent[document as usize];
    }
    document
}

fn two_of_each<'a>(counts: impl Iterator<Item = &'a u64>) -> f64 {
    // In whole numbers, so that the order of a hash table does not show.
    let pairs: u64 = counts.map(|n| n * n.saturating_sub(1) / 2).sum();
    super::real(pairs)
}

fn two_of(n: u64) -> f64 {
    super::real(n * n.saturating_sub(1) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn families(member: &[u32]) -> Relation {
        Relation::families(&member.iter().map(|m| Some(*m)).collect::<Vec<_>>())
    }

    fn everybody(member: &[u32]) -> Vec<u32> {
        (0..member.len() as u32).collect()
    }

    #[test]
    fn the_index_is_as_worked_out_by_hand() {
        // Cells 2 1 0 / 0 1 2: two pairs of 15 in both; rows 3 + 3, columns 1 + 1 + 1: expected 1.2, most 4.5.
        let (left, right) = ([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]);
        let index = families(&left).adjusted_rand_index(&families(&right), &everybody(&left));
        assert!((index - (2.0 - 1.2) / (4.5 - 1.2)).abs() < 1e-12, "{index}");
    }

    #[test]
    fn partitions_without_room_to_differ_are_equal() {
        let alone = [0, 1, 2];
        assert!((families(&alone).adjusted_rand_index(&families(&alone), &everybody(&alone)) - 1.0).abs() < 1e-12);
        assert!((families(&alone).adjusted_rand_index(&families(&alone), &[]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn listed_pairs_are_not_closed() {
        let relation = Relation::pairs(4, &[(1, 0), (1, 2)]);
        let mut pairs = Vec::new();
        let each = relation.each_pair(|pair| {
            pairs.push(pair);
            Ok(())
        });
        each.unwrap();
        assert_eq!(pairs, [(0, 1), (1, 2)]);
        assert!(!relation.holds((0, 2)) && relation.holds((0, 1)));
        assert_eq!((relation.of[0], relation.of[2]), (0, 0), "but they are one family");
    }

    proptest! {
        /// Of all pairs of documents: how many both have together, one, the other, none (Hubert and Arabie, formula 5 in counts of pairs).
        #[test]
        fn the_index_equals_that_counted_pair_by_pair(both in prop::collection::vec((0u32..5, 0u32..5), 0..30)) {
            let (left, right): (Vec<u32>, Vec<u32>) = both.into_iter().unzip();
            let (mut a, mut b, mut c, mut d) = (0.0, 0.0, 0.0, 0.0);
            for i in 0..left.len() {
                for j in 0..i {
                    match (left[i] == left[j], right[i] == right[j]) {
                        (true, true) => a += 1.0,
                        (true, false) => b += 1.0,
                        (false, true) => c += 1.0,
                        (false, false) => d += 1.0,
                    }
                }
            }
            let below: f64 = (a + b) * (b + d) + (a + c) * (c + d);
            let expected = if below == 0.0 { 1.0 } else { 2.0 * (a * d - b * c) / below };
            let index = families(&left).adjusted_rand_index(&families(&right), &everybody(&left));
            prop_assert!((index - expected).abs() < 1e-9, "{} {}", index, expected);
        }
    }
}
