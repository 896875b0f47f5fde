//! Pairs of words in too many documents to bring any together, known by a look at some of these.
//!
//! Where one story stands in most documents, or all are one table, most pairs of words are the same few hundred everywhere. What so many of some documents
//! hold need not be dealt out and counted in all of them.

use rayon::prelude::*;

use super::content::{Content, key};
use crate::keyed::Counted;

/// Of so many documents one is looked at. Tests have few.
const SOME: usize = if cfg!(test) { 2 } else { 32 };

/// Places of the table for each key, at least.
const PLACES: usize = 8;

/// Keys of which some documents alone say that they are frequent.
pub(super) struct Frequent {
    /// A key stands at the place of its lowest bits or at the one beside it; any other place holds a number that belongs to neither.
    table: Vec<u64>,
    count: u64,
}

impl Frequent {
    /// Those in more than `bound` of some documents; where three have the same two places, one less: it is found frequent when all are counted.
    pub fn of(contents: &[Content], reach: usize, bound: usize) -> Self {
        let some = || contents.par_iter().flat_map_iter(|content| content.documents().step_by(SOME));
        let (documents, words) = some().map(|own| (1, own.len())).reduce(|| (0, 0), |one, other| (one.0 + other.0, one.1 + other.1));
        Self::in_table(&if documents > bound { frequent(some, words * reach, reach, bound) } else { Vec::new() })
    }

    fn in_table(keys: &[u64]) -> Self {
        // No other place is as far from its own number as the one that differs in all bits, nor is the one beside that.
        let places = (PLACES * keys.len()).next_power_of_two().max(4) as u64;
        let mut table: Vec<u64> = (0..places).map(|place| !place).collect();
        let mut count = 0;
        for key in keys {
            let place = (key & (places - 1)) as usize;
            if let Some(free) = [place, place ^ 1].into_iter().find(|at| table[*at] == !(*at as u64)) {
                table[free] = *key;
                count += 1;
            }
        }
        Self { table, count }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether a key is one of them.
    #[inline]
    pub fn holds(&self, key: u64) -> bool {
        let place = key as usize & (self.table.len() - 1);
        // Both are looked at in any case: nobody can predict which one it is.
        (self.table[place] == key) | (self.table[place ^ 1] == key)
    }
}

fn frequent<'a, D: ParallelIterator<Item = &'a [u32]>>(some: impl Fn() -> D, keys: usize, reach: usize, bound: usize) -> Vec<u64> {
    // Most keys stand in one document, and are told by their count alone.
    let often = Counted::with_room(keys);
    some().for_each(|content| each_key(content, reach, |key| often.see(key)));
    let of_document = |content: &[u32]| {
        let mut own = Vec::new();
        each_key(content, reach, |key| {
            if often.may_be_in_more_than(bound, key) {
                own.push(key);
            }
        });
        own.sort_unstable();
        own.dedup();
        own
    };
    let mut found: Vec<u64> = some().flat_map_iter(of_document).collect();
    found.par_sort_unstable();
    found.chunk_by(|a, b| a == b).filter(|same| same.len() > bound).map(|same| same[0]).collect()
}

/// Tells the keys of a document's content words, those of words that come again as often.
fn each_key(content: &[u32], reach: usize, mut tell: impl FnMut(u64)) {
    for (i, one) in content.iter().enumerate() {
        content[i + 1..].iter().take(reach).filter(|other| *other != one).for_each(|other| tell(key(*one, *other)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::bag::tests::numbers;
    use super::super::content::keys;
    use super::super::content::tests::contents_of;
    use super::super::lexicon::Lexicon;
    use super::*;
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn no_key_is_taken_for_another_and_few_have_no_place(few in prop::collection::btree_set(0u64..64, 0..40), others in prop::collection::vec(any::<u64>(), 20)) {
            // Keys of low bits that are alike, and the numbers in free places.
            let keys: Vec<u64> = few.iter().map(|n| (n % 8) | ((n / 8) << 40)).collect();
            let frequent = Frequent::in_table(&keys);
            let held: Vec<u64> = keys.iter().copied().filter(|key| frequent.holds(*key)).collect();
            prop_assert_eq!(held.len() as u64, frequent.count());
            for key in others.into_iter().chain((0..512).flat_map(|place| [place, !place])) {
                prop_assert!(!frequent.holds(key) || held.contains(&key));
            }
            for pair in 0..4 {
                let of_pair = |keys: &[u64]| keys.iter().filter(|key| *key % 8 / 2 == pair).count();
                prop_assert_eq!(of_pair(&held), of_pair(&keys).min(2));
            }
        }

        #[test]
        fn frequent_keys_are_those_in_more_of_some_documents_than_the_bound(
            texts in prop::collection::vec("([a-d]{1,2} ){0,20}", 1..150), bound in 1usize..12,
        ) {
            let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
            let lexicon = Lexicon::default();
            let frequent = Frequent::of(&contents_of(&tokens, &lexicon), 2, bound);
            let mut times: BTreeMap<u64, (usize, usize)> = BTreeMap::new();
            for (n, own) in tokens.iter().enumerate() {
                for key in keys(&numbers(&lexicon, own), &own.traits, 2) {
                    let (all, some) = times.entry(key).or_default();
                    *all += 1;
                    *some += usize::from(n.is_multiple_of(SOME));
                }
            }
            prop_assert_eq!(frequent.count() as usize, times.keys().filter(|key| frequent.holds(**key)).count());
            for (key, (all, some)) in times {
                let place = key as usize & (frequent.table.len() - 1);
                let is_free = [place, place ^ 1].iter().any(|at| frequent.table[*at] == !(*at as u64));
                prop_assert!(frequent.holds(key) == (some > bound) || some > bound && !is_free);
                prop_assert!(all > bound || !frequent.holds(key));
            }
        }
    }
}
