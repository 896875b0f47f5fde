//! Tables with right, wrong and odd quotes.

use super::*;
use crate::error::Result;
use std::path::Path;

#[derive(Default)]
struct Table {
    rows: Vec<(u64, Vec<String>)>,
    troubles: Vec<(u64, String)>,
}

impl Sink for Table {
    fn record(&mut self, record: Record<'_>) -> Result<Flow> {
        let values = record.fields.into_iter().map(|(_, value, _)| value).collect();
        self.rows.push((record.number, values));
        Ok(Flow::Continue)
    }
    fn field(&mut self, _: &str) {}
    fn trouble(&mut self, trouble: Trouble) -> Result<()> {
        let cause = trouble.cause.to_owned();
        self.troubles.push((trouble.line.unwrap(), format!("{cause}: {}", trouble.told())));
        Ok(())
    }
}

fn read_table(csv: &str, separator: Option<u8>) -> Table {
    let mut table = Table::default();
    let mut bytes = csv.as_bytes();
    let mut lines = Lines { bytes: &mut bytes, path: Path::new("a.csv"), faults_are_final: true, over: false, ahead: true };
    assert_eq!(read(&mut lines, separator, &mut table).unwrap(), Flow::Continue);
    table
}

fn rows(table: &Table) -> Vec<(u64, Vec<&str>)> {
    table.rows.iter().map(|(line, values)| (*line, values.iter().map(String::as_str).collect())).collect()
}

#[test]
fn quoted_values_hold_separators_quotes_and_lines_as_they_stand() {
    let table = read_table("id,text\r\n1,\"a, \"\"b\"\"\r\n\r\nc\"\r\n2,plain \"x\"\r\n\r\n3,\"\"", None);
    assert_eq!(rows(&table), [(2, vec!["1", "a, \"b\"\r\n\r\nc"]), (5, vec!["2", "plain \"x\""]), (7, vec!["3", ""])]);
    assert!(table.troubles.is_empty());
}

#[test]
fn a_quote_left_open_loses_the_lines_of_its_row_only_and_says_which() {
    let table = read_table("id,text\n1,a\n2,\"open\nmore\n3,c\n4,d\n", None);
    assert_eq!(rows(&table), [(2, vec!["1", "a"]), (5, vec!["3", "c"]), (6, vec!["4", "d"])]);
    let [(line, told)] = &table.troubles[..] else { panic!("{:?}", table.troubles) };
    assert_eq!(*line, 3);
    assert!(told.starts_with("open quote") && told.contains("lines 3 to 4 were left out"), "{told}");
}

#[test]
fn a_quote_that_swallows_the_next_row_up_to_its_own_quote_gives_it_back() {
    let table = read_table("id,text,x\n1,\"open,\n2,\"whole\",y\n3,\"c\",z\n", None);
    assert_eq!(rows(&table), [(3, vec!["2", "whole", "y"]), (4, vec!["3", "c", "z"])]);
    assert_eq!(table.troubles.len(), 1);
    assert_eq!(table.troubles[0].0, 2);
}

#[test]
fn a_quote_left_open_in_the_last_row_is_told_too() {
    for csv in ["id,text\n1,a\n2,\"b", "id,text\n1,a\n2,\"b\n"] {
        let table = read_table(csv, None);
        assert_eq!(rows(&table), [(2, vec!["1", "a"])]);
        assert_eq!(table.troubles.len(), 1, "{csv:?}");
    }
}

#[test]
fn going_back_for_open_quotes_ends_however_many_there_are() {
    let csv = format!("id,text\n{}", "1,\"a\n".repeat(1001));
    let table = read_table(&csv, None);
    assert!(table.rows.is_empty());
    assert!(table.troubles.last().unwrap().1.contains("to 1002 were left out"), "{:?}", table.troubles);
}

#[test]
fn text_behind_a_closing_quote_is_kept_and_told() {
    let table = read_table("id,text\n1,\"He said \"yes\" to it\"\n", None);
    assert_eq!(rows(&table), [(2, vec!["1", "He said \"yes\" to it\""])]);
    assert!(table.troubles[0].1.starts_with("stray quote"));
}

#[test]
fn a_row_with_too_many_values_is_left_out_and_one_with_too_few_is_kept_both_told() {
    let table = read_table("id,text,x\n1,a,b,c\n2,a\n3,a,b,,\n", None);
    assert_eq!(rows(&table), [(3, vec!["2", "a"]), (4, vec!["3", "a", "b"])]);
    let lines: Vec<u64> = table.troubles.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3]);
}

#[test]
fn quotes_in_a_tab_separated_table_count_only_where_they_close() {
    let table = read_table("id\ttext\n1\t\"a\tb\"\n2\t\"Go!\" he said\n3\t\"open\n4\td\n5\t\"two\nlines\"\n", Some(b'\t'));
    assert_eq!(
        rows(&table),
        [
            (2, vec!["1", "a\tb"]),
            (3, vec!["2", "\"Go!\" he said"]),
            (4, vec!["3", "\"open"]),
            (5, vec!["4", "d"]),
            (6, vec!["5", "two\nlines"]),
        ]
    );
    assert!(table.troubles.is_empty(), "{:?}", table.troubles);
}

#[test]
fn rows_between_a_quote_that_opens_one_text_and_one_that_ends_another_stay_rows() {
    let lines = ["1\t\"We shall cross the sound, he said", "2\tThe mayor opened a library", "3\twhat it cost\"", "4\tAnother text"];
    for end in ["\n", "\r\n", "\n\n"] {
        let table = read_table(&format!("id\ttext{end}{}{end}", lines.join(end)), Some(b'\t'));
        let read: Vec<String> = table.rows.iter().map(|(_, values)| values.join("\t")).collect();
        assert_eq!(read, lines, "{end:?}");
        assert!(table.troubles.is_empty(), "{:?}", table.troubles);
    }
    // A last line without an end, and a second quote behind the row that was gone back on.
    let table = read_table("id\ttext\n1\t\"a\n2\tb\"\n3\t\"c\n4\td\n5\te\"", Some(b'\t'));
    assert_eq!(table.rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
}

#[test]
fn a_quoted_value_of_a_tab_separated_table_keeps_lines_that_are_no_rows() {
    for (tsv, text) in [
        ("id\ttext\n1\t\"two\n\nlines\"\n", "two\n\nlines"),
        ("id\ttext\n1\t\"two\n\tindented\nlines\"\n", "two\n\tindented\nlines"),
        ("\"id\"\t\"text\"\n\"1\"\t\"two\nlines\tand tabs\"\n", "two\nlines\tand tabs"),
        ("\"id\"\t\"text\"\n\"1\"\t\"\n\"\"\t\"\n", "\n\"\t"),
        ("\"id\"\t\"text\"\n\"1\"\t\"\n\"\"\"\"\t\"\n", "\n\"\"\t"),
        ("text\n\"two\nlines\"\n", "two\nlines"),
    ] {
        let table = read_table(tsv, Some(b'\t'));
        assert_eq!(table.rows.len(), 1, "{tsv:?}");
        assert_eq!(table.rows[0].1.last().map(String::as_str), Some(text));
        assert!(table.troubles.is_empty(), "{:?}", table.troubles);
    }
}

#[test]
fn what_stands_most_often_in_the_first_row_separates_unless_a_line_names_the_separator() {
    for (csv, line) in [
        ("id;text\n1;a, b\n", 2),
        ("id\ttext\n1\ta, b\n", 2),
        ("id|text\n1|a, b\n", 2),
        ("id;\"date, local, or \"\"so\"\"\";text, whole\n1;;a, b\n", 2),
        ("sep=;\r\nid;text\r\n1;a, b\r\n", 3),
        ("sep=|\nid|te;x,t;\n1|a, b\n", 3),
    ] {
        let table = read_table(csv, None);
        assert_eq!((table.rows[0].0, table.rows[0].1.last().map(String::as_str)), (line, Some("a, b")), "{csv}");
        assert!(table.troubles.is_empty(), "{csv}");
    }
    assert_eq!(rows(&read_table("id,te;xt\n1,a;b\n", None)), [(2, vec!["1", "a;b"])], "of equals the comma");
}

proptest::proptest! {
    #[test]
    fn whatever_the_csv_crate_writes_is_read_back(
        table in proptest::collection::vec(proptest::collection::vec("[a\",;\r\n\t é]{0,6}", 3), 1..6)
    ) {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(["a", "b", "c"]).unwrap();
        // A row of blanks is a blank line to us.
        let table: Vec<_> = table.into_iter().map(|mut row| { row[0].insert(0, 'x'); row }).collect();
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let csv = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let read = read_table(&csv, None);
        proptest::prop_assert!(read.troubles.is_empty(), "{:?} in {csv:?}", read.troubles);
        let values: Vec<_> = read.rows.into_iter().map(|(_, values)| values).collect();
        proptest::prop_assert_eq!(values, table);
    }
}

#[test]
fn a_row_of_nothing_but_separators_is_none_above_the_names_and_below_them() {
    let table = read_table(";;\n\nid;text;outlet;\n1;a;x;\n;;;\n2;b\n ; ;\n", None);
    assert_eq!(rows(&table), [(4, vec!["1", "a", "x", ""]), (6, vec!["2", "b"])]);
    assert_eq!(table.troubles.len(), 1, "{:?}", table.troubles);
    let one_column = read_table("text\na\n\"\"\n", None);
    assert_eq!(rows(&one_column).len(), 2, "an empty text is a text");
}

#[test]
fn a_table_that_is_called_tsv_and_has_no_tab_in_its_names_is_read_by_what_stands_there() {
    let table = read_table("id,text\n1,\"a, \"\"b\"\"\nc\"\n", Some(b'\t'));
    assert_eq!(rows(&table), [(2, vec!["1", "a, \"b\"\nc"])]);
    assert_eq!(rows(&read_table("id\ttext, more\n1\ta\n", Some(b'\t'))), [(2, vec!["1", "a"])]);
    assert_eq!(rows(&read_table("text\na, b\n", Some(b'\t'))), [(2, vec!["a, b"])]);
}

#[test]
fn a_space_before_a_quote_is_told_where_it_costs_a_row() {
    let table = read_table("id,text\n1, \"a, b\"\n2,a, b\n", None);
    let told = |n: usize| table.troubles[n].1.contains("without a space before the quote");
    assert!(told(0) && !told(1), "{:?}", table.troubles);
}
