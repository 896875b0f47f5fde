//! A whole scan, from texts in memory to tables: bytes of text a second, on all threads and on one.

mod common;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use wirecopy::attribute::Outlets;
use wirecopy::observer::Silent;
use wirecopy::pipeline::{ScanConfig, scan};
use wirecopy::read::Corpus;
use wirecopy::report::Run;
use wirecopy::report::model::PairRow;

fn main() {
    let mut criterion = common::criterion();
    bench(&mut criterion);
    criterion.final_summary();
}

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pipeline");
    for replicas in [1, common::REPLICAS] {
        let corpus = common::replicated(replicas);
        let expected = run(&corpus);
        check(&expected, replicas);
        group.throughput(Throughput::Bytes(common::bytes(&common::texts(&corpus))));
        for threads in [1, 2] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("two threads can be started");
            let id = BenchmarkId::new(format!("corpus x {replicas}"), format!("{threads} threads"));
            group.bench_function(id, |b| b.iter(|| assert_eq!(pool.install(|| run(black_box(&corpus))), expected)));
        }
    }
    group.finish();
}

fn run(corpus: &Corpus) -> Run {
    scan(corpus, &Outlets::builtin(), &ScanConfig::default(), &Silent).expect("nobody asks it to stop").run
}

/// The first replica holds exactly the pairs of the corpus, and every other one about as many; hardly any joins two replicas.
fn check(all: &Run, replicas: usize) {
    let alone = run(&common::replicated(1));
    let replica = |doc: &str| doc.split('/').next().map(str::to_owned);
    let key =
        |p: PairRow<&str>| (p.left_doc.to_owned(), p.left_start, p.left_end, p.right_doc.to_owned(), p.right_start, p.right_end, p.words);
    let of_first = all.pairs.iter().filter(|p| p.right_doc.starts_with("000/"));
    assert!(of_first.map(key).eq(alone.pairs.iter().map(key)), "other replicas change nothing");
    let inside = all.pairs.iter().filter(|p| replica(p.left_doc) == replica(p.right_doc)).count();
    // Other letters make other seeds, and an edited quotation of two short runs is found by those: one pair in fifty may differ.
    let copies = replicas * alone.pairs.len();
    assert!(inside.abs_diff(copies) <= copies / 50, "every replica has the copies that the corpus has: {inside} instead of {copies}");
    let across = all.pairs.len() - inside;
    assert!(across <= inside / 20, "{across} pairs join two replicas, {inside} stand in one");
}
