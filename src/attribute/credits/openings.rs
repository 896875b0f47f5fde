//! Where formulas may stand, found in the pass over a text in which names are: what formulas are searched for with begins at one of few words.

use super::rules::OpenRule;
use crate::attribute::outlets::Beginnings;

/// Bytes that the letters of each formula begin with, by which most places are known to have none.
const KNOWN: usize = 3;

/// The letters that formulas are searched for with.
pub(super) struct Openings {
    /// Words that hold these letters as a formula has them.
    pub(super) words: Beginnings,
    needles: Vec<&'static str>,
    /// Of each of the first bytes which needles have it, a bit each.
    have: [[u32; 256]; KNOWN],
}

impl Openings {
    /// Of some rules, no more than there are bits.
    pub(super) fn of(rules: &[OpenRule]) -> Self {
        let mut openings = Self { words: Beginnings::default(), needles: Vec::new(), have: [[0; 256]; KNOWN] };
        for (n, rule) in rules.iter().enumerate() {
            let bit = 1u32.checked_shl(u32::try_from(n).unwrap_or(u32::MAX)).expect("fewer rules than bits");
            openings.needles.push(rule.needle);
            openings.have.iter_mut().zip(rule.needle.bytes()).for_each(|(have, byte)| have[usize::from(byte)] |= bit);
            // The letters are the formula's first word, mostly without its first letter, which may be a capital one.
            let word = rule.formula.split(' ').next().unwrap_or_default();
            let letters = rule.needle.chars().take_while(|c| c.is_alphanumeric()).count();
            match word.chars().next().filter(|_| letters < word.chars().count()) {
                Some(first) => [first, first.to_uppercase().next().unwrap_or(first)]
                    .into_iter()
                    .for_each(|first| openings.words.add(&format!("{first}{}", rule.needle))),
                None => openings.words.add(rule.needle),
            }
        }
        openings
    }

    /// Tells the number of each rule whose letters begin in `text` from byte `start` on and before byte `end`, and the byte at which they do.
    pub(super) fn each(&self, text: &str, start: usize, end: usize, mut tell: impl FnMut(usize, usize)) {
        let bytes = text.as_bytes();
        let [first, second, third] = &self.have;
        let within = bytes[start..bytes.len().min(end + KNOWN - 1)].windows(KNOWN);
        for (at, known) in (start..).zip(within) {
            // In other scripts than Latin every word comes here, so no byte is asked about before another one.
            let mut may_be = first[usize::from(known[0])] & second[usize::from(known[1])] & third[usize::from(known[2])];
            while may_be != 0 {
                let rule = may_be.trailing_zeros() as usize;
                may_be &= may_be - 1;
                if bytes[at..].starts_with(self.needles[rule].as_bytes()) {
                    tell(rule, at);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::OPEN;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_begin_with_one_plain_word_and_have_letters_enough_to_be_known_by() {
        for rule in OPEN {
            let first = rule.formula.split(' ').next().unwrap();
            assert!(!first.contains(['|', '?', '@', '{', '!', '=', '^', '$']), "{first}");
            let letters: String = rule.needle.chars().take_while(|c| c.is_alphanumeric()).collect();
            assert!(rule.needle.len() >= KNOWN && first.ends_with(&letters.to_lowercase()), "{first}");
        }
    }

    proptest! {
        #[test]
        fn letters_are_found_wherever_they_begin(
            words in prop::collection::vec(prop::sample::select(vec![
                "original", "source", ":", " ", "-", "ppeared", "Originally", "first", "irst", "Republished", "reposted", "SOURCE:", "Quelle:", "Источник:", "via", "the", "read", "é",
            ]), 0..12),
        ) {
            let text = words.concat();
            let mut slow: Vec<(usize, usize)> = (0..).zip(OPEN).flat_map(|(n, rule)| text.match_indices(rule.needle).map(move |(at, _)| (n, at))).collect();
            let mut found = Vec::new();
            let half = text.len() / 2;
            let openings = Openings::of(OPEN);
            openings.each(&text, 0, half, |rule, at| found.push((rule, at)));
            openings.each(&text, half, text.len(), |rule, at| found.push((rule, at)));
            found.sort_unstable();
            slow.sort_unstable();
            prop_assert_eq!(found, slow);
        }
    }
}
