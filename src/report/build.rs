//! What the stages found becomes the rows of the tables.

mod documents;
mod pairs;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::model::{ClusterRow, CreditRow, DocumentRow, Kind, PassageRow, RepeatRow, Run, TextRow};
use super::tables::rounded;
use crate::align::{Pair, Side, with_marks};
use crate::attribute::{Attributed, Interval, Named, Order};
use crate::cluster::{ClusterInput, Clustering, Kinds};
use crate::lsh::Families;
use crate::observer::Funnel;
use crate::read::{Corpus, Document};
use crate::rewrite::Rewriting;
use crate::seeds::Capped;
use crate::span::{Bytes, Chars, Span, Words};
use crate::text::CharIndex;

/// Seed of the ids of clusters and families, and of the corpus's digest.
const SEED: u64 = 0x6964_7320_6f66_2077;

/// Everything that the stages found.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'a> {
    /// The documents.
    pub corpus: &'a Corpus,
    /// Words, places and pairs.
    pub input: ClusterInput<'a>,
    /// Near-duplicates.
    pub families: &'a Families,
    /// Texts that stand twice in one document.
    pub repeats: &'a [Pair],
    /// What was rewritten.
    pub rewriting: &'a Rewriting,
    /// Clusters.
    pub clustering: &'a Clustering,
    /// The kind of each cluster.
    pub kinds: &'a Kinds,
    /// Dates and credits of the documents.
    pub attributed: &'a Attributed,
    /// Which names are one outlet's.
    pub named: &'a Named<'a>,
    /// The order of publication in each cluster.
    pub orders: &'a [Order],
    /// What bounds cut off.
    pub capped: Capped,
}

/// The tables of a run, all but the texts: [`texts`] adds those when nothing else needs the room.
#[must_use]
pub fn build(findings: &Findings<'_>, stages: Vec<Funnel>) -> Run {
    let ids: Vec<Arc<str>> = findings.corpus.documents.iter().map(|d| Arc::from(d.id.as_str())).collect();
    let outlet = |(d, id): (&Document, &Arc<str>)| {
        d.outlet.as_deref().map_or_else(|| Arc::clone(id), |outlet| Arc::from(findings.named.shown(outlet)))
    };
    let outlets = findings.corpus.documents.iter().zip(&ids).map(outlet).collect();
    let chars = findings.corpus.documents.par_iter().map(|d| CharIndex::new(&d.text)).collect();
    let reported = (0..findings.clustering.clusters.len()).map(|c| is_reported(findings, c)).collect();
    let builder = Builder { findings, ids, outlets, chars, reported };
    let ((pairs, (clusters, passages)), ((record, documents), (families, (repeats, credits)))) = rayon::join(
        || rayon::join(|| builder.pairs(), || builder.clusters()),
        || {
            rayon::join(
                || rayon::join(|| builder.record(stages), || builder.documents()),
                || rayon::join(|| builder.families(), || rayon::join(|| builder.repeats(), || builder.credits())),
            )
        },
    );
    let mut run = Run { record, documents, texts: Vec::new(), pairs, passages, clusters, repeats, credits, families };
    let told = told(&run, findings);
    run.record.stages.push(told);
    run
}

/// The rows of the table of texts, which stand in the order of the documents.
#[must_use]
pub fn texts(corpus: &Corpus, documents: &[DocumentRow]) -> Vec<TextRow> {
    let row = |(d, row): (&Document, &DocumentRow)| TextRow { doc: Arc::clone(&row.doc), text: Arc::from(d.text.as_str()) };
    // On the threads that had the words and all else that is gone by now: allocators keep for each thread what it gave back.
    corpus.documents.par_iter().zip(documents).map(row).collect()
}

/// The rows of the tables, and what was found and is no row.
fn told(run: &Run, findings: &Findings<'_>) -> Funnel {
    Funnel::new("report")
        .with("documents", run.documents.len())
        .with("pairs", run.pairs.len())
        .with("pairs inside one outlet, left out", findings.input.pairs.len() + findings.rewriting.pairs.len() - run.pairs.len())
        .with("rewritten pairs", findings.rewriting.pairs.len())
        .with("passages", run.passages.len())
        .with("clusters", run.clusters.len())
        .with("clusters inside one outlet, left out", findings.clustering.clusters.len() - run.clusters.len())
        .with("repeats", run.repeats.len())
        .with("credits", run.credits.len())
        .with("families", run.families.len())
}

/// A cluster inside one outlet is reported only when that was asked for, or when it is the outlet's standing text.
fn is_reported(findings: &Findings<'_>, cluster: usize) -> bool {
    let outlets: BTreeSet<u32> =
        findings.clustering.clusters[cluster].passages.iter().map(|p| findings.input.places[p.document as usize].outlet).collect();
    outlets.len() > 1 || findings.input.seeds.same_outlet || findings.kinds.clusters[cluster] == Kind::Boilerplate
}

struct Builder<'a> {
    findings: &'a Findings<'a>,
    ids: Vec<Arc<str>>,
    outlets: Vec<Arc<str>>,
    chars: Vec<CharIndex<'a>>,
    reported: Vec<bool>,
}

impl Builder<'_> {
    /// The same span in bytes and in code points.
    fn place(&self, document: u32, words: Span<Words>) -> (Span<Bytes>, Span<Chars>) {
        let bytes = self.findings.input.tokens[document as usize].bytes(words);
        (bytes, self.chars[document as usize].chars(bytes))
    }

    /// The spans of a pair in both units, with the punctuation that both sides have beside the words.
    fn both_places(
        &self,
        (left, right): (u32, u32),
        (left_words, right_words): (Span<Words>, Span<Words>),
    ) -> [(Span<Bytes>, Span<Chars>); 2] {
        let input = self.findings.input;
        let side = |document: u32| Side { text: input.texts[document as usize], tokens: &input.tokens[document as usize] };
        let (l, r) = with_marks(side(left), side(right), left_words, right_words);
        [(l, self.chars[left as usize].chars(l)), (r, self.chars[right as usize].chars(r))]
    }

    fn text(&self, document: u32, bytes: Span<Bytes>) -> &str {
        &self.findings.input.texts[document as usize][bytes.range()]
    }

    fn cluster_id(&self, cluster: usize) -> Arc<str> {
        let root = self.findings.clustering.clusters[cluster].root;
        let (bytes, _) = self.place(root.document, root.words);
        Arc::from(format!("c{:016x}", self.digest(root.document, bytes)))
    }

    fn digest(&self, document: u32, bytes: Span<Bytes>) -> u64 {
        xxh3_64_with_seed(format!("{}\u{0}{}\u{0}{}", self.ids[document as usize], bytes.start, bytes.end).as_bytes(), SEED)
    }

    fn coverage(&self, document: u32, words: Span<Words>) -> f64 {
        rounded(f64::from(words.len()) / self.findings.input.tokens[document as usize].len() as f64)
    }

    fn clusters(&self) -> (Vec<ClusterRow>, Vec<PassageRow>) {
        let rows = (0..self.reported.len()).into_par_iter().filter(|n| self.reported[*n]).map(|n| self.cluster(n));
        let (mut clusters, passages): (Vec<ClusterRow>, Vec<Vec<PassageRow>>) = rows.collect::<Vec<_>>().into_iter().unzip();
        let mut all = Vec::with_capacity(passages.iter().map(Vec::len).sum());
        all.extend(passages.into_iter().flatten());
        rayon::join(
            || clusters.par_sort_by(|a, b| a.cluster.cmp(&b.cluster)),
            || all.par_sort_by(|a, b| (&a.cluster, &a.doc, a.start, a.end).cmp(&(&b.cluster, &b.doc, b.start, b.end))),
        );
        (clusters, all)
    }

    /// The row of a cluster, and those of its passages.
    fn cluster(&self, n: usize) -> (ClusterRow, Vec<PassageRow>) {
        let cluster = &self.findings.clustering.clusters[n];
        let id = self.cluster_id(n);
        let (root, _) = self.place(cluster.root.document, cluster.root.words);
        let documents: BTreeSet<u32> = cluster.passages.iter().map(|p| p.document).collect();
        let outlets: BTreeSet<u32> = documents.iter().map(|d| self.findings.input.places[*d as usize].outlet).collect();
        let order = &self.findings.orders[n];
        let mut passages = Vec::with_capacity(cluster.passages.len());
        for (passage, attribution) in cluster.passages.iter().zip(&order.members) {
            let (published_from, published_to) = self.published(passage.document as usize);
            let (bytes, chars) = self.place(passage.document, passage.words);
            passages.push(PassageRow {
                cluster: Arc::clone(&id),
                doc: Arc::clone(&self.ids[passage.document as usize]),
                outlet: Arc::clone(&self.outlets[passage.document as usize]),
                start: chars.start,
                end: chars.end,
                byte_start: bytes.start,
                byte_end: bytes.end,
                words: passage.words.len(),
                published_from,
                published_to,
                role: attribution.role,
                source_doc: attribution.source.map(|m| Arc::clone(&self.ids[cluster.passages[m].document as usize])),
                grade: attribution.grade,
                evidence: attribution.evidence.clone(),
                text: self.text(passage.document, bytes).to_owned(),
            });
        }
        let row = ClusterRow {
            cluster: id,
            kind: self.findings.kinds.clusters[n],
            part_of: cluster.part_of.filter(|p| self.reported[*p]).map(|p| self.cluster_id(p)),
            passages: count(cluster.passages.len()),
            documents: count(documents.len()),
            outlets: count(outlets.len()),
            words: cluster.root.words.len(),
            first_doc: order.first.map(|m| Arc::clone(&self.ids[cluster.passages[m].document as usize])),
            first_from: order.first_interval.map(|i| i.from.to_string()),
            first_to: order.first_interval.map(|i| i.to.to_string()),
            speaker: order.speaker.clone(),
            text: self.text(cluster.root.document, root).to_owned(),
        };
        (row, passages)
    }

    /// First and last instant at which a document can have been published.
    fn published(&self, document: usize) -> (Option<String>, Option<String>) {
        let interval: Option<Interval> = self.findings.attributed.publications[document].interval();
        (interval.map(|i| i.from.to_string()), interval.map(|i| i.to.to_string()))
    }

    fn credits(&self) -> Vec<CreditRow> {
        let mut rows = Vec::new();
        for (n, credits) in self.findings.attributed.credits.iter().enumerate() {
            for credit in credits {
                let text = self.chars[n].text_of(credit.span);
                rows.push(CreditRow {
                    doc: Arc::clone(&self.ids[n]),
                    start: credit.span.start,
                    end: credit.span.end,
                    source: credit.source.clone(),
                    scope: credit.scope.name().to_owned(),
                    rule: credit.rule.to_owned(),
                    text: text.to_owned(),
                });
            }
        }
        rows.sort_by(|a, b| (&a.doc, a.start, a.end, &a.source, &a.rule).cmp(&(&b.doc, b.start, b.end, &b.source, &b.rule)));
        rows
    }

    fn repeats(&self) -> Vec<RepeatRow> {
        let mut rows: Vec<RepeatRow> = self
            .findings
            .repeats
            .iter()
            .map(|r| {
                let [(_, here), (_, again)] = self.both_places((r.left, r.right), (r.left_words, r.right_words));
                RepeatRow {
                    doc: Arc::clone(&self.ids[r.left as usize]),
                    start: here.start,
                    end: here.end,
                    again_start: again.start,
                    again_end: again.end,
                    words: r.matched,
                }
            })
            .collect();
        rows.sort_by(|a, b| {
            (&a.doc, a.start, a.again_start, a.end, a.again_end).cmp(&(&b.doc, b.start, b.again_start, b.end, b.again_end))
        });
        rows
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than 2^32")
}
