//! What an alignment ends in by accident: the stop word that begins the next sentence behind a quotation.
//!
//! Two papers that quote one sentence go on with “The ...”, “He ...” or “But ...” more often than not. Such a word matches, but it is
//! no part of what was taken over. Behind other sentences it stays: taking it off lowered the mean share found on Helsinki.

use super::score::{Alignment, Joint};
use super::{AlignConfig, Side};

impl Alignment {
    /// Without the lone stop word that it ends in, where a quotation ends directly before that word on one side, and it or a sentence on the other.
    /// A short alignment stays as it is: it is judged by every word that it has.
    pub(super) fn trimmed(self, left: Side<'_>, right: Side<'_>, config: &AlignConfig) -> Self {
        let [.., before, last] = &self.matches[..] else { return self };
        let ends = [(left, before.left_end()), (right, before.right_end())];
        let is_stray = self.matches.len() > config.short_words as usize + 1
            && last.joint == Joint::None
            && left.tokens.traits[last.left as usize].is_stop_word()
            && (last.left, last.right) == (ends[0].1, ends[1].1)
            && ends.into_iter().all(is_parted)
            && ends.into_iter().any(is_quoted);
        if is_stray { Self::of(left.tokens, &self.matches[..self.matches.len() - 1]) } else { self }
    }
}

/// Whether a sentence or a quotation ends or begins between a word and the one before it.
fn is_parted(place: (Side<'_>, u32)) -> bool {
    is_quoted(place) || before(place).contains(['.', '!', '?', '…', '。'])
}

/// Whether a quotation does.
fn is_quoted(place: (Side<'_>, u32)) -> bool {
    before(place).contains(['"', '“', '”', '„', '«', '»', '‹', '›'])
}

/// What stands between a word and the one before it.
fn before<'a>((side, word): (Side<'a>, u32)) -> &'a str {
    let (before, own) = (side.tokens.spans[word as usize - 1], side.tokens.spans[word as usize]);
    side.text.get(before.end as usize..own.start as usize).unwrap_or_default()
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
            ("", [". The", ". The"], ". The"),
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
