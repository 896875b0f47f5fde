//! The places from which two documents that were named are compared.

use crate::seeds::{Anchor, Place, Posting, SeedConfig, candidates, postings};
use crate::text::Tokens;

/// Anchors at the [edges](SeedConfig::repeats) of what a document repeats, times the words of both, up to which they are kept. Where both repeat one row,
/// each of them can be aligned from end to end: two texts of 200 comments of three words under one line, eight of each, took 12 s in place of 21 ms
/// (2026-11-29, a build without optimization).
const EDGES: usize = 1 << 22;

/// The anchors of two documents, those at the edges of what one of them repeats included, unless these are too many.
pub(super) fn of(ordered: &[Tokens; 2], seeds: &SeedConfig) -> Vec<Anchor> {
    let places = [Place { outlet: 0, rank: 0 }, Place { outlet: 1, rank: 1 }];
    let found = |postings: &[Posting]| -> Vec<Anchor> {
        let found = candidates(postings, ordered, &places, seeds).anchors;
        found.into_iter().filter(|anchor| anchor.left != anchor.right).collect()
    };
    let [inside, all] = [seeds.repeats, usize::MAX].map(|repeats| postings(ordered, &SeedConfig { repeats, ..*seeds }));
    let some = found(&inside);
    if inside.len() == all.len() {
        return some;
    }
    // A seed with some places more may have too many for each to be compared with each.
    let mut all = found(&all);
    all.extend_from_slice(&some);
    all.sort_unstable();
    all.dedup();
    let words: usize = ordered.iter().map(Tokens::len).sum();
    let are_too_many = (all.len() - some.len()).saturating_mul(words) > EDGES;
    if are_too_many { some } else { all }
}

#[cfg(test)]
mod tests {
    use super::super::tests::compared;
    use super::*;
    use crate::pipeline::ScanConfig;
    use crate::text::{Compounds, tokenize};

    /// Those of a scan of the two alone, and those that there would be if none were left out.
    fn some_and_all(tokens: &[Tokens; 2], seeds: &SeedConfig) -> [Vec<Anchor>; 2] {
        let places = [Place { outlet: 0, rank: 0 }, Place { outlet: 1, rank: 1 }];
        [seeds.repeats, usize::MAX].map(|repeats| {
            let found = candidates(&postings(tokens, &SeedConfig { repeats, ..*seeds }), tokens, &places, seeds).anchors;
            found.into_iter().filter(|a| a.left != a.right).collect()
        })
    }

    fn of_two() -> SeedConfig {
        SeedConfig { same_outlet: true, document_bound: 2, complete: 2, ..SeedConfig::default() }
    }

    #[test]
    fn a_copy_of_a_few_words_between_two_repeated_rows_is_found() {
        let line = "answer this comment or report it to the moderators";
        let own = |n: usize| if n == 9 { "ferry stays moored".to_owned() } else { format!("own{n}first own{n}second own{n}third") };
        let page: String = (0..20).map(|n| format!("{} {line} ", own(n))).collect();
        let other = "The harbour master wrote to the moderators ferry stays moored answer this comment before noon";
        let config = ScanConfig::default();
        let [l, r] = [&page, other].map(|text| tokenize(text, Compounds::Joined));
        assert!(!crate::seeds::at_edges(&l, &r, &config.seeds).is_empty());
        for (left, right) in [(&*page, other), (other, &page)] {
            let compared = compared(left, right);
            let [passage] = &compared.passages[..] else { panic!("{compared:?}") };
            assert_eq!((passage.words, compared.is_match()), (9, true), "{passage:?}");
        }
    }

    #[test]
    fn texts_that_both_repeat_a_row_leave_out_what_would_align_them_from_end_to_end_again_and_again() {
        let page = |step: usize| -> String {
            (0..996usize)
                .map(|n| {
                    format!("own{0}first own{0}second own{0}third answer this comment or report it to the moderators ", n * step % 166)
                })
                .collect()
        };
        let tokens = [page(1), page(7)].map(|text| tokenize(&text, Compounds::Joined));
        let seeds = of_two();
        let [some, all] = some_and_all(&tokens, &seeds);
        assert!(all.len() > 10 * some.len(), "{} of {}", some.len(), all.len());
        assert_eq!(of(&tokens, &seeds), some);
    }

    #[test]
    fn a_seed_that_is_at_edges_too_loses_none_of_its_other_places() {
        // Eight places on either side are compared each with each, fourteen with eight are not.
        let own = |n: usize, side: char| format!("{side}{n}first {side}{n}second {side}{n}third {side}{n}fourth");
        let apart =
            |side: char| (0..8).map(|n| format!("{} to the moderators ferry {} ", own(n, side), own(n + 100, side))).collect::<String>();
        let behind = |n: usize| if n < 6 { "ferry" } else { "steamer" };
        let line = |n: usize| format!("answer this comment or report it to the moderators {} {} ", behind(n), own(n, 'c'));
        let repeated: String = (0..30).map(line).collect();
        let tokens = [apart('l') + &repeated, apart('r')].map(|text| tokenize(&text, Compounds::Joined));
        let seeds = SeedConfig { window: 1, ..of_two() };
        let [some, all] = some_and_all(&tokens, &seeds);
        assert!(some.iter().any(|anchor| !all.contains(anchor)), "{} and {}", some.len(), all.len());
        let found = of(&tokens, &seeds);
        assert!(some.iter().chain(&all).all(|anchor| found.contains(anchor)) && found.is_sorted(), "{}", found.len());
    }
}
