//! `wirecopy compare`, `completions` and `man`, as a person types them.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;

const COPIED: &str = "the ferry will not cross the sound again before the ice has left the outer harbour";

fn wirecopy() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirecopy"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

struct Dir(tempfile::TempDir);

impl Dir {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder for the test"))
    }

    fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, content).expect("a file for the test");
        path
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

fn two() -> (Dir, PathBuf, PathBuf) {
    let dir = Dir::new();
    let left = dir.file("left.txt", &format!("Skipper Nils Orre said {COPIED}, and went home.\n"));
    let right = dir.file("right.txt", &format!("“{}”, he said.\n", COPIED.replace("outer", "inner")));
    (dir, left, right)
}

#[test]
fn two_files_are_shown_one_above_the_other_with_plain_marks_when_nothing_is_a_terminal() {
    let (_dir, left, right) = two();
    let both = contains("[1: the ferry").and(contains("{outer} harbour :1], and went home.")).and(contains("{inner} harbour :1]”"));
    wirecopy().arg("compare").args([&left, &right]).assert().success().stdout(both.and(contains('\u{1b}').not())).stderr("");
}

#[test]
fn a_copy_of_three_words_with_parts_of_the_repeated_lines_around_it_is_found() {
    let dir = Dir::new();
    let comment = |n: usize| if n == 9 { "ferry stays moored".to_owned() } else { format!("own{n}first own{n}second own{n}third") };
    let page: String = (0..20).map(|n| format!("{} answer this comment or report it to the moderators ", comment(n))).collect();
    let page = dir.file("page.txt", &page);
    let copied = "to the moderators ferry stays moored answer this comment";
    let other = dir.file("other.txt", &format!("The harbour master wrote {copied} before noon"));
    wirecopy().arg("compare").args([&other, &page]).assert().success().stdout(contains("One common passage: 9 of 15 words"));
}

#[test]
fn a_wide_terminal_has_them_side_by_side_and_colour_comes_when_it_is_forced() {
    let (_dir, left, right) = two();
    let compare = || {
        let mut command = wirecopy();
        command.arg("compare").args([&left, &right]).args(["--width", "140"]);
        command
    };
    compare().assert().success().stdout(contains(" │ “[1: the ferry"));
    compare().env("CLICOLOR_FORCE", "1").assert().success().stdout(contains('\u{1b}'));
    compare().env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").assert().success().stdout(contains('\u{1b}').not());
}

#[test]
fn json_tells_spans_that_cut_the_text() {
    let (_dir, left, right) = two();
    let out = wirecopy().arg("compare").args([&right, &left]).arg("--json").assert().success().get_output().stdout.clone();
    let told: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(told["left"]["doc"], right.display().to_string());
    let place = &told["passages"][0]["left"];
    let (start, end) = (place["start"].as_u64().unwrap() as usize, place["end"].as_u64().unwrap() as usize);
    let text = fs::read_to_string(&right).unwrap();
    assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), COPIED.replace("outer", "inner"));
}

#[test]
fn status_is_one_only_when_something_was_copied_and_that_was_asked_for() {
    let (dir, left, right) = two();
    let other = dir.file("other.txt", "Rain is expected over the hills tonight.");
    let compare = |a: &Path, b: &Path| {
        let mut command = wirecopy();
        command.arg("compare").args([a, b]);
        command
    };
    compare(&left, &right).assert().code(0);
    compare(&left, &right).arg("--fail-on-match").assert().code(1);
    compare(&left, &other).arg("--fail-on-match").assert().code(0).stdout(contains("No passage in common."));
}

#[test]
fn a_sidecar_beside_the_files_says_who_published_them() {
    let (dir, left, right) = two();
    dir.file("metadata.csv", "file,outlet\nleft.txt,Sound Courier\n");
    // The sidecar does not list the right one: it is read all the same.
    wirecopy().arg("compare").args([&left, &right]).assert().success().stdout(contains("left.txt · Sound Courier"));
}

#[test]
fn listed_pairs_give_a_table_in_the_order_of_the_list() {
    let dir = Dir::new();
    let corpus = dir.file(
        "docs.jsonl",
        "{\"id\":\"a\",\"text\":\"one two three four\"}\n{\"id\":\"b\",\"text\":\"one two three four five six\"}\n{\"id\":\"c\",\"text\":\"seven eight nine\"}\n",
    );
    let list = dir.file("pairs.csv", "left,right\nc,a\nb,a\n");
    let compare = || {
        let mut command = wirecopy();
        command.args(["compare", "--pairs"]).arg(&list).arg("--corpus").arg(&corpus);
        command
    };
    let row = "{\"left_doc\":\"b\",\"right_doc\":\"a\",\"similarity\":0.5,\"left_containment\":0.5,\"right_containment\":1.0}\n";
    compare().assert().success().stdout(predicates::str::ends_with(row));
    let csv = "left_doc,right_doc,similarity,left_containment,right_containment\nc,a,0.0,0.0,0.0\nb,a,0.5,0.5,1.0\n";
    compare().args(["--format", "csv"]).assert().success().stdout(csv);
    compare().args(["--shingle", "1", "--threshold", "0.6", "--fail-on-match"]).assert().code(1);
    compare().args(["--threshold", "0.6", "--fail-on-match"]).assert().code(0);
    for ignored in ["--min-words=5", "--seed-words=3", "--seed-window=2", "--sensitive"] {
        let option = ignored.split('=').next().unwrap();
        let told = contains(format!("{option} is about copied passages")).and(contains(format!("leave {option} away")));
        compare().arg(ignored).assert().code(2).stdout("").stderr(told);
    }
    fs::write(&list, "left,right\na,b\na,nobody\n").unwrap();
    compare().assert().success().stderr(contains("line 3").and(contains("`nobody`")));
    compare().arg("--strict").assert().code(2).stderr(contains("line 3: no document is called `nobody`"));
}

#[test]
fn errors_say_what_is_wrong_and_what_to_do() {
    let (dir, left, right) = two();
    let many = dir.file("many.jsonl", "{\"id\":\"17\",\"text\":\"one\"}\n{\"id\":\"18\",\"text\":\"two\"}\n");
    let case = |arguments: &[&str], error: &str, remedy: &str| {
        let both = contains(error.to_owned()).and(contains(remedy.to_owned()));
        wirecopy().arg("compare").args(arguments).assert().code(2).stdout("").stderr(both);
    };
    let path = |path: &Path| path.display().to_string();
    case(&[&path(&left), &path(&dir.path().join("none.txt"))], "none.txt", "name a folder or file that is there");
    case(&[&path(&left), &path(&many)], "expected one text, got 2 documents in one file", "--corpus");
    case(&[&path(&left), &path(dir.path())], "this is a folder", "--corpus");
    case(&[&path(&left)], "expected two documents", "name two files");
    case(&[&path(&left), &path(&left)], "a text matches itself", "name two");
    case(&["--corpus", &path(&many), "--", "17", "19"], "no document is called `19`", "`17`, `18`");
    case(&["--run", &path(dir.path()), "17", "18"], "this is no run", "wirecopy scan --out");
    case(&[&path(&left), &path(&right), "--field", "text=a", "--field", "text="], "no field is the text", "leave one of the two away");
    case(&[&path(&left), &path(&right), "--threshold", "2"], "expected a share from 0 to 1", "--help");
}

#[test]
fn two_documents_of_a_run_are_compared_by_their_ids() {
    let (dir, ..) = two();
    let out = dir.path().join("run");
    wirecopy().arg("scan").arg(dir.path()).arg("--out").arg(&out).arg("--quiet").assert().success();
    let compare = |ids: [&str; 2]| {
        let mut command = wirecopy();
        command.args(["compare", "--run"]).arg(&out).args(ids);
        command
    };
    compare(["left.txt", "right.txt"]).assert().success().stdout(contains("[1: the ferry"));
    compare(["left.txt", "rigth.txt"]).assert().code(2).stderr(contains("the id most like it is `right.txt`"));
}

#[test]
fn rewritten_copy_of_a_run_is_told_as_that_from_both_sides() {
    let dir = Dir::new();
    let out = dir.path().join("run");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    wirecopy().arg("scan").arg(corpus).arg("--out").arg(&out).arg("--quiet").assert().success();
    let table = fs::read_to_string(out.join("pairs.jsonl")).unwrap();
    let rows: Vec<serde_json::Value> = table.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let row = rows.iter().find(|row| row["kind"] == "rewritten").expect("the corpus has rewritten copy");
    let ids = ["left_doc", "right_doc"].map(|side| row[side].as_str().unwrap());
    let compare = |ids: [&str; 2], args: &[&str]| {
        let ran = wirecopy().args(["compare", "--run"]).arg(&out).args(args).args(ids).assert().success();
        String::from_utf8(ran.get_output().stdout.clone()).unwrap()
    };
    let similarity = format!("{:.3}", row["similarity"].as_f64().unwrap());
    for ids in [ids, [ids[1], ids[0]]] {
        let page = compare(ids, &["--width", "100"]);
        assert!(!page.contains("No passage in common"), "{page}");
        assert!(page.lines().any(|line| line.contains("rewritten ") && line.contains(&similarity)), "{page}");
        // The stretch stands in both texts between marks of its own.
        for mark in ["[~1: ", ":~1]"] {
            assert_eq!(page.matches(mark).count(), 2, "{mark}: {page}");
        }
    }
    let told: serde_json::Value = serde_json::from_str(&compare([ids[1], ids[0]], &["--json"])).unwrap();
    let found = told["rewritten"].as_array().unwrap();
    let same = |found: &serde_json::Value| {
        found["left"]["start"] == row["right_start"] && found["right"]["end"] == row["left_end"] && found["words"] == row["words"]
    };
    assert!(found.iter().any(same), "{found:?}");
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        wirecopy().args(["completions", shell]).assert().success().stdout(contains("explain").and(contains("compare")));
    }
    wirecopy().arg("man").assert().success().stdout(contains(".TH wirecopy 1").and(contains("explain")));
    let dir = Dir::new();
    let pages = dir.path().join("man1");
    wirecopy().arg("man").arg("--dir").arg(&pages).assert().success();
    let names: Vec<String> = fs::read_dir(&pages).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    for page in ["wirecopy.1", "wirecopy-scan.1", "wirecopy-compare.1", "wirecopy-explain.1"] {
        assert!(names.iter().any(|name| name == page), "{page} of {names:?}");
    }
    wirecopy().args(["completions", "cobol"]).assert().code(2);
}

#[test]
fn help_shows_examples() {
    for command in ["compare", "explain", "completions", "man"] {
        wirecopy().args([command, "--help"]).assert().success().stdout(contains("Examples:"));
    }
}
