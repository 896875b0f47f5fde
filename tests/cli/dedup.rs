//! `wirecopy dedup`: what it keeps, what it writes, and what it says when something is wrong.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use serde_json::Value;

use crate::support::articles::{Random, sentence};
use crate::support::folder::differences;
use crate::support::{Cmd, Dir};

/// Ids and texts: families of 1 to 4 documents, each member with another word or none changed.
fn documents(families: usize) -> Vec<(String, String)> {
    let mut random = Random::new(5);
    let mut all = Vec::new();
    for family in 0..families {
        let words: Vec<String> = sentence(&mut random, 60).split(' ').map(str::to_owned).collect();
        for member in 0..1 + random.below(4) {
            let mut copy = words.clone();
            if member % 2 == 1 {
                copy[30] = format!("other{member}");
            }
            all.push((format!("f{family:03}-{member}"), copy.join(" ")));
        }
    }
    random.shuffle(&mut all);
    all
}

fn lines(documents: &[(String, String)]) -> Vec<String> {
    documents.iter().map(|(id, text)| format!("{{ \"text\":\"{text}\",\"id\" : \"{id}\" , \"n\": 1.50 }}")).collect()
}

fn rows(dir: &Dir, run: &str) -> Vec<Value> {
    fs::read_to_string(dir.at(run).join("families.jsonl")).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Ids that the run has dropped.
fn dropped(dir: &Dir, run: &str) -> BTreeSet<String> {
    rows(dir, run).iter().filter(|row| row["kept"] == false).map(|row| row["doc"].as_str().unwrap().to_owned()).collect()
}

fn dedup(dir: &Dir, input: &str) -> Cmd {
    Cmd::new(dir).arg("dedup").arg(input)
}

fn unpack(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    let mut out = Vec::new();
    match path.extension().and_then(|e| e.to_str()) {
        Some("gz") => drop(flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut out).unwrap()),
        Some("zst") => out = zstd::stream::decode_all(&bytes[..]).unwrap(),
        _ => out = bytes,
    }
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn one_of_each_family_is_kept_and_the_rest_stands_in_the_table() {
    let dir = Dir::new();
    let documents = documents(40);
    dir.write("in.jsonl", lines(&documents).join("\n"));
    let ran = dedup(&dir, "in.jsonl").args("--out out").ok();
    let firsts: BTreeSet<&str> = documents.iter().filter(|(id, _)| id.ends_with("-0")).map(|(id, _)| &**id).collect();
    let expected: BTreeSet<String> = documents.iter().map(|(id, _)| id.clone()).filter(|id| !firsts.contains(&**id)).collect();
    assert!(expected.len() > 30);
    assert_eq!(dropped(&dir, "out"), expected);
    for row in rows(&dir, "out") {
        let exact = row["kept"] == true || !row["doc"].as_str().unwrap().ends_with(['1', '3']);
        assert_eq!(row["similarity"] == 1.0, exact, "{row}");
        assert_eq!((&row["unit"], &row["start"]), (&Value::from("document"), &Value::from(0)));
    }
    assert_eq!(dir.list("out"), ["families.jsonl", "run.json", "timings.json"]);
    let record: Value = serde_json::from_slice(&fs::read(dir.at("out/run.json")).unwrap()).unwrap();
    assert_eq!(record["parameters"]["bands"], serde_json::json!({"bands": 19, "rows": 5}));
    assert!(record["parameters"]["recall-at-threshold"].as_f64().unwrap() >= 0.999);
    for told in ["40", "exact copies", "99.94% of pairs", "families.jsonl"] {
        assert!(ran.out.contains(told), "{told} is not in\n{}", ran.out);
    }
}

#[test]
fn an_own_id_that_is_the_made_id_of_another_record_is_an_error_as_of_scan() {
    let dir = Dir::new();
    dir.write("in.jsonl", "{\"id\": \"in.jsonl#2\", \"text\": \"one two three\"}\n{\"text\": \"four five six\"}\n");
    let told = ["the id `in.jsonl#2` is taken already", "line 1", "line 2", "--field id="];
    for command in ["scan", "dedup"] {
        Cmd::new(&dir).arg(command).arg("in.jsonl").args("--out out").fails(&told);
    }
    // Numbers that no record of the file has, or that are written otherwise, are ids like others.
    for id in ["in.jsonl#1", "in.jsonl#02", "in.jsonl#3", "other.jsonl#2"] {
        dir.write("in.jsonl", format!("{{\"id\": \"{id}\", \"text\": \"one two three\"}}\n{{\"text\": \"four five six\"}}\n"));
        Cmd::new(&dir).arg("dedup").arg("in.jsonl").args("--out out --force --quiet").ok();
    }
}

#[test]
fn what_is_kept_is_written_byte_for_byte_in_the_order_and_packing_of_the_input() {
    let dir = Dir::new();
    let documents = documents(30);
    // A blank line, a broken one, line ends of two kinds, and none at the end.
    let mut all = lines(&documents);
    all[3] += "\r";
    all.insert(5, String::new());
    all.insert(9, "{broken".to_owned());
    let text = all.join("\n");
    dir.write("in.jsonl", &text);
    dir.write("in.jsonl.gz", gzip(text.as_bytes()));
    dir.write("in.jsonl.zst", zstd::stream::encode_all(text.as_bytes(), 1).unwrap());
    for input in ["in.jsonl", "in.jsonl.gz", "in.jsonl.zst"] {
        let kept = input.replace("in.", "kept.");
        dedup(&dir, input).args(&format!("--out out --force --quiet --write-kept {kept}")).ok();
        let gone = dropped(&dir, "out");
        assert!(gone.len() > 20);
        let stays = |line: &&str| line.len() > 10 && !gone.iter().any(|id| line.contains(id.as_str()));
        let expected: String = text.split_inclusive('\n').filter(stays).collect();
        assert_eq!(String::from_utf8(unpack(&dir.at(&kept))).unwrap(), expected, "{input}");
        let again = format!("again.{}", kept.split_once('.').unwrap().1);
        dedup(&dir, &kept).args(&format!("--out again --force --quiet --write-kept {again}")).ok();
        assert_eq!(rows(&dir, "again").len(), 0, "what is kept holds no near-duplicates");
        assert_eq!(unpack(&dir.at(&again)), unpack(&dir.at(&kept)));
    }
}

#[test]
fn kept_rows_of_a_table_keep_their_quotes_and_lines_and_what_was_broken_is_left_out() {
    let dir = Dir::new();
    let long = |word: &str| (0..20).map(|n| format!("{word}{n}")).collect::<Vec<_>>().join(" ");
    let (a, b) = (long("a"), long("b"));
    let head = "id;text;more\n";
    let first = format!("1;\"{a},\n\"\"quoted\"\"\n\nline\";x\n");
    let copy = format!("2;\"{a},\n\"\"quoted\"\"\n\nline\";y\n");
    let broken = "3;text;too;many\n";
    let other = format!("4;{b};\"z\n\"\n");
    dir.write("in.csv", [head, &first, &copy, broken, &other].concat());
    dir.write("more.csv", [head, &format!("5;{b};\n"), "6;its own words;\n"].concat());
    dedup(&dir, "in.csv").args("--out out --quiet --write-kept kept.csv").ok();
    assert_eq!(fs::read_to_string(dir.at("kept.csv")).unwrap(), [head, &first, &other].concat());
    dedup(&dir, "in.csv").args("more.csv --out both --quiet --write-kept both.csv").ok();
    assert_eq!(fs::read_to_string(dir.at("both.csv")).unwrap(), [head, &first, &other, "6;its own words;\n"].concat());
    dir.write("columns.csv", format!("id;body\n7;{b}\n8;nothing else\n"));
    dedup(&dir, "in.csv").args("columns.csv --out x --write-kept x.csv").fails(&["in.csv", "columns are not those", "id;body"]);
    assert!(!dir.at("x.csv").exists() && !dir.at("x").exists());
    // The mark before the names is none of them.
    dir.write("marked.csv", format!("\u{feff}{head}7;words of another kind;\n"));
    dedup(&dir, "in.csv").args("marked.csv --out marks --quiet --write-kept marks.csv").ok();
    assert_eq!(fs::read_to_string(dir.at("marks.csv")).unwrap(), [head, &first, &other, "7;words of another kind;\n"].concat());
}

#[test]
fn a_table_of_which_no_row_is_kept_keeps_the_names_of_its_columns() {
    let dir = Dir::new();
    dir.write("new.csv", "id,text\n1,the old ferry landing was closed\n");
    dir.write("old.csv", "id,text\n0,the old ferry landing was closed\n");
    dedup(&dir, "new.csv").args("--against old.csv --out out --quiet --write-kept kept.csv").ok();
    assert_eq!(fs::read_to_string(dir.at("kept.csv")).unwrap(), "id,text\n");
}

#[test]
fn kept_files_of_a_folder_are_copied_into_a_folder() {
    let dir = Dir::new();
    for (id, text) in documents(12) {
        dir.write(&format!("in/{}/{id}.txt", &id[..3]), &text);
    }
    dir.write("in/packed.txt.gz", gzip(b"a few words of its own"));
    dedup(&dir, "in").args("--out out --quiet --write-kept kept").ok();
    let gone = dropped(&dir, "out");
    assert!(gone.len() > 8 && gone.iter().all(|id| dir.at("in").join(id).exists() && !dir.at("kept").join(id).exists()));
    assert_eq!(fs::read(dir.at("kept/packed.txt.gz")).unwrap(), fs::read(dir.at("in/packed.txt.gz")).unwrap());
    dedup(&dir, "kept").args("--out again --quiet").ok();
    assert_eq!(rows(&dir, "again").len(), 0);
    // An earlier result is replaced, a folder that holds anything else is not.
    dedup(&dir, "in").args("--out out --quiet --force --write-kept kept --threshold 1").ok();
    assert!(gone.iter().any(|id| dir.at("kept").join(id).exists()));
    dir.write("kept/thesis.doc", "years of work");
    dedup(&dir, "in").args("--out out --quiet --force --write-kept kept").fails(&["kept", "thesis.doc", "--write-kept"]);
    assert_eq!(fs::read(dir.at("kept/thesis.doc")).unwrap(), b"years of work");
}

#[test]
fn what_cannot_be_kept_as_it_stands_is_refused_and_leaves_no_run() {
    let dir = Dir::new();
    let long = |word: &str| (0..20).map(|n| format!("{word}{n}")).collect::<Vec<_>>().join(" ");
    dir.write("in.jsonl", format!("{{\"text\": \"{}\"}}\n", long("a")));
    dir.write("texts/a.txt", long("b"));
    dir.write("utf8.csv", format!("id,text\n1,{} Москва ожидает ответа\n", long("c")));
    let windows = encoding_rs::WINDOWS_1251.encode("id,text\n2,Москва давно ждёт ответа от американской стороны\n").0.into_owned();
    dir.write("windows.csv", windows);
    dir.make_dir("folder.jsonl");
    dir.write("file", "mine");
    dedup(&dir, "in.jsonl").args("--out out --force --write-kept folder.jsonl").fails(&[
        "folder.jsonl",
        "a folder stands here",
        "--write-kept",
    ]);
    dedup(&dir, "texts").args("--out out --force --write-kept file").fails(&["file", "copied into a folder", "--write-kept"]);
    dedup(&dir, "utf8.csv").args("windows.csv --out out --write-kept kept.csv").fails(&[
        "windows.csv",
        "windows-1251",
        "utf8.csv",
        "UTF-8",
    ]);
    assert!(!dir.at("out").exists() && !dir.at("kept.csv").exists());
    assert_eq!(fs::read(dir.at("file")).unwrap(), b"mine");
}

#[test]
fn dates_that_tell_nothing_are_told_where_the_earliest_is_kept() {
    let dir = Dir::new();
    let text = sentence(&mut Random::new(3), 60);
    let line = |id: &str, more: &str| format!("{{\"id\": \"{id}\", \"text\": \"{text}\"{more}}}\n");
    dir.write("in.jsonl", [line("a", ", \"scrape_time\": \"2018-07-16\""), line("b", ", \"scrape_time\": \"2018-07-15\"")].concat());
    let ran = dedup(&dir, "in.jsonl").args("--out out --keep earliest --field date=scrape_time").ok();
    ran.tells(&["scrape_time: none of the 2 records that have this field has its date from it"]);
    assert!(ran.out.lines().any(|line| line.split_whitespace().take(2).eq(["undated", "2"])), "{}", ran.out);
    assert_eq!(dropped(&dir, "out"), BTreeSet::from(["b".to_owned()]));
    let run = fs::read_to_string(dir.at("out/run.json")).unwrap();
    assert!(run.contains("field that tells no date") && run.contains("undated documents"), "{run}");
    let ran = dedup(&dir, "in.jsonl").args("--out other --field date=scrape_time").ok();
    assert!(!ran.out.contains("undated") && !ran.err.contains("scrape_time: none"), "{ran:?}");
}

#[test]
fn a_field_of_dates_is_told_where_the_earliest_is_kept_and_no_field_is_known_to_be_the_date() {
    let dir = Dir::new();
    let text = sentence(&mut Random::new(3), 60);
    dir.write("in.csv", format!("id,text,Datum\na,{text},08.03.2023\nb,{text},2023-03-07\n"));
    let note = "`Datum` holds a date in 2 of 2 documents looked at: --field date=Datum takes it";
    let ran = dedup(&dir, "in.csv").args("--out out --keep earliest").ok();
    assert!(ran.err.contains(note), "{}", ran.err);
    // Where another one is kept no date decides, and where the field is named there is nothing to tell.
    for args in ["--out longest --keep longest", "--out named --keep earliest --field date=Datum"] {
        let ran = dedup(&dir, "in.csv").args(args).ok();
        assert!(!ran.err.contains("holds a date"), "{args}: {}", ran.err);
    }
    assert_eq!(dropped(&dir, "named"), BTreeSet::from(["a".to_owned()]));
    assert!(Cmd::scan(&dir, "in.csv").args("--out scanned").ok().err.contains(note));
}

#[test]
fn a_folder_for_kept_records_is_made_where_it_is_missing() {
    let dir = Dir::new();
    dir.write("in.jsonl", "{\"text\": \"alone\"}\n");
    dedup(&dir, "in.jsonl").args("--out a/run --quiet --write-kept a/b/kept.jsonl").ok();
    assert_eq!(fs::read_to_string(dir.at("a/b/kept.jsonl")).unwrap(), "{\"text\": \"alone\"}\n");
    assert_eq!(dir.list("a/run"), ["families.jsonl", "run.json", "timings.json"]);
}

#[test]
fn the_last_record_of_a_packed_file_that_is_cut_short_is_kept() {
    let dir = Dir::new();
    let all = lines(&documents(10)).join("\n");
    let packed = gzip(all.as_bytes());
    dir.write("in.jsonl.gz", &packed[..packed.len() - 8]);
    let ran = dedup(&dir, "in.jsonl.gz").args("--out out --threshold 1 --write-kept kept.jsonl.gz").ok();
    let gone = dropped(&dir, "out");
    let stays = |line: &&str| !gone.iter().any(|id| line.contains(id.as_str()));
    let expected: Vec<&str> = all.lines().filter(stays).collect();
    let kept = unpack(&dir.at("kept.jsonl.gz"));
    assert_eq!(String::from_utf8(kept).unwrap().lines().collect::<Vec<_>>(), expected);
    assert!(ran.out.contains(&format!("{} kept documents written", expected.len())), "{}", ran.out);
}

#[test]
fn threads_and_memory_change_no_byte_and_leave_nothing_behind() {
    let dir = Dir::new();
    dir.write("in.jsonl", lines(&documents(100)).join("\n"));
    dir.write(
        "in.csv",
        documents(100).iter().map(|(id, text)| format!("{id},{text}\n")).fold("id,text\n".to_owned(), |all, row| all + &row),
    );
    dir.make_dir("temporary");
    for input in ["in.jsonl", "in.csv"] {
        let run = |args: &str| {
            dedup(&dir, input).args(args).args("--out out --force --quiet --format jsonl,csv,parquet --temp-dir temporary").ok();
            dir.bytes_of("out")
        };
        let expected = run("--threads 1");
        assert!(expected["families.jsonl"].len() > 10_000);
        for args in ["--threads 2", "--memory 1kB", "--memory 0 --threads 2"] {
            assert_eq!(differences(&expected, &run(args)), Vec::<String>::new(), "{input} {args}");
        }
        assert_eq!(dir.list("temporary"), Vec::<String>::new());
    }
}

#[test]
fn a_dry_run_writes_nothing_and_a_status_tells_whether_something_was_dropped() {
    let dir = Dir::new();
    dir.write("in.jsonl", lines(&documents(10)).join("\n"));
    let ran = dedup(&dir, "in.jsonl").args("--dry-run --fail-on-match").run();
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.out.contains("nothing was written") && ran.out.contains("dropped"));
    assert_eq!(dir.list("."), ["in.jsonl"]);
    dir.write("one.jsonl", "{\"text\": \"alone\"}");
    let ran = dedup(&dir, "one.jsonl").args("--dry-run --fail-on-match").ok();
    assert!(ran.out.contains("nothing is a near-duplicate"), "{}", ran.out);
}

#[test]
fn protected_ids_and_a_reference_come_from_files() {
    let dir = Dir::new();
    let documents = documents(20);
    dir.write("in.jsonl", lines(&documents).join("\n"));
    let second = documents.iter().find(|(id, _)| id.ends_with("-2")).unwrap().0.clone();
    dir.write("ids.txt", format!("{second}\r\n\nnobody\n"));
    dedup(&dir, "in.jsonl").args("--out out --quiet --protect ids.txt").ok();
    let gone = dropped(&dir, "out");
    assert!(!gone.contains(&second) && gone.contains(&second.replace("-2", "-0")));
    let (reference, corpus) = documents.split_at(documents.len() / 2);
    dir.write("old.jsonl", lines(reference).join("\n"));
    dir.write("new.jsonl", lines(corpus).join("\n"));
    dedup(&dir, "new.jsonl").args("--against old.jsonl --out new --write-kept kept.jsonl").ok().tells(&["fields:"]);
    let family = |id: &str| id.split('-').next().unwrap().to_owned();
    let known: BTreeSet<String> = reference.iter().map(|(id, _)| family(id)).collect();
    let kept = fs::read_to_string(dir.at("kept.jsonl")).unwrap();
    for (id, _) in corpus {
        assert!(!(known.contains(&family(id)) && kept.contains(id)), "{id} stands in the reference");
    }
    assert!(rows(&dir, "new").iter().any(|row| row["unit"] == "reference" && row["kept"] == true));
}

#[test]
fn errors_name_the_file_and_what_to_do() {
    let dir = Dir::new();
    let all = lines(&documents(5)).join("\n");
    dir.write("in.jsonl", &all);
    dir.write("in.json", "[{\"text\": \"some words\"}]");
    dedup(&dir, "in.jsonl").args("--write-kept kept.csv").fails(&["in.jsonl", "kept.csv", ".jsonl"]);
    dedup(&dir, "in.json").args("--write-kept kept.json").fails(&["in.json", "single records cannot be copied"]);
    dedup(&dir, "-").args("--write-kept kept.jsonl").stdin(all.clone()).fails(&["standard input"]);
    dedup(&dir, "in.jsonl").args("--unit paragraph --write-kept kept.jsonl").fails(&["kept.jsonl", "paragraph"]);
    dedup(&dir, "in.jsonl").args("--write-kept in.jsonl").fails(&["in.jsonl", "an input is never written over"]);
    dir.write("there.jsonl", "mine");
    dedup(&dir, "in.jsonl").args("--write-kept there.jsonl").fails(&["there.jsonl", "exists already", "--force"]);
    fs::remove_file(dir.at("there.jsonl")).unwrap();
    dedup(&dir, "in.jsonl").args("--write-kept in.json/kept.jsonl").fails(&["in.json/kept.jsonl", "is no folder", "--write-kept"]);
    dedup(&dir, "in.jsonl").args("--threshold 0").fails(&["--threshold"]);
    dedup(&dir, "in.jsonl").args("--protect nowhere.txt").fails(&["nowhere.txt", "--protect"]);
    dedup(&dir, "in.jsonl").args("--memory 0 --temp-dir nowhere").fails(&["nowhere", "--temp-dir"]);
    dedup(&dir, "in.jsonl").args("in.jsonl").fails(&["named twice"]);
    dedup(&dir, "in.jsonl").args("--field text=nowhere").fails(&["nowhere", "--field"]);
    assert_eq!(dir.list("."), ["in.json", "in.jsonl"], "an error leaves nothing behind");
    dedup(&dir, "-").args("--out out --quiet").stdin(all).ok();
    dedup(&dir, "in.jsonl").args("--out out").fails(&["out", "--force"]);
}

#[test]
fn numbers_below_and_above_what_an_option_takes_are_refused_with_its_range_and_those_at_the_ends_are_taken() {
    const SHARE: &str = "expected a share from 0 to 1";
    const FEW: &str = "give --threshold a share";
    const DIGIT: &str = "invalid digit found in string";
    const LARGE: &str = "number too large to fit in target type";
    let dir = Dir::new();
    dir.write("in.jsonl", lines(&documents(2)).join("\n"));
    let help = Cmd::new(&dir).args("dedup --help").ok().out;
    let is_number = |value: &str| ["N>", "SHARE>", "SIZE>"].iter().any(|kind| value.starts_with(kind));
    let option_of = |line: &str| {
        let (option, value) = line.trim_start().strip_prefix("--")?.split_once(" <")?;
        is_number(value).then(|| format!("--{option}"))
    };
    let numeric: BTreeSet<String> = help.lines().filter_map(option_of).collect();
    let mut tried = BTreeSet::new();
    for (option, refused, taken) in [
        ("--threshold", &[("-0.1", SHARE), ("0", FEW), ("0.013", FEW), ("1.01", SHARE), ("nan", SHARE)][..], &["0.014", "1"][..]),
        ("--shingle", &[("0", "0 is not in 1..=64"), ("65", "65 is not in 1..=64")], &["1", "64"]),
        ("--min-words", &[("-1", "-1 is not in 0..="), ("4294967296", "4294967296 is not in 0..=4294967295")], &["0", "4294967295"]),
        ("--limit", &[("-1", DIGIT), ("18446744073709551616", LARGE)], &["1", "18446744073709551615"]),
        ("--threads", &[("0", "0 is not in 1..=1024"), ("1025", "1025 is not in 1..=1024")], &["1"]),
        ("--memory", &[("-1MB", "expected a size such as 25MB"), ("99999999999GB", "more than can be counted")], &["1MB", "9999999999GB"]),
        ("--top", &[("-1", DIGIT), ("18446744073709551616", LARGE)], &["0", "1000"]),
    ] {
        tried.insert(option.to_owned());
        for (value, told) in refused {
            let ran = dedup(&dir, "in.jsonl").args("--out out").arg(format!("{option}={value}")).run();
            assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{ran:?}");
            ran.tells(&["error: ", told]);
            if *told != FEW {
                ran.tells(&[&format!("invalid value '{value}' for '{option} <")]);
            }
            assert!(!dir.at("out").exists(), "{option}={value}");
        }
        for value in taken {
            dedup(&dir, "in.jsonl").args("--dry-run").arg(format!("{option}={value}")).ok();
        }
    }
    assert_eq!(tried, numeric, "every option that takes a number is tried");
}
