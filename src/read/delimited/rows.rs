//! Rows of a table, which quotes spread over lines; a row that turns out impossible is gone back on.

use std::io::{self, BufRead};

use crate::read::record::{Lines, Sink, Stop};

/// How often a quote that stays open up to the end of the file is worth going back for. Each time
/// costs a pass over the rest of the file; one stray quote needs one.
const RETURNS: usize = 8;

/// A row may be as long as this; beyond it a quote was left open.
const MAX_ROW: u64 = 1 << 33;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Whole,
    /// Its quotes cannot be right; only its first line was taken.
    Impossible,
    End,
}

/// Takes rows off a stream, and goes back to a line that was read with a wrong row.
pub(super) struct Rows<'l, 'a, 'b> {
    pub lines: &'l mut Lines<'a, 'b>,
    /// What was read in vain and comes again before the stream.
    again: io::Cursor<Vec<u8>>,
    /// The line that comes next, counted from 1.
    pub line: u64,
    /// The row that was read last.
    pub row: Vec<u8>,
    began: Began,
    returns: usize,
}

impl<'l, 'a, 'b> Rows<'l, 'a, 'b> {
    pub fn new(lines: &'l mut Lines<'a, 'b>) -> Self {
        Self { lines, again: io::Cursor::default(), line: 1, row: Vec::new(), began: Began::default(), returns: 0 }
    }

    /// Reads the next row into `self.row`. With `loose` an impossible one is taken as it stands.
    pub fn next(&mut self, separator: u8, loose: bool, sink: &mut dyn Sink) -> Result<Shape, Stop> {
        self.row.clear();
        let mut quotes = Quotes::default();
        self.began = Began { line: self.line, again: self.again.position(), first_line: 0 };
        loop {
            let from = self.row.len();
            self.next_line(sink)?;
            let ended = self.row.len() == from;
            if ended && from == 0 {
                return Ok(Shape::End);
            }
            if !ended {
                self.line += 1;
            }
            if from == 0 {
                self.began.first_line = self.row.len();
            }
            quotes.feed(&self.row[from..], separator);
            let many_lines = self.line > self.began.line + 1;
            let unclosed = quotes.open() && (ended || self.row.len() as u64 > MAX_ROW);
            if unclosed || (quotes.stray && many_lines) {
                self.returns += usize::from(unclosed);
                if self.returns > RETURNS {
                    return Ok(Shape::Impossible);
                }
                self.go_back();
                return Ok(if loose { Shape::Whole } else { Shape::Impossible });
            }
            if !quotes.open() {
                return Ok(Shape::Whole);
            }
        }
    }

    fn next_line(&mut self, sink: &mut dyn Sink) -> Result<(), Stop> {
        let read = self.again.read_until(b'\n', &mut self.row).expect("memory can always be read");
        if read == 0 || self.row.last() != Some(&b'\n') {
            self.lines.next(&mut self.row).or_else(|error| self.lines.broke(&error, self.line, sink))?;
        }
        Ok(())
    }

    /// The lines of the row that was read last: the first one, and what stands behind it.
    pub fn lines_of_row(&self) -> (&[u8], &[u8]) {
        self.row.split_at(self.began.first_line)
    }

    /// Cuts the row that was read last after its first line and gives the others back.
    pub fn go_back(&mut self) {
        let Began { line, again, first_line } = self.began;
        let from_memory = self.again.position() - again;
        if from_memory == self.row.len() as u64 {
            self.again.set_position(again + first_line as u64);
        } else {
            // The row reached into the stream, so that nothing is left in memory behind it.
            self.again = io::Cursor::new(self.row[first_line..].to_vec());
        }
        self.row.truncate(first_line);
        self.line = line + 1;
    }
}

/// Where a row began.
#[derive(Debug, Default, Clone, Copy)]
struct Began {
    line: u64,
    again: u64,
    /// Length of its first line.
    first_line: usize,
}

/// Follows the quotes of a row over its lines.
#[derive(Debug, Default)]
struct Quotes {
    state: QuoteState,
    /// Something stands behind a closing quote that is neither separator nor line end.
    stray: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum QuoteState {
    #[default]
    FieldBegins,
    Plain,
    Quoted,
    /// Behind a quote inside a quoted field: the end of the field, or the first half of `""`.
    MaybeClosed,
}

impl Quotes {
    fn open(&self) -> bool {
        self.state == QuoteState::Quoted
    }

    fn feed(&mut self, mut bytes: &[u8], separator: u8) {
        while let Some(&byte) = bytes.first() {
            let mut used = 1;
            self.state = match self.state {
                QuoteState::Quoted => match memchr::memchr(b'"', bytes) {
                    Some(at) => {
                        used = at + 1;
                        QuoteState::MaybeClosed
                    }
                    None => return,
                },
                QuoteState::FieldBegins if byte == b'"' => QuoteState::Quoted,
                QuoteState::MaybeClosed if byte == b'"' => QuoteState::Quoted,
                _ if byte == separator => QuoteState::FieldBegins,
                QuoteState::MaybeClosed if byte == b'\r' || byte == b'\n' => QuoteState::Plain,
                state => {
                    self.stray |= state == QuoteState::MaybeClosed;
                    match memchr::memchr(separator, bytes) {
                        Some(at) => {
                            used = at + 1;
                            QuoteState::FieldBegins
                        }
                        None => {
                            used = bytes.len();
                            QuoteState::Plain
                        }
                    }
                }
            };
            bytes = &bytes[used..];
        }
    }
}
