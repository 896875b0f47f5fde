//! Line ends of old Macintoshes: a CR alone ends a line where a file holds no LF.
//!
//! Spreadsheets still write such files ("CSV (Macintosh)"). Whether one is such a file is known only at its end, so that it is held till then; any
//! other file is passed on from its first LF on.

use std::io::{self, BufRead, BufReader, Read};

use super::transcode::Broken;

/// The stream, with LF for each CR where it holds no LF.
pub(crate) fn with_line_feeds<'a>(mut bytes: Box<dyn BufRead + 'a>) -> Box<dyn BufRead + 'a> {
    let mut held = Vec::new();
    let broken = loop {
        let (length, has_line_feed) = match bytes.fill_buf() {
            Ok(buffer) => (buffer.len(), memchr::memchr(b'\n', buffer).is_some()),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => break Some(e),
        };
        if has_line_feed {
            return if held.is_empty() { bytes } else { Box::new(io::Cursor::new(held).chain(bytes)) };
        }
        if length == 0 {
            break None;
        }
        held.extend_from_slice(bytes.fill_buf().unwrap_or_default());
        bytes.consume(length);
    };
    held.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
    // Whoever reads on meets the break, if there was one, and tells it.
    Box::new(io::Cursor::new(held).chain(BufReader::new(Broken(broken))))
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
    fn a_lone_return_is_seen_before_the_first_line_feed_only() {
        assert!(begins_with_return("a\rb\n".as_bytes()));
        for text in ["a\r\nb\r", "a\nb\rc", "a", "a\r", ""] {
            assert!(!begins_with_return(text.as_bytes()), "{text:?}");
        }
        let long = format!("{}\r\nb\rc", "a".repeat((1 << 13) - 1));
        assert!(!begins_with_return(long.as_bytes()), "a line end on two sides of a buffer");
    }
}
