//! What the stages found becomes the rows of the tables.

mod documents;
mod pairs;
mod passages;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use self::pairs::BARE;
pub use self::pairs::PairFindings;
pub(crate) use self::pairs::is_bare;
use super::model::{ClusterRow, CreditRow, DocumentRow, Kind, RepeatRow, Run, TextRow};
use super::{Pairs, Part, Passages};
use crate::align::{Pair, Side, with_marks};
use crate::attribute::{Attributed, InText, Interval, Named, Order};
use crate::cluster::Kinds;
use crate::error::Result;
use crate::lsh::Families;
use crate::observer::Funnel;
use crate::read::{Corpus, Document};
use crate::rewrite::Rewriting;
use crate::room::Shelf;
use crate::seeds::Capped;
use crate::span::{Bytes, Chars, Span, Words};

/// Seed of the ids of clusters and families, and of the corpus's digest.
const SEED: u64 = 0x6964_7320_6f66_2077;

/// Everything that the stages found.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'a> {
    /// The documents.
    pub corpus: &'a Corpus,
    /// Words, places, pairs and clusters.
    pub in_text: &'a InText<'a, 'a>,
    /// Near-duplicates.
    pub families: &'a Families,
    /// Texts that stand twice in one document.
    pub repeats: &'a [Pair],
    /// What was rewritten.
    pub rewriting: &'a Rewriting,
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

/// Ids by number of document, and of those clusters that are reported by number of cluster.
#[derive(Debug, Clone)]
pub struct Names {
    documents: Vec<Arc<str>>,
    clusters: Vec<Option<Arc<str>>>,
}

/// The tables of a run, all but the texts and the pairs: [`texts`] and [`PairFindings::rows`] make those when what these were made of has made room.
///
/// `shelf`: where rows of passages go that memory has no room for.
///
/// # Errors
/// When the disk of the shelf is full.
pub fn build(findings: &Findings<'_>, stages: Vec<Funnel>, shelf: Option<&Shelf>) -> Result<(Run, Names)> {
    let ids: Vec<Arc<str>> = findings.corpus.documents.par_iter().map(|d| Arc::from(d.id.as_str())).collect();
    let mut shown: HashMap<&str, Arc<str>> = HashMap::new();
    let outlet = |(d, id): (&Document, &Arc<str>)| match d.outlet.as_deref() {
        Some(outlet) => {
            let shown = shown.entry(findings.named.shown(outlet));
            Arc::clone(shown.or_insert_with_key(|name| Arc::from(*name)))
        }
        None => Arc::clone(id),
    };
    let outlets = findings.corpus.documents.iter().zip(&ids).map(outlet).collect();
    let published = findings.attributed.publications.par_iter().map(|publication| instants(publication.interval())).collect();
    let reported = (0..findings.in_text.clustering.clusters.len()).into_par_iter().map(|c| is_reported(findings, c)).collect();
    let mut builder = Builder { findings, ids, outlets, published, reported, cluster_ids: Vec::new() };
    builder.cluster_ids = (0..builder.reported.len()).into_par_iter().map(|c| builder.reported[c].then(|| builder.cluster_id(c))).collect();
    let (told_of_clusters, ((record, documents), (families, (repeats, credits)))) = rayon::join(
        || builder.clusters(shelf),
        || {
            rayon::join(
                || rayon::join(|| builder.record(stages), || builder.documents()),
                || rayon::join(|| builder.families(), || rayon::join(|| builder.repeats(), || builder.credits())),
            )
        },
    );
    let (clusters, passages) = told_of_clusters?;
    let mut run = Run { record, documents, texts: Vec::new(), pairs: Pairs::default(), passages, clusters, repeats, credits, families };
    let told = told(&run, &builder);
    run.record.stages.push(told);
    Ok((run, Names { documents: builder.ids, clusters: builder.cluster_ids }))
}

/// The rows of the table of texts, which stand in the order of the documents.
#[must_use]
pub fn texts(corpus: &Corpus, documents: &[DocumentRow]) -> Vec<TextRow> {
    let row = |(d, row): (&Document, &DocumentRow)| TextRow { doc: Arc::clone(&row.doc), text: d.text.clone() };
    corpus.documents.iter().zip(documents).map(row).collect()
}

/// The rows of the tables, and what was found and is no row.
fn told(run: &Run, builder: &Builder<'_>) -> Funnel {
    let findings = builder.findings;
    let input = &findings.in_text.input;
    let inside = input.pairs.par_iter().filter(|pair| !pairs::is_row(input, pair)).count();
    let bare = run.record.capped.get(BARE).map_or(0, |bare| usize::try_from(*bare).unwrap_or(usize::MAX));
    Funnel::new("report")
        .with("documents", run.documents.len())
        .with("pairs", input.pairs.len() - inside - bare + findings.rewriting.pairs.len())
        .with("pairs inside one outlet, left out", inside)
        .with(BARE, bare)
        .with("rewritten pairs", findings.rewriting.pairs.len())
        .with("passages", run.passages.len())
        .with("clusters", run.clusters.len())
        .with("clusters inside one outlet, left out", findings.in_text.clustering.clusters.len() - run.clusters.len())
        .with("repeats", run.repeats.len())
        .with("credits", run.credits.len())
        .with("families", run.families.len())
}

/// A cluster inside one outlet is reported only when that was asked for, or when it is the outlet's standing text.
fn is_reported(findings: &Findings<'_>, cluster: usize) -> bool {
    let InText { input, clustering, .. } = findings.in_text;
    let mut outlets = clustering.clusters[cluster].passages.iter().map(|p| input.places[p.document as usize].outlet);
    let first = outlets.next();
    input.seeds.same_outlet || findings.kinds.clusters[cluster] == Kind::Boilerplate || outlets.any(|outlet| Some(outlet) != first)
}

/// Both ends of an interval, as tables write them.
type Ends = (Option<Arc<str>>, Option<Arc<str>>);

struct Builder<'a> {
    findings: &'a Findings<'a>,
    ids: Vec<Arc<str>>,
    outlets: Vec<Arc<str>>,
    /// First and last instant at which each document can have been published.
    published: Vec<Ends>,
    reported: Vec<bool>,
    /// The ids of clusters that are reported.
    cluster_ids: Vec<Option<Arc<str>>>,
}

impl Builder<'_> {
    /// The same span in bytes and in code points.
    fn place(&self, document: u32, words: Span<Words>) -> (Span<Bytes>, Span<Chars>) {
        let bytes = self.findings.in_text.input.tokens[document as usize].bytes(words);
        (bytes, self.findings.in_text.chars[document as usize].chars(bytes))
    }

    fn text(&self, document: u32, bytes: Span<Bytes>) -> Part {
        Part::of(&self.findings.corpus.documents[document as usize].text, bytes)
    }

    fn cluster_id(&self, cluster: usize) -> Arc<str> {
        let root = self.findings.in_text.clustering.clusters[cluster].root;
        let bytes = self.findings.in_text.input.tokens[root.document as usize].bytes(root.words);
        Arc::from(format!("c{:016x}", self.digest(root.document, bytes)))
    }

    fn digest(&self, document: u32, bytes: Span<Bytes>) -> u64 {
        xxh3_64_with_seed(format!("{}\u{0}{}\u{0}{}", self.ids[document as usize], bytes.start, bytes.end).as_bytes(), SEED)
    }

    fn clusters(&self, shelf: Option<&Shelf>) -> Result<(Vec<ClusterRow>, Passages)> {
        // Passages stand in the order of document and place, so that only clusters have to be sorted.
        let mut order: Vec<(&Arc<str>, usize)> =
            self.cluster_ids.iter().enumerate().filter_map(|(n, id)| Some((id.as_ref()?, n))).collect();
        order.par_sort_unstable();
        let (clusters, passages) =
            rayon::join(|| order.par_iter().map(|(id, n)| self.cluster(id, *n)).collect(), || self.passages(&order, shelf));
        Ok((clusters, passages?))
    }

    fn cluster(&self, id: &Arc<str>, n: usize) -> ClusterRow {
        let InText { input, clustering, .. } = self.findings.in_text;
        let cluster = &clustering.clusters[n];
        let root = input.tokens[cluster.root.document as usize].bytes(cluster.root.words);
        let different = |mut all: Vec<u32>| {
            all.sort_unstable();
            all.dedup();
            all
        };
        let documents = different(cluster.passages.iter().map(|p| p.document).collect());
        let outlets = different(documents.iter().map(|d| input.places[*d as usize].outlet).collect());
        let order = &self.findings.orders[n];
        ClusterRow {
            cluster: Arc::clone(id),
            kind: self.findings.kinds.clusters[n],
            part_of: cluster.part_of.and_then(|part_of| self.cluster_ids[part_of].clone()),
            passages: count(cluster.passages.len()),
            documents: count(documents.len()),
            outlets: count(outlets.len()),
            words: cluster.root.words.len(),
            first_doc: order.first.map(|m| Arc::clone(&self.ids[cluster.passages[m].document as usize])),
            first_from: order.first_interval.map(|i| i.from.to_string()),
            first_to: order.first_interval.map(|i| i.to.to_string()),
            speaker: order.speaker.clone(),
            text: self.text(cluster.root.document, root),
        }
    }

    fn credits(&self) -> Vec<CreditRow> {
        let mut rows = Vec::new();
        for (n, credits) in self.findings.attributed.credits.iter().enumerate() {
            for credit in credits {
                let text = self.findings.in_text.chars[n].text_of(credit.span);
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
                let [(_, here), (_, again)] = both_places(self.findings.in_text, (r.left, r.right), (r.left_words, r.right_words));
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

/// The spans of a pair in both units, with the punctuation that both sides have beside the words.
fn both_places(
    InText { input, chars, .. }: &InText<'_, '_>,
    (left, right): (u32, u32),
    (left_words, right_words): (Span<Words>, Span<Words>),
) -> [(Span<Bytes>, Span<Chars>); 2] {
    let side = |document: u32| Side { text: input.texts[document as usize], tokens: &input.tokens[document as usize] };
    let (l, r) = with_marks(side(left), side(right), left_words, right_words);
    [(l, chars[left as usize].chars(l)), (r, chars[right as usize].chars(r))]
}

/// Both ends of an interval, as tables write them.
fn instants(interval: Option<Interval>) -> Ends {
    interval.map(|i| (Arc::from(i.from.to_string()), Arc::from(i.to.to_string()))).unzip()
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than 2^32")
}
