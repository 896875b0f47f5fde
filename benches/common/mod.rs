//! The corpus that all benches run on: `corpus/`, many times over, each time with words of its own.
//!
//! Twenty identical copies would be one cluster of everything. Here stop words stay as they are, and one in sixteen of the others;
//! the rest have their letters turned by the replica's own steps (vowels among vowels, consonants among consonants, Cyrillic
//! letters among themselves). Lengths, case and the copies inside a replica stay; two replicas share what two stories share: the
//! words between the words.

#![allow(dead_code, reason = "every bench uses a part of it")]

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use criterion::Criterion;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use wirecopy::observer::Silent;
use wirecopy::read::{Corpus, Document, ReadConfig, read};
use wirecopy::seeds::Place;
use wirecopy::text::{Compounds, Tokens, tokenize};

/// Replicas that the benches of single stages run on.
pub const REPLICAS: usize = 20;

/// One in so many words that are no stop words stays as it is in a replica.
const KEPT: u64 = 16;

/// A criterion that is done with each bench in three seconds or so; what is typed behind `--` goes before.
pub fn criterion() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .sample_size(10)
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
    let documents = (0..replicas).flat_map(|replica| {
        originals.iter().map(move |document| Document {
            id: format!("{replica:03}/{}", document.id),
            text: if replica == 0 { document.text.clone() } else { turned(&document.text, replica).into() },
            ..document.clone()
        })
    });
    Corpus::from_documents(documents.collect()).expect("each has an id of its own")
}

/// The documents of a corpus that say they are in a language.
pub fn in_language(corpus: Corpus, language: &str) -> Corpus {
    Corpus::from_documents(corpus.documents.into_iter().filter(|d| d.language.as_deref() == Some(language)).collect())
        .expect("each has an id of its own")
}

/// The texts of a corpus.
pub fn texts(corpus: &Corpus) -> Vec<&str> {
    corpus.documents.iter().map(|d| &*d.text).collect()
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

/// The text with most of its words turned by the replica's steps: not stop words, and not one in `KEPT` of the others.
fn turned(text: &str, replica: usize) -> String {
    let tokens = tokenize(text, Compounds::Joined);
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for ((span, traits), hash) in tokens.spans.iter().zip(&tokens.traits).zip(&tokens.hashes) {
        let range = span.range();
        let kept = traits.is_stop_word() || xxh3_64_with_seed(&hash.to_le_bytes(), replica as u64).is_multiple_of(KEPT);
        if kept || range.start < copied {
            continue;
        }
        out.push_str(&text[copied..range.start]);
        out.extend(text[range.clone()].chars().map(|c| turn(c, replica)));
        copied = range.end;
    }
    out + &text[copied..]
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
