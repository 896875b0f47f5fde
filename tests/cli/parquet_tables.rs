//! Parquet tables that the decoder does not take.

use std::fs::File;
use std::sync::Arc;

use parquet::data_type::{ByteArrayType, FixedLenByteArrayType};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::support::{Cmd, Dir};

#[test]
fn a_panic_of_the_decoder_is_told_as_a_fault_of_its_file_and_no_more() {
    // The decoder panics at spans of time.
    let schema = "message m { required binary text (STRING); required fixed_len_byte_array(12) lasts (INTERVAL); }";
    let dir = Dir::new();
    dir.write("in/a.txt", "a text of some words");
    let file = File::create(dir.at("in/b.parquet")).unwrap();
    let mut table = SerializedFileWriter::new(file, Arc::new(parse_message_type(schema).unwrap()), Arc::default()).unwrap();
    let mut group = table.next_row_group().unwrap();
    let mut texts = group.next_column().unwrap().unwrap();
    texts.typed::<ByteArrayType>().write_batch(&["another text of some words".into()], None, None).unwrap();
    texts.close().unwrap();
    let mut spans = group.next_column().unwrap().unwrap();
    spans.typed::<FixedLenByteArrayType>().write_batch(&[vec![1; 12].into()], None, None).unwrap();
    spans.close().unwrap();
    group.close().unwrap();
    table.close().unwrap();

    for command in ["scan in --out scanned", "dedup in --out thinned"] {
        let ran = Cmd::new(&dir).args(command).ok();
        ran.tells(&["b.parquet", "converted type INTERVAL", "1 row from row 1 on left out"]);
        assert!(!ran.err.contains("panicked") && !ran.err.contains("RUST_BACKTRACE"), "{}", ran.err);
    }
}
