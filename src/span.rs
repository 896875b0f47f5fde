//! Half-open intervals `[start, end)` that know what they count.
//!
//! Three units occur: bytes of a document's UTF-8 text, its Unicode code points, and its words
//! (positions in [`Tokens`](crate::text::Tokens)). They are different types, so that an offset of
//! one kind cannot be handed to a function that expects another.

use std::marker::PhantomData;

/// Counts bytes of the decoded text as UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Bytes;

/// Counts Unicode code points of the decoded text: what Python's `text[start:end]` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Chars;

/// Counts words (tokens) of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Words;

/// A half-open interval in the unit `U`.
///
/// Offsets are 32 bits wide; [`read`](crate::read) refuses a document of 4 GiB and more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(C)]
pub struct Span<U> {
    /// First position inside.
    pub start: u32,
    /// First position behind; never less than `start`.
    pub end: u32,
    unit: PhantomData<U>,
}

impl<U> Span<U> {
    /// The interval from `start` up to, not including, `end`.
    ///
    /// # Panics
    /// When `end` lies before `start`.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        assert!(start <= end, "a span ends at {end}, before its start {start}");
        Self { start, end, unit: PhantomData }
    }

    /// How many positions lie inside.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.end - self.start
    }

    /// Whether nothing lies inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// How many positions the two intervals share.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> u32 {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// Whether every position of `other` lies inside this interval.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// As a range for indexing.
    #[must_use]
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// How many words lie in at least one of the spans.
pub(crate) fn covered(spans: impl Iterator<Item = Span<Words>>) -> u32 {
    let mut spans: Vec<Span<Words>> = spans.collect();
    spans.sort_unstable();
    let (mut total, mut edge) = (0, 0);
    for span in spans {
        total += span.end.saturating_sub(span.start.max(edge));
        edge = edge.max(span.end);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_counts_shared_positions_only() {
        let a = Span::<Words>::new(2, 6);
        assert_eq!(a.overlap(&Span::new(4, 9)), 2);
        assert_eq!(a.overlap(&Span::new(6, 9)), 0);
        assert!(a.contains(&Span::new(2, 6)) && !a.contains(&Span::new(1, 3)));
        assert_eq!(a.union(&Span::new(8, 9)), Span::new(2, 9));
    }

    #[test]
    #[should_panic(expected = "before its start")]
    fn a_span_never_runs_backwards() {
        let _ = Span::<Chars>::new(3, 2);
    }
}
