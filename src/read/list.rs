//! Lists that stand beside a corpus: pairs, gold, ids, outlets.
//!
//! People and spreadsheets write them as they write tables of documents, so the same readers take them: any encoding, any separator, a line
//! `sep=;`. But a list is short and each of its rows is meant, so that nothing of it is passed over.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::Path;

use super::encoding::decode;
use super::record::{Flow, Form, Lines, Record, Sink, Stop};
use super::trouble::Trouble;
use super::{delimited, json_lines};
use crate::error::{Error, ErrorKind, Result};

/// A table whose first row names the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    /// Names in the order of the file, trimmed.
    pub columns: Vec<String>,
    /// The line that they stand on, counted from 1.
    pub line: u64,
    /// The rows below, each with a value for every column.
    pub rows: Vec<Row>,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Where it begins, counted from 1.
    pub line: u64,
    /// As they stand there, without quotes.
    pub values: Vec<String>,
}

/// What becomes of a row without its last values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Short {
    /// They are empty.
    Filled,
    /// It is an error.
    Refused,
}

impl Table {
    /// The place of the column that has one of these names in any case, the first of them that there is.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        let same = |name: &&str| self.columns.iter().position(|column| column.to_lowercase() == **name);
        names.iter().find_map(same)
    }
}

/// The text of a list in whatever encoding texts may be, each line ended by LF or CR LF. `readable` says what to name instead of a file that
/// cannot be read.
///
/// # Errors
/// [`ErrorKind::Io`]; [`ErrorKind::Malformed`] as of [`decoded`].
pub(crate) fn text(path: &Path, readable: &str) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|e| Error::io(path, e).remedy(readable))?;
    decoded(bytes).map_err(|e| e.at(path))
}

/// Bytes as text.
///
/// # Errors
/// [`ErrorKind::Malformed`] where they are none, where something of it does not decode, or where the encoding was guessed by little: other letters
/// would be other names.
pub(crate) fn decoded(bytes: Vec<u8>) -> Result<String> {
    const SAVE: &str = "save the list as UTF-8";
    let Some(decoded) = decode(bytes, None) else {
        return Err(Error::new(ErrorKind::Malformed, "it holds NUL bytes and is no UTF-16, so no text").remedy(SAVE));
    };
    if let Some(line) = decoded.first_replaced.filter(|_| decoded.replaced > 0) {
        let message = format!("something here did not decode; the list was read as {}", decoded.encoding);
        return Err(Error::new(ErrorKind::Malformed, message).on_line(line).remedy(SAVE));
    }
    let Some(guess) = decoded.guess else { return Ok(lines_ended(decoded.text)) };
    let noun = if guess.bytes == 1 { "byte" } else { "bytes" };
    let message = format!(
        "it is no UTF-8, and {} was guessed from no more than {} {noun} beyond ASCII: too little to call anything by",
        guess.encoding, guess.bytes
    );
    let first = decoded.text.find(|letter: char| !letter.is_ascii()).unwrap_or(0);
    let line = 1 + decoded.text[..first].matches('\n').count() as u64;
    Err(Error::new(ErrorKind::Malformed, message).on_line(line).remedy(SAVE))
}

/// As the lines of a corpus end: where no LF is, a CR ends a line.
fn lines_ended(text: String) -> String {
    if text.contains('\n') { text } else { text.replace('\r', "\n") }
}

/// Whether a file is JSON lines: by its name, or by the first line that says something.
pub(crate) fn is_json_lines(text: &str, path: &Path) -> bool {
    let is_object = |line: &str| json_lines::object(line).is_ok();
    has_ending(path, "jsonl") || has_ending(path, "ndjson") || head(text).is_some_and(|(_, line)| is_object(line))
}

/// The value that each line of JSON lines has under one of these names, in any case, as a corpus would have it for an id.
///
/// # Errors
/// [`ErrorKind::Malformed`] with the line that is no object, or has no text and no number under any of the names, or a blank one.
pub(crate) fn ids_of_json_lines(text: &str, names: &[&str]) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let malformed = |message: String| Error::new(ErrorKind::Malformed, message).on_line(number);
        let (fields, _) = json_lines::object(line).map_err(|e| malformed(json_lines::broken(&e).message))?;
        let of_name = |name: &&str| fields.iter().rev().find(|(field, ..)| field.to_lowercase() == **name);
        match names.iter().find_map(of_name) {
            Some((name, id, Form::Text | Form::Number)) if id.trim().is_empty() => {
                return Err(malformed(format!("the id under `{name}` is empty")));
            }
            Some((_, id, Form::Text | Form::Number)) => ids.push(id.clone()),
            Some((name, _, form)) => return Err(malformed(format!("expected an id under `{name}`, got {}", form.name()))),
            None => return Err(malformed(format!("the record has no id: expected a field {}", names.join(", ")))),
        }
    }
    Ok(ids)
}

/// Whether a file is by its name a table, and not lines of something else.
pub(crate) fn is_table(path: &Path) -> bool {
    ["csv", "tsv", "tab"].into_iter().any(|ending| has_ending(path, ending))
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

/// Reads the text of a list as a table; what separates its values the name of the file says, or else its first row.
///
/// # Errors
/// [`ErrorKind::Malformed`] with the line for a row that a corpus would lose, or have read with a doubt; and for a short one unless it is to be filled.
/// So it is with two columns of one name, in any case, since one of them would not count.
pub(crate) fn table(text: &str, path: &Path, short: Short) -> Result<Table> {
    let table = rows(text, path, short)?;
    let mut met: HashMap<String, &str> = HashMap::new();
    for name in table.columns.iter().filter(|name| !name.is_empty()) {
        if let Some(first) = met.insert(name.to_lowercase(), name) {
            let message = format!("two columns of one name, `{first}` and `{name}`: only one would count");
            return Err(Error::new(ErrorKind::Malformed, message).on_line(table.line));
        }
    }
    Ok(table)
}

fn rows(text: &str, path: &Path, short: Short) -> Result<Table> {
    let tabs = (has_ending(path, "tsv") || has_ending(path, "tab")) && head(text).is_some_and(|(_, line)| line.contains('\t'));
    let line = head(text).map_or(1, |(number, _)| number);
    let mut rows = Rows { table: Table { columns: Vec::new(), line, rows: Vec::new() }, short };
    let mut bytes = text.as_bytes();
    let mut lines = Lines { bytes: &mut bytes, path, faults_are_final: true, over: false, ahead: false };
    match delimited::read(&mut lines, tabs.then_some(b'\t'), &mut rows) {
        Ok(_) => Ok(rows.table),
        Err(Stop::Failed(error)) => Err(error),
        Err(Stop::NotUtf8) => unreachable!("a text is UTF-8"),
    }
}

/// The line of a row, and its values in some columns.
pub(crate) type Values<const N: usize> = (u64, [String; N]);

/// The values of some columns, each called by one of its names, of a file that is a table by its name and has them all, with the lines that they stand on;
/// `None`: it is lines of something else. A row of nothing but separators, as spreadsheets leave them, is none.
///
/// # Errors
/// Those of [`table`].
pub(crate) fn values<const N: usize>(text: &str, path: &Path, names: [&[&str]; N]) -> Result<Option<Vec<Values<N>>>> {
    let Some((line, _)) = head(text).filter(|_| is_table(path)) else { return Ok(None) };
    let above: String = text.split_inclusive('\n').zip(0..line).map(|(line, _)| line).collect();
    let has_columns = |table: Table| names.iter().all(|names| table.column(names).is_some());
    if !rows(&above, path, Short::Refused).is_ok_and(has_columns) {
        return Ok(None);
    }
    let table = table(text, path, Short::Refused)?;
    let columns: Vec<usize> = names.iter().filter_map(|names| table.column(names)).collect();
    let values = |row: &Row| (row.line, std::array::from_fn(|n| columns.get(n).map_or_else(String::new, |&at| row.values[at].clone())));
    let says_something = |row: &&Row| row.values.iter().any(|value| !value.trim().is_empty());
    Ok(Some(table.rows.iter().filter(says_something).map(values).collect()))
}

/// The line that names the columns, with its number: the first one that says something and is not `sep=;`.
fn head(text: &str) -> Option<(u64, &str)> {
    let names_separator = |line: &str| line.len() == 5 && line.as_bytes()[..4].eq_ignore_ascii_case(b"sep=");
    (1..).zip(text.lines()).find(|(_, line)| !line.trim().is_empty() && !names_separator(line))
}

struct Rows {
    table: Table,
    short: Short,
}

impl Sink for Rows {
    fn record(&mut self, record: Record<'_>) -> Result<Flow> {
        let mut values: Vec<String> = record.fields.into_iter().map(|(_, value, _)| value).collect();
        values.resize(self.table.columns.len(), String::new());
        self.table.rows.push(Row { line: record.number, values });
        Ok(Flow::Continue)
    }

    fn field(&mut self, name: &str) {
        self.table.columns.push(name.to_owned());
    }

    fn trouble(&mut self, trouble: Trouble) -> Result<()> {
        if self.short == Short::Filled && trouble.cause == delimited::WRONG_NUMBER && trouble.lost == 0 {
            return Ok(());
        }
        let error = Error::new(ErrorKind::Malformed, format!("{}: {}", trouble.cause, trouble.message));
        Err(trouble.line.into_iter().fold(error, Error::on_line))
    }
}
