//! `wirecopy report RUN`

use anyhow::Result;
use wirecopy::report::load;

use super::pages::Pages;
use super::places::PAGE;
use super::print_summary;
use crate::cli::Outcome;
use crate::cli::args::report::{PageArguments, ReportArguments};

/// Prints the summary again, and writes the page again: to `report.html` in the run's folder, if nowhere else.
pub fn run(arguments: &ReportArguments) -> Result<Outcome> {
    let run = load(&arguments.run)?;
    let page = &arguments.page;
    let html = match (&page.html, &page.html_dir) {
        (None, None) => Some(arguments.run.join(PAGE)),
        (file, _) => file.clone(),
    };
    let page = PageArguments { html, html_dir: page.html_dir.clone(), ..*page };
    let written = Pages::new(&page, &arguments.run, arguments.force)?.write(&run)?;
    if !arguments.quiet {
        print_summary(&run, arguments.top, None, written)?;
    }
    Ok(Outcome::Done)
}
