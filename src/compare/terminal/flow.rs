//! Marked text in lines of a given width: words keep their style, lines break between them.

use anstyle::{AnsiColor, Effects, Style};

use super::mark::Label;
use crate::report::terminal::text::{clean, is_right_to_left, pieces, take, width};

/// Colours of the passages, one behind the other.
const COLOURS: [AnsiColor; 5] = [AnsiColor::Green, AnsiColor::Cyan, AnsiColor::Yellow, AnsiColor::Magenta, AnsiColor::Blue];
const LEFT_TO_RIGHT: char = '\u{200e}';

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    /// The passage that it belongs to.
    pub passage: Option<Label>,
    /// A word that the other side does not have.
    pub differs: bool,
    /// No text, but something about it.
    pub note: bool,
    /// A passage's number.
    pub mark: bool,
}

impl Look {
    fn style(self) -> Style {
        let colour = |label| {
            // What is rewritten is slanted: no word of it is said to be the other side's.
            let (n, slant) = match label {
                Label::Common(n) => (n, Effects::new()),
                Label::Rewritten(n) => (n, Effects::ITALIC),
            };
            Style::new().fg_color(Some(COLOURS[(n.max(1) - 1) % COLOURS.len()].into())) | slant
        };
        match self {
            Self { note: true, .. } => Style::new().effects(Effects::DIMMED),
            Self { passage: Some(n), mark: true, .. } => colour(n) | Effects::BOLD,
            Self { passage: Some(n), differs: true, .. } => colour(n) | Effects::BOLD | Effects::UNDERLINE,
            Self { passage: Some(n), .. } => colour(n),
            _ => Style::new(),
        }
    }
}

/// A piece that no line is broken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    text: String,
    look: Look,
    before: Before,
}

/// What stands before a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing: it clings to the piece before it.
    Nothing,
    /// A place where a line may end.
    Joint,
    /// A blank.
    Blank,
    /// The end of a paragraph.
    Paragraph,
}

/// Text in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Flow {
    pieces: Vec<Piece>,
    next: Option<Before>,
}

impl Flow {
    /// Adds text; white space in it parts pieces.
    pub(super) fn text(&mut self, text: &str, look: Look) {
        if text.is_empty() {
            return;
        }
        if text.starts_with(char::is_whitespace) {
            self.blank();
        }
        let clean = clean(text);
        let clean = clean.strip_suffix(LEFT_TO_RIGHT).unwrap_or(&clean);
        if clean.is_empty() {
            return;
        }
        for (n, (piece, blank)) in pieces(clean).into_iter().enumerate() {
            let before = match (n, blank) {
                (0, _) => self.next.take().unwrap_or(Before::Nothing),
                (_, true) => Before::Blank,
                (_, false) => Before::Joint,
            };
            self.pieces.push(Piece { text: piece.to_owned(), look, before });
        }
        if text.ends_with(char::is_whitespace) {
            self.blank();
        }
    }

    /// Adds a piece as it is.
    pub(super) fn mark(&mut self, text: &str, look: Look) {
        let before = self.next.take().unwrap_or(Before::Nothing);
        self.pieces.push(Piece { text: text.to_owned(), look, before });
    }

    /// A blank before what comes next.
    pub(super) fn blank(&mut self) {
        if self.next != Some(Before::Paragraph) {
            self.next = Some(Before::Blank);
        }
    }

    /// A new paragraph before what comes next.
    pub(super) fn paragraph(&mut self) {
        self.next = Some(Before::Paragraph);
    }

    /// In lines of at most `columns`, an empty one between paragraphs.
    pub(super) fn lines(&self, columns: usize, colour: bool) -> Vec<Line> {
        let columns = columns.max(8);
        let mut lines: Vec<Line> = Vec::new();
        // Pieces that cling together go to the next line together.
        let mut at = 0;
        while at < self.pieces.len() {
            let clinging = self.pieces[at + 1..].iter().take_while(|p| p.before == Before::Nothing).count();
            let word = &self.pieces[at..=at + clinging];
            at += clinging + 1;
            let needed: usize = word.iter().map(|p| width(&p.text)).sum();
            if word[0].before == Before::Paragraph && !lines.is_empty() {
                lines.push(Line::default());
                lines.push(Line::default());
            }
            let blank = usize::from(word[0].before == Before::Blank);
            let fits = lines.last().is_some_and(|line| line.columns == 0 || line.columns + blank + needed <= columns);
            if !fits {
                lines.push(Line::default());
            }
            for (n, piece) in word.iter().enumerate() {
                let line = lines.last_mut().expect("there is a line");
                if n == 0 && blank > 0 && line.columns > 0 {
                    line.push(" ", Look::default(), false);
                }
                // A word longer than a line is broken anywhere.
                let mut rest = piece.text.as_str();
                loop {
                    let line = lines.last_mut().expect("there is a line");
                    let room = columns.saturating_sub(line.columns);
                    if width(rest) <= room {
                        line.push(rest, piece.look, colour);
                        break;
                    }
                    let head = take(rest, room);
                    line.push(head, piece.look, colour);
                    rest = &rest[head.len()..];
                    lines.push(Line::default());
                }
            }
        }
        lines
    }
}

/// A line that is laid out and coloured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub text: String,
    pub columns: usize,
}

impl Line {
    fn push(&mut self, text: &str, look: Look, colour: bool) {
        self.columns += width(text);
        let style = look.style();
        if colour && !text.is_empty() && style != Style::new() {
            self.text.push_str(&format!("{style}{text}{style:#}"));
        } else {
            self.text.push_str(text);
        }
    }

    /// With blanks up to `columns`, and a mark that keeps what follows in its place where letters run from right to left.
    pub(super) fn padded(&self, columns: usize) -> String {
        let mark = if self.text.chars().any(is_right_to_left) { "\u{200e}" } else { "" };
        format!("{}{mark}{}", self.text, " ".repeat(columns.saturating_sub(self.columns)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(flow: &Flow, columns: usize) -> Vec<String> {
        flow.lines(columns, false).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn marks_cling_to_their_words_and_paragraphs_stay_apart() {
        let mut flow = Flow::default();
        flow.text("He said “", Look::default());
        flow.mark("[1: ", Look { passage: Some(Label::Common(1)), mark: true, ..Look::default() });
        flow.text("no boats today", Look { passage: Some(Label::Common(1)), ..Look::default() });
        flow.paragraph();
        flow.text("and left", Look::default());
        assert_eq!(plain(&flow, 40), ["He said “[1: no boats today", "", "and left"]);
        assert_eq!(plain(&flow, 12), ["He said", "“[1: no", "boats today", "", "and left"]);
    }

    #[test]
    fn passages_are_coloured_only_where_colour_is_asked_for() {
        let mut flow = Flow::default();
        flow.text("one", Look { passage: Some(Label::Common(1)), ..Look::default() });
        assert!(flow.lines(20, true)[0].text.contains('\u{1b}'));
        assert_eq!(plain(&flow, 20), ["one"]);
        let mut rewritten = Flow::default();
        rewritten.text("one", Look { passage: Some(Label::Rewritten(1)), ..Look::default() });
        assert_ne!(rewritten.lines(20, true), flow.lines(20, true), "what is rewritten looks otherwise");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked(text in "[a-z港é👩 ]{0,80}", columns in 8..30usize) {
            let mut flow = Flow::default();
            flow.text(&text, Look::default());
            for line in flow.lines(columns, false) {
                prop_assert!(line.columns <= columns && width(&line.text) == line.columns, "{line:?}");
            }
        }
    }
}
