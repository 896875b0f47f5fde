//! A document's text with its passages marked, long stretches that stand in none left out.

use super::super::{Common, Where};
use super::flow::{Flow, Look};
use crate::read::Document;
use crate::span::{Span, Words};
use crate::text::{Compounds, Tokens, paragraphs, tokenize};

/// One side of a comparison, ready to be cut into flows.
pub(super) struct Marked<'a> {
    text: &'a str,
    tokens: Tokens,
    /// Where paragraphs begin, in bytes.
    breaks: Vec<u32>,
    /// Number and place of each passage.
    passages: Vec<(usize, &'a Where)>,
    /// Words that are shown.
    shown: Vec<bool>,
}

impl<'a> Marked<'a> {
    /// `context`: words that are shown before and behind each passage; `None` for all.
    pub(super) fn new(document: &'a Document, passages: &'a [Common], of: fn(&Common) -> &Where, context: Option<u32>) -> Self {
        let tokens = tokenize(&document.text, Compounds::Joined);
        let passages: Vec<_> = passages.iter().map(|p| (p.number, of(p))).collect();
        let mut shown = vec![context.is_none(); tokens.len()];
        if let Some(context) = context {
            let reach = context as usize;
            for (_, place) in &passages {
                let from = (place.words.start as usize).saturating_sub(reach);
                let to = (place.words.end as usize).saturating_add(reach).min(tokens.len());
                shown[from..to].fill(true);
            }
            if passages.is_empty() {
                let to = reach.saturating_mul(2).min(tokens.len());
                shown[..to].fill(true);
            }
            show_short_gaps(&mut shown, reach / 2);
        }
        let breaks = paragraphs(&document.text).iter().map(|p| p.start).collect();
        Self { text: &document.text, tokens, breaks, passages, shown }
    }

    /// How many words are left out.
    pub(super) fn left_out(&self) -> usize {
        self.shown.iter().filter(|shown| !**shown).count()
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
            Some(next) if next.start < end && !self.passages.iter().any(|(_, p)| p.words.end == word + 1) => next.start,
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

    fn holding(&self, word: u32) -> impl Iterator<Item = &(usize, &'a Where)> {
        self.passages.iter().filter(move |(_, p)| p.words.start <= word && word < p.words.end)
    }

    /// The look of what stands between word `before` - 1 and word `after`: a passage's where both are inside it.
    fn look(&self, word: u32, behind: u32) -> Look {
        let inside = if word == behind { word.checked_sub(1) } else { Some(word) };
        let passage = inside.and_then(|inside| self.holding(word).find(|(_, p)| p.words.start <= inside)).map(|(number, _)| *number);
        let differs = word != behind && self.differs(word).is_some();
        Look { passage, differs, ..Look::default() }
    }

    /// The stretch that differs and holds the word, of the first passage that holds it.
    fn differs(&self, word: u32) -> Option<Span<Words>> {
        let (_, place) = self.holding(word).next()?;
        place.differing_words.iter().find(|s| s.start <= word && word < s.end).copied()
    }

    fn open(&self, flow: &mut Flow, word: u32) {
        for (number, _) in self.passages.iter().filter(|(_, p)| p.words.start == word) {
            flow.mark(&format!("[{number}: "), Look { passage: Some(*number), mark: true, ..Look::default() });
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
        for (number, _) in self.passages.iter().rev().filter(|(_, p)| p.words.end == word + 1) {
            flow.mark(&format!(" :{number}]"), Look { passage: Some(*number), mark: true, ..Look::default() });
        }
    }
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
