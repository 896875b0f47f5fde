//! Quality is a test: what a scan finds is held to labelled corpora, with a floor for every expectation.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;
#[path = "quality/evaluate.rs"]
mod evaluate;
#[path = "quality/evaluation.rs"]
mod evaluation;
#[path = "quality/evaluator.rs"]
mod evaluator;
#[path = "quality/shared.rs"]
mod shared;
#[path = "quality/short_pairs.rs"]
mod short_pairs;

use std::fs;
use std::path::Path;

use serde_json::Value;

use evaluate::evaluate;
use support::run::Tables;
use support::{Cmd, Dir, corpus};

/// The lines of a truth.
fn truth(path: &Path) -> Vec<Value> {
    let lines = fs::read_to_string(path).expect("the truth is there");
    lines.lines().map(|line| serde_json::from_str(line).expect("a truth of JSON lines")).collect()
}

/// Scans the demonstration corpus as its README says.
fn scan_corpus() -> Tables {
    let dir = Dir::new();
    Cmd::scan(&dir, corpus()).arg("--outlets").arg(corpus().join("outlets.csv")).args("--out run --quiet").ok();
    Tables::load(&dir.at("run"))
}

/// Least share of the lines of each expectation that must hold.
const FLOORS: [(&str, f64); 19] = [
    ("found", 1.0),
    ("kind", 1.0),
    ("part_of", 1.0),
    ("repeat", 1.0),
    ("paraphrase", 1.0),
    ("optional", 1.0),
    ("boilerplate", 1.0),
    ("formula", 1.0),
    ("never", 1.0),
    ("near_duplicate", 1.0),
    ("date", 1.0),
    ("undated", 1.0),
    ("credit", 1.0),
    ("no-credit", 1.0),
    ("first", 1.0),
    ("undetermined", 1.0),
    ("source", 1.0),
    ("no-source", 1.0),
    ("speaker", 1.0),
];

#[test]
fn a_scan_of_the_demonstration_corpus_holds_to_every_line_of_its_truth() {
    let truth = truth(&corpus().join("truth.jsonl"));
    let evaluation = evaluate(&scan_corpus(), &truth);
    println!("{}", evaluation.summary());
    println!("credits: precision {:.3}, recall {:.3}", evaluation.credit_precision(), evaluation.share("credit"));
    for line in evaluation.failures() {
        println!("{line}");
    }
    for line in &truth {
        let expect = line["expect"].as_str().expect("every line expects something");
        assert!(FLOORS.iter().any(|(known, _)| *known == expect), "no floor for {expect}");
    }
    let mut below: Vec<String> = FLOORS
        .iter()
        .filter(|(expect, floor)| evaluation.share(expect) < *floor)
        .map(|(expect, floor)| format!("{expect}: {:?} below {floor}", evaluation.held(expect)))
        .collect();
    if evaluation.credit_precision() < 1.0 {
        below.push(format!("credits: precision {:.3} below 1", evaluation.credit_precision()));
    }
    for (what, rows) in [("extra copies", &evaluation.extra), ("first documents asserted wrongly", &evaluation.wrong_firsts)] {
        if !rows.is_empty() {
            below.push(format!("{what}: {}", rows.len()));
        }
    }
    assert!(below.is_empty(), "{}\n{}", below.join("\n"), evaluation.failures().join("\n"));
}
