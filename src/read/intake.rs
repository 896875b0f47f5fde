//! From the fields of a record, or the text of a file, to a [`Document`].

use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use crate::observer::{Observer, Warning};
use crate::room::{Shelf, Text};

use super::OutletFrom;
use super::decompress::{Compression, OnDisk};
use super::delimited::WRONG_NUMBER;
use super::discover::Place;
use super::document::{Document, DocumentPlace, InputFile};
use super::encoding::Decoded;
use super::fields::{Chooser, Chosen};
use super::format::Format;
#[cfg(feature = "html")]
use super::html;
use super::meaning::{FieldNames, Meaning};
use super::record::{Flow, Form, Record, Sink, read_records};
use super::text_file::read_text;
use super::trouble::{Trouble, Troubles, counted};

/// Bytes of texts that go to the shelf together.
const TOGETHER: usize = 1 << 23;

/// What all files of a run are read with.
pub(super) struct Terms<'a> {
    pub names: &'a FieldNames,
    pub outlet_from: OutletFrom,
    pub strict: bool,
    /// Offsets in a text are 32 bits wide, so that it ends below 4 GiB. Tests lower it.
    pub max_text_bytes: u64,
    /// Where texts go.
    pub shelf: Shelf,
    pub observer: &'a dyn Observer,
}

/// What came out of one file.
pub(super) struct Taken<'a> {
    /// Documents, and on which line of the file each begins.
    pub documents: Vec<(Document, Option<u64>)>,
    pub warnings: Vec<Warning>,
    pub chooser: Chooser<'a>,
    /// Records that were left out.
    pub lost: u64,
    pub input: InputFile,
}

impl<'a> Intake<'a> {
    /// Begins with a file; its bytes are read as `encoding`.
    pub fn new(place: &'a Place, row: Option<&'a Chosen>, limit: Option<u64>, terms: &'a Terms<'a>, encoding: &'static str) -> Self {
        Self {
            place,
            path: place.path.as_path().into(),
            row,
            limit,
            terms,
            encoding: encoding.into(),
            documents: Vec::new(),
            taken: 0,
            shelved: 0,
            waiting: 0,
            troubles: Troubles::new(&place.path, terms.strict),
            chooser: Chooser::new(terms.names),
            without_text: Vec::new(),
        }
    }
}

/// Reads one file. `row` is what a sidecar says about it; at most `limit` documents are taken.
pub(super) fn take<'a>(place: &'a Place, row: Option<&'a Chosen>, limit: Option<u64>, terms: &'a Terms<'a>) -> Result<Taken<'a>> {
    terms.observer.check()?;
    let intake = |encoding| Intake::new(place, row, limit, terms, encoding);
    if place.format.holds_records() {
        let (intake, on_disk) = read_records(place, terms.observer, intake)?;
        return intake.finish(on_disk);
    }
    let mut intake = intake("");
    let on_disk = intake.whole_file()?;
    intake.finish(on_disk)
}

/// Makes documents of one file's records.
pub(super) struct Intake<'a> {
    place: &'a Place,
    /// As the documents have it.
    path: Arc<Path>,
    row: Option<&'a Chosen>,
    limit: Option<u64>,
    terms: &'a Terms<'a>,
    encoding: Arc<str>,
    /// Documents made so far that nobody has taken away.
    pub documents: Vec<(Document, Option<u64>)>,
    /// All documents made so far.
    pub taken: u64,
    /// How many of the documents have their text on the shelf, and the bytes of the others'.
    shelved: usize,
    waiting: usize,
    troubles: Troubles<'a>,
    pub chooser: Chooser<'a>,
    /// Records without a text.
    without_text: Vec<WithoutText>,
}

impl<'a> Intake<'a> {
    /// Takes a file that is one document.
    fn whole_file(&mut self) -> Result<OnDisk> {
        let place = self.place;
        #[cfg(feature = "html")]
        let is_page = place.format == Format::Html;
        #[cfg(feature = "html")]
        let declared = |bytes: &[u8]| if is_page { html::declared(bytes) } else { None };
        #[cfg(not(feature = "html"))]
        let declared = |_: &[u8]| None;
        let terms = self.terms;
        if place.compression == Compression::None && place.bytes > 2 * terms.max_text_bytes + 3 {
            return Err(self.too_large(place.bytes, None)); // Even as UTF-16; there is no need to read it.
        }
        let (decoded, on_disk) = read_text(place, terms.observer, declared, terms.max_text_bytes, &mut self.troubles)?;
        let Some(Decoded { text, encoding, .. }) = decoded else {
            return Ok(on_disk);
        };
        if *self.encoding != *encoding {
            self.encoding = encoding.into();
        }
        let mut chosen = self.row.cloned().unwrap_or_default();
        #[cfg(feature = "html")]
        if is_page {
            self.refuse_too_large(&text, None)?;
            match html::article(&text) {
                Ok(article) => {
                    for trouble in article.troubles {
                        self.troubles.tell_even_if_strict(trouble);
                    }
                    chosen.fill_from(&article.chosen);
                    chosen.text = article.chosen.text;
                    self.document(chosen, place.name.clone(), None)?.page = Some(Box::new(article.page));
                }
                Err(trouble) => self.troubles.tell(trouble)?,
            }
            return Ok(on_disk);
        }
        chosen.text = Some(text);
        self.document(chosen, place.name.clone(), None)?;
        Ok(on_disk)
    }

    fn refuse_too_large(&self, text: &str, line: Option<u64>) -> Result<()> {
        let bytes = text.len() as u64;
        if bytes > self.terms.max_text_bytes { Err(self.too_large(bytes, line)) } else { Ok(()) }
    }

    pub fn too_large(&self, bytes: u64, line: Option<u64>) -> Error {
        let message = format!("a text of {bytes} bytes is too large: offsets reach up to 4 GiB");
        let error = Error::new(ErrorKind::TooLarge, message).at(&self.place.path).remedy("split it, or leave it out with --exclude");
        line.into_iter().fold(error, Error::on_line)
    }

    fn document(&mut self, chosen: Chosen, other_id: String, line: Option<u64>) -> Result<&mut Document> {
        let mut chosen = chosen;
        let text = chosen.text.take().unwrap_or_default();
        self.refuse_too_large(&text, line)?;
        self.waiting += text.len();
        let mut document = document(chosen, text.into(), other_id, self.place, self.terms.outlet_from, Arc::clone(&self.encoding));
        document.place = Some(DocumentPlace { path: Arc::clone(&self.path), line });
        self.taken += 1;
        self.documents.push((document, line));
        if self.waiting >= TOGETHER {
            self.put_texts()?;
        }
        Ok(&mut self.documents.last_mut().expect("one was pushed above").0)
    }

    /// Puts the texts on the shelf that are not there yet.
    fn put_texts(&mut self) -> Result<()> {
        let from = std::mem::replace(&mut self.shelved, self.documents.len());
        self.waiting = 0;
        self.terms.shelf.texts(self.documents.iter_mut().skip(from).map(|(document, _)| &mut document.text))
    }

    /// Remembers a record without a text; it is told at the end, when it is known whether any has one.
    pub fn record_without_text(&mut self, record: WithoutText) -> Result<()> {
        if self.terms.strict {
            if !self.chooser.knows(Meaning::Text) {
                return Err(no_text_field(&self.place.path, &self.chooser));
            }
            self.troubles.tell(record.told())?;
        }
        self.without_text.push(record);
        Ok(())
    }

    /// Tells what all records together have shown.
    pub fn finish(mut self, on_disk: OnDisk) -> Result<Taken<'a>> {
        self.put_texts()?;
        let records = std::mem::take(&mut self.without_text);
        if self.taken == 0 && !records.is_empty() && !self.chooser.knows(Meaning::Text) {
            let lost = records.len() as u64;
            let message = format!("no field holds a text (seen: {})", self.chooser.names_shown());
            let done = format!("{} left out", counted(lost, "record"));
            self.troubles.tell(Trouble::new(NO_TEXT_FIELD, message).so(done).losing(lost))?;
        } else {
            for record in self.troubles.costing_records(records, |record| record.line, WRONG_NUMBER) {
                self.troubles.tell(record.told())?;
            }
        }
        let input = InputFile { path: self.place.path.clone(), bytes: on_disk.bytes, digest: on_disk.digest, documents: self.taken };
        let lost = self.troubles.lost();
        Ok(Taken { documents: self.documents, warnings: self.troubles.into_warnings(), chooser: self.chooser, lost, input })
    }
}

impl Sink for Intake<'_> {
    fn record(&mut self, record: Record<'_>) -> Result<Flow> {
        self.terms.observer.check()?;
        let mut chosen = self.chooser.choose(record.fields);
        if chosen.text.is_none() {
            /// Rows that may stand between a title and the names.
            const ABOVE: u64 = 10;
            if record.number <= ABOVE && matches!(self.place.format, Format::Delimited(_)) && !self.chooser.knows(Meaning::Text) {
                self.chooser.look_for_names(&chosen, record.line);
            }
            self.record_without_text(WithoutText { line: record.line, number: record.number, form: chosen.no_text })?;
            return Ok(Flow::Continue);
        }
        if let Some(trouble) = outlet_trouble(&chosen) {
            self.troubles.tell(trouble.on_line(record.line))?;
        }
        if let Some(row) = self.row {
            chosen.fill_from(row);
            // It is the file's, and names none of its records; an address that stands in for an id is in the row's place already.
            if let Some(id) = row.id.as_ref().filter(|id| row.url.as_ref() != Some(id)) {
                chosen.meta.entry("id".to_owned()).or_insert_with(|| id.clone());
            }
        }
        let id = format!("{}#{}", self.place.name, record.number);
        self.document(chosen, id, record.line)?;
        let full = self.limit.is_some_and(|limit| self.taken >= limit);
        Ok(if full { Flow::Stop } else { Flow::Continue })
    }

    fn field(&mut self, name: &str) {
        self.chooser.meet(name);
    }

    fn trouble(&mut self, trouble: Trouble) -> Result<()> {
        self.troubles.tell(trouble)
    }
}

/// A document of a text, and of what a record or a file says of it.
pub(super) fn document(
    chosen: Chosen,
    text: Text,
    other_id: String,
    place: &Place,
    outlet_from: OutletFrom,
    encoding: Arc<str>,
) -> Document {
    let Chosen { id, title, outlet, date, url, language, mut meta, .. } = chosen;
    let (outlet, unused) = match outlet_from {
        OutletFrom::Field => (outlet.or_else(|| url.as_deref().and_then(host)), None),
        OutletFrom::Folder => (Some(place.folder.clone()), outlet),
        OutletFrom::File => (Some(place.stem().to_owned()), outlet),
        OutletFrom::None => (None, outlet),
    };
    if let Some(unused) = unused {
        meta.entry("outlet".to_owned()).or_insert(unused);
    }
    Document {
        id: id.unwrap_or(other_id),
        text,
        outlet: outlet.filter(|outlet| !outlet.is_empty()),
        title,
        url,
        language,
        date,
        encoding,
        meta,
        page: None,
        place: None,
    }
}

/// A record without a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct WithoutText {
    pub line: Option<u64>,
    /// What names it where there are no lines.
    pub number: u64,
    /// What stands in the place of the text.
    pub form: Option<Form>,
}

impl WithoutText {
    fn told(self) -> Trouble {
        let record = self.line.map_or_else(|| format!("record {}", self.number), |_| "the record".to_owned());
        let message = match self.form {
            Some(form) => format!("the text of {record} is {}, not a text", form.name()),
            None => format!("{record} has no text"),
        };
        Trouble::new(NO_TEXT, message).so("it was left out").losing(1).on_line(self.line)
    }
}

/// Something that is no name stands where the outlet's name should.
pub(super) fn outlet_trouble(chosen: &Chosen) -> Option<Trouble> {
    let (field, form) = chosen.no_outlet.as_ref()?;
    let message = format!("`{field}` should name the outlet and is {} without a `name`", form.name());
    Some(Trouble::new("outlet without a name", message).so("it was carried along, and is not the outlet"))
}

/// The cause of a record without a text.
pub(super) const NO_TEXT: &str = "no text";

/// The cause of a file whose records have no field that is known to hold a text.
pub(super) const NO_TEXT_FIELD: &str = "no text field";

/// No field of any record is known to hold a text.
pub(super) fn no_text_field(path: &Path, chooser: &Chooser<'_>) -> Error {
    Error::new(
        ErrorKind::NoTextField,
        format!("no field holds a text: expected {}; seen: {}", chooser.expected(Meaning::Text), chooser.names_shown()),
    )
    .at(path)
    .remedy(chooser.text_remedy())
}

/// The host of an address in lower case, without `www.`.
fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("//").unwrap_or(("", url));
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    // Without a scheme only what looks like a host's name is taken for one.
    let plausible = !host.is_empty() && !host.contains(char::is_whitespace);
    (plausible && (scheme.ends_with(':') || host.contains('.'))).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_host_of_an_address_is_an_outlet_without_its_www() {
        for (url, expected) in [
            ("https://www.RT.com/news/1?x=//a", Some("rt.com")),
            ("http://user@edition.cnn.com:8080/x", Some("edition.cnn.com")),
            ("//tass.com", Some("tass.com")),
            ("sputniknews.com/politics/1", Some("sputniknews.com")),
            ("file:///home/a.txt", None),
            ("n/a", None),
            ("not an address. at all", None),
        ] {
            assert_eq!(host(url).as_deref(), expected, "{url}");
        }
    }
}
