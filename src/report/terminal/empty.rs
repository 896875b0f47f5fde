//! What is said when nothing was found.

use super::Outlets;
use super::cluster::NAME;
use super::page::Page;
use super::text::{clean, fit};
use crate::report::count::grouped;
use crate::report::model::{Kind, Run};

/// Copies of which neither side stands in a cluster: their two texts are too unlike each other.
pub(super) fn alone(run: &Run) -> u64 {
    run.pairs.iter().filter(|row| row.kind.is_copy() && row.left_cluster.is_none() && row.right_cluster.is_none()).count() as u64
}

/// Why nothing was found, and what to try.
pub(super) fn nothing(run: &Run, outlets: &Outlets, page: &mut Page) {
    let parameter = |name: &str| {
        let parameters = &run.record.parameters;
        parameters.get(name).or_else(|| parameters.get(name.replace('-', "_"))).cloned()
    };
    let min_words = parameter("min-words").and_then(|value| value.as_u64()).unwrap_or(8);
    let same_outlet = parameter("same-outlet").and_then(|value| value.as_bool()).unwrap_or(false);
    let long = run.documents.iter().filter(|row| u64::from(row.words) >= min_words).count();
    let alone = alone(run);
    if alone > 0 {
        let pairs = if alone == 1 { "1 pair of passages was".to_owned() } else { format!("{} pairs of passages were", grouped(alone)) };
        page.strong_paragraph(&format!("{pairs} copied."));
        page.paragraph("The two texts of each are too unlike to be one text that several documents have, so they are listed in the table `pairs` alone.");
        return;
    }
    let (why, what) = if run.documents.len() < 2 {
        (
            "There is only one document, so there is nothing to compare it with.".to_owned(),
            match parameter("limit").and_then(|limit| limit.as_u64()) {
                Some(limit) if limit < 2 => format!("Leave --limit {limit} away, or give it a greater number."),
                _ => "Give a folder or file with more documents.".to_owned(),
            },
        )
    } else if long < 2 {
        (
            format!("Fewer than two documents have the {min_words} words that the shortest copy needs."),
            "Check that the text was read from the right field (--field text=NAME), or lower --min-words.".to_owned(),
        )
    } else if outlets.count < 2 && !same_outlet {
        let outlet = run.documents.first().map(|row| fit(&clean(&row.outlet), NAME)).unwrap_or_default();
        (
            format!("All documents are by one outlet, {outlet}, and reuse within an outlet is left out."),
            "Use --same-outlet to see it, or name the field with the outlet: --field outlet=NAME.".to_owned(),
        )
    } else if run.clusters.iter().any(|row| matches!(row.kind, Kind::Boilerplate | Kind::Formula)) {
        (
            "What documents of two outlets share is standing text and formulas only, which are no copies.".to_owned(),
            "They stand in the table `clusters`, by their kind.".to_owned(),
        )
    } else {
        (
            format!("No text of {min_words} words or more stands in documents of two outlets."),
            "Try a smaller --min-words, --sensitive, or --same-outlet; `wirecopy explain A B` says why two documents do not match."
                .to_owned(),
        )
    };
    page.strong_paragraph("Nothing was published twice.");
    page.paragraph(&why);
    page.paragraph(&what);
}
