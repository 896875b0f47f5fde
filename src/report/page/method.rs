//! How the run was made, what to beware of, and what is not counted or not on the page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::html::{cut, escape};
use super::index::{Index, is_set_apart};
use super::summary::Totals;
use super::words::{counted, number, plural};
use super::{PageConfig, Redact};
use crate::report::model::RunRecord;

/// Boilerplate and formulas apart, everything that does not count or is not here, in numbers.
pub(super) fn left_out(index: &Index<'_>, totals: &Totals, missing: &[String]) -> String {
    let record = &index.run.record;
    let mut out = String::from("<h3>Not on this page</h3>");
    if missing.is_empty() {
        out.push_str("<p>Everything that the run found is on this page.</p>");
    } else {
        out.push_str("<ul>");
        missing.iter().for_each(|line| put(&mut out, format_args!("<li>{line}</li>")));
        out.push_str("</ul>");
    }
    out.push_str("<h3>Records skipped or doubted</h3>");
    if record.warnings.is_empty() {
        out.push_str("<p>None.</p>");
    } else {
        warnings(record, &mut out);
    }
    out.push_str("<h3>Cut off by a bound</h3>");
    let capped: Vec<_> = record.capped.iter().filter(|(_, n)| **n > 0).collect();
    if capped.is_empty() {
        out.push_str("<p>Nothing.</p>");
    } else {
        out.push_str("<table><thead><tr><th scope=\"col\">Bound</th><th scope=\"col\" class=\"n\">Times</th></tr></thead><tbody>");
        for (name, n) in capped {
            put(&mut out, format_args!("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td></tr>", escape(name), number(*n)));
        }
        out.push_str(
            "</tbody></table><p class=\"note\">Bounds limit how many partners a frequent wording is compared with. What is \
                      beyond them is found again when clusters are built, with few exceptions; what is not listed is left out on purpose.</p>",
        );
    }
    put(
        &mut out,
        format_args!(
            "<h3>Counted apart</h3><p>{} inside one document, in the table <code>repeats</code>: never a sign of copying.</p>\
             <h3>Boilerplate and formulas</h3><p class=\"prose\">An outlet’s own standing text, forms that are filled anew each time, and \
             stock phrases, names and titles, are listed here and counted nowhere else.</p>",
            plural(totals.repeats, "repeated text", "repeated texts")
        ),
    );
    out
}

fn warnings(record: &RunRecord, out: &mut String) {
    let mut causes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, warning) in record.warnings.iter().enumerate() {
        causes.entry(&warning.cause).or_default().push(i);
    }
    for (cause, list) in causes {
        put(
            out,
            format_args!(
                "<details><summary>{} <span class=\"meta\">{}</span></summary><ul>",
                escape(cause),
                plural(list.len() as u64, "warning", "warnings")
            ),
        );
        for &i in list.iter().take(20) {
            let warning = &record.warnings[i];
            let line = warning.place().map(|place| format!(", {}", escape(&place))).unwrap_or_default();
            let path = warning.path.display().to_string();
            let place = if path.is_empty() { String::new() } else { format!("<code>{}</code>{line}: ", escape(&path)) };
            put(out, format_args!("<li>{place}{}</li>", escape(&cut(&warning.message, 300))));
        }
        if list.len() > 20 {
            put(out, format_args!("<li>and {} more, in <code>run.json</code></li>", number(list.len() as u64 - 20)));
        }
        out.push_str("</ul></details>");
    }
}

/// Command, parameters, version, digests, caveats, how to cite.
pub(super) fn method(index: &Index<'_>, config: &PageConfig) -> String {
    let record = &index.run.record;
    let mut out = String::from(
        "<div class=\"prose\"><h3>How to read this</h3>\
         <p>The program compares every document with every other by short runs of words that they share, aligns the texts \
         around them word by word, and keeps what is long and alike enough to be a copy. Passages of many documents that are \
         the same text make a <em>cluster</em>; clusters that stand in the same documents make a <em>story</em>.</p>\
         <p><strong>The earliest in this corpus is not the origin.</strong> A text may have come from someone who is not in \
         the corpus: an agency, a press release, a broadcast. “First, as far as dates tell” means that one document’s possible \
         times of publication end before all others’ begin; where they overlap, the documents are <em>tied</em>. A date without \
         a time zone is 50 hours wide. Two outlets that quote one speech have the speaker as their source, not one another.</p>\
         <p><strong>A match is not a charge.</strong> Licensed agency copy, agreed reprints and properly quoted speech look the \
         same as copying. Read the passages before you say who took what.</p></div>\
         <h3>Parameters</h3>",
    );
    if config.redact != Redact::Outlets
        && let Some(command) = &config.command
    {
        put(&mut out, format_args!("<pre><code>{}</code></pre>", escape(command)));
    }
    out.push_str("<table class=\"facts\"><tbody>");
    put(&mut out, format_args!("<tr><th scope=\"row\">program</th><td>{} {}</td></tr>", escape(&record.program), escape(&record.version)));
    put(&mut out, format_args!("<tr><th scope=\"row\">corpus digest</th><td><code>{}</code></td></tr>", escape(&record.corpus)));
    let mut parameters = Vec::new();
    flat("", &record.parameters, &mut parameters);
    let (fixed, chosen): (Vec<_>, Vec<_>) = parameters.into_iter().partition(|(name, _)| name.starts_with("stages."));
    let row = |out: &mut String, name: &str, value: &str| {
        put(out, format_args!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>", escape(name), escape(&cut(value, 400))));
    };
    chosen.iter().for_each(|(name, value)| row(&mut out, name, value));
    if !fixed.is_empty() {
        out.push_str("</tbody></table><details><summary>Parameters of each stage</summary><table class=\"facts\"><tbody>");
        fixed.iter().for_each(|(name, value)| row(&mut out, name.trim_start_matches("stages."), value));
        out.push_str("</tbody></table></details>");
    } else {
        out.push_str("</tbody></table>");
    }
    out.push_str("<h3>Stages</h3><ol class=\"stages\">");
    for stage in &record.stages {
        let counts: Vec<String> = stage.counts.iter().map(|(name, n)| escape(&counted(*n, name))).collect();
        put(&mut out, format_args!("<li><b>{}</b> {}</li>", escape(&stage.stage), counts.join(" · ")));
    }
    out.push_str("</ol>");
    inputs(record, &mut out);
    put(
        &mut out,
        format_args!(
            "<h3>How to cite</h3><p class=\"cite\">{} {}, corpus {}, {} pairs of passages among {}.</p>",
            escape(&record.program),
            escape(&record.version),
            escape(&record.corpus),
            number(index.run.pairs.iter().filter(|pair| !is_set_apart(pair.kind)).count() as u64),
            plural(index.run.documents.len() as u64, "document", "documents")
        ),
    );
    out
}

/// Parameters by name, those inside others with the names around them; sorted.
fn flat(around: &str, value: &serde_json::Value, out: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::Object(inside) => {
            let sorted: BTreeMap<&String, &serde_json::Value> = inside.iter().collect();
            for (name, value) in sorted {
                flat(&if around.is_empty() { name.clone() } else { format!("{around}.{name}") }, value, out);
            }
        }
        serde_json::Value::Null => out.push((around.to_owned(), "none".to_owned())),
        serde_json::Value::Array(list) if list.is_empty() => out.push((around.to_owned(), "none".to_owned())),
        serde_json::Value::String(text) => out.push((around.to_owned(), text.clone())),
        other => out.push((around.to_owned(), other.to_string())),
    }
}

fn inputs(record: &RunRecord, out: &mut String) {
    if record.inputs.is_empty() {
        return;
    }
    put(
        out,
        format_args!(
            "<details><summary>{}</summary><div class=\"scroll\"><table><thead><tr><th scope=\"col\">File</th>\
         <th scope=\"col\" class=\"n\">Bytes</th><th scope=\"col\" class=\"n\">Documents</th><th scope=\"col\">Digest</th></tr></thead><tbody>",
            plural(record.inputs.len() as u64, "input file", "input files")
        ),
    );
    for file in record.inputs.iter().take(100) {
        put(
            out,
            format_args!(
                "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td><code>{}</code></td></tr>",
                escape(&file.path.display().to_string()),
                number(file.bytes),
                number(file.documents),
                escape(&file.digest)
            ),
        );
    }
    out.push_str("</tbody></table></div>");
    if record.inputs.len() > 100 {
        put(out, format_args!("<p class=\"note\">And {} more, in <code>run.json</code>.</p>", number(record.inputs.len() as u64 - 100)));
    }
    out.push_str("</details>");
}

fn put(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    out.write_fmt(arguments).expect("a string takes every write");
}
