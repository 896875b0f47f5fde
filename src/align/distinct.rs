//! Which alignments between two texts are another one once more.

use crate::keyed::NumberedMap;

use super::score::{Alignment, Match};

/// The alignments that were met so far, by where they begin and end and how many words they match.
#[derive(Default)]
pub(super) struct Distinct(NumberedMap<[u32; 5], Vec<Vec<Match>>>);

impl Distinct {
    /// Whether none was met that has the same matches.
    pub(super) fn is_new(&mut self, alignment: &Alignment) -> bool {
        let matches = &alignment.matches;
        let (first, last) = (matches[0], matches[matches.len() - 1]);
        let alike = self.0.entry([first.left, first.right, last.left, last.right, super::count(matches.len())]).or_default();
        if alike.contains(matches) {
            return false;
        }
        alike.push(matches.clone());
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alignment_is_new_once_and_one_that_has_another_match_is_another() {
        let of = |places: [(u32, u32); 3]| Alignment { matches: places.map(|(l, r)| Match::equal(l, r)).to_vec(), score: 0 };
        let mut known = Distinct::default();
        assert!(known.is_new(&of([(0, 9), (1, 10), (3, 13)])));
        assert!(known.is_new(&of([(0, 9), (2, 10), (3, 13)])));
        assert!(!known.is_new(&of([(0, 9), (1, 10), (3, 13)])));
    }
}
