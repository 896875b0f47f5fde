//! Web pages: the article's text and what the page's mark-up says of it.
//!
//! Which part of a page is the article is judged by [`dom_smoothie`], after Mozilla's Readability. The
//! text is taken from the tree that it leaves (`text`), since blank lines between blocks and the
//! places of links are wanted, with what stands between it and the headline (`lede`); or from the data of a
//! page that shows less (`whole`). Dates, outlet and address are taken from the whole page (`page`, `data`,
//! `title`). Before that, what the mark-up says to be no article goes (`around`, `notices`, `cards`, `scope`, `names`).

mod address;
mod around;
mod cards;
mod cells;
mod data;
mod lede;
mod misplaced;
mod names;
mod notice_words;
mod notices;
mod page;
mod scope;
mod text;
mod title;
mod whole;

use dom_query::{Document as Tree, NodeRef};
use dom_smoothie::Readability;
use encoding_rs::{Encoding, REPLACEMENT, UTF_16BE, UTF_16LE, X_USER_DEFINED};

use super::document::Page;
use super::fields::Chosen;
use super::trouble::Trouble;

/// Beyond this depth of elements a page is no page; browsers stop at 512. The parser's time grows with
/// the square of the depth, and what cleans the tree calls itself for each level.
const MAX_DEPTH: usize = 1024;

/// A block of fewer words outside of links makes no article: nothing could be found in it.
const MIN_WORDS: usize = 8;

/// A page's article.
#[derive(Debug)]
pub(super) struct Article {
    /// The text, and title, outlet, address and language as far as the page says them.
    pub chosen: Chosen,
    pub page: Page,
    /// Mark-up that could not be read.
    pub troubles: Vec<Trouble>,
}

/// Takes the article out of a page.
///
/// # Errors
/// Why there is none.
pub(super) fn article(html: &str) -> Result<Article, Trouble> {
    let none = |why: &str| Trouble::new("page without an article", why).so("the file was left out").losing(1);
    let too_deep = || none("its elements are nested more than a thousand deep");
    if unclosed(html) > 4 * MAX_DEPTH {
        return Err(too_deep());
    }
    let tree = Tree::from(html);
    if depth(&tree.root()) > MAX_DEPTH {
        return Err(too_deep());
    }
    let facts = page::facts(&tree, html);
    let address = facts.url.as_deref().filter(|url| url.starts_with("http://") || url.starts_with("https://"));
    // Readability may put what a row's cells hold in one place, without them.
    for cell in tree.select("td, th").nodes() {
        cell.append_child(&tree.tree.new_text(" ").id);
    }
    // An address that is none after all only means that relative links stay relative.
    let readability = Readability::with_document(tree, address, None);
    let mut readability = match readability {
        Ok(readability) => readability,
        Err(_) => Readability::from(html),
    };
    // Title and author may stand beside the article.
    let title = readability.get_article_metadata(readability.parse_json_ld()).title;
    let author = scope::author(&readability.doc);
    scope::narrow(&readability.doc);
    let all = text::text(&readability.doc.root());
    let headlines: Vec<String> = readability.doc.select("h1").nodes().iter().map(|heading| text::text(heading).text).collect();
    let article = readability.parse().ok();
    let text = article.as_ref().map(|article| text::text(&Tree::from(&*cells::kept(&article.content)).root()));
    let shown = match text {
        Some(mut text) if text.longest_prose >= MIN_WORDS => {
            let headlines = headlines.iter().map(String::as_str).chain(facts.title.as_deref()).chain([title.trim()]);
            lede::put_before(&mut text, &all, &headlines.collect::<Vec<_>>());
            Ok(text)
        }
        // Readability may find an article too meagre that is marked as one.
        other => scope::marked(html).ok_or_else(|| {
            none(other.map_or("no part of it reads like an article", |_| "no paragraph outside of links has more than a few words"))
        }),
    };
    let whole = facts.body.as_deref().and_then(|body| whole::whole(shown.as_ref().ok(), body));
    let text = whole.map_or(shown, Ok)?;
    let present = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let chosen = Chosen {
        text: Some(text.text),
        title: facts.title.or_else(|| present(title)),
        outlet: facts.outlet,
        url: facts.url,
        language: facts.language,
        ..Chosen::default()
    };
    let page = Page {
        dates: facts.dates,
        canonical: facts.canonical,
        links: text.links,
        author: facts.author.or_else(|| article.and_then(|article| article.byline).and_then(present)).or(author),
    };
    Ok(Article { chosen, page, troubles: facts.troubles })
}

/// The most tags that are open at once, roughly and fast: what the depth cannot be much above of.
fn unclosed(html: &str) -> usize {
    let bytes = html.as_bytes();
    let (mut open, mut most) = (0_usize, 0);
    for at in memchr::memchr_iter(b'<', bytes) {
        let (closes, name) = match &bytes[at + 1..] {
            [b'/', name @ ..] => (true, name),
            name => (false, name),
        };
        let length = name.iter().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = name[..length].to_ascii_lowercase();
        match name.as_slice() {
            // Never closed, or closed by the next of their kind.
            b"" | b"br" | b"img" | b"hr" | b"input" | b"link" | b"meta" | b"base" | b"source" | b"wbr" | b"area" | b"col" | b"param"
            | b"embed" | b"track" | b"p" | b"li" | b"td" | b"th" | b"tr" | b"dt" | b"dd" | b"option" | b"path" | b"circle" | b"rect"
            | b"use" => {}
            _ if closes => open = open.saturating_sub(1),
            _ => {
                open += 1;
                most = most.max(open);
            }
        }
    }
    most
}

/// How deep the tree is, without calling itself.
fn depth(root: &NodeRef<'_>) -> usize {
    let mut deepest = 0;
    let mut open = vec![(*root, 0)];
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        open.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    deepest
}

/// The encoding that a page declares in its first bytes: in a `meta`, else in the line of XML. Comments declare nothing.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let (mut rest, mut of_xml) = (head.as_str(), None);
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            // `<!-->` is a whole comment.
            let Some(end) = rest[2..].find("-->") else { break };
            rest = &rest[2 + end + 3..];
            continue;
        }
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        let is = |name: &str| tag.strip_prefix(name).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_whitespace() || c == '/'));
        if is("<meta") {
            if let Some(encoding) = named(tag, "charset") {
                return Some(encoding);
            }
        } else if is("<?xml") {
            of_xml = of_xml.or_else(|| named(tag, "encoding"));
        }
        rest = &rest[1..];
    }
    of_xml
}

/// The encoding that a tag names behind `word` and a sign of equality.
fn named(tag: &str, word: &str) -> Option<&'static Encoding> {
    let label = |at: usize| {
        let rest = tag[at + word.len()..].trim_start().strip_prefix('=')?.trim_start();
        let rest = rest.trim_start_matches(['"', '\'']);
        rest.split(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).next()
    };
    // What could be read as ASCII up to here cannot be UTF-16; the others are no encodings of texts.
    let can_be = |encoding: &&Encoding| ![UTF_16LE, UTF_16BE, REPLACEMENT, X_USER_DEFINED].contains(encoding);
    let mut labels = tag.match_indices(word).filter_map(|(at, _)| label(at));
    labels.find_map(|label| Encoding::for_label(label.as_bytes()).filter(can_be))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(head: &str, body: &str) -> String {
        format!("<!doctype html><html lang='en-GB'><head>{head}</head><body>{body}</body></html>")
    }

    const STORY: &str = "<article><h1>Talks in Geneva</h1>\
        <p>The two ministers met for <b>seven</b> hours on Saturday, and left\n   by a side door.</p>\
        <p>\"We are close,\" one of them said, according to <a href='https://tass.com/world/1'>the agency TASS</a>, and smiled.<br>\
        Nobody asked him what that meant, and he did not say it either.</p>\
        <blockquote>An agreement is a thing that both sides can sign without reading it aloud.</blockquote>\
        <ul><li>First, the lines in the east of the city would be frozen.</li><li>Second, the roads would be opened.</li></ul>\
        </article>";

    #[test]
    fn an_article_comes_out_with_its_paragraphs_and_without_the_page_around_it() {
        let body = format!(
            "<nav><a href='/'>Home</a> <a href='/w'>World news and more of it</a></nav>{STORY}<footer>All rights reserved</footer>"
        );
        let article = article(&page("<title>Talks in Geneva - The Lake Courier</title>", &body)).unwrap();
        let text = article.chosen.text.unwrap();
        assert_eq!(
            text,
            "The two ministers met for seven hours on Saturday, and left by a side door.\n\n\
             \"We are close,\" one of them said, according to the agency TASS, and smiled.\n\
             Nobody asked him what that meant, and he did not say it either.\n\n\
             An agreement is a thing that both sides can sign without reading it aloud.\n\n\
             First, the lines in the east of the city would be frozen.\nSecond, the roads would be opened."
        );
        assert_eq!(article.chosen.title.as_deref(), Some("Talks in Geneva"));
        assert_eq!(article.chosen.language.as_deref(), Some("en-GB"));
        let (span, target) = &article.page.links[0];
        let linked: String = text.chars().skip(span.start as usize).take(span.len() as usize).collect();
        assert_eq!((linked.as_str(), target.as_str()), ("the agency TASS", "https://tass.com/world/1"));
    }

    #[test]
    fn a_page_without_an_article_says_so() {
        for body in [
            "",
            "<form><input name=user><input name=password></form>",
            "<nav><ul><li><a href='/1'>One long headline about the talks that lead nowhere at all</a></li>\
             <li><a href='/2'>Another headline that is long enough to be a sentence of its own</a></li></ul></nav>",
        ] {
            let trouble = article(&page("<title>Log in</title>", body)).unwrap_err();
            assert_eq!(trouble.cause, "page without an article");
        }
    }

    #[test]
    fn a_page_nested_without_end_is_refused_and_brings_nothing_down() {
        let html = "<div>".repeat(200_000) + STORY;
        assert!(article(&html).unwrap_err().message.contains("nested"));
    }

    #[test]
    fn a_page_declares_its_encoding_in_any_of_the_usual_forms() {
        for head in [
            "<meta charset=\"windows-1251\">",
            "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; Charset=cp1251'>",
            "<?xml version='1.0' encoding='windows-1251'?>",
        ] {
            assert_eq!(declared(head.as_bytes()).map(Encoding::name), Some("windows-1251"), "{head}");
        }
        assert_eq!(declared(b"<p>charset</p>"), None);
    }

    #[test]
    fn comments_scripts_and_what_cannot_be_declare_no_encoding() {
        let other = "<meta charset=\"koi8-r\">";
        for head in [
            "<!-- <meta charset=windows-1251> -->",
            "<!--><!-- charset=windows-1251 > -->",
            "<script charset='windows-1251' src='a.js'></script>",
            "<link rel=stylesheet charset=windows-1251>",
            "<metadata charset=windows-1251>",
            "<meta charset=utf-16>",
            "<meta charset=utf-16be>",
            "<meta charset=iso-2022-kr>",
            "<meta charset=x-user-defined>",
            "<?xml version='1.0' encoding='UTF-16'?>",
            "<p>a < b, encoding=windows-1251</p>",
        ] {
            assert_eq!(declared(head.as_bytes()), None, "{head}");
            let with_other = format!("{head}{other}<!-- charset");
            assert_eq!(declared(with_other.as_bytes()).map(Encoding::name), Some("KOI8-R"), "{head}");
        }
        let both = format!("<?xml version='1.0' encoding='windows-1251'?>{other}");
        assert_eq!(declared(both.as_bytes()).map(Encoding::name), Some("KOI8-R"), "the page's own word comes first");
    }

    #[test]
    fn cells_and_rows_of_a_page_that_is_laid_out_as_a_table_stand_apart() {
        let said = |day: &str| {
            format!(
                "The harbour council voted on {day} to close the northern ferry line after engineers found cracks, deep and old, in both \
                 of the wooden piers along the shore of the town, and said that repairs would take a year."
            )
        };
        let (monday, friday, sunday) = (said("Monday"), said("Friday"), said("Sunday"));
        let text = |table: &str| article(&page("<title>Pier closed</title>", table)).unwrap().chosen.text.unwrap();
        let row = text(&format!("<table><tr><td>Home</td><td>{monday}</td><td>{friday}</td></tr></table>"));
        assert_eq!(row, format!("Home {monday} {friday}"));
        let line = |day: &str| format!("<tr><td>Home</td><td>{day}</td></tr>");
        let rows = text(&format!("<table>{}{}{}</table>", line(&monday), line(&friday), line(&sunday)));
        assert_eq!(rows, format!("Home {monday}\nHome {friday}\nHome {sunday}"));
        // Of two rows Readability takes one, without its cells.
        let two = text(&format!("<table>{}{}</table>", line(&monday), line(&friday)));
        assert!(two.starts_with("Home The harbour"), "{two}");
    }
}
