//! Winnowing by windows of four shingles, eight of them at a time and without a branch: which one of four is the least nobody can predict.

use std::cell::RefCell;

use crate::kernel::lanes::{self, Lanes};
use crate::sketch::each_shingle;
use crate::text::WordTraits;

/// Shingles of a window.
pub(super) const WINDOW: usize = 4;
/// Words of a shingle, at most: so many stop words are counted in the highest bits of its key.
pub(super) const MOST_WORDS: usize = (1 << STOPS) - 1;

/// Bits that count stop words. So many lowest ones of a hash are no part of its key: that two hashes differ in these alone happens once in 2^61 times.
const STOPS: u32 = 3;
/// Keys that are compared at once.
const AT_ONCE: usize = 8;
/// Places on each side of the keys that hold none.
const BESIDE: usize = WINDOW - 1;

thread_local! {
    static ROOM: RefCell<Room> = RefCell::default();
}

/// What one text after another is winnowed in.
#[derive(Default)]
struct Room {
    /// Of each shingle.
    hashes: Vec<u64>,
    /// Number of stop words, then the hash. Beside them zeros, less than any key, so that a window that goes over an end has its least one among these.
    keys: Vec<u64>,
    /// One for each shingle that some window has as its least one, a zero for others.
    chosen: Vec<u8>,
}

/// What [`winnow`](super::winnow()) chooses by windows of [`WINDOW`] shingles of so many words, of a text that has one window at least.
pub(super) fn winnow_by_fours(hashes: &[u64], traits: &[WordTraits], words: usize, out: &mut Vec<(u64, u32)>) {
    ROOM.with_borrow_mut(|room| {
        let shingles = hashes.len() + 1 - words;
        let full = shingles.next_multiple_of(AT_ONCE);
        room.hashes.resize(shingles, 0);
        room.keys.clear();
        room.keys.resize(full + 2 * BESIDE, 0);
        room.chosen.resize(full, 0);
        let is_stop_word = |at: usize| u64::from(traits[at].is_stop_word());
        let mut stops: u64 = (0..words - 1).map(is_stop_word).sum();
        let mut places = room.hashes.iter_mut().zip(&mut room.keys[BESIDE..]).enumerate();
        each_shingle(hashes, words, |hash| {
            if let Some((at, (own, key))) = places.next() {
                stops += is_stop_word(at + words - 1);
                (*own, *key) = (hash, stops << (u64::BITS - STOPS) | hash >> STOPS);
                stops -= is_stop_word(at);
            }
        });
        lanes::run(Least { keys: &room.keys, chosen: &mut room.chosen });
        out.resize(shingles, (0, 0));
        let mut end = 0;
        for ((hash, at), is_chosen) in room.hashes.iter().zip(0..).zip(&room.chosen) {
            // Written in any case, and written over if it is not chosen.
            out[end] = (*hash, at);
            end += usize::from(*is_chosen);
        }
        out.truncate(end);
    });
}

/// Which keys are the least of a window, the rightmost of equals.
struct Least<'a> {
    keys: &'a [u64],
    chosen: &'a mut [u8],
}

impl Lanes for Least<'_> {
    #[inline(always)]
    fn run(self) {
        let keys = |from: usize| -> [u64; AT_ONCE] {
            let mut own = [0; AT_ONCE];
            own.copy_from_slice(&self.keys[from..from + AT_ONCE]);
            own
        };
        for (n, chosen) in self.chosen.as_chunks_mut::<AT_ONCE>().0.iter_mut().enumerate() {
            let at = n * AT_ONCE + BESIDE;
            let (before, own, behind) = ([keys(at - 1), keys(at - 2), keys(at - 3)], keys(at), [keys(at + 1), keys(at + 2), keys(at + 3)]);
            let mut found = [0; AT_ONCE];
            for n in 0..AT_ONCE {
                // The least of the one, two and three keys on each side.
                let before_2 = before[0][n].min(before[1][n]);
                let behind_2 = behind[0][n].min(behind[1][n]);
                let (before_3, behind_3) = (before_2.min(before[2][n]), behind_2.min(behind[2][n]));
                let key = own[n];
                found[n] = u8::from(
                    (key < behind_3)
                        | (key <= before[0][n]) & (key < behind_2)
                        | (key <= before_2) & (key < behind[0][n])
                        | (key <= before_3),
                );
            }
            *chosen = found;
        }
    }
}
