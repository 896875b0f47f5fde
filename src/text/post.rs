//! Posts of social networks that a text shows whole, each above or before the words that sign it: `— Tomas Ekvall (@tekvall) December 4, 2016`.

use crate::span::{Bytes, Span};

use super::paragraphs;

/// A post, and who signs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    /// What was posted, with the words that sign it.
    pub span: Span<Bytes>,
    /// The name that signs it.
    pub name: Span<Bytes>,
}

/// Most bytes of what is posted: 280 characters, two and more bytes each in some scripts. What is longer and stands before such words is no post.
const MOST: u32 = 800;
/// Most bytes of a name.
const NAME: usize = 80;
/// Most bytes of a handle.
const HANDLE: usize = 30;
/// Characters behind a handle in which the year of its date stands.
const DATE: usize = 40;
/// Bytes on both sides of a handle that are looked at: a line may be as long as a text, and hold as many handles.
const BESIDE: usize = 4 * DATE;
/// What goes before the name.
const DASHES: [&str; 4] = ["—", "–", "―", "--"];

/// The posts of a text, in order.
///
/// A post is signed by a dash, a name, and a handle in brackets, behind which the line ends or a date with its year follows. It is the paragraph
/// that holds these words, up to the dash, or else the one before.
#[must_use]
pub fn posts(text: &str) -> Vec<Post> {
    let mut found: Vec<Post> = Vec::new();
    let mut all = None;
    for at in memchr::memmem::find_iter(text.as_bytes(), "(@") {
        let Some((dash, name, end)) = signature(text, at) else { continue };
        let all: &Vec<Span<Bytes>> = all.get_or_insert_with(|| paragraphs(text));
        let own = all.partition_point(|paragraph| paragraph.end <= dash);
        let Some(paragraph) = all.get(own) else { continue };
        let is_posted = |start: u32, end: u32| text[start as usize..end as usize].contains(char::is_alphanumeric) && end - start <= MOST;
        // Of two that one paragraph holds the second begins behind the first.
        let behind = found.last().map_or(0, |last| last.span.end);
        let start = match paragraph.start.max(behind) {
            start if start < dash && text[start as usize..dash as usize].contains(char::is_alphanumeric) => {
                Some(start).filter(|start| is_posted(*start, dash))
            }
            // A line that announces a post is none: where nothing was copied but the signature.
            _ => own
                .checked_sub(1)
                .map(|before| all[before])
                .filter(|before| before.start >= behind && is_posted(before.start, before.end) && !text[before.range()].ends_with(':'))
                .map(|before| before.start),
        };
        found.extend(start.map(|start| Post { span: Span::new(start, end), name }));
    }
    found
}

/// The words that sign a post, by where its handle begins: the byte of the dash, the name, and the byte behind all of it.
fn signature(text: &str, bracket: usize) -> Option<(u32, Span<Bytes>, u32)> {
    let handle = &text[bracket + 2..];
    let len = handle.bytes().take(HANDLE + 1).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')).count();
    if !(1..=HANDLE).contains(&len) || !handle[len..].starts_with(')') {
        return None;
    }
    let behind = bracket + 2 + len + 1;
    let rest = &text[behind..boundary(text, behind + BESIDE)];
    let end = behind + date(rest.lines().next().unwrap_or_default())?;
    let from = boundary(text, bracket.saturating_sub(BESIDE));
    let line = text[from..bracket].rfind('\n').map_or(from, |sign| from + sign + 1);
    let before = &text[line..bracket];
    let (dash, sign) = DASHES.iter().filter_map(|sign| Some((before.rfind(sign)?, sign.len()))).max()?;
    let name = &before[dash + sign..];
    // Flags and the like that people put beside their names are no part of them.
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    if name.is_empty() || name.len() > NAME {
        return None;
    }
    let start = name.as_ptr() as usize - text.as_ptr() as usize;
    Some((offset(line + dash), Span::new(offset(start), offset(start + name.len())), offset(end)))
}

/// Bytes up to behind the year of a date that a line begins with; none where the line is empty. `None` where something else stands there.
fn date(line: &str) -> Option<usize> {
    if line.trim().is_empty() {
        return Some(0);
    }
    let is_date = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '/' | ':' | '-' | '·' | '\u{a0}');
    let head: String = line.chars().take_while(is_date).take(DATE).collect();
    let is_year = |at: &usize| {
        let digit = |at: usize| head.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        (head[*at..].starts_with("19") || head[*at..].starts_with("20")) && digit(at + 2) && digit(at + 3) && !digit(at + 4)
    };
    head.char_indices().map(|(at, _)| at).find(is_year).map(|at| at + 4)
}

/// The nearest boundary of a character at or before byte `at`, or the text's end.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, &str)> {
        posts(text).iter().map(|post| (&text[post.span.range()], &text[post.name.range()])).collect()
    }

    #[test]
    fn a_post_is_the_paragraph_before_the_words_that_sign_it_or_what_stands_before_them() {
        let signed = "— Tomas Ekvall (@tekvall) December 4, 2016";
        let below = format!("He wrote of it.\n\nThe ferry is ours again!\n\n{signed}\n\nNobody answered.");
        assert_eq!(found(&below), [(format!("The ferry is ours again!\n\n{signed}").as_str(), "Tomas Ekvall")]);
        let beside = format!("He wrote of it.\n\nThe ferry is ours again! {signed}\n\nNobody answered.");
        assert_eq!(found(&beside), [(format!("The ferry is ours again! {signed}").as_str(), "Tomas Ekvall")]);
        // Words go on behind the date, and other dashes and flags stand beside the name.
        let on = "The ferry – ours – is back! -- Tomas Ekvall 🇫🇮 (@t_ekvall) 4 Dec 2016 Nobody answered.";
        assert_eq!(found(on), [("The ferry – ours – is back! -- Tomas Ekvall 🇫🇮 (@t_ekvall) 4 Dec 2016", "Tomas Ekvall")]);
        assert_eq!(found("Ours again.\n\n— Ekvall (@t)").len(), 1, "without a date");
    }

    #[test]
    fn two_posts_of_one_paragraph_part_where_the_first_is_signed() {
        let text = "Ours again! — Ekvall (@t) May 4, 2016 And theirs. — Aro (@aro) May 5, 2016";
        assert_eq!(found(text), [("Ours again! — Ekvall (@t) May 4, 2016", "Ekvall"), (" And theirs. — Aro (@aro) May 5, 2016", "Aro")]);
        let text = "Ours again!\n\n— Ekvall (@t) May 4, 2016\n\n— Aro (@aro) May 5, 2016";
        assert_eq!(found(text).len(), 1, "the second shows nothing that was posted");
    }

    #[test]
    fn handles_in_a_sentence_announced_posts_and_whole_pages_before_a_signature_are_none() {
        for text in [
            "The mayor — Tomas Ekvall (@tekvall) — left.",
            "Write to the mayor (@tekvall) May 4, 2016",
            "The ministry agreed, and wrote:\n\n— Foreign Ministry (@mfa) July 16, 2018",
            "— Tomas Ekvall (@tekvall) May 4, 2016",
            "Ours again!\n\n— Tomas Ekvall (@tekvall and others) May 4, 2016",
            "Ours again!\n\n— (@tekvall) May 4, 2016",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
        let page = format!("{} — Tomas Ekvall (@tekvall) May 4, 2016", "The ferry is ours. ".repeat(50));
        assert_eq!(found(&page), []);
    }

    #[test]
    fn what_stands_far_from_a_handle_is_not_looked_at() {
        let far = "é".repeat(BESIDE);
        for text in [format!("Ours! — {far} (@tekvall) May 4, 2016"), format!("Ours!\n\n— Tomas Ekvall (@tekvall) May {far} 2016")] {
            assert_eq!(found(&text), []);
        }
        let near = format!("{far}\n\nOurs! — Ekvall (@t) May 4, 2016 {far}");
        assert_eq!(found(&near), [("Ours! — Ekvall (@t) May 4, 2016", "Ekvall")]);
    }
}
