//! What two documents have in common, by the anchors that bring them together: first what the words around these say, then alignments, judged.

use super::ahead::Between;
use super::apart::OverThemselves;
use super::longest::{drop_told, keep_longest};
use super::refrains::Refrains;
use super::runs::{Run, only_run};
use super::telling::Remembered;
use super::{
    AlignConfig, Alignment, LeftOut, Pair, Reach, Side, each_alignment, is_hopeless, is_long_enough, of_chain, significance, telling,
};
use crate::error::Result;
use crate::observer::{Observer, Silent};
use crate::seeds::Anchor;

/// What two documents have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InCommon {
    /// Sorted.
    pub pairs: Vec<Pair>,
    /// Runs that were not aligned: they do not tell or are a word too short, and have too few equal words around them.
    pub given_up: u64,
    /// Chains of runs that were not aligned: the texts repeat themselves, and alignments that were found before go through all words of those.
    pub within: u64,
}

impl InCommon {
    /// One run, which is not aligned.
    fn given_up() -> Self {
        Self { given_up: 1, ..Self::default() }
    }
}

/// The pairs that two documents (or, for repeats, two places of one) have in common.
///
/// `anchors` all belong to one pair of documents. The result is sorted.
#[must_use]
pub fn align(left: Side<'_>, right: Side<'_>, anchors: &[Anchor], seed_words: usize, reach: Reach, config: &AlignConfig) -> Vec<Pair> {
    in_common(left, right, anchors, seed_words, reach, config).pairs
}

/// The same, with a count of what was given up.
#[must_use]
pub fn in_common(left: Side<'_>, right: Side<'_>, anchors: &[Anchor], seed_words: usize, reach: Reach, config: &AlignConfig) -> InCommon {
    let between = Between { left, right, anchors, reach };
    let begun = begin(&between, seed_words, config);
    finish(&between, begun, seed_words, config, &mut Remembered::default(), &Silent).expect("nobody asks it to stop")
}

/// What the words around their anchors say of two documents.
pub(super) enum Begun {
    /// They have nothing in common, or were given up.
    Done(InCommon),
    /// One run, and whether it is known not to be hopeless.
    One(Run, bool),
    /// Anchors in several runs, or such that compounds join.
    Several,
}

impl Begun {
    pub(super) fn is_open(&self) -> bool {
        !matches!(self, Self::Done(_))
    }
}

fn places_of(anchors: &[Anchor]) -> impl Iterator<Item = (u32, u32)> {
    anchors.iter().map(|anchor| (anchor.left_position, anchor.right_position))
}

/// Looks at the words around the anchors.
pub(super) fn begin(between: &Between<'_>, seed_words: usize, config: &AlignConfig) -> Begun {
    let Between { left, right, anchors, .. } = *between;
    if anchors.is_empty() {
        return Begun::Done(InCommon::default());
    }
    match only_run(left, right, places_of(anchors), seed_words) {
        // Most pairs of documents share one turn of phrase by chance, and nothing around it.
        Some(only) if !is_long_enough(&[only], config) => Begun::Done(InCommon::default()),
        // Of longer ones the text is looked at, which is waited for together with that of others.
        Some(only) if only.len >= config.run_words => Begun::One(only, false),
        Some(only) if is_hopeless(left, right, &only, config) => Begun::Done(InCommon::given_up()),
        Some(only) => Begun::One(only, true),
        None => Begun::Several,
    }
}

/// Aligns what is left to be aligned.
pub(super) fn finish<'a>(
    between: &Between<'a>,
    begun: Begun,
    seed_words: usize,
    config: &AlignConfig,
    remembered: &mut Remembered<'a>,
    observer: &dyn Observer,
) -> Result<InCommon> {
    let Between { left, right, anchors, .. } = *between;
    match begun {
        Begun::Done(known) => Ok(known),
        Begun::One(only, is_known) if !is_known && is_hopeless(left, right, &only, config) => Ok(InCommon::given_up()),
        Begun::One(only, _) => {
            let mut judge = Judge::of(between, config, remembered);
            of_chain(left, right, &[only], config).into_iter().for_each(|alignment| judge.hear(alignment));
            Ok(judge.in_common(LeftOut::default()))
        }
        Begun::Several => {
            let places: Vec<(u32, u32)> = places_of(anchors).collect();
            let mut judge = Judge::of(between, config, remembered);
            let left_out = each_alignment(left, right, &places, seed_words, config, observer, &mut |alignment| judge.hear(alignment))?;
            Ok(judge.in_common(left_out))
        }
    }
}

/// Judges the alignments of two documents one by one.
struct Judge<'a, 'b> {
    between: &'b Between<'a>,
    config: &'b AlignConfig,
    remembered: &'b mut Remembered<'a>,
    refrains: Refrains,
    /// What was found to be a pair.
    pairs: Vec<Pair>,
    over_themselves: OverThemselves,
}

impl<'a, 'b> Judge<'a, 'b> {
    fn of(between: &'b Between<'a>, config: &'b AlignConfig, remembered: &'b mut Remembered<'a>) -> Self {
        let first = &between.anchors[0];
        let refrains = Refrains::of(first.left, first.right);
        Self { between, config, remembered, refrains, pairs: Vec::new(), over_themselves: OverThemselves::default() }
    }

    /// Takes in an alignment.
    fn hear(&mut self, alignment: Alignment) {
        let Between { left, right, anchors, reach } = *self.between;
        for alignment in reach.parts(left, right, alignment, &mut self.refrains, self.config) {
            significance::each_pair(left, right, &alignment, self.config, &mut |part| {
                let pair = part.pair(anchors[0].left, anchors[0].right, left.tokens);
                if stands_apart(&pair) {
                    self.pairs.push(weighed(left, right, part, pair, self.remembered));
                } else {
                    self.over_themselves.add(part);
                }
            });
        }
    }

    /// All that the documents have in common.
    fn in_common(self, left_out: LeftOut) -> InCommon {
        let Self { between, config, remembered, mut pairs, over_themselves, .. } = self;
        let Between { left, right, anchors, .. } = *between;
        let mut next_places = Vec::new();
        for alignment in over_themselves.parts(left.tokens) {
            significance::each_pair(left, right, &alignment, config, &mut |part| {
                // What still lies over itself is asked nothing more.
                let pair = part.pair(anchors[0].left, anchors[0].right, left.tokens);
                if stands_apart(&pair) {
                    next_places.push(weighed(left, right, part, pair, remembered));
                }
            });
        }
        keep_longest(&mut pairs, config.min_words);
        if !next_places.is_empty() {
            // The second place and the third one of four lie within the first two and the last two, which are not told of one another by those.
            keep_longest(&mut next_places, config.min_words);
            drop_told(&mut next_places, &pairs);
            pairs.append(&mut next_places);
            pairs.sort_unstable();
        }
        let LeftOut { given_up, within } = left_out;
        InCommon { pairs, given_up, within }
    }
}

/// The pair of an alignment that was judged, with what it tells.
pub(super) fn weighed<'a>(left: Side<'a>, right: Side<'a>, alignment: &Alignment, pair: Pair, remembered: &mut Remembered<'a>) -> Pair {
    let longer = pair.left_words.len().max(pair.right_words.len());
    let identity = (2 * pair.matched - pair.near) * 100 / (2 * longer);
    Pair { told: telling::told(left, right, alignment, identity, remembered), ..pair }
}

/// Whether the two sides of a pair have no word in common: a text is no repeat of itself.
pub(super) fn stands_apart(pair: &Pair) -> bool {
    pair.left != pair.right || pair.left_words.overlap(&pair.right_words) == 0
}
