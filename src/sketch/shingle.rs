//! Shingles: k consecutive words as one 64-bit hash.

/// Multiplier of the polynomial over the words' hashes; odd, so that no bit of a word is lost.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of every run of `k` consecutive words, in order: `words.len() - k + 1` of them, written to `out`.
///
/// Fewer than `k` words are one shingle together; no words, none. The hash is a polynomial of the
/// words' hashes modulo 2^64, rolled from word to word, then mixed so that every bit depends on every
/// word (the finalizer of MurmurHash3).
///
/// # Panics
/// When `k` is 0.
pub fn shingles(words: &[u64], k: usize, out: &mut Vec<u64>) {
    assert!(k > 0, "a shingle has at least one word");
    out.clear();
    if words.is_empty() {
        return;
    }
    let k = k.min(words.len());
    out.reserve(words.len() - k + 1);
    each_shingle(words, k, |hash| out.push(hash));
}

/// Tells the hash of every run of `k` words in order; `k` is neither 0 nor more than there are words.
#[inline]
pub(crate) fn each_shingle(words: &[u64], k: usize, mut tell: impl FnMut(u64)) {
    let top = (1..k).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let add = |rolling: u64, word: u64| rolling.wrapping_mul(BASE).wrapping_add(word);
    let mut rolling = words[..k].iter().fold(0, |rolling, word| add(rolling, *word));
    tell(mix(rolling));
    for (gone, word) in words.iter().zip(&words[k..]) {
        rolling = add(rolling.wrapping_sub(gone.wrapping_mul(top)), *word);
        tell(mix(rolling));
    }
}

/// The set of a text's shingles: sorted, each once.
#[must_use]
pub fn shingle_set(words: &[u64], k: usize) -> Vec<u64> {
    let mut set = Vec::new();
    shingles(words, k, &mut set);
    set.sort_unstable();
    set.dedup();
    set
}

fn mix(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    h ^= h >> 33;
    h = h.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    h ^ (h >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_texts_are_one_shingle_and_empty_ones_none() {
        let mut out = vec![7];
        shingles(&[], 4, &mut out);
        assert!(out.is_empty());
        shingles(&[1, 2], 4, &mut out);
        assert_eq!(out.len(), 1);
    }

    #[test]
    fn shingles_depend_on_the_order_of_words() {
        assert_ne!(shingle_set(&[1, 2, 3], 3), shingle_set(&[3, 2, 1], 3));
    }

    #[test]
    fn golden_values_do_not_change() {
        // Stored sketches and cluster ids rest on these.
        assert_eq!(shingle_set(&[1, 2, 3, 4], 4), [0x4834_922c_8e59_30bb]);
    }

    proptest! {
        #[test]
        fn a_shingle_is_the_same_wherever_it_stands(words in prop::collection::vec(any::<u64>(), 1..40), k in 1usize..6) {
            let mut rolled = Vec::new();
            shingles(&words, k, &mut rolled);
            for (i, window) in words.windows(k).enumerate() {
                let mut alone = Vec::new();
                shingles(window, k, &mut alone);
                prop_assert_eq!(alone[0], rolled[i]);
            }
        }
    }
}
