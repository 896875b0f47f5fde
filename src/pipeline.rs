//! The way of the data, on one screen.

use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use rayon::prelude::*;

use crate::align::{AlignConfig, Pair, Reach, Side, answered, asked_again, ends_at_compound, equal_texts, in_common};
use crate::attribute::{self, Attributed, Interval, Outlets, Publication, attribute, orders};
use crate::cluster::{ClusterConfig, ClusterInput, Clustering, KindConfig, StandingTexts, cluster, kinds};
use crate::error::Result;
use crate::lsh::{Families, FamilyConfig, Member, document_families, paragraph_families};
use crate::observer::{Funnel, Observer};
use crate::read::{Corpus, Document};
use crate::report::build::{self, Findings, build};
use crate::report::model::Run;
use crate::rewrite::{RewriteConfig, RewriteInput, Rewriting, rewrite};
use crate::seeds::{Candidates, Place, Places, Promising, SeedConfig, postings, promising_candidates};
use crate::text::{Compounds, Tokens, tokenize};

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
}

impl<'a> From<&'a Outlets> for Known<'a> {
    fn from(outlets: &'a Outlets) -> Self {
        Self { outlets, standing: None }
    }
}

/// A run, and how long its stages took.
#[derive(Debug, Clone)]
pub struct Scan {
    /// The tables.
    pub run: Run,
    /// (stage, seconds) in the order of the data.
    pub timings: Vec<(String, f64)>,
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
    let Known { outlets, standing } = known.into();
    let mut stages = Stages { observer, funnels: corpus.funnel.iter().cloned().collect(), timings: Vec::new() };
    let texts: Vec<&str> = corpus.documents.iter().map(|d| d.text.as_str()).collect();
    let total = texts.len();

    let known_outlets = attribute::Config { outlets: outlets.clone() };
    let attributed =
        stages.run("attribute", "documents", total, || attribute(&corpus.documents, &known_outlets, observer), attributed_told)??;
    let published: Vec<Option<Interval>> = attributed.publications.iter().map(Publication::interval).collect();
    let places = places(&corpus.documents, |d| published[d]);
    let tokens = stages.run("tokenize", "documents", total, || tokenize_all(&texts, observer), |t| words_told(t))?;
    let families = stages.run("group", "documents", total, || group(&tokens, &places, config), families_told)?;
    let anchors = stages.run("seed", "documents", total, || seed(&texts, &tokens, &places, &published, config), anchors_told)?;
    let total = anchors.pairs().len();
    let mut pairs =
        stages.run("align", "document pairs", total, || align_all(&texts, &tokens, &places, &anchors, config, observer), pairs_told)?;
    let comparable = |left: u32, right: u32| {
        (config.seeds.same_outlet || places[left as usize].outlet != places[right as usize].outlet)
            && config.within.is_none_or(|within| may_lie_within(published[left as usize], published[right as usize], within))
    };
    let one_outlet = |left: u32, right: u32| places[left as usize].outlet == places[right as usize].outlet;
    let input = RewriteInput { texts: &texts, tokens: &tokens, copies: &pairs.pairs, comparable: &comparable, one_outlet: &one_outlet };
    let rewriting = stages.run("rewrite", "documents", texts.len(), || rewrite(input, &config.rewrite, observer), rewriting_told)?;
    keep(&mut pairs.pairs, &rewriting.stands);
    let input =
        ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &pairs.pairs, seeds: &config.seeds, align: &config.align };
    let clustering = stages.run("cluster", "pairs", pairs.pairs.len(), || cluster(input, &config.cluster), clusters_told)?;
    let mut kinds = stages.timed("kind", || kinds(input, &clustering, &days(&attributed), &config.kind));
    if let Some(standing) = standing {
        standing.mark(input, &clustering.clusters, &mut kinds);
    }
    let orders = stages.timed("order", || orders(&corpus.documents, input, &clustering, &kinds.clusters, &attributed));

    let findings = Findings {
        corpus,
        input,
        families: &families,
        repeats: &pairs.repeats,
        rewriting: &rewriting,
        clustering: &clustering,
        kinds: &kinds,
        attributed: &attributed,
        orders: &orders,
        capped: anchors.capped,
    };
    let funnels = std::mem::take(&mut stages.funnels);
    let mut run = stages.timed("rows", || build(&findings, funnels));
    // Words and all that was found are in the rows now; the texts are kept a second time, so there must be room.
    drop((tokens, anchors, pairs, clustering, orders));
    run.texts = build::texts(corpus, &run.documents);
    Ok(Scan { run, timings: stages.timings })
}

/// Runs stages and keeps what they tell.
struct Stages<'a> {
    observer: &'a dyn Observer,
    funnels: Vec<Funnel>,
    timings: Vec<(String, f64)>,
}

impl Stages<'_> {
    /// Work without counts of its own.
    fn timed<T>(&mut self, name: &str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.timings.push((name.to_owned(), start.elapsed().as_secs_f64()));
        result
    }

    fn run<T>(&mut self, name: &str, unit: &str, total: usize, work: impl FnOnce() -> T, told: impl FnOnce(&T) -> Funnel) -> Result<T> {
        self.observer.check()?;
        let start = Instant::now();
        self.observer.begin(name, unit, u64::try_from(total).ok());
        let result = work();
        self.observer.check()?;
        let funnel = told(&result);
        self.observer.end(&funnel);
        self.timings.push((name.to_owned(), start.elapsed().as_secs_f64()));
        self.funnels.push(funnel);
        Ok(result)
    }
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

/// Numbers of outlets by name, and the order of date and id. Undated documents come last.
pub(crate) fn places(documents: &[Document], published: impl Fn(usize) -> Option<Interval>) -> Vec<Place> {
    let mut names: Vec<&str> = documents.iter().filter_map(|d| d.outlet.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    let number = |n: usize| u32::try_from(n).expect("fewer documents than 2^32");
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|d| published(*d).map_or((true, None), |i| (false, Some((i.from, i.to)))));
    let mut rank = vec![0; documents.len()];
    for (place, document) in order.into_iter().enumerate() {
        rank[document] = number(place);
    }
    let outlet = |n: usize| match &documents[n].outlet {
        Some(outlet) => number(names.partition_point(|name| *name < outlet.as_str())),
        None => number(names.len() + n),
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
    Families {
        documents: document_families(tokens, places, &config.families),
        paragraphs: paragraph_families(tokens, places, &config.families),
    }
}

fn seed(texts: &[&str], tokens: &[Tokens], places: &[Place], published: &[Option<Interval>], config: &ScanConfig) -> Candidates {
    let postings = postings(tokens, &config.seeds);
    let side = |document: u32| Side { text: texts[document as usize], tokens: &tokens[document as usize] };
    let goes_on = |(left, right): (u32, u32), start: Places, end: Places| ends_at_compound(side(left), side(right), start, end);
    let promising = Promising { least: config.align.least(), goes_on: &goes_on };
    let mut found = promising_candidates(&postings, tokens, places, &config.seeds, promising);
    if let Some(within) = config.within {
        // Standing text of one outlet is known by its return over the years.
        let is_standing = |l: usize, r: usize| !config.seeds.same_outlet && places[l].outlet == places[r].outlet;
        found.keep(|left, right| {
            let (left, right) = (left as usize, right as usize);
            is_standing(left, right) || may_lie_within(published[left], published[right], within)
        });
    }
    found
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

fn align_all(
    texts: &[&str],
    tokens: &[Tokens],
    places: &[Place],
    anchors: &Candidates,
    config: &ScanConfig,
    observer: &dyn Observer,
) -> Aligned {
    let side = |document: u32| Side { text: texts[document as usize], tokens: &tokens[document as usize] };
    let pairs = anchors.pairs();
    let again = asked_again(&pairs, &equal_texts(texts), |left, right| reach(places, left, right, config));
    let given_up = AtomicU64::new(0);
    let mut all: Vec<Pair> = pairs
        .par_iter()
        .enumerate()
        .flat_map_iter(|(n, anchors)| {
            observer.advance(1);
            if observer.interrupted() || again.binary_search_by_key(&n, |(n, _)| *n).is_ok() {
                return Vec::new();
            }
            let (left, right) = (anchors[0].left, anchors[0].right);
            let reach = reach(places, left, right, config);
            let found = in_common(side(left), side(right), anchors, config.seeds.words, reach, &config.align);
            given_up.fetch_add(found.given_up, Ordering::Relaxed);
            found.pairs
        })
        .collect();
    let answers: Vec<Pair> =
        again.par_iter().flat_map_iter(|&(n, earlier)| answered(&all, &pairs[earlier][0], &pairs[n][0]).collect::<Vec<_>>()).collect();
    if !answers.is_empty() {
        all.extend(answers);
        all.par_sort_unstable();
    }
    let (repeats, pairs) = all.into_iter().partition(|p| p.left == p.right);
    Aligned { pairs, repeats, given_up: given_up.into_inner() }
}

/// Takes out the copies that do not stand; where nothing is said, all do.
fn keep(pairs: &mut Vec<Pair>, stands: &[bool]) {
    let mut stands = stands.iter();
    pairs.retain(|_| *stands.next().unwrap_or(&true));
}

fn attributed_told(attributed: &Result<Attributed>) -> Funnel {
    attributed.as_ref().map_or_else(|_| Funnel::new("attribute"), Attributed::funnel)
}

fn words_told(tokens: &[Tokens]) -> Funnel {
    let words = tokens.iter().map(Tokens::len).sum();
    Funnel::new("tokenize")
        .with("documents", tokens.len())
        .with("words", words)
        .with("paragraphs", tokens.iter().map(|t| t.paragraphs.len()).sum())
}

fn families_told(families: &Families) -> Funnel {
    let kept = |members: &[Member]| members.iter().enumerate().filter(|(n, m)| m.kept == *n).count();
    Funnel::new("group")
        .with("document families", kept(&families.documents))
        .with("documents in them", families.documents.len())
        .with("paragraph families", kept(&families.paragraphs))
        .with("paragraphs in them", families.paragraphs.len())
}

fn anchors_told(candidates: &Candidates) -> Funnel {
    Funnel::new("seed")
        .with("anchors", candidates.anchors.len())
        .with("document pairs", candidates.pairs().len())
        .with("anchors that can lead to no pair, left out", usize::try_from(candidates.hopeless).unwrap_or(usize::MAX))
}

fn pairs_told(aligned: &Aligned) -> Funnel {
    Funnel::new("align")
        .with("pairs", aligned.pairs.len())
        .with("repeats", aligned.repeats.len())
        .with("short runs with too little around them, not aligned", usize::try_from(aligned.given_up).unwrap_or(usize::MAX))
}

fn rewriting_told(rewriting: &Rewriting) -> Funnel {
    Funnel::new("rewrite")
        .with("document pairs", rewriting.compared)
        .with("pairs", rewriting.pairs.len())
        .with("forms left out", rewriting.forms)
        .with("rows of equal words with nothing beside them, left out", rewriting.rows)
        .with("passages that gave way to copies", rewriting.covered)
        .with("copies that gave way", rewriting.stands.iter().filter(|stands| !**stands).count())
}

fn clusters_told(clustering: &Clustering) -> Funnel {
    Funnel::new("cluster")
        .with("clusters", clustering.clusters.len())
        .with("passages", clustering.clusters.iter().map(|c| c.passages.len()).sum())
}
