//! What a run as a whole tells: why nothing came out, which ids clash, what was chosen for the person.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};
use crate::observer::Warning;

use super::discover::{Found, Place};
use super::document::Document;
use super::format::Format;
use super::intake::NO_TEXT;
use super::json_lines::BROKEN_JSON;
use super::trouble::{counted, listed};
use super::{OutletFrom, ReadConfig};

/// Two documents have one id; each place is a file, and a line where the file has lines.
pub(crate) fn duplicate(id: &str, first: &(PathBuf, Option<u64>), second: &(PathBuf, Option<u64>)) -> Error {
    let at = |(path, line): &(PathBuf, Option<u64>)| match line {
        Some(line) => format!("{} line {line}", path.display()),
        None => path.display().to_string(),
    };
    let message = format!("the id `{id}` is taken already, by the document in {}", at(first));
    let error = Error::new(ErrorKind::DuplicateId, message)
        .at(&second.0)
        .remedy("give each document an id of its own: --field id=NAME takes another field, --field id= numbers them by file and line");
    second.1.into_iter().fold(error, Error::on_line)
}

/// The error of a run that found no document: what was looked for, and what was there.
pub(super) fn nothing_read(config: &ReadConfig, found: &Found, warnings: &[Warning]) -> Error {
    let inputs: Vec<String> = config.inputs.iter().map(|path| path.display().to_string()).collect();
    let inputs = listed(&inputs, 5);
    let mut seen = found.left_alone().map_or_else(|| "nothing else there".to_owned(), |seen| format!("seen: {seen}"));
    if found.places.is_empty() {
        found.unmatched.iter().for_each(|unmatched| seen.push_str(&format!("; {}", unmatched.told())));
        return Error::new(
            ErrorKind::NoDocuments,
            format!("no document in {inputs}: looked for files ending in {}; {seen}", Format::endings()),
        )
        .remedy(if found.excluded.is_empty() {
            "name a folder or file that holds articles"
        } else {
            "name a folder or file that holds articles, or give --include and --exclude other patterns, which hold for everything that is read"
        });
    }
    let files = counted(found.places.len() as u64, "file");
    let why = match warnings {
        [] => if found.places.len() == 1 { "it holds no record" } else { "they hold no record" }.to_owned(),
        [first, ..] => {
            let line = first.line.map_or_else(String::new, |line| format!("line {line}: "));
            format!("the first trouble is in {}: {line}{}: {}", first.path.display(), first.cause, first.message)
        }
    };
    let holds = if found.places.iter().all(|place| config.inputs.contains(&place.path)) {
        String::new()
    } else {
        format!(", which holds {files} of known formats")
    };
    let remedy = if found.places.iter().any(Place::is_stdin) {
        "standard input (`-`) takes JSON lines only; save anything else as a file whose name says what it is (.csv, .tsv, .json), and name that"
    } else if warnings.is_empty() {
        "name one that holds articles: a file may be empty, or have the names of columns and no row below them"
    } else if warnings.first().is_some_and(|first| is_json_of_other_lines(first, found)) {
        "if it is an array, or if its objects go over several lines, name it .json"
    } else if warnings.first().is_some_and(|first| first.cause == NO_TEXT) {
        "take another field with --field text=NAME, or write the texts themselves there; frames of pandas with to_json(orient=\"records\", lines=True)"
    } else {
        "mend that first; --field names the fields, --exclude leaves files out"
    };
    Error::new(ErrorKind::NoDocuments, format!("no document in {inputs}{holds}; {why}")).remedy(remedy)
}

/// Whether a file whose name says JSON lines seems to hold an array, or objects of several lines.
fn is_json_of_other_lines(warning: &Warning, found: &Found) -> bool {
    let goes_on = ["it ends inside an object", "it ends inside an array", "expected a JSON object, got an array"];
    let is_lines = |place: &Place| place.format == Format::JsonLines && place.path == warning.path;
    warning.cause == BROKEN_JSON && goes_on.iter().any(|told| warning.message.starts_with(told)) && found.places.iter().any(is_lines)
}

/// What the notes say of the documents.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub documents: u64,
    /// How many name no outlet; `None` where no outlet is looked at.
    pub without_outlet: Option<u64>,
    /// How many were read as each encoding.
    pub encodings: BTreeMap<String, u64>,
}

impl Facts {
    pub fn of(documents: &[Document]) -> Self {
        let mut encodings: BTreeMap<String, u64> = BTreeMap::new();
        for document in documents {
            match encodings.get_mut(&*document.encoding) {
                Some(count) => *count += 1,
                None => drop(encodings.insert(document.encoding.to_string(), 1)),
            }
        }
        let without_outlet = documents.iter().filter(|document| document.outlet.is_none()).count() as u64;
        Self { documents: documents.len() as u64, without_outlet: Some(without_outlet), encodings }
    }
}

impl Facts {
    /// How documents count that name no outlet, where there are any.
    fn told_of_outlets(&self) -> Option<String> {
        let without = self.without_outlet.filter(|without| *without > 0)?;
        if without == self.documents {
            return Some("no outlet is named anywhere: every document counts as an outlet of its own".to_owned());
        }
        let (names, all) = (if without == 1 { "names" } else { "name" }, counted(self.documents, "document"));
        Some(format!("{without} of {all} {names} no outlet: each counts as an outlet of its own, so that it is compared with all others"))
    }
}

/// What was chosen from sidecars; where nobody named one of them, with the names of all that were of use (`listing`).
pub(super) fn told_of_sidecars(told: &str, listing: &[&Path], found: &Found) -> String {
    if !listing.iter().any(|path| found.uncalled.contains(*path)) {
        return format!("sidecar {told}");
    }
    let names: Vec<String> = listing.iter().map(|path| path.display().to_string()).collect();
    format!("sidecar {}, {told}", listed(&names, 5))
}

/// The choices that were made for the person, in sentences.
pub(super) fn notes(config: &ReadConfig, found: &Found, facts: &Facts, of_fields: [Option<String>; 3], unread: usize) -> Vec<String> {
    let mut notes: Vec<String> = of_fields.into_iter().flatten().collect();
    if config.outlet_from != OutletFrom::None {
        notes.extend(facts.told_of_outlets());
    }
    if facts.encodings.keys().any(|encoding| *encoding != "UTF-8") {
        let told: Vec<String> = facts.encodings.iter().map(|(name, n)| format!("{name} ({n})")).collect();
        notes.push(format!("encodings found: {}", told.join(", ")));
    }
    if let Some(left_alone) = found.left_alone() {
        notes.push(format!("left alone: {left_alone}"));
    }
    if let Some(limit) = config.limit.filter(|limit| facts.documents >= *limit) {
        let documents = counted(limit, "document");
        let unopened = if unread > 0 { format!("; {} not opened", counted(unread as u64, "file")) } else { String::new() };
        notes.push(format!("stopped after {documents}, as --limit says{unopened}"));
    }
    notes
}
