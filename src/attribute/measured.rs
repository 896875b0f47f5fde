//! Readings of real corpora. They are no part of the project: their folder is named by the
//! environment variable `WIRECOPY_SHARED`, and without it these tests say that they were skipped.

use std::path::PathBuf;

use crate::attribute::dates::{self, Verdict};
use crate::read::Document;

/// The folder of the corpora, or a word that the test was skipped.
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("WIRECOPY_SHARED").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: WIRECOPY_SHARED names no folder");
    }
    folder
}

/// The articles of `data/helsinki`: outlet and text; `scrape_time` among the other fields.
fn helsinki(shared: &std::path::Path) -> Vec<Document> {
    let mut reader = csv::Reader::from_path(shared.join("data/helsinki/articles.csv"))
        .expect("the corpus can be read");
    let rows = reader
        .deserialize::<(String, String, String, String)>()
        .map(|row| row.expect("a row of four fields"));
    rows.map(|(id, outlet, scrape_time, text)| Document {
        id,
        outlet: Some(outlet),
        text,
        meta: [("scrape_time".to_owned(), scrape_time)].into(),
        ..Document::default()
    })
    .collect()
}

/// A reproducible choice of at most `count` of `total` rows; `WIRECOPY_SEED` names another one.
fn sample(total: usize, count: usize) -> Vec<usize> {
    let seed = std::env::var("WIRECOPY_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(1);
    let mut order: Vec<usize> = (0..total).collect();
    order.sort_by_key(|at| xxhash_rust::xxh3::xxh3_64_with_seed(&at.to_le_bytes(), seed));
    order.truncate(count);
    order
}

#[test]
fn helsinki_dates_come_from_the_text_and_never_from_the_time_of_the_crawl() {
    let Some(shared) = shared() else { return };
    let documents = helsinki(&shared);
    let publications: Vec<_> = documents.iter().map(dates::publication).collect();
    let dated: Vec<usize> = (0..documents.len())
        .filter(|&at| publications[at].chosen().is_some())
        .collect();
    println!(
        "{} of {} documents have a date",
        dated.len(),
        documents.len()
    );
    for at in sample(dated.len(), 40).into_iter().map(|row| dated[row]) {
        let (document, publication) = (&documents[at], &publications[at]);
        let chosen = publication.chosen().expect("only dated ones are shown");
        let head: Vec<&str> = document
            .text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(6)
            .collect();
        println!(
            "--- {} {}: [{}] {:?} -> {}",
            document.id,
            document.outlet.as_deref().unwrap_or(""),
            chosen.source,
            chosen.value,
            publication.interval().expect("it has a date")
        );
        for line in head {
            println!("      {}", line.chars().take(150).collect::<String>());
        }
    }
    for (document, publication) in documents.iter().zip(&publications) {
        let retrieved = &document.meta["scrape_time"];
        let crawl = publication
            .candidates
            .iter()
            .find(|candidate| candidate.value == *retrieved)
            .expect("the crawl time is a candidate");
        assert!(
            matches!(crawl.verdict, Verdict::Bound(_)),
            "{}: {crawl:?}",
            document.id
        );
    }
}

#[test]
#[ignore]
fn tmp_lost() {
    let Some(shared) = shared() else { return };
    for d in helsinki(&shared) {
        let p = dates::publication(&d);
        if p.chosen().is_none() {
            let c: Vec<String> = p
                .candidates
                .iter()
                .skip(1)
                .map(|c| format!("{}|{:?}", c.value, c.verdict))
                .collect();
            println!("{} {}", d.outlet.as_deref().unwrap_or(""), c.join(" ; "));
        }
    }
}
