//! What people get wrong, or have wrong, in what they name: damaged runs, outputs over inputs, fields and files that are not as they should be.

use std::fs;

use crate::support::articles::{Random, paragraph};
use crate::support::run::{Tables, text};
use crate::support::{Cmd, Dir, corpus};

/// Two texts of two outlets that share a paragraph, as JSON lines with `more` fields on each.
fn two(more: [&str; 2]) -> String {
    let mut random = Random::new(11);
    let shared = paragraph(&mut random);
    let own = [paragraph(&mut random), paragraph(&mut random)];
    (0..2).map(|n| format!("{{\"id\":\"d{n}\",\"text\":\"{} {shared}\"{}}}\n", own[n], more[n])).collect()
}

#[test]
fn a_damaged_run_is_told_with_the_table_and_its_rows_whatever_is_missing() {
    let dir = Dir::new();
    Cmd::scan(&dir, corpus()).args("--out whole --quiet").ok();
    for table in ["documents", "texts", "pairs", "passages", "clusters", "repeats", "credits", "families"] {
        let whole = fs::read_to_string(dir.at("whole").join(format!("{table}.jsonl"))).unwrap();
        let rows: Vec<&str> = whole.lines().collect();
        let halves = [rows[..rows.len() / 2].join("\n"), String::new(), format!("{whole}{whole}")];
        for (n, damaged) in halves.into_iter().enumerate() {
            let out = format!("{table}{n}");
            dir.copy_files(&dir.at("whole"), &out);
            fs::write(dir.at(&out).join(format!("{table}.jsonl")), damaged).unwrap();
            let has = [rows.len() / 2, 0, 2 * rows.len()][n];
            let has = if has == 1 { "it has 1 row,".to_owned() } else { format!("it has {has} rows,") };
            let had = format!("by run.json it had {}", rows.len());
            let told = if (table, n) == ("texts", 1) { "it is empty" } else { has.as_str() };
            Cmd::new(&dir).args("report").arg(&out).fails(&[
                &format!("the table `{table}` is damaged"),
                told,
                &had,
                "scan the corpus again",
            ]);
        }
    }
    // As many rows, and one of them about a document that is not there.
    for (table, id) in [("passages", "\"doc\":\""), ("passages", "\"cluster\":\""), ("pairs", "\"right_doc\":\"")] {
        dir.copy_files(&dir.at("whole"), "strange");
        let path = dir.at("strange").join(format!("{table}.jsonl"));
        let whole = fs::read_to_string(&path).unwrap();
        fs::write(path, whole.replacen(id, &format!("{id}no-such-"), 1)).unwrap();
        Cmd::new(&dir).args("report strange").fails(&["no-such-", "does not have"]);
    }
}

#[test]
fn a_mistyped_option_is_told_with_the_nearest_one_and_the_commands_that_have_it() {
    let dir = Dir::new();
    for (typed, told) in [
        ("scan in.jsonl --same-outlets", "a similar argument exists: '--same-outlet'"),
        ("scan in.jsonl --memry 1GB", "a similar argument exists: '--memory'"),
        ("scan in.jsonl --outpt=run", "a similar argument exists: '--out'"),
        ("scan in.jsonl --ouput run", "a similar argument exists: '--out'"),
        ("dedup in.jsonl --same-outlets", "'--same-outlet' is an argument of 'wirecopy scan', 'wirecopy explain'"),
        ("dedup in.jsonl --seed-words=4", "'--seed-words' is an argument of 'wirecopy scan'"),
    ] {
        let ran = Cmd::new(&dir).args(typed).run();
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert!(ran.err.contains("unexpected argument") && ran.err.contains(told) && ran.err.matches("tip:").count() == 1, "{ran:?}");
    }
    let unknown = Cmd::new(&dir).args("scan in.jsonl --zzz").run();
    assert!(unknown.err.contains("unexpected argument '--zzz'") && !unknown.err.contains("tip:"), "{unknown:?}");
}

#[test]
fn a_run_of_dedup_is_called_so_where_a_run_of_scan_is_wanted() {
    let dir = Dir::new();
    dir.write("in.jsonl", two(["", ""]));
    dir.write("gold.csv", "left,right\nd0,d1\n");
    Cmd::new(&dir).args("dedup in.jsonl --out out --quiet").ok();
    Cmd::new(&dir).args("report out").fails(&["this is a run of `wirecopy dedup`", "wirecopy scan"]);
    Cmd::new(&dir).args("eval out --gold gold.csv").fails(&["this is a run of `wirecopy dedup`"]);
}

#[test]
fn dedup_never_writes_kept_records_over_what_it_reads() {
    let dir = Dir::new();
    dir.write("self.jsonl", two(["", ""]));
    dir.write("ref.jsonl", two(["", ""]).replace("\"d", "\"r"));
    dir.write("docs/a.txt", "one text");
    dir.write("docs/deep/b.txt", "one text");
    let before = (fs::read(dir.at("self.jsonl")).unwrap(), fs::read(dir.at("ref.jsonl")).unwrap());
    for kept in ["self.jsonl", "./docs/../self.jsonl", "ref.jsonl"] {
        let ran = Cmd::new(&dir).args("dedup self.jsonl --against ref.jsonl --force --out out --write-kept").arg(kept);
        ran.fails(&[kept, "an input is never written over", "--write-kept"]);
    }
    for (input, kept) in [("docs", "docs"), ("docs/deep", "docs")] {
        Cmd::new(&dir).args(&format!("dedup {input} --force --out out --write-kept {kept}")).fails(&["an input is never written over"]);
    }
    assert_eq!((fs::read(dir.at("self.jsonl")).unwrap(), fs::read(dir.at("ref.jsonl")).unwrap()), before);
    assert_eq!(dir.list("docs"), ["a.txt", "deep"]);
    // Ids are read as well.
    for (ids, out) in [("ids.jsonl", "out --write-kept ids.jsonl"), ("run/families.jsonl", "run")] {
        dir.write(ids, "d0\n");
        Cmd::new(&dir).args(&format!("dedup self.jsonl --protect {ids} --force --out {out}")).fails(&[ids]);
        assert_eq!(fs::read_to_string(dir.at(ids)).unwrap(), "d0\n");
    }
    // The reference may be of another form: nothing of it is written.
    dir.write("ref.csv", "id,text\nx,another text\n");
    Cmd::new(&dir).args("dedup self.jsonl --against ref.csv --out out --write-kept kept.jsonl --quiet").ok();
    assert_eq!(fs::read(dir.at("kept.jsonl")).unwrap(), before.0);
}

#[test]
fn a_corpus_that_is_its_own_reference_is_refused() {
    let dir = Dir::new();
    dir.write("in/a.jsonl", two(["", ""]));
    for against in ["in", "in/a.jsonl", "."] {
        Cmd::new(&dir).args("dedup in --out ../elsewhere --against").arg(against).fails(&["dropped for themselves", "--against"]);
    }
}

#[test]
fn a_protected_id_that_no_document_has_is_told() {
    let dir = Dir::new();
    dir.write("in.jsonl", two(["", ""]));
    dir.write("list.txt", "d1\nzz\n");
    let ran = Cmd::new(&dir).args("dedup in.jsonl --out out --protect list.txt").ok();
    ran.tells(&["list.txt", "no document has the protected id zz"]);
    assert!(ran.out.contains("protected             1"), "{}", ran.out);
    let record: serde_json::Value = serde_json::from_slice(&fs::read(dir.at("out/run.json")).unwrap()).unwrap();
    assert_eq!(record["warnings"][0]["cause"], "protected id without a document");
    Cmd::new(&dir).args("dedup in.jsonl --out strict --protect list.txt --strict").fails(&["zz"]);
}

#[test]
fn what_is_read_as_reference_and_as_corpus_is_told_apart() {
    let dir = Dir::new();
    dir.write("in.jsonl", two(["", ""]));
    dir.write("ref.jsonl", two(["", ""]).replace("\"text\"", "\"body\""));
    let ran = Cmd::new(&dir).args("dedup in.jsonl --against ref.jsonl --out out").ok();
    ran.tells(&["reference: fields: text from `body`", "corpus: fields: text from `text`"]);
    assert!(ran.out.contains("0.63"), "what scan calls near-duplicate is said: {}", ran.out);
}

#[test]
fn a_run_is_never_written_among_the_articles_nor_a_page_over_one() {
    let dir = Dir::new();
    dir.write("in/a.txt", "a text");
    Cmd::scan(&dir, "in").args("--out ./in/../in").fails(&["among the articles", "--out"]);
    Cmd::scan(&dir, "in").args("--out out --html in/a.txt").fails(&["in/a.txt", "replace a file of the input"]);
    Cmd::scan(&dir, "in").args("--out out --html nowhere/page.html").fails(&["nowhere", "no folder"]);
    Cmd::new(&dir).args("dedup in --out in").fails(&["among the articles"]);
    assert_eq!((dir.list("in"), fs::read_to_string(dir.at("in/a.txt")).unwrap()), (vec!["a.txt".to_owned()], "a text".to_owned()));
    // A folder inside is a run of its own, and is known the next time; so are tables that were copied among the articles.
    Cmd::scan(&dir, "in").args("--out in/run --quiet").ok();
    dir.copy_files(&dir.at("in/run"), "in");
    let ran = Cmd::scan(&dir, "in").args("--out out").ok();
    ran.tells(&["1 folder with the tables of an earlier run", "11 tables of an earlier run"]);
    assert_eq!(Tables::load(&dir.at("out")).rows("documents").len(), 1);
}

#[test]
fn a_text_that_is_no_text_is_a_record_without_one() {
    let dir = Dir::new();
    let wrong = ["17", "true", "[\"The harbour\"]", "{\"x\": 1}"];
    let lines: String = wrong.iter().map(|value| format!("{{\"text\": {value}}}\n")).collect();
    dir.write("in.jsonl", two(["", ""]) + &lines);
    let ran = Cmd::scan(&dir, "in.jsonl").args("--out out").ok();
    ran.tells(&["line 3: the text of the record is a number, not a text; it was left out", "true or false", "an array", "an object"]);
    let run = Tables::load(&dir.at("out"));
    assert_eq!((run.rows("documents").len(), run.count("read", "left out"), run.warnings().len()), (2, 4, 4));
    let strict = Cmd::scan(&dir, "in.jsonl").args("--out strict --strict").fails(&["in.jsonl: line 3: no text"]);
    assert!(!strict.err.contains("left out"), "nothing was left out, the run ended: {}", strict.err);
    Cmd::new(&dir).args("dedup in.jsonl --out dedup").ok().tells(&["line 3: the text of the record is a number"]);
}

#[test]
fn an_outlet_that_is_an_object_gives_its_name_and_without_one_is_told() {
    let dir = Dir::new();
    let sources = [
        r#","source":{"id":"cnn","name":"CNN"},"publishedAt":"2024-01-02T03:04:05Z""#,
        r#","source":{"id":"bbc"},"publishedAt":"2024-01-03T03:04:05Z""#,
    ];
    dir.write("in.jsonl", two(sources));
    let ran = Cmd::scan(&dir, "in.jsonl").args("--out out").ok();
    ran.tells(&["line 2: `source` should name the outlet and is an object without a `name`", "date from `publishedAt`"]);
    let run = Tables::load(&dir.at("out"));
    let documents = run.rows("documents");
    assert_eq!((text(&documents[0]["outlet"]), text(&documents[1]["outlet"])), ("CNN", "d1"));
    assert_eq!(
        (text(&documents[0]["meta.source"]), text(&documents[1]["meta.source"])),
        (r#"{"id":"cnn","name":"CNN"}"#, r#"{"id":"bbc"}"#)
    );
    assert_eq!(text(&documents[0]["published_from"]), "2024-01-02T03:04:05Z");
}

#[test]
fn fields_are_known_however_their_names_are_written_and_one_that_holds_dates_is_hinted_at() {
    let dir = Dir::new();
    for name in ["publish_date", "pub_date", "Publication-Date", "date published", "publishedDate", "PublishedAt"] {
        dir.write("in.jsonl", two([&format!(",\"{name}\":\"2024-01-02\""), &format!(",\"{name}\":\"2024-01-03\"")]));
        Cmd::scan(&dir, "in.jsonl").args("--out out --force").ok().tells(&[&format!("date from `{name}`")]);
    }
    dir.write("in.jsonl", two([",\"Erschienen\":\"2024-01-02\"", ",\"Erschienen\":\"2024-01-03\""]));
    let told = "--field date=Erschienen";
    Cmd::scan(&dir, "in.jsonl").args("--out out --force").ok().tells(&["no field is known to be the date", told]);
    let named = Cmd::scan(&dir, "in.jsonl").args("--out out --force").args(told).ok();
    assert!(!named.err.contains("no field is known"), "{}", named.err);
    // Twice in one record under names that are one, one is enough to name.
    dir.write("in.jsonl", "{\"text\":\"a text\",\"date\":\"2024-01-02\"}\n{\"text\":\"a text\",\"published_at\":\"2024-01-02\"}\n");
    let ran = Cmd::scan(&dir, "in.jsonl").args("--out out --force").ok();
    assert!(ran.err.contains("date from `date` (1), `published_at` (1)") && !ran.err.contains("rather than"), "{}", ran.err);
}

#[test]
fn a_table_and_a_sidecar_with_other_names_are_both_read_where_both_names_are_given_and_one_alone_is_told() {
    let dir = Dir::new();
    dir.write("in/p.csv", "Volltext;Medium\nEin Text von Beta mit Worten;Beta\n");
    dir.write("in/t/a.txt", "Ein anderer Text, von Alpha.");
    dir.write("in/t/metadata.csv", "file;outlet\na.txt;Alpha\n");
    let outlets = |args: &str| {
        let ran = Cmd::scan(&dir, "in").args("--out out --force --field text=Volltext --field outlet=Medium").args(args).ok();
        let outlets: Vec<String> = Tables::load(&dir.at("out")).rows("documents").iter().map(|row| row["outlet"].to_string()).collect();
        (outlets, ran)
    };
    let (of_one, ran) = outlets("");
    assert_eq!(of_one, ["\"Beta\"", "\"t/a.txt\""]);
    ran.tells(&["`outlet` is not the outlet, since --field names another", "--field outlet=outlet"]);
    let (of_both, ran) = outlets("--field outlet=outlet");
    assert_eq!(of_both, ["\"Beta\"", "\"Alpha\""]);
    assert!(!ran.err.contains("is not the outlet"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn one_file_that_cannot_be_read_does_not_keep_the_others_from_being_read() {
    let dir = Dir::new();
    dir.write("in/a.txt", "a text");
    std::os::unix::fs::symlink("nowhere.txt", dir.at("in/dead.txt")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(dir.at("in/pipe.txt")).status().unwrap().success());
    let ran = Cmd::scan(&dir, "in").args("--out out").ok();
    ran.tells(&["in/dead.txt", "cannot be read", "in/pipe.txt", "no file but a pipe"]);
    let run = Tables::load(&dir.at("out"));
    assert_eq!((run.rows("documents").len(), run.warnings().len(), run.count("read", "left out")), (1, 2, 2));
    Cmd::scan(&dir, "in").args("--out strict --strict").fails(&["in/dead.txt", "--exclude"]);
    Cmd::scan(&dir, "in").args("--out strict --strict --quiet --exclude dead.txt --exclude pipe.txt").ok();
}

#[test]
fn tables_are_read_whatever_separates_their_values_and_one_without_names_is_called_so() {
    let dir = Dir::new();
    for (separator, head) in [("\t", ""), ("|", ""), (";", ""), (";", "sep=;\r\n")] {
        let rows =
            ["id", "outlet", "date, local", "text"].join(separator) + "\n" + &["1", "A", "", "a text, and more"].join(separator) + "\n";
        dir.write("in.csv", format!("{head}{rows}"));
        Cmd::scan(&dir, "in.csv").args("--out out --force --quiet").ok();
        assert_eq!(text(&Tables::load(&dir.at("out")).rows("texts")[0]["text"]), "a text, and more", "{separator}");
    }
    let article = "The harbour master said on Monday that no ship had left since the night of the storm. ".repeat(20);
    dir.write("in.csv", format!("1,\"{article}\"\n2,\"{article}\"\n"));
    let ran = Cmd::scan(&dir, "in.csv").args("--out new").fails(&[
        "no field holds a text",
        "the first row seems to hold no names",
        "id,outlet,date,text",
    ]);
    assert!(ran.err.len() < 600 && ran.err.matches("The harbour").count() == 1, "told once, and cut: {}", ran.err);
}

#[test]
fn records_inside_an_object_get_a_remedy_that_helps() {
    let dir = Dir::new();
    dir.write("in.json", "{\"status\": \"ok\", \"articles\": [{\"text\": \"a text\"}]}");
    Cmd::scan(&dir, "in.json").args("--out out").fails(&["no field holds a text", "in the array `articles`", "jq -c '.articles[]'"]);
}

#[test]
fn broken_records_are_told_in_words_and_under_one_heading() {
    let dir = Dir::new();
    dir.write("in.csv", "id,outlet,text\n1,A,a text\n2,A\n");
    let ran = Cmd::scan(&dir, "in.csv").args("--out out").ok();
    ran.tells(&["in.csv: line 3: expected 3 values, got 2; no text is among them, so the row was left out"]);
    let run = Tables::load(&dir.at("out"));
    assert_eq!((run.warnings().len(), run.count("read", "left out")), (1, 1));
    dir.write("in.jsonl", two(["", ""]) + "not JSON\n[1]\n{\"text\": \"cut\n{\"text\": \"a\ttab\"}\n");
    Cmd::scan(&dir, "in.jsonl").args("--out json").ok().tells(&[
        "line 3: expected a word such as true, false or null",
        "line 4: expected a JSON object, got an array",
        "line 5: it ends inside a text in column 13",
        "line 6: a line end, a tab or another control character stands inside a text",
    ]);
    dir.write("empty.csv", "");
    let ran = Cmd::scan(&dir, "empty.csv").args("--out empty").fails(&["no document in empty.csv; it holds no record"]);
    assert!(!ran.err.contains("of known formats"), "{}", ran.err);
}

#[test]
fn a_file_of_the_sidecar_that_was_left_out_on_request_is_not_missing() {
    let dir = Dir::new();
    dir.write("in/a.txt", "a text");
    dir.write("in/b.md", "a text");
    dir.write("in/old/c.txt", "a text");
    dir.write("in/metadata.csv", "file,outlet\na.txt,A\nb.md,B\nold/c.txt,C\nd.txt,D\n");
    let ran = Cmd::scan(&dir, "in").args("--out out --include *.txt --exclude old").ok();
    ran.tells(&["there is no file d.txt to be read"]);
    assert_eq!(Tables::load(&dir.at("out")).warnings().len(), 1, "{}", ran.err);
}

#[test]
fn what_is_wrong_with_a_sidecar_is_told_where_two_files_beside_it_are_compared() {
    let dir = Dir::new();
    dir.write("in/a.txt", "Boats wait for the tide at the old landing.");
    dir.write("in/b.txt", "Nobody waits for the boats.");
    dir.write("in/metadata.csv", "file,outlet,date\na.txt,A,2016-12-01\nb.txt,B\n");
    Cmd::new(&dir).args("compare in/a.txt in/b.txt").ok().tells(&["metadata.csv: line 3: expected 3 values, got 2"]);
}

#[test]
fn options_that_would_be_ignored_are_refused() {
    let dir = Dir::new();
    dir.write("in.jsonl", two(["", ""]));
    for (options, told) in [
        ("--csv-excel", "--format csv"),
        ("--no-rewritten --rewritten-threshold 0.6", "--no-rewritten"),
        ("--sensitive --seed-window 3", "--sensitive"),
        ("--html-budget 0", "200kB"),
        ("--html-budget 25", "25MB are megabytes"),
        ("--memory 10", "10GB gigabytes"),
        ("--near-duplicate-threshold 0", "above 0"),
        ("--within -1d", "0 and more"),
    ] {
        let ran = Cmd::scan(&dir, "in.jsonl").args("--out out").args(options).run();
        assert_eq!(ran.status, Some(2), "{options}");
        ran.tells(&[told]);
    }
    Cmd::scan(&dir, "in.jsonl").args("--out out --min-words 4 --seed-words 8").ok().tells(&["no copy of fewer than 8 words in a row"]);
}

#[test]
fn gold_that_cannot_be_right_is_told_and_what_is_no_copy_counts_nowhere() {
    let dir = Dir::new();
    Cmd::scan(&dir, corpus()).args("--out run --quiet").ok();
    let run = Tables::load(&dir.at("run"));
    let pairs: Vec<_> = run.rows("pairs").iter().filter(|row| !["boilerplate", "formula"].contains(&text(&row["kind"]))).collect();
    let line = |row: &serde_json::Value, end: u64| {
        let side = |side: &str| format!("\"{side}_doc\":{},\"{side}_start\":{}", row[format!("{side}_doc")], row[format!("{side}_start")]);
        format!("{{{},\"left_end\":{},{},\"right_end\":{end}}}\n", side("left"), row["left_end"], side("right"))
    };
    let gold: String = pairs.iter().map(|row| line(row, row["right_end"].as_u64().unwrap())).collect();
    let absent = line(pairs[0], pairs[0]["right_end"].as_u64().unwrap()).replacen(text(&pairs[0]["left_doc"]), "no-such.txt", 1);
    dir.write("gold.jsonl", format!("{gold}{gold}{absent}"));
    let ran = Cmd::new(&dir).args("eval run --gold gold.jsonl").ok();
    for told in [
        format!("gold passages that stand there again, counted once: {}", pairs.len()),
        "found boilerplate and formulas, which are no copies: ".to_owned(),
        "documents of the gold that the run does not have (no-such.txt), of ".to_owned(),
        " that it names: 1\n".to_owned(),
    ] {
        assert!(ran.out.contains(&told), "{told} is not in\n{}", ran.out);
    }
    let all: Vec<&str> = ran.out.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(all[0], "all");
    assert!(all[2].parse::<f64>().unwrap() > 0.95, "forms count as false alarms: {}", ran.out);
    dir.write("gold.jsonl", line(pairs[0], 9_999_999));
    Cmd::new(&dir).args("eval run --gold gold.jsonl").fails(&["gold.jsonl: line 1: ", "ends at 9999999, and its text has", "code points"]);
}

#[test]
fn gold_and_lists_of_another_corpus_are_an_error_that_shows_an_id_of_each() {
    let dir = Dir::new();
    dir.write("in.jsonl", two(["", ""]));
    Cmd::scan(&dir, "in.jsonl").args("--out run --quiet").ok();
    let spans = |left: &str, right: &str| format!("left_doc,left_start,left_end,right_doc,right_start,right_end\n{left},0,9,{right},0,9\n");
    for (gold, count) in [
        (spans("x1", "x2"), "none of the 2 documents that the gold names"),
        ("left,right\nx1,x2\n".to_owned(), "none of the 2 documents that the gold names"),
        ("id,family\nx1,f\nx2,f\nx3,g\n".to_owned(), "none of the 3 documents that the gold names"),
    ] {
        dir.write("gold.csv", gold);
        Cmd::new(&dir).args("eval run --gold gold.csv").fails(&[count, "`x1`", "`d0`", "belongs to this corpus"]);
    }
    dir.write("gold.csv", spans("d0", "x2"));
    let ran = Cmd::new(&dir).args("eval run --gold gold.csv").ok();
    assert!(ran.out.contains("documents of the gold that the run does not have (x2), of 2 that it names: 1"), "{}", ran.out);
    dir.write("gold.csv", spans("d0", "d1"));
    dir.write("only.txt", "x1 x2\n");
    Cmd::new(&dir).args("eval run --gold gold.csv --only only.txt").fails(&["none of the 1 pairs that --only lists", "`x1` and `x2`"]);
}

#[test]
fn a_field_named_as_the_date_that_tells_none_is_a_warning() {
    let dir = Dir::new();
    dir.write("in.jsonl", two([",\"scrape_time\":\"2018-07-15T07:54:28-04:00\"", ",\"scrape_time\":\"2018-07-16\""]));
    let ran = Cmd::scan(&dir, "in.jsonl").args("--out run --field date=scrape_time").ok();
    ran.tells(&[
        "in.jsonl: line 1: scrape_time: none of the 2 records that have this field has its date from it",
        "2018-07-15T07:54:28-04:00",
    ]);
    let run = fs::read_to_string(dir.at("run").join("run.json")).unwrap();
    assert!(run.contains("field that tells no date"), "{run}");
    Cmd::scan(&dir, "in.jsonl").args("--out other --field date=when").fails(&["no record has a field `when`", "scrape_time"]);
}
