//! The whole of a dedup, against an oracle that compares all pairs of sets of texts.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use std::io::Write as _;

use super::sketching::{Batch, Scratch, Sketching};
use super::*;
use crate::observer::{Recorder, Silent};
use crate::read::{Passing, Taker};
use crate::sketch::InstructionSet;

/// A small generator of numbers (SplitMix64, Steele et al. 2014).
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % bound as u64).unwrap()
    }
}

/// Ids and texts: some originals of different lengths, copies of them with more or fewer words changed, texts of few words and of none.
fn texts(seed: u64) -> Vec<(String, String)> {
    let mut draw = Draw(seed);
    let mut all: Vec<Vec<String>> = Vec::new();
    for _ in 0..12 {
        let length = [3, 12, 40, 90][draw.below(4)];
        let original: Vec<String> = (0..length).map(|_| format!("word{}", draw.below(3000))).collect();
        for _ in 0..draw.below(6) {
            let mut copy = original.clone();
            for _ in 0..draw.below(5) {
                let at = draw.below(copy.len());
                copy[at] = format!("other{}", draw.below(3000));
            }
            all.push(copy);
        }
        all.push(original);
    }
    all.push(Vec::new());
    all.push(vec!["...".to_owned()]);
    all.push(vec!["...".to_owned()]);
    let mut ids: Vec<usize> = (0..all.len()).collect();
    for last in (1..ids.len()).rev() {
        ids.swap(last, draw.below(last + 1));
    }
    // Case, punctuation and space part no copies.
    let mut joined = |words: Vec<String>| {
        let join = [" ", ", ", "\n\n", "—"][draw.below(4)];
        let text = words.join(join);
        if draw.below(3) == 0 { text.to_uppercase() } else { text }
    };
    ids.into_iter().zip(all).map(|(id, words)| (format!("d{id:03}"), joined(words))).collect()
}

fn json_lines(texts: &[(String, String)]) -> String {
    texts.iter().map(|(id, text)| serde_json::json!({"id": id, "text": text}).to_string() + "\n").collect()
}

/// The shingles of a text, as texts.
fn set(text: &str, shingle: usize) -> HashSet<String> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.is_empty() { HashSet::new() } else { words.windows(shingle.min(words.len())).map(|w| w.join(" ")).collect() }
}

/// Of each dropped document the kept one and the similarity: greedy over all pairs, in the order of `texts`.
fn oracle(texts: &[(String, String)], config: &DedupConfig) -> BTreeMap<String, (String, f64)> {
    let mut kept: Vec<(String, HashSet<String>)> = Vec::new();
    let mut dropped = BTreeMap::new();
    for (id, text) in texts {
        let own = set(text, config.shingle);
        let mut best: Option<(&String, f64)> = None;
        for (other, set) in &kept {
            let shared = own.intersection(set).count();
            let jaccard = shared as f64 / (own.len() + set.len() - shared) as f64;
            if jaccard >= config.threshold && best.is_none_or(|(_, b)| jaccard > b) {
                best = Some((other, jaccard));
            }
        }
        match best.map(|(id, jaccard)| (id.clone(), jaccard)) {
            Some(verdict) => drop(dropped.insert(id.clone(), verdict)),
            None => kept.push((id.clone(), own)),
        }
    }
    dropped
}

/// The same from the table.
fn dropped(found: &Dedup) -> BTreeMap<String, (String, f64)> {
    let kept: BTreeMap<&str, &str> = found.families.iter().filter(|row| row.kept).map(|row| (&*row.family, &*row.doc)).collect();
    let row = |row: &FamilyRow| (row.doc.to_string(), (kept[&*row.family].to_owned(), row.similarity));
    found.families.iter().filter(|row| !row.kept).map(row).collect()
}

fn rounded(dropped: BTreeMap<String, (String, f64)>) -> BTreeMap<String, (String, f64)> {
    dropped.into_iter().map(|(id, (kept, similarity))| (id, (kept, (similarity * 1e6).round() / 1e6))).collect()
}

fn run(path: &Path, config: &DedupConfig) -> Dedup {
    dedup(&ReadConfig::of(&[path]), None, config, &Silent).unwrap()
}

/// What a run has found, as far as it can be compared.
fn findings(found: &Dedup) -> (Vec<FamilyRow>, Summary) {
    (found.families.clone(), found.summary.clone())
}

#[test]
fn every_document_is_dropped_or_kept_as_a_comparison_of_all_pairs_would_have_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = 0;
    for seed in 0..60 {
        let texts = texts(seed);
        let path = folder.path().join(format!("{seed}.jsonl"));
        fs::write(&path, json_lines(&texts)).unwrap();
        let mut draw = Draw(seed);
        let config = DedupConfig {
            threshold: [0.5, 0.7, 0.8, 0.9, 1.0][draw.below(5)],
            shingle: 1 + draw.below(6),
            keep: [Keep::First, Keep::Longest][draw.below(2)],
            ..DedupConfig::default()
        };
        let mut ordered = texts.clone();
        ordered.sort_by_key(|(id, text)| {
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).count();
            (if config.keep == Keep::Longest { usize::MAX - words } else { 0 }, id.clone())
        });
        let found = run(&path, &config);
        let expected = oracle(&ordered, &config);
        all += expected.len();
        assert_eq!(dropped(&found), rounded(expected), "seed {seed}, {config:?}");
        assert_eq!(found.summary.kept + found.summary.dropped, texts.len() as u64);
    }
    assert!(all > 500, "{all}: a test of nothing");
}

#[test]
fn values_out_of_range_are_refused_and_any_in_range_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.jsonl");
    fs::write(&path, json_lines(&texts(1))).unwrap();
    let with = |threshold, shingle| DedupConfig { threshold, shingle, ..DedupConfig::default() };
    for (threshold, shingle) in [(f64::NAN, 5), (0.0, 5), (1.1, 5), (0.01, 5), (0.8, 0), (0.8, 65), (0.8, usize::MAX)] {
        let config = with(threshold, shingle);
        let error = config.check().unwrap_err();
        assert!(error.kind() == ErrorKind::BadOption && error.help().is_some(), "{error}");
        assert_eq!(dedup(&ReadConfig::of(&[&path]), None, &config, &Silent).map(drop).unwrap_err().to_string(), error.to_string());
    }
    for (threshold, shingle, min_words, memory) in [(Banding::LEAST_THRESHOLD, 1, 0, 0), (1.0, 64, u32::MAX, u64::MAX)] {
        run(&path, &DedupConfig { min_words, memory, ..with(threshold, shingle) });
    }
}

#[test]
fn threads_memory_and_the_order_of_reading_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let temporary = tempfile::tempdir().unwrap();
    let texts: Vec<(String, String)> =
        (0..40).flat_map(|seed| texts(seed).into_iter().map(move |(id, text)| (format!("{id}-{seed}"), text))).collect();
    let path = folder.path().join("in.jsonl");
    fs::write(&path, json_lines(&texts)).unwrap();
    let config = DedupConfig { threshold: 0.7, shingle: 3, temp_dir: temporary.path().to_owned(), ..DedupConfig::default() };
    let expected = findings(&run(&path, &config));
    assert!(expected.0.len() > 500);
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(findings(&pool.install(|| run(&path, &config))), expected, "{threads} threads");
    }
    for memory in [0, 10_000, 100_000] {
        let tight = DedupConfig { memory, ..config.clone() };
        let found = run(&path, &tight);
        assert_eq!(findings(&found), expected, "{memory} bytes");
        assert_eq!(found.record, run(&path, &config).record);
        drop(found);
        assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 0, "nothing is left behind");
    }
    let mut shuffled = texts;
    let mut draw = Draw(1);
    for last in (1..shuffled.len()).rev() {
        shuffled.swap(last, draw.below(last + 1));
    }
    fs::write(&path, json_lines(&shuffled)).unwrap();
    let found = run(&path, &config);
    assert_eq!(findings(&found), expected, "shuffled");
    let (left, right) = shuffled.split_at(700);
    let parts = [("a.jsonl", left), ("b.jsonl", right)].map(|(name, part)| {
        let path = folder.path().join(name);
        fs::write(&path, json_lines(part)).unwrap();
        path
    });
    let found = dedup(&ReadConfig::of(&parts), None, &config, &Silent).unwrap();
    assert_eq!(findings(&found), expected, "in two files");
}

#[test]
fn every_instruction_set_gives_the_same_keys() {
    let config = DedupConfig::default();
    let banding = Banding::for_threshold(config.threshold);
    let keys = |set| {
        let sketching = Sketching::with_instruction_set(&config, banding, set);
        let (mut scratch, mut batch) = (Scratch::default(), Batch::default());
        for (id, text) in &texts(3) {
            let passing = Passing { id: Some(id), number: 1, record: (0, 0), can_seek: false, text, document: None };
            sketching.take(&mut scratch, &mut batch, &passing);
        }
        batch.keys
    };
    let expected = keys(InstructionSet::Portable);
    assert!(expected.iter().collect::<HashSet<_>>().len() > 100);
    for set in InstructionSet::available() {
        assert_eq!(keys(set), expected, "{set:?}");
    }
}

/// The same documents in every form that is read: texts come from the store or from the file.
#[test]
fn every_format_gives_the_same_families() {
    let folder = tempfile::tempdir().unwrap();
    let texts: Vec<(String, String)> = (0..8)
        .flat_map(|seed| texts(seed).into_iter().map(move |(id, text)| (format!("{id}-{seed}"), text)))
        .filter(|(_, t)| !t.is_empty())
        .collect();
    let lines = json_lines(&texts);
    let write = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    };
    let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(lines.as_bytes()).unwrap();
    let csv: String = texts.iter().map(|(id, text)| format!("{id},\"{text}\"\n")).collect();
    let array: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let utf16: Vec<u8> = format!("\u{feff}{lines}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let faulty = [lines.as_bytes(), b"{\"id\": \"faulty\", \"text\": \"a fault \xff here\"}\n"].concat();
    // Names of files are the ids where there is no other.
    for (id, text) in &texts {
        write(&format!("folder/{id}"), text.as_bytes());
        fs::rename(folder.path().join(format!("folder/{id}")), folder.path().join(format!("folder/{id}.txt"))).unwrap();
    }
    let config = DedupConfig { threshold: 0.6, shingle: 2, ..DedupConfig::default() };
    let expected = dropped(&run(&write("in.jsonl", lines.as_bytes()), &config));
    assert!(expected.len() > 100);
    let inputs = [
        write("in.jsonl.gz", &gzip.finish().unwrap()),
        write("in.jsonl.zst", &zstd::stream::encode_all(lines.as_bytes(), 1).unwrap()),
        write("in.csv", format!("id,text\n{csv}").as_bytes()),
        write("in.json", serde_json::to_string(&array).unwrap().as_bytes()),
        write("utf16.jsonl", &utf16),
        write("marked.jsonl", [b"\xef\xbb\xbf", lines.as_bytes()].concat().as_slice()),
        write("faulty.jsonl", &faulty),
        write("wide.jsonl", lines.replace("\"text\"", "\"n\":[1,{\"x\":null}],\"t\\u0065xt\"").as_bytes()),
        folder.path().join("folder"),
    ];
    for path in inputs {
        for memory in [0, 1 << 30] {
            let found = dropped(&run(&path, &DedupConfig { memory, ..config.clone() }));
            let name = |id: &str| id.strip_suffix(".txt").unwrap_or(id).to_owned();
            let found: BTreeMap<_, _> = found.into_iter().map(|(id, (kept, similarity))| (name(&id), (name(&kept), similarity))).collect();
            assert_eq!(found, expected, "{} {memory}", path.display());
        }
    }
}

#[test]
fn fields_ids_and_troubles_are_those_of_a_scan() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.jsonl");
    let lines = "{\"url\": \"http://x/1\", \"Body\": \"one text\", \"content\": \"not this\"}\n\n{\"broken\n{\"title\": \"no text\"}\n\
        {\"body\": \"half \\ud83d pair\", \"url\": \" \"}\n[1]\n{\"body\": \"last\", \"id\": 7, \"crawled_at\": \"x\"}";
    fs::write(&path, lines).unwrap();
    let [scanned, streamed] = [Recorder::default(), Recorder::default()];
    let reading = ReadConfig::of(&[&path]);
    let corpus = crate::read::read(&reading, &scanned).unwrap();
    let found = dedup(&reading, None, &DedupConfig::default(), &streamed).unwrap();
    assert_eq!(found.record.warnings, corpus.warnings);
    assert_eq!(found.record.inputs, corpus.inputs);
    assert_eq!(found.record.stages[0], corpus.funnel.unwrap());
    let notes =
        |recorder: Recorder| recorder.notes.into_inner().unwrap().into_iter().filter(|n| !n.contains("no outlet")).collect::<Vec<_>>();
    assert_eq!(notes(streamed), notes(scanned));
    let ids: BTreeSet<String> = (0..found.items.documents.len()).map(|n| found.items.id(n)).collect();
    assert_eq!(ids, corpus.documents.iter().map(|d| d.id.clone()).collect());
    let strict = ReadConfig { strict: true, ..reading };
    let [left, right] =
        [crate::read::read(&strict, &Silent).unwrap_err(), dedup(&strict, None, &DedupConfig::default(), &Silent).err().unwrap()];
    assert_eq!((left.to_string(), left.line()), (right.to_string(), right.line()));
}

#[test]
fn two_documents_of_one_id_are_an_error_that_names_both_places() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.jsonl");
    fs::write(&path, "{\"id\": \"b\", \"text\": \"x\"}\n{\"id\": \"a\", \"text\": \"y\"}\n{\"id\": \"b\", \"text\": \"z\"}\n").unwrap();
    let error = dedup(&ReadConfig::of(&[&path]), None, &DedupConfig::default(), &Silent).err().unwrap();
    assert_eq!((error.kind(), error.line()), (ErrorKind::DuplicateId, Some(3)));
    assert!(error.to_string().contains("`b`") && error.to_string().contains("line 1"), "{error}");
}

#[test]
fn protected_documents_stay_and_what_stands_in_a_reference_goes() {
    let folder = tempfile::tempdir().unwrap();
    let text = (0..60).map(|n| format!("word{n} ")).collect::<String>();
    let near = format!("{text} and more");
    let lines = |documents: &[(&str, &str)]| {
        documents.iter().map(|(id, text)| serde_json::json!({"id": id, "text": text}).to_string() + "\n").collect::<String>()
    };
    let [corpus, reference] = ["in.jsonl", "reference.jsonl"].map(|name| folder.path().join(name));
    fs::write(&corpus, lines(&[("a", &text), ("b", &near), ("c", &text), ("d", &near), ("e", "of its own")])).unwrap();
    fs::write(&reference, lines(&[("a", &near), ("x", &near), ("y", "nobody has this")])).unwrap();
    let [corpus, reference] = [ReadConfig::of(&[corpus]), ReadConfig::of(&[reference])];
    let rows = |against: Option<&ReadConfig>, protect: &[&str]| {
        let config = DedupConfig { protect: protect.iter().map(|id| (*id).to_owned()).collect(), ..DedupConfig::default() };
        let found = dedup(&corpus, against, &config, &Silent).unwrap();
        let mut rows: Vec<(String, String, bool)> =
            found.families.iter().map(|r| (r.doc.to_string(), r.unit.to_string(), r.kept)).collect();
        rows.sort();
        (rows, found.summary.kept)
    };
    let row = |doc: &str, unit: &str, kept| (doc.to_owned(), unit.to_owned(), kept);
    assert_eq!(
        rows(None, &[]),
        (vec![row("a", "document", true), row("b", "document", false), row("c", "document", false), row("d", "document", false)], 2)
    );
    // Copies of a protected one go, and two protected ones both stay.
    assert_eq!(
        rows(None, &["c", "d", "nobody"]),
        (vec![row("a", "document", false), row("b", "document", false), row("c", "document", true), row("d", "document", true)], 3)
    );
    let all_but_e = ["a", "b", "c", "d"].map(|id| row(id, "document", false));
    let expected: Vec<_> = [&all_but_e[..1], &[row("a", "reference", true)], &all_but_e[1..]].concat();
    assert_eq!(rows(Some(&reference), &[]), (expected, 1));
    assert_eq!(rows(Some(&reference), &["a"]).1, 2, "a protected one stays though the reference holds it");
}

#[test]
fn the_earliest_or_the_richest_of_a_family_is_kept_where_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let text = (0..60).map(|n| format!("word{n} ")).collect::<String>();
    let line = |id: &str, more: &str| format!("{{\"id\": \"{id}\", \"text\": \"{text}{id}\"{more}}}\n");
    let lines = [
        line("a", ", \"tags\": [], \"y\": {}, \"z\": \" \", \"n\": null, \"more\": [\"\"]"),
        line("b", ", \"date\": \"2016-12-02\", \"title\": \"A title\", \"author\": \"N. N.\""),
        line("c", ", \"date\": \"2016-11-30T10:00:00Z\""),
    ];
    let path = folder.path().join("in.jsonl");
    fs::write(&path, lines.concat()).unwrap();
    for (keep, expected) in [(Keep::First, "a"), (Keep::Earliest, "c"), (Keep::Richest, "b")] {
        let found = run(&path, &DedupConfig { keep, ..DedupConfig::default() });
        let kept: Vec<&str> = found.families.iter().filter(|row| row.kept).map(|row| &*row.doc).collect();
        assert_eq!((kept, found.families.len()), (vec![expected], 3), "{keep:?}");
    }
}

#[test]
fn paragraphs_are_found_within_a_document_too_with_their_spans() {
    let folder = tempfile::tempdir().unwrap();
    let standing = "Ärger über “all rights reserved” in this paper, which may not be copied";
    let path = folder.path().join("in.jsonl");
    let texts = [("a", format!("One.\n\n{standing}!\n\nTwo words.\n\n{standing}?")), ("b", format!("»{standing}«\n\nThree."))];
    fs::write(&path, json_lines(&texts.clone().map(|(id, text)| (id.to_owned(), text)))).unwrap();
    let found = run(&path, &DedupConfig { unit: Unit::Paragraph, min_words: 3, ..DedupConfig::default() });
    let cut = |row: &FamilyRow| -> String {
        let text = &texts.iter().find(|(id, _)| *id == &*row.doc).unwrap().1;
        text.chars().skip(row.start as usize).take((row.end - row.start) as usize).collect()
    };
    assert_eq!(found.families.len(), 3);
    assert!(found.families.iter().all(|row| &*row.unit == "paragraph" && cut(row) == standing && row.similarity == 1.0));
    assert_eq!(found.families.iter().filter(|row| row.kept).map(|row| (&*row.doc, row.start)).collect::<Vec<_>>(), [("a", 6)]);
    assert_eq!((found.summary.items, found.summary.kept), (6, 4));
}

#[test]
fn a_file_that_changes_meanwhile_is_an_error_with_its_line() {
    struct Changing(PathBuf);
    impl Observer for Changing {
        fn begin(&self, stage: &str, _: &str, _: Option<u64>) {
            if stage == "verify" {
                let text = fs::read_to_string(&self.0).unwrap();
                fs::write(&self.0, text.replace("word1", "WORD2")).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.jsonl");
    let text = (0..60).map(|n| format!("word{n} ")).collect::<String>();
    fs::write(&path, format!("{{\"text\": \"{text}\"}}\n{{\"text\": \"{text} more\"}}\n")).unwrap();
    let error = dedup(&ReadConfig::of(&[&path]), None, &DedupConfig::default(), &Changing(path.clone())).err().unwrap();
    assert!(error.to_string().contains("changed") && error.line() == Some(1) && error.help().is_some(), "{error}");
}
