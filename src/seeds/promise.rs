//! Which anchors can lead to a pair at all.
//!
//! In a large corpus most documents that share a seed share nothing else: a common turn of phrase. Such anchors are told by the
//! words around them, while a seed's postings are at hand: the run of equal words through an anchor is short, no compound
//! ends it, and the two documents have no other run. They are left out before anchors are sorted and aligned; on a
//! corpus of 100,000 documents that is nine pairs of documents in ten.
//!
//! What is left out would come to nothing: a chain of one short run is never aligned. Documents are looked up in a table by a hash of their
//! numbers; where two pairs of documents meet in it, both keep their anchors.

use std::sync::atomic::{AtomicU16, Ordering};

use super::pairing::Anchor;
use crate::text::Tokens;

/// No run of the documents of this place was seen yet.
const UNSEEN: u16 = 0;
/// Their anchors are kept.
const KEPT: u16 = u16::MAX;

/// What is known of pairs of documents.
pub(super) struct Promise<'a> {
    documents: &'a [Tokens],
    seed_words: usize,
    /// Words of a run that is aligned by itself.
    least: usize,
    /// [`UNSEEN`], [`KEPT`], or a mark of the one short run seen.
    table: Vec<AtomicU16>,
}

/// The run through an anchor.
enum Standing {
    /// Long enough, or a compound ends it, over which it may go on.
    Promising,
    /// Too short; where it begins on both sides.
    Short(usize, usize),
    /// The words differ: two shingles of one hash.
    False,
}

impl<'a> Promise<'a> {
    /// `anchors`: how many there will be, about.
    pub fn new(documents: &'a [Tokens], seed_words: usize, least: u32, anchors: usize) -> Self {
        // Two places for each anchor; at most half a gigabyte.
        let places = (2 * anchors).next_power_of_two().clamp(1 << 12, 1 << 28);
        let table = (0..places).map(|_| AtomicU16::new(UNSEEN)).collect();
        Self { documents, seed_words, least: least as usize, table }
    }

    fn place(&self, anchor: &Anchor) -> &AtomicU16 {
        let hash = mix(u64::from(anchor.left) << 32 | u64::from(anchor.right));
        &self.table[(hash >> 20) as usize & (self.table.len() - 1)]
    }

    /// Sees an anchor. The order in which anchors are seen makes no difference.
    pub fn see(&self, anchor: &Anchor) {
        let place = self.place(anchor);
        if place.load(Ordering::Relaxed) == KEPT {
            return;
        }
        match self.standing(anchor) {
            Standing::Promising => place.store(KEPT, Ordering::Relaxed),
            Standing::Short(left, right) => {
                // 1 to 65,534. Of two short runs of a pair one in 65,000 has the other's mark; what can become a pair without a long run has many.
                let mark = (mix((left as u64) << 32 | right as u64) >> 40) % u64::from(KEPT - 1) + 1;
                let mark = u16::try_from(mark).expect("less than 2^16");
                if let Err(seen) = place.compare_exchange(UNSEEN, mark, Ordering::Relaxed, Ordering::Relaxed)
                    && seen != mark
                {
                    place.store(KEPT, Ordering::Relaxed);
                }
            }
            Standing::False => {}
        }
    }

    /// Whether an anchor is kept, once all were seen.
    pub fn keeps(&self, anchor: &Anchor) -> bool {
        self.place(anchor).load(Ordering::Relaxed) == KEPT
    }

    fn standing(&self, anchor: &Anchor) -> Standing {
        let (left, right) = (&self.documents[anchor.left as usize], &self.documents[anchor.right as usize]);
        let (l, r) = (anchor.left_position as usize, anchor.right_position as usize);
        let (ahead_left, ahead_right) = (&left.hashes[l..], &right.hashes[r..]);
        let count = |(a, b): &(&u64, &u64)| a == b;
        let ahead = ahead_left.iter().zip(ahead_right).take(self.least.max(self.seed_words)).take_while(count).count();
        if ahead < self.seed_words.min(ahead_left.len()).min(ahead_right.len()) {
            return Standing::False;
        }
        let back = left.hashes[..l].iter().rev().zip(right.hashes[..r].iter().rev()).take(self.least).take_while(count).count();
        if back + ahead >= self.least || ends_at_compound(left, right, (l - back, r - back), (l + ahead, r + ahead)) {
            return Standing::Promising;
        }
        Standing::Short(l - back, r - back)
    }
}

/// Whether two words of one side are as long as one of the other, directly before `start` or from `end` on: they may be a compound.
fn ends_at_compound(left: &Tokens, right: &Tokens, start: (usize, usize), end: (usize, usize)) -> bool {
    let len = |tokens: &Tokens, word: usize| tokens.spans[word].len();
    let joint = |parts: &Tokens, first: usize, whole: &Tokens, word: usize| {
        first + 1 < parts.len() && word < whole.len() && len(parts, first) + len(parts, first + 1) == len(whole, word)
    };
    let before = |parts: &Tokens, p: usize, whole: &Tokens, w: usize| p >= 2 && w >= 1 && joint(parts, p - 2, whole, w - 1);
    before(left, start.0, right, start.1)
        || before(right, start.1, left, start.0)
        || joint(left, end.0, right, end.1)
        || joint(right, end.1, left, end.0)
}

/// The finalizer of MurmurHash3.
fn mix(mut h: u64) -> u64 {
    h = (h ^ h >> 33).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    h = (h ^ h >> 33).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    h ^ h >> 33
}

#[cfg(test)]
mod tests {
    use super::super::{Place, SeedConfig, candidates, postings, promising_candidates};
    use crate::align::{AlignConfig, Pair, Reach, Side, align};
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = String> {
        let words = vec!["the", "of", "river", "low", "boats", "ferry", "said", "cease-fire", "ceasefire", "talks", "mayor", "bridge"];
        prop::collection::vec(prop::sample::select(words), 4..60).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn anchors_that_are_left_out_lead_to_no_pair(texts in prop::collection::vec(text(), 2..9)) {
            let (seeds, config) = (SeedConfig::default(), AlignConfig::default());
            let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
            let places: Vec<Place> = (0..).take(tokens.len()).map(|rank| Place { outlet: rank, rank }).collect();
            let postings = postings(&tokens, &seeds);
            let side = |n: u32| Side { text: &texts[n as usize], tokens: &tokens[n as usize] };
            let pairs = |found: &super::super::Candidates| -> Vec<Pair> {
                let of = |a: &&[super::Anchor]| align(side(a[0].left), side(a[0].right), a, seeds.words, Reach::Document, &config);
                found.pairs().iter().flat_map(of).collect()
            };
            let all = candidates(&postings, &tokens, &places, &seeds);
            let some = promising_candidates(&postings, &tokens, &places, &seeds, config.least_run());
            prop_assert!(some.anchors.len() as u64 + some.hopeless >= all.anchors.len() as u64);
            prop_assert_eq!(pairs(&some), pairs(&all));
        }
    }
}
