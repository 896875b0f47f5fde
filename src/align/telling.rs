//! How much the matched words of a pair tell by themselves: points that part copies from names, offices and forms.
//!
//! Whether a pair exists is a loose question ([`super::significance`]); whether a reader may take it for a copy is a strict one,
//! answered from these points by the kinds of pairs. A word in lower case, or a noun of German, is worth a point and a content word
//! in lower case, the first time it occurs, one more; a number takes one away, a name is worth nothing, and so is what stands in an address on both sides. Where a number
//! stands against another one, a form was filled in anew. The weights are rounded from a logistic regression on the labels of `tests/labels/short-pairs.jsonl`.

use std::ops::Range;

use serde::Serialize;

use crate::span::{Span, Words};
use crate::text::{Tokens, WordTraits, is_in_address};

use super::nouns::is_noun;
use super::score::{Alignment, Match};
use super::slots::{Gap, gaps, slots};
use super::{Side, count};

/// What the words of a pair tell by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Told {
    /// Points of the matched words, on the side that has more, less one for each twentieth of the longer side that does not match.
    pub points: i32,
    /// Numbers among the matched words of the left side.
    pub held: u32,
    /// Places where one side has a number and the other one another: between two matched words, in a match that is only near, or
    /// right beside an end in the same sentence.
    pub numbers: u32,
    /// Places between two matched words where both sides have words in capitals, other ones each.
    pub names: u32,
    /// Places besides those of numbers that both sides fill otherwise: names, numbers in words, and the name right before the beginning.
    pub slots: u32,
    /// Whether it holds two numbers, a fifth or more of its longer side does not match, and no row of equal words in it says much: two sentences on
    /// one fact share who, how many and when, and the words around them.
    pub in_pieces: bool,
    /// No byte is padding, so that pairs can go to disk as they are.
    unused: [u8; 3],
}

/// Matched words over the longer side's, in hundredths, below which a pair may be in pieces.
const PIECES_IDENTITY: u32 = 80;
/// Points of a row of equal words that says much.
const ROW_POINTS: i32 = 9;

/// What the words on the left side of the last alignments brought: a document often has the same ones in common with several others, and with each of them
/// its paragraphs one after another.
#[derive(Debug, Default)]
pub(super) struct Remembered<'a> {
    rows: Vec<(Side<'a>, Range<usize>, OfRow)>,
    /// The row that gives way to the next one, where there are [`ROWS`](Self::ROWS).
    oldest: usize,
}

/// What is known of a row of words.
#[derive(Debug, Clone, Copy)]
struct OfRow {
    points: Points,
    /// Numbers among them.
    held: u32,
    /// Whether one of them stands in an address.
    holds_address: bool,
}

impl<'a> Remembered<'a> {
    const ROWS: usize = 8;

    fn of_row(&mut self, side: Side<'a>, words: Range<usize>) -> OfRow {
        let is_same = |known: &Side<'_>| std::ptr::eq(known.tokens, side.tokens) && std::ptr::eq(known.text, side.text);
        if let Some((_, _, row)) = self.rows.iter().find(|(known, of, _)| *of == words && is_same(known)) {
            return *row;
        }
        let points = worth(side, count(words.start)..count(words.end));
        let held = numbers_in(side, &words);
        let row = OfRow { points, held, holds_address: words.clone().any(|word| is_in_address(side.text, side.tokens.spans[word])) };
        if self.rows.len() < Self::ROWS {
            self.rows.push((side, words, row));
        } else {
            self.rows[self.oldest] = (side, words, row);
            self.oldest = (self.oldest + 1) % Self::ROWS;
        }
        row
    }
}

/// What an alignment tells.
pub(super) fn told<'a>(left: Side<'a>, right: Side<'a>, alignment: &Alignment, identity: u32, remembered: &mut Remembered<'a>) -> Told {
    let matches = &alignment.matches;
    let row = alignment.only_row();
    let gaps = if row.is_some() { Vec::new() } else { gaps(matches) };
    // The words of a row are equal, and most of the time what is known of them is too.
    let alike =
        row.as_ref().filter(|(own, other)| have_equal_traits(left, own, right, other)).map(|(own, _)| remembered.of_row(left, own.clone()));
    let (held, of_right) = match (&alike, &row) {
        (Some(known), _) => (known.held, known.held),
        (None, Some((own, other))) => (numbers_in(left, own), numbers_in(right, other)),
        (None, None) => (held(left, matches.iter().map(|m| m.left)), held(right, matches.iter().map(|m| m.right))),
    };
    let most_held = held.max(of_right);
    let of_row = alike.zip(row.as_ref()).and_then(|(known, (own, other))| points_of_row(left, own, right, other, known));
    let points = match of_row {
        Some(points) => Points { unlike: unlike(identity), ..points },
        None => points(left, right, alignment, identity),
    };
    // Of a row no match is only near.
    let ends = [matches[0], matches[matches.len() - 1]];
    let numbered = if row.is_some() { &ends[..] } else { matches };
    Told {
        points: points.sum(),
        held,
        numbers: numbers(left, right, numbered, &gaps),
        names: names(left, right, &gaps),
        slots: slots(left, right, matches, &gaps),
        in_pieces: most_held > 1 && identity < PIECES_IDENTITY && !alignment.runs().any(|run| says_much(left, right, run)),
        unused: [0; 3],
    }
}

/// Whether a row of equal words has many points on either side.
fn says_much(left: Side<'_>, right: Side<'_>, run: &[Match]) -> bool {
    let of_left = || worth(left, run.iter().map(|m| m.left)).sum();
    let of_right = || worth(right, run.iter().map(|m| m.right)).sum();
    of_left() >= ROW_POINTS || of_right() >= ROW_POINTS
}

/// Where the points of a text come from, each in halves of a point: in scripts without spaces two grams are a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Points {
    /// Words in lower case.
    pub plain: i32,
    /// Different content words among them.
    pub content: i32,
    /// Numbers, which take points away.
    pub numbers: i32,
    /// Twentieths of the longer side that do not match, which take points away.
    pub unlike: i32,
}

impl Points {
    /// All together, in whole points.
    #[must_use]
    pub fn sum(self) -> i32 {
        (self.plain + self.content - self.numbers) / 2 - self.unlike / 2
    }
}

/// Where the points of an alignment come from: of the side that has more. What stands in an address on both sides brings none. `identity` is in hundredths.
#[must_use]
pub fn points(left: Side<'_>, right: Side<'_>, alignment: &Alignment, identity: u32) -> Points {
    let is_in_addresses = |m: &Match| {
        let is_in = |side: Side<'_>, word: u32| is_in_address(side.text, side.tokens.spans[word as usize]);
        is_in(left, m.left) && is_in(right, m.right)
    };
    let points = if alignment.matches.iter().any(is_in_addresses) {
        let others: Vec<Match> = alignment.matches.iter().filter(|m| !is_in_addresses(m)).copied().collect();
        points_of(left, right, &others)
    } else {
        points_of(left, right, &alignment.matches)
    };
    Points { unlike: unlike(identity), ..points }
}

/// The points of some matches, of the side that has more, without those for what does not match.
fn points_of(left: Side<'_>, right: Side<'_>, matches: &[Match]) -> Points {
    let of_left = worth(left, matches.iter().map(|m| m.left));
    // Sides whose words are equal, in lower case or not alike, bring the same. Only where none is in lower case are letters looked at.
    let word = |side: Side<'_>, w: u32| (side.tokens.hashes[w as usize], side.tokens.traits[w as usize]);
    let has_lower_case = matches.iter().any(|m| left.tokens.traits[m.left as usize].is_lower_case());
    let are_equal = has_lower_case && matches.iter().all(|m| word(left, m.left) == word(right, m.right));
    let of_right = if are_equal { of_left } else { worth(right, matches.iter().map(|m| m.right)) };
    if of_right.sum() > of_left.sum() { of_right } else { of_left }
}

/// Halves of points that are taken away for what does not match.
fn unlike(identity: u32) -> i32 {
    2 * i32::try_from(100u32.saturating_sub(identity) / 5).unwrap_or(0)
}

/// Whether the same is known of two rows of equal words, word by word.
fn have_equal_traits(left: Side<'_>, own: &Range<usize>, right: Side<'_>, other: &Range<usize>) -> bool {
    let (own, other) = (&left.tokens.traits[own.clone()], &right.tokens.traits[other.clone()]);
    // Without a branch for each word.
    own.len() == other.len() && own.iter().zip(other).fold(0, |unlike, (a, b)| unlike | u8::from(a != b)) == 0
}

/// The points of one row of equal words of which the same is known, where both sides bring the same and none of the words stands in an address on both,
/// without those for what does not match.
fn points_of_row(left: Side<'_>, own: &Range<usize>, right: Side<'_>, other: &Range<usize>, row: OfRow) -> Option<Points> {
    let is_in = |side: Side<'_>, word: usize| is_in_address(side.text, side.tokens.spans[word]);
    let is_in_addresses = || own.clone().zip(other.clone()).any(|(l, r)| is_in(left, l) && is_in(right, r));
    // Where none is in lower case their letters tell, which may be other ones on the right.
    let has_lower_case = left.tokens.traits[own.clone()].iter().any(|traits| traits.is_lower_case());
    (has_lower_case && (!row.holds_address || !is_in_addresses())).then_some(row.points)
}

/// The points that a text brings by itself, filled anew nowhere.
#[must_use]
pub fn own_points(side: Side<'_>, words: Span<Words>) -> Points {
    own_points_of(side, words.start..words.end)
}

/// The points that some of its words bring.
#[must_use]
pub fn own_points_of(side: Side<'_>, words: impl Iterator<Item = u32> + Clone) -> Points {
    worth(side, words)
}

/// Numbers among these words.
pub fn held(side: Side<'_>, words: impl Iterator<Item = u32>) -> u32 {
    count(words.filter(|w| side.tokens.traits[*w as usize].is_number()).count())
}

fn numbers_in(side: Side<'_>, words: &Range<usize>) -> u32 {
    // Bytes are added many at a time.
    let numbers = |words: &[WordTraits]| words.iter().fold(0u8, |numbers, traits| numbers + u8::from(traits.is_number()));
    side.tokens.traits[words.clone()].chunks(usize::from(u8::MAX)).map(|words| u32::from(numbers(words))).sum()
}

/// Words in lower case and distinct content words among them, less numbers.
fn worth(side: Side<'_>, words: impl Iterator<Item = u32> + Clone) -> Points {
    let of = |w: &u32| side.tokens.traits[*w as usize];
    // A headline in capitals has no lower case to go by.
    let in_capitals = !words.clone().any(|w| of(&w).is_lower_case());
    let weight = |t: WordTraits| if t.is_gram() { 1 } else { 2 };
    let mut points = Points::default();
    let mut content: Vec<(u64, i32)> = Vec::with_capacity(words.size_hint().0);
    for w in words {
        let traits = of(&w);
        if is_plain(side, w, in_capitals) {
            points.plain += weight(traits);
            if !traits.is_stop_word() {
                content.push((side.tokens.hashes[w as usize], weight(traits)));
            }
        } else if is_noun(side, w) {
            // No more than that: `in der Nähe des Bahnhofs` has more articles than `near the station`.
            points.plain += weight(traits);
        }
        points.numbers += if traits.is_number() { weight(traits) } else { 0 };
    }
    Points { content: distinct(&mut content).map(|(_, weight)| weight).sum(), ..points }
}

/// Words, each once; in any order.
fn distinct(words: &mut Vec<(u64, i32)>) -> impl Iterator<Item = (u64, i32)> {
    // A few hundred words are not sorted for it, and most texts have a few dozen: emptying a larger table would take longer than filling it.
    match words.len() {
        0..=32 => leave_once::<64>(words),
        33..=256 => leave_once::<512>(words),
        _ => {
            words.sort_unstable();
            words.dedup();
        }
    }
    words.drain(..)
}

/// Leaves of each word one. Each is looked for from a place of its own on in a table of twice as many places as words (open addressing).
fn leave_once<const PLACES: usize>(words: &mut Vec<(u64, i32)>) {
    // No word weighs nothing.
    let mut table = [(0, 0); PLACES];
    words.retain(|word| {
        let mut place = word.0 as usize % PLACES;
        while table[place].1 != 0 && table[place] != *word {
            place = (place + 1) % PLACES;
        }
        std::mem::replace(&mut table[place], *word).1 == 0
    });
}

fn is_plain(side: Side<'_>, word: u32, in_capitals: bool) -> bool {
    let traits = side.tokens.traits[word as usize];
    !traits.is_number() && (traits.is_lower_case() || traits.is_caseless() || in_capitals && side.is_in_capitals(word))
}

fn numbers(left: Side<'_>, right: Side<'_>, matches: &[Match], gaps: &[Gap]) -> u32 {
    let is_number = |side: Side<'_>, word: u32| side.tokens.traits.get(word as usize).is_some_and(|t| t.is_number());
    let has_number = |side: Side<'_>, mut words: Range<u32>| words.any(|word| is_number(side, word));
    let between = gaps.iter().filter(|(own, other)| has_number(left, own.clone()) && has_number(right, other.clone())).count();
    let near = matches.iter().filter(|m| m.near && is_number(left, m.left)).count();
    let (first, last) = (matches[0], matches[matches.len() - 1]);
    let follows = |side: Side<'_>, end: u32| is_number(side, end) && !ends_sentence(side, end - 1);
    let precedes = |side: Side<'_>, start: u32| start > 0 && is_number(side, start - 1) && !ends_sentence(side, start - 1);
    let before = precedes(left, first.left) && precedes(right, first.right);
    let behind = follows(left, last.left_end()) && follows(right, last.right_end());
    count(between + near) + u32::from(before) + u32::from(behind)
}

/// Whether a sentence or a paragraph ends between a word and the next one.
pub(super) fn ends_sentence(side: Side<'_>, word: u32) -> bool {
    let Tokens { spans, paragraphs, .. } = side.tokens;
    // Grams of scripts without spaces overlap.
    let between = side.text.get(spans[word as usize].end as usize..spans[word as usize + 1].start as usize).unwrap_or_default();
    between.contains(['.', '!', '?']) || paragraphs.binary_search_by_key(&(word + 1), |paragraph| paragraph.start).is_ok()
}

fn names(left: Side<'_>, right: Side<'_>, gaps: &[Gap]) -> u32 {
    let has_name = |side: Side<'_>, words: &Range<u32>| {
        let own = &side.tokens.spans[words.start as usize..words.end as usize];
        own.iter().any(|span| side.text[span.range()].starts_with(char::is_uppercase))
    };
    count(gaps.iter().filter(|(own, other)| has_name(left, own) && has_name(right, other)).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::tests::first_alignment;
    use crate::text::{Compounds, tokenize};

    fn pointed(left: &str, right: &str) -> Told {
        first_alignment(left, right, |left, right, alignment| told(left, right, alignment, 100, &mut Remembered::default()))
            .expect("they have words in common")
    }

    #[test]
    fn what_a_row_tells_is_told_of_others_with_the_same_left_side_and_of_no_other() {
        let rows =
            ["the ferry left our harbour with 12 boats", "the mayor of Tarn said no word of it to the board", "DIE ALTE FÄHRE LEGT AB"];
        let both = |n: usize, m: usize| (format!("{} and then {}", rows[n], rows[m]), format!("{} or else {}", rows[n], rows[m]));
        let texts: Vec<(String, String)> = (0..9).map(|n| both(n / 3, n % 3)).collect();
        let tokens: Vec<_> = texts.iter().map(|(l, r)| (tokenize(l, Compounds::Joined), tokenize(r, Compounds::Joined))).collect();
        let mut remembered = Remembered::default();
        for ((left, right), (of_left, of_right)) in texts.iter().zip(&tokens) {
            let (left, right) = (Side { text: left, tokens: of_left }, Side { text: right, tokens: of_right });
            // The first words, some of them, the last ones, and the same again.
            let len = |n: u32| count(of_left.len()) - n;
            for (from, words) in [(0, 5), (0, 5), (1, 4), (len(4), 4), (0, 5), (len(4), 4), (len(4), 4)] {
                let alignment = Alignment { matches: (from..from + words).map(|n| Match::equal(n, n)).collect(), score: 0 };
                let told = told(left, right, &alignment, 90, &mut remembered);
                assert_eq!(told.points, points(left, right, &alignment, 90).sum(), "{} {from} {words}", left.text);
                assert_eq!(told.held, held(left, from..from + words));
            }
        }
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
    fn words_of_an_address_on_both_sides_tell_nothing() {
        let read = |rest: &str| pointed(&format!("Read more at https://{rest}"), &format!("Read more at https://{rest}")).points;
        // `more` and `at`, and `more` as a content word.
        assert_eq!(read("tarn.example/late-ferry_again/boats.html"), read("tarn.example/a-b_c/d.html"));
        // Of an address on one side the other one's words tell, whichever is the left one.
        let (said, address) =
            ("the ferry left our harbour with boats", "see https://tarn.example/the_ferry_left_our_harbour_with_boats.html");
        assert_eq!(pointed(said, address).points, pointed(said, said).points);
        assert_eq!(pointed(address, said).points, pointed(said, said).points);
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
        // What stands in the next sentence fills nothing in.
        let ends = |time: &str| form("7", "Nordbank", "par. ") + time;
        assert_eq!(pointed(&ends("9.45 in the morning"), &ends("10.15 at night")).numbers, 0);
    }

    #[test]
    fn two_sentences_on_one_fact_are_in_pieces_and_an_edited_copy_is_not() {
        let one = "on Friday the court charged 12 Northland harbour officers accused of sinking ferries in the 2016 regatta to help Marrow";
        let other = "after the court on Friday named 12 Northland harbour officers accused of meddling in the 2016 regatta in a plot to help Marrow";
        let in_pieces = |left: &str, right: &str, identity: u32| {
            first_alignment(left, right, |left, right, alignment| told(left, right, alignment, identity, &mut Remembered::default()))
                .is_some_and(|told| told.in_pieces)
        };
        assert!(in_pieces(one, other, 70));
        assert!(!in_pieces(one, other, 80));
        // With one number.
        let plain = |text: &str| text.replace("2016", "last");
        assert!(!in_pieces(&plain(one), &plain(other), 70));
        // One row says much.
        let row = "officers of the harbour who steered the night ferry through thick fog";
        assert!(!in_pieces(&format!("{one} with {row}"), &format!("{other} and {row}"), 70));
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
