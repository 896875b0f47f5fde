//! A folder of a test's own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder that goes away with the test.
pub struct Dir(TempDir);

impl Dir {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// A path below the folder.
    pub fn at(&self, below: &str) -> PathBuf {
        self.path().join(below)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, below: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn make_dir(&self, below: &str) -> PathBuf {
        let path = self.at(below);
        fs::create_dir_all(&path).unwrap();
        path
    }

    /// Names of everything in the folder `below`, sorted. Empty where there is no such folder.
    pub fn list(&self, below: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.at(below)) else { return Vec::new() };
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Copies the files (not the folders) of `from` into the folder `below`.
    pub fn copy_files(&self, from: &Path, below: &str) -> PathBuf {
        let to = self.make_dir(below);
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
        to
    }

    /// Every file of the folder `below` with its bytes, by name.
    pub fn bytes_of(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        self.list(below).into_iter().map(|name| (name.clone(), fs::read(self.at(below).join(name)).unwrap())).collect()
    }
}

/// Names of the files in which two folders differ, save for the one that may.
pub fn differences(left: &BTreeMap<String, Vec<u8>>, right: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut names: Vec<&String> = left.keys().chain(right.keys()).collect();
    names.sort();
    names.dedup();
    names.into_iter().filter(|name| *name != "timings.json" && left.get(*name) != right.get(*name)).cloned().collect()
}
