//! Parquet tables: one row is one record.
//!
//! Values become the text that a person would write: dates and times as in RFC 3339 (with a `Z`
//! only where the column counts from midnight in Greenwich), numbers and truth values as they are,
//! nested values as JSON.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use jiff::Timestamp;
use parquet::basic::{LogicalType, TimeUnit};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use parquet::schema::types::Type;

use crate::error::{Error, Result};
use crate::observer::Observer;

use super::decompress::{Compression, OnDisk, disk_error};
use super::discover::Place;
use super::record::{self, Flow, Record, Sink};
use super::trouble::{Trouble, counted};

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
    match SerializedFileReader::new(file) {
        Ok(table) => rows(&table, sink)?,
        Err(e) => {
            sink.trouble(Trouble::new("broken Parquet", e.to_string()).so("the file was left out, since its index stands at its end"))?;
        }
    }
    Ok(on_disk)
}

fn rows(table: &SerializedFileReader<File>, sink: &mut dyn Sink) -> Result<()> {
    let schema = table.metadata().file_metadata().schema();
    let clocks: Vec<Option<Clock>> = schema.get_fields().iter().map(|field| Clock::of(field)).collect();
    for field in schema.get_fields() {
        sink.field(field.name());
    }
    let mut before = 0;
    for group in 0..table.num_row_groups() {
        let length = u64::try_from(table.metadata().row_group(group).num_rows()).unwrap_or(0);
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
                let row = guarded(|| rows.next().transpose().map_err(|e| e.to_string()).map(|row| row.map(|row| fields(row, &clocks))));
                match row {
                    Ok(None) => break None,
                    Err(fault) => break Some(fault),
                    Ok(Some(fields)) => {
                        read += 1;
                        if sink.record(Record { line: None, number: before + read, fields })? == Flow::Stop {
                            return Ok(());
                        }
                    }
                }
            },
        };
        if let Some(fault) = fault {
            let lost = length.saturating_sub(read);
            let done = format!("{} from row {} on left out", counted(lost, "row"), before + read + 1);
            sink.trouble(Trouble::new("broken Parquet", fault).so(done).losing(lost))?;
        }
        before += length;
    }
    Ok(())
}

fn guarded<T>(read: impl FnOnce() -> std::result::Result<T, String>) -> std::result::Result<T, String> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|panic| {
        let told = panic.downcast_ref::<String>().cloned();
        Err(told.unwrap_or_else(|| "the column cannot be decoded".to_owned()))
    })
}

fn fields(row: Row, clocks: &[Option<Clock>]) -> Vec<record::Field<'static>> {
    row.into_columns()
        .into_iter()
        .zip(clocks)
        .filter_map(|((name, field), clock)| {
            let form = form(&field);
            Some((Cow::Owned(name), text(field, *clock)?, form))
        })
        .collect()
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

/// A value as text; `None` where there is none.
fn text(field: Field, clock: Option<Clock>) -> Option<String> {
    let utc = |per_second| clock.unwrap_or(Clock { per_second, utc: true });
    Some(match field {
        Field::Null => return None,
        // What is no number is how tables of numbers write nothing.
        Field::Float(number) if number.is_nan() => return None,
        Field::Double(number) if number.is_nan() => return None,
        Field::Str(text) => text,
        Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(text) => text.to_owned(),
            Err(_) => format!("({} bytes)", bytes.len()),
        },
        Field::Long(count) => clock.and_then(|clock| clock.told(count)).unwrap_or_else(|| count.to_string()),
        Field::TimestampMillis(count) => utc(1_000).told(count).unwrap_or_else(|| count.to_string()),
        Field::TimestampMicros(count) => utc(1_000_000).told(count).unwrap_or_else(|| count.to_string()),
        Field::Date(days) => date(days),
        Field::Float(_) | Field::Double(_) | Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => json(&field),
        other => other.to_string(),
    })
}

fn date(days: i32) -> String {
    let midnight = Timestamp::from_second(i64::from(days) * 86_400).map(|time| time.to_string());
    midnight.ok().and_then(|time| time.split('T').next().map(str::to_owned)).unwrap_or_else(|| days.to_string())
}

/// A nested value as JSON.
fn json(field: &Field) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match field {
        Field::Null => "null".to_owned(),
        Field::Group(row) => {
            let members: Vec<String> = row.get_column_iter().map(|(name, value)| format!("{}: {}", quoted(name), json(value))).collect();
            format!("{{{}}}", members.join(", "))
        }
        Field::ListInternal(list) => {
            let elements: Vec<String> = list.elements().iter().map(json).collect();
            format!("[{}]", elements.join(", "))
        }
        Field::MapInternal(map) => {
            let key = |key: &Field| quoted(&text(key.clone(), None).unwrap_or_default());
            let entries: Vec<String> = map.entries().iter().map(|(name, value)| format!("{}: {}", key(name), json(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Field::Bool(truth) => truth.to_string(),
        Field::Byte(_) | Field::Short(_) | Field::Int(_) | Field::Long(_) => field.to_string(),
        Field::UByte(_) | Field::UShort(_) | Field::UInt(_) | Field::ULong(_) => field.to_string(),
        // As JSON writes them; infinity has no such form and is null.
        Field::Float(number) => serde_json::Value::from(*number).to_string(),
        Field::Double(number) => serde_json::Value::from(*number).to_string(),
        other => text(other.clone(), None).map_or_else(|| "null".to_owned(), |text| quoted(&text)),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;
    use crate::observer::Silent;
    use crate::read::format::Format;

    /// A column of a table that a test writes; an empty string is null.
    pub enum Column {
        Texts(Vec<&'static str>),
        Longs(Vec<i64>),
        Ints(Vec<i32>),
        Doubles(Vec<f64>),
        /// Values with their definition and repetition levels.
        Levels(Vec<&'static str>, Vec<i16>, Vec<i16>),
    }

    /// A table of `schema` in row groups of the same columns, `groups` times.
    pub fn table(schema: &str, columns: &[Column], groups: usize) -> Vec<u8> {
        packed_table(schema, columns, groups, parquet::basic::Compression::UNCOMPRESSED)
    }

    fn packed_table(schema: &str, columns: &[Column], groups: usize, compression: parquet::basic::Compression) -> Vec<u8> {
        let properties = WriterProperties::builder().set_compression(compression).build();
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let mut out = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut out, schema, Arc::new(properties)).unwrap();
        for _ in 0..groups {
            let mut group = writer.next_row_group().unwrap();
            for column in columns {
                let mut writer = group.next_column().unwrap().unwrap();
                match column {
                    Column::Texts(texts) => {
                        let levels: Vec<i16> = texts.iter().map(|text| i16::from(!text.is_empty())).collect();
                        let texts: Vec<ByteArray> =
                            texts.iter().filter(|text| !text.is_empty()).map(|text| ByteArray::from(*text)).collect();
                        writer.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None).unwrap();
                    }
                    Column::Levels(texts, definitions, repetitions) => {
                        let texts: Vec<ByteArray> = texts.iter().map(|text| ByteArray::from(*text)).collect();
                        let writer = writer.typed::<ByteArrayType>();
                        writer.write_batch(&texts, Some(definitions), Some(repetitions)).unwrap();
                    }
                    Column::Longs(values) => {
                        writer.typed::<Int64Type>().write_batch(values, None, None).unwrap();
                    }
                    Column::Ints(values) => {
                        writer.typed::<Int32Type>().write_batch(values, None, None).unwrap();
                    }
                    Column::Doubles(values) => {
                        writer.typed::<DoubleType>().write_batch(values, None, None).unwrap();
                    }
                }
                writer.close().unwrap();
            }
            group.close().unwrap();
        }
        writer.close().unwrap();
        out
    }

    #[derive(Default)]
    struct Seen(Vec<Vec<(String, String)>>, Vec<String>);

    impl Sink for Seen {
        fn record(&mut self, record: Record<'_>) -> Result<Flow> {
            self.0.push(record.fields.into_iter().map(|(name, value, _)| (name.into_owned(), value)).collect());
            Ok(Flow::Continue)
        }
        fn field(&mut self, _: &str) {}
        fn trouble(&mut self, trouble: Trouble) -> Result<()> {
            let cause = trouble.cause.to_owned();
            self.1.push(format!("{cause}: {}", trouble.told()));
            Ok(())
        }
    }

    fn seen(bytes: &[u8]) -> Seen {
        let file = tempfile::NamedTempFile::with_suffix(".parquet").unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let place = Place {
            path: file.path().to_owned(),
            name: "a.parquet".into(),
            format: Format::Parquet,
            compression: Compression::None,
            bytes: bytes.len() as u64,
            input: 0,
            below: "a.parquet".into(),
            folder: String::new(),
        };
        let mut seen = Seen::default();
        read(&place, &Silent, &mut seen).unwrap();
        seen
    }

    #[test]
    fn columns_of_every_kind_come_out_as_a_person_would_write_them() {
        let schema = "message m {
            required int64 naive (TIMESTAMP(NANOS,false)); required int64 utc (TIMESTAMP(MILLIS,true));
            required int32 day (DATE); required int64 count; required double share;
            optional binary text (STRING); optional binary plain; }";
        let columns = [
            Column::Longs(vec![1_480_738_860_000_000_000, 1_480_738_860_500_000_000]),
            Column::Longs(vec![1_480_738_860_000, -1]),
            Column::Ints(vec![17_138, -1]),
            Column::Longs(vec![7, -7]),
            Column::Doubles(vec![0.0, f64::NAN]),
            Column::Texts(vec!["Москва", ""]),
            Column::Texts(vec!["plain", ""]),
        ];
        let seen = seen(&table(schema, &columns, 1));
        let row = |at: usize| seen.0[at].iter().map(|(n, v)| (n.as_str(), v.as_str())).collect::<Vec<_>>();
        assert_eq!(
            row(0),
            [
                ("naive", "2016-12-03T04:21:00"),
                ("utc", "2016-12-03T04:21:00Z"),
                ("day", "2016-12-03"),
                ("count", "7"),
                ("share", "0.0"),
                ("text", "Москва"),
                ("plain", "plain"),
            ]
        );
        assert_eq!(
            row(1),
            [("naive", "2016-12-03T04:21:00.5"), ("utc", "1969-12-31T23:59:59.999Z"), ("day", "1969-12-31"), ("count", "-7")]
        );
        assert!(seen.1.is_empty(), "{:?}", seen.1);
    }

    #[test]
    fn columns_packed_in_the_usual_ways_are_read() {
        use parquet::basic::{Compression as Packed, GzipLevel, ZstdLevel};
        for packed in [Packed::SNAPPY, Packed::GZIP(GzipLevel::default()), Packed::ZSTD(ZstdLevel::default())] {
            let text = [Column::Texts(vec!["a text that is long enough to be packed, packed, packed"])];
            let seen = seen(&packed_table("message m { optional binary text (STRING); }", &text, 1, packed));
            assert_eq!((seen.0.len(), seen.1.len()), (1, 0), "{packed}");
        }
    }

    #[test]
    fn nested_values_come_out_as_json() {
        let schema = "message m {
            optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
            required group place { required int64 floor; required double height; } }";
        let columns =
            [Column::Levels(vec!["a \"b\""], vec![3, 2, 0], vec![0, 1, 0]), Column::Longs(vec![3, 4]), Column::Doubles(vec![1.5, 0.0])];
        let seen = seen(&table(schema, &columns, 1));
        let [(_, tags), (_, place)] = &seen.0[0][..] else { panic!("{:?}", seen.0) };
        assert_eq!(tags, r#"["a \"b\"", null]"#);
        assert_eq!(place, r#"{"floor": 3, "height": 1.5}"#);
        assert_eq!(seen.0[1], [("place".to_owned(), r#"{"floor": 4, "height": 0.0}"#.to_owned())]);
    }

    #[test]
    fn a_table_cut_short_is_told_and_nothing_panics() {
        let bytes = table("message m { optional binary text (STRING); }", &[Column::Texts(vec!["a"])], 1);
        let seen = seen(&bytes[..bytes.len() / 2]);
        assert!(seen.0.is_empty() && seen.1[0].starts_with("broken Parquet"), "{:?}", seen.1);
    }

    #[test]
    fn a_damaged_row_group_loses_its_own_rows_only_and_says_how_many() {
        let bytes = table("message m { optional binary text (STRING); }", &[Column::Texts(vec!["first", "second"])], 3);
        let mut damaged = bytes.clone();
        let at = memchr::memmem::find_iter(&bytes, b"second").nth(1).unwrap();
        damaged[at] = 0xFF;
        let seen = seen(&damaged);
        assert!(seen.0.len() == 4 || seen.0.len() == 5, "{:?}", seen.0);
        assert!(seen.1[0].contains("left out"), "{:?}", seen.1);
    }
}
