//! What stands in a folder and is no document: what cannot be read, and what a run has written.

use std::fs;
use std::io::Read as _;
use std::path::Path;

/// What to do about a file that cannot be read.
pub(super) const READABLE: &str = "make it readable, or leave it out with --exclude";

/// Why a file of a folder cannot be read.
pub(super) fn why_unreadable(path: &Path, metadata: &fs::Metadata) -> Option<String> {
    if !metadata.is_file() {
        // Opening a pipe waits for somebody to write.
        return Some("it is no file but a pipe or a device".to_owned());
    }
    fs::File::open(path).err().map(|e| e.to_string())
}

/// Names of the files of a run that could be taken for documents, as the stage `report` writes them.
pub(super) const OF_RUN: [&str; 8] = ["documents", "texts", "pairs", "passages", "clusters", "repeats", "credits", "families"];

/// Whether a run writes a file of this name.
pub(super) fn is_of_run(name: &str) -> bool {
    ["run.json", "timings.json", "report.html"].contains(&name)
        || name.split_once('.').is_some_and(|(table, format)| OF_RUN.contains(&table) && ["jsonl", "csv", "parquet"].contains(&format))
}

/// What every page of a run begins with.
pub(super) const PAGE: &str =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"generator\" content=\"wirecopy\">";

/// Whether a file is the page of a run, wherever it was written and whatever it is called.
pub(super) fn is_page_of_run(path: &Path) -> bool {
    let mut head = Vec::with_capacity(PAGE.len());
    let read = fs::File::open(path).and_then(|file| file.take(PAGE.len() as u64).read_to_end(&mut head));
    read.is_ok() && head == PAGE.as_bytes()
}

/// Whether a folder holds a page that was written as one: an index, and blocks below `data`, which are a part of it.
pub(super) fn holds_page(folder: &Path, holds: impl Fn(&str) -> bool) -> bool {
    holds("index.html") && holds(BLOCKS) && is_page_of_run(&folder.join("index.html"))
}

/// The folder of a page's blocks.
pub(super) const BLOCKS: &str = "data";
