//! The page's one script and one style sheet, as they stand in the page.
//!
//! The sources carry types in comments, for the type checker; those and indentation are left out.

/// Sources in the order in which they run: one script, so that they share one scope.
const SOURCES: [&str; 11] = [
    include_str!("assets/js/base.js"),
    include_str!("assets/js/data.js"),
    include_str!("assets/js/query.js"),
    include_str!("assets/js/table.js"),
    include_str!("assets/js/lists.js"),
    include_str!("assets/js/marks.js"),
    include_str!("assets/js/story.js"),
    include_str!("assets/js/compare.js"),
    include_str!("assets/js/outlets.js"),
    include_str!("assets/js/review.js"),
    include_str!("assets/js/main.js"),
];

/// The script.
pub(super) fn script() -> String {
    let mut out = String::from("'use strict';\n");
    for source in SOURCES {
        squeeze(&without_blocks(source, "/** ", "*/"), &mut out);
    }
    out
}

/// The style sheet.
pub(super) fn style() -> String {
    let mut out = String::new();
    squeeze(&without_blocks(include_str!("assets/page.css"), "/* ", "*/"), &mut out);
    out
}

/// Without comments from `open` to `close`, which no string of the sources holds (a test looks).
fn without_blocks(source: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, comment)) = rest.split_once(open) {
        out.push_str(before);
        rest = comment.split_once(close).map_or("", |(_, after)| after.trim_start_matches(' '));
    }
    out.push_str(rest);
    out
}

/// Without indentation, empty lines and lines of comment.
fn squeeze(source: &str, out: &mut String) {
    for line in source.lines().map(str::trim) {
        if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_and_style_take_80_kilobytes_at_most_and_cannot_end_their_elements() {
        let (script, style) = (script(), style());
        assert!(script.len() + style.len() <= 80_000, "{} + {}", script.len(), style.len());
        assert!(!script.contains("</") && !style.contains("</") && !script.contains("<!--"));
        assert!(!script.contains("@param") && !script.contains("*/"));
    }

    #[test]
    fn comments_are_cut_and_code_is_kept() {
        let mut out = String::new();
        squeeze(&without_blocks("  // x\nconst a = (/** @type {n} */ b) => b; // c\n\n", "/** ", "*/"), &mut out);
        assert_eq!(out, "const a = (b) => b; // c\n");
    }
}
