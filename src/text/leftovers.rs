//! Left-overs of HTML and XML in a plain text: entities (`&nbsp;`, `&#8217;`), tags (`<br>`, `</p>`) and attributes (`label="Row type"`). Their
//! letters are no words.
//!
//! A name after `&` counts with its semicolon only, and a tag only when HTML knows its name, when it closes or when it has an attribute, so that
//! `R&D;`, `a <b` and `<king>` stay what they are. An entity for an apostrophe joins the parts of a word as the apostrophe does.

/// The longest entity, without `&` and `;`, and the longest tag and attribute's value that are looked through, in bytes.
const LONGEST_ENTITY: usize = 8;
const LONGEST_TAG: usize = 400;
const LONGEST_VALUE: usize = 200;

/// Entities that end up in texts, besides numbers.
const ENTITIES: [&str; 26] = [
    "amp", "apos", "bull", "copy", "euro", "gt", "hellip", "laquo", "ldquo", "lsaquo", "lsquo", "lt", "mdash", "middot", "nbsp", "ndash",
    "pound", "quot", "raquo", "rdquo", "reg", "rsaquo", "rsquo", "shy", "thinsp", "trade",
];

/// Tags that end up in texts.
const TAGS: [&str; 32] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "cite",
    "code",
    "div",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "q",
    "script",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "u",
    "ul",
];

/// Where the left-over ends whose first letter or digit stands at `at`, when there is one.
#[inline]
pub(super) fn end(text: &[u8], at: usize) -> Option<usize> {
    match text[..at] {
        [.., b'&'] => entity(text, at).map(|(_, end)| end),
        [.., b'&', b'#'] => entity(text, at - 1).map(|(_, end)| end),
        [.., b'<'] | [.., b'<', b'/'] => tag(text, at),
        _ => None,
    }
}

/// Behind the entity for an apostrophe that begins with the `&` at `at`.
pub(super) fn apostrophe(text: &[u8], at: usize) -> Option<usize> {
    let (name, end) = entity(text, at + 1)?;
    matches!(name, b"apos" | b"rsquo" | b"lsquo" | b"#39" | b"#039" | b"#8217" | b"#8216" | b"#x27" | b"#x2019").then_some(end)
}

/// The name of the entity that begins behind an `&`, at `at`, and where its semicolon ends.
fn entity(text: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let rest = &text[at..text.len().min(at + LONGEST_ENTITY + 1)];
    let name = &rest[..rest.iter().position(|b| *b == b';')?];
    let known = match name {
        [b'#', b'x' | b'X', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit),
        [b'#', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        letters => ENTITIES.iter().any(|known| known.as_bytes() == letters),
    };
    known.then_some((name, at + name.len() + 1))
}

/// Behind the tag whose name begins at `at`.
fn tag(text: &[u8], at: usize) -> Option<usize> {
    let rest = &text[at..text.len().min(at + LONGEST_TAG)];
    let name = &rest[..rest.iter().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b':' | b'_'))?];
    let inside = rest.iter().position(|b| matches!(b, b'>' | b'<'))?;
    let follows = matches!(rest[name.len()], b'>' | b'/' | b' ' | b'\n' | b'\t');
    let is_tag = || {
        let behind = &rest[name.len()..inside];
        let closes = text[at - 1] == b'/' && behind.iter().all(u8::is_ascii_whitespace);
        closes || behind.windows(2).any(|two| matches!(two, [b'=', b'"' | b'\''])) || is_known(name)
    };
    (rest[inside] == b'>' && follows && is_tag()).then_some(at + inside + 1)
}

/// Behind the tag that begins with the `<` at `at`, when HTML knows its name.
pub(super) fn known_tag(text: &[u8], at: usize) -> Option<usize> {
    let name = match text[at..] {
        [b'<', b'/', ..] => at + 2,
        [b'<', ..] => at + 1,
        _ => return None,
    };
    let rest = &text[name..];
    let length = rest.iter().position(|b| !b.is_ascii_alphanumeric())?;
    is_known(&rest[..length]).then(|| tag(text, name)).flatten()
}

fn is_known(name: &[u8]) -> bool {
    TAGS.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
}

/// Behind the value of the attribute whose name ends before the `=` at `at`. Its tag may be lost.
pub(super) fn attribute(text: &[u8], at: usize) -> Option<usize> {
    let mark = *text.get(at + 1).filter(|b| matches!(b, b'"' | b'\''))?;
    let rest = &text[at + 2..text.len().min(at + 2 + LONGEST_VALUE)];
    let end = rest.iter().position(|b| *b == mark || matches!(b, b'<' | b'>' | b'\n'))?;
    let ends = rest.get(end + 1).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
    (rest[end] == mark && ends).then_some(at + 2 + end + 1)
}

#[cfg(test)]
mod tests {
    use super::super::{Compounds, tokenize};

    fn cut(text: &str) -> Vec<&str> {
        tokenize(text, Compounds::Joined).spans.iter().map(|s| &text[s.range()]).collect()
    }

    #[test]
    fn entities_and_tags_are_no_words() {
        assert_eq!(cut("one&nbsp;two&#160;three &amp; four&#xA0;&quot;five&hellip;"), ["one", "two", "three", "four", "five"]);
        assert_eq!(cut("<p class=\"lead\">one<br/>two <a href='http://x.org/y'>three</a></P>four"), ["one", "two", "three", "four"]);
    }

    #[test]
    fn what_only_looks_like_them_stays() {
        assert_eq!(cut("R&D; x &unknown; &amp two"), ["R", "D", "x", "unknown", "amp", "two"]);
        assert_eq!(cut("a <b and c <king> d <i"), ["a", "b", "and", "c", "king", "d", "i"]);
        assert_eq!(cut("a = \"b\" and c=d <the bank> e=\"f\ng\""), ["a", "b", "and", "c", "d", "the", "bank", "e", "f", "g"]);
    }

    #[test]
    fn tags_of_other_names_with_attributes_and_attributes_without_a_tag_are_no_words() {
        assert_eq!(cut("one <row id=\"0\" label='Row type'>two</row> <o:p>three</o:p >"), ["one", "two", "o", "p", "three"]);
        assert_eq!(cut("one style=\"font: serif; color: red\"> two label=\"Row type\" three"), ["one", "two", "three"]);
    }

    #[test]
    fn an_entity_for_an_apostrophe_joins() {
        assert_eq!(cut("Putin&#8217;s don&rsquo;t &#39;so&apos;"), ["Putin&#8217;s", "don&rsquo;t", "so"]);
        let hashes = tokenize("Putin&#8217;s Putin’s", Compounds::Joined).hashes;
        assert_eq!(hashes[0], hashes[1]);
    }
}
