//! How much the matched words of a pair tell by themselves: points that part copies from names, offices and forms.
//!
//! Whether a pair exists is a loose question ([`super::significance`]); whether a reader may take it for a copy is a strict one,
//! answered from these points by the kinds of pairs. A word in lower case is worth a point and a content word
//! among them, the first time it occurs, one more; a number takes one away, a name is worth nothing. Where a number stands against another
//! one, a form was filled in anew. The weights are rounded from a logistic regression on the labels of `tests/labels/short-pairs.jsonl`.

use crate::span::{Span, Words};
use crate::text::{Tokens, WordTraits};

use super::Side;
use super::score::{Alignment, Match};

/// What the words of a pair tell by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Told {
    /// Points of the matched words, on the side that has more, less one for each twentieth of the longer side that does not match.
    pub points: i32,
    /// Places where one side has a number and the other one another: between two matched words, in a match that is only near, or
    /// right beside an end.
    pub numbers: u32,
    /// Places between two matched words where both sides have words in capitals, other ones each.
    pub names: u32,
}

/// What an alignment tells.
pub(super) fn told(left: Side<'_>, right: Side<'_>, alignment: &Alignment, identity: u32) -> Told {
    let matches = &alignment.matches;
    let own = worth(left, matches.iter().map(|m| m.left)).max(worth(right, matches.iter().map(|m| m.right)));
    let unlike = i32::try_from(100u32.saturating_sub(identity) / 5).unwrap_or(0);
    Told { points: own - unlike, numbers: numbers(left.tokens, right.tokens, matches), names: names(left, right, matches) }
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
    let weight = |t: WordTraits| if t.is_gram() { 1 } else { 2 };
    let mut points: i32 = 0;
    let mut content: Vec<(u64, i32)> = Vec::with_capacity(words.size_hint().0);
    for w in words {
        let traits = of(&w);
        if is_plain(side, w, in_capitals) {
            points += weight(traits);
            if !traits.is_stop_word() {
                content.push((side.tokens.hashes[w as usize], weight(traits)));
            }
        }
        points -= if traits.is_number() { weight(traits) } else { 0 };
    }
    content.sort_unstable();
    content.dedup();
    (points + content.iter().map(|(_, weight)| weight).sum::<i32>()) / 2
}

fn is_plain(side: Side<'_>, word: u32, in_capitals: bool) -> bool {
    let traits = side.tokens.traits[word as usize];
    if traits.is_number() {
        return false;
    }
    let text = || &side.text[side.tokens.spans[word as usize].range()];
    traits.is_lower_case() || traits.is_caseless() || in_capitals && text().chars().count() >= 4 && !text().chars().any(char::is_lowercase)
}

fn numbers(left: &Tokens, right: &Tokens, matches: &[Match]) -> u32 {
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
    count(between + near + beside)
}

fn names(left: Side<'_>, right: Side<'_>, matches: &[Match]) -> u32 {
    let has_name = |side: Side<'_>, from: u32, to: u32| {
        let own = &side.tokens.spans[from as usize..to as usize];
        own.iter().any(|span| side.text[span.range()].starts_with(char::is_uppercase))
    };
    let pairs = matches.windows(2);
    count(pairs.filter(|w| has_name(left, w[0].left_end(), w[1].left) && has_name(right, w[0].right_end(), w[1].right)).count())
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::{AlignConfig, alignments};
    use crate::text::{Compounds, tokenize};

    fn pointed(left: &str, right: &str) -> Told {
        let (l, r) = (tokenize(left, Compounds::Joined), tokenize(right, Compounds::Joined));
        let anchors: Vec<(u32, u32)> = (0..l.len().saturating_sub(3))
            .flat_map(|i| (0..r.len().saturating_sub(3)).map(move |j| (i, j)))
            .filter(|&(i, j)| l.hashes[i..i + 4] == r.hashes[j..j + 4])
            .map(|(i, j)| (i as u32, j as u32))
            .collect();
        let (left, right) = (Side { text: left, tokens: &l }, Side { text: right, tokens: &r });
        told(left, right, &alignments(left, right, &anchors, 4, &AlignConfig::default())[0], 100)
    }

    #[test]
    fn words_in_lower_case_count_and_names_and_numbers_do_not() {
        // 6 in lower case, of them ferry, left, harbour and boats content, and one number.
        let ferry = "the ferry left our harbour with 12 boats";
        assert_eq!(pointed("The ferry left our harbour with 12 boats", ferry).points, 7 + 4 - 1);
        let names = "Mayor Ada Quill of North Marrow and Captain Nils Orre";
        assert_eq!(pointed(names, names).points, 2);
    }

    #[test]
    fn numbers_and_names_filled_in_anew_are_counted() {
        let form = |rate: &str, bank: &str, price: &str| {
            format!("the bank will issue new bonds that pay {rate} percent from spring on, {bank} says of them, and are priced at {price}")
        };
        let same = pointed(&form("7", "Nordbank", "99"), &form("7", "Nordbank", "99"));
        assert_eq!((same.numbers, same.names), (0, 0));
        let filled = pointed(&form("7", "Nordbank", "99"), &form("8", "Ostkasse", "101"));
        assert_eq!((filled.numbers, filled.names), (2, 1));
    }

    #[test]
    fn headlines_in_capitals_and_scripts_without_case_have_points_too() {
        let headline = "RIVER TOO LOW FOR FERRIES SINCE MONDAY SAYS COUNCIL";
        assert!(pointed(headline, headline).points >= 8);
        let arabic = "قال الوزير إن المحادثات ستستمر في جنيف حتى يتفق الطرفان على جدول زمني مفصل";
        assert!(pointed(arabic, arabic).points >= 20);
        let chinese = "部长说谈判将在日内瓦继续进行直到双方就详细的时间表达成一致";
        assert!(pointed(chinese, chinese).points >= 20);
    }
}
