//! The same questions by AVX-512: 64 bytes, or eight words, in a register.

use std::arch::x86_64::{
    __m128i, __m512i, _mm512_add_epi32, _mm512_add_epi64, _mm512_and_si512, _mm512_andnot_si512, _mm512_castsi512_si128,
    _mm512_cmpeq_epi8_mask, _mm512_cmpeq_epi64_mask, _mm512_cmpgt_epu64_mask, _mm512_cmple_epu64_mask, _mm512_cmplt_epu8_mask,
    _mm512_cvtepu8_epi32, _mm512_extracti32x4_epi32, _mm512_loadu_si512, _mm512_mask_blend_epi64, _mm512_mask_cmplt_epu32_mask,
    _mm512_maskz_compress_epi8, _mm512_maskz_sub_epi32, _mm512_movepi8_mask, _mm512_mullo_epi64, _mm512_multishift_epi64_epi8,
    _mm512_or_si512, _mm512_permutex2var_epi8, _mm512_permutexvar_epi64, _mm512_rol_epi64, _mm512_set_epi64, _mm512_set1_epi8,
    _mm512_set1_epi32, _mm512_set1_epi64, _mm512_slli_epi64, _mm512_srli_epi64, _mm512_srlv_epi64, _mm512_storeu_si512, _mm512_sub_epi8,
    _mm512_sub_epi64, _mm512_ternarylogic_epi64, _mm512_test_epi64_mask, _mm512_xor_si512, _pdep_u64,
};

use super::lengths::EIGHT;
use super::words::{KEEPS, Known, LETTER, LOWER, PICKS, PRIMES, RRMXMX, SHORT, Table, first_eight};
use super::{BLOCK, Beside, Block, Kernel, Set, Signs};

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
    const BESIDE: Beside = Beside::Eight;

    #[inline(always)]
    fn block(self, bytes: &[u8; BLOCK]) -> Block {
        // SAFETY: a `Wide` is only made where all that the function asks for was found.
        #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
        unsafe {
            block_wide(bytes)
        }
    }

    #[inline(always)]
    fn signs(self, bytes: &[u8; BLOCK]) -> Signs {
        // SAFETY: as above.
        #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
        unsafe {
            signs_wide(bytes)
        }
    }

    #[inline(always)]
    fn may_begin_signs(self, bytes: &[u8; BLOCK]) -> u64 {
        // SAFETY: as above.
        #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
        unsafe {
            may_begin_signs_wide(bytes)
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

    #[inline(always)]
    fn short_words(self, text: &[u8], words: &[[u32; 2]; EIGHT], flips: &[u64; EIGHT], hashes: &mut [u64; EIGHT]) -> Known {
        // SAFETY: as above.
        #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
        unsafe {
            short_words_wide(text, words, flips, hashes)
        }
    }

    #[inline(always)]
    fn held(self, table: &Table, hashes: &[u64; EIGHT]) -> u64 {
        // SAFETY: as above.
        #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
        unsafe {
            held_wide(table, hashes)
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
        joiner: masked(0xFD, b',') | masked(0xFF, b'\'') | masked(0xFF, b'`'),
        hint: masked(0xFF, b'-') | masked(0xFF, b'&') | masked(0xFE, b'<'),
        line: masked(0xFF, b'\n'),
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn signs_wide(bytes: &[u8; BLOCK]) -> Signs {
    // SAFETY: the array has as many bytes as the register.
    #[allow(unsafe_code, reason = "an array as a register")]
    let bytes = unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) };
    let splat = |byte: u8| _mm512_set1_epi8(byte.cast_signed());
    let is = |wanted: u8| _mm512_cmpeq_epi8_mask(bytes, splat(wanted));
    Signs {
        digit: _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, splat(b'0')), splat(10)),
        point: is(b'.'),
        comma: is(b','),
        quote: is(b'\'') | is(b'`'),
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn may_begin_signs_wide(bytes: &[u8; BLOCK]) -> u64 {
    // SAFETY: the array has as many bytes as the register.
    #[allow(unsafe_code, reason = "an array as a register")]
    let bytes = unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) };
    let splat = |byte: u8| _mm512_set1_epi8(byte.cast_signed());
    // The two bytes differ in one bit.
    _mm512_cmpeq_epi8_mask(_mm512_or_si512(bytes, splat(0x20)), splat(0xE2))
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

/// What a register may be read from.
///
/// # Safety
/// No byte of a value may be padding or without a value.
#[allow(unsafe_code, reason = "that every byte has a value is a promise")]
unsafe trait Whole: Copy {}
// SAFETY: numbers, and two of them side by side.
#[allow(unsafe_code, reason = "see above")]
unsafe impl Whole for u8 {}
// SAFETY: as above.
#[allow(unsafe_code, reason = "see above")]
unsafe impl Whole for u64 {}
// SAFETY: as above.
#[allow(unsafe_code, reason = "see above")]
unsafe impl Whole for [u32; 2] {}

/// An array as a register.
#[inline]
#[target_feature(enable = "avx512f")]
fn register<T: Whole, const N: usize>(array: &[T; N]) -> __m512i {
    const { assert!(size_of::<[T; N]>() == size_of::<__m512i>()) };
    // SAFETY: the array has as many bytes as the register, as was just asserted, and each has a value.
    #[allow(unsafe_code, reason = "an array as a register")]
    unsafe {
        _mm512_loadu_si512(array.as_ptr().cast())
    }
}

/// A register into an array.
#[inline]
#[target_feature(enable = "avx512f")]
fn store(register: __m512i, array: &mut [u64; EIGHT]) {
    // SAFETY: the array has as many bytes as the register.
    #[allow(unsafe_code, reason = "a register into an array")]
    unsafe {
        _mm512_storeu_si512(array.as_mut_ptr().cast(), register);
    }
}

/// Each bit as the lowest one of a byte.
#[inline]
#[target_feature(enable = "bmi2")]
fn bytes_of(bits: u8) -> u64 {
    _pdep_u64(bits.into(), u64::from_le_bytes([1; EIGHT]))
}

/// Eight bytes of a text from each word's first one on.
#[inline]
#[target_feature(enable = "avx512f")]
fn first_eights(text: &[u8], words: &[[u32; 2]; EIGHT]) -> __m512i {
    /// The numbers of a register that are first bytes.
    const STARTS: u16 = 0x5555;
    let safe = u32::try_from(text.len().saturating_sub(EIGHT - 1)).unwrap_or(u32::MAX);
    let of = if _mm512_mask_cmplt_epu32_mask(STARTS, register(words), _mm512_set1_epi32(safe.cast_signed())) == STARTS {
        words.map(|[start, _]| {
            // SAFETY: eight bytes of the text begin there, as was just asked of all words at once; bytes have no alignment.
            #[allow(unsafe_code, reason = "what was checked for eight words at once")]
            unsafe {
                text.as_ptr().add(start as usize).cast::<i64>().read_unaligned()
            }
        })
    } else {
        words.map(|[start, _]| first_eight(text, start).cast_signed())
    };
    _mm512_set_epi64(of[7], of[6], of[5], of[4], of[3], of[2], of[1], of[0])
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vbmi,bmi2")]
fn short_words_wide(text: &[u8], words: &[[u32; 2]; EIGHT], flips: &[u64; EIGHT], hashes: &mut [u64; EIGHT]) -> Known {
    /// Of three, bit by bit: the first one flipped where both others are set; and all of them, each flipped by the next.
    const AND_XOR: i32 = 0x78;
    const XOR: i32 = 0x96;
    let all = |number: u64| _mm512_set1_epi64(number.cast_signed());
    let first = first_eights(text, words);
    let ends = register(words);
    let len = _mm512_maskz_sub_epi32(0x5555, _mm512_srli_epi64::<32>(ends), ends);
    let beyond = _mm512_sub_epi64(all(64), _mm512_slli_epi64::<3>(len));
    let letters = _mm512_srlv_epi64(all(LETTER), beyond);
    let digit = _mm512_test_epi64_mask(_mm512_andnot_si512(first, letters), letters);
    let lower = _mm512_cmpeq_epi64_mask(_mm512_and_si512(first, all(0x60)), all(0x60));
    let longer = _mm512_cmpgt_epu64_mask(len, all(SHORT.into()));

    // Of a length its lowest three bits count.
    let [picks, keeps, flips] = [&PICKS, &KEEPS, flips].map(|table| _mm512_permutexvar_epi64(len, register(table)));
    let picked = _mm512_multishift_epi64_epi8(picks, _mm512_or_si512(first, all(LOWER)));
    let mixed = _mm512_ternarylogic_epi64::<AND_XOR>(flips, picked, keeps);

    let mut few = _mm512_mullo_epi64(_mm512_xor_si512(mixed, _mm512_srli_epi64::<33>(mixed)), all(PRIMES[0]));
    few = _mm512_mullo_epi64(_mm512_xor_si512(few, _mm512_srli_epi64::<29>(few)), all(PRIMES[1]));
    few = _mm512_xor_si512(few, _mm512_srli_epi64::<32>(few));

    let mut halves = _mm512_ternarylogic_epi64::<XOR>(mixed, _mm512_rol_epi64::<49>(mixed), _mm512_rol_epi64::<24>(mixed));
    halves = _mm512_mullo_epi64(halves, all(RRMXMX));
    halves = _mm512_xor_si512(halves, _mm512_add_epi64(_mm512_srli_epi64::<35>(halves), len));
    halves = _mm512_mullo_epi64(halves, all(RRMXMX));
    halves = _mm512_xor_si512(halves, _mm512_srli_epi64::<28>(halves));

    let hash = _mm512_mask_blend_epi64(_mm512_cmple_epu64_mask(len, all(3)), halves, few);
    store(hash, hashes);
    Known { lower: bytes_of(lower), digit: bytes_of(digit), longer }
}

#[inline]
#[target_feature(enable = "avx512f,avx512vbmi,bmi2")]
fn held_wide(table: &Table, hashes: &[u64; EIGHT]) -> u64 {
    let hash = register(hashes);
    let (shifts, _) = table.shifts.as_chunks::<64>();
    let [low, high] = [&shifts[0], &shifts[1]].map(|shifts| register(shifts));
    // Of what is looked up only the lowest byte counts.
    let shift = _mm512_and_si512(_mm512_permutex2var_epi8(low, hash, high), _mm512_set1_epi64(0xFF));
    let place = _mm512_add_epi64(_mm512_srli_epi64::<{ Table::BITS }>(hash), shift);
    let place = _mm512_and_si512(place, _mm512_set1_epi64(Table::SLOTS as i64 - 1));
    let mut places = [0u64; EIGHT];
    store(place, &mut places);
    // A load each: on Zen 4 an eighth of the samples of the tokenizer's kernel waited for the instruction that gathers them.
    // SAFETY: the places were cut to the number of slots.
    #[allow(unsafe_code, reason = "what was cut for eight places at once")]
    let of = places.map(|place| unsafe { *table.slots.get_unchecked(place as usize) }.cast_signed());
    let found = _mm512_set_epi64(of[7], of[6], of[5], of[4], of[3], of[2], of[1], of[0]);
    bytes_of(_mm512_cmpeq_epi64_mask(found, hash))
}
