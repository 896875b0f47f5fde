//! What is found below the inputs, and under which names.

use super::*;
use std::fs::{create_dir_all, write};

fn tree(files: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in files {
        let path = dir.path().join(file);
        create_dir_all(path.parent().unwrap()).unwrap();
        write(path, "text").unwrap();
    }
    dir
}

fn names(config: &ReadConfig) -> Vec<String> {
    discover(config).unwrap().places.into_iter().map(|p| p.name).collect()
}

#[test]
fn a_folder_is_walked_to_its_depths_and_what_is_left_alone_is_counted_by_name() {
    let dir = tree(&["b.txt", "a/2.md", "a/1.JSONL.gz", "x.pdf", "LICENSE", ".git/c.txt", "a/t.tsv.zst"]);
    let config = ReadConfig::of(&[dir.path()]);
    assert_eq!(names(&config), ["a/1.JSONL.gz", "a/2.md", "a/t.tsv.zst", "b.txt"]);
    let left = discover(&config).unwrap().left_alone().unwrap();
    assert_eq!(left, "2 files of other formats (LICENSE, x.pdf), 1 hidden name");
}

#[test]
fn globs_choose_by_name_at_any_depth_or_by_path() {
    let dir = tree(&["b.txt", "a/b.txt", "a/c.md", "drafts/b.txt"]);
    let mut config = ReadConfig::of(&[dir.path()]);
    config.include = vec!["*.txt".into()];
    config.exclude = vec!["drafts/".into(), "/b.txt".into()];
    assert_eq!(names(&config), ["a/b.txt"]);
    assert_eq!(discover(&config).unwrap().excluded.len(), 3);
    config.include = vec!["a/*".into()];
    assert_eq!(names(&config), ["a/b.txt", "a/c.md"]);
    config.include = vec!["[".into()];
    assert_eq!(discover(&config).unwrap_err().kind(), ErrorKind::BadOption);
}

#[test]
fn with_several_inputs_their_own_names_come_first_and_equal_ones_grow_until_they_differ() {
    let dir = tree(&["2016/press/1.txt", "2017/press/1.txt", "extra/news.jsonl"]);
    let at = |p: &str| dir.path().join(p);
    let config = ReadConfig::of(&[at("2016/press"), at("extra/news.jsonl"), at("2017/press")]);
    assert_eq!(names(&config), ["2016/press/1.txt", "2017/press/1.txt", "news.jsonl"]);
    let config = ReadConfig::of(&[at("2016/press")]);
    assert_eq!(names(&config), ["1.txt"]);
    assert_eq!(discover(&config).unwrap().places[0].folder, "press");
}

#[test]
fn an_input_inside_another_is_refused_since_it_would_match_itself() {
    let dir = tree(&["a/1.txt"]);
    let error = discover(&ReadConfig::of(&[dir.path().to_owned(), dir.path().join("a")])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadOption);
    assert!(error.to_string().contains("read twice"), "{error}");
}

#[test]
fn two_sidecars_in_one_folder_are_refused_by_name() {
    let dir = tree(&["a/1.txt", "a/metadata.csv", "a/metadata.jsonl.gz"]);
    let error = discover(&ReadConfig::of(&[dir.path()])).unwrap_err();
    assert!(error.to_string().contains("metadata.csv and metadata.jsonl.gz"), "{error}");
    assert_eq!(error.help(), Some("leave one out: --exclude metadata.jsonl.gz"));
    let error = two_sidecars(Path::new("metadata.csv"), Path::new("metadata.tsv"));
    assert!(error.to_string().starts_with(".: two sidecars"), "{error}");
}

#[test]
fn a_sidecar_that_nobody_named_counts_beside_a_file_and_above_it_up_to_the_folder_in_which_the_program_runs() {
    let dir = tree(&["metadata.csv", "in/x.txt", "in/deep/x.txt", "own/metadata.tsv", "own/x.txt"]);
    let at = |p: &str| dir.path().join(p);
    let listed = |file: &str, here: &str| {
        let found = discover_from(&ReadConfig::of(&[at(file)]), Some(&at(here))).unwrap();
        found.places[0].listed.as_ref().map(|listed| (listed.by.clone(), listed.below.clone()))
    };
    for (file, here, by, below) in [
        ("in/deep/x.txt", ".", "metadata.csv", "in/deep/x.txt"),
        ("own/x.txt", ".", "own/metadata.tsv", "x.txt"),
        ("own/x.txt", "in", "own/metadata.tsv", "x.txt"),
    ] {
        assert_eq!(listed(file, here), Some((at(by), below.to_owned())), "{file} from {here}");
    }
    for (file, here) in [("in/deep/x.txt", "in"), ("in/x.txt", "in"), ("in/x.txt", "own"), ("in/x.txt", "nowhere")] {
        assert_eq!(listed(file, here), None, "{file} from {here}");
    }
    // One that cannot be taken is not stood in for by another further above.
    write(at("own/metadata.csv"), "").unwrap();
    let found = discover_from(&ReadConfig::of(&[at("own/x.txt")]), Some(dir.path())).unwrap();
    assert_eq!((found.places[0].listed.as_ref(), found.sidecars.len(), found.doubtful.len()), (None, 0, 1));
}

#[test]
fn a_named_file_of_an_unknown_format_and_a_missing_one_are_errors_with_a_remedy() {
    let dir = tree(&["a.pdf"]);
    let error = discover(&ReadConfig::of(&[dir.path().join("a.pdf")])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownFormat);
    assert!(error.help().unwrap().contains(".jsonl"));
    let error = discover(&ReadConfig::of(&[dir.path().join("none")])).unwrap_err();
    assert_eq!((error.kind(), error.help().is_some()), (ErrorKind::Io, true));
}

#[test]
fn the_files_of_a_run_are_known_by_the_names_that_are_written() {
    assert_eq!(entry::OF_RUN, crate::report::folder::TABLES);
    let dir = tree(&["1.txt", "run.json", "timings.json", "report.html", "texts.jsonl", "pairs.csv", "texts.md"]);
    let config = ReadConfig::of(&[dir.path()]);
    assert_eq!(names(&config), ["1.txt", "texts.md"]);
    assert_eq!(discover(&config).unwrap().left_alone().unwrap(), "5 tables of an earlier run");
    fs::remove_file(dir.path().join("timings.json")).unwrap();
    assert_eq!(names(&config).len(), 6, "without both records it is no run");
}

#[cfg(feature = "html")]
#[test]
fn pages_of_runs_are_known_by_their_mark_as_a_file_and_as_a_folder() {
    let dir = tree(&["1.html", "own/index.html", "own/data/x.js", "data/y.js", "site/data/a.js", "site/data/b.txt"]);
    assert_eq!(entry::PAGE, crate::report::page::MARK);
    let page = format!("{}<title>x</title>", entry::PAGE);
    for name in ["shared.html", "site/index.html"] {
        write(dir.path().join(name), &page).unwrap();
    }
    let config = ReadConfig::of(&[dir.path()]);
    assert_eq!(names(&config), ["1.html", "own/index.html", "site/data/b.txt"]);
    let left = discover(&config).unwrap().left_alone().unwrap();
    assert_eq!(left, "2 files of other formats (data/y.js, own/data/x.js), 2 pages of an earlier run");
    // Named itself it is read, as every file that is.
    assert_eq!(names(&ReadConfig::of(&[dir.path().join("shared.html")])), ["shared.html"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_once_and_never_in_circles() {
    let dir = tree(&["in/1.txt", "out/2.txt"]);
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(dir.path().join(to), dir.path().join(from)).unwrap();
    };
    link("in/again.txt", "in/1.txt");
    link("in/circle", "in");
    link("in/other", "out");
    link("in/other-again", "out");
    let config = ReadConfig::of(&[dir.path().join("in")]);
    assert_eq!(names(&config), ["1.txt", "other/2.txt"]);
    assert_eq!(discover(&config).unwrap().links, 3);
}

#[cfg(unix)]
#[test]
fn a_file_that_several_links_lead_to_is_read_once_whichever_comes_first() {
    let link = |dir: &tempfile::TempDir, from: &str, to: &str| {
        std::os::unix::fs::symlink(dir.path().join(to), dir.path().join(from)).unwrap();
    };
    for (links, expected, passed_over) in [
        ([("a", "out"), ("b", "out/sub")], ["a/sub/x.txt", "a/y.txt"], 1),
        ([("b", "out"), ("a", "out/sub")], ["a/x.txt", "b/y.txt"], 1),
        ([("a", "out"), ("b.txt", "out/sub/x.txt")], ["a/sub/x.txt", "a/y.txt"], 1),
        ([("b", "out"), ("a.txt", "out/sub/x.txt")], ["a.txt", "b/y.txt"], 1),
    ] {
        let dir = tree(&["in/.keep", "out/sub/x.txt", "out/sub/metadata.csv", "out/y.txt"]);
        links.iter().for_each(|(from, to)| link(&dir, &format!("in/{from}"), to));
        let found = discover(&ReadConfig::of(&[dir.path().join("in")])).unwrap();
        assert_eq!(found.places.iter().map(|place| &*place.name).collect::<Vec<_>>(), expected);
        assert_eq!((found.links, found.sidecars.len()), (passed_over, 1), "{links:?}");
    }
    // From two inputs, too.
    let dir = tree(&["one/1.txt", "two/2.txt", "out/x.txt"]);
    link(&dir, "one/out", "out");
    link(&dir, "two/out", "out");
    assert_eq!(names(&ReadConfig::of(&["one", "two"].map(|name| dir.path().join(name)))), ["one/1.txt", "one/out/x.txt", "two/2.txt"]);
}
