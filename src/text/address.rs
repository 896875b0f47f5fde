//! Addresses of pages and letter boxes that stand in a text: `https://tarn.example/a-slug_of-words.html`, `www.tarn.example`, `desk@tarn.example`.
//!
//! Two addresses of one site share most of their words, and nobody has copied the one from the other.

use crate::span::{Bytes, Span};

/// Bytes of an address before and behind a word that are looked at: without a bound a text without blanks would be gone through for each of its words.
const LONGEST: usize = 400;
/// Letters of the last part of a host's name, `example` in `tarn.example/ferry`.
const LAST_PART: std::ops::RangeInclusive<usize> = 2..=8;

/// Bytes that join the parts of an address.
const JOINS: [bool; 256] = {
    let (mut joins, marks) = ([false; 256], b"/.:@_-?=&#%~+,!'*$|");
    let mut n = 0;
    while n < marks.len() {
        joins[marks[n] as usize] = true;
        n += 1;
    }
    joins
};

/// Whether a word is part of an address: something without a blank that has `://`, begins with `www.`, has a letter box's `@` before a point, or a host's
/// name before a slash.
///
/// # Panics
/// When the span reaches behind the text.
#[must_use]
#[inline]
pub fn is_in_address(text: &str, word: Span<Bytes>) -> bool {
    let bytes = text.as_bytes();
    let (start, end) = (word.start as usize, word.end as usize);
    let joins = |at: usize| bytes.get(at).is_some_and(|byte| JOINS[usize::from(*byte)]);
    // Words of prose have blanks around them, or the mark that ends a sentence.
    (start > 0 && joins(start - 1) || joins(end) && !is_blank(bytes.get(end + 1))) && is_in_joined(bytes, start, end)
}

/// The same of a word that something is joined to.
#[inline(never)]
fn is_in_joined(bytes: &[u8], start: usize, end: usize) -> bool {
    let (first, last) = (start.saturating_sub(LONGEST), bytes.len().min(end + LONGEST));
    let from = bytes[first..start].iter().rposition(|byte| is_blank(Some(byte))).map_or(first, |blank| first + blank + 1);
    let to = bytes[end..last].iter().position(|byte| is_blank(Some(byte))).map_or(last, |blank| end + blank);
    is_address(&bytes[from..to])
}

/// Whether an address ends here: also at the end of an entity (`&nbsp;`), and beyond ASCII, where other blanks and marks are.
fn is_blank(byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| byte.is_ascii_whitespace() || !byte.is_ascii() || matches!(byte, b'"' | b'<' | b'>' | b'(' | b')' | b';'))
}

fn is_address(joined: &[u8]) -> bool {
    let holds = |some: &[u8]| joined.windows(some.len()).any(|here| here.eq_ignore_ascii_case(some));
    let is_letter_box = || {
        let mut parts = joined.splitn(2, |byte| *byte == b'@');
        let name = parts.next().unwrap_or_default();
        !name.is_empty() && parts.next().is_some_and(|host| host.windows(2).any(|two| two[0] == b'.' && two[1].is_ascii_alphanumeric()))
    };
    // `and/or` has no point, `3.5/km` no letters before it.
    let begins_with_host = || {
        let host = joined.split(|byte| *byte == b'/').next().unwrap_or_default();
        let mut parts = host.rsplit(|byte| *byte == b'.');
        let last = parts.next().unwrap_or_default();
        host.len() < joined.len()
            && LAST_PART.contains(&last.len())
            && last.iter().all(u8::is_ascii_alphabetic)
            && parts.next().is_some_and(|name| name.iter().any(u8::is_ascii_alphabetic))
    };
    // Most of what is joined has neither mark, as `re-elected` and `don't`.
    let has_mark = || joined.iter().any(|byte| matches!(byte, b'/' | b'@'));
    joined.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case(b"www."))
        || has_mark() && (holds(b"://") || is_letter_box() || begins_with_host())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    /// The words of a text that are parts of addresses.
    fn parts(text: &str) -> Vec<&str> {
        let spans = tokenize(text, Compounds::Joined).spans;
        spans.iter().copied().filter(|span| is_in_address(text, *span)).map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn words_of_addresses_are_known() {
        assert_eq!(
            parts("Read (https://tarn.example/late_ferry-again.html?page=2) and wait."),
            ["https", "tarn", "example", "late", "ferry", "again", "html", "page", "2"]
        );
        assert_eq!(
            parts("at www.tarn.example or pic.tarn.example/Xy1 or desk@tarn.example, soon"),
            ["www", "tarn", "example", "pic", "tarn", "example", "Xy1", "desk", "tarn", "example"]
        );
    }

    #[test]
    fn other_blanks_end_an_address_too() {
        assert_eq!(
            parts("the&nbsp;mayor&nbsp;said&nbsp;https://tarn.example and\u{a0}long-term\u{a0}www.tarn.example"),
            ["https", "tarn", "example", "www", "tarn", "example"]
        );
        assert_eq!(parts("船は3-4時に出る。https://tarn.example/出航"), ["https", "tarn", "example", "出航"]);
    }

    #[test]
    fn prose_is_none() {
        assert!(parts("He sailed and/or walked 3.5/km on 7/16/2018, re-elected.Then the U.S./Tarn talks ended: nobody @tarn knew. See 12:30. a.m./p.m.").is_empty());
    }
}
