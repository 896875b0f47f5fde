//! What XML needs of a text.

/// `text` as the value of an attribute between double quotes. Characters that XML 1.0 does not have are
/// dropped; line ends and tabs are kept through the reader's normalisation of attributes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
    out
}

/// Whether tags close in order, attributes are quoted and distinct, and every character may stand in XML
/// 1.0. Knows the XML that this module's neighbours write, no more.
#[cfg(test)]
pub(super) fn is_well_formed(text: &str) -> bool {
    let allowed = |c: char| c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}') || matches!(c, '\t' | '\n' | '\r');
    let mut open = Vec::new();
    let Some(mut rest) = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>") else {
        return false;
    };
    while let Some(start) = rest.find('<') {
        let Some(length) = rest[start..].find('>') else {
            return false;
        };
        let tag = &rest[start + 1..start + length];
        let content = &rest[..start];
        if content.contains('>') || !content.chars().all(allowed) || !tag.chars().all(allowed) || tag.contains('<') {
            return false;
        }
        rest = &rest[start + length + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
            continue;
        }
        let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let values: Vec<_> = attributes.split('"').collect();
        let names = values.iter().step_by(2).filter(|name| !name.is_empty());
        let distinct: std::collections::HashSet<_> = names.clone().map(|name| name.trim()).collect();
        let ampersands = attributes.matches('&').count();
        let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#9;", "&#10;", "&#13;"];
        if values.len() % 2 == 0
            || distinct.len() != names.clone().count()
            || !names.clone().all(|name| name.ends_with('='))
            || ampersands != entities.iter().map(|entity| attributes.matches(entity).count()).sum::<usize>()
        {
            return false;
        }
        if !closed {
            open.push(name);
        }
    }
    open.is_empty() && rest.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_does_not_have_is_dropped_and_what_it_reads_is_escaped() {
        assert_eq!(escape("a<b> & \"c\"\n\u{0}\u{1b}[2J\u{ffff}é👩"), "a&lt;b&gt; &amp; &quot;c&quot;&#10;[2Jé👩");
    }

    #[test]
    fn the_check_sees_what_is_broken() {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        for (body, good) in [
            ("<a><b c=\"d\" e=\"&lt;\"/></a>", true),
            ("<a><b></a></b>", false),
            ("<a b=\"c\" b=\"d\"/>", false),
            ("<a b=\"&\"/>", false),
            ("<a b=\"\u{1}\"/>", false),
            ("<a", false),
        ] {
            assert_eq!(is_well_formed(&format!("{head}\n{body}\n")), good, "{body}");
        }
    }
}
