//! Rows of `documents` and `families`, and what `run.json` says of the run.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::pairs::{BARE, bare, is_row};
use super::{Builder, SEED, count};
use crate::attribute::InText;
use crate::lsh::Member;
use crate::observer::Funnel;
use crate::read::Document;
use crate::report::model::{DocumentRow, FamilyRow, RunRecord, SCHEMA};
use crate::report::tables::rounded;
use crate::span::{Span, Words};
use crate::text::Tokens;

impl Builder<'_> {
    pub(super) fn families(&self) -> Vec<FamilyRow> {
        let mut rows = self.families_of("document", &self.findings.families.documents);
        rows.extend(self.families_of("paragraph", &self.findings.families.paragraphs));
        rows.par_sort_by(|a, b| (&a.family, &a.doc, a.start).cmp(&(&b.family, &b.doc, b.start)));
        rows
    }

    fn families_of(&self, unit: &str, members: &[Member]) -> Vec<FamilyRow> {
        // All members of a family share its name.
        let name = |(n, m): (usize, &Member)| {
            (m.kept == n).then(|| {
                let (bytes, _) = self.place(m.document, m.words);
                Arc::from(format!("f{:016x}", self.digest(m.document, bytes) ^ u64::from(unit == "paragraph")))
            })
        };
        let shared: Arc<str> = unit.into();
        let names: Vec<Option<Arc<str>>> = members.par_iter().enumerate().map(name).collect();
        members
            .par_iter()
            .enumerate()
            .map(|(n, m)| {
                let (_, chars) = self.place(m.document, m.words);
                FamilyRow {
                    family: names[m.kept].clone().expect("who is kept names the family"),
                    unit: Arc::clone(&shared),
                    doc: Arc::clone(&self.ids[m.document as usize]),
                    start: chars.start,
                    end: chars.end,
                    similarity: rounded(m.similarity),
                    containment: rounded(m.containment),
                    kept: m.kept == n,
                }
            })
            .collect()
    }

    pub(super) fn documents(&self) -> Vec<DocumentRow> {
        let reused = self.reused_words();
        let mut duplicate_of: BTreeMap<u32, u32> = BTreeMap::new();
        let members = &self.findings.families.documents;
        for (n, m) in members.iter().enumerate().filter(|(n, m)| m.kept != *n) {
            duplicate_of.insert(members[n].document, members[m.kept].document);
        }
        self.findings
            .corpus
            .documents
            .par_iter()
            .enumerate()
            .map(|(n, d)| DocumentRow {
                doc: Arc::clone(&self.ids[n]),
                outlet: Arc::clone(&self.outlets[n]),
                title: d.title.clone(),
                url: d.url.clone(),
                language: d.language.clone(),
                published: {
                    let chosen = self.findings.attributed.publications[n].chosen().map(|c| &c.value);
                    // A date that nobody can read is still what the source wrote.
                    chosen.or_else(|| d.date.as_ref().map(|(_, value)| value)).cloned()
                },
                published_from: self.published[n].0.as_deref().map(str::to_owned),
                published_to: self.published[n].1.as_deref().map(str::to_owned),
                date_source: self.findings.attributed.publications[n].chosen().map(|c| c.source.to_string()),
                encoding: Arc::clone(&d.encoding),
                words: count(self.findings.in_text.input.tokens[n].len()),
                reused_words: reused[n],
                near_duplicate_of: duplicate_of.get(&count(n)).map(|k| Arc::clone(&self.ids[*k as usize])),
                meta: self.meta(n, d),
            })
            .collect()
    }

    /// The other fields, and the outlet as the input writes it where the tables call it by another name.
    fn meta(&self, n: usize, document: &Document) -> BTreeMap<String, String> {
        let mut meta = document.meta.clone();
        if let Some(written) = document.outlet.as_ref().filter(|outlet| ***outlet != *self.outlets[n]) {
            meta.entry("outlet".to_owned()).or_insert_with(|| written.clone());
        }
        meta
    }

    /// Words of each document that lie in a copy: in a passage, or in a pair, whose sides need not stand in a cluster and may be longer than
    /// the passages around them.
    fn reused_words(&self) -> Vec<u32> {
        let InText { input, clustering, .. } = self.findings.in_text;
        let mut words = Marked::of(input.tokens.iter().map(Tokens::len));
        for (n, cluster) in clustering.clusters.iter().enumerate() {
            if self.reported[n] && self.findings.kinds.clusters[n].is_copy() {
                cluster.passages.iter().for_each(|passage| words.mark(passage.document, passage.words));
            }
        }
        for (pair, _) in input.pairs.iter().zip(&self.findings.kinds.pairs).filter(|(pair, kind)| kind.is_copy() && is_row(input, pair)) {
            words.mark(pair.left, pair.left_words);
            words.mark(pair.right, pair.right_words);
        }
        words.counts()
    }

    pub(super) fn record(&self, stages: Vec<Funnel>) -> RunRecord {
        let mut digest = Xxh3::with_seed(SEED);
        for document in &self.findings.corpus.documents {
            for part in [document.id.as_str(), &*document.text] {
                digest.update(&(part.len() as u64).to_le_bytes());
                digest.update(part.as_bytes());
            }
        }
        let mut warnings = [&self.findings.corpus.warnings[..], &self.findings.attributed.warnings].concat();
        warnings.sort();
        let capped = self.findings.capped;
        let all = [
            ("seed occurrences in one document", capped.occurrences),
            ("places of seeds at the edges of what one document repeats", capped.edges),
            ("pairs of places of seeds that two documents repeat, beyond one for each place", capped.crossings),
            ("seeds paired with some documents only", capped.partners),
            ("places of frequent seeds that started nothing", capped.frequent),
            ("anchors on forms filled with other numbers that started nothing", capped.forms),
            ("pairs of documents published too far apart", capped.left_out),
            ("documents with more partners for rewritten copy than were compared", self.findings.rewriting.capped_documents),
            ("sentences in too many documents to start rewritten copy", self.findings.rewriting.furniture.common),
            ("forms filled with other numbers in too many documents to start rewritten copy", self.findings.rewriting.furniture.forms),
            ("sentences that one document repeats too often to start rewritten copy", self.findings.rewriting.furniture.repeated),
            ("pairs of documents with too many alike sentences to hold all against one another", self.findings.rewriting.crowded),
            ("pairs of words too frequent to look for rewritten copy", self.findings.rewriting.frequent_words),
            ("roots a passage was not held against", self.findings.in_text.clustering.capped_roots),
            (BARE, bare(self.findings)),
        ];
        RunRecord {
            schema: SCHEMA,
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            parameters: serde_json::Value::Null,
            inputs: self.findings.corpus.inputs.clone(),
            stages,
            warnings,
            capped: all.into_iter().filter(|(_, n)| *n > 0).map(|(name, n)| (name.to_owned(), n)).collect(),
            corpus: format!("{:016x}", digest.digest()),
        }
    }
}

/// Bits of a group.
const BITS: usize = u64::BITS as usize;

/// Words of all documents, a bit each: of millions of spans most lie on others.
struct Marked {
    bits: Vec<u64>,
    /// Where the groups of each document begin; one more entry than documents.
    from: Vec<usize>,
}

impl Marked {
    /// Of documents with so many words, none of them marked.
    fn of(words: impl Iterator<Item = usize>) -> Self {
        let mut from = vec![0];
        for words in words {
            from.push(from[from.len() - 1] + words.div_ceil(BITS));
        }
        Self { bits: vec![0; from[from.len() - 1]], from }
    }

    /// Marks some words of a document.
    fn mark(&mut self, document: u32, words: Span<Words>) {
        let document = document as usize;
        let own = &mut self.bits[self.from[document]..self.from[document + 1]];
        let (mut at, end) = (words.start as usize, words.end as usize);
        while at < end {
            let next = end.min((at / BITS + 1) * BITS);
            own[at / BITS] |= u64::MAX >> (BITS - (next - at)) << (at % BITS);
            at = next;
        }
    }

    /// How many words of each document are marked.
    fn counts(&self) -> Vec<u32> {
        self.from.windows(2).map(|own| self.bits[own[0]..own[1]].iter().map(|bits| bits.count_ones()).sum()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::covered;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_in_several_spans_are_counted_once(spans in prop::collection::vec((0..3_u32, 0..300_u32, 0..200_u32), 0..20)) {
            let mut words = Marked::of([500, 501, 640].into_iter());
            let spans: Vec<(u32, Span<Words>)> = spans.into_iter().map(|(document, start, len)| (document, Span::new(start, start + len))).collect();
            spans.iter().for_each(|(document, span)| words.mark(*document, *span));
            let slow: Vec<u32> =
                (0..3).map(|document| covered(spans.iter().filter(|(own, _)| *own == document).map(|(_, span)| *span))).collect();
            prop_assert_eq!(words.counts(), slow);
        }
    }
}
