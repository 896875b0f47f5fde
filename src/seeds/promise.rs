//! Which anchors can lead to a pair at all.
//!
//! In a large corpus most documents that share a seed share nothing else: a common turn of phrase. Such anchors are told by the
//! few words around them: the run of equal words through an anchor is short, no compound ends it, and no other run that could be of one chain with
//! it lies about as far along in both texts, or only such that they are too short together. What is left out would come to nothing: a chain of
//! short runs that are too short together is never aligned.
//!
//! Of the words around a seed a few bits each are kept beside its place, so that no text is looked at. Words that are taken for equal by chance make a
//! run longer, which leaves nothing out.

use crate::text::Tokens;

/// Words on each side of a seed that runs are measured by.
const NEIGHBOURS: usize = 2;
/// Words on each side whose lengths are known: a compound of two words can stand beyond a neighbour.
const LENGTHS: usize = NEIGHBOURS + 1;
/// Bytes of the parts of a compound, at least.
const LEAST_PART: u8 = 2;
/// A length that may be a greater one.
const LONG: u8 = u8::MAX;

/// What two documents must have in common to be aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Least {
    /// Words of a run that is aligned by itself.
    pub run: u32,
    /// Words of several runs that are aligned together.
    pub runs: u32,
    /// How far the diagonals of two neighbours among these lie apart at most.
    pub shift: u32,
}

/// Two places, one in each of two documents.
pub type Places = (u32, u32);

/// What makes an anchor promising.
#[derive(Clone, Copy)]
pub struct Promising<'a> {
    /// How much two documents have in common.
    pub least: Least,
    /// Whether a run of equal words in these documents, from the first places to before the second ones, goes on over a compound that one of them
    /// writes together. Asked where lengths of words allow it.
    pub goes_on: &'a (dyn Fn((u32, u32), Places, Places) -> bool + Sync),
}

/// What stands around a seed: before and behind it, the nearest word in front.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Surroundings {
    words: [[u16; NEIGHBOURS]; 2],
    lengths: [[u8; LENGTHS]; 2],
    /// At which of the seed's words a compound with a hyphen begins, which another text may write as one word: a bit for each.
    compounds: u32,
    /// Whether the seed pairs its document with all others that hold it.
    pub pairs: bool,
}

/// The run of equal words through an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Long enough, or a compound ends it, over which it may go on.
    Promising,
    /// Too short by itself: words that it begins before the seed, and all of its words.
    Short { back: u8, words: u8 },
}

impl Surroundings {
    /// Of `seed_words` words from `position` on.
    pub fn of(tokens: &Tokens, position: u32, seed_words: usize) -> Self {
        let start = position as usize;
        let mut found = Self::default();
        // Nothing is 0: a text that ends here.
        let word = |at: usize| (tokens.hashes[at] >> 48) as u16 | 1;
        let length = |at: usize| u8::try_from(tokens.spans[at].len()).unwrap_or(LONG);
        for n in 0..LENGTHS.min(start) {
            found.lengths[0][n] = length(start - 1 - n);
            if n < NEIGHBOURS {
                found.words[0][n] = word(start - 1 - n);
            }
        }
        let end = start + seed_words;
        let compounds = &tokens.hyphened[tokens.hyphened.partition_point(|(first, _)| *first < position)..];
        for (first, _) in compounds.iter().take_while(|(first, _)| (*first as usize) < end) {
            found.compounds |= 1 << (first - position);
        }
        for n in 0..LENGTHS.min(tokens.len().saturating_sub(end)) {
            found.lengths[1][n] = length(end + n);
            if n < NEIGHBOURS {
                found.words[1][n] = word(end + n);
            }
        }
        found
    }

    /// The run through this seed and an equal one. Where lengths of words allow a compound at one of its ends, `goes_on` is asked, by the words that the run
    /// has before the seed and behind it.
    pub fn standing(&self, other: &Self, seed_words: usize, least: u32, goes_on: impl FnOnce(usize, usize) -> bool) -> Standing {
        if self.compounds != other.compounds {
            // Such a seed may be equal because one side's compound was taken for one word: then no run of equal words goes through it.
            return Standing::Promising;
        }
        let equal = |side: usize| {
            (0..NEIGHBOURS).take_while(|n| self.words[side][*n] != 0 && self.words[side][*n] == other.words[side][*n]).count()
        };
        let (back, ahead) = (equal(0), equal(1));
        let words = back + seed_words + ahead;
        // Beyond its neighbours nothing is known of a seed.
        if words >= least as usize || back == NEIGHBOURS || ahead == NEIGHBOURS || words > usize::from(u8::MAX) {
            return Standing::Promising;
        }
        let may_end_at_compound =
            || may_be_compound(self.lengths[0], other.lengths[0], back) || may_be_compound(self.lengths[1], other.lengths[1], ahead);
        if may_end_at_compound() && goes_on(back, ahead) {
            return Standing::Promising;
        }
        Standing::Short { back: back as u8, words: words as u8 }
    }
}

/// Whether, from word `n` on, two words of one side are as long as one of the other.
fn may_be_compound(one: [u8; LENGTHS], other: [u8; LENGTHS], n: usize) -> bool {
    let joint = |parts: [u8; LENGTHS], whole: u8| {
        let (near, far) = (parts[n], parts[n + 1]);
        near.min(far) >= LEAST_PART && ([near, far, whole].contains(&LONG) || u16::from(near) + u16::from(far) == u16::from(whole))
    };
    joint(one, other[n]) || joint(other, one[n])
}

/// A run that two documents share: first words on both sides, and how many.
pub(super) type ShortRun = (u32, u32, u32);

/// Whether short runs may become a chain that is aligned: such that the diagonals (the left place less the right one) of neighbours lie near
/// one another, and that are enough words together. Sorts the runs.
pub(super) fn may_be_chained(runs: &mut Vec<ShortRun>, least: Least) -> bool {
    let diagonal = |run: &ShortRun| i64::from(run.0) - i64::from(run.1);
    runs.sort_unstable_by_key(|run| (diagonal(run), *run));
    runs.dedup();
    let near = |a: &ShortRun, b: &ShortRun| diagonal(b) - diagonal(a) <= i64::from(least.shift);
    runs.chunk_by(near).any(|row| row.iter().map(|run| u64::from(run.2)).sum::<u64>() >= u64::from(least.runs))
}

#[cfg(test)]
mod tests {
    use super::super::{Anchor, Candidates, Place, SeedConfig, candidates, postings, promising_candidates};
    use super::{Places, Promising};
    use crate::align::{AlignConfig, Pair, Reach, Side, align, ends_at_compound};
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = String> {
        let words = vec!["the", "of", "river", "low", "boats", "ferry", "said", "cease-fire", "ceasefire", "talks", "mayor", "bridge"];
        prop::collection::vec(prop::sample::select(words), 4..60).prop_map(|words| words.join(" "))
    }

    fn hold(texts: &[String]) -> Result<(), TestCaseError> {
        let (seeds, config) = (SeedConfig::default(), AlignConfig::default());
        let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
        let places: Vec<Place> = (0..).take(tokens.len()).map(|rank| Place { outlet: rank, rank }).collect();
        let postings = postings(&tokens, &seeds);
        let side = |n: u32| Side { text: &texts[n as usize], tokens: &tokens[n as usize] };
        let pairs = |found: &Candidates| -> Vec<Pair> {
            let of = |a: &&[Anchor]| align(side(a[0].left), side(a[0].right), a, seeds.words, Reach::Document, &config);
            found.pairs().iter().flat_map(of).collect()
        };
        let all = candidates(&postings, &tokens, &places, &seeds);
        let goes_on = |(l, r): (u32, u32), start: Places, end: Places| ends_at_compound(side(l), side(r), start, end);
        let promising = Promising { least: config.least(), goes_on: &goes_on };
        let some = promising_candidates(&postings, &tokens, &places, &seeds, promising);
        prop_assert!(some.anchors.len() as u64 + some.hopeless >= all.anchors.len() as u64);
        prop_assert_eq!(pairs(&some), pairs(&all));
        Ok(())
    }

    proptest! {
        #[test]
        fn anchors_that_are_left_out_lead_to_no_pair(texts in prop::collection::vec(text(), 2..9)) {
            hold(&texts)?;
        }

        #[test]
        fn short_runs_that_lie_far_apart_or_shifted_lead_to_no_pair(
            texts in prop::collection::vec(prop::collection::vec((0usize..6, 0usize..70), 1..8), 2..6),
        ) {
            let phrases = ["the ferry to the bridge", "boats and talks were low", "the mayor of the river", "said to the old council", "a vote on the landing was", "over the hills"];
            let write = |(n, parts): (usize, &Vec<(usize, usize)>)| -> String {
                parts.iter().enumerate().map(|(k, (phrase, gap))| {
                    format!("{} {} ", phrases[*phrase], (0..*gap).map(|w| format!("own{n}x{k}x{w} ")).collect::<String>())
                }).collect()
            };
            let texts: Vec<String> = texts.iter().enumerate().map(write).collect();
            hold(&texts)?;
        }
    }
}
