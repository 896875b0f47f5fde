//! A file of JSON that is not JSON lines: one array of objects, or objects that stand one after
//! another over several lines.
//!
//! Such a file is held whole while it is read; large corpora come as JSON lines.

use std::io;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::Error;

use super::encoding::count_lines;
use super::json_lines::{self, broken, half_pairs, object};
use super::record::{Flow, Lines, Record, Sink, Stop};

/// Reads a file by what it begins with.
pub(super) fn read(lines: &mut Lines<'_, '_>, sink: &mut dyn Sink) -> Result<Flow, Stop> {
    let mut bytes = Vec::new();
    if let Err(e) = io::Read::read_to_end(&mut lines.bytes, &mut bytes) {
        lines.broke(&e, 1 + count_lines(&bytes), sink)?;
    }
    let first_line = bytes.trim_ascii_start().split(|byte| *byte == b'\n').next().unwrap_or_default();
    if std::str::from_utf8(first_line).is_ok_and(|line| object(line).is_ok()) && !are_spread(&bytes) {
        let mut bytes = bytes.as_slice();
        return json_lines::read(&mut Lines { bytes: &mut bytes, ..*lines }, sink);
    }
    let first_fault = std::str::from_utf8(&bytes).err().map_or(0, |e| count_lines(&bytes[..e.valid_up_to()]));
    let text = lines.text(&bytes, 1 + first_fault, sink)?;
    let mut elements = Elements { text: &text, counted_to: 0, line: 1, number: 0, failed: None, sink };
    let result = if text.trim_start().starts_with('[') {
        let mut parser = serde_json::Deserializer::from_str(&text);
        (&mut elements).deserialize(&mut parser).and_then(|()| parser.end())
    } else {
        let values = serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>();
        values.map(|value| elements.take(value?)).find(|taken| !matches!(taken, Ok(Flow::Continue))).map_or(Ok(()), |taken| taken.map(drop))
    };
    match (elements.failed, result) {
        (Some(Ok(())), _) => Ok(Flow::Stop),
        (Some(Err(error)), _) => Err(Stop::Failed(error)),
        (None, Ok(())) => Ok(Flow::Continue),
        (None, Err(e)) => {
            let line = u64::try_from(e.line()).ok();
            // How many records followed, nobody knows; one at least was begun.
            sink.trouble(broken(&e).so("what follows was left out").losing(1).on_line(line))?;
            Ok(Flow::Continue)
        }
    }
}

/// Whether the objects go over several lines, though the first one does not. The first one decides that seems to: its line does not
/// end with a brace, or the next does not begin with one. What is broken there costs all that follow but in a file of lines.
fn are_spread(bytes: &[u8]) -> bool {
    let goes_on = |at: usize, line: &[u8]| {
        let mut value = serde_json::Deserializer::from_slice(&bytes[at..]).into_iter::<IgnoredAny>();
        matches!(value.next(), Some(Ok(_))) && value.byte_offset() > line.len()
    };
    let mut at = 0;
    let mut before: (usize, &[u8]) = (0, &[]);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let (begins, text) = (at, line.trim_ascii());
        at += line.len();
        if text.is_empty() {
            continue;
        }
        if !text.starts_with(b"{") {
            return goes_on(before.0, before.1);
        }
        if !text.ends_with(b"}") {
            return goes_on(begins, line);
        }
        before = (begins, line);
    }
    false
}

/// Takes the objects of an array one by one, so that those before a fault are kept.
struct Elements<'a> {
    text: &'a str,
    counted_to: usize,
    line: u64,
    number: u64,
    /// Why the sink wants no more: it has enough, or an error of its own.
    failed: Option<Result<(), Error>>,
    sink: &'a mut dyn Sink,
}

impl Elements<'_> {
    fn take(&mut self, value: &RawValue) -> serde_json::Result<Flow> {
        let at = value.get().as_ptr().addr() - self.text.as_ptr().addr();
        self.line += count_lines(&self.text.as_bytes()[self.counted_to..at]);
        self.counted_to = at;
        self.number += 1;
        let (line, number) = (self.line, self.number);
        let taken = match object(value.get()) {
            Ok((fields, lone_surrogates)) => {
                let told = if lone_surrogates { self.sink.trouble(half_pairs().on_line(line)) } else { Ok(()) };
                told.and_then(|()| self.sink.record(Record { line: Some(line), number, fields }))
            }
            Err(e) => self.sink.trouble(broken(&e).losing(1).on_line(line)).map(|()| Flow::Continue),
        };
        match taken {
            Ok(Flow::Continue) => return Ok(Flow::Continue),
            Ok(Flow::Stop) => self.failed = Some(Ok(())),
            Err(error) => self.failed = Some(Err(error)),
        }
        Ok(Flow::Stop)
    }
}

impl<'de> DeserializeSeed<'de> for &mut Elements<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut Elements<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while let Some(value) = elements.next_element::<&RawValue>()? {
            if self.take(value).map_err(serde::de::Error::custom)? == Flow::Stop {
                while elements.next_element::<IgnoredAny>()?.is_some() {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::read::trouble::Trouble;

    #[derive(Default)]
    struct Seen {
        records: Vec<(u64, Option<u64>, String)>,
        troubles: Vec<(Option<u64>, String)>,
    }

    impl Sink for Seen {
        fn record(&mut self, record: Record<'_>) -> Result<Flow, Error> {
            self.records.push((record.number, record.line, record.fields[0].1.clone()));
            Ok(if record.fields[0].1 == "enough" { Flow::Stop } else { Flow::Continue })
        }
        fn field(&mut self, _: &str) {}
        fn trouble(&mut self, trouble: Trouble) -> Result<(), Error> {
            self.troubles.push((trouble.line, trouble.told()));
            Ok(())
        }
    }

    fn seen(json: &str) -> (Seen, Flow) {
        seen_bytes(json.as_bytes())
    }

    fn seen_bytes(mut bytes: &[u8]) -> (Seen, Flow) {
        let mut seen = Seen::default();
        let mut lines = Lines { bytes: &mut bytes, path: Path::new("a.json"), faults_are_final: true, over: false, ahead: true };
        let flow = read(&mut lines, &mut seen).unwrap();
        (seen, flow)
    }

    fn records(seen: &Seen) -> Vec<(u64, Option<u64>, &str)> {
        seen.records.iter().map(|(number, line, text)| (*number, *line, text.as_str())).collect()
    }

    #[test]
    fn an_array_gives_its_objects_numbered_with_their_lines() {
        let (seen, flow) = seen(" [{\"text\": \"a\"},\n {\n\"text\": \"b\"}, 7, {\"text\": \"c\"}]\n");
        assert_eq!(records(&seen), [(1, Some(1), "a"), (2, Some(2), "b"), (4, Some(3), "c")]);
        assert_eq!((seen.troubles.len(), seen.troubles[0].0, flow), (1, Some(3), Flow::Continue));
    }

    #[test]
    fn objects_one_after_another_are_read_whether_each_has_a_line_or_several() {
        assert_eq!(records(&seen("{\"text\": \"a\"}\nbroken\n{\"text\": \"b\"}\n").0), [(1, Some(1), "a"), (3, Some(3), "b")]);
        assert_eq!(records(&seen("{\n\"text\": \"a\"}\n{\n\"text\": \"b\"}").0), [(1, Some(1), "a"), (2, Some(3), "b")]);
    }

    #[test]
    fn one_object_over_several_lines_makes_no_file_of_lines() {
        for second in ["{\n\"text\": \"b\"\n}", "{\"a\": {}}\n{\"text\":\n\"b\"}", "{\"a\": {\"b\": 1}\n, \"text\": \"b\"}"] {
            let (seen, _) = seen(&format!("{{\"text\": \"a\"}}\n\n{second}\n{{\"text\": \"c\"}}\n"));
            let places: Vec<_> = seen.records.iter().map(|(number, line, _)| (*number, *line)).collect();
            let last = seen.records.len() as u64;
            assert_eq!(places[..2], [(1, Some(1)), (2, Some(3))], "{second}");
            assert_eq!(places[places.len() - 1], (last, Some(4 + count_lines(second.as_bytes()))), "{second}");
            assert!(seen.troubles.is_empty(), "{:?}", seen.troubles);
        }
        // What breaks off in its line is a broken line, and costs no other.
        for broken in ["{\"text\": \"cut", "{\"text\": \"b\",", "{\"text\": [{}", "}", "{\"text\": {}"] {
            let (seen, _) = seen(&format!("{{\"text\": \"a\"}}\n{broken}\n{{\"text\": \"c\"}}\n"));
            assert_eq!(records(&seen), [(1, Some(1), "a"), (3, Some(3), "c")], "{broken}");
            assert_eq!(seen.troubles.len(), 1, "{broken}: {:?}", seen.troubles);
        }
    }

    #[test]
    fn bytes_that_do_not_decode_are_told_on_the_line_of_the_first() {
        let (seen, _) = seen_bytes(b"[{\"text\": \"a\"},\n\n{\"text\": \"b\xff\"},\n{\"text\": \"\xffc\"}]");
        assert_eq!(records(&seen), [(1, Some(1), "a"), (2, Some(3), "b\u{fffd}"), (3, Some(4), "\u{fffd}c")]);
        assert_eq!((seen.troubles.len(), seen.troubles[0].0), (1, Some(3)));
    }

    #[test]
    fn what_stands_before_a_fault_is_kept_and_the_fault_is_located() {
        for json in ["[{\"text\": \"a\"},\n{\"text\": \"b\"},\n{\"te", "{\n\"text\": \"a\"}\n{\"text\": \"b\"},"] {
            let (seen, _) = seen(json);
            assert_eq!(records(&seen).len(), 2, "{json}");
            assert!(seen.troubles[0].0 >= Some(3) && seen.troubles[0].1.contains("what follows"), "{:?}", seen.troubles);
        }
    }

    #[test]
    fn a_sink_that_has_enough_gets_no_more() {
        let (seen, flow) = seen("[{\"text\": \"enough\"}, {\"text\": \"b\"}]");
        assert_eq!((seen.records.len(), flow), (1, Flow::Stop));
    }
}
