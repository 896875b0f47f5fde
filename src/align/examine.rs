//! The same alignments as [`align`](super::align) finds, with everything that was left out and why.

use std::collections::BTreeSet;

use super::chain;
use super::found::Found;
use super::in_common::{stands_apart, weighed};
use super::longest::keep_longest;
use super::refrains::Refrains;
use super::runs;
use super::significance::{self, Evidence, Rejection};
use super::telling::Remembered;
use super::{AlignConfig, Alignment, Pair, Reach, Side, is_promising};
use crate::error::Result;
use crate::observer::{Observer, Silent};
use crate::seeds::Anchor;

/// Everything that was looked at between two documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examination {
    /// Maximal rows of equal words that hold an anchor: first word left, first word right, words.
    pub runs: Vec<(u32, u32, u32)>,
    /// The rows of each chain, best chain first, in the same form.
    pub chains: Vec<Vec<(u32, u32, u32)>>,
    /// Every alignment and what became of it, in the order of the left text. Of texts that repeat themselves those that many chains come to are told once or a
    /// few times.
    pub judged: Vec<Judged>,
}

impl Examination {
    /// The pairs that [`align`](super::align) gives.
    pub fn pairs(&self) -> impl Iterator<Item = &Judged> {
        self.judged.iter().filter(|judged| matches!(judged.verdict, Verdict::Kept(_)))
    }
}

/// An alignment and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Spans and counts.
    pub pair: Pair,
    /// Word by word.
    pub alignment: Alignment,
    /// The place of its chain among the chains of the examination.
    pub chain: usize,
    /// What became of it.
    pub verdict: Verdict,
}

/// What became of an alignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is a pair.
    Kept(Evidence),
    /// It is none.
    Rejected(Rejection),
    /// Its rows of equal words are so short that [`align`](super::align) does not look at what is around them.
    Unpromising(Evidence),
    /// Too little of it matches, or it is a script that was changed; it was cut, and its parts are judged by themselves.
    Parted(Rejection),
    /// It lies inside this longer pair, on one side at least.
    Inside(Evidence, Pair),
    /// Both sides are one place of one document.
    Itself(Evidence),
}

impl Verdict {
    /// What the alignment had to show.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        match self {
            Self::Kept(evidence) | Self::Unpromising(evidence) | Self::Inside(evidence, _) | Self::Itself(evidence) => *evidence,
            Self::Rejected(rejection) | Self::Parted(rejection) => rejection.evidence(),
        }
    }
}

/// Looks at two documents as [`align`](super::align) does and keeps what that throws away. The kept pairs are the same.
#[must_use]
pub fn examine(left: Side<'_>, right: Side<'_>, anchors: &[Anchor], seed_words: usize, reach: Reach, config: &AlignConfig) -> Examination {
    examine_unless_stopped(left, right, anchors, seed_words, reach, config, &Silent).expect("nobody asks it to stop")
}

/// The same; the observer is asked before each chain whether to stop: where both repeat themselves there are thousands, and each may go through all of them.
///
/// # Errors
/// [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted) when the observer says so.
pub fn examine_unless_stopped(
    left: Side<'_>,
    right: Side<'_>,
    anchors: &[Anchor],
    seed_words: usize,
    reach: Reach,
    config: &AlignConfig,
    observer: &dyn Observer,
) -> Result<Examination> {
    let Some(first) = anchors.first() else { return Ok(Examination::default()) };
    let places: Vec<(u32, u32)> = anchors.iter().map(|a| (a.left_position, a.right_position)).collect();
    let runs = runs::equal_runs(left, right, &places, seed_words);
    let chains = chain::chains(left.tokens, &runs, config);
    let (mut judged, mut refrains) = (Vec::new(), Refrains::of(first.left, first.right));
    // Apart, since what a chain that is given up comes to must not stand for what another one does.
    let (mut of_promising, mut of_others) = (Found::default(), Found::default());
    for (number, chain) in chains.iter().enumerate() {
        observer.check()?;
        let promising = is_promising(left, right, chain, config);
        let found = if promising { &mut of_promising } else { &mut of_others };
        let alignments = if found.holds(chain) { Vec::new() } else { found.next(left, right, chain, config) };
        for alignment in alignments.into_iter().flat_map(|a| reach.parts(left, right, a, &mut refrains, config)) {
            significance::judge_parts(left, right, alignment, config, &mut |alignment, judgement| {
                let pair = alignment.pair(first.left, first.right, left.tokens);
                let pair = weighed(left, right, &alignment, pair, &mut Remembered::default());
                let verdict = match judgement {
                    Ok(evidence) if !promising => Verdict::Unpromising(evidence),
                    Ok(evidence) if stands_apart(&pair) => Verdict::Kept(evidence),
                    Ok(evidence) => Verdict::Itself(evidence),
                    Err(rejection) if !rejection.parts(left, right, &alignment).is_empty() => Verdict::Parted(rejection),
                    Err(rejection) => Verdict::Rejected(rejection),
                };
                judged.push(Judged { pair, alignment, chain: number, verdict });
            });
        }
    }
    let mut pairs: Vec<Pair> = judged.iter().filter(|j| matches!(j.verdict, Verdict::Kept(_))).map(|j| j.pair).collect();
    for (pair, longer) in keep_longest(&mut pairs, config.min_words) {
        let dropped = judged.iter_mut().rev().find(|j| j.pair == pair && matches!(j.verdict, Verdict::Kept(_)));
        if let Some(dropped) = dropped {
            dropped.verdict = Verdict::Inside(dropped.verdict.evidence(), longer);
        }
    }
    // What a chain that is given up comes to may be what another one does.
    let kept: BTreeSet<_> = pairs.iter().map(|pair| (pair.left_words, pair.right_words)).collect();
    judged.retain(|judged| {
        !matches!(judged.verdict, Verdict::Unpromising(_)) || !kept.contains(&(judged.pair.left_words, judged.pair.right_words))
    });
    judged.sort_by_key(|judged| (judged.pair.left_words, judged.pair.right_words));
    let plain = |run: &runs::Run| (run.left, run.right, run.len);
    Ok(Examination {
        runs: runs.iter().map(plain).collect(),
        chains: chains.iter().map(|chain| chain.iter().map(plain).collect()).collect(),
        judged,
    })
}

#[cfg(test)]
mod tests {
    use super::super::remedies::remedies;
    use super::*;
    use crate::error::ErrorKind;
    use crate::observer::Patient;
    use crate::seeds::{Place, SeedConfig, candidates, postings};
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    fn anchors(tokens: &[Tokens]) -> Vec<Anchor> {
        let config = SeedConfig { window: 1, ..SeedConfig::default() };
        let places = [Place { outlet: 0, rank: 0 }, Place { outlet: 1, rank: 1 }];
        candidates(&postings(tokens, &config), tokens, &places, &config).anchors.into_iter().filter(|a| a.left != a.right).collect()
    }

    fn examined<T>(
        left: &str,
        right: &str,
        config: &AlignConfig,
        use_it: impl FnOnce(Side<'_>, Side<'_>, Vec<Anchor>, Examination) -> T,
    ) -> T {
        let tokens = [left, right].map(|t| tokenize(t, Compounds::Joined));
        let (l, r) = (Side { text: left, tokens: &tokens[0] }, Side { text: right, tokens: &tokens[1] });
        let anchors = anchors(&tokens);
        let examination = examine(l, r, &anchors, 4, Reach::Document, config);
        use_it(l, r, anchors, examination)
    }

    #[test]
    fn a_rejected_alignment_says_which_parameter_would_keep_it_and_that_is_true() {
        let config = AlignConfig::default();
        let (left, right) = ("He said the river was too low for boats", "It wrote that the river was too low for ferries");
        examined(left, right, &config, |l, r, _, examination| {
            let [judged] = &examination.judged[..] else { panic!("{examination:?}") };
            assert!(matches!(judged.verdict, Verdict::Rejected(Rejection::TooShort(Evidence { words: 6, .. }))), "{:?}", judged.verdict);
            let ways = remedies(l, r, &examination, judged, &config);
            assert!(!ways.is_empty());
            for way in ways {
                let mut changed = config;
                for change in &way {
                    *change.parameter.of(&mut changed) = change.to;
                }
                assert!(significance::judge(l, r, &judged.alignment, &changed).is_ok(), "{way:?}");
                for change in &way {
                    let mut one_less = changed;
                    *change.parameter.of(&mut one_less) = change.to + 1;
                    assert!(significance::judge(l, r, &judged.alignment, &one_less).is_err(), "{way:?}");
                }
            }
        });
    }

    #[test]
    fn an_end_that_goes_on_behind_a_changed_word_is_examined_as_it_is_aligned() {
        let body = "the council of the harbour voted on Tuesday to close the old ferry landing before winter and to take all passengers across by bus";
        let (left, right) = (format!("Late on {body} until then or so"), format!("Late, as {body} from then in boats"));
        let config = AlignConfig::default();
        examined(&left, &right, &config, |l, r, anchors, examination| {
            let kept: Vec<Pair> = examination.pairs().map(|judged| judged.pair).collect();
            assert_eq!(kept, super::super::align(l, r, &anchors, 4, Reach::Document, &config));
            assert!(left[l.tokens.bytes(kept[0].left_words).range()].ends_with("until then"));
        });
    }

    #[test]
    fn what_a_short_chain_comes_to_is_not_told_as_left_out_where_it_is_kept_as_that_of_another_one() {
        // The last words are a chain of their own, which goes back over the gap through what the first ones come to.
        let warned = "We have warned the offices about this bridge two years ago";
        let (left, right) = (
            format!("{warned} and nobody has told us"),
            format!("{warned} that cables on its eastern side were rotten and nobody has told us"),
        );
        examined(&left, &right, &AlignConfig::default(), |_, _, _, examination| {
            assert_eq!(examination.chains.len(), 2);
            assert!(matches!(examination.judged[..], [Judged { verdict: Verdict::Kept(_), .. }]), "{:?}", examination.judged);
        });
    }

    #[test]
    fn documents_without_anchors_have_nothing_to_examine() {
        examined("One two three four five", "Six seven eight nine ten", &AlignConfig::default(), |_, _, anchors, examination| {
            assert!(anchors.is_empty());
            assert_eq!(examination, Examination::default());
        });
    }

    #[test]
    fn what_many_chains_come_to_between_texts_that_repeat_themselves_is_told_a_few_times_and_kept_once() {
        let page = |step: usize| -> String {
            let row = |n: usize| format!("own{0}first own{0}second answer this comment or report it to the moderators ", n * step % 3);
            (0..40).map(row).collect()
        };
        let config = AlignConfig::default();
        examined(&page(1), &page(2), &config, |l, r, anchors, examination| {
            assert!(examination.chains.len() > 20, "{}", examination.chains.len());
            let of = |judged: &Judged| examination.judged.iter().filter(|other| other.alignment == judged.alignment).count();
            assert!(examination.judged.iter().map(of).max() < Some(examination.chains.len() / 4));
            let mut kept: Vec<Pair> = examination.pairs().map(|judged| judged.pair).collect();
            kept.sort_unstable();
            assert_eq!(kept, super::super::align(l, r, &anchors, 4, Reach::Document, &config));
        });
    }

    #[test]
    fn an_examination_stops_whenever_it_is_asked_to() {
        let page = |step: usize| (0..40).map(|n| format!("own{} answer this comment or report it ", n * step % 3)).collect::<String>();
        examined(&page(1), &page(2), &AlignConfig::default(), |l, r, anchors, examination| {
            let told = |patient: &Patient| examine_unless_stopped(l, r, &anchors, 4, Reach::Document, &AlignConfig::default(), patient);
            for times in 0..examination.chains.len() {
                assert_eq!(told(&Patient::new(times)).unwrap_err().kind(), ErrorKind::Interrupted, "{times}");
            }
            assert_eq!(told(&Patient::new(examination.chains.len())).unwrap(), examination);
        });
    }

    fn text() -> impl Strategy<Value = String> {
        let words = vec!["the", "of", "river", "low", "boats", "Marrow", "ferry", "said", "council", "vote", "too", "was"];
        prop::collection::vec(prop::sample::select(words), 4..60).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn what_is_kept_is_what_align_gives(left in text(), right in text(), common in text(), min_words in 4u32..12, by_paragraph: bool) {
            let config = AlignConfig { min_words, ..AlignConfig::default() };
            let reach = if by_paragraph { Reach::Paragraph } else { Reach::Document };
            examined(&format!("{left}\n\n{common}"), &format!("{common} {right}"), &config, |l, r, anchors, _| {
                let examination = examine(l, r, &anchors, 4, reach, &config);
                let mut kept: Vec<Pair> = examination.pairs().map(|judged| judged.pair).collect();
                kept.sort_unstable();
                prop_assert_eq!(kept, super::super::align(l, r, &anchors, 4, reach, &config));
                Ok(())
            })?;
        }
    }
}
