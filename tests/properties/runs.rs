//! Every run of equal words that documents of two outlets share is found, and nothing without one is reported.

use std::collections::{BTreeSet, HashMap};

use proptest::prelude::*;
use wirecopy::read::Document;
use wirecopy::report::model::PairRow;

use crate::support::articles::Random;
use crate::{cases, document, scanned};

/// A run as short as a pair may be.
const LEAST: usize = 8;
/// Words of a seed.
const SEED: usize = 4;

/// Words that no other call has given, all of them in lower case: a run of eight says something by itself.
fn fresh(random: &mut Random, count: usize) -> Vec<String> {
    let syllables = ["ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo", "zu"];
    (0..count).map(|_| (0..5).map(|_| *random.pick(&syllables)).collect()).collect()
}

/// Documents of random words in which the same passages stand, each at most once in a document, in any order, with some
/// words of them replaced; and the words of each document.
fn documents(random: &mut Random, count: usize, passages: usize) -> (Vec<Document>, Vec<Vec<String>>) {
    let copied: Vec<Vec<String>> = (0..passages)
        .map(|_| {
            let count = 8 + random.below(40);
            fresh(random, count)
        })
        .collect();
    (0..count)
        .map(|n| {
            let mut order: Vec<&Vec<String>> = copied.iter().collect();
            random.shuffle(&mut order);
            let before = random.below(60);
            let mut words = fresh(random, before);
            for passage in order.into_iter().filter(|_| n % 4 != 3) {
                if random.chance(60) {
                    let replaced = random.chance(40);
                    for word in passage {
                        if replaced && random.chance(8) { words.extend(fresh(random, 1)) } else { words.push(word.clone()) }
                    }
                    let behind = random.below(60);
                    words.extend(fresh(random, behind));
                }
            }
            let outlet = Some(format!("outlet {}", n % 5));
            (Document { outlet, ..document(&format!("d{n:02}"), words.join(" ")) }, words)
        })
        .unzip()
}

/// All maximal runs of at least `LEAST` equal words: (first word left, first word right, words). Slow.
fn equal_runs(left: &[String], right: &[String]) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    for i in 0..left.len() {
        for j in 0..right.len() {
            if i > 0 && j > 0 && left[i - 1] == right[j - 1] {
                continue;
            }
            let run = left[i..].iter().zip(&right[j..]).take_while(|(a, b)| a == b).count();
            if run >= LEAST {
                found.push((i, j, run));
            }
        }
    }
    found
}

/// Words `first..first + count` as a span; words are joined by one space.
fn span(words: &[String], first: usize, count: usize) -> (u32, u32) {
    let start: usize = words[..first].iter().map(|w| w.len() + 1).sum();
    let end = start + words[first..first + count].iter().map(|w| w.len() + 1).sum::<usize>() - 1;
    (u32::try_from(start).unwrap(), u32::try_from(end).unwrap())
}

fn grams(text: &str) -> BTreeSet<Vec<&str>> {
    text.split_whitespace().collect::<Vec<_>>().windows(SEED).map(<[&str]>::to_vec).collect()
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn every_run_of_eight_words_that_two_outlets_share_is_found_and_no_pair_lacks_a_run_of_four(
        seed in any::<u64>(), count in 2usize..12, passages in 1usize..6,
    ) {
        let mut random = Random::new(seed);
        let (documents, words) = documents(&mut random, count, passages);
        let run = scanned(documents.clone());
        let mut pairs: HashMap<(&str, &str), Vec<PairRow<&str>>> = HashMap::new();
        for pair in &run.pairs {
            pairs.entry((pair.left_doc, pair.right_doc)).or_default().push(pair);
            let cut = |doc: &str, start: u32, end: u32| {
                let text = &documents.iter().find(|d| d.id == doc).unwrap().text;
                text[start as usize..end as usize].to_owned()
            };
            let (left, right) = (cut(pair.left_doc, pair.left_start, pair.left_end), cut(pair.right_doc, pair.right_start, pair.right_end));
            prop_assert!(grams(&left).intersection(&grams(&right)).next().is_some(), "no {SEED} words in a row in common: {pair:?}");
        }
        for (n, left) in documents.iter().enumerate() {
            for (m, right) in documents.iter().enumerate().skip(n + 1) {
                let own = pairs.remove(&(left.id.as_str(), right.id.as_str())).unwrap_or_default();
                if left.outlet == right.outlet {
                    prop_assert!(own.is_empty(), "one outlet: {own:?}");
                    continue;
                }
                for (i, j, length) in equal_runs(&words[n], &words[m]) {
                    let (l, r) = (span(&words[n], i, length), span(&words[m], j, length));
                    let covers = |p: &PairRow<&str>| p.left_start <= l.0 && p.left_end >= l.1 && p.right_start <= r.0 && p.right_end >= r.1;
                    prop_assert!(own.iter().any(covers), "{length} words at {l:?} of {} and {r:?} of {} are in none of {own:?}", left.id, right.id);
                }
            }
        }
    }
}
