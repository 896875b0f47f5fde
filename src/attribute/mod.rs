//! Who published when, and who names whom.

pub mod calendar;
pub mod dates;
pub mod head;
pub mod interval;
pub mod parse;

#[cfg(test)]
mod measured;
