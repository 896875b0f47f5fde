//! The same questions by instructions of x86-64 that most processors have: SSE2 and AVX2.

use std::arch::x86_64::{
    _mm_and_si128, _mm_cmpeq_epi8, _mm_cmplt_epi32, _mm_loadl_epi64, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128,
    _mm_packs_epi16, _mm_packs_epi32, _mm_set_epi64x, _mm_set1_epi8, _mm_set1_epi32, _mm_setzero_si128, _mm_sub_epi8, _mm256_add_epi32,
    _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_castsi256_ps, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_cmpgt_epi32,
    _mm256_cvtepu8_epi32, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_movemask_ps, _mm256_or_si256, _mm256_set1_epi8,
    _mm256_set1_epi32, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi16, _mm256_storeu_si256, _mm256_sub_epi8,
};

use super::lengths::{EIGHT, PLACES};
use super::{BLOCK, Beside, Block, Kernel, Set, Signs};

/// AVX2 and the bit counts that came with it (Haswell, Zen), found on this processor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Avx2(());

impl Avx2 {
    #[inline]
    pub fn detect() -> Option<Self> {
        let found = std::is_x86_feature_detected!("avx2")
            && std::is_x86_feature_detected!("bmi1")
            && std::is_x86_feature_detected!("bmi2")
            && std::is_x86_feature_detected!("popcnt");
        found.then_some(Self(()))
    }

    #[inline]
    pub fn run<K: Kernel>(self, kernel: K) -> K::Output {
        // SAFETY: an `Avx2` is only made where all these were found.
        #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
        unsafe {
            run_avx2(self, kernel)
        }
    }
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn run_avx2<K: Kernel>(avx2: Avx2, kernel: K) -> K::Output {
    kernel.run(avx2)
}

impl Set for Avx2 {
    const BESIDE: Beside = Beside::Four;

    #[inline(always)]
    fn block(self, bytes: &[u8; BLOCK]) -> Block {
        // SAFETY: an `Avx2` is only made where all that the function asks for was found.
        #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
        unsafe {
            block_avx2(bytes)
        }
    }

    #[inline(always)]
    fn signs(self, bytes: &[u8; BLOCK]) -> Signs {
        // SAFETY: as above.
        #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
        unsafe {
            signs_avx2(bytes)
        }
    }

    #[inline(always)]
    fn may_begin_signs(self, bytes: &[u8; BLOCK]) -> u64 {
        // SAFETY: as above.
        #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
        unsafe {
            may_begin_signs_avx2(bytes)
        }
    }

    #[inline(always)]
    fn below(self, numbers: &[u32; EIGHT], limit: u32) -> u8 {
        // SAFETY: as above.
        #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
        unsafe {
            below_avx2(numbers, limit)
        }
    }

    #[inline(always)]
    fn places(self, bits: u64, base: u32, out: &mut [u32; BLOCK]) {
        // SAFETY: as above.
        #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
        unsafe {
            places_avx2(bits, base, out);
        }
    }
}

/// What a byte of ASCII is, a bit each: the bits that the table of its lower four bits and that of its upper ones have in common.
const KINDS: [[u8; 16]; 2] = {
    let mut kinds = [[0; 16]; 2];
    let mut byte = 0u8;
    while byte < 128 {
        // A bit stands for the same lower halves under each upper half that has it.
        let kind = match byte {
            b'.' | b',' | b'\'' => JOINS,
            b'`' => QUOTE,
            b'-' | b'&' => HINTS,
            b'<' | b'=' => HTML,
            b'0'..=b'9' => DIGIT,
            // Letters from @ and from P on.
            b'A'..=b'O' | b'a'..=b'o' => LETTERS,
            b'P'..=b'Z' | b'p'..=b'z' => LETTERS << 1,
            b'\n' => LINE,
            _ => 0,
        };
        kinds[0][byte as usize % 16] |= kind;
        kinds[1][byte as usize / 16] |= kind;
        byte += 1;
    }
    kinds
};
const JOINS: u8 = 1;
const QUOTE: u8 = 2;
const HINTS: u8 = 4;
const HTML: u8 = 8;
const DIGIT: u8 = 16;
const LETTERS: u8 = 32;
/// The bit that a mask of bytes is made of.
const LINE: u8 = 128;

#[inline]
#[target_feature(enable = "avx2")]
fn block_avx2(bytes: &[u8; BLOCK]) -> Block {
    let splat = |byte: u8| _mm256_set1_epi8(byte.cast_signed());
    let bits = |bytes| u64::from(_mm256_movemask_epi8(bytes).cast_unsigned());
    // SAFETY: an array has as many bytes as half of a register.
    #[allow(unsafe_code, reason = "arrays as registers")]
    let [low, high] = KINDS.map(|kinds| _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(kinds.as_ptr().cast()) }));
    let mut block = Block::default();
    let (halves, _) = bytes.as_chunks::<32>();
    for (half, shift) in halves.iter().zip([0, 32]) {
        // SAFETY: the array has as many bytes as the register.
        #[allow(unsafe_code, reason = "an array as a register")]
        let bytes = unsafe { _mm256_loadu_si256(half.as_ptr().cast()) };
        // The lower halves of bytes beyond ASCII are looked up as nothing.
        let upper = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), splat(0xF));
        let kinds = _mm256_and_si256(_mm256_shuffle_epi8(low, bytes), _mm256_shuffle_epi8(high, upper));
        let some = |wanted: u8| bits(_mm256_cmpgt_epi8(_mm256_and_si256(kinds, splat(wanted)), _mm256_setzero_si256()));
        block.word |= some(DIGIT | LETTERS | LETTERS << 1) << shift;
        block.beyond |= bits(bytes) << shift;
        block.joiner |= some(JOINS | QUOTE) << shift;
        block.hint |= some(HINTS | HTML) << shift;
        block.line |= bits(kinds) << shift;
    }
    block
}

#[inline]
#[target_feature(enable = "avx2")]
fn signs_avx2(bytes: &[u8; BLOCK]) -> Signs {
    let splat = |byte: u8| _mm256_set1_epi8(byte.cast_signed());
    let bits = |bytes| u64::from(_mm256_movemask_epi8(bytes).cast_unsigned());
    let mut signs = Signs::default();
    let (halves, _) = bytes.as_chunks::<32>();
    for (half, shift) in halves.iter().zip([0, 32]) {
        // SAFETY: the array has as many bytes as the register.
        #[allow(unsafe_code, reason = "an array as a register")]
        let bytes = unsafe { _mm256_loadu_si256(half.as_ptr().cast()) };
        let is = |wanted: u8| _mm256_cmpeq_epi8(bytes, splat(wanted));
        let from = _mm256_sub_epi8(bytes, splat(b'0'));
        signs.digit |= bits(_mm256_cmpeq_epi8(_mm256_min_epu8(from, splat(9)), from)) << shift;
        signs.point |= bits(is(b'.')) << shift;
        signs.comma |= bits(is(b',')) << shift;
        signs.quote |= bits(_mm256_or_si256(is(b'\''), is(b'`'))) << shift;
    }
    signs
}

/// The two bytes that signs begin with differ in one bit.
#[inline]
#[target_feature(enable = "avx2")]
fn may_begin_signs_avx2(bytes: &[u8; BLOCK]) -> u64 {
    let splat = |byte: u8| _mm256_set1_epi8(byte.cast_signed());
    bytes.as_chunks::<32>().0.iter().rev().fold(0, |bits, half| {
        // SAFETY: the array has as many bytes as the register.
        #[allow(unsafe_code, reason = "an array as a register")]
        let bytes = unsafe { _mm256_loadu_si256(half.as_ptr().cast()) };
        let found = _mm256_cmpeq_epi8(_mm256_or_si256(bytes, splat(0x20)), splat(0xE2));
        bits << 32 | u64::from(_mm256_movemask_epi8(found).cast_unsigned())
    })
}

/// Eight bits at a time, by the table that has the places of each eight.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
fn places_avx2(bits: u64, base: u32, out: &mut [u32; BLOCK]) {
    let mut count = 0;
    for (byte, first) in bits.to_le_bytes().into_iter().zip((base..).step_by(8)) {
        // SAFETY: an array has as many bytes as half of a register.
        #[allow(unsafe_code, reason = "an array as half of a register")]
        let places = unsafe { _mm_loadl_epi64(PLACES[usize::from(byte)].as_ptr().cast()) };
        let places = _mm256_add_epi32(_mm256_cvtepu8_epi32(places), _mm256_set1_epi32(first.cast_signed()));
        // SAFETY: the bits before were eight for each byte at most, so eight places more have room.
        #[allow(unsafe_code, reason = "a register into a part of an array")]
        unsafe {
            _mm256_storeu_si256(out.as_mut_ptr().add(count).cast(), places);
        }
        count += byte.count_ones() as usize;
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
        let quote = _mm_or_si128(masked(0xFF, b'\''), masked(0xFF, b'`'));
        let hint = _mm_or_si128(_mm_or_si128(masked(0xFF, b'-'), masked(0xFF, b'&')), masked(0xFE, b'<'));
        block.word |= bits(word) << (16 * n);
        block.beyond |= bits(bytes) << (16 * n);
        // Commas and points.
        block.joiner |= bits(_mm_or_si128(masked(0xFD, b','), quote)) << (16 * n);
        block.hint |= bits(hint) << (16 * n);
        block.line |= bits(masked(0xFF, b'\n')) << (16 * n);
    }
    block
}

#[inline]
#[target_feature(enable = "sse2")]
pub fn signs_sse2(bytes: &[u8; BLOCK]) -> Signs {
    let splat = |byte: u8| _mm_set1_epi8(byte.cast_signed());
    let bits = |bytes| u64::from(_mm_movemask_epi8(bytes).cast_unsigned());
    let mut signs = Signs::default();
    let (quarters, _) = bytes.as_chunks::<16>();
    for (n, quarter) in quarters.iter().enumerate() {
        // SAFETY: the array has as many bytes as the register.
        #[allow(unsafe_code, reason = "an array as a register")]
        let bytes = unsafe { _mm_loadu_si128(quarter.as_ptr().cast()) };
        let is = |wanted: u8| _mm_cmpeq_epi8(bytes, splat(wanted));
        let from = _mm_sub_epi8(bytes, splat(b'0'));
        signs.digit |= bits(_mm_cmpeq_epi8(_mm_min_epu8(from, splat(9)), from)) << (16 * n);
        signs.point |= bits(is(b'.')) << (16 * n);
        signs.comma |= bits(is(b',')) << (16 * n);
        signs.quote |= bits(_mm_or_si128(is(b'\''), is(b'`'))) << (16 * n);
    }
    signs
}

/// As for AVX2.
#[inline]
#[target_feature(enable = "sse2")]
pub fn may_begin_signs_sse2(bytes: &[u8; BLOCK]) -> u64 {
    let splat = |byte: u8| _mm_set1_epi8(byte.cast_signed());
    bytes.as_chunks::<16>().0.iter().rev().fold(0, |bits, quarter| {
        // SAFETY: the array has as many bytes as the register.
        #[allow(unsafe_code, reason = "an array as a register")]
        let bytes = unsafe { _mm_loadu_si128(quarter.as_ptr().cast()) };
        let found = _mm_cmpeq_epi8(_mm_or_si128(bytes, splat(0x20)), splat(0xE2));
        bits << 16 | u64::from(_mm_movemask_epi8(found).cast_unsigned())
    })
}

#[inline]
#[target_feature(enable = "avx2")]
fn below_avx2(numbers: &[u32; EIGHT], limit: u32) -> u8 {
    // SAFETY: the array has as many bytes as the register.
    #[allow(unsafe_code, reason = "an array as a register")]
    let numbers = unsafe { _mm256_loadu_si256(numbers.as_ptr().cast()) };
    let below = _mm256_cmpgt_epi32(_mm256_set1_epi32(limit.cast_signed()), numbers);
    _mm256_movemask_ps(_mm256_castsi256_ps(below)) as u8
}

#[inline]
#[target_feature(enable = "sse2")]
pub fn below_sse2(numbers: &[u32; EIGHT], limit: u32) -> u8 {
    let limit = _mm_set1_epi32(limit.cast_signed());
    let (halves, _) = numbers.as_chunks::<4>();
    let below = |n: usize| {
        // SAFETY: the array has as many bytes as the register.
        #[allow(unsafe_code, reason = "an array as a register")]
        let numbers = unsafe { _mm_loadu_si128(halves[n].as_ptr().cast()) };
        _mm_cmplt_epi32(numbers, limit)
    };
    // All bits of a number stay all bits of two bytes, and of one.
    _mm_movemask_epi8(_mm_packs_epi16(_mm_packs_epi32(below(0), below(1)), _mm_setzero_si128())) as u8
}
