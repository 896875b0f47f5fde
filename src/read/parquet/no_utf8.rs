//! Columns of bytes, and of texts that are no UTF-8 as they should be.

use std::collections::BTreeMap;
use std::sync::Arc;

use parquet::basic::{ConvertedType, Type as Physical};
use parquet::schema::types::{SchemaDescPtr, SchemaDescriptor, Type, TypePtr};

use crate::read::encoding::{decode, lossy};
use crate::read::trouble::{Trouble, counted};

/// What values are that are bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bytes {
    /// What says of itself to be text, in lists and groups too.
    Texts,
    /// Anything, of any length: a text where it looks like one, in lists and groups too.
    Any,
    /// Values that have the same number of bytes each, as keys and digests do.
    Keys,
}

/// What the bytes in a column are, leaf by leaf. What holds one thing alone, as a list does, is that thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Leaves {
    One(Bytes),
    /// The fields of a group, or keys and values.
    Several(Vec<Leaves>),
}

impl Leaves {
    /// Those of a column, or of a part of one.
    pub fn of(part: &Type) -> Self {
        if part.is_primitive() {
            return Self::One(match part.get_physical_type() {
                Physical::BYTE_ARRAY if is_text(part) => Bytes::Texts,
                Physical::BYTE_ARRAY => Bytes::Any,
                _ => Bytes::Keys,
            });
        }
        match part.get_fields() {
            [one] => Self::of(one),
            fields => Self::Several(fields.iter().map(|field| Self::of(field)).collect()),
        }
    }

    /// Those of the part `n` of a value that has `of` parts.
    pub fn part(&self, n: usize, of: usize) -> &Self {
        match self {
            Self::Several(parts) if of > 1 => parts.get(n).unwrap_or(self),
            _ => self,
        }
    }

    /// What the bytes are where they are one value.
    pub fn bytes(&self) -> Bytes {
        match self {
            Self::One(bytes) => *bytes,
            Self::Several(_) => Bytes::Keys,
        }
    }
}

fn is_text(leaf: &Type) -> bool {
    let says = leaf.get_basic_info().converted_type();
    leaf.get_physical_type() == Physical::BYTE_ARRAY && matches!(says, ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON)
}

/// The schema in which texts are bytes, of which the decoder asks nothing; `None` where there is no text.
pub(super) fn texts_as_bytes(schema: &SchemaDescriptor) -> Option<SchemaDescPtr> {
    let root = as_bytes(&schema.root_schema_ptr())?;
    Some(Arc::new(SchemaDescriptor::new(root)))
}

/// `None` where nothing is different. A group of a kind that asks for texts stays as it is.
fn as_bytes(field: &TypePtr) -> Option<TypePtr> {
    let info = field.get_basic_info();
    let id = info.has_id().then(|| info.id());
    if field.is_primitive() {
        let bytes = || Type::primitive_type_builder(field.name(), Physical::BYTE_ARRAY).with_repetition(info.repetition()).with_id(id);
        return if is_text(field) { bytes().build().ok().map(Arc::new) } else { None };
    }
    let inner: Vec<Option<TypePtr>> = field.get_fields().iter().map(as_bytes).collect();
    if inner.iter().all(Option::is_none) {
        return None;
    }
    let inner = inner.into_iter().zip(field.get_fields()).map(|(new, old)| new.unwrap_or_else(|| Arc::clone(old))).collect();
    let mut group = Type::group_type_builder(field.name())
        .with_converted_type(info.converted_type())
        .with_logical_type(info.logical_type_ref().cloned())
        .with_fields(inner)
        .with_id(id);
    if info.has_repetition() {
        group = group.with_repetition(info.repetition());
    }
    group.build().ok().map(Arc::new)
}

/// Values that are no UTF-8, by the column that they stand in.
#[derive(Debug, Default)]
pub(super) struct NoUtf8 {
    /// Read as another encoding, whose name goes with the column.
    guessed: BTreeMap<(String, &'static str), Rows>,
    /// UTF-8 with faults.
    faulty: BTreeMap<String, Rows>,
    /// No texts.
    binary: BTreeMap<String, Rows>,
}

/// Bytes of the longest key that is told in hexadecimal digits: a digest of 512 bits.
const LONGEST_KEY: usize = 64;

impl NoUtf8 {
    /// The text that the bytes of a value are, by what the column says and by what their letters speak for, or how many there are.
    pub fn text_of(&mut self, column: &str, holds: Bytes, row: u64, bytes: &[u8]) -> String {
        if holds == Bytes::Keys && bytes.len() <= LONGEST_KEY {
            return bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        }
        // What is no key is not told in digits, and what it was is lost.
        let decoded = if holds == Bytes::Keys { None } else { decode(bytes.to_vec(), None) };
        let (rows, text, replaced) = match decoded {
            Some(decoded) if decoded.encoding != "UTF-8" => {
                (self.guessed.entry((column.to_owned(), decoded.encoding)).or_default(), decoded.text, decoded.replaced)
            }
            Some(decoded) => (self.faulty.entry(column.to_owned()).or_default(), decoded.text, decoded.replaced),
            None if holds == Bytes::Texts => {
                let (text, replaced) = lossy(bytes);
                (self.faulty.entry(column.to_owned()).or_default(), text.into_owned(), replaced)
            }
            None => (self.binary.entry(column.to_owned()).or_default(), format!("({} bytes)", bytes.len()), 0),
        };
        rows.add(row, replaced);
        text
    }

    pub fn told(self) -> impl Iterator<Item = Trouble> {
        let guessed = self.guessed.into_iter().map(|((column, encoding), rows)| {
            let message = format!("column `{column}`, {}: no UTF-8, and read as {encoding} by what the letters speak for", rows.named());
            Trouble::new("guessed encoding", message).so("if letters are wrong, write the column as UTF-8").no_fault()
        });
        let faulty = self.faulty.into_iter().map(|(column, rows)| {
            let message = format!("column `{column}`, {}: {} did not decode", rows.named(), counted(rows.replaced, "place"));
            Trouble::new("invalid UTF-8", message).so("U+FFFD stands there now")
        });
        let binary = self.binary.into_iter().map(|(column, rows)| {
            let message = format!("column `{column}`, {}: bytes that are no text", rows.named());
            Trouble::new("binary column", message).so("how many they are stands there").no_fault()
        });
        guessed.chain(faulty).chain(binary)
    }
}

/// Rows with such a value.
#[derive(Debug, Default)]
struct Rows {
    /// The first of them, counted from 1.
    first: Vec<u64>,
    count: u64,
    last: u64,
    /// Places in their values that did not decode.
    replaced: u64,
}

impl Rows {
    /// How many are named.
    const NAMED: usize = 20;

    fn add(&mut self, row: u64, replaced: u64) {
        self.replaced += replaced;
        if std::mem::replace(&mut self.last, row) == row {
            return;
        }
        self.count += 1;
        if self.first.len() < Self::NAMED {
            self.first.push(row);
        }
    }

    /// `row 2`, `rows 2, 3 and 7 more`.
    fn named(&self) -> String {
        let first = self.first.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        let noun = if self.count == 1 { "row" } else { "rows" };
        match self.count.saturating_sub(Self::NAMED as u64) {
            0 => format!("{noun} {first}"),
            more => format!("{noun} {first} and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_once_and_of_many_the_first_ones() {
        let named = |rows: &[u64]| {
            let mut all = Rows::default();
            rows.iter().for_each(|row| all.add(*row, 0));
            all.named()
        };
        assert_eq!(named(&[7]), "row 7");
        assert_eq!(named(&[2, 2, 5]), "rows 2, 5");
        let many = named(&(1..=23).collect::<Vec<_>>());
        assert!(many.starts_with("rows 1, 2, 3, ") && many.ends_with("19, 20 and 3 more"), "{many}");
    }
}
