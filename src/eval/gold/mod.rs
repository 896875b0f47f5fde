//! What is known to be right, and how it is read.
//!
//! - A folder, or an `.xml` file: PAN text alignment, one file a pair of documents; the folder that a file lies in is its class.
//! - `.jsonl`: one object a line. With `left_start` and the like, or `left` and `right` as objects of `doc`, `start`, `end`: spans. With
//!   `left` and `right`: pairs, near-duplicates where `label` is at least 1 or `similarity` reaches the threshold. With `family`: families;
//!   a document whose family is blank is alone.
//!   Verdicts that the report page exports are spans with `verdict`: `confirm` or `reject`; those on stories are passed over.
//! - `.tsv`, `.csv`: the same fields as columns; the first line names them, in any case. Separators and encodings are those of a corpus.

mod pan;
mod records;

use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use crate::read::list;
use crate::span::{Chars, Span};

/// A gold standard.
#[derive(Debug, Clone, PartialEq)]
pub enum Gold {
    /// Copied spans.
    Spans(SpanGold),
    /// Near-duplicate documents.
    Documents(DocumentGold),
}

/// What the gold is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoldKind {
    /// Copied spans.
    Spans,
    /// Pairs of near-duplicate documents.
    Pairs,
    /// Families of near-duplicate documents.
    Families,
}

/// Copied spans, and which pairs of documents were looked at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SpanGold {
    /// What should be found.
    pub cases: Vec<SpanCase>,
    /// What may be found or not: neither a hit nor a false alarm.
    pub optional: Vec<SpanCase>,
    /// Pairs of documents that were looked at, those without a case among them. Empty: all were.
    pub listed: Vec<Listed>,
    /// Records that are about something else.
    pub others: u64,
}

/// Where a case stands in the gold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePlace {
    /// The file.
    pub path: Arc<Path>,
    /// Counted from 1.
    pub line: u64,
}

impl CasePlace {
    /// The error with the place, unless it has one.
    pub(super) fn of(place: Option<&Self>, error: Error) -> Error {
        match place {
            Some(place) if error.path().is_none() => error.at(&place.path).on_line(place.line),
            _ => error,
        }
    }
}

/// Two spans that are the same text. Spans count code points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpanCase {
    /// One document and its span.
    pub left: (String, Span<Chars>),
    /// The other.
    pub right: (String, Span<Chars>),
    /// What sort of case it is, in the gold's words.
    pub class: Option<String>,
    /// What kind of copy it is, in this program's words.
    pub kind: Option<String>,
    /// Where it was read.
    pub place: Option<CasePlace>,
}

/// A pair of documents that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// One document.
    pub left: String,
    /// The other.
    pub right: String,
    /// The class of whatever is found in it.
    pub class: Option<String>,
}

/// Near-duplicate documents.
#[derive(Debug, Clone, PartialEq)]
pub enum DocumentGold {
    /// Pairs, some of which may be unlike.
    Pairs(Vec<DocumentPair>),
    /// (document, family); a document whose family is blank is alone.
    Families(Vec<(String, String)>),
}

/// Two documents, and how like they are.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentPair {
    /// One document.
    pub left: String,
    /// The other.
    pub right: String,
    /// Similarity, 0 to 1, where the gold has one.
    pub similarity: Option<f64>,
    /// What people said, where the gold has it: 1 and above is a near-duplicate.
    pub label: Option<f64>,
    /// What sort of pair it is, in the gold's words.
    pub class: Option<String>,
}

/// From this label on people call two documents near-duplicates.
const LABEL: f64 = 1.0;

impl DocumentPair {
    /// Whether people called the two near-duplicates, where they were asked.
    pub(super) fn is_called_alike(&self) -> Option<bool> {
        self.label.map(|label| label >= LABEL)
    }

    /// What is wrong where another label of the same pair says the opposite.
    pub(super) fn contradicted(&self) -> Error {
        let message = format!("the gold calls `{}` and `{}` near-duplicates in one place and not in another", self.left, self.right);
        Error::new(ErrorKind::Malformed, message).remedy("give each pair of documents one label")
    }
}

/// What is wrong where a document has two families.
pub(super) fn two_families(id: &str, one: &str, other: &str) -> Error {
    let shown = |family: &str| if family.is_empty() { "none".to_owned() } else { format!("`{family}`") };
    let message = format!("the gold has `{id}` in two families, {} and {}", shown(one), shown(other));
    Error::new(ErrorKind::Malformed, message).remedy("give each document one family")
}

/// Reads a gold standard; its form shows in the ending of its name and the names of its fields.
///
/// # Errors
/// [`ErrorKind::UnknownFormat`] for another ending; [`ErrorKind::Malformed`] with file and line for a record that is not what the form
/// asks for, and when there is no record; [`ErrorKind::Io`].
pub fn read_gold(path: &Path) -> Result<Gold> {
    let is_folder = std::fs::metadata(path).map_err(|e| Error::io(path, e).remedy(FORMS))?.is_dir();
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        _ if is_folder => Ok(Gold::Spans(pan::read(path)?)),
        "xml" => Ok(Gold::Spans(pan::read(path)?)),
        "jsonl" | "ndjson" => records::gold(&records::json_lines(path)?, path),
        _ if list::is_table(path) => records::gold(&records::table(path)?, path),
        _ => Err(Error::new(ErrorKind::UnknownFormat, "expected a folder of PAN XML, or a file ending in .xml, .jsonl, .tsv or .csv")
            .at(path)
            .remedy(FORMS)),
    }
}

const FORMS: &str = "name a folder of PAN XML files, or JSON lines, TSV or CSV with the fields left_doc, left_start, left_end, right_doc, \
                     right_start, right_end (spans), left, right (pairs) or id, family (families)";

/// Names of the two columns of a list of pairs.
const SIDES: [&[&str]; 2] = [&["left", "left_doc", "id1"], &["right", "right_doc", "id2"]];

/// Reads a list of pairs of documents: two names a line, with white space between them, as in PAN's `pairs`. In a line with a tab tabs alone stand
/// between names, so that these may hold spaces. A `.csv` or `.tsv` file whose first row names the columns `left` and `right` is a table of pairs.
///
/// # Errors
/// [`ErrorKind::Malformed`] with file and line, [`ErrorKind::Io`].
pub fn read_only(path: &Path) -> Result<Vec<(String, String)>> {
    const REMEDY: &str =
        "write two names a line, with a tab between them where they hold spaces; or a table (.csv, .tsv) with columns left and right";
    let text = list::text(path, "name a file of two document names a line")?;
    if let Some(rows) = list::values(&text, path, SIDES).map_err(|e| e.at(path).remedy(REMEDY))? {
        return Ok(rows.into_iter().map(|(_, [left, right])| (left, right)).collect());
    }
    let mut pairs = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let has_tab = line.trim().contains('\t');
        let names: Vec<&str> = line
            .split(|c: char| if has_tab { c == '\t' } else { c.is_whitespace() })
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        match names[..] {
            [] => {}
            [left, right] => pairs.push((left.to_owned(), right.to_owned())),
            _ => {
                let message = format!("expected two document names, got {}", names.len());
                return Err(Error::new(ErrorKind::Malformed, message).at(path).on_line(number).remedy(REMEDY));
            }
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_spaces_stand_apart_by_a_tab() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("only");
        let read = |text: &str| {
            std::fs::write(&path, text).unwrap();
            read_only(&path)
        };
        let pair = |left: &str, right: &str| (left.to_owned(), right.to_owned());
        let list = "\u{feff}s p/b ü.md\ta.txt\r\n\na.txt  b.txt\n\tc d \t\t e\n";
        assert_eq!(read(list).unwrap(), [pair("s p/b ü.md", "a.txt"), pair("a.txt", "b.txt"), pair("c d", "e")]);
        assert_eq!(read("a b\nc d e\n").unwrap_err().line(), Some(2));
        let wide: Vec<u8> = list.encode_utf16().flat_map(u16::to_le_bytes).collect();
        std::fs::write(&path, wide).unwrap();
        assert_eq!(read_only(&path).unwrap().len(), 3);
        let three = read("a\tb\tc d\n").unwrap_err();
        assert!(three.to_string().contains("expected two document names, got 3"), "{three}");
    }

    #[test]
    fn pairs_that_a_spreadsheet_saved_are_read_by_their_columns() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("only.csv");
        let read = |text: &str| {
            std::fs::write(&path, text).unwrap();
            read_only(&path)
        };
        let expected = [("s p.md".to_owned(), "a;b.txt".to_owned()), ("c".to_owned(), "d".to_owned())];
        assert_eq!(read("\u{feff}Left;Right;label\r\ns p.md;\"a;b.txt\";1\r\nc;d;0\r\n").unwrap(), expected);
        assert_eq!(read("sep=,\nid2,id1\na;b.txt,s p.md\nd,c\n").unwrap(), expected);
        assert_eq!(read("left;right\na;b\nc\n").unwrap_err().line(), Some(3));
        // Without such columns it is lines, whatever it is called.
        assert_eq!(read("a b\nleft right\n").unwrap()[0], ("a".to_owned(), "b".to_owned()));
    }
}
