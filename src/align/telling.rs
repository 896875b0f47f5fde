//! How much the matched words of a pair tell by themselves: points that part copies from names, offices and forms.
//!
//! Whether a pair exists is a loose question ([`super::significance`]); whether a reader may take it for a copy is a strict one,
//! answered from these points by the kinds of pairs. A word in lower case is worth a point and a content word
//! among them, the first time it occurs, one more; a number takes one away, a name is worth nothing. Where a number stands against another
//! one, between two matched words or right beside the ends, a form was filled in anew: 9 points less.
//! The weights are rounded from a logistic regression on the labels of `tests/labels/short-pairs.jsonl`.

use std::collections::BTreeSet;

use crate::span::{Span, Words};
use crate::text::{Tokens, WordTraits};

use super::Side;
use super::score::{Alignment, Match};

/// What a number that was filled in anew takes away.
const FILLED: i32 = 9;
/// Matched words to a number filled in anew, from two such numbers on, up to which all of it is a form.
const WORDS_FOR_EACH: usize = 20;

/// The points of an alignment: those of the side that has more, less what was filled in anew. None where that is a number every few words.
pub(super) fn points(left: Side<'_>, right: Side<'_>, alignment: &Alignment) -> i32 {
    let matches = &alignment.matches;
    let own = worth(left, matches.iter().map(|m| m.left)).max(worth(right, matches.iter().map(|m| m.right)));
    let filled = filled(left.tokens, right.tokens, matches);
    let points = own - FILLED * i32::try_from(filled).unwrap_or(i32::MAX / FILLED);
    if filled > 1 && filled * WORDS_FOR_EACH >= matches.len() { points.min(0) } else { points }
}

/// The points that a text brings by itself, filled anew nowhere.
#[must_use]
pub fn own_points(side: Side<'_>, words: Span<Words>) -> i32 {
    worth(side, words.start..words.end)
}

/// Words in lower case and distinct content words among them, less numbers. In scripts without spaces two grams are a word.
fn worth(side: Side<'_>, words: impl Iterator<Item = u32> + Clone) -> i32 {
    let of = |w: &u32| side.tokens.traits[*w as usize];
    // A headline in capitals has no lower case to go by.
    let in_capitals = !words.clone().any(|w| of(&w).is_lower_case());
    let is_plain = |w: &u32| is_plain(side, *w, in_capitals);
    let weight = |t: WordTraits| if t.is_gram() { 1 } else { 2 };
    let plain: i32 = words.clone().filter(is_plain).map(|w| weight(of(&w))).sum();
    let content: BTreeSet<(u64, i32)> = words
        .clone()
        .filter(is_plain)
        .filter(|w| !of(w).is_stop_word())
        .map(|w| (side.tokens.hashes[w as usize], weight(of(&w))))
        .collect();
    let numbers: i32 = words.filter(|w| of(w).is_number()).map(|w| weight(of(&w))).sum();
    (plain + content.iter().map(|(_, weight)| weight).sum::<i32>() - numbers) / 2
}

fn is_plain(side: Side<'_>, word: u32, in_capitals: bool) -> bool {
    let traits = side.tokens.traits[word as usize];
    if traits.is_number() {
        return false;
    }
    let text = || &side.text[side.tokens.spans[word as usize].range()];
    traits.is_lower_case() || traits.is_caseless() || in_capitals && text().chars().count() >= 4 && !text().chars().any(char::is_lowercase)
}

/// Places where both sides have a number that the other one has not: between two matched words, in a match that is only near, or right beside an end.
fn filled(left: &Tokens, right: &Tokens, matches: &[Match]) -> usize {
    let has_number = |tokens: &Tokens, from: u32, to: u32| tokens.traits[from as usize..to as usize].iter().any(|t| t.is_number());
    let between = matches
        .windows(2)
        .filter(|w| has_number(left, w[0].left_end(), w[1].left) && has_number(right, w[0].right_end(), w[1].right))
        .count();
    let near = matches.iter().filter(|m| m.near && left.traits[m.left as usize].is_number()).count();
    let (first, last) = (matches[0], matches[matches.len() - 1]);
    let is_number = |tokens: &Tokens, word: Option<u32>| word.and_then(|w| tokens.traits.get(w as usize)).is_some_and(|t| t.is_number());
    let beside = [(first.left.checked_sub(1), first.right.checked_sub(1)), (Some(last.left_end()), Some(last.right_end()))];
    let beside = beside.into_iter().filter(|(l, r)| is_number(left, *l) && is_number(right, *r)).count();
    between + near + beside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::{AlignConfig, alignments};
    use crate::text::{Compounds, tokenize};

    fn pointed(left: &str, right: &str) -> i32 {
        let (l, r) = (tokenize(left, Compounds::Joined), tokenize(right, Compounds::Joined));
        let anchors: Vec<(u32, u32)> = (0..l.len().saturating_sub(3))
            .flat_map(|i| (0..r.len().saturating_sub(3)).map(move |j| (i, j)))
            .filter(|&(i, j)| l.hashes[i..i + 4] == r.hashes[j..j + 4])
            .map(|(i, j)| (i as u32, j as u32))
            .collect();
        let (left, right) = (Side { text: left, tokens: &l }, Side { text: right, tokens: &r });
        points(left, right, &alignments(left, right, &anchors, 4, &AlignConfig::default())[0])
    }

    #[test]
    fn words_in_lower_case_count_and_names_and_numbers_do_not() {
        // 6 in lower case, of them ferry, left, harbour and boats content, and one number.
        assert_eq!(pointed("The ferry left our harbour with 12 boats", "the ferry left our harbour with 12 boats"), 6 + 1 + 4 - 1);
        assert_eq!(
            pointed("Mayor Ada Quill of North Marrow and Captain Nils Orre", "Mayor Ada Quill of North Marrow and Captain Nils Orre"),
            2
        );
    }

    #[test]
    fn a_number_filled_in_anew_takes_points_away() {
        let same = pointed("the council sold 40 old boats for 300 crowns in all", "the council sold 40 old boats for 300 crowns in all");
        let filled = pointed("the council sold 40 old boats for 300 crowns in all", "the council sold 40 old boats for 255 crowns in all");
        assert_eq!(same - filled, 9 - 1);
        let form = |rate: &str, price: &str| {
            format!("the bank will issue new bonds that pay {rate} percent from spring on and are priced at {price} crowns each")
        };
        assert!(pointed(&form("7", "99"), &form("8", "101")) <= 0);
    }

    #[test]
    fn headlines_in_capitals_and_scripts_without_case_have_points_too() {
        let headline = "RIVER TOO LOW FOR FERRIES SINCE MONDAY SAYS COUNCIL";
        assert!(pointed(headline, headline) >= 8);
        let arabic = "قال الوزير إن المحادثات ستستمر في جنيف حتى يتفق الطرفان على جدول زمني مفصل";
        assert!(pointed(arabic, arabic) >= 20);
        let chinese = "部长说谈判将在日内瓦继续进行直到双方就详细的时间表达成一致";
        assert!(pointed(chinese, chinese) >= 20);
    }
}
