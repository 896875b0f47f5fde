//! Line ends of old Macintoshes: a CR alone ends a line where a file holds no LF.
//!
//! Spreadsheets still write such files ("CSV (Macintosh)"). Whether one is such a file is known only at its end, so that it is held till then, or as
//! far as memory is spared; any other file is passed on from its first LF on.

use std::io::{self, BufRead, BufReader, Read};

use super::transcode::Broken;

/// So many bytes are held. A file without an LF in them has lines of many MB, or is one of an old Macintosh.
const MOST_HELD: usize = 1 << 24;

/// The stream, with LF for each CR where it holds no LF; in one that goes on for more than [`MOST_HELD`] bytes without, for each CR before the first
/// line that an LF ends.
pub(crate) fn with_line_feeds<'a>(bytes: Box<dyn BufRead + 'a>) -> Box<dyn BufRead + 'a> {
    holding(bytes, MOST_HELD)
}

fn holding<'a>(mut bytes: Box<dyn BufRead + 'a>, most: usize) -> Box<dyn BufRead + 'a> {
    let mut held = Vec::new();
    let broken = loop {
        // What is decided must not depend on the pieces that a stream comes in.
        let room = most - held.len();
        let (length, has_line_feed) = match bytes.fill_buf() {
            Ok(buffer) => (buffer.len().min(room), memchr::memchr(b'\n', &buffer[..buffer.len().min(room)]).is_some()),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => break Some(e),
        };
        if has_line_feed {
            return if held.is_empty() { bytes } else { Box::new(io::Cursor::new(held).chain(bytes)) };
        }
        if length == 0 {
            break None;
        }
        held.extend_from_slice(&bytes.fill_buf().unwrap_or_default()[..length]);
        bytes.consume(length);
        if held.len() == most {
            let raw = io::Cursor::new(held).chain(bytes);
            return Box::new(BufReader::with_capacity(1 << 16, Returns { raw, passes: false, broken: None }));
        }
    };
    held.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
    // Whoever reads on meets the break, if there was one, and tells it.
    Box::new(io::Cursor::new(held).chain(BufReader::new(Broken(broken))))
}

/// Turns CR into LF up to the first LF, and what stands before that as CR LF stays.
struct Returns<R> {
    raw: R,
    /// Whether an LF was met.
    passes: bool,
    /// What the stream said to a look ahead.
    broken: Option<io::Error>,
}

impl<R: BufRead> Read for Returns<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if let Some(broken) = self.broken.take() {
            return Err(broken);
        }
        let buffer = self.raw.fill_buf()?;
        let mut length = buffer.len().min(out.len());
        // What follows a CR says what it is: one at the end waits for it.
        if !self.passes && length > 1 && buffer[length - 1] == b'\r' {
            length -= 1;
        }
        let out = &mut out[..length];
        out.copy_from_slice(&buffer[..length]);
        self.raw.consume(length);
        if self.passes || length == 0 {
            return Ok(length);
        }
        let line_feed = memchr::memchr(b'\n', out);
        self.passes = line_feed.is_some();
        if out == b"\r" {
            let next = self.raw.fill_buf().map(|next| next.first() == Some(&b'\n'));
            self.passes = next.unwrap_or_else(|e| {
                self.broken = Some(e);
                false
            });
        }
        let ends = line_feed.map_or(length, |at| if out[..at].ends_with(b"\r") { at - 1 } else { at });
        let ends = if self.passes && line_feed.is_none() { 0 } else { ends };
        out[..ends].iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        Ok(length)
    }
}

/// Whether a CR that no LF follows stands before the first LF.
pub(super) fn begins_with_return(bytes: impl Read) -> bool {
    let mut bytes = BufReader::with_capacity(1 << 13, bytes);
    loop {
        let found = match bytes.fill_buf() {
            Ok([]) | Err(_) => return false,
            Ok(buffer) => memchr::memchr2(b'\r', b'\n', buffer).map(|at| (at, buffer[at])).ok_or(buffer.len()),
        };
        match found {
            Ok((_, b'\n')) => return false,
            Ok((at, _)) => {
                bytes.consume(at + 1);
                return bytes.fill_buf().is_ok_and(|next| next.first().is_some_and(|byte| *byte != b'\n'));
            }
            Err(length) => bytes.consume(length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let mut read = String::new();
        // Buffers of three bytes: an end stands on every side of one.
        let bytes = Box::new(BufReader::with_capacity(3, text.as_bytes()));
        with_line_feeds(bytes).read_to_string(&mut read).unwrap();
        read
    }

    #[test]
    fn a_return_ends_a_line_only_where_the_file_has_no_line_feed() {
        assert_eq!(read("id,text\r1,a\r2,b\r"), "id,text\n1,a\n2,b\n");
        for text in ["id,text\r\n1,a\r\n", "id,text\r1,a\n", "id,text\n1,\"a\rb\"\n", "one line", ""] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn a_long_file_of_returns_is_not_held_and_keeps_the_line_ends_from_its_first_line_feed_on() {
        let read = |text: &str, buffer: usize, most: usize| {
            let mut read = String::new();
            holding(Box::new(BufReader::with_capacity(buffer, text.as_bytes())), most).read_to_string(&mut read).unwrap();
            read
        };
        for buffer in 1..6 {
            for most in 1..4 {
                for (text, wanted) in [
                    ("id,text\r1,a\r\r2,b\r", "id,text\n1,a\n\n2,b\n"),
                    ("id,text\r1,a\r\n2,b\r3\r\n", "id,text\n1,a\r\n2,b\r3\r\n"),
                    ("id,text\r1,a\n2,b\r", "id,text\n1,a\n2,b\r"),
                    ("one long line", "one long line"),
                ] {
                    assert_eq!(read(text, buffer, most), wanted, "{text:?} by {buffer}, holding {most}");
                }
            }
        }
        // No more is read than is asked for, whatever the length: an endless file would never come back.
        let endless = Box::new(BufReader::new(io::repeat(b'\r')));
        let mut first = [0; 5];
        with_line_feeds(endless).read_exact(&mut first).unwrap();
        assert_eq!(&first, b"\n\n\n\n\n");
    }

    #[test]
    fn a_lone_return_is_seen_before_the_first_line_feed_only() {
        assert!(begins_with_return("a\rb\n".as_bytes()));
        for text in ["a\r\nb\r", "a\nb\rc", "a", "a\r", ""] {
            assert!(!begins_with_return(text.as_bytes()), "{text:?}");
        }
        let long = format!("{}\r\nb\rc", "a".repeat((1 << 13) - 1));
        assert!(!begins_with_return(long.as_bytes()), "a line end on two sides of a buffer");
    }
}
