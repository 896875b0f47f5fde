//! A run's folder back into a [`Run`].

mod check;

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::RUN_FILE;
use super::model::{DocumentRow, PairRow, PassageRow, Run, RunRecord, SCHEMA, TextRow};
use super::pairs::{Gathered, Pairs};
use super::passages::{self, Passages};
use super::tables::{self, Format, Listed as _, Names, Table};
use crate::error::{Error, ErrorKind, Result};
use crate::observer::Observer;

/// Loads the run in `folder`, whatever formats its tables are in: of each table JSON lines are
/// preferred, then Parquet, then CSV. Texts that the run was written without stay away. The observer is asked for each row whether to stop.
///
/// # Errors
/// [`ErrorKind::Io`] when there is no run or a file cannot be read, [`ErrorKind::Malformed`] with file, line
/// and column when a row is broken, a table is missing, has other rows than `run.json` counts or names what is not
/// there, when the run has another schema version or is one of `wirecopy dedup`, [`ErrorKind::UnknownFormat`] when a table is there only in a
/// format that is not built in, [`ErrorKind::Interrupted`] when the observer says so.
pub fn load(folder: &Path, observer: &dyn Observer) -> Result<Run> {
    let run = load_tables(folder, observer)?;
    check::check(&run, folder, observer)?;
    Ok(run)
}

/// Loads the tables as they are, whether they belong together or not.
pub(super) fn load_tables(folder: &Path, observer: &dyn Observer) -> Result<Run> {
    let mut names = Names::default();
    let record = load_record(folder)?;
    // Nothing but `dedup` has a stage of this name.
    if record.stages.iter().any(|stage| stage.stage == "bands") && find_table(folder, DocumentRow::NAME)?.is_none() {
        let message = "this is a run of `wirecopy dedup`, which has the table `families` alone";
        return Err(Error::new(ErrorKind::Malformed, message)
            .at(folder)
            .remedy("name a run of `wirecopy scan`; what dedup dropped and kept stands in its table `families`"));
    }
    Ok(Run {
        record,
        documents: load_table(folder, &mut names, observer)?,
        texts: match find_table(folder, TextRow::NAME)? {
            Some((path, format)) => tables::read(&path, format, &mut names, observer)?,
            None => Vec::new(),
        },
        pairs: load_pairs(folder, &mut names, observer)?,
        passages: load_passages(folder, &mut names, observer)?,
        clusters: load_table(folder, &mut names, observer)?,
        repeats: load_table(folder, &mut names, observer)?,
        credits: load_table(folder, &mut names, observer)?,
        families: load_table(folder, &mut names, observer)?,
    })
}

/// Loads `run.json` alone.
///
/// # Errors
/// [`ErrorKind::Io`] and [`ErrorKind::Malformed`] as of [`load`].
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

fn load_table<T: Table>(folder: &Path, names: &mut Names, observer: &dyn Observer) -> Result<Vec<T>> {
    let (path, format) = needed::<T>(folder)?;
    tables::read(&path, format, names, observer)
}

fn load_pairs(folder: &Path, names: &mut Names, observer: &dyn Observer) -> Result<Pairs> {
    let (path, format) = needed::<PairRow>(folder)?;
    let mut gathered = Gathered::default();
    tables::read_each(&path, format, names, observer, &mut |row: PairRow| {
        let shares = [("identity", row.identity), ("left_coverage", row.left_coverage), ("right_coverage", row.right_coverage)];
        let shares = shares.into_iter().chain(row.similarity.map(|share| ("similarity", share)));
        if let Some((name, share)) = shares.into_iter().find(|(_, share)| !(0.0..=1.0).contains(share)) {
            return Err(format!("column `{name}`: expected a share from 0 to 1, got {share}"));
        }
        gathered.push(row);
        Ok(())
    })?;
    Ok(gathered.finish())
}

fn load_passages(folder: &Path, names: &mut Names, observer: &dyn Observer) -> Result<Passages> {
    let (path, format) = needed::<PassageRow>(folder)?;
    let mut gathered = passages::Gathered::default();
    tables::read_each(&path, format, names, observer, &mut |row: PassageRow| {
        gathered.push(row);
        Ok(())
    })?;
    Ok(gathered.finish())
}

/// The file of a table that every run has.
fn needed<T: Table>(folder: &Path) -> Result<(PathBuf, Format)> {
    let Some(found) = find_table(folder, T::NAME)? else {
        let formats = Format::ALL.map(|format| format!("{}.{}", T::NAME, format.name())).join(", ");
        return Err(Error::new(ErrorKind::Malformed, format!("the run has no table `{}`: looked for {formats}", T::NAME))
            .at(folder)
            .remedy("scan the corpus again, or restore the file"));
    };
    Ok(found)
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
