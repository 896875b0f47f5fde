//! Words to seeds, seeds to anchors: words and postings a second, on all threads.

mod common;

use std::collections::{BTreeSet, HashMap};
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use wirecopy::seeds::{Anchor, Place, Posting, SeedConfig, candidates, postings};
use wirecopy::sketch::shingles;
use wirecopy::text::Tokens;

fn main() {
    let mut criterion = common::criterion();
    bench(&mut criterion);
    criterion.final_summary();
}

fn bench(criterion: &mut Criterion) {
    let config = SeedConfig::default();
    let corpus = common::replicated(common::REPLICAS);
    let documents = common::tokens(&common::texts(&corpus));
    let places = common::places(&corpus);
    let all = postings(&documents, &config);
    assert_eq!(all, slow_postings(&documents, &config), "the least shingle of every window, looked for in each anew");
    let found = candidates(&all, &documents, &places, &config);
    check(&found.anchors, &all, &places, &config);

    let mut group = criterion.benchmark_group("seeds");
    group.throughput(Throughput::Elements(documents.iter().map(|t| t.len() as u64).sum()));
    group.bench_function("winnow and sort, words", |b| {
        b.iter(|| assert_eq!(postings(black_box(&documents), &config).len(), all.len()));
    });
    group.throughput(Throughput::Elements(all.len() as u64));
    group.bench_function("pair, postings", |b| {
        b.iter(|| assert_eq!(candidates(black_box(&all), &documents, &places, &config).anchors.len(), found.anchors.len()));
    });
    group.finish();
}

fn slow_postings(documents: &[Tokens], config: &SeedConfig) -> Vec<Posting> {
    let mut all = BTreeSet::new();
    for (document, tokens) in (0u32..).zip(documents) {
        let mut hashes = Vec::new();
        if tokens.len() >= config.words {
            shingles(&tokens.hashes, config.words, &mut hashes);
        }
        let key = |at: usize| {
            let stop_words = tokens.traits[at..at + config.words].iter().filter(|t| t.is_stop_word()).count();
            (stop_words, hashes[at], std::cmp::Reverse(at))
        };
        for window in 0..(hashes.len() + 1).saturating_sub(config.window.min(hashes.len()).max(1)) {
            let end = hashes.len().min(window + config.window);
            let at = (window..end).min_by_key(|at| key(*at)).expect("a window holds a shingle");
            all.insert(Posting { hash: hashes[at], document, position: u32::try_from(at).expect("short texts") });
        }
    }
    let all: Vec<Posting> = all.into_iter().collect();
    all.chunk_by(|a, b| a.hash == b.hash).filter(|places| places.len() > 1).flatten().copied().collect()
}

/// Holds the anchors against every two postings of each seed that nothing caps.
fn check(anchors: &[Anchor], postings: &[Posting], places: &[Place], config: &SeedConfig) {
    let seed_at: HashMap<(u32, u32), u64> = postings.iter().map(|p| ((p.document, p.position), p.hash)).collect();
    for a in anchors {
        assert_eq!(seed_at[&(a.left, a.left_position)], seed_at[&(a.right, a.right_position)], "an anchor joins equal seeds");
    }
    let found: BTreeSet<&Anchor> = anchors.iter().collect();
    let mut expected = 0;
    for group in postings.chunk_by(|a, b| a.hash == b.hash) {
        let documents = group.chunk_by(|a, b| a.document == b.document);
        if documents.clone().count() > config.complete || documents.clone().any(|places| places.len() > config.occurrences) {
            continue;
        }
        for (n, left) in group.iter().enumerate() {
            for right in &group[n + 1..] {
                let outlets = [left, right].map(|p| places[p.document as usize].outlet);
                if left.document == right.document || outlets[0] != outlets[1] {
                    let anchor =
                        Anchor { left: left.document, right: right.document, left_position: left.position, right_position: right.position };
                    assert!(found.contains(&anchor), "two places of a seed were not paired");
                    expected += 1;
                }
            }
        }
    }
    assert!(expected > common::REPLICAS, "there was something to find");
}
