//! What the stages found becomes the rows of the tables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

use super::model::{ClusterRow, CreditRow, DocumentRow, FamilyRow, Kind, PairRow, PassageRow, RepeatRow, Run, RunRecord, SCHEMA, TextRow};
use crate::align::Pair;
use crate::attribute::{Attributed, Interval, Order};
use crate::cluster::{ClusterInput, Clustering, Kinds};
use crate::lsh::{Families, Member};
use crate::observer::Funnel;
use crate::read::{Corpus, Document};
use crate::rewrite::{Rewriting, Rewritten};
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
    /// The order of publication in each cluster.
    pub orders: &'a [Order],
    /// What bounds cut off.
    pub capped: Capped,
}

/// The tables of a run, all but the texts: [`texts`] adds those when nothing else needs the room.
#[must_use]
pub fn build(findings: &Findings<'_>, stages: Vec<Funnel>) -> Run {
    let ids: Vec<Arc<str>> = findings.corpus.documents.iter().map(|d| Arc::from(d.id.as_str())).collect();
    let outlets =
        findings.corpus.documents.iter().zip(&ids).map(|(d, id)| d.outlet.as_deref().map_or_else(|| Arc::clone(id), Arc::from)).collect();
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
    corpus.documents.iter().zip(documents).map(row).collect()
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

    fn pairs(&self) -> Vec<PairRow> {
        let input = &self.findings.input;
        let cluster_ids: Vec<Option<Arc<str>>> = (0..self.reported.len()).map(|c| self.reported[c].then(|| self.cluster_id(c))).collect();
        let mut rows: Vec<PairRow> = input
            .pairs
            .par_iter()
            .zip(&self.findings.clustering.of_pairs)
            .zip(&self.findings.kinds.pairs)
            .filter(|((p, _), _)| {
                self.findings.input.seeds.same_outlet || input.places[p.left as usize].outlet != input.places[p.right as usize].outlet
            })
            .map(|((p, (left_cluster, right_cluster)), kind)| {
                let (left_bytes, left) = self.place(p.left, p.left_words);
                let (right_bytes, right) = self.place(p.right, p.right_words);
                let id = |c: &Option<usize>| c.and_then(|c| cluster_ids[c].clone());
                PairRow {
                    left_doc: Arc::clone(&self.ids[p.left as usize]),
                    left_start: left.start,
                    left_end: left.end,
                    left_byte_start: left_bytes.start,
                    left_byte_end: left_bytes.end,
                    right_doc: Arc::clone(&self.ids[p.right as usize]),
                    right_start: right.start,
                    right_end: right.end,
                    right_byte_start: right_bytes.start,
                    right_byte_end: right_bytes.end,
                    words: p.matched,
                    identity: rounded(p.identity()),
                    left_coverage: self.coverage(p.left, p.left_words),
                    right_coverage: self.coverage(p.right, p.right_words),
                    score: f64::from(p.score) / 4.0,
                    kind: *kind,
                    left_cluster: id(left_cluster),
                    right_cluster: id(right_cluster),
                    similarity: None,
                }
            })
            .collect();
        rows.extend(self.findings.rewriting.pairs.iter().map(|p| self.rewritten(p)));
        rows.par_sort_by(|a, b| key(a).cmp(&key(b)));
        rows
    }

    /// A pair of its own tier: in no cluster, and ranked by its similarity.
    fn rewritten(&self, pair: &Rewritten) -> PairRow {
        let (left_bytes, left) = self.place(pair.left, pair.left_words);
        let (right_bytes, right) = self.place(pair.right, pair.right_words);
        PairRow {
            left_doc: Arc::clone(&self.ids[pair.left as usize]),
            left_start: left.start,
            left_end: left.end,
            left_byte_start: left_bytes.start,
            left_byte_end: left_bytes.end,
            right_doc: Arc::clone(&self.ids[pair.right as usize]),
            right_start: right.start,
            right_end: right.end,
            right_byte_start: right_bytes.start,
            right_byte_end: right_bytes.end,
            words: pair.shared,
            identity: rounded(pair.identity()),
            left_coverage: self.coverage(pair.left, pair.left_words),
            right_coverage: self.coverage(pair.right, pair.right_words),
            score: 0.0,
            kind: Kind::Rewritten,
            left_cluster: None,
            right_cluster: None,
            similarity: Some(pair.similarity()),
        }
    }

    fn coverage(&self, document: u32, words: Span<Words>) -> f64 {
        rounded(f64::from(words.len()) / self.findings.input.tokens[document as usize].len() as f64)
    }

    fn clusters(&self) -> (Vec<ClusterRow>, Vec<PassageRow>) {
        let (mut clusters, mut passages) = (Vec::new(), Vec::new());
        for (n, cluster) in self.findings.clustering.clusters.iter().enumerate().filter(|(n, _)| self.reported[*n]) {
            let id = self.cluster_id(n);
            let (root, _) = self.place(cluster.root.document, cluster.root.words);
            let documents: BTreeSet<u32> = cluster.passages.iter().map(|p| p.document).collect();
            let outlets: BTreeSet<u32> = documents.iter().map(|d| self.findings.input.places[*d as usize].outlet).collect();
            let order = &self.findings.orders[n];
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
            clusters.push(ClusterRow {
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
            });
        }
        clusters.sort_by(|a, b| a.cluster.cmp(&b.cluster));
        passages.sort_by(|a, b| (&a.cluster, &a.doc, a.start, a.end).cmp(&(&b.cluster, &b.doc, b.start, b.end)));
        (clusters, passages)
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
                let ((_, here), (_, again)) = (self.place(r.left, r.left_words), self.place(r.right, r.right_words));
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

    fn families(&self) -> Vec<FamilyRow> {
        let mut rows = self.families_of("document", &self.findings.families.documents);
        rows.extend(self.families_of("paragraph", &self.findings.families.paragraphs));
        rows.sort_by(|a, b| (&a.family, &a.doc, a.start).cmp(&(&b.family, &b.doc, b.start)));
        rows
    }

    fn families_of(&self, unit: &str, members: &[Member]) -> Vec<FamilyRow> {
        members
            .iter()
            .enumerate()
            .map(|(n, m)| {
                let kept = &members[m.kept];
                let (kept_bytes, _) = self.place(kept.document, kept.words);
                let (_, chars) = self.place(m.document, m.words);
                FamilyRow {
                    family: Arc::from(format!("f{:016x}", self.digest(kept.document, kept_bytes) ^ u64::from(unit == "paragraph"))),
                    unit: unit.to_owned(),
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

    fn documents(&self) -> Vec<DocumentRow> {
        let reused = self.reused_words();
        let mut duplicate_of: BTreeMap<u32, u32> = BTreeMap::new();
        let members = &self.findings.families.documents;
        for (n, m) in members.iter().enumerate().filter(|(n, m)| m.kept != *n) {
            duplicate_of.insert(members[n].document, members[m.kept].document);
        }
        self.findings
            .corpus
            .documents
            .iter()
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
                published_from: self.published(n).0,
                published_to: self.published(n).1,
                date_source: self.findings.attributed.publications[n].chosen().map(|c| c.source.to_string()),
                encoding: d.encoding.clone(),
                words: count(self.findings.input.tokens[n].len()),
                reused_words: reused[n],
                near_duplicate_of: duplicate_of.get(&count(n)).map(|k| Arc::clone(&self.ids[*k as usize])),
                meta: d.meta.clone(),
            })
            .collect()
    }

    /// Words of each document that lie in a passage of a copy.
    fn reused_words(&self) -> Vec<u32> {
        let mut spans: Vec<Vec<Span<Words>>> = vec![Vec::new(); self.ids.len()];
        for (n, cluster) in self.findings.clustering.clusters.iter().enumerate() {
            if self.reported[n] && self.findings.kinds.clusters[n].is_copy() {
                for passage in &cluster.passages {
                    spans[passage.document as usize].push(passage.words);
                }
            }
        }
        spans
            .into_iter()
            .map(|mut own| {
                own.sort_unstable();
                let (mut total, mut edge) = (0, 0);
                for span in own {
                    total += span.end.saturating_sub(span.start.max(edge));
                    edge = edge.max(span.end);
                }
                total
            })
            .collect()
    }

    fn record(&self, stages: Vec<Funnel>) -> RunRecord {
        let mut digest = Xxh3::with_seed(SEED);
        for document in &self.findings.corpus.documents {
            for part in [&document.id, &document.text] {
                digest.update(&(part.len() as u64).to_le_bytes());
                digest.update(part.as_bytes());
            }
        }
        let mut warnings = [&self.findings.corpus.warnings[..], &self.findings.attributed.warnings].concat();
        warnings.sort();
        let capped = self.findings.capped;
        let all = [
            ("seed occurrences in one document", capped.occurrences),
            ("seeds paired with some documents only", capped.partners),
            ("places of frequent seeds that started nothing", capped.frequent),
            ("pairs of documents published too far apart", capped.left_out),
            ("documents with more partners for rewritten copy than were compared", self.findings.rewriting.capped_documents),
            ("sentences in too many documents to start rewritten copy", self.findings.rewriting.furniture),
            ("pairs of words too frequent to look for rewritten copy", self.findings.rewriting.frequent_words),
            ("roots a passage was not held against", self.findings.clustering.capped_roots),
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

fn key(row: &PairRow) -> (&str, &str, u32, u32, u32, u32) {
    (&row.left_doc, &row.right_doc, row.left_start, row.right_start, row.left_end, row.right_end)
}

/// Six decimals, so that the same value is written in every format.
fn rounded(share: f64) -> f64 {
    (share * 1e6).round() / 1e6
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than 2^32")
}
