//! Short loops over columns of numbers, compiled for several instruction sets from one body.
//!
//! What the target alone has is four numbers at a time. A row of a table of alignments has seventeen cells, so twice or four times as many at a time are a
//! large part of it.

use super::sketch::InstructionSet;

/// A loop that compilers make vector instructions of. Its result may not depend on the instruction set.
pub(crate) trait Lanes {
    /// To be marked `#[inline(always)]`, or it is compiled for the target alone.
    fn run(self);
}

/// Runs a loop with the widest instructions that this processor has.
#[inline]
pub(crate) fn run(lanes: impl Lanes) {
    #[cfg(target_arch = "x86_64")]
    {
        if x86::has_avx512() {
            return run_with(InstructionSet::Avx512, lanes);
        }
        if std::is_x86_feature_detected!("avx2") {
            return run_with(InstructionSet::Avx2, lanes);
        }
    }
    run_with(InstructionSet::Portable, lanes);
}

/// Runs a loop with these instructions.
///
/// # Panics
/// When the processor does not have them.
#[inline]
pub(crate) fn run_with(set: InstructionSet, lanes: impl Lanes) {
    match set {
        InstructionSet::Portable => lanes.run(),
        #[cfg(target_arch = "x86_64")]
        InstructionSet::Avx2 => {
            assert!(std::is_x86_feature_detected!("avx2"), "this processor has no AVX2");
            // SAFETY: the processor has AVX2, as just asserted; the function asks for nothing else.
            #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
            unsafe {
                x86::run_avx2(lanes);
            }
        }
        #[cfg(target_arch = "x86_64")]
        InstructionSet::Avx512 => {
            assert!(x86::has_avx512(), "this processor has no AVX-512 with short registers");
            // SAFETY: the processor has what the function asks for, as just asserted.
            #[allow(unsafe_code, reason = "a call into code compiled for a detected instruction set")]
            unsafe {
                x86::run_avx512(lanes);
            }
        }
        #[cfg(not(target_arch = "x86_64"))]
        InstructionSet::Avx2 | InstructionSet::Avx512 => unreachable!("not an instruction set of this processor"),
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Lanes;

    /// Whether there is what `run_avx512` asks for.
    #[inline]
    pub fn has_avx512() -> bool {
        std::is_x86_feature_detected!("avx512f") && std::is_x86_feature_detected!("avx512vl")
    }

    #[target_feature(enable = "avx2")]
    pub fn run_avx2(lanes: impl Lanes) {
        lanes.run();
    }

    #[target_feature(enable = "avx512f,avx512vl")]
    pub fn run_avx512(lanes: impl Lanes) {
        lanes.run();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Equal<'a>(&'a [u32], &'a [u32], &'a mut Vec<u32>);

    impl Lanes for Equal<'_> {
        #[inline(always)]
        fn run(self) {
            self.2.clear();
            self.2.extend(self.0.iter().zip(self.1).map(|(a, b)| u32::from(a == b)));
        }
    }

    proptest! {
        #[test]
        fn all_instruction_sets_give_the_same_numbers(both in prop::collection::vec((0u32..3, 0u32..3), 0..70)) {
            let (a, b): (Vec<u32>, Vec<u32>) = both.iter().copied().unzip();
            let expected: Vec<u32> = both.iter().map(|(a, b)| u32::from(a == b)).collect();
            let mut found = vec![7];
            run(Equal(&a, &b, &mut found));
            prop_assert_eq!(&found, &expected);
            for set in InstructionSet::available() {
                #[cfg(target_arch = "x86_64")]
                if set == InstructionSet::Avx512 && !x86::has_avx512() {
                    continue;
                }
                run_with(set, Equal(&a, &b, &mut found));
                prop_assert_eq!(&found, &expected);
            }
        }
    }
}
