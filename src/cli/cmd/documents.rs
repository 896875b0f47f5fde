//! The two documents that `compare` and `explain` are about: files, or documents of a run or of a corpus.

use std::fs;
use std::path::{Path, PathBuf};

use wirecopy::attribute::Outlets;
use wirecopy::observer::{Observer, Warning};
use wirecopy::read::{Corpus, Document, Meaning, ReadConfig, holds_records, name_of, read};
use wirecopy::{Error, ErrorKind};

use crate::cli::args::documents::PairArguments;
use crate::cli::args::values::field_names;
use crate::cli::progress::Progress;

/// Passes warnings on and keeps notes back: that two files name no outlet is no news.
pub struct Warnings<'a>(pub &'a Progress);

impl Observer for Warnings<'_> {
    fn warn(&self, warning: &Warning) {
        self.0.warn(warning);
    }

    fn interrupted(&self) -> bool {
        self.0.interrupted()
    }
}

/// The two that were named.
pub fn named(arguments: &PairArguments) -> wirecopy::Result<[&Path; 2]> {
    let ids = arguments.run.is_some() || !arguments.corpus.is_empty();
    match (&arguments.left, &arguments.right) {
        (Some(left), Some(right)) if left == right => {
            Err(Error::new(ErrorKind::BadOption, format!("both are `{}`: a text matches itself", left.display())).remedy("name two"))
        }
        (Some(left), Some(right)) => Ok([left, right]),
        _ if ids => Err(Error::new(ErrorKind::BadOption, "expected the ids of two documents")
            .remedy("name them, as in `wirecopy compare --run wirecopy-out ID ID`; behind --corpus put -- before them")),
        _ => Err(Error::new(ErrorKind::BadOption, "expected two documents")
            .remedy("name two files, or two ids with --run or --corpus, as in `wirecopy compare a.txt b.txt`")),
    }
}

/// How documents are read; `outlets` are those that are known beforehand, where outlets are looked at.
fn reading(arguments: &PairArguments, inputs: &[PathBuf], outlets: Option<&Outlets>) -> wirecopy::Result<ReadConfig> {
    let mut fields = field_names(&arguments.field)?;
    if let Some(outlets) = outlets {
        fields = fields.with_outlets(|name| outlets.find(name).is_some());
    }
    Ok(ReadConfig { inputs: inputs.to_vec(), fields, strict: arguments.strict, ..ReadConfig::default() })
}

/// The outlets that are known beforehand.
pub fn outlets(file: Option<&Path>, observer: &dyn Observer) -> wirecopy::Result<Outlets> {
    let mut outlets = Outlets::builtin();
    if let Some(file) = file {
        outlets.extend_from(file)?.iter().for_each(|warning| observer.warn(warning));
    }
    Ok(outlets)
}

/// What was typed, as the id of a document: bytes that are no UTF-8 stand in it as they do in ids of files.
pub fn id(typed: &Path) -> String {
    name_of(typed.as_os_str())
}

/// The documents of the corpus that was named.
pub fn corpus(arguments: &PairArguments, outlets: Option<&Outlets>, observer: &dyn Observer) -> wirecopy::Result<Corpus> {
    read(&reading(arguments, &arguments.corpus, outlets)?, observer)
}

/// The documents of two files, each called by its path as it was named.
pub fn files(
    arguments: &PairArguments,
    paths: [&Path; 2],
    outlets: Option<&Outlets>,
    observer: &dyn Observer,
) -> wirecopy::Result<[Document; 2]> {
    let same = |path: &Path| fs::canonicalize(path).ok();
    if same(paths[0]).is_some() && same(paths[0]) == same(paths[1]) {
        let message = format!("this is the same file as {}: a text matches itself", paths[0].display());
        return Err(Error::new(ErrorKind::BadOption, message).at(paths[1]).remedy("name two files"));
    }
    let fields = field_names(&arguments.field)?;
    if let Some(name) = fields.get(Meaning::Text).and_then(|names| names.first()).filter(|_| !paths.iter().any(|path| holds_records(path)))
    {
        let message = format!("--field names `{name}` for the text, and neither file holds records that could have such a field");
        return Err(Error::new(ErrorKind::BadOption, message).remedy("leave --field away: the whole file is the text"));
    }
    Ok([file(arguments, paths[0], outlets, observer)?, file(arguments, paths[1], outlets, observer)?])
}

/// The one document of a file. What a sidecar beside or above the file says of it counts.
fn file(arguments: &PairArguments, path: &Path, outlets: Option<&Outlets>, observer: &dyn Observer) -> wirecopy::Result<Document> {
    if path.is_dir() {
        return Err(Error::new(ErrorKind::BadOption, "this is a folder, not a text")
            .at(path)
            .remedy(format!("name two files; or take two documents of it by their ids: --corpus {} -- ID ID", path.display())));
    }
    let corpus = read(&reading(arguments, &[path.to_owned()], outlets)?, observer)?;
    let documents = corpus.documents.len();
    let mut document = corpus.documents.into_iter().next().filter(|_| documents == 1).ok_or_else(|| {
        Error::new(ErrorKind::BadOption, format!("expected one text, got {documents} documents in one file")).at(path).remedy(format!(
            "name two of them by their ids: --corpus {} -- ID ID; or scan the file, and name the run with --run",
            path.display()
        ))
    })?;
    document.id = id(path);
    Ok(document)
}
