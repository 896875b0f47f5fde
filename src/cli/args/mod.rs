//! What can be typed, a file a command. Defaults stand in the library's `Config` types; a test holds the help to them.

pub mod compare;
pub mod completions;
pub mod dedup;
pub mod documents;
pub mod eval;
pub mod explain;
pub mod report;
pub mod scan;
pub mod values;

use clap::{Parser, Subcommand};

use compare::CompareArguments;
use completions::{CompletionsArguments, ManArguments};
use dedup::DedupArguments;
use eval::EvalArguments;
use explain::ExplainArguments;
use report::ReportArguments;
use scan::ScanArguments;

/// Finds what was published twice: near-duplicate articles, copied passages and quotes across a corpus of news.
#[derive(Debug, Parser)]
#[command(name = "wirecopy", version, max_term_width = 100, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "Examples:
  wirecopy scan articles/                      a folder of .txt or .md, with or without metadata.csv
  wirecopy scan news.csv --field text=body     a table, whose texts stand in the column `body`
  wirecopy scan a.jsonl.gz b/ --out run        several inputs, into the folder `run`
  wirecopy dedup crawl.jsonl --write-kept unique.jsonl    what is left without near-duplicates
  wirecopy report run --html page.html         the page again, from a run's tables
  wirecopy compare a.txt b.txt                 two texts with their common passages marked
  wirecopy explain --run run ID ID             why two documents of a run match, or why not

Exit status: 0 done, 1 with --fail-on-match when something was found, 2 error.";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find every copied passage: summary, tables and a page
    Scan(Box<ScanArguments>),
    /// Drop near-duplicate documents: what is kept, and the families, fast
    Dedup(Box<DedupArguments>),
    /// Write summary and page again from the tables of a run
    Report(ReportArguments),
    /// Hold a run against labels: precision, recall, plagdet, and the worst mistakes
    Eval(EvalArguments),
    /// Show two texts with what they have in common, or the similarity of listed pairs
    Compare(CompareArguments),
    /// Say why two texts match, or why not, and who was first
    Explain(ExplainArguments),
    /// Print the completions of a shell
    Completions(CompletionsArguments),
    /// Print the manual page, or write one for each command
    Man(ManArguments),
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_hold_together() {
        Arguments::command().debug_assert();
    }
}
