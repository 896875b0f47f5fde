//! What `wirecopy compare` and `wirecopy explain` both take: which two documents, what shall count as a copy, how it is shown.

use std::path::PathBuf;

use clap::Args;

use wirecopy::pipeline::ScanConfig;

use super::values::parse_share;

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
    /// Take FIELD for a meaning: text, id, title, outlet, date, url, language, or file in a sidecar, as in text=body; of several for one
    /// meaning the first that a record has
    #[arg(long, value_name = "MEANING=FIELD", conflicts_with = "run")]
    pub field: Vec<String>,
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
    /// An option of these that was given, and means nothing where only the similarity of whole documents is counted.
    pub fn about_passages(&self) -> Option<&'static str> {
        let given = [
            ("--min-words", self.min_words.is_some()),
            ("--seed-words", self.seed_words.is_some()),
            ("--seed-window", self.seed_window.is_some()),
            ("--sensitive", self.sensitive),
        ];
        given.into_iter().find_map(|(name, is_given)| is_given.then_some(name))
    }

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

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::args::taken::is_in_range;

    #[derive(Debug, Parser)]
    struct Typed {
        #[command(flatten)]
        what_if: WhatIfArguments,
    }

    #[test]
    fn whatever_can_be_typed_is_in_the_ranges_of_the_library() {
        for typed in [
            "",
            "--sensitive",
            "--min-words 4 --seed-words 2 --seed-window 1 --shingle 1 --threshold 0",
            "--min-words 1000 --seed-words 16 --seed-window 64 --shingle 64 --threshold 1",
        ] {
            let typed = Typed::try_parse_from(["explain"].into_iter().chain(typed.split_whitespace())).expect("it can be typed");
            typed.what_if.applied_to(ScanConfig::default()).check().expect("it is in range");
        }
        is_in_range::<Typed>(|typed| typed.what_if.applied_to(ScanConfig::default()).check());
    }
}
