//! What the program does with what it is given.

use std::collections::BTreeSet;

use crate::support::articles::{Random, generated, json_line, paragraph};
use crate::support::run::{Tables, text};
use crate::support::{Cmd, Dir, corpus};

/// Two articles of `outlets` that share a paragraph, as lines of JSON.
fn two_of(outlets: [&str; 2]) -> String {
    let mut random = Random::new(21);
    let shared = paragraph(&mut random);
    let line = |n: usize| json_line(&format!("d{n}"), outlets[n], "2016-12-01", &format!("{}\n\n{shared}", paragraph(&mut random)));
    [0, 1].map(line).join("\n")
}

fn clusters(dir: &Dir, args: &str) -> usize {
    Cmd::new(dir).arg("scan").args(args).args("--out out --force --quiet").ok();
    Tables::load(&dir.at("out")).rows("clusters").len()
}

#[test]
fn the_demonstration_corpus_is_scanned_without_a_single_option() {
    let dir = Dir::new();
    let ran = Cmd::scan(&dir, corpus()).ok();
    assert_eq!(dir.list(""), ["wirecopy-out"]);
    assert!(ran.out.contains("Ushakov") && ran.out.contains("Orlan Six") && ran.out.contains("report.html"), "{}", ran.out);
    assert!(dir.at("wirecopy-out/report.html").exists());
}

#[test]
fn reuse_within_one_outlet_is_reported_only_when_asked_for() {
    let dir = Dir::new();
    dir.write("one.jsonl", two_of(["Paper", "Paper"]));
    dir.write("two.jsonl", two_of(["Paper", "Gazette"]));
    assert_eq!(clusters(&dir, "two.jsonl"), 1);
    assert_eq!(clusters(&dir, "one.jsonl"), 0);
    assert_eq!(clusters(&dir, "one.jsonl --same-outlet"), 1);
    assert_eq!(clusters(&dir, "one.jsonl --outlet-from none"), 1);
}

#[test]
fn an_outlet_under_two_names_is_one_outlet_and_has_one_name_in_the_tables() {
    let dir = Dir::new();
    dir.write("one.jsonl", two_of(["The Guardian", "theguardian.com"]));
    assert_eq!(clusters(&dir, "one.jsonl"), 0);
    let told = Cmd::scan(&dir, "one.jsonl").args("--same-outlet --out out --force").ok();
    assert!(told.err.contains("The Guardian = theguardian.com"), "{}", told.err);
    let run = Tables::load(&dir.at("out"));
    let names: Vec<String> = run.rows("documents").iter().map(|row| format!("{} {}", text(&row["outlet"]), row["meta.outlet"])).collect();
    assert_eq!(names, ["The Guardian null", "The Guardian \"theguardian.com\""]);
    assert_eq!(run.rows("clusters")[0]["outlets"], 1);
}

#[test]
fn an_outlet_can_be_the_folder_or_the_file() {
    let dir = Dir::new();
    let shared = paragraph(&mut Random::new(2));
    dir.write("in/a/1.txt", &shared);
    dir.write("in/a/2.txt", &shared);
    dir.write("in/b/3.txt", &shared);
    let documents = |args: &str| {
        Cmd::scan(&dir, "in").args(args).args("--out out --force --quiet").ok();
        let run = Tables::load(&dir.at("out"));
        let passages: Vec<String> =
            run.rows("pairs").iter().map(|p| format!("{}~{}", text(&p["left_doc"]), text(&p["right_doc"]))).collect();
        passages.join(" ")
    };
    assert_eq!(documents("--outlet-from folder"), "a/1.txt~b/3.txt a/2.txt~b/3.txt");
    assert_eq!(documents("--outlet-from file"), "a/1.txt~a/2.txt a/1.txt~b/3.txt a/2.txt~b/3.txt");
}

#[test]
fn standard_input_is_json_lines_and_gives_what_a_file_gives() {
    let dir = Dir::new();
    let lines = two_of(["A", "B"]);
    dir.write("in.jsonl", &lines);
    Cmd::scan(&dir, "in.jsonl").args("--out file --quiet").ok();
    Cmd::scan(&dir, "-").stdin(lines).args("--out stdin --quiet").ok();
    let (file, stdin) = (dir.bytes_of("file"), dir.bytes_of("stdin"));
    for table in ["pairs.jsonl", "passages.jsonl", "clusters.jsonl", "documents.jsonl", "texts.jsonl"] {
        assert_eq!(file[table], stdin[table], "{table}");
    }
}

#[test]
fn several_inputs_of_several_formats_are_one_corpus_and_ids_begin_with_their_names() {
    let dir = Dir::new();
    let mut random = Random::new(4);
    let shared = paragraph(&mut random);
    dir.write("a/1.txt", &shared);
    dir.write("b.csv", format!("id,text\n7,\"{shared}\"\n"));
    dir.write("c.jsonl", json_line("x", "C", "", &shared));
    Cmd::scan(&dir, "a").args("b.csv c.jsonl --out out --quiet").ok();
    let run = Tables::load(&dir.at("out"));
    let docs: BTreeSet<&str> = run.rows("passages").iter().map(|row| text(&row["doc"])).collect();
    assert_eq!(docs.len(), 3);
    assert!(docs.contains("a/1.txt"), "{docs:?}");
}

#[test]
fn fields_that_mean_nothing_here_are_carried_through() {
    let dir = Dir::new();
    dir.write("in.csv", "id,body,desk\n1,one,foreign\n2,two,\n");
    Cmd::scan(&dir, "in.csv").args("--out out --quiet --format jsonl,csv").ok();
    let run = Tables::load(&dir.at("out"));
    assert_eq!(run.rows("documents")[0]["meta.desk"], "foreign", "{}", run.rows("documents")[0]);
    let csv = std::fs::read_to_string(dir.at("out/documents.csv")).unwrap();
    assert!(csv.lines().next().unwrap().ends_with("meta.desk"), "{csv}");
}

#[test]
fn status_1_says_that_copies_were_found_but_only_when_asked() {
    let dir = Dir::new();
    dir.write("copies.jsonl", two_of(["A", "B"]));
    dir.write("none.jsonl", generated(2, 5).join("\n"));
    let status = |args: &str| Cmd::new(&dir).arg("scan").args(args).args("--out out --force --quiet").run().status;
    assert_eq!(status("copies.jsonl"), Some(0));
    assert_eq!(status("copies.jsonl --fail-on-match"), Some(1));
    assert_eq!(status("none.jsonl --fail-on-match"), Some(0));
    assert!(dir.at("out/run.json").exists(), "the run is written in any case");
}

#[test]
fn what_is_shorter_than_min_words_is_no_passage() {
    let dir = Dir::new();
    dir.write("in.jsonl", two_of(["A", "B"]));
    assert_eq!(clusters(&dir, "in.jsonl --min-words 40"), 1);
    assert_eq!(clusters(&dir, "in.jsonl --min-words 60"), 0);
}

#[test]
fn include_exclude_and_limit_choose_what_is_read() {
    let dir = Dir::new();
    let all = generated(30, 8);
    dir.write("in/part-0.jsonl", all[..10].join("\n"));
    dir.write("in/part-1.jsonl", all[10..20].join("\n"));
    dir.write("in/draft.jsonl", all[20..].join("\n"));
    let documents = |args: &str| {
        Cmd::scan(&dir, "in").args(args).args("--out out --force --quiet").ok();
        Tables::load(&dir.at("out")).rows("documents").len()
    };
    assert_eq!(documents(""), 30);
    assert_eq!(documents("--include part-*.jsonl"), 20);
    assert_eq!(documents("--exclude draft.jsonl --exclude part-1.jsonl"), 10);
    assert_eq!(documents("--limit 13"), 13);
}

#[test]
fn a_report_is_made_again_from_the_tables_alone() {
    let dir = Dir::new();
    let first = Cmd::scan(&dir, corpus()).args("--out out").ok().out;
    let page = std::fs::read(dir.at("out/report.html")).unwrap();
    std::fs::remove_file(dir.at("out/report.html")).unwrap();
    let again = Cmd::new(&dir).args("report out").ok().out;
    assert_eq!(std::fs::read(dir.at("out/report.html")).unwrap(), page);
    let findings = |summary: &str| summary.split("\nWritten to").next().unwrap().split("\nPages\n").next().unwrap().trim().to_owned();
    assert_eq!(findings(&again), findings(&first));
    for (format, folder) in [("csv", "csv"), ("parquet", "parquet")] {
        Cmd::scan(&dir, corpus()).args(&format!("--out {folder} --quiet --format {format}")).ok();
        assert_eq!(findings(&Cmd::new(&dir).args(&format!("report {folder}")).ok().out), findings(&first), "from {format}");
    }
}

#[test]
fn links_are_read_once_and_a_circle_of_folders_ends() {
    if !cfg!(unix) {
        return;
    }
    let dir = Dir::new();
    dir.write("in/news.jsonl", two_of(["A", "B"]));
    #[cfg(unix)]
    for (to, from) in [("news.jsonl", "in/again.jsonl"), (".", "in/circle")] {
        std::os::unix::fs::symlink(to, dir.at(from)).unwrap();
    }
    Cmd::scan(&dir, "in").args("--out out").ok().tells(&["2 links"]);
    assert_eq!(Tables::load(&dir.at("out")).rows("documents").len(), 2);
}

#[test]
fn line_ends_byte_order_marks_and_nul_do_not_move_a_span() {
    let dir = Dir::new();
    let shared = paragraph(&mut Random::new(31));
    dir.write("in/dos.txt", format!("Head\r\n\r\n{}\r\n", shared.replace(". ", ".\r\n")));
    dir.write("in/mark.txt", format!("\u{feff}{shared}"));
    dir.write("in/emoji.txt", format!("👩‍👩‍👧 مرحبا بالعالم\n\n{shared}\n"));
    dir.write("in.jsonl", json_line("nul", "N", "", &format!("\0 before\0 {shared} \0")));
    Cmd::scan(&dir, "in").args("in.jsonl --out out --quiet").ok();
    let run = Tables::load(&dir.at("out"));
    assert_eq!(run.rows("clusters").len(), 1);
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = flat(shared.trim_end_matches('.'));
    assert_eq!(run.rows("passages").len(), 4);
    for row in run.rows("passages") {
        assert_eq!(flat(text(&row["text"])), wanted, "{}", row["doc"]);
    }
    assert_eq!(run.rows("passages").iter().find(|row| text(&row["doc"]).ends_with("mark.txt")).unwrap()["start"], 0);
}

/// One text in two papers on two days, and in one without a date.
fn dated(days: [&str; 2]) -> String {
    let text = "The ferry will not cross the sound again before the ice has left the outer harbour, the pilot said.";
    let line =
        |id: &str, outlet: &str, date: &str| serde_json::json!({ "id": id, "outlet": outlet, "date": date, "text": text }).to_string();
    [line("a", "Courier", days[0]), line("b", "Gazette", days[1]), line("c", "Harbour Post", "")].join("\n")
}

#[test]
fn documents_published_too_far_apart_are_not_compared_and_undated_ones_are() {
    let dir = Dir::new();
    // The intervals of two days without a zone end 50 hours after they begin: 3 and 20 December lie 14 days and 22 hours apart, and a second.
    dir.write("in.jsonl", dated(["2016-12-03", "2016-12-20"]));
    for (within, pairs, left_out) in [("14d", 2, Some(1)), ("359h", 3, None), ("3w", 3, None)] {
        Cmd::scan(&dir, "in.jsonl").args(&format!("--out out --force --quiet --within {within}")).ok();
        let run = Tables::load(&dir.at("out"));
        assert_eq!(run.rows("pairs").len(), pairs, "{within}");
        assert_eq!(run.record["capped"]["pairs of documents published too far apart"].as_u64(), left_out, "{within}");
        assert!(run.record["parameters"]["within"].as_u64().is_some());
    }
    for wrong in ["14", "two weeks", "3m"] {
        let ran = Cmd::scan(&dir, "in.jsonl").args("--out other").arg("--within").arg(wrong).run();
        assert_eq!(ran.status, Some(2), "{wrong}: {}", ran.err);
    }
}

#[test]
fn an_undated_copy_is_the_first_by_a_note_of_its_page_and_not_by_a_sentence() {
    let dir = Dir::new();
    let shared = paragraph(&mut Random::new(4));
    let roles = |ending: &str| -> Vec<String> {
        let undated = serde_json::json!({ "id": "a", "outlet": "Paper", "text": format!("{shared}\n\n{ending}") });
        let dated = json_line("b", "Gazette", "2023-03-07", &format!("{shared}\n\nThe council updated its plan on March 6, 2023."));
        dir.write("in.jsonl", format!("{undated}\n{dated}\n"));
        Cmd::scan(&dir, "in.jsonl").args("--out out --force --quiet").ok();
        Tables::load(&dir.at("out")).rows("passages").iter().map(|row| text(&row["role"]).to_owned()).collect()
    };
    assert_eq!(roles("Last updated: January 1, 2020"), ["first", "later"]);
    for sentence in ["The contract took effect as of January 1, 2020.", "Stand 1. März 2020 lebten hier 3412 Menschen."] {
        assert_eq!(roles(sentence), ["undated", "tied"], "{sentence}");
    }
}

#[test]
fn a_text_known_as_standing_text_is_boilerplate_wherever_it_stands() {
    let dir = Dir::new();
    let notice = "The reading circle meets on every first evening of the month behind the old chapel, and guests bring their own chairs.";
    let story = "The ferry will not cross the sound again before the ice has left the outer harbour, the pilot said.";
    // So many words that the story and the notice are passages of their own.
    let words = |count: usize| (0..count).map(|n| format!("word{}", n * count)).collect::<Vec<_>>().join(" ");
    let line =
        |outlet: &str, more: &str| serde_json::json!({ "outlet": outlet, "text": format!("{story}\n\n{more}\n\n{notice}") }).to_string();
    dir.write("in.jsonl", [line("Courier", &words(40)), line("Gazette", &words(60))].join("\n"));
    dir.write("notices.txt", notice);
    let kinds = |args: &str| -> Vec<String> {
        Cmd::scan(&dir, "in.jsonl").args("--out out --force --quiet").args(args).ok();
        let mut kinds: Vec<String> =
            Tables::load(&dir.at("out")).rows("pairs").iter().map(|row| row["kind"].as_str().unwrap().to_owned()).collect();
        kinds.sort();
        kinds
    };
    assert_eq!(kinds(""), ["passage", "passage"]);
    assert_eq!(kinds("--ignore notices.txt"), ["boilerplate", "passage"]);
    Cmd::scan(&dir, "in.jsonl").args("--out out --force --ignore nowhere.txt").fails(&["nowhere.txt"]);
}

/// A dispatch, and the same told in other words with a quotation left as it was.
const TOLD_AGAIN: [&str; 2] = [
    "The harbour council voted on Tuesday to close the old ferry landing before winter. Engineers had warned for years that the timber piles \
     were rotten and could give way under a full boat. Passengers will be taken across by bus until a new landing is built upstream.",
    "Before winter the old landing of the ferry will close, the council of the harbour voted Tuesday. That the piles of timber were rotting, and \
     might give way beneath a boat that is full, engineers warned years ago. Until upstream another landing has been built, buses take passengers across.",
];

#[test]
fn copy_in_other_words_is_a_pair_of_its_own_kind_and_can_be_left_out() {
    let dir = Dir::new();
    let line = |n: usize| json_line(&format!("d{n}"), ["A", "B"][n], "2016-12-01", TOLD_AGAIN[n]);
    dir.write("in.jsonl", [0, 1].map(line).join("\n"));
    let rewritten = |args: &str| {
        let ran = Cmd::scan(&dir, "in.jsonl").args(args).args("--out out --force").ok();
        let run = Tables::load(&dir.at("out"));
        assert!(run.rows("clusters").is_empty());
        let rows: Vec<_> = run.rows("pairs").iter().filter(|p| text(&p["kind"]) == "rewritten").cloned().collect();
        assert_eq!(ran.out.contains("in other words"), !rows.is_empty(), "{}", ran.out);
        rows
    };
    let [row] = &rewritten("")[..] else { panic!("one pair is rewritten") };
    assert!(row["similarity"].as_f64().is_some_and(|s| s > 0.5 && s < 1.0) && row["left_cluster"].is_null(), "{row:?}");
    assert_eq!(rewritten("--one-tier").len(), 1);
    assert!(rewritten("--rewritten-threshold 0.95").is_empty());
    assert!(rewritten("--no-rewritten").is_empty());
}

#[test]
fn a_copy_in_no_cluster_is_found_all_the_same() {
    let dir = Dir::new();
    let left = "The ministry wants to cut its support for harbour ferries sharply in the coming year and blames the strained state of the budget \
        for that, as well as prices. “We must save now, else we lose all our room”, said Minister Karl Quill on Monday.";
    let right = "Less money for ferries. As the agency tells, the ministry wants to cut its support for harbour ferries sharply in the coming year. \
        “We must save now, else we lose all our room”, Quill holds.";
    let lines = [("a", "Gazette", left), ("b", "Courier", right)].map(|(id, outlet, text)| json_line(id, outlet, "2016-12-01", text));
    dir.write("two.jsonl", lines.join("\n"));
    let ran = Cmd::scan(&dir, dir.at("two.jsonl")).args("--out out --fail-on-match").run();
    let run = Tables::load(&dir.at("out"));
    assert_eq!((run.rows("pairs").len(), run.rows("clusters").len()), (1, 0), "{:?}", run.rows("pairs"));
    assert_eq!(ran.status, Some(1));
    assert!(ran.out.contains("1 pair of passages was copied.") && !ran.out.contains("Nothing was published twice"), "{}", ran.out);
    let page = std::fs::read_to_string(dir.at("out/report.html")).unwrap();
    assert!(page.contains("Copied in pairs") && !page.contains("Nothing was published twice"));
}

#[test]
fn a_form_without_a_row_of_equal_words_is_counted_and_explained_and_is_no_row() {
    let dir = Dir::new();
    let form = |rate: &str, year: &str, price: &str| {
        format!("Quill Bank issues bonds due May {year} that pay {rate} pct and are priced at {price} pct, its lead manager said")
    };
    let line = |id: &str, outlet: &str, form: &str| {
        json_line(id, outlet, "2016-12-01", &format!("{}\n\n{form} {id}.", paragraph(&mut Random::new(if id == "a" { 71 } else { 72 }))))
    };
    let lines = [line("a", "Gazette", &form("7", "1994", "101")), line("b", "Courier", &form("9", "1996", "99"))];
    dir.write("two.jsonl", lines.join("\n"));
    Cmd::scan(&dir, dir.at("two.jsonl")).args("--out out --quiet").ok();
    let run = Tables::load(&dir.at("out"));
    assert_eq!(run.rows("pairs").len(), 0);
    assert_eq!(run.record["capped"]["pairs of forms and notices without a row of equal words, not listed"], 1, "{}", run.record["capped"]);
    let said = Cmd::new(&dir).args("explain a b --run out").ok().out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("They have no copied passage in common, only a form"), "{said}");
    assert!(said.contains("has no row of equal words as long as a copy") && !said.contains("--within"), "{said}");
}

/// The kinds of the pairs between two papers of these texts, with their words.
fn kinds_between(left: &str, right: &str) -> Vec<(u64, String)> {
    let dir = Dir::new();
    let lines = [("a", "Gazette", left), ("b", "Courier", right)].map(|(id, outlet, text)| json_line(id, outlet, "2016-12-01", text));
    dir.write("two.jsonl", lines.join("\n"));
    Cmd::scan(&dir, dir.at("two.jsonl")).args("--out out --quiet").ok();
    let run = Tables::load(&dir.at("out"));
    run.rows("pairs").iter().map(|row| (row["words"].as_u64().unwrap(), text(&row["kind"]).to_owned())).collect()
}

#[test]
fn a_short_sentence_around_names_is_a_copy_in_documents_that_share_another_one() {
    // Nine words in lower case and two content words among them: eleven points, one less than a copy has by itself.
    let short = "Ada Quill of Port Marrow has been the one to blame Orlan Six for this";
    let other = "the ferry will not cross the sound again before the ice has left the outer harbour";
    let around = |one: &str, two: &str, three: &str| format!("{one}\n\n{two}\n\n{three}");
    let alone = kinds_between(&around("Skippers", short, "Rain."), &around("Pilots", short, "Snow."));
    assert_eq!(alone, [(15, "formula".to_owned())]);
    let both = kinds_between(&around("Skippers", short, other), &around("Pilots", &format!("{other}."), short));
    assert_eq!(both, [(15, "passage".to_owned()), (16, "passage".to_owned())]);
    let dated = short.replace("Port Marrow", "Port Marrow, 9 March 2016,");
    let with_date = kinds_between(&around("Skippers", &dated, other), &around("Pilots", &format!("{other}."), &dated));
    assert_eq!(with_date.iter().filter(|(_, kind)| kind == "formula").count(), 1, "{with_date:?}");
}

#[test]
fn a_post_that_papers_show_whole_is_a_quote_of_who_signs_it_and_no_wire_copy() {
    let dir = Dir::new();
    let post = "Heard all day that our ferry is lost, that the harbour is lost, that nobody will ever cross the sound again before the ice has \
                left it. Wrong!\n\n— Tomas Ekvall (@tekvall) December 4, 2016\n\nThe ferry sails tomorrow at noon, with bread, tea and dogs on \
                board, and whoever says otherwise has not looked at the timetable that I wrote!\n\n— Tomas Ekvall (@tekvall) December 4, 2016";
    let page = |before: &str, behind: &str| format!("{before}\n\n{post}\n\n{behind}");
    let left = page("The mayor was busy on Sunday with his telephone.", "Nobody at the pier had an answer to that.");
    let right = page("It rained over the islands while people read this:", "The shipping office did not call back.");
    dir.write(
        "in.jsonl",
        [("a", "Gazette", left), ("b", "Courier", right)].map(|(id, outlet, text)| json_line(id, outlet, "2016-12-05", &text)).join("\n"),
    );
    Cmd::new(&dir).arg("scan").args("in.jsonl --out out --quiet").ok();
    let run = Tables::load(&dir.at("out"));
    let told: Vec<(&str, &str)> = run.rows("clusters").iter().map(|row| (text(&row["kind"]), text(&row["speaker"]))).collect();
    assert_eq!(told, [("quote", "Tomas Ekvall")]);
}
