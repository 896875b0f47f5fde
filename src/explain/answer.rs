//! The answer in a few sentences.

use super::Case;
use super::aligned::{BARE, ONE_TIER};
use super::model::{Aligned, Explanation, Outcome, SharedCluster, Subject};
use crate::cluster::Kind;
use crate::report::count::{share, told_similarity, whole_percent};
use crate::seeds::Fate;

/// Why two documents were not compared whose dates keep them apart.
const APART: &str = "they were published further apart than --within allows.";

/// The answer: what both have in common word for word, what they are as wholes, what stands in other words, who was first.
pub(super) fn answer(case: &Case, told: &Explanation) -> Vec<String> {
    let mut answer = word_for_word(case, told);
    let near = &told.near_duplicates;
    let similarity = told_similarity(near.similarity, near.threshold, 2);
    answer.push(if near.reached {
        format!("As a whole they are near-duplicates: similarity {similarity}, at least {} asked for.", near.threshold)
    } else {
        format!("As a whole they are no near-duplicates: similarity {similarity} of the {} asked for.", near.threshold)
    });
    // What makes them match stands first.
    let place = if told.is_rewritten_only() { 0 } else { answer.len() };
    answer.insert(place, told.rewritten.why.clone());
    if told.matches {
        answer.extend(told.first.first().cloned());
    }
    answer
}

/// The longest cluster of copies that has both, where nothing kept them from being compared.
pub(super) fn by_cluster<'a>(case: &Case, clusters: &'a [SharedCluster]) -> Option<&'a SharedCluster> {
    clusters.iter().find(|cluster| cluster.kind.is_copy() && case.apart().is_empty())
}

fn word_for_word(case: &Case, told: &Explanation) -> Vec<String> {
    let kept: Vec<&Aligned> = told.alignments.iter().filter(|a| a.outcome == Outcome::Kept).collect();
    let reported: Vec<&Aligned> = kept.iter().copied().filter(|aligned| aligned.reported).collect();
    let copied = reported.iter().any(|aligned| aligned.is_copy());
    if let Some(cluster) = by_cluster(case, &told.clusters).filter(|_| !copied) {
        let SharedCluster { cluster, kind, words, .. } = cluster;
        let text = format!("Both carry the text of the cluster {cluster} ({}, {words} words): that they have in common.", kind.name());
        return vec![text, between_the_two(told, &kept)];
    }
    if !reported.is_empty() {
        vec![passages(told, &reported, copied)]
    } else if kept.iter().any(|aligned| aligned.apart == BARE) {
        vec!["They have no copied passage in common, only a form, a notice or a turn of phrase without a row of equal words as long as a copy: no row of the table of pairs.".to_owned()]
    } else if kept.iter().any(|aligned| aligned.apart == ONE_TIER) {
        vec![format!("They have text in common word for word, but no row of the table of pairs: {ONE_TIER}.")]
    } else if !kept.is_empty() && !case.is_unwanted_outlet() {
        vec![format!("They have text in common, but they were not compared: {APART}")]
    } else if !kept.is_empty() {
        let outlet = common_outlet(told);
        vec![format!(
            "They have text in common, but both are of {outlet}, and reuse inside an outlet is left out: --same-outlet reports it."
        )]
    } else {
        vec![no_passage(case, told)]
    }
}

fn passages(told: &Explanation, reported: &[&Aligned], copied: bool) -> String {
    let share = |subject: &Subject| whole_percent(share(subject.common_words.into(), subject.words.into()));
    let longest = reported.iter().map(|aligned| aligned.words).max().unwrap_or(0);
    let passages = if reported.len() == 1 { "one passage".to_owned() } else { format!("{} passages", reported.len()) };
    let mut kinds: Vec<&str> = reported.iter().filter_map(|aligned| Some(aligned.kind?.name())).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let no_copy = if copied { String::new() } else { format!(" None of it counts as a copy ({}).", kinds.join(", ")) };
    format!(
        "They have {passages} in common, the longest of {longest} words: {} of the left text and {} of the right one.{no_copy}",
        share(&told.left),
        share(&told.right)
    )
}

/// What the two by themselves show of a text that a cluster has of both.
fn between_the_two(told: &Explanation, kept: &[&Aligned]) -> String {
    let seeds = &told.seeds.shared;
    let cut_short = |fate: Fate| seeds.iter().any(|seed| seed.fate == fate);
    if kept.iter().any(|aligned| aligned.apart == ONE_TIER) {
        return format!("What the two share beside one another is no row of the table of pairs: {ONE_TIER}.");
    }
    if kept.iter().any(|aligned| aligned.kind == Some(Kind::Boilerplate)) {
        return "What the two share beside one another is boilerplate: each has the text by way of the cluster's root.".to_owned();
    }
    if !kept.is_empty() {
        return "What the two share beside one another says too little to be a copy: each has the text by way of the cluster's root."
            .to_owned();
    }
    if let Some(best) = nearest(told) {
        return format!(
            "Beside one another the two have no passage, and each has the text by way of the cluster's root. What comes nearest was left out, since {}.",
            best.why
        );
    }
    if cut_short(Fate::NotPartners) {
        return "The two were not compared directly: the seeds that both have stand in so many documents, or so often in them, that each document is paired with some others only.".to_owned();
    }
    match seeds.len() {
        0 => format!("The two were not compared directly, since {}: each has the text by way of the cluster's root.", without_seeds(told)),
        _ => format!("The two were not compared directly: {}.", without_start(told)),
    }
}

/// That no seed brought the two together.
fn without_seeds(told: &Explanation) -> String {
    match told.seeds.at_edges.len() {
        0 => "not one seed stands in both".to_owned(),
        1 => "the one seed that stands in both is at the edge of what one of them says again and again, where it starts nothing".to_owned(),
        n => {
            format!("the {n} seeds that stand in both are at the edges of what one of them says again and again, where they start nothing")
        }
    }
}

/// That seeds of both came to nothing.
fn without_start(told: &Explanation) -> String {
    let stand = match told.seeds.shared.len() {
        1 => "one seed stands in both".to_owned(),
        n => format!("{n} seeds stand in both"),
    };
    let came = if told.seeds.anchors > 0 { "nothing around them could be aligned" } else { "none started a comparison" };
    format!("{stand}, but {came}")
}

/// The outlet that both are of, by the names that the input has for it.
fn common_outlet(told: &Explanation) -> String {
    match [&told.left, &told.right].map(|subject| subject.outlet.as_deref()) {
        [Some(left), Some(right)] if left != right => format!("one outlet ({left} = {right})"),
        [outlet, _] => outlet.unwrap_or("one outlet").to_owned(),
    }
}

/// Of the alignments that were left out the one that has most to show.
fn nearest(told: &Explanation) -> Option<&Aligned> {
    told.alignments.iter().filter(|a| a.outcome != Outcome::Inside).max_by_key(|a| a.evidence.words)
}

fn no_passage(case: &Case, told: &Explanation) -> String {
    let one_outlet = case.is_unwanted_outlet();
    match (nearest(told), told.seeds.shared.len()) {
        _ if one_outlet => {
            let outlet = common_outlet(told);
            format!("They were not compared: both are of {outlet}, and reuse inside an outlet is left out. --same-outlet compares them.")
        }
        _ if case.is_apart() => format!("They were not compared: {APART}"),
        (Some(best), _) => format!("They have no passage in common. What comes nearest was left out, since {}.", best.why),
        (None, 0) => format!("They have no passage in common: {}.", without_seeds(told)),
        (None, _) => format!("They have no passage in common: {}.", without_start(told)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{case, document};
    use super::super::{Case, explain, rows, terminal};
    use super::*;
    use crate::attribute::Outlets;
    use crate::compare::compare;
    use crate::observer::Silent;
    use crate::pipeline::{self, ScanConfig};
    use crate::read::{Corpus, Document};

    /// What the run of these documents is asked with other options.
    fn asked(documents: Vec<Document>, wanted: [&str; 2], run: &ScanConfig, config: &ScanConfig) -> Explanation {
        let corpus = Corpus::from_documents(documents).unwrap();
        let mut run_of = pipeline::scan(&corpus, &Outlets::builtin(), run, &Silent).unwrap().run;
        run_of.record.parameters = serde_json::json!({ "stages": run });
        assert_eq!(rows::config_of(&run_of), *run);
        explain(&Case::of_run(run_of, wanted, &Outlets::builtin(), config, &Silent).unwrap(), &Silent).unwrap()
    }

    #[test]
    fn two_carriers_of_a_frequent_text_that_were_not_chosen_for_one_another_have_it_in_common() {
        let syllable = |n: usize| ["ka", "lo", "mi", "tu", "re", "so", "ne"][n % 7];
        let words: Vec<String> = (0..90).map(|n| [n, n / 7, n * n, n / 3].map(syllable).concat()).collect();
        let text = words.join(" ");
        let documents: Vec<Document> = (0..40).map(|n| document(&format!("{n:02}"), &format!("Paper {n}"), "", &text)).collect();
        let mut config = ScanConfig::default();
        (config.seeds.complete, config.seeds.partners) = (4, 6);
        let ids: Vec<String> = documents.iter().map(|document| document.id.clone()).collect();
        // All are paired with the first.
        let told = (12..40).map(|other| explain(&case(documents.clone(), [&ids[11], &ids[other]], &config), &Silent).unwrap());
        let told = told.into_iter().find(|told| told.seeds.anchors == 0).expect("not all were paired");
        let cluster = &told.clusters[0];
        assert!(told.matches && !told.is_rewritten_only(), "{:?}", told.answer);
        let begins = format!("Both carry the text of the cluster {} (wire, 90 words): that they have in common.", cluster.cluster);
        assert_eq!(told.answer[0], begins);
        assert!(
            told.answer[1].starts_with("The two were not compared directly: the seeds that both have stand in so many"),
            "{:?}",
            told.answer
        );
        assert!(!told.answer.iter().any(|sentence| sentence.contains("no passage in common")), "{:?}", told.answer);
        assert!(!told.rewritten.why.contains("filled in anew"), "{}", told.rewritten.why);
    }

    #[test]
    fn two_that_say_too_little_beside_one_another_carry_the_text_of_their_cluster() {
        let charges = "The Harbour Ministry has announced charges against 12 Meridian customs officers for smuggling offenses during the 2016 winter regatta";
        let other = "the Harbour Ministry announced charges  against 12 Meridian customs officers accused of smuggling into Sound warehouses during the  2016 winter regatta";
        let short = "announced charges Friday against 12 Meridian customs officers accused of smuggling the 2016 winter regatta";
        let texts = [
            ("a", format!("Rain fell on the pier before noon. {charges}. Nobody came.")),
            ("b", format!("The statement comes after {other}. The list of names stands at the door.")),
            ("c", format!("Boats were late when the office {short}. Fog stood still.")),
            ("d", format!("Wind turned north. {charges}, it was said. It was told on Friday.")),
        ];
        let documents: Vec<Document> = texts.iter().map(|(id, text)| document(id, &format!("Paper {id}"), "", text)).collect();
        let told = explain(&case(documents, ["a", "b"], &ScanConfig::default()), &Silent).unwrap();
        assert!(told.matches && told.answer[0].starts_with("Both carry the text of the cluster"), "{:?}", told.answer);
        assert!(
            told.answer[0].contains("(passage, 21 words)") && told.answer[1].contains("says too little to be a copy"),
            "{:?}",
            told.answer
        );
        let [aligned] = &told.alignments[..] else { panic!("{:?}", told.alignments) };
        assert!(!aligned.reported && !aligned.in_run && !aligned.is_copy(), "{aligned:?}");
        assert!(aligned.kind.is_none_or(|kind| !kind.is_copy()), "{aligned:?}");
    }

    #[test]
    fn a_passage_that_the_run_has_not_is_of_the_kind_that_compare_gives_it() {
        let documents = vec![
            document("a", "Gazette", "", "He praised the skipper who tampered with the 2016 regatta to help Orlan and sank five boats."),
            document("b", "Courier", "", "Pilots accused of moving buoys in the 2016 regatta to help Orlan's crew have gone home at last."),
        ];
        let mut config = ScanConfig::default();
        config.align.min_words = 5;
        let compared = compare(&documents[0], &documents[1], &config, &|_, _| None);
        let kinds: Vec<Option<Kind>> = compared.passages.iter().map(|passage| Some(passage.kind)).collect();
        let told = asked(documents, ["a", "b"], &ScanConfig::default(), &config);
        let kept: Vec<&Aligned> = told.alignments.iter().filter(|a| a.outcome == Outcome::Kept).collect();
        assert_eq!(kept.iter().map(|aligned| aligned.kind).collect::<Vec<_>>(), kinds);
        assert_eq!(kinds, [Some(Kind::Formula)]);
        assert!(!kept[0].in_run && !told.matches, "{:?}", told.answer);
        assert!(told.answer[0].ends_with("None of it counts as a copy (formula)."), "{:?}", told.answer);
        if cfg!(feature = "cli") {
            let page = terminal::render(&told, 100, false);
            assert!(page.contains("[1] formula by the two texts alone, score"), "{page}");
        }
    }

    #[test]
    fn what_comes_nearest_to_rewritten_copy_tells_what_it_has_too_little_of() {
        let documents = vec![
            document("a", "Gazette", "", "Officers of the harbour were charged with smuggling herring. Snow lay on the roofs all week."),
            document("b", "Courier", "", "The mayor opened a library. Charged with smuggling of herring were harbour officers."),
        ];
        let told = explain(&case(documents, ["a", "b"], &ScanConfig::default()), &Silent).unwrap().rewritten;
        assert!(told.similarity.is_some_and(|similarity| similarity > told.threshold), "{told:?}");
        assert!(told.why.starts_with("Nothing was rewritten; what comes nearest has similarity 0."), "{told:?}");
        assert!(
            told.why.contains("words in common: its shorter side has 8 words, 25 are asked for") && !told.why.contains("more alike"),
            "{told:?}"
        );
    }
}
