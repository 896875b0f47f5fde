//! Pairs of words in too many documents to bring any together, known by a look at some of these.
//!
//! Where one story stands in most documents, or all are one table, most pairs of words are the same few hundred everywhere. What so many of some documents
//! hold need not be dealt out and counted in all of them.

use rayon::prelude::*;

use super::content::Content;
use super::partners::key;
use crate::keyed::{Among, Counted, KeyedMap};

/// Of so many documents one is looked at. Tests have few.
const SOME: usize = if cfg!(test) { 2 } else { 32 };

/// Keys of which some documents alone say that they are frequent.
pub(super) struct Frequent {
    keys: KeyedMap<()>,
    among: Among,
}

impl Frequent {
    /// Those in more than `bound` of some documents.
    pub fn of(contents: &[Content], reach: usize, bound: usize) -> Self {
        let some = || contents.par_iter().flat_map_iter(|content| content.documents().step_by(SOME));
        let (documents, words) = some().map(|own| (1, own.len())).reduce(|| (0, 0), |one, other| (one.0 + other.0, one.1 + other.1));
        let keys = if documents > bound { frequent(some, words * reach, reach, bound) } else { KeyedMap::default() };
        Self { among: Among::of(keys.keys()), keys }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.keys.len() as u64
    }

    /// Whether a key is one of them.
    #[inline]
    pub fn holds(&self, key: u64) -> bool {
        self.among.may_hold(key) && self.keys.contains_key(&key)
    }
}

fn frequent<'a, D: ParallelIterator<Item = &'a [u32]>>(some: impl Fn() -> D, keys: usize, reach: usize, bound: usize) -> KeyedMap<()> {
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
    found.chunk_by(|a, b| a == b).filter(|same| same.len() > bound).map(|same| (same[0], ())).collect()
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
    use super::super::content::tests::contents_of;
    use super::super::lexicon::Lexicon;
    use super::super::partners::keys;
    use super::*;
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
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
            prop_assert_eq!(frequent.count() as usize, times.values().filter(|(_, some)| *some > bound).count());
            for (key, (all, some)) in times {
                prop_assert_eq!(frequent.holds(key), some > bound);
                prop_assert!(all > bound || !frequent.holds(key));
            }
        }
    }
}
