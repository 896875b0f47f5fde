//! The evaluator itself is held to runs that are right, and to the same runs made wrong in one place.

use serde_json::{Value, json};

use crate::evaluate::evaluate;
use crate::evaluation::Evaluation;
use crate::support::run::Tables;

fn side(doc: &str, start: u64, end: u64) -> Value {
    json!({ "doc": doc, "start": start, "end": end })
}

fn pair(left: (&str, u64, u64), right: (&str, u64, u64), kind: &str) -> Value {
    json!({
        "left_doc": left.0, "left_start": left.1, "left_end": left.2,
        "right_doc": right.0, "right_start": right.1, "right_end": right.2, "kind": kind,
    })
}

fn passage(cluster: &str, doc: &str, start: u64, end: u64, source: Option<&str>) -> Value {
    json!({ "cluster": cluster, "doc": doc, "start": start, "end": end, "source_doc": source })
}

/// A truth with a line of every expectation.
fn truth() -> Vec<Value> {
    vec![
        json!({ "name": "a-b", "expect": "found", "kind": "wire", "left": side("a", 0, 100), "right": side("b", 200, 300) }),
        json!({ "name": "half", "expect": "part_of", "left": side("c", 10, 50), "right": side("b", 200, 300) }),
        json!({ "name": "half-found", "expect": "found", "left": side("b", 200, 240), "right": side("c", 10, 50) }),
        json!({ "name": "twice", "expect": "repeat", "left": side("d", 0, 50), "right": side("d", 60, 110) }),
        json!({ "name": "other words", "expect": "paraphrase", "left": side("a", 500, 600), "right": side("d", 500, 600) }),
        json!({ "name": "perhaps", "expect": "optional", "left": side("a", 700, 800), "right": side("d", 700, 800) }),
        json!({ "name": "foot", "expect": "boilerplate", "left": side("a", 900, 950), "right": side("d", 900, 950) }),
        json!({ "name": "numbers", "expect": "formula", "left": side("a", 960, 999), "right": side("d", 960, 999) }),
        json!({ "name": "title", "expect": "never", "left": side("b", 900, 930), "right": side("c", 900, 930) }),
        json!({ "name": "a=b", "expect": "near_duplicate", "left": { "doc": "a" }, "right": { "doc": "b" } }),
        json!({ "name": "a's day", "expect": "date", "doc": "a", "on": "2016-12-01" }),
        json!({ "name": "b's other day", "expect": "date", "doc": "b", "not": "2016-12-01" }),
        json!({ "name": "c's day", "expect": "undated", "doc": "c" }),
        json!({ "name": "credit", "expect": "credit", "doc": "b", "start": 300, "end": 320, "source": "TASS", "scope": "passage" }),
        json!({ "name": "no credit", "expect": "no-credit", "doc": "b", "start": 600, "end": 620 }),
        json!({ "name": "first", "expect": "first", "doc": "b", "start": 200, "end": 300, "first": "a" }),
        json!({ "name": "tie", "expect": "undetermined", "doc": "c", "start": 10, "end": 50 }),
        json!({ "name": "from a", "expect": "source", "doc": "b", "start": 200, "end": 300, "source": "a" }),
        json!({ "name": "from nobody", "expect": "no-source", "doc": "a", "start": 0, "end": 100 }),
        json!({ "name": "says", "expect": "speaker", "doc": "a", "start": 0, "end": 100, "speaker": "Ushakov" }),
    ]
}

/// A run that holds to it.
fn right() -> Tables {
    let tables = [
        (
            "documents",
            vec![
                json!({ "doc": "in/a", "published_from": "2016-12-01T00:00:00Z", "published_to": "2016-12-02T00:00:00Z" }),
                json!({ "doc": "in/b", "published_from": "2016-12-03T00:00:00Z", "published_to": "2016-12-04T00:00:00Z" }),
                json!({ "doc": "in/c", "published_from": null, "published_to": null }),
                json!({ "doc": "in/d", "published_from": null, "published_to": null }),
            ],
        ),
        (
            "pairs",
            vec![
                pair(("in/a", 0, 100), ("in/b", 200, 300), "wire"),
                pair(("in/b", 200, 240), ("in/c", 10, 50), "passage"),
                pair(("in/a", 500, 600), ("in/d", 500, 600), "rewritten"),
                pair(("in/a", 900, 950), ("in/d", 900, 950), "boilerplate"),
                pair(("in/a", 960, 999), ("in/d", 960, 999), "formula"),
            ],
        ),
        (
            "passages",
            vec![
                passage("c1", "in/a", 0, 100, None),
                passage("c1", "in/b", 200, 300, Some("in/a")),
                passage("c2", "in/b", 200, 240, None),
                passage("c2", "in/c", 10, 50, None),
            ],
        ),
        (
            "clusters",
            vec![
                json!({ "cluster": "c1", "part_of": null, "first_doc": "in/a", "speaker": "Yury Ushakov" }),
                json!({ "cluster": "c2", "part_of": "c1", "first_doc": null, "speaker": null }),
            ],
        ),
        ("repeats", vec![json!({ "doc": "in/d", "start": 0, "end": 50, "again_start": 60, "again_end": 110 })]),
        ("credits", vec![json!({ "doc": "in/b", "start": 301, "end": 325, "source": "TASS", "scope": "passage", "text": "TASS said" })]),
        (
            "families",
            vec![
                json!({ "family": "f1", "unit": "document", "doc": "in/a" }),
                json!({ "family": "f1", "unit": "document", "doc": "in/b" }),
            ],
        ),
    ];
    Tables { tables: tables.into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect(), record: Value::Null }
}

/// Names of what does not hold, and of what is too much.
fn wrong(evaluation: &Evaluation) -> Vec<String> {
    let mut names: Vec<String> = evaluation.verdicts.iter().filter(|v| !v.holds).map(|v| format!("{} {}", v.expect, v.name)).collect();
    names.extend(evaluation.extra.iter().map(|_| "extra".to_owned()));
    names.extend(evaluation.extra_credits.iter().map(|_| "extra credit".to_owned()));
    names.extend(evaluation.wrong_firsts.iter().map(|_| "wrong first".to_owned()));
    names
}

/// What an evaluation says of the right run after `change`.
fn after(change: impl FnOnce(&mut Tables)) -> Vec<String> {
    let mut run = right();
    change(&mut run);
    wrong(&evaluate(&run, &truth()))
}

fn rows<'a>(run: &'a mut Tables, table: &str) -> &'a mut Vec<Value> {
    run.tables.get_mut(table).expect("a table of the right run")
}

#[test]
fn a_right_run_holds_to_every_line() {
    assert_eq!(after(|_| ()), Vec::<String>::new());
    let evaluation = evaluate(&right(), &truth());
    assert_eq!(evaluation.held("found"), (2, 2));
    assert!((evaluation.credit_precision() - 1.0).abs() < f64::EPSILON);
}

#[test]
fn a_run_that_found_nothing_fails_wherever_something_was_to_be_found() {
    let failed = after(|run| run.tables.iter_mut().filter(|(name, _)| *name != "documents").for_each(|(_, rows)| rows.clear()));
    let expected = [
        "found a-b",
        "part_of half",
        "found half-found",
        "repeat twice",
        "near_duplicate a=b",
        "credit credit",
        "first first",
        "undetermined tie",
        "source from a",
        "no-source from nobody",
        "speaker says",
    ];
    assert_eq!(failed, expected);
}

#[test]
fn a_pair_of_the_wrong_kind_is_found_but_is_told() {
    assert_eq!(after(|run| rows(run, "pairs")[0]["kind"] = json!("quote")), ["kind a-b"]);
    assert_eq!(after(|run| rows(run, "pairs")[0]["kind"] = json!("formula")), ["found a-b"]);
}

#[test]
fn a_pair_that_covers_too_little_or_links_everything_finds_nothing() {
    assert_eq!(after(|run| rows(run, "pairs")[0]["right_end"] = json!(279)), ["found a-b"]);
    let everything = after(|run| {
        rows(run, "pairs")[0]["left_end"] = json!(2000);
        rows(run, "pairs")[0]["right_end"] = json!(2200);
    });
    assert_eq!(everything, ["found a-b", "extra"]);
}

#[test]
fn a_copy_where_none_was_to_be_found_is_told() {
    for (row, name) in [(2, "paraphrase other words"), (3, "boilerplate foot"), (4, "formula numbers")] {
        assert_eq!(after(|run| rows(run, "pairs")[row]["kind"] = json!("passage")), [name, "extra"]);
    }
    let never = after(|run| rows(run, "pairs").push(pair(("in/b", 900, 930), ("in/c", 900, 930), "quote")));
    assert_eq!(never, ["never title", "extra"]);
    let optional = after(|run| rows(run, "pairs").push(pair(("in/a", 700, 800), ("in/d", 700, 800), "passage")));
    assert_eq!(optional, Vec::<String>::new(), "what may be reported is no extra");
}

#[test]
fn a_repeat_that_is_linked_elsewhere_is_told() {
    let failed = after(|run| rows(run, "pairs").push(pair(("in/c", 500, 550), ("in/d", 0, 50), "boilerplate")));
    assert_eq!(failed, ["repeat twice"]);
}

#[test]
fn a_cluster_that_is_part_of_nothing_is_told_and_one_that_is_part_of_a_part_is_not() {
    assert_eq!(after(|run| rows(run, "clusters")[1]["part_of"] = Value::Null), ["part_of half"]);
    let deeper = after(|run| {
        rows(run, "clusters")[1]["part_of"] = json!("c3");
        rows(run, "clusters").push(json!({ "cluster": "c3", "part_of": "c1", "first_doc": null, "speaker": null }));
    });
    assert_eq!(deeper, Vec::<String>::new());
}

#[test]
fn dates_that_are_wrong_too_wide_or_made_up_are_told() {
    let set = |row: usize, from: &'static str, to: &'static str| {
        move |run: &mut Tables| {
            rows(run, "documents")[row]["published_from"] = json!(from);
            rows(run, "documents")[row]["published_to"] = json!(to);
        }
    };
    assert_eq!(after(set(0, "2016-12-02T00:00:00Z", "2016-12-03T00:00:00Z")), ["date a's day"]);
    assert_eq!(after(set(0, "2016-11-30T00:00:00Z", "2016-12-03T00:00:01Z")), ["date a's day"]);
    assert_eq!(after(set(0, "2016-12-01T22:41:00Z", "2016-12-01T22:41:59Z")), Vec::<String>::new());
    assert_eq!(after(set(0, "2016-12-02T00:41:00Z", "2016-12-02T00:41:59Z")), ["date a's day"]);
    assert_eq!(after(set(1, "2016-12-01T03:00:00Z", "2016-12-01T04:00:00Z")), ["date b's other day"]);
    assert_eq!(after(set(1, "2016-12-01T00:00:00Z", "2016-12-03T00:00:00Z")), ["date b's other day"]);
    assert_eq!(after(set(2, "2016-12-01T00:00:00Z", "2016-12-03T00:00:00Z")), ["undated c's day"]);
}

#[test]
fn credits_of_another_source_or_scope_or_where_there_is_none_are_told() {
    assert_eq!(after(|run| rows(run, "credits")[0]["scope"] = json!("document")), ["credit credit"]);
    assert_eq!(after(|run| rows(run, "credits")[0]["source"] = json!("RT")), ["credit credit", "extra credit"]);
    let row = json!({ "doc": "in/b", "start": 610, "end": 630, "source": "AP", "scope": "passage", "text": "AP Photo" });
    assert_eq!(after(|run| rows(run, "credits").push(row)), ["no-credit no credit", "extra credit"]);
}

#[test]
fn a_wrong_first_document_a_wrong_source_and_a_wrong_speaker_are_told() {
    assert_eq!(after(|run| rows(run, "clusters")[0]["first_doc"] = json!("in/b")), ["first first", "wrong first"]);
    assert_eq!(after(|run| rows(run, "clusters")[0]["first_doc"] = Value::Null), ["first first"]);
    assert_eq!(after(|run| rows(run, "clusters")[1]["first_doc"] = json!("in/b")), ["undetermined tie"]);
    assert_eq!(after(|run| rows(run, "passages")[1]["source_doc"] = json!("in/c")), ["source from a"]);
    assert_eq!(after(|run| rows(run, "passages")[0]["source_doc"] = json!("in/b")), ["no-source from nobody"]);
    assert_eq!(after(|run| rows(run, "clusters")[0]["speaker"] = json!("Lavrov")), ["speaker says"]);
}
