//! Tables of the summary whose rows carry bars.

use std::fmt::Write as _;

use super::index::is_set_apart;
use super::summary::{GRADES, KINDS, Totals, share};
use super::words::{grade, grade_meaning, kind, kind_meaning, number, percent, plural};

/// A table whose rows carry a bar: chart and its twin in one.
pub(super) fn bars(caption: &str, heads: [&str; 2], rows: &[(String, u64)]) -> String {
    let most = rows.iter().map(|r| r.1).max().unwrap_or(0).max(1);
    let all: u64 = rows.iter().map(|r| r.1).sum();
    let mut out = format!(
        "<table class=\"bars\"><caption>{caption}</caption><thead><tr><th scope=\"col\">{}</th>\
         <th scope=\"col\" class=\"n\">{}</th><th scope=\"col\" class=\"n\">Share</th><td></td></tr></thead><tbody>",
        heads[0], heads[1]
    );
    for (name, n) in rows {
        write!(
            out,
            "<tr><th scope=\"row\">{name}</th><td class=\"n\">{}</td><td class=\"n\">{}</td>\
             <td aria-hidden=\"true\"><svg class=\"bar\" width=\"100\" height=\"10\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\">\
             <rect width=\"{:.1}\" height=\"10\"/></svg></td></tr>",
            number(*n),
            percent(share(*n, all)),
            100.0 * *n as f64 / most as f64
        )
        .expect("a string takes every write");
    }
    out.push_str("</tbody></table>");
    out
}

/// Passages by grade.
pub(super) fn sureness(totals: &Totals) -> String {
    let rows: Vec<(String, u64)> =
        GRADES.iter().zip(&totals.grades).map(|(&g, &n)| (format!("{}<small>{}</small>", grade(g), grade_meaning(g)), n)).collect();
    bars("How sure", ["Grade", "Passages"], &rows)
}

/// Clusters by kind.
pub(super) fn kinds(totals: &Totals) -> String {
    let rows: Vec<(String, u64)> = KINDS
        .iter()
        .zip(&totals.kinds)
        .filter(|(k, _)| k.is_copy())
        .map(|(&k, n)| (format!("{}<small>{}</small>", kind(k), kind_meaning(k)), n[0]))
        .collect();
    let mut out = bars("Kinds of copies", ["Kind", "Clusters"], &rows);
    let apart: Vec<String> = KINDS
        .iter()
        .zip(&totals.kinds)
        .filter(|(k, n)| is_set_apart(**k) && n[0] > 0)
        .map(|(&k, n)| format!("{} {}", number(n[0]), kind(k)))
        .collect();
    if !apart.is_empty() {
        write!(out, "<p class=\"note\">Not counted as copies: <a href=\"#left-out\">{}</a>.</p>", apart.join(", "))
            .expect("a string takes every write");
    }
    let rewritten = totals.kinds[3][2];
    if rewritten > 0 {
        let told = plural(rewritten, "pair says the same in other words", "pairs say the same in other words");
        let link = "<a href=\"#pairs?q=kind%3Arewritten\">all that is rewritten</a>";
        write!(out, "<p class=\"note\">Besides, {told}: {link}.</p>").expect("a string takes every write");
    }
    out
}

/// Pairs by identity.
pub(super) fn identity(totals: &Totals) -> String {
    let name = |i: usize| match i {
        0 => "< 60%".to_owned(),
        9 => "100%".to_owned(),
        i => format!("{}–{}%", 55 + 5 * i, 60 + 5 * i),
    };
    let rows: Vec<(String, u64)> = totals.identity.iter().enumerate().rev().map(|(i, &n)| (name(i), n)).collect();
    bars("How alike", ["Identity", "Pairs"], &rows)
}
