//! Matches between and around the runs of a chain, by global and by banded alignment.

use std::cell::RefCell;

use super::gains::gains_nothing;
use super::runs::Run;
use super::score::{Match, Quarters};
use super::signs::IN_BITS;
use super::table::{Room, Table};
use super::words::{Places, Words, matching};
use super::{AlignConfig, Side, count};

/// Words beyond a chain's end that are looked at, on each side.
pub(super) const REACH: usize = 24;
/// Words beyond an end, from which on its best alignment may have been cut off by [`REACH`] and is carried on: so many words less as the
/// score may fall by default.
const NEAR_REACH: usize = REACH - 8;
/// How far an extension may leave the diagonal.
pub(super) const BAND: usize = 8;
const _: () = assert!(REACH <= IN_BITS, "what is gained by words beyond an end is found in bits");

thread_local! {
    /// Tables are small and many: each thread makes them all in one place.
    static ROOM: RefCell<Room> = RefCell::default();
}

/// The matches of a chain: its runs word by word, what matches in the gaps between them, and what matches beyond its ends.
pub(super) fn fill(left: Side<'_>, right: Side<'_>, chain: &[Run], config: &AlignConfig) -> Vec<Match> {
    ROOM.with_borrow_mut(|room| Filler { left, right, drop_off: config.drop_off }.fill(room, chain))
}

/// Words beside a run that [`adjoins`] looks at: a word that was changed, a nearly equal one and an equal one.
const BESIDE: u32 = 3;

/// Whether the words beside a run bring more than they cost, equal or nearly so, or as parts of compounds.
pub(super) fn adjoins(left: Side<'_>, right: Side<'_>, run: Run) -> bool {
    let back = |to: u32| Places::Back(to.saturating_sub(BESIDE), to);
    let ahead = |from: u32, side: Side<'_>| Places::Ahead(from, from.saturating_add(BESIDE).min(count(side.tokens.len())));
    ROOM.with_borrow_mut(|room| {
        [(back(run.left), back(run.right)), (ahead(run.left + run.len, left), ahead(run.right + run.len, right))].into_iter().any(
            |(lefts, rights)| {
                let mut a = Words::new(left, lefts, &mut room.left);
                let mut b = Words::new(right, rights, &mut room.right);
                room.grid.clear(b.len());
                !gains_nothing(&mut a, &mut b, &mut room.grid, BAND, Quarters::MAX)
            },
        )
    })
}

/// Two documents, and how far a score may fall.
struct Filler<'a> {
    left: Side<'a>,
    right: Side<'a>,
    drop_off: Quarters,
}

impl Filler<'_> {
    fn fill(&self, room: &mut Room, chain: &[Run]) -> Vec<Match> {
        let (first, last) = (chain[0], chain[chain.len() - 1]);
        let mut matches = Vec::with_capacity(chain.iter().map(|run| run.len as usize).sum::<usize>() + REACH);
        self.before(room, first, &mut matches);
        for (n, run) in chain.iter().enumerate() {
            if n > 0 {
                let previous = chain[n - 1];
                let (lefts, rights) = ((previous.left + previous.len, run.left), (previous.right + previous.len, run.right));
                if run.joins(&previous) {
                    matches.push(Match { joint: run.joint, ..Match::equal(lefts.0, rights.0) });
                } else {
                    self.between(room, lefts, rights, &mut matches);
                }
            }
            matches.extend((0..run.len).map(|k| Match::equal(run.left + k, run.right + k)));
        }
        self.behind(room, last, &mut matches);
        matches
    }

    /// Matches in the gap between two runs, by global alignment (Needleman and Wunsch 1970).
    fn between(&self, room: &mut Room, lefts: (u32, u32), rights: (u32, u32), matches: &mut Vec<Match>) {
        if lefts.0 == lefts.1 || rights.0 == rights.1 {
            return;
        }
        let mut a = Words::new(self.left, Places::Ahead(lefts.0, lefts.1), &mut room.left);
        let mut b = Words::new(self.right, Places::Ahead(rights.0, rights.1), &mut room.right);
        // Most gaps are one word replaced by another: whether they match is all there is to them.
        if a.len() == 1 && b.len() == 1 {
            a.look_at(1);
            b.look_at(1);
            matches.extend(matching(&a, 0, &b, 0).map(|(_, near)| Match { near, ..Match::equal(lefts.0, rights.0) }));
            return;
        }
        room.grid.clear(b.len());
        let table = Table::new(&mut a, &mut b, &mut room.grid, usize::MAX, Quarters::MAX);
        table.trace(&a, &b, (a.len(), b.len()), matches);
    }

    /// Matches before a chain's first run.
    fn before(&self, room: &mut Room, first: Run, matches: &mut Vec<Match>) {
        let back = |to: u32| Places::Back(to.saturating_sub(reach()), to);
        let from = matches.len();
        let (mut l, mut r) = (first.left, first.right);
        while let Some((left, right)) = self.extend(room, (back(l), back(r)), matches) {
            (l, r) = (l - left, r - right);
        }
        matches[from..].reverse();
    }

    /// Matches behind a chain's last run.
    fn behind(&self, room: &mut Room, last: Run, matches: &mut Vec<Match>) {
        let ahead = |from: u32, side: Side<'_>| {
            let end = u32::try_from(side.tokens.len()).expect("a text is shorter than 4 GiB");
            Places::Ahead(from, from.saturating_add(reach()).min(end))
        };
        let (mut l, mut r) = (last.left + last.len, last.right + last.len);
        while let Some((left, right)) = self.extend(room, (ahead(l, self.left), ahead(r, self.right)), matches) {
            (l, r) = (l + left, r + right);
        }
    }

    /// Matches from an end on, as far as the score rises, in the order in which they lie away from it. Where it still rises near the end of what is looked
    /// at: by how many words the end has moved on both sides, for there may be more.
    fn extend(&self, room: &mut Room, (lefts, rights): (Places, Places), matches: &mut Vec<Match>) -> Option<(u32, u32)> {
        if let Some(words) = self.all_equal(lefts, rights) {
            matches.extend((0..words).map(|n| Match::equal(lefts.place(n), rights.place(n))));
            return (words > NEAR_REACH).then_some((count(words), count(words)));
        }
        let mut a = Words::new(self.left, lefts, &mut room.left);
        let mut b = Words::new(self.right, rights, &mut room.right);
        room.grid.clear(b.len());
        if gains_nothing(&mut a, &mut b, &mut room.grid, BAND, self.drop_off) {
            return None;
        }
        let table = Table::new(&mut a, &mut b, &mut room.grid, BAND, self.drop_off);
        let (left, right) = table.best;
        table.trace(&a, &b, table.best, matches);
        (left.max(right) > NEAR_REACH).then_some((count(left), count(right)))
    }

    /// How many words these places are on either side, where all words are equal to those opposite: no other alignment comes to as much as all of them, and no
    /// table need be made. A text that is held against itself is so where it comes to its own place.
    fn all_equal(&self, lefts: Places, rights: Places) -> Option<usize> {
        let words = lefts.len();
        let is_equal = |n: usize| self.left.tokens.hashes[lefts.place(n) as usize] == self.right.tokens.hashes[rights.place(n) as usize];
        (words > 0 && words == rights.len() && (0..words).all(is_equal)).then_some(words)
    }
}

fn reach() -> u32 {
    u32::try_from(REACH).expect("a small number")
}

#[cfg(test)]
mod tests {
    use super::super::score::Joint;
    use super::*;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn words_between_and_around_runs_are_matched() {
        let (l, r) = (
            "Now the Syrian government operation to retake eastern Aleppo from armed insurgent groups",
            "The Syrian government's operation to retake eastern Aleppo from armed groups",
        );
        let (lt, rt) = (tokenize(l, Compounds::Joined), tokenize(r, Compounds::Joined));
        let run = Run { left: 4, right: 3, len: 7, joint: Joint::None };
        let matches = fill(Side { text: l, tokens: &lt }, Side { text: r, tokens: &rt }, &[run], &AlignConfig::default());
        let pairs: Vec<(u32, u32)> = matches.iter().map(|m| (m.left, m.right)).collect();
        assert_eq!(pairs, [(1, 0), (2, 1), (3, 2), (4, 3), (5, 4), (6, 5), (7, 6), (8, 7), (9, 8), (10, 9), (12, 10)]);
        assert_eq!(matches.iter().filter(|m| m.near).count(), 1);
    }

    #[test]
    fn a_gap_of_one_word_on_either_side_is_matched_as_the_table_does() {
        let words = ["ferries", "ferry", "Ferry", "boats", "boat", "12", "13", "the", "then", "fähre", "fährt"];
        for (l, r) in words.iter().flat_map(|l| words.map(|r| (*l, r))) {
            let (lt, rt) = (tokenize(l, Compounds::Joined), tokenize(r, Compounds::Joined));
            let (left, right) = (Side { text: l, tokens: &lt }, Side { text: r, tokens: &rt });
            let (mut room, mut found, mut expected) = (Room::default(), Vec::new(), Vec::new());
            Filler { left, right, drop_off: 32 }.between(&mut room, (0, 1), (0, 1), &mut found);
            let mut a = Words::new(left, Places::Ahead(0, 1), &mut room.left);
            let mut b = Words::new(right, Places::Ahead(0, 1), &mut room.right);
            room.grid.clear(1);
            Table::new(&mut a, &mut b, &mut room.grid, usize::MAX, Quarters::MAX).trace(&a, &b, (1, 1), &mut expected);
            assert_eq!(found, expected, "{l} {r}");
        }
    }

    #[test]
    fn a_nearly_equal_word_and_an_equal_one_behind_a_changed_one_go_on_with_a_run() {
        let run = "boats waited calmly behind the harbour wall";
        let goes_on = |left: &str, right: &str, (l, r): (u32, u32)| {
            let (lt, rt) = (tokenize(left, Compounds::Joined), tokenize(right, Compounds::Joined));
            let run = Run { left: l, right: r, len: 7, joint: Joint::None };
            adjoins(Side { text: left, tokens: &lt }, Side { text: right, tokens: &rt }, run)
        };
        assert!(goes_on(&format!("{run} today steamers sailed"), &format!("{run} later steamer sailed"), (0, 0)));
        assert!(goes_on(&format!("sailed steamers today {run}"), &format!("sailed steamer later {run}"), (3, 3)));
        assert!(!goes_on(&format!("{run} today steamers sailed"), &format!("{run} later otters sang"), (0, 0)));
    }
}
