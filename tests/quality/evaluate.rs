//! Holds the tables of a run to a truth, line by line.
//!
//! The lines are those of corpus/truth.jsonl; its README says what each asks for. A copy is a pair of
//! kind quote, wire or passage. It meets a line when it covers 80% of the line's span on both sides,
//! and half of it lies inside the spans that the truth names for the two documents: a pair that links everything finds nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::evaluation::{Evaluation, Verdict};
use crate::support::run::{Row, Tables, number, text};

/// Code points by which a pair may stick out of the spans that the truth names.
const EDGE: u64 = 20;
/// Code points around the words of a credit within which its row may lie.
const SENTENCE: u64 = 120;
const COVERED: f64 = 0.8;

/// One side of a pair.
#[derive(Debug, Clone, Copy)]
struct Side<'a> {
    doc: &'a str,
    start: u64,
    end: u64,
}

impl<'a> Side<'a> {
    fn of_line(line: &'a Value) -> Self {
        Self { doc: name(&line["doc"]), start: number(&line["start"]), end: number(&line["end"]) }
    }

    fn of_pair(row: &'a Row, side: &str) -> Self {
        let cell = |column: &str| &row[format!("{side}_{column}").as_str()];
        Self { doc: name(cell("doc")), start: number(cell("start")), end: number(cell("end")) }
    }

    fn of_passage(row: &'a Row) -> Self {
        Self { doc: name(&row["doc"]), start: number(&row["start"]), end: number(&row["end"]) }
    }

    fn common(&self, other: &Self) -> u64 {
        if self.doc == other.doc { self.end.min(other.end).saturating_sub(self.start.max(other.start)) } else { 0 }
    }

    /// Share of this span that `other` covers.
    fn share(&self, other: &Self) -> f64 {
        share(self.common(other), self.end - self.start)
    }

    /// Common code points over those of both together.
    fn likeness(&self, other: &Self) -> f64 {
        let common = self.common(other);
        share(common, (self.end - self.start) + (other.end - other.start) - common)
    }
}

fn share(part: u64, whole: u64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "code points of a test")]
    let share = part as f64 / whole.max(1) as f64;
    share
}

/// The file's name alone: ids of a run hold its folder too where there are several inputs.
fn name(cell: &Value) -> &str {
    let id = text(cell);
    id.rsplit('/').next().unwrap_or(id)
}

/// A pair seen from one side.
#[derive(Debug, Clone, Copy)]
struct Link<'a> {
    left: Side<'a>,
    right: Side<'a>,
    row: &'a Row,
}

impl<'a> Link<'a> {
    fn kind(&self) -> &'a str {
        text(&self.row["kind"])
    }

    fn is_copy(&self) -> bool {
        matches!(self.kind(), "quote" | "wire" | "passage")
    }
}

struct Evaluator<'a> {
    run: &'a Tables,
    links: Vec<Link<'a>>,
    /// Spans that the truth names as copies, by the two documents.
    known: BTreeMap<(&'a str, &'a str), Vec<(Side<'a>, Side<'a>)>>,
}

/// Holds `run` to `truth`, one JSON object a line.
pub fn evaluate<'a>(run: &'a Tables, truth: &'a [Value]) -> Evaluation {
    let mut links = Vec::new();
    for row in run.rows("pairs") {
        let (left, right) = (Side::of_pair(row, "left"), Side::of_pair(row, "right"));
        links.push(Link { left, right, row });
        links.push(Link { left: right, right: left, row });
    }
    let mut known: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for line in truth.iter().filter(|l| matches!(text(&l["expect"]), "found" | "optional")) {
        let wide = |side: &'a Value| {
            let side = Side::of_line(side);
            Side { start: side.start.saturating_sub(EDGE), end: side.end + EDGE, ..side }
        };
        let (left, right) = (wide(&line["left"]), wide(&line["right"]));
        known.entry((left.doc, right.doc)).or_default().push((left, right));
        known.entry((right.doc, left.doc)).or_default().push((right, left));
    }
    let evaluator = Evaluator { run, links, known };
    let mut evaluation = Evaluation::default();
    for line in truth {
        evaluator.judge(line, &mut evaluation);
    }
    let extra = evaluator.links.iter().filter(|l| l.is_copy() && l.left.doc < l.right.doc && evaluator.inside(l) < 0.5);
    evaluation.extra = extra.map(|l| format!("{} {:?} ~ {:?}", l.kind(), l.left, l.right)).collect();
    evaluation.extra_credits = evaluator.extra_credits(truth);
    evaluation
}

impl<'a> Evaluator<'a> {
    fn judge(&self, line: &'a Value, into: &mut Evaluation) {
        let expect = text(&line["expect"]);
        let (holds, why) = match expect {
            "found" => {
                let (holds, why, kind) = self.found(line);
                if let (Some(wanted), true) = (line["kind"].as_str(), holds) {
                    let why = format!("{kind} for {wanted}");
                    into.verdicts.push(Verdict { name: text(&line["name"]).to_owned(), expect: "kind".into(), holds: kind == wanted, why });
                }
                (holds, why)
            }
            "optional" => (true, String::new()),
            "paraphrase" | "never" | "boilerplate" | "formula" => self.no_copy(line),
            "repeat" => self.repeat(line),
            "part_of" => self.part_of(line),
            "near_duplicate" => self.near_duplicate(line),
            "date" => self.date(line),
            "undated" => {
                let document = self.document(line);
                let from = &document["published_from"];
                (from.is_null(), format!("{from}"))
            }
            "credit" => {
                let rows = self.credits_of(line);
                let named = |row: &&&Row| text(&row["source"]).to_lowercase().contains(&text(&line["source"]).to_lowercase());
                let told = |row: &Row| format!("{} ({})", text(&row["source"]), text(&row["scope"]));
                let holds = rows.iter().filter(named).any(|row| row["scope"] == line["scope"]);
                (holds, rows.iter().map(|row| told(row)).collect::<Vec<_>>().join("; "))
            }
            "no-credit" => {
                let span = Side::of_line(line);
                let rows = self.run.rows("credits").iter().filter(|row| span.common(&Side::of_passage(row)) > 0);
                let sources: Vec<&str> = rows.map(|row| text(&row["source"])).collect();
                (sources.is_empty(), sources.join("; "))
            }
            "first" => self.first(line, into),
            "undetermined" => {
                let firsts: Vec<&str> = self.fitting(line).into_iter().map(|(_, cluster)| name(&cluster["first_doc"])).collect();
                (!firsts.is_empty() && firsts.iter().all(|first| first.is_empty()), format!("first: {firsts:?}"))
            }
            "source" | "no-source" => {
                let sources: Vec<&str> = self.fitting(line).into_iter().map(|(passage, _)| name(&passage["source_doc"])).collect();
                let wanted = text(&line["source"]);
                (!sources.is_empty() && sources.iter().all(|source| *source == wanted), format!("source: {sources:?}"))
            }
            "speaker" => {
                let speakers: Vec<&str> = self.fitting(line).into_iter().map(|(_, cluster)| text(&cluster["speaker"])).collect();
                let wanted = text(&line["speaker"]).to_lowercase();
                (speakers.iter().any(|speaker| speaker.to_lowercase().contains(&wanted)), format!("speaker: {speakers:?}"))
            }
            other => panic!("the truth expects `{other}`, which no rule holds a run to"),
        };
        into.verdicts.push(Verdict { name: text(&line["name"]).to_owned(), expect: expect.to_owned(), holds, why });
    }

    /// Share of the link that lies inside what the truth names for the two documents, on the side that has less.
    fn inside(&self, link: &Link<'_>) -> f64 {
        let Some(spans) = self.known.get(&(link.left.doc, link.right.doc)) else { return 0.0 };
        let covered = |span: Side<'_>, known: Vec<Side<'_>>| {
            let mut points: Vec<(u64, u64)> = known.iter().map(|k| (k.start.max(span.start), k.end.min(span.end))).collect();
            points.sort_unstable();
            let (mut total, mut edge) = (0, span.start);
            for (start, end) in points {
                total += end.saturating_sub(start.max(edge));
                edge = edge.max(end);
            }
            share(total, span.end - span.start)
        };
        let left = covered(link.left, spans.iter().map(|s| s.0).collect());
        let right = covered(link.right, spans.iter().map(|s| s.1).collect());
        left.min(right)
    }

    /// The links between the documents of a line, with the share of its spans that each covers on the side that has less.
    fn links_of(&self, line: &'a Value) -> impl Iterator<Item = (&Link<'a>, f64)> {
        let (left, right) = (Side::of_line(&line["left"]), Side::of_line(&line["right"]));
        let between = self.links.iter().filter(move |l| l.left.doc == left.doc && l.right.doc == right.doc);
        between.map(move |l| (l, left.share(&l.left).min(right.share(&l.right))))
    }

    fn found(&self, line: &'a Value) -> (bool, String, &'a str) {
        let wanted = |l: &Link<'_>| l.is_copy() || (l.kind() == "rewritten" && line["rewritten"] == true);
        let meets = self.links_of(line).filter(|(l, _)| wanted(l) && self.inside(l) >= 0.5);
        let best = meets.max_by(|a, b| a.1.total_cmp(&b.1));
        let (kind, covered) = best.map_or(("", 0.0), |(l, covered)| (l.kind(), covered));
        (covered >= COVERED, format!("covered {:.0}%", covered * 100.0), kind)
    }

    fn no_copy(&self, line: &'a Value) -> (bool, String) {
        let copies = self.links_of(line).filter(|(l, covered)| l.is_copy() && *covered >= 0.5);
        let told: Vec<String> = copies.map(|(l, covered)| format!("{} covers {:.0}%", l.kind(), covered * 100.0)).collect();
        (told.is_empty(), told.join("; "))
    }

    fn repeat(&self, line: &'a Value) -> (bool, String) {
        let (left, right) = (Side::of_line(&line["left"]), Side::of_line(&line["right"]));
        let rows = self.run.rows("repeats").iter().filter(|row| name(&row["doc"]) == left.doc);
        let again = |row: &'a Row| Side { doc: name(&row["doc"]), start: number(&row["again_start"]), end: number(&row["again_end"]) };
        let hits = rows.filter(|row| left.share(&Side::of_passage(row)).min(right.share(&again(row))) >= COVERED).count();
        let elsewhere = self.links.iter().filter(|l| left.share(&l.left) > 0.5).count();
        (hits > 0 && elsewhere == 0, format!("{hits} repeats, {elsewhere} pairs elsewhere"))
    }

    fn part_of(&self, line: &'a Value) -> (bool, String) {
        let clusters =
            |side: &'a Value| -> Vec<&'a str> { self.fitting(side).into_iter().map(|(_, cluster)| text(&cluster["cluster"])).collect() };
        let (parts, wholes) = (clusters(&line["left"]), clusters(&line["right"]));
        let parent = |cluster: &str| text(&self.cluster(cluster)["part_of"]);
        let holds = parts.iter().any(|part| {
            let mut above = parent(part);
            while !above.is_empty() && !wholes.contains(&above) {
                above = parent(above);
            }
            !above.is_empty()
        });
        (holds, format!("{parts:?}, part of {:?}, not of {wholes:?}", parts.iter().map(|p| parent(p)).collect::<Vec<_>>()))
    }

    fn near_duplicate(&self, line: &'a Value) -> (bool, String) {
        let families = |side: &str| -> BTreeSet<&str> {
            let doc = name(&line[side]["doc"]);
            let rows = self.run.rows("families").iter().filter(|row| row["unit"] == "document" && name(&row["doc"]) == doc);
            rows.map(|row| text(&row["family"])).collect()
        };
        let (left, right) = (families("left"), families("right"));
        (!left.is_disjoint(&right), format!("families {left:?} and {right:?}"))
    }

    fn document(&self, line: &'a Value) -> &'a Row {
        let row = self.run.rows("documents").iter().find(|row| name(&row["doc"]) == text(&line["doc"]));
        row.unwrap_or_else(|| panic!("no document {}", line["doc"]))
    }

    fn date(&self, line: &'a Value) -> (bool, String) {
        let document = self.document(line);
        let (from, to) = (&document["published_from"], &document["published_to"]);
        let instant = |cell: &Value| cell.as_str().map(|t| t.parse::<jiff::Timestamp>().expect("a time as RFC 3339"));
        let (lo, hi) = (instant(from), instant(to));
        // A clock time of that day need not hold its noon.
        let holds_day = |day: &Value| {
            let noon: jiff::Timestamp = format!("{}T12:00:00Z", text(day)).parse().expect("a day");
            let within = |time: jiff::Timestamp| (time.as_second() - noon.as_second()).abs() <= 12 * 3600;
            lo.zip(hi).is_some_and(|(lo, hi)| (lo <= noon && noon <= hi) || (within(lo) && within(hi)))
        };
        let narrow = || lo.zip(hi).is_some_and(|(lo, hi)| hi.as_second() - lo.as_second() <= 3 * 86_400);
        let holds = if line["on"].is_string() { holds_day(&line["on"]) && narrow() } else { !holds_day(&line["not"]) };
        (holds, format!("{} to {}", text(from), text(to)))
    }

    /// Credits within the sentence of a line.
    fn credits_of(&self, line: &'a Value) -> Vec<&'a Row> {
        let span = Side::of_line(line);
        let near = |row: &&Row| {
            let credit = Side::of_passage(row);
            credit.doc == span.doc && span.start.saturating_sub(SENTENCE) <= credit.start && credit.end <= span.end + SENTENCE
        };
        self.run.rows("credits").iter().filter(near).collect()
    }

    fn extra_credits(&self, truth: &'a [Value]) -> Vec<String> {
        let named: Vec<&Value> = truth.iter().filter(|l| l["expect"] == "credit").collect();
        let is_named = |row: &Row| {
            named.iter().any(|line| {
                let source = text(&row["source"]).to_lowercase().contains(&text(&line["source"]).to_lowercase());
                source && self.credits_of(line).iter().any(|near| **near == *row)
            })
        };
        let extra = self.run.rows("credits").iter().filter(|row| !is_named(row));
        extra.map(|row| format!("{}: “{}” is no credit of {}", name(&row["doc"]), text(&row["text"]), text(&row["source"]))).collect()
    }

    fn cluster(&self, id: &str) -> &'a Row {
        let row = self.run.rows("clusters").iter().find(|row| row["cluster"] == id);
        row.unwrap_or_else(|| panic!("there is no cluster {id}"))
    }

    /// Passages that hold the span of a line, with their clusters.
    fn holding(&self, line: &'a Value) -> Vec<(&'a Row, &'a Row)> {
        let span = Side::of_line(line);
        let rows = self.run.rows("passages").iter().filter(|row| span.share(&Side::of_passage(row)) >= COVERED);
        rows.map(|row| (row, self.cluster(text(&row["cluster"])))).collect()
    }

    /// Of them the ones that fit it best: a span that stands in a longer copy too is judged by its own.
    fn fitting(&self, line: &'a Value) -> Vec<(&'a Row, &'a Row)> {
        let span = Side::of_line(line);
        let fit = |passage: &Row| span.likeness(&Side::of_passage(passage));
        let mut holding = self.holding(line);
        let best = holding.iter().map(|(passage, _)| fit(passage)).fold(0.0, f64::max);
        holding.retain(|(passage, _)| fit(passage) >= best);
        holding
    }

    fn first(&self, line: &'a Value, into: &mut Evaluation) -> (bool, String) {
        let wanted = text(&line["first"]);
        let firsts: Vec<&str> = self.holding(line).into_iter().map(|(_, cluster)| name(&cluster["first_doc"])).collect();
        for (_, cluster) in self.fitting(line) {
            let first = name(&cluster["first_doc"]);
            if !first.is_empty() && first != wanted {
                into.wrong_firsts.push(format!("{}: {first} for {wanted}", text(&line["name"])));
            }
        }
        (firsts.contains(&wanted), format!("first: {firsts:?}"))
    }
}
