//! What an alignment ends in by accident: the stop word that begins the next sentence on both sides.
//!
//! Two papers that quote one sentence go on with “The ...”, “He ...” or “But ...” more often than not. Such a word matches, but it is
//! no part of what was taken over.

use super::score::{Alignment, Joint};
use super::{AlignConfig, Side};

impl Alignment {
    /// Without the lone stop word that it ends in, where a sentence or a quotation ends directly before that word on both sides.
    /// A short alignment stays as it is: it is judged by every word that it has.
    pub(super) fn trimmed(self, left: Side<'_>, right: Side<'_>, config: &AlignConfig) -> Self {
        let matches = &self.matches;
        let last = matches.len() - 1;
        if last < config.short_words as usize + 1 {
            return self;
        }
        let neighbours = |n: usize| matches[n + 1].left == matches[n].left_end() && matches[n + 1].right == matches[n].right_end();
        let parted =
            |n: usize| neighbours(n) && [(left, matches[n].left_end()), (right, matches[n].right_end())].into_iter().all(is_parted);
        let is_stray = |n: usize| matches[n].joint == Joint::None && left.tokens.traits[matches[n].left as usize].is_stop_word();
        if is_stray(last) && parted(last - 1) { Self::of(left.tokens, &matches[..last]) } else { self }
    }
}

/// Whether a sentence or a quotation ends or begins between a word and the one before it.
fn is_parted((side, word): (Side<'_>, u32)) -> bool {
    let (before, own) = (side.tokens.spans[word as usize - 1], side.tokens.spans[word as usize]);
    let between = side.text.get(before.end as usize..own.start as usize).unwrap_or_default();
    between.contains(['.', '!', '?', '…', '"', '“', '”', '„', '«', '»', '‹', '›', '。'])
}

#[cfg(test)]
mod tests {
    use super::super::score::Match;
    use super::*;
    use crate::text::{Compounds, tokenize};

    /// What is left of an alignment of two texts word by word.
    fn trimmed(left: &str, right: &str) -> String {
        let tokens = [left, right].map(|text| tokenize(text, Compounds::Joined));
        let (l, r) = (Side { text: left, tokens: &tokens[0] }, Side { text: right, tokens: &tokens[1] });
        let matches: Vec<Match> = (0..u32::try_from(tokens[0].len()).unwrap()).map(|n| Match::equal(n, n)).collect();
        let pair = Alignment::of(&tokens[0], &matches).trimmed(l, r, &AlignConfig::default()).pair(0, 1, &tokens[0]);
        left[tokens[0].bytes(pair.left_words).range()].to_owned()
    }

    #[test]
    fn a_stop_word_of_the_next_sentence_is_no_part_of_the_passage() {
        let long =
            "Officials concede that the White House has handed Kerry no stick to wave at Damascus or Moscow, so he bargains from his hand";
        for (before, [behind_left, behind_right], kept) in [
            ("", [". The", ",” the"], ""),
            ("", [". The", ", the"], ". The"),
            ("", [". Washington", ". Washington"], ". Washington"),
            ("It. ", [".” He", ". He"], ""),
        ] {
            let (left, right) = (format!("{before}{long}{behind_left}"), format!("{before}{long}{behind_right}"));
            assert_eq!(trimmed(&left, &right), format!("{before}{long}{kept}"), "{left:?} {right:?}");
        }
    }

    #[test]
    fn a_short_alignment_keeps_every_word() {
        assert_eq!(trimmed("the card has left his hand. The", "the card has left his hand. The"), "the card has left his hand. The");
    }
}
