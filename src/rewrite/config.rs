//! What is rewritten copy, and which of it is reported.

use serde::{Deserialize, Serialize};

use crate::allowed::{at_least, within};
use crate::error::Result;

/// Which tiers are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tiers {
    /// Copies alone; nothing is looked for in other words.
    Copies,
    /// Copies as they are, and beside them rewritten passages that are not mostly copies.
    #[default]
    Both,
    /// Of each two documents one: copies that hold `copy_run` equal words in a row where there are any, else rewritten passages.
    One,
}

/// Options of the stage. Shares, cosines and coefficients are in hundredths, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RewriteConfig {
    /// Which tiers are reported.
    pub tiers: Tiers,
    /// Documents that each is compared with: those that share most with it. 1 and more.
    pub partners: usize,
    /// Content words behind one that make a pair of words with it, 1 to 16.
    pub reach: usize,
    /// A pair of words in more documents than this brings none together, 2 to 65,535.
    pub document_bound: usize,
    /// A sentence that stands word for word in more documents than this starts nothing, 1 and more.
    pub common_bound: usize,
    /// The cosine of two alike sentences is greater.
    pub sentence_cosine: u32,
    /// The Dice coefficient of their different words is greater.
    pub sentence_dice: u32,
    /// Sentences that may lie between two alike ones of a fragment.
    pub gap: u32,
    /// The cosine of a fragment as a whole is greater.
    pub threshold: u32,
    /// Least words of either side of a fragment.
    pub min_words: u32,
    /// Least different content words in small letters that both sides hold: captions and rows of names have few.
    pub min_content: u32,
    /// Different numbers of two digits and more on both sides, from which on a passage inside one outlet may be a form.
    pub form_numbers: usize,
    /// Share of the fewer numbers that both sides hold, up to which it is one.
    pub form_shared: usize,
    /// Documents, at most, that hold a rare pair of words, 2 and more.
    pub rare_bound: usize,
    /// Rare pairs of words that a passage inside one outlet shares at least: every house has its own forms.
    pub own_rare: usize,
    /// The gap of a summary.
    pub summary_gap: u32,
    /// Sentences of a summary that are alike to some of its original, at least.
    pub summary_sentences: usize,
    /// How many times longer than the summary its original is, at least; 1 and more.
    pub summary_ratio: u32,
    /// Share of a document that must be summarised for all of it to count as the original.
    pub summary_share: u32,
    /// A summary is none where more than this share of what it has in common with its original stands in a fragment of equal lengths.
    pub summary_even: u32,
    /// Different words, stop words left out, that both sides share at least beside their longest row of equal words, under [`Tiers::Both`].
    pub beside_row: usize,
    /// Equal words in a row that make a copy decide for its two documents, under [`Tiers::One`].
    pub copy_run: u32,
    /// Share of a fragment's words that copies may cover, under [`Tiers::Both`].
    pub covered: u32,
}

impl RewriteConfig {
    /// That every option is in its range.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`](crate::ErrorKind::BadOption) with the option, its value and the range.
    pub fn check(&self) -> Result<()> {
        at_least("rewrite.partners", self.partners, 1)?;
        within("rewrite.reach", self.reach, 1..=16)?;
        within("rewrite.document_bound", self.document_bound, 2..=usize::from(u16::MAX))?;
        at_least("rewrite.common_bound", self.common_bound, 1)?;
        at_least("rewrite.rare_bound", self.rare_bound, 2)?;
        at_least("rewrite.summary_ratio", self.summary_ratio, 1)?;
        within("rewrite.form_shared", self.form_shared, 0..=100)?;
        let shares = [
            ("rewrite.sentence_cosine", self.sentence_cosine),
            ("rewrite.sentence_dice", self.sentence_dice),
            ("rewrite.threshold", self.threshold),
            ("rewrite.summary_share", self.summary_share),
            ("rewrite.summary_even", self.summary_even),
            ("rewrite.covered", self.covered),
        ];
        shares.into_iter().try_for_each(|(name, share)| within(name, share, 0..=100))
    }

    /// Documents, at most, of a pair of words that brings them together.
    pub(super) fn most_documents(&self) -> usize {
        self.document_bound.min(usize::from(u16::MAX))
    }
}

impl Default for RewriteConfig {
    fn default() -> Self {
        Self {
            tiers: Tiers::Both,
            partners: 16,
            reach: 2,
            document_bound: 32,
            common_bound: 3,
            sentence_cosine: 33,
            sentence_dice: 33,
            gap: 4,
            threshold: 50,
            min_words: 25,
            min_content: 6,
            form_numbers: 4,
            form_shared: 50,
            rare_bound: 3,
            own_rare: 2,
            summary_gap: 24,
            summary_sentences: 3,
            summary_ratio: 3,
            summary_share: 40,
            summary_even: 80,
            beside_row: 3,
            copy_run: 40,
            covered: 50,
        }
    }
}
