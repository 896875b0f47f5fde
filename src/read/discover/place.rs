//! Where a file stands, and how it is opened.

use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::named::Listed;
#[cfg(feature = "parquet")]
use crate::error::ErrorKind;
use crate::error::{Error, Result};
use crate::observer::Observer;
use crate::read::decompress::{Compression, Opened};
use crate::read::format::Format;

/// A file to read, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct Place {
    /// As named on the command line, or that and the path below it.
    pub path: PathBuf,
    /// What names it in ids: the path below the input's folder, the input's own name before it where there are several.
    pub name: String,
    pub format: Format,
    pub compression: Compression,
    /// Size on disk.
    pub bytes: u64,
    /// Which input it belongs to.
    pub input: usize,
    /// The path below the input's folder, parts joined by `/`.
    pub below: String,
    /// The name of the folder that it lies in.
    pub folder: String,
    /// Whether it can be opened again: a pipe gives its bytes once, as standard input does.
    pub can_read_again: bool,
    /// The sidecar that is for it, where that does not lie in the input's folder or below.
    pub listed: Option<Listed>,
}

impl Place {
    /// Whether it is standard input.
    pub fn is_stdin(&self) -> bool {
        self.path == Path::new("-")
    }

    pub fn open<'a>(&self, told: Rc<RefCell<u64>>, observer: &'a dyn Observer) -> Result<Opened<'a>> {
        if self.is_stdin() {
            Opened::stream(io::stdin().lock(), self.compression, told, observer).map_err(|e| Error::io(&self.path, e))
        } else {
            Opened::file(&self.path, self.compression, told, observer)
        }
    }

    /// The file's name without its folders and endings.
    pub fn stem(&self) -> &str {
        let name = self.below.rsplit('/').next().unwrap_or(&self.below);
        let (_, name) = Compression::of(name);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// That it is not read from its end where it has none yet.
    pub fn check_pipe(&self) -> Result<()> {
        #[cfg(feature = "parquet")]
        if self.format == Format::Parquet && self.compression == Compression::None && !self.can_read_again {
            return Err(Error::new(
                ErrorKind::BadOption,
                "Parquet is read from its end, and what comes through a pipe from its beginning alone",
            )
            .at(&self.path)
            .remedy("save it as a file first, and name that"));
        }
        Ok(())
    }
}
