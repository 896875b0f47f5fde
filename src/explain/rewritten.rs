//! What two documents have in common in other words, and why it was taken or not.

use super::Case;
use super::model::RewrittenFound;
use crate::cluster::Kind;
use crate::rewrite::{Rewritten, Tiers, account};
use crate::span::Span;

/// Compares the two again, in any tier, and looks up what the run reports.
pub(super) fn told(case: &Case) -> RewrittenFound {
    let (first, second) = case.ordered();
    let side = |at: usize| (&*case.documents[at].text, &case.tokens[at]);
    let account = account(side(first), side(second), &case.config.rewrite);
    let ids = [first, second].map(|at| &*case.run.documents[at].doc);
    let reported = case.run.pairs.iter().filter(|row| row.kind == Kind::Rewritten && [row.left_doc, row.right_doc] == ids).count();
    let threshold = f64::from(case.config.rewrite.threshold) / 100.0;
    let best = account.found.iter().max_by_key(|passage| (passage.cosine, **passage)).or(account.nearest.as_ref());
    let words = |passage: &Rewritten| passage.left_words.len().min(passage.right_words.len());
    let best_told =
        best.map(|passage| format!("similarity {:.2} of the {threshold} asked for, {} words", passage.similarity(), words(passage)));
    let why = match (reported, &best_told) {
        (1.., Some(told)) => format!("Rewritten passages reported: {reported}; the best has {told}."),
        (1.., None) => format!("Rewritten passages reported: {reported}."),
        (0, None) => "Nothing was rewritten: no two of their sentences are alike.".to_owned(),
        (0, Some(told)) if account.found.is_empty() => format!("Nothing was rewritten; what comes nearest has {told}."),
        (0, Some(_)) if case.config.rewrite.tiers == Tiers::Copies => "Rewritten passages were not looked for (--no-rewritten).".to_owned(),
        (0, Some(told)) => format!(
            "A rewritten passage ({told}) is not reported: {}.",
            if case.is_unwanted_outlet() {
                "both are of one outlet"
            } else if best.is_some_and(|passage| is_copied(case, passage)) {
                "most of it is copied word for word"
            } else {
                "it is a form that is filled in anew, or the documents were not among those compared"
            }
        ),
    };
    RewrittenFound {
        alike_sentences: account.alike,
        reported,
        similarity: best.map(Rewritten::similarity),
        words: best.map(words),
        threshold,
        why,
    }
}

/// Whether the copies that the run reports between the two hold at least half of a passage, on the side of the first.
fn is_copied(case: &Case, passage: &Rewritten) -> bool {
    let (first, second) = case.ordered();
    let own = case.tokens[first].bytes(passage.left_words);
    let ids = [first, second].map(|at| &*case.run.documents[at].doc);
    let copies = case.run.pairs.iter().filter(|row| row.kind != Kind::Rewritten && [row.left_doc, row.right_doc] == ids);
    let held: u32 = copies.map(|row| own.overlap(&Span::new(row.left_byte_start, row.left_byte_end))).sum();
    held.saturating_mul(2) >= own.len()
}
