//! Whole evaluations: made up and worked out by hand, and against the script that the measure was agreed with.

mod labels;
mod stopped;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;
use crate::attribute::Outlets;
use crate::error::ErrorKind;
use crate::observer::Silent;
use crate::pipeline::{ScanConfig, scan};
use crate::read::{ReadConfig, read};
use crate::report::model::{self, FamilyRow, Kind, PairRow, RunRecord, TextRow};
use crate::report::{Pairs, Passages};
use crate::span::Span;

/// A run of documents (id, outlet), each with a text of a hundred numbered words, in which nothing was found.
fn run(documents: &[(&str, &str)]) -> Run {
    let text: String = (100..200).map(|n| format!("{n} ")).collect();
    let document = |(id, outlet): &(&str, &str)| model::DocumentRow {
        doc: (*id).into(),
        outlet: (*outlet).into(),
        title: None,
        url: None,
        language: None,
        published: None,
        published_from: None,
        published_to: None,
        date_source: None,
        encoding: "UTF-8".into(),
        words: 100,
        reused_words: 0,
        near_duplicate_of: None,
        meta: BTreeMap::new(),
    };
    Run {
        record: RunRecord {
            schema: model::SCHEMA,
            program: "wirecopy".into(),
            version: "0".into(),
            parameters: serde_json::json!({"stages": {"families": {"document_threshold": 0.5}}}),
            inputs: Vec::new(),
            stages: Vec::new(),
            warnings: Vec::new(),
            capped: BTreeMap::new(),
            corpus: String::new(),
        },
        documents: documents.iter().map(document).collect(),
        texts: documents.iter().map(|(id, _)| TextRow { doc: (*id).into(), text: text.as_str().into() }).collect(),
        pairs: Pairs::default(),
        passages: Passages::default(),
        clusters: Vec::new(),
        repeats: Vec::new(),
        credits: Vec::new(),
        families: Vec::new(),
    }
}

fn found(left: (&str, u32, u32), right: (&str, u32, u32), kind: Kind) -> PairRow {
    PairRow {
        left_doc: left.0.into(),
        left_start: left.1,
        left_end: left.2,
        left_byte_start: left.1,
        left_byte_end: left.2,
        right_doc: right.0.into(),
        right_start: right.1,
        right_end: right.2,
        right_byte_start: right.1,
        right_byte_end: right.2,
        words: 10,
        identity: 1.0,
        left_coverage: 0.1,
        right_coverage: 0.1,
        score: 10.0,
        kind,
        left_cluster: None,
        right_cluster: None,
        similarity: None,
    }
}

fn case(left: (&str, u32, u32), right: (&str, u32, u32), class: &str) -> SpanCase {
    let side = |(doc, start, end): (&str, u32, u32)| (doc.to_owned(), Span::new(start, end));
    SpanCase { left: side(left), right: side(right), class: Some(class.into()), kind: None, place: None }
}

fn families(run: &mut Run, family: &str, members: &[(&str, f64)]) {
    run.families.extend(members.iter().map(|(doc, similarity)| FamilyRow {
        family: family.into(),
        unit: "document".into(),
        doc: (*doc).into(),
        start: 0,
        end: 400,
        similarity: *similarity,
        containment: *similarity,
        kept: (*similarity - 1.0).abs() < 1e-9,
    }));
}

fn span_rows(evaluation: &Evaluation) -> &[SpanRow] {
    match &evaluation.figures {
        Figures::Spans(figures) => &figures.rows,
        other => panic!("expected spans, got {other:?}"),
    }
}

fn document_figures(evaluation: &Evaluation) -> &DocumentFigures {
    match &evaluation.figures {
        Figures::Pairs(figures) | Figures::Families(figures) => figures,
        Figures::Spans(_) => panic!("expected documents"),
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// Two cases of 100 + 100 characters between a and b: one found in full, one to a quarter; and one false alarm between a and c.
fn three_findings() -> (Run, SpanGold) {
    let mut run = run(&[("in/a.txt", "north"), ("in/b.txt", "south"), ("in/c.txt", "in/c.txt")]);
    run.pairs = vec![
        found(("in/a.txt", 0, 100), ("in/b.txt", 0, 100), Kind::Quote),
        found(("in/a.txt", 200, 225), ("in/b.txt", 275, 300), Kind::Passage),
        found(("in/a.txt", 300, 320), ("in/c.txt", 300, 320), Kind::Passage),
    ]
    .into();
    // The gold has the sides the other way round, and its own names.
    let cases = vec![case(("b.txt", 0, 100), ("a.txt", 0, 100), "one"), case(("b.txt", 200, 300), ("a.txt", 200, 300), "two")];
    (run, SpanGold { cases, ..SpanGold::default() })
}

#[test]
fn spans_are_counted_in_all_and_by_class_kind_outlet_and_length() {
    let (run, gold) = three_findings();
    let evaluation = evaluate(&run, &Gold::Spans(gold), &EvalConfig::default(), &Silent).unwrap();
    let rows = span_rows(&evaluation);
    let row = |by: &str, name: &str| rows.iter().find(|r| r.by == by && r.name == name).unwrap_or_else(|| panic!("{by} {name}: {rows:?}"));
    let all = row("all", "all");
    assert_eq!((all.gold, all.found), (2, 3));
    assert!(near(all.score.recall, (1.0 + 0.25) / 2.0) && near(all.score.precision, 2.0 / 3.0) && near(all.score.granularity, 1.0));
    assert!(near(row("class", "one").score.plagdet, 1.0));
    assert!(near(row("class", "two").score.plagdet, 2.0 * 0.25 / 1.25), "F1 of recall .25 and precision 1");
    assert_eq!(row("class", "two").found, 1, "a found pair has the class of the case that it meets");
    assert!(near(row("kind", "passage").score.precision, 0.5) && near(row("kind", "quote").score.precision, 1.0));
    assert_eq!((row("outlet", "north").found, row("outlet", "south").found), (3, 2));
    assert!(rows.iter().all(|r| r.name != "in/c.txt"), "a document without an outlet is no outlet");
    assert_eq!((row("characters", "0-99").found, row("characters", "100-199").found, row("characters", "100-199").gold), (2, 1, 2));
}

#[test]
fn what_nothing_is_known_of_is_a_dash_in_the_table_and_null_as_json() {
    let (run, gold) = three_findings();
    let evaluation = evaluate(&run, &Gold::Spans(gold), &EvalConfig::default(), &Silent).unwrap();
    let json = serde_json::to_value(&evaluation).unwrap();
    let row = |json: &serde_json::Value, by: &str, name: &str| {
        let rows = json["rows"].as_array().unwrap();
        rows.iter().find(|row| row["by"] == by && row["name"] == name).cloned().unwrap_or_else(|| panic!("{by} {name}: {json}"))
    };
    let quote = row(&json, "kind", "quote");
    assert_eq!((&quote["gold"], &quote["found"], &quote["precision"]), (&0.into(), &1.into(), &1.0.into()));
    assert!(quote["recall"].is_null() && quote["granularity"].is_null() && quote["plagdet"].is_null(), "{quote}");
    assert!(row(&json, "all", "all")["recall"].is_f64());
    let table = render(&evaluation);
    let line = table.lines().find(|line| line.starts_with("  quote")).unwrap();
    assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["quote", "-", "1.0000", "-", "-", "0", "1"]);

    let members = [("a", "x"), ("f", "x")].map(|(id, family)| (id.to_owned(), family.to_owned()));
    let evaluation =
        evaluate(&two_families(), &Gold::Documents(DocumentGold::Families(members.to_vec())), &EvalConfig::default(), &Silent).unwrap();
    let json = serde_json::to_value(&evaluation).unwrap();
    let outlet = row(&json, "outlet", "s");
    assert_eq!((&outlet["gold"], &outlet["precision"]), (&0.into(), &0.0.into()));
    assert!(outlet["recall"].is_null() && outlet["f1"].is_null(), "{outlet}");
    assert!(row(&json, "all", "all")["f1"].is_f64());
}

#[test]
fn findings_between_documents_that_were_not_looked_at_are_counted_and_left_out() {
    let (run, mut gold) = three_findings();
    let only = Some(vec![("b.txt".to_owned(), "a.txt".to_owned())]);
    let evaluation = evaluate(&run, &Gold::Spans(gold.clone()), &EvalConfig { only, ..EvalConfig::default() }, &Silent).unwrap();
    assert_eq!(evaluation.left_out, [("found pairs between documents that do not count here".to_owned(), 1)]);
    assert!(near(span_rows(&evaluation)[0].score.precision, 1.0));
    let among = |among| EvalConfig { among: Some(among), ..EvalConfig::default() };
    let count =
        |gold: &SpanGold, config: &EvalConfig| span_rows(&evaluate(&run, &Gold::Spans(gold.clone()), config, &Silent).unwrap())[0].found;
    assert_eq!([Among::Listed, Among::Sides, Among::All].map(|a| count(&gold, &among(a))), [2, 2, 3]);
    gold.listed.push(Listed { left: "d.txt".into(), right: "a.txt".into(), class: None });
    gold.listed.push(Listed { left: "c.txt".into(), right: "e.txt".into(), class: None });
    assert_eq!(count(&gold, &EvalConfig::default()), 2, "a gold that lists what was looked at is the measure by itself");
    assert_eq!(count(&gold, &among(Among::Sides)), 3);
}

#[test]
fn what_is_optional_is_neither_a_hit_nor_a_false_alarm() {
    let (run, mut gold) = three_findings();
    gold.optional.push(case(("in/a.txt", 310, 330), ("in/c.txt", 310, 330), "maybe"));
    let evaluation = evaluate(&run, &Gold::Spans(gold), &EvalConfig::default(), &Silent).unwrap();
    assert_eq!(evaluation.left_out, [("found pairs that the gold calls optional".to_owned(), 1)]);
    assert_eq!(span_rows(&evaluation)[0].found, 2);
}

#[test]
fn the_worst_mistakes_come_first_with_their_text() {
    let (run, mut gold) = three_findings();
    gold.cases.push(case(("a.txt", 0, 7), ("nowhere.txt", 0, 7), "three"));
    let evaluation = evaluate(&run, &Gold::Spans(gold), &EvalConfig { errors: 5, ..EvalConfig::default() }, &Silent).unwrap();
    let misses: Vec<_> = evaluation.misses.iter().map(|m| (m.about.as_str(), m.share)).collect();
    assert_eq!(misses, [("three", 0.0), ("two", 0.25)]);
    let miss = &evaluation.misses[0];
    assert_eq!((miss.left.doc.as_str(), miss.left.text.as_deref()), ("in/a.txt", Some("100 101")));
    assert_eq!((miss.right.doc.as_str(), miss.right.text.as_deref()), ("nowhere.txt", None));
    let alarms: Vec<_> = evaluation.false_alarms.iter().map(|m| (m.right.doc.as_str(), m.left.text.as_deref())).collect();
    assert_eq!(alarms, [("in/c.txt", Some("175 176 177 178 179"))]);
    assert!(
        evaluation.left_out.contains(&("documents of the gold that the run does not have (nowhere.txt), of 3 that it names".to_owned(), 1))
    );
    let table = render(&evaluation);
    assert!(table.contains("1. 0% of it found; three") && table.contains("in/a.txt (north) 0-7"), "{table}");
}

#[test]
fn a_name_that_fits_two_documents_is_refused() {
    let run = run(&[("x/a.txt", "n"), ("y/a.txt", "n"), ("b.txt", "n")]);
    let gold = |name| Gold::Spans(SpanGold { cases: vec![case((name, 0, 9), ("b.txt", 0, 9), "c")], ..SpanGold::default() });
    let error = evaluate(&run, &gold("a.txt"), &EvalConfig::default(), &Silent).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadOption);
    assert_eq!(error.to_string(), "`a.txt` in the gold could be `x/a.txt` or `y/a.txt` in the run");
    assert!(evaluate(&run, &gold("y/a.txt"), &EvalConfig::default(), &Silent).is_ok());
    assert!(evaluate(&run, &gold("data/y/a.txt"), &EvalConfig::default(), &Silent).is_ok());
}

fn document_pair(left: &str, right: &str, similarity: Option<f64>, label: Option<f64>) -> DocumentPair {
    DocumentPair { left: left.into(), right: right.into(), similarity, label, class: Some("web".into()) }
}

/// Families a b c and d e.
fn two_families() -> Run {
    let mut run = run(&[("a", "n"), ("b", "s"), ("c", "s"), ("d", "n"), ("e", "n"), ("f", "n")]);
    families(&mut run, "f1", &[("a", 1.0), ("b", 0.8), ("c", 0.6)]);
    families(&mut run, "f2", &[("d", 1.0), ("e", 0.9)]);
    run
}

#[test]
fn labelled_pairs_are_judged_among_themselves() {
    let labels = [("a", "b", 2.0), ("b", "c", 0.0), ("c", "d", 1.0), ("e", "f", 0.0)];
    let pairs = labels.map(|(left, right, label)| document_pair(left, right, None, Some(label)));
    let gold = Gold::Documents(DocumentGold::Pairs(pairs.to_vec()));
    let evaluation = evaluate(&two_families(), &gold, &EvalConfig { errors: 9, ..EvalConfig::default() }, &Silent).unwrap();
    let figures = document_figures(&evaluation);
    let all = &figures.rows[0];
    assert_eq!((all.gold, all.found, all.right), (2, 2, 1), "a-b and b-c are found, a-b and c-d are gold");
    assert!(near(all.recall, 0.5) && near(all.precision, 0.5) && near(all.f1, 0.5));
    assert!(figures.rows.iter().any(|r| r.by == "class" && r.name == "web" && r.gold == 2));
    let outlet = figures.rows.iter().find(|r| r.by == "outlet" && r.name == "n").unwrap();
    assert_eq!((outlet.gold, outlet.found, outlet.right), (2, 1, 1));
    assert_eq!(evaluation.misses.iter().map(|m| (&*m.left.doc, &*m.right.doc)).collect::<Vec<_>>(), [("c", "d")]);
    assert_eq!(
        evaluation.false_alarms.iter().map(|m| (&*m.left.doc, &*m.right.doc, &*m.about)).collect::<Vec<_>>(),
        [("b", "c", "similarity 0.600")]
    );
    assert!(evaluation.false_alarms[0].left.text.as_deref().unwrap().starts_with("100 101"));
}

#[test]
fn similarities_count_from_the_threshold_on_and_pairs_not_listed_are_unlike() {
    let pairs =
        vec![document_pair("a", "b", Some(0.9), None), document_pair("a", "c", Some(0.55), None), document_pair("d", "e", Some(0.4), None)];
    let gold = Gold::Documents(DocumentGold::Pairs(pairs));
    let all = |threshold| {
        let evaluation = evaluate(&two_families(), &gold, &EvalConfig { threshold, ..EvalConfig::default() }, &Silent).unwrap();
        let figures = document_figures(&evaluation);
        (figures.threshold.unwrap(), figures.rows[0].gold, figures.rows[0].found, figures.rows[0].right)
    };
    assert_eq!(all(None), (0.5, 2, 4, 2));
    assert_eq!(all(Some(0.8)), (0.8, 1, 4, 1));
}

#[test]
fn families_give_pairs_and_the_adjusted_rand_index() {
    let members = [("a", "x"), ("b", "x"), ("c", "y"), ("d", "y"), ("e", "z"), ("f", "z")];
    let members: Vec<_> = members.iter().map(|(id, family)| ((*id).to_owned(), (*family).to_owned())).collect();
    let gold = Gold::Documents(DocumentGold::Families(members.clone()));
    let evaluation = evaluate(&two_families(), &gold, &EvalConfig::default(), &Silent).unwrap();
    let figures = document_figures(&evaluation);
    let all = &figures.rows[0];
    assert_eq!((all.gold, all.found, all.right), (3, 4, 1));
    // One pair of both; 3 and 4 pairs of 15: expected .8, most 3.5.
    assert!(near(figures.adjusted_rand_index, (1.0 - 0.8) / (3.5 - 0.8)), "{}", figures.adjusted_rand_index);

    let some = Gold::Documents(DocumentGold::Families(members[..4].to_vec()));
    let listed = evaluate(&two_families(), &some, &EvalConfig { among: Some(Among::Listed), ..EvalConfig::default() }, &Silent).unwrap();
    assert_eq!((document_figures(&listed).documents, document_figures(&listed).rows[0].found), (4, 3), "d-e is not among the four");
    assert_eq!(listed.left_out, [("documents of the run that the gold does not name, left out".to_owned(), 2)]);
    let twice = Gold::Documents(DocumentGold::Families(vec![("a".into(), "x".into()), ("a".into(), "y".into())]));
    assert_eq!(evaluate(&two_families(), &twice, &EvalConfig::default(), &Silent).unwrap_err().kind(), ErrorKind::Malformed);
}

#[test]
fn a_scan_of_the_demonstration_corpus_stands_against_its_truth() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let run = scanned(std::slice::from_ref(&folder));
    let gold = read_gold(&folder.join("truth.jsonl")).unwrap();
    let evaluation = evaluate(&run, &gold, &EvalConfig { errors: 3, ..EvalConfig::default() }, &Silent).unwrap();
    let all = &span_rows(&evaluation)[0];
    assert!(all.score.recall > 0.9 && all.score.precision > 0.9, "{}", render(&evaluation));
}

fn scanned(inputs: &[PathBuf]) -> Run {
    let corpus = read(&ReadConfig::of(inputs), &Silent).unwrap();
    scan(&corpus, &Outlets::builtin(), &ScanConfig::default(), &Silent).unwrap().run
}

/// Every class of a slice of PAN-2013, scanned, and judged by both.
#[test]
fn the_figures_are_those_of_the_script_to_four_digits() {
    let Some(shared) = std::env::var_os("WIRECOPY_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: WIRECOPY_SHARED names no folder of shared data");
        return;
    };
    let (data, script) = (shared.join("data/pan13-train"), shared.join("eval/plagdet.py"));
    let slice = tempfile::tempdir().unwrap();
    let mut only = String::new();
    for folder in ["susp", "src"] {
        fs::create_dir(slice.path().join(folder)).unwrap();
    }
    for class in ["01-no-plagiarism", "02-no-obfuscation", "03-random-obfuscation", "04-translation-obfuscation", "05-summary-obfuscation"]
    {
        fs::create_dir_all(slice.path().join("gold").join(class)).unwrap();
        let mut files: Vec<PathBuf> = fs::read_dir(data.join(class)).unwrap().map(|e| e.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|e| e == "xml"));
        files.sort();
        for file in files.iter().take(15) {
            let name = file.file_stem().unwrap().to_str().unwrap();
            let (left, right) = name.split_at(name.find("-source-document").unwrap());
            let (left, right) = (format!("{left}.txt"), format!("{}.txt", &right[1..]));
            fs::copy(file, slice.path().join("gold").join(class).join(file.file_name().unwrap())).unwrap();
            fs::copy(data.join("susp").join(&left), slice.path().join("susp").join(&left)).unwrap();
            fs::copy(data.join("src").join(&right), slice.path().join("src").join(&right)).unwrap();
            only.push_str(&format!("{left} {right}\n"));
        }
    }
    let only_file = slice.path().join("pairs");
    fs::write(&only_file, &only).unwrap();
    let run = scanned(&[slice.path().join("susp"), slice.path().join("src")]);
    let table = slice.path().join("pairs.jsonl");
    let rows: Vec<String> = run.pairs.iter().map(|row| serde_json::to_string(&row).unwrap()).collect();
    fs::write(&table, rows.join("\n")).unwrap();

    let gold = read_gold(&slice.path().join("gold")).unwrap();
    let mut command = Command::new("python3");
    command.arg(&script).arg("--gold").arg(slice.path().join("gold")).arg("--found").arg(&table);
    compare(&run, &gold, &EvalConfig::default(), &mut command);
    command.arg("--only").arg(&only_file);
    let only = Some(read_only(&only_file).unwrap());
    compare(&run, &gold, &EvalConfig { only, ..EvalConfig::default() }, &mut command);
}

fn compare(run: &Run, gold: &Gold, config: &EvalConfig, script: &mut Command) {
    let evaluation = evaluate(run, gold, config, &Silent).unwrap();
    let ours: Vec<String> = span_rows(&evaluation)
        .iter()
        .filter(|row| row.by == "class" || row.by == "all")
        .map(|row| {
            let s = row.score;
            let name = if row.by == "all" { "entire" } else { &row.name };
            format!("{name} {:.4} {:.4} {:.4} {:.4} {} {}", s.recall, s.precision, s.granularity, s.plagdet, row.gold, row.found)
        })
        .collect();
    let output = script.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let theirs: Vec<String> = printed.lines().skip(1).map(|line| line.split_whitespace().take(7).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(theirs.len(), 6, "five classes and all of them: {printed}");
    assert!(ours.len() == 6 && theirs.iter().all(|line| ours.contains(line)), "{ours:#?}\n{printed}");
    assert!(span_rows(&evaluation)[0].score.plagdet > 0.3, "a slice in which nothing is found shows nothing");
}
