//! Words to shingles: words a second, on one thread.

mod common;

use std::collections::BTreeSet;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use wirecopy::lsh::FamilyConfig;
use wirecopy::seeds::SeedConfig;
use wirecopy::sketch::{shingle_set, shingles};
use wirecopy::text::Tokens;

fn main() {
    let mut criterion = common::criterion();
    bench(&mut criterion);
    criterion.final_summary();
}

fn bench(criterion: &mut Criterion) {
    let corpus = common::replicated(common::REPLICAS);
    let documents = common::tokens(&common::texts(&corpus));
    let words: usize = documents.iter().map(Tokens::len).sum();
    let (of_seeds, of_families) = (SeedConfig::default().words, FamilyConfig::default().shingle);
    let mut group = criterion.benchmark_group("shingle");
    group.throughput(Throughput::Elements(words as u64));

    let expected: usize = documents.iter().map(|t| slow(&t.hashes, of_seeds).len()).sum();
    let mut out = Vec::new();
    for tokens in &documents {
        shingles(&tokens.hashes, of_seeds, &mut out);
        assert_eq!(out, slow(&tokens.hashes, of_seeds), "rolled from word to word, and each by itself");
    }
    group.bench_function(format!("rolling, {of_seeds} words"), |b| {
        b.iter(|| {
            let mut count = 0;
            for tokens in black_box(&documents) {
                shingles(&tokens.hashes, of_seeds, &mut out);
                count += out.len();
            }
            assert_eq!(count, expected);
        });
    });

    let sets: Vec<Vec<u64>> = documents.iter().map(|t| slow_set(&t.hashes, of_families)).collect();
    group.bench_function(format!("set of a document, {of_families} words"), |b| {
        b.iter(|| {
            for (tokens, set) in black_box(&documents).iter().zip(&sets) {
                assert_eq!(shingle_set(&tokens.hashes, of_families), *set);
            }
        });
    });
    group.finish();
}

/// Every shingle by itself, from its own words alone.
fn slow(words: &[u64], k: usize) -> Vec<u64> {
    let mut one = Vec::new();
    let mut alone = |window: &[u64]| {
        shingles(window, k, &mut one);
        assert_eq!(one.len(), 1);
        one[0]
    };
    if words.is_empty() { Vec::new() } else { words.windows(k.min(words.len())).map(&mut alone).collect() }
}

fn slow_set(words: &[u64], k: usize) -> Vec<u64> {
    slow(words, k).into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}
