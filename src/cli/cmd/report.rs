//! `wirecopy report RUN`

use std::path::Path;

use anyhow::Result;
use wirecopy::report::model::Timings;
use wirecopy::report::{Run, load};

use super::pages::Pages;
use super::places::{PAGE, Place, check_pages};
use super::print_summary;
use crate::cli::Outcome;
use crate::cli::args::report::{PageArguments, ReportArguments};
use crate::cli::progress::Progress;

/// Prints the summary again, and writes the page again: to `report.html` in the run's folder, if nowhere else.
pub fn run(arguments: &ReportArguments) -> Result<Outcome> {
    // No warning comes of reading a run, and its pages take too short for a bar.
    let progress = Progress::new(true);
    let run = load(&arguments.run, &progress)?;
    let page = &arguments.page;
    let html = match (&page.html, &page.html_dir) {
        (None, None) => Some(arguments.run.join(PAGE)),
        (file, _) => file.clone(),
    };
    check_apart(&run, arguments)?;
    let page = PageArguments { html, html_dir: page.html_dir.clone(), ..*page };
    let written = Pages::new(&page, &arguments.run, arguments.force)?.write(&run, &progress)?;
    if !arguments.quiet {
        print_summary(&run, arguments.top, None, written)?;
    }
    Ok(Outcome::Done)
}

/// That no page is written among the articles of the run, or in place of one.
fn check_apart(run: &Run, arguments: &ReportArguments) -> Result<()> {
    let page = &arguments.page;
    let pages: Vec<Place<'_>> =
        page.html.iter().map(|file| Place::page(file)).chain(page.html_dir.iter().map(|folder| Place::page_folder(folder))).collect();
    let files: Vec<&Path> = run.record.inputs.iter().map(|input| &*input.path).collect();
    // A run can be read without its times; then folders are not known as such.
    let timings = std::fs::read(arguments.run.join("timings.json")).ok().and_then(|told| serde_json::from_slice::<Timings>(&told).ok());
    check_pages(&files, &timings.unwrap_or_default().command, &arguments.run, &pages)
}
