//! The one error type of the library.
//!
//! An [`Error`] says what happened ([`ErrorKind`]), where (file, line), what was expected and what
//! was there instead, and what to do about it. The program prints all of that on three lines at
//! most and ends with status 2. Records that can be left out are [`Warning`](crate::observer::Warning)s
//! instead, unless the run is strict.

use std::fmt;
use std::path::{Path, PathBuf};

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder could not be read or written.
    Io,
    /// The input holds no document at all.
    NoDocuments,
    /// No field of a record is known to hold its text.
    NoTextField,
    /// A record or file is not what its format says.
    Malformed,
    /// Two documents have one id.
    DuplicateId,
    /// A file's format is not known, or not compiled in.
    UnknownFormat,
    /// An option has a value outside its range, or two options exclude one another.
    BadOption,
    /// The output folder already holds a run.
    OutputExists,
    /// A document is larger than 32-bit offsets can tell.
    TooLarge,
    /// The run was interrupted.
    Interrupted,
}

/// An error with its place and its remedy.
#[derive(Debug)]
pub struct Error(Box<Repr>);

#[derive(Debug)]
struct Repr {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    line: Option<u64>,
    remedy: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// A result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of `kind`; `message` says what was expected and what was found instead.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Repr { kind, message: message.into(), path: None, line: None, remedy: None, source: None }))
    }

    /// The operating system refused to read or write `path`.
    pub fn io(path: impl AsRef<Path>, source: std::io::Error) -> Self {
        Self::new(ErrorKind::Io, source.to_string()).at(path).because(source)
    }

    /// Adds the file.
    #[must_use]
    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        self.0.path = Some(path.as_ref().to_owned());
        self
    }

    /// Adds the line, counted from 1.
    #[must_use]
    pub fn on_line(mut self, line: u64) -> Self {
        self.0.line = Some(line);
        self
    }

    /// Adds what the person can do about it.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.0.remedy = Some(remedy.into());
        self
    }

    /// Adds what to do, where the disk was full: to free some space, or what `or` names instead.
    #[must_use]
    pub fn remedy_if_full(self, or: &str) -> Self {
        let is_full = |e: &std::io::Error| matches!(e.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded);
        let below = self.0.source.as_ref().and_then(|e| e.downcast_ref());
        if below.is_some_and(is_full) { self.remedy(format!("free some space, or {or}")) } else { self }
    }

    /// Adds the error below this one.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The file that it happened in.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// The line that it happened on, counted from 1.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.0.line
    }

    /// What the person can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.0.remedy.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.0.path {
            write!(f, "{}: ", path.display())?;
        }
        if let Some(line) = self.0.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The message already holds the text of an i/o error; printing it again below tells nothing new.
        match self.0.kind {
            ErrorKind::Io => None,
            _ => self.0.source.as_deref().map(|e| e as &(dyn std::error::Error + 'static)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_file_line_and_remedy() {
        let e = Error::new(ErrorKind::Malformed, "expected a JSON object, got a number")
            .at("news.jsonl")
            .on_line(7)
            .remedy("mend the line, or leave --strict away to skip it");
        assert_eq!(e.to_string(), "news.jsonl: line 7: expected a JSON object, got a number");
        assert_eq!(e.help(), Some("mend the line, or leave --strict away to skip it"));
        assert_eq!((e.kind(), e.line()), (ErrorKind::Malformed, Some(7)));
    }
}
