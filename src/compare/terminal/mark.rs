//! A document's text with its passages marked, long stretches that stand in none left out.

use std::fmt;

use super::super::{Common, Comparison, Rewritten, Stretch, Where};
use super::flow::{Flow, Look};
use crate::read::Document;
use crate::span::{Span, Words};
use crate::text::{Compounds, Tokens, paragraphs, tokenize};

/// What a passage is called where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// A passage that both have word for word, by its number.
    Common(usize),
    /// One that a run has as the same in other words, counted from 1.
    Rewritten(usize),
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Common(number) => write!(f, "{number}"),
            Self::Rewritten(number) => write!(f, "~{number}"),
        }
    }
}

/// Which of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    Left,
    Right,
}

impl Hand {
    fn common(self, passage: &Common) -> &Where {
        match self {
            Self::Left => &passage.left,
            Self::Right => &passage.right,
        }
    }

    fn rewritten(self, passage: &Rewritten) -> &Stretch {
        match self {
            Self::Left => &passage.left,
            Self::Right => &passage.right,
        }
    }
}

/// A passage in one text.
#[derive(Debug, Clone, Copy)]
struct Stands<'a> {
    label: Label,
    words: Span<Words>,
    /// Stretches that the other side does not have. What is rewritten has no words of its own to compare, and so none.
    differing: &'a [Span<Words>],
}

/// One side of a comparison, ready to be cut into flows.
pub(super) struct Marked<'a> {
    text: &'a str,
    tokens: Tokens,
    /// Where paragraphs begin, in bytes.
    breaks: Vec<u32>,
    /// Common passages, then rewritten ones: where both hold a word, it looks as the common one.
    passages: Vec<Stands<'a>>,
    by_word: ByWord,
    /// Words that are shown.
    shown: Vec<bool>,
}

impl<'a> Marked<'a> {
    /// `context`: words that are shown before and behind each passage; `None` for all.
    pub(super) fn new(document: &'a Document, comparison: &'a Comparison, hand: Hand, context: Option<u32>) -> Self {
        let tokens = tokenize(&document.text, Compounds::Joined);
        let passages = passages(comparison, hand, &tokens);
        let mut shown = vec![context.is_none(); tokens.len()];
        if let Some(context) = context {
            let reach = context as usize;
            for passage in &passages {
                let from = (passage.words.start as usize).saturating_sub(reach);
                let to = (passage.words.end as usize).saturating_add(reach).min(tokens.len());
                shown[from..to].fill(true);
            }
            if passages.is_empty() {
                let to = reach.saturating_mul(2).min(tokens.len());
                shown[..to].fill(true);
            }
            show_short_gaps(&mut shown, reach / 2);
        }
        let breaks = paragraphs(&document.text).iter().map(|p| p.start).collect();
        let by_word = ByWord::new(&passages, tokens.len());
        Self { text: &document.text, tokens, breaks, passages, by_word, shown }
    }

    /// How many words are left out.
    pub(super) fn left_out(&self) -> usize {
        self.shown.iter().filter(|shown| !**shown).count()
    }

    /// The words of a rewritten passage, by its place in the list of the comparison; `None` where the text has none there.
    pub(super) fn rewritten(&self, n: usize) -> Option<Span<Words>> {
        self.passages.iter().find(|passage| passage.label == Label::Rewritten(n + 1)).map(|passage| passage.words)
    }

    /// All words.
    pub(super) fn all(&self) -> Span<Words> {
        Span::new(0, u32::try_from(self.tokens.len()).expect("a text is shorter than 4 GiB"))
    }

    /// These words with what stands around them, marked.
    pub(super) fn flow(&self, words: Span<Words>) -> Flow {
        let mut flow = Flow::default();
        let mut at = self.cut_before(words.start);
        let mut left_out = 0_usize;
        for word in words.start..words.end {
            let span = self.tokens.spans[word as usize];
            if !self.shown[word as usize] {
                left_out += 1;
                at = self.end_of(word);
                continue;
            }
            if left_out > 0 {
                self.tell_left_out(&mut flow, left_out);
                left_out = 0;
            } else {
                self.between(&mut flow, at, span.start.max(at), self.look(word, word));
            }
            self.open(&mut flow, word);
            let end = self.end_of(word);
            flow.text(&self.text[span.start.max(at) as usize..end as usize], self.look(word, word + 1));
            self.close(&mut flow, word);
            at = end;
        }
        if left_out > 0 {
            self.tell_left_out(&mut flow, left_out);
        } else if !words.is_empty() {
            self.between(&mut flow, at, self.cut_before(words.end).max(at), Look::default());
        }
        flow
    }

    /// Where a text that begins with this word is cut off from the one before: behind the punctuation that clings to the word before.
    fn cut_before(&self, word: u32) -> u32 {
        let Some(before) = word.checked_sub(1) else { return 0 };
        let end = self.end_of(before);
        let rest = &self.text[end as usize..];
        let Some(next) = self.tokens.spans.get(word as usize) else { return end + size(rest) };
        let gap = &rest[..next.start.saturating_sub(end) as usize];
        gap.find(char::is_whitespace).map_or(end, |at| end + size(&gap[..at]))
    }

    /// Where a word's own text ends: words of scripts without spaces overlap, and each is shown up to the next.
    fn end_of(&self, word: u32) -> u32 {
        let end = self.tokens.spans[word as usize].end;
        match self.tokens.spans.get(word as usize + 1) {
            Some(next) if next.start < end && self.by_word.ending(word + 1).is_empty() => next.start,
            _ => end,
        }
    }

    /// White space and punctuation between words.
    fn between(&self, flow: &mut Flow, from: u32, to: u32, look: Look) {
        let mut at = from;
        let first = self.breaks.partition_point(|b| *b <= from);
        for &cut in self.breaks[first..].iter().take_while(|cut| **cut <= to) {
            flow.text(&self.text[at as usize..cut as usize], look);
            flow.paragraph();
            at = cut;
        }
        flow.text(&self.text[at as usize..to as usize], look);
    }

    fn tell_left_out(&self, flow: &mut Flow, words: usize) {
        flow.paragraph();
        let words = if words == 1 { "1 word".to_owned() } else { format!("{words} words") };
        flow.text(&format!("[… {words} …]"), Look { note: true, ..Look::default() });
        flow.paragraph();
    }

    /// The look of what stands between word `before` - 1 and word `after`: a passage's where both are inside it.
    fn look(&self, word: u32, behind: u32) -> Look {
        let passage = if word == behind { self.by_word.around.get(word as usize) } else { self.by_word.holding.get(word as usize) };
        let passage = passage.copied().flatten().map(|n| self.passages[n].label);
        let differs = word != behind && self.differs(word).is_some();
        Look { passage, differs, ..Look::default() }
    }

    /// The stretch that differs and holds the word, of the first passage that holds it.
    fn differs(&self, word: u32) -> Option<Span<Words>> {
        let first = (*self.by_word.holding.get(word as usize)?)?;
        let stretches = self.passages[first].differing;
        stretches.get(stretches.partition_point(|s| s.end <= word)).filter(|s| s.start <= word).copied()
    }

    fn open(&self, flow: &mut Flow, word: u32) {
        for (_, passage) in self.by_word.beginning(word) {
            let label = self.passages[*passage].label;
            flow.mark(&format!("[{label}: "), Look { passage: Some(label), mark: true, ..Look::default() });
        }
        if self.differs(word).is_some_and(|stretch| stretch.start == word) {
            flow.mark("{", self.look(word, word + 1));
        }
    }

    fn close(&self, flow: &mut Flow, word: u32) {
        if self.differs(word).is_some_and(|stretch| stretch.end == word + 1) {
            flow.mark("}", self.look(word, word + 1));
        }
        // Opened first, closed last.
        for (_, passage) in self.by_word.ending(word + 1).iter().rev() {
            let label = self.passages[*passage].label;
            flow.mark(&format!(" :{label}]"), Look { passage: Some(label), mark: true, ..Look::default() });
        }
    }
}

/// Where the passages of a comparison stand in one of its texts.
fn passages<'a>(comparison: &'a Comparison, hand: Hand, tokens: &Tokens) -> Vec<Stands<'a>> {
    let common = comparison.passages.iter().map(|passage| {
        let place = hand.common(passage);
        Stands { label: Label::Common(passage.number), words: place.words, differing: &place.differing_words }
    });
    let rewritten = comparison.rewritten.iter().zip(1..).map(|(passage, number)| {
        let words = words_of(hand.rewritten(passage), tokens);
        Stands { label: Label::Rewritten(number), words, differing: &[] }
    });
    // A table that somebody changed may name a place without words.
    common.chain(rewritten.filter(|passage| !passage.words.is_empty())).collect()
}

/// The words that lie inside a stretch.
fn words_of(stretch: &Stretch, tokens: &Tokens) -> Span<Words> {
    let start = tokens.spans.partition_point(|span| span.start < stretch.byte_start);
    let inside = tokens.spans[start..].iter().take_while(|span| span.end <= stretch.byte_end).count();
    let word = |n: usize| u32::try_from(n).expect("a text is shorter than 4 GiB");
    Span::new(word(start), word(start + inside))
}

/// The passages of each word, by their places in the list: each word asks for its own several times.
struct ByWord {
    /// The first passage that holds the word.
    holding: Vec<Option<usize>>,
    /// The first one that holds the word and the one before.
    around: Vec<Option<usize>>,
    /// (first word, passage), sorted.
    begins: Vec<(u32, usize)>,
    /// (word behind the last one, passage), sorted.
    ends: Vec<(u32, usize)>,
}

impl ByWord {
    fn new(passages: &[Stands<'_>], words: usize) -> Self {
        let (mut holding, mut around) = (vec![None; words], vec![None; words]);
        let (mut begins, mut ends) = (Vec::with_capacity(passages.len()), Vec::with_capacity(passages.len()));
        // The first is written last.
        for (n, passage) in passages.iter().enumerate().rev() {
            let (start, end) = (passage.words.start, passage.words.end);
            holding[start as usize..end as usize].fill(Some(n));
            around[(start + 1).min(end) as usize..end as usize].fill(Some(n));
            begins.push((start, n));
            ends.push((end, n));
        }
        begins.sort_unstable();
        ends.sort_unstable();
        Self { holding, around, begins, ends }
    }

    /// The passages that begin with the word, in the order of the list.
    fn beginning(&self, word: u32) -> &[(u32, usize)] {
        of_word(&self.begins, word)
    }

    /// The passages that end before the word, in the order of the list.
    fn ending(&self, word: u32) -> &[(u32, usize)] {
        of_word(&self.ends, word)
    }
}

fn of_word(sorted: &[(u32, usize)], word: u32) -> &[(u32, usize)] {
    let from = sorted.partition_point(|(at, _)| *at < word);
    let to = from + sorted[from..].partition_point(|(at, _)| *at == word);
    &sorted[from..to]
}

fn size(text: &str) -> u32 {
    u32::try_from(text.len()).expect("a text is shorter than 4 GiB")
}

/// A gap of a few words is shown: the note in its place would be longer.
fn show_short_gaps(shown: &mut [bool], short: usize) {
    let mut at = 0;
    while at < shown.len() {
        let length = shown[at..].iter().take_while(|s| **s == shown[at]).count();
        if !shown[at] && length <= short.max(3) {
            shown[at..at + length].fill(true);
        }
        at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::Kind;
    use crate::compare::compare;
    use crate::pipeline::ScanConfig;
    use crate::span::Bytes;
    use proptest::prelude::*;

    const LATIN: &str = "one two three, four five six. Seven eight nine ten eleven twelve thirteen fourteen";
    /// Words of it overlap.
    const CHINESE: &str = "北京市人民政府今天宣布将于明年春天举行大型文化活动欢迎各地游客参加";

    fn common(number: usize, words: Span<Words>, differing_words: Vec<Span<Words>>) -> Common {
        let differing = Vec::new();
        let place = Where { start: 0, end: 0, byte_start: 0, byte_end: 0, coverage: 0.0, differing, words, differing_words };
        Common { number, kind: Kind::Passage, words: 1, identity: 1.0, score: 1.0, left: place.clone(), right: place }
    }

    fn rewritten(byte_start: u32, byte_end: u32) -> Rewritten {
        let place = Stretch { start: 0, end: 0, byte_start, byte_end, coverage: 0.0 };
        Rewritten { words: 1, similarity: 0.5, left: place.clone(), right: place }
    }

    /// Every question of every word, asked of all passages and all stretches.
    fn check(marked: &Marked<'_>) {
        let words = u32::try_from(marked.tokens.len()).unwrap();
        let all = || marked.passages.iter().enumerate();
        let ids = |found: &[(u32, usize)]| found.iter().map(|(_, n)| *n).collect::<Vec<_>>();
        for word in 0..words {
            let holding = || marked.passages.iter().filter(move |p| p.words.start <= word && word < p.words.end);
            let differs = holding().next().and_then(|p| p.differing.iter().find(|s| s.start <= word && word < s.end).copied());
            assert_eq!(marked.differs(word), differs);
            let inside = Look { passage: holding().next().map(|p| p.label), differs: differs.is_some(), ..Look::default() };
            let before = word.checked_sub(1).and_then(|before| holding().find(|p| p.words.start <= before));
            let between = Look { passage: before.map(|p| p.label), ..Look::default() };
            assert_eq!((marked.look(word, word + 1), marked.look(word, word)), (inside, between));
            assert_eq!(
                ids(marked.by_word.beginning(word)),
                all().filter(|(_, p)| p.words.start == word).map(|(n, _)| n).collect::<Vec<_>>()
            );
            assert_eq!(ids(marked.by_word.ending(word)), all().filter(|(_, p)| p.words.end == word).map(|(n, _)| n).collect::<Vec<_>>());
        }
    }

    proptest! {
        #[test]
        fn what_a_word_is_told_is_what_all_passages_say(
            chinese: bool,
            drawn in prop::collection::vec((0..40_u32, 0..15_u32, prop::collection::vec(0..3_u32, 0..8)), 0..6),
            stretches in prop::collection::vec((0..120_u32, 0..60_u32), 0..4),
        ) {
            let text = if chinese { CHINESE } else { LATIN };
            let document = Document { id: "d".into(), text: text.to_owned().into(), ..Document::default() };
            let words = u32::try_from(tokenize(text, Compounds::Joined).len()).unwrap();
            let mut comparison = compare(&document, &document, &ScanConfig::default(), &|_, _| None);
            comparison.passages = (1..).zip(drawn).map(|(number, (start, length, gaps))| {
                let start = start % words;
                let end = (start + length).min(words);
                // Stretches of one word and two, words between them.
                let mut at = start;
                let mut differing = Vec::new();
                for gap in gaps {
                    let stretch = Span::new((at + gap).min(end), (at + gap + 1 + gap % 2).min(end));
                    if !stretch.is_empty() {
                        differing.push(stretch);
                    }
                    at = stretch.end + 1;
                }
                common(number, Span::new(start, end), differing)
            }).collect();
            comparison.rewritten = stretches.into_iter().map(|(start, length)| rewritten(start, start + length)).collect();
            let marked = Marked::new(&document, &comparison, Hand::Left, None);
            check(&marked);
            // Every word of a rewritten stretch is marked, and no word that reaches out of it.
            for (n, passage) in comparison.rewritten.iter().enumerate() {
                let stretch = Span::<Bytes>::new(passage.left.byte_start, passage.left.byte_end);
                let inside: Vec<u32> = (0..words).filter(|&word| stretch.contains(&marked.tokens.spans[word as usize])).collect();
                let told: Vec<u32> = marked.rewritten(n).map_or_else(Vec::new, |words| (words.start..words.end).collect());
                prop_assert_eq!(told, inside);
            }
        }
    }
}
