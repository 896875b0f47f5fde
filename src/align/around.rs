//! What stands around a run that says too little by itself: whether enough words are equal there that an alignment could come to more.
//!
//! In a large corpus most documents that share a run of six or seven words share a turn of phrase and nothing else. What can become a pair in spite of that is a
//! sentence in which a word was replaced, or several: it has equal words beside one another near by, on about the same diagonal.

use crate::kernel::lanes::{self, Lanes};

use super::fill::{BAND, REACH};
use super::runs::Run;
use super::score::{Quarters, weight};
use super::table::SKIPPED;
use super::words::Places;
use super::{AlignConfig, Side, count, significance};
use crate::span::{Bytes, Span};
use crate::text::WordTraits;

/// Words of one side in the order in which they leave the run, by the lower halves of their hashes.
type Leaving = [u32; REACH];
/// The same with room for every diagonal.
type Wide = [u32; REACH + 2 * BAND];
/// For each word of the left side a bit for each diagonal on which the right side has an equal one.
type Equal = [u32; REACH];

/// Halves of words: what a gram of a script without spaces counts as.
type Halves = u32;

/// Words lacking that need not be seen as neighbours: the first of a row, and one that is a compound or `U.S.`, which counts as two.
const SPARE: Halves = 4;

/// The same of grams besides: the second one over which a row begins, and two over commas.
const SPARE_OF_GRAMS: Halves = 3;

/// No word, on either side: not equal to one another.
const NOTHING: [u32; 2] = [0, 1];

/// Whether an alignment of one run can become a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hope {
    /// It tells by itself, or enough is equal around it.
    Pair,
    /// Where the word beside it is nearly equal, or part of a compound.
    Adjoining,
    /// No.
    None,
}

/// Whether an alignment of one run, which stands alone, can become a pair: it tells by itself, or as many words around it are equal as
/// it takes.
///
/// A run that does not tell takes another one beside it, with which it tells, or twenty words in all. Where hardly any are equal and beside one another,
/// nearly all would have to be scattered or misspelt: that is given up, and counted. So is a run that tells and is a word too short, where equal words gain
/// nothing around it, and the words beside it are not nearly equal.
pub(super) fn may_be_pair(left: Side<'_>, right: Side<'_>, run: &Run, config: &AlignConfig) -> Hope {
    let traits = &left.tokens.traits[run.left as usize..(run.left + run.len) as usize];
    let words = significance::counted(traits.iter().copied(), 0);
    let has_grams = traits.iter().any(|t| t.is_gram());
    let around = || [Around::before(left, right, run), Around::behind(left, right, run)];
    let sides = [(left, run.left..run.left + run.len), (right, run.right..run.right + run.len)];
    if significance::tells(sides, (words, run.len), config) {
        let is_one_short = words + 1 == config.min_words && !has_grams;
        return if is_one_short && !around().iter().any(Around::gains) { Hope::Adjoining } else { Hope::Pair };
    }
    // Two runs that tell together: what the other one has at least. A row of words has one neighbour less than words.
    let own = traits.iter().map(|t| halves(*t)).sum::<Halves>() + if has_grams { commas(left, run) } else { 0 };
    let lacking = config.edited_words.saturating_mul(2).saturating_sub(own);
    let content = config.edited_content.saturating_mul(2);
    let lacks = |found: Halves| {
        // Most runs lack so many words that nobody need ask for content words.
        found < lacking || found < content && found < content.saturating_sub(2 * significance::most_content(left, right, run))
    };
    let spare = SPARE + if has_grams { SPARE_OF_GRAMS } else { 0 };
    let is_beside = !lacks(spare) || !lacks(around().iter().map(Around::neighbours).sum::<Halves>() + spare);
    if is_beside { Hope::Pair } else { Hope::None }
}

/// What a word counts as.
fn halves(traits: WordTraits) -> Halves {
    if traits.is_gram() { 1 } else { 2 * traits.parts() }
}

/// Grams of a run that end where the next word begins or before: at a comma, which may count as one more.
fn commas(side: Side<'_>, run: &Run) -> Halves {
    let own = run.left as usize..(run.left + run.len) as usize;
    let is_last = |(spans, traits): (&[Span<Bytes>], &WordTraits)| traits.is_gram() && spans[0].end <= spans[1].start;
    count(side.tokens.spans[own.clone()].windows(2).zip(&side.tokens.traits[own]).filter(|of| is_last(*of)).count())
}

/// The equal words in front of a run or behind it, no further from the diagonal than an alignment may go.
struct Around<'a> {
    left: Side<'a>,
    /// Those of the left side.
    places: Places,
    equal: Equal,
}

impl<'a> Around<'a> {
    fn before(left: Side<'a>, right: Side<'_>, run: &Run) -> Self {
        let equal = equal(left.tokens.hashes[..run.left as usize].iter().rev(), right.tokens.hashes[..run.right as usize].iter().rev());
        Self { left, places: Places::Back(0, run.left), equal }
    }

    fn behind(left: Side<'a>, right: Side<'_>, run: &Run) -> Self {
        let (l, r) = (run.left + run.len, run.right + run.len);
        let equal = equal(left.tokens.hashes[l as usize..].iter(), right.tokens.hashes[r as usize..].iter());
        Self { left, places: Places::Ahead(l, count(left.tokens.len())), equal }
    }

    /// What words that are equal to one of the other side count as, where the word beside them, nearer to the run, is equal to the one beside that.
    fn neighbours(&self) -> Halves {
        let both = || self.equal.iter().zip(&self.equal[1..]).map(|(one, next)| one & next);
        // Nearly always there is none, which takes no count of bits.
        if both().fold(0, |any, both| any | both) == 0 {
            return 0;
        }
        // Where there is no word nothing is equal to one.
        let traits = |n: usize| self.left.tokens.traits.get(self.places.place(n) as usize);
        let of = |(n, both): (usize, u32)| both.count_ones() * traits(n).map_or(0, |traits| if traits.is_gram() { 1 } else { 2 });
        (1..).zip(both()).filter(|(_, both)| *both != 0).map(of).sum()
    }

    /// Whether a chain of equal words comes to more than nothing, as `gains::gains_nothing` counts it.
    fn gains(&self) -> bool {
        let cost = |words: usize| SKIPPED * words as Quarters;
        // For so many words of the right side, the most that a chain among them brings.
        let mut chains = [0; REACH + BAND + 1];
        for (i, diagonals) in (1..).zip(&self.equal) {
            let mut rest = *diagonals;
            // From the last one on, so that no match of this row follows another one.
            while rest != 0 {
                let diagonal = rest.ilog2();
                rest &= !(1 << diagonal);
                let j = i + diagonal as usize - BAND;
                let chain = chains[j - 1] + weight(self.left.tokens.traits[self.places.place(i - 1) as usize]) + cost(2);
                if chain > cost(i + j) {
                    return true;
                }
                chains[j..].iter_mut().for_each(|best| *best = chain.max(*best));
            }
        }
        false
    }
}

/// Where words that leave a run on both sides are equal.
fn equal<'a>(left: impl Iterator<Item = &'a u64>, right: impl Iterator<Item = &'a u64>) -> Equal {
    let (mut lefts, mut rights): (Leaving, Wide) = ([NOTHING[0]; REACH], [NOTHING[1]; REACH + 2 * BAND]);
    // No word is taken for nothing.
    let half = |hash: &u64| (*hash as u32).max(NOTHING[1] + 1);
    lefts.iter_mut().zip(left).for_each(|(own, hash)| *own = half(hash));
    rights[BAND..BAND + REACH].iter_mut().zip(right).for_each(|(own, hash)| *own = half(hash));
    let mut equal = [0; REACH];
    lanes::run(Compared { lefts: &lefts, rights: &rights, equal: &mut equal });
    equal
}

/// Words that are compared at once.
const LANES: usize = 8;
const _: () = assert!(REACH.is_multiple_of(LANES), "no word is left over");

struct Compared<'a> {
    lefts: &'a Leaving,
    rights: &'a Wide,
    equal: &'a mut Equal,
}

impl Lanes for Compared<'_> {
    #[inline(always)]
    fn run(self) {
        // So many at a time stay in a register while all diagonals pass by.
        for (at, (equal, lefts)) in self.equal.as_chunks_mut::<LANES>().0.iter_mut().zip(self.lefts.as_chunks::<LANES>().0).enumerate() {
            let Some(rights) = self.rights[LANES * at..].first_chunk::<{ LANES + 2 * BAND }>() else { break };
            let mut found = [0; LANES];
            // The last one first, so that each pass moves the bits of those before by one place, whatever the diagonal.
            for diagonal in (0..=2 * BAND).rev() {
                for n in 0..LANES {
                    found[n] = (found[n] << 1) | u32::from(lefts[n] == rights[diagonal + n]);
                }
            }
            *equal = found;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::gains::gains_nothing;
    use super::super::score::Joint;
    use super::super::table::Room;
    use super::super::words::Words;
    use super::super::{chain, is_long_enough, of_chain, runs};
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    /// A word by its number on the left, and on the right.
    type OnSides = (Option<usize>, Option<usize>);

    fn words() -> impl Strategy<Value = OnSides> {
        prop_oneof![
            9 => (0usize..12).prop_map(|n| (Some(n), Some(n))),
            2 => (0usize..12, 0usize..12).prop_map(|(n, m)| (Some(n), Some(m))),
            1 => (0usize..12).prop_map(|n| (Some(n), None)),
            1 => (0usize..12).prop_map(|n| (None, Some(n))),
        ]
    }

    fn hope(left: &str, right: &str, (l, r, len): (u32, u32, u32)) -> Hope {
        let tokens = [left, right].map(|text| tokenize(text, Compounds::Joined));
        let run = Run { left: l, right: r, len, joint: Joint::None };
        may_be_pair(Side { text: left, tokens: &tokens[0] }, Side { text: right, tokens: &tokens[1] }, &run, &AlignConfig::default())
    }

    fn may(left: &str, right: &str, run: (u32, u32, u32)) -> bool {
        hope(left, right, run) == Hope::Pair
    }

    #[test]
    fn a_turn_of_phrase_between_other_words_is_given_up_and_an_edited_sentence_is_not() {
        assert!(!may("Boats went in spite of all that was said", "Nobody came in spite of all that he wrote", (2, 2, 5)));
        let (left, right) =
            ("the old ferry landing will be closed by the harbour council", "the old ferry landing will be shut by the harbour council");
        assert!(may(left, right, (0, 0, 6)));
        assert!(!may(left, "the old ferry landing will be repaired at once", (0, 0, 6)));
        // `U.S.` counts as two words.
        assert!(may("boxes of U.S. ripe pears under the Old Harbour Plan", "boxes of U.S. pears under the Old Harbour Plan", (4, 3, 6)));
        assert!(may("a b c d Old ferry landing will be closed now", "a b c d New ferry landing will be closed now", (5, 5, 6)), "in front");
    }

    #[test]
    fn two_grams_count_as_a_word() {
        // Nine grams in a row.
        let run = "目前正在进行调查工作";
        assert!(!may(&format!("海边的老渡口{run}春天鱼群没有回来"), &format!("山上的小学校{run}明年铁路将会开通"), (6, 6, 9)));
        let said = |word: &str| format!("海边的老渡口{run}{word}以后才能重新开放给渔民使用");
        assert!(may(&said("秋"), &said("冬"), (0, 0, 15)));
        assert!(may(&said("秋")[18..], &format!("山上{}", &said("冬")[18..]), (0, 2, 9)));
    }

    #[test]
    fn a_run_that_tells_is_aligned_and_a_row_of_names_only_with_words_beside_it() {
        let names = "US Secretary of State John Kerry of Boston";
        assert!(may("timber piles under the old landing were rotten", "timber piles under the old landing were rotten", (0, 0, 8)));
        assert_eq!(hope(names, names, (0, 0, 8)), Hope::None);
        let said = |word: &str| format!("{names} {word} not sell the old ferry");
        assert!(may(&said("will"), &said("would"), (0, 0, 8)));
        assert_eq!(hope(&format!("{names} will not go"), &format!("{names} would not run"), (0, 0, 8)), Hope::None);
    }

    #[test]
    fn a_telling_run_that_is_a_word_short_takes_one_more_beside_it() {
        let run = "timber piles under the old landing were";
        let with = |before: &str, behind: &str| format!("{before} {run} {behind}");
        assert_eq!(hope(&with("a b", "c d"), &with("e f", "g h"), (2, 2, 7)), Hope::Adjoining);
        assert!(may(&with("a b", "c rotten"), &with("e f", "g rotten"), (2, 2, 7)));
        assert!(may(&with("rotten b", "c d"), &with("rotten f", "g h"), (2, 2, 7)));
        // A stop word behind another one says nothing.
        assert_eq!(hope(&with("a b", "c the"), &with("e f", "g the"), (2, 2, 7)), Hope::Adjoining);
    }

    proptest! {
        #[test]
        fn neighbours_are_those_found_one_by_one(left in prop::collection::vec(2u64..9, 0..40), right in prop::collection::vec(2u64..9, 0..40)) {
            let (l, r) = (left.len().min(REACH), right.len().min(REACH));
            let slow = (1..l).flat_map(|i| (1..r).map(move |j| (i, j))).filter(|(i, j)| i.abs_diff(*j) <= BAND);
            let slow = slow.filter(|(i, j)| left[*i] == right[*j] && left[i - 1] == right[j - 1]).count();
            for (text, halves) in [("w ".repeat(REACH), 2), ("中".repeat(REACH + 1), 1)] {
                let tokens = tokenize(&text, Compounds::Joined);
                for places in [Places::Ahead(0, REACH as u32), Places::Back(0, REACH as u32)] {
                    let around = Around { left: Side { text: &text, tokens: &tokens }, places, equal: equal(left.iter(), right.iter()) };
                    prop_assert_eq!(around.neighbours() as usize, halves * slow);
                }
            }
        }

        #[test]
        fn no_word_is_taken_for_nothing(left in prop::collection::vec(0u64..3, 0..40), right in prop::collection::vec(0u64..3, 0..40)) {
            // Halves of hashes that are as nothing is.
            for (i, diagonals) in equal(left.iter(), right.iter()).into_iter().enumerate() {
                let places = (0..=2 * BAND).filter(|diagonal| diagonals >> diagonal & 1 == 1).map(|diagonal| (i + diagonal).checked_sub(BAND));
                prop_assert!(places.into_iter().all(|j| i < left.len() && j.is_some_and(|j| j < right.len())));
            }
        }

        #[test]
        fn equal_words_gain_what_a_table_of_them_gains(left in prop::collection::vec(0usize..9, 0..30), right in prop::collection::vec(0usize..9, 0..30)) {
            // No two of them are nearly equal, or make a compound.
            let words = ["the", "of", "river", "boats", "ferry", "Tarn", "mayor", "bridge", "winter"];
            let [l, r] = [left, right].map(|own| own.into_iter().map(|n| words[n]).collect::<Vec<_>>().join(" "));
            let (lt, rt) = (tokenize(&l, Compounds::Joined), tokenize(&r, Compounds::Joined));
            let (left, right) = (Side { text: &l, tokens: &lt }, Side { text: &r, tokens: &rt });
            let around = Around::behind(left, right, &Run { left: 0, right: 0, len: 0, joint: Joint::None });
            let mut room = Room::default();
            let reach = |len: usize| Places::Ahead(0, len.min(REACH) as u32);
            let mut a = Words::new(left, reach(lt.len()), &mut room.left);
            let mut b = Words::new(right, reach(rt.len()), &mut room.right);
            room.grid.clear(b.len());
            prop_assert_eq!(around.gains(), !gains_nothing(&mut a, &mut b, &mut room.grid, BAND, Quarters::MAX));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8000))]
        #[test]
        fn a_short_run_that_is_given_up_is_no_pair_of_fewer_than_twenty_words(
            before in prop::collection::vec(words(), 0..14), run in prop::collection::vec(0usize..12, 5..13), behind in prop::collection::vec(words(), 0..14),
            of_grams: bool, commas in prop::collection::vec(0usize..30, 0..4),
        ) {
            // No two of them are nearly equal.
            let (language, space) = if of_grams {
                (["河", "船", "桥", "冬", "说", "会", "市", "长", "旧", "路", "海", "鱼"], "")
            } else {
                (["the", "of", "river", "boats", "ferry", "Tarn", "mayor", "bridge", "winter", "Oldham", "said", "Gull"], " ")
            };
            let all: Vec<_> = before.into_iter().chain(run.into_iter().map(|n| (Some(n), Some(n)))).chain(behind).collect();
            let text = |side: fn(&OnSides) -> Option<usize>| -> String {
                let of = |(at, n): (usize, usize)| format!("{}{}{space}", if commas.contains(&at) { "，" } else { "" }, language[n]);
                all.iter().enumerate().filter_map(|(at, both)| Some((at, side(both)?))).map(of).collect()
            };
            let texts = [text(|both| both.0), text(|both| both.1)];
            let tokens = texts.each_ref().map(|text| tokenize(text, Compounds::Joined));
            let [left, right] = [0, 1].map(|n| Side { text: &texts[n], tokens: &tokens[n] });
            let (l, r) = (&left.tokens.hashes, &right.tokens.hashes);
            let anchors = (0..l.len().saturating_sub(3)).flat_map(|i| (0..r.len().saturating_sub(3)).map(move |j| (i, j)));
            let anchors: Vec<(u32, u32)> = anchors.filter(|&(i, j)| l[i..i + 4] == r[j..j + 4]).map(|(i, j)| (i as u32, j as u32)).collect();
            let config = AlignConfig::default();
            for chain in chain::chains(left.tokens, &runs::equal_runs(left, right, &anchors, 4), &config) {
                let [only] = chain[..] else { continue };
                if !is_long_enough(&chain, &config) || !only.is_alone(left, right) || may_be_pair(left, right, &only, &config) != Hope::None {
                    continue;
                }
                for alignment in of_chain(left, right, &chain, &config) {
                    let words = significance::counted(alignment.matches.iter().map(|m| left.tokens.traits[m.left as usize]), 0);
                    let is_pair = significance::is_pair(left, right, &alignment, &config);
                    prop_assert!(words >= config.short_words || !is_pair, "{:?} {:?} {:?}", texts, only, alignment.matches);
                }
            }
        }
    }
}
