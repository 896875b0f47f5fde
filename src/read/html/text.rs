//! The text of a piece of a page: blank lines between blocks, links with their places.

use std::collections::HashMap;

use dom_query::{NodeId, NodeRef};

use super::{MIN_WORDS, cells};
use crate::span::{Chars, Span};
use crate::text::is_spaceless;

/// Words of a link from which on it may be the headline of a story: fewer are the name of a section.
const HEADLINE: usize = 4;

/// A page's text.
#[derive(Debug, Default)]
pub(in crate::read) struct PageText {
    pub text: String,
    /// Where the words of links stand in `text`, and where they lead.
    pub links: Vec<(Span<Chars>, String)>,
    /// Words outside of links in the block that has most of them.
    pub longest_prose: usize,
    /// Words outside of links in all blocks that have as many as an article must have in one.
    pub prose: usize,
    /// Words outside of links in all blocks.
    pub words: usize,
    /// Words of links in all blocks that are nothing else and as long as a headline.
    pub headlines: usize,
    /// Where each block begins in `text`, in bytes, and its words outside of links.
    pub blocks: Vec<(usize, usize)>,
}

/// The text of `root`, white space as a browser would show it.
pub(super) fn text(root: &NodeRef<'_>) -> PageText {
    written(root, |_| false).0
}

/// [`PageText::prose`] of each element below `root` that is `asked` for, in one pass.
pub(super) fn prose_of(root: &NodeRef<'_>, asked: impl Fn(&NodeRef<'_>) -> bool) -> HashMap<NodeId, usize> {
    written(root, asked).1
}

fn written(root: &NodeRef<'_>, asked: impl Fn(&NodeRef<'_>) -> bool) -> (PageText, HashMap<NodeId, usize>) {
    let (mut writer, mut prose) = (Writer::default(), HashMap::new());
    let mut open = vec![Step::Enter(*root)];
    while let Some(step) = open.pop() {
        match step {
            Step::Enter(node) if node.is_text() => writer.write(&node.text()),
            Step::Enter(node) => {
                let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
                let kind = Kind::of(&name);
                if kind == Kind::Skipped {
                    continue;
                }
                writer.enter(kind, &node);
                let asked = asked(&node).then(|| (node.id, writer.prose_so_far()));
                open.push(Step::Leave(kind, asked));
                let children: Vec<NodeRef<'_>> = node.children_it(true).collect();
                open.extend(children.into_iter().map(Step::Enter));
            }
            Step::Leave(kind, asked) => {
                prose.extend(asked.map(|(id, before)| (id, writer.prose_so_far() - before)));
                writer.leave(kind);
            }
        }
    }
    writer.end_of_block();
    (writer.out, prose)
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    /// With the element that is asked for, and the prose before it.
    Leave(Kind, Option<(NodeId, usize)>),
}

/// How an element breaks the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Skipped,
    Inline,
    Link,
    /// A cell of a table.
    Cell,
    /// A line of its own: `li`, `tr`.
    Line,
    LineBreak,
    Block,
    /// A block whose white space stands as it is.
    Preformatted,
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "script" | "style" | "noscript" | "template" | "svg" | "math" | "iframe" | "object" | "button" | "select" | "textarea"
            | "head" | "rt" | "rp" | "amp-ad" | "amp-embed" | "amp-sidebar" => Self::Skipped,
            "a" => Self::Link,
            "br" => Self::LineBreak,
            "pre" => Self::Preformatted,
            "li" | "tr" | cells::ROW | "dt" | "dd" => Self::Line,
            "td" | "th" | cells::CELL => Self::Cell,
            "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "details" | "div" | "dl" | "fieldset"
            | "figcaption" | "figure" | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup" | "hr"
            | "html" | "main" | "nav" | "ol" | "p" | "section" | "summary" | "table" | "ul" => Self::Block,
            _ => Self::Inline,
        }
    }
}

/// What is owed before the next character.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    #[default]
    None,
    Space,
    Line,
    Block,
}

#[derive(Default)]
struct Writer {
    out: PageText,
    chars: u32,
    owed: Break,
    preformatted: usize,
    /// Links that are open: where each leads, and where its first character stands.
    links: Vec<(String, Option<u32>)>,
    /// Words outside of links in the block so far, and in links; and whether the last character was inside a word.
    prose: usize,
    linked: usize,
    /// Where the block begins in the text, once it has a character.
    begins: Option<usize>,
    in_word: bool,
    /// Whether one character of a script without spaces stands alone so far: two are a word.
    half_word: bool,
}

impl Writer {
    fn enter(&mut self, kind: Kind, node: &NodeRef<'_>) {
        match kind {
            Kind::Link => {
                let target = node.attr("href").map(|href| href.trim().to_owned()).unwrap_or_default();
                self.links.push((target, None));
            }
            // Two in a row part paragraphs.
            Kind::LineBreak => self.owe(if self.owed >= Break::Line { Break::Block } else { Break::Line }),
            Kind::Preformatted => {
                self.preformatted += 1;
                self.owe(Break::Block);
            }
            _ => self.owe_for(kind),
        }
    }

    fn leave(&mut self, kind: Kind) {
        match kind {
            Kind::Link => {
                if let Some((target, Some(start))) = self.links.pop()
                    && !target.is_empty()
                {
                    self.out.links.push((Span::new(start, self.chars), target));
                }
            }
            Kind::Preformatted => {
                self.preformatted -= 1;
                self.owe(Break::Block);
            }
            Kind::LineBreak => {}
            _ => self.owe_for(kind),
        }
    }

    fn owe_for(&mut self, kind: Kind) {
        match kind {
            Kind::Block => self.owe(Break::Block),
            Kind::Line => self.owe(Break::Line),
            Kind::Cell => self.owe(Break::Space),
            _ => {}
        }
    }

    fn owe(&mut self, owed: Break) {
        self.owed = self.owed.max(owed);
        if self.owed == Break::Block {
            self.end_of_block();
        }
    }

    fn prose_so_far(&mut self) -> usize {
        self.end_of_block();
        self.out.prose
    }

    fn end_of_block(&mut self) {
        self.out.longest_prose = self.out.longest_prose.max(self.prose);
        self.out.prose += if self.prose >= MIN_WORDS { self.prose } else { 0 };
        self.out.words += self.prose;
        self.out.headlines += if self.prose == 0 && self.linked >= HEADLINE { self.linked } else { 0 };
        self.out.blocks.extend(self.begins.take().map(|begins| (begins, self.prose)));
        (self.prose, self.linked, self.in_word, self.half_word) = (0, 0, false, false);
    }

    fn count(&mut self) {
        *(if self.links.is_empty() { &mut self.prose } else { &mut self.linked }) += 1;
    }

    fn write(&mut self, text: &str) {
        for character in text.chars() {
            if matches!(character, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                self.in_word = false;
                if self.preformatted == 0 {
                    self.owe(Break::Space);
                    continue;
                }
            } else if is_spaceless(character) {
                // A full stop behind it is no word of its own.
                self.in_word = true;
                if self.half_word {
                    self.count();
                }
                self.half_word = !self.half_word;
            } else if !self.in_word {
                self.in_word = true;
                self.count();
            }
            self.pay();
            let start = self.chars;
            self.begins.get_or_insert(self.out.text.len());
            for (_, first) in &mut self.links {
                first.get_or_insert(start);
            }
            self.push(character);
        }
    }

    fn pay(&mut self) {
        let owed = std::mem::take(&mut self.owed);
        if self.out.text.is_empty() {
            return;
        }
        match owed {
            Break::None => {}
            Break::Space => self.push(' '),
            Break::Line => self.push('\n'),
            Break::Block => {
                self.push('\n');
                self.push('\n');
            }
        }
    }

    fn push(&mut self, character: char) {
        self.out.text.push(character);
        self.chars += 1; // A page is refused long before it has 4 G characters.
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document as Tree;

    use super::*;

    fn of(html: &str) -> PageText {
        text(&Tree::from(html).root())
    }

    #[test]
    fn blocks_are_parted_by_a_blank_line_and_white_space_is_folded() {
        assert_eq!(of("<div><p> a <i>b</i>\n c</p>\n<p></p><p>d</p>e</div>").text, "a b c\n\nd\n\ne");
        assert_eq!(of("a<br>b<br> <br>c<ul><li>d</li><li>e</li></ul>").text, "a\nb\n\nc\n\nd\ne");
        assert_eq!(of("<pre> a\n  b</pre>c<script>x</script>").text, " a\n  b\n\nc");
        assert_eq!(of("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>").text, "a b\nc");
    }

    #[test]
    fn links_have_their_places_in_code_points_without_the_space_around_them() {
        let text = of("<p>🕊 é <a href=' https://rt.com '> the <b>agency</b> </a> said<a href='#'></a><a name='x'>so</a></p>");
        assert_eq!(text.text, "🕊 é the agency saidso");
        assert_eq!(text.links, [(Span::new(4, 14), "https://rt.com".to_owned())]);
    }

    #[test]
    fn prose_counts_words_outside_of_links_in_one_block() {
        assert_eq!(of("<p>one two <a href='x'>three four</a> five</p><p>six</p>").longest_prose, 3);
    }

    #[test]
    fn readings_beside_characters_and_advertisements_of_fast_pages_are_no_text() {
        assert_eq!(of("<p>北の<ruby>桟橋<rp>(</rp><rt>さんばし</rt><rp>)</rp></ruby>は</p>").text, "北の桟橋は");
        assert_eq!(of("<p>a</p><amp-ad><div>Advertisement</div></amp-ad><p>b</p>").text, "a\n\nb");
    }

    #[test]
    fn headlines_are_blocks_of_some_words_that_all_are_links() {
        let link = "<a href='x'>four words of link</a>";
        for (html, headlines) in [
            (format!("<h3>{link}</h3><p>{link} <a href='y'>and one</a></p>"), 10),
            (format!("<p>{link} said</p>"), 0),
            ("<li><a href='x'>World news</a></li>".to_owned(), 0),
            ("<li><a href='x'>日本語の長い文章</a></li>".to_owned(), 4),
        ] {
            assert_eq!(of(&html).headlines, headlines, "{html}");
        }
    }

    #[test]
    fn two_characters_of_a_script_without_spaces_are_a_word() {
        for (html, words) in [
            ("渡轮将改从东码头出发。", 5),
            ("渡轮，出发 。", 3),
            ("日本語の長い文章がここに続きます。<a href='x'>日本語の長い</a>", 8),
            ("北京 said so", 3),
            ("one two", 2),
            ("трое вышли", 2),
        ] {
            let text = of(&format!("<p>{html}</p>"));
            assert_eq!((text.longest_prose, text.words), (words, words), "{html}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_link_always_holds_the_words_that_it_had(before in "[a-zé🕊 \n]{0,20}", linked in "[a-zé🕊][a-zé🕊 ]{0,20}", after in "[a-z \n]{0,9}") {
            let text = of(&format!("<div>{before}<p>{before}<a href='u'>{linked}</a>{after}</p></div>"));
            let (span, _) = &text.links[0];
            let found: String = text.text.chars().skip(span.start as usize).take(span.len() as usize).collect();
            let folded = linked.split_whitespace().collect::<Vec<_>>().join(" ");
            proptest::prop_assert_eq!(found, folded);
            proptest::prop_assert!(!text.text.contains("  ") && !text.text.contains("\n\n\n"));
        }
    }
}
