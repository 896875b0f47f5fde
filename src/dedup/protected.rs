//! The list of ids that are never dropped.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};
use crate::observer::Warning;
use crate::read::list;
use crate::shown::{ID, shown};

/// Names of the column, the first that a table has being taken.
const NAMES: &[&str] = &["id", "doc", "doc_id"];

/// Reads a list of ids: one a line, JSON lines with a field `id`, or a table (`.csv`, `.tsv`) whose first row names a column `id`. Ids are
/// trimmed; empty lines hold none.
///
/// # Errors
/// [`ErrorKind::Io`]; [`ErrorKind::Malformed`] with the line for a row of a table that is broken, and for a row or record without an id, where something
/// does not decode, and for an array of JSON.
pub fn read_ids(path: &Path) -> Result<BTreeSet<String>> {
    const REMEDY: &str = "name a text file of ids behind --protect, one a line, or a table or JSON lines with a column or field `id`";
    let text = list::text(path, REMEDY)?;
    let wrong = |e: Error| e.at(path).remedy(REMEDY);
    let ids: Vec<String> = if list::is_json_lines(&text, path) {
        list::ids_of_json_lines(&text, NAMES).map_err(wrong)?
    } else if text.trim_start().starts_with(['[', '{']) && path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
        return Err(wrong(Error::new(ErrorKind::Malformed, "expected an id a line, got JSON that is not a record a line")));
    } else if let Some(table) = list::values(&text, path, [NAMES]).map_err(wrong)? {
        if let Some((line, _)) = table.iter().find(|(_, [id])| id.trim().is_empty()) {
            return Err(wrong(Error::new(ErrorKind::Malformed, "the row has no id").on_line(*line)));
        }
        table.into_iter().map(|(_, [id])| id).collect()
    } else {
        text.lines().map(str::to_owned).collect()
    };
    Ok(ids.iter().map(|id| id.trim()).filter(|id| !id.is_empty()).map(str::to_owned).collect())
}

/// The warning that no document has these ids of a list: a slip in one costs the document that was meant.
#[must_use]
pub fn protected_nowhere(list: &Path, ids: &[String]) -> Warning {
    const SHOWN: usize = 10;
    let named: Vec<_> = ids.iter().take(SHOWN).map(|id| shown(id, ID)).collect();
    let more = if ids.len() > SHOWN { format!(" and {} more", ids.len() - SHOWN) } else { String::new() };
    let message = format!("no document has the protected id {}{more}: nothing is protected by it", named.join(", "));
    Warning { path: list.to_owned(), line: None, cause: "protected id without a document".to_owned(), message, document: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_one_a_line_or_from_the_column_of_a_table() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            read_ids(&path)
        };
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(read("p.txt", "\u{feff} a,b \r\n\r\nc;d\r\n".as_bytes()).unwrap(), ids(&["a,b", "c;d"]));
        assert_eq!(read("p.csv", "\u{feff}Id;title\r\n a ;x\r\n\"c;d\";\r\n".as_bytes()).unwrap(), ids(&["a", "c;d"]));
        assert_eq!(read("p.csv", b"sep=;\r\ntitle;doc\r\nx;a\r\n").unwrap(), ids(&["a"]));
        let wide: Vec<u8> = "id\ttitle\nä\tx\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read("p.tsv", &wide).unwrap(), ids(&["ä"]));
        assert_eq!(read("p.csv", b"a\nb\n").unwrap(), ids(&["a", "b"]), "without such a column it is lines");
        assert_eq!(read("p.csv", b"id;title\na;x\nb;y;z\n").unwrap_err().line(), Some(3));
        for name in ["p.jsonl", "p.txt", "p.json"] {
            assert_eq!(read(name, b"{\"Id\": 7, \"text\": \"x\"}\n\n{\"id\": \" a b \"}\n").unwrap(), ids(&["7", "a b"]), "{name}");
        }
        assert_eq!(read("p.json", b"a.txt\nb\n").unwrap(), ids(&["a.txt", "b"]), "lines, whatever the name");
        assert_eq!(read("p.jsonl", b"{\"doc\": 1.50, \"text\": \"x\"}\r\n").unwrap(), ids(&["1.50"]), "as a corpus has it");
        assert_eq!(read("p.csv", b"id,title\n1,x\n,\n").unwrap(), ids(&["1"]), "nothing stands in the last row");
        for (name, list) in [("p.txt", &b""[..]), ("p.csv", b"\n"), ("p.jsonl", b"\n"), ("p.csv", b"id,title\n")] {
            assert!(read(name, list).unwrap().is_empty(), "{name}");
        }
    }

    #[test]
    fn a_record_without_an_id_is_an_error_with_its_line_and_no_id_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        for (name, list, line, told) in [
            ("p.jsonl", "{\"id\": 1}\n{\"text\": \"x\"}\n", Some(2), "no id: expected a field id, doc, doc_id"),
            ("p.txt", "{\"id\": 1}\n{\"id\": null}\n", Some(2), "no id"),
            ("p.jsonl", "{\"id\": 1}\n{\"id\": \" \"}\n", Some(2), "the id under `id` is empty"),
            ("p.csv", "id,title\n1,x\n,y\n", Some(3), "the row has no id"),
            ("p.jsonl", "{\"id\": [1]}\n", Some(1), "got an array"),
            ("p.jsonl", "\n7\n", Some(2), "got a number"),
            ("p.json", "[{\"id\": 1}]\n", None, "an id a line"),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, list).unwrap();
            let error = read_ids(&path).unwrap_err();
            assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, line), "{list}");
            assert!(error.to_string().contains(told) && error.help().is_some(), "{error}");
        }
    }

    #[test]
    fn ids_that_no_document_has_are_told_cut_and_on_one_line() {
        let ids: Vec<String> = (0..12).map(|n| format!("{n}\n{}", "x".repeat(100))).collect();
        let message = protected_nowhere(Path::new("p.txt"), &ids).message;
        assert!(message.contains("0\\nxxx") && message.contains("x…, 1") && message.contains(" and 2 more:"), "{message}");
        assert!(message.len() < 1000, "{message}");
    }
}
