//! Where a command writes: neither among the articles that it reads, nor over its own files.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Result;
use wirecopy::report::is_file_of_a_run;
use wirecopy::{Error, ErrorKind};

/// A place that something is written to.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub path: &'a Path,
    /// What is written there, as the subject of a sentence.
    pub what: &'static str,
    /// The option that names the place.
    pub option: &'static str,
}

impl<'a> Place<'a> {
    /// A page in one file.
    pub fn page(path: &'a Path) -> Self {
        Self { path, what: "the page", option: "--html" }
    }

    /// A page as a folder.
    pub fn page_folder(path: &'a Path) -> Self {
        Self { path, what: "the page", option: "--html-dir" }
    }

    /// The records that a dedup keeps.
    pub fn kept(path: &'a Path) -> Self {
        Self { path, what: "the kept records", option: "--write-kept" }
    }

    fn is_folder(&self) -> bool {
        self.option == "--html-dir"
    }

    /// That this page and the other one do not stand in one place.
    pub fn spares(&self, folder: &Self) -> Result<()> {
        let (own, folder) = (settled(self.path), settled(folder.path));
        if own == folder.join("index.html") || own.starts_with(folder.join("data")) {
            return Err(self.refused("the page would be a part of the one that --html-dir makes".to_owned()));
        }
        Ok(())
    }

    fn refused(&self, message: String) -> anyhow::Error {
        let remedy = format!("name another place with {}", self.option);
        Error::new(ErrorKind::BadOption, message).at(self.path).remedy(remedy).into()
    }

    /// Whether it is the page in the folder of this run.
    pub fn is_page_of(&self, folder: &Path) -> bool {
        settled(self.path) == settled(folder).join(PAGE)
    }

    /// That what is written here is none of the files of the run in this folder, whether it is replaced or not.
    pub fn spares_run(&self, folder: &Path) -> Result<()> {
        let (own, folder) = (settled(self.path), settled(folder));
        let name = own.file_name().and_then(|name| name.to_str());
        let takes_name = own.parent() == Some(&folder) && name.is_some_and(is_file_of_a_run);
        let is_page = self.option == "--html" && self.is_page_of(&folder);
        if takes_name && !is_page || folder.starts_with(&own) {
            return Err(self.refused(format!("{} and the tables of the run would stand in one place", self.what)));
        }
        Ok(())
    }

    /// That it is no file that is read, `known` without links, nor would be read with the others the next time. `out` is the folder of the run.
    fn spares_input(&self, input: &Path, known: &Path, out: Option<&Path>) -> Result<()> {
        let own = settled(self.path);
        // A folder's page is a file and a folder of blocks in it.
        let holds_input = self.is_folder() && (*known == own.join("index.html") || known.starts_with(own.join("data")));
        // The folder of a run is passed over when the articles around it are read.
        let is_of_run = out.is_some_and(|out| own.starts_with(out) && (known == out || !known.starts_with(out)));
        if holds_input || own == *known || own.is_file() && own.starts_with(known) && !is_of_run {
            let which = if known.is_file() || own.is_file() { "a file of the input" } else { "the folder that is read" };
            return Err(self.refused(format!("{} would replace {which}; an input is never written over", self.what)));
        }
        if known.is_dir() && own.starts_with(known) && !is_of_run {
            let message = format!("{} would be written among the articles, into {}, which is read", self.what, input.display());
            return Err(self.refused(message));
        }
        Ok(())
    }
}

/// The page in the folder of a run.
pub(super) const PAGE: &str = "report.html";

/// That nothing is written where it would be read as an article the next time, or in place of one. `out` is the folder of the run.
pub(super) fn check_outputs<'p>(inputs: impl Iterator<Item = &'p PathBuf>, out: Option<&Path>, others: &[Place<'_>]) -> Result<()> {
    let out = out.map(settled);
    for (input, known) in inputs.filter_map(|input| Some((input, input.canonicalize().ok()?))) {
        if out.as_ref().is_some_and(|out| *out == known) {
            let message = "the run would be written among the articles, into the folder that is read";
            return Err(Error::new(ErrorKind::BadOption, message).at(input).remedy("name another folder with --out").into());
        }
        let takes_name = known.file_name().and_then(|name| name.to_str()).is_some_and(is_file_of_a_run);
        if out.as_deref().is_some_and(|out| known.parent() == Some(out)) && known.is_file() && takes_name {
            let message = "the run would replace a file of the input; an input is never written over";
            return Err(Error::new(ErrorKind::BadOption, message).at(input).remedy("name another folder with --out").into());
        }
        for place in others {
            place.spares_input(input, &known, out.as_deref())?;
        }
    }
    Ok(())
}

/// The same for pages of the run in this folder, which `command` has made of `files`.
pub(super) fn check_pages(files: &[&Path], command: &str, run: &Path, pages: &[Place<'_>]) -> Result<()> {
    let run = settled(run);
    for input in files.iter().copied().chain(named_folders(files, command)) {
        let Ok(known) = input.canonicalize() else { continue };
        pages.iter().try_for_each(|page| page.spares_input(input, &known, Some(&run)))?;
    }
    Ok(())
}

/// The folders of these files that the command names. A file is listed by the folder that was named and its path below it, and a folder of files
/// that were named themselves is none that is read.
fn named_folders<'f>(files: &[&'f Path], command: &str) -> BTreeSet<&'f Path> {
    let above = files.iter().flat_map(|file| file.ancestors().skip(1)).filter(|folder| !folder.as_os_str().is_empty());
    let mut folders: BTreeSet<&Path> = above.collect();
    folders.retain(|folder| {
        let name = folder.to_string_lossy();
        let ends = |rest: &str| rest.trim_start_matches('/').chars().next().is_none_or(|next| next == ' ');
        command.match_indices(&*name).any(|(at, _)| command[..at].ends_with(' ') && ends(&command[at + name.len()..]))
    });
    folders
}

/// The path without links, as far as it exists, and the rest of it.
fn settled(path: &Path) -> PathBuf {
    let mut rest: Vec<OsString> = Vec::new();
    let mut known = path;
    loop {
        let asked = if known.as_os_str().is_empty() { Path::new(".") } else { known };
        if let Ok(found) = asked.canonicalize() {
            return rest.into_iter().rev().fold(found, |path, name| path.join(name));
        }
        match (known.parent(), known.file_name()) {
            (Some(parent), Some(name)) => {
                rest.push(name.to_owned());
                known = parent;
            }
            _ => return path.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_known_as_far_as_it_exists() {
        let dir = tempfile::tempdir().expect("a folder for the test");
        let real = dir.path().canonicalize().expect("it exists");
        assert_eq!(settled(&dir.path().join("a/b")), real.join("a/b"));
        assert_eq!(settled(&dir.path().join(".")), real);
    }

    #[test]
    fn tables_of_a_run_are_spared_and_its_page_is_not() {
        let dir = tempfile::tempdir().expect("a folder for the test");
        let at = |name: &str| dir.path().join(name);
        assert!(Place::page(&at("passages.jsonl")).spares_run(dir.path()).is_err());
        assert!(Place::page(&at("report.html")).spares_run(dir.path()).is_ok());
        assert!(Place::kept(&at("report.html")).spares_run(dir.path()).is_err());
        assert!(Place::kept(&at("families.jsonl")).spares_run(dir.path()).is_err());
        assert!(Place::kept(dir.path()).spares_run(dir.path()).is_err());
        assert!(Place::kept(&at("kept")).spares_run(dir.path()).is_ok());
        assert!(Place::kept(&at("kept")).spares_run(&at("kept/run")).is_err());
    }

    #[test]
    fn folders_are_known_by_the_command_that_named_them() {
        let files = ["art/1.txt", "art/deep/2.txt", "my news/3.txt", "other/4.jsonl", "/5.txt"].map(Path::new);
        let named = |command| named_folders(&files, command).into_iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>();
        assert_eq!(named("wirecopy scan art/ my news other/4.jsonl -o start"), ["art", "my news"]);
        assert_eq!(named("wirecopy scan art/1.txt art/deep /5.txt"), ["art/deep"]);
        assert!(named("").is_empty());
    }
}
