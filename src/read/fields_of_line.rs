//! The fields of one line of JSON without building any: names and values as slices of the line.
//!
//! Takes what is plainly one JSON object of strings, numbers and the like, strictly as the standard says, and leaves
//! everything else (broken lines, escapes in names, halves of surrogate pairs) to the reader of `json_lines`, which tells what is wrong.
//! So the two give the same fields wherever this one gives any; a property test says so.

use serde_json::value::RawValue;

use super::record::Form;

/// A value as it stands on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// The inside of a string without escapes.
    Plain(&'a str),
    /// The inside of a string with escapes, all of them known to be sound.
    Escaped(&'a str),
    /// A number, a truth value or a nested value, as written.
    Other(&'a str),
}

/// Name and value.
pub(super) type LineField<'a> = (&'a str, Value<'a>);

impl<'a> Value<'a> {
    /// The value as text, in `scratch` where escapes had to be resolved.
    pub fn text<'s>(self, scratch: &'s mut String) -> &'s str
    where
        'a: 's,
    {
        match self {
            Self::Plain(text) | Self::Other(text) => text,
            Self::Escaped(text) => {
                scratch.clear();
                unescape(text, scratch);
                scratch
            }
        }
    }

    /// What the value is in the input.
    pub fn form(self) -> Form {
        match self {
            Self::Plain(_) | Self::Escaped(_) => Form::Text,
            Self::Other(value) => Form::of_json(value),
        }
    }

    /// Whether the value is white space alone.
    pub fn is_blank(self) -> bool {
        match self {
            Self::Plain(text) => text.trim().is_empty(),
            Self::Escaped(text) => {
                // Most values begin with a letter.
                !text.starts_with(|c: char| c.is_alphanumeric()) && {
                    let mut plain = String::new();
                    unescape(text, &mut plain);
                    plain.trim().is_empty()
                }
            }
            Self::Other(_) => false,
        }
    }
}

/// The fields of the object on `line`, nulls left out. `None`: it is left to the other reader.
pub(super) fn fields_of_line<'a>(line: &'a str, fields: &mut Vec<LineField<'a>>) -> Option<()> {
    fields.clear();
    let mut rest = Rest { line, at: 0 };
    rest.space();
    rest.take(b'{')?;
    rest.space();
    if rest.take(b'}').is_none() {
        loop {
            rest.take(b'"')?;
            let (name, escaped) = rest.string()?;
            rest.space();
            rest.take(b':')?;
            rest.space();
            let value = if rest.take(b'"').is_some() {
                let (inside, escaped) = rest.string()?;
                Some(if escaped { Value::Escaped(inside) } else { Value::Plain(inside) })
            } else {
                rest.other()?
            };
            if escaped {
                return None;
            }
            fields.extend(value.map(|value| (name, value)));
            rest.space();
            if rest.take(b'}').is_some() {
                break;
            }
            rest.take(b',')?;
            rest.space();
        }
    }
    rest.space();
    (rest.at == line.len()).then_some(())
}

struct Rest<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Rest<'a> {
    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.line.as_bytes().get(self.at) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.line.as_bytes().get(self.at) == Some(&byte)).then(|| self.at += 1)
    }

    /// The inside of the string whose first quote was just taken, and whether it holds escapes; moves behind its last quote.
    fn string(&mut self) -> Option<(&'a str, bool)> {
        let bytes = self.line.as_bytes();
        let (start, mut escaped) = (self.at, false);
        loop {
            self.at += memchr::memchr2(b'"', b'\\', &bytes[self.at..])?;
            if bytes[self.at] == b'"' {
                break;
            }
            escaped = true;
            self.at += escape_length(&bytes[self.at..])?;
        }
        let inside = &self.line[start..self.at];
        self.at += 1;
        // The standard allows no control characters; not `any`, so that the compiler takes many bytes at a time.
        let controls = inside.bytes().fold(false, |found, byte| found | (byte < 0x20));
        (!controls).then_some((inside, escaped))
    }

    /// A value that is no string; `None` inside for null.
    fn other(&mut self) -> Option<Option<Value<'a>>> {
        let mut values = serde_json::Deserializer::from_str(&self.line[self.at..]).into_iter::<&'a RawValue>();
        let value = values.next()?.ok()?.get();
        self.at += values.byte_offset();
        Some((value != "null").then_some(Value::Other(value)))
    }
}

/// How long the escape is that begins `bytes`; `None` where it is none, or half a surrogate pair.
fn escape_length(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => match unit(bytes)? {
            0xD800..=0xDBFF => matches!(unit(bytes.get(6..)?)?, 0xDC00..=0xDFFF).then_some(12),
            0xDC00..=0xDFFF => None,
            _ => Some(6),
        },
        _ => None,
    }
}

/// The number of an escape like `\u00e9`.
fn unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |number, digit| Some(number << 4 | u16::try_from(char::from(*digit).to_digit(16)?).ok()?))
}

/// Resolves the escapes of a string's inside, which are sound.
fn unescape(inside: &str, out: &mut String) {
    let mut rest = inside;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let bytes = rest.as_bytes();
        let length = escape_length(bytes).expect("escapes were looked at before");
        out.push(match bytes[1] {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let units = [unit(bytes), bytes.get(6..length).and_then(unit)];
                char::decode_utf16(units.into_iter().flatten()).next().and_then(Result::ok).expect("pairs were looked at before")
            }
            other => char::from(other),
        });
        rest = &rest[length..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::super::json_lines::object;
    use super::*;
    use proptest::prelude::*;

    fn fast(line: &str) -> Option<Vec<(String, String)>> {
        let mut fields = Vec::new();
        fields_of_line(line, &mut fields)?;
        Some(fields.into_iter().map(|(name, value)| (name.to_owned(), value.text(&mut String::new()).to_owned())).collect())
    }

    fn slow(line: &str) -> Option<Vec<(String, String)>> {
        let (fields, halves) = object(line).ok()?;
        (!halves).then(|| fields.into_iter().map(|(name, value, _)| (name.into_owned(), value)).collect())
    }

    proptest! {
        #[test]
        fn fields_are_those_of_the_other_reader_or_none(line in "\\{( ?\"[a-c\\\\n]{1,3}\" ?: ?(\"(\\PC|\\\\[\"nutbfr/\\\\]|\\\\u(00e9|d83d|DE00|12)|\t){0,12}\"|[-0-9.eE+]{1,5}|true|nul{1,2}|\\[1, \\{\"x\": \"]\"\\}\\]) ?,?){0,4}\\} ?") {
            if let Some(fields) = fast(&line) {
                prop_assert_eq!(Some(fields), slow(&line));
            }
        }

        #[test]
        fn whatever_a_writer_of_json_writes_is_read(names in prop::collection::vec("[a-z]{1,8}", 0..5), text in "\\PC{0,40}[\n\t\"\\\\😀]{0,4}", number in any::<f64>()) {
            let value = |n: usize| match n % 4 { 0 => serde_json::json!(text), 1 => serde_json::json!(number), 2 => serde_json::json!([text, {"a": null}]), _ => serde_json::json!(n) };
            let object: serde_json::Map<String, serde_json::Value> = names.into_iter().enumerate().map(|(n, name)| (name, value(n))).collect();
            let line = serde_json::to_string(&object).unwrap();
            prop_assert!(fast(&line).is_some());
            prop_assert_eq!(fast(&line), slow(&line));
        }
    }

    #[test]
    fn what_is_no_sound_object_is_left_to_the_other_reader() {
        for line in [
            "",
            "[1]",
            "{",
            r#"{"a": 1} x"#,
            r#"{"a": "\ud83d"}"#,
            r#"{"a": "\x"}"#,
            "{\"a\": \"\u{1}\"}",
            r#"{"a": 01}"#,
            r#"{"a": 1,}"#,
            r#"{"t\u0065xt": "a"}"#,
        ] {
            assert_eq!(fast(line), None, "{line}");
        }
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            fast(r#" { "a" : "x\ud83d\ude00\u00e9\n" , "no": null, "n": -1.5e3, "l": ["\"]"] } "#),
            Some(vec![pair("a", "x😀é\n"), pair("n", "-1.5e3"), pair("l", r#"["\"]"]"#)])
        );
        assert!(Value::Escaped(r"\n ").is_blank() && !Value::Escaped(r"\nx").is_blank() && Value::Plain(" ").is_blank());
    }
}
