//! Finds what was published twice.

pub mod error;
pub mod observer;
pub mod span;

/// Files become documents.
pub mod read;
/// Rows of the tables become a summary and a page.
pub mod report;

pub use error::{Error, ErrorKind, Result};
