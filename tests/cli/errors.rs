//! What is wrong is told with its place and its remedy: as an error with status 2, or as a warning that is
//! counted in run.json. Nothing is lost, and nothing is left half-written.

use std::fs;

use crate::support::articles::{Random, json_line, paragraph};
use crate::support::run::{Tables, text};
use crate::support::{Cmd, Dir, corpus};

/// A folder whose scan succeeds: two documents of two outlets that share a paragraph.
fn two_articles() -> Dir {
    let dir = Dir::new();
    dir.write("in/news.jsonl", lines(2).join("\n"));
    dir
}

/// Articles of different outlets that all share one paragraph.
fn lines(count: usize) -> Vec<String> {
    let mut random = Random::new(7);
    let shared = paragraph(&mut random);
    let line = |n: usize| {
        let own = paragraph(&mut random);
        json_line(&format!("d{n:03}"), &format!("Paper {n}"), "2016-12-01", &format!("{own}\n\n{shared}"))
    };
    (0..count).map(line).collect()
}

/// Expects that a scan wrote nothing at all, not even its folder.
fn wrote_nothing(dir: &Dir) {
    assert!(!dir.at("out").exists(), "left behind: {:?}", dir.list("out"));
}

#[test]
fn an_empty_folder_is_an_error_that_says_what_was_looked_for() {
    let dir = Dir::new();
    dir.make_dir("in");
    Cmd::scan(&dir, "in").args("--out out").fails(&["no document in in", ".txt", ".jsonl", "name a folder or file"]);
    wrote_nothing(&dir);
}

#[test]
fn a_folder_without_articles_is_an_error_that_says_what_was_there_instead() {
    let dir = Dir::new();
    dir.write("in/picture.jpg", "x");
    Cmd::scan(&dir, "in").args("--out out").fails(&["no document in in", "picture.jpg"]);
    wrote_nothing(&dir);
}

#[test]
fn records_without_a_text_are_an_error_that_lists_the_fields_seen_and_the_remedy_works() {
    let dir = Dir::new();
    dir.write("in.csv", "id,headline,story\n1,A,first text\n2,B,second text\n");
    Cmd::scan(&dir, "in.csv").args("--out out").fails(&["in.csv", "no field holds a text", "id, headline, story", "--field text=NAME"]);
    wrote_nothing(&dir);
    Cmd::scan(&dir, "in.csv").args("--out out --field text=story --quiet").ok();
    assert_eq!(Tables::load(&dir.at("out")).rows("texts").len(), 2);
}

#[test]
fn a_field_that_no_record_has_is_an_error_that_lists_those_they_have() {
    let dir = two_articles();
    Cmd::scan(&dir, "in").args("--out out --field outlet=paper").fails(&["no record has a field `paper`", "id, outlet"]);
    Cmd::scan(&dir, "in").args("--out out --field paper").fails(&["text=body", "language"]);
    Cmd::scan(&dir, "in")
        .args("--out out --field text=text --field text=")
        .fails(&["no field is the text, with text=", "leave one of the two away"]);
    Cmd::scan(&dir, "in").args("--out out --field text=text --field text=other").fails(&["no record has a field `other`"]);
    wrote_nothing(&dir);
}

#[test]
fn broken_json_in_line_7_of_many_is_a_located_warning_and_every_other_line_is_read() {
    let dir = Dir::new();
    let mut all = lines(20);
    all[6].truncate(30);
    dir.write("news.jsonl", all.join("\n"));
    let ran = Cmd::scan(&dir, "news.jsonl").args("--out out").ok();
    ran.tells(&["warning", "news.jsonl: line 7:"]);
    let run = Tables::load(&dir.at("out"));
    assert_eq!(run.warnings(), [("news.jsonl".to_owned(), Some(7), "broken JSON".to_owned())]);
    assert_eq!((run.count("read", "left out"), run.count("read", "documents")), (1, 19));
    assert_eq!(run.rows("documents").len(), 19);
    assert!(run.rows("documents").iter().all(|row| row["doc"] != "d006"), "what is broken is not made up");
    assert_eq!(run.rows("clusters")[0]["documents"], 19);
}

#[test]
fn under_strict_broken_json_is_an_error_with_its_line() {
    let dir = Dir::new();
    let mut all = lines(20);
    all[6].truncate(30);
    dir.write("news.jsonl", all.join("\n"));
    Cmd::scan(&dir, "news.jsonl").args("--out out --strict").fails(&["news.jsonl: line 7:", "broken JSON", "--strict"]);
    wrote_nothing(&dir);
}

#[test]
fn invalid_utf8_is_a_located_warning_and_the_text_around_it_is_kept() {
    let dir = Dir::new();
    // Words beyond ASCII say that it is UTF-8, so that one bad byte does not make it another encoding.
    let accents = |line: String| line.replace("\"text\":\"", "\"text\":\"Über Köln – „später“ ").into_bytes();
    let mut all: Vec<Vec<u8>> = lines(12).into_iter().map(accents).collect();
    let at = all[4].len() - 20;
    all[4][at] = 0xFF;
    dir.write("news.jsonl", all.join(&b'\n'));
    Cmd::scan(&dir, "news.jsonl").args("--out out").ok().tells(&["news.jsonl: line 5:"]);
    let run = Tables::load(&dir.at("out"));
    let [(path, line, _)] = &run.warnings()[..] else { panic!("{:?}", run.warnings()) };
    assert_eq!((path.as_str(), *line), ("news.jsonl", Some(5)));
    assert_eq!(run.rows("documents").len(), 12);
    assert_eq!(text(&run.rows("texts")[4]["text"]).matches('\u{FFFD}').count(), 1);
    Cmd::scan(&dir, "news.jsonl").args("--out strict --strict").fails(&["news.jsonl: line 5:"]);
}

#[test]
fn documents_of_no_word_of_one_word_and_of_50_mb_without_a_break_are_scanned_with_the_others() {
    let dir = two_articles();
    dir.write("in/none.txt", "");
    dir.write("in/blank.txt", " \n\t\n");
    dir.write("in/one.txt", "Aleppo");
    dir.write("in/unbroken.txt", "x".repeat(50_000_000));
    Cmd::scan(&dir, "in").args("--out out --quiet --no-texts --format csv").ok();
    Cmd::scan(&dir, "in").args("--out tables --quiet --exclude unbroken.txt").ok();
    let csv = fs::read_to_string(dir.at("out/documents.csv")).unwrap();
    assert_eq!(csv.lines().count(), 1 + 6, "{csv}");
    let run = Tables::load(&dir.at("tables"));
    let words = |doc: &str| run.rows("documents").iter().find(|row| row["doc"] == doc).unwrap()["words"].as_u64().unwrap();
    assert_eq!((words("none.txt"), words("blank.txt"), words("one.txt")), (0, 0, 1));
    assert_eq!(run.rows("clusters").len(), 1);
}

#[test]
fn two_documents_with_one_id_are_an_error_that_names_both_places_and_the_remedy_works() {
    let dir = Dir::new();
    let mut all = lines(9);
    all[8] = all[8].replace("d008", "d002");
    dir.write("news.jsonl", all.join("\n"));
    Cmd::scan(&dir, "news.jsonl").args("--out out").fails(&["d002", "news.jsonl line 3", "news.jsonl: line 9:", "--field id="]);
    wrote_nothing(&dir);
    Cmd::scan(&dir, "news.jsonl").args("--out out --field id= --quiet").ok();
    assert_eq!(Tables::load(&dir.at("out")).rows("documents")[0]["doc"], "news.jsonl#1");
}

#[test]
fn an_output_folder_that_cannot_be_written_to_is_found_before_anything_is_read() {
    let dir = two_articles();
    dir.write("file", "in the way");
    // The input does not exist: had it been looked for first, that would be the error.
    for out in ["file", "file/out"] {
        Cmd::scan(&dir, "nothing-here").args("--out").arg(out).fails(&[out, "--out"]);
    }
    assert_eq!(fs::read_to_string(dir.at("file")).unwrap(), "in the way");
    if cfg!(target_os = "linux") {
        Cmd::scan(&dir, "nothing-here").args("--out /proc/wirecopy").fails(&["/proc/wirecopy", "--out"]);
    }
    assert_eq!(dir.list(""), ["file", "in"]);
}

#[test]
fn a_folder_that_holds_a_run_is_refused_without_force_and_replaced_with_it() {
    let dir = two_articles();
    Cmd::scan(&dir, "in").args("--out out --quiet --format jsonl,csv --export gexf").ok();
    dir.write("out/notes.txt", "mine");
    let before = dir.bytes_of("out");
    Cmd::scan(&dir, "in").args("--out out").fails(&["out: the folder already holds a run", "--force"]);
    assert_eq!(dir.bytes_of("out"), before, "a refused scan touches nothing");
    Cmd::scan(&dir, "in").args("--out out --force --quiet").ok();
    assert!(dir.at("out/notes.txt").exists(), "a file that is none of a run's");
    assert!(!dir.at("out/pairs.csv").exists(), "a table of the earlier run would be taken for one of this");
    assert_eq!(dir.bytes_of("out")["pairs.jsonl"], before["pairs.jsonl"]);
}

#[test]
fn a_scan_that_fails_leaves_the_run_that_it_was_to_replace() {
    let dir = two_articles();
    Cmd::scan(&dir, "in").args("--out out --quiet").ok();
    let before = dir.bytes_of("out");
    dir.make_dir("empty");
    Cmd::scan(&dir, "empty").args("--out out --force").fails(&["no document"]);
    assert_eq!(dir.bytes_of("out"), before);
}

#[test]
fn a_file_of_a_runs_name_that_is_a_folder_is_told_and_not_touched() {
    let dir = two_articles();
    dir.write("out/pairs.jsonl/mine", "x");
    Cmd::scan(&dir, "in").args("--out out --force").fails(&["pairs.jsonl"]);
    assert_eq!(dir.list("out"), ["pairs.jsonl"]);
    assert_eq!(dir.list("out/pairs.jsonl"), ["mine"]);
}

#[test]
fn an_input_that_is_not_there_or_of_an_unknown_format_is_an_error() {
    let dir = two_articles();
    dir.write("in.docx", "x");
    Cmd::scan(&dir, "nowhere").args("--out out").fails(&["nowhere", "name a folder or file"]);
    Cmd::scan(&dir, "in.docx").args("--out out").fails(&["in.docx", ".txt"]);
    wrote_nothing(&dir);
}

#[test]
fn an_input_named_twice_or_inside_another_is_an_error_since_it_would_match_itself() {
    let dir = two_articles();
    Cmd::scan(&dir, "in").args("in --out out").fails(&["named twice"]);
    Cmd::scan(&dir, "in").args("in/news.jsonl --out out").fails(&["read twice"]);
    Cmd::scan(&dir, "in").args("./in/../in --out out").fails(&["read twice"]);
    wrote_nothing(&dir);
}

#[test]
fn a_binary_file_named_txt_is_a_warning_and_no_document() {
    let dir = two_articles();
    dir.write("in/binary.txt", &fs::read(env!("CARGO_BIN_EXE_wirecopy")).unwrap()[..20_000]);
    Cmd::scan(&dir, "in").args("--out out").ok().tells(&["in/binary.txt"]);
    let run = Tables::load(&dir.at("out"));
    assert_eq!((run.warnings().len(), run.rows("documents").len()), (1, 2));
    Cmd::scan(&dir, "in").args("--out strict --strict").fails(&["in/binary.txt", "--strict"]);
}

#[test]
fn an_archive_cut_short_is_told_and_what_stands_before_the_break_is_read() {
    use std::io::Write as _;
    let dir = Dir::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    packed.write_all(lines(400).join("\n").as_bytes()).unwrap();
    let mut packed = packed.finish().unwrap();
    packed.truncate(packed.len() / 2);
    dir.write("news.jsonl.gz", packed);
    Cmd::scan(&dir, "news.jsonl.gz").args("--out strict --strict").fails(&["news.jsonl.gz"]);
    Cmd::scan(&dir, "news.jsonl.gz").args("--out out --limit 100 --quiet").ok();
    Cmd::scan(&dir, "news.jsonl.gz").args("--out whole --min-words 1000").ok().tells(&["news.jsonl.gz"]);
    let run = Tables::load(&dir.at("whole"));
    assert!(run.rows("documents").len() > 100 && run.rows("documents").len() < 400);
    assert!(!run.warnings().is_empty());
}

#[test]
fn a_csv_with_a_quote_left_open_is_a_located_warning() {
    let dir = Dir::new();
    dir.write("news.csv", "id,text\n1,one text\n2,another text\n3,\"a text that never ends\n4,swallowed\n");
    Cmd::scan(&dir, "news.csv").args("--out out").ok().tells(&["news.csv: line 4:"]);
    assert_eq!(Tables::load(&dir.at("out")).warnings().len(), 1);
    Cmd::scan(&dir, "news.csv").args("--out strict --strict").fails(&["news.csv: line 4:"]);
}

#[test]
fn two_sidecars_in_one_folder_are_an_error() {
    let dir = Dir::new();
    dir.write("in/a.txt", "a text");
    dir.write("in/metadata.csv", "file,outlet\na.txt,A\n");
    dir.write("in/metadata.tsv", "file\toutlet\na.txt\tB\n");
    Cmd::scan(&dir, "in").args("--out out").fails(&["metadata.csv and metadata.tsv", "--exclude"]);
    Cmd::scan(&dir, "in").args("--out out --exclude metadata.tsv --quiet").ok();
    assert_eq!(Tables::load(&dir.at("out")).rows("documents")[0]["outlet"], "A");
}

#[test]
fn a_date_nobody_can_parse_is_counted_and_shown() {
    let dir = Dir::new();
    dir.write("news.jsonl", lines(3).join("\n").replacen("2016-12-01", "the day before yesterday", 1));
    let ran = Cmd::scan(&dir, "news.jsonl").args("--out out").ok();
    let run = Tables::load(&dir.at("out"));
    let row = &run.rows("documents")[0];
    assert_eq!(row["published"], "the day before yesterday", "what the source wrote is kept");
    assert!(row["published_from"].is_null());
    let told = format!("{}{}", ran.err, run.record);
    assert!(told.contains("the day before yesterday"), "the date is shown nowhere: {told}");
    assert_eq!(run.count("attribute", "unreadable dates"), 1);
    assert_eq!(run.warnings(), [("news.jsonl".to_owned(), Some(1), "unreadable date".to_owned())]);
    assert_eq!(run.record["warnings"][0]["document"], row["doc"]);
    ran.tells(&["news.jsonl: line 1: metadata date"]);
}

#[test]
fn more_warnings_of_a_kind_than_ten_are_counted_and_all_stand_in_the_run() {
    let dir = Dir::new();
    let mut all = lines(40);
    all.iter_mut().take(25).for_each(|line| line.truncate(20));
    dir.write("news.jsonl", all.join("\n"));
    let ran = Cmd::scan(&dir, "news.jsonl").args("--out out").ok();
    assert_eq!(ran.err.matches("news.jsonl: line").count(), 10, "{}", ran.err);
    ran.tells(&["15 more", "run.json"]);
    assert_eq!(Tables::load(&dir.at("out")).warnings().len(), 25);
}

#[test]
fn a_list_of_outlets_that_is_missing_or_broken_is_told_before_anything_is_read() {
    let dir = two_articles();
    Cmd::scan(&dir, "nothing-here").args("--out out --outlets none.csv").fails(&["none.csv"]);
    dir.write("list.csv", "headline\nA\n");
    Cmd::scan(&dir, "nothing-here").args("--out out --outlets list.csv").fails(&["list.csv", "name"]);
    dir.write("list.csv", "name,aliases,owner,kind,hosts\nDorfblatt,Reuters;BBC,Dorf AG,Agency,bbc.com\n");
    Cmd::scan(&dir, "nothing-here").args("--out out --outlets list.csv").fails(&["list.csv", "line 2", "`Reuters`", "Dorfblatt"]);
    dir.write("list.csv", "name,aliases\nDorfblatt,Blatt\nStadtblatt,Blatt\n");
    Cmd::scan(&dir, "nothing-here").args("--out out --outlets list.csv").fails(&["list.csv", "line 3", "`Blatt`", "by line 2"]);
    dir.write("list.csv", "name,kind\nDorfblatt,nonsense\n");
    Cmd::scan(&dir, "nothing-here").args("--out out --outlets list.csv").fails(&["list.csv", "line 2", "`nonsense`", "agency, newspaper"]);
    dir.write("list.csv", b"name\nPr\xe1vo\n");
    Cmd::scan(&dir, "nothing-here").args("--out out --outlets list.csv").fails(&["list.csv", "line 2", "1 byte beyond ASCII", "UTF-8"]);
    wrote_nothing(&dir);
}

#[test]
fn a_run_that_is_no_run_or_lacks_a_table_cannot_be_reported() {
    let dir = two_articles();
    dir.make_dir("empty");
    Cmd::new(&dir).args("report empty").fails(&["empty", "no run"]);
    Cmd::new(&dir).args("report nowhere").fails(&["nowhere"]);
    Cmd::scan(&dir, "in").args("--out out --quiet").ok();
    let pairs = fs::read_to_string(dir.at("out/pairs.jsonl")).unwrap();
    fs::write(dir.at("out/pairs.jsonl"), pairs.replacen("\"left_start\"", "\"left_strat\"", 1)).unwrap();
    Cmd::new(&dir).args("report out").fails(&["pairs.jsonl", "line 1"]);
    fs::remove_file(dir.at("out/pairs.jsonl")).unwrap();
    Cmd::new(&dir).args("report out").fails(&["pairs"]);
}

#[test]
fn a_page_that_cannot_be_written_is_told_before_the_scan() {
    let dir = two_articles();
    dir.write("file", "in the way");
    Cmd::scan(&dir, "in").args("--out out --html file/page.html").fails(&["file/page.html"]);
    // The input does not exist: had it been looked for first, that would be the error.
    Cmd::scan(&dir, "nothing-here").args("--out out --html-dir file/page").fails(&["file/page"]);
    wrote_nothing(&dir);
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_leaves_nothing_under_its_final_name() {
    let dir = Dir::new();
    // A limit on the size of files stands for the disk. The signal that comes with it is left aside once, so
    // that writing fails; and once it ends the program in the middle of its work.
    for (ignore, out) in [("trap '' XFSZ;", "refused"), ("", "killed")] {
        let line = format!("{ignore} ulimit -f 40; exec \"$0\" scan \"$1\" --out {out}");
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &line, env!("CARGO_BIN_EXE_wirecopy")]).arg(corpus()).current_dir(dir.path());
        let output = shell.output().unwrap();
        assert!(!output.status.success(), "{output:?}");
        let left: Vec<String> = dir.list(out).into_iter().filter(|name| !name.starts_with('.')).collect();
        assert_eq!(left, Vec::<String>::new(), "{output:?}");
        if !ignore.is_empty() {
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{told}");
            assert!(told.contains("error: refused/"), "{told}");
            assert!(!dir.at(out).exists(), "a folder that was made for the run is left: {:?}", dir.list(out));
        }
    }
    // What the one that was killed has left behind is cleared away by the next.
    Cmd::scan(&dir, corpus()).args("--out killed --quiet").ok();
    assert!(dir.list("killed").iter().all(|name| !name.starts_with('.')), "{:?}", dir.list("killed"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_page_that_finds_the_disk_full_leaves_the_earlier_one_whole_and_nothing_else() {
    let dir = Dir::new();
    Cmd::scan(&dir, corpus()).args("--out out --quiet --html-dir page --html page.html").ok();
    let held = || -> Vec<(String, Vec<u8>)> {
        let names = dir.list("page").into_iter().chain(dir.list("page/data").into_iter().map(|name| format!("data/{name}")));
        let is_file = |name: &String| name != "data" && !name.contains(".page-of-wirecopy-");
        names.filter(is_file).map(|name| (name.clone(), fs::read(dir.at("page").join(&name)).unwrap())).collect()
    };
    let before = held();
    let refused = |ignore: &str, args: &str| {
        let line = format!("{ignore} ulimit -f 40; exec \"$0\" report out --quiet {args}");
        let mut shell = std::process::Command::new("sh");
        let output = shell.args(["-c", &line, env!("CARGO_BIN_EXE_wirecopy")]).current_dir(dir.path()).output().unwrap();
        assert!(!output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let told = refused("trap '' XFSZ;", "--force --html-dir page");
    assert!(told.contains("error: page/"), "{told}");
    assert_eq!(dir.list("page"), ["data", "index.html"]);
    assert!(held() == before);
    let told = refused("trap '' XFSZ;", "--html-dir new/page");
    assert!(told.contains("error: new/page/"), "{told}");
    let told = refused("trap '' XFSZ;", "--force --html page.html");
    assert!(told.contains("error: page.html"), "{told}");
    assert_eq!(dir.list(""), ["out", "page", "page.html"]);
    // One that is killed leaves the earlier page too, and the next clears away what it has left behind.
    refused("", "--force --html-dir page");
    let is_left_behind = || dir.list("page").iter().chain(&dir.list("page/data")).any(|name| name.contains(".page-of-wirecopy-"));
    assert!(held() == before && is_left_behind());
    Cmd::new(&dir).args("report out --quiet --force --html-dir page").ok();
    assert!(held() == before && !is_left_behind());
}
