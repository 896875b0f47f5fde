//! Anchors of two documents become pairs: two spans that are the same text, exact to the word.
//!
//! In: the words of two documents and their anchors. Out: [`Pair`]s. A pure function.
//!
//! 1. [`runs`]: every anchor is extended to the maximal run of equal words, and over what one side writes together ([`joint`]); where texts repeat
//!    themselves, many runs are measured at once ([`beginnings`]).
//! 2. [`chain`]: runs in the same order on both sides are chained (Li 2018, minimap2, section 2.1). Of texts that repeat themselves those chains are left out
//!    that lie within what was [`found`] before.
//! 3. [`fill`]: words that match between and around the runs are found by banded alignment ([`table`], of [`words`]), nearly alike ones too ([`spelling`]);
//!    most are known to match nothing at a look ([`signs`]), and where the others bring nothing no table is filled ([`gains`]).
//! 4. [`score`]: fixed weights; where a chain loses more than the drop-off it is cut, and ends are trimmed to matches.
//! 5. [`ends`]: long ones go on behind a changed word of the sentence in which they end.
//!    They are cut where only a line that one document says again and again holds them together ([`refrains`]).
//! 6. [`significance`]: what is too short, too much made of names or too unlike is left out; [`nouns`] of German are no names.
//!    [`scripts`] that differ are cut into what is equal.
//! 7. [`telling`]: points for what the words of a pair tell by themselves; its kind rests on them. [`slots`] of a form count beside.
//! 8. [`marks`]: the punctuation beside its words that both sides have is part of a pair's span.

mod again;
mod ahead;
mod apart;
mod around;
mod beginnings;
mod chain;
mod content;
mod ends;
mod examine;
mod fill;
mod found;
mod gains;
mod in_common;
mod joint;
mod longest;
mod marks;
mod nouns;
mod refrains;
mod remedies;
mod runs;
mod score;
mod scripts;
mod significance;
mod signs;
mod slots;
mod spelling;
mod table;
mod telling;
mod words;

use crate::allowed::{at_least, within};
use crate::error::Result;
use crate::observer::{Observer, Silent};
use crate::seeds::Least;
use crate::span::{Span, Words};
use crate::text::Tokens;
use serde::{Deserialize, Serialize};

use around::Hope;
use found::Found;
use refrains::Refrains;
use runs::only_run;

pub use again::{answered, asked_again, equal_texts};
pub use ahead::{Between, all_in_common};
pub use examine::{Examination, Judged, Verdict, examine, examine_unless_stopped};
pub use in_common::{InCommon, align, in_common};
pub use marks::with_marks;
pub use remedies::{Change, Parameter, remedies};
pub use score::{Alignment, Joint, Match, Quarters};
pub use significance::{Evidence, Rejection};
pub use slots::leads_otherwise;
pub use telling::{Points, Told, held, own_points, own_points_of, points};

/// Options of the stage. Scores are in quarters of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlignConfig {
    /// Least number of matched words, 1 and more.
    pub min_words: u32,
    /// Content words in lower case, as the mean of both sides, in a run of `min_words` that tells. All but one of them
    /// may be such function words as `between`, `during`, `will`.
    pub min_content: u32,
    /// A pair holds a telling run of equal words: one of `run_words` with `run_content` content words in lower case, or one of
    /// `min_words` that has `min_content` of them or has `plain_share` of its words in lower case. From this many matched words
    /// on `long_content` content words in lower case, wherever they stand, do as well.
    pub short_words: u32,
    /// Words of a telling run, 1 and more.
    pub run_words: u32,
    /// Content words in lower case in a telling run.
    pub run_content: u32,
    /// Content words in lower case that a long pair shows without a telling run.
    pub long_content: u32,
    /// Least share of words in lower case, in hundredths, 0 to 100, of a run of `min_words` that tells with one content word.
    pub plain_share: u32,
    /// Words of two runs that tell together when no more than one word parts them on either side, 1 and more.
    pub edited_words: u32,
    /// Content words in lower case in two such runs.
    pub edited_content: u32,
    /// Least share of the longer side's words that match, in hundredths, 0 to 100.
    pub min_identity: u32,
    /// Words on one side between two runs that still belong to one chain.
    pub max_gap: u32,
    /// How far the score may fall behind its best before an alignment ends, in quarters, 0 to 10,000.
    pub drop_off: Quarters,
}

impl Default for AlignConfig {
    fn default() -> Self {
        Self {
            min_words: 8,
            min_content: 2,
            short_words: 20,
            run_words: 7,
            run_content: 3,
            long_content: 8,
            plain_share: 60,
            edited_words: 10,
            edited_content: 4,
            min_identity: 60,
            max_gap: 40,
            drop_off: 32,
        }
    }
}

impl AlignConfig {
    /// That every option is in its range.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`](crate::ErrorKind::BadOption) with the option, its value and the range.
    pub fn check(&self) -> Result<()> {
        at_least("align.min_words", self.min_words, 1)?;
        at_least("align.run_words", self.run_words, 1)?;
        within("align.plain_share", self.plain_share, 0..=100)?;
        at_least("align.edited_words", self.edited_words, 1)?;
        within("align.min_identity", self.min_identity, 0..=100)?;
        within("align.drop_off", self.drop_off, 0..=10_000)
    }

    /// Words that a run has at least to be aligned without another one: a shorter one becomes no pair.
    #[must_use]
    pub fn least_run(&self) -> u32 {
        self.run_words.min(self.min_words).min(self.short_words.div_ceil(2)).min(self.longer_half())
    }

    /// What two documents have in common at least that become a pair: words of one run, or of all of their runs.
    #[must_use]
    pub fn least(&self) -> Least {
        let shift = (0..=self.max_gap).take_while(|words| score::least_gap_cost(0, *words) <= self.drop_off).last().unwrap_or(0);
        Least { run: self.least_run(), runs: self.edited_words.min(self.short_words / 2), shift }
    }

    /// Words of the longer one of two runs that tell together, at least: one more than half, since where both are equal halves the chain
    /// has both.
    fn longer_half(&self) -> u32 {
        self.edited_words / 2 + 1
    }
}

/// A document as the aligner sees it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its text, for words that are spelt nearly alike.
    pub text: &'a str,
    /// Its words.
    pub tokens: &'a Tokens,
}

impl Side<'_> {
    /// Whether a word of four letters and more has no small one.
    fn is_in_capitals(self, word: u32) -> bool {
        let word = &self.text[self.tokens.spans[word as usize].range()];
        word.chars().count() >= 4 && !word.chars().any(char::is_lowercase)
    }
}

/// Two spans, one in each of two documents (or two of one), that are the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// Number of the one document.
    pub left: u32,
    /// Number of the other; equal to `left` for a repeat.
    pub right: u32,
    /// Words of the left one.
    pub left_words: Span<Words>,
    /// Words of the right one.
    pub right_words: Span<Words>,
    /// Matched words, nearly alike ones included.
    pub matched: u32,
    /// Of them, nearly alike ones.
    pub near: u32,
    /// Words in the longest row of equal words.
    pub run: u32,
    /// Score in quarters of a point.
    pub score: Quarters,
    /// What its words tell by themselves.
    pub told: Told,
}

impl Pair {
    /// Matched words over the words of the longer side, nearly alike ones counting half; 0 to 1.
    #[must_use]
    pub fn identity(&self) -> f64 {
        f64::from(2 * self.matched - self.near) / f64::from(2 * self.left_words.len().max(self.right_words.len()))
    }

    /// The words on the side of `document`.
    #[must_use]
    pub fn words_in(&self, document: u32) -> Span<Words> {
        if document == self.left { self.left_words } else { self.right_words }
    }

    /// The document on the other side.
    #[must_use]
    pub fn other(&self, document: u32) -> u32 {
        if document == self.left { self.right } else { self.left }
    }
}

/// All alignments of two documents around their anchors, judged by nothing yet but their score.
///
/// `anchors` hold places of equal runs of `seed_words` words, sorted.
#[must_use]
pub fn alignments(left: Side<'_>, right: Side<'_>, anchors: &[(u32, u32)], seed_words: usize, config: &AlignConfig) -> Vec<Alignment> {
    // Most come to nothing, which one run tells without a list.
    match only_run(left, right, anchors.iter().copied(), seed_words) {
        Some(only) if !is_promising(left, right, &[only], config) => Vec::new(),
        Some(only) => of_chain(left, right, &[only], config),
        None => {
            let mut found = Vec::new();
            each_alignment(left, right, anchors, seed_words, config, &Silent, &mut |alignment| found.push(alignment))
                .expect("nobody asks it to stop");
            found
        }
    }
}

/// Chains that are not aligned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct LeftOut {
    /// Each is one short run with too little around it.
    given_up: u64,
    /// They lie in alignments found before, between texts that repeat themselves.
    within: u64,
}

/// The same one by one, as they are found, and how many chains were left out. The observer is asked before each chain whether to stop: where both texts repeat
/// themselves there are many thousands, and each may go through all of them.
fn each_alignment(
    left: Side<'_>,
    right: Side<'_>,
    anchors: &[(u32, u32)],
    seed_words: usize,
    config: &AlignConfig,
    observer: &dyn Observer,
    tell: &mut dyn FnMut(Alignment),
) -> Result<LeftOut> {
    let runs = runs::equal_runs(left, right, anchors, seed_words);
    let (mut found, mut left_out) = (Found::default(), LeftOut::default());
    // Most pairs of documents share a few words here and there, and end here. Runs that compounds join are looked at as chains.
    if runs.iter().all(|run| run.joint == Joint::None) && !is_long_enough(&runs, config) {
        return Ok(left_out);
    }
    for chain in chain::chains(left.tokens, &runs, config).into_iter().filter(|chain| is_long_enough(chain, config)) {
        observer.check()?;
        if found.holds(&chain) {
            left_out.within += 1;
        } else if is_given_up(left, right, &chain, config) {
            left_out.given_up += 1;
        } else {
            found.next(left, right, &chain, config).into_iter().for_each(&mut *tell);
        }
    }
    Ok(left_out)
}

/// The alignments of one chain.
fn of_chain(left: Side<'_>, right: Side<'_>, chain: &[runs::Run], config: &AlignConfig) -> Vec<Alignment> {
    let matches = fill::fill(left, right, chain, config);
    let mut segments = match chain {
        // Around most runs nothing matches.
        [only] if matches.len() == only.len as usize => vec![score::of_run(left.tokens, matches)],
        _ => score::segments(left.tokens, &matches, config),
    };
    ends::carry_on(left, right, &mut segments, config);
    segments
}

/// Whether a run of equal words, from the first places to before the second ones, goes on over a compound that one side writes together.
#[must_use]
pub fn ends_at_compound(left: Side<'_>, right: Side<'_>, start: (u32, u32), end: (u32, u32)) -> bool {
    joint::before(left, right, start.0, start.1) != Joint::None || joint::behind(left, right, end.0, end.1) != Joint::None
}

/// Whether a chain can become significant.
fn is_promising(left: Side<'_>, right: Side<'_>, chain: &[runs::Run], config: &AlignConfig) -> bool {
    is_long_enough(chain, config) && !is_given_up(left, right, chain, config)
}

/// Whether a chain is one short run with too little around it.
fn is_given_up(left: Side<'_>, right: Side<'_>, chain: &[runs::Run], config: &AlignConfig) -> bool {
    matches!(chain, [only] if only.is_alone(left, right) && is_hopeless(left, right, only, config))
}

/// Whether one run says too little, and there is too little around it.
fn is_hopeless(left: Side<'_>, right: Side<'_>, only: &runs::Run, config: &AlignConfig) -> bool {
    match around::may_be_pair(left, right, only, config) {
        Hope::Pair => false,
        Hope::Adjoining => !fill::adjoins(left, right, *only),
        Hope::None => true,
    }
}

/// Whether a chain, or some chain of these runs, has the words that it takes: it holds a run as long as a telling one, the longer one of two runs that
/// tell together, or half the words of a pair that needs none. What an alignment adds around the runs of a chain are fewer words than a seed
/// has, here and there.
fn is_long_enough(chain: &[runs::Run], config: &AlignConfig) -> bool {
    let rows = chain.chunk_by(|earlier, later| later.joins(earlier)).map(|row| row.iter().map(|run| run.len).sum::<u32>());
    let (longest, all) = rows.fold((0, 0), |(longest, all), len| (len.max(longest), all + len));
    longest >= config.run_words.min(config.min_words).min(config.longer_half()) || all >= config.least().runs
}

/// Whether an alignment is long, or would be a pair by what it has to show.
#[must_use]
pub fn may_be_pair(left: Side<'_>, right: Side<'_>, alignment: &Alignment, config: &AlignConfig) -> bool {
    alignment.matches.len() >= config.short_words as usize || significance::is_pair(left, right, alignment, config)
}

/// Where an alignment may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Through the whole document: copies cross paragraphs.
    Document,
    /// To the end of a paragraph: an outlet's standing texts are paragraphs of their own, and follow one another.
    Paragraph,
}

impl Reach {
    /// What of an alignment lies within reach, without what only a line holds together that is said again and again.
    fn parts(self, left: Side<'_>, right: Side<'_>, alignment: Alignment, known: &mut Refrains, config: &AlignConfig) -> Vec<Alignment> {
        match self {
            Self::Document => alignment.cut_between_refrains(left, right, known, config),
            Self::Paragraph => alignment.cut_at_paragraphs(left.tokens, right.tokens),
        }
    }
}

fn count(words: usize) -> u32 {
    u32::try_from(words).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    /// What a judge makes of the first alignment of two texts around all rows of four words that both hold.
    pub(super) fn first_alignment<T>(left: &str, right: &str, judge: impl FnOnce(Side<'_>, Side<'_>, &Alignment) -> T) -> Option<T> {
        let (l, r) = (tokenize(left, Compounds::Joined), tokenize(right, Compounds::Joined));
        let anchors: Vec<(u32, u32)> = (0..l.len().saturating_sub(3))
            .flat_map(|i| (0..r.len().saturating_sub(3)).map(move |j| (i, j)))
            .filter(|&(i, j)| l.hashes[i..i + 4] == r.hashes[j..j + 4])
            .map(|(i, j)| (count(i), count(j)))
            .collect();
        let (left, right) = (Side { text: left, tokens: &l }, Side { text: right, tokens: &r });
        // Of one run with too little around it, too.
        let config = AlignConfig::default();
        let runs = runs::equal_runs(left, right, &anchors, 4);
        let first = chain::chains(left.tokens, &runs, &config).into_iter().next()?;
        of_chain(left, right, &first, &config).first().map(|alignment| judge(left, right, alignment))
    }
}
