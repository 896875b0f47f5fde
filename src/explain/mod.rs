//! Why two documents match, or why not: every step that a scan takes, told for these two.
//!
//! In: a [`Case`]: two documents among those of a corpus, with the tables of its run. Out: an [`Explanation`]. The
//! steps are taken again with the functions that the scan itself calls, so that what is told is what happened.

mod aligned;
mod answer;
mod case;
mod model;
mod near;
mod origin;
mod reasons;
mod rewritten;
mod rows;
mod seeded;
#[cfg(feature = "cli")]
pub mod terminal;
#[cfg(test)]
mod tests;
mod verdict;

pub use case::{Case, explain};
pub use model::Explanation;
pub use rows::{config_of, documents_of, kind_in};
