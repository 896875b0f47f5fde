//! Streams of other encodings as UTF-8.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

/// Fails once, then ends.
pub(super) struct Broken(pub Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Turns a stream of another encoding into UTF-8; what does not decode becomes U+FFFD.
pub(super) struct Transcoder<R> {
    raw: R,
    decoder: Decoder,
    /// Decoded and not asked for yet.
    held: VecDeque<u8>,
    done: bool,
}

/// More than one decoded character with a fault before it can take.
const PIECE: usize = 32;

impl<R: BufRead> Transcoder<R> {
    pub fn new(raw: R, encoding: &'static Encoding) -> Self {
        Self { raw, decoder: encoding.new_decoder_without_bom_handling(), held: VecDeque::new(), done: false }
    }
}

impl<R: BufRead> Read for Transcoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.len() < PIECE {
            // Too small for a decoded character: through a buffer of our own.
            if self.held.is_empty() {
                let mut piece = [0; PIECE];
                let written = self.read(&mut piece)?;
                self.held.extend(&piece[..written]);
            }
            return self.held.read(out);
        }
        if !self.held.is_empty() {
            return self.held.read(out);
        }
        while !self.done {
            let raw = self.raw.fill_buf()?;
            let last = raw.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(raw, out, last);
            self.raw.consume(read);
            self.done = last && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

/// The order of the four bytes of a character of UTF-32, which browsers read no more, so that [`encoding_rs`] does not know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Utf32 {
    LowFirst,
    HighFirst,
}

impl Utf32 {
    /// Bytes of its mark.
    pub const MARK: usize = 4;

    /// What a byte order mark says. As UTF-16 the first one would be a mark and a NUL.
    pub fn of_mark(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xFE, 0, 0, ..] => Some(Self::LowFirst),
            [0, 0, 0xFE, 0xFF, ..] => Some(Self::HighFirst),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::LowFirst => "UTF-32LE",
            Self::HighFirst => "UTF-32BE",
        }
    }

    /// The bytes behind the mark as text, with U+FFFD for what is no character.
    pub fn decode(self, bytes: &[u8]) -> String {
        let (characters, rest) = bytes.as_chunks::<4>();
        let number = |four: &[u8; 4]| match self {
            Self::LowFirst => u32::from_le_bytes(*four),
            Self::HighFirst => u32::from_be_bytes(*four),
        };
        let character = |four| char::from_u32(number(four)).unwrap_or('\u{fffd}');
        characters.iter().map(character).chain((!rest.is_empty()).then_some('\u{fffd}')).collect()
    }
}

/// Turns a stream of UTF-32 behind its mark into UTF-8.
pub(super) struct Utf32Stream<R> {
    raw: R,
    order: Utf32,
    /// Decoded and not asked for yet.
    held: VecDeque<u8>,
    /// Where the stream broke off, told behind what was read before.
    broken: Option<io::Error>,
}

impl<R: Read> Utf32Stream<R> {
    pub fn new(raw: R, order: Utf32) -> Self {
        Self { raw, order, held: VecDeque::new(), broken: None }
    }
}

impl<R: Read> Read for Utf32Stream<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.held.is_empty() {
            if let Some(broken) = self.broken.take() {
                return Err(broken);
            }
            // Whole characters, but for those that the stream breaks off in.
            let mut bytes = Vec::new();
            self.broken = self.raw.by_ref().take(1 << 14).read_to_end(&mut bytes).err();
            if let Some(broken) = self.broken.take_if(|_| bytes.is_empty()) {
                return Err(broken);
            }
            self.held.extend(self.order.decode(&bytes).into_bytes());
        }
        self.held.read(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf32_is_read_in_both_orders_and_what_is_no_character_is_marked() {
        let text = "Москва 🕊 waits. ".repeat(3000);
        for (order, bytes) in [
            (Utf32::LowFirst, text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<u8>>()),
            (Utf32::HighFirst, text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect()),
        ] {
            assert_eq!(order.decode(&bytes), text);
            let mut streamed = String::new();
            Utf32Stream::new(bytes.as_slice(), order).read_to_string(&mut streamed).unwrap();
            assert_eq!(streamed, text);
        }
        // What stands before a break is read, and then the break is told.
        let bytes: Vec<u8> = "waits".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let cut = bytes.as_slice().chain(Broken(Some(io::ErrorKind::UnexpectedEof.into())));
        let mut streamed = String::new();
        let told = Utf32Stream::new(cut, Utf32::LowFirst).read_to_string(&mut streamed);
        assert_eq!((streamed.as_str(), told.unwrap_err().kind()), ("waits", io::ErrorKind::UnexpectedEof));
        assert_eq!(Utf32::LowFirst.decode(&[b'a', 0, 0, 0, 0, 0xD8, 0, 0, b'b']), "a\u{fffd}\u{fffd}");
    }
}
