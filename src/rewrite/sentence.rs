//! Where sentences begin and end, as ranges of words.

use crate::span::{Span, Words};
use crate::text::Tokens;

/// Sentences with fewer words join the next one: "No." says nothing by itself.
fn knob(name: &str, default: u32) -> u32 { std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default) }

/// A row of words without a full stop (a table, a list) is cut after so many.


/// The sentences of a text in order; together they hold every word.
///
/// A sentence ends at a full stop, exclamation or question mark with white space behind it, before a word that is not written small, and at
/// a blank line. A point behind one or two letters, or a word without small letters, ends an abbreviation more often than a sentence.
#[must_use]
pub fn sentences(text: &str, tokens: &Tokens) -> Vec<Span<Words>> {
    let (least, most, line) = (knob("LEAST", 3), knob("MOST", 80), knob("LINE", 0));
    let mut found: Vec<Span<Words>> = Vec::new();
    let mut start = 0;
    let words = u32::try_from(tokens.len()).expect("a text is shorter than 4 GiB");
    for word in 0..words {
        let next = word + 1;
        let ends = next == words || next - start >= most || (next - start >= least && ends_behind(text, tokens, word as usize, line));
        if ends {
            found.push(Span::new(start, next));
            start = next;
        }
    }
    // What is left at the end is too short to stand alone.
    if let [.., before, last] = &mut found[..]
        && last.len() < least
    {
        *before = before.union(last);
        found.pop();
    }
    found
}

/// Whether a sentence ends between this word and the next.
fn ends_behind(text: &str, tokens: &Tokens, word: usize, line: u32) -> bool {
    let (this, next) = (tokens.spans[word], tokens.spans[word + 1]);
    if next.start <= this.end {
        return false;
    }
    let between = &text[this.end as usize..next.start as usize];
    let Some(mark) = between.find(is_end_mark) else {
        return between.contains("\n\n") || between.contains("\n\r\n") || (line > 0 && between.contains('\n') && !tokens.traits[word + 1].is_lower_case());
    };
    let behind = &between[mark..];
    if behind.starts_with(['。', '！', '？']) {
        return true;
    }
    if !behind.contains(char::is_whitespace) || tokens.traits[word + 1].is_lower_case() {
        return false;
    }
    !(behind.starts_with('.') && is_abbreviated(&text[this.range()]))
}

fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।')
}

/// `Mr`, `St`, `J`, `U.S`: short, in Latin letters, beginning with a capital.
fn is_abbreviated(word: &str) -> bool {
    word.chars().count() <= 3 && word.starts_with(|c: char| c.is_ascii_uppercase()) && !word.ends_with(|c: char| c.is_ascii_digit())
}
