//! The hash of a word in plain ASCII, without a look at every character.
//!
//! In: the bytes of a text, and where a word of letters and digits stands in it. Out: what the character-by-character way of
//! [`tokenize`](super::tokenize()) gives for the same word, bit for bit (a property test says so).

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::normal::Compounds;
use super::plain_lanes;
use super::plain_short::Short;
use super::runs::{Runs, with_room};
use super::tokens::WordTraits;
use crate::kernel::text::lengths::{Lengths, MANY, OfEight, OfThree};
use crate::kernel::text::words::{LETTER, LOWER, of_few, of_halves};
use crate::kernel::text::{Beside, Kernel, Set, run};

/// Tells every stretch of a text in which nothing parts words: (first byte, byte behind the last one, hash of the stretch in lower
/// case). The hash of one that is not ASCII is nothing.
pub(crate) fn each_run<const SEED: u64>(text: &str, tell: impl FnMut(usize, usize, u64)) {
    struct Each<'a, F, const SEED: u64>(&'a [u8], &'a mut Runs, F);
    impl<F: FnMut(usize, usize, u64), const SEED: u64> Kernel for Each<'_, F, SEED> {
        type Output = ();

        #[inline(always)]
        fn run<S: Set>(self, set: S) {
            let Self(text, runs, mut tell) = self;
            runs.read(set, text, Compounds::Cut);
            let mut columns = Columns::default();
            for some in runs.spans().chunks(MANY) {
                columns.read::<SEED, _>(set, text, some);
                for (&[start, end], hash) in some.iter().zip(&columns.hashes) {
                    tell(start as usize, end as usize, *hash);
                }
            }
        }
    }
    with_room(|runs, _| run(Each::<_, SEED>(text.as_bytes(), runs, tell)));
}

/// What is known of up to [`MANY`] words of letters and digits, in order. Behind the last one stands anything.
#[derive(Debug)]
pub(super) struct Columns {
    /// Seeded xxh3 of each in lower case.
    pub hashes: [u64; MANY],
    /// All but whether it is a stop word.
    pub traits: [WordTraits; MANY],
    by_length: ByLength,
    short: Short,
}

impl Default for Columns {
    fn default() -> Self {
        Self { hashes: [0; MANY], traits: [WordTraits::default(); MANY], by_length: ByLength::default(), short: Short::default() }
    }
}

impl Columns {
    /// Reads up to [`MANY`] words of letters and digits, given by first byte and byte behind the last one. Those before are forgotten.
    #[inline(always)]
    pub fn read<const SEED: u64, S: Set>(&mut self, set: S, text: &[u8], words: &[[u32; 2]]) -> &mut Self {
        let Self { hashes, traits, by_length, short } = self;
        match S::BESIDE {
            Beside::Eight => plain_lanes::read::<SEED, S>(set, text, words, short.longer(), hashes, traits),
            Beside::Four => short.read::<SEED, S>(set, text, words, hashes, traits),
            Beside::Few => {
                let tell = |place: u8, hash, of_word| (hashes[usize::from(place)], traits[usize::from(place)]) = (hash, of_word);
                each_word_by_length::<SEED, S>(set, text, by_length, words, tell);
            }
        }
        self
    }
}

/// Working space for [`MANY`] words that are parted by length.
#[derive(Debug)]
struct ByLength {
    lengths: Lengths,
    of_three: OfThree,
    of_eight: OfEight,
    hashes: [u64; MANY],
    traits: [WordTraits; MANY],
}

impl Default for ByLength {
    fn default() -> Self {
        Self {
            lengths: Lengths::default(),
            of_three: OfThree::default(),
            of_eight: OfEight::default(),
            hashes: [0; MANY],
            traits: [WordTraits::default(); MANY],
        }
    }
}

/// Words that are hashed side by side.
const BESIDE: usize = 16;

/// Tells hash and traits of words of letters and digits, each with its place among them, in any order: the way where few words can be hashed side by
/// side. The hash knows words of 1 to 3 bytes, of 4 to 8, of 9 to 16 and of more.
#[inline(always)]
fn each_word_by_length<const SEED: u64, S: Set>(
    set: S,
    text: &[u8],
    columns: &mut ByLength,
    words: &[[u32; 2]],
    mut tell: impl FnMut(u8, u64, WordTraits),
) {
    let ByLength { lengths, of_three, of_eight, hashes, traits } = columns;
    let parted = lengths.part(set, text, words);

    let places = parted.of_three(of_three);
    for at in (0..places.len().min(MANY)).step_by(BESIDE) {
        let [first, middle, last, len] =
            [&of_three.first, &of_three.middle, &of_three.last, &of_three.len].map(|column| beside(column, at));
        let (hashes, traits) = (beside_mut(hashes, at), beside_mut(traits, at));
        for n in 0..BESIDE {
            let bytes = [last[n], len[n], first[n], middle[n]].map(u64::from);
            hashes[n] = hash_of_few::<SEED>((bytes[0] | bytes[2] << 16 | bytes[3] << 24) | LOWER & 0xFFFF_00FF | bytes[1] << 8);
        }
        for n in 0..BESIDE {
            traits[n] = WordTraits::of_plain(first[n].into(), (!(first[n] & middle[n] & last[n]) & LETTER as u8).into());
        }
    }
    for ((&place, &hash), &traits) in places.iter().zip(&*hashes).zip(&*traits) {
        tell(place, hash, traits);
    }

    let places = parted.of_eight(of_eight);
    for at in (0..places.len().min(MANY)).step_by(BESIDE) {
        let [first, last, len] = [&of_eight.first, &of_eight.last, &of_eight.len].map(|column| beside(column, at));
        let (hashes, traits) = (beside_mut(hashes, at), beside_mut(traits, at));
        for n in 0..BESIDE {
            hashes[n] = hash_of_halves::<SEED>(u64::from(last[n]) | u64::from(first[n]) << 32 | LOWER, len[n].into());
        }
        for n in 0..BESIDE {
            traits[n] = WordTraits::of_plain(first[n], !(first[n] & last[n]) & LETTER as u32);
        }
    }
    for ((&place, &hash), &traits) in places.iter().zip(&*hashes).zip(&*traits) {
        tell(place, hash, traits);
    }

    parted.each_longer(|place, [first, last], word| {
        let (hash, digits) = match word {
            _ if word.len() <= 16 => hash_of_sixteen::<SEED>(first, last, word.len() as u32),
            // The words of other scripts are long in bytes, and hashed by their normal form elsewhere.
            _ if first & 0x80 != 0 => (0, 0),
            _ => hash_of_any::<SEED>(word),
        };
        tell(place, hash, WordTraits::of_plain(first as u32, (digits | digits >> 32) as u32));
    });
}

/// A part of a column that begins at a multiple of its length.
#[inline(always)]
fn beside<T>(column: &[T; MANY], at: usize) -> &[T; BESIDE] {
    &column.as_chunks().0[at / BESIDE]
}

#[inline(always)]
fn beside_mut<T>(column: &mut [T; MANY], at: usize) -> &mut [T; BESIDE] {
    &mut column.as_chunks_mut().0[at / BESIDE]
}

/// The hash of a word of any length, and the bit of letters where a digit is in it.
#[cold]
#[inline(never)]
pub(super) fn hash_of_any<const SEED: u64>(word: &[u8]) -> (u64, u64) {
    let lower = word.to_ascii_lowercase();
    (xxh3_64_with_seed(&lower, SEED), u64::from(word.iter().any(u8::is_ascii_digit)) << 6)
}

/// The hash of a normal form, of a word's usual length without a call.
#[inline]
pub(super) fn hash_of_form<const SEED: u64>(form: &[u8]) -> u64 {
    let of_few =
        |[first, middle, last]: [u8; 3]| hash_of_few::<SEED>(u64::from(u32::from_le_bytes([last, form.len() as u8, first, middle])));
    match *form {
        [a] => of_few([a; 3]),
        [a, b] => of_few([a, b, b]),
        [a, b, c] => of_few([a, b, c]),
        _ => match (form.first_chunk(), form.last_chunk()) {
            (Some(first), Some(last)) if form.len() <= 8 => {
                let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
                hash_of_halves::<SEED>(first << 32 | last, form.len() as u64)
            }
            _ => xxh3_64_with_seed(form, SEED),
        },
    }
}

/// Of 1 to 3 bytes: the last one, their number, the first and the one in the middle, from the lowest byte on. This and the next two are xxh3 with a
/// seed, as its specification has it for such inputs, without a copy of the word.
#[inline(always)]
pub(super) fn hash_of_few<const SEED: u64>(bytes: u64) -> u64 {
    of_few(bytes ^ const { flip_of_few(SEED) })
}

/// Of 4 to 8 bytes: the last four, and the first four above them.
#[inline(always)]
pub(super) fn hash_of_halves<const SEED: u64>(halves: u64, len: u64) -> u64 {
    of_halves(halves ^ const { flip_of_halves(SEED) }, len)
}

/// What the seed makes of the secret for 1 to 3 bytes.
pub(super) const fn flip_of_few(seed: u64) -> u64 {
    (secret32(0) ^ secret32(4)).wrapping_add(seed)
}

/// The same for 4 to 8 bytes.
pub(super) const fn flip_of_halves(seed: u64) -> u64 {
    let seed = seed ^ ((seed as u32).swap_bytes() as u64) << 32;
    (secret64(8) ^ secret64(16)).wrapping_sub(seed)
}

/// Of 9 to 16 bytes: the first and the last eight.
#[inline(always)]
pub(super) fn hash_of_sixteen<const SEED: u64>(first: u64, last: u64, len: u32) -> (u64, u64) {
    let digits = !(first & last) & LETTER;
    let low = (first | LOWER) ^ const { (secret64(24) ^ secret64(32)).wrapping_add(SEED) };
    let high = (last | LOWER) ^ const { (secret64(40) ^ secret64(48)).wrapping_sub(SEED) };
    let product = u128::from(low) * u128::from(high);
    let folded = product as u64 ^ (product >> 64) as u64;
    let mut hash = u64::from(len).wrapping_add(low.swap_bytes()).wrapping_add(high).wrapping_add(folded);
    hash = (hash ^ hash >> 37).wrapping_mul(0x1656_6791_9E37_79F9);
    (hash ^ hash >> 32, digits)
}

/// The beginning of xxh3's secret.
const SECRET: [u8; 56] = [
    0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c, 0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90,
    0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f, 0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d,
    0xcc, 0xff, 0x72, 0x21, 0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e,
];

pub(super) const fn secret64(at: usize) -> u64 {
    secret32(at) | secret32(at + 4) << 32
}

pub(super) const fn secret32(at: usize) -> u64 {
    u32::from_le_bytes([SECRET[at], SECRET[at + 1], SECRET[at + 2], SECRET[at + 3]]) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::text::{Baseline, instruction_sets, run_with};
    use proptest::prelude::*;

    const SEED: u64 = 0x7769_7265_636f_7079;

    /// The words of a text, by the way that a set takes.
    struct Reading<'a>(&'a [u8], &'a [[u32; 2]]);
    impl Kernel for Reading<'_> {
        type Output = Vec<(u64, WordTraits)>;

        #[inline(always)]
        fn run<S: Set>(self, set: S) -> Self::Output {
            let mut columns = Columns::default();
            let Columns { hashes, traits, .. } = columns.read::<SEED, S>(set, self.0, self.1);
            hashes.iter().copied().zip(traits.iter().copied()).take(self.1.len()).collect()
        }
    }

    /// The same by each of the ways, whatever the set is.
    fn by_every_way(text: &[u8], words: &[[u32; 2]]) -> Vec<Vec<(u64, WordTraits)>> {
        let mut found: Vec<_> = instruction_sets().into_iter().map(|set| run_with(set, Reading(text, words))).collect();
        let (mut hashes, mut traits) = ([0; MANY], [WordTraits::default(); MANY]);
        let pairs = |hashes: &[u64], traits: &[WordTraits]| hashes.iter().copied().zip(traits.iter().copied()).take(words.len()).collect();
        Short::default().read::<SEED, _>(Baseline, text, words, &mut hashes, &mut traits);
        found.push(pairs(&hashes, &traits));
        plain_lanes::read::<SEED, _>(Baseline, text, words, Short::default().longer(), &mut hashes, &mut traits);
        found.push(pairs(&hashes, &traits));
        found
    }

    proptest! {
        #[test]
        fn the_hash_of_any_form_is_its_xxh3(form in prop::collection::vec(any::<u8>(), 0..40)) {
            prop_assert_eq!(hash_of_form::<SEED>(&form), xxh3_64_with_seed(&form, SEED));
        }

        #[test]
        fn the_hash_is_xxh3_of_the_word_in_lower_case(
            before in "[ -~]{0,9}",
            some in prop::collection::vec("[a-zA-Z0-9]{1,9}|[a-zA-Z0-9]{1,24}", 1..20),
            behind in "[ -~]{0,9}",
            many in any::<bool>(),
        ) {
            let (mut text, mut words, mut expected) = (before, Vec::new(), Vec::new());
            for word in &some {
                let lower = word.to_ascii_lowercase();
                let hash = xxh3_64_with_seed(lower.as_bytes(), SEED);
                prop_assert_eq!(hash_of_form::<SEED>(lower.as_bytes()), hash);
                let digit = u32::from(word.bytes().any(|byte| byte.is_ascii_digit()));
                expected.push((hash, WordTraits::of_plain(word.as_bytes()[0].into(), digit << 6)));
                words.push([text.len(), text.len() + word.len()].map(|at| at as u32));
                text = text + word + " ";
            }
            text.truncate(text.len() - 1);
            text += &behind;
            if many {
                // As many as there may be: the last one again and again.
                words.resize(MANY, words[words.len() - 1]);
                expected.resize(MANY, expected[expected.len() - 1]);
            }
            for found in by_every_way(text.as_bytes(), &words) {
                prop_assert_eq!(&found, &expected);
            }
        }
    }
}
