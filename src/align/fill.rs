//! Matches between and around the runs of a chain, by global and by banded alignment.

use crate::text::normal_form;

use super::joint::is_compound;
use super::runs::Run;
use super::score::{Joint, Match, Quarters, weight};
use super::{AlignConfig, Side};

/// Words beyond a chain's end that are looked at, on each side.
const REACH: usize = 24;
/// How far an extension may leave the diagonal.
const BAND: usize = 8;
/// Cost of a word that stands on one side only, where matches are still being looked for.
const SKIPPED: Quarters = 2;
/// Cost of a word replaced by another.
const REPLACED: Quarters = 4;

/// The matches of a chain: its runs word by word, what matches in the gaps between them, and what matches beyond its ends.
pub(super) fn fill(left: Side<'_>, right: Side<'_>, chain: &[Run], config: &AlignConfig) -> Vec<Match> {
    let filler = Filler { left, right, drop_off: config.drop_off };
    let room = &mut Room::default();
    let (first, last) = (chain[0], chain[chain.len() - 1]);
    let mut matches = Vec::with_capacity(chain.iter().map(|run| run.len as usize).sum::<usize>() + REACH);
    filler.before(room, first, &mut matches);
    for (n, run) in chain.iter().enumerate() {
        if n > 0 {
            let previous = chain[n - 1];
            let (lefts, rights) = ((previous.left + previous.len, run.left), (previous.right + previous.len, run.right));
            if run.joins(&previous) {
                matches.push(Match { joint: run.joint, ..Match::equal(lefts.0, rights.0) });
            } else {
                filler.between(room, lefts, rights, &mut matches);
            }
        }
        matches.extend((0..run.len).map(|k| Match::equal(run.left + k, run.right + k)));
    }
    filler.behind(room, last, &mut matches);
    matches
}

/// What one table after another is made in.
#[derive(Default)]
struct Room {
    left: Vec<Word>,
    right: Vec<Word>,
    scores: Vec<Quarters>,
}

/// The words of one side in the order of an extension, looked at no further than asked for.
struct Words<'a, 'r> {
    side: Side<'a>,
    places: Places,
    words: &'r mut Vec<Word>,
}

/// Where the words of an extension stand.
#[derive(Clone, Copy)]
enum Places {
    /// From the first to before the second.
    Ahead(u32, u32),
    /// From before the second to the first.
    Back(u32, u32),
}

/// A word as the table reads it.
#[derive(Clone, Copy)]
struct Word {
    place: u32,
    hash: u64,
    weight: Quarters,
    /// Bytes of its span.
    len: u32,
    ends: Ends,
}

/// The first two and the last two bytes of a word's normal form; zeros for words that are like no other one.
type Ends = [u8; 4];

impl<'a, 'r> Words<'a, 'r> {
    fn new(side: Side<'a>, places: Places, words: &'r mut Vec<Word>) -> Self {
        words.clear();
        Self { side, places, words }
    }

    fn len(&self) -> usize {
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
            let len = self.side.tokens.spans[at].len();
            self.words.push(Word { place, hash, weight, len, ends: ends(self.side, place) });
        }
    }

    fn form(&self, i: usize) -> String {
        form(self.side, self.words[i].place)
    }
}

fn form(side: Side<'_>, place: u32) -> String {
    let mut form = String::new();
    normal_form(&side.text[side.tokens.spans[place as usize].range()], &mut form);
    form
}

/// The ends of a word, without making its normal form where it is plain ASCII: words begin and end with letters or digits.
fn ends(side: Side<'_>, place: u32) -> Ends {
    let of = |bytes: &[u8]| match bytes {
        [a, b, .., y, z] => [*a, *b, *y, *z].map(|b| b.to_ascii_lowercase()),
        _ => [0; 4],
    };
    let word = &side.text[side.tokens.spans[place as usize].range()];
    if side.tokens.traits[place as usize].is_number() {
        [0; 4]
    } else if word.bytes().all(|b| b.is_ascii_alphabetic()) {
        of(word.as_bytes())
    } else {
        of(form(side, place).as_bytes())
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
    (plausible && a.ends[0] != 0 && b.ends[0] != 0 && nearly_alike(&left.form(i), &right.form(j))).then_some((a.weight / 2, true))
}

/// Whether words `i - 1` and `i` of the one side, in whichever order they are looked at, are word `j` of the other.
#[inline(always)]
fn is_joint(parts: &Words<'_, '_>, i: usize, together: &Words<'_, '_>, j: usize) -> bool {
    let (a, b, whole) = (&parts.words[i - 1], &parts.words[i], &together.words[j]);
    // Lengths rule out nearly everything.
    a.len + b.len == whole.len
        && a.place.abs_diff(b.place) == 1
        && is_compound(parts.side, a.place.min(b.place), together.side, whole.place)
}

/// Whether two different words are one word in another form or misspelt.
///
/// Both have at least four characters and no digit, and one is the other's beginning with at most two characters more, or
/// they differ by one edit (by two from eight characters on) and are equal at their ends for half of the shorter one.
fn nearly_alike(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() <= right.len() { (left.as_bytes(), right.as_bytes()) } else { (right.as_bytes(), left.as_bytes()) };
    // Two edits change eight bytes at most.
    if short.len() < 4 || long.len() - short.len() > 8 {
        return false;
    }
    let prefix = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let suffix = short[prefix..].iter().rev().zip(long[prefix..].iter().rev()).take_while(|(x, y)| x == y).count();
    if 2 * (prefix + suffix) < short.len() || short.iter().any(u8::is_ascii_digit) {
        return false;
    }
    let letters = |bytes: &[u8]| bytes.iter().filter(|b| **b & 0xC0 != 0x80).count();
    let (least, more) = (letters(short), letters(long).saturating_sub(letters(short)));
    if least < 4 || prefix == short.len() {
        return least >= 4 && more <= 2;
    }
    let limit = if least >= 8 { 2 } else { 1 };
    if left.is_ascii() && right.is_ascii() {
        return edits_at_most(&short[prefix..short.len() - suffix], &long[prefix..long.len() - suffix], limit);
    }
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    edits_at_most(&left, &right, limit)
}

/// Whether at most `limit` letters must be inserted, deleted or replaced (or one pair of neighbours swapped).
fn edits_at_most<T: PartialEq>(a: &[T], b: &[T], limit: usize) -> bool {
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    match (a, b) {
        ([], rest) | (rest, []) => rest.len() <= limit,
        ([_], [_]) => true,
        ([w, x], [y, z]) if w == z && x == y => true,
        _ if limit <= 1 => false,
        // Behind the common ends two edits can be left: try each kind of the first one.
        _ => edits_at_most(&a[1..], b, limit - 1) || edits_at_most(a, &b[1..], limit - 1) || edits_at_most(&a[1..], &b[1..], limit - 1),
    }
}

/// Two documents, and how far a score may fall.
struct Filler<'a> {
    left: Side<'a>,
    right: Side<'a>,
    drop_off: Quarters,
}

impl Filler<'_> {
    /// Matches in the gap between two runs, by global alignment (Needleman and Wunsch 1970).
    fn between(&self, room: &mut Room, lefts: (u32, u32), rights: (u32, u32), matches: &mut Vec<Match>) {
        if lefts.0 == lefts.1 || rights.0 == rights.1 {
            return;
        }
        let mut a = Words::new(self.left, Places::Ahead(lefts.0, lefts.1), &mut room.left);
        let mut b = Words::new(self.right, Places::Ahead(rights.0, rights.1), &mut room.right);
        let table = Table::new(&mut a, &mut b, &mut room.scores, usize::MAX, Quarters::MAX);
        table.trace(&a, &b, (a.len(), b.len()), matches);
    }

    /// Matches before a chain's first run.
    fn before(&self, room: &mut Room, first: Run, matches: &mut Vec<Match>) {
        let back = |to: u32| Places::Back(to.saturating_sub(reach()), to);
        let mut a = Words::new(self.left, back(first.left), &mut room.left);
        let mut b = Words::new(self.right, back(first.right), &mut room.right);
        let from = matches.len();
        let table = Table::new(&mut a, &mut b, &mut room.scores, BAND, self.drop_off);
        table.trace(&a, &b, table.best, matches);
        matches[from..].reverse();
    }

    /// Matches behind a chain's last run.
    fn behind(&self, room: &mut Room, last: Run, matches: &mut Vec<Match>) {
        let ahead = |from: u32, side: Side<'_>| {
            let end = u32::try_from(side.tokens.len()).expect("a text is shorter than 4 GiB");
            Places::Ahead(from, from.saturating_add(reach()).min(end))
        };
        let mut a = Words::new(self.left, ahead(last.left + last.len, self.left), &mut room.left);
        let mut b = Words::new(self.right, ahead(last.right + last.len, self.right), &mut room.right);
        let table = Table::new(&mut a, &mut b, &mut room.scores, BAND, self.drop_off);
        table.trace(&a, &b, table.best, matches);
    }
}

fn reach() -> u32 {
    u32::try_from(REACH).expect("a small number")
}

/// Scores of aligning the first i words of one side with the first j of the other.
struct Table<'r> {
    width: usize,
    scores: &'r mut Vec<Quarters>,
    /// The cell with the best score, the earliest of equals.
    best: (usize, usize),
}

const UNREACHED: Quarters = Quarters::MIN / 2;

impl<'r> Table<'r> {
    /// Fills the cells within `band` of the diagonal, down to the row in which every score lies `drop_off` below the best.
    fn new(a: &mut Words<'_, '_>, b: &mut Words<'_, '_>, scores: &'r mut Vec<Quarters>, band: usize, drop_off: Quarters) -> Self {
        let width = b.len() + 1;
        scores.clear();
        let mut table = Self { width, scores, best: (0, 0) };
        let mut best = 0;
        for i in 0..=a.len() {
            a.look_at(i);
            b.look_at(i.saturating_add(band));
            table.scores.resize((i + 1) * width, UNREACHED);
            let (before, row) = table.scores.split_at_mut(i * width);
            let above = &before[i.saturating_sub(1) * width..];
            let two_above = &before[i.saturating_sub(2) * width..];
            let mut row_best = UNREACHED;
            // What stands on the left of a row's first cell was not reached.
            let mut score = UNREACHED;
            for j in i.saturating_sub(band)..=b.len().min(i.saturating_add(band)) {
                // As `step` has it, without the way.
                score = match (i, j) {
                    (0, 0) => 0,
                    (0, _) => (score - SKIPPED).max(UNREACHED),
                    (_, 0) => (above[0] - SKIPPED).max(UNREACHED),
                    _ => {
                        let gain = matching(a, i - 1, b, j - 1).map_or(-REPLACED, |(gain, _)| gain);
                        let mut best = above[j - 1] + gain;
                        if i > 1 && two_above[j - 1] + a.words[i - 2].weight > best && is_joint(a, i - 1, b, j - 1) {
                            best = two_above[j - 1] + a.words[i - 2].weight;
                        }
                        if j > 1 && above[j - 2] + a.words[i - 1].weight > best && is_joint(b, j - 1, a, i - 1) {
                            best = above[j - 2] + a.words[i - 1].weight;
                        }
                        best.max(above[j] - SKIPPED).max(score - SKIPPED)
                    }
                };
                row[j] = score;
                row_best = row_best.max(score);
                if score > best {
                    best = score;
                    table.best = (i, j);
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
    fn trace(&self, a: &Words<'_, '_>, b: &Words<'_, '_>, cell: (usize, usize), matches: &mut Vec<Match>) {
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
            let (band, drop_off) = if banded { (BAND, 32) } else { (usize::MAX, Quarters::MAX) };
            let room = &mut Room::default();
            let places = |len: usize| if back { Places::Back(0, len as u32) } else { Places::Ahead(0, len as u32) };
            let mut a = Words::new(Side { text: &l, tokens: &lt }, places(lt.len()), &mut room.left);
            let mut b = Words::new(Side { text: &r, tokens: &rt }, places(rt.len()), &mut room.right);
            let table = Table::new(&mut a, &mut b, &mut room.scores, band, drop_off);
            for i in 0..table.scores.len() / table.width {
                for j in i.saturating_sub(band)..=b.len().min(i.saturating_add(band)) {
                    let expected = if (i, j) == (0, 0) { 0 } else { table.step(&a, &b, i, j).0 };
                    prop_assert_eq!(table.score(i, j), expected, "{} {}", i, j);
                }
            }
        }
    }

    #[test]
    fn forms_of_one_word_and_misspellings_are_nearly_alike() {
        for (left, right, expected) in [
            ("government", "governments", true),
            ("unliberated", "unliberted", true),
            ("sergei", "sergey", true),
            ("recieve", "receive", true),
            ("kerry", "merry", true),
            ("мидия", "мидии", true),
            ("президент", "президента", true),
            ("minister", "ministry", true),
            ("talks", "tanks", true),
            ("deal", "idea", false),
            ("said", "says", false),
            ("moscow", "washington", false),
            ("2016", "2017", false),
            ("the", "then", false),
        ] {
            assert_eq!(nearly_alike(left, right), expected, "{left} {right}");
            assert_eq!(nearly_alike(right, left), expected, "{right} {left}");
        }
    }

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
}
