//! What is wrong with inputs: each trouble is located, counted, and an error under `strict`.

use super::*;

#[test]
fn an_empty_folder_is_an_error_that_says_what_was_looked_for_and_what_was_there() {
    let dir = Dir::new().with("notes.docx", "x").with(".hidden.txt", "x");
    let error = dir.error();
    assert_eq!(error.kind(), ErrorKind::NoDocuments);
    let told = error.to_string();
    assert!(told.contains(".jsonl") && told.contains("1 file of other formats (notes.docx), 1 hidden name"), "{told}");
    assert!(error.help().is_some());
}

#[test]
fn records_without_a_text_field_are_an_error_that_lists_the_fields_seen_and_names_the_remedy() {
    for (name, bytes) in [("a.jsonl", "{\"headline\": \"x\", \"story\": \"y\"}\n"), ("a.csv", "headline,story\nx,y\n")] {
        let dir = Dir::new().with(name, bytes);
        for error in [dir.error(), dir.strict_error()] {
            assert_eq!(error.kind(), ErrorKind::NoTextField);
            assert!(error.to_string().contains("seen: headline, story"), "{error}");
            assert_eq!(error.help(), Some("name the field: --field text=NAME"));
            assert_eq!(error.path(), Some(dir.path(name).as_path()));
        }
        let mut config = dir.config();
        config.fields = FieldNames::default().parse("text=story").unwrap();
        assert_eq!(&*read(&config, &Silent).unwrap().documents[0].text, "y");
    }
}

#[test]
fn the_first_trouble_of_inputs_without_a_document_is_told_with_its_line_and_what_helps() {
    for (json, line) in [("[\n{\n\"text\": \"x\"\n}\n]", 1), ("\n{\n\"text\": \"x\"\n}\n", 2), ("[{\"text\": \"x\"}]\n", 1)] {
        let dir = Dir::new().with("a.jsonl", json);
        let error = dir.error();
        assert_eq!(error.kind(), ErrorKind::NoDocuments);
        assert!(error.to_string().contains(&format!("a.jsonl: line {line}: broken JSON: ")), "{error}");
        assert!(error.help().unwrap().contains("name it .json"), "{error:?}");
        assert_eq!(Dir::new().with("a.json", json).read().documents.len(), 1);
    }
    let error = Dir::new().with("a.jsonl", "{\"text\": \"cut\n").error();
    assert!(!error.help().unwrap().contains(".json") && !error.help().unwrap().contains("above"), "{error:?}");
}

#[test]
fn broken_json_in_line_7_of_many_is_a_located_warning_and_an_error_under_strict() {
    let lines: Vec<String> =
        (1..=20).map(|n| if n == 7 { "{\"text\": \"cut".to_owned() } else { format!("{{\"text\": \"text {n}\"}}") }).collect();
    let dir = Dir::new().with("news.jsonl", lines.join("\n"));
    let corpus = dir.read();
    assert_eq!(corpus.documents.len(), 19);
    assert_eq!(causes(&corpus), [("broken JSON", Some(7))]);
    assert!(document(&corpus, "news.jsonl#8").text.ends_with('8'));
    let error = dir.strict_error();
    assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(7)));
    assert!(error.help().is_some());
}

#[test]
fn invalid_utf8_is_replaced_counted_and_located_in_every_format() {
    let broken = |head: &str, tail: &str| [head.as_bytes(), b"Caf\xff ", "é – ü".as_bytes(), tail.as_bytes()].concat();
    let dir = Dir::new()
        .with("a.txt", broken("one\n", ""))
        .with("b.jsonl", broken("{\"text\": \"é é\"}\n\n{\"text\": \"", "\"}\n"))
        .with("c.csv", broken("text\nplain\n\"two\nlines ", "\"\n"));
    let corpus = dir.read();
    assert_eq!(corpus.documents.len(), 5);
    assert_eq!(causes(&corpus), [("invalid UTF-8", Some(2)), ("invalid UTF-8", Some(3)), ("invalid UTF-8", Some(3))]);
    assert!(corpus.documents.iter().all(|d| &*d.encoding == "UTF-8"));
    assert_eq!(corpus.documents.iter().filter(|d| d.text.contains("Caf\u{fffd} é – ü")).count(), 3);
    assert_eq!(dir.strict_error().kind(), ErrorKind::Malformed);
}

#[test]
fn documents_of_no_word_of_one_word_and_of_50_mb_without_a_break_are_documents() {
    let long = "x".repeat(50 << 20);
    let dir = Dir::new().with("0.txt", "").with("1.txt", "Aleppo").with("2.txt", &long).with("3.jsonl", "{\"text\": \"\"}");
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
    let dir = Dir::new().with("a.txt", "short").with("b.jsonl", "{\"text\": \"short\"}\n{\"text\": \"longer than ten\"}\n");
    let config = dir.config();
    let terms = Terms {
        names: &config.fields,
        outlet_from: OutletFrom::Field,
        strict: false,
        max_text_bytes: 10,
        shelf: Room::default().shelf(u64::MAX),
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
fn a_passing_line_beyond_the_reach_of_offsets_is_refused_with_its_place() {
    // Two blocks, so that lines before the second one count.
    let short = format!("{{\"text\": \"{}\"}}\n", "x".repeat(1000)).repeat(600);
    let dir = Dir::new().with("b.jsonl", format!("{short}{{\"text\": \"{}\"}}\n{{\"text\": \"z\"}}\n", "y".repeat(2000)));
    let config = dir.config();
    let terms = Terms {
        names: &config.fields,
        outlet_from: OutletFrom::Field,
        strict: false,
        max_text_bytes: 1500,
        shelf: Room::default().shelf(u64::MAX),
        observer: &Silent,
    };
    let found = discover(&config).unwrap();
    let mut lengths = Lengths::default();
    let error = match blocks::read(&found.places[0], &terms, &Lengths::default(), &mut lengths) {
        Err(error) => error,
        Ok(_) => panic!("a text of 2000 bytes was taken, of at most 1500"),
    };
    assert_eq!((error.kind(), error.line()), (ErrorKind::TooLarge, Some(601)));
    assert!(error.to_string().contains("b.jsonl") && error.help().unwrap().contains("--exclude"), "{error}");
    assert!((1..601).contains(&lengths.0.len()), "{}", lengths.0.len());
}

#[test]
fn a_thread_that_panics_ends_the_reading_of_a_long_file() {
    struct Panics;
    impl Taker for Panics {
        type Scratch = ();
        type Batch = Vec<usize>;
        fn wants_documents(&self) -> bool {
            false
        }
        fn take(&self, (): &mut (), _: &mut Vec<usize>, passing: &Passing<'_>) {
            assert_ne!(passing.text, "panic");
        }
    }
    // Its block is never handed on, and there are more behind it than may be out at once.
    let others = format!("{{\"text\": \"{}\"}}\n", "x".repeat(1 << 19)).repeat(10 + 8 * rayon::current_num_threads());
    let dir = Dir::new().with("b.jsonl", format!("{{\"text\": \"panic\"}}\n{others}"));
    let config = dir.config();
    let terms = Terms {
        names: &config.fields,
        outlet_from: OutletFrom::Field,
        strict: false,
        max_text_bytes: u64::MAX,
        shelf: Room::default().shelf(u64::MAX),
        observer: &Silent,
    };
    let found = discover(&config).unwrap();
    let reading = || blocks::read(&found.places[0], &terms, &Panics, &mut Lengths::default()).is_ok();
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(reading)).is_err());
}

/// Keeps the lengths of texts that pass by.
#[derive(Default)]
struct Lengths(Vec<usize>);

impl Taker for Lengths {
    type Scratch = ();
    type Batch = Vec<usize>;

    fn wants_documents(&self) -> bool {
        false
    }

    fn take(&self, _scratch: &mut (), batch: &mut Vec<usize>, passing: &Passing<'_>) {
        batch.push(passing.text.len());
    }
}

impl Collector<Vec<usize>> for Lengths {
    fn begin(&mut self, _: StreamedFile) -> Result<()> {
        Ok(())
    }

    fn deliver(&mut self, _: u64, batch: Vec<usize>) -> Result<()> {
        self.0.extend(batch);
        Ok(())
    }

    fn restart(&mut self) -> Result<()> {
        self.0.clear();
        Ok(())
    }

    fn left_out(&mut self, _: Vec<u64>) {}
}

#[test]
fn a_tiny_file_of_another_encoding_says_what_it_was_taken_for() {
    let dir = Dir::new().with("a.txt", b"caf\xe9 on the quay").with("b.csv", b"text\ncaf\xe9\n");
    let corpus = dir.read();
    let told: Vec<&str> = corpus.warnings.iter().map(|warning| &*warning.message).collect();
    let expected = "it is no UTF-8, and was read as windows-1252, judged by 1 byte beyond ASCII; if letters are wrong, save it as UTF-8";
    assert_eq!((causes(&corpus), told), (vec![("guessed encoding", None); 2], vec![expected; 2]));
    let mut config = dir.config();
    config.strict = true;
    assert_eq!(read(&config, &Silent).unwrap().documents.len(), 2);
}

#[test]
fn two_documents_with_one_id_are_an_error_that_names_both_places() {
    let dir = Dir::new().with("a.jsonl", "{\"id\": 7, \"text\": \"x\"}\n{\"id\": 8, \"text\": \"y\"}\n").with("b.csv", "id,text\n7,z\n");
    let error = dir.error();
    assert_eq!((error.kind(), error.line()), (ErrorKind::DuplicateId, Some(2)));
    let told = error.to_string();
    assert!(told.contains("b.csv") && told.contains("a.jsonl line 1") && told.contains("`7`"), "{told}");
    assert!(error.help().unwrap().contains("--field id="));
    let mut config = dir.config();
    config.fields = FieldNames::default().parse("id=").unwrap();
    assert_eq!(ids(&read(&config, &Silent).unwrap()), ["a.jsonl#1", "a.jsonl#2", "b.csv#2"]);
}

#[test]
fn a_binary_file_named_txt_is_left_out_with_a_warning_and_an_error_under_strict() {
    let dir = Dir::new().with("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0").with("b.txt", "words");
    let corpus = dir.read();
    assert_eq!((ids(&corpus), causes(&corpus)), (vec!["b.txt"], vec![("binary file", None)]));
    assert_eq!(dir.strict_error().path(), Some(dir.path("a.txt").as_path()));
}

#[test]
fn an_archive_cut_short_gives_what_stands_before_the_break_and_says_so() {
    let lines: String = (0..9000)
        .map(|n: u64| format!("{{\"id\": \"{n:04}\", \"text\": \"{:x}\"}}\n", (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
        .collect();
    for (ending, packed) in [("gz", gzip(lines.as_bytes())), ("zst", zstd(lines.as_bytes()))] {
        let cut = &packed[..packed.len() - packed.len() / 4];
        let dir = Dir::new().with(&format!("a.jsonl.{ending}"), cut).with(&format!("b.txt.{ending}"), cut);
        let corpus = dir.read();
        let text = &document(&corpus, &format!("b.txt.{ending}")).text;
        assert!(!text.is_empty() && lines.starts_with(&**text));
        // Every line that came out whole is a document.
        assert_eq!(corpus.documents.len(), 1 + text.matches('\n').count());
        let cut: Vec<_> = causes(&corpus).into_iter().filter(|(cause, _)| *cause == "cut short").collect();
        assert_eq!(cut.len(), 2, "{:?}", corpus.warnings);
        assert!(cut[0].1 > Some(1), "the line on which it breaks off is told");
        assert!(dir.strict_error().to_string().contains("cut short"));
        let dir = Dir::new().with(&format!("a.txt.{ending}"), &packed[..8]);
        let error = dir.error();
        assert!(error.kind() == ErrorKind::NoDocuments && error.to_string().contains("cut short"), "{error}");
    }
}

#[test]
fn troubles_of_a_file_that_is_read_on_while_it_is_parsed_are_told_in_their_order() {
    // Some two megabytes, more than are read at once; a fault on the third line and on the last ones, and a break behind them.
    let line = |n: u64| match n {
        2 | 29_990 => "{\"id\": broken}\n".to_owned(),
        _ => format!(
            "{{\"id\": \"{n:05}\", \"text\": \"{:x} {:x}\"}}\n",
            (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15),
            n.wrapping_mul(0x2545_f491_4f6c_dd1d)
        ),
    };
    let whole: String = (0..30_000).map(line).collect();
    let all = gzip((whole.clone() + &(30_000..40_000).map(line).collect::<String>()).as_bytes());
    let dir = Dir::new().with("a.jsonl.gz", &all[..all.len() - all.len() / 8]);
    let corpus = dir.read();
    let told = causes(&corpus);
    assert_eq!(told[..2], [("broken JSON", Some(3)), ("broken JSON", Some(29_991))]);
    // What stands on the line in which it breaks off is mostly half a record.
    let (cause, broke) = told[told.len() - 1];
    assert!(cause == "cut short" && told[2..].iter().all(|(_, line)| *line == broke), "{told:?}");
    let read = corpus.documents.len() as u64;
    assert!(read > 30_000 && broke.is_some_and(|line| line > read), "{read} {broke:?}");
    assert!(corpus.documents.is_sorted_by_key(|document| &document.id));
}

#[test]
fn what_stands_before_a_break_in_utf32_is_read() {
    let lines: String = (0..40).map(|n| format!("{{\"id\": \"{n}\", \"text\": \"mot {}\"}}\n", n * 7919 % 997)).collect();
    let mut utf32 = vec![0xFF, 0xFE, 0, 0];
    utf32.extend(lines.chars().flat_map(|c| u32::from(c).to_le_bytes()));
    // All of it decodes to less than is read at once.
    assert!(utf32.len() < 1 << 14);
    let packed = gzip(&utf32);
    let corpus = Dir::new().with("a.jsonl.gz", &packed[..packed.len() * 3 / 4]).read();
    assert!((10..40).contains(&corpus.documents.len()), "{} documents", corpus.documents.len());
    assert!(corpus.warnings.iter().any(|w| w.cause == "cut short"), "{:?}", corpus.warnings);
}

#[test]
fn a_csv_with_a_quote_left_open_is_located_and_an_error_under_strict() {
    let dir = Dir::new().with("a.csv", "id,text\n1,one\n2,\"two\n3,three\n");
    let corpus = dir.read();
    assert_eq!((ids(&corpus), causes(&corpus)), (vec!["1", "3"], vec![("open quote", Some(3))]));
    assert_eq!(dir.strict_error().line(), Some(3));
}

#[test]
fn a_record_without_text_among_others_is_a_located_warning() {
    let dir = Dir::new().with("a.jsonl", "{\"text\": \"x\"}\n{\"title\": \"y\"}\n{\"text\": null}\n[1]\n");
    let corpus = dir.read();
    assert_eq!(corpus.documents.len(), 1);
    assert_eq!(causes(&corpus), [("no text", Some(2)), ("no text", Some(3)), ("broken JSON", Some(4))]);
}

#[test]
fn a_table_without_texts_beside_articles_is_one_warning_not_one_for_each_row() {
    let dir = Dir::new().with("1.txt", "x").with("outlets.csv", "outlet,owner\na,b\nc,d\n");
    let corpus = dir.read();
    assert_eq!((ids(&corpus), causes(&corpus)), (vec!["1.txt"], vec![("no text field", None)]));
    assert!(corpus.warnings[0].message.contains("seen: outlet, owner"));
}
