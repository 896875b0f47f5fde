//! Near-duplicate documents and paragraphs of a corpus.

use std::cell::RefCell;

use serde::{Deserialize, Serialize};

use super::bands::Banding;
use super::families::{Items, Membership, families};
use super::profile::Profile;
use crate::allowed::within;
use crate::error::Result;
use crate::observer::Observer;
use crate::place::Place;
use crate::sketch::{MinHasher, Sketch, shingle_set, shingle_values};
use crate::span::{Span, Words};
use crate::text::Tokens;

/// Options of the stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FamilyConfig {
    /// Words of a shingle, 1 to 64.
    pub shingle: usize,
    /// Least exact Jaccard similarity of two documents of a family, 0 to 1. The default was fitted to what people call near-duplicates on
    /// 120 labelled pairs of web pages: the least hundredth whose F1 lies within one standard error of the best one (`docs/accuracy.md`).
    pub document_threshold: f64,
    /// Least exact Jaccard similarity of two paragraphs of a family, 0 to 1.
    pub paragraph_threshold: f64,
    /// Least words of a paragraph.
    pub paragraph_words: u32,
    /// Bands for documents. They are few, so they can have more.
    pub document_bands: Banding,
    /// Bands for paragraphs.
    pub paragraph_bands: Banding,
}

impl FamilyConfig {
    /// That every option is in its range.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`](crate::ErrorKind::BadOption) with the option, its value and the range.
    pub fn check(&self) -> Result<()> {
        within("families.shingle", self.shingle, 1..=64)?;
        within("families.document_threshold", self.document_threshold, 0.0..=1.0)?;
        within("families.paragraph_threshold", self.paragraph_threshold, 0.0..=1.0)?;
        self.document_bands.check("families.document_bands")?;
        self.paragraph_bands.check("families.paragraph_bands")
    }
}

impl Default for FamilyConfig {
    fn default() -> Self {
        Self {
            shingle: 3,
            document_threshold: 0.63,
            paragraph_threshold: 0.5,
            paragraph_words: 12,
            document_bands: Banding::SENSITIVE,
            paragraph_bands: Banding::DEFAULT,
        }
    }
}

/// A document or paragraph in its family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// Number of the document.
    pub document: u32,
    /// Its words: all of the document's, or the paragraph's.
    pub words: Span<Words>,
    /// Place in this list of the member that the family was built around.
    pub kept: usize,
    /// Exact Jaccard similarity to the kept member.
    pub similarity: f64,
    /// Share of this member's shingles that stand in the kept one.
    pub containment: f64,
}

/// The families of both units.
#[derive(Debug, Clone, PartialEq)]
pub struct Families {
    /// Near-duplicate documents.
    pub documents: Vec<Member>,
    /// Near-duplicate paragraphs.
    pub paragraphs: Vec<Member>,
}

/// The families of one unit: every document or paragraph that is in one, in the order of date and id, then place.
///
/// # Errors
/// [`Interrupted`](crate::ErrorKind::Interrupted) when the observer says so.
///
/// # Panics
/// When an option is [out of its range](FamilyConfig::check).
pub fn document_families(documents: &[Tokens], places: &[Place], config: &FamilyConfig, observer: &dyn Observer) -> Result<Vec<Member>> {
    let mut items: Vec<(u32, Span<Words>)> = (0u32..).zip(documents).map(|(d, tokens)| (d, Span::new(0, count(tokens.len())))).collect();
    items.retain(|(_, words)| !words.is_empty());
    items.sort_unstable_by_key(|(d, _)| places[*d as usize].rank);
    group(documents, &items, config.shingle, (config.document_bands, config.document_threshold), observer)
}

/// The same for paragraphs of `config.paragraph_words` words and more.
///
/// # Errors
/// As [`document_families`].
///
/// # Panics
/// As [`document_families`].
pub fn paragraph_families(documents: &[Tokens], places: &[Place], config: &FamilyConfig, observer: &dyn Observer) -> Result<Vec<Member>> {
    let mut order: Vec<u32> = (0..count(documents.len())).collect();
    order.sort_unstable_by_key(|d| places[*d as usize].rank);
    let items: Vec<(u32, Span<Words>)> = order
        .into_iter()
        .flat_map(|d| documents[d as usize].paragraphs.iter().filter(|p| p.len() >= config.paragraph_words).map(move |p| (d, *p)))
        .collect();
    group(documents, &items, config.shingle, (config.paragraph_bands, config.paragraph_threshold), observer)
}

thread_local! {
    /// Upper halves of a stretch's shingles, while a sketch or a profile is made of it.
    static VALUES: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// Stretches of documents as items of a grouping.
struct Stretches<'a> {
    documents: &'a [Tokens],
    items: &'a [(u32, Span<Words>)],
    shingle: usize,
    hasher: MinHasher,
}

impl Stretches<'_> {
    fn words(&self, item: usize) -> &[u64] {
        let (document, words) = self.items[item];
        &self.documents[document as usize].hashes[words.range()]
    }
}

impl Items for Stretches<'_> {
    fn count(&self) -> usize {
        self.items.len()
    }

    fn sketch(&self, item: usize) -> Sketch {
        // Minima are the same for a set and for a list with repetitions.
        VALUES.with_borrow_mut(|values| {
            shingle_values(self.words(item), self.shingle, values);
            self.hasher.sketch_of_values(values)
        })
    }

    fn set(&self, item: usize) -> Vec<u64> {
        shingle_set(self.words(item), self.shingle)
    }

    fn profile(&self, item: usize) -> Profile {
        VALUES.with_borrow_mut(|values| {
            shingle_values(self.words(item), self.shingle, values);
            Profile::of(values.iter().copied())
        })
    }

    fn is_same(&self, one: usize, other: usize) -> bool {
        self.words(one) == self.words(other) && self.words(one).len() >= self.shingle
    }
}

fn group(
    documents: &[Tokens],
    items: &[(u32, Span<Words>)],
    shingle: usize,
    (banding, threshold): (Banding, f64),
    observer: &dyn Observer,
) -> Result<Vec<Member>> {
    let stretches = Stretches { documents, items, shingle, hasher: MinHasher::new(banding.slots()) };
    let members: Vec<Membership> = families(&stretches, banding, threshold, observer)?;
    let mut sizes = vec![0u32; items.len()];
    for member in &members {
        sizes[member.kept] += 1;
    }
    let mut place = vec![0; items.len()];
    let mut found = Vec::new();
    for (item, member) in members.iter().enumerate() {
        if sizes[member.kept] > 1 {
            place[item] = found.len();
            let (document, words) = items[item];
            let similarity = member.similarity;
            found.push(Member {
                document,
                words,
                kept: place[member.kept],
                similarity: similarity.jaccard,
                containment: similarity.left_in_right,
            });
        }
    }
    Ok(found)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than 2^32")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observer::Silent;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn a_family_is_built_around_its_earliest_member() {
        let text = "Officials acknowledge that a frustrated Kerry still has not been given authority by the White House to bring any meaningful pressure to bear";
        let documents: Vec<Tokens> = [text, "Something else altogether stands in this one, about other people.", &format!("{text} today")]
            .iter()
            .map(|t| tokenize(t, Compounds::Joined))
            .collect();
        let places = [Place { outlet: 0, rank: 2 }, Place { outlet: 1, rank: 1 }, Place { outlet: 2, rank: 0 }];
        for found in [
            document_families(&documents, &places, &FamilyConfig::default(), &Silent).unwrap(),
            paragraph_families(&documents, &places, &FamilyConfig::default(), &Silent).unwrap(),
        ] {
            assert_eq!(found.iter().map(|m| (m.document, m.kept)).collect::<Vec<_>>(), [(2, 0), (0, 0)]);
            assert!(found[1].similarity > 0.9 && (found[1].containment - 1.0).abs() < 1e-9);
        }
    }
}
