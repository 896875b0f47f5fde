//! One text, and which other documents carry each of its sentences.

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

/// Whether a byte is a character that is neither white space nor in any way a mark at the end of a sentence.
const INSIDE: [bool; 256] = {
    let mut inside = [false; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        inside[byte as usize] = !matches!(byte, b'.' | b'!' | b'?' | b'"' | b')' | b'\'');
        byte += 1;
    }
    inside
};

/// Sentences of a text in code points: up to an end mark with what closes after it, or a line's end.
pub(super) fn sentences(text: &str) -> Vec<(u32, u32)> {
    let mut sentences = Vec::new();
    let (mut start, mut end) = (None, 0_u32);
    let mut marked = false;
    // The byte that is read next, and its code point.
    let (mut byte, mut at) = (0, 0_u32);
    loop {
        let inside = text.as_bytes()[byte..].iter().take_while(|byte| INSIDE[usize::from(**byte)]).count();
        if inside > 0 {
            start = start.or(Some(at));
            (byte, at) = (byte + inside, at + position(inside));
            (end, marked) = (at, false);
        }
        let mut chars = text[byte..].chars();
        let Some(c) = chars.next() else { break };
        (byte, at) = (byte + c.len_utf8(), at + 1);
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
        let wide = matches!(c, '。' | '！' | '？');
        if wide && !chars.next().is_some_and(|c| matches!(c, '”' | '」' | '’' | '"')) {
            sentences.extend(start.take().map(|from| (from, end)));
        }
    }
    sentences.extend(start.map(|from| (from, end)));
    sentences
}

/// The sentences of a story's lead document, with who carries each.
pub(super) fn carried(index: &Index<'_>, story: &Story, lead: u32, pairs: &PairsOf) -> Vec<Sentence> {
    let mut docs = story.docs.clone();
    docs.sort_unstable();
    // What others carry of it, each with the document that does.
    let mut spans: Vec<(u32, (u32, u32))> = Vec::new();
    for &row in pairs.of(lead) {
        let (pair, (left, right)) = (index.run.pairs.numbered(at(row)), index.pair(row));
        let other = if left == lead { right } else { left };
        if pair.kind.is_copy() && docs.binary_search(&other).is_ok() {
            if left == lead {
                spans.push((right, (pair.left_start, pair.left_end)));
            }
            if right == lead {
                spans.push((left, (pair.right_start, pair.right_end)));
            }
        }
    }
    for &cluster in &story.clusters {
        let range = index.passages[at(cluster)].clone();
        for here in range.clone().filter(|&p| index.passage_doc[p] == lead) {
            let passage = index.run.passages.told(here);
            let span = (passage.start, passage.end);
            spans.extend(range.clone().map(|other| (index.passage_doc[other], span)).filter(|(doc, _)| *doc != lead));
        }
    }
    spans.sort_unstable();
    let mut found: Vec<Sentence> =
        sentences(index.texts[at(lead)]).into_iter().map(|(start, end)| Sentence { start, end, docs: Vec::new() }).collect();
    let mut apart = Vec::new();
    for own in spans.chunk_by(|a, b| a.0 == b.0) {
        unite(own.iter().map(|(_, span)| *span), &mut apart);
        let mut rest = &apart[..];
        for sentence in &mut found {
            rest = &rest[rest.iter().take_while(|(_, to)| *to <= sentence.start).count()..];
            if 2 * covered(rest, sentence.start, sentence.end) >= sentence.end - sentence.start {
                sentence.docs.push(own[0].0);
            }
        }
    }
    found
}

/// The parts of a text that these spans, sorted, cover together, in place of others.
fn unite(spans: impl Iterator<Item = (u32, u32)>, apart: &mut Vec<(u32, u32)>) {
    apart.clear();
    for (from, to) in spans {
        match apart.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
}

/// How much of `start..end` these spans cover, which are sorted and apart.
fn covered(spans: &[(u32, u32)], start: u32, end: u32) -> u32 {
    spans.iter().take_while(|(from, _)| *from < end).map(|(from, to)| to.min(&end).saturating_sub(*from.max(&start))).sum()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::super::{stories::gather, tell};
    use super::*;
    use proptest::prelude::*;

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

    /// Character by character.
    fn slowly(text: &str) -> Vec<(u32, u32)> {
        let chars: Vec<char> = text.chars().collect();
        let (mut sentences, mut start, mut end, mut marked) = (Vec::new(), None, 0, false);
        for (n, &c) in chars.iter().enumerate() {
            let ends = if c.is_whitespace() {
                matches!(c, '\n' | '\u{2028}' | '\u{2029}') || marked
            } else {
                start = start.or(Some(n));
                end = n + 1;
                marked = matches!(c, '.' | '!' | '?' | '…') || (marked && "\"”’»)'".contains(c));
                "。！？".contains(c) && !chars.get(n + 1).is_some_and(|c| "”」’\"".contains(*c))
            };
            if ends {
                sentences.extend(start.take().map(|from| (position(from), position(end))));
            }
        }
        sentences.extend(start.map(|from| (position(from), position(end))));
        sentences
    }

    proptest! {
        #[test]
        fn sentences_are_those_found_character_by_character(text in "([a-z]{1,9}|[ .!?…\"”’»)'\n\r\t\u{2028}。！？」]|\\PC){0,40}") {
            prop_assert_eq!(sentences(&text), slowly(&text));
        }

        #[test]
        fn overlapping_spans_are_counted_once(spans in prop::collection::vec((0..40_u32, 0..12_u32), 0..8), start in 0..40_u32, len in 0..20_u32) {
            let mut spans: Vec<(u32, u32)> = spans.into_iter().map(|(from, len)| (from, from + len)).collect();
            spans.sort_unstable();
            let mut apart = Vec::new();
            unite(spans.iter().copied(), &mut apart);
            let slowly = (start..start + len).filter(|place| spans.iter().any(|(from, to)| (from..to).contains(&place))).count();
            prop_assert_eq!(covered(&apart, start, start + len), position(slowly));
        }
    }
}
