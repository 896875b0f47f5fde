//! Scripts, data and mark-up that were taken for text: `window.board = []`, `{"id":"12"}`, `<row id="1">`, `font-style: normal;`.
//!
//! Known by the marks of code among the words. Tags that HTML knows are none of them: prose has them as left-overs. Rows of [`keywords`] are data too.
//!
//! [`keywords`]: super::keywords

use super::keywords::are_keywords;
use super::leftovers::known_tag;
use super::tokens::Tokens;
use crate::span::{Span, Words};

/// Words for each mark of code, at most, and marks at least.
const WORDS_PER_MARK: usize = 4;
const LEAST_MARKS: usize = 3;

/// A style has its colon so many bytes before the mark that ends it.
const LONGEST_STYLE: usize = 40;

/// Names of styles without a hyphen.
const STYLES: [&[u8]; 18] = [
    b"background",
    b"border",
    b"bottom",
    b"clear",
    b"color",
    b"cursor",
    b"display",
    b"float",
    b"font",
    b"height",
    b"left",
    b"margin",
    b"opacity",
    b"overflow",
    b"padding",
    b"position",
    b"visibility",
    b"width",
];

/// Whether words of a text are script, data or mark-up: they have three marks of code and more, and one for every four words; or they are a row of key words.
///
/// On web pages, newswire and OCR rows with so many are code or noise; prose of newswire with its `<NAME.N>` stays below one for five words.
///
/// # Panics
/// When the span is empty or reaches behind the last word.
#[must_use]
pub fn is_script(text: &str, tokens: &Tokens, words: Span<Words>) -> bool {
    has_marks_of_code(&text[tokens.bytes(words).range()], words.len() as usize) || are_keywords(text, tokens, words)
}

/// What makes words script, data or mark-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScriptSign {
    /// So many marks of code, and as many would have done.
    Marks(usize, usize),
    /// They are a row of key words.
    Keywords,
}

/// Why [`is_script`] says so; `None` where it does not.
///
/// # Panics
/// As [`is_script`].
#[must_use]
pub fn script_sign(text: &str, tokens: &Tokens, words: Span<Words>) -> Option<ScriptSign> {
    let asked = marks_asked(words.len() as usize);
    let marks = marks_of_code(&text[tokens.bytes(words).range()], usize::MAX);
    if marks >= asked { Some(ScriptSign::Marks(marks, asked)) } else { are_keywords(text, tokens, words).then_some(ScriptSign::Keywords) }
}

fn has_marks_of_code(text: &str, words: usize) -> bool {
    let asked = marks_asked(words);
    may_have_marks(text.as_bytes(), asked) && marks_of_code(text, asked) >= asked
}

/// Whether a text has so many bytes that may mark code: each mark has one of its own. Most prose has fewer, which many bytes tell at a time.
fn may_have_marks(text: &[u8], asked: usize) -> bool {
    const BLOCK: usize = 128;
    const { assert!(BLOCK <= u8::MAX as usize, "a byte counts the marks of a block") };
    let may_mark = |byte: u8| {
        (byte.wrapping_sub(b':') < 4) | (byte.wrapping_sub(b'{') < 3) | (byte.wrapping_sub(b'[') < 2) | (byte == b'_') | (byte == b'(')
    };
    // No more of them in a block than a byte counts.
    text.chunks(BLOCK).map(|block| usize::from(block.iter().fold(0u8, |found, byte| found + u8::from(may_mark(*byte))))).sum::<usize>()
        >= asked
}

fn marks_asked(words: usize) -> usize {
    words.div_ceil(WORDS_PER_MARK).max(LEAST_MARKS)
}

/// Marks of code in a text; the rest is not looked at once there are `enough`.
fn marks_of_code(text: &str, enough: usize) -> usize {
    let bytes = text.as_bytes();
    let (mut marks, mut at) = (0, 0);
    // Most bytes of prose begin neither a mark nor a tag.
    while let Some(next) = bytes[at..].iter().position(|byte| MAY_MARK[usize::from(*byte)]) {
        at += next;
        if let Some(behind) = known_tag(bytes, at) {
            at = behind;
            continue;
        }
        // A ruled line of equal signs is one mark.
        if is_mark_of_code(bytes, at) && (at == 0 || bytes[at - 1] != bytes[at]) {
            marks += 1;
            if marks >= enough {
                return marks;
            }
        }
        at += 1;
    }
    marks
}

/// Bytes that [`is_mark_of_code`] looks at more closely.
const MAY_MARK: [bool; 256] = {
    let (mut may, marks) = ([false; 256], b"{}=|<\\[_(;:");
    let mut n = 0;
    while n < marks.len() {
        may[marks[n] as usize] = true;
        n += 1;
    }
    may
};

/// Whether the byte at `at` stands there in code and hardly in prose: a bracket before a letter may be an editor's, a line below at the side of a word
/// sets it off, a parenthesis behind a blank is anybody's.
fn is_mark_of_code(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map_or(b' ', |before| text[before]);
    let behind = |n: usize| text.get(at + n).copied().unwrap_or(b' ');
    match text[at] {
        b'{' | b'}' | b'=' | b'|' | b'<' | b'\\' => true,
        b'[' => !behind(1).is_ascii_alphabetic(),
        b'_' => (before.is_ascii_alphanumeric() || matches!(before, b'.' | b'$')) && behind(1).is_ascii_alphanumeric(),
        b'(' => before.is_ascii_alphanumeric() && matches!(behind(1), b'"' | b'\''),
        b';' => matches!(before, b')' | b']' | b'}'),
        b':' => before == b'"' || behind(1) == b'/' && behind(2) == b'/' || is_style(text, at),
        _ => false,
    }
}

/// Whether the colon at `at` parts the name of a style from its value: `font-style: normal;`. Its name has a hyphen and no capital, or is one of a few,
/// and a mark ends it.
fn is_style(text: &[u8], at: usize) -> bool {
    let name = text[..at].rsplit(|byte| !byte.is_ascii_lowercase() && *byte != b'-').next().unwrap_or_default();
    let rest = &text[at + 1..text.len().min(at + 1 + LONGEST_STYLE)];
    // A point before a digit is part of a number: `1.5em`.
    let is_point = |n: usize| rest[n] == b'.' && rest.get(n + 1).is_some_and(u8::is_ascii_digit);
    let end = (0..rest.len()).find(|n| matches!(rest[*n], b';' | b'}' | b'"' | b'.' | b':') && !is_point(*n)).map(|n| rest[n]);
    let has_hyphen = name.iter().position(|byte| *byte == b'-').is_some_and(|hyphen| hyphen > 0 && hyphen + 1 < name.len());
    let is_style = has_hyphen || STYLES.contains(&name);
    // `co-author: Quill;` names somebody.
    let is_name = rest.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(u8::is_ascii_uppercase);
    is_style && !is_name && matches!(end, Some(b';' | b'}' | b'"'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    fn is_code(text: &str) -> bool {
        has_marks_of_code(text, tokenize(text, Compounds::Joined).len())
    }

    #[test]
    fn scripts_data_and_mark_up_are_known_by_their_marks() {
        assert!(is_code("window._board = window._board || []; _board.push({ mode: 'small-b', place: 'Below 5', kind: 'mix' });"));
        assert!(is_code(&format!(
            "{} Photo: Ada Quill, Harbour Gazette Image 1 of 4 Close Image 1 of 4",
            "window._b = window._b || []; _b.push({ mode: 'small', place: 'Below the Photo Gallery 5', container: 'gallery-thumbs-5' }); _b.push({flush: true});"
        )));
        assert!(is_code(r#"board.load({"idThread":"12","idPost":"15","sName":"Harbour Gazette","sKind":"Ferry"})"#));
        assert!(is_code("document.getElementById(\"stock\").style.display = \"none\"; items[0][2] == place1 && items[0][3] == place2"));
        assert!(is_code(
            ".board { margin: 0 auto; padding: 1.5em; color: #333; } .board p { float: left; width: 100%; line-height: 1.4; }"
        ));
        assert!(is_code("span style=\"font-style: normal; font-weight: bold; font-family: Ferry Sans"));
        assert!(is_code(
            "<entry > <place name >Row item type</place> <shown >Text</shown> </entry> kind <Matches> Data <OR> kind <Matches>"
        ));
    }

    #[test]
    fn prose_with_brackets_left_overs_of_html_links_and_tickers_is_none() {
        assert!(!is_code("He said [that] the ferry would [not] sail before [Monday], and that was all"));
        assert!(!is_code(
            "<p>The ferry was <b>late</b> again.</p><br><br/><p>Nobody in <a href=\"http://tarn.example/a_b?c=d\">Tarn</a> was <i>surprised</i></p>"
        ));
        assert!(!is_code("Shares of Tarn Ferries Inc <TRN.L> and of Quill Shipping Plc <QSP.L> fell by five pct"));
        assert!(!is_code("Read more at http://tarn.example/ferry and write to the desk at desk@tarn.example before noon"));
        assert!(!is_code("She _never_ said that; (she) \"did\" not: the file report_2 was =================================== empty"));
        assert!(!is_code(
            "The left: gone; the position: taken. Its width: eight metres and its height: ten, said the builder; its color: grey and no other"
        ));
        assert!(!is_code("The so-called: nobody; the well-known: few; the self-made: one. He left."));
        assert!(!is_code("co-author: Quill; co-editor: Orre; set-designer: Tarn; stage-manager: Brandt; stand-in: Ekwall; left early"));
        assert!(!is_code(""));
    }

    #[test]
    fn every_byte_that_is_a_mark_somewhere_is_looked_at() {
        let around = [b' ', b'a', b'1', b'"', b'\'', b'/', b')', b'$'];
        for byte in 0..=u8::MAX {
            let is_mark = around.iter().any(|before| around.iter().any(|behind| is_mark_of_code(&[*before, byte, *behind, *behind], 1)));
            assert_eq!(is_mark, MAY_MARK[usize::from(byte)], "{}", char::from(byte));
            assert_eq!(may_have_marks(&[b'a', byte], 1), MAY_MARK[usize::from(byte)], "{}", char::from(byte));
        }
    }

    #[test]
    fn scripts_without_spaces_have_words_too() {
        assert!(!is_code("部長は[月曜日に]船は出ないと述べた。|港は閉まっている。"));
    }
}
