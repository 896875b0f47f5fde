//! Forms that a corpus fills with other numbers again and again: rows of tables, results, quotations of stocks.
//!
//! Thousands of tables share a row with the same number here and there by chance, and each such seed would bring two of them together, which then are
//! aligned from end to end. A seed that holds a number is a form when its other words stand with more than half of `document_bound` different numbers in
//! the corpus. It starts a pair only where several numbers agree in one run of equal words: a table that was copied has all of them. Words that frequent
//! seeds hold near a form start nothing.

use std::ops::Range;

use rayon::prelude::*;

use super::SeedConfig;
use super::anchor::Anchor;
use crate::keyed::{KeyedMap, SeenTwice};
use crate::text::Tokens;

/// Seed of the forms' hashes.
const SEED: u64 = 0x666f_726d_733f;
/// Numbers that agree in a run of equal words through a form that starts a pair.
const NUMBERS: usize = 3;
/// Of so many documents one is looked at first.
const SOME: usize = 16;

/// The forms of a corpus.
#[derive(Debug, Clone, Default)]
pub(super) struct Forms {
    words: usize,
    /// By hash of their other words.
    filled: KeyedMap<()>,
}

impl Forms {
    pub(super) fn of(documents: &[Tokens], config: &SeedConfig) -> Self {
        let bound = config.document_bound / 2;
        let windows: usize = documents.par_iter().map(|tokens| numbers(tokens).count() * config.words).sum();
        if windows <= bound {
            return Self::default();
        }
        // What is filled often enough in some documents need not be looked at in the others.
        let again = SeenTwice::with_room(windows);
        let mut fillings: Vec<Filling> = documents
            .par_iter()
            .step_by(SOME)
            .flat_map_iter(|tokens| {
                fillings_of(tokens, config.words, |form| {
                    again.see(form);
                    true
                })
            })
            .collect();
        let mut filled = often(&mut fillings, bound);
        // Most forms have one filling, or stand once. In a corpus of tables all forms of most documents are known by now.
        let is_open = |(n, tokens): &(usize, &Tokens)| {
            let mut is_open = false;
            if !n.is_multiple_of(SOME) {
                rows(tokens, config.words).flatten().for_each(|start| {
                    let (form, _) = hashes(tokens, start, config.words);
                    if !filled.contains_key(&form) {
                        again.see(form);
                        is_open = true;
                    }
                });
            }
            is_open
        };
        let open: Vec<&Tokens> = documents.par_iter().enumerate().filter(is_open).map(|(_, tokens)| tokens).collect();
        let is_asked = |form: u64| !filled.contains_key(&form) && again.was_seen_twice(form);
        fillings.retain(|(form, _)| is_asked(*form));
        fillings.par_extend(open.into_par_iter().flat_map_iter(|tokens| fillings_of(tokens, config.words, is_asked)));
        let others = often(&mut fillings, bound);
        filled.extend(others);
        Self { words: config.words, filled }
    }

    /// Whether the corpus has none.
    pub(super) fn is_empty(&self) -> bool {
        self.filled.is_empty()
    }

    /// Whether the seed at a place is a form.
    pub(super) fn holds(&self, tokens: &Tokens, position: u32) -> bool {
        if self.is_empty() {
            return false;
        }
        let start = position as usize;
        let words = &tokens.traits[start..tokens.len().min(start + self.words)];
        words.iter().any(|t| t.is_number()) && self.filled.contains_key(&hashes(tokens, start, self.words).0)
    }

    /// Tells first words of forms of a text: of those that lie so close that the words within `reach` of each leave none out, the first and the last, and some
    /// between. In a table nearly every row of words is a form, and few need be looked up.
    pub(super) fn each_around(&self, tokens: &Tokens, reach: usize, mut tell: impl FnMut(usize)) {
        if self.is_empty() {
            return;
        }
        let mut starts: Vec<usize> = Vec::with_capacity(tokens.len());
        rows(tokens, self.words).for_each(|row| starts.extend(row));
        let is_filled = |n: usize| self.filled.contains_key(&hashes(tokens, starts[n], self.words).0);
        let mut next = 0;
        while next < starts.len() {
            let mut at = next;
            next += 1;
            if !is_filled(at) {
                continue;
            }
            tell(starts[at]);
            // The farthest one that joins it, and so on; those before that one are covered.
            loop {
                let end = starts.partition_point(|start| *start <= starts[at].saturating_add(reach.saturating_mul(2)).saturating_add(1));
                match (next..end).rev().find(|n| is_filled(*n)) {
                    Some(farthest) => at = farthest,
                    None => {
                        next = next.max(end);
                        break;
                    }
                }
                tell(starts[at]);
                next = at + 1;
            }
        }
    }
}

/// A form, and how it is filled, each by its hash.
type Filling = (u64, u64);

/// The forms of a text that are asked for, each with every way in which they are filled once.
fn fillings_of(tokens: &Tokens, words: usize, is_asked: impl Fn(u64) -> bool) -> Vec<Filling> {
    let mut own: Vec<Filling> = Vec::new();
    rows(tokens, words).flatten().for_each(|start| {
        let filling = hashes(tokens, start, words);
        if is_asked(filling.0) {
            own.push(filling);
        }
    });
    own.sort_unstable();
    own.dedup();
    own
}

/// The forms that are filled in more ways than this, each only once in the list. Sorts it.
fn often(fillings: &mut Vec<Filling>, bound: usize) -> KeyedMap<()> {
    fillings.par_sort_unstable();
    fillings.dedup();
    fillings.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > bound).map(|same| (same[0].0, ())).collect()
}

/// Whether the run of equal words through an anchor holds several numbers.
pub(super) fn agrees(documents: &[Tokens], anchor: &Anchor) -> bool {
    let (left, right) = (&documents[anchor.left as usize], &documents[anchor.right as usize]);
    let (l, r) = (anchor.left_position as usize, anchor.right_position as usize);
    let numbers = |steps: usize, places: &dyn Fn(usize) -> (usize, usize)| {
        let equal = (0..steps).map(places).take_while(|(a, b)| left.hashes[*a] == right.hashes[*b]);
        equal.filter(|(a, _)| left.traits[*a].is_number()).take(NUMBERS).count()
    };
    let ahead = numbers((left.len() - l).min(right.len() - r), &|k| (l + k, r + k));
    ahead >= NUMBERS || ahead + numbers(l.min(r), &|k| (l - 1 - k, r - 1 - k)) >= NUMBERS
}

/// Words beyond a form among which the next number is looked for.
const NEAR: usize = 16;

/// What a form has to agree in with another place of it besides its own words: 32 bits of the next number behind it and as many of the one before it, with
/// how far they are. 0 where there is none, or it is far away: that may be any.
///
/// A form holds fewer than [`NUMBERS`] numbers, or all of its places agree.
pub(super) fn around(tokens: &Tokens, position: u32, words: usize) -> u64 {
    let (start, end) = (position as usize, tokens.len().min(position as usize + words));
    let own = tokens.traits[start..end].iter().filter(|t| t.is_number()).count();
    if own >= NUMBERS {
        return 0;
    }
    let number = |at: Option<usize>, far: bool| match at {
        Some(at) => u64::from((tokens.hashes[at].wrapping_mul(2 * (at.abs_diff(start)) as u64 + 1) >> 32) as u32 | 1),
        // To the end of the text there is none: equal to no other.
        None => u64::from(!far) * NO_NUMBER,
    };
    let is_number = |at: &usize| tokens.traits[*at].is_number();
    let behind = number((end..tokens.len().min(end + NEAR)).find(is_number), end + NEAR < tokens.len());
    let before = number((start.saturating_sub(NEAR)..start).rev().find(is_number), start > NEAR);
    behind << 32 | before
}

/// In place of a number: none until the text ends.
const NO_NUMBER: u64 = 2;

/// Whether the numbers around two places of a form allow that they agree in several.
pub(super) fn may_agree(one: u64, other: u64) -> bool {
    let side = |shift: u32| {
        let [one, other] = [one, other].map(|around| around >> shift & u64::from(u32::MAX));
        one == 0 || other == 0 || one == other && one != NO_NUMBER
    };
    side(32) || side(0)
}

/// The places of numbers in a text.
fn numbers(tokens: &Tokens) -> impl Iterator<Item = usize> + '_ {
    tokens.traits.iter().enumerate().filter(|(_, t)| t.is_number()).map(|(n, _)| n)
}

/// First words of all rows of so many words that hold a number, each once, in order: for each number those that no number before it brought.
fn rows(tokens: &Tokens, words: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut next = 0;
    numbers(tokens).map(move |number| {
        let from = next.max((number + 1).saturating_sub(words));
        let end = (number + 1).min((tokens.len() + 1).saturating_sub(words));
        next = next.max(end);
        from..end
    })
}

/// The hash of a row's words without its numbers, and of all of it.
fn hashes(tokens: &Tokens, start: usize, words: usize) -> (u64, u64) {
    let with = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (start..tokens.len().min(start + words)).fold((SEED, SEED), |(form, filling), word| {
        let hash = tokens.hashes[word];
        (with(form, if tokens.traits[word].is_number() { 0 } else { hash }), with(filling, hash))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Place, candidates, postings};
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Rows of a table, filled by a generator of numbers.
    fn table(mut next: impl FnMut() -> u32) -> String {
        let rows = ["income", "loans", "fees", "costs", "tax"];
        rows.iter().map(|row| format!("{row} {} mln vs {} mln\n", next(), next())).collect()
    }

    fn found(texts: &[String], config: &SeedConfig) -> (Vec<(u32, u32)>, u64) {
        let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
        let places: Vec<Place> = (0..).take(tokens.len()).map(|rank| Place { outlet: rank, rank }).collect();
        let found = candidates(&postings(&tokens, config), &tokens, &places, config);
        (found.pairs().iter().map(|pair| (pair[0].left, pair[0].right)).collect(), found.capped.forms)
    }

    #[test]
    fn a_table_filled_with_other_numbers_starts_nothing_and_a_copied_one_does() {
        let mut number = 0;
        let mut texts: Vec<String> = (0..60).map(|_| table(|| (number += 7, number % 61).1)).collect();
        texts.push(texts[11].clone());
        let few = SeedConfig { document_bound: 20, complete: 20, ..SeedConfig::default() };
        let (pairs, capped) = found(&texts, &few);
        assert_eq!(pairs, [(11, 60)]);
        assert!(capped > 0);
        let (pairs, capped) = found(&texts, &SeedConfig::default());
        assert!(pairs.len() > 100 && capped == 0, "{}", pairs.len());
    }

    #[test]
    fn of_tables_filled_with_other_numbers_the_numbers_around_tell_most_apart() {
        let [one, other] = ["fees 7 mln vs 12 mln\ncosts 9 mln vs 4 mln\n", "fees 7 mln vs 31 mln\ncosts 8 mln vs 5 mln\n"]
            .map(|text| tokenize(text, Compounds::Joined));
        // `mln vs 12 mln`, `mln vs 31 mln` are no seed of both; `fees 7 mln vs` is.
        assert!(!may_agree(around(&one, 0, 4), around(&other, 0, 4)));
        assert!(may_agree(around(&one, 0, 4), around(&one, 0, 4)));
    }

    #[test]
    fn a_story_that_holds_a_number_is_no_form() {
        let texts = vec!["The mayor of Tarn said that 40 boats had left the old harbour before noon".to_owned(); 30];
        let few = SeedConfig { document_bound: 8, complete: 8, ..SeedConfig::default() };
        let (pairs, capped) = found(&texts, &few);
        assert!(!pairs.is_empty() && capped == 0);
    }

    proptest! {
        #[test]
        fn forms_that_agree_may_do_by_the_numbers_around_them(
            left in prop::collection::vec(prop::sample::select(vec!["income", "loans", "mln", "vs", "3", "7", "12"]), 4..40),
            right in prop::collection::vec(prop::sample::select(vec!["income", "loans", "mln", "vs", "3", "7", "12"]), 4..40),
            common in prop::collection::vec(prop::sample::select(vec!["income", "loans", "mln", "vs", "3", "7"]), 4..60),
        ) {
            let tokens = [[left, common.clone()].concat(), [common, right].concat()].map(|words| tokenize(&words.join(" "), Compounds::Joined));
            for l in 0..tokens[0].len() - 3 {
                for r in (0..tokens[1].len() - 3).filter(|r| tokens[0].hashes[l..l + 4] == tokens[1].hashes[*r..*r + 4]) {
                    let anchor = Anchor { left: 0, right: 1, left_position: l as u32, right_position: r as u32 };
                    let may = may_agree(around(&tokens[0], anchor.left_position, 4), around(&tokens[1], anchor.right_position, 4));
                    prop_assert!(may || !agrees(&tokens, &anchor), "{:?}", anchor);
                }
            }
        }

        #[test]
        fn what_stands_around_forms_is_what_stands_around_all_of_them(
            words in prop::collection::vec(prop::sample::select(vec!["a", "b", "c", "d", "1"]), 4..120), filled in prop::collection::vec(any::<bool>(), 120), reach in 0usize..9,
        ) {
            let tokens = tokenize(&words.join(" "), Compounds::Joined);
            let all: Vec<usize> = rows(&tokens, 3).flatten().collect();
            let some = all.iter().filter(|start| filled[**start]);
            let forms = Forms { words: 3, filled: some.map(|start| (hashes(&tokens, *start, 3).0, ())).collect() };
            let around = |place: usize| place.saturating_sub(reach)..(place + reach + 1).min(tokens.len());
            let is_form = |start: &&usize| forms.filled.contains_key(&hashes(&tokens, **start, 3).0);
            let slow: BTreeSet<usize> = all.iter().filter(is_form).flat_map(|start| around(*start)).collect();
            let mut found = BTreeSet::new();
            forms.each_around(&tokens, reach, |place| found.extend(around(place)));
            prop_assert_eq!(found, slow);
        }

        #[test]
        fn every_row_that_holds_a_number_is_looked_at_once(text in "([a-c]{2}|[0-9]{2}| ){0,40}", words in 2usize..6) {
            let tokens = tokenize(&text, Compounds::Joined);
            let slow: Vec<usize> = (0..(tokens.len() + 1).saturating_sub(words))
                .filter(|start| tokens.traits[*start..start + words].iter().any(|t| t.is_number()))
                .collect();
            prop_assert_eq!(rows(&tokens, words).flatten().collect::<Vec<_>>(), slow);
        }
    }
}
