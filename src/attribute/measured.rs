//! Readings of real corpora. They are no part of the project: their folder is named by the
//! environment variable `WIRECOPY_SHARED`, and without it these tests say that they were skipped.

use std::path::{Path, PathBuf};

use crate::attribute::credits::{self, Credit};
use crate::attribute::dates::{self, Verdict};
use crate::attribute::{Cluster, Config, Likeness, Member, Outlets, attribute, order};
use crate::cluster::Kind;
use crate::observer::Silent;
use crate::read::Document;
use crate::span::Span;

/// The folder of the corpora, or a word that the test was skipped.
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("WIRECOPY_SHARED").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: WIRECOPY_SHARED names no folder");
    }
    folder
}

/// The articles of `data/helsinki`: outlet and text; `scrape_time` among the other fields.
fn helsinki(shared: &Path) -> Vec<Document> {
    let mut reader = csv::Reader::from_path(shared.join("data/helsinki/articles.csv")).expect("the corpus can be read");
    let rows = reader.deserialize::<(String, String, String, String)>().map(|row| row.expect("a row of four fields"));
    rows.map(|(id, outlet, scrape_time, text)| Document {
        id,
        outlet: Some(outlet),
        text: text.into(),
        meta: [("scrape_time".to_owned(), scrape_time)].into(),
        ..Document::default()
    })
    .collect()
}

/// Words of a document's text on one line, from one code point up to another.
fn cut(document: &Document, from: u32, to: u32) -> String {
    let chars = document.text.chars().skip(from as usize).take(to.saturating_sub(from) as usize);
    chars.collect::<String>().replace('\n', " / ")
}

/// A reproducible choice of at most `count` of `total` rows; `WIRECOPY_SEED` names another one.
fn sample(total: usize, count: usize) -> Vec<usize> {
    let seed = std::env::var("WIRECOPY_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
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
    let dated: Vec<usize> = (0..documents.len()).filter(|&at| publications[at].chosen().is_some()).collect();
    println!("{} of {} documents have a date", dated.len(), documents.len());
    for at in sample(dated.len(), 40).into_iter().map(|row| dated[row]) {
        let (document, publication) = (&documents[at], &publications[at]);
        let chosen = publication.chosen().expect("only dated ones are shown");
        let head: Vec<&str> = document.text.lines().filter(|line| !line.trim().is_empty()).take(6).collect();
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
        let crawl = publication.candidates.iter().find(|candidate| candidate.value == *retrieved).expect("the crawl time is a candidate");
        assert!(matches!(crawl.verdict, Verdict::Bound(_)), "{}: {crawl:?}", document.id);
    }
}

/// The five pages of `data/press` with their outlets, and its gold, a JSON object a line.
fn press(shared: &Path) -> (Vec<Document>, Vec<serde_json::Value>) {
    let folder = shared.join("data/press");
    let mut sidecar = csv::Reader::from_path(folder.join("metadata.csv")).expect("the corpus can be read");
    let documents = sidecar
        .deserialize::<(String, String)>()
        .map(|row| {
            let (id, outlet) = row.expect("a row of two fields");
            let text = std::fs::read_to_string(folder.join(&id)).expect("the text can be read");
            Document { id, outlet: Some(outlet), text: text.into(), ..Document::default() }
        })
        .collect();
    let gold = std::fs::read_to_string(folder.join("gold.jsonl")).expect("the gold can be read");
    (documents, gold.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect())
}

/// A number of a gold line.
fn number(value: &serde_json::Value) -> u32 {
    value.as_u64().and_then(|number| u32::try_from(number).ok()).expect("a place in a text")
}

#[test]
fn press_dates_and_credits_hold() {
    let Some(shared) = shared() else { return };
    let (documents, gold) = press(&shared);
    let attributed = attribute(&documents, &Config::default(), &Silent).expect("nobody stops it");
    let mut checked = 0;
    for gold in gold {
        let name = &gold["name"];
        let Some(at) = documents.iter().position(|document| gold["doc"] == *document.id) else {
            continue;
        };
        let interval = attributed.publications[at].interval();
        let holds = |day: &serde_json::Value| {
            let noon: Option<jiff::Timestamp> = day.as_str().and_then(|day| format!("{day}T12:00:00Z").parse().ok());
            noon.zip(interval).is_some_and(|(noon, interval)| interval.from <= noon && noon <= interval.to)
        };
        match gold["expect"].as_str() {
            Some("date") if gold.get("on").is_some() => {
                assert!(holds(&gold["on"]), "{name}: {interval:?}");
                assert!(interval.is_some_and(|interval| interval.seconds() <= 3 * 24 * 3600), "{name}: {interval:?}");
            }
            Some("date") => assert!(!holds(&gold["not"]), "{name}: {interval:?}"),
            Some("credit") => {
                let source = gold["source"].as_str().expect("a name").to_lowercase();
                let near =
                    |credit: &&Credit| number(&gold["start"]) <= credit.span.start + 120 && credit.span.end <= number(&gold["end"]) + 120;
                let mut named = attributed.credits[at].iter().filter(near);
                assert!(named.any(|credit| credit.source.to_lowercase().contains(&source)), "{name}");
            }
            _ => continue,
        }
        checked += 1;
    }
    assert_eq!(checked, 13);
    for (document, credits) in documents.iter().zip(&attributed.credits) {
        for credit in credits {
            println!("{} {} {}: {:?}", document.id, credit.rule, credit.source, cut(document, credit.span.start, credit.span.end));
        }
    }
}

#[test]
fn press_quotations_have_their_first_outlet_and_their_speaker() {
    let Some(shared) = shared() else { return };
    let (documents, gold) = press(&shared);
    let attributed = attribute(&documents, &Config::default(), &Silent).expect("nobody stops it");
    let mut speakers = Vec::new();
    for first in gold.iter().filter(|gold| gold["expect"] == "first") {
        let pair = gold.iter().find(|gold| gold["left"]["doc"] == first["doc"] && gold["left"]["start"] == first["start"]);
        let pair = pair.expect("the passage is a pair's");
        let members = ["left", "right"].map(|side| {
            let side = &pair[side];
            let document = documents.iter().position(|document| side["doc"] == *document.id).expect("a page of the five");
            Member { document, span: Span::new(number(&side["start"]), number(&side["end"])), coverage: 0.1 }
        });
        let likenesses = [Likeness { left: 0, right: 1, identity: 1.0 }];
        let order = order(
            &Cluster { kind: Kind::Quote, members: &members, likenesses: &likenesses },
            &attributed.evidence(&documents, &order::outlets_of(&documents, &attributed.outlets)),
        );
        let first_document = order.first.map(|member| documents[members[member].document].id.as_str());
        assert_eq!(first_document, first["first"].as_str(), "{order:#?}");
        println!("{order:#?}");
        speakers.push(order.speaker);
    }
    assert_eq!(speakers, [Some("Yury Ushakov".to_owned()), Some("Rogin".to_owned())]);
}

#[test]
fn reuters_dates_can_be_read_and_the_time_taken_is_told() {
    let Some(shared) = shared() else { return };
    let file = std::fs::File::open(shared.join("data/reuters.jsonl.gz")).expect("the corpus can be read");
    let lines = std::io::BufReader::new(flate2::read::GzDecoder::new(file));
    let documents: Vec<Document> = std::io::BufRead::lines(lines)
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(&line.expect("a line")).expect("a line of JSON");
            let field = |name: &str| row[name].as_str().map(str::to_owned);
            Document {
                id: field("id").unwrap_or_default(),
                title: field("title"),
                date: field("date").map(|date| ("date".to_owned(), date)),
                outlet: if std::env::var_os("WIRECOPY_NO_OUTLET").is_some() { None } else { field("outlet") },
                text: field("text").unwrap_or_default().into(),
                ..Document::default()
            }
        })
        .collect();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let outlets = Outlets::builtin();
    let start = std::time::Instant::now();
    let publications: Vec<_> = documents.iter().map(dates::publication).collect();
    let dates = start.elapsed();
    let credits: Vec<_> = documents.iter().map(|document| credits::credits(document, &outlets)).collect();
    println!("{} documents, {bytes} bytes: dates {dates:?}, credits {:?}, one thread", documents.len(), start.elapsed() - dates);
    let dated = publications.iter().filter(|publication| publication.chosen().is_some()).count();
    println!("{dated} dated, {} credits", credits.iter().map(Vec::len).sum::<usize>());
    for unread in publications.iter().filter_map(|publication| publication.unreadable()).take(10) {
        println!("unreadable: {unread:?}");
    }
    // Two fields hold no date: "31-MAR-1987 605:12:19.12" and one with a remark behind it.
    assert_eq!(dated, documents.len() - 2);
}

#[test]
fn helsinki_documents_with_an_agency_s_dateline_credit_that_agency() {
    let Some(shared) = shared() else { return };
    let outlets = Outlets::builtin();
    let (mut carrying, mut missed) = (0, Vec::new());
    for document in helsinki(&shared) {
        let credits = credits::credits(&document, &outlets);
        let own = document.outlet.as_deref().and_then(|outlet| outlets.canonical(outlet));
        for (mark, name) in [("(Reuters)", "Reuters"), ("(AP)", "Associated Press"), ("(AFP)", "Agence France-Presse"), ("(CNN)", "CNN")] {
            let dash = |at: usize| document.text[at + mark.len()..].trim_start().starts_with(['-', '–', '—']);
            if own != Some(name) && document.text.match_indices(mark).any(|(at, _)| dash(at)) {
                carrying += 1;
                if !credits.iter().any(|credit| credit.source == name) {
                    let at = document.text.find(mark).expect("it was found");
                    let from = (0..at.saturating_sub(60)).rev().find(|&at| document.text.is_char_boundary(at)).unwrap_or(0);
                    missed.push(format!("{} {name}: {:?}", document.id, &document.text[from..at + mark.len()]));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{} of {carrying}: {}", missed.len(), missed.join("\n"));
    println!("all {carrying} datelines of agencies are credits");
}
