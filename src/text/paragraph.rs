//! Where paragraphs begin and end.
//!
//! A blank line always parts two paragraphs. In a text whose lines were broken to a width (none is
//! longer than [`WRAPPED_WIDTH`]), a line that is indented deeper than the one before it begins a
//! paragraph too, as old wires set them. In any other text every line is a paragraph.

use crate::span::{Bytes, Span};

/// Lines broken to a width are not longer than this, in bytes.
const WRAPPED_WIDTH: usize = 100;

/// The paragraphs of `text` in order, as byte spans from the first to behind the last
/// character that is no white space. Texts of white space have none.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Span<Bytes>> {
    let wrapped = text.split('\n').all(|line| line.len() <= WRAPPED_WIDTH);
    let mut found: Vec<Span<Bytes>> = Vec::new();
    let (mut at, mut open, mut indent_before) = (0, false, 0);
    for line in text.split('\n') {
        let inside = line.trim();
        if inside.is_empty() {
            open = false;
        } else {
            let indent = line.len() - line.trim_start().len();
            let start = offset(at + indent);
            let end = offset(at + indent + inside.len());
            match found.last_mut() {
                Some(last) if open && wrapped && indent <= indent_before => *last = Span::new(last.start, end),
                _ => found.push(Span::new(start, end)),
            }
            open = true;
            indent_before = indent;
        }
        at += line.len() + 1;
    }
    found
}

fn offset(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn every_line_is_a_paragraph_where_lines_are_long() {
        let long = "word ".repeat(40);
        assert_eq!(cut(&format!("Headline\n{long}\nCaption")).len(), 3);
    }
}
