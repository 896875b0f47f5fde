//! Files that hold many records: one form for every format, and the way from a file to its records.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, BufRead};
use std::path::Path;
use std::rc::Rc;

use encoding_rs::Encoding;

use crate::error::{Error, Result};
use crate::observer::Observer;

use super::decompress::{OnDisk, Opened, disk_error, not_packed};
use super::discover::Place;
use super::encoding::Guess;
use super::foreign::binary;
use super::format::Format;
use super::trouble::Trouble;
use super::{delimited, encoding, json, json_lines, line_ends};

/// The name of a field, its value as text, and what the value is in the input.
pub(super) type Field<'a> = (Cow<'a, str>, String, Form);

/// A field whose value was cut to a part: its name and the whole value.
pub(super) type Whole = (String, String);

/// What a value is in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Number,
    Truth,
    Array,
    Object,
}

impl Form {
    /// Of a value of JSON as it is written.
    pub fn of_json(value: &str) -> Self {
        match value.as_bytes().first() {
            Some(b'"') => Self::Text,
            Some(b'{') => Self::Object,
            Some(b'[') => Self::Array,
            Some(b't' | b'f') => Self::Truth,
            _ => Self::Number,
        }
    }

    /// What a person calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Truth => "true or false",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// One record of a file.
#[derive(Debug, Default)]
pub(super) struct Record<'a> {
    /// Where it begins, counted from 1. `None` where the format has no lines.
    pub line: Option<u64>,
    /// What names it in its file: the line, or the place in the row of records, counted from 1.
    pub number: u64,
    /// Names and values in the order of the file. What has no value is left out.
    pub fields: Vec<Field<'a>>,
}

/// Whether the reader of a file goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Continue,
    /// Nothing further is wanted.
    Stop,
}

/// Takes the records of a file as they come.
pub(super) trait Sink {
    /// A record.
    fn record(&mut self, record: Record<'_>) -> Result<Flow>;
    /// A field that records of this file have, whether any record follows or not.
    fn field(&mut self, name: &str);
    /// Something is wrong with a record or with the file.
    fn trouble(&mut self, trouble: Trouble) -> Result<()>;
}

/// Why a reader of records stopped before the end.
#[derive(Debug)]
pub(super) enum Stop {
    /// The bytes are no UTF-8, and nobody has looked yet what else they are.
    NotUtf8,
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// What a reader of records reads from.
pub(super) struct Lines<'a, 'b> {
    pub bytes: &'b mut (dyn BufRead + 'a),
    pub path: &'b Path,
    /// Whether bytes that are not UTF-8 are faults: someone looked for another encoding and found none.
    pub faults_are_final: bool,
    /// Whether the stream broke off.
    pub over: bool,
    /// Whether more may be read before what was read is taken: what comes through a pipe may let wait.
    pub ahead: bool,
}

impl Lines<'_, '_> {
    /// Appends the next line with its end to `line`. Nothing is appended at the end of the stream.
    ///
    /// # Errors
    /// Why the stream breaks off; what came before is kept, and the stream ends.
    pub fn next(&mut self, line: &mut Vec<u8>) -> io::Result<()> {
        if self.over {
            return Ok(());
        }
        self.bytes.read_until(b'\n', line).map(drop).inspect_err(|_| self.over = true)
    }

    /// Tells that the stream broke off in line `number`, unless it was the disk that failed.
    pub fn broke(&self, error: &io::Error, number: u64, sink: &mut dyn Sink) -> Result<()> {
        match disk_error(self.path, error) {
            Some(error) => Err(error),
            None => sink.trouble(cut_short(error, Some(number))),
        }
    }

    /// The bytes as text, faults told.
    pub fn text<'t>(&self, bytes: &'t [u8], number: u64, sink: &mut dyn Sink) -> Result<Cow<'t, str>, Stop> {
        let (text, replaced) = encoding::lossy(bytes);
        self.tell_faults(replaced, number, sink)?;
        Ok(text)
    }

    /// Tells of places in line `number` that are no UTF-8, unless they may be some other encoding.
    pub fn tell_faults(&self, replaced: u64, number: u64, sink: &mut dyn Sink) -> Result<(), Stop> {
        if replaced == 0 {
            Ok(())
        } else if self.faults_are_final {
            Ok(sink.trouble(not_decoded(replaced).on_line(number))?)
        } else {
            Err(Stop::NotUtf8)
        }
    }
}

/// A packed file that ends before its end, or whose packing is broken; or that is not packed at all.
pub(super) fn cut_short(error: &io::Error, line: Option<u64>) -> Trouble {
    if let Some(not_packed) = not_packed(error) {
        return Trouble::new("not packed", not_packed.to_string()).so("the file was left out; call it by what it is").losing(1);
    }
    Trouble::new("cut short", format!("the file breaks off or is damaged here ({error})")).so("what stands before was kept").on_line(line)
}

/// Bytes that decode to nothing.
pub(super) fn not_decoded(replaced: u64) -> Trouble {
    let places = super::trouble::counted(replaced, "place");
    Trouble::new("invalid UTF-8", format!("{places} did not decode")).so("U+FFFD stands there now")
}

/// An encoding that little speaks for.
pub(super) fn guessed(guess: Guess) -> Trouble {
    let Guess { encoding, bytes } = guess;
    let judged = super::trouble::counted(bytes, "byte");
    Trouble::new("guessed encoding", format!("it is no UTF-8, and was read as {encoding}, judged by {judged} beyond ASCII"))
        .so("if letters are wrong, save it as UTF-8")
        .no_fault()
}

/// Reads every record of a file into a sink, which `make` gives for the name of the encoding found.
pub(super) fn read_records<S: Sink>(
    place: &Place,
    observer: &dyn Observer,
    mut make: impl FnMut(&'static str) -> S,
) -> Result<(S, OnDisk)> {
    #[cfg(feature = "parquet")]
    if place.format == Format::Parquet {
        let mut sink = make("UTF-8");
        let on_disk = super::parquet::read(place, observer, &mut sink)?;
        return Ok((sink, on_disk));
    }
    let told = Rc::new(RefCell::new(0));
    let mut known: Option<&'static Encoding> = None;
    let mut guess = None;
    loop {
        let mut opened = place.open(Rc::clone(&told), observer)?;
        let unpacked = std::mem::replace(&mut opened.unpacked, Box::new(io::empty()));
        let stream = encoding::text_stream(unpacked, known).map_err(|e| Error::io(&place.path, e))?;
        let mut stream = match stream {
            Ok(stream) => stream,
            Err(what) => {
                let mut sink = make("binary");
                sink.trouble(binary(what))?;
                return Ok((sink, finish(opened, place)?));
            }
        };
        if matches!(place.format, Format::Delimited(_) | Format::JsonLines) {
            stream.bytes = line_ends::with_line_feeds(stream.bytes);
        }
        let mut sink = make(stream.encoding);
        if let Some(guess) = guess {
            sink.trouble(guessed(guess))?;
        }
        // What comes through a pipe cannot be read again.
        let faults_are_final = known.is_some() || stream.encoding != "UTF-8" || !place.can_read_again;
        let mut lines = Lines { bytes: &mut *stream.bytes, path: &place.path, faults_are_final, over: false, ahead: place.can_read_again };
        let result = match place.format {
            Format::Delimited(separator) => delimited::read(&mut lines, separator, &mut sink),
            Format::JsonLines => json_lines::read(&mut lines, &mut sink),
            Format::Json => json::read(&mut lines, &mut sink),
            _ => unreachable!("no other format is a stream of records"),
        };
        match result {
            Ok(Flow::Continue) => {
                drop(stream);
                return Ok((sink, finish(opened, place)?));
            }
            Ok(Flow::Stop) => {
                return Ok((sink, OnDisk { bytes: place.bytes, digest: String::new() }));
            }
            Err(Stop::Failed(error)) => return Err(error),
            Err(Stop::NotUtf8) => {
                let mut again = place.open(Rc::clone(&told), observer)?;
                let detected = encoding::detect(&mut *again.unpacked);
                (known, guess) = (Some(detected.0), detected.1);
            }
        }
    }
}

fn finish(opened: Opened<'_>, place: &Place) -> Result<OnDisk> {
    opened.finish().map_err(|e| disk_error(&place.path, &e).unwrap_or_else(|| Error::io(&place.path, e)))
}
