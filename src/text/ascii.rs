//! Compounds of ASCII: where a word ends, and its normal form, without a look at what its characters are to other scripts.

use super::leftovers;

/// The longest normal form that is read here, in bytes.
const LONGEST: usize = 32;

/// A word that begins with an ASCII letter or digit, as [`Compounds::Joined`](super::Compounds) cuts it.
#[derive(Debug)]
pub(super) struct Compound {
    form: [u8; LONGEST],
    len: usize,
    /// Behind its last byte.
    pub end: usize,
    /// Words that it stands for.
    pub parts: u32,
}

impl Compound {
    /// Reads the word that begins at byte `at`. None where something beyond ASCII, a hyphen at a line's end or an entity may belong to it, and
    /// where it is long.
    pub fn read(text: &[u8], at: usize) -> Option<Self> {
        let mut word = Self { form: [0; LONGEST], len: 0, end: at, parts: 1 };
        // Where the part behind the last point of single letters begins.
        let mut part = at;
        loop {
            while let Some(byte) = text.get(word.end).filter(|byte| byte.is_ascii_alphanumeric()) {
                word.push(byte.to_ascii_lowercase())?;
                word.end += 1;
            }
            let (before, next) = (text[word.end - 1], word.end + 1);
            let is = |at: usize, is: fn(&u8) -> bool| text.get(at).is_some_and(is);
            let digits = before.is_ascii_digit() && is(next, u8::is_ascii_digit);
            let joins = match text.get(word.end)? {
                b'.' if digits => {
                    word.push(b'.')?;
                    true
                }
                b'.' if word.end - part == 1 && before.is_ascii_alphabetic() => {
                    let letters = is(next, u8::is_ascii_alphabetic);
                    if is(next, |b| !b.is_ascii()) || letters && is(next + 1, |b| !b.is_ascii()) {
                        return None;
                    }
                    let joins = letters && !is(next + 1, u8::is_ascii_alphanumeric);
                    if joins {
                        word.parts += 1;
                        part = next;
                    }
                    joins
                }
                b',' => digits && (next + 1..next + 3).all(|at| is(at, u8::is_ascii_digit)) && !is(next + 3, u8::is_ascii_digit),
                b'\'' | b'`' => {
                    if is(next, |b| !b.is_ascii()) {
                        return None;
                    }
                    is(next, u8::is_ascii_alphanumeric)
                }
                b'-' if is(next, |b| matches!(b, b'\n' | b'\r')) => return None,
                b'&' if leftovers::apostrophe(text, word.end).is_some() => return None,
                other if !other.is_ascii() => return None,
                _ => false,
            };
            if !joins {
                return Some(word);
            }
            word.end = next;
        }
    }

    /// Its normal form.
    pub fn form(&self) -> &[u8] {
        &self.form[..self.len]
    }

    fn push(&mut self, byte: u8) -> Option<()> {
        *self.form.get_mut(self.len)? = byte;
        self.len += 1;
        Some(())
    }
}
