//! What the documentation says is held to the program: options, links, columns.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "cli")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// Options of other programs that the documents name in the lines of these.
const OTHER_PROGRAMS: [&str; 5] = ["cargo ", ".py", "pip ", "npm ", "git "];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn document(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn wirecopy(arguments: &[&str]) -> String {
    let output = Command::cargo_bin("wirecopy").unwrap().args(arguments).current_dir(root()).assert().success();
    String::from_utf8(output.get_output().stdout.clone()).unwrap()
}

/// The names of the commands, from the program's own help.
fn commands() -> Vec<String> {
    let help = wirecopy(&["--help"]);
    let list = help.split("Commands:").nth(1).unwrap().split("\n\n").next().unwrap();
    let is_name = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    list.lines().filter(is_name).map(|line| line.split_whitespace().next().unwrap().to_owned()).filter(|name| name != "help").collect()
}

/// Options in `text`: two hyphens, then small letters and hyphens.
fn options(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("--") {
        let before = text[..at].chars().next_back();
        let name: String = text[at + 2..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
        let name = name.trim_end_matches('-');
        if name.len() > 1 && before.is_none_or(|c| !c.is_alphanumeric() && c != '-') {
            found.insert(format!("--{name}"));
        }
    }
    found
}

/// Options that the program knows, of all its commands.
fn known_options() -> BTreeSet<String> {
    let mut known = options(&wirecopy(&["--help"]));
    for command in commands() {
        known.extend(options(&wirecopy(&[&command, "--help"])));
    }
    known
}

/// The parts of a document below each heading of this level, by heading.
fn sections(text: &str, level: usize) -> BTreeMap<String, String> {
    let mark = format!("{} ", "#".repeat(level));
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let (mut heading, mut fenced) = (None, false);
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if !fenced && line.starts_with('#') && line.trim_start_matches('#').len() + level >= line.len() {
            heading = line.strip_prefix(&mark).map(str::to_owned);
        } else if let Some(heading) = &heading {
            let body = found.entry(heading.clone()).or_default();
            body.push_str(line);
            body.push('\n');
        }
    }
    found
}

/// The code in the first cell of each row of the tables in `text`.
fn first_cells(text: &str) -> BTreeSet<String> {
    let cells = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn every_option_that_the_documents_name_is_one_of_the_program() {
    let known = known_options();
    for name in ["README.md", "GUIDE.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/accuracy.md"] {
        for line in document(name).lines().filter(|line| !OTHER_PROGRAMS.iter().any(|program| line.contains(program))) {
            for option in options(line) {
                assert!(known.contains(&option), "{name} names {option}, which no command knows: {line}");
            }
        }
    }
}

#[test]
fn the_guide_explains_every_option_and_command() {
    let guide = document("GUIDE.md");
    let explained = options(&guide);
    for option in known_options() {
        assert!(explained.contains(&option), "GUIDE.md does not name {option}");
    }
    for command in commands() {
        assert!(guide.contains(&format!("`wirecopy {command}")), "GUIDE.md does not explain `wirecopy {command}`");
    }
}

#[test]
fn every_column_of_every_table_is_explained_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    wirecopy(&["scan", "corpus", "--quiet", "--format", "csv", "--out", out.to_str().unwrap()]);
    let explained = sections(&document("GUIDE.md"), 3);
    let mut tables = BTreeSet::new();
    for entry in fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "csv") {
            continue;
        }
        let table = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let written = text.lines().next().unwrap().split(',');
        // The fields of the input are as many as it has; the guide explains them together.
        let written: BTreeSet<String> = written.map(|c| if c.starts_with("meta.") { "meta.NAME" } else { c }.to_owned()).collect();
        let section = explained.get(&format!("`{table}`")).unwrap_or_else(|| panic!("GUIDE.md has no heading for the table `{table}`"));
        assert_eq!(first_cells(section), written, "columns of `{table}`: explained in GUIDE.md, and written");
        tables.insert(table);
    }
    assert_eq!(tables.len(), 8, "a scan writes eight tables: {tables:?}");
}

#[test]
fn every_key_of_the_run_files_is_explained_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    wirecopy(&["scan", "corpus", "--quiet", "--out", out.to_str().unwrap()]);
    let explained = sections(&document("GUIDE.md"), 3);
    for file in ["run.json", "timings.json"] {
        let value: serde_json::Value = serde_json::from_str(&fs::read_to_string(out.join(file)).unwrap()).unwrap();
        let written: BTreeSet<String> = value.as_object().unwrap().keys().cloned().collect();
        assert_eq!(first_cells(&explained[&format!("`{file}`")]), written, "keys of {file}: explained in GUIDE.md, and written");
    }
}

#[test]
fn every_alias_of_a_field_is_in_the_guide() {
    let explained = &sections(&document("GUIDE.md"), 3)["Fields"];
    for meaning in wirecopy::read::Meaning::ALL {
        let row = explained.lines().find(|line| line.starts_with(&format!("| `{}` ", meaning.name())));
        let row = row.unwrap_or_else(|| panic!("GUIDE.md has no row for the meaning `{}`", meaning.name()));
        for alias in meaning.aliases() {
            assert!(row.contains(&format!("`{alias}`")), "GUIDE.md does not name `{alias}` for {}", meaning.name());
        }
    }
}

/// A heading as links name it: small letters, digits, hyphens for spaces.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn anchors(path: &Path) -> BTreeSet<String> {
    let mut fenced = false;
    let text = fs::read_to_string(path).unwrap();
    let headings = text.lines().filter(|line| {
        fenced ^= line.starts_with("```");
        !fenced && line.starts_with('#')
    });
    headings.map(|line| anchor(line.trim_start_matches('#'))).collect()
}

#[test]
fn every_relative_link_leads_somewhere() {
    let mut links = 0;
    for name in ["README.md", "GUIDE.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "corpus/README.md", "docs/accuracy.md"] {
        let path = root().join(name);
        let text = document(name);
        for link in text.match_indices("](").filter_map(|(at, _)| text[at + 2..].split(')').next()) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            assert!(target.exists(), "{name}: the link to {link} leads nowhere");
            assert!(place.is_empty() || anchors(&target).contains(place), "{name}: {file} has no heading for #{place}");
            links += 1;
        }
    }
    assert!(links > 5, "the documents hold links: {links}");
}

#[test]
fn the_summary_in_the_readme_is_what_a_scan_prints() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let printed = wirecopy(&["scan", "corpus", "--out", out.to_str().unwrap()]);
    let readme = document("README.md");
    let excerpt = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let parts: Vec<&str> = excerpt.split("\n...\n").map(|part| part.trim_matches('\n')).filter(|part| !part.is_empty()).collect();
    assert!(parts.len() > 2, "the excerpt has several parts");
    for part in parts {
        assert!(printed.contains(part), "a scan of corpus/ does not print this part of README.md:\n{part}\n\nIt prints:\n{printed}");
    }
}
