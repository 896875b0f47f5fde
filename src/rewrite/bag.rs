//! Sentences as bags of words.

use std::hint::black_box;

use crate::span::{Span, Words};
use crate::text::Tokens;

use super::numbers::Numbers;
use super::sentence::sentences;

/// A document as sentences, each a bag of words. Words are numbered within the document, in the order in which they come first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bags {
    /// The sentences, in order.
    pub sentences: Vec<Span<Words>>,
    /// Whether each sentence stands in so many documents that it starts nothing.
    pub is_common: Vec<bool>,
    /// Different words of the document, by hash.
    pub words: Vec<u64>,
    /// Whether each of them stands in small letters somewhere (or in a script without case) and is neither a stop word nor a number.
    pub is_plain: Vec<bool>,
    /// How many sentences hold each of them.
    pub spread: Vec<u32>,
    /// For each sentence where its words stand in `of_sentence`; one more entry than sentences.
    pub sentence_from: Vec<u32>,
    /// Numbers of the words, each once in a sentence, by sentence.
    pub of_sentence: Vec<u32>,
    /// How often each of these stands in its sentence. No sentence has more than some forty words.
    pub times: Vec<u8>,
}

impl Bags {
    /// Cuts a text into sentences and counts their words. `terms` holds a hash for each word.
    ///
    /// # Panics
    /// When the text is 4 GiB or longer.
    #[must_use]
    pub fn new(text: &str, tokens: &Tokens, terms: &[u64]) -> Self {
        Self::in_room(&mut Room::default(), text, tokens, terms)
    }

    /// The same, in the room of the one before.
    pub(super) fn in_room(room: &mut Room, text: &str, tokens: &Tokens, terms: &[u64]) -> Self {
        let Room { numbers, words, plain, spread, latest, of_sentence, times } = room;
        numbers.clear(terms.len());
        words.clear();
        plain.clear();
        spread.clear();
        latest.clear();
        of_sentence.clear();
        times.clear();
        let sentences = sentences(text, tokens);
        let mut sentence_from = Vec::with_capacity(sentences.len() + 1);
        for span in &sentences {
            let from = of_sentence.len();
            sentence_from.push(count(from));
            for (term, traits) in terms[span.range()].iter().zip(&tokens.traits[span.range()]) {
                let word = numbers.number(*term, words);
                let at = word as usize;
                if at == latest.len() {
                    latest.push(0);
                    spread.push(0);
                    plain.push(false);
                }
                let cased = traits.is_lower_case() || traits.is_caseless();
                plain[at] |= cased && !traits.is_stop_word() && !traits.is_number();
                // Where the word stood last, plus one: in this sentence, if that is behind its beginning.
                let before = latest[at] as usize;
                if before > from {
                    times[before - 1] += 1;
                } else {
                    of_sentence.push(word);
                    times.push(1);
                    latest[at] = count(of_sentence.len());
                    spread[at] += 1;
                }
            }
        }
        sentence_from.push(count(of_sentence.len()));
        Self {
            is_common: vec![false; sentences.len()],
            sentences,
            words: words.clone(),
            is_plain: plain.clone(),
            spread: spread.clone(),
            sentence_from,
            of_sentence: of_sentence.clone(),
            times: times.clone(),
        }
    }

    /// Has what a comparison reads brought from memory. Documents lie all over it; asked for at once, the parts of one come at once.
    pub(super) fn fetch(&self) {
        const LINE: usize = 64;
        self.words.iter().step_by(LINE / 8).for_each(|word| {
            black_box(*word);
        });
        [&self.of_sentence, &self.sentence_from].into_iter().flat_map(|list| list.iter().step_by(LINE / 4)).for_each(|number| {
            black_box(*number);
        });
        black_box(self.is_common.first());
    }

    /// Whether no sentence is left that starts a comparison.
    #[must_use]
    pub fn starts_nothing(&self) -> bool {
        self.is_common.iter().all(|common| *common)
    }

    /// How many different words a sentence has.
    #[must_use]
    pub fn different(&self, sentence: usize) -> usize {
        (self.sentence_from[sentence + 1] - self.sentence_from[sentence]) as usize
    }

    /// The words of a sentence, each once.
    #[must_use]
    pub fn words_of(&self, sentence: usize) -> &[u32] {
        &self.of_sentence[self.sentence_from[sentence] as usize..self.sentence_from[sentence + 1] as usize]
    }

    /// The words of a sentence, and how often each stands in it.
    pub fn counts_of(&self, sentence: usize) -> impl Iterator<Item = (usize, u64)> {
        let range = self.sentence_from[sentence] as usize..self.sentence_from[sentence + 1] as usize;
        self.of_sentence[range.clone()].iter().zip(&self.times[range]).map(|(word, times)| (*word as usize, u64::from(*times)))
    }
}

/// What making bags takes, kept from one document to the next.
#[derive(Debug, Default)]
pub(super) struct Room {
    numbers: Numbers,
    words: Vec<u64>,
    plain: Vec<bool>,
    spread: Vec<u32>,
    latest: Vec<u32>,
    of_sentence: Vec<u32>,
    times: Vec<u8>,
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn bags(text: &str) -> (Bags, Tokens) {
        let tokens = tokenize(text, Compounds::Joined);
        (Bags::new(text, &tokens, &tokens.hashes), tokens)
    }

    #[test]
    fn words_are_counted_by_sentence_and_sentences_by_word() {
        let (bags, tokens) = bags("The ferry met the ferry. Another ferry left.");
        assert_eq!((bags.sentences.len(), bags.words.len()), (2, 5));
        let ferry = bags.words.iter().position(|word| *word == tokens.hashes[1]).expect("the word is there");
        assert_eq!(bags.spread[ferry], 2);
        assert!(bags.counts_of(0).any(|counted| counted == (ferry, 2)) && bags.counts_of(1).any(|counted| counted == (ferry, 1)));
    }

    proptest! {
        #[test]
        fn bags_hold_every_word_as_often_as_its_sentence_does(texts in prop::collection::vec("([a-dA-D]{1,2}[ .\n]{1,2}){0,150}", 1..4)) {
            let mut room = Room::default();
            for text in texts {
                let (bags, tokens) = bags(&text);
                // What is left in the room changes nothing.
                prop_assert_eq!(&bags, &Bags::in_room(&mut room, &text, &tokens, &tokens.hashes));
                let mut spread: BTreeMap<u64, u32> = BTreeMap::new();
                for (sentence, span) in bags.sentences.iter().enumerate() {
                    let mut slow: BTreeMap<u64, u64> = BTreeMap::new();
                    tokens.hashes[span.range()].iter().for_each(|word| *slow.entry(*word).or_default() += 1);
                    slow.keys().for_each(|word| *spread.entry(*word).or_default() += 1);
                    prop_assert_eq!(bags.different(sentence), slow.len());
                    prop_assert_eq!(bags.counts_of(sentence).map(|(word, times)| (bags.words[word], times)).collect::<BTreeMap<_, _>>(), slow);
                }
                prop_assert_eq!(bags.words.iter().copied().zip(bags.spread.iter().copied()).collect::<BTreeMap<_, _>>(), spread);
            }
        }
    }
}
