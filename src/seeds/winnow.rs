//! Winnowing: which shingles of a text are its seeds.

use crate::text::WordTraits;

use super::SeedConfig;
use super::fours::{MOST_WORDS, WINDOW, winnow_by_fours};
use crate::sketch::each_shingle;

/// Words from which on a text is gone through shingle by shingle: threads keep the room of what is gone through at once.
const LONG: usize = if cfg!(test) { 64 } else { 1 << 16 };

/// Chooses the seeds of a stretch of words: (shingle hash, place of its first word), in order of place.
///
/// In every window of `config.window` consecutive shingles the least one by (number of stop words, hash) is chosen,
/// the rightmost among equals, so that names and verbs start a comparison rather than "of the". A text
/// shorter than a window has one seed, one shorter than a shingle none.
///
/// # Panics
/// When `hashes` and `traits` differ in length.
pub fn winnow(hashes: &[u64], traits: &[WordTraits], config: &SeedConfig, out: &mut Vec<(u64, u32)>) {
    assert_eq!(hashes.len(), traits.len(), "traits of every word");
    out.clear();
    if hashes.len() < config.words {
        return;
    }
    let has_window = hashes.len() >= config.words + WINDOW - 1;
    if has_window && hashes.len() <= LONG && config.window == WINDOW && config.words <= MOST_WORDS {
        return winnow_by_fours(hashes, traits, config.words, out);
    }
    winnow_by_any(hashes, traits, config, out);
}

/// The same by windows of any length and of any text, one shingle after another.
fn winnow_by_any(hashes: &[u64], traits: &[WordTraits], config: &SeedConfig, out: &mut Vec<(u64, u32)>) {
    let is_stop_word = |at: usize| u32::from(traits[at].is_stop_word());
    let mut stops: u32 = (0..config.words - 1).map(is_stop_word).sum();
    let window = config.window.min(hashes.len() + 1 - config.words);
    // The keys of a window, each at its place modulo the window.
    let mut keys = vec![(0, 0); window];
    let (mut least, mut least_key) = (0, (u32::MAX, u64::MAX));
    let mut chosen = None;
    let (mut at, mut slot) = (0, 0);
    each_shingle(hashes, config.words, |hash| {
        stops += is_stop_word(at + config.words - 1);
        let key = (stops, hash);
        stops -= is_stop_word(at);
        keys[slot] = key;
        if key <= least_key {
            // `<=`: the rightmost of equal keys, so that a run of one word gives few seeds.
            (least, least_key) = (at, key);
        } else if least + window <= at {
            // Backwards from here, so that the rightmost of equals comes first.
            (least, least_key) = (at, key);
            for back in 1..window {
                let before = keys[(slot + window - back) % window];
                if before < least_key {
                    (least, least_key) = (at - back, before);
                }
            }
        }
        if at + 1 >= window && chosen != Some(least) {
            out.push((least_key.1, u32::try_from(least).expect("a text is shorter than 4 GiB")));
            chosen = Some(least);
        }
        at += 1;
        slot = if slot + 1 == window { 0 } else { slot + 1 };
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::shingles;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    fn seeds(text: &str, config: &SeedConfig) -> Vec<(u64, u32)> {
        let mut out = Vec::new();
        let tokens = tokenize(text, Compounds::Joined);
        winnow(&tokens.hashes, &tokens.traits, config, &mut out);
        out
    }

    fn text(words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
        prop::collection::vec(
            prop::sample::select(vec!["the", "of", "a", "talks", "aleppo", "said", "lavrov", "kerry", "deal", "rebels"]),
            words,
        )
        .prop_map(|w| w.join(" "))
    }

    proptest! {
        #[test]
        fn a_common_run_of_k_plus_w_minus_1_words_shares_a_seed(run in text(7..20), before in text(0..12), after in text(0..12), other in text(0..12)) {
            let config = SeedConfig::default();
            let left = seeds(&format!("{before} {run} {after}"), &config);
            let right = seeds(&format!("{other} {run}"), &config);
            prop_assert!(left.iter().any(|(hash, _)| right.iter().any(|(h, _)| h == hash)));
        }

        #[test]
        fn four_shingles_at_once_choose_what_one_after_another_does(text in text(0..80), words in 1usize..9) {
            let config = SeedConfig { words, ..SeedConfig::default() };
            let tokens = tokenize(&text, Compounds::Joined);
            let mut slow = Vec::new();
            if tokens.len() >= words {
                winnow_by_any(&tokens.hashes, &tokens.traits, &config, &mut slow);
            }
            prop_assert_eq!(seeds(&text, &config), slow);
        }

        #[test]
        fn every_window_holds_the_least_shingle_it_has(text in text(7..60), window in 1usize..7) {
            let config = SeedConfig { window, ..SeedConfig::default() };
            let tokens = tokenize(&text, Compounds::Joined);
            let mut hashes = Vec::new();
            shingles(&tokens.hashes, 4, &mut hashes);
            let key = |i: usize| (tokens.traits[i..i + 4].iter().filter(|t| t.is_stop_word()).count(), hashes[i]);
            let mut slow: Vec<usize> = (0..hashes.len() + 1 - window.min(hashes.len())).map(|s| (s..(s + window).min(hashes.len())).rev().min_by_key(|i| key(*i)).unwrap()).collect();
            slow.dedup();
            let got: Vec<usize> = seeds(&text, &config).iter().map(|(_, at)| *at as usize).collect();
            prop_assert_eq!(got, slow);
        }
    }

    #[test]
    fn short_texts_have_one_seed_or_none() {
        let config = SeedConfig::default();
        assert_eq!(
            (seeds("one two three", &config).len(), seeds("one two three four", &config).len(), seeds("", &config).len()),
            (0, 1, 0)
        );
    }
}
