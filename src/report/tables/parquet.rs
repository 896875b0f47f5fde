//! Tables as Parquet: plain columns (texts, 64-bit integers, doubles, booleans), compressed with
//! zstd, the schema version in the file's key-value metadata.

use std::cell::Cell as Slot;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type as Schema;

use super::cell::rounded;
use super::{Cell, Column, Cursor, Listed, Names, Record, Rows, Table, Take, Type, broken};
use crate::error::{Error, ErrorKind, Result};
use crate::observer::Observer;
use crate::report::model::SCHEMA;

/// Rows in a row group: readers take one group for each thread.
const GROUP: usize = 122_880;
/// Rows that are handed over at once, so that copies of long texts do not pile up.
const BATCH: usize = 1024;
/// The key of the schema version in the file's metadata.
const SCHEMA_KEY: &str = "wirecopy.schema";

/// Writes `rows`.
pub(super) fn write<R: Rows>(rows: R, out: &mut (dyn Write + Send)) -> io::Result<()> {
    write_groups(rows, out).map_err(|error| match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(io) => *io,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    })
}

fn write_groups<R: Rows>(rows: R, out: &mut (dyn Write + Send)) -> Result<(), ParquetError> {
    let columns = rows.columns();
    let fields = columns.iter().map(|column| schema(column).map(Arc::new)).collect::<Result<Vec<_>, _>>()?;
    let schema = Schema::group_type_builder(R::Row::NAME).with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(format!("wirecopy version {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(vec![KeyValue::new(SCHEMA_KEY.to_owned(), SCHEMA.to_string())]));
    let mut file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties.build()))?;
    let count = rows.count();
    for from in (0..count).step_by(GROUP) {
        let group = rows.some(from..count.min(from + GROUP));
        let mut writer = file.next_row_group()?;
        for column in &columns {
            let mut chunk = writer.next_column()?.expect("a writer for each column of the schema");
            for batch in group.chunks(BATCH) {
                write_batch(batch, column, &mut chunk)?;
            }
            chunk.close()?;
        }
        writer.close()?;
    }
    file.close()?;
    Ok(())
}

fn schema<R>(column: &Column<R>) -> Result<Schema, ParquetError> {
    let physical = match column.kind {
        Type::Text => Physical::BYTE_ARRAY,
        Type::Count => Physical::INT64,
        Type::Real => Physical::DOUBLE,
        Type::Flag => Physical::BOOLEAN,
    };
    Schema::primitive_type_builder(&column.name, physical)
        .with_repetition(if column.nullable { Repetition::OPTIONAL } else { Repetition::REQUIRED })
        .with_logical_type((column.kind == Type::Text).then_some(LogicalType::String))
        .build()
}

fn write_batch<R>(rows: &[R], column: &Column<R>, chunk: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
    let cells = || rows.iter().map(|row| column.get(row));
    let levels: Vec<i16> = cells().map(|cell| i16::from(cell != Cell::Null)).collect();
    let levels = column.nullable.then_some(levels.as_slice());
    match column.kind {
        Type::Text => {
            let values = cells().filter_map(|cell| match cell {
                Cell::Text(text) => Some(ByteArray::from(text)),
                _ => None,
            });
            chunk.typed::<ByteArrayType>().write_batch(&values.collect::<Vec<_>>(), levels, None)?;
        }
        Type::Count => {
            let values = cells().filter_map(|cell| match cell {
                Cell::Count(count) => Some(i64::from(count)),
                _ => None,
            });
            chunk.typed::<Int64Type>().write_batch(&values.collect::<Vec<_>>(), levels, None)?;
        }
        Type::Real => {
            let values = cells().filter_map(|cell| match cell {
                Cell::Real(real) => Some(rounded(real)),
                _ => None,
            });
            chunk.typed::<DoubleType>().write_batch(&values.collect::<Vec<_>>(), levels, None)?;
        }
        Type::Flag => {
            let values = cells().filter_map(|cell| match cell {
                Cell::Flag(flag) => Some(flag),
                _ => None,
            });
            chunk.typed::<BoolType>().write_batch(&values.collect::<Vec<_>>(), levels, None)?;
        }
    }
    Ok(())
}

/// Reads the table at `path`.
pub(super) fn read<T: Table>(path: &Path, names: &mut Names, observer: &dyn Observer, take: Take<'_, T>) -> Result<()> {
    let file = File::open(path).map_err(|e| Error::io(path, e))?;
    let malformed = |e: ParquetError| broken(path, None, e.to_string()).because(e);
    let file = SerializedFileReader::new(file).map_err(malformed)?;
    let metadata = file.metadata().file_metadata();
    let version = metadata.key_value_metadata().into_iter().flatten().find(|pair| pair.key == SCHEMA_KEY);
    let version = version.and_then(|pair| pair.value.as_deref());
    if let Some(version) = version.filter(|version| *version != SCHEMA.to_string()) {
        let message = format!("the table has schema version {version}; this program reads version {SCHEMA}");
        return Err(Error::new(ErrorKind::Malformed, message)
            .at(path)
            .remedy("use the version of wirecopy that wrote it, or scan the corpus again"));
    }
    let columns: Vec<String> = metadata.schema_descr().columns().iter().map(|c| c.path().string()).collect();
    let mut read = 0;
    for group in 0..file.num_row_groups() {
        let group = file.get_row_group(group).map_err(malformed)?;
        let count =
            usize::try_from(group.metadata().num_rows()).map_err(|_| broken(path, None, "a row group with a negative count of rows"))?;
        let column = |i: usize| observer.check().and_then(|()| read_column(group.as_ref(), i, count).map_err(malformed));
        let values = (0..columns.len()).map(column).collect::<Result<Vec<_>>>()?;
        let group = Group { names: &columns, values, row: Slot::new(0), cursor: Cursor::default() };
        for row in 0..count {
            observer.check()?;
            group.row.set(row);
            read += 1;
            let row = T::from_record(&group, names).and_then(&mut *take);
            row.map_err(|message| broken(path, None, format!("row {read}: {message}")))?;
        }
    }
    Ok(())
}

/// A column of a row group; an entry for each row.
enum Values {
    Text(Vec<Option<ByteArray>>),
    Whole(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
    Flag(Vec<Option<bool>>),
}

fn read_column(group: &dyn RowGroupReader, column: usize, rows: usize) -> Result<Values, ParquetError> {
    let optional = group.metadata().column(column).column_descr().max_def_level() > 0;
    let name = || group.metadata().column(column).column_descr().path().string();
    match group.get_column_reader(column)? {
        ColumnReader::ByteArrayColumnReader(reader) => read_values::<ByteArrayType>(reader, optional, rows).map(Values::Text),
        ColumnReader::Int64ColumnReader(reader) => read_values::<Int64Type>(reader, optional, rows).map(Values::Whole),
        ColumnReader::DoubleColumnReader(reader) => read_values::<DoubleType>(reader, optional, rows).map(Values::Real),
        ColumnReader::BoolColumnReader(reader) => read_values::<BoolType>(reader, optional, rows).map(Values::Flag),
        _ => Err(ParquetError::General(format!("column `{}` holds no text, whole number, number or flag", name()))),
    }
}

fn read_values<D: DataType>(mut reader: ColumnReaderImpl<D>, optional: bool, rows: usize) -> Result<Vec<Option<D::T>>, ParquetError> {
    let (mut levels, mut values) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let (read, _, _) = reader.read_records(rows, optional.then_some(&mut levels), None, &mut values)?;
    if read != rows {
        return Err(ParquetError::EOF(format!("a column of {read} rows where its group has {rows}")));
    }
    let mut values = values.into_iter();
    Ok(if optional {
        levels.into_iter().map(|level| if level > 0 { values.next() } else { None }).collect()
    } else {
        values.map(Some).collect()
    })
}

/// The rows of a row group, one after the other.
struct Group<'a> {
    names: &'a [String],
    values: Vec<Values>,
    row: Slot<usize>,
    cursor: Cursor,
}

impl Record for Group<'_> {
    fn cell(&self, name: &str, _: Type) -> Result<Option<Cell<'_>>, String> {
        let Some(i) = self.cursor.find(self.names.len(), |i| self.names[i] == name) else {
            return Ok(None);
        };
        let row = self.row.get();
        let cell = match &self.values[i] {
            Values::Text(texts) => match &texts[row] {
                Some(text) => Some(Cell::Text(std::str::from_utf8(text.data()).map_err(|_| "expected UTF-8".to_owned())?)),
                None => None,
            },
            Values::Whole(wholes) => match wholes[row] {
                Some(whole) => Some(Cell::Count(u32::try_from(whole).map_err(|_| format!("{whole} is not between 0 and {}", u32::MAX))?)),
                None => None,
            },
            Values::Real(reals) => reals[row].map(Cell::Real),
            Values::Flag(flags) => flags[row].map(Cell::Flag),
        };
        Ok(Some(cell.unwrap_or(Cell::Null)))
    }

    fn names(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).collect()
    }
}
