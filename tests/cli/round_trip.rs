//! The demonstration corpus in other formats gives what the folder of texts gives.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use crate::support::run::Tables;
use crate::support::{Cmd, Dir, corpus};

/// The rows of the corpus's sidecar, each with the text of its file.
fn articles() -> Vec<(BTreeMap<String, String>, String)> {
    let mut sidecar = csv::Reader::from_path(corpus().join("metadata.csv")).unwrap();
    let rows = sidecar.deserialize().map(|row| row.unwrap());
    let text = |row: &BTreeMap<String, String>| fs::read_to_string(corpus().join(&row["file"])).unwrap();
    rows.map(|row: BTreeMap<String, String>| (row.clone(), text(&row).trim_start_matches('\u{feff}').to_owned())).collect()
}

fn scan(dir: &Dir, input: &str) -> Tables {
    Cmd::scan(dir, input).arg("--outlets").arg(corpus().join("outlets.csv")).args("--out run --force --quiet").ok();
    Tables::load(&dir.at("run"))
}

/// The rows of a table as they stand.
fn rows(run: &Tables, table: &str) -> Vec<String> {
    run.rows(table).iter().map(ToString::to_string).collect()
}

#[test]
fn json_lines_and_a_table_of_the_corpus_give_the_pairs_that_its_folder_gives() {
    let dir = Dir::new();
    dir.copy_files(&corpus(), "corpus");
    let folder = scan(&dir, "corpus");
    assert!(folder.rows("pairs").len() > 50);
    let (mut lines, mut table) = (String::new(), csv::Writer::from_writer(Vec::new()));
    table.write_record(["id", "text", "outlet", "title", "date", "url", "language"]).unwrap();
    for (row, text) in articles() {
        let fields = ["outlet", "title", "date", "url", "language"];
        let mut record = serde_json::json!({ "id": row["file"], "text": text });
        fields.iter().for_each(|field| record[*field] = row[*field].as_str().into());
        writeln!(lines, "{record}").unwrap();
        table
            .write_record([row["file"].as_str(), text.as_str()].into_iter().chain(fields.iter().map(|field| row[*field].as_str())))
            .unwrap();
    }
    dir.write("in.jsonl", lines);
    dir.write("in.csv", table.into_inner().unwrap());
    for input in ["in.jsonl", "in.csv"] {
        let run = scan(&dir, input);
        for name in ["pairs", "passages", "clusters", "credits", "repeats", "families"] {
            assert_eq!(rows(&run, name), rows(&folder, name), "{name} of {input}");
        }
    }
}

/// The words of every copied passage, with the name of its document before the first point.
fn copies(run: &Tables) -> Vec<(String, String)> {
    let kinds: BTreeMap<&str, &str> =
        run.rows("clusters").iter().map(|row| (row["cluster"].as_str().unwrap(), row["kind"].as_str().unwrap())).collect();
    let is_copy = |cluster: &str| matches!(kinds[cluster], "quote" | "wire" | "passage");
    let passages = run.rows("passages").iter().filter(|row| is_copy(row["cluster"].as_str().unwrap()));
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let stem = |doc: &str| doc.split('.').next().unwrap_or_default().to_owned();
    let mut copies: Vec<_> = passages.map(|row| (stem(row["doc"].as_str().unwrap()), words(row["text"].as_str().unwrap()))).collect();
    copies.sort();
    copies
}

#[test]
#[cfg(feature = "html")]
fn web_pages_of_the_corpus_give_the_passages_that_its_folder_gives() {
    let dir = Dir::new();
    dir.copy_files(&corpus(), "corpus");
    let mut sidecar = csv::Writer::from_writer(Vec::new());
    sidecar.write_record(["file", "outlet", "title", "date", "url", "language"]).unwrap();
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    for (row, text) in articles() {
        let name = format!("{}.html", row["file"].split('.').next().unwrap());
        let paragraphs: String = text.replace("\r\n", "\n").split("\n\n").map(|p| format!("<p>{}</p>\n", escape(p))).collect();
        let page =
            format!("<!doctype html><meta charset=\"utf-8\"><title>{}</title><article>\n{paragraphs}</article>", escape(&row["title"]));
        dir.write(&format!("pages/{name}"), page);
        let fields = ["outlet", "title", "date", "url", "language"];
        sidecar.write_record([name.as_str()].into_iter().chain(fields.iter().map(|field| row[*field].as_str()))).unwrap();
    }
    dir.write("pages/metadata.csv", sidecar.into_inner().unwrap());
    let (pages, folder) = (copies(&scan(&dir, "pages")), copies(&scan(&dir, "corpus")));
    assert!(folder.len() > 50);
    assert_eq!(pages, folder);
}
