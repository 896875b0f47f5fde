//! Which files of a folder are read, by pattern.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::error::{Error, ErrorKind, Result};

/// Patterns over paths below an input folder. One without a slash inside matches a name at any depth;
/// `*` stays within a name, `**` crosses folders.
#[derive(Debug)]
pub(super) struct Globs {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Globs {
    /// # Errors
    /// [`ErrorKind::BadOption`] when a pattern cannot be read.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self> {
        let included = if include.is_empty() { None } else { Some(set(include, "--include")?) };
        Ok(Self { include: included, exclude: set(exclude, "--exclude")? })
    }

    /// Whether a file is wanted at all.
    pub fn include(&self, below: &str) -> bool {
        self.include.as_ref().is_none_or(|set| set.is_match(below))
    }

    /// Whether a file, or a folder with all that is in it, is unwanted.
    pub fn exclude(&self, below: &str) -> bool {
        self.exclude.is_match(below)
    }
}

fn set(patterns: &[String], option: &str) -> Result<GlobSet> {
    let bad = |e: globset::Error| {
        Error::new(ErrorKind::BadOption, format!("{option}: {e}"))
            .remedy("patterns look like '*.txt', 'drafts/' or 'part-*/**/*.jsonl'; quote them")
    };
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let trimmed = pattern.trim_start_matches("./").trim_end_matches('/');
        let anchored = match trimmed.strip_prefix('/') {
            Some(rest) => rest.to_owned(),
            None if trimmed.contains('/') => trimmed.to_owned(),
            None => format!("**/{trimmed}"),
        };
        set.add(GlobBuilder::new(&anchored).literal_separator(true).build().map_err(bad)?);
        // A folder stands for all that is in it, also where only files are asked about.
        let inside = format!("{anchored}/**");
        set.add(GlobBuilder::new(&inside).literal_separator(true).build().map_err(bad)?);
    }
    set.build().map_err(bad)
}
