//! The places in which a text uses a name, and whether they make it a person's or a body's.

use memchr::memmem;

use super::super::super::speech_words::{BEFORE_OTHERS, NOT_PEOPLE, OPENERS, PLACES_BEGIN, TITLES, VERBS};
use super::super::boundary;
use super::is_among;
use super::kinds::{is_kind, is_used_so, says_what};
use super::lists::{AT_BODIES, BEFORE, BEFORE_MONTHS, BEHIND, BEHIND_BOTH, COURTESY, FAMILIES_FIRST, FIRST_NAMES, IN_CAPITALS, WORDS};
use crate::attribute::dates::calendar;

/// Bytes behind a name that are looked at.
const NEXT: usize = 80;

/// Bytes of a nickname between a first name and the last: "Dwayne “The Rock” Johnson".
const NICKNAME: usize = 40;

/// What stands before and behind each use of a word in a text.
pub(super) fn uses<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    memmem::find_iter(text.as_bytes(), word.as_bytes())
        .map(move |at| (&text[..at], &text[at + word.len()..]))
        .filter(move |(before, behind)| !before.ends_with(is_part) && !behind.starts_with(is_part))
}

/// Whether a word in small letters stands among others, and not in an address or a handle.
pub(super) fn is_word(before: &str, behind: &str) -> bool {
    before.ends_with(char::is_whitespace) && behind.starts_with(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
}

/// Whether a word that stands behind `before` is inside a sentence, behind a quotation with a comma in it too if `or_quotation`.
pub(super) fn is_inside(before: &str, or_quotation: bool) -> bool {
    let Some(word) = word_before(before) else { return false };
    let bare = word.trim_end_matches(['"', '”', '“', '»', '’', '\'']);
    if bare.len() < word.len() {
        return or_quotation && bare.ends_with(',');
    }
    // Headlines have capitals everywhere.
    word.ends_with(',') || (word.starts_with(char::is_lowercase) && word.ends_with(char::is_alphabetic))
}

/// Whether a title stands before a name that no body has.
pub(super) fn has_courtesy(before: &str) -> bool {
    word_before(before).is_some_and(|word| is_among(COURTESY, &word.trim_end_matches('.').to_lowercase()))
}

/// Whether a common first name stands before a name.
pub(super) fn is_behind_first_name(before: &str) -> bool {
    word_before(before).is_some_and(|word| word.starts_with(char::is_uppercase) && is_among(FIRST_NAMES, &word.to_lowercase()))
}

/// Whether a use of a name makes it a person's: a first name, an initial or a title before it, "who" behind it, or "said he".
pub(super) fn is_persons(name: &str, before: &str, behind: &str) -> bool {
    let who = behind.strip_prefix(',').unwrap_or(behind);
    let mut next = words(who);
    let (first, second) = (next.next().unwrap_or_default(), next.next().unwrap_or_default());
    let is_person = |word: &str| matches!(word, "he" | "she");
    if first == "who" || (who == behind && VERBS.contains(&first) && is_person(second)) {
        return true;
    }
    if is_family_first(name, behind) {
        return true;
    }
    let before = without_nickname(before);
    let Some(word) = word_before(before) else { return false };
    let (word, is_short) = word.strip_suffix('.').map_or((word, false), |word| (word, true));
    let lower = word.to_lowercase();
    if is_among(BEFORE, &lower) {
        return true;
    }
    if is_short && word.split('.').all(|letter| letter.chars().count() == 1 && letter.starts_with(char::is_uppercase)) {
        return !matches!(word, "U.S" | "U.K" | "U.N" | "E.U");
    }
    !is_short && (is_first_name(word, &lower, name) || is_month_of_person(before, word, &lower))
}

/// Whether a name is a family's that stands first, before capitalised words that are no body's: "Kim Jong Un".
fn is_family_first(name: &str, behind: &str) -> bool {
    let is_given = |word: &str| {
        let lower = word.to_lowercase();
        let is_capital = word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
        is_capital && !NOT_PEOPLE.contains(&lower.as_str()) && ![WORDS, BEHIND].iter().any(|list| is_among(list, &lower))
    };
    let mut given = words(behind).take_while(|word| word.starts_with(char::is_uppercase)).peekable();
    is_among(FAMILIES_FIRST, &name.to_lowercase()) && given.peek().is_some() && given.all(is_given)
}

/// What goes before a nickname between marks that `before` ends with.
fn without_nickname(before: &str) -> &str {
    let rest = before.trim_end();
    let Some(close) = rest.chars().next_back() else { return before };
    let open = match close {
        '"' | '\'' => close,
        '”' => '“',
        '’' => '‘',
        ')' => '(',
        _ => return before,
    };
    let rest = &rest[..rest.len() - close.len_utf8()];
    // What ends in a sign is said.
    let is_said = !rest.ends_with(char::is_alphanumeric);
    let begin = rest.rfind(open).filter(|&begin| rest.len() - begin <= NICKNAME && !is_said);
    begin.map_or(before, |begin| &rest[..begin])
}

/// Whether a month before a name is somebody's: "June Brown", and not "in June Brown".
fn is_month_of_person(before: &str, word: &str, lower: &str) -> bool {
    if !matches!(word, "May" | "April" | "June" | "August") {
        return false;
    }
    let before = before.trim_end();
    let Some(other) = word_before(&before[..before.len() - lower.len()]) else { return true };
    let other = other.to_lowercase();
    let is_of_date =
        BEFORE_OTHERS.contains(&other.as_str()) || is_among(BEFORE_MONTHS, &other) || other.starts_with(|c: char| c.is_ascii_digit());
    !is_of_date && !OPENERS.contains(&other.as_str())
}

/// Whether a word directly before a name may be a first one.
fn is_first_name(word: &str, lower: &str, name: &str) -> bool {
    let is_other = [OPENERS, BEFORE_OTHERS, NOT_PEOPLE, PLACES_BEGIN, TITLES, VERBS].iter().any(|list| list.contains(&lower));
    let is_day = calendar::weekday(lower).is_some() || calendar::month(lower).is_some();
    // "IBM", "Montreal-based", "Russia's" and "Said" go before names of all kinds.
    let is_acronym = !word.contains(char::is_lowercase) && name.contains(char::is_lowercase);
    let is_plain = word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphabetic);
    is_plain
        && !is_other
        && !is_kind(lower)
        && !is_day
        && !is_acronym
        && !lower.ends_with("based")
        && !lower.ends_with("'s")
        && !lower.ends_with("’s")
}

/// What the uses of a name tell of it as a body's.
#[derive(Default)]
pub(super) struct Told {
    /// "Amoco Corp", "Hamas, which", "work at Amoco", "the Fed".
    clearly: bool,
    /// "a Hamas official", "the Bonn government", as "a Trump official".
    has_officials: bool,
    /// How often it stands behind "at" or "in", where people stand too: "they laughed at Obama".
    places: usize,
}

impl Told {
    /// Takes a use into account.
    pub(super) fn take(&mut self, before: &str, behind: &str) {
        let written = words(behind).next().unwrap_or_default();
        let next = written.to_lowercase();
        self.has_officials |= matches!(next.as_str(), "official" | "government");
        let is_behind = NOT_PEOPLE.contains(&next.as_str()) || is_among(WORDS, &next) || is_among(BEHIND, &next);
        let is_small = next == written && is_among(IN_CAPITALS, &next);
        self.clearly |= is_behind && !is_small && !is_among(BEHIND_BOTH, &next);
        self.clearly |= says_what(before, behind) || is_used_so(behind);
        self.clearly |= behind.strip_prefix(',').is_some_and(|rest| words(rest).next() == Some("which"));
        match word_before(before) {
            Some(word @ ("at" | "At" | "in" | "In")) if !behind.starts_with(['\'', '’']) && !written.starts_with(char::is_uppercase) => {
                self.places += 1;
                let rest = before.trim_end();
                self.clearly |= is_behind_work(&rest[..rest.len() - word.len()]);
            }
            // "the Kerry plan" is a person's.
            Some("the" | "The") => self.clearly |= behind.starts_with(['.', ',', ';', ')']),
            _ => {}
        }
    }

    /// Whether the name stands for a place or a body anywhere.
    pub(super) fn is_place(&self) -> bool {
        self.clearly || self.places > 0
    }

    /// Whether all that was told makes the name a body's.
    pub(super) fn is_bodys(&self) -> bool {
        self.clearly || self.places > 1 || (self.places == 1 && self.has_officials)
    }
}

/// Whether one of the last three words of `before` in its sentence is of work or shares.
fn is_behind_work(before: &str) -> bool {
    let words = before.trim_end().rsplit(char::is_whitespace).take(3);
    words.take_while(|word| !word.ends_with(['.', '!', '?', ':', '”', '"'])).any(|word| is_among(AT_BODIES, &word.to_lowercase()))
}

/// The word that `before` ends with, if a name may follow it directly.
pub(super) fn word_before(before: &str) -> Option<&str> {
    let rest = before.trim_end();
    let is_apart = before.len() > rest.len() && before[rest.len()..].matches('\n').count() < 2;
    let word = rest.rsplit(char::is_whitespace).next()?.trim_start_matches(['"', '“', '„', '«', '(', '‘', '\'']);
    (is_apart && !word.is_empty()).then_some(word)
}

/// The words that `behind` begins with, behind a blank each: none behind a sign or an empty line.
pub(super) fn words(behind: &str) -> impl Iterator<Item = &str> {
    let behind = &behind[..boundary(behind, NEXT.min(behind.len()))];
    let line = behind.find("\n\n").map_or(behind, |end| &behind[..end]);
    let blank = line.starts_with(char::is_whitespace);
    let mut ended = !blank;
    line.split_whitespace().map_while(move |word| {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let goes_on = !ended && !bare.is_empty();
        ended = bare.len() < word.len();
        goes_on.then_some(bare)
    })
}
