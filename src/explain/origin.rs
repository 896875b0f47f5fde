//! Dates, credits and the order of publication of two documents, told.

use super::Case;
use super::case::interval;
use super::model::{Credited, DateFound, Published, SharedCluster, Standing, Subject};
use super::reasons::Reasons;
use crate::attribute::dates::{self, Candidate, Verdict};
use crate::attribute::{Grade, Interval};
use crate::report::PassageView;

/// When a document was published, and every date that was found.
pub(super) fn published(case: &Case, at: usize) -> Published {
    let row = &case.run.documents[at];
    let publication = dates::publication(&case.documents[at]);
    let mut candidates: Vec<DateFound> = publication.candidates.iter().map(found).collect();
    let mut notes = Vec::new();
    // The mark-up of a page is not in the tables: what was taken from it is told as the run has it.
    let lost = row.date_source.as_ref().filter(|source| !candidates.iter().any(|c| c.verdict == "chosen" && c.source == **source));
    if let Some(source) = lost {
        for candidate in candidates.iter_mut().filter(|c| c.verdict == "chosen") {
            candidate.verdict = "rejected".to_owned();
            candidate.why = dates::Reason::Outranked.to_string();
        }
        candidates.insert(
            0,
            DateFound {
                source: source.clone(),
                value: row.published.clone().unwrap_or_default(),
                start: None,
                end: None,
                from: row.published_from.clone(),
                to: row.published_to.clone(),
                precision: String::new(),
                zone: String::new(),
                verdict: "chosen".to_owned(),
                why: "as the run has it".to_owned(),
            },
        );
        notes.push(
            "The tables of a run do not hold a page's mark-up: dates that were found there and not taken are not told here.".to_owned(),
        );
    }
    let own_warnings = case.run.record.warnings.iter().filter(|w| w.cause == "unreadable date" && w.document.as_deref() == Some(&*row.doc));
    if !candidates.iter().any(|c| c.why.starts_with("cannot be read")) {
        notes.extend(own_warnings.map(|warning| format!("{}.", warning.message)));
    }
    Published {
        from: row.published_from.clone(),
        to: row.published_to.clone(),
        source: row.date_source.clone(),
        value: row.published.clone(),
        not_after: publication.not_after.map(|bound| bound.to_string()),
        candidates,
        notes,
    }
}

fn found(candidate: &Candidate) -> DateFound {
    let (verdict, why) = match candidate.verdict {
        Verdict::Chosen => ("chosen", "the best source that tells a date of publication".to_owned()),
        Verdict::Bound(reason) => ("bound", format!("{reason}; but the text was there by then")),
        Verdict::Rejected(reason) => ("rejected", reason.to_string()),
    };
    DateFound {
        source: candidate.source.to_string(),
        value: candidate.value.clone(),
        start: candidate.span.map(|span| span.start),
        end: candidate.span.map(|span| span.end),
        from: candidate.interval.map(|i| i.from.to_string()),
        to: candidate.interval.map(|i| i.to.to_string()),
        precision: candidate.precision.name().to_owned(),
        zone: candidate.zone.to_string(),
        verdict: verdict.to_owned(),
        why,
    }
}

/// Whom the document on `side` credits.
pub(super) fn credits(case: &Case, side: usize) -> Vec<Credited> {
    let id = &case.run.documents[case.at[side]].doc;
    let other = &case.documents[case.at[1 - side]];
    let outlet = other.outlet.as_deref().or(other.url.as_deref()).and_then(|name| case.outlets.find(name));
    let credited = |row: &crate::report::model::CreditRow| Credited {
        source: row.source.clone(),
        scope: row.scope.clone(),
        rule: row.rule.clone(),
        start: row.start,
        end: row.end,
        text: row.text.clone(),
        names_the_other: outlet.is_some() && case.outlets.find(&row.source) == outlet,
    };
    case.run.credits.iter().filter(|row| row.doc == *id).map(credited).collect()
}

/// The clusters that hold passages of both, longest first.
pub(super) fn clusters(case: &Case) -> Vec<SharedCluster> {
    let ids = case.at.map(|at| &*case.run.documents[at].doc);
    let of = |rows: &[PassageView<'_>], id: &str| -> Vec<Standing> {
        let own = rows.iter().filter(|row| row.doc == id);
        own.map(|row| Standing {
            start: row.start,
            end: row.end,
            role: row.role,
            source_doc: row.source_doc.map(str::to_owned),
            grade: row.grade,
            evidence: row.evidence.to_owned(),
        })
        .collect()
    };
    let passages: Vec<PassageView<'_>> = case.run.passages.iter().filter(|row| ids.contains(&row.doc)).collect();
    let mut found: Vec<SharedCluster> = passages
        .chunk_by(|a, b| a.cluster == b.cluster)
        .filter_map(|rows| {
            let (left, right) = (of(rows, ids[0]), of(rows, ids[1]));
            if left.is_empty() || right.is_empty() {
                return None;
            }
            let row = case.run.clusters.iter().find(|row| *row.cluster == *rows[0].cluster)?;
            Some(SharedCluster {
                cluster: row.cluster.to_string(),
                kind: row.kind,
                because: None,
                part_of: row.part_of.as_deref().map(str::to_owned),
                words: row.words,
                documents: row.documents,
                outlets: row.outlets,
                first_doc: row.first_doc.as_deref().map(str::to_owned),
                speaker: row.speaker.clone(),
                text: row.text.to_string(),
                left,
                right,
            })
        })
        .collect();
    found.sort_by(|a, b| b.words.cmp(&a.words).then_with(|| a.cluster.cmp(&b.cluster)));
    let ids: Vec<String> = found.iter().map(|cluster| cluster.cluster.clone()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let told = Reasons::new(case, &[], &ids).clusters(&ids);
    for (cluster, told) in found.iter_mut().zip(told) {
        cluster.because = told;
    }
    found
}

/// Who was first, in sentences: what a document says of its source, then dates, then what one text contains of the other.
pub(super) fn first(case: &Case, left: &Subject, right: &Subject, clusters: &[SharedCluster]) -> Vec<String> {
    let mut told = Vec::new();
    for (one, other, of) in [(left, right, Side::Left), (right, left, Side::Right)] {
        let mine = || clusters.iter().flat_map(|cluster| of.standings(cluster)).filter(|s| s.source_doc.as_deref() == Some(&*other.doc));
        let count = |grade: Grade| mine().filter(|standing| standing.grade == grade).count();
        let texts = |n: usize| if n == 1 { "one text".to_owned() } else { format!("{n} texts") };
        let (mine_name, other_name) = (name(case, one), name(case, other));
        if count(Grade::Credited) > 0 {
            told.push(format!("{mine_name} credits {other_name} with {} that both have.", texts(count(Grade::Credited))));
        } else if let Some(credit) = one.credits.iter().find(|credit| credit.names_the_other) {
            let where_ = match credit.scope.as_str() {
                "document" => "as its source",
                "part" => "as the source of a part",
                _ => "beside some of its words",
            };
            told.push(format!("{mine_name} names {} {where_} (“{}”).", credit.source, credit.text));
        }
        if count(Grade::Inferred) > 0 {
            told.push(format!("{other_name} consists of a text that {mine_name} has as a part among others: it is taken for the source."));
        }
    }
    told.push(by_dates(case, left, right));
    let quotes = clusters.iter().filter_map(|cluster| cluster.speaker.as_deref());
    let mut speakers: Vec<&str> = quotes.collect();
    speakers.sort_unstable();
    speakers.dedup();
    if !speakers.is_empty() {
        told.push(format!("What is quoted comes from {}: neither document need be the other's source for it.", speakers.join(", ")));
    }
    told.iter().map(|told| sentence(told)).collect()
}

/// What a document is called in a sentence.
fn name(case: &Case, subject: &Subject) -> String {
    let side = if subject.doc == case.documents[case.at[0]].id { "left" } else { "right" };
    subject.outlet.as_ref().map_or_else(|| format!("the {side} text"), |outlet| format!("the {side} text ({outlet})"))
}

/// With a capital at its beginning.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

impl Side {
    fn standings(self, cluster: &SharedCluster) -> &[Standing] {
        match self {
            Self::Left => &cluster.left,
            Self::Right => &cluster.right,
        }
    }
}

/// What the dates tell.
fn by_dates(case: &Case, left: &Subject, right: &Subject) -> String {
    let of = |side: usize| interval(&case.run, case.at[side]);
    let source = |subject: &Subject| subject.published.source.clone().unwrap_or_default();
    match (of(0), of(1)) {
        (Some(l), Some(r)) if l.before(&r) => certain(case, left, right, l, r),
        (Some(l), Some(r)) if r.before(&l) => certain(case, right, left, r, l),
        (Some(_), Some(_)) => format!(
            "The dates do not decide who was first: {} (by its {}) and {} (by its {}) can have been published at the same time.",
            name(case, left),
            source(left),
            name(case, right),
            source(right)
        ),
        (None, None) => "No date is known of either, so that nothing tells who was first by time.".to_owned(),
        (l, r) => {
            let (unknown, dated) = if l.is_some() { (right, left) } else { (left, right) };
            let was_there = unknown.published.not_after.as_deref().and_then(|bound| bound.parse::<jiff::Timestamp>().ok());
            if let (Some(bound), Some(interval)) = (was_there, l.or(r).filter(|own| was_there.is_some_and(|bound| bound < own.from))) {
                return format!(
                    "{} was published first: it was there by {bound}, and {} was published, by its {}, no earlier than {}.",
                    name(case, unknown),
                    name(case, dated),
                    source(dated),
                    interval.from
                );
            }
            let bound =
                unknown.published.not_after.as_ref().map_or_else(String::new, |bound| format!(" (only that it was there by {bound})"));
            format!("The dates do not decide who was first: none is known of {}{bound}.", name(case, unknown))
        }
    }
}

fn certain(case: &Case, first: &Subject, later: &Subject, early: Interval, late: Interval) -> String {
    format!(
        "{} was published first: by its {} no later than {}, and {} by its {} no earlier than {}.",
        name(case, first),
        first.published.source.as_deref().unwrap_or("date"),
        early.to,
        name(case, later),
        later.published.source.as_deref().unwrap_or("date"),
        late.from
    )
}
