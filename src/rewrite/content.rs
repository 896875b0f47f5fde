//! The content words of documents, and the keys of pairs of them, which bring some documents together.

use super::bag::count;
use crate::text::WordTraits;

/// Documents whose content words are kept together; the last ones of a corpus may be fewer.
pub(super) const TOGETHER: usize = 64;

/// The content words of some documents, by their numbers in the lexicon.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    words: Vec<u32>,
    /// Where those of each document end.
    ends: Vec<u32>,
}

impl Content {
    /// Adds a document, by the numbers of its words.
    pub fn push(&mut self, terms: &[u32], traits: &[WordTraits]) {
        let mut end = self.words.len();
        self.words.resize(end + terms.len(), 0);
        for (term, traits) in terms.iter().zip(traits) {
            // Written in any case, and written over behind a stop word.
            self.words[end] = *term;
            end += usize::from(!traits.is_stop_word());
        }
        self.words.truncate(end);
        self.ends.push(count(end));
    }

    /// The content words of one document after another.
    pub fn documents(&self) -> impl Iterator<Item = &[u32]> {
        let mut from = 0;
        self.ends.iter().map(move |end| {
            let words = &self.words[from..*end as usize];
            from = *end as usize;
            words
        })
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }
}

/// The keys of a row of words, each once, sorted.
pub(super) fn keys(terms: &[u32], traits: &[WordTraits], reach: usize) -> Vec<u64> {
    let mut content = Content::default();
    content.push(terms, traits);
    let mut keys = Vec::with_capacity(content.len() * reach);
    let content = content.documents().next().unwrap_or_default();
    for (i, one) in content.iter().enumerate() {
        keys.extend(content[i + 1..].iter().take(reach).filter(|other| *other != one).map(|other| key(*one, *other)));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The same for two words in either order, by their numbers, and another one for any other two.
#[inline]
pub(super) fn key(one: u32, other: u32) -> u64 {
    key_of(both(one, other))
}

/// Two words in either order, by their numbers.
#[inline]
pub(super) fn both(one: u32, other: u32) -> u64 {
    u64::from(one.min(other)) << 32 | u64::from(one.max(other))
}

/// The key of two words.
#[inline]
pub(super) fn key_of(both: u64) -> u64 {
    // Each step can be undone; every bit of the key depends on all of both.
    let spread = (both ^ both >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (spread ^ spread >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::bag::tests::numbers;
    use super::super::lexicon::Lexicon;
    use super::*;
    use crate::text::Tokens;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    /// The content words of a corpus, whose words are their own stems.
    pub(in super::super) fn contents_of(tokens: &[Tokens], lexicon: &Lexicon) -> Vec<Content> {
        let of = |tokens: &[Tokens]| {
            let mut content = Content::default();
            tokens.iter().for_each(|tokens| content.push(&numbers(lexicon, tokens), &tokens.traits));
            content
        };
        tokens.chunks(TOGETHER).map(of).collect()
    }

    proptest! {
        #[test]
        fn content_words_are_those_that_are_no_stop_words(texts in prop::collection::vec("((the|of|a|river|ferry|[b-d]) ){0,20}", 0..5)) {
            let lexicon = Lexicon::default();
            let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
            let told: Vec<Vec<u32>> = contents_of(&tokens, &lexicon).iter().flat_map(|content| content.documents().map(<[u32]>::to_vec)).collect();
            let slow: Vec<Vec<u32>> = tokens
                .iter()
                .map(|own| (0..own.len()).filter(|word| !own.traits[*word].is_stop_word()).map(|word| lexicon.number(own.hashes[word])).collect())
                .collect();
            prop_assert_eq!(told, slow);
        }
    }
}
