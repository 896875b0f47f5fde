//! The same documents and parameters give the same bytes, whatever the threads, the order of the input and the day.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::support::articles::{Random, generated};
use crate::support::folder::differences;
use crate::support::{Cmd, Dir, corpus};

const TABLES: [&str; 8] = ["clusters", "credits", "documents", "families", "pairs", "passages", "repeats", "texts"];

/// The files of a scan by name.
fn scan(dir: &Dir, inputs: &[&str], args: &str) -> BTreeMap<String, Vec<u8>> {
    let mut command = Cmd::new(dir).arg("scan");
    for input in inputs {
        command = command.arg(input);
    }
    command.args(args).args("--out out --force --quiet --format jsonl,csv,parquet --export passim,gexf,graphml,webanno").ok();
    dir.bytes_of("out")
}

/// The tables alone: `run.json` and the page tell the digests of the files, which differ when their bytes do.
fn tables(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let is_table = |name: &String| TABLES.iter().any(|table| name.strip_prefix(table).is_some_and(|rest| rest.starts_with('.')));
    files.into_iter().filter(|(name, _)| is_table(name)).collect()
}

/// A folder with `in.jsonl`: some hundred articles of which a third copy others.
fn many() -> (Dir, Vec<String>) {
    let dir = Dir::new();
    let lines = generated(200, 11);
    dir.write("in.jsonl", lines.join("\n"));
    (dir, lines)
}

/// A run that found nothing would be the same every time.
fn found_much(files: &BTreeMap<String, Vec<u8>>) {
    let rows = |table: &str| String::from_utf8_lossy(&files[table]).lines().count();
    assert!(rows("pairs.jsonl") > 20 && rows("clusters.jsonl") > 10 && rows("passages.jsonl") > 20);
    assert_eq!(files.keys().filter(|name| name.ends_with(".jsonl") || name.ends_with(".csv")).count(), 17, "{:?}", files.keys());
}

#[test]
fn one_thread_and_two_write_the_same_bytes_and_so_does_a_second_run() {
    let (dir, _) = many();
    dir.copy_files(&corpus(), "corpus");
    for input in ["in.jsonl", "corpus"] {
        let one = scan(&dir, &[input], "--threads 1");
        found_much(&one);
        assert_eq!(differences(&one, &scan(&dir, &[input], "--threads 2")), Vec::<String>::new(), "{input}, two threads");
        assert_eq!(differences(&one, &scan(&dir, &[input], "--threads 2")), Vec::<String>::new(), "{input}, again");
        assert!(one.contains_key("timings.json"), "what may differ stands apart");
    }
}

#[test]
fn the_order_in_which_inputs_are_named_changes_no_byte() {
    let (dir, lines) = many();
    for (n, part) in lines.chunks(70).enumerate() {
        dir.write(&format!("part{n}.jsonl"), part.join("\n"));
    }
    let forwards = scan(&dir, &["part0.jsonl", "part1.jsonl", "part2.jsonl"], "");
    found_much(&forwards);
    let backwards = scan(&dir, &["part2.jsonl", "part0.jsonl", "part1.jsonl"], "");
    assert_eq!(differences(&forwards, &backwards), Vec::<String>::new());
}

#[test]
fn the_order_of_lines_and_the_files_they_stand_in_change_no_table() {
    let (dir, mut lines) = many();
    let plain = tables(scan(&dir, &["in.jsonl"], ""));
    assert_eq!(plain.len(), 24);
    Random::new(3).shuffle(&mut lines);
    dir.write("shuffled.jsonl", lines.join("\n"));
    assert_eq!(differences(&plain, &tables(scan(&dir, &["shuffled.jsonl"], ""))), Vec::<String>::new(), "shuffled lines");
    for (n, part) in lines.chunks(33).enumerate() {
        dir.write(&format!("parts/{}.jsonl", 9 - n), part.join("\n"));
    }
    assert_eq!(differences(&plain, &tables(scan(&dir, &["parts"], "--threads 2"))), Vec::<String>::new(), "parts under other names");
}

#[test]
fn files_made_in_another_order_change_no_byte() {
    let dir = Dir::new();
    let from = dir.copy_files(&corpus(), "corpus");
    let plain = scan(&dir, &["corpus"], "");
    let mut files: Vec<PathBuf> = fs::read_dir(&from).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    // A folder lists its entries in the order in which they were made, or by a hash of their names; both are made others.
    let aside = dir.make_dir("aside");
    for file in files.iter().rev() {
        fs::rename(file, aside.join(file.file_name().unwrap())).unwrap();
    }
    fs::remove_dir(&from).unwrap();
    fs::rename(aside, from).unwrap();
    assert_eq!(differences(&plain, &scan(&dir, &["corpus"], "")), Vec::<String>::new());
}

#[test]
fn no_environment_variable_changes_a_result() {
    let dir = Dir::new();
    dir.copy_files(&corpus(), "corpus");
    let plain = scan(&dir, &["corpus"], "");
    for (name, value) in
        [("RAYON_NUM_THREADS", "3"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Tokyo"), ("COLUMNS", "40"), ("CLICOLOR_FORCE", "1")]
    {
        let args = "--out out --force --quiet --format jsonl,csv,parquet --export passim,gexf,graphml,webanno";
        Cmd::scan(&dir, "corpus").args(args).env(name, value).ok();
        assert_eq!(differences(&plain, &dir.bytes_of("out")), Vec::<String>::new(), "{name}={value}");
    }
}
