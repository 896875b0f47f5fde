//! What a run tells while it works. The library never prints: it calls an [`Observer`].

use std::cmp;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// One line of counts: what went into a stage, what came out, what was dropped and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funnel {
    /// The stage's name, as in the list of modules.
    pub stage: String,
    /// Named counts in the order in which they are told, e.g. `("documents", 612)`.
    pub counts: Vec<(String, u64)>,
}

impl Funnel {
    /// A line for `stage` without counts yet.
    #[must_use]
    pub fn new(stage: &str) -> Self {
        Self { stage: stage.to_owned(), counts: Vec::new() }
    }

    /// Adds a count.
    #[must_use]
    pub fn with(mut self, name: &str, count: usize) -> Self {
        self.counts.push((name.to_owned(), count as u64));
        self
    }

    /// The count called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<u64> {
        self.counts.iter().find(|(n, _)| n == name).map(|(_, c)| *c)
    }
}

/// A record that was left out or read with a doubt, and where it stands.
///
/// Warnings are sorted by their fields in order, numbers in messages by what they count: what has no lines is told by numbers of records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The file, as it was named on the command line or below the folder named there.
    pub path: PathBuf,
    /// Counted from 1.
    pub line: Option<u64>,
    /// The kind of trouble, one for all records of the kind: `invalid UTF-8`, `broken JSON`.
    pub cause: String,
    /// What exactly, and what was done about it.
    pub message: String,
    /// The id of the document that it is about, where it was taken as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

impl Warning {
    /// What names its place in the file: the line, else the document where that is not the file by name.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let document = || self.document.as_ref().filter(|id| !self.path.ends_with(id)).map(|id| format!("`{id}`"));
        self.line.map(|line| format!("line {line}")).or_else(document)
    }
}

impl Ord for Warning {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        (&self.path, self.line, &self.cause)
            .cmp(&(&other.path, other.line, &other.cause))
            .then_with(|| by_numbers(&self.message, &other.message))
            .then_with(|| (&self.message, &self.document).cmp(&(&other.message, &other.document)))
    }
}

impl PartialOrd for Warning {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares texts letter by letter, and numbers in them by their size.
fn by_numbers(mut left: &str, mut right: &str) -> cmp::Ordering {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    loop {
        let (of_left, of_right) = (digits(left), digits(right));
        if of_left > 0 && of_right > 0 {
            let [a, b] = [&left[..of_left], &right[..of_right]].map(|number| number.trim_start_matches('0'));
            let order = (a.len(), a).cmp(&(b.len(), b));
            if order.is_ne() {
                return order;
            }
            (left, right) = (&left[of_left..], &right[of_right..]);
            continue;
        }
        let (mut of_left, mut of_right) = (left.chars(), right.chars());
        match (of_left.next(), of_right.next()) {
            (Some(a), Some(b)) if a == b => (left, right) = (of_left.as_str(), of_right.as_str()),
            (a, b) => return a.cmp(&b),
        }
    }
}

/// Hears of a run's progress. Every method does nothing unless implemented.
pub trait Observer: Sync {
    /// A stage begins; `total` units of work lie ahead, where that is known.
    fn begin(&self, _stage: &str, _unit: &str, _total: Option<u64>) {}
    /// `units` more of the current stage's work are done.
    fn advance(&self, _units: u64) {}
    /// A stage has ended with these counts.
    fn end(&self, _funnel: &Funnel) {}
    /// Something was left out or doubted.
    fn warn(&self, _warning: &Warning) {}
    /// A sentence about a choice that was made for the person, such as the fields that were chosen.
    fn note(&self, _message: &str) {}
    /// Whether the person asked to stop.
    fn interrupted(&self) -> bool {
        false
    }
    /// An error when the person asked to stop. Stages call it between records.
    ///
    /// # Errors
    /// [`ErrorKind::Interrupted`].
    fn check(&self) -> Result<()> {
        if self.interrupted() {
            return Err(Error::new(ErrorKind::Interrupted, "stopped; nothing was written"));
        }
        Ok(())
    }
}

/// Hears nothing.
#[derive(Debug, Default)]
pub struct Silent;

impl Observer for Silent {}

/// Asks to stop once it was asked so many times, and counts what it is told.
#[cfg(test)]
pub(crate) struct Patient {
    times: usize,
    asked: std::sync::atomic::AtomicUsize,
    told: std::sync::atomic::AtomicU64,
}

#[cfg(test)]
impl Patient {
    pub fn new(times: usize) -> Self {
        Self { times, asked: 0.into(), told: 0.into() }
    }

    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    pub fn told(&self) -> u64 {
        self.told.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
impl Observer for Patient {
    fn advance(&self, units: u64) {
        self.told.fetch_add(units, Ordering::Relaxed);
    }

    fn interrupted(&self) -> bool {
        self.asked.fetch_add(1, Ordering::Relaxed) >= self.times
    }
}

/// Keeps everything it hears, for tests and for callers that look afterwards.
#[derive(Debug, Default)]
pub struct Recorder {
    /// The funnels in the order of the stages.
    pub funnels: Mutex<Vec<Funnel>>,
    /// The warnings in the order heard.
    pub warnings: Mutex<Vec<Warning>>,
    /// The notes in the order heard.
    pub notes: Mutex<Vec<String>>,
    /// Set to make the run stop.
    pub stop: AtomicBool,
}

impl Observer for Recorder {
    fn end(&self, funnel: &Funnel) {
        lock(&self.funnels).push(funnel.clone());
    }
    fn warn(&self, warning: &Warning) {
        lock(&self.warnings).push(warning.clone());
    }
    fn note(&self, message: &str) {
        lock(&self.notes).push(message.to_owned());
    }
    fn interrupted(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorder_that_was_told_to_stop_fails_the_check() {
        let recorder = Recorder::default();
        assert!(recorder.check().is_ok());
        recorder.stop.store(true, Ordering::Relaxed);
        assert_eq!(recorder.check().unwrap_err().kind(), ErrorKind::Interrupted);
    }

    #[test]
    fn a_warning_is_placed_by_its_line_else_by_its_document_unless_that_is_the_file() {
        let warning = |path: &str, line, document: Option<&str>| {
            let (cause, document) = ("unreadable date".to_owned(), document.map(str::to_owned));
            Warning { path: path.into(), line, cause, message: String::new(), document }.place()
        };
        assert_eq!(warning("in/a.csv", Some(3), Some("13")).as_deref(), Some("line 3"));
        assert_eq!(warning("in/a.parquet", None, Some("13")).as_deref(), Some("`13`"));
        assert_eq!(
            [warning("in/b/a.txt", None, Some("b/a.txt")), warning("13", None, Some("13")), warning("in", None, None)],
            [None, None, None]
        );
    }

    #[test]
    fn warnings_without_lines_stand_in_the_order_of_their_records() {
        let warning = |n: &str| Warning {
            path: "a.parquet".into(),
            line: None,
            cause: "no text".into(),
            message: format!("record {n} has no text"),
            document: None,
        };
        let mut warnings = ["10", "9", "1", "x", "01", "100"].map(warning);
        warnings.sort();
        assert_eq!(warnings, ["01", "1", "9", "10", "100", "x"].map(warning));
    }

    proptest::proptest! {
        /// Numbers and letters as one token each, compared as a person would.
        #[test]
        fn texts_are_compared_by_their_numbers(left in "[a-b0-2]{0,6}", right in "[a-b0-2]{0,6}") {
            let parts = |text: &str| {
                let mut parts: Vec<(bool, u64, char)> = Vec::new();
                let mut rest = text;
                while let Some(letter) = rest.chars().next() {
                    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                    let (part, length) = match digits {
                        0 => ((true, 0, letter), letter.len_utf8()),
                        _ => ((false, rest[..digits].parse().unwrap(), ' '), digits),
                    };
                    parts.push(part);
                    rest = &rest[length..];
                }
                parts
            };
            proptest::prop_assert_eq!(by_numbers(&left, &right), parts(&left).cmp(&parts(&right)));
        }
    }

    #[test]
    fn a_funnel_finds_its_counts_by_name() {
        let funnel = Funnel::new("seeds").with("documents", 3).with("seeds", 40);
        assert_eq!((funnel.get("seeds"), funnel.get("pairs")), (Some(40), None));
    }
}
