//! `wirecopy explain A B`

use anyhow::Result;

use crate::cli::Outcome;
use crate::cli::args::ExplainArguments;

/// Reads, examines, tells.
pub fn run(_: &ExplainArguments) -> Result<Outcome> {
    Ok(Outcome::Done)
}
