//! What the tests of the whole program share: a folder to work in, a command to run, articles to scan.

#![allow(dead_code, reason = "every test crate uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "tests say what they skipped")]

pub mod articles;
pub mod command;
pub mod folder;
pub mod run;

#[allow(unused_imports, reason = "every crate of tests takes what it needs")]
pub use command::Cmd;
pub use folder::Dir;

use std::path::{Path, PathBuf};

/// The demonstration corpus.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// A path below the shared folder; `None`, said plainly, where there is none on this machine.
pub fn shared(below: &str) -> Option<PathBuf> {
    let path = std::env::var_os("WIRECOPY_SHARED").map(|folder| Path::new(&folder).join(below));
    match path {
        None => println!("SKIPPED: WIRECOPY_SHARED names no folder, and this test reads {below} in it"),
        Some(ref path) => assert!(path.exists(), "WIRECOPY_SHARED is set, but {} is not there", path.display()),
    }
    path
}

/// The interpreter of the evaluators in the shared folder; `None`, said plainly, where there is none.
pub fn python() -> Option<&'static str> {
    let there = std::process::Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        println!("SKIPPED: there is no python3 to run the evaluator with");
    }
    there.then_some("python3")
}
