//! What stands around a run that says too little by itself: whether enough words are equal there that an alignment could come to more.
//!
//! In a large corpus most documents that share a run of six or seven words share a turn of phrase and nothing else. What can become a pair in spite of that is a
//! sentence in which a word was replaced, or several: it has equal words beside one another near by, on about the same diagonal.

use super::fill::{BAND, REACH};
use super::runs::Run;
use super::score::Match;
use super::{AlignConfig, Side, significance};

/// Words of one side in the order in which they leave the run, by the lower halves of their hashes.
type Leaving = [u32; REACH];
/// The same with room for every diagonal.
type Wide = [u32; REACH + 2 * BAND];

/// Words lacking that need not be seen as neighbours: the first of a row, and one that is a compound or `U.S.`, which counts as two.
const SPARE: u32 = 2;

/// No word, on either side: not equal to one another.
const NOTHING: [u32; 2] = [0, 1];

/// Whether an alignment of one run, which stands alone, can become a pair: it tells by itself, or as many words around it are equal as
/// two runs that tell together have more than it.
///
/// A run of fewer than `min_words` that does not tell takes another one beside it, or twenty words in all. Where hardly any are equal and beside one another,
/// nearly all would have to be scattered or misspelt: that is given up, and counted.
pub(super) fn may_be_pair(left: Side<'_>, right: Side<'_>, run: &Run, config: &AlignConfig) -> bool {
    let traits = &left.tokens.traits[run.left as usize..(run.left + run.len) as usize];
    let words: u32 = traits.iter().map(|t| t.parts()).sum();
    if words >= config.min_words || traits.iter().any(|t| t.is_gram()) {
        return true;
    }
    let lacking = config.edited_words.saturating_sub(words);
    let tells = || {
        let matches: Vec<Match> = (0..run.len).map(|k| Match::equal(run.left + k, run.right + k)).collect();
        words >= config.run_words && significance::is_telling(left, right, &matches, config)
    };
    lacking <= SPARE || tells() || before(left, right, run) + behind(left, right, run) + SPARE >= lacking
}

fn before(left: Side<'_>, right: Side<'_>, run: &Run) -> u32 {
    neighbours(left.tokens.hashes[..run.left as usize].iter().rev(), right.tokens.hashes[..run.right as usize].iter().rev())
}

fn behind(left: Side<'_>, right: Side<'_>, run: &Run) -> u32 {
    neighbours(left.tokens.hashes[(run.left + run.len) as usize..].iter(), right.tokens.hashes[(run.right + run.len) as usize..].iter())
}

/// How often two words beside one another are equal to two of the other side, no further from the diagonal than an alignment may go.
fn neighbours<'a>(left: impl Iterator<Item = &'a u64>, right: impl Iterator<Item = &'a u64>) -> u32 {
    let (mut lefts, mut rights): (Leaving, Wide) = ([NOTHING[0]; REACH], [NOTHING[1]; REACH + 2 * BAND]);
    lefts.iter_mut().zip(left).for_each(|(own, hash)| *own = *hash as u32);
    rights[BAND..BAND + REACH].iter_mut().zip(right).for_each(|(own, hash)| *own = *hash as u32);
    let mut found = 0;
    for diagonal in 0..=2 * BAND {
        let mut equal = [0; REACH];
        for ((equal, l), r) in equal.iter_mut().zip(&lefts).zip(&rights[diagonal..diagonal + REACH]) {
            *equal = u32::from(l == r);
        }
        found += equal.iter().zip(&equal[1..]).map(|(one, next)| one & next).sum::<u32>();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::score::Joint;
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    fn may(left: &str, right: &str, (l, r, len): (u32, u32, u32)) -> bool {
        let tokens = [left, right].map(|text| tokenize(text, Compounds::Joined));
        let run = Run { left: l, right: r, len, joint: Joint::None };
        may_be_pair(Side { text: left, tokens: &tokens[0] }, Side { text: right, tokens: &tokens[1] }, &run, &AlignConfig::default())
    }

    #[test]
    fn a_turn_of_phrase_between_other_words_is_given_up_and_an_edited_sentence_is_not() {
        assert!(!may("Boats went in spite of all that was said", "Nobody came in spite of all that he wrote", (2, 2, 5)));
        let (left, right) =
            ("the old ferry landing will be closed by the harbour council", "the old ferry landing will be shut by the harbour council");
        assert!(may(left, right, (0, 0, 6)));
        assert!(!may(left, "the old ferry landing will be repaired at once", (0, 0, 6)));
        // `U.S.` counts as two words.
        assert!(may("boxes of U.S. ripe pears under the Old Harbour Plan", "boxes of U.S. pears under the Old Harbour Plan", (4, 3, 6)));
        assert!(may("a b c d Old ferry landing will be closed now", "a b c d New ferry landing will be closed now", (5, 5, 6)), "in front");
    }

    #[test]
    fn a_run_that_tells_or_is_long_enough_is_aligned_whatever_stands_around_it() {
        assert!(may("timber piles under the old landing were rotten", "timber piles under the old landing were gone", (0, 0, 7)));
        assert!(may("US Secretary of State John Kerry of Boston", "US Secretary of State John Kerry of Boston", (0, 0, 8)));
    }

    proptest! {
        #[test]
        fn neighbours_are_those_found_one_by_one(left in prop::collection::vec(2u64..9, 0..40), right in prop::collection::vec(2u64..9, 0..40)) {
            let (l, r) = (left.len().min(REACH), right.len().min(REACH));
            let slow = (1..l).flat_map(|i| (1..r).map(move |j| (i, j))).filter(|(i, j)| i.abs_diff(*j) <= BAND);
            let slow = slow.filter(|(i, j)| left[*i] == right[*j] && left[i - 1] == right[j - 1]).count();
            prop_assert_eq!(neighbours(left.iter(), right.iter()) as usize, slow);
        }
    }
}
