//! Lists beside a corpus, as people and spreadsheets save them: pairs, gold, ids, outlets, texts that stand everywhere.

use crate::support::articles::{Random, paragraph};
use crate::support::run::{Tables, text};
use crate::support::{Cmd, Dir};

/// Two texts that share a paragraph, with ids `1` and `2` and `more` fields on each.
fn two(more: [&str; 2]) -> String {
    let mut random = Random::new(23);
    let shared = paragraph(&mut random);
    let own = [paragraph(&mut random), paragraph(&mut random)];
    (0..2).map(|n| format!("{{\"id\":\"{}\",\"text\":\"{} {shared}\"{}}}\n", n + 1, own[n], more[n])).collect()
}

/// A table as a German spreadsheet saves it: semicolons, a byte order mark, CR LF.
fn saved(table: &str) -> String {
    format!("\u{feff}{}", table.replace(',', ";").replace('\n', "\r\n"))
}

#[test]
fn lists_that_a_german_spreadsheet_saved_are_read_as_those_with_commas() {
    let dir = Dir::new();
    dir.write("in.jsonl", two(["", ""]));
    Cmd::scan(&dir, "in.jsonl").args("--out run --quiet").ok();
    let pairs = "Left,Right\n1,2\n";
    let spans = "left_doc,left_start,left_end,right_doc,right_start,right_end\n1,0,9,2,0,5\n";
    let gold = [spans, "left,right,label\n1,2,1\n", "id,family\n1,f\n2,f\n"];
    let answers = |form: &dyn Fn(&str) -> String| {
        dir.write("pairs.csv", form(pairs));
        let mut told = vec![Cmd::new(&dir).args("compare --pairs pairs.csv --corpus in.jsonl").ok().out];
        for gold in gold {
            dir.write("gold.csv", form(gold));
            told.push(Cmd::new(&dir).args("eval run --gold gold.csv").ok().out);
        }
        dir.write("gold.csv", form(spans));
        told.push(Cmd::new(&dir).args("eval run --gold gold.csv --only pairs.csv").ok().out);
        dir.write("keep.csv", form("id,why\n2,ours\n"));
        let kept = Cmd::new(&dir).args("dedup in.jsonl --dry-run --protect keep.csv").ok();
        assert!(!kept.err.contains("protected id"), "{kept:?}");
        told.push(kept.out);
        told
    };
    let expected = answers(&str::to_owned);
    assert_eq!(answers(&saved), expected);
    assert_eq!(answers(&|table| format!("sep=|\n{}", table.replace(',', "|"))), expected);
}

#[test]
fn a_column_that_no_list_of_outlets_has_is_told_with_the_nearest_and_columns_are_known_in_any_case() {
    let dir = Dir::new();
    dir.write("in.jsonl", two([",\"outlet\":\"Dorfblatt\"", ",\"outlet\":\"Das Blatt\""]));
    let scan = |list: &str| {
        dir.write("list.csv", list);
        let ran = Cmd::scan(&dir, "in.jsonl").args("--out run --force --outlets list.csv").ok();
        let run = Tables::load(&dir.at("run"));
        let outlets: Vec<String> = run.rows("documents").iter().map(|row| text(&row["outlet"]).to_owned()).collect();
        (ran, run.warnings(), outlets)
    };
    let (ran, warnings, outlets) = scan("name,alias\nDorfblatt,Das Blatt\n");
    ran.tells(&["list.csv: line 1", "no column `alias`", "call it `aliases`"]);
    assert_eq!(warnings.iter().map(|(path, line, _)| (&**path, *line)).collect::<Vec<_>>(), [("list.csv", Some(1))]);
    assert_eq!(outlets, ["Dorfblatt", "Das Blatt"]);
    let (ran, warnings, outlets) = scan(&saved("Name,ALIASES\nDorfblatt,Das Blatt\n"));
    assert!(!ran.err.contains("column") && warnings.is_empty(), "{ran:?}");
    assert_eq!(outlets, ["Dorfblatt", "Dorfblatt"]);
}

#[test]
fn a_broken_record_among_texts_to_be_ignored_is_left_out_and_told_and_under_strict_an_error() {
    let dir = Dir::new();
    dir.write("in.jsonl", two(["", ""]));
    dir.write("known.jsonl", "{\"text\":\"Sign up for the letter that we send out every morning\"}\n{broken\n");
    let ran = Cmd::scan(&dir, "in.jsonl").args("--out run --ignore known.jsonl").ok();
    ran.tells(&["known.jsonl: line 2"]);
    let warnings = Tables::load(&dir.at("run")).warnings();
    assert_eq!(warnings, [("known.jsonl".to_owned(), Some(2), "broken JSON".to_owned())]);
    let strict = Cmd::scan(&dir, "in.jsonl").args("--out strict --ignore known.jsonl --strict");
    strict.fails(&["known.jsonl: line 2", "leave --strict away"]);
}

#[test]
fn two_columns_of_one_name_in_a_list_are_an_error_with_their_line() {
    let dir = Dir::new();
    dir.write("in.jsonl", two(["", ""]));
    Cmd::scan(&dir, "in.jsonl").args("--out run --quiet").ok();
    let told = ["list.csv", "line 1", "two columns of one name"];
    dir.write("list.csv", "id,family,Family\n1,f,g\n2,f,h\n");
    Cmd::new(&dir).args("eval run --gold list.csv").fails(&told);
    dir.write("list.csv", "name,aliases,Aliases\nDorfblatt,Das Blatt,Blatt\n");
    Cmd::scan(&dir, "in.jsonl").args("--out other --outlets list.csv").fails(&told);
}

#[test]
fn a_corpus_protects_its_own_documents_by_the_ids_of_its_records_and_a_list_of_nothing_is_told() {
    let dir = Dir::new();
    let records = "{\"id\":1,\"text\":\"one and the same text\"}\n{\"id\":2,\"text\":\"one and the same text\"}\n";
    dir.write("in.jsonl", records);
    let kept = Cmd::new(&dir).args("dedup in.jsonl --dry-run --protect in.jsonl --fail-on-match").ok();
    let words: Vec<&str> = kept.out.split_whitespace().collect();
    assert!(words.windows(2).any(|pair| pair == ["protected", "2"]) && !kept.err.contains("protected id"), "{kept:?}");
    dir.write("none.txt", "");
    Cmd::new(&dir).args("dedup in.jsonl --dry-run --protect none.txt").ok().tells(&["none.txt holds no id"]);
    dir.write("text.jsonl", "{\"text\":\"one and the same text\"}\n");
    Cmd::new(&dir).args("dedup in.jsonl --dry-run --protect text.jsonl").fails(&["text.jsonl: line 1", "no id"]);
}

#[test]
fn a_row_of_a_list_that_has_too_few_values_is_an_error_with_its_line() {
    let dir = Dir::new();
    dir.write("in.jsonl", two(["", ""]));
    Cmd::scan(&dir, "in.jsonl").args("--out run --quiet").ok();
    dir.write("list.csv", saved("left,right\n1,2\n1\n"));
    let told = ["list.csv", "line 3", "expected 2 values, got 1"];
    Cmd::new(&dir).args("compare --pairs list.csv --corpus in.jsonl").fails(&told);
    Cmd::new(&dir).args("eval run --gold list.csv").fails(&told);
    dir.write("list.csv", saved("from,to\n1,2\n"));
    Cmd::new(&dir).args("compare --pairs list.csv --corpus in.jsonl").fails(&[
        "list.csv",
        "line 1",
        "expected a column `left`, got from, to",
    ]);
}
