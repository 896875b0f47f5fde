//! Sketches to bands, to verified families: sketches a second, on one thread.

mod common;

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use wirecopy::lsh::{Banding, FamilyConfig, Items, Membership, families, similarity};
use wirecopy::observer::Silent;
use wirecopy::sketch::{MinHasher, Sketch, shingle_set};

fn main() {
    let mut criterion = common::criterion();
    bench(&mut criterion);
    criterion.final_summary();
}

fn bench(criterion: &mut Criterion) {
    let config = FamilyConfig::default();
    let (banding, threshold) = (config.paragraph_bands, config.paragraph_threshold);
    let corpus = common::replicated(common::REPLICAS);
    let sets: Vec<Vec<u64>> = common::tokens(&common::texts(&corpus))
        .iter()
        .flat_map(|t| {
            let long = t.paragraphs.iter().filter(|p| p.len() >= config.paragraph_words);
            long.map(|p| shingle_set(&t.hashes[p.range()], config.shingle)).collect::<Vec<_>>()
        })
        .collect();
    let hasher = MinHasher::new(banding.slots());
    let sketches: Vec<Sketch> = sets.iter().map(|set| hasher.sketch(set)).collect();

    let mut group = criterion.benchmark_group("bands");
    group.throughput(Throughput::Elements(sketches.len() as u64));
    let folded = fold_keys(&sketches, banding);
    group.bench_function("keys", |b| b.iter(|| assert_eq!(fold_keys(black_box(&sketches), banding), folded)));

    let expected = slow(&sketches, &sets, banding, threshold);
    let members = expected.iter().enumerate().filter(|(n, m)| m.kept != *n).count();
    assert!(members >= common::REPLICAS, "every replica has a paragraph that stands twice");
    let stretches = Stretches { sets: &sets, sketches: &sketches };
    group.bench_function("families", |b| {
        b.iter(|| assert_eq!(families(black_box(&stretches), banding, threshold, &Silent).expect("nobody stops it"), expected));
    });
    group.finish();
}

struct Stretches<'a> {
    sets: &'a [Vec<u64>],
    sketches: &'a [Sketch],
}

impl Items for Stretches<'_> {
    fn count(&self) -> usize {
        self.sets.len()
    }
    fn sketch(&self, item: usize) -> Sketch {
        self.sketches[item].clone()
    }
    fn set(&self, item: usize) -> Vec<u64> {
        self.sets[item].clone()
    }
}

fn fold_keys(sketches: &[Sketch], banding: Banding) -> u64 {
    sketches.iter().flat_map(|sketch| banding.keys(sketch)).fold(0, |sum, key| sum ^ key)
}

/// Every item against every kept one, band by band, without keys or a table.
fn slow(sketches: &[Sketch], sets: &[Vec<u64>], banding: Banding, threshold: f64) -> Vec<Membership> {
    let share_a_band = |a: usize, b: usize| {
        let bands = |n: usize| sketches[n].rows().chunks_exact(banding.rows);
        bands(a).zip(bands(b)).any(|(x, y)| x == y)
    };
    let itself = similarity(&[1], &[1]);
    let (mut kept, mut members) = (Vec::new(), Vec::new());
    for item in 0..sketches.len() {
        let mut best: Option<Membership> = None;
        for &other in kept.iter().filter(|other| share_a_band(item, **other)) {
            let similarity = similarity(&sets[item], &sets[other]);
            if similarity.jaccard >= threshold && best.is_none_or(|b| similarity.jaccard > b.similarity.jaccard) {
                best = Some(Membership { kept: other, similarity });
            }
        }
        if best.is_none() {
            kept.push(item);
        }
        members.push(best.unwrap_or(Membership { kept: item, similarity: itself }));
    }
    members
}
