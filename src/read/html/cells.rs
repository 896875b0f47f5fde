//! Cells and rows that stand in no table.
//!
//! Readability may take a row of a page that is laid out as a table for the article, or a part of one. A parser throws the tags of cells
//! and rows outside of tables away, so that their words would run together.

use std::borrow::Cow;

/// What a cell outside of tables is called.
pub(super) const CELL: &str = "wirecopy-cell";
/// What a row outside of tables is called.
pub(super) const ROW: &str = "wirecopy-row";

/// `html`, as it is written out of a tree, with names for cells and rows outside of tables that a parser keeps.
pub(super) fn kept(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let (mut out, mut copied, mut at, mut tables) = (String::new(), 0, 0, 0_usize);
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + found;
        if html[start..].starts_with("<!--") {
            at = html[start + 2..].find("-->").map_or(bytes.len(), |end| start + 2 + end + 3);
            continue;
        }
        let closes = bytes.get(start + 1) == Some(&b'/');
        let name_at = start + 1 + usize::from(closes);
        let end = name_at + bytes[name_at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
        at = end;
        if end == name_at {
            continue;
        }
        at = after_tag(bytes, end);
        let stands_for = match &html[name_at..end] {
            "table" => {
                tables = if closes { tables.saturating_sub(1) } else { tables + 1 };
                continue;
            }
            _ if tables > 0 => continue,
            "td" | "th" => CELL,
            "tr" => ROW,
            "caption" => "div",
            _ => continue,
        };
        out.push_str(&html[copied..name_at]);
        out.push_str(stands_for);
        copied = end;
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

/// Where the tag ends whose attributes begin at `from`: values stand in double quotes, and may hold `>`.
fn after_tag(bytes: &[u8], from: usize) -> usize {
    let mut quoted = false;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_and_rows_outside_of_tables_alone_have_other_names() {
        for same in [
            "",
            "<p>a < b <",
            "</",
            "<div><table><tbody><tr><td>a</td></tr></tbody></table></div>",
            "<!-- <td> --><p title=\"><td>\">a</p>",
            "<track><tdx>é</tdx>",
        ] {
            assert!(matches!(kept(same), Cow::Borrowed(html) if html == same), "{same}");
        }
        assert_eq!(
            kept("<div><tr id=\"1\"><td>é</td><td><table><tr><td>b</td></tr></table></td></tr></div>"),
            "<div><wirecopy-row id=\"1\"><wirecopy-cell>é</wirecopy-cell><wirecopy-cell><table><tr><td>b</td></tr></table>\
             </wirecopy-cell></wirecopy-row></div>"
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_but_the_names_of_tags_changes(parts in proptest::collection::vec(0_usize..12, 0..30)) {
            let parts: String = parts.into_iter()
                .map(|n| ["<td>", "</td>", "<tr>", "</tr>", "<table>", "</table>", "é ", "<", "<!--", "-->", "\"", "<th a=\">\">"][n])
                .collect();
            let back = kept(&parts).replace(CELL, "td").replace(ROW, "tr").replace("<th", "<td");
            proptest::prop_assert_eq!(back, parts.replace("<th", "<td"));
        }
    }
}
