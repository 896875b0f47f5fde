//! Puts a page together within its budget, and keeps account of what had to stay out.

use serde_json::{Value, json};

use super::carry::PairsOf;
use super::columns::{Block, Blocks};
use super::frame::{self, Section};
use super::html::{cut, json as embedded};
use super::index::{Index, NONE, at, is_set_apart, position};
use super::outlets::{self, MATRIX, OutletRow};
use super::shelf::{AllPairs, Shelf, Words, shelve_pairs, shelve_words};
use super::stories::Story;
use super::summary::{self, Totals};
use super::words::{number, plural};
use super::{PageConfig, PageStats, Redact, method, network, plain, redact, stories, tables, texts, timeline};
use crate::attribute::Outlets;
use crate::error::Result;
use crate::observer::Observer;
use crate::report::Run;
use crate::report::model::{DocumentRow, TextRow};

/// A page before it is written: what stands before the blocks, the blocks, what stands behind them.
pub(super) struct Page {
    pub opening: String,
    pub blocks: Vec<Block>,
    pub closing: String,
    pub stats: PageStats,
}

/// Which part of the room the beginnings of the clusters' texts may take.
const EXCERPTS: u64 = 10;

/// Room for the directory of the blocks, and for what is told about what is missing.
const DIRECTORY: usize = 10_000;

/// `run` with an empty text for each document.
fn without_texts(run: &Run) -> Run {
    let empty = |row: &DocumentRow| TextRow { doc: row.doc.clone(), text: "".into() };
    Run { texts: run.documents.iter().map(empty).collect(), ..run.clone() }
}

/// The page of `run`; for a folder, without a budget. The observer is asked between the steps whether to stop.
pub(super) fn assemble(run: &Run, config: &PageConfig, folder: bool, observer: &dyn Observer) -> Result<Page> {
    observer.check()?;
    let padded;
    let run = if run.texts.is_empty() {
        // Written without its texts: of each the page shows passages alone.
        padded = without_texts(run);
        &padded
    } else {
        run
    };
    let redacted;
    let run = match config.redact {
        Redact::None => run,
        some => {
            redacted = redact::redacted(run, some);
            &redacted
        }
    };
    let index = Index::new(run)?;
    let (stories, story_of) = stories::gather(&index);
    let totals = summary::totals(&index, &stories);
    let outlet_rows = outlets::rows(&index);
    let rank = tables::ranks(&index);
    let similarity = stories.iter().flat_map(|s| s.similarity.iter().map(|(&d, &x)| (d, x))).collect();

    observer.check()?;
    let title = cut(&config.title, 200);
    // What does not depend on what there is room for; the longest work first.
    let ((words, pairs), ((mut sections, mut data), ((documents, of_stories), (of_clusters, pairs_of)))) = rayon::join(
        || rayon::join(|| Words::new(&index, &stories), || AllPairs::new(&index)),
        || {
            rayon::join(
                || {
                    rayon::join(
                        || sections(&index, &stories, &totals, &outlet_rows, config, plain::ROWS[0]),
                        || data(&index, &title, folder, config.redact, &totals, &outlet_rows),
                    )
                },
                || {
                    rayon::join(
                        || rayon::join(|| tables::documents(&index, &similarity), || tables::stories(&index, &stories)),
                        || rayon::join(|| tables::clusters(&index, &story_of, &rank), || PairsOf::new(&index)),
                    )
                },
            )
        },
    );
    observer.check()?;
    let data_size = embedded(&data).len();
    let size = |sections: &[Section]| {
        (frame::opening(&title, "", "", folder, sections).len() + frame::closing().len() + data_size + DIRECTORY) as u64
    };
    let mut fixed = size(&sections);
    let mut fewer = plain::ROWS[1..].iter();
    while let (true, Some(rows)) = (!folder && fixed > config.budget / 2, fewer.next()) {
        sections = self::sections(&index, &stories, &totals, &outlet_rows, config, *rows);
        fixed = size(&sections);
    }
    let mut shelf =
        Shelf { blocks: Blocks::default(), left: if folder { u64::MAX } else { config.budget.saturating_sub(fixed) }, missing: Vec::new() };
    shelf.take(documents);
    let (mut clusters, behind) = of_clusters;
    // Titles mostly fit, and the other thread has nothing else to do.
    let (excerpts, whole_titles) = rayon::join(|| tables::excerpts(&index, shelf.left / EXCERPTS), || tables::whole_titles(&words.titles));
    clusters.extend(excerpts);
    clusters.extend(behind);
    shelf.take(clusters);
    shelf.take(of_stories);
    observer.check()?;
    let (rows, scale) = shelve_pairs(&index, pairs, &mut shelf);
    shelve_words(&index, words, whole_titles, config.redact, &mut shelf);
    let mut row_on_page = vec![NONE; run.pairs.len()];
    rows.iter().enumerate().for_each(|(i, &row)| row_on_page[at(row)] = position(i));
    observer.check()?;
    let (blocks, embedded_texts) = texts::blocks(&index, &stories, &pairs_of, &row_on_page, shelf.left);
    shelf.take(blocks);
    let with_text = index.texts.iter().filter(|t| !t.is_empty()).count() as u64;
    let is_cut = !shelf.missing.is_empty() || embedded_texts < with_text;
    tell_missing(&index, config, &mut shelf, embedded_texts, with_text);

    data["scale"] = json!(scale);
    data["cut"] = json!(run.pairs.len() - rows.len());
    data["directory"] = json!(shelf.blocks.directory);
    let notice = notice(&shelf.missing);
    if let Some(section) = sections.iter_mut().find(|s| s.id == "left-out") {
        section.body = method::left_out(&index, &totals, &shelf.missing);
    }
    let mut opening = frame::opening(&title, &summary::lede(&totals), &notice, folder, &sections);
    opening.push_str(&format!("<script type=\"application/json\" id=\"page\">{}</script>\n", embedded(&data)));
    Ok(Page {
        opening,
        blocks: shelf.blocks.blocks,
        closing: frame::closing(),
        stats: PageStats {
            bytes: 0,
            pairs: (rows.len() as u64, run.pairs.len() as u64),
            texts: (embedded_texts, run.documents.len() as u64),
            is_cut,
            is_too_large: false,
        },
    })
}

/// What the script knows at once, before it reads a block; the directory is added later.
fn data(index: &Index<'_>, title: &str, folder: bool, redact: Redact, totals: &Totals, outlets: &[OutletRow<'_>]) -> Value {
    let times = timeline::timeline(index);
    let drawn = times.step * i64::try_from(times.counts.first().map_or(0, Vec::len)).unwrap_or(0);
    let matrix = outlets::matrix(index, outlets, MATRIX);
    let names = Outlets::builtin();
    json!({
        "title": title,
        "folder": folder,
        "redacted": redact != Redact::None,
        "corpus": index.run.record.corpus,
        "epoch": tables::epoch(index),
        "span": [times.start, times.start + drawn],
        "totals": totals,
        "outlets": outlets.iter().map(|row| outlet(row, &names)).collect::<Vec<_>>(),
        "matrix": {
            "outlets": matrix.outlets,
            "rank": matrix.rank,
            "size": matrix.size,
            "taken": matrix.taken,
            "shared": matrix.shared,
        },
        "timeline": times,
    })
}

fn outlet(row: &OutletRow<'_>, names: &Outlets) -> Value {
    json!({
        "name": cut(row.name, 200),
        // As credits name it: an outlet may go by its host or a short name in the corpus.
        "source": cut(names.canonical(row.name).unwrap_or(row.name), 200),
        "documents": row.documents,
        "words": row.words,
        "reused": row.reused_words,
        "supplied": row.supplied,
        "took": row.took,
        "shared": row.shared,
        "first": row.first,
        "lag": row.lag,
    })
}

fn tell_missing(index: &Index<'_>, config: &PageConfig, shelf: &mut Shelf, embedded: u64, with_text: u64) {
    let missing = &mut shelf.missing;
    match config.redact {
        Redact::None => {}
        Redact::Text => missing.push("Texts, passages, titles and addresses: taken out, so that the page can be shared.".into()),
        Redact::Outlets => missing.push(
            "Texts, passages, titles, addresses, and the names of outlets and documents: taken out, so that the page can be shared.".into(),
        ),
    }
    if embedded < with_text {
        missing.push(format!(
            "The texts of {} of {} documents, for the size of the page: those of the largest stories come first. All stand in \
             the table <code>texts</code>; <code>--html-dir</code> writes a page that holds them all.",
            number(with_text - embedded),
            number(with_text)
        ));
    }
    let without = index.texts.iter().filter(|t| t.is_empty()).count();
    if config.redact == Redact::None && without > 0 && with_text < index.run.documents.len() as u64 {
        missing.push(format!("The texts of {}: the run kept none, or they are empty.", plural(without as u64, "document", "documents")));
    }
    let long = index.run.documents.iter().filter(|d| d.title.as_deref().is_some_and(|t| t.chars().nth(tables::TEXT).is_some())).count();
    if long > 0 {
        missing.push(format!(
            "The ends of {}: the page shows {} characters of each.",
            plural(long as u64, "title", "titles"),
            tables::TEXT
        ));
    }
}

/// One line below the heading, where anything is missing for its size.
fn notice(missing: &[String]) -> String {
    if missing.is_empty() {
        return String::new();
    }
    "<p class=\"note\">Not everything is on this page: <a href=\"#left-out\">what is missing, and where it stands</a>.</p>".into()
}

/// All sections; `rows` of each list for readers without a script.
fn sections(
    index: &Index<'_>,
    stories: &[Story],
    totals: &Totals,
    outlet_rows: &[OutletRow<'_>],
    config: &PageConfig,
    rows: usize,
) -> Vec<Section> {
    let shown: Vec<u32> = index.shown().collect();
    let apart: Vec<u32> = index.ranked.iter().copied().filter(|&c| is_set_apart(index.cluster(c).kind)).collect();
    let wide = outlets::matrix(index, outlet_rows, network::NODES);
    let times = timeline::timeline(index);
    let fixed = |id, name, body| Section { id, name, body, plain: None };
    let drawn = |id, name, body: &str, plain| Section { id, name, body: body.to_owned(), plain: Some(plain) };
    let passages = plain::clusters(index, &shown, "passages and quotes", rows);
    let left_out = method::left_out(index, totals, &[]);
    vec![
        fixed("summary", "Summary", summary::section(index, stories, totals, outlet_rows)),
        drawn("stories", "Stories", "", plain::stories(index, stories, rows)),
        drawn("passages", "Passages and quotes", "", passages),
        drawn("pairs", "Pairs", "", plain::pairs(index, rows)),
        drawn("documents", "Documents", "", plain::documents(index, rows)),
        drawn("outlets", "Outlets", OUTLETS, plain::outlets(outlet_rows, rows)),
        drawn("timeline", "Timeline", &plain::timeline_note(&times), plain::timeline(&times)),
        fixed("network", "Network", network::section(index, &wide, outlet_rows)),
        drawn("left-out", "Left out", &left_out, plain::clusters(index, &apart, "clusters", rows)),
        drawn("review", "Review", REVIEW, "<p>Verdicts need JavaScript.</p>".to_owned()),
        fixed("method", "Method", method::method(index, config)),
    ]
}

const OUTLETS: &str = "<p class=\"note\">Passages count where their source is credited, dated or inferred; where nothing \
    decides, neither side counts. Median lag is behind the first known copy, in the least that dates allow.</p>";

const REVIEW: &str = "<p class=\"prose\">Confirm or reject stories and pairs while you read: with the buttons beside them, or with \
    <kbd>y</kbd> and <kbd>x</kbd> on a row. Verdicts stay in this browser, by the digest of the corpus; export them to keep or \
    share them. <code>wirecopy eval RUN --gold verdicts.jsonl</code> measures a run against them.</p>";

#[cfg(test)]
mod tests {
    use super::super::columns::tests::unpack;
    use super::super::fixtures;
    use super::*;

    fn page(run: &Run, budget: u64, redact: Redact) -> Page {
        assemble(run, &PageConfig { budget, redact, ..PageConfig::default() }, false, &crate::observer::Silent).unwrap()
    }

    fn size(page: &Page) -> u64 {
        let blocks: u64 = page.blocks.iter().map(Block::size).sum();
        (page.opening.len() + page.closing.len()) as u64 + blocks
    }

    #[test]
    fn a_page_keeps_its_budget_and_says_what_is_missing() {
        let run = fixtures::synthetic(5_000, 3);
        let whole = page(&run, u64::MAX, Redact::None);
        assert_eq!((whole.stats.pairs.0, whole.stats.texts.0), (5_000, run.documents.len() as u64));
        let budget = size(&whole) / 3;
        let fewer = page(&run, budget, Redact::None);
        assert!(size(&fewer) <= budget && fewer.stats.texts.0 < whole.stats.texts.0);
        assert!(fewer.opening.contains("what is missing") && fewer.opening.contains("--html-dir"));
        let least = page(&run, 1, Redact::None);
        assert!(least.stats.pairs.0 < 5_000 && least.opening.contains("those with the lowest scores"));
    }

    #[test]
    fn nothing_redacted_is_anywhere_on_the_page_nor_in_its_blocks() {
        for (redact, words) in [
            (Redact::Text, vec!["Sandvik", "suspension", "Morning chaos", "https:"]),
            (Redact::Outlets, vec!["Sandvik", "suspension", "Gazette", "gazette", "Nordwire", "nordwire"]),
        ] {
            let page = page(&fixtures::small(), u64::MAX, redact);
            let mut all = page.opening.clone();
            for block in &page.blocks {
                all.push_str(&String::from_utf8_lossy(&unpack(&block.body)));
            }
            for word in words {
                assert!(!all.contains(word), "{word}");
            }
        }
    }

    #[test]
    fn a_run_without_texts_makes_a_page_that_says_so() {
        let mut run = fixtures::small();
        run.texts.clear();
        let page = page(&run, 25_000_000, Redact::None);
        assert_eq!(page.stats.texts, (0, 5));
        assert!(page.opening.contains("The texts of 5 documents: the run kept none"));
    }

    #[test]
    fn small_runs_are_whole() {
        let page = page(&fixtures::small(), 25_000_000, Redact::None);
        assert!(page.opening.contains("Everything that the run found is on this page."));
        assert_eq!(page.stats.texts, (5, 5));
    }
}
