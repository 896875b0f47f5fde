//! Where pages and kept records go: never over what is not theirs, and nothing of an earlier page stays.

use std::fs;

use crate::support::{Cmd, Dir, corpus};

#[test]
fn a_page_replaces_no_file_without_force_and_no_table_with_it() {
    let dir = Dir::new();
    dir.write("mine.txt", "mine");
    Cmd::scan(&dir, corpus()).args("--out out --html mine.txt").fails(&["mine.txt", "exists already", "--force"]);
    assert!(!dir.at("out").exists(), "found out before any work is done");
    Cmd::scan(&dir, corpus()).args("--out out --quiet").ok();
    Cmd::new(&dir).args("report out --html mine.txt").fails(&["mine.txt", "exists already", "--force"]);
    assert_eq!(fs::read_to_string(dir.at("mine.txt")).unwrap(), "mine");
    for name in ["passages.jsonl", "run.json", "outlets.gexf"] {
        Cmd::new(&dir).args(&format!("report out --force --html out/{name}")).fails(&[name, "tables of the run", "--html"]);
        Cmd::scan(&dir, corpus()).args(&format!("--out out --force --html out/{name}")).fails(&[name, "tables of the run"]);
    }
    // The run's own page is made again without asking.
    Cmd::new(&dir).args("report out").ok();
    Cmd::new(&dir).args("report out --html out/report.html").ok();
    let ran = Cmd::new(&dir).args("report out --force --html mine.txt").ok();
    assert!(fs::read_to_string(dir.at("mine.txt")).unwrap().starts_with("<!doctype html>"));
    assert!(ran.out.contains("Pages\n") && ran.out.contains("mine.txt"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_device_a_device() {
    let dir = Dir::new();
    Cmd::scan(&dir, corpus()).args("--out out --quiet").ok();
    dir.write("target.html", "old");
    std::os::unix::fs::symlink(dir.at("target.html"), dir.at("link.html")).unwrap();
    Cmd::new(&dir).args("report out --quiet --html link.html").fails(&["link.html", "exists already"]);
    Cmd::new(&dir).args("report out --quiet --force --html link.html").ok();
    assert!(dir.at("link.html").is_symlink());
    assert!(fs::read_to_string(dir.at("target.html")).unwrap().starts_with("<!doctype html>"));
    // One that leads nowhere yet names the file that is made.
    std::os::unix::fs::symlink("later.html", dir.at("ahead.html")).unwrap();
    Cmd::new(&dir).args("report out --quiet --html ahead.html").fails(&["ahead.html", "exists already"]);
    Cmd::new(&dir).args("report out --quiet --force --html ahead.html").ok();
    assert!(dir.at("ahead.html").is_symlink());
    assert!(fs::read_to_string(dir.at("later.html")).unwrap().starts_with("<!doctype html>"));
    dir.write("in.jsonl", "{\"text\":\"one text of some words\"}\n");
    std::os::unix::fs::symlink("kept.jsonl", dir.at("link.jsonl")).unwrap();
    Cmd::new(&dir).args("dedup in.jsonl --quiet --out kept --write-kept link.jsonl").fails(&["link.jsonl", "exists already"]);
    Cmd::new(&dir).args("dedup in.jsonl --quiet --out kept --force --write-kept link.jsonl").ok();
    assert!(dir.at("link.jsonl").is_symlink() && dir.at("kept.jsonl").is_file());
    let ran = Cmd::new(&dir).args("report out --quiet --html /dev/stdout").ok();
    assert!(ran.out.starts_with("<!doctype html>"));
}

#[test]
fn a_folder_of_a_page_keeps_nothing_that_was_taken_out() {
    let dir = Dir::new();
    Cmd::scan(&dir, corpus()).args("--out one --quiet --html-dir share").ok();
    let names = || dir.list("share/data");
    assert!(names().iter().any(|name| name.starts_with("evidence")));
    let again = || Cmd::scan(&dir, corpus()).args("--out two --quiet --html-dir share --html-redact outlets");
    again().fails(&["share", "index.html", "--force"]);
    again().args("--force").ok();
    assert!(!names().iter().any(|name| name.starts_with("evidence")), "{:?}", names());
    let held: String = names().iter().map(|name| fs::read_to_string(dir.at("share/data").join(name)).unwrap()).collect();
    assert!(!held.contains("Orlan"));
}

#[test]
fn nothing_is_written_where_it_would_be_read_as_an_article() {
    let dir = Dir::new();
    dir.write("in/a.txt", "a text");
    dir.write("in/b.txt", "another one");
    Cmd::scan(&dir, "in").args("--out out --html in/page.html").fails(&["in/page.html", "among the articles", "--html"]);
    Cmd::scan(&dir, "in").args("--out out --html-dir in/pages").fails(&["in/pages", "among the articles", "--html-dir"]);
    // Nor in its place, by whatever way.
    dir.write("site/index.html", "<p>an article</p>");
    dir.write("site/data/x.txt", "one more");
    dir.write("known.txt", "known");
    for (input, args) in [
        ("site/index.html", "--html-dir site --force"),
        ("site/data", "--html-dir site"),
        ("in", "--ignore known.txt --html known.txt --force"),
    ] {
        Cmd::scan(&dir, input).args(&format!("--out out {args}")).fails(&["never written over"]);
    }
    fs::create_dir(dir.at("page")).unwrap();
    Cmd::scan(&dir, "in").args("--out out --html-dir page --html page/index.html").fails(&["page/index.html", "a part of the one"]);
    dir.write("run/texts.jsonl", "{\"text\":\"a text\"}");
    Cmd::scan(&dir, "run/texts.jsonl").args("--out run --force").fails(&["run/texts.jsonl", "never written over"]);
    assert_eq!(fs::read_to_string(dir.at("site/index.html")).unwrap(), "<p>an article</p>");
    Cmd::new(&dir).args("dedup in --out out --write-kept in/kept").fails(&["in/kept", "among the articles", "--write-kept"]);
    assert_eq!(dir.list("in"), ["a.txt", "b.txt"]);
    // The folder of a run is passed over.
    Cmd::scan(&dir, "in").args("--out in/run --quiet --html-dir in/run/page").ok();
}

#[test]
fn a_report_writes_no_page_among_the_articles_of_its_run() {
    let dir = Dir::new();
    dir.write("art/a.txt", "a text");
    dir.write("art/b.txt", "another one");
    Cmd::scan(&dir, "art").args("--out run --quiet").ok();
    let report = |run: &str, args: &str| Cmd::new(&dir).args(&format!("report {run} --quiet {args}"));
    report("run", "--html art/page.html").fails(&["art/page.html", "among the articles", "--html"]);
    report("run", "--html-dir art/pages").fails(&["art/pages", "among the articles", "--html-dir"]);
    report("run", "--force --html art/a.txt").fails(&["art/a.txt", "never written over"]);
    assert_eq!(dir.list("art"), ["a.txt", "b.txt"]);
    report("run", "--html page.html").ok();
    // Beside a file that was named itself, and in the folder of a run, a page is no article.
    Cmd::scan(&dir, "art/a.txt").args("--out single --quiet").ok();
    report("single", "--html art/page.html").ok();
    fs::remove_file(dir.at("art/page.html")).unwrap();
    Cmd::scan(&dir, "art").args("--out art/run --quiet").ok();
    report("art/run", "").ok();
    report("art/run", "--html art/run/page.html").ok();
    report("art/run", "--force --html art/run/page.html").ok();
}

#[test]
fn a_place_without_a_name_and_a_file_in_the_place_of_a_folder_are_told() {
    let dir = Dir::new();
    Cmd::scan(&dir, corpus()).args("--out run --quiet").ok();
    for (option, remedy) in [("--html", "/dev/stdout"), ("--html-dir", "name a folder")] {
        Cmd::new(&dir).args(&format!("report run {option} -")).fails(&[option, "names no place", remedy]);
        Cmd::scan(&dir, corpus()).args(&format!("--out other {option} -")).fails(&[option, "names no place"]);
    }
    assert_eq!(dir.list(""), ["run"]);
    dir.write("page/data", "no folder");
    let told = Cmd::new(&dir).args("report run --html-dir page").fails(&["--html-dir"]);
    assert!(told.err.contains(&format!("{}", std::path::Path::new("page").join("data").display())), "{told:?}");
    assert_eq!(dir.list("page"), ["data"]);
}

#[test]
fn kept_records_and_tables_stand_apart() {
    let dir = Dir::new();
    dir.write("in.jsonl", "{\"text\":\"one text of some words\"}\n{\"text\":\"one text of some words\"}\n");
    dir.write("in/a.txt", "a text");
    for kept in ["out/families.jsonl", "out"] {
        let input = if kept == "out" { "in" } else { "in.jsonl" };
        let ran = Cmd::new(&dir).args(&format!("dedup {input} --out out --write-kept {kept}"));
        ran.fails(&["kept records and the tables of the run", "--write-kept"]);
    }
    assert!(!dir.at("out").exists());
    fs::create_dir(dir.at("out")).unwrap();
    Cmd::new(&dir).args("dedup in.jsonl --quiet --out out --write-kept out/kept.jsonl").ok();
    assert_eq!(dir.list("out"), ["families.jsonl", "kept.jsonl", "run.json", "timings.json"]);
}

#[test]
fn a_page_that_is_cut_says_so_everywhere() {
    let dir = Dir::new();
    let ran = Cmd::scan(&dir, corpus()).args("--out out --html-budget 200kB").ok();
    assert!(dir.at("out/report.html").metadata().unwrap().len() <= 200_000);
    assert!(ran.out.contains("what its budget has room for") && !ran.out.contains("the whole result"), "{}", ran.out);
    let ran = Cmd::scan(&dir, corpus()).args("--out whole --html page.html").ok();
    assert!(ran.out.contains("the whole result") && ran.out.contains("page.html"), "{}", ran.out);
}
