//! What several pairs of documents have in common, each step for all of them before the next one.
//!
//! In a large corpus the right document of a pair is in no cache. Who aligns one pair after another waits for memory again and again: for its words, then for their
//! spans, then for its text. When all of several pairs are looked at first, a core waits for them together; and the text is looked at only of those that are aligned.

use std::hint::black_box;

use super::in_common::{begin, finish};
use super::telling::Remembered;
use super::{AlignConfig, InCommon, Reach, Side};
use crate::error::Result;
use crate::kernel::memory::ask_for;
use crate::observer::Observer;
use crate::seeds::Anchor;

/// Words on each side of an anchor that are looked at: what an alignment reaches, and a little more.
const WORDS: usize = 32;
/// Bytes on each side of an anchor that are looked at.
const BYTES: usize = 160;
/// Bytes that memory gives at once.
const LINE: usize = 64;

/// Two documents, and what brings them together.
#[derive(Debug, Clone, Copy)]
pub struct Between<'a> {
    /// The document on the left.
    pub left: Side<'a>,
    /// The one on the right.
    pub right: Side<'a>,
    /// Sorted, all of these two documents.
    pub anchors: &'a [Anchor],
    /// Where an alignment may go on.
    pub reach: Reach,
}

/// What each of several pairs of documents has in common: the same as [`in_common`](super::in_common) gives for each. Meant for some ten at once that have the
/// left document in common. The observer is asked whether to stop wherever one of them may take long.
///
/// # Errors
/// [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted) when the observer says so.
pub fn all_in_common(pairs: &[Between<'_>], seed_words: usize, config: &AlignConfig, observer: &dyn Observer) -> Result<Vec<InCommon>> {
    look(pairs.iter(), words_of);
    // Whether a word in capitals is a name is seen in the text, which is asked for when it is known where.
    pairs.iter().for_each(ask_for_text);
    let begun: Vec<_> = pairs.iter().map(|between| begin(between, seed_words, config)).collect();
    let open = pairs.iter().zip(&begun).filter(|(_, begun)| begun.is_open()).map(|(between, _)| between);
    look(open.clone(), spans_of);
    look(open, text_of);
    let mut remembered = Remembered::default();
    pairs.iter().zip(begun).map(|(between, begun)| finish(between, begun, seed_words, config, &mut remembered, observer)).collect()
}

fn look<'a>(pairs: impl Iterator<Item = &'a Between<'a>>, of: impl Fn(Side<'a>, usize) -> u64) {
    let place = |between: &Between<'_>| between.anchors.first().map_or(0, |anchor| anchor.right_position as usize);
    black_box(pairs.fold(0, |all, between| all | of(between.right, place(between))));
}

fn ask_for_text(between: &Between<'_>) {
    let Between { right: Side { text, tokens }, anchors, .. } = between;
    let span = anchors.first().and_then(|anchor| tokens.spans.get(anchor.right_position as usize));
    span.and_then(|span| text.as_bytes().get(span.start as usize)).into_iter().for_each(ask_for);
}

fn words_of(side: Side<'_>, place: usize) -> u64 {
    // Of the spans those at the ends of a short run, where a compound may stand.
    let span = |at: usize| side.tokens.spans.get(at).map_or(0, |span| span.start.into());
    let is_number = side.tokens.traits.get(place).is_some_and(|traits| traits.is_number());
    looked(&side.tokens.hashes, place, WORDS, |hash| *hash) | span(place.saturating_sub(2)) | span(place + LINE / 8) | u64::from(is_number)
}

fn spans_of(side: Side<'_>, place: usize) -> u64 {
    looked(&side.tokens.spans, place, WORDS, |span| span.start.into()) | looked(&side.tokens.traits, place, WORDS, |t| t.parts().into())
}

fn text_of(side: Side<'_>, place: usize) -> u64 {
    let start = side.tokens.spans.get(place).map_or(0, |span| span.start as usize);
    looked(side.text.as_bytes(), start, BYTES, |byte| (*byte).into())
}

/// Something of each line of memory around a place.
#[inline]
fn looked<T>(items: &[T], place: usize, around: usize, of: impl Fn(&T) -> u64) -> u64 {
    let from = place.saturating_sub(around);
    let items = &items[from.min(items.len())..items.len().min(place + around)];
    items.iter().step_by((LINE / size_of::<T>()).max(1)).fold(0, |all, item| all | of(item))
}

#[cfg(test)]
mod tests {
    use super::super::in_common;
    use super::*;
    use crate::observer::Silent;
    use crate::seeds::{Place, SeedConfig, candidates, postings};
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    #[test]
    fn every_line_of_memory_around_a_place_is_looked_at_and_none_outside() {
        let items: Vec<u64> = (0..200).map(|n| 1 << (n / 8)).collect();
        // Eight numbers a line, from 60 to before 100.
        assert_eq!(looked(&items, 80, 20, |n| *n), (7..12).fold(0, |all, line| all | 1 << line));
        assert_eq!(looked(&items, 0, 8, |n| *n), 1);
        assert_eq!(looked(&items, 199, 8, |n| *n), 1 << 23 | 1 << 24);
        assert_eq!(looked(&items[..0], 5, 8, |n| *n), 0);
    }

    fn text() -> impl Strategy<Value = String> {
        let words =
            vec!["the", "of", "river", "low", "boats", "ferry", "said", "cease-fire", "ceasefire", "talks", "mayor", "bridge", "Tarn", "7"];
        prop::collection::vec(prop::sample::select(words), 4..80).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn several_pairs_have_in_common_what_each_has_by_itself(texts in prop::collection::vec(text(), 2..7), paragraph: bool) {
            let (seeds, config) = (SeedConfig::default(), AlignConfig::default());
            let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
            let places: Vec<Place> = (0..).take(texts.len()).map(|rank| Place { outlet: rank, rank }).collect();
            let found = candidates(&postings(&tokens, &seeds), &tokens, &places, &seeds);
            let side = |n: u32| Side { text: &texts[n as usize], tokens: &tokens[n as usize] };
            let reach = if paragraph { Reach::Paragraph } else { Reach::Document };
            let pairs: Vec<Between<'_>> = found.pairs().into_iter().map(|anchors| Between { left: side(anchors[0].left), right: side(anchors[0].right), anchors, reach }).collect();
            let each: Vec<InCommon> = pairs.iter().map(|p| in_common(p.left, p.right, p.anchors, seeds.words, p.reach, &config)).collect();
            prop_assert_eq!(all_in_common(&pairs, seeds.words, &config, &Silent).unwrap(), each);
        }

        #[test]
        fn the_only_run_of_anchors_is_the_one_that_they_have_among_all_runs(left in text(), right in text(), common in text()) {
            let texts = [format!("{left} {common}"), format!("{common} {right}")];
            let tokens = texts.each_ref().map(|t| tokenize(t, Compounds::Joined));
            let [l, r] = [0, 1].map(|n| Side { text: &texts[n], tokens: &tokens[n] });
            let seeds = SeedConfig { same_outlet: true, ..SeedConfig::default() };
            let places = [Place { outlet: 0, rank: 0 }, Place { outlet: 1, rank: 1 }];
            let found = candidates(&postings(&tokens, &seeds), &tokens, &places, &seeds);
            for anchors in found.pairs().into_iter().filter(|pair| pair[0].left != pair[0].right) {
                for some in [anchors, &anchors[..1], &anchors[anchors.len() / 2..]] {
                    let all: Vec<(u32, u32)> = some.iter().map(|a| (a.left_position, a.right_position)).collect();
                    let slow = super::super::runs::equal_runs(l, r, &all, seeds.words);
                    if let Some(only) = super::super::runs::only_run(l, r, all.iter().copied(), seeds.words) {
                        prop_assert_eq!(slow, [only]);
                    }
                    let config = AlignConfig::default();
                    let told = super::super::alignments(l, r, &all, seeds.words, &config);
                    let mut one_by_one = Vec::new();
                    super::super::each_alignment(l, r, &all, seeds.words, &config, &Silent, &mut |alignment| one_by_one.push(alignment)).unwrap();
                    prop_assert_eq!(told, one_by_one);
                }
            }
        }
    }
}
