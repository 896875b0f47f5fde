//! Who speaks in German, French, Spanish and Russian, where the subject stands behind its verb: "sagte die Fährfrau Ada Quill der dpa", "a déclaré le
//! porte-parole de la ville, Olof Six".
//!
//! In German every noun has a capital letter, so a name is told by what stands before it: an article belongs to the noun behind it, "der" behind a noun
//! or a name to whom it is said or whose it is, and an office is no part of a name.

use super::beside::Said;
use super::bodies::{is_first_name, without_body};
use super::names::{belongs_to_name, is_done_to, is_name, is_title, joins, people};
use super::quotation::is_quote;
use super::ranks::is_short_dot;
use crate::attribute::credits::class::is_city;
use crate::attribute::credits::token::Token;
use crate::attribute::order::speech_words::abroad::{
    ARTICLES, BODY_NOUNS, COURTESIES, FEMININE, HELPING, OFFICES, OPENERS, PREPOSITIONS, VERBS,
};
use crate::attribute::order::speech_words::{BODIES, NOT_PEOPLE, PLACES_BEGIN, PRONOUNS};

/// Words of a subject at most.
const SUBJECT_WORDS: usize = 16;

/// What a quotation's verb is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    German,
    French,
    Spanish,
    Russian,
}

/// By the verb in lower case.
fn language(verb: &str) -> Option<Language> {
    let of = [Language::German, Language::French, Language::Spanish, Language::Russian];
    of.into_iter().zip(VERBS).find(|(_, verbs)| verbs.contains(&verb)).map(|(language, _)| language)
}

fn is_among(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// Who speaks by the words behind a quotation, where they begin with a verb of one of the languages: within, nobody where it is nobody who is named.
pub(super) fn behind(tokens: &[Token<'_>]) -> Option<Option<Said>> {
    let lower = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_ref());
    // "a-t-elle dit", "dit-il"
    let inverted = ["-t-il", "-t-elle", "-il", "-elle"].iter().find_map(|pronoun| lower(0).strip_suffix(pronoun));
    if let Some(verb) = inverted.filter(|verb| language(verb).is_some() || is_among(HELPING, verb) && language(lower(1)).is_some()) {
        return (!verb.is_empty()).then(|| Some(Said::Pronoun(tokens[0].start)));
    }
    let helped = usize::from(is_among(HELPING, lower(0)));
    if let Some(language) = language(lower(helped)) {
        return Some(subject(language, &tokens[helped + 1..]));
    }
    // "hat die Fährfrau Ada Quill gesagt"
    if matches!(lower(0), "hat" | "hatte" | "habe") {
        let end = clause_end(tokens, 1);
        let verb = (2..end).find(|&at| language(lower(at)) == Some(Language::German))?;
        return Some(subject(Language::German, &tokens[1..verb]));
    }
    // "so Quill."; English has a clause there.
    let is_so = lower(0) == "so" && (tokens.get(1).is_some_and(is_name) || matches!(lower(1), "der" | "die" | "ein" | "eine"));
    if is_so {
        let end = clause_end(tokens, 1);
        let last = tokens.get(end.checked_sub(1)?)?;
        let is_closed = tokens.get(end).is_none_or(|token| token.text == ".") && (is_name(last) || last.lower == "weiter");
        return is_closed.then(|| subject(Language::German, &tokens[1..])).flatten().map(Some);
    }
    None
}

/// Who speaks by a sentence before a quotation, with its colon: "Am Montag sagte Quill:", "Quill dagegen sagt:".
pub(super) fn before(sentence: &[Token<'_>]) -> Option<Said> {
    let verb = sentence.iter().rposition(|token| language(&token.lower) == Some(Language::German))?;
    let behind = &sentence[verb + 1..sentence.len().max(verb + 2) - 1];
    if !behind.is_empty() {
        return subject(Language::German, behind);
    }
    let words = &sentence[verb.saturating_sub(SUBJECT_WORDS)..verb];
    let name = people(words).pop().map(Said::Name);
    words.iter().rfind(|token| PRONOUNS.contains(&token.lower.as_ref())).map(|token| Said::Pronoun(token.start)).or(name)
}

/// Where the clause that goes on at `from` ends.
fn clause_end(tokens: &[Token<'_>], from: usize) -> usize {
    let ends = |at: &usize| {
        let token = &tokens[*at];
        let is_stop = || token.text == "." && !is_short_dot(tokens, *at) && !is_behind_initial(tokens, *at);
        is_quote(token) || matches!(token.text, ":" | ";" | "?" | "!" | "(") || is_stop()
    };
    (from..tokens.len()).find(ends).unwrap_or(tokens.len())
}

/// Whether a dot is that of an initial: "M. Quill", "J. D. Quill".
fn is_behind_initial(tokens: &[Token<'_>], dot: usize) -> bool {
    dot.checked_sub(1).is_some_and(|at| tokens[at].text.chars().count() == 1 && is_name(&tokens[at]))
}

/// Capitalised words in a row, and where they begin and end.
struct Run<'a> {
    words: Vec<&'a str>,
    begin: usize,
    end: usize,
}

fn runs<'a>(tokens: &[Token<'a>]) -> Vec<Run<'a>> {
    let mut runs: Vec<Run<'a>> = Vec::new();
    let mut open: Option<Run<'a>> = None;
    for (at, token) in tokens.iter().enumerate() {
        let words = open.as_ref().map_or(&[][..], |run| run.words.as_slice());
        if belongs_to_name(tokens, at) || joins(tokens, at, words) {
            let run = open.get_or_insert_with(|| Run { words: Vec::new(), begin: at, end: at });
            run.words.push(token.text);
            run.end = at + 1;
        } else if !(token.text == "." && is_behind_initial(tokens, at) && open.is_some()) {
            runs.extend(open.take());
        }
    }
    runs.extend(open);
    runs
}

/// The subject of a verb by the words behind it.
fn subject(language: Language, tokens: &[Token<'_>]) -> Option<Said> {
    let end = clause_end(tokens, 0).min(SUBJECT_WORDS);
    let tokens = &tokens[..end];
    let is_pronoun = |at: &usize| PRONOUNS.contains(&tokens[*at].lower.as_ref());
    if let Some(at) = (0..tokens.len().min(2)).find(is_pronoun).filter(|at| tokens[..*at].iter().all(|token| !is_name(token))) {
        return Some(Said::Pronoun(tokens[at].start));
    }
    let comma = tokens.iter().position(|token| token.text == ",").unwrap_or(tokens.len());
    let runs = runs(tokens);
    let (first, behind): (Vec<Run<'_>>, Vec<Run<'_>>) = runs.into_iter().partition(|run| run.end <= comma);
    let named = match language {
        Language::German => in_german(tokens, &first),
        Language::French | Language::Spanish => in_romance(tokens, &first),
        Language::Russian => in_russian(tokens, &first),
    };
    match named {
        Named::Person(name) => Some(Said::Name(name)),
        Named::Body => None,
        // "der Sprecher der Stadt Tarn, Olof Six"
        Named::Nobody => {
            let run = behind.first().filter(|run| run.begin == comma + 1 && comma > 0)?;
            let name = person(without_titles(&run.words), "")?;
            let is_alone = tokens.get(run.end).is_none_or(|token| token.text == "," || !token.is_word() || !is_name(token));
            (is_alone && name.contains(' ')).then_some(Said::Name(name))
        }
    }
}

/// What the words of a subject name.
enum Named {
    Person(String),
    /// A body, of which no person may follow.
    Body,
    Nobody,
}

fn in_german(tokens: &[Token<'_>], runs: &[Run<'_>]) -> Named {
    let lower = |at: usize| tokens[at].lower.as_ref();
    let mut has_head = false;
    for run in runs {
        // "die Sprecherin" is a head as "die Fährfrau" is.
        has_head |= (0..run.begin).any(|at| is_name(&tokens[at]) && is_title(tokens, at));
        let adjectives = (0..run.begin)
            .rev()
            .take_while(|&at| is_small(&tokens[at]) && !is_among(ARTICLES, lower(at)) && !is_among(PREPOSITIONS, lower(at)));
        let adjectives = adjectives.count();
        let article = run.begin.checked_sub(adjectives + 1).filter(|&at| is_among(ARTICLES, lower(at)));
        let before = run.begin.checked_sub(1).map_or("", lower);
        if is_adjective(run.words[0]) || is_among(PREPOSITIONS, before) {
            continue;
        }
        // "dem" and "des" begin no subject.
        if article.is_some_and(|at| !matches!(lower(at), "der" | "die" | "das" | "ein" | "eine" | "kein" | "keine")) {
            continue;
        }
        let Some(article) = article else {
            if is_among(ARTICLES, before) {
                continue;
            }
            match person(without_titles(&run.words), next(tokens, run.end)) {
                Some(name) => return Named::Person(name),
                None => continue,
            }
        };
        let is_of_prepositions = article.checked_sub(1).is_some_and(|at| is_among(PREPOSITIONS, lower(at)));
        if has_head || is_of_prepositions {
            continue;
        }
        has_head = true;
        let (head, rest) = (run.words[0], &run.words[1..]);
        if is_body_noun(head) {
            return Named::Body;
        }
        let is_name_alone = adjectives > 0 && run.words.len() == 2 && !is_person_noun(head);
        let name = if is_name_alone { &run.words[..] } else { without_titles(rest) };
        let is_sure = name.len() > 1 || is_person_noun(head) || name.len() < rest.len();
        if let Some(name) = person(name, next(tokens, run.end)).filter(|_| is_sure) {
            return Named::Person(name);
        }
    }
    Named::Nobody
}

fn in_romance(tokens: &[Token<'_>], runs: &[Run<'_>]) -> Named {
    for run in runs {
        let courtesy = run.words.iter().rposition(|word| is_among(COURTESIES, &word.to_lowercase()));
        let before = run.begin.checked_sub(1).map_or("", |at| tokens[at].lower.as_ref());
        let words = &run.words[courtesy.map_or(0, |at| at + 1)..];
        // "le porte-parole d'Ada Quill"
        let is_of_other = run.begin.checked_sub(1).is_some_and(|at| is_done_to(&tokens[at]));
        if is_of_other || courtesy.is_none() && (is_among(ARTICLES, before) || is_among(PREPOSITIONS, before)) {
            continue;
        }
        if let Some(name) = person(words, next(tokens, run.end)) {
            return Named::Person(name);
        }
    }
    Named::Nobody
}

/// The first full name, else the first one. A country or a town before it is a genitive: "министра транспорта Норвегии Олоф Шесть".
fn in_russian(tokens: &[Token<'_>], runs: &[Run<'_>]) -> Named {
    let is_subject = |run: &&Run<'_>| !run.begin.checked_sub(1).is_some_and(|at| is_among(PREPOSITIONS, &tokens[at].lower));
    let named = |run: &Run<'_>| {
        let is_genitive = |word: &str| word.ends_with("ии") || word.ends_with('ы');
        let places = run.words.iter().take_while(|word| is_genitive(word)).count();
        let words = if run.words.len() > places { &run.words[places..] } else { &run.words[..] };
        person(words, next(tokens, run.end))
    };
    let names: Vec<String> = runs.iter().filter(is_subject).filter_map(named).collect();
    let chosen = names.iter().find(|name| name.contains(' ') && !name.ends_with("Новости")).or_else(|| names.first());
    chosen.map_or(Named::Nobody, |name| Named::Person(name.clone()))
}

fn next<'a>(tokens: &'a [Token<'_>], at: usize) -> &'a str {
    tokens.get(at).map_or("", |token| token.lower.as_ref())
}

fn is_small(token: &Token<'_>) -> bool {
    token.is_word() && !is_name(token)
}

/// The name of a run of words, where it may be a person's.
fn person(words: &[&str], next: &str) -> Option<String> {
    let words = without_body(words, next).filter(|words| !words.is_empty())?;
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let is_other = |word: &String| NOT_PEOPLE.contains(&word.as_str()) || BODIES.contains(&word.as_str()) || is_body_noun(word);
    let is_place = PLACES_BEGIN.contains(&lower[0].as_str()) || lower.len() == 1 && is_city(&lower[0]);
    let is_none = lower.iter().any(is_other) || is_place || is_adjective(words[0]) || lower.len() > 5;
    let name = words.join(" ");
    let is_short = name.chars().count() < 3 || words.iter().all(|word| word.chars().count() == 1);
    // "sagte Bürgermeisterin"
    let is_office = lower.len() == 1 && is_person_noun(words[0]) && !is_first_name(words[0]);
    (!is_none && !is_short && !is_office).then_some(name)
}

/// What is left of a name without the German offices that it begins with: "Aro" of "SPD-Chefin Aro", "Gerhard Richter" of itself.
pub(super) fn without_titles<'a, 'b>(run: &'b [&'a str]) -> &'b [&'a str] {
    let titles = run.iter().take_while(|word| is_person_noun(word) && !is_first_name(word)).count();
    &run[titles.min(run.len().saturating_sub(1))..]
}

/// What is left of a run of capitalised words that a German sentence begins with: nothing of "Am Ufer" and "Die Reederei Tarnwell", and of "Die Fährfrau
/// Ada Quill" the name.
pub(super) fn without_opening<'a, 'b>(run: &'b [&'a str]) -> Option<&'b [&'a str]> {
    let (first, rest) = run.split_first()?;
    let lower = first.to_lowercase();
    if is_among(OPENERS, &lower) {
        return None;
    }
    if !matches!(*first, "Der" | "Die" | "Das" | "Ein" | "Eine") {
        // "Stadt Halden"; some people are called Land.
        let is_body = |name: &&[&str]| name.len() > 1 && (is_body_noun(name[0]) || is_adjective(name[0]));
        return Some(without_titles(run)).filter(|name| !is_body(name));
    }
    let (head, name) = rest.split_first()?;
    let is_sure = name.len() > 1 || is_person_noun(head);
    (is_sure && !is_body_noun(head)).then(|| without_titles(name)).filter(|name| !name.is_empty())
}

/// Whether an office or a courtesy stands before the word at `at`, or the word is a common first name: in German little else tells that words with capital
/// letters are a person's.
pub(super) fn is_introduced(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    is_first_name(tokens[at].text)
        || before.is_some_and(|token| is_name(token) && (is_person_noun(token.text) || matches!(token.text, "Frau" | "Herr")))
}

/// Whether a German pronoun stands at byte `at` of a text.
pub(super) fn is_german_pronoun(text: &str, at: usize) -> bool {
    let is_at = |pronoun: &str| text[at..].strip_prefix(pronoun).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    ["er", "sie", "Er", "Sie"].into_iter().any(is_at)
}

/// Whether a German word says who somebody is: "SPD-Chefin", "Bürgermeister", "Polizistin".
fn is_person_noun(word: &str) -> bool {
    let lower = word.to_lowercase();
    let stem = lower.strip_suffix("in").unwrap_or(&lower);
    let ends = |ending: &str| stem.ends_with(ending) || lower.ends_with(ending);
    let is_feminine = || lower.chars().count() > 6 && FEMININE.split(' ').any(|ending| lower.ends_with(ending)) && !is_first_name(word);
    OFFICES.split(' ').any(ends) || is_feminine()
}

/// Whether a German noun is of a body or a place: "Polizeidirektion", "Stadt".
fn is_body_noun(word: &str) -> bool {
    let lower = word.to_lowercase();
    BODY_NOUNS.split(' ').any(|ending| lower.ends_with(ending) && (lower.len() == ending.len() || ending.len() > 5))
}

/// Whether a word with a capital letter is a German adjective, as in the name of a body: "Norwegischen Arbeiterpartei".
fn is_adjective(word: &str) -> bool {
    let lower = word.to_lowercase();
    let stem = ["em", "en", "er", "es", "e"].iter().find_map(|ending| lower.strip_suffix(ending)).unwrap_or_default();
    stem.ends_with("isch") && stem.chars().count() > 6 || stem == "deutsch"
}

#[cfg(test)]
mod tests;
