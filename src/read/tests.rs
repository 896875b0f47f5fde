//! The read stage as a whole: files in, corpus out.

use std::path::{Path, PathBuf};

use super::decompress::tests::{gzip, zstd};
use super::*;
use crate::observer::{Recorder, Silent};

/// A folder of files that a test makes for itself.
struct Dir(tempfile::TempDir);

impl Dir {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    fn config(&self) -> ReadConfig {
        ReadConfig::of(&[self.0.path()])
    }

    fn read(&self) -> Corpus {
        read(&self.config(), &Silent).unwrap()
    }

    fn error(&self) -> Error {
        read(&self.config(), &Silent).unwrap_err()
    }

    fn strict_error(&self) -> Error {
        read(
            &ReadConfig {
                strict: true,
                ..self.config()
            },
            &Silent,
        )
        .unwrap_err()
    }
}

fn ids(corpus: &Corpus) -> Vec<&str> {
    corpus
        .documents
        .iter()
        .map(|document| document.id.as_str())
        .collect()
}

fn causes(corpus: &Corpus) -> Vec<(&str, Option<u64>)> {
    corpus
        .warnings
        .iter()
        .map(|warning| (warning.cause.as_str(), warning.line))
        .collect()
}

fn document<'c>(corpus: &'c Corpus, id: &str) -> &'c Document {
    corpus
        .documents
        .iter()
        .find(|document| document.id == id)
        .unwrap_or_else(|| panic!("{id} is in the corpus"))
}

#[test]
fn an_empty_folder_is_an_error_that_says_what_was_looked_for_and_what_was_there() {
    let dir = Dir::new().with("notes.docx", "x").with(".hidden.txt", "x");
    let error = dir.error();
    assert_eq!(error.kind(), ErrorKind::NoDocuments);
    let told = error.to_string();
    assert!(
        told.contains(".jsonl")
            && told.contains("1 file of other formats (notes.docx), 1 hidden name"),
        "{told}"
    );
    assert!(error.help().is_some());
}

#[test]
fn records_without_a_text_field_are_an_error_that_lists_the_fields_seen_and_names_the_remedy() {
    for (name, bytes) in [
        ("a.jsonl", "{\"headline\": \"x\", \"story\": \"y\"}\n"),
        ("a.csv", "headline,story\nx,y\n"),
    ] {
        let dir = Dir::new().with(name, bytes);
        for error in [dir.error(), dir.strict_error()] {
            assert_eq!(error.kind(), ErrorKind::NoTextField);
            assert!(
                error.to_string().contains("seen: headline, story"),
                "{error}"
            );
            assert_eq!(error.help(), Some("name the field: --field text=NAME"));
            assert_eq!(error.path(), Some(dir.path(name).as_path()));
        }
        let mut config = dir.config();
        config.fields = FieldNames::default().parse("text=story").unwrap();
        assert_eq!(read(&config, &Silent).unwrap().documents[0].text, "y");
    }
}

#[test]
fn broken_json_in_line_7_of_many_is_a_located_warning_and_an_error_under_strict() {
    let lines: Vec<String> = (1..=20)
        .map(|n| {
            if n == 7 {
                "{\"text\": \"cut".to_owned()
            } else {
                format!("{{\"text\": \"text {n}\"}}")
            }
        })
        .collect();
    let dir = Dir::new().with("news.jsonl", lines.join("\n"));
    let corpus = dir.read();
    assert_eq!(corpus.documents.len(), 19);
    assert_eq!(causes(&corpus), [("broken JSON", Some(7))]);
    assert!(document(&corpus, "news.jsonl#8").text.ends_with('8'));
    let error = dir.strict_error();
    assert_eq!(
        (error.kind(), error.line()),
        (ErrorKind::Malformed, Some(7))
    );
    assert!(error.help().is_some());
}

#[test]
fn invalid_utf8_is_replaced_counted_and_located_in_every_format() {
    let broken = |head: &str, tail: &str| {
        [
            head.as_bytes(),
            b"Caf\xff ",
            "é – ü".as_bytes(),
            tail.as_bytes(),
        ]
        .concat()
    };
    let dir = Dir::new()
        .with("a.txt", broken("one\n", ""))
        .with(
            "b.jsonl",
            broken("{\"text\": \"é é\"}\n\n{\"text\": \"", "\"}\n"),
        )
        .with("c.csv", broken("text\nplain\n\"two\nlines ", "\"\n"));
    let corpus = dir.read();
    assert_eq!(corpus.documents.len(), 5);
    assert_eq!(
        causes(&corpus),
        [
            ("invalid UTF-8", Some(2)),
            ("invalid UTF-8", Some(3)),
            ("invalid UTF-8", Some(3))
        ]
    );
    assert!(corpus.documents.iter().all(|d| d.encoding == "UTF-8"));
    assert_eq!(
        corpus
            .documents
            .iter()
            .filter(|d| d.text.contains("Caf\u{fffd} é – ü"))
            .count(),
        3
    );
    assert_eq!(dir.strict_error().kind(), ErrorKind::Malformed);
}

#[test]
fn documents_of_no_word_of_one_word_and_of_50_mb_without_a_break_are_documents() {
    let long = "x".repeat(50 << 20);
    let dir = Dir::new()
        .with("0.txt", "")
        .with("1.txt", "Aleppo")
        .with("2.txt", &long)
        .with("3.jsonl", "{\"text\": \"\"}");
    let corpus = dir.read();
    assert_eq!(ids(&corpus), ["0.txt", "1.txt", "2.txt", "3.jsonl#1"]);
    let lengths: Vec<usize> = corpus.documents.iter().map(|d| d.text.len()).collect();
    assert_eq!(lengths, [0, 6, 50 << 20, 0]);
    assert!(corpus.warnings.is_empty());
}

#[test]
fn a_line_of_200_mb_is_read() {
    let mut line = b"{\"id\": \"long\", \"text\": \"".to_vec();
    line.resize(200 << 20, b'y');
    line.extend(b"\"}\n{\"id\": \"short\", \"text\": \"z\"}\n");
    let corpus = Dir::new().with("a.jsonl", line).read();
    assert_eq!(ids(&corpus), ["long", "short"]);
    assert_eq!(corpus.documents[0].text.len(), (200 << 20) - 24);
}

#[test]
fn a_text_beyond_the_reach_of_offsets_is_refused_with_its_place() {
    let dir = Dir::new().with("a.txt", "short").with(
        "b.jsonl",
        "{\"text\": \"short\"}\n{\"text\": \"longer than ten\"}\n",
    );
    let config = dir.config();
    let terms = Terms {
        names: &config.fields,
        outlet_from: OutletFrom::Field,
        strict: false,
        max_text_bytes: 10,
        observer: &Silent,
    };
    let error = read_found(&config, &discover(&config).unwrap(), &terms).unwrap_err();
    assert_eq!((error.kind(), error.line()), (ErrorKind::TooLarge, Some(2)));
    let dir = Dir::new().with("a.txt.gz", gzip(&[b'x'; 1000]));
    let config = dir.config();
    let error = read_found(&config, &discover(&config).unwrap(), &terms).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.help().is_some());
}

#[test]
fn two_documents_with_one_id_are_an_error_that_names_both_places() {
    let dir = Dir::new()
        .with(
            "a.jsonl",
            "{\"id\": 7, \"text\": \"x\"}\n{\"id\": 8, \"text\": \"y\"}\n",
        )
        .with("b.csv", "id,text\n7,z\n");
    let error = dir.error();
    assert_eq!(
        (error.kind(), error.line()),
        (ErrorKind::DuplicateId, Some(2))
    );
    let told = error.to_string();
    assert!(
        told.contains("b.csv") && told.contains("a.jsonl line 1") && told.contains("`7`"),
        "{told}"
    );
    assert!(error.help().unwrap().contains("--field id="));
    let mut config = dir.config();
    config.fields = FieldNames::default().parse("id=").unwrap();
    assert_eq!(
        ids(&read(&config, &Silent).unwrap()),
        ["a.jsonl#1", "a.jsonl#2", "b.csv#2"]
    );
}

#[test]
fn a_binary_file_named_txt_is_left_out_with_a_warning_and_an_error_under_strict() {
    let dir = Dir::new()
        .with("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")
        .with("b.txt", "words");
    let corpus = dir.read();
    assert_eq!(
        (ids(&corpus), causes(&corpus)),
        (vec!["b.txt"], vec![("binary file", None)])
    );
    assert_eq!(dir.strict_error().path(), Some(dir.path("a.txt").as_path()));
}

#[test]
fn an_archive_cut_short_gives_what_stands_before_the_break_and_says_so() {
    let lines: String = (0..9000)
        .map(|n: u64| {
            format!(
                "{{\"id\": \"{n:04}\", \"text\": \"{:x}\"}}\n",
                (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            )
        })
        .collect();
    for (ending, packed) in [
        ("gz", gzip(lines.as_bytes())),
        ("zst", zstd(lines.as_bytes())),
    ] {
        let cut = &packed[..packed.len() - packed.len() / 4];
        let dir = Dir::new()
            .with(&format!("a.jsonl.{ending}"), cut)
            .with(&format!("b.txt.{ending}"), cut);
        let corpus = dir.read();
        let text = &document(&corpus, &format!("b.txt.{ending}")).text;
        assert!(!text.is_empty() && lines.starts_with(text.as_str()));
        // Every line that came out whole is a document.
        assert_eq!(corpus.documents.len(), 1 + text.matches('\n').count());
        let cut: Vec<_> = causes(&corpus)
            .into_iter()
            .filter(|(cause, _)| *cause == "cut short")
            .collect();
        assert_eq!(cut.len(), 2, "{:?}", corpus.warnings);
        assert!(
            cut[0].1 > Some(1),
            "the line on which it breaks off is told"
        );
        assert!(dir.strict_error().to_string().contains("cut short"));
        let dir = Dir::new().with(&format!("a.txt.{ending}"), &packed[..8]);
        let error = dir.error();
        assert!(
            error.kind() == ErrorKind::NoDocuments && error.to_string().contains("cut short"),
            "{error}"
        );
    }
}

#[test]
fn a_csv_with_a_quote_left_open_is_located_and_an_error_under_strict() {
    let dir = Dir::new().with("a.csv", "id,text\n1,one\n2,\"two\n3,three\n");
    let corpus = dir.read();
    assert_eq!(
        (ids(&corpus), causes(&corpus)),
        (vec!["1", "3"], vec![("open quote", Some(3))])
    );
    assert_eq!(dir.strict_error().line(), Some(3));
}

#[test]
fn a_record_without_text_among_others_is_a_located_warning() {
    let dir = Dir::new().with(
        "a.jsonl",
        "{\"text\": \"x\"}\n{\"title\": \"y\"}\n{\"text\": null}\n[1]\n",
    );
    let corpus = dir.read();
    assert_eq!(corpus.documents.len(), 1);
    assert_eq!(
        causes(&corpus),
        [
            ("no text", Some(2)),
            ("no text", Some(3)),
            ("broken JSON", Some(4))
        ]
    );
}

#[test]
fn a_table_without_texts_beside_articles_is_one_warning_not_one_for_each_row() {
    let dir = Dir::new()
        .with("1.txt", "x")
        .with("outlets.csv", "outlet,owner\na,b\nc,d\n");
    let corpus = dir.read();
    assert_eq!(
        (ids(&corpus), causes(&corpus)),
        (vec!["1.txt"], vec![("no text field", None)])
    );
    assert!(corpus.warnings[0].message.contains("seen: outlet, owner"));
}

#[test]
fn a_sidecar_says_what_files_are_and_only_those_it_lists_are_read() {
    let dir = Dir::new()
        .with("1.txt", "one")
        .with("deep/2.txt", "two")
        .with("deep/own/3.txt", "three")
        .with("deep/own/metadata.jsonl", "{\"filename\": \"3.txt\", \"id\": \"third\", \"lang\": \"ru\"}\n")
        .with("README.md", "about")
        .with("truth.jsonl", "{\"text\": \"not an article\"}\n")
        .with("metadata.csv", "file,outlet,headline,date,weather\n1.txt,RT,Talks,2016-12-03,snow\ndeep/2.txt,,,,\n9.txt,X,,,\n");
    let corpus = dir.read();
    assert_eq!(ids(&corpus), ["1.txt", "deep/2.txt", "third"]);
    let one = document(&corpus, "1.txt");
    assert_eq!(
        (one.outlet.as_deref(), one.title.as_deref()),
        (Some("RT"), Some("Talks"))
    );
    assert_eq!(one.date, Some(("date".into(), "2016-12-03".into())));
    assert_eq!(one.meta["weather"], "snow");
    assert_eq!(document(&corpus, "deep/2.txt").outlet, None);
    let third = document(&corpus, "third");
    assert_eq!(
        (third.language.as_deref(), third.meta["file"].as_str()),
        (Some("ru"), "3.txt")
    );
    assert_eq!(
        causes(&corpus),
        [
            ("file not in the sidecar", None),
            ("row without file", Some(4))
        ]
    );
    assert!(
        corpus.warnings[0]
            .message
            .contains("README.md, truth.jsonl")
    );
    assert_eq!(dir.strict_error().line(), Some(4));
}

#[test]
fn a_sidecar_of_any_kind_says_the_same() {
    let expected = Dir::new()
        .with("1.txt", "one")
        .with("metadata.csv", "file,outlet\n1.txt,RT\n")
        .read()
        .documents;
    for (name, bytes) in [
        ("metadata.tsv", b"file\toutlet\n1.txt\tRT\n".to_vec()),
        (
            "metadata.jsonl",
            b"{\"file\": \"1.txt\", \"outlet\": \"RT\"}".to_vec(),
        ),
        ("metadata.csv.gz", gzip(b"name,source\n1,RT\n")),
    ] {
        assert_eq!(
            Dir::new()
                .with("1.txt", "one")
                .with(name, bytes)
                .read()
                .documents,
            expected,
            "{name}"
        );
    }
}

#[test]
fn two_sidecars_in_one_folder_are_an_error() {
    let error = Dir::new()
        .with("1.txt", "x")
        .with("metadata.csv", "file\n")
        .with("metadata.tsv", "file\n")
        .error();
    assert!(
        error.to_string().contains("metadata.csv and metadata.tsv"),
        "{error}"
    );
}

#[test]
fn a_sidecar_without_file_names_is_an_error_that_lists_its_columns() {
    let error = Dir::new()
        .with("1.txt", "x")
        .with("metadata.csv", "article,outlet\n1.txt,RT\n")
        .error();
    assert!(
        error.to_string().contains("it has article, outlet"),
        "{error}"
    );
    assert!(error.help().unwrap().contains("--field file=NAME"));
}

#[test]
fn a_sidecar_row_for_a_file_of_records_fills_what_they_do_not_say() {
    let dir = Dir::new()
        .with(
            "part.jsonl",
            "{\"text\": \"x\"}\n{\"text\": \"y\", \"outlet\": \"own\"}\n",
        )
        .with("metadata.csv", "file,outlet\npart.jsonl,RT\n");
    let outlets: Vec<_> = dir
        .read()
        .documents
        .into_iter()
        .map(|d| d.outlet.unwrap())
        .collect();
    assert_eq!(outlets, ["RT", "own"]);
}

/// The same three documents in a folder, written by `write`.
fn round_trip(files: &[(&str, Vec<u8>)]) -> Vec<Document> {
    let dir = files
        .iter()
        .fold(Dir::new(), |dir, (name, bytes)| dir.with(name, bytes));
    let mut documents = dir.read().documents;
    for document in &mut documents {
        document.encoding = String::new();
    }
    documents
}

const TEXTS: [&str; 3] = [
    "One, \"two\".\r\n\r\nThree\tfour 🕊",
    "Москва: «да»",
    "שלום\nworld; x",
];

#[cfg(feature = "parquet")]
fn parquet() -> Vec<u8> {
    use super::parquet::tests::{Column::Texts, table};
    let schema = "message m { optional binary id (STRING); optional binary source (STRING);
        optional binary date (STRING); optional binary body (STRING); optional binary section (STRING); }";
    let same = |value| Texts(vec![value; 3]);
    let columns = [
        Texts(vec!["d0", "d1", "d2"]),
        Texts(vec!["", "RT", "RT"]),
        same("2016-12-03"),
        Texts(TEXTS.to_vec()),
        same("world"),
    ];
    table(schema, &columns, 1)
}

fn table(separator: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .from_writer(Vec::new());
    writer
        .write_record(["id", "source", "date", "body", "section"])
        .unwrap();
    for (n, text) in TEXTS.iter().enumerate() {
        let outlet = if n == 0 { "" } else { "RT" };
        writer
            .write_record([&format!("d{n}"), outlet, "2016-12-03", text, "world"])
            .unwrap();
    }
    writer.into_inner().unwrap()
}

fn json_lines() -> Vec<u8> {
    let line = |(n, text): (usize, &&str)| {
        let outlet = if n == 0 {
            serde_json::Value::Null
        } else {
            "RT".into()
        };
        let record = serde_json::json!(
            {"id": format!("d{n}"), "source": outlet, "date": "2016-12-03", "body": text, "section": "world"}
        );
        format!("{record}\n")
    };
    TEXTS
        .iter()
        .enumerate()
        .map(line)
        .collect::<String>()
        .into_bytes()
}

#[test]
fn the_same_documents_come_out_of_every_format_and_packing() {
    let expected = round_trip(&[("a.jsonl", json_lines())]);
    assert_eq!(
        expected.iter().map(|d| d.text.as_str()).collect::<Vec<_>>(),
        TEXTS
    );
    assert_eq!(
        (expected[0].outlet.as_deref(), expected[1].outlet.as_deref()),
        (None, Some("RT"))
    );
    let marked = [b"\xef\xbb\xbf", json_lines().as_slice()].concat();
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(
            String::from_utf8(table(b','))
                .unwrap()
                .encode_utf16()
                .collect::<Vec<_>>(),
        )
        .flat_map(u16::to_be_bytes)
        .collect();
    for (name, bytes) in [
        ("a.csv", table(b',')),
        ("a.csv", table(b';')),
        ("a.csv", utf16),
        ("a.tsv", table(b'\t')),
        ("a.ndjson", marked),
        ("a.jsonl.gz", gzip(&json_lines())),
        ("a.csv.zst", zstd(&table(b','))),
    ] {
        assert_eq!(round_trip(&[(name, bytes)]), expected, "{name}");
    }
    let array = json_lines()
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(&b',');
    assert_eq!(
        round_trip(&[("a.json", [b"[", array.as_slice(), b"]"].concat())]),
        expected
    );
    #[cfg(feature = "parquet")]
    for (name, bytes) in [
        ("a.parquet", parquet()),
        ("a.parquet.zst", zstd(&parquet())),
    ] {
        assert_eq!(round_trip(&[(name, bytes)]), expected, "{name}");
    }
    let shards: Vec<Vec<u8>> = json_lines()
        .split_inclusive(|byte| *byte == b'\n')
        .map(zstd)
        .collect();
    let shards = ["part-0.jsonl.zst", "part-1.jsonl.zst", "part-2.jsonl.zst"]
        .into_iter()
        .zip(shards)
        .collect::<Vec<_>>();
    assert_eq!(round_trip(&shards), expected);
    let mut folder: Vec<(String, Vec<u8>)> = Vec::new();
    let mut rows = String::from("file,id,source,date,section\n");
    for (n, text) in TEXTS.iter().enumerate() {
        folder.push((format!("d{n}.txt"), text.as_bytes().to_vec()));
        rows.push_str(&format!(
            "d{n}.txt,d{n},{},2016-12-03,world\n",
            if n == 0 { "" } else { "RT" }
        ));
    }
    folder.push(("metadata.csv".into(), rows.into_bytes()));
    let files: Vec<(&str, Vec<u8>)> = folder
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.clone()))
        .collect();
    let mut documents = round_trip(&files);
    documents
        .iter_mut()
        .for_each(|document| drop(document.meta.remove("file")));
    assert_eq!(documents, expected);
}

#[test]
fn records_in_a_legacy_encoding_are_read_as_that_and_the_encoding_is_named() {
    let text = "id,text\n1,Москва ожидает ответа\n2,заявил помощник президента\n";
    let bytes = encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
    let recorder = Recorder::default();
    let dir = Dir::new().with("a.csv", bytes);
    let corpus = read(&dir.config(), &recorder).unwrap();
    assert_eq!(corpus.documents[0].text, "Москва ожидает ответа");
    assert_eq!(corpus.documents[0].encoding, "windows-1251");
    let notes = recorder.notes.lock().unwrap();
    assert!(
        notes.contains(&"encodings found: windows-1251 (2)".to_owned()),
        "{notes:?}"
    );
}

#[test]
fn the_order_in_which_inputs_are_named_and_the_number_of_threads_change_nothing() {
    let mut dir = Dir::new();
    for n in 0..30 {
        dir = dir.with(&format!("a/{n}.txt"), format!("text {n}")).with(
            &format!("b/{n}.jsonl"),
            format!("{{\"text\": \"record {n}\"}}\nbroken\n"),
        );
    }
    let run = |names: [&str; 2], threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let corpus = pool
            .install(|| read(&ReadConfig::of(&names.map(|name| dir.path(name))), &Silent))
            .unwrap();
        (corpus.documents, corpus.inputs, corpus.warnings)
    };
    let expected = run(["a", "b"], 1);
    assert_eq!(
        (expected.0.len(), expected.1.len(), expected.2.len()),
        (60, 60, 30)
    );
    assert_eq!(expected.0[0].id, "a/0.txt");
    assert_eq!(run(["b", "a"], 2), expected);
}

#[test]
fn an_outlet_comes_from_a_field_the_host_the_folder_the_file_or_nowhere() {
    let dir = Dir::new()
        .with("rt/1.jsonl", "{\"text\": \"x\", \"url\": \"https://www.rt.com/1\"}\n{\"text\": \"y\", \"outlet\": \"Own\"}\n");
    let outlets = |outlet_from| {
        let corpus = read(
            &ReadConfig {
                outlet_from,
                ..dir.config()
            },
            &Silent,
        )
        .unwrap();
        corpus
            .documents
            .into_iter()
            .map(|d| (d.outlet, d.meta.get("outlet").cloned()))
            .collect::<Vec<_>>()
    };
    let some = |name: &str| Some(name.to_owned());
    // The first record's id is its address.
    assert_eq!(
        outlets(OutletFrom::Field),
        [(some("rt.com"), None), (some("Own"), None)]
    );
    assert_eq!(
        outlets(OutletFrom::Folder),
        [(some("rt"), None), (some("rt"), some("Own"))]
    );
    assert_eq!(
        outlets(OutletFrom::File),
        [(some("1"), None), (some("1"), some("Own"))]
    );
    assert_eq!(
        outlets(OutletFrom::None),
        [(None, None), (None, some("Own"))]
    );
}

#[test]
fn a_limit_takes_the_first_documents_by_name_and_says_what_it_left_unread() {
    let dir = Dir::new()
        .with("a.jsonl", "{\"text\": \"1\"}\n{\"text\": \"2\"}\n")
        .with("b.jsonl", "{\"text\": \"3\"}\n{\"text\": \"4\"}\n")
        .with("c.txt", "5");
    let recorder = Recorder::default();
    let corpus = read(
        &ReadConfig {
            limit: Some(3),
            ..dir.config()
        },
        &recorder,
    )
    .unwrap();
    assert_eq!(ids(&corpus), ["a.jsonl#1", "a.jsonl#2", "b.jsonl#1"]);
    let notes = recorder.notes.lock().unwrap();
    assert!(
        notes
            .iter()
            .any(|n| n == "stopped after 3 documents, as --limit says; 1 file not opened"),
        "{notes:?}"
    );
}

#[test]
fn progress_counts_every_byte_once_and_the_funnel_every_record() {
    #[derive(Default)]
    struct Progress(std::sync::Mutex<(Option<u64>, u64)>, Recorder);
    impl Observer for Progress {
        fn begin(&self, _: &str, _: &str, total: Option<u64>) {
            self.0.lock().unwrap().0 = total;
        }
        fn advance(&self, units: u64) {
            self.0.lock().unwrap().1 += units;
        }
        fn end(&self, funnel: &Funnel) {
            self.1.end(funnel);
        }
    }
    let dir = Dir::new()
        .with("a.jsonl.gz", gzip(b"{\"text\": \"1\"}\nbroken\n"))
        .with("b.csv", b"text\nCaf\xe9\n")
        .with("c.txt", "one")
        .with("d/1.txt", "two")
        .with("d/2.txt", "three")
        .with("d/metadata.csv", "file\n1.txt\n");
    let progress = Progress::default();
    let corpus = read(&dir.config(), &progress).unwrap();
    let (total, advanced) = *progress.0.lock().unwrap();
    assert_eq!(total, Some(advanced));
    let funnel = &progress.1.funnels.lock().unwrap()[0];
    assert_eq!(funnel.stage, "read");
    assert_eq!(
        (funnel.get("files"), funnel.get("documents")),
        (Some(5), Some(4))
    );
    assert_eq!(corpus.inputs.len(), 5);
    assert!(corpus.inputs.iter().all(|input| input.digest.len() == 16));
}

#[test]
fn warnings_are_heard_in_the_order_in_which_the_corpus_has_them() {
    let dir = Dir::new()
        .with("b.jsonl", "x\n{\"text\": \"t\"}\ny\n")
        .with("a.jsonl", "z\n");
    let recorder = Recorder::default();
    let corpus = read(&dir.config(), &recorder).unwrap();
    assert_eq!(*recorder.warnings.lock().unwrap(), corpus.warnings);
    assert_eq!(corpus.warnings.len(), 3);
    assert!(corpus.warnings.is_sorted());
}

#[test]
fn a_run_that_was_told_to_stop_stops() {
    let recorder = Recorder::default();
    recorder
        .stop
        .store(true, std::sync::atomic::Ordering::Relaxed);
    let error = read(&Dir::new().with("a.txt", "x").config(), &recorder).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
}

/// The real corpora that the project is measured on, where they are at hand.
fn shared(path: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("WIRECOPY_SHARED");
    if shared.is_none() {
        eprintln!("skipped: WIRECOPY_SHARED does not say where the shared data are");
    }
    shared.map(|shared| Path::new(&shared).join("data").join(path))
}

#[test]
fn real_corpora_come_in_whole() {
    for (path, documents, outlets) in [
        ("press", 5, 5),
        ("helsinki/articles.csv", 612, 75),
        ("reuters.jsonl.gz", 19_043, 1),
        ("pan13-train/susp", 1_827, 0),
        ("pan13-train/src", 3_230, 0),
        ("near-duplicate-pairs/documents.jsonl", 465, 0),
    ] {
        let Some(path) = shared(path) else { return };
        let corpus = read(&ReadConfig::of(&[&path]), &Silent).unwrap();
        let found: BTreeSet<_> = corpus
            .documents
            .iter()
            .filter_map(|d| d.outlet.as_deref())
            .collect();
        assert!(corpus.documents.iter().all(|d| {
            d.date
                .as_ref()
                .is_none_or(|(field, _)| field != "scrape_time")
        }));
        assert_eq!((corpus.documents.len(), found.len()), (documents, outlets));
        assert!(
            causes(&corpus)
                .iter()
                .all(|(cause, _)| *cause == "file not in the sidecar")
        );
    }
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_cut_short_is_a_warning_and_an_error_under_strict() {
    let bytes = parquet();
    let dir = Dir::new()
        .with("a.parquet", &bytes[..bytes.len() - 20])
        .with("b.txt", "words");
    assert_eq!(causes(&dir.read()), [("broken Parquet", None)]);
    assert_eq!(
        dir.strict_error().path(),
        Some(dir.path("a.parquet").as_path())
    );
}

#[cfg(feature = "html")]
mod html {
    use super::*;

    fn page(charset: &str) -> String {
        let paragraph = "<p>Министры встретились в субботу и говорили семь часов подряд, сообщает агентство.</p>";
        format!(
            "<html lang=ru><head><meta charset={charset}><title>Переговоры</title>\
             <meta property=og:site_name content=ТАСС><link rel=canonical href=https://tass.ru/1>\
             <meta property=article:published_time content=2016-12-03></head>\
             <body><article>{}</article></body></html>",
            paragraph.repeat(3)
        )
    }

    #[test]
    fn a_web_page_is_a_document_with_what_its_mark_up_says() {
        let bytes = encoding_rs::WINDOWS_1251
            .encode(&page("windows-1251"))
            .0
            .into_owned();
        let corpus = Dir::new()
            .with("1.html", bytes)
            .with("2.htm.gz", gzip(page("utf-8").as_bytes()))
            .read();
        assert_eq!(ids(&corpus), ["1.html", "2.htm.gz"]);
        for (document, encoding) in corpus.documents.iter().zip(["windows-1251", "UTF-8"]) {
            assert_eq!(document.encoding, encoding);
            assert_eq!(
                document.text.matches("\n\n").count(),
                2,
                "{}",
                document.text
            );
            assert_eq!(document.outlet.as_deref(), Some("ТАСС"));
            assert_eq!(
                (document.title.as_deref(), document.language.as_deref()),
                (Some("Переговоры"), Some("ru"))
            );
            assert_eq!(document.url.as_deref(), Some("https://tass.ru/1"));
            let page = document.page.as_ref().unwrap();
            assert_eq!(
                page.dates,
                [(
                    "meta article:published_time".to_owned(),
                    "2016-12-03".to_owned()
                )]
            );
        }
    }

    #[test]
    fn what_a_sidecar_says_of_a_page_outweighs_the_page() {
        let dir = Dir::new()
            .with("1.html", page("utf-8"))
            .with("metadata.csv", "file,outlet,date\n1.html,Own,2016-12-02\n");
        let document = &dir.read().documents[0];
        assert_eq!(document.outlet.as_deref(), Some("Own"));
        assert_eq!(document.date, Some(("date".into(), "2016-12-02".into())));
        assert_eq!(document.title.as_deref(), Some("Переговоры"));
    }

    #[test]
    fn html_without_an_article_is_left_out_with_a_warning_and_an_error_under_strict() {
        let dir = Dir::new()
            .with("1.html", "<html><body><form><input></form></body></html>")
            .with("2.txt", "words");
        let corpus = dir.read();
        assert_eq!(
            (ids(&corpus), causes(&corpus)),
            (vec!["2.txt"], vec![("page without an article", None)])
        );
        assert_eq!(
            dir.strict_error().path(),
            Some(dir.path("1.html").as_path())
        );
    }
}
