//! Runs for tests: one made by hand, and any that chance makes.

mod any;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub(super) use any::any_run;

use super::model::*;
use super::{Pairs, Passages};
use crate::observer::{Funnel, Warning};
use crate::read::InputFile;
use crate::room::Text;

/// Puts a run together from texts and the places of their copies.
#[derive(Debug)]
pub(super) struct Builder {
    pub(super) run: Run,
    passages: Vec<PassageRow>,
}

impl Builder {
    pub(super) fn new() -> Self {
        let record = RunRecord {
            schema: SCHEMA,
            program: "wirecopy".into(),
            version: "0.1.0".into(),
            parameters: serde_json::json!({"min-words": 8, "same-outlet": false}),
            inputs: vec![InputFile { path: PathBuf::from("corpus/a.txt"), bytes: 12, digest: "0".repeat(16), documents: 1 }],
            stages: vec![Funnel::new("read").with("documents", 5)],
            warnings: Vec::new(),
            capped: BTreeMap::new(),
            corpus: "0123456789abcdef".into(),
        };
        Self {
            run: Run {
                record,
                documents: Vec::new(),
                texts: Vec::new(),
                pairs: Pairs::default(),
                passages: Passages::default(),
                clusters: Vec::new(),
                repeats: Vec::new(),
                credits: Vec::new(),
                families: Vec::new(),
            },
            passages: Vec::new(),
        }
    }

    /// A document; `published` is a day as `2016-11-30`, or an instant with its zone.
    pub(super) fn document(&mut self, doc: &str, outlet: &str, title: &str, published: &str, text: &str) -> &mut Self {
        let (from, to) = match published.len() {
            0 => (None, None),
            10 => {
                let day: jiff::civil::Date = published.parse().unwrap();
                let midnight = jiff::tz::Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap();
                let zoned = |hours| (midnight + jiff::SignedDuration::from_hours(hours)).to_string();
                (Some(zoned(-14)), Some(zoned(36)))
            }
            _ => (Some(published.to_owned()), Some(published.to_owned())),
        };
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.run.documents.push(DocumentRow {
            doc: doc.into(),
            outlet: outlet.into(),
            title: some(title),
            url: None,
            language: Some("en".into()),
            published: some(published),
            published_from: from,
            published_to: to,
            date_source: some(published).map(|_| "metadata date".into()),
            encoding: "UTF-8".into(),
            words: words(text),
            reused_words: 0,
            near_duplicate_of: None,
            meta: BTreeMap::new(),
        });
        self.run.texts.push(TextRow { doc: doc.into(), text: text.into() });
        self
    }

    fn text(&self, doc: &str) -> Text {
        self.run.texts.iter().find(|row| &*row.doc == doc).unwrap().text.clone()
    }

    /// Where `needle` stands in a document, in code points.
    pub(super) fn find(&self, doc: &str, needle: &str) -> (u32, u32) {
        let text = self.text(doc);
        let at = text.find(needle).unwrap_or_else(|| panic!("`{needle}` is not in {doc}"));
        let start = count(&text[..at]);
        (start, start + count(needle))
    }

    /// A cluster with a passage for each (document, start, end, role); the first one is the root.
    pub(super) fn cluster(&mut self, name: &str, kind: Kind, places: &[(&str, (u32, u32), Role)]) -> &mut Self {
        for &(doc, (start, end), role) in places {
            let text = self.text(doc);
            let byte = |chars: u32| text.char_indices().nth(chars as usize).map_or(text.len(), |(at, _)| at);
            let (byte_start, byte_end) = (byte(start), byte(end));
            let document = self.run.documents.iter_mut().find(|row| &*row.doc == doc).unwrap();
            let words = words(&text[byte_start..byte_end]);
            if kind.is_copy() {
                document.reused_words += words;
            }
            self.passages.push(PassageRow {
                cluster: name.into(),
                doc: doc.into(),
                outlet: Arc::clone(&document.outlet),
                start,
                end,
                byte_start: byte_start as u32,
                byte_end: byte_end as u32,
                words,
                published_from: document.published_from.as_deref().map(Arc::from),
                published_to: document.published_to.as_deref().map(Arc::from),
                role,
                source_doc: None,
                grade: if role == Role::First { Grade::Dated } else { Grade::Undetermined },
                evidence: "".into(),
                text: text[byte_start..byte_end].into(),
            });
        }
        let passages: Vec<_> = self.passages.iter().filter(|row| &*row.cluster == name).collect();
        let distinct =
            |of: fn(&PassageRow) -> &str| passages.iter().map(|row| of(row)).collect::<std::collections::BTreeSet<_>>().len() as u32;
        let first = passages.iter().find(|row| row.role == Role::First);
        let row = ClusterRow {
            cluster: name.into(),
            kind,
            part_of: None,
            passages: passages.len() as u32,
            documents: distinct(|row| &row.doc),
            outlets: distinct(|row| &row.outlet),
            words: passages[0].words,
            first_doc: first.map(|row| Arc::clone(&row.doc)),
            first_from: first.and_then(|row| row.published_from.as_deref().map(str::to_owned)),
            first_to: first.and_then(|row| row.published_to.as_deref().map(str::to_owned)),
            speaker: None,
            text: passages[0].text.clone(),
        };
        self.run.clusters.push(row);
        self.run.passages = self.passages.clone().into();
        self
    }

    /// A credit that stands at `needle`.
    pub(super) fn credit(&mut self, doc: &str, needle: &str, source: &str, scope: &str) -> &mut Self {
        let (start, end) = self.find(doc, needle);
        self.run.credits.push(CreditRow {
            doc: doc.into(),
            start,
            end,
            source: source.into(),
            scope: scope.into(),
            rule: "according to".into(),
            text: needle.into(),
        });
        self
    }

    /// The run with its rows sorted by their keys.
    pub(super) fn finish(mut self) -> Run {
        self.run.documents.sort_by(|a, b| a.doc.cmp(&b.doc));
        self.run.texts.sort_by(|a, b| a.doc.cmp(&b.doc));
        self.run.clusters.sort_by(|a, b| a.cluster.cmp(&b.cluster));
        self.passages.sort_by(|a, b| (&a.cluster, &a.doc, a.start).cmp(&(&b.cluster, &b.doc, b.start)));
        self.run.passages = self.passages.into();
        self.run.credits.sort_by(|a, b| (&a.doc, a.start).cmp(&(&b.doc, b.start)));
        self.run
    }
}

fn words(text: &str) -> u32 {
    text.split_whitespace().count() as u32
}

fn count(text: &str) -> u32 {
    text.chars().count() as u32
}

const STATEMENT: &str = "“We have counted every crate on the quay, and not one of them is missing,” harbour master \
                         Ilse Brandt said on Wednesday";
const REPORT: &str = "The strike at the port of Maren entered its third week with no talks in sight, while forty ships \
                      waited in the roads and the cannery sent its night shift home. The owners offered a rise of four \
                      per cent in spring and called it final. The union answered with a ballot, and the ballot with a \
                      majority of nine in ten for staying out until the pension fund is made whole again.";
const FOOTER: &str = "The Ledger is printed on paper made from straw. Write to the editor at the usual address.";

/// A small run: a quotation with dates, a dispatch with ties, boilerplate, a repeat, a family.
pub(super) fn run() -> Run {
    let mut b = Builder::new();
    b.document(
        "north/1.txt",
        "Northwire",
        "Harbour master: nothing is missing",
        "2016-11-30T09:15:00Z",
        &format!("MAREN (Northwire) – Crates, counted.\n\n{STATEMENT}.\n\n{REPORT}\n"),
    )
    .document(
        "ledger/7.txt",
        "Daily Ledger",
        "Nothing missing on the quay, says Brandt",
        "2016-12-02",
        &format!("A count was held.\n\nAccording to Northwire, all is well. {STATEMENT}.\n\nThe mayor was not seen.\n\n{FOOTER}\n"),
    )
    .document("ledger/8.txt", "Daily Ledger", "Rain", "2016-12-03", &format!("Rain again.\n\n{FOOTER}\n"))
    .document("echo/3.txt", "Echo of the Coast", "", "", &format!("{REPORT}\n\n{REPORT}\n"))
    .document(
        "evil/1.txt",
        "Evil\u{1b}[2J Times",
        "Title with \u{1b}]0;owned\u{7} escapes \u{202e}reversed",
        "2016-12-01",
        &format!("{STATEMENT}.\r\n"),
    )
    .document("ar/1.txt", "جريدة الميناء", "إضراب في الميناء يدخل أسبوعه الثالث", "2016-12-01", &format!("خبر.\n\n{REPORT}\n"))
    .document(
        "zh/1.txt",
        "港口日报",
        "港口罢工进入第三周，四十艘船只在锚地等待，罐头厂让夜班工人回家",
        "2016-12-01",
        &format!("消息。\n\n{REPORT}\n"),
    );
    let quote = ["north/1.txt", "ledger/7.txt", "evil/1.txt"].map(|doc| (doc, b.find(doc, STATEMENT)));
    b.cluster(
        "c0000000000000001",
        Kind::Quote,
        &[(quote[0].0, quote[0].1, Role::First), (quote[1].0, quote[1].1, Role::Later), (quote[2].0, quote[2].1, Role::Later)],
    );
    let wire = ["north/1.txt", "echo/3.txt", "ar/1.txt", "zh/1.txt"].map(|doc| (doc, b.find(doc, REPORT)));
    b.cluster(
        "c0000000000000002",
        Kind::Wire,
        &[
            (wire[0].0, wire[0].1, Role::Tied),
            (wire[1].0, wire[1].1, Role::Undated),
            (wire[2].0, wire[2].1, Role::Tied),
            (wire[3].0, wire[3].1, Role::Tied),
        ],
    );
    let footer = ["ledger/7.txt", "ledger/8.txt"].map(|doc| (doc, b.find(doc, FOOTER)));
    b.cluster("c0000000000000003", Kind::Boilerplate, &[(footer[0].0, footer[0].1, Role::Tied), (footer[1].0, footer[1].1, Role::Tied)]);
    b.credit("ledger/7.txt", "According to Northwire", "Northwire", "passage").credit(
        "north/1.txt",
        "(Northwire) –",
        "Northwire",
        "document",
    );
    b.run.clusters[0].speaker = Some("Ilse Brandt".into());
    let passage = b.passages.iter_mut().find(|row| &*row.doc == "ledger/7.txt").unwrap();
    passage.source_doc = Some("north/1.txt".into());
    passage.grade = Grade::Credited;
    passage.evidence = "“According to Northwire” stands before the passage".into();
    b.run.repeats.push(RepeatRow {
        doc: "echo/3.txt".into(),
        start: 0,
        end: count(REPORT),
        again_start: count(REPORT) + 2,
        again_end: 2 * count(REPORT) + 2,
        words: words(REPORT),
    });
    for (doc, kept, similarity) in [("ar/1.txt", true, 1.0), ("zh/1.txt", false, 0.987_654)] {
        b.run.families.push(FamilyRow {
            family: "f0000000000000001".into(),
            unit: "document".into(),
            doc: doc.into(),
            start: 0,
            end: 380,
            similarity,
            containment: similarity,
            kept,
        });
    }
    b.run.pairs = Pairs::from(vec![PairRow {
        left_doc: "ledger/7.txt".into(),
        left_start: quote[1].1.0,
        left_end: quote[1].1.1,
        left_byte_start: 57,
        left_byte_end: 180,
        right_doc: "north/1.txt".into(),
        right_start: quote[0].1.0,
        right_end: quote[0].1.1,
        right_byte_start: 41,
        right_byte_end: 164,
        words: words(STATEMENT),
        identity: 1.0,
        left_coverage: 0.35,
        right_coverage: 0.214_286,
        score: 28.5,
        kind: Kind::Quote,
        left_cluster: Some("c0000000000000001".into()),
        right_cluster: Some("c0000000000000001".into()),
        similarity: None,
    }]);
    b.run.record.warnings.push(Warning {
        path: "corpus/old.jsonl".into(),
        line: Some(7),
        cause: "broken JSON".into(),
        message: "expected `,`; the line was left out".into(),
        document: None,
    });
    b.run.record.capped.insert("seed occurrences in one document".into(), 3);
    b.run.documents[0].meta =
        BTreeMap::from([("author".to_owned(), "=1+1".to_owned()), ("section".to_owned(), "Port, \"news\"".to_owned())]);
    b.finish()
}
