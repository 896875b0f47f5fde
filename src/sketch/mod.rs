//! Words become shingles, and a set of shingles becomes a sketch: its MinHash signature.
//!
//! In: word hashes of a paragraph or a document. Out: [`Sketch`]es of 32-bit minima, whose share of
//! equal rows estimates the Jaccard similarity of the sets (Broder 1997). Estimates serve to find
//! candidates only; what is reported is computed exactly by [`lsh`](crate::lsh).

mod minhash;
mod shingle;

pub use crate::kernel::sketch::InstructionSet;
pub use minhash::{MinHasher, Sketch};
pub(crate) use shingle::{BASE, each_shingle, mix};
pub use shingle::{shingle_set, shingle_values, shingles};
