//! A whole scan of corpora in which one text stands nearly everywhere, beside an ordinary corpus of as many bytes.
//!
//! `cargo bench --bench skew` makes them a tenth of their full size, `-- 1` all of it; `-- 1 line` makes one alone, by a word of its name. The program scans both
//! three times by turns, as a user runs it, and the middle run counts. Prints its seconds, the ratio to the ordinary corpus, the same ratio without
//! reading and writing (`stages`), the seconds of each stage beside those of the ordinary corpus, and what was capped. The aim is that both
//! ratios are 2 at most.

#![allow(clippy::print_stdout, reason = "what a bench has to say")]

#[path = "common/skewed.rs"]
mod skewed;

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::{Map, Value, json};
use wirecopy::read::Corpus;

fn main() {
    // `cargo bench -- --test` asks for the assertions alone.
    let is_test = std::env::args().any(|a| a == "--test");
    let (full, rounds) = if is_test { (0.01, 1) } else { (0.1, 3) };
    let mut arguments = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let scale: f64 = arguments.next().map_or(full, |scale| scale.parse().expect("a share of the full size, 0 to 1"));
    let only = arguments.next();
    let folder = tempfile::tempdir().expect("a folder for the corpora");
    println!("{:<50} {:>6} {:>8} {:>8} {:>6} {:>6} {:>9} {:>9}", "corpus", "MB", "s", "ordinary", "ratio", "stages", "pairs", "clusters");
    for (name, make) in skewed::SHAPES {
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let corpus = make(scale);
        let bytes = corpus.documents.iter().map(|d| d.text.len()).sum();
        let both = [("ordinary", skewed::ordinary(bytes)), ("skewed", corpus)].map(|(name, corpus)| written(&corpus, folder.path(), name));
        let (ordinary, own): (Vec<Run>, Vec<Run>) = (0..rounds).map(|_| (Run::of(&both[0]), Run::of(&both[1]))).unzip();
        let (ordinary, own) = (middle(ordinary), middle(own));
        // Of a table filled with other numbers nothing is a copy.
        assert!(own.pairs > 0 || !own.capped.is_empty(), "{name}: what stands everywhere is found, or counted as left out");
        println!(
            "{name:<50} {:>6.1} {:>8.3} {:>8.3} {:>6.2} {:>6.2} {:>9} {:>9}",
            bytes as f64 / 1e6,
            own.seconds,
            ordinary.seconds,
            own.seconds / ordinary.seconds,
            own.between() / ordinary.between(),
            own.pairs,
            own.clusters
        );
        for ((stage, seconds), (other, ordinary)) in own.stages.iter().zip(&ordinary.stages) {
            assert_eq!(stage, other, "both go through the same stages");
            print!(" {stage} {seconds:.3} ({ordinary:.3})");
        }
        println!("\n    capped: {}", Value::Object(own.capped));
    }
}

/// Writes a corpus as JSON lines.
fn written(corpus: &Corpus, folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name).with_extension("jsonl");
    let mut file = BufWriter::new(fs::File::create(&path).expect("a file for the corpus"));
    for document in &corpus.documents {
        let line = json!({ "id": document.id, "outlet": document.outlet, "text": &document.text[..] });
        writeln!(file, "{line}").expect("room for the corpus");
    }
    file.flush().expect("room for the corpus");
    path
}

/// What one run of the program took and found.
struct Run {
    seconds: f64,
    stages: Vec<(String, f64)>,
    capped: Map<String, Value>,
    pairs: usize,
    clusters: usize,
}

impl Run {
    fn of(corpus: &Path) -> Self {
        let out = corpus.with_extension("found");
        let start = Instant::now();
        let status = Command::new(env!("CARGO_BIN_EXE_wirecopy"))
            .arg("scan")
            .arg(corpus)
            .arg("--out")
            .arg(&out)
            .args(["--force", "--quiet"])
            .status()
            .expect("the program runs");
        let seconds = start.elapsed().as_secs_f64();
        assert!(status.success(), "{}: {status}", corpus.display());
        let json = |name: &str| -> Value {
            serde_json::from_slice(&fs::read(out.join(name)).expect("a record of the run")).expect("a record is JSON")
        };
        let lines = |name: &str| fs::read(out.join(name)).expect("a table of the run").iter().filter(|byte| **byte == b'\n').count();
        let stages = serde_json::from_value(json("timings.json")["stages"].take()).expect("names of stages and their seconds");
        let capped = json("run.json")["capped"].as_object().cloned().expect("what was capped, by name");
        Self { seconds, stages, capped, pairs: lines("pairs.jsonl"), clusters: lines("clusters.jsonl") }
    }

    /// The seconds of all stages but the first and the last, which read and write.
    fn between(&self) -> f64 {
        self.stages.iter().filter(|(stage, _)| stage != "read" && stage != "report").map(|(_, seconds)| seconds).sum()
    }
}

/// The run with the middle time.
fn middle(mut runs: Vec<Run>) -> Run {
    runs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    runs.swap_remove(runs.len() / 2)
}
