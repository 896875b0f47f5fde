//! Where a long alignment ends inside a sentence, before a word that was changed, it goes on behind the change.
//!
//! The score ends an alignment there when too little follows: `In his tweets, Trump went on` against `In tweets on Monday, Trump went on` begins
//! at `tweets`. At the end of a long alignment such words are far more likely the same text than chance, as long as the sentence lasts.
//! Two words that are swapped there belong to it both, on both sides. What by itself could be no pair is no bound to it.

use super::score::{Alignment, Joint, Match};
use super::{AlignConfig, Side, count, significance};

/// Words on the left and on the right that may be skipped.
const CHANGED: [(u32, u32); 4] = [(0, 0), (1, 1), (0, 1), (1, 0)];
/// Those that may be where what follows is hardly chance: a content word, or two equal words.
const MUCH_CHANGED: [(u32, u32); 5] = [(1, 2), (2, 1), (2, 2), (0, 2), (2, 0)];
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
        let bounds = |other: &Alignment| bounds(left, right, other, config);
        let before = found[..n].iter().rev().find_map(bounds).map_or((0, 0), |(_, last)| end(last));
        let whole = (count(left.tokens.len()), count(right.tokens.len()));
        let behind = found[n + 1..].iter().find_map(bounds).map_or(whole, |(first, _)| start(first));
        let ahead = End { left, right, bound: behind, way: Way::Ahead };
        let back = End { left, right, bound: before, way: Way::Back };
        let carried = |ends: &[&End<'_>]| {
            let mut matches = found[n].matches.clone();
            let moved = ends.iter().filter(|end| end.carry_on(&mut matches)).count();
            (moved > 0).then(|| Alignment::of(left.tokens, &matches))
        };
        // Most ends stay where they are, which their outermost matches tell.
        if !ahead.moves(&found[n].matches) && !back.moves(&found[n].matches) {
            continue;
        }
        // What goes on among changed words must not end in being no pair: where both ends are too much, the one goes on that takes in more.
        let is_alike = |alignment: &Alignment| significance::identity(alignment) >= config.min_identity;
        let longer = carried(&[&ahead, &back]).and_then(|both| {
            let alone = || [&back, &ahead].into_iter().filter_map(|end| carried(&[end])).filter(is_alike);
            if is_alike(&both) || !is_alike(&found[n]) { Some(both) } else { alone().max_by_key(|longer| longer.matches.len()) }
        });
        if let Some(longer) = longer {
            found[n] = longer;
        }
    }
}

/// The first and the last match of what an alignment keeps from others: of a long one all; of a short one what may be a pair, of it or of its parts. What
/// can be no pair does not keep its words from one that is.
fn bounds(left: Side<'_>, right: Side<'_>, other: &Alignment, config: &AlignConfig) -> Option<(Match, Match)> {
    let ends = |alignment: &Alignment| (alignment.matches[0], alignment.matches[alignment.matches.len() - 1]);
    if other.matches.len() >= config.short_words as usize {
        return Some(ends(other));
    }
    let mut found: Option<(Match, Match)> = None;
    significance::judge_parts(left, right, other.clone(), config, &mut |part, judgement| {
        if judgement.is_ok() {
            let (first, last) = ends(&part);
            found = Some((found.map_or(first, |(first, _)| first), last));
        }
    });
    found
}

fn start(first: Match) -> (u32, u32) {
    (first.left, first.right)
}

fn end(last: Match) -> (u32, u32) {
    (last.left_end(), last.right_end())
}

/// One end of an alignment.
struct End<'a> {
    left: Side<'a>,
    right: Side<'a>,
    /// Where the next alignment on this way begins, on both sides.
    bound: (u32, u32),
    way: Way,
}

impl End<'_> {
    /// Carries on matches, and says whether there was something to add.
    fn carry_on(&self, matches: &mut Vec<Match>) -> bool {
        if self.way == Way::Ahead {
            return self.go_on(matches);
        }
        matches.reverse();
        let moved = self.go_on(matches);
        matches.reverse();
        moved
    }

    /// The same for matches of which the last one stands at this end.
    fn go_on(&self, matches: &mut Vec<Match>) -> bool {
        let Some(outermost) = matches.last_chunk() else { return false };
        if !self.is_inside_sentence(outermost) {
            return false;
        }
        let mut moved = false;
        loop {
            let at = matches.len() - 1;
            if let Some(both) = self.completed(matches[at - 1], matches[at]) {
                matches[at] = both;
            } else if let Some(next) = self.next(matches[at]) {
                matches.push(next);
            } else {
                return moved;
            }
            moved = true;
        }
    }

    /// Whether there is something to add to matches.
    fn moves(&self, matches: &[Match]) -> bool {
        let outermost: Option<[Match; SAME]> = match self.way {
            Way::Ahead => matches.last_chunk().copied(),
            Way::Back => matches.first_chunk().map(|[a, b, c, d]| [*d, *c, *b, *a]),
        };
        outermost.is_some_and(|outermost| {
            let [.., before, last] = outermost;
            self.is_inside_sentence(&outermost) && (self.completed(before, last).is_some() || self.next(last).is_some())
        })
    }

    /// Whether the outermost matches, of which the last one stands at this end, are of one sentence: they are in order, so that all others stand between the
    /// first one and the last.
    fn is_inside_sentence(&self, outermost: &[Match; SAME]) -> bool {
        self.is_one_sentence(outermost[0], outermost[SAME - 1])
    }

    /// The nearest equal word beyond an end, in the same sentence on both sides; or two that are swapped there.
    fn next(&self, last: Match) -> Option<Match> {
        let beyond = |skipped: (u32, u32)| self.beyond(last, skipped);
        let swapped = || {
            let ((l, r), (far_l, far_r)) = (beyond((0, 0))?, beyond((1, 1))?);
            self.swapped((l, far_l), (r, far_r))
        };
        let equal = |skipped: (u32, u32)| {
            let (l, r) = beyond(skipped)?;
            (self.left.tokens.hashes[l as usize] == self.right.tokens.hashes[r as usize]).then(|| Match::equal(l, r))
        };
        let telling = |skipped: (u32, u32)| {
            let found = equal(skipped)?;
            let traits = self.left.tokens.traits[found.left as usize];
            // Two grams are a character.
            if traits.is_gram() {
                return None;
            }
            let is_content = !traits.is_stop_word();
            (is_content || equal((skipped.0 + 1, skipped.1 + 1)).is_some_and(|next| self.is_one_sentence(found, next))).then_some(found)
        };
        let in_sentence = |m: &Match| self.is_one_sentence(last, *m);
        swapped()
            .filter(in_sentence)
            .or_else(|| CHANGED.into_iter().find_map(|skipped| equal(skipped).filter(in_sentence)))
            .or_else(|| MUCH_CHANGED.into_iter().find_map(|skipped| telling(skipped).filter(in_sentence)))
    }

    /// The last match together with a word that was skipped on one side before it and stands beyond it on the other one.
    fn completed(&self, before: Match, last: Match) -> Option<Match> {
        if last.near || last.joint != Joint::None {
            return None;
        }
        let (inner, outer) = match self.way {
            Way::Ahead => (end(before), start(last)),
            Way::Back => (end(last), start(before)),
        };
        let nearer = |place: u32| if self.way == Way::Ahead { place - 1 } else { place + 1 };
        let both = match (outer.0 - inner.0, outer.1 - inner.1) {
            (0, 1) => self.swapped((last.left, self.beyond(last, (0, 0))?.0), (nearer(last.right), last.right)),
            (1, 0) => self.swapped((nearer(last.left), last.left), (last.right, self.beyond(last, (0, 0))?.1)),
            _ => None,
        };
        both.filter(|both| self.is_one_sentence(before, *both))
    }

    /// Two neighbouring words of both sides, if one has those of the other one in the other order. A number in another place is another filling of a form.
    fn swapped(&self, lefts: (u32, u32), rights: (u32, u32)) -> Option<Match> {
        let word = |side: Side<'_>, place: u32| side.tokens.hashes[place as usize];
        let is_number = |place: u32| self.left.tokens.traits[place as usize].is_number();
        let (one, other) = (word(self.left, lefts.0), word(self.left, lefts.1));
        let is_swapped = one != other && (one, other) == (word(self.right, rights.1), word(self.right, rights.0));
        (is_swapped && !is_number(lefts.0) && !is_number(lefts.1)).then(|| Match {
            left: lefts.0.min(lefts.1),
            right: rights.0.min(rights.1),
            near: true,
            joint: Joint::Swapped,
        })
    }

    /// The places beyond an end, behind so many words, if both lie within the bound.
    fn beyond(&self, last: Match, skipped: (u32, u32)) -> Option<(u32, u32)> {
        let place = |end: u32, start: u32, bound: u32, skipped: u32| match self.way {
            Way::Ahead => Some(end + skipped).filter(|place| *place < bound),
            Way::Back => start.checked_sub(skipped + 1).filter(|place| *place >= bound),
        };
        let (l, r) = end(last);
        Some((place(l, last.left, self.bound.0, skipped.0)?, place(r, last.right, self.bound.1, skipped.1)?))
    }

    /// Whether two matches, and all between them, stand in one sentence on both sides.
    fn is_one_sentence(&self, one: Match, other: Match) -> bool {
        is_one_sentence(self.left, one.left.min(other.left), one.left_end().max(other.left_end()))
            && is_one_sentence(self.right, one.right.min(other.right), one.right_end().max(other.right_end()))
    }
}

/// Whether no sentence and no line ends between the first and the last one of these words, from `from` to before `to`.
fn is_one_sentence(side: Side<'_>, from: u32, to: u32) -> bool {
    let spans = &side.tokens.spans[from as usize..to as usize];
    spans.windows(2).all(|two| {
        let (end, start) = (two[0].end as usize, two[1].start as usize);
        // A space alone, as nearly everywhere.
        start == end + 1 && side.text.as_bytes()[end] == b' '
            || !side.text.get(end..start).unwrap_or_default().contains(['.', '!', '?', '\n'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::tests::first_alignment;
    use crate::text::{Compounds, tokenize};

    fn matched(left: &str, right: &str) -> (String, String) {
        first_alignment(left, right, |left, right, alignment| {
            let (first, last) = (alignment.matches[0], alignment.matches[alignment.matches.len() - 1]);
            let text = |side: Side<'_>, from: u32, to: u32| {
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
    fn it_goes_on_behind_two_changed_words_where_a_content_word_or_two_words_follow() {
        let (left, _) = matched(&format!("{BODY} until then tomorrow, so"), &format!("{BODY} from now tomorrow, but"));
        assert!(left.ends_with("until then tomorrow"), "{left}");
        let (left, _) = matched(&format!("{BODY} until then and the boats"), &format!("{BODY} from now and the trains"));
        assert!(left.ends_with("until then and the"), "{left}");
        let (left, _) = matched(&format!("{BODY} until then and boats"), &format!("{BODY} from now and trains"));
        assert!(left.ends_with("by bus"), "{left}");
    }

    /// Where the second of two alignments begins when its end was carried on; they are of the words of two texts in these places.
    fn begins(left: &str, right: &str, first: impl Iterator<Item = u32>, second: std::ops::Range<u32>) -> u32 {
        let (l, r) = (tokenize(left, Compounds::Joined), tokenize(right, Compounds::Joined));
        let of = |places: Vec<u32>| Alignment::of(&l, &places.into_iter().map(|n| Match::equal(n, n)).collect::<Vec<_>>());
        let mut found = [of(first.collect()), of(second.collect())];
        let side = |text, tokens| Side { text, tokens };
        carry_on(side(left, &l), side(right, &r), &mut found, &AlignConfig::default());
        found[1].matches[0].left
    }

    #[test]
    fn what_can_be_no_pair_by_itself_does_not_keep_its_words_from_one_that_is() {
        let (left, right) = (format!("Rowing back with seals {BODY}"), format!("Turning round with otters {BODY}"));
        assert_eq!(begins(&left, &right, 2..3, 4..28), 2);
        let quoted = "the boats will wait until the council has found the money";
        let (left, right) = (format!("{quoted} with seals {BODY}"), format!("{quoted} with otters {BODY}"));
        assert_eq!(begins(&left, &right, 0..12, 13..37), 13);
    }

    #[test]
    fn what_is_too_unlike_as_a_whole_keeps_its_words_where_a_part_of_it_is_a_pair() {
        let other = |of: &str| (0..9).map(|n| format!("{of}{n}")).collect::<Vec<_>>().join(" ");
        let text = |of: &str| format!("Late on {} boats will wait until winter behind the old landing {of} {BODY}", other(of));
        // Of 20 words 11 match, 9 of them in one row that tells.
        assert_eq!(begins(&text("seals"), &text("otters"), (0..2).chain(11..20), 21..45), 21);
    }

    /// Where the first match of an alignment stands, and its last one, when its ends were carried on: of 34 words 21 match, 61%. Before and behind them stands
    /// what the function gives for either text.
    fn carried(around: impl Fn(&str) -> [String; 2]) -> (u32, u32) {
        let changed = [2, 5, 7, 10, 12, 15, 17, 20, 22, 25, 27, 30, 32];
        let text = |of: &str| {
            let words = (0..34).map(|n| format!("{}{n}", if changed.contains(&n) { of } else { "word" })).collect::<Vec<_>>().join(" ");
            let [before, behind] = around(of);
            format!("{before} {words} {behind}")
        };
        let (left, right) = (text("l"), text("r"));
        let (l, r) = (tokenize(&left, Compounds::Joined), tokenize(&right, Compounds::Joined));
        let matches: Vec<Match> = (3..37).filter(|n| l.hashes[*n as usize] == r.hashes[*n as usize]).map(|n| Match::equal(n, n)).collect();
        let mut found = [Alignment::of(&l, &matches)];
        assert_eq!(significance::identity(&found[0]), 61);
        carry_on(Side { text: &left, tokens: &l }, Side { text: &right, tokens: &r }, &mut found, &AlignConfig::default());
        (found[0].matches[0].left, found[0].matches[found[0].matches.len() - 1].left)
    }

    #[test]
    fn what_would_be_too_unlike_to_be_a_pair_is_not_taken_in() {
        // With one more behind two changed ones it would be 22 of 37, 59%.
        let too_much = |of: &str| format!("Boats {of}a {of}e");
        assert_eq!(carried(|of| [too_much(of), String::new()]), (3, 36));
        // The other end goes on by itself.
        assert_eq!(carried(|of| [too_much(of), format!("{of}u boats")]), (3, 38));
        assert_eq!(carried(|of| [format!("{of}e {of}i with"), format!("{of}u {of}i boats {of}a {of}e seals")]), (2, 36));
    }

    #[test]
    fn two_words_that_are_swapped_at_an_end_belong_to_it() {
        let (left, right) = matched(&format!("Since then calmly {BODY} once more, or"), &format!("Late calmly then {BODY} more once, and"));
        assert!(left.starts_with("then calmly the council") && left.ends_with("by bus once more"), "{left}");
        assert!(right.starts_with("calmly then the council") && right.ends_with("by bus more once"), "{right}");
        let (left, _) = matched(&format!("{BODY} 7 9, or"), &format!("{BODY} 9 7, and"));
        assert!(!left.ends_with('9'), "numbers in another order are other numbers: {left}");
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
