//! How much memory a run has, and where that goes which it does not hold.

mod dealt;
mod list;
mod machine;
mod shelf;
mod store;
mod text;

use crate::kernel::memory;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Error, Result};

pub use crate::kernel::mapping::Column;
pub(crate) use dealt::Dealt;
pub(crate) use list::List;
pub use machine::machine_memory;
pub use shelf::Shelf;
pub(crate) use shelf::{is_crowded, read_in_order};
pub(crate) use store::{Record, Store};
pub use text::Text;

/// Working memory, and the folder for what goes beyond it. No result depends on either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Bytes.
    pub memory: u64,
    /// Files in it have no name, and are gone when the run is over, however it ends.
    pub temp_dir: PathBuf,
}

impl Default for Room {
    /// As much as it takes.
    fn default() -> Self {
        Self { memory: u64::MAX, temp_dir: std::env::temp_dir() }
    }
}

impl Room {
    /// From now on what is freed goes back to the system where the process holds a good part of this room.
    pub(crate) fn enter(&self) {
        WORTH.fetch_min(self.memory / 4 * 3, Ordering::Relaxed);
    }

    /// Drops what nobody needs any more, and gives its memory back, where the process has held most of this room. Elsewhere it stays until the process ends,
    /// which gives back millions of small pieces at once.
    pub fn clear_away<T>(&self, items: T) {
        if peak_memory().is_some_and(|peak| peak >= self.memory / 4 * 3) {
            drop(items);
            memory::give_back();
        } else {
            std::mem::forget(items);
        }
    }

    /// A shelf, of which `most` bytes stay in memory.
    pub(crate) fn shelf(&self, most: u64) -> Shelf {
        Shelf::new(most, self.memory, self.temp_dir.clone())
    }
}

/// The error of a folder for temporary files, with what can be done about it.
pub(crate) fn failed(folder: &Path, error: io::Error) -> Error {
    let remedy = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free some space, name a folder on another disk with --temp-dir, or allow more --memory"
        }
        _ => "name a folder that can be written to with --temp-dir, or allow more --memory",
    };
    Error::io(folder, error).remedy(remedy)
}

/// A file without a name.
pub(crate) fn temporary(folder: &Path) -> Result<File> {
    tempfile::tempfile_in(folder).map_err(|e| failed(folder, e.kind().into()))
}

/// Most memory that the process ever held, in bytes, where the system tells.
#[must_use]
pub fn peak_memory() -> Option<u64> {
    kibibytes(STATUS, "VmHWM:")
}

/// What the system tells of the memory that the process holds, asked again and again.
struct Held(Option<File>);

impl Held {
    fn of_this_process() -> Self {
        Self(File::open(STATUS).ok())
    }

    /// What it holds now, and how much of it is no part of a file, in bytes, where the system tells.
    fn now(&self) -> Option<(u64, u64)> {
        // The file is some fifteen hundred bytes long, and made anew by each read from its beginning.
        let mut room = [0; 4096];
        let count = at_beginning(self.0.as_ref()?, &mut room).ok()?;
        let told = str::from_utf8(&room[..count]).ok()?;
        Some((line_in(told, "VmRSS:")?, line_in(told, "RssAnon:")?))
    }
}

#[cfg(unix)]
fn at_beginning(file: &File, room: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, room, 0)
}

#[cfg(not(unix))]
fn at_beginning(_: &File, _: &mut [u8]) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Memory from which on it is worth a while to give some back: what is given back has to be asked for again. A run with little memory lowers it.
static WORTH: AtomicU64 = AtomicU64::new(1 << 31);

/// Whether the process has held so much that it is worth a while to hold less.
pub(crate) fn holds_much() -> bool {
    peak_memory().is_some_and(|peak| peak >= WORTH.load(Ordering::Relaxed))
}

/// Gives back to the system what was freed, where the process has held much.
pub(crate) fn give_back() {
    if holds_much() {
        memory::give_back();
    }
}

/// Where Linux tells of this process.
const STATUS: &str = "/proc/self/status";

fn kibibytes(file: &str, name: &str) -> Option<u64> {
    line_in(&std::fs::read_to_string(file).ok()?, name)
}

/// Bytes, by the line of this name, which has kibibytes.
fn line_in(told: &str, name: &str) -> Option<u64> {
    let line = told.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}
