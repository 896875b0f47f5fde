//! The lines of files that are read a second time, byte for byte.

use std::io::{self, BufRead, BufReader, Read};

use super::{BUFFER, rewritten};
use crate::error::{Error, Result};
use crate::read::{Again, InputFile, Packing, StreamedFile, with_line_feeds};

/// Which of the two bytes of UTF-16 stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dedup) enum Wide {
    LowFirst,
    HighFirst,
}

impl Wide {
    /// By the name of the encoding; `None`: a line feed is a byte.
    pub fn of(encoding: &str) -> Option<Self> {
        match encoding {
            "UTF-16LE" => Some(Self::LowFirst),
            "UTF-16BE" => Some(Self::HighFirst),
            _ => None,
        }
    }

    /// The letters.
    pub fn text(self, bytes: &[u8]) -> String {
        let encoding = if self == Self::LowFirst { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE };
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    }

    /// The byte order mark, without which fewer lines might be taken for another encoding.
    pub fn mark(self) -> &'static [u8] {
        match self {
            Self::LowFirst => b"\xff\xfe",
            Self::HighFirst => b"\xfe\xff",
        }
    }
}

/// What ends a line.
pub(super) fn line_feed(wide: Option<Wide>) -> &'static [u8] {
    match wide {
        None => b"\n",
        Some(Wide::LowFirst) => b"\n\0",
        Some(Wide::HighFirst) => b"\0\n",
    }
}

/// Whether what begins a line ends it.
pub(super) fn ends(wide: Option<Wide>, line: &[u8]) -> bool {
    let feed = line_feed(wide);
    line.len().is_multiple_of(feed.len()) && line.ends_with(feed)
}

/// A file's first line without the byte order mark that it may begin with.
pub(super) fn without_mark(wide: Option<Wide>, line: &[u8]) -> &[u8] {
    let mark = wide.map_or(&b"\xef\xbb\xbf"[..], Wide::mark);
    line.strip_prefix(mark).unwrap_or(line)
}

/// A failure to read that is the packing's; a failure of the disk is an error, and so is any of a file that is not packed.
pub(super) fn damage(file: &StreamedFile, error: io::Error) -> Result<io::Error> {
    if file.compression == Packing::None || error.raw_os_error().is_some() {
        return Err(Error::io(&file.path, error));
    }
    Ok(error)
}

/// The lines of a file as they were read first.
pub(super) struct Lines<'a> {
    file: &'a StreamedFile,
    wide: Option<Wide>,
    bytes: Box<dyn BufRead + 'a>,
    pub line: Vec<u8>,
    /// Where the line begins in the unpacked file.
    pub at: u64,
    /// That the packing is damaged behind the line.
    pub broke: bool,
    again: Option<Again>,
}

impl<'a> Lines<'a> {
    /// Begins with a file; `known` was told when it was read first.
    pub fn open(file: &'a StreamedFile, wide: Option<Wide>, known: Option<&InputFile>) -> Result<Self> {
        let (unpacked, again) = match known {
            Some(known) => file.unpacked_again(known).map(|(unpacked, again)| (unpacked, Some(again)))?,
            None => (file.unpacked()?, None),
        };
        let bytes = Box::new(BufReader::with_capacity(BUFFER, unpacked));
        let bytes = if wide.is_some() { bytes } else { with_line_feeds(bytes) };
        Ok(Self { file, wide, bytes, line: Vec::new(), at: 0, broke: false, again })
    }

    /// Goes to the next line; false where there is none. What stands before a break is a line, as it was when it was read first.
    pub fn next(&mut self) -> Result<bool> {
        self.at += self.line.len() as u64;
        self.line.clear();
        if self.broke {
            return Ok(false);
        }
        if let Err(e) = self.read_line() {
            damage(self.file, e)?;
            self.broke = true;
        }
        Ok(!self.line.is_empty())
    }

    fn read_line(&mut self) -> io::Result<()> {
        loop {
            let before = self.line.len();
            self.bytes.read_until(b'\n', &mut self.line)?;
            // The byte may be one of another letter's two.
            if self.wide == Some(Wide::LowFirst) && self.line.len() % 2 == 1 {
                self.bytes.by_ref().take(1).read_to_end(&mut self.line)?;
            }
            if self.line.len() == before || ends(self.wide, &self.line) {
                return Ok(());
            }
        }
    }

    /// That the file gave the bytes that it gave first, once all lines were read. Behind those new ones may stand, which are not read.
    pub fn end(self) -> Result<()> {
        let is_the_same = self.again.map_or(Ok(true), Again::gave_the_same).map_err(|e| Error::io(&self.file.path, e))?;
        if is_the_same { Ok(()) } else { Err(rewritten(&self.file.path)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_two_bytes_a_letter_ends_where_both_are_a_line_feed() {
        // U+0A00 and U+000A side by side, and a letter whose first byte is that of a line feed.
        let text = "a\u{a00}\u{a0a}\n\u{10a}b\r\n\u{a0d}";
        for wide in [Wide::LowFirst, Wide::HighFirst] {
            let bytes = |text: &str| -> Vec<u8> {
                let units = text.encode_utf16();
                if wide == Wide::LowFirst { units.flat_map(u16::to_le_bytes).collect() } else { units.flat_map(u16::to_be_bytes).collect() }
            };
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), bytes(text)).unwrap();
            let streamed = StreamedFile {
                path: file.path().to_owned(),
                name: "a.csv".into(),
                shape: crate::read::Shape::Table,
                compression: Packing::None,
                can_seek: false,
            };
            let mut lines = Lines::open(&streamed, Some(wide), None).unwrap();
            let mut found = Vec::new();
            while lines.next().unwrap() {
                found.push(lines.line.clone());
            }
            assert_eq!(found, text.split_inclusive('\n').map(bytes).collect::<Vec<_>>(), "{wide:?}");
        }
    }
}
