//! What is said about a passage's place in the order of publication, and how well it is founded.

use serde::{Deserialize, Serialize};

/// Where a passage stands in its cluster's order of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Published before every other one: its interval ends before all others begin.
    First,
    /// Some other one was certainly published earlier.
    Later,
    /// May be the first, as may others.
    Tied,
    /// No date is known.
    Undated,
}

impl Role {
    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Later => "later",
            Self::Tied => "tied",
            Self::Undated => "undated",
        }
    }
}

/// How well a statement about origin is founded, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// The document itself names its source; or it is the first, and what has no date names it as its source.
    Credited,
    /// Disjoint intervals of publication.
    Dated,
    /// Neither, but one text contains the other.
    Inferred,
    /// Nothing decides.
    Undetermined,
}

impl Grade {
    /// The name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Credited => "credited",
            Self::Dated => "dated",
            Self::Inferred => "inferred",
            Self::Undetermined => "undetermined",
        }
    }
}
