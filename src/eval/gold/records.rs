//! Gold as JSON lines, TSV or CSV: one record a line, told apart by the names of the fields.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::{CasePlace, DocumentGold, DocumentPair, FORMS, Gold, GoldKind, Listed, SpanCase, SpanGold, two_families};
use crate::error::{Error, ErrorKind, Result};
use crate::read::list::{self, Row, Short};
use crate::span::{Chars, Span};

/// A record and the line that it stands on.
pub(super) struct Record {
    line: u64,
    fields: Map<String, Value>,
}

pub(super) fn json_lines(path: &Path) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    for (line, text) in (1..).zip(list::text(path, FORMS)?.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        let fields = serde_json::from_str(text).map_err(|e| malformed(path, line, &format!("expected a JSON object: {e}")))?;
        records.push(Record { line, fields });
    }
    Ok(records)
}

/// Columns by the names in the first line, in any case; every value is text.
pub(super) fn table(path: &Path) -> Result<Vec<Record>> {
    let table = list::table(&list::text(path, FORMS)?, path, Short::Refused).map_err(|e| e.at(path).remedy(FORMS))?;
    let names: Vec<String> = table.columns.iter().map(|name| name.to_lowercase()).collect();
    let fields = |row: Row| names.iter().cloned().zip(row.values.into_iter().map(Value::from)).collect();
    Ok(table.rows.into_iter().map(|row| Record { line: row.line, fields: fields(row) }).collect())
}

fn malformed(path: &Path, line: u64, message: &str) -> Error {
    Error::new(ErrorKind::Malformed, message).at(path).on_line(line).remedy(FORMS)
}

/// Makes gold of records. The first record that tells decides what all are about.
pub(super) fn gold(records: &[Record], path: &Path) -> Result<Gold> {
    let Some(kind) = records.iter().find_map(Record::kind) else {
        return Err(Error::new(ErrorKind::Malformed, format!("no record here says what is copied from where: {}", seen(records)))
            .at(path)
            .remedy(FORMS));
    };
    match kind {
        GoldKind::Spans => spans(records, path).map(Gold::Spans),
        GoldKind::Pairs => pairs(records, path).map(|pairs| Gold::Documents(DocumentGold::Pairs(pairs))),
        GoldKind::Families => families(records, path).map(|families| Gold::Documents(DocumentGold::Families(families))),
    }
}

fn pairs(records: &[Record], path: &Path) -> Result<Vec<DocumentPair>> {
    let mut called: HashMap<(String, String), bool> = HashMap::new();
    let mut pairs = Vec::new();
    for record in records {
        let pair = record.pair().map_err(|message| malformed(path, record.line, &message))?;
        if let Some(alike) = pair.is_called_alike() {
            // Turned round it is the same pair.
            let (left, right) = (pair.left.clone(), pair.right.clone());
            let sides = if left <= right { (left, right) } else { (right, left) };
            if called.insert(sides, alike).is_some_and(|before| before != alike) {
                return Err(pair.contradicted().at(path).on_line(record.line));
            }
        }
        pairs.push(pair);
    }
    Ok(pairs)
}

fn families(records: &[Record], path: &Path) -> Result<Vec<(String, String)>> {
    let mut family_of: HashMap<String, String> = HashMap::new();
    let mut families = Vec::new();
    for record in records {
        let (id, family) = record.member().map_err(|message| malformed(path, record.line, &message))?;
        if let Some(before) = family_of.insert(id.clone(), family.clone()).filter(|before| *before != family) {
            return Err(two_families(&id, &before, &family).at(path).on_line(record.line));
        }
        families.push((id, family));
    }
    Ok(families)
}

fn seen(records: &[Record]) -> String {
    records.first().map_or_else(
        || "it has none".to_owned(),
        |record| format!("the first has {}", record.fields.keys().map(String::as_str).collect::<Vec<_>>().join(", ")),
    )
}

/// `expect` says what a line is for: `found` (or nothing) a case; anything else that has two sides may be found or not, save `never`,
/// which asks for nothing: what is found there is a false alarm as anywhere else. `verdict`, as the report page exports it, is `confirm` (a
/// case) or `reject` (a false alarm if found); then only pairs of documents with a verdict are looked at.
fn spans(records: &[Record], path: &Path) -> Result<SpanGold> {
    let mut gold = SpanGold::default();
    let file: Arc<Path> = path.into();
    for record in records {
        if record.kind() != Some(GoldKind::Spans) {
            gold.others += 1;
            continue;
        }
        let place = CasePlace { path: Arc::clone(&file), line: record.line };
        let case = record.case(place).map_err(|message| malformed(path, record.line, &message))?;
        if let Some(verdict) = record.fields.get("verdict").and_then(Value::as_str) {
            // Exported from the report page: pairs that were not judged say nothing.
            match verdict {
                "confirm" | "reject" => {
                    gold.listed.push(Listed { left: case.left.0.clone(), right: case.right.0.clone(), class: None });
                    if verdict == "confirm" { gold.cases.push(case) } else { gold.others += 1 }
                }
                _ => gold.others += 1,
            }
            continue;
        }
        match record.fields.get("expect").and_then(Value::as_str) {
            None | Some("found") => gold.cases.push(case),
            Some("never") => gold.others += 1,
            Some(_) => gold.optional.push(case),
        }
    }
    Ok(gold)
}

/// A text, or a number as it is written.
fn id_of(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl Record {
    fn kind(&self) -> Option<GoldKind> {
        let has = |name: &str| self.fields.contains_key(name);
        if has("left_start") || self.fields.get("left").is_some_and(|left| left.get("start").is_some()) {
            Some(GoldKind::Spans)
        } else if has("family") {
            Some(GoldKind::Families)
        } else if has("left") || has("left_doc") {
            Some(GoldKind::Pairs)
        } else {
            None
        }
    }

    fn case(&self, place: CasePlace) -> Result<SpanCase, String> {
        let (left, right) = (self.side("left")?, self.side("right")?);
        Ok(SpanCase { left, right, class: self.optional("class"), kind: self.optional("kind"), place: Some(place) })
    }

    /// `left_doc`, `left_start`, `left_end`; or the same inside an object `left`.
    fn side(&self, side: &str) -> Result<(String, Span<Chars>), String> {
        let value = |name: &str| match self.fields.get(side) {
            Some(Value::Object(inside)) => (format!("{side}.{name}"), inside.get(name)),
            _ => {
                let name = format!("{side}_{name}");
                let value = self.fields.get(&name);
                (name, value)
            }
        };
        let offset = |name: &str| {
            let (name, value) = value(name);
            let number = value.and_then(|v| v.as_u64().or_else(|| v.as_str()?.trim().parse().ok()));
            number
                .and_then(|n| u32::try_from(n).ok())
                .ok_or_else(|| format!("expected a whole number of zero or more as `{name}`, got {}", shown(value)))
        };
        let (name, doc) = value("doc");
        let doc = id_of(doc).ok_or_else(|| format!("expected a document's id as `{name}`, got {}", shown(doc)))?;
        let (start, end) = (offset("start")?, offset("end")?);
        if start > end {
            return Err(format!("the span of `{side}` ends at {end}, before its start {start}"));
        }
        Ok((doc, Span::new(start, end)))
    }

    fn pair(&self) -> Result<DocumentPair, String> {
        Ok(DocumentPair {
            left: self.either(&["left", "left_doc"])?,
            right: self.either(&["right", "right_doc"])?,
            similarity: self.number("similarity")?,
            label: self.number("label")?,
            class: self.optional("class").or_else(|| self.optional("track")),
        })
    }

    /// A document and its family, which may be blank.
    fn member(&self) -> Result<(String, String), String> {
        let family = match self.fields.get("family") {
            Some(Value::Null) => String::new(),
            _ => self.text("family")?,
        };
        let family = if family.trim().is_empty() { String::new() } else { family };
        Ok((self.either(&["id", "doc"])?, family))
    }

    fn either(&self, names: &[&str]) -> Result<String, String> {
        let name = names.iter().find(|name| self.fields.contains_key(**name)).unwrap_or(&names[0]);
        self.text(name)
    }

    fn text(&self, name: &str) -> Result<String, String> {
        let value = self.fields.get(name);
        id_of(value).ok_or_else(|| format!("expected a text as `{name}`, got {}", shown(value)))
    }

    fn optional(&self, name: &str) -> Option<String> {
        self.text(name).ok().filter(|text| !text.is_empty())
    }

    fn number(&self, name: &str) -> Result<Option<f64>, String> {
        let value = self.fields.get(name);
        let number = match value {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) if text.trim().is_empty() => return Ok(None),
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(value) => value.as_f64(),
        };
        // Rust reads `nan` and `inf` as numbers: nothing can be compared with them.
        let number = number.filter(|number: &f64| number.is_finite());
        number.map(Some).ok_or_else(|| format!("expected a number as `{name}`, got {}", shown(value)))
    }
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
}

#[cfg(test)]
mod tests {
    use super::super::read_gold;
    use super::*;

    fn read(name: &str, text: &str) -> Result<Gold> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        read_gold(&path)
    }

    #[test]
    fn flat_and_nested_spans_mean_the_same() {
        let flat = r#"{"left_doc":"a","left_start":1,"left_end":5,"right_doc":"b","right_start":2,"right_end":7,"class":"x"}"#;
        let nested = r#"{"left":{"doc":"a","start":1,"end":5},"right":{"doc":"b","start":2,"end":7},"class":"x","expect":"found"}"#;
        let tsv = "left_doc\tleft_start\tleft_end\tright_doc\tright_start\tright_end\tclass\na\t1\t5\tb\t2\t7\tx\n";
        for (name, text, line) in [("g.jsonl", flat, 1), ("g.jsonl", nested, 1), ("g.tsv", tsv, 2)] {
            let Gold::Spans(gold) = read(name, text).unwrap() else { panic!("spans") };
            let place = gold.cases[0].place.clone().unwrap();
            assert_eq!((place.path.file_name().and_then(|file| file.to_str()), place.line), (Some(name), line));
            let (left, right) = (("a".into(), Span::new(1, 5)), ("b".into(), Span::new(2, 7)));
            let case = SpanCase { left, right, class: Some("x".into()), kind: None, place: Some(place) };
            assert_eq!(gold, SpanGold { cases: vec![case], ..SpanGold::default() });
        }
    }

    #[test]
    fn gold_that_a_spreadsheet_saved_is_read_as_any_other() {
        let spans = "Left_Doc,left_start,left_end,RIGHT_DOC,right_start,right_end,class\r\na,1,5,b,2,7,x\r\n";
        let read_case = |name: &str, text: &str| {
            let Gold::Spans(gold) = read(name, text).unwrap() else { panic!("spans") };
            let [case] = &gold.cases[..] else { panic!("one case: {gold:?}") };
            SpanCase { place: None, ..case.clone() }
        };
        let expected = read_case("g.csv", spans);
        let semicolons = spans.replace(',', ";");
        assert_eq!(read_case("g.csv", &format!("\u{feff}{semicolons}")), expected);
        assert_eq!(read_case("g.csv", &semicolons.replace("\r\n", "\r")), expected);
        assert_eq!(read_case("g.tab", &spans.replace(',', "\t")), expected);
        assert_eq!(read("g.csv", "sep=;\r\nid;family\r\na;f1\r\n").unwrap(), read("g.csv", "id,family\na,f1\n").unwrap());
    }

    #[test]
    fn a_line_says_what_it_is_for() {
        let side = r#""left":{"doc":"a","start":1,"end":5},"right":{"doc":"b","start":2,"end":7}"#;
        let lines = format!("{{\"expect\":\"optional\",{side}}}\n{{\"expect\":\"never\",{side}}}\n{{\"expect\":\"date\",\"doc\":\"a\"}}\n");
        let Gold::Spans(gold) = read("g.jsonl", &lines).unwrap() else { panic!("spans") };
        assert_eq!((gold.cases.len(), gold.optional.len(), gold.others), (0, 1, 2));
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_record_and_a_number_is_an_id() {
        let record = "{\"left_doc\":17,\"left_start\":0,\"left_end\":9,\"right_doc\":\"b\",\"right_start\":1,\"right_end\":8}\n";
        let Ok(Gold::Spans(gold)) = read("g.jsonl", &format!("\u{feff}{record}")) else { panic!("no spans") };
        assert_eq!(gold.cases[0].left, ("17".to_owned(), Span::new(0, 9)));
    }

    #[test]
    fn verdicts_of_the_report_page_are_gold() {
        let line = |left: &str, verdict: &str| {
            let item = r#""item":"pair","left_start":1,"left_end":5,"right_doc":"z","right_start":2,"right_end":7,"note":"n""#;
            format!("{{{item},\"left_doc\":\"{left}\",\"verdict\":\"{verdict}\"}}\n")
        };
        let story = "{\"item\":\"story\",\"story\":\"c1\",\"verdict\":\"confirm\",\"note\":\"\"}\n";
        let lines = [story.to_owned(), line("a", "confirm"), line("b", "reject"), line("c", "")].concat();
        let Gold::Spans(gold) = read("verdicts.jsonl", &lines).unwrap() else { panic!("spans") };
        assert_eq!((gold.cases.len(), gold.optional.len(), gold.others), (1, 0, 3));
        let listed: Vec<&str> = gold.listed.iter().map(|l| l.left.as_str()).collect();
        assert_eq!((gold.cases[0].left.0.as_str(), listed), ("a", vec!["a", "b"]));
    }

    #[test]
    fn pairs_and_families_are_told_apart_by_their_columns() {
        let pair = |similarity| DocumentPair { left: "a".into(), right: "b".into(), similarity, label: None, class: None };
        assert_eq!(read("g.tsv", "left\tright\na\tb\n").unwrap(), Gold::Documents(DocumentGold::Pairs(vec![pair(None)])));
        assert_eq!(
            read("g.tsv", "left\tright\tsimilarity\na\tb\t.75\n").unwrap(),
            Gold::Documents(DocumentGold::Pairs(vec![pair(Some(0.75))]))
        );
        assert_eq!(read("g.tsv", "id\tfamily\na\tf1\n").unwrap(), Gold::Documents(DocumentGold::Families(vec![("a".into(), "f1".into())])));
    }

    #[test]
    fn a_blank_family_is_none_and_two_of_one_document_are_told_with_the_line() {
        let blank = [("a", ""), ("b", ""), ("c", "f1")].map(|(id, family)| (id.to_owned(), family.to_owned())).to_vec();
        let gold = Gold::Documents(DocumentGold::Families(blank));
        assert_eq!(read("g.csv", "id,family\na,\nb,  \nc,f1\n").unwrap(), gold);
        let lines = "{\"id\":\"a\",\"family\":\"\"}\n{\"id\":\"b\",\"family\":null}\n{\"id\":\"c\",\"family\":\"f1\"}\n";
        assert_eq!(read("g.jsonl", lines).unwrap(), gold);
        let twice = read("g.csv", "id,family\na,x\nb,x\na,\n").unwrap_err();
        assert_eq!((twice.kind(), twice.line()), (ErrorKind::Malformed, Some(4)));
        assert!(twice.to_string().ends_with("`a` in two families, `x` and none"), "{twice}");
        assert!(read("g.csv", "id,family\na,x\na,x\n").is_ok());
    }

    #[test]
    fn labels_that_contradict_one_another_are_told_with_the_line() {
        for (pairs, line) in [("a,b,1\na,b,0\n", 3), ("a,b,0\nc,d,1\nb,a,2\n", 4)] {
            let error = read("g.csv", &format!("left,right,label\n{pairs}")).unwrap_err();
            assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(line)), "{error}");
            assert!(error.to_string().contains("near-duplicates in one place and not in another"), "{error}");
        }
        assert!(read("g.csv", "left,right,label\na,b,1\nb,a,2\na,b,\n").is_ok(), "both are near-duplicates");
    }

    #[test]
    fn a_similarity_or_a_label_without_end_is_no_number() {
        for value in ["nan", "inf", "-inf", "NaN"] {
            for field in ["similarity", "label"] {
                let error = read("g.csv", &format!("left,right,{field}\na,b,{value}\n")).unwrap_err();
                assert_eq!(error.line(), Some(2));
                assert!(error.to_string().contains(&format!("expected a number as `{field}`")), "{error}");
            }
        }
    }

    #[test]
    fn trouble_is_told_with_file_line_and_remedy() {
        let error = read("g.jsonl", "{\"left\":\"a\",\"right\":\"b\"}\n\n{\"left\":\"a\",\"right\":\"b\",\"label\":\"so\"}\n").unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::Malformed, Some(3)));
        assert!(error.to_string().ends_with("line 3: expected a number as `label`, got `\"so\"`"), "{error}");
        assert_eq!(read("g.tsv", "id\tfamily\na\n").unwrap_err().line(), Some(2));
        assert!(read("g.jsonl", "{\"a\":1}").unwrap_err().to_string().contains("the first has a"));
        assert_eq!(read("g.txt", "").unwrap_err().kind(), ErrorKind::UnknownFormat);
    }

    #[test]
    fn an_offset_is_a_whole_number_of_zero_or_more() {
        for start in ["-1", "37.5", "x"] {
            let spans = format!("left_doc,left_start,left_end,right_doc,right_start,right_end\na,{start},9,b,2,7\n");
            let error = read("g.csv", &spans).unwrap_err();
            assert_eq!(error.line(), Some(2));
            assert!(error.to_string().contains("expected a whole number of zero or more as `left_start`"), "{error}");
        }
    }

    #[test]
    fn a_span_that_runs_backwards_is_refused() {
        let line = r#"{"left_doc":"a","left_start":9,"left_end":5,"right_doc":"b","right_start":2,"right_end":7}"#;
        assert!(read("g.jsonl", line).unwrap_err().to_string().contains("ends at 5, before its start 9"));
    }
}
