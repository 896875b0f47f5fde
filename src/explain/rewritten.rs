//! What two documents have in common in other words, and why it was taken or not.

use super::Case;
use super::model::{RewrittenFound, SharedCluster, Standing};
use crate::cluster::Kind;
use crate::compare::rewritten_in;
use crate::report::count::told_similarity;
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
    let rows = rewritten_in(&case.run, ids[0], ids[1]);
    let threshold = f64::from(config.threshold) / 100.0;
    let best = account.found.iter().max_by_key(|passage| (passage.cosine, **passage)).or(account.nearest.as_ref());
    // What is reported is told as its row has it: another passage may be more alike and give way to a copy.
    let best_row = rows.iter().max_by(|one, other| one.similarity.total_cmp(&other.similarity).then(one.words.cmp(&other.words)));
    let numbers = best_row.map(|row| (row.similarity, row.words)).or(best.map(|passage| (passage.similarity(), passage.shared)));
    let told_numbers = numbers.map(|(similarity, words)| {
        let similarity = told_similarity(similarity, threshold, 2);
        format!("similarity {similarity} of the {threshold} asked for, {words} words in common")
    });
    let why = match (rows.len(), best.zip(told_numbers.as_ref())) {
        (reported @ 1.., _) => {
            format!("Rewritten passages reported: {reported}; the best has {}.", told_numbers.as_deref().unwrap_or_default())
        }
        (0, None) => "Nothing was rewritten: no two of their sentences say the same in other words.".to_owned(),
        (0, Some((nearest, _))) if account.found.is_empty() => {
            format!("Nothing was rewritten; what comes nearest {}.", lacking(nearest, config))
        }
        (0, Some(_)) if config.tiers == Tiers::Copies => "Rewritten passages were not looked for (--no-rewritten).".to_owned(),
        (0, Some((best, told))) => format!(
            "A rewritten passage ({told}) is not reported: {}.",
            if case.is_unwanted_outlet() {
                "both are of one outlet".to_owned()
            } else if case.is_apart() {
                "the two were published further apart than --within allows".to_owned()
            } else if is_copied(case, best) {
                "half of it or more is copied word for word".to_owned()
            } else if let Some(cluster) = clusters.iter().find(|cluster| is_carried(case, best, cluster)) {
                format!("half of it or more is the text of the cluster {}, which both carry word for word or nearly so", cluster.cluster)
            } else {
                "the run left it out as a form that is filled in anew, as names, a caption, script or one row of equal words, as a sentence that stands in \
                 too many documents, or beside a copy, or the two documents were not among those compared"
                    .to_owned()
            }
        ),
    };
    RewrittenFound {
        alike_sentences: account.alike,
        reported: rows.len(),
        similarity: numbers.map(|(similarity, _)| similarity),
        words: numbers.map(|(_, words)| words),
        threshold,
        why,
    }
}

/// What a passage has too little of.
fn lacking(passage: &Rewritten, config: &RewriteConfig) -> String {
    let (similarity, words) = (passage.similarity(), passage.shared);
    let threshold = f64::from(config.threshold) / 100.0;
    let mut lacks = Vec::new();
    if passage.cosine <= config.threshold * 100 {
        lacks.push(format!("it has to be more alike than {threshold}"));
    }
    let shorter = passage.left_words.len().min(passage.right_words.len());
    if shorter < config.min_words {
        lacks.push(format!("its shorter side has {shorter} words, {} are asked for", config.min_words));
    }
    if passage.content < config.min_content {
        let content = passage.content;
        lacks.push(format!("both sides hold {content} different content words in lower case, {} are asked for", config.min_content));
    }
    // With less asked for, other sentences came together.
    if lacks.is_empty() {
        lacks.push("nothing of it that was looked at reaches all that is asked for".to_owned());
    }
    let similarity = told_similarity(similarity, threshold, 2);
    format!("has similarity {similarity} and {words} words in common: {}", lacks.join("; "))
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

#[cfg(test)]
mod tests {
    use super::super::explain;
    use super::super::tests::{case, document};
    use super::*;
    use crate::observer::Silent;
    use crate::pipeline::ScanConfig;

    const TOLD_AGAIN: [&str; 2] = [
        "The harbour council voted on Tuesday to close the old ferry landing before winter. Engineers had warned for years that the timber piles \
         were rotten and could give way under a full boat. Passengers will be taken across by bus until a new landing is built upstream.",
        "Before winter the old landing of the ferry will close, the council of the harbour voted Tuesday. That the piles of timber were rotting, \
         and might give way beneath a boat that is full, engineers warned years ago. Until upstream another landing has been built, buses take \
         passengers across.",
    ];

    #[test]
    fn what_is_reported_is_told_with_the_numbers_of_its_row() {
        let documents = vec![document("a", "Gazette", "", TOLD_AGAIN[0]), document("b", "Courier", "", TOLD_AGAIN[1])];
        for ids in [["a", "b"], ["b", "a"]] {
            let case = case(documents.clone(), ids, &ScanConfig::default());
            let row = case.run.pairs.iter().find(|row| row.kind == Kind::Rewritten).expect("it was rewritten");
            let told = explain(&case, &Silent).unwrap().rewritten;
            assert_eq!((told.reported, told.words, told.similarity), (1, Some(row.words), row.similarity));
            assert!(told.why.ends_with(&format!(", {} words in common.", row.words)), "{}", told.why);
        }
    }

    #[test]
    fn of_texts_that_share_a_sentence_word_for_word_it_is_not_said_that_none_are_alike() {
        let texts = [0, 1].map(|at| TOLD_AGAIN[0].split_inclusive(". ").nth(at).unwrap_or_default());
        let documents = vec![document("a", "Gazette", "", texts[0]), document("b", "Courier", "", texts[0])];
        let told = explain(&case(documents, ["a", "b"], &ScanConfig::default()), &Silent).unwrap().rewritten;
        assert!(!told.why.contains("are alike"), "{}", told.why);
        let documents = vec![document("a", "Gazette", "", texts[0]), document("b", "Courier", "", texts[1])];
        let told = explain(&case(documents, ["a", "b"], &ScanConfig::default()), &Silent).unwrap().rewritten;
        assert!(told.why.starts_with("Nothing was rewritten"), "{}", told.why);
    }

    #[test]
    fn what_dates_keep_apart_is_not_called_a_form() {
        let documents = vec![document("a", "Gazette", "2016-12-01", TOLD_AGAIN[0]), document("b", "Courier", "2016-12-20", TOLD_AGAIN[1])];
        let config = ScanConfig { within: Some(24 * 60 * 60), ..ScanConfig::default() };
        let told = explain(&case(documents, ["a", "b"], &config), &Silent).unwrap().rewritten;
        assert!(told.reported == 0 && told.why.ends_with("further apart than --within allows."), "{}", told.why);
    }
}
