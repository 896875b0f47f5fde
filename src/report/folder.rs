//! The folder that a run is written to.
//!
//! In: a path, checked before any work is done. Out: files that appear under their names all at once.
//!
//! Each file is written aside, under a temporary name in the same folder, and gets its own name only
//! when all are complete, `run.json` last: a folder with `run.json` holds a whole run. On an error, a
//! panic or an interruption the temporary files go away again; those of a run that was killed go when
//! the folder is next opened.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};

use tempfile::{NamedTempFile, TempPath};

use super::export::Export;
use super::tables::Format;
use crate::error::{Error, ErrorKind, Result};
use crate::observer::Observer;

/// The file that says that a folder holds a run.
pub const RUN_FILE: &str = "run.json";
/// What the run took in time and memory.
pub const TIMINGS_FILE: &str = "timings.json";
/// The page.
pub const PAGE_FILE: &str = "report.html";
/// The tables, in the order of DESIGN.
pub const TABLES: [&str; 8] = ["documents", "texts", "pairs", "passages", "clusters", "repeats", "credits", "families"];

const TEMPORARY_PREFIX: &str = ".wirecopy-";
const TEMPORARY_SUFFIX: &str = ".tmp";
const BUFFER: usize = 1 << 17;

/// A folder that can be written to and that holds no run, or one that may be replaced.
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
    /// Folders that were made for the run, outermost first: they go again if nothing is committed.
    made: Vec<PathBuf>,
}

/// A complete file under a temporary name.
#[derive(Debug)]
pub struct Staged {
    name: String,
    temporary: TempPath,
    bytes: u64,
    /// What waits for the disk, with nothing else to do: the threads of a run would stand still.
    stored: Option<JoinHandle<io::Result<()>>>,
}

impl Staged {
    /// The name that the file will get.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its size.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Waits until the disk has all of it.
    ///
    /// # Errors
    /// What the disk says: one that is full or gone may say so only now.
    fn wait(&mut self, folder: &Path) -> Result<()> {
        let stored = self
            .stored
            .take()
            .map_or(Ok(()), |stored| stored.join().unwrap_or_else(|_| Err(io::Error::other("the disk was not waited for"))));
        stored.map_err(|e| located(&folder.join(&self.name), e))
    }
}

impl OutputFolder {
    /// Makes the folder where it is missing, and checks that a run can be written to it.
    ///
    /// With `force` a run that it holds, or files that have the names of a run's, will be replaced.
    /// Other files are never touched.
    ///
    /// # Errors
    /// [`ErrorKind::OutputExists`] when files would be replaced without `force`, [`ErrorKind::Io`] when the
    /// folder cannot be made or written to.
    pub fn open(path: &Path, force: bool) -> Result<Self> {
        const ELSEWHERE: &str = "name a folder that can be written to with --out";
        if path.exists() && !path.is_dir() {
            return Err(Error::new(ErrorKind::Io, "the output must be a folder, and this is a file").at(path).remedy(ELSEWHERE));
        }
        let unwritable = |e: io::Error| Error::io(path, e).remedy(ELSEWHERE);
        let mut folder = Self { path: path.to_owned(), made: missing_folders(path) };
        fs::create_dir_all(path).map_err(unwritable)?;
        let ours = folder.files_of_ours().map_err(unwritable)?;
        let found = ours.iter().find(|name| *name == RUN_FILE).or_else(|| ours.first());
        if let (false, Some(found)) = (force, found) {
            let message = if found == RUN_FILE {
                "the folder already holds a run".to_owned()
            } else {
                format!("the folder holds `{found}`, which the run would replace")
            };
            return Err(Error::new(ErrorKind::OutputExists, message)
                .at(path)
                .remedy("replace it with --force, or name another folder with --out"));
        }
        if let Some(name) = ours.iter().find(|name| path.join(name).is_dir()) {
            let message = "a folder stands where the run would write a file";
            return Err(Error::new(ErrorKind::Io, message).at(path.join(name)).remedy("move it away, or name another folder with --out"));
        }
        folder.remove_leftovers().map_err(unwritable)?;
        // Whether files can be made here is best known by making one.
        folder.temporary("check").and_then(NamedTempFile::close).map_err(unwritable)?;
        folder.made.retain(|made| made.is_dir());
        Ok(folder)
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the file `name` aside. It gets its name with [`commit`](Self::commit).
    ///
    /// # Errors
    /// What `write` or the file system says, with the file's name; [`ErrorKind::Interrupted`] as soon as
    /// `observer` says so. The temporary file is gone then. What the disk says at last, [`commit`](Self::commit) tells.
    pub fn stage(
        &self,
        name: &str,
        observer: &dyn Observer,
        write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<Staged> {
        let fail = |e: io::Error| located(&self.path.join(name), e);
        let file = self.temporary(name).map_err(fail)?;
        let mut out = BufWriter::with_capacity(BUFFER, Checked { file, observer, bytes: 0 });
        write(&mut out).map_err(fail)?;
        let checked = out.into_inner().map_err(|e| fail(e.into_error()))?;
        let (file, temporary) = checked.file.into_parts();
        let stored = store_aside(file, Builder::new()).map_err(fail)?;
        Ok(Staged { name: name.to_owned(), temporary, bytes: checked.bytes, stored })
    }

    /// Waits until the disk has all of these files, as [`commit`](Self::commit) would.
    ///
    /// # Errors
    /// What the disk says, with the file's name.
    pub fn store(&self, staged: &mut [Staged]) -> Result<()> {
        staged.iter_mut().try_for_each(|file| file.wait(&self.path))
    }

    /// Gives all files their names, `run.json` last, and removes the files of an earlier run that this
    /// one did not write.
    ///
    /// # Errors
    /// [`ErrorKind::Io`], when a file cannot be stored, renamed or removed. The folder holds no new `run.json` then.
    pub fn commit(mut self, mut staged: Vec<Staged>) -> Result<()> {
        self.store(&mut staged)?;
        let earlier = self.files_of_ours().map_err(|e| Error::io(&self.path, e))?;
        // From here to the end the folder holds no whole run, and says so.
        let stale = |name: &&String| *name == RUN_FILE || !staged.iter().any(|file| file.name == **name);
        for name in earlier.iter().filter(stale) {
            let path = self.path.join(name);
            fs::remove_file(&path).map_err(|e| Error::io(&path, e))?;
        }
        let (last, first): (Vec<_>, Vec<_>) = staged.into_iter().partition(|file| file.name == RUN_FILE);
        for file in first.into_iter().chain(last) {
            let path = self.path.join(&file.name);
            file.temporary.persist(&path).map_err(|e| located(&path, e.error))?;
        }
        self.made.clear();
        Ok(())
    }

    fn temporary(&self, name: &str) -> io::Result<NamedTempFile> {
        let prefix = format!("{TEMPORARY_PREFIX}{name}-");
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(TEMPORARY_SUFFIX);
        #[cfg(unix)]
        {
            // As any file is made, less what the umask takes; temporary files are private otherwise.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        // The error's own text holds the temporary name, which tells nobody anything.
        builder.tempfile_in(&self.path).map_err(|e| e.kind().into())
    }

    fn files_of_ours(&self) -> io::Result<Vec<String>> {
        let mut names = self.names()?;
        names.retain(|name| is_file_of_a_run(name));
        Ok(names)
    }

    fn remove_leftovers(&self) -> io::Result<()> {
        for name in self.names()? {
            if name.starts_with(TEMPORARY_PREFIX) && name.ends_with(TEMPORARY_SUFFIX) {
                fs::remove_file(self.path.join(name))?;
            }
        }
        Ok(())
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            names.extend(entry?.file_name().into_string().ok());
        }
        names.sort();
        Ok(names)
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        // A folder that holds something by now is not empty, and stays.
        for made in self.made.iter().rev() {
            let _ = fs::remove_dir(made);
        }
    }
}

/// Whether a run writes a file of this name.
#[must_use]
pub fn is_file_of_a_run(name: &str) -> bool {
    [RUN_FILE, TIMINGS_FILE, PAGE_FILE].contains(&name)
        || Export::ALL.iter().any(|export| export.files().iter().any(|(file, _)| *file == name))
        || name
            .split_once('.')
            .is_some_and(|(table, extension)| TABLES.contains(&table) && Format::ALL.iter().any(|format| format.name() == extension))
}

/// Has the disk take all of a file while other work goes on; at once, where no thread is to be had for it.
fn store_aside(file: fs::File, thread: Builder) -> io::Result<Option<JoinHandle<io::Result<()>>>> {
    let file = Arc::new(file);
    let theirs = Arc::clone(&file);
    match thread.spawn(move || theirs.sync_data()) {
        Ok(stored) => Ok(Some(stored)),
        Err(_) => file.sync_data().map(|()| None),
    }
}

/// `path` and the folders above it that do not exist, outermost first.
pub(super) fn missing_folders(path: &Path) -> Vec<PathBuf> {
    let missing = path.ancestors().take_while(|above| !above.as_os_str().is_empty() && !above.exists());
    let mut missing: Vec<_> = missing.map(Path::to_owned).collect();
    missing.reverse();
    missing
}

/// `error` as this crate's, at `path`; an error of this crate that travelled inside comes out again.
fn located(path: &Path, error: io::Error) -> Error {
    let located = match error.downcast::<Error>() {
        // What writes the file knows it by its own name at most.
        Ok(ours) if ours.kind() == ErrorKind::Io => ours.at(path),
        Ok(ours) => return ours,
        Err(error) => Error::io(path, error),
    };
    located.remedy_if_full("name a folder on another disk with --out")
}

/// A file that stops being written when the person asks to stop.
struct Checked<'a> {
    file: NamedTempFile,
    observer: &'a dyn Observer,
    bytes: u64,
}

impl Write for Checked<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.observer.check().map_err(io::Error::other)?;
        // Not through the temporary file itself, whose errors would tell its temporary name.
        let written = self.file.as_file_mut().write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_stored_where_no_thread_is_to_be_had() {
        let store = |thread| store_aside(tempfile::tempfile().unwrap(), thread);
        assert!(store(Builder::new()).unwrap().is_some());
        // No machine has memory for such a stack.
        assert!(store(Builder::new().stack_size(1 << 60)).unwrap().is_none());
    }
}
