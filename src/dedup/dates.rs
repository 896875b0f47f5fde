//! What the dates of documents have told, where the first published is kept: dates that nobody can read, how many documents have none, and a field
//! that may hold them.

use super::items::Items;
use crate::attribute::dates::Hint;
use crate::attribute::{Publication, Unused, unreadable};
use crate::observer::Warning;
use crate::read::Document;

/// Of some documents, gathered as they pass by.
#[derive(Debug, Default)]
pub(super) struct Dates {
    /// Documents without a date.
    pub undated: u64,
    /// By number of the document.
    unreadable: Vec<(u32, Warning)>,
    unused: Unused,
    hint: Hint,
}

impl Dates {
    /// Takes the next document.
    pub fn see(&mut self, number: u32, document: &Document, publication: &Publication) {
        self.undated += u64::from(publication.interval().is_none());
        self.unreadable.extend(unreadable((document, publication)).map(|warning| (number, warning)));
        self.unused.see(number, document, publication);
        self.hint.see(document);
    }

    /// Takes what later documents have told, whose numbers count from `first`.
    pub fn absorb(&mut self, first: u32, later: Self) {
        self.undated += later.undated;
        self.unreadable.extend(later.unreadable.into_iter().map(|(number, warning)| (first + number, warning)));
        self.unused.absorb(first, later.unused);
        self.hint.absorb(later.hint);
    }

    /// The note of `scan` on a field that holds dates where none is known to.
    pub fn hint(&self) -> Option<String> {
        self.hint.told()
    }

    /// The warnings of `scan`, sorted.
    pub fn into_warnings(self, items: &Items) -> Vec<Warning> {
        let mut warnings = self.unused.warnings(|number| Some(items.place(number as usize)));
        // The reader does not always know an id that is made, nor a line of the file.
        warnings.extend(self.unreadable.into_iter().map(|(number, warning)| {
            let (path, line) = items.place(number as usize);
            Warning { path, line: line.or(warning.line), document: Some(items.id(number as usize)), ..warning }
        }));
        warnings.sort();
        warnings
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::attribute::{Config, attribute};
    use crate::dedup::{DedupConfig, Keep, dedup};
    use crate::observer::{Recorder, Silent};
    use crate::read::{FieldNames, ReadConfig, read};

    #[test]
    fn dates_that_nobody_can_read_are_told_as_by_a_scan_whatever_the_format() {
        let dir = tempfile::tempdir().unwrap();
        let when = ["2018-07-15", "some day", "", "2016", "soon"];
        let record = |n: usize, id: bool| {
            let words = format!("words of record {n}");
            let mut record = serde_json::json!({"text": words, "when": when[n % when.len()], "paper": "Harbour Gazette"});
            if id {
                record["id"] = format!("d{n:02}").into();
            }
            record
        };
        // Nine records without ids are sorted by their lines as texts, too.
        let lines = |records: usize, id: bool| (0..records).map(|n| record(n, id).to_string() + "\n").collect::<String>();
        let named = lines(40, true);
        let rows = (0..40).map(|n| format!("d{n:02},words of record {n},{},Harbour Gazette\n", when[n % when.len()])).collect::<String>();
        let faulty = [named.as_bytes(), b"{\"text\": \"a fault \xff here\"}\n"].concat();
        let utf16: Vec<u8> = format!("\u{feff}{named}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let files: [(&str, Vec<u8>); 5] = [
            ("named.jsonl", named.clone().into_bytes()),
            ("unnamed.jsonl", lines(9, false).into_bytes()),
            ("rows.csv", format!("id,text,when,paper\n{rows}").into_bytes()),
            ("faulty.jsonl", faulty),
            ("utf16.jsonl", utf16),
        ];
        for (name, bytes) in files {
            let path = dir.path().join(name);
            fs::write(&path, bytes).unwrap();
            for field in ["date=when", "title=when", "date=paper"] {
                let fields = FieldNames::default().parse(field).unwrap();
                let reading = ReadConfig { fields, ..ReadConfig::of(&[&path]) };
                let corpus = read(&reading, &Silent).unwrap();
                let attributed = attribute(&corpus.documents, &Config::default(), &Silent).unwrap();
                let mut expected = [corpus.warnings, attributed.warnings].concat();
                expected.sort();
                let undated = attributed.publications.iter().filter(|publication| publication.interval().is_none()).count() as u64;
                let told = Recorder::default();
                let config = DedupConfig { keep: Keep::Earliest, ..DedupConfig::default() };
                let found = dedup(&reading, None, &config, &told).unwrap();
                assert_eq!(found.record.warnings, expected, "{name} {field}");
                let mut told = told.warnings.into_inner().unwrap();
                told.sort();
                assert_eq!(told, expected);
                assert_eq!(found.summary.undated, Some(undated), "{name} {field}");
                let sketch = found.record.stages.iter().find(|stage| stage.stage == "sketch").unwrap();
                assert_eq!(sketch.get("undated documents"), Some(undated));
                // Nobody asks for dates otherwise.
                assert_eq!(dedup(&reading, None, &DedupConfig::default(), &Silent).unwrap().summary.undated, None);
            }
        }
    }
}
