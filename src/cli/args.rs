//! What can be typed. Defaults stand in the library's `Config` types; a test holds the help to them.

pub mod dedup;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use wirecopy::pipeline::ScanConfig;
use wirecopy::read::{FieldNames, OutletFrom, ReadConfig};
use wirecopy::report::{Export, Format};
use wirecopy::rewrite::Tiers;

/// Finds what was published twice: near-duplicate articles, copied passages and quotes across a corpus of news.
#[derive(Debug, Parser)]
#[command(name = "wirecopy", version, max_term_width = 100, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "Examples:
  wirecopy scan articles/                      a folder of .txt or .md, with or without metadata.csv
  wirecopy scan news.csv --field text=body     a table, whose texts stand in the column `body`
  wirecopy scan a.jsonl.gz b/ --out run        several inputs, into the folder `run`
  wirecopy dedup crawl.jsonl --write-kept unique.jsonl    what is left without near-duplicates
  wirecopy report run --html page.html         the page again, from a run's tables
  wirecopy compare a.txt b.txt                 two texts with their common passages marked
  wirecopy explain --run run ID ID             why two documents of a run match, or why not

Exit status: 0 done, 1 with --fail-on-match when something was found, 2 error.";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find every copied passage: summary, tables and a page
    Scan(Box<ScanArguments>),
    /// Drop near-duplicate documents: what is kept, and the families, fast
    Dedup(Box<dedup::DedupArguments>),
    /// Write summary and page again from the tables of a run
    Report(ReportArguments),
    /// Hold a run against labels: precision, recall, plagdet, and the worst mistakes
    Eval(EvalArguments),
    /// Show two texts with what they have in common, or the similarity of listed pairs
    Compare(CompareArguments),
    /// Say why two texts match, or why not, and who was first
    Explain(ExplainArguments),
    /// Print the completions of a shell
    Completions(CompletionsArguments),
    /// Print the manual page, or write one for each command
    Man(ManArguments),
}

#[derive(Debug, Args)]
#[command(after_help = SCAN_EXAMPLES)]
pub struct ScanArguments {
    #[command(flatten)]
    pub input: InputArguments,
    #[command(flatten)]
    pub output: OutputArguments,
    #[command(flatten)]
    pub finding: FindingArguments,
    #[command(flatten)]
    pub running: RunningArguments,
}

const SCAN_EXAMPLES: &str = "Examples:
  wirecopy scan corpus
  wirecopy scan helsinki.csv --out helsinki --format csv,jsonl
  wirecopy scan texts/ --outlet-from folder --same-outlet
  wirecopy scan archive.parquet --within 14d --ignore notices.txt
  wirecopy scan articles.jsonl --min-words 12 --fail-on-match --quiet
  wirecopy scan pages/ --near-duplicate-threshold 0.8
  wirecopy scan essays/ sources/ --one-tier --rewritten-threshold 0.38 --rewritten-content 1";

/// What to read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct InputArguments {
    /// Folders and files: .txt, .md, .html, .jsonl, .json, .csv, .tsv, .parquet, each also .gz or .zst; `-` is JSON lines on standard input
    #[arg(required = true, value_name = "CORPUS")]
    pub corpus: Vec<PathBuf>,
    /// Take FIELD for a meaning: text, id, title, outlet, date, url or language, as in text=body
    #[arg(long, value_name = "MEANING=FIELD")]
    pub field: Vec<String>,
    /// Where a document's outlet is taken from
    #[arg(long, value_name = "WHERE", value_enum, default_value_t = OutletSource::Field)]
    pub outlet_from: OutletSource,
    /// Outlets with aliases, owners and hosts, as CSV: name,aliases,owner,kind,hosts
    #[arg(long, value_name = "FILE")]
    pub outlets: Option<PathBuf>,
    /// Read only files that match this pattern, such as 'part-*.jsonl'
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// Leave out files and folders that match this pattern
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Stop after N documents, for a trial
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    /// Make a record that cannot be read an error; else it is left out, counted and told
    #[arg(long)]
    pub strict: bool,
}

impl InputArguments {
    /// What is meant.
    pub fn config(&self) -> wirecopy::Result<ReadConfig> {
        let mut fields = FieldNames::default();
        for choice in &self.field {
            fields = fields.parse(choice)?;
        }
        Ok(ReadConfig {
            inputs: self.corpus.clone(),
            fields,
            outlet_from: self.outlet_from.into(),
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            limit: self.limit,
            strict: self.strict,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutletSource {
    /// a field of the record or the sidecar, else the host of the address
    Field,
    /// the folder in which the file lies
    Folder,
    /// the file's name
    File,
    /// nowhere: every document counts as its own
    None,
}

impl From<OutletSource> for OutletFrom {
    fn from(source: OutletSource) -> Self {
        match source {
            OutletSource::Field => Self::Field,
            OutletSource::Folder => Self::Folder,
            OutletSource::File => Self::File,
            OutletSource::None => Self::None,
        }
    }
}

/// What to write.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArguments {
    /// Folder for the tables and the page
    #[arg(long, short, value_name = "DIR", default_value = "wirecopy-out")]
    pub out: PathBuf,
    /// Replace the run that the folder holds
    #[arg(long)]
    pub force: bool,
    /// Formats of the tables, with commas between them
    #[arg(long, value_name = "FORMATS", value_enum, value_delimiter = ',', default_value = "jsonl")]
    pub format: Vec<TableFormat>,
    /// Forms for other programs, with commas between them
    #[arg(long, value_name = "FORMS", value_enum, value_delimiter = ',')]
    pub export: Vec<ExportForm>,
    /// Write CSV for Excel: guarded against formulas, with a byte order mark
    #[arg(long)]
    pub csv_excel: bool,
    /// Leave out the table of texts
    #[arg(long)]
    pub no_texts: bool,
    #[command(flatten)]
    pub page: PageArguments,
}

/// How the page is made.
#[derive(Debug, Args)]
pub struct PageArguments {
    /// Write the page to FILE instead of report.html in the folder
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write the page as a folder too, which holds everything however large the run
    #[arg(long, value_name = "DIR")]
    pub html_dir: Option<PathBuf>,
    /// Size that the page may have, such as 25MB
    #[arg(long, value_name = "SIZE", value_parser = parse_size, default_value = "25MB")]
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// one JSON object a line
    Jsonl,
    /// comma-separated values
    Csv,
    /// columns, compressed
    Parquet,
}

impl From<TableFormat> for Format {
    fn from(format: TableFormat) -> Self {
        match format {
            TableFormat::Jsonl => Self::Jsonl,
            TableFormat::Csv => Self::Csv,
            TableFormat::Parquet => Self::Parquet,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportForm {
    /// JSON lines as passim writes them
    Passim,
    /// outlet graph for Gephi
    Gexf,
    /// outlet graph as GraphML
    Graphml,
    /// W3C Web Annotations
    Webanno,
}

impl From<ExportForm> for Export {
    fn from(form: ExportForm) -> Self {
        match form {
            ExportForm::Passim => Self::Passim,
            ExportForm::Gexf => Self::Gexf,
            ExportForm::Graphml => Self::Graphml,
            ExportForm::Webanno => Self::Webanno,
        }
    }
}

/// What counts as a copy.
#[derive(Debug, Args)]
#[command(next_help_heading = "Finding")]
pub struct FindingArguments {
    /// Least number of words that a copied passage has
    #[arg(long, value_name = "N", default_value_t = ScanConfig::default().align.min_words, value_parser = clap::value_parser!(u32).range(4..=1000))]
    pub min_words: u32,
    /// Words of a seed: a shorter one finds more in edited text, and costs more
    #[arg(long, value_name = "N", default_value_t = default_u64(ScanConfig::default().seeds.words), value_parser = clap::value_parser!(u64).range(2..=16))]
    pub seed_words: u64,
    /// Consecutive shingles of which one is a seed
    #[arg(long, value_name = "N", default_value_t = default_u64(ScanConfig::default().seeds.window), value_parser = clap::value_parser!(u64).range(1..=64))]
    pub seed_window: u64,
    /// Least similarity of near-duplicate documents: exact Jaccard of their three-word shingles, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = ScanConfig::default().families.document_threshold, value_parser = parse_share)]
    pub near_duplicate_threshold: f64,
    /// Report reuse within one outlet too
    #[arg(long)]
    pub same_outlet: bool,
    /// Compare only documents that can have been published within TIME of one another, such as 14d, 36h or 2w; undated ones always
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub within: Option<u64>,
    /// Texts known to be standing text, in any form that is read here: what is copied from them is boilerplate
    #[arg(long, value_name = "FILE")]
    pub ignore: Vec<PathBuf>,
    /// Look for copies alone, not for what was rewritten
    #[arg(long)]
    pub no_rewritten: bool,
    /// Similarity of two passages above which one is the other rewritten, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = default_share(ScanConfig::default().rewrite.threshold), value_parser = parse_share)]
    pub rewritten_threshold: f64,
    /// Least different content words in small letters that both passages of a rewritten pair have: captions and lists of names have few
    #[arg(long, value_name = "N", default_value_t = ScanConfig::default().rewrite.min_content, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub rewritten_content: u32,
    /// Of each two documents report copies where a long one links them, else what was rewritten, never both
    #[arg(long, conflicts_with = "no_rewritten")]
    pub one_tier: bool,
    /// Look harder: every seed of a text, and twice the bands for near-duplicate paragraphs
    #[arg(long)]
    pub sensitive: bool,
}

fn default_u64(n: usize) -> u64 {
    u64::try_from(n).expect("a small number")
}

fn default_share(hundredths: u32) -> f64 {
    f64::from(hundredths) / 100.0
}

/// The nearest number of hundredths.
fn hundredths(share: f64) -> u32 {
    (0..=100).min_by(|a, b| (f64::from(*a) / 100.0 - share).abs().total_cmp(&(f64::from(*b) / 100.0 - share).abs())).unwrap_or(0)
}

impl FindingArguments {
    /// What is meant.
    pub fn config(&self) -> ScanConfig {
        let mut config = ScanConfig::default();
        config.align.min_words = self.min_words;
        config.seeds.words = usize::try_from(self.seed_words).expect("at most 16");
        config.seeds.window = usize::try_from(self.seed_window).expect("at most 64");
        config.seeds.same_outlet = self.same_outlet;
        config.within = self.within;
        config.families.document_threshold = self.near_duplicate_threshold;
        config.rewrite.threshold = hundredths(self.rewritten_threshold);
        config.rewrite.min_content = self.rewritten_content;
        config.rewrite.tiers = match (self.no_rewritten, self.one_tier) {
            (true, _) => Tiers::Copies,
            (false, true) => Tiers::One,
            (false, false) => Tiers::Both,
        };
        if self.sensitive {
            config.seeds.window = 1;
            config.families.paragraph_bands = config.families.document_bands;
        }
        config
    }
}

/// How the program runs and what it says.
#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub struct RunningArguments {
    /// Worker threads; results do not depend on them [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Say nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
    /// Texts that the summary shows
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub top: usize,
    /// End with status 1 when a copy was found
    #[arg(long)]
    pub fail_on_match: bool,
}

#[derive(Debug, Args)]
#[command(after_help = REPORT_EXAMPLES)]
pub struct ReportArguments {
    /// Folder of a run
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    #[command(flatten)]
    pub page: PageArguments,
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

#[derive(Debug, Args)]
#[command(after_help = EVAL_EXAMPLES)]
pub struct EvalArguments {
    /// Folder of a run
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// What is right: a folder of PAN XML files, or JSON lines or TSV of spans, pairs or families
    #[arg(long, value_name = "GOLD")]
    pub gold: PathBuf,
    /// Count only what was found between the pairs of documents listed in FILE, two names a line
    #[arg(long, value_name = "FILE", conflicts_with = "among")]
    pub only: Option<PathBuf>,
    /// Which findings count [default: listed for PAN folders and labelled pairs, else all]
    #[arg(long, value_name = "WHICH", value_enum)]
    pub among: Option<EvalAmong>,
    /// Least similarity that makes a pair of the gold a near-duplicate [default: the run's own]
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub threshold: Option<f64>,
    /// Show the N worst misses and false alarms with their text
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub errors: usize,
    /// Print JSON instead of a table
    #[arg(long)]
    pub json: bool,
}

const EVAL_EXAMPLES: &str = "Gold, by the names of its fields:
  spans      left_doc, left_start, left_end, right_doc, right_start, right_end [class, kind]; offsets in characters
  pairs      left, right [similarity or label]
  families   id, family
TSV names its fields in the first line. A document is meant by its whole id, or by the end of its path.

Examples:
  wirecopy eval wirecopy-out --gold truth.jsonl --errors 20
  wirecopy eval run --gold pan13/ --only pan13/pairs --json";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EvalAmong {
    /// those between documents (for families: of documents) that the gold names
    Listed,
    /// those between a document on the gold's left and one on its right
    Sides,
    /// all
    All,
}

/// Which two documents.
#[derive(Debug, Args)]
pub struct PairArguments {
    /// A file of any format that `scan` reads, holding one text; with --run or --corpus, the id of a document
    #[arg(value_name = "A")]
    pub left: Option<PathBuf>,
    /// The other one
    #[arg(value_name = "B")]
    pub right: Option<PathBuf>,
    /// A and B are ids of documents of the run in this folder
    #[arg(long, value_name = "DIR")]
    pub run: Option<PathBuf>,
    /// A and B are ids of documents of this corpus: folders and files as of `scan`
    #[arg(long, value_name = "CORPUS", num_args = 1.., conflicts_with = "run")]
    pub corpus: Vec<PathBuf>,
    /// Take FIELD for a meaning: text, id, title, outlet, date, url or language, as in text=body
    #[arg(long, value_name = "MEANING=FIELD")]
    pub field: Vec<String>,
    /// Outlets with aliases, owners and hosts, as CSV: name,aliases,owner,kind,hosts
    #[arg(long, value_name = "FILE")]
    pub outlets: Option<PathBuf>,
    /// Make a record that cannot be read an error; else it is left out and told
    #[arg(long)]
    pub strict: bool,
}

/// What counts as a copy, where that shall differ from the run, or from the defaults of `scan`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Finding (default: as the run, else as `scan`)")]
pub struct WhatIfArguments {
    /// Least number of words that a copied passage has
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(4..=1000))]
    pub min_words: Option<u32>,
    /// Words of a seed
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=16))]
    pub seed_words: Option<u64>,
    /// Consecutive shingles of which one is a seed
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=64))]
    pub seed_window: Option<u64>,
    /// Every shingle is a seed
    #[arg(long, conflicts_with = "seed_window")]
    pub sensitive: bool,
    /// Words of the shingles that similarity is counted in
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=64))]
    pub shingle: Option<u64>,
    /// Similarity from which on two documents are near-duplicates, 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub threshold: Option<f64>,
}

impl WhatIfArguments {
    /// `config` with what was asked for instead.
    pub fn applied_to(&self, mut config: ScanConfig) -> ScanConfig {
        let size = |n: u64| usize::try_from(n).expect("at most 64");
        config.align.min_words = self.min_words.unwrap_or(config.align.min_words);
        config.seeds.words = self.seed_words.map_or(config.seeds.words, size);
        config.seeds.window = self.seed_window.map_or(config.seeds.window, size);
        if self.sensitive {
            config.seeds.window = 1;
        }
        config.families.shingle = self.shingle.map_or(config.families.shingle, size);
        config.families.document_threshold = self.threshold.unwrap_or(config.families.document_threshold);
        config
    }
}

#[derive(Debug, Args)]
#[command(after_help = COMPARE_EXAMPLES)]
pub struct CompareArguments {
    #[command(flatten)]
    pub documents: PairArguments,
    /// Compare the pairs of this list instead: JSON lines, .csv or .tsv with left and right; prints a table
    #[arg(long, value_name = "FILE", requires = "corpus", conflicts_with_all = ["left", "run"])]
    pub pairs: Option<PathBuf>,
    /// Format of that table
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListFormat::Jsonl, requires = "pairs")]
    pub format: ListFormat,
    /// Words that are shown before and behind each passage
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub context: u32,
    /// Show both texts as a whole
    #[arg(long, conflicts_with = "context")]
    pub all: bool,
    /// Print what was found as JSON
    #[arg(long, conflicts_with = "pairs")]
    pub json: bool,
    #[command(flatten)]
    pub what_if: WhatIfArguments,
    #[command(flatten)]
    pub show: ShowArguments,
    /// End with status 1 when something was copied; with --pairs, when a pair reaches the threshold
    #[arg(long)]
    pub fail_on_match: bool,
}

const COMPARE_EXAMPLES: &str = "Examples:
  wirecopy compare agency.txt paper.txt                     two files
  wirecopy compare --run wirecopy-out 17 42                 two documents of a run, by their ids
  wirecopy compare --corpus news.csv --all -- 17 42         two records of a file, shown as a whole
  wirecopy compare --pairs pairs.csv --corpus news.jsonl --format csv > similarity.csv

Side by side from 120 columns on. A common passage stands between [1: and :1], words that differ inside it in {braces}.
Exit status: 0 done, 1 with --fail-on-match when something was copied, 2 error.";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// one JSON object a line
    Jsonl,
    /// comma-separated values
    Csv,
}

#[derive(Debug, Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub struct ExplainArguments {
    #[command(flatten)]
    pub documents: PairArguments,
    /// Report reuse within one outlet too
    #[arg(long)]
    pub same_outlet: bool,
    /// Print everything as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub what_if: WhatIfArguments,
    #[command(flatten)]
    pub show: ShowArguments,
}

const EXPLAIN_EXAMPLES: &str = "Examples:
  wirecopy explain agency.txt paper.txt                     two files
  wirecopy explain --run wirecopy-out 17 42                 two documents of a run: with its caps, clusters and order
  wirecopy explain --corpus news.csv -- 17 42               two records of a file, which is scanned first
  wirecopy explain --run wirecopy-out 17 42 --min-words 6   what the run would say with another parameter

Exit status: 0 done, 2 error.";

/// How it is shown.
#[derive(Debug, Args)]
pub struct ShowArguments {
    /// Columns to lay out for [default: those of the terminal, else 80]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,
    /// Say nothing but errors and what was asked for
    #[arg(long, short)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

const COMPLETIONS_EXAMPLES: &str = "Examples:
  wirecopy completions bash > ~/.local/share/bash-completion/completions/wirecopy
  wirecopy completions zsh > ~/.zfunc/_wirecopy
  wirecopy completions fish > ~/.config/fish/completions/wirecopy.fish";

#[derive(Debug, Args)]
#[command(after_help = MAN_EXAMPLES)]
pub struct ManArguments {
    /// Write a page for each command into this folder, instead of printing the program's own
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

const MAN_EXAMPLES: &str = "Examples:
  wirecopy man | man -l -
  wirecopy man --dir ~/.local/share/man/man1";

/// A share from 0 to 1.
fn parse_share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err(format!("expected a share from 0 to 1 such as 0.5, got `{text}`")),
    }
}

/// Bytes from `512`, `64kB`, `25MB`, `2GiB`.
/// A length of time in seconds.
fn parse_time(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: u64 = match &text[digits.len()..] {
        "h" => 3600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        "" => return Err(format!("`{text}` has no unit: {text}d are days, {text}h hours, {text}w weeks")),
        other => return Err(format!("`{other}` is no unit of time: use h, d or w")),
    };
    let number: u64 = digits.trim().parse().map_err(|_| format!("expected a time such as 14d, got `{text}`"))?;
    number.checked_mul(unit).ok_or_else(|| format!("`{text}` is more than can be counted"))
}

fn parse_size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: u64 = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        other => return Err(format!("`{other}` is no unit of size: use kB, MB, GB, KiB, MiB or GiB")),
    };
    let number: u64 = digits.trim().parse().map_err(|_| format!("expected a size such as 25MB, got `{text}`"))?;
    number.checked_mul(unit).ok_or_else(|| format!("`{text}` is more than can be counted"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn lengths_of_time_have_a_unit() {
        for (text, seconds) in [("36h", 129_600), ("14d", 1_209_600), ("2w", 1_209_600), ("0d", 0)] {
            assert_eq!(parse_time(text), Ok(seconds), "{text}");
        }
        for text in ["14", "d", "two d", "14m", "-1d", "1.5d", "99999999999999999999w", "9999999999999999999w"] {
            assert!(parse_time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_definitions_hold_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn sizes_are_read_with_their_units() {
        assert_eq!(parse_size("25MB"), Ok(25_000_000));
        assert_eq!(parse_size("2GiB"), Ok(2 << 30));
        assert!(parse_size("25 lightyears").is_err() && parse_size("MB").is_err());
    }
}
