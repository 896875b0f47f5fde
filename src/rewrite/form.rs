//! Rewritten passages that are a form of their house: earnings, bond issues, tenders, filled in for something else.
//!
//! Inside one outlet two such passages share their words and hardly a number. What was rewritten there shares rare words: two near
//! one another that stand in two or three documents of the corpus. Across outlets both would cost copies: translators write numbers in their own way, and a
//! story that sixty papers tell has no rare words.

use std::collections::BTreeSet;

use super::content::keys;
use super::lexicon::Lexicon;
use super::stem::terms;
use super::{RewriteConfig, RewriteInput, Rewritten};
use crate::span::{Span, Words};

/// Letters of a number that says something: a digit stands in fractions and counts everywhere.
const NUMBER_LETTERS: u32 = 2;

/// Words of a document.
type Part = (u32, Span<Words>);

/// What tells forms from copies.
pub(super) struct Forms<'a> {
    pub input: RewriteInput<'a>,
    /// The numbers of stems.
    pub lexicon: &'a Lexicon,
    /// Keys that stand in few documents, sorted.
    pub rare: &'a [u64],
    pub config: &'a RewriteConfig,
}

impl Forms<'_> {
    /// Whether a passage is a form of its house.
    pub(super) fn is_form(&self, passage: &Rewritten) -> bool {
        let (left, right) = ((passage.left, passage.left_words), (passage.right, passage.right_words));
        (self.input.one_outlet)(passage.left, passage.right) && (self.is_filled(left, right) || !self.shares_rare_words(left, right))
    }

    /// Whether both hold several numbers, and mostly other ones.
    fn is_filled(&self, left: Part, right: Part) -> bool {
        let (ours, theirs) = (self.numbers(left), self.numbers(right));
        let fewer = ours.len().min(theirs.len());
        fewer >= self.config.form_numbers && ours.intersection(&theirs).count() * 100 <= fewer * self.config.form_shared
    }

    /// Whether both hold several rare pairs of words.
    pub(super) fn shares_rare_words(&self, left: Part, right: Part) -> bool {
        self.rare_keys(left).intersection(&self.rare_keys(right)).count() >= self.config.own_rare
    }

    /// The different numbers in some words.
    fn numbers(&self, (document, words): Part) -> BTreeSet<u64> {
        let tokens = &self.input.tokens[document as usize];
        let says = |word: &usize| tokens.traits[*word].is_number() && tokens.spans[*word].len() >= NUMBER_LETTERS;
        words.range().filter(says).map(|word| tokens.hashes[word]).collect()
    }

    fn rare_keys(&self, (document, words): Part) -> BTreeSet<u64> {
        let tokens = &self.input.tokens[document as usize];
        let terms = terms(self.input.texts[document as usize], tokens, words.range(), self.lexicon);
        let own = keys(&terms, &tokens.traits[words.range()], self.config.reach);
        own.into_iter().filter(|key| self.rare.binary_search(key).is_ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Rewriting, Tiers, rewrite};
    use super::*;
    use crate::observer::Silent;
    use crate::text::{Compounds, Tokens, tokenize};

    fn found(texts: &[&str], one_outlet: bool) -> Rewriting {
        let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
        let (comparable, one_outlet) = (|_: u32, _: u32| true, move |_: u32, _: u32| one_outlet);
        let input = RewriteInput { texts, tokens: &tokens, copies: &[], comparable: &comparable, one_outlet: &one_outlet, shelf: None };
        rewrite(input, &RewriteConfig { tiers: Tiers::Both, ..RewriteConfig::default() }, &Silent).unwrap()
    }

    fn bond(name: &str, numbers: [u32; 4]) -> String {
        let [sum, year, price, fee] = numbers;
        format!(
            "{name} is issuing a {sum} million bond due April {year} which pays an indicated coupon and is priced at {price} percent, its lead manager said. \
             The bond is available in small denominations and fees are {fee} points for selling, management and underwriting combined."
        )
    }

    #[test]
    fn a_form_with_other_numbers_is_no_rewritten_copy_and_one_with_the_same_is() {
        let one = bond("Nordbank", [100, 1992, 101, 87]);
        let reordered = "Fees are 87 points for selling, management and underwriting combined, and the bond is available in small denominations. Priced at 101 \
                         percent, the 100 million bond of Nordbank is due April 1992 and pays an indicated coupon, said its lead manager, who is issuing it.";
        assert_eq!(found(&[&one, reordered], true).pairs.len(), 1);
        let other = bond("Ostkasse", [250, 1997, 99, 63]);
        let filled = found(&[&one, &other], true);
        assert_eq!((filled.pairs.len(), filled.forms), (0, 1));
        assert_eq!(found(&[&one, &other], false).forms, 0);
    }

    #[test]
    fn inside_one_outlet_a_passage_without_rare_words_is_a_form() {
        let texts = ["Nordbank", "Ostkasse", "Westbank", "Suedkasse"].map(|name| bond(name, [100, 1992, 101, 87]).replace("small", name));
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert!(!found(&texts, false).pairs.is_empty());
        assert_eq!(found(&texts, true).pairs, []);
        // The words of two documents alone are rare ones.
        assert_eq!(found(&texts[..2], true).pairs.len(), 1);
    }
}
