//! Verdicts become rows of the table `families`, and a run's folder.

use std::io::{self, Write};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

use super::copies::Copies;
use super::families::Verdicts;
use super::items::Items;
use super::order::Order;
use super::summary::{Family, Summary};
use super::{Dedup, DedupConfig, Unit};
use crate::error::Result;
use crate::lsh::{Banding, candidate_probability};
use crate::observer::{Funnel, Observer, Warning};
use crate::read::InputFile;
use crate::report::OutputFolder;
use crate::report::folder::{RUN_FILE, TIMINGS_FILE};
use crate::report::model::{FamilyRow, RunRecord, SCHEMA, Timings};
use crate::report::tables::{self, Format, TableConfig, rounded};

/// Seed of the ids of families and of the corpus's digest.
const SEED: u64 = 0x6964_7320_6f66_2077;
/// Families that the summary can show.
const SHOWN: usize = 1000;

/// What became of all items.
pub(super) struct Outcome {
    pub families: Vec<FamilyRow>,
    /// By number of the item.
    pub dropped: Vec<bool>,
    pub summary: Summary,
}

impl Outcome {
    pub fn told(&self) -> Funnel {
        let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        Funnel::new("report")
            .with("kept", count(self.summary.kept))
            .with("dropped", count(self.summary.dropped))
            .with("families", count(self.summary.families))
    }
}

/// A member of a family and its similarity to the kept one.
struct Member {
    kept: u32,
    item: u32,
    similarity: f64,
    containment: f64,
    is_copy: bool,
}

/// Brings together what was dropped as a copy and what as a near-duplicate.
pub(super) fn outcome(items: &Items, order: &Order, copies: &Copies, verdicts: &Verdicts, config: &DedupConfig) -> Outcome {
    let mut dropped = vec![false; items.items.len()];
    let mut members: Vec<Member> = Vec::new();
    let (mut exact, mut in_reference) = (0u64, 0);
    let mut verdict_of = vec![None; items.items.len()];
    for (n, verdict) in (0u32..).zip(&verdicts.dropped) {
        verdict_of[verdict.item as usize] = NonZeroU32::new(n + 1);
    }
    for (item, &first) in (0u32..).zip(&copies.first) {
        let verdict = verdict_of[first as usize].map(|n| verdicts.dropped[n.get() as usize - 1]);
        let (kept, similarity, containment) = match verdict {
            Some(verdict) => (verdict.kept, verdict.similarity.jaccard, verdict.similarity.left_in_right),
            None if first != item => (first, 1.0, 1.0),
            None => continue,
        };
        // A reference is only looked at: what is alike within it is nobody's business.
        if items.is_reference(items.items[item as usize].document as usize) {
            continue;
        }
        let is_copy = first != item && verdict.is_none();
        exact += u64::from(is_copy);
        in_reference += u64::from(items.is_reference(items.items[kept as usize].document as usize));
        dropped[item as usize] = true;
        members.push(Member { kept, item, similarity, containment, is_copy });
    }
    let [reference, of_corpus] = ["reference", config.unit.name()].map(Arc::<str>::from);
    let row = |item: u32, family: &Arc<str>, similarity: f64, containment: f64, kept: bool| {
        let own = &items.items[item as usize];
        let document = own.document as usize;
        let unit = if items.is_reference(document) { &reference } else { &of_corpus };
        FamilyRow {
            family: Arc::clone(family),
            unit: Arc::clone(unit),
            doc: Arc::from(items.id(document)),
            start: own.chars.start,
            end: own.chars.end,
            similarity: rounded(similarity),
            containment: rounded(containment),
            kept,
        }
    };
    members.par_sort_unstable_by_key(|member| (member.kept, member.item));
    let mut families: Vec<(u64, &[Member])> =
        members.par_chunk_by(|a, b| a.kept == b.kept).map(|own| (family_number(items, own[0].kept, config.unit), own)).collect();
    families.par_sort_unstable_by_key(|(number, own)| (*number, own[0].kept));
    let rows: Vec<FamilyRow> = families
        .par_iter()
        .flat_map_iter(|(number, own)| {
            let family = Arc::from(format!("f{number:016x}"));
            let mut rows = vec![row(own[0].kept, &family, 1.0, 1.0, true)];
            rows.extend(own.iter().map(|m| row(m.item, &family, m.similarity, m.containment, false)));
            rows.sort_by(|a, b| (&a.doc, a.start).cmp(&(&b.doc, b.start)));
            rows
        })
        .collect();
    let mut told: Vec<Family> = families
        .par_iter()
        .map(|(_, own)| Family {
            kept: items.id(items.items[own[0].kept as usize].document as usize),
            dropped: own.len(),
            copies: own.iter().filter(|m| m.is_copy).count(),
            least: own.iter().map(|m| m.similarity).fold(1.0, f64::min),
        })
        .collect();
    told.par_sort_by(|a, b| b.dropped.cmp(&a.dropped).then_with(|| a.kept.cmp(&b.kept)));
    let largest = told.first().map_or(0, |family| family.dropped + 1);
    told.truncate(SHOWN);
    let banding = Banding::for_threshold(config.threshold);
    let of_corpus = items.items.iter().filter(|item| !items.is_reference(item.document as usize)).count() as u64;
    let all_dropped = dropped.iter().filter(|d| **d).count() as u64;
    let uncompared = |is: &dyn Fn(u32) -> bool| {
        items.items.iter().filter(|item| !items.is_reference(item.document as usize) && is(item.words)).count() as u64
    };
    let summary = Summary {
        without_words: uncompared(&|words| words == 0),
        too_short: uncompared(&|words| words > 0 && words < config.min_words),
        min_words: config.min_words,
        unit: config.unit,
        threshold: config.threshold,
        shingle: config.shingle,
        banding,
        recall: candidate_probability(banding, config.threshold),
        items: of_corpus,
        words: items.items.iter().filter(|item| !items.is_reference(item.document as usize)).map(|item| u64::from(item.words)).sum(),
        kept: of_corpus - all_dropped,
        dropped: all_dropped,
        exact,
        in_reference,
        protected: order.protected_documents() as u64,
        undated: None,
        families: families.len() as u64,
        largest: largest as u64,
        largest_families: told,
    };
    Outcome { families: rows, dropped, summary }
}

/// Names a family by the place of its kept item.
fn family_number(items: &Items, kept: u32, unit: Unit) -> u64 {
    let own = &items.items[kept as usize];
    let document = own.document as usize;
    let name = format!("{}\0{}\0{}\0{}", items.id(document), own.chars.start, own.chars.end, items.is_reference(document));
    xxh3_64_with_seed(name.as_bytes(), SEED ^ unit as u64)
}

/// A digest of the ids and texts of a corpus, whatever the order of reading.
pub(super) fn digest_of(items: &Items, order: &Order) -> u64 {
    let mut digest = Xxh3::with_seed(SEED);
    // Items stand in the order of their documents.
    let mut from = vec![0; items.documents.len() + 1];
    for item in &items.items {
        from[item.document as usize + 1] += 1;
    }
    for document in 0..items.documents.len() {
        from[document + 1] += from[document];
    }
    let mut texts: Vec<u8> = Vec::new();
    for document in &order.by_id {
        let document = *document as usize;
        let (name, number) = items.id_key(document);
        texts.clear();
        texts.extend(items.items[from[document]..from[document + 1]].iter().flat_map(|item| item.text.to_le_bytes()));
        for part in [name, &number.to_le_bytes(), &texts] {
            digest.update(&(part.len() as u64).to_le_bytes());
            digest.update(part);
        }
    }
    digest.digest()
}

/// `run.json`, its parameters left to the caller; `corpus` is its digest.
pub(super) fn record(corpus: u64, inputs: Vec<InputFile>, warnings: Vec<Warning>, stages: Vec<Funnel>) -> RunRecord {
    RunRecord {
        schema: SCHEMA,
        program: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        parameters: serde_json::Value::Null,
        inputs,
        stages,
        warnings,
        capped: std::collections::BTreeMap::new(),
        corpus: format!("{corpus:016x}"),
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The folder.
    pub folder: PathBuf,
    /// Names of the files in it, and their sizes in bytes.
    pub files: Vec<(String, u64)>,
}

/// Writes the table in each format, `timings.json` and, last, `run.json`.
///
/// # Errors
/// As [`report::write`](crate::report::write).
pub fn write(
    dedup: &Dedup,
    timings: &Timings,
    formats: &[Format],
    config: TableConfig,
    folder: OutputFolder,
    observer: &dyn Observer,
) -> Result<Written> {
    let mut staged = Vec::new();
    for format in formats {
        format.check()?;
        staged.push(
            folder
                .stage(&format!("families.{}", format.name()), observer, |out| tables::write(&dedup.families[..], *format, config, out))?,
        );
    }
    staged.push(folder.stage(TIMINGS_FILE, observer, |out| json(timings, out))?);
    staged.push(folder.stage(RUN_FILE, observer, |out| json(&dedup.record, out))?);
    let mut files: Vec<(String, u64)> = staged.iter().map(|file| (file.name().to_owned(), file.bytes())).collect();
    files.sort();
    let path = folder.path().to_owned();
    folder.commit(staged)?;
    Ok(Written { folder: path, files })
}

fn json(value: &impl serde::Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}
