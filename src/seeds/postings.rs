//! All seeds of a corpus, sorted, so that equal ones stand together.

use super::SeedConfig;
use super::buckets::{Placed, Seeds};
use crate::error::Result;
use crate::observer::{Observer, Silent};
use crate::text::Tokens;

/// One seed at one place. Sorted by (hash, document, position).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// The shingle's hash.
    pub hash: u64,
    /// Number of the document.
    pub document: u32,
    /// Its first word there.
    pub position: u32,
}

impl Placed for Posting {
    fn posting(&self) -> Posting {
        *self
    }
}

/// The seeds that stand in more than one place, of all documents, sorted by hash, document and position.
///
/// # Panics
/// When there are 2^32 documents or more.
#[must_use]
pub fn postings(documents: &[Tokens], config: &SeedConfig) -> Vec<Posting> {
    postings_unless_stopped(documents, config, &Silent).expect("nobody asks it to stop")
}

/// The same; the observer is asked once seeds are chosen, and for each document, whether to stop.
///
/// # Errors
/// [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted) when the observer says so.
///
/// # Panics
/// As [`postings`] does.
pub fn postings_unless_stopped(documents: &[Tokens], config: &SeedConfig, observer: &dyn Observer) -> Result<Vec<Posting>> {
    let seeds = Seeds::of(documents, config, None);
    observer.check()?;
    let each = |own: &[Posting], tell: &mut dyn FnMut(Posting)| {
        // What is not placed need not be sorted.
        if !observer.interrupted() {
            own.iter().copied().for_each(tell);
        }
    };
    let buckets = seeds.in_buckets(each).places;
    observer.check()?;
    // Made at its full size, and the buckets go as they come: a list that grows is in memory twice.
    let mut all = Vec::with_capacity(buckets.iter().map(Vec::len).sum());
    buckets.into_iter().for_each(|bucket| all.extend(bucket));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn equal_seeds_of_two_documents_stand_together() {
        let texts = [
            "Officials acknowledge that a frustrated Kerry has no authority",
            "He wrote: officials acknowledge that a frustrated Kerry has nothing",
        ];
        let tokens: Vec<Tokens> = texts.iter().map(|t| tokenize(t, Compounds::Joined)).collect();
        let all = postings(&tokens, &SeedConfig::default());
        assert!(all.is_sorted() && all.windows(2).any(|w| w[0].hash == w[1].hash && w[0].document != w[1].document));
    }
}
