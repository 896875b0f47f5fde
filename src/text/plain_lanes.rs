//! The hashes of plain words, eight side by side: for processors that take eight of them into a register.
//!
//! In and out: as [`plain`](super::plain). Eight words at a time are hashed as if none had more than eight bytes; longer ones are put on a list, and
//! hashed one by one when all others are.

use super::plain::{flip_of_few, flip_of_halves};
use super::plain_short::long;
use super::tokens::WordTraits;
use crate::kernel::text::Set;
use crate::kernel::text::lengths::{EIGHT, MANY, Places};
use crate::kernel::text::words::flips;

/// Says hash and traits of up to [`MANY`] words, in order. `longer` is working space.
#[inline(always)]
pub(super) fn read<const SEED: u64, S: Set>(
    set: S,
    text: &[u8],
    words: &[[u32; 2]],
    longer: &mut Places,
    hashes: &mut [u64; MANY],
    traits: &mut [WordTraits; MANY],
) {
    assert!(words.len() <= MANY, "as many words as there is room for");
    longer.clear();
    let (eights, rest) = words.as_chunks::<EIGHT>();
    let columns = hashes.as_chunks_mut().0.iter_mut().zip(traits.as_chunks_mut().0);
    let mut take = |eight: &[[u32; 2]; EIGHT], asked: u8, first: u8, (hashes, traits): (&mut [u64; EIGHT], &mut [WordTraits; EIGHT])| {
        let known = set.short_words(text, eight, const { &flips(flip_of_few(SEED), flip_of_halves(SEED)) }, hashes);
        *traits = WordTraits::of_known(known);
        longer.add(known.longer & asked, first);
    };
    let mut places = (0..=u8::MAX).step_by(EIGHT).zip(columns);
    for (eight, (first, columns)) in eights.iter().zip(&mut places) {
        take(eight, u8::MAX, first, columns);
    }
    if let Some(&last) = rest.last()
        && let Some((first, columns)) = places.next()
    {
        // A word that there is stands for those that are missing.
        let mut eight = [last; EIGHT];
        eight[..rest.len()].copy_from_slice(rest);
        take(&eight, (1 << rest.len()) - 1, first, columns);
    }
    for place in longer.all().iter().map(|place| usize::from(*place)) {
        let first = text[words[place][0] as usize..].first_chunk().map_or(0, |first| u64::from_le_bytes(*first));
        (hashes[place], traits[place]) = long::<SEED>(text, words[place], first);
    }
}
