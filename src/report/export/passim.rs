//! Passages as passim writes them (`out.json`), for the notebooks that read it.
//!
//! One JSON object a passage, those of formulas left out, largest clusters first: `uid` (a number for the document), `cluster` (a
//! number, in the order of the file), `size` (passages in the cluster), `id`, `series` (the outlet),
//! `begin` and `end` (code points of the document's text, end exclusive, as passim 2 counts), `text`,
//! `pboiler` (1 for boilerplate, else 0), the document's `title`, `url`, `lang`, `date` as the input gave
//! it, and its other fields under their own names. `cluster_id` and `kind` are this program's. As in
//! passim's own files, a field without a value is left out.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::report::model::{ClusterRow, DocumentRow, Kind, Run};

/// The seed of the documents' numbers.
const SEED: u64 = 0;

#[derive(Serialize)]
struct Line<'a> {
    uid: i64,
    cluster: usize,
    size: u32,
    id: &'a str,
    series: &'a str,
    begin: u32,
    end: u32,
    pboiler: f64,
    cluster_id: &'a str,
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(flatten)]
    others: BTreeMap<&'a str, &'a str>,
    text: &'a str,
}

/// Names that a field of the input must not take from the fields above.
const TAKEN: [&str; 15] =
    ["uid", "cluster", "size", "id", "series", "begin", "end", "pboiler", "cluster_id", "kind", "date", "title", "url", "lang", "text"];

pub(super) fn write(run: &Run, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let documents: HashMap<&str, &DocumentRow> = run.documents.iter().map(|row| (&*row.doc, row)).collect();
    // A formula is no reuse, and passim has no field that would say so.
    let mut clusters: Vec<&ClusterRow> = run.clusters.iter().filter(|row| row.kind != Kind::Formula).collect();
    clusters.sort_by(|a, b| b.passages.cmp(&a.passages).then_with(|| a.cluster.cmp(&b.cluster)));
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for place in 0..run.passages.len() {
        places.entry(run.passages.cluster(place)).or_default().push(place);
    }
    for (number, cluster) in clusters.into_iter().enumerate() {
        for place in places.remove(&*cluster.cluster).unwrap_or_default() {
            let passage = run.passages.row(place);
            let document = documents.get(passage.doc);
            let field = |get: fn(&DocumentRow) -> &Option<String>| document.and_then(|document| get(document).as_deref());
            let others = document.iter().flat_map(|document| &document.meta);
            let line = Line {
                uid: xxh3_64_with_seed(passage.doc.as_bytes(), SEED).cast_signed(),
                cluster: number,
                size: cluster.passages,
                id: passage.doc,
                series: passage.outlet,
                begin: passage.start,
                end: passage.end,
                pboiler: if cluster.kind == Kind::Boilerplate { 1.0 } else { 0.0 },
                cluster_id: &cluster.cluster,
                kind: cluster.kind,
                date: field(|document| &document.published),
                title: field(|document| &document.title),
                url: field(|document| &document.url),
                lang: field(|document| &document.language),
                others: others.map(|(name, value)| (name.as_str(), value.as_str())).filter(|(name, _)| !TAKEN.contains(name)).collect(),
                text: passage.text,
            };
            serde_json::to_writer(&mut *out, &line)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}
