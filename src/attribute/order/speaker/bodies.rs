//! Bodies, above all with names of one word, which stand beside a quotation as a person's last name does: "Hamas said", "Amoco said".
//!
//! A list knows the few that news quotes most. Of every other lone name the text is asked: newspapers write people out once, with a first name, a title
//! or "who", and bodies with "Corp", "which" or "in". A name that nothing tells of is kept.

use std::cell::RefCell;
use std::collections::BTreeMap;

pub(super) use self::kinds::is_german_body;
use self::kinds::{has_german_part, says_what};
use self::lists::{BEFORE, BEHIND, CAPITALS, FAMILIES_TOO, FIRST_NAMES, KNOWN, KNOWN_ROWS, MANY, RANKS, WORDS};
use self::uses::{Told, has_courtesy, is_behind_first_name, is_inside, is_persons, is_word, uses};
use super::boundary;

mod kinds;
mod lists;
mod uses;

/// Bytes before and behind a passage in which a text is asked about a name, at least.
const REACH: usize = 12_000;

/// Bytes in which all passages have their texts asked in the same window, so that what is asked of one is known of the next.
const BLOCK: usize = 4096;

/// Windows that a thread remembers: of a few documents that have many passages in common.
const REMEMBERED: usize = 8;

thread_local! {
    static ASKED: RefCell<Vec<Asked>> = const { RefCell::new(Vec::new()) };
}

/// A window of a text, and which names are bodies' there.
struct Asked {
    window: String,
    answers: BTreeMap<String, bool>,
}

fn is_among(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// What is a person's name of a run of capitalised words before the word `next`: nothing where its last word is a body's, as in "Ferry Board", and
/// of "Police Constable Adam Silver" what follows the rank. Whose "Salomon Brothers" and "Joyce Brothers" are is left to the text.
pub(super) fn without_body<'a, 'b>(run: &'b [&'a str], next: &str) -> Option<&'b [&'a str]> {
    let is_bodys = |word: &&str| is_among(WORDS, &word.to_lowercase());
    let (_, before) = run.split_last()?;
    let name = match before.iter().rposition(is_bodys) {
        None => run,
        Some(at) => {
            let behind = &run[at + 1..];
            let ranks = behind.iter().take_while(|word| is_among(RANKS, &word.to_lowercase())).count();
            let name = &behind[ranks..];
            // "Bank Negara Malaysia", "Capital Cities ABC"
            let is_other = |word: &&str| is_among(KNOWN, &word.to_lowercase()) || word.len() > 1 && !word.contains(char::is_lowercase);
            if ranks == 0 && (name.len() < 2 || name.iter().any(is_other)) {
                return None;
            }
            name
        }
    };
    let last = name.last()?;
    if !is_bodys(last) {
        return Some(name);
    }
    // "Tarn Bank economist Ada Aro"
    let is_other = [BEFORE, BEHIND, RANKS].iter().any(|list| is_among(list, next));
    (name.len() == 2 && is_among(FAMILIES_TOO, &last.to_lowercase()) && !is_other).then_some(name)
}

/// The first name and the last of two words of which the last is a body's and a family's.
fn pair(name: &str) -> Option<(&str, &str)> {
    name.split_once(' ').filter(|(_, last)| is_among(FAMILIES_TOO, &last.to_lowercase()))
}

/// Whether the text has to tell whose a full name is, and tells that it is a body's.
pub(super) fn is_full_name_of_body(text: &str, at: usize, name: &str) -> bool {
    pair(name).is_some() && is_body(text, at, name)
}

/// Whether the name of a speaker of the passage at byte `at` is a body's: one that is known, or one that the text uses so.
pub(super) fn is_body(text: &str, at: usize, name: &str) -> bool {
    if KNOWN_ROWS.contains(&name.to_lowercase().as_str()) {
        return true;
    }
    let window = window(text, at);
    ASKED.with_borrow_mut(|asked| remembered(asked, window, name))
}

/// What is asked about the names at byte `at`, with no word cut in two.
fn window(text: &str, at: usize) -> &str {
    let block = at / BLOCK * BLOCK;
    let (from, to) = (boundary(text, block.saturating_sub(REACH)), boundary(text, (block + BLOCK + REACH).min(text.len())));
    let at = boundary(text, at.clamp(from, to));
    let from = if from == 0 { 0 } else { text[from..at].find(char::is_whitespace).map_or(from, |blank| from + blank) };
    let to = if to == text.len() { to } else { text[at..to].rfind(char::is_whitespace).map_or(to, |blank| at + blank) };
    &text[from..to]
}

/// The answer for a name in a window, which is remembered.
fn remembered(asked: &mut Vec<Asked>, window: &str, name: &str) -> bool {
    let known = asked.iter().position(|asked| asked.window == window);
    let at = known.unwrap_or_else(|| {
        asked.truncate(REMEMBERED - 1);
        asked.push(Asked { window: window.to_owned(), answers: BTreeMap::new() });
        asked.len() - 1
    });
    // The one that was asked last stands first.
    asked[..=at].rotate_right(1);
    let Asked { window, answers } = &mut asked[0];
    if let Some(&answer) = answers.get(name) {
        return answer;
    }
    let answer = is_bodys_in(window, name);
    answers.insert(name.to_owned(), answer);
    answer
}

/// Whether a name is a body's in a text.
fn is_bodys_in(text: &str, name: &str) -> bool {
    let lower = name.to_lowercase();
    if let Some((first, last)) = pair(name) {
        return is_pair_of_body(text, name, first, last);
    }
    if let Some((first, _)) = name.split_once(' ') {
        return !is_first_name(first) && uses(text, name).any(|(before, behind)| says_what(before, behind));
    }
    // Who speaks in a transcript has a name in capitals that stands elsewhere as it is written.
    let is_capital = !name.contains(char::is_lowercase);
    let written = if is_capital { capitalised(&lower) } else { name.to_owned() };
    let mut forms = [name, &written].into_iter().take(1 + usize::from(is_capital));
    let is_capital_city = is_among(CAPITALS, &lower);
    if is_capital_city || is_among(KNOWN, &lower) {
        // "Palestinian Hamas" is nobody, "Fiona Apple" is somebody.
        let is_somebodys = |before: &str| has_courtesy(before) || is_behind_first_name(before);
        let is_persons_anywhere = forms.any(|form| uses(text, form).any(|(before, _)| is_somebodys(before)));
        return !(is_persons_anywhere || is_capital_city && is_family_here(text, name));
    }
    let mut told = Told::default();
    for form in forms {
        for (before, behind) in uses(text, form) {
            if is_persons(form, before, behind) {
                return false;
            }
            told.take(before, behind);
        }
    }
    told.is_bodys()
        || has_german_part(text, name)
        || (is_capital && uses(text, &written).next().is_none())
        || is_common_word(text, [name, &written], &lower)
}

/// Whether the name of a capital is a family's in a text, whatever the first name, and none of a place: "Byron Wien", but "Metro Manila" and "in
/// Manila".
fn is_family_here(text: &str, name: &str) -> bool {
    let mut told = Told::default();
    let mut is_family = false;
    for (before, behind) in uses(text, name) {
        is_family |= is_persons(name, before, behind);
        told.take(before, behind);
    }
    is_family && !told.is_place()
}

/// Whether a word is a common first name.
pub(super) fn is_first_name(word: &str) -> bool {
    is_among(FIRST_NAMES, &word.to_lowercase())
}

/// Whether a word began a sentence, since it is written small as well and has no capital inside of one: "Analysts". Behind a quotation "Price" has one,
/// since the word alone would want an article there, and only a word in many begins one.
fn is_common_word(text: &str, forms: [&str; 2], lower: &str) -> bool {
    let is_many = lower.ends_with('s') || is_among(MANY, lower);
    !forms.contains(&lower)
        && uses(text, lower).any(|(before, behind)| is_word(before, behind))
        && !forms.iter().any(|form| uses(text, form).any(|(before, _)| is_inside(before, !is_many)))
}

/// Whether "Salomon Brothers" is a body: not where the text has a title before it, else where it is used so, and else where no first name begins it.
fn is_pair_of_body(text: &str, name: &str, first: &str, last: &str) -> bool {
    let mut told = Told::default();
    for (before, behind) in uses(text, name) {
        if has_courtesy(before) {
            return false;
        }
        told.take(before, behind);
    }
    if uses(text, last).any(|(before, _)| has_courtesy(before)) {
        return false;
    }
    told.is_bodys() || !(is_among(FIRST_NAMES, &first.to_lowercase()) || last.eq_ignore_ascii_case("street"))
}

/// "Lavrov" of "lavrov".
fn capitalised(lower: &str) -> String {
    let mut chars = lower.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests;
