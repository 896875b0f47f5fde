//! What is given on the command line is read, or refused with a word on what it is for.

use crate::support::{Cmd, Dir};

const TEXT: &str = "the harbour council voted on Monday to close the old fish market before the winter";

fn two_files(dir: &Dir) {
    dir.write("a.txt", TEXT);
    dir.write("b.txt", format!("{TEXT} and so on"));
}

#[test]
fn an_option_that_compare_has_no_use_for_is_refused() {
    let dir = Dir::new();
    two_files(&dir);
    let outlets = Cmd::new(&dir).args("compare --outlets nix.csv a.txt b.txt").run();
    assert_eq!(outlets.status, Some(2), "{outlets:?}");
    outlets.tells(&["'--outlets' is an argument of", "'wirecopy explain'"]);
    Cmd::new(&dir).args("explain --outlets nix.csv a.txt b.txt").fails(&["nix.csv"]);
    for command in ["compare", "explain"] {
        let told = ["`nix` for the text", "neither file holds records"];
        Cmd::new(&dir).arg(command).args("--field text=nix a.txt b.txt").fails(&told);
        Cmd::new(&dir).arg(command).args("--field text= a.txt b.txt").ok();
        let ran = Cmd::new(&dir).arg(command).args("--field text=nix --run out a b").run();
        assert!(ran.status == Some(2) && ran.err.contains("cannot be used with"), "{ran:?}");
    }
    dir.write("c.jsonl", format!("{{\"body\": \"{TEXT}\"}}"));
    Cmd::new(&dir).args("compare --field text=body a.txt c.jsonl").ok();
    Cmd::new(&dir).args("compare --field text=nix a.txt c.jsonl").fails(&["`nix`", "seen: body"]);
}

#[test]
fn a_value_is_suggested_for_a_slip_of_the_pen_and_not_for_another_word() {
    let dir = Dir::new();
    let latest = Cmd::new(&dir).args("dedup in.jsonl --keep latest").run();
    assert_eq!(latest.status, Some(2), "{latest:?}");
    assert!(latest.err.contains("earliest, richest") && !latest.err.contains("similar"), "{latest:?}");
    let short = Cmd::new(&dir).args("dedup in.jsonl --keep long").run();
    short.tells(&["a similar value exists: 'longest'"]);
    let slip = Cmd::new(&dir).args("dedup in.jsonl --format parqet").run();
    slip.tells(&["a similar value exists: 'parquet'"]);
}

#[test]
fn an_unknown_id_of_a_corpus_is_told_with_ids_that_it_has() {
    let dir = Dir::new();
    two_files(&dir);
    let ran =
        Cmd::new(&dir).args("compare --corpus a.txt b.txt -- a.txt something-else").fails(&["no document is called `something-else`"]);
    ran.tells(&["the documents are called `a.txt`, `b.txt`"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_without_a_name_of_its_own_is_told_to_be_one_and_kept_records_go_into_none() {
    let dir = Dir::new();
    two_files(&dir);
    dir.write("in.jsonl", format!("{{\"text\": \"{TEXT}\"}}"));
    for command in ["compare /dev/stdin b.txt", "dedup /dev/stdin --dry-run", "scan /dev/stdin --out out"] {
        Cmd::new(&dir).args(command).stdin(TEXT).fails(&["/dev/stdin: this is a pipe", "`-`", "JSON lines"]);
    }
    // A list may come through one: it is read once.
    Cmd::new(&dir).args("explain --outlets /dev/stdin a.txt b.txt").stdin("name,aliases\nN/A,\n").ok();
    for force in ["", "--force"] {
        let ran = Cmd::new(&dir).args("dedup in.jsonl --out out --write-kept /dev/stdout").args(force);
        ran.fails(&["/dev/stdout: this is a device or a pipe", "--write-kept"]);
    }
}

#[test]
fn what_is_too_short_to_be_compared_is_counted_and_not_called_unlike_all_else() {
    let dir = Dir::new();
    dir.write("in.jsonl", "{\"text\": \"one and the same\"}\n{\"text\": \"one and the same\"}\n{\"text\": \"…\"}\n");
    let said = |options: &str| {
        let ran = Cmd::new(&dir).args("dedup in.jsonl --dry-run").args(options).ok();
        ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let all = said("--min-words 1000");
    assert!(
        all.contains("too short 2 kept without being compared, with fewer than 1,000 words") && all.contains("wordless 1 kept"),
        "{all}"
    );
    assert!(all.contains("nothing was compared") && !all.contains("anything else"), "{all}");
    let ordinary = said("");
    assert!(ordinary.contains("wordless 1 ") && !ordinary.contains("too short") && ordinary.contains("families 1"), "{ordinary}");
}

#[test]
fn an_option_behind_two_hyphens_is_told_to_stand_in_front_of_them() {
    let dir = Dir::new();
    two_files(&dir);
    let ran = Cmd::new(&dir).args("compare --corpus a.txt b.txt -- a.txt b.txt --json").run();
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert!(ran.err.contains("put '--json' in front of it") && !ran.err.contains("similar"), "{ran:?}");
}

#[test]
fn a_document_beside_itself_is_a_row_of_a_list_and_an_error_without_one() {
    let dir = Dir::new();
    two_files(&dir);
    dir.write("pairs.csv", "left,right\na.txt,b.txt\na.txt,a.txt\n");
    let ran = Cmd::new(&dir).args("compare --pairs pairs.csv --corpus a.txt b.txt").ok();
    assert!(ran.out.contains("{\"left_doc\":\"a.txt\",\"right_doc\":\"a.txt\",\"similarity\":1.0"), "{ran:?}");
    Cmd::new(&dir).args("compare --corpus a.txt b.txt -- a.txt a.txt").fails(&["both are `a.txt`: a text matches itself"]);
}

#[test]
fn names_of_fields_are_told_on_one_line_and_no_name_is_told_as_none() {
    let dir = Dir::new();
    dir.write("in.jsonl", format!("{{\"text\": \"{TEXT}\", \"\": 1, \"a\\nb\": 2}}\n"));
    let ran = Cmd::new(&dir).args("dedup in.jsonl --out out --write-kept kept.jsonl").ok();
    ran.tells(&["carried along: \"\", a\\nb\n"]);
    assert!(ran.out.contains("1 kept document written to kept.jsonl"), "{ran:?}");
    Cmd::new(&dir).args("dedup in.jsonl --dry-run --field text=").fails(&["expected none, as --field text= says"]);
}

#[test]
fn columns_of_tables_that_differ_are_told_by_their_names_alone() {
    let dir = Dir::new();
    dir.write("a.csv", format!("sep=;\r\nid;text\r\n1;{TEXT}\r\n"));
    dir.write("b.csv", format!("text;id\r\n{TEXT};2\r\n"));
    Cmd::new(&dir).args("dedup a.csv b.csv --out out --write-kept kept.csv").fails(&["b.csv", "the first table (`id;text`)"]);
}
