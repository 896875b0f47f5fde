//! Whether what was found says enough to be a copy: words that stand by themselves, and no form that is filled in.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::house::HouseForms;
use super::quoted::{Marked, Quoted};
use super::{Cluster, ClusterInput, Clustering, Kind, KindConfig, Passage, sides};
use crate::align::{Pair, Told, held, own_points};

/// Least words of a pair that `telling_points` are for. Where fewer are asked for, each word less lowers them by two, which is what it can bring.
const USUAL_WORDS: u32 = 8;

/// Pairs that are looked at together: what says whether they are quoted lies all over memory.
const TOGETHER: usize = 32;

/// Numbers among the words of a text that may still lack `company_points`: with two it reads like a date line or a caption.
const MOST_HELD: u32 = 1;

/// What a text says by itself, and what it would have to say to be a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, told to people")]
pub struct Telling {
    /// Points of its words (see [`Told`]), less those for numbers that were filled in anew.
    pub points: i64,
    /// Least points of a copy.
    pub needed: i64,
    /// Points of the row of equal words that says most by itself, where numbers were filled in anew around it between two outlets: with `row_points` it is a
    /// copy, and these are its points if it has fewer.
    pub row: Option<i32>,
    /// Points that words of turns of the newsroom bring, which take them away.
    pub turns: i32,
    /// Whether numbers or names were filled in anew so often that no points help but those of such a row.
    pub is_form: bool,
    /// Whether nearly all that its documents share here is what their outlet writes again and again.
    pub is_house_form: bool,
    /// Whether it stands between quotation marks that are closed, or in two documents, which lowers what it needs.
    pub is_quoted: bool,
    /// Whether all of its documents are of one outlet, which raises it.
    pub is_one_outlet: bool,
    /// Whether they also appeared days apart, which raises it again.
    pub is_later: bool,
    /// Whether it is in pieces (see [`Told`]), which raises it too.
    pub is_in_pieces: bool,
    /// Whether its documents of several outlets share another copy, or one of them has it behind a quotation mark, which lowers it.
    pub in_company: bool,
}

impl Telling {
    /// Whether it says enough.
    #[must_use]
    pub fn is_copy(&self) -> bool {
        !self.is_form && !self.is_house_form && self.points >= self.needed
    }
}

/// What counts for a pair besides its own points: see [`Telling`].
#[derive(Clone, Copy)]
struct Besides {
    row: Option<i32>,
    turns: i32,
}

/// Whether the documents of a text are of one outlet, and appeared days apart then.
#[derive(Clone, Copy)]
struct Whose {
    is_one_outlet: bool,
    is_later: bool,
}

/// What kinds are judged by, besides the texts.
pub(super) struct Judge<'a> {
    pub(super) input: ClusterInput<'a>,
    pub(super) config: &'a KindConfig,
    /// The day of publication of each document, where it is known.
    pub(super) days: &'a [Option<i64>],
    /// Documents of each outlet.
    pub(super) documents: BTreeMap<u32, usize>,
    pub(super) quoted: Quoted<'a>,
    house_forms: HouseForms,
    /// For each cluster, whether it is a form or a standing text.
    pub(super) standing: Vec<Option<Kind>>,
    /// The outlets that print a cluster again and again that is no standing text, asked for where their own documents are compared.
    pub(super) repeated: BTreeMap<usize, BTreeSet<u32>>,
    /// Documents that share a text which tells by itself and is no standing text, sorted.
    company: Vec<(u32, u32)>,
    /// Where those of each left document begin in it; one more entry than documents.
    company_from: Vec<usize>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(input: ClusterInput<'a>, clustering: &Clustering, days: &'a [Option<i64>], config: &'a KindConfig) -> Self {
        let mut documents = BTreeMap::new();
        for place in input.places {
            *documents.entry(place.outlet).or_insert(0) += 1;
        }
        let mut judge = Self {
            input,
            config,
            days,
            documents,
            quoted: Quoted::new(input, config.quoted),
            house_forms: HouseForms::new(input, config),
            standing: Vec::new(),
            repeated: BTreeMap::new(),
            company: Vec::new(),
            company_from: Vec::new(),
        };
        let clusters = &clustering.clusters;
        judge.standing = clusters.par_iter().map(|cluster| judge.standing(cluster)).collect();
        judge.find_company(clustering);
        let alone = judge.taken_alone(clusters, |n| judge.standing[n] == Some(Kind::Boilerplate) && !judge.is_of_a_page(&clusters[n]));
        if !alone.is_empty() {
            alone.into_iter().for_each(|n| judge.standing[n] = None);
            judge.find_company(clustering);
        }
        if input.seeds.same_outlet {
            judge.repeated = judge.repeated(clusters, |n| judge.standing[n].is_some());
        }
        judge
    }

    /// Notes which documents share a text that tells by itself and is no standing text.
    fn find_company(&mut self, clustering: &Clustering) {
        let is_standing = |cluster: Option<usize>| cluster.is_some_and(|c| self.standing[c].is_some());
        let parts = self.input.pairs.par_chunks(TOGETHER).zip(clustering.of_pairs.par_chunks(TOGETHER));
        let telling = parts.flat_map_iter(|(pairs, of_pairs)| {
            let may_be = pairs.iter().zip(of_pairs).filter(|(_, of)| !is_standing(of.left()) && !is_standing(of.right()));
            self.those_that_tell(may_be.map(|(pair, _)| pair))
        });
        let mut company: Vec<(u32, u32)> = telling.collect();
        company.dedup();
        let documents = self.input.texts.len();
        let mut from = vec![0; documents + 1];
        company.iter().for_each(|(left, _)| from[*left as usize + 1] += 1);
        for document in 0..documents {
            from[document + 1] += from[document];
        }
        (self.company, self.company_from) = (company, from);
    }

    /// Documents that share a text which tells by itself and is no standing text, sorted.
    pub(super) fn company(&self) -> &[(u32, u32)] {
        &self.company
    }

    /// Whether a cluster is a form or a standing text, which is known without its pairs.
    fn standing(&self, cluster: &Cluster) -> Option<Kind> {
        if self.is_form(cluster) {
            Some(Kind::Formula)
        } else if self.is_standing_text(cluster) || self.is_of_a_page(cluster) {
            Some(Kind::Boilerplate)
        } else {
            None
        }
    }

    /// Whether the documents of a pair, of two outlets, share another text that tells by itself.
    pub(super) fn has_company(&self, pair: &Pair) -> bool {
        let own = self.company_from[pair.left as usize]..self.company_from[pair.left as usize + 1];
        self.company[own].binary_search(&(pair.left, pair.right)).is_ok()
    }

    /// Whether the words of a pair say enough by themselves to be a copy.
    pub(super) fn tells(&self, pair: &Pair, in_company: bool) -> bool {
        // What its outlet writes again and again takes longest to know.
        self.is_copy_alone(pair, in_company, 0) && !self.is_house_form(pair)
    }

    /// The documents of those of some pairs that say enough, in no company.
    fn those_that_tell<'p>(&self, pairs: impl Iterator<Item = &'p Pair>) -> Vec<(u32, u32)> {
        let known = pairs.map(|pair| (pair, self.is_copy_however_marked(pair, false, 0))).filter(|(_, known)| *known != Some(false));
        let known: Vec<(&Pair, Option<bool>)> = known.collect();
        // One after another each would wait for memory half a dozen times.
        self.quoted.ask_for(known.iter().filter(|(_, known)| known.is_none()).flat_map(|(pair, _)| sides(pair)));
        let tells = |(pair, known): &(&Pair, Option<bool>)| {
            known.unwrap_or_else(|| self.telling_alone(pair, false).is_copy()) && !self.is_house_form(pair)
        };
        known.into_iter().filter(tells).map(|(pair, _)| (pair.left, pair.right)).collect()
    }

    /// Whether a pair is a copy by [`telling_alone`](Self::telling_alone), with so many points less than it needs.
    fn is_copy_alone(&self, pair: &Pair, in_company: bool, less: i64) -> bool {
        self.is_copy_however_marked(pair, in_company, less).unwrap_or_else(|| {
            let telling = self.telling_alone(pair, in_company);
            Telling { needed: telling.needed - less, ..telling }.is_copy()
        })
    }

    /// The same where quotation marks do not count, as with nearly every copy; to know them takes time.
    fn is_copy_however_marked(&self, pair: &Pair, in_company: bool, less: i64) -> Option<bool> {
        let whose = self.whose([pair.left, pair.right].into_iter());
        let besides = self.besides(pair, whose);
        Marked::whichever(|marked| {
            let telling = self.telling_if(pair, whose, marked, in_company, besides);
            Telling { needed: telling.needed - less, ..telling }.is_copy()
        })
    }

    /// Whether nearly all that the documents of a pair share here is what their outlet writes again and again.
    fn is_house_form(&self, pair: &Pair) -> bool {
        self.house_forms.is_form(self.input, pair, self.config)
    }

    /// What the words of a pair say, and what they would have to. Inside one outlet that is more, and more again days later; in documents
    /// that share another copy it is less.
    pub(super) fn telling(&self, pair: &Pair, in_company: bool) -> Telling {
        Telling { is_house_form: self.is_house_form(pair), ..self.telling_alone(pair, in_company) }
    }

    /// The same, whatever the outlet writes again and again.
    fn telling_alone(&self, pair: &Pair, in_company: bool) -> Telling {
        let marked = self.quoted.marked(sides(pair).into_iter());
        let whose = self.whose([pair.left, pair.right].into_iter());
        self.telling_if(pair, whose, marked, in_company, self.besides(pair, whose))
    }

    /// Points of a pair's words, less those for numbers that were filled in anew and for turns of the newsroom.
    fn points_filled(&self, pair: &Pair, turns: i32) -> i64 {
        i64::from(pair.told.points) - i64::from(self.config.filled_points) * i64::from(pair.told.numbers) - i64::from(turns)
    }

    /// Whether numbers, or inside one outlet names too, were filled in anew so often that no points help.
    fn is_filled(&self, pair: &Pair, whose: Whose) -> bool {
        let Told { numbers, names, .. } = pair.told;
        numbers > 1 && numbers.saturating_mul(self.config.filled_words) >= pair.matched
            || whose.is_one_outlet && (numbers + names > 1 || numbers + names > 0 && whose.is_later)
    }

    /// What else counts for a pair, however it is marked.
    fn besides(&self, pair: &Pair, whose: Whose) -> Besides {
        let turns = self.points_of_turns(&sides(pair)[0]);
        let enough = i64::from(self.config.telling_points) + i64::from(self.config.pieces_points);
        let may_be = pair.told.numbers > 0 && !whose.is_one_outlet;
        let is_asked = may_be && (self.is_filled(pair, whose) || self.points_filled(pair, turns) < enough);
        Besides { row: is_asked.then(|| self.points_of_row(pair) - turns), turns }
    }

    /// The same, where the pair is marked so.
    fn telling_if(&self, pair: &Pair, whose: Whose, marked: Marked, in_company: bool, Besides { row, turns }: Besides) -> Telling {
        let Told { held, in_pieces, .. } = pair.told;
        let tells = row.is_some_and(|row| row >= self.config.row_points);
        let asked = self.asked_of(whose, marked, in_company && held <= MOST_HELD);
        // A house edits its own dispatches, and is asked for more as it is.
        let is_in_pieces = in_pieces && !asked.is_one_outlet;
        let points = self.points_filled(pair, turns);
        Telling {
            points: row.filter(|_| tells).map_or(points, |row| points.max(i64::from(row))),
            needed: asked.needed + if is_in_pieces { i64::from(self.config.pieces_points) } else { 0 },
            row,
            turns,
            is_form: self.is_filled(pair, whose) && !tells,
            is_house_form: false,
            is_in_pieces,
            ..asked
        }
    }

    fn is_one_outlet(&self, documents: impl Iterator<Item = u32>) -> bool {
        let mut outlets = documents.map(|d| self.input.places[d as usize].outlet);
        outlets.next().is_some_and(|first| outlets.all(|outlet| outlet == first))
    }

    pub(super) fn is_inside_one_outlet(&self, cluster: &Cluster) -> bool {
        self.is_one_outlet(cluster.passages.iter().map(|passage| passage.document))
    }

    /// Whether more than `own_days` lie between the first and the last of these documents, as far as they are dated.
    fn is_later(&self, documents: impl Iterator<Item = u32>) -> bool {
        let days = documents.filter_map(|d| self.days[d as usize]);
        days.fold(None, |ends, day| Some(ends.map_or((day, day), |(first, last): (i64, i64)| (first.min(day), last.max(day)))))
            .is_some_and(|(first, last)| last - first > self.config.own_days)
    }

    /// The pairs that a cluster is judged by: those among its documents. Where they touch no more than half of its documents, the others
    /// stand in clusters of longer texts, and the root alone is asked; but inside one outlet all pairs that touch the cluster, since a
    /// house's forms are filled in.
    pub(super) fn asked<'p>(&self, cluster: &Cluster, pairs: &[&'p Pair]) -> Vec<&'p Pair> {
        // Passages are sorted.
        let mut members: Vec<u32> = cluster.passages.iter().map(|p| p.document).collect();
        members.dedup();
        let is_member = |document: &u32| members.binary_search(document).is_ok();
        let among = pairs.iter().copied().filter(|pair| is_member(&pair.left) && is_member(&pair.right));
        let inside: Vec<&Pair> = among.collect();
        if self.is_one_outlet(members.iter().copied()) {
            return if inside.is_empty() { pairs.to_vec() } else { inside };
        }
        let mut touched: Vec<u32> = inside.iter().flat_map(|pair| [pair.left, pair.right]).collect();
        touched.sort_unstable();
        touched.dedup();
        if touched.len() * 2 > members.len() { inside } else { Vec::new() }
    }

    /// Whether most of the pairs that a cluster is judged by, each with whether it is in company, say too little. One in pieces holds the cluster's sentence
    /// against another one on the same fact: what it needs besides as a pair says nothing of the sentence.
    pub(super) fn is_made_of_phrases(&self, asked: &[(&Pair, bool)]) -> bool {
        let says_enough = |(pair, in_company): &(&Pair, bool)| {
            let is_in_pieces = pair.told.in_pieces && !self.is_one_outlet([pair.left, pair.right].into_iter());
            let besides = if is_in_pieces { i64::from(self.config.pieces_points) } else { 0 };
            self.is_copy_alone(pair, *in_company, besides) && !self.is_house_form(pair)
        };
        asked.iter().filter(|pair| !says_enough(pair)).count() * 2 > asked.len()
    }

    /// What the text of a cluster says, whoever is paired with whom, and what it would have to.
    pub(super) fn root_telling(&self, cluster: &Cluster, in_company: bool) -> Telling {
        let marked = self.quoted.marked(cluster.passages.iter().copied());
        let (whose, points, in_company) = self.of_root(cluster, in_company);
        Telling { points, turns: self.points_of_turns(&cluster.root), ..self.asked_of(whose, marked, in_company) }
    }

    /// Whether that is enough.
    pub(super) fn root_tells(&self, cluster: &Cluster, in_company: bool) -> bool {
        let (whose, points, in_company) = self.of_root(cluster, in_company);
        let is_copy = |marked| Telling { points, ..self.asked_of(whose, marked, in_company) }.is_copy();
        Marked::whichever(is_copy).unwrap_or_else(|| is_copy(self.quoted.marked(cluster.passages.iter().copied())))
    }

    /// Whose the text of a cluster is, its points, and whether company counts for it.
    fn of_root(&self, cluster: &Cluster, in_company: bool) -> (Whose, i64, bool) {
        let Passage { document, words } = cluster.root;
        let side = self.side(document);
        let in_company = in_company && held(side, words.start..words.end) <= MOST_HELD;
        let turns = self.points_of_turns(&cluster.root);
        (self.whose(cluster.passages.iter().map(|p| p.document)), i64::from(own_points(side, words).sum() - turns), in_company)
    }

    fn whose(&self, documents: impl Iterator<Item = u32> + Clone) -> Whose {
        let is_one_outlet = self.is_one_outlet(documents.clone());
        Whose { is_one_outlet, is_later: is_one_outlet && self.is_later(documents) }
    }

    /// What is asked of a text.
    fn asked_of(&self, whose: Whose, marked: Marked, in_company: bool) -> Telling {
        let Whose { is_one_outlet, is_later } = whose;
        let is_quoted = marked == Marked::Quoted;
        let fewer = USUAL_WORDS.saturating_sub(self.input.align.min_words);
        let in_company = (in_company || marked == Marked::Perhaps) && !is_one_outlet && !is_quoted;
        let mut needed = self.config.telling_points - 2 * i32::try_from(fewer).unwrap_or(0);
        for (counts, more) in [
            (is_quoted, -self.config.quoted_points),
            (is_one_outlet, self.config.own_points),
            (is_later, self.config.later_points),
            (in_company, -self.config.company_points),
        ] {
            needed += if counts { more } else { 0 };
        }
        Telling {
            points: 0,
            needed: i64::from(needed),
            row: None,
            turns: 0,
            is_form: false,
            is_house_form: false,
            is_quoted,
            is_one_outlet,
            is_later,
            is_in_pieces: false,
            in_company,
        }
    }
}
