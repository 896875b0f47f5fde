//! Rows in files: the same columns under the same names in every format.
//!
//! Each table's columns are described once ([`Table`]): name, type and where in the row the value
//! stands. Writers and readers of all formats work from that description, so that they cannot
//! disagree. Offsets and counts are whole numbers, shares and scores have at most six decimals,
//! instants are RFC 3339 texts, and an empty text where nothing is required is null.

mod cell;
mod csv;
mod json;
mod jsonl;
#[cfg(feature = "parquet")]
mod parquet;

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

pub use cell::{Cell, Names, Shown, Type, Value, rounded};

use crate::error::{Error, ErrorKind, Result};
use crate::observer::Observer;
use crate::report::model::{ClusterRow, CreditRow, DocumentRow, FamilyRow, PairRow, PassageRow, RepeatRow, TextRow};
use crate::report::{Pairs, PassageView, Passages};

/// A file format of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Columnar and compressed; needs the feature `parquet`.
    Parquet,
    /// Comma-separated values after RFC 4180 with a line of names.
    Csv,
}

impl Format {
    /// All formats, in the order in which a reader prefers them.
    pub const ALL: [Self; 3] = [Self::Jsonl, Self::Parquet, Self::Csv];

    /// The name of the format, which is also its files' extension.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }

    /// Whether this build reads and writes the format.
    #[must_use]
    pub fn is_built_in(self) -> bool {
        self != Self::Parquet || cfg!(feature = "parquet")
    }

    /// Nothing, where this build reads and writes the format.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFormat`], where it was built without the feature.
    pub fn check(self) -> Result<()> {
        if self.is_built_in() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::UnknownFormat, "this program was built without Parquet")
            .remedy("build it with the feature `parquet`, or use --format jsonl or csv"))
    }
}

/// How tables are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableConfig {
    /// CSV for spreadsheets: a byte order mark, CRLF, and an apostrophe before texts that a
    /// spreadsheet would run as a formula. Without it CSV holds the data exactly.
    pub csv_excel: bool,
}

/// One column: its name, what it holds, and how to get it from a row.
#[derive(Debug)]
pub struct Column<R> {
    /// The name, the same in every format.
    pub name: String,
    /// What it holds.
    pub kind: Type,
    /// Whether it may hold nothing.
    pub nullable: bool,
    get: for<'a> fn(&'a R, &str) -> Cell<'a>,
}

impl<R> Column<R> {
    /// A column for the field that `_typed` points at; it is there for its type alone.
    fn new<V: Shown>(name: &str, _typed: fn(&R) -> &V, get: for<'a> fn(&'a R, &str) -> Cell<'a>) -> Self {
        Self { name: name.to_owned(), kind: V::TYPE, nullable: V::NULLABLE, get }
    }

    /// The value in `row`.
    pub fn get<'a>(&self, row: &'a R) -> Cell<'a> {
        (self.get)(row, &self.name)
    }
}

/// A row that was read from some format: values by name of column.
pub trait Record {
    /// The value of the column called `name`, which holds `kind`.
    ///
    /// # Errors
    /// When there is no such column, or the value cannot be read as what the column holds.
    fn cell(&self, name: &str, kind: Type) -> Result<Option<Cell<'_>>, String>;
    /// The names of all columns, in their order.
    fn names(&self) -> Vec<&str>;
}

/// Column names that are looked up in nearly the order in which they stand.
#[derive(Debug, Default)]
struct Cursor(std::cell::Cell<usize>);

impl Cursor {
    /// Where the name stands among `count` names, `is(i)` telling whether the i-th is the one.
    fn find(&self, count: usize, is: impl Fn(usize) -> bool) -> Option<usize> {
        let next = self.0.get();
        let found = if next < count && is(next) { Some(next) } else { (0..count).find(|&i| is(i)) };
        if let Some(found) = found {
            self.0.set(found + 1);
        }
        found
    }
}

/// A row of a table: the table's name, and its columns.
pub trait Listed: Clone + Send + Sync {
    /// Name of the file, without its extension.
    const NAME: &'static str;

    /// The columns that the table always has, in their order.
    fn fixed_columns() -> Vec<Column<Self>>;

    /// The columns that it has because of what is in `rows`: `meta.NAME` of `documents`.
    fn meta_columns(_rows: &[Self]) -> Vec<Column<Self>> {
        Vec::new()
    }

    /// All columns of a file that holds `rows`.
    fn columns(rows: &[Self]) -> Vec<Column<Self>> {
        let mut columns = Self::fixed_columns();
        columns.extend(Self::meta_columns(rows));
        columns
    }
}

/// A table that can be read: how a row is made from a record.
pub trait Table: Listed {
    /// The row that `record` tells.
    ///
    /// # Errors
    /// Which column, what was expected and what was found.
    fn from_record(record: &dyn Record, names: &mut Names) -> Result<Self, String>;
}

/// The rows of a table, as they are written.
pub trait Rows: Copy + Send + Sync {
    /// One of them.
    type Row: Listed;
    /// How many there are.
    fn count(&self) -> usize;
    /// All columns.
    fn columns(&self) -> Vec<Column<Self::Row>>;
    /// Those at some places.
    fn some(&self, places: Range<usize>) -> Cow<'_, [Self::Row]>;
}

impl<T: Listed> Rows for &[T] {
    type Row = T;
    fn count(&self) -> usize {
        self.len()
    }
    fn columns(&self) -> Vec<Column<T>> {
        T::columns(self)
    }
    fn some(&self, places: Range<usize>) -> Cow<'_, [T]> {
        Cow::Borrowed(&self[places])
    }
}

impl<'p> Rows for &'p Pairs {
    type Row = PairRow<&'p str>;
    fn count(&self) -> usize {
        self.len()
    }
    fn columns(&self) -> Vec<Column<Self::Row>> {
        Self::Row::fixed_columns()
    }
    fn some(&self, places: Range<usize>) -> Cow<'_, [Self::Row]> {
        places.map(|place| self.row(place)).collect::<Vec<_>>().into()
    }
}

impl<'p> Rows for &'p Passages {
    type Row = PassageView<'p>;
    fn count(&self) -> usize {
        self.len()
    }
    fn columns(&self) -> Vec<Column<Self::Row>> {
        Self::Row::fixed_columns()
    }
    fn some(&self, places: Range<usize>) -> Cow<'_, [Self::Row]> {
        self.fetch_words(places.clone());
        Passages::some(self, places).collect::<Vec<_>>().into()
    }
}

/// The value of one column, read as its field's type.
fn field<V: Value>(record: &dyn Record, name: &str, names: &mut Names) -> Result<V, String> {
    let at_column = |message| format!("column `{name}`: {message}");
    match record.cell(name, V::TYPE).map_err(at_column)? {
        Some(cell) => V::read(cell, names).map_err(at_column),
        None if V::NULLABLE => V::read(Cell::Null, names).map_err(at_column),
        None => Err(format!("the column `{name}` is missing")),
    }
}

/// Describes a table once: its fields in the order of the columns.
macro_rules! table {
    ($row:ident $(<$($id:ident),+>)?, $name:literal, [$($field:ident),+ $(,)?] $(, meta: $meta:ident)?) => {
        impl $(<$($id: Shown + Clone + Send + Sync),+>)? Listed for $row $(<$($id),+>)? {
            const NAME: &'static str = $name;

            fn fixed_columns() -> Vec<Column<Self>> {
                vec![$(
                    Column::new(stringify!($field), |row: &Self| &row.$field, |row, _| row.$field.cell())
                ),+]
            }

            $(fn meta_columns(rows: &[Self]) -> Vec<Column<Self>> {
                $meta::columns(rows)
            })?
        }

        impl Table for $row {
            fn from_record(record: &dyn Record, names: &mut Names) -> Result<Self, String> {
                Ok(Self {
                    $($field: field(record, stringify!($field), names)?,)+
                    $($meta: $meta::read(record)?,)?
                })
            }
        }
    };
}

table!(
    DocumentRow,
    "documents",
    [
        doc, outlet, title, url, language, published, published_from, published_to, date_source, encoding, words,
        reused_words, near_duplicate_of,
    ],
    meta: meta
);
table!(TextRow, "texts", [doc, text]);
table!(
    PairRow<N>,
    "pairs",
    [
        left_doc,
        left_start,
        left_end,
        left_byte_start,
        left_byte_end,
        right_doc,
        right_start,
        right_end,
        right_byte_start,
        right_byte_end,
        words,
        identity,
        left_coverage,
        right_coverage,
        score,
        kind,
        left_cluster,
        right_cluster,
        similarity,
    ]
);
table!(
    PassageRow<N, T>,
    "passages",
    [cluster, doc, outlet, start, end, byte_start, byte_end, words, published_from, published_to, role, source_doc, grade, evidence, text,]
);
table!(
    ClusterRow,
    "clusters",
    [cluster, kind, part_of, passages, documents, outlets, words, first_doc, first_from, first_to, speaker, text]
);
table!(RepeatRow, "repeats", [doc, start, end, again_start, again_end, words]);
table!(CreditRow, "credits", [doc, start, end, source, scope, rule, text]);
table!(FamilyRow, "families", [family, unit, doc, start, end, similarity, containment, kept]);

/// The metadata fields of documents, a column `meta.NAME` each.
mod meta {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Cell, Column, DocumentRow, Record, Type};

    const PREFIX: &str = "meta.";

    /// A column for each field that any of `rows` has, sorted by name.
    pub(super) fn columns(rows: &[DocumentRow]) -> Vec<Column<DocumentRow>> {
        let names: BTreeSet<&String> = rows.iter().flat_map(|row| row.meta.keys()).collect();
        let column = |name| Column {
            name: format!("{PREFIX}{name}"),
            kind: Type::Text,
            nullable: true,
            get: |row: &DocumentRow, column| match row.meta.get(&column[PREFIX.len()..]).map(String::as_str) {
                None | Some("") => Cell::Null,
                Some(text) => Cell::Text(text),
            },
        };
        names.into_iter().map(column).collect()
    }

    /// The fields that `record` has.
    pub(super) fn read(record: &dyn Record) -> Result<BTreeMap<String, String>, String> {
        let mut meta = BTreeMap::new();
        for column in record.names() {
            let Some(name) = column.strip_prefix(PREFIX) else {
                continue;
            };
            match record.cell(column, Type::Text).map_err(|message| format!("column `{column}`: {message}"))? {
                None | Some(Cell::Null | Cell::Text("")) => {}
                Some(Cell::Text(text)) => {
                    meta.insert(name.to_owned(), text.to_owned());
                }
                Some(other) => {
                    return Err(format!("column `{column}`: expected a text, got {}", other.describe()));
                }
            }
        }
        Ok(meta)
    }
}

/// Writes `rows` as `format`.
///
/// # Errors
/// What `out` says; [`io::ErrorKind::Unsupported`] for a format that is not built in.
pub fn write<R: Rows>(rows: R, format: Format, config: TableConfig, out: &mut (dyn Write + Send)) -> io::Result<()> {
    match format {
        Format::Jsonl => jsonl::write(rows, out),
        Format::Csv => csv::write(rows, config, out),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::write(rows, out),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(io::Error::new(io::ErrorKind::Unsupported, "built without Parquet")),
    }
}

/// Reads the table at `path`, which is written as `format`.
///
/// # Errors
/// [`ErrorKind::Malformed`] with line (or row) and column for a row that is broken, [`ErrorKind::Io`] when
/// the file cannot be read, [`ErrorKind::UnknownFormat`] for a format that is not built in, [`ErrorKind::Interrupted`].
pub fn read<T: Table>(path: &Path, format: Format, names: &mut Names, observer: &dyn Observer) -> Result<Vec<T>> {
    let mut rows = Vec::new();
    read_each(path, format, names, observer, &mut |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

/// Takes a row that was read, or says why it cannot be one.
pub type Take<'t, T> = &'t mut dyn FnMut(T) -> Result<(), String>;

/// The same, row by row.
///
/// # Errors
/// As [`read`].
pub fn read_each<T: Table>(path: &Path, format: Format, names: &mut Names, observer: &dyn Observer, take: Take<'_, T>) -> Result<()> {
    format.check()?;
    match format {
        Format::Jsonl => jsonl::read(path, names, observer, take),
        Format::Csv => csv::read(path, names, observer, take),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::read(path, names, observer, take),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => unreachable!("checked above"),
    }
}

/// A row that is not what its table says.
fn broken(path: &Path, line: Option<u64>, message: impl Into<String>) -> Error {
    let error = Error::new(ErrorKind::Malformed, message).at(path).remedy("scan the corpus again, or restore the file");
    match line {
        Some(line) => error.on_line(line),
        None => error,
    }
}
