//! A comparison for the terminal: what two texts have in common, then both with the common and the rewritten passages marked.
//!
//! Side by side where there is room for two columns, the passages beginning on the same line; else one above the other.

mod flow;
mod mark;
pub(crate) mod page;

use super::{Common, Comparison, Rewritten, Text, Where};
use crate::cluster::Kind;
use crate::read::Document;
use crate::report::count::{share, told_similarity, whole_percent};
use crate::report::terminal::text::{clean, fit, pad};
use crate::span::{Span, Words};
use mark::{Hand, Label, Marked};
use page::{Page, stacked};

/// Columns from which on the two texts stand side by side.
const SIDE_BY_SIDE: usize = 120;
/// What parts the two texts.
const RULE: &str = " │ ";

/// How a comparison is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalConfig {
    /// Columns of the terminal; less than 40 is taken as 40.
    pub width: usize,
    /// Whether to colour.
    pub colour: bool,
    /// Words that are shown before and behind each passage; `None`: both texts as a whole.
    pub context: Option<u32>,
}

impl Default for TerminalConfig {
    /// 80 columns without colour, 30 words around each passage.
    fn default() -> Self {
        Self { width: 80, colour: false, context: Some(30) }
    }
}

/// The comparison of `left` and `right`, from which it was made.
#[must_use]
pub fn render(comparison: &Comparison, left: &Document, right: &Document, config: &TerminalConfig) -> String {
    let mut page = Page::new(config.width, config.colour);
    let marked = [Marked::new(left, comparison, Hand::Left, config.context), Marked::new(right, comparison, Hand::Right, config.context)];
    head(comparison, &mut page);
    if page.width >= SIDE_BY_SIDE {
        side_by_side(comparison, &marked, &mut page);
    } else {
        for (title, text, marked) in [("LEFT", &comparison.left, &marked[0]), ("RIGHT", &comparison.right, &marked[1])] {
            page.blank();
            page.rule(&format!("{title}  {}", clean(&text.doc)));
            for line in marked.flow(marked.all()).lines(page.width, page.colour) {
                page.line(&line.text);
            }
        }
    }
    let left_out: usize = marked.iter().map(Marked::left_out).sum();
    if left_out > 0 {
        page.blank();
        let passage = if comparison.rewritten.is_empty() { "common passage" } else { "marked passage" };
        page.dim(&format!("{left_out} words that stand in no {passage} were left out: --all shows both texts as a whole."));
    }
    page.finish()
}

fn head(comparison: &Comparison, page: &mut Page) {
    for (title, text) in [("LEFT ", &comparison.left), ("RIGHT", &comparison.right)] {
        page.line(&format!("{}  {}", page.strong(title), fit(&told(text), page.width.saturating_sub(7))));
    }
    page.blank();
    let passages = match comparison.passages.len() {
        0 if !comparison.rewritten.is_empty() => "Rewritten copy, and no passage in common word for word".to_owned(),
        0 => "No passage in common".to_owned(),
        1 => "One common passage".to_owned(),
        n => format!("{n} common passages"),
    };
    let words = |text: &Text| {
        let share = whole_percent(share(text.common_words.into(), text.words.into()));
        format!("{} of {} words ({share}) of", text.common_words, text.words)
    };
    let how_much = if comparison.passages.is_empty() {
        String::new()
    } else {
        format!(": {} the left text, {} the right one", words(&comparison.left), words(&comparison.right))
    };
    page.strong_text(&format!("{passages}{how_much}."));
    let near = if comparison.near_duplicates { "They are near-duplicates" } else { "They are no near-duplicates" };
    page.text(&format!(
        "Similarity {} (shared {}-word shingles over all). {} of the left one's shingles stand in the right one, {} of the right \
         one's in the left one. {near}: that begins at {}.",
        told_similarity(comparison.similarity, comparison.threshold, 3),
        comparison.shingle,
        whole_percent(comparison.left_containment),
        whole_percent(comparison.right_containment),
        comparison.threshold,
    ));
    if !comparison.passages.is_empty() {
        page.blank();
        let rows: Vec<[String; 6]> = comparison.passages.iter().map(row).collect();
        table(&["", "kind", "words", "alike", "left, characters", "right, characters"], &rows, page);
        page.blank();
        let differ = if page.colour { "underlined in braces" } else { "in {braces}" };
        page.dim(&format!("A common passage stands between [n: and :n]; words {differ} are missing or spelt otherwise on the other side."));
    }
    if !comparison.rewritten.is_empty() {
        page.blank();
        let rows: Vec<[String; 6]> = comparison.rewritten.iter().zip(1..).map(rewritten_row).collect();
        table(&["", "kind", "words", "similarity", "left, characters", "right, characters"], &rows, page);
        page.blank();
        page.dim("What the run has as rewritten stands between [~n: and :~n]. Its words are those that both have, in any order.");
    }
}

/// A document in one line.
fn told(text: &Text) -> String {
    let about: Vec<String> = [text.outlet.as_deref(), text.title.as_deref()].into_iter().flatten().map(clean).collect();
    let about = if about.is_empty() { String::new() } else { format!(" · {}", about.join(" · ")) };
    format!("{}{about}", clean(&text.doc))
}

fn row(passage: &Common) -> [String; 6] {
    let place = |place: &Where| format!("{}–{} ({})", place.start, place.end, whole_percent(place.coverage));
    [
        passage.number.to_string(),
        passage.kind.name().to_owned(),
        passage.words.to_string(),
        whole_percent(passage.identity),
        place(&passage.left),
        place(&passage.right),
    ]
}

fn rewritten_row((rewritten, number): (&Rewritten, usize)) -> [String; 6] {
    let place = |start: u32, end: u32, coverage: f64| format!("{start}–{end} ({})", whole_percent(coverage));
    let (left, right) = (&rewritten.left, &rewritten.right);
    [
        Label::Rewritten(number).to_string(),
        Kind::Rewritten.name().to_owned(),
        rewritten.words.to_string(),
        told_similarity(rewritten.similarity, 1.0, 3),
        place(left.start, left.end, left.coverage),
        place(right.start, right.end, right.coverage),
    ]
}

fn table(titles: &[&str; 6], rows: &[[String; 6]], page: &mut Page) {
    let wide = |n: usize| rows.iter().map(|row| row[n].chars().count()).chain([titles[n].chars().count()]).max().unwrap_or(0);
    let widths: Vec<usize> = (0..titles.len()).map(wide).collect();
    let line = |cells: &[&str]| -> String {
        let cells = cells.iter().enumerate().map(|(n, cell)| match n {
            0 | 2 | 3 => format!("{cell:>width$}", width = widths[n]),
            _ => pad(cell, widths[n]),
        });
        fit(cells.collect::<Vec<_>>().join("  ").trim_end(), page.width)
    };
    if widths.iter().sum::<usize>() + 2 * (titles.len() - 1) > page.width {
        return stacked(titles, rows, page);
    }
    let head = line(titles);
    let lines: Vec<String> = rows.iter().map(|row| line(&row.each_ref().map(String::as_str))).collect();
    page.dim_line(&head);
    lines.iter().for_each(|line| page.line(line));
}

/// Both texts in columns, cut so that the passages that stand in the same order begin on the same line.
fn side_by_side(comparison: &Comparison, marked: &[Marked<'_>; 2], page: &mut Page) {
    let columns = (page.width - RULE.chars().count()) / 2;
    page.blank();
    let titles = [&comparison.left, &comparison.right].map(|text| fit(&clean(&text.doc), columns));
    let title = format!("{}{RULE}{}", pad(&titles[0], columns), titles[1]);
    let title = page.strong(&title);
    page.line(&title);
    let cuts = in_order(&placed(comparison, marked));
    let mut from = (0, 0);
    let ends = (marked[0].all().end, marked[1].all().end);
    for to in cuts.into_iter().chain([ends]) {
        let block = |side: usize, from: u32, to: u32| marked[side].flow(Span::<Words>::new(from, to)).lines(columns, page.colour);
        let (left, right) = (block(0, from.0, to.0), block(1, from.1, to.1));
        for n in 0..left.len().max(right.len()) {
            let empty = flow::Line::default();
            let (l, r) = (left.get(n).unwrap_or(&empty), right.get(n).unwrap_or(&empty));
            page.line(&format!("{}{RULE}{}", l.padded(columns), r.text));
        }
        if !left.is_empty() || !right.is_empty() {
            page.line(&format!("{}{}", " ".repeat(columns), RULE.trim_end()));
        }
        from = to;
    }
}

/// A passage by its words on both sides, and how many it has.
struct Placed {
    left: Span<Words>,
    right: Span<Words>,
    words: u32,
}

/// Common and rewritten passages in the order of the left text.
fn placed(comparison: &Comparison, marked: &[Marked<'_>; 2]) -> Vec<Placed> {
    let common = comparison.passages.iter().map(|p| Placed { left: p.left.words, right: p.right.words, words: p.words });
    let rewritten = comparison.rewritten.iter().enumerate().filter_map(|(n, p)| {
        let (left, right) = (marked[0].rewritten(n)?, marked[1].rewritten(n)?);
        Some(Placed { left, right, words: p.words })
    });
    let mut all: Vec<Placed> = common.chain(rewritten).collect();
    all.sort_by_key(|placed| (placed.left, placed.right));
    all
}

/// Where the passages of the heaviest row that stands in the same order on both sides begin. They come in the order of the left text.
fn in_order(passages: &[Placed]) -> Vec<(u32, u32)> {
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(passages.len());
    for (n, passage) in passages.iter().enumerate() {
        let before = (0..n)
            .filter(|m| passages[*m].right.end <= passage.right.start && passages[*m].left.end <= passage.left.start)
            .max_by_key(|m| (best[*m].0, *m));
        best.push((passage.words + before.map_or(0, |m| best[m].0), before));
    }
    let mut at = (0..passages.len()).max_by_key(|n| (best[*n].0, *n));
    let mut cuts = Vec::new();
    while let Some(n) = at {
        cuts.push((passages[n].left.start, passages[n].right.start));
        at = best[n].1;
    }
    cuts.reverse();
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Stretch, compare};
    use crate::pipeline::ScanConfig;
    use crate::report::terminal::text::width;

    const COPIED: &str = "the ferry will not cross the sound again before the ice has left the outer harbour";

    fn document(id: &str, text: String) -> Document {
        Document { id: id.into(), text: text.into(), ..Document::default() }
    }

    fn pair() -> (Document, Document) {
        let filler = "Many words of its own stand here before anything else is told. ".repeat(9);
        (
            document("left.txt", format!("{filler}\n\nSkipper Nils Orre said {COPIED}, and went home.")),
            document("right.txt", format!("“{}”, he said.\n\nThat was all.", COPIED.replace("outer", "inner"))),
        )
    }

    fn rendered(config: TerminalConfig) -> String {
        let (left, right) = pair();
        render(&compare(&left, &right, &ScanConfig::default(), &|_, _| None), &left, &right, &config)
    }

    #[test]
    fn passages_and_differences_are_marked_without_colour() {
        let page = rendered(TerminalConfig { width: 100, ..TerminalConfig::default() });
        let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            flat.contains(&format!("Orre said [1: {} harbour :1], and", COPIED.trim_end_matches(" harbour").replace("outer", "{outer}"))),
            "{page}"
        );
        assert!(flat.contains("the {inner} harbour :1]”, he said. That was all."), "{page}");
        assert!(page.contains("[… ") && page.contains("--all shows"), "{page}");
        assert!(!page.contains('\u{1b}'));
    }

    #[test]
    fn nothing_is_left_out_when_all_is_asked_for() {
        let page = rendered(TerminalConfig { context: None, ..TerminalConfig::default() });
        assert!(!page.contains("[…") && page.matches("Many words of its").count() == 9, "{page}");
    }

    #[test]
    fn a_wide_terminal_shows_both_side_by_side_and_no_line_is_too_long() {
        for width_asked in [40, 80, 119, 120, 160] {
            let page = rendered(TerminalConfig { width: width_asked, ..TerminalConfig::default() });
            for line in page.lines() {
                assert!(width(line) <= width_asked, "{width_asked}: {line}");
            }
            assert_eq!(page.contains(" │ "), width_asked >= 120);
        }
        let page = rendered(TerminalConfig { width: 160, ..TerminalConfig::default() });
        let row = page.lines().find(|line| line.contains("[1:")).unwrap();
        assert_eq!(row.matches("[1:").count(), 2, "the passage begins on one line: {row}");
    }

    #[test]
    fn texts_without_anything_in_common_say_so() {
        let (left, right) = (document("a", "Rain tonight.".into()), document("b", "The mayor opened a library.".into()));
        let page = render(&compare(&left, &right, &ScanConfig::default(), &|_, _| None), &left, &right, &TerminalConfig::default());
        assert!(page.contains("No passage in common.") && page.contains("Rain tonight."), "{page}");
    }

    #[test]
    fn what_a_run_has_as_rewritten_copy_is_marked_in_both_texts_beside_what_is_copied() {
        let (left, right) = (
            document("a", format!("Rain fell on the old harbour all night. {COPIED}. {}", "Nothing else was told. ".repeat(40))),
            document("b", format!("{COPIED}. All night it rained “on the harbour”.")),
        );
        let stretch = |document: &Document, text: &str| {
            let start = u32::try_from(document.text.find(text).unwrap()).unwrap();
            let end = start + u32::try_from(text.len()).unwrap();
            Stretch { start, end, byte_start: start, byte_end: end, coverage: 0.25 }
        };
        let mut compared = compare(&left, &right, &ScanConfig::default(), &|_, _| None);
        compared.rewritten = vec![
            Rewritten {
                words: 5,
                similarity: 0.75,
                left: stretch(&left, "Rain fell on the old harbour all night"),
                right: stretch(&right, "All night it rained “on the harbour”"),
            },
            // A part of what is copied too, and a stretch of a table that somebody changed.
            Rewritten { words: 2, similarity: 0.5, left: stretch(&left, "cross the sound"), right: stretch(&right, "the sound") },
            Rewritten {
                words: 2,
                similarity: 0.5,
                left: Stretch { byte_start: 1, byte_end: 2, ..stretch(&left, "Rain") },
                right: Stretch { byte_start: 9_000, byte_end: 9_999, ..stretch(&right, "All") },
            },
        ];
        let shown =
            |width: usize, colour: bool, context: Option<u32>| render(&compared, &left, &right, &TerminalConfig { width, colour, context });
        let page = shown(80, false, Some(5));
        let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
        for marked in [
            "[~1: Rain fell on the old harbour all night :~1]. [1: the ferry will not [~2: cross the sound :~2] again",
            "All night it rained “on the harbour :~1]”.",
        ] {
            assert!(flat.contains(marked), "{marked}: {page}");
        }
        assert!(flat.contains("[~1: All night") && flat.contains("stands between [~n: and :~n]"), "{page}");
        assert_eq!((flat.matches("[~1: ").count(), flat.matches(" :~1]").count(), flat.matches("[~3: ").count()), (2, 2, 0), "{page}");
        assert!(page.contains("words that stand in no marked passage were left out"), "{page}");
        assert!(shown(80, true, None).contains("\u{1b}[3m"), "what is rewritten is slanted");
        for width_asked in [40, 120, 160] {
            assert!(shown(width_asked, false, Some(5)).lines().all(|line| width(line) <= width_asked));
        }
    }

    #[test]
    fn a_narrow_page_loses_no_column_of_the_table() {
        let (left, right) = (document("a", format!("Skipper Nils Orre said: {COPIED}.")), document("b", format!("{COPIED}.")));
        let compared = compare(&left, &right, &ScanConfig::default(), &|_, _| None);
        let shown = |width: usize| render(&compared, &left, &right, &TerminalConfig { width, ..TerminalConfig::default() });
        let places = [&compared.passages[0].left, &compared.passages[0].right].map(|place| format!("{}–{}", place.start, place.end));
        for (width_asked, title) in [(40, "\n   right, characters  "), (80, "  right, characters\n")] {
            let page = shown(width_asked);
            assert!(page.contains(title) && places.iter().all(|place| page.contains(&**place)), "{page}");
            assert!(page.lines().all(|line| width(line) <= width_asked), "{page}");
        }
    }

    #[test]
    fn rewritten_copy_begins_on_one_line_where_both_stand_side_by_side() {
        let filler = "Many words of its own stand here before anything else is told. ".repeat(9);
        let (left, right) = (document("a", format!("{filler}Rain fell all night.")), document("b", "It rained, all night long.".into()));
        let whole = |start: usize, end: usize| {
            let [start, end] = [start, end].map(|at| u32::try_from(at).unwrap());
            Stretch { start, end, byte_start: start, byte_end: end, coverage: 0.25 }
        };
        let mut compared = compare(&left, &right, &ScanConfig::default(), &|_, _| None);
        let sides = (whole(filler.len(), left.text.len()), whole(0, right.text.len()));
        compared.rewritten = vec![Rewritten { words: 2, similarity: 0.5, left: sides.0, right: sides.1 }];
        let page = render(&compared, &left, &right, &TerminalConfig { width: 160, ..TerminalConfig::default() });
        let row = page.lines().find(|line| line.contains("[~1: ")).unwrap();
        assert_eq!(row.matches("[~1: ").count(), 2, "{page}");
    }

    #[test]
    fn what_a_run_has_as_rewritten_copy_is_told_as_that_beside_what_is_copied_and_where_nothing_is() {
        let stretch = |start: u32| Stretch { start, end: start + 90, byte_start: start, byte_end: start + 90, coverage: 0.25 };
        let rewritten = Rewritten { words: 17, similarity: 0.625, left: stretch(3), right: stretch(40) };
        let row = "~1  rewritten     17       0.625  3–93 (25%)        40–130 (25%)";
        let (left, right) = (document("a", "Rain tonight.".into()), document("b", "The mayor opened a library.".into()));
        let shown = |left: &Document, right: &Document, width: usize| {
            let mut compared = compare(left, right, &ScanConfig::default(), &|_, _| None);
            compared.rewritten = vec![rewritten.clone()];
            render(&compared, left, right, &TerminalConfig { width, ..TerminalConfig::default() })
        };
        let page = shown(&left, &right, 80);
        assert!(page.contains("Rewritten copy, and no passage in common word for word.") && page.contains(row), "{page}");
        assert!(!page.contains("No passage in common") && !page.contains("[n:"), "{page}");
        let (left, right) = pair();
        let page = shown(&left, &right, 100);
        assert!(page.contains("One common passage: ") && page.contains(row) && page.contains("[n:"), "{page}");
        assert!(shown(&left, &right, 40).lines().all(|line| width(line) <= 40));
    }
}
