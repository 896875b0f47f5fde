//! Words become seeds, equal seeds in two documents become anchors.
//!
//! In: the words of all documents, and where each document stands among the others ([`Place`]).
//! Out: [`Candidates`]: for each pair of documents the words at which both hold the same seed.
//!
//! A seed is a shingle of k words chosen by winnowing (Schleimer et al. 2003) with window w: of every w consecutive shingles one is chosen, so a verbatim run of
//! k + w - 1 words always shares one, if none of them belongs to what one of the two documents says again and again ([`edges`]). How often a seed occurs
//! bounds what it costs, never whether its text is found: see [`pairing`](self).

mod anchor;
mod anchors;
mod block;
mod buckets;
mod chosen;
mod crossing;
mod dealing;
mod edges;
mod forms;
mod fours;
mod gathering;
mod group;
mod joined;
mod marking;
mod measuring;
mod near;
mod others;
mod outline;
mod pairing;
mod partners;
mod postings;
mod promise;
mod shared;
mod sorting;
mod surroundings;
mod winnow;

use serde::{Deserialize, Serialize};

use crate::allowed::{at_least, within};
use crate::error::Result;

pub use crate::place::Place;
pub use anchor::{Anchor, by_documents};
pub use anchors::{Anchors, Seeding};
pub(crate) use edges::ROW;
pub use pairing::{Candidates, Capped, candidates, promising_candidates};
pub use postings::{Posting, postings, postings_unless_stopped};
pub use promise::{Least, Places, Promising};
pub use shared::{Fate, Shared, SharedSeed, at_edges, own_seeds, shared, shared_unless_stopped};
pub use winnow::winnow;

/// Places of a row in one document, beyond which it is said again and again: a page of comments has a few, most articles have none.
pub(crate) const REPEATS: usize = 6;

/// Options of the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeedConfig {
    /// Words of a seed, k, 2 to 16.
    pub words: usize,
    /// Consecutive shingles of which one is chosen, w, 1 to 64.
    pub window: usize,
    /// A seed in more documents than this starts a candidate only where no other seed is near, 1 and more. `usize::MAX`: none is in so
    /// many.
    pub document_bound: usize,
    /// A seed in at most this many documents, and in at most four times as many places, pairs all of them, 1 and more.
    pub complete: usize,
    /// A seed in more documents pairs each with this many others, 2 and more: the earliest one and the longest one are among them.
    pub partners: usize,
    /// Occurrences of a seed in one document that count, 1 and more.
    pub occurrences: usize,
    /// A row of `words` + `window` words, and eight at least, in more places of one document than this is repeated there: a seed that holds
    /// words of one and others starts nothing, 1 and more.
    pub repeats: usize,
    /// Pairs of places of one seed in two documents, or in one, up to which all are compared, where more than `complete` places hold it in all; of more pairs
    /// each place is compared with one other. Any number.
    pub crossings: usize,
    /// How far, in words, a frequent seed must stand from any other to start a candidate.
    pub isolation: u32,
    /// Whether two documents of one outlet are compared.
    pub same_outlet: bool,
}

impl SeedConfig {
    /// That every option is in its range.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`](crate::ErrorKind::BadOption) with the option, its value and the range.
    pub fn check(&self) -> Result<()> {
        within("seeds.words", self.words, 2..=16)?;
        within("seeds.window", self.window, 1..=64)?;
        at_least("seeds.document_bound", self.document_bound, 1)?;
        at_least("seeds.complete", self.complete, 1)?;
        at_least("seeds.partners", self.partners, 2)?;
        at_least("seeds.occurrences", self.occurrences, 1)?;
        at_least("seeds.repeats", self.repeats, 1)
    }
}

impl Default for SeedConfig {
    fn default() -> Self {
        Self {
            words: 4,
            window: 4,
            document_bound: 256,
            complete: 256,
            partners: 32,
            occurrences: 64,
            repeats: REPEATS,
            crossings: 64,
            isolation: 8,
            same_outlet: false,
        }
    }
}
