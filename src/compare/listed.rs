//! Similarity of listed pairs of documents.
//!
//! In: a corpus and a list of pairs of ids. Out: a row a pair, in the order of the list: the exact Jaccard similarity of
//! their sets of shingles and both containments. No estimate, no candidate generation.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;

use super::ids;
use crate::allowed::at_least;
use crate::error::{Error, ErrorKind, Result};
use crate::lsh::similarity;
use crate::observer::{Observer, Warning};
use crate::read::Corpus;
use crate::read::list::{self, Short};
use crate::report::tables::rounded;
use crate::sketch::shingle_set;
use crate::text::{Compounds, tokenize};

/// Names of the two columns, the first that a list has being taken.
const NAMES: [[&str; 3]; 2] = [["left_doc", "left", "id1"], ["right_doc", "right", "id2"]];

/// Pairs with an unknown document for which ids like it are looked for.
const HELPED: usize = 10;

/// Two ids, and the line of the list that names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The one id.
    pub left: String,
    /// The other.
    pub right: String,
    /// Counted from 1.
    pub line: u64,
}

/// How alike the two documents of a listed pair are. Shares are 0 to 1, six decimals.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "named as the columns of the tables")]
pub struct SimilarityRow {
    pub left_doc: String,
    pub right_doc: String,
    /// Shared shingles over all shingles (Jaccard).
    pub similarity: f64,
    /// Share of the left one's shingles that stand in the right one.
    pub left_containment: f64,
    /// Share of the right one's shingles that stand in the left one.
    pub right_containment: f64,
}

/// Reads a list: JSON lines, or a table (`.csv`, `.tsv`) whose first row names the columns `left` and `right`, or `left_doc` and `right_doc`, in
/// any case; its values may be separated, and its letters encoded, as those of a corpus.
///
/// # Errors
/// [`ErrorKind::Io`]; [`ErrorKind::Malformed`] with the line for a row that is broken, lacks one of the two, and where something does
/// not decode; [`ErrorKind::NoDocuments`] for a list of nothing.
pub fn read_list(path: &Path) -> Result<Vec<Listed>> {
    let text = list::text(path, "name a list of pairs: JSON lines, .csv or .tsv")?;
    let list = if list::is_table(path) { from_table(path, &text)? } else { from_json_lines(path, &text)? };
    if list.is_empty() {
        return Err(Error::new(ErrorKind::NoDocuments, "the list names no pair").at(path).remedy("give each pair a line"));
    }
    Ok(list)
}

const REMEDY: &str = "a line looks like {\"left\": \"a.txt\", \"right\": \"b.txt\"}; a table has columns left and right";

fn malformed(path: &Path, line: u64, message: String) -> Error {
    Error::new(ErrorKind::Malformed, message).at(path).on_line(line).remedy(REMEDY)
}

fn from_json_lines(path: &Path, text: &str) -> Result<Vec<Listed>> {
    let mut list = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let record: serde_json::Value =
            serde_json::from_str(line).map_err(|e| malformed(path, number, format!("expected a JSON object: {e}")))?;
        let id = |side: usize| -> Result<String> {
            let value = NAMES[side].iter().find_map(|name| record.get(name)).unwrap_or(&serde_json::Value::Null);
            match value {
                serde_json::Value::String(id) => Ok(id.clone()),
                serde_json::Value::Number(id) => Ok(id.to_string()),
                _ => Err(malformed(path, number, format!("expected an id under `{}`, got {value}", NAMES[side][1]))),
            }
        };
        list.push(Listed { left: id(0)?, right: id(1)?, line: number });
    }
    Ok(list)
}

fn from_table(path: &Path, text: &str) -> Result<Vec<Listed>> {
    let table = list::table(text, path, Short::Refused).map_err(|e| e.at(path).remedy(REMEDY))?;
    if table.columns.is_empty() {
        return Ok(Vec::new());
    }
    let column = |side: usize| {
        table
            .column(&NAMES[side])
            .ok_or_else(|| malformed(path, table.line, format!("expected a column `{}`, got {}", NAMES[side][1], table.columns.join(", "))))
    };
    let (left, right) = (column(0)?, column(1)?);
    Ok(table.rows.iter().map(|row| Listed { left: row.values[left].clone(), right: row.values[right].clone(), line: row.line }).collect())
}

/// What of a list is compared, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedConfig {
    /// Words of a shingle, at least 1.
    pub shingle: usize,
    /// Make a pair with an unknown document an error; else it is left out, and told.
    pub strict: bool,
}

/// The similarity of each pair of the list at `path`, in its order.
///
/// # Errors
/// [`ErrorKind::BadOption`] for shingles of no words, and with the line where no document has such an id, under `strict` or when that holds
/// for all pairs; [`ErrorKind::Interrupted`].
pub fn similarities(
    corpus: &Corpus,
    list: &[Listed],
    path: &Path,
    config: ListedConfig,
    observer: &dyn Observer,
) -> Result<Vec<SimilarityRow>> {
    at_least("shingle", config.shingle, 1)?;
    let known: Vec<&str> = corpus.documents.iter().map(|d| d.id.as_str()).collect();
    let mut pairs = Vec::with_capacity(list.len());
    let mut first_error = None;
    let mut left_out = 0;
    for listed in list {
        let place = |id: &String| known.binary_search(&id.as_str());
        if let (Ok(left), Ok(right)) = (place(&listed.left), place(&listed.right)) {
            pairs.push((left, right));
            continue;
        }
        let id = unknown(&known, listed);
        let mut message = format!("no document is called `{id}`; the pair was left out");
        // What may have been meant is looked for among all ids: for the first few, which a person reads.
        if left_out < HELPED {
            let error = ids::unknown(&known, id).at(path).on_line(listed.line);
            if config.strict {
                return Err(error);
            }
            if let Some(help) = error.help() {
                message = format!("{message} ({help})");
            }
            first_error.get_or_insert(error);
        }
        left_out += 1;
        let cause = "unknown document".to_owned();
        observer.warn(&Warning { path: path.to_owned(), line: Some(listed.line), cause, message, document: None });
    }
    if let (true, Some(error)) = (pairs.is_empty(), first_error) {
        return Err(error);
    }
    let mut needed: Vec<usize> = pairs.iter().flat_map(|(left, right)| [*left, *right]).collect();
    needed.sort_unstable();
    needed.dedup();
    observer.begin("shingle", "documents", Some(needed.len() as u64));
    let sets: BTreeMap<usize, Vec<u64>> = needed
        .par_iter()
        .map(|&at| {
            observer.check()?;
            observer.advance(1);
            Ok((at, shingle_set(&tokenize(&corpus.documents[at].text, Compounds::Joined).hashes, config.shingle)))
        })
        .collect::<Result<_>>()?;
    let row = |&(left, right): &(usize, usize)| {
        let alike = similarity(&sets[&left], &sets[&right]);
        SimilarityRow {
            left_doc: known[left].to_owned(),
            right_doc: known[right].to_owned(),
            similarity: rounded(alike.jaccard),
            left_containment: rounded(alike.left_in_right),
            right_containment: rounded(alike.right_in_left),
        }
    };
    Ok(pairs.par_iter().map(row).collect())
}

fn unknown<'a>(known: &[&str], listed: &'a Listed) -> &'a str {
    if known.binary_search(&listed.left.as_str()).is_err() { &listed.left } else { &listed.right }
}

/// Writes rows as JSON lines.
///
/// # Errors
/// Those of `out`.
pub fn write_json_lines(rows: &[SimilarityRow], out: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        serde_json::to_writer(&mut *out, row)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// Writes rows as comma-separated values with a line of names.
///
/// # Errors
/// Those of `out`.
pub fn write_csv(rows: &[SimilarityRow], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    for row in rows {
        writer.serialize(row).map_err(io::Error::other)?;
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observer::Recorder;
    use crate::read::Document;

    fn corpus() -> Corpus {
        let document = |id: &str, text: &str| Document { id: id.into(), text: text.into(), ..Document::default() };
        Corpus::from_documents(vec![
            document("a", "one two three four"),
            document("b", "one two three four five six"),
            document("c", "seven eight nine"),
        ])
        .unwrap()
    }

    fn list(name: &str, content: impl AsRef<[u8]>) -> Result<Vec<Listed>> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        read_list(&path)
    }

    #[test]
    fn lists_are_read_from_json_lines_and_tables() {
        let expected = [Listed { left: "a".into(), right: "b".into(), line: 2 }];
        assert_eq!(list("p.csv", "left_doc,label,right_doc\na,1,b\n").unwrap(), expected);
        assert_eq!(list("p.tsv", "right\tleft\nb\ta\n").unwrap(), expected);
        assert_eq!(list("p.jsonl", "\n{\"left\": \"a\", \"right\": \"b\", \"label\": 2}\n").unwrap(), expected);
        assert_eq!(list("p.jsonl", "{\"left\": 1, \"right\": 2}").unwrap()[0].left, "1");
    }

    #[test]
    fn a_list_that_a_spreadsheet_saved_is_read() {
        let expected = [Listed { left: "a".into(), right: "b".into(), line: 2 }];
        assert_eq!(list("p.csv", "\u{feff}left;right\r\na;b\r\n").unwrap(), expected);
        assert_eq!(list("p.csv", "Left;RIGHT;;\r\na;b;;\r\n").unwrap(), expected);
        assert_eq!(list("p.csv", "sep=;\r\nleft;right\r\na;b\r\n").unwrap()[0].line, 3);
        let wide: Vec<u8> = "\u{feff}left\tright\r\na\tb\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(list("p.csv", &wide).unwrap(), expected);
        assert_eq!(list("p.csv", "left;right\na;b\nc\n").unwrap_err().line(), Some(3));
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = list("p.jsonl", "{\"left\": \"a\", \"right\": \"b\"}\n{\"left\": \"a\"}\n").unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(2)));
        assert!(error.to_string().contains("`right`"), "{error}");
        assert!(list("p.csv", "one,two\na,b\n").unwrap_err().to_string().contains("expected a column `left`, got one, two"));
        for name in ["p.jsonl", "p.csv"] {
            assert_eq!(list(name, "\n").unwrap_err().kind(), ErrorKind::NoDocuments);
        }
    }

    #[test]
    fn similarities_are_exact() {
        let listed = |left: &str, right: &str| Listed { left: left.into(), right: right.into(), line: 1 };
        let config = ListedConfig { shingle: 3, strict: false };
        let rows = similarities(&corpus(), &[listed("a", "b"), listed("c", "a")], Path::new("p"), config, &Recorder::default()).unwrap();
        assert_eq!((rows[0].similarity, rows[0].left_containment, rows[0].right_containment), (0.5, 1.0, 0.5));
        assert_eq!((rows[1].left_doc.as_str(), rows[1].similarity), ("c", 0.0));
        let mut out = Vec::new();
        write_csv(&rows[..1], &mut out).unwrap();
        let expected = "left_doc,right_doc,similarity,left_containment,right_containment\na,b,0.5,1.0,0.5\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn shingles_of_no_words_are_refused() {
        let config = ListedConfig { shingle: 0, strict: false };
        let error = similarities(&corpus(), &[], Path::new("p"), config, &Recorder::default()).unwrap_err();
        assert!(error.kind() == ErrorKind::BadOption && error.to_string().contains("`shingle` is 0"), "{error}");
    }

    #[test]
    fn a_pair_of_an_unknown_document_is_told_and_under_strict_an_error() {
        let listed = [Listed { left: "a".into(), right: "B".into(), line: 3 }, Listed { left: "a".into(), right: "c".into(), line: 4 }];
        let recorder = Recorder::default();
        let run = |list: &[Listed], strict| similarities(&corpus(), list, Path::new("p"), ListedConfig { shingle: 3, strict }, &recorder);
        assert_eq!(run(&listed, false).unwrap().len(), 1);
        let warning = recorder.warnings.lock().unwrap()[0].clone();
        assert_eq!(warning.line, Some(3));
        assert!(warning.message.starts_with("no document is called `B`"), "{}", warning.message);
        assert_eq!(run(&listed, true).unwrap_err().line(), Some(3));
        assert_eq!(run(&listed[..1], false).unwrap_err().kind(), ErrorKind::BadOption);
    }
}
