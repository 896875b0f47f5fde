//! `wirecopy dedup CORPUS...`

use std::io::{self, Write as _};

use anyhow::Result;
use wirecopy::dedup::{DedupConfig, dedup, summary_text, write, write_kept};
use wirecopy::read::ReadConfig;
use wirecopy::report::OutputFolder;
use wirecopy::report::tables::TableConfig;

use super::scan::timings;
use super::screen;
use crate::cli::Outcome;
use crate::cli::args::dedup::DedupArguments;
use crate::cli::progress::Progress;

/// Reads, compares, writes, tells.
pub fn run(arguments: &DedupArguments) -> Result<Outcome> {
    let (reading, against) = arguments.input.configs()?;
    // Everything that can fail cheaply has failed before reading begins.
    let config = arguments.config(machine_memory())?;
    let output = &arguments.output;
    let folder = if output.dry_run { None } else { Some(OutputFolder::open(&output.out, output.force)?) };
    if let Some(threads) = arguments.running.threads {
        rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global()?;
    }

    let progress = Progress::new(arguments.running.quiet);
    let mut found = dedup(&reading, against.as_ref(), &config, &progress)?;
    found.record.parameters = parameters(&reading, &config, arguments);
    let mut said = Vec::new();
    if let Some(file) = &config.write_kept {
        let written = write_kept(&found, file, &progress)?;
        said.push(format!("{written} kept documents written to {}", output.write_kept.as_deref().unwrap_or(&output.out).display()));
    }
    match folder {
        None => said.push("nothing was written".to_owned()),
        Some(folder) => {
            let formats: Vec<_> = output.format.iter().map(|f| (*f).into()).collect();
            let tables = TableConfig { csv_excel: output.csv_excel };
            let timings = timings(std::mem::take(&mut found.timings));
            let written = write(&found, &timings, &formats, tables, folder, &progress)?;
            let names: Vec<String> = written.files.into_iter().map(|(name, _)| name).collect();
            said.push(format!("Written to {}: {}", written.folder.display(), names.join(", ")));
        }
    }
    progress.finish();
    if !arguments.running.quiet {
        let (width, _) = screen(None);
        let mut out = io::stdout().lock();
        write!(out, "{}\n{}\n", summary_text(&found.summary, arguments.running.top, width), said.join("\n"))?;
        out.flush()?;
    }
    let matched = found.summary.dropped > 0 && arguments.running.fail_on_match;
    Ok(if matched { Outcome::Matched } else { Outcome::Done })
}

/// All options that can change a result, by name, as they were resolved.
fn parameters(reading: &ReadConfig, config: &DedupConfig, arguments: &DedupArguments) -> serde_json::Value {
    let banding = wirecopy::lsh::Banding::for_threshold(config.threshold);
    serde_json::json!({
        "field": arguments.input.field,
        "include": reading.include,
        "exclude": reading.exclude,
        "limit": reading.limit,
        "strict": reading.strict,
        "against": arguments.input.against,
        "protect": config.protect,
        "threshold": config.threshold,
        "shingle": config.shingle,
        "unit": config.unit,
        "min-words": config.min_words,
        "keep": config.keep,
        "bands": banding,
        "recall-at-threshold": wirecopy::lsh::candidate_probability(banding, config.threshold),
    })
}

/// Bytes of memory that the machine has, where the system tells.
fn machine_memory() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = told.lines().find(|line| line.starts_with("MemTotal:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}
