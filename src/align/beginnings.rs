//! How far two texts go on alike from one place of the one and any place of the other.
//!
//! A line that stands 100,000 times in two documents makes a run for each step by which one can be moved against the other, each nearly as long as both. To
//! compare them word by word costs both texts for each run. All runs that begin at one word of the one text are measured together, in one pass over the other
//! (the Z-algorithm; Gusfield 1997, section 1.4).

/// The places of two texts that were measured.
#[derive(Default)]
pub(super) struct Beginnings {
    /// The place of the one text that was asked for last, and the place of the other one.
    last: Option<(u32, u32)>,
    /// From a place of the left text on, and from one of the right text on.
    left: Option<Onward>,
    right: Option<Onward>,
}

/// A place of one text, and for each place of the other one how many words from there on are equal to those from this one on.
struct Onward {
    place: u32,
    equal: Vec<u32>,
}

impl Beginnings {
    /// How many words are equal from these places on, where many such are asked for: of one left place or one right place.
    pub(super) fn ahead(&mut self, left: &[u64], right: &[u64], (l, r): (u32, u32)) -> Option<usize> {
        if let Some(from) = self.left.as_ref().filter(|from| from.place == l) {
            return Some(from.equal[r as usize] as usize);
        }
        if let Some(from) = self.right.as_ref().filter(|from| from.place == r) {
            return Some(from.equal[l as usize] as usize);
        }
        let (last_l, last_r) = self.last.replace((l, r))?;
        if last_l == l {
            self.left = Some(Onward { place: l, equal: equal(&left[l as usize..], right) });
        } else if last_r == r {
            self.right = Some(Onward { place: r, equal: equal(&right[r as usize..], left) });
        } else {
            return None;
        }
        self.ahead(left, right, (l, r))
    }
}

/// For each place of a text how many words from there on `beginning` begins with.
fn equal(beginning: &[u64], text: &[u64]) -> Vec<u32> {
    // Of the beginning itself first: what was compared once is known of all places inside it.
    let mut own = vec![0; beginning.len()];
    fill(beginning, beginning, None, &mut own);
    let mut found = vec![0; text.len()];
    fill(beginning, text, Some(&own), &mut found);
    found
}

/// `own` are those of the beginning in itself; where there are none, they are what is filled.
fn fill(beginning: &[u64], text: &[u64], own: Option<&[u32]>, found: &mut [u32]) {
    // The stretch of the text that reaches furthest of those that begin as `beginning` does. Of itself it is no help.
    let (mut from, mut to) = (0, 0);
    for at in 0..text.len() {
        let known = match own {
            _ if at >= to => 0,
            Some(own) => own[at - from] as usize,
            None => found[at - from] as usize,
        };
        let mut equal = known.min(to.saturating_sub(at));
        if at + equal >= to {
            let more = beginning[equal.min(beginning.len())..].iter().zip(&text[at + equal..]);
            equal += more.take_while(|(a, b)| a == b).count();
            if own.is_some() || at > 0 {
                (from, to) = (at, at + equal);
            }
        }
        found[at] = u32::try_from(equal).expect("a place in a text of less than 4 GiB");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_equal_as_far_as_by_looking_at_each(left in prop::collection::vec(0u64..3, 1..60), right in prop::collection::vec(0u64..3, 1..60), period in 1usize..5) {
            // Texts that repeat themselves, too.
            let again = |words: &[u64]| -> Vec<u64> { words.iter().take(period).cycle().take(40).chain(words).copied().collect() };
            for (left, right) in [(left.clone(), right.clone()), (again(&left), again(&left)), (again(&left), again(&right))] {
                let slow = |l: usize, r: usize| left[l..].iter().zip(&right[r..]).take_while(|(a, b)| a == b).count();
                let mut known = Beginnings::default();
                let (l, r) = (left.len() / 3, right.len() / 3);
                prop_assert_eq!(known.ahead(&left, &right, (l as u32, 0)), None, "asked for once");
                for place in 0..right.len() {
                    prop_assert_eq!(known.ahead(&left, &right, (l as u32, place as u32)), Some(slow(l, place)));
                }
                let mut known = Beginnings::default();
                known.ahead(&left, &right, (0, r as u32));
                for place in 0..left.len() {
                    prop_assert_eq!(known.ahead(&left, &right, (place as u32, r as u32)), Some(slow(place, r)));
                }
            }
        }
    }
}
