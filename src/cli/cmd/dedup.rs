//! `wirecopy dedup CORPUS...`

use anyhow::Result;
use wirecopy::dedup::{DedupConfig, dedup, protected_nowhere, summary_text, write, write_kept};
use wirecopy::observer::Observer as _;
use wirecopy::read::ReadConfig;
use wirecopy::report::OutputFolder;
use wirecopy::report::tables::TableConfig;
use wirecopy::room::machine_memory;
use wirecopy::{Error, ErrorKind};

use super::places::{Place, check_outputs};
use super::scan::timings;
use super::{check_excel, check_temp_dir, print, screen};
use crate::cli::Outcome;
use crate::cli::args::dedup::DedupArguments;
use crate::cli::progress::Progress;

/// Reads, compares, writes, tells.
pub fn run(arguments: &DedupArguments) -> Result<Outcome> {
    let (reading, against) = arguments.input.configs()?;
    // Everything that can fail cheaply has failed before reading begins.
    let output = &arguments.output;
    let inputs = reading.inputs.iter().chain(against.iter().flat_map(|against| &against.inputs)).chain(&arguments.input.protect);
    let out = (!output.dry_run).then_some(&*output.out);
    let kept = output.write_kept.as_deref().map(Place::kept);
    if let (Some(kept), Some(out)) = (kept, out) {
        kept.spares_run(out)?;
    }
    check_outputs(inputs, out, kept.as_slice())?;
    let config = arguments.config(machine_memory())?;
    check_temp_dir(arguments.running.temp_dir.as_deref())?;
    check_excel(output.csv_excel, &output.format)?;
    let folder = if output.dry_run { None } else { Some(OutputFolder::open(&output.out, output.force)?) };
    if let Some(threads) = arguments.running.threads {
        rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global()?;
    }

    let progress = Progress::new(arguments.running.quiet);
    if let Some(list) = arguments.input.protect.as_deref().filter(|_| config.protect.is_empty()) {
        progress.note(&format!("{} holds no id: nothing is protected by it", list.display()));
    }
    let mut found = dedup(&reading, against.as_ref(), &config, &progress)?;
    found.record.parameters = parameters(&reading, &config, arguments);
    if let Some(list) = arguments.input.protect.as_deref().filter(|_| !found.unknown_protected.is_empty()) {
        let warning = protected_nowhere(list, &found.unknown_protected);
        if reading.strict {
            return Err(Error::new(ErrorKind::Malformed, warning.message).at(list).remedy("mend the list, or leave --strict away").into());
        }
        progress.warn(&warning);
        found.record.warnings.push(warning);
        found.record.warnings.sort();
    }
    let of_run = match folder {
        None => "nothing was written".to_owned(),
        Some(folder) => {
            let formats: Vec<_> = output.format.iter().map(|f| (*f).into()).collect();
            let tables = TableConfig { csv_excel: output.csv_excel };
            let timings = timings(std::mem::take(&mut found.timings), Vec::new());
            let written = write(&found, &timings, &formats, tables, folder, &progress)?;
            let names: Vec<String> = written.files.into_iter().map(|(name, _)| name).collect();
            format!("Written to {}: {}", written.folder.display(), names.join(", "))
        }
    };
    let mut said = Vec::new();
    // Last: what took the work is not lost with what can fail on another disk.
    if let Some(file) = &config.write_kept {
        let written = write_kept(&found, file, &progress).inspect_err(|_| progress.note(&of_run))?;
        said.push(format!(
            "{written} kept {} written to {}",
            if written == 1 { "document" } else { "documents" },
            output.write_kept.as_deref().unwrap_or(&output.out).display()
        ));
    }
    said.push(of_run);
    progress.finish(!output.dry_run);
    if !arguments.running.quiet {
        let (width, _) = screen(None);
        let summary = summary_text(&found.summary, arguments.running.top, width);
        print(|out| write!(out, "{summary}\n{}\n", said.join("\n")))?;
    }
    let matched = found.summary.dropped > 0 && arguments.running.fail_on_match;
    Ok(if matched { Outcome::Matched } else { Outcome::Done })
}

/// All options that can change a result, by name, as they were resolved.
fn parameters(reading: &ReadConfig, config: &DedupConfig, arguments: &DedupArguments) -> serde_json::Value {
    let banding = wirecopy::lsh::Banding::for_threshold(config.threshold);
    // A name that is no UTF-8 is told as nearly as it can be.
    let against: Vec<_> = arguments.input.against.iter().map(|path| path.to_string_lossy()).collect();
    serde_json::json!({
        "field": arguments.input.field,
        "include": reading.include,
        "exclude": reading.exclude,
        "limit": reading.limit,
        "strict": reading.strict,
        "against": against,
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
