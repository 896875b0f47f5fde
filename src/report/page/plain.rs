//! The lists of the page without a script: the first rows of each, with passages in their context.

use std::fmt::Write as _;

use super::charts::bars;
use super::html::{cut, cut_line, escape, link, one_line, sentence};
use super::index::{Index, NONE, at, position};
use super::outlets::OutletRow;
use super::reasons;
use super::stories::Story;
use super::tell;
use super::timeline::Timeline;
use super::words::{Interval, grade, kind, number, percent, plural, role};

/// Rows of each list that are written out for readers without a script: as many as fit into half of the page.
pub(super) const ROWS: [usize; 3] = [100, 25, 5];
/// Clusters of one story, and places of one cluster, that are written out.
const CLUSTERS: usize = 3;
const PLACES: usize = 6;
/// Code points of context before and after a passage.
const CONTEXT: usize = 120;
/// Code points of a passage that are written out.
const EXCERPT: usize = 500;

/// The stories with their clusters, and every place of each.
pub(super) fn stories(index: &Index<'_>, stories: &[Story], rows: usize) -> String {
    let mut out = more("stories", stories.len(), rows);
    for story in stories.iter().take(rows) {
        write!(
            out,
            "<article class=\"story\" id=\"story/{}\"><h3><bdi>{}</bdi> <span class=\"kind\">{}</span></h3><p>{} {} {}</p>",
            escape(&tell::anchor(index, story)),
            escape(&tell::headline(index, story)),
            kind(story.kind),
            sentence(&tell::reach(index, story)),
            sentence(&tell::first(index, &story.first)),
            sentence(&tell::source(index, story))
        )
        .expect("a string takes every write");
        for &c in story.clusters.iter().take(CLUSTERS) {
            cluster(index, c, &mut out);
        }
        if story.clusters.len() > CLUSTERS {
            let rest = plural((story.clusters.len() - CLUSTERS) as u64, "further passage", "further passages");
            write!(out, "<p class=\"note\">And {rest}, in the table <code>clusters</code>.</p>").expect("a string takes every write");
        }
        if story.clusters.is_empty() {
            out.push_str("<ul class=\"places\">");
            for (&doc, similarity) in &story.similarity {
                write!(out, "<li>{} — {} alike</li>", document(index, doc), percent(*similarity)).expect("a string takes every write");
            }
            out.push_str("</ul>");
        }
        out.push_str("</article>");
    }
    out
}

/// The clusters of one sort, each with the outlets that carry it; their places stand with the stories.
pub(super) fn clusters(index: &Index<'_>, ranked: &[u32], what: &str, rows: usize) -> String {
    let mut out = more(what, ranked.len(), rows);
    out.push_str("<ul class=\"places\">");
    for &c in ranked.iter().take(rows) {
        let mut outlets: Vec<&str> = index.docs_of(c).iter().map(|&d| index.outlet_name(d)).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let shown: Vec<String> = outlets.iter().take(PLACES).map(|o| escape(&cut(o, 60))).collect();
        let more = if outlets.len() > PLACES { " …" } else { "" };
        write!(out, "<li>{}<p class=\"meta\">{}{more}</p></li>", quoted(index, c), shown.join(" · ")).expect("a string takes every write");
    }
    out.push_str("</ul>");
    out
}

/// How a cluster's text begins, what it is, and how far it went.
fn quoted(index: &Index<'_>, c: u32) -> String {
    let row = index.cluster(c);
    let speaker = row.speaker.as_deref().map(|s| format!(" · {}", escape(&cut(s, 80)))).unwrap_or_default();
    format!(
        "<q dir=\"auto\">{}</q> <span class=\"meta\">{}{speaker} · {} · {}</span>",
        escape(&cut_line(&row.text, 240)),
        kind(row.kind),
        plural(index.spread.count(row).into(), index.spread.noun().0, index.spread.noun().1),
        plural(row.words.into(), "word", "words"),
    )
}

fn cluster(index: &Index<'_>, c: u32, out: &mut String) {
    let range = index.passages[at(c)].clone();
    write!(out, "<details><summary>{}</summary><ul class=\"places\">", quoted(index, c)).expect("a string takes every write");
    for p in range.clone().take(PLACES) {
        let passage = index.run.passages.row(p);
        let doc = index.passage_doc[p];
        let when = index.when[at(doc)].map_or_else(|| "undated".to_owned(), Interval::short);
        let source = index.passage_source[p];
        let source = if source == NONE { String::new() } else { format!(" · from {}", outlet(index, source)) };
        write!(
            out,
            "<li><p class=\"meta\">{} · {when} · {} · {}{source} <small>{}</small></p><p class=\"context\" dir=\"auto\">{}</p></li>",
            document(index, doc),
            role(passage.role),
            grade(passage.grade),
            reasons::html(index, doc, &reasons::reasons(index, p)),
            in_context(index.texts[at(doc)], passage.byte_start, passage.byte_end, passage.text),
        )
        .expect("a string takes every write");
    }
    if range.len() > PLACES {
        let rest = plural((range.len() - PLACES) as u64, "further place", "further places");
        write!(out, "<li class=\"note\">And {rest}, in the table <code>passages</code>.</li>").expect("a string takes every write");
    }
    out.push_str("</ul></details>");
}

/// A passage, marked, between the text before and after it; the passage alone where the text is not kept.
fn in_context(text: &str, start: u32, end: u32, alone: &str) -> String {
    let (start, end) = (at(start), at(end));
    let (Some(before), Some(inside), Some(after)) = (text.get(..start), text.get(start..end), text.get(end..)) else {
        return format!("<mark>{}</mark>", escape(&cut(alone, EXCERPT)));
    };
    let from = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(i, _)| i);
    let dots = if from > 0 { "…" } else { "" };
    format!("{dots}{}<mark>{}</mark>{}", escape(&before[from..]), escape(&cut(inside, EXCERPT)), escape(&cut(after, CONTEXT)))
}

fn outlet(index: &Index<'_>, doc: u32) -> String {
    escape(&cut(index.outlet_name(doc), 60))
}

/// A document by outlet and title, linked where it has a web address.
pub(super) fn document(index: &Index<'_>, doc: u32) -> String {
    let row = &index.run.documents[at(doc)];
    let title = row.title.as_deref().map(one_line).filter(|t| t.chars().any(|c| !c.is_control()));
    let name = title.or_else(|| super::tables::begins(index, at(doc)));
    let name = cut(name.as_deref().unwrap_or(&row.doc), 120);
    format!("<b>{}</b> <bdi>{}</bdi>", outlet(index, doc), link(row.url.as_deref(), &name))
}

/// The pairs with the highest score.
pub(super) fn pairs(index: &Index<'_>, rows: usize) -> String {
    let run = index.run;
    let mut best: Vec<usize> = (0..run.pairs.len()).collect();
    let order = |&a: &usize, &b: &usize| run.pairs.numbered(b).score.total_cmp(&run.pairs.numbered(a).score).then(a.cmp(&b));
    if best.len() > rows {
        best.select_nth_unstable_by(rows, order);
        best.truncate(rows);
    }
    best.sort_by(order);
    let mut out = more("pairs", run.pairs.len(), rows);
    out.push_str(
        "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Left</th><th scope=\"col\">Right</th><th scope=\"col\" class=\"n\">Words</th>\
         <th scope=\"col\" class=\"n\">Identity</th><th scope=\"col\" class=\"n\">Of left</th><th scope=\"col\" class=\"n\">Of right</th>\
         <th scope=\"col\">Kind</th></tr></thead><tbody>",
    );
    for i in best {
        let (pair, (left, right)) = (run.pairs.numbered(i), index.pair(position(i)));
        write!(
            out,
            "<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
            document(index, left),
            document(index, right),
            number(pair.words.into()),
            percent(pair.identity),
            percent(pair.left_coverage),
            percent(pair.right_coverage),
            kind(pair.kind)
        )
        .expect("a string takes every write");
    }
    out.push_str("</tbody></table></div>");
    out
}

/// The documents with the most reused words.
pub(super) fn documents(index: &Index<'_>, shown: usize) -> String {
    let rows = &index.run.documents;
    let mut most: Vec<usize> = (0..rows.len()).collect();
    most.sort_by_key(|&d| (std::cmp::Reverse(rows[d].reused_words), d));
    let mut out = more("documents", rows.len(), shown);
    out.push_str(
        "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Document</th><th scope=\"col\">Published</th>\
         <th scope=\"col\" class=\"n\">Words</th><th scope=\"col\" class=\"n\">Reused</th></tr></thead><tbody>",
    );
    for d in most.into_iter().take(shown) {
        let row = &rows[d];
        write!(
            out,
            "<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            document(index, position(d)),
            index.when[d].map_or_else(|| "undated".to_owned(), Interval::short),
            number(row.words.into()),
            percent(super::summary::share(row.reused_words.into(), row.words.into())),
        )
        .expect("a string takes every write");
    }
    out.push_str("</tbody></table></div>");
    out
}

/// The outlets that share most.
pub(super) fn outlets(rows: &[OutletRow<'_>], shown: usize) -> String {
    let mut most: Vec<&OutletRow<'_>> = rows.iter().collect();
    most.sort_by_key(|o| (std::cmp::Reverse((o.supplied, o.took, o.shared)), o.outlet));
    let mut out = more("outlets", rows.len(), shown);
    out.push_str(
        "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Outlet</th><th scope=\"col\" class=\"n\">Documents</th>\
         <th scope=\"col\" class=\"n\">Supplied</th><th scope=\"col\" class=\"n\">Took</th>\
         <th scope=\"col\" class=\"n\">In copies</th><th scope=\"col\" class=\"n\">First</th></tr></thead><tbody>",
    );
    for row in most.into_iter().take(shown) {
        write!(
            out,
            "<tr><th scope=\"row\"><bdi>{}</bdi></th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            escape(&cut(row.name, 60)),
            number(row.documents),
            number(row.supplied),
            number(row.took),
            number(row.shared),
            number(row.first)
        )
        .expect("a string takes every write");
    }
    out.push_str("</tbody></table></div>");
    out
}

/// What the timeline shows.
pub(super) fn timeline_note(timeline: &Timeline) -> String {
    if timeline.counts.iter().flatten().all(|&n| n == 0) {
        return "<p>No document in a story has a date, so there is nothing to draw. Dates are read from metadata, mark-up, \
                datelines and addresses; <code>--field date=NAME</code> names the field that holds them.</p>"
            .to_owned();
    }
    format!(
        "<p class=\"note\">Passages in copies by {} (UTC), at the middle of the time that their date allows. {} undated{}. \
         Draw over the bars to filter by time, or choose two ends.</p>",
        timeline.unit,
        plural(timeline.undated, "passage is", "passages are"),
        match timeline.outside {
            [0, 0] => String::new(),
            [before, after] =>
                format!("; {} before and {} after what is drawn, by stray dates", plural(before, "lies", "lie"), number(after)),
        }
    )
}

/// Passages by time, as bars.
pub(super) fn timeline(timeline: &Timeline) -> String {
    let bins = timeline.counts.first().map_or(0, Vec::len);
    let rows: Vec<(String, u64)> = (0..bins)
        .map(|bin| {
            let second = timeline.start + timeline.step * i64::try_from(bin).unwrap_or(0);
            let when = Interval { from: second, to: second }.short();
            (when, timeline.counts.iter().map(|kind| kind[bin]).sum())
        })
        .filter(|(_, n)| *n > 0)
        .collect();
    bars(&format!("Passages in copies by {}", timeline.unit), ["From", "Passages"], &rows)
}

fn more(what: &str, n: usize, rows: usize) -> String {
    if n > rows {
        format!("<p class=\"note\">The first {rows} of {} {what}; with JavaScript on, all of them.</p>", number(n as u64))
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_stands_marked_between_what_is_before_and_after() {
        assert_eq!(in_context("a <b> c", 2, 5, ""), "a <mark>&lt;b&gt;</mark> c");
        let long = format!("{}here", "ä".repeat(500));
        let shown = in_context(&long, 1000, 1004, "");
        assert!(shown.starts_with("…ä") && shown.ends_with("<mark>here</mark>"));
        assert_eq!(shown.matches('ä').count(), CONTEXT);
    }

    #[test]
    fn a_passage_whose_text_was_not_kept_stands_alone() {
        assert_eq!(in_context("", 7, 9, "it & that"), "<mark>it &amp; that</mark>");
    }
}
