//! Sentences as bags of words.

use std::ops::Range;

use crate::error::Result;
use crate::kernel::memory::ask_for_all;
use crate::room::{Column, Shelf};
use crate::span::{Span, Words};
use crate::text::Tokens;

use super::sentence::sentences;

/// A document as sentences, each a bag of words. Words are known by their numbers in the lexicon.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bags {
    /// The sentences, in order.
    pub sentences: Vec<Sentence>,
    /// The words of one sentence after another, each once in a sentence. What follows tells more of each of these places.
    pub words: Column<u32>,
    /// How many sentences hold the word.
    pub spread: Column<u32>,
    /// How often it stands in this sentence, and whether it is [`PLAIN`].
    times: Column<u8>,
}

/// One sentence of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sentence {
    /// Its words in the text.
    pub words: Span<Words>,
    /// Its first place.
    from: u32,
    /// Its places: different words. No sentence has more than some forty.
    places: u8,
    /// Whether it stands in so many documents that it starts nothing.
    pub is_common: bool,
}

/// The bit of a word that stands in small letters somewhere in its document (or in a script without case) and is neither a stop word nor a number.
const PLAIN: u8 = 1 << 7;

impl Sentence {
    /// Its places.
    pub fn places(&self) -> Range<usize> {
        self.from as usize..self.from as usize + usize::from(self.places)
    }

    /// How many different words it has.
    pub fn different(&self) -> u8 {
        self.places
    }
}

impl Bags {
    /// Cuts a text into sentences and counts their words. `terms` holds the number of each word.
    ///
    /// # Panics
    /// When the text is 4 GiB or longer.
    pub fn new(text: &str, tokens: &Tokens, terms: &[u32]) -> Self {
        Self::in_room(&mut Room::default(), text, tokens, terms)
    }

    /// The same, in the room of the one before.
    pub fn in_room(room: &mut Room, text: &str, tokens: &Tokens, terms: &[u32]) -> Self {
        let Room { numbers, met, different, of_places, words, times } = room;
        words.clear();
        times.clear();
        of_places.clear();
        let greatest = terms.iter().fold(0, |greatest, term| greatest.max(*term)) as usize;
        if greatest >= numbers.len() {
            numbers.resize((greatest + 1).next_power_of_two(), 0);
        }
        met.clear();
        met.resize(terms.len() + 1, Met::default());
        different.resize(different.len().max(terms.len() + 1), 0);
        // The first number stands for none.
        let mut next = 1;
        let spans = sentences(text, tokens);
        let mut found = Vec::with_capacity(spans.len());
        for span in spans {
            let from = words.len();
            for (term, traits) in terms[span.range()].iter().zip(&tokens.traits[span.range()]) {
                let number = &mut numbers[*term as usize];
                // Written in any case, and written over if it was met before: nobody can predict that.
                different[next as usize] = *term;
                let is_new = *number == 0;
                *number = if is_new { next } else { *number };
                next += u32::from(is_new);
                let (of_place, met) = (*number, &mut met[*number as usize]);
                let cased = traits.is_lower_case() || traits.is_caseless();
                met.is_plain |= cased && !traits.is_stop_word() && !traits.is_number();
                // Where the word stood last, plus one: in this sentence, if that is behind its beginning.
                let before = met.latest as usize;
                if before > from {
                    times[before - 1] += 1;
                } else {
                    words.push(*term);
                    of_places.push(of_place);
                    times.push(1);
                    met.latest = count(words.len());
                    met.spread += 1;
                }
            }
            let places = u8::try_from(words.len() - from).expect("a sentence has some forty words at most");
            found.push(Sentence { words: span, from: count(from), places, is_common: false });
        }
        let spread: Vec<u32> = of_places.iter().map(|number| met[*number as usize].spread).collect();
        of_places.iter().zip(&mut *times).for_each(|(number, times)| *times |= if met[*number as usize].is_plain { PLAIN } else { 0 });
        different[1..next as usize].iter().for_each(|word| numbers[*word as usize] = 0);
        Self { sentences: found, words: words.clone().into(), spread: spread.into(), times: times.clone().into() }
    }

    /// Puts what is known of the words of some documents on a shelf.
    pub fn put_on(shelf: &Shelf, some: &mut [Self]) -> Result<()> {
        shelf.columns(some.iter_mut().map(|bags| &mut bags.words))?;
        shelf.columns(some.iter_mut().map(|bags| &mut bags.spread))?;
        shelf.columns(some.iter_mut().map(|bags| &mut bags.times))
    }

    /// Has what a comparison reads first brought from memory.
    pub fn fetch(&self) {
        ask_for_all(&self.sentences);
        ask_for_all(&self.words);
    }

    /// Has what weighing words reads brought from memory.
    pub fn fetch_counts(&self) {
        ask_for_all(&self.times);
    }

    /// Whether no sentence is left that starts a comparison.
    pub fn starts_nothing(&self) -> bool {
        self.sentences.iter().all(|sentence| sentence.is_common)
    }

    /// The places of a sentence, and how often the word of each stands in it.
    pub fn counts_of(&self, sentence: usize) -> impl Iterator<Item = (usize, u64)> {
        let places = self.sentences[sentence].places();
        places.clone().zip(&self.times[places]).map(|(place, times)| (place, u64::from(*times & !PLAIN)))
    }

    /// Whether the word at a place stands in small letters somewhere (or in a script without case) and is neither a stop word nor a number.
    pub fn is_plain(&self, place: usize) -> bool {
        self.times[place] & PLAIN != 0
    }
}

/// What making bags takes, kept from one document to the next.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// The number in the document of each word of the lexicon. Zeros, between two documents.
    numbers: Vec<u32>,
    /// What is known of each word, by its number in the document.
    met: Vec<Met>,
    /// The words by their numbers in the document.
    different: Vec<u32>,
    /// The number of the word at each place.
    of_places: Vec<u32>,
    words: Vec<u32>,
    times: Vec<u8>,
}

/// What is known of a word of the document.
#[derive(Debug, Clone, Copy, Default)]
struct Met {
    /// Its latest place, plus one.
    latest: u32,
    spread: u32,
    is_plain: bool,
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::lexicon::Lexicon;
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// The bags of some texts, whose words are their own stems, and the hash of each word by its number.
    pub(in super::super) fn bags_of<const N: usize>(texts: [&str; N]) -> ([Bags; N], Vec<u64>) {
        let lexicon = Lexicon::default();
        let bags = texts.map(|text| {
            let tokens = tokenize(text, Compounds::Joined);
            Bags::new(text, &tokens, &numbers(&lexicon, &tokens))
        });
        (bags, lexicon.hashes())
    }

    impl Bags {
        /// The words of a sentence, each once.
        pub(in super::super) fn words_of(&self, sentence: usize) -> &[u32] {
            &self.words[self.sentences[sentence].places()]
        }
    }

    pub(in super::super) fn numbers(lexicon: &Lexicon, tokens: &Tokens) -> Vec<u32> {
        tokens.hashes.iter().map(|hash| lexicon.number(*hash)).collect()
    }

    #[test]
    fn words_are_counted_by_sentence_and_sentences_by_word() {
        let ([bags], _) = bags_of(["The ferry met the ferry. Another ferry left."]);
        let ferry = bags.words[1];
        assert_eq!((bags.sentences.len(), bags.words.len(), bags.spread[1]), (2, 6, 2));
        let counted = |sentence: usize| bags.counts_of(sentence).find(|(place, _)| bags.words[*place] == ferry).map(|(_, times)| times);
        assert_eq!((counted(0), counted(1)), (Some(2), Some(1)));
    }

    proptest! {
        #[test]
        fn bags_hold_every_word_as_often_as_its_sentence_does(texts in prop::collection::vec("([a-dA-D]{1,2}[ .\n]{1,2}){0,150}", 1..4)) {
            let (mut room, lexicon) = (Room::default(), Lexicon::default());
            for text in texts {
                let tokens = tokenize(&text, Compounds::Joined);
                let terms = numbers(&lexicon, &tokens);
                let bags = Bags::new(&text, &tokens, &terms);
                // What is left in the room changes nothing.
                prop_assert_eq!(&bags, &Bags::in_room(&mut room, &text, &tokens, &terms));
                let mut spread: BTreeMap<u32, u32> = BTreeMap::new();
                for (n, sentence) in bags.sentences.iter().enumerate() {
                    let mut slow: BTreeMap<u32, u64> = BTreeMap::new();
                    terms[sentence.words.range()].iter().for_each(|word| *slow.entry(*word).or_default() += 1);
                    slow.keys().for_each(|word| *spread.entry(*word).or_default() += 1);
                    prop_assert_eq!(usize::from(sentence.different()), slow.len());
                    prop_assert_eq!(bags.counts_of(n).map(|(place, times)| (bags.words[place], times)).collect::<BTreeMap<_, _>>(), slow);
                }
                for (place, word) in bags.words.iter().enumerate() {
                    prop_assert_eq!(bags.spread[place], spread[word]);
                    let says = |at: &usize| terms[*at] == *word && tokens.traits[*at].is_lower_case() && !tokens.traits[*at].is_stop_word();
                    prop_assert_eq!(bags.is_plain(place), (0..terms.len()).any(|at| says(&at)));
                }
            }
        }
    }
}
