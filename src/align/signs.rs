//! Where the words of two sides may match, for many of them at once: by their hashes, ends and lengths, without a look at their letters.

use crate::kernel::lanes::{self, Lanes};

use super::words::{Ends, Outline, Word};

/// Words whose signs are read at once.
const AT_ONCE: usize = 16;
/// Words that have a bit each in what is found of a row.
pub(super) const IN_BITS: usize = 32;

/// What tells of most words of the second side that they do not match: columns, read for a row of the table at once. Behind the words that were
/// looked at they are filled up, so that no row ends with some words read one by one.
#[derive(Default)]
pub(super) struct Signs {
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
    pub(super) fn clear(&mut self, words: usize) {
        let Self { count, hashes, firsts, lasts, are_short, wholes, known_of_wholes, twos, known_of_twos } = self;
        *count = 0;
        for column in [hashes, firsts, lasts, are_short, wholes, known_of_wholes, twos, known_of_twos] {
            column.clear();
            column.resize(words + AT_ONCE, 0);
        }
    }

    /// Reads the words that were looked at since.
    pub(super) fn read(&mut self, words: &[Word]) {
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
    pub(super) fn may_match(&self, word: &Word, places: (usize, usize), found: &mut Vec<u32>) {
        lanes::run(Row { signs: self, word, places, found });
    }

    /// Adds to the rows of the words before the same of some words: a bit for each of the first [`IN_BITS`] of those that were looked at. What lies beyond the
    /// band is anything.
    pub(super) fn rows(&self, words: &[Word], band: usize, rows: &mut Vec<u32>) {
        let first = rows.len();
        rows.resize(first + words.len(), 0);
        lanes::run(Rows { signs: self, words, found: &mut rows[first..], first, band });
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

/// Rows of a table: some words of the first side against those of the first [`IN_BITS`] of the second that lie in the band.
struct Rows<'a> {
    signs: &'a Signs,
    words: &'a [Word],
    found: &'a mut [u32],
    /// Words of the first side before these.
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
