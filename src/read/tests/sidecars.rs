//! Tables beside the files that say what they are.

use super::*;

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
    assert_eq!((one.outlet.as_deref(), one.title.as_deref()), (Some("RT"), Some("Talks")));
    assert_eq!(one.date, Some(("date".into(), "2016-12-03".into())));
    assert_eq!(one.meta["weather"], "snow");
    assert_eq!(document(&corpus, "deep/2.txt").outlet, None);
    let third = document(&corpus, "third");
    assert_eq!((third.language.as_deref(), third.meta["file"].as_str()), (Some("ru"), "3.txt"));
    assert_eq!(causes(&corpus), [("files not in the sidecar", None), ("row without file", Some(4))]);
    assert!(corpus.warnings[0].message.contains("README.md, truth.jsonl"));
    assert_eq!(dir.strict_error().line(), Some(4));
}

#[test]
fn a_sidecar_of_any_kind_says_the_same() {
    let read = |name: &str, bytes: &[u8]| {
        let mut documents = Dir::new().with("1.txt", "one").with(name, bytes).read().documents;
        documents.iter_mut().for_each(|document| document.place = None);
        documents
    };
    let expected = read("metadata.csv", b"file,outlet\n1.txt,RT\n");
    for (name, bytes) in [
        ("metadata.tsv", b"file\toutlet\n1.txt\tRT\n".to_vec()),
        ("metadata.jsonl", b"{\"file\": \"1.txt\", \"outlet\": \"RT\"}".to_vec()),
        ("metadata.csv.gz", gzip(b"name,source\n1,RT\n")),
    ] {
        assert_eq!(read(name, &bytes), expected, "{name}");
    }
}

#[test]
fn two_sidecars_in_one_folder_are_an_error() {
    let error = Dir::new().with("1.txt", "x").with("metadata.csv", "file\n").with("metadata.tsv", "file\n").error();
    assert!(error.to_string().contains("metadata.csv and metadata.tsv"), "{error}");
}

#[test]
fn a_sidecar_without_file_names_is_an_error_that_lists_its_columns() {
    let error = Dir::new().with("1.txt", "x").with("metadata.csv", "article,outlet\n1.txt,RT\n").error();
    assert!(error.to_string().contains("it has article, outlet"), "{error}");
    assert!(error.help().unwrap().contains("--field file=NAME"));
}

#[test]
fn a_sidecar_row_for_a_file_of_records_fills_what_they_do_not_say() {
    let dir = Dir::new()
        .with("part.jsonl", "{\"text\": \"x\"}\n{\"text\": \"y\", \"outlet\": \"own\"}\n")
        .with("metadata.csv", "file,outlet\npart.jsonl,RT\n");
    let outlets: Vec<_> = dir.read().documents.into_iter().map(|d| d.outlet.unwrap()).collect();
    assert_eq!(outlets, ["RT", "own"]);
}

#[test]
fn the_id_that_a_sidecar_gives_a_file_of_records_is_carried_along_with_each() {
    let dir = Dir::new()
        .with("part.jsonl", "{\"text\": \"x\"}\n{\"text\": \"y\", \"id\": \"own\"}\n")
        .with("more.jsonl", "{\"text\": \"z\"}\n")
        .with("metadata.csv", "file,id,url\npart.jsonl,batch 7,\nmore.jsonl,,https://a.example/1\n");
    let corpus = dir.read();
    assert_eq!(ids(&corpus), ["more.jsonl#1", "own", "part.jsonl#1"]);
    let meta = |id: &str| document(&corpus, id).meta.get("id").map(String::as_str);
    assert_eq!((meta("part.jsonl#1"), meta("own"), meta("more.jsonl#1")), (Some("batch 7"), Some("batch 7"), None));
    assert_eq!(document(&corpus, "more.jsonl#1").url.as_deref(), Some("https://a.example/1"));
}

/// A folder with a sidecar, and files of it that are named one by one.
fn named(files: &[&str]) -> (Dir, Result<Corpus>) {
    let dir = Dir::new()
        .with("sc/a.txt", "one")
        .with("sc/sub/b c.txt", "two")
        .with("sc/sub/a.txt", "three")
        .with("sc/unlisted.txt", "four")
        .with("sc/metadata.csv", "file,outlet,date\na,A,2016-12-03\nsub/b c.txt,B,\nmissing.txt,C,\n");
    let inputs: Vec<PathBuf> = files.iter().map(|file| dir.path(file)).collect();
    let corpus = read(&ReadConfig::of(&inputs), &Silent);
    (dir, corpus)
}

fn outlets(corpus: &Corpus) -> Vec<(&str, Option<&str>)> {
    corpus.documents.iter().map(|document| (&*document.text, document.outlet.as_deref())).collect()
}

#[test]
fn a_file_named_by_itself_takes_its_row_of_the_sidecar_in_its_folder() {
    let (_dir, corpus) = named(&["sc/a.txt", "sc/sub/b c.txt"]);
    let corpus = corpus.unwrap();
    // Folders further above than the one in which the program runs are somebody else's.
    assert_eq!(outlets(&corpus), [("one", Some("A")), ("two", None)]);
    assert_eq!(corpus.documents[0].date, Some(("date".into(), "2016-12-03".into())));
    assert_eq!(causes(&corpus), [] as [(&str, Option<u64>); 0], "rows of files that were not named are nobody's matter");
}

#[test]
fn a_file_named_by_itself_is_read_though_the_sidecar_does_not_list_it() {
    let (_dir, corpus) = named(&["sc/a.txt", "sc/unlisted.txt"]);
    let corpus = corpus.unwrap();
    assert_eq!(outlets(&corpus), [("one", Some("A")), ("four", None)]);
    assert_eq!(causes(&corpus), [("file not in the sidecar", None)]);
}

#[test]
fn a_row_that_nobody_named_is_about_the_file_that_it_names_in_full_however_that_is_written() {
    let rows = "file,outlet\n./a.txt,A\nb,B\nc.txt,C\n";
    let dir = Dir::new().with("a.txt", "1").with("b.txt", "2").with("b/x.txt", "").with("c.txt.gz", gzip(b"3")).with("c.txt", "");
    let dir = dir.with("metadata.csv", rows);
    let corpus = read(&ReadConfig::of(&["a.txt", "b.txt", "c.txt.gz"].map(|file| dir.path(file))), &Silent).unwrap();
    assert_eq!(outlets(&corpus), [("1", Some("A")), ("2", Some("B")), ("3", None)]);
}

#[test]
fn a_sidecar_that_nobody_named_is_named_in_the_note_of_what_it_says() {
    let dir = Dir::new().with("sc/a.txt", "one").with("sc/metadata.csv", "file,outlet\na,A\n");
    let note = |input: &str| {
        let recorder = Recorder::default();
        read(&ReadConfig::of(&[dir.path(input)]), &recorder).unwrap();
        let notes = recorder.notes.lock().unwrap();
        notes.iter().find(|note| note.starts_with("sidecar")).unwrap().clone()
    };
    let path = dir.path("sc/metadata.csv");
    assert_eq!(note("sc/a.txt"), format!("sidecar {}, fields: outlet from `outlet`; file from `file`", path.display()));
    assert_eq!(note("sc"), "sidecar fields: outlet from `outlet`; file from `file`");
}

#[test]
fn what_is_wrong_with_a_sidecar_that_nobody_named_is_a_warning_and_with_one_of_a_named_folder_an_error() {
    let check = |dir: Dir, cause: &str, file: &str| {
        let mut config = ReadConfig::of(&[dir.path("sc/a.txt")]);
        config.strict = true;
        let corpus = read(&config, &Silent).unwrap();
        assert_eq!((outlets(&corpus), causes(&corpus)), (vec![("one", None)], vec![(cause, None)]));
        assert_eq!(corpus.warnings[0].path, dir.path(file));
        assert_eq!(corpus.funnel.unwrap().get("left out"), Some(0));
        assert!(read(&ReadConfig::of(&[dir.path("sc")]), &Silent).is_err());
    };
    let dir = || Dir::new().with("sc/a.txt", "one");
    let two = dir().with("sc/metadata.csv", "file,outlet\na.txt,A\n").with("sc/metadata.tsv", "");
    check(two, "two sidecars in one folder", "sc/metadata.tsv");
    #[cfg(unix)]
    {
        let dead = dir();
        std::os::unix::fs::symlink("nowhere", dead.path("sc/metadata.csv")).unwrap();
        check(dead, "unreadable sidecar", "sc/metadata.csv");
    }
}

#[test]
fn a_named_table_called_metadata_with_texts_and_no_names_of_files_holds_documents() {
    let records = "{\"id\": \"1\", \"text\": \"one\"}\n{\"id\": \"2\", \"text\": \"two\"}\n";
    for (name, table) in [("d/metadata.jsonl", records), ("d/metadata.csv", "id,text\n1,one\n2,two\n")] {
        let dir = Dir::new().with(name, table).with("d/e/b.jsonl", "{\"id\": \"3\", \"text\": \"three\"}\n").with("d/c.txt", "four");
        let corpus = read(&ReadConfig::of(&[name, "d/e/b.jsonl", "d/c.txt"].map(|file| dir.path(file))), &Silent).unwrap();
        assert_eq!((ids(&corpus).len(), causes(&corpus)), (4, vec![]), "{name}");
    }
    // One that names files says what they are, whatever else it has.
    let dir = Dir::new().with("d/metadata.csv", "file,text,outlet\nc.txt,x,A\n").with("d/c.txt", "four");
    let corpus = read(&ReadConfig::of(&["d/metadata.csv", "d/c.txt"].map(|file| dir.path(file))), &Silent).unwrap();
    assert_eq!(outlets(&corpus), [("four", Some("A"))]);
}

#[test]
fn a_sidecar_named_with_its_files_is_read_as_that_of_their_folder() {
    let (dir, corpus) = named(&["sc/a.txt", "sc/metadata.csv", "sc/sub", "sc/unlisted.txt"]);
    let corpus = corpus.unwrap();
    assert_eq!(outlets(&corpus), [("one", Some("A")), ("two", Some("B"))]);
    assert_eq!(causes(&corpus), [("files not in the sidecar", None), ("row without file", Some(4))]);
    let whole = read(&ReadConfig::of(&[dir.path("sc")]), &Silent).unwrap();
    assert_eq!(outlets(&whole), outlets(&corpus));
    // By itself it is a table of records.
    let (_dir, corpus) = named(&["sc/metadata.csv"]);
    assert_eq!(corpus.unwrap_err().kind(), ErrorKind::NoTextField);
}

#[test]
fn a_table_that_only_seems_to_be_a_sidecar_of_a_named_file_stops_nothing() {
    let dir = Dir::new().with("sc/a.txt", "one").with("sc/deep/b.txt", "two").with("sc/metadata.csv", "article,outlet\na.txt,A\n");
    let read = |file: &str| read(&ReadConfig::of(&[dir.path(file)]), &Silent).unwrap();
    let corpus = read("sc/a.txt");
    assert_eq!((outlets(&corpus), causes(&corpus)), (vec![("one", None)], vec![("table without file names", None)]));
    let corpus = read("sc/deep/b.txt");
    assert_eq!((outlets(&corpus), causes(&corpus)), (vec![("two", None)], vec![]));
}
