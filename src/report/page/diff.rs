//! Which words of two aligned spans differ.
//!
//! Words are runs of letters and digits, a Chinese or Japanese character each by itself, and in Thai and the like those of a dictionary; they
//! are equal when they are in lower case. Punctuation and white space are never a difference. What is
//! kept is a longest common subsequence; equal beginnings and ends are set aside first.

use std::cell::RefCell;

use xxhash_rust::xxh3::xxh3_64;

use super::index::position;
use crate::keyed::KeyedMap;
use crate::text::{NormalForm, each_of_dictionary, each_run, is_alphanumeric, is_cut_by_dictionary, push_lower_case};

/// Cells of the table beyond which two spans are too long and too unlike to mark: some 2,000 words by 2,000.
const MOST_CELLS: usize = 1 << 22;

/// A stretch that differs, in code points from the starts of the two spans; one side may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    pub left: (u32, u32),
    pub right: (u32, u32),
}

struct Word {
    start: u32,
    end: u32,
    /// Hash of the word in lower case. That two words of one hash differ is a matter of 1 in 10^19.
    normal: u64,
}

/// What the differences of two spans take, as room for those of the next two.
#[derive(Default)]
struct Room {
    left: Vec<Word>,
    right: Vec<Word>,
    places: Places,
    /// Rows of the table, one bit a word.
    steps: Vec<u64>,
}

impl Room {
    /// Whether it is more than what most spans take: long ones are few, and leave their memory to others.
    fn is_large(&self) -> bool {
        let words = self.left.capacity().max(self.right.capacity());
        words.max(self.places.bits.capacity()).max(self.places.number.capacity()).max(self.steps.capacity()) > 1 << 16
    }
}

thread_local! {
    /// A page shows the differences of tens of thousands of pairs.
    static ROOM: RefCell<Room> = RefCell::default();
}

/// Finds the words of a text, in place of others.
fn words(text: &str, words: &mut Vec<Word>) {
    let bytes = text.as_bytes();
    words.clear();
    // The byte and the code point up to which the text was counted.
    let (mut counted, mut chars) = (0, 0);
    each_run::<0>(text, |start, end, normal| {
        chars += position(bytes[counted..start].iter().filter(|b| **b & 0xC0 != 0x80).count());
        let run = &text[start..end];
        counted = end;
        if run.is_ascii() {
            let len = position(run.len());
            words.push(Word { start: chars, end: chars + len, normal });
            chars += len;
        } else {
            chars = words_by_characters(run, chars, words);
        }
    });
}

/// Appends the words of a text that begins at code point `first`, character by character, and returns where it ends.
fn words_by_characters(text: &str, first: u32, words: &mut Vec<Word>) -> u32 {
    let mut form = String::new();
    // Where the open word begins.
    let mut open = None;
    // The byte that is read next, and its code point.
    let (mut byte, mut at) = (0, first);
    while let Some(c) = text[byte..].chars().next() {
        let alone = matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff);
        let by_dictionary = !alone && is_cut_by_dictionary(c);
        let is_of_word = is_alphanumeric(c);
        if alone || by_dictionary || !is_of_word {
            // An apostrophe or hyphen between letters would only cut one word into two equal halves.
            close(&mut open, at, &mut form, words);
        }
        if by_dictionary {
            (byte, at) = words_of_dictionary(text, byte, at, words);
            continue;
        }
        if is_of_word {
            push_lower_case(c, &mut form);
            open.get_or_insert(at);
        }
        (byte, at) = (byte + c.len_utf8(), at + 1);
        if alone {
            close(&mut open, at, &mut form, words);
        }
    }
    close(&mut open, at, &mut form, words);
    at
}

/// Ends the open word, where there is one.
fn close(open: &mut Option<u32>, end: u32, form: &mut String, words: &mut Vec<Word>) {
    if let Some(start) = open.take() {
        words.push(Word { start, end, normal: xxh3_64(form.as_bytes()) });
        form.clear();
    }
}

/// Appends the words of the run of Thai, or the like, that begins at a byte and its code point, and says where it ends, as both.
fn words_of_dictionary(text: &str, byte: usize, mut at: u32, words: &mut Vec<Word>) -> (usize, u32) {
    let mut counted = byte;
    let mut count_to = |to: usize| {
        at += position(text[counted..to].chars().count());
        counted = to;
        at
    };
    let end = each_of_dictionary(text, byte, |word| {
        let (start, end) = (count_to(word.start), count_to(word.end));
        words.push(Word { start, end, normal: xxh3_64(NormalForm::of(&text[word]).as_bytes()) });
    });
    (end, count_to(end))
}

/// The stretches of `left` and `right` that differ, in order; `None` where too much does.
pub(super) fn changes(left: &str, right: &str) -> Option<Vec<Change>> {
    if left == right {
        return Some(Vec::new());
    }
    ROOM.with_borrow_mut(|room| {
        let changes = changes_in(room, left, right);
        if room.is_large() {
            *room = Room::default();
        }
        changes
    })
}

fn changes_in(room: &mut Room, left: &str, right: &str) -> Option<Vec<Change>> {
    let Room { left: l, right: r, places, steps } = room;
    words(left, l);
    words(right, r);
    let ahead = l.iter().zip(&*r).take_while(|(a, b)| a.normal == b.normal).count();
    let rest = l.len().min(r.len()) - ahead;
    let behind = l.iter().rev().zip(r.iter().rev()).take(rest).take_while(|(a, b)| a.normal == b.normal).count();
    let (a, b) = (&l[ahead..l.len() - behind], &r[ahead..r.len() - behind]);
    let kept = common(a, b, (places, steps))?;
    // Each has a word that is not kept, and no two stand side by side.
    let mut changes = Vec::with_capacity((a.len() + b.len() - 2 * kept.len()).min(kept.len() + 1));
    let (mut x, mut y) = (0, 0);
    for (i, j) in kept.into_iter().chain([(a.len(), b.len())]) {
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

/// Positions of the words of a longest common subsequence: of several, the one that passes over words of `a` first.
///
/// Row i of the table says how many words `a[i..]` and `b[j..]` have in common, for every j. Neighbours in a row differ by one at most,
/// so a row is kept as one bit a word, and made from the row before 64 words at a time (Hyyrö 2004).
fn common(a: &[Word], b: &[Word], (places, steps): (&mut Places, &mut Vec<u64>)) -> Option<Vec<(usize, usize)>> {
    if (a.len() + 1).checked_mul(b.len() + 1)? > MOST_CELLS {
        return None;
    }
    if a.is_empty() || b.is_empty() {
        return Some(Vec::new());
    }
    let width = b.len().div_ceil(64);
    // Bit k stands for word b.len() - 1 - k, as rows are made from the end.
    places.take(b, width);
    // steps[i * width..]: bit k is set where b.len() - 1 - k adds a word to what is in common with a[i..].
    steps.clear();
    steps.resize((a.len() + 1) * width, 0);
    for i in (0..a.len()).rev() {
        let (row, before) = steps[i * width..(i + 2) * width].split_at_mut(width);
        match places.get(a[i].normal) {
            Some(places) => step(before, places, row),
            None => row.copy_from_slice(before),
        }
    }
    let is_step = |i: usize, j: usize| {
        let k = b.len() - 1 - j;
        usize::from(steps[i * width + k / 64] >> (k % 64) & 1 == 1)
    };
    // Words that a[i..] and b[j..] have in common.
    let count = |i: usize, j: usize| -> usize {
        let bits = b.len() - j;
        let row = &steps[i * width..(i + 1) * width];
        let whole: u32 = row[..bits / 64].iter().map(|w| w.count_ones()).sum();
        let rest = if bits.is_multiple_of(64) { 0 } else { (row[bits / 64] & ((1 << (bits % 64)) - 1)).count_ones() };
        (whole + rest) as usize
    };
    let mut kept = Vec::with_capacity(count(0, 0));
    let (mut i, mut j) = (0, 0);
    // What a[i..] and a[i + 1..] have in common with b[j..].
    let (mut here, mut below) = (count(0, 0), count(1, 0));
    while i < a.len() && j < b.len() {
        if a[i].normal == b[j].normal {
            kept.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if below == here {
            i += 1;
        } else {
            here -= is_step(i, j);
            below -= is_step(i + 1, j);
            j += 1;
            continue;
        }
        if i < a.len() && j < b.len() {
            (here, below) = (count(i, j), count(i + 1, j));
        }
    }
    Some(kept)
}

/// Where each word stands, one bit a place, from the end.
#[derive(Default)]
struct Places {
    number: KeyedMap<usize>,
    bits: Vec<u64>,
    width: usize,
}

impl Places {
    /// Takes these words in place of others.
    fn take(&mut self, words: &[Word], width: usize) {
        self.number.clear();
        self.bits.clear();
        self.width = width;
        for (k, word) in words.iter().rev().enumerate() {
            let next = self.number.len();
            let number = *self.number.entry(word.normal).or_insert(next);
            if number == next {
                self.bits.resize((next + 1) * width, 0);
            }
            self.bits[number * width + k / 64] |= 1 << (k % 64);
        }
    }

    fn get(&self, word: u64) -> Option<&[u64]> {
        self.number.get(&word).map(|number| &self.bits[number * self.width..(number + 1) * self.width])
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

    use super::*;

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

    fn words_of(text: &str) -> Vec<Word> {
        let mut found = Vec::new();
        words(text, &mut found);
        found
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
        fn words_of_stretches_are_those_of_single_characters(text in "([a-zA-Z0-9]{1,20}|[ .,'\"-]|[é年ж\u{301}½’“”—]|[กาที่\u{200B}]{1,9}|\\PC){0,40}") {
            let of = |words: Vec<Word>| words.into_iter().map(|w| (w.start, w.end, w.normal)).collect::<Vec<_>>();
            let mut slow = Vec::new();
            words_by_characters(&text, 0, &mut slow);
            prop_assert_eq!(of(words_of(&text)), of(slow));
        }

        #[test]
        fn rows_of_bits_give_what_the_whole_table_gives(left in "([a-e] ){0,200}", right in "([a-e] ){0,200}") {
            let (a, b) = (words_of(&left), words_of(&right));
            let Room { mut places, mut steps, .. } = Room::default();
            // One after the other in the same room.
            for (a, b) in [(&a, &b), (&b, &a), (&a, &a)] {
                prop_assert_eq!(common(a, b, (&mut places, &mut steps)), Some(slowly(a, b)));
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
