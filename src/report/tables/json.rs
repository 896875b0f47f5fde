//! Values as JSON, appended to bytes.
//!
//! A table of a million rows is twenty million values, most of them of a few bytes: those are copied as pieces of a fixed length, of which what is too much is
//! taken back, since to copy some number of bytes takes a call.

use std::io::Write;

/// Bytes of a piece.
const PIECE: usize = 32;

/// What stands before each value of a column.
pub(super) struct Key {
    text: String,
    piece: [u8; PIECE],
}

impl Key {
    /// Of this text.
    pub fn new(text: String) -> Self {
        let mut piece = [0; PIECE];
        piece.iter_mut().zip(text.bytes()).for_each(|(place, byte)| *place = byte);
        Self { text, piece }
    }

    /// Appends it.
    #[inline]
    pub fn write(&self, out: &mut Vec<u8>) {
        if self.text.len() <= PIECE { put(out, &self.piece, self.text.len()) } else { out.extend_from_slice(self.text.as_bytes()) }
    }
}

/// Appends the first bytes of a piece, which has as many.
#[inline(always)]
pub(super) fn put<const BYTES: usize>(out: &mut Vec<u8>, piece: &[u8; BYTES], bytes: usize) {
    debug_assert!(bytes <= BYTES, "{bytes} of {BYTES} bytes");
    // `min` changes nothing: with it the compiler need not check for an overflow.
    let end = out.len() + bytes.min(BYTES);
    out.extend_from_slice(piece);
    out.truncate(end);
}

/// Appends a whole number.
#[inline]
pub(super) fn write_count(out: &mut Vec<u8>, count: u32) {
    let length = count.checked_ilog10().map_or(1, |tens| tens as usize + 1);
    let (mut piece, mut rest) = ([b'0'; 16], count);
    for digit in piece[..length].iter_mut().rev() {
        *digit += u8::try_from(rest % 10).expect("one decimal digit");
        rest /= 10;
    }
    put(out, &piece, length);
}

/// Appends `value` between quotation marks, with what JSON cannot hold as escapes. Most texts have none.
#[inline]
pub(super) fn write_text(out: &mut Vec<u8>, value: &str) {
    let bytes = value.as_bytes();
    out.push(b'"');
    let is_written = match bytes.len() {
        0..8 => false,
        8..=16 => write_ends::<8>(out, bytes),
        17..=PIECE => write_ends::<16>(out, bytes),
        _ => false,
    };
    if !is_written {
        write_long(out, bytes);
    }
    out.push(b'"');
}

/// Appends a text that is no longer than two pieces, as its first and its last bytes, if nothing of it need be escaped.
#[inline(always)]
fn write_ends<const BYTES: usize>(out: &mut Vec<u8>, bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first_chunk::<BYTES>(), bytes.last_chunk::<BYTES>()) else { return false };
    let is_plain = is_plain(first) & is_plain(last);
    if is_plain {
        put(out, first, bytes.len() - BYTES);
        out.extend_from_slice(last);
    }
    is_plain
}

#[inline(always)]
fn is_plain<const BYTES: usize>(block: &[u8; BYTES]) -> bool {
    !block.iter().fold(false, |any, byte| any | (*byte < b' ') | (*byte == b'"') | (*byte == b'\\'))
}

/// Which of eight bytes must be escaped: the highest bit of each that must.
#[inline(always)]
fn escaped(eight: [u8; 8]) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const LOW: u64 = 0x7F * ONES;
    let all = u64::from_le_bytes(eight);
    // No bit is carried from one byte to another.
    let is_zero = |bytes: u64| !(((bytes & LOW) + LOW) | bytes) & !LOW;
    let is = |byte: u8| is_zero(all ^ (u64::from(byte) * ONES));
    is_zero(all & (0xE0 * ONES)) | is(b'"') | is(b'\\')
}

fn write_long(out: &mut Vec<u8>, bytes: &[u8]) {
    let (mut written, mut at) = (0, 0);
    while at < bytes.len() {
        let rest = &bytes[at..];
        // Of a whole block it is known at once that there is nothing to escape.
        if rest.first_chunk::<PIECE>().is_some_and(is_plain) {
            at += PIECE;
            continue;
        }
        let eight = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut last = [b' '; 8];
            last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
            last
        });
        let mut found = escaped(eight);
        while found != 0 {
            let place = at + found.trailing_zeros() as usize / 8;
            out.extend_from_slice(&bytes[written..place]);
            write_escape(out, bytes[place]);
            written = place + 1;
            found &= found - 1;
        }
        at += eight.len();
    }
    out.extend_from_slice(&bytes[written..]);
}

fn write_escape(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'"' => out.extend_from_slice(b"\\\""),
        b'\\' => out.extend_from_slice(b"\\\\"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        8 => out.extend_from_slice(b"\\b"),
        12 => out.extend_from_slice(b"\\f"),
        _ => write!(out, "\\u{byte:04x}").expect("writing to memory cannot fail"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = b"before".to_vec();
        write(&mut out);
        String::from_utf8(out).unwrap().strip_prefix("before").unwrap().to_owned()
    }

    proptest! {
        #[test]
        fn a_text_is_written_as_serde_writes_it(text in "([a-z é]{0,40}|[\"\\\\\u{0}-\u{1F}\u{7F}\u{2028}]){0,12}|[a-z\"]{0,40}") {
            prop_assert_eq!(written(|out| write_text(out, &text)), serde_json::to_string(&text).unwrap());
        }

        #[test]
        fn a_count_has_its_digits(count in any::<u32>(), shift in 0..32_u32) {
            prop_assert_eq!(written(|out| write_count(out, count >> shift)), (count >> shift).to_string());
        }

        #[test]
        fn a_key_of_any_length_is_itself(key in "[a-zé_]{0,40}") {
            prop_assert_eq!(written(|out| Key::new(key.clone()).write(out)), key);
        }

        #[test]
        fn bytes_that_must_be_escaped_are_told_apart(eight in any::<[u8; 8]>(), low in any::<[bool; 8]>()) {
            let eight: [u8; 8] = std::array::from_fn(|n| if low[n] { eight[n] % 36 } else { eight[n] });
            let slowly = eight.iter().rev().fold(0, |bits, &byte| bits << 8 | if byte < b' ' || b"\"\\".contains(&byte) { 0x80 } else { 0 });
            prop_assert_eq!(escaped(eight), slowly);
            prop_assert_eq!(is_plain(&eight), slowly == 0);
        }
    }
}
