//! Parquet tables: one row is one record.
//!
//! Values become the text that a person would write: dates and times as in RFC 3339 (with a `Z`
//! only where the column counts from midnight in Greenwich), numbers and truth values as they are,
//! nested values as JSON.

pub(super) mod caught;
mod no_utf8;
#[cfg(test)]
pub(super) mod tests;

use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::rc::Rc;

use jiff::Timestamp;
use parquet::basic::{Compression as Packed, LogicalType, TimeUnit};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::serialized_reader::ReadOptionsBuilder;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;

use crate::error::{Error, Result};
use crate::observer::Observer;

use super::decompress::{Compression, OnDisk, disk_error};
use super::discover::Place;
use super::record::{self, Flow, Record, Sink};
use super::trouble::{Trouble, counted};
use caught::guarded;
use no_utf8::{Bytes, Leaves, NoUtf8};

/// Reads every row of a table.
pub(super) fn read(place: &Place, observer: &dyn Observer, sink: &mut dyn Sink) -> Result<OnDisk> {
    let mut opened = place.open(Rc::new(RefCell::new(0)), observer)?;
    let on_disk = |e: io::Error| disk_error(&place.path, &e).unwrap_or_else(|| Error::io(&place.path, e));
    let file = if place.compression == Compression::None {
        File::open(&place.path).map_err(|e| Error::io(&place.path, e))?
    } else {
        // The format is read from its end, so that a packed table is unpacked first.
        let mut file = tempfile::tempfile().map_err(|e| Error::io(std::env::temp_dir(), e))?;
        if let Err(e) = io::copy(&mut opened.unpacked.by_ref(), &mut file) {
            if let Some(error) = disk_error(&place.path, &e) {
                return Err(error);
            }
            sink.trouble(record::cut_short(&e, None))?;
        }
        file
    };
    opened.unpacked = Box::new(io::empty());
    let on_disk = opened.finish().map_err(on_disk)?;
    match opened_table(&file) {
        Ok((table, columns)) => rows(&table, &columns, sink)?,
        Err(e) => {
            sink.trouble(Trouble::new("broken Parquet", e.to_string()).so("the file was left out, since its index stands at its end"))?;
        }
    }
    Ok(on_disk)
}

/// The table, and what is known of its columns. Texts come out of it as bytes: the decoder ends a row group at the first that is no UTF-8.
fn opened_table(file: &File) -> parquet::errors::Result<(SerializedFileReader<File>, Vec<Column>)> {
    let table = SerializedFileReader::new(file.try_clone()?)?;
    let schema = table.metadata().file_metadata().schema_descr();
    let fields = schema.root_schema().get_fields();
    let is_met = |n: usize| fields[..n].iter().any(|before| before.name() == fields[n].name());
    let columns = fields.iter().enumerate().map(|(n, field)| Column { is_met: is_met(n), ..Column::of(field) }).collect();
    let Some(schema) = no_utf8::texts_as_bytes(schema) else {
        return Ok((table, columns));
    };
    let options = ReadOptionsBuilder::new().with_parquet_schema(schema).build();
    Ok((SerializedFileReader::new_with_options(file.try_clone()?, options)?, columns))
}

fn rows(table: &SerializedFileReader<File>, columns: &[Column], sink: &mut dyn Sink) -> Result<()> {
    let schema = table.metadata().file_metadata().schema();
    let mut no_utf8 = NoUtf8::default();
    for field in schema.get_fields() {
        sink.field(field.name());
    }
    // The decoder knows columns by their names.
    for (field, _) in schema.get_fields().iter().zip(columns).filter(|(_, column)| column.is_met) {
        let message = format!("two columns are called `{}`", field.name());
        sink.trouble(Trouble::new("columns of one name", message).so("the last of them was read, and no other"))?;
    }
    let mut before = 0;
    let mut unread: Option<(Packed, u64)> = None;
    'groups: for group in 0..table.num_row_groups() {
        let length = u64::try_from(table.metadata().row_group(group).num_rows()).unwrap_or(0);
        if let Some(packed) = unread_compression(table.metadata().row_group(group)) {
            unread.get_or_insert((packed, 0)).1 += length;
            before += length;
            continue;
        }
        let mut read = 0;
        // The decoder panics on some damaged or exotic columns. It owns all that it touches, and is dropped then.
        let rows = guarded(|| {
            let group = table.get_row_group(group).map_err(|e| e.to_string())?;
            parquet::record::reader::TreeBuilder::new()
                .as_iter(table.metadata().file_metadata().schema_descr_ptr(), &*group)
                .map_err(|e| e.to_string())
        });
        let fault = match rows {
            Err(fault) => Some(fault),
            Ok(mut rows) => loop {
                let row = guarded(|| {
                    let row = rows.next().transpose().map_err(|e| e.to_string())?;
                    Ok(row.map(|row| fields(row, columns, before + read + 1, &mut no_utf8)))
                });
                match row {
                    Ok(None) => break None,
                    Err(fault) => break Some(fault),
                    Ok(Some(fields)) => {
                        read += 1;
                        if sink.record(Record { line: None, number: before + read, fields })? == Flow::Stop {
                            break 'groups;
                        }
                    }
                }
            },
        };
        if let Some(fault) = fault {
            let lost = length.saturating_sub(read);
            let done = format!("{} from row {} on left out", counted(lost, "row"), before + read + 1);
            sink.trouble(Trouble::new("broken Parquet", without_values(&fault)).so(done).losing(lost))?;
        }
        before += length;
    }
    no_utf8.told().try_for_each(|trouble| sink.trouble(trouble))?;
    if let Some((packed, lost)) = unread {
        let message = format!("compression {} is not read: write it again with zstd or snappy compression", name(packed));
        let done = format!("{} left out", counted(lost, "row"));
        sink.trouble(Trouble::new("unread compression", message).so(done).losing(lost))?;
    }
    Ok(())
}

/// What the decoder says, without the value that it says it of: a value may be an article.
fn without_values(fault: &str) -> &str {
    let end = [". Bytes: ", ", value "].iter().filter_map(|mark| fault.find(mark)).min();
    end.map_or(fault, |end| &fault[..end])
}

/// How a column of the group is packed that cannot be unpacked.
fn unread_compression(group: &RowGroupMetaData) -> Option<Packed> {
    let is_read = |packed: &Packed| matches!(packed, Packed::UNCOMPRESSED | Packed::SNAPPY | Packed::GZIP(_) | Packed::ZSTD(_));
    group.columns().iter().map(ColumnChunkMetaData::compression).find(|packed| !is_read(packed))
}

/// What programs that write tables call it.
fn name(packed: Packed) -> String {
    match packed {
        Packed::BROTLI(_) => "Brotli".to_owned(),
        // In its own frames or in those of Hadoop: whoever writes a table says LZ4.
        Packed::LZ4 | Packed::LZ4_RAW => "LZ4".to_owned(),
        other => other.to_string(),
    }
}

fn fields(row: Row, columns: &[Column], number: u64, no_utf8: &mut NoUtf8) -> Vec<record::Field<'static>> {
    row.into_columns()
        .into_iter()
        .zip(columns)
        .filter(|(_, column)| !column.is_met)
        .filter_map(|((name, field), column)| {
            let form = form(&field);
            let text = text(field, column.clock, &column.leaves, &mut |bytes, holds| no_utf8.text_of(&name, holds, number, bytes))?;
            Some((Cow::Owned(name), text, form))
        })
        .collect()
}

/// What is known of a column beside its values.
#[derive(Debug, Clone)]
struct Column {
    clock: Option<Clock>,
    leaves: Leaves,
    /// Whether one before it has its name.
    is_met: bool,
}

impl Column {
    fn of(column: &Type) -> Self {
        Self { clock: Clock::of(column), leaves: Leaves::of(column), is_met: false }
    }
}

/// How a column counts time.
#[derive(Debug, Clone, Copy)]
struct Clock {
    per_second: i64,
    utc: bool,
}

impl Clock {
    fn of(column: &Type) -> Option<Self> {
        match column.get_basic_info().logical_type_ref()? {
            LogicalType::Timestamp(timestamp) => {
                let per_second = match timestamp.unit {
                    TimeUnit::MILLIS => 1_000,
                    TimeUnit::MICROS => 1_000_000,
                    TimeUnit::NANOS => 1_000_000_000,
                };
                Some(Self { per_second, utc: timestamp.is_adjusted_to_u_t_c })
            }
            _ => None,
        }
    }

    fn told(self, count: i64) -> Option<String> {
        let seconds = count.div_euclid(self.per_second);
        let nanoseconds = count.rem_euclid(self.per_second) * (1_000_000_000 / self.per_second);
        let time = Timestamp::new(seconds, i32::try_from(nanoseconds).ok()?).ok()?.to_string();
        Some(if self.utc { time } else { time.trim_end_matches('Z').to_owned() })
    }
}

/// What a value is. Times and dates are texts: people write them so.
fn form(field: &Field) -> record::Form {
    use record::Form;
    match field {
        Field::Bool(_) => Form::Truth,
        Field::Group(_) => Form::Object,
        Field::ListInternal(_) | Field::MapInternal(_) => Form::Array,
        Field::Byte(_) | Field::Short(_) | Field::Int(_) | Field::Long(_) => Form::Number,
        Field::UByte(_) | Field::UShort(_) | Field::UInt(_) | Field::ULong(_) => Form::Number,
        Field::Float16(_) | Field::Float(_) | Field::Double(_) | Field::Decimal(_) => Form::Number,
        _ => Form::Text,
    }
}

/// Makes a text of bytes that are no UTF-8, by what they are.
type Decode<'a> = dyn FnMut(&[u8], Bytes) -> String + 'a;

/// A value as text; `None` where there is none.
fn text(field: Field, clock: Option<Clock>, leaves: &Leaves, decode: &mut Decode<'_>) -> Option<String> {
    let utc = |per_second| clock.unwrap_or(Clock { per_second, utc: true });
    Some(match field {
        Field::Null => return None,
        // What is no number is how tables of numbers write nothing.
        Field::Float(number) if number.is_nan() => return None,
        Field::Double(number) if number.is_nan() => return None,
        Field::Float16(number) if number.is_nan() => return None,
        // JSON has no form for it, and a person has.
        Field::Float(number) if number.is_infinite() => number.to_string(),
        Field::Double(number) if number.is_infinite() => number.to_string(),
        Field::Str(text) => text,
        Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).map_or_else(|_| decode(bytes.data(), leaves.bytes()), str::to_owned),
        Field::Long(count) => clock.and_then(|clock| clock.told(count)).unwrap_or_else(|| count.to_string()),
        Field::TimestampMillis(count) => utc(1_000).told(count).unwrap_or_else(|| count.to_string()),
        Field::TimestampMicros(count) => utc(1_000_000).told(count).unwrap_or_else(|| count.to_string()),
        Field::Date(days) => date(days),
        Field::Decimal(_) => decimal(&field),
        Field::Float(_) | Field::Double(_) | Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => {
            json(&field, leaves, decode)
        }
        other => other.to_string(),
    })
}

/// The decoder writes the point of a number without decimals too, and nobody calls a document `100.`.
fn decimal(field: &Field) -> String {
    field.to_string().trim_end_matches('.').to_owned()
}

fn date(days: i32) -> String {
    let midnight = Timestamp::from_second(i64::from(days) * 86_400).map(|time| time.to_string());
    midnight.ok().and_then(|time| time.split('T').next().map(str::to_owned)).unwrap_or_else(|| days.to_string())
}

/// A nested value as JSON.
fn json(field: &Field, leaves: &Leaves, decode: &mut Decode<'_>) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match field {
        Field::Null => "null".to_owned(),
        Field::Group(row) => {
            let parts = row.get_column_iter().enumerate();
            let members: Vec<String> =
                parts.map(|(n, (name, value))| format!("{}: {}", quoted(name), json(value, leaves.part(n, row.len()), decode))).collect();
            format!("{{{}}}", members.join(", "))
        }
        Field::ListInternal(list) => {
            let elements: Vec<String> = list.elements().iter().map(|element| json(element, leaves, decode)).collect();
            format!("[{}]", elements.join(", "))
        }
        Field::MapInternal(map) => {
            let mut entry = |(key, value): &(Field, Field)| {
                let key = text(key.clone(), None, leaves.part(0, 2), decode).unwrap_or_default();
                format!("{}: {}", quoted(&key), json(value, leaves.part(1, 2), decode))
            };
            let entries: Vec<String> = map.entries().iter().map(&mut entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Field::Bool(truth) => truth.to_string(),
        Field::Byte(_) | Field::Short(_) | Field::Int(_) | Field::Long(_) => field.to_string(),
        Field::UByte(_) | Field::UShort(_) | Field::UInt(_) | Field::ULong(_) => field.to_string(),
        // As JSON writes them, whole ones with their `.0`, as frames are written to CSV and JSON lines: so ids are the same in all of these. Infinity has
        // no such form and is null. As a wider number .1 would become .10000000149011612.
        Field::Float(number) if number.is_finite() => format!("{number:?}"),
        Field::Float(_) => "null".to_owned(),
        Field::Double(number) => serde_json::Value::from(*number).to_string(),
        Field::Decimal(_) => decimal(field),
        other => text(other.clone(), None, leaves, decode).map_or_else(|| "null".to_owned(), |text| quoted(&text)),
    }
}
