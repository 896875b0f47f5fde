//! Files to [`Document`]s: one file of this folder for each format.

mod document;

pub use document::{Corpus, Document, InputFile, Page};
