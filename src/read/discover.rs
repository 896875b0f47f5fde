//! From what was named on the command line to the files that are read.

mod entry;
pub(super) mod named;
mod place;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::observer::Warning;

use self::entry::{BLOCKS, READABLE, holds_page, is_of_run, is_page_of_run, why_unreadable};
pub(super) use self::place::Place;
use super::ReadConfig;
use super::decompress::Compression;
use super::file_name::name_of;
use super::format::{Format, format_of, sidecar_format};
use super::globs::{Globs, Unmatched};
use super::inputs::{self, Input, Kind};
use super::trouble::{counted, listed};

/// A file or folder that the globs left out.
#[derive(Debug)]
pub(super) struct Excluded {
    pub input: usize,
    pub below: String,
    pub is_folder: bool,
}

/// The files of all inputs.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Sorted by name.
    pub places: Vec<Place>,
    /// `metadata.csv` and the like. `below` of a sidecar minus its own name is the folder that it is for.
    pub sidecars: Vec<Place>,
    /// Paths of sidecars that nobody named, nor a folder that they are in: found beside or above files that were.
    pub uncalled: BTreeSet<PathBuf>,
    /// What may be such a sidecar and was not taken for one.
    pub doubtful: Vec<Warning>,
    /// Files of other formats.
    pub unknown: Vec<String>,
    pub hidden: u64,
    /// Files and folders that the globs left out.
    pub excluded: Vec<Excluded>,
    /// Patterns that matched nothing.
    pub unmatched: Vec<Unmatched>,
    /// What stands in a folder and cannot be read.
    pub unreadable: Vec<Warning>,
    /// Folders that hold the tables of an earlier run.
    pub runs: u64,
    /// Tables of an earlier run among the files of an input's own folder.
    pub tables: u64,
    /// Pages of earlier runs that were written among the files.
    pub pages: u64,
    /// Links to files and folders that are read under their own name.
    pub links: u64,
}

impl Found {
    /// What was seen beside the files that are read; `None` when that is nothing.
    pub fn left_alone(&self) -> Option<String> {
        let mut parts = Vec::new();
        if !self.unknown.is_empty() {
            let files = counted(self.unknown.len() as u64, "file");
            parts.push(format!("{files} of other formats ({})", listed(&self.unknown, 10)));
        }
        for (count, noun, what) in [
            (self.excluded.len() as u64, "name", "that --include and --exclude leave out"),
            (self.hidden, "hidden name", ""),
            (self.runs, "folder", "with the tables of an earlier run"),
            (self.tables, "table", "of an earlier run"),
            (self.pages, "page", "of an earlier run"),
            (self.links, "link", "to what is read under its own name"),
        ] {
            if count > 0 {
                parts.push(format!("{} {what}", counted(count, noun)).trim_end().to_owned());
            }
        }
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// Finds the files of all inputs, sorted by name.
pub(super) fn discover(config: &ReadConfig) -> Result<Found> {
    discover_from(config, env::current_dir().ok().as_deref())
}

/// The same for a program that runs in the folder `here`.
fn discover_from(config: &ReadConfig, here: Option<&Path>) -> Result<Found> {
    let inputs = inputs::inputs(&config.inputs)?;
    let globs = Globs::new(&config.include, &config.exclude)?;
    let mut found = Found::default();
    let mut beyond = Beyond::default();
    let named = named::sidecars(&inputs, &config.fields);
    for (at, input) in inputs.iter().enumerate() {
        let prefix = if inputs.len() > 1 { format!("{}/", input.own_name) } else { String::new() };
        let (inputs, strict) = (&inputs, config.strict);
        let mut walk =
            Walk { at, prefix, globs: &globs, inputs, strict, found: &mut found, beyond: &mut beyond, linked: None, in_blocks: false };
        match input.kind {
            Kind::Folder => walk.folder(&input.path, "", &input.folder)?,
            Kind::File => walk.named_file(input, named.contains(&at))?,
            Kind::Stdin => found.places.push(Place {
                path: input.path.clone(),
                name: input.own_name.clone(),
                format: Format::JsonLines,
                compression: Compression::None,
                bytes: 0,
                input: at,
                below: input.own_name.clone(),
                folder: input.folder.clone(),
                can_read_again: false,
                listed: None,
            }),
        }
    }
    named::join(&inputs, &named, &globs, here, &mut found)?;
    found.unmatched = globs.unmatched(&config.inputs);
    found.places.sort_by(|a, b| a.name.cmp(&b.name));
    found.sidecars.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    found.unknown.sort();
    Ok(found)
}

/// What links led to outside of every input.
#[derive(Debug, Default)]
struct Beyond {
    folders: BTreeSet<PathBuf>,
    files: BTreeSet<PathBuf>,
}

/// Goes through one input.
struct Walk<'a> {
    at: usize,
    /// What stands before the path below the folder in a name.
    prefix: String,
    globs: &'a Globs,
    inputs: &'a [Input],
    strict: bool,
    found: &'a mut Found,
    beyond: &'a mut Beyond,
    /// Below a link to a folder: whether something there was met by another way.
    linked: Option<bool>,
    /// Below the folder of a page's blocks.
    in_blocks: bool,
}

impl Walk<'_> {
    /// Takes in a folder; `below` is its path below the input's folder, empty or with a slash at its end.
    fn folder(&mut self, path: &Path, below: &str, name: &str) -> Result<()> {
        let entries = fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(e) if below.is_empty() => return Err(Error::io(path, e).remedy(READABLE)),
            Err(e) => return self.unreadable(path, &e.to_string()),
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        let holds = |name: &str| entries.iter().any(|entry| entry.file_name() == name);
        let holds_run = holds("run.json") && holds("timings.json");
        if !below.is_empty() && holds_run {
            self.found.runs += 1;
            self.globs.pass_over(below.trim_end_matches('/'));
            return Ok(());
        }
        let holds_page = holds_page(path, holds);
        let mut sidecar: Option<Place> = None;
        let places_before = self.found.places.len();
        for entry in entries {
            let entry_path = entry.path();
            let entry_name = name_of(&entry.file_name());
            let entry_below = format!("{below}{entry_name}");
            if entry_name.starts_with('.') {
                self.found.hidden += 1;
                self.globs.pass_over(&entry_below);
                continue;
            }
            // Follows links.
            let metadata = fs::metadata(&entry_path);
            if self.globs.exclude(&entry_below) {
                self.globs.pass_over(&entry_below);
                self.exclude(entry_below, metadata.is_ok_and(|metadata| metadata.is_dir()));
                continue;
            }
            if holds_run && is_of_run(&entry_name) {
                self.found.tables += 1;
                continue;
            }
            let metadata = match metadata {
                Ok(metadata) => metadata,
                // Without it others would be documents than it says, so that there is no going on.
                Err(e) if sidecar_format(&entry_name).is_some() => return Err(unreadable_sidecar(&entry_path, e.to_string())),
                Err(e) => {
                    self.unreadable(&entry_path, &e.to_string())?;
                    continue;
                }
            };
            let is_link = entry.file_type().map_err(|e| Error::io(&entry_path, e))?.is_symlink();
            if is_link && self.leads_back(&entry_path, metadata.is_dir())? {
                self.found.links += 1;
            } else if metadata.is_dir() {
                let around = self.linked;
                self.linked = if is_link { Some(false) } else { around };
                let outside = self.in_blocks;
                self.in_blocks |= holds_page && entry_name == BLOCKS;
                self.folder(&entry_path, &format!("{entry_below}/"), &entry_name)?;
                self.in_blocks = outside;
                if is_link {
                    self.found.links += u64::from(self.linked == Some(true));
                    self.linked = around;
                }
            } else if let Some((format, compression)) = sidecar_format(&entry_name) {
                if let Some(why) = why_unreadable(&entry_path, &metadata) {
                    return Err(unreadable_sidecar(&entry_path, why));
                }
                let place = self.place(entry_path, entry_below, name, format, compression, &metadata);
                if let Some(first) = &sidecar {
                    return Err(two_sidecars(&first.path, &place.path));
                }
                sidecar = Some(place);
            } else if !self.globs.include(&entry_below) {
                self.exclude(entry_below, false);
            } else if let Some((format, compression)) = format_of(&entry_name) {
                if let Some(why) = why_unreadable(&entry_path, &metadata) {
                    self.unreadable(&entry_path, &why)?;
                    continue;
                }
                if self.is_met(&entry_path, is_link)? {
                    continue;
                }
                if format.is_page() && is_page_of_run(&entry_path) {
                    self.found.pages += 1;
                    continue;
                }
                let place = self.place(entry_path, entry_below, name, format, compression, &metadata);
                self.found.places.push(place);
            } else if !(self.in_blocks && entry_name.ends_with(".js")) {
                self.found.unknown.push(format!("{}{entry_below}", self.prefix));
            }
        }
        // Where all files were met by another way, their sidecar was too.
        if let Some(place) = sidecar {
            let met = self.is_met(&place.path, false)?;
            if !met || self.found.places.len() > places_before {
                self.found.sidecars.push(place);
            }
        }
        Ok(())
    }

    fn exclude(&mut self, below: String, is_folder: bool) {
        self.found.excluded.push(Excluded { input: self.at, below, is_folder });
    }

    /// One file that cannot be read does not keep the others from being read.
    fn unreadable(&mut self, path: &Path, why: &str) -> Result<()> {
        if self.strict {
            return Err(Error::new(ErrorKind::Io, why.to_owned()).at(path).remedy(READABLE));
        }
        let message = format!("it cannot be read ({why}); it was left out");
        let cause = "unreadable file or folder".to_owned();
        self.found.unreadable.push(Warning { path: path.to_owned(), line: None, cause, message, document: None });
        Ok(())
    }

    /// Whether the link leads to what is met without it, so that it would be read twice.
    fn leads_back(&mut self, link: &Path, is_folder: bool) -> Result<bool> {
        let target = fs::canonicalize(link).map_err(|e| Error::io(link, e))?;
        let met = self.inputs.iter().any(|i| target.starts_with(&i.canonical) || i.canonical.starts_with(&target));
        Ok(met || is_folder && !self.beyond.folders.insert(target))
    }

    /// Whether the file was read under another name: one folder that links lead to can lie in another one.
    fn is_met(&mut self, file: &Path, is_link: bool) -> Result<bool> {
        if !is_link && self.linked.is_none() {
            return Ok(false);
        }
        let met = !self.beyond.files.insert(fs::canonicalize(file).map_err(|e| Error::io(file, e))?);
        if met && is_link {
            self.found.links += 1;
        } else if met {
            self.linked = Some(true);
        }
        Ok(met)
    }

    fn named_file(&mut self, input: &Input, is_sidecar: bool) -> Result<()> {
        let name = input.path.file_name().map(name_of).unwrap_or_default();
        if self.globs.exclude(&name) || !is_sidecar && !self.globs.include(&name) {
            self.exclude(name, false);
            return Ok(());
        }
        let Some((format, compression)) = format_of(&name) else {
            return Err(Error::new(ErrorKind::UnknownFormat, "its name does not end as one of a known format")
                .at(&input.path)
                .remedy(Format::remedy(&name)));
        };
        let metadata = fs::metadata(&input.path).map_err(|e| Error::io(&input.path, e).remedy(READABLE))?;
        // What is named may be a pipe, which can be opened once.
        if let Some(why) = why_unreadable(&input.path, &metadata).filter(|_| metadata.is_file()) {
            return Err(Error::new(ErrorKind::Io, why).at(&input.path).remedy(READABLE));
        }
        let folder = input.folder.clone();
        let mut place = self.place(input.path.clone(), name, &folder, format, compression, &metadata);
        place.check_pipe()?;
        place.name.clone_from(&input.own_name);
        if is_sidecar {
            self.found.sidecars.push(place);
        } else {
            self.found.places.push(place);
        }
        Ok(())
    }

    fn place(
        &self,
        path: PathBuf,
        below: String,
        folder: &str,
        format: Format,
        compression: Compression,
        metadata: &fs::Metadata,
    ) -> Place {
        let name = format!("{}{below}", self.prefix);
        let (bytes, can_read_again) = (metadata.len(), metadata.is_file());
        Place { path, name, format, compression, bytes, input: self.at, below, folder: folder.to_owned(), can_read_again, listed: None }
    }
}

fn unreadable_sidecar(path: &Path, why: String) -> Error {
    Error::new(ErrorKind::Io, why).at(path).remedy(READABLE)
}

fn two_sidecars(first: &Path, second: &Path) -> Error {
    let name = |path: &Path| path.file_name().map(name_of).unwrap_or_default();
    Error::new(
        ErrorKind::BadOption,
        format!("two sidecars in one folder, {} and {}: only one can say what the files are", name(first), name(second)),
    )
    .at(first.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
    .remedy(format!("leave one out: --exclude {}", name(second)))
}
