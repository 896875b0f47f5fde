//! The page's one script and one style sheet, as they stand in the page.
//!
//! The sources carry types in comments, for the type checker.

use super::shorten::{Code, shorten};
use super::squeeze;

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
    let mut code = Code { text: "'use strict';\n".to_owned(), literals: std::iter::once(0..12).collect() };
    for source in SOURCES {
        let Code { text, literals } = squeeze::script(source);
        let before = code.text.len();
        code.literals.extend(literals.into_iter().map(|literal| literal.start + before..literal.end + before));
        code.text.push_str(&text);
        code.text.push('\n');
    }
    shorten(&code)
}

/// The style sheet.
pub(super) fn style() -> String {
    squeeze::style(include_str!("assets/page.css"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_and_style_take_80_kilobytes_at_most_and_cannot_end_their_elements() {
        let (script, style) = (script(), style());
        println!("script {} bytes, style {} bytes", script.len(), style.len());
        assert!(script.len() + style.len() <= 80_000, "{} + {}", script.len(), style.len());
        assert!(!script.contains("</") && !style.contains("</") && !script.contains("<!--"));
    }
}
