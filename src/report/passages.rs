//! The table of passages as a run holds it: in a large corpus there are several times as many passages as documents.
//!
//! In a row whatever is a text is a number: ids, outlets, instants and evidence stand in a list of names, each once, and the passage is cut from its document. A
//! row that somebody asks for is put together then.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::attribute::{Grade, Role};
use crate::kernel::memory::ask_for;
use crate::keyed::NumberedMap;
use crate::report::Part;
use crate::report::model::PassageRow;
use crate::room::{Column, Text};
use crate::span::{Bytes, Span};

/// Stands for nothing.
const NONE: u32 = u32::MAX;

/// The rows of `passages`, in the order of [`PassageRow`]'s key where a scan has made them.
#[derive(Clone, Default)]
pub struct Passages {
    names: Vec<Arc<str>>,
    texts: Vec<Text>,
    rows: Column<Row>,
}

/// A passage that borrows its texts from [`Passages`].
pub type PassageView<'p> = PassageRow<&'p str, &'p str>;

/// The names of a row by their numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers {
    pub cluster: u32,
    pub doc: u32,
    pub source: Option<u32>,
    pub evidence: u32,
}

/// Names of a row, by their places in it.
const CLUSTER: usize = 0;
const DOC: usize = 1;
const OUTLET: usize = 2;
const FROM: usize = 3;
const TO: usize = 4;
const SOURCE: usize = 5;
const EVIDENCE: usize = 6;

/// A row, in 64 bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    names: [u32; 7],
    /// Start, end, and both in bytes.
    place: [u32; 4],
    words: u32,
    text: u32,
    /// Where in the text the passage begins and ends.
    part: Span<Bytes>,
    role: Role,
    grade: Grade,
    /// No byte is padding, so that rows can go to disk as they are.
    unused: [u8; 2],
}

impl Passages {
    /// From rows that name texts by their places in these lists.
    pub(crate) fn new(names: Vec<Arc<str>>, texts: Vec<Text>, rows: Column<Row>) -> Self {
        Self { names, texts, rows }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at a place.
    ///
    /// # Panics
    /// When there are no more rows than that.
    #[inline]
    #[must_use]
    pub fn row(&self, place: usize) -> PassageView<'_> {
        let row = &self.rows[place];
        row.named(|name| &*self.names[name as usize], |text, part| &self.texts[text as usize][part.range()])
    }

    /// The row at a place without its words: those may have to come from a disk. Inlined, so that who asks for one field makes no other.
    #[inline(always)]
    pub(crate) fn told(&self, place: usize) -> PassageRow<&str, ()> {
        self.rows[place].named(|name| &*self.names[name as usize], |_, _| ())
    }

    /// What the row at a place is named by: places among [`names`](Self::names).
    #[inline]
    pub(crate) fn numbers(&self, place: usize) -> Numbers {
        let names = &self.rows[place].names;
        Numbers { cluster: names[CLUSTER], doc: names[DOC], source: some(names[SOURCE]), evidence: names[EVIDENCE] }
    }

    /// Ids, outlets, instants and evidence, each once.
    pub(crate) fn names(&self) -> &[Arc<str>] {
        &self.names
    }

    /// The id of the cluster of the row at a place.
    #[inline]
    pub(crate) fn cluster(&self, place: usize) -> &str {
        &self.names[self.rows[place].names[CLUSTER] as usize]
    }

    /// All rows.
    pub fn iter(&self) -> Iter<'_> {
        self.some(0..self.len())
    }

    /// The rows at some places. Asking for one that is not there panics.
    pub fn some(&self, places: Range<usize>) -> Iter<'_> {
        Iter { passages: self, places }
    }

    /// Has the words of the rows at some places brought from memory, where each lies somewhere else.
    pub(crate) fn fetch_words(&self, places: Range<usize>) {
        for row in &self.rows[places] {
            let words = &self.texts[row.text as usize].as_bytes()[row.part.range()];
            // Most end on the line after the one that they begin on, if not on the same one.
            words.first().into_iter().chain(words.last()).for_each(ask_for);
        }
    }

    /// Rows that own their texts.
    #[must_use]
    pub fn to_rows(&self) -> Vec<PassageRow> {
        let named =
            |row: &Row| row.named(|name| Arc::clone(&self.names[name as usize]), |text, part| Part::of(&self.texts[text as usize], part));
        self.rows.iter().map(named).collect()
    }

    /// Changes each row.
    pub(crate) fn change(&mut self, change: impl FnMut(&mut PassageRow)) {
        let mut rows = self.to_rows();
        rows.iter_mut().for_each(change);
        *self = rows.into();
    }
}

impl Row {
    /// From a row that tells names by their numbers, and its words by the number of a text and their place in it.
    pub fn new(row: &PassageRow<u32, (u32, Span<Bytes>)>) -> Self {
        let [from, to, source] = [row.published_from, row.published_to, row.source_doc].map(|name| name.unwrap_or(NONE));
        let (text, part) = row.text;
        Self {
            names: [row.cluster, row.doc, row.outlet, from, to, source, row.evidence],
            place: [row.start, row.end, row.byte_start, row.byte_end],
            words: row.words,
            text,
            part,
            role: row.role,
            grade: row.grade,
            unused: [0; 2],
        }
    }

    #[inline(always)]
    fn named<N, T>(&self, name: impl Fn(u32) -> N, text: impl Fn(u32, Span<Bytes>) -> T) -> PassageRow<N, T> {
        let [start, end, byte_start, byte_end] = self.place;
        let some = |which: usize| some(self.names[which]).map(&name);
        PassageRow {
            cluster: name(self.names[CLUSTER]),
            doc: name(self.names[DOC]),
            outlet: name(self.names[OUTLET]),
            start,
            end,
            byte_start,
            byte_end,
            words: self.words,
            published_from: some(FROM),
            published_to: some(TO),
            role: self.role,
            source_doc: some(SOURCE),
            grade: self.grade,
            evidence: name(self.names[EVIDENCE]),
            text: text(self.text, self.part),
        }
    }
}

/// The rows of a table, one after another.
#[derive(Debug, Clone)]
pub struct Iter<'p> {
    passages: &'p Passages,
    places: Range<usize>,
}

impl<'p> Iterator for Iter<'p> {
    type Item = PassageView<'p>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.places.next().map(|place| self.passages.row(place))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl<'p> IntoIterator for &'p Passages {
    type Item = PassageView<'p>;
    type IntoIter = Iter<'p>;

    fn into_iter(self) -> Iter<'p> {
        self.iter()
    }
}

impl PartialEq for Passages {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl fmt::Debug for Passages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// Rows that come one by one. Names and texts are known by their addresses: whoever reads a table keeps each once.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    names: Vec<Arc<str>>,
    numbers: NumberedMap<usize, u32>,
    texts: Vec<Text>,
    text_numbers: NumberedMap<(usize, usize), u32>,
    rows: Vec<Row>,
}

impl Gathered {
    /// One row more.
    ///
    /// # Panics
    /// When there are 2^32 - 1 names or texts, or more.
    pub fn push(&mut self, row: PassageRow) {
        let (whole, part) = row.text.place();
        let text = (self.text(whole), part);
        let row = Row::new(&PassageRow {
            cluster: self.name(row.cluster),
            doc: self.name(row.doc),
            outlet: self.name(row.outlet),
            start: row.start,
            end: row.end,
            byte_start: row.byte_start,
            byte_end: row.byte_end,
            words: row.words,
            published_from: row.published_from.map(|name| self.name(name)),
            published_to: row.published_to.map(|name| self.name(name)),
            role: row.role,
            source_doc: row.source_doc.map(|name| self.name(name)),
            grade: row.grade,
            evidence: self.name(row.evidence),
            text,
        });
        self.rows.push(row);
    }

    fn name(&mut self, name: Arc<str>) -> u32 {
        // The list keeps the name, so that no other one can come to stand at its address.
        *self.numbers.entry(Arc::as_ptr(&name).cast::<u8>() as usize).or_insert_with(|| {
            self.names.push(name);
            last(&self.names)
        })
    }

    fn text(&mut self, text: &Text) -> u32 {
        // An empty text may stand where another one begins.
        *self.text_numbers.entry((text.as_ptr() as usize, text.len())).or_insert_with(|| {
            self.texts.push(text.clone());
            last(&self.texts)
        })
    }

    /// All of them.
    pub fn finish(self) -> Passages {
        Passages::new(self.names, self.texts, self.rows.into())
    }
}

fn some(number: u32) -> Option<u32> {
    (number != NONE).then_some(number)
}

/// The number of the last of some items.
fn last<T>(items: &[T]) -> u32 {
    u32::try_from(items.len() - 1).ok().filter(|last| *last != NONE).expect("fewer names than 2^32 - 1")
}

impl From<Vec<PassageRow>> for Passages {
    fn from(rows: Vec<PassageRow>) -> Self {
        let mut gathered = Gathered::default();
        rows.into_iter().for_each(|row| gathered.push(row));
        gathered.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    prop_compose! {
        fn any_row()(
            names in [0..5_usize, 0..5, 0..5, 0..5, 0..5, 0..5, 0..5], n in any::<[u32; 5]>(), has in any::<[bool; 3]>(), part in (0..4_usize, 0..4_usize),
            role in 0..2_usize, grade in 0..2_usize,
        ) -> PassageRow {
            let [cluster, doc, outlet, from, to, source, evidence] = names.map(|n| Arc::<str>::from(["", "a", "b", "a/é", "c0"][n]));
            let ends = [0, 1, 3, 4];
            let (start, end) = (ends[part.0.min(part.1)], ends[part.0.max(part.1)]);
            PassageRow {
                cluster, doc, outlet, start: n[0], end: n[1], byte_start: n[2], byte_end: n[3], words: n[4], published_from: has[0].then_some(from),
                published_to: has[1].then_some(to), role: [Role::First, Role::Undated][role], source_doc: has[2].then_some(source),
                grade: [Grade::Credited, Grade::Undetermined][grade], evidence, text: Part::of(&"aéb".into(), Span::new(start, end)),
            }
        }
    }

    proptest! {
        #[test]
        fn a_row_comes_back_as_it_was(rows in prop::collection::vec(any_row(), 0..20)) {
            let passages = Passages::from(rows.clone());
            prop_assert_eq!(passages.to_rows(), rows.clone());
            prop_assert_eq!((passages.len(), passages.is_empty()), (rows.len(), rows.is_empty()));
            for (place, row) in rows.iter().enumerate() {
                let (same, told) = (passages.row(place), passages.told(place));
                prop_assert_eq!((told.doc, told.role, told.end), (&*row.doc, row.role, row.end));
                prop_assert_eq!((same.cluster, same.source_doc, same.text), (&*row.cluster, row.source_doc.as_deref(), &*row.text));
                let (numbers, name) = (passages.numbers(place), |number: u32| &*passages.names()[number as usize]);
                prop_assert_eq!((name(numbers.cluster), name(numbers.doc), name(numbers.evidence)), (&*row.cluster, &*row.doc, &*row.evidence));
                prop_assert_eq!(numbers.source.map(name), row.source_doc.as_deref());
                prop_assert_eq!((passages.cluster(place), same.byte_end), (&*row.cluster, row.byte_end));
            }
            prop_assert_eq!(&passages, &Passages::from(passages.to_rows()));
        }
    }

    #[test]
    fn texts_and_names_are_held_once() {
        let mut gathered = Gathered::default();
        let (boats, nothing) = (Text::from("boats"), Text::from(""));
        assert_eq!([&nothing, &boats, &nothing, &boats].map(|text| gathered.text(text)), [0, 1, 0, 1]);
        let (boat, none): (Arc<str>, Arc<str>) = ("boat".into(), "".into());
        assert_eq!([&boat, &none, &boat, &none].map(|name| gathered.name(Arc::clone(name))), [0, 1, 0, 1]);
    }

    #[test]
    fn a_row_takes_no_more_than_its_numbers() {
        assert_eq!(size_of::<Row>(), 64);
    }
}
