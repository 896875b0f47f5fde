//! Passages that share one row of equal words, and nothing beside it.
//!
//! A row that two sentences have in common makes them alike as bags of words, however little else they share: a link, an address, a piece of markup, a
//! sentence inside a row of words without a full stop. That is a copy or nothing, and copies are found by alignment.

use std::collections::BTreeSet;

use super::Rewritten;
use crate::text::Tokens;

/// Different words, stop words left out, that both sides of a passage hold outside their longest row of equal words and not inside it.
pub(super) fn beside_row(left: &Tokens, right: &Tokens, passage: &Rewritten) -> usize {
    let (lefts, rights) = (passage.left_words.range(), passage.right_words.range());
    let (words, l, r) = longest_row(&left.hashes[lefts.clone()], &right.hashes[rights.clone()]);
    let (l, r) = (lefts.start + l, rights.start + r);
    let row: BTreeSet<u64> = left.hashes[l..l + words].iter().copied().collect();
    let outside = |tokens: &Tokens, of: std::ops::Range<usize>, row: std::ops::Range<usize>| -> BTreeSet<u64> {
        let says = |word: &usize| !row.contains(word) && !tokens.traits[*word].is_stop_word() && tokens.spans[*word].len() > 1;
        of.filter(says).map(|word| tokens.hashes[word]).collect()
    };
    let (ours, theirs) = (outside(left, lefts, l..l + words), outside(right, rights, r..r + words));
    ours.intersection(&theirs).filter(|word| !row.contains(word)).count()
}

/// The longest row of words that two texts share: how many, and where it begins in each. The first one of equals.
fn longest_row(left: &[u64], right: &[u64]) -> (usize, usize, usize) {
    // Words of the row that ends before each place of the right text.
    let mut rows = vec![0; right.len() + 1];
    let mut best = (0, 0, 0);
    for (l, word) in left.iter().enumerate() {
        for r in (0..right.len()).rev() {
            rows[r + 1] = if right[r] == *word { rows[r] + 1 } else { 0 };
        }
        for (r, &words) in rows.iter().enumerate() {
            if words > best.0 {
                best = (words, l + 1 - words, r - words);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{Span, Words};
    use crate::text::{Compounds, tokenize};

    fn beside(left: &str, right: &str) -> usize {
        let [l, r] = [left, right].map(|text| tokenize(text, Compounds::Joined));
        let words = |tokens: &Tokens| Span::<Words>::new(0, u32::try_from(tokens.len()).unwrap());
        let passage = Rewritten { left: 0, right: 1, left_words: words(&l), right_words: words(&r), shared: 9, content: 9, cosine: 6000 };
        beside_row(&l, &r, &passage)
    }

    #[test]
    fn what_stands_in_the_row_and_stop_words_do_not_count() {
        let row = "http harbour example org ferry times winter pdf";
        assert_eq!(beside(&format!("the boats of the mayor {row} were late"), &format!("a choir was in the hall {row} of the harbour")), 0);
        assert_eq!(beside(&format!("the boats of the mayor {row} were late"), &format!("late, the mayor said {row} and took the bus")), 2);
        assert_eq!(beside("one row alone", "one row alone"), 0);
    }

    #[test]
    fn the_longest_row_is_the_first_of_equals() {
        assert_eq!(longest_row(&[1, 2, 3, 9, 4, 5, 6], &[4, 5, 6, 8, 1, 2, 3]), (3, 0, 4));
        assert_eq!(longest_row(&[1, 2], &[3]), (0, 0, 0));
        assert_eq!(longest_row(&[7, 1, 2, 3, 4], &[1, 2, 3, 4, 7]), (4, 1, 0));
    }
}
