//! Copied passages as annotations after the W3C Web Annotation Data Model, in one JSON-LD collection. Those of boilerplate and formulas,
//! which count nowhere, are left out.
//!
//! Each annotation points at a document (its address on the web, else a URN made from its id) and selects
//! the passage twice: by position, in code points of the text that was read, and by quotation, with up to
//! 32 characters before and after. The position counts in the text as it stands in the table `texts`; in
//! a web page it is the quotation that finds the place.

use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::report::PassageView;
use crate::report::model::{ClusterRow, DocumentRow, Run};

/// Characters before and after a passage, as the model's own examples give about as many.
const CONTEXT: usize = 32;

pub(super) fn write(run: &Run, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let documents: HashMap<&str, &DocumentRow> = run.documents.iter().map(|row| (&*row.doc, row)).collect();
    let texts: HashMap<&str, &str> = run.texts.iter().map(|row| (&*row.doc, &*row.text)).collect();
    let clusters: HashMap<&str, &ClusterRow> = run.clusters.iter().map(|row| (&*row.cluster, row)).collect();
    let is_copy = |place: &usize| clusters.get(run.passages.cluster(*place)).is_some_and(|cluster| cluster.kind.is_copy());
    let copies: Vec<usize> = (0..run.passages.len()).filter(is_copy).collect();
    let base = format!("urn:wirecopy:{}", run.record.corpus);
    let source = |doc: &str| {
        let url = documents.get(doc).and_then(|document| document.url.as_deref());
        let web = url.filter(|url| url.starts_with("http://") || url.starts_with("https://"));
        web.map_or_else(|| format!("{base}:document:{}", percent_encoded(doc)), str::to_owned)
    };
    writeln!(out, "{{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"{base}:annotations\",")?;
    writeln!(out, "\"type\":\"AnnotationCollection\",\"label\":\"Texts that were published more than once\",")?;
    writeln!(out, "\"total\":{},\"first\":{{\"id\":\"{base}:page:1\",\"type\":\"AnnotationPage\",", copies.len())?;
    writeln!(out, "\"startIndex\":0,\"items\":[")?;
    for (n, place) in copies.iter().enumerate() {
        let passage = run.passages.row(*place);
        let annotation = json!({
            "id": format!("{base}:passage:{n}"),
            "type": "Annotation",
            "motivation": "linking",
            "body": bodies(&passage, clusters.get(passage.cluster).copied(), &base, &source),
            "target": {
                "source": source(passage.doc),
                "selector": [
                    {"type": "TextPositionSelector", "start": passage.start, "end": passage.end},
                    quotation(&passage, texts.get(passage.doc).copied()),
                ],
            },
        });
        serde_json::to_writer(&mut *out, &annotation)?;
        out.write_all(if n + 1 < copies.len() { b",\n" } else { b"\n" })?;
    }
    writeln!(out, "]}}}}")
}

/// What is said of a passage: its kind and role as tags, its cluster, and the document that it is from.
fn bodies(passage: &PassageView<'_>, cluster: Option<&ClusterRow>, base: &str, source: &dyn Fn(&str) -> String) -> Value {
    let tag = |value: &str| json!({"type": "TextualBody", "purpose": "tagging", "value": value});
    let link = |id: String, purpose: &str| json!({"type": "SpecificResource", "purpose": purpose, "source": id});
    let mut bodies = vec![link(format!("{base}:cluster:{}", percent_encoded(passage.cluster)), "identifying")];
    bodies.extend(cluster.map(|cluster| tag(cluster.kind.name())));
    bodies.push(tag(passage.role.name()));
    if let Some(doc) = &passage.source_doc {
        bodies.push(link(source(doc), "linking"));
        if !passage.evidence.is_empty() {
            bodies.push(json!({"type": "TextualBody", "purpose": "commenting", "value": passage.evidence}));
        }
    }
    Value::Array(bodies)
}

fn quotation(passage: &PassageView<'_>, text: Option<&str>) -> Value {
    let mut selector = json!({"type": "TextQuoteSelector", "exact": passage.text});
    let before = text.and_then(|text| text.get(..passage.byte_start as usize));
    let after = text.and_then(|text| text.get(passage.byte_end as usize..));
    if let (Some(before), Some(after)) = (before, after) {
        let start = before.char_indices().rev().take(CONTEXT).last().map_or(before.len(), |(at, _)| at);
        selector["prefix"] = before[start..].into();
        selector["suffix"] = after.chars().take(CONTEXT).collect::<String>().into();
    }
    selector
}

/// `id` as part of a URN: everything but letters, digits and `-._~` as hexadecimal digits of its UTF-8.
fn percent_encoded(id: &str) -> String {
    id.bytes().fold(String::with_capacity(id.len()), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}
