//! Whether passages are quotations: what of their words stands between quotation marks, or is a post that its text shows whole.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use super::quotation::{Quotations, quotations, quoted_share};
use super::{Cluster, ClusterInput, Passage};
use crate::kernel::memory::{ask_for, ask_for_all};
use crate::span::{Bytes, Span};
use crate::text::is_spaceless;

/// So many copies between quotation marks make a quote.
const QUOTED_COPIES: usize = 2;
/// Where there are fewer, one of so many.
const QUOTED_PART: usize = 3;
/// Most words that two people may put in a row by chance.
const TORN_WORDS: u32 = 15;
/// Quotations of a document that memory is asked for at most.
const ASKED: usize = 16;
/// What people call themselves. `US` is a country.
const FIRST_PERSON: [&str; 29] = [
    "I", "me", "my", "My", "we", "We", "us", "our", "Our", "ich", "Ich", "mich", "mir", "mein", "wir", "Wir", "uns", "unser", "je", "Je",
    "nous", "Nous", "notre", "yo", "nuestro", "я", "мне", "мы", "наш",
];
/// Quotations of a document were looked for; there are some; some end at their closing mark; some are posts.
const LOOKED_FOR: u8 = 1;
const HAS_ANY: u8 = 2;
const HAS_CLOSED: u8 = 4;
const HAS_POSTS: u8 = 8;

/// Whether a text stands between quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked {
    Plain,
    /// In one document alone, behind a mark that may never have been closed: that counts no more than company does.
    Perhaps,
    /// In two documents, or in one between a mark and its closing one.
    Quoted,
}

/// The quotations of all documents, found when they are first asked for.
pub(super) struct Quoted<'a> {
    input: ClusterInput<'a>,
    /// Least share of a passage that is a quotation, for the passage to be one.
    least: f64,
    quotations: Vec<OnceLock<Quotations>>,
    /// What is known of them without looking at them: [`LOOKED_FOR`] and so on. One byte a document stays in a core's cache.
    marks: Vec<AtomicU8>,
}

impl Marked {
    /// What is so however a text is marked; `None` where that counts.
    pub(super) fn whichever(is_so: impl Fn(Self) -> bool) -> Option<bool> {
        let [plain, perhaps, quoted] = [Self::Plain, Self::Perhaps, Self::Quoted].map(is_so);
        (plain == perhaps && plain == quoted).then_some(plain)
    }
}

impl<'a> Quoted<'a> {
    pub(super) fn new(input: ClusterInput<'a>, least: f64) -> Self {
        Self {
            input,
            least,
            quotations: input.texts.iter().map(|_| OnceLock::new()).collect(),
            marks: input.texts.iter().map(|_| AtomicU8::new(0)).collect(),
        }
    }

    /// Whether a passage stands between quotation marks, or is a post.
    pub(super) fn is_quoted(&self, passage: &Passage) -> bool {
        self.share(passage, HAS_ANY, |quotations| &quotations.all) >= self.least
    }

    /// Whether a passage is a post, with the words that sign it.
    pub(super) fn is_post(&self, passage: &Passage) -> bool {
        self.share(passage, HAS_POSTS, |quotations| &quotations.posts) >= self.least
    }

    /// Whether enough copies stand between quotation marks: one that does so among many was marked by mistake.
    pub(super) fn is_quotation(&self, cluster: &Cluster) -> bool {
        let quoted = cluster.passages.iter().filter(|p| self.is_quoted(p)).take(QUOTED_COPIES).count();
        let is_part = quoted > 0 && quoted * QUOTED_PART >= cluster.passages.len();
        quoted >= QUOTED_COPIES || is_part && !self.is_met_by_chance(cluster.passages.iter().copied())
    }

    /// Whether as many copies are posts: then it is one, however many paragraphs it has with the words that sign it.
    pub(super) fn is_posted(&self, cluster: &Cluster) -> bool {
        let posts = cluster.passages.iter().filter(|p| self.is_post(p)).take(QUOTED_COPIES).count();
        posts >= QUOTED_COPIES || posts > 0 && posts * QUOTED_PART >= cluster.passages.len()
    }

    /// Whether passages of one text stand between quotation marks.
    pub(super) fn marked(&self, passages: impl Iterator<Item = Passage> + Clone) -> Marked {
        let quoted = passages.clone().filter(|p| self.is_quoted(p)).take(2).count();
        if quoted == 0 || quoted == 1 && self.is_met_by_chance(passages.clone()) {
            Marked::Plain
        } else if quoted > 1 || passages.into_iter().any(|p| self.share(&p, HAS_CLOSED, |quotations| &quotations.closed) >= self.least) {
            Marked::Quoted
        } else {
            Marked::Perhaps
        }
    }

    /// Whether passages of which one is quoted are no quotation: a few words out of the middle of what somebody says, who uses the phrase that
    /// the others write. Who quotes takes a sentence, or sets the words that are taken between marks.
    fn is_met_by_chance(&self, mut passages: impl Iterator<Item = Passage>) -> bool {
        let is_plain = |p: &Passage| self.share(p, HAS_ANY, |quotations| &quotations.all) == 0.0 && !self.has_single_mark(p);
        passages.all(|p| is_plain(&p) || self.is_quoted(&p) && self.is_torn_out(&p))
    }

    /// Whether a single mark opens before a word of a passage, or before it in its sentence: it may be an apostrophe, but then the words may be quoted
    /// all the same.
    fn has_single_mark(&self, passage: &Passage) -> bool {
        let text = self.input.texts[passage.document as usize];
        let bytes = self.input.tokens[passage.document as usize].bytes(passage.words).range();
        let is_sign = |byte: &u8| matches!(byte, b'.' | b'!' | b'?' | b'\n');
        let sentence = text.as_bytes()[..bytes.start].iter().rposition(is_sign).map_or(0, |sign| sign + 1);
        has_single_mark(&text[sentence..bytes.end])
    }

    /// Whether a passage is short, lies inside a quotation, and neither a mark nor a sentence's sign parts it from the words around it; and nobody
    /// speaks of himself in it, as in the record of what was said.
    fn is_torn_out(&self, passage: &Passage) -> bool {
        let text = self.input.texts[passage.document as usize];
        let bytes = self.input.tokens[passage.document as usize].bytes(passage.words).range();
        let before = text[..bytes.start].trim_end().chars().next_back();
        let behind = text[bytes.end..].trim_start().chars().next();
        let words = || text[bytes.clone()].split(|c: char| !c.is_alphanumeric());
        // Scripts without spaces show neither where words end nor who speaks.
        !text[bytes.clone()].starts_with(is_spaceless)
            && passage.words.len() <= TORN_WORDS
            && [before, behind].into_iter().all(|c| c.is_some_and(char::is_alphanumeric))
            && self.share(passage, HAS_ANY, |quotations| &quotations.all) >= 1.0
            && !words().any(|word| FIRST_PERSON.contains(&word))
    }

    /// Asks memory for what says whether each of some passages is quoted.
    pub(super) fn ask_for(&self, passages: impl Iterator<Item = Passage> + Clone) {
        passages.clone().for_each(|Passage { document, .. }| {
            ask_for(&self.quotations[document as usize]);
            ask_for(&self.input.tokens[document as usize].spans);
        });
        passages.for_each(|Passage { document, words }| {
            let spans = &self.input.tokens[document as usize].spans;
            ask_for(&spans[words.start as usize]);
            ask_for(&spans[words.end as usize - 1]);
            if let Some(Quotations { all, .. }) = self.quotations[document as usize].get() {
                ask_for_all(&all[..all.len().min(ASKED)]);
            }
        });
    }

    /// How much of a passage lies in some of its document's quotations, of which `mark` says whether there are any; 0 to 1.
    fn share(&self, passage: &Passage, mark: u8, some: fn(&Quotations) -> &[Span<Bytes>]) -> f64 {
        let document = passage.document as usize;
        let found = || self.quotations[document].get_or_init(|| quotations(self.input.texts[document]));
        let mut marks = self.marks[document].load(Ordering::Relaxed);
        if marks == 0 {
            let has = |some: &[Span<Bytes>], mark: u8| if some.is_empty() { 0 } else { mark };
            let Quotations { all, closed, posts } = found();
            marks = LOOKED_FOR | has(all, HAS_ANY) | has(closed, HAS_CLOSED) | has(posts, HAS_POSTS);
            self.marks[document].store(marks, Ordering::Relaxed);
        }
        // Most documents have none, and need not be looked at.
        if marks & mark == 0 { 0.0 } else { quoted_share(some(found()), self.input.tokens[document].bytes(passage.words)) }
    }
}

/// Whether a single mark opens before a word of a text, or before the first one.
fn has_single_mark(text: &str) -> bool {
    let opens = |mark: u8| matches!(mark, b'\'' | b'`');
    let is_first = text.trim_start().bytes().next().is_some_and(opens);
    // Curly and pointed ones: U+2018, U+201A, U+2039.
    let is_mark = |three: &[u8]| matches!(three, [0xE2, 0x80, 0x98 | 0x9A | 0xB9] | [b' ', b'\'' | b'`', _]);
    let is_last = text.as_bytes().last_chunk().is_some_and(|[blank, mark]| *blank == b' ' && opens(*mark));
    is_first || is_last || text.as_bytes().windows(3).any(is_mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_so_however_a_text_is_marked_needs_no_look_at_it() {
        let all = [Marked::Plain, Marked::Perhaps, Marked::Quoted];
        for so in 0..8_usize {
            let is_so = |marked: Marked| so >> all.iter().position(|other| *other == marked).unwrap() & 1 == 1;
            let expected = all.into_iter().all(is_so).then_some(true).or_else(|| (!all.into_iter().any(is_so)).then_some(false));
            assert_eq!(Marked::whichever(is_so), expected);
        }
    }

    proptest! {
        #[test]
        fn single_marks_are_those_that_searching_for_each_finds(text in "[a-z ]{0,3}([‘‚‹’›“'` aé\u{a0}]{0,3}[a-z]{0,2}){0,4}") {
            let opens = |mark: &str| text.trim_start().starts_with(mark) || text.contains(&format!(" {mark}"));
            let slow = text.contains(['‘', '‚', '‹']) || opens("'") || opens("`");
            prop_assert_eq!(has_single_mark(&text), slow, "{:?}", text);
        }
    }
}
