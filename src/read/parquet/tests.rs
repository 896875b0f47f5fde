//! Tables that tests write, whole and damaged.

mod numbers;

use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, FloatType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::*;
use crate::observer::Silent;
use crate::read::format::Format;

/// A column of a table that a test writes; an empty string is null.
pub enum Column {
    Texts(Vec<&'static str>),
    Bytes(Vec<&'static [u8]>),
    /// Lists of one value each.
    ListsOfOne(Vec<&'static [u8]>),
    /// Values of the same number of bytes each.
    Keys(Vec<&'static [u8]>),
    Longs(Vec<i64>),
    Ints(Vec<i32>),
    Doubles(Vec<f64>),
    Floats(Vec<f32>),
    /// Lists of one number each.
    ListsOfOneInt(Vec<i32>),
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
                    let texts: Vec<ByteArray> = texts.iter().filter(|text| !text.is_empty()).map(|text| ByteArray::from(*text)).collect();
                    writer.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None).unwrap();
                }
                Column::Levels(texts, definitions, repetitions) => {
                    let texts: Vec<ByteArray> = texts.iter().map(|text| ByteArray::from(*text)).collect();
                    let writer = writer.typed::<ByteArrayType>();
                    writer.write_batch(&texts, Some(definitions), Some(repetitions)).unwrap();
                }
                Column::Bytes(values) => {
                    let values: Vec<ByteArray> = values.iter().map(|value| ByteArray::from(value.to_vec())).collect();
                    writer.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
                }
                Column::ListsOfOne(values) => {
                    let levels = (vec![1; values.len()], vec![0; values.len()]);
                    let values: Vec<ByteArray> = values.iter().map(|value| ByteArray::from(value.to_vec())).collect();
                    writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels.0), Some(&levels.1)).unwrap();
                }
                Column::Keys(values) => {
                    let values: Vec<FixedLenByteArray> = values.iter().map(|value| value.to_vec().into()).collect();
                    writer.typed::<FixedLenByteArrayType>().write_batch(&values, None, None).unwrap();
                }
                Column::Longs(values) => {
                    writer.typed::<Int64Type>().write_batch(values, None, None).unwrap();
                }
                Column::Ints(values) => {
                    writer.typed::<Int32Type>().write_batch(values, None, None).unwrap();
                }
                Column::Floats(values) => {
                    writer.typed::<FloatType>().write_batch(values, None, None).unwrap();
                }
                Column::ListsOfOneInt(values) => {
                    let levels = (vec![1; values.len()], vec![0; values.len()]);
                    writer.typed::<Int32Type>().write_batch(values, Some(&levels.0), Some(&levels.1)).unwrap();
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
        can_read_again: true,
        listed: None,
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
    assert_eq!(row(1), [("naive", "2016-12-03T04:21:00.5"), ("utc", "1969-12-31T23:59:59.999Z"), ("day", "1969-12-31"), ("count", "-7")]);
    assert!(seen.1.is_empty(), "{:?}", seen.1);
}

#[test]
fn of_two_columns_of_one_name_one_is_read_and_that_is_told() {
    let columns = [Column::Texts(vec!["first"]), Column::Texts(vec!["second"])];
    let seen = seen(&table("message m { optional binary text (STRING); optional binary text (STRING); }", &columns, 1));
    assert_eq!(seen.0, [[("text".to_owned(), "second".to_owned())]]);
    assert_eq!(seen.1, ["columns of one name: two columns are called `text`; the last of them was read, and no other"]);
}

#[test]
fn bytes_without_an_encoding_are_read_as_text_and_told_and_keys_are_digits() {
    let schema = "message m { required binary text; required fixed_len_byte_array(4) id; required binary picture; }";
    let columns = [
        Column::Bytes(vec![b"plain ASCII", b"Le maire a \xe9t\xe9 r\xe9\xe9lu \xe0 N\xeemes, a d\xe9clar\xe9 le pr\xe9fet"]),
        Column::Keys(vec![b"\x00\xffAB", b"\x80\x01\x02\x03"]),
        Column::Bytes(vec![b"\x89PNG\0\0\0\x01", b"\x89PNG\0\0\0\x02"]),
    ];
    let seen = seen(&table(schema, &columns, 1));
    let rows: Vec<Vec<&str>> = seen.0.iter().map(|row| row.iter().map(|(_, value)| value.as_str()).collect()).collect();
    assert_eq!(rows[0], ["plain ASCII", "00ff4142", "(8 bytes)"]);
    assert_eq!(rows[1], ["Le maire a été réélu à Nîmes, a déclaré le préfet", "80010203", "(8 bytes)"]);
    assert_eq!(
        seen.1,
        [
            "guessed encoding: column `text`, row 2: no UTF-8, and read as windows-1252 by what the letters speak for; if letters are wrong, \
             write the column as UTF-8",
            "binary column: column `picture`, rows 1, 2: bytes that are no text; how many they are stands there",
        ]
    );
}

#[test]
fn columns_packed_in_the_usual_ways_are_read() {
    use parquet::basic::{GzipLevel, ZstdLevel};
    for packed in [Packed::SNAPPY, Packed::GZIP(GzipLevel::default()), Packed::ZSTD(ZstdLevel::default())] {
        let text = [Column::Texts(vec!["a text that is long enough to be packed, packed, packed"])];
        let seen = seen(&packed_table("message m { optional binary text (STRING); }", &text, 1, packed));
        assert_eq!((seen.0.len(), seen.1.len()), (1, 0), "{packed}");
    }
}

#[test]
fn a_compression_that_is_not_read_is_named_with_what_to_do() {
    let bytes = table("message m { optional binary text (STRING); }", &[Column::Texts(vec!["first", "second"])], 2);
    // A path of one name, and behind it the codec: none.
    let mark = b"\x18\x04text\x15\0";
    let places: Vec<usize> = memchr::memmem::find_iter(&bytes, mark).collect();
    assert_eq!(places.len(), 2);
    for (codec, told) in [(4, "Brotli"), (5, "LZ4"), (7, "LZ4"), (3, "LZO")] {
        let mut packed = bytes.clone();
        packed[places[1] + mark.len() - 1] = 2 * codec;
        let message = |rows: u32| {
            format!(
                "unread compression: compression {told} is not read: write it again with zstd or snappy compression; {rows} rows left out"
            )
        };
        let half = seen(&packed);
        assert_eq!((half.0.len(), half.1), (2, vec![message(2)]), "{told}");
        packed[places[0] + mark.len() - 1] = 2 * codec;
        let none = seen(&packed);
        assert_eq!((none.0.len(), none.1), (0, vec![message(4)]), "{told}");
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
fn a_text_that_is_no_utf8_costs_no_row_and_is_told_with_its_own() {
    let schema = "message m { required binary text (STRING); required binary kind (ENUM); required binary more (JSON); }";
    let columns = [
        Column::Bytes(vec![
            b"first",
            b"a \xe9t\xe9 r\xe9\xe9lu \xe0 N\xeemes, dit le pr\xe9fet",
            "Žižkov in \u{2014} 5".as_bytes(),
            b"\xc5\xbdi\xff\xc5\xbe",
            b"\0\0\xff\0x",
        ]),
        Column::Bytes(vec![b"a", b"b", b"c", b"d", b"e"]),
        Column::Bytes(vec![b"{}", b"[]", b"1", b"2", b"3"]),
    ];
    let seen = seen(&table(schema, &columns, 2));
    let texts: Vec<&str> = seen.0.iter().map(|row| row[0].1.as_str()).collect();
    let expected = ["first", "a été réélu à Nîmes, dit le préfet", "Žižkov in \u{2014} 5", "Ži\u{fffd}ž", "\0\0\u{fffd}\0x"];
    assert_eq!(texts, [expected, expected].concat());
    assert_eq!(seen.0[4][1..], [("kind".to_owned(), "e".to_owned()), ("more".to_owned(), "3".to_owned())]);
    assert_eq!(
        seen.1,
        [
            "guessed encoding: column `text`, rows 2, 7: no UTF-8, and read as windows-1252 by what the letters speak for; if letters are \
             wrong, write the column as UTF-8",
            "invalid UTF-8: column `text`, rows 4, 5, 9, 10: 4 places did not decode; U+FFFD stands there now",
        ]
    );
}

#[test]
fn texts_in_lists_and_groups_that_are_no_utf8_are_told_and_digests_beside_texts_are_digits() {
    let schema = "message m {
        required group tags (LIST) { repeated group list { required binary element (STRING); } }
        required group by { required binary name (STRING); required fixed_len_byte_array(2) key; } }";
    let tags = Column::ListsOfOne(vec![b"Ni\xc3\xb1o \xc3\xb1 \xff"]);
    let columns = [tags, Column::Bytes(vec!["Čapek".as_bytes()]), Column::Keys(vec![b"\x80\xff"])];
    let seen = seen(&table(schema, &columns, 1));
    let values: Vec<&str> = seen.0[0].iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(seen.1, ["invalid UTF-8: column `tags`, row 1: 1 place did not decode; U+FFFD stands there now"]);
    assert_eq!(values, ["[\"Niño ñ \u{fffd}\"]", r#"{"name": "Čapek", "key": "80ff"}"#]);
}

#[test]
fn a_text_in_a_group_beside_bytes_is_read_as_text_and_bytes_that_are_lost_are_told() {
    const PHOTO: &[u8] = b"\x89PNG\0\0\0\x01";
    let schema = "message m {
        required group by { required binary name (STRING); required binary photo; }
        required group of { required group one { required group in { required fixed_len_byte_array(2) key; required binary town (STRING); } } }
    }";
    let (long, short): (&[u8], &[u8]) =
        (b"Fran\xe7ois-Ren\xe9 Andr\xe9 du Ch\xe2teau-Fort\xe9 et de la For\xeat, ancien pr\xe9fet de la r\xe9gion", b"Andr\xe9");
    let columns = [
        Column::Bytes(vec![short, long, b"Anna"]),
        Column::Bytes(vec![b"\x89PNG\0\0\0\x02", PHOTO, b"plain"]),
        Column::Keys(vec![b"\x80\xff"; 3]),
        Column::Bytes(vec![b"Orl\xe9ans, \xe0 c\xf4t\xe9", b"Nice", b"Brno \xff \xc5\xbe \xc5\xbe"]),
    ];
    let seen = seen(&table(schema, &columns, 1));
    let row = |n: usize| seen.0[n].iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>();
    assert_eq!(row(0), [r#"{"name": "André", "photo": "(8 bytes)"}"#, r#"{"one": {"in": {"key": "80ff", "town": "Orléans, à côté"}}}"#]);
    let name = "François-René André du Château-Forté et de la Forêt, ancien préfet de la région";
    assert_eq!(row(1)[0], format!(r#"{{"name": "{name}", "photo": "(8 bytes)"}}"#));
    let town = "{\"one\": {\"in\": {\"key\": \"80ff\", \"town\": \"Brno \u{fffd} ž ž\"}}}";
    assert_eq!(row(2), [r#"{"name": "Anna", "photo": "plain"}"#, town]);
    let guessed = "no UTF-8, and read as windows-1252 by what the letters speak for; if letters are wrong, write the column as UTF-8";
    assert_eq!(
        seen.1,
        [
            format!("guessed encoding: column `by`, rows 1, 2: {guessed}"),
            format!("guessed encoding: column `of`, row 1: {guessed}"),
            "invalid UTF-8: column `of`, row 3: 1 place did not decode; U+FFFD stands there now".to_owned(),
            "binary column: column `by`, rows 1, 2: bytes that are no text; how many they are stands there".to_owned(),
        ]
    );
}

#[test]
fn bytes_that_say_nothing_of_themselves_are_what_they_look_like_in_lists_and_groups_as_at_the_top() {
    let schema = "message m {
        required binary top;
        required group tags (LIST) { repeated group list { required binary element; } }
        required group by { required binary name; required fixed_len_byte_array(2) key; } }";
    let mayor: &[u8] = b"Le maire a \xe9t\xe9 r\xe9\xe9lu \xe0 N\xeemes, a d\xe9clar\xe9 le pr\xe9fet";
    let values = || vec![mayor, b"plain", b"\x89PNG\0\0\0\x01"];
    let keys = Column::Keys(vec![b"\x80\xff"; 3]);
    let seen = seen(&table(schema, &[Column::Bytes(values()), Column::ListsOfOne(values()), Column::Bytes(values()), keys], 1));
    for (row, text) in seen.0.iter().zip(["Le maire a été réélu à Nîmes, a déclaré le préfet", "plain", "(8 bytes)"]) {
        let values: Vec<&str> = row.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, [text, &format!("[\"{text}\"]"), &format!(r#"{{"name": "{text}", "key": "80ff"}}"#)]);
    }
    for (cause, row) in [("guessed encoding", 1), ("binary column", 3)] {
        for column in ["top", "tags", "by"] {
            let told = format!("{cause}: column `{column}`, row {row}: ");
            assert!(seen.1.iter().any(|trouble| trouble.starts_with(&told)), "{told} is not in {:?}", seen.1);
        }
    }
}

#[test]
fn keys_and_values_of_maps_are_judged_each_by_its_own() {
    let schema = "message m { required group more (MAP) { repeated group key_value {
        required binary key (STRING); required fixed_len_byte_array(2) value; } } }";
    let file = parse_message_type(schema).unwrap();
    let leaves = Leaves::of(&file.get_fields()[0]);
    assert_eq!((leaves.part(0, 2).bytes(), leaves.part(1, 2).bytes()), (Bytes::Texts, Bytes::Keys));
    let list = "message m { required group rows (LIST) { repeated group list { required group element {
        required group by { required group who { required binary name (STRING); required binary photo; } } required binary text (STRING); } } } }";
    let leaves = Leaves::of(&parse_message_type(list).unwrap().get_fields()[0]);
    // A list has the leaves of its values, and a group of one field those of that field.
    let by = leaves.part(0, 2).part(0, 1);
    assert_eq!((by.part(0, 2).bytes(), by.part(1, 2).bytes(), leaves.part(1, 2).bytes()), (Bytes::Texts, Bytes::Any, Bytes::Texts));
}

#[test]
fn what_the_decoder_says_is_told_without_the_value() {
    let told = "Error reading BYTE_ARRAY as String. Bytes: [84, 104, 101] Error: Utf8Error";
    assert_eq!(without_values(told), "Error reading BYTE_ARRAY as String");
    let told = "not implemented: Conversion for physical type BYTE_ARRAY, converted type INTERVAL, value [84]";
    assert_eq!(without_values(told), "not implemented: Conversion for physical type BYTE_ARRAY, converted type INTERVAL");
    assert_eq!(without_values("EOF: eof decoding byte array"), "EOF: eof decoding byte array");
}

#[test]
fn a_damaged_row_group_loses_its_own_rows_only_and_says_how_many() {
    let bytes = table("message m { optional binary text (STRING); }", &[Column::Texts(vec!["first", "second"])], 3);
    let at = memchr::memmem::find_iter(&bytes, b"second").nth(1).unwrap();
    let mut one_byte = bytes.clone();
    one_byte[at] = 0xFF;
    let seen_of_one_byte = seen(&one_byte);
    assert_eq!((seen_of_one_byte.0.len(), seen_of_one_byte.1.len()), (6, 1), "a byte of a text costs no row: {:?}", seen_of_one_byte.1);
    let mut lengths = bytes.clone();
    // The length of the value, which reaches beyond the page now.
    lengths[at - 4..at].fill(0x7F);
    let seen = seen(&lengths);
    assert!(seen.0.len() == 4 || seen.0.len() == 5, "{:?}", seen.0);
    assert!(seen.1[0].contains("left out"), "{:?}", seen.1);
}
