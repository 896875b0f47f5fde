//! Every similarity that is reported is the exact Jaccard index of the texts.

use std::collections::BTreeSet;

use proptest::prelude::*;
use wirecopy::report::Run;
use wirecopy::report::model::FamilyRow;

use crate::support::articles::{Random, sentence};
use crate::{cases, document, scanned};

/// The runs of three words of a text, by a tokenizer that knows plain words only.
fn shingles(text: &str) -> BTreeSet<Vec<String>> {
    let plain = |word: &str| word.trim_matches('.').to_lowercase();
    let words: Vec<String> = text.split_whitespace().map(plain).collect();
    words.windows(3).map(<[String]>::to_vec).collect()
}

/// Exact similarity, and the share of `left` that stands in `right`.
fn jaccard(left: &str, right: &str) -> (f64, f64) {
    let (left, right) = (shingles(left), shingles(right));
    let common = left.intersection(&right).count();
    #[allow(clippy::cast_precision_loss, reason = "counts of shingles")]
    let share = |whole: usize| common as f64 / whole as f64;
    (share(left.union(&right).count()), share(left.len()))
}

fn text_of(run: &Run, row: &FamilyRow) -> String {
    let text = &run.texts.iter().find(|t| t.doc == row.doc).unwrap().text;
    text.chars().skip(row.start as usize).take((row.end - row.start) as usize).collect()
}

/// Articles of which many are others with some words changed, left out or put in.
fn articles(seed: u64, count: usize) -> Vec<wirecopy::read::Document> {
    let mut random = Random::new(seed);
    let mut texts: Vec<Vec<String>> = Vec::new();
    for n in 0..count {
        let fresh = n == 0 || random.chance(30);
        let mut text: Vec<String> =
            if fresh { (0..4).map(|_| sentence(&mut random, 25)).collect() } else { texts[random.below(n)].clone() };
        for paragraph in &mut text {
            let mut words: Vec<String> = paragraph.split(' ').map(str::to_owned).collect();
            for _ in 0..random.below(6) {
                let at = random.below(words.len());
                match random.below(3) {
                    0 => words[at] = "changed".to_owned(),
                    1 => words.insert(at, "inserted".to_owned()),
                    _ => drop(words.remove(at)),
                }
            }
            *paragraph = words.join(" ");
        }
        texts.push(text);
    }
    texts.iter().enumerate().map(|(n, text)| document(&format!("d{n:02}"), text.join("\n\n"))).collect()
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn every_similarity_and_containment_is_exact(seed in any::<u64>(), count in 2usize..20) {
        let run = scanned(articles(seed, count));
        for row in &run.families {
            let kept = run.families.iter().find(|other| other.family == row.family && other.kept).unwrap();
            let (similarity, containment) = jaccard(&text_of(&run, row), &text_of(&run, kept));
            prop_assert!((row.similarity - similarity).abs() <= 5e-7, "{row:?}: the texts say {similarity}");
            prop_assert!((row.containment - containment).abs() <= 5e-7, "{row:?}: the texts say {containment}");
            let threshold = if &*row.unit == "document" { 0.63 } else { 0.5 };
            prop_assert!(similarity >= threshold);
        }
    }

    #[test]
    fn documents_that_are_nearly_equal_are_always_one_family(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let text = (0..6).map(|_| sentence(&mut random, 30)).collect::<Vec<_>>().join("\n\n");
        // At a similarity of .95 and more, 32 bands of 4 rows miss one pair in 10^23.
        let other = text.replacen(' ', " inserted ", 1);
        let run = scanned(vec![document("a", text.clone()), document("b", other)]);
        let members: Vec<&str> = run.families.iter().filter(|f| &*f.unit == "document").map(|f| &*f.doc).collect();
        prop_assert_eq!(members, vec!["a", "b"]);
        prop_assert_eq!(run.documents[1].near_duplicate_of.as_deref(), Some("a"));
    }
}

#[test]
fn the_oracle_is_right_where_the_answer_is_known() {
    assert_eq!(jaccard("a b c d", "A b c. e"), (1.0 / 3.0, 0.5));
    let run = scanned(articles(5, 20));
    assert!(run.families.iter().any(|f| &*f.unit == "document" && !f.kept && f.similarity < 1.0), "nothing was put to the test");
    assert!(run.families.iter().any(|f| &*f.unit == "paragraph" && !f.kept && f.similarity < 1.0));
}
