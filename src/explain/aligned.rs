//! Every alignment of two documents, why it was kept or not, and what would have kept it.

use super::Case;
use super::model::{Aligned, Chain, Outcome, ParameterChange, Row, WhatIf};
use super::reasons::Reasons;
use super::seeded;
use super::verdict::{Counted, inside, kept, rejected, unpromising};
use crate::align::{
    self, Change, Examination, Judged, Pair, Parameter, Reach, Rejection, Side, Verdict, examine_unless_stopped, remedies, with_marks,
};
use crate::compare::{own_kinds, turn};
use crate::error::Result;
use crate::observer::Observer;
use crate::report::build::is_bare;
use crate::report::model::PairRow;
use crate::rewrite::{RewriteConfig, Tiers};
use crate::seeds::{Anchor, Place, SeedConfig, Shared, candidates, postings};
use crate::span::{Bytes, Span, Words};
use crate::text::{CharIndex, Tokens};

/// Least number of words that `--min-words` takes.
const LEAST_MIN_WORDS: u32 = 4;

/// Why a kept alignment is no row of the table of pairs.
pub(super) const BARE: &str = "it is no copy, but a form, a notice or a turn of phrase, and has no row of equal words as long as a copy; such pairs are counted in run.json";

/// Why one is no row where of each two documents one tier is listed.
pub(super) const ONE_TIER: &str = "with --one-tier a copy takes more equal words in a row";

/// What the examination gives.
pub(super) struct Examined {
    pub chains: Vec<Chain>,
    pub alignments: Vec<Aligned>,
    pub longest_row: Option<Row>,
    pub what_if: Vec<WhatIf>,
}

/// Aligns the two documents from the anchors that the corpus allows them.
pub(super) fn examine(case: &Case, shared: &Shared, observer: &dyn Observer) -> Result<Examined> {
    let (first, second) = case.ordered();
    let (words, config) = (case.config.seeds.words, &case.config.align);
    let examination =
        examine_unless_stopped(side(case, first), side(case, second), &shared.anchors, words, case.reach(), config, observer)?;
    let teller = Teller::new(case);
    let chains = examination.chains.iter().map(|rows| teller.chain(rows)).collect();
    let mut alignments: Vec<Aligned> = examination.judged.iter().map(|judged| teller.aligned(&examination, judged)).collect();
    let found: Vec<(&Judged, PairRow<&str>)> = examination.pairs().filter_map(|judged| Some((judged, teller.row(judged)?))).collect();
    observer.check()?;
    let whys = Reasons::new(case, &found, &[]).pairs(&found);
    let kept = alignments.iter_mut().filter(|a| a.outcome == Outcome::Kept && a.kind.is_some());
    for (aligned, why) in kept.zip(whys) {
        aligned.because = why;
    }
    teller.judge_the_others(&examination, &mut alignments, observer)?;
    alignments.sort_by_key(|a| (a.left, a.right));
    let kept = alignments.iter_mut().filter(|a| a.outcome == Outcome::Kept);
    let mut found = 0;
    for (aligned, number) in kept.zip(1..) {
        aligned.number = Some(number);
        found = number;
    }
    let nothing = found == 0;
    Ok(Examined {
        chains,
        alignments,
        longest_row: if nothing { teller.longest_row() } else { None },
        what_if: if nothing { what_if(case, observer)? } else { Vec::new() },
    })
}

fn side(case: &Case, at: usize) -> Side<'_> {
    Side { text: &case.documents[at].text, tokens: &case.tokens[at] }
}

/// Tells places and texts, left and right as the documents were named.
struct Teller<'a> {
    case: &'a Case,
    chars: [CharIndex<'a>; 2],
}

impl<'a> Teller<'a> {
    fn new(case: &'a Case) -> Self {
        Self { case, chars: case.at.map(|at| CharIndex::new(&case.documents[at].text)) }
    }

    fn tokens(&self, side: usize) -> &'a Tokens {
        &self.case.tokens[self.case.at[side]]
    }

    fn place(&self, side: usize, words: Span<Words>) -> (u32, u32) {
        self.chars(side, self.tokens(side).bytes(words))
    }

    fn chars(&self, side: usize, bytes: Span<Bytes>) -> (u32, u32) {
        let chars = self.chars[side].chars(bytes);
        (chars.start, chars.end)
    }

    fn text(&self, side: usize, bytes: Span<Bytes>) -> String {
        self.case.documents[self.case.at[side]].text[bytes.range()].to_owned()
    }

    /// Spans left and right from those in the order of the corpus.
    fn spans(&self, first: Span<Words>, second: Span<Words>) -> [Span<Words>; 2] {
        if self.case.is_turned() { [second, first] } else { [first, second] }
    }

    fn chain(&self, rows: &[(u32, u32, u32)]) -> Chain {
        let (first, last) = (rows[0], rows[rows.len() - 1]);
        let [left, right] = self.spans(Span::new(first.0, last.0 + last.2), Span::new(first.1, last.1 + last.2));
        let words = rows.iter().map(|row| row.2).sum();
        Chain { rows: rows.len(), words, left: self.place(0, left), right: self.place(1, right) }
    }

    fn aligned(&self, examination: &Examination, judged: &Judged) -> Aligned {
        let config = &self.case.config.align;
        let counted = self.counted(judged);
        let (outcome, why) = match &judged.verdict {
            Verdict::Kept(evidence) => (Outcome::Kept, kept(*evidence, counted)),
            Verdict::Rejected(rejection) => (Outcome::Rejected, rejected(*rejection, counted, config)),
            Verdict::Unpromising(_) => (Outcome::Rejected, unpromising(&examination.chains[judged.chain], config)),
            Verdict::Parted(rejection) => {
                let how =
                    if matches!(rejection, Rejection::ChangedScript(_)) { "into its rows of equal words" } else { "at its costliest gap" };
                (
                    Outcome::Parted,
                    format!("{}: it was cut {how}, and its parts are judged by themselves", rejected(*rejection, counted, config)),
                )
            }
            Verdict::Inside(_, other) => (Outcome::Inside, inside(&judged.pair, other)),
            Verdict::Itself(_) => (Outcome::Inside, "both sides are one place".to_owned()),
        };
        let (first, second) = self.case.ordered();
        let ways = match judged.verdict {
            Verdict::Rejected(_) | Verdict::Parted(_) | Verdict::Unpromising(_) => {
                remedies(side(self.case, first), side(self.case, second), examination, judged, config)
            }
            _ => Vec::new(),
        };
        let row = self.row(judged);
        let turned = if self.case.is_turned() { turn(judged.clone()) } else { judged.clone() };
        let [named_first, named_second] = self.case.at;
        let (left, right) =
            with_marks(side(self.case, named_first), side(self.case, named_second), turned.pair.left_words, turned.pair.right_words);
        let own = row.map_or((None, None), |row| (row.left_cluster, row.right_cluster));
        let (one, other) = if self.case.is_turned() { (own.1, own.0) } else { own };
        let apart = self.case.apart();
        Aligned {
            number: None,
            outcome,
            why,
            words: judged.pair.matched,
            evidence: judged.verdict.evidence(),
            score: f64::from(judged.pair.score) / 4.0,
            left: self.chars(0, left),
            right: self.chars(1, right),
            left_text: self.text(0, left),
            right_text: self.text(1, right),
            kind: row.map(|row| row.kind),
            in_run: row.is_some(),
            because: Vec::new(),
            clusters: (one.map(str::to_owned), other.map(str::to_owned)),
            reported: outcome == Outcome::Kept && apart.is_empty(),
            apart,
            ways: ways.into_iter().map(|way| way.into_iter().map(told).collect()).collect(),
        }
    }

    /// Gives the kept alignments that are no row of the run their kind, as `compare` gives it, and says which are no row since they are bare.
    fn judge_the_others(&self, examination: &Examination, alignments: &mut [Aligned], observer: &dyn Observer) -> Result<()> {
        if alignments.iter().all(|aligned| aligned.outcome != Outcome::Kept || aligned.in_run) {
            return Ok(());
        }
        let (first, second) = self.case.ordered();
        let texts = [first, second].map(|at| &*self.case.documents[at].text);
        let tokens = [first, second].map(|at| self.case.tokens[at].clone());
        let pair = |judged: &Judged| Pair { left: 0, right: 1, ..judged.pair };
        let pairs: Vec<Pair> = examination.pairs().map(pair).collect();
        let kinds = own_kinds(&texts, &tokens, &pairs, &self.case.config, observer)?;
        let kept = alignments.iter_mut().filter(|aligned| aligned.outcome == Outcome::Kept);
        for ((aligned, judged), kind) in kept.zip(examination.pairs()).zip(kinds).filter(|((aligned, _), _)| !aligned.in_run) {
            let may_be_row = aligned.apart.is_empty();
            let RewriteConfig { tiers, copy_run, .. } = self.case.config.rewrite;
            if may_be_row && self.case.is_as_run && tiers == Tiers::One && judged.pair.run < copy_run {
                aligned.apart = ONE_TIER;
                aligned.reported = false;
            }
            let is_bare = may_be_row && is_bare(&judged.pair, self.case.config.align.min_words);
            // The run saw all documents: what it has as no copy is none, even where the two texts by themselves do not show it.
            let is_none = is_bare && (self.case.is_as_run || !kind.is_copy());
            aligned.kind = Some(kind).filter(|kind| !(is_none && kind.is_copy()));
            if is_none {
                aligned.apart = BARE;
                aligned.reported = false;
            }
        }
        Ok(())
    }

    fn counted(&self, judged: &Judged) -> Counted {
        let (first, second) = self.case.ordered();
        let traits = |at: usize, word: u32| self.case.tokens[at].traits[word as usize];
        let matches = &judged.alignment.matches;
        Counted {
            words: judged.pair.matched,
            run: judged.alignment.longest_row(),
            has_case: matches.iter().any(|m| traits(first, m.left).is_lower_case() || traits(second, m.right).is_lower_case()),
            has_grams: matches.iter().any(|m| traits(first, m.left).is_gram()),
            has_near: judged.pair.near > 0,
        }
    }

    /// The row of the run's table for this alignment.
    fn row(&self, judged: &Judged) -> Option<PairRow<&'a str>> {
        let (first, second) = self.case.ordered();
        let run = &self.case.run;
        let ids = (&*run.documents[first].doc, &*run.documents[second].doc);
        let Pair { left_words, right_words, .. } = judged.pair;
        let (one, other) = with_marks(side(self.case, first), side(self.case, second), left_words, right_words);
        run.pairs.of(ids.0, ids.1).find(|row| {
            (row.left_byte_start, row.left_byte_end) == (one.start, one.end)
                && (row.right_byte_start, row.right_byte_end) == (other.start, other.end)
        })
    }

    /// The longest row of equal words of at least two, seeds or not.
    fn longest_row(&self) -> Option<Row> {
        let (first, second) = self.case.ordered();
        [3, 2].into_iter().find_map(|words| {
            let config = SeedConfig { words, window: 1, repeats: usize::MAX, ..self.case.config.seeds };
            let found = align::examine(
                side(self.case, first),
                side(self.case, second),
                &alone(self.case, &config),
                words,
                Reach::Document,
                &self.case.config.align,
            );
            let (one, other, words) = found.runs.into_iter().max_by_key(|run| (run.2, std::cmp::Reverse((run.0, run.1))))?;
            let [left, right] = self.spans(Span::new(one, one + words), Span::new(other, other + words));
            Some(Row { words, text: self.text(0, self.tokens(0).bytes(left)), left: self.place(0, left), right: self.place(1, right) })
        })
    }
}

/// The anchors that the two documents would have if there were no others.
fn alone(case: &Case, config: &SeedConfig) -> Vec<Anchor> {
    let (first, second) = case.ordered();
    let tokens = [case.tokens[first].clone(), case.tokens[second].clone()];
    let places = [Place { outlet: 0, rank: 0 }, Place { outlet: 1, rank: 1 }];
    let anchors = candidates(&postings(&tokens, config), &tokens, &places, config).anchors;
    anchors.into_iter().filter(|anchor| anchor.left != anchor.right).collect()
}

/// Tries what a person may change, least first, in the whole corpus, and tells the first that brings a passage.
fn what_if(case: &Case, observer: &dyn Observer) -> Result<Vec<WhatIf>> {
    let apart = case.is_unwanted_outlet();
    let seeds = case.config.seeds;
    let mut tried: Vec<(String, SeedConfig)> = Vec::new();
    if apart {
        tried.push((String::new(), seeds));
    } else {
        let free = SeedConfig { document_bound: usize::MAX, complete: usize::MAX, repeats: usize::MAX, ..seeds };
        let change = "the library's `SeedConfig` with `document_bound`, `complete` and `repeats` of `usize::MAX`, so that no seed is too frequent (no option sets them),";
        tried.push((change.to_owned(), free));
    }
    tried.push(("--sensitive".to_owned(), SeedConfig { window: 1, ..seeds }));
    for words in (2..seeds.words).rev() {
        tried.push((format!("--seed-words {words}"), SeedConfig { words, ..seeds }));
        tried.push((format!("--seed-words {words} --sensitive"), SeedConfig { words, window: 1, ..seeds }));
    }
    let (first, second) = case.ordered();
    for (change, seeds) in tried {
        observer.check()?;
        let seeds = SeedConfig { same_outlet: apart || case.config.seeds.same_outlet, ..seeds };
        let anchors = seeded::with(case, &seeds, observer)?.anchors;
        let found = align::align(side(case, first), side(case, second), &anchors, seeds.words, Reach::Document, &case.config.align);
        if let Some(longest) = found.iter().map(|pair| pair.matched).max() {
            let outlet = if apart { "--same-outlet " } else { "" };
            let dates = if case.is_apart() { " without --within" } else { "" };
            let change = format!("{}{dates}", format!("{outlet}{change}").trim_end());
            return Ok(vec![WhatIf { change, passages: found.len(), longest }]);
        }
    }
    Ok(Vec::new())
}

fn told(change: Change) -> ParameterChange {
    let option = match change.parameter {
        Parameter::MinWords if change.to >= LEAST_MIN_WORDS => Some(format!("--min-words {}", change.to)),
        _ => None,
    };
    ParameterChange { parameter: format!("align.{}", change.parameter.name()), option, from: change.from, to: change.to }
}
