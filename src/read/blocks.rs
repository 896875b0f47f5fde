//! JSON lines in large blocks, each taken by one thread: reading, parsing and what the taker does overlap.
//!
//! One thread reads blocks that end with a line, the others take them as they come; batches are handed on in the order of the file.
//! Only what the taker asks for is made of a record: mostly slices of its line. Everything unusual about a line
//! goes through the reader of `json_lines`, so that fields, warnings and their lines are the same.

mod ahead;
mod worker;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Read;
use std::rc::Rc;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

use encoding_rs::UTF_8;

use self::ahead::Ahead;
pub(crate) use self::worker::LineText;
use self::worker::{Block, Done, Worker, lock};
use super::decompress::{Compression, OnDisk, disk_error};
use super::discover::Place;
use super::encoding::{self, Head};
use super::intake::{Intake, Taken, Terms};
use super::line_ends::begins_with_return;
use super::record::{Sink, cut_short};
use super::stream::{Collector, Taker};
use crate::error::{Error, Result};
use crate::observer::{Observer, Silent};

/// Bytes of a block, more where a line is longer. Small enough for the cache of the core that takes it.
const BLOCK: usize = 512 << 10;
/// Blocks that wait to be taken, at most.
const WAITING: usize = 4;

/// How the reading of a file has ended.
pub(super) enum Ended<'a> {
    Whole(Box<Taken<'a>>),
    /// It is of another encoding, or has other line ends, and must be read otherwise.
    NotUtf8,
}

/// Reads a file of JSON lines.
pub(super) fn read<'a, T: Taker>(
    place: &'a Place,
    terms: &'a Terms<'a>,
    taker: &T,
    collector: &mut dyn Collector<T::Batch>,
) -> Result<Ended<'a>> {
    let Some(mark) = mark(place)? else { return Ok(Ended::NotUtf8) };
    if let Some(taken) = pass(place, terms, taker, collector, mark, false)? {
        return Ok(Ended::Whole(Box::new(taken)));
    }
    // Some bytes are no UTF-8: either they are faults, or the file is of another encoding.
    let mut opened = place.open(Rc::default(), &Silent)?;
    if encoding::detect(&mut *opened.unpacked).0 != UTF_8 {
        return Ok(Ended::NotUtf8);
    }
    collector.restart()?;
    let taken = pass(place, terms, taker, collector, mark, true)?;
    Ok(taken.map_or(Ended::NotUtf8, |taken| Ended::Whole(Box::new(taken))))
}

/// Length of the byte order mark; `None` where the first bytes are no UTF-8, or no LF ends the first line.
fn mark(place: &Place) -> Result<Option<usize>> {
    let mut head = Vec::new();
    let mut opened = place.open(Rc::default(), &Silent)?;
    // What is broken within the head is told when it is read again.
    let _ = opened.unpacked.by_ref().take(8192).read_to_end(&mut head);
    if begins_with_return(head.as_slice().chain(opened.unpacked)) {
        return Ok(None);
    }
    Ok(match Head::of(&head) {
        Head::Marked(encoding, mark) if encoding == UTF_8 => Some(mark),
        Head::Unknown => Some(0),
        _ => None,
    })
}

/// How the reading thread has ended: where the stream broke off, what is known of the file.
struct Whole {
    broke: Option<(std::io::Error, u64)>,
    on_disk: OnDisk,
}

/// One pass over a file; `None` when it met bytes that are no UTF-8, and those are not known to be faults.
fn pass<'a, T: Taker>(
    place: &'a Place,
    terms: &'a Terms<'a>,
    taker: &T,
    collector: &mut dyn Collector<T::Batch>,
    mark: usize,
    faults_are_final: bool,
) -> Result<Option<Taken<'a>>> {
    let (blocks_in, blocks) = sync_channel::<Block>(WAITING);
    let blocks = Mutex::new(blocks);
    let spare: Mutex<Vec<Vec<u8>>> = Mutex::default();
    // It holds no more than is out: who works waits for nobody.
    let (done_in, done) = channel::<(u64, Done<'a, T::Batch>)>();
    let ahead = Ahead::of(rayon::current_num_threads());
    let mut intake = Intake::new(place, None, None, terms, "UTF-8");
    let mut not_utf8 = false;
    let whole = std::thread::scope(|scope| {
        let reader = scope.spawn(|| read_blocks(place, terms.observer, mark, blocks_in, &spare, &ahead));
        // Whatever fails: the others must not wait for one another.
        let closing = ahead.closing();
        for _ in 0..rayon::current_num_threads() {
            let done = done_in.clone();
            let worker = Worker { place, terms, taker, faults_are_final };
            let (blocks, spare, ahead) = (&blocks, &spare, &ahead);
            scope.spawn(move || {
                // By the time that there are no more blocks the reading thread has read all.
                let _closing = ahead.closing();
                worker.work(blocks, &done, spare);
            });
        }
        drop(done_in);
        let collected = collect(&done, &ahead, collector, &mut intake, &mut not_utf8);
        drop(closing);
        done.into_iter().for_each(drop);
        let whole = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        collected.and(whole)
    })?;
    if not_utf8 {
        return Ok(None);
    }
    terms.observer.check()?;
    if let Some((error, line)) = whole.broke {
        intake.trouble(cut_short(&error, Some(line)))?;
    }
    intake.finish(whole.on_disk).map(Some)
}

/// Hands on what the threads made, in the order of the file. Ends early where the bytes are no UTF-8.
fn collect<'a, B>(
    done: &Receiver<(u64, Done<'a, B>)>,
    ahead: &Ahead,
    collector: &mut dyn Collector<B>,
    intake: &mut Intake<'a>,
    not_utf8: &mut bool,
) -> Result<()> {
    let mut early = BTreeMap::new();
    let (mut next, mut lines_before) = (0, 0);
    for (number, block) in done {
        early.insert(number, block);
        while let Some(block) = early.remove(&next) {
            next += 1;
            if block.not_utf8 {
                *not_utf8 = true;
                return Ok(());
            }
            intake.chooser.absorb(&block.chooser);
            for mut trouble in block.troubles {
                trouble.line = trouble.line.map(|line| line + lines_before);
                intake.trouble(trouble)?;
            }
            for mut record in block.without_text {
                record.number += lines_before;
                record.line = Some(record.number);
                intake.record_without_text(record)?;
            }
            if let Some((bytes, line)) = block.too_large {
                return Err(intake.too_large(bytes, Some(line + lines_before)));
            }
            intake.taken += block.documents;
            collector.deliver(lines_before, block.batch)?;
            lines_before += block.lines;
            ahead.handed_on(next);
        }
    }
    Ok(())
}

/// Reads the file into blocks that end with a line.
fn read_blocks(
    place: &Place,
    observer: &dyn Observer,
    mark: usize,
    blocks: SyncSender<Block>,
    spare: &Mutex<Vec<Vec<u8>>>,
    ahead: &Ahead,
) -> Result<Whole> {
    let mut opened = place.open(Rc::new(RefCell::new(0)), observer)?;
    let mut carried: Vec<u8> = Vec::new();
    let (mut offset, mut number, mut lines) = (0, 0, 0);
    let mut broke = None;
    // Told apart from `ahead` being closed, which it also is once everything was read and handed on.
    let mut left_early = false;
    let mut skip = mark;
    loop {
        if !ahead.may_read(number) {
            left_early = true;
            break;
        }
        let mut bytes = lock(spare).pop().unwrap_or_default();
        let mut filled = carried.len();
        if bytes.len() < BLOCK.max(filled) {
            bytes.resize(BLOCK.max(filled), 0);
        }
        bytes[..filled].copy_from_slice(&carried);
        let (cut, over) = loop {
            if filled == bytes.len() {
                if let Some(end) = memchr::memrchr(b'\n', &bytes) {
                    break (end + 1, false);
                }
                bytes.resize(2 * filled, 0); // A line longer than the block.
            }
            if ahead.is_closed() || observer.interrupted() {
                left_early = true;
                break (filled, true);
            }
            match opened.unpacked.read(&mut bytes[filled..]) {
                Ok(0) => break (filled, true),
                Ok(read) => filled += read,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => match disk_error(&place.path, &e) {
                    Some(error) => return Err(error),
                    None => {
                        broke = Some(e);
                        break (filled, true);
                    }
                },
            }
        };
        carried.clear();
        carried.extend_from_slice(&bytes[cut..filled]);
        if broke.is_some() || place.compression != Compression::None {
            lines += encoding::count_lines(&bytes[..cut]);
        }
        let length = cut as u64;
        if skip > 0 {
            let marked = skip.min(cut);
            bytes.copy_within(marked..cut, 0);
            offset += marked as u64;
            skip = 0;
            if blocks.send(Block { number, offset, bytes, filled: cut - marked }).is_err() {
                left_early = true;
                break;
            }
            offset += length - marked as u64;
        } else {
            if blocks.send(Block { number, offset, bytes, filled: cut }).is_err() {
                left_early = true;
                break;
            }
            offset += length;
        }
        number += 1;
        if over {
            break;
        }
    }
    drop(blocks);
    if left_early {
        return Ok(Whole { broke: None, on_disk: OnDisk::default() });
    }
    opened.unpacked = Box::new(std::io::empty());
    let on_disk = opened.finish().map_err(|e| disk_error(&place.path, &e).unwrap_or_else(|| Error::io(&place.path, e)))?;
    Ok(Whole { broke: broke.map(|e| (e, lines + 1)), on_disk })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{RecvTimeoutError, TryRecvError};
    use std::time::Duration;

    use super::*;
    use crate::read::ReadConfig;
    use crate::read::decompress::tests::gzip;
    use crate::read::discover::discover;

    #[test]
    fn how_a_file_has_ended_is_known_though_all_was_handed_on_before_the_reading_thread_looks() {
        let dir = tempfile::tempdir().unwrap();
        let packed = gzip(b"{\"text\": \"x\"}\n");
        let path = dir.path().join("cut.jsonl.gz");
        std::fs::write(&path, &packed[..packed.len() - 4]).unwrap();
        let found = discover(&ReadConfig::of(&[path])).unwrap();
        // Two threads race for it: once told proves nothing.
        for _ in 0..200 {
            let (blocks_in, blocks) = sync_channel(WAITING);
            let ahead = Ahead::of(1);
            let ahead = &ahead;
            let whole = std::thread::scope(|scope| {
                scope.spawn(move || {
                    while blocks.try_recv().err() != Some(TryRecvError::Disconnected) {
                        std::hint::spin_loop();
                    }
                    drop(ahead.closing());
                });
                read_blocks(&found.places[0], &Silent, 0, blocks_in, &Mutex::default(), ahead).unwrap()
            });
            assert!(whole.broke.is_some() && !whole.on_disk.digest.is_empty());
        }
    }

    #[test]
    fn no_more_is_read_ahead_than_a_few_blocks_for_each_thread() {
        const MOST: u64 = 12;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("long.jsonl");
        std::fs::write(&path, format!("{{\"text\": \"{}\"}}\n", "x".repeat(1000)).repeat(20 * BLOCK / 1000)).unwrap();
        let found = discover(&ReadConfig::of(&[path])).unwrap();
        let ahead = Ahead::of(2);
        let (blocks_in, blocks) = sync_channel(100);
        let whole = std::thread::scope(|scope| {
            let reader = scope.spawn(|| read_blocks(&found.places[0], &Silent, 0, blocks_in, &Mutex::default(), &ahead));
            let closing = ahead.closing();
            for number in 0..MOST {
                assert_eq!(blocks.recv().unwrap().number, number);
            }
            let waits = || assert_eq!(blocks.recv_timeout(Duration::from_millis(50)).err(), Some(RecvTimeoutError::Timeout));
            waits();
            ahead.handed_on(2);
            assert_eq!([blocks.recv().unwrap().number, blocks.recv().unwrap().number], [MOST, MOST + 1]);
            waits();
            drop(closing);
            reader.join().unwrap().unwrap()
        });
        // It did not read on.
        assert!(blocks.recv().is_err() && whole.on_disk.digest.is_empty());
    }
}
