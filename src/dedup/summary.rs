//! What a person is told at the end.

use std::fmt::Write as _;

use super::Unit;
use crate::lsh::{Banding, FamilyConfig};
use crate::report::count::{grouped, told_similarity};

/// A family, for the summary.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// Id of the kept document.
    pub kept: String,
    /// Members that were dropped.
    pub dropped: usize,
    /// Exact copies of the kept one among them.
    pub copies: usize,
    /// Least similarity of a member to the kept one.
    pub least: f64,
}

/// Counts of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// What was compared.
    pub unit: Unit,
    /// Least similarity of near-duplicates.
    pub threshold: f64,
    /// Words of a shingle.
    pub shingle: usize,
    /// The bands that candidates were found by.
    pub banding: Banding,
    /// Probability that two items exactly at the threshold are compared.
    pub recall: f64,
    /// Documents or paragraphs of the corpus.
    pub items: u64,
    /// Their words.
    pub words: u64,
    /// Items of no words, which are compared with nothing.
    pub without_words: u64,
    /// Items of fewer words than are compared.
    pub too_short: u64,
    /// Least number of words that is compared.
    pub min_words: u32,
    /// Items that are kept.
    pub kept: u64,
    /// Items that are dropped.
    pub dropped: u64,
    /// Of these, exact copies of what is kept.
    pub exact: u64,
    /// Of these, dropped for what stands in the reference.
    pub in_reference: u64,
    /// Documents that are protected.
    pub protected: u64,
    /// Documents without a date, where the first published is kept.
    pub undated: Option<u64>,
    /// Families.
    pub families: u64,
    /// Members of the largest one.
    pub largest: u64,
    /// The largest families, largest first.
    pub largest_families: Vec<Family>,
}

/// The summary as text: at most `top` families, lines cut to `width` columns.
#[must_use]
pub fn summary_text(summary: &Summary, top: usize, width: usize) -> String {
    let unit = match summary.unit {
        Unit::Document => "document",
        Unit::Paragraph => "paragraph",
    };
    let mut text = String::new();
    let mut line = |words: String| {
        let _ = writeln!(text, "{words}");
    };
    line(format!("{} of {}", counted(summary.items, unit), counted(summary.words, "word")));
    line(format!(
        "Near-duplicates: exact Jaccard similarity {} and more over {}. {} bands of {} rows find {:.2}% of pairs exactly at that, more above.",
        summary.threshold,
        if summary.shingle == 1 { "words".to_owned() } else { format!("shingles of {} words", summary.shingle) },
        summary.banding.bands,
        summary.banding.rows,
        // Cut, not rounded: what is promised is found.
        (summary.recall * 1e4).floor() / 1e2,
    ));
    let of_scan = FamilyConfig::default();
    if summary.unit == Unit::Document && (summary.threshold, summary.shingle) != (of_scan.document_threshold, of_scan.shingle) {
        line(format!(
            "`wirecopy scan` calls more or less near-duplicate: from {} on, over shingles of {} words, and with compounds as one word.",
            of_scan.document_threshold, of_scan.shingle
        ));
    }
    line(String::new());
    line(format!("  kept     {:>14}", grouped(summary.kept)));
    let near = summary.dropped - summary.exact;
    line(format!(
        "  dropped  {:>14}   {} exact {}, {}",
        grouped(summary.dropped),
        grouped(summary.exact),
        if summary.exact == 1 { "copy" } else { "copies" },
        counted(near, "near-duplicate"),
    ));
    if summary.in_reference > 0 {
        line(format!("  {:>23}   of these for what stands in the reference: {}", "", grouped(summary.in_reference)));
    }
    if summary.protected > 0 {
        line(format!("  protected{:>14}", grouped(summary.protected)));
    }
    if let Some(undated) = summary.undated.filter(|undated| *undated > 0) {
        line(format!("  undated  {:>14}   kept by their ids, where no dated one is in the family", grouped(undated)));
    }
    for (label, count, why) in [
        ("too short", summary.too_short, format!("fewer than {}", counted(u64::from(summary.min_words), "word"))),
        ("wordless", summary.without_words, "no words".to_owned()),
    ] {
        if count > 0 {
            line(format!("  {label:<9}{:>14}   kept without being compared, with {why}", grouped(count)));
        }
    }
    if summary.families > 0 {
        line(format!("  families {:>14}   the largest has {}", grouped(summary.families), counted(summary.largest, "member")));
    } else if summary.items > 0 && summary.too_short + summary.without_words == summary.items {
        line("  nothing was compared".to_owned());
    } else {
        line("  nothing is a near-duplicate of anything else".to_owned());
    }
    if top > 0 && !summary.largest_families.is_empty() {
        line(String::new());
        line("The largest families, by the id that is kept:".to_owned());
        for family in summary.largest_families.iter().take(top) {
            let tail = format!(
                "{} dropped, {} of them exact, similarity from {}",
                grouped(family.dropped as u64),
                grouped(family.copies as u64),
                told_similarity(family.least, summary.threshold, 2)
            );
            let room = width.saturating_sub(tail.chars().count() + 6).max(12);
            line(format!("  {}  {tail}", cut(&family.kept, room)));
        }
    }
    text
}

/// `1 word`, `12,345 words`.
fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{} {noun}s", grouped(count)) }
}

/// An id in so many columns, without characters that a terminal would obey.
fn cut(id: &str, width: usize) -> String {
    let clean: String = id.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    if clean.chars().count() <= width {
        return format!("{clean:<width$}");
    }
    let head: String = clean.chars().take(width - 1).collect();
    format!("{head}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_thousands_apart_and_long_ids_are_cut() {
        assert_eq!(["0", "999", "1,000", "12,345,678"], [0, 999, 1000, 12_345_678].map(grouped).as_slice());
        assert_eq!((cut("abcdef", 4), cut("ab", 4), cut("a\u{1b}b", 3)), ("abc…".into(), "ab  ".into(), "a\u{fffd}b".into()));
    }
    #[test]
    fn a_similarity_is_told_as_one_where_it_is_one_and_as_less_where_it_is_less() {
        let family = |least| Family { kept: "a".into(), dropped: 1, copies: 0, least };
        let shares = [1.0, 0.996, 57.0 / 100.0, 0.555];
        let summary = Summary {
            unit: Unit::Document,
            threshold: 0.5,
            shingle: 5,
            banding: Banding::for_threshold(0.5),
            recall: 0.9999,
            items: 8,
            words: 800,
            without_words: 0,
            too_short: 0,
            min_words: 0,
            kept: 4,
            dropped: 4,
            exact: 0,
            in_reference: 0,
            protected: 0,
            undated: None,
            families: 4,
            largest: 2,
            largest_families: shares.map(family).to_vec(),
        };
        let text = summary_text(&summary, 4, 80);
        let told: Vec<&str> = text.lines().filter_map(|line| line.split("similarity from ").nth(1)).collect();
        assert_eq!(told, ["1.00", "0.996", "0.57", "0.56"]);
    }
}
