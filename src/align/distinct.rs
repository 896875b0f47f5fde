//! Which alignments between two texts are another one once more.

use crate::keyed::NumberedMap;

use super::runs::Run;
use super::score::{Alignment, Match};
use super::steps::Steps;
use super::{AlignConfig, Side, of_chain};

/// How many times the words of both texts alignments have together, from which on what was found out of them is looked up before it is found out again.
const TIMES_THE_TEXTS: usize = 4;

/// The alignments of chains between two texts, one chain after another.
#[derive(Default)]
pub(super) struct OfChains {
    steps: Steps,
    known: Distinct,
    matched: usize,
}

impl OfChains {
    /// The alignments of the next chain. Of texts that repeat themselves many chains come to one alignment, which is told once then.
    pub(super) fn of(&mut self, left: Side<'_>, right: Side<'_>, chain: &[Run], config: &AlignConfig) -> Vec<Alignment> {
        let mut own = of_chain(left, right, chain, &mut self.steps, config);
        self.matched += own.iter().map(|alignment| alignment.matches.len()).sum::<usize>();
        if self.matched > TIMES_THE_TEXTS * (left.tokens.len() + right.tokens.len()) {
            self.steps.keep();
            own.retain(|alignment| self.known.is_new(alignment));
        }
        own
    }
}

/// The alignments that were met so far, by where they begin and end and how many words they match.
#[derive(Default)]
struct Distinct(NumberedMap<[u32; 5], Vec<Vec<Match>>>);

impl Distinct {
    /// Whether none was met that has the same matches.
    fn is_new(&mut self, alignment: &Alignment) -> bool {
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
