//! The seeds of two documents, for the terminal.

use super::super::model::Seeds;
use super::{BAD, DIM, GOOD, PLAIN, SHOWN, counted};
use crate::compare::terminal::page::Page;
use crate::report::terminal::text::clean;
use crate::seeds::Fate;

/// What is bounded for the sake of time, and what bounds it.
const NO_OPTION: &str = "No option changes that, only the library's `SeedConfig`";

/// What starts a comparison, and what the seeds of both came to.
pub(super) fn seeds(told: &Seeds, page: &mut Page) {
    let Seeds { words, window, left, right, left_at_edges, right_at_edges, anchors, shared, at_edges, repeats, is_apart } = told;
    page.heading("Seeds: what starts a comparison");
    let stand = match shared.len() {
        0 if !at_edges.is_empty() => "none that counts stands".to_owned(),
        0 => "none stands".to_owned(),
        n => counted(n, "stands", "stand"),
    };
    page.item(
        " ",
        &format!(
            "A seed is a row of {words} words, one chosen of every {window} in a row. The left text has {left}{}, the right one {right}{}; {stand} in both.",
            in_edges(*left_at_edges),
            in_edges(*right_at_edges)
        ),
        PLAIN,
    );
    if shared.is_empty() {
        let unless = if at_edges.is_empty() { "" } else { ", if no word of it belonged to what one of the two says again and again" };
        page.item(" ", &format!("A verbatim run of {} words would always share one{unless}.", words + window - 1), PLAIN);
    }
    if !at_edges.is_empty() {
        page.item(
            "-",
            &format!(
                "{} of both started nothing: one of the two texts says the words on one side of each in more than {repeats} places. \
                 {NO_OPTION} (`repeats` of `usize::MAX` would count them); `wirecopy compare` counts them, \
                 unless both texts repeat so much that it would take long.",
                counted(at_edges.len(), "seed", "seeds")
            ),
            BAD,
        );
        texts(at_edges.iter().map(String::as_str), page);
    }
    for fate in [Fate::Started, Fate::SameOutlet, Fate::NotPartners, Fate::TooFrequent, Fate::Form] {
        let of_fate: Vec<_> = shared.iter().filter(|seed| seed.fate == fate).collect();
        let Some(most) = of_fate.iter().map(|seed| seed.documents).max() else { continue };
        let seeds = counted(of_fate.len(), "seed", "seeds");
        let (mark, text, look) = match fate {
            Fate::Started if *is_apart => (
                "-",
                format!(
                    "{seeds} would have started the comparison, at {}, but the two were published further apart than --within allows.",
                    counted(*anchors, "pair of places", "pairs of places")
                ),
                BAD,
            ),
            Fate::Started => {
                ("+", format!("{seeds} started the comparison, at {}.", counted(*anchors, "pair of places", "pairs of places")), GOOD)
            }
            Fate::SameOutlet => {
                ("-", format!("{seeds} started nothing: both documents are of one outlet (--same-outlet compares them)."), BAD)
            }
            Fate::NotPartners => (
                "-",
                format!(
                    "{seeds} started nothing: each stands in so many documents (up to {most}), or so often in them, that they are paired with some \
                     others only, and these two were not chosen for one another. {NO_OPTION} (`complete` of `usize::MAX` would pair all)."
                ),
                BAD,
            ),
            Fate::TooFrequent => (
                "-",
                format!(
                    "{seeds} started nothing: each stands in so many documents (up to {most}) that it counts only where no rarer seed is near, and one \
                     is. {NO_OPTION} (`document_bound` of {most} would count them)."
                ),
                BAD,
            ),
            Fate::Form => (
                "-",
                format!(
                    "{seeds} started nothing: each is a form that the corpus fills with many other numbers, and few numbers agree around it. \
                     {NO_OPTION} (a greater `document_bound` would count them)."
                ),
                BAD,
            ),
        };
        page.item(mark, &text, look);
        texts(of_fate.iter().map(|seed| &*seed.text), page);
    }
    let uncounted: usize = shared.iter().map(|seed| seed.uncounted).sum();
    if uncounted > 0 {
        page.item(
            "-",
            &format!(
                "{uncounted} places of seeds were not counted: a seed that stands again and again in one document counts some times only."
            ),
            BAD,
        );
    }
}

/// How many of a document's seeds start nothing, being at the edges of what it repeats.
fn in_edges(seeds: u64) -> String {
    if seeds == 0 { String::new() } else { format!(" ({seeds} at the edges of what it says again and again, where they start nothing)") }
}

/// The first ones of some seeds, and how many more there are.
fn texts<'a>(seeds: impl ExactSizeIterator<Item = &'a str>, page: &mut Page) {
    let more = seeds.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let texts: Vec<String> = seeds.take(SHOWN).map(|text| format!("“{}”", clean(text))).collect();
    page.item("   ", &format!("{}{more}", texts.join(", ")), DIM);
}
