//! What can be typed after `wirecopy compare`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::documents::{PairArguments, ShowArguments, WhatIfArguments};

#[derive(Debug, Args)]
#[command(after_help = COMPARE_EXAMPLES)]
pub struct CompareArguments {
    #[command(flatten)]
    pub documents: PairArguments,
    /// Compare the pairs of this list instead: JSON lines, .csv or .tsv with left and right; prints a table
    #[arg(long, value_name = "FILE", requires = "corpus", conflicts_with_all = ["left", "run"])]
    pub pairs: Option<PathBuf>,
    /// Format of that table
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListFormat::Jsonl, requires = "pairs")]
    pub format: ListFormat,
    /// Words that are shown before and behind each passage
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub context: u32,
    /// Show both texts as a whole
    #[arg(long, conflicts_with = "context")]
    pub all: bool,
    /// Print what was found as JSON
    #[arg(long, conflicts_with = "pairs")]
    pub json: bool,
    #[command(flatten)]
    pub what_if: WhatIfArguments,
    #[command(flatten)]
    pub show: ShowArguments,
    /// End with status 1 when something was copied; with --pairs, when a pair reaches the threshold
    #[arg(long)]
    pub fail_on_match: bool,
}

const COMPARE_EXAMPLES: &str = "Examples:
  wirecopy compare agency.txt paper.txt                     two files
  wirecopy compare --run wirecopy-out 17 42                 two documents of a run, by their ids
  wirecopy compare --corpus news.csv --all -- 17 42         two records of a file, shown as a whole
  wirecopy compare --pairs pairs.csv --corpus news.jsonl --format csv > similarity.csv

Side by side from 120 columns on. A common passage stands between [1: and :1], words that differ inside it in {braces}.
What a run has as rewritten copy stands between [~1: and :~1].
Exit status: 0 done, 1 with --fail-on-match when something was copied, 2 error.";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// one JSON object a line
    Jsonl,
    /// comma-separated values
    Csv,
}
