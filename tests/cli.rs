//! The program, run as people run it: one file for what it does, one for what it writes and shows, one for
//! what it says when something is wrong, one for what was wrong once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "cli")]

mod support;

#[path = "cli/dedup.rs"]
mod dedup;
#[path = "cli/determinism.rs"]
mod determinism;
#[path = "cli/errors.rs"]
mod errors;
#[path = "cli/feature.rs"]
mod feature;
#[path = "cli/file_names.rs"]
mod file_names;
#[path = "cli/inputs.rs"]
mod inputs;
#[path = "cli/interrupted.rs"]
mod interrupted;
#[path = "cli/kinds.rs"]
mod kinds;
#[path = "cli/lists.rs"]
mod lists;
#[path = "cli/memory.rs"]
mod memory;
#[path = "cli/mistakes.rs"]
mod mistakes;
#[path = "cli/odd_inputs.rs"]
mod odd_inputs;
#[path = "cli/options.rs"]
mod options;
#[path = "cli/output.rs"]
mod output;
#[cfg(feature = "parquet")]
#[path = "cli/parquet_tables.rs"]
mod parquet_tables;
#[path = "cli/places.rs"]
mod places;
#[path = "cli/regression.rs"]
mod regression;
#[path = "cli/round_trip.rs"]
mod round_trip;
#[path = "cli/strange_inputs.rs"]
mod strange_inputs;
