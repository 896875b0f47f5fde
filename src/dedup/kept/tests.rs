//! What is kept, where the input is damaged, changes, or cannot be written into one file.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;

use super::*;
use crate::dedup::{DedupConfig, dedup};
use crate::observer::Silent;
use crate::read::ReadConfig;

/// What is kept of the inputs, written to `kept`; `meanwhile` happens between reading and writing.
fn keep(inputs: &[PathBuf], kept: &Path, meanwhile: impl FnOnce()) -> Result<u64> {
    let file = KeptFile::new(kept, Unit::Document, true)?;
    let config = DedupConfig { write_kept: Some(file.clone()), ..DedupConfig::default() };
    let found = dedup(&ReadConfig::of(inputs), None, &config, &Silent)?;
    meanwhile();
    write_kept(&found, &file, &Silent)
}

/// The error of that, when nothing happens between.
fn refused(inputs: &[PathBuf], kept: &Path) -> Error {
    let before = kept.symlink_metadata().is_ok();
    let error = keep(inputs, kept, || panic!("it was refused too late")).unwrap_err();
    assert_eq!(kept.symlink_metadata().is_ok(), before);
    assert!(error.help().is_some(), "{error}");
    error
}

fn folder() -> (tempfile::TempDir, impl Fn(&str, &[u8]) -> PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let top = dir.path().to_owned();
    let write = move |name: &str, bytes: &[u8]| {
        let path = top.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    };
    (dir, write)
}

fn gzip(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

const LINES: &str = "{\"text\": \"one two three\"}\n{\"text\": \"four five six\"}\n{\"text\": \"seven eight nine\"}";
const TABLE: &str = "id,text\n1,one two three\n2,\"four\nfive six\"\n3,seven eight nine";

#[test]
fn a_file_for_kept_records_ends_as_the_input_does() {
    for (name, expected) in [("a.b.JSONL.GZ", "jsonl.gz"), ("x.ndjson", "jsonl"), ("x.tab.zstd", "tsv.zst"), ("x", "")] {
        assert_eq!(endings(Path::new(name)), expected);
    }
}

#[test]
fn a_last_line_without_an_end_is_kept_where_a_packed_file_breaks_off_behind_it() {
    let (dir, write) = folder();
    for (name, text) in [("jsonl.gz", LINES), ("csv.gz", TABLE)] {
        let packed = gzip(text);
        let input = write(&format!("cut.{name}"), &packed[..packed.len() - 8]);
        let kept = dir.path().join(format!("kept.{name}"));
        assert_eq!(keep(&[input], &kept, || ()).unwrap(), 3);
        let mut out = String::new();
        io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(fs::File::open(kept).unwrap()), &mut out).unwrap();
        assert_eq!(out, text);
    }
}

#[test]
fn an_input_that_changes_before_it_is_written_is_an_error_and_nothing_is_written() {
    let (dir, write) = folder();
    let cut = |text: &str| text[..text.rfind('\n').unwrap()].to_owned();
    let longer = |text: &str| format!("{text}\n4,more words here\n");
    for (name, text, by_then) in [
        ("jsonl", LINES, cut(LINES)),
        ("jsonl", LINES, LINES.replace("two", "")),
        ("csv", TABLE, cut(TABLE)),
        ("csv", TABLE, longer(TABLE)),
    ] {
        for ending in ["", ".gz"] {
            let bytes = |text: &str| if ending.is_empty() { text.as_bytes().to_vec() } else { gzip(text) };
            let input = write(&format!("in.{name}{ending}"), &bytes(text));
            let kept = dir.path().join(format!("kept.{name}{ending}"));
            let error = keep(&[input], &kept, || drop(write(&format!("in.{name}{ending}"), &bytes(&by_then)))).unwrap_err();
            assert!(error.to_string().contains("has changed while it was read") && error.line().is_some(), "{error}");
            assert!(!kept.exists());
        }
    }
    // What was added to JSON lines stands in lines of its own.
    let lines = format!("{LINES}\n");
    let input = write("in.jsonl", lines.as_bytes());
    let kept = dir.path().join("kept.jsonl");
    keep(&[input], &kept, || drop(write("in.jsonl", format!("{lines}{{\"text\": \"new\"}}\n").as_bytes()))).unwrap();
    assert_eq!(fs::read_to_string(kept).unwrap(), lines);
}

#[test]
fn a_line_that_is_added_behind_a_last_one_without_an_end_is_not_kept_with_it() {
    let (dir, write) = folder();
    let western = LINES.replace("one two", "le maire a été réélu à Nîmes, où le préfet a déclaré l’état d’urgence");
    let western = encoding_rs::WINDOWS_1252.encode(&western).0.into_owned();
    let more = "{\"text\": \"new\"}\n";
    for (name, bytes) in [("western", western), ("plain", LINES.as_bytes().to_vec())] {
        let input = write(&format!("{name}.jsonl"), &bytes);
        let kept = dir.path().join(format!("kept-{name}.jsonl"));
        let written = keep(&[input], &kept, || drop(write(&format!("{name}.jsonl"), &[&bytes[..], more.as_bytes()].concat())));
        assert_eq!((written.unwrap(), fs::read(kept).unwrap()), (3, bytes), "{name}");
    }
    let packed = gzip(LINES);
    let input = write("in.jsonl.gz", &packed);
    let kept = dir.path().join("kept.jsonl.gz");
    keep(&[input], &kept, || drop(write("in.jsonl.gz", &[packed.clone(), gzip(more)].concat()))).unwrap();
    let mut out = String::new();
    io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(fs::File::open(kept).unwrap()), &mut out).unwrap();
    assert_eq!(out, LINES);
}

#[test]
fn an_input_that_is_rewritten_to_the_same_size_is_an_error_and_nothing_is_written() {
    let (dir, write) = folder();
    for (name, text) in [("jsonl", LINES), ("csv", TABLE), ("jsonl.gz", LINES), ("csv.zst", TABLE)] {
        let bytes = |text: &str| match name.rsplit_once('.') {
            Some((_, "gz")) => gzip(text),
            Some(_) => zstd::stream::encode_all(text.as_bytes(), 0).unwrap(),
            None => text.as_bytes().to_vec(),
        };
        let by_then = bytes(&text.replace("two", "2wo"));
        assert_eq!(by_then.len(), bytes(text).len(), "{name}");
        let input = write(&format!("in.{name}"), &bytes(text));
        let modified = input.metadata().unwrap().modified().unwrap();
        let kept = dir.path().join(format!("kept.{name}"));
        let error = keep(std::slice::from_ref(&input), &kept, || {
            // As at the same instant, where a clock would tell nothing.
            let path = write(&format!("in.{name}"), &by_then);
            fs::File::options().write(true).open(path).unwrap().set_modified(modified).unwrap();
        });
        let error = error.unwrap_err();
        assert!(error.to_string().contains("has changed while it was read") && error.path() == Some(&*input), "{name}: {error}");
        assert!(error.help().is_some() && !kept.exists(), "{name}");
    }
    let input = write("texts/a.txt", b"one two three");
    let kept = dir.path().join("kept");
    let error = keep(&[dir.path().join("texts")], &kept, || drop(write("texts/a.txt", b"one 2wo three"))).unwrap_err();
    assert!(error.to_string().contains("has changed while it was read") && error.path() == Some(&*input), "{error}");
    assert!(!kept.exists());
}

#[test]
fn files_of_different_encodings_are_refused_and_ascii_is_of_any() {
    let (dir, write) = folder();
    let kept = dir.path().join("kept.csv");
    let russian = "id,text\n1,Москва ожидает ответа от американской стороны\n";
    let utf8 = write("utf8.csv", russian.as_bytes());
    let own = encoding_rs::WINDOWS_1251.encode(&russian.replace("1,", "2,").replace("ожидает", "давно ждёт")).0.into_owned();
    let cyrillic = write("windows.csv", &own);
    let ascii = write("ascii.csv", TABLE.replace("\n2", "\n8").replace("\n1", "\n9").as_bytes());
    let error = refused(&[utf8.clone(), cyrillic.clone()], &kept).to_string();
    for part in ["utf8.csv", "windows.csv", "UTF-8", "windows-1251"] {
        assert!(error.contains(part), "{error}");
    }
    keep(&[ascii.clone(), cyrillic], &kept, || ()).unwrap();
    let ascii_bytes = fs::read(&ascii).unwrap();
    assert_eq!(fs::read(&kept).unwrap(), [&ascii_bytes[..], b"\n", &own[8..]].concat());
    fs::remove_file(&kept).unwrap();
    keep(&[ascii, utf8], &kept, || ()).unwrap();
    fs::remove_file(&kept).unwrap();
    let utf32: Vec<u8> = format!("\u{feff}{russian}").chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect();
    assert!(refused(&[write("utf32.csv", &utf32)], &kept).to_string().contains("UTF-32LE"));
}

#[test]
fn records_of_two_bytes_a_letter_are_kept_as_they_stand_behind_one_mark() {
    let (dir, write) = folder();
    let kept = dir.path().join("kept.csv");
    let bytes = |text: &str, low: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if low { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    let names = "id\ttext\r\n";
    let rows = ["1\tодно слово Ċ и ещё три\r\n", "2\t\"two\nlines ਊ of words\"\r\n", "3\tодно слово Ċ и ещё три"];
    for low in [true, false] {
        let whole = format!("\u{feff}{names}{}", rows.concat());
        let first = write("a.csv", &bytes(&whole, low));
        keep(std::slice::from_ref(&first), &kept, || ()).unwrap();
        assert_eq!(fs::read(&kept).unwrap(), bytes(&format!("\u{feff}{names}{}{}", rows[0], rows[1]), low));
        let second = write("b.csv", &bytes(&format!("\u{feff}{names}4\tother words altogether\n"), low));
        let last = write("z.csv", &bytes(&format!("\u{feff}{names}5\tnone of these"), low));
        keep(&[last, first.clone(), second.clone()], &kept, || ()).unwrap();
        let expected = format!("\u{feff}{names}{}{}4\tother words altogether\n5\tnone of these", rows[0], rows[1]);
        assert_eq!(fs::read(&kept).unwrap(), bytes(&expected, low));
        let other = write("c.csv", &bytes("\u{feff}id\tbody\n6\tmore words than before\n", low));
        assert!(refused(&[second.clone(), other], &kept).to_string().contains("(`id\\ttext`)"));
        let ascii = write("d.csv", b"id\ttext\n7\tplain words\n");
        assert!(refused(&[second, ascii], &kept).to_string().contains("UTF-16"));
        let returns = write("e.csv", &bytes("\u{feff}id\ttext\r1\tsome words here\r2\tsome other words\r", low));
        assert!(refused(&[returns], &kept).to_string().contains("cannot be told apart"));
        let lines = "{\"text\": \"слово за слово\"}\n{\"text\": \"слово за слово\"}\n";
        let lines_of = write("f.jsonl", &bytes(&format!("\u{feff}{lines}"), low));
        let kept_lines = dir.path().join("kept.jsonl");
        keep(&[lines_of], &kept_lines, || ()).unwrap();
        assert_eq!(fs::read(&kept_lines).unwrap(), bytes(&format!("\u{feff}{}", &lines[..lines.len() / 2]), low));
    }
}

#[test]
fn a_byte_order_mark_is_dropped_from_tables_and_json_lines_alike() {
    let (dir, write) = folder();
    for (name, text) in [("jsonl", LINES), ("csv", TABLE)] {
        let kept = dir.path().join(format!("kept.{name}"));
        keep(&[write(&format!("in.{name}"), format!("\u{feff}{text}").as_bytes())], &kept, || ()).unwrap();
        assert_eq!(fs::read_to_string(kept).unwrap(), text);
    }
}

#[test]
fn what_cannot_be_written_is_refused_before_anything_is_compared() {
    let (dir, write) = folder();
    let at = |name: &str| dir.path().join(name);
    let (lines, table) = (write("in.jsonl", LINES.as_bytes()), write("in.csv", TABLE.as_bytes()));
    let text = write("texts/a.txt", b"one two three");
    fs::create_dir(at("folder.jsonl")).unwrap();
    assert!(refused(std::slice::from_ref(&lines), &at("folder.jsonl")).to_string().contains("a folder stands here"));
    write("file", b"mine");
    assert!(refused(&[at("texts")], &at("file")).to_string().contains("what stands here is none"));
    write("full/other.doc", b"mine");
    assert!(refused(&[at("texts")], &at("full")).to_string().contains("other.doc"));
    assert!(refused(&[lines.clone(), text], &at("both.jsonl")).to_string().contains("others are documents"));
    let other = write("other.csv", b"id,body\n7,words of its own\n");
    assert!(refused(&[table.clone(), other], &at("kept.csv")).to_string().contains("columns are not those"));
    assert!(refused(std::slice::from_ref(&lines), &at("file/kept.jsonl")).to_string().contains("is no folder"));
    let limited = ReadConfig { limit: Some(1), ..ReadConfig::of(&[&table]) };
    let file = KeptFile::new(&at("kept.csv"), Unit::Document, false).unwrap();
    let config = DedupConfig { write_kept: Some(file.clone()), ..DedupConfig::default() };
    assert_eq!(dedup(&limited, None, &config, &Silent).err().unwrap().kind(), ErrorKind::BadOption);
    let found = dedup(&limited, None, &DedupConfig::default(), &Silent).unwrap();
    assert_eq!(write_kept(&found, &file, &Silent).unwrap_err().kind(), ErrorKind::BadOption);
    assert_eq!(fs::read(at("file")).unwrap(), b"mine");
}

#[test]
fn folders_that_are_missing_are_made_and_go_again_where_nothing_is_written() {
    let (dir, write) = folder();
    let input = write("in.csv", TABLE.as_bytes());
    let kept = dir.path().join("a/b/kept.csv");
    keep(std::slice::from_ref(&input), &kept, || drop(write("in.csv", b""))).unwrap_err();
    assert!(!dir.path().join("a").exists());
    write("in.csv", TABLE.as_bytes());
    keep(&[input], &kept, || ()).unwrap();
    assert_eq!(fs::read_to_string(&kept).unwrap(), TABLE);
    let text = write("texts/a.txt", b"one two three");
    keep(&[dir.path().join("texts")], &dir.path().join("c/d"), || ()).unwrap();
    assert_eq!(fs::read(dir.path().join("c/d/a.txt")).unwrap(), fs::read(text).unwrap());
}
