//! Titles that are written short, with a dot that ends no sentence: "Police Sgt. John Smith said".

use super::is_name;
use crate::attribute::credits::token::Token;
use crate::attribute::order::speech_words::BEFORE_OTHERS;

/// In lower case.
const SHORT: &[&str] = &[
    "adm", "asst", "atty", "brig", "capt", "cmdr", "col", "cpl", "cst", "det", "dr", "gen", "gov", "insp", "lt", "maj", "mr", "mrs", "ms",
    "pfc", "prof", "pvt", "rep", "rev", "sen", "sgt", "spc", "supt",
];

/// Whether a word in lower case is such a title.
pub(super) fn is_short_title(word: &str) -> bool {
    SHORT.contains(&word)
}

/// Whether the token at `at` is the dot of such a title or of an initial, with a name behind it. "I" is no initial.
pub(super) fn is_short_dot(tokens: &[Token<'_>], at: usize) -> bool {
    let is_short = |word: &Token<'_>| {
        let mut letters = word.text.chars();
        let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && word.text != "I";
        is_initial || is_name(word) && is_short_title(&word.lower)
    };
    tokens[at].text == "." && at > 0 && is_short(&tokens[at - 1]) && tokens.get(at + 1).is_some_and(is_name)
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
