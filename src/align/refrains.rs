//! A line that a document says again and again holds no alignment together.
//!
//! Where such a line is longer than the comments that stand between its places, two pages match in most of their words without one comment in common. What
//! they have in common is the line, at each of its places, and comments that were copied.

use crate::keyed::KeyedMap;
use crate::seeds::{REPEATS, ROW};
use crate::sketch::each_shingle;

use super::score::Match;
use super::{AlignConfig, Alignment, Side};

/// Runs of so many words in an alignment, at least, and places of one row in them. Most alignments have no three.
const PLACES: usize = 3;

/// The rows that one of two documents says again and again.
#[derive(Debug)]
pub(super) struct Refrains {
    /// Whether nothing is cut: what a document has in common with itself is told as it stands there.
    are_of_one: bool,
    /// Once an alignment asks for them.
    rows: Option<KeyedMap<()>>,
}

impl Refrains {
    /// Of two documents by number, or of one.
    pub(super) fn of(left: u32, right: u32) -> Self {
        Self { are_of_one: left == right, rows: None }
    }
}

/// Those of one document.
fn rows_said_again(side: Side<'_>) -> Vec<(u64, ())> {
    let mut times: KeyedMap<usize> = KeyedMap::default();
    each_shingle(&side.tokens.hashes, ROW, |hash| *times.entry(hash).or_default() += 1);
    times.into_iter().filter(|(_, times)| *times > REPEATS).map(|(hash, _)| (hash, ())).collect()
}

impl Alignment {
    /// The same, cut at all gaps that lie between two places of rows that one of the two documents says again and again, where less than
    /// `config.min_identity` of what stands between them matches.
    pub(super) fn cut_between_refrains(self, left: Side<'_>, right: Side<'_>, known: &mut Refrains, config: &AlignConfig) -> Vec<Self> {
        let cuts = if !known.are_of_one && self.runs().filter(|run| run.len() >= ROW).nth(PLACES - 1).is_some() {
            self.cuts(&self.refrains(left, right, known), config)
        } else {
            Vec::new()
        };
        if cuts.is_empty() {
            return vec![self];
        }
        let ends = cuts.iter().copied().chain([self.matches.len()]);
        let mut from = 0;
        ends.map(|end| Self::of(left.tokens, &self.matches[std::mem::replace(&mut from, end)..end])).collect()
    }

    /// Which matches belong to rows that one of the documents says again and again; empty where none does.
    fn refrains(&self, left: Side<'_>, right: Side<'_>, known: &mut Refrains) -> Vec<bool> {
        let mut rows: Vec<(u64, u32)> = Vec::new();
        for run in self.runs().filter(|run| run.len() >= ROW) {
            let words = run[0].left..run[run.len() - 1].left_end();
            let mut at = words.start;
            each_shingle(&left.tokens.hashes[words.start as usize..words.end as usize], ROW, |hash| {
                rows.push((hash, at));
                at += 1;
            });
        }
        rows.sort_unstable();
        if !rows.chunk_by(|a, b| a.0 == b.0).any(|same| same.len() >= PLACES) {
            return Vec::new();
        }
        let known = known.rows.get_or_insert_with(|| [left, right].into_iter().flat_map(rows_said_again).collect());
        rows.retain(|(hash, _)| known.contains_key(hash));
        let mut are = vec![false; if rows.is_empty() { 0 } else { self.matches.len() }];
        for (_, at) in rows {
            let from = self.matches.partition_point(|m| m.left < at);
            let to = self.matches.partition_point(|m| (m.left as usize) < at as usize + ROW);
            are[from..to].fill(true);
        }
        are
    }

    /// Before which matches it is cut.
    fn cuts(&self, refrains: &[bool], config: &AlignConfig) -> Vec<usize> {
        let (mut cuts, mut last) = (Vec::new(), None);
        for (n, _) in refrains.iter().enumerate().filter(|(_, is_refrain)| **is_refrain) {
            if let Some(before) = last.replace(n).filter(|before| self.is_unlike(*before, n, config)) {
                cuts.extend((before + 1..=n).filter(|k| gap(self.matches[k - 1], self.matches[*k]) > 0));
            }
        }
        cuts
    }

    /// Whether too little matches between two matches.
    fn is_unlike(&self, before: usize, behind: usize, config: &AlignConfig) -> bool {
        let matched = (behind - before - 1) as u64;
        matched * 100 < u64::from(gap(self.matches[before], self.matches[behind])) * u64::from(config.min_identity)
    }
}

/// Words between two matches, on the side that has more.
fn gap(before: Match, behind: Match) -> u32 {
    (behind.left - before.left_end()).max(behind.right - before.right_end())
}

#[cfg(test)]
mod tests {
    use super::super::tests::first_alignment;
    use super::*;
    use proptest::prelude::*;

    const LINE: &str = "answer this comment or report it to the moderators";

    fn page(comments: &[String]) -> String {
        comments.iter().map(|comment| format!("{comment} {LINE}. ")).collect()
    }

    /// What the parts of the first alignment of two texts hold of the left one.
    fn parts(left: &str, right: &str) -> Vec<String> {
        let config = AlignConfig::default();
        let of = |left: Side<'_>, right: Side<'_>, alignment: &Alignment| {
            let words = |part: &Alignment| {
                let (first, last) = (part.matches[0].left as usize, part.matches[part.matches.len() - 1].left_end() as usize);
                left.text[left.tokens.spans[first].start as usize..left.tokens.spans[last - 1].end as usize].to_owned()
            };
            alignment.clone().cut_between_refrains(left, right, &mut Refrains::of(0, 1), &config).iter().map(words).collect()
        };
        first_alignment(left, right, of).expect("an alignment")
    }

    #[test]
    fn pages_under_one_line_have_the_line_in_common_at_each_of_its_places_and_the_comment_that_was_copied() {
        let comments = |own: &str, count: usize| -> Vec<String> {
            let comment = |n: usize| if n == 5 { "low boats leave the ferry".to_owned() } else { format!("{own}{n}a {own}{n}b {own}{n}c") };
            (0..count).map(comment).collect()
        };
        let (left, right) = (page(&comments("own", 20)), page(&comments("other", 20)));
        let found = parts(&left, &right);
        assert_eq!(found.len(), 19, "{found:?}");
        assert_eq!(found[4], format!("{LINE}. low boats leave the ferry {LINE}"));
        assert!(found.iter().enumerate().all(|(n, part)| n == 4 || part == LINE), "{found:?}");
        assert_eq!(parts(&left, &page(&comments("other", 7))).len(), 6, "one says it often enough");
        let few = parts(&page(&comments("own", 6)), &page(&comments("other", 6)));
        assert_eq!(few.len(), 1, "it says the line six times");
        assert_eq!(parts(&left, &left), [left.trim_end_matches(". ")], "a copy of the whole page");
    }

    proptest! {
        #[test]
        fn parts_have_all_matches_and_are_cut_between_two_places_of_a_row_alone(
            comments in prop::collection::vec(prop::collection::vec((0usize..4, any::<bool>()), 0..4), 1..24),
        ) {
            let text = |side: &str| {
                let word = |(n, is_equal): &(usize, bool)| if *is_equal { ["low", "boats", "leave", "ferries"][*n].to_owned() } else { format!("{side}{n}") };
                page(&comments.iter().map(|own| own.iter().map(word).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>())
            };
            let config = AlignConfig::default();
            let both = |left: Side<'_>, right: Side<'_>, alignment: &Alignment| {
                (alignment.clone(), alignment.clone().cut_between_refrains(left, right, &mut Refrains::of(0, 1), &config), left.tokens.hashes.clone())
            };
            let Some((whole, parts, hashes)) = first_alignment(&text("left"), &text("right"), both) else { return Ok(()) };
            prop_assert_eq!(parts.iter().flat_map(|part| part.matches.clone()).collect::<Vec<_>>(), whole.matches.clone());
            prop_assert!(comments.len() > REPEATS || parts.len() == 1);
            for two in parts.windows(2) {
                let (before, behind) = (two[0].matches[two[0].matches.len() - 1], two[1].matches[0]);
                prop_assert!(gap(before, behind) > 0);
            }
            // No part bridges two lines between which too little matches.
            let line = &hashes[hashes.len() - 9..];
            let lines = |part: &Alignment| {
                let is_line = |n: usize| {
                    part.matches[n..].len() >= 9
                        && (0..9).all(|k| hashes[part.matches[n + k].left as usize] == line[k])
                        && (1..9).all(|k| gap(part.matches[n + k - 1], part.matches[n + k]) == 0)
                };
                (0..part.matches.len()).filter(|n| is_line(*n)).collect::<Vec<usize>>()
            };
            if comments.len() > REPEATS && whole.runs().filter(|run| run.len() >= ROW).count() >= PLACES {
                for part in &parts {
                    for two in lines(part).windows(2) {
                        let (end, start) = (two[0] + 8, two[1]);
                        let between = gap(part.matches[end], part.matches[start]) as usize;
                        prop_assert!((start - end - 1) * 100 >= between * 60);
                    }
                }
            }
        }
    }
}
