//! A run's folder back into a [`Run`].

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::folder::RUN_FILE;
use super::model::{PassageRow, Run, RunRecord, SCHEMA, TextRow};
use super::tables::{self, Format, Names, Table};
use crate::error::{Error, ErrorKind, Result};

/// Loads the run in `folder`, whatever formats its tables are in: of each table JSON lines are
/// preferred, then Parquet, then CSV. Texts that the run was written without stay away.
///
/// # Errors
/// [`ErrorKind::Io`] when there is no run or a file cannot be read, [`ErrorKind::Malformed`] with file, line
/// and column when a row is broken, a table is missing, or the run has another schema version.
pub fn load(folder: &Path) -> Result<Run> {
    let mut names = Names::default();
    let run = Run {
        record: load_record(folder)?,
        documents: load_table(folder, &mut names)?,
        texts: match find_table(folder, TextRow::NAME)? {
            Some((path, format)) => tables::read(&path, format, &mut names)?,
            None => Vec::new(),
        },
        pairs: load_table(folder, &mut names)?,
        passages: load_table(folder, &mut names)?,
        clusters: load_table(folder, &mut names)?,
        repeats: load_table(folder, &mut names)?,
        credits: load_table(folder, &mut names)?,
        families: load_table(folder, &mut names)?,
    };
    check(&run, folder)?;
    Ok(run)
}

/// That every span runs forwards, and that passages lie in their texts: what shows a run cuts texts by them.
fn check(run: &Run, folder: &Path) -> Result<()> {
    check_spans(folder, &run.pairs, |row| {
        vec![
            ("left_start", row.left_start, row.left_end),
            ("left_byte_start", row.left_byte_start, row.left_byte_end),
            ("right_start", row.right_start, row.right_end),
            ("right_byte_start", row.right_byte_start, row.right_byte_end),
        ]
    })?;
    check_spans(folder, &run.passages, |row| vec![("start", row.start, row.end), ("byte_start", row.byte_start, row.byte_end)])?;
    check_spans(folder, &run.repeats, |row| vec![("start", row.start, row.end), ("again_start", row.again_start, row.again_end)])?;
    check_spans(folder, &run.credits, |row| vec![("start", row.start, row.end)])?;
    check_spans(folder, &run.families, |row| vec![("start", row.start, row.end)])?;
    let texts: HashMap<&str, &str> = run.texts.iter().map(|row| (&*row.doc, &*row.text)).collect();
    for (n, row) in run.passages.iter().enumerate() {
        let (start, end) = (row.byte_start as usize, row.byte_end as usize);
        if let Some(text) = texts.get(&*row.doc).filter(|text| text.get(start..end).is_none()) {
            let message = format!("bytes {start} to {end} are no part of the text of `{}`, which has {}", row.doc, text.len());
            return Err(broken_row::<PassageRow>(folder, n, &message));
        }
    }
    Ok(())
}

fn check_spans<T: Table>(folder: &Path, rows: &[T], spans: fn(&T) -> Vec<(&'static str, u32, u32)>) -> Result<()> {
    for (n, row) in rows.iter().enumerate() {
        if let Some((name, start, end)) = spans(row).into_iter().find(|(_, start, end)| start > end) {
            let message = format!("the span at `{name}` ends at {end}, before its start {start}");
            return Err(broken_row::<T>(folder, n, &message));
        }
    }
    Ok(())
}

fn broken_row<T: Table>(folder: &Path, row: usize, message: &str) -> Error {
    let path = find_table(folder, T::NAME).ok().flatten().map_or_else(|| folder.to_owned(), |(path, _)| path);
    Error::new(ErrorKind::Malformed, format!("row {}: {message}", row + 1)).at(path).remedy("scan the corpus again, or restore the file")
}

/// Loads `run.json` alone.
///
/// # Errors
/// As [`load`].
pub fn load_record(folder: &Path) -> Result<RunRecord> {
    const OTHER_VERSION: &str = "use the version of wirecopy that wrote it, or scan the corpus again";
    let path = folder.join(RUN_FILE);
    let bytes = fs::read(&path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Error::new(ErrorKind::Io, "this is no run: it has no run.json")
            .at(folder)
            .remedy("name a folder that `wirecopy scan --out` has written"),
        _ => Error::io(&path, e),
    })?;
    let malformed = |e: serde_json::Error| {
        let line = u64::try_from(e.line()).unwrap_or(u64::MAX);
        Error::new(ErrorKind::Malformed, e.to_string()).at(&path).on_line(line).remedy("scan the corpus again")
    };
    // The version comes first: a record of another one need not have the same keys.
    let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(malformed)?;
    let schema = &value["schema"];
    if schema != SCHEMA {
        let message = format!("the run has schema version {schema}; this program reads version {SCHEMA}");
        return Err(Error::new(ErrorKind::Malformed, message).at(&path).remedy(OTHER_VERSION));
    }
    serde_json::from_slice(&bytes).map_err(malformed)
}

fn load_table<T: Table>(folder: &Path, names: &mut Names) -> Result<Vec<T>> {
    let Some((path, format)) = find_table(folder, T::NAME)? else {
        let formats = Format::ALL.map(|format| format!("{}.{}", T::NAME, format.name())).join(", ");
        return Err(Error::new(ErrorKind::Malformed, format!("the run has no table `{}`: looked for {formats}", T::NAME))
            .at(folder)
            .remedy("scan the corpus again, or restore the file"));
    };
    tables::read(&path, format, names)
}

/// The file of the table `name` in the format that is read first, of those that are there.
fn find_table(folder: &Path, name: &str) -> Result<Option<(PathBuf, Format)>> {
    let mut unreadable = None;
    for format in Format::ALL {
        let path = folder.join(format!("{name}.{}", format.name()));
        if path.is_file() {
            match format.check() {
                Ok(()) => return Ok(Some((path, format))),
                Err(error) => unreadable = Some(error.at(path)),
            }
        }
    }
    unreadable.map_or(Ok(None), Err)
}
