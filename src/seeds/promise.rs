//! Which anchors can lead to a pair at all.
//!
//! In a large corpus most documents that share a seed share nothing else: a common turn of phrase. Such anchors are told by the
//! words around them, while a seed's postings are at hand: the run of equal words through an anchor is short, no compound
//! ends it, and no other run, or one more that is too short together with it, lies about as far along in both texts, so that both could be of one chain.
//! They are left out before anchors are sorted and aligned; on a corpus of 100,000 documents that is nearly all pairs of documents.
//!
//! What is left out would come to nothing: a chain of short runs that are too short together is never aligned. Runs are looked up by a hash of the numbers
//! of their documents and their diagonal, the left place less the right one; where two kinds meet in the table, their runs are taken together, and
//! both keep their anchors when there are too many.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU64, Ordering};

use super::pairing::Anchor;
use crate::text::Tokens;

/// No run of the documents of this place was seen yet.
const UNSEEN: u64 = 0;
/// Their anchors are kept.
const KEPT: u64 = u64::MAX;
/// Bits of a mark that hold the words of a run.
const LENGTH_BITS: u32 = 4;

/// What two documents must have in common to be aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Least {
    /// Words of a run that is aligned by itself.
    pub run: u32,
    /// Words of several runs that are aligned together.
    pub runs: u32,
    /// How far the diagonals of two neighbours among these lie apart at most.
    pub shift: u32,
}

/// Two places, one in each of two documents.
pub type Places = (u32, u32);

/// What makes an anchor promising.
#[derive(Clone, Copy)]
pub struct Promising<'a> {
    /// How much two documents have in common.
    pub least: Least,
    /// Whether a run of equal words in these documents, from the first places to before the second ones, goes on over a compound that one of them
    /// writes together. Asked where lengths of words allow it.
    pub goes_on: &'a (dyn Fn((u32, u32), Places, Places) -> bool + Sync),
}

/// What is known of pairs of documents.
pub(super) struct Promise<'a> {
    documents: &'a [Tokens],
    seed_words: usize,
    least: Least,
    promising: Promising<'a>,
    /// [`UNSEEN`], [`KEPT`], or the marks of one short run or of two, the greater one in front.
    table: Vec<AtomicU64>,
}

/// The run through an anchor.
enum Standing {
    /// Long enough, or a compound ends it, over which it may go on.
    Promising,
    /// Too short by itself.
    Short(Mark),
    /// The words differ: two shingles of one hash.
    False,
}

/// A run: 28 bits of the hash of where it begins in its two documents, and its words. Never nothing. Of two short runs of a pair one in 268 million has the
/// other's mark.
type Mark = u32;

impl<'a> Promise<'a> {
    /// `anchors`: how many there will be, about.
    pub fn new(documents: &'a [Tokens], seed_words: usize, promising: Promising<'a>, anchors: usize) -> Self {
        // Two places for each anchor; at most half a gigabyte.
        let places = (2 * anchors).next_power_of_two().clamp(1 << 12, 1 << 26);
        let table = (0..places).map(|_| AtomicU64::new(UNSEEN)).collect();
        Self { documents, seed_words, least: promising.least, promising, table }
    }

    /// What is known of the documents of an anchor, on some band of diagonals or, with 0, as a whole.
    fn place(&self, anchor: &Anchor, band: u64) -> &AtomicU64 {
        let hash = mix((u64::from(anchor.left) << 32 | u64::from(anchor.right)) ^ band.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        &self.table[(hash >> 20) as usize & (self.table.len() - 1)]
    }

    /// The bands that a run belongs to: its own, and the next one where three neighbours in a chain could reach that. So three have one in common.
    fn bands(&self, anchor: &Anchor) -> RangeInclusive<u64> {
        let reach = u64::from(2 * self.least.shift);
        let width = (2 * reach).next_power_of_two().max(64);
        let diagonal = (1 << 33) + u64::from(anchor.left_position) - u64::from(anchor.right_position);
        diagonal / width..=(diagonal + reach) / width
    }

    /// Sees an anchor. The order in which anchors are seen makes no difference.
    pub fn see(&self, anchor: &Anchor) {
        let place = self.place(anchor, 0);
        if place.load(Ordering::Relaxed) == KEPT {
            return;
        }
        match self.standing(anchor) {
            Standing::Promising => place.store(KEPT, Ordering::Relaxed),
            Standing::Short(mark) => {
                for band in self.bands(anchor) {
                    let _ = self.place(anchor, band).fetch_update(Ordering::Relaxed, Ordering::Relaxed, |seen| self.with(seen, mark));
                }
            }
            Standing::False => {}
        }
    }

    /// What a place holds once a short run was seen; none where that changes nothing. The same in any order of runs.
    fn with(&self, seen: u64, mark: Mark) -> Option<u64> {
        let [one, other] = [(seen >> 32) as Mark, seen as Mark];
        if seen == KEPT || mark == one || mark == other {
            return None;
        }
        let words = |mark: Mark| mark & ((1 << LENGTH_BITS) - 1);
        let enough = other != 0 || words(one) + words(mark) >= self.least.runs;
        Some(if enough { KEPT } else { u64::from(one.max(mark)) << 32 | u64::from(one.min(mark)) })
    }

    /// Whether an anchor is kept, once all were seen.
    pub fn keeps(&self, anchor: &Anchor) -> bool {
        let is_kept = |band: u64| self.place(anchor, band).load(Ordering::Relaxed) == KEPT;
        is_kept(0) || self.bands(anchor).any(is_kept)
    }

    fn standing(&self, anchor: &Anchor) -> Standing {
        let (left, right) = (&self.documents[anchor.left as usize], &self.documents[anchor.right as usize]);
        let (l, r) = (anchor.left_position as usize, anchor.right_position as usize);
        let least = self.least.run as usize;
        let (ahead_left, ahead_right) = (&left.hashes[l..], &right.hashes[r..]);
        let count = |(a, b): &(&u64, &u64)| a == b;
        let ahead = ahead_left.iter().zip(ahead_right).take(least.max(self.seed_words)).take_while(count).count();
        let back = left.hashes[..l].iter().rev().zip(right.hashes[..r].iter().rev()).take(least).take_while(count).count();
        let words = back + ahead;
        let (start, end) = ((l - back, r - back), (l + ahead, r + ahead));
        let goes_on = || {
            let number = |(l, r): (usize, usize)| (place(l), place(r));
            may_end_at_compound(left, right, start, end)
                && (self.promising.goes_on)((anchor.left, anchor.right), number(start), number(end))
        };
        if ahead < self.seed_words.min(ahead_left.len()).min(ahead_right.len()) {
            // A seed may hold a compound that one side writes with a hyphen.
            return if goes_on() { Standing::Promising } else { Standing::False };
        }
        if words >= least || words >= 1 << LENGTH_BITS || goes_on() {
            return Standing::Promising;
        }
        let begins = mix(u64::from(anchor.left) << 32 | u64::from(anchor.right)) ^ ((l - back) as u64) << 32 ^ (r - back) as u64;
        let hash = (mix(begins) >> 36) as Mark;
        Standing::Short(hash << LENGTH_BITS | words as Mark)
    }
}

/// Whether two words of one side are as long as one of the other, directly before `start` or from `end` on: they may be a compound.
fn may_end_at_compound(left: &Tokens, right: &Tokens, start: (usize, usize), end: (usize, usize)) -> bool {
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

fn place(word: usize) -> u32 {
    u32::try_from(word).expect("a text is shorter than 4 GiB")
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
    use super::{Places, Promising};
    use crate::align::{AlignConfig, Pair, Reach, Side, align, ends_at_compound};
    use crate::text::{Compounds, Tokens, tokenize};
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = String> {
        let words = vec!["the", "of", "river", "low", "boats", "ferry", "said", "cease-fire", "ceasefire", "talks", "mayor", "bridge"];
        prop::collection::vec(prop::sample::select(words), 4..60).prop_map(|words| words.join(" "))
    }

    fn hold(texts: &[String]) -> Result<(), TestCaseError> {
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
        let goes_on = |(l, r): (u32, u32), start: Places, end: Places| ends_at_compound(side(l), side(r), start, end);
        let promising = Promising { least: config.least(), goes_on: &goes_on };
        let some = promising_candidates(&postings, &tokens, &places, &seeds, promising);
        prop_assert!(some.anchors.len() as u64 + some.hopeless >= all.anchors.len() as u64);
        prop_assert_eq!(pairs(&some), pairs(&all));
        Ok(())
    }

    proptest! {
        #[test]
        fn anchors_that_are_left_out_lead_to_no_pair(texts in prop::collection::vec(text(), 2..9)) {
            hold(&texts)?;
        }

        #[test]
        fn short_runs_that_lie_far_apart_or_shifted_lead_to_no_pair(
            texts in prop::collection::vec(prop::collection::vec((0usize..6, 0usize..70), 1..8), 2..6),
        ) {
            let phrases = ["the ferry to the bridge", "boats and talks were low", "the mayor of the river", "said to the old council", "a vote on the landing was", "over the hills"];
            let write = |(n, parts): (usize, &Vec<(usize, usize)>)| -> String {
                parts.iter().enumerate().map(|(k, (phrase, gap))| {
                    format!("{} {} ", phrases[*phrase], (0..*gap).map(|w| format!("own{n}x{k}x{w} ")).collect::<String>())
                }).collect()
            };
            let texts: Vec<String> = texts.iter().enumerate().map(write).collect();
            hold(&texts)?;
        }
    }
}
