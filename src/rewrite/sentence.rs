//! Where sentences begin and end, as ranges of words.

use crate::span::{Span, Words};
use crate::text::Tokens;

/// A sentence with fewer words goes on with the next one: `No.` says nothing by itself.
const LEAST_WORDS: u32 = 3;
/// A row of words without a full stop (a table, a list) is cut after so many. On PAN-2013 40 found .007 more than 80 did.
const MOST_WORDS: u32 = 40;

/// The sentences of a text in order; together they hold every word.
///
/// A sentence ends at a full stop, exclamation or question mark with white space behind it, before a word that is not written small; so it does
/// at a line's end before such a word, and at a blank line. A point behind a short word with a capital marks an abbreviation.
///
/// # Panics
/// When the text is 4 GiB or longer.
pub(super) fn sentences(text: &str, tokens: &Tokens) -> Vec<Span<Words>> {
    // A sentence of prose has some twenty words.
    let mut found: Vec<Span<Words>> = Vec::with_capacity(tokens.len() / 16 + 1);
    let mut start = 0;
    let words = u32::try_from(tokens.len()).expect("a text is shorter than 4 GiB");
    for next in 1..=words {
        let length = next - start;
        if next == words || length >= MOST_WORDS || (length >= LEAST_WORDS && ends_before(text, tokens, next as usize)) {
            found.push(Span::new(start, next));
            start = next;
        }
    }
    // What is left at the end is too short to stand alone.
    if let [.., before, last] = &mut found[..]
        && last.len() < LEAST_WORDS
    {
        *before = before.union(last);
        found.pop();
    }
    found
}

/// Whether a sentence ends before this word.
fn ends_before(text: &str, tokens: &Tokens, next: usize) -> bool {
    let this = tokens.spans[next - 1];
    // Between most words stands a space and nothing else.
    if tokens.spans[next].start == this.end + 1 && text.as_bytes()[this.end as usize] == b' ' {
        return false;
    }
    // Grams of scripts without spaces overlap.
    let between = text.get(this.end as usize..tokens.spans[next].start as usize).unwrap_or_default();
    let goes_on = tokens.traits[next].is_lower_case();
    let Some(mark) = between.find(is_end_mark) else {
        return between.contains('\n') && (!goes_on || between.matches('\n').count() > 1);
    };
    let behind = &between[mark..];
    if behind.starts_with(['。', '！', '？']) {
        return true;
    }
    behind.contains(char::is_whitespace) && !goes_on && !(behind.starts_with('.') && is_abbreviated(&text[this.range()]))
}

fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।')
}

/// `Mr`, `St`, `J`, `U.S`.
fn is_abbreviated(word: &str) -> bool {
    word.chars().count() <= 3 && word.starts_with(|c: char| c.is_ascii_uppercase()) && !word.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        let tokens = tokenize(text, Compounds::Joined);
        sentences(text, &tokens).iter().map(|s| &text[tokens.bytes(*s).range()]).collect()
    }

    #[test]
    fn sentences_end_at_marks_and_lines_before_capitals() {
        assert_eq!(
            cut(
                "The ferry left at noon. Mr. Okafor was not aboard! “Nobody told him,” she said\nThe river is low\nand falling. It rained."
            ),
            [
                "The ferry left at noon",
                "Mr. Okafor was not aboard",
                "Nobody told him,” she said",
                "The river is low\nand falling. It rained"
            ]
        );
    }

    #[test]
    fn chinese_sentences_end_at_their_own_marks() {
        assert_eq!(cut("河水太低船不能走。部长昨天在首都表示").len(), 2);
    }

    proptest! {
        #[test]
        fn sentences_hold_every_word_once_and_none_is_long(text in "([A-Za-z]{1,8}[ .!?\n]{1,2}){0,120}") {
            let tokens = tokenize(&text, Compounds::Joined);
            let found = sentences(&text, &tokens);
            let mut edge = 0;
            for sentence in &found {
                prop_assert!(sentence.start == edge && sentence.len() < MOST_WORDS + LEAST_WORDS);
                edge = sentence.end;
            }
            prop_assert_eq!(edge as usize, tokens.len());
        }
    }
}
