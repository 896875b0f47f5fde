//! A whole dedup, from a file of JSON lines to verdicts: bytes of the file a second, on one thread and on two; and the plain words alone.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use wirecopy::dedup::{Dedup, DedupConfig, dedup};
use wirecopy::observer::Silent;
use wirecopy::read::ReadConfig;
use wirecopy::text::{Compounds, plain_words, tokenize};

fn main() {
    let mut criterion = common::criterion();
    words(&mut criterion);
    bench(&mut criterion);
    criterion.final_summary();
}

fn words(criterion: &mut Criterion) {
    let corpus = common::replicated(common::REPLICAS);
    let texts = common::texts(&corpus);
    let expected: usize = texts.iter().map(|text| tokenize(text, Compounds::Cut).len()).sum();
    assert!(texts.iter().all(|text| !text.contains(['<', '&'])), "tags and entities are words here alone");
    let mut group = criterion.benchmark_group("plain words");
    group.throughput(Throughput::Bytes(common::bytes(&texts)));
    let mut hashes = Vec::new();
    group.bench_function("one thread", |b| {
        b.iter(|| {
            let mut words = 0;
            for text in black_box(&texts) {
                hashes.clear();
                plain_words(text, &mut hashes);
                words += hashes.len();
            }
            assert_eq!(words, expected);
        });
    });
    group.finish();
}

fn bench(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder for the corpus");
    let path = folder.path().join("corpus.jsonl");
    let corpus = common::replicated(common::REPLICAS);
    // Every document once more with a word behind it.
    let line = |id: String, text: &str| serde_json::json!({ "id": id, "text": text }).to_string() + "\n";
    let lines: String = corpus
        .documents
        .iter()
        .flat_map(|d| [line(d.id.clone(), &d.text), line(format!("{} again", d.id), &format!("{} again", d.text))])
        .collect();
    fs::write(&path, &lines).expect("the folder can be written to");
    let reading = ReadConfig::of(&[&path]);
    let mut group = criterion.benchmark_group("dedup");
    group.throughput(Throughput::Bytes(lines.len() as u64));
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("two threads can be started");
        group.bench_function(BenchmarkId::from_parameter(format!("{threads} threads")), |b| {
            b.iter(|| {
                let run = || dedup(black_box(&reading), None, &DedupConfig::default(), &Silent);
                check(&pool.install(run).expect("the corpus can be read"), corpus.documents.len());
            });
        });
    }
    group.finish();
}

/// Each document's second writing is dropped, as like as it is to one that is kept, and hardly anything else is.
fn check(found: &Dedup, documents: usize) {
    let dropped: BTreeSet<&str> = found.families.iter().filter(|row| !row.kept).map(|row| &*row.doc).collect();
    assert!(dropped.iter().filter(|id| id.ends_with(" again")).count() == documents, "{} dropped", dropped.len());
    assert!(found.families.iter().all(|row| row.similarity >= 0.8));
}
