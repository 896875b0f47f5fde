//! What stands around the places of seeds: a few bits of the nearest words, so that two places are held against each other without a look at their texts.
//!
//! They are made document by document, while its words are in the cache, and go with the place when seeds are sorted: from then on memory is gone through in
//! order. Looking up one word of one text after another costs many times what comparing it does.

use super::buckets::{Placed, by_seed};
use super::outline::Outline;
use super::postings::Posting;
use crate::room::Record;
use crate::text::Tokens;

/// Words on each side of a seed that runs are measured by.
pub(super) const NEIGHBOURS: usize = 2;
/// Words on each side whose outlines are known: a compound of two words can stand beyond a neighbour.
const OUTLINES: usize = NEIGHBOURS + 1;

/// What stands around a seed: before and behind it, the nearest word in front.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Surroundings {
    /// Sixteen bits of each neighbour: two before, two behind. Nothing is 0: a text that ends here. Of a form, which is never measured by them, the
    /// numbers [around](super::forms::around) it instead.
    words: u64,
    /// The upper byte of each [`Outline`]: three before, three behind. On top, at which of the seed's words a compound with a hyphen begins, which another text may
    /// write as one word: a bit for each.
    upper: u64,
    /// The lower byte of each. On top the [`Mark`]s.
    lower: u64,
}

/// What is known of a place besides, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Its seed pairs its document with all others that hold it.
    Pairs = 1,
    /// Its seed is a form that the corpus fills with other numbers.
    Form = 2,
    /// It is the first place of its seed among those that are [kept](Kept).
    First = 4,
    /// Documents repeat its seed, so that not all pairs of its places are compared.
    Repeated = 8,
}

/// The first bit of what stands on top.
const TOP: u32 = 48;

/// The run of equal words through an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Long enough, or a compound ends it, over which it may go on.
    Promising,
    /// Too short by itself: words that it has before the seed, and behind it, one at most.
    Short { back: u8, ahead: u8 },
}

/// What is kept of one word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Brief {
    /// Sixteen bits of its hash, never 0. Nothing is 0: a text that ends there.
    word: u16,
    outline: Outline,
    /// Whether it and the next one have a hyphen between them.
    is_compound: bool,
}

impl Brief {
    fn of(text: &str, tokens: &Tokens, at: usize) -> Self {
        let outline = Outline::of(text, tokens.spans[at]);
        Self { word: (tokens.hashes[at] >> 48) as u16 | 1, outline, is_compound: false }
    }

    /// All words of a text, each looked at once, in place of those in the list.
    pub fn all(text: &str, tokens: &Tokens, list: &mut Vec<Self>) {
        list.clear();
        list.extend((0..tokens.len()).map(|at| Self::of(text, tokens, at)));
        tokens.hyphened.iter().for_each(|(first, _)| list[*first as usize].is_compound = true);
    }
}

impl Surroundings {
    /// Of `seed_words` words from `position` on, 16 at most; `briefs` are those of the whole text.
    pub fn of(briefs: &[Brief], position: u32, seed_words: usize) -> Self {
        let start = position as usize;
        let seed = (start..start + seed_words).map(|at| briefs.get(at).is_some_and(|brief| brief.is_compound));
        let behind = |n: usize| briefs.get(start + seed_words + n).copied().unwrap_or_default();
        let before = |n: usize| start.checked_sub(n + 1).map_or_else(Brief::default, |at| briefs[at]);
        Self::around(seed, before, behind)
    }

    /// The same of a single place, without a look at the rest of the text.
    pub fn of_one(text: &str, tokens: &Tokens, position: u32, seed_words: usize) -> Self {
        let start = position as usize;
        let is_compound = |at: usize| tokens.hyphened.binary_search_by_key(&at, |(first, _)| *first as usize).is_ok();
        let brief = |at: usize| if at < tokens.len() { Brief::of(text, tokens, at) } else { Brief::default() };
        let before = |n: usize| start.checked_sub(n + 1).map_or_else(Brief::default, brief);
        Self::around((start..start + seed_words).map(is_compound), before, |n| brief(start + seed_words + n))
    }

    fn around(seed: impl Iterator<Item = bool>, before: impl Fn(usize) -> Brief, behind: impl Fn(usize) -> Brief) -> Self {
        let mut found = Self::default();
        let mut add = |side: usize, n: usize, brief: Brief| {
            let place = 8 * (OUTLINES * side + n);
            let [upper, lower] = brief.outline.bytes();
            found.upper |= u64::from(upper) << place;
            found.lower |= u64::from(lower) << place;
            if n < NEIGHBOURS {
                found.words |= u64::from(brief.word) << (16 * (NEIGHBOURS * side + n));
            }
        };
        (0..OUTLINES).for_each(|n| add(0, n, before(n)));
        (0..OUTLINES).for_each(|n| add(1, n, behind(n)));
        found.upper |= seed.enumerate().fold(0, |all, (n, is_compound)| all | u64::from(is_compound) << (TOP as usize + n));
        found
    }

    /// Marks a form, with the numbers around it.
    pub fn mark_form(&mut self, numbers: u64) {
        self.mark(Mark::Form);
        self.words = numbers;
    }

    /// The numbers around a form.
    pub fn numbers(&self) -> u64 {
        self.words
    }

    pub fn mark(&mut self, mark: Mark) {
        self.lower |= (mark as u64) << TOP;
    }

    pub fn is_marked(&self, mark: Mark) -> bool {
        self.lower >> TOP & mark as u64 != 0
    }

    /// The run through this seed and an equal one. Where outlines of words allow a compound at one of its ends, `goes_on` is asked, by the words that
    /// the run has before the seed and behind it.
    #[inline]
    pub fn standing(&self, other: &Self, seed_words: usize, least: u32, goes_on: impl FnOnce(usize, usize) -> bool) -> Standing {
        if self.upper >> TOP != other.upper >> TOP {
            // Such a seed may be equal because one side's compound was taken for one word: then no run of equal words goes through it.
            return Standing::Promising;
        }
        let unlike = self.words ^ other.words;
        let equal = |side: usize| {
            let is_equal = |n: &usize| {
                let place = 16 * (NEIGHBOURS * side + n);
                (unlike >> place) as u16 == 0 && (self.words >> place) as u16 != 0
            };
            (0..NEIGHBOURS).take_while(is_equal).count()
        };
        let (back, ahead) = (equal(0), equal(1));
        if is_long(back, seed_words, ahead, least) {
            return Standing::Promising;
        }
        let may_be_joint = |side: usize, n: usize| self.may_be_compound(other, side, n) || other.may_be_compound(self, side, n);
        if (may_be_joint(0, back) || may_be_joint(1, ahead)) && goes_on(back, ahead) {
            return Standing::Promising;
        }
        Standing::Short { back: back as u8, ahead: ahead as u8 }
    }

    /// Whether words `n` and `n + 1` of this side may be word `n` of the other one.
    #[inline]
    fn may_be_compound(&self, together: &Self, side: usize, n: usize) -> bool {
        let (near, far) = (self.outline(side, n), self.outline(side, n + 1));
        // Before a seed the nearest word is the second one of two.
        let (first, second) = if side == 0 { (far, near) } else { (near, far) };
        Outline::may_be_compound(first, second, together.outline(side, n))
    }

    fn outline(&self, side: usize, n: usize) -> Outline {
        let byte = |bytes: u64| (bytes >> (8 * (OUTLINES * side + n))) as u8;
        Outline::of_bytes([byte(self.upper), byte(self.lower)])
    }
}

/// Whether a run with so many equal words before a seed and behind it is promising by its length.
pub(super) fn is_long(back: usize, seed_words: usize, ahead: usize, least: u32) -> bool {
    // Beyond its neighbours nothing is known of a seed.
    back + seed_words + ahead >= least as usize || back == NEIGHBOURS || ahead == NEIGHBOURS
}

/// Where a seed stands, and what stands around it there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seeded {
    pub posting: Posting,
    pub around: Surroundings,
}

impl Placed for Seeded {
    fn posting(&self) -> Posting {
        self.posting
    }
}

impl Record for Seeded {
    type Bytes = [u8; 40];

    fn bytes(&self) -> [u8; 40] {
        let Self { posting: Posting { hash, document, position }, around: Surroundings { words, upper, lower } } = *self;
        let mut bytes = [0; 40];
        let place = u64::from(document) << 32 | u64::from(position);
        bytes.as_chunks_mut().0.iter_mut().zip([hash, place, words, upper, lower]).for_each(|(own, number)| *own = number.to_le_bytes());
        bytes
    }

    fn of(bytes: [u8; 40]) -> Self {
        let mut numbers = [0; 5];
        numbers.iter_mut().zip(bytes.as_chunks().0).for_each(|(number, own)| *number = u64::from_le_bytes(*own));
        let [hash, place, words, upper, lower] = numbers;
        let posting = Posting { hash, document: (place >> 32) as u32, position: place as u32 };
        Self { posting, around: Surroundings { words, upper, lower } }
    }
}

/// A place whose seed pairs its document with all others that hold it. The seed itself need not be known any more: places stand by seeds, and the first one
/// of each is marked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    pub document: u32,
    pub position: u32,
    pub around: Surroundings,
}

impl Kept {
    /// Of sorted places those that are marked, in place of eight bytes more each.
    pub fn all(seeded: &[Seeded]) -> Vec<Self> {
        let pairs = |place: &Seeded| place.around.is_marked(Mark::Pairs);
        let mut kept = Vec::with_capacity(seeded.iter().filter(|place| pairs(place)).count());
        for same in by_seed(seeded) {
            let first = kept.len();
            let own = same.iter().filter(|place| pairs(place));
            kept.extend(own.map(|place| Self { document: place.posting.document, position: place.posting.position, around: place.around }));
            kept[first..].iter_mut().take(1).for_each(|place: &mut Self| place.around.mark(Mark::First));
        }
        kept
    }

    /// Drops the places of documents before this one.
    pub fn drop_before(kept: &mut Vec<Self>, document: usize) {
        let mut is_first = false;
        kept.retain_mut(|place| {
            is_first |= place.around.is_marked(Mark::First);
            let stays = place.document as usize >= document;
            if stays && std::mem::take(&mut is_first) {
                place.around.mark(Mark::First);
            }
            stays
        });
        kept.shrink_to_fit();
    }

    /// The places of one seed after another.
    pub fn by_seed(kept: &[Self]) -> impl Iterator<Item = &[Self]> {
        kept.chunk_by(|_, next| !next.around.is_marked(Mark::First))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::{Side, ends_at_compound};
    use crate::text::{Compounds, tokenize};
    use proptest::prelude::*;

    const SEED: usize = 4;
    const LEAST: u32 = 6;

    fn text() -> impl Strategy<Value = String> {
        let words = vec![
            "the",
            "of",
            "boats",
            "cease-fire",
            "ceasefire",
            "Cease",
            "fire",
            "air",
            "strike",
            "airstrike",
            "AIRSTRIKE",
            "вице",
            "премьер",
            "вицепремьер",
            "Élan-vital",
            "élanvital",
            "U.S.",
            "a",
            "lot",
            "alot",
            "it&#8217;s",
            "its",
            "1,250",
            "12",
            "50",
            "5.9",
            "59",
            "abcdefghijklmnop",
            "qrstuvwxyzabcdef",
            "abcdefghijklmnopqrstuvwxyzabcdef",
        ];
        prop::collection::vec((prop::sample::select(words), prop::sample::select(vec![" ", " ", " ", ", ", "\n"])), 4..24)
            .prop_map(|words| words.into_iter().flat_map(|(word, space)| [word, space]).collect())
    }

    /// What the words themselves say.
    fn slow(left: Side<'_>, right: Side<'_>, (l, r): (usize, usize)) -> Standing {
        let compounds = |side: Side<'_>, at: usize| -> Vec<usize> {
            side.tokens
                .hyphened
                .iter()
                .map(|(first, _)| *first as usize)
                .filter(|first| (at..at + SEED).contains(first))
                .map(|first| first - at)
                .collect()
        };
        let word = |side: Side<'_>, at: usize| side.tokens.hashes.get(at).copied();
        let is_equal = |a: Option<u64>, b: Option<u64>| a.is_some() && a == b;
        let back = (1..=l.min(r)).take_while(|n| is_equal(word(left, l - n), word(right, r - n))).count();
        let ahead = (SEED..).take_while(|n| is_equal(word(left, l + n), word(right, r + n))).count();
        let place = |n: usize| u32::try_from(n).unwrap();
        let (start, end) = ((place(l - back), place(r - back)), (place(l + SEED + ahead), place(r + SEED + ahead)));
        if compounds(left, l) != compounds(right, r)
            || back + SEED + ahead >= LEAST as usize
            || back.max(ahead) >= NEIGHBOURS
            || ends_at_compound(left, right, start, end)
        {
            return Standing::Promising;
        }
        Standing::Short { back: back as u8, ahead: ahead as u8 }
    }

    #[test]
    fn a_place_comes_back_from_disk_as_it_was() {
        let text = "the old ferry-landing below U.S. bridges closes before the first storms";
        let tokens = tokenize(text, Compounds::Joined);
        let mut around = Surroundings::of_one(text, &tokens, 1, SEED);
        around.mark(Mark::Pairs);
        let place = Seeded { posting: Posting { hash: 0x0123_4567_89AB_CDEF, document: 7, position: u32::MAX - 1 }, around };
        let back = Seeded::of(place.bytes());
        assert_eq!((back.posting, back.around), (place.posting, place.around));
        assert!(around.words != 0 && around.upper != around.lower && around.upper >> TOP != 0, "a hyphen in the seed");
    }

    proptest! {
        #[test]
        fn places_that_are_dropped_leave_the_others_with_their_seeds(seeds in prop::collection::vec(prop::collection::vec(0u32..9, 1..6), 0..8), first in 0usize..10) {
            let place = |document: &u32| Kept { document: *document, position: 0, around: Surroundings::default() };
            let mut all: Vec<Kept> = Vec::new();
            for seed in &seeds {
                all.extend(seed.iter().map(place));
                let from = all.len() - seed.len();
                all[from].around.mark(Mark::First);
            }
            Kept::drop_before(&mut all, first);
            let left: Vec<Vec<u32>> = Kept::by_seed(&all).map(|same| same.iter().map(|place| place.document).collect()).collect();
            let behind = |seed: &Vec<u32>| -> Vec<u32> { seed.iter().copied().filter(|document| *document as usize >= first).collect() };
            prop_assert_eq!(left, seeds.iter().map(behind).filter(|seed| !seed.is_empty()).collect::<Vec<_>>());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn what_is_kept_of_the_words_around_tells_what_they_tell(left in text(), right in text(), shared in text()) {
            let texts = [format!("{left}{shared}{right}"), format!("{right}{shared}{left}")];
            let tokens = texts.each_ref().map(|text| tokenize(text, Compounds::Joined));
            let [l, r] = [0, 1].map(|n| Side { text: &texts[n], tokens: &tokens[n] });
            let briefs = [l, r].map(|side| {
                let mut briefs = Vec::new();
                Brief::all(side.text, side.tokens, &mut briefs);
                briefs
            });
            let of = |n: usize, at: usize| Surroundings::of(&briefs[n], at as u32, SEED);
            for (n, side) in [l, r].into_iter().enumerate() {
                for at in 0..side.tokens.len() {
                    prop_assert_eq!(of(n, at), Surroundings::of_one(side.text, side.tokens, at as u32, SEED));
                }
            }
            for i in 0..(tokens[0].len() + 1).saturating_sub(SEED) {
                for j in 0..(tokens[1].len() + 1).saturating_sub(SEED) {
                    if tokens[0].hashes[i..i + SEED] != tokens[1].hashes[j..j + SEED] {
                        continue;
                    }
                    let goes_on = |back: usize, ahead: usize| {
                        let place = |at: usize| u32::try_from(at).unwrap();
                        let ends = [place(i + SEED + ahead), place(j + SEED + ahead)];
                        ends_at_compound(l, r, (place(i - back), place(j - back)), (ends[0], ends[1]))
                    };
                    prop_assert_eq!(of(0, i).standing(&of(1, j), SEED, LEAST, goes_on), slow(l, r, (i, j)), "{} {}", i, j);
                }
            }
        }
    }
}
