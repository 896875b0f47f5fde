//! An explanation for the terminal: the answer, then every step in plain words.

mod seeds;

use anstyle::{AnsiColor, Style};

use super::model::{Aligned, DateFound, Explanation, NearDuplicates, Outcome, ParameterChange, SharedCluster, Standing, Subject};
use super::near::why_not;
use crate::compare::terminal::page::Page;
use crate::report::count::{told_similarity, whole_percent};
use crate::report::terminal::text::{clean, fit, shorten_middle};

/// Alignments, seeds and clusters that are told of each kind; the rest is counted.
const SHOWN: usize = 6;
/// Columns of text that show what is meant.
const EXCERPT: usize = 150;

const PLAIN: Style = Style::new();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const BAD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));

/// The explanation in lines of `width` columns, 40 at least, coloured where asked for.
#[must_use]
pub fn render(told: &Explanation, width: usize, colour: bool) -> String {
    let mut page = Page::new(width, colour);
    for (title, subject) in [("LEFT ", &told.left), ("RIGHT", &told.right)] {
        page.line(&format!("{}  {}", page.strong(title), fit(&about(subject), page.width.saturating_sub(7))));
    }
    page.blank();
    let answer = match told.matches {
        true if told.is_rewritten_only() => "They match, in other words only.",
        true => "They match.",
        false => "They do not match.",
    };
    page.strong_text(&format!("{answer} {}", clean(&told.answer.join(" "))));
    seeds::seeds(&told.seeds, &mut page);
    alignments(told, &mut page);
    near_duplicates(&told.near_duplicates, &mut page);
    clusters(told, &mut page);
    for (title, subject) in [("Left", &told.left), ("Right", &told.right)] {
        dates(title, subject, &mut page);
    }
    credits(told, &mut page);
    page.heading("Who was first");
    for sentence in &told.first {
        page.item(" ", &clean(sentence), PLAIN);
    }
    page.finish()
}

fn about(subject: &Subject) -> String {
    let parts: Vec<String> = [subject.outlet.as_deref(), subject.title.as_deref()].into_iter().flatten().map(clean).collect();
    let words = format!("{} words", subject.words);
    [vec![clean(&subject.doc)], parts, vec![words]].concat().join(" · ")
}

fn excerpt(text: &str) -> String {
    format!("“{}”", shorten_middle(&clean(text), EXCERPT))
}

fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

fn place((start, end): (u32, u32)) -> String {
    format!("{start}–{end}")
}

fn alignments(told: &Explanation, page: &mut Page) {
    page.heading("Alignments: what was made of the seeds");
    if told.chains.is_empty() {
        page.item(" ", "Nothing was aligned, since no seed started a comparison.", PLAIN);
    } else {
        let rows: usize = told.chains.iter().map(|chain| chain.rows).sum();
        page.item(
            " ",
            &format!(
                "{} of equal words in {}, each in one order on both sides; the largest chain has {} words in rows.",
                counted(rows, "row", "rows"),
                counted(told.chains.len(), "chain", "chains"),
                told.chains.iter().map(|chain| chain.words).max().unwrap_or(0)
            ),
            PLAIN,
        );
    }
    for aligned in told.alignments.iter().filter(|a| a.outcome == Outcome::Kept) {
        let kind = match aligned.kind {
            Some(kind) if aligned.in_run => kind.name().to_owned(),
            Some(kind) => format!("{} by the two texts alone", kind.name()),
            None => "no copy".to_owned(),
        };
        let number = aligned.number.unwrap_or_default();
        let head = format!(
            "[{number}] {kind}, score {:.1}: {}. Characters {} left, {} right.",
            aligned.score,
            aligned.why,
            place(aligned.left),
            place(aligned.right)
        );
        page.item("+", &head, GOOD);
        page.item("   ", &excerpt(&aligned.left_text), DIM);
        for why in &aligned.because {
            page.item("   ", &clean(why), PLAIN);
        }
        if !aligned.reported {
            page.item("   ", &format!("Not reported: {}.", aligned.apart), BAD);
        }
    }
    let mut rejected: Vec<&Aligned> = told.alignments.iter().filter(|a| a.outcome != Outcome::Kept).collect();
    rejected.sort_by_key(|a| (std::cmp::Reverse(a.evidence.words), a.left, a.right));
    let matches = told.alignments.iter().any(|a| a.outcome == Outcome::Kept);
    let shown = if matches { SHOWN / 2 } else { SHOWN };
    for aligned in rejected.iter().take(shown) {
        let left_out = if aligned.outcome == Outcome::Parted { "Cut" } else { "Left out" };
        page.item(
            "-",
            &format!("{left_out}, since {}. Characters {} left, {} right.", aligned.why, place(aligned.left), place(aligned.right)),
            BAD,
        );
        page.item("   ", &excerpt(&aligned.left_text), DIM);
        ways(&aligned.ways, page);
    }
    if rejected.len() > shown {
        page.item(" ", &format!("{} more were left out; --json tells all.", rejected.len() - shown), PLAIN);
    }
    if let Some(row) = &told.longest_row {
        page.item(
            " ",
            &format!("The longest row of equal words that both have, seed or not, is {} words: {}", row.words, excerpt(&row.text)),
            PLAIN,
        );
    }
    if !matches {
        for tried in &told.what_if {
            let passages = counted(tried.passages, "passage", "passages");
            page.item(" ", &format!("Tried: {} would find {passages}, the longest of {} words.", tried.change, tried.longest), GOOD);
        }
        if told.what_if.is_empty() && told.alignments.iter().all(|a| a.ways.is_empty()) {
            page.item(" ", "Tried: neither shorter seeds nor --sensitive would find a passage.", PLAIN);
        }
    }
}

fn ways(ways: &[Vec<ParameterChange>], page: &mut Page) {
    let told = |change: &ParameterChange| {
        let name = format!("{} = {} of the library (now {}; no option sets it)", change.parameter, change.to, change.from);
        change.option.as_ref().map_or_else(|| name.clone(), |option| format!("{option} (now {})", change.from))
    };
    let all: Vec<String> = ways.iter().map(|way| way.iter().map(told).collect::<Vec<_>>().join(" and ")).collect();
    if !all.is_empty() {
        page.item("   ", &format!("It would be kept with {}.", all.join(", or ")), PLAIN);
    }
}

fn near_duplicates(near: &NearDuplicates, page: &mut Page) {
    page.heading("As a whole: near-duplicates?");
    let (mark, look) = if near.reached { ("+", GOOD) } else { ("-", BAD) };
    page.item(mark, &format!(
        "Similarity {}, counted exactly on rows of {} words; {} are asked for. {} of the left text's rows stand in the right one, {} of the right \
         one's in the left one.",
        told_similarity(near.similarity, near.threshold, 3),
        near.shingle,
        near.threshold,
        whole_percent(near.left_containment),
        whole_percent(near.right_containment)
    ), look);
    if near.reached {
        page.item(
            " ",
            &format!("Texts so alike are looked at with a probability of {}.", told_similarity(near.candidate_probability, 0.0, 3)),
            PLAIN,
        );
    } else if let Some(why) = why_not(near) {
        page.item(" ", &why, PLAIN);
    }
    for note in &near.notes {
        page.item(" ", &clean(note), PLAIN);
    }
}

fn clusters(told: &Explanation, page: &mut Page) {
    if told.clusters.is_empty() {
        return;
    }
    page.heading("Clusters: the same texts in all documents");
    let mut said: Vec<String> = Vec::new();
    for cluster in told.clusters.iter().take(SHOWN) {
        let SharedCluster { kind, words, documents, outlets, .. } = cluster;
        let part = cluster.part_of.as_ref().map_or_else(String::new, |whole| format!(", part of {whole}"));
        let first = match &cluster.first_doc {
            Some(doc) => format!("first in {doc}"),
            None => "the dates do not tell who was first".to_owned(),
        };
        let speaker = cluster.speaker.as_ref().map_or_else(String::new, |speaker| format!("; said by {speaker}"));
        page.item(
            "·",
            &clean(&format!(
                "{} ({}{part}): {words} words in {} of {}; {first}{speaker}.",
                cluster.cluster,
                kind.name(),
                counted(*documents as usize, "document", "documents"),
                counted(*outlets as usize, "outlet", "outlets")
            )),
            PLAIN,
        );
        page.item("   ", &excerpt(&cluster.text), DIM);
        if let Some(why) = &cluster.because {
            page.item("   ", &clean(&format!("Why {}: {why}.", kind.name())), PLAIN);
        }
        for (title, standings) in [("left", &cluster.left), ("right", &cluster.right)] {
            for standing in standings {
                let Standing { role, grade, evidence, source_doc, .. } = standing;
                let source = source_doc.as_ref().map_or_else(String::new, |doc| format!(", from {doc}"));
                let line = format!("{title}: {}{source} ({}): {evidence}", role.name(), grade.name());
                // A document's passages mostly stand alike in all clusters.
                let key = format!("{title}: {}{source} ({})", role.name(), grade.name());
                if said.contains(&line) || said.contains(&format!("{} {key}", cluster.cluster)) {
                    continue;
                }
                let line = if said.contains(&key) { format!("{key}, as above.") } else { line };
                page.item("   ", &clean(&line), PLAIN);
                said.extend([line, format!("{} {key}", cluster.cluster), key]);
            }
        }
    }
    if told.clusters.len() > SHOWN {
        page.item(" ", &format!("{} more clusters hold both; --json tells all.", told.clusters.len() - SHOWN), PLAIN);
    }
}

fn dates(title: &str, subject: &Subject, page: &mut Page) {
    let published = &subject.published;
    page.heading(&format!("{title}: when it was published"));
    match (&published.from, &published.to) {
        (Some(from), Some(to)) if from == to => page.item(" ", &format!("At {from}."), PLAIN),
        (Some(from), Some(to)) => page.item(" ", &format!("Between {from} and {to}."), PLAIN),
        _ => page.item(" ", "No date of publication is known.", BAD),
    }
    for candidate in &published.candidates {
        let (mark, look) = match candidate.verdict.as_str() {
            "chosen" => ("+", GOOD),
            "bound" => ("<", PLAIN),
            _ => ("-", BAD),
        };
        page.item(mark, &date(candidate), look);
    }
    if published.candidates.is_empty() {
        page.item(" ", "Nothing that looks like a date was found: in no field, nowhere in the text's head, not in the address.", PLAIN);
    }
    for note in &published.notes {
        page.item(" ", &clean(note), DIM);
    }
}

fn date(candidate: &DateFound) -> String {
    let DateFound { source, value, precision, zone, verdict, why, .. } = candidate;
    let stands = match (candidate.start, candidate.end) {
        (Some(start), Some(end)) => format!(" at characters {}", place((start, end))),
        _ => String::new(),
    };
    let finely =
        if precision.is_empty() || candidate.from.is_none() { String::new() } else { format!(", told to the {precision}, {zone}") };
    let taken = match verdict.as_str() {
        "chosen" => "taken",
        "bound" => "bounds the end",
        _ => "not taken",
    };
    clean(&format!("{source}{stands}: “{value}”{finely}: {taken}: {why}."))
}

fn credits(told: &Explanation, page: &mut Page) {
    page.heading("Credits: whom they name as their source");
    for (title, subject, other) in [("left", &told.left, &told.right), ("right", &told.right, &told.left)] {
        if subject.credits.is_empty() {
            page.item(" ", &format!("{title}: none."), PLAIN);
        }
        let mut credits: Vec<_> = subject.credits.iter().collect();
        credits.sort_by_key(|c| (!c.names_the_other, c.scope != "document", c.start));
        for credit in credits.iter().take(SHOWN) {
            let whose = if credit.names_the_other { format!(", the outlet of {}", other.doc) } else { String::new() };
            let scope = match credit.scope.as_str() {
                "document" => "for the whole document",
                "part" => "for a part of the document",
                _ => "for the words beside it",
            };
            let look = if credit.names_the_other { GOOD } else { PLAIN };
            page.item(
                "·",
                &clean(&format!(
                    "{title}: {}{whose}, {scope}: “{}” at characters {} (rule {}).",
                    credit.source,
                    credit.text,
                    place((credit.start, credit.end)),
                    credit.rule
                )),
                look,
            );
        }
        if credits.len() > SHOWN {
            page.item(" ", &format!("{title}: {} more; --json tells all.", credits.len() - SHOWN), PLAIN);
        }
    }
}
