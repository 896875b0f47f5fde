//! The stem of a word, so that `threatened`, `threatens` and `threatening` count as one.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::text::Tokens;

/// Seed of the stems' hashes.
const SEED: u64 = 0x7374_656d;

/// A hash of the stem. Only English endings are cut, and only from words in ASCII; any other word is its own stem.
pub fn term(text: &str, tokens: &Tokens, word: usize) -> u64 {
    if std::env::var("NOSTEM").is_ok() { return tokens.hashes[word]; }
    let own = &text[tokens.spans[word].range()];
    if own.len() < 4 || !own.bytes().all(|b| b.is_ascii_alphabetic()) {
        return tokens.hashes[word];
    }
    let mut form = [0; 32];
    let Some(form) = form.get_mut(..own.len()) else { return tokens.hashes[word] };
    form.copy_from_slice(own.as_bytes());
    form.make_ascii_lowercase();
    let stem = stem(form);
    if stem.len() == form.len() { tokens.hashes[word] } else { xxh3_64_with_seed(stem, SEED) }
}

/// Endings, longest first of those that end alike, each with the letters that must be left.
const ENDINGS: [(&[u8], usize); 10] =
    [(b"ings", 3), (b"ing", 3), (b"edly", 3), (b"ies", 2), (b"ed", 3), (b"es", 3), (b"ly", 3), (b"s", 3), (b"e", 3), (b"y", 3)];

fn stem(word: &[u8]) -> &[u8] {
    if word.ends_with(b"ss") {
        return word;
    }
    for (ending, left) in ENDINGS {
        if word.ends_with(ending) && word.len() >= ending.len() + left {
            let cut = &word[..word.len() - ending.len()];
            // `stopped`, `stopping`: the doubled letter goes too.
            return match cut {
                [.., a, b] if a == b && ending.len() > 1 && cut.len() > 3 => &cut[..cut.len() - 1],
                _ => cut,
            };
        }
    }
    word
}
