//! Tables as JSON lines: one object a row, keys in the order of the columns, nulls written out.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use rayon::prelude::*;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::cell::write_real;
use super::json::{Key, write_count, write_text};
use super::{Cell, Column, Cursor, Listed, Names, Record, Rows, Table, Take, Type, broken};
use crate::error::{Error, Result};
use crate::observer::Observer;

/// Bytes that are read at once.
const CHUNK: usize = 1 << 16;

/// Rows that become text together on one thread, and those that become text while as many before them are written.
const TOGETHER: usize = if cfg!(test) { 2 } else { 512 };
const AT_ONCE: usize = if cfg!(test) { 2 } else { 32 } * TOGETHER;

/// Bytes of a row that there is room for from the beginning: of those that are many most have no more.
const ROW: usize = 512;

/// Rows by whose length the length of all is judged.
const FIRST: usize = 32;

/// Writes `rows`, which become text on all threads while one waits for what came before them to be written.
pub(super) fn write<R: Rows>(rows: R, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let columns = rows.columns();
    let keys = columns.iter().enumerate().map(|(i, column)| {
        let name = serde_json::to_string(&column.name).expect("a text can be JSON");
        Key::new(format!("{}{name}:", if i == 0 { '{' } else { ',' }))
    });
    let keys: Vec<Key> = keys.collect();
    let count = rows.count();
    let mut made: Vec<Vec<u8>> = Vec::new();
    for from in (0..count).step_by(AT_ONCE) {
        let end = count.min(from + AT_ONCE);
        let of = |n: usize| rows.some(from + n * TOGETHER..end.min(from + (n + 1) * TOGETHER));
        let make = || (0..(end - from).div_ceil(TOGETHER)).into_par_iter().map(|n| lines(&of(n), &keys, &columns)).collect();
        let (written, next) = rayon::join(|| made.into_iter().try_for_each(|text| out.write_all(&text)), make);
        written?;
        made = next;
    }
    made.into_iter().try_for_each(|text| out.write_all(&text))
}

fn lines<T: Listed>(rows: &[T], keys: &[Key], columns: &[Column<T>]) -> Vec<u8> {
    let mut text = Vec::with_capacity(rows.len() * ROW);
    for (n, row) in rows.iter().enumerate() {
        if n == FIRST {
            // Most rows of a table are of about one length.
            text.reserve(text.len() / FIRST * rows.len());
        }
        for (key, column) in keys.iter().zip(columns) {
            key.write(&mut text);
            match column.get(row) {
                Cell::Null => text.extend_from_slice(b"null"),
                Cell::Text(value) => write_text(&mut text, value),
                Cell::Count(count) => write_count(&mut text, count),
                Cell::Real(real) => write_real(&mut text, real, "null"),
                Cell::Flag(flag) => text.extend_from_slice(if flag { b"true" } else { b"false" }),
            }
        }
        text.extend_from_slice(b"}\n");
    }
    text
}

/// Reads the table at `path`. Empty lines are passed over.
pub(super) fn read<T: Table>(path: &Path, names: &mut Names, observer: &dyn Observer, take: Take<'_, T>) -> Result<()> {
    let file = File::open(path).map_err(|e| Error::io(path, e))?;
    let mut file = BufReader::with_capacity(CHUNK, file);
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        observer.check()?;
        line.clear();
        number += 1;
        if file.read_until(b'\n', &mut line).map_err(|e| Error::io(path, e))? == 0 {
            return Ok(());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let object: Object<'_> = serde_json::from_slice(&line)
            .map_err(|e| broken(path, Some(number), format!("expected a JSON object of plain values: {e}")))?;
        T::from_record(&object, names).and_then(&mut *take).map_err(|message| broken(path, Some(number), message))?;
    }
}

/// A JSON object of plain values, texts borrowed from its line where they hold no escapes.
struct Object<'a> {
    fields: Vec<(Plain<'a>, Plain<'a>)>,
    cursor: Cursor,
}

impl Record for Object<'_> {
    fn cell(&self, name: &str, _: Type) -> Result<Option<Cell<'_>>, String> {
        let found = self.cursor.find(self.fields.len(), |i| self.fields[i].0.text() == name);
        found.map(|i| self.fields[i].1.cell()).transpose()
    }

    fn names(&self) -> Vec<&str> {
        self.fields.iter().map(|(name, _)| name.text()).collect()
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut fields = Vec::with_capacity(24);
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                Ok(Object { fields, cursor: Cursor::default() })
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// A JSON value that is neither an array nor an object.
enum Plain<'a> {
    Null,
    Text(Cow<'a, str>),
    Whole(u64),
    Real(f64),
    Flag(bool),
}

impl Plain<'_> {
    fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    fn cell(&self) -> Result<Cell<'_>, String> {
        Ok(match self {
            Self::Null => Cell::Null,
            Self::Text(text) => Cell::Text(text),
            Self::Whole(whole) => Cell::Count(u32::try_from(*whole).map_err(|_| format!("{whole} is beyond {}", u32::MAX))?),
            Self::Real(real) => Cell::Real(*real),
            Self::Flag(flag) => Cell::Flag(*flag),
        })
    }
}

impl<'de> Deserialize<'de> for Plain<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;
        impl<'de> Visitor<'de> for Value {
            type Value = Plain<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a number, true, false or null")
            }
            fn visit_unit<E>(self) -> Result<Plain<'de>, E> {
                Ok(Plain::Null)
            }
            fn visit_bool<E>(self, flag: bool) -> Result<Plain<'de>, E> {
                Ok(Plain::Flag(flag))
            }
            fn visit_u64<E>(self, whole: u64) -> Result<Plain<'de>, E> {
                Ok(Plain::Whole(whole))
            }
            fn visit_i64<E>(self, whole: i64) -> Result<Plain<'de>, E> {
                // Below zero, or the parser had called `visit_u64`: no count, but a number.
                Ok(Plain::Real(whole as f64))
            }
            fn visit_f64<E>(self, real: f64) -> Result<Plain<'de>, E> {
                Ok(Plain::Real(real))
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Plain<'de>, E> {
                Ok(Plain::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Plain<'de>, E> {
                Ok(Plain::Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_any(Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::FamilyRow;
    use proptest::prelude::*;

    /// A disk with room for so many bytes.
    struct Disk {
        written: Vec<u8>,
        room: usize,
    }

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let some = bytes.len().min(self.room - self.written.len());
            if some == 0 && !bytes.is_empty() {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.written.extend_from_slice(&bytes[..some]);
            Ok(some)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    proptest! {
        #[test]
        fn rows_are_written_as_one_by_one_and_a_full_disk_is_told_wherever_it_ends(count in 0usize..30, room in 0usize..6000) {
            let row = |n: usize| FamilyRow {
                family: format!("f{n}").into(), unit: "document".into(), doc: format!("d{n}").into(), start: n as u32, end: 9, similarity: 0.5, containment: 1.0,
                kept: n.is_multiple_of(2),
            };
            let rows: Vec<FamilyRow> = (0..count).map(row).collect();
            let mut slow = Vec::new();
            for row in &rows {
                write(std::slice::from_ref(row), &mut slow).unwrap();
            }
            prop_assert_eq!(slow.iter().filter(|byte| **byte == b'\n').count(), count);
            let mut disk = Disk { written: Vec::new(), room };
            let told = write(&rows[..], &mut disk);
            prop_assert_eq!(told.is_ok(), slow.len() <= room);
            prop_assert_eq!(&disk.written[..], &slow[..slow.len().min(room)]);
        }
    }
}
