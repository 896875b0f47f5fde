//! Tables as comma-separated values after RFC 4180, with a line of names.
//!
//! Plain CSV holds the data exactly, for programs: no byte order mark, lines end in LF, an empty cell
//! is null. CSV for spreadsheets ([`TableConfig::csv_excel`]) begins with a byte order mark, without
//! which Excel takes UTF-8 for a code page, ends lines in CRLF, and puts an apostrophe before each text
//! that a spreadsheet would run as a formula. The mark tells a reader to take the apostrophes off again.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use ::csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};

use super::cell::write_real;
use super::json::write_count;
use super::{Cell, Cursor, Names, Record, Rows, Table, TableConfig, Take, Type, broken};
use crate::error::{Error, Result};
use crate::observer::Observer;

/// Rows that are put together at once.
const TOGETHER: usize = 512;

const MARK: &[u8] = "\u{feff}".as_bytes();

/// Whether a spreadsheet would run `text`, or would once its leading apostrophes are off.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Writes `rows`.
pub(super) fn write<R: Rows>(rows: R, config: TableConfig, out: &mut dyn Write) -> io::Result<()> {
    let columns = rows.columns();
    let terminator = if config.csv_excel { Terminator::CRLF } else { Terminator::Any(b'\n') };
    if config.csv_excel {
        out.write_all(MARK)?;
    }
    let mut writer = WriterBuilder::new().terminator(terminator).from_writer(out);
    let mut number = Vec::new();
    for column in &columns {
        write_text(&mut writer, &column.name, config, &mut number)?;
    }
    writer.write_record(None::<&[u8]>)?;
    let count = rows.count();
    for from in (0..count).step_by(TOGETHER) {
        for row in &*rows.some(from..count.min(from + TOGETHER)) {
            for column in &columns {
                number.clear();
                match column.get(row) {
                    Cell::Null => writer.write_field("")?,
                    Cell::Text(text) => write_text(&mut writer, text, config, &mut number)?,
                    Cell::Count(count) => {
                        write_count(&mut number, count);
                        writer.write_field(&number)?;
                    }
                    Cell::Real(real) => {
                        write_real(&mut number, real, "");
                        writer.write_field(&number)?;
                    }
                    Cell::Flag(flag) => writer.write_field(if flag { "true" } else { "false" })?,
                }
            }
            writer.write_record(None::<&[u8]>)?;
        }
    }
    writer.flush()
}

fn write_text<W: Write>(writer: &mut ::csv::Writer<W>, text: &str, config: TableConfig, buffer: &mut Vec<u8>) -> io::Result<()> {
    if config.csv_excel && is_formula(text) {
        buffer.clear();
        buffer.push(b'\'');
        buffer.extend_from_slice(text.as_bytes());
        writer.write_field(&*buffer)?;
    } else {
        writer.write_field(text)?;
    }
    Ok(())
}

/// Reads the table at `path`.
pub(super) fn read<T: Table>(path: &Path, names: &mut Names, observer: &dyn Observer, take: Take<'_, T>) -> Result<()> {
    let io = |e| Error::io(path, e);
    let mut file = File::open(path).map_err(io)?;
    let mut mark = Vec::new();
    (&file).take(MARK.len() as u64).read_to_end(&mut mark).map_err(io)?;
    let guarded = mark == MARK;
    if !guarded {
        file.seek(SeekFrom::Start(0)).map_err(io)?;
    }
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(BufReader::with_capacity(1 << 16, file));
    let malformed = |e: ::csv::Error| match e.kind() {
        ::csv::ErrorKind::Io(_) => match e.into_kind() {
            ::csv::ErrorKind::Io(e) => Error::io(path, e),
            _ => unreachable!("matched above"),
        },
        _ => broken(path, e.position().map(::csv::Position::line), e.to_string()),
    };
    let mut line = Line { names: StringRecord::new(), values: StringRecord::new(), guarded, cursor: Cursor::default() };
    reader.read_record(&mut line.names).map_err(malformed)?;
    while reader.read_record(&mut line.values).map_err(malformed)? {
        observer.check()?;
        let at = line.values.position().map(::csv::Position::line);
        T::from_record(&line, names).and_then(&mut *take).map_err(|message| broken(path, at, message))?;
    }
    Ok(())
}

/// A line under the names.
struct Line {
    names: StringRecord,
    values: StringRecord,
    guarded: bool,
    cursor: Cursor,
}

impl Line {
    /// A text as it was before it was guarded.
    fn text<'a>(&self, text: &'a str) -> &'a str {
        match text.strip_prefix('\'') {
            Some(bare) if self.guarded && is_formula(text) => bare,
            _ => text,
        }
    }
}

impl Record for Line {
    fn cell(&self, name: &str, kind: Type) -> Result<Option<Cell<'_>>, String> {
        let Some(i) = self.cursor.find(self.names.len(), |i| self.text(&self.names[i]) == name) else {
            return Ok(None);
        };
        let value = &self.values[i];
        let cell = match kind {
            Type::Text => Some(Cell::Text(self.text(value))),
            _ if value.is_empty() => Some(Cell::Null),
            Type::Count => value.parse().ok().map(Cell::Count),
            Type::Real => value.parse().ok().filter(|real: &f64| real.is_finite()).map(Cell::Real),
            // As this program, spreadsheets and pandas write it.
            Type::Flag if value.eq_ignore_ascii_case("true") => Some(Cell::Flag(true)),
            Type::Flag if value.eq_ignore_ascii_case("false") => Some(Cell::Flag(false)),
            Type::Flag => None,
        };
        let expected = match kind {
            Type::Count => "a whole number",
            Type::Real => "a number",
            Type::Text | Type::Flag => "true or false",
        };
        cell.map(Some).ok_or_else(|| format!("expected {expected}, got `{value}`"))
    }

    fn names(&self) -> Vec<&str> {
        self.names.iter().map(|name| self.text(name)).collect()
    }
}
