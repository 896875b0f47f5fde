//! What a thread makes of a block: slices of its lines for the taker, or whatever the reader of `json_lines` makes of an unusual one.

use std::borrow::Cow;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Mutex, PoisonError};

use crate::read::decompress::Compression;
use crate::read::discover::Place;
use crate::read::fields::Chooser;
use crate::read::fields_of_line::{LineField, Value, fields_of_line};
use crate::read::intake::{Terms, WithoutText, document, outlet_trouble};
use crate::read::json_lines;
use crate::read::meaning::{FieldNames, Meaning};
use crate::read::record::{Form, not_decoded};
use crate::read::stream::{Passing, Taker};
use crate::read::trouble::Trouble;

/// Some lines of a file.
pub(super) struct Block {
    pub number: u64,
    /// Where it begins in the unpacked file.
    pub offset: u64,
    pub bytes: Vec<u8>,
    pub filled: usize,
}

/// What became of a block.
pub(super) struct Done<'a, B> {
    pub batch: B,
    pub documents: u64,
    pub lines: u64,
    /// Lines are counted in the block.
    pub troubles: Vec<Trouble>,
    pub without_text: Vec<WithoutText>,
    pub chooser: Chooser<'a>,
    pub not_utf8: bool,
    /// A text beyond the reach of offsets, in bytes, and its line: where the block ends.
    pub too_large: Option<(u64, u64)>,
}

/// Takes blocks as they come.
pub(super) struct Worker<'a, 'r, T> {
    pub place: &'a Place,
    pub terms: &'a Terms<'a>,
    pub taker: &'r T,
    pub faults_are_final: bool,
}

impl<'a, T: Taker> Worker<'a, '_, T> {
    pub fn work(&self, blocks: &Mutex<Receiver<Block>>, done: &Sender<(u64, Done<'a, T::Batch>)>, spare: &Mutex<Vec<Vec<u8>>>) {
        let mut scratch = T::Scratch::default();
        loop {
            let next = lock(blocks).recv();
            let Ok(block) = next else { return };
            let made = self.block(&block.bytes[..block.filled], block.offset, &mut scratch);
            if done.send((block.number, made)).is_err() {
                return;
            }
            lock(spare).push(block.bytes);
        }
    }

    fn block(&self, bytes: &[u8], offset: u64, scratch: &mut T::Scratch) -> Done<'a, T::Batch> {
        let mut made = Done {
            batch: T::Batch::default(),
            documents: 0,
            lines: 0,
            troubles: Vec::new(),
            without_text: Vec::new(),
            chooser: Chooser::new(self.terms.names),
            not_utf8: false,
            too_large: None,
        };
        let whole = std::str::from_utf8(bytes).ok();
        if whole.is_none() && !self.faults_are_final {
            made.not_utf8 = true;
            return made;
        }
        let mut fields = Vec::new();
        let mut space = Space::default();
        let mut start = 0;
        while start < bytes.len() && made.too_large.is_none() {
            let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1);
            made.lines += 1;
            let record = (offset + start as u64, (end - start) as u64);
            let taken = whole.is_some_and(|whole| {
                !self.taker.wants_documents() && self.fast(&whole[start..end], &mut fields, &mut space, record, &mut made, scratch)
            });
            if !taken {
                self.slow(&bytes[start..end], record, &mut made, scratch);
            }
            start = end;
        }
        made
    }

    /// Takes a line of which slices are enough. Whether it was taken.
    fn fast<'l>(
        &self,
        line: &'l str,
        fields: &mut Vec<LineField<'l>>,
        space: &mut Space,
        record: (u64, u64),
        made: &mut Done<'a, T::Batch>,
        scratch: &mut T::Scratch,
    ) -> bool {
        if fields_of_line(line, fields).is_none() || line.len() as u64 > self.terms.max_text_bytes {
            return false;
        }
        let nested = |value: Value<'_>| matches!(value.form(), Form::Array | Form::Object);
        // An outlet may stand in it; which records an object wraps is for the other reader to see, too.
        if fields.iter().any(|(name, value)| nested(*value) && (made.documents == 0 || made.chooser.may_be_outlet(name))) {
            return false;
        }
        let best = made.chooser.pick(fields.len(), |at| fields[at].0, |at| fields[at].1.is_blank(), |at| fields[at].1.form());
        let Some(text) = best[Meaning::Text as usize] else {
            let form = made.chooser.no_text(fields.len(), |at| fields[at].1.form());
            made.without_text.push(WithoutText { line: None, number: made.lines, form });
            return true;
        };
        let id = best[Meaning::Id as usize].map(|at| fields[at].1.text(&mut space.id).trim());
        let text = fields[text].1.text(&mut space.text);
        let passing = Passing { id, number: made.lines, record, can_seek: self.can_seek(), text, document: None };
        self.taker.take(scratch, &mut made.batch, &passing);
        made.documents += 1;
        true
    }

    fn can_seek(&self) -> bool {
        self.place.compression == Compression::None
    }

    /// Takes any line.
    fn slow(&self, line: &[u8], record: (u64, u64), made: &mut Done<'a, T::Batch>, scratch: &mut T::Scratch) {
        let number = made.lines;
        let line = json_lines::parse(line);
        if line.replaced > 0 {
            made.troubles.push(not_decoded(line.replaced).on_line(number));
        }
        let (fields, lone_surrogates) = match line.object {
            None => return,
            Some(Err(e)) => {
                made.troubles.push(json_lines::broken(&e).losing(1).on_line(number));
                return;
            }
            Some(Ok(parsed)) => parsed,
        };
        if lone_surrogates {
            made.troubles.push(json_lines::half_pairs().on_line(number));
        }
        let mut chosen = made.chooser.choose(fields);
        if chosen.text.is_none() {
            made.without_text.push(WithoutText { line: None, number, form: chosen.no_text });
            return;
        }
        made.troubles.extend(outlet_trouble(&chosen).map(|trouble| trouble.on_line(number)));
        let own = chosen.id.clone();
        let text = chosen.text.take().unwrap_or_default().into();
        let document = document(chosen, text, String::new(), self.place, self.terms.outlet_from, "UTF-8".into());
        let (text, can_seek) = (&document.text, self.can_seek());
        let bytes = text.len() as u64;
        if bytes > self.terms.max_text_bytes {
            made.too_large = Some((bytes, number));
            return;
        }
        let passing = Passing { id: own.as_deref(), number, record, can_seek, text, document: Some(&document) };
        self.taker.take(scratch, &mut made.batch, &passing);
        made.documents += 1;
    }
}

/// Where escapes are resolved.
#[derive(Default)]
struct Space {
    id: String,
    text: String,
}

/// Reads the text of a line again, as it was read when it passed by.
pub(crate) struct LineText<'a> {
    chooser: Chooser<'a>,
    space: String,
}

impl<'a> LineText<'a> {
    pub fn new(names: &'a FieldNames) -> Self {
        Self { chooser: Chooser::new(names), space: String::new() }
    }

    /// The text of the record on `line`; `None` where it has none.
    pub fn text<'s>(&'s mut self, line: &'s [u8]) -> Option<Cow<'s, str>> {
        let mut fields = Vec::with_capacity(8);
        if let Ok(plain) = std::str::from_utf8(line)
            && fields_of_line(plain, &mut fields).is_some()
        {
            let best = self.chooser.pick(fields.len(), |at| fields[at].0, |at| fields[at].1.is_blank(), |at| fields[at].1.form());
            return Some(Cow::Borrowed(fields[best[Meaning::Text as usize]?].1.text(&mut self.space)));
        }
        let (fields, _) = json_lines::parse(line).object?.ok()?;
        self.chooser.choose(fields).text.map(Cow::Owned)
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
