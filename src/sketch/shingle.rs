//! Shingles: k consecutive words as one 64-bit hash.

/// Multiplier of the polynomial over the words' hashes; odd, so that no bit of a word is lost.
pub(crate) const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of every run of `k` consecutive words, in order: `words.len() - k + 1` of them, written to `out`.
///
/// Fewer than `k` words are one shingle together; no words, none. The hash is a polynomial of the
/// words' hashes modulo 2^64, rolled from word to word, then mixed so that every bit depends on every
/// word (the finalizer of MurmurHash3).
///
/// # Panics
/// When `k` is 0.
pub fn shingles(words: &[u64], k: usize, out: &mut Vec<u64>) {
    out.clear();
    out.reserve(words.len());
    each_shingle(words, k, |hash| out.push(hash));
}

/// The upper halves of the same hashes: what sketches are made of.
///
/// # Panics
/// When `k` is 0.
pub fn shingle_values(words: &[u64], k: usize, out: &mut Vec<u32>) {
    out.clear();
    out.reserve(words.len());
    each_shingle(words, k, |hash| out.push((hash >> 32) as u32));
}

/// Tells the hash of every run of `k` consecutive words, in order, as [`shingles`] writes them.
///
/// # Panics
/// When `k` is 0.
#[inline(always)]
pub(crate) fn each_shingle(words: &[u64], k: usize, mut tell: impl FnMut(u64)) {
    assert!(k > 0, "a shingle has at least one word");
    if words.is_empty() {
        return;
    }
    let k = k.min(words.len());
    let (first, rest) = words.split_at(k);
    let mut rolling = first.iter().fold(0u64, |rolling, word| rolling.wrapping_mul(BASE).wrapping_add(*word));
    tell(mix(rolling));
    // The first word leaves with the power that it has by now, so that one product and one sum stand between two shingles.
    let leaving = (0..k).fold(1u64, |power, _| power.wrapping_mul(BASE));
    for (new, old) in rest.iter().zip(words) {
        rolling = rolling.wrapping_mul(BASE).wrapping_add(new.wrapping_sub(old.wrapping_mul(leaving)));
        tell(mix(rolling));
    }
}

/// The set of a text's shingles: sorted, each once.
#[must_use]
pub fn shingle_set(words: &[u64], k: usize) -> Vec<u64> {
    let mut set = Vec::new();
    shingles(words, k, &mut set);
    sort_hashes(&mut set);
    set.dedup();
    set
}

/// Sorts hashes, whose leading bits are as good as drawn: each goes near its place by them at once, and neighbours are put right.
fn sort_hashes(hashes: &mut [u64]) {
    const FEW: usize = 32;
    const MANY: usize = 1 << 16;
    if !(FEW..=MANY).contains(&hashes.len()) {
        hashes.sort_unstable();
        return;
    }
    let buckets = hashes.len().next_power_of_two();
    let shift = u64::BITS - buckets.trailing_zeros();
    let bucket = |hash: u64| usize::try_from(hash >> shift).expect("as many as there are hashes");
    let mut ends = vec![0u32; buckets + 1];
    for hash in &*hashes {
        ends[bucket(*hash) + 1] += 1;
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let drawn = hashes.to_vec();
    for hash in drawn {
        let next = &mut ends[bucket(hash)];
        hashes[*next as usize] = hash;
        *next += 1;
    }
    // Hashes that repeat make long buckets; others hold one or two.
    for n in 1..hashes.len() {
        let mut at = n;
        while at > 0 && hashes[at - 1] > hashes[at] {
            hashes.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// Makes every bit depend on every other one (the finalizer of MurmurHash3).
pub(crate) fn mix(mut h: u64) -> u64 {
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
        fn hashes_are_sorted_however_they_are_drawn(mut hashes in prop_oneof![prop::collection::vec(any::<u64>(), 0..300), prop::collection::vec(0u64..40, 0..300)]) {
            let mut expected = hashes.clone();
            expected.sort_unstable();
            sort_hashes(&mut hashes);
            prop_assert_eq!(hashes, expected);
        }

        #[test]
        fn values_are_upper_halves(words in prop::collection::vec(any::<u64>(), 0..40), k in 1usize..6) {
            let (mut hashes, mut values) = (Vec::new(), Vec::new());
            shingles(&words, k, &mut hashes);
            shingle_values(&words, k, &mut values);
            prop_assert!(hashes.iter().map(|h| h >> 32).eq(values.iter().map(|v| u64::from(*v))));
        }

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
