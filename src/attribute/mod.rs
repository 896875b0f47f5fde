//! Who published when, and who names whom.

pub mod calendar;
pub mod credits;
pub mod dates;
pub mod head;
pub mod interval;
pub mod outlets;
pub mod parse;
pub mod pattern;
mod place;
pub mod rules;
pub mod speaker;

#[cfg(test)]
mod measured;
