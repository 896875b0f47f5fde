//! Anchors that the rarer rules of [`pairing`](super::pairing) make: those of frequent seeds, of forms and of standing text.
//!
//! Of a text that stands in most documents they are a dozen for each two documents that are compared.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::anchor::Anchor;
use super::block::Block;
use super::buckets::Parted;
use crate::error::Result;
use crate::room::{Dealt, Room};

/// Anchors from which on they are sorted in parts, and how many.
const MANY: usize = 1 << 16;
const PARTS: usize = 64;
/// Where the left document stands in the number of an anchor.
const LEFT: u32 = 96;

/// Anchors in parts, each sorted, of so many left documents each.
pub(super) struct Others {
    parts: Vec<Vec<Anchor>>,
    each: usize,
    /// The first document of the first part.
    first: usize,
}

impl Others {
    /// Those of some lists, each once, of which all left documents are among these.
    pub fn of(lists: Vec<Vec<Anchor>>, documents: Range<usize>) -> Self {
        let (first, documents) = (documents.start, documents.len());
        // Few are sorted at once. Many are dealt out, so that most parts are sorted in a core's own cache.
        let is_few = lists.iter().map(Vec::len).sum::<usize>() < MANY;
        let each = if is_few { documents.max(1) } else { documents.div_ceil(PARTS).max(1) };
        let count = documents.div_ceil(each);
        // As numbers, which are compared at once.
        let dealt: Vec<Parted<u128>> = lists
            .into_par_iter()
            .filter(|list| !list.is_empty())
            .map(|list| {
                Parted::of(&list.iter().map(Anchor::key).collect::<Vec<u128>>(), count, |key| ((key >> LEFT) as usize - first) / each)
            })
            .collect();
        let part = |n: usize| -> Vec<Anchor> {
            let mut own = Parted::joined(&dealt, n);
            // Those of each seed come sorted, which a sort that merges gains by. There are more parts than threads.
            own.sort();
            own.dedup();
            own.into_iter().map(Anchor::of_key).collect()
        };
        Self { parts: (0..count).into_par_iter().map(part).collect(), each, first }
    }

    /// All of them, in order.
    pub fn all(&self) -> impl Iterator<Item = &Anchor> {
        self.parts.iter().flatten()
    }

    /// Those of some left documents, in order.
    pub fn of_left(&self, documents: Range<usize>) -> impl Iterator<Item = &[Anchor]> {
        let [start, end] = [documents.start - self.first, documents.end - self.first];
        let parts = self.parts.iter().skip(start / self.each).take(end.div_ceil(self.each) - start / self.each);
        parts.map(move |part| {
            let [from, to] = [documents.start, documents.end].map(|end| part.partition_point(|a| (a.left as usize) < end));
            &part[from..to]
        })
    }
}

/// Anchors of all documents on disk.
pub(super) struct OthersOnDisk(Dealt<Anchor>);

impl OthersOnDisk {
    /// In so many parts, in the folder of the room.
    pub fn new(room: &Room, parts: usize) -> Result<Self> {
        Dealt::new(room, parts).map(Self)
    }

    /// Adds some to the parts of their left documents, and counts them for these.
    pub fn add(&self, anchors: &[Anchor], block: &Block, counts: &[AtomicU64]) -> Result<()> {
        anchors.iter().for_each(|anchor| _ = counts[anchor.left as usize].fetch_add(1, Ordering::Relaxed));
        let parted = Parted::of(anchors, block.parts(), |anchor| block.part(anchor.left as usize));
        self.0.add((0..block.parts()).map(|n| (n, parted.part(n))).filter(|(_, anchors)| !anchors.is_empty()))
    }

    /// Those of some left documents of a part.
    pub fn of_left(&self, part: usize, documents: Range<usize>) -> Result<Others> {
        let own = self.0.part(part, |anchor: &Anchor| documents.contains(&(anchor.left as usize)))?;
        Ok(Others::of(vec![own], documents))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_anchors_are_sorted_in_parts_and_found_by_their_left_documents() {
        let anchor = |n: u32| {
            let left = (n % 1009) * (n % 1009) / 3 % 1000;
            Anchor { left, right: left + n % 7, left_position: n % 11, right_position: n / 3 % 5 }
        };
        for count in [500, 2 * MANY as u32] {
            let lists: Vec<Vec<Anchor>> = (0..9).map(|list| (0..count).filter(|n| n % 9 == list).map(anchor).collect()).collect();
            let mut slow = lists.concat();
            slow.sort();
            slow.dedup();
            let others = Others::of(lists, 0..1000);
            assert_eq!(others.parts.len() > 1, count > 500);
            for documents in [0..1000, 0..1, 30..31, 17..400, 999..1000, 5..5] {
                let own: Vec<Anchor> = others.of_left(documents.clone()).flatten().copied().collect();
                let expected: Vec<Anchor> = slow.iter().filter(|a| documents.contains(&(a.left as usize))).copied().collect();
                assert_eq!(own, expected, "{documents:?}");
            }
        }
    }
}
