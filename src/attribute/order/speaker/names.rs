//! The names of people among words, without their titles.

use std::ops::Range;

use super::beside::is_verb;
use super::bodies::{is_german_body, without_body};
use super::languages::without_opening;
use super::nobody::is_nobody;
use super::ranks::{
    ends_origin, is_initial_of_name, is_of_saint, is_office, is_office_before_name, is_party, is_saint, is_short_dot, is_state,
    is_title_of_name, is_titled_other,
};
use crate::attribute::credits::class::is_city;
use crate::attribute::credits::token::Token;
use crate::attribute::dates::calendar;
use crate::attribute::order::speech_words::{
    ARTICLES_OF_NAMES, BEFORE_OBJECTS, BEFORE_OTHERS, BODIES, CLEAR_JOINTS, JOINTS, NOT_PEOPLE, OPENERS, PARTICLES, PLACES_BEGIN, PREFIXES,
    PRONOUNS, TITLES, TITLES_AS_NAMES,
};

pub(super) fn is_name(token: &Token<'_>) -> bool {
    token.text.starts_with(char::is_uppercase)
}

/// "Russia’s" before a name.
pub(super) fn is_origin(token: &Token<'_>) -> bool {
    token.text.ends_with("’s") || token.text.ends_with("'s")
}

/// A name and the tokens that it stands in.
pub(super) struct Name {
    pub(super) words: String,
    pub(super) place: Range<usize>,
}

/// The names among `tokens`, without titles. Days, places and bodies are none, nor is who stands behind "in", "of", "the": rather
/// nobody is named than a wrong one.
pub(super) fn people(tokens: &[Token<'_>]) -> Vec<String> {
    found_people(tokens).into_iter().map(|name| name.words).collect()
}

/// [`people`], each with its place.
pub(super) fn found_people(tokens: &[Token<'_>]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut begin = 0;
    for (at, token) in tokens.iter().enumerate() {
        let is_short = |word: &&str| word.chars().count() == 1 || run.len() > 1 && *word == "St";
        let initial_dot = token.text == "." && run.last().is_some_and(is_short);
        if belongs_to_name(tokens, at) || joins(tokens, at, &run) {
            if run.is_empty() {
                begin = at;
            }
            run.push(token.text);
        } else if !initial_dot && !run.is_empty() {
            names.extend(close(tokens, begin..at, &mut run));
        }
    }
    if !run.is_empty() {
        names.extend(close(tokens, begin..tokens.len(), &mut run));
    }
    names
}

/// Ends a run of capitalised words, which stand at `place`: a name, where it may be a person's.
fn close(tokens: &[Token<'_>], place: Range<usize>, run: &mut Vec<&str>) -> Option<Name> {
    let Range { start: begin, end } = place;
    let run = std::mem::take(run);
    let among = |list: &[&str], word: &str| list.contains(&word);
    let lower = |run: &[&str]| run.iter().map(|word| word.to_lowercase()).collect::<Vec<String>>();
    let words = lower(&run);
    let is_body =
        words.iter().any(|word| among(NOT_PEOPLE, word) || among(BODIES, word) || is_german_body(word)) || among(PLACES_BEGIN, &words[0]);
    let run = without_body(&run, tokens.get(end).map_or("", |token| token.lower.as_ref())).and_then(without_opening)?;
    let (name, words) = (run.join(" "), lower(run));
    let is_place = words.len() == 1 && is_city(&words[0]);
    let is_short = words.iter().all(|word| word.chars().count() == 1)
        || name.chars().count() <= 2
        || words.iter().filter(|word| !among(PARTICLES, word)).count() > 4;
    // "Los Angeles County Sheriff's Deputy", "Army Capt. Jane Doe"
    let is_where = tokens.get(end).is_some_and(|token| is_name(token) && is_origin(token)) || is_title_of_name(tokens, end);
    let is_other = is_body || is_place || is_short || is_where || is_of_saint(tokens, begin) || is_behind_other(tokens, begin);
    (!is_other).then_some(Name { words: name, place: begin..end })
}

/// Whether a capitalised word is part of a name: no title, day, or beginning of a sentence.
pub(super) fn belongs_to_name(tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    let word = token.lower.as_ref();
    // People are called May, April, June, August; a number behind makes a date of these too.
    let number = tokens.get(at + 1).is_some_and(|next| next.text.starts_with(|c: char| c.is_ascii_digit()));
    let named_so = matches!(word, "may" | "april" | "june" | "august") && !number;
    // "Ministerpräsident a. D. Kurt Beck"
    let is_retired = token.text == "D" && at > 1 && tokens[at - 1].text == "." && tokens[at - 2].text == "a";
    let long = word.chars().count() > 3 || number;
    let day = long && !named_so && (calendar::weekday(word).is_some() || calendar::month(word).is_some());
    (is_name(token) || without_prefix(token.text) != token.text)
        && !is_title(tokens, at)
        && !OPENERS.contains(&word)
        && !PRONOUNS.contains(&word)
        && !is_nobody(&tokens[at..])
        && !is_origin(token)
        && !is_party(token)
        && !(day || is_retired || is_saint(tokens, at) || is_state(tokens, at))
}

/// "Assad" of "al-Assad".
pub(super) fn without_prefix(word: &str) -> &str {
    let rest = PREFIXES.iter().find_map(|prefix| word.strip_prefix(prefix));
    rest.filter(|rest| rest.starts_with(char::is_uppercase)).unwrap_or(word)
}

/// Whether a word is a title: not behind a first name where no other name follows, as in "John Major", nor between two, as in "Marine Le Pen".
pub(super) fn is_title(tokens: &[Token<'_>], at: usize) -> bool {
    let word = tokens[at].lower.as_ref();
    if ends_origin(tokens, at) || is_office_before_name(tokens, at) {
        return true;
    }
    if !is_office(word) || is_initial_of_name(tokens, at) {
        return false;
    }
    let initial = |at: usize| tokens[at].text == "." && at > 0 && tokens[at - 1].text.chars().count() == 1;
    let before = at.checked_sub(1).map(|before| if initial(before) { before - 1 } else { before });
    let is_behind_name = before.is_some_and(|before| {
        let (token, word) = (&tokens[before], tokens[before].lower.as_ref());
        is_name(token) && !is_origin(token) && !OPENERS.contains(&word) && (!TITLES.contains(&word) || before + 1 < at)
    });
    let next = tokens.get(at + 1);
    let goes_on = next.is_some_and(|next| is_name(next) && !matches!(next.text, "Jr" | "Sr" | "II" | "III"));
    let is_last_name = TITLES_AS_NAMES.contains(&word) && !goes_on;
    let is_article = ARTICLES_OF_NAMES.contains(&word) && goes_on;
    !(is_name(&tokens[at]) && is_behind_name && (is_last_name || is_article))
}

/// Whether the word at token `at` joins a family name to the words of a name before it: "von" and "der" of "Ursula von der Leyen", "d'Estaing".
/// Behind a first and a last name, "of" and "from" are what they say: "Hanno Riedel von der Polizei".
pub(super) fn joins(tokens: &[Token<'_>], at: usize, run: &[&str]) -> bool {
    let Some(last) = run.last() else { return false };
    let word = tokens[at].text;
    if PARTICLES.contains(last) {
        // The first of them has looked ahead.
        return PARTICLES.contains(&word);
    }
    let whole = run.iter().filter(|word| word.chars().count() > 1).count();
    if let Some(rest) = word.strip_prefix("d'").or_else(|| word.strip_prefix("d’")) {
        return rest.starts_with(char::is_uppercase) && whole <= 2 && !is_city(&rest.to_lowercase());
    }
    let is_clear = CLEAR_JOINTS.contains(&word);
    let next = at + tokens[at..].iter().take(3).take_while(|token| PARTICLES.contains(&token.text)).count();
    let is_family = |token: &Token<'_>| {
        let is_acronym = token.text.chars().count() > 1 && token.text.chars().all(char::is_uppercase);
        belongs_to_name(tokens, next) && !is_acronym && !NOT_PEOPLE.contains(&token.lower.as_ref()) && (is_clear || !is_city(&token.lower))
    };
    JOINTS.contains(&word) && (is_clear || whole <= 1) && tokens.get(next).is_some_and(is_family)
}

/// Whether the name at token `at` stands behind a word that makes it somebody or something else than the subject: directly, or before
/// the titles of the name, as in "with North Korean leader Kim".
fn is_behind_other(tokens: &[Token<'_>], at: usize) -> bool {
    const TITLE_WORDS: usize = 5;
    let lower = |back: usize| at.checked_sub(back).map(|at| tokens[at].lower.as_ref());
    let Some(before) = lower(1) else { return false };
    let may_go_before = |token: &Token<'_>| is_name(token) || PARTICLES.contains(&token.lower.as_ref());
    // "von der Leyen", but "der Sprecher von Aro", "der Anwalt der Familie"
    let is_article = matches!(before, "der" | "den");
    let inside_name = PARTICLES.contains(&before)
        && at.checked_sub(2).is_some_and(|at| {
            may_go_before(&tokens[at]) && !is_title(tokens, at) && (!is_article || PARTICLES.contains(&tokens[at].lower.as_ref()))
        });
    let begins_phrase = |token: &&Token<'_>| !token.is_word() || is_verb(token) || calendar::weekday(&token.lower).is_some();
    let words = (0..at).rev().filter(|&at| !is_short_dot(tokens, at)).map(|at| &tokens[at]);
    let is_object =
        words.take(TITLE_WORDS).take_while(|token| !begins_phrase(token)).any(|token| BEFORE_OBJECTS.contains(&token.lower.as_ref()));
    (BEFORE_OTHERS.contains(&before) && !inside_name)
        || is_object
        || is_titled_other(tokens, at)
        || is_of_other(tokens, at)
        || is_done_to(&tokens[at - 1])
}

/// Whether somebody or something of the one whose titles stand before the name at `at` is meant: "the office of President Aro", and not "Secretary of
/// State Aro".
fn is_of_other(tokens: &[Token<'_>], at: usize) -> bool {
    let is_of = |at: usize| matches!(tokens[at].lower.as_ref(), "of" | "von");
    let is_before = |at: usize| (is_title(tokens, at) || is_short_dot(tokens, at)) && !is_of(at);
    let titles = (0..at).rev().take_while(|&at| is_before(at)).count();
    let Some(of) = (at - titles).checked_sub(1).filter(|&of| titles > 0 && is_of(of)) else { return false };
    !of.checked_sub(1).is_some_and(|before| is_title(tokens, before))
}

/// Whether the word before a name makes it an object, or the one whose somebody is: "a lawyer representing Aro", "le porte-parole d'Ada Aro".
pub(super) fn is_done_to(before: &Token<'_>) -> bool {
    const OFFICES: [&str; 8] = ["acting", "incoming", "outgoing", "visiting", "presiding", "founding", "leading", "sitting"];
    let word = before.lower.as_ref();
    let is_doing = before.text == word && word.len() > 5 && word.ends_with("ing") && !OFFICES.contains(&word);
    let elided = ["d'", "d’"].iter().find_map(|of| before.text.strip_prefix(of));
    is_doing || elided.is_some_and(|name| name.starts_with(char::is_uppercase))
}
