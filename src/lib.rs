//! Finds what was published twice.

pub mod error;
pub mod observer;
pub mod span;

/// Anchors become pairs of exact spans.
pub mod align;
/// Pairs become passages and clusters.
pub mod cluster;
/// Sketches become verified families of near-duplicates.
pub mod lsh;
/// Files become documents.
pub mod read;
/// Rows of the tables become a summary and a page.
pub mod report;
/// Words become seeds, shared seeds become anchors.
pub mod seeds;
/// Words become shingles and sketches.
pub mod sketch;
/// Texts become words and paragraphs.
pub mod text;

pub use error::{Error, ErrorKind, Result};
