//! Who said a quoted passage, where the words around it name someone.
//!
//! In: a text and the place of a passage. Out: the name that a verb of speech stands with, beside a quotation mark: "...”, Ushakov said", "Lavrov told
//! reporters: “...". A "he" is who speaks in the paragraph before, else the first whom it names in full. A post is said by who signs it.
//! Where nothing names anyone, nobody is guessed.

use std::collections::BTreeMap;

use self::bodies::{is_body, without_body};
use self::nobody::is_nobody;
use self::pronoun::{is_told_of, person_before};
use self::quotation::{holding, is_quote};
use self::ranks::{ends_origin, is_initial_of_name, is_office, is_party, is_short_dot, is_short_title, is_title_of_name, is_titled_other};
use super::speech_words::{
    ARTICLES_OF_NAMES, BEFORE_OBJECTS, BEFORE_OTHERS, BODIES, CLEAR_JOINTS, JOINTS, NOT_PEOPLE, OPENERS, PARTICLES, PLACES_BEGIN, PREFIXES,
    PRONOUNS, TITLES, TITLES_AS_NAMES, VERBS,
};
use crate::attribute::credits::class::is_city;
use crate::attribute::credits::token::{Token, tokens};
use crate::attribute::dates::calendar;
use crate::attribute::outlets::Outlets;
use crate::text::{Post, posts};

mod bodies;
mod nobody;
mod pronoun;
mod quotation;
mod ranks;

/// Bytes before and behind a passage in which its speaker is looked for.
const REACH: usize = 160;
/// Bytes before and behind a passage in which posts are looked for that it lies in: more than a post has, with who signs it.
const POST_REACH: usize = 2000;
/// Words between a quotation mark and its verb of speech: "Russian Foreign Minister Sergey Lavrov".
const NAME_WORDS: usize = 9;

/// Who said the passage at `start..end` (bytes) of `text`.
#[must_use]
pub fn speaker(text: &str, start: usize, end: usize, outlets: &Outlets) -> Option<String> {
    let is_other = |name: &str| outlets.is_name(name) || is_body(text, start, name);
    if let Some(name) = signed(text, start, end) {
        return person(name).filter(|name| !is_other(name));
    }
    let from = boundary(text, start.saturating_sub(REACH));
    let to = boundary(text, (end + REACH).min(text.len()));
    let tokens = tokens(text, from, to);
    let quotation = holding(text, &tokens, start, end)?;
    // A mark far behind the passage is the end of words that are not its own.
    let is_near = |at: &usize| tokens[*at].end() > start && tokens[*at].start < end + 3;
    let named_at = |at: usize| named_behind(paragraph_from(text, &tokens[at..]));
    // Beside its own marks, else beside others in its paragraph: “No,” Lavrov said. “|We will wait|.”
    let said = quotation
        .close
        .filter(is_near)
        .and_then(named_at)
        .or_else(|| named_before(paragraph_to(text, &tokens[..=quotation.open?])))
        .or_else(|| {
            let (first, last) = (quotation.open.unwrap_or(0), quotation.close.unwrap_or(tokens.len() - 1));
            let is_beside = |at: &usize| {
                let between = if *at < first { &tokens[*at..=first] } else { &tokens[last.min(*at)..=*at] };
                !between.windows(2).any(|pair| is_break(text, pair))
            };
            let others = (0..tokens.len()).rev().filter(|&at| is_quote(&tokens[at]));
            others.filter(is_near).filter(is_beside).find_map(named_at)
        })?;
    let name = match said {
        Said::Name(name) => name,
        Said::Pronoun(place) => {
            let between = &text[start.min(place)..if place > start { place } else { end }];
            person_before(text, place.min(start)).filter(|name| !is_told_of(name, between, place > start))?
        }
    };
    (!is_other(&name)).then_some(name)
}

/// Who signs the posts that most of a passage lies in, all of them, unless a quotation mark stands there: somebody else may have said it then.
fn signed(text: &str, start: usize, end: usize) -> Option<&str> {
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    let (mut name, mut posted) = (None, 0);
    // Of a long text only what may be posts of the passage is looked at.
    let reach = boundary(text, start.saturating_sub(POST_REACH));
    let text = &text[reach..boundary(text, (end + POST_REACH).min(text.len()))];
    let (start, end) = (start - reach, end - reach);
    for Post { span, name: own } in posts(text) {
        let (from, to) = (start.max(span.start as usize), end.min(span.end as usize));
        // A post of which the passage has a word or two beside another says nothing.
        if to <= from || to - from < (end - start) / 8 {
            continue;
        }
        let is_open = text[span.start as usize..from].matches(is_mark).count() % 2 == 1;
        let own = &text[own.range()];
        if is_open || text[from..to].contains(is_mark) || name.is_some_and(|name| name != own) {
            return None;
        }
        (name, posted) = (Some(own), posted + to - from);
    }
    name.filter(|_| 2 * posted > end - start)
}

/// The person of a name that signs a post: none where any of its words is neither a person's name nor a title.
fn person(name: &str) -> Option<String> {
    let tokens = tokens(name, 0, name.len());
    let words = (0..tokens.len()).filter(|&at| tokens[at].is_word() && !is_title(&tokens, at)).count();
    people(&tokens).pop().filter(|person| person.split(' ').count() == words)
}

/// The speaker that the members of a cluster agree on: the last name that more than half of those
/// give that give any, in its fullest form.
#[must_use]
pub fn agreed(names: &[String]) -> Option<String> {
    let mut by_last: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for name in names {
        // One paper prints O’Donnell and al-Assad, another O'Donnell and Assad.
        let last = without_prefix(last_name(name)).replace('’', "'");
        by_last.entry(last).or_default().push(name);
    }
    let (_, most) = by_last.into_iter().max_by_key(|(_, names)| names.len())?;
    if most.len() * 2 <= names.len() {
        return None;
    }
    most.into_iter().max_by(|a, b| (a.len(), *b).cmp(&(b.len(), *a))).cloned()
}

/// The last name, with the "Jr" of a son: he is neither his father nor another son.
fn last_name(name: &str) -> &str {
    let is_younger = |last: &str| matches!(last, "Jr" | "Sr");
    let words = 1 + usize::from(name.rsplit(' ').next().is_some_and(is_younger));
    name.rmatch_indices(' ').nth(words - 1).map_or(name, |(blank, _)| &name[blank + 1..])
}

/// Whether an empty line parts two neighbours.
fn is_break(text: &str, pair: &[Token<'_>]) -> bool {
    text[pair[0].end()..pair[1].start].matches('\n').count() > 1
}

/// What follows the first of `tokens` in its paragraph.
fn paragraph_from<'a, 'b>(text: &str, tokens: &'b [Token<'a>]) -> &'b [Token<'a>] {
    let end = tokens.windows(2).position(|pair| is_break(text, pair)).map_or(tokens.len(), |at| at + 1);
    &tokens[1..end]
}

/// What goes before the last of `tokens` in its paragraph.
fn paragraph_to<'a, 'b>(text: &str, tokens: &'b [Token<'a>]) -> &'b [Token<'a>] {
    let begin = tokens.windows(2).rposition(|pair| is_break(text, pair)).map_or(0, |at| at + 1);
    &tokens[begin..tokens.len() - 1]
}

/// What stands beside a quotation.
enum Said {
    Name(String),
    /// "he" at this byte.
    Pronoun(usize),
}

fn is_verb(token: &Token<'_>) -> bool {
    VERBS.contains(&token.lower.as_ref())
}

fn is_name(token: &Token<'_>) -> bool {
    token.text.starts_with(char::is_uppercase)
}

/// "Russia’s" before a name.
fn is_origin(token: &Token<'_>) -> bool {
    token.text.ends_with("’s") || token.text.ends_with("'s")
}

/// "Ushakov said", "said Vitaly Churkin", "he told journalists" at the beginning of `tokens`.
fn named_behind(tokens: &[Token<'_>]) -> Option<Said> {
    let skip = tokens.iter().take_while(|token| matches!(token.text, "," | "." | "—" | "–" | "-" | "…")).count();
    let tokens = &tokens[skip..];
    // The dots of "Police Sgt." are neither words nor ends.
    let ends = |at: &usize| is_quote(&tokens[*at]) || matches!(tokens[*at].text, "." | ":" | ";" | "?" | "!");
    let mut words = (0..tokens.len()).filter(|&at| !is_short_dot(tokens, at)).take(NAME_WORDS);
    let verb = words.find(|&at| ends(&at) || is_verb(&tokens[at])).filter(|at| !ends(at))?;
    if verb > 0 {
        // Of whom nobody in particular is, the words before may still tell.
        return if is_nobody(tokens) { None } else { said(&tokens[..verb]) };
    }
    // "said Vitaly Churkin, Russia's envoy", "a déclaré M. Lavrov", "sagte Angela Merkel nach der Sitzung"
    let ends = |at: usize| {
        let token = &tokens[at];
        // "said the minister. Lavrov left" has two sentences.
        let shortened = tokens[at - 1].text.chars().count() == 1 || is_short_title(&tokens[at - 1].lower);
        is_quote(token) || matches!(token.text, "," | ":" | ";" | "?" | "!" | "(") || (token.text == "." && !shortened)
    };
    // The dots of "U.S. Sen." are no words, and no name is cut in its middle.
    let mut words = 0;
    let within = |at: &usize| {
        words += usize::from(tokens[*at].is_word());
        !ends(*at) && (words <= NAME_WORDS || is_name(&tokens[*at]))
    };
    let length = (1..tokens.len()).take_while(within).count();
    match said(&tokens[1..=length])? {
        Said::Pronoun(place) => Some(Said::Pronoun(place)),
        // What follows the name is a place, a day or, in German, any noun: the first full name counts, else the first.
        Said::Name(_) => {
            let mut people = people(&tokens[1..=length]);
            let full = people.iter().position(|name| name.contains(' ')).unwrap_or(0);
            Some(Said::Name(people.swap_remove(full)))
        }
    }
}

/// "Lavrov told reporters:" at the end of `tokens`.
fn named_before(tokens: &[Token<'_>]) -> Option<Said> {
    let last = tokens.last()?;
    if !matches!(last.text, ":" | ",") {
        return None;
    }
    // "The office of Sen. Ada Aro said:" is a sentence as a whole.
    let ends = |at: &usize| is_quote(&tokens[*at]) || matches!(tokens[*at].text, "." | "!" | "?") && !is_short_dot(tokens, *at);
    let from = (0..tokens.len()).rev().find(ends).map_or(0, |at| at + 1);
    let sentence = &tokens[from..];
    let verb = sentence.iter().rposition(is_verb)?;
    let begin = verb.saturating_sub(NAME_WORDS);
    said(&sentence[begin..verb])
}

/// The name or pronoun in the words that stand beside a verb of speech.
fn said(tokens: &[Token<'_>]) -> Option<Said> {
    if let Some(pronoun) = tokens.iter().find(|token| PRONOUNS.contains(&token.lower.as_ref())) {
        return Some(Said::Pronoun(pronoun.start));
    }
    people(tokens).pop().map(Said::Name)
}

/// The names among `tokens`, without titles. Days, places and bodies are none, nor is who stands behind "in", "of", "the": rather
/// nobody is named than a wrong one.
fn people(tokens: &[Token<'_>]) -> Vec<String> {
    found_people(tokens).into_iter().map(|(name, _)| name).collect()
}

/// [`people`], each with the place of the first token behind it.
fn found_people(tokens: &[Token<'_>]) -> Vec<(String, usize)> {
    let mut names: Vec<(String, usize)> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut begin = 0;
    for (at, token) in tokens.iter().enumerate() {
        let initial_dot = token.text == "." && run.last().is_some_and(|word| word.chars().count() == 1);
        if belongs_to_name(tokens, at) || joins(tokens, at, &run) {
            if run.is_empty() {
                begin = at;
            }
            run.push(token.text);
        } else if !initial_dot && !run.is_empty() {
            close(tokens, begin, at, &mut run, &mut names);
        }
    }
    if !run.is_empty() {
        close(tokens, begin, tokens.len(), &mut run, &mut names);
    }
    names
}

/// Ends a run of capitalised words that began at `begin`: a name, where it may be a person's.
fn close(tokens: &[Token<'_>], begin: usize, end: usize, run: &mut Vec<&str>, names: &mut Vec<(String, usize)>) {
    let run = std::mem::take(run);
    let among = |list: &[&str], word: &str| list.contains(&word);
    let lower = |run: &[&str]| run.iter().map(|word| word.to_lowercase()).collect::<Vec<String>>();
    let words = lower(&run);
    let is_body = words.iter().any(|word| among(NOT_PEOPLE, word) || among(BODIES, word)) || among(PLACES_BEGIN, &words[0]);
    let Some(run) = without_body(&run, tokens.get(end).map_or("", |token| token.lower.as_ref())) else { return };
    let (name, words) = (run.join(" "), lower(run));
    let is_place = words.len() == 1 && is_city(&words[0]);
    let is_short = words.iter().all(|word| word.chars().count() == 1)
        || name.chars().count() <= 2
        || words.iter().filter(|word| !among(PARTICLES, word)).count() > 4;
    // "Los Angeles County Sheriff's Deputy", "Army Capt. Jane Doe"
    let is_where = tokens.get(end).is_some_and(|token| is_name(token) && is_origin(token)) || is_title_of_name(tokens, end);
    if !(is_body || is_place || is_short || is_where || is_behind_other(tokens, begin)) {
        names.push((name, end));
    }
}

/// Whether a capitalised word is part of a name: no title, day, or beginning of a sentence.
fn belongs_to_name(tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    let word = token.lower.as_ref();
    // People are called May, April, June, August; a number behind makes a date of these too.
    let number = tokens.get(at + 1).is_some_and(|next| next.text.starts_with(|c: char| c.is_ascii_digit()));
    let named_so = matches!(word, "may" | "april" | "june" | "august") && !number;
    let long = word.chars().count() > 3 || number;
    let day = long && !named_so && (calendar::weekday(word).is_some() || calendar::month(word).is_some());
    (is_name(token) || without_prefix(token.text) != token.text)
        && !is_title(tokens, at)
        && !OPENERS.contains(&word)
        && !is_nobody(&tokens[at..])
        && !is_origin(token)
        && !is_party(token)
        && !day
}

/// "Assad" of "al-Assad".
fn without_prefix(word: &str) -> &str {
    let rest = PREFIXES.iter().find_map(|prefix| word.strip_prefix(prefix));
    rest.filter(|rest| rest.starts_with(char::is_uppercase)).unwrap_or(word)
}

/// Whether a word is a title: not behind a first name where no other name follows, as in "John Major", nor between two, as in "Marine Le Pen".
fn is_title(tokens: &[Token<'_>], at: usize) -> bool {
    let word = tokens[at].lower.as_ref();
    if ends_origin(tokens, at) {
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
fn joins(tokens: &[Token<'_>], at: usize, run: &[&str]) -> bool {
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
    let inside_name = PARTICLES.contains(&before) && at.checked_sub(2).is_some_and(|at| may_go_before(&tokens[at]));
    let begins_phrase = |token: &&Token<'_>| !token.is_word() || is_verb(token) || calendar::weekday(&token.lower).is_some();
    let words = (0..at).rev().filter(|&at| !is_short_dot(tokens, at)).map(|at| &tokens[at]);
    let is_object =
        words.take(TITLE_WORDS).take_while(|token| !begins_phrase(token)).any(|token| BEFORE_OBJECTS.contains(&token.lower.as_ref()));
    (BEFORE_OTHERS.contains(&before) && !inside_name) || is_object || is_titled_other(tokens, at)
}

/// The nearest boundary of a character at or before byte `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
