//! What people see, made from the tables of a run.

pub mod build;
pub(crate) mod count;
pub mod export;
pub mod folder;
pub mod load;
pub mod model;
pub(crate) mod pairs;
pub(crate) mod passages;
#[cfg(test)]
mod sample;
pub mod tables;
#[cfg(feature = "cli")]
pub mod terminal;
#[cfg(test)]
mod tests;
pub mod page;
mod part;

mod when;

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Instant;

use rayon::prelude::*;

pub use export::Export;
pub use folder::{OutputFolder, is_file_of_a_run};
pub use load::load;
pub use model::Run;
pub use pairs::Pairs;
pub use part::Part;
pub use passages::{PassageView, Passages};
pub use tables::Format;

use crate::error::Result;
use crate::observer::{Funnel, Observer};
use crate::room::peak_memory;
use folder::{PAGE_FILE, RUN_FILE, Staged, TIMINGS_FILE};
use model::Timings;
use page::PageStats;
use tables::{Listed as _, Rows, TableConfig};

/// Characters (UTF-16 code units) that a cell of Excel holds at most.
const EXCEL_CELL: usize = 32_767;

/// Writes the page of a run, and says what it holds.
pub type WritePage<'a> = &'a (dyn Fn(&Run, &mut (dyn Write + Send)) -> io::Result<PageStats> + Sync);

/// What of a run is written.
#[derive(Clone)]
pub struct WriteConfig<'a> {
    /// Formats of the tables.
    pub formats: Vec<Format>,
    /// Forms for other programs.
    pub exports: Vec<Export>,
    /// Whether the table `texts` is written. Passages and clusters hold the text of their spans in any case.
    pub texts: bool,
    /// How tables are written.
    pub tables: TableConfig,
    /// Writes `report.html`, where one is wanted.
    pub page: Option<WritePage<'a>>,
}

impl Default for WriteConfig<'_> {
    /// All tables as JSON lines.
    fn default() -> Self {
        Self { formats: vec![Format::Jsonl], exports: Vec::new(), texts: true, tables: TableConfig::default(), page: None }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The folder.
    pub folder: PathBuf,
    /// Names of the files in it, sorted, and their sizes in bytes.
    pub files: Vec<(String, u64)>,
    /// What its page holds, where it has one.
    pub page: Option<PageStats>,
}

/// A page that was written outside the folder of its run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenPage {
    /// The file that a browser opens.
    pub path: PathBuf,
    /// What it holds.
    pub stats: PageStats,
}

/// Writes a run into its folder: tables, exports, page, `timings.json` and, last, `run.json`.
///
/// What that takes is added to the timings as the stage `report`.
///
/// Nothing stands under its name before everything is complete. Files of an earlier run in the folder
/// that this run does not write are removed. Tables are written on all threads; the bytes do not depend
/// on how many there are.
///
/// # Errors
/// [`ErrorKind::UnknownFormat`](crate::ErrorKind::UnknownFormat) for a format that is not built in,
/// [`ErrorKind::Io`](crate::ErrorKind::Io) with the file when it cannot be written,
/// [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted) when the person asked to stop. Nothing is written then;
/// only where the last of it fails, when files get their names, may the folder hold some of them, and no `run.json`.
pub fn write(run: &Run, timings: &Timings, config: &WriteConfig<'_>, folder: OutputFolder, observer: &dyn Observer) -> Result<Written> {
    for format in &config.formats {
        format.check()?;
    }
    if config.tables.csv_excel && config.formats.contains(&Format::Csv) {
        note_long_cells(run, config, observer);
    }
    let begun = Instant::now();
    let page_stats = OnceLock::new();
    let jobs = jobs(run, config, &page_stats);
    observer.begin("report", "files", Some(jobs.len() as u64 + 1));
    let staged: Vec<Result<Staged>> = jobs
        .par_iter()
        .map(|job| {
            observer.check()?;
            let staged = folder.stage(&job.name, observer, |out| (job.write)(out))?;
            observer.advance(1);
            Ok(staged)
        })
        .collect();
    let mut staged = staged.into_iter().collect::<Result<Vec<_>>>()?;
    folder.store(&mut staged)?;
    // Last, since writing is a part of what the run took.
    let timings = timings.clone().with_stage("report", begun.elapsed().as_secs_f64(), peak_memory());
    staged.push(folder.stage(TIMINGS_FILE, observer, |out| json(&timings, out))?);
    observer.advance(1);
    observer.check()?;
    let mut files: Vec<_> = staged.iter().map(|file| (file.name().to_owned(), file.bytes())).collect();
    files.sort();
    let path = folder.path().to_owned();
    folder.commit(staged)?;
    observer.end(&Funnel::new("report").with("files", files.len()));
    drop(jobs);
    Ok(Written { folder: path, files, page: page_stats.into_inner() })
}

/// Says how many texts a spreadsheet will cut.
fn note_long_cells(run: &Run, config: &WriteConfig<'_>, observer: &dyn Observer) {
    let texts = run.texts.iter().filter(|_| config.texts).map(|row| &*row.text);
    let spans = run.passages.iter().map(|row| row.text).chain(run.clusters.iter().map(|row| &*row.text));
    // Fewer bytes than that are fewer characters too, and need not be counted.
    let long = |text: &&str| text.len() > EXCEL_CELL && text.encode_utf16().count() > EXCEL_CELL;
    let count = texts.chain(spans).filter(long).count();
    if count > 0 {
        observer.note(&format!(
            "texts longer than the {EXCEL_CELL} characters that a cell of Excel holds, which it will cut and every \
             other reader has whole: {count}"
        ));
    }
}

/// Writes one file.
type WriteFile<'a> = Box<dyn Fn(&mut (dyn Write + Send)) -> io::Result<()> + Sync + 'a>;

/// One file to be written.
struct Job<'a> {
    name: String,
    write: WriteFile<'a>,
}

/// The files of a run, all but `timings.json`. The largest come first, so that no thread is left with one at the end.
fn jobs<'a>(run: &'a Run, config: &'a WriteConfig<'_>, page_stats: &'a OnceLock<PageStats>) -> Vec<Job<'a>> {
    let mut jobs = Vec::new();
    if let Some(page) = config.page {
        let write = move |out: &mut (dyn Write + Send)| {
            let stats = page(run, out)?;
            page_stats.get_or_init(|| stats);
            Ok(())
        };
        jobs.push(Job { name: PAGE_FILE.to_owned(), write: Box::new(write) });
    }
    let mut formats = config.formats.clone();
    formats.sort();
    formats.dedup();
    for format in formats {
        let tables = config.tables;
        jobs.push(table(&run.pairs, format, tables));
        if config.texts {
            jobs.push(table(&run.texts[..], format, tables));
        }
        jobs.push(table(&run.passages, format, tables));
        jobs.push(table(&run.clusters[..], format, tables));
        jobs.push(table(&run.documents[..], format, tables));
        jobs.push(table(&run.repeats[..], format, tables));
        jobs.push(table(&run.credits[..], format, tables));
        jobs.push(table(&run.families[..], format, tables));
    }
    for export in config.exports.iter().collect::<std::collections::BTreeSet<_>>() {
        for &(name, write) in export.files() {
            jobs.push(Job { name: name.to_owned(), write: Box::new(move |out| write(run, out)) });
        }
    }
    jobs.push(Job { name: RUN_FILE.to_owned(), write: Box::new(|out| json(&run.record, out)) });
    jobs
}

fn table<'a, R: Rows + 'a>(rows: R, format: Format, config: TableConfig) -> Job<'a> {
    Job { name: format!("{}.{}", R::Row::NAME, format.name()), write: Box::new(move |out| tables::write(rows, format, config, out)) }
}

fn json(value: &impl serde::Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}
