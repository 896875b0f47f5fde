//! A run in the forms that other programs read.

/// A form that another program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Export {
    /// JSON lines with the fields of passim's output.
    Passim,
    /// The graph of outlets for Gephi.
    Gexf,
    /// The graph of outlets as GraphML.
    Graphml,
    /// W3C Web Annotations.
    Webanno,
}

impl Export {
    /// All forms.
    pub const ALL: [Self; 4] = [Self::Passim, Self::Gexf, Self::Graphml, Self::Webanno];

    /// The name of the form, as in `--export`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passim => "passim",
            Self::Gexf => "gexf",
            Self::Graphml => "graphml",
            Self::Webanno => "webanno",
        }
    }

    /// The file that it is written to.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Passim => "passim.jsonl",
            Self::Gexf => "outlets.gexf",
            Self::Graphml => "outlets.graphml",
            Self::Webanno => "annotations.jsonld",
        }
    }
}
