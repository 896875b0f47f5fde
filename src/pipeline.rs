//! The way of the data, on one screen.

mod aligning;
mod check;
mod stages;
mod told;

use serde::{Deserialize, Serialize};

use rayon::prelude::*;

use crate::align::{AlignConfig, Pair, Reach, Side, ends_at_compound};
use crate::attribute::{self, Attributed, InText, Interval, Named, Outlets, Publication, attribute, orders};
use crate::cluster::{ClusterConfig, ClusterInput, Clustering, KindConfig, StandingTexts, cluster, kinds};
use crate::error::Result;
use crate::lsh::{Families, FamilyConfig, document_families, paragraph_families};
use crate::observer::Observer;
use crate::read::{Corpus, Document};
use crate::report::build::{self, Findings, PairFindings, build};
use crate::report::model::Run;
use crate::rewrite::{RewriteConfig, RewriteInput, rewrite};
use crate::room::{Column, List, Room, Shelf, give_back, holds_much, is_crowded, read_in_order};
use crate::seeds::{Anchors, Place, Places, Promising, SeedConfig, Seeding};
use crate::text::{Compounds, Tokens, tokenize};

use stages::Stages;
use told::{anchors_told, attributed_told, clusters_told, families_told, on_disk, pairs_told, rewriting_told, told, words_told};

/// Every option of a scan that can change a result. [`check`](Self::check) says whether all are in their ranges.
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
/// Input: documents sorted by id. Output: the tables of the run.
/// Cost: linear in the text, times some hundreds for what stands in as many as 256 documents, which are all compared; clusters of texts that are nearly alike
/// cost more. Threads: rayon's; results do not depend on them.
/// Algorithm: winnowed seeds (Schleimer et al. 2003), chains and banded alignment on words (as minimap2, Li 2018), clusters around roots; MinHash and LSH (Broder
/// 1997; Indyk and Motwani 1998) for near-duplicate documents and paragraphs.
///
/// # Errors
/// By [`ErrorKind`](crate::ErrorKind):
/// - `BadOption`: an option [out of its range](ScanConfig::check);
/// - `DuplicateId`, `Malformed`, `TooLarge`: documents that [no run can be made of](Corpus::check);
/// - `Io`: the folder for what the memory does not hold cannot be written to, or its disk is full;
/// - `Interrupted`: the observer was asked to stop.
pub fn scan<'a>(corpus: &Corpus, known: impl Into<Known<'a>>, config: &ScanConfig, observer: &dyn Observer) -> Result<Scan> {
    config.check()?;
    corpus.check()?;
    let Known { outlets, standing, room } = known.into();
    let enough = Room::default();
    let room = room.unwrap_or(&enough);
    room.enter();
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
    attribute::dates::stray(&corpus.documents, &attributed.publications).iter().for_each(|stray| observer.note(stray));
    let published: Vec<Option<Interval>> = attributed.publications.iter().map(Publication::interval).collect();
    let named = Named::of(&corpus.documents, &attributed.outlets);
    if let Some(told) = named.told() {
        observer.note(&told);
    }
    let places = places(&corpus.documents, &named, |d| published[d]);
    let would_hold = would_hold(corpus);
    // Less is left than texts and words take.
    let is_tight = room.memory / 2 < would_hold;
    let shelf = is_tight.then(|| room.shelf(0));
    if is_tight {
        observer.note(&on_disk(would_hold, room.memory));
    }
    let mut tokens = stages.run(
        "tokenize",
        "documents",
        total,
        || tokenize_all(&texts, shelf.as_ref(), observer),
        |tokens| told(tokens, "tokenize", |t| words_told(t)),
    )??;
    let families = stages.run(
        "group",
        "documents",
        total,
        || group(&tokens, &places, config, is_tight, observer),
        |families| told(families, "group", families_told),
    )??;
    let held = if is_tight { room.memory } else { held(corpus, &tokens) };
    let source = Source { texts: &texts, tokens: &tokens, places: &places, published: &published, config, is_tight };
    // Half of the rest for the places of seeds, while anchors are looked for, and half for the anchors.
    let memory = room.memory.saturating_sub(held) / 2;
    let anchors =
        stages.run("seed", "documents", total, || source.seed(room, memory, observer), |anchors| told(anchors, "seed", anchors_told))??;
    read_in_order(true);
    let together = if is_tight { aligned_together(room) } else { 0 };
    let (total, capped) = (usize::try_from(anchors.document_pairs).unwrap_or(usize::MAX), anchors.capped);
    let mut pairs = stages.run(
        "align",
        "document pairs",
        total,
        || source.align(anchors, together, shelf.as_ref(), observer),
        |aligned| told(aligned, "align", pairs_told),
    )??;
    let comparable = |left: u32, right: u32| {
        (config.seeds.same_outlet || places[left as usize].outlet != places[right as usize].outlet)
            && config.within.is_none_or(|within| may_lie_within(published[left as usize], published[right as usize], within))
    };
    let one_outlet = |left: u32, right: u32| places[left as usize].outlet == places[right as usize].outlet;
    let input = RewriteInput {
        texts: &texts,
        tokens: &tokens,
        copies: &pairs.pairs,
        comparable: &comparable,
        one_outlet: &one_outlet,
        shelf: shelf.as_ref(),
    };
    let rewriting = stages.run(
        "rewrite",
        "documents",
        texts.len(),
        || rewrite(input, &config.rewrite, observer),
        |rewriting| told(rewriting, "rewrite", rewriting_told),
    )??;
    pairs.pairs = keep(pairs.pairs, &rewriting.stands, shelf.as_ref())?;
    // Passages lie about, and clusters more so.
    read_in_order(false);
    let input =
        ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &pairs.pairs, seeds: &config.seeds, align: &config.align };
    let mut clustering = stages.run(
        "cluster",
        "pairs",
        pairs.pairs.len(),
        || cluster(input, &config.cluster, observer),
        |clustering| told(clustering, "cluster", clusters_told),
    )??;
    let mut kinds = stages.timed("kind", || kinds(input, &clustering, &days(&attributed), &config.kind))?;
    if let Some(standing) = standing {
        standing.mark(input, &clustering.clusters, &mut kinds);
    }
    stages.timed("carry", || clustering.carry(input, &config.cluster, |c| kinds.clusters[c].is_copy()))?;
    let (in_text, orders) = stages.timed("order", || {
        let in_text = InText::of(input, &texts, &clustering);
        let orders = orders(&corpus.documents, &in_text, &kinds.clusters, &attributed);
        (in_text, orders)
    })?;

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
        build(&findings, funnels, shelf.as_ref()).map(|(run, names)| (run, names, in_text.looked_up()))
    })??;
    // What other rows were made of makes room for those of pairs, and each pair for its row.
    drop((orders, attributed, families));
    give_back();
    let clustering = Clustering { of_pairs: clustering.of_pairs, ..Clustering::default() };
    let input = ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &[], seeds: &config.seeds, align: &config.align };
    run.pairs = stages.timed("pairs", || {
        let in_text = in_text.with(input, &clustering);
        PairFindings { in_text: &in_text, kinds: &kinds.pairs, rewritten: &rewriting.pairs }.rows(names, pairs.pairs, shelf.as_ref())
    })??;
    // Words and all that was found are in the rows now. Giving back so much takes a while, in which others can write already.
    rayon::spawn(move || {
        drop((tokens, clustering));
        give_back();
    });
    run.texts = stages.timed("texts", || build::texts(corpus, &run.documents))?;
    Ok(Scan { run, timings: stages.timings, peaks: stages.peaks })
}

/// `shelf`: where words go that memory has no room for.
fn tokenize_all(texts: &[&str], shelf: Option<&Shelf>, observer: &dyn Observer) -> Result<Vec<Tokens>> {
    /// Documents whose words go to disk together.
    const TOGETHER: usize = 2048;
    let of = |text: &&str| {
        observer.advance(1);
        if observer.interrupted() { Tokens::default() } else { tokenize(text, Compounds::Joined) }
    };
    let Some(shelf) = shelf else { return Ok(texts.par_iter().map(of).collect()) };
    let together = |texts: &[&str]| {
        let mut some: Vec<Tokens> = texts.iter().map(of).collect();
        Tokens::put_on(shelf, &mut some).map(|()| some)
    };
    let parts: Vec<Vec<Tokens>> = texts.par_chunks(TOGETHER).map(together).collect::<Result<_>>()?;
    Ok(parts.into_iter().flatten().collect())
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

/// `is_tight`: memory has no room for both at once.
fn group(tokens: &[Tokens], places: &[Place], config: &ScanConfig, is_tight: bool, observer: &dyn Observer) -> Result<Families> {
    let documents = || document_families(tokens, places, &config.families, observer);
    let paragraphs = || paragraph_families(tokens, places, &config.families, observer);
    // Where thousands share keys, either takes turns that only one thread can take.
    let (documents, paragraphs) = if is_tight { (documents(), paragraphs()) } else { rayon::join(documents, paragraphs) };
    Ok(Families { documents: documents?, paragraphs: paragraphs? })
}

/// Bytes that texts and their words would take in memory, about.
fn would_hold(corpus: &Corpus) -> u64 {
    /// Bytes that the words of a text take for each of its own: 17 for a word, which has six with what stands between it and the next.
    const WORDS: u64 = 3;
    let texts: u64 = corpus.documents.iter().map(|document| document.text.len() as u64).sum();
    texts.saturating_mul(1 + WORDS)
}

/// Bytes of anchors that are aligned together where these and words are on disk: many where words come from there again and again, so that it is less often.
fn aligned_together(room: &Room) -> u64 {
    /// The part of the memory. With what is found it is two to three times as much, and twelve times where texts are very short.
    const PART: u64 = 12;
    if is_crowded() { room.memory / PART } else { 0 }
}

/// Bytes that the texts and their words take in memory for most of a scan, whatever its bound.
fn held(corpus: &Corpus, tokens: &[Tokens]) -> u64 {
    let texts: usize = corpus.documents.iter().map(|document| document.text.bytes_held()).sum();
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
    is_tight: bool,
}

impl Source<'_> {
    fn side(&self, document: u32) -> Side<'_> {
        Side { text: self.texts[document as usize], tokens: &self.tokens[document as usize] }
    }

    /// The anchors, of which `memory` bytes are held.
    fn seed<'r>(&self, room: &'r Room, memory: u64, observer: &dyn Observer) -> Result<Anchors<'r>> {
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
        Seeding { documents: tokens, places, config: &config.seeds, promising, wanted: &wanted, observer }.anchors(room, memory)
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

/// Takes out the copies that do not stand; where nothing is said, all do. `shelf`: where they are, if not in memory.
fn keep(pairs: Column<Pair>, stands: &[bool], shelf: Option<&Shelf>) -> Result<Column<Pair>> {
    /// Pairs that are read together from the shelf.
    const TOGETHER: usize = 1 << 17;
    if stands.iter().all(|stands| *stands) {
        return Ok(pairs);
    }
    debug_assert!(stands.len() == pairs.len(), "it is said of all or of none");
    let standing =
        |pairs: &[Pair], stands: &[bool]| pairs.iter().zip(stands).filter(|(_, stands)| **stands).map(|(pair, _)| *pair).collect();
    match pairs.into_list() {
        Ok(mut pairs) => {
            let mut stands = stands.iter();
            pairs.retain(|_| *stands.next().unwrap_or(&true));
            Ok(pairs.into())
        }
        Err(pairs) => {
            let mut kept = List::new(shelf)?;
            pairs.chunks(TOGETHER).zip(stands.chunks(TOGETHER)).try_for_each(|(pairs, stands)| kept.add(standing(pairs, stands)))?;
            kept.finish()
        }
    }
}
