//! `wirecopy scan CORPUS...`

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Result;
use wirecopy::attribute::Outlets;
use wirecopy::cluster::StandingTexts;
use wirecopy::observer::{Observer as _, Silent, Warning};
use wirecopy::pipeline::{self, Known, ScanConfig};
use wirecopy::read::{ReadConfig, read};
use wirecopy::report::model::Timings;
use wirecopy::report::page;
use wirecopy::report::tables::TableConfig;
use wirecopy::report::{self, OutputFolder, Run, WriteConfig};
use wirecopy::room::peak_memory;

use super::pages::{Pages, page_config};
use super::places::{Place, check_outputs};
use super::{check_excel, check_temp_dir, print_summary};
use crate::cli::Outcome;
use crate::cli::args::scan::{OutputArguments, ScanArguments};
use crate::cli::progress::Progress;

/// Reads, finds, writes, tells.
pub fn run(arguments: &ScanArguments) -> Result<Outcome> {
    let room = arguments.running.room();
    let mut reading = ReadConfig { room: room.clone(), ..arguments.input.config()? };
    let config = arguments.finding.config();
    let mut outlets = Outlets::builtin();
    let file = arguments.input.outlets.as_deref();
    let mut told = file.map_or_else(|| Ok(Vec::new()), |file| outlets.extend_from(file))?;
    reading.fields = reading.fields.with_outlets(|name| outlets.find(name).is_some());
    // Everything that can fail cheaply has failed before reading begins.
    let page = &arguments.output.page;
    let places: Vec<Place<'_>> =
        page.html.iter().map(|file| Place::page(file)).chain(page.html_dir.iter().map(|folder| Place::page_folder(folder))).collect();
    // What is known of texts and outlets is read as well.
    let read_too = arguments.finding.ignore.iter().chain(&arguments.input.outlets);
    check_outputs(reading.inputs.iter().chain(read_too), Some(&arguments.output.out), &places)?;
    let pages = Pages::new(page, &arguments.output.out, arguments.output.force)?;
    check_temp_dir(arguments.running.temp_dir.as_deref())?;
    check_excel(arguments.output.csv_excel, &arguments.output.format)?;
    let (standing, left_out) = standing_texts(&arguments.finding.ignore, reading.strict)?;
    told.extend(left_out);
    let folder = OutputFolder::open(&arguments.output.out, arguments.output.force)?;
    if let Some(threads) = arguments.running.threads {
        rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global()?;
    }

    let progress = Progress::new(arguments.running.quiet);
    if arguments.finding.seed_words > u64::from(arguments.finding.min_words) {
        let (seed, least) = (arguments.finding.seed_words, arguments.finding.min_words);
        progress.note(&format!(
            "--seed-words {seed} is more than the {least} words of --min-words: no copy of fewer than {seed} words in a row will be found"
        ));
    }
    told.iter().for_each(|warning| progress.warn(warning));
    let begun = Instant::now();
    let corpus = read(&reading, &progress)?;
    let reading_took = begun.elapsed().as_secs_f64();
    let known = Known { outlets: &outlets, standing: Some(&standing), room: Some(&room) };
    let mut scan = pipeline::scan(&corpus, known, &config, &progress)?;
    scan.timings.insert(0, ("read".to_owned(), reading_took));
    scan.run.record.parameters = parameters(&reading, &config, arguments);
    scan.run.record.warnings.append(&mut told);
    scan.run.record.warnings.sort();
    // The run shares the texts. Giving back the rest, so many small pieces, takes longer than writing what they would make room for, save where memory is small.
    room.clear_away(corpus);
    let run = &scan.run;

    let written = write(run, &timings(scan.timings, scan.peaks), &arguments.output, folder, &progress)?;
    // The run is whole by now: whoever asks to stop has it, and the page takes a moment more.
    let pages = pages.write(run, &Silent)?;
    progress.finish(true);
    if !arguments.running.quiet {
        print_summary(run, arguments.running.top, Some(written), pages)?;
    }
    // Two texts that are a copy may be too unlike to stand in one cluster.
    let found = run.clusters.iter().any(|c| c.kind.is_copy()) || run.pairs.iter().any(|pair| pair.kind.is_copy());
    // The process ends here, which gives its memory back at once and not row by row.
    std::mem::forget(scan.run);
    Ok(if found && arguments.running.fail_on_match { Outcome::Matched } else { Outcome::Done })
}

fn write(run: &Run, timings: &Timings, output: &OutputArguments, folder: OutputFolder, progress: &Progress) -> Result<report::Written> {
    let page = page_config(&output.page);
    let render = move |run: &Run, out: &mut (dyn io::Write + Send)| page::render(run, &page, out).map_err(io::Error::other);
    let config = WriteConfig {
        formats: output.format.iter().map(|f| (*f).into()).collect(),
        exports: output.export.iter().map(|e| (*e).into()).collect(),
        texts: !output.no_texts,
        tables: TableConfig { csv_excel: output.csv_excel },
        page: output.page.html.is_none().then_some(&render as report::WritePage<'_>),
    };
    Ok(report::write(run, timings, &config, folder, progress)?)
}

/// The texts of `files`, a document each, and what to tell of those that cannot be read.
fn standing_texts(files: &[PathBuf], strict: bool) -> wirecopy::Result<(StandingTexts, Vec<Warning>)> {
    if files.is_empty() {
        return Ok((StandingTexts::default(), Vec::new()));
    }
    let known = read(&ReadConfig { strict, ..ReadConfig::of(files) }, &Silent)?;
    Ok((StandingTexts::of(known.documents.iter().map(|document| &*document.text)), known.warnings))
}

/// All options that can change a result, by name, as they were resolved; and what they come to in every stage.
fn parameters(reading: &ReadConfig, config: &ScanConfig, arguments: &ScanArguments) -> serde_json::Value {
    serde_json::json!({
        "field": arguments.input.field,
        "outlet-from": format!("{:?}", reading.outlet_from).to_lowercase(),
        "outlets": arguments.input.outlets.as_deref().map(Path::to_string_lossy),
        "include": reading.include,
        "exclude": reading.exclude,
        "limit": reading.limit,
        "strict": reading.strict,
        "min-words": config.align.min_words,
        "near-duplicate-threshold": config.families.document_threshold,
        "seed-words": config.seeds.words,
        "seed-window": config.seeds.window,
        "same-outlet": config.seeds.same_outlet,
        "within": config.within,
        "ignore": arguments.finding.ignore.iter().map(|file| file.to_string_lossy()).collect::<Vec<_>>(),
        "no-rewritten": arguments.finding.no_rewritten,
        "one-tier": arguments.finding.one_tier,
        "rewritten-threshold": f64::from(config.rewrite.threshold) / 100.0,
        "rewritten-content": config.rewrite.min_content,
        "sensitive": arguments.finding.sensitive,
        "stages": config,
    })
}

/// What the run took.
pub(super) fn timings(stages: Vec<(String, f64)>, peaks: Vec<(String, u64)>) -> Timings {
    Timings {
        command: std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" "),
        machine: machine(),
        threads: rayon::current_num_threads(),
        stages,
        peaks,
        peak_memory: peak_memory(),
    }
}

/// The processor's name and how many there are, where the system tells.
fn machine() -> String {
    let name = std::fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|info| {
            info.lines().find(|l| l.starts_with("model name")).and_then(|l| l.split_once(':')).map(|(_, name)| name.trim().to_owned())
        })
        .unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    format!("{name}, {} processors", std::thread::available_parallelism().map_or(1, usize::from))
}
