//! Finds what was published twice.

pub mod error;
pub mod observer;
pub mod span;

/// Files become documents.
pub mod read;
/// Dates, credits and order of publication, each with its evidence.
pub mod attribute;
/// Rows of the tables become a summary and a page.
pub mod report;

pub use error::{Error, ErrorKind, Result};
