//! The places of one seed, and postings cut where groups of equal seeds end.

use super::buckets::Placed;
use super::postings::Posting;

/// Postings that one task works through.
const TASK: usize = 1 << 14;

/// Cuts the postings into tasks that end where a group ends.
pub(super) fn split_at_groups(postings: &[Posting]) -> Vec<&[Posting]> {
    let mut tasks = Vec::new();
    let mut rest = postings;
    while !rest.is_empty() {
        let mut end = TASK.min(rest.len());
        let hash = rest[end - 1].hash;
        end += rest[end..].partition_point(|p| p.hash == hash);
        let (task, others) = rest.split_at(end);
        tasks.push(task);
        rest = others;
    }
    tasks
}

/// Whether a seed stands in more than so many documents, by its places.
pub(super) fn is_in_more_than<P: Placed>(bound: usize, places: &[P]) -> bool {
    // Fewer places than documents there are not.
    places.len() > bound && places.chunk_by(|a, b| a.posting().document == b.posting().document).count() > bound
}

/// The places of one seed that count, in order: so many in each document.
pub(super) fn counted<P: Placed>(places: &[P], occurrences: usize) -> impl Iterator<Item = &P> {
    places.chunk_by(|a, b| a.posting().document == b.posting().document).flat_map(move |own| &own[..own.len().min(occurrences)])
}

/// How many places of one seed count.
pub(super) fn count<P: Placed>(places: &[P], occurrences: usize) -> usize {
    places.chunk_by(|a, b| a.posting().document == b.posting().document).map(|own| own.len().min(occurrences)).sum()
}

/// The places of one seed: one entry a document, with its range in `postings`.
pub(super) struct Group<'a> {
    pub(super) postings: &'a [Posting],
    /// (document, first posting, behind the last posting that counts).
    pub(super) entries: Vec<(u32, usize, usize)>,
}

impl<'a> Group<'a> {
    /// The group, and how many places were cut off.
    pub(super) fn new(postings: &'a [Posting], occurrences: usize) -> (Self, u64) {
        let (mut entries, mut cut, mut at) = (Vec::new(), 0, 0);
        for places in postings.chunk_by(|a, b| a.document == b.document) {
            let kept = places.len().min(occurrences);
            cut += (places.len() - kept) as u64;
            entries.push((places[0].document, at, at + kept));
            at += places.len();
        }
        (Self { postings, entries }, cut)
    }

    /// Places that count.
    pub(super) fn places(&self) -> usize {
        self.entries.iter().map(|(_, from, to)| to - from).sum()
    }

    pub(super) fn documents(&self) -> usize {
        self.entries.len()
    }
}
