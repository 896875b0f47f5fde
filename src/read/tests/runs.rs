//! What holds for a run as a whole: order, threads, progress, limits.

use std::path::Path;

use super::*;

#[test]
fn the_order_in_which_inputs_are_named_and_the_number_of_threads_change_nothing() {
    let mut dir = Dir::new();
    for n in 0..30 {
        dir = dir
            .with(&format!("a/{n}.txt"), format!("text {n}"))
            .with(&format!("b/{n}.jsonl"), format!("{{\"text\": \"record {n}\"}}\nbroken\n"));
    }
    let run = |names: [&str; 2], threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let corpus = pool.install(|| read(&ReadConfig::of(&names.map(|name| dir.path(name))), &Silent)).unwrap();
        (corpus.documents, corpus.inputs, corpus.warnings)
    };
    let expected = run(["a", "b"], 1);
    assert_eq!((expected.0.len(), expected.1.len(), expected.2.len()), (60, 60, 30));
    assert_eq!(expected.0[0].id, "a/0.txt");
    assert_eq!(run(["b", "a"], 2), expected);
}

#[test]
fn an_outlet_comes_from_a_field_the_host_the_folder_the_file_or_nowhere() {
    let dir =
        Dir::new().with("rt/1.jsonl", "{\"text\": \"x\", \"url\": \"https://www.rt.com/1\"}\n{\"text\": \"y\", \"outlet\": \"Own\"}\n");
    let outlets = |outlet_from| {
        let corpus = read(&ReadConfig { outlet_from, ..dir.config() }, &Silent).unwrap();
        corpus.documents.into_iter().map(|d| (d.outlet, d.meta.get("outlet").cloned())).collect::<Vec<_>>()
    };
    let some = |name: &str| Some(name.to_owned());
    // The first record's id is its address.
    assert_eq!(outlets(OutletFrom::Field), [(some("rt.com"), None), (some("Own"), None)]);
    assert_eq!(outlets(OutletFrom::Folder), [(some("rt"), None), (some("rt"), some("Own"))]);
    assert_eq!(outlets(OutletFrom::File), [(some("1"), None), (some("1"), some("Own"))]);
    assert_eq!(outlets(OutletFrom::None), [(None, None), (None, some("Own"))]);
}

#[test]
fn a_limit_takes_the_first_documents_by_name_and_says_what_it_left_unread() {
    let dir = Dir::new()
        .with("a.jsonl", "{\"text\": \"1\"}\n{\"text\": \"2\"}\n")
        .with("b.jsonl", "{\"text\": \"3\"}\n{\"text\": \"4\"}\n")
        .with("c.txt", "5");
    let recorder = Recorder::default();
    let corpus = read(&ReadConfig { limit: Some(3), ..dir.config() }, &recorder).unwrap();
    assert_eq!(ids(&corpus), ["a.jsonl#1", "a.jsonl#2", "b.jsonl#1"]);
    let notes = recorder.notes.lock().unwrap();
    assert!(notes.iter().any(|n| n == "stopped after 3 documents, as --limit says; 1 file not opened"), "{notes:?}");
}

#[test]
fn a_limit_of_no_documents_is_refused() {
    let config = ReadConfig { limit: Some(0), ..Dir::new().with("a.txt", "x").config() };
    assert_eq!(read(&config, &Silent).unwrap_err().kind(), ErrorKind::BadOption);
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
    assert_eq!((funnel.get("files"), funnel.get("documents"), funnel.get("left out")), (Some(5), Some(4), Some(1)));
    assert_eq!(corpus.inputs.len(), 5);
    assert!(corpus.inputs.iter().all(|input| input.digest.len() == 16));
}

#[test]
fn warnings_are_heard_in_the_order_in_which_the_corpus_has_them() {
    let dir = Dir::new().with("b.jsonl", "x\n{\"text\": \"t\"}\ny\n").with("a.jsonl", "z\n");
    let recorder = Recorder::default();
    let corpus = read(&dir.config(), &recorder).unwrap();
    assert_eq!(*recorder.warnings.lock().unwrap(), corpus.warnings);
    assert_eq!(corpus.warnings.len(), 3);
    assert!(corpus.warnings.is_sorted());
}

#[test]
fn the_tables_of_an_earlier_run_are_not_read_as_documents() {
    let dir = Dir::new()
        .with("1.txt", "one")
        .with("wirecopy-out/run.json", "{}")
        .with("wirecopy-out/timings.json", "{}")
        .with("wirecopy-out/texts.jsonl", "{\"doc\": \"1.txt\", \"text\": \"one\"}\n");
    let recorder = Recorder::default();
    let corpus = read(&dir.config(), &recorder).unwrap();
    assert_eq!(ids(&corpus), ["1.txt"]);
    let notes = recorder.notes.lock().unwrap();
    assert!(notes.contains(&"left alone: 1 folder with the tables of an earlier run".to_owned()), "{notes:?}");
}

#[test]
fn a_run_that_was_told_to_stop_stops() {
    let recorder = Recorder::default();
    recorder.stop.store(true, std::sync::atomic::Ordering::Relaxed);
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
        let found: BTreeSet<_> = corpus.documents.iter().filter_map(|d| d.outlet.as_deref()).collect();
        assert!(corpus.documents.iter().all(|d| { d.date.as_ref().is_none_or(|(field, _)| field != "scrape_time") }));
        assert_eq!((corpus.documents.len(), found.len()), (documents, outlets));
        assert!(causes(&corpus).iter().all(|(cause, _)| cause.ends_with("not in the sidecar")));
    }
}
