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

Exit status: 0 done, 1 with --fail-on-match when a copy was found, 2 error.";

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

/// What clap takes, asked value by value.
#[cfg(test)]
mod taken {
    use clap::Parser;

    /// Numbers and shares within the ranges of the library, at their ends, one beyond, and far away; lengths of time.
    fn values() -> impl Iterator<Item = String> {
        let far = [u64::from(u16::MAX), u64::from(u32::MAX), u64::MAX].map(i128::from);
        let numbers = (-2..=1100).chain(far.into_iter().flat_map(|end| end - 1..=end + 1)).map(|n| n.to_string());
        let shares = ["-1e-9", "-0.0", "0.0", "1e-320", "1e-9", "0.004", "0.5", "0.996", "1.0", "1.0000001", "1e300", "inf", "NaN"];
        numbers.chain(shares.into_iter().chain(["0h", "14d", "99999w"]).map(str::to_owned))
    }

    /// Holds each value that clap takes for an option of `T` against what the library says of it.
    pub fn is_in_range<T: Parser>(check: impl Fn(&T) -> wirecopy::Result<()>) {
        let mut command = T::command();
        command.build();
        for option in command.get_arguments().filter(|option| option.get_action().takes_values()) {
            let name = option.get_long().expect("it is an option");
            let mut taken = 0;
            for value in values() {
                let Ok(typed) = T::try_parse_from(["wirecopy".to_owned(), format!("--{name}={value}")]) else { continue };
                taken += 1;
                check(&typed).unwrap_or_else(|error| panic!("--{name}={value} can be typed: {error}"));
            }
            assert!(taken > 0, "--{name} takes none of the values that are tried");
        }
    }

    #[derive(Debug, Parser)]
    struct Wide {
        #[arg(long, value_parser = clap::value_parser!(u32).range(4..=1001))]
        words: Option<u32>,
    }

    #[test]
    #[should_panic(expected = "--words=1001 can be typed")]
    fn a_range_that_is_one_too_wide_is_found() {
        is_in_range::<Wide>(|typed| match typed.words {
            Some(1001) => Err(wirecopy::Error::new(wirecopy::ErrorKind::BadOption, "too many")),
            _ => Ok(()),
        });
    }
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
