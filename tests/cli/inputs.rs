//! What is read as an article and what is not, and what is told of it.

use crate::support::articles::{Random, paragraph};
use crate::support::run::{Tables, text};
use crate::support::{Cmd, Dir, corpus};

#[cfg(feature = "html")]
#[test]
fn what_stands_beside_the_articles_of_pages_is_no_copy() {
    let dir = Dir::new();
    let mut random = Random::new(71);
    let promo = paragraph(&mut random);
    for n in 0..2 {
        let own = [paragraph(&mut random), paragraph(&mut random)].join("</p><p>");
        let page = format!(
            "<html><head><title>Page {n}</title></head><body><div class=\"promo\"><p>{promo}</p></div>\
             <nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/p\">Politics</a></li></ul></nav>\
             <article><h1>Page {n}</h1><p>{own}</p></article></body></html>"
        );
        dir.write(&format!("in/p{n}.html"), page);
    }
    Cmd::scan(&dir, "in").args("--out out --quiet").ok();
    let run = Tables::load(&dir.at("out"));
    assert_eq!((run.rows("documents").len(), run.rows("pairs").len()), (2, 0), "{:?}", run.rows("pairs"));
    assert!(run.rows("texts").iter().all(|row| !text(&row["text"]).contains("Politics")), "{:?}", run.rows("texts"));
}

#[cfg(feature = "html")]
#[test]
fn a_story_beside_a_shorter_article_is_read() {
    let dir = Dir::new();
    let mut random = Random::new(72);
    let story = [paragraph(&mut random), paragraph(&mut random)];
    let page = |n: usize, own: &str| {
        format!(
            "<html><head><title>Page {n}</title></head><body><div class=\"story\"><p>{}</p></div>\
             <article><p>{own}</p></article></body></html>",
            story.join("</p><p>")
        )
    };
    for n in 0..2 {
        dir.write(&format!("in/p{n}.html"), page(n, "Nine words of a card that leads to another."));
    }
    Cmd::scan(&dir, "in").args("--out out --quiet").ok();
    let run = Tables::load(&dir.at("out"));
    assert_eq!(run.rows("texts").len(), 2);
    assert!(
        run.rows("texts").iter().all(|row| story.iter().all(|part| text(&row["text"]).contains(part.as_str()))),
        "{:?}",
        run.rows("texts")
    );
}

#[cfg(feature = "html")]
#[test]
fn a_page_that_was_written_among_the_files_is_left_alone_when_they_are_read() {
    let dir = Dir::new();
    dir.write("later/a.txt", "a text of some words");
    Cmd::scan(&dir, corpus()).args("--out out --quiet --html-dir later/site --html later/page.html").ok();
    let told = Cmd::scan(&dir, "later").args("--out second").ok();
    told.tells(&["left alone: 2 pages of an earlier run\n"]);
    assert_eq!(Tables::load(&dir.at("second")).rows("documents").len(), 1, "{told:?}");
}

#[test]
fn what_a_record_says_that_was_left_out_is_not_told_as_carried_along() {
    let dir = Dir::new();
    dir.write(
        "in.jsonl",
        "{\"id\":\"a\",\"text\":\"one text of some words\",\"desk\":\"city\"}\n{\"id\":\"b\",\"text\":5,\"weather\":\"snow\"}\n",
    );
    for command in ["scan in.jsonl --out out", "dedup in.jsonl --out kept"] {
        let told = Cmd::new(&dir).args(command).ok();
        told.tells(&["fields: text from `text`; id from `id`; carried along: desk\n"]);
    }
}

#[test]
fn files_named_one_by_one_take_their_rows_of_a_sidecar_in_all_commands() {
    let dir = Dir::new();
    let mut random = Random::new(72);
    let shared = paragraph(&mut random);
    for name in ["a.txt", "sub/b c.txt", "unlisted.txt"] {
        dir.write(&format!("in/{name}"), format!("{}\n\n{shared}", paragraph(&mut random)));
    }
    dir.write("in/metadata.csv", "file,outlet,date\na,Sound Courier,2016-12-03\nsub/b c.txt,Lake Courier,2016-12-04\n");
    let outlets = |out: &str| -> Vec<String> {
        Tables::load(&dir.at(out)).rows("documents").iter().map(|row| text(&row["outlet"]).to_owned()).collect()
    };
    let told = Cmd::scan(&dir, "in/a.txt").arg("in/sub/b c.txt").args("--out one").ok();
    told.tells(&["sidecar in/metadata.csv, fields: outlet from `outlet`; date from `date`; file from `file`\n"]);
    assert_eq!(outlets("one"), ["Sound Courier", "Lake Courier"]);
    let told = Cmd::scan(&dir, "in/a.txt").args("in/unlisted.txt --out two").ok();
    told.tells(&["in/metadata.csv: 1 file beside this list and not on it: read without it"]);
    assert_eq!(outlets("two"), ["Sound Courier", "unlisted.txt"]);
    // As the shell spells out `in/*`.
    let told = Cmd::scan(&dir, "in/a.txt").args("in/metadata.csv in/sub in/unlisted.txt --out three").ok();
    told.tells(&["not read as documents (unlisted.txt)"]);
    assert_eq!(outlets("three"), ["Sound Courier", "Lake Courier"]);
    let compared = Cmd::new(&dir).args("compare in/a.txt").arg("in/sub/b c.txt").ok();
    assert!(compared.out.contains("Sound Courier") && compared.out.contains("Lake Courier"), "{compared:?}");
    let explained = Cmd::new(&dir).args("explain in/a.txt").arg("in/sub/b c.txt").ok();
    assert!(explained.out.contains("2016-12-03") && explained.out.contains("2016-12-04"), "{explained:?}");
}

#[test]
fn a_sidecar_above_a_folder_that_is_named_counts_where_it_is_named_too() {
    let dir = Dir::new();
    dir.write("in/sub/a.txt", paragraph(&mut Random::new(75)));
    dir.write("in/metadata.csv", "file,outlet\nsub/a.txt,Sound Courier\n");
    let outlets =
        || -> Vec<String> { Tables::load(&dir.at("run")).rows("documents").iter().map(|row| text(&row["outlet"]).to_owned()).collect() };
    Cmd::scan(&dir, "in/sub").args("--out run").ok();
    assert_eq!(outlets(), ["a.txt"]);
    Cmd::scan(&dir, "in/metadata.csv").args("in/sub --out run --force").ok();
    assert_eq!(outlets(), ["Sound Courier"]);
}

#[test]
fn a_sidecar_further_above_that_nobody_named_tells_of_files_by_their_path_and_never_by_their_bare_name() {
    let dir = Dir::new();
    let mut random = Random::new(73);
    for name in ["a/b/x.txt", "b/x.txt", "c/x.txt"] {
        dir.write(name, paragraph(&mut random));
    }
    dir.write("metadata.csv", "file,outlet\nx.txt,Which\nc/x.txt,Third\n");
    let outlets = |files: &str| -> Vec<String> {
        Cmd::scan(&dir, "c/x.txt").args(files).args("--out run --force").ok();
        Tables::load(&dir.at("run")).rows("documents").iter().map(|row| text(&row["outlet"]).to_owned()).collect()
    };
    for (files, expected) in [("", 1), ("a/b/x.txt", 2), ("b/x.txt", 2), ("a/b/x.txt b/x.txt", 3)] {
        let outlets = outlets(files);
        let third = outlets.iter().filter(|outlet| *outlet == "Third").count();
        let told = (outlets.len(), third, outlets.contains(&"Which".to_owned()));
        assert_eq!(told, (expected, 1, false), "{files}");
    }
}

#[cfg(unix)]
#[test]
fn sidecars_that_nobody_named_and_that_cannot_be_taken_stop_no_command() {
    let dir = Dir::new();
    let mut random = Random::new(74);
    let shared = paragraph(&mut random);
    for name in ["in/p/x.txt", "in/p/z.txt"] {
        dir.write(name, format!("{}\n\n{shared}", paragraph(&mut random)));
    }
    dir.write("metadata.csv", "");
    dir.write("metadata.tsv", "");
    let told = Cmd::new(&dir).args("compare in/p/x.txt in/p/z.txt").ok();
    told.tells(&["metadata.tsv: metadata.csv lies in the same folder", "read without it"]);
    std::os::unix::fs::symlink("nowhere.csv", dir.at("in/metadata.csv")).unwrap();
    for command in ["compare in/p/x.txt in/p/z.txt", "explain in/p/x.txt in/p/z.txt", "scan in/p/x.txt in/p/z.txt --out out --strict"] {
        Cmd::new(&dir).args(command).ok().tells(&["in/metadata.csv: it cannot be read", "read without it"]);
    }
    Cmd::scan(&dir, "in").args("--out folder").fails(&["in/metadata.csv", "--exclude"]);
}

#[test]
fn a_table_with_a_title_above_its_names_is_told_where_they_stand() {
    let dir = Dir::new();
    let rows = "outlet;date;text\nAlpha Post;03.03.2025;the old fish market is closed\n";
    dir.write("cells.csv", format!("Export vom 3.3.2025;;\n;;\n{rows}"));
    dir.write("line.csv", format!("Export vom 3.3.2025\n\n{rows}"));
    dir.write("none.csv", "Export vom 3.3.2025;;\n;;\nAlpha Post;03.03.2025;the old fish market is closed\n");
    dir.write("prose.csv", "nr;artikel;art\n1;sound of mind, body, and soul;text\n2;the old fish market is closed;text\n");
    Cmd::scan(&dir, "prose.csv").args("--out out").fails(&["name the field: --field text=NAME"]);
    for file in ["cells.csv", "line.csv"] {
        for command in ["scan", "dedup"] {
            let ran = Cmd::new(&dir).arg(command).arg(file).args("--out out").fails(&[file, "no field holds a text"]);
            ran.tells(&["seem to stand in line 3: take away what stands above it"]);
        }
    }
    Cmd::scan(&dir, "none.csv").args("--out out").fails(&["name the field: --field text=NAME"]);
}

#[test]
fn a_pattern_that_matches_nothing_is_told() {
    let dir = Dir::new();
    for name in ["in/ru/a.txt", "in/b.txt"] {
        dir.write(name, "the old fish market is closed");
    }
    let ran = Cmd::scan(&dir, "in").args("--out out --exclude in/ru").ok();
    ran.tells(&["--exclude in/ru matches nothing; below the folder that is read it is called ru"]);
    let ran = Cmd::scan(&dir, "in").args("--out out --force --exclude ru --exclude *.bak --include *.txt").ok();
    ran.tells(&["--exclude *.bak matches nothing\n"]);
    assert_eq!(ran.err.matches("matches nothing").count(), 1, "{ran:?}");
}

#[test]
fn a_sidecar_names_files_in_any_case_where_that_leaves_no_doubt() {
    let dir = Dir::new();
    for name in ["in/Zwei.TXT", "in/A.txt", "in/drei.txt"] {
        dir.write(name, format!("the old fish market is closed, says {name}"));
    }
    dir.write("in/metadata.csv", "file,outlet\nzwei,Alpha\na.txt,Wrong\nA.txt,Right\nDREI.txt,Beta\n");
    let ran = Cmd::scan(&dir, "in").args("--out out").ok();
    ran.tells(&["line 3: there is no file a.txt to be read"]);
    let run = Tables::load(&dir.at("out"));
    let outlets: Vec<(&str, &str)> = run.rows("documents").iter().map(|row| (text(&row["doc"]), text(&row["outlet"]))).collect();
    assert_eq!(outlets, [("A.txt", "Right"), ("Zwei.TXT", "Alpha"), ("drei.txt", "Beta")]);
}

#[test]
fn placeholders_are_no_outlet_and_documents_without_one_are_counted() {
    let dir = Dir::new();
    let shared = paragraph(&mut Random::new(73));
    let table = |names: [&str; 3]| {
        let rows: Vec<String> = (0..).zip(names).map(|(n, name)| format!("{n},{name},\"{shared}\"\n")).collect();
        format!("id,outlet,text\n{}", rows.concat())
    };
    dir.write("in.csv", table(["Alpha", "nan", "nan"]));
    let told = Cmd::scan(&dir, "in.csv").args("--out out").ok();
    told.tells(&[
        "taken for no outlet, as an empty field: `nan` (2)",
        "2 of 3 documents name no outlet: each counts as an outlet of its own, so that it is compared with all others",
    ]);
    let run = Tables::load(&dir.at("out"));
    let outlets: Vec<&str> = run.rows("documents").iter().map(|row| text(&row["outlet"])).collect();
    assert_eq!(outlets, ["Alpha", "1", "2"]);
    assert_eq!(run.rows("clusters")[0]["outlets"], 3);
    // As a list has it, it is a name.
    dir.write("list.csv", "name\nNaN\n");
    let told = Cmd::scan(&dir, "in.csv").args("--out listed --outlets list.csv").ok();
    assert!(!told.err.contains("no outlet"), "{}", told.err);
    assert_eq!(text(&Tables::load(&dir.at("listed")).rows("documents")[2]["outlet"]), "nan");
    dir.write("in.csv", table(["N/A", "", "unknown"]));
    Cmd::scan(&dir, "in.csv").args("--out none").ok().tells(&["`N/A` (1), `unknown` (1)", "no outlet is named anywhere"]);
}
