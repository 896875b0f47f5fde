//! One file a command.

pub mod eval;
pub mod compare;
pub mod completions;
pub mod dedup;
pub mod documents;
pub mod explain;
pub mod report;
pub mod scan;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use wirecopy::report::page::{self, PageConfig, Redact};
use wirecopy::report::terminal::{self, TerminalConfig};
use wirecopy::report::{Run, Written};
use wirecopy::{Error, ErrorKind};

use super::args::report::{PageArguments, RedactWhat};
use super::args::values::TableFormat;

/// Prints the summary of a run to standard output.
fn print_summary(run: &Run, top: usize, written: Option<Written>) -> Result<()> {
    let (width, colour) = screen(None);
    let text = terminal::render(run, &TerminalConfig { width, colour, top, written, ..TerminalConfig::default() });
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

/// What the page is made like.
fn page_config(arguments: &PageArguments) -> PageConfig {
    let redact = match arguments.html_redact {
        None => Redact::None,
        Some(RedactWhat::Text) => Redact::Text,
        Some(RedactWhat::Outlets) => Redact::Outlets,
    };
    PageConfig { budget: arguments.html_budget, redact, ..PageConfig::default() }
}

/// That nothing is written where it would be read as an article the next time, or in place of one.
fn check_outputs<'p>(inputs: impl Iterator<Item = &'p PathBuf>, out: Option<&Path>, html: Option<&Path>) -> Result<()> {
    let [out, page] = [out, html].map(|path| path.and_then(|path| path.canonicalize().ok()));
    for (input, known) in inputs.filter_map(|input| Some((input, input.canonicalize().ok()?))) {
        if out.as_ref().is_some_and(|out| *out == known) {
            let message = "the run would be written among the articles, into the folder that is read";
            return Err(Error::new(ErrorKind::BadOption, message).at(input).remedy("name another folder with --out").into());
        }
        if page.as_ref().is_some_and(|page| page.starts_with(&known)) {
            let message = "the page would replace a file of the input";
            let file = html.unwrap_or(input);
            return Err(Error::new(ErrorKind::BadOption, message).at(file).remedy("name another file with --html").into());
        }
    }
    Ok(())
}

/// That what is asked of CSV is asked where CSV is written.
fn check_excel(csv_excel: bool, formats: &[TableFormat]) -> Result<()> {
    if csv_excel && !formats.contains(&TableFormat::Csv) {
        return Err(Error::new(ErrorKind::BadOption, "--csv-excel says how CSV is written, and none is").remedy("add --format csv").into());
    }
    Ok(())
}

/// Whether pages can be written to the places that were asked for: found out before any work is done.
fn check_pages(arguments: &PageArguments) -> Result<()> {
    if let Some(file) = &arguments.html {
        if file.is_dir() {
            return Err(Error::new(ErrorKind::Io, "the page is a file, and this is a folder").at(file).remedy(PAGE_REMEDY).into());
        }
        page_aside(file)?;
    }
    if let Some(folder) = &arguments.html_dir {
        std::fs::create_dir_all(folder)
            .and_then(|()| tempfile::NamedTempFile::new_in(folder))
            .map_err(|e| Error::io(folder, e).remedy("name a folder that can be written to with --html-dir"))?;
    }
    Ok(())
}

const PAGE_REMEDY: &str = "name a file in a folder that can be written to";

/// A file under a temporary name beside `file`.
fn page_aside(file: &Path) -> Result<tempfile::NamedTempFile> {
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if !folder.exists() {
        let message = format!("there is no folder {} to write the page into", folder.display());
        return Err(Error::new(ErrorKind::Io, message).at(file).remedy(PAGE_REMEDY).into());
    }
    // Not the error's own text, which would tell the temporary name.
    tempfile::NamedTempFile::new_in(folder).map_err(|e| Error::io(file, e.kind().into()).remedy(PAGE_REMEDY).into())
}

/// Writes the page to the places that were asked for, each aside first.
fn write_pages(run: &Run, arguments: &PageArguments) -> Result<()> {
    let config = page_config(arguments);
    if let Some(file) = &arguments.html {
        write_page(run, &config, file)?;
    }
    if let Some(folder) = &arguments.html_dir {
        page::render_dir(run, &config, folder)?;
    }
    Ok(())
}

fn write_page(run: &Run, config: &PageConfig, file: &Path) -> Result<()> {
    let aside = page_aside(file)?;
    let located =
        |e: Error| if e.kind() == ErrorKind::Io { e.at(file).remedy_if_full("name a file on another disk with --html") } else { e };
    page::render(run, config, &mut BufWriter::new(aside.as_file())).map_err(located)?;
    readable(aside.as_file()).map_err(|e| Error::io(file, e))?;
    aside.persist(file).map_err(|e| Error::io(file, e.error))?;
    Ok(())
}

/// Temporary files are the owner's alone; a page is for others too.
#[cfg(unix)]
fn readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &File) -> io::Result<()> {
    Ok(())
}
