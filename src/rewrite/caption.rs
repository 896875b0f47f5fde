//! Captions of other pictures, and rows of names.
//!
//! Two pictures of one event have captions of the same names, places and dates, and as bags of words these are alike. A caption is known by the credit behind
//! it: in brackets, behind a stroke or on the next line, a few words in capitals with a stroke between them or a word such as `Photo`. Captions of one picture
//! that two editors cut in their own ways share rare words, or many words in small letters, and stay.

use std::ops::Range;

use super::form::Forms;
use super::stem::hash_of;
use super::{RewriteInput, Rewritten};
use crate::span::{Span, Words};
use crate::text::Tokens;

/// Fewer words before a credit are no caption.
const LEAST_WORDS: usize = 5;
/// More are none either: a whole text on one line may have a stroke in brackets at its end.
const MOST_WORDS: usize = 80;
/// A credit has no more words.
const CREDIT_WORDS: usize = 12;
/// A credit has no more bytes.
const CREDIT_BYTES: usize = 120;
/// Words for a picture, as credits in several languages have them.
const PICTURE: [&str; 22] = [
    "photo",
    "photos",
    "photograph",
    "photographs",
    "photographer",
    "foto",
    "fotos",
    "fotografía",
    "image",
    "images",
    "picture",
    "pictures",
    "imagen",
    "imágenes",
    "immagine",
    "bild",
    "фото",
    "صورة",
    "صور",
    "תמונה",
    "צילום",
    "©",
];
/// The same in scripts without spaces, where no word stands alone.
const PICTURE_SIGNS: [&str; 4] = ["写真", "撮影", "图片", "摄影"];
/// Other words in small letters that a credit may have.
const SMALL: [&str; 8] = ["via", "by", "for", "pool", "file", "von", "par", "por"];

/// Words of a document.
type Part = (u32, Span<Words>);

impl Forms<'_> {
    /// Whether a passage shares too few content words that stand in small letters on both of its sides. What else it shares is names.
    pub(super) fn is_row_of_names(&self, passage: &Rewritten) -> bool {
        let (left, right) = parts(passage);
        shared(&self.plain(left, &[]), &self.plain(right, &[])) < self.config.min_content as usize / 2
    }

    /// Whether a passage is two captions, most likely of two pictures.
    pub(super) fn is_caption(&self, passage: &Rewritten) -> bool {
        let (left, right) = parts(passage);
        let enough = self.config.min_content as usize;
        let holds_one = |part: Part, captions: &[Span<Words>]| captions.iter().any(|own| own.overlap(&part.1) as usize >= LEAST_WORDS);
        let lefts = captions_in(self.input, left);
        if !holds_one(left, &lefts) {
            return false;
        }
        let rights = captions_in(self.input, right);
        holds_one(right, &rights)
            && shared(&self.plain(left, &lefts), &self.plain(right, &rights)) < enough
            && shared(&self.plain(left, &[]), &self.plain(right, &[])) < enough.saturating_mul(2)
            && !self.shares_rare_words(left, right)
    }

    /// The stems, by their hashes, of the content words in small letters, or of a script without case, that stand outside some spans. Sorted, each once.
    fn plain(&self, (document, words): Part, outside: &[Span<Words>]) -> Vec<u64> {
        let (text, tokens) = (self.input.texts[document as usize].as_bytes(), &self.input.tokens[document as usize]);
        let is_plain = |word: usize| {
            let traits = tokens.traits[word];
            (traits.is_lower_case() || traits.is_caseless()) && !traits.is_stop_word() && !traits.is_number()
        };
        let is_outside = |word: usize| !outside.iter().any(|span| span.range().contains(&word));
        let own = words.range().filter(|word| is_plain(*word) && is_outside(*word));
        let mut stems: Vec<u64> = own.map(|word| hash_of(text, tokens.spans[word].range(), tokens.hashes[word])).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }
}

fn parts(passage: &Rewritten) -> (Part, Part) {
    ((passage.left, passage.left_words), (passage.right, passage.right_words))
}

/// How many numbers two sorted lists share.
fn shared(one: &[u64], other: &[u64]) -> usize {
    one.iter().filter(|stem| other.binary_search(stem).is_ok()).count()
}

/// The captions that some words of a document meet.
fn captions_in(input: RewriteInput<'_>, (document, words): Part) -> Vec<Span<Words>> {
    let (text, tokens) = (input.texts[document as usize], &input.tokens[document as usize]);
    let own = tokens.bytes(words).range();
    let start = text[..own.start].rfind('\n').map_or(0, |end| end + 1);
    // The line behind the last one may be its credit.
    let behind = |from: usize| text[from..].find('\n').map_or(text.len(), |end| from + end);
    let last = behind(own.end);
    let next = last + text[last..].find(|c: char| !c.is_whitespace()).unwrap_or(0);
    let mut found = Vec::new();
    let mut lines = lines(text, start..behind(next)).into_iter().peekable();
    while let Some(line) = lines.next() {
        for caption in captions_of(text, &line, lines.peek()) {
            let words = words_in(tokens, &caption);
            if (LEAST_WORDS..=MOST_WORDS).contains(&(words.len() as usize)) {
                found.push(words);
            }
        }
    }
    found
}

/// The words that begin in some bytes.
fn words_in(tokens: &Tokens, bytes: &Range<usize>) -> Span<Words> {
    let from = |byte: usize| super::bag::count(tokens.spans.partition_point(|span| (span.start as usize) < byte));
    Span::new(from(bytes.start), from(bytes.end))
}

/// The lines that hold anything.
fn lines(text: &str, bytes: Range<usize>) -> Vec<Range<usize>> {
    let mut start = bytes.start;
    let lines = text[bytes].split_inclusive('\n').map(|line| {
        let own = start..start + line.len();
        start = own.end;
        own
    });
    lines.filter(|own| !text[own.clone()].trim().is_empty()).collect()
}

/// What stands before the credits of a line, or all of it where the next line is one.
fn captions_of(text: &str, line: &Range<usize>, next: Option<&Range<usize>>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut from, mut rest) = (line.start, line.start);
    while let Some(open) = text[rest..line.end].find(['(', '（']).map(|at| rest + at) {
        let Some(close) = text[open..line.end].find([')', '）']).map(|at| open + at) else { break };
        rest = close + text[close..].chars().next().map_or(0, char::len_utf8);
        // A bracket that nobody closed opens none.
        let open = open + text[open..close].rfind(['(', '（']).unwrap_or(0);
        if is_credit(&text[open..close], Place::Brackets) {
            found.push(from..open);
            from = rest;
        }
    }
    let tail = &text[from..line.end];
    if let Some(stroke) = tail.rfind('|').filter(|stroke| is_credit(&tail[*stroke + 1..], Place::Brackets)) {
        found.push(from..from + stroke);
    } else if next.is_some_and(|next| is_credit(&text[next.clone()], Place::Line)) {
        found.push(from..line.end);
    }
    found
}

/// Where a credit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In brackets, or behind a stroke.
    Brackets,
    /// On a line of its own.
    Line,
}

/// Whether some words say whose picture it is.
fn is_credit(text: &str, place: Place) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "()（）[]".contains(c));
    if text.len() > CREDIT_BYTES {
        return false;
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '©').filter(|word| !word.is_empty()).collect();
    let is_picture = |word: &&str| PICTURE.contains(&&*word.to_lowercase()) || PICTURE_SIGNS.iter().any(|sign| word.contains(sign));
    let is_small = |word: &&str| word.starts_with(char::is_lowercase) && !SMALL.contains(word) && !is_picture(word);
    if words.len() < 2 || words.len() > CREDIT_WORDS || words.iter().any(is_small) {
        return false;
    }
    let says_picture = words.iter().any(is_picture) && (place == Place::Brackets || text.contains([':', '：', ',', '/', '|', '©']));
    let is_agency = |word: &str| (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    let ends_with_agency = text.rsplit_once(", ").is_some_and(|(_, last)| is_agency(last));
    says_picture || has_stroke(text) && text.contains(char::is_uppercase) || place == Place::Line && ends_with_agency
}

/// Whether a stroke stands between two words that are no numbers.
fn has_stroke(text: &str) -> bool {
    text.match_indices(['/', '|']).any(|(at, stroke)| {
        let before = text[..at].trim_end().chars().next_back();
        let behind = text[at + stroke.len()..].trim_start().chars().next();
        before.is_some_and(char::is_alphabetic) && behind.is_some_and(char::is_alphabetic)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Rewriting, rewrite};
    use super::*;
    use crate::observer::Silent;
    use crate::rewrite::RewriteConfig;
    use crate::text::{Compounds, tokenize};

    #[test]
    fn credits_are_told_from_other_words_in_brackets_and_other_lines() {
        let brackets = [
            "AP Photo/Mara Lindqvist",
            "Photo: Mara Lindqvist / AP",
            "Getty Images",
            "Mara Lindqvist/Lehtikuva via AP",
            "Foto: Mara Lindqvist",
            "写真：共同",
            "Фото: Мара Линд",
            "צילום: מארה לינד",
            "Mara Lindqvist, Pool Photo via AP, File",
        ];
        brackets.iter().for_each(|credit| assert!(is_credit(credit, Place::Brackets), "{credit}"));
        let lines = ["Mara Lindqvist, AP", "Photo: Mara Lindqvist, AP", "( Mara Lindqvist | AFP | Getty Images )", "© Mara Lindqvist"];
        lines.iter().for_each(|credit| assert!(is_credit(credit, Place::Line), "{credit}"));
        let others = [
            "R-Ky.",
            "AP",
            "Reuters",
            "all times local",
            "Portland, Oregon",
            "a photo of the mayor",
            "2018/19",
            "Photo",
            "D-Calif., the chairman",
        ];
        others.iter().for_each(|other| assert!(!is_credit(other, Place::Brackets), "{other}"));
        let others =
            ["Image 2 of 10", "Photo Gallery", "By The Harbour Press", "The mayor and/or his aides said no.", "HARBOUR CLOSES FOR WINTER"];
        others.iter().for_each(|other| assert!(!is_credit(other, Place::Line), "{other}"));
    }

    fn captions(text: &str) -> Vec<&str> {
        let lines = lines(text, 0..text.len());
        let next = |n: usize| lines.get(n + 1);
        lines.iter().enumerate().flat_map(|(n, line)| captions_of(text, line, next(n))).map(|own| text[own].trim()).collect()
    }

    #[test]
    fn a_caption_stands_before_its_credit_in_its_line_or_before_the_line_of_its_credit() {
        let text = "Boats wait (for hours) at the quay. (AP Photo/Mara Lindqvist) The mayor waves. (Getty Images)\n\nA choir sings in the hall. | Foto: Pal\n\
                    The council voted.\n\nChildren skate on the frozen harbour.\n\nPhoto: Mara Lindqvist, AP\n\nIt rained all week.";
        let told = [
            "Boats wait (for hours) at the quay.",
            "The mayor waves.",
            "A choir sings in the hall.",
            "Children skate on the frozen harbour.",
        ];
        assert_eq!(captions(text), told);
    }

    fn found(texts: &[&str]) -> Rewriting {
        let tokens: Vec<Tokens> = texts.iter().map(|text| tokenize(text, Compounds::Joined)).collect();
        let (comparable, one_outlet) = (|_: u32, _: u32| true, |_: u32, _: u32| false);
        let input = RewriteInput { texts, tokens: &tokens, copies: &[], comparable: &comparable, one_outlet: &one_outlet, shelf: None };
        rewrite(input, &RewriteConfig::default(), &Silent).unwrap()
    }

    /// Two captions, one in each of two texts, and more texts with the words that they share, so that these are not rare.
    fn of_two(one: &str, other: &str, credits: [&str; 2]) -> Rewriting {
        let variant =
            |n: usize| [HANDS.replace("the talks", &format!("{n} talks")), WAITS.replace("and shakes", &format!("and {n} times shakes"))];
        let more: Vec<String> = (0..4).flat_map(variant).collect();
        let texts = [format!("{one}{}\n\nThe tide was low.", credits[0]), format!("{other}{}\n\nA choir sang.", credits[1])];
        found(&texts.iter().chain(&more).map(String::as_str).collect::<Vec<_>>())
    }

    const HANDS: &str = "Foreign Minister Sergei Arkadin, left, shakes hands with President Ilse Marrow at the beginning of a meeting in the Winter Palace in Tarn \
                         Harbour, Northland, Monday, July 16, before the talks";
    const WAITS: &str = "President Ilse Marrow, left, waits for Foreign Minister Sergei Arkadin at the beginning of the talks and a meeting in the Winter Palace \
                         in Tarn Harbour, Northland, Monday, July 16, and shakes hands";

    fn between_the_two(rewriting: &Rewriting) -> usize {
        rewriting.pairs.iter().filter(|pair| (pair.left, pair.right) == (0, 1)).count()
    }

    #[test]
    fn captions_of_two_pictures_are_no_rewritten_copy_and_the_same_words_without_credits_are() {
        let credited = of_two(HANDS, WAITS, [". (AP Photo/Mara Lindqvist)", ". (Photo: Jon Pal, AFP)"]);
        assert_eq!(between_the_two(&credited), 0);
        assert!(credited.captions >= 1, "{credited:?}");
        assert_eq!(between_the_two(&of_two(HANDS, WAITS, [".", "."])), 1);
        assert_eq!(between_the_two(&of_two(HANDS, WAITS, [". (AP Photo/Mara Lindqvist)", "."])), 1);
    }

    #[test]
    fn captions_of_one_picture_share_rare_words_and_stay() {
        let seal = ", while a tame harbour seal balances a copper kettle";
        let credits = [". (AP Photo/Mara Lindqvist)", ". (Photo: Mara Lindqvist, AP)"];
        assert_eq!(between_the_two(&of_two(&format!("{HANDS}{seal}"), &format!("{WAITS}{seal}"), credits)), 1);
    }

    #[test]
    fn a_row_of_names_and_offices_is_no_rewritten_copy() {
        let one = "The envoy is joined in Tarn Harbour by Foreign Minister Sergei Arkadin, Treasury Minister Ilse Marrow, Security Secretary Jon Pal Tiller \
                   and Harbour Commissioner Mara Lindqvist. A minister slept in the rain. No secretary came along at noon. The foreign boats were old. \
                   An old treasury burnt down again. Some harbour bell rang at dawn. Their security was a dog. One commissioner wept.";
        let other = "Afterwards the delegation sits down with Treasury Minister Ilse Marrow, Harbour Commissioner Mara Lindqvist, Foreign Minister Sergei \
                     Arkadin and Security Secretary Jon Pal Tiller in Tarn Harbour. Nobody inherits a ceasefire. The tide is low this evening. Sheep stand in \
                     barns. Snow falls on the hills. Every choir sings badly. Children skate all day.";
        let told = found(&[one, other]);
        assert_eq!((told.pairs.len(), told.names), (0, 1), "{told:?}");
    }
}
