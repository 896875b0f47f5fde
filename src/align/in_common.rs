//! What two documents have in common, by the anchors that bring them together: first what the words around these say, then alignments, judged.

use super::ahead::Between;
use super::apart::OverThemselves;
use super::longest::{drop_told, keep_longest};
use super::refrains::Refrains;
use super::runs::{Run, only_run};
use super::steps::Steps;
use super::telling::Remembered;
use super::{
    AlignConfig, Alignment, Pair, Reach, Side, alignments_and_given_up, is_hopeless, is_long_enough, of_chain, significance, telling,
};
use crate::seeds::Anchor;

/// What two documents have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InCommon {
    /// Sorted.
    pub pairs: Vec<Pair>,
    /// Runs that were not aligned: they do not tell or are a word too short, and have too few equal words around them.
    pub given_up: u64,
}

impl InCommon {
    /// One run, which is not aligned.
    fn given_up() -> Self {
        Self { pairs: Vec::new(), given_up: 1 }
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
    finish(&between, begin(&between, seed_words, config), seed_words, config, &mut Remembered::default())
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
) -> InCommon {
    let Between { left, right, anchors, reach } = *between;
    let (alignments, given_up) = match begun {
        Begun::Done(known) => return known,
        Begun::One(only, is_known) if !is_known && is_hopeless(left, right, &only, config) => return InCommon::given_up(),
        Begun::One(only, _) => (of_chain(left, right, &[only], &mut Steps::default(), config), 0),
        Begun::Several => {
            let places: Vec<(u32, u32)> = places_of(anchors).collect();
            alignments_and_given_up(left, right, &places, seed_words, config)
        }
    };
    let (mut pairs, mut over_themselves) = (Vec::new(), OverThemselves::default());
    let mut refrains = Refrains::of(anchors[0].left, anchors[0].right);
    for alignment in alignments.into_iter().flat_map(|a| reach.parts(left, right, a, &mut refrains, config)) {
        significance::each_pair(left, right, &alignment, config, &mut |part| {
            let pair = part.pair(anchors[0].left, anchors[0].right, left.tokens);
            if stands_apart(&pair) {
                pairs.push(weighed(left, right, part, pair, remembered));
            } else {
                over_themselves.add(part);
            }
        });
    }
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
    InCommon { pairs, given_up }
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
