//! What a document shares with those before it, counted by key and weighed.

use std::cmp::Reverse;

use super::partners::{Candidate, Posting};
use crate::kernel::memory::ask_for;

/// Two documents that share fewer keys are not compared. Chance brings most of those together, and few of them hold a passage.
pub(super) const LEAST_SHARED: u32 = 6;
/// Postings between the one whose group is asked for and the one that is looked at.
const AHEAD: usize = 32;
/// Members of a group that are copied at once: as many however few there are, since nobody can predict how many.
pub(super) const AT_ONCE: usize = 8;
/// Counts that stay in a core's nearest cache. Documents with the same lowest bits share one.
pub(super) const COUNTS: usize = 1 << 14;
/// Bits of a sum that hold the number of keys, as far as it matters.
const KEY_BITS: u32 = 3;

/// What one document after another shares with those before it.
pub(super) struct Tally {
    /// The documents of all groups of one, and what the key of each weighs.
    others: Vec<u32>,
    weights: Vec<u16>,
    /// Keys shared with any of the documents that have one place here. Zeros, between two documents.
    counts: Vec<u8>,
    /// Weight of the shared keys, above `KEY_BITS` for how many there are, by number of the other document. A weight of 2^29 is the greatest there is.
    shared: Vec<u32>,
    /// Documents that may share enough keys.
    touched: Vec<u32>,
}

impl Tally {
    pub(super) fn new(documents: usize) -> Self {
        let counts = vec![0; COUNTS.min(documents.next_power_of_two())];
        Self { others: Vec::new(), weights: Vec::new(), counts, shared: vec![0; documents], touched: Vec::new() }
    }

    /// The documents before this one that share enough keys with it. Behind the members of the last group there are [`AT_ONCE`] more numbers.
    pub(super) fn candidates(
        &mut self,
        postings: &[Posting],
        members: &[u32],
        document: u32,
        comparable: &(dyn Fn(u32, u32) -> bool + Sync),
    ) -> Vec<Candidate> {
        let all = self.gather(postings, members);
        // Most documents share a key or two by chance. Where too few are shared with all documents that have the same place, none of them shares enough.
        let place = self.counts.len() - 1;
        for other in &self.others[..all] {
            let count = &mut self.counts[*other as usize & place];
            *count = count.saturating_add(1);
        }
        let mut may = 0;
        for at in 0..all {
            let (other, weight) = (self.others[at], self.weights[at]);
            // Written in any case, and written over if it cannot share enough.
            (self.others[may], self.weights[may]) = (other, weight);
            may += usize::from(u32::from(self.counts[other as usize & place]) >= LEAST_SHARED);
        }
        self.counts.fill(0);
        self.touched.clear();
        for (&other, &weight) in self.others[..may].iter().zip(&self.weights) {
            let shared = &mut self.shared[other as usize];
            if *shared == 0 {
                self.touched.push(other);
            }
            let keys = u32::from(*shared & ((1 << KEY_BITS) - 1) < LEAST_SHARED);
            *shared = (*shared + keys).saturating_add(u32::from(weight) << KEY_BITS);
        }
        let mut candidates = Vec::new();
        for &other in &self.touched {
            let shared = std::mem::take(&mut self.shared[other as usize]);
            if shared & ((1 << KEY_BITS) - 1) >= LEAST_SHARED && comparable(other, document) {
                candidates.push((Reverse(shared >> KEY_BITS), other));
            }
        }
        candidates
    }

    /// Gathers the documents of all groups, and says how many there are.
    fn gather(&mut self, postings: &[Posting], members: &[u32]) -> usize {
        let room = postings.iter().map(|posting| usize::from(posting.rank)).sum::<usize>() + AT_ONCE;
        if room > self.others.len() {
            self.others.resize(room, 0);
            self.weights.resize(room, 0);
        }
        let mut end = 0;
        for (n, posting) in postings.iter().enumerate() {
            // Groups lie all over memory. Asked for before they are needed, they are there.
            postings.get(n + AHEAD).inspect(|next| {
                let (from, copied) = (next.from as usize, usize::from(next.rank).next_multiple_of(AT_ONCE));
                ask_for(&members[from]);
                // Longer groups than a line are read in a row.
                ask_for(&members[from + copied - 1]);
            });
            let (from, rank) = (posting.from as usize, usize::from(posting.rank));
            for done in (0..rank).step_by(AT_ONCE) {
                self.others[end + done..][..AT_ONCE].copy_from_slice(&members[from + done..][..AT_ONCE]);
                self.weights[end + done..][..AT_ONCE].fill(posting.weight);
            }
            end += rank;
        }
        end
    }
}
