//! The seeds of passages whose turn was not long ago, and the roots that share them: a text that stands in thousands of documents is looked up once.

use super::grouping::Candidates;
use super::open::Seeds;
use super::{ClusterInput, Passage};

/// Passages that are kept.
const KEPT: usize = 64;
/// Of fewer passages none is kept: these few are soon looked up.
const FEW: usize = if cfg!(test) { 3 } else { 16 };

/// A few passages, each in a place that its words tell.
pub(super) struct Recent {
    places: Vec<Option<Remembered>>,
}

/// What is known of a passage and of all that have its words.
pub(super) struct Remembered {
    passage: Passage,
    seeds: Seeds,
    /// Roots that share seeds, among the first so many.
    candidates: Candidates,
    roots: usize,
}

impl Remembered {
    /// The seeds of a passage of the same words at their places in its document.
    pub(super) fn seeds_of(&self, passage: Passage) -> Seeds {
        let moved = |(hash, position): &(u64, u32)| (*hash, position - self.passage.words.start + passage.words.start);
        self.seeds.iter().map(moved).collect()
    }

    /// The roots that share seeds with it, if there are no more roots by now.
    pub(super) fn candidates(&self, roots: usize) -> Option<&Candidates> {
        (self.roots == roots).then_some(&self.candidates)
    }
}

impl Recent {
    /// Of so many passages.
    pub(super) fn among(passages: usize) -> Self {
        let kept = if passages < FEW { 0 } else { KEPT };
        Self { places: std::iter::repeat_with(|| None).take(kept).collect() }
    }

    /// What is known of one of the same words.
    pub(super) fn of(&self, input: ClusterInput<'_>, passage: Passage) -> Option<&Remembered> {
        let own = words(input, passage);
        let kept = self.places.get(place(own))?.as_ref()?;
        (words(input, kept.passage) == own).then_some(kept)
    }

    /// Keeps a passage in place of the one that is there, with the roots that share its seeds, among so many.
    pub(super) fn keep(&mut self, input: ClusterInput<'_>, passage: Passage, seeds: Seeds, (candidates, roots): (Candidates, usize)) {
        if let Some(kept) = self.places.get_mut(place(words(input, passage))) {
            *kept = Some(Remembered { passage, seeds, candidates, roots });
        }
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
        let mut recent = Recent::among(FEW);
        assert!(recent.of(input, passages[0]).is_none());
        recent.keep(input, passages[0], chosen[0].clone(), (Candidates::default(), 3));
        let known = recent.of(input, passages[1]).expect("the same words");
        assert_eq!(known.seeds_of(passages[1]), chosen[1]);
        assert!(known.candidates(3).is_some() && known.candidates(4).is_none());
        assert!(recent.of(input, passages[2]).is_none(), "another word");
        assert_ne!(chosen[0], chosen[1]);
        let mut few = Recent::among(FEW - 1);
        few.keep(input, passages[0], chosen[0].clone(), (Candidates::default(), 3));
        assert!(few.of(input, passages[1]).is_none());
    }
}
