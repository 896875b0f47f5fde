//! Whether the tables of a run belong together: what shows a run looks rows up by the names in others.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::find_table;
use crate::error::{Error, ErrorKind, Result};
use crate::observer::Observer;
use crate::report::model::{ClusterRow, CreditRow, DocumentRow, FamilyRow, PairRow, PassageRow, RepeatRow, Run, TextRow};
use crate::report::tables::Listed;

const REMEDY: &str = "restore the file, or scan the corpus again";

/// That each table has the rows that `run.json` counts, that every document and cluster that a row names is there, and that spans run forwards.
pub(super) fn check(run: &Run, folder: &Path, observer: &dyn Observer) -> Result<()> {
    check_rows(run, folder)?;
    check_all_spans(run, folder, observer)?;
    check_names(run, folder, observer)
}

fn check_rows(run: &Run, folder: &Path) -> Result<()> {
    // Of a run that was put together by another program nothing is known.
    let Some(report) = run.record.stages.iter().find(|stage| stage.stage == "report") else { return Ok(()) };
    let texts = if run.texts.is_empty() { 0 } else { run.documents.len() };
    for (name, found, expected) in [
        (DocumentRow::NAME, run.documents.len(), report.get("documents")),
        (TextRow::NAME, run.texts.len(), Some(texts as u64)),
        (<PairRow>::NAME, run.pairs.len(), report.get("pairs")),
        (<PassageRow>::NAME, run.passages.len(), report.get("passages")),
        (ClusterRow::NAME, run.clusters.len(), report.get("clusters")),
        (RepeatRow::NAME, run.repeats.len(), report.get("repeats")),
        (CreditRow::NAME, run.credits.len(), report.get("credits")),
        (FamilyRow::NAME, run.families.len(), report.get("families")),
    ] {
        if let Some(expected) = expected.filter(|expected| *expected != found as u64) {
            let message = format!("the table `{name}` is damaged: it has {}, and by run.json it had {expected}", rows(found));
            return Err(damaged(folder, name, message));
        }
    }
    // An empty table of texts is told apart from none: `--no-texts` writes none.
    if run.texts.is_empty() && !run.documents.is_empty() && find_table(folder, TextRow::NAME)?.is_some() {
        let message = format!("the table `texts` is damaged: it is empty, and by run.json it had {}", rows(run.documents.len()));
        return Err(damaged(folder, TextRow::NAME, message));
    }
    Ok(())
}

fn rows(count: usize) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}

fn damaged(folder: &Path, table: &str, message: String) -> Error {
    let path = find_table(folder, table).ok().flatten().map_or_else(|| folder.to_owned(), |(path, _)| path);
    Error::new(ErrorKind::Malformed, message).at(path).remedy(REMEDY)
}

fn broken_row<T: Listed>(folder: &Path, row: usize, message: &str) -> Error {
    damaged(folder, T::NAME, format!("row {}: {message}", row + 1))
}

/// That every span runs forwards, and that passages lie in their texts: what shows a run cuts texts by them.
fn check_all_spans(run: &Run, folder: &Path, observer: &dyn Observer) -> Result<()> {
    let at = (folder, observer);
    check_spans::<PairRow, _>(at, &run.pairs, |row| {
        vec![
            ("left_start", row.left_start, row.left_end),
            ("left_byte_start", row.left_byte_start, row.left_byte_end),
            ("right_start", row.right_start, row.right_end),
            ("right_byte_start", row.right_byte_start, row.right_byte_end),
        ]
    })?;
    check_spans::<PassageRow, _>(at, &run.passages, |row| {
        vec![("start", row.start, row.end), ("byte_start", row.byte_start, row.byte_end)]
    })?;
    check_spans::<RepeatRow, _>(at, &run.repeats, |row| {
        vec![("start", row.start, row.end), ("again_start", row.again_start, row.again_end)]
    })?;
    check_spans::<CreditRow, _>(at, &run.credits, |row| vec![("start", row.start, row.end)])?;
    check_spans::<FamilyRow, _>(at, &run.families, |row| vec![("start", row.start, row.end)])?;
    let texts: HashMap<&str, &str> = run.texts.iter().map(|row| (&*row.doc, &*row.text)).collect();
    for (n, row) in run.passages.iter().enumerate() {
        observer.check()?;
        let (start, end) = (row.byte_start as usize, row.byte_end as usize);
        if let Some(text) = texts.get(row.doc).filter(|text| text.get(start..end).is_none()) {
            let message = format!("bytes {start} to {end} are no part of the text of `{}`, which has {}", row.doc, text.len());
            return Err(broken_row::<PassageRow>(folder, n, &message));
        }
    }
    Ok(())
}

fn check_spans<T: Listed, R>(
    (folder, observer): (&Path, &dyn Observer),
    rows: impl IntoIterator<Item = R>,
    spans: impl Fn(R) -> Vec<(&'static str, u32, u32)>,
) -> Result<()> {
    for (n, row) in rows.into_iter().enumerate() {
        observer.check()?;
        if let Some((name, start, end)) = spans(row).into_iter().find(|(_, start, end)| start > end) {
            let message = format!("the span at `{name}` ends at {end}, before its start {start}");
            return Err(broken_row::<T>(folder, n, &message));
        }
    }
    Ok(())
}

/// That documents and clusters are named once, and that every other row names ones that are there.
fn check_names(run: &Run, folder: &Path, observer: &dyn Observer) -> Result<()> {
    let documents = unique(folder, &run.documents, |row| &row.doc)?;
    let clusters = unique(folder, &run.clusters, |row| &row.cluster)?;
    let names = Names { folder, observer, documents, clusters };
    names.check::<DocumentRow, _>(&run.documents, |row| (vec![row.near_duplicate_of.as_deref()], vec![]))?;
    names.check::<TextRow, _>(&run.texts, |row| (vec![Some(&*row.doc)], vec![]))?;
    names.check::<PairRow, _>(&run.pairs, |row| {
        (vec![Some(row.left_doc), Some(row.right_doc)], vec![row.left_cluster, row.right_cluster])
    })?;
    names.check::<PassageRow, _>(&run.passages, |row| (vec![Some(row.doc), row.source_doc], vec![Some(row.cluster)]))?;
    names.check::<ClusterRow, _>(&run.clusters, |row| (vec![row.first_doc.as_deref()], vec![row.part_of.as_deref()]))?;
    names.check::<RepeatRow, _>(&run.repeats, |row| (vec![Some(&*row.doc)], vec![]))?;
    names.check::<CreditRow, _>(&run.credits, |row| (vec![Some(&*row.doc)], vec![]))?;
    names.check::<FamilyRow, _>(&run.families, |row| (vec![Some(&*row.doc)], vec![]))?;
    let filled: HashSet<&str> = run.passages.iter().map(|row| row.cluster).collect();
    match run.clusters.iter().position(|row| !filled.contains(&*row.cluster)) {
        Some(n) => {
            let message = format!("the table `passages` has none of the cluster `{}`", run.clusters[n].cluster);
            Err(broken_row::<ClusterRow>(folder, n, &message))
        }
        None => Ok(()),
    }
}

fn unique<'r, T: Listed>(folder: &Path, rows: &'r [T], name: impl Fn(&'r T) -> &'r str) -> Result<HashSet<&'r str>> {
    let mut names = HashSet::with_capacity(rows.len());
    for (n, row) in rows.iter().enumerate() {
        if !names.insert(name(row)) {
            return Err(broken_row::<T>(folder, n, &format!("`{}` stands in an earlier row already", name(row))));
        }
    }
    Ok(names)
}

/// Names of documents, and of clusters, that a row holds.
type Named<'r> = (Vec<Option<&'r str>>, Vec<Option<&'r str>>);

struct Names<'r> {
    folder: &'r Path,
    observer: &'r dyn Observer,
    documents: HashSet<&'r str>,
    clusters: HashSet<&'r str>,
}

impl Names<'_> {
    fn check<'r, T: Listed, R>(&self, rows: impl IntoIterator<Item = R>, named: impl Fn(R) -> Named<'r>) -> Result<()> {
        for (n, row) in rows.into_iter().enumerate() {
            self.observer.check()?;
            let (documents, clusters) = named(row);
            for (names, known, table) in [(documents, &self.documents, "documents"), (clusters, &self.clusters, "clusters")] {
                if let Some(name) = names.into_iter().flatten().find(|name| !known.contains(name)) {
                    let message = format!("it names `{name}`, which the table `{table}` does not have");
                    return Err(broken_row::<T>(self.folder, n, &message));
                }
            }
        }
        Ok(())
    }
}
