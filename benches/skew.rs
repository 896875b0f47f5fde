//! A whole scan of corpora in which one text stands nearly everywhere, beside an ordinary corpus of as many bytes.
//!
//! `cargo bench --bench skew` makes them a tenth of their full size, `-- 1` all of it; `-- 1 line` makes one alone, by a word of its name. Prints
//! seconds, the ratio to the ordinary corpus, the seconds of each stage beside those of the ordinary corpus, and what was capped. The claim is a ratio of
//! 2 at most.

#![allow(clippy::print_stdout, reason = "what a bench has to say")]

#[path = "common/skewed.rs"]
mod skewed;

use std::time::Instant;

use wirecopy::attribute::Outlets;
use wirecopy::observer::Silent;
use wirecopy::pipeline::{Scan, ScanConfig, scan};
use wirecopy::read::Corpus;

fn main() {
    // `cargo bench -- --test` asks for the assertions alone.
    let full = if std::env::args().any(|a| a == "--test") { 0.01 } else { 0.1 };
    let mut arguments = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let scale: f64 = arguments.next().map_or(full, |scale| scale.parse().expect("a share of the full size, 0 to 1"));
    let only = arguments.next();
    println!("{:<50} {:>6} {:>8} {:>8} {:>6} {:>9} {:>9}", "corpus", "MB", "s", "ordinary", "ratio", "pairs", "clusters");
    for (name, make) in skewed::SHAPES {
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let corpus = make(scale);
        let bytes = corpus.documents.iter().map(|d| d.text.len()).sum();
        let (ordinary, beside) = timed(&skewed::ordinary(bytes));
        let (seconds, found) = timed(&corpus);
        let (pairs, clusters) = (found.run.pairs.len(), found.run.clusters.len());
        // Of a table filled with other numbers nothing is a copy.
        assert!(pairs > 0 || !found.run.record.capped.is_empty(), "{name}: what stands everywhere is found, or counted as left out");
        println!(
            "{name:<50} {:>6.1} {seconds:>8.3} {ordinary:>8.3} {:>6.2} {pairs:>9} {clusters:>9}",
            bytes as f64 / 1e6,
            seconds / ordinary
        );
        // Both go through the same stages.
        for ((stage, seconds), (_, ordinary)) in found.timings.iter().zip(&beside.timings) {
            print!(" {stage} {seconds:.3} ({ordinary:.3})");
        }
        println!("\n    capped: {:?}", found.run.record.capped);
    }
}

fn timed(corpus: &Corpus) -> (f64, Scan) {
    let start = Instant::now();
    let found = scan(corpus, &Outlets::builtin(), &ScanConfig::default(), &Silent).expect("nobody stops it");
    (start.elapsed().as_secs_f64(), found)
}
