//! Pronouns that speak for nobody in particular.

use crate::attribute::credits::token::Token;

/// As they begin "Nobody from the ministry answered".
const NOBODIES: &[&str] = &[
    "nobody",
    "everyone",
    "everybody",
    "someone",
    "somebody",
    "anyone",
    "anybody",
    "niemand",
    "jemand",
    "keiner",
    "jeder",
    "nadie",
    "никто",
    "кто-то",
];

/// Whether `tokens` begin with such a pronoun, which may be two words: "no one".
pub(super) fn is_nobody(tokens: &[Token<'_>]) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_ref());
    NOBODIES.contains(&word(0)) || (matches!(word(0), "no" | "some" | "any" | "every") && word(1) == "one")
}
