//! Why two documents match, or why not: every step that a scan takes, told for these two.

mod rows;

pub use rows::{config_of, documents_of, kind_in};
