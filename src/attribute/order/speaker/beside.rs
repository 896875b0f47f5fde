//! Who is named beside the marks of a quotation, before or behind them.

use super::bodies::is_first_name;
use super::languages;
use super::names::{Name, found_people, is_name, is_title};
use super::nobody::is_nobody;
use super::quotation::is_quote;
use super::ranks::{is_short_dot, is_state};
use crate::attribute::credits::token::Token;
use crate::attribute::order::speech_words::{HELPING, PRONOUNS, VERBS, VERBS_FIRST, WEAK_VERBS};

/// Words between a quotation mark and its verb of speech: "Russian Foreign Minister Sergey Lavrov".
const NAME_WORDS: usize = 9;

/// Words and signs between a verb that has other senses as well and the quotation behind it: "Aro confirmed on Monday: ".
const WEAK_REACH: usize = 5;

/// What stands beside a quotation.
pub(super) enum Said {
    Name(String),
    /// "he" at this byte.
    Pronoun(usize),
}

pub(super) fn is_verb(token: &Token<'_>) -> bool {
    VERBS.contains(&token.lower.as_ref())
}

/// Which verbs are of speech beside a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verbs {
    /// It ends a sentence, so that another one begins behind it: those of speech alone.
    OfSpeech,
    /// It goes on in the words beside it: those with other senses as well.
    All,
}

impl Verbs {
    /// By the marks at the end of a quotation, of which the first of `tokens` closes it. “We will,” and „Wir werden“ go on, as does what has no sign.
    pub(super) fn behind(before: Option<&Token<'_>>, tokens: &[Token<'_>]) -> Self {
        let is = |token: Option<&Token<'_>>, sign: &str| token.is_some_and(|token| token.text == sign);
        let ends = is(before, ".") && !is(tokens.get(1), ",") || is(tokens.get(1), ".");
        if ends { Self::OfSpeech } else { Self::All }
    }

    /// Whether the word at `at` is one of them, and nobody was done so: "Aro was promised a bridge".
    fn has(self, tokens: &[Token<'_>], at: usize) -> bool {
        let lower = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_ref());
        let is_done = || at > 0 && matches!(lower(at - 1), "is" | "are" | "was" | "were" | "be" | "been" | "being");
        // "Aro was quoted as saying"
        let is_quoted = || matches!(lower(at), "quoted" | "cited") && lower(at + 1) == "as" && lower(at + 2) == "saying";
        is_verb(&tokens[at]) || self == Self::All && WEAK_VERBS.contains(&lower(at)) && !is_done() || is_quoted()
    }
}

/// Which of several names or pronouns is the subject of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// The last one before it.
    Before,
    /// The first one behind it.
    Behind,
}

/// "Ushakov said", "said Vitaly Churkin", "he told journalists" at the beginning of `tokens`, which follow a quotation.
pub(super) fn named_behind(tokens: &[Token<'_>], verbs: Verbs) -> Option<Said> {
    let skip = tokens.iter().take_while(|token| matches!(token.text, "," | "." | "—" | "–" | "-" | "…")).count();
    let tokens = &tokens[skip..];
    if let Some(told) = languages::behind(tokens) {
        return told;
    }
    if let Some(said) = inverted(tokens, verbs).or_else(|| by_account(tokens)) {
        return Some(said);
    }
    // The dots of "Police Sgt." are neither words nor ends.
    let ends = |at: &usize| is_quote(&tokens[*at]) || matches!(tokens[*at].text, "." | ":" | ";" | "?" | "!");
    let mut words = 0;
    let within = |at: &usize| {
        // What begins another sentence is hardly about the quotation, the less the longer it is.
        words += usize::from(tokens[*at].is_word() || verbs == Verbs::OfSpeech);
        words <= NAME_WORDS
    };
    let mut looked_at = (0..tokens.len()).take_while(within).filter(|&at| !is_short_dot(tokens, at));
    let verb = looked_at.find(|&at| ends(&at) || verbs.has(tokens, at)).filter(|at| !ends(at))?;
    let is_helped = tokens[..verb].iter().all(|token| HELPING.contains(&token.text));
    if !is_helped {
        // Of whom nobody in particular is, the words before may still tell.
        return if is_nobody(tokens) { None } else { said_before(&tokens[..verb]) };
    }
    // "said Vitaly Churkin, Russia's envoy", "a déclaré M. Lavrov", "sagte Angela Merkel nach der Sitzung"
    subject(&tokens[verb..])
}

/// Who is named behind the verb that `tokens` begin with, in its clause.
fn subject(tokens: &[Token<'_>]) -> Option<Said> {
    let ends = |at: usize| {
        let token = &tokens[at];
        // "said the minister. Lavrov left" has two sentences.
        let shortened = || tokens[at - 1].text.chars().count() == 1 || is_short_dot(tokens, at);
        // "said Springfield, Mass., Mayor Ada Aro"
        let is_in_place = || tokens.get(at + 1).is_some() && is_state(tokens, at + 1) || is_short_dot(tokens, at - 1);
        is_quote(token)
            || matches!(token.text, ":" | ";" | "?" | "!" | "(")
            || (token.text == "," && !is_in_place())
            || (token.text == "." && !shortened())
    };
    // The dots of "U.S. Sen." are no words, and no name is cut in its middle.
    let mut words = 0;
    let within = |at: &usize| {
        words += usize::from(tokens[*at].is_word());
        !ends(*at) && (words <= NAME_WORDS || is_name(&tokens[*at]))
    };
    let length = (1..tokens.len()).take_while(within).count();
    said(&tokens[1..=length], Order::Behind)
}

/// "a-t-il déclaré", "affirme-t-elle".
fn inverted(tokens: &[Token<'_>], verbs: Verbs) -> Option<Said> {
    let first = tokens.first()?;
    let verb = ["-t-il", "-t-elle", "-il", "-elle"].iter().find_map(|pronoun| first.lower.strip_suffix(pronoun))?;
    let is_verb = |word: &str| VERBS.contains(&word) || WEAK_VERBS.contains(&word);
    let is_helping = || HELPING.contains(&verb) && tokens.len() > 1 && verbs.has(tokens, 1);
    (is_verb(verb) || is_helping()).then_some(Said::Pronoun(first.start))
}

/// "according to Ada Aro", "selon Mme Aro", "so Ada Aro weiter": behind the others bodies stand as often, so only who has a common first name or an office
/// counts there.
fn by_account(tokens: &[Token<'_>]) -> Option<Said> {
    let lower = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_ref());
    let behind = match (lower(0), lower(1)) {
        ("according", "to") => 2,
        ("selon" | "laut" | "so", _) => 1,
        _ => return None,
    };
    let end = (behind..tokens.len()).find(|&at| !(tokens[at].is_word() || is_short_dot(tokens, at))).unwrap_or(tokens.len());
    let Name { words, place } = found_people(&tokens[behind..end]).into_iter().next()?;
    let (begin, close) = (behind + place.start, behind + place.end);
    let is_known = || words.split(' ').next().is_some_and(is_first_name) && words.contains(' ');
    let has_office = || begin > behind && is_title(tokens, begin - 1) || begin > behind + 1 && is_short_dot(tokens, begin - 1);
    // “We left,” so Ada Aro stayed.
    let is_told = lower(0) != "so" || tokens.get(close).is_none_or(|next| matches!(next.text, "." | "weiter"));
    (is_told && (lower(0) == "so" || is_known() || has_office())).then_some(Said::Name(words))
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
    if let Some(said) = languages::before(sentence) {
        return Some(said);
    }
    // Far before a quotation a verb with other senses is of something else.
    let verbs = |at: usize| if at + WEAK_REACH >= sentence.len() { Verbs::All } else { Verbs::OfSpeech };
    let verb = (0..sentence.len()).rev().find(|&at| verbs(at).has(sentence, at))?;
    let begin = verb.saturating_sub(NAME_WORDS);
    let is_first = || VERBS_FIRST.contains(&sentence[verb].lower.as_ref());
    said_before(&sentence[begin..verb]).or_else(|| is_first().then(|| subject(&sentence[verb..]))?)
}

/// Who stands before a verb: of "Aro, after meeting Six, said" Aro, of "the mayor, Ada Aro, said" her.
fn said_before(tokens: &[Token<'_>]) -> Option<Said> {
    let comma =
        tokens.split_last().filter(|(last, _)| last.text == ",").and_then(|(_, rest)| rest.iter().rposition(|token| token.text == ","));
    let is_before = |comma: &usize| {
        let outside = &tokens[..*comma];
        let is_pronoun = outside.last().is_some_and(|last| PRONOUNS.contains(&last.lower.as_ref()));
        is_pronoun || found_people(outside).last().is_some_and(|name| name.place.end == *comma)
    };
    let outside = comma.filter(is_before).and_then(|comma| said(&tokens[..comma], Order::Before));
    outside.or_else(|| said(tokens, Order::Before))
}

/// The name or pronoun in the words that stand beside a verb of speech. Where two people speak with one voice neither is named.
fn said(tokens: &[Token<'_>], order: Order) -> Option<Said> {
    let is_pronoun = |token: &Token<'_>| PRONOUNS.contains(&token.lower.as_ref());
    let names = found_people(tokens);
    let pronoun = match order {
        Order::Before => tokens.iter().rposition(is_pronoun).filter(|at| names.last().is_none_or(|name| name.place.end <= *at)),
        Order::Behind => tokens.iter().position(is_pronoun).filter(|at| names.first().is_none_or(|name| name.place.start > *at)),
    };
    if let Some(at) = pronoun {
        return Some(Said::Pronoun(tokens[at].start));
    }
    let chosen = match order {
        Order::Before => names.len().checked_sub(1)?,
        // What follows the name is a place, a day or, in German, any noun: the first full name counts, else the first.
        Order::Behind => names.iter().position(|name| name.words.contains(' ')).unwrap_or(0),
    };
    let are_joined = |at: usize| names.get(at).zip(names.get(at + 1)).is_some_and(|(first, second)| are_two(tokens, first, second));
    let is_of_two = match order {
        Order::Before => chosen.checked_sub(1).is_some_and(are_joined),
        Order::Behind => are_joined(chosen),
    };
    let is_subject = |name: &Name| order == Order::Behind || !is_in_clause(tokens, name);
    let name = names.into_iter().nth(chosen).filter(|name| !is_of_two && is_subject(name))?;
    Some(Said::Name(name.words))
}

/// Whether nothing but "and" and titles stands between two names.
fn are_two(tokens: &[Token<'_>], first: &Name, second: &Name) -> bool {
    let mut between = first.place.end..second.place.start;
    let is_and = between.next().is_some_and(|at| matches!(tokens[at].text, "and" | "und" | "et" | "y"));
    is_and && between.into_iter().all(|at| is_title(tokens, at) || is_short_dot(tokens, at))
}

/// Whether a name before a verb of speech is the subject of another one, in a clause about what goes before: "the paper Aro edits", "the company that Aro
/// founded".
fn is_in_clause(tokens: &[Token<'_>], name: &Name) -> bool {
    let is_small = |token: &Token<'_>| token.text.starts_with(char::is_lowercase);
    let joins = |word: &str| matches!(word, "and" | "but" | "as" | "when" | "while" | "und" | "et" | "y");
    let before = name.place.start.checked_sub(1).map(|at| &tokens[at]).filter(|before| is_small(before) && !joins(&before.lower));
    let behind = tokens.get(name.place.end).filter(|next| is_small(next));
    let is_verb = |word: &str| {
        word.len() > 3 && (word.ends_with("ed") || word.ends_with('s')) && !matches!(word, "also" | "has" | "was" | "this" | "always")
    };
    before.is_some() && behind.is_some_and(|next| is_verb(&next.lower))
}
