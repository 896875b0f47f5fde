//! Files by names that are no text: they are told apart, and what is kept of them has the name that it had.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt as _;

use crate::support::run::{Tables, text};
use crate::support::{Cmd, Dir};

#[test]
fn names_that_differ_in_a_byte_that_is_no_utf_8_are_two_ids_and_kept_files_have_their_bytes() {
    let dir = Dir::new();
    let names = [&b"caf\xe8.txt"[..], b"caf\xe9.txt"].map(OsStr::from_bytes);
    let folder = dir.make_dir("in").join(OsStr::from_bytes(b"m\xe4rz"));
    fs::create_dir(&folder).unwrap();
    for (name, own) in names.iter().zip(["the harbour is closed until the spring", "nobody has seen the old fish market again"]) {
        fs::write(folder.join(name), own).unwrap();
    }
    Cmd::scan(&dir, "in").args("--out out --quiet").ok();
    let run = Tables::load(&dir.at("out"));
    let ids: Vec<&str> = run.rows("documents").iter().map(|row| text(&row["doc"])).collect();
    assert_eq!(ids, ["m\\xe4rz/caf\\xe8.txt", "m\\xe4rz/caf\\xe9.txt"]);
    for command in ["compare", "explain"] {
        let typed = names.map(|name| std::path::Path::new("in").join(folder.file_name().unwrap()).join(name));
        let ran = Cmd::new(&dir).arg(command).arg(&typed[0]).arg(&typed[1]).ok();
        assert!(ran.out.contains("caf\\xe8.txt") && ran.out.contains("caf\\xe9.txt"), "{ran:?}");
        let ids = typed.map(|path| path.strip_prefix("in").unwrap().to_owned());
        Cmd::new(&dir).arg(command).args("--corpus in --").arg(&ids[0]).arg(&ids[1]).ok();
    }
    for out in ["one", "two --force"] {
        Cmd::new(&dir).args("dedup in --quiet --write-kept kept --out").args(out).ok();
        let kept = fs::read_dir(dir.at("kept").join(folder.file_name().unwrap())).unwrap();
        let kept: BTreeSet<OsString> = kept.map(|entry| entry.unwrap().file_name()).collect();
        assert!(kept.iter().eq(names), "{kept:?}");
    }
}
