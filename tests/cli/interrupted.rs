//! Ctrl-C and readers that go away.

use std::io::{Read as _, Write as _};
use std::process::Command;

use crate::support::articles::generated;
use crate::support::{Cmd, Dir, corpus};

#[cfg(unix)]
#[test]
fn ctrl_c_and_a_request_to_end_stop_a_scan_with_status_2_and_leave_nothing_behind() {
    for signal in ["-INT", "-TERM"] {
        ends_without_a_trace(signal);
    }
}

#[cfg(unix)]
fn ends_without_a_trace(signal: &str) {
    let dir = Dir::new();
    let mut child = Cmd::scan(&dir, "-").args("--out out").start();
    let mut stdin = child.stdin.take().unwrap();
    // Articles without end keep it reading. Once it has taken in more than a pipe holds, it is at work.
    let lines = generated(50, 1).join("\n") + "\n";
    for round in 0.. {
        if round == 100 {
            assert!(dir.at("out").is_dir(), "the folder is made before reading begins");
            assert_eq!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().code(), Some(0));
        }
        // Ids stay unique by the number of the round.
        if stdin.write_all(lines.replace("\"id\":\"d", &format!("\"id\":\"r{round}-")).as_bytes()).is_err() {
            assert!(round >= 100, "it ended before it was told to");
            break;
        }
    }
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("stopped; nothing was written"), "{told}");
    assert!(output.stdout.is_empty());
    assert!(!dir.at("out").exists(), "{:?}", dir.list("out"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_the_run_that_was_to_be_replaced() {
    let dir = Dir::new();
    Cmd::scan(&dir, corpus()).args("--out out --quiet").ok();
    let before = dir.bytes_of("out");
    let mut child = Cmd::scan(&dir, "-").args("--out out --force").start();
    let mut stdin = child.stdin.take().unwrap();
    let lines = generated(50, 1).join("\n") + "\n";
    for round in 0.. {
        if round == 100 {
            assert_eq!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().code(), Some(0));
        }
        if stdin.write_all(lines.replace("\"id\":\"d", &format!("\"id\":\"r{round}-")).as_bytes()).is_err() {
            break;
        }
    }
    assert_eq!(child.wait().unwrap().code(), Some(2));
    assert_eq!(dir.bytes_of("out"), before);
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_a_request_to_end_stop_a_report_in_the_middle_of_its_page_with_status_2() {
    let dir = Dir::new();
    Cmd::scan(&dir, corpus()).args("--out out --quiet").ok();
    let pipe = dir.at("page.html");
    assert_eq!(Command::new("mkfifo").arg(&pipe).status().unwrap().code(), Some(0));
    for signal in ["-INT", "-TERM"] {
        let child = Cmd::new(&dir).args("report out --html page.html").start();
        // Lists and texts are more than a pipe holds: it waits to be read, with its script still to come.
        let mut page = std::fs::File::open(&pipe).unwrap();
        page.read_exact(&mut [0]).unwrap();
        assert_eq!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().code(), Some(0));
        // A thread of its own takes note of the signal.
        std::thread::sleep(std::time::Duration::from_secs(1));
        let mut rest = Vec::new();
        page.read_to_end(&mut rest).unwrap();
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{signal}: {told}");
        assert!(told.contains("stopped; what was written so far is no page") && output.stdout.is_empty(), "{signal}: {told}");
        assert!(!rest.ends_with(b"</html>\n"), "{signal}: {} bytes", rest.len());
    }
}

#[cfg(unix)]
#[test]
fn a_request_to_end_stops_a_comparison_that_takes_long_with_status_2() {
    let dir = Dir::new();
    // Both repeat a few comments in different orders: many alignments go through all of them.
    let page = |seed: u32| -> String {
        let next = |at: &u32| Some(at.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
        let kinds = std::iter::successors(Some(seed), next).map(|at| (at >> 24) % 6);
        let comment = |n: u32| format!("own{n}a own{n}b own{n}c answer this comment or report it to the moderators\n");
        kinds.take(1600).map(comment).collect()
    };
    std::fs::write(dir.at("left.txt"), page(1)).unwrap();
    let pipe = dir.at("right.txt");
    assert_eq!(Command::new("mkfifo").arg(&pipe).status().unwrap().code(), Some(0));
    let child = Cmd::new(&dir).args("compare left.txt right.txt").start();
    // It has come as far as its inputs.
    let mut right = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    right.write_all(page(2).as_bytes()).unwrap();
    drop(right);
    assert_eq!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().code(), Some(0));
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("stopped") && output.stdout.is_empty(), "{told}");
}

#[test]
fn a_reader_of_the_summary_that_goes_away_is_no_error() {
    let dir = Dir::new();
    let mut child = Cmd::scan(&dir, "-").args("--out out").start();
    // It cannot have printed anything yet: its input has not ended.
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(generated(20, 1).join("\n").as_bytes()).unwrap();
    drop(stdin);
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{told}");
    assert!(!told.contains("error"), "{told}");
    assert!(dir.at("out/run.json").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_summary_that_cannot_be_written_is_an_error() {
    let dir = Dir::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = Cmd::scan(&dir, corpus()).args("--out out").command;
    let output = command.stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}
