//! `wirecopy explain`, as a person types it.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;

const COPIED: &str = "the ferry will not cross the sound again before the ice has left the outer harbour";

fn wirecopy() -> Command {
    Command::new(env!("CARGO_BIN_EXE_wirecopy"))
}

fn corpus(dir: &Path) -> PathBuf {
    let line = |id: &str, outlet: &str, date: &str, text: &str| {
        serde_json::json!({ "id": id, "outlet": outlet, "date": date, "text": text }).to_string() + "\n"
    };
    let path = dir.join("news.jsonl");
    let lines = [
        line("courier-1", "Sound Courier", "2016-12-03", &format!("“{COPIED}”, he said.")),
        line("gazette-1", "Harbour Gazette", "2016-12-09", &format!("According to the Sound Courier, {COPIED}. He went home.")),
        line(
            "gazette-2",
            "Harbour Gazette",
            "2016-12-09",
            "The river was low enough for crossing by mule, and nobody drowned there all summer.",
        ),
        line("courier-2", "Sound Courier", "", "She knew the river was low enough for crossing on foot."),
    ];
    fs::write(&path, lines.concat()).expect("a file for the test");
    path
}

fn run(dir: &Path) -> PathBuf {
    let out = dir.join("run");
    wirecopy().arg("scan").arg(corpus(dir)).arg("--out").arg(&out).arg("--quiet").assert().success();
    out
}

fn explain(run: &Path, arguments: &[&str]) -> Command {
    let mut command = wirecopy();
    command.args(["explain", "--run"]).arg(run).args(arguments);
    command
}

#[test]
fn a_match_is_explained_with_dates_credits_and_who_was_first() {
    let dir = tempfile::tempdir().unwrap();
    let run = run(dir.path());
    let told = contains("They match.")
        .and(contains("started the comparison"))
        .and(contains("metadata date: “2016-12-09”"))
        .and(contains("the outlet of courier-1"))
        .and(contains("credits the left text (Sound Courier)"));
    explain(&run, &["courier-1", "gazette-1", "--width", "200"]).assert().success().stdout(told).stderr("");
}

#[test]
fn no_match_names_the_option_that_would_change_it_and_it_does() {
    let dir = tempfile::tempdir().unwrap();
    let run = run(dir.path());
    let ids = ["courier-2", "gazette-2", "--width", "200"];
    let told = contains("They do not match.").and(contains("--min-words 7 (now 8)")).and(contains("No date of publication is known"));
    explain(&run, &ids).assert().success().stdout(told);
    explain(&run, &ids).args(["--min-words", "7"]).assert().success().stdout(contains("They match."));
}

#[test]
fn one_outlet_is_told_apart_from_no_match() {
    let dir = tempfile::tempdir().unwrap();
    let run = run(dir.path());
    explain(&run, &["gazette-1", "gazette-2", "--width", "200"]).assert().success().stdout(contains("both are of Harbour Gazette"));
}

#[test]
fn documents_kept_apart_by_their_dates_are_told_apart_from_no_match() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("run");
    let scan = |within: &str| {
        let mut scan = wirecopy();
        scan.arg("scan").arg(corpus(dir.path())).arg("--out").arg(&out).args(["--quiet", "--force", "--within", within]);
        scan.assert().success();
        explain(&out, &["courier-1", "gazette-1", "--width", "200"]).assert().success()
    };
    // From the 3rd to the 9th: at least four days and, without zones, at most eight.
    scan("4d").stdout(contains("They have one passage in common"));
    scan("3d").stdout(contains("Not reported: the two were published further apart than --within allows."));
}

#[test]
fn json_and_the_corpus_itself_tell_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let run = run(dir.path());
    let parsed = |command: &mut Command| -> serde_json::Value {
        serde_json::from_slice(&command.arg("--json").assert().success().get_output().stdout).unwrap()
    };
    let of_run = parsed(&mut explain(&run, &["gazette-1", "courier-1"]));
    let mut command = wirecopy();
    command.args(["explain", "gazette-1", "courier-1", "--corpus"]).arg(dir.path().join("news.jsonl"));
    assert_eq!(of_run, parsed(&mut command));
    assert_eq!((&of_run["matches"], &of_run["alignments"][0]["outcome"]), (&true.into(), &"kept".into()));
    assert_eq!(of_run["right"]["published"]["candidates"][0]["verdict"], "chosen");
}

#[test]
fn two_files_are_explained_without_a_run() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let (left, right) = (file("a.txt", COPIED), file("b.txt", &format!("He said {COPIED}.")));
    wirecopy().arg("explain").args([&left, &right]).assert().success().stdout(contains("They match.").and(contains("\u{1b}").not()));
    wirecopy().arg("explain").args([&left, &left]).assert().code(2).stderr(contains("matches itself"));
}

#[test]
fn two_texts_of_one_length_just_below_near_duplicates_are_not_said_to_differ_in_it() {
    let dir = tempfile::tempdir().unwrap();
    let text = "The council of Lindholm will close the northern quay for six weeks because divers found deep cracks below the waterline last Tuesday morning";
    let (left, right) = (dir.path().join("a.txt"), dir.path().join("b.txt"));
    fs::write(&left, text).unwrap();
    fs::write(&right, text.replace("northern", "southern").replace("Tuesday", "Monday")).unwrap();
    let told = contains("Each stands in the other for the most part").and(contains("much more").not());
    wirecopy().arg("explain").args([&left, &right]).args(["--width", "300"]).assert().success().stdout(told);
}

#[test]
fn an_unknown_id_names_the_nearest_and_a_folder_without_a_run_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let run = run(dir.path());
    explain(&run, &["courier-1", "gazete-1"]).assert().code(2).stdout("").stderr(contains("`gazette-1`"));
    explain(dir.path(), &["a", "b"]).assert().code(2).stderr(contains("this is no run"));
    explain(&run, &["courier-1"]).assert().code(2).stderr(contains("expected the ids of two documents"));
}

#[test]
fn a_run_without_texts_says_how_to_have_them() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("bare");
    wirecopy().arg("scan").arg(corpus(dir.path())).arg("--out").arg(&out).args(["--quiet", "--no-texts"]).assert().success();
    explain(&out, &["courier-1", "gazette-1"]).assert().code(2).stderr(contains("scan again without --no-texts"));
}

#[test]
fn a_run_that_was_made_with_an_option_out_of_its_range_says_which() {
    let dir = tempfile::tempdir().unwrap();
    let run = run(dir.path());
    let record = run.join("run.json");
    let mut told: serde_json::Value = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
    told["parameters"]["stages"]["families"]["shingle"] = 0.into();
    fs::write(&record, told.to_string()).unwrap();
    let says = || contains("`families.shingle` is 0, which is out of its range: 1 to 64").and(contains(run.display().to_string()));
    explain(&run, &["courier-1", "gazette-1"]).assert().code(2).stdout("").stderr(says());
    let compare = || {
        let mut command = wirecopy();
        command.args(["compare", "courier-1", "gazette-1", "--run"]).arg(&run);
        command
    };
    compare().assert().code(2).stdout("").stderr(says());
    compare().args(["--shingle", "3"]).assert().success();
}

#[test]
fn rewritten_copy_that_the_run_reports_is_a_match() {
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path().join("run");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    wirecopy().arg("scan").arg(corpus).arg("--out").arg(&run).arg("--quiet").assert().success();
    let told = contains("They match, in other words only. Rewritten passages reported: 1").and(contains("They do not match").not());
    explain(&run, &["meridian-council-emergency.txt", "sextant-council.txt", "--width", "200"]).assert().success().stdout(told);
}

#[test]
fn a_passage_in_chinese_that_was_left_out_is_told_in_the_words_of_the_rule() {
    let dir = tempfile::tempdir().unwrap();
    let text = |middle: &str| format!("渡轮将改从东码头出发，渔民被{middle}在邻近的村庄卸货并等待");
    let (left, right) = (dir.path().join("a.txt"), dir.path().join("b.txt"));
    fs::write(&left, text("告知")).unwrap();
    fs::write(&right, text("要求")).unwrap();
    let told = contains("that takes 7 equal words in a row with 3 content words, or 8 with 2; here the longest run has 11 (5 as --min-words counts them) words")
        .and(contains("similarity 0.6296 of the 0.63 asked for"));
    wirecopy().arg("explain").args([&left, &right]).args(["--width", "1000"]).assert().success().stdout(told);
}

#[test]
fn rewritten_copy_has_as_many_words_as_the_table_of_pairs_says() {
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path().join("run");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    wirecopy().arg("scan").arg(corpus).arg("--out").arg(&run).arg("--quiet").assert().success();
    let pairs = fs::read_to_string(run.join("pairs.jsonl")).unwrap();
    let rows = pairs.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let rewritten: Vec<serde_json::Value> = rows.filter(|row| row["kind"] == "rewritten").collect();
    assert!(!rewritten.is_empty());
    for row in rewritten {
        let ids = [&row["left_doc"], &row["right_doc"]].map(|id| id.as_str().unwrap());
        let told = explain(&run, &ids).arg("--json").assert().success().get_output().stdout.clone();
        let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
        assert_eq!(told["rewritten"]["reported"], 1, "{ids:?}");
        assert_eq!(told["rewritten"]["words"], row["words"], "{ids:?}");
        assert!(told["rewritten"]["why"].as_str().unwrap().contains(&format!(", {} words in common.", row["words"])), "{ids:?}");
    }
}

#[test]
fn a_text_without_a_date_that_was_there_before_the_other_appeared_was_first() {
    let dir = tempfile::tempdir().unwrap();
    let line = |id: &str, outlet: &str, other: (&str, &str), text: &str| {
        serde_json::json!({ "id": id, "outlet": outlet, other.0: other.1, "text": text }).to_string() + "\n"
    };
    let courier = line("courier-1", "Sound Courier", ("scrape_time", "2016-12-03T10:00:00Z"), &format!("“{COPIED}”, he said."));
    let told = |date: &str| {
        let path = dir.path().join("news.jsonl");
        let gazette = line("gazette-1", "Harbour Gazette", ("date", date), &format!("Nobody doubts that {COPIED}. He went home."));
        fs::write(&path, courier.clone() + &gazette).expect("a file for the test");
        let out = dir.path().join("run");
        wirecopy().arg("scan").arg(&path).arg("--out").arg(&out).args(["--quiet", "--force"]).assert().success();
        explain(&out, &["courier-1", "gazette-1"]).assert().success().get_output().stdout.clone()
    };
    let told = |date: &str| String::from_utf8(told(date)).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    let later = told("2016-12-09T08:00:00Z");
    assert!(
        later.contains("was published first: it was there by 2016-12-03T10:00:00Z") && later.contains("no earlier than 2016-12-09"),
        "{later}"
    );
    let earlier = told("2016-12-01T08:00:00Z");
    assert!(
        earlier.contains("The dates do not decide who was first") && earlier.contains("(only that it was there by 2016-12-03T10:00:00Z)"),
        "{earlier}"
    );
}

#[test]
fn two_of_five_hundred_carriers_of_one_text_have_it_in_common_though_they_were_not_compared() {
    let dir = tempfile::tempdir().unwrap();
    let syllable = |n: usize| ["ka", "lo", "mi", "tu", "re", "so", "ne"][n % 7];
    let words: Vec<String> = (0..90).map(|n| [n, n / 7, n * n, n / 3].map(syllable).concat()).collect();
    let text = words.join(" ");
    let line = |n: usize| serde_json::json!({ "id": format!("{n:03}"), "outlet": format!("Paper {n}"), "text": text }).to_string() + "\n";
    let path = dir.path().join("same.jsonl");
    fs::write(&path, (0..500).map(line).collect::<String>()).unwrap();
    let out = dir.path().join("run");
    wirecopy().arg("scan").arg(&path).arg("--out").arg(&out).arg("--quiet").assert().success();
    let told = contains("They match. Both carry the text of the cluster")
        .and(contains("(wire, 90 words): that they have in common. The two were not compared directly"))
        .and(contains("no passage in common").not())
        .and(contains("filled in anew").not());
    explain(&out, &["111", "399", "--width", "1000"]).assert().success().stdout(told);
}
