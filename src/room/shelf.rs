//! Texts and words past what memory has room for: in a file without a name that is read as if it were memory.
//!
//! What is on the shelf is written once and read in any order. The system holds what was read lately. As soon as the process has more memory than it may, it
//! lets go of that, a piece after the other; what is read again comes from the system's cache of the file, or from the disk.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::text::Text;
use super::{Held, failed, machine_memory, temporary};
use crate::error::Result;
use crate::kernel::mapping::{Column, FiledText, Mapping, PIECE, Plain};

/// Bytes of the file that are mapped at once, at least.
const CHUNK: usize = PIECE;
/// Bytes of texts in memory from which on nobody expects that others need their place.
const LARGE: u64 = 1 << 30;
/// Where a chunk begins in the file: a multiple of the size of a page on every system.
const PAGE: usize = 1 << 16;
/// How often the process's memory is looked at.
const LOOK: Duration = Duration::from_millis(1);
/// The same where something had to go at each look: what is read in no order is the system's again in any case, and comes back at once.
const LONGEST: Duration = Duration::from_millis(64);
/// The same where what is no part of a file takes all memory there is: then nothing that goes from here keeps the process within it, and what
/// is read again and again would cost as much as the rest of the work. Texts and words of gigabytes come back in less.
const SELDOM: Duration = Duration::from_secs(1);
/// Pieces that go before the process's memory is looked at again.
const AT_ONCE: usize = 4;
/// The part of the memory that what is on the shelf takes at least, as long as it is read.
const LEAST: u64 = 8;

/// What goes into one file, and how much of it stays in memory.
pub struct Shelf {
    /// Bytes that memory takes of what is put here, at most.
    most: u64,
    /// Bytes that the process may hold.
    memory: u64,
    folder: PathBuf,
    held: AtomicU64,
    filing: Mutex<Filing>,
}

/// The file and its chunks.
#[derive(Default)]
struct Filing {
    file: Option<Arc<File>>,
    /// Where the next chunk begins.
    end: u64,
    /// The chunk that is written to.
    last: Option<Arc<Mapping>>,
}

impl Shelf {
    /// One of which `most` bytes stay in memory, in a process that may hold `memory` bytes. The file is in `folder`.
    pub(super) fn new(most: u64, memory: u64, folder: PathBuf) -> Self {
        Self { most, memory, folder, held: AtomicU64::new(0), filing: Mutex::default() }
    }

    /// Puts texts here. What is put here together is read faster.
    ///
    /// # Errors
    /// When the folder cannot be written to, or its disk is full.
    pub(crate) fn texts<'t>(&self, texts: impl Iterator<Item = &'t mut Text>) -> Result<()> {
        let in_memory = texts.filter(|text| text.bytes_held() > 0);
        let (mut stays, mut to_file): (Vec<&mut Text>, Vec<&mut Text>) = in_memory.partition(|text| self.has_room_for(text.bytes_held()));
        // Texts lie between other things. Only what lies by itself leaves memory that all may use when it goes to disk in the end.
        if stays.len() > 1 && self.most < LARGE {
            let together = FiledText::together(&stays.iter().map(|text| &***text).collect::<Vec<&str>>());
            stays.iter_mut().zip(together).for_each(|(text, own)| **text = Text::filed(own));
        }
        let filed = {
            let texts: Vec<&str> = to_file.iter().map(|text| &***text).collect();
            self.filed(texts.iter().map(|text| text.len()).sum(), |chunk| chunk.put_texts(&texts))?
        };
        to_file.iter_mut().zip(filed).for_each(|(text, filed)| **text = Text::filed(filed));
        Ok(())
    }

    /// Puts those texts here that memory has taken, if it had no room for all: then other things need it more.
    ///
    /// # Errors
    /// As for [`texts`](Self::texts).
    pub(crate) fn rest_of_texts<'t>(&self, texts: impl Iterator<Item = &'t mut Text>) -> Result<()> {
        if lock(&self.filing).file.is_none() {
            return Ok(());
        }
        self.held.store(u64::MAX, Ordering::Relaxed);
        let (mut some, mut bytes) = (Vec::new(), 0);
        for text in texts {
            bytes += text.bytes_held();
            some.push(text);
            if bytes >= CHUNK / 2 {
                self.texts(some.drain(..))?;
                bytes = 0;
            }
        }
        self.texts(some.into_iter())
    }

    /// Puts columns here. What is put here together is read faster.
    ///
    /// # Errors
    /// As for [`texts`](Self::texts).
    pub(crate) fn columns<'c, T: Plain>(&self, columns: impl Iterator<Item = &'c mut Column<T>>) -> Result<()> {
        let mut to_file: Vec<&mut Column<T>> = columns.filter(|column| !self.has_room_for(size_of_val(&***column))).collect();
        let filed = {
            let columns: Vec<&[T]> = to_file.iter().map(|column| &***column).collect();
            self.filed(columns.iter().map(|items| size_of_val(*items)).sum(), |chunk| chunk.put(&columns))?
        };
        to_file.iter_mut().zip(filed).for_each(|(column, filed)| **column = filed);
        Ok(())
    }

    /// Where its file is, and the bytes that the process may hold.
    pub(super) fn place(&self) -> (&Path, u64) {
        (&self.folder, self.memory)
    }

    /// Whether memory takes so many more bytes.
    fn has_room_for(&self, bytes: usize) -> bool {
        let more = |held: u64| held.checked_add(bytes as u64).filter(|held| *held <= self.most);
        bytes == 0 || cfg!(not(unix)) || self.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_ok()
    }

    /// Puts something of so many bytes into the last chunk, or a new one.
    fn filed<T>(&self, bytes: usize, put: impl Fn(&Arc<Mapping>) -> io::Result<Option<Vec<T>>>) -> Result<Vec<T>> {
        if bytes == 0 {
            return Ok(Vec::new());
        }
        loop {
            // Whoever writes does not keep others from doing so.
            let chunk = lock(&self.filing).last.clone();
            if let Some(chunk) = &chunk
                && let Some(item) = put(chunk).map_err(|e| failed(&self.folder, e))?
            {
                return Ok(item);
            }
            self.add_chunk(chunk.as_ref(), bytes)?;
        }
    }

    /// Another chunk, unless somebody else has added one behind `last`.
    fn add_chunk(&self, last: Option<&Arc<Mapping>>, bytes: usize) -> Result<()> {
        let mut filing = lock(&self.filing);
        if filing.last.as_ref().map(Arc::as_ptr) != last.map(Arc::as_ptr) {
            return Ok(());
        }
        if filing.file.is_none() {
            filing.file = Some(Arc::new(temporary(&self.folder)?));
        }
        let Some(file) = filing.file.clone() else { return Ok(()) };
        let bytes = bytes.max(CHUNK).next_multiple_of(PAGE);
        let chunk = Mapping::of(file, filing.end, bytes).map_err(|e| failed(&self.folder, e))?;
        filing.end += bytes as u64;
        let chunk = Arc::new(chunk);
        watch(&chunk, self.memory, true);
        filing.last = Some(chunk);
        Ok(())
    }
}

/// What is mapped.
struct Watched {
    mapping: Weak<Mapping>,
    /// Bytes that the process may hold by its shelf.
    memory: u64,
    /// Not a list of its own.
    is_on_shelf: bool,
}

/// All that is mapped and somebody has items of.
static WATCHED: Mutex<Vec<Watched>> = Mutex::new(Vec::new());

/// Whether the system has no room for half of what is on shelves beside what the process may hold: then most of it comes from disk again and again.
pub(crate) fn is_crowded() -> bool {
    let watched = lock(&WATCHED);
    let on_shelves: u64 = on_shelves(&watched).map(|mapping| mapping.bytes()).sum();
    let memory = watched.iter().map(|watched| watched.memory).min();
    memory.zip(machine_memory()).is_some_and(|(memory, given)| has_no_room(given, memory, on_shelves))
}

/// The same by what the system is given, what the process may hold, and what is on shelves.
fn has_no_room(given: u64, memory: u64, on_shelves: u64) -> bool {
    given < memory.saturating_add(on_shelves / 2)
}

/// Says in which order what is on shelves by now is read from here on: that in which it was put there, or any. Where the system has no room for half of it, it brings
/// hundreds of kilobytes from disk for each word that is read in no order, unless it is told; where it has, it does better without.
pub(crate) fn read_in_order(is_in_order: bool) {
    let is_in_order = is_in_order || !is_crowded();
    on_shelves(&lock(&WATCHED)).for_each(|mapping| mapping.read_in_order(is_in_order));
}

fn on_shelves(watched: &[Watched]) -> impl Iterator<Item = Arc<Mapping>> {
    watched.iter().filter(|watched| watched.is_on_shelf).filter_map(|watched| watched.mapping.upgrade())
}

/// Has a mapping watched: while the process holds more than it may, what is mapped goes, a piece after the other.
pub(super) fn watch(mapping: &Arc<Mapping>, memory: u64, is_on_shelf: bool) {
    let mut watched = lock(&WATCHED);
    // Whoever watches leaves with the last mapping.
    if watched.is_empty() {
        std::thread::spawn(|| {
            let (mut next, mut pause) = (0, LOOK);
            let held = Held::of_this_process();
            while let Some((mappings, memory)) = all_watched() {
                let pieces: Vec<(&Mapping, usize)> = mappings.iter().flat_map(|m| (0..m.pieces()).map(|piece| (&**m, piece))).collect();
                let before = next;
                next = let_go(&pieces, &held, memory, next);
                pause = if !may_keep_within(&held, memory) {
                    SELDOM
                } else if next == before {
                    LOOK
                } else {
                    // What comes back at once is in use.
                    LONGEST.min(2 * pause)
                };
                drop(mappings);
                std::thread::sleep(pause);
            }
        });
    }
    watched.push(Watched { mapping: Arc::downgrade(mapping), memory, is_on_shelf });
}

/// All that is mapped, and the least that the process may hold by any of it.
fn all_watched() -> Option<(Vec<Arc<Mapping>>, u64)> {
    let mut watched = lock(&WATCHED);
    watched.retain(|watched| watched.mapping.strong_count() > 0);
    let memory = watched.iter().map(|watched| watched.memory).min()?;
    Some((watched.iter().filter_map(|watched| watched.mapping.upgrade()).collect(), memory))
}

/// Lets pieces go from `next` on, if the process holds more than it may, and says which one comes next.
fn let_go(pieces: &[(&Mapping, usize)], held: &Held, memory: u64, mut next: usize) -> usize {
    // What is no part of a file cannot go, and without some of what is on the shelf nothing could be done.
    let beyond = |part: u64| held.now().is_some_and(|(all, own)| all > memory.max(own.saturating_add(memory / LEAST)).saturating_sub(part));
    if !beyond(0) {
        return next;
    }
    // Some more goes than has to, so that there is no need to look again at once.
    for some in 0..pieces.len().div_ceil(AT_ONCE) {
        if some > 0 && !beyond(memory / (2 * LEAST)) {
            break;
        }
        for _ in 0..AT_ONCE.min(pieces.len()) {
            let (mapping, piece) = pieces[next % pieces.len()];
            mapping.let_go(piece);
            next = next.wrapping_add(1);
        }
    }
    next
}

/// Whether the process would hold no more than it may, if nearly all that is on shelves went.
fn may_keep_within(held: &Held, memory: u64) -> bool {
    held.now().is_none_or(|(_, own)| own.saturating_add(memory / LEAST) <= memory)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_on_a_shelf_is_what_was_put_there_in_memory_and_on_disk(
            texts in prop::collection::vec(prop::collection::vec(".{0,30}", 0..9), 0..6), numbers in prop::collection::vec(prop::collection::vec(any::<u64>(), 0..30), 0..9),
            most in prop_oneof![Just(0u64), 0u64..900, Just(u64::MAX)],
        ) {
            let shelf = Shelf::new(most, 0, std::env::temp_dir());
            let mut held = 0;
            let mut filed = |texts: &[String]| -> Vec<Text> {
                let mut own: Vec<Text> = texts.iter().map(|text| text.as_str().into()).collect();
                shelf.texts(own.iter_mut()).unwrap();
                held += own.iter().map(Text::bytes_held).sum::<usize>() as u64;
                own
            };
            let found: Vec<Vec<Text>> = texts.iter().map(|some| filed(some)).collect();
            let mut columns: Vec<Column<u64>> = numbers.iter().map(|own| own.clone().into()).collect();
            shelf.columns(columns.iter_mut()).unwrap();
            prop_assert!(cfg!(not(unix)) || held <= most);
            drop(shelf);
            for (some, found) in texts.iter().zip(&found) {
                prop_assert_eq!(some.iter().map(String::as_str).collect::<Vec<_>>(), found.iter().map(|text| &**text).collect::<Vec<_>>());
            }
            for (own, column) in numbers.iter().zip(&columns) {
                prop_assert_eq!(&own[..], &**column);
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn where_one_text_found_no_room_all_go_to_disk() {
        let shelf = Shelf::new(9, u64::MAX, std::env::temp_dir());
        let mut texts: Vec<Text> = vec!["boats".into(), "and".into()];
        shelf.texts(texts.iter_mut()).unwrap();
        shelf.rest_of_texts(texts.iter_mut()).unwrap();
        assert_eq!(texts.iter().map(Text::bytes_held).sum::<usize>(), 8);
        texts.push("bridges".into());
        shelf.texts(texts.iter_mut().skip(2)).unwrap();
        shelf.rest_of_texts(texts.iter_mut()).unwrap();
        assert_eq!((texts.iter().map(Text::bytes_held).sum::<usize>(), texts), (0, vec!["boats".into(), "and".into(), "bridges".into()]));
    }

    #[cfg(unix)]
    #[test]
    fn texts_longer_than_a_chunk_have_one_of_their_own() {
        let shelf = Shelf::new(0, u64::MAX, std::env::temp_dir());
        let long = "boats ".repeat(CHUNK / 6 + 9);
        let mut texts: Vec<Text> = vec!["short".into(), long.as_str().into(), "and another".into()];
        texts.iter_mut().for_each(|text| shelf.texts(std::iter::once(text)).unwrap());
        assert_eq!(texts.iter().map(Text::bytes_held).sum::<usize>(), 0);
        assert_eq!(texts, vec!["short".into(), long.into(), Text::from("and another")]);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_not_there_is_named_with_a_remedy() {
        let shelf = Shelf::new(0, 0, "/nowhere/at/all".into());
        let error = shelf.texts(std::iter::once(&mut "a text".into())).unwrap_err();
        assert!(error.to_string().contains("/nowhere/at/all") && error.help().unwrap().contains("--temp-dir"), "{error}");
    }

    #[test]
    fn a_system_without_room_for_half_of_what_is_on_shelves_beside_the_process_is_crowded() {
        let gib = 1 << 30;
        assert!(has_no_room(3 * gib, 2 * gib, 4 * gib) && !has_no_room(4 * gib, 2 * gib, 4 * gib));
        assert!(!has_no_room(2 * gib, 2 * gib, 0) && has_no_room(gib, u64::MAX, gib));
    }

    #[test]
    fn what_is_on_a_shelf_is_the_same_in_whatever_order_the_system_is_told_that_it_is_read() {
        let shelf = Shelf::new(0, u64::MAX, std::env::temp_dir());
        let mut column = Column::from((0..1u64 << 18).collect::<Vec<u64>>());
        shelf.columns(std::iter::once(&mut column)).unwrap();
        for is_in_order in [false, true] {
            on_shelves(&lock(&WATCHED)).for_each(|mapping| mapping.read_in_order(is_in_order));
            assert!((0..).zip(column.iter()).all(|(n, number)| n == *number));
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_stands_on_a_shelf_goes_when_the_process_holds_more_than_it_may() {
        let shelf = Shelf::new(0, 1, std::env::temp_dir());
        let mut column = Column::from(vec![7u64; 1 << 23]);
        shelf.columns(std::iter::once(&mut column)).unwrap();
        let held = Held::of_this_process();
        let in_file = || held.now().map_or(0, |(all, own)| all - own);
        let before = in_file();
        assert_eq!(column.iter().sum::<u64>(), 7 << 23);
        // It came with the sum, unless some of it has gone already, and goes within a few looks.
        for _ in 0..400 {
            if in_file() < before + (1 << 24) {
                break;
            }
            std::thread::sleep(SELDOM / 100);
        }
        assert!(in_file() < before + (1 << 24));
        assert_eq!(column[(1 << 23) - 1], 7);
    }
}
