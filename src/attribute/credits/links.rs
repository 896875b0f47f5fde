//! Credits in mark-up: canonical addresses and links.

use super::{Found, Own, Scope};
use crate::attribute::outlets::Outlets;
use crate::attribute::place::Cursor;
use crate::read::Document;

/// Credits in a page's mark-up: a canonical address on another host, and links inside the article.
pub(super) fn from_mark_up(document: &Document, outlets: &Outlets, own: &Own<'_>, found: &mut Vec<Found>) {
    let Some(page) = &document.page else { return };
    if let (Some(canonical), Some(url)) = (&page.canonical, &document.url) {
        let (there, here) = (site(canonical), site(url));
        let id = outlets.find(canonical);
        if there.is_some() && here.is_some() && there != here && !id.is_some_and(|id| own.is(id)) {
            let source = id.map_or_else(|| there.unwrap_or_default().to_owned(), |id| outlets.get(id).name.clone());
            found.push(Found { start: 0, end: 0, source, scope: Scope::Document, rule: "canonical-link" });
        }
    }
    let mut cursor = Cursor::new(&document.text);
    let mut links: Vec<_> = page.links.iter().collect();
    links.sort();
    for (span, address) in links {
        let Some(id) = outlets.find(address).filter(|&id| !own.is(id)) else {
            continue;
        };
        let (Some(start), Some(end)) = (cursor.byte_at(span.start), cursor.byte_at(span.end)) else {
            continue;
        };
        found.push(Found { start, end, source: outlets.get(id).name.clone(), scope: Scope::Passage, rule: "link" });
    }
}

/// Links that are written out in the text: `[words](https://host/...)`.
pub(super) fn from_links(text: &str, outlets: &Outlets, own: &Own<'_>, found: &mut Vec<Found>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), "](http") {
        let address = &text[at + 2..];
        let address = &address[..address.find([')', ' ', '\n']).unwrap_or(address.len())];
        let Some(start) = text[..at].rfind(['[', '\n']).filter(|&open| text[open..].starts_with('[')) else {
            continue;
        };
        let Some(id) = outlets.find(address).filter(|&id| !own.is(id)) else {
            continue;
        };
        found.push(Found { start: start + 1, end: at, source: outlets.get(id).name.clone(), scope: Scope::Passage, rule: "link" });
    }
}

/// The last two labels of an address's host, by which two addresses are of one site.
fn site(address: &str) -> Option<&str> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let dots: Vec<usize> = host.match_indices('.').map(|(at, _)| at).collect();
    match dots.len() {
        0 => None,
        1 => Some(host),
        count => Some(&host[dots[count - 2] + 1..]),
    }
}
