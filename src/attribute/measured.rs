//! Readings of real corpora. They are no part of the project: their folder is named by the
//! environment variable `WIRECOPY_SHARED`, and without it these tests say that they were skipped.

use std::path::PathBuf;

use crate::attribute::credits::{self, Credit};
use crate::attribute::dates::{self, Verdict};
use crate::attribute::outlets::Outlets;
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
fn helsinki_credits_to_be_read_by_eye() {
    let Some(shared) = shared() else { return };
    let outlets = Outlets::builtin();
    let documents = helsinki(&shared);
    let credits: Vec<(&Document, Credit)> = documents
        .iter()
        .flat_map(|document| {
            credits::credits(document, &outlets)
                .into_iter()
                .map(move |credit| (document, credit))
        })
        .collect();
    let mut rules = std::collections::BTreeMap::<_, usize>::new();
    credits
        .iter()
        .for_each(|(_, credit)| *rules.entry(credit.rule).or_default() += 1);
    println!("{} credits: {rules:?}", credits.len());
    let only = std::env::var("WIRECOPY_RULE").ok();
    let shown: Vec<_> = credits
        .iter()
        .filter(|(_, credit)| only.as_deref().is_none_or(|only| only == credit.rule))
        .collect();
    for at in sample(shown.len(), 50) {
        let (document, credit) = shown[at];
        let text = |from: u32, to: u32| -> String {
            document
                .text
                .chars()
                .skip(from as usize)
                .take((to - from) as usize)
                .collect::<String>()
                .replace('\n', " / ")
        };
        let before = text(credit.span.start.saturating_sub(70), credit.span.start);
        let behind = text(credit.span.end, credit.span.end + 50);
        let outlet = document.outlet.as_deref().unwrap_or("");
        println!(
            "{} {outlet} {} {}\n      {before}[[{}]]{behind}",
            document.id,
            credit.rule,
            credit.source,
            text(credit.span.start, credit.span.end)
        );
    }
}

#[test]
fn press_dates_and_credits_hold() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("data/press");
    let mut outlets = Outlets::builtin();
    let mut sidecar =
        csv::Reader::from_path(folder.join("metadata.csv")).expect("the corpus can be read");
    let documents: Vec<Document> = sidecar
        .deserialize::<(String, String)>()
        .map(|row| {
            let (id, outlet) = row.expect("a row of two fields");
            outlets.add_named(&outlet);
            let text = std::fs::read_to_string(folder.join(&id)).expect("the text can be read");
            Document {
                id,
                outlet: Some(outlet),
                text,
                ..Document::default()
            }
        })
        .collect();
    let gold = std::fs::read_to_string(folder.join("gold.jsonl")).expect("the gold can be read");
    let mut checked = 0;
    for line in gold.lines() {
        let gold: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let name = &gold["name"];
        let document = documents
            .iter()
            .find(|document| Some(document.id.as_str()) == gold["doc"].as_str());
        match (gold["expect"].as_str(), document) {
            (Some("date"), Some(document)) => {
                let interval = dates::publication(document).interval();
                let noon = |day: &serde_json::Value| -> Option<jiff::Timestamp> {
                    format!("{}T12:00:00Z", day.as_str()?).parse().ok()
                };
                let holds = |day| {
                    noon(day)
                        .zip(interval)
                        .is_some_and(|(noon, i)| i.from <= noon && noon <= i.to)
                };
                match gold.get("on") {
                    Some(day) => {
                        assert!(holds(day), "{name}: {interval:?}");
                        assert!(
                            interval.is_some_and(|i| i.seconds() <= 3 * 24 * 3600),
                            "{name}: {interval:?}"
                        );
                    }
                    None => assert!(!holds(&gold["not"]), "{name}: {interval:?}"),
                }
                checked += 1;
            }
            (Some("credit"), Some(document)) => {
                let (start, end) = (
                    gold["start"].as_u64().expect("a place"),
                    gold["end"].as_u64().expect("a place"),
                );
                let source = gold["source"].as_str().expect("a name").to_lowercase();
                let credits = credits::credits(document, &outlets);
                let near = |credit: &&Credit| {
                    start <= u64::from(credit.span.start) + 120
                        && u64::from(credit.span.end) <= end + 120
                };
                let named: Vec<_> = credits
                    .iter()
                    .filter(near)
                    .map(|credit| credit.source.to_lowercase())
                    .collect();
                assert!(
                    named.iter().any(|name| name.contains(&source)),
                    "{name}: {credits:?}"
                );
                checked += 1;
            }
            _ => {}
        }
    }
    assert_eq!(checked, 13);
    for document in &documents {
        for credit in credits::credits(document, &outlets) {
            let words: String = document
                .text
                .chars()
                .skip(credit.span.start as usize)
                .take(credit.span.len() as usize)
                .collect();
            println!(
                "{} {} {}: {words:?}",
                document.id, credit.rule, credit.source
            );
        }
    }
}

#[test]
fn reuters_dates_can_be_read_and_the_time_taken_is_told() {
    let Some(shared) = shared() else { return };
    let file =
        std::fs::File::open(shared.join("data/reuters.jsonl.gz")).expect("the corpus can be read");
    let lines = std::io::BufReader::new(flate2::read::GzDecoder::new(file));
    let documents: Vec<Document> = std::io::BufRead::lines(lines)
        .map(|line| {
            let row: serde_json::Value =
                serde_json::from_str(&line.expect("a line")).expect("a line of JSON");
            let field = |name: &str| row[name].as_str().map(str::to_owned);
            Document {
                id: field("id").unwrap_or_default(),
                title: field("title"),
                date: field("date").map(|date| ("date".to_owned(), date)),
                outlet: if std::env::var_os("WIRECOPY_NO_OUTLET").is_some() {
                    None
                } else {
                    field("outlet")
                },
                text: field("text").unwrap_or_default(),
                ..Document::default()
            }
        })
        .collect();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let outlets = Outlets::builtin();
    let start = std::time::Instant::now();
    let publications: Vec<_> = documents.iter().map(dates::publication).collect();
    let dates = start.elapsed();
    let credits: Vec<_> = documents
        .iter()
        .map(|document| credits::credits(document, &outlets))
        .collect();
    println!(
        "{} documents, {bytes} bytes: dates {dates:?}, credits {:?}, one thread",
        documents.len(),
        start.elapsed() - dates
    );
    let dated = publications
        .iter()
        .filter(|publication| publication.chosen().is_some())
        .count();
    println!(
        "{dated} dated, {} credits",
        credits.iter().map(Vec::len).sum::<usize>()
    );
    for unread in publications
        .iter()
        .filter_map(|publication| publication.unreadable())
        .take(10)
    {
        println!("unreadable: {unread:?}");
    }
    let shown: Vec<_> = documents
        .iter()
        .zip(&credits)
        .flat_map(|(d, c)| c.iter().map(move |c| (d, c)))
        .collect();
    for at in sample(shown.len(), 30) {
        let (document, credit) = shown[at];
        let cut = |from: u32, to: u32| {
            document
                .text
                .chars()
                .skip(from as usize)
                .take((to - from) as usize)
                .collect::<String>()
                .replace('\n', " / ")
        };
        let (start, end) = (credit.span.start, credit.span.end);
        println!(
            "{} {} {}: {}[[{}]]{}",
            document.id,
            credit.rule,
            credit.source,
            cut(start.saturating_sub(50), start),
            cut(start, end),
            cut(end, end + 40)
        );
    }
    // Two fields hold no date: "31-MAR-1987 605:12:19.12" and one with a remark behind it.
    assert_eq!(dated, documents.len() - 2);
}
