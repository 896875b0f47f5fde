//! What can be typed after `wirecopy dedup`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use wirecopy::Result;
use wirecopy::dedup::{DedupConfig, Keep, KeptFile, Unit, read_ids};
use wirecopy::read::ReadConfig;

use super::values::{TableFormat, field_names, parse_share, parse_size};

#[derive(Debug, Args)]
#[command(after_help = DEDUP_EXAMPLES)]
pub struct DedupArguments {
    #[command(flatten)]
    pub input: DedupInput,
    #[command(flatten)]
    pub finding: DedupFinding,
    #[command(flatten)]
    pub output: DedupOutput,
    #[command(flatten)]
    pub running: DedupRunning,
}

const DEDUP_EXAMPLES: &str = "Examples:
  wirecopy dedup crawl.jsonl.zst --write-kept unique.jsonl.zst   what is kept, byte for byte, and the table of families
  wirecopy dedup articles/ --dry-run                             only say how much is near-duplicate
  wirecopy dedup new.jsonl --against published.jsonl             drop what stands in another corpus
  wirecopy dedup news.csv --keep earliest --threshold 0.7        keep the first published of each family
  wirecopy dedup books/ --unit paragraph --min-words 12          near-duplicate paragraphs

Exit status: 0 done, 1 with --fail-on-match when something was dropped, 2 error.";

/// What to read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct DedupInput {
    /// Folders and files as of `scan`; JSON lines are fastest
    #[arg(required = true, value_name = "CORPUS")]
    pub corpus: Vec<PathBuf>,
    /// Drop what is a near-duplicate, as a whole, of something in this corpus, too; of it nothing is dropped or written (`scan` finds passages
    /// inside longer texts)
    #[arg(long, value_name = "REFERENCE")]
    pub against: Vec<PathBuf>,
    /// Never drop the documents whose ids stand in FILE: one a line, or a table or JSON lines with a column or field `id`
    #[arg(long, value_name = "FILE")]
    pub protect: Option<PathBuf>,
    /// Take FIELD for a meaning: text, id, title, outlet, date, url, language, or file in a sidecar, as in text=body; of several for one
    /// meaning the first that a record has
    #[arg(long, value_name = "MEANING=FIELD")]
    pub field: Vec<String>,
    /// Read only files that match this pattern, such as 'part-*.jsonl'
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// Leave out files and folders that match this pattern
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Stop after N documents, for a trial
    #[arg(long, value_name = "N", conflicts_with = "write_kept")]
    pub limit: Option<u64>,
    /// Make a record that cannot be read an error; else it is left out, counted and told
    #[arg(long)]
    pub strict: bool,
}

impl DedupInput {
    /// What is meant by the corpus, and by the reference.
    pub fn configs(&self) -> Result<(ReadConfig, Option<ReadConfig>)> {
        let fields = field_names(&self.field)?;
        let corpus = ReadConfig {
            inputs: self.corpus.clone(),
            fields,
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            limit: self.limit,
            strict: self.strict,
            ..ReadConfig::default()
        };
        let reference = ReadConfig { inputs: self.against.clone(), limit: None, ..corpus.clone() };
        Ok((corpus, (!self.against.is_empty()).then_some(reference)))
    }

    /// The ids of the list.
    pub fn protected(&self) -> Result<BTreeSet<String>> {
        self.protect.as_deref().map_or_else(|| Ok(BTreeSet::new()), read_ids)
    }
}

/// What is a near-duplicate, and which one stays.
#[derive(Debug, Args)]
#[command(next_help_heading = "Finding")]
pub struct DedupFinding {
    /// Exact Jaccard similarity from which on two are near-duplicates, above 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = parse_share, default_value_t = DedupConfig::default().threshold)]
    pub threshold: f64,
    /// Words of the shingles that similarity is counted in
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64), default_value_t = 5)]
    pub shingle: u8,
    /// What is compared
    #[arg(long, value_name = "UNIT", value_enum, default_value_t = UnitName::Document)]
    pub unit: UnitName,
    /// Keep what has fewer words without comparing it
    #[arg(long, value_name = "N", default_value_t = DedupConfig::default().min_words)]
    pub min_words: u32,
    /// Which of near-duplicates is kept; ties go by id
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = KeepName::First)]
    pub keep: KeepName,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum UnitName {
    /// whole documents
    Document,
    /// paragraphs, within a document too
    Paragraph,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KeepName {
    /// the first by id; records without one by file and line
    First,
    /// the one of most words
    Longest,
    /// the one published first
    Earliest,
    /// the one with most fields filled, then of most words
    Richest,
}

/// What to write.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct DedupOutput {
    /// Folder for the table of families
    #[arg(long, short, value_name = "DIR", default_value = "wirecopy-out")]
    pub out: PathBuf,
    /// Write the kept records to FILE as they were read; files that are documents go into a folder of that name
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub write_kept: Option<PathBuf>,
    /// Write nothing, only say what would be dropped
    #[arg(long)]
    pub dry_run: bool,
    /// Replace the run that the folder holds, and the file of --write-kept
    #[arg(long)]
    pub force: bool,
    /// Formats of the table, with commas between them
    #[arg(long, value_name = "FORMATS", value_enum, value_delimiter = ',', default_value = "jsonl")]
    pub format: Vec<TableFormat>,
    /// Write CSV for Excel: guarded against formulas, with a byte order mark
    #[arg(long)]
    pub csv_excel: bool,
}

/// How the program runs and what it says.
#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub struct DedupRunning {
    /// Worker threads; results do not depend on them [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Working memory, such as 512MB; more goes to --temp-dir [default: 60% of what the machine has, or of what a container or batch job is given where that is less]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub memory: Option<u64>,
    /// Folder for what the memory does not hold [default: the system's]
    #[arg(long, value_name = "DIR")]
    pub temp_dir: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
    /// Families that the summary shows
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub top: usize,
    /// End with status 1 when something was dropped
    #[arg(long)]
    pub fail_on_match: bool,
}

impl DedupArguments {
    /// What is meant; `memory` is what there is for this process, where the system tells.
    pub fn config(&self, memory: Option<u64>) -> Result<DedupConfig> {
        let unit = match self.finding.unit {
            UnitName::Document => Unit::Document,
            UnitName::Paragraph => Unit::Paragraph,
        };
        let default = DedupConfig::default();
        Ok(DedupConfig {
            unit,
            threshold: self.finding.threshold,
            shingle: usize::from(self.finding.shingle),
            min_words: self.finding.min_words,
            keep: match self.finding.keep {
                KeepName::First => Keep::First,
                KeepName::Longest => Keep::Longest,
                KeepName::Earliest => Keep::Earliest,
                KeepName::Richest => Keep::Richest,
            },
            protect: self.input.protected()?,
            write_kept: self.output.write_kept.as_deref().map(|path: &Path| KeptFile::new(path, unit, self.output.force)).transpose()?,
            memory: self.running.memory.or_else(|| Some(memory? / 5 * 3)).unwrap_or(default.memory),
            temp_dir: self.running.temp_dir.clone().unwrap_or(default.temp_dir),
        })
    }
}
