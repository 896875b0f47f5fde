//! Candidates are read again, each from its place in its file or in the store.

use std::fs::File;
use std::sync::{Mutex, OnceLock};

use super::DedupConfig;
use super::items::Items;
use super::spill::read_at;
use crate::error::{Error, Result};
use crate::read::LineText;
use crate::sketch::shingle_set;
use crate::text::plain_words;

use xxhash_rust::xxh3::xxh3_128;

/// Files that are kept open.
const OPEN: usize = 200;

/// The files of a corpus, opened as they are needed.
pub(super) struct Files<'a> {
    items: &'a Items,
    open: Vec<OnceLock<Mutex<File>>>,
    shingle: usize,
}

impl<'a> Files<'a> {
    pub fn new(items: &'a Items, config: &DedupConfig) -> Self {
        let open = items.files.iter().take(OPEN).map(|_| OnceLock::new()).collect();
        Self { items, open, shingle: config.shingle }
    }

    /// A reader for one thread.
    pub fn reader(&'a self) -> Reader<'a> {
        let line = |is_reference| LineText::new(self.items.fields(is_reference));
        Reader { files: self, bytes: Vec::new(), lines: [line(false), line(true)], words: Vec::new() }
    }

    fn read(&self, file: usize, at: u64, out: &mut [u8]) -> Result<()> {
        let path = &self.items.files[file].streamed.path;
        let failed = |e| Error::io(path, e);
        let open = || File::open(path).map(Mutex::new).map_err(failed);
        let Some(kept) = self.open.get(file) else {
            return read_at(&open()?, at, out).map_err(failed);
        };
        let handle = match kept.get() {
            Some(handle) => handle,
            None => {
                let opened = open()?;
                kept.get_or_init(|| opened)
            }
        };
        read_at(handle, at, out).map_err(failed)
    }
}

/// Makes shingle sets of items.
pub(super) struct Reader<'a> {
    files: &'a Files<'a>,
    bytes: Vec<u8>,
    /// Of the corpus and of the reference.
    lines: [LineText<'a>; 2],
    words: Vec<u64>,
}

impl Reader<'_> {
    /// The sorted set of an item's shingles.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io) when its file cannot be read; [`Malformed`](crate::ErrorKind::Malformed) when it is another text by now.
    pub fn set(&mut self, item: u32) -> Result<Vec<u64>> {
        let items = self.files.items;
        let item = &items.items[item as usize];
        let document = item.document as usize;
        let row = &items.documents[document];
        let file = items.file_number(document);
        let of_file = &items.files[file];
        let text = if of_file.streamed.can_seek {
            self.bytes.resize(super::items::place(row.length), 0);
            self.files.read(file, row.record_at, &mut self.bytes)?;
            self.lines[usize::from(of_file.is_reference)].text(&self.bytes)
        } else {
            items.texts.read(row.text_at, row.text_length as usize, &mut self.bytes)?;
            std::str::from_utf8(&self.bytes).ok().map(Into::into)
        };
        let inside = text.as_deref().and_then(|text| text.get(item.bytes.range()));
        let Some(inside) = inside.filter(|inside| xxh3_128(inside.as_bytes()) == item.text) else {
            return Err(items.changed(document));
        };
        self.words.clear();
        plain_words(inside, &mut self.words);
        Ok(shingle_set(&self.words, self.files.shingle))
    }
}
