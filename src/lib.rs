//! Finds what was published twice: near-duplicate articles, copied passages and quotes across a corpus of news.
//!
//! The modules below stand in the order in which the data passes through them; [`pipeline::scan`] calls each once.

// Files become documents.
pub mod read;
// Texts become words and paragraphs.
pub mod text;
// Words become shingles and sketches.
pub mod sketch;
// Sketches become verified families of near-duplicates.
pub mod lsh;
// Words become seeds, shared seeds become anchors.
pub mod seeds;
// Anchors become pairs of exact spans.
pub mod align;
// Sentences that say the same in other words become pairs of their own tier.
pub mod rewrite;
// Pairs become passages and clusters.
pub mod cluster;
// Dates, credits and order of publication, each with its evidence.
pub mod attribute;
// Findings become tables, a summary and a page.
pub mod report;
// Whole near-duplicates alone: what of a corpus is kept, and what is dropped for it.
pub mod dedup;
// Labels in, figures out: a run against a gold standard.
#[cfg(feature = "eval")]
pub mod eval;
// Two documents beside one another: what they have in common, and how much.
pub mod compare;
// Why two documents match, or why not.
pub mod explain;

mod allowed;
pub mod aside;
mod edits;
pub mod error;
mod kernel;
mod keyed;
pub mod observer;
pub mod pipeline;
pub mod place;
pub mod room;
mod shown;
pub mod span;

pub use error::{Error, ErrorKind, Result};
