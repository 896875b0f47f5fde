//! Where documents stand among one another, which more than one stage asks: families and seeds, and what comes after them.

/// Where a document stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Number of its outlet. Documents without one have a number of their own.
    pub outlet: u32,
    /// Its place in the order of date and id, without ties.
    pub rank: u32,
}
