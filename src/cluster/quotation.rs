//! What stands between quotation marks, and posts that a text shows whole.

use crate::span::{Bytes, Span};
use crate::text::{paragraphs, posts};

/// The quotations of a text, in order: as byte spans between their marks, and posts with the words that sign them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotations {
    /// All of them.
    pub all: Vec<Span<Bytes>>,
    /// Those that end at their closing mark. Where a straight mark is left over in a paragraph, none of its straight ones is sure: they may
    /// be the other way round.
    pub closed: Vec<Span<Bytes>>,
    /// Those that are posts (see [`posts`]): nobody needs marks to know who wrote them, so they are among the others too.
    pub posts: Vec<Span<Bytes>>,
}

/// Finds the quotations of a text.
///
/// Curly, low and pointed marks, straight double ones and the Hebrew gershayim; single marks are apostrophes too often. The straight mark and the
/// gershayim inside a Hebrew word (`צה״ל`) make it an abbreviation. A quotation ends
/// at its closing mark or with its paragraph: one that goes on over several paragraphs is opened again in each.
#[must_use]
pub fn quotations(text: &str) -> Quotations {
    let mut found = between_marks(text);
    found.posts = posts(text).iter().map(|post| post.span).collect();
    if !found.posts.is_empty() {
        for quotations in [&mut found.all, &mut found.closed] {
            *quotations = together(quotations, &found.posts);
        }
    }
    found
}

/// Spans that lie in some of both, in order.
fn together(some: &[Span<Bytes>], others: &[Span<Bytes>]) -> Vec<Span<Bytes>> {
    let mut all = [some, others].concat();
    all.sort_unstable();
    all.dedup_by(|next, last| {
        let is_one = next.start <= last.end;
        if is_one {
            last.end = last.end.max(next.end);
        }
        is_one
    });
    all
}

/// What stands between quotation marks.
fn between_marks(text: &str) -> Quotations {
    let mut found = Quotations::default();
    let all = marks(text);
    if all.is_empty() {
        return found;
    }
    let mut left = &all[..];
    for paragraph in paragraphs(text) {
        let mut open: Option<(char, u32)> = None;
        let mut closed: Vec<([char; 2], Span<Bytes>)> = Vec::new();
        let (inside, behind) = left.split_at(left.partition_point(|(at, _)| *at < paragraph.end as usize));
        left = behind;
        for &(at, mark) in inside {
            if matches!(mark, '"' | '״') && is_in_hebrew_word(text, at, mark) {
                continue;
            }
            let at = u32::try_from(at).expect("a text is shorter than 4 GiB");
            match open {
                Some((opening, start)) if closes(opening, mark) => {
                    closed.push(([opening, mark], Span::new(start, at)));
                    open = None;
                }
                Some(_) => {}
                None if opens(mark) => open = Some((mark, at + u32::try_from(mark.len_utf8()).expect("at most four"))),
                None => {}
            }
        }
        found.all.extend(closed.iter().map(|(_, span)| *span));
        found.all.extend(open.map(|(_, start)| Span::new(start, paragraph.end)));
        // One that a curly mark has closed may belong to nothing.
        let is_mixed = |marks: &[char; 2]| is_straight(marks[0]) && !is_straight(marks[1]);
        let is_left_over = open.is_some_and(|(mark, _)| is_straight(mark)) || closed.iter().any(|(marks, _)| is_mixed(marks));
        found.closed.extend(closed.into_iter().filter(|(marks, _)| !(is_left_over && is_straight(marks[0]))).map(|(_, span)| span));
    }
    found
}

/// The marks of a text, and where they stand. Bytes that begin none are passed over many at a time.
fn marks(text: &str) -> Vec<(usize, char)> {
    const BLOCK: usize = 64;
    let mark = |at: usize| Some((at, text[at..].chars().next().filter(|c| is_mark(*c))?));
    let bytes = text.as_bytes();
    // Neither Hebrew nor characters as wide as Chinese.
    if memchr::memchr3(0xD7, 0xE3, 0xEF, bytes).is_none() {
        return memchr::memchr3_iter(b'"', 0xC2, 0xE2, bytes).filter_map(mark).collect();
    }
    let may_begin = |byte: &u8| matches!(byte, b'"' | 0xC2 | 0xD7 | 0xE2 | 0xE3 | 0xEF);
    let is_any = |block: &[u8]| block.iter().fold(false, |any, byte| any | may_begin(byte));
    let blocks = bytes.chunks(BLOCK).enumerate().filter(|(_, block)| is_any(block));
    let places = blocks.flat_map(|(n, block)| (n * BLOCK..).zip(block).filter(|(_, byte)| may_begin(byte)));
    places.filter_map(|(at, _)| mark(at)).collect()
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '＂' | '״')
}

/// Whether Hebrew letters stand on both sides.
fn is_in_hebrew_word(text: &str, at: usize, mark: char) -> bool {
    let is_letter = |c: char| matches!(c, 'א'..='ת');
    text[..at].chars().next_back().is_some_and(is_letter) && text[at + mark.len_utf8()..].chars().next().is_some_and(is_letter)
}

/// Whether a mark opens and closes.
fn is_straight(mark: char) -> bool {
    matches!(mark, '"' | '＂' | '״')
}

fn opens(mark: char) -> bool {
    !matches!(mark, '”' | '」' | '』')
}

fn closes(opening: char, mark: char) -> bool {
    match opening {
        '"' | '＂' => matches!(mark, '"' | '＂' | '”'),
        '״' => matches!(mark, '״' | '"'),
        '“' | '‟' => matches!(mark, '”' | '"'),
        '„' => matches!(mark, '“' | '”' | '"' | '״'),
        '«' => mark == '»',
        '»' => mark == '«',
        '「' => mark == '」',
        '『' => mark == '』',
        _ => false,
    }
}

/// How much of `span` stands between quotation marks, 0 to 1.
#[must_use]
pub fn quoted_share(quotations: &[Span<Bytes>], span: Span<Bytes>) -> f64 {
    let from = quotations.partition_point(|q| q.end <= span.start);
    let quoted: u32 = quotations[from..].iter().take_while(|q| q.start < span.end).map(|q| q.overlap(&span)).sum();
    f64::from(quoted) / f64::from(span.len().max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_are_those_that_going_through_all_characters_finds(text in "[a-z ]{0,70}(\\PC|[\"“”„‟«»「」『』＂״é…]|[a-z ]{0,40}){0,30}|([\"“”„‟«»é…]|[a-z ]{0,40}){0,30}") {
            let slow: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| is_mark(*c)).collect();
            prop_assert_eq!(marks(&text), slow);
        }
    }

    fn cut(text: &str) -> Vec<&str> {
        quotations(text).all.iter().map(|q| &text[q.range()]).collect()
    }

    #[test]
    fn a_straight_mark_that_is_left_over_leaves_no_straight_quotation_sure() {
        let closed = |text: &'static str| quotations(text).closed.iter().map(|q| &text[q.range()]).collect::<Vec<_>>();
        assert_eq!(closed("“One” and \"two\" and “three"), ["One", "two"]);
        assert_eq!(closed("\"One\" of 5\" long\n\n\"two\""), ["two"]);
        assert_eq!(closed("“One” and \"two\" of 5\" and “three”"), ["One"]);
    }

    #[test]
    fn quotations_end_at_their_mark_or_with_the_paragraph() {
        assert_eq!(
            cut("He said “one,” and \"two\".\n\n“Three\n\n„Vier“ «cinq» »sechs«"),
            ["one,", "two", "Three", "Vier", "cinq", "sechs"]
        );
        assert_eq!(cut("דובר צה״ל אמר ״לא עכשיו״ וגם \"מחר\""), ["לא עכשיו", "מחר"]);
        assert!(cut("It’s the parties' ” own").is_empty());
    }

    #[test]
    fn a_post_is_a_quotation_with_its_signature_whatever_marks_it_holds() {
        let post = "The “ferry” is ours!\n\n— Tomas Ekvall (@tekvall) May 4, 2016";
        let text = format!("He was “glad” of it.\n\n{post}\n\nNobody “answered.");
        let found = quotations(&text);
        let cut = |spans: &[Span<Bytes>]| spans.iter().map(|q| text[q.range()].to_owned()).collect::<Vec<_>>();
        assert_eq!(cut(&found.posts), [post]);
        assert_eq!(cut(&found.all), ["glad", post, "answered."]);
        assert_eq!(cut(&found.closed), ["glad", post]);
    }

    #[test]
    fn the_share_counts_what_lies_inside() {
        let text = "“abcd” efgh";
        let q = quotations(text).all;
        assert!((quoted_share(&q, Span::new(3, 7)) - 1.0).abs() < 1e-9 && quoted_share(&q, Span::new(10, 14)) < 0.01);
    }
}
