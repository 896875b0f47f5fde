//! Lines of the summary, as they are put together. Texts are laid out first and coloured then, since
//! colours take no column.

use anstyle::{AnsiColor, Effects, Style};

use super::text::{fit, pad, shorten_middle, width, wrap};
use crate::report::count::grouped;

/// Lines of a detail at most, about.
const DETAIL_LINES: usize = 3;
/// Columns of the names in a list of entries.
const NAMES: usize = 17;

const STRONG: Style = Style::new().effects(Effects::BOLD);
const DIM: Style = Style::new().effects(Effects::DIMMED);
const NAME: Style = AnsiColor::Cyan.on_default();
const FIRST: Style = AnsiColor::Green.on_default().effects(Effects::BOLD);

/// The text that grows.
#[derive(Debug)]
pub(super) struct Page {
    out: String,
    width: usize,
    colour: bool,
}

impl Page {
    pub(super) fn new(width: usize, colour: bool) -> Self {
        Self { out: String::new(), width, colour }
    }

    /// Columns of a line.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    pub(super) fn strong(&self, text: &str) -> String {
        self.paint(STRONG, text)
    }

    pub(super) fn dim(&self, text: &str) -> String {
        self.paint(DIM, text)
    }

    pub(super) fn name(&self, text: &str) -> String {
        self.paint(NAME, text)
    }

    pub(super) fn first(&self, text: &str) -> String {
        self.paint(FIRST, text)
    }

    /// A line as it is: laid out and coloured.
    pub(super) fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// Sentences.
    pub(super) fn paragraph(&mut self, text: &str) {
        for line in wrap(text, self.width) {
            self.line(&line);
        }
    }

    /// Sentences that are read first.
    pub(super) fn strong_paragraph(&mut self, text: &str) {
        for line in wrap(text, self.width) {
            let line = self.strong(&line);
            self.line(&line);
        }
    }

    /// The title of a section.
    pub(super) fn heading(&mut self, text: &str) {
        self.blank();
        self.strong_paragraph(text);
    }

    /// A name and what is to be said of it.
    pub(super) fn entry(&mut self, name: &str, text: &str) {
        let name = fit(name, NAMES);
        for (n, line) in wrap(text, self.width.saturating_sub(NAMES + 3)).iter().enumerate() {
            let column = pad(if n == 0 { &name } else { "" }, NAMES);
            let line = format!("  {} {line}", self.name(&column));
            self.line(&line);
        }
    }

    /// One line of text that shows what an entry means.
    pub(super) fn entry_example(&mut self, text: &str) {
        let text = fit(text, self.width.saturating_sub(NAMES + 5));
        let line = format!("  {} {}", pad("", NAMES), self.dim(&format!("“{text}”")));
        self.line(&line);
    }

    /// A line of a list.
    pub(super) fn item(&mut self, text: &str) {
        self.indented(text, 2, false);
    }

    /// What stands below a line of a list.
    pub(super) fn item_detail(&mut self, text: &str) {
        let columns = self.width.saturating_sub(4);
        self.indented(&shorten_middle(text, DETAIL_LINES * columns), 4, true);
    }

    fn indented(&mut self, text: &str, columns: usize, dim: bool) {
        for line in wrap(text, self.width.saturating_sub(columns)) {
            let line = if dim { self.dim(&line) } else { line };
            self.line(&format!("{}{line}", " ".repeat(columns)));
        }
    }
}

/// `1 document`, `2,345 documents`.
pub(super) fn counted(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {many}", grouped(n)) }
}

/// `texts` in one line of at most `columns`, as many of them as go, the rest on lines of their own.
pub(super) fn joined(texts: &[String], between: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for text in texts.iter().filter(|text| !text.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line) + width(between) + width(text) <= columns => {
                line.push_str(between);
                line.push_str(text);
            }
            _ => lines.push(fit(text, columns)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(counted(1, "text", "texts"), "1 text");
    }

    #[test]
    fn what_does_not_go_on_a_line_goes_on_the_next() {
        let texts = ["title".to_owned(), "place".to_owned(), "a long credit".to_owned()];
        assert_eq!(joined(&texts, " · ", 14), ["title · place", "a long credit"]);
    }
}
