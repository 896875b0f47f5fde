//! Inputs that are not what their names or forms promise: what is read of them, and what is said that can be done.

use std::io::Write as _;

use crate::support::articles::{Random, paragraph};
use crate::support::{Cmd, Dir};

#[test]
fn rows_that_a_spreadsheet_leaves_empty_are_no_documents() {
    let dir = Dir::new();
    dir.write("a.csv", ",,,\nid,text,outlet,\n1,a text of some words,North,\n2,a text of other words,South,\n,,,\n,,,\n");
    let ran = Cmd::scan(&dir, "a.csv").args("--out out").ok();
    assert!(ran.out.contains("2 documents from 2 outlets") && !ran.err.contains("names no outlet"), "{ran:?}");
    let kept = Cmd::new(&dir).args("dedup a.csv --write-kept kept.csv --out thinned").ok();
    assert!(kept.out.contains("2 kept documents"), "{kept:?}");
}

#[test]
fn a_table_of_commas_that_is_called_tsv_is_read() {
    let dir = Dir::new();
    dir.write("a.tsv", "id,text,outlet\n1,\"a text, of some words\",North\n2,\"a text, of other words\",South\n");
    let ran = Cmd::scan(&dir, "a.tsv").args("--out out").ok();
    assert!(ran.out.contains("2 documents from 2 outlets"), "{ran:?}");
}

#[test]
fn a_text_inside_an_object_is_told_with_what_takes_it_out() {
    let dir = Dir::new();
    let record = |n: usize| format!("{{\"id\": {n}, \"article\": {{\"body\": \"a text of some words\", \"outlet\": \"North\"}}}}\n");
    dir.write("nested.jsonl", record(1) + &record(2));
    let told = "put it into the record itself, as `jq -c '. + .[\"article\"]' FILE";
    Cmd::scan(&dir, "nested.jsonl").args("--out out").fails(&["object `article`, as its `body`", told]);
    Cmd::new(&dir).args("dedup nested.jsonl --dry-run").fails(&[told]);
    dir.write("named.json", "{\"a1\": {\"text\": \"some words\"}, \"a2\": {\"text\": \"other words\"}}");
    Cmd::scan(&dir, "named.json").args("--out out").fails(&["under names of their own", "jq -c '.[]' FILE"]);
    // As `DataFrame.to_json` writes a frame.
    dir.write("frame.json", "{\"text\": {\"0\": \"some words\"}, \"outlet\": {\"0\": \"North\"}}");
    Cmd::scan(&dir, "frame.json").args("--out out").fails(&["is an object, not a text", "orient=\"records\""]);
}

#[test]
fn a_packed_file_under_another_name_is_told_to_be_packed() {
    let dir = Dir::new();
    let mut random = Random::new(3);
    let lines: String = (0..3).map(|n| format!("{{\"id\": {n}, \"text\": \"{}\"}}\n", paragraph(&mut random))).collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(lines.as_bytes()).unwrap();
    let packed = gzip.finish().unwrap();
    dir.write("a.jsonl", &packed);
    for command in ["scan a.jsonl --out out", "dedup a.jsonl --dry-run"] {
        Cmd::new(&dir).args(command).fails(&["it is packed with gzip", "let its name end in .gz"]);
    }
    Cmd::new(&dir).args("dedup - --dry-run").stdin(packed).fails(&["it is packed with gzip"]);
    dir.write("b/a.txt", "a text of some words");
    dir.write("b/b.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n");
    let ran = Cmd::scan(&dir, "b").args("--out out").ok();
    ran.tells(&["b.txt: it is a PDF", "take its text out first"]);
    assert!(ran.out.contains("1 document"), "{ran:?}");
    dir.write("a.jsonl.bz2", "BZh");
    Cmd::scan(&dir, "a.jsonl.bz2").args("--out packed").fails(&["unpack it first"]);
}

#[test]
fn patterns_that_leave_nothing_are_told_with_the_error() {
    let dir = Dir::new();
    dir.write("in/a.txt", "a text of some words");
    let told = "--include in/*.txt matches nothing; below the folder that is read it is called *.txt";
    Cmd::scan(&dir, "in").args("--include in/*.txt --out out").fails(&[told, "other patterns"]);
    Cmd::scan(&dir, "in/*.csv").args("--out out").fails(&["the pattern behind --include"]);
}

#[test]
fn what_two_corpora_have_to_tell_is_told_once_and_patterns_count_in_both() {
    let dir = Dir::new();
    for name in ["new", "old"] {
        dir.write(&format!("{name}/a.jsonl"), format!("{{\"id\": \"{name}\", \"text\": \"a text of some words\"}}\n"));
        dir.write(&format!("{name}/b.bak"), "of no use");
    }
    dir.write("old/draft.jsonl", "{\"id\": \"d\", \"text\": \"a draft\"}\n");
    let ran = Cmd::new(&dir).args("dedup new --against old --exclude *.bak --exclude draft* --exclude none* --dry-run").ok();
    ran.tells(&[
        "reference and corpus: fields: text from `text`; id from `id`\n",
        "reference: left alone: 2 names",
        "corpus: left alone: 1 name ",
    ]);
    assert!(ran.err.contains("\n--exclude none* matches nothing\n"), "{ran:?}");
    assert_eq!(ran.err.matches("matches nothing").count(), 1, "{ran:?}");
    let ran = Cmd::new(&dir).args("dedup new --exclude none* --dry-run").ok();
    assert_eq!(ran.err.matches("--exclude none* matches nothing").count(), 1, "{ran:?}");
}

#[test]
fn a_record_without_an_id_in_a_list_of_protected_ones_is_an_error_with_its_line() {
    let dir = Dir::new();
    dir.write("a.jsonl", "{\"id\": \"1\", \"text\": \"a text of some words\"}\n");
    dir.write("p.jsonl", "{\"id\": \"1\"}\n{\"id\": \"\"}\n");
    Cmd::new(&dir).args("dedup a.jsonl --protect p.jsonl --dry-run").fails(&["p.jsonl: line 2: the id under `id` is empty"]);
    dir.write("p.csv", "title,id\nOne,1\nTwo,\n");
    Cmd::new(&dir).args("dedup a.jsonl --protect p.csv --dry-run").fails(&["p.csv: line 3: the row has no id"]);
}

#[test]
fn a_date_far_from_all_others_is_told() {
    let dir = Dir::new();
    let row = |n: usize| format!("{n},a text of some words,2024-03-0{n}\n");
    dir.write("a.csv", format!("id,text,date\n{}9,a text of other words,2042-03-04\n", (1..8).map(row).collect::<String>()));
    let ran = Cmd::scan(&dir, "a.csv").args("--out out").ok();
    ran.tells(&["1 document is dated more than a year later than all others, as 9 is: “2042-03-04” by its metadata date"]);
}
