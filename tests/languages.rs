//! What is found in texts of ten languages, and in noisy ones: floors, on sentences written for these tests.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "the figures that stand in docs/accuracy.md")]

mod support;
#[path = "languages/characters.rs"]
mod characters;
#[path = "languages/german.rs"]
mod german;
#[path = "languages/noise.rs"]
mod noise;
#[path = "languages/quotes.rs"]
mod quotes;
#[path = "languages/samples.rs"]
mod samples;
#[path = "languages/thai.rs"]
mod thai;

use wirecopy::attribute::Outlets;
use wirecopy::observer::Silent;
use wirecopy::pipeline::{ScanConfig, scan};
use wirecopy::read::{Corpus, Document};
use wirecopy::report::{Pairs, Run};

/// A scan of texts that are not written to disk, each of an outlet of its own, with default options.
fn scanned(texts: &[&str]) -> Run {
    let document = |(n, text): (usize, &&str)| Document { id: format!("d{n:02}"), text: (*text).into(), ..Document::default() };
    let corpus = Corpus::from_documents(texts.iter().enumerate().map(document).collect()).expect("each has an id of its own");
    scan(&corpus, &Outlets::builtin(), &ScanConfig::default(), &Silent).expect("nobody stops it").run
}

/// How much of `part` of the left text lies in pairs of the run, 0 to 1, and how many letters and digits beside it do: a mark that closes it on both
/// sides belongs to it.
fn covered(pairs: &Pairs, left: &str, part: std::ops::Range<usize>) -> (f64, usize) {
    let inside = |c: &usize| pairs.iter().any(|p| (p.left_start as usize..p.left_end as usize).contains(c));
    let found = part.clone().filter(inside).count();
    let letters = left.chars().enumerate().filter(|(_, letter)| letter.is_alphanumeric()).map(|(place, _)| place);
    let beside = letters.filter(|c| !part.contains(c)).filter(inside).count();
    #[allow(clippy::cast_precision_loss, reason = "lengths of sentences")]
    let share = found as f64 / part.len() as f64;
    (share, beside)
}
