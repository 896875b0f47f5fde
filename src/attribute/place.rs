//! Places in a text, turned from bytes into code points and back.

/// Turns offsets of one kind into the other. Cheap when asked in ascending order.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    byte: usize,
    char: u32,
}

impl<'a> Cursor<'a> {
    /// A cursor at the beginning of `text`.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, byte: 0, char: 0 }
    }

    /// Code points before byte `byte`, which must be a boundary.
    pub(super) fn char_at(&mut self, byte: usize) -> u32 {
        if byte < self.byte {
            (self.byte, self.char) = (0, 0);
        }
        let more = self.text[self.byte..byte].chars().count();
        self.char += u32::try_from(more).expect("a document has less than 4 GiB");
        self.byte = byte;
        self.char
    }

    /// Bytes before code point `char`; `None` behind the text's end.
    pub(super) fn byte_at(&mut self, char: u32) -> Option<usize> {
        if char < self.char {
            (self.byte, self.char) = (0, 0);
        }
        let more = usize::try_from(char - self.char).ok()?;
        let rest = &self.text[self.byte..];
        let ends = [rest.len()];
        let byte = self.byte + rest.char_indices().map(|(byte, _)| byte).chain(ends).nth(more)?;
        (self.byte, self.char) = (byte, char);
        Some(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_code_points_are_turned_into_one_another_in_any_order() {
        let text = "aé\u{1f600}z";
        let mut cursor = Cursor::new(text);
        for (byte, char) in [(0, 0), (3, 2), (8, 4), (1, 1), (7, 3)] {
            assert_eq!(cursor.char_at(byte), char);
            assert_eq!(cursor.byte_at(char), Some(byte));
        }
        assert_eq!(cursor.byte_at(5), None);
    }
}
