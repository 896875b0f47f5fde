//! What of a page can be its article: no menu and no footer, and of a page with one article nothing that stands beside it.
//!
//! Where an article is short, Readability tries again with fewer of its rules and takes what has most letters: a menu, a banner. So
//! what the mark-up says is decided before it is asked.

use dom_query::{Document as Tree, NodeRef};

use super::text::PageText;
use super::{MIN_WORDS, around, cards, misplaced, names, notices, text};

/// Takes away what is no text, and what stands beside the one article.
pub(super) fn narrow(tree: &Tree) {
    let mut around = around::around(&tree.root());
    if let Some(kept) = misplaced::kept(tree, &around) {
        around.retain(|node| node.id != kept.id);
        around.extend(around::around(&kept));
    }
    around.iter().for_each(NodeRef::remove_from_parent);
    notices::remove(tree);
    cards::remove(tree);
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

/// Whether an element is marked as the body of an article.
pub(super) fn is_article_body(node: &NodeRef<'_>) -> bool {
    node.attr("itemprop").is_some_and(|what| what.split_whitespace().any(|what| what == "articleBody"))
}

/// The one `article` of the page, else its `main`, where that holds the text and not a teaser of it. The wrong one would be taken without
/// a word, so it has to have at least half of what there is.
fn the_article<'t>(tree: &'t Tree) -> Option<NodeRef<'t>> {
    let body = tree.body()?;
    ["article", "main"].into_iter().find_map(|name| {
        let outermost = |node: &NodeRef<'t>| !node.ancestors_it(None).any(|above| above.has_name(name));
        let named = body.descendants_it().filter(|node| node.has_name(name)).filter(outermost);
        // A post of three words is one of many too.
        let mut with_text = named.map(|node| (node, text::text(&node))).filter(|(_, own)| !own.text.trim().is_empty());
        let (only, own) = with_text.next()?;
        if with_text.next().is_some() || own.longest_prose < MIN_WORDS || is_teaser(&only) || has_body_elsewhere(&body, &only) {
            return None;
        }
        let beside = text::text(&body).words.saturating_sub(own.words);
        let is_most = beside <= own.words || {
            let apart = words_apart(&body, &only);
            // More than the article itself is no banner, whatever its name.
            apart <= own.words && beside.saturating_sub(apart) <= own.words
        };
        is_most.then_some(only)
    })
}

/// Whether `article` is of a list, of the comments or of what else there is to read, by its name or by that of what it stands in.
fn is_teaser(article: &NodeRef<'_>) -> bool {
    let is_page = |node: &NodeRef<'_>| ["body", "html"].iter().any(|name| node.has_name(name));
    names::is_of_teaser(article) || article.ancestors_it(None).any(|above| !is_page(&above) && names::is_of_teaser(&above))
}

/// Whether what is marked as the body of the article is not in `article`.
fn has_body_elsewhere(body: &NodeRef<'_>, article: &NodeRef<'_>) -> bool {
    has_words_below(body, |node| node.id == article.id, is_article_body)
}

/// Whether an element below has words that is `such`; what lies in one that is `left_out` does not count. Of elements in one another the
/// outermost is asked alone, since a page may have hundreds.
pub(super) fn has_words_below(root: &NodeRef<'_>, left_out: impl Fn(&NodeRef<'_>) -> bool, such: impl Fn(&NodeRef<'_>) -> bool) -> bool {
    let mut open: Vec<NodeRef<'_>> = root.children_it(false).filter(NodeRef::is_element).collect();
    while let Some(node) = open.pop() {
        if left_out(&node) {
            continue;
        }
        if !such(&node) {
            open.extend(node.children_it(false).filter(NodeRef::is_element));
        } else if text::text(&node).words > 0 {
            return true;
        }
    }
    false
}

/// Words of what a name says to be no article; of what stands around `article` or in it, the name says nothing.
fn words_apart(body: &NodeRef<'_>, article: &NodeRef<'_>) -> usize {
    let (mut open, mut apart) = (vec![*body], 0);
    while let Some(node) = open.pop() {
        if node.id == article.id {
            continue;
        }
        if names::is_apart(&node) && !article.ancestors_it(None).any(|above| above.id == node.id) {
            apart += text::text(&node).words;
        } else {
            open.extend(node.children_it(false).filter(NodeRef::is_element));
        }
    }
    apart
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
    use super::Tree;

    /// So many words that say nothing, and nothing twice.
    fn words(name: &str, count: usize) -> String {
        (0..count).map(|n| format!("{name}{n} ")).collect::<String>() + "end."
    }

    fn text(body: &str) -> String {
        let html = format!("<html><head><title>A page that has a title of its own</title></head><body>{body}</body></html>");
        article(&html).unwrap().chosen.text.unwrap()
    }

    /// Whether all words of `name` are in a page's text, from the first to the last.
    fn has(text: &str, name: &str, count: usize) -> bool {
        text.contains(&format!("{name}0 ")) && text.contains(&format!("{name}{} ", count - 1))
    }

    #[test]
    fn beside_an_article_that_is_no_shorter_neither_menu_nor_banner_is_text() {
        let menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/p'>Politics</a></li></ul></nav>";
        let dialog = "id='cookie-consent' class='cookie-banner' role='dialog'";
        for (own, banner, length) in [
            (9, dialog, 60),
            (20, dialog, 60),
            (20, "class='promo'", 15),
            (9, "", 8),
            (60, "class='promo'", 60),
            (60, "id='cookie'", 60),
            (60, "", 60),
            (400, "class='cookie-notice'", 60),
            (400, "", 300),
            (19, "class='cookie-notice'", 52),
            (19, "id='gdpr-consent'", 300),
        ] {
            let body = format!(
                "<div {banner}><p>{}</p></div>{menu}<article><h1>one</h1><p>{}</p></article><footer><p>{}</p></footer>",
                words("banner", length),
                words("own", own),
                words("imprint", 30)
            );
            let text = text(&body);
            assert!(has(&text, "own", own), "{own} {banner}: {text}");
            assert!(["banner", "Politics", "imprint"].iter().all(|beside| !text.contains(beside)), "{own} {banner}: {text}");
        }
        // A banner that is named so says nothing against an article with some text beside it.
        let body = format!(
            "<div class='promo'><p>{}</p></div><article><p>{}</p></article><div><p>{}</p></div>",
            words("banner", 50),
            words("own", 60),
            words("beside", 40)
        );
        let text = text(&body);
        assert!(has(&text, "own", 60) && !text.contains("banner") && !text.contains("beside"), "{text}");
    }

    #[test]
    fn a_story_is_read_whatever_the_name_of_what_it_stands_in_begins_with() {
        let story: String = (0..8).map(|n| format!("<p>{}</p>", words(&format!("story{n}x"), 60))).collect();
        for name in [
            "class='commentary-body'",
            "class='promoted-story'",
            "class='newsletter-issue'",
            "class='related-wrapper'",
            "class='relatedStory'",
            "id='cookie-recipe'",
            "class='bannerless'",
        ] {
            let found = text(&format!("<div {name}>{story}</div><article class='teaser'><p>{}</p></article>", words("teaser", 9)));
            assert!(has(&found, "story7x", 60), "{name}: {found}");
            let found = text(&format!("<div {name}>{story}</div><article><p>{}</p></article>", words("other", 9)));
            assert!(has(&found, "story7x", 60), "{name}: {found}");
        }
    }

    #[test]
    fn an_article_tag_around_less_than_half_of_the_text_hides_nothing() {
        let p = |name: &str, count: usize| format!("<p>{}</p>", words(name, count));
        let story = p("storya", 60) + &p("storyb", 60) + &p("storyc", 60);
        let both = format!("<article>{}</article><div class='body'>{story}</div>", p("lede", 40));
        let last = ("storyc", 60);
        for (body, (name, count)) in [
            // A card beside a brief.
            (
                format!(
                    "<div class='story'>{}{}</div><div class='more'><article class='card'><a href='/2'>Other</a>{}</article></div>",
                    p("briefa", 50),
                    p("briefb", 44),
                    p("card", 8)
                ),
                ("briefb", 44),
            ),
            // A comment under a story, whether or not it is the longer.
            (
                format!(
                    "<div class='post'><div class='entry'>{story}</div></div><article class='comment-body'>{}</article>",
                    p("said", 70)
                ),
                last,
            ),
            (format!("<div class='story'>{story}</div><div id='comments'><article>{}</article></div>", p("said", 70)), last),
            // A lede beside the text, in `main` too.
            (both.clone(), last),
            (format!("<main>{both}</main>"), last),
            (
                format!("<article class='lead'>{}</article><div class='story-body'>{}</div>", p("lede", 60), story.clone() + &p("end", 70)),
                ("end", 70),
            ),
            // What is marked as the body.
            (
                format!("<div itemprop='articleBody'>{}{}</div><article>{}</article>", p("storya", 45), p("storyb", 45), p("teaser", 30)),
                ("storyb", 45),
            ),
            // Text on both sides.
            (format!("<div>{story}</div><article>{}</article><div>{}</div>", p("box", 60), p("enda", 60) + &p("endb", 60)), last),
        ] {
            let found = text(&body);
            assert!(has(&found, name, count), "{body}: {found}");
        }
    }

    #[test]
    fn no_comment_card_or_teaser_is_the_one_article_however_long() {
        for (around, name, is_one) in [
            ("page", "post", true),
            ("page", "commentary", true),
            ("cardinal", "post", true),
            ("page", "comment-body", false),
            ("page", "post-card", false),
            ("page", "storyTeaser", false),
            ("page", "related", false),
            ("comments", "post", false),
            ("more cards", "post", false),
            ("related-posts", "", false),
            ("promo", "", false),
        ] {
            let html =
                format!("<div class='{around}'><section><article class='{name}'><p>{}</p></article></section></div>", words("own", 90));
            assert_eq!(super::the_article(&Tree::from(&*html)).is_some(), is_one, "{around} {name}");
            // The names of the page itself say nothing.
            let html = format!("<body class='has-comments'>{html}</body>");
            assert_eq!(super::the_article(&Tree::from(&*html)).is_some(), is_one, "{around} {name}");
        }
    }

    #[test]
    fn none_of_several_articles_is_the_one_however_short_the_others_are() {
        let goal = |n: usize| format!("<article class='post'><time>10:{n}</time><p>Kane{n} scores for England, two to one.</p></article>");
        let goals: String = (0..9).map(goal).collect();
        let summary = format!("<article class='post'><p>{}</p></article>", words("summary", 25));
        for name in ["main", "div", "section"] {
            let found = text(&format!("<{name}>{goals}{summary}</{name}>"));
            assert!((0..9).all(|n| found.contains(&format!("Kane{n} "))) && has(&found, "summary", 25), "{name}: {found}");
        }
    }

    #[test]
    fn a_story_in_a_script_without_spaces_is_as_long_as_it_looks() {
        let chinese = "<p>渡轮将改从东码头出发，渔民被告知在邻近的村庄卸货并等待，市长说这是为了安全。</p>".repeat(9);
        let found = text(&format!("<header><b>报</b><div>{chinese}</div>"));
        assert!(found.contains("渡轮将改从东码头出发"), "{found}");
        let japanese = format!("<p>{}</p>", "日本語の長い文章がここに続きます。".repeat(8)).repeat(8);
        let card = format!("<article><p>{}</p></article>", words("card", 10));
        let found = text(&format!("<div class='story'>{japanese}</div>{card}"));
        assert!(found.contains("日本語の長い文章"), "{found}");
        let found = text(&format!("<div><p>{}</p></div><article>{japanese}</article>", words("banner", 40)));
        assert!(found.contains("日本語の長い文章") && !found.contains("banner"), "{found}");
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
        let own: String = (0..5).map(|n| format!("<p>{}</p>", words(&format!("own{n}x"), 60))).collect();
        let found = text(&format!("<article>{own}</article><div id='comments'>{comments}</div>"));
        assert!(has(&found, "own4x", 60) && !found.contains("said"), "{found}");
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
