//! The table of a global or banded alignment: scores of the first words of one side against the first of the other.

use super::score::{Joint, Match, Quarters};
use super::signs::{IN_BITS, Signs};
use super::words::{Word, Words, is_joint, matching, may_be_joint};

/// Cost of a word that stands on one side only, where matches are still being looked for.
pub(super) const SKIPPED: Quarters = 2;
/// Cost of a word replaced by another.
pub(super) const REPLACED: Quarters = 4;

/// What one table after another is made in.
#[derive(Default)]
pub(super) struct Room {
    pub(super) left: Vec<Word>,
    pub(super) right: Vec<Word>,
    pub(super) grid: Grid,
}

/// What a table is filled in.
#[derive(Default)]
pub(super) struct Grid {
    scores: Vec<Quarters>,
    signs: Signs,
    /// In a row, whether something may match in each cell: nothing, where not.
    may_match: Vec<u32>,
    /// The same of the rows that are known, in bits.
    rows: Vec<u32>,
    /// For so many words of the second side, the most that a chain of matches among them brings.
    pub(super) chains: Vec<Quarters>,
}

impl Grid {
    /// Makes room for other words, of which none was looked at; so many are on the second side.
    pub(super) fn clear(&mut self, words: usize) {
        self.signs.clear(words);
        self.rows.clear();
    }

    /// Where word `i` of the first side, counted from 1, may match those within `band`: a bit each, the first word's the lowest. The second side has no more than
    /// [`IN_BITS`]. Words are looked at, and rows found, so many at once.
    #[inline]
    pub(super) fn row(&mut self, a: &mut Words<'_, '_>, b: &mut Words<'_, '_>, i: usize, band: usize, at_once: usize) -> u64 {
        if i > self.rows.len() {
            // No row further on has a cell within the band.
            let known = a.len().min(self.rows.len().saturating_add(at_once)).min(b.len().saturating_add(band)).max(i);
            a.look_at(known);
            b.look_at(known.saturating_add(band));
            self.signs.read(b.words);
            self.signs.rows(&a.words[self.rows.len()..known], band, &mut self.rows);
        }
        let (from, to) = (i.saturating_sub(band).max(1), b.len().min(i.saturating_add(band)));
        if from > to { 0 } else { u64::from(self.rows[i - 1]) >> (from - 1) << (from - 1) & ((1 << to) - 1) }
    }
}

/// Scores of aligning the first i words of one side with the first j of the other.
pub(super) struct Table<'r> {
    width: usize,
    scores: &'r mut Vec<Quarters>,
    /// The cell with the best score, the earliest of equals.
    pub(super) best: (usize, usize),
}

const UNREACHED: Quarters = Quarters::MIN / 2;

/// Rows, at most, that are gone through where nothing matches, before every score lies so far below nothing.
pub(super) fn rows_at_most(drop_off: Quarters) -> usize {
    usize::try_from(drop_off / SKIPPED).map_or(1, |rows| rows + 1)
}

/// A score in the first of these cells, and what comes of it in those on its right.
fn reach(cells: &mut [Quarters], mut score: Quarters) {
    for cell in cells {
        if score <= *cell {
            break;
        }
        *cell = score;
        score -= SKIPPED;
    }
}

/// The score of a cell if its two words match, or are replaced, or make a compound with one before.
fn gained(a: &Words<'_, '_>, b: &Words<'_, '_>, (i, j): (usize, usize), above: &[Quarters], two_above: &[Quarters]) -> Quarters {
    let mut best = above[j - 1] + matching(a, i - 1, b, j - 1).map_or(-REPLACED, |(gain, _)| gain);
    if i > 1 && may_be_joint(a, i - 1, b, j - 1) {
        let joint = two_above[j - 1] + a.words[i - 2].weight;
        if joint > best && is_joint(a, i - 1, b, j - 1) {
            best = joint;
        }
    }
    if j > 1 && may_be_joint(b, j - 1, a, i - 1) {
        let joint = above[j - 2] + a.words[i - 1].weight;
        if joint > best && is_joint(b, j - 1, a, i - 1) {
            best = joint;
        }
    }
    best
}

impl<'r> Table<'r> {
    /// Fills the cells within `band` of the diagonal, down to the row in which every score lies `drop_off` below the best. The grid knows nothing, or rows
    /// of these words.
    ///
    /// To skip a word of each side costs as much as to replace one by the other, so where nothing matches a cell has the score above it less a word. Only
    /// matches are looked at one by one, and what lies on their right.
    pub(super) fn new(a: &mut Words<'_, '_>, b: &mut Words<'_, '_>, grid: &'r mut Grid, band: usize, drop_off: Quarters) -> Self {
        let width = b.len() + 1;
        grid.scores.clear();
        let at_once = rows_at_most(drop_off);
        let (mut best, mut best_cell) = (0, (0, 0));
        for i in 0..=a.len() {
            grid.scores.resize((i + 1) * width, UNREACHED);
            let (from, to) = (i.saturating_sub(band), b.len().min(i.saturating_add(band)));
            if i == 0 {
                (0..).zip(&mut grid.scores[..=to]).for_each(|(skipped, cell)| *cell = -SKIPPED * skipped);
                continue;
            }
            let first = from.max(1);
            let mut bits = 0;
            if b.len() <= IN_BITS {
                bits = grid.row(a, b, i, band, at_once);
            } else {
                a.look_at(i);
                b.look_at(i.saturating_add(band));
                grid.signs.read(b.words);
                grid.signs.may_match(&a.words[i - 1], (first - 1, to.max(first - 1)), &mut grid.may_match);
            }
            let (before, row) = grid.scores.split_at_mut(i * width);
            let (above, two_above) = (&before[(i - 1) * width..], &before[i.saturating_sub(2) * width..]);
            let mut row_best = UNREACHED;
            if from <= to {
                row[from..=to].iter_mut().zip(&above[from..=to]).for_each(|(cell, above)| *cell = above - SKIPPED);
                // Nothing was reached above the last cell, where the band goes on.
                if to > 0 {
                    row[to] = row[to].max(above[to - 1] - REPLACED);
                }
                let mut take = |j: usize| {
                    let score = gained(a, b, (i, j), above, two_above);
                    if score > row[j] {
                        reach(&mut row[j..=to], score);
                        if score > best {
                            (best, best_cell) = (score, (i, j));
                        }
                    }
                };
                if b.len() <= IN_BITS {
                    while bits != 0 {
                        take(bits.trailing_zeros() as usize + 1);
                        bits &= bits - 1;
                    }
                } else {
                    (first..).zip(&grid.may_match).filter(|(_, may_match)| **may_match != 0).for_each(|(j, _)| take(j));
                }
                row_best = row[from..=to].iter().fold(UNREACHED, |most, score| most.max(*score));
            }
            if drop_off < Quarters::MAX && best - row_best > drop_off {
                break;
            }
        }
        Self { width, scores: &mut grid.scores, best: best_cell }
    }

    fn score(&self, i: usize, j: usize) -> Quarters {
        self.scores[i * self.width + j]
    }

    /// The best way into a cell: its score, the cell before, and whether words match on that step: how, and whether nearly only.
    fn step(&self, a: &Words<'_, '_>, b: &Words<'_, '_>, i: usize, j: usize) -> (Quarters, (usize, usize), Option<(Joint, bool)>) {
        let mut best = (UNREACHED, (i, j), None);
        if i > 0 && j > 0 {
            best = match matching(a, i - 1, b, j - 1) {
                Some((gain, near)) => (self.score(i - 1, j - 1) + gain, (i - 1, j - 1), Some((Joint::None, near))),
                None => (self.score(i - 1, j - 1) - REPLACED, (i - 1, j - 1), None),
            };
        }
        if i > 1 && j > 0 && self.score(i - 2, j - 1) + a.words[i - 2].weight > best.0 && is_joint(a, i - 1, b, j - 1) {
            best = (self.score(i - 2, j - 1) + a.words[i - 2].weight, (i - 2, j - 1), Some((Joint::Left, false)));
        }
        if i > 0 && j > 1 && self.score(i - 1, j - 2) + a.words[i - 1].weight > best.0 && is_joint(b, j - 1, a, i - 1) {
            best = (self.score(i - 1, j - 2) + a.words[i - 1].weight, (i - 1, j - 2), Some((Joint::Right, false)));
        }
        if i > 0 && self.score(i - 1, j) - SKIPPED > best.0 {
            best = (self.score(i - 1, j) - SKIPPED, (i - 1, j), None);
        }
        if j > 0 && self.score(i, j - 1) - SKIPPED > best.0 {
            best = (self.score(i, j - 1) - SKIPPED, (i, j - 1), None);
        }
        best
    }

    /// Appends the matches on the best way to `cell`, first one first.
    pub(super) fn trace(&self, a: &Words<'_, '_>, b: &Words<'_, '_>, cell: (usize, usize), matches: &mut Vec<Match>) {
        let from = matches.len();
        let mut at = cell;
        while at != (0, 0) {
            let (_, before, matched) = self.step(a, b, at.0, at.1);
            if let Some((joint, near)) = matched {
                // The first of two words, in whichever order they are looked at.
                let first = |words: &Words<'_, '_>, from: usize, to: usize| words.words[from].place.min(words.words[to - 1].place);
                matches.push(Match { left: first(a, before.0, at.0), right: first(b, before.1, at.1), near, joint });
            }
            at = before;
        }
        matches[from..].reverse();
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::Side;
    use super::super::gains::gains_nothing;
    use super::super::words::Places;
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    pub(in super::super) fn words() -> impl Strategy<Value = String> {
        let some = vec![
            "cease-fire",
            "ceasefire",
            "cease",
            "fire",
            "minister",
            "ministers",
            "the",
            "of",
            "talks",
            "tanks",
            "2016",
            "air strike",
            "airstrike",
        ];
        prop::collection::vec(prop::sample::select(some), 1..30).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn every_cell_holds_what_its_best_step_gives_and_the_best_is_the_first_of_equals(
            l in words(), r in words(), more in prop::option::of(words()), banded: bool, back: bool, is_known: bool,
        ) {
            // Some have more words than bits.
            let r = more.map_or(r.clone(), |more| format!("{r} {more}"));
            let (lt, rt) = (tokenize(&l, Compounds::Joined), tokenize(&r, Compounds::Joined));
            let (band, drop_off) = if banded { (8, 32) } else { (usize::MAX, Quarters::MAX) };
            let room = &mut Room::default();
            let places = |len: usize| if back { Places::Back(0, len as u32) } else { Places::Ahead(0, len as u32) };
            let mut a = Words::new(Side { text: &l, tokens: &lt }, places(lt.len()), &mut room.left);
            let mut b = Words::new(Side { text: &r, tokens: &rt }, places(rt.len()), &mut room.right);
            room.grid.clear(b.len());
            if is_known && banded && b.len() <= IN_BITS {
                gains_nothing(&mut a, &mut b, &mut room.grid, band, drop_off);
            }
            let table = Table::new(&mut a, &mut b, &mut room.grid, band, drop_off);
            let rows = table.scores.len() / table.width;
            let row = |i: usize| i.saturating_sub(band)..=b.len().min(i.saturating_add(band));
            let (mut best, mut best_cell) = (0, (0, 0));
            for (i, j) in (0..rows).flat_map(|i| row(i).map(move |j| (i, j))) {
                let expected = if (i, j) == (0, 0) { 0 } else { table.step(&a, &b, i, j).0 };
                prop_assert_eq!(table.score(i, j), expected, "{} {}", i, j);
                if expected > best {
                    (best, best_cell) = (expected, (i, j));
                }
                // The last row alone lies so far below.
                let is_open = j > *row(i).start() || row(i).map(|j| table.score(i, j)).max().is_some_and(|most| best.max(most) - most <= drop_off);
                prop_assert!(is_open || i + 1 == rows, "{} of {}", i, rows);
            }
            prop_assert_eq!(table.best, best_cell);
            let last = row(rows - 1).map(|j| table.score(rows - 1, j)).max().unwrap_or(UNREACHED);
            prop_assert!(rows == a.len() + 1 || best - last > drop_off);
        }
    }
}
