//! Tables of comma- or tab-separated values.
//!
//! The usual readers of CSV take a quote that is never closed for one field up to the end of the
//! file, and a stray one for a field of two rows: documents vanish, or run into one another, without a word.
//! This one reads rows line by line and goes back when a row turns out impossible: it leaves out the
//! line on which the row began, takes up again on the next, and tells which lines were lost.

mod rows;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use self::rows::{Rows, Shape};
use super::record::{Flow, Form, Lines, Record, Sink, Stop};
use super::trouble::{Trouble, counted};

/// The cause of a row that has more or fewer values than there are columns.
pub(super) const WRONG_NUMBER: &str = "wrong number of values";

/// Reads a table whose first row names the columns. `separator` `None`: what a first line `sep=;` names, as spreadsheets write it,
/// else that of comma, semicolon, tab and upright line which stands most often in the first row; of equals the comma.
pub(super) fn read(lines: &mut Lines<'_, '_>, separator: Option<u8>, sink: &mut dyn Sink) -> Result<Flow, Stop> {
    let mut rows = Rows::new(lines);
    let mut table = Table { separator: separator.unwrap_or(b','), loose: separator == Some(b'\t'), named: false, columns: Vec::new() };
    let mut lost: Option<Lost> = None;
    loop {
        let began = rows.line;
        let shape = rows.next(table.separator, table.loose, sink)?;
        if shape == Shape::Whole && table.are_rows(rows.lines_of_row()) {
            rows.go_back();
        }
        let ended = rows.line - 1;
        let row = std::mem::take(&mut rows.row);
        match shape {
            Shape::End => break,
            _ if table.is_blank(&row) => {}
            // One tale for all lines up to the next row that is whole.
            Shape::Impossible => extend(&mut lost, began, ended),
            Shape::Whole => {
                let text = rows.lines.text(without_line_end(&row), began, sink)?;
                if table.columns.is_empty() && separator.is_none() && table.names_separator(&text) {
                    // The line says how the others are to be read.
                } else if table.columns.is_empty() {
                    table.name_columns(&text, separator);
                    table.columns.iter().for_each(|name| sink.field(name));
                } else if lost.is_some() && !table.fits(&text) {
                    extend(&mut lost, began, ended);
                } else {
                    if let Some(lost) = lost.take() {
                        sink.trouble(lost.told())?;
                    }
                    if table.take(&text, began, sink)? == Flow::Stop {
                        return Ok(Flow::Stop);
                    }
                }
            }
        }
        rows.row = row; // For its memory.
    }
    if let Some(lost) = lost {
        sink.trouble(lost.told())?;
    }
    Ok(Flow::Continue)
}

/// Lines that were given up after an impossible row.
struct Lost {
    from: u64,
    to: u64,
}

/// Adds the lines of a row to those that are lost.
fn extend(lost: &mut Option<Lost>, from: u64, to: u64) {
    lost.get_or_insert(Lost { from, to }).to = to;
}

impl Lost {
    fn told(&self) -> Trouble {
        let lines =
            if self.from == self.to { format!("line {} was", self.from) } else { format!("lines {} to {} were", self.from, self.to) };
        Trouble::new("open quote", "a quote opens on this line and is not closed as it should be")
            .so(format!("{lines} left out"))
            // How many rows these lines were, nobody knows; one at least.
            .losing(1)
            .on_line(self.from)
    }
}

struct Table {
    separator: u8,
    /// Tab-separated files often do not quote at all: a quote there counts only where it closes.
    loose: bool,
    /// Whether a line of the file named the separator.
    named: bool,
    columns: Vec<String>,
}

impl Table {
    /// Takes the separator from a line like `sep=;`; whether it is one.
    fn names_separator(&mut self, row: &str) -> bool {
        match row.as_bytes() {
            [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] => {
                self.separator = *separator;
                self.named = true;
                true
            }
            _ => false,
        }
    }

    fn name_columns(&mut self, row: &str, separator: Option<u8>) {
        let likely = likely_separator(row);
        // A file whose name promises tabs and whose names have others between them was called so by mistake.
        let is_another = self.loose && !row.contains('\t') && row.as_bytes().contains(&likely);
        if separator.is_none() && !self.named || is_another {
            self.separator = likely;
            self.loose = false;
        }
        for value in self.split(row).0 {
            let place = self.columns.len() + 1;
            let name = match value.trim() {
                "" => format!("column {place}"),
                name if self.columns.iter().any(|column| column == name) => {
                    format!("{name}.{place}")
                }
                name => name.to_owned(),
            };
            self.columns.push(name);
        }
    }

    /// Whether nothing stands in a row but separators, as spreadsheets leave rows below a table and above it.
    fn is_blank(&self, row: &[u8]) -> bool {
        let separators = if self.columns.is_empty() { &b",;|"[..] } else { &[self.separator] };
        row.iter().all(|byte| byte.is_ascii_whitespace() || separators.contains(byte))
    }

    /// The values of a row, and whether text stood behind a closing quote.
    fn split<'r>(&self, row: &'r str) -> (Vec<Cow<'r, str>>, bool) {
        let (mut values, sloppy) = split(row, self.separator, self.loose);
        // Separators at the end of a row hold nothing that could be lost.
        let extra = |values: &[Cow<'_, str>]| !self.columns.is_empty() && values.len() > self.columns.len();
        while extra(&values) && values.last().is_some_and(|last| last.is_empty()) {
            values.pop();
        }
        (values, sloppy && !self.loose)
    }

    /// Whether a row has a value for each column.
    fn fits(&self, row: &str) -> bool {
        self.split(row).0.len() == self.columns.len()
    }

    /// Whether the lines that a quoted value seems to join are rows of their own. Where quotes need not count, a quote that opens one
    /// text and one that closes another, far below, make a value of all between them; but a value has separators on its further lines
    /// hardly ever, and rows have them on each. One column has none, so that nothing can be told.
    fn are_rows(&self, (first, others): (&[u8], &[u8])) -> bool {
        if !self.loose || self.columns.len() < 2 || others.is_empty() {
            return false;
        }
        let is_row = |line: &[u8]| self.fits(&String::from_utf8_lossy(without_line_end(line)));
        // Where a first value is quoted, all are, as programs write it, and the quote before the next one would close nothing.
        if first.starts_with(b"\"") && closing_quote(&String::from_utf8_lossy(first)).is_some() {
            return false;
        }
        let mut others = others.split_inclusive(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        is_row(first) && others.all(is_row)
    }

    /// Whether a space stands between a separator and a quote, which then quotes nothing.
    fn has_spaced_quote(&self, row: &str) -> bool {
        memchr::memchr_iter(self.separator, row.as_bytes()).any(|at| {
            let behind = &row[at + 1..];
            behind.starts_with(' ') && behind.trim_start_matches(' ').starts_with('"')
        })
    }

    /// Makes a record of a row, and tells what is wrong with it.
    fn take(&self, row: &str, line: u64, sink: &mut dyn Sink) -> crate::error::Result<Flow> {
        let (values, sloppy) = self.split(row);
        if sloppy {
            let trouble = Trouble::new("stray quote", "text stands behind a closing quote").so("it was read as part of the value");
            sink.trouble(trouble.on_line(line))?;
        }
        let (found, expected) = (values.len(), self.columns.len());
        if found != expected {
            let kept = found < expected;
            let consequence = if kept {
                "the last columns count as empty".to_owned()
            } else {
                let quotes = if self.has_spaced_quote(row) {
                    "quote values that hold the separator, without a space before the quote"
                } else {
                    "quote values that hold the separator"
                };
                format!("nobody can tell where a value ends, so the row was left out; {quotes}")
            };
            let message = format!("expected {}, got {found}", counted(expected as u64, "value"));
            let trouble = Trouble::new(WRONG_NUMBER, message).so(consequence).losing(u64::from(!kept));
            sink.trouble(trouble.on_line(line))?;
            if !kept {
                return Ok(Flow::Continue);
            }
        }
        let names = self.columns.iter().map(|name| Cow::Borrowed(name.as_str()));
        let fields = names.zip(values).map(|(name, value)| (name, value.into_owned(), Form::Text)).collect();
        sink.record(Record { line: Some(line), number: line, fields })
    }
}

fn without_line_end(row: &[u8]) -> &[u8] {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    row.strip_suffix(b"\r").unwrap_or(row)
}

/// The separator that stands most often in a row of names, outside of quotes.
fn likely_separator(row: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in row.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte && !quoted) {
            *count += 1;
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(separator, _)| *separator)
}

/// The values of a whole row, and whether text stood behind a closing quote. With `loose` a field
/// whose quotes are not right is taken as it stands.
fn split(row: &str, separator: u8, loose: bool) -> (Vec<Cow<'_, str>>, bool) {
    let mut values = Vec::new();
    let mut sloppy = false;
    let mut rest = Some(row);
    while let Some(field) = rest {
        let end_of_plain = |from: usize| memchr::memchr(separator, &field.as_bytes()[from..]).map(|at| from + at);
        let mut end = end_of_plain(0);
        let mut value = Cow::Borrowed(&field[..end.unwrap_or(field.len())]);
        if field.starts_with('"')
            && let Some(close) = closing_quote(field)
        {
            let behind = end_of_plain(close + 1);
            let tail = &field[close + 1..behind.unwrap_or(field.len())];
            if tail.is_empty() || !loose {
                sloppy |= !tail.is_empty();
                end = behind;
                let inside = &field[1..close];
                value = if inside.contains("\"\"") { Cow::Owned(inside.replace("\"\"", "\"")) } else { Cow::Borrowed(inside) };
                if !tail.is_empty() {
                    value = Cow::Owned(value.into_owned() + "\"" + tail);
                }
            }
        }
        values.push(value);
        rest = end.map(|at| &field[at + 1..]);
    }
    (values, sloppy)
}

/// Where the quote stands that closes a field which begins with one.
fn closing_quote(field: &str) -> Option<usize> {
    let bytes = field.as_bytes();
    let mut from = 1;
    loop {
        let at = from + memchr::memchr(b'"', &bytes[from..])?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        from = at + 2;
    }
}
