//! The corpus that all benches run on: `corpus/`, many times over, each time with words of its own.
//!
//! Twenty identical copies would be one cluster of everything. Here words that many articles use stay as they are,
//! and every other word has its letters turned by the replica's own steps (vowels among vowels, consonants among consonants,
//! Cyrillic letters among themselves). Lengths, case, stop words and the copies inside a replica stay; two replicas share
//! what two days of news share: the common words.

#![allow(dead_code, reason = "every bench uses a part of it")]

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::Duration;

use criterion::Criterion;
use rayon::prelude::*;

use wirecopy::observer::Silent;
use wirecopy::read::{Corpus, Document, ReadConfig, read};
use wirecopy::seeds::Place;
use wirecopy::text::{Compounds, Tokens, tokenize};

/// Replicas that the benches of single stages run on.
pub const REPLICAS: usize = 20;

/// A word that so many of the articles use stays as it is in every replica.
const COMMON: usize = 6;

/// A criterion that is done with each bench in three seconds or so; what is typed behind `--` goes before.
pub fn criterion() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .sample_size(20)
        .configure_from_args()
}

/// `corpus/` as it stands on disk.
pub fn corpus() -> Corpus {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    read(&ReadConfig::of(&[folder]), &Silent).expect("corpus/ is part of the repository")
}

/// `corpus/`, `replicas` times over; the first replica is as it stands on disk.
pub fn replicated(replicas: usize) -> Corpus {
    let originals = corpus().documents;
    let common = common_words(&originals);
    let documents = (0..replicas).flat_map(|replica| {
        let common = &common;
        originals.iter().map(move |document| Document {
            id: format!("{replica:03}/{}", document.id),
            text: if replica == 0 { document.text.clone() } else { turned(&document.text, replica, common) },
            ..document.clone()
        })
    });
    Corpus::from_documents(documents.collect())
}

/// The texts of a corpus.
pub fn texts(corpus: &Corpus) -> Vec<&str> {
    corpus.documents.iter().map(|d| d.text.as_str()).collect()
}

/// Bytes of all texts.
pub fn bytes(texts: &[&str]) -> u64 {
    texts.iter().map(|t| t.len() as u64).sum()
}

/// The words of every text, as a scan cuts them.
pub fn tokens(texts: &[&str]) -> Vec<Tokens> {
    texts.par_iter().map(|text| tokenize(text, Compounds::Joined)).collect()
}

/// Where each document stands: outlets by name, rank by place in the corpus.
pub fn places(corpus: &Corpus) -> Vec<Place> {
    let mut outlets = HashMap::new();
    let place = |(rank, document): (u32, &Document)| {
        let new = u32::try_from(outlets.len()).expect("few outlets");
        Place { outlet: *outlets.entry(document.outlet.clone()).or_insert(new), rank }
    };
    (0..).zip(&corpus.documents).map(place).collect()
}

fn common_words(documents: &[Document]) -> HashSet<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for document in documents {
        for word in words(&document.text).collect::<HashSet<_>>() {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= COMMON).map(|(word, _)| word).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The text with every word that is not common turned by the replica's steps.
fn turned(text: &str, replica: usize, common: &HashSet<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if common.contains(&word.to_lowercase()) {
            out.push_str(word);
        } else {
            out.extend(word.chars().map(|c| turn(c, replica)));
        }
        let gap = after.find(char::is_alphanumeric).unwrap_or(after.len());
        out.push_str(&after[..gap]);
        rest = &after[gap..];
    }
    out
}

/// One letter, so many steps on among those of its sort.
fn turn(c: char, steps: usize) -> char {
    const SORTS: [&str; 3] = ["aeiou", "bcdfghjklmnpqrstvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя"];
    let lower = c.to_lowercase().next().unwrap_or(c);
    for sort in SORTS {
        if let Some(at) = sort.chars().position(|letter| letter == lower) {
            let count = sort.chars().count();
            // Not the same step for every sort: the vowels are soon round.
            let steps = if count < 10 { steps / 20 + steps } else { steps };
            let turned = sort.chars().nth((at + steps) % count).expect("a place in the sort");
            return if c == lower { turned } else { turned.to_uppercase().next().unwrap_or(turned) };
        }
    }
    c
}
