//! Which anchors can lead to a pair at all.
//!
//! In a large corpus most documents that share a seed share nothing else: a common turn of phrase. Such anchors are told by the
//! few words around them: the run of equal words through an anchor is short, no compound ends it, and no other run that could be of one chain with
//! it lies about as far along in both texts, or only such that they are too short together. What is left out would come to nothing: a chain of
//! short runs that are too short together is never aligned.
//!
//! Of the words around a seed a few bits each are kept beside its place ([`surroundings`](super::surroundings)), so that hardly any text is looked at. Words that are
//! taken for equal by chance make a run longer, which leaves nothing out.

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
    /// The texts of the documents: letters rule out nearly all that is no compound.
    pub texts: &'a [&'a str],
    /// Whether a run of equal words in these documents, from the first places to before the second ones, goes on over a compound that one of them
    /// writes together. Asked where what is kept of the words allows it.
    pub goes_on: &'a (dyn Fn((u32, u32), Places, Places) -> bool + Sync),
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
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let promising = Promising { least: config.least(), texts: &texts, goes_on: &goes_on };
        let some = promising_candidates(&tokens, &places, &seeds, promising);
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
