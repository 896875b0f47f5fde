//! Who is named beside the marks of a quotation, before or behind them.

use super::names::{is_name, people};
use super::nobody::is_nobody;
use super::quotation::is_quote;
use super::ranks::{is_short_dot, is_short_title};
use crate::attribute::credits::token::Token;
use crate::attribute::order::speech_words::{PRONOUNS, VERBS};

/// Words between a quotation mark and its verb of speech: "Russian Foreign Minister Sergey Lavrov".
const NAME_WORDS: usize = 9;

/// What stands beside a quotation.
pub(super) enum Said {
    Name(String),
    /// "he" at this byte.
    Pronoun(usize),
}

pub(super) fn is_verb(token: &Token<'_>) -> bool {
    VERBS.contains(&token.lower.as_ref())
}

/// "Ushakov said", "said Vitaly Churkin", "he told journalists" at the beginning of `tokens`.
pub(super) fn named_behind(tokens: &[Token<'_>]) -> Option<Said> {
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
pub(super) fn named_before(tokens: &[Token<'_>]) -> Option<Said> {
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
