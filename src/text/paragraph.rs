//! Where paragraphs begin and end.
//!
//! A blank line always parts two paragraphs. In a text whose lines were broken to a width ([`WRAPPED_WIDTH`]; a stray line
//! may be longer), a line that is indented deeper than the one before it begins a paragraph too, as old wires set them. In any
//! other text every line is a paragraph.

use crate::span::{Bytes, Span};

/// Lines broken to a width are not longer than this, in characters.
const WRAPPED_WIDTH: usize = 100;

/// Of the bytes of a text whose lines were broken, at most one in so many stands in lines that were not: a headline, a table's row.
const STRAY_SHARE: usize = 10;

/// The paragraphs of `text` in order, as byte spans from the first to behind the last
/// character that is no white space. Texts of white space have none.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Span<Bytes>> {
    let ends: Vec<u32> = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]).map(offset).collect();
    let mut found = Vec::new();
    let longest = ends.iter().scan(0, |start, end| Some(*end - std::mem::replace(start, *end + 1))).max().unwrap_or_default();
    each_of_lines(text, &ends, longest, |end| end, |paragraph, _| found.push(paragraph));
    found
}

/// Tells every paragraph in turn, and the number of the line that it ends in. `end` is the byte at which a line ends; the last one does with the text.
/// No line has more bytes than `longest`.
#[inline(always)]
pub(super) fn each_of_lines<L: Copy>(
    text: &str,
    lines: &[L],
    longest: u32,
    end: impl Fn(L) -> u32,
    mut tell: impl FnMut(Span<Bytes>, usize),
) {
    let wrapped = longest as usize <= WRAPPED_WIDTH || is_wrapped(text, lines, &end);
    // The paragraph that was begun: its first byte, the last of its lines so far, where that one begins and ends, and how deep it is indented.
    let (mut begun, mut begins, mut last, mut inside, mut indent_before) = (false, 0, 0, (0, 0), 0);
    let mut at = 0;
    for (line, &of_line) in lines.iter().enumerate() {
        let end = end(of_line) as usize;
        let start = std::mem::replace(&mut at, end + 1);
        // Most lines have no indent.
        let indent = match text.as_bytes().get(start) {
            Some(first) if first.is_ascii_graphic() => 0,
            _ => indent(text, start, end),
        };
        let is_blank = start + indent == end;
        if begun && (is_blank || !wrapped || indent > indent_before) {
            tell(Span::new(begins, offset(trimmed(text, inside))), last);
            begun = false;
        }
        if is_blank {
            continue;
        }
        if !begun {
            (begun, begins) = (true, offset(start + indent));
        }
        (last, inside, indent_before) = (line, (start, end), indent);
    }
    if begun {
        tell(Span::new(begins, offset(trimmed(text, inside))), last);
    }
}

/// Whether the lines of a text were broken to a width, though there are longer ones.
#[inline(always)]
fn is_wrapped<L: Copy>(text: &str, lines: &[L], end: impl Fn(L) -> u32) -> bool {
    let (mut at, mut unbroken) = (0, 0);
    for line in lines {
        let end = end(*line) as usize;
        let start = std::mem::replace(&mut at, end + 1);
        if is_unbroken(text, start, end) {
            unbroken += end - start;
            if unbroken * STRAY_SHARE > text.len() {
                return false;
            }
        }
    }
    true
}

/// How many bytes of white space a line begins with.
fn indent(text: &str, start: usize, end: usize) -> usize {
    let line = &text.as_bytes()[start..end];
    let spaces = line.iter().take_while(|byte| **byte == b' ').count();
    match line.get(spaces) {
        None => spaces,
        Some(first) if first.is_ascii_graphic() => spaces,
        Some(_) => end - start - text[start..end].trim_start().len(),
    }
}

/// Where a line ends but for white space.
fn trimmed(text: &str, (start, end): (usize, usize)) -> usize {
    match text.as_bytes()[start..end].last() {
        Some(last) if last.is_ascii_graphic() => end,
        _ => start + text[start..end].trim_end().len(),
    }
}

/// Whether a line would have been broken where lines are broken to a width: there is a word that ends behind it and another
/// one to come. A long address at a line's end cannot be broken.
#[inline]
fn is_unbroken(text: &str, start: usize, end: usize) -> bool {
    end - start > WRAPPED_WIDTH && is_long_line_unbroken(&text[start..end])
}

/// The same for a line of more bytes than that.
#[inline]
fn is_long_line_unbroken(line: &str) -> bool {
    let bytes = line.as_bytes();
    // Most lines begin and end with a sign of ASCII, and have a blank before their last word.
    if let [first, .., last] = bytes
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
        && let Some(blank) = bytes.iter().rposition(|byte| *byte == b' ')
        && blank > WRAPPED_WIDTH
        && is_long(line, blank)
    {
        return true;
    }
    let line = line.trim();
    line.rfind(char::is_whitespace).is_some_and(|space| space > WRAPPED_WIDTH && is_long(line, space))
}

/// Whether a line has more characters than [`WRAPPED_WIDTH`] before `end`, a byte further in than that.
#[inline]
fn is_long(line: &str, end: usize) -> bool {
    // A character has one to four bytes.
    end > 4 * WRAPPED_WIDTH || line.as_bytes()[..=WRAPPED_WIDTH].is_ascii() || line[..end].chars().count() > WRAPPED_WIDTH
}

fn offset(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        paragraphs(text).iter().map(|p| &text[p.range()]).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(cut("One\nline.\r\n \r\nTwo.\n\n\n"), ["One\nline.", "Two."]);
        assert!(cut(" \n\t\n").is_empty() && cut("").is_empty());
    }

    #[test]
    fn deeper_indentation_begins_a_paragraph_in_wrapped_text() {
        assert_eq!(cut("First one,\ngoing on.\n    Second one,\ngoing on."), ["First one,\ngoing on.", "Second one,\ngoing on."]);
    }

    #[test]
    fn a_line_that_cannot_be_broken_or_a_stray_one_does_not_make_every_line_a_paragraph() {
        let lines = "Broken to a width of some\nforty characters or less.\n".repeat(40);
        let address = format!("see https://a.example/{}", "x".repeat(200));
        for stray in [address.as_str(), &"word ".repeat(25), &"слово ".repeat(16)] {
            assert_eq!(cut(&format!("Headline\n\n{lines}{stray}\n{lines}")).len(), 2, "{stray}");
        }
        // One true paragraph among short lines is no stray line.
        assert_eq!(cut(&format!("Home\nWorld\n{}\nAbout us", "word ".repeat(60))).len(), 4);
    }

    proptest! {
        #[test]
        fn a_line_is_unbroken_where_a_word_ends_behind_the_width_and_another_one_comes(
            words in prop::collection::vec("[a-z]{1,40}|[а-я]{1,30}|“[a-z]{1,30}”", 1..16),
            between in prop::collection::vec(prop::sample::select(vec![" ", "\u{A0}", "\t", "  "]), 16),
            around in prop::array::uniform2("[ \u{3000}]{0,2}"),
        ) {
            let line: String = words.iter().zip(between).flat_map(|(word, blank)| [word.as_str(), blank]).collect();
            let line = format!("{}{}{}", around[0], line.trim_end(), around[1]);
            let before = line.trim().rsplit_once(char::is_whitespace).map(|(before, _)| before);
            let expected = before.is_some_and(|before| before.len() > WRAPPED_WIDTH && before.chars().count() > WRAPPED_WIDTH);
            prop_assert_eq!(is_unbroken(&line, 0, line.len()), expected);
        }

        #[test]
        fn lines_broken_to_a_width_are_the_paragraphs_they_were_made_from(
            lengths in prop::collection::vec(30usize..200, 2..12),
            width in 40usize..90,
        ) {
            let made: Vec<String> = lengths.iter().map(|&words| wrap(words, width)).collect();
            let text = made.join("\n\n");
            prop_assert_eq!(cut(&text), made.iter().map(String::as_str).collect::<Vec<_>>());
            // A row of a table that is wider than the rest changes nothing but itself.
            let row = "cell ".repeat(24);
            let with_row = format!("{text}\n\n{row}");
            if row.len() * STRAY_SHARE <= with_row.len() {
                prop_assert_eq!(cut(&with_row).len(), made.len() + 1);
            }
        }
    }

    /// A paragraph of so many words, its lines broken to a width.
    fn wrap(words: usize, width: usize) -> String {
        let (mut text, mut line) = (String::new(), 0);
        for word in 0..words {
            let word = &"paragraph"[..2 + word % 8];
            if line > 0 && line + 1 + word.len() > width {
                text.push('\n');
                line = 0;
            } else if line > 0 {
                text.push(' ');
                line += 1;
            }
            text.push_str(word);
            line += word.len();
        }
        text
    }

    #[test]
    fn every_line_is_a_paragraph_where_lines_are_long() {
        let long = "word ".repeat(40);
        assert_eq!(cut(&format!("Headline\n{long}\nCaption")).len(), 3);
    }
}
