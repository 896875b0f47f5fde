//! Documents that pass by one after another, and are not held: for runs over more than memory can take.
//!
//! What [`read`](super::read) reads into a [`Corpus`](super::Corpus), [`stream`] hands to a [`Taker`], on all threads, and collects what
//! the taker makes of it, in the order of the files' names and of the records in them. Fields, ids, troubles and notes are the same.
//! Plain JSON lines go the fast way of `blocks`; everything else goes record by record through `intake`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::PathBuf;

use rayon::prelude::*;

use super::ReadConfig;
use super::again::Again;
use super::blocks::{self, Ended};
use super::decompress::{Compression, Members};
use super::discover::Place;
use super::document::{Document, InputFile};
use super::fields::Chosen;
use super::format::Format;
use super::intake::{Intake, Taken, Terms, take};
use super::reading::{AllRead, Reading, begin};
use super::record::{Flow, Record, Sink, read_records};
use super::told::Facts;
use super::trouble::Trouble;
use crate::error::{Error, Result};
use crate::observer::Observer;

/// Texts that are handed over at once where a file is read record by record, in bytes.
const BATCH_BYTES: usize = 4 << 20;
/// Files that are read at once where a file is one document.
const BATCH_FILES: usize = 256;

/// A document passing by.
pub(crate) struct Passing<'a> {
    /// Its own id; without one it is named by its file, and by `number` where the file holds records.
    pub id: Option<&'a str>,
    /// What names it in its file, counted from 1 in its batch; 0 where it is the whole file.
    pub number: u64,
    /// Where its record stands in the unpacked file, in bytes: offset and length. 0 and 0 where the reader does not know.
    pub record: (u64, u64),
    /// Whether the record can be read again from there.
    pub can_seek: bool,
    pub text: &'a str,
    /// Everything the input says, where the taker wants that.
    pub document: Option<&'a Document>,
}

/// Makes something of documents, on many threads.
pub(crate) trait Taker: Sync {
    /// Working space of a thread.
    type Scratch: Default;
    /// What becomes of some consecutive documents of a file.
    type Batch: Default + Send;
    /// Whether more than id and text is wanted.
    fn wants_documents(&self) -> bool;
    fn take(&self, scratch: &mut Self::Scratch, batch: &mut Self::Batch, passing: &Passing<'_>);
}

/// Collects what was made, in order.
pub(crate) trait Collector<B> {
    /// A file begins.
    fn begin(&mut self, file: StreamedFile) -> Result<()>;
    /// The next batch of the file. Numbers in it count from `numbers_before`.
    fn deliver(&mut self, numbers_before: u64, batch: B) -> Result<()>;
    /// The file is read once more: what was delivered of it is void.
    fn restart(&mut self) -> Result<()>;
    /// Lines that begin a record which was left out.
    fn left_out(&mut self, lines: Vec<u64>);
}

/// A file whose documents pass by.
#[derive(Debug, Clone)]
pub(crate) struct StreamedFile {
    pub path: PathBuf,
    /// What names it in ids.
    pub name: String,
    pub shape: Shape,
    pub compression: Packing,
    /// Whether its records can be read again by their offsets.
    pub can_seek: bool,
}

impl StreamedFile {
    /// Its bytes, unpacked.
    pub fn unpacked(&self) -> Result<Box<dyn io::Read>> {
        let file = File::open(&self.path).map_err(|e| Error::io(&self.path, e))?;
        self.unpack(file).map_err(|e| Error::io(&self.path, e))
    }

    /// The same, where it was read before and `known` was told of it.
    pub fn unpacked_again(&self, known: &InputFile) -> Result<(Box<dyn io::Read>, Again)> {
        let opened = File::open(&self.path).and_then(|file| Again::watch(file, known));
        let (watched, again) = opened.map_err(|e| Error::io(&self.path, e))?;
        Ok((self.unpack(watched).map_err(|e| Error::io(&self.path, e))?, again))
    }

    fn unpack(&self, raw: impl io::Read + 'static) -> io::Result<Box<dyn io::Read>> {
        Ok(match self.compression {
            Packing::None => Box::new(raw),
            Packing::Gzip => Box::new(Members::new(BufReader::with_capacity(1 << 16, raw))),
            Packing::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::new(raw)?;
                decoder.window_log_max(31)?;
                Box::new(decoder)
            }
        })
    }
}

/// What a file's records are, as far as who copies them must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One object on each line.
    Lines,
    /// Rows of one line and more, below a line of names.
    Table,
    /// The file is the record.
    Whole,
    /// Anything else.
    Other,
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    None,
    Gzip,
    Zstd,
}

/// Lets every document of the inputs pass.
///
/// # Errors
/// As [`read`](super::read), save for [`DuplicateId`](crate::ErrorKind::DuplicateId): ids are the collector's to compare. And what the collector says.
pub(crate) fn stream<T: Taker>(
    config: &ReadConfig,
    taker: &T,
    collector: &mut dyn Collector<T::Batch>,
    observer: &dyn Observer,
) -> Result<AllRead> {
    let (found, terms) = begin(config, observer)?;
    let (sidecars, mut reading) = Reading::begin(config, &found, &terms)?;
    let wanted = sidecars.wanted(&found);

    let mut facts = Facts::default();
    let mut left = config.limit;
    let mut at = 0;
    while at < wanted.len() && left != Some(0) {
        let place = |n: usize| &found.places[wanted[n]];
        let all: Vec<Taken<'_>> = if place(at).format.holds_records() {
            let row = sidecars.rows.get(&wanted[at]);
            at += 1;
            vec![records(place(at - 1), row, left, &terms, taker, collector, &mut facts)?]
        } else {
            // With a limit one by one, since no more than that many are to be opened.
            let most = if left.is_some() { 1 } else { BATCH_FILES };
            let files = (at..wanted.len()).take_while(|n| !place(*n).format.holds_records()).take(most).count();
            let read: Vec<Result<Taken<'_>>> =
                (at..at + files).into_par_iter().map(|n| take(place(n), sidecars.rows.get(&wanted[n]), None, &terms)).collect();
            let read = read.into_iter().collect::<Result<Vec<_>>>()?;
            for (n, taken) in (at..).zip(&read) {
                collector.begin(streamed(place(n), false))?;
                let mut numbered = taken.documents.iter().map(|(document, _)| (0, document.clone())).collect();
                facts.extend(taken.documents.iter().map(|(document, _)| document));
                hand_over(&mut numbered, &place(n).name, taker, collector)?;
            }
            at += files;
            read
        };
        for taken in all {
            left = left.map(|left| left.saturating_sub(taken.input.documents));
            reading.absorb(taken);
        }
    }
    reading.tell_warnings();
    reading.check(facts.documents, &sidecars)?;
    Ok(reading.end(&facts, &sidecars, wanted.len() - at))
}

/// Lets the records of one file pass.
fn records<'a, T: Taker>(
    place: &'a Place,
    row: Option<&'a Chosen>,
    limit: Option<u64>,
    terms: &'a Terms<'a>,
    taker: &T,
    collector: &mut dyn Collector<T::Batch>,
    facts: &mut Facts,
) -> Result<Taken<'a>> {
    let plain = place.format == Format::JsonLines && place.can_read_again && limit.is_none() && row.is_none();
    collector.begin(streamed(place, plain && place.compression == Compression::None))?;
    if plain {
        match blocks::read(place, terms, taker, collector)? {
            Ended::Whole(taken) => {
                facts.add("UTF-8", taken.input.documents);
                return Ok(*taken);
            }
            Ended::NotUtf8 => {
                collector.restart()?;
                collector.begin(streamed(place, false))?;
            }
        }
    }
    let mut passed: Vec<(u64, Document)> = Vec::new();
    let mut bytes = 0;
    let mut failed = None;
    let mut counted = Facts::default();
    let mut lines_left_out = Vec::new();
    let (intake, on_disk) = {
        let mut shared = Shared { passed: &mut passed, bytes: &mut bytes, counted: &mut counted, lines_left_out: &mut lines_left_out };
        let cell = std::cell::RefCell::new((&mut shared, collector as &mut dyn Collector<T::Batch>));
        let result = read_records(place, terms.observer, |encoding| {
            let (shared, collector) = &mut *cell.borrow_mut();
            // A file that turns out to be of another encoding is read from its start again.
            shared.passed.clear();
            shared.lines_left_out.clear();
            *shared.counted = Facts::default();
            if let Err(e) = collector.restart() {
                failed.get_or_insert(e);
            }
            Drain { intake: Intake::new(place, row, limit, terms, encoding), name: &place.name, taker, cell: &cell }
        })?;
        (result.0.intake, result.1)
    };
    if let Some(error) = failed {
        return Err(error);
    }
    hand_over(&mut passed, &place.name, taker, collector)?;
    collector.left_out(lines_left_out);
    facts.merge(counted);
    intake.finish(on_disk)
}

fn streamed(place: &Place, can_seek: bool) -> StreamedFile {
    let shape = match place.format {
        Format::JsonLines => Shape::Lines,
        Format::Delimited(_) => Shape::Table,
        _ if !place.format.holds_records() => Shape::Whole,
        _ => Shape::Other,
    };
    let compression = match place.compression {
        Compression::None => Packing::None,
        Compression::Gzip => Packing::Gzip,
        Compression::Zstd => Packing::Zstd,
    };
    StreamedFile { path: place.path.clone(), name: place.name.clone(), shape, compression, can_seek }
}

/// What a file that is read record by record has gathered since it last handed over.
struct Shared<'s> {
    passed: &'s mut Vec<(u64, Document)>,
    bytes: &'s mut usize,
    counted: &'s mut Facts,
    lines_left_out: &'s mut Vec<u64>,
}

type Cell<'c, 's, B> = std::cell::RefCell<(&'c mut Shared<'s>, &'c mut dyn Collector<B>)>;

/// Takes documents out of an intake as they come, and hands them over by the batch.
struct Drain<'a, 'c, 's, 'r, T: Taker> {
    intake: Intake<'a>,
    name: &'a str,
    taker: &'r T,
    cell: &'r Cell<'c, 's, T::Batch>,
}

impl<T: Taker> Sink for Drain<'_, '_, '_, '_, T> {
    fn record(&mut self, record: Record<'_>) -> Result<Flow> {
        let number = record.number;
        let line = record.line;
        let flow = self.intake.record(record)?;
        let (shared, collector) = &mut *self.cell.borrow_mut();
        if self.intake.documents.is_empty() {
            shared.lines_left_out.extend(line);
        }
        for (document, _) in self.intake.documents.drain(..) {
            shared.counted.extend([&document]);
            *shared.bytes += document.text.len();
            shared.passed.push((number, document));
        }
        if *shared.bytes >= BATCH_BYTES {
            *shared.bytes = 0;
            hand_over(shared.passed, self.name, self.taker, *collector)?;
        }
        Ok(flow)
    }

    fn field(&mut self, name: &str) {
        self.intake.field(name);
    }

    fn trouble(&mut self, trouble: Trouble) -> Result<()> {
        if trouble.lost > 0 {
            self.cell.borrow_mut().0.lines_left_out.extend(trouble.line);
        }
        self.intake.trouble(trouble)
    }
}

/// Hands documents to the taker on all threads, and what it made of them to the collector.
fn hand_over<T: Taker>(passed: &mut Vec<(u64, Document)>, name: &str, taker: &T, collector: &mut dyn Collector<T::Batch>) -> Result<()> {
    let share = passed.len().div_ceil(rayon::current_num_threads()).max(1);
    let batches: Vec<T::Batch> = passed
        .par_chunks(share)
        .map(|documents| {
            let (mut scratch, mut batch) = (T::Scratch::default(), T::Batch::default());
            for (number, document) in documents {
                let by_place = match number {
                    0 => document.id == name,
                    number => document.id.strip_prefix(name).and_then(|rest| rest.strip_prefix('#')) == Some(number.to_string().as_str()),
                };
                let passing = Passing {
                    id: (!by_place).then_some(&document.id),
                    number: *number,
                    record: (0, 0),
                    can_seek: false,
                    text: &document.text,
                    document: Some(document),
                };
                taker.take(&mut scratch, &mut batch, &passing);
            }
            batch
        })
        .collect();
    passed.clear();
    batches.into_iter().try_for_each(|batch| collector.deliver(0, batch))
}

impl Facts {
    fn add(&mut self, encoding: &str, documents: u64) {
        self.documents += documents;
        if documents > 0 {
            *self.encodings.entry(encoding.to_owned()).or_default() += documents;
        }
    }

    fn merge(&mut self, other: Self) {
        for (encoding, documents) in other.encodings {
            self.add(&encoding, documents);
        }
    }

    fn extend<'d>(&mut self, documents: impl IntoIterator<Item = &'d Document>) {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for document in documents {
            *counts.entry(&document.encoding).or_default() += 1;
        }
        for (encoding, count) in counts {
            self.add(encoding, count);
        }
    }
}
