//! One text, and which other documents carry each of its sentences.

use std::collections::BTreeMap;

use super::index::{Index, at, position};
use super::stories::Story;

/// A sentence in code points, and the documents that carry at least half of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    pub start: u32,
    pub end: u32,
    pub docs: Vec<u32>,
}

/// The pairs of each document.
pub(super) struct PairsOf {
    starts: Vec<usize>,
    rows: Vec<u32>,
}

impl PairsOf {
    /// Sorts all pairs by each of their two documents.
    pub fn new(index: &Index<'_>) -> Self {
        let mut starts = vec![0; index.run.documents.len() + 1];
        let count = position(index.run.pairs.len());
        for (left, right) in (0..count).map(|row| index.pair(row)) {
            starts[at(left) + 1] += 1;
            starts[at(right) + 1] += 1;
        }
        for d in 1..starts.len() {
            starts[d] += starts[d - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; 2 * index.run.pairs.len()];
        for row in 0..count {
            let (left, right) = index.pair(row);
            for doc in [left, right] {
                rows[next[at(doc)]] = row;
                next[at(doc)] += 1;
            }
        }
        Self { starts, rows }
    }

    /// Rows of the pairs that a document stands in.
    pub fn of(&self, doc: u32) -> &[u32] {
        &self.rows[self.starts[at(doc)]..self.starts[at(doc) + 1]]
    }
}

/// Sentences of a text in code points: up to an end mark with what closes after it, or a line's end.
pub(super) fn sentences(text: &str) -> Vec<(u32, u32)> {
    let mut sentences = Vec::new();
    let (mut start, mut end) = (None, 0_u32);
    let mut marked = false;
    let mut chars = text.chars().peekable();
    let mut at = 0_u32;
    while let Some(c) = chars.next() {
        at += 1;
        let wide = matches!(c, '。' | '！' | '？');
        if c.is_whitespace() {
            let line = c == '\n' || c == '\u{2029}' || c == '\u{2028}';
            if let Some(from) = start.filter(|_| line || marked) {
                sentences.push((from, end));
                start = None;
            }
            continue;
        }
        start = start.or(Some(at - 1));
        end = at;
        marked = matches!(c, '.' | '!' | '?' | '…') || (marked && matches!(c, '"' | '”' | '’' | '»' | ')' | '\''));
        if wide && !chars.peek().is_some_and(|c| matches!(c, '”' | '」' | '’' | '"')) {
            sentences.extend(start.take().map(|from| (from, end)));
        }
    }
    sentences.extend(start.map(|from| (from, end)));
    sentences
}

/// The sentences of a story's lead document, with who carries each.
pub(super) fn carried(index: &Index<'_>, story: &Story, lead: u32, pairs: &PairsOf) -> Vec<Sentence> {
    let mut spans: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    for &row in pairs.of(lead) {
        let (pair, (left, right)) = (index.run.pairs.numbered(at(row)), index.pair(row));
        if pair.kind.is_copy() {
            if left == lead {
                spans.entry(right).or_default().push((pair.left_start, pair.left_end));
            }
            if right == lead {
                spans.entry(left).or_default().push((pair.right_start, pair.right_end));
            }
        }
    }
    for &cluster in &story.clusters {
        let range = index.passages[at(cluster)].clone();
        for here in range.clone().filter(|&p| index.passage_doc[p] == lead) {
            let passage = index.run.passages.told(here);
            let span = (passage.start, passage.end);
            for other in range.clone().filter(|&p| index.passage_doc[p] != lead) {
                spans.entry(index.passage_doc[other]).or_default().push(span);
            }
        }
    }
    let inside = |doc: &u32| story.docs.contains(doc);
    let mut found: Vec<Sentence> =
        sentences(index.texts[at(lead)]).into_iter().map(|(start, end)| Sentence { start, end, docs: Vec::new() }).collect();
    for (doc, mut spans) in spans.into_iter().filter(|(doc, _)| inside(doc)) {
        spans.sort_unstable();
        for sentence in &mut found {
            if 2 * covered(&spans, sentence.start, sentence.end) >= sentence.end - sentence.start {
                sentence.docs.push(doc);
            }
        }
    }
    found
}

/// How much of `start..end` the sorted spans cover together.
fn covered(spans: &[(u32, u32)], start: u32, end: u32) -> u32 {
    let (mut sum, mut done) = (0, start);
    for &(from, to) in spans {
        let (from, to) = (from.max(done), to.min(end));
        if from < to {
            sum += to - from;
            done = to;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::super::{stories::gather, tell};
    use super::*;

    #[test]
    fn sentences_end_at_marks_with_what_closes_after_them_and_at_lines() {
        let text = "He said “no.” Then, v1.2 ran! Why?\nA title\n\n大桥关闭。今天？";
        let chars: Vec<char> = text.chars().collect();
        let told: Vec<String> = sentences(text).iter().map(|&(s, e)| chars[s as usize..e as usize].iter().collect()).collect();
        assert_eq!(told, ["He said “no.”", "Then, v1.2 ran!", "Why?", "A title", "大桥关闭。", "今天？"]);
    }

    #[test]
    fn every_sentence_of_the_dispatch_knows_who_carries_it() {
        let run = fixtures::small();
        let index = Index::new(&run).unwrap();
        let (stories, _) = gather(&index);
        let lead = tell::lead_doc(&index, &stories[0]);
        let told = carried(&index, &stories[0], lead, &PairsOf::new(&index));
        let text: Vec<char> = run.texts[at(lead)].text.chars().collect();
        let of = |needle: &str| {
            let has = |s: &&Sentence| text[at(s.start)..at(s.end)].iter().collect::<String>().contains(needle);
            told.iter().find(has).unwrap().docs.iter().map(|&d| index.outlet_name(d)).collect::<Vec<_>>()
        };
        assert_eq!(of("Ferries will run"), ["Harbour Gazette", "Evening Ledger"]);
        assert_eq!(of("Nobody will drive"), ["Channel Nine", "Harbour Gazette"]);
        assert_eq!(of("extraordinary session"), Vec::<&str>::new());
    }

    #[test]
    fn overlapping_spans_are_counted_once() {
        assert_eq!(covered(&[(0, 10), (5, 12), (20, 30)], 2, 25), 15);
    }
}
