//! Whether two documents are near-duplicates as wholes, and what of one stands in the other.

use super::Case;
use super::model::NearDuplicates;
use crate::compare::whole;
use crate::lsh::candidate_probability;
use crate::report::tables::rounded;

/// From how many times as many rows on a text is much longer than another one.
#[cfg(feature = "cli")]
const MUCH_LONGER: f64 = 1.5;

/// Counts it for the two, and looks up what the run has.
pub(super) fn duplicates(case: &Case) -> NearDuplicates {
    let families = &case.config.families;
    let alike = whole(&case.tokens[case.at[0]], &case.tokens[case.at[1]], families.shingle);
    let ids = case.at.map(|at| &*case.run.documents[at].doc);
    let family = |id: &str| case.run.families.iter().find(|row| &*row.unit == "document" && &*row.doc == id).map(|row| &*row.family);
    let one_family = family(ids[0]).is_some() && family(ids[0]) == family(ids[1]);
    let reached = alike.jaccard >= families.document_threshold;
    let kept = case.at.map(|at| case.run.documents[at].near_duplicate_of.as_deref());
    let mut notes = Vec::new();
    for (id, kept) in ids.iter().zip(kept) {
        if let Some(kept) = kept {
            let other = if ids.contains(&kept) { "the other one here" } else { "which the family was built around" };
            notes.push(format!("{id} is a near-duplicate of {kept}, {other}."));
        }
    }
    let is_built_around_one = kept.into_iter().flatten().any(|kept| ids.contains(&kept));
    if one_family && !reached {
        notes.push(if is_built_around_one {
            "Both are in one family all the same: the run was made with other options.".to_owned()
        } else {
            "Both are in one family all the same: each is like the document that the family was built around.".to_owned()
        });
    } else if reached && !one_family {
        let options = if case.is_as_run { "" } else { ", or the run was made with other options" };
        notes.push(format!(
            "The run does not have them in one family: each joins the document that it is most like, or their sketches share no band{options}."
        ));
    }
    NearDuplicates {
        shingle: families.shingle,
        similarity: rounded(alike.jaccard),
        left_containment: rounded(alike.left_in_right),
        right_containment: rounded(alike.right_in_left),
        threshold: families.document_threshold,
        reached,
        candidate_probability: rounded(candidate_probability(families.document_bands, alike.jaccard)),
        one_family,
        notes,
    }
}

/// Why two are no near-duplicates though most of one stands in the other.
#[cfg(feature = "cli")]
pub(super) fn why_not(near: &NearDuplicates) -> Option<String> {
    let NearDuplicates { left_containment: left, right_containment: right, shingle, .. } = *near;
    let (most, least) = (left.max(right), left.min(right));
    if near.reached || most < near.threshold || most <= 0.5 {
        return None;
    }
    // What both have is one part of each: so many times as many rows has the longer one.
    let times = most / least;
    let [inner, outer] = if left > right { ["left", "right"] } else { ["right", "left"] };
    Some(if times >= MUCH_LONGER || least <= 0.5 {
        format!(
            "The {inner} text stands in the {outer} one for the most part, but that has {times:.1} times as many rows: similarity is what both have of \
             the rows of both."
        )
    } else {
        let rows = if shingle == 1 { "one row".to_owned() } else { format!("up to {shingle} rows") };
        format!(
            "Each stands in the other for the most part, but similarity is what both have of the rows of both, and a word that differs changes {rows} of \
             each."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::explain;
    use super::super::tests::{case, document};
    use super::*;
    use crate::observer::Silent;
    use crate::pipeline::ScanConfig;

    const COUNCIL: &str = "The council of Lindholm will close the northern quay for six weeks because divers found deep cracks below the waterline last Tuesday morning";

    fn near(left: &str, right: &str) -> NearDuplicates {
        let documents = vec![document("a", "Gazette", "", left), document("b", "Courier", "", right)];
        explain(&case(documents, ["a", "b"], &ScanConfig::default()), &Silent).unwrap().near_duplicates
    }

    #[cfg(feature = "cli")]
    #[test]
    fn texts_of_one_length_are_not_said_to_differ_in_it() {
        let told = near(COUNCIL, &COUNCIL.replace("northern", "southern").replace("Tuesday", "Monday"));
        let why = why_not(&told).expect("most of each stands in the other");
        assert!(
            !told.reached && why.starts_with("Each stands in the other for the most part") && why.ends_with("up to 3 rows of each."),
            "{why}"
        );
    }

    #[cfg(feature = "cli")]
    #[test]
    fn a_text_inside_another_one_is_told_with_how_much_longer_that_is() {
        let more =
            "Nobody else spoke of the boats, and the harbour master closed the book on the winter before noon, so that pilots went home.";
        let long = format!("{COUNCIL}. {more}");
        for (left, right, said) in [
            (COUNCIL, &*long, "The left text stands in the right one for the most part, but that has 2.1 times as many rows"),
            (&*long, COUNCIL, "The right text stands in the left one for the most part, but that has 2.1 times as many rows"),
        ] {
            let why = why_not(&near(left, right)).expect("one stands in the other");
            assert!(why.starts_with(said), "{why}");
        }
        assert_eq!(why_not(&near(COUNCIL, more)), None);
        assert_eq!(why_not(&near(COUNCIL, COUNCIL)), None);
    }

    #[cfg(feature = "cli")]
    #[test]
    fn what_is_said_of_two_texts_is_true_of_their_rows() {
        let words: Vec<String> = COUNCIL.split(' ').map(str::to_owned).collect();
        for (changed, kept) in (0..6).flat_map(|changed| (4..=words.len()).map(move |kept| (changed, kept))) {
            let mut right = words[..kept].to_vec();
            right.iter_mut().step_by(5).take(changed).for_each(|word| word.push_str("ish"));
            let told = near(COUNCIL, &right.join(" "));
            let Some(why) = why_not(&told) else { continue };
            // Rows of the left text and of the right one, of which none comes twice.
            let rows = [words.len() - 2, kept - 2];
            assert!(told.left_containment <= told.right_containment, "{told:?}");
            assert!(told.right_containment > 0.5, "{told:?}");
            if why.starts_with("Each") {
                assert!(told.left_containment > 0.5 && rows[0] * 2 <= rows[1] * 3, "{why} {told:?}");
            } else {
                let times = why.split_whitespace().find_map(|word| word.parse::<f64>().ok()).expect("a number");
                assert!((times - rows[0] as f64 / rows[1] as f64).abs() < 0.06, "{why} {told:?}");
                assert!(why.starts_with("The right text stands in the left one for the most part"), "{why}");
            }
        }
    }
}
