//! What holds for every run, whatever the texts: checked on random ones against slow oracles.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;
#[path = "properties/copies.rs"]
mod copies;
#[path = "properties/families.rs"]
mod families;
#[path = "properties/runs.rs"]
mod runs;
#[path = "properties/soundness.rs"]
mod soundness;
#[path = "properties/stopped.rs"]
mod stopped;

use proptest::test_runner::Config as ProptestConfig;
use wirecopy::attribute::Outlets;
use wirecopy::observer::Silent;
use wirecopy::pipeline::{ScanConfig, scan};
use wirecopy::read::{Corpus, Document};
use wirecopy::report::Run;

/// So many cases of a property. A case that fails is printed; it belongs into a test of its own, not into a file.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// A scan of documents made in memory, with default options.
fn scanned(documents: Vec<Document>) -> Run {
    let corpus = Corpus::from_documents(documents).expect("each has an id of its own");
    scan(&corpus, &Outlets::builtin(), &ScanConfig::default(), &Silent).expect("nobody stops it").run
}

/// A document of an outlet of its own.
fn document(id: &str, text: String) -> Document {
    Document { id: id.to_owned(), text: text.into(), ..Document::default() }
}
