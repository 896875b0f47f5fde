//! `wirecopy report RUN`

use anyhow::Result;
use wirecopy::report::load;

use super::{print_summary, write_pages};
use crate::cli::Outcome;
use crate::cli::args::report::{PageArguments, ReportArguments};

/// Prints the summary again, and writes the page again: to `report.html` in the run's folder, if nowhere else.
pub fn run(arguments: &ReportArguments) -> Result<Outcome> {
    let run = load(&arguments.run)?;
    let page = &arguments.page;
    let html = match (&page.html, &page.html_dir) {
        (None, None) => Some(arguments.run.join("report.html")),
        (file, _) => file.clone(),
    };
    write_pages(&run, &PageArguments { html, html_dir: page.html_dir.clone(), ..*page })?;
    if !arguments.quiet {
        print_summary(&run, arguments.top, None)?;
    }
    Ok(Outcome::Done)
}
