//! Cards of other stories, each an `article`, beside the one that the page is about.

use dom_query::{Document as Tree, NodeRef};

use super::MIN_WORDS;
use super::text::{self, PageText};

/// Words outside of links that a card has at most.
const MOST_WORDS: usize = 60;

/// Takes the cards out of a page that has one `article` besides.
pub(super) fn remove(tree: &Tree) {
    let Some(body) = tree.body() else {
        return;
    };
    let (mut cards, mut others, mut open) = (Vec::new(), Vec::new(), vec![body]);
    while let Some(node) = open.pop() {
        if !node.has_name("article") {
            open.extend(node.children_it(false).filter(NodeRef::is_element));
            continue;
        }
        let own = text::text(&node);
        if is_card(&node, &own) {
            cards.push(node);
        } else if !own.text.trim().is_empty() {
            others.push(own);
        }
    }
    if let [only] = others.as_slice()
        && only.longest_prose >= MIN_WORDS
    {
        cards.iter().for_each(NodeRef::remove_from_parent);
    }
}

/// Whether an `article` is short and has a headline that leads to another page, and no headline of a page.
fn is_card(article: &NodeRef<'_>, own: &PageText) -> bool {
    let leads_away =
        |node: &NodeRef<'_>| node.has_name("a") && node.attr("href").is_some_and(|to| !to.trim().is_empty() && !to.trim().starts_with('#'));
    let is_heading = |node: &NodeRef<'_>| ["h2", "h3", "h4", "h5", "h6"].iter().any(|name| node.has_name(name));
    let in_article =
        |node: &NodeRef<'_>| node.ancestors_it(None).take_while(|above| above.id != article.id).any(|above| leads_away(&above));
    let is_linked = |heading: &NodeRef<'_>| in_article(heading) || heading.descendants_it().any(|below| leads_away(&below));
    own.prose <= MOST_WORDS
        && !article.descendants_it().any(|below| below.has_name("h1"))
        && article.descendants_it().any(|below| is_heading(&below) && is_linked(&below))
}

#[cfg(test)]
mod tests {
    use super::super::article;

    /// So many words that say nothing, and nothing twice.
    fn words(name: &str, count: usize) -> String {
        (0..count).map(|n| format!("{name}{n} ")).collect::<String>() + "end."
    }

    fn text(body: &str) -> String {
        article(&format!("<html><head><title>Ferry late</title></head><body>{body}</body></html>")).unwrap().chosen.text.unwrap()
    }

    #[test]
    fn cards_of_other_stories_are_no_text_however_many_words_they_have_together() {
        let own = format!("<article><h1>Ferry late</h1><p>{}</p></article>", words("own", 40));
        for (open, close) in [("<h3><a href='/2'>Other</a></h3>", ""), ("<a href='/2'><h3>Other</h3>", "</a>")] {
            let cards = format!("<article>{open}<p>{}</p>{close}</article>", words("other", 30)).repeat(6);
            let found = text(&format!("<main>{own}<section>{cards}</section></main>"));
            assert!(found.contains("own39") && !found.contains("other"), "{open}: {found}");
        }
        // Without a link, or with a place in the page, it may be the next entry of a live blog.
        for heading in ["Kane scores", "<a href='#block-2'>Kane scores</a>"] {
            let entries = format!("<article><h3>{heading}</h3><p>{}</p></article>", words("entry", 30)).repeat(6);
            let found = text(&format!("<main>{own}<section>{entries}</section></main>"));
            assert!(found.contains("entry29"), "{heading}: {found}");
        }
        // Where nothing else is an article, they are what the page has.
        let cards = format!("<article><h3><a href='/2'>Other</a></h3><p>{}</p></article>", words("other", 40)).repeat(6);
        assert!(text(&format!("<main>{cards}</main>")).contains("other39"));
    }
}
