//! What can be typed after `wirecopy explain`.

use std::path::PathBuf;

use clap::Args;

use super::documents::{PairArguments, ShowArguments, WhatIfArguments};

#[derive(Debug, Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub struct ExplainArguments {
    #[command(flatten)]
    pub documents: PairArguments,
    /// Outlets with aliases, owners and hosts, as CSV: name,aliases,owner,kind,hosts
    #[arg(long, value_name = "FILE")]
    pub outlets: Option<PathBuf>,
    /// Report reuse within one outlet too
    #[arg(long)]
    pub same_outlet: bool,
    /// Print everything as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub what_if: WhatIfArguments,
    #[command(flatten)]
    pub show: ShowArguments,
}

const EXPLAIN_EXAMPLES: &str = "Examples:
  wirecopy explain agency.txt paper.txt                     two files
  wirecopy explain --run wirecopy-out 17 42                 two documents of a run: with its caps, clusters and order
  wirecopy explain --corpus news.csv -- 17 42               two records of a file, which is scanned first
  wirecopy explain --run wirecopy-out 17 42 --min-words 6   what the run would say with another parameter

Exit status: 0 done, 2 error.";
