//! From what was named on the command line to the files that are read.

mod entry;
mod place;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::observer::Warning;

use self::entry::{READABLE, is_of_run, why_unreadable};
pub(super) use self::place::Place;
use super::ReadConfig;
use super::decompress::Compression;
use super::format::{Format, format_of, sidecar_format};
use super::globs::Globs;
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
    /// Files of other formats.
    pub unknown: Vec<String>,
    pub hidden: u64,
    /// Files and folders that the globs left out.
    pub excluded: Vec<Excluded>,
    /// What stands in a folder and cannot be read.
    pub unreadable: Vec<Warning>,
    /// Folders that hold the tables of an earlier run.
    pub runs: u64,
    /// Tables of an earlier run among the files of an input's own folder.
    pub tables: u64,
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
    let inputs = inputs::inputs(&config.inputs)?;
    let globs = Globs::new(&config.include, &config.exclude)?;
    let mut found = Found::default();
    for (at, input) in inputs.iter().enumerate() {
        let prefix = if inputs.len() > 1 { format!("{}/", input.own_name) } else { String::new() };
        let (inputs, strict) = (&inputs, config.strict);
        let mut walk = Walk { at, prefix, globs: &globs, inputs, strict, found: &mut found, entered: BTreeSet::new() };
        match input.kind {
            Kind::Folder => walk.folder(&input.path, "", &input.folder)?,
            Kind::File => walk.named_file(input)?,
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
            }),
        }
    }
    found.places.sort_by(|a, b| a.name.cmp(&b.name));
    found.sidecars.sort_by(|a, b| a.name.cmp(&b.name));
    found.unknown.sort();
    Ok(found)
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
    /// Folders outside of every input that links led to.
    entered: BTreeSet<PathBuf>,
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
            return Ok(());
        }
        let mut sidecar: Option<PathBuf> = None;
        for entry in entries {
            let entry_path = entry.path();
            let entry_name = entry.file_name().to_string_lossy().into_owned();
            let entry_below = format!("{below}{entry_name}");
            if entry_name.starts_with('.') {
                self.found.hidden += 1;
                continue;
            }
            // Follows links.
            let metadata = fs::metadata(&entry_path);
            if self.globs.exclude(&entry_below) {
                self.exclude(entry_below, metadata.is_ok_and(|metadata| metadata.is_dir()));
                continue;
            }
            if holds_run && is_of_run(&entry_name) {
                self.found.tables += 1;
                continue;
            }
            let metadata = match metadata {
                Ok(metadata) => metadata,
                Err(e) => {
                    self.unreadable(&entry_path, &e.to_string())?;
                    continue;
                }
            };
            if self.leads_back(&entry)? {
                self.found.links += 1;
            } else if metadata.is_dir() {
                self.folder(&entry_path, &format!("{entry_below}/"), &entry_name)?;
            } else if let Some((format, compression)) = sidecar_format(&entry_name) {
                if let Some(first) = sidecar.replace(entry_path.clone()) {
                    return Err(two_sidecars(&first, &entry_path));
                }
                let place = self.place(entry_path, entry_below, name, format, compression, &metadata);
                self.found.sidecars.push(place);
            } else if !self.globs.include(&entry_below) {
                self.exclude(entry_below, false);
            } else if let Some((format, compression)) = format_of(&entry_name) {
                if let Some(why) = why_unreadable(&entry_path, &metadata) {
                    self.unreadable(&entry_path, &why)?;
                    continue;
                }
                let place = self.place(entry_path, entry_below, name, format, compression, &metadata);
                self.found.places.push(place);
            } else {
                self.found.unknown.push(format!("{}{entry_below}", self.prefix));
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
        self.found.unreadable.push(Warning { path: path.to_owned(), line: None, cause: "unreadable file or folder".to_owned(), message });
        Ok(())
    }

    /// Whether the entry is a link to what is met without it, so that it would be read twice.
    fn leads_back(&mut self, entry: &fs::DirEntry) -> Result<bool> {
        let path = entry.path();
        if !entry.file_type().map_err(|e| Error::io(&path, e))?.is_symlink() {
            return Ok(false);
        }
        let target = fs::canonicalize(&path).map_err(|e| Error::io(&path, e))?;
        let met = self.inputs.iter().any(|i| target.starts_with(&i.canonical) || i.canonical.starts_with(&target));
        Ok(met || !self.entered.insert(target))
    }

    fn named_file(&mut self, input: &Input) -> Result<()> {
        let name = input.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if self.globs.exclude(&name) || !self.globs.include(&name) {
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
        self.found.places.push(place);
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
        Place { path, name, format, compression, bytes, input: self.at, below, folder: folder.to_owned(), can_read_again }
    }
}

fn two_sidecars(first: &Path, second: &Path) -> Error {
    let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Error::new(
        ErrorKind::BadOption,
        format!("two sidecars in one folder, {} and {}: only one can say what the files are", name(first), name(second)),
    )
    .at(first.parent().unwrap_or(first))
    .remedy(format!("leave one out: --exclude {}", name(second)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{create_dir_all, write};

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            create_dir_all(path.parent().unwrap()).unwrap();
            write(path, "text").unwrap();
        }
        dir
    }

    fn names(config: &ReadConfig) -> Vec<String> {
        discover(config).unwrap().places.into_iter().map(|p| p.name).collect()
    }

    #[test]
    fn a_folder_is_walked_to_its_depths_and_what_is_left_alone_is_counted_by_name() {
        let dir = tree(&["b.txt", "a/2.md", "a/1.JSONL.gz", "x.pdf", "LICENSE", ".git/c.txt", "a/t.tsv.zst"]);
        let config = ReadConfig::of(&[dir.path()]);
        assert_eq!(names(&config), ["a/1.JSONL.gz", "a/2.md", "a/t.tsv.zst", "b.txt"]);
        let left = discover(&config).unwrap().left_alone().unwrap();
        assert_eq!(left, "2 files of other formats (LICENSE, x.pdf), 1 hidden name");
    }

    #[test]
    fn globs_choose_by_name_at_any_depth_or_by_path() {
        let dir = tree(&["b.txt", "a/b.txt", "a/c.md", "drafts/b.txt"]);
        let mut config = ReadConfig::of(&[dir.path()]);
        config.include = vec!["*.txt".into()];
        config.exclude = vec!["drafts/".into(), "/b.txt".into()];
        assert_eq!(names(&config), ["a/b.txt"]);
        assert_eq!(discover(&config).unwrap().excluded.len(), 3);
        config.include = vec!["a/*".into()];
        assert_eq!(names(&config), ["a/b.txt", "a/c.md"]);
        config.include = vec!["[".into()];
        assert_eq!(discover(&config).unwrap_err().kind(), ErrorKind::BadOption);
    }

    #[test]
    fn with_several_inputs_their_own_names_come_first_and_equal_ones_grow_until_they_differ() {
        let dir = tree(&["2016/press/1.txt", "2017/press/1.txt", "extra/news.jsonl"]);
        let at = |p: &str| dir.path().join(p);
        let config = ReadConfig::of(&[at("2016/press"), at("extra/news.jsonl"), at("2017/press")]);
        assert_eq!(names(&config), ["2016/press/1.txt", "2017/press/1.txt", "news.jsonl"]);
        let config = ReadConfig::of(&[at("2016/press")]);
        assert_eq!(names(&config), ["1.txt"]);
        assert_eq!(discover(&config).unwrap().places[0].folder, "press");
    }

    #[test]
    fn an_input_inside_another_is_refused_since_it_would_match_itself() {
        let dir = tree(&["a/1.txt"]);
        let error = discover(&ReadConfig::of(&[dir.path().to_owned(), dir.path().join("a")])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadOption);
        assert!(error.to_string().contains("read twice"), "{error}");
    }

    #[test]
    fn two_sidecars_in_one_folder_are_refused_by_name() {
        let dir = tree(&["a/1.txt", "a/metadata.csv", "a/metadata.jsonl.gz"]);
        let error = discover(&ReadConfig::of(&[dir.path()])).unwrap_err();
        assert!(error.to_string().contains("metadata.csv and metadata.jsonl.gz"), "{error}");
        assert_eq!(error.help(), Some("leave one out: --exclude metadata.jsonl.gz"));
    }

    #[test]
    fn a_named_file_of_an_unknown_format_and_a_missing_one_are_errors_with_a_remedy() {
        let dir = tree(&["a.pdf"]);
        let error = discover(&ReadConfig::of(&[dir.path().join("a.pdf")])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownFormat);
        assert!(error.help().unwrap().contains(".jsonl"));
        let error = discover(&ReadConfig::of(&[dir.path().join("none")])).unwrap_err();
        assert_eq!((error.kind(), error.help().is_some()), (ErrorKind::Io, true));
    }

    #[test]
    fn the_files_of_a_run_are_known_by_the_names_that_are_written() {
        assert_eq!(entry::OF_RUN, crate::report::folder::TABLES);
        let dir = tree(&["1.txt", "run.json", "timings.json", "report.html", "texts.jsonl", "pairs.csv", "texts.md"]);
        let config = ReadConfig::of(&[dir.path()]);
        assert_eq!(names(&config), ["1.txt", "texts.md"]);
        assert_eq!(discover(&config).unwrap().left_alone().unwrap(), "5 tables of an earlier run");
        fs::remove_file(dir.path().join("timings.json")).unwrap();
        assert_eq!(names(&config).len(), 6, "without both records it is no run");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_once_and_never_in_circles() {
        let dir = tree(&["in/1.txt", "out/2.txt"]);
        let link = |from: &str, to: &str| {
            std::os::unix::fs::symlink(dir.path().join(to), dir.path().join(from)).unwrap();
        };
        link("in/again.txt", "in/1.txt");
        link("in/circle", "in");
        link("in/other", "out");
        link("in/other-again", "out");
        let config = ReadConfig::of(&[dir.path().join("in")]);
        assert_eq!(names(&config), ["1.txt", "other/2.txt"]);
        assert_eq!(discover(&config).unwrap().links, 3);
    }
}
