//! Words in plain ASCII: where they stand, and their hashes, without a look at every character.
//!
//! In: the bytes of a text. Out: what the character-by-character way of [`tokenize`](super::tokenize()) gives for the same
//! words, bit for bit (a property test says so). One pass marks letters and digits, 64 bytes at a time; the loop is
//! plain code that compilers turn into vector instructions, so it is the same on every processor. It takes a tenth of
//! the time, so wider registers chosen at run time would gain nothing.

/// Bytes of a block: one bit each.
const BLOCK: usize = 64;

/// Which bytes of a text are letters or digits, and which belong to characters beyond ASCII.
pub(super) struct Marks {
    /// (ASCII letters and digits, bytes beyond ASCII) of each block.
    blocks: Vec<(u64, u64)>,
    len: usize,
}

impl Marks {
    pub fn of(text: &[u8]) -> Self {
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 1);
        let (whole, rest) = text.as_chunks::<BLOCK>();
        blocks.extend(whole.iter().map(mark));
        if !rest.is_empty() {
            let mut last = [0; BLOCK];
            last[..rest.len()].copy_from_slice(rest);
            blocks.push(mark(&last));
        }
        Self { blocks, len: text.len() }
    }

    /// How many words there are at most, where all are plain.
    pub fn words(&self) -> usize {
        let mut before = 0;
        let starts = self.blocks.iter().map(|&(word, other)| {
            let inside = word << 1 | before;
            before = word >> (BLOCK - 1);
            (word & !inside).count_ones() as usize + other.count_ones() as usize / 4
        });
        starts.sum()
    }

    /// The first byte from `from` on that is a letter, a digit or beyond ASCII; the text's length where there is none.
    #[inline]
    pub fn next(&self, from: usize) -> usize {
        let mut at = from / BLOCK;
        let Some(&(word, other)) = self.blocks.get(at) else { return self.len };
        let mut marks = (word | other) & (u64::MAX << (from % BLOCK));
        while marks == 0 {
            at += 1;
            let Some(&(word, other)) = self.blocks.get(at) else { return self.len };
            marks = word | other;
        }
        at * BLOCK + marks.trailing_zeros() as usize
    }

    /// The first byte from `from` on that is no ASCII letter or digit.
    #[inline]
    pub fn end(&self, from: usize) -> usize {
        let mut at = from / BLOCK;
        let mut others = !self.blocks[at].0 & (u64::MAX << (from % BLOCK));
        while others == 0 {
            at += 1;
            let Some(&(word, _)) = self.blocks.get(at) else { return self.len };
            others = !word;
        }
        at * BLOCK + others.trailing_zeros() as usize
    }
}

/// Tells every run of letters and digits of a text in ASCII: (first byte, byte behind it, hash of the run in lower case).
pub(crate) fn each_run<const SEED: u64>(text: &[u8], mut tell: impl FnMut(usize, usize, u64)) {
    let marks = Marks::of(text);
    let mut at = marks.next(0);
    while at < text.len() {
        let end = marks.end(at);
        tell(at, end, hash::<SEED>(&text[at..end]).0);
        at = marks.next(end);
    }
}

#[inline]
fn mark(bytes: &[u8; BLOCK]) -> (u64, u64) {
    let (mut word, mut other) = ([0; BLOCK], [0; BLOCK]);
    for i in 0..BLOCK {
        let b = bytes[i];
        word[i] = u8::from((b | 0x20).wrapping_sub(b'a') < 26) | u8::from(b.wrapping_sub(b'0') < 10);
        other[i] = b >> 7;
    }
    (bits(&word), bits(&other))
}

/// One bit for each byte, which is 0 or 1.
#[inline]
fn bits(flags: &[u8; BLOCK]) -> u64 {
    // Moves the lowest bit of byte k to bit 56 + k.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().enumerate().fold(0, |bits, (k, eight)| bits | (u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56) << (8 * k))
}

/// Letters in lower case: digits have this bit already.
const LOWER: u64 = 0x2020_2020_2020_2020;
/// Letters have this bit, digits do not.
const LETTER: u64 = 0x4040_4040_4040_4040;

/// The hash of an ASCII word of letters and digits in lower case, and whether a digit is in it.
///
/// Up to 16 bytes this is xxh3 with a seed, as its specification has it for short inputs, without a copy of the word.
#[inline]
pub(super) fn hash<const SEED: u64>(word: &[u8]) -> (u64, bool) {
    let len = word.len();
    match len {
        1..=3 => {
            let [first, middle, last] = [word[0], word[len / 2], word[len - 1]].map(u64::from);
            let both = first << 16 | middle << 24 | last | (len as u64) << 8 | 0x2020_0020;
            let digit = first & middle & last & 0x40 == 0;
            (xxh64_avalanche(both ^ const { (secret32(0) ^ secret32(4)).wrapping_add(SEED) }), digit)
        }
        4..=8 => {
            let (first, last) = (four(word, 0), four(word, len - 4));
            let flip = const {
                let seed = SEED ^ ((SEED as u32).swap_bytes() as u64) << 32;
                (secret64(8) ^ secret64(16)).wrapping_sub(seed)
            };
            let mut h = (last | first << 32 | LOWER) ^ flip;
            h ^= h.rotate_left(49) ^ h.rotate_left(24);
            h = h.wrapping_mul(0x9FB2_1C65_1E98_DF25);
            h ^= (h >> 35).wrapping_add(len as u64);
            h = h.wrapping_mul(0x9FB2_1C65_1E98_DF25);
            (h ^ h >> 28, first & last & (LETTER >> 32) != LETTER >> 32)
        }
        9..=16 => {
            let (first, last) = (eight(word, 0), eight(word, len - 8));
            let low = (first | LOWER) ^ const { (secret64(24) ^ secret64(32)).wrapping_add(SEED) };
            let high = (last | LOWER) ^ const { (secret64(40) ^ secret64(48)).wrapping_sub(SEED) };
            let product = u128::from(low) * u128::from(high);
            let folded = product as u64 ^ (product >> 64) as u64;
            let mut h = (len as u64).wrapping_add(low.swap_bytes()).wrapping_add(high).wrapping_add(folded);
            h = (h ^ h >> 37).wrapping_mul(0x1656_6791_9E37_79F9);
            (h ^ h >> 32, first & last & LETTER != LETTER)
        }
        _ => {
            let lower = word.to_ascii_lowercase();
            (xxhash_rust::xxh3::xxh3_64_with_seed(&lower, SEED), word.iter().any(u8::is_ascii_digit))
        }
    }
}

#[inline]
fn four(word: &[u8], at: usize) -> u64 {
    u64::from(u32::from_le_bytes(word[at..at + 4].try_into().expect("the slice has this length")))
}

#[inline]
fn eight(word: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(word[at..at + 8].try_into().expect("the slice has this length"))
}

fn xxh64_avalanche(mut h: u64) -> u64 {
    h = (h ^ h >> 33).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    h = (h ^ h >> 29).wrapping_mul(0x1656_67B1_9E37_79F9);
    h ^ h >> 32
}

/// The beginning of xxh3's secret.
const SECRET: [u8; 56] = [
    0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c, 0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90,
    0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f, 0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d,
    0xcc, 0xff, 0x72, 0x21, 0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e,
];

const fn secret64(at: usize) -> u64 {
    secret32(at) | secret32(at + 4) << 32
}

const fn secret32(at: usize) -> u64 {
    u32::from_le_bytes([SECRET[at], SECRET[at + 1], SECRET[at + 2], SECRET[at + 3]]) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_64_with_seed;

    proptest! {
        #[test]
        fn the_hash_is_xxh3_of_the_word_in_lower_case(word in "[a-zA-Z0-9]{1,24}") {
            const SEED: u64 = 0x7769_7265_636f_7079;
            let expected = (xxh3_64_with_seed(word.to_ascii_lowercase().as_bytes(), SEED), word.bytes().any(|b| b.is_ascii_digit()));
            prop_assert_eq!(hash::<SEED>(word.as_bytes()), expected);
        }

        #[test]
        fn marks_tell_letters_and_digits_and_what_is_beyond_ascii(text in "([a-zA-Z0-9]{1,90}|[ -~]{0,9}|\\PC{0,3}| {60,70}){0,9}") {
            let bytes = text.as_bytes();
            let marks = Marks::of(bytes);
            let find = |from: usize, wanted: &dyn Fn(u8) -> bool| (from..bytes.len()).find(|i| wanted(bytes[*i])).unwrap_or(bytes.len());
            for from in 0..=bytes.len() {
                prop_assert_eq!(marks.next(from), find(from, &|b| b.is_ascii_alphanumeric() || !b.is_ascii()));
            }
            for from in 0..bytes.len() {
                prop_assert_eq!(marks.end(from), find(from, &|b| !b.is_ascii_alphanumeric()));
            }
            let starts = (0..bytes.len()).filter(|i| bytes[*i].is_ascii_alphanumeric() && (*i == 0 || !bytes[i - 1].is_ascii_alphanumeric()));
            prop_assert!(marks.words() >= starts.count());
        }
    }
}
