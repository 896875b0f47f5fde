//! What would have to change for an alignment to be kept that was left out.

use super::examine::{Examination, Judged};
use super::joint;
use super::runs;
use super::significance;
use super::{AlignConfig, Alignment, Side, is_promising};

/// A parameter that an alignment is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parameter {
    /// [`AlignConfig::min_words`]
    MinWords,
    /// [`AlignConfig::min_content`]
    MinContent,
    /// [`AlignConfig::short_words`]
    ShortWords,
    /// [`AlignConfig::run_words`]
    RunWords,
    /// [`AlignConfig::run_content`]
    RunContent,
    /// [`AlignConfig::long_content`]
    LongContent,
    /// [`AlignConfig::plain_share`]
    PlainShare,
    /// [`AlignConfig::min_identity`]
    MinIdentity,
}

impl Parameter {
    /// All of them, those that a person can set on the command line first.
    pub const ALL: [Self; 8] = [
        Self::MinWords,
        Self::MinIdentity,
        Self::MinContent,
        Self::ShortWords,
        Self::RunWords,
        Self::RunContent,
        Self::LongContent,
        Self::PlainShare,
    ];

    /// The name of the field.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::MinWords => "min_words",
            Self::MinContent => "min_content",
            Self::ShortWords => "short_words",
            Self::RunWords => "run_words",
            Self::RunContent => "run_content",
            Self::LongContent => "long_content",
            Self::PlainShare => "plain_share",
            Self::MinIdentity => "min_identity",
        }
    }

    /// The least value that says anything: below it a rule would hold for alignments of no words.
    fn least(self) -> u32 {
        u32::from(matches!(self, Self::MinWords | Self::RunWords))
    }

    pub(super) fn of(self, config: &mut AlignConfig) -> &mut u32 {
        match self {
            Self::MinWords => &mut config.min_words,
            Self::MinContent => &mut config.min_content,
            Self::ShortWords => &mut config.short_words,
            Self::RunWords => &mut config.run_words,
            Self::RunContent => &mut config.run_content,
            Self::LongContent => &mut config.long_content,
            Self::PlainShare => &mut config.plain_share,
            Self::MinIdentity => &mut config.min_identity,
        }
    }
}

/// A parameter, what it is, and what it would have to be at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The parameter.
    pub parameter: Parameter,
    /// Its value.
    pub from: u32,
    /// The greatest value, below `from`, that does it.
    pub to: u32,
}

/// What would have to change for this alignment to be kept: several ways, each a few parameters that must change together.
/// Each way was tried. Every parameter that does it by itself is a way; where none does, every two that do it together.
/// No way at all: nothing short of changing three.
#[must_use]
pub fn remedies(left: Side<'_>, right: Side<'_>, examination: &Examination, judged: &Judged, config: &AlignConfig) -> Vec<Vec<Change>> {
    let rows = &examination.chains[judged.chain];
    let chain: Vec<runs::Run> =
        rows.iter().map(|&(l, r, len)| runs::Run { left: l, right: r, len, joint: joint::before(left, right, l, r) }).collect();
    let trial = Trial { left, right, chain: &chain, alignment: &judged.alignment };
    let singles = trial.ways(config);
    if !singles.is_empty() {
        return singles.into_iter().map(|change| vec![change]).collect();
    }
    let mut found = Vec::new();
    for first in Parameter::ALL {
        // As far as it goes, to find the other one; then as far as it must.
        let mut relaxed = *config;
        *first.of(&mut relaxed) = first.least();
        for second in trial.ways(&relaxed).into_iter().filter(|second| second.parameter > first) {
            let mut with_second = *config;
            *second.parameter.of(&mut with_second) = second.to;
            found.extend(trial.least_change(&with_second, first).map(|first| vec![first, second]));
        }
    }
    found
}

/// An alignment that is judged again with other parameters.
struct Trial<'a> {
    left: Side<'a>,
    right: Side<'a>,
    chain: &'a [runs::Run],
    alignment: &'a Alignment,
}

impl Trial<'_> {
    fn keeps(&self, config: &AlignConfig) -> bool {
        is_promising(self.left, self.right, self.chain, config)
            && significance::judge(self.left, self.right, self.alignment, config).is_ok()
    }

    /// Parameters that do it by themselves.
    fn ways(&self, config: &AlignConfig) -> Vec<Change> {
        Parameter::ALL.into_iter().filter_map(|parameter| self.least_change(config, parameter)).collect()
    }

    /// The greatest value below its own with which the alignment is kept. Every rule is a least value, so a lower one keeps more.
    fn least_change(&self, config: &AlignConfig, parameter: Parameter) -> Option<Change> {
        let mut tried = *config;
        let from = *parameter.of(&mut tried);
        let to = (parameter.least()..from).rev().find(|to| {
            *parameter.of(&mut tried) = *to;
            self.keeps(&tried)
        })?;
        Some(Change { parameter, from, to })
    }
}
