//! The read stage as a whole: files in, corpus out.

mod errors;
mod formats;
mod runs;
mod sidecars;

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::decompress::tests::{gzip, zstd};
use super::discover::discover;
use super::*;
use crate::error::{Error, ErrorKind};
use crate::observer::{Funnel, Recorder, Silent};

/// A folder of files that a test makes for itself.
struct Dir(tempfile::TempDir);

impl Dir {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    fn config(&self) -> ReadConfig {
        ReadConfig::of(&[self.0.path()])
    }

    fn read(&self) -> Corpus {
        read(&self.config(), &Silent).unwrap()
    }

    fn error(&self) -> Error {
        read(&self.config(), &Silent).unwrap_err()
    }

    fn strict_error(&self) -> Error {
        read(&ReadConfig { strict: true, ..self.config() }, &Silent).unwrap_err()
    }
}

fn ids(corpus: &Corpus) -> Vec<&str> {
    corpus.documents.iter().map(|document| document.id.as_str()).collect()
}

fn causes(corpus: &Corpus) -> Vec<(&str, Option<u64>)> {
    corpus.warnings.iter().map(|warning| (warning.cause.as_str(), warning.line)).collect()
}

fn document<'c>(corpus: &'c Corpus, id: &str) -> &'c Document {
    corpus.documents.iter().find(|document| document.id == id).unwrap_or_else(|| panic!("{id} is in the corpus"))
}
