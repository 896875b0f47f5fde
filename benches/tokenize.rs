//! Text to words: bytes of text a second, on one thread.
//!
//! `WIRECOPY_TEXTS=FILE cargo bench --bench tokenize` measures the texts of a file or folder too. The last lines printed are the least of forty times for
//! each tenth of a megabyte, summed up: what a machine can do when nothing else disturbs it; with each set of instructions that the processor has.

#![allow(clippy::print_stdout, reason = "what a bench has to say")]

mod common;

use std::collections::HashMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use wirecopy::observer::Silent;
use wirecopy::read::{ReadConfig, read};
use wirecopy::sketch::InstructionSet;
use wirecopy::text::{Compounds, instruction_sets, normal_form, tokenize, tokenize_with};

fn main() {
    let mut criterion = common::criterion();
    bench(&mut criterion);
    criterion.final_summary();
}

fn bench(criterion: &mut Criterion) {
    let (one, many) = (common::corpus(), common::replicated(common::REPLICAS));
    let (one, many) = (common::texts(&one), common::texts(&many));
    let mut group = criterion.benchmark_group("tokenize");
    group.throughput(Throughput::Bytes(common::bytes(&many)));
    for (name, compounds) in [("joined", Compounds::Joined), ("cut", Compounds::Cut)] {
        let words = count(&many, compounds);
        assert_eq!(words, common::REPLICAS * count(&one, compounds), "every replica has as many words as the corpus");
        check(&many, compounds);
        group.bench_function(name, |b| b.iter(|| assert_eq!(count(black_box(&many), compounds), words)));
    }
    // English news: points, commas, numbers and curly quotation marks, and next to no other letters than ASCII has.
    let [one, many] = [common::corpus(), common::replicated(common::REPLICAS)].map(|corpus| common::in_language(corpus, "en"));
    let (one, many) = (common::texts(&one), common::texts(&many));
    let words = common::REPLICAS * count(&one, Compounds::Joined);
    assert!(words > 100_000, "most of the corpus is English");
    check(&many, Compounds::Joined);
    group.throughput(Throughput::Bytes(common::bytes(&many)));
    group.bench_function("English news", |b| b.iter(|| assert_eq!(count(black_box(&many), Compounds::Joined), words)));
    let mut lines = least("English news", &many);
    // The same letter by letter in another script: no run of ASCII but numbers.
    let cyrillic: Vec<String> = many.iter().map(|text| text.chars().map(in_cyrillic).collect()).collect();
    let cyrillic: Vec<&str> = cyrillic.iter().map(String::as_str).collect();
    let words = count(&cyrillic, Compounds::Joined);
    check(&cyrillic, Compounds::Joined);
    group.throughput(Throughput::Bytes(common::bytes(&cyrillic)));
    group.bench_function("in Cyrillic letters", |b| b.iter(|| assert_eq!(count(black_box(&cyrillic), Compounds::Joined), words)));
    lines.extend(least("in Cyrillic letters", &cyrillic));
    if let Some(file) = std::env::var_os("WIRECOPY_TEXTS") {
        let named = read(&ReadConfig::of(&[PathBuf::from(file)]), &Silent).expect("WIRECOPY_TEXTS names a corpus");
        let texts = common::texts(&named);
        let words = count(&texts, Compounds::Joined);
        check(&texts, Compounds::Joined);
        group.throughput(Throughput::Bytes(common::bytes(&texts)));
        group.bench_function("named", |b| b.iter(|| assert_eq!(count(black_box(&texts), Compounds::Joined), words)));
        lines.extend(least("named", &texts));
    }
    group.finish();
    lines.iter().for_each(|line| println!("{line}"));
}

/// A letter of ASCII as one of another alphabet, and whatever else as it is.
fn in_cyrillic(c: char) -> char {
    let first = match c {
        'a'..='z' => 'а',
        'A'..='Z' => 'А',
        _ => return c,
    };
    char::from_u32(u32::from(first) + u32::from(c.to_ascii_lowercase()) - u32::from('a')).unwrap_or(c)
}

/// Bytes a second of texts in batches that stay in a near cache, by the least time that each batch takes: a line for each set of instructions, all of which
/// give the same words.
fn least(name: &str, texts: &[&str]) -> Vec<String> {
    const BATCH: usize = 100_000;
    const REPEATS: usize = 40;
    let (mut batches, mut room) = (Vec::<Vec<&str>>::new(), 0);
    for text in texts {
        if room == 0 {
            batches.push(Vec::new());
            room = BATCH;
        }
        batches.last_mut().expect("one was pushed").push(text);
        room = room.saturating_sub(text.len());
    }
    let sets = instruction_sets();
    let of_set = |set: &InstructionSet| {
        let time = |batch: &[&str]| {
            let start = Instant::now();
            batch.iter().for_each(|text| drop(black_box(tokenize_with(black_box(text), Compounds::Joined, *set))));
            start.elapsed()
        };
        assert!(texts.iter().all(|text| tokenize_with(text, Compounds::Joined, *set) == tokenize(text, Compounds::Joined)), "{set:?}");
        let least: Duration = batches.iter().filter_map(|batch| (0..REPEATS).map(|_| time(batch)).min()).sum();
        format!(
            "tokenize/{name}, {set:?}: {:.3} GB/s by the least of {REPEATS} times",
            common::bytes(texts) as f64 / 1e9 / least.as_secs_f64()
        )
    };
    sets.iter().map(of_set).collect()
}

fn count(texts: &[&str], compounds: Compounds) -> usize {
    texts.iter().map(|text| tokenize(text, compounds).len()).sum()
}

/// Equal hash, equal normal form, and the other way round: the normal form is made again from each word's span, alone.
fn check(texts: &[&str], compounds: Compounds) {
    let (mut form_of, mut hash_of) = (HashMap::new(), HashMap::new());
    for text in texts {
        let tokens = tokenize(text, compounds);
        for (hash, span) in tokens.hashes.iter().zip(&tokens.spans) {
            let mut form = String::new();
            normal_form(&text[span.range()], &mut form);
            assert_eq!(*form_of.entry(*hash).or_insert_with(|| form.clone()), form, "one hash, two words");
            assert_eq!(*hash_of.entry(form).or_insert(*hash), *hash, "one word, two hashes");
        }
    }
}
