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
        let own = paragraph(&mut random);
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
fn a_page_that_was_written_among_the_files_is_left_alone_when_they_are_read() {
    let dir = Dir::new();
    Cmd::scan(&dir, corpus()).args("--out out --quiet --html-dir later/site --html later/page.html").ok();
    dir.write("later/a.txt", "a text of some words");
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
