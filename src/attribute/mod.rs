//! Who published when, and who names whom.

pub mod calendar;
pub mod interval;
pub mod parse;
