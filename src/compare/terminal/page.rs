//! Lines of a page for the terminal. Texts are laid out first and coloured then, since colours take no column.

use anstyle::Style;

use crate::report::terminal::text::{fit, pad, width, wrap};

/// The text that grows.
#[derive(Debug)]
pub(crate) struct Page {
    out: String,
    pub(crate) width: usize,
    pub(crate) colour: bool,
}

impl Page {
    /// A page of `width` columns, 40 at least.
    pub(crate) fn new(width: usize, colour: bool) -> Self {
        Self { out: String::new(), width: width.max(40), colour }
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    pub(crate) fn strong(&self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    pub(crate) fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    pub(crate) fn blank(&mut self) {
        self.out.push('\n');
    }

    pub(crate) fn text(&mut self, text: &str) {
        for line in wrap(text, self.width) {
            self.line(&line);
        }
    }

    pub(crate) fn strong_text(&mut self, text: &str) {
        for line in wrap(text, self.width) {
            let line = self.strong(&line);
            self.line(&line);
        }
    }

    pub(crate) fn dim(&mut self, text: &str) {
        for line in wrap(text, self.width) {
            self.dim_line(&line);
        }
    }

    pub(crate) fn dim_line(&mut self, line: &str) {
        let line = self.paint(Style::new().dimmed(), line);
        self.line(&line);
    }

    /// A title with a line up to the margin.
    pub(crate) fn rule(&mut self, title: &str) {
        let title = fit(title, self.width.saturating_sub(4));
        let rest = self.width.saturating_sub(width(&title) + 4);
        let line = self.strong(&format!("── {title} {}", "─".repeat(rest)));
        self.line(&line);
    }

    /// A title between empty lines.
    pub(crate) fn heading(&mut self, title: &str) {
        self.blank();
        self.strong_text(title);
    }

    /// Sentences behind a mark, in a column of their own.
    pub(crate) fn item(&mut self, mark: &str, text: &str, look: Style) {
        let indent = width(mark) + 1;
        for (n, line) in wrap(text, self.width.saturating_sub(indent)).iter().enumerate() {
            let before = if n == 0 { format!("{mark} ") } else { " ".repeat(indent) };
            let line = self.paint(look, line);
            self.line(&format!("{before}{line}"));
        }
    }
}

/// A table that is wider than the page: the places of each row on lines of their own.
pub(super) fn stacked(titles: &[&str; 6], rows: &[[String; 6]], page: &mut Page) {
    let [_, _, words, alike, left, right] = titles;
    for [number, kind, its_words, its_alike, its_left, its_right] in rows {
        let head = format!("{number}  {kind}  {words} {its_words}  {alike} {its_alike}");
        page.line(&fit(&head, page.width));
        let columns = left.len().max(right.len());
        for (title, place) in [(left, its_left), (right, its_right)] {
            page.line(&fit(&format!("   {}  {place}", pad(title, columns)), page.width));
        }
    }
}
