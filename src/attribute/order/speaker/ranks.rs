//! What is written short beside a name, with a dot that ends no sentence: "Police Sgt. John F. Smith Jr. said", "Sen. Ada Aro, D-Mass., said".

use super::beside::is_verb;
use super::bodies::is_first_name;
use super::names::is_name;
use crate::attribute::credits::token::Token;
use crate::attribute::order::speech_words::{BEFORE_OTHERS, TITLES};

/// In lower case.
const SHORT: &[&str] = &[
    "adm", "asst", "atty", "brig", "capt", "cmdr", "col", "cpl", "cst", "det", "dr", "gen", "gov", "insp", "lt", "maj", "mr", "mrs", "ms",
    "pfc", "prof", "pvt", "rep", "rev", "sen", "sgt", "spc", "supt",
];

/// Offices that are written out before a name, in lower case, and are no origin or body.
const OFFICES: &[&str] = &[
    "captain",
    "coach",
    "commissioner",
    "congressman",
    "congresswoman",
    "detective",
    "executive",
    "inspector",
    "mayor",
    "officer",
    "secretary-general",
    "sergeant",
    "sheriff",
    "speaker",
    "superintendent",
];

/// Whether a word in lower case is a title or an office.
pub(super) fn is_office(word: &str) -> bool {
    TITLES.contains(&word) || OFFICES.contains(&word) || is_short_title(word)
}

/// Whether a word in lower case is a title that is written short.
pub(super) fn is_short_title(word: &str) -> bool {
    SHORT.contains(&word)
}

/// Whether the token at `at` is the dot of such a title or of an initial with a name behind it, of a "Jr." with its verb behind it, or of a
/// party's state. "I" is no initial.
pub(super) fn is_short_dot(tokens: &[Token<'_>], at: usize) -> bool {
    if tokens[at].text != "." || at == 0 {
        return false;
    }
    let (word, next) = (&tokens[at - 1], tokens.get(at + 1));
    let is_short = || is_initial(word) && word.text != "I" || is_name(word) && is_short_title(&word.lower);
    // A sentence that ends in one does not go on with a verb or a comma.
    let is_younger = || matches!(word.text, "Jr" | "Sr") && next.is_some_and(|next| next.text == "," || is_verb(next));
    next.is_some_and(is_name) && is_short() || is_younger() || is_behind_party(tokens, at)
}

fn is_initial(token: &Token<'_>) -> bool {
    let mut letters = token.text.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// Whether a word tells of whom somebody was elected by: "R-Texas", "D-N" of "D-N.Y."
pub(super) fn is_party(token: &Token<'_>) -> bool {
    let state = ["R-", "D-", "I-"].iter().find_map(|party| token.text.strip_prefix(party));
    state.is_some_and(|state| state.starts_with(char::is_uppercase))
}

/// Whether the dot at `at` is of the state of a party: "R-La.", "D-N.Y."
fn is_behind_party(tokens: &[Token<'_>], at: usize) -> bool {
    let is_of_state = |token: &&Token<'_>| token.text == "." || is_initial(token);
    tokens[..at].iter().rev().find(|token| !is_of_state(token)).is_some_and(is_party)
}

/// Whether the letter at `at` is the initial of a name, though it is an article, an origin or a "Monsieur" elsewhere: "A. J. Aro", "Ada S. Aro",
/// "J. M. Aro"; neither "U.S. Sen." nor "M. Aro".
pub(super) fn is_initial_of_name(tokens: &[Token<'_>], at: usize) -> bool {
    let is_dot = |at: usize| tokens.get(at).is_some_and(|token| token.text == ".");
    let next = tokens.get(at + 2);
    if !(is_initial(&tokens[at]) && is_dot(at + 1) && next.is_some_and(is_name)) {
        return false;
    }
    let initial_before = at.checked_sub(2).filter(|_| is_dot(at - 1)).map(|before| &tokens[before]).filter(|before| is_initial(before));
    match tokens[at].text {
        "U" => !next.is_some_and(|next| matches!(next.text, "S" | "K" | "N")) && initial_before.is_none_or(|before| before.text != "E"),
        "S" => initial_before.is_none_or(|before| before.text != "U"),
        "M" => initial_before.is_some() || at > 0 && is_first_name(tokens[at - 1].text),
        _ => true,
    }
}

/// Whether the letter at `at` ends a "U.N." or "U.K."
pub(super) fn ends_origin(tokens: &[Token<'_>], at: usize) -> bool {
    matches!(tokens[at].text, "N" | "K") && at > 1 && tokens[at - 1].text == "." && tokens[at - 2].text == "U"
}

/// Whether such a title begins at `at`, before the name of who has it: what stands before it is where he serves, "Army" or "Texas".
pub(super) fn is_title_of_name(tokens: &[Token<'_>], at: usize) -> bool {
    let is_title = tokens.get(at).is_some_and(|token| is_name(token) && is_short_title(&token.lower));
    let behind = at + 1 + usize::from(tokens.get(at + 1).is_some_and(|token| token.text == "."));
    is_title && tokens.get(behind).is_some_and(is_name)
}

/// Whether a word that makes somebody else than the subject stands before the short titles of the name at `at`: "the office of Sen. Ada Aro". An
/// article does not: "the Rev. Ada Aro".
pub(super) fn is_titled_other(tokens: &[Token<'_>], at: usize) -> bool {
    const ARTICLES: [&str; 8] = ["the", "a", "an", "der", "die", "el", "la", "le"];
    let mut titles = at;
    while titles > 1 && is_short_dot(tokens, titles - 1) {
        titles -= 2;
    }
    let before = tokens[..titles].last().filter(|_| titles < at).map_or("", |token| token.lower.as_ref());
    BEFORE_OTHERS.contains(&before) && !ARTICLES.contains(&before)
}
