//! One file a command.

pub mod eval;
pub mod compare;
pub mod completions;
pub mod dedup;
pub mod documents;
pub mod explain;
mod pages;
mod places;
pub mod report;
pub mod scan;

use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use wirecopy::report::terminal::{self, TerminalConfig};
use wirecopy::report::{Run, Written, WrittenPage};
use wirecopy::{Error, ErrorKind};

use super::args::values::TableFormat;

/// Prints the summary of a run to standard output.
fn print_summary(run: &Run, top: usize, written: Option<Written>, pages: Vec<WrittenPage>) -> Result<()> {
    let (width, colour) = screen(None);
    let text = terminal::render(run, &TerminalConfig { width, colour, top, written, pages, ..TerminalConfig::default() });
    print(|out| out.write_all(text.as_bytes()))
}

/// Prints what `print` writes to standard output; that its reader has gone is passed on as it is, and ends the program in peace.
fn print(print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    print(&mut out).and_then(|()| out.flush()).map_err(|e| match e.kind() {
        io::ErrorKind::BrokenPipe => e.into(),
        _ => Error::io("standard output", e).remedy_if_full("send the output elsewhere").into(),
    })
}

/// Columns to lay out for, `asked` or those of the terminal or 80, and whether standard output shows colours.
fn screen(asked: Option<u16>) -> (usize, bool) {
    let own = || terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    let colour = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    (asked.map_or_else(own, usize::from), colour)
}

/// That what is asked of CSV is asked where CSV is written.
fn check_excel(csv_excel: bool, formats: &[TableFormat]) -> Result<()> {
    if csv_excel && !formats.contains(&TableFormat::Csv) {
        return Err(Error::new(ErrorKind::BadOption, "--csv-excel says how CSV is written, and none is").remedy("add --format csv").into());
    }
    Ok(())
}

/// That what memory does not hold can go where it is told to go: most runs do not need the folder, and one that does needs it late.
fn check_temp_dir(folder: Option<&Path>) -> Result<()> {
    let Some(folder) = folder else { return Ok(()) };
    let remedy = "name a folder that can be written to with --temp-dir, or leave it away; more --memory needs less of it";
    match std::fs::metadata(folder) {
        Ok(known) if known.is_dir() => Ok(()),
        Ok(_) => Err(Error::new(ErrorKind::BadOption, "--temp-dir names a file, not a folder").at(folder).remedy(remedy).into()),
        Err(e) => Err(Error::io(folder, e).remedy(remedy).into()),
    }
}
