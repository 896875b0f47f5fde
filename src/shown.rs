//! Names and ids as messages show them, whatever stands in them.

use std::borrow::Cow;

/// Characters of an id that a message shows.
pub(crate) const ID: usize = 60;

/// A name in a message: at most `most` characters of it, those that cannot be seen as escapes, and quotation marks where there is nothing.
pub(crate) fn shown(name: &str, most: usize) -> Cow<'_, str> {
    if name.is_empty() {
        return Cow::Borrowed("\"\"");
    }
    let end = name.char_indices().nth(most).map(|(at, _)| at);
    let head = &name[..end.unwrap_or(name.len())];
    if end.is_none() && !head.contains(char::is_control) {
        return Cow::Borrowed(name);
    }
    let mut shown = String::with_capacity(head.len() + 4);
    for letter in head.chars() {
        if letter.is_control() {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    if end.is_some() {
        shown.push('…');
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_name_is_shown_on_one_line_and_no_longer_than_it_may_be() {
        assert_eq!(shown("", 3), "\"\"");
        assert_eq!((&*shown("äöü", 3), &*shown("äöüß", 3)), ("äöü", "äöü…"));
        assert_eq!(shown("a\r\nb\u{1b}", 9), "a\\r\\nb\\u{1b}");
    }
}
