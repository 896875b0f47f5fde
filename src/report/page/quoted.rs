//! Which quotations went furthest, for the summary.
//!
//! In: the sayings of a run. Out: a table of them, each with the wordings that went furthest.

use std::fmt::Write as _;

use super::html::{cut, escape, one_line};
use super::index::{Index, at};
use super::sayings::{Saying, sayings};
use super::stories::{self, First};
use super::summary::LISTED;
use super::tell;
use super::words::{number, plural};
use crate::report::model::Spread;

/// The sayings that went furthest, each told by the quotation that leads it.
pub(super) fn quoted(index: &Index<'_>) -> String {
    let sayings = sayings(index);
    if sayings.is_empty() {
        return String::new();
    }
    let spread = if index.spread == Spread::Outlets { "Outlets" } else { "Documents" };
    let mut out = format!(
        "<h3>Quoted furthest</h3><table class=\"full\"><thead><tr><th scope=\"col\">Quotation</th><th scope=\"col\" class=\"n\">{spread}</th>\
         <th scope=\"col\" class=\"n\">Words</th></tr></thead><tbody>",
    );
    for saying in sayings.iter().take(LISTED) {
        let c = saying.clusters[0];
        let row = index.cluster(c);
        let first = match stories::first_of_cluster(index, c) {
            First::Known(doc) if index.spread == Spread::Documents => format!("first: {}", index.run.documents[at(doc)].doc),
            First::Known(doc) => format!("first: {}", index.outlet_name(doc)),
            First::Tied(_) => "first: tied".to_owned(),
            First::Undated => "undated".to_owned(),
        };
        let speaker = row.speaker.as_deref().map_or_else(String::new, |s| format!("{} · ", cut(s, 80)));
        let (reach, (one, many)) = (index.spread.count(row), index.spread.noun());
        let in_these_words = match saying.reach > reach {
            true => format!(" · in these words: {}", plural(reach.into(), one, many)),
            false => String::new(),
        };
        write!(
            out,
            "<tr><th scope=\"row\"><a href=\"#passage/{}\"><bdi>{}</bdi></a><small><bdi>{}</bdi>{in_these_words}</small>{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            escape(&row.cluster),
            escape(&quotation(index, c, 90)),
            escape(&cut(&format!("{speaker}{first}"), 160)),
            other_wordings(index, saying),
            number(saying.reach.into()),
            number(row.words.into())
        )
        .expect("a string takes every write");
    }
    let counts = if index.spread == Spread::Outlets {
        "An outlet counts that carries any of them."
    } else {
        "A document counts that holds any of them."
    };
    write!(
        out,
        "</tbody></table><p class=\"note\">Quotations that stand over one another are one saying: papers take more of it or less. {counts}"
    )
    .expect("a string takes every write");
    let quotes: usize = sayings.iter().map(|saying| saying.clusters.len()).sum();
    if quotes > LISTED {
        write!(out, " <a href=\"#passages?q=kind%3Aquote&amp;sort=1d\">All {} quotations</a>", number(quotes as u64))
            .expect("a string takes every write");
    }
    out.push_str("</p>");
    out
}

/// How a quotation is shown.
fn quotation(index: &Index<'_>, cluster: u32, limit: usize) -> String {
    let row = index.cluster(cluster);
    match one_line(&cut(&row.text, 400)) {
        text if text.is_empty() => plural(row.words.into(), "word", "words"),
        text => tell::in_quotes(&text, limit),
    }
}

/// The other quotations of a saying that went furthest.
fn other_wordings(index: &Index<'_>, saying: &Saying) -> String {
    const NAMED: usize = 3;
    let others = &saying.clusters[1..];
    if others.is_empty() {
        return String::new();
    }
    let named = others.iter().take(NAMED).map(|&c| {
        let row = index.cluster(c);
        let text = escape(&quotation(index, c, 48));
        format!("<a href=\"#passage/{}\"><bdi>{text}</bdi></a> ({})", escape(&row.cluster), number(index.spread.count(row).into()))
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match others.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {} more", number(more as u64)),
    };
    format!("<small>also {named}{more}</small>")
}
