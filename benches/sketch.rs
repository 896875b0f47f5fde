//! Shingles to sketches: shingles a second, on one thread, for every instruction set that the processor has.

mod common;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use wirecopy::lsh::{Banding, FamilyConfig};
use wirecopy::sketch::{InstructionSet, MinHasher, Sketch, shingle_set};

fn main() {
    let mut criterion = common::criterion();
    bench(&mut criterion);
    criterion.final_summary();
}

fn bench(criterion: &mut Criterion) {
    let corpus = common::replicated(common::REPLICAS);
    let config = FamilyConfig::default();
    let sets: Vec<Vec<u64>> = common::tokens(&common::texts(&corpus))
        .iter()
        .flat_map(|t| t.paragraphs.iter().map(|p| shingle_set(&t.hashes[p.range()], config.shingle)).collect::<Vec<_>>())
        .collect();
    let mut group = criterion.benchmark_group("sketch");
    group.throughput(Throughput::Elements(sets.iter().map(|s| s.len() as u64).sum()));
    for slots in [Banding::DEFAULT.slots(), Banding::SENSITIVE.slots()] {
        let expected: Vec<Sketch> = {
            let portable = MinHasher::with_instruction_set(slots, InstructionSet::Portable);
            sets.iter().map(|set| portable.sketch(set)).collect()
        };
        for (set, sketch) in sets.iter().zip(&expected).step_by(10) {
            assert_eq!(sketch.rows(), slow(slots, set), "the least of the sketches of each shingle alone");
        }
        for set in InstructionSet::available() {
            let hasher = MinHasher::with_instruction_set(slots, set);
            group.bench_function(BenchmarkId::new(format!("{slots} slots"), format!("{set:?}")), |b| {
                b.iter(|| {
                    for (shingles, sketch) in black_box(&sets).iter().zip(&expected) {
                        assert_eq!(hasher.sketch(shingles), *sketch);
                    }
                });
            });
        }
    }
    group.finish();
}

/// The sketch of a set is, row by row, the least of the sketches of its members.
fn slow(slots: usize, set: &[u64]) -> Vec<u32> {
    let hasher = MinHasher::with_instruction_set(slots, InstructionSet::Portable);
    set.iter().fold(vec![u32::MAX; slots], |least, shingle| {
        let alone = hasher.sketch(&[*shingle]);
        least.iter().zip(alone.rows()).map(|(a, b)| *a.min(b)).collect()
    })
}
