//! What the memory does not hold: keys by their leading bits, texts that cannot be read again. The files have no name
//! and are gone when the run is over, however it ends.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::DedupConfig;
use super::items::place;
use super::keys::{Groups, Seen};
use crate::error::Result;
use crate::room::{failed, temporary};

/// Parts by the leading bits of a key.
const PARTS: usize = 64;
/// Bytes of a key and its item on disk.
const ENTRY: usize = 12;
/// Bytes that are gathered before they go to a file.
const BUFFER: usize = 1 << 16;

/// Keys on disk.
pub(super) struct Spill {
    folder: PathBuf,
    parts: Vec<Mutex<BufWriter<File>>>,
    /// Entries in each part.
    written: Vec<u64>,
    marked: Option<Vec<u64>>,
}

impl Spill {
    pub fn new(config: &DedupConfig) -> Result<Self> {
        let file = |_| Ok(Mutex::new(BufWriter::with_capacity(BUFFER, temporary(&config.temp_dir)?)));
        let parts = (0..PARTS).map(file).collect::<Result<_>>()?;
        Ok(Self { folder: config.temp_dir.clone(), parts, written: vec![0; PARTS], marked: None })
    }

    pub fn write(&mut self, key: u64, item: u32) -> Result<()> {
        let part = place(key >> (64 - PARTS.trailing_zeros()));
        let mut entry = [0; ENTRY];
        entry[..8].copy_from_slice(&key.to_le_bytes());
        entry[8..].copy_from_slice(&item.to_le_bytes());
        self.written[part] += 1;
        let out = self.parts[part].get_mut().unwrap_or_else(PoisonError::into_inner);
        out.write_all(&entry).map_err(|e| failed(&self.folder, e))
    }

    /// Remembers how much there is.
    pub fn mark(&mut self) {
        self.marked = Some(self.written.clone());
    }

    /// The same, where nothing was remembered yet.
    pub fn mark_once(&mut self) {
        self.marked.get_or_insert_with(|| self.written.clone());
    }

    /// Forgets what came since.
    pub fn back_to_mark(&mut self) -> Result<()> {
        let marked = self.marked.clone().unwrap_or_else(|| vec![0; PARTS]);
        for (part, entries) in self.parts.iter_mut().zip(&marked) {
            let out = part.get_mut().unwrap_or_else(PoisonError::into_inner);
            let bytes = entries * ENTRY as u64;
            let back = out.flush().and_then(|()| out.get_ref().set_len(bytes)).and_then(|()| out.seek(SeekFrom::Start(bytes)));
            back.map_err(|e| failed(&self.folder, e))?;
        }
        self.written = marked;
        Ok(())
    }

    pub fn parts(&self) -> std::ops::Range<usize> {
        0..PARTS
    }

    /// The groups of one part, of which no more than `budget` bytes are held at once.
    pub fn groups(&self, part: usize, budget: u64, goes_on: &[bool]) -> Result<Groups> {
        let bytes = self.written[part] * 16;
        // So many slices of the part, by the bits that follow the leading ones.
        let slices = bytes.div_ceil(budget.max(1 << 16)).next_power_of_two().min(1 << 16);
        let slice_of = |key: u64| if slices == 1 { 0 } else { (key << PARTS.trailing_zeros()) >> (64 - slices.trailing_zeros()) };
        let mut all = Groups::default();
        for slice in 0..slices {
            let mut seen = Seen::new(place(self.written[part] / slices));
            let wanted = |key: u64, item: u32| slice_of(key) == slice && goes_on[item as usize];
            self.entries(part, |key, item| {
                if wanted(key, item) {
                    seen.see(key);
                }
            })?;
            let mut twice = Vec::new();
            self.entries(part, |key, item| {
                if wanted(key, item) && seen.is_twice(key) {
                    twice.push((key, item));
                }
            })?;
            all.append(&Groups::of(&mut twice));
        }
        Ok(all)
    }

    fn entries(&self, part: usize, mut take: impl FnMut(u64, u32)) -> Result<()> {
        let fail = |e| failed(&self.folder, e);
        let mut out = self.parts[part].lock().unwrap_or_else(PoisonError::into_inner);
        out.flush().map_err(fail)?;
        let file = out.get_mut();
        file.seek(SeekFrom::Start(0)).map_err(fail)?;
        let mut bytes = vec![0; ENTRY << 12];
        let mut left = self.written[part];
        while left > 0 {
            let some = place(left.min(1 << 12)) * ENTRY;
            file.read_exact(&mut bytes[..some]).map_err(fail)?;
            for entry in bytes[..some].chunks_exact(ENTRY) {
                let (key, item) = entry.split_at(8);
                take(u64::from_le_bytes(key.try_into().expect("eight bytes")), u32::from_le_bytes(item.try_into().expect("four bytes")));
            }
            left -= (some / ENTRY) as u64;
        }
        Ok(())
    }
}

/// Texts that cannot be read again from where they came: in memory, then on disk.
pub(super) struct TextStore {
    folder: PathBuf,
    memory: Vec<u8>,
    budget: u64,
    file: Option<Mutex<File>>,
    /// All bytes, in memory and on disk.
    length: u64,
}

impl TextStore {
    pub fn new(config: &DedupConfig) -> Self {
        Self { folder: config.temp_dir.clone(), memory: Vec::new(), budget: config.memory / 4, file: None, length: 0 }
    }

    pub fn len(&self) -> u64 {
        self.length
    }

    /// Adds texts that stand one after another, and says where they begin.
    pub fn append(&mut self, texts: &[u8]) -> Result<u64> {
        let at = self.length;
        if texts.is_empty() {
            return Ok(at);
        }
        if self.file.is_none() && self.length + texts.len() as u64 > self.budget {
            self.file = Some(Mutex::new(temporary(&self.folder)?));
        }
        match &mut self.file {
            None => self.memory.extend_from_slice(texts),
            Some(file) => {
                let file = file.get_mut().unwrap_or_else(PoisonError::into_inner);
                file.write_all(texts).map_err(|e| failed(&self.folder, e))?;
            }
        }
        self.length += texts.len() as u64;
        Ok(at)
    }

    pub fn truncate(&mut self, length: u64) -> Result<()> {
        if let Some(file) = &mut self.file {
            let file = file.get_mut().unwrap_or_else(PoisonError::into_inner);
            let bytes = length.saturating_sub(self.memory.len() as u64);
            file.set_len(bytes).and_then(|()| file.seek(SeekFrom::Start(bytes))).map_err(|e| failed(&self.folder, e))?;
        }
        self.memory.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        self.length = length;
        Ok(())
    }

    /// Reads a text into `out`.
    pub fn read(&self, at: u64, length: usize, out: &mut Vec<u8>) -> Result<()> {
        out.clear();
        let in_memory = self.memory.len() as u64;
        if at < in_memory || length == 0 {
            let at = place(at.min(in_memory));
            out.extend_from_slice(&self.memory[at..at + length]);
            return Ok(());
        }
        let file = self.file.as_ref().expect("what is not in memory is on disk");
        out.resize(length, 0);
        read_at(file, at - in_memory, out).map_err(|e| failed(&self.folder, e))
    }
}

/// Reads a whole buffer from a place of a file that many threads read.
#[cfg(unix)]
pub(super) fn read_at(file: &Mutex<File>, at: u64, out: &mut [u8]) -> io::Result<()> {
    use std::os::unix::fs::FileExt;
    // Only a handle is taken out of the lock: reading at a place moves nothing.
    let handle = file.lock().unwrap_or_else(PoisonError::into_inner);
    handle.read_exact_at(out, at)
}

#[cfg(not(unix))]
pub(super) fn read_at(file: &Mutex<File>, at: u64, out: &mut [u8]) -> io::Result<()> {
    let mut handle = file.lock().unwrap_or_else(PoisonError::into_inner);
    handle.seek(SeekFrom::Start(at)).and_then(|_| handle.read_exact(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_from_memory_and_from_disk_and_a_file_read_again_begins_again() {
        let mut store = TextStore::new(&DedupConfig { memory: 40, ..DedupConfig::default() });
        let texts = ["one", "second", "third and longer", "", "four"];
        let first = store.append(b"one").unwrap();
        let mark = store.len();
        for void in ["void", "and more of it, so that it goes to disk"] {
            store.append(void.as_bytes()).unwrap();
        }
        store.truncate(mark).unwrap();
        let places: Vec<u64> = std::iter::once(first).chain(texts[1..].iter().map(|t| store.append(t.as_bytes()).unwrap())).collect();
        let mut out = Vec::new();
        for (text, at) in texts.iter().zip(places) {
            store.read(at, text.len(), &mut out).unwrap();
            assert_eq!(out, text.as_bytes());
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_named_with_a_remedy() {
        let config = DedupConfig { temp_dir: PathBuf::from("/nowhere/at/all"), memory: 0, ..DedupConfig::default() };
        let error = TextStore::new(&config).append(b"text").unwrap_err();
        assert!(error.to_string().contains("/nowhere/at/all") && error.help().unwrap().contains("--temp-dir"), "{error}");
    }
}
