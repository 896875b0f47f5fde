//! What is written short beside a name, with a dot that ends no sentence: "Police Sgt. John F. Smith Jr. said", "Sen. Ada Aro, D-Mass., said".

use super::beside::is_verb;
use super::bodies::is_first_name;
use super::names::is_name;
use crate::attribute::credits::token::Token;
use crate::attribute::order::speech_words::{BEFORE_NAMES, BEFORE_OTHERS, GERMAN_ENDINGS, OFFICES, TITLES};

/// In lower case.
const SHORT: &[&str] = &[
    "adm", "ald", "amb", "asst", "atty", "brig", "capt", "cdr", "cmdr", "col", "cpl", "cst", "dep", "det", "dist", "dr", "gen", "gov",
    "hon", "insp", "lt", "maj", "mgr", "mlle", "mme", "mr", "mrs", "ms", "msgr", "pfc", "pres", "prof", "pvt", "rep", "rev", "sec", "sen",
    "sgt", "spc", "supt",
];

/// Places that are written short before a word for an office, in lower case: "Calif. Gov. Ada Aro", "Springfield, Mass., Mayor Ada Aro".
const STATES: &[&str] = &[
    "ala", "alta", "ariz", "ark", "calif", "colo", "conn", "fla", "ga", "ill", "ind", "kan", "ky", "la", "mass", "md", "mich", "minn",
    "miss", "mo", "mont", "neb", "nev", "okla", "ont", "ore", "pa", "que", "sask", "tenn", "tex", "va", "vt", "wash", "wis", "wyo",
];

/// Bodies that are written short, in lower case: "Ford Motor Co. Chief Executive Ada Aro".
const SHORT_BODIES: &[&str] = &["assn", "bros", "co", "corp", "dept", "inc", "ltd", "univ"];

/// Whether a word in lower case is a title or an office.
pub(super) fn is_office(word: &str) -> bool {
    TITLES.contains(&word) || OFFICES.contains(&word) || is_short_title(word)
}

/// Whether the word at `at` is an office because a name follows, and none before it: "SPD-Politiker Hanno Riedel", but "Gerhard Richter".
pub(super) fn is_office_before_name(tokens: &[Token<'_>], at: usize) -> bool {
    let word = tokens[at].lower.as_ref();
    let stem = word.strip_suffix("in").unwrap_or(word);
    let ends = |ending: &&str| word.ends_with(*ending) || stem.ends_with(*ending);
    let is_office = BEFORE_NAMES.contains(&word) || GERMAN_ENDINGS.iter().any(ends);
    let is_before_name = tokens.get(at + 1).is_some_and(|next| is_name(next) && !matches!(next.text, "II" | "III" | "Jr" | "Sr"));
    is_office && is_name(&tokens[at]) && is_before_name && !at.checked_sub(1).is_some_and(|before| is_first_name(tokens[before].text))
}

/// Whether a word in lower case is a title that is written short.
pub(super) fn is_short_title(word: &str) -> bool {
    SHORT.contains(&word)
}

/// Whether the token at `at` is a dot that ends no sentence: of such a title or of an initial with a name behind it, of a "Jr." with its verb behind
/// it, of a party's state, of a place or a body that is written short before an office, or of whatever goes on with a small letter or a comma: "Justice
/// Dept. spokesman", "U.N. human rights chief". "I" is no initial.
pub(super) fn is_short_dot(tokens: &[Token<'_>], at: usize) -> bool {
    if tokens[at].text != "." || at == 0 {
        return false;
    }
    let (word, next) = (&tokens[at - 1], tokens.get(at + 1));
    let is_short = || is_initial(word) && word.text != "I" || is_name(word) && (is_short_title(&word.lower) || SAINTS.contains(&word.text));
    let lists = [STATES, SHORT_BODIES];
    let is_before_office =
        || is_name(word) && lists.iter().any(|list| list.contains(&word.lower.as_ref())) && next.is_some_and(|next| is_office(&next.lower));
    // A sentence that ends in one does not go on with a verb or a comma.
    let is_younger = || matches!(word.text, "Jr" | "Sr") && next.is_some_and(|next| next.text == "," || is_verb(next));
    let goes_on = |next: &Token<'_>| {
        let is_number = matches!(word.text, "No" | "Nr") && next.text.starts_with(|c: char| c.is_ascii_digit());
        let is_small = matches!(next.text, "," | ";") || next.text.starts_with(char::is_lowercase);
        is_number || is_name(word) && is_small || word.text == "a" && next.text == "D"
    };
    next.is_some_and(is_name) && (is_short() || is_before_office())
        || is_younger()
        || is_behind_party(tokens, at)
        || next.is_some_and(goes_on)
}

/// What is written short at the beginning of the name of a place: "St. Louis", "Ft. Worth", "Mt. Vernon".
const SAINTS: &[&str] = &["St", "Ste", "Ft", "Mt", "Pt"];

/// Whether the word at `at` begins the name of such a place, and no family's: "Ian St. John".
pub(super) fn is_saint(tokens: &[Token<'_>], at: usize) -> bool {
    let is_dot = tokens.get(at + 1).is_some_and(|next| next.text == ".");
    SAINTS.contains(&tokens[at].text) && is_dot && !at.checked_sub(1).is_some_and(|before| is_first_name(tokens[before].text))
}

/// Whether the words that begin at `at` are those of such a place.
pub(super) fn is_of_saint(tokens: &[Token<'_>], at: usize) -> bool {
    at > 1 && tokens[at - 1].text == "." && is_saint(tokens, at - 2)
}

/// Whether the word at `at` is a place that is written short.
pub(super) fn is_state(tokens: &[Token<'_>], at: usize) -> bool {
    let is_dot = tokens.get(at + 1).is_some_and(|next| next.text == ".");
    is_dot && is_name(&tokens[at]) && STATES.contains(&tokens[at].lower.as_ref())
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
