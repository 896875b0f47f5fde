//! What can be typed after `wirecopy scan`: what to read, what counts as a copy, what to write, how it runs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use wirecopy::pipeline::ScanConfig;
use wirecopy::read::{OutletFrom, ReadConfig};
use wirecopy::report::Export;
use wirecopy::rewrite::Tiers;
use wirecopy::room::{Room, machine_memory};

use super::report::PageArguments;
use super::values::{TableFormat, field_names, parse_share, parse_share_above_zero, parse_size, parse_time};

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
  wirecopy scan crawl.jsonl.zst --memory 8GB --temp-dir /scratch
  wirecopy scan essays/ sources/ --one-tier --rewritten-threshold 0.38 --rewritten-content 1";

/// What to read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct InputArguments {
    /// Folders and files: .txt, .md, .html, .jsonl, .json, .csv, .tsv, .parquet, each also .gz or .zst; `-` is JSON lines on standard input
    #[arg(required = true, value_name = "CORPUS")]
    pub corpus: Vec<PathBuf>,
    /// Take FIELD for a meaning: text, id, title, outlet, date, url, language, or file in a sidecar, as in text=body; of several for one
    /// meaning the first that a record has
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
        Ok(ReadConfig {
            inputs: self.corpus.clone(),
            fields: field_names(&self.field)?,
            outlet_from: self.outlet_from.into(),
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            limit: self.limit,
            strict: self.strict,
            ..ReadConfig::default()
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
    /// Least number of words that a copied passage has; each part of a joined word counts here, `U.S.` as two
    #[arg(long, value_name = "N", default_value_t = ScanConfig::default().align.min_words, value_parser = clap::value_parser!(u32).range(4..=1000))]
    pub min_words: u32,
    /// Words of a seed: a shorter one finds more in edited text, and costs more
    #[arg(long, value_name = "N", default_value_t = default_u64(ScanConfig::default().seeds.words), value_parser = clap::value_parser!(u64).range(2..=16))]
    pub seed_words: u64,
    /// Consecutive shingles of which one is a seed
    #[arg(long, value_name = "N", default_value_t = default_u64(ScanConfig::default().seeds.window), value_parser = clap::value_parser!(u64).range(1..=64), conflicts_with = "sensitive")]
    pub seed_window: u64,
    /// Least similarity of near-duplicate documents: exact Jaccard of their three-word shingles, above 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = ScanConfig::default().families.document_threshold, value_parser = parse_share_above_zero)]
    pub near_duplicate_threshold: f64,
    /// Report reuse within one outlet too
    #[arg(long)]
    pub same_outlet: bool,
    /// Compare only documents that can have been published within TIME of one another, such as 14d, 36h or 2w; undated ones always
    #[arg(long, value_name = "TIME", value_parser = parse_time, allow_hyphen_values = true)]
    pub within: Option<u64>,
    /// Texts known to be standing text, in any form that is read here: what is copied from them is boilerplate
    #[arg(long, value_name = "FILE")]
    pub ignore: Vec<PathBuf>,
    /// Look for copies alone, not for what was rewritten
    #[arg(long)]
    pub no_rewritten: bool,
    /// Similarity of two passages above which one is the other rewritten, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = default_share(ScanConfig::default().rewrite.threshold), value_parser = parse_share, conflicts_with = "no_rewritten")]
    pub rewritten_threshold: f64,
    /// Least different content words in small letters that both passages of a rewritten pair have: captions and lists of names have few
    #[arg(long, value_name = "N", default_value_t = ScanConfig::default().rewrite.min_content, value_parser = clap::value_parser!(u32).range(1..=100), conflicts_with = "no_rewritten")]
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
    /// Working memory, such as 8GB. Where texts and words would take more than half of it they go to --temp-dir, and so do the pairs that are
    /// found and the rows of passages; places of seeds, and places at which two documents share one, go there where they take too much. What else is found is held in any case [default: 60% of what the machine has, or of what a container or batch job is given where that is less]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub memory: Option<u64>,
    /// Folder for what the memory does not hold [default: the system's]
    #[arg(long, value_name = "DIR")]
    pub temp_dir: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
    /// Texts that the summary shows
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub top: usize,
    /// End with status 1 when a copy was found: a quote, wire copy or a passage. Boilerplate, formulas, rewritten passages and documents that are nearly alike as wholes count for nothing
    #[arg(long)]
    pub fail_on_match: bool,
}

impl RunningArguments {
    /// The memory there is.
    pub fn room(&self) -> Room {
        let default = Room::default();
        Room {
            memory: self.memory.or_else(|| Some(machine_memory()? / 5 * 3)).unwrap_or(default.memory),
            temp_dir: self.temp_dir.clone().unwrap_or(default.temp_dir),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::args::taken::is_in_range;

    #[derive(Debug, Parser)]
    struct Typed {
        #[command(flatten)]
        finding: FindingArguments,
    }

    #[test]
    fn whatever_can_be_typed_is_in_the_ranges_of_the_library() {
        for typed in [
            "",
            "--min-words 4 --seed-words 2 --seed-window 1 --near-duplicate-threshold 1e-9 --rewritten-threshold 0 --rewritten-content 1",
            "--min-words 1000 --seed-words 16 --seed-window 64 --near-duplicate-threshold 1 --rewritten-threshold 1 --rewritten-content 100",
            "--sensitive --one-tier --same-outlet --within 0d",
            "--no-rewritten --within 99999w",
        ] {
            let typed = Typed::try_parse_from(["scan"].into_iter().chain(typed.split_whitespace())).expect("it can be typed");
            typed.finding.config().check().expect("it is in range");
        }
        is_in_range::<Typed>(|typed| typed.finding.config().check());
    }
}
