//! Scripts, data and mark-up that two texts share: told as far as they are word for word the same.
//!
//! `{"id":"12","name":"Ferry"}` is like `{"id":"15","name":"Bridge"}` wherever one program wrote both, and nobody copied the one from the other. So an alignment
//! of two such stretches is cut into its equal rows. A long one stays if most of it matches: a copy of so many words is no accident.

use crate::span::{Span, Words};
use crate::text::is_script;

use super::Side;
use super::score::{Alignment, Match};
use super::significance::identity;

/// Matches from which on a script may differ in some words: a copy of so many that was edited is to be found, and few are alike so far by chance
/// (docs/accuracy.md, *Scripts and data*).
const LONG: usize = 50;
/// Share of the longer side that matches, in hundredths, below which a long one was not edited but made anew: one word in six changed leaves more.
const EDITED: u32 = 76;

/// Whether an alignment has script on both sides, and they differ in more than blanks and in more than a long copy may that was edited.
pub(super) fn is_changed(left: Side<'_>, right: Side<'_>, alignment: &Alignment) -> bool {
    let matches = &alignment.matches;
    let (first, last) = (matches[0], matches[matches.len() - 1]);
    let is_script = |side: Side<'_>, start: u32, end: u32| is_script(side.text, side.tokens, Span::<Words>::new(start, end));
    (matches.len() < LONG || identity(alignment) < EDITED)
        && is_script(left, first.left, last.left_end())
        && is_script(right, first.right, last.right_end())
        && rows_alike(left, right, alignment).next().is_none_or(|row| row.len() < matches.len())
}

/// The rows of equal words between which the same marks stand, blanks aside: attributes are no words, and tell one row from the other.
pub(super) fn rows_alike<'a>(left: Side<'a>, right: Side<'a>, alignment: &'a Alignment) -> impl Iterator<Item = &'a [Match]> {
    let between = |side: Side<'a>, before: u32, after: u32| {
        let spans = &side.tokens.spans;
        // Grams of scripts without spaces overlap: nothing stands between them.
        let marks = side.text.get(spans[before as usize].end as usize..spans[after as usize].start as usize).unwrap_or_default();
        marks.chars().filter(|c| !c.is_whitespace())
    };
    let is_alike = move |a: &Match, b: &Match| between(left, a.left_end() - 1, b.left).eq(between(right, a.right_end() - 1, b.right));
    alignment.runs().flat_map(move |run| run.chunk_by(is_alike))
}

#[cfg(test)]
mod tests {
    use super::super::tests::first_alignment;
    use super::*;

    /// Whether the first alignment is a changed script, and the words of its rows.
    fn told(left: &str, right: &str) -> (bool, Vec<usize>) {
        first_alignment(left, right, |left, right, alignment| {
            (is_changed(left, right, alignment), rows_alike(left, right, alignment).map(<[Match]>::len).collect())
        })
        .unwrap()
    }

    fn record(id: u32, name: &str) -> String {
        format!(
            r#"board.load({{"idThread":"{id}","sKind":"ferry times","sOwner":"harbour board","bOpen":"true","sName":"{name}","sPlace":"north quay","sSeason":"winter"}})"#
        )
    }

    #[test]
    fn data_with_other_values_is_cut_and_equal_data_is_not() {
        let (changed, rows) = told(&record(12, "Nils"), &record(12, "Orre"));
        assert!(changed && rows.len() == 2, "{rows:?}");
        let (changed, rows) = told(&record(12, "Nils"), &record(12, "Nils").replace(',', ", "));
        assert!(!changed && rows.len() == 1, "{rows:?}");
    }

    #[test]
    fn other_attributes_make_other_rows() {
        let row = |n: u32| {
            format!("<Row item <Row kind <Row of the <Row board <cell id=\"{n}\" name=\"x\"> <Row and <Row of its <Row ferries <Row here")
        };
        let (changed, rows) = told(&row(1), &row(2));
        assert!(changed && rows.len() == 2, "{rows:?}");
    }

    #[test]
    fn grams_that_overlap_are_alike() {
        let text = "{城市若是}=把森林卖光{等到}=下一笔债务{到期}|就再没有东西|";
        assert_eq!(told(text, &format!("{text}x")), (false, vec![first_alignment(text, text, |_, _, own| own.matches.len()).unwrap()]));
    }

    #[test]
    fn prose_and_long_scripts_may_differ() {
        let prose =
            |who: &str| format!("The harbour board said on Monday that {who} would open the ferry line to the north quay before winter");
        assert!(!told(&prose("Nils"), &prose("Orre")).0);
        let many = |name: &str| (0..12).map(|id| record(id, if id == 6 { name } else { "Ada" })).collect::<String>();
        assert!(!told(&many("Nils"), &many("Orre")).0);
    }

    #[test]
    fn a_long_script_of_which_a_quarter_differs_was_made_anew() {
        let many = |owner: &str, place: &str| {
            let values = |id: u32| {
                format!(
                    r#"{{"id":"{owner}{id}","sKind":"ferry","sOwner":"{owner}","sName":"{place}","sPlace":"{place} quay","sSeason":"winter"}}"#
                )
            };
            (0..12).map(values).collect::<String>()
        };
        let (changed, rows) = told(&many("nils", "tarn"), &many("orre", "marrow"));
        assert!(changed && rows.len() > 12, "{rows:?}");
    }
}
