//! Which words of two aligned spans differ.
//!
//! Words are runs of letters and digits, a Chinese or Japanese character each by itself, and in Thai and the like those of a dictionary; they
//! are equal when they are in lower case. Punctuation and white space are never a difference. What is
//! kept is a longest common subsequence; equal beginnings and ends are set aside first.

mod cut;

use std::cell::RefCell;

pub(super) use cut::{Side, WordCache};

use crate::keyed::KeyedMap;
use cut::Word;

/// Cells of the table beyond which two spans are too long and too unlike to mark: some 2,000 words by 2,000.
const MOST_CELLS: usize = 1 << 22;

/// A stretch that differs, in code points from the starts of the two spans; one side may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    pub left: (u32, u32),
    pub right: (u32, u32),
}

/// What the differences of two spans take, as room for those of the next two.
#[derive(Default)]
struct Room {
    left: Vec<Word>,
    right: Vec<Word>,
    places: Places,
    /// Rows of the table, one bit a word.
    steps: Vec<u64>,
    /// Places of words that are in both.
    kept: Vec<(usize, usize)>,
}

impl Room {
    /// Whether it is more than what most spans take: long ones are few, and leave their memory to others.
    fn is_large(&self) -> bool {
        let words = self.left.capacity().max(self.right.capacity());
        words.max(self.places.bits.capacity()).max(self.places.last.capacity()).max(self.steps.capacity()) > 1 << 16
    }
}

thread_local! {
    /// A page shows the differences of tens of thousands of pairs.
    static ROOM: RefCell<Room> = RefCell::default();
}

/// The stretches of two parts of documents that differ, in order; `None` where too much does, or one lies in no document.
pub(super) fn changes(cache: &mut WordCache<'_>, left: &Side, right: &Side) -> Option<Vec<Change>> {
    let (left_text, right_text) = (cache.text(left)?, cache.text(right)?);
    if left_text == right_text {
        return Some(Vec::new());
    }
    ROOM.with_borrow_mut(|room| {
        cache.words_of(left, left_text, &mut room.left);
        cache.words_of(right, right_text, &mut room.right);
        let changes = changes_in(room);
        if room.is_large() {
            *room = Room::default();
        }
        changes
    })
}

fn changes_in(room: &mut Room) -> Option<Vec<Change>> {
    let Room { left: l, right: r, places, steps, kept } = room;
    let ahead = l.iter().zip(&*r).take_while(|(a, b)| a.normal == b.normal).count();
    let rest = l.len().min(r.len()) - ahead;
    let behind = l.iter().rev().zip(r.iter().rev()).take(rest).take_while(|(a, b)| a.normal == b.normal).count();
    let (a, b) = (&l[ahead..l.len() - behind], &r[ahead..r.len() - behind]);
    common(a, b, (places, steps), kept)?;
    // Each has a word that is not kept, and no two stand side by side.
    let mut changes = Vec::with_capacity((a.len() + b.len() - 2 * kept.len()).min(kept.len() + 1));
    let (mut x, mut y) = (0, 0);
    for (i, j) in kept.iter().copied().chain([(a.len(), b.len())]) {
        if x < i || y < j {
            changes.push(Change { left: stretch(l, ahead + x, ahead + i), right: stretch(r, ahead + y, ahead + j) });
        }
        (x, y) = (i + 1, j + 1);
    }
    Some(changes)
}

/// From the first to behind the last of these words; an empty stretch stands behind the word before it.
fn stretch(words: &[Word], from: usize, to: usize) -> (u32, u32) {
    if from < to {
        (words[from].start, words[to - 1].end)
    } else {
        let at = from.checked_sub(1).map_or(0, |before| words[before].end);
        (at, at)
    }
}

/// Finds the positions of the words of a longest common subsequence, in place of others: of several, the one that passes over words of `a` first. `None`
/// where there are too many words.
///
/// Row i of the table says how many words `a[i..]` and `b[j..]` have in common, for every j. Neighbours in a row differ by one at most,
/// so a row is kept as one bit a word, and made from the row before 64 words at a time (Hyyrö 2004).
fn common(a: &[Word], b: &[Word], (places, steps): (&mut Places, &mut Vec<u64>), kept: &mut Vec<(usize, usize)>) -> Option<()> {
    kept.clear();
    if (a.len() + 1).checked_mul(b.len() + 1)? > MOST_CELLS {
        return None;
    }
    if a.is_empty() || b.is_empty() {
        return Some(());
    }
    let width = b.len().div_ceil(64);
    // Bit k stands for word b.len() - 1 - k, as rows are made from the end.
    places.take(b, width);
    // steps[i * width..]: bit k is set where b.len() - 1 - k adds a word to what is in common with a[i..].
    steps.resize(steps.len().max((a.len() + 1) * width), 0);
    steps[a.len() * width..][..width].fill(0);
    // Where the word after this one stands in b: mostly this one stands before it, and need not be looked up.
    let mut behind = b.len();
    for i in (0..a.len()).rev() {
        let (row, before) = steps[i * width..(i + 2) * width].split_at_mut(width);
        let is_next = behind.checked_sub(1).is_some_and(|next| b[next].normal == a[i].normal);
        let place = if is_next { Some(behind - 1) } else { places.last_of(a[i].normal) };
        match place {
            Some(place) => {
                step(before, places.of(place), row);
                behind = place;
            }
            None => row.copy_from_slice(before),
        }
    }
    // Whether a[i] adds to what a[i + 1..] has in common with b[j..]. It adds one word at most, so that the two rows, up to there, have as many bits set, or
    // one has one more.
    let adds = |i: usize, j: usize| {
        let bits = b.len() - j;
        let (row, next) = steps[i * width..(i + 2) * width].split_at(width);
        let differs = |n: usize| row[n] ^ next[n];
        let whole = (0..bits / 64).fold(0, |all, n| all ^ differs(n));
        let rest = if bits.is_multiple_of(64) { 0 } else { differs(bits / 64) << (64 - bits % 64) };
        (whole ^ rest).count_ones() % 2 == 1
    };
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i].normal == b[j].normal {
            kept.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if adds(i, j) {
            j += 1;
        } else {
            i += 1;
        }
    }
    Some(())
}

/// Where each word stands, one bit a place, from the end.
#[derive(Default)]
struct Places {
    /// The last place of each word.
    last: KeyedMap<usize>,
    /// The number of the word at each place, from the end.
    numbers: Vec<usize>,
    bits: Vec<u64>,
    width: usize,
}

impl Places {
    /// Takes these words in place of others.
    fn take(&mut self, words: &[Word], width: usize) {
        self.last.clear();
        self.numbers.clear();
        self.bits.clear();
        self.width = width;
        let mut count = 0;
        for (place, word) in words.iter().enumerate().rev() {
            let k = words.len() - 1 - place;
            let last = *self.last.entry(word.normal).or_insert(place);
            let number = if last == place { count } else { self.numbers[words.len() - 1 - last] };
            if number == count {
                count += 1;
                self.bits.resize(count * width, 0);
            }
            self.numbers.push(number);
            self.bits[number * width + k / 64] |= 1 << (k % 64);
        }
    }

    /// The last place where a word stands.
    fn last_of(&self, word: u64) -> Option<usize> {
        self.last.get(&word).copied()
    }

    /// All places of the word at a place.
    fn of(&self, place: usize) -> &[u64] {
        let number = self.numbers[self.numbers.len() - 1 - place];
        &self.bits[number * self.width..(number + 1) * self.width]
    }
}

/// The next row: `before` complemented is Hyyrö's vector V, and V' = (V + (V & M)) | (V & !M).
fn step(before: &[u64], places: &[u64], row: &mut [u64]) {
    let mut carry = false;
    for ((before, places), row) in before.iter().zip(places).zip(row) {
        let v = !before;
        let (sum, over) = v.overflowing_add(v & places);
        let (sum, over_again) = sum.overflowing_add(u64::from(carry));
        carry = over || over_again;
        *row = !(sum | v & !places);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::cut::tests::words_of;
    use super::*;

    fn changes(left: &str, right: &str) -> Option<Vec<Change>> {
        let texts = [left, right];
        super::changes(&mut WordCache::new(&texts), &Side { doc: 0, bytes: 0..left.len() }, &Side { doc: 1, bytes: 0..right.len() })
    }

    /// The texts of the changed stretches.
    fn told<'a>(left: &'a str, right: &'a str) -> Vec<(&'a str, &'a str)> {
        let of = |text: &'a str, (from, to): (u32, u32)| {
            let at = |n: u32| text.char_indices().nth(n as usize).map_or(text.len(), |(i, _)| i);
            &text[at(from)..at(to)]
        };
        let changes = changes(left, right).unwrap();
        changes.into_iter().map(|c| (of(left, c.left), of(right, c.right))).collect()
    }

    #[test]
    fn replaced_dropped_and_added_words_are_found() {
        assert_eq!(told("a day between the two", "each day between two ports"), [("a", "each"), ("the", ""), ("", "ports"),]);
    }

    #[test]
    fn case_quotation_marks_and_spaces_are_no_difference() {
        assert_eq!(told("“We would,” she said", "\"we  WOULD\" she\nsaid."), []);
    }

    #[test]
    fn chinese_differs_by_character() {
        assert_eq!(told("大桥今天关闭", "大桥明天关闭了"), [("今", "明"), ("", "了")]);
    }

    #[test]
    fn thai_differs_by_word() {
        assert_eq!(told("แต่ปลาทูที่เคยมาทุกปี", "แต่กุ้งที่เคย\u{200B}มาทุกๆ ปี"), [("ปลาทู", "กุ้ง"), ("", "ๆ")]);
        assert_eq!(told("ปี 2568 ที่บ้าน", "ปี 2569 ที่ บ้าน"), [("2568", "2569")]);
    }

    #[test]
    fn spans_too_unlike_and_too_long_are_not_marked() {
        let side = |letter: &str| format!("{letter} ").repeat(2_100);
        assert_eq!(changes(&side("a"), &side("b")), None);
    }

    /// The whole table, cell by cell.
    fn slowly(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
        let width = b.len() + 1;
        let mut longest = vec![0_u16; (a.len() + 1) * width];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                let here = i * width + j;
                longest[here] =
                    if a[i].normal == b[j].normal { longest[here + width + 1] + 1 } else { longest[here + width].max(longest[here + 1]) };
            }
        }
        let (mut kept, mut i, mut j) = (Vec::new(), 0, 0);
        while i < a.len() && j < b.len() {
            let here = i * width + j;
            if a[i].normal == b[j].normal {
                kept.push((i, j));
                (i, j) = (i + 1, j + 1);
            } else if longest[here + width] >= longest[here + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
        kept
    }

    proptest! {
        #[test]
        fn rows_of_bits_give_what_the_whole_table_gives(left in "([a-e] ){0,200}", right in "([a-e] ){0,200}") {
            let (a, b) = (words_of(&left), words_of(&right));
            let Room { mut places, mut steps, mut kept, .. } = Room::default();
            // One after the other in the same room.
            for (a, b) in [(&a, &b), (&b, &a), (&a, &a)] {
                prop_assert_eq!(common(a, b, (&mut places, &mut steps), &mut kept), Some(()));
                prop_assert_eq!(&kept, &slowly(a, b));
            }
        }

        #[test]
        fn what_lies_between_changes_is_equal(left in "[abc ]{0,40}", right in "[abc ]{0,40}") {
            let changes = changes(&left, &right).unwrap();
            let strip = |text: &str, cuts: Vec<(u32, u32)>| -> Vec<String> {
                let kept: String = text.chars().enumerate()
                    .map(|(i, c)| if cuts.iter().any(|&(s, e)| (s..e).contains(&(i as u32))) { ' ' } else { c })
                    .collect();
                kept.split_whitespace().map(Into::into).collect()
            };
            prop_assert_eq!(
                strip(&left, changes.iter().map(|c| c.left).collect()),
                strip(&right, changes.iter().map(|c| c.right).collect())
            );
        }
    }
}
