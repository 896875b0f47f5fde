//! Runs that are written and loaded again.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;

use proptest::prelude::*;

use super::sample::{any_run, run};
use super::*;
use crate::error::{Error, ErrorKind};
use crate::observer::{Patient, Recorder, Silent};

fn write_to(run: &Run, config: &WriteConfig<'_>, path: &Path, force: bool) -> Result<Written> {
    write(run, &Timings::default(), config, OutputFolder::open(path, force)?, &Silent)
}

fn names(path: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(path).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn in_format(format: Format) -> WriteConfig<'static> {
    WriteConfig { formats: vec![format], ..WriteConfig::default() }
}

fn round_trip(run: &Run, config: &WriteConfig<'_>) {
    let dir = tempfile::tempdir().unwrap();
    write_to(run, config, dir.path(), false).unwrap();
    // Rows at random name documents that are not there.
    assert_eq!(&load::load_tables(dir.path(), &Silent).unwrap(), run);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_run_survives_every_format(run in any_run()) {
        round_trip(&run, &in_format(Format::Jsonl));
        round_trip(&run, &in_format(Format::Csv));
        round_trip(&run, &WriteConfig { tables: TableConfig { csv_excel: true }, ..in_format(Format::Csv) });
        #[cfg(feature = "parquet")]
        round_trip(&run, &in_format(Format::Parquet));
    }
}

#[test]
fn a_run_is_written_with_all_its_files_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("deep/out");
    let written = write_to(&run(), &WriteConfig::default(), &out, false).unwrap();
    let mut expected: Vec<_> = folder::TABLES.iter().map(|table| format!("{table}.jsonl")).collect();
    expected.extend(["run.json".to_owned(), "timings.json".to_owned()]);
    expected.sort();
    assert_eq!(names(&out), expected);
    for (name, bytes) in &written.files {
        assert_eq!(fs::metadata(out.join(name)).unwrap().len(), *bytes, "{name}");
    }
}

#[test]
fn a_second_run_needs_force_and_leaves_no_table_of_the_first_behind() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    write_to(&run(), &in_format(Format::Csv), dir.path(), false).unwrap();
    let error = write_to(&run(), &WriteConfig::default(), dir.path(), false).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutputExists);
    assert!(error.help().unwrap().contains("--force") && error.help().unwrap().contains("--out"));
    write_to(&run(), &WriteConfig { texts: false, ..WriteConfig::default() }, dir.path(), true).unwrap();
    let names = names(dir.path());
    assert!(names.iter().all(|name| !name.ends_with(".csv")), "{names:?}");
    assert!(names.contains(&"notes.txt".to_owned()) && !names.contains(&"texts.jsonl".to_owned()));
    assert_eq!(load(dir.path(), &Silent).unwrap().texts, []);
}

#[test]
fn a_file_that_only_has_the_name_of_a_table_is_not_replaced_unasked() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("documents.jsonl"), "{}").unwrap();
    let error = OutputFolder::open(dir.path(), false).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutputExists);
    assert!(error.to_string().contains("documents.jsonl"));
}

#[test]
fn a_folder_below_a_file_is_refused_before_any_work() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    for path in [file.clone(), file.join("out")] {
        let error = OutputFolder::open(&path, false).unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::Io, Some(path.as_path())));
        assert!(error.help().unwrap().contains("--out"));
    }
}

#[test]
fn a_folder_under_the_name_of_a_table_is_refused_before_any_work() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("pairs.jsonl")).unwrap();
    let error = OutputFolder::open(dir.path(), true).unwrap_err();
    assert!(error.path().unwrap().ends_with("pairs.jsonl"));
}

#[test]
fn a_run_that_is_given_up_leaves_no_folder_behind() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("a/b");
    drop(OutputFolder::open(&out, false).unwrap());
    assert_eq!(names(dir.path()), Vec::<String>::new());
}

#[test]
fn what_a_killed_run_left_is_swept_away() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(".wirecopy-pairs.jsonl-abc123.tmp"), "half").unwrap();
    fs::write(dir.path().join(".wirecopy"), "not ours").unwrap();
    OutputFolder::open(dir.path(), false).unwrap();
    assert_eq!(names(dir.path()), [".wirecopy"]);
}

#[test]
fn a_full_disk_leaves_the_earlier_run_whole() {
    let dir = tempfile::tempdir().unwrap();
    write_to(&run(), &WriteConfig::default(), dir.path(), false).unwrap();
    let before = names(dir.path());
    // The page stands for any file: the disk is full after its first half.
    let page = |_: &Run, out: &mut (dyn Write + Send)| {
        out.write_all(b"half a page")?;
        // As `page::render` tells it.
        Err(io::Error::other(Error::io("report.html", io::ErrorKind::StorageFull.into())))
    };
    let config = WriteConfig { page: Some(&page), ..WriteConfig::default() };
    let error = write_to(&run(), &config, dir.path(), true).unwrap_err();
    assert_eq!(error.path(), Some(dir.path().join("report.html").as_path()));
    assert!(error.help().unwrap().contains("free some space"));
    assert_eq!(names(dir.path()), before);
    assert_eq!(load(dir.path(), &Silent).unwrap(), run());
}

#[cfg(target_os = "linux")]
#[test]
fn every_format_tells_of_a_full_device() {
    for format in Format::ALL.into_iter().filter(|format| format.is_built_in()) {
        let mut full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let error = tables::write(&run().passages, format, TableConfig::default(), &mut full).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{format:?}");
    }
}

#[test]
fn a_panic_while_writing_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let page = |_: &Run, _: &mut (dyn Write + Send)| -> io::Result<PageStats> { panic!("a fault in the page") };
    let config = WriteConfig { page: Some(&page), ..WriteConfig::default() };
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| write_to(&run(), &config, dir.path(), false)));
    assert!(caught.is_err());
    assert_eq!(names(dir.path()), Vec::<String>::new());
}

#[test]
fn an_interruption_is_told_as_one_and_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let observer = Recorder::default();
    // The person asks to stop while the page is being written.
    let page = |_: &Run, out: &mut (dyn Write + Send)| {
        observer.stop.store(true, Ordering::Relaxed);
        out.write_all(&vec![b' '; 1 << 20]).map(|()| PageStats::default())
    };
    let config = WriteConfig { page: Some(&page), ..WriteConfig::default() };
    let folder = OutputFolder::open(dir.path(), false).unwrap();
    let error = write(&run(), &Timings::default(), &config, folder, &observer).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(names(dir.path()), Vec::<String>::new());
}

/// Writes the sample, changes one file, and says what loading it gives.
fn load_after(format: Format, name: &str, change: impl Fn(String) -> String) -> Error {
    let dir = tempfile::tempdir().unwrap();
    write_to(&run(), &in_format(format), dir.path(), false).unwrap();
    let path = dir.path().join(name);
    fs::write(&path, change(fs::read_to_string(&path).unwrap())).unwrap();
    load(dir.path(), &Silent).unwrap_err()
}

#[test]
fn another_schema_version_is_refused_naming_both() {
    let error = load_after(Format::Jsonl, "run.json", |run| run.replace("\"schema\": 1", "\"schema\": 7"));
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert!(error.to_string().contains("version 7") && error.to_string().contains("version 1"), "{error}");
}

type Case = (Format, &'static str, fn(String) -> String, u64, &'static str);

#[test]
fn a_broken_row_is_named_with_its_line_and_column() {
    let cases: [Case; 8] = [
        (
            Format::Jsonl,
            "passages.jsonl",
            |t| t.replacen("\"role\":\"first\"", "\"role\":\"second\"", 1),
            3,
            "column `role`: expected one of first",
        ),
        (Format::Jsonl, "credits.jsonl", |t| t.replacen("\"scope\":\"document\",", "", 1), 2, "the column `scope` is missing"),
        (Format::Jsonl, "pairs.jsonl", |t| t.replacen("\"words\":", "\"words\":-", 1), 1, "column `words`: expected a whole number"),
        (
            Format::Jsonl,
            "pairs.jsonl",
            |t| t.replacen("\"identity\":", "\"identity\":9", 1),
            1,
            "column `identity`: expected a share from 0 to 1, got 9",
        ),
        (Format::Jsonl, "pairs.jsonl", |t| t[..t.len() / 2].to_owned(), 1, "expected a JSON object"),
        (Format::Jsonl, "pairs.jsonl", |t| t.replacen("\"words\":", "\"words\":9999999999", 1), 1, "is beyond 4294967295"),
        (
            Format::Csv,
            "repeats.csv",
            |t| t.replacen("echo/3.txt,0", "echo/3.txt,none", 1),
            2,
            "column `start`: expected a whole number, got `none`",
        ),
        (Format::Csv, "repeats.csv", |t| t.trim_end().rsplit_once(',').unwrap().0.to_owned(), 2, "found record with"),
    ];
    for (format, name, change, line, message) in cases {
        let error = load_after(format, name, change);
        assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(line)), "{error}");
        assert!(error.path().unwrap().ends_with(name) && error.to_string().contains(message), "{error}");
    }
}

#[test]
fn spans_that_run_backwards_or_leave_their_text_are_refused() {
    let error = load_after(Format::Jsonl, "repeats.jsonl", |t| t.replacen("\"again_start\":", "\"again_start\":9", 1));
    assert!(error.to_string().contains("repeats.jsonl: row 1: the span at `again_start` ends at"), "{error}");
    let error = load_after(Format::Jsonl, "passages.jsonl", |t| t.replacen("\"byte_end\":", "\"byte_end\":9", 1));
    assert!(error.to_string().contains("passages.jsonl: row 1: bytes 0 to 9"), "{error}");
}

#[test]
fn texts_that_a_spreadsheet_will_cut_are_told() {
    let mut run = run();
    run.texts[0].text = "é".repeat(32_768).into();
    let notes = |csv_excel| {
        let dir = tempfile::tempdir().unwrap();
        let observer = Recorder::default();
        let config = WriteConfig { tables: TableConfig { csv_excel }, ..in_format(Format::Csv) };
        write(&run, &Timings::default(), &config, OutputFolder::open(dir.path(), false).unwrap(), &observer).unwrap();
        observer.notes.into_inner().unwrap()
    };
    assert!(notes(true)[0].ends_with(": 1"), "{:?}", notes(true));
    assert_eq!(notes(false), Vec::<String>::new());
}

#[test]
fn loading_stops_whenever_it_is_asked_to() {
    for format in Format::ALL.into_iter().filter(|format| format.is_built_in()) {
        let dir = tempfile::tempdir().unwrap();
        write_to(&run(), &in_format(format), dir.path(), false).unwrap();
        let patient = Patient::new(usize::MAX);
        assert_eq!(load(dir.path(), &patient).unwrap(), run());
        // When it is read, and again when it is checked.
        let rows = run().documents.len() + run().texts.len() + run().pairs.len() + run().passages.len();
        assert!(patient.asked() > 2 * rows, "{} of {rows}", patient.asked());
        for times in 0..patient.asked() {
            assert_eq!(load(dir.path(), &Patient::new(times)).unwrap_err().kind(), ErrorKind::Interrupted, "{format:?} {times}");
        }
    }
}

#[test]
fn a_folder_without_a_run_and_a_run_without_a_table_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    assert!(load(dir.path(), &Silent).unwrap_err().to_string().contains("no run"));
    write_to(&run(), &WriteConfig::default(), dir.path(), false).unwrap();
    fs::remove_file(dir.path().join("pairs.jsonl")).unwrap();
    assert!(load(dir.path(), &Silent).unwrap_err().to_string().contains("pairs.jsonl, pairs.parquet, pairs.csv"));
}

#[test]
fn the_columns_are_those_of_the_design_in_its_order() {
    fn columns(rows: impl Rows) -> String {
        rows.columns().iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(" ")
    }
    let run = run();
    assert_eq!(
        columns(&run.documents[..]),
        "doc outlet title url language published published_from published_to date_source encoding words reused_words near_duplicate_of meta.author meta.section"
    );
    assert_eq!(columns(&run.texts[..]), "doc text");
    assert_eq!(
        columns(&run.pairs),
        "left_doc left_start left_end left_byte_start left_byte_end right_doc right_start right_end right_byte_start right_byte_end words identity left_coverage right_coverage score kind left_cluster right_cluster similarity"
    );
    assert_eq!(
        columns(&run.passages),
        "cluster doc outlet start end byte_start byte_end words published_from published_to role source_doc grade evidence text"
    );
    assert_eq!(
        columns(&run.clusters[..]),
        "cluster kind part_of passages documents outlets words first_doc first_from first_to speaker text"
    );
    assert_eq!(columns(&run.repeats[..]), "doc start end again_start again_end words");
    assert_eq!(columns(&run.credits[..]), "doc start end source scope rule text");
    assert_eq!(columns(&run.families[..]), "family unit doc start end similarity containment kept");
}

fn written(format: Format, name: &str, csv_excel: bool) -> String {
    let dir = tempfile::tempdir().unwrap();
    write_to(&run(), &WriteConfig { tables: TableConfig { csv_excel }, ..in_format(format) }, dir.path(), false).unwrap();
    fs::read_to_string(dir.path().join(name)).unwrap()
}

#[test]
fn rows_of_the_sample_look_as_they_should() {
    assert_eq!(
        written(Format::Jsonl, "families.jsonl", false).lines().nth(1).unwrap(),
        r#"{"family":"f0000000000000001","unit":"document","doc":"zh/1.txt","start":0,"end":380,"similarity":0.987654,"containment":0.987654,"kept":false}"#
    );
    let documents = written(Format::Jsonl, "documents.jsonl", false);
    assert!(documents.contains(r#""near_duplicate_of":null,"meta.author":"=1+1","meta.section":"Port, \"news\""}"#));
    let plain = written(Format::Csv, "documents.csv", false);
    assert!(plain.contains("\n") && !plain.contains("\r\n") && plain.contains(",=1+1,\"Port, \"\"news\"\"\"\n"), "{plain}");
    let excel = written(Format::Csv, "documents.csv", true);
    assert!(excel.starts_with("\u{feff}doc,outlet,") && excel.contains(",'=1+1,\"Port, \"\"news\"\"\"\r\n"), "{excel}");
}

#[test]
fn one_thread_and_many_write_the_same_bytes() {
    let bytes = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let config = WriteConfig { formats: vec![Format::Csv, Format::Jsonl], ..WriteConfig::default() };
        pool.install(|| write_to(&run(), &config, dir.path(), false)).unwrap();
        let names = names(dir.path()).into_iter().filter(|name| name != "timings.json");
        names.map(|name| (fs::read(dir.path().join(&name)).unwrap(), name)).collect::<Vec<_>>()
    };
    assert!(bytes(1) == bytes(4), "the bytes of some file depend on the threads");
}
