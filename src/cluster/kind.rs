//! What each cluster and each pair is: a quote, wire copy, a passage; or an outlet's standing text, a form that is filled in, a stock phrase.

use serde::{Deserialize, Serialize};

use rayon::prelude::*;

use super::formula::Judge;
use super::kind_config::KindConfig;
use super::{Cluster, ClusterInput, Clustering, Grouped, OfPair, Passage, sides};
use crate::align::Pair;
use crate::kernel::memory::ask_for_begin;
use crate::span::Span;

/// Clusters that are looked at together: their pairs lie all over memory.
const TOGETHER: usize = 16;

/// What a pair or a cluster of passages is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A copy that stands between quotation marks, or as a post with its signature, in two documents or in a third of those that have it.
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
    let judge = Judge::new(input, clustering, days, config);
    let touched = |(pair, of): (u32, &OfPair)| {
        let both = [of.left(), of.right().filter(|right| of.left() != Some(*right))];
        both.into_iter().flatten().map(move |cluster| (cluster, pair))
    };
    let pairs = Grouped::of(clustering.clusters.len(), (0..).zip(&clustering.of_pairs).flat_map(touched));
    let parts = clustering.clusters.par_chunks(TOGETHER).zip(judge.standing.par_chunks(TOGETHER)).enumerate();
    let of_part = |(part, (clusters, standing)): (usize, (&[Cluster], &[Option<Kind>]))| -> Vec<(Kind, bool)> {
        let of_cluster = |n: usize| pairs.get(part * TOGETHER + n).iter().map(|pair| &input.pairs[*pair as usize]);
        // One after another each would wait for memory.
        let asked = standing.iter().enumerate().filter(|(_, standing)| standing.is_none());
        asked.for_each(|(n, _)| of_cluster(n).for_each(ask_for_begin::<Pair, { size_of::<Pair>() }>));
        let judged = clusters.iter().zip(standing).enumerate().map(|(n, (cluster, standing))| match standing {
            Some(kind) => (*kind, false),
            None => judge.kind(cluster, &of_cluster(n).collect::<Vec<_>>()),
        });
        judged.collect()
    };
    let judged: Vec<(Kind, bool)> = parts.flat_map_iter(of_part).collect();
    drop(pairs);
    let is_phrase_of_house: Vec<bool> = (clustering.clusters.iter().zip(&judged).zip(&judge.standing))
        .map(|((cluster, (kind, _)), standing)| *kind == Kind::Formula && standing.is_none() && judge.is_inside_one_outlet(cluster))
        .collect();
    let pairs = input.pairs.par_iter().zip(&clustering.of_pairs).map(|(pair, of)| {
        let (l, r) = (of.left(), of.right());
        let is_of_two = input.places[pair.left as usize].outlet != input.places[pair.right as usize].outlet;
        // Inside one outlet more is asked of a text, which says nothing of one that two outlets have.
        let kind = |cluster: Option<usize>| cluster.filter(|c| !(is_of_two && is_phrase_of_house[*c])).map(|c| judged[c].0);
        let shares_company = l == r && l.is_some_and(|cluster| judged[cluster].1);
        // What an outlet prints again and again may be another's, and is its standing text between its own documents all the same.
        let outlet = input.places[pair.left as usize].outlet;
        let is_own = |c: usize| !is_of_two && judge.repeated.get(&c).is_some_and(|outlets| outlets.contains(&outlet));
        let kind = if l.into_iter().chain(r).any(is_own) {
            Kind::Boilerplate
        } else if l.is_none() && r.is_none() {
            judge.kind_alone(pair)
        } else {
            by_clusters(kind(l), kind(r))
        };
        judge.pair_kind(pair, kind, shares_company)
    });
    Kinds { pairs: pairs.collect(), clusters: judged.iter().map(|(kind, _)| *kind).collect() }
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
    /// The kind of a cluster that holds a side of each of these pairs and is no standing text, and whether it is in company.
    fn kind(&self, cluster: &Cluster, pairs: &[&Pair]) -> (Kind, bool) {
        let asked: Vec<(&Pair, bool)> = self.asked(cluster, pairs).into_iter().map(|pair| (pair, self.has_company(pair))).collect();
        let in_company = asked.iter().filter(|(_, in_company)| *in_company).count() * 2 > asked.len();
        // What the words of the root say is not known yet, and takes longer.
        let kind = if self.is_made_of_phrases(&asked) || !self.root_tells(cluster, in_company) {
            Kind::Formula
        } else if self.quoted.is_posted(cluster) {
            Kind::Quote
        } else if self.is_wire(cluster) {
            Kind::Wire
        } else if self.quoted.is_quotation(cluster) {
            Kind::Quote
        } else {
            Kind::Passage
        };
        (kind, in_company)
    }

    /// The kind of a pair that is in no cluster, since its sides are less alike than copies of one text are.
    fn kind_alone(&self, pair: &Pair) -> Kind {
        let is_quoted = sides(pair).iter().all(|side| self.quoted.is_quoted(side));
        if is_quoted { Kind::Quote } else { Kind::Passage }
    }

    fn pair_kind(&self, pair: &Pair, kind: Kind, shares_company: bool) -> Kind {
        let sides = sides(pair);
        if kind.is_copy() && (self.is_notice(&sides[0]) || sides.iter().all(|side| self.is_script(side))) {
            Kind::Boilerplate
        } else if kind.is_copy() && !self.tells(pair, shares_company || self.has_company(pair)) {
            Kind::Formula
        } else {
            kind
        }
    }

    fn is_wire(&self, cluster: &Cluster) -> bool {
        let (root, config) = (&cluster.root, self.config);
        let is_most = self.most_of_a_document(cluster).is_some();
        if root.words.len() < config.wire_words || !(is_most || self.parts(root).count() >= config.wire_paragraphs) {
            return false;
        }
        // Scripts are no copy of anybody; to know them takes time.
        let (paragraphs, words) = self.prose(root);
        words >= config.wire_words && (is_most || paragraphs >= config.wire_paragraphs)
    }

    /// Paragraphs that a passage touches and that are no script there, and its words in them.
    pub(super) fn prose(&self, passage: &Passage) -> (usize, u32) {
        let parts = self.parts(passage).filter(|part| !self.is_script(part));
        parts.fold((0, 0), |(paragraphs, words), part| (paragraphs + 1, words + part.words.len()))
    }

    /// What a passage has of each paragraph that it touches.
    fn parts(&self, passage: &Passage) -> impl Iterator<Item = Passage> {
        let (document, words) = (passage.document, passage.words);
        let paragraphs = &self.input.tokens[document as usize].paragraphs;
        let touched = paragraphs.iter().filter(move |p| p.overlap(&words) > 0);
        touched.map(move |p| Passage { document, words: Span::new(p.start.max(words.start), p.end.min(words.end)) })
    }

    /// The first passage that holds so much of its document that it is wire copy.
    pub(super) fn most_of_a_document<'c>(&self, cluster: &'c Cluster) -> Option<&'c Passage> {
        let all = |p: &Passage| self.input.tokens[p.document as usize].len() as f64;
        cluster.passages.iter().find(|p| f64::from(p.words.len()) >= self.config.wire_share * all(p))
    }
}

#[cfg(test)]
mod tests {
    use super::super::OfPair;
    use super::super::tests::pairs_among;
    use super::*;
    use crate::align::AlignConfig;
    use crate::seeds::{Place, SeedConfig};
    use crate::text::{Compounds, Tokens, tokenize};

    /// The kinds of the pairs between the last of three texts and the others, which are a cluster of their own.
    fn kinds_beside_a_cluster(outlets: [u32; 3]) -> Vec<Kind> {
        let phrase = "Ada Quill of Port Marrow has been the one to blame Orlan Six for this long winter";
        let texts = ["Rain", "Snow", "Wind"].map(|word| format!("{word}.\n\n{phrase}\n\n{word}"));
        let texts = texts.each_ref().map(String::as_str);
        let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
        let places: Vec<Place> = (0..).zip(outlets).map(|(rank, outlet)| Place { outlet, rank }).collect();
        let (seeds, align) = (SeedConfig { same_outlet: true, ..SeedConfig::default() }, AlignConfig::default());
        let mut pairs = pairs_among(&texts, &tokens, &places, &seeds);
        pairs.retain(|pair| pair.right == 2);
        let passages: Vec<Passage> = pairs.iter().map(|pair| Passage { document: pair.left, words: pair.left_words }).collect();
        assert_eq!(passages.len(), 2);
        let clusters = vec![Cluster { root: passages[0], passages, part_of: None }];
        let clustering = Clustering { clusters, of_pairs: vec![OfPair::new(Some(0), None); 2], ..Clustering::default() };
        let input = ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &pairs, seeds: &seeds, align: &align };
        let kinds = kinds(input, &clustering, &[None; 3], &KindConfig::default());
        assert_eq!(kinds.clusters[0] == Kind::Formula, outlets[0] == outlets[1]);
        kinds.pairs
    }

    #[test]
    fn the_script_of_a_page_makes_no_wire_copy_of_the_caption_below_it() {
        let script = "window._board = window._board || []; _board.push({ mode: 'small-b', container: 'board-below-5', place: 'Board Below 5', type: 'mix' });";
        let kind = |above: &str| {
            let page = |name: &str, line: &str| {
                let caption = "FILE - In this picture of last year the pilots of Port Marrow wave at a ferry that leaves the harbour for the north quay before the ice comes back";
                let story: String = (0..200).map(|n| format!("{line}{n} ")).collect();
                format!("{above}\n\nPhoto: {name}, AP\n\nClose\n\nImage 1 of 3\n\n{caption}\n\n{story}")
            };
            let texts = [page("Ada Aro", "rain"), page("Ilmar Brandt", "snow")];
            let texts = texts.each_ref().map(String::as_str);
            let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
            let places: Vec<Place> = (0..2).map(|n| Place { outlet: n, rank: n }).collect();
            let (seeds, align) = (SeedConfig::default(), AlignConfig::default());
            let pairs = pairs_among(&texts, &tokens, &places, &seeds);
            let passages: Vec<Passage> = pairs.iter().map(|pair| Passage { document: pair.left, words: pair.left_words }).collect();
            assert!(passages.len() == 1 && passages[0].words.len() >= 50, "{passages:?}");
            let clusters = vec![Cluster { root: passages[0], passages, part_of: None }];
            let clustering = Clustering { clusters, of_pairs: vec![OfPair::new(Some(0), None)], ..Clustering::default() };
            let input = ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &pairs, seeds: &seeds, align: &align };
            kinds(input, &clustering, &[None; 2], &KindConfig::default()).clusters[0]
        };
        assert_eq!(kind(script), Kind::Passage);
        let prose = "The board of the harbour met on Monday and spoke of taxes, schools, roads, parks, libraries and a new bridge over the old canal";
        assert_eq!(kind(prose), Kind::Wire);
    }

    #[test]
    fn a_pair_in_no_cluster_is_a_quotation_where_both_sides_stand_between_marks() {
        let said = "we waste our time saying that the council needs to admit that the landing was never looked at before the winter";
        let retold = "we waste our time saying well, now the council simply has to own up at last, that the landing was never looked at";
        for (marks, kind) in [([("“", "”"); 2], Kind::Quote), ([("“", "”"), ("", "")], Kind::Passage)] {
            let [left, right] = marks;
            let texts =
                [format!("Rain.\n\n{}{said}{}\n\nRain", left.0, left.1), format!("Snow.\n\n{}{retold}{}\n\nSnow", right.0, right.1)];
            let texts = texts.each_ref().map(String::as_str);
            let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
            let places: Vec<Place> = (0..2).map(|n| Place { outlet: n, rank: n }).collect();
            let (seeds, align) = (SeedConfig::default(), AlignConfig::default());
            let pairs = pairs_among(&texts, &tokens, &places, &seeds);
            assert!(pairs.len() == 1 && pairs[0].identity() < 0.75, "{pairs:?}");
            let input = ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &pairs, seeds: &seeds, align: &align };
            let clustering = Clustering { of_pairs: vec![OfPair::new(None, None)], ..Clustering::default() };
            assert_eq!(kinds(input, &clustering, &[None; 2], &KindConfig::default()).pairs, [kind]);
        }
    }

    #[test]
    fn what_is_a_phrase_inside_one_outlet_is_a_copy_where_another_outlet_has_it() {
        assert_eq!(kinds_beside_a_cluster([0, 0, 1]), [Kind::Passage; 2]);
        assert_eq!(kinds_beside_a_cluster([0, 0, 0]), [Kind::Formula; 2]);
        assert_eq!(kinds_beside_a_cluster([0, 1, 2]), [Kind::Passage; 2]);
    }
}
