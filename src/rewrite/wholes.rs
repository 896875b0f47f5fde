//! How alike two rows of sentences are as wholes.

use std::ops::Range;

use super::alike::cosine_of;
use super::joint::Joint;

/// Two rows of sentences, counted. Going on to others costs what is different in them: rows grow by a sentence and another one.
pub(super) struct Wholes<'a> {
    joint: &'a Joint<'a>,
    left: Row,
    right: Row,
    dot: u64,
}

/// A row of sentences.
struct Row {
    sentences: Range<usize>,
    /// How often each word stands in it, by its number in both documents.
    times: Vec<u64>,
    norm: u64,
}

/// What two rows have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Common {
    /// Words that both hold; one that stands several times counts as often as it stands in both.
    pub shared: u32,
    /// Different content words in small letters, in one of the documents at least, that both hold.
    pub content: u32,
}

impl<'a> Wholes<'a> {
    /// No sentence of either.
    pub fn new(joint: &'a Joint<'a>) -> Self {
        let row = || Row { sentences: 0..0, times: vec![0; joint.weights.len()], norm: 0 };
        Self { joint, left: row(), right: row(), dot: 0 }
    }

    /// Cosine of two rows, in ten-thousandths.
    pub fn cosine(&mut self, left: Range<usize>, right: Range<usize>) -> u32 {
        self.go_to(left, right);
        cosine_of(self.dot, self.left.norm, self.right.norm)
    }

    /// What two rows have in common.
    pub fn common(&mut self, left: Range<usize>, right: Range<usize>) -> Common {
        self.go_to(left, right);
        let (mut shared, mut content) = (0, 0);
        for ((ours, theirs), is_plain) in self.left.times.iter().zip(&self.right.times).zip(&self.joint.is_plain) {
            let both = ours.min(theirs);
            shared += both;
            content += u32::from((*both > 0) & is_plain);
        }
        Common { shared: u32::try_from(shared).expect("a text is shorter than 4 GiB"), content }
    }

    fn go_to(&mut self, left: Range<usize>, right: Range<usize>) {
        let Joint { left: lefts, right: rights, numbers: (ours, theirs), weights, .. } = self.joint;
        let by = |numbers: &'a [u32]| move |(place, times): (usize, u64)| (numbers[place] as usize, times);
        let dot = self.left.go_to(left, &self.right.times, weights, |s| lefts.counts_of(s).map(by(ours)));
        self.dot = self.dot.wrapping_add(dot);
        let dot = self.right.go_to(right, &self.left.times, weights, |s| rights.counts_of(s).map(by(theirs)));
        self.dot = self.dot.wrapping_add(dot);
    }
}

impl Row {
    /// Goes on to other sentences. Returns what the product with the other row, whose words are `others`, grows by.
    fn go_to<I: Iterator<Item = (usize, u64)>>(
        &mut self,
        sentences: Range<usize>,
        others: &[u64],
        weights: &[u64],
        counts_of: impl Fn(usize) -> I,
    ) -> u64 {
        let (out, into) = changes(&self.sentences, &sentences);
        self.sentences = sentences;
        let mut grown = 0;
        // Sums of whole numbers: what goes out again leaves what there was, also where a difference on the way is below zero.
        let mut change = |word: usize, by: u64| {
            let (before, now) = (self.times[word], self.times[word].wrapping_add(by));
            self.times[word] = now;
            let longer = now.wrapping_mul(now).wrapping_sub(before.wrapping_mul(before));
            self.norm = self.norm.wrapping_add(longer.wrapping_mul(weights[word]));
            grown = by.wrapping_mul(others[word]).wrapping_mul(weights[word]).wrapping_add(grown);
        };
        out.into_iter().flatten().flat_map(&counts_of).for_each(|(word, times)| change(word, times.wrapping_neg()));
        into.into_iter().flatten().flat_map(&counts_of).for_each(|(word, times)| change(word, times));
        grown
    }
}

/// Sentences that go out, and those that come in, from one row to another.
fn changes(from: &Range<usize>, to: &Range<usize>) -> ([Range<usize>; 2], [Range<usize>; 2]) {
    let beside = |one: &Range<usize>, other: &Range<usize>| [one.start..one.end.min(other.start), one.start.max(other.end)..one.end];
    if from.start >= to.end || to.start >= from.end {
        // Nothing stays: each goes and comes once.
        return ([from.clone(), 0..0], [to.clone(), 0..0]);
    }
    (beside(from, to), beside(to, from))
}

#[cfg(test)]
mod tests {
    use super::super::alike::Room;
    use super::super::bag::Bags;
    use super::super::bag::tests::bags_of;
    use super::super::indexed::{Indexed, Tables};
    use super::*;
    use proptest::prelude::*;

    /// Every word of some sentences, as often as it stands there.
    fn words(bags: &Bags, sentences: Range<usize>) -> Vec<u32> {
        let all = sentences.flat_map(|s| bags.counts_of(s)).flat_map(|(place, times)| (0..times).map(move |_| bags.words[place]));
        let mut all: Vec<u32> = all.collect();
        all.sort_unstable();
        all
    }

    fn text() -> impl Strategy<Value = String> {
        let words = vec!["the", "of", "river", "low", "boats", "Marrow", "ferry", "said", "council", "vote.", "too.", "was"];
        prop::collection::vec(prop::sample::select(words), 8..120).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn rows_that_were_gone_through_are_as_alike_as_rows_that_are_looked_at_alone(
            left in text(), right in text(), steps in prop::collection::vec(any::<[prop::sample::Index; 4]>(), 1..12),
        ) {
            let ([left, right], hashes) = bags_of([&left, &right]);
            let indexed = Indexed::new(&right, Tables::new(&hashes));
            let mut room = Room::default();
            indexed.numbers_of(&left.words, &mut room.numbers);
            room.weights.take(&left, &indexed);
            room.weights.count(&indexed, &room.numbers);
            let joint = Joint::of(&left, &indexed, &mut room);
            let mut wholes = Wholes::new(&joint);
            for [a, b, c, d] in steps {
                let range = |one: prop::sample::Index, other: prop::sample::Index, all: usize| {
                    let (one, other) = (one.index(all), other.index(all));
                    one.min(other)..one.max(other) + 1
                };
                let (ours, theirs) = (range(a, b, left.sentences.len()), range(c, d, right.sentences.len()));
                let fresh = Wholes::new(&joint).cosine(ours.clone(), theirs.clone());
                prop_assert_eq!(wholes.cosine(ours.clone(), theirs.clone()), fresh);
                let common = wholes.common(ours.clone(), theirs.clone());
                let plain = |bags: &Bags, range: &Range<usize>, word: u32| range.clone().any(|s| bags.words_of(s).contains(&word))
                    .then(|| bags.words.iter().position(|own| *own == word)).flatten();
                let both: std::collections::BTreeSet<u32> = left.words.iter().copied().collect();
                let content = both.into_iter().filter_map(|word| Some((plain(&left, &ours, word)?, plain(&right, &theirs, word)?)));
                prop_assert_eq!(common.content as usize, content.filter(|(l, r)| left.is_plain(*l) || right.is_plain(*r)).count());
                let (ours, mut theirs) = (words(&left, ours), words(&right, theirs));
                let shared = ours.iter().filter(|word| theirs.binary_search(word).is_ok_and(|at| { theirs.remove(at); true })).count();
                prop_assert_eq!(common.shared as usize, shared);
            }
        }
    }
}
