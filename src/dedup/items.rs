//! Everything that stays in memory of each document: a table of some 100 bytes a document.

use std::path::PathBuf;
use std::sync::Arc;

use super::dates::Dates;
use super::kept::{KeptFile, Wide};
use super::keys::Keys;
use super::sketching::{Batch, Item};
use super::spill::TextStore;
use super::{DedupConfig, Unit};
use crate::error::{Error, ErrorKind, Result};
use crate::lsh::Banding;
use crate::observer::Funnel;
use crate::read::{Collector, FieldNames, ReadConfig, Shape, StreamedFile};

/// A document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// End of its id in `Items::ids`.
    id_end: u64,
    /// What names it in its file, 0 where it is the file.
    pub number: u64,
    /// Offset of its record in the unpacked file.
    pub record_at: u64,
    /// Length of its record, or of its text in the store.
    pub length: u64,
    /// Where its text stands in the store, where it cannot be read again.
    pub text_at: u64,
    pub text_length: u32,
}

/// A file and its documents.
#[derive(Debug, Clone)]
pub(super) struct File {
    pub streamed: StreamedFile,
    /// Number of its first document.
    pub first: usize,
    /// Which corpus it belongs to: 0 is the reference, where there is one.
    pub is_reference: bool,
    /// Lines that begin a record which was left out.
    pub left_out: Vec<u64>,
    /// What its documents were decoded from, where that was told.
    encoding: Option<Arc<str>>,
}

impl File {
    /// What its bytes were read as; lines are taken for UTF-8 where nothing else is told.
    pub fn encoding(&self) -> &str {
        self.encoding.as_deref().unwrap_or("UTF-8")
    }

    /// Which byte of a letter stands first, where each has two.
    pub fn wide(&self) -> Option<Wide> {
        Wide::of(self.encoding())
    }
}

/// All documents and their items.
pub(super) struct Items {
    ids: Vec<u8>,
    pub documents: Vec<Row>,
    pub items: Vec<Item>,
    pub keys: Keys,
    pub texts: TextStore,
    pub files: Vec<File>,
    /// Field names of the corpus and of the reference.
    fields: [FieldNames; 2],
    is_reference: bool,
    /// State at the beginning of the file that is being read.
    mark: Mark,
    unit: Unit,
    write_kept: Option<KeptFile>,
    /// What the dates of the corpus have told: of the file that is being read, and of those before.
    dates_of_file: Dates,
    dates: Dates,
}

#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    ids: usize,
    documents: usize,
    items: usize,
    texts: u64,
}

impl Items {
    pub fn new(config: &DedupConfig, banding: Banding) -> Self {
        Self {
            ids: Vec::new(),
            documents: Vec::new(),
            items: Vec::new(),
            keys: Keys::new(banding.bands, config),
            texts: TextStore::new(config),
            files: Vec::new(),
            fields: [FieldNames::default(), FieldNames::default()],
            is_reference: false,
            mark: Mark::default(),
            unit: config.unit,
            write_kept: config.write_kept.clone(),
            dates_of_file: Dates::default(),
            dates: Dates::default(),
        }
    }

    pub fn begin_corpus(&mut self, reading: &ReadConfig, is_reference: bool) {
        self.is_reference = is_reference;
        self.fields[usize::from(is_reference)] = reading.fields.clone();
    }

    /// Everything of a corpus has passed by.
    pub fn end_corpus(&mut self) -> Result<()> {
        self.dates.absorb(0, std::mem::take(&mut self.dates_of_file));
        if u32::try_from(self.items.len()).is_err() {
            let message = format!("{} items are more than the {} that are numbered", self.items.len(), u32::MAX);
            return Err(Error::new(ErrorKind::TooLarge, message).remedy("dedup parts of the corpus, each --against the parts before it"));
        }
        Ok(())
    }

    /// What the dates of the corpus have told; they tell it once.
    pub fn take_dates(&mut self) -> Dates {
        std::mem::take(&mut self.dates)
    }

    /// The id of a document that names itself, as bytes; else empty.
    pub fn own_bytes(&self, document: usize) -> &[u8] {
        let start = document.checked_sub(1).map_or(0, |before| self.documents[before].id_end);
        &self.ids[place(start)..place(self.documents[document].id_end)]
    }

    /// The id of a document that names itself; else empty.
    pub fn own_id(&self, document: usize) -> &str {
        std::str::from_utf8(self.own_bytes(document)).expect("it was a text before")
    }

    /// The id in all tables.
    pub fn id(&self, document: usize) -> String {
        let own = self.own_id(document);
        let (name, number) = (&self.file_of(document).streamed.name, self.documents[document].number);
        match (own, number) {
            ("", 0) => name.clone(),
            ("", number) => format!("{name}#{number}"),
            _ => own.to_owned(),
        }
    }

    /// What ids are compared by: records without an id of their own go by file and number.
    pub fn id_key(&self, document: usize) -> (&[u8], u64) {
        match self.own_bytes(document) {
            [] => (self.file_of(document).streamed.name.as_bytes(), self.documents[document].number),
            own => (own, 0),
        }
    }

    pub fn file_of(&self, document: usize) -> &File {
        &self.files[self.file_number(document)]
    }

    /// Number of the file that the document stands in.
    pub fn file_number(&self, document: usize) -> usize {
        self.files.partition_point(|file| file.first <= document) - 1
    }

    pub fn is_reference(&self, document: usize) -> bool {
        self.file_of(document).is_reference
    }

    pub fn fields(&self, is_reference: bool) -> &FieldNames {
        &self.fields[usize::from(is_reference)]
    }

    /// Documents of a file.
    pub fn documents_of(&self, file: usize) -> std::ops::Range<usize> {
        self.files[file].first..self.files.get(file + 1).map_or(self.documents.len(), |next| next.first)
    }

    /// Where the document stands, for messages.
    pub fn place(&self, document: usize) -> (PathBuf, Option<u64>) {
        let file = self.file_of(document);
        let has_lines = matches!(file.streamed.shape, Shape::Lines | Shape::Table);
        (file.streamed.path.clone(), has_lines.then_some(self.documents[document].number))
    }

    /// The error that a document does not stand where it stood, or is another text by now.
    pub fn changed(&self, document: usize) -> Error {
        let (path, line) = self.place(document);
        let error = Error::new(ErrorKind::Malformed, format!("`{}` has changed while it was read", self.id(document)))
            .at(path)
            .remedy("let nobody write to the corpus meanwhile, and run again");
        line.into_iter().fold(error, Error::on_line)
    }

    pub fn told(&self, config: &DedupConfig, undated: Option<u64>) -> Funnel {
        let words = self.items.iter().map(|item| item.words as usize).sum();
        let without = self.items.iter().filter(|item| item.words == 0).count();
        let short = self.items.iter().filter(|item| item.words > 0 && item.words < config.min_words).count();
        let unit = match self.unit {
            Unit::Document => "documents",
            Unit::Paragraph => "paragraphs",
        };
        let funnel = Funnel::new("sketch")
            .with(unit, self.items.len())
            .with("words", words)
            .with("without words, kept", without)
            .with("short, kept", short);
        match undated {
            Some(undated) => funnel.with("undated documents", usize::try_from(undated).unwrap_or(usize::MAX)),
            None => funnel,
        }
    }
}

impl Collector<Batch> for Items {
    fn begin(&mut self, file: StreamedFile) -> Result<()> {
        if let Some(target) = &self.write_kept {
            target.spares(&file.path)?;
            // Of the reference nothing is written.
            if !self.is_reference {
                target.takes(&file)?;
                let before = self.files.last().filter(|before| !before.is_reference);
                before.map_or(Ok(()), |before| target.takes_with(&file, &before.streamed))?;
            }
        }
        self.dates.absorb(0, std::mem::take(&mut self.dates_of_file));
        let first = self.documents.len();
        // A file that is read another way begins once more.
        if self.files.last().is_some_and(|last| last.streamed.path == file.path && last.is_reference == self.is_reference) {
            self.files.pop();
        }
        self.mark = Mark { ids: self.ids.len(), documents: first, items: self.items.len(), texts: self.texts.len() };
        self.keys.mark(self.items.len());
        self.files.push(File { streamed: file, first, is_reference: self.is_reference, left_out: Vec::new(), encoding: None });
        Ok(())
    }

    fn deliver(&mut self, numbers_before: u64, batch: Batch) -> Result<()> {
        let Batch { ids, documents, items, keys, texts, encoding, dates } = batch;
        if let (Some(encoding), Some(file)) = (encoding, self.files.last_mut())
            && file.encoding.is_none()
        {
            if self.write_kept.is_some() && !file.is_reference {
                KeptFile::takes_encoding(&file.streamed, &encoding)?;
            }
            file.encoding = Some(encoding);
        }
        let (ids_before, documents_before, items_before) = (self.ids.len() as u64, self.documents.len(), self.items.len());
        let texts_before = self.texts.append(&texts)?;
        self.ids.extend_from_slice(&ids);
        self.documents.extend(documents.into_iter().map(|document| Row {
            id_end: ids_before + document.id_end,
            number: if document.number == 0 { 0 } else { numbers_before + document.number },
            record_at: document.record.0,
            length: document.record.1,
            text_at: texts_before + document.text.0,
            text_length: u32::try_from(document.text.1).expect("a text is shorter than 4 GiB"),
        }));
        let first = u32::try_from(documents_before).map_err(|_| Error::new(ErrorKind::TooLarge, "more than 2^32 documents"))?;
        // In what order a reference stands is nobody's business.
        if !self.is_reference {
            self.dates_of_file.absorb(first, dates);
        }
        self.items.extend(items.iter().map(|item| Item { document: first + item.document, ..*item }));
        self.keys.append(items_before, &keys, |n| items[n].words > 0)
    }

    fn restart(&mut self) -> Result<()> {
        if let Some(file) = self.files.last_mut() {
            file.encoding = None;
        }
        self.dates_of_file = Dates::default();
        self.ids.truncate(self.mark.ids);
        self.documents.truncate(self.mark.documents);
        self.items.truncate(self.mark.items);
        self.texts.truncate(self.mark.texts)?;
        self.keys.back_to_mark()
    }

    fn left_out(&mut self, lines: Vec<u64>) {
        if let Some(file) = self.files.last_mut() {
            file.left_out = lines;
        }
    }
}

/// An offset into what is in memory.
pub(super) fn place(offset: u64) -> usize {
    usize::try_from(offset).expect("what is held in memory can be addressed")
}
