//! Roots that a machine has misread.
//!
//! A cluster is built around its longest passage. A page that was scanned is often the longest copy, since words fall apart in it, and its text would stand for all
//! others. Such words are in no other document of the corpus; those of an editor are, but for a name or two. So where a twentieth of a root's words are found nowhere
//! else, numbers apart, a copy of about its length whose words others have becomes the root.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use rayon::prelude::*;

use super::{Cluster, ClusterInput, Passage};
use crate::keyed::{KeyHasher, KeyedMap};

/// Fewest words of such a root: of a short one the clause is a twentieth that an editor put in, and its words may be nowhere else in a small corpus.
const LEAST_WORDS: u32 = 40;
/// Other passages that a root is held against, the longest ones.
const WITNESSES: usize = 4;
/// Of so many words of a misread root one is found nowhere else.
const NOWHERE_ELSE: usize = 20;
/// So many times as many of these as words that a clean passage has by itself.
const CLEANER: usize = 2;
/// Least length of the clean passage, in hundredths of the root's.
const LENGTH: u32 = 90;

/// Hashes of different words.
type Words = HashSet<u64, BuildHasherDefault<KeyHasher>>;

/// A root of which many words stand in none of its witnesses.
struct Suspect {
    cluster: usize,
    /// The words that do not, as often as they stand there.
    own: Vec<u64>,
    witnesses: Vec<Passage>,
}

/// Gives clusters around a misread text a clean one for their root. The cost is a few passages of each cluster, and one look at all words where a
/// root is suspected.
pub(super) fn mend(input: ClusterInput<'_>, clusters: &mut [Cluster]) {
    let words = |passage: &Passage| &input.tokens[passage.document as usize].hashes[passage.words.range()];
    let set = |passage: &Passage| words(passage).iter().copied().collect::<Words>();
    let suspects: Vec<Suspect> = clusters
        .par_iter()
        .enumerate()
        .filter_map(|(cluster, Cluster { root, passages, .. })| {
            if root.words.len() < LEAST_WORDS || passages.len() < 3 {
                return None;
            }
            let mut witnesses: Vec<Passage> = passages.iter().filter(|passage| passage.document != root.document).copied().collect();
            witnesses
                .sort_unstable_by_key(|passage| (Reverse(passage.words.len()), input.places[passage.document as usize].rank, *passage));
            witnesses.truncate(WITNESSES);
            // Of the texts of two documents nobody knows which one is misread.
            let first = witnesses.first()?.document;
            if witnesses.iter().all(|passage| passage.document == first) {
                return None;
            }
            let traits = &input.tokens[root.document as usize].traits[root.words.range()];
            // A number of a form is nowhere else either.
            let no_number = words(root).iter().zip(traits).filter(|(_, traits)| !traits.is_number());
            let mut own: Vec<u64> = no_number.map(|(word, _)| *word).collect();
            let is_suspected = witnesses.iter().map(set).all(|known| {
                own.retain(|word| !known.contains(word));
                own.len() * NOWHERE_ELSE >= words(root).len()
            });
            is_suspected.then_some(Suspect { cluster, own, witnesses })
        })
        .collect();
    if suspects.is_empty() {
        return;
    }
    let in_documents = documents_with(input, &suspects.iter().flat_map(|suspect| &suspect.own).copied().collect());
    for Suspect { cluster, own, witnesses } in suspects {
        let root = clusters[cluster].root;
        let nowhere_else = own.iter().filter(|word| in_documents.get(word).is_none_or(|documents| *documents < 2)).count();
        if nowhere_else * NOWHERE_ELSE < words(&root).len() {
            continue;
        }
        let own_words = |passage: &Passage| {
            let known: Words = witnesses.iter().filter(|other| *other != passage).flat_map(set).chain(set(&root)).collect();
            words(passage).iter().filter(|word| !known.contains(word)).count()
        };
        let is_as_long = |passage: &&Passage| u64::from(passage.words.len()) * 100 >= u64::from(root.words.len()) * u64::from(LENGTH);
        let clean = witnesses.iter().filter(is_as_long).map(|passage| (own_words(passage), passage));
        let clean = clean.filter(|(own, _)| own * CLEANER <= nowhere_else);
        let order = |(own, passage): &(usize, &Passage)| (*own, input.places[passage.document as usize].rank, **passage);
        if let Some((_, clean)) = clean.min_by_key(order) {
            clusters[cluster].root = *clean;
        }
    }
}

/// In how many documents each of some words stands.
fn documents_with(input: ClusterInput<'_>, asked: &Words) -> KeyedMap<u32> {
    let of_document = |hashes: &[u64]| hashes.iter().copied().filter(|word| asked.contains(word)).collect::<Words>();
    let met = input.tokens.par_iter().map(|tokens| of_document(&tokens.hashes));
    let add = |mut counts: KeyedMap<u32>, words: Words| {
        words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
        counts
    };
    let join = |mut one: KeyedMap<u32>, other: KeyedMap<u32>| {
        other.into_iter().for_each(|(word, count)| *one.entry(word).or_default() += count);
        one
    };
    met.fold(KeyedMap::default, add).reduce(KeyedMap::default, join)
}

#[cfg(test)]
mod tests {
    use super::super::tests::pairs_among;
    use super::super::{ClusterConfig, cluster};
    use super::*;
    use crate::align::AlignConfig;
    use crate::observer::Silent;
    use crate::seeds::{Place, SeedConfig};
    use crate::text::{Compounds, Tokens, tokenize};

    const STORY: &str = "the ferry landing below the bridge closes before the first storms of winter come and nobody in the harbour council had asked \
        what the old timber piles would carry until a boat full of passengers waited while engineers looked under the planks and buses took people \
        across the river to the market where later that evening the band played on for whoever had stayed behind";

    /// As a machine reads a page: some words fall apart, and letters of them are others.
    fn misread(text: &str, nth: usize) -> String {
        let letter = |n: usize| char::from(b"bcdfghjklmnp"[n / nth % 12]);
        let misread = |n: usize, word: &str| format!("q{0}{0}{1} z{0}v{0}", letter(n), &word[..1]);
        let word = |(n, word): (usize, &str)| if n % nth == nth / 2 { misread(n, word) } else { word.to_owned() };
        text.split_whitespace().enumerate().map(word).collect::<Vec<_>>().join(" ")
    }

    /// The document that is the root of the one cluster of these texts.
    fn root(texts: &[String]) -> u32 {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
        let places: Vec<Place> = (0..).take(texts.len()).map(|rank| Place { outlet: rank, rank }).collect();
        let (seeds, align) = (SeedConfig::default(), AlignConfig::default());
        let pairs = pairs_among(&texts, &tokens, &places, &seeds);
        let input = ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &pairs, seeds: &seeds, align: &align };
        let found = cluster(input, &ClusterConfig::default(), &Silent).unwrap();
        let [only] = &found.clusters[..] else { panic!("{:?}", found.clusters) };
        assert_eq!(only.passages.len(), texts.len());
        assert!(only.passages.contains(&only.root));
        only.root.document
    }

    #[test]
    fn a_misread_copy_is_no_root_though_it_is_the_longest() {
        let clean = STORY.to_owned();
        let bad = misread(STORY, 9);
        assert_eq!(root(&[bad.clone(), clean.clone(), clean.clone()]), 1);
        assert_eq!(root(&[clean.clone(), bad.clone(), misread(STORY, 11), clean.clone()]), 0);
        // Of two texts nobody knows which one is right, and an editor's words may be many where others use them.
        assert_eq!(root(&[clean.clone(), bad.clone()]), 1);
        let words: String = bad.split(' ').filter(|word| word.starts_with(['q', 'z'])).collect::<Vec<_>>().join(", ");
        let tokens_elsewhere = [clean.clone(), bad, clean.clone()];
        assert_eq!(root(&tokens_elsewhere), 0);
        let texts: Vec<&str> = tokens_elsewhere.iter().map(String::as_str).chain([&*words]).collect();
        let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
        let passages: Vec<Passage> =
            (0..3).map(|document| Passage { document, words: crate::span::Span::new(0, tokens[document as usize].len() as u32) }).collect();
        let places: Vec<Place> = (0..4).map(|rank| Place { outlet: rank, rank }).collect();
        let (seeds, align) = (SeedConfig::default(), AlignConfig::default());
        let input = ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &[], seeds: &seeds, align: &align };
        let mut clusters = [Cluster { root: passages[1], passages, part_of: None }];
        mend(input, &mut clusters);
        assert_eq!(clusters[0].root.document, 1, "another document has its words");
    }
}
