//! What can be typed after `wirecopy eval`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::values::parse_share;

#[derive(Debug, Args)]
#[command(after_help = EVAL_EXAMPLES)]
pub struct EvalArguments {
    /// Folder of a run
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// What is right: a folder of PAN XML files, or JSON lines or TSV of spans, pairs or families
    #[arg(long, value_name = "GOLD")]
    pub gold: PathBuf,
    /// Count only what was found between the pairs of documents listed in FILE, two names a line, or a table with columns left and right
    #[arg(long, value_name = "FILE", conflicts_with = "among")]
    pub only: Option<PathBuf>,
    /// Which findings count [default: listed for PAN folders and labelled pairs, else all]
    #[arg(long, value_name = "WHICH", value_enum)]
    pub among: Option<EvalAmong>,
    /// Least similarity that makes a pair of the gold a near-duplicate [default: the run's own]
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub threshold: Option<f64>,
    /// Show the N worst misses and false alarms with their text
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub errors: usize,
    /// Print JSON instead of a table
    #[arg(long)]
    pub json: bool,
}

const EVAL_EXAMPLES: &str = "Gold, by the names of its fields:
  spans      left_doc, left_start, left_end, right_doc, right_start, right_end [class, kind]; offsets in characters
  pairs      left, right [similarity or label]; without a label among labelled ones not judged
  families   id, family; with a blank family a document stands alone
Labels that contradict one another are an error. TSV and CSV name their fields in the first line.
A document is meant by its whole id, or by the end of its path.

Examples:
  wirecopy eval wirecopy-out --gold truth.jsonl --errors 20
  wirecopy eval run --gold pan13/ --only pan13/pairs --json";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EvalAmong {
    /// those between documents (for families: of documents) that the gold names
    Listed,
    /// those between a document on the gold's left and one on its right
    Sides,
    /// all
    All,
}
