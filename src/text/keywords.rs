//! Rows of key words that were written for search engines: `ferry times, ferry tickets, ferry fares`, `harbour harbuor hrabour`.
//!
//! Known by words that come again at once, the same or misspelt, where prose has hardly any function word to lead from one to the next.

use super::tokens::Tokens;
use crate::span::{Span, Words};

/// Words from which on a row shows what it is.
const LEAST_WORDS: u32 = 10;
/// Words for each function word, at least.
const WORDS_PER_STOP_WORD: usize = 8;
/// Words before one among which it is looked for.
const NEAR: usize = 5;
/// Least share of words that come again, in hundredths. In tables, which say `cts` and `mln` again and again, it stays below 30.
const AGAIN: usize = 40;
/// Letters of which one may differ.
const LETTERS_PER_DIFFERENCE: usize = 3;

/// Whether these words are a row of key words: hardly any function words, and two in five of the others stand among the five words before them, as they are or misspelt.
pub(super) fn are_keywords(text: &str, tokens: &Tokens, words: Span<Words>) -> bool {
    let traits = &tokens.traits[words.range()];
    let stop_words = traits.iter().filter(|t| t.is_stop_word()).count();
    if words.len() < LEAST_WORDS || stop_words * WORDS_PER_STOP_WORD > traits.len() || traits.iter().any(|t| t.is_gram()) {
        return false;
    }
    if is_speech(&text[tokens.bytes(words).range()]) {
        return false;
    }
    let (hashes, spans) = (&tokens.hashes[words.range()], &tokens.spans[words.range()]);
    let letters = |n: usize| &text.as_bytes()[spans[n].range()];
    let comes_again = |n: &usize| (n.saturating_sub(NEAR)..*n).any(|m| hashes[m] == hashes[*n] || is_misspelt(letters(m), letters(*n)));
    (0..traits.len()).filter(|n| !traits[*n].is_stop_word()).filter(comes_again).count() * 100 >= (traits.len() - stop_words) * AGAIN
}

/// Whether somebody speaks, who may say a word three times: with marks of quotation or exclamation, or a sentence that begins.
fn is_speech(text: &str) -> bool {
    let begins = |(_, rest): (&str, &str)| rest.trim_start().starts_with(char::is_uppercase);
    text.contains(['!', '?', '“', '”', '„', '«', '»', '‘', '"']) || text.match_indices(". ").any(|(at, _)| begins(text.split_at(at + 1)))
}

/// Whether two words begin and end alike, and one letter in three differs between, at most. Letters beyond ASCII are not told apart.
fn is_misspelt(one: &[u8], other: &[u8]) -> bool {
    if !one.is_ascii() || !other.is_ascii() {
        return false;
    }
    let longer = one.len().max(other.len());
    let may_differ = longer / LETTERS_PER_DIFFERENCE;
    let least = longer - may_differ;
    if one.len().min(other.len()) < least {
        return false;
    }
    let is_alike = |(a, b): &(&u8, &u8)| a.eq_ignore_ascii_case(b);
    let before = one.iter().zip(other).take_while(is_alike).count();
    let behind = one[before..].iter().rev().zip(other[before..].iter().rev()).take_while(is_alike).count();
    before + behind >= least
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    fn are(text: &str) -> bool {
        let tokens = tokenize(text, Compounds::Joined);
        are_keywords(text, &tokens, Span::new(0, u32::try_from(tokens.len()).unwrap()))
    }

    #[test]
    fn rows_of_key_words_come_again_at_once_as_they_are_or_misspelt() {
        assert!(are("harbour harbuor hrabour harbor harbur harbout harbpur hatbour jarbour haarbour harrbour"));
        assert!(are("ferry times, ferry tickets, ferry fares, night ferry, ferry pier, ferry food, ferry line, cheap ferry"));
        assert!(are("harbour board ferry harbour board fares harbour board harbour board tickets harbour board"));
    }

    #[test]
    fn prose_names_tables_and_verse_are_none() {
        assert!(!are("the ferry to the harbour left the harbour late and the ferry came to the other harbour later than the ferry before"));
        assert!(!are("Mayor Ada Quill, Captain Nils Orre, Judge Maud Tarn, Senator Ole Brandt, Colonel Ines Voss, Doctor Paul Ekwall"));
        assert!(!are("Net 12.3 mln vs 10.1 mln Revs 33.5 mln vs 31.2 mln Shr 13 cts vs 10 cts Avg shrs 4,120,000"));
        assert!(!are("Row, row, row the boat; ferries sail where harbours sleep; winter takes what summer gave; nobody waits"));
        assert!(!are("ferry ferry ferry"));
        assert!(!are("Ferries, ferries, ferries! Great boats, great boats, great ferries, record boats, record ferries"));
        assert!(!are("Education, education, education. Growth, growth, growth. Harbours, harbours, harbours, growth"));
        assert!(!are("नाव घाट पर आई और लोग घर गए फिर नाव घाट पर आई और सब लोग घर गए"));
        assert!(!are("部長は月曜日に船は出ないと述べた。港は閉まっている。"));
    }

    #[test]
    fn a_third_of_the_letters_may_differ() {
        assert!(is_misspelt(b"harbour", b"harbuor") && is_misspelt(b"Harbour", b"arbour") && is_misspelt(b"pier", b"piers"));
        assert!(!is_misspelt(b"harbour", b"armour") && !is_misspelt(b"in", b"on") && !is_misspelt(b"ferry", b"fairy"));
    }
}
