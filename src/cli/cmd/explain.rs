//! `wirecopy explain A B`

use anyhow::Result;
use wirecopy::explain::{Case, config_of, explain, terminal};
use wirecopy::pipeline::ScanConfig;
use wirecopy::read::Corpus;

use super::{documents, print, screen};
use crate::cli::Outcome;
use crate::cli::args::explain::ExplainArguments;
use crate::cli::progress::Progress;

/// Reads, examines, tells.
pub fn run(arguments: &ExplainArguments) -> Result<Outcome> {
    let progress = Progress::new(arguments.show.quiet);
    let explanation = explain(&case(arguments, &progress)?, &documents::Warnings(&progress))?;
    progress.finish(false);
    print(|out| {
        if arguments.json {
            serde_json::to_writer_pretty(&mut *out, &explanation)?;
            return out.write_all(b"\n");
        }
        let (width, colour) = screen(arguments.show.width);
        out.write_all(terminal::render(&explanation, width, colour).as_bytes())
    })?;
    Ok(Outcome::Done)
}

fn case(arguments: &ExplainArguments, progress: &Progress) -> Result<Case> {
    let asked = &arguments.documents;
    let named = documents::named(asked)?;
    let observer = documents::Warnings(progress);
    let outlets = documents::outlets(arguments.outlets.as_deref(), &observer)?;
    let config = |base: ScanConfig| {
        let mut config = arguments.what_if.applied_to(base);
        config.seeds.same_outlet |= arguments.same_outlet;
        config
    };
    let ids = named.map(documents::id);
    let ids = ids.each_ref().map(String::as_str);
    if let Some(folder) = &asked.run {
        let run = wirecopy::report::load(folder, &observer)?;
        let config = config(config_of(&run));
        return Ok(Case::of_run(run, ids, &outlets, &config, &observer).map_err(|e| if e.path().is_none() { e.at(folder) } else { e })?);
    }
    let corpus = if asked.corpus.is_empty() {
        Corpus::from_documents(documents::files(asked, named, Some(&outlets), &observer)?.into())?
    } else {
        documents::corpus(asked, Some(&outlets), &observer)?
    };
    Ok(Case::scan(corpus, ids, &outlets, &config(ScanConfig::default()), &observer)?)
}
