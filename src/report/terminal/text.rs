//! Text from a corpus, made fit for a terminal: cleaned, measured in columns, wrapped, shortened.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Stands where something was left out at an end.
pub(super) const MORE: &str = "…";
/// Stands where something was left out in the middle.
pub(super) const GAP: &str = " […] ";
/// Left-to-right mark: zero columns wide, keeps what follows a right-to-left text in its place.
const LEFT_TO_RIGHT: char = '\u{200e}';

/// `text` on one line, without anything that a terminal would obey: white space becomes a single blank,
/// control characters (and with them escape sequences) a replacement character, and characters that
/// reorder the line around them go away. A text with right-to-left letters ends in a mark that keeps
/// the columns behind it in place.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut right_to_left = false;
    for word in text.split(char::is_whitespace).filter(|word| !word.is_empty()) {
        let before = out.len();
        if !out.is_empty() {
            out.push(' ');
        }
        let start = out.len();
        for c in word.chars() {
            match c {
                '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
                c if c.is_control() => out.push(char::REPLACEMENT_CHARACTER),
                c => {
                    right_to_left |= is_right_to_left(c);
                    out.push(c);
                }
            }
        }
        if out.len() == start {
            out.truncate(before);
        }
    }
    if right_to_left {
        out.push(LEFT_TO_RIGHT);
    }
    out
}

/// Whether `c` belongs to a script that is written from right to left, by its Unicode block.
pub(crate) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// How many columns `text` takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// `text` and blanks up to `columns`.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// `text` in at most `columns`: shortened at its end, between words where that loses less than a third.
pub(crate) fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(MORE));
    let head = take(text, room);
    let between_words = text[head.len()..].starts_with(' ');
    let head = match head.rfind(' ') {
        Some(at) if !between_words && width(&head[..at]) * 3 >= room * 2 => &head[..at],
        _ => head,
    };
    let mark = if head.chars().any(is_right_to_left) { "\u{200e}" } else { "" };
    format!("{}{mark}{}", head.trim_end_matches([' ', ',', ';', ':']), if columns == 0 { "" } else { MORE })
}

/// `text` in at most `columns`: its beginning and its end, for what is alike at its beginning with something else.
pub(crate) fn fit_middle(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(MORE));
    let head = take(text, room * 3 / 5);
    // A letter's marks take no column, so that a tail never begins with one.
    let begins = |&(at, c): &(usize, char)| c.width().is_some_and(|columns| columns > 0) && !text[..at].ends_with('\u{200d}');
    // From the end on, since a name may be a text by mistake.
    let tails = text.char_indices().rev().filter(begins).map(|(at, _)| &text[at..]);
    let tail = tails.take_while(|tail| width(tail) <= room - width(head)).last().unwrap_or_default();
    let mark = if head.chars().any(is_right_to_left) { "\u{200e}" } else { "" };
    format!("{}{mark}{}{}", head.trim_end(), if columns == 0 { "" } else { MORE }, tail.trim_start())
}

/// The longest beginning of `text` in `columns` that does not part a letter from its marks.
pub(crate) fn take(text: &str, columns: usize) -> &str {
    let (mut used, mut end, mut joined) = (0, 0, false);
    for (at, c) in text.char_indices() {
        let columns_of_c = c.width().unwrap_or(0);
        if columns_of_c > 0 && !joined {
            // Here a new letter begins: what lies before may stand alone.
            end = at;
        }
        used += if joined { 0 } else { columns_of_c };
        if used > columns {
            return &text[..end];
        }
        joined = c == '\u{200d}';
    }
    text
}

/// The pieces of `text` that a line is not broken in: words, and single letters of scripts that are
/// written without blanks, each with its closing punctuation. The flag tells that a blank stands before.
pub(crate) fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    for (n, word) in text.split(' ').enumerate() {
        let mut start = 0;
        let mut before = n > 0;
        let mut last_wide = false;
        let mut joined = false;
        for (at, c) in word.char_indices() {
            let columns = c.width().unwrap_or(0);
            let wide = columns == 2;
            let closing = "，。、；：！？）」』】》〉”’…".contains(c);
            if at > start && columns > 0 && !joined && !closing && (wide || last_wide) {
                pieces.push((&word[start..at], before));
                (start, before) = (at, false);
            }
            if columns > 0 {
                last_wide = wide;
            }
            joined = c == '\u{200d}';
        }
        if start < word.len() {
            pieces.push((&word[start..], before));
        }
    }
    pieces
}

/// `text` in lines of at most `columns`, broken between words, or between letters where a word is longer.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for (piece, blank) in pieces(text) {
        let needed = width(piece) + usize::from(blank && used > 0);
        if used > 0 && used + needed > columns {
            lines.push(String::new());
            used = 0;
        }
        let blank = blank && used > 0;
        let mut rest = piece;
        while used == 0 && width(rest) > columns {
            let head = take(rest, columns);
            // A letter that is wider than a line cannot be had narrower.
            let head = if head.is_empty() { rest } else { head };
            lines.last_mut().expect("there is always a line").push_str(head);
            rest = &rest[head.len()..];
            if !rest.is_empty() {
                lines.push(String::new());
            } else {
                used = width(head);
            }
        }
        if rest.is_empty() {
            continue;
        }
        let line = lines.last_mut().expect("there is always a line");
        if blank {
            line.push(' ');
        }
        line.push_str(rest);
        used += width(rest) + usize::from(blank);
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// `text` in about `columns`: its beginning and its end, cut between words, and a gap where the middle was.
pub(crate) fn shorten_middle(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(GAP));
    let pieces = pieces(text);
    let cost = |&(piece, blank): &(&str, bool)| width(piece) + usize::from(blank);
    let within = |room: usize, mut used: usize, costs: &mut dyn Iterator<Item = usize>| {
        costs
            .take_while(|cost| {
                used += cost;
                used <= room
            })
            .count()
    };
    let head = within(room * 3 / 5, 0, &mut pieces.iter().map(cost));
    let tail = within(room * 2 / 5, 0, &mut pieces[head..].iter().rev().map(cost));
    let text_of = |pieces: &[(&str, bool)]| {
        let mut out = String::new();
        for (piece, blank) in pieces {
            if *blank && !out.is_empty() {
                out.push(' ');
            }
            out.push_str(piece);
        }
        out
    };
    if head == 0 && tail == 0 {
        return fit(text, columns);
    }
    format!("{}{GAP}{}", text_of(&pieces[..head]), text_of(&pieces[pieces.len() - tail..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        assert_eq!(clean(" a\u{1b}[2J\r\n\tb\u{9b}31m \u{202e} c\u{7f} "), "a�[2J b�31m c�");
        assert_eq!(clean("\u{202e}\u{2066}"), "");
        assert_eq!(clean("a\u{85}b\u{2028}c\u{a0}d"), "a b c d");
    }

    #[test]
    fn a_right_to_left_text_ends_in_a_mark_that_takes_no_column() {
        assert_eq!(clean("خبر"), "خبر\u{200e}");
        assert_eq!(width(&clean("خبر")), 3);
    }

    #[test]
    fn texts_are_shortened_between_words_and_never_inside_a_letter() {
        assert_eq!(fit("the quick brown fox", 12), "the quick…");
        assert_eq!(fit("the quick brown fox", 19), "the quick brown fox");
        assert_eq!(fit("港口罢工进入第三周", 8), "港口罢…");
        assert_eq!(fit_middle("the quick brown fox", 12), "the qu…n fox");
        assert_eq!(fit_middle(&"the quick brown fox ".repeat(50_000), 12), "the qu…fox ", "in no time that grows with its square");
        assert_eq!(fit("cafe\u{301}s and more", 5), "cafe\u{301}…");
        assert_eq!(fit("👩\u{200d}👩\u{200d}👧 family", 3), "👩\u{200d}👩\u{200d}👧…");
    }

    #[test]
    fn lines_break_between_words_and_between_ideographs_but_not_before_a_full_stop() {
        assert_eq!(wrap("the quick brown fox", 9), ["the quick", "brown fox"]);
        assert_eq!(wrap("港口罢工进。入", 10), ["港口罢工", "进。入"]);
        assert_eq!(wrap("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
    }

    #[test]
    fn the_middle_goes_first() {
        assert_eq!(shorten_middle("one two three four five six seven", 22), "one two […] seven");
        assert_eq!(shorten_middle("one two", 7), "one two");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_no_letter_is_lost(text in "[a-z港口é مر👩\\x1b]{0,60}", columns in 2..30usize) {
            let text = clean(&text);
            let lines = wrap(&text, columns);
            for line in &lines {
                prop_assert!(width(line) <= columns, "{line:?}");
            }
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
            prop_assert!(width(&fit(&text, columns)) <= columns);
            prop_assert!(width(&fit_middle(&text, columns)) <= columns);
            prop_assert!(width(&shorten_middle(&text, columns)) <= columns.max(width(GAP)));
        }

        #[test]
        fn what_is_clean_holds_no_control_character(text in any::<String>()) {
            prop_assert!(!clean(&text).chars().any(char::is_control));
            prop_assert_eq!(clean(&clean(&text)), clean(&text));
        }
    }
}
