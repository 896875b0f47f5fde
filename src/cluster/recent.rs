//! The seeds of passages whose turn was not long ago: a text that stands in thousands of documents has them chosen once.

use super::grouping::Seeds;
use super::{ClusterInput, Passage};

/// Passages that are kept.
const KEPT: usize = 64;

/// A few passages with their seeds, each in a place that its words tell.
#[derive(Default)]
pub(super) struct Recent {
    places: Vec<Option<(Passage, Seeds)>>,
}

impl Recent {
    /// The seeds of a passage at their places in its document, when one of the same words is kept.
    pub(super) fn seeds(&self, input: ClusterInput<'_>, passage: Passage) -> Option<Seeds> {
        let own = words(input, passage);
        let (other, seeds) = self.places.get(place(own))?.as_ref()?;
        let moved = |(hash, position): &(u64, u32)| (*hash, position - other.words.start + passage.words.start);
        (words(input, *other) == own).then(|| seeds.iter().map(moved).collect())
    }

    /// Keeps a passage in place of the one that is there.
    pub(super) fn keep(&mut self, input: ClusterInput<'_>, passage: Passage, seeds: &Seeds) {
        self.places.resize(KEPT, None);
        self.places[place(words(input, passage))] = Some((passage, seeds.clone()));
    }
}

fn words<'a>(input: ClusterInput<'a>, passage: Passage) -> &'a [u64] {
    &input.tokens[passage.document as usize].hashes[passage.words.range()]
}

/// By a few of its words: whether all are equal is looked at afterwards.
fn place(words: &[u64]) -> usize {
    let some = [0, words.len() / 2, words.len().saturating_sub(1)];
    let mixed = some.iter().filter_map(|n| words.get(*n)).fold(words.len() as u64, |all, hash| all.rotate_left(21) ^ hash);
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize % KEPT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::AlignConfig;
    use crate::seeds::{SeedConfig, winnow};
    use crate::span::Span;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn equal_words_have_the_seeds_of_those_before_them_at_their_own_places() {
        let line = "the ferry landing below the bridge closes before the first storms of winter come";
        let texts = [format!("Said on Monday: {line}"), format!("{line} and go"), format!("It {}", line.replace("storms", "frosts"))];
        let texts = texts.each_ref().map(String::as_str);
        let tokens = texts.map(|text| tokenize(text, Compounds::Joined));
        let (seeds, align) = (SeedConfig::default(), AlignConfig::default());
        let input = ClusterInput { texts: &texts, tokens: &tokens, places: &[], pairs: &[], seeds: &seeds, align: &align };
        let passages = [(0, 3), (1, 0), (2, 1)].map(|(document, from)| Passage { document, words: Span::new(from, from + 14) });
        let chosen = passages.map(|passage| {
            let (own, range) = (&tokens[passage.document as usize], passage.words.range());
            let mut chosen = Seeds::new();
            winnow(&own.hashes[range.clone()], &own.traits[range], &seeds, &mut chosen);
            chosen.iter().map(|(hash, at)| (*hash, at + passage.words.start)).collect::<Seeds>()
        });
        let mut recent = Recent::default();
        assert_eq!(recent.seeds(input, passages[0]), None);
        recent.keep(input, passages[0], &chosen[0]);
        assert_eq!(recent.seeds(input, passages[1]).as_ref(), Some(&chosen[1]));
        assert_eq!(recent.seeds(input, passages[2]), None, "another word");
        assert_ne!(chosen[0], chosen[1]);
    }
}
