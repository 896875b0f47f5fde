//! A document's text, wherever it lies.

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::kernel::mapping::FiledText;

/// A text that clones share: in memory, or on disk where memory has no room for it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Text(Place);

#[derive(Clone)]
enum Place {
    /// As it was read: a text is hundreds of words long, and is mostly not moved to become one that clones share.
    Memory(Arc<Box<str>>),
    /// In a file, or in memory with others.
    File(Arc<FiledText>),
}

impl Text {
    pub(super) fn filed(text: FiledText) -> Self {
        Self(Place::File(Arc::new(text)))
    }

    /// Bytes of memory that the text takes.
    pub(crate) fn bytes_held(&self) -> usize {
        match &self.0 {
            Place::Memory(text) => text.len(),
            Place::File(text) => text.bytes_held(),
        }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Place::Memory(text) => text,
            Place::File(text) => text,
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        "".into()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Box::<str>::from(text).into()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        text.into_boxed_str().into()
    }
}

impl From<Box<str>> for Text {
    fn from(text: Box<str>) -> Self {
        Self(Place::Memory(Arc::new(text)))
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        (*text).to_owned()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}
