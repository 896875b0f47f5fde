//! Which words of two aligned spans differ.
//!
//! Words are runs of letters and digits, a Chinese or Japanese character each by itself; they are
//! equal when they are in lower case. Punctuation and white space are never a difference. What is
//! kept is a longest common subsequence; equal beginnings and ends are set aside first.

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
    normal: String,
}

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (at, c) in (0_u32..).zip(text.chars()) {
        let alone = matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff);
        if !c.is_alphanumeric() {
            // An apostrophe or hyphen between letters would only cut one word into two equal halves.
            open = false;
        } else {
            match words.last_mut().filter(|_| open && !alone) {
                Some(word) => {
                    word.normal.extend(c.to_lowercase());
                    word.end = at + 1;
                }
                None => words.push(Word { start: at, end: at + 1, normal: c.to_lowercase().collect() }),
            }
            open = !alone;
        }
    }
    words
}

/// The stretches of `left` and `right` that differ, in order; `None` where too much does.
pub(super) fn changes(left: &str, right: &str) -> Option<Vec<Change>> {
    if left == right {
        return Some(Vec::new());
    }
    let (l, r) = (words(left), words(right));
    let ahead = l.iter().zip(&r).take_while(|(a, b)| a.normal == b.normal).count();
    let rest = l.len().min(r.len()) - ahead;
    let behind = l.iter().rev().zip(r.iter().rev()).take(rest).take_while(|(a, b)| a.normal == b.normal).count();
    let (a, b) = (&l[ahead..l.len() - behind], &r[ahead..r.len() - behind]);
    let kept = common(a, b)?;
    let mut changes = Vec::new();
    let (mut x, mut y) = (0, 0);
    for (i, j) in kept.into_iter().chain([(a.len(), b.len())]) {
        if x < i || y < j {
            changes.push(Change { left: stretch(&l, ahead + x, ahead + i), right: stretch(&r, ahead + y, ahead + j) });
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

/// Positions of the words of a longest common subsequence.
fn common(a: &[Word], b: &[Word]) -> Option<Vec<(usize, usize)>> {
    let width = b.len() + 1;
    if (a.len() + 1).checked_mul(width)? > MOST_CELLS {
        return None;
    }
    // longest[i * width + j]: words that a[i..] and b[j..] have in common, in order.
    let mut longest = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let here = i * width + j;
            longest[here] =
                if a[i].normal == b[j].normal { longest[here + width + 1] + 1 } else { longest[here + width].max(longest[here + 1]) };
        }
    }
    let mut kept = Vec::with_capacity(usize::from(longest[0]));
    let (mut i, mut j) = (0, 0);
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
    Some(kept)
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
    fn spans_too_unlike_and_too_long_are_not_marked() {
        let side = |letter: &str| format!("{letter} ").repeat(2_100);
        assert_eq!(changes(&side("a"), &side("b")), None);
    }

    proptest! {
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
