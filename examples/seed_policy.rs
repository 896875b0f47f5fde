//! What each bound of the seed stage costs and finds: one scan of a corpus for each setting, one row of a table each.
//!
//! ```sh
//! cargo run --release --example seed_policy -- [--same-outlet] OUT CORPUS...
//! ```
//!
//! Every run is written below `OUT`, so that other evaluators can be held against it. The first row is the reference: no bound
//! at all. `found` is the share of its pairs that a run has too: one pair that covers .9 of both sides, or two passages of one cluster
//! that do. Seconds are processor time of the whole scan, on one
//! thread, where the system tells it (Linux).
#![expect(clippy::print_stdout, reason = "a table to read")]

use std::collections::HashMap;
use std::path::Path;

use wirecopy::attribute::Outlets;
use wirecopy::observer::Silent;
use wirecopy::pipeline::{Scan, ScanConfig, scan};
use wirecopy::read::{Corpus, ReadConfig, read};
use wirecopy::report::folder::OutputFolder;
use wirecopy::report::model::{PairRow, Timings};
use wirecopy::report::{Pairs, Run, WriteConfig, write};
use wirecopy::seeds::SeedConfig;

/// No bound: more than any corpus has documents, and more places than most documents give a seed.
const NONE: usize = 1 << 30;

fn settings() -> Vec<(&'static str, SeedConfig)> {
    let is = SeedConfig::default();
    let bound = |bound: usize| SeedConfig { document_bound: bound, complete: bound.min(is.complete), ..is };
    let partners = |complete, partners| SeedConfig { document_bound: NONE, complete, partners, ..is };
    vec![
        ("no bound", SeedConfig { document_bound: NONE, complete: NONE, occurrences: 1000, ..is }),
        ("default", is),
        ("bound 16", bound(16)),
        ("bound 64", bound(64)),
        ("bound 1024", SeedConfig { document_bound: 1024, complete: 1024, ..is }),
        ("no document bound, 16 partners above 16", partners(16, 16)),
        ("no document bound, 32 partners above 16", partners(16, 32)),
        ("no document bound, 32 partners above 64", partners(64, 32)),
        ("occurrences 4", SeedConfig { occurrences: 4, ..is }),
        ("occurrences 20", SeedConfig { occurrences: 20, ..is }),
        ("occurrences 256", SeedConfig { occurrences: 256, ..is }),
        ("isolation 4", SeedConfig { isolation: 4, ..is }),
        ("isolation 24", SeedConfig { isolation: 24, ..is }),
        ("k 3, w 3", SeedConfig { words: 3, window: 3, ..is }),
        ("k 3, w 4", SeedConfig { words: 3, ..is }),
        ("k 4, w 3", SeedConfig { window: 3, ..is }),
        ("k 4, w 5", SeedConfig { window: 5, ..is }),
    ]
}

fn main() -> Result<(), wirecopy::Error> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let same_outlet = arguments.first().is_some_and(|first| first == "--same-outlet");
    arguments.drain(..usize::from(same_outlet));
    let Some((out, inputs)) = arguments.split_first() else {
        println!("usage: seed_policy [--same-outlet] OUT CORPUS...");
        return Ok(());
    };
    let corpus = read(&ReadConfig::of(inputs), &Silent)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be started");
    println!("| setting | anchors | document pairs a document | pairs | found | seconds |\n|---|---|---|---|---|---|");
    let mut reference: Option<Run> = None;
    for (number, (name, seeds)) in settings().into_iter().enumerate() {
        let config = ScanConfig { seeds: SeedConfig { same_outlet, ..seeds }, ..ScanConfig::default() };
        let before = processor_seconds();
        let scan = pool.install(|| scan(&corpus, &Outlets::builtin(), &config, &Silent))?;
        let seconds = before.zip(processor_seconds()).map_or_else(|| "-".to_owned(), |(from, to)| format!("{:.1}", to - from));
        println!("{} {seconds} |", row(name, &scan, &corpus, reference.as_ref().unwrap_or(&scan.run)));
        let folder = OutputFolder::open(&Path::new(out).join(format!("{number}")), true)?;
        write(&scan.run, &Timings::default(), &WriteConfig { texts: false, ..WriteConfig::default() }, folder, &Silent)?;
        reference.get_or_insert(scan.run);
    }
    Ok(())
}

fn row(name: &str, scan: &Scan, corpus: &Corpus, reference: &Run) -> String {
    let count = |stage: &str, name: &str| {
        scan.run.record.stages.iter().find(|s| s.stage == stage).and_then(|s| s.get(name)).expect("the stage counts it")
    };
    format!(
        "| {name} | {} | {:.1} | {} | {:.4} |",
        count("seed", "anchors"),
        count("seed", "document pairs") as f64 / corpus.documents.len() as f64,
        scan.run.pairs.len(),
        share_found(&scan.run, &reference.pairs),
    )
}

/// Processor time that this process has used, of all its threads: fields 14 and 15 of `/proc/self/stat`, in ticks of 1/100 s.
fn processor_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let ticks: Vec<f64> = stat.rsplit(')').next()?.split_whitespace().skip(11).take(2).filter_map(|t| t.parse().ok()).collect();
    (ticks.len() == 2).then(|| ticks.iter().sum::<f64>() / 100.0)
}

/// The share of `wanted` that the run has.
fn share_found(run: &Run, wanted: &Pairs) -> f64 {
    let mut pairs: HashMap<(&str, &str), Vec<PairRow<&str>>> = HashMap::new();
    for pair in &run.pairs {
        pairs.entry((pair.left_doc, pair.right_doc)).or_default().push(pair);
    }
    let mut passages: HashMap<&str, Vec<(u32, u32, &str)>> = HashMap::new();
    for passage in &run.passages {
        passages.entry(passage.doc).or_default().push((passage.start, passage.end, passage.cluster));
    }
    let found = wanted.iter().filter(|want| {
        let left = |start, end| covers((start, end), (want.left_start, want.left_end));
        let right = |start, end| covers((start, end), (want.right_start, want.right_end));
        let of = |doc: &str| passages.get(doc).map_or(&[][..], Vec::as_slice);
        let own = pairs.get(&(want.left_doc, want.right_doc)).map_or(&[][..], Vec::as_slice);
        own.iter().any(|p| left(p.left_start, p.left_end) && right(p.right_start, p.right_end))
            || of(want.left_doc)
                .iter()
                .filter(|(start, end, _)| left(*start, *end))
                .any(|(_, _, cluster)| of(want.right_doc).iter().any(|(start, end, other)| other == cluster && right(*start, *end)))
    });
    found.count() as f64 / wanted.len().max(1) as f64
}

/// Whether the one span covers nine tenths of the other.
fn covers((start, end): (u32, u32), (from, to): (u32, u32)) -> bool {
    u64::from(end.min(to).saturating_sub(start.max(from))) * 10 >= u64::from(to - from) * 9
}
