//! Sentences as bags of words.

use std::collections::HashMap;

use crate::span::{Span, Words};
use crate::text::Tokens;

use super::sentence::sentences;
use super::stem::term;

/// A document as sentences, each a bag of words. Words are numbered within the document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bags {
    /// The sentences, in order.
    pub sentences: Vec<Span<Words>>,
    /// Different words of the document, by hash, sorted.
    pub words: Vec<u64>,
    /// For each sentence where its words stand in `of_sentence`; one more entry than sentences.
    pub sentence_from: Vec<usize>,
    /// (number of the word, times), by sentence.
    pub of_sentence: Vec<(u32, u32)>,
    /// For each word where its sentences stand in `of_word`; one more entry than words.
    pub word_from: Vec<usize>,
    /// (number of the sentence, times), by word.
    pub of_word: Vec<(u32, u32)>,
}

impl Bags {
    /// Cuts a text into sentences and counts their words.
    #[must_use]
    pub fn new(text: &str, tokens: &Tokens) -> Self {
        let sentences = sentences(text, tokens);
        let terms: Vec<u64> = (0..tokens.len()).map(|word| term(text, tokens, word)).collect();
        let mut words = terms.clone();
        words.sort_unstable();
        words.dedup();
        let number: HashMap<u64, u32> = words.iter().enumerate().map(|(n, hash)| (*hash, count(n))).collect();
        let mut bags = Self { sentences, words, sentence_from: vec![0], ..Self::default() };
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
        bags
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
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}
