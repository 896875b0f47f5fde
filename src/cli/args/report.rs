//! What can be typed after `wirecopy report`, and how a page is made, which `scan` takes too.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::values::parse_page_size;

#[derive(Debug, Args)]
#[command(after_help = REPORT_EXAMPLES)]
pub struct ReportArguments {
    /// Folder of a run
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    #[command(flatten)]
    pub page: PageArguments,
    /// Replace files and pages that stand in the places of --html and --html-dir
    #[arg(long)]
    pub force: bool,
    /// Texts that the summary shows
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub top: usize,
    /// Say nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
}

const REPORT_EXAMPLES: &str = "Examples:
  wirecopy report wirecopy-out
  wirecopy report run --html page.html --html-redact text
  wirecopy report run --html-dir page --quiet";

/// How the page is made.
#[derive(Debug, Args)]
pub struct PageArguments {
    /// Write the page to FILE instead of report.html in the folder
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write the page as a folder too, which holds everything however large the run
    #[arg(long, value_name = "DIR")]
    pub html_dir: Option<PathBuf>,
    /// Size that the page may have, such as 25MB, from 200kB
    #[arg(long, value_name = "SIZE", value_parser = parse_page_size, default_value = "25MB")]
    pub html_budget: u64,
    /// Take texts, or texts and names, out of the page
    #[arg(long, value_name = "WHAT", value_enum)]
    pub html_redact: Option<RedactWhat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RedactWhat {
    /// texts, passages, titles and addresses
    Text,
    /// those, and the names of outlets and documents
    Outlets,
}
