//! Forms of a house: what one outlet writes again and again, filled in for something else each time.
//!
//! “raised the contract price it will pay for crude oil by 50 cts a barrel”, “filed with the Securities and Exchange Commission for an offering”: two such
//! sentences agree in all their words but a few, and nobody copied anything. They are known by the corpus: nearly all rows of four words that the
//! two share stand in many documents of the outlet; where a number or a name was filled in anew, half of the rows and half as many documents will do, and fewer
//! yet where both texts begin with that sentence and name somebody else before it. A text that
//! is the same word for word is left alone: it may have been sent twice.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use super::{ClusterInput, KindConfig};
use crate::align::{Pair, Side, leads_otherwise};
use crate::keyed::{Among, KeyedMap};
use crate::seeds::Place;
use crate::span::{Span, Words};
use crate::text::Tokens;

/// Words in a row.
const ROW: usize = 4;
/// What stands for every number.
const NUMBER: u64 = 0;

/// How many documents of its outlet hold each row of words that a pair inside that outlet shares.
#[derive(Debug, Default)]
pub(super) struct HouseForms {
    documents: KeyedMap<usize>,
}

impl HouseForms {
    /// Counts the rows that some pairs share; no pairs, no work.
    pub(super) fn new(input: ClusterInput<'_>, config: &KindConfig) -> Self {
        let may_be: Vec<&Pair> = input.pairs.par_iter().filter(|pair| may_be_form(input, pair, config)).collect();
        let shared: Vec<u64> = may_be.par_iter().flat_map_iter(|pair| shared(input, pair)).collect();
        let mut documents: KeyedMap<usize> = shared.into_iter().map(|row| (row, 0)).collect();
        if documents.is_empty() {
            return Self::default();
        }
        let among = Among::of(documents.keys());
        let outlets: BTreeSet<u32> = may_be.iter().map(|pair| input.places[pair.left as usize].outlet).collect();
        let of_document = |(tokens, place): (&Tokens, &Place)| {
            let words = if outlets.contains(&place.outlet) { 0..tokens.len() } else { 0..0 };
            rows(tokens, words, place.outlet, |row| among.may_hold(*row) && documents.contains_key(row))
        };
        let all: Vec<u64> = input.tokens.par_iter().zip(input.places).flat_map_iter(of_document).collect();
        for row in all {
            documents.entry(row).and_modify(|documents| *documents += 1);
        }
        Self { documents }
    }

    /// Whether a pair is such a form.
    pub(super) fn is_form(&self, input: ClusterInput<'_>, pair: &Pair, config: &KindConfig) -> bool {
        if self.documents.is_empty() || !may_be_form(input, pair, config) {
            return false;
        }
        let shared = shared(input, pair);
        let of_house = |least: usize, share: f64| {
            let common = shared.iter().filter(|row| self.documents.get(row).is_some_and(|documents| *documents >= least)).count();
            !shared.is_empty() && common as f64 >= share * shared.len() as f64
        };
        let begins = |document: u32, words: Span<Words>| {
            (Side { text: input.texts[document as usize], tokens: &input.tokens[document as usize] }, words.start)
        };
        of_house(config.house_documents, config.house_share)
            || fillings(pair) > 0 && of_house(config.filled_documents, config.filled_share)
            || of_house(config.led_documents, config.led_share)
                && leads_otherwise(begins(pair.left, pair.left_words), begins(pair.right, pair.right_words))
    }
}

/// Places that a pair fills otherwise on both sides.
fn fillings(pair: &Pair) -> u32 {
    pair.told.numbers + pair.told.slots
}

/// Whether a pair is short, inside one outlet, and not the same word for word, save for two fillings.
fn may_be_form(input: ClusterInput<'_>, pair: &Pair, config: &KindConfig) -> bool {
    let outlet = |document: u32| input.places[document as usize].outlet;
    input.seeds.same_outlet
        && outlet(pair.left) == outlet(pair.right)
        && pair.left_words.len().max(pair.right_words.len()) <= config.house_words
        && (pair.identity() < config.house_identity || fillings(pair) > 1)
}

/// Different rows of words that both sides of a pair hold, sorted.
fn shared(input: ClusterInput<'_>, pair: &Pair) -> Vec<u64> {
    let side = |document: u32, words: Span<Words>| {
        rows(&input.tokens[document as usize], words.range(), input.places[document as usize].outlet, |_| true)
    };
    let mut left = side(pair.left, pair.left_words);
    let right = side(pair.right, pair.right_words);
    left.retain(|row| right.binary_search(row).is_ok());
    left
}

/// Hashes of the different rows of words, with their outlet, that are wanted, sorted. One number is as good as another.
fn rows(tokens: &Tokens, words: Range<usize>, outlet: u32, is_wanted: impl Fn(&u64) -> bool) -> Vec<u64> {
    let mut rows = Vec::new();
    let mut row = [NUMBER; ROW];
    for (n, word) in words.enumerate() {
        row.rotate_left(1);
        row[ROW - 1] = if tokens.traits[word].is_number() { NUMBER } else { tokens.hashes[word] };
        if n + 1 >= ROW {
            rows.extend(Some(hash_of(row, outlet)).filter(&is_wanted));
        }
    }
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Of a row of hashes of words and its outlet. Rows that differ in one word never have the same.
fn hash_of(row: [u64; ROW], outlet: u32) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mixed =
        row.into_iter().fold(u64::from(outlet).wrapping_mul(FACTOR), |mixed, word| (mixed.rotate_left(29) ^ word).wrapping_mul(FACTOR));
    mixed ^ mixed >> 32
}

#[cfg(test)]
mod tests {
    use super::super::tests::pairs_among;
    use super::super::{ClusterConfig, Kind, cluster, kinds};
    use super::*;
    use crate::align::AlignConfig;
    use crate::seeds::SeedConfig;
    use crate::text::{Compounds, tokenize};

    fn kinds_of(texts: &[String], one_outlet: bool) -> Vec<Kind> {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
        let (seeds, config) = (SeedConfig { same_outlet: true, ..SeedConfig::default() }, AlignConfig::default());
        let places: Vec<Place> = (0..).take(texts.len()).map(|rank| Place { outlet: if one_outlet { 0 } else { rank }, rank }).collect();
        let pairs = pairs_among(&texts, &tokens, &places, &seeds);
        let input = ClusterInput { texts: &texts, tokens: &tokens, places: &places, pairs: &pairs, seeds: &seeds, align: &config };
        let clustering = cluster(input, &ClusterConfig::default(), &crate::observer::Silent).unwrap();
        kinds(input, &clustering, &vec![None; texts.len()], &KindConfig::default()).pairs
    }

    fn posted(who: &str, what: &str) -> String {
        format!(
            "{who} said it raised the contract price it will pay for {what} of crude oil, and the increase brings its posted price to a new high."
        )
    }

    #[test]
    fn what_an_outlet_writes_in_many_documents_with_other_words_is_a_form_of_the_house() {
        let few: Vec<String> =
            [("Nordoil", "most grades"), ("Suedgas", "all the better grades")].map(|(who, what)| posted(who, what)).to_vec();
        assert!(kinds_of(&few, true).iter().all(|kind| kind.is_copy()));
        let names = ["Abel", "Boro", "Cato", "Dorn", "Elba", "Faro", "Gard", "Holm", "Ivar", "Jost", "Kiel"];
        let many: Vec<String> =
            few.iter().cloned().chain(names.iter().map(|name| posted(name, &format!("{name} and {name} sweet blends")))).collect();
        // A text in most documents of an outlet would be its standing text.
        let others = (0..40).map(|n| format!("Ferry {n} left Tarn {n} minutes late."));
        let many: Vec<String> = many.into_iter().chain(others).collect();
        let kinds = kinds_of(&many, true);
        assert!(!kinds.is_empty() && kinds.iter().all(|kind| *kind == Kind::Formula), "{kinds:?}");
        assert!(kinds_of(&many, false).iter().any(|kind| kind.is_copy()));
    }

    #[test]
    fn where_two_texts_begin_with_a_sentence_about_somebody_else_few_documents_make_it_a_form() {
        let qualified = |lead: &str, whose: &str| {
            format!(
                "{lead} auditors will qualify their opinion of the yearly statements, due to questions about {whose} ability to continue as a going concern."
            )
        };
        let leads = [
            ("Abel Mills believes that its", "its"),
            ("Boro holds that", "the"),
            ("Cato fears that all", "all of its"),
            ("Dorn knows its", "the present"),
        ];
        let others = (0..40).map(|n| format!("Ferry {n} left Tarn {n} minutes late."));
        let forms = leads.map(|(lead, whose)| qualified(lead, whose)).into_iter().chain(others.clone());
        let kinds = kinds_of(&forms.collect::<Vec<_>>(), true);
        assert!(!kinds.is_empty() && kinds.iter().all(|kind| *kind == Kind::Formula), "{kinds:?}");
        // All four tell of one house.
        let told = leads.map(|(lead, whose)| qualified(&format!("Abel: {lead}"), whose)).into_iter().chain(others);
        let kinds = kinds_of(&told.collect::<Vec<_>>(), true);
        assert!(!kinds.is_empty() && kinds.iter().all(|kind| kind.is_copy()), "{kinds:?}");
    }

    #[test]
    fn what_stands_in_fewer_documents_is_one_too_where_something_was_filled_in_anew() {
        let awarded = |who: &str, price: u32| {
            format!(
                "{who} is being awarded a {price} mln contract for jet fuel, the ministry said, and work on the contract is expected to be completed by winter."
            )
        };
        let others = (0..40).map(|n| format!("Ferry {n} left Tarn {n} minutes late."));
        let names = ["Abel", "Boro", "Cato", "Dorn", "Elba", "Faro"];
        let forms: Vec<String> = names.iter().zip(70..).map(|(who, price)| awarded(who, price)).chain(others.clone()).collect();
        let kinds = kinds_of(&forms, true);
        assert!(!kinds.is_empty() && kinds.iter().all(|kind| *kind == Kind::Formula), "{kinds:?}");
        // The same award, told again in five more reports: nothing was filled in anew.
        let reports = (0..6).map(|n| awarded("Abel", 75).replace("the ministry said, ", ["", "it said, "][n % 2]));
        let told: Vec<String> = reports.chain(others).collect();
        assert!(kinds_of(&told, true).iter().any(|kind| kind.is_copy()), "{:?}", kinds_of(&told, true));
    }
}
