//! `scan --memory`: what goes to disk, what is said about the rest, and what is left behind.

use crate::support::articles::generated;
use crate::support::folder::differences;
use crate::support::{Cmd, Dir};

fn articles(dir: &Dir) {
    dir.write("in.jsonl", generated(200, 3).join("\n"));
    dir.make_dir("temporary");
}

#[test]
fn memory_changes_no_byte_and_leaves_nothing_behind() {
    let dir = Dir::new();
    articles(&dir);
    let run = |args: &str| {
        Cmd::scan(&dir, "in.jsonl").args(args).args("--out out --force --quiet --format jsonl,csv --temp-dir temporary").ok();
        let mut bytes = dir.bytes_of("out");
        bytes.remove("timings.json");
        // It tells the command, and so the memory.
        bytes.remove("report.html");
        bytes
    };
    for finding in ["", "--within 3d", "--same-outlet --no-rewritten"] {
        let expected = run(finding);
        assert!(expected["pairs.jsonl"].len() > 1_000);
        for memory in ["--memory 0", "--memory 1kB --threads 1"] {
            assert_eq!(differences(&expected, &run(&format!("{finding} {memory}"))), Vec::<String>::new(), "{finding} {memory}");
        }
    }
    assert_eq!(dir.list("temporary"), Vec::<String>::new());
}

#[test]
fn texts_and_words_that_go_to_disk_are_told_of() {
    let dir = Dir::new();
    articles(&dir);
    let told = "they go to a file in --temp-dir";
    Cmd::scan(&dir, "in.jsonl").args("--out small --memory 1kB").ok().tells(&[told, "--memory"]);
    let enough = Cmd::scan(&dir, "in.jsonl").args("--out large --memory 1GB").ok();
    assert!(!enough.err.contains(told), "{}", enough.err);
}

#[test]
fn a_folder_for_temporary_files_that_is_not_there_is_named_with_a_remedy() {
    let dir = Dir::new();
    articles(&dir);
    // Where the memory suffices, too: another day it does not.
    for command in ["scan in.jsonl --out out", "dedup in.jsonl --out out", "dedup in.jsonl --dry-run"] {
        for memory in ["0", "1GB"] {
            let run = |folder: &str| Cmd::new(&dir).args(&format!("{command} --memory {memory} --temp-dir {folder}"));
            run("nowhere").fails(&["nowhere", "--temp-dir", "--memory"]);
            run("in.jsonl").fails(&["in.jsonl", "a file, not a folder", "--temp-dir"]);
        }
    }
    assert!(!dir.at("out").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_names_its_remedy_and_leaves_nothing_behind() {
    let dir = Dir::new();
    articles(&dir);
    // A limit on the size of files stands for the disk of the temporary files: the one of the output is never reached.
    let line = "trap '' XFSZ; ulimit -f 1; exec \"$0\" scan in.jsonl --out out --memory 0 --temp-dir temporary";
    let mut shell = std::process::Command::new("sh");
    let output = shell.args(["-c", line, env!("CARGO_BIN_EXE_wirecopy")]).current_dir(dir.path()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("error: temporary") && told.contains("--temp-dir") && told.contains("--memory"), "{told}");
    assert_eq!((dir.list("temporary"), dir.at("out").exists()), (Vec::new(), false));
}
