//! JSON lines: one object on each line.

use std::borrow::Cow;
use std::ops::Range;
use std::{fmt, io};

use rayon::prelude::*;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::encoding;
use super::record::{Field, Flow, Form, Lines, Record, Sink, Stop};
use super::trouble::Trouble;

/// How many bytes of lines are parsed at once, on all threads, while as many are read: enough work to share, and few enough
/// to stay in the cache (reasoned, not measured).
const BLOCK: usize = 1 << 20;

/// Reads lines in blocks, the next one while one is parsed; blank lines count and hold nothing.
pub(super) fn read(lines: &mut Lines<'_, '_>, sink: &mut dyn Sink) -> Result<Flow, Stop> {
    let (mut block, mut next) = (Block::default(), Block::default());
    block.fill(lines, 1);
    loop {
        if let Some((error, line)) = &block.broke {
            lines.broke(error, *line, sink)?;
        }
        if block.bounds.is_empty() {
            return Ok(Flow::Continue);
        }
        let mut parsed = Vec::new();
        // Two lines of gigabytes are not held at once.
        let ahead = lines.ahead && block.bytes.len() <= 2 * BLOCK;
        if ahead {
            // What a file is read through stays with its thread.
            rayon::in_place_scope(|scope| {
                scope.spawn(|_| parsed = block.parsed());
                next.fill(lines, block.behind());
            });
        } else {
            parsed = block.parsed();
        }
        for (number, line) in (block.first..).zip(parsed) {
            lines.tell_faults(line.replaced, number, sink)?;
            match line.object {
                None => {}
                Some(Err(e)) => sink.trouble(broken(&e).losing(1).on_line(number))?,
                Some(Ok((fields, lone_surrogates))) => {
                    if lone_surrogates {
                        sink.trouble(half_pairs().on_line(number))?;
                    }
                    if sink.record(Record { line: Some(number), number, fields })? == Flow::Stop {
                        return Ok(Flow::Stop);
                    }
                }
            }
        }
        if !ahead {
            next.fill(lines, block.behind());
        }
        std::mem::swap(&mut block, &mut next);
    }
}

/// Some lines of a file.
#[derive(Default)]
struct Block {
    bytes: Vec<u8>,
    /// Where each line stands in the bytes.
    bounds: Vec<Range<usize>>,
    /// The number of the first one, counted from 1.
    first: u64,
    /// Why the stream broke off, and in which line.
    broke: Option<(io::Error, u64)>,
}

impl Block {
    /// Takes the next lines, of which the first has this number.
    fn fill(&mut self, lines: &mut Lines<'_, '_>, first: u64) {
        self.bytes.clear();
        self.bytes.shrink_to(2 * BLOCK);
        self.bounds.clear();
        (self.first, self.broke) = (first, None);
        while self.bytes.len() < BLOCK && self.broke.is_none() {
            let start = self.bytes.len();
            self.broke = lines.next(&mut self.bytes).err().map(|error| (error, self.behind()));
            if self.bytes.len() == start {
                break;
            }
            self.bounds.push(start..self.bytes.len());
        }
    }

    /// The number of the line behind the last one.
    fn behind(&self) -> u64 {
        self.first + self.bounds.len() as u64
    }

    fn parsed(&self) -> Vec<Line<'_>> {
        self.bounds.par_iter().map(|line| parse(&self.bytes[line.clone()])).collect()
    }
}

/// What stands on a line.
pub(super) struct Line<'a> {
    /// Places that are no UTF-8.
    pub replaced: u64,
    /// `None`: the line is blank.
    pub object: Option<serde_json::Result<Parsed<'a>>>,
}

/// The fields of an object; whether half a surrogate pair was replaced in it.
pub(super) type Parsed<'a> = (Vec<Field<'a>>, bool);

/// Reads one line.
pub(super) fn parse(line: &[u8]) -> Line<'_> {
    // Without what ends it, behind which the parser would be on the next line.
    let (text, replaced) = encoding::lossy(line.trim_ascii_end());
    let object = match text {
        _ if line.trim_ascii().is_empty() => None,
        Cow::Borrowed(text) => Some(object(text)),
        Cow::Owned(text) => Some(object(&text).map(|(fields, lone_surrogates)| {
            let owned = |(name, value, form): Field<'_>| (Cow::Owned(name.into_owned()), value, form);
            (fields.into_iter().map(owned).collect(), lone_surrogates)
        })),
    };
    Line { replaced, object }
}

/// The cause of a record that is no JSON, or no object.
pub(super) const BROKEN_JSON: &str = "broken JSON";

/// What the parser says, without its own place: the line is ours to tell.
pub(super) fn broken(error: &serde_json::Error) -> Trouble {
    let told = error.to_string();
    let what = told.rsplit_once(" at line ").map_or(told.as_str(), |(what, _)| what);
    let column = match what.strip_prefix("invalid type: ") {
        // Of an array the parser tells the place before it, and of any other value that behind it.
        Some(kind) if kind.starts_with("sequence") => error.column() + 1,
        Some(_) => 0,
        None => error.column(),
    };
    let place = if column == 0 { String::new() } else { format!(" in column {column}") };
    Trouble::new(BROKEN_JSON, format!("{}{place}", in_words(what))).so("the record was left out")
}

/// What the parser says in words that say it to people who have not written a parser; its own where it says something else.
fn in_words(told: &str) -> String {
    let kinds =
        [("map", "an object"), ("sequence", "an array"), ("string", "a text"), ("integer", "a number"), ("floating point", "a number")];
    let kinds = kinds.iter().chain(&[("boolean", "true or false"), ("null", "null")]);
    if let Some((got, expected)) = told.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected ")) {
        let kind = kinds.into_iter().find(|(kind, _)| got.starts_with(kind)).map_or(got, |(_, words)| words);
        return format!("expected {expected}, got {kind}");
    }
    match told {
        "EOF while parsing a string" => "it ends inside a text",
        "EOF while parsing an object" => "it ends inside an object",
        "EOF while parsing a list" => "it ends inside an array",
        "EOF while parsing a value" => "it ends where a value should stand",
        "expected ident" => "expected a word such as true, false or null",
        "expected value" => "expected a value",
        "key must be a string" => "expected a name in quotation marks",
        "trailing characters" => "something stands behind the value",
        "trailing comma" => "a comma stands before the end",
        told if told.starts_with("control character") => "a line end, a tab or another control character stands inside a text",
        told => told,
    }
    .to_owned()
}

/// Escapes of UTF-16 that stand alone, as broken emoji do.
pub(super) fn half_pairs() -> Trouble {
    Trouble::new("invalid UTF-16 escape", "half a surrogate pair stands for no character").so("U+FFFD stands there now")
}

/// Names and values of a JSON object; whether half a surrogate pair was replaced in it.
///
/// Strings come out as text, numbers and truth values as they are written, nested values as JSON;
/// null counts as absent.
pub(super) fn object(json: &str) -> serde_json::Result<Parsed<'_>> {
    let Object(raw) = serde_json::from_str(json)?;
    let mut lone_surrogates = false;
    let mut fields = Vec::with_capacity(raw.len());
    for (name, value) in raw {
        let value = value.get();
        let form = Form::of_json(value);
        let value = match value.as_bytes()[0] {
            b'n' => continue,
            b'"' => match serde_json::from_str(value) {
                Ok(string) => string,
                Err(_) => {
                    lone_surrogates = true;
                    serde_json::from_str(&without_lone_surrogates(value))?
                }
            },
            _ => value.to_owned(),
        };
        fields.push((name, value, form));
    }
    Ok((fields, lone_surrogates))
}

/// A JSON string with `\ufffd` for each escape that is half a surrogate pair.
fn without_lone_surrogates(json: &str) -> String {
    fn escape(json: &str) -> Option<u16> {
        let digits = json.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    }
    let mut mended = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        mended.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match escape(rest) {
            Some(0xD800..=0xDBFF) if matches!(escape(&rest[6..]), Some(0xDC00..=0xDFFF)) => 12,
            Some(0xD800..=0xDFFF) => {
                mended.push_str("\\ufffd");
                rest = &rest[6..];
                continue;
            }
            Some(_) => 6,
            None => 2,
        };
        mended.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    mended + rest
}

struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                #[derive(serde::Deserialize)]
                struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

                let mut fields = Vec::with_capacity(map.size_hint().unwrap_or(8));
                while let Some((Name(name), value)) = map.next_entry()? {
                    fields.push((name, value));
                }
                Ok(fields)
            }
        }

        deserializer.deserialize_map(Fields).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(json: &str) -> Vec<(String, String)> {
        object(json).unwrap().0.into_iter().map(|(name, value, _)| (name.into_owned(), value)).collect()
    }

    #[test]
    fn values_of_every_kind_come_out_as_text_and_null_is_absent() {
        let json = r#"{"id": 12345678901234567890123, "x": 1.50, "ok": true, "no": null, "tags": ["a", {"b": 1}], "t\u0065xt": "a\nb"}"#;
        let expected = [("id", "12345678901234567890123"), ("x", "1.50"), ("ok", "true"), ("tags", r#"["a", {"b": 1}]"#), ("text", "a\nb")];
        assert_eq!(fields(json), expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced_and_a_whole_one_is_kept() {
        let (fields, replaced) = object(r#"{"text": "\ud83d \\ud83d \ud83d\ude00 \udc00\u00e9"}"#).unwrap();
        assert_eq!((fields[0].1.as_str(), replaced), ("\u{fffd} \\ud83d 😀 \u{fffd}é", true));
    }

    #[test]
    fn what_is_no_object_is_refused_with_its_column() {
        let error = object("[1, 2]").unwrap_err();
        let told = broken(&error).told();
        assert!(
            told.starts_with("expected a JSON object, got an array in column ") && told.ends_with("; the record was left out"),
            "{told}"
        );
        let error = object(r#"{"text": "cut"#).unwrap_err();
        assert_eq!(broken(&error).message, "it ends inside a text in column 13");
        for (line, told) in
            [("{\"text\":\r\n", "it ends where a value should stand in column 8"), ("\"text\"\n", "expected a JSON object, got a text")]
        {
            assert!(parse(line.as_bytes()).object.unwrap().is_err_and(|error| broken(&error).message == told), "{line}");
        }
    }
}
