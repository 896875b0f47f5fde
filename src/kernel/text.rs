//! Sixty-four bytes of a text at once: one bit a byte for each question that cutting words asks of all of them.
//!
//! A [`Kernel`] is compiled for each [`Set`] of instructions from one body, and [`run`] takes the best that this processor has. All
//! give the same bits.

/// Bytes of a block: one bit each.
pub(crate) const BLOCK: usize = 64;

/// Which bytes of a block are what. The first byte's is the lowest bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Block {
    /// ASCII letters and digits.
    pub word: u64,
    /// Bytes of characters beyond ASCII.
    pub beyond: u64,
    /// `,` `-` `.` `/`: what may join or part numbers and letters.
    pub point: u64,
    /// `&` `'` `<` `=` `` ` ``: what left-overs of HTML are made of, and what may join words.
    pub sign: u64,
    /// Below the space: ends of lines, tabulators.
    pub control: u64,
}

/// Instructions that a kernel may use.
pub(crate) trait Set: Copy {
    /// Whether sixty-four bytes fit into a register, so that loops over arrays gain by going on to their end.
    const WIDE: bool;

    fn block(self, bytes: &[u8; BLOCK]) -> Block;

    /// Writes the place of each bit, `base` added. What stands behind the last one is anything.
    fn places(self, bits: u64, base: u32, out: &mut [u32; BLOCK]);
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
    if let Some(wide) = x86::Wide::detect() {
        return wide.run(kernel);
    }
    kernel.run(Baseline)
}

/// What every processor of the target has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Baseline;

impl Set for Baseline {
    const WIDE: bool = false;

    #[inline(always)]
    fn block(self, bytes: &[u8; BLOCK]) -> Block {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: SSE2 is part of x86-64; the function asks for nothing else.
        #[allow(unsafe_code, reason = "a call into code compiled for an instruction set")]
        return unsafe { x86::block_sse2(bytes) };
        #[cfg(not(target_arch = "x86_64"))]
        portable(bytes)
    }

    #[inline(always)]
    fn places(self, mut bits: u64, base: u32, out: &mut [u32; BLOCK]) {
        // Rarely more.
        const MOST: u32 = 24;
        let count = bits.count_ones();
        let (few, more) = out.split_at_mut(MOST as usize);
        for place in few {
            *place = base.wrapping_add((bits | 1 << 63).trailing_zeros());
            bits &= bits.wrapping_sub(1);
        }
        if count > MOST {
            for place in &mut more[..(count - MOST) as usize] {
                *place = base + bits.trailing_zeros();
                bits &= bits - 1;
            }
        }
    }
}

/// Plain code for every processor.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn portable(bytes: &[u8; BLOCK]) -> Block {
    let bits = |is: fn(u8) -> bool| bytes.iter().rev().fold(0, |bits, b| bits << 1 | u64::from(is(*b)));
    Block {
        word: bits(|b| b.is_ascii_alphanumeric()),
        beyond: bits(|b| !b.is_ascii()),
        point: bits(|b| b & 0xFC == b','),
        sign: bits(|b| b & 0xFE == b'&' || b & 0xFE == b'<' || b == b'`'),
        control: bits(|b| b < b' '),
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m128i, _mm_and_si128, _mm_cmpeq_epi8, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8, _mm_sub_epi8,
        _mm512_add_epi32, _mm512_and_si512, _mm512_castsi512_si128, _mm512_cmpeq_epi8_mask, _mm512_cmplt_epu8_mask, _mm512_cvtepu8_epi32,
        _mm512_extracti32x4_epi32, _mm512_loadu_si512, _mm512_maskz_compress_epi8, _mm512_movepi8_mask, _mm512_or_si512, _mm512_set1_epi8,
        _mm512_set1_epi32, _mm512_storeu_si512, _mm512_sub_epi8,
    };

    use super::{BLOCK, Block, Kernel, Set};

    /// AVX-512 as processors have it since Ice Lake and Zen 4, found on this one.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Wide(());

    impl Wide {
        #[inline]
        pub fn detect() -> Option<Self> {
            let found = std::is_x86_feature_detected!("avx512f")
                && std::is_x86_feature_detected!("avx512bw")
                && std::is_x86_feature_detected!("avx512dq")
                && std::is_x86_feature_detected!("avx512vl")
                && std::is_x86_feature_detected!("avx512vbmi")
                && std::is_x86_feature_detected!("avx512vbmi2")
                && std::is_x86_feature_detected!("bmi1")
                && std::is_x86_feature_detected!("bmi2")
                && std::is_x86_feature_detected!("popcnt");
            found.then_some(Self(()))
        }

        #[inline]
        pub fn run<K: Kernel>(self, kernel: K) -> K::Output {
            // SAFETY: a `Wide` is only made where all these were found.
            #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
            unsafe {
                run_wide(self, kernel)
            }
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
    fn run_wide<K: Kernel>(wide: Wide, kernel: K) -> K::Output {
        kernel.run(wide)
    }

    impl Set for Wide {
        const WIDE: bool = true;

        #[inline(always)]
        fn block(self, bytes: &[u8; BLOCK]) -> Block {
            // SAFETY: a `Wide` is only made where all that the function asks for was found.
            #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
            unsafe {
                block_wide(bytes)
            }
        }

        #[inline(always)]
        fn places(self, bits: u64, base: u32, out: &mut [u32; BLOCK]) {
            // SAFETY: as above.
            #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
            unsafe {
                places_wide(bits, base, out);
            }
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn block_wide(bytes: &[u8; BLOCK]) -> Block {
        // SAFETY: the array has as many bytes as the register.
        #[allow(unsafe_code, reason = "an array as a register")]
        let bytes = unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) };
        let splat = |byte: u8| _mm512_set1_epi8(byte.cast_signed());
        let within = |bytes, first: u8, count: u8| _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, splat(first)), splat(count));
        let masked = |mask: u8, wanted: u8| _mm512_cmpeq_epi8_mask(_mm512_and_si512(bytes, splat(mask)), splat(wanted));
        Block {
            word: within(bytes, b'0', 10) | within(_mm512_or_si512(bytes, splat(0x20)), b'a', 26),
            beyond: _mm512_movepi8_mask(bytes),
            point: masked(0xFC, b','),
            sign: masked(0xFE, b'&') | masked(0xFE, b'<') | masked(0xFF, b'`'),
            control: within(bytes, 0, b' '),
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
    fn places_wide(bits: u64, base: u32, out: &mut [u32; BLOCK]) {
        const NUMBERS: [u8; BLOCK] = {
            let mut numbers = [0; BLOCK];
            let mut n = 0;
            while n < BLOCK {
                numbers[n] = n as u8;
                n += 1;
            }
            numbers
        };
        // SAFETY: the array has as many bytes as the register.
        #[allow(unsafe_code, reason = "an array as a register")]
        let numbers = unsafe { _mm512_loadu_si512(NUMBERS.as_ptr().cast()) };
        let places = _mm512_maskz_compress_epi8(bits, numbers);
        let base = _mm512_set1_epi32(base.cast_signed());
        let (quarters, _) = out.as_chunks_mut::<16>();
        let mut write = |n: usize, places: __m128i| {
            // SAFETY: the array has as many bytes as the register.
            #[allow(unsafe_code, reason = "a register into an array")]
            unsafe {
                _mm512_storeu_si512(quarters[n].as_mut_ptr().cast(), _mm512_add_epi32(_mm512_cvtepu8_epi32(places), base));
            }
        };
        write(0, _mm512_castsi512_si128(places));
        write(1, _mm512_extracti32x4_epi32::<1>(places));
        if bits.count_ones() > 32 {
            write(2, _mm512_extracti32x4_epi32::<2>(places));
            write(3, _mm512_extracti32x4_epi32::<3>(places));
        }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    pub fn block_sse2(bytes: &[u8; BLOCK]) -> Block {
        let splat = |byte: u8| _mm_set1_epi8(byte.cast_signed());
        let bits = |bytes| u64::from(_mm_movemask_epi8(bytes).cast_unsigned());
        let within = |bytes, first: u8, count: u8| {
            let from = _mm_sub_epi8(bytes, splat(first));
            _mm_cmpeq_epi8(_mm_min_epu8(from, splat(count - 1)), from)
        };
        let mut block = Block::default();
        let (eights, _) = bytes.as_chunks::<8>();
        for n in 0..4 {
            let [low, high] = [2 * n, 2 * n + 1].map(|n| i64::from_le_bytes(eights[n]));
            let bytes = _mm_set_epi64x(high, low);
            let masked = |mask: u8, wanted: u8| _mm_cmpeq_epi8(_mm_and_si128(bytes, splat(mask)), splat(wanted));
            let word = _mm_or_si128(within(bytes, b'0', 10), within(_mm_or_si128(bytes, splat(0x20)), b'a', 26));
            let sign = _mm_or_si128(_mm_or_si128(masked(0xFE, b'&'), masked(0xFE, b'<')), masked(0xFF, b'`'));
            block.word |= bits(word) << (16 * n);
            block.beyond |= bits(bytes) << (16 * n);
            block.point |= bits(masked(0xFC, b',')) << (16 * n);
            block.sign |= bits(sign) << (16 * n);
            block.control |= bits(within(bytes, 0, b' ')) << (16 * n);
        }
        block
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Asked<'a>(&'a [u8; BLOCK], u64, u32);

    impl Kernel for Asked<'_> {
        type Output = (Block, Vec<u32>);

        #[inline(always)]
        fn run<S: Set>(self, set: S) -> Self::Output {
            let mut places = [0; BLOCK];
            set.places(self.1, self.2, &mut places);
            (set.block(self.0), places[..self.1.count_ones() as usize].to_vec())
        }
    }

    proptest! {
        #[test]
        fn a_block_tells_of_every_byte_what_it_is(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0x20u8..0x40], BLOCK),
            bits in prop_oneof![any::<u64>(), any::<u64>().prop_map(|b| b & b >> 7), Just(u64::MAX)],
            base in 0u32..1 << 31,
        ) {
            let bytes: [u8; BLOCK] = bytes.try_into().expect("so many were drawn");
            let of = |is: &dyn Fn(u8) -> bool| bytes.iter().rev().fold(0, |bits, b| bits << 1 | u64::from(is(*b)));
            let block = Block {
                word: of(&|b| b.is_ascii_alphanumeric()),
                beyond: of(&|b| !b.is_ascii()),
                point: of(&|b| b",-./".contains(&b)),
                sign: of(&|b| b"&'<=`".contains(&b)),
                control: of(&|b| b < 0x20),
            };
            let expected = (block, (0..64).filter(|bit| bits >> bit & 1 == 1).map(|bit| base + bit).collect());
            prop_assert_eq!(&run(Asked(&bytes, bits, base)), &expected);
            prop_assert_eq!(&Asked(&bytes, bits, base).run(Baseline), &expected);
            prop_assert_eq!(portable(&bytes), block);
        }
    }
}
