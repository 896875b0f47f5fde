//! Real news, where the shared folder is at hand: its evaluators hold a scan to what they know.

#![allow(clippy::print_stdout, reason = "the evaluators’ own words")]

use std::path::Path;
use std::process::Command;

use crate::support::{Cmd, Dir, python, shared};

/// Runs an evaluator and gives what it printed, and whether it was content.
fn evaluator(script: &Path, args: &[&std::ffi::OsStr]) -> Option<(String, bool)> {
    let output = Command::new(python()?).arg(script).args(args).output().expect("python3 runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    println!("{said}{}", String::from_utf8_lossy(&output.stderr));
    Some((said, output.status.success()))
}

#[test]
fn all_lines_of_the_press_gold_hold_and_no_copy_is_extra() {
    let (Some(press), Some(script)) = (shared("data/press"), shared("eval/press.py")) else { return };
    let dir = Dir::new();
    Cmd::scan(&dir, &press).args("--out run").ok();
    let (gold, run) = (press.join("gold.jsonl"), dir.at("run"));
    let args = ["--gold".as_ref(), gold.as_os_str(), "--run".as_ref(), run.as_os_str()];
    let Some((said, content)) = evaluator(&script, &args) else { return };
    assert!(content && said.contains("35 of 35 hold, 0 extra"), "{said}");
}

#[test]
fn the_summary_of_the_press_pages_shows_what_ushakov_and_rogin_said_in_every_outlet() {
    let Some(press) = shared("data/press") else { return };
    let dir = Dir::new();
    let summary = Cmd::scan(&dir, &press).args("--out run").ok().out;
    // Rogin is not named beside his words: they are known by how they begin.
    for name in ["Ushakov", "Officials acknowledge"] {
        let item = summary.split("\n\n").find(|item| item.contains(name)).unwrap_or_else(|| panic!("no {name} in:\n{summary}"));
        let places = item.lines().filter(|l| ["first", "later", "tied", "undated"].iter().any(|role| l.trim_start().starts_with(role)));
        assert!(places.count() >= 2, "{item}");
    }
}

/// The number in `said` between two words.
fn between(said: &str, before: &str, after: &str) -> f64 {
    let told = said.split(before).nth(1).and_then(|rest| rest.split(after).next()).unwrap_or_else(|| panic!("no “{before}” in:\n{said}"));
    told.trim().parse().unwrap_or_else(|e| panic!("{told:?}: {e}"))
}

/// The share at the end of the line that begins with `line`, in brackets.
fn share_on(said: &str, line: impl Fn(&str) -> bool) -> f64 {
    let line = said.lines().find(|l| line(l)).unwrap_or_else(|| panic!("a line is missing in:\n{said}"));
    between(line, "(", ")")
}

#[test]
fn of_all_runs_of_eight_words_in_the_helsinki_articles_a_scan_finds_96_in_a_hundred() {
    let (Some(articles), Some(script)) = (shared("data/helsinki/articles.csv"), shared("eval/verbatim_runs.py")) else { return };
    let dir = Dir::new();
    Cmd::scan(&dir, &articles).args("--out run --quiet").ok();
    let run = dir.at("run");
    let args = ["--corpus".as_ref(), articles.as_os_str(), "--outlet".as_ref(), "publisher".as_ref(), "--run".as_ref(), run.as_os_str()];
    let Some((said, _)) = evaluator(&script, &args) else { return };
    let found = share_on(&said, |l| l.contains(" runs found ("));
    let formulas = share_on(&said, |l| l.starts_with("runs of formula words:"));
    let texts = between(&said, "mean share found ", "\n");
    let median = between(&said, "4-grams in common: median ", ",");
    assert!(found >= 0.96 && texts >= 0.97 && formulas <= 0.10 && median >= 0.8, "{found} {texts} {formulas} {median}");
}
