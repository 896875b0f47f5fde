//! The page's one script and one style sheet, as they stand in the page.
//!
//! The sources carry types in comments, for the type checker.

use std::sync::LazyLock;

use super::digest::policy_source;
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

/// What stands in an element of the page, and how the page's policy names it.
pub(super) struct Source {
    pub text: String,
    pub policy: String,
}

impl Source {
    fn new(text: String) -> Self {
        Self { policy: policy_source(&text), text }
    }
}

/// The script: the same in every page, made when it is first asked for.
pub(super) static SCRIPT: LazyLock<Source> = LazyLock::new(|| {
    let mut code = Code { text: "'use strict';\n".to_owned(), literals: std::iter::once(0..12).collect() };
    for source in SOURCES {
        let Code { text, literals } = squeeze::script(source);
        let before = code.text.len();
        code.literals.extend(literals.into_iter().map(|literal| literal.start + before..literal.end + before));
        code.text.push_str(&text);
        code.text.push('\n');
    }
    Source::new(shorten(&code))
});

/// The style sheet.
pub(super) static STYLE: LazyLock<Source> = LazyLock::new(|| Source::new(squeeze::style(include_str!("assets/page.css"))));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_and_style_take_80_kilobytes_at_most_and_cannot_end_their_elements() {
        let (script, style) = (&SCRIPT.text, &STYLE.text);
        println!("script {} bytes, style {} bytes", script.len(), style.len());
        assert!(script.len() + style.len() <= 80_000, "{} + {}", script.len(), style.len());
        assert!(!script.contains("</") && !style.contains("</") && !script.contains("<!--"));
    }
    #[test]
    fn the_greatest_and_the_least_of_a_list_are_never_asked_for_with_its_values_as_arguments() {
        for source in SOURCES {
            for call in ["larger(", "smaller(", "Math.max(", "Math.min("] {
                let mut calls = source.split(call).skip(1).map(|rest| rest.split(')').next().unwrap_or(rest));
                assert!(calls.all(|arguments| !arguments.contains("...")), "{call}");
            }
        }
    }

    #[test]
    fn names_in_a_tooltip_are_isolated_one_by_one() {
        // Of the attributes that join names, and of titles in drawings.
        for told in ["${isolated(name(to))} took", "from ${isolated(name(from))};", "`${isolated(name)}, ${fullInterval("] {
            assert_eq!(SOURCES.iter().map(|source| source.matches(told).count()).sum::<usize>(), 1, "{told}");
        }
        assert!(SCRIPT.text.contains("`\\u2068${"));
    }
}
