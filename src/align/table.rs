//! The table of a global or banded alignment: scores of the first words of one side against the first of the other.

use crate::text::normal_form;

use super::Side;
use super::joint::is_compound;
use super::score::{Joint, Match, Quarters, weight};
use super::spelling::nearly_alike;

/// Cost of a word that stands on one side only, where matches are still being looked for.
const SKIPPED: Quarters = 2;
/// Cost of a word replaced by another.
const REPLACED: Quarters = 4;

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
}

/// What tells of most words of the second side that they do not match: read for a row of the table at once.
#[derive(Default)]
struct Signs {
    /// The lower halves.
    hashes: Vec<u32>,
    ends: Vec<u32>,
    /// Bytes of each span, and with those of the one before.
    lens: Vec<u32>,
    lens_of_two: Vec<u32>,
}

/// The words of one side in the order of an extension, looked at no further than asked for.
pub(super) struct Words<'a, 'r> {
    side: Side<'a>,
    places: Places,
    words: &'r mut Vec<Word>,
}

/// Where the words of an extension stand.
#[derive(Clone, Copy)]
pub(super) enum Places {
    /// From the first to before the second.
    Ahead(u32, u32),
    /// From before the second to the first.
    Back(u32, u32),
}

/// A word as the table reads it.
#[derive(Clone, Copy)]
pub(super) struct Word {
    place: u32,
    hash: u64,
    weight: Quarters,
    /// Bytes of its span.
    len: u32,
    /// Whether it is made of nothing but ASCII letters: its normal form is itself in small ones.
    is_plain: bool,
    ends: Ends,
}

/// The first two and the last two bytes of a word's normal form; zeros for words that are like no other one.
type Ends = [u8; 4];

const NO_ENDS: Ends = [0; 4];

impl<'a, 'r> Words<'a, 'r> {
    pub(super) fn new(side: Side<'a>, places: Places, words: &'r mut Vec<Word>) -> Self {
        words.clear();
        Self { side, places, words }
    }

    pub(super) fn len(&self) -> usize {
        let (Places::Ahead(from, to) | Places::Back(from, to)) = self.places;
        (to - from) as usize
    }

    /// Looks at the first `count` words, or all.
    fn look_at(&mut self, count: usize) {
        for k in self.words.len()..count.min(self.len()) {
            let k = u32::try_from(k).expect("a place in a text of less than 4 GiB");
            let place = match self.places {
                Places::Ahead(from, _) => from + k,
                Places::Back(_, to) => to - 1 - k,
            };
            let at = place as usize;
            let (hash, weight) = (self.side.tokens.hashes[at], weight(self.side.tokens.traits[at]));
            let word = &self.side.text[self.side.tokens.spans[at].range()];
            let is_plain = word.bytes().all(|b| b.is_ascii_alphabetic());
            let ends = if self.side.tokens.traits[at].is_number() {
                NO_ENDS
            } else if is_plain {
                ends(word.as_bytes())
            } else {
                ends(form(word).as_bytes())
            };
            let len = self.side.tokens.spans[at].len();
            self.words.push(Word { place, hash, weight, len, is_plain, ends });
        }
    }

    fn text(&self, i: usize) -> &str {
        &self.side.text[self.side.tokens.spans[self.words[i].place as usize].range()]
    }
}

impl Signs {
    /// No word has this length, and no word's ends are these.
    const NONE: u32 = u32::MAX;

    fn clear(&mut self) {
        [&mut self.hashes, &mut self.ends, &mut self.lens, &mut self.lens_of_two].into_iter().for_each(Vec::clear);
    }

    /// Reads the words that were looked at since.
    fn read(&mut self, words: &[Word]) {
        for word in &words[self.hashes.len()..] {
            self.hashes.push(word.hash as u32);
            self.ends.push(u32::from_le_bytes(word.ends));
            self.lens_of_two.push(self.lens.last().map_or(Self::NONE, |before| before + word.len));
            self.lens.push(word.len);
        }
    }

    /// Where a word may match those from one place to before another: always where it does.
    fn may_match(&self, word: &Word, before: Option<&Word>, (from, to): (usize, usize), found: &mut Vec<u32>) {
        // As `matching` and `is_joint_in_length` have it.
        const FIRST_TWO: u32 = 0x0000_FFFF;
        const FIRST_AND_LAST: u32 = 0xFF00_00FF;
        const LAST_TWO: u32 = 0xFFFF_0000;
        let (hash, len) = (word.hash as u32, word.len);
        let ends = if word.ends == NO_ENDS { Self::NONE } else { u32::from_le_bytes(word.ends) };
        let len_of_two = before.map_or(Self::NONE, |before| before.len + len);
        let words = self.hashes[from..to].iter().zip(&self.ends[from..to]).zip(&self.lens[from..to]).zip(&self.lens_of_two[from..to]);
        found.clear();
        found.extend(words.map(|(((own_hash, own_ends), own_len), own_len_of_two)| {
            let unlike = own_ends ^ ends;
            u32::from(*own_hash == hash)
                | u32::from(unlike & FIRST_TWO == 0)
                | u32::from(unlike & FIRST_AND_LAST == 0)
                | u32::from(unlike & LAST_TWO == 0)
                | u32::from(*own_len == len_of_two)
                | u32::from(*own_len_of_two == len)
        }));
    }
}

fn form(word: &str) -> String {
    let mut form = String::new();
    normal_form(word, &mut form);
    form
}

/// The ends of a word's normal form. Words begin and end with letters or digits, so a plain one need not be made small first.
fn ends(form: &[u8]) -> Ends {
    match form {
        [a, b, .., y, z] => [*a, *b, *y, *z].map(|b| b.to_ascii_lowercase()),
        _ => NO_ENDS,
    }
}

/// What matching these two words gives: (weight, nearly alike only), if they match at all.
#[inline(always)]
fn matching(left: &Words<'_, '_>, i: usize, right: &Words<'_, '_>, j: usize) -> Option<(Quarters, bool)> {
    let (a, b) = (&left.words[i], &right.words[j]);
    if a.hash == b.hash {
        return Some((a.weight, false));
    }
    // Words that are nearly alike have two bytes in common at their ends.
    let plausible = a.ends[0] == b.ends[0] && (a.ends[1] == b.ends[1] || a.ends[3] == b.ends[3]) || a.ends[2..] == b.ends[2..];
    (plausible && a.ends[0] != 0 && b.ends[0] != 0 && is_nearly_alike(left, i, right, j)).then_some((a.weight / 2, true))
}

/// Whether two words are nearly alike in their normal forms.
fn is_nearly_alike(left: &Words<'_, '_>, i: usize, right: &Words<'_, '_>, j: usize) -> bool {
    let small = |words: &Words<'_, '_>, n: usize| if words.words[n].is_plain { Small::of(words.text(n)) } else { None };
    match (small(left, i), small(right, j)) {
        (Some(l), Some(r)) => nearly_alike(l.as_str(), r.as_str()),
        _ => nearly_alike(&form(left.text(i)), &form(right.text(j))),
    }
}

/// A word of ASCII letters in small ones.
struct Small {
    letters: [u8; Small::MOST],
    len: usize,
}

impl Small {
    /// Longer words are rare.
    const MOST: usize = 24;

    fn of(word: &str) -> Option<Self> {
        let mut letters = [0; Self::MOST];
        let own = letters.get_mut(..word.len())?;
        own.copy_from_slice(word.as_bytes());
        own.make_ascii_lowercase();
        Some(Self { letters, len: word.len() })
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.len]).unwrap_or_default()
    }
}

/// Lengths rule out nearly every joint.
#[inline(always)]
fn is_joint_in_length(parts: &Words<'_, '_>, i: usize, together: &Words<'_, '_>, j: usize) -> bool {
    parts.words[i - 1].len + parts.words[i].len == together.words[j].len
}

/// Whether words `i - 1` and `i` of the one side, in whichever order they are looked at, are word `j` of the other.
#[inline(always)]
fn is_joint(parts: &Words<'_, '_>, i: usize, together: &Words<'_, '_>, j: usize) -> bool {
    let (a, b, whole) = (&parts.words[i - 1], &parts.words[i], &together.words[j]);
    is_joint_in_length(parts, i, together, j)
        && a.place.abs_diff(b.place) == 1
        && is_compound(parts.side, a.place.min(b.place), together.side, whole.place)
}

/// Scores of aligning the first i words of one side with the first j of the other.
pub(super) struct Table<'r> {
    width: usize,
    scores: &'r mut Vec<Quarters>,
    /// The cell with the best score, the earliest of equals.
    pub(super) best: (usize, usize),
}

const UNREACHED: Quarters = Quarters::MIN / 2;

/// The score of a cell if its two words match, or are replaced, or make a compound with one before.
fn gained(a: &Words<'_, '_>, b: &Words<'_, '_>, (i, j): (usize, usize), above: &[Quarters], two_above: &[Quarters]) -> Quarters {
    let mut best = above[j - 1] + matching(a, i - 1, b, j - 1).map_or(-REPLACED, |(gain, _)| gain);
    if i > 1 && is_joint_in_length(a, i - 1, b, j - 1) {
        let joint = two_above[j - 1] + a.words[i - 2].weight;
        if joint > best && is_joint(a, i - 1, b, j - 1) {
            best = joint;
        }
    }
    if j > 1 && is_joint_in_length(b, j - 1, a, i - 1) {
        let joint = above[j - 2] + a.words[i - 1].weight;
        if joint > best && is_joint(b, j - 1, a, i - 1) {
            best = joint;
        }
    }
    best
}

impl<'r> Table<'r> {
    /// Fills the cells within `band` of the diagonal, down to the row in which every score lies `drop_off` below the best.
    pub(super) fn new(a: &mut Words<'_, '_>, b: &mut Words<'_, '_>, grid: &'r mut Grid, band: usize, drop_off: Quarters) -> Self {
        let width = b.len() + 1;
        let Grid { scores, signs, may_match } = grid;
        scores.clear();
        signs.clear();
        let mut table = Self { width, scores, best: (0, 0) };
        let mut best = 0;
        for i in 0..=a.len() {
            a.look_at(i);
            b.look_at(i.saturating_add(band));
            signs.read(b.words);
            table.scores.resize((i + 1) * width, UNREACHED);
            let (before, row) = table.scores.split_at_mut(i * width);
            let (from, to) = (i.saturating_sub(band), b.len().min(i.saturating_add(band)));
            let mut row_best = UNREACHED;
            if i == 0 {
                (0..).zip(&mut row[..=to]).for_each(|(skipped, cell)| *cell = -SKIPPED * skipped);
                row_best = 0;
            } else if from <= to {
                let above = &before[(i - 1) * width..];
                let two_above = &before[i.saturating_sub(2) * width..];
                // What stands on the left of a row's first cell was not reached.
                let mut score = UNREACHED;
                if from == 0 {
                    score = above[0] - SKIPPED;
                    row[0] = score;
                    row_best = score;
                }
                let first = from.max(1);
                signs.may_match(&a.words[i - 1], i.checked_sub(2).map(|n| &a.words[n]), (first - 1, to), may_match);
                let cells = row[first..=to].iter_mut().zip(above[first - 1..=to].windows(2)).zip(may_match.iter());
                for (j, ((cell, above_two), may_match)) in (first..).zip(cells) {
                    // As `step` has it, without the way.
                    let gained = if *may_match == 0 { above_two[0] - REPLACED } else { gained(a, b, (i, j), above, two_above) };
                    score = gained.max(above_two[1] - SKIPPED).max(score - SKIPPED);
                    *cell = score;
                    row_best = row_best.max(score);
                    if score > best {
                        best = score;
                        table.best = (i, j);
                    }
                }
            }
            if drop_off < Quarters::MAX && best - row_best > drop_off {
                break;
            }
        }
        table
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
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    fn words() -> impl Strategy<Value = String> {
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
