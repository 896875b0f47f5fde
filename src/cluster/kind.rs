//! What each cluster and each pair is: a quote, wire copy, a passage; or an outlet's standing text, a form that is filled in, a stock phrase.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::notice::is_notice;
use super::quotation::{quotations, quoted_share};
use super::{Cluster, ClusterInput, Clustering, Passage};
use crate::align::{Pair, Side, Told, own_points};
use crate::span::{Bytes, Span};

/// What a pair or a cluster of passages is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A copy that stands between quotation marks in at least one document.
    Quote,
    /// A copy of several paragraphs or of most of a document.
    Wire,
    /// Any other copy.
    Passage,
    /// An outlet's own standing text: footers, notices, appeals.
    Boilerplate,
    /// A form that is filled with other words or numbers each time, or a stock phrase: words around names that say little by themselves.
    Formula,
    /// Copied with most words replaced, dropped or moved.
    Rewritten,
    /// The same thing said in other words.
    Paraphrase,
}

impl Kind {
    /// Whether this is a copy in the full sense: verbatim or nearly so, and not standing text.
    #[must_use]
    pub fn is_copy(self) -> bool {
        matches!(self, Self::Quote | Self::Wire | Self::Passage)
    }

    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Wire => "wire",
            Self::Passage => "passage",
            Self::Boilerplate => "boilerplate",
            Self::Formula => "formula",
            Self::Rewritten => "rewritten",
            Self::Paraphrase => "paraphrase",
        }
    }
}

/// Options of the judgement.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KindConfig {
    /// Least share of a passage that stands between quotation marks in some document, for a quote.
    pub quoted: f64,
    /// Paragraphs that a root touches, for wire copy.
    pub wire_paragraphs: usize,
    /// Least share of a document's words that a passage holds, for wire copy.
    pub wire_share: f64,
    /// Least words of wire copy.
    pub wire_words: u32,
    /// Documents of one outlet, on different days, in more than which a text is standing text.
    pub standing_issues: usize,
    /// Least documents of an outlet for the share of them to say something.
    pub standing_documents: usize,
    /// Most words of a notice that many houses print.
    pub notice_words: u32,
    /// Least share of numbers among a form's words.
    pub formula_numbers: f64,
    /// Least number of different fillings of a form.
    pub formula_fillings: usize,
    /// Least points of a pair for it to be a copy and no stock phrase (see [`Told`](crate::align::Told)).
    pub telling_points: i32,
    /// What a number that was filled in anew takes away.
    pub filled_points: i32,
    /// Matched words to a number filled in anew, from two such numbers on, up to which all of it is a form.
    pub filled_words: u32,
    /// What standing between quotation marks is worth.
    pub quoted_points: i32,
    /// What a pair inside one outlet needs besides: every house has its own phrases.
    pub own_points: i32,
    /// What it needs besides when its documents appeared more than `own_days` apart.
    pub later_points: i32,
    /// Days within which an outlet takes up its own text again.
    pub own_days: i64,
}

/// Least words of a pair that `telling_points` are for. Where fewer are asked for, each word less lowers them by two, which is what it can bring.
const USUAL_WORDS: u32 = 8;

impl Default for KindConfig {
    fn default() -> Self {
        Self {
            quoted: 0.6,
            wire_paragraphs: 3,
            wire_share: 0.5,
            wire_words: 50,
            standing_issues: 3,
            standing_documents: 5,
            notice_words: 40,
            formula_numbers: 0.08,
            formula_fillings: 3,
            telling_points: 12,
            filled_points: 9,
            filled_words: 20,
            quoted_points: 10,
            own_points: 8,
            later_points: 10,
            own_days: 1,
        }
    }
}

/// What kinds are judged by, besides the texts.
struct Judge<'a> {
    input: ClusterInput<'a>,
    config: &'a KindConfig,
    /// The day of publication of each document, where it is known.
    days: &'a [Option<i64>],
    /// Documents of each outlet.
    documents: BTreeMap<u32, usize>,
    quotations: Vec<Vec<Span<Bytes>>>,
}

/// What everything found is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kinds {
    /// The kind of each cluster, in order.
    pub clusters: Vec<Kind>,
    /// The kind of each pair, in order: that of the cluster that holds it, unless it is no more than a stock phrase itself.
    pub pairs: Vec<Kind>,
}

/// The kinds of clusters and pairs. `days[i]` is a number for the day on which document `i` was published.
#[must_use]
pub fn kinds(input: ClusterInput<'_>, clustering: &Clustering, days: &[Option<i64>], config: &KindConfig) -> Kinds {
    let mut documents = BTreeMap::new();
    for place in input.places {
        *documents.entry(place.outlet).or_insert(0) += 1;
    }
    let mut pairs = vec![Vec::new(); clustering.clusters.len()];
    for (pair, of) in input.pairs.iter().zip(&clustering.of_pairs) {
        for cluster in [of.0, of.1.filter(|right| of.0 != Some(*right))].into_iter().flatten() {
            pairs[cluster].push(pair);
        }
    }
    let judge = Judge { input, config, days, documents, quotations: input.texts.par_iter().map(|t| quotations(t)).collect() };
    let clusters: Vec<Kind> = clustering.clusters.par_iter().zip(&pairs).map(|(c, pairs)| judge.kind(c, pairs)).collect();
    let kind = |cluster: &Option<usize>| cluster.map(|c| clusters[c]);
    let pairs = input.pairs.par_iter().zip(&clustering.of_pairs).map(|(pair, (l, r))| judge.pair_kind(pair, kind(l), kind(r))).collect();
    Kinds { clusters, pairs }
}

/// The kind of a pair by the clusters of its sides.
fn by_clusters(left: Option<Kind>, right: Option<Kind>) -> Kind {
    match (left, right) {
        (Some(Kind::Boilerplate), _) | (_, Some(Kind::Boilerplate)) => Kind::Boilerplate,
        (Some(Kind::Formula), _) | (_, Some(Kind::Formula)) => Kind::Formula,
        // Both sides stand in clusters of their own: the left one names the pair.
        (Some(one), _) | (None, Some(one)) => one,
        (None, None) => Kind::Passage,
    }
}

impl Judge<'_> {
    /// The kind of a cluster that holds a side of each of these pairs.
    fn kind(&self, cluster: &Cluster, pairs: &[&Pair]) -> Kind {
        if self.is_form(cluster) {
            Kind::Formula
        } else if self.is_standing_text(cluster) || self.is_notice(&cluster.root) {
            Kind::Boilerplate
        } else if !self.root_tells(cluster) || self.is_made_of_phrases(cluster, pairs) {
            Kind::Formula
        } else if self.is_wire(cluster) {
            Kind::Wire
        } else if cluster.passages.iter().any(|p| self.is_quoted(p)) {
            Kind::Quote
        } else {
            Kind::Passage
        }
    }

    fn pair_kind(&self, pair: &Pair, left: Option<Kind>, right: Option<Kind>) -> Kind {
        let kind = by_clusters(left, right);
        if kind.is_copy() && self.is_notice(&Passage { document: pair.left, words: pair.left_words }) {
            Kind::Boilerplate
        } else if kind.is_copy() && !self.tells(pair) {
            Kind::Formula
        } else {
            kind
        }
    }

    /// Whether a passage is short and a notice of some house.
    fn is_notice(&self, passage: &Passage) -> bool {
        let bytes = self.input.tokens[passage.document as usize].bytes(passage.words);
        passage.words.len() <= self.config.notice_words && is_notice(&self.input.texts[passage.document as usize][bytes.range()])
    }

    /// Whether the words of a pair say enough by themselves to be a copy. Inside one outlet that takes more, and more again days later.
    fn tells(&self, pair: &Pair) -> bool {
        let sides = [(pair.left, pair.left_words), (pair.right, pair.right_words)];
        let is_quoted = sides.iter().any(|&(document, words)| self.is_quoted(&Passage { document, words }));
        let documents = [pair.left, pair.right];
        let Told { points, numbers, names } = pair.told;
        let points = i64::from(points) - i64::from(self.config.filled_points) * i64::from(numbers);
        let is_form = numbers > 1 && numbers * self.config.filled_words >= pair.matched
            || self.is_one_outlet(documents.into_iter())
                && (numbers + names > 1 || numbers + names > 0 && self.is_later(documents.into_iter()));
        !is_form && points >= i64::from(self.least_points(documents.into_iter(), is_quoted))
    }

    fn is_one_outlet(&self, documents: impl Iterator<Item = u32>) -> bool {
        documents.map(|d| self.input.places[d as usize].outlet).collect::<BTreeSet<u32>>().len() == 1
    }

    /// Whether more than `own_days` lie between the first and the last of these documents, as far as they are dated.
    fn is_later(&self, documents: impl Iterator<Item = u32>) -> bool {
        let days: BTreeSet<i64> = documents.filter_map(|d| self.days[d as usize]).collect();
        days.last().zip(days.first()).is_some_and(|(last, first)| last - first > self.config.own_days)
    }

    /// Whether most of the pairs among the cluster's documents say too little; where there are none, of all pairs that touch it.
    fn is_made_of_phrases(&self, cluster: &Cluster, pairs: &[&Pair]) -> bool {
        let is_member = |document: u32| cluster.passages.binary_search_by_key(&document, |p| p.document).is_ok();
        let inside: Vec<&&Pair> = pairs.iter().filter(|pair| is_member(pair.left) && is_member(pair.right)).collect();
        let asked = if inside.is_empty() { pairs.iter().collect() } else { inside };
        asked.iter().filter(|pair| !self.tells(pair)).count() * 2 > asked.len()
    }

    /// Whether the text of a cluster says enough, whoever is paired with whom.
    fn root_tells(&self, cluster: &Cluster) -> bool {
        let Passage { document, words } = cluster.root;
        let side = Side { text: self.input.texts[document as usize], tokens: &self.input.tokens[document as usize] };
        let is_quoted = cluster.passages.iter().any(|p| self.is_quoted(p));
        own_points(side, words) >= self.least_points(cluster.passages.iter().map(|p| p.document), is_quoted)
    }

    /// The points that a text needs which stands in these documents.
    fn least_points(&self, documents: impl Iterator<Item = u32> + Clone, is_quoted: bool) -> i32 {
        let fewer = USUAL_WORDS.saturating_sub(self.input.align.min_words);
        let mut least = self.config.telling_points - 2 * i32::try_from(fewer).unwrap_or(0);
        if is_quoted {
            least -= self.config.quoted_points;
        }
        if self.is_one_outlet(documents.clone()) {
            least += self.config.own_points;
            if self.is_later(documents) {
                least += self.config.later_points;
            }
        }
        least
    }

    /// Whether at least half of the cluster's documents are of outlets whose standing text this is.
    fn is_standing_text(&self, cluster: &Cluster) -> bool {
        let mut of_outlet: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for passage in &cluster.passages {
            of_outlet.entry(self.input.places[passage.document as usize].outlet).or_default().insert(passage.document);
        }
        let all: usize = of_outlet.values().map(BTreeSet::len).sum();
        let standing: usize =
            of_outlet.iter().filter(|(outlet, documents)| self.stands(**outlet, documents)).map(|(_, documents)| documents.len()).sum();
        standing > 1 && standing * 2 >= all
    }

    fn stands(&self, outlet: u32, documents: &BTreeSet<u32>) -> bool {
        let days: BTreeSet<i64> = documents.iter().filter_map(|d| self.days[*d as usize]).collect();
        let own = self.documents[&outlet];
        days.len() > self.config.standing_issues || own >= self.config.standing_documents && documents.len() * 2 > own
    }

    /// Whether the text is a form: it holds numbers, and stands in several documents with other numbers each time.
    fn is_form(&self, cluster: &Cluster) -> bool {
        let numbers = |p: &Passage| -> Vec<u64> {
            let tokens = &self.input.tokens[p.document as usize];
            p.words.range().filter(|w| tokens.traits[*w].is_number()).map(|w| tokens.hashes[w]).collect()
        };
        let root = numbers(&cluster.root);
        if (root.len() as f64) < self.config.formula_numbers * f64::from(cluster.root.words.len()) {
            return false;
        }
        let fillings: BTreeSet<Vec<u64>> = cluster.passages.iter().map(numbers).collect();
        let of_root: BTreeSet<u64> = root.into_iter().collect();
        let others: Vec<u64> = cluster.passages.iter().filter(|p| **p != cluster.root).flat_map(numbers).collect();
        let shared = others.iter().filter(|n| of_root.contains(n)).count();
        fillings.len() >= self.config.formula_fillings && shared * 2 < others.len()
    }

    fn is_wire(&self, cluster: &Cluster) -> bool {
        let root = &cluster.root;
        if root.words.len() < self.config.wire_words {
            return false;
        }
        let tokens = &self.input.tokens[root.document as usize];
        let touched = tokens.paragraphs.iter().filter(|p| p.overlap(&root.words) > 0).count();
        touched >= self.config.wire_paragraphs
            || cluster
                .passages
                .iter()
                .any(|p| f64::from(p.words.len()) >= self.config.wire_share * self.input.tokens[p.document as usize].len() as f64)
    }

    fn is_quoted(&self, passage: &Passage) -> bool {
        let bytes = self.input.tokens[passage.document as usize].bytes(passage.words);
        quoted_share(&self.quotations[passage.document as usize], bytes) >= self.config.quoted
    }
}
