//! A scan that is told to stop, at whatever moment, leaves nothing behind.

use std::sync::atomic::{AtomicU64, Ordering};

use wirecopy::attribute::Outlets;
use wirecopy::error::ErrorKind;
use wirecopy::observer::Observer;
use wirecopy::pipeline::{ScanConfig, scan};
use wirecopy::read::{ReadConfig, read};
use wirecopy::report::model::Timings;
use wirecopy::report::{OutputFolder, WriteConfig, write};

use crate::support::{Dir, corpus};

/// Says that the person wants to stop once it was asked so many times.
struct StopsAt {
    asked: AtomicU64,
    at: u64,
}

impl Observer for StopsAt {
    fn interrupted(&self) -> bool {
        self.asked.fetch_add(1, Ordering::SeqCst) >= self.at
    }
}

/// A whole run that stops when it was asked `at` times; how often it was asked.
fn run(dir: &Dir, at: u64) -> (wirecopy::Result<()>, u64) {
    let observer = StopsAt { asked: AtomicU64::new(0), at };
    let whole = || {
        let folder = OutputFolder::open(&dir.at("out"), true)?;
        let corpus = read(&ReadConfig::of(&[corpus()]), &observer)?;
        let run = scan(&corpus, &Outlets::builtin(), &ScanConfig::default(), &observer)?.run;
        write(&run, &Timings::default(), &WriteConfig::default(), folder, &observer).map(drop)
    };
    (whole(), observer.asked.load(Ordering::SeqCst))
}

#[test]
fn a_scan_that_is_stopped_at_any_moment_leaves_no_file() {
    let dir = Dir::new();
    let (result, asked) = run(&dir, u64::MAX);
    result.unwrap();
    let whole = dir.bytes_of("out");
    assert!(asked > 100 && whole.contains_key("run.json"));
    for moment in 0..24 {
        let at = asked * moment / 24;
        let fresh = Dir::new();
        let (result, _) = run(&fresh, at);
        assert_eq!(result.unwrap_err().kind(), ErrorKind::Interrupted, "stopped at {at} of {asked}");
        assert!(!fresh.at("out").exists(), "stopped at {at} of {asked}, left {:?}", fresh.list("out"));
        let (result, _) = run(&dir, at);
        assert!(result.is_err());
        assert_eq!(dir.bytes_of("out"), whole, "stopped at {at} of {asked}, changed the run that was there");
    }
}
