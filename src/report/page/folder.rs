//! The page as a folder: `index.html`, and the blocks as files below `data`, each read when it is needed.
//!
//! In: a path, checked before any work is done. Out: a whole page, or what stood there before. All files are written aside, in folders
//! under temporary names, and take the places of an earlier page's when all are complete, `index.html` last: a folder with an index holds a
//! whole page. What went wrong between is undone; what a page that was killed has left behind goes when the folder is next opened.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::assemble::{self, Page};
use super::{PageConfig, PageStats};
use crate::error::{Error, ErrorKind, Result};
use crate::report::Run;
use crate::report::folder::missing_folders;

/// Name of a folder's page.
const INDEX: &str = "index.html";
/// Folder of its blocks.
const DATA: &str = "data";
/// What a block's file begins with.
const BLOCK: &str = "wirecopyBlock(\"";
/// What folders of unfinished pages are named: not as the files of runs, which may stand in the same folder.
const PREFIX: &str = ".page-of-wirecopy-";

/// A folder that a page can be written to, and that holds none, or one that may be replaced.
#[derive(Debug)]
pub struct PageFolder {
    path: PathBuf,
    may_replace: bool,
    /// Folders that were made for the page, outermost first: they go again if none is written.
    made: Vec<PathBuf>,
}

impl PageFolder {
    /// Makes the folder where it is missing, and checks that a page can be written to it. With `force` a page that it holds will be
    /// replaced. Other files are never touched.
    ///
    /// # Errors
    /// [`ErrorKind::OutputExists`] when files would be replaced without `force`, [`ErrorKind::Io`] when the folder cannot be made or
    /// written to.
    pub fn open(path: &Path, force: bool) -> Result<Self> {
        let data = path.join(DATA);
        let unwritable = |e: io::Error| Error::io(path, e).remedy("name a folder that can be written to with --html-dir");
        let mut folder = Self { path: path.to_owned(), may_replace: force, made: missing_folders(&data) };
        fs::create_dir_all(&data).map_err(unwritable)?;
        folder.spares_what_stands()?;
        for folder in [path, &data] {
            remove_leftovers(folder).map_err(unwritable)?;
            // Whether files can be made here is best known by making one.
            aside(folder).and_then(TempDir::close).map_err(unwritable)?;
        }
        folder.made.retain(|made| made.is_dir());
        Ok(folder)
    }

    /// The page in it.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.path.join(INDEX)
    }

    /// Writes the page of `run`, without a budget. Blocks of an earlier page go: none of what it told stays.
    ///
    /// # Errors
    /// As [`render`](super::render); and as [`open`](Self::open), where somebody wrote into the folder since. What stood in the folder
    /// stands there then.
    pub fn render(mut self, run: &Run, config: &PageConfig) -> Result<PageStats> {
        let page = assemble::assemble(run, config, true)?;
        let bytes = self.write(&page)?;
        self.made.clear();
        Ok(PageStats { bytes, ..page.stats })
    }

    fn write(&self, page: &Page) -> Result<u64> {
        let data = self.path.join(DATA);
        let failed = |path: &Path, e| Error::io(path, e).remedy_if_full("name a folder on another disk with --html-dir");
        let in_folder = |folder: &Path| aside(folder).map_err(|e| failed(folder, e));
        let (around, blocks) = (in_folder(&self.path)?, in_folder(&data)?);
        let (old, new) = (blocks.path().join("old"), blocks.path().join("new"));
        for folder in [&old, &new] {
            fs::create_dir(folder).map_err(|e| failed(&data, e))?;
        }

        let mut bytes = 0;
        let mut put = |aside: PathBuf, path: &Path, parts: &[&str]| {
            bytes += parts.iter().map(|part| part.len() as u64).sum::<u64>();
            let file = fs::File::create_new(aside);
            file.and_then(|mut file| parts.iter().try_for_each(|part| file.write_all(part.as_bytes()))).map_err(|e| failed(path, e))
        };
        let mut names = Vec::new();
        for block in &page.blocks {
            let name = format!("{}.js", block.name);
            put(new.join(&name), &data.join(&name), &[BLOCK, block.name.as_str(), "\",\"", &block.body, "\")\n"])?;
            names.push(name);
        }
        let (index, new_index) = (self.index(), around.path().join("new"));
        put(new_index.clone(), &index, &[&page.opening, &page.closing])?;

        self.spares_what_stands()?;
        let earlier = blocks_in(&data).map_err(|e| failed(&data, e))?;
        if let Some(name) = names.iter().find(|&name| data.join(name).symlink_metadata().is_ok() && !earlier.contains(name)) {
            let message = "a file that is no part of a page stands where the page would write one";
            let remedy = "move it away, or name another folder with --html-dir";
            return Err(Error::new(ErrorKind::OutputExists, message).at(data.join(name)).remedy(remedy));
        }
        // From here to the end the folder holds no whole page, and says so.
        let mut moves = Moves::default();
        if index.symlink_metadata().is_ok() {
            moves.rename(&index, &around.path().join("old")).map_err(|e| failed(&index, e))?;
        }
        let out = earlier.iter().map(|name| (data.join(name), old.join(name)));
        let into = names.iter().map(|name| (new.join(name), data.join(name)));
        for (from, to) in out.chain(into) {
            moves.rename(&from, &to).map_err(|e| failed(&data, e))?;
        }
        moves.rename(&new_index, &index).map_err(|e| failed(&index, e))?;
        moves.keep();
        Ok(bytes)
    }

    /// That nothing is replaced which may not be.
    fn spares_what_stands(&self) -> Result<()> {
        let index = self.index();
        if index.symlink_metadata().is_ok_and(|known| known.is_dir()) {
            let message = "a folder stands where the page would write a file";
            let remedy = "move it away, or name another folder with --html-dir";
            return Err(Error::new(ErrorKind::Io, message).at(index).remedy(remedy));
        }
        let found = if self.may_replace { None } else { file_of_page(&self.path).map_err(|e| Error::io(&self.path, e))? };
        found.map_or(Ok(()), |found| {
            let message = format!("the folder holds `{found}`, which the page would replace");
            let remedy = "replace it with --force, or name another folder with --html-dir";
            Err(Error::new(ErrorKind::OutputExists, message).at(&self.path).remedy(remedy))
        })
    }
}

impl Drop for PageFolder {
    fn drop(&mut self) {
        // A folder that holds something by now is not empty, and stays.
        for made in self.made.iter().rev() {
            let _ = fs::remove_dir(made);
        }
    }
}

/// Files that got other names, and get their own again unless that is kept.
#[derive(Debug, Default)]
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)?;
        self.0.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Moves {
    fn drop(&mut self) {
        for (from, to) in self.0.iter().rev() {
            let _ = fs::rename(to, from);
        }
    }
}

/// A folder for what is not finished; it goes by itself.
fn aside(folder: &Path) -> io::Result<TempDir> {
    // Not the error's own text, which would tell the temporary name.
    tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder).map_err(|e| e.kind().into())
}

fn remove_leftovers(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX)) && entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// What a page would replace or remove in a folder: the first such file.
fn file_of_page(dir: &Path) -> io::Result<Option<String>> {
    if dir.join(INDEX).symlink_metadata().is_ok() {
        return Ok(Some(INDEX.to_owned()));
    }
    let data = dir.join(DATA);
    let blocks = if data.is_dir() { blocks_in(&data)? } else { Vec::new() };
    Ok(blocks.first().map(|name| format!("{DATA}/{name}")))
}

/// The blocks in a folder, by name.
fn blocks_in(data: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(data)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.ends_with(".js") && entry.file_type()?.is_file() && begins_as_block(&data.join(&name))? {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn begins_as_block(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    fs::File::open(path)?.take(BLOCK.len() as u64).read_to_end(&mut head)?;
    Ok(head == BLOCK.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::{Redact, fixtures};
    use super::*;

    fn render(dir: &Path, config: &PageConfig) -> Result<PageStats> {
        PageFolder::open(dir, true)?.render(&fixtures::synthetic(500, 1), config)
    }

    /// Everything below a folder, with what it holds.
    fn held(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut held = Vec::new();
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { held.extend(self::held(&path)) } else { held.push((path.clone(), fs::read(&path).unwrap())) }
        }
        held.sort();
        held
    }

    #[test]
    fn a_folder_keeps_nothing_of_an_earlier_page() {
        let dir = tempfile::tempdir().unwrap();
        let own = dir.path().join("data/of-another.js");
        let names = || blocks_in(&dir.path().join("data")).unwrap();
        assert_eq!(file_of_page(dir.path()).unwrap(), None);
        render(dir.path(), &PageConfig::default()).unwrap();
        fs::write(&own, "alert(1)").unwrap();
        assert!(names().iter().any(|name| name.starts_with("evidence")));
        assert_eq!(file_of_page(dir.path()).unwrap().as_deref(), Some("index.html"));
        render(dir.path(), &PageConfig { redact: Redact::Outlets, ..PageConfig::default() }).unwrap();
        assert!(!names().iter().any(|name| name.starts_with("evidence")), "{:?}", names());
        assert!(own.exists(), "what is no block stays");
    }

    #[test]
    fn a_page_that_cannot_be_written_leaves_the_earlier_one_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        render(dir.path(), &PageConfig::default()).unwrap();
        let names = blocks_in(&data).unwrap();
        let evidence = names.iter().find(|name| name.starts_with("evidence")).unwrap();
        render(dir.path(), &PageConfig { redact: Redact::Outlets, ..PageConfig::default() }).unwrap();
        // The page that stands there has no such block, and this is none.
        fs::write(data.join(evidence), "somebody's").unwrap();
        let before = held(dir.path());
        let error = render(dir.path(), &PageConfig::default()).unwrap_err();
        assert!(error.to_string().contains(evidence), "{error}");
        assert_eq!(held(dir.path()), before);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "nothing is left beside the page");
    }

    #[test]
    fn what_was_moved_stands_again_where_it_stood_unless_it_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::write(at("old"), "old").unwrap();
        fs::write(at("new"), "new").unwrap();
        let swap = || {
            let mut moves = Moves::default();
            moves.rename(&at("old"), &at("away")).unwrap();
            moves.rename(&at("new"), &at("old")).unwrap();
            moves
        };
        let before = held(dir.path());
        let mut moves = swap();
        assert!(moves.rename(&at("missing"), &at("new")).is_err());
        drop(moves);
        assert_eq!(held(dir.path()), before);
        swap().keep();
        assert_eq!(fs::read_to_string(at("old")).unwrap(), "new");
    }

    #[test]
    fn a_page_that_somebody_made_meanwhile_stays_and_a_folder_made_for_nothing_goes() {
        let dir = tempfile::tempdir().unwrap();
        let (page, index) = (dir.path().join("a/page"), dir.path().join("a/page/index.html"));
        drop(PageFolder::open(&page, false).unwrap());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        let folder = PageFolder::open(&page, false).unwrap();
        fs::write(&index, "somebody's").unwrap();
        let error = folder.render(&fixtures::small(), &PageConfig::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutputExists);
        assert_eq!(fs::read_to_string(&index).unwrap(), "somebody's");
        fs::remove_file(&index).unwrap();
        fs::create_dir(&index).unwrap();
        assert!(PageFolder::open(&page, true).unwrap_err().to_string().contains("a folder stands where"));
    }
}
