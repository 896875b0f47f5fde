//! Pairs of sentences that are alike.
//!
//! Words weigh by the logarithm of how rare they are among the sentences of the two documents, not of the corpus: so two documents get the
//! same answer in any corpus. Weights are whole numbers, and so are their sums.

use std::cmp::Reverse;

use super::bag::{Bags, count};
use super::indexed::{Counts, Indexed};
use super::joint::Lists;
use super::weights::Weights;

/// Sentences that one is held against at most, of those that are most alike to it.
const COUNTERPARTS: usize = 64;
/// Steps from a word in one sentence to the same word in another that two documents may take. Two of a thousand sentences of prose take five million.
const STEPS: u64 = 1 << 25;

/// Two sentences that are alike, one in each document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alike {
    pub left: u32,
    pub right: u32,
    /// Cosine, in ten-thousandths.
    pub cosine: u32,
}

/// What holding sentences against one another takes, as room for the next two documents.
#[derive(Default)]
pub(super) struct Room {
    /// The number on the right of the word at each place on the left; how many words there are on the right where it is not there.
    pub numbers: Vec<u32>,
    /// Made where two sentences share enough words: most documents have none.
    pub weights: Weights,
    /// For [`Joint`](super::joint::Joint): zeros.
    pub alone: Vec<u32>,
    /// For it too: what it is made of.
    pub lists: Lists,
    gains: Gains,
    counts: Vec<Counts>,
}

/// Pairs of sentences of which the cosine and the Dice coefficient of their different words are both above these, in hundredths. Sorted. And whether
/// there was more to it than [`COUNTERPARTS`] and [`STEPS`] let through.
pub(super) fn alike(left: &Bags, right: &Indexed<'_>, least: (u32, u32), room: &mut Room) -> (Vec<Alike>, bool) {
    alike_within(left, right, least, (STEPS, COUNTERPARTS), room)
}

fn alike_within(
    left: &Bags,
    right: &Indexed<'_>,
    (cosine, dice): (u32, u32),
    (steps, counterparts): (u64, usize),
    room: &mut Room,
) -> (Vec<Alike>, bool) {
    let Room { numbers, weights, gains, counts, .. } = room;
    left.fetch_counts();
    right.numbers_of(&left.words, numbers);
    let both = Both { left, right, numbers };
    let (starts, mut is_capped) = both.starting_words(steps);
    let mut found: Vec<Alike> = Vec::new();
    right.make_room(counts);
    let mut are_taken = false;
    for (n, sentence) in left.sentences.iter().enumerate().filter(|(_, sentence)| !sentence.is_common) {
        both.count(n, starts.as_deref(), counts);
        if !is_any_above(counts, &right.different, sentence.different().into(), dice) {
            continue;
        }
        if !are_taken {
            are_taken = true;
            weights.take(left, right);
            gains.clear(right);
        }
        let from = found.len();
        let mut row = gains.of(both, n, weights);
        for (other, &common) in (0u32..).zip(&counts.as_flattened()[..right.bags.sentences.len()]) {
            let different = u32::from(sentence.different()) + u32::from(right.different.as_flattened()[other as usize]);
            if 200 * u32::from(common) > dice * different {
                found.extend(row.cosine_above(cosine, other as usize).map(|cosine| Alike { left: count(n), right: other, cosine }));
            }
        }
        if found.len() - from > counterparts {
            is_capped = true;
            found[from..].sort_unstable_by_key(|a| (Reverse(a.cosine), a.right));
            found.truncate(from + counterparts);
            found[from..].sort_unstable();
        }
    }
    (found, is_capped)
}

/// Two documents.
#[derive(Clone, Copy)]
struct Both<'a> {
    left: &'a Bags,
    right: &'a Indexed<'a>,
    /// Of the left places, as in [`Room`].
    numbers: &'a [u32],
}

impl Both<'_> {
    /// Counts, for each sentence of the right document, the different words that a left one shares with it.
    #[inline]
    fn count(self, left: usize, starts: Option<&[bool]>, counts: &mut [Counts]) {
        let Self { left: bags, right, numbers } = self;
        let places = bags.sentences[left].places();
        let Some(starts) = starts else { return right.count(numbers[places].iter().copied(), counts) };
        right.count(places.clone().filter(|place| starts[*place]).map(|place| numbers[place]), counts);
        let counts = counts.as_flattened_mut();
        let touched: Vec<u32> = (0u32..).zip(&*counts).filter(|(_, count)| **count > 0).map(|(right, _)| right).collect();
        let others = places.filter(|place| !starts[*place]).map(|place| numbers[place] as usize);
        for number in others.filter(|number| *number < right.words()) {
            let holders = right.starting_of(number);
            touched.iter().filter(|right| holders.binary_search(right).is_ok()).for_each(|right| counts[*right as usize] += 1);
        }
    }

    /// For each place on the left whether its word brings sentences together, where all of them would take more than so many steps: those that take the fewest do. The
    /// others only count in what these brought together. And whether any was left out.
    fn starting_words(self, most: u64) -> (Option<Vec<bool>>, bool) {
        let Self { left, right, numbers } = self;
        // A word of the left document meets a sentence of the right one once for each of its places at most.
        if (left.sentences.len() * right.bags.words.len()) as u64 <= most {
            return (None, false);
        }
        // Of each word on both sides, by its number on the right.
        let mut steps = vec![0; right.words() + 1];
        for sentence in left.sentences.iter().filter(|sentence| !sentence.is_common) {
            numbers[sentence.places()].iter().for_each(|number| steps[*number as usize] += 1);
        }
        steps.truncate(right.words());
        steps.iter_mut().enumerate().for_each(|(number, steps)| *steps *= right.starting_of(number).len() as u64);
        if steps.iter().sum::<u64>() <= most {
            return (None, false);
        }
        let mut order: Vec<usize> = (0..steps.len()).collect();
        order.sort_unstable_by_key(|number| (steps[*number], right.hash_of(right.bags.words[right.first_places()[*number] as usize])));
        let mut rest = most;
        // Words that only one side has take no step.
        let mut starts = vec![true; steps.len() + 1];
        for (n, number) in order.iter().enumerate() {
            match rest.checked_sub(steps[*number]) {
                Some(left) => rest = left,
                None => {
                    order[n..].iter().for_each(|number| starts[*number] = false);
                    break;
                }
            }
        }
        (Some(numbers.iter().map(|number| starts[*number as usize]).collect()), true)
    }
}

/// Whether any sentence shares so many words with one of `different` words that the Dice coefficient is above `dice` hundredths. Short numbers, so that
/// one instruction takes eight of them.
fn is_any_above(counts: &[Counts], others: &[[u16; 16]], different: usize, dice: u32) -> bool {
    // Above 200 there is none in any case.
    let (different, dice) = (different as u16, dice.min(200) as u16);
    counts.iter().zip(others).any(|(counts, others)| {
        let above = |(common, other): (&u8, &u16)| 200 * u16::from(*common) > dice * (different + other);
        counts.iter().zip(others).fold(false, |any, both| any | above(both))
    })
}

/// What each word of the right document adds to the product with a sentence of the left one.
#[derive(Default)]
struct Gains {
    /// By its number there, and one behind them for all words that are not there.
    of_word: Vec<u64>,
    set: Vec<u32>,
    /// Squares of the lengths of sentences of the right document, where one was asked for.
    norms: Vec<Option<u64>>,
}

impl Gains {
    /// Forgets two documents.
    fn clear(&mut self, right: &Indexed<'_>) {
        self.set.drain(..).for_each(|word| self.of_word[word as usize] = 0);
        if self.of_word.len() <= right.words() {
            self.of_word.resize(right.words() + 1, 0);
        }
        self.norms.clear();
        self.norms.resize(right.bags.sentences.len(), None);
    }

    fn of<'a>(&'a mut self, Both { left, right, numbers }: Both<'a>, sentence: usize, weights: &'a mut Weights) -> Row<'a> {
        self.set.drain(..).for_each(|word| self.of_word[word as usize] = 0);
        let (mut norm, mut most) = (0, 0);
        for (place, times) in left.counts_of(sentence) {
            let number = numbers[place];
            let gain = times * weights.square(left.spread[place] + right.spread()[number as usize]);
            most = most.max(times);
            self.of_word[number as usize] = gain;
            self.set.push(number);
            norm += times * gain;
        }
        Row { gains: &self.of_word, norms: &mut self.norms, weights, numbers, right, norm, most }
    }
}

/// A sentence of the left document, to be held against those of the right one.
struct Row<'a> {
    gains: &'a [u64],
    norms: &'a mut [Option<u64>],
    weights: &'a mut Weights,
    /// Of the left places, as in [`Room`].
    numbers: &'a [u32],
    right: &'a Indexed<'a>,
    norm: u64,
    /// How often the most frequent of its words stands in it.
    most: u64,
}

impl Row<'_> {
    /// The cosine with a sentence of the right document, in ten-thousandths, if it is above so many hundredths.
    fn cosine_above(&mut self, least: u32, sentence: usize) -> Option<u32> {
        let right = self.right;
        let numbers = right.of_places();
        let counts = || right.bags.counts_of(sentence).map(|(place, times)| (numbers[place] as usize, times));
        let dot = counts().map(|(number, times)| times * self.gains[number]).sum();
        if is_below(dot, self.norm, self.most, least) {
            return None;
        }
        self.weights.count(right, self.numbers);
        let norm = || counts().map(|(number, times)| times * times * self.weights.of_right(number)).sum();
        Some(cosine_of(dot, self.norm, *self.norms[sentence].get_or_insert_with(norm))).filter(|cosine| *cosine > least * 100)
    }
}

/// Whether the cosine of two sentences is not above so many hundredths by what the left one tells alone. `most`: how often it holds a word at most.
///
/// The words that both hold make the product, at most `most` times what they add to the square of the right one's length. So that square is the product
/// over `most` at least, and the cosine at most the root of the product times `most` over the square of the left one's length.
fn is_below(dot: u64, left: u64, most: u64, least: u32) -> bool {
    u128::from(dot) * u128::from(most) * 10_000 <= u128::from(left) * u128::from(least).pow(2)
}

/// Cosine in ten-thousandths, of a product and two squares of lengths.
pub(super) fn cosine_of(dot: u64, left: u64, right: u64) -> u32 {
    if dot == 0 {
        return 0;
    }
    (1e4 * dot as f64 / (left as f64 * right as f64).sqrt()) as u32
}

#[cfg(test)]
mod tests {
    use super::super::bag::tests::bags_of;
    use super::super::indexed::Tables;
    use super::super::joint::Joint;
    use super::super::wholes::Wholes;
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn text() -> impl Strategy<Value = String> {
        let words = vec!["the", "of", "river", "low", "boats", "Marrow", "ferry", "said", "council", "vote.", "too.", "was"];
        prop::collection::vec(prop::sample::select(words), 4..120).prop_map(|words| words.join(" "))
    }

    /// Counts, by word, of a sentence.
    fn counts(bags: &Bags, sentence: usize) -> BTreeMap<u32, f64> {
        bags.counts_of(sentence).map(|(place, times)| (bags.words[place], times as f64)).collect()
    }

    proptest! {
        #[test]
        fn the_index_finds_the_pairs_that_comparing_all_sentences_finds(texts in prop::collection::vec((text(), text()), 1..4)) {
            let mut room = Room::default();
            // One after another in the same room.
            for (left, right) in texts {
                let ([l, r], hashes) = bags_of([&left, &right]);
                let indexed = Indexed::new(&r, Tables::new(&hashes));
                let found = alike(&l, &indexed, (33, 33), &mut room);
                room.weights.take(&l, &indexed);
                room.weights.count(&indexed, &room.numbers);
                let joint = Joint::of(&l, &indexed, &mut room);
                let all = (l.sentences.len() + r.sentences.len()) as f64;
                let holders = |bags: &Bags, word: &u32| (0..bags.sentences.len()).filter(|s| counts(bags, *s).contains_key(word)).count();
                let weight = |word: &u32| (1024.0 * (all / (holders(&l, word) + holders(&r, word)) as f64).ln()).round();
                let mut slow = Vec::new();
                for i in 0..l.sentences.len() {
                    for j in 0..r.sentences.len() {
                        let (a, b) = (counts(&l, i), counts(&r, j));
                        let norm = |side: &BTreeMap<u32, f64>| side.iter().map(|(w, n)| (n * weight(w)).powi(2)).sum::<f64>();
                        let dot: f64 = a.iter().filter_map(|(w, n)| Some(n * b.get(w)? * weight(w).powi(2))).sum();
                        let common = a.keys().filter(|w| b.contains_key(w)).count();
                        let cosine = if dot > 0.0 { (1e4 * dot / (norm(&a) * norm(&b)).sqrt()) as u32 } else { 0 };
                        prop_assert_eq!(Wholes::new(&joint).cosine(i..i + 1, j..j + 1), cosine);
                        if cosine > 3300 && 200 * common > 33 * (a.len() + b.len()) {
                            slow.push(Alike { left: count(i), right: count(j), cosine });
                        }
                    }
                }
                prop_assert_eq!(found, (slow, false));
            }
        }

        #[test]
        fn what_is_below_by_the_left_sentence_alone_is_below(words in prop::collection::vec((0u64..4, 0u64..4, 0u64..3000), 1..30), least in 0u32..100) {
            let sum = |of: fn(&(u64, u64, u64)) -> u64| words.iter().map(|word| of(word) * word.2.pow(2)).sum::<u64>();
            let (dot, left, right) = (sum(|w| w.0 * w.1), sum(|w| w.0 * w.0), sum(|w| w.1 * w.1));
            let most = words.iter().map(|word| word.0).max().unwrap();
            prop_assert!(!is_below(dot, left, most, least) || cosine_of(dot, left, right) <= 100 * least);
            prop_assert!(is_below(0, left, most, least) && (left == 0 || !is_below(left, left, 1, 99)));
        }

        #[test]
        fn bounds_keep_the_most_alike_and_change_no_cosine(
            left in text(), right in text(), steps in 0u64..60, counterparts in 1usize..4, common in prop::collection::vec(any::<bool>(), 120),
        ) {
            let ([mut l, mut r], hashes) = bags_of([&left, &right]);
            let plain = r.clone();
            let mut room = Room::default();
            let (all, _) = alike(&l, &Indexed::new(&plain, Tables::new(&hashes)), (33, 33), &mut room);
            for own in [&mut l, &mut r] {
                own.sentences.iter_mut().zip(&common).for_each(|(own, common)| own.is_common = *common);
            }
            let stands = |found: &Alike| !l.sentences[found.left as usize].is_common && !r.sentences[found.right as usize].is_common;
            let all: Vec<Alike> = all.into_iter().filter(stands).collect();
            let indexed = Indexed::new(&r, Tables::new(&hashes));
            let mut within = |steps, counterparts| alike_within(&l, &indexed, (33, 33), (steps, counterparts), &mut room);
            prop_assert_eq!(&within(STEPS, COUNTERPARTS).0, &all);
            let (some, is_capped) = within(steps, usize::MAX);
            prop_assert!(some.iter().all(|found| all.contains(found)) && (is_capped || some == all));
            let (few, is_capped) = within(u64::MAX, counterparts);
            let mut best = all.clone();
            best.sort_by_key(|found| (found.left, Reverse(found.cosine), found.right));
            let mut best: Vec<Alike> = best.chunk_by(|a, b| a.left == b.left).flat_map(|own| own.iter().take(counterparts).copied()).collect();
            best.sort();
            prop_assert_eq!(&few, &best);
            prop_assert_eq!(is_capped, few.len() < all.len());
        }
    }
}
