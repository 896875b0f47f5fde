//! The table of a global or banded alignment: scores of the first words of one side against the first of the other.

use crate::kernel::lanes::{self, Lanes};

use super::score::{Joint, Match, Quarters};
use super::words::{Ends, Outline, Word, Words, is_joint, matching, may_be_joint};

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
            let known = a.len().min(self.rows.len().saturating_add(at_once)).max(i);
            a.look_at(known);
            b.look_at(known.saturating_add(band));
            self.signs.read(b.words);
            let first = self.rows.len();
            self.rows.resize(known, 0);
            let found = &mut self.rows[first..];
            lanes::run(Rows { signs: &self.signs, words: &a.words[first..known], found, first, band });
        }
        let (from, to) = (i.saturating_sub(band).max(1), b.len().min(i.saturating_add(band)));
        if from > to { 0 } else { u64::from(self.rows[i - 1]) >> (from - 1) << (from - 1) & ((1 << to) - 1) }
    }
}

/// Words whose signs are read at once.
const AT_ONCE: usize = 16;
/// Words that have a bit each in what is found of a row.
pub(super) const IN_BITS: usize = 32;

/// What tells of most words of the second side that they do not match: columns, read for a row of the table at once. Behind the words that were
/// looked at they are filled up, so that no row ends with some words read one by one.
#[derive(Default)]
struct Signs {
    /// Words that were looked at.
    count: usize,
    /// The lower halves.
    hashes: Vec<u32>,
    /// As [`Ends`] has them.
    firsts: Vec<u32>,
    lasts: Vec<u32>,
    are_short: Vec<u32>,
    /// As [`Outline`] has them, of the words and of each with the one before.
    wholes: Vec<u32>,
    known_of_wholes: Vec<u32>,
    twos: Vec<u32>,
    known_of_twos: Vec<u32>,
}

impl Signs {
    /// Of none of so many words.
    fn clear(&mut self, words: usize) {
        let Self { count, hashes, firsts, lasts, are_short, wholes, known_of_wholes, twos, known_of_twos } = self;
        *count = 0;
        for column in [hashes, firsts, lasts, are_short, wholes, known_of_wholes, twos, known_of_twos] {
            column.clear();
            column.resize(words + AT_ONCE, 0);
        }
    }

    /// Reads the words that were looked at since.
    fn read(&mut self, words: &[Word]) {
        for (n, word) in words.iter().enumerate().skip(self.count) {
            self.hashes[n] = word.hash as u32;
            self.firsts[n] = word.ends.first;
            self.lasts[n] = word.ends.last;
            self.are_short[n] = word.ends.is_short;
            self.wholes[n] = word.whole.bits;
            self.known_of_wholes[n] = word.whole.known;
            self.twos[n] = word.two.bits;
            self.known_of_twos[n] = word.two.known;
        }
        self.count = words.len();
    }

    /// Where a word may match those from one place to before another: always where it does.
    fn may_match(&self, word: &Word, places: (usize, usize), found: &mut Vec<u32>) {
        lanes::run(Row { signs: self, word, places, found });
    }

    /// What tells whether a word may match the next ones from a place on: nothing, where it does not.
    #[inline(always)]
    fn at_once(&self, word: &Word, from: usize) -> [u32; AT_ONCE] {
        let column = |column: &'_ [u32]| -> [u32; AT_ONCE] {
            let mut own = [0; AT_ONCE];
            own.copy_from_slice(&column[from..from + AT_ONCE]);
            own
        };
        let hash = word.hash as u32;
        // As `matching` and `may_be_joint` have it.
        let (hashes, firsts, lasts, are_short) = (column(&self.hashes), column(&self.firsts), column(&self.lasts), column(&self.are_short));
        let (wholes, known_of_wholes, twos, known_of_twos) =
            (column(&self.wholes), column(&self.known_of_wholes), column(&self.twos), column(&self.known_of_twos));
        let mut found = [0; AT_ONCE];
        for n in 0..AT_ONCE {
            let ends = Ends { first: firsts[n], last: lasts[n], is_short: are_short[n] };
            let whole = Outline { bits: wholes[n], known: known_of_wholes[n] };
            let two = Outline { bits: twos[n], known: known_of_twos[n] };
            found[n] = u32::from(hashes[n] == hash)
                | u32::from(ends.may_be_alike(word.ends))
                | u32::from(whole.may_be(word.two))
                | u32::from(two.may_be(word.whole));
        }
        found
    }
}

/// A row of a table: a word of the first side against some of the second.
struct Row<'a> {
    signs: &'a Signs,
    word: &'a Word,
    places: (usize, usize),
    found: &'a mut Vec<u32>,
}

impl Lanes for Row<'_> {
    #[inline(always)]
    fn run(self) {
        let Self { signs, word, places: (from, to), found } = self;
        found.clear();
        found.resize((to - from).next_multiple_of(AT_ONCE), 0);
        for (from, found) in (from..).step_by(AT_ONCE).zip(found.as_chunks_mut::<AT_ONCE>().0) {
            *found = signs.at_once(word, from);
        }
        // What fills the columns up is no word.
        found.truncate(to - from);
    }
}

/// Rows of a table: some words of the first side, as many before them, against those of the first [`IN_BITS`] of the second that lie in the band.
struct Rows<'a> {
    signs: &'a Signs,
    words: &'a [Word],
    /// A bit for each that may match. What lies beyond the band is anything.
    found: &'a mut [u32],
    first: usize,
    band: usize,
}

impl Lanes for Rows<'_> {
    #[inline(always)]
    fn run(self) {
        let Self { signs, words, found, first, band } = self;
        for from in (0..signs.count.min(IN_BITS)).step_by(AT_ONCE) {
            // Of other rows the band begins behind these, or ends before.
            let row = |row: usize| row.saturating_sub(first).min(words.len());
            let reached = row(from.saturating_sub(band))..row((from + AT_ONCE).saturating_add(band));
            for (word, found) in words[reached.clone()].iter().zip(&mut found[reached]) {
                let may_match = signs.at_once(word, from);
                *found |= (0..AT_ONCE).fold(0, |bits, n| bits | may_match[n] << n) << from;
            }
        }
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

/// Rows that are gone through where nothing matches, before every score lies so far below nothing.
pub(super) fn rows_at_least(drop_off: Quarters) -> usize {
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
        let at_once = rows_at_least(drop_off);
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
        fn every_cell_holds_what_its_best_step_gives(l in words(), r in words(), banded: bool, back: bool) {
            let (lt, rt) = (tokenize(&l, Compounds::Joined), tokenize(&r, Compounds::Joined));
            let (band, drop_off) = if banded { (8, 32) } else { (usize::MAX, Quarters::MAX) };
            let room = &mut Room::default();
            let places = |len: usize| if back { Places::Back(0, len as u32) } else { Places::Ahead(0, len as u32) };
            let mut a = Words::new(Side { text: &l, tokens: &lt }, places(lt.len()), &mut room.left);
            let mut b = Words::new(Side { text: &r, tokens: &rt }, places(rt.len()), &mut room.right);
            room.grid.clear(b.len());
            let table = Table::new(&mut a, &mut b, &mut room.grid, band, drop_off);
            for i in 0..table.scores.len() / table.width {
                for j in i.saturating_sub(band)..=b.len().min(i.saturating_add(band)) {
                    let expected = if (i, j) == (0, 0) { 0 } else { table.step(&a, &b, i, j).0 };
                    prop_assert_eq!(table.score(i, j), expected, "{} {}", i, j);
                }
            }
        }
    }
}
