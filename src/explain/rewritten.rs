//! What two documents have in common in other words, and why it was taken or not.

use super::Case;
use super::model::{RewrittenFound, SharedCluster, Standing};
use crate::cluster::Kind;
use crate::rewrite::{RewriteConfig, Rewritten, Tiers, account};
use crate::span::Span;
use crate::text::CharIndex;

/// Compares the two again, in any tier, and looks up what the run reports. `clusters`: those that hold passages of both.
pub(super) fn told(case: &Case, clusters: &[SharedCluster]) -> RewrittenFound {
    let (first, second) = case.ordered();
    let side = |at: usize| (&*case.documents[at].text, &case.tokens[at]);
    let config = &case.config.rewrite;
    let account = account(side(first), side(second), config);
    let ids = [first, second].map(|at| &*case.run.documents[at].doc);
    let reported = case.run.pairs.iter().filter(|row| row.kind == Kind::Rewritten && [row.left_doc, row.right_doc] == ids).count();
    let threshold = f64::from(config.threshold) / 100.0;
    let best = account.found.iter().max_by_key(|passage| (passage.cosine, **passage)).or(account.nearest.as_ref());
    let best_told =
        best.map(|passage| format!("similarity {:.2} of the {threshold} asked for, {} words", passage.similarity(), words(passage)));
    let why = match (reported, best.zip(best_told)) {
        (1.., Some((_, told))) => format!("Rewritten passages reported: {reported}; the best has {told}."),
        (1.., None) => format!("Rewritten passages reported: {reported}."),
        (0, None) => "Nothing was rewritten: no two of their sentences are alike.".to_owned(),
        (0, Some((nearest, _))) if account.found.is_empty() => {
            format!("Nothing was rewritten; what comes nearest {}.", lacking(nearest, config))
        }
        (0, Some(_)) if config.tiers == Tiers::Copies => "Rewritten passages were not looked for (--no-rewritten).".to_owned(),
        (0, Some((best, told))) => format!(
            "A rewritten passage ({told}) is not reported: {}.",
            if case.is_unwanted_outlet() {
                "both are of one outlet".to_owned()
            } else if is_copied(case, best) {
                "most of it is copied word for word".to_owned()
            } else if let Some(cluster) = clusters.iter().find(|cluster| is_carried(case, best, cluster)) {
                format!("most of it is the text of the cluster {}, which both carry word for word or nearly so", cluster.cluster)
            } else {
                "it is a form that is filled in anew, or the documents were not among those compared".to_owned()
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

/// Words of the shorter side.
fn words(passage: &Rewritten) -> u32 {
    passage.left_words.len().min(passage.right_words.len())
}

/// What a passage has too little of.
fn lacking(passage: &Rewritten, config: &RewriteConfig) -> String {
    let (similarity, words) = (passage.similarity(), words(passage));
    let threshold = f64::from(config.threshold) / 100.0;
    let mut lacks = Vec::new();
    if passage.cosine <= config.threshold * 100 {
        lacks.push(format!("it has to be more alike than {threshold}"));
    }
    if words < config.min_words {
        lacks.push(format!("{words} words are too few, {} are asked for", config.min_words));
    }
    if passage.content < config.min_content {
        let content = passage.content;
        lacks.push(format!("both sides hold {content} different content words in lower case, {} are asked for", config.min_content));
    }
    // With less asked for, other sentences came together.
    if lacks.is_empty() {
        lacks.push("nothing of it that was looked at reaches all that is asked for".to_owned());
    }
    format!("has similarity {similarity:.2} and {words} words: {}", lacks.join("; "))
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

/// Whether the passages that a cluster of copies has of both hold at least half of each side.
fn is_carried(case: &Case, passage: &Rewritten, cluster: &SharedCluster) -> bool {
    let (first, second) = case.ordered();
    let (one, other) = if case.is_turned() { (&cluster.right, &cluster.left) } else { (&cluster.left, &cluster.right) };
    let holds = |at: usize, words, standings: &[Standing]| {
        let own = CharIndex::new(&case.documents[at].text).chars(case.tokens[at].bytes(words));
        let held: u32 = standings.iter().map(|standing| own.overlap(&Span::new(standing.start, standing.end))).sum();
        held.saturating_mul(2) >= own.len()
    };
    cluster.kind.is_copy() && holds(first, passage.left_words, one) && holds(second, passage.right_words, other)
}
