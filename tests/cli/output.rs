//! What is written and shown.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::articles::generated;
use crate::support::run::Tables;
use crate::support::{Cmd, Dir, corpus};

/// Compares with the file of that name in tests/cli/golden, or writes it where WIRECOPY_BLESS is set.
fn golden(name: &str, shown: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/golden").join(name);
    if std::env::var_os("WIRECOPY_BLESS").is_some() {
        fs::write(&path, shown).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}; WIRECOPY_BLESS=1 writes it", path.display()));
    let first = expected.lines().zip(shown.lines()).position(|(a, b)| a != b);
    let line = first.unwrap_or_else(|| expected.lines().count().min(shown.lines().count()));
    assert!(
        expected == shown,
        "{name} differs from line {} on; is it better now, WIRECOPY_BLESS=1 writes it\nexpected: {}\nshown:    {}",
        line + 1,
        expected.lines().nth(line).unwrap_or("(no more)"),
        shown.lines().nth(line).unwrap_or("(no more)"),
    );
}

#[test]
fn the_summary_of_the_demonstration_corpus_is_as_it_was() {
    let dir = Dir::new();
    dir.copy_files(&corpus(), "corpus");
    let ran = Cmd::scan(&dir, "corpus").args("--outlets corpus/outlets.csv --out run").ok();
    golden("corpus.out.txt", &ran.out);
    golden("corpus.err.txt", &ran.err);
}

#[test]
fn the_summary_of_articles_without_copies_is_as_it_was() {
    let dir = Dir::new();
    dir.write("in.jsonl", generated(2, 5).join("\n"));
    golden("nothing.out.txt", &Cmd::scan(&dir, "in.jsonl").args("--out run").ok().out);
}

#[test]
fn what_goes_to_no_terminal_has_no_colour_and_no_bar() {
    let dir = Dir::new();
    dir.write("broken.jsonl", generated(30, 2).join("\n") + "\n{broken");
    let plain = Cmd::scan(&dir, "broken.jsonl").args("--out out").ok();
    let none = Cmd::scan(&dir, "broken.jsonl").args("--out out --force").env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1").ok();
    let error = Cmd::scan(&dir, "nowhere").args("--out other").run();
    for ran in [&plain, &none, &error] {
        for said in [&ran.out, &ran.err] {
            assert!(!said.contains('\u{1b}') && !said.contains('\r'), "{said:?}");
        }
    }
    assert!(!plain.out.is_empty() && !plain.err.is_empty());
    assert_eq!(plain.out, none.out);
}

#[test]
fn quiet_prints_nothing_but_errors() {
    let dir = Dir::new();
    dir.write("in.jsonl", generated(30, 2).join("\n") + "\n{broken");
    for args in ["scan in.jsonl --out out --quiet", "scan in.jsonl --out out --force -q", "report out --quiet"] {
        let ran = Cmd::new(&dir).args(args).ok();
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""), "{args}");
    }
    let run = Tables::load(&dir.at("out"));
    assert_eq!(run.warnings().len(), 1, "what is not said is still written");
    let ran = Cmd::scan(&dir, "nowhere").args("--out other --quiet").run();
    assert!(ran.err.contains("error: nowhere"), "{}", ran.err);
}

#[test]
fn top_says_how_many_texts_the_summary_shows() {
    let dir = Dir::new();
    let shown = |top: usize| {
        let ran = Cmd::scan(&dir, corpus()).args(&format!("--out out --force --top {top}")).ok();
        let is_item =
            |line: &&str| line.trim_start().split_once(". ").is_some_and(|(n, rest)| n.parse::<u32>().is_ok() && rest.contains(" · "));
        ran.out.lines().filter(is_item).count()
    };
    assert_eq!((shown(1), shown(5)), (1, 5));
}

#[test]
fn every_format_has_the_same_columns_and_rows() {
    let dir = Dir::new();
    Cmd::scan(&dir, corpus()).args("--out out --quiet --format jsonl,csv").ok();
    for table in ["documents", "texts", "pairs", "passages", "clusters", "repeats", "credits", "families"] {
        let mut csv = csv::Reader::from_path(dir.at(&format!("out/{table}.csv"))).unwrap();
        let mut columns: Vec<String> = csv.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = csv.records().count();
        let run = Tables::load(&dir.at("out"));
        assert_eq!(rows, run.rows(table).len(), "{table}");
        assert!(rows > 0, "{table} has no row");
        let mut keys: Vec<String> = run.rows(table).iter().flat_map(|row| row.as_object().unwrap().keys().cloned()).collect();
        for names in [&mut columns, &mut keys] {
            names.sort();
            names.dedup();
        }
        assert_eq!(columns, keys, "{table}");
    }
}

#[test]
fn without_texts_there_is_no_table_of_them_and_the_summary_still_shows_passages() {
    let dir = Dir::new();
    let ran = Cmd::scan(&dir, corpus()).args("--out out --no-texts").ok();
    assert!(!dir.at("out/texts.jsonl").exists());
    assert!(ran.out.contains("without precedent"), "{}", ran.out);
    Cmd::new(&dir).args("report out").ok();
}

#[test]
fn a_page_without_texts_or_names_holds_none() {
    let dir = Dir::new();
    let page = |redact: &str| {
        Cmd::scan(&dir, corpus()).args(&format!("--out out --force --quiet --html page.html --html-redact {redact}")).ok();
        assert!(!dir.at("out/report.html").exists(), "the page went elsewhere");
        fs::read_to_string(dir.at("page.html")).unwrap()
    };
    let text = page("text");
    assert!(!text.contains("without precedent") && text.contains("Orlan Six"));
    let outlets = page("outlets");
    assert!(!outlets.contains("without precedent") && !outlets.contains("Orlan Six") && !outlets.contains("orlan-"));
}

#[test]
fn the_help_of_every_command_shows_examples_and_the_status() {
    let dir = Dir::new();
    let help = Cmd::new(&dir).args("--help").ok().out;
    assert!(help.contains("Examples:") && help.contains("Exit status:"), "{help}");
    let commands = help.split("Commands:").nth(1).unwrap().split("\n\n").next().unwrap();
    let names: Vec<&str> =
        commands.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).filter(|n| !n.is_empty()).collect();
    assert!(names.contains(&"scan") && names.contains(&"report"), "{names:?}");
    for name in names.iter().filter(|name| **name != "help") {
        let help = Cmd::new(&dir).arg(name).args("--help").ok().out;
        assert!(help.contains("Examples:"), "the help of {name} has no examples");
        assert!(help.contains(&format!("  wirecopy {name} ")), "the examples of {name} are of another command");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "the help of {name} is wider than 100 columns");
    }
}

/// The default that the help tells of an option.
fn default_of<'a>(help: &'a str, option: &str) -> &'a str {
    let flag = format!("--{option} <");
    let told = help.split(&flag).nth(1).unwrap_or_else(|| panic!("no --{option} in:\n{help}"));
    let own = told.split("\n      --").next().unwrap();
    own.split("[default: ").nth(1).unwrap_or_else(|| panic!("--{option} tells no default: {own}")).split(']').next().unwrap()
}

#[test]
fn every_default_in_the_help_is_the_librarys() {
    let dir = Dir::new();
    let help = Cmd::new(&dir).args("scan --help").ok().out;
    let config = wirecopy::pipeline::ScanConfig::default();
    assert_eq!(default_of(&help, "min-words"), config.align.min_words.to_string());
    assert_eq!(default_of(&help, "seed-words"), config.seeds.words.to_string());
    assert_eq!(default_of(&help, "seed-window"), config.seeds.window.to_string());
    let page = wirecopy::report::page::PageConfig::default();
    assert_eq!(default_of(&help, "html-budget"), format!("{}MB", page.budget / 1_000_000));
    let terminal = wirecopy::report::terminal::TerminalConfig::default();
    assert_eq!(default_of(&help, "top"), terminal.top.to_string());
    let written: Vec<&str> = wirecopy::report::WriteConfig::default().formats.iter().map(|format| format.name()).collect();
    assert_eq!(default_of(&help, "format"), written.join(","));
    assert_eq!(default_of(&help, "outlet-from"), format!("{:?}", wirecopy::read::OutletFrom::default()).to_lowercase());
    assert_eq!(default_of(&help, "out"), "wirecopy-out");
    let number = |option: &str| default_of(&help, option).parse::<f64>().unwrap();
    assert!((number("near-duplicate-threshold") - config.families.document_threshold).abs() < 1e-9);
    assert!((number("rewritten-threshold") * 100.0 - f64::from(config.rewrite.threshold)).abs() < 1e-9);
    assert_eq!(default_of(&help, "rewritten-content"), config.rewrite.min_content.to_string());
    assert!(default_of(&help, "memory").starts_with("60%"), "{help}");
    assert_eq!(default_of(&help, "temp-dir"), "the system's");
    // A new option with a default belongs into this list.
    assert_eq!(help.matches("[default: ").count(), 14, "{help}");
}

#[test]
fn what_run_json_says_of_the_parameters_is_what_the_library_takes_without_any() {
    let dir = Dir::new();
    Cmd::scan(&dir, corpus()).args("--out out --quiet").ok();
    let run = Tables::load(&dir.at("out"));
    let stages = serde_json::to_value(wirecopy::pipeline::ScanConfig::default()).unwrap();
    assert_eq!(run.record["parameters"]["stages"], stages);
    assert_eq!(run.record["schema"], wirecopy::report::model::SCHEMA);
    assert_eq!(run.record["version"], env!("CARGO_PKG_VERSION"));
}
