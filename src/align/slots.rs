//! Where the forms of a house are filled in besides its numbers: names, numbers in words, and the name right before the beginning.
//!
//! `Sun Co said it raised the price` and `Citgo Corp said it raised the price` share all words of a form; what was filled in stands before them.

use std::ops::Range;

use super::Side;
use super::score::Match;
use super::telling::ends_sentence;

/// English numbers that are written in words.
const NUMBER_WORDS: [&str; 12] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Days and months of English, which lead a text as names do and are none.
const DAYS: [&str; 15] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "July",
    "September",
    "October",
    "November",
    "December",
];
/// Months that people are called by too.
const NAMED_MONTHS: [&str; 4] = ["April", "May", "June", "August"];

/// Places that both sides fill otherwise: between two matched words with numbers of which at least one side writes one as a word, or with names that the
/// other side has not; and right before the first matched word, in its sentence, with another name each.
pub(super) fn slots(left: Side<'_>, right: Side<'_>, matches: &[Match], gaps: &[Gap]) -> u32 {
    let between = gaps.iter().filter(|(left_gap, right_gap)| {
        let (left_gap, right_gap) = (left_gap.clone(), right_gap.clone());
        let (own, other) = (numbers(left, left_gap.clone()), numbers(right, right_gap.clone()));
        own.any && other.any && (own.written || other.written) || names_differ((left, left_gap), (right, right_gap))
    });
    super::count(between.count()) + u32::from(begins_otherwise(left, right, matches[0]))
}

/// The words between two neighbouring matches, where both sides have some: nearly all matches of a copy stand side by side.
pub(super) fn gaps(matches: &[Match]) -> Vec<Gap> {
    let between = matches.windows(2).map(|pair| (pair[0].left_end()..pair[1].left, pair[0].right_end()..pair[1].right));
    between.filter(|(left, right)| !left.is_empty() && !right.is_empty()).collect()
}

/// Words on the left and on the right.
pub(super) type Gap = (Range<u32>, Range<u32>);

/// Whether some words are numbers, and whether one of these is written as a word.
struct Numbers {
    any: bool,
    written: bool,
}

fn numbers(side: Side<'_>, mut words: Range<u32>) -> Numbers {
    let written = words.clone().any(|word| NUMBER_WORDS.iter().any(|number| number.eq_ignore_ascii_case(text(side, word))));
    Numbers { any: written || words.any(|word| side.tokens.traits[word as usize].is_number()), written }
}

/// Whether both sides have names here, and none of one side's stands on the other.
fn names_differ(left: (Side<'_>, Range<u32>), right: (Side<'_>, Range<u32>)) -> bool {
    let names = |(side, words): (Side<'_>, Range<u32>)| -> Vec<u64> {
        words.filter(|word| is_name(side, *word)).map(|word| side.tokens.hashes[word as usize]).collect()
    };
    let (own, other) = (names(left), names(right));
    !own.is_empty() && !other.is_empty() && !own.iter().any(|name| other.contains(name))
}

/// Whether both texts begin with the sentence in which these words stand, and name somebody else first: `Callon Petroleum Co said its auditors ...`,
/// `McDowell Enterprises said its auditors ...`.
///
/// # Panics
/// When a text has no such word.
#[must_use]
pub fn leads_otherwise(left: (Side<'_>, u32), right: (Side<'_>, u32)) -> bool {
    let name = |side: Side<'_>, place: u32| {
        // Most texts have a sentence before the match, and are read no further.
        let mut name = None;
        for word in 0..place {
            if ends_lead(side, word) {
                return None;
            }
            name = name.or_else(|| (is_name(side, word) && !is_day(side, word)).then(|| side.tokens.hashes[word as usize]));
        }
        name
    };
    name(left.0, left.1).zip(name(right.0, right.1)).is_some_and(|(one, other)| one != other)
}

/// Whether a sentence ends between a word and the next one, and not only a part of a name such as `HWHH.HK`.
fn ends_lead(side: Side<'_>, word: u32) -> bool {
    let spans = &side.tokens.spans;
    let between = side.text.get(spans[word as usize].end as usize..spans[word as usize + 1].start as usize).unwrap_or_default();
    ends_sentence(side, word) && between.contains(char::is_whitespace)
}

fn is_name(side: Side<'_>, word: u32) -> bool {
    !side.tokens.traits[word as usize].is_stop_word() && text(side, word).starts_with(char::is_uppercase)
}

/// Whether a word names a day or a month. A month that somebody may be called by does behind a stop word (`in May`) or before a number.
fn is_day(side: Side<'_>, word: u32) -> bool {
    let own = text(side, word);
    let traits = |word: u32| side.tokens.traits.get(word as usize);
    let is_dated = || {
        traits(word + 1).is_some_and(|next| next.is_number())
            || word.checked_sub(1).is_some_and(|before| side.tokens.traits[before as usize].is_stop_word())
    };
    DAYS.iter().any(|day| day.eq_ignore_ascii_case(own)) || NAMED_MONTHS.contains(&own) && is_dated()
}

fn text(side: Side<'_>, word: u32) -> &str {
    &side.text[side.tokens.spans[word as usize].range()]
}

fn begins_otherwise(left: Side<'_>, right: Side<'_>, first: Match) -> bool {
    let name = |side: Side<'_>, place: u32| {
        let before = place.checked_sub(1).filter(|before| !ends_sentence(side, *before))?;
        text(side, before).starts_with(char::is_uppercase).then(|| side.tokens.hashes[before as usize])
    };
    name(left, first.left).zip(name(right, first.right)).is_some_and(|(one, other)| one != other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::tests::first_alignment;

    fn counted(left: &str, right: &str) -> u32 {
        first_alignment(left, right, |left, right, alignment| slots(left, right, &alignment.matches, &gaps(&alignment.matches)))
            .expect("they have words in common")
    }

    #[test]
    fn numbers_in_words_and_another_name_before_the_beginning_are_slots() {
        let form = |who: &str, lots: &str| format!("{who} said it sold {lots} lots of the winter wheat to buyers abroad");
        assert_eq!(counted(&form("Tarn Mills", "two"), &form("Tarn Mills", "two")), 0);
        assert_eq!(counted(&form("Tarn Mills", "two"), &form("Tarn Mills", "7")), 1);
        assert_eq!(counted(&form("Tarn Mills", "two"), &form("Nordbank", "six")), 2);
        // Numbers in figures are counted by themselves, and what stands in the sentence before is none.
        assert_eq!(counted(&form("Tarn Mills", "8"), &form("Tarn Mills", "7")), 0);
        assert_eq!(counted(&form("Snow fell on Tarn. They", "two"), &form("Hail came near Quill. They", "two")), 0);
    }

    #[test]
    fn texts_that_begin_with_another_name_lead_otherwise() {
        let leads = |left: &str, right: &str| {
            let said = "the auditors will qualify their opinion of the accounts";
            first_alignment(&format!("{left} {said}"), &format!("{right} {said}"), |left, right, alignment| {
                leads_otherwise((left, alignment.matches[0].left), (right, alignment.matches[0].right))
            })
        };
        assert_eq!(leads("Tarn Mills <TARN.B> believes that", "The Nordbank holds, on Monday:"), Some(true));
        assert_eq!(leads("Tarn Mills believes that", "TARN holds, on Monday:"), Some(false));
        // A day is nobody, and a month is somebody only where it may be.
        assert_eq!(leads("Tarn Mills believes that", "On Monday, as it was said,"), Some(false));
        assert_eq!(leads("Tarn Mills believes that", "In May, as it was said,"), Some(false));
        assert_eq!(leads("Tarn Mills believes that", "May 5 was when it was heard that"), Some(false));
        assert_eq!(leads("Tarn Mills believes that", "On Monday, as Nordbank said,"), Some(true));
        assert_eq!(leads("Tarn Mills believes that", "May Tanner holds, as we hear,"), Some(true));
        // The pair begins in the second sentence of one, or with the text itself.
        assert_eq!(leads("Tarn Mills believes that", "Nordbank has a board. On Monday it holds"), Some(false));
        assert_eq!(leads("Tarn Mills believes that", "as we hear,"), Some(false));
        assert_eq!(leads("Tarn Mills believes that", ""), Some(false));
    }
}
