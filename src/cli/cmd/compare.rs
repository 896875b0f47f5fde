//! `wirecopy compare A B`, and `wirecopy compare --pairs FILE --corpus CORPUS...`

use std::path::Path;

use anyhow::Result;
use wirecopy::compare::listed::{self, ListedConfig, SimilarityRow};
use wirecopy::compare::terminal::{TerminalConfig, render};
use wirecopy::compare::{compare_unless_stopped, ids, rewritten_in};
use wirecopy::pipeline::ScanConfig;
use wirecopy::read::Document;
use wirecopy::report::Run;
use wirecopy::{Error, ErrorKind};

use super::{documents, print, screen};
use crate::cli::Outcome;
use crate::cli::args::compare::{CompareArguments, ListFormat};
use crate::cli::progress::Progress;

/// Reads, compares, prints.
pub fn run(arguments: &CompareArguments) -> Result<Outcome> {
    let progress = Progress::new(arguments.show.quiet);
    if let Some(list) = &arguments.pairs {
        return listed(arguments, list, &progress);
    }
    let (documents, run) = documents(arguments, &progress)?;
    progress.finish(false);
    let base = run.as_ref().map_or_else(ScanConfig::default, wirecopy::explain::config_of);
    let config = arguments.what_if.applied_to(base);
    config.check().map_err(|e| match &arguments.documents.run {
        Some(folder) => e.at(folder),
        None => e,
    })?;
    let [left, right] = &documents;
    let known = |l: wirecopy::span::Span<_>, r: wirecopy::span::Span<_>| {
        run.as_ref().and_then(|run| wirecopy::explain::kind_in(run, &left.id, l, &right.id, r))
    };
    let mut comparison = compare_unless_stopped(left, right, &config, &known, &documents::Warnings(&progress))?;
    comparison.rewritten = run.as_ref().map_or_else(Vec::new, |run| rewritten_in(run, &left.id, &right.id));
    print(|out| {
        if arguments.json {
            serde_json::to_writer_pretty(&mut *out, &comparison)?;
            return out.write_all(b"\n");
        }
        let (width, colour) = screen(arguments.show.width);
        let context = (!arguments.all).then_some(arguments.context);
        out.write_all(render(&comparison, left, right, &TerminalConfig { width, colour, context }).as_bytes())
    })?;
    Ok(outcome(comparison.is_match(), arguments))
}

/// The two documents, and the run that they are of.
fn documents(arguments: &CompareArguments, progress: &Progress) -> Result<([Document; 2], Option<Run>)> {
    let named = documents::named(&arguments.documents)?;
    if let Some(folder) = &arguments.documents.run {
        let run = wirecopy::report::load(folder, progress)?;
        let ids = named.map(documents::id);
        let pair = wirecopy::explain::documents_of(&run, ids.each_ref().map(String::as_str))
            .map_err(|e| if e.path().is_none() { e.at(folder) } else { e })?;
        return Ok((pair, Some(run)));
    }
    if arguments.documents.corpus.is_empty() {
        return Ok((documents::files(&arguments.documents, named, None, &documents::Warnings(progress))?, None));
    }
    let corpus = documents::corpus(&arguments.documents, None, &documents::Warnings(progress))?;
    let known: Vec<&str> = corpus.documents.iter().map(|d| d.id.as_str()).collect();
    let find = |id: &Path| ids::find(&known, &documents::id(id));
    let (left, right) = (find(named[0])?, find(named[1])?);
    Ok(([corpus.documents[left].clone(), corpus.documents[right].clone()], None))
}

fn listed(arguments: &CompareArguments, list: &Path, progress: &Progress) -> Result<Outcome> {
    if let Some(option) = arguments.what_if.about_passages() {
        let message = format!("{option} is about copied passages, and --pairs looks for none: it counts what whole documents share");
        return Err(Error::new(ErrorKind::BadOption, message).remedy(format!("leave {option} away; --shingle counts here")).into());
    }
    let pairs = listed::read_list(list)?;
    let corpus = documents::corpus(&arguments.documents, None, &documents::Warnings(progress))?;
    let config = arguments.what_if.applied_to(ScanConfig::default());
    let how = ListedConfig { shingle: config.families.shingle, strict: arguments.documents.strict };
    let rows = listed::similarities(&corpus, &pairs, list, how, progress)?;
    progress.finish(false);
    print(|out| match arguments.format {
        ListFormat::Jsonl => listed::write_json_lines(&rows, out),
        ListFormat::Csv => listed::write_csv(&rows, out),
    })?;
    let matched = |row: &SimilarityRow| row.similarity >= config.families.document_threshold;
    Ok(outcome(rows.iter().any(matched), arguments))
}

fn outcome(matched: bool, arguments: &CompareArguments) -> Outcome {
    if matched && arguments.fail_on_match { Outcome::Matched } else { Outcome::Done }
}
