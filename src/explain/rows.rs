//! Documents and options back from the tables of a run.

use std::collections::BTreeMap;

use crate::cluster::Kind;
use crate::compare::ids;
use crate::error::{Error, ErrorKind, Result};
use crate::pipeline::ScanConfig;
use crate::read::Document;
use crate::report::Run;
use crate::report::model::{DocumentRow, PairRow};
use crate::span::{Bytes, Span};

/// Before the name of a field in the column `date_source`.
const METADATA: &str = "metadata ";

/// The options that a run was made with; those that its record does not name are the defaults.
#[must_use]
pub fn config_of(run: &Run) -> ScanConfig {
    run.record.parameters.get("stages").cloned().and_then(|stages| serde_json::from_value(stages).ok()).unwrap_or_default()
}

/// Two documents of a run, by their ids.
///
/// # Errors
/// [`ErrorKind::BadOption`] for an id that the run does not know, with the ids most like it;
/// [`ErrorKind::Malformed`] for a run without its texts.
pub fn documents_of(run: &Run, wanted: [&str; 2]) -> Result<[Document; 2]> {
    let known: Vec<&str> = run.documents.iter().map(|row| &*row.doc).collect();
    let of = |id: &str| -> Result<Document> {
        let at = ids::find(&known, id)?;
        document(run, at)
    };
    Ok([of(wanted[0])?, of(wanted[1])?])
}

/// A document as it was read, as far as the tables tell: the mark-up of a page is not in them.
pub(super) fn document(run: &Run, at: usize) -> Result<Document> {
    let row = &run.documents[at];
    let text = run.texts.binary_search_by(|text| text.doc.cmp(&row.doc)).map_err(|_| {
        Error::new(ErrorKind::Malformed, format!("the run holds no text of `{}`: it was written without its texts", row.doc))
            .remedy("scan again without --no-texts, or name two files instead")
    })?;
    Ok(Document {
        id: row.doc.to_string(),
        text: run.texts[text].text.clone(),
        outlet: (row.outlet != row.doc).then(|| row.outlet.to_string()),
        title: row.title.clone(),
        url: row.url.clone(),
        language: row.language.clone(),
        date: date(row),
        encoding: row.encoding.clone(),
        meta: row.meta.clone().into_iter().collect::<BTreeMap<_, _>>(),
        page: None,
        place: None,
    })
}

/// The field of the input that told the date, where it was taken from one.
fn date(row: &DocumentRow) -> Option<(String, String)> {
    let field = row.date_source.as_deref()?.strip_prefix(METADATA)?;
    Some((field.to_owned(), row.published.clone()?))
}

/// The kind of the pair of these two spans, in either order of the documents, where the run has it.
#[must_use]
pub fn kind_in(run: &Run, left_doc: &str, left: Span<Bytes>, right_doc: &str, right: Span<Bytes>) -> Option<Kind> {
    let ((first, one), (second, other)) =
        if left_doc < right_doc { ((left_doc, left), (right_doc, right)) } else { ((right_doc, right), (left_doc, left)) };
    let same = |row: &PairRow<&str>| {
        Span::new(row.left_byte_start, row.left_byte_end) == one && Span::new(row.right_byte_start, row.right_byte_end) == other
    };
    run.pairs.of(first, second).find(same).map(|row| row.kind)
}
