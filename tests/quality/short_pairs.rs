//! Short pairs against labels that people gave: is what a scan takes for a copy one? And texts without any copy in them.

#![allow(clippy::print_stdout, reason = "the tables are what these tests are read for")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::articles::Random;
use crate::support::run::{Tables, text};
use crate::support::{Cmd, Dir, shared};

/// Bands of matched words.
const BANDS: [(u64, u64); 4] = [(8, 9), (10, 14), (15, 19), (20, 25)];

/// Kinds that count as copies.
fn is_copy(kind: &str) -> bool {
    matches!(kind, "quote" | "wire" | "passage")
}

/// Share of `[from, to)` that `[start, end)` covers.
fn covered(from: u64, to: u64, start: u64, end: u64) -> f64 {
    to.min(end).saturating_sub(from.max(start)) as f64 / (to - from).max(1) as f64
}

/// The pairs of a run by the ids of their documents.
type Pairs<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a Value>>;

/// What the run makes of a labelled pair: the kind of the pair that covers 80% of it on both sides, a copy before others.
fn kind_in(pairs: &Pairs<'_>, label: &Value) -> Option<String> {
    let number = |row: &Value, key: &str| row[key].as_u64().expect("a number");
    let covers = |row: &Value, side: &str| {
        let key = |end: &str| format!("{side}_{end}");
        let span = |row: &Value| (number(row, &key("start")), number(row, &key("end")));
        let ((from, to), (start, end)) = (span(label), span(row));
        row[key("doc")] == label[key("doc")] && covered(from, to, start, end) >= 0.8
    };
    let of_documents = pairs.get(&(text(&label["left_doc"]), text(&label["right_doc"])))?;
    let kinds = of_documents.iter().filter(|row| covers(row, "left") && covers(row, "right"));
    let kinds = kinds.map(|row| row["kind"].as_str().expect("a kind").to_owned());
    kinds.max_by_key(|kind| is_copy(kind))
}

/// Counts of one half and one band of length.
#[derive(Default, Clone, Copy)]
struct Tally {
    reuse: u32,
    other: u32,
    /// Found as copies, by the program of before and by this one: reuse, and other.
    before: [u32; 2],
    now: [u32; 2],
}

impl Tally {
    fn add(&mut self, is_reuse: bool, before: bool, now: bool) {
        let at = usize::from(!is_reuse);
        if is_reuse {
            self.reuse += 1;
        } else {
            self.other += 1;
        }
        self.before[at] += u32::from(before);
        self.now[at] += u32::from(now);
    }

    fn precision(found: [u32; 2]) -> f64 {
        f64::from(found[0]) / f64::from((found[0] + found[1]).max(1))
    }

    fn recall(&self, found: [u32; 2]) -> f64 {
        f64::from(found[0]) / f64::from(self.reuse.max(1))
    }
}

#[test]
fn short_pairs_that_count_as_copies_are_copies() {
    let labels = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labels/short-pairs.jsonl");
    let labels = fs::read_to_string(labels).expect("the labels are there");
    let labels: Vec<Value> = labels.lines().map(|line| serde_json::from_str(line).expect("labels of JSON lines")).collect();
    assert!(labels.len() >= 600, "{} labels", labels.len());
    let corpora = [
        ("helsinki", "data/helsinki/articles.csv", "--out run --quiet"),
        ("reuters", "data/reuters.jsonl.gz", "--out run --quiet --same-outlet"),
        ("press", "data/press", "--out run --quiet"),
    ];
    let mut table: BTreeMap<(String, String, (u64, u64)), Tally> = BTreeMap::new();
    let mut headlines = [0; 3];
    for (source, path, args) in corpora {
        let Some(corpus) = shared(path) else { return };
        let dir = Dir::new();
        Cmd::scan(&dir, &corpus).args(args).ok();
        let run = Tables::load(&dir.at("run"));
        let mut pairs = Pairs::new();
        for row in run.rows("pairs") {
            pairs.entry((text(&row["left_doc"]), text(&row["right_doc"]))).or_default().push(row);
        }
        for label in labels.iter().filter(|label| label["source"] == source) {
            let word = |key: &str| label[key].as_str().expect("a word");
            let (before, now) = (is_copy(word("before")), kind_in(&pairs, label).is_some_and(|kind| is_copy(&kind)));
            if matches!(word("label"), "title" | "caption") {
                headlines[0] += 1;
                headlines[1] += u32::from(before);
                headlines[2] += u32::from(now);
                continue;
            }
            let words = label["words"].as_u64().expect("a number");
            let band = BANDS.into_iter().find(|(_, most)| words <= *most).expect("short pairs have up to 25 words");
            for band in [band, (8, 25)] {
                let tally = table.entry((source.to_owned(), word("half").to_owned(), band)).or_default();
                tally.add(word("label") == "reuse", before, now);
            }
        }
    }
    let mut told = String::from(
        "| corpus | half | words | reuse | other | precision before | recall before | precision | recall |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    for ((source, half, (least, most)), tally) in &table {
        let [before, now] = [tally.before, tally.now];
        let share = |found| format!("{:.3} | {:.3}", Tally::precision(found), tally.recall(found));
        writeln!(told, "| {source} | {half} | {least}–{most} | {} | {} | {} | {} |", tally.reuse, tally.other, share(before), share(now))
            .expect("a string takes it");
    }
    println!("{told}\nheadlines and captions: {} labelled, {} of them copies before, {} now", headlines[0], headlines[1], headlines[2]);
    let kept = |source: &str| table[&(source.to_owned(), "kept".to_owned(), (8, 25))];
    let (helsinki, reuters) = (kept("helsinki"), kept("reuters"));
    assert!(Tally::precision(helsinki.now) >= 0.90 && helsinki.recall(helsinki.now) >= 0.75, "{told}");
    assert!(Tally::precision(helsinki.now) > Tally::precision(helsinki.before), "{told}");
    assert!(reuters.now[1] <= 3, "{told}");
}

/// The text with the words of each paragraph in another order.
fn shuffled(text: &str, random: &mut Random) -> String {
    let paragraphs = text.replace("\r\n", "\n").replace("\n    ", "\n\n");
    let paragraphs = paragraphs.split("\n\n").map(|paragraph| {
        let mut words: Vec<&str> = paragraph.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        random.shuffle(&mut words);
        words.join(" ")
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn texts_whose_words_were_shuffled_have_next_to_nothing_in_common() {
    for path in ["data/helsinki/articles.csv", "data/reuters.jsonl.gz"] {
        let Some(corpus) = shared(path) else { return };
        let dir = Dir::new();
        Cmd::scan(&dir, &corpus).args("--quiet --out read").ok();
        let texts = fs::read_to_string(dir.at("read").join("texts.jsonl")).expect("the texts of the run");
        let mut lines = String::new();
        let (mut documents, mut random) = (0, Random::new(1));
        for line in texts.lines() {
            let row: Value = serde_json::from_str(line).expect("rows of JSON lines");
            let text = shuffled(text(&row["text"]), &mut random);
            // Each its own outlet, so that all are compared.
            writeln!(lines, "{}", json!({"id": row["doc"], "outlet": format!("outlet {documents}"), "text": text}))
                .expect("a string takes it");
            documents += 1;
        }
        fs::write(dir.at("shuffled.jsonl"), lines).expect("the folder can be written to");
        // Copies alone: a dispatch in two papers keeps its words when they are shuffled, and is rewritten copy indeed.
        Cmd::scan(&dir, dir.at("shuffled.jsonl")).args("--no-rewritten --quiet --out run").ok();
        let run = Tables::load(&dir.at("run"));
        println!("{path}: {} pairs in {documents} shuffled documents", run.rows("pairs").len());
        assert!(run.rows("pairs").len() * 1000 <= documents, "{} pairs in {documents} documents", run.rows("pairs").len());
    }
}
