//! Finds what was published twice: near-duplicate articles, copied passages and quotes across a corpus of news.
//!
//! The modules below stand in the order in which the data passes through them; [`pipeline::scan`] calls each once.

/// Anchors become pairs of exact spans.
pub mod align;
/// Pairs become passages and clusters.
pub mod cluster;
/// Sketches become verified families of near-duplicates.
pub mod lsh;
/// Files become documents.
pub mod read;
/// Findings become tables, a summary and a page.
pub mod report;
/// Words become seeds, shared seeds become anchors.
pub mod seeds;
/// Words become shingles and sketches.
pub mod sketch;
/// Texts become words and paragraphs.
pub mod text;

pub mod error;
pub mod observer;
pub mod pipeline;
pub mod span;

pub use error::{Error, ErrorKind, Result};
