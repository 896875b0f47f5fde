//! Who speaks where a "he" stands beside a quotation.

use super::bodies::is_full_name_of_body;
use super::boundary;
use super::languages::is_introduced;
use super::names::{Name, belongs_to_name, found_people, without_prefix};
use crate::attribute::credits::token::{Token, tokens};
use crate::attribute::order::speech_words::VERBS;

/// Bytes before a passage in which the person behind a "he" is looked for.
const PRONOUN_REACH: usize = 900;

/// The first person who speaks in the nearest paragraph before byte `place`, else the first that it names in full. A heading names nobody
/// who speaks, and who asked is not who answers.
pub(super) fn person_before(text: &str, place: usize, is_german: bool) -> Option<String> {
    let floor = boundary(text, place.saturating_sub(PRONOUN_REACH));
    let is_sentence = |(back, paragraph): &(usize, &str)| {
        let ended = paragraph.ends_with(['.', '!', '?', '…', ':', '"', '”', '’', '\'', '»', ')']);
        // The paragraph that the place stands in goes on behind it.
        paragraph.contains(' ') && (ended || *back == 0)
    };
    text[floor..place].rsplit('\n').map(str::trim).enumerate().filter(is_sentence).take(2).find_map(|(_, paragraph)| {
        let tokens = tokens(paragraph, 0, paragraph.len());
        let behind = |end: usize| tokens.get(end).map_or("", |token| token.lower.as_ref());
        let is_one = |name: &Name| !matches!(behind(name.place.end), "asked" | "asks") && !is_full_name_of_body(text, place, &name.words);
        let people: Vec<Name> = found_people(&tokens).into_iter().filter(is_one).collect();
        let speaks = |name: &&Name| VERBS.contains(&behind(name.place.end));
        // Behind a German "sie", other words with capital letters than names are left out too.
        let is_sure = |name: &Name| !is_german || is_introduced(&tokens, name.place.start);
        let full = |name: &&Name| name.words.contains(' ') && is_sure(name);
        people.iter().find(speaks).or_else(|| people.iter().find(full)).map(|name| name.words.clone())
    })
}

/// Whether the words of a "he", which stands at the end of `text` or else at its beginning, tell of the person of this name, as nobody does of
/// oneself: it is somebody else then.
pub(super) fn is_told_of(name: &str, text: &str, at_end: bool) -> bool {
    let tells = |quoted: &str| tells_of(name, quoted);
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    // Counted from the "he", which stands in no quotation, every other piece between marks is quoted.
    if at_end { text.rsplit(is_mark).skip(1).step_by(2).any(tells) } else { text.split(is_mark).skip(1).step_by(2).any(tells) }
}

/// Whether `text` names the person of this name by the last one; behind another first name it names somebody else.
fn tells_of(name: &str, text: &str) -> bool {
    let own: Vec<&str> = name.split(' ').collect();
    let [firsts @ .., last] = &own[..] else { return false };
    let tokens = tokens(text, 0, text.len());
    // Who the first word of a sentence with a capital is, nobody knows.
    let is_inside = |at: usize| at > 0 && tokens[at - 1].is_word();
    let has_other_first = |at: usize| {
        // Between the first name and the last one a second one may stand.
        let names_own = || (0..=at).rev().take_while(|at| belongs_to_name(&tokens, *at)).any(|at| firsts.contains(&tokens[at].text));
        !firsts.is_empty() && is_inside(at) && belongs_to_name(&tokens, at) && tokens[at].text.len() > 1 && !names_own()
    };
    let family = without_prefix(last);
    let is_last = |token: &Token<'_>| token.text == *last || token.text.split(|c: char| !c.is_alphanumeric()).any(|word| word == family);
    tokens.iter().enumerate().any(|(at, token)| is_last(token) && !at.checked_sub(1).is_some_and(has_other_first))
}
