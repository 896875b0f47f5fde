//! Where a long alignment ends inside a sentence, before a word that was changed, it goes on behind the change.
//!
//! The score ends an alignment there when too little follows: `In his tweets, Trump went on` against `In tweets on Monday, Trump went on` begins
//! at `tweets`. At the end of a long alignment such words are far more likely the same text than chance, as long as the sentence lasts.

use super::score::{Alignment, Match, between, match_weight};
use super::{AlignConfig, Side, count};

/// Words on the left and on the right that may be skipped.
const CHANGED: [(u32, u32); 4] = [(0, 0), (1, 1), (0, 1), (1, 0)];
/// Matched words of the sentence, from which on it goes on: one that ends an alignment may stand there by chance.
const SAME: usize = 4;

/// Which way an end is moved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Ahead,
}

/// Moves the ends of the long ones among the alignments of one chain, which are in order, as far as their sentences go on alike.
pub(super) fn carry_on(left: Side<'_>, right: Side<'_>, found: &mut [Alignment], config: &AlignConfig) {
    for n in 0..found.len() {
        if found[n].matches.len() < config.short_words as usize {
            continue;
        }
        let before = n.checked_sub(1).map_or((0, 0), |earlier| end(&found[earlier].matches));
        let behind = found.get(n + 1).map_or((count(left.tokens.len()), count(right.tokens.len())), |later| start(later.matches[0]));
        let alignment = &mut found[n];
        let is_same = |m: &&Match, end: (u32, u32)| is_one_sentence(left, m.left, end.0) && is_one_sentence(right, m.right, end.1);
        let (first, last) = (start(alignment.matches[0]), end(&alignment.matches));
        if alignment.matches.iter().rev().take(SAME).take_while(|m| is_same(m, last)).count() == SAME {
            while let Some(next) = next(left, right, end(&alignment.matches), behind, Way::Ahead) {
                alignment.score += match_weight(left.tokens, next) - between(alignment.matches[alignment.matches.len() - 1], next);
                alignment.matches.push(next);
            }
        }
        if alignment
            .matches
            .iter()
            .take(SAME)
            .all(|m| is_one_sentence(left, first.0, m.left + 1) && is_one_sentence(right, first.1, m.right + 1))
        {
            let mut added = Vec::new();
            let mut begin = alignment.matches[0];
            while let Some(next) = next(left, right, start(begin), before, Way::Back) {
                alignment.score += match_weight(left.tokens, next) - between(next, begin);
                begin = next;
                added.push(next);
            }
            added.reverse();
            alignment.matches.splice(0..0, added);
        }
    }
}

fn start(first: Match) -> (u32, u32) {
    (first.left, first.right)
}

fn end(matches: &[Match]) -> (u32, u32) {
    let last = matches[matches.len() - 1];
    (last.left_end(), last.right_end())
}

/// The nearest equal word behind or before an end, no further than `bound`, in the same sentence on both sides.
fn next(left: Side<'_>, right: Side<'_>, end: (u32, u32), bound: (u32, u32), way: Way) -> Option<Match> {
    let place = |from: u32, bound: u32, skipped: u32| match way {
        Way::Ahead => Some(from + skipped).filter(|place| *place < bound),
        Way::Back => from.checked_sub(skipped + 1).filter(|place| *place >= bound),
    };
    let reaches = |side: Side<'_>, from: u32, to: u32| match way {
        Way::Ahead => is_one_sentence(side, from - 1, to + 1),
        Way::Back => is_one_sentence(side, to, from + 1),
    };
    CHANGED.into_iter().find_map(|skipped| {
        let (l, r) = (place(end.0, bound.0, skipped.0)?, place(end.1, bound.1, skipped.1)?);
        let is_equal = left.tokens.hashes[l as usize] == right.tokens.hashes[r as usize];
        (is_equal && reaches(left, end.0, l) && reaches(right, end.1, r)).then(|| Match::equal(l, r))
    })
}

/// Whether no sentence and no line ends between the first and the last one of these words, from `from` to before `to`.
fn is_one_sentence(side: Side<'_>, from: u32, to: u32) -> bool {
    let spans = &side.tokens.spans[from as usize..to as usize];
    spans
        .windows(2)
        .all(|two| !side.text.get(two[0].end as usize..two[1].start as usize).unwrap_or_default().contains(['.', '!', '?', '\n']))
}

#[cfg(test)]
mod tests {
    use crate::align::tests::first_alignment;

    fn matched(left: &str, right: &str) -> (String, String) {
        first_alignment(left, right, |left, right, alignment| {
            let (first, last) = (alignment.matches[0], alignment.matches[alignment.matches.len() - 1]);
            let text = |side: super::Side<'_>, from: u32, to: u32| {
                side.text[side.tokens.spans[from as usize].start as usize..side.tokens.spans[to as usize - 1].end as usize].to_owned()
            };
            (text(left, first.left, last.left_end()), text(right, first.right, last.right_end()))
        })
        .expect("they have words in common")
    }

    const BODY: &str =
        "the council of the harbour voted on Tuesday to close the old ferry landing before winter and to take all passengers across by bus";

    #[test]
    fn a_long_alignment_goes_on_behind_a_changed_word_of_its_sentence() {
        let (left, right) = matched(&format!("Late on {BODY} until then or so"), &format!("Late, as {BODY} from then in boats"));
        assert!(left.ends_with("until then") && right.ends_with("from then"), "{left} / {right}");
    }

    #[test]
    fn it_does_not_go_into_another_sentence_and_a_short_one_stays_as_it_is() {
        let (left, _) = matched(&format!("Late on {BODY}. Until then or so"), &format!("Late, as {BODY}. From then in boats"));
        assert!(left.ends_with("by bus"), "{left}");
        let (left, _) =
            matched("to close the old ferry landing before winter until then", "to close the old ferry landing before winter from then");
        assert!(left.ends_with("winter"), "{left}");
    }
}
