use proptest::prelude::*;

use super::*;

fn of(name: &str, text: &str) -> Result<Table> {
    table(text, Path::new(name), Short::Refused)
}

fn rows(table: &Table) -> Vec<(u64, Vec<&str>)> {
    table.rows.iter().map(|row| (row.line, row.values.iter().map(String::as_str).collect())).collect()
}

#[test]
fn what_a_spreadsheet_writes_is_read_whatever_separates_the_values() {
    for list in ["left,right\n1,2\n", "left;right\r\n1;2\r\n", "left|right\n1|2\n", "left\tright\n1\t2\n", "\"left\";\"right\"\n\"1\";2\n"]
    {
        let table = of("p.csv", list).unwrap();
        assert_eq!((table.columns.as_slice(), table.line), (&["left".to_owned(), "right".to_owned()][..], 1), "{list}");
        assert_eq!(rows(&table), [(2, vec!["1", "2"])], "{list}");
    }
    let named = of("p.csv", "\nsep=;\nleft;right\na,b;\"c;d\"\n\ne;f;\n").unwrap();
    assert_eq!((named.line, rows(&named)), (3, vec![(4, vec!["a,b", "c;d"]), (6, vec!["e", "f"])]));
    let old = decoded(b"left;right\r1;2\r".to_vec()).unwrap();
    assert_eq!(rows(&of("p.csv", &old).unwrap()), [(2, vec!["1", "2"])]);
}

#[test]
fn tabs_separate_by_the_name_of_the_file_where_there_are_any() {
    assert_eq!(rows(&of("p.tsv", "a;b;c\td\n1;2\t\"3\n").unwrap()), [(2, vec!["1;2", "\"3"])]);
    assert_eq!(rows(&of("P.TAB", "left,right\n1,2\n").unwrap()), [(2, vec!["1", "2"])]);
}

#[test]
fn columns_are_found_in_any_case_and_the_first_name_counts() {
    let table = of("p.csv", "RIGHT;Left_Doc;left\n1;2;3\n").unwrap();
    assert_eq!(["right", "left", "doc"].map(|name| table.column(&[name])), [Some(0), Some(2), None]);
    assert_eq!(table.column(&["doc", "left_doc", "left"]), Some(1));
}

#[test]
fn two_columns_of_one_name_are_an_error_in_every_list_and_empty_names_are_none() {
    for list in ["\nid,family,Family\n1,a,b\n", "\nname;aliases; ALIASES\nx;y;z\n"] {
        let error = of("p.csv", list).unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(2)), "{list}");
        assert!(error.to_string().contains("two columns of one name"), "{error}");
    }
    let error = values("id,ID\n1,2\n", Path::new("p.csv"), [&["id"]]).unwrap_err();
    assert_eq!(error.line(), Some(1), "it is no list of lines");
    assert_eq!(of("p.csv", "id,family,,\n1,a,,\n").unwrap().columns.len(), 4);
}

#[test]
fn rows_that_a_corpus_would_lose_are_errors_with_their_line() {
    for (list, line, told) in [
        ("a,b\n1,2\n1\n", 3, "expected 2 values, got 1"),
        ("a;b\n1;2;3\n", 2, "expected 2 values, got 3"),
        ("a,b\n\"1,2\n3,4\n", 2, "a quote opens on this line"),
        ("a,b\n\"1\"0,2\n", 2, "text stands behind a closing quote"),
    ] {
        let error = of("p.csv", list).unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(line)), "{list}");
        assert!(error.to_string().contains(told), "{error}");
    }
    let filled = table("a,b\n1\n", Path::new("p.csv"), Short::Filled).unwrap();
    assert_eq!(rows(&filled), [(2, vec!["1", ""])]);
    assert_eq!(table("a,b\n1,2,3\n", Path::new("p.csv"), Short::Filled).unwrap_err().line(), Some(2));
}

#[test]
fn nothing_is_an_empty_table() {
    for list in ["", "\n \n", "sep=;\n"] {
        let table = of("p.csv", list).unwrap();
        assert!(table.columns.is_empty() && table.rows.is_empty(), "{list:?}");
    }
}

#[test]
fn a_list_is_text_in_every_encoding_that_texts_are_read_in() {
    let list = "left;right\r\nKöln;Сельская жизнь\r\n";
    let marked = format!("\u{feff}{list}");
    let little = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let wide: Vec<u8> = marked.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    for bytes in [list.as_bytes().to_vec(), marked.as_bytes().to_vec(), little(list), little(&marked), big, wide] {
        assert_eq!(decoded(bytes).unwrap(), list);
    }
    let error = decoded(b"name\nBl\xc3\xa4ttchen\nK\xc3\xb6ln \xff\n".to_vec()).unwrap_err();
    assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(3)), "{error}");
    assert!(error.to_string().contains("did not decode") && error.help().unwrap().contains("UTF-8"), "{error}");
    assert!(decoded(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()).is_err());
}

#[test]
fn a_list_whose_encoding_few_letters_speak_for_is_an_error_that_says_which_and_how_few() {
    for (list, line, bytes) in [(&b"name\nPr\xe1vo\n"[..], 2, "1 byte "), (b"name\nBlatt\nPr\xe1vo lid\xf9\n", 3, "2 bytes ")] {
        let guess = decode(list.to_vec(), None).unwrap().guess.unwrap();
        let error = decoded(list.to_vec()).unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(line)), "{error}");
        assert!(error.to_string().contains(bytes) && error.to_string().contains(guess.encoding), "{error}");
        assert!(error.help().unwrap().contains("UTF-8"), "{error:?}");
    }
}

proptest! {
    /// What another program writes comes back, whatever stands in the values.
    #[test]
    fn values_come_back_as_they_were_written(
        values in prop::collection::vec(("[a-z,;|\t\" \n]{1,6}", "[a-zäß,;|\"]{0,6}"), 0..6),
        separator in prop::sample::select(vec![b',', b';', b'|', b'\t']),
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(separator).quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        writer.write_record(["left", "right"]).unwrap();
        for (left, right) in &values {
            writer.write_record([left, right]).unwrap();
        }
        let list = decoded(writer.into_inner().unwrap()).unwrap();
        let table = of("p.csv", &list).unwrap();
        let expected: Vec<Vec<String>> = values.iter().map(|(left, right)| vec![left.clone(), right.clone()]).collect();
        prop_assert_eq!(table.rows.into_iter().map(|row| row.values).collect::<Vec<_>>(), expected);
    }
}
