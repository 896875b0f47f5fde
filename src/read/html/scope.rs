//! What of a page can be its article: no menu and no footer, and of a page with one article nothing that stands beside it.
//!
//! Where an article is short, Readability tries again with fewer of its rules and takes what has most letters: a menu, a banner. So
//! what the mark-up says is decided before it is asked.

use dom_query::{Document as Tree, NodeRef};

use super::text::PageText;
use super::{MIN_WORDS, text};

/// Words outside of links from which on something is no menu, whatever its name: some page forgot to close one.
const NO_MENU: usize = 100;

/// Words beside an article that say nothing against it: of a banner, of a request to subscribe.
const BANNER: usize = 100;

/// How many times as much text as an article has stands beside it where that is but a teaser.
const TEASER: usize = 5;

/// What names begin with of things that are never the article, however long.
const BESIDE: [&str; 10] = ["comment", "cookie", "consent", "gdpr", "promo", "newsletter", "related", "disqus", "banner", "popup"];

/// Takes away what is no text, and what stands beside the one article.
pub(super) fn narrow(tree: &Tree) {
    let mut open = vec![tree.root()];
    while let Some(node) = open.pop() {
        if stands_around(&node) {
            node.remove_from_parent();
        } else {
            open.extend(node.children_it(false).filter(NodeRef::is_element));
        }
    }
    if let Some(article) = the_article(tree) {
        keep_alone(&article);
    }
}

/// The text of the one article of a page, as it stands there.
pub(super) fn marked(html: &str) -> Option<PageText> {
    let tree = Tree::from(html);
    narrow(&tree);
    the_article(&tree).map(|article| text::text(&article))
}

/// Who a page says has written it, where neither its head nor its article does.
pub(super) fn author(tree: &Tree) -> Option<String> {
    let said = tree.select("[rel=author], [itemprop*=author], [class*=byline], [class*=author], [id*=byline], [id*=author]");
    let mut names = said.nodes().iter().map(|node| node.text().split_whitespace().collect::<Vec<_>>().join(" "));
    names.find(|name| (1..100).contains(&name.chars().count()))
}

/// Whether an element is of the site and not of an article: a menu, a banner, a footer, a column beside.
fn stands_around(node: &NodeRef<'_>) -> bool {
    let role = node.attr("role").map(|role| role.trim().to_ascii_lowercase()).unwrap_or_default();
    let is = |names: &[&str], roles: &[&str]| names.iter().any(|name| node.has_name(name)) || roles.contains(&role.as_str());
    if is(&["main", "article", "body", "html"], &["main"]) {
        return false;
    }
    let of_the_page = || !node.ancestors_it(None).any(|above| ["article", "main", "section"].iter().any(|name| above.has_name(name)));
    if is(&["nav"], &["navigation", "search", "menu", "menubar"]) || is(&["header"], &["banner"]) && of_the_page() {
        return !holds(node, &["article", "main"]) && text::text(node).prose < NO_MENU;
    }
    if is(&["dialog"], &["dialog", "alertdialog"]) {
        return !holds(node, &["article", "main"]);
    }
    (is(&["aside"], &["complementary"]) || is(&["footer"], &["contentinfo"]) && of_the_page()) && !holds(node, &["main"])
}

/// Whether one of these elements stands below, or what is marked as the body of an article.
fn holds(node: &NodeRef<'_>, names: &[&str]) -> bool {
    node.descendants_it().any(|below| {
        names.iter().any(|name| below.has_name(name))
            || below.attr("role").is_some_and(|role| &*role == "main")
            || below.attr("itemprop").is_some_and(|what| &*what == "articleBody")
    })
}

/// The one `article` of the page, else its `main`, where that holds the text and not a teaser of it.
fn the_article<'t>(tree: &'t Tree) -> Option<NodeRef<'t>> {
    let body = tree.body()?;
    let mut of_all = None;
    ["article", "main"].into_iter().find_map(|name| {
        let outermost = |node: &NodeRef<'t>| !node.ancestors_it(None).any(|above| above.has_name(name));
        let named = body.descendants_it().filter(|node| node.has_name(name)).filter(outermost);
        let mut with_text = named.filter_map(|node| Some((node, text::text(&node))).filter(|(_, text)| text.longest_prose >= MIN_WORDS));
        let (only, own) = with_text.next()?;
        if with_text.next().is_some() {
            return None;
        }
        let all = *of_all.get_or_insert_with(|| text::text(&body).prose);
        let apart: usize = body.descendants_it().filter(|node| is_beside(node, &only)).map(|node| text::text(&node).prose).sum();
        let beside = all.saturating_sub(own.prose).saturating_sub(apart);
        (beside <= BANNER || beside <= TEASER * own.prose).then_some(only)
    })
}

/// Whether a name says that an element is no article; the outermost of such, and neither around nor inside `article`.
fn is_beside(node: &NodeRef<'_>, article: &NodeRef<'_>) -> bool {
    let named = |node: &NodeRef<'_>| {
        ["id", "class"].iter().filter_map(|attribute| node.attr(attribute)).any(|names| {
            let names = names.to_ascii_lowercase();
            names.split_whitespace().any(|name| BESIDE.iter().any(|beside| name.starts_with(beside)))
        })
    };
    named(node)
        && node.id != article.id
        && !article.ancestors_it(None).any(|above| above.id == node.id)
        && !node.ancestors_it(None).any(|above| above.id == article.id || !above.has_name("body") && named(&above))
}

/// Removes what stands beside `article` and beside what it stands in, but for what is no text in any case.
fn keep_alone(article: &NodeRef<'_>) {
    let mut kept = *article;
    while let Some(parent) = kept.parent().filter(|_| !kept.has_name("body")) {
        let beside: Vec<NodeRef<'_>> = parent.children_it(false).filter(|child| child.id != kept.id).collect();
        for node in beside {
            if !["script", "style", "link", "meta"].iter().any(|name| node.has_name(name)) {
                node.remove_from_parent();
            }
        }
        kept = parent;
    }
}

#[cfg(test)]
mod tests {
    use super::super::article;

    /// So many words that say nothing, and nothing twice.
    fn words(name: &str, count: usize) -> String {
        (0..count).map(|n| format!("{name}{n} ")).collect::<String>() + "end."
    }

    fn text(body: &str) -> String {
        let html = format!("<html><head><title>A page that has a title of its own</title></head><body>{body}</body></html>");
        article(&html).unwrap().chosen.text.unwrap()
    }

    #[test]
    fn beside_an_article_however_short_neither_menu_nor_banner_is_text() {
        let menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/p'>Politics</a></li></ul></nav>";
        for own in [9, 20, 60, 400] {
            for banner in ["class='promo'", "id='cookie'", "id='cookie-consent' class='cookie-banner' role='dialog'", ""] {
                let body = format!(
                    "<div {banner}><p>{}</p></div>{menu}<article><h1>one</h1><p>{}</p></article><footer><p>{}</p></footer>",
                    words("banner", 60),
                    words("own", own),
                    words("imprint", 30)
                );
                let text = text(&body);
                assert!(text.contains("own0 ") && text.contains(&format!("own{} ", own - 1)), "{own} {banner}: {text}");
                assert!(["banner", "Politics", "imprint"].iter().all(|beside| !text.contains(beside)), "{own} {banner}: {text}");
            }
        }
    }

    #[test]
    fn a_page_without_an_article_of_its_own_has_its_text_without_what_is_marked_as_around_it() {
        let around = |name: &str| format!("<{name}><p>{}</p></{name}>", words(name, 40));
        let body =
            format!("{}{}<div><p>{}</p></div>{}{}", around("header"), around("nav"), words("own", 50), around("aside"), around("footer"));
        let found = text(&body);
        assert!(found.contains("own49"), "{found}");
        assert!(["header", "nav", "aside", "footer"].iter().all(|name| !found.contains(name)), "{found}");
        // A page of which nothing but its footer was saved has no article.
        assert!(article(&around("footer")).is_err());
    }

    #[test]
    fn an_article_tag_around_a_teaser_does_not_hide_the_text_of_the_page() {
        let story: String = (0..6).map(|n| format!("<p>{}</p>", words(&format!("story{n}x"), 60))).collect();
        let body = format!("<article><h2><a href='/2'>Another</a></h2><p>{}</p></article><div>{story}</div>", words("teaser", 12));
        let found = text(&body);
        assert!(found.contains("story0x0") && found.contains("story5x59"), "{found}");
        // In `main` stands the text, with the teaser or without it.
        let found = text(&format!("<div><p>{}</p></div><main>{body}</main>", words("outside", 40)));
        assert!(found.contains("story5x59") && !found.contains("outside"), "{found}");
    }

    #[test]
    fn posts_of_a_blog_are_all_read_and_so_is_an_article_under_many_comments() {
        let post = |n: usize| format!("<article><h2>Post {n}</h2><p>{}</p></article>", words(&format!("post{n}x"), 80));
        let found = text(&format!("<div>{}{}{}</div>", post(1), post(2), post(3)));
        assert!((1..4).all(|n| found.contains(&format!("post{n}x79"))), "{found}");
        let comments: String = (0..20).map(|n| format!("<p>{}</p>", words(&format!("said{n}x"), 40))).collect();
        let found = text(&format!("<article><p>{}</p></article><div id='comments'>{comments}</div>", words("own", 60)));
        assert!(found.contains("own59") && !found.contains("said"), "{found}");
    }

    #[test]
    fn a_menu_that_nobody_closed_takes_no_article_along() {
        let story: String = (0..4).map(|n| format!("<p>{}</p>", words(&format!("story{n}x"), 50))).collect();
        for body in [format!("<nav><a href='/'>Home</a><article>{story}</article>"), format!("<header><b>Paper</b><div>{story}</div>")] {
            assert!(text(&body).contains("story3x49"), "{body}");
        }
    }

    #[test]
    fn title_and_author_outside_of_the_article_are_those_of_the_page() {
        let html = format!(
            "<html><head><title>Short</title></head><body><h1>The long headline of this</h1><p class='byline'>By A. Writer</p>\
             <article><p>{}</p></article></body></html>",
            words("own", 150)
        );
        let article = article(&html).unwrap();
        assert_eq!(article.chosen.title.as_deref(), Some("The long headline of this"));
        assert_eq!(article.page.author.as_deref(), Some("By A. Writer"));
    }
}
