//! One value of one column, between a row's field and a file.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use super::json::{put, write_count};
use crate::report::Part;
use crate::report::model::{Grade, Kind, Role};
use crate::room::Text;

/// What a column holds. The same in every format: text is UTF-8, a count is a 64-bit integer in
/// Parquet, a real number has at most six decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// A whole number from 0 to 2^32 - 1.
    Count,
    /// A real number with at most six decimals.
    Real,
    /// True or false.
    Flag,
}

/// A value as it stands in a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing is known.
    Null,
    /// A text.
    Text(&'a str),
    /// A whole number.
    Count(u32),
    /// A real number.
    Real(f64),
    /// True or false.
    Flag(bool),
}

impl Cell<'_> {
    /// What was found, for messages: `a number`, `a text`.
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Text(_) => "a text",
            Self::Count(_) | Self::Real(_) => "a number",
            Self::Flag(_) => "true or false",
        }
    }
}

/// The names of documents, clusters and outlets that were read, each kept once: a million pairs
/// name a few thousand documents.
#[derive(Debug, Default)]
pub struct Names {
    names: HashSet<Arc<str>>,
    /// Texts of documents: one story may stand in thousands.
    texts: HashSet<Text>,
}

impl Names {
    /// The one copy of `name`.
    pub fn get(&mut self, name: &str) -> Arc<str> {
        one_of(&mut self.names, name)
    }

    /// The one copy of a document's text.
    pub fn text(&mut self, text: &str) -> Text {
        one_of(&mut self.texts, text)
    }
}

/// The one among these that says so, or a new one.
fn one_of<T: Borrow<str> + Clone + Eq + Hash + for<'a> From<&'a str>>(known: &mut HashSet<T>, text: &str) -> T {
    known.get(text).cloned().unwrap_or_else(|| {
        let new = T::from(text);
        known.insert(new.clone());
        new
    })
}

/// A field's type, as a column of a table.
///
/// An empty text in a field that may be missing is the same as a missing one, since CSV cannot tell
/// them apart and no format shall say more than another.
pub trait Shown {
    /// What the column holds.
    const TYPE: Type;
    /// Whether it may hold nothing.
    const NULLABLE: bool = false;
    /// The value, to be written.
    fn cell(&self) -> Cell<'_>;
}

/// A field's type that can be read as well.
pub trait Value: Shown + Sized {
    /// The value that was read.
    ///
    /// # Errors
    /// What was expected and what was found, as a sentence without its end.
    fn read(cell: Cell<'_>, names: &mut Names) -> Result<Self, String>;
}

fn unexpected<T>(expected: &str, cell: Cell<'_>) -> Result<T, String> {
    Err(format!("expected {expected}, got {}", cell.describe()))
}

impl Shown for u32 {
    const TYPE: Type = Type::Count;
    fn cell(&self) -> Cell<'_> {
        Cell::Count(*self)
    }
}

impl Value for u32 {
    fn read(cell: Cell<'_>, _: &mut Names) -> Result<Self, String> {
        match cell {
            Cell::Count(count) => Ok(count),
            other => unexpected("a whole number", other),
        }
    }
}

impl Shown for f64 {
    const TYPE: Type = Type::Real;
    fn cell(&self) -> Cell<'_> {
        debug_assert!(self.is_finite(), "a number in a table is finite");
        Cell::Real(*self)
    }
}

impl Value for f64 {
    fn read(cell: Cell<'_>, _: &mut Names) -> Result<Self, String> {
        match cell {
            // A parser that is off by the last bit is set right again.
            Cell::Real(real) => Ok(rounded(real)),
            Cell::Count(count) => Ok(Self::from(count)),
            other => unexpected("a number", other),
        }
    }
}

impl Shown for bool {
    const TYPE: Type = Type::Flag;
    fn cell(&self) -> Cell<'_> {
        Cell::Flag(*self)
    }
}

impl Value for bool {
    fn read(cell: Cell<'_>, _: &mut Names) -> Result<Self, String> {
        match cell {
            Cell::Flag(flag) => Ok(flag),
            other => unexpected("true or false", other),
        }
    }
}

impl Shown for String {
    const TYPE: Type = Type::Text;
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
}

impl Value for String {
    fn read(cell: Cell<'_>, _: &mut Names) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => Ok(text.to_owned()),
            other => unexpected("a text", other),
        }
    }
}

impl Shown for Arc<str> {
    const TYPE: Type = Type::Text;
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
}

impl Value for Arc<str> {
    fn read(cell: Cell<'_>, names: &mut Names) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => Ok(names.get(text)),
            other => unexpected("a text", other),
        }
    }
}

impl Shown for Text {
    const TYPE: Type = Type::Text;
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
}

impl Value for Text {
    fn read(cell: Cell<'_>, names: &mut Names) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => Ok(names.text(text)),
            other => unexpected("a text", other),
        }
    }
}

impl Shown for &str {
    const TYPE: Type = Type::Text;
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
}

impl Shown for Part {
    const TYPE: Type = Type::Text;
    fn cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
}

impl Value for Part {
    fn read(cell: Cell<'_>, _: &mut Names) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => Ok(text.into()),
            other => unexpected("a text", other),
        }
    }
}

impl<T: Shown> Shown for Option<T> {
    const TYPE: Type = T::TYPE;
    const NULLABLE: bool = true;
    fn cell(&self) -> Cell<'_> {
        match self.as_ref().map_or(Cell::Null, T::cell) {
            Cell::Text("") => Cell::Null,
            cell => cell,
        }
    }
}

impl<T: Value> Value for Option<T> {
    fn read(cell: Cell<'_>, names: &mut Names) -> Result<Self, String> {
        match cell {
            Cell::Null | Cell::Text("") => Ok(None),
            cell => T::read(cell, names).map(Some),
        }
    }
}

/// A word from a closed list, as text.
macro_rules! word {
    ($type:ident, [$($variant:ident),+]) => {
        impl Shown for $type {
            const TYPE: Type = Type::Text;
            fn cell(&self) -> Cell<'_> {
                Cell::Text(self.name())
            }
        }

        impl Value for $type {
            fn read(cell: Cell<'_>, _: &mut Names) -> Result<Self, String> {
                const ALL: &[$type] = &[$($type::$variant),+];
                let names = || ALL.iter().map(|word| word.name()).collect::<Vec<_>>().join(", ");
                match cell {
                    Cell::Text(text) => ALL
                        .iter()
                        .copied()
                        .find(|word| word.name() == text)
                        .ok_or_else(|| format!("expected one of {}, got `{text}`", names())),
                    other => unexpected(&format!("one of {}", names()), other),
                }
            }
        }
    };
}

word!(Kind, [Quote, Wire, Passage, Boilerplate, Formula, Rewritten, Paraphrase]);
word!(Role, [First, Later, Tied, Undated]);
word!(Grade, [Credited, Dated, Inferred, Undetermined]);

/// One million: reals are kept to six decimals.
const MICRO: f64 = 1e6;
/// Below this, a number of millionths is the same again when it was a real number for a while: both ways together lose less than half of one.
const EXACT: f64 = 2_251_799_813_685_248.0;

/// A real number in millionths, where it is small enough to be told so.
fn micros(real: f64) -> Option<i64> {
    let scaled = (real * MICRO).round();
    // A whole number below 2^51 loses nothing on the way to 64 bits.
    (scaled.abs() < EXACT).then_some(scaled as i64)
}

/// `real` with at most six decimals, as far as to 2,251 million: the number that every format writes.
#[must_use]
pub fn rounded(real: f64) -> f64 {
    micros(real).map_or(real, |micros| micros as f64 / MICRO)
}

/// Appends `real` as decimals: at least one, and as many as [`rounded`] leaves, so that a reader that guesses types sees a
/// real number in each row. A number that is not finite, which no table should hold, becomes `null`.
pub fn write_real(out: &mut Vec<u8>, real: f64, null: &str) {
    use std::io::Write;
    const INFALLIBLE: &str = "writing to memory cannot fail";
    if !real.is_finite() {
        out.extend_from_slice(null.as_bytes());
        return;
    }
    let Some(micros) = micros(real) else {
        write!(out, "{real:?}").expect(INFALLIBLE);
        return;
    };
    if micros < 0 {
        out.push(b'-');
    }
    let (whole, mut fraction) = (micros.unsigned_abs() / 1_000_000, micros.unsigned_abs() % 1_000_000);
    match u32::try_from(whole) {
        // As in all shares and nearly all scores.
        Ok(whole) => write_count(out, whole),
        Err(_) => write!(out, "{whole}").expect(INFALLIBLE),
    }
    let mut piece = *b".000000\0";
    for digit in piece[1..7].iter_mut().rev() {
        *digit += u8::try_from(fraction % 10).expect("one decimal digit");
        fraction /= 10;
    }
    // Zeros at the end say nothing, all but the first decimal.
    let zeros = piece[2..7].iter().rev().take_while(|digit| **digit == b'0').count();
    put(out, &piece, 7 - zeros);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(real: f64) -> String {
        let mut out = Vec::new();
        write_real(&mut out, real, "null");
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn reals_have_one_to_six_decimals() {
        for (real, text) in [
            (0.0, "0.0"),
            (-0.0, "0.0"),
            (1.0, "1.0"),
            (0.1 + 0.2, "0.3"),
            (2.0 / 3.0, "0.666667"),
            (-12.5, "-12.5"),
            (0.000_001, "0.000001"),
            (0.000_000_4, "0.0"),
            (234.050_607, "234.050607"),
            (f64::NAN, "null"),
        ] {
            assert_eq!(shown(real), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_the_rounded_number(real in prop_oneof![-1.0..1.0f64, -1e4..1e4f64, -1e10..1e10f64, -1e12..1e12f64, (-10..10i32).prop_map(f64::from)]) {
            let slowly = micros(real).map_or_else(
                || format!("{real:?}"),
                |micros| {
                    let decimals = format!("{:.6}", micros as f64 / MICRO);
                    let short = decimals.trim_end_matches('0');
                    if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
                },
            );
            prop_assert_eq!(shown(real), slowly);
            prop_assert_eq!(shown(real).parse::<f64>().unwrap(), rounded(real));
            prop_assert_eq!(rounded(rounded(real)), rounded(real));
        }
    }

    #[test]
    fn an_unknown_word_is_refused_with_the_list_of_known_ones() {
        let message = Role::read(Cell::Text("second"), &mut Names::default()).unwrap_err();
        assert_eq!(message, "expected one of first, later, tied, undated, got `second`");
    }
}
