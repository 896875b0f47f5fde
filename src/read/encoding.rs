//! Bytes to text: finds the encoding, decodes, and counts what did not decode.
//!
//! A byte order mark decides (of UTF-8, UTF-16, UTF-32). Else bytes that are UTF-8 are UTF-8; so are bytes that hold more characters of UTF-8 beyond ASCII
//! than faults, since text of another encoding practically never forms any. The rest is what a page declares, or else what its letters make likely.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::foreign::{Foreign, NoText};
use super::transcode::{Broken, Transcoder, Utf32, Utf32Stream};

/// How many bytes the nature of a file is judged by.
const HEAD: usize = 8192;

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// UTF-8 with a mark of three bytes, or UTF-16 with a mark of two.
    Marked(&'static Encoding, usize),
    /// UTF-16 without a mark: every other byte is NUL.
    Utf16(&'static Encoding),
    /// UTF-32 with a mark of four bytes.
    Utf32(Utf32),
    /// NUL bytes that make no sense in a text.
    Binary,
    /// Nothing yet.
    Unknown,
}

impl Head {
    /// Judges the first bytes of a file.
    pub fn of(bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(HEAD)];
        if let Some(order) = Utf32::of_mark(head) {
            return Self::Utf32(order);
        }
        if let Some((encoding, mark)) = Encoding::for_bom(head) {
            return Self::Marked(encoding, mark);
        }
        let nul_at = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        let (even, odd) = (nul_at(0), nul_at(1));
        if (even, odd) == (0, 0) {
            return if Foreign::of(head).is_some() { Self::Binary } else { Self::Unknown };
        }
        let cut_at_end = |e: std::str::Utf8Error| e.error_len().is_none();
        let text = std::str::from_utf8(head).map_or_else(cut_at_end, |_| true);
        // Spaces and digits are below U+0100 in every script: of 16 characters at least one. Where the other bytes are a text by
        // themselves it takes every other one: only ASCII looks so as UTF-16 too, and there hardly any is not.
        let least = if text && is_plain(head) { head.len().div_ceil(4) } else { head.len() / 32 };
        if odd > 16 * even && odd >= least {
            Self::Utf16(UTF_16LE)
        } else if even > 16 * odd && even >= least {
            Self::Utf16(UTF_16BE)
        } else if text && (even + odd == 1 || (even + odd) * 64 <= head.len()) {
            // A stray NUL is in many a text that was scraped; other files hold them by the dozen, or bytes of no text beside them.
            Self::Unknown
        } else {
            Self::Binary
        }
    }
}

/// Whether bytes hold, NUL aside, no controls but those of a text, and not many of those. As UTF-16 the letters of most scripts
/// have such a byte each.
fn is_plain(bytes: &[u8]) -> bool {
    let is_blank = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C);
    let blanks = bytes.iter().filter(|byte| is_blank(byte)).count();
    blanks * 4 <= bytes.len() && bytes.iter().all(|byte| *byte == 0 || !byte.is_ascii_control() || is_blank(byte))
}

/// A text and how it came out of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub text: String,
    /// As the Encoding Standard writes it: `UTF-8`, `windows-1251`.
    pub encoding: &'static str,
    /// How many places did not decode and now hold U+FFFD.
    pub replaced: u64,
    /// The line of the first of them, counted from 1.
    pub first_replaced: Option<u64>,
    /// Where the encoding was guessed, and by little.
    pub guess: Option<Guess>,
}

/// An encoding that few letters speak for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guess {
    pub encoding: &'static str,
    /// Bytes beyond ASCII: all that it was judged by.
    pub bytes: u64,
}

/// From so many bytes beyond ASCII on a guess is not told (reasoned: a sentence of Russian or Greek has more, and what has fewer has few letters to
/// get wrong).
const TELLING: u64 = 12;

/// Decodes a whole file; `declared` is what a page says of itself. `None`: the file is binary.
pub(crate) fn decode(mut bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Option<Decoded> {
    let mut guess = None;
    let encoding = match Head::of(&bytes) {
        Head::Binary => return None,
        Head::Utf32(order) => return Some(counted_in(order.decode(&bytes[Utf32::MARK..]), order.name())),
        Head::Marked(encoding, mark) => {
            bytes.drain(..mark);
            encoding
        }
        Head::Utf16(encoding) => encoding,
        Head::Unknown => match String::from_utf8(bytes) {
            Ok(text) => {
                return Some(Decoded { text, encoding: UTF_8.name(), replaced: 0, first_replaced: None, guess });
            }
            Err(e) => {
                bytes = e.into_bytes();
                let mut evidence = Evidence::default();
                evidence.feed(&bytes, true);
                let (encoding, guessed) = evidence.encoding(declared);
                guess = guessed;
                encoding
            }
        },
    };
    Some(Decoded { guess, ..decode_as(&bytes, encoding) })
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    if encoding == UTF_8 {
        let first_fault = std::str::from_utf8(bytes).err().map(|e| e.valid_up_to());
        let first_replaced = first_fault.map(|at| 1 + count_lines(&bytes[..at]));
        let (text, replaced) = lossy(bytes);
        return Decoded { text: text.into_owned(), encoding: UTF_8.name(), replaced, first_replaced, guess: None };
    }
    counted_in(encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding.name())
}

/// Counts what did not decode.
fn counted_in(text: String, encoding: &'static str) -> Decoded {
    // Only UTF-16 and UTF-32 could hold U+FFFD of their own, and there it stands for an older fault.
    let replaced = text.matches('\u{fffd}').count() as u64;
    let first_replaced = text.find('\u{fffd}').map(|at| 1 + count_lines(&text.as_bytes()[..at]));
    Decoded { text, encoding, replaced, first_replaced, guess: None }
}

/// How many line ends the bytes hold.
pub(super) fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// What speaks for and against UTF-8 in bytes that are not all of it.
struct Evidence {
    detector: EncodingDetector,
    well_formed: u64,
    faults: u64,
    /// Bytes beyond ASCII.
    beyond: u64,
    pending: Vec<u8>,
}

impl Default for Evidence {
    fn default() -> Self {
        Self { detector: EncodingDetector::new(Iso2022JpDetection::Allow), well_formed: 0, faults: 0, beyond: 0, pending: Vec::new() }
    }
}

impl Evidence {
    fn feed(&mut self, bytes: &[u8], last: bool) {
        self.detector.feed(bytes, last);
        self.beyond += bytes.iter().filter(|byte| !byte.is_ascii()).count() as u64;
        let joined;
        let mut rest = if self.pending.is_empty() {
            bytes
        } else {
            joined = [std::mem::take(&mut self.pending).as_slice(), bytes].concat();
            &joined
        };
        loop {
            let (good, fault) = match std::str::from_utf8(rest) {
                Ok(_) => (rest.len(), Some(0)),
                Err(e) => (e.valid_up_to(), e.error_len()),
            };
            // A character beyond ASCII has one byte of the form 11xxxxxx.
            self.well_formed += rest[..good].iter().filter(|byte| **byte >= 0xC0).count() as u64;
            match fault {
                Some(0) => return,
                Some(length) => {
                    self.faults += 1;
                    rest = &rest[good + length..];
                }
                None if last => {
                    self.faults += 1;
                    return;
                }
                None => {
                    self.pending = rest[good..].to_vec();
                    return;
                }
            }
        }
    }

    /// The encoding, and what is to be told of it where it was guessed by little.
    fn encoding(&self, declared: Option<&'static Encoding>) -> (&'static Encoding, Option<Guess>) {
        if self.well_formed > self.faults {
            return (UTF_8, None);
        }
        if let Some(declared) = declared.filter(|encoding| *encoding != UTF_8) {
            return (declared, None);
        }
        let encoding = self.detector.guess(None, Utf8Detection::Deny);
        let is_little = self.beyond < TELLING;
        (encoding, is_little.then_some(Guess { encoding: encoding.name(), bytes: self.beyond }))
    }
}

/// Finds the encoding of a stream that is not all UTF-8, without holding it. Where the stream breaks
/// off, what came before decides; who reads it next meets the same break and tells it.
pub(super) fn detect(stream: &mut dyn Read) -> (&'static Encoding, Option<Guess>) {
    let mut evidence = Evidence::default();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match stream.read(&mut buffer) {
            Ok(read) if read > 0 => evidence.feed(&buffer[..read], false),
            _ => break,
        }
    }
    evidence.feed(&[], true);
    evidence.encoding(None)
}

/// A stream of records as bytes that mean to be UTF-8, with the name of what they were.
pub(super) struct TextStream<'a> {
    pub bytes: Box<dyn BufRead + 'a>,
    pub encoding: &'static str,
}

/// Prepares a stream of records, unless it is binary. `known` is what an earlier pass over the same stream found.
pub(super) fn text_stream<'a>(
    mut stream: Box<dyn Read + 'a>,
    known: Option<&'static Encoding>,
) -> io::Result<Result<TextStream<'a>, NoText>> {
    let mut head = Vec::with_capacity(HEAD);
    // A stream that breaks within its head breaks again right after it, where the reader tells it.
    let broken = stream.by_ref().take(HEAD as u64).read_to_end(&mut head).err();
    let nature = Head::of(&head);
    let (encoding, mark) = match (nature, known) {
        (Head::Binary, _) => return Ok(Err(Foreign::of(&head))),
        (Head::Utf32(_), _) => (UTF_8, Utf32::MARK),
        (Head::Marked(encoding, mark), _) => (encoding, mark),
        (Head::Utf16(encoding), _) | (Head::Unknown, Some(encoding)) => (encoding, 0),
        (Head::Unknown, None) => (UTF_8, 0),
    };
    head.drain(..mark);
    let rest: Box<dyn Read + 'a> = match broken {
        Some(error) => Box::new(Broken(Some(error))),
        None => stream,
    };
    if let Head::Utf32(order) = nature {
        let raw = io::Cursor::new(head).chain(rest);
        let bytes = Box::new(BufReader::with_capacity(1 << 18, Utf32Stream::new(raw, order)));
        return Ok(Ok(TextStream { bytes, encoding: order.name() }));
    }
    let bytes: Box<dyn BufRead + 'a> = if encoding == UTF_8 {
        Box::new(io::Cursor::new(head).chain(BufReader::with_capacity(1 << 18, rest)))
    } else {
        let raw = io::Cursor::new(head).chain(BufReader::with_capacity(1 << 16, rest));
        Box::new(BufReader::with_capacity(1 << 18, Transcoder::new(raw, encoding)))
    };
    Ok(Ok(TextStream { bytes, encoding: encoding.name() }))
}

/// The bytes as text. The second part counts the places that did not decode.
pub(super) fn lossy(bytes: &[u8]) -> (Cow<'_, str>, u64) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), 0),
        Err(_) => {
            let before = bytes.windows(3).filter(|w| *w == "\u{fffd}".as_bytes()).count();
            let text = String::from_utf8_lossy(bytes);
            let replaced = text.matches('\u{fffd}').count() - before;
            (text, replaced as u64)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "Москва ожидает ответа от американской стороны, заявил помощник президента.";

    fn decoded(bytes: &[u8]) -> (String, &'static str, u64) {
        let decoded = decode(bytes.to_vec(), None).unwrap();
        (decoded.text, decoded.encoding, decoded.replaced)
    }

    fn utf16(text: &str, mark: bool) -> Vec<u8> {
        let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn every_common_encoding_is_found_and_named() {
        let western = "Le président a déclaré à Genève que l’accord était prêt — « enfin ».";
        assert_eq!(decoded(RUSSIAN.as_bytes()), (RUSSIAN.into(), "UTF-8", 0));
        assert_eq!(decoded(format!("\u{feff}{RUSSIAN}").as_bytes()), (RUSSIAN.into(), "UTF-8", 0));
        assert_eq!(decoded(&utf16("Moscow 🕊 waits.", true)), ("Moscow 🕊 waits.".into(), "UTF-16LE", 0));
        assert_eq!(decoded(&utf16("Moscow waits.", false)), ("Moscow waits.".into(), "UTF-16LE", 0));
        let utf32: Vec<u8> = "\u{feff}Moscow 🕊 waits.".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert_eq!(decoded(&utf32), ("Moscow 🕊 waits.".into(), "UTF-32LE", 0));
        for (text, encoding) in [(RUSSIAN, encoding_rs::WINDOWS_1251), (RUSSIAN, encoding_rs::KOI8_U), (western, encoding_rs::WINDOWS_1252)]
        {
            let bytes = encoding.encode(text).0.into_owned();
            assert_eq!(decoded(&bytes), (text.into(), encoding.name(), 0));
        }
    }

    #[test]
    fn one_broken_byte_does_not_turn_a_utf8_text_into_another_encoding() {
        let mut bytes = format!("one\ntwo {RUSSIAN}").into_bytes();
        bytes[5] = 0xFF;
        let decoded = decode(bytes, None).unwrap();
        assert_eq!((decoded.encoding, decoded.replaced, decoded.first_replaced), ("UTF-8", 1, Some(2)));
        assert!(decoded.text.ends_with(RUSSIAN));
    }

    #[test]
    fn what_a_page_declares_decides_between_encodings_but_not_against_utf8() {
        let declared = Some(encoding_rs::WINDOWS_1250);
        let bytes = encoding_rs::WINDOWS_1250.encode("Příliš žluťoučký kůň").0.into_owned();
        assert_eq!(decode(bytes, declared).unwrap().encoding, "windows-1250");
        assert_eq!(decode(RUSSIAN.as_bytes().to_vec(), declared).unwrap().encoding, "UTF-8");
    }

    #[test]
    fn nul_bytes_make_a_file_binary_unless_they_are_utf16() {
        assert_eq!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0 and words".to_vec(), None), None);
        assert_eq!(Head::of(&utf16("Moscow waits", false)), Head::Utf16(UTF_16LE));
        assert_eq!(Head::of(b"plain"), Head::Unknown);
    }

    #[test]
    fn a_stray_nul_in_a_long_text_does_not_make_it_binary() {
        let text = format!("{}\0{RUSSIAN}", "I am at home. ".repeat(20));
        assert_eq!(decoded(text.as_bytes()), (text.clone(), "UTF-8", 0));
        let packed = [text.as_bytes(), b"\xff\xfe\x80"].concat();
        assert_eq!(Head::of(&packed), Head::Binary);
    }

    #[test]
    fn a_stray_nul_in_a_short_text_makes_it_neither_binary_nor_utf16() {
        let text = "The mayor said: no boats for Čista today, and none before the ice is gone.";
        let ends = (1..=text.len()).filter(|end| text.is_char_boundary(*end));
        for (end, at) in ends.flat_map(|end| (0..=end).map(move |at| (end, at))).filter(|(end, at)| *end > 3 && text.is_char_boundary(*at))
        {
            let with_nul = format!("{}\0{}", &text[..at], &text[at..end]);
            assert_eq!(decoded(with_nul.as_bytes()), (with_nul.clone(), "UTF-8", 0));
        }
    }

    #[test]
    fn short_utf16_without_a_mark_is_found_in_every_script() {
        for text in ["Go", "No boats.", "no\n\n\nboats", "Москва ждёт ответа", "हम सब", "η Αθήνα", "北京 天气 很好", "서울 날씨"]
        {
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decoded(&utf16(text, false)), (text.into(), "UTF-16LE", 0));
            assert_eq!(decoded(&big), (text.into(), "UTF-16BE", 0));
        }
    }

    #[test]
    fn a_stream_is_transcoded_in_pieces_of_any_size_and_detected_without_holding_it() {
        let text = RUSSIAN.repeat(3000);
        let bytes = encoding_rs::WINDOWS_1251.encode(&text).0.into_owned();
        let (encoding, guess) = detect(&mut bytes.as_slice());
        assert_eq!((encoding.name(), guess), ("windows-1251", None));
        let mut stream = text_stream(Box::new(bytes.as_slice()), Some(encoding)).unwrap().ok().unwrap();
        let mut out = String::new();
        stream.bytes.read_to_string(&mut out).unwrap();
        assert_eq!(out, text);
        let utf8 = detect(&mut [text.as_bytes(), b"\xff"].concat().as_slice());
        assert_eq!((utf8.0.name(), utf8.1), ("UTF-8", None));
    }

    #[test]
    fn a_guess_by_few_letters_is_told_and_one_that_is_declared_or_rests_on_many_is_not() {
        let guess = |bytes: &[u8], declared| decode(bytes.to_vec(), declared).unwrap().guess;
        let told = guess(b"caf\xe9", None).map(|told| (told.bytes, told.encoding));
        assert_eq!(told, Some((1, decode(b"caf\xe9".to_vec(), None).unwrap().encoding)));
        let of_many = encoding_rs::WINDOWS_1251.encode(RUSSIAN).0;
        assert_eq!(detect(&mut b"caf\xe9".as_slice()).1.map(|guess| guess.bytes), Some(1));
        assert_eq!([guess(&of_many, None), guess(b"caf\xe9", Some(encoding_rs::WINDOWS_1252)), guess("café".as_bytes(), None)], [None; 3]);
    }

    #[test]
    fn faults_are_counted_apart_from_replacement_characters_that_stood_there_before() {
        assert_eq!(lossy("a\u{fffd}b".as_bytes()).1, 0);
        assert_eq!(lossy(b"a\xef\xbf\xbdb\xffc"), (Cow::Owned("a\u{fffd}b\u{fffd}c".into()), 1));
    }
}
