//! The program under test, run as a person runs it.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use super::Dir;

/// A command line in the making. It runs in the test's folder, away from any terminal.
pub struct Cmd {
    pub command: Command,
    stdin: Vec<u8>,
}

impl Cmd {
    pub fn new(dir: &Dir) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wirecopy"));
        command.current_dir(dir.path()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("FORCE_COLOR");
        Self { command, stdin: Vec::new() }
    }

    /// `wirecopy scan INPUT`.
    pub fn scan(dir: &Dir, input: impl AsRef<OsStr>) -> Self {
        Self::new(dir).arg("scan").arg(input)
    }

    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    /// Adds arguments that stand in one string, with spaces between them.
    pub fn args(mut self, args: &str) -> Self {
        self.command.args(args.split_whitespace());
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// Starts it with pipes on all sides.
    pub fn start(mut self) -> Child {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    pub fn run(self) -> Ran {
        let input = self.stdin.clone();
        let shown = format!("{:?}", self.command);
        let mut child = self.start();
        let mut stdin = child.stdin.take().unwrap();
        let feeder = std::thread::spawn(move || {
            // The program need not read what it is given.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        Ran::new(shown, &output)
    }

    /// Runs it and expects status 0.
    pub fn ok(self) -> Ran {
        let ran = self.run();
        assert_eq!(ran.status, Some(0), "{ran:?}");
        ran
    }

    /// Runs it and expects an error: status 2, nothing on standard output, and on standard error everything
    /// in `told`, with a remedy.
    pub fn fails(self, told: &[&str]) -> Ran {
        let ran = self.run();
        assert_eq!(ran.status, Some(2), "{ran:?}");
        assert_eq!(ran.out, "", "an error prints no summary: {ran:?}");
        assert_eq!(ran.err.matches("error: ").count(), 1, "one error, told once: {ran:?}");
        assert!(ran.err.contains("  try: "), "no remedy: {ran:?}");
        ran.tells(told);
        ran
    }
}

/// What a command has said.
#[derive(Debug)]
pub struct Ran {
    pub command: String,
    /// `None`: ended by a signal.
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn new(command: String, output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8");
        Self { command, status: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Expects every part on standard error.
    pub fn tells(&self, parts: &[&str]) -> &Self {
        for part in parts {
            assert!(self.err.contains(part), "“{part}” is not in:\n{}\nof {}", self.err, self.command);
        }
        self
    }
}

/// A path as text.
pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
