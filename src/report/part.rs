//! A part of a text, cut from it without a copy.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::room::Text;
use crate::span::{Bytes, Span};

/// What stands between two bytes of a text that all its parts share: passages of a corpus are as long together as its texts.
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Part {
    whole: Text,
    bytes: Span<Bytes>,
}

impl Part {
    /// The part of a text at these bytes.
    ///
    /// # Panics
    /// When the span ends behind the text, or between the bytes of a character.
    #[must_use]
    pub fn of(whole: &Text, bytes: Span<Bytes>) -> Self {
        assert!(whole.get(bytes.range()).is_some(), "a part begins and ends between characters of its text");
        Self { whole: whole.clone(), bytes }
    }

    /// The text, and the part's place in it.
    pub(crate) fn place(&self) -> (&Text, Span<Bytes>) {
        (&self.whole, self.bytes)
    }
}

impl Deref for Part {
    type Target = str;

    fn deref(&self) -> &str {
        &self.whole[self.bytes.range()]
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        let whole = Text::from(text);
        let bytes = Span::new(0, u32::try_from(whole.len()).expect("a text is shorter than 4 GiB"));
        Self { whole, bytes }
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Part> for String {
    fn from(part: Part) -> Self {
        (*part).to_owned()
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_the_text_between_its_bytes_and_equal_to_any_other_with_the_same_one() {
        let whole: Text = "The boats — wait".into();
        let part = Part::of(&whole, Span::new(10, 13));
        assert_eq!((&*part, part.clone()), ("—", Part::from("—")));
        assert_ne!(part, Part::of(&whole, Span::new(0, 3)));
        assert_eq!(serde_json::from_str::<Part>(&serde_json::to_string(&part).unwrap()).unwrap(), part);
    }

    #[test]
    #[should_panic(expected = "between characters")]
    fn a_part_cannot_end_inside_a_character() {
        let _ = Part::of(&"—".into(), Span::new(0, 1));
    }
}
