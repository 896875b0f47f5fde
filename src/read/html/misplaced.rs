//! A story in an element that is for what stands beside one: an `aside`, a `dialog`, a `footer`.
//!
//! Such an element goes with all that is in it, so that a page of which it holds the story would be lost. It is kept where it is nearly all that
//! the page tells and does not read like a notice of the site: a notice taken for a story would be found in every page of that site.

use std::collections::HashSet;

use dom_query::{Document as Tree, NodeRef};

use super::around::{NO_MENU, is_main};
use super::scope::{has_words_below, is_article_body};
use super::text::PageText;
use super::{MIN_WORDS, names, text};

/// What notices of sites have in them, in lower case, and stories nearly never.
const OF_SITES: [&str; 31] = [
    "©",
    "copyright",
    "rights reserved",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "todos los derechos",
    "todos os direitos",
    "tutti i diritti riservati",
    "alle rechten voorbehouden",
    "wszelkie prawa zastrzeżone",
    "все права защищены",
    "may not be published",
    "cookie",
    "your consent",
    "consent to",
    "privacy policy",
    "privacy notice",
    "privacy settings",
    "your privacy",
    "terms of use",
    "terms of service",
    "terms and conditions",
    "all data delayed",
    "quotes delayed",
    "contact us",
    "impressum",
    "datenschutz",
    "subscribe",
    "subscription",
    "newsletter",
    "javascript",
];

/// How many times the words beside it a footer has at least whose `article` is the story all the same: a brief may be shorter than what its site
/// says in the footer.
const MOST: usize = 4;

/// What an element is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Aside,
    Dialog,
    Footer,
}

impl Kind {
    fn of(node: &NodeRef<'_>) -> Option<Self> {
        let role = node.attr("role").map(|role| role.trim().to_ascii_lowercase()).unwrap_or_default();
        let is = |name: &str, of: &str| role == of || role.is_empty() && node.has_name(name);
        [("aside", "complementary", Self::Aside), ("dialog", "dialog", Self::Dialog), ("footer", "contentinfo", Self::Footer)]
            .into_iter()
            .find_map(|(name, role, kind)| is(name, role).then_some(kind))
    }
}

/// The one of the elements `around` the text of a page that holds its story, made an element of the text.
pub(super) fn kept<'t>(tree: &'t Tree, around: &[NodeRef<'t>]) -> Option<NodeRef<'t>> {
    let body = tree.body()?;
    let kinds = around.iter().filter_map(|node| Some((*node, Kind::of(node)?, text::text(node))));
    let (node, kind, own) = kinds.max_by_key(|(_, _, own)| own.prose)?;
    let article = the_article_in(&node);
    if own.longest_prose < MIN_WORDS || !reads_like_story(&node, kind, &own, article.is_some()) {
        return None;
    }
    let beside = Beside::of(&body, around, &node);
    let is_all = beside.longest_prose < MIN_WORDS;
    let is_most = kind == Kind::Footer && article.is_some() && own.prose >= NO_MENU && own.prose > beside.prose * MOST;
    if beside.has_article || !(is_all || is_most) || is_index(&node, &own, article.is_some(), &beside) {
        return None;
    }
    // Beside the one article nothing would stay.
    node.rename(if is_all && article.is_none() { "article" } else { "div" });
    node.remove_attr("role");
    Some(node)
}

/// Whether what stands in an element of such a kind may be a story.
fn reads_like_story(node: &NodeRef<'_>, kind: Kind, own: &PageText, has_article: bool) -> bool {
    let lower = own.text.to_lowercase();
    let is_of_site = || names::is_of_teaser(node) || OF_SITES.iter().any(|mark| lower.contains(mark));
    // The heading of a dialog says what it asks for, that of a footer is the name of the site.
    let has_heading = || kind == Kind::Aside && node.descendants_it().any(|below| below.has_name("h1"));
    has_article || (own.prose >= NO_MENU || has_heading()) && !is_of_site()
}

/// Whether the page lists what there is to read, and the element tells about the site: the headlines are longer, and it has none of its own.
fn is_index(node: &NodeRef<'_>, own: &PageText, has_article: bool, beside: &Beside) -> bool {
    let has_heading = || node.descendants_it().any(|below| below.has_name("h1"));
    beside.headlines >= own.prose && !has_article && !has_heading()
}

/// The one `article` below, where it is no teaser and has the most words of what is there.
fn the_article_in<'t>(node: &NodeRef<'t>) -> Option<NodeRef<'t>> {
    let mut articles = node.descendants_it().filter(|below| below.has_name("article"));
    let only = articles.next()?;
    let own = text::text(&only);
    let is_most = own.longest_prose >= MIN_WORDS && 2 * own.prose > text::text(node).prose;
    (articles.next().is_none() && is_most && !names::is_of_teaser(&only)).then_some(only)
}

/// What a page has outside of the elements around its text.
#[derive(Default)]
struct Beside {
    /// As [`PageText`] has it.
    longest_prose: usize,
    prose: usize,
    headlines: usize,
    /// An `article` or a `main` stands there that has words, or what is marked as the body of an article.
    has_article: bool,
}

impl Beside {
    /// `kept`: the one of them that may hold the story.
    fn of(body: &NodeRef<'_>, around: &[NodeRef<'_>], kept: &NodeRef<'_>) -> Self {
        let left_out: HashSet<_> = around.iter().map(|node| node.id).collect();
        let holds: HashSet<_> = around.iter().flat_map(|node| node.ancestors_it(None)).map(|above| above.id).collect();
        let above: HashSet<_> = kept.ancestors_it(None).map(|above| above.id).collect();
        let is_main = |node: &NodeRef<'_>| is_main(node) && !above.contains(&node.id);
        let (mut beside, mut open) = (Self::default(), vec![(*body, false)]);
        while let Some((node, in_article)) = open.pop() {
            if left_out.contains(&node.id) {
                continue;
            }
            let in_article = in_article || node.has_name("article") || is_article_body(&node) || is_main(&node);
            if holds.contains(&node.id) {
                open.extend(node.children_it(false).map(|child| (child, in_article)));
                continue;
            }
            let own = text::text(&node);
            beside.longest_prose = beside.longest_prose.max(own.longest_prose);
            beside.prose += own.prose;
            beside.headlines += own.headlines;
            beside.has_article |= own.words > 0 && (in_article || holds_article(&node));
        }
        beside
    }
}

fn holds_article(node: &NodeRef<'_>) -> bool {
    has_words_below(node, |_| false, |below| below.has_name("article") || is_article_body(below) || is_main(below))
}

#[cfg(test)]
mod tests {
    use super::super::article;

    /// So many words that say nothing, and nothing twice.
    fn words(name: &str, count: usize) -> String {
        (0..count).map(|n| format!("{name}{n} ")).collect::<String>() + "end."
    }

    /// So many paragraphs of 40 words.
    fn story(name: &str, paragraphs: usize) -> String {
        (0..paragraphs).map(|n| format!("<p>{}</p>", words(&format!("{name}{n}x"), 40))).collect()
    }

    fn text(body: &str) -> Option<String> {
        let html = format!("<html><head><title>A page that has a title of its own</title></head><body>{body}</body></html>");
        article(&html).ok()?.chosen.text
    }

    const MENU: &str = "<nav><a href='/'>Home</a> <a href='/p'>Politics</a></nav><div class='logo'>The Herald</div>";

    #[test]
    fn a_story_that_is_all_of_a_page_is_read_wherever_it_stands() {
        for (open, close) in [
            ("<aside>", "</aside>"),
            ("<div role='complementary'>", "</div>"),
            ("<dialog open>", "</dialog>"),
            ("<div role='dialog' aria-modal='true'>", "</div>"),
            ("<footer>", "</footer>"),
            ("<div role='contentinfo'>", "</div>"),
            ("<main><aside class='sidebar'>", "</aside></main>"),
            ("<aside><article>", "</article></aside>"),
            ("<footer><article>", "</article><p>© 2020 The Herald</p></footer>"),
        ] {
            let found = text(&format!("{MENU}{open}{}{close}", story("own", 5))).unwrap_or_default();
            assert!((0..5).all(|n| found.contains(&format!("own{n}x0 ")) && found.contains(&format!("own{n}x39 "))), "{open}: {found}");
            assert!(!found.contains("Politics"), "{open}: {found}");
        }
        // What a story says in passing makes no notice of it.
        let told = format!("{MENU}<aside>{}<p>In terms of the consent decree, privacy is all.</p></aside>", story("own", 5));
        assert!(text(&told).is_some_and(|found| found.contains("own4x39")));
        let short = format!("{MENU}<aside><h1>Ferry late</h1><p>{}</p></aside>", words("own", 30));
        assert!(text(&short).is_some_and(|found| found.contains("own29")));
    }

    #[test]
    fn beside_any_other_text_or_article_what_stands_around_goes() {
        for name in ["aside", "dialog", "footer"] {
            let beside = format!("<{name}>{}</{name}>", story("beside", 5));
            for own in [
                format!("<article><p>{}</p></article>", words("own", 20)),
                format!("<main><p>{}</p></main>", words("own", 60)),
                format!("<div><p>{}</p></div>", words("own", 60)),
                format!("<div itemprop='articleBody'><p>{}</p></div>", words("own", 60)),
                format!("<main><p>{}</p></main>", words("own", 20)),
            ] {
                for body in [format!("{own}{beside}"), format!("{MENU}{beside}<div>{own}</div>")] {
                    let found = text(&body).unwrap_or_default();
                    assert!(found.contains("own19 ") && !found.contains("beside"), "{body}: {found}");
                }
            }
        }
    }

    #[test]
    fn a_footer_with_nearly_all_words_of_a_page_stays_where_they_are_an_article() {
        let lede = format!("<div><p>{}</p></div>", words("lede", 20));
        let found = text(&format!("{MENU}{lede}<footer><article>{}</article></footer>", story("own", 5))).unwrap_or_default();
        assert!(found.contains("own4x39"), "{found}");
        // Whatever else a site says below a brief is not known by its words.
        for notice in [story("notice", 5), format!("<article><p>{}</p></article>", words("notice", 40))] {
            let found = text(&format!("{MENU}{lede}<footer>{notice}</footer>")).unwrap_or_default();
            assert!(found.contains("lede19") && !found.contains("notice"), "{found}");
        }
        // Of a notice of the site nobody knows how long it is.
        let notice = format!("<footer>{}<p>© 2020 The Herald. All rights reserved.</p></footer>", story("notice", 8));
        let lede = format!("<div><p>{}</p></div>", words("lede", 60));
        let found = text(&format!("{MENU}{lede}{notice}")).unwrap_or_default();
        assert!(found.contains("lede59") && !found.contains("notice"), "{found}");
    }

    #[test]
    fn a_page_whose_headlines_are_all_links_has_no_text_in_what_stands_beside_them() {
        let list =
            |words: usize| (0..20).map(|n| format!("<li><h3><a href='/{n}'>{}</a></h3></li>", words_of(n, words))).collect::<String>();
        let aside = format!("<aside><h2>About us</h2>{}</aside>", story("about", 3));
        assert_eq!(text(&format!("{MENU}<div><h1>Today</h1><ul>{}</ul></div>{aside}", list(9))), None);
        // Names of sections are no headlines, and fewer words of them than a story has are beside it.
        for (around, count) in [(2, 3), (4, 5)] {
            let found = text(&format!("{MENU}<aside>{}</aside><ul>{}</ul>", story("own", count), list(around))).unwrap_or_default();
            assert!(found.contains("own2x39"), "{around}: {found}");
        }
        let found = text(&format!("{MENU}<aside><h1>Ferry late</h1>{}</aside><ul>{}</ul>", story("own", 3), list(9))).unwrap_or_default();
        assert!(found.contains("own2x39"), "{found}");
    }

    fn words_of(n: usize, count: usize) -> String {
        (0..count).map(|word| format!("headline{n}x{word} ")).collect()
    }

    #[test]
    fn notices_of_a_site_are_no_story_where_nothing_else_is_on_the_page() {
        let long = story("notice", 5);
        for body in [
            format!("<div role='dialog'><h1>Before you go on</h1><p>We use cookies.</p>{long}</div>"),
            format!("<div role='dialog'><h1>How old are you?</h1><p>{}</p></div>", words("asked", 40)),
            format!("<aside class='newsletter-signup'>{long}</aside>"),
            format!("<aside>{long}<p>Subscribe to The Herald.</p></aside>"),
            format!("<aside><p>{}</p></aside>", words("notice", 40)),
            format!("<footer><h1>The Herald</h1><p>{}</p></footer>", words("imprint", 40)),
            format!("<footer>{long}<p>Copyright The Herald</p></footer>"),
            format!("<footer>{long}<p>Tutti i diritti riservati</p></footer>"),
            format!("<footer>{long}<p>Terms of Use</p></footer>"),
            format!("<header><h1>The Herald</h1><p>{}</p></header>", words("motto", 40)),
            format!("<div role='alertdialog'>{long}</div>"),
            format!("<footer><article class='card'><p>{}</p></article></footer>", words("teaser", 40)),
            // The story is a film.
            format!("<main><h1>Ferry late</h1><p>See it sink.</p></main><aside>{long}</aside>"),
            format!("<div><div role='main'><h1>Ferry late</h1></div></div><footer>{long}</footer>"),
            format!("<aside><article><p>{0}</p></article><article><p>{0}</p></article></aside>", words("teaser", 40)),
        ] {
            assert_eq!(text(&format!("{MENU}{body}")), None, "{body}");
        }
    }
}
