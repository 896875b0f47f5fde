//! The page as a folder: `index.html`, and the blocks as files below `data`, each read when it is needed.
//!
//! In: a path, checked before any work is done. Out: a whole page, or what stood there before. All files are written aside, in folders
//! under temporary names, and take the places of an earlier page's when all are complete, `index.html` last: a folder with an index holds a
//! whole page (blocks are not forced to the disk one by one: a loss of power may leave less). What went wrong between is undone. Of a page that was killed while it took its place the earlier one is put back when the folder is next
//! opened, and what it has left behind goes. A folder is locked while it is open, where the system can do that, so that no two programs write one page.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::assemble::{self, Page};
use super::{PageConfig, PageStats};
use crate::error::{Error, ErrorKind, Result};
use crate::observer::Observer;
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
/// What the earlier page's files are named while the new ones take their places: a folder of blocks, and an index.
const OLD: &str = "old";

/// A folder that a page can be written to, and that holds none, or one that may be replaced.
#[derive(Debug)]
pub struct PageFolder {
    path: PathBuf,
    may_replace: bool,
    /// Folders that were made for the page, outermost first: they go again if none is written.
    made: Vec<PathBuf>,
    /// Held as long as the folder is open; `None` where folders cannot be locked.
    _lock: Option<fs::File>,
}

impl PageFolder {
    /// Makes the folder where it is missing, and checks that a page can be written to it. With `force` a page that it holds will be
    /// replaced. Other files are never touched.
    ///
    /// # Errors
    /// [`ErrorKind::OutputExists`] when files would be replaced without `force`, [`ErrorKind::Io`] when the folder cannot be made or
    /// written to, or another program has it open.
    pub fn open(path: &Path, force: bool) -> Result<Self> {
        let data = path.join(DATA);
        let unwritable_at = |path: &Path, e| Error::io(path, e).remedy("name a folder that can be written to with --html-dir");
        let unwritable = |e: io::Error| unwritable_at(path, e);
        let mut folder = Self { path: path.to_owned(), may_replace: force, made: missing_folders(&data), _lock: None };
        fs::create_dir_all(path).map_err(unwritable)?;
        fs::create_dir_all(&data).map_err(|e| unwritable_at(&data, e))?;
        folder._lock = lock(path)?;
        put_back(path, &data).map_err(unwritable)?;
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
    /// As [`render_unless_stopped`](super::render_unless_stopped); and as [`open`](Self::open), where somebody wrote into the folder since. What stood in the folder
    /// stands there then.
    pub fn render(mut self, run: &Run, config: &PageConfig, observer: &dyn Observer) -> Result<PageStats> {
        let page = assemble::assemble(run, config, true, observer)?;
        let bytes = self.write(&page, observer)?;
        self.made.clear();
        Ok(PageStats { bytes, ..page.stats })
    }

    fn write(&self, page: &Page, observer: &dyn Observer) -> Result<u64> {
        let data = self.path.join(DATA);
        let failed = |path: &Path, e| Error::io(path, e).remedy_if_full("name a folder on another disk with --html-dir");
        let in_folder = |folder: &Path| aside(folder).map_err(|e| failed(folder, e));
        let (mut around, mut blocks) = (in_folder(&self.path)?, in_folder(&data)?);
        let (old, new) = (blocks.path().join(OLD), blocks.path().join("new"));
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
            observer.check()?;
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
        let outcome = (|| {
            if index.symlink_metadata().is_ok() {
                moves.rename(&index, &around.path().join(OLD)).map_err(|e| failed(&index, e))?;
            }
            let out = earlier.iter().map(|name| (data.join(name), old.join(name)));
            let into = names.iter().map(|name| (new.join(name), data.join(name)));
            for (from, to) in out.chain(into) {
                moves.rename(&from, &to).map_err(|e| failed(&data, e))?;
            }
            moves.rename(&new_index, &index).map_err(|e| failed(&index, e))
        })();
        if outcome.is_err() && moves.undo().is_err() {
            // The earlier page lies in these folders, and is put back when the folder is next opened.
            around.disable_cleanup(true);
            blocks.disable_cleanup(true);
        }
        outcome?;
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

/// Files that got other names.
#[derive(Debug, Default)]
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)?;
        self.0.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    /// Gives all of them their own names again, the last one first.
    fn undo(&self) -> io::Result<()> {
        let mut outcome = Ok(());
        for (from, to) in self.0.iter().rev() {
            // The others too, where one fails.
            outcome = outcome.and(fs::rename(to, from));
        }
        outcome
    }
}

/// Locks a folder for the program that writes a page to it.
fn lock(path: &Path) -> Result<Option<fs::File>> {
    // Some systems open no folder, and some disks lock nothing: then two programs have to be kept apart by who starts them.
    let Ok(folder) = fs::File::open(path) else { return Ok(None) };
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(fs::TryLockError::WouldBlock) => {
            let remedy = "wait until it has ended, or name another folder with --html-dir";
            Err(Error::new(ErrorKind::Io, "another program is writing a page into the folder").at(path).remedy(remedy))
        }
        Err(fs::TryLockError::Error(_)) => Ok(None),
    }
}

/// Puts back the earlier page, where one that was killed had begun to take its place: there is no index then, and what was moved lies aside.
fn put_back(path: &Path, data: &Path) -> io::Result<()> {
    let index = path.join(INDEX);
    if index.symlink_metadata().is_ok() {
        return Ok(());
    }
    for aside in leftovers(data)? {
        let Ok(old) = fs::read_dir(aside.join(OLD)) else { continue };
        for block in old {
            let block = block?;
            fs::rename(block.path(), data.join(block.file_name()))?;
        }
    }
    for aside in leftovers(path)? {
        let old = aside.join(OLD);
        if old.symlink_metadata().is_ok() {
            fs::rename(old, &index)?;
        }
    }
    Ok(())
}

/// A folder for what is not finished; it goes by itself.
fn aside(folder: &Path) -> io::Result<TempDir> {
    // Not the error's own text, which would tell the temporary name.
    tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder).map_err(|e| e.kind().into())
}

fn remove_leftovers(folder: &Path) -> io::Result<()> {
    leftovers(folder)?.into_iter().try_for_each(fs::remove_dir_all)
}

/// Folders of pages that were never finished.
fn leftovers(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX)) && entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    Ok(found)
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
    use crate::observer::Silent;

    fn render(dir: &Path, config: &PageConfig) -> Result<PageStats> {
        PageFolder::open(dir, true)?.render(&fixtures::synthetic(500, 1), config, &Silent)
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
    fn what_was_moved_stands_again_where_it_stood_when_it_is_undone() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::write(at("old"), "old").unwrap();
        fs::write(at("new"), "new").unwrap();
        let mut moves = Moves::default();
        moves.rename(&at("old"), &at("away")).unwrap();
        moves.rename(&at("new"), &at("old")).unwrap();
        assert!(moves.rename(&at("none"), &at("new")).is_err());
        assert_eq!(fs::read_to_string(at("old")).unwrap(), "new");
        moves.undo().unwrap();
        assert_eq!([at("old"), at("new")].map(|path| fs::read_to_string(path).unwrap()), ["old", "new"]);
        assert!(!at("away").exists());
    }

    #[test]
    fn of_a_page_that_was_killed_while_it_took_its_place_the_earlier_one_is_put_back() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        render(dir.path(), &PageConfig::default()).unwrap();
        let before = held(dir.path());
        // As it lies when half of the blocks have come in their places.
        let (around, blocks) = (dir.path().join(format!("{PREFIX}1")), data.join(format!("{PREFIX}2")));
        for folder in [around.clone(), blocks.join(OLD), blocks.join("new")] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::rename(dir.path().join(INDEX), around.join(OLD)).unwrap();
        fs::write(around.join("new"), "unfinished").unwrap();
        for (n, name) in blocks_in(&data).unwrap().iter().enumerate() {
            fs::rename(data.join(name), blocks.join(OLD).join(name)).unwrap();
            if n % 2 == 0 {
                fs::write(data.join(name), format!("{BLOCK}unfinished")).unwrap();
            }
        }
        drop(PageFolder::open(dir.path(), true).unwrap());
        assert_eq!(held(dir.path()), before);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_open_is_opened_by_nobody_else() {
        let dir = tempfile::tempdir().unwrap();
        let first = PageFolder::open(dir.path(), true).unwrap();
        assert!(PageFolder::open(dir.path(), true).unwrap_err().to_string().contains("another program"));
        drop(first);
        PageFolder::open(dir.path(), true).unwrap();
    }

    #[test]
    fn a_page_that_somebody_made_meanwhile_stays_and_a_folder_made_for_nothing_goes() {
        let dir = tempfile::tempdir().unwrap();
        let (page, index) = (dir.path().join("a/page"), dir.path().join("a/page/index.html"));
        drop(PageFolder::open(&page, false).unwrap());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        let folder = PageFolder::open(&page, false).unwrap();
        fs::write(&index, "somebody's").unwrap();
        let error = folder.render(&fixtures::small(), &PageConfig::default(), &Silent).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutputExists);
        assert_eq!(fs::read_to_string(&index).unwrap(), "somebody's");
        fs::remove_file(&index).unwrap();
        fs::create_dir(&index).unwrap();
        assert!(PageFolder::open(&page, true).unwrap_err().to_string().contains("a folder stands where"));
    }
}
