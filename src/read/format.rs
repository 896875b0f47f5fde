//! What a file's name says: its format, and how it is packed.

use std::path::Path;

use super::decompress::Compression;

/// What a file's name says about its inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// One plain text.
    Text,
    /// A web page.
    #[cfg(feature = "html")]
    Html,
    /// One object on each line.
    JsonLines,
    /// One array of objects, or objects one after another.
    Json,
    /// A table; `None`: separated by commas or semicolons.
    Delimited(Option<u8>),
    /// A table by columns.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// The endings that are read, for messages.
    pub fn endings() -> String {
        let html = if cfg!(feature = "html") { ".html, " } else { "" };
        let parquet = if cfg!(feature = "parquet") { ", .parquet" } else { "" };
        format!(".txt, .md, {html}.jsonl, .json, .csv, .tsv{parquet}, each also .gz or .zst")
    }

    /// What to do about a file whose ending is not read.
    pub fn remedy(name: &str) -> String {
        let ending = Path::new(Compression::of(name).1).extension().unwrap_or_default();
        for (known, feature) in [("html", "html"), ("htm", "html"), ("parquet", "parquet")] {
            if ending.eq_ignore_ascii_case(known) {
                return format!("this program was built without the feature `{feature}`: build it with --features {feature}");
            }
        }
        let packings = ["bz2", "xz", "zip", "7z", "lz4", "rar", "tar", "tgz", "br", "lzma", "z"];
        if packings.iter().any(|packing| ending.eq_ignore_ascii_case(packing)) {
            return format!("unpack it first; read are {}", Self::endings());
        }
        format!("read are {}", Self::endings())
    }

    /// Whether a file holds many records, each a document.
    pub fn holds_records(self) -> bool {
        match self {
            Self::Text => false,
            #[cfg(feature = "html")]
            Self::Html => false,
            _ => true,
        }
    }

    /// Whether a file is a web page.
    pub fn is_page(self) -> bool {
        match self {
            #[cfg(feature = "html")]
            Self::Html => true,
            _ => false,
        }
    }

    fn of(name: &str) -> Option<Self> {
        let ending = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "txt" | "text" | "md" | "markdown" => Self::Text,
            #[cfg(feature = "html")]
            "html" | "htm" | "xhtml" => Self::Html,
            "jsonl" | "ndjson" => Self::JsonLines,
            "json" => Self::Json,
            "csv" => Self::Delimited(None),
            "tsv" | "tab" => Self::Delimited(Some(b'\t')),
            #[cfg(feature = "parquet")]
            "parquet" => Self::Parquet,
            _ => return None,
        })
    }
}

/// What a file is by its name, unpacked and packed.
pub(super) fn format_of(name: &str) -> Option<(Format, Compression)> {
    let (compression, name) = Compression::of(name);
    Some((Format::of(name)?, compression))
}

/// The format of a sidecar: a table called `metadata`.
pub(super) fn sidecar_format(name: &str) -> Option<(Format, Compression)> {
    let (format, compression) = format_of(name)?;
    let (_, unpacked) = Compression::of(name);
    let (stem, _) = unpacked.rsplit_once('.')?;
    let table = matches!(format, Format::Delimited(_) | Format::JsonLines);
    (table && stem.eq_ignore_ascii_case("metadata")).then_some((format, compression))
}
