//! Which of many patterns the word nearest to a place allows: of dozens of rules about the words before a name, one word leaves a few.

use std::collections::HashMap;

use super::class::Class;
use super::pattern::{Pattern, Test};
use super::token::Token;

/// Patterns of one side, a bit each in their order, by what the nearest word must be.
pub(super) struct Nearest {
    /// Patterns that ask for one of some words, by each of these, in lower case.
    words: HashMap<String, u128>,
    /// Patterns that ask for a word of a class.
    classes: Vec<(Class, u128)>,
    /// Patterns for which the edge of a line will do.
    edge: u128,
    /// Patterns that fit whatever the nearest word is.
    any: u128,
}

impl Nearest {
    /// Of some patterns, no more than there are bits.
    pub(super) fn of<'p>(patterns: impl Iterator<Item = &'p Pattern>) -> Self {
        let mut nearest = Self { words: HashMap::new(), classes: Vec::new(), edge: 0, any: 0 };
        for (n, pattern) in patterns.enumerate() {
            let bit = 1u128.checked_shl(u32::try_from(n).unwrap_or(u32::MAX)).expect("fewer rules than bits");
            match pattern.nearest() {
                Some((tests, edge)) => {
                    tests.into_iter().for_each(|test| nearest.add(test, bit));
                    nearest.edge |= if edge { bit } else { 0 };
                }
                None => nearest.any |= bit,
            }
        }
        nearest
    }

    fn add(&mut self, test: &Test, bit: u128) {
        match test {
            Test::Words(words) => words.iter().for_each(|word| *self.words.entry(word.clone()).or_default() |= bit),
            Test::Class(class) => match self.classes.iter_mut().find(|(known, _)| known == class) {
                Some((_, patterns)) => *patterns |= bit,
                None => self.classes.push((*class, bit)),
            },
            Test::AnyOf(tests) => tests.iter().for_each(|test| self.add(test, bit)),
            Test::Not(_) | Test::Ahead(_) | Test::LineStart | Test::LineEnd => self.any |= bit,
        }
    }

    /// The patterns that may fit where this is the nearest word, if there is one, and a line begins or ends before it or not; a bit each.
    pub(super) fn may_fit(&self, token: Option<&Token<'_>>, is_at_edge: bool) -> u128 {
        let mut fit = self.any | if is_at_edge || token.is_none() { self.edge } else { 0 };
        if let Some(token) = token {
            fit |= self.words.get(token.lower.as_ref()).copied().unwrap_or(0);
            for (class, patterns) in &self.classes {
                fit |= if patterns & !fit != 0 && class.holds(token) { *patterns } else { 0 };
            }
        }
        fit
    }
}

/// The places of the bits of a number, the lowest first.
pub(super) fn bits(mut left: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = left.trailing_zeros() as usize;
        left &= left.checked_sub(1)?;
        Some(next)
    })
}

#[cfg(test)]
mod tests {
    use super::super::compiled::{Named, RULES};
    use super::super::surroundings::Surroundings;
    use proptest::prelude::*;

    #[test]
    fn words_that_hardly_a_rule_asks_for_leave_few() {
        let text = "a blue Tribune wall stood";
        let at = text.find("Tribune").unwrap();
        assert!(RULES.may_fit(text, at, at + "Tribune".len()).count_ones() < 10);
    }

    proptest! {
        #[test]
        fn no_rule_that_fits_is_left_out(
            words in prop::collection::vec(prop::sample::select(vec![
                "by", "The", "the", "according", "to", "told", "Ada", "PARIS", "(", ")", "-", "—", "|", "/", ",", ".", "\n", "\n\n", " ", "'s", "state-run", "Russian", "laut",
                "selon", "'", "’", "said", "on", "Friday", "2016", "report", "©", "an", "interview", "with", "“", "agency", "from", "via", "h", "t", ":", "\u{a0}", "a-b",
                "”", "*", "<em>", "</em>",
            ]), 0..14),
            at in 0..60_usize,
            glue in prop::sample::select(vec!["", " "]),
        ) {
            let text = words.join(glue);
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let may_fit = RULES.may_fit(&text, at, at);
            let around = Surroundings::of(&text, at, at);
            let all = RULES.shared_datelines.iter().chain(&RULES.datelines).chain(&RULES.named);
            for (n, Named { before, after, .. }) in all.enumerate() {
                let fits = around.before(before).is_some() && around.after(after).is_some();
                prop_assert!(!fits || may_fit >> n & 1 == 1, "{:?} at {}: {}", text, at, n);
            }
        }
    }
}
