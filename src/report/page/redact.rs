//! A run without what must not be shared: taken out before anything is made from it, so that no
//! part of the page can tell it.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use super::Redact;
use crate::report::{Part, Run};

/// A copy of `run` without texts, and for [`Redact::Outlets`] without names.
pub(super) fn redacted(run: &Run, redact: Redact) -> Run {
    let mut run = run.clone();
    if redact == Redact::None {
        return run;
    }
    for text in &mut run.texts {
        text.text = "".into();
    }
    for document in &mut run.documents {
        document.title = None;
        document.url = None;
        document.published = None;
        document.meta.clear();
    }
    let (no_words, no_evidence) = (Part::from(""), Arc::<str>::from(""));
    run.passages.change(|passage| {
        passage.text = no_words.clone();
        passage.evidence = Arc::clone(&no_evidence);
    });
    for cluster in &mut run.clusters {
        cluster.text = "".into();
        cluster.speaker = None;
    }
    for credit in &mut run.credits {
        credit.text.clear();
    }
    // An input without ids is known by its addresses, which are left out like all others.
    if redact == Redact::Outlets || run.documents.iter().any(|document| document.doc.contains("://")) {
        rename_documents(&mut run);
    }
    if redact == Redact::Outlets {
        leave_out_outlets(&mut run);
    }
    run
}

fn rename_documents(run: &mut Run) {
    let width = run.documents.len().to_string().len();
    let docs: HashMap<Arc<str>, Arc<str>> =
        run.documents.iter().enumerate().map(|(i, d)| (d.doc.clone(), format!("Document {:0width$}", i + 1).into())).collect();
    let nobody: Arc<str> = "Document ?".into();
    let doc = |id: &mut Arc<str>| *id = docs.get(id).unwrap_or(&nobody).clone();
    for row in &mut run.documents {
        doc(&mut row.doc);
        row.near_duplicate_of.iter_mut().for_each(doc);
    }
    run.texts.iter_mut().for_each(|row| doc(&mut row.doc));
    run.pairs.rename_documents(doc);
    run.passages.change(|row| {
        doc(&mut row.doc);
        row.source_doc.iter_mut().for_each(doc);
    });
    run.clusters.iter_mut().for_each(|row| row.first_doc.iter_mut().for_each(doc));
    run.repeats.iter_mut().for_each(|row| doc(&mut row.doc));
    run.families.iter_mut().for_each(|row| doc(&mut row.doc));
    run.credits.iter_mut().for_each(|row| doc(&mut row.doc));
    // Warnings can tell ids.
    for warning in &mut run.record.warnings {
        warning.message = "details are left out".into();
        warning.document = None;
    }
}

fn leave_out_outlets(run: &mut Run) {
    let names: BTreeSet<Arc<str>> =
        run.documents.iter().map(|d| d.outlet.clone()).chain((0..run.passages.len()).map(|p| run.passages.told(p).outlet.into())).collect();
    let width = names.len().to_string().len();
    let outlets: HashMap<Arc<str>, Arc<str>> =
        names.into_iter().enumerate().map(|(i, name)| (name, format!("Outlet {:0width$}", i + 1).into())).collect();
    for row in &mut run.documents {
        row.outlet = outlets[&row.outlet].clone();
    }
    run.passages.change(|row| row.outlet = outlets[&row.outlet].clone());
    run.credits.iter_mut().for_each(|row| row.source.clear());
    run.record.inputs.clear();
    for warning in &mut run.record.warnings {
        warning.path = PathBuf::new();
    }
    if let Some(parameters) = run.record.parameters.as_object_mut() {
        // Paths, patterns and names of fields can tell where a corpus came from; numbers cannot.
        parameters.retain(|_, value| value.is_number() || value.is_boolean());
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    fn debug(redact: Redact) -> String {
        format!("{:?}", redacted(&fixtures::small(), redact))
    }

    #[test]
    fn without_texts_no_word_of_an_article_is_left() {
        let told = debug(Redact::Text);
        for word in ["suspension", "Sandvik", "Morning chaos", "https://", "empty bridge"] {
            assert!(!told.contains(word), "{word}");
        }
        assert!(told.contains("Harbour Gazette"));
    }

    #[test]
    fn documents_that_are_known_by_their_address_lose_it_with_the_texts() {
        let mut run = fixtures::small();
        let address: Arc<str> = "https://gazette.example/2016/a".into();
        let first = std::mem::replace(&mut run.documents[0].doc, address.clone());
        run.pairs.rename_documents(|doc| {
            if *doc == first {
                *doc = address.clone();
            }
        });
        let told = format!("{:?}", redacted(&run, Redact::Text));
        assert!(!told.contains("://") && told.contains("Document 1") && told.contains("Harbour Gazette"));
    }

    #[test]
    fn without_outlets_no_name_is_left_and_the_tables_still_belong_together() {
        let told = debug(Redact::Outlets);
        for word in ["Gazette", "Nordwire", "gazette", "nordwire", "channel", "suspension", "Sandvik"] {
            assert!(!told.contains(word), "{word}");
        }
        let run = redacted(&fixtures::small(), Redact::Outlets);
        assert!(super::super::index::Index::new(&run).is_ok());
        assert!(run.documents.windows(2).all(|w| w[0].doc < w[1].doc));
    }
}
