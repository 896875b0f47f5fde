//! Counts over the whole run, and the section that a reader sees first.

use std::fmt::Write as _;

use serde::Serialize;

use super::charts;
use super::html::{component, cut, escape, sentence};
use super::index::{Index, at, is_set_apart, position};
use super::outlets::OutletRow;
use super::quoted::quoted;
use super::stories::Story;
use super::tell;
use super::words::{kind, number, percent, plural};
pub(super) use crate::report::count::share;
use crate::report::model::{Grade, Kind, Spread};

pub(super) const KINDS: [Kind; 7] =
    [Kind::Wire, Kind::Passage, Kind::Quote, Kind::Rewritten, Kind::Paraphrase, Kind::Boilerplate, Kind::Formula];
/// Rows of the short lists on the first screens.
pub(super) const LISTED: usize = 5;
pub(super) const GRADES: [Grade; 4] = [Grade::Credited, Grade::Dated, Grade::Inferred, Grade::Undetermined];

/// Numbers that the page, `run.json` and the tables must agree on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Totals {
    pub documents: u64,
    pub outlets: u64,
    pub words: u64,
    pub reused_words: u64,
    pub reusing_documents: u64,
    pub stories: u64,
    /// Stories of near-duplicates inside one outlet, which are no copies.
    #[serde(skip)]
    pub inside: u64,
    pub clusters: u64,
    pub passages: u64,
    pub pairs: u64,
    pub repeats: u64,
    pub credits: u64,
    pub undated_documents: u64,
    /// By kind in the order of [`KINDS`]: clusters, passages, pairs.
    pub kinds: Vec<[u64; 3]>,
    /// Passages of shown clusters by grade: credited, dated, inferred, undetermined.
    pub grades: Vec<u64>,
    /// Copies by identity in steps of 5 points: below 60, 60 to 65, ... 95 to 100, exactly 100.
    pub identity: Vec<u64>,
}

impl Totals {
    /// Pairs that are counted as found: all but forms and boilerplate.
    pub fn shown_pairs(&self) -> u64 {
        KINDS.iter().zip(&self.kinds).filter(|(kind, _)| !is_set_apart(**kind)).map(|(_, n)| n[2]).sum()
    }
}

/// Counts everything once.
pub(super) fn totals(index: &Index<'_>, stories: &[Story]) -> Totals {
    let run = index.run;
    let mut kinds = vec![[0; 3]; KINDS.len()];
    let slot = |kind: Kind| KINDS.iter().position(|&k| k == kind).expect("all kinds are listed");
    let mut grades = vec![0; GRADES.len()];
    for (c, row) in run.clusters.iter().enumerate() {
        kinds[slot(row.kind)][0] += 1;
        kinds[slot(row.kind)][1] += index.passages[c].len() as u64;
        if !is_set_apart(row.kind) {
            for p in index.passages[c].clone() {
                let grade = run.passages.told(p).grade;
                grades[GRADES.iter().position(|&g| g == grade).expect("all grades are listed")] += 1;
            }
        }
    }
    let mut identity = vec![0; 10];
    for pair in &run.pairs {
        kinds[slot(pair.kind)][2] += 1;
        // Of what is rewritten the share of equal words says little, and forms are no copies.
        if pair.kind.is_copy() {
            identity[identity_bin(pair.identity)] += 1;
        }
    }
    let sum = |f: fn(&crate::report::model::DocumentRow) -> u64| run.documents.iter().map(f).sum();
    Totals {
        documents: run.documents.len() as u64,
        outlets: index.outlets.len() as u64,
        words: sum(|d| d.words.into()),
        reused_words: sum(|d| d.reused_words.into()),
        reusing_documents: sum(|d| u64::from(d.reused_words > 0)),
        stories: stories.len() as u64,
        inside: stories.iter().filter(|story| story.is_inside()).count() as u64,
        clusters: run.clusters.len() as u64,
        passages: run.passages.len() as u64,
        pairs: run.pairs.len() as u64,
        repeats: run.repeats.len() as u64,
        credits: run.credits.len() as u64,
        undated_documents: index.when.iter().filter(|w| w.is_none()).count() as u64,
        kinds,
        grades,
        identity,
    }
}

/// Which of the ten bars an identity belongs to; 1 has its own.
fn identity_bin(identity: f64) -> usize {
    const EDGES: [f64; 9] = [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0];
    EDGES.iter().filter(|&&edge| identity >= edge).count()
}

/// One sentence that says what the run found.
pub(super) fn lede(totals: &Totals) -> String {
    let corpus = format!("{} from {}", plural(totals.documents, "document", "documents"), plural(totals.outlets, "outlet", "outlets"));
    if totals.stories == totals.inside {
        let alike = match totals.inside {
            0 => String::new(),
            n => format!(" {} inside one.", plural(n, "family of documents is nearly alike", "families of documents are nearly alike")),
        };
        return format!("{corpus}. Nothing was found in more than one outlet.{alike}");
    }
    format!(
        "{corpus}. {} carry text that also stands elsewhere: {} of all words.",
        number(totals.reusing_documents),
        percent(share(totals.reused_words, totals.words))
    )
}

/// The summary.
pub(super) fn section(index: &Index<'_>, stories: &[Story], totals: &Totals, outlets: &[OutletRow<'_>]) -> String {
    let mut out = String::new();
    let mut put = |text: &str| out.push_str(text);
    put("<dl class=\"figures\">");
    let quotes = totals.kinds[2][0];
    for (name, value) in [
        ("documents", number(totals.documents)),
        (if totals.outlets == 1 { "outlet" } else { "outlets" }, number(totals.outlets)),
        ("of all words reused", percent(share(totals.reused_words, totals.words))),
        ("stories", number(totals.stories)),
        ("quotes", number(quotes)),
        // As the list of pairs counts them.
        ("pairs of passages", number(totals.shown_pairs())),
    ] {
        put(&format!("<div><dt>{name}</dt><dd>{value}</dd></div>"));
    }
    put("</dl>");
    if stories.is_empty() && index.run.pairs.iter().any(|pair| pair.kind.is_copy()) {
        put(
            "<h3>Copied in pairs</h3><p>The two texts of each pair are too unlike to be one text that several documents have: <a href=\"#pairs\">all pairs</a>.</p>",
        );
    } else if stories.is_empty() {
        put(&nothing(index));
    } else {
        // A run that never aligned looked for near-duplicates alone.
        let has_copies =
            totals.stories > totals.inside || !index.run.has_aligned() || index.run.pairs.iter().any(|pair| pair.kind.is_copy());
        if !has_copies {
            put(&nothing(index));
        }
        let most = if has_copies { "Copied most" } else { "Nearly alike inside one outlet" };
        put(&format!("<div class=\"columns\"><div><h3>{most}</h3><ol class=\"most\">"));
        stories.iter().take(5).for_each(|story| put(&item(index, story)));
        put("</ol>");
        if stories.len() > 5 {
            put(&format!("<p class=\"more\"><a href=\"#stories\">All {} stories</a></p>", number(totals.stories)));
        }
        put(&format!(
            "<p class=\"note\">Ranked by {} beyond the first, times words. “First” is first in this corpus, which is not \
             always the origin: see <a href=\"#method\">Method</a>.</p>",
            index.spread.noun().1
        ));
        put("</div><div>");
        // One outlet supplies nobody else.
        if index.spread == Spread::Outlets {
            put(&supply(outlets));
        }
        put(&credited(index));
        put(&quoted(index));
        put("</div></div><div class=\"columns three\">");
        for part in [charts::sureness(totals), charts::kinds(totals), charts::identity(totals)] {
            put(&format!("<div>{part}</div>"));
        }
        put("</div>");
    }
    out
}

/// Whom the documents credit: agencies outside the corpus are seen here and nowhere else.
fn credited(index: &Index<'_>) -> String {
    let mut documents: Vec<Vec<u32>> = vec![Vec::new(); index.sources.len()];
    let mut whole = vec![0u32; index.sources.len()];
    for (d, sources) in index.credits.iter().enumerate() {
        for &(source, is_whole) in sources {
            documents[at(source)].push(position(d));
            whole[at(source)] += u32::from(is_whole);
        }
    }
    let row = |(source, docs): (usize, &Vec<u32>)| (whole[source], index.count_outlets(docs), docs.len(), source);
    let mut rows: Vec<(u32, u32, usize, usize)> = documents.iter().enumerate().map(row).collect();
    // Who supplied whole texts before who is named in passing.
    rows.sort_by_key(|&(whole, outlets, docs, source)| (std::cmp::Reverse((whole, outlets, docs)), source));
    if rows.is_empty() {
        return String::new();
    }
    let has_outlets = index.spread == Spread::Outlets;
    let heading = if has_outlets { "<th scope=\"col\" class=\"n\">Outlets</th>" } else { "" };
    let mut out = format!(
        "<h3>Credited most</h3><table class=\"full\"><thead><tr><th scope=\"col\">Source</th><th scope=\"col\" class=\"n\">Whole texts</th>\
         {heading}<th scope=\"col\" class=\"n\">Texts</th></tr></thead><tbody>",
    );
    for &(whole, outlets, docs, source) in rows.iter().take(LISTED) {
        let name = index.sources[source];
        let outlets = if has_outlets { format!("<td class=\"n\">{}</td>", number(outlets.into())) } else { String::new() };
        write!(
            out,
            "<tr><th scope=\"row\"><a href=\"#source/{}\"><bdi>{}</bdi></a></th><td class=\"n\">{}</td>{outlets}<td class=\"n\">{}</td></tr>",
            escape(&component(name)),
            escape(&cut(name, 60)),
            number(whole.into()),
            number(docs as u64)
        )
        .expect("a string takes every write");
    }
    out.push_str(
        "</tbody></table><p class=\"note\">Names in the words of the documents themselves; a source need not be in the corpus. It opens who carried its copy, and who rewrote it.</p>",
    );
    out
}

fn item(index: &Index<'_>, story: &Story) -> String {
    let speaker = story.clusters.first().and_then(|&c| index.cluster(c).speaker.as_deref());
    let mut out = format!(
        "<li><h4><a href=\"#story/{}\"><bdi>{}</bdi></a> <span class=\"kind\">{}</span></h4>",
        escape(&tell::anchor(index, story)),
        escape(&tell::headline(index, story)),
        kind(story.kind)
    );
    if let Some(speaker) = speaker {
        write!(out, "<p class=\"speaker\">{}</p>", escape(&cut(speaker, 80))).expect("a string takes every write");
    }
    write!(
        out,
        "<p>{} {} {}</p></li>",
        sentence(&tell::reach(index, story)),
        sentence(&tell::first(index, &story.first)),
        sentence(&tell::source(index, story))
    )
    .expect("a string takes every write");
    out
}

/// Why nothing was found, and what to try.
fn nothing(index: &Index<'_>) -> String {
    let mut reasons = String::new();
    let has_families = index.run.families.iter().any(|row| &*row.unit == "document");
    if index.outlets.len() < 2 {
        reasons.push_str(
            "<li>All documents belong to one outlet, and reuse inside an outlet is left out. Name the outlets with \
             <code>--outlet-from folder</code> or <code>--field outlet=…</code>, or count it with <code>--same-outlet</code>.</li>",
        );
    }
    if index.outlets.len() > 1 && has_families {
        reasons.push_str("<li>Reuse inside an outlet is left out: <code>--same-outlet</code> counts it.</li>");
    }
    if index.run.documents.len() < 2 {
        reasons.push_str("<li>There is only one document; a copy needs two.</li>");
    }
    reasons.push_str(
        "<li>Copies shorter than <code>--min-words</code> (8 unless you set it) are not looked for: try a smaller number.</li>\
         <li>Heavily rewritten copies need a lower <code>--rewritten-threshold</code>.</li>\
         <li>If records were skipped, <a href=\"#left-out\">What was left out</a> says which and why.</li>",
    );
    format!("<h3>Nothing was published twice</h3><p>No passage of one outlet stands in another’s. What you can try:</p><ul>{reasons}</ul>")
}

fn supply(outlets: &[OutletRow<'_>]) -> String {
    let mut rows: Vec<&OutletRow<'_>> = outlets.iter().filter(|o| o.supplied + o.took + o.shared > 0).collect();
    rows.sort_by_key(|o| (std::cmp::Reverse((o.supplied, o.took, o.shared)), o.outlet));
    let mut out = String::from(
        "<h3>Who supplied, who took</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Who supplied, who took\"><table class=\"full\"><thead><tr>\
         <th scope=\"col\">Outlet</th><th scope=\"col\" class=\"n\">Supplied</th><th scope=\"col\" class=\"n\">Took</th>\
         <th scope=\"col\" class=\"n\">Words reused</th></tr></thead><tbody>",
    );
    for row in rows.iter().take(LISTED) {
        write!(
            out,
            "<tr><th scope=\"row\"><a href=\"#outlet/{}\"><bdi>{}</bdi></a></th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            row.outlet,
            escape(&cut(row.name, 60)),
            number(row.supplied),
            number(row.took),
            percent(share(row.reused_words, row.words))
        )
        .expect("a string takes every write");
    }
    out.push_str(
        "</tbody></table></div><p class=\"note\">Passages whose source is known: credited, dated or inferred. Where nothing decides, neither side is counted.",
    );
    if rows.len() > LISTED {
        write!(out, " <a href=\"#outlets\">All {} outlets</a>", number(outlets.len() as u64)).expect("a string takes every write");
    }
    out.push_str("</p>");
    out
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::super::stories::gather;
    use super::*;

    #[test]
    fn totals_are_the_sums_of_the_tables() {
        let run = fixtures::synthetic(1_000, 4);
        let index = Index::new(&run).unwrap();
        let (stories, _) = gather(&index);
        let totals = totals(&index, &stories);
        assert_eq!(totals.pairs, 1_000);
        let copies = || run.pairs.iter().filter(|pair| pair.kind.is_copy());
        assert_eq!(totals.identity.iter().sum::<u64>(), copies().count() as u64);
        assert_eq!(totals.kinds.iter().map(|k| k[1]).sum::<u64>(), run.passages.len() as u64);
        assert_eq!(totals.kinds.iter().map(|k| k[2]).sum::<u64>(), 1_000);
        let exact = copies().filter(|pair| pair.identity >= 1.0).count() as u64;
        assert_eq!(totals.identity[9], exact);
    }

    #[test]
    fn of_one_outlet_documents_say_how_far_a_text_went() {
        let mut run = fixtures::small();
        run.documents.iter_mut().for_each(|row| row.outlet = "only".into());
        run.passages.change(|row| row.outlet = "only".into());
        run.clusters.iter_mut().for_each(|row| row.outlets = 1);
        let index = Index::new(&run).unwrap();
        let (stories, _) = gather(&index);
        let ranked: Vec<u64> = index.ranked.iter().map(|&c| Spread::Documents.weight(index.cluster(c))).collect();
        assert!(ranked.is_sorted_by(|a, b| a >= b) && ranked[0] > 0 && stories[0].weight > 0, "{ranked:?}");
        let text = section(&index, &stories, &totals(&index, &stories), &[]);
        assert!(text.contains("Ranked by documents beyond the first") && !text.contains("Who supplied"), "{text}");
        assert!(text.contains("In 2 documents; ") && text.contains("<th scope=\"col\" class=\"n\">Documents</th>"), "{text}");
        assert!(!text.contains("Carried by") && !text.contains(">only<"), "{text}");
    }

    #[test]
    fn an_empty_result_says_why_and_what_to_try() {
        let mut run = fixtures::nothing_found();
        for document in &mut run.documents {
            document.outlet = "only".into();
        }
        let index = Index::new(&run).unwrap();
        let totals = totals(&index, &[]);
        let text = section(&index, &[], &totals, &[]);
        assert!(text.contains("--same-outlet") && text.contains("--min-words"));
        assert!(lede(&totals).contains("Nothing was found"));
    }

    #[test]
    fn near_duplicates_of_one_outlet_are_no_publication_twice() {
        let mut run = fixtures::nothing_found();
        run.families = fixtures::small().families;
        let alike: Vec<_> = run.families.iter().filter(|row| &*row.unit == "document").map(|row| row.doc.clone()).collect();
        run.documents.iter_mut().filter(|row| alike.contains(&row.doc)).for_each(|row| row.outlet = "Only".into());
        run.record.stages.push(crate::observer::Funnel::new("align"));
        let index = Index::new(&run).unwrap();
        let (stories, _) = gather(&index);
        let totals = totals(&index, &stories);
        assert_eq!((totals.stories, totals.inside), (1, 1));
        assert!(lede(&totals).ends_with("Nothing was found in more than one outlet. 1 family of documents is nearly alike inside one."));
        let text = section(&index, &stories, &totals, &[]);
        assert!(text.contains("Nothing was published twice") && text.contains("--same-outlet"), "{text}");
        assert!(text.contains("Nearly alike inside one outlet") && !text.contains("Copied most"), "{text}");
    }

    #[test]
    fn the_bars_of_identity_meet_without_gaps() {
        let bins = [0.0, 0.599_999, 0.6, 0.649, 0.65, 0.95, 0.999_999, 1.0].map(identity_bin);
        assert_eq!(bins, [0, 0, 1, 1, 2, 8, 8, 9]);
    }
}
