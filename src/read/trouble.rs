//! What becomes of a record that cannot be read: a located warning, or an error when the run is strict.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};
use crate::observer::Warning;

/// Something that is wrong with a record or a file, before it is known whether that ends the run.
#[derive(Debug, Clone)]
pub(super) struct Trouble {
    /// Counted from 1.
    pub line: Option<u64>,
    /// The kind of trouble, one for all records of the kind.
    pub cause: &'static str,
    /// What exactly.
    pub message: String,
    /// What is done about it when the run goes on; empty where the message says all.
    pub done: String,
    /// How many records it costs, as far as that can be known.
    pub lost: u64,
    /// Whether it is worth telling and no fault of the input, so that `strict` lets it pass.
    pub is_no_fault: bool,
}

impl Trouble {
    pub fn new(cause: &'static str, message: impl Into<String>) -> Self {
        Self { line: None, cause, message: message.into(), done: String::new(), lost: 0, is_no_fault: false }
    }

    /// Says what is done about it.
    pub fn so(mut self, done: impl Into<String>) -> Self {
        self.done = done.into();
        self
    }

    /// What is wrong, and what was done about it.
    pub fn told(self) -> String {
        if self.done.is_empty() { self.message } else { format!("{}; {}", self.message, self.done) }
    }

    /// Says that `records` were left out.
    pub fn losing(mut self, records: u64) -> Self {
        self.lost = records;
        self
    }

    /// Says that nothing is broken.
    pub fn no_fault(mut self) -> Self {
        self.is_no_fault = true;
        self
    }

    pub fn on_line(mut self, line: impl Into<Option<u64>>) -> Self {
        self.line = line.into();
        self
    }
}

/// The troubles of one file.
#[derive(Debug)]
pub(super) struct Troubles<'a> {
    path: &'a Path,
    strict: bool,
    warnings: Vec<Warning>,
    lost: u64,
}

impl<'a> Troubles<'a> {
    pub fn new(path: &'a Path, strict: bool) -> Self {
        Self { path, strict, warnings: Vec::new(), lost: 0 }
    }

    /// Keeps the trouble as a warning.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] under `strict`.
    pub fn tell(&mut self, trouble: Trouble) -> Result<()> {
        if self.strict && !trouble.is_no_fault {
            // The run ends here, so that nothing is done about it.
            let mut error = Error::new(ErrorKind::Malformed, format!("{}: {}", trouble.cause, trouble.message))
                .at(self.path)
                .remedy("mend it, or leave --strict away to go on with a warning");
            if let Some(line) = trouble.line {
                error = error.on_line(line);
            }
            return Err(error);
        }
        self.tell_even_if_strict(trouble);
        Ok(())
    }

    /// Keeps as a warning what is worth telling but is no fault of the input.
    pub fn tell_even_if_strict(&mut self, trouble: Trouble) {
        self.lost += trouble.lost;
        let (line, cause) = (trouble.line, trouble.cause.to_owned());
        self.warnings.push(Warning { path: self.path.to_owned(), line, cause, message: trouble.told(), document: None });
    }

    /// The records, each on its line, at which no warning of this cause stands. Of the others the warning says that they were left
    /// out, and they count as lost.
    pub fn costing_records<R>(&mut self, records: Vec<R>, line: impl Fn(&R) -> Option<u64>, cause: &str) -> Vec<R> {
        let mut told: BTreeMap<u64, &mut Warning> = BTreeMap::new();
        for warning in self.warnings.iter_mut().filter(|warning| warning.cause == cause) {
            if let Some(line) = warning.line {
                told.entry(line).or_insert(warning);
            }
        }
        let mut others = Vec::new();
        for record in records {
            match line(&record).and_then(|line| told.get_mut(&line)) {
                Some(warning) => {
                    let what = warning.message.split("; ").next().unwrap_or_default();
                    warning.message = format!("{what}; no text is among them, so the row was left out");
                    self.lost += 1;
                }
                None => others.push(record),
            }
        }
        others
    }

    /// Records that were left out, as far as that can be known.
    pub fn lost(&self) -> u64 {
        self.lost
    }

    pub fn into_warnings(self) -> Vec<Warning> {
        self.warnings
    }
}

/// `1 file`, `2 files`.
pub(super) fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Names for a message: at most `shown` of them, and how many more there are.
pub(super) fn listed<S: AsRef<str>>(names: &[S], shown: usize) -> String {
    let mut list = names.iter().take(shown).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    if names.len() > shown {
        list.push_str(&format!(" and {} more", names.len() - shown));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_is_a_warning_and_under_strict_an_error_with_its_place() {
        let trouble = || Trouble::new("broken JSON", "it ends inside a text").so("the record was left out").on_line(7);
        let mut lenient = Troubles::new(Path::new("a.jsonl"), false);
        lenient.tell(trouble()).unwrap();
        let warning = &lenient.into_warnings()[0];
        assert_eq!((warning.line, &*warning.message), (Some(7), "it ends inside a text; the record was left out"));
        let error = Troubles::new(Path::new("a.jsonl"), true).tell(trouble()).unwrap_err();
        assert_eq!(error.to_string(), "a.jsonl: line 7: broken JSON: it ends inside a text", "nothing was left out, the run ended");
        assert!(error.help().unwrap().contains("--strict"));
    }

    #[test]
    fn a_warning_costs_the_record_on_its_line_and_a_hundred_thousand_do_so_at_once() {
        let mut troubles = Troubles::new(Path::new("a.csv"), false);
        for line in 1..=200_000 {
            let cause = if line % 2 == 0 { "wrong number of values" } else { "stray quote" };
            troubles.tell(Trouble::new(cause, "expected 3 values, got 2").so("the last columns count as empty").on_line(line)).unwrap();
        }
        let records = (1..=200_001).map(Some).chain([None]).collect();
        let others = troubles.costing_records(records, |line| *line, "wrong number of values");
        assert!(others.into_iter().eq((1..=200_001).step_by(2).map(Some).chain([None])));
        assert_eq!(troubles.lost(), 100_000);
        let warnings = troubles.into_warnings();
        assert_eq!(warnings[0].message, "expected 3 values, got 2; the last columns count as empty");
        assert_eq!(warnings[1].message, "expected 3 values, got 2; no text is among them, so the row was left out");
    }

    #[test]
    fn what_is_no_fault_stays_a_warning_under_strict() {
        let mut troubles = Troubles::new(Path::new("a.txt"), true);
        troubles.tell(Trouble::new("guessed encoding", "by 1 byte").no_fault()).unwrap();
        assert_eq!(troubles.into_warnings()[0].message, "by 1 byte");
    }

    #[test]
    fn a_long_list_of_names_says_how_many_it_leaves_out() {
        assert_eq!(listed(&["a", "b", "c"], 2), "a, b and 1 more");
        assert_eq!(listed(&["a", "b"], 2), "a, b");
    }
}
