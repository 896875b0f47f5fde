//! The way of the data, on one screen.

mod stages;
mod told;

use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::align::{AlignConfig, Between, Pair, Reach, Side, all_in_common, answered, asked_again, ends_at_compound, equal_texts};
use crate::attribute::{self, Attributed, InText, Interval, Named, Outlets, Publication, attribute, orders};
use crate::cluster::{ClusterConfig, ClusterInput, Clustering, KindConfig, StandingTexts, cluster, kinds};
use crate::error::Result;
use crate::lsh::{Families, FamilyConfig, document_families, paragraph_families};
use crate::observer::Observer;
use crate::read::{Corpus, Document};
use crate::report::build::{self, Findings, PairFindings, build};
use crate::report::model::Run;
use crate::rewrite::{RewriteConfig, RewriteInput, rewrite};
use crate::room::{Room, give_back, holds_much};
use crate::seeds::{Anchor, Anchors, Place, Places, Promising, SeedConfig, Seeding, by_documents};
use crate::text::{Compounds, Tokens, tokenize};

use stages::Stages;
use told::{anchors_told, attributed_told, beyond, clusters_told, families_told, pairs_told, rewriting_told, told, words_told};

/// Every option of a scan that can change a result.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ScanConfig {
    /// Near-duplicate documents and paragraphs.
    pub families: FamilyConfig,
    /// What starts a comparison.
    pub seeds: SeedConfig,
    /// What is a pair.
    pub align: AlignConfig,
    /// What is rewritten copy.
    pub rewrite: RewriteConfig,
    /// What is one text.
    pub cluster: ClusterConfig,
    /// What each text is.
    pub kind: KindConfig,
    /// Greatest time in seconds that may lie between two publications for their documents to be compared; `None`: any.
    pub within: Option<u64>,
}

/// What is known before anything is read.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Names, aliases and owners of outlets.
    pub outlets: &'a Outlets,
    /// Texts that are standing text, wherever they stand.
    pub standing: Option<&'a StandingTexts>,
    /// The memory there is; `None`: as much as it takes.
    pub room: Option<&'a Room>,
}

impl<'a> From<&'a Outlets> for Known<'a> {
    fn from(outlets: &'a Outlets) -> Self {
        Self { outlets, standing: None, room: None }
    }
}

/// A run, and how long its stages took.
#[derive(Debug, Clone)]
pub struct Scan {
    /// The tables.
    pub run: Run,
    /// (stage, seconds) in the order of the data.
    pub timings: Vec<(String, f64)>,
    /// (stage, most bytes that the process held from its beginning to the end of the stage), where the system tells.
    pub peaks: Vec<(String, u64)>,
}

/// Finds what was published twice in a corpus.
///
/// Input: documents sorted by id. Output: the tables of the run. Errors: [`Interrupted`](crate::ErrorKind::Interrupted) only.
/// Cost: linear in the text, save for clusters of texts that are nearly alike. Threads: rayon's; results do not depend on them.
/// Algorithm: winnowed seeds (Schleimer et al. 2003), chains and banded alignment on words (as minimap2, Li 2018), clusters around roots; MinHash and LSH (Broder
/// 1997; Indyk and Motwani 1998) for near-duplicate documents and paragraphs.
///
/// # Errors
/// When the observer was asked to stop.
pub fn scan<'a>(corpus: &Corpus, known: impl Into<Known<'a>>, config: &ScanConfig, observer: &dyn Observer) -> Result<Scan> {
    let Known { outlets, standing, room } = known.into();
    let enough = Room::default();
    let room = room.unwrap_or(&enough);
    let mut stages = Stages::new(observer, corpus.funnel.iter().cloned().collect());
    let texts: Vec<&str> = corpus.documents.iter().map(|d| &*d.text).collect();
    let total = texts.len();

    let known_outlets = attribute::Config { outlets: outlets.clone() };
    let attributed =
        stages.run("attribute", "documents", total, || attribute(&corpus.documents, &known_outlets, observer), attributed_told)??;
    if let Some(hint) = attribute::dates::hint(&corpus.documents) {
        observer.note(&hint);
    }
    if let Some(late) = attribute::dates::late(&corpus.documents, &attributed.publications) {
        observer.note(&late);
    }
    let published: Vec<Option<Interval>> = attributed.publications.iter().map(Publication::interval).collect();
    let named = Named::of(&corpus.documents, &attributed.outlets);
    if let Some(told) = named.told() {
        observer.note(&told);
    }
    let places = places(&corpus.documents, &named, |d| published[d]);
    let mut tokens = stages.run("tokenize", "documents", total, || tokenize_all(&texts, observer), |t| words_told(t))?;
    let families = stages.run("group", "documents", total, || group(&tokens, &places, config), families_told)?;
    let held = held(&texts, &tokens);
    if held > room.memory {
        observer.note(&beyond(held, room.memory));
    }
    let source = Source { texts: &texts, tokens: &tokens, places: &places, published: &published, config };
    // Half of the rest for the places of seeds, while anchors are looked for, and half for the anchors.
    let memory = room.memory.saturating_sub(held) / 2;
    let anchors = stages.run("seed", "documents", total, || source.seed(room, memory), |anchors| told(anchors, "seed", anchors_told))??;
    let (total, capped) = (usize::try_from(anchors.document_pairs).unwrap_or(usize::MAX), anchors.capped);
    let mut pairs = stages.run(
        "align",
        "document pairs",
        total,
        || source.align(anchors, observer),
        |aligned| told(aligned, "align", pairs_told),
    )??;
    let comparable = |left: u32, right: u32| {
        (config.seeds.same_outlet || places[left as usize].outlet != places[right as usize].outlet)
            && config.within.is_none_or(|within| may_lie_within(published[left as usize], published[right as usize], within))
    };
    let one_outlet = |left: u32, right: u32| places[left as usize].outlet == places[right as usize].outlet;
    // Less is left than texts and words take.
    let is_tight = room.memory / 2 < held;
    let input =
        RewriteInput { texts: &texts, tokens: &tokens, copies: &pairs.pairs, comparable: &comparable, one_outlet: &one_outlet, is_tight };
    let rewriting = stages.run("rewrite", "documents", texts.len(), || rewrite(input, &config.rewrite, observer), rewriting_told)?;
    keep(&mut pairs.pairs, &rewriting.stands);
    let input =
        ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &pairs.pairs, seeds: &config.seeds, align: &config.align };
    let mut clustering = stages.run("cluster", "pairs", pairs.pairs.len(), || cluster(input, &config.cluster), clusters_told)?;
    let mut kinds = stages.timed("kind", || kinds(input, &clustering, &days(&attributed), &config.kind));
    if let Some(standing) = standing {
        standing.mark(input, &clustering.clusters, &mut kinds);
    }
    stages.timed("carry", || clustering.carry(input, &config.cluster, |c| kinds.clusters[c].is_copy()));
    let (in_text, orders) = stages.timed("order", || {
        let in_text = InText::of(input, &texts, &clustering);
        let orders = orders(&corpus.documents, &in_text, &kinds.clusters, &attributed);
        (in_text, orders)
    });

    // Rows need no more of the words than where they stand.
    let in_text = in_text.looked_up();
    if holds_much() || is_tight {
        Tokens::keep_spans(&mut tokens);
        give_back();
    }
    let input =
        ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &pairs.pairs, seeds: &config.seeds, align: &config.align };
    let in_text = in_text.with(input, &clustering);
    let funnels = std::mem::take(&mut stages.funnels);
    let (mut run, names, in_text) = stages.timed("rows", || {
        let findings = Findings {
            corpus,
            in_text: &in_text,
            families: &families,
            repeats: &pairs.repeats,
            rewriting: &rewriting,
            kinds: &kinds,
            attributed: &attributed,
            named: &named,
            orders: &orders,
            capped,
        };
        let (run, names) = build(&findings, funnels);
        (run, names, in_text.looked_up())
    });
    // What other rows were made of makes room for those of pairs, and each pair for its row.
    drop(orders);
    let clustering = Clustering { of_pairs: clustering.of_pairs, ..Clustering::default() };
    let input = ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &[], seeds: &config.seeds, align: &config.align };
    run.pairs = stages.timed("pairs", || {
        let in_text = in_text.with(input, &clustering);
        PairFindings { in_text: &in_text, kinds: &kinds.pairs, rewritten: &rewriting.pairs }.rows(names, pairs.pairs)
    });
    // Words and all that was found are in the rows now. Giving back so much takes a while, in which others can write already.
    rayon::spawn(move || {
        drop((tokens, clustering));
        give_back();
    });
    run.texts = stages.timed("texts", || build::texts(corpus, &run.documents));
    Ok(Scan { run, timings: stages.timings, peaks: stages.peaks })
}

/// Pairs of spans in two documents, and of two in one.
#[derive(Debug, Clone, Default, PartialEq)]
struct Aligned {
    pairs: Vec<Pair>,
    repeats: Vec<Pair>,
    /// Runs with too little around them to be aligned.
    given_up: u64,
}

fn tokenize_all(texts: &[&str], observer: &dyn Observer) -> Vec<Tokens> {
    texts
        .par_iter()
        .map(|text| {
            observer.advance(1);
            if observer.interrupted() { Tokens::default() } else { tokenize(text, Compounds::Joined) }
        })
        .collect()
}

/// Numbers of outlets, and the order of date and id. Undated documents come last.
pub(crate) fn places(documents: &[Document], named: &Named<'_>, published: impl Fn(usize) -> Option<Interval>) -> Vec<Place> {
    let number = |n: usize| u32::try_from(n).expect("fewer documents than 2^32");
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|d| published(*d).map_or((true, None), |i| (false, Some((i.from, i.to)))));
    let mut rank = vec![0; documents.len()];
    for (place, document) in order.into_iter().enumerate() {
        rank[document] = number(place);
    }
    let outlet = |n: usize| match &documents[n].outlet {
        Some(outlet) => named.number(outlet),
        None => number(named.names() + n),
    };
    (0..documents.len()).map(|n| Place { outlet: outlet(n), rank: rank[n] }).collect()
}

/// The day in the middle of each document's interval of publication.
fn days(attributed: &Attributed) -> Vec<Option<i64>> {
    attributed.publications.iter().map(|p| p.interval().map(day)).collect()
}

/// A number for the day in the middle of an interval.
pub(crate) fn day(interval: Interval) -> i64 {
    (interval.from.as_second() / 2 + interval.to.as_second() / 2).div_euclid(86_400)
}

fn group(tokens: &[Tokens], places: &[Place], config: &ScanConfig) -> Families {
    // Where thousands share keys, either takes turns that only one thread can take.
    let (documents, paragraphs) =
        rayon::join(|| document_families(tokens, places, &config.families), || paragraph_families(tokens, places, &config.families));
    Families { documents, paragraphs }
}

/// Bytes that the texts and their words take, which are in memory for most of a scan, whatever its bound.
fn held(texts: &[&str], tokens: &[Tokens]) -> u64 {
    let texts: usize = texts.iter().map(|text| text.len()).sum();
    (texts + tokens.iter().map(Tokens::bytes_held).sum::<usize>()) as u64
}

/// What seeds and alignments are made from, by number of document.
#[derive(Clone, Copy)]
struct Source<'a> {
    texts: &'a [&'a str],
    tokens: &'a [Tokens],
    places: &'a [Place],
    published: &'a [Option<Interval>],
    config: &'a ScanConfig,
}

impl Source<'_> {
    fn side(&self, document: u32) -> Side<'_> {
        Side { text: self.texts[document as usize], tokens: &self.tokens[document as usize] }
    }

    /// The anchors, of which `memory` bytes are held.
    fn seed<'r>(&self, room: &'r Room, memory: u64) -> Result<Anchors<'r>> {
        let Self { tokens, places, config, .. } = *self;
        let goes_on =
            |(left, right): (u32, u32), start: Places, end: Places| ends_at_compound(self.side(left), self.side(right), start, end);
        let promising = Promising { least: config.align.least(), texts: self.texts, goes_on: &goes_on };
        // Standing text of one outlet is known by its return over the years.
        let is_standing = |l: usize, r: usize| !config.seeds.same_outlet && places[l].outlet == places[r].outlet;
        let wanted = |left: u32, right: u32| {
            let (left, right) = (left as usize, right as usize);
            config
                .within
                .is_none_or(|within| is_standing(left, right) || may_lie_within(self.published[left], self.published[right], within))
        };
        Seeding { documents: tokens, places, config: &config.seeds, promising, wanted: &wanted }.anchors(room, memory)
    }

    /// Aligns what the seeds bring together, the anchors of some documents at a time. Nothing needs them any more.
    fn align(&self, anchors: Anchors<'_>, observer: &dyn Observer) -> Result<Aligned> {
        let equal = equal_texts(self.texts);
        let mut parts = Vec::new();
        anchors.each(&mut |some| {
            parts.push(align_all(self.texts, self.tokens, self.places, &equal, some, self.config, observer));
            observer.check()
        })?;
        let mut all = Aligned::default();
        all.pairs.reserve_exact(parts.iter().map(|part| part.pairs.len()).sum());
        for part in parts {
            all.pairs.extend(part.pairs);
            all.repeats.extend(part.repeats);
            all.given_up += part.given_up;
        }
        Ok(all)
    }
}

/// Whether two documents can have been published at most `within` seconds apart. One without a date can.
pub(crate) fn may_lie_within(left: Option<Interval>, right: Option<Interval>, within: u64) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return true };
    let apart = (left.from.as_second() - right.to.as_second()).max(right.from.as_second() - left.to.as_second());
    u64::try_from(apart).map_or(true, |apart| apart <= within)
}

/// Two documents of one outlet are only asked for their standing texts, unless reuse inside an outlet is wanted.
pub(crate) fn reach(places: &[Place], left: u32, right: u32, config: &ScanConfig) -> Reach {
    let of_one_outlet = places[left as usize].outlet == places[right as usize].outlet;
    if of_one_outlet && left != right && !config.seeds.same_outlet { Reach::Paragraph } else { Reach::Document }
}

/// Pairs of documents that are aligned together, at most.
const AT_ONCE: usize = 16;

fn align_all<'a>(
    texts: &'a [&str],
    tokens: &'a [Tokens],
    places: &[Place],
    equal: &[u32],
    anchors: &'a [Anchor],
    config: &ScanConfig,
    observer: &dyn Observer,
) -> Aligned {
    let side = |document: u32| Side { text: texts[document as usize], tokens: &tokens[document as usize] };
    let pairs: Vec<&[Anchor]> = by_documents(anchors).collect();
    let again = asked_again(&pairs, equal, |left, right| reach(places, left, right, config));
    let given_up: Vec<AtomicU64> = pairs.iter().map(|_| AtomicU64::new(0)).collect();
    let is_again = |n: usize| again.binary_search_by_key(&n, |(n, _)| *n).is_ok();
    let between = |anchors: &&'a [Anchor]| {
        let (left, right) = (anchors[0].left, anchors[0].right);
        Between { left: side(left), right: side(right), anchors, reach: reach(places, left, right, config) }
    };
    // Of few pairs each thread has some: they may be two long texts that repeat themselves.
    let at_once = AT_ONCE.min(pairs.len().div_ceil(4 * rayon::current_num_threads())).max(1);
    let mut all: Vec<Pair> = pairs
        .par_chunks(at_once)
        .enumerate()
        .flat_map_iter(|(task, some)| {
            observer.advance(some.len() as u64);
            let numbers: Vec<usize> =
                (task * at_once..task * at_once + some.len()).filter(|n| !observer.interrupted() && !is_again(*n)).collect();
            let asked: Vec<Between<'_>> = numbers.iter().map(|n| between(&pairs[*n])).collect();
            let found = all_in_common(&asked, config.seeds.words, &config.align);
            numbers.iter().zip(&found).for_each(|(n, found)| given_up[*n].store(found.given_up, Ordering::Relaxed));
            found.into_iter().flat_map(|found| found.pairs)
        })
        .collect();
    let answers: Vec<Pair> =
        again.par_iter().flat_map_iter(|&(n, earlier)| answered(&all, &pairs[earlier][0], &pairs[n][0]).collect::<Vec<_>>()).collect();
    if !answers.is_empty() {
        all.extend(answers);
        all.par_sort_unstable();
    }
    let repeats = all.iter().filter(|p| p.left == p.right).cloned().collect();
    all.retain(|p| p.left != p.right);
    all.shrink_to_fit();
    // Who asks again has the same given up.
    let of_others = again.iter().map(|(_, earlier)| given_up[*earlier].load(Ordering::Relaxed)).sum::<u64>();
    let given_up = given_up.into_iter().map(AtomicU64::into_inner).sum::<u64>() + of_others;
    Aligned { pairs: all, repeats, given_up }
}

/// Takes out the copies that do not stand; where nothing is said, all do.
fn keep(pairs: &mut Vec<Pair>, stands: &[bool]) {
    let mut stands = stands.iter();
    pairs.retain(|_| *stands.next().unwrap_or(&true));
}
