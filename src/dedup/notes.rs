//! What two corpora tell that are read one after the other, each thing once and with the corpus that it is of.

use std::sync::{Mutex, PoisonError};

use crate::error::Result;
use crate::observer::{Funnel, Observer, Warning};
use crate::read::Unmatched;

/// Passes on what a corpus tells, and holds its notes back.
struct Listening<'a> {
    observer: &'a dyn Observer,
    notes: Mutex<Vec<String>>,
}

impl<'a> Listening<'a> {
    fn new(observer: &'a dyn Observer) -> Self {
        Self { observer, notes: Mutex::default() }
    }

    /// In the order in which they came.
    fn into_notes(self) -> Vec<String> {
        self.notes.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Listening<'_> {
    fn begin(&self, stage: &str, unit: &str, total: Option<u64>) {
        self.observer.begin(stage, unit, total);
    }
    fn advance(&self, units: u64) {
        self.observer.advance(units);
    }
    fn end(&self, funnel: &Funnel) {
        self.observer.end(funnel);
    }
    fn warn(&self, warning: &Warning) {
        self.observer.warn(warning);
    }
    fn note(&self, message: &str) {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).push(message.to_owned());
    }
    fn interrupted(&self) -> bool {
        self.observer.interrupted()
    }
}

/// Reads the reference, then the corpus, which are read by the same patterns, and gives back which of these matched in neither. What was noted of the reference
/// is told where reading the corpus fails, too.
pub(super) fn of_two(
    observer: &dyn Observer,
    mut read: impl FnMut(bool, &dyn Observer) -> Result<Vec<Unmatched>>,
) -> Result<Vec<Unmatched>> {
    let (of_reference, of_corpus) = (Listening::new(observer), Listening::new(observer));
    let unmatched = read(true, &of_reference).and_then(|in_reference| {
        let in_corpus = read(false, &of_corpus)?;
        Ok(Unmatched::in_neither(&in_reference, in_corpus))
    });
    of_both(&of_reference.into_notes(), &of_corpus.into_notes()).iter().for_each(|note| observer.note(note));
    unmatched
}

/// The notes of both: those that both tell once.
fn of_both(reference: &[String], corpus: &[String]) -> Vec<String> {
    let of_reference = reference.iter().map(|note| {
        let whose = if corpus.contains(note) { "reference and corpus" } else { "reference" };
        format!("{whose}: {note}")
    });
    let of_corpus = corpus.iter().filter(|note| !reference.contains(note)).map(|note| format!("corpus: {note}"));
    of_reference.chain(of_corpus).collect()
}

#[cfg(test)]
mod tests {
    use super::of_both;

    #[test]
    fn what_both_corpora_tell_is_told_once() {
        let notes = |notes: &[&str]| notes.iter().map(|note| (*note).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            of_both(&notes(&["fields: text", "left alone: 1"]), &notes(&["fields: text", "left alone: 2"])),
            ["reference and corpus: fields: text", "reference: left alone: 1", "corpus: left alone: 2"]
        );
        assert_eq!(of_both(&[], &notes(&["a"])), ["corpus: a"]);
    }
}
