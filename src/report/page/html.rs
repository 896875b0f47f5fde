//! Text into HTML, and nothing else into HTML: the only place that escapes.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::tell::{PLAIN, STRONG};

/// Appends `text` with everything escaped that HTML gives a meaning to, in content and in quoted
/// attributes. NUL and other controls that HTML forbids become U+FFFD.
pub(super) fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            '\r' => out.push_str("&#13;"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// `text`, escaped for content and for quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    escape_into(&mut out, text);
    out
}

/// A sentence of `tell`, escaped, its names emphasized.
pub(super) fn sentence(text: &str) -> String {
    let mut out = String::new();
    for (i, part) in text.split(STRONG).enumerate() {
        match part.split_once(PLAIN).filter(|_| i > 0) {
            Some((name, rest)) => {
                out.push_str("<b>");
                escape_into(&mut out, name);
                out.push_str("</b>");
                escape_into(&mut out, rest);
            }
            None => escape_into(&mut out, part),
        }
    }
    out
}

/// `text` as one component of an address.
pub(super) fn component(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("a string takes every write");
        }
    }
    out
}

/// `value` as JSON that may stand inside a `script` element: no `<`, no line separators.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string(value).expect("plain data always serializes");
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                write!(out, "\\u{:04x}", u32::from(c)).expect("a string takes every write");
            }
            c => out.push(c),
        }
    }
    out
}

/// As [`cut`] of a text on one line, but the words behind the cut are not read.
pub(super) fn cut_line(text: &str, limit: usize) -> String {
    let (mut line, mut count) = (String::new(), 0);
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
            count += 1;
        }
        line.push_str(word);
        count += word.chars().count();
        if count > limit {
            break;
        }
    }
    cut(&line, limit)
}

/// Whether `url` is an absolute web address: nothing else is ever made a link.
pub(super) fn is_web(url: &str) -> bool {
    let scheme = |s: &str| url.get(..s.len()).is_some_and(|head| head.eq_ignore_ascii_case(s));
    (scheme("http://") || scheme("https://")) && !url.chars().any(|c| c.is_control() || c == ' ')
}

/// `text` as a link to `url` where that is a web address, else `text` alone; both escaped.
pub(super) fn link(url: Option<&str>, text: &str) -> String {
    match url.filter(|url| is_web(url)) {
        Some(url) => {
            format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escape(url), escape(text))
        }
        None => escape(text),
    }
}

/// The first `limit` code points of `text`, with an ellipsis where something was cut.
pub(super) fn cut(text: &str, limit: usize) -> String {
    shared_cut(text, limit).into_owned()
}

/// The same, and no copy where nothing is cut.
pub(super) fn shared_cut(text: &str, limit: usize) -> Cow<'_, str> {
    let is_ascii = text.as_bytes().get(..limit).is_some_and(<[u8]>::is_ascii);
    let at = if is_ascii { (text.len() > limit).then_some(limit) } else { text.char_indices().nth(limit).map(|(at, _)| at) };
    at.map_or(Cow::Borrowed(text), |at| format!("{}…", text[..at].trim_end()).into())
}

/// `text` on one line: every run of white space is one space.
pub(super) fn one_line(text: &str) -> String {
    shared_line(text).into_owned()
}

/// The same, and no copy where it is on one line already.
pub(super) fn shared_line(text: &str) -> Cow<'_, str> {
    // Without an early end, so that many bytes are looked at together: first for what is neither printed nor ASCII, as most texts have nothing of.
    let is_plain = !text.bytes().fold(false, |any, byte| any | (byte.cast_signed() < b' '.cast_signed()));
    let has_spaces = text.starts_with(' ') || text.ends_with(' ');
    let pairs = text.bytes().zip(text.bytes().skip(1));
    if is_plain && !has_spaces && !pairs.clone().fold(false, |any, (a, b)| any | ((a == b' ') & (b == b' '))) {
        return Cow::Borrowed(text);
    }
    // White space beyond ASCII begins with these bytes, and so do other characters.
    let is_gap = |a: u8, b: u8| {
        (a == b' ') & (b == b' ')
            | (a == 0xC2) & ((b == 0x85) | (b == 0xA0))
            | (a == 0xE1) & (b == 0x9A)
            | (a == 0xE2) & (b == 0x81)
            | (a == 0xE3) & (b == 0x80)
    };
    let threes = text.bytes().zip(text.bytes().skip(1)).zip(text.bytes().skip(2));
    let is_space = |a: u8, b: u8, c: u8| (a == 0xE2) & (b == 0x80) & ((c <= 0x8A) | (c == 0xA8) | (c == 0xA9) | (c == 0xAF));
    let has_controls = text.bytes().fold(false, |any, byte| any | (byte < b' '));
    let has_gaps = has_spaces || pairs.fold(false, |any, (a, b)| any | is_gap(a, b));
    if !has_controls && !has_gaps && !threes.fold(false, |any, ((a, b), c)| any | is_space(a, b, c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_beginning_of_a_text_has_so_many_characters(text in "[a-z é]{0,12}", limit in 0usize..14) {
            let whole: Vec<char> = text.chars().collect();
            let beginning: String = whole.iter().take(limit).collect();
            let expected = if whole.len() > limit { format!("{}…", beginning.trim_end()) } else { text.clone() };
            prop_assert_eq!(cut(&text, limit), expected);
        }

        #[test]
        fn a_line_that_is_cut_is_that_of_the_whole_text(text in "([a-z]{1,5}|[ \n\u{A0}\u{2028}é]){0,12}", limit in 0usize..14) {
            prop_assert_eq!(cut_line(&text, limit), cut(&one_line(&text), limit));
        }

        #[test]
        fn one_line_has_single_spaces_alone(text in "([a-z]{1,3}|[ \t\n\u{85}\u{A0}\u{1680}\u{2000}-\u{200B}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{1F}\u{7F}]|[é’“]| {1,2}){0,12}") {
            prop_assert_eq!(one_line(&text), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    #[test]
    fn nothing_that_html_gives_a_meaning_to_survives_escaping() {
        let hostile = "</script><!-- \"x\" 'y' & \0 \u{1b}";
        assert_eq!(escape(hostile), "&lt;/script&gt;&lt;!-- &quot;x&quot; &#39;y&#39; &amp; \u{fffd} \u{fffd}");
    }

    #[test]
    fn json_inside_a_script_element_cannot_end_it() {
        let text = json(&"</script><!--\u{2028}");
        assert!(!text.contains('<') && !text.contains('\u{2028}'));
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), "</script><!--\u{2028}");
    }

    #[test]
    fn only_web_addresses_become_links() {
        for bad in ["javascript:alert(1)", "data:text/html,x", " https://x", "https://x\ny", "//x"] {
            assert_eq!(link(Some(bad), "t"), "t");
        }
        assert_eq!(link(Some("HTTPS://x/?a=1&b=\"2\""), "t"), "<a href=\"HTTPS://x/?a=1&amp;b=&quot;2&quot;\" rel=\"noreferrer\">t</a>");
    }

    #[test]
    fn names_in_a_sentence_stand_out_and_are_escaped() {
        assert_eq!(sentence("a<\u{1}B&\u{2}: c"), "a&lt;<b>B&amp;</b>: c");
        assert_eq!(sentence("\u{2}x"), "\u{fffd}x");
        assert_eq!(component("a b/ü"), "a%20b%2F%C3%BC");
    }

    #[test]
    fn text_is_cut_between_code_points() {
        assert_eq!(cut("äöü", 2), "äö…");
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(one_line(" a\n\n b\t"), "a b");
    }
}
