//! The tables of a run agree with the texts and with one another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::prelude::*;
use wirecopy::attribute::{Outlets, Role};
use wirecopy::observer::Silent;
use wirecopy::pipeline::{ScanConfig, scan};
use wirecopy::read::{Document, ReadConfig, read};
use wirecopy::report::model::{Kind, PairRow};
use wirecopy::report::{PassageView, Run};
use wirecopy::span::{Bytes, Span};
use wirecopy::text::{Compounds, normal_form, tokenize};

use crate::support::articles::generated;
use crate::support::{Dir, corpus, shared};
use crate::{cases, document, scanned};

/// A text with the means to look spans up in it.
struct Text<'a> {
    text: &'a str,
    chars: Vec<usize>,
}

impl<'a> Text<'a> {
    fn new(text: &'a str) -> Self {
        let chars = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        Self { text, chars }
    }

    /// What Python's `text[start:end]` is.
    fn cut(&self, start: u32, end: u32) -> &'a str {
        &self.text[self.chars[start as usize]..self.chars[end as usize]]
    }

    /// Expects that both pairs of offsets say the same, and gives the words there.
    fn both(&self, chars: (u32, u32), bytes: (u32, u32)) -> &'a str {
        let (start, end) = (bytes.0 as usize, bytes.1 as usize);
        assert_eq!(self.cut(chars.0, chars.1), &self.text[start..end], "code points and bytes disagree");
        &self.text[start..end]
    }
}

/// Length of the longest common subsequence.
fn common_subsequence<T: PartialEq>(left: &[T], right: &[T]) -> usize {
    let mut row = vec![0; right.len() + 1];
    for a in left {
        let mut diagonal = 0;
        for (n, b) in right.iter().enumerate() {
            let above = row[n + 1];
            row[n + 1] = if a == b { diagonal + 1 } else { above.max(row[n]) };
            diagonal = above;
        }
    }
    row[right.len()]
}

fn is_sorted_by_key<T, K: Ord>(table: &str, rows: &[T], key: impl Fn(&T) -> K) {
    assert!(rows.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])), "{table} is not sorted by its key, or has a row twice");
}

/// Expects everything that must hold for any run.
pub fn assert_sound(run: &Run) {
    let texts: HashMap<&str, Text<'_>> = run.texts.iter().map(|row| (&*row.doc, Text::new(&row.text))).collect();
    is_sorted_by_key("documents", &run.documents, |r| r.doc.clone());
    is_sorted_by_key("texts", &run.texts, |r| r.doc.clone());
    is_sorted_by_key("clusters", &run.clusters, |r| r.cluster.clone());
    is_sorted_by_key("passages", &run.passages.to_rows(), |r| (r.cluster.clone(), r.doc.clone(), r.start, r.end));
    is_sorted_by_key("repeats", &run.repeats, |r| (r.doc.clone(), r.start, r.again_start, r.end, r.again_end));
    is_sorted_by_key("families", &run.families, |r| (r.family.clone(), r.doc.clone(), r.start));
    is_sorted_by_key("pairs", &run.pairs.to_rows(), |r| {
        (r.left_doc.clone(), r.right_doc.clone(), r.left_start, r.right_start, r.left_end, r.right_end)
    });
    assert!(run.credits.windows(2).all(|p| (&p[0].doc, p[0].start, p[0].end) <= (&p[1].doc, p[1].start, p[1].end)));
    assert_eq!(run.documents.iter().map(|r| &r.doc).collect::<Vec<_>>(), run.texts.iter().map(|r| &r.doc).collect::<Vec<_>>());
    for row in &run.documents {
        assert!(row.reused_words <= row.words, "{} has more reused words than words", row.doc);
        assert_eq!(row.published_from.is_some(), row.published_to.is_some());
        assert!(row.published_from <= row.published_to);
    }
    assert_reused(run, &texts);
    assert_pairs(run, &texts);
    assert_clusters(run, &texts);
    for row in &run.repeats {
        assert!(row.end <= row.again_start, "a text overlaps its own repetition in {}", row.doc);
        let text = &texts[&*row.doc];
        assert!(!text.cut(row.start, row.end).is_empty() && !text.cut(row.again_start, row.again_end).is_empty());
    }
    for row in &run.credits {
        assert_eq!(texts[&*row.doc].cut(row.start, row.end), row.text, "a credit's words are not in its text");
    }
    for row in &run.families {
        assert!((0.0..=1.0).contains(&row.similarity) && (0.0..=1.0).contains(&row.containment));
        assert!(row.similarity <= row.containment, "{row:?}");
        texts[&*row.doc].cut(row.start, row.end);
        let kept = run.families.iter().filter(|other| other.family == row.family && other.kept).count();
        assert_eq!(kept, 1, "a family is built around one member");
    }
}

/// Expects that what is reused are the words in copies, each looked for in all of them.
fn assert_reused(run: &Run, texts: &HashMap<&str, Text<'_>>) {
    let copies: BTreeSet<&str> = run.clusters.iter().filter(|r| r.kind.is_copy()).map(|r| &*r.cluster).collect();
    let mut spans: HashMap<&str, Vec<(u32, u32)>> = HashMap::new();
    for row in run.passages.iter().filter(|r| copies.contains(r.cluster)) {
        spans.entry(row.doc).or_default().push((row.byte_start, row.byte_end));
    }
    for row in run.pairs.iter().filter(|r| r.kind.is_copy()) {
        spans.entry(row.left_doc).or_default().push((row.left_byte_start, row.left_byte_end));
        spans.entry(row.right_doc).or_default().push((row.right_byte_start, row.right_byte_end));
    }
    for row in &run.documents {
        let words = tokenize(texts[&*row.doc].text, Compounds::Joined).spans;
        let own = spans.get(&*row.doc).map_or(&[][..], Vec::as_slice);
        let reused = words.iter().filter(|word| own.iter().any(|(start, end)| *start <= word.start && word.end <= *end)).count();
        assert_eq!(row.reused_words as usize, reused, "words of {} that lie in copies", row.doc);
    }
}

fn assert_pairs(run: &Run, texts: &HashMap<&str, Text<'_>>) {
    let outlet: HashMap<&str, &str> = run.documents.iter().map(|r| (&*r.doc, &*r.outlet)).collect();
    let clusters: BTreeSet<&str> = run.clusters.iter().map(|r| &*r.cluster).collect();
    for row in &run.pairs {
        assert!(row.left_doc < row.right_doc, "{row:?}");
        assert_ne!(outlet[row.left_doc], outlet[row.right_doc], "reuse within an outlet, which nobody asked for");
        let left = texts[row.left_doc].both((row.left_start, row.left_end), (row.left_byte_start, row.left_byte_end));
        let right = texts[row.right_doc].both((row.right_start, row.right_end), (row.right_byte_start, row.right_byte_end));
        for side in [left, right] {
            assert_eq!(side, side.trim(), "a span ends in white space");
        }
        assert_eq!(row.similarity.is_some(), row.kind == Kind::Rewritten, "{row:?}");
        if let Some(similarity) = row.similarity {
            // A rewritten pair has words in common, in any order, and stands in no cluster.
            assert!((0.0..=1.0).contains(&similarity) && row.left_cluster.is_none() && row.right_cluster.is_none(), "{row:?}");
            assert!(row.words > 0 && row.identity > 0.0 && row.identity <= 1.0, "{row:?}");
            continue;
        }
        // `U.S.` is one word of the text, and counts as two.
        let counted: u32 = tokenize(left, Compounds::Joined).traits.iter().map(|traits| traits.parts()).sum();
        let joints = compounds(left, right) + compounds(right, left);
        // A pair never matches more words than the texts have in common in that order.
        let [left, right] = [left, right].map(|text| tokenize(text, Compounds::Joined).hashes);
        let longer = left.len().max(right.len());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "counts of words")]
        let near = 2 * i64::from(row.words) - (row.identity * 2.0 * longer as f64).round() as i64;
        assert!((0..=i64::from(row.words)).contains(&near), "identity {} of {} words: {row:?}", row.identity, longer);
        // What one side writes together and the other in two words matches too.
        let common = i64::try_from(common_subsequence(&left, &right) + joints).unwrap();
        assert!(common >= i64::from(row.words) - near, "{common} words in common, {} matched, {near} nearly: {row:?}", row.words);
        assert!(counted >= 8 && row.identity >= 0.6 && row.identity <= 1.0, "{row:?}");
        for coverage in [row.left_coverage, row.right_coverage] {
            assert!(coverage > 0.0 && coverage <= 1.0, "{row:?}");
        }
        for cluster in [&row.left_cluster, &row.right_cluster].into_iter().flatten() {
            assert!(clusters.contains(&**cluster), "a pair of no cluster: {row:?}");
        }
    }
}

/// Two neighbouring words of `parts` that are one word of `whole`: how many such places there are.
fn compounds(parts: &str, whole: &str) -> usize {
    let forms = |text: &str| -> Vec<String> {
        let form = |span: &Span<Bytes>| {
            let mut form = String::new();
            normal_form(&text[span.range()], &mut form);
            form
        };
        tokenize(text, Compounds::Joined).spans.iter().map(form).collect()
    };
    let whole: BTreeSet<String> = forms(whole).into_iter().collect();
    forms(parts).windows(2).filter(|two| whole.contains(&two.concat())).count()
}

fn assert_clusters(run: &Run, texts: &HashMap<&str, Text<'_>>) {
    let documents: HashMap<&str, _> = run.documents.iter().map(|r| (&*r.doc, r)).collect();
    let mut passages: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for row in &run.passages {
        passages.entry(row.cluster).or_default().push(row);
        assert_eq!(texts[row.doc].both((row.start, row.end), (row.byte_start, row.byte_end)), row.text);
        let document = documents[row.doc];
        assert_eq!(row.outlet, &*document.outlet);
        assert_eq!((row.published_from, row.published_to), (document.published_from.as_deref(), document.published_to.as_deref()));
        assert_eq!(row.words as usize, tokenize(row.text, Compounds::Joined).len(), "{row:?}");
        assert!(!row.evidence.is_empty(), "a role without evidence: {row:?}");
    }
    let parents: HashMap<&str, &str> = run.clusters.iter().filter_map(|r| Some((&*r.cluster, r.part_of.as_deref()?))).collect();
    assert_eq!(passages.len(), run.clusters.len(), "passages of a cluster that is not there, or a cluster without any");
    for row in &run.clusters {
        let own = &passages[&*row.cluster];
        let distinct = |of: for<'a> fn(&PassageView<'a>) -> &'a str| own.iter().map(|p| of(p)).collect::<BTreeSet<_>>().len();
        assert_eq!(row.passages as usize, own.len());
        assert_eq!(row.documents as usize, distinct(|p| p.doc));
        assert_eq!(row.outlets as usize, distinct(|p| p.outlet));
        assert!(row.documents >= 2, "a cluster of one document: {row:?}");
        assert!(own.iter().any(|p| *p.text == *row.text && p.words == row.words), "the root is none of its passages: {row:?}");
        for pair in own.windows(2).filter(|pair| pair[0].doc == pair[1].doc) {
            assert!(pair[0].end <= pair[1].start, "two passages of a cluster overlap: {pair:?}");
        }
        let firsts: BTreeSet<&str> = own.iter().filter(|p| p.role == Role::First).map(|p| p.doc).collect();
        assert_eq!(row.first_doc.iter().map(|d| &**d).collect::<BTreeSet<_>>(), firsts, "first_doc and roles disagree: {row:?}");
        let source: HashMap<&str, &str> = own.iter().filter_map(|p| Some((p.doc, p.source_doc?))).collect();
        for start in source.keys() {
            assert_ends(start, &source, own.len(), "sources go in a circle");
            assert!(own.iter().any(|p| *p.doc == *source[start]), "a source that has no copy");
        }
        assert_ends(&row.cluster, &parents, run.clusters.len(), "part_of goes in a circle");
        assert!(parents.get(&*row.cluster).is_none_or(|parent| passages.contains_key(parent)), "part of a cluster that is not there");
    }
}

/// Expects that following `next` comes to an end.
fn assert_ends(start: &str, next: &HashMap<&str, &str>, most: usize, message: &str) {
    let mut at = start;
    for _ in 0..=most {
        match next.get(at) {
            Some(further) => at = further,
            None => return,
        }
    }
    panic!("{message}: from {start}");
}

#[test]
fn the_tables_of_the_demonstration_corpus_agree_with_its_texts() {
    let corpus = read(&ReadConfig::of(&[corpus()]), &Silent).unwrap();
    let run = scan(&corpus, &Outlets::builtin(), &ScanConfig::default(), &Silent).unwrap().run;
    assert!(run.pairs.len() > 50 && run.clusters.iter().any(|c| c.part_of.is_some()) && !run.repeats.is_empty());
    assert_sound(&run);
}

#[test]
fn the_tables_of_the_helsinki_articles_agree_with_their_texts() {
    let Some(articles) = shared("data/helsinki/articles.csv") else { return };
    let corpus = read(&ReadConfig::of(&[articles]), &Silent).unwrap();
    let run = scan(&corpus, &Outlets::builtin(), &ScanConfig::default(), &Silent).unwrap().run;
    let of_no_cluster = |row: &PairRow<&str>| row.kind.is_copy() && row.left_cluster.is_none() && row.right_cluster.is_none();
    assert!(run.pairs.iter().filter(of_no_cluster).count() > 10, "copies that no cluster holds are what this test is for");
    assert_reused(&run, &run.texts.iter().map(|row| (&*row.doc, Text::new(&row.text))).collect());
}

#[test]
fn the_tables_of_two_hundred_generated_articles_agree_with_their_texts() {
    let dir = Dir::new();
    let path = dir.write("in.jsonl", generated(200, 17).join("\n"));
    let corpus = read(&ReadConfig::of(&[path]), &Silent).unwrap();
    let run = scan(&corpus, &Outlets::builtin(), &ScanConfig::default(), &Silent).unwrap().run;
    assert!(run.pairs.len() > 20 && run.clusters.len() > 10);
    assert_sound(&run);
}

/// Texts as no newspaper prints them: any characters, any marks between words, pieces of one another.
fn odd_documents() -> impl Strategy<Value = Vec<Document>> {
    let piece = prop_oneof![
        3 => "[a-dA-D]{1,3}",
        2 => prop::sample::select(vec![
            "the", "of", "Reuters", "said", "Monday", "3,000", "U.S.", "half-hour", "“", "”", "(AP) -", "\r\n", "\n\n", "\t", "...", "**", "Putin’s",
            "北京", "中文字符", "мир", "ещё", "سلام", "👩‍👩‍👧", "e\u{301}", "\u{feff}", "\0", "ﬁ", "İ", "ß", "According to RT,", "December 3, 2016",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    let pool = prop::collection::vec(prop::collection::vec(piece, 1..30).prop_map(|p| p.join(" ")), 2..6);
    pool.prop_flat_map(|pool| {
        let count = pool.len();
        let text = prop::collection::vec(0..count, 0..6);
        prop::collection::vec((text, 0usize..3, "[ \n]{1,2}"), 1..6).prop_map(move |texts| {
            let make = |(n, (parts, outlet, space)): (usize, (Vec<usize>, usize, String))| {
                let text = parts.iter().map(|p| pool[*p].as_str()).collect::<Vec<_>>().join(&space);
                let outlet = ["RT", "Reuters"].get(outlet).map(|o| (*o).to_owned());
                let date = (n % 2 == 0).then(|| ("date".to_owned(), format!("2016-12-0{}", n + 1)));
                Document { outlet, date, ..document(&format!("d{n}"), text) }
            };
            texts.into_iter().enumerate().map(make).collect()
        })
    })
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn whatever_the_texts_are_the_tables_agree_with_them(documents in odd_documents()) {
        assert_sound(&scanned(documents));
    }

    #[test]
    fn the_order_of_documents_changes_no_row(documents in odd_documents().prop_shuffle()) {
        let mut sorted = documents.clone();
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        prop_assert_eq!(scanned(documents), scanned(sorted));
    }
}
