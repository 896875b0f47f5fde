//! Words of a house about itself and its pages, the same in many houses: reserved rights, contributors, pleas to subscribe.

/// Formulas of such notices, in small letters with single spaces. English only.
const FORMULAS: [&str; 10] = [
    "all rights reserved",
    "may not be published",
    "contributed to this report",
    "facebook commenting",
    "has been posted to your",
    "follow us on",
    "on twitter at http",
    "sign up for our",
    "subscribe to our",
    "you are signed in as",
];

/// The formula that makes such a notice of a short passage, where it holds one.
pub(super) fn notice(text: &str) -> Option<&'static str> {
    let mut plain = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c.is_ascii() && !c.is_whitespace() {
            plain.push(c.to_ascii_lowercase());
        } else if !c.is_whitespace() {
            plain.extend(c.to_lowercase());
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    FORMULAS.into_iter().find(|formula| memchr::memmem::find(plain.as_bytes(), formula.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_known_by_their_formulas() {
        assert_eq!(notice("Copyright 2016 Harbour Gazette. All rights\nreserved."), Some("all rights reserved"));
        assert_eq!(notice("Ada Quill and Nils Orre contributed to this report"), Some("contributed to this report"));
        assert_eq!(notice("She said that all their rights were gone"), None);
    }
}
