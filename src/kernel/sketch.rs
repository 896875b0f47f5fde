//! The inner loop of sketching, compiled for several instruction sets from one body.
//!
//! `minima[i] = min over x of (multipliers[i] * x + increments[i]) mod 2^32`. The slots are taken in
//! blocks that stay in vector registers while all shingles pass by. Every variant gives the same bits.
//!
//! Measured: DESIGN of the sketch in ARCHITECTURE.md, `cargo bench --bench sketch`.

/// Instruction sets that the kernel is compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstructionSet {
    /// What the build's target has.
    Portable,
    /// x86-64 with AVX2.
    Avx2,
    /// x86-64 with AVX-512F.
    Avx512,
}

impl InstructionSet {
    /// All that this processor has, best last.
    #[must_use]
    pub fn available() -> Vec<Self> {
        #[allow(unused_mut, reason = "other processors have the portable one only")]
        let mut sets = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if std::is_x86_feature_detected!("avx2") {
                sets.push(Self::Avx2);
            }
            if std::is_x86_feature_detected!("avx512f") {
                sets.push(Self::Avx512);
            }
        }
        sets
    }

    /// The best that this processor has.
    #[must_use]
    pub fn best() -> Self {
        let sets = Self::available();
        sets[sets.len() - 1]
    }
}

/// Lowers each slot to the least value that its permutation gives for any of `shingles`.
///
/// # Panics
/// When the three slices differ in length, or the instruction set is not available here.
pub(crate) fn lower(set: InstructionSet, multipliers: &[u32], increments: &[u32], shingles: &[u32], minima: &mut [u32]) {
    assert!(multipliers.len() == minima.len() && increments.len() == minima.len(), "one permutation a slot");
    match set {
        InstructionSet::Portable => body::<32, 32>(multipliers, increments, shingles, minima),
        #[cfg(target_arch = "x86_64")]
        InstructionSet::Avx2 => {
            assert!(std::is_x86_feature_detected!("avx2"), "this processor has no AVX2");
            // SAFETY: the processor has AVX2, as just asserted; the function asks for nothing else.
            #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
            unsafe {
                lower_avx2(multipliers, increments, shingles, minima);
            }
        }
        #[cfg(target_arch = "x86_64")]
        InstructionSet::Avx512 => {
            assert!(std::is_x86_feature_detected!("avx512f"), "this processor has no AVX-512F");
            // SAFETY: the processor has AVX-512F, as just asserted; the function asks for nothing else.
            #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
            unsafe {
                lower_avx512(multipliers, increments, shingles, minima);
            }
        }
        #[cfg(not(target_arch = "x86_64"))]
        InstructionSet::Avx2 | InstructionSet::Avx512 => panic!("this processor is no x86-64"),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn lower_avx2(multipliers: &[u32], increments: &[u32], shingles: &[u32], minima: &mut [u32]) {
    // Four registers of 8 lanes for each of the three arrays: 12 of 16.
    body::<32, 32>(multipliers, increments, shingles, minima);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn lower_avx512(multipliers: &[u32], increments: &[u32], shingles: &[u32], minima: &mut [u32]) {
    // Eight registers of 16 lanes for each: 24 of 32.
    body::<128, 96>(multipliers, increments, shingles, minima);
}

/// Takes slots in blocks of `LARGE`, one of `MIDDLE`, some of 32, and the rest one by one.
#[inline(always)]
fn body<const LARGE: usize, const MIDDLE: usize>(multipliers: &[u32], increments: &[u32], shingles: &[u32], minima: &mut [u32]) {
    let mut at = 0;
    while minima.len() - at >= LARGE {
        block::<LARGE>(at, multipliers, increments, shingles, minima);
        at += LARGE;
    }
    if minima.len() - at >= MIDDLE {
        block::<MIDDLE>(at, multipliers, increments, shingles, minima);
        at += MIDDLE;
    }
    while minima.len() - at >= 32 {
        block::<32>(at, multipliers, increments, shingles, minima);
        at += 32;
    }
    for (i, slot) in minima.iter_mut().enumerate().skip(at) {
        let (a, b) = (multipliers[i], increments[i]);
        *slot = shingles.iter().fold(*slot, |m, &x| m.min(a.wrapping_mul(x).wrapping_add(b)));
    }
}

#[inline(always)]
fn block<const LANES: usize>(at: usize, multipliers: &[u32], increments: &[u32], shingles: &[u32], minima: &mut [u32]) {
    let a: &[u32; LANES] = multipliers[at..at + LANES].try_into().expect("the slice has this length");
    let b: &[u32; LANES] = increments[at..at + LANES].try_into().expect("the slice has this length");
    let minima: &mut [u32; LANES] = (&mut minima[at..at + LANES]).try_into().expect("the slice has this length");
    let mut m = *minima;
    for &x in shingles {
        for i in 0..LANES {
            m[i] = m[i].min(a[i].wrapping_mul(x).wrapping_add(b[i]));
        }
    }
    *minima = m;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_instruction_sets_give_identical_bits(
            slots in prop::collection::vec((any::<u32>(), any::<u32>()), 0..200),
            shingles in prop::collection::vec(any::<u32>(), 0..60),
        ) {
            let (a, b): (Vec<u32>, Vec<u32>) = slots.into_iter().map(|(a, b)| (a | 1, b)).unzip();
            let slow: Vec<u32> = a.iter().zip(&b).map(|(a, b)| shingles.iter().map(|x| a.wrapping_mul(*x).wrapping_add(*b)).min().unwrap_or(u32::MAX)).collect();
            for set in InstructionSet::available() {
                let mut minima = vec![u32::MAX; a.len()];
                lower(set, &a, &b, &shingles, &mut minima);
                prop_assert_eq!(&minima, &slow, "{:?}", set);
            }
        }
    }
}
