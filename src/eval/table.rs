//! The figures as a table for people.

use std::fmt::Write as _;

use super::{DocumentFigures, Evaluation, Figures, Mistake, Place, SpanFigures};
use crate::report::count::{percent, told_similarity};

/// Figures above it, as a granularity may be one, are not told as 1.
const ABOVE_ONE: f64 = 1.000_001;

/// Groups of one sort that the table shows; the largest stay.
const MOST_GROUPS: usize = 20;

/// The table, what was left out, and the mistakes. Figures have four digits, and more where they would be rounded to all or to nothing.
#[must_use]
pub fn render(evaluation: &Evaluation) -> String {
    let mut out = String::new();
    match &evaluation.figures {
        Figures::Spans(figures) => spans(figures, &mut out),
        Figures::Pairs(figures) | Figures::Families(figures) => documents(figures, &mut out),
    }
    if !evaluation.left_out.is_empty() {
        out.push('\n');
    }
    for (reason, n) in &evaluation.left_out {
        let _ = writeln!(out, "{reason}: {n}");
    }
    mistakes("Misses, the worst first", "found", &evaluation.misses, &mut out);
    mistakes("False alarms, the worst first", "right", &evaluation.false_alarms, &mut out);
    out
}

fn spans(figures: &SpanFigures, out: &mut String) {
    let _ = writeln!(out, "{:32}{:>8}{:>11}{:>13}{:>9}{:>8}{:>8}", "", "recall", "precision", "granularity", "plagdet", "gold", "found");
    let rows = figures.rows.iter().map(|row| {
        let [recall, precision, granularity, plagdet] = row.known().map(shown);
        let figures = format!("{recall:>8}{precision:>11}{granularity:>13}{plagdet:>9}{:8}{:8}", row.gold, row.found);
        Line { by: row.by, name: &row.name, weight: row.gold + row.found, figures }
    });
    lines(&rows.collect::<Vec<_>>(), out);
}

fn documents(figures: &DocumentFigures, out: &mut String) {
    let _ = writeln!(out, "{:32}{:>8}{:>11}{:>9}{:>9}{:>9}{:>9}", "", "recall", "precision", "F1", "gold", "found", "right");
    let rows = figures.rows.iter().map(|row| {
        let [recall, precision, f1] = row.known().map(shown);
        let figures = format!("{recall:>8}{precision:>11}{f1:>9}{:9}{:9}{:9}", row.gold, row.found, row.right);
        Line { by: row.by, name: &row.name, weight: row.gold + row.found, figures }
    });
    lines(&rows.collect::<Vec<_>>(), out);
    let _ = write!(out, "\nadjusted Rand index {} over {} documents", told(figures.adjusted_rand_index), figures.documents);
    if let Some(threshold) = figures.threshold {
        let _ = write!(out, "; gold pairs of similarity {threshold} and more count as near-duplicates");
    }
    out.push('\n');
}

fn shown(figure: Option<f64>) -> String {
    figure.map_or_else(|| "-".to_owned(), told)
}

fn told(figure: f64) -> String {
    told_similarity(figure, ABOVE_ONE, 4)
}

struct Line<'a> {
    by: &'a str,
    name: &'a str,
    weight: u64,
    figures: String,
}

fn lines(lines: &[Line<'_>], out: &mut String) {
    for group in lines.chunk_by(|a, b| a.by == b.by) {
        if group[0].by != "all" {
            let _ = writeln!(out, "by {}", group[0].by);
        }
        let mut weights: Vec<u64> = group.iter().map(|line| line.weight).collect();
        weights.sort_unstable_by(|a, b| b.cmp(a));
        let least = weights.get(MOST_GROUPS).map_or(0, |n| n + 1);
        let shown = group.iter().filter(|line| line.weight >= least);
        let mut left = group.len();
        for line in shown {
            let indent = if line.by == "all" { "" } else { "  " };
            let _ = writeln!(out, "{:32}{}", fit(&format!("{indent}{}", clean(line.name)), 31), line.figures);
            left -= 1;
        }
        if left > 0 {
            let _ = writeln!(out, "  and {left} smaller ones; --json has all");
        }
    }
}

fn mistakes(title: &str, done: &str, mistakes: &[Mistake], out: &mut String) {
    if mistakes.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    for (n, mistake) in (1..).zip(mistakes) {
        let about = if mistake.about.is_empty() { String::new() } else { format!("; {}", clean(&mistake.about)) };
        let _ = writeln!(out, "\n{n}. {} of it {done}{about}", percent(mistake.share));
        place(&mistake.left, out);
        place(&mistake.right, out);
    }
}

fn place(place: &Place, out: &mut String) {
    let outlet =
        place.outlet.as_deref().filter(|outlet| *outlet != place.doc).map_or_else(String::new, |outlet| format!(" ({})", clean(outlet)));
    let _ = writeln!(out, "   {}{outlet} {}-{}", clean(&place.doc), place.start, place.end);
    let _ = writeln!(out, "      {}", place.text.as_deref().map_or_else(|| "(the run has no text here)".to_owned(), clean));
}

fn fit(text: &str, width: usize) -> String {
    if text.chars().count() <= width { text.to_owned() } else { text.chars().take(width - 1).chain(['…']).collect() }
}

/// Without the characters that a terminal would obey: names and texts can hold any.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn figures_are_not_rounded_to_all_or_to_nothing() {
        let figures = [0.0, 0.00001, 0.5, 0.99995, 0.999_951, 1.0, 1.000_04, 1.5].map(told);
        assert_eq!(figures, ["0.0000", "0.00001", "0.5000", "0.99995", "0.99995", "1.0000", "1.00004", "1.5000"]);
    }
}
