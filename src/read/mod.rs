//! Files to [`Document`]s: one file of this folder for each format.
//!
//! [`read`] finds the files (`discover`), joins what sidecars say of them (`sidecar`), and takes
//! documents from each (`intake`): whole files by `text_file`, records by `json_lines`
//! and `delimited`, through `decompress` and `encoding`. `fields` decides what a field means. The
//! result depends on the files alone, not on threads or the order in which they were named.

mod decompress;
mod delimited;
mod discover;
mod document;
mod encoding;
mod fields;
mod globs;
#[cfg(feature = "html")]
mod html;
mod inputs;
mod intake;
mod json;
mod json_lines;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod sidecar;
mod text_file;
mod trouble;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::error::{Error, ErrorKind, Result};
use crate::observer::{Funnel, Observer, Warning};

pub use decompress::DIGEST_SEED;
pub use document::{Corpus, Document, InputFile, Page};
pub use fields::{FieldNames, Meaning};

use discover::{Format, Found, discover};
use fields::{Chooser, Chosen};
use intake::{Taken, Terms, no_text_field, take};
use trouble::{counted, listed};

/// What to read, and how.
#[derive(Debug, Clone, Default)]
pub struct ReadConfig {
    /// Folders and files; `-` is JSON lines on standard input.
    pub inputs: Vec<PathBuf>,
    /// Which fields the person named.
    pub fields: FieldNames,
    /// Where a document's outlet is taken from.
    pub outlet_from: OutletFrom,
    /// Read only files that one of these patterns matches. Empty: all.
    pub include: Vec<String>,
    /// Leave out files and folders that one of these patterns matches.
    pub exclude: Vec<String>,
    /// Stop after so many documents, in the order of the files' names.
    pub limit: Option<u64>,
    /// Make every record that cannot be read an error.
    pub strict: bool,
}

impl ReadConfig {
    /// Reads `inputs` with everything else as it is by default.
    pub fn of<P: Into<PathBuf> + Clone>(inputs: &[P]) -> Self {
        Self {
            inputs: inputs.iter().cloned().map(Into::into).collect(),
            ..Self::default()
        }
    }
}

/// Where a document's outlet is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutletFrom {
    /// A field of the record or of a sidecar, else the host of the document's address.
    #[default]
    Field,
    /// The name of the folder in which the file lies.
    Folder,
    /// The name of the file without its endings.
    File,
    /// Nowhere: every document counts as an outlet of its own.
    None,
}

/// Reads every document of the inputs.
///
/// Documents come out sorted by id. Records that cannot be read become warnings, told to the
/// observer in the order of [`Corpus::warnings`] once all files are read.
///
/// # Errors
/// - [`ErrorKind::NoDocuments`], [`ErrorKind::NoTextField`]: nothing came out, and what was seen instead;
/// - [`ErrorKind::DuplicateId`]: naming both places;
/// - [`ErrorKind::TooLarge`]: a text of 4 GiB and more;
/// - [`ErrorKind::UnknownFormat`]: a file named as input (inside a folder it is left alone, and told);
/// - [`ErrorKind::BadOption`]: a pattern that cannot be read, a field that no record has, an input
///   inside another, two sidecars in one folder;
/// - [`ErrorKind::Malformed`]: a sidecar without a column of file names, and with `strict` every record that cannot be read;
/// - [`ErrorKind::Io`], [`ErrorKind::Interrupted`].
pub fn read(config: &ReadConfig, observer: &dyn Observer) -> Result<Corpus> {
    let found = discover(config)?;
    let bytes = found
        .places
        .iter()
        .chain(&found.sidecars)
        .map(|place| place.bytes)
        .sum();
    let total = found
        .places
        .iter()
        .all(|place| !place.is_stdin())
        .then_some(bytes);
    observer.begin("read", "bytes", total);
    let terms = Terms {
        names: &config.fields,
        outlet_from: config.outlet_from,
        strict: config.strict,
        max_text_bytes: u64::from(u32::MAX),
        observer,
    };
    read_found(config, &found, &terms)
}

fn read_found(config: &ReadConfig, found: &Found, terms: &Terms<'_>) -> Result<Corpus> {
    let observer = terms.observer;
    let mut warnings = Vec::new();
    let mut inputs = Vec::new();
    let mut of_sidecars = Chooser::for_sidecar(terms.names);
    let mut rows: HashMap<usize, Chosen> = HashMap::new();
    let mut unlisted = BTreeSet::new();
    for (sidecar, files) in found
        .sidecars
        .iter()
        .zip(sidecar::governed(&found.places, &found.sidecars))
    {
        let joined = sidecar::join(
            sidecar,
            &found.places,
            &files,
            terms.names,
            terms.strict,
            observer,
        )?;
        rows.extend(joined.rows);
        unlisted.extend(joined.unlisted);
        warnings.extend(joined.troubles.into_warnings());
        of_sidecars.absorb(&joined.chooser);
        let path = sidecar.path.clone();
        inputs.push(InputFile {
            path,
            bytes: joined.on_disk.bytes,
            digest: joined.on_disk.digest,
            documents: 0,
        });
    }
    for &at in &unlisted {
        observer.advance(found.places[at].bytes);
    }
    let wanted: Vec<usize> = (0..found.places.len())
        .filter(|at| !unlisted.contains(at))
        .collect();
    let taken = take_all(&wanted, config.limit, |at, limit| {
        take(&found.places[at], rows.get(&at), limit, terms)
    })?;

    let mut of_records = Chooser::new(terms.names);
    let mut left_out = 0;
    let mut with_fields = None;
    let unread = wanted.len() - taken.len();
    let mut documents = Vec::new();
    let files = taken.len() + found.sidecars.len();
    for (file, taken) in taken.into_iter().enumerate() {
        of_records.absorb(&taken.chooser);
        left_out += taken.lost;
        if with_fields.is_none() && !taken.chooser.names_met().is_empty() {
            with_fields = Some(taken.input.path.clone());
        }
        warnings.extend(taken.warnings);
        documents.extend(
            taken
                .documents
                .into_iter()
                .map(|(document, line)| (document, file, line)),
        );
        inputs.push(taken.input);
    }
    warnings.sort();
    for warning in &warnings {
        observer.warn(warning);
    }
    if documents.is_empty() {
        if let Some(path) = with_fields.filter(|_| !of_records.knows(Meaning::Text)) {
            return Err(no_text_field(&path, &of_records));
        }
        return Err(nothing_read(config, found, &warnings));
    }
    of_records.check_names(&of_sidecars)?;
    documents.sort_by(|(a, a_file, a_line), (b, b_file, b_line)| {
        a.id.cmp(&b.id)
            .then(a_file.cmp(b_file))
            .then(a_line.cmp(b_line))
    });
    for pair in documents.windows(2) {
        if let [
            (first, first_file, first_line),
            (second, second_file, second_line),
        ] = pair
            && first.id == second.id
        {
            let place = |file: usize| found.places[wanted[file]].path.as_path();
            return Err(duplicate(
                &first.id,
                (place(*first_file), *first_line),
                (place(*second_file), *second_line),
            ));
        }
    }
    let documents: Vec<Document> = documents
        .into_iter()
        .map(|(document, _, _)| document)
        .collect();
    inputs.sort();
    for note in notes(
        config,
        found,
        &documents,
        [of_records.told(), of_sidecars.told()],
        unread,
    ) {
        observer.note(&note);
    }
    let left_out = usize::try_from(left_out).unwrap_or(usize::MAX);
    observer.end(
        &Funnel::new("read")
            .with("files", files)
            .with("documents", documents.len())
            .with("left out", left_out),
    );
    Ok(Corpus {
        documents,
        inputs,
        warnings,
    })
}

/// Takes documents from every file. Of several errors the first file's is told, whatever the threads do.
fn take_all<'a>(
    wanted: &[usize],
    limit: Option<u64>,
    take: impl Fn(usize, Option<u64>) -> Result<Taken<'a>> + Sync,
) -> Result<Vec<Taken<'a>>> {
    let Some(mut left) = limit else {
        let taken: Vec<Result<Taken<'a>>> = wanted.par_iter().map(|&at| take(at, None)).collect();
        return taken.into_iter().collect();
    };
    let mut all = Vec::new();
    for &at in wanted {
        if left == 0 {
            break;
        }
        let taken = take(at, Some(left))?;
        left -= taken.input.documents;
        all.push(taken);
    }
    Ok(all)
}

fn duplicate(id: &str, first: (&Path, Option<u64>), second: (&Path, Option<u64>)) -> Error {
    let at = |(path, line): (&Path, Option<u64>)| match line {
        Some(line) => format!("{} line {line}", path.display()),
        None => path.display().to_string(),
    };
    let error = Error::new(
        ErrorKind::DuplicateId,
        format!("the id `{id}` is taken already, by the document in {}", at(first)),
    )
    .at(second.0)
    .remedy("give each document an id of its own: --field id=NAME takes another field, --field id= numbers them by file and line");
    second.1.into_iter().fold(error, Error::on_line)
}

/// The error of a run that found no document: what was looked for, and what was there.
fn nothing_read(config: &ReadConfig, found: &Found, warnings: &[Warning]) -> Error {
    let inputs: Vec<String> = config
        .inputs
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let inputs = listed(&inputs, 5);
    let seen = found.left_alone().map_or_else(
        || "nothing else there".to_owned(),
        |seen| format!("seen: {seen}"),
    );
    if found.places.is_empty() {
        return Error::new(
            ErrorKind::NoDocuments,
            format!(
                "no document in {inputs}: looked for files ending in {}; {seen}",
                Format::endings()
            ),
        )
        .remedy("name a folder or file that holds articles");
    }
    let files = counted(found.places.len() as u64, "file");
    let why = match warnings {
        [] => "they hold no record".to_owned(),
        [first, ..] => format!(
            "the first trouble: {}: {}: {}",
            first.path.display(),
            first.cause,
            first.message
        ),
    };
    Error::new(
        ErrorKind::NoDocuments,
        format!("no document in {inputs}: {files} of known formats, but {why}"),
    )
    .remedy("look at the warnings above; --field names the fields, --exclude leaves files out")
}

/// The choices that were made for the person, in sentences.
fn notes(
    config: &ReadConfig,
    found: &Found,
    documents: &[Document],
    [of_records, of_sidecars]: [Option<String>; 2],
    unread: usize,
) -> Vec<String> {
    let mut notes: Vec<String> = of_records.into_iter().collect();
    notes.extend(of_sidecars.map(|told| format!("sidecar {told}")));
    if documents.iter().all(|document| document.outlet.is_none())
        && config.outlet_from != OutletFrom::None
    {
        notes.push(
            "no outlet is named anywhere: every document counts as an outlet of its own".to_owned(),
        );
    }
    let mut encodings: BTreeMap<&str, u64> = BTreeMap::new();
    for document in documents {
        *encodings.entry(&document.encoding).or_default() += 1;
    }
    if encodings.keys().any(|encoding| *encoding != "UTF-8") {
        let told: Vec<String> = encodings
            .iter()
            .map(|(name, n)| format!("{name} ({n})"))
            .collect();
        notes.push(format!("encodings found: {}", told.join(", ")));
    }
    if let Some(left_alone) = found.left_alone() {
        notes.push(format!("left alone: {left_alone}"));
    }
    if let Some(limit) = config
        .limit
        .filter(|limit| documents.len() as u64 >= *limit)
    {
        let files = counted(unread as u64, "file");
        notes.push(format!(
            "stopped after {limit} documents, as --limit says; {files} not opened"
        ));
    }
    notes
}

#[cfg(test)]
mod tests;
