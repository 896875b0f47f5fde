use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::*;
use crate::report::model::Role;
use crate::report::sample::{self, Builder};

fn at(width: usize) -> TerminalConfig {
    TerminalConfig { width, ..TerminalConfig::default() }
}

/// The five news pages and what the gold says is found in them.
fn press(folder: &Path) -> Run {
    let gold = fs::read_to_string(folder.join("gold.jsonl")).unwrap();
    let gold: Vec<serde_json::Value> = gold.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let days: BTreeMap<&str, &str> = gold.iter().filter_map(|line| Some((line["doc"].as_str()?, line["on"].as_str()?))).collect();
    let mut builder = Builder::new();
    let metadata = fs::read_to_string(folder.join("metadata.csv")).unwrap();
    for (doc, outlet) in metadata.lines().skip(1).filter_map(|line| line.split_once(',')) {
        let text = fs::read_to_string(folder.join(doc)).unwrap();
        builder.document(doc, outlet, "", days.get(doc).copied().unwrap_or(""), &text);
    }
    for line in gold.iter().filter(|line| line["expect"] == "found") {
        let place = |side: &str| {
            let offset = |key: &str| u32::try_from(line[side][key].as_u64().unwrap()).unwrap();
            let doc = line[side]["doc"].as_str().unwrap();
            let role = if days.contains_key(doc) { Role::Tied } else { Role::Undated };
            (doc, (offset("start"), offset("end")), role)
        };
        let name = line["name"].as_str().unwrap();
        let kind = if name.contains("quote") { Kind::Quote } else { Kind::Passage };
        builder.cluster(name, kind, &[place("left"), place("right")]);
    }
    for line in gold.iter().filter(|line| line["expect"] == "credit") {
        let text = builder.run.texts.iter().find(|row| *row.doc == *line["doc"].as_str().unwrap()).unwrap();
        let (start, end) = (line["start"].as_u64().unwrap() as usize, line["end"].as_u64().unwrap() as usize);
        let needle: String = text.text.chars().skip(start).take(end - start).collect();
        let doc = text.doc.to_string();
        builder.credit(&doc, &needle, line["source"].as_str().unwrap(), "passage");
    }
    builder.finish()
}

#[test]
fn the_press_pages_show_ushakov_and_rogin_with_both_outlets() {
    let Some(shared) = std::env::var_os("WIRECOPY_SHARED") else {
        println!("skipped: WIRECOPY_SHARED names no folder with the press pages");
        return;
    };
    let run = press(&Path::new(&shared).join("data/press"));
    for width in [40, 80, 120, 200] {
        let shown = render(&run, &TerminalConfig { top: 30, ..at(width) });
        println!("{}\n{shown}", "=".repeat(width));
        for words in ["could be called", "frustrated Kerry"] {
            let entry = shown.split("\n\n").find(|entry| entry.contains(words));
            assert!(entry.is_some_and(|entry| entry.contains("Free West Media") && entry.contains("Islam Times")));
        }
    }
}

/// Compares with a file beside the tests. To take a new look over: run the tests with `WIRECOPY_BLESS=1`
/// and read the difference.
fn compare(name: &str, shown: &str, golden: &str) {
    if std::env::var_os("WIRECOPY_BLESS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/terminal/golden").join(name);
        fs::write(path, shown).unwrap();
    } else {
        assert!(shown == golden, "{name} differs; it is now:\n{shown}");
    }
}

fn written() -> Written {
    let names = ["documents.jsonl", "outlets.gexf", "pairs.jsonl", "pairs.parquet", "report.html", "run.json", "timings.json"];
    Written { folder: "wirecopy-out".into(), files: names.iter().map(|name| ((*name).to_owned(), 7)).collect(), page: None }
}

#[test]
fn the_sample_looks_as_it_was_approved_at_40_80_and_140_columns() {
    let at = |width| render(&sample::run(), &TerminalConfig { written: Some(written()), ..at(width) });
    compare("40.txt", &at(40), include_str!("golden/40.txt"));
    compare("80.txt", &at(80), include_str!("golden/80.txt"));
    compare("140.txt", &at(140), include_str!("golden/140.txt"));
}

/// `text` without colours; panics on any other escape sequence.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (codes, rest) = part.split_once('m').expect("a colour ends in m");
        assert!(codes.chars().all(|c| c.is_ascii_digit() || c == ';'), "{codes:?}");
        out.push_str(rest);
    }
    out
}

#[test]
fn colours_change_nothing_but_colours() {
    let coloured = render(&sample::run(), &TerminalConfig { colour: true, ..at(80) });
    assert_eq!(without_colours(&coloured), render(&sample::run(), &at(80)));
    assert!(coloured.contains("\u{1b}[1m"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_run_makes_a_line_too_wide_or_sends_a_control_character(run in sample::any_run(), width in 24..200usize) {
        let shown = render(&run, &at(width));
        for line in shown.lines() {
            proptest::prop_assert!(text::width(line) <= width, "{} > {width}: {line:?}", text::width(line));
            proptest::prop_assert!(!line.chars().any(char::is_control));
        }
    }
}

/// A run of documents without any copies.
fn unrelated(outlets: &[&str], text: &str) -> Run {
    let mut builder = Builder::new();
    for (n, outlet) in outlets.iter().enumerate() {
        builder.document(&format!("{n}.txt"), outlet, "", "", text);
    }
    builder.finish()
}

#[test]
fn an_empty_result_says_why_and_what_to_try() {
    let long = "one two three four five six seven eight nine ten";
    for (run, why, what) in [
        (unrelated(&["A"], long), "only one document", "more documents"),
        (unrelated(&["A", "B"], "short"), "the 8 words that the shortest copy needs", "--field text=NAME"),
        (unrelated(&["A", "A"], long), "All documents are by one outlet, A,", "--same-outlet"),
        (unrelated(&["A", "B"], long), "No text of 8 words or more stands in documents of two outlets", "wirecopy explain A B"),
    ] {
        let shown = render(&run, &at(200));
        assert!(shown.contains("Nothing was published twice.") && shown.contains(why) && shown.contains(what), "{shown}");
    }
}

#[test]
fn a_part_of_a_text_is_shown_only_when_it_went_further() {
    let mut builder = Builder::new();
    let text = "The ferry to Holm was late again on Friday. It carried nine cows and one minister, said the captain.";
    for (doc, outlet) in [("a", "A"), ("b", "B"), ("c", "C")] {
        builder.document(doc, outlet, "", "", text);
    }
    let (all, part) = (builder.find("a", text), builder.find("a", "It carried nine cows and one minister"));
    builder.cluster("c1", Kind::Wire, &[("a", all, Role::Undated), ("b", all, Role::Undated)]);
    builder.cluster("c2", Kind::Passage, &[("a", part, Role::Undated), ("b", part, Role::Undated)]);
    builder.run.clusters[1].part_of = Some("c1".into());
    let shown = render(&builder.run, &at(80));
    assert!(shown.contains("1 shorter text inside it went to the same outlets") && !shown.contains("\n2. "), "{shown}");
    builder.cluster("c3", Kind::Passage, &[("a", part, Role::Undated), ("b", part, Role::Undated), ("c", part, Role::Undated)]);
    builder.run.clusters[2].part_of = Some("c1".into());
    assert!(render(&builder.run, &at(80)).contains("\n2. Passage · 7 words · 3 outlets"));
}

#[test]
fn places_beyond_the_bound_are_counted_with_their_outlets() {
    let mut builder = Builder::new();
    let docs: Vec<String> = (0..9).map(|n| format!("d{n}")).collect();
    for doc in &docs {
        builder.document(doc, &format!("Outlet {}", &doc[1..]), "", "", "nothing but these few words, which all of them print");
    }
    let places: Vec<_> = docs.iter().map(|doc| (doc.as_str(), (0, 52), Role::Undated)).collect();
    builder.cluster("c1", Kind::Wire, &places);
    let shown = render(&builder.run, &at(80));
    assert!(shown.contains("and 3 more places in 3 more outlets: Outlet 6, Outlet 7, Outlet 8"), "{shown}");
    assert!(shown.starts_with("9 documents from 9 outlets, 90 words, none with a date of publication"));
}

#[test]
fn outlets_of_one_beginning_are_told_apart_by_their_ends() {
    let mut builder = Builder::new();
    let name = "The Very Long Official Name of the Regional Daily Newspaper Formerly Known as the Harbour Courier";
    let outlets = [format!("{name} I"), format!("{name} II"), "Short".to_owned()];
    for (doc, outlet) in ["a", "b", "c"].iter().zip(&outlets) {
        builder.document(doc, outlet, "", "", "nothing but these few words, which all of them print");
    }
    builder.cluster("c1", Kind::Wire, &["a", "b", "c"].map(|doc| (doc, (0, 52), Role::Undated)));
    for width in [40, 80, 120] {
        let shown = render(&builder.run, &at(width));
        let ends = |end: &str| shown.lines().any(|line| line.contains(end) && line.contains("The Very"));
        assert!(ends("Courier II") && shown.matches("Courier I").count() == 2, "{shown}");
    }
}

#[test]
fn a_text_inside_a_shown_one_names_its_number() {
    let mut builder = Builder::new();
    let text = "Nine cows and one minister crossed to Holm on Friday, said the captain of the ferry.";
    for doc in ["a", "b", "c"] {
        builder.document(doc, &doc.to_uppercase(), "", "2016-12-01", text);
    }
    let (all, part) = (builder.find("a", text), builder.find("a", "Nine cows and one minister"));
    let places = |span, docs: &[&'static str]| docs.iter().map(|doc| (*doc, span, Role::Tied)).collect::<Vec<_>>();
    builder.cluster("c1", Kind::Wire, &places(all, &["a", "b"]));
    builder.cluster("c2", Kind::Quote, &places(part, &["a", "b", "c"]));
    builder.run.clusters[1].part_of = Some("c1".into());
    let shown = render(&builder.run, &at(80));
    assert!(shown.contains("2. Quotation · 5 words · 3 outlets · part of 1 · order not known"), "{shown}");
}

#[test]
fn a_run_with_nothing_but_families_shows_them() {
    let mut run = sample::run();
    run.clusters.clear();
    run.passages = crate::report::Passages::default();
    let shown = render(&run, &at(80));
    assert!(!shown.contains("Nothing was published twice"), "{shown}");
    run.record.stages.push(crate::observer::Funnel::new("align"));
    assert!(render(&run, &at(80)).contains("Nothing was published twice"));
    assert!(shown.contains("2 documents are nearly alike, in 1 family: 1 could go."), "{shown}");
    assert!(shown.contains("\n    kept  جريدة") && shown.contains("\n    99%   港口日报 · "), "{shown}");
}
