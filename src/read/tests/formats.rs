//! The same documents out of every format, packing and encoding.

use super::*;

/// The same three documents in a folder, written by `write`.
fn round_trip(files: &[(&str, Vec<u8>)]) -> Vec<Document> {
    let dir = files.iter().fold(Dir::new(), |dir, (name, bytes)| dir.with(name, bytes));
    let mut documents = dir.read().documents;
    for document in &mut documents {
        document.encoding = "".into();
        document.place = None;
    }
    documents
}

const TEXTS: [&str; 3] = ["One, \"two\".\r\n\r\nThree\tfour 🕊", "Москва: «да»", "שלום\nworld; x"];

#[cfg(feature = "parquet")]
fn parquet() -> Vec<u8> {
    use super::parquet::tests::{Column::Texts, table};
    let schema = "message m { optional binary id (STRING); optional binary source (STRING);
        optional binary date (STRING); optional binary body (STRING); optional binary section (STRING); }";
    let same = |value| Texts(vec![value; 3]);
    let columns = [Texts(vec!["d0", "d1", "d2"]), Texts(vec!["", "RT", "RT"]), same("2016-12-03"), Texts(TEXTS.to_vec()), same("world")];
    table(schema, &columns, 1)
}

fn table(separator: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    writer.write_record(["id", "source", "date", "body", "section"]).unwrap();
    for (n, text) in TEXTS.iter().enumerate() {
        let outlet = if n == 0 { "" } else { "RT" };
        writer.write_record([&format!("d{n}"), outlet, "2016-12-03", text, "world"]).unwrap();
    }
    writer.into_inner().unwrap()
}

fn json_lines() -> Vec<u8> {
    let line = |(n, text): (usize, &&str)| {
        let outlet = if n == 0 { serde_json::Value::Null } else { "RT".into() };
        let record = serde_json::json!(
            {"id": format!("d{n}"), "source": outlet, "date": "2016-12-03", "body": text, "section": "world"}
        );
        format!("{record}\n")
    };
    TEXTS.iter().enumerate().map(line).collect::<String>().into_bytes()
}

#[test]
fn the_same_documents_come_out_of_every_format_and_packing() {
    let expected = round_trip(&[("a.jsonl", json_lines())]);
    assert_eq!(expected.iter().map(|d| &*d.text).collect::<Vec<_>>(), TEXTS);
    assert_eq!((expected[0].outlet.as_deref(), expected[1].outlet.as_deref()), (None, Some("RT")));
    let marked = [b"\xef\xbb\xbf", json_lines().as_slice()].concat();
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(String::from_utf8(table(b',')).unwrap().encode_utf16().collect::<Vec<_>>())
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
    let array = json_lines().split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join(&b',');
    assert_eq!(round_trip(&[("a.json", [b"[", array.as_slice(), b"]"].concat())]), expected);
    #[cfg(feature = "parquet")]
    for (name, bytes) in [("a.parquet", parquet()), ("a.parquet.zst", zstd(&parquet()))] {
        assert_eq!(round_trip(&[(name, bytes)]), expected, "{name}");
    }
    let shards: Vec<Vec<u8>> = json_lines().split_inclusive(|byte| *byte == b'\n').map(zstd).collect();
    let shards = ["part-0.jsonl.zst", "part-1.jsonl.zst", "part-2.jsonl.zst"].into_iter().zip(shards).collect::<Vec<_>>();
    assert_eq!(round_trip(&shards), expected);
    let mut folder: Vec<(String, Vec<u8>)> = Vec::new();
    let mut rows = String::from("file,id,source,date,section\n");
    for (n, text) in TEXTS.iter().enumerate() {
        folder.push((format!("d{n}.txt"), text.as_bytes().to_vec()));
        rows.push_str(&format!("d{n}.txt,d{n},{},2016-12-03,world\n", if n == 0 { "" } else { "RT" }));
    }
    folder.push(("metadata.csv".into(), rows.into_bytes()));
    let files: Vec<(&str, Vec<u8>)> = folder.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let mut documents = round_trip(&files);
    documents.iter_mut().for_each(|document| drop(document.meta.remove("file")));
    assert_eq!(documents, expected);
}

#[test]
fn records_in_a_legacy_encoding_are_read_as_that_and_the_encoding_is_named() {
    let text = "id,text\n1,Москва ожидает ответа\n2,заявил помощник президента\n";
    let bytes = encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
    let recorder = Recorder::default();
    let dir = Dir::new().with("a.csv", bytes);
    let corpus = read(&dir.config(), &recorder).unwrap();
    assert_eq!(&*corpus.documents[0].text, "Москва ожидает ответа");
    assert_eq!(&*corpus.documents[0].encoding, "windows-1251");
    let notes = recorder.notes.lock().unwrap();
    assert!(notes.contains(&"encodings found: windows-1251 (2)".to_owned()), "{notes:?}");
}

#[test]
fn lines_of_many_blocks_come_out_in_order_with_their_numbers() {
    let line = |n: u64| match n % 5 {
        0 => "\n".to_owned(),
        1 => "{broken\n".to_owned(),
        _ => format!("{{\"text\": \"{}\"}}\n", "word ".repeat(200)),
    };
    let corpus = Dir::new().with("a.jsonl", (1..=12_000).map(line).collect::<String>()).read();
    let numbers: BTreeSet<u64> = corpus.documents.iter().map(|d| d.id["a.jsonl#".len()..].parse().unwrap()).collect();
    assert!(numbers.into_iter().eq((1..=12_000).filter(|n| n % 5 > 1)));
    let broken: Vec<u64> = corpus.warnings.iter().map(|warning| warning.line.unwrap()).collect();
    assert!(broken.into_iter().eq((1..=12_000).filter(|n| n % 5 == 1)));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]
    #[test]
    fn any_text_comes_out_of_every_format_as_it_went_in(
        texts in proptest::collection::vec(proptest::prop_oneof!["(?s)[^\0\u{feff}]{0,40}", "[\"\t\n,a]{0,12}"], 1..5)
    ) {
        let mut csv = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        let mut tsv = csv::WriterBuilder::new().delimiter(b'\t').quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        let mut lines = String::new();
        csv.write_record(["id", "text"]).unwrap();
        tsv.write_record(["id", "text"]).unwrap();
        for (n, text) in texts.iter().enumerate() {
            csv.write_record([&n.to_string(), text]).unwrap();
            tsv.write_record([&n.to_string(), text]).unwrap();
            lines.push_str(&format!("{}\n", serde_json::json!({"id": n, "text": text})));
        }
        let files = [("a.csv", csv.into_inner().unwrap()), ("a.tsv", tsv.into_inner().unwrap()), ("a.jsonl", lines.into_bytes())];
        for (name, bytes) in files {
            let corpus = Dir::new().with(name, bytes).read();
            let read: Vec<&str> = corpus.documents.iter().map(|d| &*d.text).collect();
            proptest::prop_assert_eq!(&read, &texts, "{}", name);
            proptest::prop_assert!(corpus.warnings.is_empty(), "{:?}", corpus.warnings);
        }
        let dir = texts.iter().enumerate().fold(Dir::new(), |dir, (n, text)| dir.with(&format!("{n}.txt"), text));
        let corpus = dir.read();
        let read: Vec<&str> = corpus.documents.iter().map(|d| &*d.text).collect();
        proptest::prop_assert_eq!(&read, &texts);
    }
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_cut_short_is_a_warning_and_an_error_under_strict() {
    let bytes = parquet();
    let dir = Dir::new().with("a.parquet", &bytes[..bytes.len() - 20]).with("b.txt", "words");
    assert_eq!(causes(&dir.read()), [("broken Parquet", None)]);
    assert_eq!(dir.strict_error().path(), Some(dir.path("a.parquet").as_path()));
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
        let bytes = encoding_rs::WINDOWS_1251.encode(&page("windows-1251")).0.into_owned();
        let corpus = Dir::new().with("1.html", bytes).with("2.htm.gz", gzip(page("utf-8").as_bytes())).read();
        assert_eq!(ids(&corpus), ["1.html", "2.htm.gz"]);
        for (document, encoding) in corpus.documents.iter().zip(["windows-1251", "UTF-8"]) {
            assert_eq!(&*document.encoding, encoding);
            assert_eq!(document.text.matches("\n\n").count(), 2, "{}", document.text);
            assert_eq!(document.outlet.as_deref(), Some("ТАСС"));
            assert_eq!((document.title.as_deref(), document.language.as_deref()), (Some("Переговоры"), Some("ru")));
            assert_eq!(document.url.as_deref(), Some("https://tass.ru/1"));
            let page = document.page.as_ref().unwrap();
            assert_eq!(page.dates, [("meta article:published_time".to_owned(), "2016-12-03".to_owned())]);
        }
    }

    #[test]
    fn what_a_sidecar_says_of_a_page_outweighs_the_page() {
        let dir = Dir::new().with("1.html", page("utf-8")).with("metadata.csv", "file,outlet,date\n1.html,Own,2016-12-02\n");
        let document = &dir.read().documents[0];
        assert_eq!(document.outlet.as_deref(), Some("Own"));
        assert_eq!(document.date, Some(("date".into(), "2016-12-02".into())));
        assert_eq!(document.title.as_deref(), Some("Переговоры"));
    }

    #[test]
    fn html_without_an_article_is_left_out_with_a_warning_and_an_error_under_strict() {
        let dir = Dir::new().with("1.html", "<html><body><form><input></form></body></html>").with("2.txt", "words");
        let corpus = dir.read();
        assert_eq!((ids(&corpus), causes(&corpus)), (vec!["2.txt"], vec![("page without an article", None)]));
        assert_eq!(dir.strict_error().path(), Some(dir.path("1.html").as_path()));
    }
}
