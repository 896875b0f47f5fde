//! What is no text, told by its first bytes: packed files and documents of other programs that a name ending in `.txt` or `.jsonl` promises too much of.

use super::trouble::Trouble;

/// A kind of file that is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Foreign {
    begins: &'static [u8],
    is: &'static str,
    remedy: &'static str,
}

/// What is there instead of a text, where that is known.
pub(super) type NoText = Option<&'static Foreign>;

const KINDS: &[Foreign] = &[
    Foreign { begins: b"\x1f\x8b\x08", is: "packed with gzip", remedy: "let its name end in .gz" },
    Foreign { begins: b"\x28\xb5\x2f\xfd", is: "packed with zstd", remedy: "let its name end in .zst" },
    Foreign { begins: b"BZh", is: "packed with bzip2", remedy: "unpack it first" },
    Foreign { begins: b"\xfd7zXZ\0", is: "packed with xz", remedy: "unpack it first" },
    Foreign {
        begins: b"PK\x03\x04",
        is: "a zip archive, or a document of Word or Excel",
        remedy: "save its text as .txt, or its table as .csv",
    },
    Foreign {
        begins: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        is: "a document of Word or Excel",
        remedy: "save its text as .txt, or its table as .csv",
    },
    Foreign { begins: b"%PDF-", is: "a PDF", remedy: "take its text out first" },
    Foreign { begins: b"PAR1", is: "a Parquet table", remedy: "let its name end in .parquet" },
];

impl Foreign {
    /// Judges the first bytes of a file.
    pub fn of(head: &[u8]) -> Option<&'static Self> {
        // Text may begin with the three letters; a packed file has its mark behind them and their digit.
        let is_packed = |kind: &Self| kind.begins != b"BZh" || head.get(4..10) == Some(b"1AY&SY");
        KINDS.iter().find(|kind| head.starts_with(kind.begins) && is_packed(kind))
    }

    fn told(&self) -> Trouble {
        Trouble::new("binary file", format!("it is {}, and its name says otherwise", self.is))
            .so(format!("the file was left out; {}", self.remedy))
    }
}

/// That a file is no text; `what` is known of it.
pub(super) fn binary(what: NoText) -> Trouble {
    let unknown = || Trouble::new("binary file", "it holds NUL bytes and is no UTF-16, so no text").so("the file was left out");
    what.map_or_else(unknown, Foreign::told).losing(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_files_are_known_by_their_first_bytes_and_words_that_begin_alike_are_texts() {
        let is = |bytes: &[u8]| Foreign::of(bytes).map(|kind| kind.is);
        assert_eq!(is(b"BZh91AY&SY\x01\x02"), Some("packed with bzip2"));
        assert_eq!(is(&[0x1f, 0x8b, 8, 0]), Some("packed with gzip"));
        for text in [&b"BZh is a name"[..], b"PK", b"PARIS (Reuters)", b""] {
            assert_eq!(is(text), None);
        }
    }
}
