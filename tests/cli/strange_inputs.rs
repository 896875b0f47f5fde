//! Inputs that are not what their names say, or that are written as few are: they are read, or the cause is told with what to do.

use std::fs;
use std::io::Write;

use serde_json::Value;

use crate::support::articles::{Random, json_line, paragraph};
#[cfg(target_os = "linux")]
use crate::support::command::Ran;
use crate::support::run::Tables;
use crate::support::{Cmd, Dir, corpus};

/// Two texts of two outlets that share a paragraph, as lines of JSON.
fn two() -> Vec<String> {
    let mut random = Random::new(5);
    let shared = paragraph(&mut random);
    (0..2)
        .map(|n| json_line(&format!("d{n}"), &format!("Paper {n}"), "2016-12-01", &format!("{} {shared}", paragraph(&mut random))))
        .collect()
}

/// The same as rows of a table.
fn rows() -> Vec<String> {
    let row = |line: &String| {
        let record: Value = serde_json::from_str(line).unwrap();
        format!("{},\"{}\"", record["id"].as_str().unwrap(), record["text"].as_str().unwrap().replace('"', "\"\""))
    };
    ["id,text".to_owned()].into_iter().chain(two().iter().map(row)).collect()
}

fn ids(dir: &Dir, run: &str) -> Vec<String> {
    Tables::load(&dir.at(run)).rows("documents").iter().map(|row| row["doc"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn files_whose_lines_end_with_a_return_are_read_like_all_others() {
    let dir = Dir::new();
    dir.write("in.csv", rows().join("\r"));
    dir.write("in.jsonl", two().join("\r") + "\r");
    for input in ["in.csv", "in.jsonl"] {
        let told = Cmd::scan(&dir, input).args("--force --out out").ok();
        assert!(!told.err.contains("warning"), "{told:?}");
        assert_eq!(ids(&dir, "out"), ["d0", "d1"], "{input}");
    }
    let pieces = two().join("\r").into_bytes();
    Cmd::scan(&dir, "-").args("--force --out out").stdin(pieces).ok();
    assert_eq!(ids(&dir, "out"), ["d0", "d1"], "standard input");
}

#[test]
fn kept_records_of_a_file_whose_lines_end_with_a_return_are_all_written() {
    let dir = Dir::new();
    let lines = [two(), two()[..1].iter().map(|line| line.replace("d0", "d2")).collect()].concat();
    dir.write("in.jsonl", lines.join("\r"));
    Cmd::new(&dir).args("dedup in.jsonl --out out --quiet --write-kept kept.jsonl").ok();
    assert_eq!(fs::read_to_string(dir.at("kept.jsonl")).unwrap(), two().join("\n") + "\n");
}

#[test]
fn an_input_that_holds_nothing_points_to_no_warnings() {
    let dir = Dir::new();
    dir.write("empty.jsonl", "");
    dir.write("names.csv", "id,text\n");
    for input in ["empty.jsonl", "names.csv"] {
        let told = Cmd::scan(&dir, input).args("--out out").fails(&[input, "it holds no record", "holds articles"]);
        assert!(!told.err.contains("warnings above"), "{told:?}");
    }
}

#[test]
fn json_of_several_lines_that_is_named_as_lines_is_told_what_to_name_it() {
    let dir = Dir::new();
    let whole = format!("[{}]", two().join(",\n "));
    for json in [
        whole.replace('{', "{\n").replace('}', "\n}"),
        two()[0].replace('{', "\n{\n").replace('}', "\n}"),
        format!("[{}]", two().join(", ")),
    ] {
        dir.write("in.jsonl", &json);
        let line = if json.starts_with('\n') { "in.jsonl: line 2: broken JSON" } else { "in.jsonl: line 1: broken JSON" };
        for command in ["scan", "dedup"] {
            let told = Cmd::new(&dir).args(command).args("in.jsonl --out none --quiet").fails(&[line, "name it .json"]);
            assert!(!told.err.contains("warnings above"), "{told:?}");
        }
        dir.write("in.json", &json);
        Cmd::new(&dir).args("dedup in.json --out out --force --quiet").ok();
    }
    // What is broken is no more readable under another name.
    dir.write("in.jsonl", "{\"text\": \"cut\n");
    let told = Cmd::scan(&dir, "in.jsonl").args("--out none --quiet").fails(&["in.jsonl: line 1: broken JSON", "mend that first"]);
    assert!(!told.err.contains("name it .json"), "{told:?}");
}

#[test]
fn rows_that_quotes_seem_to_join_are_read_and_kept_one_by_one() {
    let dir = Dir::new();
    let texts =
        ["\"We shall cross the sound tomorrow, he said", "The mayor opened a library on Monday", "and nobody asked them what it cost\""];
    let rows: Vec<String> = texts.iter().chain(&["Another text"]).enumerate().map(|(n, text)| format!("{n}\t{text}\n")).collect();
    let table = format!("id\ttext\n{}", rows.concat());
    dir.write("in.tsv", &table);
    let told = Cmd::scan(&dir, "in.tsv").args("--out out").ok();
    assert!(!told.err.contains("warning"), "{told:?}");
    let run = Tables::load(&dir.at("out"));
    let read: Vec<String> = run.rows("texts").iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(read, [&texts[..], &["Another text"]].concat());
    Cmd::new(&dir).args("dedup in.tsv --out families --quiet --write-kept kept.tsv").ok();
    assert_eq!(fs::read_to_string(dir.at("kept.tsv")).unwrap(), table);
}

#[test]
fn a_short_text_with_a_stray_nul_is_read_as_it_stands() {
    let dir = Dir::new();
    dir.write("in/a.txt", "The mayor said\0 no boats");
    dir.write("in/b.txt", "The mayor said no boats");
    let told = Cmd::scan(&dir, "in").args("--out out").ok();
    assert!(!told.err.contains("UTF-16") && !told.err.contains("binary"), "{told:?}");
    assert_eq!(ids(&dir, "out"), ["a.txt", "b.txt"]);
}

#[test]
fn gzip_that_is_filled_up_with_zeros_is_whole() {
    let dir = Dir::new();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(two().join("\n").as_bytes()).unwrap();
    let mut packed = encoder.finish().unwrap();
    packed.resize(packed.len().next_multiple_of(512), 0);
    dir.write("in.jsonl.gz", packed);
    Cmd::scan(&dir, "in.jsonl.gz").args("--out out --strict").ok();
    assert_eq!(ids(&dir, "out"), ["d0", "d1"]);
}

#[test]
fn a_table_on_standard_input_is_told_that_only_json_lines_are_taken_there() {
    let dir = Dir::new();
    Cmd::scan(&dir, "-").args("--out out").stdin(rows().join("\n")).fails(&["standard input", "JSON lines only", ".csv"]);
}

#[test]
fn a_file_that_is_not_packed_as_its_name_says_is_told_so() {
    let dir = Dir::new();
    for (ending, packing) in [("gz", "gzip"), ("zst", "Zstandard")] {
        for format in ["jsonl", "txt"] {
            let name = format!("in.{format}.{ending}");
            dir.write(&name, two().join("\n"));
            for command in ["scan", "dedup"] {
                let told = Cmd::new(&dir)
                    .args(command)
                    .arg(&name)
                    .args("--out out")
                    .fails(&[&format!("it is not packed with {packing}"), "call it by what it is"]);
                assert!(!told.err.contains("what stands before was kept"), "{told:?}");
            }
        }
    }
}

#[test]
fn utf32_is_read_by_its_mark() {
    let dir = Dir::new();
    let text = two()[0].clone();
    let bytes = |text: &str| format!("\u{feff}{text}").chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<u8>>();
    for n in 0..2 {
        dir.write(&format!("in/{n}.txt"), bytes(&format!("Moscow — {n}. {text}")));
    }
    dir.write("in/lines.jsonl", bytes(&two().join("\n")));
    Cmd::scan(&dir, "in").args("--out out").ok().tells(&["UTF-32LE (4)"]);
    let tables = Tables::load(&dir.at("out"));
    let documents = tables.rows("documents");
    assert!(documents.iter().all(|row| row["encoding"] == "UTF-32LE"), "{documents:?}");
    let texts = tables.rows("texts");
    assert!(texts.iter().any(|row| row["text"] == format!("Moscow — 0. {text}")), "{texts:?}");
}

#[test]
fn a_time_that_no_clock_shows_costs_the_time_and_a_year_of_two_digits_the_date() {
    let dir = Dir::new();
    let dated = |date: &str| two()[0].replace("2016-12-01", date);
    dir.write("in.jsonl", [dated("2016-12-01 25:61:00"), dated("1/2/16").replace("d0", "d9")].join("\n"));
    Cmd::scan(&dir, "in.jsonl").args("--out out").ok().tells(&[
        "a time that no clock shows; its day was kept",
        "a year of two digits",
        "counts as undated",
    ]);
    let tables = Tables::load(&dir.at("out"));
    let documents = tables.rows("documents");
    assert_eq!(documents[0]["published_from"], "2016-11-30T10:00:00Z");
    assert!(documents[1]["published_from"].is_null());
}

#[test]
fn columns_of_broken_json_are_counted_from_one() {
    let dir = Dir::new();
    dir.write("in.jsonl", format!("[1]\n  [1]\n{}", two().join("\n")));
    Cmd::scan(&dir, "in.jsonl").args("--out out").ok().tells(&["got an array in column 1", "got an array in column 3"]);
}

#[test]
fn standard_input_cannot_be_corpus_and_reference_at_once() {
    let dir = Dir::new();
    Cmd::new(&dir)
        .args("dedup - --against - --out out")
        .stdin(two().join("\n"))
        .fails(&["standard input is named twice", "save one of the two"]);
}

#[test]
fn a_threshold_that_no_bands_reach_is_refused_with_the_least_that_they_do() {
    let dir = Dir::new();
    dir.write("in.jsonl", two().join("\n"));
    Cmd::new(&dir).args("dedup in.jsonl --out out --threshold 0.01").fails(&["0.01", "0.999", "from 0.014 on"]);
    Cmd::new(&dir).args("dedup in.jsonl --out out --threshold 0.014").ok();
}

#[test]
fn compare_names_no_file_that_it_does_not_write() {
    let dir = Dir::new();
    dir.write("in.jsonl", two().join("\n"));
    let pairs: Vec<String> = (0..15).map(|n| format!("{{\"left\":\"d0\",\"right\":\"x{n}\"}}")).collect();
    dir.write("pairs.jsonl", pairs.join("\n") + "\n{\"left\":\"d0\",\"right\":\"d1\"}\n");
    let told = Cmd::new(&dir).args("compare --pairs pairs.jsonl --corpus in.jsonl").ok();
    told.tells(&["5 more of the kind “unknown document”"]);
    assert!(!told.err.contains("run.json"), "{told:?}");
}

#[test]
fn one_document_because_of_a_limit_is_told_by_the_limit() {
    let dir = Dir::new();
    let told = Cmd::scan(&dir, corpus()).args("--out out --limit 1").ok();
    assert!(told.out.contains("--limit 1") && !told.out.contains("with more documents"), "{told:?}");
}

#[test]
fn explain_names_a_document_that_was_asked_for_where_the_texts_are_missing() {
    let dir = Dir::new();
    let lines: Vec<String> = two().into_iter().chain([two()[0].replace("d0", "a")]).collect();
    dir.write("in.jsonl", lines.join("\n"));
    Cmd::scan(&dir, "in.jsonl").args("--out out --no-texts --quiet").ok();
    Cmd::new(&dir).args("explain --run out d1 d0").fails(&["no text of `d1`", "--no-texts"]);
}

#[test]
fn a_page_without_an_outlet_goes_by_the_name_that_the_tables_give_it() {
    let dir = Dir::new();
    for (n, line) in two().iter().enumerate() {
        let record: Value = serde_json::from_str(line).unwrap();
        let text = record["text"].as_str().unwrap();
        dir.write(&format!("in/p{n}.html"), format!("<html><head><title>Long headline number {n}</title></head><body><article><p>{text}</p><p>{text}</p></article></body></html>"));
    }
    let told = Cmd::scan(&dir, "in").args("--out out").ok();
    assert!(told.out.lines().any(|line| line.contains("p0.html") && line.contains("Long headline number 0")), "{told:?}");
    let outlet = told.out.find("p0.html").unwrap();
    assert!(outlet < told.out.find("Long headline number 0").unwrap(), "the outlet stands first: {told:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_named() {
    let dir = Dir::new();
    dir.write("in.jsonl", two().join("\n"));
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = Cmd::scan(&dir, "in.jsonl").args("--out out").command.stdout(full).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && told.contains("standard output: ") && told.contains("try: "), "{told}");
}

/// What the command says that reads the pipe `name`, into which `bytes` are written once. One that opens the pipe again waits for ever, and fails here.
#[cfg(target_os = "linux")]
fn through_a_pipe(dir: &Dir, name: &str, bytes: &[u8], command: Cmd) -> Ran {
    use std::process::Command;
    use std::time::{Duration, Instant};
    let (pipe, source) = (dir.at(name), dir.write("source", bytes));
    if !pipe.exists() {
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    }
    let shown = format!("{:?}", command.command);
    let mut writer = Command::new("sh").args(["-c", "exec cat source > \"$0\"", name]).current_dir(dir.path()).spawn().unwrap();
    let mut child = command.start();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let ended = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    writer.kill().unwrap();
    writer.wait().unwrap();
    let ran = Ran::new(shown, &child.wait_with_output().unwrap());
    assert!(ended, "it did not end: {ran:?}");
    fs::remove_file(source).unwrap();
    ran
}

#[cfg(target_os = "linux")]
#[test]
fn a_named_pipe_is_opened_once() {
    let dir = Dir::new();
    // More than a pipe holds.
    let lines: String = (0..200).map(|n| two().join("\n").replace("\"id\":\"d", &format!("\"id\":\"{n}-")) + "\n").collect();
    assert!(lines.len() > 2 * 65_536);
    dir.write("file/p.jsonl", &lines);
    Cmd::new(&dir).args("dedup file/p.jsonl --quiet --out whole").ok();
    let ran = through_a_pipe(&dir, "p.jsonl", lines.as_bytes(), Cmd::new(&dir).args("dedup p.jsonl --quiet --out out"));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let families = |run: &str| fs::read_to_string(dir.at(run).join("families.jsonl")).unwrap();
    assert_eq!(families("out"), families("whole"));
    let ran = through_a_pipe(&dir, "p.jsonl", two().join("\n").as_bytes(), Cmd::scan(&dir, "p.jsonl").args("--quiet --out scanned"));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(ids(&dir, "scanned"), ["d0", "d1"]);
    // A byte that is no UTF-8 is a fault where nobody can look for another encoding.
    let mut latin: Vec<u8> = rows().join("\n").into_bytes();
    latin.extend(b"\nd2,\"caf\xe9\"\n");
    let ran = through_a_pipe(&dir, "p.csv", &latin, Cmd::scan(&dir, "p.csv").args("--out latin"));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    ran.tells(&["p.csv", "1 place did not decode"]);
    assert_eq!(ids(&dir, "latin"), ["d0", "d1", "d2"]);
    // Parquet needs a file.
    #[cfg(feature = "parquet")]
    {
        let ran = through_a_pipe(&dir, "p.parquet", b"PAR1", Cmd::scan(&dir, "p.parquet").args("--out table"));
        assert_eq!(ran.status, Some(2), "{ran:?}");
        ran.tells(&["p.parquet", "Parquet is read from its end", "save it as a file first"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_sidecar_that_is_a_pipe_is_refused_and_never_waited_for() {
    let dir = Dir::new();
    dir.write("in/a.txt", "a text of some words");
    for command in ["scan in --out out", "dedup in --out out"] {
        let ran = through_a_pipe(&dir, "in/metadata.csv", b"file\na.txt\n", Cmd::new(&dir).args(command));
        assert_eq!(ran.status, Some(2), "{ran:?}");
        ran.tells(&["metadata.csv", "it is no file but a pipe or a device", "--exclude"]);
    }
    Cmd::scan(&dir, "in").args("--out out --quiet --exclude metadata.csv").ok();
}

#[cfg(unix)]
#[test]
fn a_sidecar_that_is_a_dead_link_is_refused_where_another_file_is_left_out() {
    let dir = Dir::new();
    dir.write("in/a.txt", "a text of some words");
    std::os::unix::fs::symlink("nowhere.csv", dir.at("in/metadata.csv")).unwrap();
    for command in ["scan in --out out", "dedup in --out out", "scan in --out out --strict"] {
        Cmd::new(&dir).args(command).fails(&["in/metadata.csv", "--exclude"]);
    }
    Cmd::scan(&dir, "in").args("--out out --quiet --exclude metadata.csv").ok();
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_utf_8_are_read_and_told() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let dir = Dir::new();
    let folder = OsStr::from_bytes(b"caf\xe9");
    fs::create_dir(dir.path().join(folder)).unwrap();
    fs::write(dir.path().join(folder).join("in.jsonl"), two().join("\n")).unwrap();
    fs::write(dir.path().join(folder).join(OsStr::from_bytes(b"\xfcber.jsonl")), "{\"id\":\"d2\",\"text\":\"a text\"}\n{").unwrap();
    let known = dir.path().join(OsStr::from_bytes(b"bekannt\xfc.txt"));
    fs::write(&known, "a notice that stands below every article of the paper").unwrap();
    Cmd::scan(&dir, folder).args("--out out --quiet --ignore").arg(&known).ok();
    assert_eq!(ids(&dir, "out"), ["d0", "d1", "d2"]);
    let read = |file: &str| serde_json::from_slice::<Value>(&fs::read(dir.at(file)).unwrap()).unwrap();
    let record = read("out/run.json");
    assert_eq!(record["inputs"][0]["path"], "caf\u{fffd}/in.jsonl");
    let warnings = record["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|warning| warning["path"] == "caf\u{fffd}/\u{fffd}ber.jsonl"), "{warnings:?}");
    assert!(read("out/timings.json")["command"].as_str().unwrap().contains(" caf\u{fffd} "));
    Cmd::new(&dir).args("report out --quiet").ok();
    Cmd::new(&dir).args("dedup --out kept --quiet").arg(folder).ok();
    assert_eq!(read("kept/run.json")["inputs"][0]["path"], "caf\u{fffd}/in.jsonl");
    // What was mistyped is told all the same.
    let ran = Cmd::new(&dir).arg("scan").arg(folder).args("--memry 1GB").run();
    assert!(ran.status == Some(2) && ran.err.contains("'--memory'"), "{ran:?}");
    let ran = Cmd::new(&dir).arg(folder).args("--memry").run();
    assert_eq!(ran.status, Some(2), "{ran:?}");
}
