//! Sixty-four bytes of a text at once: one bit a byte for each question that cutting words asks of all of them.
//!
//! A [`Kernel`] is compiled for each [`Set`] of instructions from one body, and [`run`] takes the best that this processor has. All
//! give the same bits.

pub(crate) mod lengths;
#[cfg(target_arch = "x86_64")]
mod wide;
pub(crate) mod words;
#[cfg(target_arch = "x86_64")]
mod x86;

use lengths::EIGHT;
use words::{Known, Table};

use super::sketch::InstructionSet;

/// Bytes of a block: one bit each.
pub(crate) const BLOCK: usize = 64;

/// Which bytes of a block are what, so far as every block is asked. The first byte's is the lowest bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Block {
    /// ASCII letters and digits.
    pub word: u64,
    /// Bytes of characters beyond ASCII.
    pub beyond: u64,
    /// `.` `,` `'` `` ` ``: may join what stands on both sides of them.
    pub joiner: u64,
    /// `-`, which joins the halves of a word that a line's end parts, and `&` `<` `=`, which left-overs of HTML are made of.
    pub hint: u64,
    /// Where lines end.
    pub line: u64,
}

/// The same for blocks in which a sign may join something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Signs {
    /// ASCII digits.
    pub digit: u64,
    /// `.`: joins digits, and single letters.
    pub point: u64,
    /// `,`: joins digits.
    pub comma: u64,
    /// `'` and `` ` ``: join what stands on both sides of them.
    pub quote: u64,
}

/// How many numbers of 64 bits a register takes, where each can be shifted by a number of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    Few,
    Four,
    Eight,
}

/// Instructions that a kernel may use.
pub(crate) trait Set: Copy {
    /// How many words loops over arrays do at once.
    const BESIDE: Beside;

    fn block(self, bytes: &[u8; BLOCK]) -> Block;

    fn signs(self, bytes: &[u8; BLOCK]) -> Signs;

    /// The bytes that signs beyond ASCII begin with, among other characters: 0xC2 and 0xE2.
    fn may_begin_signs(self, bytes: &[u8; BLOCK]) -> u64;

    /// Writes the place of each bit, `base` added. What stands behind the last one is anything.
    fn places(self, bits: u64, base: u32, out: &mut [u32; BLOCK]);

    /// Hashes eight words of a text, given by first byte and byte behind the last one, by what [`words::flips`] has for the seed.
    #[inline(always)]
    fn short_words(self, text: &[u8], words: &[[u32; 2]; EIGHT], flips: &[u64; EIGHT], hashes: &mut [u64; EIGHT]) -> Known {
        words::one_by_one(text, words, flips, hashes)
    }

    /// Which hashes stand in a table: a byte each, 1 where one does.
    #[inline(always)]
    fn held(self, table: &Table, hashes: &[u64; EIGHT]) -> u64 {
        hashes.iter().rev().fold(0, |held, hash| held << 8 | u64::from(table.holds(*hash)))
    }

    /// Which numbers are less than the limit. All are less than 2^31.
    #[inline(always)]
    fn below(self, numbers: &[u32; EIGHT], limit: u32) -> u8 {
        numbers.iter().rev().fold(0, |bits, number| bits << 1 | u8::from(*number < limit))
    }
}

/// Work that is compiled for each set.
pub(crate) trait Kernel {
    type Output;

    /// To be marked `#[inline(always)]`, or it is compiled for the target alone.
    fn run<S: Set>(self, set: S) -> Self::Output;
}

/// Does the work with the widest instructions that this processor has.
#[inline]
pub(crate) fn run<K: Kernel>(kernel: K) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    {
        if let Some(wide) = wide::Wide::detect() {
            return wide.run(kernel);
        }
        if let Some(avx2) = x86::Avx2::detect() {
            return avx2.run(kernel);
        }
    }
    kernel.run(Baseline)
}

/// The sets that work is compiled for and this processor has, the widest last. With [`InstructionSet::Avx512`] go the parts BW, DQ, VL, VBMI and VBMI2, with
/// both wide ones the instructions for single bits.
pub fn instruction_sets() -> Vec<InstructionSet> {
    InstructionSet::available()
        .into_iter()
        .filter(|set| match set {
            InstructionSet::Portable => true,
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx2 => x86::Avx2::detect().is_some(),
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx512 => wide::Wide::detect().is_some(),
            #[cfg(not(target_arch = "x86_64"))]
            InstructionSet::Avx2 | InstructionSet::Avx512 => false,
        })
        .collect()
}

/// Does the work with one set.
///
/// # Panics
/// When it is none of those [`instruction_sets`].
pub(crate) fn run_with<K: Kernel>(set: InstructionSet, kernel: K) -> K::Output {
    match set {
        InstructionSet::Portable => kernel.run(Baseline),
        #[cfg(target_arch = "x86_64")]
        InstructionSet::Avx2 => x86::Avx2::detect().expect("the set is available").run(kernel),
        #[cfg(target_arch = "x86_64")]
        InstructionSet::Avx512 => wide::Wide::detect().expect("the set is available").run(kernel),
        #[cfg(not(target_arch = "x86_64"))]
        InstructionSet::Avx2 | InstructionSet::Avx512 => panic!("this processor is no x86-64"),
    }
}

/// What every processor of the target has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Baseline;

impl Set for Baseline {
    const BESIDE: Beside = Beside::Few;

    #[inline(always)]
    fn block(self, bytes: &[u8; BLOCK]) -> Block {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: SSE2 is part of x86-64; the function asks for nothing else.
        #[allow(unsafe_code, reason = "a call into code compiled for an instruction set")]
        return unsafe { x86::block_sse2(bytes) };
        #[cfg(not(target_arch = "x86_64"))]
        portable(bytes).0
    }

    #[inline(always)]
    fn signs(self, bytes: &[u8; BLOCK]) -> Signs {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: SSE2 is part of x86-64; the function asks for nothing else.
        #[allow(unsafe_code, reason = "a call into code compiled for an instruction set")]
        return unsafe { x86::signs_sse2(bytes) };
        #[cfg(not(target_arch = "x86_64"))]
        portable(bytes).1
    }

    #[inline(always)]
    fn may_begin_signs(self, bytes: &[u8; BLOCK]) -> u64 {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: SSE2 is part of x86-64; the function asks for nothing else.
        #[allow(unsafe_code, reason = "a call into code compiled for an instruction set")]
        return unsafe { x86::may_begin_signs_sse2(bytes) };
        #[cfg(not(target_arch = "x86_64"))]
        bytes.iter().rev().fold(0, |bits, byte| bits << 1 | u64::from(byte | 0x20 == 0xE2))
    }

    #[inline(always)]
    fn places(self, bits: u64, base: u32, out: &mut [u32; BLOCK]) {
        // There is no instruction that counts the zeros of nothing.
        one_by_one(bits, base, out, |bits| (bits | 1 << 63).trailing_zeros());
    }

    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    fn below(self, numbers: &[u32; EIGHT], limit: u32) -> u8 {
        // SAFETY: SSE2 is part of x86-64; the function asks for nothing else.
        #[allow(unsafe_code, reason = "a call into code compiled for an instruction set")]
        unsafe {
            x86::below_sse2(numbers, limit)
        }
    }
}

/// The places of bits, each found by itself. What `first` says of no bits is anything.
#[inline(always)]
fn one_by_one(mut bits: u64, base: u32, out: &mut [u32; BLOCK], first: impl Fn(u64) -> u32) {
    // Rarely more.
    const MOST: u32 = 24;
    let count = bits.count_ones();
    let (few, more) = out.split_at_mut(MOST as usize);
    for place in few {
        *place = base.wrapping_add(first(bits));
        bits &= bits.wrapping_sub(1);
    }
    if count > MOST {
        for place in &mut more[..(count - MOST) as usize] {
            *place = base + bits.trailing_zeros();
            bits &= bits - 1;
        }
    }
}

/// Plain code for every processor.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn portable(bytes: &[u8; BLOCK]) -> (Block, Signs) {
    let bits = |is: fn(u8) -> bool| bytes.iter().rev().fold(0, |bits, b| bits << 1 | u64::from(is(*b)));
    let block = Block {
        word: bits(|b| b.is_ascii_alphanumeric()),
        beyond: bits(|b| !b.is_ascii()),
        joiner: bits(|b| matches!(b, b'.' | b',' | b'\'' | b'`')),
        hint: bits(|b| matches!(b, b'-' | b'&' | b'<' | b'=')),
        line: bits(|b| b == b'\n'),
    };
    let signs = Signs {
        digit: bits(|b| b.is_ascii_digit()),
        point: bits(|b| b == b'.'),
        comma: bits(|b| b == b','),
        quote: bits(|b| b == b'\'' || b == b'`'),
    };
    (block, signs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Asked<'a>(&'a [u8; BLOCK], u64, u32);

    impl Kernel for Asked<'_> {
        type Output = ((Block, Signs, u64), Vec<u32>, u8);

        #[inline(always)]
        fn run<S: Set>(self, set: S) -> Self::Output {
            let mut places = [0; BLOCK];
            set.places(self.1, self.2, &mut places);
            let numbers = self.0.first_chunk().map_or([0; EIGHT], |bytes| bytes.map(u32::from));
            let asked = (set.block(self.0), set.signs(self.0), set.may_begin_signs(self.0));
            (asked, places[..self.1.count_ones() as usize].to_vec(), set.below(&numbers, self.2 % 256))
        }
    }

    proptest! {
        #[test]
        fn a_block_tells_of_every_byte_what_it_is(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0x20u8..0x40, prop::sample::select(vec![0xC2, 0xE2])], BLOCK),
            bits in prop_oneof![any::<u64>(), any::<u64>().prop_map(|b| b & b >> 7), Just(u64::MAX)],
            base in 0u32..1 << 31,
        ) {
            let bytes: [u8; BLOCK] = bytes.try_into().expect("so many were drawn");
            let of = |is: &dyn Fn(u8) -> bool| bytes.iter().rev().fold(0, |bits, b| bits << 1 | u64::from(is(*b)));
            let block = Block {
                word: of(&|b| b.is_ascii_alphanumeric()),
                beyond: of(&|b| !b.is_ascii()),
                joiner: of(&|b| b".,'`".contains(&b)),
                hint: of(&|b| b"-&<=".contains(&b)),
                line: of(&|b| b == b'\n'),
            };
            let signs = Signs {
                digit: of(&|b| b.is_ascii_digit()),
                point: of(&|b| b == b'.'),
                comma: of(&|b| b == b','),
                quote: of(&|b| b"'`".contains(&b)),
            };
            let below = of(&|b| u32::from(b) < base % 256) as u8;
            let may_begin_signs = of(&|b| b"\xC2\xE2".contains(&b));
            let asked = (block, signs, may_begin_signs);
            let expected = (asked, (0..64).filter(|bit| bits >> bit & 1 == 1).map(|bit| base + bit).collect(), below);
            for set in instruction_sets() {
                prop_assert_eq!(&run_with(set, Asked(&bytes, bits, base)), &expected);
            }
            prop_assert_eq!(portable(&bytes), (block, signs));
        }
    }
}
