//! Whether the words beside a run of equal words bring anything: most do not, and then no table is made of them.
//!
//! First all words that may match are taken for matches, without a look at their letters: where that brings nothing, nothing does.

use super::score::Quarters;
use super::signs::IN_BITS;
use super::table::{Grid, REPLACED, SKIPPED, rows_at_most};
use super::words::{Words, is_joint, matching, may_be_joint};

// What `gains_nothing` counts by: a word that stands on one side only, or is replaced, costs the same on each side.
const _: () = assert!(REPLACED == 2 * SKIPPED);

/// Whether no alignment of these words comes to more than nothing: then the best cell of the table is its first one. Says so of most that do not. The grid, which
/// knows nothing before, knows their rows; of the second side they are no more than [`IN_BITS`].
pub(super) fn gains_nothing(a: &mut Words<'_, '_>, b: &mut Words<'_, '_>, grid: &mut Grid, band: usize, drop_off: Quarters) -> bool {
    debug_assert!(b.len() <= IN_BITS, "a word has a bit");
    !may_gain(a, b, grid, (band, drop_off), gain_at_most) || !may_gain(a, b, grid, (band, drop_off), gain)
}

/// Whether these words gain something where each cell brings what is said of it.
///
/// Every word costs the same, wherever it is skipped or replaced, so that a score is what a chain of matches brings, with what its words would have cost, less
/// that of all words. Only cells that may match are looked at, and what a chain brings is counted as if no band were left by it.
#[inline(always)]
fn may_gain(
    a: &mut Words<'_, '_>,
    b: &mut Words<'_, '_>,
    grid: &mut Grid,
    (band, drop_off): (usize, Quarters),
    of: impl Fn(&Words<'_, '_>, &Words<'_, '_>, usize, usize) -> Option<Quarters>,
) -> bool {
    grid.chains.clear();
    grid.chains.resize(b.len() + 1, 0);
    // Where nothing matches all of these rows are gone through and no more.
    let at_once = rows_at_most(drop_off);
    // Of all chains, what they bring less the cost of the second side's words.
    let mut reached = 0;
    for i in 1..=a.len().min(b.len() + band) {
        // No score in the row before lies higher than that.
        if cost(i - 1) - reached > drop_off {
            break;
        }
        let mut row = grid.row(a, b, i, band, at_once);
        // From the last one on, so that no match of this row follows another one.
        while row != 0 {
            let j = row.ilog2() as usize + 1;
            row ^= 1 << (j - 1);
            let Some(gain) = of(a, b, i, j) else { continue };
            let chain = grid.chains[j - 1] + gain;
            if chain > cost(i + j) {
                return true;
            }
            reached = reached.max(chain - cost(j));
            grid.chains[j..].iter_mut().for_each(|best| *best = chain.max(*best));
        }
    }
    false
}

/// What so many words cost that match nothing.
fn cost(words: usize) -> Quarters {
    SKIPPED * Quarters::try_from(words).unwrap_or(Quarters::MAX / SKIPPED)
}

/// What the match or the compound that ends with these two words brings, with what its words would have cost.
fn gain(a: &Words<'_, '_>, b: &Words<'_, '_>, i: usize, j: usize) -> Option<Quarters> {
    let equal = matching(a, i - 1, b, j - 1).map(|(gain, _)| gain + 2 * SKIPPED);
    let is_left = i > 1 && may_be_joint(a, i - 1, b, j - 1) && is_joint(a, i - 1, b, j - 1);
    let is_right = j > 1 && may_be_joint(b, j - 1, a, i - 1) && is_joint(b, j - 1, a, i - 1);
    let left = is_left.then(|| a.words[i - 2].weight + 3 * SKIPPED);
    let right = is_right.then(|| a.words[i - 1].weight + 3 * SKIPPED);
    equal.max(left).max(right)
}

/// The same if these words do match, where they may: by their hashes, ends and lengths alone.
fn gain_at_most(a: &Words<'_, '_>, b: &Words<'_, '_>, i: usize, j: usize) -> Option<Quarters> {
    let (own, other) = (&a.words[i - 1], &b.words[j - 1]);
    let equal = if own.hash == other.hash {
        Some(own.weight + 2 * SKIPPED)
    } else {
        own.ends.may_be_alike(other.ends).then_some(own.weight / 2 + 2 * SKIPPED)
    };
    let left = (i > 1 && may_be_joint(a, i - 1, b, j - 1)).then(|| a.words[i - 2].weight + 3 * SKIPPED);
    let right = (j > 1 && may_be_joint(b, j - 1, a, i - 1)).then_some(own.weight + 3 * SKIPPED);
    equal.max(left).max(right)
}

#[cfg(test)]
mod tests {
    use super::super::Side;
    use super::super::table::{Room, Table, tests::words};
    use super::super::words::Places;
    use super::*;
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn where_nothing_is_gained_the_best_cell_is_the_first(l in words(), r in words(), other in words(), drop_off in 1..40, back: bool) {
            // Words that are no other text's between those that may be.
            let text = |words: &str, own: char| words.split(' ').enumerate().map(|(n, word)| if n % 3 == 0 { format!("{word} ") } else { format!("{own}{n}x {own}y{n} ") }).collect::<String>();
            for (l, r) in [(text(&l, 'q'), text(&r, 'v')), (format!("{} {other}", text(&l, 'q')), text(&r, 'v')), (l.clone(), r.clone())] {
                let (lt, rt) = (tokenize(&l, Compounds::Joined), tokenize(&r, Compounds::Joined));
                let room = &mut Room::default();
                let places = |len: usize| if back { Places::Back(0, len as u32) } else { Places::Ahead(0, len as u32) };
                let mut a = Words::new(Side { text: &l, tokens: &lt }, places(lt.len()), &mut room.left);
                let mut b = Words::new(Side { text: &r, tokens: &rt }, places(rt.len().min(IN_BITS)), &mut room.right);
                room.grid.clear(b.len());
                let nothing = gains_nothing(&mut a, &mut b, &mut room.grid, 8, drop_off);
                let best = Table::new(&mut a, &mut b, &mut room.grid, 8, drop_off).best;
                prop_assert!(!nothing || best == (0, 0), "{best:?}");
            }
        }
    }

    #[test]
    fn what_gains_something_and_what_does_not() {
        let nothing = |l: &str, r: &str| {
            let (lt, rt) = (tokenize(l, Compounds::Joined), tokenize(r, Compounds::Joined));
            let room = &mut Room::default();
            let mut a = Words::new(Side { text: l, tokens: &lt }, Places::Ahead(0, lt.len() as u32), &mut room.left);
            let mut b = Words::new(Side { text: r, tokens: &rt }, Places::Ahead(0, rt.len() as u32), &mut room.right);
            room.grid.clear(rt.len());
            gains_nothing(&mut a, &mut b, &mut room.grid, 8, 32)
        };
        assert!(nothing("boats went out before noon", "nobody ever saw them again"));
        assert!(nothing("and so the boats of others", "who knew, the mayor of Tarn"));
        assert!(!nothing("boats went out", "ships went out"));
        assert!(!nothing("a cease-fire", "the ceasefire"));
        assert!(!nothing("the old ministers", "the old minister"));
    }
}
