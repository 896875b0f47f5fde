//! Errors, warnings and notes on standard error.

use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use wirecopy::Error;
use wirecopy::observer::Warning;

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const DIM: Style = Style::new().dimmed();

/// Prints an error with its causes and its remedy. Colours go where standard error shows them.
pub fn print_error(error: &anyhow::Error) {
    let mut text = format!("{RED}error{RED:#}: {}\n", clean(&error.to_string()));
    for cause in error.chain().skip(1) {
        let _ = writeln!(text, "  because: {}", clean(&cause.to_string()));
    }
    if let Some(help) = error.downcast_ref::<Error>().and_then(Error::help) {
        let _ = writeln!(text, "  {DIM}try{DIM:#}: {}", clean(help));
    }
    print(&text);
}

/// Prints one warning.
pub fn print_warning(warning: &Warning) {
    let place = warning.place().map_or_else(String::new, |place| clean(&place) + ": ");
    print(&format!("{YELLOW}warning{YELLOW:#}: {}: {place}{}\n", clean(&warning.path.display().to_string()), clean(&warning.message)));
}

/// Says how many more warnings of each kind there were, and where they stand.
pub fn print_more_warnings(cause: &str, count: u64, in_run: bool) {
    let stand = if in_run { "; all of them stand in run.json" } else { "" };
    print(&format!("{YELLOW}warning{YELLOW:#}: {count} more of the kind “{}”{stand}\n", clean(cause)));
}

/// Prints a note.
pub fn print_note(note: &str) {
    print(&format!("{DIM}{}{DIM:#}\n", clean(note)));
}

/// Standard error may be closed; there is nobody left to tell then.
fn print(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// Without the characters that a terminal would obey: file names and texts can hold any.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c }).collect()
}

/// Whether the error is that the reader of our output has gone.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|e| e.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
