//! Sentences as bags of words.

use crate::keyed::KeyedMap;
use crate::span::{Span, Words};
use crate::text::Tokens;

use super::sentence::sentences;

/// A document as sentences, each a bag of words. Words are numbered within the document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bags {
    /// The sentences, in order.
    pub sentences: Vec<Span<Words>>,
    /// Whether each sentence stands in so many documents that it starts nothing.
    pub is_common: Vec<bool>,
    /// Different words of the document, by hash, sorted.
    pub words: Vec<u64>,
    /// Whether each of them stands in small letters somewhere (or in a script without case) and is neither a stop word nor a number.
    pub is_plain: Vec<bool>,
    /// For each sentence where its words stand in `of_sentence`; one more entry than sentences.
    pub sentence_from: Vec<usize>,
    /// (number of the word, times), by sentence.
    pub of_sentence: Vec<(u32, u32)>,
    /// For each word where its sentences stand in `of_word`; one more entry than words.
    pub word_from: Vec<usize>,
    /// (number of the sentence, times), by word; the sentences that start nothing come last.
    pub of_word: Vec<(u32, u32)>,
    /// For each word behind the last of its sentences that start something, in `of_word`.
    pub word_starts: Vec<usize>,
}

impl Bags {
    /// Cuts a text into sentences and counts their words. `terms` holds a hash for each word.
    ///
    /// # Panics
    /// When the text is 4 GiB or longer.
    #[must_use]
    pub fn new(text: &str, tokens: &Tokens, terms: &[u64]) -> Self {
        let sentences = sentences(text, tokens);
        let mut words = terms.to_vec();
        words.sort_unstable();
        words.dedup();
        let number: KeyedMap<u32> = words.iter().enumerate().map(|(n, hash)| (*hash, count(n))).collect();
        let mut bags = Self { is_common: vec![false; sentences.len()], sentences, words, sentence_from: vec![0], ..Self::default() };
        bags.is_plain = vec![false; bags.words.len()];
        for (hash, traits) in terms.iter().zip(&tokens.traits) {
            let cased = traits.is_lower_case() || traits.is_caseless();
            bags.is_plain[number[hash] as usize] |= cased && !traits.is_stop_word() && !traits.is_number();
        }
        let mut own = Vec::new();
        let mut sentences_of: Vec<Vec<(u32, u32)>> = vec![Vec::new(); bags.words.len()];
        for (sentence, span) in bags.sentences.iter().enumerate() {
            own.clear();
            own.extend(terms[span.range()].iter().map(|hash| number[hash]));
            own.sort_unstable();
            for same in own.chunk_by(|a, b| a == b) {
                bags.of_sentence.push((same[0], count(same.len())));
                sentences_of[same[0] as usize].push((count(sentence), count(same.len())));
            }
            bags.sentence_from.push(bags.of_sentence.len());
        }
        bags.word_from.push(0);
        for of in sentences_of {
            bags.of_word.extend(of);
            bags.word_from.push(bags.of_word.len());
        }
        bags.word_starts = bags.word_from[1..].to_vec();
        bags
    }

    /// Puts the sentences of each word that start nothing behind the others, once it is known which they are.
    pub fn part(&mut self) {
        if self.is_common.iter().any(|common| *common) {
            for (word, end) in self.word_starts.iter_mut().enumerate() {
                let own = &mut self.of_word[self.word_from[word]..self.word_from[word + 1]];
                own.sort_by_key(|(sentence, _)| self.is_common[*sentence as usize]);
                *end = self.word_from[word] + own.partition_point(|(sentence, _)| !self.is_common[*sentence as usize]);
            }
        }
    }

    /// Whether no sentence is left that starts a comparison.
    #[must_use]
    pub fn starts_nothing(&self) -> bool {
        self.is_common.iter().all(|common| *common)
    }

    /// The words of a sentence.
    #[must_use]
    pub fn words_of(&self, sentence: usize) -> &[(u32, u32)] {
        &self.of_sentence[self.sentence_from[sentence]..self.sentence_from[sentence + 1]]
    }

    /// The sentences that hold a word.
    #[must_use]
    pub fn sentences_of(&self, word: usize) -> &[(u32, u32)] {
        &self.of_word[self.word_from[word]..self.word_from[word + 1]]
    }

    /// Those of them that start something, in order.
    #[must_use]
    pub fn starting_of(&self, word: usize) -> &[(u32, u32)] {
        &self.of_word[self.word_from[word]..self.word_starts[word]]
    }
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn words_are_counted_by_sentence_and_sentences_by_word() {
        let text = "The ferry met the ferry. Another ferry left.";
        let tokens = tokenize(text, Compounds::Joined);
        let bags = Bags::new(text, &tokens, &tokens.hashes);
        assert_eq!((bags.sentences.len(), bags.words.len()), (2, 5));
        let ferry = bags.words.binary_search(&tokens.hashes[1]).expect("the word is there");
        assert_eq!(bags.sentences_of(ferry), [(0, 2), (1, 1)]);
        assert!(bags.words_of(0).contains(&(count(ferry), 2)));
    }
}
